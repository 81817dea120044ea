"""Figures in running text: every number that a text states, by value, with its readings.

Digits of any script count, with the separators of the text's language (CLDR, through Babel), and
numbers spelled out (CLDR's rules, through unicode-rbnf, and the inflected forms of the lexicon).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol
from unicode_rbnf import RbnfEngine

from . import lexicon
from .lexicon import UNSPACED, Lexicon, fold

_SPACES = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    rf"\d+(?:[.,'\u2019\u066b\u066c]\d+|[{_SPACES}]\d{{3}}(?!\d))*"  # 1,234.5  1 234  5.3.2024
)
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_MYRIADS = {"万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_KANJI_NUMBER = re.compile(f"[{''.join([*_KANJI, *_KANJI_UNITS, *_KANJI_MYRIADS])}]+")
_VAGUE = "数几幾第余多来上过近"
# Between a figure and the word that multiplies it: "5 de milioane", "５百万", "1,5-Milliarden".
GAP = r"[\s-]*(?:de\s+|di\s+)?"


@dataclass(frozen=True, slots=True)
class Figure:
    """A stretch of text that states a number; ``readings`` are the values it can mean.

    A reading has several values when the stretch may be several numbers (5.3.2024). ``base``
    are the digits before a magnitude word was applied.
    """

    text: str
    readings: tuple[tuple[Decimal, ...], ...]
    word: bool = False
    base: tuple[Decimal, ...] = ()

    def among(self, values: set[Decimal]) -> bool:
        """Tell whether ``values`` has all the numbers of one of the readings."""
        return any(all(value in values for value in reading) for reading in self.readings)

    @property
    def values(self) -> set[Decimal]:
        """All values of all readings."""
        return {value for reading in self.readings for value in reading}


def find(text: str, locale: str) -> list[Figure]:
    """Return the figures that ``text``, in ``locale``, states in digits or in words."""
    words = lexicon.of(locale)
    folded = lexicon.prepare(text)
    return [*_digits(folded, locale, words), *_spelled_out(folded, locale, words)]


def _digits(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        readings = _readings(match.group(), locale)
        base: tuple[Decimal, ...] = ()
        end, factor = multiplier(text, match.end(), words)
        if factor != 1:
            base = tuple(value for reading in readings for value in reading)
            readings = [tuple(v * factor for v in r) for r in readings if len(r) == 1]
            position = end
            tail = _TOKEN.match(text, end) if words and words.language in UNSPACED else None
            if tail:  # 1億2000万
                end, more = multiplier(text, tail.end(), words)
                extra = Decimal(_ascii(tail.group()).replace(",", "")) * more
                readings = [(r[0] + extra,) for r in readings[:1]]
                position = end
        yield Figure(text[match.start() : position].strip(), tuple(readings), base=base)


def multiplier(text: str, position: int, words: Lexicon | None) -> tuple[int, int]:
    """Return where the magnitude word at ``position`` ends, and its factor, or 1."""
    gap = re.compile(GAP).match(text, position)
    assert gap is not None
    for pattern, factor in words.magnitudes if words else ():
        for start in {gap.end(), position}:
            if found := pattern.match(text, start):
                return found.end(), factor
    return position, 1


def _ascii(token: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token)


def _readings(token: str, locale: str) -> list[tuple[Decimal, ...]]:
    """Return what ``token`` can mean, the language's own reading first."""
    plain = _ascii(token).replace("\u066b", ".d").replace("\u066c", "")
    if ".d" in plain:  # Arabic separators have one meaning only
        return [(_decimal(plain.replace(".d", ".")),)]
    parts = re.split(r"\D", plain)
    separators = re.findall(r"\D", plain)
    found: list[tuple[Decimal, ...]] = []
    grouped = all(len(part) == 3 for part in parts[1:])
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    if not separators:
        return [(_decimal(plain),)]
    if grouped and len(set(separators)) == 1 and separators[0] != decimal and len(parts[0]) < 4:
        found.append((_decimal("".join(parts)),))
        if separators[0] not in _SPACES:
            return found
    elif len(set(separators[:-1])) <= 1 and separators.count(separators[-1]) == 1:
        thousands = len(parts) == 2 or all(len(part) == 3 for part in parts[1:-1])
        if thousands and separators[-1] in ".,":
            found.append((_decimal("".join(parts[:-1]) + "." + parts[-1]),))
            if separators[-1] == decimal:
                return found
    return [*found, tuple(_decimal(part) for part in parts)]


def _decimal(text: str) -> Decimal:
    try:
        return Decimal(text)
    except InvalidOperation:
        return Decimal(-1)


def _spelled_out(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    language = lexicon.language_of(locale)
    if language in UNSPACED:
        yield from _kanji(text, words)
        return
    table = number_words(language)
    tokens = list(re.finditer(r"[^\W\d_]+(?:[-\u2019][^\W\d_]+)*", text))
    index = 0
    while index < len(tokens):
        size, value = _longest(tokens, index, table, text)
        if size:
            start, end = tokens[index].start(), tokens[index + size - 1].end()
            stop, factor = multiplier(text, end, words)
            yield Figure(text[start : max(end, stop)], ((Decimal(value * factor),),), word=True)
        index += max(size, 1)


def _longest(
    tokens: list[re.Match[str]], index: int, table: dict[str, int], text: str
) -> tuple[int, int]:
    for size in (5, 4, 3, 2, 1):
        part = tokens[index : index + size]
        phrase = " ".join(token.group() for token in part)
        if len(part) == size and phrase in table:
            between = (text[a.end() : b.start()] for a, b in itertools.pairwise(part))
            if all(gap.isspace() for gap in between):
                return size, table[phrase]
    return 0, 0


@lru_cache(maxsize=32)
def number_words(language: str) -> dict[str, int]:
    """Return the numbers from 2 to 999 as ``language`` spells them, folded."""
    words = lexicon.of(language)
    table: dict[str, int] = {}
    try:
        engine = RbnfEngine.for_language(Locale.parse(language).language)
        for number in range(2, 1000):
            for ruleset, text in engine.format_number(number).text_by_ruleset.items():
                if "cardinal" in ruleset or ruleset == "spellout-numbering":
                    table.setdefault(fold(text).replace("\u00ad", ""), number)
    except ValueError:
        pass
    if words:
        table.update(words.numbers)
        for word in words.ambiguous:
            table.pop(word, None)
    return table


def _kanji(text: str, words: Lexicon | None) -> Iterator[Figure]:
    """Yield Chinese numerals, where a counter follows: elsewhere they are parts of words."""
    counters = words.counters if words else ""
    for match in _KANJI_NUMBER.finditer(text):
        after, before = text[match.end() : match.end() + 1], text[: match.start()][-1:]
        if not after or after not in counters or (before and before in _VAGUE + "0123456789"):
            continue
        if not any(character in _KANJI for character in match.group()) and match.group() != "十":
            continue  # "hundreds of people" is 百人 too
        yield Figure(match.group() + after, ((Decimal(_kanji_value(match.group())),),), word=True)


def _kanji_value(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _KANJI:
            digit = digit * 10 + _KANJI[character]
        elif character in _KANJI_UNITS:
            section, digit = section + (digit or 1) * _KANJI_UNITS[character], 0
        else:
            total, section, digit = (
                total + (section + digit or 1) * _KANJI_MYRIADS[character], 0, 0,
            )  # fmt: skip
    return total + section + digit
