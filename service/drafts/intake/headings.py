"""The headings of a page: those that may show the headline, and their words. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence

from lxml.html import HtmlElement

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from .titles import is_sentence, squash

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
# So long is a label at the end of a heading at most.
_TAIL = 20
# So many headings of a kind are looked at; a page may have thousands.
_MOST_HEADS = 12
_MOST_SMALLER = 40
# So many letters are a paragraph of the text.
_PARAGRAPH = 120
# So many of them are a text.
_TEXT = 5


def smaller_headings(tree: HtmlElement, title: str) -> Iterator[str]:
    """Yield the headings below the second kind that ``title``, the page's, begins with."""
    for head in itertools.islice(tree.iter("h3", "h4", "h5"), _MOST_SMALLER):
        text = words_of(head)
        if is_sentence(text) and squash(title).startswith(squash(text)):
            yield text


def without_tail(head: HtmlElement, text: str, titles: set[str]) -> str:
    """Return ``text``, a heading, without a button or a label at its end: "Add to …".

    It is an element of its own, and a title of the page, one of ``titles``, stops before it.
    """
    for part in head.iterdescendants():
        tail = words_of(part) if isinstance(part.tag, str) else ""
        rest = fold(text.removesuffix(tail)) if tail else text
        if rest != text and len(tail) <= _TAIL and squash(rest) in titles and is_sentence(rest):
            return rest
    return text


def find_headings(
    tree: HtmlElement, sites: Sequence[str] = ()
) -> tuple[list[HtmlElement], list[HtmlElement], list[str], list[str]]:
    """Return what the headings of a page may be.

    These are the headings that may show the headline, further ones above the text, words at the
    end of a breadcrumb or hidden, and names of the site. A heading that links to the front page is
    a name of the site; ``sites`` are those that are known. Where the ``<h1>`` is the end of a
    breadcrumb, what readers see as headline is the first ``<h2>``.
    """
    names = {squash(site) for site in sites}
    every = [h for h in itertools.islice(tree.iter("h1"), _MOST_HEADS) if words_of(h)]
    homes = [words_of(h) for h in every if _is_home(h)]
    ones = [h for h in every if not _is_away(h) and squash(words_of(h)) not in names]
    further = _above(tree, names)
    way = [words_of(h) for h in every if _is_way(h) and not _is_home(h)]
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
            if len(words_of(element)) >= _PARAGRAPH and (heads or _in_article(element)):
                break
        elif (text := words_of(element)) and squash(text) not in names and not _is_away(element):
            heads.append(element)
            if len(heads) == _MOST_HEADS:
                break
    return heads


def below_text(tree: HtmlElement) -> set[HtmlElement]:
    """Return the ``<h1>`` that stand below the text: what the site says at its end."""
    heads: set[HtmlElement] = set()
    long = 0
    for element in tree.iter("h1", "p"):
        if element.tag == "p":
            long += long < _TEXT and len(words_of(element)) >= _PARAGRAPH
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


def variants(element: HtmlElement) -> list[str]:
    """Return the words of a heading: whole, and without a first part that may be a kicker."""
    whole = words_of(element)
    children = [child for child in element if words_of(child)]
    if not children:
        return [whole]
    parts = [words_of(child) for child in children]
    several = [whole]
    first = children[0]
    for child, part in zip(children, parts, strict=True):
        # Date and section, or who it is about, below the words.
        if child.tag in ("small", "time") and whole.endswith(part) and whole != part:
            return [fold(whole.removesuffix(part))]
    rest = fold(whole.removeprefix(parts[0]).lstrip(" :–—-|•·/")) if parts[0] else whole
    if rest and rest != whole and not (element.text or "").strip():
        # A colon may stand there for those who hear the page.
        after = first.getnext()
        silent = after is not None and not squash(words_of(after))
        spoken = after if silent and not (first.tail or "").strip() else first
        colon = fold(spoken.text_content()).endswith((":", "|", "•"))
        if _KICKER.search(_marks(first)) or colon or parts[0].endswith((":", "|", "•")):
            return [rest]
        # Two parts with nothing between them stand on lines of their own: kicker and headline.
        if len(children) == 2 and not (first.tail or "").strip():
            several = [rest]
        else:
            several.append(rest)
        if len(parts[0]) > len(rest):
            several.append(parts[0])
    return several


def _marks(element: HtmlElement) -> str:
    return " ".join(element.get(key) or "" for key in ("class", "itemprop", "data-testid"))


def words_of(element: HtmlElement) -> str:
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
