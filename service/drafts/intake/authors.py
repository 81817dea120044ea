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
# What stands before a name, and what behind it: a date, how long it takes to read.
_BEFORE = re.compile(
    r"^(?:more (?:stories|articles|posts) (?:by|from)|about the authors?|see full bio"
    r"|view (?:all|full) .{0,20}?(?:by|of)|zeige alle beiträge von|alle artikel von"
    r"|lesedauer:? \d+ \w+|publi(?:ziert|shed|cado|é) (?:am|on|el|le)|updated"
    r"|\d+ min(?:ute)?s? read)\s*[:–—-]?\s*"
    r"|^(?:und )?(?:texte?|testo|tekst|текст|quelle|source|fuente|fonte|źródło|джерело|kaynak"
    r"|autor\w*|автор\w*|журналіст\w*|記者|文|作者|记者)\s*[:：]\s*",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_AFTER = re.compile(
    # An address or a handle; where they write from.
    r"\s*[|,(<–—-]?\s*(?:\S+@\S+|@\w+).*$|,?\s+(?:reporting\s+)?(?:in|from|aus|à|en|w|у|в)"
    r"\s+(?-i:[^\W\d_a-zà-ÿа-яєіїґ])\w*(?:\s+\w+)?$"
    rf"|[\s,|•·–—-]+(?:{_MONTH}\s+)?\d.*$"
    r"|\s+(?:staff|senior|chief|special|political|news)\s+(?:writer|reporter|correspondent|editor"
    r"|fellow|contributor|analyst)\b.*$|\s*\bORCID\b.*$|\s+(?:CEO|CTO|CFO|Ph\.?D\.?)$",
    re.IGNORECASE,
)
# Left of a line about the time: its first words.
_WHEN = re.compile(
    r"(?:[\s,|•·–—-]+(?:published|posted|updated|publiziert|veröffentlicht|publié|publicado|am|on"
    rf"|le|el|the|{_MONTH}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day))+$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s+(?:says|said|sagt|sagte|schreibt|dit|dice|escribió)\s*:?$", re.IGNORECASE)
_AND = re.compile(
    r"\s*(?:;|\||•|·|\s/\s|\n)\s*|\s+(?:and|und|et|y|e|en|og|och|i|та|и|ve|și|&)\s+", re.IGNORECASE
)
_NOT = re.compile(
    r"https?:|www\.|@|^\W*$|\d{4}|^(?:admin|administrator|webmaster|unknown|null|none|undefined|n/a|follow|share"
    r"|zur .*|alle .*|view .*|see .*|veröffentlicht .*"
    r"|publi\w+ (?:am|on)|"
    r"authors?|anonymous|name|by|no author|powered by|von|par|artikel von|edit)$",
    re.IGNORECASE,
)
_META = ("author", "article:author", "og:article:author", "parsely-author", "byl", "dc.creator",
         "dcterms.creator", "dc.contributor", "sailthru.author", "citation_author",
         "cxenseparse:author", "article:author_name", "creator", "article.author", "authors",
         "og:author")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|es)?|auteurs?|autore|verfasser)(?:$|[\s_-]|__)"
    r"|author-?name|byline|(?:^|\s)vcard(?:$|\s)",
    re.IGNORECASE,
)
# Addresses of pages about those who write.
_PROFILE = re.compile(
    r"/(?:authors?|autor(?:en|es|i)?|auteurs?|autore|avtor\w*|profiles?|people|staff|contributors?"
    r"|journalists?|reporters?|columnists?|by|redakteur\w*|skribent\w*|writers?|users?)/[^/]",
    re.IGNORECASE,
)
# A name as it stands in a line alone: words with capitals, or of scripts that have none.
_NAME = (
    r"(?:[^\W\d_a-zà-ÿ][\w.'’-]*|de|van|von|der|den|la|le|di|del|da|dos|bin|al|el)"
    r"(?:\s+(?:[^\W\d_a-zà-ÿ][\w.'’-]*|de|van|von|der|den|la|le|di|del|da|dos|bin|al|el)){1,4}"
)
_LINE = re.compile(
    r"(?:^|[\s|•·–—-])(?i:by|von|vom|por|par|di|door|av|af|przez|od|автор|від|yazan|著者|文)"
    rf"\s*[:：]?\s+(?P<name>{_NAME}(?:\s+(?i:and|und|et|y|e|en|og|och|i|та|ve|și|&)\s+{_NAME})?)"
    r"\s*(?:$|[|•·,–—]|\d|\(|\b(?:in|aus|à|w|у|в)\s)"
)
# So many elements below the headline may be a byline; so long is one at most.
_BELOW, _LONGEST_LINE = 150, 120


