"""Who wrote an article, as a page says it: names, without what stands about them. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from ...content.article_text import fold
from .bylines import MAX_NAME, split
from .records import Record, Records, clean, names
from .titles import squash

MAX_AUTHORS = 50
# Those who write for a house, or a house: they count where the page names nobody else.
_DESK = re.compile(
    r"\b(?:editorial|editors|newsroom|news ?desk|web ?desk|staff|team|agenc(?:y|ies)"
    r"|(?:\w+-?)?redaktion|redakteure|rédaction|redacción|redação|redazione|redakcja|redacția"
    r"|redactie|redaksjonen|redaktionen|редакція|редакция|агентства?|agenturen?|agencias?"
    r"|(?:news|wire) services?(?: reports?)?)\b|編集部|编辑部|編輯部",
    re.IGNORECASE,
)
_LEGAL = re.compile(r"\b(?:e\.\s?v|gmbh|stiftung|foundation|verlag|inc|ltd|llc)\b", re.IGNORECASE)
_HOST = re.compile(r"^[\w-]+\.(?:[a-z]{2}|com|org|net|info|news)\b")
_JOINS = re.compile(r"(?:[,;&/]|\s(?:and|und|et|y|e|en|og|och|i|та|и|ve|și))$", re.IGNORECASE)
_JOINED = re.compile(r"(?:[,;&/]|(?:and|und|et|y|e|en|og|och|i|та|и|ve|și)(?:\s|$))", re.IGNORECASE)
# The name of an account: a word in small letters, with digits, a dot or a dash in it or not.
_ACCOUNT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_FRAME = ("html", "body", "main", "article")
_UNREAD = ("script", "style", "noscript", "template", "option")
_META = ("author", "article:author", "og:article:author", "parsely-author", "byl", "dc.creator",
         "dcterms.creator", "dc.contributor", "sailthru.author", "citation_author",
         "cxenseparse:author", "article:author_name", "creator", "article.author", "authors",
         "og:author")  # fmt: skip
_BYLINE = re.compile(
    r"(?:^|[\s_-])(?:by-?line|authors?|autor(?:en|es)?|auteurs?|autore|verfasser)(?:$|[\s_-]|__)"
    r"|author-?name|byline|(?:^|\s)(?:vcard|username)(?:$|\s)",
    re.IGNORECASE,
)
# What WordPress and others write before the author's name for Twitter; and labels of a name.
_WRITTEN = re.compile(
    r"^(?:written|authored|by\b|verfasst|geschrieben|von\b|écrit|rédigé|publié par|par\b|escrito|"
    r"por\b|autor|scritto|di\b|auteur|author|geschreven|napisane|scris|автор|написано|yazan|yazar|"
    r"كُتب|كتب|كاتب|الكاتب|執筆|投稿者|作者|撰写|글쓴이|작성자)",
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
    r"(?:[^\W\d_a-zà-ÿ][\w.'’-]*|de|van|von|der|den|di|del|da|dos|bin|al)"
    r"(?:\s+(?:[^\W\d_a-zà-ÿ][\w.'’-]*|de|van|von|der|den|la|le|di|del|da|dos|bin|al|el)){1,4}"
)
# What "by" follows where it is said what somebody wrote: "Ein Gastbeitrag von Jane Doe".
_GENRE = (
    r"beitrag|text|artikel|kommentar|bericht|kolumne|analyse|essay|interview|reportage|portr[aä]i?t"
    r"|rezension|kritik|article|stor(?:y|ies)|post|opinion|analysis|review|commentary|column|words"
    r"|report(?:ing)?|editorial|recueillis|tribune|chronique|critique|articolo|intervista|commento"
    r"|artículo|reportaje|entrevista|columna|crónica|texto|opinión|tekst|felieton|wywiad|artykuł"
    r"|стаття|статья|текст|інтерв'ю|интервью|колонка"
)
_NAMES = rf"{_NAME}(?:\s+(?i:and|und|et|y|e|en|og|och|i|та|ve|și|&)\s+{_NAME})?"
# "By" begins its line, or stands behind a sign or a day: else a book or a photo is by somebody.
_LINE = re.compile(
    rf"(?:^\W*|[|•·–—,:]\s*|\s-\s|\d\s+)(?:(?:\w+\s){{0,2}}\w*(?i:{_GENRE})\s+)?"
    r"(?i:by|von|vom|por|par|di|door|av|af|przez|od|автор|від|yazan|著者|文)"
    rf"\s*[:：]?\s+(?P<name>{_NAMES})"
    r"\s*(?:$|[|•·,–—]|\d|\(|\b(?:in|aus|à|w|у|в)\s)"
)
# What follows a name in its line: "Jane Doe In Politics".
_FOLLOWS = re.compile(r"\s(?:In|On|At|Am|Posted|Published|Updated|Veröffentlicht)(?:\s.*)?$")
# Behind a verb, a name may be one word, or an account's; a day stands before a name in its line.
_VERB = re.compile(
    r"^\W*(?i:(?:this (?:article|post|story) was )?(?:written|posted|published|authored|submitted)"
    r" by|(?:all|more) (?:articles|posts|stories) by|(?:geschrieben|erstellt|verfasst"
    r"|veröffentlicht|gepostet|eingestellt) von|(?:publié|écrit|rédigé|posté) par"
    r"|(?:publicado|escrito) por|(?:scritto|pubblicato|inserito) da|(?:geschreven|geplaatst) door"
    r"|(?:napisane|opublikowane|dodane) przez|(?:scris|publicat) de)\s*:?\s+"
    rf"(?P<name>{_NAMES}|[^\W_][\w.-]*)(?=$|\s*[|•·,–—@(-]|\s+(?i:am|on|um|at|in|le|el|il|op|vom|the)\s"
    r"|\s+\d)"
)
_DATED = re.compile(
    r"^\W*(?:\d{1,2}[./]\s?\d{1,2}[./]\s?(?:19|20)\d\d|(?:19|20)\d\d-\d\d-\d\d"
    r"|\d{1,2}\.? [^\W\d]{3,12}\.?,? (?:19|20)\d\d|[^\W\d]{3,12} \d{1,2}, (?:19|20)\d\d)"
    rf"\s*[|•·/–—-]\s*(?:[^\W\d_]+:\s*)?(?P<name>{_NAME})(?<!-)\s*(?:\([^)]*\))?$"
)
# Those who did something else.
_OTHER = re.compile(r"(?:(?:fact|medically|legally)[ -])?(?:reviewed|checked|photos?) by\b", re.I)
# A name behind its label, or a reporter's in brackets or in a line of its own: where a page says it
# in no other way. In Chinese a space parts two names, in Japanese the two parts of one.
_HAN = r"(?!通[讯訊][员員]|实习)[\u4e00-\u9fff]{2,4}"
_HANS = rf"(?P<han>{_HAN}(?:[\s、，]+{_HAN}(?![\u4e00-\u9fff]))*)"
_ENDS = r"(?=$|[\s|)）】\]<,，。、;；／/〕])"
_LABEL = (
    r"(?i:\b(?:autor(?:in|ka|en|es|i)?|auteurs?|author|autore|автор\w*|yazar|yazan))|كتب\w?|بقلم"
    r"|الكاتب\w?|作者|撰文|文字|著者|執筆|取材・文|记者|記者"
)
_LABELLED = re.compile(
    rf"(?:{_LABEL})\s*[:：|／/]\s*(?:{_HANS}{_ENDS}|(?P<name>{_NAME}))"
    rf"|[（(【\[〔][^（(【\[)）】\]]{{0,12}}(?:记者|記者)\s*{_HANS.replace('han', 'bracket')}"
    r"(?:\s+通[讯訊][员員][^)）】\]]*)?[)）】\]／/]"
    rf"|^.{{0,20}}(?:记者|記者)\s+{_HANS.replace('han', 'line')}$"
)
# A label in an element of its own, with the name in the next one.
_LABEL_ALONE = re.compile(rf"(?:{_LABEL}|(?i:text|words|interview|by|von|par|por|przez))\s*[:：]?")
# Of those, what stands for nothing else where the page has no other label.
_VERB_ALONE = re.compile(
    r"(?i:(?:written|posted|published|article|story|words|text) by"
    r"|(?:geschrieben|verfasst|text) von|(?:écrit|rédigé|publié) par|(?:escrito|publicado) por"
    r"|scritto da|geschreven door)\s*:?"
)
_REPORTING = re.compile(rf"[Rr]eporting by ((?:{_NAME}|,|\s|and)+?)(?:\s+in\s|\s*[;.)]|$)")
_CHINESE = re.compile("作者|撰文|文字|记者|[本新][报華华]")
_LABELLED_LINE = 160
# So many elements below the headline may be a byline; so long is one at most.
# What stands in so many boxes together with the headline belongs to it.
_WITH = 3
_BELOW, _LONGEST_LINE, _LONGEST_RAW = 150, 120, 2000


def choose(
    tree: HtmlElement,
    records: Records,
    article: Record | None,
    outlets: Iterable[str],
    headline: str = "",
) -> tuple[str, ...]:
    """Return the authors' names in the page's order; empty where it names none.

    The outlet's own name, one of ``outlets``, or the name of an account, counts where the page
    names no other author.
    ``headline`` is where the byline is looked for.
    """
    places = list(outlets)
    known = {squash(name) for name in places}
    initials = {squash("".join(re.findall(r"\b\w", name))) for name in places if " " in name}
    house: list[str] = []
    for source, loose in _sources(tree, records, article, headline):
        desk = any(map(_DESK.search, house))
        if loose and desk:
            break  # a desk's name is meant to stand there: "by" may be about anybody
        named = [name for text in source for name in split(_without_outlet(text, places))]
        authors = [
            name for name in named
            if not _is_house(name, known, initials) and (" " in name or not desk)
        ]  # fmt: skip
        if authors:
            return tuple({squash(name): name for name in reversed(authors)}.values())[::-1][
                :MAX_AUTHORS
            ]
        house += [] if loose and house else named
    # An agency, or a desk, says more than the site's own name.
    return tuple([*(name for name in house if _DESK.search(name)), *house][:1])


def _is_house(name: str, known: set[str], initials: set[str]) -> bool:
    """Tell whether a name is an account's, or a house's: one of ``known``, its desk, its letters.

    Those are squashed, ``initials`` too: "ED" for "Example Daily", and "Example Daily / ed".
    """
    first = squash(name.split("/", maxsplit=1)[0])
    short = name.isupper() and squash(name) in initials
    patterns = (
        _ACCOUNT.fullmatch(name),
        _DESK.search(name),
        _HOST.search(name),
        _LEGAL.search(name),
    )
    return first in known or short or any(patterns)


def _without_outlet(text: str, outlets: Iterable[str]) -> str:
    """Return a byline without the outlet's name behind the author's."""
    for outlet in outlets:
        shorter = text[: -len(outlet)].rstrip(" ,|/–—-")
        if text.casefold().endswith(outlet.casefold()) and " " in shorter and shorter != text:
            return shorter
    return text


def _sources(
    tree: HtmlElement, records: Records, article: Record | None, headline: str
) -> Iterator[tuple[list[str], bool]]:
    """Yield what the places of a page say of its authors, and whether it may be about another."""
    if article is not None:
        yield list(names(article.get("author") or [])), False
        yield list(names(article.get("creator") or [])), False
    for name in _META:
        yield list(records.values(name)), False
    yield [value for label, value in _twitter(records) if _WRITTEN.match(label)], False
    for path in (".//*[@itemprop='author']", ".//*[@rel='author']"):
        yield [_shown(e) for e in list(tree.iterfind(path))[:8] if not _in_comments(e)], False
    lines = [e for e in tree.iterfind(".//*[@class]")
             if e.tag not in _FRAME and _BYLINE.search(e.get("class") or "")
             and not _in_comments(e)]  # fmt: skip
    texts = [
        text for e in _in_order(tree, headline, lines) if 1 < len(text := _linked(e)) <= MAX_NAME
    ]
    yield [text for text in texts if split(text)][:1], False
    yield _labelled(tree), True
    for line in _below(tree, headline):
        yield line, True
    yield _credited(tree), True


def _in_order(
    tree: HtmlElement, headline: str, lines: Sequence[HtmlElement]
) -> Sequence[HtmlElement]:
    """Return the first bylines, those with or below the headline first: above are other stories."""
    head = _head(tree, headline)
    if head is None or len(lines) < 2:
        return lines[:8]
    order = {element: number for number, element in enumerate(tree.iter())}
    around = set(itertools.islice(head.iterancestors(), _WITH))

    def is_above(line: HtmlElement) -> bool:
        near = around.intersection(itertools.islice(line.iterancestors(), _WITH))
        return order[line] < order[head] and all(e.tag in _FRAME for e in near)

    return sorted(lines, key=is_above)[:8]


def _twitter(records: Records) -> Iterator[tuple[str, str]]:
    """Yield the pairs of label and value that a page shows below its card on Twitter."""
    # "twitter:misc:Written by": two words in one name.
    yield from (("by", name) for name in records.values("twitter:misc:written"))
    for number in (1, 2):
        yield from zip(
            records.values(f"twitter:label{number}"), records.values(f"twitter:data{number}"),
            strict=False,
        )  # fmt: skip


def _labelled(tree: HtmlElement) -> list[str]:
    """Return the names behind the first label of an author that the page shows."""
    short = [text for text in tree.xpath("//body//text()[normalize-space()]")
             if len(text) <= _LABELLED_LINE]  # fmt: skip
    verbs = [text for text in short if _VERB_ALONE.fullmatch(text.strip())]
    # Several of them stand in a list of stories.
    alone = verbs if len(verbs) == 1 else []
    for text in short:
        if not re.search(_LABEL, text) and text not in alone:
            continue
        element = text.getparent()
        element = element.getparent() if text.is_tail else element
        for _ in range(3):
            if element is None or not isinstance(element.tag, str) or element.tag in _UNREAD:
                break
            line = clean(" ".join(element.itertext()))
            if len(line) > _LABELLED_LINE:
                break
            label = _LABEL_ALONE.fullmatch(line) or _VERB_ALONE.fullmatch(line)
            if label and (beside := _beside(element)):
                return beside
            if (match := _LABELLED.search(line)) and not _in_comments(element):
                named = next(name for name in match.groups() if name)
                parted = _CHINESE.search(line) and not match["name"]
                return re.split(r"[\s、，]+", named) if parted else [named]
            element = element.getparent()
    return []


def _credited(tree: HtmlElement) -> list[str]:
    """Return the names in an agency's line below the text: "Reporting by …; Editing by …"."""
    for text in tree.xpath("//body//text()[contains(., 'eporting by ')]"):
        if match := _REPORTING.search(fold(text)):
            return [match[1]]
    return []


