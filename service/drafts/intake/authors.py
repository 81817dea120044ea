"""Who wrote an article, as a page says it: names, without what stands about them. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from ...content.article_text import fold
from .headline import squash
from .records import Record, Records, clean, names

MAX_AUTHORS, MAX_NAME = 50, 100
# "By" in the languages that write it before the name, with what may stand before it.
_BY = re.compile(
    r"^(?:(?:post author|written|published|posted|veröffentlicht|publiziert|eingestellt|"
    r"geschrieben|verfasst|erstellt|publié|pubblicato|publicado|escrito|interview|text|artikel|"
    r"quelle|source|foto)\s*:?\s*)?"
    r"(?:by|von|vom|por|par|di|da|door|av|af|przez|od|fra|de la|autor(?:in|a|ka|en)?|auteur|autore|"
    r"author|texto?|texte|testo|interview|автор|автори|від|yazan|kirjoittaja|szerző|scris de)\b"
    r"\s*:?\s+",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s+(?:says|said|sagt|sagte|schreibt|dit|dice|escribió)\s*:?$", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:;|\||•|·|\s/\s|\n)\s*|\s+(?:and|und|et|y|e|en|og|och|i|та|и|ve|și|&)\s+", re.IGNORECASE
)
_NOT = re.compile(
    r"https?:|www\.|@|^\W*$|\d{4}|^(?:admin|administrator|webmaster|unknown|null|none|undefined|n/a|"
    r"authors?|anonymous|name|by|no author|powered by|von|par|artikel von|edit)$",
    re.IGNORECASE,
)
_META = ("author", "article:author", "og:article:author", "parsely-author", "byl", "dc.creator",
         "dcterms.creator", "dc.contributor", "sailthru.author", "citation_author",
         "cxenseparse:author", "article:author_name", "creator", "article.author", "authors",
         "og:author")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?)(?:$|[\s_-]|__)|author-?name|byline", re.IGNORECASE
)


def choose(
    tree: HtmlElement, records: Records, article: Record | None, outlets: Iterable[str]
) -> tuple[str, ...]:
    """Return the authors' names in the page's order; empty where it names none.

    The outlet's own name counts where the page names no other author.
    """
    known = {squash(name) for name in outlets}
    house: list[str] = []
    for source in _sources(tree, records, article):
        named = [name for text in source for name in split(text)]
        authors = [name for name in named if squash(name) not in known]
        if authors:
            return tuple({squash(name): name for name in reversed(authors)}.values())[::-1][
                :MAX_AUTHORS
            ]
        house = house or named
    return tuple(house[:1])


def _sources(tree: HtmlElement, records: Records, article: Record | None) -> Iterator[list[str]]:
    if article is not None:
        yield list(names(article.get("author") or []))
        yield list(names(article.get("creator") or []))
    for name in _META:
        yield list(records.values(name))
    for path in (".//*[@itemprop='author']", ".//*[@rel='author']"):
        yield [_shown(e) for e in list(tree.iterfind(path))[:8] if not _in_comments(e)]
    lines = [e for e in tree.iter("span", "a", "p", "div", "address", "li")
             if _BYLINE.search(e.get("class") or "") and not _in_comments(e)]  # fmt: skip
    texts = [text for e in lines[:6] if 3 < len(text := _shown(e)) <= MAX_NAME]
    yield [text for text in texts if split(text)][:1]


def _in_comments(element: HtmlElement) -> bool:
    marks = (f"{e.get('class') or ''} {e.get('id') or ''}" for e in element.iterancestors())
    return any(re.search(r"comment|komment|respond|teaser|related|sidebar", m, re.I) for m in marks)


def _shown(element: HtmlElement) -> str:
    inner = element.find(".//*[@itemprop='name']")
    target = element if inner is None else inner
    return clean(target.get("content") or " ".join(target.itertext()))


def split(text: str) -> list[str]:
    """Return the names in a byline, without "by", addresses and functions in brackets."""
    text = _BY.sub("", fold(text))
    names = []
    for part in _AND.split(text):
        pieces = part.split(",")
        # "Jane Doe, John Roe" is two people; "Doe, Jane" and "Jane Doe, Berlin" are one.
        whole = len(pieces) == 1 or not all(" " in piece.strip() for piece in pieces)
        for piece in (
            [pieces[0] if len(pieces) == 2 and " " in pieces[0].strip() and whole else part]
            if whole
            else pieces
        ):
            name = _SAYS.sub("", _BY.sub("", piece.strip()))
            name = fold(re.sub(r"\s*\([^)]*\)|^\W+|[\s,:*–—-]+$", "", name))
            if 1 < len(name) <= MAX_NAME and len(name.split()) <= 7 and not _NOT.search(name):
                names.append(name)
    return names
