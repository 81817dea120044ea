"""Facts: typed values that statements use through placeholders, the same in every language."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal, localcontext
from functools import lru_cache
from typing import Any, Literal

from babel import Locale
from babel.dates import format_date, format_skeleton
from babel.numbers import (
    NumberFormatError,
    format_compact_decimal,
    format_decimal,
    format_percent,
    get_group_symbol,
    parse_decimal,
)
from unicode_rbnf import RbnfEngine

Format = Literal["decimal", "percent", "plain", "long", "day-month", "month-year"]
NUMBER_FORMATS = ("decimal", "percent", "plain")
DATE_FORMATS = ("long", "day-month", "month-year")
_SKELETONS = {"day-month": "MMMMd", "month-year": "yMMMM"}
_NUMBER = re.compile(r"\d+(?:[.,'\u2019\u00a0\u202f\u066b\u066c ]\d+)*")
# No wire report has a longer number; it bounds what a corrupted file can make us format.
MAX_DIGITS = 30


@dataclass(frozen=True, slots=True)
class Fact:
    """A number or a date. ``percent`` values are percentage points: 12 means 12 %.

    ``plain`` numbers have no separators: years, the numbers in names of things (F-16).
    """

    name: str
    value: int | Decimal | datetime.date
    format: Format

    def __post_init__(self) -> None:
        allowed = DATE_FORMATS if isinstance(self.value, datetime.date) else NUMBER_FORMATS
        if self.format not in allowed:
            raise ValueError(f"format must be one of {', '.join(allowed)}, not “{self.format}”")
        if not isinstance(self.value, datetime.date):
            number = Decimal(self.value)
            digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
            if not isinstance(exponent, int) or len(digits) + abs(exponent) > MAX_DIGITS:
                raise ValueError(f"value must be a number of at most {MAX_DIGITS} digits")

    def render(self, locale: str) -> str:
        """Return the value as ``locale`` (Babel notation) writes it, in Western digits.

        Arabic-language agencies write Western digits in news copy, and dates and numbers must
        look alike, so the Latin numbering system is asked for everywhere.
        """
        return _render(self.value, self.format, locale)

    def shown(self) -> str:
        """Return the canonical text of the value: ISO 8601 for dates, digits for numbers."""
        return self.value.isoformat() if isinstance(self.value, datetime.date) else str(self.value)

    def signed_inputs(self) -> dict[str, Any]:
        """Return all of the fact that a signature covers, as JSON-ready data."""
        return {"name": self.name, **self.to_json()}

    @classmethod
    def from_inputs(cls, data: Mapping[str, Any]) -> Fact:
        """Read what :meth:`signed_inputs` wrote. Raises ValueError, KeyError or TypeError."""
        name = data["name"]
        if not isinstance(name, str):
            raise ValueError("a fact has a name")
        return cls.from_json(name, dict(data))

    @property
    def selects_plural(self) -> bool:
        """Whether the value can choose a plural form: a plain number can."""
        return not isinstance(self.value, datetime.date)

    def to_json(self) -> dict[str, str]:
        """Return the fact as JSON-ready data; numbers stay text, so no digit is rounded."""
        kind = "date" if isinstance(self.value, datetime.date) else "number"
        return {"type": kind, "value": self.shown(), "format": self.format}

    @classmethod
    def from_json(cls, name: str, data: dict[str, Any]) -> Fact:
        """Read what :meth:`to_json` wrote. Raises ValueError or KeyError for anything else."""
        text = data["value"]
        if not isinstance(text, str) or len(text) > 2 * MAX_DIGITS:
            raise ValueError("value must be a short text")
        value: int | Decimal | datetime.date
        if data["type"] == "date":
            value = datetime.date.fromisoformat(text)
        elif re.fullmatch(r"-?\d+", text, re.ASCII):
            value = int(text)
        elif re.fullmatch(r"-?\d+\.\d+", text, re.ASCII):
            value = Decimal(text)
        else:
            raise ValueError(f"“{text}” is not a number")
        return cls(name, value, data["format"])

    def occurs_in(self, quote: str, language: str) -> bool:
        """Tell whether ``quote``, written in ``language``, states this value.

        Numbers count as digits with that language's separators, as CLDR spells them out ("ten"),
        or as its long compact form ("1.5 million"). Of a date, the parts that the format shows
        count, but not the year: news copy leaves it to the context.
        """
        quote = " ".join(unicodedata.normalize("NFC", quote).split())
        if isinstance(self.value, datetime.date):
            return _date_occurs(self.value, self.format, quote, language)
        return _number_occurs(self.value, quote, language)


@lru_cache(maxsize=4096)
def _render(value: int | Decimal | datetime.date, style: Format, locale: str) -> str:
    if isinstance(value, datetime.date):
        if style == "long":
            return format_date(value, "long", locale=locale)
        return format_skeleton(_SKELETONS[style], value, locale=locale)
    # Python's own 28 digits are too few to write a long number with its fraction.
    with localcontext(prec=2 * MAX_DIGITS):
        if style == "percent":
            value = Decimal(value) / 100
            return format_percent(
                value, locale=locale, decimal_quantization=False, group_separator=True
            )
        return format_decimal(
            value, locale=locale, decimal_quantization=False, group_separator=style != "plain"
        )


def _numbers(quote: str, language: str) -> set[Decimal]:
    found: set[Decimal] = set()
    locale = _locale(language)
    group = get_group_symbol(locale)
    for match in _NUMBER.finditer(quote):
        for token in {match.group(), *match.group().split()}:
            if token.isascii() and token.isdigit():
                found.add(Decimal(token))
                continue
            if group.isspace():  # whichever space the article has between thousands
                token = re.sub(r"\s", group, token)  # noqa: PLW2901
            try:
                found.add(parse_decimal(token, locale=locale, strict=True))
            except NumberFormatError:
                continue
    return found


def _number_occurs(value: int | Decimal, quote: str, language: str) -> bool:
    if Decimal(value) in _numbers(quote, language):
        return True
    folded = quote.casefold()
    if any(_has_words(folded, words) for words in _compact(value, _locale(language))):
        return True
    return any(_has_words(folded, words) for words in _spelled(value, language))


@lru_cache(maxsize=64)
def _locale(language: str) -> Locale:
    return Locale.parse(language)


def _compact(value: int | Decimal, locale: Locale) -> Iterator[str]:
    """Yield ``value`` in the language's compact forms, such as "1.5 million"."""
    if isinstance(value, int) and 0 <= value < 1000:
        return  # below a thousand they are the digits alone
    # Chinese, Japanese and Korean have one way to write 12万, which CLDR calls short.
    long: Literal["long", "short"] = "long" if "long" in locale.compact_decimal_formats else "short"
    for digits in range(4):
        with localcontext(prec=2 * MAX_DIGITS):
            compact = format_compact_decimal(
                value, format_type=long, locale=locale, fraction_digits=digits
            )
        if not compact.isdigit():
            yield compact


