"""Multilingual Summary Service: reviewed summaries of news articles, from gettext catalogs."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from flask import Flask

from . import web
from .front import Front
from .library import Library
from .logs import AccessLog
from .meter import Meter, Observer
from .metrics import Metrics
from .settings import Settings

__all__ = ["create_app", "load_settings"]


def _configured(config: Mapping[str, Any] | None) -> Flask:
    app = Flask(__name__, static_folder="web/static", template_folder="web/templates")
    # Values stay text: Flask's default would read a key such as "1e5" as a number.
    app.config.from_prefixed_env("SUMMARIES", loads=str)
    app.config.from_mapping(config or {})
    return app


def load_settings(config: Mapping[str, Any] | None = None) -> Settings:
    """Return the settings from the environment, overridden by ``config``.

    Raises :class:`~service.finding.SettingsError` for a value that cannot be used.
    """
    app = _configured(config)
    return Settings.from_mapping(app.config, Path(app.instance_path))


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the window: the WSGI application that serves published editions.

    ``config`` overrides the environment's ``SUMMARIES_…`` settings, without their prefix. Raises
    :class:`~service.finding.SettingsError` for a value that cannot be used.
    """
    app = _configured(config)
    settings = Settings.from_mapping(app.config, Path(app.instance_path))
    web.init_app(app, settings)
    library: Library = app.extensions["summaries"]
    front = Front(app.wsgi_app, library.view)
    app.wsgi_app = Meter(front, _observers(app, settings))  # type: ignore[assignment,method-assign]
    return app


def _observers(app: Flask, settings: Settings) -> list[Observer]:
    found: list[Observer] = []
    if settings.metrics:
        app.extensions["metrics"] = Metrics(app.extensions["summaries"])
        found.append(app.extensions["metrics"])
    if settings.access_log:
        found.append(AccessLog(settings.log_format))
    return found
