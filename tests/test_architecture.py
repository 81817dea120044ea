"""The rules of the house: which way imports go, which doors they take, and what serving loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from conftest import ROOT

import service

PACKAGE = ROOT / "service"
TOP = "service"
# A room imports from itself and from those before it.
ROOMS = [TOP, "content", "catalog", "review", "editions", "web", "export", "drafts", "desk", "cli"]
FILES = sorted(PACKAGE.rglob("*.py"))
# Entry points: they import the application when it is asked for.
ENTRIES = {"service", "service.__main__"}


def module_name(file: Path) -> str:
    """Return the dotted name of the module in ``file``."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(file) for file in FILES}


def room(name: str) -> str:
    """Return the room of the module ``name``."""
    parts = name.split(".")
    return parts[1] if len(parts) > 1 and (PACKAGE / parts[1]).is_dir() else TOP


def imports(file: Path) -> Iterator[tuple[str, str]]:
    """Yield what ``file`` imports of this package: a module and, where it is one, a name in it.

    Imports inside functions and for type checkers count, too.
    """
    package = [*file.relative_to(ROOT).parent.parts]
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.ImportFrom) and node.level:
            base = package[: len(package) - node.level + 1]
            module = ".".join([*base, *(node.module or "").split(".")]).rstrip(".")
            for alias in node.names:
                inner = f"{module}.{alias.name}"
                yield (inner, "") if inner in MODULES else (module, alias.name)


def test_imports_go_one_way() -> None:
    """A room never imports from a later one, so each can be read without those that follow."""
    wrong = [
        f"{module_name(file)} imports {name}"
        for file in FILES
        if module_name(file) not in ENTRIES
        for name, _ in imports(file)
        if ROOMS.index(room(name)) > ROOMS.index(room(module_name(file)))
    ]
    assert wrong == []


def test_modules_do_not_import_in_circles() -> None:
    """Whatever module is loaded first, it finds what it needs."""
    graph = {
        module_name(file): {name for name, _ in imports(file)} - {module_name(file)}
        for file in FILES
        if module_name(file) not in ENTRIES
    }
    # A package's own ``__init__`` is loaded before its modules: that they import each other
    # through it would be a circle, that it imports them is none.
    graph = {
        name: {other for other in others if not name.startswith(f"{other}.")}
        for name, others in graph.items()
    }
    done: set[str] = set()

    def visit(name: str, path: tuple[str, ...]) -> None:
        assert name not in path, " → ".join((*path, name))
        if name not in done:
            for other in graph.get(name, ()):
                visit(other, (*path, name))
            done.add(name)

    for name in graph:
        visit(name, ())


def doors() -> dict[str, set[str]]:
    """Return the packages that say what is public in ``__all__``, and what that is."""
    public = {}
    for file in FILES:
        if file.name == "__init__.py" and file.parent != PACKAGE:
            for node in ast.parse(file.read_text()).body:
                if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
                    public[module_name(file)] = set(ast.literal_eval(node.value))
    return public


def test_no_import_goes_around_a_door() -> None:
    """A package with a list of public names is used by these, so its inside can change freely."""
    inside = doors()
    assert {"service.catalog", "service.review.checks", "service.review.exchange"} <= set(inside)
    wrong = [
        f"{module_name(file)} imports {name}"
        for file in FILES
        for name, _ in imports(file)
        for door, public in inside.items()
        if name.startswith(f"{door}.") and not module_name(file).startswith(door)
        if name.removeprefix(f"{door}.") not in public
    ]
    assert wrong == []


def test_private_names_stay_in_their_modules() -> None:
    """What begins with an underscore is no module's business but its own."""
    wrong = [
        f"{module_name(file)} imports {name}.{inner}"
        for file in FILES
        for name, inner in imports(file)
        if inner.startswith("_")
    ]
    assert wrong == []


# Of what these take, only half an escape can be left over, and no closing quote follows that.
SAFE_GROUPS = (r"""(?:\\[abfnrtv"\\][^"\\\n]*+)*+""", r"""(?:\\.[^"\\]*+)*+""")


def possessive_groups(text: str) -> list[str]:
    """Return the lines of ``text`` that have a possessive or an atomic group."""
    for safe in SAFE_GROUPS:
        text = text.replace(safe, "")
    group = re.compile(r"\)(?:[*+?]|\{\d*,?\d*\})\+|\(\?>")
    return [line for line in text.splitlines() if group.search(line)]


