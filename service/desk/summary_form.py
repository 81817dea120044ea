"""A ``summary.toml`` as a form: its headline, statements and figures, read and written back. Pure.

All that the form does not show (comments, ``[article]``, topics, …) stays as it is.
"""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Comment, Null, Table

from ..content.article_text import fold
from ..content.placeholders import PlaceholderError, Segment, parse
from ..content.placeholders import write as write_text
from ..content.statement_table import CATEGORIES, categories
from ..content.toml_text import check_toml, parse_toml
from ..drafts import fact_toml
from ..drafts.article_import import slug as slug_of
from ..drafts.fact_extraction import Figures
from ..errors import Finding, InputError

TEXT = "text"
# Names of the fields of statement and figure number N in a posted form.
_STATEMENT = re.compile(r"s([0-9]{1,3})-id")
_FIGURE = re.compile(r"f([0-9]{1,3})-name")
_WORDS_IN_ID = 4
# Characters of a sentence times those of its evidence: figures of more are not looked for while a
# page waits. The checks then ask for facts.
_MOST = 1_000_000


@dataclass(frozen=True, slots=True)
class StatementFields:
    """One statement: its texts by key (``text``, or a plural category), what it rests on.

    ``id`` is empty for one that is new; ``missing`` are quotes that the article does not have, each
    with the passage that is nearest to it.
    """

    id: str
    texts: Mapping[str, str]
    count: str = ""
    brief: bool = False
    evidence: tuple[str, ...] = ()
    gone: bool = False
    missing: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class FigureFields:
    """One fact: its value as TOML has it, how it prints, and the quote that states it.

    ``currency`` and ``unit`` are None where a form says nothing of them. ``note`` is the comment
    that heads its table: what a program asks an editor to check. ``checked`` takes it away.
    """

    name: str
    value: str
    format: str = ""
    quote: str = ""
    currency: str | None = None
    unit: str | None = None
    note: str = ""
    checked: bool = False


@dataclass(frozen=True, slots=True)
class SummaryForm:
    """What the form shows of a summary, or what was sent with it."""

    headline: str
    statements: tuple[StatementFields, ...] = ()
    figures: tuple[FigureFields, ...] = ()
    language: str = ""
    counted: tuple[str, ...] = field(default=())

    @property
    def unchecked(self) -> int:
        """How many figures have a note of what is to be checked."""
        return sum(bool(figure.note) for figure in self.figures)


def read(text: str) -> SummaryForm:
    """Return the form of a summary's ``text``. Raises InputError when it is no TOML."""
    data = parse_toml(text, "summary.toml")
    tables = data.get("statements")
    facts = data.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    plain = tomlkit.parse(text)
    figures = tuple(
        FigureFields(
            name,
            _shown(plain, name),
            _text(table.get("format")),
            _text(table.get("quote")),
            _text(table.get("currency")),
            _text(table.get("unit")),
            " ".join(text for _place, text in _notes(plain["facts"].get(name))),
        )
        for name, table in facts.items()
        if isinstance(table, dict)
    )
    counted = tuple(n for n, t in facts.items() if isinstance(t, dict) and _is_count(t))
    return SummaryForm(
        _text(data.get("headline")),
        tuple(_statement(t) for t in tables if isinstance(t, dict))
        if isinstance(tables, list)
        else (),
        figures, _text(data.get("language")), counted,
    )  # fmt: skip


def sent(form: Mapping[str, str]) -> SummaryForm:
    """Return what the fields of a posted ``form`` say; statements in the order of their places."""
    rows: list[tuple[float, StatementFields]] = []
    for name in form:
        if match := _STATEMENT.fullmatch(name):
            number = match[1]
            texts = {
                key: _line(form[f"s{number}-{key}"])
                for key in (TEXT, *CATEGORIES)
                if f"s{number}-{key}" in form
            }
            evidence = tuple(
                filter(None, map(fold, form.get(f"s{number}-evidence", "").split("\n")))
            )
            rows.append((
                _number(form.get(f"s{number}-place", ""), float(number)),
                StatementFields(
                    form[name].strip(), texts, form.get(f"s{number}-count", ""),
                    bool(form.get(f"s{number}-brief")), evidence,
                    bool(form.get(f"s{number}-gone")),
                ),
            ))  # fmt: skip
    figures = tuple(
        FigureFields(
            form[name].strip(), _line(form.get(f"f{m[1]}-value", "")),
            form.get(f"f{m[1]}-format", "").strip(), fold(form.get(f"f{m[1]}-quote", "")),
            _given(form, f"f{m[1]}-currency"), _given(form, f"f{m[1]}-unit"),
            checked=bool(form.get(f"f{m[1]}-checked")),
        )
        for name in form
        if (m := _FIGURE.fullmatch(name))
    )  # fmt: skip
    rows.sort(key=lambda row: row[0])
    return SummaryForm(_line(form.get("headline", "")), tuple(row[1] for row in rows), figures)


