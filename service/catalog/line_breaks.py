"""Where a text may be broken into lines: Unicode Standard Annex #14, as GNU gettext applies it.

gettext breaks strings with libunistring, whose rules are those of the annex with a few of its own
(a break is allowed after ``,`` and ``.`` before a letter). This module follows libunistring, so
that a catalog looks the same whichever tool wrote it. Pure.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache
from typing import Any

from ..errors import SummariesError

# The classes of Unicode's Line_Break property that the rules below tell apart.
_CLASSES = (
    "BK", "CR", "LF", "NL", "CM", "WJ", "ZW", "GL", "SP", "B2", "BA", "BB", "HY", "CB", "CL", "CP",
    "EX", "IN", "NS", "CJ", "OP", "QU", "IS", "NU", "PO", "PR", "SY", "HL", "H2", "H3", "JL", "JV",
    "JT", "RI", "ID", "EB", "EM", "ZWJ", "AK", "AP", "AS", "VI", "VF", "HH",
)  # fmt: skip
# Classes that are resolved to another one (LB1); what is not listed at all is a letter (AL).
_RESOLVED = {"NL": "BK", "CJ": "NS", "CB": "ID", "VI": "CM", "VF": "CM", "HH": "BA"}
_LETTERS = frozenset({"AK", "AP", "AS"})
# Unicode 16 gave the middle dot another class than the gettext of today's systems knows.
_MIDDLE_DOTS = "\u00b7\u0387"

_NEVER_BEFORE = frozenset(("WJ", "CL", "CP", "EX", "IS", "SY", "ZW", "SP"))  # not even after spaces
_AFTER = frozenset(("WJ", "GL", "BB", "QU"))  # no break after these, unless spaces follow
_BEFORE = frozenset(("BA", "HY", "QU", "IN", "NS"))  # no break before these, unless spaces precede
# The same for pairs. "(" stands for opening and ")" for closing brackets that are not East Asian.
_LETTER = "( NU PO PR AL HL"
_HANGUL = "H2 H3 ID JL JV JT EB EM"
_TOGETHER = {
    first: frozenset(second.split())
    for first, second in {
        "HY": "NU", "IS": "NU", "SY": "NU HL", "CL": "PO PR", "CP": "PO PR",
        ")": "PO PR NU AL HL", "NU": _LETTER, "AL": _LETTER, "HL": _LETTER,
        "PO": "( OP NU AL HL", "PR": f"( OP NU AL HL {_HANGUL}",
        "H2": "PO JV JT", "H3": "PO JT", "JL": "PO H2 H3 JL JV", "JV": "PO JV JT", "JT": "PO JT",
        "ID": "PO", "EB": "PO EM", "EM": "PO",
    }.items()
}  # fmt: skip
_WHOLE = {"(": "OP", ")": "CP"}


class _Widths(dict[str, int]):
    """How many columns a character takes on a terminal: 0, 1 or 2. Looked up once."""

    def __missing__(self, character: str) -> int:
        if character.isascii():
            width = int(character.isprintable())
        elif unicodedata.category(character) in ("Mn", "Me", "Cf", "Cc"):
            width = 0
        elif "\u1160" <= character <= "\u11ff" or "\ud7b0" <= character <= "\ud7fb":
            width = 0  # vowels and finals of Hangul join the syllable before
        else:
            width = 2 if unicodedata.east_asian_width(character) in "WF" else 1
        self[character] = width
        return width


@cache
def _pattern() -> Any:
    """Return the pattern that tells a character's class.

    Only what writes catalogs needs it, and the library behind it: the container, which
    publishes and serves, does not have it.
    """
    try:
        import regex  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SummariesError(
            "writing catalogs needs a library that is not installed: "
            'pip install "multilingual-summary-service[workshop]"'
        ) from error
    parts = (rf"(?P<{name}>\p{{Line_Break={name}}})" for name in _CLASSES)
    return regex.compile("|".join(parts))


class _Classes(dict[str, str]):
    """The class of a character. Looked up once."""

    def __missing__(self, character: str) -> str:
        match = _pattern().match(character)
        name = match.lastgroup if match else None
        if name is None or name in _LETTERS or character in _MIDDLE_DOTS:
            line_class = "AL"
        elif name in _WHOLE.values() and unicodedata.east_asian_width(character) not in "WFH":
            line_class = "(" if name == "OP" else ")"
        else:
            line_class = _RESOLVED.get(name, name)
        self[character] = line_class
        return line_class


# There are some hundred thousand characters; a text has some dozens of them.
WIDTHS, _CLASS_OF = _Widths(), _Classes()


def opportunities(text: str) -> Iterator[tuple[bool, bool]]:
    """Yield two truths about each character of ``text``.

    Whether a line may begin with it, and whether it ends its line whatever follows.

    >>> list(opportunities("a b"))
    [(False, False), (False, False), (True, False)]
    """
    base = "BK"  # the class of the last character that is no space and joins no other
    before = "BK"  # the class of the last character
    spaced = False
    flags = 0  # regional indicators in a row: two make a flag (LB30a)
    hebrew = False  # after a Hebrew letter and a hyphen (LB21a)
    for character in text:
        now = _CLASS_OF[character]
        if now == before == base == "AL":  # within a word
            yield False, False
            continue
        if now in ("BK", "CR", "LF"):
            yield False, True
            base, spaced, flags, hebrew = "BK", False, 0, False
            before = "BK"
            continue
        allowed = False
        if now == "SP":
            spaced = True
        elif now == "ZW":
            base, spaced = now, False
        elif now in ("CM", "ZWJ"):
            if base in ("BK", "ZW") or spaced:
                allowed = base != "BK"
                base, spaced = "AL", False
        else:
            if base == "ZW":
                allowed = True
            elif base == "BK" or before == "ZWJ" or hebrew:
                allowed = False
            elif base == now == "RI":
                allowed = spaced or not flags % 2
            else:
                allowed = _between(base, now, spaced)
            base, spaced = now, False
        yield allowed, False
        flags = flags + 1 if now == "RI" else 0
        hebrew = now in ("HY", "BA") and before == "HL"
        before = now


def _between(first: str, second: str, spaced: bool) -> bool:
    """Tell whether a line may end between two classes, with spaces in between or not."""
    whole, after = _WHOLE.get(first, first), _WHOLE.get(second, second)
    if after in _NEVER_BEFORE or whole == "OP":
        return False
    if (whole, after) in (("QU", "OP"), ("CL", "NS"), ("B2", "B2")):
        return False
    if spaced:
        return True
    if whole in _AFTER or after in _BEFORE:
        return False
    if after == "GL":
        return whole in ("BA", "HY")
    return second not in _TOGETHER.get(first, ())
