"""Pages for readers in a browser."""

from __future__ import annotations

from typing import Any, NoReturn

from flask import Blueprint, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ..edition import Withdrawn
from ..negotiation import Choice, canonical, display_name, same_language, tag
from .reader import default_locale, locale, negotiate, view

blueprint = Blueprint("pages", __name__)


class NoEdition(NotFound):
    """The article exists, but has no edition in the language of the address."""

    def __init__(self, slug: str) -> None:
        super().__init__()
        self.slug = slug


class Unpublished(NotFound):
    """Nothing is published yet, not even the interface: there is no language to say so in."""

    code = 503


@blueprint.get("/")
def home() -> BaseResponse:
    """Send the reader to the index in their language."""
    languages = view().languages
    if not languages:
        raise Unpublished
    choice = negotiate(languages, default_locale())
    return redirect(url_for(".index", language=tag(choice.locale), **_note(choice)))


@blueprint.get("/articles/<slug>")
def article(slug: str) -> BaseResponse:
    """Send the reader to their best edition of an article: the link to share."""
    # With no edition left, the reader goes to where the withdrawal is explained.
    found = view().editions(slug) or view().articles.get(slug)
    if not found:
        raise NotFound
    language = view().source_language(slug)
    choice = negotiate(list(found), language if language in found else next(iter(found)))
    return redirect(url_for(".edition", language=tag(choice.locale), slug=slug, **_note(choice)))


@blueprint.get("/<language>/")
def index(language: str) -> BaseResponse:
    """List the editions of one language."""
    if moved := _canonical(language):
        return redirect(url_for(".index", language=moved), 308)
    name = locale()
    assert name is not None
    page = render_template(
        "index.html", editions=view().in_language(name), requested=_requested(name)
    )
    return _conditional(page)


@blueprint.get("/<language>/<slug>")
def edition(language: str, slug: str) -> BaseResponse:
    """Show one edition."""
    if moved := _canonical(language):
        return redirect(url_for(".edition", language=moved, slug=slug), 308)
    name = locale()
    assert name is not None
    found = view().articles.get(slug, {}).get(name)
    if isinstance(found, Withdrawn):
        return make_response(render_template("withdrawn.html", withdrawn=found, slug=slug), 410)
    if found is None:
        _missing(slug)
    others = view().in_language(name)
    position = others.index(found)
    page = render_template(
        "edition.html",
        edition=found,
        slug=slug,
        newer=others[position - 1] if position else None,
        older=others[position + 1] if position + 1 < len(others) else None,
        requested=_requested(name),
    )
    return _conditional(page)


def _missing(slug: str) -> NoReturn:
    raise NoEdition(slug) if slug in view().articles else NotFound()


def _canonical(language: str) -> str | None:
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


def _note(choice: Choice) -> dict[str, Any]:
    """Return the query that makes the page say that it is not what the reader asked for."""
    return {} if choice.fits or not choice.requested else {"requested": choice.requested}


def _requested(name: str) -> str | None:
    """Return the name of the language that a redirect could not give, in the page's language."""
    wanted = request.args.get("requested", "")[:40]
    if not wanted or same_language(wanted, name):
        return None
    return display_name(wanted, name)


def _conditional(page: str) -> BaseResponse:
    response = make_response(page)
    response.add_etag()
    return response.make_conditional(request)
