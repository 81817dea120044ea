"""Drills: an editor starts one on copies, and people answer a sentence at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import Forbidden, NotFound
from werkzeug.wrappers import Response

from ...content.messages import statement_of
from ...content.placeholders import Segment, fill
from ...errors import InputError, SummariesError
from ...review.measures import words_in
from ...review.status import MessageStatus
from .. import seeded_errors
from ..drills import EVERY, LEAST, MOST, USUAL, Drill, Drills, Item, draw
from ..guard import needs, settings, user
from ..language import N_
from ..language import gettext as _
from ..pace import FASTEST
from ..workshop import project

blueprint = Blueprint("drill", __name__, url_prefix="/desk/drills")
KINDS = {
    "figure": N_("a digit of a figure is another"),
    "placeholder": N_("two figures have changed places"),
    "name": N_("a name is another"), "negation": N_("a negation is gone"),
    "attribution": N_("who says so is gone"),
}  # fmt: skip
# Sentences that are looked at for one drill.
_POOL = 400


@blueprint.get("")
@needs("enter")
def show() -> str:
    """List the drills in one's languages; for editors with what came of them."""
    me, drills = user(), _drills()
    mine = [drill for drill in drills.all() if me.may("read", drill.locale)]
    editor = me.may("article")
    return render_template(
        "drills.html", drills=[(drill, drills.results(drill.id)) for drill in mine],
        kinds=KINDS, editor=editor, locales=project().languages() if editor else [],
        least=LEAST, most=MOST, usual=USUAL, every=EVERY,
    )  # fmt: skip


@blueprint.post("")
@needs("article")
def start() -> Response:
    """Begin a drill in a language, on copies of what is signed in it."""
    locale = request.form.get("locale", "")
    if locale not in project().languages():
        raise SummariesError(_("There is nothing in this language."))
    try:
        size = int(request.form.get("size", ""))
    except ValueError:
        size = USUAL
    pool = list(_signed(locale))
    sound = [item for item, _segments, _seen in pool]
    name = _drills().start(locale, draw(sound, list(_seeded(pool, locale)), size))
    return redirect(url_for("drill.part", drill=name), 303)


@blueprint.get("/<drill>")
@needs("enter")
def part(drill: str) -> str:
    """Show the sentence that is before who asks, or how their part went."""
    return _page(_mine(drill))


@blueprint.post("/<drill>")
@needs("enter")
def answer(drill: str) -> Response | tuple[str, int]:
    """Take an answer to the sentence before the user in ``drill``, an id, and go on."""
    here = _mine(drill)
    verdict = request.form.get("verdict", "")
    try:
        number = int(request.form.get("number", ""))
    except ValueError:
        number = -1
    if verdict not in ("right", "wrong"):
        raise SummariesError(_("Say whether it is right or wrong."))
    pace = FASTEST if settings().desk_pace else 0.0
    if not _drills().answer(here.id, user().name, number, wrong=verdict == "wrong", pace=pace):
        said = _("That was faster than anybody reads it. Say it again if you have read it.")
        return _page(here, said), 422
    return redirect(url_for("drill.part", drill=here.id), 303)


@blueprint.post("/<drill>/end")
@needs("article")
def end(drill: str) -> Response:
    """Forget a drill and its results."""
    _drills().end(_mine(drill).id)
    return redirect(url_for("drill.show"), 303)


def _page(drill: Drill, said: str = "") -> str:
    drills, me = _drills(), user().name
    following = drills.next(drill.id, me)
    return render_template(
        "drill.html", drill=drill, number=following[0] if following else None,
        item=following[1] if following else None, said=said, kinds=KINDS,
        results=None if following else drills.results(drill.id, me),
    )  # fmt: skip


def _drills() -> Drills:
    value: Drills = current_app.extensions["drills"]
    return value


def _mine(name: str) -> Drill:
    """Return a drill that who asks may take part in. Raises NotFound, Forbidden."""
    drill = _drills().find(name)
    if drill is None:
        raise NotFound
    if not user().may("read", drill.locale):
        raise Forbidden(_("Your role does not allow this. An administrator can change it."))
    return drill


Copied = tuple[Item, list[Segment], MessageStatus]


def _signed(locale: str) -> Iterator[Copied]:
    """Yield copies of sentences that are signed in ``locale``, as readers see them."""
    here = project()
    slugs = here.slugs()
    left = _POOL
    for slug in random.SystemRandom().sample(slugs, len(slugs)):
        try:
            source = here.source(slug)
            statuses = here.assess(source, locale, thorough=False, known=here.ledger(slug))
        except InputError:
            continue
        if source.language == locale:
            continue  # a source is compared with its evidence, not with itself
        for seen in statuses or ():
            if seen.ready and not statement_of(seen.message.id) and left:
                left -= 1
                yield _copied(seen, source.language, locale)


def _copied(seen: MessageStatus, language: str, locale: str) -> Copied:
    message = seen.message
    segments = list(fill(seen.strings[-1], lambda name: message.value(name, locale)))
    text = "".join(segment.text for segment in segments)
    original = "".join(
        segment.text for segment in fill(message.forms[-1], lambda n: message.value(n, language))
    )
    words = words_in(original, language) + words_in(text, locale)
    figures = tuple(fact.shown() for fact in message.facts.values())
    return Item(original, language, text, tuple(message.evidence), figures, words), segments, seen


def _seeded(pool: list[Copied], locale: str) -> Iterator[Item]:
    """Yield each sentence with each kind of error that can be put into it."""
    chance = random.SystemRandom()
    texts = [item.text for item, _segments, _seen in pool]
    for item, segments, seen in pool:
        for kind in seeded_errors.KINDS:
            others = [text for text in texts if text != item.text]
            made = seeded_errors.seed(kind, segments, seen.message.facts, locale, others, chance)
            if made:
                words = item.words - words_in(item.text, locale) + words_in(made, locale)
                yield Item(
                    item.source, item.language, made, item.evidence, item.figures, words, kind
                )
