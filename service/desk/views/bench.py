"""What people decide at the bench: words saved, signed, rejected, answered, commented.

Every form works without scripts. The script sends the same forms and gets the sentence's part of
the page back.
"""

from __future__ import annotations

import contextlib
import functools
import logging
from collections.abc import Callable
from typing import Any, TypeVar

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from ...content.locales import tag as tag_of
from ...errors import ConflictError, SummariesError
from ...review import journal, sign, signatures
from .. import comments
from ..failures import said_of
from ..guard import address_of, check, clock, needs, session, settings, user, wants_json
from ..language import gettext as _
from ..locks import wait_for
from ..memory import Typed
from ..outbox import Outbox
from ..pace import Pace
from ..sentence import texts
from ..workshop import Bench
from .bench_pages import (
    DONE,
    REASONS,
    begin,
    blueprint,
    foot_part,
    kept_text,
    page,
    sentence_part,
)
from .message_form import MessageForm, MovedError
from .summaries import update

log = logging.getLogger(__name__)

Answer = Response | tuple[Any, int] | str
_View = TypeVar("_View", bound=Callable[..., Answer])


def _deciding(view: Callable[[MessageForm], str]) -> Callable[[str, str], Answer]:
    """Turn what decides about a message into a view that answers page or script.

    Errors come back with the sentence as it is now, and with what was typed in its fields.
    """

    @functools.wraps(view)
    def decide(tag: str, slug: str) -> Answer:
        form = MessageForm(tag, slug)
        try:
            here = form.bench.project
            wait_for(here.path(slug, form.bench.locale).parent, here.journal)
            done = view(form)
        except (SummariesError, OSError) as error:
            form.keep()
            status, said = said_of(error)
            return _refused(form, status, said, error)
        return _done(form, done)

    return decide


def _done(form: MessageForm, done: str) -> Answer:
    form.again()
    begin()
    following = form.message.id
    if done in ("signed", "saved-signed", "saved", "rejected"):
        following = form.bench.following(form.message.id) or form.message.id
    if not wants_json():
        place = {"tag": (request.view_args or {})["tag"], "slug": form.bench.slug}
        address = url_for("bench.show", **place, open=following, done=done)
        return redirect(f"{address}#s-{following}", 303)
    said = _(DONE[done])
    if done in ("signed", "saved-signed"):  # who hears the page has the foot far below
        signed, total, _waiting = form.bench.progress()
        progress = _("%(signed)s of %(total)s signed") % {"signed": signed, "total": total}
        said = f"{said} {progress}."
    return {
        "ok": True, "status": said, "next": following, "done": done,
        "html": sentence_part(form.bench, form.message, kept_text(form.bench).get(form.message.id)),
        "foot": foot_part(form.bench),
    }, 200  # fmt: skip


def _refused(form: MessageForm, status: int, said: str, error: Exception) -> Answer:
    with contextlib.suppress(SummariesError, OSError):
        form.again()
    moved = error.parts if isinstance(error, MovedError) else ()
    typed = None
    if form.strings:
        typed = Typed(form.message.id, form.version, form.strings, form.base)
    html = sentence_part(form.bench, form.message, typed, said=said, moved=moved)
    if wants_json():
        return {"ok": False, "status": said, "html": html, "next": form.message.id}, status
    return page(form.bench, form.message.id, said, failed=True, typed=typed, moved=moved), status


@blueprint.post("/save")
@needs("save")
@_deciding
def save(form: MessageForm) -> str:
    """Save words; they wait for review."""
    form.check_version()
    nothing = not form.changed and form.status.state not in ("draft", "missing")
    # Words that stand there already are noted in the journal, where a process that ended did not.
    form.write("save")
    form.forget()
    return "nothing" if nothing else "saved"


@blueprint.post("/sign")
@needs("sign")
@_deciding
def put_signature(form: MessageForm) -> str:
    """Sign words as they were shown; words that were corrected are saved first."""
    form.check_version()
    changed = form.changed and not form.bench.is_source
    if settings().desk_pace and not changed and _too_fast(form):
        raise SummariesError(
            _("That was faster than anybody reads it. Sign again if you have read it.")
        )
    if changed:
        form.write("sign")
        form.forget()
        form.again()
        form.changed = False
    sign.sign(
        form.bench.project, form.bench.source, form.bench.locale, form.status, form.who("sign"),
        clock(),
    )  # fmt: skip
    form.forget()
    if form.bench.is_source:
        offer_catalogs(form.bench)
    return "saved-signed" if changed else "signed"


def offer_catalogs(bench: Bench) -> None:
    """Make the catalogs that a signed source still lacks: a draft that nobody had to save has none.

    Without them no translator learns of the article.
    """
    here = bench.project
    if not all(here.path(bench.slug, locale).exists() for locale in here.languages()):
        for finding in update(bench.slug):
            log.warning("%s: %s", bench.slug, finding)


