"""For administrators: who may use the desk, and as what."""

from __future__ import annotations

import re
from collections.abc import Callable

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from ...errors import SummariesError
from ...review.project import Project
from ..failures import said_of
from ..guard import check, memory, needs
from ..guard import people as known_people
from ..language import N_
from ..language import gettext as _
from ..people import User, fold, missing_entry
from ..roles import ROLES
from ..workshop import project

blueprint = Blueprint("people", __name__, url_prefix="/desk/people")
ROLE_NAMES = {
    "translator": N_("translator"), "reviewer": N_("reviewer"), "editor": N_("editor"),
    "administrator": N_("administrator"),
}  # fmt: skip


@blueprint.get("")
@needs("people")
def show() -> str:
    """List everybody."""
    return _page("")


@blueprint.post("/add")
@needs("people")
def add() -> Response | tuple[str, int]:
    """Add somebody."""
    form = request.form
    return _changed(
        lambda: known_people().add(
            form.get("name", ""), form.getlist("roles"), _languages(), form.get("password", "")
        )
    )


@blueprint.post("/roles")
@needs("people")
def set_roles() -> Response | tuple[str, int]:
    """Give somebody other roles and languages."""

    def change() -> None:
        roles = request.form.getlist("roles")
        if "administrator" not in roles:
            _keep_one()
        known_people().set_roles(request.form.get("name", ""), roles, _languages())

    return _changed(change)


@blueprint.post("/password")
@needs("people")
def set_password() -> Response | tuple[str, int]:
    """Give somebody another password, which ends their sessions."""
    form = request.form
    return _changed(
        lambda: known_people().set_password(form.get("name", ""), form.get("password", ""))
    )


@blueprint.post("/remove")
@needs("people")
def remove() -> Response | tuple[str, int]:
    """Remove somebody, and end their sessions."""

    def change() -> None:
        _keep_one()
        known_people().remove(request.form.get("name", ""))
        memory().end_all(request.form.get("name", ""))

    return _changed(change)


@blueprint.post("/end-sessions")
@needs("people")
def end_sessions() -> Response | tuple[str, int]:
    """End all sessions of somebody."""
    return _changed(lambda: memory().end_all(request.form.get("name", "")))


def _keep_one() -> None:
    """Raise SummariesError where who is concerned is the last administrator."""
    name = fold(request.form.get("name", ""))
    others = [
        u for u in known_people().all() if "administrator" in u.roles and fold(u.name) != name
    ]
    if not others:
        raise SummariesError(_("Somebody has to stay administrator."))


def _languages() -> list[str]:
    return re.findall(r"[^\s,]+", request.form.get("languages", ""))


def _changed(change: Callable[[], object]) -> Response | tuple[str, int]:
    check("people")
    try:
        change()
    except SummariesError as error:
        return _page(said_of(error)[1]), 422
    return redirect(url_for("people.show"), 303)


def _page(said: str) -> str:
    users = known_people().all()
    return render_template(
        "people.html", users=users, said=said, roles=ROLES, names=ROLE_NAMES,
        sessions=memory().sessions(), missing=_missing(users, project()),
        form=request.form if said else {},
    )  # fmt: skip


def _missing(users: list[User], here: Project) -> dict[str, str]:
    policy = here.policy_or_nobody()
    missing = {user.name: missing_entry(user, policy) for user in users}
    return {name: text for name, text in missing.items() if text}
