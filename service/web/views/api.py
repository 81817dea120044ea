"""The JSON API, version 1."""

from __future__ import annotations

import re
from typing import Annotated, Literal, get_args

import msgspec
from flask import Blueprint, current_app, make_response, render_template, request, url_for
from msgspec import Meta
from werkzeug.exceptions import BadRequest, NotAcceptable, NotFound
from werkzeug.wrappers import Response

from ...content.article import SLUG
from ...content.locales import own_name, tag
from ...editions.model import Edition, Withdrawn
from .. import api_answers, openapi, schemas, text_formats
from ..errors import problem
from ..negotiation import canonical
from ..openapi import Operation, Parameter, describe
from ..request_context import (
    absolute,
    acceptable,
    direction,
    modified,
    negotiate,
    shows,
    speak,
    varies,
    view,
)
from ..schemas import FORMATS, PREFIX

blueprint = Blueprint("api", __name__, url_prefix=PREFIX)
LIMIT, MOST = 50, 100
# Characters of “lang”, and of an article's name, that are looked at and come back in an error.
MAX_LANG, MAX_SLUG = 60, 80
PARTS = get_args(text_formats.Part)
_UNKNOWN = "There is no such article."


@blueprint.get("/languages")
@describe(Operation(schemas.Languages))
def languages() -> Response:
    """List the languages that pages exist in."""
    shows(index=True)
    entries = [
        schemas.Language(tag(name), own_name(name), direction(name), len(view().in_language(name)))
        for name in view().languages
    ]
    return _answer(schemas.Languages(entries))


@blueprint.get("/articles")
@describe(
    Operation(
        schemas.Articles,
        (
            Parameter("limit", "How many articles at most.",
                      Annotated[int, Meta(ge=1, le=MOST)], default=LIMIT),
            Parameter("after", "Go on after the article of this name.", schemas.Slug),
        ),
        {400: "A parameter cannot be used."},
    )
)  # fmt: skip
def articles() -> Response:
    """List the articles, with the languages that each is available in.

    Those that were published first come first, so a new article is the last. The list comes in
    pages: follow “next” until it is null. Who keeps the name of the last article asks after it
    next time, and gets those that are new; if that article is gone, all of them.
    """
    limit = request.args.get("limit", str(LIMIT))
    if not re.fullmatch(r"[1-9][0-9]{0,2}", limit) or int(limit) > MOST:
        raise BadRequest(f"limit must be a number from 1 to {MOST}.")
    after = request.args.get("after")
    if after is not None and not SLUG.fullmatch(after):
        raise BadRequest("after must be the name of an article, as “next” has it.")
    shows(index=True)
    slugs = view().first_published()
    last = view().moved(after) or after if after is not None else None
    # Of an article that is gone nobody knows where it stood: then nothing is left out.
    start = slugs.index(last) + 1 if last and last in view().articles else 0
    page = slugs[start : start + int(limit)]
    more = len(slugs) > start + len(page)
    following = absolute(url_for(".articles", limit=int(limit), after=page[-1])) if more else None
    return _answer(schemas.Articles([api_answers.article(slug) for slug in page], following))


@blueprint.get("/articles/<slug>")
@describe(Operation(schemas.Article, problems={404: _UNKNOWN}))
def article(slug: str) -> Response:
    """Describe one article and its editions."""
    return _answer(api_answers.article(_known(slug)))


@blueprint.get("/articles/<slug>/summary")
@describe(
    Operation(
        schemas.Summary,
        (
            Parameter("lang", "Language tag. Without it, Accept-Language decides."),
            Parameter("format", "Instead of Accept.", Literal[tuple(FORMATS)]),
            Parameter(
                "part",
                "The statements of the brief alone, or all.",
                Literal[PARTS],
                default=PARTS[0],
            ),
            Parameter("Accept-Language", "The languages wanted, best first.", place="header"),
        ),
        {
            400: "A parameter cannot be used.",
            404: "There is no such article, or it has no edition in that language.",
            406: "There is no such format: the answer can be had as " + ", ".join(FORMATS.values()),
            410: "The edition was withdrawn: with the day and the editors' reason.",
        },
        tuple(FORMATS.values())[1:],
    )
)
def summary(slug: str) -> Response:
    """Return one edition, in the language of “lang”, or in the one that suits the reader best.

    As JSON, as an HTML page without anything around it, as plain text, or as Markdown.
    """
    kind, part = _format(), _part()
    values = view().articles[_known(slug)]
    editions = view().editions(slug)
    available = sorted(tag(name) for name in editions)
    wanted = request.args.get("lang")
    requested: str | msgspec.UnsetType | None = msgspec.UNSET
    fits: bool | msgspec.UnsetType = msgspec.UNSET
    if wanted is not None:
        value = values.get(canonical(wanted[:MAX_LANG], list(values)) or "")
        if isinstance(value, Withdrawn):
            return _withdrawn(value, available)
        if value is None:
            return _no_edition(f"There is no edition in “{wanted[:MAX_LANG]}”.", available)
    else:
        if not editions:  # an article is known by its editions: all of them were withdrawn
            return _withdrawn(view().withdrawal(slug), available)
        source = view().source_language(slug)
        default = source if source in editions else next(iter(editions))
        choice = negotiate(list(editions), default, remembered=False)
        value = values[choice.locale]
        if isinstance(value, Withdrawn):  # a moment ago
            return _withdrawn(value, available)
        requested, fits = choice.requested, choice.fits
    modified(value.updated)
    if kind != openapi.JSON:
        return _as(kind, value, part)
    answer = api_answers.summary(slug, value, available, requested, fits, part)
    return _answer(answer, tag(value.locale))


