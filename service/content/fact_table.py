"""The facts of a ``summary.toml``: each ``[facts.NAME]`` table becomes a Fact, or findings."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .article_text import fold
from .facts import Fact
from .messages import OUTLET
from .summary_file import SummaryFile

KEYS = ("value", "format", "quote", "stated")
# A summary of one article has some ten figures; each is looked up in its quote and the article.
MAX_FACTS = 200
MAX_NAME = 40
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20)\d\d(?![\d]|[.,]\d)")
# Their texts show the year.
_YEARLY = frozenset({"long", "month-year", "year"})


@dataclass(frozen=True, slots=True)
class QuotedFact:
    """A fact with the passage of the article that states it."""

    fact: Fact
    quote: str


def read(file: SummaryFile, table: Any, language: str) -> Iterator[tuple[str, QuotedFact]]:
    """Yield the facts by name; what is wrong becomes findings of ``file``."""
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
    is_date = isinstance(value, datetime.date)
    if not isinstance(value, int | Decimal | datetime.date) or isinstance(
        value, bool | datetime.datetime
    ):
        file.fail("facts", "value must be a number or a date such as 2024-01-02", name)
        return None
    try:
        return Fact(name, value, data.get("format", "long" if is_date else "decimal"))
    except (ValueError, TypeError) as error:
        file.fail("facts", str(error), name)
        return None


def _quote(file: SummaryFile, fact: Fact, data: Mapping[str, Any], language: str) -> str:
    """Return the quote of a fact; it must be in the article, and state the value."""
    if not isinstance(data.get("quote"), str) or not data["quote"].strip():
        file.fail("facts", "a fact needs a quote of the article that states it", fact.name)
        return ""
    quote = file.quoted(data["quote"], "facts", fact.name)
    if quote is None:
        return fold(data["quote"])
    if "stated" in data:
        stated = fold(data["stated"]) if isinstance(data["stated"], str) else ""
        if not stated or stated not in quote:
            text = "stated must be the words of the quote that state the value"
            file.fail("facts", text, fact.name)
    elif not fact.occurs_in(quote, language):
        text = f"{fact.shown()} does not occur in its quote “{quote}”: correct one of them"
        file.fail("facts", text, fact.name)
    elif wrong := other_year(fact, quote, language):
        text = f"the quote “{quote}” is about {wrong}, the fact about {fact.shown()[:4]}"
        file.fail("facts", f"{text}: correct one of them", fact.name)
    return quote


def other_year(fact: Fact, passage: str, language: str) -> str | None:
    """Return the year that ``passage`` gives to a date, when that is not the fact's."""
    if not isinstance(fact.value, datetime.date):
        return None
    # A year is the date's when they stand together: "on May 3, the court said of 2019" is fine.
    years = {
        match.group()
        for match in _YEAR.finditer(passage)
        if fact.occurs_in(passage[max(match.start() - 20, 0) : match.end() + 8], language)
    }
    return min(years) if years and str(fact.value.year) not in years else None


def shows_year(fact: Fact) -> bool:
    """Tell whether the placeholder of a date shows its year."""
    return fact.format in _YEARLY
