"""Multilingual Summary Service: reviewed summaries of news articles, from gettext catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

__all__ = ["create_app"]


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the window, as :func:`service.web.app.create_app` does, for WSGI servers.

    ``config`` overrides Flask's configuration, as there. Loaded when called: it takes half a
    second, in which a command must hear signals already.
    """
    from .web import app  # noqa: PLC0415

    return app.create_app(config)
