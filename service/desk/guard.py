"""Who may ask for what: sessions, roles, forms that belong to their session. Denies by default.

Every view says by :func:`needs` what it takes; one that says nothing is nobody's. Roles are read
from the file at each request.
"""

from __future__ import annotations

import contextlib
import datetime
import hmac
import secrets
import sqlite3
import time
from collections.abc import Callable
from typing import Any, TypeVar, cast
from urllib.parse import urlsplit

from flask import Flask, abort, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

from ..content.article import SLUG
from ..editions.plan import now
from ..errors import InputError, SummariesError
from ..review.keys import PrivateKey
from ..review.renames import name_today
from ..settings import Settings
from .language import gettext as _
from .memory import Memory, Session
from .people import People, User
from .roles import ACTIONS, Action
from .workshop import place_of, project

# Names of cookies: the session, and what a sign-in form is compared with before there is one.
COOKIE, START = "desk", "desk-start"
ANYBODY = "anybody"
# Bytes of a form of who is signed in, or was. All fields of a summary at their longest, each
# character with the nine that stand for it in a form, are less; a dozen fields with a megabyte of
# text each still get their answer, with the text in it.
LARGEST = 32 * 1024 * 1024
_View = TypeVar("_View", bound=Callable[..., Any])


def needs(action: Action | str) -> Callable[[_View], _View]:
    """Say what a view takes: an ``action`` of :mod:`.roles`, or ``anybody``."""

    def mark(view: _View) -> _View:
        view.needs = action  # type: ignore[attr-defined]
        return view

    return mark


def settings() -> Settings:
    """Return the settings of this application."""
    value: Settings = current_app.extensions["settings"]
    return value


def clock() -> datetime.datetime:
    """Return the time now, in the newsroom's time zone."""
    return now(settings().timezone)


def memory() -> Memory:
    """Return what the desk remembers."""
    value: Memory = current_app.extensions["memory"]
    return value


def people() -> People:
    """Return who may use the desk."""
    value: People = current_app.extensions["people"]
    return value


def desk_key() -> PrivateKey:
    """Return the desk's own key."""
    value: PrivateKey = current_app.extensions["key"]
    return value


def user() -> User:
    """Return who asks. Raises Forbidden where nobody is signed in."""
    value: User | None = g.get("user")
    if value is None:
        raise Forbidden
    return value


def session() -> Session:
    """Return the session of who asks. Raises Forbidden where nobody is signed in."""
    value: Session | None = g.get("session")
    if value is None:
        raise Forbidden
    return value


def init_app(app: Flask) -> None:
    """Ask before every view."""
    app.before_request(_check)


def _check() -> Response | None:
    _identify()
    if request.endpoint is None:
        return None  # no such address: 404, 405
    view = current_app.view_functions[request.endpoint]
    action = ANYBODY if request.endpoint == "static" else getattr(view, "needs", None)
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _check_origin()
    if action == ANYBODY:
        return None
    if action not in ACTIONS:
        abort(403)
    if "user" not in g:
        return signed_out()
    if request.method not in ("GET", "HEAD", "OPTIONS"):
        _check_form()
    if moved := _follow():
        return moved
    check(cast(Action, action))
    return None


def _follow() -> Response | None:
    """Go on under the name that an article has today: pages that are open and bookmarks stay."""
    args = request.view_args or {}
    name = renamed(args.get("slug", ""))
    if not name:
        return None
    args["slug"] = name
    if request.method in ("GET", "HEAD") and not wants_json():
        # The query as it came: names in it, such as “_scheme”, mean something to url_for.
        query = request.query_string.decode("ascii", "ignore")
        return redirect(
            url_for(request.endpoint or "", **args) + (f"?{query}" if query else ""), 303
        )
    return None


def renamed(slug: str) -> str:
    """Return the name that ``slug`` has today, with what was typed there; nothing if none."""
    here = project()
    if not SLUG.fullmatch(slug) or slug in here:
        return ""
    name = name_today(here.journal, slug)
    if not name or name not in here:
        return ""
    with contextlib.suppress(sqlite3.Error):
        memory().rename(slug, name)
    return name


