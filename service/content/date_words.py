"""Dates in running text: which days, months and years it names.

The names of the months are CLDR's, through Babel, in all their forms; Arabic ones of the Levant and
of the Maghreb as well.
"""

from __future__ import annotations

import datetime
import itertools
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from babel.dates import get_day_names

from . import day_words, lexicon, number_words
from .date_text import month_names

# Arabic is written with other names of the months in these countries, as German is in Austria and
# Spanish in Peru (setiembre); English has “Sept.”, too.
_ALSO = {"en": ("en", "en_GB"), "de": ("de", "de_AT"), "es": ("es", "es_PE"),
         "ar": ("ar", "ar_LB", "ar_DZ", "ar_MA", "ar_IQ")}  # fmt: skip
# In these languages a month has cases that CLDR does not give ("у березні", "w marcu").
_INFLECTED = frozenset({"be", "cs", "hr", "pl", "ru", "sk", "sl", "sr", "uk"})
_CJK = {"ja": "年月日", "zh": "年月日", "ko": "년월일"}
_ORDINAL = r"(?:\.|st|nd|rd|th|er|re|º|°|ª|-?го|-?е)?"
_DAY = rf"\d{{1,2}}(?![\d:]|[.,]\d){_ORDINAL}"
# Days in a row before a month's name, or after it: "2-5 January", "vom 2. bis zum 5. Januar".
_DAYS = rf"(?:{_DAY}\s*(?:[-–—,/]\s*|و|(?:[^\W\d_]{{1,5}}(?:\s+|[’'])){{0,2}})?){{1,3}}"
_BEFORE = re.compile(rf"(?<![\d.,]){_DAYS}(?:of\s+|de\s+|d[’']|من\s+)?$")
_AFTER = re.compile(rf"\.?,?\s+(?:the\s+)?(?P<days>{_DAY}(?:\s*(?:[-–—/]|and|to|or)\s*{_DAY})?)")
_YEAR = re.compile(
    r"(?:\.|,)?\s*(?:de\s+|del\s+|of\s+|в\s+|in\s+)?(?P<year>1[5-9]\d\d|20\d\d)(?!\d)"
)
_NUMERIC = re.compile(r"(?<![\d.,/-])(\d{1,4})([./-])(\d{1,2})(?:\2(\d{1,4}))?(?!\d|[.,]\d)\.?")
_CJK_DATE = (
    r"(?:(?P<year>\d{4})\s?%s\s?)?(?P<month>\d{1,2})\s?%s"
    r"(?:\s?(?P<days>\d{1,2}(?:\s?[-–—－~～〜、至到]\s?\d{1,2})?)\s?[%s號号])?"
)
_SEPARATE_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d]|[.,]\d)")


@dataclass(frozen=True, slots=True)
class Mention:
    """A date as a text names it: what it leaves out is None, or no day."""

    month: int | None
    days: frozenset[int] = frozenset()
    year: int | None = None


def mentions(text: str, language: str) -> list[Mention]:
    """Return the dates that ``text``, in ``language``, names with their months."""
    text = " ".join(unicodedata.normalize("NFC", text).split())
    folded = lexicon.fold(text)
    return [*_numeric(folded), *_named(folded, language)]


def _with_digits(text: str, language: str) -> str:
    """Return folded ``text`` with the days in words that stand at a month's name in digits."""
    pattern, _ = _months(language)
    days = day_words.of_month(language)
    if not days or not pattern.search(text):
        return text
    before, after = _days_in_words(language)
    for _ in range(2):  # the first of a range stands before the second
        text = before.sub(lambda day: str(days[day.group()]), text)
    if after:
        text = after.sub(lambda day: f"{day[1]}{days[day[day.lastindex or 0]]}", text)
    return text


@lru_cache(maxsize=64)
def _days_in_words(language: str) -> tuple[re.Pattern[str], re.Pattern[str] | None]:
    """Return what matches a day in words before a month's name, and after it in English."""
    names = rf"(?:{_months(language)[0].pattern})"
    each = "|".join(map(re.escape, day_words.of_month(language)))
    # “The first may have died” names no May.
    of = r"\s+of\s+" if language == "en" else r"\s+(?:de\s+|d[’']|من\s+)?"
    before = re.compile(
        rf"(?<!\w)(?:{each})(?={of}{names}|\s*[-–—]\s*\d|\s+[^\W\d_]{{1,5}}\s+\d{{1,2}}{of}{names})"
    )
    if language != "en":
        return before, None
    return before, re.compile(rf"({names}\s+(?:the\s+)?)({each})(?!\w)")  # January the first


