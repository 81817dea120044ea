"""Written forms say the fact's value, dates have the year they need, placeholders their order."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator
from decimal import Decimal

from babel.dates import get_month_names

from ...content import date_words, lexicon, number_words, time_words
from ...content.facts import Fact
from ...content.lexicon import UNSPACED
from ...errors import Level
from . import attribution
from .base import Check, Subject

# In these languages the whole stands before the part: "99発中72発" is right.
_WHOLE_FIRST = UNSPACED | {"ko", "tr", "hu", "fi"}


def other_value(subject: Subject) -> Iterator[str]:
    """A written form does not say another value than the fact has."""
    for fact, words in _written(subject):
        if not _states(fact, words, subject.locale) and (
            other := _other(fact, words, subject.locale)
        ):
            yield (
                f"“{words}” reads as {other}, and {{{fact.name}}} is {fact.described()}: "
                "correct the words"
            )


def unread(subject: Subject) -> Iterator[str]:
    """A written form can be read back as the value; else a person has to say that it is right."""
    for fact, words in _written(subject):
        if not _states(fact, words, subject.locale) and not _other(fact, words, subject.locale):
            said = f"{fact.render(subject.locale)} ({fact.described()})"
            yield f"does “{words}” say {said}? Confirm it"


def _written(subject: Subject) -> Iterator[tuple[Fact, str]]:
    """Yield the written forms that the present values select, with their facts."""
    form_index = subject.shown_form()
    for index, segments in subject.segments():
        if subject.plural is not None and index != form_index:
            continue
        for segment in segments:
            fact = subject.facts.get(segment.name or "")
            if segment.words is not None and fact is not None:
                yield fact, segment.words


def _states(fact: Fact, words: str, locale: str) -> bool:
    return fact.occurs_in(words, locale) and not _other(fact, words, locale)


def _other(fact: Fact, words: str, locale: str) -> str | None:
    """Return a value that ``words`` state and the fact does not have, in digits where it can be."""
    if fact.kind == "time":
        own = {(time.hour, time.minute) for time in fact.values if isinstance(time, datetime.time)}
        # Without its half of the day a time may be either: “о 2:30”.
        own |= {(hour % 12, minute) for hour, minute in own}
        said = time_words.times(words, locale)
        # Words such as “half past two” name either half of the day.
        other = sorted(t for t in said - own if ((t[0] + 12) % 24, t[1]) not in said & own)
        return "{:d}:{:02d}".format(*other[0]) if other else None
    values: set[Decimal] = set()
    for value in fact.values:
        if isinstance(value, datetime.date):
            values |= {Decimal(value.day), Decimal(value.month), Decimal(value.year)}
            values.add(Decimal(value.year % 100))
        elif isinstance(value, int | Decimal):
            values |= _ways(Decimal(value), fact)
    if fact.kind == "date":
        months = {day.month for day in fact.values if isinstance(day, datetime.date)}
        if others := date_words.months(words, locale) - months:
            return str(get_month_names("wide", "stand-alone", locale)[min(others)])
    for figure in number_words.find(words, locale):
        if not figure.name and not figure.among(values):
            # “шестеро” reads as 6: to repeat the word would tell nobody what is wrong.
            return f"{min(figure.values):f}" if len(figure.values) == 1 else figure.text
    return None


def _ways(value: Decimal, fact: Fact) -> set[Decimal]:
    """Return the values that words for ``value`` may state: 50 per cent are a half."""
    ways = {value}
    if fact.format == "percent":
        ways.add(value / 100)
    # “40 degrees below zero” says the sign in a word of its own.
    return ways | {-value} if value < 0 else ways


def year(subject: Subject) -> Iterator[str]:
    """A date of another year than the article's is written with its year, in every language."""
    for _index, segments in subject.segments():
        for segment in segments:
            if segment.name not in subject.with_year:
                continue
            fact = subject.facts[segment.name]
            written = fact.render(subject.locale) if segment.words is None else segment.words
            # Of a range the last year is enough: “from December 30 to January 2, 2027”.
            wanted = max(fact.years)
            if wanted not in {int(digits) for digits in re.findall(r"\d{1,9}", written)}:
                yield f"“{written}” is in {wanted}, the article is of another year: write the year"


def order(subject: Subject) -> Iterator[str]:
    """Two numbers of one phrase (“{downed} of {launched}”) stand in the source's order.

    A question, and only where few words stand between them here, too: "99, of which 72" is fine.
    """
    if lexicon.language_of(subject.locale) in _WHOLE_FIRST or not subject.translated:
        return
    numbers = {n for n, f in subject.facts.items() if f.kind == "number"}
    for source, text in subject.pairs():
        phrases = set(_phrases(text))
        for first, second in _phrases(source):
            if {first, second} <= numbers and (second, first) in phrases:
                yield (
                    f"{{{second}}} stands before {{{first}}} here, and after it in the source: "
                    "are the numbers in the right places?"
                )


def _phrases(source: str) -> Iterator[tuple[str, str]]:
    """Yield the pairs of different placeholders with at most three words between them."""
    parts = list(re.finditer(r"\{(\w+)\}", source))
    for one, two in itertools.pairwise(parts):
        between = source[one.end() : two.start()]
        if one[1] != two[1] and len(between.split()) <= 3 and not re.search(r"[.;:]", between):
            yield one[1], two[1]


def scales(subject: Subject) -> Iterator[str]:
    """No word that multiplies (“hundred”) follows a placeholder that the source has alone."""
    words = lexicon.of(subject.locale)
    source_words = lexicon.of(subject.language)
    if words is None or words.scales is None or source_words is None:
        return
    for source, text in subject.pairs():
        # Where the source multiplies too, the word is its translation.
        if subject.translated and attribution.has(source_words.scales, source):
            continue
        for match in re.finditer(r"\{\w+\}[\s-]*", text):
            if scale := words.scales.match(lexicon.fold(text[match.end() :])):
                yield f"“{match.group()}{scale.group()}” is another value: remove the word"


WRITTEN_FORMS: dict[str, tuple[Level, Check]] = {
    "written-form-value": ("error", other_value),
    "written-form": ("warning", unread),
    "year": ("error", year),
    "scales": ("error", scales),
    "placeholder-order": ("warning", order),
}
