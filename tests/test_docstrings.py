"""Whoever calls a function reads in its docstring what its types leave open."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

PACKAGE = ROOT / "service"
FILES = sorted(PACKAGE.rglob("*.py"))
# What has one of these in it may be anything: a name or an address, seconds or bytes, a folder or
# a file. A class of the program or of a library says what it is.
OPEN = {"str", "int", "float", "bool", "bytes", "Path", "object", "Any", "Callable"}
# What Click and Flask call: a help text or an address says what its parameters are.
CALLED = re.compile(r"\.(?:option|argument|command|group|route|get|post|before_request)\b|option$")
# To what says the same: "as :func:`read`", "see :class:`Model`", "those of :meth:`begin`".
REFERENCE = re.compile(r"\b(?:as|see|in|of)(?: in| on)? :(?:func|meth|class):`[~.]*([\w.]+)`")

# Sphinx's way to point to something: ``name`` is in the same module, ``.name`` in whatever has it.
POINTER = re.compile(r":(?:mod|func|class|meth|data|attr):`~?([\w.]+)`")

Function = ast.FunctionDef | ast.AsyncFunctionDef


def functions(body: list[ast.stmt], of: str = "") -> Iterator[tuple[str, Function]]:
    """Yield the public functions and methods of public classes, each with its full name."""
    for node in body:
        if isinstance(node, Function) and not node.name.startswith("_"):
            if not any(CALLED.search(ast.unparse(one)) for one in node.decorator_list):
                yield f"{of}{node.name}", node
        elif isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from functions(node.body, f"{of}{node.name}.")


def parameters(function: Function) -> Iterator[tuple[str, str]]:
    """Yield the parameters whose type leaves open what they are, and that type."""
    arguments = function.args
    for one in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs):
        if one.annotation is not None and not one.arg.startswith("_"):
            names = {n.id for n in ast.walk(one.annotation) if isinstance(n, ast.Name)}
            if names & OPEN:
                yield one.arg, ast.unparse(one.annotation)


def glossary() -> dict[str, str]:
    """Return the names of parameters that are always the same, and their types."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    section = text.partition("### Names of parameters")[2].partition("\n#")[0]
    rows = re.findall(r"^\| `(\w+)` \| ([^|]+) \|", section, re.MULTILINE)
    return {name: " | ".join(re.findall(r"`(\w+)`", types)) for name, types in rows}


def docstrings() -> dict[str, str]:
    """Return what the docstring of each function says, by its name with all that it is in."""
    return {
        ".".join((*file.relative_to(ROOT).with_suffix("").parts, name)): documentation(function)
        for file in FILES
        for name, function in functions(ast.parse(file.read_text(encoding="utf-8")).body)
    }


def documentation(function: Function) -> str:
    """Return the docstring of ``function``, its lines joined."""
    return " ".join((ast.get_docstring(function) or "").split())


def said(text: str, function: Function, module: str, texts: dict[str, str]) -> Iterator[str]:
    """Yield ``text``, the docstring of ``function``, and those to which it points."""
    yield text
    for reference in REFERENCE.findall(text):
        ends = (f".{reference}", f".{reference}.{function.name}")
        for name, other in texts.items():
            if f".{name}".endswith(ends) and ("." in reference or name.startswith(f"{module}.")):
                yield other


def complaints(
    source: str, known: dict[str, str], module: str = "", texts: dict[str, str] | None = None
) -> list[str]:
    """Return the parameters of which neither docstring nor glossary says what they are.

    A docstring that points to another function, or to the class of the method that it implements,
    says what is said there.
    """
    silent = []
    for name, function in functions(ast.parse(source).body):
        documents = "\n".join(said(documentation(function), function, module, texts or {}))
        literals = re.findall(r"``(.+?)``", documents)
        for parameter, kind in parameters(function):
            named = any(re.search(rf"\b{parameter}\b", literal) for literal in literals)
            if not named and known.get(parameter) != kind:
                silent.append(f"{name}: say what ``{parameter}`` is")
    return silent


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
    return docstrings()


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(PACKAGE)))
def test_docstrings_say_what_types_do_not(file: Path, texts: dict[str, str]) -> None:
    """A caller never has to read a function's body to learn what to pass."""
    module = ".".join(file.relative_to(ROOT).with_suffix("").parts)
    assert complaints(file.read_text(encoding="utf-8"), glossary(), module, texts) == []


def test_the_search_finds_what_is_not_said() -> None:
    """Also in methods; what has a class of its own, is private or is in the glossary is left."""
    source = '''
def fetch(address: str, pause: float, slug: str, place: Path, line: Line) -> bytes:
    """Fetch ``address`` after a pause."""

def again(address: str, pause: float) -> bytes:
    """Fetch once more; as :func:`wait` does."""

def never(pause: float) -> bytes:
    """Do what :func:`wait` does not."""

class Store:
    def put(self, content: bytes | None, folder: Path) -> None:
        """Write it."""

    def _put(self, content: bytes) -> None: ...

@click.option("--name")
def save(name: str) -> None:
    """Save."""
'''
    texts = {"here.wait": "Wait ``pause`` seconds at ``address``.", "there.wait": "``content``"}
    assert complaints(source, {"slug": "str", "folder": "Path"}, "here", texts) == [
        "fetch: say what ``pause`` is",
        "fetch: say what ``place`` is",
        "never: say what ``pause`` is",
        "Store.put: say what ``content`` is",
    ]


def test_the_glossary_names_parameters_that_there_are() -> None:
    """A newcomer who learns the list by heart meets each of its names again and again."""
    used: dict[tuple[str, str], int] = {}
    for file in FILES:
        for _name, function in functions(ast.parse(file.read_text(encoding="utf-8")).body):
            for parameter in parameters(function):
                used[parameter] = used.get(parameter, 0) + 1
    known = glossary()
    assert known
    assert {name for name, kind in known.items() if used.get((name, kind), 0) < 4} == set()


def defined(body: list[ast.stmt]) -> Iterator[str]:
    """Yield what a module or class defines or imports, and what its classes define."""
    for node in body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.asname or alias.name for alias in node.names)
        elif isinstance(node, ast.Assign | ast.AnnAssign):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target]
            yield from (n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name))
        elif isinstance(node, Function):
            yield node.name
        elif isinstance(node, ast.ClassDef):
            yield node.name
            for name in defined(node.body):
                yield from (name, f"{node.name}.{name}")


def test_what_a_docstring_points_to_is_there() -> None:
    """Whoever follows a reference finds a function, a class or a module of that name."""
    sources = {
        ".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): (
            file.read_text(encoding="utf-8")
        )
        for file in FILES
    }
    names = {module: set(defined(ast.parse(source).body)) for module, source in sources.items()}
    known = {f".{module}" for module in names}
    known |= {f".{module}.{name}" for module, several in names.items() for name in several}
    pointers = [(m, to) for m, source in sources.items() for to in POINTER.findall(source)]
    assert len(pointers) > 100
    assert [
        (module, to)
        for module, to in pointers
        if to not in names[module]
        and not ("." in to and any(name.endswith(f".{to.strip('.')}") for name in known))
    ] == []