def _too_fast(form: MessageForm) -> bool:
    """Tell whether nobody reads source and words in the time since they could begin."""
    message, bench = form.message, form.bench
    texts = [(message.plural or message.singular, bench.source.language)]
    if not bench.is_source:
        texts.append((form.status.strings[-1] if form.status.strings else "", bench.locale))
    pace: Pace = current_app.extensions["pace"]
    return pace.too_fast(session().digest, f"{bench.locale} {form.version}", texts)


@blueprint.post("/reject")
@needs("sign")
@_deciding
def reject(form: MessageForm) -> str:
    """Reject words, with a reason; readers keep them unless they are to go down at once."""
    form.check_version()
    chosen = request.form.get("common", "")
    reason = request.form.get("reason", "").strip()
    if chosen in ("1", "2", "3", "4", "5"):
        common = REASONS[int(chosen) - 1]
        reason = f"{common} {reason}".strip()
    if not reason:
        raise SummariesError(_("Choose why, or say in your words what has to change."))
    sign.reject(
        form.bench.project, form.bench.source, form.bench.locale, form.status, form.who("sign"),
        clock(), reason, keep=not request.form.get("down"),
    )  # fmt: skip
    return "rejected"


@blueprint.post("/take-back")
@needs("sign")
@_deciding
def take_back(form: MessageForm) -> str:
    """Take one's own signature back: the words wait again, and readers keep what they have."""
    form.check_version()
    me = user().name
    if me not in {signature.name for signature in form.status.signatures}:
        raise SummariesError(_("There is no signature of yours to take back."))
    sign.reject(
        form.bench.project, form.bench.source, form.bench.locale, form.status, form.who("sign"),
        clock(), f"{me} took the signature back.", keep=True,
    )  # fmt: skip
    return "taken-back"


@blueprint.post("/seen")
@needs("sign")
@_deciding
def answer(form: MessageForm) -> str:
    """Answer a warning with the reason why it does not apply."""
    form.check_version()
    because = request.form.get("because", "")
    wanted = request.form.get("check", ""), request.form.get("warning", "")
    if wanted not in {(o.check, o.text) for o in form.status.objections if o.level == "warning"}:
        raise SummariesError(_("There is no such warning about these words any more."))
    sign.answer(
        form.bench.project, form.bench.source, form.bench.locale, form.status, *wanted, because,
        form.who("sign"), clock(),
    )  # fmt: skip
    return "seen"


@blueprint.post("/comment")
@needs("save")
@_deciding
def comment(form: MessageForm) -> str:
    """Write a comment about a sentence into the journal."""
    text = request.form.get("comment", "")
    fields = {
        "locale": form.bench.locale, "message": form.message.id,
        "text": signatures.check_reason(text),
    }  # fmt: skip
    check("save")
    journal.append(
        form.bench.project.journal_of(form.bench.slug), form.bench.slug, comments.COMMENT,
        user().name, clock(), fields,
    )  # fmt: skip
    _tell_question(form)
    return "commented"


@blueprint.post("/settle")
@needs("save")
@_deciding
def settle(form: MessageForm) -> str:
    """Write into the journal that what was said and asked about a sentence is settled."""
    waiting = form.bench.sentence(form.message).questions
    if not waiting or request.form.get("newest") != waiting[-1].at.isoformat():
        raise ConflictError(_("Somebody wrote something else meanwhile. Look at it again."))
    check("save")
    journal.append(
        form.bench.project.journal_of(form.bench.slug), form.bench.slug, comments.SETTLED,
        user().name, clock(), {"locale": form.bench.locale, "message": form.message.id},
    )  # fmt: skip
    return "settled"


def _tell_question(form: MessageForm) -> None:
    """Tell the webhook that something is asked; of an article under embargo no more than that."""
    outbox: Outbox = current_app.extensions["outbox"]
    event: dict[str, Any] = {"event": "question", "language": tag_of(form.bench.locale)}
    until = form.bench.project.article(form.bench.slug).publish_at
    if until is None or until <= clock():
        path = url_for("bench.show", tag=event["language"], slug=form.bench.slug)
        event |= {
            "slug": form.bench.slug, "message": form.message.id, "name": user().name,
            "address": address_of(f"{path}?open={form.message.id}"),
        }  # fmt: skip
    outbox.put(event)


@blueprint.post("/typed")
@needs("save")
def typed(tag: str, slug: str) -> Answer:
    """Keep what is being typed, and answer what the checks say of it and how it will look."""
    form = MessageForm(tag, slug)
    if len(form.strings) != len(texts(form.status, form.bench.locale)):
        raise BadRequest
    if form.changed:
        form.keep()
    else:
        form.forget()
    sentence = form.bench.sentence(form.message, form.strings)
    reads = render_template("_reads.html", s=sentence, bench=form.bench)
    checks = render_template("_checks.html", s=sentence, bench=form.bench)
    return {"ok": True, "reads": reads, "checks": checks}, 200


@blueprint.post("/forget")
@needs("save")
def forget(tag: str, slug: str) -> Answer:
    """Throw away what was typed and not saved."""
    form = MessageForm(tag, slug)
    form.forget()
    return _done(form, "nothing")
