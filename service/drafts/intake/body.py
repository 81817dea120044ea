"""The text of an article, without what stands about it: trafilatura, before it and after it.

Before: what by its mark-up is no part of the text goes out of the tree, so that nothing of it is
weighed. After: the body in JSON-LD stands in where the page shows less, and labels behind the last
sentence go.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterable, Sequence
from copy import deepcopy
from urllib.parse import urlsplit

from lxml import etree
from lxml.html import HtmlElement

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from . import gaps, opening
from .records import Record, clean
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
# What a text is made of.
_BLOCKS = {"p", "h2", "h3", "h4", "ul", "ol", "blockquote"}
# Fewer letters are no article.
LITTLE = 250
_LINES = {"p", "div", "span", "em", "small"}
# Words, and what has sentences of words.
_INLINE = {"a", "span", "b", "strong", "em", "i", "u", "mark", "abbr", "cite", "q"}
_SENTENCES = {"p", "li", "blockquote", "h2", "h3", "h4", *_INLINE}
_TAGS = {"figcaption", "aside", "form", "button", "nav", "footer", "select", "dialog"}
_UNSEEN = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
# No part of a text is so large a part of the page.
_PART = 0.3
_LINKED = 0.9
_LABELLED = 0.6
# A last line that is shorter, and ends as no sentence does, is a label of what stood below it.
_LABEL = 60
_ENDS = re.compile(r"[.!?…。！？؟।:;)\]\"'”’»“」』]$")

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
    r"|^\(?(?:additional )?(?:reporting|writing|editing) by\b",
    re.IGNORECASE,
)
# A box for a picture: a line of its own in it says what is on it.
_PICTURED = re.compile(
    r"(?:^|[\s_-])(?<!has[_-])(?<!with[_-])(?:images?|photos?|pictures?|foto\w*|\w*bild\w*)"
    r"(?:$|[\s_-])",
    re.IGNORECASE,
)
_PICTURES = ("img", "picture", "video")
_CAPTION, _BESIDE = 250, 60
# What stands on the page of a network.
_EMBEDDED = re.compile(r"embed|tweet|twitter|instagram|tiktok|bluesky|mastodon", re.IGNORECASE)
# What is said of the author stands in the last lines, below a text of so many letters.
_LAST, _TEXT = 3, 600
_NO_WORDS = re.compile(r"^(?:https?://\S+|\d{4}-\d\d-\d\dT[\d:.+Z-]+)$")
# So many letters may stand beside the names in a byline.
_BESIDE_NAMES = 12
# So many lines above a text may say when it was published, and by whom.
_FIRST = 4
# So many of them may be a standfirst.
_STANDFIRST = 2
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
# So many paragraphs of so many letters are a text.
_PARAGRAPH, _PARAGRAPHS = 120, 3
_SHORT, _TEASER = 200, 260
# A line of so many letters that comes again is there twice by mistake.
_REPEATED = 60
_SENTENCE = re.compile(r"[.!?…。！？؟।][\"'”’»」』)]*$")


def extract(
    tree: HtmlElement, headline: str | None, article: Record | None, address: str | None = None
) -> list[str]:
    """Return the paragraphs of the article in ``tree``, ``headline`` not among them.

    ``article`` is what JSON-LD says of it: its body stands in where the page itself has less.
    ``address`` is the page's own.
    """
    from trafilatura import bare_extraction  # noqa: PLC0415 - an optional extra

    def lines_of(source: HtmlElement) -> list[str]:
        extracted = bare_extraction(source, include_comments=False, include_tables=False)
        return _ended(_lines(str(extracted.text or "") if extracted is not None else ""))

    pruned = _pruned(tree, headline, _host(address or ""))
    title = squash(headline or "")
    lines = gaps.fill(pruned, lines_of(pruned), title, _described(tree, article))
    # Where next to nothing is left, paragraphs that stand together are the text, or what was taken
    # for something else was a part of it.
    others: tuple[Callable[[], list[str]], ...] = (
        lambda: _together(pruned), lambda: lines_of(tree), lambda: _together(tree),
    )  # fmt: skip
    for other in others:
        if sum(map(len, lines)) >= LITTLE:
            break
        lines = max(lines, other(), key=lambda texts: sum(map(len, texts)))
    stated = _lines(_paragraphs(article.get("articleBody")) if article else "")
    if _is_more(stated, lines):
        lines = [*_above(lines, stated), *stated]
    lines = [line for line in _without_asides(lines) if not _is_title(line, title)]
    titles = _titles(tree, article)
    while len(lines) > 1 and _is_label(lines[0]) and squash(lines[0]) in titles:
        del lines[0]
    return _without_opening(lines)


def _titles(tree: HtmlElement, article: Record | None) -> set[str]:
    """Return the page's other titles, squashed: those for machines, and the first heading's."""
    metas = (
        e.get("content") or ""
        for e in tree.iter("meta")
        if (e.get("property") or e.get("name") or "").casefold().endswith(":title")
    )
    stated = (
        [clean(str(article.get(key) or "")) for key in ("headline", "alternativeHeadline")]
        if article
        else []
    )
    heads = (" ".join(e.text_content().split()) for e in itertools.islice(tree.iter("h1"), 3))
    return {squash(text) for text in (*metas, *stated, *heads) if text}


def _above(lines: Sequence[str], stated: Sequence[str]) -> list[str]:
    """Return the sentences of ``lines`` above the first that is in ``stated``: a standfirst."""
    whole = squash("".join(stated))
    begin = list(itertools.takewhile(lambda line: squash(line) not in whole, lines[: _FIRST + 1]))
    few = len(begin) <= min(_FIRST, len(lines) - 1)
    return [line for line in begin if few and is_sentence(line) and len(line) >= _LABEL]


def _without_opening(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without what stands above a text: when it was published, how long it is.

    >>> _without_opening(["Gaming", "12 March 2026 – 09:30", "The harbour opens."])
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
    for index in range(max(len(lines) - _LAST, 1), len(lines)):
        about = full and lines[index].lstrip("*•— ").startswith(full)
        if about and sum(map(len, lines[:index])) >= _TEXT:
            return list(lines[:index])
    return list(lines)


def _is_byline(line: str, names: Sequence[str]) -> bool:
    """Tell whether a line has the authors' names, and next to nothing else."""
    rest = whole = squash(line)
    for name in names:
        rest = rest.replace(squash(name), "")
    return rest != whole and len(rest) <= _BESIDE_NAMES


