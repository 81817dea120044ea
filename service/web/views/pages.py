"""Pages for readers in a browser."""

from __future__ import annotations

import contextlib
import datetime
import re
from collections.abc import Sequence
from itertools import groupby
from typing import Any, NoReturn
from urllib.parse import quote

from flask import Blueprint, current_app, make_response, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.exceptions import NotAcceptable, NotFound
from werkzeug.wrappers import Response

from ...content.locales import tag
from ...content.placeholders import plain
from ...editions import list_pages
from ...editions.lazy_editions import UnavailableError
from ...editions.model import Edition, Withdrawn
from ...site_look import Logo
from .. import json_ld, source_text
from ..negotiation import Choice, canonical, display_name, same_language
from ..request_context import (
    absolute,
    acceptable,
    default_locale,
    edition_path,
    index_path,
    local,
    locale,
    modified,
    month_path,
    negotiate,
    remember,
    shows,
    view,
)
from . import cards

blueprint = Blueprint("pages", __name__)
EMBED, CARD, LOGO = (f"{blueprint.name}.{name}" for name in ("embed", "card", "logo"))
# Characters of “requested” that are looked at.
MAX_REQUESTED = 40
# A card's address changes with what is on it.
FOREVER = "public, max-age=31536000, immutable"


class NoEdition(NotFound):
    """The article exists, but has no edition in the language of the address."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class Gone(NotFound):
    """What is asked for was withdrawn."""

    code = 410

    def __init__(self, slug: str, withdrawn: Withdrawn) -> None:
        super().__init__()
        self.slug = slug
        self.withdrawn = withdrawn


class Unpublished(NotFound):
    """Nothing is published yet, not even the interface: there is no language to say so in."""

    code = 503


@blueprint.get("/")
def home() -> Response:
    """Send the reader to the index in their language."""
    languages = view().languages
    if not languages:
        raise Unpublished
    choice = negotiate(languages, default_locale())
    return redirect(index_path(choice.locale, requested=_note(choice)))


@blueprint.get("/favicon.ico")
def favicon() -> Response:
    """Show the site's icon to programs that ask for no other address."""
    return current_app.send_static_file("favicon.ico")


@blueprint.get("/static/logo-<version>.<ends>")
def logo(version: str, ends: str) -> Response:
    """Show the site's own logo, under a name that changes with it."""
    image: Logo | None = current_app.config["LOGO"]
    if image is None or f"logo-{version}.{ends}" != image.name:
        raise NotFound
    response = make_response(image.content)
    response.content_type = image.kind
    response.headers["Cache-Control"] = FOREVER
    return response


@blueprint.get("/articles/<slug>")
def article(slug: str) -> Response:
    """Send the reader to their best edition of an article: the link to share."""
    # With no edition left, the reader goes to where the withdrawal is explained.
    editions = view().editions(slug) or view().articles.get(slug)
    if not editions:
        raise NotFound
    shows(slug)
    language = view().source_language(slug)
    choice = negotiate(list(editions), language if language in editions else next(iter(editions)))
    return redirect(edition_path(slug, choice.locale, requested=_note(choice)))


@blueprint.get("/articles/<slug>/source")
def source(slug: str) -> Response:
    """Show the article's own text, with what the summary rests on highlighted.

    The page is in the language that ``lang`` names, else in the reader's; the passages are those of
    that language's edition, else of the source's.
    """
    name = locale()
    if name is None:
        raise Unpublished
    editions = view().editions(slug)
    original = view().originals.get(slug)
    if not editions and slug in view().articles:
        raise Gone(slug, view().withdrawal(slug))
    if original is None and editions and slug in view().originals:
        # The text goes first when the source's edition is withdrawn, a moment before it is listed.
        own = view().articles[slug].get(view().source_language(slug))
        if isinstance(own, Withdrawn):
            raise NotFound if next(editions.read(), None) else Gone(slug, own)
        raise UnavailableError(slug)
    if original is None or not editions:
        raise NotFound
    shows(slug)
    edition = editions.get(name) or editions.get(original.language)
    edition = edition or next(iter(editions.values()), None)
    if edition is None:  # all of them were withdrawn a moment ago
        raise Gone(slug, view().withdrawal(slug))
    quotes = source_text.quotes_of(edition)
    modified(edition.updated)
    return _page(
        "source.html",
        edition=edition,
        slug=slug,
        original=original,
        title=edition.content.title(original.text),
        paragraphs=source_text.paragraphs(
            original.text,
            quotes,
            edition.content.shows(original.text),
            edition.content.title(original.text),
        ),
        numbers={name: number for number, (name, _passages) in enumerate(quotes, 1)},
    )


