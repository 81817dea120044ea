"""The API's own description, OpenAPI 3.1."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

_TEXT = {"type": "string"}
_TAG = {"type": "string", "description": "BCP 47 language tag", "examples": ["zh-Hans"]}
_DATE = {"type": "string", "format": "date"}
_TIME = {"type": "string", "format": "date-time"}
_TAGS = {"type": "array", "items": _TAG}
_STATE = {"type": "string", "enum": ["current", "pending", "outdated"]}


def _object(optional: tuple[str, ...] = (), **properties: Any) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    return {"type": "object", "properties": properties, "required": required}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def _list(items: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": items}


_SCHEMAS = {
    "Value": _object(
        type={"type": "string", "enum": ["number", "date"]},
        value={**_TEXT, "description": "digits, or ISO 8601: the same in every language"},
        format=_TEXT,
        text={**_TEXT, "description": "as the language of the edition writes it"},
    ),
    "Statement": _object(
        id=_TEXT,
        text=_TEXT,
        evidence={**_list(_TEXT), "description": "verbatim quotes of the article"},
        facts={"type": "object", "additionalProperties": _ref("Value")},
    ),
    "Correction": _object(date=_DATE, fact=_TEXT, old=_ref("Value"), new=_ref("Value")),
    "Summary": _object(
        ("requested_language", "fits_request"),
        slug=_TEXT,
        language=_TAG,
        direction={"type": "string", "enum": ["ltr", "rtl"]},
        source_language=_TAG,
        headline=_TEXT,
        statements=_list(_ref("Statement")),
        state=_STATE,
        outdated_since={"type": ["string", "null"], "format": "date"},
        corrections=_list(_ref("Correction")),
        reviewers=_list(_TEXT),
        reviewed_on=_DATE,
        drafted_by=_list(_TEXT),
        revision={"type": "integer", "minimum": 1},
        published=_TIME,
        updated=_TIME,
        available_languages=_TAGS,
        url=_TEXT,
        requested_language={"type": ["string", "null"]},
        fits_request={"type": "boolean"},
    ),
    "Article": _object(
        slug=_TEXT,
        source_language=_TAG,
        available_languages=_TAGS,
        editions={
            "type": "object",
            "additionalProperties": _object(
                headline=_TEXT, state=_STATE, revision={"type": "integer"}, updated=_TIME, url=_TEXT
            ),
        },
        withdrawn={
            "type": "object",
            "additionalProperties": _object(date=_DATE, reason=_TEXT),
        },
    ),
    "Articles": _object(articles=_list(_ref("Article"))),
    "Languages": _object(
        languages=_list(
            _object(language=_TAG, name=_TEXT, direction=_TEXT, articles={"type": "integer"})
        )
    ),
    "Problem": _object(
        ("detail", "available_languages", "date", "reason"),
        type=_TEXT,
        title=_TEXT,
        status={"type": "integer"},
        detail=_TEXT,
        available_languages=_TAGS,
        date=_DATE,
        reason=_TEXT,
    ),
}


def _json(name: str, description: str) -> dict[str, Any]:
    return {"description": description, "content": {"application/json": {"schema": _ref(name)}}}


def _problem(description: str) -> dict[str, Any]:
    content = {"application/problem+json": {"schema": _ref("Problem")}}
    return {"description": description, "content": content}


def _get(
    identifier: str, summary: str, answer: str, parameters: list[Any], **more: Any
) -> dict[str, Any]:
    responses = {"200": _json(answer, summary), **more}
    return {
        "get": {
            "operationId": identifier,
            "summary": summary,
            "parameters": parameters,
            "responses": responses,
        }
    }


_SLUG = {"name": "slug", "in": "path", "required": True, "schema": _TEXT}
_LANG = {
    "name": "lang",
    "in": "query",
    "description": "language tag; without it the Accept-Language header decides",
    "schema": _TAG,
}
_ACCEPT = {"name": "Accept-Language", "in": "header", "schema": _TEXT}


@lru_cache(maxsize=1)
def document() -> dict[str, Any]:
    """Return the OpenAPI document."""
    unknown = _problem("no such article")
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Multilingual Summary Service",
            "version": "1",
            "description": "Reviewed summaries of news articles: a person signed every text.",
        },
        "servers": [{"url": "/api/v1"}],
        "paths": {
            "/languages": _get("listLanguages", "Languages that pages exist in", "Languages", []),
            "/articles": _get("listArticles", "All articles", "Articles", []),
            "/articles/{slug}": _get(
                "getArticle", "One article and its editions", "Article", [_SLUG], **{"404": unknown}
            ),
            "/articles/{slug}/summary": _get(
                "getSummary", "One edition", "Summary", [_SLUG, _LANG, _ACCEPT],
                **{"404": _problem("no such article or edition"), "410": _problem("withdrawn")},
            ),
        },
        "components": {"schemas": _SCHEMAS},
    }  # fmt: skip