def _beside(label: HtmlElement) -> list[str]:
    """Return the names in the element behind ``label``, a word in an element of its own."""
    for element in itertools.islice(itertools.chain([label], label.iterancestors()), 2):
        after = element.getnext()
        if after is not None and not (element.tail or "").strip() and not _in_comments(after):
            line = clean(" ".join(after.itertext()))
            return [line] if re.fullmatch(rf"{_NAME}\W*", line.title()) else []
    return []


def _linked(element: HtmlElement) -> str:
    """Return the names in a byline: its links to those who write, or else all of its words."""
    links = [link for link in element.iter("a") if _PROFILE.search(link.get("href") or "")]
    named = [text for link in links if 1 < len(text := clean(" ".join(link.itertext()))) < MAX_NAME]
    return "; ".join(dict.fromkeys(named)) if named else _shown(element)


def _head(tree: HtmlElement, headline: str) -> HtmlElement | None:
    """Return the heading that shows the headline, or else the first one of the page's."""
    key = squash(headline)
    heads = (h for h in tree.iter("h1", "h2") if key and key in squash(h.text_content()))
    others = (h for h in tree.iter("h1") if h.text_content().strip() and not _in_comments(h))
    head = next(heads, None)
    return next(others, None) if head is None else head


def _below(tree: HtmlElement, headline: str) -> Iterator[list[str]]:
    """Yield the names in what stands just below the headline: a link to a profile, or "By …"."""
    head = _head(tree, headline)
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
        raw = " ".join(itertools.islice(element.itertext(), _LONGEST_LINE))
        # So much mark-up and space may stand about a line; cleaning a whole page takes long.
        text = clean(raw) if len(raw) <= _LONGEST_RAW else ""
        match = None
        if 0 < len(text) <= _LONGEST_LINE and not _OTHER.match(text):
            match = _LINE.search(text) or _VERB.search(text) or _DATED.search(text)
        if match and not _in_comments(element):
            yield [_FOLLOWS.sub("", match["name"])]
            return


def _in_comments(element: HtmlElement) -> bool:
    """Tell whether an element is in a part of the page that is not the article's.

    What holds the headline, too, is no such part, whatever its name: "has-sidebar".
    """
    for parent in element.iterancestors():
        if parent.tag in _FRAME or parent.find(".//h1") is not None:
            return False
        marks = f"{parent.get('class') or ''} {parent.get('id') or ''}"
        if re.search(r"comment|komment|respond|teaser|related|sidebar", marks, re.IGNORECASE):
            return True
    return False


def _shown(element: HtmlElement) -> str:
    """Return the names in an element, without what stands beside them in parts of their own.

    "Jane Doe" and "Senior Reporter" side by side are a name and a function, unless "and" or a comma
    stands between them.
    """
    inner = element.find(".//*[@itemprop='name']")
    target = element if inner is None else inner
    if stated := target.get("content"):
        return clean(stated)
    rows = [clean(" ".join(row.itertext())) for row in target.iter("li")]
    if rows:
        return "; ".join(rows)
    said = ""
    for part in filter(None, map(clean, target.itertext())):
        whole = any(" " in name for name in split(said))
        if whole and not (_JOINS.search(said) or _JOINED.match(part)):
            break
        said = f"{said} {part}".strip()
    return said
