"""Years from and to of which the second has two digits: a season, a budget's year, a war. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator

from .reading import Reading

# Years from and to, the second one with two digits: a season, a budget's year, a war. With a stroke
# it is the next year only, and with a hyphen 2025-12 is a month.
_SEASON = re.compile(
    r"(?<![0-9A-Za-z\u00c0-\u052f./:-])(?P<low>1[5-9]\d\d|20\d\d)(?P<sign>\s?[‐-―－~～/]\s?|-)(?P<high>\d\d)"
    r"(?![\d%/:]|[-‐-―.,]\d|[A-Za-z])"
)
_MONTHS_A_YEAR, _LONGEST_SPAN = 12, 50


def find(sentence: str) -> Iterator[Reading]:
    """Yield the years from and to of ``sentence`` of which the second has two digits.

    "2025/26" and "1914–18" are such.

    What looks like them and is a month, or the number of a section, can be no fact.
    """
    for match in _SEASON.finditer(sentence):
        low, sign = int(match["low"]), match["sign"].strip()
        high = low - low % 100 + int(match["high"])
        high += 100 if high < low and high % 100 == 0 else 0
        following = high == low + 1
        month = sign == "-" and int(match["high"]) <= _MONTHS_A_YEAR
        span = sign != "/" and not month and 0 < high - low <= _LONGEST_SPAN
        words = match.group()
        if following or span:
            yield Reading(*match.span(), (low, high), "plain", frame=None, stated=words)
        else:
            yield Reading(*match.span())
