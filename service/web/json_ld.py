"""What search engines are told about an edition (schema.org)."""

from __future__ import annotations

from typing import Any

from flask import url_for

from ..content.locales import tag
from ..editions.model import Content, Edition
from ..editions.snapshot import Snapshot
from ..review.signatures import Signer
from .request_context import absolute, edition_path, plain, translate

_TYPES = {"person": "Person", "team": "Organization", "model": "SoftwareApplication"}
# IPTC's term for what a trained model generated, as schema.org takes it over.
_BY_MODELS = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"


def news_article(edition: Edition, view: Snapshot, slug: str) -> dict[str, Any]:
    """Return an edition as a schema.org NewsArticle, for JSON-LD.

    A model is named as the software that it is, under “contributor”: editors and translators are
    people. A signer whom the list does not have has no type.
    """
    here = absolute(edition_path(slug, edition.locale))
    content = edition.content
    data: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        "@id": here,
        "url": here,
        "mainEntityOfPage": here,
        "headline": plain(edition.headline),
        "description": plain(edition.read(edition.statements[0])),
        "inLanguage": tag(edition.locale),
        "datePublished": edition.published.isoformat(),
        "dateModified": edition.updated.isoformat(),
        "version": edition.revision,
        "editor": [_named(s) for s in edition.reviewers if s.kind != "model"],
        "translator": [_named(s) for s in content.translated_by if s.kind != "model"],
        "contributor": [_named(s) for s in _models(edition)],
        "digitalSourceType": _BY_MODELS if edition.made_by_models else "",
        "isPartOf": {"@type": "WebSite", "name": str(translate("Reviewed summaries"))},
        "isBasedOn": _article(view, slug, content),
        "citation": [
            {"@type": "Quotation", "text": quote, "inLanguage": tag(content.language)}
            for quote in dict.fromkeys(q for s in edition.statements for q in s.evidence)
        ],
        "correction": [
            {
                "@type": "CorrectionComment",
                "text": f"{c.old.render(edition.locale)} → {c.new.render(edition.locale)}",
                "datePublished": c.date.isoformat(),
            }
            for c in edition.corrections
        ],
    }
    if edition.locale == content.language:
        others = [name for name in view.editions(slug) if name != edition.locale]
        data["workTranslation"] = [{"@id": absolute(edition_path(slug, n))} for n in others]
    elif content.language in view.editions(slug):
        data["translationOfWork"] = {"@id": absolute(edition_path(slug, content.language))}
    return {name: value for name, value in data.items() if value}


def _models(edition: Edition) -> list[Signer]:
    """Return the models that signed or translated ``edition``."""
    signers = dict.fromkeys((*edition.reviewers, *edition.content.translated_by))
    return [signer for signer in signers if signer.kind == "model"]


def _named(signer: Signer) -> dict[str, str]:
    kind = _TYPES.get(signer.kind)
    return ({"@type": kind} if kind else {}) | {"name": signer.name}


def _article(view: Snapshot, slug: str, content: Content) -> dict[str, Any]:
    """Return what is known of the article: what the source's editor signed."""
    data: dict[str, Any] = {"@type": "NewsArticle", "inLanguage": tag(content.language)}
    article = (content.whole or {}).get("article") or {}
    if original := view.originals.get(slug):
        if title := content.title(original.text):
            data["headline"] = title
        data["url"] = absolute(url_for("pages.source", slug=slug))
    if article.get("url"):
        data["url"] = article["url"]
    if article.get("published"):
        data["datePublished"] = article["published"]
    if article.get("outlet"):
        data["publisher"] = {"@type": "NewsMediaOrganization", "name": article["outlet"]}
    if article.get("authors"):
        data["author"] = [{"@type": "Person", "name": name} for name in article["authors"]]
    return data
