"""The headline of a page: what ``<h1>``, ``<title>``, JSON-LD and OpenGraph say, weighed. Pure.

Publishers write a page's title into five places, with the site's name, a kicker, a tagline or an id
in some of them. What several places say alike, and what stands above the text, is the headline.
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Container, Iterable, Iterator, Sequence
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
    r"visually-?hidden|sr-?only|screen-?reader|a11y|tooltip|badge|button|icon|share"
    r"|seo-?(?:title|headline)|invisible|hidden-?element|(?:^|[\s_-])(?:text-)?(?:hidden?|hide|off-?screen|versteckt|unsichtbar)(?:$|\s)",
    re.I,
)
# A heading in one of these names the site, a section, or the way to the page.
_AWAY = {"nav", "footer", "aside", "dialog", "form", "button"}
_NAMING = (
    r"bread-?crumb|(?:^|[\s_-])(?:logo|branding|masthead|navbar|navigation)(?:$|[\s_-])"
    r"|site-?(?:title|name|header)|page-?logo|header-?logo"
)
_AWAY_MARKS = {
    "h1": re.compile(_NAMING, re.IGNORECASE),
    "h2": re.compile(
        _NAMING + r"|(?:^|[\s_-])(?:side-?bar|side-?box|subscribe|widgets?|teasers?|related"
        r"|comments?|respond|cookies?|consent|modal|popup|overlay|newsletter|gallery|slides?|carousel|more\w*)(?:$|[\s_-])",
        re.IGNORECASE,
    ),
}
_NEAR = 4  # so many elements around a heading are looked at
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# The last part of a title that is no more than the site's address.
_ADDRESS = re.compile(r"(?:www\.)?[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,6}", re.IGNORECASE)
# Older programs for blogs put the blog's name in front, and words between.
_ARCHIVE = re.compile(r"(.+?)\s*[»|–-]\s*blog archive?\s*[»|–-]\s*(.+)", re.IGNORECASE)
# Behind a hyphen that stands without spaces: the site or the section, in Chinese, Japanese, Korean.
_CJK = r"\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af"
_CJK_SITE = re.compile(rf"(?<=[{_CJK}。！？\"'”’」』）)])\s*(?:--?|_|ㅣ)\s*[{_CJK}]{{2,10}}$")
_ID = re.compile(r"[\w.]*[-_/.:]?\d{3,}[\w-]*|\S*/\S*")
_SEEN = 1.5
# For the only heading of a page, where its words are enough for a headline.
_ALONE, _ALONE_WORDS, _ALONE_LETTERS = 1.0, 4, 20
# So long is a label at the end of a heading at most.
_TAIL = 20
# With more headings of the first kind, a short one is a part's.
_PARTS = 2
# So many headings of a kind are looked at; a page may have thousands.
_MOST_HEADS = 12
_MOST_SMALLER = 40
# So many letters are a paragraph of the text.
_PARAGRAPH = 120
# So many of them are a text.
_TEXT = 5
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
    heads = [c.text for c in candidates if c.place in _HEADS and squash(c.text) == key]
    others = [c.text for c in candidates if c.place not in (*_HEADS, "name")]
    several = len({squash(c.text) for c in candidates if c.place == "h1"}) > _PARTS
    short = bool(heads) and not _says(heads[0])
    if short and (several or any(map(_begins(heads[0]).match, others))):
        # The heading of a part, "Budget", or the kicker of a headline that stands below.
        by_place["h1"] = by_place.get("h1", 0) / 3
    elif heads and any(_alike(heads[0], other) for other in others):
        kicked = any(key != (other := squash(text)) and key.endswith(other) and _says(text)
                     for text in others)  # fmt: skip
        by_place["seen"] = 0.0 if kicked else _SEEN
    elif heads and _is_sentence(heads[0]):
        shown = {squash(c.text) for c in candidates if c.place == "h1"}
        by_place["alone"] = _ALONE if shown == {key} else 0.0
    return sum(by_place.values())


def _begins(kicker: str) -> re.Pattern[str]:
    """Return what matches a title that begins with a kicker and goes on behind a colon."""
    return re.compile(re.escape(kicker) + r"\s*:\s+\S+\s+\S+\s+\S", re.IGNORECASE)


def _is_sentence(text: str) -> bool:
    return len(text.split()) >= _ALONE_WORDS and len(text) >= _ALONE_LETTERS


def _says(text: str) -> bool:
    """Tell whether words are enough for a headline of their own."""
    return len(text.split()) >= 3 or len(text) >= 12


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
        texts.append(("itemprop", clean(element.get("content") or _text(element))))
    first, further, way, homes = _headings(tree, sites)
    if first and not any(_alike(_text(head), text) for head in first for _, text in texts):
        low = _below(tree)
        others = [head for head in first if head.tag == "h2"]
        first, further = [] if others or low.issuperset(first) else first, [*others, *further]
    if match := _ARCHIVE.fullmatch(title):
        homes = [*homes, match[1]]
        first = [head for head in first if squash(_text(head)) != squash(match[1])]
    sites = [*sites, *homes]
    said = {squash(text) for _, text in texts}
    titles = {squash(without_site(text, sites)) for _, text in texts}
    heads = [_without_tail(head, text, titles) for head in first for text in _variants(head)]
    below = [text for head in further for text in _variants(head)]
    long = (text for text in below if len(text) >= _ALONE_LETTERS)
    known = said | {squash(text) for text in (*heads, *long, *_smaller(tree, title))}
    wholes = {squash(text) for text in heads}
    stated = {squash(without_site(text, sites, known, wholes)) for _, text in texts}
    # Two lines of one heading, which other places have as one: no kicker is longer.
    lines = (_text(head) for head in first if len(head) == 2)
    longer = (text for text in lines if text not in heads and _starts_longer(text, heads))
    for text in (*heads, *(text for text in longer if squash(text) in stated)):
        # "… | Opinion", where other places stop before the bar.
        before = fold(_BAR.split(text)[0])
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


def _smaller(tree: HtmlElement, title: str) -> Iterator[str]:
    """Yield the headings below the second kind that the page's title begins with."""
    for head in itertools.islice(tree.iter("h3", "h4", "h5"), _MOST_SMALLER):
        text = _text(head)
        if _is_sentence(text) and squash(title).startswith(squash(text)):
            yield text