@lru_cache(maxsize=1024)
def _spelled(value: int | Decimal, language: str) -> frozenset[str]:
    try:
        engine = RbnfEngine.for_language(_locale(language).language)
        texts = engine.format_number(value).text_by_ruleset.items()
    except ValueError:  # no file for the language, or no rules in it
        return frozenset()
    # Other rulesets say years or ordinals: "tenth" is not ten.
    return frozenset(text for ruleset, text in texts if "year" not in ruleset)


def _has_words(folded: str, words: str) -> bool:
    wanted = " ".join(words.casefold().replace("\u02bc", "\u2019").split())
    folded = folded.replace("\u02bc", "\u2019").replace("'", "\u2019")
    # Chinese and Japanese write no spaces; elsewhere "ten" must not be found in "often".
    edge = r"" if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", wanted) else r"\b"
    return re.search(edge + re.escape(wanted) + edge, folded) is not None


def _date_occurs(date: datetime.date, style: Format, quote: str, language: str) -> bool:
    locale = _locale(language)
    folded = quote.casefold()
    if date.isoformat() in folded:
        return True
    widths = [
        locale.months[c][w] for c in ("format", "stand-alone") for w in ("wide", "abbreviated")
    ]
    month_names = {str(names[date.month]).casefold() for names in widths}
    numbers = {int(n) for n in re.findall(r"\d+", quote)}
    has_month = any(_has_words(folded, n) for n in month_names) or date.month in numbers
    return has_month and (style == "month-year" or date.day in numbers)