def _described(tree: HtmlElement, article: Record | None) -> list[str]:
    """Return what a page says of itself for machines, squashed: many say their standfirst."""
    metas = (
        (e.get("property") or e.get("name") or "", e.get("content")) for e in tree.iter("meta")
    )
    texts = [text for name, text in metas if name.casefold().endswith("description")]
    texts.append(clean(article.get("description")) if article else "")
    return [squash(text) for text in texts if text]


def _together(tree: HtmlElement) -> list[str]:
    """Return the paragraphs of the element that has most of the page's, with what is among them."""
    totals: dict[HtmlElement, int] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        if parent is not None and not _is_links(paragraph):
            totals[parent] = totals.get(parent, 0) + _length(paragraph)
    if not totals:
        return []
    best = max(totals, key=lambda element: totals[element])
    blocks = (e for e in best if e.tag in _BLOCKS and not _is_links(e))
    return _ended(_lines("\n".join(" ".join(e.text_content().split()) for e in blocks)))


def _is_title(line: str, title: str) -> bool:
    """Tell whether ``line`` is the headline, alone or behind its kicker."""
    key = squash(line)
    return key == title or (bool(title) and key.endswith(title) and len(key) < 2 * len(title))


def _without_asides(lines: Sequence[str]) -> list[str]:
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
            listed = list(itertools.takewhile(_is_label, lines[index:]))
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


