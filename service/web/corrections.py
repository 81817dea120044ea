"""Corrections in words.

What was corrected, as a note or the standard sentence says it, and the figures that are about to
be.
"""

from __future__ import annotations

import datetime
from collections.abc import Sequence

from markupsafe import Markup, escape

from ..content.placeholders import plain
from ..content.ui_strings import N_
from ..editions.model import Correction, Edition, Statement
from .request_context import brief, date, joined, translate, view, written_date
from .statement_html import figure

# NOTE: at a sentence, and in the list of corrections: {old} and {new} are numbers or dates
CORRECTED = N_("Corrected on {date}: an earlier version said {old} instead of {new}.")
# NOTE: at a sentence, and in the list of corrections; often a note of the editors follows, which
# says what was wrong
NOTED = N_("Corrected on {date}.")
# NOTE: follows a correction that puts back the figure from before an earlier correction, which was
# itself wrong; {date} is the day of that earlier correction
BACK = N_("This takes back the correction of {date}.")
# What the pages say under such a sentence.
PENDING = "Being corrected in this sentence: {figure}"


def in_html(edition: Edition, statement: Statement | None = None) -> list[Markup]:
    """Return the corrections of ``edition``, or of one statement, in the language of the page."""
    return [
        html(edition, group)
        for group in edition.grouped_corrections()
        if statement is None or concerns(group, statement)
    ]


def html(edition: Edition, group: Sequence[Correction]) -> Markup:
    """Return what readers are told at once, in the language of the page, that of ``edition``."""
    first = group[0]
    day, old, new = date(first.date), first.old, first.new
    parts: list[Markup] = []
    if note := edition.note(first):
        parts = [translate(NOTED, date=day), escape(note)]
    elif old is not None and new is not None:
        parts = [translate(CORRECTED, date=day, old=figure(old), new=figure(new))]
    else:
        parts = [translate(NOTED, date=day)]
    parts += [translate(BACK, date=date(back.date)) for back in taken_back(edition, group)]
    return Markup(joined(["", ""], edition.locale)).join(parts)  # noqa: S704 - a space, or none


def concerns(group: Sequence[Correction], statement: Statement) -> bool:
    """Tell whether it is told at ``statement``."""
    return any(correction.concerns(statement) for correction in group)


def in_text(edition: Edition) -> list[str]:
    """Return the corrections as plain text, in the language of the edition."""
    return [text(edition, group) for group in edition.grouped_corrections()]


def text(edition: Edition, group: Sequence[Correction]) -> str:
    """Return what readers are told at once as plain text, in the language of the edition."""
    first = group[0]
    old, new = first.old, first.new
    if note := edition.note(first):
        parts = [_say(edition, NOTED, first.date), note]
    elif old is not None and new is not None:
        figures = {"old": old.render(edition.locale), "new": new.render(edition.locale)}
        parts = [_say(edition, CORRECTED, first.date, **figures)]
    else:
        parts = [_say(edition, NOTED, first.date)]
    parts += [_say(edition, BACK, back.date) for back in taken_back(edition, group)]
    return joined(parts, edition.locale)


def taken_back(edition: Edition, group: Sequence[Correction]) -> list[Correction]:
    """Return the earlier corrections that these take back, one a day.

    None, where some of the figures were not put back.
    """
    taken_back_by = [edition.taken_back(one) for one in group]
    if not all(taken_back_by):
        return []
    return list({back.date: back for back in taken_back_by if back is not None}.values())


def _say(edition: Edition, message: str, day: datetime.date, **more: str) -> str:
    values = {"date": written_date(day, edition.locale), **more}
    return view().interfaces[edition.locale].plain(message, values)


def pending(edition: Edition, statement: Statement) -> list[Markup]:
    """Return the figures of a statement that are being corrected, as the statement has them."""
    facts = statement.facts
    return [figure(facts[name], words) for name, words in _pending(edition, statement)]


def pending_in_text(edition: Edition, statement: Statement) -> list[str]:
    """Return what is said of them at the statement, in the language of the edition."""
    say, facts = view().interfaces[edition.locale].plain, statement.facts
    return [
        say(PENDING, {"figure": words or facts[name].render(edition.locale)})
        for name, words in _pending(edition, statement)
    ]


def headline(edition: Edition) -> str:
    """Return the headline as plain text, for where nothing stands below it.

    A figure in it that is being corrected is called so.
    """
    return _with_remarks(edition, edition.content.statements[0])


def description(edition: Edition) -> str:
    """Return the brief as one plain text; figures that are being corrected are called so."""
    return joined([_with_remarks(edition, s) for s in brief(edition)], edition.locale)


def _with_remarks(edition: Edition, statement: Statement) -> str:
    remarks = [f"({line})" for line in pending_in_text(edition, statement)]
    return " ".join([plain(edition.read(statement)), *remarks])


def _pending(edition: Edition, statement: Statement) -> list[tuple[str, str | None]]:
    """Return the facts whose figure is being corrected, and how the statement has them."""
    read = {s.name: s.text for s in edition.read(statement) if s.name}
    return [(n, read.get(n)) for n in statement.corrected if n in statement.facts]
