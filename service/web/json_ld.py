"""What search engines are told about an edition (schema.org)."""

from __future__ import annotations

from typing import Any

from flask import current_app, url_for

from ..content.locales import tag
from ..editions.model import Edition
from ..editions.snapshot import Snapshot
from ..review.signatures import Signer
from ..site_look import Logo
from . import article, corrections
from .request_context import absolute, edition_path, ordered, site_name

_TYPES = {"person": "Person", "team": "Organization", "model": "SoftwareApplication"}


def news_article(
    edition: Edition, view: Snapshot, slug: str, image: str | None = None
) -> dict[str, Any]:
    """Return an edition as a schema.org NewsArticle, for JSON-LD.

    Its author is the site, and its publisher who answers for it; who wrote the article stands under
    “isBasedOn”. ``image`` is the path of its card. A model is named as the software that it is,
    under “contributor”: editors and translators are people. A signer whom the list does not have
    has no type.
    """
    here = absolute(edition_path(slug, edition.locale))
    content = edition.content
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": here,
        "url": here,
        "mainEntityOfPage": here,
        "headline": corrections.headline(edition),
        "description": corrections.description(edition),
        "image": absolute(image) if image and absolute("") else "",
        "author": _site(),
        "publisher": _publisher(),
        "inLanguage": tag(edition.locale),
        "datePublished": edition.published.isoformat(),
        "dateModified": edition.updated.isoformat(),
        "version": edition.revision,
        "editor": [_named(s) for s in edition.reviewers if s.kind != "model"],
        "translator": [_named(s) for s in content.translated_by if s.kind != "model"],
        "contributor": [_named(s) for s in _models(edition)],
        "digitalSourceType": edition.digital_source_type,
        "isPartOf": {"@type": "WebSite", "name": site_name()},
        "isBasedOn": _article(edition),
        "citation": [
            {"@type": "Quotation", "text": quote, "inLanguage": tag(content.language)}
            for quote in dict.fromkeys(q for s in ordered(edition) for q in s.evidence)
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": corrections.text(edition, group),
                "datePublished": group[0].date.isoformat(),
            }
            for group in edition.grouped_corrections()
        ],
    }
    if edition.locale == content.language:
        others = [name for name in view.editions(slug) if name != edition.locale]
        data["workTranslation"] = [{"@id": absolute(edition_path(slug, n))} for n in others]
    elif content.language in view.editions(slug):
        data["translationOfWork"] = {"@id": absolute(edition_path(slug, content.language))}
    return {name: value for name, value in data.items() if value}


def _site() -> dict[str, str]:
    """Return the site as who publishes the summary."""
    own: Logo | None = current_app.config["LOGO"]
    logo = absolute(url_for("static", filename=own.name)) if own and absolute("") else ""
    data = {"@type": "Organization", "name": site_name(), "url": absolute(""), "logo": logo}
    return {name: value for name, value in data.items() if value}


def _publisher() -> dict[str, Any]:
    """Return who answers for what is published: the site, where nobody else is named."""
    name: str = current_app.config["PUBLISHER"]
    imprint: str = current_app.config["IMPRINT"]
    if not name:
        return _site()
    return {"@type": "Organization", "name": name} | ({"url": imprint} if imprint else {})


def _models(edition: Edition) -> list[Signer]:
    """Return the models that signed or translated ``edition``."""
    signers = dict.fromkeys((*edition.reviewers, *edition.content.translated_by))
    return [signer for signer in signers if signer.kind == "model"]


def _named(signer: Signer) -> dict[str, str]:
    kind = _TYPES.get(signer.kind)
    return ({"@type": kind} if kind else {}) | {"name": signer.name}


def _article(edition: Edition) -> dict[str, Any]:
    """Return what is known of the article: what the source's editor signed."""
    source = article.of(edition)
    data: dict[str, Any] = {
        "@type": "NewsArticle",
        "inLanguage": tag(source.language),
        "headline": source.title,
        "url": source.url or (source.page and absolute(source.page.partition("?")[0])),
        "datePublished": source.stated,
        "publisher": source.outlet and {"@type": "NewsMediaOrganization", "name": source.outlet},
        "author": [{"@type": "Person", "name": name} for name in source.authors],
        "license": source.licence if source.licence.startswith(("http:", "https:")) else "",
    }
    return {name: value for name, value in data.items() if value}
