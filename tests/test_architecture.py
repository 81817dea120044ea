"""The house rules that nobody would see broken: which way imports go, and what serving loads."""

from __future__ import annotations

import ast
import re
import subprocess
import sys

from conftest import ROOT

import service

PACKAGE = ROOT / "service"


def documented() -> list[str]:
    """Return the modules of docs/architecture.md in the order of its table."""
    text = (ROOT / "docs" / "architecture.md").read_text()
    rows = re.findall(r"^\| ((?:`[a-z]+/?`(?:, )?)+) \|", text, re.MULTILINE)
    return [name for row in rows for name in re.findall(r"`([a-z]+)/?`", row)]


def imported(name: str) -> set[str]:
    """Return the modules of this package that the module or package ``name`` imports."""
    folder = PACKAGE / name
    files = folder.rglob("*.py") if folder.is_dir() else [folder.with_suffix(".py")]
    found: set[str] = set()
    for file in files:
        above = len(file.relative_to(PACKAGE).parts)  # the dots that lead to the package itself
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom) and node.level == above:
                names = [node.module.split(".")[0]] if node.module else [a.name for a in node.names]
                found |= set(names) - {name}
    return found


def test_every_module_is_documented_once() -> None:
    """A newcomer finds each one in docs/architecture.md."""
    there = {p.stem for p in PACKAGE.iterdir() if p.suffix == ".py" or (p / "__init__.py").exists()}
    assert sorted(documented()) == sorted(there - {"__init__", "__main__"})


def test_nothing_imports_what_stands_below_it() -> None:
    """Everything flows one way, as the page says."""
    order = documented()
    wrong = [
        f"{name} imports {other}"
        for position, name in enumerate(order)
        for other in imported(name)
        if other not in order[:position]
    ]
    assert wrong == []


def test_wsgi_servers_find_the_window() -> None:
    """Some look for "service:create_app()" in the module itself, and ask it for nothing."""
    assert callable(vars(service)["create_app"])


def test_serving_loads_no_model_and_no_workshop_tool() -> None:
    """A window starts without drafting, language tools, publisher or command line."""
    unwanted = ["torch", "transformers", "numpy", "ray", "gcld3", "sentencex", "tomlkit"]
    unwanted += [f"service.{name}" for name in ("publisher", "preview", "cli", "signing")]
    code = f"import service, sys; service.create_app(); print(*set({unwanted}) & set(sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == ""