def write(text: str, form: SummaryForm, today: datetime.date) -> str:
    """Return ``text`` with what ``form`` says in it.

    Figures in a new sentence become facts, with the quotes of its evidence; a fact that no
    sentence uses any more goes. ``today`` is the day that dates without a year are near.
    Raises InputError for a value that is none, and when ``text`` is no TOML.
    """
    check_toml(text, "summary.toml")
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError([Finding("toml", str(error), "summary.toml")]) from error
    language = _text(document.get("language"))
    if form.headline:
        _set(document, "headline", form.headline)
    facts: Any = document.get("facts")
    if not isinstance(facts, dict):
        facts = tomlkit.table(is_super_table=True)
    used_before = _used(_texts_of(document))
    _figures(facts, form.figures)
    tables: Any = document.get("statements")
    known = {_text(t.get("id")): t for t in tables} if isinstance(tables, list) else {}
    names = set(known)
    made: list[Table] = []
    for statement in form.statements:
        if statement.gone or not (statement.id or any(map(str.strip, statement.texts.values()))):
            continue
        made.append(_table(statement, known, names, facts, language, today))
    if [_text(table.get("id")) for table in made] != list(known):
        _put_statements(document, made)
    used = _used(_texts_of(document))
    for name in [n for n in facts if n in used_before - used]:
        facts.remove(name)
    if facts and "facts" not in document:
        _insert_facts(document, facts)
    elif not facts and "facts" in document:
        document.remove("facts")
    return tomlkit.dumps(document)


def _table(
    statement: StatementFields, known: Mapping[str, Any], names: set[str], facts: Any,
    language: str, today: datetime.date,
) -> Table:  # fmt: skip
    table = known.get(statement.id)
    if table is None:
        table = tomlkit.table()
        name = statement.id or _new_id(next(iter(statement.texts.values())), names)
        names.add(name)
        table["id"] = name
    texts = dict(statement.texts)
    if statement.evidence and list(texts) == [TEXT]:
        texts[TEXT] = _with_facts(texts[TEXT], statement.evidence, facts, language, today)
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
    if count:
        _set(table, "count", count)
    elif "count" in table:
        table.remove("count")
    for key, words in texts.items():
        _set(table, key, words)


def _with_facts(
    text: str, evidence: Sequence[str], facts: Any, language: str, today: datetime.date
) -> str:
    """Return ``text`` with its figures as placeholders; new ones are added to ``facts``."""
    if len(text) * sum(map(len, evidence)) > _MOST:
        return text
    figures = Figures(language, today)
    new = figures.replace(text, evidence)
    if new is None or not figures.by_name:
        return text
    names = {}
    for name, figure in figures.by_name.items():
        table = fact_toml.commented(figure)
        same = [n for n, t in facts.items() if isinstance(t, dict) and _is_same(t, table)]
        if same:
            names[name] = same[0]
            continue
        free, number = name, 2
        while free in facts:
            free, number = f"{name}_{number}", number + 1
        facts[free] = table
        names[name] = free
    return write_text(
        [Segment(names[s.name], names[s.name]) if s.name in names else s for s in parse(new)]
    )


def _is_same(one: Mapping[str, Any], two: Mapping[str, Any]) -> bool:
    """Tell whether two tables of facts are of one figure: 5 dollars are not 5 tons."""
    return all(one.get(key) == two.get(key) for key in ("value", "currency", "unit", "zone"))


def _notes(table: Any) -> list[tuple[int, str]]:
    """Return the comments that head a fact's ``table``, each with its place in the table's body."""
    notes: list[tuple[int, str]] = []
    for place, (key, item) in enumerate(table.value.body if isinstance(table, Table) else ()):
        if key is not None:
            break
        if isinstance(item, Comment):
            notes.append((place, item.trivia.comment.lstrip("# ")))
    return notes


def _figures(facts: Any, figures: Iterable[FigureFields]) -> None:
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
        for key in ("format", "currency", "unit"):
            words: str | None = getattr(figure, key)
            if words:
                _set(table, key, words)
            elif key in table and words is not None:
                table.remove(key)
        if figure.quote:
            _set(table, "quote", figure.quote)
        for place, _words in _notes(table) if figure.checked else ():
            table.value.body[place] = (None, Null())


