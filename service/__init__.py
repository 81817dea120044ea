"""Multilingual Summary Service: reviewed summaries of news articles, from gettext catalogs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .application import create_app, load_settings

__all__ = ["create_app", "load_settings"]


def __getattr__(name: str) -> Any:
    # Loaded when asked for: it takes half a second, in which a command must hear signals already.
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from . import application  # noqa: PLC0415

    return getattr(application, name)
