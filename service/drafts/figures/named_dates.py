"""Dates in running text: with the name of the month, or in figures; the year may be left out. Pure.

A date without a year is the one nearest to the article's own day: news is about what is near. But
news names another year where it means one, so a day of the next year is that of the article's own
year unless it is weeks away, or the sentence is about what is to come.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from babel import Locale

from ...content.date_text import month_names
from . import day_words, joined_dates, said_years
from .reading import NO_YEAR, Reading

DAY_OR_MONTH = "Day and month may be the other way round here: check it."
# Where the language's long dates end with the word for "year", it is part of the date.
_YEAR_WORD = {"uk": r"(?:\sроку|\sр\.)?", "ru": r"(?:\sгода|\sг\.)?", "be": r"(?:\sгода|\sг\.)?"}
# Year, month and day after the number, where that makes a date.
_SUFFIXES = {"ja": ("年", "月", "日"), "zh": ("年", "月", "日"), "ko": ("년", "월", "일")}
# "24年" is 2024, unless an era stands before it.
_SHORT_YEAR = r"(?<![\d和成正治国國])\d\d"
_CENTURY = 50
# How far ahead a day of the next year is named without it: "on January 5", in November.
_SOON = datetime.timedelta(45)
SHORT_YEAR = "The article writes the year with two digits here: check it."
# 2024-01-02, 2.1.2024, 02/01/2024: two marks of a kind, with the year at one end.
_NUMERIC = re.compile(
    r"(?<![\w.,/-])(?:(?P<y>(?:19|20)\d\d)(?P<m1>[-/.])(?P<mo>\d{1,2})(?P=m1)(?P<d>\d{1,2})"
    r"|(?P<one>\d{1,2})(?P<m2>[-/.])(?P<two>\d{1,2})(?P=m2)(?P<y2>(?:19|20)\d\d))"
    r"(?![\d/-]|[.,]\d)",
    re.ASCII,
)


def find(sentence: str, language: str, today: datetime.date) -> Iterator[Reading]:
    """Yield the dates of ``sentence`` from left to right; ``today`` is the article's own day."""
    coming = day_words.looks_ahead(sentence, language)
    readings = [
        reading
        for match in _pattern(language).finditer(sentence)
        if not _is_count(match, language)
        for reading in joined_dates.of_one_month(
            match, _named(match, language, today, coming), language
        )
    ]
    readings = joined_dates.in_order(sentence, readings, language)
    taken = [(reading.start, reading.end) for reading in readings]
    readings += [
        _numeric(match, language)
        for match in _NUMERIC.finditer(sentence)
        if not any(start < match.end() and match.start() < end for start, end in taken)
    ]
    yield from sorted(readings, key=lambda reading: reading.start)


def _is_count(match: re.Match[str], language: str) -> bool:
    """Tell whether the number behind a month counts what follows: "in March 15 people"."""
    parts = match.groupdict()
    if not parts.get("day2") or parts.get("year2") or re.search(r"[a-z]$", match.group()):
        return False
    followed = re.match(r"\s[^\W\d_]", match.string[match.end() :]) is not None
    if Locale.parse(language).language != "en":
        return followed
    return followed and re.search(r"\bin\s$", match.string[: match.start()], re.I) is not None


def _named(match: re.Match[str], language: str, today: datetime.date, coming: bool) -> Reading:
    year, month, day = _parts(match, language)
    start, end = match.span()
    if end == len(match.string) and match.string[end - 1] == ".":
        end -= 1  # the sentence's
    short = len(match.groupdict().get("year") or match.groupdict().get("year2") or "") == 2
    stated, doubt = (match.group(), SHORT_YEAR) if short else (None, "")
    try:
        if day is None:
            value = datetime.date(year or 0, month, 1)
            return Reading(start, end, value, "month-year", stated=stated, doubt=doubt)
        if year is not None:
            value = datetime.date(year, month, day)
            return Reading(start, end, value, "long", stated=stated, doubt=doubt)
        code = Locale.parse(language).language
        if said := said_years.find(match.string, (start, end), (month, day), code, today):
            return _in_said_year(match.string, said, code, today)
        value = nearest(month, day, today, coming=coming)
        # A date of another year than the article's is written with its year.
        style = "day-month" if value.year == today.year else "long"
        frame = None if style == "long" and _has_ending(match.string, end, code) else "{}"
        return Reading(start, end, value, style, frame=frame, doubt=NO_YEAR)
    except ValueError:  # 31 February
        return Reading(start, end)


def _in_said_year(
    sentence: str, said: tuple[datetime.date, int, int], code: str, today: datetime.date
) -> Reading:
    """Return the reading of a date whose year is said by words, which it takes the place of."""
    value, start, end = said
    words = sentence[start:end]
    style = "day-month" if value.year == today.year else "long"
    frame = None if _has_ending(sentence, end, code) and style == "long" else "{}"
    doubt = day_words.INFERRED.format(words=words)
    return Reading(start, end, value, style, frame=frame, stated=words, doubt=doubt)


def _has_ending(sentence: str, end: int, code: str) -> bool:
    """Tell whether a Turkish ending follows: it hangs on the sound of what it follows."""
    return code == "tr" and re.match("[’']", sentence[end:]) is not None


