"""Dates in running text, alone or as a range (“2–5 січня”). Pure.

CLDR's patterns, through Babel, and small tables for what news agencies write otherwise.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

from babel.dates import format_date, match_skeleton, tokenize_pattern

from .locales import cldr
from .ranges import dashes

# CLDR abbreviates “year” here, with a full stop that would meet that of the sentence.
_YEAR_WORDS = {"uk": ("р.", "року"), "ru": ("г.", "года"), "be": ("г.", "года")}
# The month's name alone is in the nominative in CLDR; in a sentence it is in the genitive.
_GENITIVE = frozenset({"be", "bs", "cs", "hr", "lt", "pl", "ru", "sk", "uk"})
_FIRST = {"fr": "1er", "it": "1º", "pt_BR": "1º"}
_SKELETONS = {"day-month": "MMMMd", "month-year": "yMMMM", "year": "y"}


@lru_cache(maxsize=2048)
def dates(values: tuple[datetime.date, ...], style: str, locale: str) -> str:
    """Return a day, or two as a range, as ``locale`` writes it.

    ``style`` is ``long``, ``day-month``, ``month-year`` or ``year``.

    >>> dates((datetime.date(2026, 1, 2), datetime.date(2026, 1, 5)), "day-month", "uk")
    '2–5 січня'
    """
    tokens = _date_tokens(style, locale)
    if len(values) == 1:
        return _written(tokens, values[0], locale)
    first, last = values
    dash, long_dash = dashes(cldr(locale).language)
    fields = {text[0] for kind, text in tokens if kind == "field"}
    if first.year != last.year or fields <= {"y"}:
        shared = "y" if fields <= {"y"} else ""
    else:
        shared = "d" if first.month == last.month and "d" in fields else "dML"
    span = _span(tokens, shared) if shared else range(len(tokens))
    inside = tokens[span.start : span.stop]
    ends = [_written(inside, value, locale).strip() for value in values]
    joined = (dash if shared in ("d", "y") or not re.search(r"\s", ends[0]) else long_dash).join(
        ends if ends[0] != ends[1] else ends[:1]
    )
    before = _written(tokens[: span.start], last, locale)
    return before + joined + _written(tokens[span.stop :], last, locale)


# A field such as ("field", "MMMM"), or ("chars", " de ").
Token = tuple[str, str]


@lru_cache(maxsize=256)
def _date_tokens(style: str, locale: str) -> tuple[Token, ...]:
    """Return the fields and literals of a date as ``locale`` writes it."""
    known = cldr(locale)
    if style == "long":
        pattern = known.date_formats["long"].pattern
    else:
        skeletons = known.datetime_skeletons
        name = _SKELETONS[style]
        if name not in skeletons:
            name = match_skeleton(name, skeletons) or name
        pattern = skeletons[name].pattern if name in skeletons else "y MMMM d"
    if known.language in _GENITIVE:
        pattern = pattern.replace("LLLL", "MMMM")
    tokens: list[Token] = []
    for kind, value in tokenize_pattern(pattern):
        if kind == "field":
            tokens.append((kind, str(value[0]) * int(value[1])))
            continue
        short, word = _YEAR_WORDS.get(known.language, ("", ""))
        text = str(value).replace(short, word) if short else str(value)
        # What is written onto a field goes with it: "1.", "1日", but not the comma of "1,".
        onto = re.match(r"[^\s,،，]*", text)
        assert onto is not None
        tokens += [(kind, part) for part in (onto[0], text[onto.end() :]) if part]
    return tuple(tokens)


def _span(tokens: Sequence[Token], letters: str) -> range:
    """Return where the fields with these ``letters`` stand, with what is written onto the last."""
    places = [
        i for i, (kind, value) in enumerate(tokens) if kind == "field" and value[0] in letters
    ]
    stop = places[-1] + 1
    if (
        stop < len(tokens)
        and tokens[stop][0] == "chars"
        and not re.match(r"[\s,]", tokens[stop][1])
    ):
        stop += 1
    return range(places[0], stop)


def _written(tokens: Iterable[Token], value: datetime.date, locale: str) -> str:
    parts = []
    first = _FIRST.get(locale) or _FIRST.get(cldr(locale).language)
    for kind, text in tokens:
        if kind == "chars":
            parts.append(text)
        elif text == "d" and value.day == 1 and first:
            parts.append(first)
        else:
            parts.append(format_date(value, text, locale))
    return "".join(parts)


Width = Literal["wide", "abbreviated"]


@lru_cache(maxsize=64)
def month_names(locale: str, widths: tuple[Width, ...] = ("wide",)) -> dict[str, int]:
    """Return the names of the months, with their numbers; of both of CLDR's contexts.

    >>> month_names("pl")["marca"]
    3
    """
    months = cldr(locale).months
    return {
        str(name): number
        for context in ("format", "stand-alone")
        for width in widths
        for number, name in months[context][width].items()
        if any(map(str.isalpha, str(name)))
    }
