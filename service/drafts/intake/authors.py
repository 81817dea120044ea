"""Who wrote an article, as a page says it: names, without what stands about them. Pure."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator, Sequence

from lxml.html import HtmlElement

from ...content.article_text import fold
from .headline import squash
from .records import Record, Records, clean, names

MAX_AUTHORS, MAX_NAME = 50, 100
# "By" in the languages that write it before the name, with what may stand before it.
_BY = re.compile(
    r"^(?:(?:(?:this )?(?:article|post|story) (?:was )?)?(?:post author|written|authored|published"
    r"|posted|reported|veröffentlicht|publiziert|eingestellt|"
    r"geschrieben|verfasst|erstellt|beitrag|pressemitteilung|publié|écrit|rédigé|pubblicato|scritto"
    r"|a cura|publicado|escrito|napisan[ey]|opublikowan[ey]|opracowa\w+|interview|text|artikel|"
    r"article|post|story|quelle|source|foto)\s*:?\s*)?"
    r"(?:by|von|vom|por|par|di|da|door|av|af|przez|od|fra|de la|autor(?:in|a|ka|en)?|auteur|autore|"
    r"author|texto?|texte|testo|interview|автор|автори|від|yazan|kirjoittaja|szerző|scris de)\b"
    r"\s*:?(?:\s+|$)",
    re.IGNORECASE,
)
# What stands before a name, and what behind it: a date, how long it takes to read.
_BEFORE = re.compile(
    r"^(?:more (?:stories|articles|posts) (?:by|from)|about the authors?|see full bio"
    r"|(?:insights|a note|words|opinion|rss feed) (?:from|by|for)"
    r"|view (?:all|full) .{0,20}?(?:by|of)|zeige alle beiträge von|alle artikel von"
    r"|lesedauer:? \d+ \w+|publi(?:ziert|shed|cado|é) (?:am|on|el|le)|updated"
    r"|\d+ min(?:ute)?s? read)\s*[:–—-]?\s*"
    r"|^(?:(?:\w+ )?(?:und|and|et|y|e) )?(?:texte?|testo|tekst|текст|quelle|source|fuente|fonte"
    r"|źródło"
    r"|джерело|kaynak|interview|redaktion|redacción|rédaction|redazione|autor\w*|auteurs?|authors?"
    r"|autor[ei]|автор\w*|журналіст\w*|yazar|haber|كتب\w*|بقلم|الكاتب\w*|記者|文|作者|记者|著者|執筆)"
    r"\s*[:：]\s*",
    re.IGNORECASE,
)
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?"
    r"|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_AFTER = re.compile(
    # An address or a handle; where they write from.
    r"\s*[|,(<–—-]?\s*(?:\S+@\S+|@\s?\w+).*$|,?\s+(?:reporting\s+)?(?:in|from|aus|à|en|w|у|в)"
    r"\s+(?-i:[^\W\d_a-zà-ÿа-яєіїґ])\w*(?:\s+\w+)?$"
    rf"|[\s,|•·–—-]+(?:{_MONTH}\s+)?\d.*$"
    r"|\s+(?:am|on)\s+(?:(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b.*$"
    r"|\s+[–—-]\s+.*$|\s+(?-i:on behalf of|for|in|at|with|from|am)$"
    r"|\s+(?:(?:co-?)?founder|head of|chief|senior|expert|managing|staff|special|political|news"
    r"|marketing|product|content)\s+(?:\w+\s+)?(?:writer|reporter|correspondent|editor|fellow"
    r"|contributor|analyst|reviewer|director|manager|officer|marketing|product|at|of|winemaker)\b.*$|\s*\bORCID\b.*$|\s+(?:CEO|CTO|CFO|Ph\.?D\.?)$"
    # A reporter, in Korean, Japanese and Chinese, which say it behind the name.
    r"|(?<=^[\u4e00-\u9fff]{2})\s[\u4e00-\u9fff]{5,}$|(?<=^[\u4e00-\u9fff]{3})\s[\u4e00-\u9fff]{5,}$"
    r"|\s*(?:기자|특파원|記者|记者|特派員|編集委員)$",
    re.IGNORECASE,
)
# A line drawn with signs: what looks for them behind a name takes very long for many in a row.
_RUN = re.compile(r"[|•·–—-]{3,}")
# Labels of what stands beside a name in Chinese; the site that they write for.
_BESIDE = re.compile(
    r"\s+(?:[+＋]?关注|[+＋]?關注|(?:发布|發布|更新)?(?:时间|時間|日期)|责任编辑|責任編輯|责编|来源|來源|阅读|閱讀|浏览|编辑|字号|评论)"
    r"(?:\s*[:：].*)?$"
    r"|\s+(?:quelle|datum|fotos?|source|date|photos?|fuente|fecha|fonte|źródło|джерело|фото)$"
    r"|(?<=\w)\s+[\w-]+\.(?:com|org|net|info|co\.\w\w|[a-z]{2})(?:\s+\w+)?$",
    re.IGNORECASE,
)
# A function before a first name and a last one.
_ROLE_BEFORE = re.compile(
    r"^(?:\w+[ -])?(?:[\w-]*(?:expert(?:e|in)|redakteur(?:in)?|reporter(?:in)?"
    r"|[kc]orrespond[ea]nt(?:in|e)?|gastautor(?:in)?|autor(?:in)?|kolumnist(?:in)?"
    r"|journalist(?:in|e)?|columnist|critic|reporterka|dziennikar(?:z|ka)|korespondent(?:ka)?"
    r"|staff writer|periodista|giornalista|muhabir|кореспондент(?:ка)?|журналіст(?:ка)?"
    r"|корреспондент))\s+(?=\S+\s+\S)",
    re.IGNORECASE,
)
# "Author" behind a first name and a last one; "No Author" is nobody.
_ROLE = re.compile(
    r"(?<=\w)(?P<last>\s+\S+)\s+(?:author|autor(?:in)?|auteur|autore|автор|yazar)$", re.IGNORECASE
)
# A house, where it stands behind a comma like one more name.
_HOUSE = re.compile(
    r"\b(?:media|media group|news|newspapers?|press|staff|magazine|times|journal|herald|tribune"
    r"|agency|network|company|inc|llc|ltd|gmbh|university|institute|foundation)\.?$",
    re.IGNORECASE,
)
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
# Left of a line about the time: its first words.
_WHEN = re.compile(
    r"(?:[\s,|•·–—-]+(?:published|posted|updated|publiziert|veröffentlicht|publié|publicado|am|on"
    rf"|le|el|the|{_MONTH}"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day))+$",
    re.IGNORECASE,
)
_SAYS = re.compile(r"\s+(?:says|said|sagt|sagte|schreibt|dit|dice|escribió)\s*:?$")
# A function, where it stands behind a comma like one more name.
_FUNCTION = re.compile(
    r"\b(?:director|manager|editor|writer|reporter|correspondent|producer|officer|president|founder"
    r"|co-?founder|professor|coordinator|strategist|specialist|analyst|head of|redakteur\w*"
    r"|redactor\w*|journaliste?|chef\w*|leiter\w*|directeur|directrice|direttore|redaktor\w*|editör\w*)\b",
    re.IGNORECASE,
)
_AND = re.compile(
    r"\s*(?:;|\||•|·|\s/\s|\n)\s*|\s+(?:and|und|et|y|e|en|og|och|i|та|и|ve|și|&)\s+", re.IGNORECASE
)
_JOINS = re.compile(r"(?:[,;&/]|\s(?:and|und|et|y|e|en|og|och|i|та|и|ve|și))$", re.IGNORECASE)
_JOINED = re.compile(r"(?:[,;&/]|(?:and|und|et|y|e|en|og|och|i|та|и|ve|și)(?:\s|$))", re.IGNORECASE)
# What stands in place of somebody's picture, before the name: "JD Jane Doe".
_INITIALS = re.compile(r"([A-Z]{2,3})\s+(?=[A-Z]\w+\s)")
# The name of an account: a word in small letters, with digits, a dot or a dash in it or not.
_ACCOUNT = re.compile(r"[a-z0-9]+(?:[._-][a-z0-9]+)*")
_FRAME = ("html", "body", "main", "article")
_UNREAD = ("script", "style", "noscript", "template", "option")
# What menus, forms and buttons say, as a whole name or as its beginning.
_MENU = re.compile(
    r"^(?:edit|get|follow|subscribe|unsubscribe|e-?mail|contact|send|click|abonn\w+|folgen"
    r"|teilen|anmelden|suivre|partager|seguir|compartir|segui|condividi|udostępnij|obserwuj"
    r"|urmărește|paylaş|takip et|поділитися|підпис\w+|поделиться|подпис\w+|شارك|مشاركة"
    r"|责任编辑|責任編輯|责编)(?:[\s:：].*)?$"
    r"|^(?:log|sign) ?(?:in|out|up)\b|^share(?: (?:this|on|via)\b.*)?$|^add (?:a|to|your|comment)\b"
    r"|^(?:this|other|all|full|your|open) (?:author|artist|user|page|site|article|post"
    r"|stor(?:y|ies)|apps?|profile|bio|menu)s?$"
    r"|^(?:facebook|twitter|pinterest|instagram|linkedin|whatsapp|telegram|reddit|youtube"
    r"|rss(?: feed)?|digg|delicious|stumbleupon|tumblr|profil[eo]?|accounts?|archives?|home|logo"
    r"|website|newsletter|comments?|menu"
    r"|register|print|reply|(?:recent|latest|other|more) (?:posts|articles|stories)"
    r"|reviewed by\b.*)$"
    r"|\blogo$|^\d+\s+\w+\s+(?:ago|fa|temu|тому|назад|önce)$|^(?:vor|il y a|hace|acum|há)\s+\d+\s"
    r"|^\d{1,2}[:.]\d\d\s?(?:[ap]\.?m)?\b",
    re.IGNORECASE,
)
_NOT = re.compile(
    r"https?:|www\.|@|[\[(]at[\])]|^\W*$|\d{4}"
    r"|^(?:admin|administrator|webmaster|unknown|null|none|undefined|n/a|follow|share"
    r"|zur .*|alle .*|view .*|see .*|veröffentlicht .*"
    r"|publi\w+ (?:am|on)|"
    r"authors?|anonymous|name|by|no author|publisher|editor|user|guest|posted|published|written"
    r"|powered by|von|par|artikel von"
    r"|veröffentlicht"
    r"|edit|lesedauer|co\.? ?kg|佚名|未知"
    r"|不详|网络|匿名|(?:网络|本站|互联网)?(?:整理|整合|综合)"
    # A month or a day of a date; how long it takes to read.
    rf"|{_MONTH}|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:lesedauer:? )?\d+ ?m(?:in\w*)?\.?"
    r"(?: (?:of )?(?:read(?:ing)?|lesezeit|de lect\w+|di lettura|czytania))?|\d+ mins? read"
    r"|(?:marketing|advertising|product|content|editorial) (?:manager|director|team))$",
    re.IGNORECASE,
)
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


def _alone(text: str) -> str:
    """Return a name without labels, roles and sites behind it."""
    return _ROLE.sub(r"\g<last>", _BESIDE.sub("", text))


def _without_initials(text: str) -> str:
    """Return a byline without the first letters of its own words before them."""
    match = _INITIALS.match(text)
    if match is None:
        return text
    rest = text[match.end() :]
    return rest if "".join(re.findall(r"\b\w", rest)).startswith(match[1]) else text


def split(text: str) -> list[str]:
    """Return the names in ``text``, a byline, without "by", addresses and functions in brackets.

    >>> split("By Jane Doe and John Roe (Kyiv)")
    ['Jane Doe', 'John Roe']
    """
    text = _BY.sub("", _BEFORE.sub("", _without_initials(fold(text))))
    # "En" is "and" in Dutch, "in" in Spanish and French: before one word it is a place.
    text = re.sub(r"(?<=\w)\s+en\s+[^\W\d_a-z][\w-]*$", "", text)
    names: list[str] = []
    for part in _AND.split(_RUN.sub(" – ", text)):
        pieces = part.split(",")
        # "Jane Doe, John Roe" is two people; "Doe, Jane" and "Jane Doe, Berlin" are one.
        whole = len(pieces) == 1 or not all(" " in piece.strip() for piece in pieces)
        pieces[1:] = [piece for piece in pieces[1:] if not _FUNCTION.search(piece)]
        for said in (
            [pieces[0] if len(pieces) == 2 and " " in pieces[0].strip() and whole else part]
            if whole
            else pieces
        ):
            behind = len(pieces) > 1 or "|" in text
            if names and _FUNCTION.search(said):
                continue
            piece = _WHEN.sub("", _AFTER.sub("", _alone(_ROLE_BEFORE.sub("", said.strip()))))
            name = _SAYS.sub("", _BY.sub("", piece))
            name = fold(re.sub(r"\s*\([^)]*\)|^\W+|[\s,:*–—-]+$", "", name))
            if names and behind and (name.startswith("The ") or _HOUSE.search(name)):
                continue
            if (
                1 < len(name) <= MAX_NAME and len(name.split()) <= 7
                and not _NOT.search(name) and not _MENU.search(name)
            ):  # fmt: skip
                names.append(name)
    # "Marketing and Event Coordinator" is a function.
    alone = len(names) == 1 and " " not in names[0] and " " in text
    return [] if alone and _FUNCTION.search(text) else names
