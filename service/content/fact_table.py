"""The facts of a ``summary.toml``: each ``[facts.NAME]`` table becomes a Fact, or findings."""

from __future__ import annotations

import datetime
import difflib
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from . import date_words, facts, quantity_text
from .article_text import fold
from .facts import FORMATS, Fact, kind_of
from .messages import OUTLET
from .summary_file import SummaryFile

KEYS = ("value", "format", "currency", "unit", "zone", "quote", "stated")
# A summary of one article has some ten figures; each is looked up in its quote and the article.
MAX_FACTS = 200
MAX_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True, slots=True)
class QuotedFact:
    """A fact with the passage of the article that states it."""

    fact: Fact
    quote: str


def read(file: SummaryFile, table: Any, language: str) -> Iterator[tuple[str, QuotedFact]]:
    """Yield the facts of ``[facts]``, by name; what is wrong becomes findings of ``file``.

    ``table`` is what TOML has there, of any type.
    """
    if not isinstance(table, dict):
        file.fail("facts", "[facts] must hold one table per fact", "facts")
        return
    if len(table) > MAX_FACTS:
        file.fail("facts", f"there are more than {MAX_FACTS} facts: give those that are used")
        return
    for name, data in table.items():
        if not _NAME.fullmatch(name) or len(name) > MAX_NAME or not isinstance(data, dict):
            file.fail("facts", f"fact “{name[:60]}” needs a lower-case name and a table", name)
        elif name == OUTLET:
            file.fail(
                "facts", f"{{{OUTLET}}} is the article's outlet: name the fact otherwise", name
            )
        elif (fact := _fact(file, name, data)) is not None:
            yield name, QuotedFact(fact, _quote(file, fact, data, language))


def _fact(file: SummaryFile, name: str, data: Mapping[str, Any]) -> Fact | None:
    file.only(data, KEYS, f"[facts.{name}]")
    value = data.get("value")
    values = value if isinstance(value, list) else [value]
    kind = kind_of(values[0]) if len(values) in (1, 2) and value != [] else None
    if kind is None or (isinstance(value, list) and len(value) != 2):
        text = "value must be a number or a date such as 2024-01-02, a time such as 10:05:00"
        file.fail("facts", f"{text}, or a range of two of them, such as [8, 10]", name)
        return None
    extras = {key: data.get(key) for key in ("currency", "unit", "zone", "stated")}
    if wrong := [key for key, text in extras.items() if not isinstance(text, str | None)]:
        file.fail("facts", f"{wrong[0]} must be a text in quotation marks", name)
        return None
    extras["stated"] = fold(extras["stated"] or "") or None
    single = [_whole(each) for each in values]
    style = data.get("format", FORMATS[kind][0])
    try:
        return Fact(
            name, (single[0], single[1]) if len(single) == 2 else single[0], style, **extras
        )
    except (ValueError, TypeError) as error:
        file.fail("facts", f"{error}{_nearest(extras)}", name)
        return None


def _whole(value: Any) -> Any:
    """Return 1.2e9 as the whole number that it is; digits after a point stay.

    What is out of bounds stays as it is: writing 1e999999999 out would take all memory.
    """
    if isinstance(value, Decimal) and value.is_finite():
        exponent = value.as_tuple().exponent
        if isinstance(exponent, int) and exponent > 0 and value.adjusted() < facts.MAX_DIGITS:
            return int(value)
    return value


def _nearest(extras: Mapping[str, str | None]) -> str:
    """Return which code an unknown one may have meant, as a part of a sentence."""
    known: tuple[tuple[str, Iterable[str]], ...] = (
        ("unit", quantity_text.UNITS), ("zone", facts.zones()), ("currency", facts.currencies()),
    )  # fmt: skip
    for key, names in known:
        value = extras.get(key)
        if value and value not in names:
            wanted = value[:40].upper() if key == "currency" else value[:40]
            near = difflib.get_close_matches(wanted, sorted(names), 1)
            return f": did you mean “{near[0]}”?" if near else ""
    return ""


def _quote(file: SummaryFile, fact: Fact, data: Mapping[str, Any], language: str) -> str:
    """Return the quote of a fact; it must be in the article, and state the value."""
    if not isinstance(data.get("quote"), str) or not data["quote"].strip():
        file.fail("facts", "a fact needs a quote of the article that states it", fact.name)
        return ""
    quote = file.quoted(data["quote"], "facts", fact.name)
    if quote is None:
        return fold(data["quote"])
    if "stated" in data:
        if not fact.stated or fact.stated not in quote:
            text = "stated must be the words of the quote that state the value"
            file.fail("facts", text, fact.name)
    elif wrong := other_year(fact, quote, language):
        text = f"the quote “{quote}” is about {wrong}, the fact about {fact.shown()[:4]}"
        file.fail("facts", f"{text}: correct one of them", fact.name)
    elif not fact.occurs_in(quote, language):
        text = f"{fact.shown()} does not occur in its quote “{quote}”: correct one of them"
        file.fail("facts", text, fact.name)
    return quote


def other_year(fact: Fact, passage: str, language: str) -> str | None:
    """Return the year that ``passage`` gives to a date, when that is not the fact's."""
    for day in fact.values:
        if not isinstance(day, datetime.date):
            continue
        years = [
            mention.year for mention in date_words.mentions(passage, language)
            if mention.month == day.month and mention.year is not None
            and (fact.format == "month-year" or day.day in mention.days)
        ]  # fmt: skip
        if years and day.year not in years:
            return str(min(years))
    return None
