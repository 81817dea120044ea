"""An editor's page of what changed since readers had it: told in a note, or why it is not."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass

from flask import g, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...content.locales import tag
from ...editions import correcting, outlet_notice
from ...errors import ConflictError, SummariesError
from ...review.sign import Reviewer
from ...review.source_changes import Change
from ..failures import said_of
from ..guard import check, clock, desk_key, needs, settings, user
from ..language import gettext as _
from ..locks import wait_for
from ..said_texts import said as said_text
from ..sentence import Piece, difference
from ..workshop import project
from .article_pages import blueprint, folder_of

Answer = Response | tuple[str, int] | str


@dataclass(frozen=True, slots=True)
class Row:
    """A change as the page has it: before and now word by word, and the version that is shown."""

    change: Change
    version: str
    pieces: tuple[tuple[Piece, ...], ...]


@blueprint.get("/articles/<slug>/corrections")
@needs("article")
def corrections(slug: str) -> str:
    """Show what changed of the sentences that readers had, and what was decided about each."""
    folder_of(slug)
    return _page(slug)


@blueprint.post("/articles/<slug>/corrections")
@needs("article")
def decide(slug: str) -> Answer:
    """Write a correction note, or why a change needs none, as ``summaries correct`` does."""
    folder = folder_of(slug)
    typed = request.form
    try:
        wait_for(folder, project().journal)
        row = next((r for r in _rows(slug) if r.version == typed.get("version")), None)
        if row is None:
            raise ConflictError(
                _("This sentence changed while it was open. Nothing was written. Look at it again.")
            )
        written = _write(slug, row.change, typed)
    except (SummariesError, OSError) as error:
        status, said = said_of(error)
        return _page(slug, said, typed=typed), status
    g.written = slug
    if left := correcting.tell_translators(project(), slug):
        return _page(slug, " ".join(map(said_text, left))), 422
    language = tag(project().source(slug).language)
    if written:
        bench = url_for("bench.show", tag=language, slug=slug, open=written, done="noted")
        return redirect(f"{bench}#s-{written}", 303)
    return redirect(url_for("articles.corrections", slug=slug), 303)


@blueprint.post("/articles/<slug>/outlet-changed")
@needs("article")
def tell_of_outlet(slug: str) -> Response:
    """Have readers told that the outlet changed its article, or no more, as the command does."""
    wait_for(folder_of(slug), project().journal)
    check("article")
    who = Reviewer(user().name, "desk", desk_key(), lambda: check("article"))
    changed = request.form.get("changed") == "1"
    say = outlet_notice.tell if changed else outlet_notice.take_back
    say(project(), settings().editions, slug, who, clock())
    done = "told" if changed else "not-told"
    return redirect(url_for("articles.edit", slug=slug, done=done), 303)


def _write(slug: str, change: Change, typed: Mapping[str, str]) -> str:
    """Write what was decided, and return the id of the note, if it is one."""
    check("article")
    who = Reviewer(user().name, "desk", desk_key(), lambda: check("article"))
    match typed.get("how"):
        case "note":
            if not typed.get("note", "").strip():
                raise SummariesError(_("Write what was wrong, in one or two sentences."))
            return correcting.add_note(project(), slug, change, typed["note"], who, clock())
        case "typo":
            correcting.typo(project(), slug, change, who, clock())
        case "none":
            correcting.waive(project(), slug, change, typed.get("because", ""), who, clock())
        case _:
            raise SummariesError(_("Choose what readers are told."))
    return ""


def _page(slug: str, said: str = "", *, typed: Mapping[str, str] | None = None) -> str:
    try:
        rows = _rows(slug)
    except SummariesError as error:
        rows, said = [], said or said_of(error)[1]
    return render_template(
        "corrections.html", slug=slug, rows=rows, said=said, failed=bool(said), typed=typed or {},
        source=project().source(slug),
    )  # fmt: skip


def _rows(slug: str) -> list[Row]:
    """Return what changed, first what nobody has decided about."""
    changes = correcting.changes(project(), settings().editions, slug, clock())
    return [_row(change) for change in sorted(changes, key=lambda change: bool(change.decided))]


def _row(change: Change) -> Row:
    before = change.before.words.strings
    parts = (change.statement, change.before.signature.digest, change.now)
    pieces = [tuple(difference(old, new)) for old, new in zip(before, change.now, strict=False)]
    return Row(
        change, hashlib.sha256(repr(parts).encode()).hexdigest()[:32],
        tuple(pieces) if change.now else tuple((Piece(text, "del"),) for text in before),
    )  # fmt: skip