def is_sentence(line: str) -> bool:
    """Tell whether ``line`` ends as a sentence does."""
    return _SENTENCE.search(line) is not None


def _is_label(line: str) -> bool:
    return len(line) <= _SHORT and not _SENTENCE.search(line)


def _is_end(before: Sequence[str], after: Sequence[str]) -> bool:
    """Tell whether only teasers follow: titles among them, and no long paragraph."""
    long = sum(len(line) > _SHORT for line in before)
    titles = sum(map(_is_label, after))
    teasers = all(len(line) <= _TEASER for line in after)
    less = sum(map(len, after)) * 2 <= sum(map(len, before))
    return long >= _PARAGRAPHS and less and teasers and titles * 3 >= len(after)


def _lines(text: str) -> list[str]:
    text = text.replace("\u00ad", "")
    folded = (fold(visible(line)).removeprefix("- ") for line in text.splitlines())
    return [line for line in folded if any(map(str.isalnum, line))]


def _ended(lines: Sequence[str]) -> list[str]:
    """Return ``lines`` without labels at their end: a heading with nothing below it, a tag."""
    end = len(lines)
    while end > 1 and len(lines[end - 1]) <= _LABEL and not _ENDS.search(lines[end - 1]):
        end -= 1
    return list(lines[:end])


