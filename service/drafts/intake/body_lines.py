"""The lines of an article's text: without labels, requests, credits and lists of other stories."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from . import elements, opening
from .titles import squash

# A last line that is shorter, and ends as no sentence does, is a label of what stood below it.
_LABEL = 60
# Above a list of other stories; what follows it and is no sentence belongs to it.
_READ_ALSO = re.compile(
    r"^\W*(?:don[’']?t miss|read (?:more|also|next)|see also|related"
    r"(?: (?:articles|stories|topics))?|more (?:from|on|in) [^.]{2,40}|most (?:read|popular)"
    r"|popular|recommended|you may also like"
    r"|lesen sie (?:auch|mehr)|mehr zum thema|auch interessant|(?:à )?lire aussi|sur le même sujet"
    r"|lea también|te puede interesar|más sobre|leggi anche|potrebbe interessarti|czytaj (?:więcej"
    r"|też|także|również)|zobacz (?:też|także)|citește și|citeşte şi|ilgili haberler|ayrıca oku\w*"
    r"|читайте також|читайте ще|читайте также|по темі|اقرأ أيضا|اقرأ أيضًا|اقرأ المزيد|関連記事"
    r"|関連キーワード|あわせて読みたい|相关(?:阅读|新闻|报道)|延伸阅读"
    r"|les (?:mer|også)|läs (?:mer|också)|เรื่องที่เกี่ยวข้อง|อ่านเพิ่มเติม|관련 ?기사"
    r"|xem thêm|baca juga)\W*$",
    re.IGNORECASE,
)
# Of these, what stands below the text rather than in it.
_CLOSING = re.compile(
    r"^\W*(?:more (?:from|on|in)|most|popular|recommended|related|you may|関連|相关|延伸)",
    re.IGNORECASE,
)
# Headings of what a house adds below a text: more to read, who wrote it.
_MORE_BELOW = re.compile(
    r"^\W*(?:you (?:may|might) also (?:like|enjoy|be interested in.{0,40}|want to read)"
    r"|you may be interested in .{0,60}|what to read next|read (?:this )?next|up next|keep reading"
    r"|(?:related|recommended|further|more|other|recent|latest) (?:content|posts?|articles|stories"
    r"|reading|reads|resources|links|guides|news|insights|topics)(?: (?:&|and) \w+| on .{3,60})?"
    r"|more ways .{3,40}|weitere (?:artikel|beiträge|meldungen|themen)|articles (?:similaires|liés)"
    r"|artículos relacionados|articoli correlati|podobne artykuły|articole similare"
    r"|benzer (?:haberler|yazılar)|схожі (?:новини|матеріали|статті)|похожие (?:новости|статьи)"
    r"|مقالات ذات صلة|関連(?:記事|ニュース|リンク)|相关(?:文章|推荐|链接))\W*$",
    re.IGNORECASE,
)
_ABOUT_AUTHOR = re.compile(
    r"^\W*(?:about the (?:authors?|writers?|contributors?)\b"
    r"|(?:über|zu[mr]) (?:den |die )?autor(?:in|en)?\b"
    r"|à propos de l[’']aut(?:eur|rice)|sobre (?:el|la|o|a) autora?\b|(?:sull|l)[’']autore\b"
    r"|o autor(?:ze|ce)\b|despre autor|yazar hakkında|про автор(?:а|ку)\b|об авторе\b"
    r"|over de auteur\b|عن الكاتب|(?:著者|筆者)(?:について|プロフィール|紹介)"
    r"|(?:关于作者|作者简介|關於作者|作者簡介))",
    re.IGNORECASE,
)
_DISCLAIMS = re.compile(
    r"^\W*(?:disclaimers?|(?:full )?disclosures?|haftungsausschluss|avis de non-responsabilité"
    r"|descargo de responsabilidad|zastrzeżenie|yasal uyarı|відмова від відповідальності"
    r"|отказ от ответственности|إخلاء (?:ال)?مسؤولية|免責事項|免责声明|免責聲明)"
    r"\s*(?:[:：.–—-]|$)",  # “Disclosures of that kind are rare.” is a sentence
    re.IGNORECASE,
)
# Such an end begins behind so much of a text; a disclaimer is so long at most.
_END_FROM, _DISCLAIMER = 0.6, 600
# What says that the rest is for those who pay or log in. It stands in the last lines.
_FOR_SUBSCRIBERS = re.compile(
    r"\b(?:to (?:continue|keep) reading\b.*(?:subscri|sign|log|regist)"
    r"|(?:the rest of )?(?:this|the) (?:article|story|content) is (?:only )?(?:available )?"
    r"(?:for|to) (?:paid |registered |our )?(?:subscribers|members)|already a subscriber\?"
    r"|subscribe (?:now )?to (?:read|continue|unlock)"
    r"|il vous reste [\d.,]+\s?% de cet article|la suite est réservée"
    r"|réservée? (?:à nos|aux) abonnés|weiterlesen mit .{2,30}(?:plus|abo\b|\+)"
    r"|(?:artikel|text|inhalt) ist (?:nur |exklusiv )*für (?:unsere )?abonnent|noch kein abo\?"
    r"|para seguir leyendo|(?:exclusivo|solo) para (?:nuestros )?suscriptores"
    r"|per continuare a leggere|riservat[oa] agli abbonati"
    r"|aby (?:prze)?czytać (?:cały|całość|dalej)"
    r"|dostępn[ay] (?:tylko |wyłącznie )?dla (?:prenumeratorów|subskrybentów)"
    r"|pentru a citi (?:tot|integral|mai departe)|devamını okumak için|abonelere özel"
    r"|щоб (?:читати далі|прочитати повністю)"
    r"|(?:доступн\w+|лише|тільки) (?:лише |тільки )?для передплатників"
    r"|чтобы (?:читать далее|прочитать полностью)|только для подписчиков)"
    r"|لمتابعة القراءة|لقراءة المقال كاملا|للمشتركين فقط"
    r"|残り\s?[\d,]+\s?文?字|有料会員|会員限定|この記事は有料"
    r"|(?:登录|登入|订阅|付费)(?:后|以)?(?:阅读|查看|继续)(?:全文|更多|阅读)?|剩余\s?\d+\s?字",
    re.IGNORECASE,
)
_FOR_SUBSCRIBERS_LAST, _FOR_SUBSCRIBERS_LETTERS = 4, 240
# What asks readers for something: to subscribe, to follow, to share, to write in.
_ASKS = re.compile(
    r"\b(?:sign up (?:for|to|here)|subscribe (?:to|here|now)|follow us on"
    r"|like this story\b.*\bshare|get in touch at|click here (?:to|for)"
    r"|may (?:get|earn|receive) (?:a share|a commission)"
    r"|abonniere?n? (?:sie |jetzt |den |unseren )|newsletter (?:anmelden|abonnieren)"
    r"|folgst du schon|abonnez-vous|inscrivez-vous|suscríb(?:ete|ase)|iscriviti (?:alla|al|qui)"
    r"|zapisz się (?:na|do)|abonează-te|abone ol\w*|підписуйтес[ья]|підпишіться|подписывайтесь"
    r"|prenumerera på)|اشترك في|登録はこちら|を読もう|扫码关注"
    r"|会員限定(?:です|記事)|登録すると続きを"
    r"|(?:tu|su) suscripción (?:se|solo|está)|añadir otro usuario a tu suscripción"
    r"|extern(?:e[rn]?) inhalt|redaktionelle[rn]? inhalt|contenu externe|contenido externo"
    r"|hat ihnen (?:dieser|der) (?:artikel|beitrag) gefallen|unterstützen sie (?:uns|unsere)\b"
    r"|\b(?:follow|like|add|find) (?:us|me|him|her|them|(?-i:[A-Z])\S+(?: (?-i:[A-Z])\S+)?) on"
    r" (?:twitter|facebook|instagram|x\b|google)|^follow @\w+\W*$"
    r"|you (?:might|may) also (?:like|be interested)|you can leave a response"
    r"|send a link to this post|^post comments \(atom\)"
    r"|^(?:\d+ )?(?:comments?|评论|評論|コメント)\s?(?:[(（]\d*[)）])?$|^(?:[上下]一[页頁])\W*$"
    r"|in order to post comments|please enable javascript|turn off your ad ?blocker"
    r"|(?:this|dieser|cet) (?:article is for|artikel ist nur für|article est réservé aux)",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"^(?:©|copyright\b|\(c\)\s).*(?:19|20)\d\d"
    r"|^(?:image|photo|picture|pic|foto|fotos|bild|credit|zdjęcie|fot\.|фото|صورة|写真|写真提供|图片?)"
    r"\s?[:：/]"
    r"|^\(?(?:additional )?(?:reporting|writing|editing) by\b"
    r"|^[(（【]?(?:责任编辑|責任編輯|责编|责任校对|编辑|編輯|校对)\s?[:：].{1,20}$",
    re.IGNORECASE,
)
# What is said of the author stands in the last lines, below a text of so many letters.
_LAST, _TEXT = 3, 600
# A name alone on a line heads what is said of the author: in the last lines, with so many letters.
_NAMED_LAST, _ABOUT = 8, 600
_NO_WORDS = re.compile(r"^(?:https?://\S+|\d{4}-\d\d-\d\dT[\d:.+Z-]+)$")
# So many letters may stand beside the names in a byline.
_BESIDE_NAMES = 12
# So many lines above a text may say when it was published, and by whom.
_FIRST = 4
# So many of them may be a standfirst.
_STANDFIRST = 2
_SHORT, _TEASER = 200, 260
# A line of so many letters that comes again is there twice by mistake.
_REPEATED = 60
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»」』)]*$")


def above(lines: Sequence[str], stated: Sequence[str]) -> list[str]:
    """Return the sentences of ``lines`` above the first that is in ``stated``: a standfirst."""
    whole = squash("".join(stated))
    begin = list(itertools.takewhile(lambda line: squash(line) not in whole, lines[: _FIRST + 1]))
    few = len(begin) <= min(_FIRST, len(lines) - 1)
    return [line for line in begin if few and is_sentence(line) and len(line) >= _LABEL]


def without_opening(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without what stands above a text: when it was published, how long it is.

    >>> without_opening(["Gaming", "12 March 2026 – 09:30", "The harbour opens."])
    ['Gaming', 'The harbour opens.']
    """
    kept = [line for line in lines[:_FIRST] if not opening.is_opening(line)]
    return [*kept, *lines[_FIRST:]] or list(lines)


