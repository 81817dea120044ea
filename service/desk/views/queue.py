"""My queue: what waits for who is signed in, first what readers wait for."""

from __future__ import annotations

import heapq
from functools import lru_cache

from flask import Blueprint, current_app, redirect, render_template, url_for
from werkzeug.wrappers import Response

from ..board import Board
from ..board_index import Row
from ..git_queue import GitQueue
from ..guard import memory, needs, renamed, user
from ..people import User
from ..roles import ALL, Action

blueprint = Blueprint("queue", __name__, url_prefix="/desk")
MOST = 200


@blueprint.get("")
@needs("enter")
def without_slash() -> Response:
    """Lead to the queue."""
    return redirect(url_for("queue.show"), 303)


@blueprint.get("/")
@needs("enter")
def show() -> str:
    """Show what waits in the languages of who asks."""
    board: Board = current_app.extensions["board"]
    board.refresh()
    me = user()
    may = lru_cache(me.may)  # asked of every row, and the same for most
    rows = [
        row
        for row in board.all()
        if row.locale and row.open and _own(me, row) and may(action_of(row), row.locale, row.source)
    ]
    # A source that nobody signed holds all its languages up.
    first = heapq.nsmallest(
        MOST, rows,
        key=lambda row: (row.locale != row.source, not row.needed, row.since, row.slug),
    )  # fmt: skip
    typed = [
        (slug, locale, next(iter(rows_of.values())).title or slug)
        for called, locale in memory().places(me.name)
        for slug in [renamed(called) or called]
        if (rows_of := board.rows(slug)) and (locale or me.may("article"))
    ]
    asked = sorted(
        (row for row in board.all() if row.asked and may("read", row.locale, row.source)),
        key=lambda row: row.asked_since,
    )
    problems = [row for row in board.all([""]) if me.may("article")]
    git: GitQueue | None = current_app.extensions["git"]
    said = git.problem if git and (me.may("article") or me.may("people")) else ""
    return render_template(
        "queue.html", rows=first, more=max(0, len(rows) - MOST), typed=typed, board=board,
        problems=problems, git_problem=said, asked=asked[:MOST],
    )  # fmt: skip


def _own(user: User, row: Row) -> bool:
    """Tell whether a row is in a language of ``user``'s.

    An editor may write in all, but whatever waits elsewhere is for those whose language it is.
    """
    own = {row.locale, ALL} & set(user.languages)
    return bool(own) or (row.locale == row.source and user.may("article"))


def action_of(row: Row) -> Action:
    """Return what somebody has to be allowed for a row to be theirs."""
    return "sign" if row.translated or row.locale == row.source else "save"