def _without_tail(head: HtmlElement, text: str, titles: set[str]) -> str:
    """Return ``text``, a heading, without a button or a label at its end: "Add to …".

    It is an element of its own, and a title of the page, one of ``titles``, stops before it.
    """
    for part in head.iterdescendants():
        tail = _text(part) if isinstance(part.tag, str) else ""
        rest = fold(text.removesuffix(tail)) if tail else text
        if rest != text and len(tail) <= _TAIL and squash(rest) in titles and _is_sentence(rest):
            return rest
    return text


def _starts_longer(whole: str, parts: Sequence[str]) -> bool:
    """Tell whether the first of two lines is the longer one."""
    return any(whole.startswith(part) and len(part) * 2 > len(whole) for part in parts)


def _headings(
    tree: HtmlElement, sites: Sequence[str] = ()
) -> tuple[list[HtmlElement], list[HtmlElement], list[str], list[str]]:
    """Return what the headings of a page may be.

    These are the headings that may show the headline, further ones above the text, words at the
    end of a breadcrumb or hidden, and names of the site. A heading that links to the front page is
    a name of the site. Where the ``<h1>`` is the end of a breadcrumb, what readers see as headline
    is the first ``<h2>``.
    """
    names = {squash(site) for site in sites}
    every = [h for h in itertools.islice(tree.iter("h1"), _MOST_HEADS) if _text(h)]
    homes = [_text(h) for h in every if _is_home(h)]
    ones = [h for h in every if not _is_away(h) and squash(_text(h)) not in names]
    further = _above(tree, names)
    way = [_text(h) for h in every if _is_way(h) and not _is_home(h)]
    if not ones and way and further:
        return further[:1], further[1:], way, homes
    return ones[:6], further, way, homes