def _numeric(match: re.Match[str], language: str) -> Reading:
    start, end = match.span()
    doubt = ""
    if match["y"]:
        parts = int(match["y"]), int(match["mo"]), int(match["d"])
    else:
        one, two, year = int(match["one"]), int(match["two"]), int(match["y2"])
        parts = (year, two, one)
        # English has both orders, with a stroke: 3/5 is May 3 in America.
        if match["m2"] == "/" and Locale.parse(language).language == "en" and one != two:
            if two > 12:
                parts = (year, one, two)
            elif one <= 12:
                parts, doubt = (year, one, two), DAY_OR_MONTH
                if Locale.parse(language).territory not in (None, "US"):
                    parts = (year, two, one)
    try:
        return Reading(start, end, datetime.date(*parts), "long", doubt=doubt)
    except ValueError:
        return Reading(start, end)


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    """Return what matches a date with a named month, as ``language`` writes it."""
    if suffixes := _SUFFIXES.get(Locale.parse(language).language):
        y, m, d = suffixes
        return re.compile(
            rf"(?:(?P<year>\d{{4}}|{_SHORT_YEAR})\s?{y}\s?)?(?P<month>\d{{1,2}}{m})\s?"
            rf"(?P<day>\d{{1,2}})(?:\s?[-–—－~～〜至到]\s?(?P<last>[12]\d|3[01]|0?[1-9]))?{d}"
            rf"|(?P<year2>\d{{4}}|{_SHORT_YEAR})\s?{y}\s?(?P<month2>\d{{1,2}}{m})(?P<day2>(?!))?"
        )
    names = sorted(_months(language), key=len, reverse=True)
    month = "|".join(map(re.escape, names))
    year = r"(?P<year{n}>(?:19|20)\d\d)\b"
    day = r"(?P<day{n}>[12]\d|3[01]|0?[1-9])"
    code = Locale.parse(language).language
    # Arabic writes “and”, “in” onto the next word.
    start = r"(?<![^\Wوفبل])" if code == "ar" else r"\b"
    gap = r",?\s?" if code == "ar" else r",?\s"  # “ديسمبر2018” is often written so
    ordinal, of = (r"st|nd|rd|th", r"|of\s") if code == "en" else (r"(?!)", "")
    return re.compile(
        # 2 January 2024, 2. Januar 2024, 2 de enero de 2024, 2 січня 2024 року
        rf"{start}{day.format(n='')}(?:\.?[º°ª]|\.|er|-?го|{ordinal})?\s(?:de\s|d[’']{of})?"
        rf"(?P<month>{month})(?![^\W\d_])\.?"
        rf"(?:{gap}(?:de\s|del\s)?{year.format(n='')}{_YEAR_WORD.get(language, '')})?"
        # January 2, 2024; January 2024
        rf"|\b(?P<month2>{month})\b\.?(?:\s{day.format(n='2')}(?:st|nd|rd|th)?\b(?![.,]?\d))?"
        rf"(?:,?\s(?:de\s)?{year.format(n='2')})?"
        r"(?:(?<=\d)|(?<=\dst)|(?<=\dnd)|(?<=\drd)|(?<=\dth))",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """Return the names of the months by CLDR, folded, with their numbers."""
    locale = Locale.parse(language)
    if suffixes := _SUFFIXES.get(locale.language):
        return {f"{number}{suffixes[1]}": number for number in range(1, 13)}
    names = month_names(language, ("wide", "abbreviated"))
    also = {"sept": 9} if locale.language == "en" else {}
    return {_key(name): number for name, number in names.items()} | also


def _key(name: str) -> str:
    # Digits may be as wide as the letters beside them: "６月", and "06月" is said, too.
    name = unicodedata.normalize("NFKC", name)
    return re.sub(r"^0(?=\d)", "", name).casefold().rstrip(".")


def _parts(match: re.Match[str], language: str) -> tuple[int | None, int, int | None]:
    """Return year, month and day of a match, None for what it leaves out."""
    parts = match.groupdict()
    day, year = parts["day"] or parts["day2"], parts["year"] or parts["year2"]
    month = _months(language)[_key(parts["month"] or parts["month2"])]
    value = int(year) if year else None
    if year and len(year) == 2:
        value = int(year) + (2000 if int(year) < _CENTURY else 1900)
    return value, month, int(day) if day else None


def dates(text: str, language: str) -> list[tuple[int | None, int, int | None]]:
    """Return the dates with a named month in ``text``: year, month, day, None where not said.

    >>> dates("on 8 March 2026", "en"), dates("am 8. März", "de")
    ([(2026, 3, 8)], [(None, 3, 8)])
    """
    return [_parts(match, language) for match in _pattern(language).finditer(text)]


def anchor(text: str, language: str, today: datetime.date) -> datetime.date:
    """Return the day that dates without a year are near.

    The latest full date that ``text`` names, else ``today``.
    """
    past = []
    for year, month, day in dates(text, language):
        with contextlib.suppress(ValueError):  # 31 February
            if year and (date := datetime.date(year, month, day or 1)) <= today:
                past.append(date)
    return max(past, default=today)


def nearest(month: int, day: int, today: datetime.date, *, coming: bool = False) -> datetime.date:
    """Return the ``day`` of the ``month``, numbers from 1, that is closest to ``today``.

    A day of the next year only within weeks, or where the sentence is about what is ``coming``.
    Raises ValueError where there is none.

    >>> nearest(12, 30, datetime.date(2026, 1, 2))
    datetime.date(2025, 12, 30)
    >>> nearest(3, 12, datetime.date(2026, 11, 27)), nearest(1, 5, datetime.date(2026, 11, 27))
    (datetime.date(2026, 3, 12), datetime.date(2027, 1, 5))
    """
    candidates = []
    for year in (today.year - 1, today.year, today.year + 1):
        with contextlib.suppress(ValueError):  # 29 February
            candidates.append(datetime.date(year, month, day))
    best = min(candidates, key=lambda date: abs(date - today))
    if best.year > today.year and best - today > _SOON and not coming:
        return next((date for date in candidates if date.year == today.year), best)
    return best