@blueprint.get("/<lang:language>/")
def index(language: str) -> Response:
    """List the editions of one language, newest first."""
    if moved := canonical_tag(language):
        return redirect(url_for(".index", language=moved), 308)
    name = locale()
    assert name is not None
    if request.args.get("remember") == "1":
        return remember(name, index_path(name))
    return _list(name, view().in_language(name))


@blueprint.get("/<lang:language>/<month:first>")
def month(language: str, first: datetime.date) -> Response:
    """List the editions of one language that went up in one month, newest first."""
    if moved := canonical_tag(language):
        return redirect(url_for(".month", language=moved, first=first), 308)
    name = locale()
    assert name is not None
    if request.args.get("remember") == "1":
        return remember(name, month_path(name, first))
    months = view().months(name, current_app.config["TIMEZONE"])
    if first not in months:
        raise NotFound
    return _list(name, view().in_language(name)[months[first]], first)


def _list(name: str, editions: Sequence[Edition], first: datetime.date | None = None) -> Response:
    """Return a page of the editions in ``name``: of all, or of the month that begins ``first``."""
    page, part = _part(len(editions))
    listed = editions[part]
    shows(index=True)
    if listed:
        modified(*(edition.updated for edition in listed))
    months = list(view().months(name, current_app.config["TIMEZONE"]))
    return _page(
        "index.html",
        days=[
            (day, list(several))
            for day, several in groupby(listed, lambda e: local(e.published).date())
        ],
        page=page,
        pages=list_pages.numbered(len(editions)),
        month=first,
        months=list_pages.months(months, page, first),
        requested=_requested(name),
    )


@blueprint.get("/<lang:language>/corrections")
def corrections(language: str) -> Response:
    """List the corrections of one language, newest first."""
    if moved := canonical_tag(language):
        return redirect(url_for(".corrections", language=moved), 308)
    name = locale()
    assert name is not None
    if request.args.get("remember") == "1":
        return remember(name, url_for(".corrections", language=tag(name)))
    places = view().corrected(name)
    page, part = _part(len(places))
    shows(index=True)
    listed = []
    for day, slug in places[part]:
        with contextlib.suppress(UnavailableError):  # it must not take the others down
            if (edition := view().editions(slug).get(name)) is not None:
                listed.append(
                    (day, edition, [g for g in edition.grouped_corrections() if g[0].date == day])
                )
    if listed:
        modified(*(edition.updated for _day, edition, _found in listed))
    days = [(day, list(several)) for day, several in groupby(listed, lambda row: row[0])]
    return _page(
        "corrections.html",
        days=days,
        page=page,
        pages=list_pages.numbered(len(places)),
        requested=_requested(name),
    )


def _part(entries: int) -> tuple[int | None, slice]:
    """Return the number of the page of a list that is asked for, and what of it is there.

    None is the newest page. Raises NotFound.
    """
    text = request.args.get("page")
    if text is not None and not re.fullmatch(r"[1-9][0-9]{0,5}", text):
        raise NotFound
    page = int(text) if text else None
    try:
        return page, list_pages.on_page(entries, page)
    except IndexError:
        raise NotFound from None


@blueprint.get("/<lang:language>/<slug>")
def edition(language: str, slug: str) -> Response:
    """Show one edition."""
    if moved := canonical_tag(language):
        return redirect(url_for(".edition", language=moved, slug=slug), 308)
    chosen = _edition(slug)
    if request.args.get("remember") == "1":
        return remember(chosen.locale, edition_path(slug, chosen.locale))
    older, newer = view().neighbours(slug, chosen.locale)
    shows(*(e.content.domain for e in (chosen, newer, older) if e))
    modified(chosen.updated)
    image = cards.address(chosen)
    return _page(
        "edition.html",
        edition=chosen,
        slug=slug,
        newer=newer,
        older=older,
        requested=_requested(chosen.locale),
        original=view().originals.get(slug),
        shown=_shown(chosen, slug),
        data=json_ld.news_article(chosen, view(), slug, image),
        card=image,
        snippet=_snippet(chosen, slug),
        shared=_shared(slug),
        report=_report(chosen, slug),
        unfolded=request.args.get("evidence") == "all",
    )


