"""TOML that people write: read without stalling, with the line where something is wrong."""

from __future__ import annotations

import decimal
import difflib
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..errors import Finding, InputError
from ..files import read_text

# TOML is read by people and written by them: a summary has some twenty kilobytes. tomllib takes
# time that grows with the square of a key's parts and of a number's digits, so both are bounded.
MAX_TOML_BYTES = 512 * 1024
MAX_TOML_DEPTH = 16
MAX_TOML_WORD = 100
MAX_TOML_KEYS = 10_000
# Groups are not possessive, see catalog/fast_parser.py: Python 3.11.2 would end such strings early.
_TOML_TOKEN = re.compile(
    r"""
      (?P<string>
        \"{3} (?:[^\"\\]++|\\.|"{1,2}(?!"))* (?:"{3,5}|\\?\Z)
      | '{3} (?:[^']++|'{1,2}(?!'))* (?:'{3,5}|\Z)
      | " (?:[^"\\\n]++|\\[^\n])* "?
      | ' [^'\n]*+ '?
      )
    | \#[^\n]*+
    | (?P<word>[^\s\[\]{}=,.\#"']++)
    | (?P<mark>[\[\]{}=.])
    """,
    re.VERBOSE | re.DOTALL,
)
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


def read_toml(path: Path, label: str, root: Path | None = None) -> dict[str, Any]:
    """Return the TOML document at ``path``; decimal numbers keep their digits (``Decimal``).

    The one door for every TOML file that a person writes. As :func:`.read_bytes`, and raises
    :class:`InputError`, with the line, for what is too large, nested too deep, or not TOML.
    """
    return parse_toml(read_text(path, label, root), label)


def parse_toml(text: str, label: str) -> dict[str, Any]:
    """Return the TOML document that ``text`` is, as :func:`read_toml` does.

    >>> parse_toml('value = 2.50', "summary.toml")
    {'value': Decimal('2.50')}
    """
    check_toml(text, label)
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except (ValueError, RecursionError) as error:
        said = str(error)
        place = _TOML_PLACE.search(said)
        line = int(place[1]) if place else text.count("\n") + 1
        what = f"not valid TOML: {_TOML_PLACE.sub('', said)}"
        raise InputError([Finding("toml", what, label, line)]) from error


def check_toml(text: str, label: str) -> None:
    """Raise :class:`InputError` when ``text`` is too large, or would stall who parses it.

    To be asked before tomlkit, too, whose time grows likewise.
    """
    if len(text) > MAX_TOML_BYTES:
        text = f"is larger than {MAX_TOML_BYTES // 1024} KiB: shorten it"
        raise InputError([Finding("file", text, label)])
    if problem := _toml_bomb(text):
        line, what = problem
        raise InputError([Finding("toml", what, label, line)])


def unknown_keys(table: Mapping[str, Any], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each key of ``table`` that is not ``known``, with a sentence that names the nearest.

    Of many, only the first ten: what a corrupted file has is not worth more.

    >>> [text for _key, text in unknown_keys({"headlin": 1}, ["headline", "language"])]
    ['there is no key “headlin”: did you mean “headline”?']
    """
    names = sorted(known)
    for key in [key for key in table if key not in names][:10]:
        short = key if len(key) <= 40 else f"{key[:39]}…"
        near = difflib.get_close_matches(short, names, 1)
        remedy = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(names)}"
        yield key, f"there is no key “{short}”: {remedy}"


def _decimal(text: str) -> decimal.Decimal:
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        raise ValueError(f"“{text}” is not a number that can be used") from None


def _toml_bomb(text: str) -> tuple[int, str] | None:
    """Return line and reason when parsing ``text`` could take long; None when it cannot.

    Looks at tokens only, each once. What is not TOML passes: the parser says so.
    """
    depth = parts = keys = 0
    joined = False  # after a dot
    for token in _TOML_TOKEN.finditer(text):
        what, problem = token.group(), ""
        if token["mark"] is None:
            if token["word"] is None and token["string"] is None:
                continue  # a comment
            parts, joined = (parts + 1 if joined else 1), False
            if parts > MAX_TOML_DEPTH:
                problem = f"a key has more than {MAX_TOML_DEPTH} parts"
            elif token["word"] is not None and len(what) > MAX_TOML_WORD:
                problem = f"a key or number has more than {MAX_TOML_WORD} characters"
        elif what == ".":
            joined = True
        elif what in "[{":
            keys += depth == 0  # a table, or an array
            depth += 1
            if depth > MAX_TOML_DEPTH:
                problem = f"it is nested more than {MAX_TOML_DEPTH} deep"
        elif what in "]}":
            depth = max(depth - 1, 0)
        elif what == "=":
            keys += 1
        if keys > MAX_TOML_KEYS:
            problem = f"it has more than {MAX_TOML_KEYS} keys"
        if problem:
            return text.count("\n", 0, token.start()) + 1, f"{problem}: shorten it"
    return None
