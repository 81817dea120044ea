"""What every view needs to know of the reader: their language, its interface, addresses."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, Literal
from urllib.parse import quote

import langcodes
from babel import Locale
from babel.dates import format_skeleton
from babel.lists import format_list
from flask import Flask, current_app, g, redirect, request, url_for
from markupsafe import Markup, escape
from werkzeug.datastructures import MIMEAccept
from werkzeug.wrappers import Response

from ..content.facts import Fact
from ..content.locales import own_name, tag
from ..content.placeholders import plain
from ..content.ui_strings import LANGUAGE, N_
from ..editions.model import Edition, Statement
from ..editions.repository import EditionRepository
from ..editions.snapshot import Snapshot
from ..editions.ui_translations import UITranslations
from .language_memory import COOKIE, SECONDS
from .negotiation import MAX_TAG, Choice, choose, display_name

# NOTE: name of the site and title of the index page
SITE = N_("Article summaries")
# Surrogate key of everything that lists articles.
INDEX = "index"


def acceptable() -> MIMEAccept:
    """Return the request's Accept header without parameters: a named charset is no other type."""
    accepted = request.accept_mimetypes
    return MIMEAccept([(kind.partition(";")[0].strip(), quality) for kind, quality in accepted])


def view() -> Snapshot:
    """Return what can be served; the same for the whole of one request."""
    if "view" not in g:
        library: EditionRepository = current_app.extensions["summaries"]
        g.view = library.view()
    snapshot: Snapshot = g.view
    return snapshot


def varies(*headers: str) -> None:
    """Note that the answer depends on these headers of the request."""
    g.varies = {*g.get("varies", ()), *headers}


def shows(*slugs: str, index: bool = False) -> None:
    """Note that the answer shows these articles, or (``index``) that it lists what there is.

    Caches that hold it are told so by surrogate keys: what changes can be dropped by name.
    """
    g.shows = g.get("shows", frozenset()) | surrogate_keys(slugs, index)


def surrogate_keys(slugs: Iterable[str], index: bool) -> frozenset[str]:
    """Return the keys of what shows the articles ``slugs``; with ``index``, of lists, too."""
    return frozenset(f"article:{quote(slug)}" for slug in slugs) | ({INDEX} if index else set())


def negotiate(locales: list[str], default: str, remembered: bool = True) -> Choice:
    """Choose among ``locales`` for the reader's Accept-Language header; the answer varies by it.

    ``default`` is chosen where none fits. A language that the reader picked before comes ahead of
    the header's, unless ``remembered`` choices do not count.
    """
    wanted = request.headers.get("Accept-Language", "")
    varies("Accept-Language")
    if remembered:
        varies("Cookie")
        wanted = f"{request.cookies.get(COOKIE, '')[:MAX_TAG]},{wanted}"
    return choose(wanted, tuple(locales), default)


def modified(*moments: datetime.datetime) -> None:
    """Note when what the answer shows was changed last; the newest counts."""
    g.modified = max(*moments, g.get("modified", moments[0]))


def remember(locale: str, address: str) -> Response:
    """Return the redirect to ``address`` that makes the browser remember ``locale``.

    It is only answered to a reader who picked a language, by a link of an exported site or of an
    older page; see ``language_memory`` for those of today.
    """
    response = redirect(address, 303)
    response.set_cookie(
        COOKIE, tag(locale), max_age=SECONDS, httponly=True, samesite="Lax",
        secure=current_app.config["BASE_URL"].startswith("https:"),
    )  # fmt: skip
    response.headers["Cache-Control"] = "no-store"
    return response


def locale() -> str | None:
    """Return the locale of the page: the one of the address, else negotiated; None without any."""
    languages = view().languages
    if "locale" not in g:
        first = request.path.split("/")[1]
        # The pages that every language shares can be asked for in one.
        asked = request.args.get("lang", "") if first == "articles" else first
        named = asked.replace("-", "_")
        if named in languages:
            g.locale = named
        else:
            g.locale = negotiate(languages, default_locale()).locale if languages else None
    name: str | None = g.locale
    return name


def default_locale() -> str:
    """Return the language for readers who asked for none that exists."""
    languages = view().languages
    return LANGUAGE if LANGUAGE in languages or not languages else languages[0]


def absolute(path: str) -> str:
    """Return the public address of ``path``. Taken from the setting, never from a Host header."""
    base: str = current_app.config["BASE_URL"]
    return base + path


@lru_cache(maxsize=256)
def direction(name: str) -> Literal["ltr", "rtl"]:
    """Return the direction of the script of ``name``, a locale."""
    return "rtl" if Locale.parse(name).text_direction == "rtl" else "ltr"


def translate(message: str, **values: object) -> Markup:
    """Return ``message``, a msgid of the interface, in the language of the page."""
    interface: UITranslations = view().interfaces[locale() or LANGUAGE]
    return interface.text(message, values)


def speak(name: str) -> None:
    """Answer in the language of ``name`` (a locale), whatever the address and headers say."""
    g.locale = name