def _pruned(tree: HtmlElement, headline: str | None, site: str = "") -> HtmlElement:
    """Return a copy of ``tree``, a page of ``site``, without what stands about the article."""
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
    for card in [c for p in copy.iter("p") for c in _cards(p)]:
        _drop(card)
    main, named = _main(copy, squash(headline or ""))
    whole = _length(main if main is not None else copy) or 1
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
        elif _is_apart(element, main) and _length(element) < _PART * whole:
            gone = True
        else:
            listed = _is_listed(element, mixed)
            gone = not listed and _is_links(element) and not _leads_away(element, site)
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
                return article, sum(_length(p) for p in article.iter("p")) >= LITTLE
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
    kept = (_WEAK.fullmatch(name.strip("_-")) and _is_prose(element)) or (
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
    if next(element.iter("p", "div", "figure", *_PICTURES), element) is not element:
        return False
    for box in itertools.islice(element.iterancestors(), 3):
        if box.tag in ("article", "main", "body", "li", "td", "blockquote"):
            return False
        if box.tag == "figure" or _PICTURED.search(_marks(box)):
            letters = _length(element)
            return (
                0 < letters <= _CAPTION
                and _length(box) <= letters + _BESIDE
                and next(box.iter(*_PICTURES), None) is not None
            )
    return False


def _marks(element: HtmlElement) -> str:
    return f"{element.get('class') or ''} {element.get('id') or ''}"


def _is_prose(element: HtmlElement) -> bool:
    """Tell whether an element has two paragraphs, or more, of text that is no link."""
    blocks = [p for p in element.iter("p", "li") if not _is_links(p)]
    linked = sum(_length(link) for p in blocks for link in p.iter("a"))
    return len(blocks) > 1 and sum(map(_length, blocks)) - linked >= _PROSE


def _is_walled(element: HtmlElement) -> bool:
    """Tell whether an element with a wall's name has the text behind the wall in it."""
    inner = (f"{e.get('class') or ''} {e.get('itemprop') or ''}" for e in element.iter("div"))
    if any(map(_BODY.search, inner)):
        return True
    return sum(_length(p) >= _PARAGRAPH for p in element.iter("p")) >= _PARAGRAPHS


def _is_links(element: HtmlElement) -> bool:
    """Tell whether a paragraph or a list is links and nothing else: "read also"."""
    if element.tag not in ("p", "ul", "ol", "h2", "h3", "h4", "h5", "li"):
        return False
    if next(element.iterancestors("a"), None) is not None:
        return True
    links, whole = sum(_length(link) for link in element.iter("a")), _length(element)
    if links and element.tag in ("h2", "h3", "h4") and _heads_text(element):
        return False
    if not links or links >= _LINKED * whole:
        return links > 0
    ends = _ENDS.search("".join(element.itertext()).strip())
    return links >= _LABELLED * whole and not ends


def _heads_text(heading: HtmlElement) -> bool:
    """Tell whether a paragraph of text follows a heading: in a list of things, each is a link.

    Pictures of the thing, and a few words of it, may come between.
    """
    for following in itertools.islice(heading.itersiblings(), _PICTURES_BETWEEN):
        length = _length(following)
        if following.tag == "p" and length >= _PARAGRAPH:
            return not _is_links(following)
        pictured = following.tag in _PICTURES or next(following.iter(*_PICTURES), None) is not None
        if following.tag not in _BETWEEN or length >= _PARAGRAPH or not (length or pictured):
            break
    return False


def _is_listed(element: HtmlElement, mixed: set[HtmlElement]) -> bool:
    """Tell whether an element is an item of a list in ``mixed``, or such a list, which joins it."""
    if element.tag in ("ul", "ol") and _is_mixed(element):
        mixed.add(element)
    return element in mixed or element.getparent() in mixed


def _is_mixed(element: HtmlElement) -> bool:
    """Tell whether a list amid paragraphs has items without a link: it is not of other stories."""
    parent = element.getparent()
    if parent is None or element.find(".//a") is None or not _is_prose(parent):
        return False
    items = [item for item in element if item.tag == "li" and _length(item)]
    plain = sum(item.find(".//a") is None for item in items)
    return plain > 1 and plain * _MIXED >= len(items)


def _leads_away(element: HtmlElement, site: str) -> bool:
    """Tell whether all links of a list or a paragraph lead to other sites than ``site``.

    Other stories of a page's own site are what "read also" lists; shops, books and sources are
    elsewhere, and a list of them amid paragraphs is a part of the text. It loses its links, so that
    nobody takes it for "read also" any more.
    """
    hosts = [_host(link.get("href") or "") for link in element.iter("a")]
    parent = element.getparent()
    away = (
        bool(site and hosts)
        and all(host and not _is_of(host, site) and not _SOCIAL.search(host) for host in hosts)
        and parent is not None
        and _is_prose(parent)
    )
    if away:
        etree.strip_tags(element, "a")
    return away


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_of(host: str, site: str) -> bool:
    """Tell whether two hosts are one house's: they have the same last labels, or the same name."""
    ours, theirs = site.split("."), host.split(".")
    return ours[-2:] == theirs[-2:] or max(ours, key=len) in theirs


def _cards(paragraph: HtmlElement) -> list[HtmlElement]:
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
    links = [_length(link) for link in element.iter("a")]
    enough = len(links) >= _CARD and sum(links) >= _PARAGRAPH
    return enough and sum(links) == _length(element)


def _length(element: HtmlElement) -> int:
    return sum(len(text.strip()) for text in element.itertext())


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


def _paragraphs(value: object) -> str:
    """Return the body in JSON-LD with its paragraphs on lines of their own."""
    if not isinstance(value, str):
        return ""
    marked = re.sub(r"</p>|<br\s*/?>|</h\d>|\\n", "\n", value, flags=re.IGNORECASE)
    return "\n".join(clean(line) for line in marked.splitlines())


def _is_more(others: Iterable[str], lines: Sequence[str]) -> bool:
    """Tell whether the body in JSON-LD is this article's, and has much more of it."""
    ours, theirs = squash("".join(lines)), squash("".join(others))
    if len(theirs) < 300 or len(theirs) * 0.75 < len(ours):
        return False
    shared = sum(squash(line) in theirs for line in lines)
    return not lines or shared * 2 >= len(lines)
