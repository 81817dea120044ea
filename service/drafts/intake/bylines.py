"""Names in a byline, without what stands about them: labels, functions, houses, places. Pure."""

from __future__ import annotations

import re

from ...content.article_text import fold

MAX_NAME = 100
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
# What stands in place of somebody's picture, before the name: "JD Jane Doe".
_INITIALS = re.compile(r"([A-Z]{2,3})\s+(?=[A-Z]\w+\s)")
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
