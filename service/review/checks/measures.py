"""What figures count is the source's: their magnitude, their currency, their unit."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from ...content import lexicon, number_words
from ...content.lexicon import Lexicon
from ...errors import Level
from .base import Check, Subject

_PLACEHOLDER = re.compile(r"\{(\w+)\}")
# A number in digits or in Chinese numerals, or a placeholder.
_COUNT = re.compile(r"[\d}〇一二三四五六七八九十百千万亿億兆余多]\s?$")


def magnitude(subject: Subject) -> Iterator[str]:
    """A placeholder that counts millions in the source counts millions here."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted, present = _factors(source, source_words), _factors(text, words)
        for name in wanted.keys() & present.keys():
            if wanted[name] != present[name]:
                yield (
                    f"{{{name}}} counts {_say(present[name])} here and {_say(wanted[name])} "
                    "in the source: correct the word after it"
                )


def _say(factor: int) -> str:
    return {1: "single units", 10**3: "thousands", 10**6: "millions", 10**9: "billions"}.get(
        factor, f"units of {factor:,}"
    )


def _factors(text: str, words: Lexicon) -> dict[str, int]:
    factors = {}
    for match in _PLACEHOLDER.finditer(text):
        folded = lexicon.fold(text[match.end() :])
        factors[match[1]] = number_words.multiplier(folded, 0, words)[1]
    return factors


def currency(subject: Subject) -> Iterator[str]:
    """Amounts are in the source's currency."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted = _currencies(source_words, source)
        for name in sorted(_currencies(words, text) - wanted if wanted else ()):
            currencies = ", ".join(sorted(wanted))
            yield f"{name} is not a currency of the source ({currencies}): correct it"


def _currencies(words: Lexicon, text: str) -> set[str]:
    """Return the currencies that ``text`` names, by word, sign or code: USD."""
    # “TRY” is a word of headlines.
    codes = {c for c in words.currencies if c != "TRY" and re.search(rf"(?<!\w){c}(?!\w)", text)}
    return present(words.currencies, text) | codes


def present(patterns: Mapping[str, re.Pattern[str]], text: str) -> set[str]:
    """Return the names of the ``patterns``, of currencies, that occur in ``text``."""
    folded = lexicon.prepare(text)
    return {
        name
        for name, pattern in patterns.items()
        if any(_is_currency(match) for match in pattern.finditer(folded))
    }


def _is_currency(match: re.Match[str]) -> bool:
    """Tell whether a sign of one character stands behind a number: 元首 and 元弁護士 are people."""
    alone = len(match.group()) == 1 and match.group().isalpha()
    return not alone or _COUNT.search(match.string, 0, match.start()) is not None


def units(subject: Subject) -> Iterator[str]:
    """A figure that the source gives in kilometres or per cent is not in miles or points here."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted, present = _measured(source, source_words), _measured(text, words)
        for key in sorted(wanted.keys() & present.keys()):
            if not wanted[key] & present[key]:
                yield (
                    f"the unit {', '.join(sorted(present[key]))} is not the source's "
                    f"({', '.join(sorted(wanted[key]))}): correct it"
                )


def _measured(text: str, words: Lexicon) -> dict[str, set[str]]:
    """Return the units of each placeholder, by its name, and of each number."""
    folded = lexicon.prepare(text)
    names = re.findall(r"\{\w+\}", text)
    places = [(name, m.end()) for name, m in zip(names, re.finditer(r"\{x\}", folded), strict=True)]
    figures = [
        (f"{value:f}", figure)
        for figure in number_words.find(text, words.language)
        if not figure.name
        for value in figure.values
    ]
    places += [(key, figure.end) for key, figure in figures]
    units: dict[str, set[str]] = {}
    for key, figure in figures:  # %3
        before = folded[max(figure.start - 12, 0) : figure.start].rstrip()
        if before.endswith("%") or (
            words.percent_before
            and any(m.end() == len(before) for m in words.percent_before.finditer(before))
        ):
            units.setdefault(key, set()).add("percent")
    for key, end in places:
        unit = _unit_at(folded, end, words)
        # "1967 рік" is no duration
        if unit and not (unit == "years" and re.fullmatch(r"(?:19|20)\d\d", key)):
            units.setdefault(key, set()).add(unit)
    return units


def _unit_at(folded: str, end: int, words: Lexicon) -> str | None:
    """Return the unit that stands right after the figure that ends at ``end``."""
    gap = re.compile(number_words.GAP).match(folded, end)
    assert gap is not None
    matches = ((name, p.match(folded, gap.end())) for name, p in words.units.items())
    ends = [(unit.end(), name) for name, unit in matches if unit]
    # The longest: "percentage points" are not "percent".
    return max(ends)[1] if ends else None


def units_of(text: str, words: Lexicon, spelled: bool = False, calendar: bool = False) -> set[str]:
    """Return the units that stand right after a figure or placeholder of ``text``.

    ``spelled``: also after a number in words. ``calendar``: also the word for a year behind one of
    the calendar, as in 2003年.
    """
    folded = lexicon.prepare(text)
    units: set[str] = set()
    places = [(m[0], m.end()) for m in re.finditer(r"\{x\}|\d+", folded)]
    if spelled:
        figures = number_words.find(text, words.language)
        places += [(figure.text, figure.end) for figure in figures if figure.word]
    for number, end in places:
        unit = _unit_at(folded, end, words)
        dated = unit == "years" and re.fullmatch(r"(?:19|20)\d\d", number)
        if unit and (calendar or not dated):
            units.add(unit)
    return units


MEASURES: dict[str, tuple[Level, Check]] = {
    "magnitude": ("error", magnitude),
    "currency": ("error", currency),
    "units": ("error", units),
}