def states(day: datetime.date, style: str, text: str, language: str) -> bool:
    """Tell whether ``text`` names ``day``, as far as a fact's format ``style`` shows it.

    A year that stands with the date has to be its year; news copy may leave it out.

    >>> day = datetime.date(2026, 3, 8)
    >>> states(day, "day-month", "Am 8. März brannte es", "de")
    True
    >>> states(day, "long", "Am 8. März 2025 brannte es", "de")
    False
    """
    if style == "year":
        return day.year in years(text)
    return any(
        mention.month == day.month
        and mention.year in (None, day.year)
        and (style == "month-year" or day.day in mention.days)
        for mention in mentions(text, language)
    )


def years(text: str) -> frozenset[int]:
    """Return the years that ``text`` names in four digits."""
    return frozenset(int(match.group()) for match in _SEPARATE_YEAR.finditer(text))


def months(text: str, language: str) -> frozenset[int]:
    """Return the months that ``text`` names, in words or as 3月."""
    return frozenset(
        mention.month for mention in _named(lexicon.fold(text), language) if mention.month
    )


# Before a count of months, in Romanian.
_COUNTS = (
    "două trei patru cinci șase șapte opt nouă zece unsprezece câteva multe ultimele primele de"
)
_NO_MONTHS = r"(?<!\d )" + "".join(f"(?<!{word} )" for word in _COUNTS.split())
# Cases of the days of the week, which CLDR does not give; in German and Arabic they are written
# together with other words (“Montagabend”), Japanese and Chinese have several words for them.
_WEEKDAYS = {
    "pl": (r"poniedział(?:ek|k\w{1,3})", r"wtor(?:ek|k\w{1,3})", r"środ(?:a|ę|y|zie|ą)",
           r"czwart(?:ek|k\w{1,3})", r"piąt(?:ek|k\w{1,3})", r"sobot(?:a|ę|y|nie)|sobocie|sobotą",
           r"niedziel(?:a|ę|i|ą)"),
    "uk": (r"понеділ(?:ок|к\w{1,3})", r"вівтор(?:ок|к\w{1,3})", r"серед(?:а|у|и|і|ою)",
           r"четвер(?:г\w{0,3})?", r"п’ятниц(?:я|ю|і|ею)", r"субот(?:а|у|и|і|ою)",
           r"неділ(?:я|ю|і|ею)"),
    "ru": (r"понедельник\w{0,2}", r"вторник\w{0,2}", r"сред(?:а|у|ы|е|ой)", r"четверг\w{0,2}",
           r"пятниц(?:а|у|ы|е|ей)", r"суббот(?:а|у|ы|е|ой)", r"воскресень\w{1,2}"),
    "ar": ("الا?[إا]?ثنين", "الثلاثاء", "الأربعاء", "الخميس", "الجمعة", "السبت", "الأحد"),
    "ja": tuple(f"{day}曜" for day in "月火水木金土日"),
    # 一周一次 is “once a week”.
    "zh": tuple(
        f"(?:(?<![一二两三四五六七八九十几数每\\d])[周週]|星期|礼拜)[{day}]"
        for day in (*"一二三四五六", "日天")
    ),
    # “Pazar” is a market, too.
    "tr": ("pazartesi", "salı", "çarşamba", "perşembe", "cuma", "cumartesi",
           r"pazar(?= (?:gün|sabah|akşam|gece|öğle)\w*)|(?<=geçen )pazar|(?<=gelecek )pazar"),
    # “Luni” are months, too: “trei luni”, “luni de zile”.
    "ro": (rf"{_NO_MONTHS}luni(?! de zile)", r"marți\w?", r"miercuri\w?", r"joi\w?", r"vineri\w?",
           r"sâmbăt[ăa]\w?", r"duminic[ăa]\w?"),
    # “Montage” is the putting together of something.
    "de": (r"montag(?!e(?:n|s)?(?!\w))(?!eu|ear)\w*", *(rf"{day}\w*" for day in (
           "dienstag", "mittwoch", "donnerstag", "freitag", "samstag|sonnabend", "sonntag"))),
}  # fmt: skip
_WEEKDAY_ENDINGS = {"en": "(?:s|’s)?", "fr": "s?"}


def weekdays(text: str, language: str) -> frozenset[int]:
    """Return the days of the week that ``text`` names: 0 is Monday.

    >>> sorted(weekdays("from Monday to Wednesday", "en"))
    [0, 2]
    """
    folded = lexicon.fold(unicodedata.normalize("NFC", text))
    each = _weekdays(lexicon.language_of(language))
    return frozenset(number for number, pattern in enumerate(each) if pattern.search(folded))