def _in_article(element: HtmlElement) -> bool:
    return any(parent.tag in ("article", "main") for parent in element.iterancestors())


def _above(tree: HtmlElement, names: set[str]) -> list[HtmlElement]:
    """Return the ``<h2>`` that stand above the text: one below its first paragraph is a part's."""
    heads: list[HtmlElement] = []
    for element in tree.iter("h2", "p"):
        if element.tag == "p":
            if len(_text(element)) >= _PARAGRAPH and (heads or _in_article(element)):
                break
        elif (text := _text(element)) and squash(text) not in names and not _is_away(element):
            heads.append(element)
            if len(heads) == _MOST_HEADS:
                break
    return heads


def _below(tree: HtmlElement) -> set[HtmlElement]:
    """Return the ``<h1>`` that stand below the text: what the site says at its end."""
    heads: set[HtmlElement] = set()
    long = 0
    for element in tree.iter("h1", "p"):
        if element.tag == "p":
            long += long < _TEXT and len(_text(element)) >= _PARAGRAPH
        elif long >= _TEXT:
            heads.add(element)
    return heads


def _is_way(head: HtmlElement) -> bool:
    """Tell whether an ``<h1>`` is for machines: at the end of a breadcrumb, or hidden."""
    return bool(
        re.search(r"bread-?crumb", _around(head), re.IGNORECASE)
        or any(e.tag == "nav" for e in itertools.islice(head.iterancestors(), _NEAR))
        or _HIDDEN.search(head.get("class") or "")
    )


def _around(element: HtmlElement) -> str:
    """Return the class and id of an element and of those around it; not of the page's own."""
    around = itertools.chain([element], itertools.islice(element.iterancestors(), _NEAR))
    marks = [
        f"{e.get('class') or ''} {e.get('id') or ''}"
        for e in around
        if e.tag not in ("html", "body", "main", "article")
    ]
    return " ".join((*marks, *(name for name in element.attrib if name.startswith("data-"))))


def _is_away(head: HtmlElement) -> bool:
    """Tell whether a heading is no part of an article: hidden, a logo, a breadcrumb, a teaser."""
    if _HIDDEN.search(head.get("class") or "") or _UNSEEN.search(head.get("style") or ""):
        return True
    if any(e.tag in _AWAY for e in itertools.islice(head.iterancestors(), _NEAR)):
        return True
    return bool(_AWAY_MARKS[head.tag].search(_around(head))) or _is_home(head)


def _is_home(head: HtmlElement) -> bool:
    """Tell whether a heading links to a site's front page."""
    links = [*head.iter("a"), *(e for e in head.iterancestors() if e.tag == "a")]
    for link in links:
        address = (link.get("href") or "").strip()
        # An archive has the whole address behind its own.
        path = re.sub(r"^(?:.*https?:)?//[^/?#]*", "", address)
        if address and re.fullmatch(r"/?(?:(?:index|home)\.\w+)?(?:[?#].*)?", path):
            return not address.startswith("#")
    return False


def _variants(element: HtmlElement) -> list[str]:
    """Return the words of a heading: whole, and without a first part that may be a kicker."""
    whole = _text(element)
    children = [child for child in element if _text(child)]
    if not children:
        return [whole]
    parts = [_text(child) for child in children]
    variants = [whole]
    first = children[0]
    for child, part in zip(children, parts, strict=True):
        # Date and section, or who it is about, below the words.
        if child.tag in ("small", "time") and whole.endswith(part) and whole != part:
            return [fold(whole.removesuffix(part))]
    rest = fold(whole.removeprefix(parts[0]).lstrip(" :–—-|•·/")) if parts[0] else whole
    if rest and rest != whole and not (element.text or "").strip():
        # A colon may stand there for those who hear the page.
        after = first.getnext()
        silent = after is not None and not squash(_text(after))
        spoken = after if silent and not (first.tail or "").strip() else first
        colon = fold(spoken.text_content()).endswith((":", "|", "•"))
        if _KICKER.search(_marks(first)) or colon or parts[0].endswith((":", "|", "•")):
            return [rest]
        # Two parts with nothing between them stand on lines of their own: kicker and headline.
        if len(children) == 2 and not (first.tail or "").strip():
            variants = [rest]
        else:
            variants.append(rest)
        if len(parts[0]) > len(rest):
            variants.append(parts[0])
    return variants


