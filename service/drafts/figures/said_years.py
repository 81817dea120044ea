"""The year that words beside a date say: "3 May last year", "le 3 mai dernier". Pure."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Mapping
from functools import lru_cache

# By how many years the article's own is changed. Words behind the date, its month or its day.
_BEHIND: Mapping[str, Mapping[int, str]] = {
    "en": {-1: r"(?:of\s)?last\syear", 0: r"(?:of\s)?this\syear", 1: r"(?:of\s)?next\syear"},
    "de": {
        -1: r"(?:des\s)?(?:vergangenen|letzten|vorigen)\sJahres|des\sVorjahre?s",
        0: r"(?:dieses|des\slaufenden)\sJahres",
        1: r"(?:des\s)?(?:nächsten|kommenden)\sJahres",
    },
    "fr": {
        -1: r"de\sl[’']an(?:née)?\s(?:derni(?:er|ère)|passée?)",
        0: r"de\scette\sannée",
        1: r"de\sl[’']an(?:née)?\sprochaine?",
    },
    "es": {
        -1: r"del\s(?:año\spasado|pasado\saño)",
        0: r"de\seste\saño|del\s(?:presente|corriente)\saño",
        1: r"del\s(?:año\s(?:próximo|que\sviene)|próximo\saño)",
    },
    "it": {
        -1: r"dell[’']anno\sscorso|dello\sscorso\sanno",
        0: r"di\squest[’']anno",
        1: r"dell[’']anno\sprossimo|del\sprossimo\sanno",
    },
    "pl": {
        -1: r"(?:ubiegłego|zeszłego|minionego)\sroku|ub\.\s?r\.",
        0: r"(?:bieżącego|tego)\sroku|b\.?\s?r\.",
        1: r"przyszłego\sroku",
    },
    "ro": {
        -1: r"(?:anul|al?\sanului)\strecut",
        0: r"anul\sacesta|anul\sîn\scurs|al?\sacestui\san",
        1: r"(?:anul|al?\sanului)\sviitor",
    },
    "uk": {
        -1: r"(?:минулого|торішнього)\sроку|торік",
        0: r"(?:цього|поточного)\sроку|цьогоріч",
        1: r"наступного\sроку",
    },
    "ar": {
        -1: r"من\s(?:العام|السنة)\sالماضية?",
        0: r"من\s(?:هذا\sالعام|هذه\sالسنة|العام\s(?:الجاري|الحالي))",
        1: r"من\s(?:العام|السنة)\s(?:المقبلة?|القادمة?)",
    },
}
# Words before it.
_BEFORE: Mapping[str, Mapping[int, str]] = {
    "tr": {
        -1: r"geçen\s(?:yıl|sene)\s", 0: r"bu\s(?:yıl|sene)\s",
        1: r"(?:gelecek|önümüzdeki)\s(?:yıl|sene)\s",
    },
    "ja": {-1: "昨年の?|去年の?", 0: "今年の?|本年の?", 1: "来年の?|明年の?"},
    "zh": {-1: "去年|上年", 0: "今年|本年", 1: "明年|来年"},
}  # fmt: skip
# Of the days of that name, the last one before the article, or the next one.
_LAST = {"fr": r"derni(?:er|ère)", "es": r"(?:pasado|último)", "it": r"scorso", "ar": "الماضي"}
_NEXT = {"fr": r"prochaine?", "es": r"próximo", "it": r"prossimo", "ar": r"(?:المقبل|القادم)"}


def find(
    sentence: str, span: tuple[int, int], month_day: tuple[int, int], code: str,
    today: datetime.date,
) -> tuple[datetime.date, int, int] | None:  # fmt: skip
    """Return the date in the year that words beside it say, and from where to where it goes.

    None where there are no such words. The date without them stands at ``span`` of ``sentence``;
    ``month_day`` are its month and day as numbers, ``code`` is the language, ``today`` the
    article's day.

    >>> sentence = "It fell on 19 December last year."
    >>> find(sentence, (11, 22), (12, 19), "en", datetime.date(2026, 11, 28))
    (datetime.date(2025, 12, 19), 11, 32)
    """
    start, end = span
    with contextlib.suppress(ValueError):  # 29 February
        for years, pattern in _patterns(code, "behind").items():
            if words := pattern.match(sentence, end):
                return _day(today.year + years, month_day), start, words.end()
        for years, pattern in _patterns(code, "before").items():
            if words := pattern.search(sentence, 0, start):
                return _day(today.year + years, month_day), words.start(), end
        for past, table in ((True, _LAST), (False, _NEXT)):
            words = re.compile(rf"\s{table.get(code, '(?!)')}(?!\w)", re.IGNORECASE).match(
                sentence, end
            )
            if words:
                day = _day(today.year, month_day)
                if past and day >= today:
                    day = _day(today.year - 1, month_day)
                elif not past and day <= today:
                    day = _day(today.year + 1, month_day)
                return day, start, words.end()
    return None


def _day(year: int, month_day: tuple[int, int]) -> datetime.date:
    return datetime.date(year, *month_day)


@lru_cache(maxsize=64)
def _patterns(code: str, side: str) -> dict[int, re.Pattern[str]]:
    """Return what matches the words on one ``side`` of a date, by the years that they add."""
    if side == "behind":
        return {
            years: re.compile(rf",?\s(?:{words})(?!\w)", re.IGNORECASE)
            for years, words in _BEHIND.get(code, {}).items()
        }
    return {
        years: re.compile(rf"(?<![\w])(?:{words})$" if code == "tr" else f"(?:{words})$", re.I)
        for years, words in _BEFORE.get(code, {}).items()
    }
