"""A page becomes a story: headline, text, who published it, when, by whom, in which language."""

from __future__ import annotations

import datetime
import itertools
import re
from collections.abc import Iterator, Sequence
from urllib.parse import quote, urljoin, urlsplit

from lxml.html import HtmlElement

from ...content.article_text import fold
from ...errors import SummariesError
from . import (
    authors,
    body,
    body_lines,
    elements,
    headline,
    language,
    outlet,
    page,
    records,
    shown_days,
    times,
)
from .model import About, Story
from .records import Record, Records, clean
from .titles import squash

# Fewer letters than this are a teaser, or what a wall lets through.
_SHORT = elements.LITTLE
# A heading of so many words, or letters where none are parted, is of a story, not of a section.
_HEADLINE_WORDS, _HEADLINE_LETTERS = 4, 14
# A page with so many headings that are links lists stories.
_LISTED = 12
# A paragraph of so many letters is of a story; in a script without spaces one says more.
_LONG_PARAGRAPH, _LONG_UNPARTED = 200, 80
_UNPARTED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\u0e00-\u0e7f]")
# So many letters are a title, so many a teaser; so many paragraphs that stand together a story.
_TITLE, _TEASER, _PARAGRAPHS = 15, 40, 3
_MAX_URL = 2000
# Headings of what a server sends in place of a story, with so few letters: an error, or a check.
_ERROR_LETTERS = 1000
_ERROR = re.compile(
    r"^\W*(?:(?:error )?(?:403|404|410|429|500|502|503|504)\b|(?:the )?page (?:was )?not found"
    r"|not found$|access denied|attention required|just a moment|checking your browser"
    r"|are you (?:a )?(?:human|robot)|verify you are human|forbidden|service unavailable"
    r"|seite (?:wurde )?nicht gefunden|página no encontrada|page (?:introuvable|non trouvée)"
    r"|pagina non trovata|nie znaleziono strony|pagina nu a fost găsită|sayfa bulunamadı"
    r"|сторінк[ау] не знайден[оа]|страница не найдена|الصفحة غير موجودة|لم يتم العثور على الصفحة"
    r"|(?:お探しの)?ページ(?:が|は)見つかりません|(?:页面|網頁|网页)(?:不存在|未找到)|找不到(?:页面|網頁|网页))",
    re.IGNORECASE,
)
# Headings of what stands in place of a story where readers have to log in or to pay.
_ENTRANCE = re.compile(
    r"^\W*(?:(?:please )?(?:sign|log) ?-?in\b|(?:this )?(?:content|article|story) is (?:only )?for"
    r" (?:our )?(?:subscribers|members)|subscribe (?:now )?to (?:continue|read)|subscribers? only"
    r"|(?:sie müssen sich )?(?:anmelden|einloggen)\b|nur für abonnenten|(?:se )?connecte[rz]\b"
    r"|connexion\b|(?:article )?réservé aux abonnés|inicia(?:r)? sesión|solo para suscriptores"
    r"|accedi\b|(?:contenuto )?riservato agli abbonati|zaloguj się|autentificare\b|giriş yap"
    r"|увійти\b|увійдіть|вхід\b|войти\b|войдите|تسجيل الدخول|ログイン|会員限定|登录|登入|请登录)",
    re.IGNORECASE,
)
_SCRIPT_WANTED = re.compile(r"enable javascript|javascript (?:is )?(?:required|disabled)", re.I)
_LICENCE = re.compile(
    r"creativecommons\.org/(?:licenses/(by(?:-nc)?(?:-sa|-nd)?)/(\d\.\d)|publicdomain/(zero)/(1\.0))",
    re.IGNORECASE,
)


def read(
    data: bytes,
    url: str | None = None,
    *,
    header: str | None = None,
    today: datetime.date | None = None,
) -> Story:
    """Return the article in ``data``, the bytes of a page.

    ``url`` is where the page came from, ``header`` the encoding that HTTP named; dates after
    ``today`` are not believed. Raises :class:`SummariesError` where the page has no article: it is
    empty, a wall, or a list of stories.
    """
    day = today or datetime.datetime.now(datetime.UTC).date()
    parsed = page.parse(data, header)
    tree, said = parsed.tree, records.find(parsed.tree)
    address = _address(tree, said, url)
    article, notes = _this_article(tree, said, address)
    title = clean(tree.findtext(".//title") or "")
    sites = _sites(said, article, address, title)
    head = headline.choose(tree, said, article, sites)
    paragraphs = body.extract(tree, head.text if head else None, article, address)
    _check(tree, said, article, paragraphs, head.text if head else "")
    paragraphs, paid = body_lines.without_rest(paragraphs)
    named, by_address = outlet.choose(said, article, title, address)
    spoken, remark = language.tell("\n".join(paragraphs), [language.declared(tree, said, article)])
    if head is None:
        notes.append("the page names no headline: the text's first line stands in its place")
    free = clean(str(article.get("isAccessibleForFree", ""))) if article else ""
    if paid:
        notes.append("the page says that the rest is for its subscribers: the text is not whole")
    elif free.casefold().endswith("false"):
        notes.append("the page says that it is not free to read: look whether its text is whole")
    if sum(map(len, paragraphs)) < _SHORT:
        notes.append("the text is very short: look whether the page shows all of it")
    shown = head.text if head else ""
    moment = times.published(tree, said, article, address, day, shown)
    if moment is None and (moment := shown_days.searched(tree, address, day, shown)):
        notes.append(f"the page shows {moment.isoformat()} as its day, it seems: check it")
    writers = authors.choose(tree, said, article, [named or "", *sites], head.text if head else "")
    paragraphs = body_lines.without_authors(paragraphs, writers)
    about = About(
        named, address, moment,
        times.modified(said, article),
        writers,
        _licence(tree, said, article),
        next(records.strings(article.get("articleSection")) if article else iter(()), None)
        or next(said.values("article:section"), None),
        by_address,
    )  # fmt: skip
    first = head.text if head else fold(paragraphs[0])[: headline.MAX_HEADLINE]
    return Story(
        first, "\n".join(paragraphs if head else paragraphs[1:] or paragraphs),
        head.kicker if head else None, spoken, about,
        (*parsed.notes, *notes, *([remark] if remark else ())),
    )  # fmt: skip


