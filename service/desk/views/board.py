"""The board: articles by languages, and how far each is."""

from __future__ import annotations

from flask import Blueprint, current_app, render_template, request

from ..board import Board
from ..guard import needs, user

blueprint = Blueprint("board", __name__, url_prefix="/desk")
PER_PAGE = 50


@blueprint.get("/board")
@needs("read")
def show() -> str:
    """Show a page of articles, in the languages that who asks may read."""
    board: Board = current_app.extensions["board"]
    board.refresh()
    me = user()
    locales = [name for name in board.locales if me.may("read", name)]
    wanted = request.args.get("q", "").strip().casefold()[:100]
    only = request.args.get("open", "")
    slugs = [
        slug
        for slug in board.slugs()
        if (not wanted or wanted in slug or _titled(board, slug, wanted))
        and (not only or _open(board, slug, locales))
    ]
    try:
        page = max(1, int(request.args.get("page", "1")))
    except ValueError:
        page = 1
    on_page = slugs[(page - 1) * PER_PAGE : page * PER_PAGE]
    return render_template(
        "board.html", board=board, locales=locales, slugs=on_page, total=len(slugs), page=page,
        last=max(1, -(-len(slugs) // PER_PAGE)), wanted=wanted, only=only,
    )  # fmt: skip


def _titled(board: Board, slug: str, wanted: str) -> bool:
    return any(wanted in row.title.casefold() for row in list(board.rows(slug).values())[:1])


def _open(board: Board, slug: str, locales: list[str]) -> bool:
    rows = board.rows(slug)
    return any(name in rows and rows[name].open for name in locales)
