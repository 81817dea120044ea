"""What docs/architecture.md and the decisions name is there: files, functions, links."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

DOCS = ROOT / "docs"
ARCHITECTURE = DOCS / "architecture.md"
DECISIONS = sorted((DOCS / "decisions").glob("[0-9]*.md"))
PAGES = [*sorted(DOCS.glob("*.md")), *DECISIONS, DOCS / "decisions" / "README.md"]
PAGES += [ROOT / "README.md", ROOT / "CHANGELOG.md", ROOT / "CONTRIBUTING.md"]
# `editions/plan.py` `Planner.article`, also with further names after a comma or “or”.
NAMED = re.compile(r"`([\w/.-]+\.py)`((?:(?:,| or| and)?\s`[A-Za-z_][\w.]*`)+)")
FILE = re.compile(r"`([\w.-]+(?:/[\w.-]+)+\.(?:py|js|md|sh))`")
CODE = re.compile(r"^```.*?^```|`[^`\n]+`", re.M | re.S)
LINK = re.compile(r"\]\(([^)#\s]*)(?:#([^)\s]+))?\)")
WALKS = ("msgstr", "Accept-Language", "signature", "draft")
WISHES = 10
WORDS = 20


def definitions(file: Path) -> set[str]:
    """Return the functions and classes of a module, and ``Class.method``."""
    names = set()
    for node in ast.parse(file.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef | ast.ClassDef):
            names.add(node.name)
        if isinstance(node, ast.ClassDef):
            names |= {f"{node.name}.{n.name}" for n in node.body if isinstance(n, ast.FunctionDef)}
    return names


def named(text: str) -> Iterator[tuple[str, str]]:
    """Yield each file that a text names together with a name in it."""
    for file, names in NAMED.findall(text):
        for name in re.findall(r"`([\w.]+)`", names):
            yield file, name


def section(title: str) -> str:
    """Return the text below the first heading of docs/architecture.md that has ``title``."""
    text = ARCHITECTURE.read_text(encoding="utf-8")
    match = re.search(rf"^(#+) .*{re.escape(title)}.*\n((?:(?!##? ).*\n)*?)(?=#|\Z)", text, re.M)
    assert match, title
    return match[2]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_function_that_a_page_names_exists(page: Path) -> None:
    """Whoever follows a walk, or looks for where to change something, finds the function."""
    for file, name in named(page.read_text(encoding="utf-8")):
        assert name in definitions(ROOT / "service" / file), f"{file} {name}"


@pytest.mark.parametrize("walk", WALKS)
def test_a_walk_names_a_function_at_every_few_steps(walk: str) -> None:
    """A walk leads through the code, not past it."""
    assert len(list(named(section(walk)))) >= 6, walk


def test_there_is_a_place_for_each_usual_wish() -> None:
    """A newcomer finds where to change ten things, each with a file."""
    rows = [row for row in section("Where do I change").splitlines() if row.startswith("| a ") or
            row.startswith("| how ") or row.startswith("| what ")]  # fmt: skip
    assert len(rows) == WISHES
    assert all(list(named(row)) for row in rows)


def test_the_words_that_matter_are_explained_once() -> None:
    """The glossary has at least twenty words, each with one meaning."""
    rows = re.findall(r"^\| ([a-z][\w, ]*) \| (.+) \|$", section("The words"), re.M)
    words = [word for row, _ in rows for word in row.split(", ")]
    assert len(words) >= WORDS and len(set(words)) == len(words)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_what_a_page_points_to_is_there(page: Path) -> None:
    """Links and file names lead to something."""
    text = page.read_text(encoding="utf-8")
    for target, anchor in LINK.findall(CODE.sub("", text)):
        if re.match(r"[a-z]+:", target):
            continue
        place = (page.parent / target).resolve() if target else page
        assert place.exists(), target
        if anchor:
            headings = re.findall(r"^#+ (.+)$", place.read_text(encoding="utf-8"), re.M)
            slugs = [re.sub(r"[^\w -]", "", h).strip().lower().replace(" ", "-") for h in headings]
            assert anchor in slugs, f"{target}#{anchor}"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_the_files_that_a_page_names_are_there(page: Path) -> None:
    """A path in a document is one of the repository, or one below ``service/``."""
    for name in FILE.findall(page.read_text(encoding="utf-8")):
        first = name.split("/")[0]
        if (ROOT / first).is_dir() or (ROOT / "service" / first).is_dir():
            assert (ROOT / name).exists() or (ROOT / "service" / name).exists(), name


def test_every_decision_is_listed() -> None:
    """The index of decisions has each, with its number and title."""
    index = (DOCS / "decisions" / "README.md").read_text(encoding="utf-8")
    for number, page in enumerate(DECISIONS, 1):
        text = page.read_text(encoding="utf-8")
        title = text.partition("\n")[0].removeprefix(f"# {number}. ")
        assert f"| {number} | [{title}]({page.name}) |" in index
        parts = re.findall(r"^## (.+)$", text, re.M)
        assert parts[:3] == ["Context", "Decision", "Consequences"], page.name
