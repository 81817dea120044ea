"""The bench: one article in one language, read beside its source, saved, signed, rejected.

Every form works without scripts. The script sends the same forms and gets the sentence's part of
the page back.
"""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import BadRequest
from werkzeug.wrappers import Response

from ...content.messages import Message
from ...editions import takedown
from ...editions.model import Edition
from ...editions.plan import now
from ...errors import ConflictError, SummariesError
from ...review import history, journal, saving, shown, sign, signatures
from ...review.sign import Reviewer
from ...review.status import MessageStatus
from .. import workshop
from ..failures import said_of
from ..guard import check, desk_key, memory, needs, session, settings, user, wants_json
from ..language import N_
from ..language import gettext as _
from ..locks import wait_for
from ..memory import Typed
from ..pace import Pace
from ..roles import Action
from ..workshop import Bench

blueprint = Blueprint("bench", __name__, url_prefix="/desk/<tag>/<slug>")
Answer = Response | tuple[Any, int] | str
_View = TypeVar("_View", bound=Callable[..., Answer])
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
    "commented": N_("The comment is written."), "nothing": N_("Nothing was changed."),
}  # fmt: skip


@blueprint.get("")
@needs("read")
def show(tag: str, slug: str) -> str:
    """Show the whole article in one language, one sentence open."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    if request.args.get("done", "") not in DONE:  # after a decision the time runs already
        _begin()
    wanted = request.args.get("open", "")
    said = DONE.get(request.args.get("done", ""), "")
    return _page(bench, wanted or bench.following(), _(said) if said else "")


@blueprint.get("/history")
@needs("read")
def past(tag: str, slug: str) -> str:
    """Show the life of one message, as the journal has it."""
    bench = workshop.load(slug, workshop.locale_of(tag))
    message = bench.message(request.args.get("message", ""))
    events = history.events(bench.lines, bench.ledger, bench.locale, message.id)
    pieces = [
        list(workshop.difference(" ¦ ".join(e.before), " ¦ ".join(e.strings)))
        if e.before
        else [workshop.Piece(" ¦ ".join(e.strings))]
        for e in events
    ]
    return render_template(
        "history.html", bench=bench, message=message, events=list(zip(events, pieces, strict=True))
    )


class _Form:
    """What a form about one message carries."""

    def __init__(self, tag: str, slug: str) -> None:
        self.bench = workshop.load(slug, workshop.locale_of(tag))
        self.message: Message = self.bench.message(request.form.get("message", ""))
        self.seen: MessageStatus = self.bench.status(self.message)
        self.version = request.form.get("version", "")
        self.strings = _numbered("text-")
        self.base = _numbered("base-")
        self.changed = bool(self.strings) and self.strings != workshop.texts(
            self.seen, self.bench.locale
        )

    def check_version(self) -> None:
        """Raise ConflictError unless all is still as it was shown."""
        moved = shown.moved(self.version, self.bench.version(self.message))
        if moved:
            raise _MovedError(moved)

    def who(self, action: Action) -> Reviewer:
        """Return who writes, with the desk's key; asked once more under the lock."""
        return Reviewer(user().name, "desk", desk_key(), functools.partial(check, action))

    def write(self, action: Action) -> None:
        """Save the words that were typed; they wait for review."""
        who = self.who(action)
        try:
            saving.save(
                self.bench.project, self.bench.source, self.bench.locale,
                [(self.seen, self.strings)], who.name, _now(), still=who.still,
            )  # fmt: skip
        except SummariesError as error:
            # The field has the words, and the desk its own sentence for a full disk.
            raise (error.__cause__ if isinstance(error.__cause__, OSError) else error) from None

    def again(self) -> None:
        """Read the files again after something was written."""
        self.bench = workshop.load(self.bench.slug, self.bench.locale)
        self.message = self.bench.message(self.message.id)
        self.seen = self.bench.status(self.message)

    def keep(self) -> None:
        """Keep what was typed, if it can be kept."""
        if self.changed:
            with contextlib.suppress(sqlite3.Error):
                memory().type(
                    user().name, self.bench.slug, self.bench.locale, self.message.id,
                    self.version, self.strings, self.base,
                )  # fmt: skip

    def forget(self) -> None:
        """Forget what was typed: it is written."""
        with contextlib.suppress(sqlite3.Error):
            memory().forget(user().name, self.bench.slug, self.bench.locale, self.message.id)