def _sites(said: Records, article: Record | None, address: str | None, title: str) -> list[str]:
    host = outlet.host_name(address)
    return outlet.site_names(said, article, title) + ([host, host.split(".")[0]] if host else [])


def _address(tree: HtmlElement, said: Records, url: str | None) -> str | None:
    """Return the canonical address of a page: the one it names, else where it came from.

    A canonical link to the site's front page is a mistake of the site.
    """
    links = (link.get("href") for link in tree.iterfind(".//link[@rel='canonical']"))
    for address in (*links, *said.values("og:url"), url):
        try:
            whole = urljoin(url or "", (address or "").strip())
            parts = urlsplit(whole)
        except ValueError:
            continue
        front = parts.path in ("", "/") and not parts.query
        own = urlsplit(url or "").path if url else ""
        if parts.scheme not in ("http", "https") or not parts.hostname:
            continue
        if front and own not in ("", "/"):
            continue
        safe = quote(whole, safe="%/:=&?~#+!$,;'@()*[]-._")
        if len(safe) <= _MAX_URL:
            return safe
    return None


def _this_article(
    tree: HtmlElement, said: Records, address: str | None
) -> tuple[Record | None, list[str]]:
    """Return what JSON-LD or Microdata say of the article on this page, and remarks.

    A page may carry what describes another article, for a teaser or by mistake: it counts only
    where its address, or its headline, is the page's.
    """
    if not said.articles:
        return None, []
    titles = [clean(tree.findtext(".//title") or ""), *said.values("og:title")]
    titles += [clean(h.text_content()) for h in list(tree.iter("h1"))[:6]]
    blocks = tree.iter("p", "h1", "h2", "h3", "li")
    text = squash("".join(element.text_content() for element in blocks))
    ranked = [(_fits(item, titles, text, address), item) for item in said.articles[:200]]
    best = max(points for points, _ in ranked)
    if best > 0:
        return next(item for points, item in ranked if points == best), []
    other = next((name for item in said.articles if (name := clean(item.get("headline")))), "")
    blocks = f" (“{other[:80]}”)" if other else ""
    return None, [f"the page's JSON-LD is about another article{blocks}: it was not used"]


def _fits(item: Record, titles: Sequence[str], text: str, address: str | None) -> float:
    """Return how much speaks for an object of JSON-LD being about this page; 0 is nothing."""
    name = clean(item.get("headline")) or clean(item.get("name"))
    key, points = squash(name), 0.0
    squashed = [squash(title) for title in titles]
    urls = [*records.strings(item.get("url")), *records.strings(item.get("mainEntityOfPage"))]
    if address and any(_same(url, address) for url in urls):
        points += 2
    if key and any(key in title or (len(title) > 8 and title in key) for title in squashed):
        points += 2
    words = [squash(word) for word in re.findall(r"\w{4,}", name)]
    if words and any(sum(w in title for w in words) * 2 >= len(words) for title in squashed):
        points += 1
    elif words and sum(word in text for word in words) * 4 >= len(words) * 3:
        points += 0.5
    if points:
        points += 0.2 * (bool(item.get("datePublished")) + bool(item.get("author")))
        points += 0.1 * any("NewsArticle" in kind for kind in records.types(item))
    return points


def _same(one: str, other: str) -> bool:
    def bare(url: str) -> str:
        return re.sub(r"^https?://(?:www\.|m\.|amp\.)?|[#?].*$|/+$", "", url).casefold()

    return bool(bare(one)) and bare(one) == bare(other)