def choose(
    tree: HtmlElement,
    records: Records,
    article: Record | None,
    outlets: Iterable[str],
    headline: str = "",
) -> tuple[str, ...]:
    """Return the authors' names in the page's order; empty where it names none.

    The outlet's own name, one of ``outlets``, counts where the page names no other author.
    ``headline`` is where the byline is looked for.
    """
    known = {squash(name) for name in outlets}
    house: list[str] = []
    for source in _sources(tree, records, article, headline):
        named = [name for text in source for name in split(text)]
        authors = [name for name in named if squash(name) not in known]
        if authors:
            return tuple({squash(name): name for name in reversed(authors)}.values())[::-1][
                :MAX_AUTHORS
            ]
        house = house or named
    return tuple(house[:1])


def _sources(
    tree: HtmlElement, records: Records, article: Record | None, headline: str
) -> Iterator[list[str]]:
    if article is not None:
        yield list(names(article.get("author") or []))
        yield list(names(article.get("creator") or []))
    for name in _META:
        yield list(records.values(name))
    for path in (".//*[@itemprop='author']", ".//*[@rel='author']"):
        yield [_shown(e) for e in list(tree.iterfind(path))[:8] if not _in_comments(e)]
    lines = [e for e in tree.iter("span", "a", "p", "div", "address", "li")
             if _BYLINE.search(e.get("class") or "") and not _in_comments(e)]  # fmt: skip
    texts = [text for e in lines[:6] if 3 < len(text := _linked(e)) <= MAX_NAME]
    yield [text for text in texts if split(text)][:1]
    yield from _below(tree, headline)


def _linked(element: HtmlElement) -> str:
    """Return the names in a byline: its links to those who write, or else all of its words."""
    links = [link for link in element.iter("a") if _PROFILE.search(link.get("href") or "")]
    named = [text for link in links if 1 < len(text := clean(" ".join(link.itertext()))) < MAX_NAME]
    return "; ".join(dict.fromkeys(named)) if named else _shown(element)


def _below(tree: HtmlElement, headline: str) -> Iterator[list[str]]:
    """Yield the names in what stands just below the headline: a link to a profile, or "By …"."""
    key = squash(headline)
    heads = (h for h in tree.iter("h1", "h2") if key and key in squash(h.text_content()))
    head = next(heads, None)
    if head is None:
        return
    following = head.xpath(f"following::*[position() <= {_BELOW}]")
    for element in following:
        if not isinstance(element.tag, str) or element.tag in ("script", "style"):
            continue
        if element.tag == "a" and _PROFILE.search(element.get("href") or ""):
            text = clean(" ".join(element.itertext()))
            if re.fullmatch(_NAME, text):
                yield [text]
                return
        text = clean(" ".join(element.itertext()))
        match = _LINE.search(text) if len(text) <= _LONGEST_LINE else None
        if match and not _in_comments(element):
            yield [match["name"]]
            return


def _in_comments(element: HtmlElement) -> bool:
    marks = (f"{e.get('class') or ''} {e.get('id') or ''}" for e in element.iterancestors())
    return any(re.search(r"comment|komment|respond|teaser|related|sidebar", m, re.I) for m in marks)


def _shown(element: HtmlElement) -> str:
    inner = element.find(".//*[@itemprop='name']")
    target = element if inner is None else inner
    return clean(target.get("content") or " ".join(target.itertext()))


def split(text: str) -> list[str]:
    """Return the names in ``text``, a byline, without "by", addresses and functions in brackets.

    >>> split("By Jane Doe and John Roe (Kyiv)")
    ['Jane Doe', 'John Roe']
    """
    text = _BY.sub("", _BEFORE.sub("", fold(text)))
    # "En" is "and" in Dutch, "in" in Spanish and French: before one word it is a place.
    text = re.sub(r"(?<=\w)\s+en\s+[^\W\d_a-z][\w-]*$", "", text)
    names = []
    for part in _AND.split(text):
        pieces = part.split(",")
        # "Jane Doe, John Roe" is two people; "Doe, Jane" and "Jane Doe, Berlin" are one.
        whole = len(pieces) == 1 or not all(" " in piece.strip() for piece in pieces)
        for said in (
            [pieces[0] if len(pieces) == 2 and " " in pieces[0].strip() and whole else part]
            if whole
            else pieces
        ):
            piece = _WHEN.sub("", _AFTER.sub("", said.strip()))
            name = _SAYS.sub("", _BY.sub("", piece))
            name = fold(re.sub(r"\s*\([^)]*\)|^\W+|[\s,:*–—-]+$", "", name))
            if 1 < len(name) <= MAX_NAME and len(name.split()) <= 7 and not _NOT.search(name):
                names.append(name)
    return names
