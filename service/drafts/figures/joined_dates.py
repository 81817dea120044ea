"""Dates that stand together: several days of one month, from one date to another. Pure.

"From 3 to 9 November" names two days of November, and of two dates that are joined the first is
the earlier one.
"""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Sequence
from dataclasses import replace
from functools import lru_cache

from babel import Locale

from .reading import NO_YEAR, Reading

_A_YEAR = datetime.timedelta(366)
# Where the words of a sentence are not apart.
_UNSPACED = frozenset({"ja", "zh", "ko"})
# What joins two days, or two dates, beside a dash.
_JOINTS = {
    "en": r"and|or|to|through|until|till", "de": r"und|oder|bis(?:\szum)?", "fr": r"et|ou|au|à",
    "es": r"y|o|al?", "it": r"ed?|o|al?", "pl": r"i|oraz|lub|a|do", "ro": r"și|şi|sau|la",
    "tr": r"ve|ile|ila|veya", "uk": r"і|й|та|або|по|до", "ar": r"أو|إلى|الى|حتى",
}  # fmt: skip
# What may stand behind it.
_ARTICLE = r"(?:(?:the|dem|den|der|le|il|el)\s|l[’'])?"
_DASH = r"\s?[-–—]\s?"
# The further days of a month where words are not apart: 3日から5日, 3日、4日和5日.
_FURTHER = re.compile(
    r"(?P<joint>から|より|と|及び|および|または|[、，]|和|及|或|至|到|(?P<dash>[-–—－~～〜]))\s?"
    r"(?P<day>[12]\d|3[01]|0?[1-9])日(?!間|目|连续|連続|付)"
)


def of_one_month(match: re.Match[str], date: Reading, language: str) -> list[Reading]:
    """Return ``date``, what ``match`` names, and the other days of its month that stand with it.

    ``match`` has the groups of :mod:`.named_dates`: "day", or "day2" behind a month and "year2",
    and "last" in Japanese and Chinese.
    Two with a dash between them are one range.
    """
    sentence, last = match.string, date.value
    parts = match.groupdict()
    if not isinstance(last, datetime.date) or not (parts["day"] or parts["day2"]):
        return [date]
    if Locale.parse(language).language in _UNSPACED:
        return _further_days(sentence, date, parts["last"])
    if parts["day2"]:
        return [_with_end(sentence, date, parts["year2"])]
    days = [date]
    pattern = _earlier_day(language)
    while earlier := pattern.search(sentence, 0, days[0].start):
        if earlier["comma"] and len(days) == 1:
            break
        following = days[0].values[0]
        day = int(earlier["day"])
        if not isinstance(following, datetime.date) or day >= following.day:
            break
        first = last.replace(day=day)
        if earlier["dash"]:
            start, stated = earlier.start(), days[0].stated
            days[0] = replace(
                days[0], start=start, value=(first, following),
                stated=sentence[start : days[0].end] if stated else None,
            )  # fmt: skip
            break
        end = earlier.end("ordinal") if earlier["ordinal"] else earlier.end("day")
        one = replace(
            date, start=earlier.start(), end=end, value=first, format="day-month", stated=None
        )
        days.insert(0, one)
    return days


def _further_days(sentence: str, date: Reading, last: str | None) -> list[Reading]:
    """Return ``date`` and the days behind it, in Japanese or Chinese.

    ``last`` is the number of the last day where ``date`` is a range, None where it is a day.
    """
    if last:
        first = date.values[0]
        with contextlib.suppress(ValueError):  # 31 February
            if isinstance(first, datetime.date) and int(last) > first.day:
                return [replace(date, value=(first, first.replace(day=int(last))))]
        return [replace(date, value=None)]
    days = [date]
    while further := _FURTHER.match(sentence, days[-1].end):
        previous = days[-1].values[-1]
        if not isinstance(previous, datetime.date) or int(further["day"]) <= previous.day:
            break
        try:
            next_day = previous.replace(day=int(further["day"]))
        except ValueError:  # 31 February
            break
        if further["dash"]:
            days[-1] = replace(days[-1], end=further.end(), value=(previous, next_day))
            break
        start = further.end("joint")
        while sentence[start].isspace():
            start += 1
        days.append(
            replace(
                date,
                start=start,
                end=further.end(),
                value=next_day,
                format="day-month",
                stated=None,
            )
        )
    return days


def _with_end(sentence: str, date: Reading, year: str | None) -> Reading:
    """Return ``date``, "November 14", as a range where a dash and another day follow."""
    first = date.value
    end = re.compile(rf"{_DASH}(?P<day>[12]\d|3[01]|0?[1-9])(?![\w:/-]|[.,]\d)").match(
        sentence, date.end
    )
    if year or end is None or not isinstance(first, datetime.date):
        return date
    stated = re.compile(r",?\s(?P<year>(?:19|20)\d\d)\b").match(sentence, end.end())
    try:
        if stated:
            first = first.replace(year=int(stated["year"]))
        last = first.replace(day=int(end["day"]))
    except ValueError:
        return date
    if last <= first:
        return date
    if stated:
        return Reading(date.start, stated.end(), (first, last), "long")
    return replace(date, end=end.end(), value=(first, last))


@lru_cache(maxsize=64)
def _earlier_day(language: str) -> re.Pattern[str]:
    """Return what matches, at the end of a text, a day that shares the month of the next one."""
    code = Locale.parse(language).language
    joint = rf"\s(?:{_JOINTS.get(code, '(?!)')})\s{_ARTICLE}"
    if code == "ar":
        joint += r"|\sو\s?"
    return re.compile(
        r"(?<![\w:/-])(?<!\d[.,])(?P<day>[12]\d|3[01]|0?[1-9])"
        r"(?P<ordinal>\.|st|nd|rd|th|er|[º°ª]|-?го)?"
        rf"(?:(?P<dash>{_DASH})|(?P<comma>,\s{_ARTICLE})|{joint})$",
        re.IGNORECASE,
    )


def in_order(sentence: str, dates: Sequence[Reading], language: str) -> list[Reading]:
    """Return the ``dates`` of ``sentence``, with years so that of two joined the first is earlier.

    Only a year that the sentence does not name is changed.
    """
    code = Locale.parse(language).language
    joint = re.compile(
        rf"{_DASH}|\s(?:{_JOINTS.get(code, '(?!)')})\s{_ARTICLE}|から|至|到", re.IGNORECASE
    )
    ordered = list(dates)
    for place in range(len(ordered) - 1, 0, -1):
        one, two = ordered[place - 1], ordered[place]
        first, last = one.value, two.value
        if (
            isinstance(first, datetime.date) and isinstance(last, datetime.date)
            and not datetime.timedelta(0) <= last - first < _A_YEAR
            and joint.fullmatch(sentence, one.end, two.start)
        ):  # fmt: skip
            with contextlib.suppress(ValueError):  # 29 February
                if one.doubt == NO_YEAR:
                    year = last.year - (first.replace(year=last.year) > last)
                    ordered[place - 1] = _in_year(one, year, last.year)
                elif two.doubt == NO_YEAR:
                    year = first.year + (last.replace(year=first.year) < first)
                    ordered[place] = _in_year(two, year, first.year)
    return ordered


def _in_year(date: Reading, year: int, other: int) -> Reading:
    """Return ``date`` in ``year``, written out where the date beside it is of the ``other`` one."""
    value = date.value
    assert isinstance(value, datetime.date)
    style = date.format if year == other and date.format != "long" else "long"
    return replace(date, value=value.replace(year=year), format=style)
