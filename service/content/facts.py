"""Facts: typed values that statements use through placeholders, the same in every language."""

from __future__ import annotations

import datetime
import re
import zoneinfo
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Any, Literal

from babel.core import get_global

from . import date_text, date_words, number_words, quantity_text, time_text, time_words, zone_names

Single = int | Decimal | datetime.date | datetime.time
Value = Single | tuple[Single, Single]
Kind = Literal["number", "date", "time"]
NUMBER_FORMATS = ("decimal", "percent", "plain", "compact")
DATE_FORMATS = ("long", "day-month", "month-year", "year")
TIME_FORMATS = ("time",)
FORMATS: dict[Kind, tuple[str, ...]] = {
    "number": NUMBER_FORMATS, "date": DATE_FORMATS, "time": TIME_FORMATS,
}  # fmt: skip
# No wire report has a longer number; it bounds what a corrupted file can make us format.
MAX_DIGITS = 30
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class Fact:
    """A number, an amount, a date, a time of day, or a range of two of a kind.

    ``percent`` values are percentage points: 12 means 12 %. ``plain`` numbers have no separators:
    years. ``currency`` is an ISO 4217 code, ``unit`` the id of a CLDR unit (``kilometer``),
    ``zone`` the time zone of a time of day, in the tz database's name: readers see whose time it
    is. ``stated`` are the words of the quote that state the
    value, where no machine reads it out of them: no part of what the fact is. Raises ValueError
    with a sentence for what is no fact.
    """

    name: str
    value: Value
    format: str
    currency: str | None = None
    unit: str | None = None
    zone: str | None = None
    stated: str | None = field(default=None, compare=False)

    def __post_init__(self) -> None:
        for problem in self._problems():
            raise ValueError(problem)

    def _problems(self) -> Iterator[str]:
        kinds = {kind_of(value) for value in self.values}
        if len(kinds) != 1 or None in kinds:
            yield "value must be a number, a date or a time, or a range of two: [8, 10]"
            return
        if self.format not in FORMATS[self.kind]:
            known = ", ".join(FORMATS[self.kind])
            yield f"format must be one of {known}, not “{str(self.format)[:40]}”"
        if self.kind == "number":
            for value in self.values:
                number = Decimal(value)  # type: ignore[arg-type]
                digits, exponent = number.as_tuple().digits, number.as_tuple().exponent
                if not isinstance(exponent, int) or len(digits) + abs(exponent) > MAX_DIGITS:
                    yield f"value must be a number of at most {MAX_DIGITS} digits"
                    return
        if len(self.values) == 2 and not self.values[0] < self.values[1]:  # type: ignore[operator]
            yield "a range goes from the smaller value to the larger: [8, 10]"
        yield from self._extras()

    def _extras(self) -> Iterator[str]:
        if self.kind != "number" and (self.currency or self.unit):
            yield "currency and unit go with numbers: take them out"
        if self.kind != "time" and self.zone:
            yield "zone goes with times of day, such as 10:05:00: take it out"
        if self.currency and self.unit:
            yield "an amount has a currency or a unit: take one out"
        if (self.currency or self.unit) and self.format in ("percent", "plain"):
            yield f"format = “{self.format}” goes with a bare number: take currency and unit out"
        if self.currency is not None and self.currency not in currencies():
            yield f"currency must be a code of ISO 4217, such as GBP, not “{self.currency[:40]}”"
        if self.unit is not None and self.unit not in quantity_text.UNITS:
            yield f"“{self.unit[:40]}” is no unit of CLDR, such as kilometer or celsius"
        if self.zone is not None and self.zone not in zones():
            yield f"zone must be one of the tz database (Europe/Kyiv), not “{self.zone[:40]}”"

    @property
    def values(self) -> tuple[Single, ...]:
        """The value, or the two of a range."""
        return self.value if isinstance(self.value, tuple) else (self.value,)

    @property
    def kind(self) -> Kind:
        """What its values are."""
        return kind_of(self.values[0]) or "number"

    @property
    def selects_plural(self) -> bool:
        """Whether the value can choose a plural form: one number can, a range cannot."""
        return self.kind == "number" and not isinstance(self.value, tuple)

    @property
    def years(self) -> frozenset[int]:
        """The years of a date or a range of dates."""
        return frozenset(day.year for day in self.values if isinstance(day, datetime.date))

    def render(self, locale: str) -> str:
        """Return the value as ``locale`` (Babel notation) writes it, in Western digits.

        Arabic-language agencies write Western digits in news copy, and dates and numbers must
        look alike, so the Latin numbering system is asked for everywhere.
        """
        values: Any = self.values
        if self.kind == "date":
            return date_text.dates(values, self.format, locale)
        if self.kind == "time":
            text = time_text.times(values, locale)
            return zone_names.with_zone(text, self.zone, locale) if self.zone else text
        return quantity_text.quantity(values, self.format, self.currency, self.unit, locale)

    def shown(self) -> str:
        """Return the canonical text of the value: digits, ISO 8601, “8/10” for a range."""
        return "/".join(map(_canonical, self.values))

    def described(self) -> str:
        """Return the canonical text with currency, unit or zone, as files and messages say it."""
        return " ".join(filter(None, (self.shown(), self.currency, self.unit, self.zone)))

    def signed_inputs(self) -> dict[str, Any]:
        """Return all of the fact that a signature covers, as JSON-ready data."""
        return {"name": self.name, **self.to_json()}

    def source_inputs(self) -> dict[str, Any]:
        """Return what the source's own signature covers: also which words state the value."""
        stated = {"stated": self.stated} if self.stated else {}
        return self.signed_inputs() | stated

    @classmethod
    def from_inputs(cls, data: Mapping[str, Any]) -> Fact:
        """Read ``data``, what :meth:`source_inputs` wrote.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        name = data["name"]
        if not isinstance(name, str):
            raise ValueError("a fact has a name")
        return cls.from_json(name, dict(data))

    def to_json(self) -> dict[str, Any]:
        """Return the fact as JSON-ready data; numbers stay text, so no digit is rounded."""
        texts = [_canonical(value) for value in self.values]
        data: dict[str, Any] = {
            "type": self.kind,
            "value": texts if isinstance(self.value, tuple) else texts[0],
            "format": self.format,
        }
        extras = {"currency": self.currency, "unit": self.unit, "zone": self.zone}
        return data | {key: value for key, value in extras.items() if value}

    @classmethod
    def from_json(cls, name: str, data: dict[str, Any]) -> Fact:
        """Read ``data``, what :meth:`to_json` wrote of the fact ``name``.

        Raises ValueError, KeyError or TypeError for anything else.
        """
        texts, kind = data["value"], data["type"]
        extras = [data.get(key) for key in ("currency", "unit", "zone", "stated")]
        if not all(text is None or (isinstance(text, str) and text) for text in extras):
            raise ValueError("currency, unit, zone and stated are texts")
        return _read(
            name, tuple(texts) if isinstance(texts, list) else texts, kind, data["format"], *extras
        )

    def occurs_in(self, quote: str, language: str) -> bool:
        """Tell whether ``quote``, written in ``language``, states this value; both of a range.

        Numbers count in digits and words as :mod:`.number_words` reads them. Of a date, the parts
        that the format shows count, and the year only where the quote gives one: news copy leaves
        it to the context.
        """
        if self.kind == "time":
            return all(time_words.states_time(time, quote, language) for time in self.values)  # type: ignore[arg-type]
        if self.kind == "date":
            return all(date_words.states(day, self.format, quote, language) for day in self.values)  # type: ignore[arg-type]
        return all(number_words.states(number, quote, language) for number in self.values)  # type: ignore[arg-type]


# An article's facts are read again for each of its languages.
@lru_cache(maxsize=1024)
def _read(
    name: str, texts: Any, kind: Any, form: Any, currency: str | None, unit: str | None,
    zone: str | None, stated: str | None,
) -> Fact:  # fmt: skip
    """Return the fact that texts of a file say; raises as :meth:`Fact.from_json`."""
    if isinstance(texts, tuple):
        if len(texts) != 2:
            raise ValueError("a range has two values")
        value: Value = (_parsed(texts[0], kind), _parsed(texts[1], kind))
    else:
        value = _parsed(texts, kind)
    return Fact(name, value, form, currency, unit, zone, stated)


def kind_of(value: object) -> Kind | None:
    """Return the kind of ``value``, a single one as TOML gives it; None for what is no fact.

    >>> kind_of(5), kind_of(datetime.date(2026, 1, 2)), kind_of("5")
    ('number', 'date', None)
    """
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return "number"
    if isinstance(value, datetime.date) and not isinstance(value, datetime.datetime):
        return "date"
    return "time" if isinstance(value, datetime.time) and value.tzinfo is None else None


def _canonical(value: Single) -> str:
    if isinstance(value, datetime.time):
        return value.isoformat("minutes" if not value.second else "seconds")
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value) if isinstance(value, int) else format(value, "f")


def _parsed(text: object, kind: object) -> Single:
    if not isinstance(text, str) or len(text) > 2 * MAX_DIGITS:
        raise ValueError("value must be a short text")
    if kind == "date":
        return datetime.date.fromisoformat(text)
    if kind == "time":
        return datetime.time.fromisoformat(text)
    if kind != "number" or not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” is not a number")
    return Decimal(text) if "." in text else int(text)


@lru_cache(maxsize=1)
def currencies() -> frozenset[str]:
    """Return the codes of ISO 4217 that are tender somewhere today."""
    return frozenset(
        code
        for used in get_global("territory_currencies").values()
        for code, _since, until, tender in used
        if tender and until is None
    )


@lru_cache(maxsize=1)
def zones() -> frozenset[str]:
    """Return the names of the time zones."""
    return frozenset(zoneinfo.available_timezones())