def _value(figure: FigureFields) -> Any:
    try:
        check_toml(figure.value, "summary.toml")
        return tomlkit.parse(f"x = {figure.value}\n")["x"]
    except (InputError, TOMLKitError, ValueError):
        text = (
            f"“{figure.value[:40]}” is no value: write a number such as 1200 or 7.5, "
            "a day such as 2024-01-02, or [8, 10] for a range"
        )
        raise InputError([Finding("facts", text, "summary.toml", None, figure.name)]) from None


def _put_statements(document: Any, tables: Sequence[Table]) -> None:
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


def _insert_facts(document: Any, facts: Any) -> None:
    """Put the facts before the statements, where people look for them."""
    tables = document.pop("statements") if "statements" in document else None
    document["facts"] = facts
    if tables is not None:
        document.append("statements", tables)


def _statement(table: Mapping[str, Any]) -> StatementFields:
    texts = {key: _text(table[key]) for key in (TEXT, *CATEGORIES) if key in table}
    evidence = table.get("evidence")
    return StatementFields(
        _text(table.get("id")), texts or {TEXT: ""}, _text(table.get("count")),
        table.get("brief") is True,
        tuple(map(_text, evidence)) if isinstance(evidence, list) else (),
    )  # fmt: skip


def with_missing(form: SummaryForm, article: str, near: Callable[[str], str]) -> SummaryForm:
    """Return ``form`` with the quotes that the ``article`` does not have, and what is nearest.

    ``near`` returns the passage of the article that is nearest to a quote.
    """
    text = fold(article)
    return replace(
        form,
        statements=tuple(
            replace(s, missing=tuple((q, near(q)) for q in s.evidence if fold(q) not in text))
            for s in form.statements
        ),
    )


def completed(form: SummaryForm, current: SummaryForm) -> SummaryForm:
    """Return ``form`` with what it does not say of its figures, as the summary has it now."""
    there = {figure.name: figure for figure in current.figures}
    return replace(
        form,
        figures=tuple(
            replace(
                one, note=there[one.name].note,
                currency=there[one.name].currency if one.currency is None else one.currency,
                unit=there[one.name].unit if one.unit is None else one.unit,
            )
            if one.name in there else one
            for one in form.figures
        ),
    )  # fmt: skip


def _texts_of(document: Any) -> list[str]:
    tables = document.get("statements")
    rows = [t for t in tables if isinstance(t, dict)] if isinstance(tables, list) else []
    texts = [_text(row.get(key)) for row in rows for key in (TEXT, *CATEGORIES)]
    counts = [f"{{{row['count']}}}" for row in rows if row.get("count")]
    return [_text(document.get("headline")), *texts, *counts]


def _used(texts: Iterable[str]) -> set[str]:
    used: set[str] = set()
    for text in texts:
        try:
            used.update(segment.name for segment in parse(text) if segment.name)
        except PlaceholderError:
            used.update(re.findall(r"{([a-z0-9_]+)", text))
    return used


def _new_id(text: str, taken: Iterable[str]) -> str:
    """Return a name for a new statement from its first words; names stay when texts change."""
    words = [w for w in (slug_of(_bare(text)) or "").split("-") if w and not w[0].isdigit()]
    name = "-".join(words[:_WORDS_IN_ID]) or "statement"
    free, number = name, 2
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free


def _bare(text: str) -> str:
    return re.sub(r"{\w*}|[\[\](){}]", " ", text)


def _shown(document: Any, name: str) -> str:
    value = document["facts"][name].get("value")
    return value.as_string() if hasattr(value, "as_string") else "" if value is None else str(value)


def _is_count(table: Mapping[str, Any]) -> bool:
    value = table.get("value")
    return isinstance(value, int) and not isinstance(value, bool) and "currency" not in table


def _set(table: Any, key: str, words: str) -> None:
    if table.get(key) != words:
        table[key] = words


def _given(form: Mapping[str, str], name: str) -> str | None:
    """Return a field of ``form``; None where it has none of that name."""
    return form[name].strip() if name in form else None


def _line(text: str) -> str:
    return " ".join(text.split())


def _number(text: str, default: float) -> float:
    try:
        return float(text)
    except ValueError:
        return default


def _text(value: Any) -> str:
    return str(value) if isinstance(value, str) else ""
