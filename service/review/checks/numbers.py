"""Figures are the source's: by value, across separators, digit systems and number words.

Most figures of a summary are placeholders, so a figure in the words of a translation is one that
its source has in words too, or one that nobody keeps true. Sources without a lexicon are not
judged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal

from babel.dates import get_month_names

from ...content import lexicon, number_words
from ...content.lexicon import Lexicon
from ...errors import Level
from .base import Check, Subject

_AFTERNOON = re.compile(r"\bp\.?m\b")
_PLACEHOLDER = re.compile(r"\{(\w+)\}")


def numbers(subject: Subject) -> Iterator[str]:
    """Every number of the translation is one of the source's."""
    words = lexicon.of(subject.language)
    if not subject.translated or words is None or words.loose is None:
        return
    for source, text in subject.pairs():
        allowed = stated(source, subject.language, words)
        for figure in number_words.find(_without_addresses(text), subject.locale):
            # One and two are in many idioms ("both", "one of"); from three on it is a count.
            if figure.word and max(figure.values) < 3:
                continue
            if not figure.among(allowed):
                yield f"“{figure.text}” is a number that the source does not have: correct it"


def missing(subject: Subject) -> Iterator[str]:
    """Every number that the source has in digits is in the translation."""
    if not subject.translated:
        return
    for source, text in subject.pairs():
        given = {
            v for f in number_words.find(text, subject.locale) for v in {*f.values, *f.base}
        } | _months(text, subject.locale)  # fmt: skip
        if _AFTERNOON.search(lexicon.fold(source)):
            given |= {value - 12 for value in given if value > 12}
        for figure in number_words.find(_without_addresses(source), subject.language):
            if not figure.word and not figure.among(given):
                yield f"“{figure.text}” of the source is missing: add the number"


def _without_addresses(text: str) -> str:
    return re.sub(r"(?:https?://|www\.|[\w.+-]+@)[!-~]+", " ", text)


def stated(source: str, language: str, words: Lexicon | None) -> set[Decimal]:
    """Return the values that the source states, and those that its words imply ("dozen")."""
    text = _without_addresses(source)
    values = {v for f in number_words.find(text, language) for v in {*f.values, *f.base}}
    values |= _months(text, language)
    folded = lexicon.prepare(text)
    if _AFTERNOON.search(folded):
        values |= {value + 12 for value in values if value <= 12}
    for word, implied in ((words and words.loose) or {}).items():
        if re.search(rf"(?<!\w){re.escape(word)}", folded):
            values |= {Decimal(value) for value in implied}
    return values


def _months(text: str, locale: str) -> set[Decimal]:
    folded = lexicon.fold(text)
    return {
        Decimal(number)
        for context in ("format", "stand-alone")
        for number, name in get_month_names("wide", context, locale).items()
        if not name[0].isdigit()
        and re.search(rf"(?<!\w){re.escape(lexicon.fold(name))}(?!\w)", folded)
    }


def magnitude(subject: Subject) -> Iterator[str]:
    """A placeholder that counts millions in the source counts millions here."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted, given = _factors(source, source_words), _factors(text, words)
        for name in wanted.keys() & given.keys():
            if wanted[name] != given[name]:
                yield (
                    f"{{{name}}} counts {_say(given[name])} here and {_say(wanted[name])} "
                    "in the source: correct the word after it"
                )


def _say(factor: int) -> str:
    return {1: "single units", 10**3: "thousands", 10**6: "millions", 10**9: "billions"}.get(
        factor, f"units of {factor:,}"
    )


def _factors(text: str, words: Lexicon) -> dict[str, int]:
    found = {}
    for match in _PLACEHOLDER.finditer(text):
        folded = lexicon.fold(text[match.end() :])
        found[match[1]] = number_words.multiplier(folded, 0, words)[1]
    return found


def currency(subject: Subject) -> Iterator[str]:
    """Amounts are in the source's currency."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted = present(source_words.currencies, source)
        for name in sorted(present(words.currencies, text) - wanted if wanted else ()):
            shown = ", ".join(sorted(wanted))
            yield f"{name} is not a currency of the source ({shown}): correct it"


def present(patterns: Mapping[str, re.Pattern[str]], text: str) -> set[str]:
    """Return the names of the patterns that occur in ``text``."""
    folded = lexicon.prepare(text)
    return {name for name, pattern in patterns.items() if pattern.search(folded)}


def units(subject: Subject) -> Iterator[str]:
    """A figure that the source gives in kilometres or per cent is not in miles or points here."""
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if not subject.translated or source_words is None or words is None:
        return
    for source, text in subject.pairs():
        wanted, given = units_of(source, source_words), units_of(text, words)
        if wanted and given - wanted:
            yield (
                f"the unit {', '.join(sorted(given - wanted))} is not the source's "
                f"({', '.join(sorted(wanted))}): correct it"
            )


def units_of(text: str, words: Lexicon) -> set[str]:
    """Return the units that stand right after a figure or placeholder of ``text``."""
    folded = lexicon.prepare(text)
    found = set()
    for match in re.finditer(r"\{x\}|\d+", folded):
        gap = re.compile(number_words.GAP).match(folded, match.end())
        assert gap is not None
        matches = ((name, p.match(folded, gap.end())) for name, p in words.units.items())
        ends = [(unit.end(), name) for name, unit in matches if unit]
        if ends:  # the longest: "percentage points" are not "percent"
            found.add(max(ends)[1])
    return found


NUMBERS: dict[str, tuple[Level, Check]] = {
    "numbers": ("error", numbers),
    "numbers-missing": ("warning", missing),
    "magnitude": ("error", magnitude),
    "currency": ("error", currency),
    "units": ("error", units),
}
