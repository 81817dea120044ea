"""The window: Flask and what stands before it, put together as the settings say."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from flask import Config, Flask
from flask.helpers import get_debug_flag

from .. import web
from ..content.environment import load as load_settings
from ..content.locales import tag
from ..editions.repository import EditionRepository
from ..editions.snapshot import Snapshot
from ..errors import SettingsError
from ..settings import Settings
from .client_address import ForwardedFor
from .instrumentation import Instrumentation, Observer
from .language_memory import LanguageMemory
from .logs import AccessLog
from .metrics import Metrics
from .request_context import surrogate_keys
from .response_cache import ResponseCache

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication


def _configured(config: Mapping[str, Any] | None) -> Flask:
    app = Flask("service", static_folder="web/static", template_folder="web/templates")
    environment = Config(app.root_path)
    # Values stay text: Flask's default would read a key such as "1e5" as a number.
    environment.from_prefixed_env("SUMMARIES", loads=str)
    # Flask's own settings are not the operator's: SUMMARIES_DEBUG must not debug in public.
    app.config.update({k: v for k, v in environment.items() if k not in Flask.default_config})
    app.config.update(DEBUG=False, PROPAGATE_EXCEPTIONS=False)
    app.config.from_mapping(config or {})
    return app


def create_app(config: Mapping[str, Any] | None = None) -> Flask:
    """Return the window: the WSGI application that serves published editions.

    ``config`` overrides the environment's ``SUMMARIES_…`` settings, without their prefix. Raises
    :class:`~service.errors.SettingsError` for a value that cannot be used.
    """
    if get_debug_flag():
        # Flask's command would wrap the debugger around whatever this returns.
        raise SettingsError("FLASK_DEBUG would show our code to readers: unset it")
    app = _configured(config)
    settings = load_settings(config)
    web.init_app(app, settings)
    library: EditionRepository = app.extensions["summaries"]

    def changed(since: Snapshot) -> frozenset[str] | None:
        slugs = library.changes(since.generation)
        return None if slugs is None else surrogate_keys(slugs, index=bool(slugs))

    wsgi: WSGIApplication = app.wsgi_app
    if settings.trusted_proxies:
        wsgi = ForwardedFor(wsgi, settings.trusted_proxies)
    wsgi = ResponseCache(wsgi, library.view, changed)
    secure = settings.base_url.startswith("https:")
    wsgi = LanguageMemory(
        wsgi, lambda: frozenset(map(tag, library.view().languages)), secure=secure
    )
    app.wsgi_app = Instrumentation(wsgi, _observers(app, settings))  # type: ignore[assignment,method-assign]
    return app


def _observers(app: Flask, settings: Settings) -> list[Observer]:
    observers: list[Observer] = []
    if settings.metrics:
        app.extensions["metrics"] = Metrics(app.extensions["summaries"])
        observers.append(app.extensions["metrics"])
    if settings.access_log:
        observers.append(AccessLog(settings.log_format))
    return observers
