"""A whole ``summary.toml`` as a form: read, sent back, written. Pure.

All that the form does not show (comments, layout, …) stays as it is.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import tomlkit
from tomlkit.exceptions import TOMLKitError

from ...content.article_text import fold
from ...content.toml_text import check_toml, parse_toml
from ...errors import Finding, InputError
from . import figures, publication, release, statements
from .fields import SUMMARY, line, text_of
from .figures import FigureFields
from .publication import PublicationFields
from .release import Release
from .statements import StatementFields


@dataclass(frozen=True, slots=True)
class SummaryForm:
    """What the form shows of a summary, or what was sent with it.

    ``counted`` are the facts that can choose a plural form. What is None a form says nothing of.
    """

    headline: str
    statements: tuple[StatementFields, ...] = ()
    figures: tuple[FigureFields, ...] = ()
    release: Release | None = None
    publication: PublicationFields | None = None
    language: str = ""
    counted: tuple[str, ...] = field(default=())

    @property
    def unchecked(self) -> int:
        """How many figures have a note of what is to be checked."""
        return sum(bool(figure.note) for figure in self.figures)


def read(text: str, zone: datetime.tzinfo = datetime.UTC) -> SummaryForm:
    """Return the form of a summary's ``text``, times by the clock of ``zone``.

    Raises InputError when it is no TOML.
    """
    data = parse_toml(text, SUMMARY)
    tables = data.get("statements")
    facts = data.get("facts")
    facts = facts if isinstance(facts, dict) else {}
    return SummaryForm(
        text_of(data.get("headline")),
        tuple(statements.read(t) for t in tables if isinstance(t, dict))
        if isinstance(tables, list)
        else (),
        figures.read(facts, tomlkit.parse(text)),
        release.read(data, zone), publication.read(data), text_of(data.get("language")),
        tuple(n for n, t in facts.items() if isinstance(t, dict) and figures.is_count(t)),
    )  # fmt: skip


def sent(form: Mapping[str, str]) -> SummaryForm:
    """Return what the fields of a posted ``form`` say; statements in the order of their places."""
    return SummaryForm(
        line(form.get("headline", "")), statements.sent(form), figures.sent(form),
        release.sent(form), publication.sent(form),
    )  # fmt: skip


def write(
    text: str, form: SummaryForm, today: datetime.date, zone: datetime.tzinfo = datetime.UTC
) -> str:
    """Return ``text`` with what ``form`` says in it, times by the clock of ``zone``.

    Figures in a new sentence become facts, with the quotes of its evidence; a fact that no
    sentence uses any more goes. ``today`` is the day that dates without a year are near.
    Raises InputError for a value that is none, and when ``text`` is no TOML.
    """
    check_toml(text, SUMMARY)
    try:
        document = tomlkit.parse(text)
    except TOMLKitError as error:
        raise InputError([Finding("toml", str(error), SUMMARY)]) from error
    if form.headline and document.get("headline") != form.headline:
        document["headline"] = form.headline
    if form.release:
        release.write(document, form.release, zone)
    if form.publication:
        publication.write(document, form.publication)
    facts: Any = document.get("facts")
    if not isinstance(facts, dict):
        facts = tomlkit.table(is_super_table=True)
    used_before = statements.used(statements.texts_in(document))
    figures.write(facts, form.figures)
    language = text_of(document.get("language"))
    statements.write(document, form.statements, facts, language, today)
    used = statements.used(statements.texts_in(document))
    for name in [n for n in facts if n in used_before - used]:
        facts.remove(name)
    if facts and "facts" not in document:
        _insert_facts(document, facts)
    elif not facts and "facts" in document:
        document.remove("facts")
    return tomlkit.dumps(document)


def _insert_facts(document: Any, facts: Any) -> None:
    """Put the facts before the statements, where people look for them."""
    tables = document.pop("statements") if "statements" in document else None
    document["facts"] = facts
    if tables is not None:
        document.append("statements", tables)


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
    """Return ``form`` with what it says nothing of, as the summary has it now."""
    there = {figure.name: figure for figure in current.figures}
    words = {statement.id: statement.comment for statement in current.statements}
    return replace(
        form,
        statements=tuple(
            replace(s, comment=words.get(s.id, "")) if s.comment is None else s
            for s in form.statements
        ),
        figures=tuple(figures.completed(one, there.get(one.name)) for one in form.figures),
        release=form.release or current.release,
        publication=form.publication or current.publication,
        language=current.language, counted=current.counted,
    )  # fmt: skip
