"""The numbers and dates in a sentence, as facts with their quotes, and placeholders in their place.

A statement must not have figures of its own; a sentence whose figures cannot all be made facts is
not proposed. Pure.
"""

from __future__ import annotations

import contextlib
import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from ..content import lexicon, number_words
from ..content.fact_table import other_year
from ..content.fact_text import month_names
from ..content.facts import Fact
from ..content.placeholders import PlaceholderError, Segment, parse, write

# Where the language's long dates end with the word for "year", it is part of the date.
# The sign, and the word that stands for it behind a number.
_PERCENT = re.compile(
    r"[\s\u00a0\u202f]?(?:%|٪|％|(?:percent|per\scent|prozent|pour\scent|por\s?ciento|per\scento|procent|"
    r"відсот\w+|процент\w+|パーセント)(?!\w))",
    re.IGNORECASE,
)
_YEAR_WORD = {"uk": r"(?:\sроку|\sр\.)?", "ru": r"(?:\sгода|\sг\.)?", "be": r"(?:\sгода|\sг\.)?"}
# Year, month and day after the number, where that makes a date.
_SUFFIXES = {"ja": ("年", "月", "日"), "zh": ("年", "月", "日"), "ko": ("년", "월", "일")}
_NAME = re.compile(r"[a-z][a-z0-9]*")
# Short words that say nothing of what is counted.
_NO_NAMES = frozenset({"and", "for", "more", "less", "than", "out", "to", "or", "per"})
# How many words on either side make a quote that shows what a figure is about.
_AROUND = 5


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as proposed: with the quote that states it, and whether its year is a guess."""

    fact: Fact
    quote: str
    guessed: bool = False


@dataclass(slots=True)
class Figures:
    """Collects the facts of one summary, so that each has one name and a date is named once.

    ``today`` stands for the day of the article: a date without a year is the one next to it
    (:func:`anchor`).
    """

    language: str
    today: datetime.date
    found: dict[str, Figure] = field(default_factory=dict)

    def replace(self, sentence: str, evidence: Sequence[str] = ()) -> str | None:
        """Return ``sentence`` with placeholders for its figures; None when one cannot be a fact.

        Quotes are the words about the figure: of the sentence itself, which the article then has,
        or of ``evidence`` where the sentence is in other words. Nothing is kept of a sentence that
        cannot be used.
        """
        if "{" in sentence or "}" in sentence:
            return None
        kept = dict(self.found)
        text, position = "", 0
        used: set[str] = set()
        for start, end, value, style, guessed in self._figures(sentence):
            quote, shown = _around(sentence, start, end), sentence[start:end]
            if evidence and (found := self._quote(value, style, evidence)):
                quote = shown = found
            name = None
            if not evidence or any(quote in passage for passage in evidence):
                written = _style(value, style, shown, self.language)
                name = self._enter(value, written, quote, sentence[end:], guessed)
            if name is None:
                self.found = kept
                return None
            text += write([Segment(sentence[position:start]), Segment(name, name)])
            used.add(name)
            position = end
        text += write([Segment(sentence[position:])])
        bare = number_words.has_names_only(re.sub(r"{\w+}", " ", text))
        if not bare or not self._agrees(used, evidence or [sentence], text):
            self.found = kept
            return None
        return text

    def _agrees(self, used: Iterable[str], passages: Sequence[str], text: str) -> bool:
        """Tell whether summaries can have a text: no date of it has another year in its quotes."""
        figures = [self.found[name] for name in used]
        return _is_text(text) and not any(
            other_year(figure.fact, words, self.language)
            for figure in figures
            for words in (figure.quote, *passages)
        )

    def _quote(self, value: object, style: str, evidence: Sequence[str]) -> str | None:
        """Return the words about a figure in ``evidence``; a whole sentence that spells it out."""
        for passage in evidence:
            for start, end, known, _style, _guessed in self._figures(passage):
                if known == value:
                    return _around(passage, start, end)
        if not isinstance(value, int | Decimal | datetime.date):
            return None
        try:
            fact = Fact("number", value, style)
        except ValueError:
            return None
        return next((p for p in evidence if fact.occurs_in(p, self.language)), None)

    def _figures(self, sentence: str) -> Iterator[tuple[int, int, object, str, bool]]:
        """Yield place, value and format of all dates and numbers, from left to right."""
        position = 0
        for match in [*_dates(self.language).finditer(sentence), None]:
            yield from self._numbers(sentence, position, match.start() if match else len(sentence))
            if match:
                value, style, guessed = self._date(match)
                yield match.start(), match.end(), value, style, guessed
                position = match.end()

    def _date(self, match: re.Match[str]) -> tuple[object, str, bool]:
        parts = match.groupdict()
        month = _months(self.language)[_key(parts["month"] or parts["month2"])]
        day, year = parts["day"] or parts["day2"], parts["year"] or parts["year2"]
        try:
            if day is None:
                return datetime.date(int(year), month, 1), "month-year", False
            if year is not None:
                return datetime.date(int(year), month, int(day)), "long", False
            return _nearest(month, int(day), self.today), "day-month", True
        except ValueError:
            return None, "long", False

    def _numbers(
        self, sentence: str, start: int, end: int
    ) -> Iterator[tuple[int, int, object, str, bool]]:
        """Yield the numbers in digits, each with its magnitude; those in names of things stay."""
        if len(lexicon.prepare(sentence)) != len(sentence):
            return  # places would not fit: its digits keep it from being used
        for found in number_words.find(sentence, self.language):
            if found.name or found.word or not start <= found.start < found.end <= end:
                continue
            if _is_clock(sentence, found.start, found.end):  # two numbers that are one time
                yield found.start, found.end, None, "plain", False
                continue
            values = found.readings[0]
            if len(values) == 1 and not re.match(r"[-\u2212\u2013]?0\d", found.text):
                whole = _whole(values[0])
                scaled = bool(found.base) and abs(values[0]) not in map(abs, found.base)
                sign = _PERCENT.match(sentence, found.end, end)
                style: str = "percent" if sign else "compact" if scaled else "decimal"
                yield found.start, sign.end() if sign else found.end, whole, style, False
                continue
            for part in re.finditer(r"\d+", sentence[found.start : found.end]):
                at = found.start + part.start()
                yield at, at + len(part.group()), _plain(part.group()), "plain", False

    def _enter(
        self, value: object, style: str, quote: str, after: str, guessed: bool
    ) -> str | None:
        if not isinstance(value, int | Decimal | datetime.date):
            return None
        for name, known in self.found.items():
            if isinstance(value, datetime.date) and (known.fact.value, known.fact.format) == (
                value, style,
            ):  # fmt: skip
                return name
        name = self._name(value, after)
        try:
            fact = Fact(name, value, style)
        except ValueError:
            return None
        if not fact.occurs_in(quote, self.language):
            return None
        self.found[name] = Figure(fact, quote, guessed)
        return name

    def _name(self, value: object, after: str) -> str:
        """Return a name that says what is counted, where a word in Latin letters follows."""
        if isinstance(value, datetime.date):
            base = "date"
        else:
            folded = unicodedata.normalize("NFKD", after.casefold())
            following = _NAME.match("".join(c for c in folded if c.isascii()).lstrip(" -–%"))
            base = following.group() if following and len(following.group()) > 2 else "number"
            known = lexicon.of(self.language)
            if base in _NO_NAMES or (known and base in known.common):
                base = "number"
        name, number = base, 2
        while name in self.found:
            name, number = f"{base}_{number}", number + 1
        return name


@lru_cache(maxsize=64)
def _dates(language: str) -> re.Pattern[str]:
    """Return what matches a date with a named month, as ``language`` writes it."""
    if suffixes := _SUFFIXES.get(Locale.parse(language).language):
        y, m, d = suffixes
        return re.compile(
            rf"(?:(?P<year>\d{{4}})\s?{y}\s?)?(?P<month>\d{{1,2}}{m})\s?(?P<day>\d{{1,2}}){d}"
            rf"|(?P<year2>\d{{4}})\s?{y}\s?(?P<month2>\d{{1,2}}{m})(?P<day2>(?!))?"
        )
    names = sorted(_months(language), key=len, reverse=True)
    month = "|".join(map(re.escape, names))
    year = r"(?P<year{n}>(?:19|20)\d\d)\b"
    day = r"(?P<day{n}>[12]\d|3[01]|0?[1-9])"
    return re.compile(
        # 2 January 2024, 2. Januar 2024, 2 de enero de 2024, 2 січня 2024 року
        rf"\b{day.format(n='')}(?:\.|er|º|-?го)?\s(?:de\s|d[’'])?(?P<month>{month})\b\.?"
        rf"(?:,?\s(?:de\s|del\s)?{year.format(n='')}{_YEAR_WORD.get(language, '')})?"
        # January 2, 2024; January 2024
        rf"|\b(?P<month2>{month})\b\.?(?:\s{day.format(n='2')}(?:st|nd|rd|th)?\b(?![.,]?\d))?"
        rf"(?:,?\s(?:de\s)?{year.format(n='2')})?(?<=\d)",
        re.IGNORECASE,
    )


@lru_cache(maxsize=64)
def _months(language: str) -> dict[str, int]:
    """Return the names of the months by CLDR, folded, with their numbers."""
    locale = Locale.parse(language)
    if suffixes := _SUFFIXES.get(locale.language):
        return {f"{number}{suffixes[1]}": number for number in range(1, 13)}
    names = month_names(language, ("wide", "abbreviated"))
    return {_key(name): number for name, number in names.items()}


def _key(name: str) -> str:
    return name.casefold().rstrip(".")


def dates(text: str, language: str) -> list[tuple[int | None, int, int | None]]:
    """Return the dates with a named month in ``text``: year, month, day, None where not said."""
    found = []
    for match in _dates(language).finditer(text):
        parts = match.groupdict()
        day, year = parts["day"] or parts["day2"], parts["year"] or parts["year2"]
        month = _months(language)[_key(parts["month"] or parts["month2"])]
        found.append((int(year) if year else None, month, int(day) if day else None))
    return found


def anchor(text: str, language: str, today: datetime.date) -> datetime.date:
    """Return the day that dates without a year are near: the latest full date that ``text`` names,
    else ``today``."""
    past = []
    for year, month, day in dates(text, language):
        with contextlib.suppress(ValueError):  # 31 February
            if year and (date := datetime.date(year, month, day or 1)) <= today:
                past.append(date)
    return max(past, default=today)


def _nearest(month: int, day: int, today: datetime.date) -> datetime.date:
    """Return the day of that name that is closest to ``today``: news is about what is near."""
    found = []
    for year in (today.year - 1, today.year, today.year + 1):
        try:
            found.append(datetime.date(year, month, day))
        except ValueError:  # 29 February
            continue
    return min(found, key=lambda date: abs(date - today))


def _whole(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _plain(digits: str) -> int | None:
    """Return a run of digits as a number, unless writing it again would lose a zero."""
    return int(digits) if digits == str(int(digits)) else None


def _is_text(text: str) -> bool:
    """Tell whether the reader of statements takes ``text``."""
    try:
        parse(text)
    except PlaceholderError:
        return False
    return True


def _is_clock(sentence: str, start: int, end: int) -> bool:
    """Tell whether the number there is a part of a time of day, 14:30: not two numbers."""
    before, after = sentence[max(start - 2, 0) : start], sentence[end : end + 2]
    return bool(re.fullmatch(r"\d:", before) or re.fullmatch(r":\d", after))


def _style(value: object, style: str, quote: str, language: str) -> str:
    """Return ``plain`` for a number that the article writes without separators: a year, a model."""
    if isinstance(value, int) and style == "decimal" and value >= 1000:
        bare = re.search(rf"(?<!\d){value}(?!\d)", quote)
        if bare and Fact("number", value, "decimal").render(language) != str(value):
            return "plain"
    return style


def _around(sentence: str, start: int, end: int) -> str:
    """Return the words about a figure, word for word."""
    before = [m.start() for m in re.finditer(r"\S+", sentence[:start])][-_AROUND:]
    after = [m.end() for m in re.finditer(r"\S+", sentence[end:])][:_AROUND]
    return sentence[before[0] if before else 0 : end + after[-1] if after else len(sentence)]
