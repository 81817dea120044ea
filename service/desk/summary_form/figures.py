"""The facts of a summary as fields: value, how it prints, and the words that state it. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Comment, Null, Table

from ...content.article_text import fold
from ...content.toml_text import check_toml
from ...errors import InputError
from .fields import SUMMARY, line, posted, put, refused, text_of

# Of a posted form: the name of figure number N.
_FIGURE = re.compile(r"f([0-9]{1,3})-name")
# Keys that a form may say nothing of.
EXTRAS = ("currency", "unit", "zone", "stated")


@dataclass(frozen=True, slots=True)
class FigureFields:
    """One fact: its value as TOML has it, how it prints, and the quote that states it.

    What is None a form says nothing of. ``note`` is the comment that heads its table: what a
    program asks an editor to check. ``checked`` takes it away.
    """

    name: str
    value: str
    format: str = ""
    quote: str = ""
    currency: str | None = None
    unit: str | None = None
    zone: str | None = None
    stated: str | None = None
    note: str = ""
    checked: bool = False


def read(facts: Mapping[str, Any], document: Any) -> tuple[FigureFields, ...]:
    """Return the fields of ``facts``; ``document`` is the same text with its comments."""
    return tuple(
        FigureFields(
            name, _shown(document, name), text_of(table.get("format")), text_of(table.get("quote")),
            text_of(table.get("currency")), text_of(table.get("unit")),
            text_of(table.get("zone")), text_of(table.get("stated")),
            " ".join(text for _place, text in _notes(document["facts"].get(name))),
        )
        for name, table in facts.items()
        if isinstance(table, dict)
    )  # fmt: skip


def sent(form: Mapping[str, str]) -> tuple[FigureFields, ...]:
    """Return what the fields of a posted ``form`` say."""
    return tuple(
        FigureFields(
            form[name].strip(), line(form.get(f"f{m[1]}-value", "")),
            form.get(f"f{m[1]}-format", "").strip(), fold(form.get(f"f{m[1]}-quote", "")),
            posted(form, f"f{m[1]}-currency"), posted(form, f"f{m[1]}-unit"),
            posted(form, f"f{m[1]}-zone"), posted(form, f"f{m[1]}-stated"),
            checked=bool(form.get(f"f{m[1]}-checked")),
        )
        for name in form
        if (m := _FIGURE.fullmatch(name))
    )  # fmt: skip


def write(facts: Any, figures: Iterable[FigureFields]) -> None:
    """Write ``figures`` into ``facts``. Raises InputError for a value that is none."""
    for figure in figures:
        if not figure.name:
            continue
        table = facts.get(figure.name)
        if table is None:
            if not figure.value:
                continue
            table = tomlkit.table()
            facts[figure.name] = table
        if figure.value and figure.value != _shown({"facts": facts}, figure.name):
            table["value"] = _value(figure)
        for key in ("format", *EXTRAS):
            put(table, key, getattr(figure, key))
        if figure.quote:
            put(table, "quote", figure.quote)
        for place, _words in _notes(table) if figure.checked else ():
            table.value.body[place] = (None, Null())


def completed(figure: FigureFields, there: FigureFields | None) -> FigureFields:
    """Return ``figure`` with what it says nothing of, as it is ``there``."""
    if there is None:
        return figure
    kept = {key: getattr(there, key) for key in EXTRAS if getattr(figure, key) is None}
    return replace(figure, note=there.note, **kept)


def is_count(table: Mapping[str, Any]) -> bool:
    """Tell whether a fact's ``table`` can choose a plural form."""
    value = table.get("value")
    return isinstance(value, int) and not isinstance(value, bool) and "currency" not in table


def _notes(table: Any) -> list[tuple[int, str]]:
    """Return the comments that head a fact's ``table``, each with its place in the table's body."""
    notes: list[tuple[int, str]] = []
    for place, (key, item) in enumerate(table.value.body if isinstance(table, Table) else ()):
        if key is not None:
            break
        if isinstance(item, Comment):
            notes.append((place, item.trivia.comment.lstrip("# ")))
    return notes


def _shown(document: Any, name: str) -> str:
    value = document["facts"][name].get("value")
    return value.as_string() if hasattr(value, "as_string") else "" if value is None else str(value)


def _value(figure: FigureFields) -> Any:
    try:
        check_toml(figure.value, SUMMARY)
        return tomlkit.parse(f"x = {figure.value}\n")["x"]
    except (InputError, TOMLKitError, ValueError):
        text = (
            f"“{figure.value[:40]}” is no value: write a number such as 1200 or 7.5, "
            "a day such as 2024-01-02, or [8, 10] for a range"
        )
        raise refused("facts", text, figure.name) from None