def _kicker(tree: HtmlElement, headline: str) -> str | None:
    key = squash(headline)
    for head in itertools.chain(*_headings(tree)[:2]):
        whole = _text(head)
        if squash(whole) != key and squash(whole).endswith(key) and len(head):
            before = next((text for child in head if (text := _text(child))), "")
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
            # How characters are read, and its brackets.
            "rt",
            "rp",
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


def without_site(
    text: str, sites: Sequence[str], known: Iterable[str] = (), headings: Container[str] = ()
) -> str:
    """Return ``text``, a title, without the site's name before or behind it.

    A part goes where it is one of ``sites``, or where what is left is what another place of the
    page says (``known``, squashed). What one of ``headings``, squashed, has whole keeps its end,
    unless that is the site's name or stands behind a bar.

    >>> without_site("Fire in the harbor kills five | Example Daily", ["Example Daily"])
    'Fire in the harbor kills five'
    """
    names = {squash(site) for site in sites}
    others = set(known) - {squash(text)}
    for _ in range(2):
        shorter = _CJK_SITE.sub("", text)
        text = shorter if len(shorter) >= 8 else text
    text = _without_sections(_without_prefix(text, sites), names)
    for _ in range(4):
        whole = squash(text) in headings
        cuts = [(m.start(), m.end()) for m in SEPARATOR.finditer(text)]
        for start, end in (*reversed(cuts), *cuts):
            before, after = text[:start].strip(), text[end:].strip()
            bar = "|" in text[start:end]
            said = before and squash(before) in others and (bar or not whole)
            if said or _is_site(after, names, whole=whole):
                text = before
                break
            if (after and squash(after) in others) or _is_site(before, names, whole=whole):
                text = after
                break
        else:
            break
    # Few headlines have a bar in them, and most titles have one before what is no headline.
    first = _BAR.split(text)[0]
    return first if _says(first) and len(first) * 2 > len(text) else text


def _without_sections(text: str, names: set[str]) -> str:
    """Return a title up to the site's name, where sections follow that: "… - Site - Sport"."""
    cuts = list(SEPARATOR.finditer(text))
    for cut, following in itertools.pairwise(cuts):
        before, part = text[: cut.start()].strip(), text[cut.end() : following.start()]
        if _is_sentence(before) and squash(part) in names:
            return before
    return text


def _without_prefix(text: str, sites: Sequence[str]) -> str:
    """Return a title without the site's name and a colon, or its address, at the beginning."""
    for site in sites:
        mark = ":" if "." not in site else ""
        head, rest = text[: len(site) + len(mark)], text[len(site) + len(mark) :]
        same = head.casefold() == f"{site}{mark}".casefold()
        if len(site) > 3 and same and rest.startswith(" ") and _says(rest.strip()):
            return rest.lstrip(" :–—-|•·/")
    return text


def _is_site(part: str, names: set[str], *, whole: bool) -> bool:
    """Tell whether a part of a title is a site's name or address; ``whole``, one of ``names``."""
    key = squash(part)
    if whole:
        return key in names
    return bool(key) and (
        key in names
        or _ADDRESS.fullmatch(part) is not None
        or key in ("blogarchive", "blogarchiv")
        or any(
            len(n) > 3 and (key.startswith(n) or key.endswith(n)) and len(key) < len(n) + 12
            for n in names
        )
    )


def _can_be(text: str, sites: Sequence[str]) -> bool:
    key = squash(text)
    return len(key) > 1 and len(text) <= MAX_HEADLINE and key not in {squash(s) for s in sites}
