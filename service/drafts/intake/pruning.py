"""A page's tree without what stands about the article, by its mark-up.

It goes before trafilatura weighs what is left.
"""

from __future__ import annotations

import itertools
import re
from copy import deepcopy

from lxml import etree
from lxml.html import HtmlElement

from . import elements
from .titles import squash

# Classes and ids of what is no part of the text, on any site: whole words of a name.
_APART = re.compile(
    r"(?:^|[\s_-])(?:teasers?|related\w*|recirc\w*|recommend\w*|newsletter\w*|promo\w*|paywall\w*|"
    r"subscri\w+|captions?|credits?|copyright|authors?[_-]?(?:box|bio|card|info|details?|desc\w*|profile|block"
    r"|section|area|about|wrap\w*)|bio|biography|about-?(?:the-?)?author|contributors?|\w*authorbio|"
    r"byline\w*|shares?|sharing|sharebar|social\w*|read-?(?:more|also|next)|more-?(?:on|from|stories)|"
    r"most-?read|trending|advert\w*|ads?|sponsor\w*|outbrain|taboola|comments?|cookie\w*|consent|"
    r"breadcrumbs?|tags?|topics?|login|sign-?up|signin|disclaimers?|disclos\w+|toc|poll|quiz|modals?|popups?|cta)(?:$|[\s_-])"
    r"|kommentar|comentario|commentaire|caption",
    re.IGNORECASE,
)
_APART_PARAGRAPH = re.compile(
    r"(?:^|[\s_-])(?:related\w*|captions?|credits?|copyright|byline\w*|read-?(?:more|also))(?:$|[\s_-])",
    re.IGNORECASE,
)
_LINES = {"p", "div", "span", "em", "small"}
# Words, and what has sentences of words.
_INLINE = {"a", "span", "b", "strong", "em", "i", "u", "mark", "abbr", "cite", "q"}
_SENTENCES = {"p", "li", "blockquote", "h2", "h3", "h4", *_INLINE}
_TAGS = {"figcaption", "aside", "form", "button", "nav", "footer", "select", "dialog"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# No part of a text is so large a part of the page.
_PART = 0.3
# A box for a picture: a line of its own in it says what is on it.
_PICTURED = re.compile(
    r"(?:^|[\s_-])(?<!has[_-])(?<!with[_-])(?:images?|photos?|pictures?|foto\w*|\w*bild\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_CAPTION, _BESIDE = 250, 60
# What stands on the page of a network.
_EMBEDDED = re.compile(r"embed|tweet|twitter|instagram|tiktok|bluesky|mastodon", re.IGNORECASE)
# What publishers call the text itself.
_BODY = re.compile(
    r"article-?_*body|story-?_*body|entry-?content|post-?content|article-?_*text", re.IGNORECASE
)
_WALL = re.compile(r"paywall|subscri", re.IGNORECASE)
# Names that stand on parts of the text, too: a part that the table of contents leads to, a box
# that ads are put into between paragraphs.
_WEAK = re.compile(
    r"toc|tags?|topics?|ads?|advert\w*|promo\w*|sponsor\w*|more-?\w+|shar\w+|poll", re.I
)


def prune(tree: HtmlElement, headline: str | None, site: str = "") -> HtmlElement:
    """Return a copy of ``tree``, a page of the host ``site``, without what is about the article.

    ``headline`` tells which ``<article>`` it is, where there are several.
    """
    copy = deepcopy(tree)
    etree.strip_elements(
        # How characters are read, and its brackets, stand between them.
        copy, "script", "style", "noscript", "template", "svg", "rt", "rp", with_tail=False,
    )  # fmt: skip
    etree.strip_tags(copy, "ruby", "rb")
    for figure in copy.iter("figure"):
        quote = figure.find(".//blockquote")
        if quote is not None and not _EMBEDDED.search(f"{_marks(figure)} {_marks(quote)}"):
            # HTML's own way to quote somebody; trafilatura takes it for a picture.
            figure.tag = "div"
    for card in [c for p in copy.iter("p") for c in elements.cards(p)]:
        _drop(card)
    main, named = _main(copy, squash(headline or ""))
    whole = elements.letters(main if main is not None else copy) or 1
    kept = set() if main is None else {main, *main.iterancestors()}
    mixed: set[HtmlElement] = set()
    waiting = [copy]
    while waiting:
        element = waiting.pop()
        if element is copy or element in kept or not isinstance(element.tag, str):
            gone = False
        elif element.tag == "article" and named and main not in element.iterancestors():
            # A page that goes on with other stories has one of these for each.
            gone = True
        elif _is_apart(element, main) and elements.letters(element) < _PART * whole:
            gone = True
        else:
            listed = elements.is_listed(element, mixed)
            gone = (
                not listed and elements.is_links(element) and not elements.leads_away(element, site)
            )
        if gone:
            _drop(element)
        else:
            waiting += reversed(element)
    return copy


def _main(tree: HtmlElement, title: str) -> tuple[HtmlElement | None, bool]:
    """Return the ``<article>`` of the story, and whether the headline stands in it.

    It is the one with the headline, or else the only large one.
    """
    articles = [a for a in tree.iter("article") if len(list(a.iter("p"))) >= 2]
    for article in articles:
        for head in article.iter("h1", "h2"):
            if title and squash(head.text_content()).endswith(title):
                return article, sum(
                    elements.letters(p) for p in article.iter("p")
                ) >= elements.LITTLE
    return (articles[0] if len(articles) == 1 else None), False


def _is_apart(element: HtmlElement, main: HtmlElement | None) -> bool:
    tag = element.tag
    if tag in _TAGS or element.get("hidden") is not None:
        return True
    if tag == "article":
        return main is not None
    if tag in ("html", "body", "main", "h1"):
        return False
    if _UNSEEN.search(element.get("style") or "") or (tag in _LINES and _is_caption(element)):
        return True
    if tag in _INLINE and _is_amid(element):
        return False
    marks = _marks(element)
    # What stands behind a paywall is marked with the wall's name, paragraph by paragraph.
    match = (_APART_PARAGRAPH if tag == "p" else _APART).search(marks)
    name = match.group().strip() if match is not None else ""
    kept = (_WEAK.fullmatch(name.strip("_-")) and elements.is_prose(element)) or (
        _WALL.search(name) and _is_walled(element)
    )
    return bool(name) and not kept


def _is_amid(element: HtmlElement) -> bool:
    """Tell whether an element is words of a sentence: a link to a topic, a name in bold.

    Words follow it, and others stand before it, or it is a link that begins a paragraph.
    """
    parent = element.getparent()
    if parent is None or parent.tag not in _SENTENCES or not _says(element.tail):
        return False
    before = element.getprevious()
    text = parent.text if before is None else before.tail
    return _says(text) or (element.tag == "a" and before is None)


def _says(text: str | None) -> bool:
    return text is not None and any(map(str.isalnum, text))


def _is_caption(element: HtmlElement) -> bool:
    """Tell whether an element is the only line in a box that a picture is in."""
    if next(element.iter("p", "div", "figure", *elements.PICTURES), element) is not element:
        return False
    for box in itertools.islice(element.iterancestors(), 3):
        if box.tag in ("article", "main", "body", "li", "td", "blockquote"):
            return False
        if box.tag == "figure" or _PICTURED.search(_marks(box)):
            letters = elements.letters(element)
            return (
                0 < letters <= _CAPTION
                and elements.letters(box) <= letters + _BESIDE
                and next(box.iter(*elements.PICTURES), None) is not None
            )
    return False


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_walled(element: HtmlElement) -> bool:
    """Tell whether an element with a wall's name has the text behind the wall in it."""
    inner = (f"{e.get('class') or ''} {e.get('itemprop') or ''}" for e in element.iter("div"))
    if any(map(_BODY.search, inner)):
        return True
    return (
        sum(elements.letters(p) >= elements.PARAGRAPH for p in element.iter("p"))
        >= elements.PARAGRAPHS
    )


def _drop(element: HtmlElement) -> None:
    parent = element.getparent()
    if parent is None:
        return
    if element.tail and element.tail.strip():
        before = element.getprevious()
        if before is None:
            parent.text = (parent.text or "") + element.tail
        else:
            before.tail = (before.tail or "") + element.tail
    parent.remove(element)