@blueprint.get("/openapi.json")
def description() -> Response:
    """Describe this API in OpenAPI 3.1."""
    return _answer(openapi.document(current_app, PREFIX))


@blueprint.get("/")
def documentation() -> Response:
    """Describe this API to people."""
    document = openapi.document(current_app, PREFIX)
    page = render_template("api.html", document=document, examples=openapi.examples())
    return _finish(make_response(page), "en")


def cors(response: Response) -> None:
    """Let scripts of every site read an answer, and ask again with the ETag that they got."""
    headers = response.headers
    headers["Access-Control-Allow-Origin"] = "*"
    headers["Access-Control-Expose-Headers"] = (
        "Content-Language, ETag, Link, RateLimit, RateLimit-Policy, Retry-After"
    )
    if request.method == "OPTIONS":
        headers["Access-Control-Allow-Methods"] = headers.get("Allow", "GET, HEAD, OPTIONS")
        headers["Access-Control-Allow-Headers"] = "Accept, Accept-Language, If-None-Match"
        headers["Access-Control-Max-Age"] = "86400"


def _answer(data: msgspec.Struct | dict[str, object], language: str | None = None) -> Response:
    response = make_response(msgspec.json.encode(data))
    response.content_type = openapi.JSON
    return _finish(response, language)


def _as(kind: str, edition: Edition, part: text_formats.Part) -> Response:
    """Return an edition in another format than JSON, in its own language throughout."""
    speak(edition.locale)
    if kind == FORMATS["html"]:
        slug = edition.content.domain
        body = render_template("embed.html", edition=edition, slug=slug, part=part)
    else:
        body = (
            text_formats.text(edition, part=part)
            if kind == FORMATS["text"]
            else text_formats.markdown(edition, part=part)
        )
    response = make_response(body)
    response.content_type = f"{kind}; charset=utf-8"
    response.headers["X-Robots-Tag"] = "noindex"
    return _finish(response, tag(edition.locale))


def _finish(response: Response, language: str | None) -> Response:
    if language:
        response.content_language.add(language)
    response.add_etag()
    return response.make_conditional(request)


def _format() -> str:
    """Return the media type to answer with: the parameter's, else Accept's best, else JSON."""
    named = request.args.get("format")
    if named is not None:
        if named not in FORMATS:
            raise BadRequest(f"format must be one of: {', '.join(FORMATS)}.")
        return FORMATS[named]
    varies("Accept")
    if not request.accept_mimetypes:
        return openapi.JSON
    media_type: str | None = acceptable().best_match(FORMATS.values())
    if media_type is None:
        raise NotAcceptable(f"The answer can be had as {', '.join(FORMATS.values())}.")
    return media_type


def _part() -> text_formats.Part:
    named = request.args.get("part", PARTS[0])
    if named not in PARTS:
        raise BadRequest(f"part must be one of: {', '.join(PARTS)}.")
    return "brief" if named == "brief" else "all"


def _withdrawn(value: Withdrawn, available: list[str]) -> Response:
    return problem(
        410, "Gone", f"The edition in {tag(value.locale)} was withdrawn.",
        date=value.date, reason=value.reason, available_languages=available,
    )  # fmt: skip


def _no_edition(detail: str, available: list[str]) -> Response:
    detail += " Choose one of available_languages." if available else ""
    return problem(404, "Not Found", detail, available_languages=available)


def _known(slug: str) -> str:
    if slug not in view().articles:
        raise NotFound(f"There is no article “{slug[:MAX_SLUG]}”.")
    shows(slug)
    return slug
