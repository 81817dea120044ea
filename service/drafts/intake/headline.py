"""The headline of a page: what ``<h1>``, ``<title>``, JSON-LD and OpenGraph say, weighed. Pure.

Publishers write a page's title into five places, with the site's name, a kicker, a tagline or an id
in some of them. What several places say alike, and what stands above the text, is the headline.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from .records import Record, Records, clean

MAX_HEADLINE = 300
# What stands between a title and the site's name.
SEPARATOR = re.compile(r"\s+(?:[-–—|•·«»‹›:]|::|//|/)\s+|\s*[|｜]\s*|\s[-–—]{2}\s|_(?=[^_]*$)")
_BAR = re.compile(r"\s*[|｜]\s*")
_KICKER = re.compile(
    r"kicker|overline|over-?title|topline|eyebrow|pre-?title|pre-?headline|supertitle|supra|dachzeile|spitzmarke|roofline|"
    r"volanta|antetitulo|epigraf|occhiello|surtitre|label|category|rubric|section-?name|flag|tag\b|prefix",
    re.IGNORECASE,
)
_HIDDEN = re.compile(
    r"visually-?hidden|sr-?only|screen-?reader|a11y|tooltip|badge|button|icon|share", re.I
)
_ID = re.compile(r"[\w.]*[-_/.:]?\d{3,}[\w-]*|\S*/\S*")
_SEEN = 1.5
# How far each place is to be believed, alone. Found by trying on the development half of public
# page sets (benchmarks/intake.py).
_WEIGHTS = {
    "h1": 3.0,
    "jsonld": 2.0,
    "og": 2.0,
    "title": 1.6,
    "meta": 1.0,
    "twitter": 0.8,
    "itemprop": 2.2,
    "name": 0.4,
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words that may be the headline, and where they stand."""

    text: str
    place: str


@dataclass(frozen=True, slots=True)
class Headline:
    """The headline, and the kicker above it where it was part of the same element."""

    text: str
    kicker: str | None = None


def squash(text: str) -> str:
    """Return the letters and digits of ``text`` alone, folded: what two titles have in common."""
    return "".join(filter(str.isalnum, unicodedata.normalize("NFKC", text).casefold()))


def choose(
    tree: HtmlElement, records: Records, article: Record | None, sites: Sequence[str]
) -> Headline | None:
    """Return the headline of a page; None where nothing can be one.

    ``sites`` are the names of the publisher, which are no part of it; ``article`` is what JSON-LD
    says of this article.
    """
    candidates = [c for c in _candidates(tree, records, article, sites) if _can_be(c.text, sites)]
    if not candidates:
        return None
    points: dict[str, float] = {}
    for candidate in candidates:
        key = squash(candidate.text)
        if key not in points:
            points[key] = _support(key, candidates)
    order = [squash(c.text) for c in candidates]
    best = max(points, key=lambda key: (points[key], -order.index(key)))
    text = _nicest([c for c in candidates if squash(c.text) == best])
    return Headline(text, _kicker(tree, text))


def _support(key: str, candidates: Sequence[Candidate]) -> float:
    """Return how much speaks for ``key``: each place once, in part where its words are much alike.

    A heading that shares words with what the page says for machines is what readers see: it goes
    before titles made for search engines. One with more words in front has a kicker.
    """
    by_place: dict[str, float] = {}
    for candidate in candidates:
        other = squash(candidate.text)
        part = 1.0 if other == key else 0.0
        if not part and (other in key or key in other):
            part = 0.5 * min(len(other), len(key)) / max(len(other), len(key))
        weight = part * _WEIGHTS[candidate.place]
        by_place[candidate.place] = max(by_place.get(candidate.place, 0), weight)
    heads = [c.text for c in candidates if c.place == "h1" and squash(c.text) == key]
    others = [c.text for c in candidates if c.place not in ("h1", "name")]
    if heads and any(_alike(heads[0], other) for other in others):
        kicked = any(key != (other := squash(text)) and key.endswith(other) and _says(text)
                     for text in others)  # fmt: skip
        by_place["seen"] = 0.0 if kicked else _SEEN
    return sum(by_place.values())


