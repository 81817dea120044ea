"""A whole article read through on one page, and the sentences that were ticked there signed."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...content.messages import Message
from ...errors import SummariesError
from ...review import shown, sign
from ...review.sign import Reviewer
from .. import workshop
from ..failures import said_of
from ..guard import check, clock, desk_key, needs, session, settings, user
from ..language import gettext as _
from ..locks import wait_for
from ..pace import Pace
from ..sentence import Sentence
from ..workshop import Bench
from .bench import offer_catalogs
from .bench_pages import begin, blueprint, kept_text
from .message_form import MovedError

_TICKED = "read-"


@dataclass(frozen=True, slots=True)
class Row:
    """A sentence of the page; ``can_sign`` where it has words that can be ticked as read."""

    sentence: Sentence
    can_sign: bool
    ticked: bool = False
    error: str = ""


@blueprint.get("/read")
@needs("sign")
def read_through(tag: str, slug: str) -> str:
    """Show every sentence beside its source and evidence; nothing is ticked."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    begin()
    return _page(bench, "", {})


@blueprint.post("/read")
@needs("sign")
def sign_ticked(tag: str, slug: str) -> Response | tuple[str, int]:
    """Sign the sentences that were ticked, each as it was shown; say of each why it is not."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    versions = {m.id: request.form.get(f"{_TICKED}{m.id}", "") for m in bench.messages}
    ticked = [message for message in bench.messages if versions[message.id]]
    if not ticked:
        return _page(bench, _("Tick the sentences that you have read."), {}), 422
    errors: dict[str, tuple[int, str]] = {}
    try:
        wait_for(bench.project.path(slug, bench.locale).parent, bench.project.journal)
        if settings().desk_pace and _too_fast(bench, ticked, versions):
            raise SummariesError(
                _("That was faster than anybody reads it. Sign again if you have read it.")
            )
    except (SummariesError, OSError) as error:
        status, said = said_of(error)
        return _page(bench, said, {}, ticked={message.id for message in ticked}), status
    for message in ticked:
        try:
            _sign(bench, message, versions[message.id])
        except (SummariesError, OSError) as error:
            errors[message.id] = said_of(error)
    signed = len(ticked) - len(errors)
    if signed and bench.is_source:
        offer_catalogs(bench)
    if not errors:
        return redirect(url_for("bench.show", tag=tag, slug=slug, done="signed"), 303)
    begin()
    # What could be signed is signed, so the answer is none of a request that failed.
    status = 200 if signed else max(status for status, _said in errors.values())
    said = _("%(signed)s of %(total)s signed") % {"signed": signed, "total": len(ticked)}
    fresh = workshop.load(slug, bench.locale)
    return _page(fresh, said, {name: text for name, (_status, text) in errors.items()}), status


def _sign(bench: Bench, message: Message, version: str) -> None:
    """Sign one sentence as it was shown. Raises as :func:`.review.sign.sign`."""
    if moved := shown.moved(version, bench.version(message)):
        raise MovedError(moved)
    if message.id in _unsaved(bench):
        raise SummariesError(_("You typed other words here and did not save them."))
    who = Reviewer(user().name, "desk", desk_key(), functools.partial(check, "sign"))
    sign.sign(bench.project, bench.source, bench.locale, bench.status(message), who, clock())


def _too_fast(bench: Bench, ticked: Sequence[Message], versions: Mapping[str, str]) -> bool:
    """Tell whether nobody reads all that was ticked in the time since the page was shown."""
    texts = []
    for message in ticked:
        texts.append((message.plural or message.singular, bench.source.language))
        strings = bench.status(message).strings
        if strings and not bench.is_source:
            texts.append((strings[-1], bench.locale))
    pace: Pace = current_app.extensions["pace"]
    name = " ".join(versions[message.id] for message in ticked)
    return pace.too_fast(session().digest, f"{bench.locale} {name}", texts)


def _unsaved(bench: Bench) -> set[str]:
    """Return the messages for which who asks typed other words than there are."""
    return {
        name for name, typed in kept_text(bench).items()
        if any(m.id == name for m in bench.messages)
        and bench.sentence(bench.message(name), typed=typed).typed
    }  # fmt: skip


def _page(
    bench: Bench, said: str, errors: Mapping[str, str], *, ticked: Collection[str] = ()
) -> str:
    """Return the page; ``errors`` stand at their sentences, and ``ticked`` are so already."""
    unsaved = _unsaved(bench)
    rows = []
    for message in bench.messages:
        sentence = bench.sentence(message)
        state = sentence.status
        can_sign = (
            not state.ready and sentence.usable and bool(state.strings) and any(state.strings)
            and message.id not in unsaved and all(o.level != "error" for o in sentence.objections)
        )  # fmt: skip
        error = errors.get(message.id, "")
        rows.append(Row(sentence, can_sign, message.id in ticked, error))
    return render_template(
        "read_through.html", bench=bench, rows=rows, said=said, unsaved=unsaved,
        can_sign=any(row.can_sign for row in rows), progress=bench.progress(),
    )  # fmt: skip
