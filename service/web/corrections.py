"""Corrections in words: of figures that were corrected, and of those that are about to be."""

from __future__ import annotations

from markupsafe import Markup

from ..content.ui_strings import N_
from ..editions.model import Correction, Edition, Statement
from .request_context import date, translate, view, written_date
from .statement_html import figure

# NOTE: at a sentence, and in the list of corrections: {old} and {new} are numbers or dates
CORRECTED = N_("Corrected on {date}: an earlier version said {old} instead of {new}.")


def in_html(edition: Edition, statement: Statement | None = None) -> list[Markup]:
    """Return the corrections of ``edition``, or of one statement, in the language of the page."""
    return [
        translate(CORRECTED, date=date(c.date), old=figure(c.old), new=figure(c.new))
        for c in edition.corrections
        if statement is None or c.new.name in statement.facts
    ]


def in_text(edition: Edition) -> list[str]:
    """Return the corrections as plain text, in the language of the edition."""
    return [text(edition, correction) for correction in edition.corrections]


def text(edition: Edition, correction: Correction) -> str:
    """Return one correction as plain text, in the language of the edition."""
    values = {
        "date": written_date(correction.date),
        "old": correction.old.render(edition.locale),
        "new": correction.new.render(edition.locale),
    }
    return view().interfaces[edition.locale].plain(CORRECTED, values)


def pending(edition: Edition, statement: Statement) -> list[Markup]:
    """Return the figures of a statement that are being corrected, as the statement has them."""
    read = {s.name: s.text for s in edition.read(statement) if s.name}
    facts = statement.facts
    return [figure(facts[name], read.get(name)) for name in statement.corrected if name in facts]