def test_no_pattern_has_a_possessive_group() -> None:
    """Before Python 3.11.5 such a group can match what it must not; single characters are safe."""
    files = [*FILES, *sorted(PACKAGE.rglob("*.toml"))]
    assert [line for file in files for line in possessive_groups(file.read_text())] == []
    assert possessive_groups('x = re.compile(r"(?:a|b)*+")')


# What is read past ``service/files.py``, and why.
OTHER_FILES = {
    "files": "the door itself: what it compares before it replaces a file",
    "processes": "the kernel's list of locks: who holds one",
    "content.lexicon": "the program's own data",
    "web": "the program's own styles",
    "web.openapi": "the program's own examples",
    "export.server_configs": "the program's own templates",
    "editions.build_id": "the program's own modules",
    "drafts.models.torch_runtime": "the kernel's files",
    "drafts.models.files": "a model's files have gigabytes",
    "editions.status_cache": "a cache of the program's own, outside of the workshop",
    "export.manifest": "what an export wrote, in parts",
    "export.objects": "what an export wrote, in parts",
    "cli.new_feed": "named on the command line, where a pipe may stand",
    "cli.taking_in": "named on the command line, where a pipe may stand",
}


def reads(file: Path) -> Iterator[int]:
    """Yield the lines of ``file`` in which it opens a file for reading by itself."""
    for node in ast.walk(ast.parse(file.read_text())):
        if isinstance(node, ast.Call):
            name = ast.unparse(node.func).rpartition(".")[2]
            method = isinstance(node.func, ast.Attribute)
            mode = "".join(a.value for a in node.args if isinstance(a, ast.Constant) and
                           isinstance(a.value, str))  # fmt: skip
            if (method and name in ("read_text", "read_bytes")) or (
                name == "open" and mode.startswith("r")
            ):
                yield node.lineno


def test_every_file_of_the_workshop_is_read_through_one_door() -> None:
    """A pipe, a link or a huge file in a catalog's place is a finding wherever it is read."""
    lines_of = {module_name(file).partition(".")[2]: list(reads(file)) for file in FILES}
    wrong = {name: lines for name, lines in lines_of.items() if lines and name not in OTHER_FILES}
    assert wrong == {}
    assert all(lines_of[name] for name in OTHER_FILES), "some are listed that read nothing"


def test_few_modules_stand_at_the_top() -> None:
    """A newcomer sees the rooms first, and seven modules that all of them need."""
    assert len(list(PACKAGE.glob("*.py"))) <= 7
    assert {p.name for p in PACKAGE.iterdir() if (p / "__init__.py").exists()} == set(ROOMS[1:])


def test_the_list_of_modules_is_current() -> None:
    """A newcomer finds every module, and what it is for, in docs/modules.md."""
    for name in ROOMS[1:]:
        text = (PACKAGE / name / "__init__.py").read_text()
        assert (ast.get_docstring(ast.parse(text)) or "").strip(), name
    command = [sys.executable, ROOT / "tools" / "module_table.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_tests_stand_in_the_room_of_what_they_test() -> None:
    """Whoever changes a room finds its tests in the folder of the same name."""
    folders = {p.name for p in (ROOT / "tests").iterdir() if any(p.glob("test_*.py"))}
    assert set(ROOMS[1:]) <= folders


def test_wsgi_servers_find_the_window() -> None:
    """Some look for "service:create_app()" in the module itself, and ask it for nothing."""
    assert callable(vars(service)["create_app"])


def test_serving_loads_no_model_and_no_workshop_tool() -> None:
    """A window starts without drafting, language tools, publisher or command line."""
    unwanted = ["torch", "transformers", "numpy", "ray", "gcld3", "sentencex", "tomlkit"]
    unwanted += [
        f"service.{name}"
        for name in ("editions.publisher", "web.preview", "cli", "review.sign", "drafts", "desk")
    ]
    code = f"import service, sys; service.create_app(); print(*set({unwanted}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""


def test_status_starts_without_what_only_windows_need() -> None:
    """`summaries status` is typed all day: it loads no web framework and no tables of languages."""
    unwanted = ["flask", "werkzeug", "jinja2", "langcodes", "unicode_rbnf", "multiprocessing"]
    code = f"import service.cli.status, sys; print(*set({unwanted}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
