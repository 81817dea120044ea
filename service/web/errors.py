"""Errors in the reader's language for pages, RFC 9457 problem details for the API."""

from __future__ import annotations

from typing import Any

import msgspec
from flask import Flask, make_response, render_template, request
from werkzeug.exceptions import BadHost, HTTPException, InternalServerError, ServiceUnavailable
from werkzeug.wrappers import Response

from ..content.locales import tag
from ..content.ui_strings import N_
from ..editions.lazy_editions import UnavailableError
from . import openapi, schemas
from .request_context import locale, view
from .views.pages import Gone, NoEdition

TEXTS = {
    # NOTE: text of the error page for a method that the address does not take (405)
    405: N_("This address cannot be used in that way."),
    # NOTE: text of the error page for an unknown Accept header (406)
    406: N_("Not available in the requested format."),
    # NOTE: text of the error page for too many requests (429)
    429: N_("Too many requests. Please wait a moment and try again."),
    # NOTE: text of the error page when the server failed (500)
    500: N_("Something went wrong on our side. Please try again later."),
}
# Headers of an error that readers and programs need.
_PASSED_ON = ("allow", "retry-after", "ratelimit", "ratelimit-policy")

# Seconds until a reader, or a crawler, may as well ask again for what cannot be read now.
RETRY_AFTER = 5


def problem(status: int, title: str, detail: str | None = None, **extra: Any) -> Response:
    """Return an RFC 9457 problem details answer.

    ``status`` is HTTP's, ``title`` names the kind of problem, and ``detail`` says what is wrong
    here.
    """
    body = schemas.Problem(title=title, status=status, detail=detail or msgspec.UNSET, **extra)
    response = make_response(msgspec.json.encode(body), status)
    response.content_type = openapi.PROBLEM
    return response


def _handle(error: HTTPException) -> Response:
    status = error.code or 500
    if request.path.startswith("/api/"):
        response = problem(status, error.name, error.description)
    elif isinstance(error, BadHost) or locale() is None:
        # No address can be made for a link, or nothing signed be shown: the status line has to do.
        response = make_response("", status)
        response.content_type = "text/plain; charset=utf-8"
    else:
        response = make_response(_page(error, status), status)
    if status in (406, 413, 429, 500) or isinstance(error, ServiceUnavailable):
        # These are about one request, not about the address.
        response.headers["Cache-Control"] = "no-store"
    for name, value in error.get_headers():
        if name.lower() in _PASSED_ON:
            response.headers[name] = value
    return response


def _page(error: HTTPException, status: int) -> str:
    if isinstance(error, NoEdition):
        editions = sorted(view().editions(error.slug), key=tag)
        return render_template("no_edition.html", slug=error.slug, available=editions)
    if isinstance(error, Gone):
        return render_template("withdrawn.html", slug=error.slug, withdrawn=error.withdrawn)
    if status == 404:
        return render_template("not_found.html")
    return render_template(
        "error.html", text=TEXTS.get(status, TEXTS[405 if status < 500 else 500])
    )


def _http(error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    try:
        return _handle(error)
    except UnavailableError as unavailable:  # the page names other editions, by their headlines
        return _unavailable(unavailable)


def _unavailable(error: Exception) -> Response:
    """Answer for an edition that is there but cannot be read now: it is neither gone nor here."""
    del error
    return _handle(ServiceUnavailable(retry_after=RETRY_AFTER))


def _internal(error: Exception) -> Response:
    """Answer for a fault of ours. It shows nothing of it: the log has the traceback."""
    del error
    try:
        return _handle(InternalServerError())
    except Exception:
        return make_response("", 500)


def init_app(app: Flask) -> None:
    """Register the handlers."""
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(UnavailableError, _unavailable)
    app.register_error_handler(500, _internal)