def without_authors(lines: Sequence[str], names: Iterable[str]) -> list[str]:
    """Return ``lines`` without the byline above them, and what is said of the authors below them.

    ``names`` are the authors'.

    >>> text = ["It rained. " * 60, "It rains still.", "The sea rose.", "Ann Smith is a reporter."]
    >>> without_authors(text, ["Ann Smith"])[-1]
    'The sea rose.'
    """
    names = list(names)
    first = [line for line in lines[:_FIRST] if not _is_byline(line, names)]
    lines = [*first, *lines[_FIRST:]] or lines
    full = tuple(name for name in names if " " in name)
    alone = set(map(squash, full))
    for index in range(max(len(lines) - _NAMED_LAST, 1), len(lines)):
        late = index >= len(lines) - _LAST
        about = late and full and lines[index].lstrip("*•— ").startswith(full)
        heads = squash(lines[index]) in alone and sum(map(len, lines[index:])) <= _ABOUT
        if (about or heads) and sum(map(len, lines[:index])) >= _TEXT:
            return list(lines[:index])
    return list(lines)


def _is_byline(line: str, names: Sequence[str]) -> bool:
    """Tell whether a line has the authors' names, and next to nothing else."""
    rest = whole = squash(line)
    for name in names:
        rest = rest.replace(squash(name), "")
    return rest != whole and len(rest) <= _BESIDE_NAMES