def _check(
    tree: HtmlElement, said: Records, article: Record | None, paragraphs: Sequence[str], title: str
) -> None:
    """Raise :class:`SummariesError` where a page has no article, saying what it is instead.

    A page that names an article, or shows the headline of one above a text, has one, however many
    other stories it lists and whatever form it has for readers to log in.
    """
    letters = sum(map(len, paragraphs))
    if tree.find(".//frameset") is not None and letters < _SHORT:
        raise SummariesError(
            "this page is made of frames: open the frame with the story, and give its page"
        )
    heads = [title, clean(tree.findtext(".//title") or "")]
    if letters < _ERROR_LETTERS and article is None and any(map(_ERROR.match, heads)):
        raise SummariesError(
            "this page is an error or a check of browsers, not a story: open the story in a "
            "browser, and save it from there"
        )
    if letters < _SHORT and any(map(_SCRIPT_WANTED.search, paragraphs)):
        raise SummariesError(
            "this page shows its text with a script: save it from a browser, or give its text"
        )
    entrance = article is None and any(map(_ENTRANCE.match, heads))
    named = article is not None or "article" in map(str.casefold, said.values("og:type"))
    asks = entrance or (not named and tree.find(".//input[@type='password']") is not None)
    if letters < _SHORT and asks:
        raise SummariesError(
            "this page asks to log in, and has no article: save it from a browser that is logged "
            "in, or give the article's text"
        )
    if not named and _is_cards(tree):
        raise SummariesError("this page lists stories: open one of them, and give its page")
    if not named and not (_is_story(title, tree) and letters >= _SHORT):
        long = sum(map(_is_long, paragraphs))
        if long < 2 and sum(1 for _ in _listed(tree)) >= _LISTED:
            raise SummariesError("this page lists stories: open one of them, and give its page")
    if not paragraphs or (
        not named and letters < _SHORT and not any(map(body_lines.is_sentence, paragraphs))
    ):
        raise SummariesError(
            "no article was found in this page: give the page of one story, or its text"
        )


def _is_long(paragraph: str) -> bool:
    """Tell whether a paragraph is longer than a teaser is."""
    return len(paragraph) >= _LONG_PARAGRAPH or len(_UNPARTED.findall(paragraph)) >= _LONG_UNPARTED


def _is_story(title: str, tree: HtmlElement) -> bool:
    """Tell whether a headline is a story's: a heading that is no link, with enough words.

    It is an ``<h1>``, or a lower heading that says what ``<title>`` begins with.
    """
    words = title.split()
    # “iPhone 11发布” has a space, and its words are not parted by it.
    parted = len(words) > 1 and not _UNPARTED.search(title)
    if len(words) < _HEADLINE_WORDS and (parted or len(title) < _HEADLINE_LETTERS):
        return False
    key = squash(title)
    if any(key in squash(h.text_content()) for h in tree.iter("h1") if h.find(".//a") is None):
        return True
    lower = (
        h
        for h in tree.iter("h2", "h3")
        if h.find(".//a") is None and next(h.iterancestors("a"), None) is None
    )
    first = squash(clean(tree.findtext(".//title") or "")).startswith(key)
    return first and any(key == squash(h.text_content()) for h in lower)


def _is_cards(tree: HtmlElement) -> bool:
    """Tell whether a page is made of teasers: one paragraph each, beside a link with a title.

    The paragraphs of a story stand together.
    """
    together: dict[HtmlElement, list[HtmlElement]] = {}
    for paragraph in tree.iter("p"):
        parent = paragraph.getparent()
        around = {above.tag for above in paragraph.iterancestors()}
        if around & {"nav", "header", "footer"}:
            continue
        if parent is not None and len(paragraph.text_content()) >= _TEASER:
            together.setdefault(parent, []).append(paragraph)
    cards = set()
    for parent, inner in together.items():
        if len(inner) >= _PARAGRAPHS:
            return False
        for link in itertools.islice(parent.iter("a"), _PARAGRAPHS):
            apart = not any(link in paragraph.iter("a") for paragraph in inner)
            if apart and len(link.text_content().strip()) >= _TITLE:
                cards.add(link.get("href"))
    return len(cards) >= _LISTED


def _listed(tree: HtmlElement) -> Iterator[HtmlElement]:
    """Yield the headings of a page that are links, or stand in one."""
    for head in tree.iter("h1", "h2", "h3", "h4"):
        linked = head.find(".//a") is not None or any(e.tag == "a" for e in head.iterancestors())
        if linked and len(head.text_content().strip()) >= _TITLE:
            yield head


def _licence(tree: HtmlElement, said: Records, article: Record | None) -> str | None:
    """Return the licence that a page gives, by its SPDX identifier where it is Creative Commons."""
    licences = [*records.strings(article.get("license"))] if article else []
    licences += said.values("dcterms.license", "dc.rights.license", "license")
    links = [*tree.iterfind(".//link[@rel='license']"), *tree.iterfind(".//a[@rel='license']")]
    for link in links:
        if not any(e.tag in ("figure", "figcaption", "aside") for e in link.iterancestors()):
            licences.append(link.get("href") or "")
    for text in licences:
        if match := _LICENCE.search(text):
            kind, version, zero, _ = match.groups()
            return "CC0-1.0" if zero else f"CC-{kind.upper()}-{version}"
    plain = [text for text in map(fold, licences) if text and len(text) <= 1000]
    return plain[0] if plain else None