class _MovedError(ConflictError):
    def __init__(self, parts: Sequence[str]) -> None:
        self.parts = parts
        super().__init__(
            _("This sentence changed while it was open. Nothing was written. Look at it again.")
        )


def _numbered(prefix: str) -> tuple[str, ...]:
    found: list[str] = []
    while (text := request.form.get(f"{prefix}{len(found)}")) is not None and len(found) < 10:
        # Browsers send line ends as CRLF.
        found.append(signatures.normalise(text).rstrip("\n"))
    return tuple(found)


def _deciding(view: Callable[[_Form], str]) -> Callable[[str, str], Answer]:
    """Turn what decides about a message into a view that answers page or script.

    Errors come back with the sentence as it is now, and with what was typed in its fields.
    """

    @functools.wraps(view)
    def decide(tag: str, slug: str) -> Answer:
        form = _Form(tag, slug)
        try:
            wait_for(form.bench.project.path(slug, form.bench.locale).parent)
            done = view(form)
        except (SummariesError, OSError) as error:
            form.keep()
            if isinstance(error, OSError):
                status, said = said_of(error)
            else:
                status = 409 if isinstance(error, ConflictError) else 422
                said = str(error)
            return _refused(form, status, said, error)
        return _done(form, done)

    return decide


def _done(form: _Form, done: str) -> Answer:
    form.again()
    _begin()
    following = form.message.id
    if done in ("signed", "saved-signed", "saved", "rejected"):
        following = form.bench.following(form.message.id) or form.message.id
    if not wants_json():
        place = {"tag": (request.view_args or {})["tag"], "slug": form.bench.slug}
        address = url_for("bench.show", **place, open=following, done=done)
        return redirect(f"{address}#s-{following}", 303)
    return {
        "ok": True, "status": _(DONE[done]), "next": following, "done": done,
        "html": _sentence(form.bench, form.message, _kept(form.bench).get(form.message.id)),
        "foot": _foot(form.bench),
    }, 200  # fmt: skip


def _refused(form: _Form, status: int, said: str, error: Exception) -> Answer:
    with contextlib.suppress(SummariesError, OSError):
        form.again()
    moved = error.parts if isinstance(error, _MovedError) else ()
    typed = None
    if form.strings:
        typed = Typed(form.message.id, form.version, form.strings, form.base)
    html = _sentence(form.bench, form.message, typed, said=said, moved=moved)
    if wants_json():
        return {"ok": False, "status": said, "html": html, "next": form.message.id}, status
    return _page(form.bench, form.message.id, said, failed=True, typed=typed, moved=moved), status


@blueprint.post("/save")
@needs("save")
@_deciding
def save(form: _Form) -> str:
    """Save words; they wait for review."""
    form.check_version()
    if not form.changed and form.seen.state not in ("draft", "missing"):
        form.forget()
        return "nothing"
    form.write("save")
    form.forget()
    return "saved"


@blueprint.post("/sign")
@needs("sign")
@_deciding
def put_signature(form: _Form) -> str:
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
        form.bench.project, form.bench.source, form.bench.locale, form.seen, form.who("sign"),
        _now(),
    )  # fmt: skip
    form.forget()
    return "saved-signed" if changed else "signed"


def _too_fast(form: _Form) -> bool:
    """Tell whether nobody reads source and words in the time since they could begin."""
    message, bench = form.message, form.bench
    texts = [(message.plural or message.singular, bench.source.language)]
    if not bench.is_source:
        texts.append((form.seen.strings[-1] if form.seen.strings else "", bench.locale))
    pace: Pace = current_app.extensions["pace"]
    return pace.too_fast(session().digest, f"{bench.locale} {form.version}", texts)


def _begin() -> None:
    """Note that who asks has something new to read."""
    pace: Pace = current_app.extensions["pace"]
    pace.begin(session().digest)


