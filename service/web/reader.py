"""What every view needs to know of the reader: their language, its interface, addresses."""

from __future__ import annotations

import datetime

from babel import Locale
from babel.dates import format_date
from babel.lists import format_list
from flask import Flask, current_app, g, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from ..edition import Edition
from ..interface import LANGUAGE, Interface
from ..library import Library, View
from ..negotiation import Choice, choose, display_name, own_name, tag
from ..placeholder import Segment


def view() -> View:
    """Return what can be served; the same for the whole of one request."""
    if "view" not in g:
        library: Library = current_app.extensions["summaries"]
        g.view = library.view()
    found: View = g.view
    return found


def negotiate(locales: list[str], default: str) -> Choice:
    """Choose among ``locales`` for the reader's Accept-Language header; the answer varies by it."""
    g.varies = True
    return choose(request.headers.get("Accept-Language", ""), tuple(locales), default)


def locale() -> str | None:
    """Return the locale of the page: the one of the address, else negotiated; None without any."""
    languages = view().languages
    if "locale" not in g:
        first = request.path.split("/")[1].replace("-", "_")
        if first in languages:
            g.locale = first
        else:
            g.locale = negotiate(languages, default_locale()).locale if languages else None
    found: str | None = g.locale
    return found


def default_locale() -> str:
    """Return the language for readers who asked for none that exists."""
    languages = view().languages
    return LANGUAGE if LANGUAGE in languages or not languages else languages[0]


def absolute(path: str) -> str:
    """Return the public address of ``path``. Taken from the setting, never from a Host header."""
    base: str = current_app.config["BASE_URL"]
    return base + path if base else path


def direction(name: str) -> str:
    """Return ``ltr`` or ``rtl`` for a locale."""
    return Locale.parse(name).text_direction


def _translate(message: str, **values: object) -> Markup:
    found: Interface = view().interfaces[locale() or LANGUAGE]
    return found.text(message, values)


def _date(value: datetime.date) -> Markup:
    text = format_date(value, "long", locale=locale())
    day = value.date() if isinstance(value, datetime.datetime) else value
    return Markup('<time datetime="{}">{}</time>').format(day.isoformat(), text)


def _read(edition: Edition, segments: tuple[Segment, ...]) -> Markup:
    """Return a statement as HTML: facts recognisable, everything else escaped."""
    parts = [_fact(edition, s) if s.name else escape(s.text) for s in segments]
    return Markup("").join(parts)


def _fact(edition: Edition, segment: Segment) -> Markup:
    fact = edition.content.facts[segment.name or ""]
    if isinstance(fact.value, datetime.date):
        return Markup('<time datetime="{}">{}</time>').format(fact.shown(), segment.text)
    return Markup('<data value="{}">{}</data>').format(fact.shown(), segment.text)


def plain(segments: tuple[Segment, ...]) -> str:
    """Return a statement as plain text."""
    return "".join(segment.text for segment in segments)


def _vary(response: Response) -> Response:
    if g.get("varies"):
        response.vary.add("Accept-Language")
    return response


def init_app(app: Flask) -> None:
    """Give templates what they need."""
    app.jinja_env.globals.update(
        _=_translate, preview=False,
        read=_read,
        names=lambda names: format_list(names, style="unit", locale=locale()),
        plain=plain, date=_date, tag=tag, own_name=own_name,
        language_name=lambda name: display_name(tag(name), locale() or LANGUAGE) or name,
        direction=direction, absolute=absolute, page_locale=locale, view=view,
        edition_path=lambda slug, name: url_for("pages.edition", language=tag(name), slug=slug),
        index_path=lambda name: url_for("pages.index", language=tag(name)),
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_vary)