def local(moment: datetime.datetime) -> datetime.datetime:
    """Return ``moment`` in the newsroom's time zone."""
    zone: datetime.tzinfo = current_app.config["TIMEZONE"]
    return moment.astimezone(zone)


def written_date(value: datetime.date, name: str | None = None) -> str:
    """Return a day as ``name``, a locale, writes it; for None, the language of the page.

    Of a moment, the newsroom's day.
    """
    return Fact("day", _day(value), "long").render(name or locale() or LANGUAGE)


def _day(value: datetime.date) -> datetime.date:
    return local(value).date() if isinstance(value, datetime.datetime) else value


def date(value: datetime.date) -> Markup:
    """Return a day as HTML, as the language of the page writes it."""
    markup = Markup('<time datetime="{}">{}</time>')
    return markup.format(_day(value).isoformat(), written_date(value))


def _apart(text: str) -> Markup:
    """Return a text of another language or direction, kept apart from the words around it."""
    return Markup('<bdi lang="">{}</bdi>').format(text)


def _names(languages: Sequence[str]) -> Markup:
    """Return names as a list, as the language of the page writes it."""
    pattern = format_list(
        [f"{{{i}}}" for i in range(len(languages))], style="unit", locale=locale()
    )
    return escape(pattern).format(*map(_apart, languages))


@lru_cache(maxsize=256)
def og_locale(name: str) -> str:
    """Return ``name``, a locale, as Open Graph writes it, with territory: ``uk_UA``."""
    full = langcodes.get(tag(name)).maximize()
    return f"{full.language}_{full.territory}"


def brief(edition: Edition) -> list[Statement]:
    """Return the statements that say it all in a breath; all of an edition that names none."""
    return edition.brief or edition.statements


def details(edition: Edition) -> list[Statement]:
    """Return the statements that follow the brief."""
    return [s for s in edition.statements if not s.brief] if edition.brief else []


def ordered(edition: Edition) -> list[Statement]:
    """Return the statements as readers get them: the brief first."""
    return brief(edition) + details(edition)


def joined(sentences: Iterable[str], name: str) -> str:
    """Return ``sentences`` as one text, as the language of the locale ``name`` sets them."""
    space = "" if name.partition("_")[0] in ("ja", "zh") else " "
    return space.join(sentences)


def site_name(name: str | None = None) -> str:
    """Return the name of the site: the setting, else that in ``name``, a locale, or the page's."""
    own: str = current_app.config["SITE_NAME"]
    if own:
        return own
    return view().interfaces[name or locale() or LANGUAGE].plain(SITE)


def edition_path(slug: str, name: str, **more: Any) -> str:
    """Return the address of the edition of ``slug`` in ``name``, a locale."""
    return url_for("pages.edition", language=tag(name), slug=slug, **more)


def index_path(name: str, **more: Any) -> str:
    """Return the address of the index of ``name``, a locale."""
    return url_for("pages.index", language=tag(name), **more)


def month_path(name: str, first: datetime.date, **more: Any) -> str:
    """Return the address of a month's list, by its ``first`` day, in ``name``, a locale."""
    return url_for("pages.month", language=tag(name), first=first, **more)


def written_month(first: datetime.date) -> str:
    """Return a month as the language of the page writes it where it stands by itself.

    As CLDR has it, without the abbreviation for "year" (“листопад 2026 р.”).
    """
    text = format_skeleton("yMMMM", first, locale=locale() or LANGUAGE)
    return re.sub(r"\s[рг]\.$", "", text)


def _caching(response: Response) -> Response:
    response.vary.update(sorted(g.get("varies", ())))
    if keys := g.get("shows"):
        response.headers["Surrogate-Key"] = " ".join(sorted(keys))
    moved = 300 <= response.status_code < 400 and response.status_code != 304
    if not moved and (name := g.get("locale")) and "Content-Language" not in response.headers:
        response.content_language.add(tag(name))
    if changed := g.get("modified") or _words_modified(response):
        response.last_modified = changed
    return response


def _words_modified(response: Response) -> datetime.datetime | None:
    """Return when the site's own words on a page changed last: a page may have no others."""
    named = next(iter(response.content_language), "")
    if response.status_code not in (200, 304) or not named:
        return None
    own = view().interfaces.get(named.replace("-", "_"))
    return own.updated if own else None


def init_app(app: Flask) -> None:
    """Give templates what they need."""
    app.jinja_env.globals.update(
        _=translate, preview=False,
        plain=plain, date=date, og_locale=og_locale, tag=tag, own_name=own_name,
        language_name=lambda name: display_name(tag(name), locale() or LANGUAGE) or name,
        direction=direction, absolute=absolute, page_locale=locale, view=view,
        edition_path=edition_path, index_path=index_path, month_path=month_path,
        written_month=written_month, site_name=site_name,
        brief=brief, details=details, names=_names,
        apart=_apart, ordered=ordered,
    )  # fmt: skip
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.after_request(_caching)