@blueprint.post("/reject")
@needs("sign")
@_deciding
def reject(form: _Form) -> str:
    """Reject words, with a reason; readers keep them unless they are to go down at once."""
    form.check_version()
    chosen = request.form.get("common", "")
    reason = request.form.get("reason", "").strip()
    if chosen in ("1", "2", "3", "4", "5"):
        common = REASONS[int(chosen) - 1]
        reason = f"{common} {reason}".strip()
    sign.reject(
        form.bench.project, form.bench.source, form.bench.locale, form.seen, form.who("sign"),
        _now(), reason, keep=not request.form.get("down"),
    )  # fmt: skip
    return "rejected"


@blueprint.post("/take-back")
@needs("sign")
@_deciding
def take_back(form: _Form) -> str:
    """Take one's own signature back: the words wait again, and readers keep what they have."""
    form.check_version()
    me = user().name
    if me not in {signature.name for signature in form.seen.signatures}:
        raise SummariesError(_("There is no signature of yours to take back."))
    sign.reject(
        form.bench.project, form.bench.source, form.bench.locale, form.seen, form.who("sign"),
        _now(), f"{me} took the signature back.", keep=True,
    )  # fmt: skip
    return "taken-back"


@blueprint.post("/seen")
@needs("sign")
@_deciding
def answer(form: _Form) -> str:
    """Answer a warning with the reason why it does not apply."""
    form.check_version()
    because = request.form.get("because", "")
    wanted = request.form.get("check", ""), request.form.get("warning", "")
    if wanted not in {(o.check, o.text) for o in form.seen.objections if o.level == "warning"}:
        raise SummariesError(_("There is no such warning about these words any more."))
    sign.answer(
        form.bench.project, form.bench.source, form.bench.locale, form.seen, *wanted, because,
        form.who("sign"), _now(),
    )  # fmt: skip
    return "seen"


@blueprint.post("/comment")
@needs("save")
@_deciding
def comment(form: _Form) -> str:
    """Write a comment about a sentence into the journal."""
    text = request.form.get("comment", "")
    fields = {
        "locale": form.bench.locale, "message": form.message.id,
        "text": signatures.check_reason(text),
    }  # fmt: skip
    check("save")
    journal.append(
        form.bench.project.journal_of(form.bench.slug), form.bench.slug, workshop.COMMENT,
        user().name, _now(), fields,
    )  # fmt: skip
    return "commented"


@blueprint.post("/typed")
@needs("save")
def typed(tag: str, slug: str) -> Answer:
    """Keep what is being typed, and answer what the checks say of it and how it will look."""
    form = _Form(tag, slug)
    if len(form.strings) != len(workshop.texts(form.seen, form.bench.locale)):
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
    form = _Form(tag, slug)
    form.forget()
    return _done(form, "nothing")


def _now() -> Any:
    return now(settings().timezone)


def _page(
    bench: Bench, opened: str, said: str = "", *, failed: bool = False, typed: Typed | None = None,
    moved: Sequence[str] = (),
) -> str:  # fmt: skip
    kept = _kept(bench)
    if typed is not None:
        kept[typed.message] = typed
    sentences = [
        bench.sentence(m, typed=kept.get(m.id), moved=moved if m.id == opened else ())
        for m in bench.messages
    ]
    edition = None
    with contextlib.suppress(OSError):
        edition = takedown.load(settings().editions, bench.slug, bench.locale)
    return render_template(
        "bench.html", bench=bench, sentences=sentences, opened=opened, said=said, failed=failed,
        edition=edition if isinstance(edition, Edition) else None, base=settings().base_url,
        **_context(bench),
    )  # fmt: skip


def _kept(bench: Bench) -> dict[str, Typed]:
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


def _sentence(
    bench: Bench, message: Message, typed: Typed | None = None, *, said: str = "",
    moved: Sequence[str] = (),
) -> str:  # fmt: skip
    sentence = bench.sentence(message, typed=typed, moved=moved)
    return render_template(
        "_sentence.html", s=sentence, bench=bench, opened=message.id, error=said, **_context(bench)
    )


def _foot(bench: Bench) -> str:
    return render_template("_foot.html", bench=bench, **_context(bench))
