"""Signing in and out, and the language of the desk."""

from __future__ import annotations

import math
import time
from functools import lru_cache

from flask import Blueprint, current_app, g, redirect, render_template, request, url_for
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response

from ...errors import SummariesError
from ...web.rate_limit import client
from .. import groups, language, passwords
from ..guard import (
    ANYBODY,
    COOKIE,
    START,
    address_of,
    check_start,
    memory,
    needs,
    own_path,
    people,
    session,
    set_cookie,
    start_of,
)
from ..language import gettext as _
from ..openid import OpenID
from ..people import fold

blueprint = Blueprint("entrance", __name__, url_prefix="/desk")
# Failures in a quarter of an hour: of one name, whoever tries it, and of one address.
_OF_NAME = RateLimitItemPerMinute(10, 15, namespace="name")
_OF_ADDRESS = RateLimitItemPerMinute(50, 15, namespace="address")
_LONGEST_NAME = 200


@lru_cache(maxsize=1)
def limiter() -> MovingWindowRateLimiter:
    """Return what counts attempts to sign in: in this process's memory."""
    return MovingWindowRateLimiter(MemoryStorage())


@blueprint.get("/sign-in")
@needs(ANYBODY)
def sign_in() -> str | Response:
    """Show the form."""
    if "user" in g:
        return redirect(own_path(request.args.get("next", "")), 303)
    return render_template("sign_in.html", following=request.args.get("next", ""), **_about())


@blueprint.post("/sign-in")
@needs(ANYBODY)
def enter() -> tuple[str, int] | Response:
    """Start a session for a name and its password. The same answer for all that do not fit."""
    check_start()
    name = request.form.get("name", "")[:_LONGEST_NAME]
    tried: list[tuple[RateLimitItem, str]] = [
        (_OF_NAME, fold(name)), (_OF_ADDRESS, client(request.remote_addr)),
    ]  # fmt: skip
    counts = limiter()
    for item, key in tried:
        if not counts.test(item, key):
            reset = counts.get_window_stats(item, key).reset_time
            minutes = max(1, math.ceil((reset - time.time()) / 60))
            said = language.ngettext(
                "Too many attempts. Try again in %(number)s minute.",
                "Too many attempts. Try again in %(number)s minutes.", minutes,
            ) % {"number": minutes}  # fmt: skip
            return _again(name, said, 429)
    known = people().find(name) if name.strip() else None
    if not passwords.matches(request.form.get("password", ""), known.hash if known else None):
        for item, key in tried:
            counts.hit(item, key)
        return _again(name, _("Name or password do not fit."), 422)
    assert known is not None
    identity, _session = memory().start(known)
    counts.clear(_OF_NAME, fold(name))
    response = redirect(own_path(request.form.get("next", "")), 303)
    set_cookie(response, COOKIE, identity)
    return response


@blueprint.get("/sign-in/elsewhere")
@needs(ANYBODY)
def elsewhere() -> Response:
    """Lead to the provider that people sign in at."""
    browser = start_of()
    following = own_path(request.args.get("next", ""))
    return redirect(_openid().begin(_callback(), browser, following), 303)


@blueprint.get("/sign-in/back")
@needs(ANYBODY)
def back() -> Response | tuple[str, int]:
    """Start a session for who comes back from the provider."""
    provider = _openid()
    try:
        person, following = provider.finish(
            _callback(), request.cookies.get(START, ""), request.args
        )
        roles, languages = groups.granted(provider.grants, person.groups)
        entered = people().enter(person.subject, person.name, roles, languages)
    except SummariesError as error:
        return _again("", str(error), 422)
    if entered is None:
        return _again("", _("You are in no group that may use the desk."), 403)
    identity, _session = memory().start(entered)
    response = redirect(own_path(following), 303)
    set_cookie(response, COOKIE, identity)
    return response


def _openid() -> OpenID:
    value: OpenID | None = current_app.extensions["openid"]
    if value is None:
        raise NotFound
    return value


def _callback() -> str:
    return address_of(url_for("entrance.back"))


@blueprint.post("/sign-out")
@needs("enter")
def leave() -> Response:
    """End this session, or all of this person's."""
    if request.form.get("all"):
        memory().end_all(session().name)
    else:
        memory().end(session())
    response = redirect(url_for("entrance.sign_in"), 303)
    response.delete_cookie(COOKIE, path="/desk/")
    return response


@blueprint.post("/language")
@needs(ANYBODY)
def choose() -> Response:
    """Choose the language of the desk."""
    response = redirect(own_path(request.form.get("next", "")), 303)
    chosen = request.form.get("language", "")
    if chosen in language.LANGUAGES:
        set_cookie(response, language.COOKIE, chosen, 365 * 24 * 3600)
    return response


def _again(name: str, said: str, status: int) -> tuple[str, int]:
    following = request.form.get("next", "")
    page = render_template("sign_in.html", name=name, said=said, following=following, **_about())
    return page, status


def _about() -> dict[str, bool]:
    """Tell whether one can sign in elsewhere, and whether nobody can sign in at all yet."""
    openid = current_app.extensions["openid"] is not None
    return {"openid": openid, "empty": not openid and not people().all()}