@blueprint.get("/articles/<slug>/")
@blueprint.get("/<lang:language>/<slug>/")
def slash(slug: str, language: str = "") -> Response:
    """Send who writes a slash too many to the article."""
    if slug not in view().articles:
        raise NotFound
    if language:
        right = canonical_tag(language) or language
        return redirect(url_for(".edition", language=right, slug=slug), 308)
    return redirect(url_for(".article", slug=slug), 308)


@blueprint.get("/<lang:language>/<slug>/embed")
def embed(language: str, slug: str) -> Response:
    """Show one edition without the site around it, for the frame of another site."""
    if moved := canonical_tag(language):
        return redirect(url_for(".embed", language=moved, slug=slug), 308)
    chosen = _edition(slug)
    shows(slug)
    modified(chosen.updated)
    return _page("embed.html", edition=chosen, slug=slug, part="brief")


@blueprint.get("/<lang:language>/<slug>/card-<version>.png")
def card(language: str, slug: str, version: str) -> Response:
    """Show the image that social networks show for one edition."""
    if canonical_tag(language):
        raise NotFound
    image = cards.image(_edition(slug), version)
    if image is None:
        raise NotFound
    response = make_response(image)
    response.content_type = "image/png"
    shows(slug)
    response.headers["Cache-Control"] = FOREVER
    return response


def _day(edition: Edition) -> datetime.date:
    """Return the newsroom's day on which an edition went up."""
    return local(edition.published).date()


def _shown(edition: Edition, slug: str) -> frozenset[str]:
    """Return the ids of the statements whose evidence stands in the article as it is published."""
    original = view().originals.get(slug)
    if original is None:
        return frozenset()
    return source_text.statements_quoted(original.text, source_text.quotes_of(edition))


def _snippet(edition: Edition, slug: str) -> str:
    """Return the markup with which another site shows ``edition``."""
    address = absolute(url_for(".embed", language=tag(edition.locale), slug=slug))
    markup = (
        '<iframe src="{}" title="{}" lang="{}" width="100%" height="480" loading="lazy"></iframe>'
    )
    language = tag(edition.locale)
    return markup.format(*map(escape, (address, plain(edition.headline), language)))


def _shared(slug: str) -> Markup:
    """Return the link to share, which leads every reader to the version in their language."""
    path = url_for(".article", slug=slug)
    markup = Markup('<a class="address" dir="ltr" href="{}">{}</a>')
    return markup.format(path, absolute(path))


def _report(edition: Edition, slug: str) -> str:
    """Return the address to report an error to; a letter says which page it is about."""
    contact: str = current_app.config["CONTACT"]
    if not contact.startswith("mailto:"):
        return contact
    page = absolute(edition_path(slug, edition.locale))
    return f"{contact}?subject={quote(plain(edition.headline))}&body={quote(page, safe='')}"


def _edition(slug: str) -> Edition:
    """Return the edition of the address. Raises Gone, NoEdition or NotFound when there is none."""
    name = locale()
    assert name is not None
    value = view().articles.get(slug, {}).get(name)
    if isinstance(value, Withdrawn):
        raise Gone(slug, value)
    if value is None:
        _missing(slug)
    return value


def _missing(slug: str) -> NoReturn:
    raise NoEdition(slug) if slug in view().articles else NotFound()


def canonical_tag(language: str) -> str | None:
    """Return the address's own spelling of ``language``, None when it is spelt so already.

    Raises NotFound for a language that no page is in.
    """
    languages = view().languages
    if not languages:
        raise Unpublished
    if language in {tag(name) for name in languages}:
        return None
    meant = canonical(language, languages)
    if meant is None:
        raise NotFound
    return tag(meant)


def _note(choice: Choice) -> str | None:
    """Return the query that makes the page say that it is not what the reader asked for."""
    return None if choice.fits else choice.requested


def _requested(name: str) -> str | None:
    """Return the name of the language that a redirect could not give, in the page's language.

    None for a reader who did not ask for it: they got the address from somebody who did.
    """
    wanted = request.args.get("requested", "")[:MAX_REQUESTED]
    if not wanted or same_language(wanted, name):
        return None
    asked = negotiate([name], name).requested or ""
    return display_name(wanted, name) if asked[:MAX_REQUESTED] == wanted else None


def _page(template: str, **values: Any) -> Response:
    """Return a page, as long as the reader's program takes HTML at all.

    The answer does not vary by Accept: who asks for another format alone is refused, and a cache
    that answers them with the page does what HTTP allows (RFC 9110, section 12.5.1).
    """
    if request.accept_mimetypes and not acceptable()["text/html"]:
        raise NotAcceptable
    response = make_response(render_template(template, **values))
    response.add_etag()
    return response.make_conditional(request)
