"""What a page says of itself for machines: JSON-LD, Microdata, ``<meta>``. Pure.

schema.org's words are taken as publishers write them: in ``@graph``, in arrays, by ``@id``, with
broken JSON around them.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from ...content.article_text import fold
from ...content.unsafe_characters import visible

if TYPE_CHECKING:
    from lxml.html import HtmlElement

# schema.org's types for what is published as an article; https://schema.org/Article
_ARTICLE = re.compile(r"(?:Article|Posting|Report|Review|Reportage\w*|\w*NewsArticle)$", re.I)
_SITE = {"website", "newsmediaorganization", "organization", "corporation", "newspaper"}
# So deep and so many that only a hostile page has more.
_DEEPEST, _MOST = 12, 5_000
_LONGEST = 2 * 1024 * 1024
Record = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Records:
    """What the page says in data: articles, sites, and ``<meta>`` by name in small letters."""

    articles: tuple[Record, ...] = ()
    sites: tuple[Record, ...] = ()
    meta: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def values(self, *names: str) -> Iterator[str]:
        """Yield the contents of ``<meta>`` elements of these names, in the order of ``names``."""
        for name in names:
            yield from self.meta.get(name, ())


def clean(value: object) -> str:
    """Return ``value``, a text, as a reader would see it: one line, no mark-up, no entities.

    >>> clean("  Fire &amp; <b>water</b> ")
    'Fire & water'
    """
    if isinstance(value, list):
        value = value[0] if value else ""
    if isinstance(value, dict):
        value = value.get("@value") or value.get("name") or ""
    if not isinstance(value, str):
        return ""
    text = value[:_LONGEST]
    for _ in range(2):  # some are escaped twice
        if "&" not in text:
            break
        text = html.unescape(text)
    text = re.sub(r"</?[a-z][^<>]*>", "", text, flags=re.IGNORECASE)
    # Line ends are spaces first: what is left is printable nearly always, which is quick to see.
    return fold(visible(fold(text.replace("\u00ad", ""))))


def find(tree: HtmlElement) -> Records:
    """Return what the page says of itself."""
    meta: dict[str, list[str]] = {}
    for element in tree.iter("meta"):
        content = clean(element.get("content"))
        if not content:
            continue
        for key in ("property", "name", "itemprop", "http-equiv"):
            for name in (element.get(key) or "").casefold().split():
                meta.setdefault(name, []).append(content)
    for stated in meta.pop("parsely-page", [])[:1]:
        for name, value in _parsely(stated):
            meta.setdefault(name, []).append(value)
    objects = list(_objects(tree))
    by_id: dict[str, Record] = {}
    for item in objects:
        known = item.get("@id")
        if isinstance(known, str) and len(item) > len(by_id.get(known, {})):
            by_id[known] = item
    articles = [_resolved(o, by_id) for o in objects if any(map(_ARTICLE.search, types(o)))]
    articles += [item for item in _microdata(tree) if item.get("headline")]
    sites = [_resolved(o, by_id) for o in objects if _SITE & {t.casefold() for t in types(o)}]
    return Records(tuple(articles), tuple(sites), {k: tuple(v) for k, v in meta.items()})


def _parsely(text: str) -> Iterator[tuple[str, str]]:
    """Yield what Parse.ly's older form says, a JSON object, by the names of its newer one.

    https://docs.parse.ly/metatags/
    """
    stated = _load(text)
    if not isinstance(stated, dict):
        return
    for key, name in (("title", "title"), ("pub_date", "pub-date"), ("author", "author")):
        values = stated.get(key)
        for value in values if isinstance(values, list) else [values]:
            if said := clean(value):
                yield f"parsely-{name}", said


def types(item: Record) -> list[str]:
    """Return the names of an object's types, without the vocabulary's address."""
    kinds = item.get("@type", ())
    named = [kinds] if isinstance(kinds, str) else kinds if isinstance(kinds, list) else []
    return [re.split(r"[/#:]", name)[-1] for name in named if isinstance(name, str)]


def _objects(tree: HtmlElement) -> Iterator[Record]:
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").casefold():
            continue
        text = (script.text or "")[:_LONGEST]
        if text.strip():
            yield from _walk(_load(text))


def _load(text: str) -> Any:
    """Return what a JSON-LD script says; broken JSON is repaired as far as it can be."""
    text = re.sub(
        r"^\s*(?:/\*\s*)?(?:<!--|<!\[CDATA\[|//\s*<!\[CDATA\[)(?:\s*\*/)?|(?:-->|(?://|/\*)?\s*\]\]>(?:\s*\*/)?)\s*;?\s*$",
        "",
        text,
    )
    try:
        return json.loads(text.strip().rstrip(";"), strict=False)
    except (ValueError, RecursionError):
        pass
    from json_repair import loads  # noqa: PLC0415 - seldom needed

    try:
        return loads(text)
    except (ValueError, RecursionError, TypeError, IndexError):
        return None


def _walk(data: Any) -> Iterator[Record]:
    """Yield every object in ``data``, outer ones first."""
    level, count = [data], 0
    for _ in range(_DEEPEST):
        below: list[Any] = []
        for item in level:
            if isinstance(item, list):
                below += item
            elif isinstance(item, dict):
                count += 1
                if count > _MOST:
                    return
                if "@type" in item:
                    yield item
                below += [value for value in item.values() if isinstance(value, dict | list)]
        level = below


def _resolved(item: Record, by_id: Mapping[str, Record]) -> Record:
    """Return ``item`` with what it only names by ``@id`` in place of the names."""

    def resolve(value: Any) -> Any:
        if isinstance(value, dict) and "@id" in value and not value.get("name"):
            return by_id.get(str(value["@id"]), value)
        if isinstance(value, list):
            return [resolve(v) if isinstance(v, dict) else v for v in value[:100]]
        return value

    return {key: resolve(value) for key, value in item.items()}


def _microdata(tree: HtmlElement) -> Iterator[Record]:
    """Yield articles marked up with Microdata, with the properties that are used here."""
    for scope in tree.iterfind(".//*[@itemscope]"):
        kind = (scope.get("itemtype") or "").rstrip("/").rpartition("/")[2]
        if not _ARTICLE.search(kind):
            continue
        item: dict[str, Any] = {"@type": kind}
        for element in scope.iterfind(".//*[@itemprop]"):
            for name in (element.get("itemprop") or "").split():
                if name in ("headline", "datePublished", "dateModified", "inLanguage", "license"):
                    item.setdefault(name, _value(element))
                elif name == "author":
                    item.setdefault("author", []).append({"name": _name(element)})
                elif name == "publisher":
                    item.setdefault("publisher", {"name": _name(element)})
        yield item


def _name(element: HtmlElement) -> str:
    inner = element.find(".//*[@itemprop='name']")
    return _value(element if inner is None else inner)


def _value(element: HtmlElement) -> str:
    attribute = element.get("content") or element.get("datetime")
    return clean(attribute or "".join(element.itertext()))


def names(value: Any) -> Iterable[str]:
    """Yield the names in ``value``, of schema.org: a text, an object with a name, or a list."""
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict):
            stated = item.get("name") or item.get("legalName")
            if isinstance(stated, list):
                yield from (text for name in stated if (text := clean(name)))
                continue
            text = clean(stated)
            if not text and (item.get("givenName") or item.get("familyName")):
                text = fold(f"{clean(item.get('givenName'))} {clean(item.get('familyName'))}")
        else:
            text = clean(item)
        if text:
            yield text


def strings(value: Any) -> Iterator[str]:
    """Yield the texts in ``value``, of schema.org, and the ``@id`` or address of objects."""
    for item in value if isinstance(value, list) else [value]:
        named = isinstance(item, dict)
        stated = item.get("@id") or item.get("url") or item.get("name") if named else item
        if text := clean(stated):
            yield text