def signed_out() -> Response:
    """Return the answer for who is not signed in, and may have typed something."""
    if request.method in ("GET", "HEAD") and not wants_json():
        return redirect(url_for("entrance.sign_in", next=request.full_path.rstrip("?")), 303)
    raise SignedOutError


class SignedOutError(SummariesError):
    """A form came from somebody whose session is over."""


def check(action: Action) -> None:
    """Raise Forbidden unless who asks may do ``action``, in the language of the address if any.

    Reads the roles again: it is asked once more under the lock of what is written.
    """
    known = people().find(user().name)
    locale, source = "", ""
    if place := g.get("place"):
        locale, source = place
    elif "tag" in (request.view_args or {}):
        locale, source = g.place = place_of(**(request.view_args or {}))
    if known is None or known.seal != session().seal or not known.may(action, locale, source):
        raise Forbidden(_("Your role does not allow this. An administrator can change it."))


def _identify() -> None:
    """Note who asks, if their session holds and they are still a user with that password."""
    identity = request.cookies.get(COOKIE)
    if not identity:
        return
    try:
        known = memory().session(identity)
        someone = people().find(known.name) if known else None
    except (sqlite3.Error, InputError) as error:
        if request.endpoint == "static":
            return
        raise SummariesError(
            _("The desk cannot read its own files now: %(error)s") % {"error": error}
        ) from error
    if known is None:
        return
    # Whoever was signed in a while ago gets back what they typed, after signing in again.
    g.former = known if someone and known.seal == someone.seal else None
    if g.former:
        request.max_content_length = request.max_form_memory_size = LARGEST
    if g.former and someone and known.valid(time.time()):
        g.user, g.session = someone, known


def _check_origin() -> None:
    """Refuse a form that another site sent."""
    origin = request.headers.get("Origin")
    site = request.headers.get("Sec-Fetch-Site", "same-origin")
    if site not in ("same-origin", "none") or (
        origin is not None and urlsplit(origin).netloc != request.host
    ):
        raise Forbidden(_("This form came from another site. Nothing was written."))


def _check_form() -> None:
    sent = request.form.get("csrf", "") or request.headers.get("X-Desk-Token", "")
    if not hmac.compare_digest(sent.encode(), session().csrf.encode()):
        raise Forbidden(_("This form is of another session. Load the page again."))


def token() -> str:
    """Return what forms carry to show that their page was made for who sends them."""
    if "session" in g:
        value: Session = g.session
        return value.csrf
    return start_of()


def start_of() -> str:
    """Return what this browser is known by before there is a session."""
    if "start" not in g:
        g.start = request.cookies.get(START) or secrets.token_urlsafe(24)
    start: str = g.start
    return start


def check_start() -> None:
    """Raise Forbidden unless a sign-in form came from a page of ours in the same browser."""
    start = request.cookies.get(START, "")
    sent = request.form.get("csrf", "")
    if not start or not hmac.compare_digest(sent.encode(), start.encode()):
        raise Forbidden(_("This form is too old, or cookies are off. Load the page again."))


def wants_json() -> bool:
    """Tell whether the desk's script asks."""
    return request.headers.get("X-Desk") == "1"


def set_cookie(response: Response, name: str, value: str, seconds: int | None = None) -> None:
    """Set the cookie ``name`` to ``value``; scripts and other sites never see it.

    It stays for ``seconds``; for None, until the browser is closed.
    """
    response.set_cookie(
        name, value, max_age=seconds, path="/desk/", httponly=True, samesite="Lax",
        secure=_is_https(),
    )  # fmt: skip


def _is_https() -> bool:
    """Tell whether browsers ask over TLS, as far as one can see from here."""
    config = settings()
    forwarded = config.trusted_proxies and request.headers.get("X-Forwarded-Proto") == "https"
    return request.is_secure or bool(forwarded) or config.base_url.startswith("https:")


def address_of(path: str) -> str:
    """Return the whole address of ``path``, one of the desk, as other programs ask for it."""
    scheme = "https" if _is_https() else "http"
    return f"{scheme}://{request.host}{path}"


def own_path(text: str) -> str:
    """Return ``text`` where it is an address of the desk; else its first page."""
    good = (
        text.startswith("/desk/") and "\\" not in text and "//" not in text and text.isprintable()
    )
    return text if good and ".." not in text else url_for("queue.show")
