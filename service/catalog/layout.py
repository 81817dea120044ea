"""Lay out a PO string in lines, as GNU gettext's tools do: ``msgcat`` leaves such lines alone.

A string that takes one line, keyword and quotes included, is written so. Any other begins with
``""``; its lines end after each line break of the text, and where they would pass 79 columns.
Pure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .line_breaks import WIDTHS, opportunities

COLUMNS = 79  # gettext's page width
_ESCAPES = {
    "\\": "\\\\", '"': '\\"', "\a": "\\a", "\b": "\\b", "\f": "\\f", "\n": "\\n", "\r": "\\r",
    "\t": "\\t", "\v": "\\v",
}  # fmt: skip
_ESCAPED = re.compile(r'[\\"\a\b\f\n\r\t\v]')


def lines(keyword: str, text: str, prefix: str = "") -> list[str]:
    r"""Return the lines, without line ends, of ``text`` as the string of ``keyword``.

    ``prefix`` stands before each, such as ``#~`` and a space; it counts for the width.

    >>> lines("msgid", "Fire\nFive dead")
    ['msgid ""', '"Fire\\n"', '"Five dead"']
    """
    portions = [_escape(portion) for portion in re.split(r"(?<=\n)", text) if portion]
    room = COLUMNS - len(prefix) - 2  # the quotes
    if len(portions) <= 1:
        portion = "".join(portions)
        first = _wrapped(portion, room, len(keyword) + 1)
        if len(first) == 1 and (not portion or len(keyword) + 1 <= room):
            return [f'{prefix}{keyword} "{portion}"']
    wrapped = [line for portion in portions for line in _wrapped(portion, room, 0)]
    return [f'{prefix}{keyword} ""', *(f'{prefix}"{line}"' for line in wrapped)]


def _escape(text: str) -> str:
    return _ESCAPED.sub(lambda match: _ESCAPES[match[0]], text)


@lru_cache(maxsize=16)
def _opportunities(portion: str) -> list[tuple[bool, bool]]:
    """Return where ``portion`` may be broken; kept, as it is asked twice in a row."""
    return list(opportunities(portion))


def _wrapped(portion: str, room: int, start: int) -> list[str]:
    """Return ``portion``, escaped, in pieces of at most ``room`` columns where that can be had.

    ``start`` columns of the first are taken. A piece that cannot be broken is as long as it is.
    """
    if start + sum([WIDTHS[character] for character in portion]) <= room:
        return [portion]
    cuts: list[int] = []
    candidate: int | None = None  # where the piece that is being measured began
    before, piece = start, 0  # columns up to there, and since
    inside = False  # an escape sequence
    final = len(portion) - 2 if portion.endswith("\\n") else -1
    for index, (possible, ends) in enumerate(_opportunities(portion)):
        allowed = possible and not inside and index != final
        inside = portion[index] == "\\" and not inside
        if (allowed or ends) and candidate is not None and before + piece > room:
            cuts.append(candidate)
            before = 0
        if ends:
            candidate, before, piece = None, 0, 0
            continue
        if allowed:
            candidate, before, piece = index, before + piece, 0
        piece += WIDTHS[portion[index]]
    if candidate is not None and before + piece > room:
        cuts.append(candidate)
    return [portion[a:b] for a, b in zip([0, *cuts], [*cuts, len(portion)], strict=True)]