@lru_cache(maxsize=64)
def _weekdays(language: str) -> tuple[re.Pattern[str], ...]:
    if language in ("ja", "zh"):
        return tuple(map(re.compile, _WEEKDAYS[language]))
    before = r"(?<!\w)[وفبل]?" if language == "ar" else r"(?<!\w)"
    ending = _WEEKDAY_ENDINGS.get(language, "")
    names = _WEEKDAYS.get(language) or tuple(
        re.escape(lexicon.fold(name)) + ending for name in _day_names(language)
    )
    return tuple(re.compile(rf"{before}(?:{name})(?!\w)") for name in names)


def _day_names(language: str) -> list[str]:
    names = get_day_names("wide", "stand-alone", language)
    return [names[number] for number in range(7)]


def _numeric(text: str) -> Iterator[Mention]:
    for match in _NUMERIC.finditer(text):
        first, mark, second, third = match.groups()
        one, two = int(first), int(second)
        if len(first) == 4 and third:
            yield Mention(two, frozenset({int(third)}), one)
        elif len(first) <= 2 and (third or mark in "./") and len(third or "0000") in (2, 4):
            year = int(third) if third and len(third) == 4 else None
            # 5/3 is May 3 in America and 5 March elsewhere.
            yield Mention(two, frozenset({one}), year)
            yield Mention(one, frozenset({two}), year)


def _named(text: str, language: str) -> Iterator[Mention]:
    if signs := _CJK.get(lexicon.language_of(language)):
        yield from _cjk(text, signs)
        return
    text = _with_digits(text, lexicon.language_of(language))
    pattern, numbers = _months(lexicon.language_of(language))
    matches = list(pattern.finditer(text))
    start = 0
    for index, match in enumerate(matches):
        end = matches[index + 1].start() if index + 1 < len(matches) else len(text)
        before = _BEFORE.search(text[max(start, match.start() - 40) : match.start()])
        after = _AFTER.match(text[match.end() : end])
        days: set[int] = set()
        tail = match.end()
        if before:
            days |= _numbers(before.group())
        elif after:
            days |= _numbers(after["days"])
            tail += after.end()
        start = tail
        year = _YEAR.match(text, tail)
        yield Mention(numbers[match.group()], frozenset(days), int(year["year"]) if year else None)


def _numbers(text: str) -> set[int]:
    return {int(digits) for digits in re.findall(r"\d{1,2}", text)}


def _cjk(text: str, signs: str) -> Iterator[Mention]:
    year, month, day = tuple(signs)
    numeral = "[〇零一二三四五六七八九十]{1,4}"
    text = re.sub(rf"{numeral}(?=[{signs}])", lambda m: str(number_words.value_of(m.group())), text)
    last: Mention | None = None
    each = re.compile(_CJK_DATE % (year, month, day) + rf"|(?<![\d]) *(?P<alone>\d{{1,2}})\s?{day}")
    for match in each.finditer(text):
        if match["month"]:
            said = int(match["year"]) if match["year"] else None
            last = Mention(int(match["month"]), frozenset(_numbers(match["days"] or "")), said)
            yield last
        elif last:  # 1月2日から5日
            yield Mention(last.month, frozenset({int(match["alone"])}), last.year)
    # 2日 without a month names the day alone.


@lru_cache(maxsize=64)
def _months(language: str) -> tuple[re.Pattern[str], dict[str, int]]:
    """Return what matches the names of the months in folded text, and their numbers."""

    class Numbers(dict[str, int]):
        def __missing__(self, word: str) -> int:
            return max(((len(stem), n) for stem, n in stems.items() if word.startswith(stem)))[1]

    names = Numbers()
    for locale in _ALSO.get(language, (language,)):
        for name, number in month_names(locale, ("wide", "abbreviated")).items():
            names.setdefault(lexicon.fold(name).rstrip("."), number)
    stems: dict[str, int] = {}
    if language in _INFLECTED:
        for number in range(1, 13):
            forms = [lexicon.fold(n) for n, k in month_names(language).items() if k == number]
            same = itertools.takewhile(lambda each: len(set(each)) == 1, zip(*forms, strict=False))
            stem = "".join(letters[0] for letters in same)
            if len(stem) >= 3:
                stems[stem] = number
    words = sorted(names, key=len, reverse=True)
    each = [re.escape(word) for word in words]
    each += [rf"{re.escape(stem)}\w{{1,4}}" for stem in sorted(stems, key=len, reverse=True)]
    # Arabic writes “and”, “in”, “to” onto the next word.
    before = r"(?:(?<!\w)|(?<=(?<!\w)[وبلف]))" if language == "ar" else r"(?<!\w)"
    return re.compile(rf"{before}(?:{'|'.join(each)})(?![^\W\d_])"), names
