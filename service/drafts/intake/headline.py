"""The headline of a page: what ``<h1>``, ``<title>``, JSON-LD and OpenGraph say, weighed. Pure.

Publishers write a page's title into five places, with the site's name, a kicker, a tagline or an id
in some of them. What several places say alike, and what stands above the text, is the headline.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml.html import HtmlElement

from ...content.article_text import fold
from .headings import below_text, find_headings, smaller_headings, variants, without_tail, words_of
from .records import Record, Records, clean
from .titles import BAR, LETTERS, is_sentence, says, squash, without_site

__all__ = ("MAX_HEADLINE", "Candidate", "Headline", "choose")
MAX_HEADLINE = 300
# Older programs for blogs put the blog's name in front, and words between.
_ARCHIVE = re.compile(r"(.+?)\s*[»|–-]\s*blog archive?\s*[»|–-]\s*(.+)", re.IGNORECASE)
_ID = re.compile(r"[\w.]*[-_/.:]?\d{3,}[\w-]*|\S*/\S*")
# For a heading that is like another place, and for one that is the page's only one.
_SEEN, _ALONE = 1.5, 1.0
# With more headings of the first kind, a short one is a part's.
_PARTS = 2
# Words that any two titles may share: "About Jane Doe", "What is known about the fire".
_LITTLE = frozenset({
    "about", "with", "from", "this", "that", "what", "when", "your", "have", "will", "their",
    "more", "than", "über", "nach", "sobre", "para", "como", "pour", "dans", "avec", "della",
    "sono", "mehr",
})  # fmt: skip
# How far each place is to be believed, alone. Found by trying on the development half of public
# page sets (benchmarks/intake.py).
_HEADS = ("h1", "h2")
_WEIGHTS = {
    "h1": 3.0,
    "h2": 1.5,
    "way": 1.0,
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
    heads = [c.text for c in candidates if c.place in _HEADS and squash(c.text) == key]
    others = [c.text for c in candidates if c.place not in (*_HEADS, "name")]
    several = len({squash(c.text) for c in candidates if c.place == "h1"}) > _PARTS
    short = bool(heads) and not says(heads[0])
    if short and (several or any(map(_begins(heads[0]).match, others))):
        # The heading of a part, "Budget", or the kicker of a headline that stands below.
        by_place["h1"] = by_place.get("h1", 0) / 3
    elif heads and any(_alike(heads[0], other) for other in others):
        kicked = any(key != (other := squash(text)) and key.endswith(other) and says(text)
                     for text in others)  # fmt: skip
        by_place["seen"] = 0.0 if kicked else _SEEN
    elif heads and is_sentence(heads[0]):
        shown = {squash(c.text) for c in candidates if c.place == "h1"}
        by_place["alone"] = _ALONE if shown == {key} else 0.0
    return sum(by_place.values())


def _begins(kicker: str) -> re.Pattern[str]:
    """Return what matches a title that begins with a kicker and goes on behind a colon."""
    return re.compile(re.escape(kicker) + r"\s*:\s+\S+\s+\S+\s+\S", re.IGNORECASE)


def _alike(one: str, other: str) -> bool:
    """Tell whether two titles share a third of the words of the shorter one."""
    first, second = _words(one), _words(other)
    return len((first & second) - _LITTLE) * 3 >= max(min(len(first), len(second)), 1)


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
    title = clean(tree.findtext(".//title") or "")
    texts += [("title", title)] if title else []
    for element in list(tree.iterfind(".//*[@itemprop='headline']"))[:2]:
        texts.append(("itemprop", clean(element.get("content") or words_of(element))))
    first, further, way, homes = find_headings(tree, sites)
    if first and not any(_alike(words_of(head), text) for head in first for _, text in texts):
        low = below_text(tree)
        others = [head for head in first if head.tag == "h2"]
        first, further = [] if others or low.issuperset(first) else first, [*others, *further]
    if match := _ARCHIVE.fullmatch(title):
        homes = [*homes, match[1]]
        first = [head for head in first if squash(words_of(head)) != squash(match[1])]
    sites = [*sites, *homes]
    said = {squash(text) for _, text in texts}
    titles = {squash(without_site(text, sites)) for _, text in texts}
    heads = [without_tail(head, text, titles) for head in first for text in variants(head)]
    below = [text for head in further for text in variants(head)]
    long = (text for text in below if len(text) >= LETTERS)
    known = said | {squash(text) for text in (*heads, *long, *smaller_headings(tree, title))}
    wholes = {squash(text) for text in heads}
    stated = {squash(without_site(text, sites, known, wholes)) for _, text in texts}
    # Two lines of one heading, which other places have as one: no kicker is longer.
    lines = (words_of(head) for head in first if len(head) == 2)
    longer = (text for text in lines if text not in heads and _starts_longer(text, heads))
    for text in (*heads, *(text for text in longer if squash(text) in stated)):
        # "… | Opinion", where other places stop before the bar.
        before = fold(BAR.split(text)[0])
        yield Candidate(before if squash(before) in stated else text, "h1")
    for text in way:
        yield Candidate(text, "way")
    for text in below:
        # Where there is an <h1>, another heading is the headline only if the page says so.
        if squash(text) in stated or not heads:
            yield Candidate(text, "h2")
    for place, text in texts:
        if place == "name" and _ID.fullmatch(text):
            continue
        yield Candidate(without_site(text, sites, known, wholes), place)


def _starts_longer(whole: str, parts: Sequence[str]) -> bool:
    """Tell whether the first of two lines is the longer one."""
    return any(whole.startswith(part) and len(part) * 2 > len(whole) for part in parts)


def _kicker(tree: HtmlElement, headline: str) -> str | None:
    key = squash(headline)
    for head in itertools.chain(*find_headings(tree)[:2]):
        whole = words_of(head)
        if squash(whole) != key and squash(whole).endswith(key) and len(head):
            before = next((text for child in head if (text := words_of(child))), "")
            return before if 0 < len(before) < len(headline) else None
    return None


def _can_be(text: str, sites: Sequence[str]) -> bool:
    key = squash(text)
    return len(key) > 1 and len(text) <= MAX_HEADLINE and key not in {squash(s) for s in sites}
