"""The bench's pages: a whole article in one language, and the life of one of its messages."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Sequence
from typing import Any

from flask import Blueprint, Response, current_app, render_template, request

from ...content import evidence
from ...content.messages import Message
from ...editions import edition_folder
from ...editions.model import Edition, Withdrawn
from ...review import history
from .. import whole_page, workshop
from ..guard import memory, needs, session, settings, user, wants_json
from ..language import N_
from ..language import gettext as _
from ..memory import Typed
from ..pace import Pace
from ..sentence import Piece, difference
from ..similar import Sentences
from ..workshop import Bench

blueprint = Blueprint("bench", __name__, url_prefix="/desk/<tag>/<slug>")
# The reasons that most rejections have; keys 1 to 5.
REASONS = (
    N_("The meaning is not that of the source."),
    N_("A figure, name or date is wrong."),
    N_("Grammar or spelling."),
    N_("Style: this is not how we write."),
    N_("The wording is not neutral, or says more than the evidence."),
)
DONE = {
    "saved": N_("Saved. It waits for review."), "signed": N_("Signed."),
    "saved-signed": N_("Saved and signed."), "rejected": N_("Rejected."),
    "taken-back": N_("Your signature is taken back."), "seen": N_("Answered."),
    "commented": N_("The comment is written."), "settled": N_("Settled."),
    "nothing": N_("Nothing was changed."),
    "noted": N_("The note is written. Sign it, and readers see it."),
}  # fmt: skip


@blueprint.get("")
@needs("read")
def show(tag: str, slug: str) -> str:
    """Show the whole article in one language, one sentence open."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    if request.args.get("done", "") not in DONE:  # after a decision the time runs already
        begin()
    wanted = request.args.get("open", "")
    said = DONE.get(request.args.get("done", ""), "")
    return page(bench, wanted or bench.following(), _(said) if said else "")


@blueprint.get("/similar")
@needs("read")
def similar(tag: str, slug: str) -> str:
    """Show signed sentences that are like one message, on a page or as the script asks for them."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    message = bench.message(request.args.get("message", ""))
    sentences: Sentences = current_app.extensions["sentences"]
    alike = sentences.like(message.singular, bench.locale, slug)
    rows = [(one, list(difference(message.singular, one.source))) for one in alike]
    name = "_similar.html" if wants_json() else "similar.html"
    return render_template(name, bench=bench, message=message, rows=rows)


@blueprint.get("/glossary")
@needs("read")
def terms(tag: str, slug: str) -> str:
    """Show the glossary of a language, as the article's language has the names."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    return render_template("glossary.html", bench=bench)


@blueprint.get("/history")
@needs("read")
def past(tag: str, slug: str) -> str:
    """Show the life of one message, as the journal has it."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    message = bench.message(request.args.get("message", ""))
    events = history.events(bench.lines, bench.ledger, bench.locale, message.id)
    pieces = [
        list(difference(" ¦ ".join(e.before), " ¦ ".join(e.strings)))
        if e.before
        else [Piece(" ¦ ".join(e.strings))]
        for e in events
    ]
    return render_template(
        "history.html", bench=bench, message=message, events=list(zip(events, pieces, strict=True))
    )


@blueprint.get("/article")
@needs("read")
def article(tag: str, slug: str) -> str:
    """Show the article's own text, with what one message rests on marked in it."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    message = bench.message(request.args.get("message", ""))
    text = bench.project.article(slug).text
    passages = evidence.highlight(text, {message.id: message.evidence})
    return render_template("evidence.html", bench=bench, message=message, article=passages)


@blueprint.get("/page")
@needs("read")
def whole(tag: str, slug: str) -> Response:
    """Show the whole page as readers will see it, with the words that still wait."""
    bench = workshop.load(slug, workshop.locale_of(tag))  # says what is wrong with its files
    html, policy = whole_page.html_of(settings(), bench.project, slug, bench.locale)
    response = Response(html, mimetype="text/html")
    response.headers["Content-Security-Policy"] = policy
    return response


def begin() -> None:
    """Note that who asks has something new to read."""
    pace: Pace = current_app.extensions["pace"]
    pace.begin(session().digest)


def page(
    bench: Bench, opened: str, said: str = "", *, failed: bool = False, typed: Typed | None = None,
    moved: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return the page of ``bench`` with the message ``opened``, an id, open.

    ``said`` stands above, as a failure's if ``failed``; ``typed`` is what was sent and not written,
    ``moved`` the parts that changed meanwhile (:data:`.review.shown.PARTS`).
    """
    kept = kept_text(bench)
    if typed is not None:
        kept[typed.message] = typed
    sentences = [
        bench.sentence(m, typed=kept.get(m.id), moved=moved if m.id == opened else ())
        for m in bench.messages
    ]
    edition = None
    with contextlib.suppress(OSError):
        edition = edition_folder.load(settings().editions, bench.slug, bench.locale)
    return render_template(
        "bench.html", bench=bench, sentences=sentences, opened=opened, said=said, failed=failed,
        edition=edition if isinstance(edition, Edition) else None,
        withdrawn=edition if isinstance(edition, Withdrawn) else None, base=settings().base_url,
        **_context(bench),
    )  # fmt: skip


def kept_text(bench: Bench) -> dict[str, Typed]:
    """Return what who asks typed and did not save, by message."""
    try:
        return dict(memory().typed(user().name, bench.slug, bench.locale))
    except sqlite3.Error:
        return {}


def _typing(bench: Bench) -> dict[str, list[str]]:
    """Return who else is typing into which message."""
    try:
        return memory().typing(bench.slug, bench.locale, user().name)
    except sqlite3.Error:
        return {}


def _context(bench: Bench) -> dict[str, Any]:
    me = user()
    place = bench.locale, bench.source.language
    return {
        "reasons": REASONS, "may_save": me.may("save", *place) and not bench.is_source,
        "may_sign": me.may("sign", *place), "may_comment": me.may("save", *place),
        "may_edit": me.may("article"), "progress": bench.progress(), "typing": _typing(bench),
    }  # fmt: skip


def sentence_part(
    bench: Bench, message: Message, typed: Typed | None = None, *, said: str = "",
    moved: Sequence[str] = (),
) -> str:  # fmt: skip
    """Return the part of the page that one message is.

    ``said`` is the error beside it, and ``moved`` the parts that changed meanwhile.
    """
    sentence = bench.sentence(message, typed=typed, moved=moved)
    return render_template(
        "_sentence.html", s=sentence, bench=bench, opened=message.id, error=said, **_context(bench)
    )


def foot_part(bench: Bench) -> str:
    """Return the foot of the page: how many are signed."""
    return render_template("_foot.html", bench=bench, **_context(bench))
