"""When, and how often: months, weekdays and “a day” are the source's.

A question, and only where one was replaced by another: a date that a text leaves out, or adds, is
a translator's choice (“on Monday” may become “on May 4”).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from babel.dates import get_day_names, get_month_names

from ...content import date_words, lexicon
from ...content.lexicon import Lexicon
from ...errors import Level
from .base import Check, Subject, words_only

# Inside a sentence these are verbs: “may”, “march”.
_VERBS = re.compile(r"\b(?:may|march|mar|dec)\b")
# “A day later” is no rate.
_ONCE = re.compile(
    r"\ban? (?:hour|day|week|month|year)(?= (?:later|earlier|after|before|ago|of|in|when|that|since"
    r"|from|to|long|off|away|old|at)\b)|\b(?:for|in|within|after|once|than|over|nearly|almost"
    r"|about|half|such|quite|what) an? (?:hour|day|week|month|year)\b"
)

_RATES = {
    "hour": "an hour", "day": "a day", "week": "a week", "month": "a month", "year": "a year",
}  # fmt: skip


def times(subject: Subject) -> Iterator[str]:
    """Months, weekdays and rates are the source's: no June for May, no “a month” for “a day”."""
    if not subject.translated:
        return
    source_words, words = lexicon.of(subject.language), lexicon.of(subject.locale)
    if source_words is None or words is None:
        return
    for original, translation in subject.pairs():
        source, text = words_only(original, "0"), words_only(translation, "0")
        plain = _VERBS.sub(" ", source) if subject.language == "en" else source
        for said, contrary in (
            *_replaced(
                date_words.months(plain, subject.language),
                date_words.months(text, subject.locale),
                get_month_names("wide", "stand-alone", subject.language),
            ),
            *_replaced(
                date_words.weekdays(source, subject.language),
                date_words.weekdays(text, subject.locale),
                get_day_names("wide", "stand-alone", subject.language),
            ),
            *_replaced(
                _rates(_ONCE.sub(" ", lexicon.prepare(source)), source_words),
                _rates(lexicon.prepare(text), words),
                _RATES,
            ),
        ):
            yield f"the source says “{said}”, this says “{contrary}”: check the meaning"


def _replaced(
    there: frozenset[object], here: frozenset[object], names: Mapping[Any, str]
) -> Iterator[tuple[str, str]]:
    """Yield the names of what is only ``there`` and of what is only ``here``, if there are both."""
    lost, new = there - here, here - there
    if lost and new:
        yield (
            ", ".join(names[each] for each in names if each in lost),
            ", ".join(names[each] for each in names if each in new),
        )


def _rates(folded: str, words: Lexicon) -> frozenset[object]:
    return frozenset(name for name, pattern in words.rates.items() if pattern.search(folded))


TIMES: dict[str, tuple[Level, Check]] = {
    "times": ("warning", times),
}