def _says(text: str) -> bool:
    """Tell whether words are enough for a headline of their own."""
    return len(text.split()) >= 3 or len(text) >= 12


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles share a third of the words of the shorter one."""
    first, second = _words(one), _words(other)
    return len(first & second) * 3 >= max(min(len(first), len(second)), 1)


def _words(text: str) -> set[str]:
    folded = unicodedata.normalize("NFKC", text).casefold()
    return set(re.findall(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]{2}|[^\W_]{4,}", folded))


def _nicest(same: Sequence[Candidate]) -> str:
    """Return one of several spellings: not all in capitals, what stands above the text first."""
    mixed = [c for c in same if not c.text.isupper()] or list(same)
    return min(mixed, key=lambda c: -_WEIGHTS[c.place]).text


def _candidates(
    tree: HtmlElement, records: Records, article: Record | None, sites: Sequence[str]
) -> Iterator[Candidate]:
    texts: list[tuple[str, str]] = []
    if article is not None:
        texts += [("jsonld", clean(article.get("headline"))), ("name", clean(article.get("name")))]
    texts += [("og", text) for text in list(records.values("og:title"))[:1]]
    texts += [("twitter", text) for text in list(records.values("twitter:title"))[:1]]
    texts += [
        ("meta", text)
        for text in records.values(
            "headline",
            "parsely-title",
            "sailthru.title",
            "dc.title",
            "dcterms.title",
            "citation_title",
            "title",
            "cxenseparse:title",
            "fulltitle",
        )
    ][:3]
    title = tree.find(".//title")
    if title is not None:
        texts.append(("title", clean(title.text_content())))
    for element in list(tree.iterfind(".//*[@itemprop='headline']"))[:2]:
        texts.append(("itemprop", clean(element.get("content") or _text(element))))
    heads = [text for h1 in _first(tree) for text in _variants(h1)]
    for text in heads:
        yield Candidate(text, "h1")
    known = {squash(text) for text in heads} | {squash(text) for _, text in texts}
    for place, text in texts:
        if place == "name" and _ID.fullmatch(text):
            continue
        yield Candidate(without_site(text, sites, known), place)


def _first(tree: HtmlElement) -> list[HtmlElement]:
    heads = [h for h in tree.iter("h1") if _text(h)]
    heads = [h for h in heads if not _HIDDEN.search(h.get("class") or "")] or heads
    if not heads:
        heads = [h for h in tree.iter("h2") if _text(h) and _in_article(h)][:1]
    return heads[:6]


def _in_article(element: HtmlElement) -> bool:
    return any(parent.tag in ("article", "main") for parent in element.iterancestors())


def _variants(element: HtmlElement) -> list[str]:
    """Return the words of a heading: whole, and without a first part that may be a kicker."""
    whole = _text(element)
    if len(element) == 0:
        return [whole]
    parts = [_text(child) for child in element]
    variants = [whole]
    first = element[0]
    rest = fold(whole.removeprefix(parts[0]).lstrip(" :–—-|•·/")) if parts[0] else whole
    if parts[0] and rest and rest != whole and not (element.text or "").strip():
        # A colon may stand there for those who hear the page.
        colon = fold(first.text_content()).endswith((":", "|", "•"))
        if _KICKER.search(_marks(first)) or colon or parts[0].endswith((":", "|", "•")):
            return [rest]
        variants.append(rest)
        if len(parts[0]) > len(rest):
            variants.append(parts[0])
    return variants


def _kicker(tree: HtmlElement, headline: str) -> str | None:
    key = squash(headline)
    for h1 in _first(tree):
        whole = _text(h1)
        if squash(whole) != key and squash(whole).endswith(key) and len(h1):
            before = _text(h1[0])
            return before if 0 < len(before) < len(headline) else None
    return None


def _marks(element: HtmlElement) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "itemprop", "data-testid"))


def _text(element: HtmlElement) -> str:
    """Return the words of an element, without those that no reader sees."""
    parts: list[str] = []

    def add(node: HtmlElement, depth: int) -> None:
        if not isinstance(node.tag, str) or node.tag in (
            "script",
            "style",
            "svg",
            "button",
            "template",
        ):
            return
        if depth and _HIDDEN.search(node.get("class") or ""):
            return
        parts.append(node.text or "")
        if depth < 20:
            for child in node:
                parts.append(" " if child.tag in ("br", "div", "p") else "\u200b")
                add(child, depth + 1)
                parts.extend(("\u200b", child.tail or ""))

    add(element, 0)
    text = "".join(parts)
    # Two spans that stand side by side are drawn apart by style; letters in spans are not.
    return fold(
        visible(
            re.sub(r"(?<=\w)\u200b+(?=[A-ZÀ-Þ])", " ", text)
            .replace("\u200b", "")
            .replace("\u00ad", "")
        )
    )


def without_site(text: str, sites: Sequence[str], known: Iterable[str] = ()) -> str:
    """Return a title without the site's name before or behind it.

    A part goes where it is one of ``sites``, or where what is left is what another place of the
    page says (``known``, squashed).
    """
    names = {squash(site) for site in sites}
    others = set(known) - {squash(text)}
    for _ in range(4):
        cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(text)]
        for start, end in (*reversed(cuts), *cuts):
            before, after = text[:start].strip(), text[end:].strip()
            if (squash(before) in others and before) or _is_site(after, names):
                text = before
                break
            if (squash(after) in others and after) or _is_site(before, names):
                text = after
                break
        else:
            break
    # Few headlines have a bar in them, and most titles have one before what is no headline.
    first = _BAR.split(text)[0]
    return first if _says(first) and len(first) * 2 > len(text) else text


def _is_site(part: str, names: set[str]) -> bool:
    key = squash(part)
    return bool(key) and (
        key in names
        or any(
            len(n) > 3 and (key.startswith(n) or key.endswith(n)) and len(key) < len(n) + 12
            for n in names
        )
    )


def _can_be(text: str, sites: Sequence[str]) -> bool:
    key = squash(text)
    return len(key) > 1 and len(text) <= MAX_HEADLINE and key not in {squash(s) for s in sites}
