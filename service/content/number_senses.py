"""How a text means its numbers, beside their values.

Rough ones ("thousands"), multiples ("doubled") and ordinals ("third") are words of the lexicon;
signs and shares are read off what stands at a figure. Pure; a language without a lexicon has none.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from . import lexicon, number_words
from .lexicon import UNSPACED, Lexicon
from .number_words import Figure

_YEAR = re.compile(r"(?:19|20)\d\d")
_Table = Sequence[tuple[re.Pattern[str], Decimal]]


@dataclass(frozen=True, slots=True)
class Said:
    """A word for how many or how much; ``values`` are what it can mean, ``about`` what it is of.

    Of a rough number the value is the least that it can be.
    """

    text: str
    values: frozenset[Decimal]
    about: str


def rough(text: str, language: str) -> list[Said]:
    """Return the rough numbers of ``text``: no magnitudes of a figure or a placeholder."""
    words = lexicon.of(language)
    if words is None:
        return []
    folded = _without_figures(text, language)
    return [
        said for said, start in _said(words.rough, folded, words) if not _counted(folded, start)
    ]


def multiples(text: str, language: str) -> list[Said]:
    """Return how many times as much ``text`` says that something is."""
    words = lexicon.of(language)
    return [s for s, _ in _said(words.multiples, lexicon.prepare(text), words)] if words else []


def ordinals(text: str, language: str) -> list[Said]:
    """Return the ordinals in words that ``text`` has; those in digits are figures."""
    words = lexicon.of(language)
    if words is None:
        return []
    unspaced = words.language in UNSPACED  # 二回目 is a figure, too
    folded = lexicon.prepare(text) if unspaced else _without_figures(text, language)
    return [s for s, start in _said(words.ordinals, folded, words) if not _counted(folded, start)]


def sizes(text: str, language: str, parts: bool = False) -> set[Decimal]:
    """Return the values of the figures of ``text`` that count something: no years, no names.

    With ``parts`` also what stands before a magnitude: in "from 20 to 40 million" both count so.
    """
    words = lexicon.of(language)
    sizes = {
        abs(value)
        for figure in _figures(text, language)
        if not _YEAR.fullmatch(figure.text)
        for value in (*figure.values, *(figure.base if parts else ()))
    }
    folded = _without_figures(text, language)
    bare = words.bare.items() if words else ()
    return sizes | {Decimal(value) for value, pattern in bare if pattern.search(folded)}


def signs(text: str, language: str) -> dict[Decimal, set[bool]]:
    """Return whether each number of ``text``, by its size, is below zero where it stands.

    >>> signs("from minus 40 degrees to 5", "en")
    {Decimal('40'): {True}, Decimal('5'): {False}}
    """
    words, folded = lexicon.of(language), lexicon.prepare(text)
    below_zero: dict[Decimal, set[bool]] = defaultdict(set)
    for figure in _figures(text, language):
        for reading in figure.readings:
            if len(reading) == 1:
                below = min(reading) < 0 or bool(
                    words and number_words.below_zero(folded, figure.start, figure.end, words)
                )
                below_zero[abs(reading[0])].add(below)
    return dict(below_zero)


def shares(text: str, language: str) -> dict[Decimal, set[str]]:
    """Return whether each figure of ``text`` is of "percent", of "points", or "" of neither.

    >>> shares("up 5 percent to 200", "en")
    {Decimal('5'): {'percent'}, Decimal('200'): {''}}
    """
    words, folded = lexicon.of(language), lexicon.prepare(text)
    if words is None:
        return {}
    figures = [f for f in _figures(text, language) if not f.word or max(f.values) >= 3]
    kinds = [_share(folded, figure, words) for figure in figures]
    for index in range(len(figures) - 2, -1, -1):  # "45 to 50 percent"
        between = folded[figures[index].end : figures[index + 1].start]
        if not kinds[index] and _joined(between, words):
            kinds[index] = kinds[index + 1]
    by_size: dict[Decimal, set[str]] = defaultdict(set)
    for figure, kind in zip(figures, kinds, strict=True):
        for value in figure.values:
            by_size[abs(value)].add(kind)
    return dict(by_size)


def _share(folded: str, figure: Figure, words: Lexicon) -> str:
    gap = re.compile(number_words.GAP).match(folded, figure.end)
    ends = [
        (match.end(), kind)
        for kind in ("percent", "points")
        if (pattern := words.units.get(kind))
        and (match := pattern.match(folded, gap.end() if gap else figure.end))
    ]
    if ends:  # the longest: "percentage points" are not "percent"
        return max(ends)[1]
    before = folded[max(figure.start - 8, 0) : figure.start].rstrip(" \u00a0\u202f")
    marks = words.percent_before.finditer(before) if words.percent_before else ()
    return "percent" if any(mark.end() == len(before) for mark in marks) else ""


def _joined(between: str, words: Lexicon) -> bool:
    text = between.strip(" \u00a0\u202f,")
    return bool(re.fullmatch(r"[-\u2010-\u2014~\u301c\uff5e]?", text)) or (
        words.joins is not None and words.joins.fullmatch(text) is not None
    )


def _figures(text: str, language: str) -> list[Figure]:
    figures = (f for f in number_words.find(text, language) if not f.name)
    return sorted(figures, key=lambda figure: figure.start)


def _without_figures(text: str, language: str) -> str:
    folded = lexicon.prepare(text)
    for figure in _figures(text, language):
        size = figure.end - figure.start
        folded = folded[: figure.start] + "0" * size + folded[figure.end :]
    return folded


def _counted(folded: str, start: int) -> bool:
    """Tell whether a figure or placeholder stands right before ``start``: "{x} thousand"."""
    before = re.sub(r"(?:[\s-]|\b(?:de|di)\b)+$", "", folded[max(start - 12, 0) : start])
    return before[-1:] in ("}", "0")


def _said(table: _Table, folded: str, words: Lexicon) -> Iterator[tuple[Said, int]]:
    """Yield what ``table`` finds, of two that overlap the longer one, with its place."""
    values: dict[tuple[int, int], set[Decimal]] = defaultdict(set)
    for pattern, value in table:
        for match in pattern.finditer(folded):
            values[match.span()].add(value)
    spans = _apart(sorted(values, key=lambda span: span[0] - span[1]))
    for start, end in sorted(spans):
        yield (
            Said(
                folded[start:end], frozenset(values[start, end]), _next(folded, start, end, words)
            ),
            start,
        )


def _apart(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    kept: list[tuple[int, int]] = []
    for start, end in spans:
        if all(end <= other[0] or start >= other[1] for other in kept):
            kept.append((start, end))
    return kept


def _next(folded: str, start: int, end: int, words: Lexicon) -> str:
    """Return the beginning of the word that is counted, enough to know it in other cases."""
    if words.language == "ar":  # the noun comes first
        before = re.findall(r"[^\W\d_]+", folded[:start])
        return before[-1] if before else ""
    following = re.compile(r"\s*([^\W\d_]+)").match(folded, end)
    return following[1][: 2 if words.language in UNSPACED else 4] if following else ""
