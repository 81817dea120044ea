"""The window's HTTP side: pages, API, feeds, health. Holds no publishing rules."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit

from flask import Flask, Response

from ..library import Library
from ..settings import Settings
from . import api, errors, feeds, health, pages, reader

# Nothing from elsewhere, no script at all; styles from our own file only.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self'; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'none'"
)


def init_app(app: Flask, settings: Settings) -> None:
    """Register everything on ``app``, which serves what ``settings.editions`` holds."""
    app.extensions["summaries"] = Library(settings.editions, settings.review_key, settings.refresh)
    app.config["BASE_URL"] = settings.base_url
    app.json.sort_keys = False  # type: ignore[attr-defined]
    app.json.ensure_ascii = False  # type: ignore[attr-defined]
    for module in (api, feeds, health, pages):
        app.register_blueprint(module.blueprint)
    errors.init_app(app)
    reader.init_app(app)
    app.after_request(_headers)


def _headers(response: Response) -> Response:
    if location := response.headers.get("Location"):
        # Routing's own redirects (a missing slash) name the host that was sent; ours never do.
        parts = urlsplit(location)
        path = "/" + parts.path.lstrip("/")
        response.headers["Location"] = urlunsplit(("", "", path, parts.query, ""))
        response.set_data(b"")  # nobody reads it, and it would be English
    response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY_POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    # Caches may keep everything, and ask each time whether it still holds: a signature, and a
    # withdrawal, show at once.
    response.headers.setdefault("Cache-Control", "no-cache")
    return response
