"""Words that are never right here stay out of code, tests and documents."""

from __future__ import annotations

import ast
import io
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT

# Metaphors, and what to say instead. They were found in this project; a newcomer has to guess them.
PLAIN = {
    r"ghosts?": "obsolete entry",
    r"(?:gives?|giving|given|gave) way": "is evicted, is replaced",
    r"strangers?": "anybody, clients, unmanaged files",
    r"for ever": "without end",
    r"rubbish": "invalid values",
    r"shel(?:f|ves|ved)": "store, cache",
    r"clumsy hands": "accidental changes",
    r"anew": "again",
    r"(?:un)?mend(?:s|ed|ing)?": "correct, fix, put right",
    r"believing nothing": "untrusted",
    r"coming home": "moves to",
    r"deaf": "signals are blocked",
    r"signs? of life": "heartbeat",
    r"goes? around once": "is kept for",
    r"neither a lock nor": "lock-free",
    r"no surprise": "(nothing)",
    r"is nobody's that": "is truncated, is unknown",
    r"without a word": "silently",
    r"as good as none": "counts as missing",
    r"lets? others go": "evicts the least recently used",
    r"signs? that (?:it|a publisher) works": "heartbeat",
    r"come again in": "retry in",
    r"to whom may know": "with the token",
    r"may be another text": "may change",
    r"goes down goes down": "a withdrawal must never fail",
}
WORDS = re.compile(rf"\b(?:{'|'.join(PLAIN)})\b", re.I)
# Names that say what a thing was to a sentence, not what it is.
NAMES = {"found", "given", "told", "Told", "ghost", "shelf", "rack", "survey"}
CODE = [
    path
    for folder in ("service", "tests", "tools", "benchmarks", "deploy")
    for path in sorted((ROOT / folder).rglob("*.py"))
    # The second names modules of earlier states.
    if path not in (Path(__file__), ROOT / "tools" / "lines.py")
]
TEXTS = [ROOT / name for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md", "Makefile")]
TEXTS += sorted((ROOT / "docs").rglob("*.md"))
TEXTS += sorted((ROOT / "service").rglob("*.html")) + sorted((ROOT / "service").rglob("*.js"))


def prose(source: str) -> Iterator[tuple[int, str]]:
    """Yield what people read in a module: comments, strings, and the names of tests."""
    before = ""
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type in (tokenize.COMMENT, tokenize.STRING):
            yield token.start[0], token.string
        elif before == "def" and token.string.startswith("test_"):
            yield token.start[0], token.string.replace("_", " ")
        before = token.string


def complaints(lines: Iterator[tuple[int, str]]) -> list[str]:
    """Return each word that is never right, with its line and what to say instead."""
    said = []
    for number, text in lines:
        for match in WORDS.finditer(" ".join(text.split())):
            plain = next(p for w, p in PLAIN.items() if re.fullmatch(w, match[0], re.I))
            said.append(f"line {number}: “{match[0]}”: say {plain}")
    return said


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_comments_and_messages_use_plain_words(file: Path) -> None:
    """A newcomer reads the code without guessing what a metaphor stands for."""
    assert complaints(prose(file.read_text(encoding="utf-8"))) == []


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: str(file.relative_to(ROOT)))
def test_documents_use_plain_words(file: Path) -> None:
    """A reader whose English is not their first language understands each page."""
    lines = enumerate(file.read_text(encoding="utf-8").splitlines(), 1)
    assert complaints(iter(lines)) == []


# Where tests, too, name a value for what it is.
NAMED = ("service", "tools", "tests/catalog", "tests/cli", "tests/desk", "tests/web")


def names(source: str) -> Iterator[tuple[int, str]]:
    """Yield each name that a module gives to a value, parameter, attribute, function or class."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.id
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.lineno, node.attr
        elif isinstance(node, ast.alias) and node.asname:
            yield node.lineno, node.asname
        elif isinstance(node, ast.arg):
            yield node.lineno, node.arg
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.lineno, node.name


@pytest.mark.parametrize(
    "file", [f for f in CODE if any(f.is_relative_to(ROOT / folder) for folder in NAMED)],
    ids=lambda file: str(file.relative_to(ROOT)),
)  # fmt: skip
def test_names_say_what_a_thing_is(file: Path) -> None:
    """A variable is called after its value."""
    source = file.read_text(encoding="utf-8")
    assert [f"line {line}: {name}" for line, name in names(source) if name in NAMES] == []


def test_the_search_finds_them() -> None:
    """In a comment, a docstring, a test's name; across lines; and not inside another word."""
    module = '"""It gives\n    way."""\n# anew\ndef test_a_ghost_goes(): ...\nx = "mended"\n'
    path = ["gives way", "anew", "ghost", "mended"]
    texts = prose(module)
    assert [match for _, text in texts for match in WORDS.findall(" ".join(text.split()))] == path
    assert not WORDS.search("renewed, recommended, itself, estranged")
    module = (
        "import a as shelf\nclass Told: ...\ndef told(given, *found):\n    for rack in found:\n"
    )
    module += "        rack.ghost = given\nsurvey: int\n"
    assert {name for _, name in names(module)} == NAMES
