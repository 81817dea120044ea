"""The sentences of a summary as fields: texts, evidence, what they rest on. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tomlkit
from tomlkit.items import Table

from ...content.article_text import fold
from ...content.placeholders import PlaceholderError, parse
from ...content.statement_table import CATEGORIES, categories
from ...drafts import slugs
from .fields import line, lines, posted, put, text_of
from .new_facts import with_facts

TEXT = "text"
# Of a posted form: the id of statement number N.
_STATEMENT = re.compile(r"s([0-9]{1,3})-id")
_WORDS_IN_ID = 4


@dataclass(frozen=True, slots=True)
class StatementFields:
    """One statement: its texts by key (``text``, or a plural category), what it rests on.

    ``id`` is empty for one that is new; ``missing`` are quotes that the article does not have, each
    with the passage that is nearest to it. ``comment`` is for translators; None where a form says
    nothing of it.
    """

    id: str
    texts: Mapping[str, str]
    count: str = ""
    brief: bool = False
    evidence: tuple[str, ...] = ()
    gone: bool = False
    missing: tuple[tuple[str, str], ...] = ()
    comment: str | None = None

    @property
    def is_empty(self) -> bool:
        """Whether it is a new one that nobody wrote."""
        return not (self.id or any(map(str.strip, self.texts.values())))


def read(table: Mapping[str, Any]) -> StatementFields:
    """Return the fields of ``table``, one of ``[[statements]]``."""
    texts = {key: text_of(table[key]) for key in (TEXT, *CATEGORIES) if key in table}
    evidence = table.get("evidence")
    return StatementFields(
        text_of(table.get("id")), texts or {TEXT: ""}, text_of(table.get("count")),
        table.get("brief") is True,
        tuple(map(text_of, evidence)) if isinstance(evidence, list) else (),
        comment=text_of(table.get("comment")),
    )  # fmt: skip


def sent(form: Mapping[str, str]) -> tuple[StatementFields, ...]:
    """Return what the fields of a posted ``form`` say, in the order of their places."""
    rows: list[tuple[float, StatementFields]] = []
    for name in form:
        if match := _STATEMENT.fullmatch(name):
            number = match[1]
            texts = {
                key: line(form[f"s{number}-{key}"])
                for key in (TEXT, *CATEGORIES)
                if f"s{number}-{key}" in form
            }
            rows.append((
                _number(form.get(f"s{number}-place", ""), float(number)),
                StatementFields(
                    form[name].strip(), texts, form.get(f"s{number}-count", ""),
                    bool(form.get(f"s{number}-brief")), lines(form.get(f"s{number}-evidence", "")),
                    bool(form.get(f"s{number}-gone")), comment=posted(form, f"s{number}-comment"),
                ),
            ))  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return tuple(row[1] for row in rows)


def write(
    document: Any, statements: Iterable[StatementFields], facts: Any, language: str,
    today: datetime.date,
) -> None:  # fmt: skip
    """Write ``statements`` into ``document``; figures of new ones are added to ``facts``.

    ``document`` and ``facts`` are of TOML, ``language`` is a locale, and ``today`` the day that
    dates without a year are near.
    """
    tables: Any = document.get("statements")
    known = {text_of(t.get("id")): t for t in tables} if isinstance(tables, list) else {}
    names = set(known)
    made: list[Table] = []
    for statement in statements:
        if not (statement.gone or statement.is_empty):
            made.append(_table(statement, known, names, facts, language, today))
    if [text_of(table.get("id")) for table in made] != list(known):
        _put(document, made)


def texts_in(document: Any) -> Iterator[str]:
    """Yield the texts of ``document``, a summary, that can use facts."""
    yield text_of(document.get("headline"))
    tables = document.get("statements")
    for row in tables if isinstance(tables, list) else ():
        if isinstance(row, dict):
            yield from (text_of(row.get(key)) for key in (TEXT, *CATEGORIES))
            if row.get("count"):
                yield f"{{{row['count']}}}"


def used(texts: Iterable[str]) -> set[str]:
    """Return the names of the facts that ``texts`` use."""
    names: set[str] = set()
    for text in texts:
        try:
            names.update(segment.name for segment in parse(text) if segment.name)
        except PlaceholderError:
            names.update(re.findall(r"{([a-z0-9_]+)", text))
    return names


def _table(
    statement: StatementFields, known: Mapping[str, Any], names: set[str], facts: Any,
    language: str, today: datetime.date,
) -> Table:  # fmt: skip
    table = known.get(statement.id)
    if table is None:
        table = tomlkit.table()
        name = statement.id or _new_id(next(iter(statement.texts.values())), language, names)
        names.add(name)
        table["id"] = name
    texts = dict(statement.texts)
    if statement.evidence and list(texts) == [TEXT]:
        texts[TEXT] = with_facts(texts[TEXT], statement.evidence, facts, language, today)
    _forms(table, texts, statement.count, language)
    if statement.brief != (table.get("brief") is True):
        if statement.brief:
            table["brief"] = True
        else:
            table.remove("brief")
    if tuple(map(fold, table.get("evidence", ()))) != statement.evidence:
        quotes = tomlkit.array()
        quotes.extend(statement.evidence)
        table["evidence"] = quotes.multiline(len(statement.evidence) > 1)
    if line(text_of(table.get("comment"))) != statement.comment:
        put(table, "comment", statement.comment)
    kept: Table = table
    return kept


def _forms(table: Any, texts: Mapping[str, str], count: str, language: str) -> None:
    """Write the text, or one for each plural form of the fact that counts."""
    if count and list(texts) == [TEXT]:
        texts = dict.fromkeys(categories(language), texts[TEXT])
    elif not count and TEXT not in texts and texts:
        texts = {TEXT: texts[list(texts)[-1]]}
    for key in (TEXT, *CATEGORIES):
        if key in table and key not in texts:
            table.remove(key)
    put(table, "count", count)
    for key, words in texts.items():
        if table.get(key) != words:
            table[key] = words


def _put(document: Any, tables: Sequence[Table]) -> None:
    made = tomlkit.aot()
    for table in tables:
        made.append(table)
    if "statements" in document:
        if len(made):
            document["statements"] = made
        else:
            document.remove("statements")
    elif len(made):
        document.append("statements", made)


def _new_id(text: str, language: str, taken: Iterable[str]) -> str:
    """Return a name for a new statement from its first words; names stay when texts change."""
    words = [
        w
        for w in (slugs.of_headline(_bare(text), language) or "").split("-")
        if w and not w[0].isdigit()
    ]
    name = "-".join(words[:_WORDS_IN_ID]) or "statement"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _bare(text: str) -> str:
    return re.sub(r"{\w*}|[\[\](){}]", " ", text)


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default
