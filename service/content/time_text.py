"""Times of day in running text, alone or as a range. Pure.

CLDR's patterns, through Babel, and small tables for what news agencies write otherwise.
"""

from __future__ import annotations

import datetime
import re
from functools import lru_cache

from babel.dates import format_time

from .locales import cldr
from .ranges import dashes

# Clock times, as CLDR writes patterns: quoted letters stand as they are.
_CLOCK = {"de": "H:mm 'Uhr'", "fr": "H'h'mm", "ja": "aK時m分", "zh": "H时mm分"}
_FULL_HOUR = {"fr": "H 'heures'", "ja": "aK時", "zh": "H时"}


@lru_cache(maxsize=2048)
def times(values: tuple[datetime.time, ...], locale: str) -> str:
    """Return a time of day, or two as a range.

    To the minute; twelve or twenty-four hours as the language has it.

    >>> times((datetime.time(9, 30),), "en"), times((datetime.time(9, 30),), "de")
    ('9:30 a.m.', '9:30 Uhr')
    """
    language = cldr(locale).language
    parts = [_clock(value, locale) for value in values]
    if len(parts) == 1:
        text = parts[0]
    else:
        dash, long_dash = dashes(language)
        shared = _shared_end(*parts)
        if shared:
            text = f"{parts[0][: -len(shared)]}{dash}{parts[1]}"
        else:
            text = (dash if not re.search(r"\s", "".join(parts)) else long_dash).join(parts)
    return text


def _shared_end(one: str, two: str) -> str:
    """Return the words after two times, when they are the same: “ a.m.”, “ Uhr”."""
    ends = [re.sub(r"^[\d:.]+", "", text) for text in (one, two)]
    return ends[0] if ends[0] == ends[1] and ends[0].startswith((" ", "\u00a0")) else ""


def _clock(value: datetime.time, locale: str) -> str:
    language = cldr(locale).language
    pattern = cldr(locale).time_formats["short"].pattern
    if language == "en" and "a" in pattern:
        # As agencies do: nothing tells 12 a.m. from 12 p.m.
        if value.minute == 0 and value.hour in (0, 12):
            return "noon" if value.hour else "midnight"
        half = "a.m." if value.hour < 12 else "p.m."
        return f"{format_time(value, 'h:mm' if value.minute else 'h', locale=locale)} {half}"
    if language == "ar":
        parts = ("صباحًا", "ظهرًا", "بعد الظهر", "مساءً")
        part = parts[(value.hour >= 12) + (value.hour >= 13) + (value.hour >= 18)]
        return f"{format_time(value, 'h:mm', locale=locale)} {part}"
    if value.minute == 0 and language in _FULL_HOUR:
        text = format_time(value, _FULL_HOUR[language], locale=locale)
        return text.replace(" heures", " heure") if value.hour < 2 else text
    pattern = _CLOCK.get(language, re.sub(r"HH?", "H", pattern))
    return format_time(value, pattern, locale=locale)
