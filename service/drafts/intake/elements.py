"""What an element of a page is: how much it says, whether it is links and nothing else. Pure."""

from __future__ import annotations

import itertools
import re
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

# Fewer letters are no article.
LITTLE = 250
# How a sentence ends, or what is more than one.
ENDS = re.compile(r"[.!?…。！？؟।:;)\]\"'”’»“」』]$")
# So many paragraphs of so many letters are a text.
PARAGRAPH, PARAGRAPHS = 120, 3
_LINKED = 0.9
_LABELLED = 0.6
PICTURES = ("img", "picture", "video")
_PROSE = 300
# What stands between a heading that is a link and its text, and how many of them.
_BETWEEN, _PICTURES_BETWEEN = ("figure", "img", "picture", "div", "p"), 5
# Links to a house's own pages there are no part of a text.
_SOCIAL = re.compile(
    r"(?:^|\.)(?:facebook|twitter|x|instagram|linkedin|pinterest|whatsapp|t|telegram|youtube|tiktok"
    r"|google|reddit|tumblr|bsky|threads|apple|spotify)\.\w+$"
)
# One item of so many, at least, has no link.
_MIXED = 4
# A card about a person or a topic has so many links.
_CARD = 3


def is_prose(element: HtmlElement) -> bool:
    """Tell whether an element has two paragraphs, or more, of text that is no link."""
    blocks = [p for p in element.iter("p", "li") if not is_links(p)]
    linked = sum(letters(link) for p in blocks for link in p.iter("a"))
    return len(blocks) > 1 and sum(map(letters, blocks)) - linked >= _PROSE


def is_links(element: HtmlElement) -> bool:
    """Tell whether a paragraph or a list is links and nothing else: "read also"."""
    if element.tag not in ("p", "ul", "ol", "h2", "h3", "h4", "h5", "li"):
        return False
    if next(element.iterancestors("a"), None) is not None:
        return True
    links, whole = sum(letters(link) for link in element.iter("a")), letters(element)
    if links and element.tag in ("h2", "h3", "h4") and _heads_text(element):
        return False
    if not links or links >= _LINKED * whole:
        return links > 0
    ends = ENDS.search("".join(element.itertext()).strip())
    return links >= _LABELLED * whole and not ends


def _heads_text(heading: HtmlElement) -> bool:
    """Tell whether a paragraph of text follows a heading: in a list of things, each is a link.

    Pictures of the thing, and a few words of it, may come between.
    """
    for following in itertools.islice(heading.itersiblings(), _PICTURES_BETWEEN):
        length = letters(following)
        if following.tag == "p" and length >= PARAGRAPH:
            return not is_links(following)
        pictured = following.tag in PICTURES or next(following.iter(*PICTURES), None) is not None
        if following.tag not in _BETWEEN or length >= PARAGRAPH or not (length or pictured):
            break
    return False


def is_listed(element: HtmlElement, mixed: set[HtmlElement]) -> bool:
    """Tell whether an element is an item of a list in ``mixed``, or such a list, which joins it."""
    if element.tag in ("ul", "ol") and _is_mixed(element):
        mixed.add(element)
    return element in mixed or element.getparent() in mixed


def _is_mixed(element: HtmlElement) -> bool:
    """Tell whether a list amid paragraphs has items without a link: it is not of other stories."""
    parent = element.getparent()
    if parent is None or element.find(".//a") is None or not is_prose(parent):
        return False
    items = [item for item in element if item.tag == "li" and letters(item)]
    plain = sum(item.find(".//a") is None for item in items)
    return plain > 1 and plain * _MIXED >= len(items)


def leads_away(element: HtmlElement, site: str) -> bool:
    """Tell whether all links of a list or a paragraph lead to other sites than ``site``.

    Other stories of a page's own site are what "read also" lists; shops, books and sources are
    elsewhere, and a list of them amid paragraphs is a part of the text. It loses its links, so that
    nobody takes it for "read also" any more.
    """
    hosts = [host_of(link.get("href") or "") for link in element.iter("a")]
    parent = element.getparent()
    away = (
        bool(site and hosts)
        and all(host and not _is_of(host, site) and not _SOCIAL.search(host) for host in hosts)
        and parent is not None
        and is_prose(parent)
    )
    if away:
        etree.strip_tags(element, "a")
    return away


def host_of(address: str) -> str:
    """Return the host of an ``address``, in lower case; "" without one."""
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_of(host: str, site: str) -> bool:
    """Tell whether two hosts are one house's: they have the same last labels, or the same name."""
    ours, theirs = site.split("."), host.split(".")
    return ours[-2:] == theirs[-2:] or max(ours, key=len) in theirs


def cards(paragraph: HtmlElement) -> list[HtmlElement]:
    """Return the cards in a paragraph that readers see where they point at a name.

    They are the innermost elements that are links to other pages and nothing else: the name stands
    about them.
    """
    if len(list(itertools.islice(paragraph.iter("a"), _CARD))) < _CARD:
        return []
    cards = [span for span in paragraph.iter("span") if _is_only_links(span)]
    outer = {above for card in cards for above in card.iterancestors("span")}
    return [card for card in cards if card not in outer]


def _is_only_links(element: HtmlElement) -> bool:
    links = [letters(link) for link in element.iter("a")]
    enough = len(links) >= _CARD and sum(links) >= PARAGRAPH
    return enough and sum(links) == letters(element)


def letters(element: HtmlElement) -> int:
    """Return how many characters an element says, white space at the ends of its parts left out."""
    return sum(len(text.strip()) for text in element.itertext())
