"""Write the table of modules in docs/modules.md: ``python tools/module_table.py [--write]``.

Each line is the first line of the module's docstring, so the page cannot fall behind the code.
Without ``--write`` it exits with 1 when the page is not current.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parent.parent
PACKAGE = ROOT / "service"
PAGE = ROOT / "docs" / "modules.md"
# In the order of imports: a room imports from itself and from those before it.
ROOMS = ("content", "catalog", "review", "editions", "web", "export", "drafts", "desk", "cli")
BEGIN, END = "<!-- modules -->", "<!-- end of modules -->"


def summary(file: Path) -> str:
    """Return the first sentence of the docstring in ``file``, as one line of Markdown."""
    text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
    return " ".join(text.split("\n\n")[0].split()).replace("``", "`").removesuffix(".")


def section(name: str, folder: Path, files: Iterator[Path]) -> Iterator[str]:
    """Yield the lines about one room: what it is for, and a row for each module."""
    yield f"### `{name}/`"
    yield ""
    yield f"{summary(folder / '__init__.py')}."
    yield ""
    yield "| module | what it does |"
    yield "|---|---|"
    for file in sorted(files):
        if not file.stem.startswith("__"):
            module = file.relative_to(folder).with_suffix("").as_posix()
            yield f"| `{module}` | {summary(file)} |"
    yield ""


def table() -> str:
    """Return the whole table, between its two markers."""
    lines = [BEGIN, ""]
    lines += section("service", PACKAGE, PACKAGE.glob("*.py"))
    for room in ROOMS:
        lines += section(room, PACKAGE / room, (PACKAGE / room).rglob("*.py"))
    return "\n".join([*lines, END])


def page() -> str:
    """Return docs/modules.md with a current table."""
    text = PAGE.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    return before + table() + rest.partition(END)[2]


if __name__ == "__main__":
    current = page()
    if "--write" in sys.argv[1:]:
        PAGE.write_text(current, encoding="utf-8")
    elif PAGE.read_text(encoding="utf-8") != current:
        sys.exit("docs/modules.md is not current: run python tools/module_table.py --write")
