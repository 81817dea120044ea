"""What was sent back to who is signed in, and why; and feeds of what waits, for other programs."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ...content.locales import is_locale
from ...errors import InputError
from ...review import marks
from .. import workshop
from ..board import Board
from ..board_index import Row
from ..feed_tokens import FeedTokens
from ..guard import ANYBODY, address_of, clock, needs, people, settings, user
from ..people import User
from .bench_pages import REASONS
from .queue import action_of

blueprint = Blueprint("sent_back", __name__, url_prefix="/desk")
MOST = 100


@dataclass(frozen=True, slots=True)
class SentBack:
    """A message with words of one person that somebody rejected."""

    slug: str
    locale: str
    message: str
    source: str
    language: str
    words: tuple[str, ...]
    reason: str
    name: str
    date: str


def feed_tokens() -> FeedTokens:
    """Return the feeds."""
    value: FeedTokens = current_app.extensions["feeds"]
    return value


@blueprint.get("/sent-back")
@needs("enter")
def show() -> str:
    """Show what was rejected of who asks, and the feeds that they have."""
    return _page("")


def _page(address: str) -> str:
    board: Board = current_app.extensions["board"]
    board.refresh()
    me = user()
    return render_template(
        "sent_back.html", rows=list(_sent_back(board, me)), feeds=feed_tokens().of(me.name),
        locales=[name for name in board.locales if me.may("read", name)], reasons=REASONS,
        address=address,
    )  # fmt: skip


def _sent_back(board: Board, me: User) -> Iterator[SentBack]:
    """Yield what waits because somebody rejected words of ``me``."""
    left = MOST
    for row in board.all():
        if not row.rejected or not me.may("read", row.locale, row.source):
            continue
        try:
            bench = workshop.load(row.slug, row.locale)
        except InputError:
            continue
        for message in bench.messages:
            status = bench.state(message)
            notes = marks.notes(status.entry.comments) if status.entry else []
            mine = [n for n in notes if n.kind == "translated" and n.name == me.name]
            if status.state != "rejected" or not mine or not left:
                continue
            left -= 1
            by = next((n for n in reversed(notes) if n.kind == "rejected"), None)
            yield SentBack(
                row.slug, row.locale, message.id, message.singular, row.source, status.strings,
                status.reason, by.name if by else "", by.date if by else "",
            )  # fmt: skip


@blueprint.post("/sent-back/feeds")
@needs("enter")
def make_feed() -> str:
    """Make a feed of what waits in one language, and show its address, once."""
    locale = request.form.get("locale", "")
    board: Board = current_app.extensions["board"]
    board.refresh()
    if not is_locale(locale) or locale not in board.locales or not user().may("read", locale):
        raise NotFound
    token = feed_tokens().make(user().name, locale)
    return _page(address_of(url_for("sent_back.feed", token=token)))


@blueprint.post("/sent-back/feeds/end")
@needs("enter")
def end_feed() -> Response:
    """End a feed: its address is worth nothing from now on."""
    feed_tokens().end(user().name, request.form.get("feed", ""))
    return redirect(url_for("sent_back.show"), 303)


@blueprint.get("/feed/<token>.atom")
@needs(ANYBODY)
def feed(token: str) -> Response:
    """Answer what waits for somebody in one language, as Atom (RFC 4287)."""
    owner = feed_tokens().find(token)
    someone = people().find(owner.name) if owner else None
    if owner is None or someone is None or not someone.may("read", owner.locale):
        raise NotFound
    board: Board = current_app.extensions["board"]
    board.refresh()
    rows = [
        row
        for row in board.all([owner.locale])
        if row.open and someone.may(action_of(row), row.locale, row.source)
    ]
    rows.sort(key=lambda row: row.since, reverse=True)
    rows = rows[:MOST]
    body = render_template(
        "feed.xml", rows=rows, feed=owner, embargoed={r.slug for r in rows if _embargoed(r)},
        address=address_of, stamp=_stamp,
    )  # fmt: skip
    return current_app.response_class(body, mimetype="application/atom+xml")


def _embargoed(row: Row) -> bool:
    """Tell whether readers may not know of an article yet: whoever finds a feed learns nothing."""
    try:
        until = workshop.project().article(row.slug).publish_at
    except InputError:
        return True
    return until is not None and until > clock()


def _stamp(seconds: float) -> str:
    moment = datetime.datetime.fromtimestamp(seconds, settings().timezone)
    return moment.isoformat(timespec="seconds")
