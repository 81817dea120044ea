"""What multiplies a number: the words for a thousand, a million and so on, and “and a half”."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from ..lexicon import Lexicon, fold

# Between a figure and the word that multiplies it: "5 de milioane", "５百万", "1,5-Milliarden",
# "300+ million".
GAP = r"(?:\+|-plus\b)?[\s-]*(?:de\s+|di\s+|[多余餘幾几数](?=\s?[万萬亿億兆千百]))?\s?"


def skip_gap(text: str, position: int) -> int:
    """Return where the spaces and hyphens of ``text`` at ``position`` end."""
    gap = re.compile(r"[\s-]*").match(text, position)
    return gap.end() if gap else position


def multiplier(
    text: str, position: int, words: Lexicon | None, locale: str = ""
) -> tuple[int, int]:
    """Return where the magnitude word of ``text`` at ``position`` ends, and its factor, or 1.

    The words are those of the lexicon; for a ``locale`` without one, CLDR's.

    >>> multiplier("2 million people", 1, None, "en")
    (9, 1000000)
    """
    gap = re.compile(GAP).match(text, position)
    assert gap is not None
    best = (position, 1)
    for pattern, factor in words.magnitudes if words else _scale_words(locale):
        for start in {gap.end(), position}:
            # From here on, so that what is written onto the digits counts: 10mila.
            word = pattern.match(text[start : start + 40])
            if word and start + word.end() > best[0]:
                best = start + word.end(), factor
    if best[1] == 10**5 or best[1] == 10**7:  # "1 lakh crore"
        end, more = multiplier(text, best[0], words)
        return end, best[1] * more
    return best


def and_a_half(
    text: str, end: int, number: Decimal, unit: int, words: Lexicon | None
) -> tuple[Decimal, int]:
    """Add what "and a half" after a number stands for: "two and a half", "due milioni e mezzo".

    ``number`` was read up to ``end`` in ``text``, and ``unit`` is what its half is half of: 1, or
    its magnitude word's factor. Returns the number and where it ends now.
    """
    if words and words.halves and (half := words.halves.match(text, skip_gap(text, end))):
        return number + Decimal(unit) / 2, half.end()
    return number, end


@lru_cache(maxsize=64)
def _scale_words(locale: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Return CLDR's words for a thousand, a million and so on, the longest first."""
    if not locale:
        return ()
    formats = Locale.parse(locale).compact_decimal_formats
    factors: dict[str, int] = {}
    for patterns in (formats.get("long") or {}).values():
        for power, pattern in patterns.items():
            word = fold(re.sub(r"0+", "", pattern.pattern)).strip("\u00a0 '\u202f")
            zeros = pattern.pattern.count("0")
            if zeros and len(word) > 2:
                factors[word] = int(power) // 10 ** (zeros - 1)
    ordered = sorted(factors, key=len, reverse=True)
    return tuple((re.compile(rf"{re.escape(w)}(?!\w)"), factors[w]) for w in ordered)
