"""The JSON API, version 1."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ..edition import Correction, Edition, Statement, Withdrawn
from ..negotiation import canonical, own_name, tag
from .errors import problem
from .openapi import document
from .reader import absolute, direction, negotiate, plain, view

blueprint = Blueprint("api", __name__, url_prefix="/api/v1")


def _answer(data: Any, language: str | None = None) -> BaseResponse:
    response = jsonify(data)
    if language:
        response.content_language.add(language)
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.add_etag()
    return response.make_conditional(request)


@blueprint.get("/languages")
def languages() -> BaseResponse:
    """List the languages that pages exist in."""
    return _answer(
        {
            "languages": [
                {
                    "language": tag(name),
                    "name": own_name(name),
                    "direction": direction(name),
                    "articles": len(view().in_language(name)),
                }
                for name in view().languages
            ]
        }
    )


def _entry(slug: str) -> dict[str, Any]:
    editions = view().editions(slug)
    withdrawn = {
        tag(name): {"date": value.date.isoformat(), "reason": value.reason}
        for name, value in view().articles[slug].items()
        if isinstance(value, Withdrawn)
    }
    return {
        "slug": slug,
        "source_language": tag(view().source_language(slug)),
        "available_languages": sorted(tag(name) for name in editions),
        "editions": {
            tag(name): {
                "headline": plain(value.headline),
                "state": value.state,
                "revision": value.revision,
                "updated": value.updated.isoformat(),
                "url": _address(slug, name),
            }
            for name, value in editions.items()
        },
        "withdrawn": withdrawn,
    }


@blueprint.get("/articles")
def articles() -> BaseResponse:
    """List all articles with the languages that each is available in."""
    return _answer({"articles": [_entry(slug) for slug in sorted(view().articles)]})


@blueprint.get("/articles/<slug>")
def article(slug: str) -> BaseResponse:
    """Describe one article and its editions."""
    return _answer(_entry(_known(slug)))


@blueprint.get("/articles/<slug>/summary")
def summary(slug: str) -> BaseResponse:
    """Return one edition: of ``lang``, or negotiated."""
    found = view().articles[_known(slug)]
    editions = view().editions(slug)
    available = sorted(tag(name) for name in editions)
    wanted = request.args.get("lang")
    extra: dict[str, Any] = {}
    if wanted is not None:
        name = canonical(wanted[:60], list(found)) or ""
        value = found.get(name)
        if isinstance(value, Withdrawn):
            return _withdrawn(value, available)
        if value is None:
            return _no_edition(f"There is no edition in “{wanted[:60]}”.", available)
    else:
        if not editions:  # an article is known by its editions: all of them were withdrawn
            return _withdrawn(
                next(v for v in found.values() if isinstance(v, Withdrawn)), available
            )
        source = view().source_language(slug)
        choice = negotiate(list(editions), source if source in editions else next(iter(editions)))
        value = editions[choice.locale]
        extra = {"requested_language": choice.requested, "fits_request": choice.fits}
    return _answer(_edition(slug, value, available) | extra, tag(value.locale))


def _withdrawn(value: Withdrawn, available: list[str]) -> Response:
    return problem(
        410, "Gone", f"The edition in {tag(value.locale)} was withdrawn.",
        date=value.date.isoformat(), reason=value.reason, available_languages=available,
    )  # fmt: skip


def _no_edition(detail: str, available: list[str]) -> Response:
    detail += " Choose one of available_languages." if available else ""
    return problem(404, "Not Found", detail, available_languages=available)


@blueprint.get("/openapi.json")
def openapi() -> BaseResponse:
    """Describe this API in OpenAPI 3.1."""
    return _answer(document())


def _known(slug: str) -> str:
    if slug not in view().articles:
        raise NotFound(f"There is no article “{slug[:80]}”.")
    return slug


def _address(slug: str, name: str) -> str:
    return absolute(url_for("pages.edition", language=tag(name), slug=slug))


def _edition(slug: str, edition: Edition, available: list[str]) -> dict[str, Any]:
    return {
        "slug": slug,
        "language": tag(edition.locale),
        "direction": direction(edition.locale),
        "source_language": tag(edition.content.language),
        "headline": plain(edition.headline),
        "statements": [_statement(edition, statement) for statement in edition.statements],
        "state": edition.state,
        "outdated_since": edition.outdated_since.isoformat() if edition.outdated_since else None,
        "corrections": [_correction(edition, c) for c in edition.corrections],
        "reviewers": edition.reviewers,
        "reviewed_on": edition.reviewed_on.isoformat(),
        "drafted_by": list(edition.content.drafted_by),
        "revision": edition.revision,
        "published": edition.published.isoformat(),
        "updated": edition.updated.isoformat(),
        "available_languages": available,
        "url": _address(slug, edition.locale),
    }


def _statement(edition: Edition, statement: Statement) -> dict[str, Any]:
    segments = edition.read(statement)
    used = {segment.name: segment.text for segment in segments if segment.name}
    return {
        "id": statement.id,
        "text": plain(segments),
        "evidence": list(statement.evidence),
        "facts": {
            name: edition.content.facts[name].to_json() | {"text": text}
            for name, text in used.items()
        },
    }


def _correction(edition: Edition, correction: Correction) -> dict[str, Any]:
    return {
        "date": correction.date.isoformat(),
        "fact": correction.new.name,
        "old": correction.old.to_json() | {"text": correction.old.render(edition.locale)},
        "new": correction.new.to_json() | {"text": correction.new.render(edition.locale)},
    }