def is_title(line: str, title: str) -> bool:
    """Tell whether ``line`` is the headline, ``title`` squashed, alone or behind its kicker."""
    key = squash(line)
    return key == title or (bool(title) and key.endswith(title) and len(key) < 2 * len(title))


def without_asides(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without lists of other stories, requests to readers, credits, addresses."""
    kept: list[str] = []
    seen: set[str] = set()
    keys = {line: squash(line) for line in lines}
    # A standfirst may sum up what follows in its words.
    whole = "\n".join(dict.fromkeys(keys[line] for line in lines[_STANDFIRST:]))
    index = 0
    while index < len(lines):
        line = lines[index]
        index += 1
        if _READ_ALSO.match(line):
            if _CLOSING.match(line) and _is_end(lines[: index - 1], lines[index:]):
                break
            listed = list(itertools.takewhile(is_label, lines[index:]))
            # One line alone may be the text's next heading.
            index += len(listed) if len(listed) > 1 else 0
            continue
        short = len(line) <= _SHORT
        if len(line) >= _REPEATED and line in seen:
            continue
        drawn = index > _FIRST and _REPEATED <= len(line) <= _TEASER and is_sentence(line)
        if drawn and whole.count(keys[line]) > 1:
            # A sentence that is drawn out of the text, unless the next paragraph goes on from it.
            following = keys[lines[index]] if index < len(lines) else ""
            if not following.startswith(keys[line]):
                continue
        seen.add(line)
        if not (_NO_WORDS.match(line) or (short and (_ASKS.search(line) or _CREDIT.match(line)))):
            kept.append(line)
    # A page that is nothing else is left as it is: its editor sees that.
    return kept or list(lines)


def without_end(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without what a house adds below a text.

    That are other stories, who its author is, and what it does not answer for.

    >>> lines = ["It rained. " * 60, "It rains still.", "About the author", "Ann reports."]
    >>> without_end(lines)[1:]
    ['It rains still.']
    """
    whole, before = sum(map(len, lines)), 0
    for index, line in enumerate(lines):
        if before >= max(_TEXT, _END_FROM * whole) and (
            (_ABOUT_AUTHOR.match(line) and (is_label(line) or re.search("[:：]", line[:_LABEL])))
            or (_DISCLAIMS.match(line) and whole - before <= _DISCLAIMER)
            or (_MORE_BELOW.match(line) and _are_teasers(lines[index + 1 :]))
        ):
            return list(lines[:index])
        before += len(line)
    return list(lines)


def without_rest(lines: Sequence[str]) -> tuple[list[str], bool]:
    """Return ``lines`` without what says that the rest is for subscribers, and whether they do.

    >>> without_rest(["It rained.", "Il vous reste 57.09% de cet article à lire."])
    (['It rained.'], True)
    """
    first = len(lines) - _FOR_SUBSCRIBERS_LAST
    kept = [
        line
        for index, line in enumerate(lines)
        if index < first
        or len(line) > _FOR_SUBSCRIBERS_LETTERS
        or not _FOR_SUBSCRIBERS.search(line)
    ]
    return kept or list(lines), len(kept) < len(lines)


def _are_teasers(lines: Sequence[str]) -> bool:
    """Tell whether lines have titles among them, and two long paragraphs at most."""
    long = sum(len(line) > _TEASER and is_sentence(line) for line in lines)
    return long <= 2 and sum(map(is_label, lines)) * 4 >= len(lines)


def is_sentence(line: str) -> bool:
    """Tell whether ``line`` ends as a sentence does."""
    return _SENTENCE.search(line) is not None


def is_label(line: str) -> bool:
    """Tell whether ``line`` is short and no sentence: a heading, a tag."""
    return len(line) <= _SHORT and not _SENTENCE.search(line)


def _is_end(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether only teasers follow: titles among them, and no long paragraph."""
    long = sum(len(line) > _SHORT for line in before)
    titles = sum(map(is_label, after))
    teasers = all(len(line) <= _TEASER for line in after)
    less = sum(map(len, after)) * 2 <= sum(map(len, before))
    return long >= elements.PARAGRAPHS and less and teasers and titles * 3 >= len(after)


def lines_of(text: str) -> list[str]:
    """Return the lines of ``text`` that say something, without what cannot be seen."""
    text = text.replace("\u00ad", "")
    folded = (fold(visible(line)).removeprefix("- ") for line in text.splitlines())
    return [line for line in folded if any(map(str.isalnum, line))]


def ended(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without labels at their end: a heading with nothing below it, a tag."""
    end = len(lines)
    while end > 1 and len(lines[end - 1]) <= _LABEL and not elements.ENDS.search(lines[end - 1]):
        end -= 1
    return list(lines[:end])
