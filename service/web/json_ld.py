"""What search engines are told about an edition (schema.org)."""

from __future__ import annotations

from typing import Any

from flask import url_for

from ..content.locales import tag
from ..editions.model import Edition
from ..editions.snapshot import Snapshot
from .request_context import absolute, edition_path, plain, translate


def news_article(edition: Edition, view: Snapshot, slug: str) -> dict[str, Any]:
    """Return an edition as a schema.org NewsArticle, for JSON-LD.

    People are named without a type: a signature may be a person's or a desk's.
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
        "editor": [{"name": name} for name in edition.reviewers],
        "translator": [{"name": name} for name in content.translated_by],
        "isPartOf": {"@type": "WebSite", "name": str(translate("Reviewed summaries"))},
        "isBasedOn": _article(view, slug, content.language),
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


def _article(view: Snapshot, slug: str, language: str) -> dict[str, Any]:
    data = {"@type": "NewsArticle", "inLanguage": tag(language)}
    if original := view.originals.get(slug):
        if original.headline:
            data["headline"] = original.headline
        data["url"] = absolute(url_for("pages.source", slug=slug))
    return data
