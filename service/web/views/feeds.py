"""Feeds, sitemap and robots.txt."""

from __future__ import annotations

import datetime
import uuid
from datetime import UTC

from flask import Blueprint, Response, make_response, redirect, render_template, request, url_for
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as BaseResponse

from ...editions.snapshot import Snapshot
from ..request_context import absolute, locale, modified, shows, view
from .pages import canonical_tag

blueprint = Blueprint("feeds", __name__)
MOST = 50
# A sitemap may have 50,000 addresses and 50 MB (sitemaps.org). A tenth of that is one answer that
# neither holds up a worker nor its memory.
MOST_LISTED, MOST_BYTES_LISTED = 5_000, 5_000_000
# Bytes of one alternate link, with a long address.
LINK = 220
# Made once for this purpose; changing it would make every feed entry look new.
_NAMESPACE = uuid.UUID("6c1f1f0e-4b0e-4f86-9a57-0d7f0c3a5b21")


@blueprint.get("/<lang:language>/feed.atom")
def atom(language: str) -> BaseResponse:
    """The newest editions of one language, as Atom (RFC 4287)."""
    if moved := canonical_tag(language):
        return redirect(url_for(".atom", language=moved), 308)
    name = locale()
    assert name is not None
    editions = view().in_language(name)[:MOST]
    shows(index=True)
    if editions:
        modified(*(edition.updated for edition in editions))
    updated = max((e.updated for e in editions), default=datetime.datetime(1970, 1, 1, tzinfo=UTC))
    page = render_template(
        "feed.atom.xml", editions=editions, updated=updated.isoformat(), stable_id=_stable_id
    )
    return _xml(page, "application/atom+xml")


@blueprint.get("/sitemap.xml")
def sitemap() -> BaseResponse:
    """All pages, with their alternates in other languages (sitemaps.org).

    What is too much for one file is in several, of which this one is the index. There is none
    without SUMMARIES_BASE_URL: a sitemap has to name whole addresses.
    """
    if not absolute(""):
        raise NotFound
    shows(index=True)
    several = parts(view())
    if len(several) > 1:
        return _xml(render_template("sitemaps.xml", parts=len(several)), "application/xml")
    return _sitemap(several[0], indexes=True)


@blueprint.get("/sitemap-<int:number>.xml")
def sitemap_part(number: int) -> BaseResponse:
    """One part of a large sitemap."""
    several = parts(view())
    if not absolute("") or not 0 < number <= len(several) or len(several) == 1:
        raise NotFound
    shows(index=True)
    return _sitemap(several[number - 1], indexes=number == 1)


def _sitemap(slugs: list[str], *, indexes: bool) -> BaseResponse:
    page = render_template("sitemap.xml", slugs=slugs, indexes=indexes)
    return _xml(page, "application/xml")


def parts(snapshot: Snapshot) -> list[list[str]]:
    """Return the articles of each part of the sitemap; one part where all go into one file.

    Every page names its alternates, so the number of languages counts twice.
    """
    languages, slugs = len(snapshot.languages) + 1, snapshot.first_published()
    size = max(1, min(MOST_LISTED // languages, MOST_BYTES_LISTED // (languages**2 * LINK)))
    return [slugs[at : at + size] for at in range(0, len(slugs), size)] or [[]]


@blueprint.get("/robots.txt")
def robots() -> Response:
    """Allow everything but the API, and name the sitemap."""
    lines = ["User-agent: *", "Disallow: /api/", ""]
    if address := absolute(""):
        lines += [f"Sitemap: {address}{url_for('.sitemap')}", ""]
    response = make_response("\n".join(lines))
    response.content_type = "text/plain; charset=utf-8"
    return response


def _stable_id(*parts: str) -> str:
    """Return an Atom id that stays when the site moves: the name-based UUID of ``parts``."""
    return uuid.uuid5(_NAMESPACE, "/".join(parts)).urn


def _xml(page: str, kind: str) -> BaseResponse:
    response = make_response(page)
    response.content_type = f"{kind}; charset=utf-8"
    response.add_etag()
    return response.make_conditional(request)
