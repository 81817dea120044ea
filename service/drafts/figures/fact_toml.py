"""A proposed fact as its table of a ``summary.toml``. Pure."""

from __future__ import annotations

from decimal import Decimal

import tomlkit
from tomlkit.items import Item, Table

from ...content.article_text import fold
from ...content.facts import Single
from ...content.unsafe_characters import visible
from .fact_extraction import Figure


def commented(figure: Figure) -> Table:
    """Return the fact's table, headed by what the editor has to check of it."""
    return _filled(tomlkit.table(), figure, figure.doubt)


def table(figure: Figure) -> Table:
    """Return the fact's table alone."""
    return _filled(tomlkit.table(), figure, "")


def _filled(made: Table, figure: Figure, doubt: str) -> Table:
    fact = figure.fact
    if doubt:
        made.add(tomlkit.comment(fold(visible(doubt))))
    values = [_value(value) for value in fact.values]
    if isinstance(fact.value, tuple):
        made["value"] = tomlkit.array()
        made["value"].extend(values)
    else:
        made["value"] = values[0]
    for key in ("currency", "unit"):
        if said := getattr(fact, key):
            made[key] = said
    if fact.format not in ("decimal", "long", "time"):
        made["format"] = fact.format
    made["quote"] = figure.quote
    if fact.stated:
        made["stated"] = fact.stated
    return made


def _value(value: Single) -> Item:
    if isinstance(value, Decimal):  # a float would lose digits
        number = tomlkit.parse(f"value = {format(value, 'f')}").item("value")
        assert isinstance(number, Item)
        return number
    return tomlkit.item(value)
