"""When a page was published and changed: what it says for machines first, then what it shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable, Iterable, Iterator
from copy import deepcopy
from email.utils import parsedate_to_datetime

from babel import Locale, UnknownLocaleError
from babel.dates import format_date
from lxml import etree
from lxml.html import HtmlElement

from .. import named_dates
from .model import Moment
from .records import Record, Records, clean
from .titles import squash

_ISO = re.compile(
    r"((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?\d*(Z|[+-]\d\d:?\d\d)?)?"
)
_IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=\D|$)")
_PUBLISHED = (
    "article:published_time", "og:article:published_time", "og:published_time", "datepublished",
    "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "cxenseparse:publishtime",
    "published_time", "article.published", "published_at", "publishdate", "publish-date",
    "publish_date", "publication_date", "pubdate", "dc.date.issued", "dcterms.issued",
    "dcterms.created", "dc.date.created", "dcterms.date", "dc.date", "citation_publication_date",
    "article:post_date", "date_published", "published-date", "article_date_original",
    "originalpublicationdate", "displaydate", "timestamp", "last-published", "date",
    "rnews:datepublished", "bt:pubdate", "created",
)  # fmt: skip
# Many pages say with these when they were changed.
_UNCLEAR = {"dcterms.date", "dc.date", "timestamp", "date"}
_MODIFIED = (
    "article:modified_time",
    "og:updated_time",
    "datemodified",
    "lastmod",
    "last-modified",
    "dcterms.modified",
    "dc.date.modified",
    "revised",
)
# A day with a time of day behind it, year first or parted by dots: nothing else is meant by them.
_STAMP = re.compile(
    r"(?<!\d)(?:(?P<y>(?:19|20)\d\d)\s?[-/.年]\s?(?P<m>\d\d?)\s?[-/.月]\s?(?P<d>\d\d?)"
    r"|(?P<day>\d\d?)\.\s?(?P<month>\d\d?)\.\s?(?P<year>(?:19|20)\d\d))"
    r"\s?日?(?:\s|[^\w\s]|星期.|um|at|o|à|в|о){0,6}\d\d?[:：]\d\d"
)
_STAMP_LINE = 120
# A day in numbers that has one meaning. So many texts below the headline are looked at, up to the
# first paragraph of so many letters; a line with a day is so long at most.
_NUMBERS = re.compile(
    r"(?<![\d.])(?:(?P<d>\d\d?)\.\s?(?P<m>\d\d?)\.\s?(?P<y>(?:19|20)\d\d)"
    r"|(?P<year>(?:19|20)\d\d)[-/年]\s?(?P<month>\d\d?)[-/月]\s?(?P<day>\d\d?))(?!\d)"
)
_BELOW, _PARAGRAPH, _DAY_LINE = 60, 120, 60
# So many days before the last change, at most, a day is taken for the one of publication.
_CHANGED_WITHIN = 366
_CHANGED = re.compile(
    r"updat|modif|aktualisi|geändert|mis à jour|mise à jour|actualiz|aggiorna|aktualiz|güncel"
    r"|оновлен|обновлен|تحديث",
    re.IGNORECASE,
)
# Labels of a day of publication, at the beginning of a line.
_LABEL = re.compile(
    r"(?:first )?(?:published|posted)(?: on)?\b|(?:veröffentlicht|publiziert|erschienen"
    r"|erstellt)(?: am)?\b"
    r"|publié(?:e)? le\b|publicado(?: el)?\b|pubblicato(?: il)?\b|opublikowano\b|publicat(?: pe)?\b"
    r"|yayınlan\w+|опубліковано\b|опубликовано\b",
    re.IGNORECASE,
)
_COMMENTS = re.compile(r"comment|komment|related|teaser|sidebar|respond", re.IGNORECASE)
# No page is older.
_FIRST_YEAR = 1995
_SHOWN = re.compile(r"publi|posted|date|time|byline|meta|entry|erschien|veröff", re.IGNORECASE)
_NOT = re.compile(r"comment|related|teaser|sidebar|modif|update|footer|aside|joined", re.IGNORECASE)


def moment(text: str) -> Moment | None:
    """Return what ``text`` says as a time with its offset; a day where no offset is said.

    Read are ISO 8601 as publishers write it, RFC 5322 and seconds since 1970. None where it is none
    of these, or no day of any calendar.
    """
    text = text.strip()
    if match := _ISO.search(text) or _COMPACT.fullmatch(text):
        return _moment(match)
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return datetime.datetime.fromtimestamp(int(text[:10]), datetime.UTC)
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value if value.tzinfo else value.date()


def _moment(match: re.Match[str]) -> Moment | None:
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
        if hour is None or not zone:
            return date
        sign = zone.upper().replace("UTC", "Z").replace("GMT", "Z")
        offset = datetime.timedelta()
        if sign != "Z":
            digits = sign[1:].replace(":", "").ljust(4, "0")
            offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            offset = -offset if sign[0] == "-" else offset
        return datetime.datetime(
            date.year, date.month, date.day, int(hour), int(minute), int(second or 0),
            tzinfo=datetime.timezone(offset) if offset else datetime.UTC,
        )  # fmt: skip
    except ValueError:
        return None


def published(
    tree: HtmlElement,
    records: Records,
    article: Record | None,
    url: str | None,
    today: datetime.date,
    headline: str = "",
) -> Moment | None:
    """Return when the page was first published; None where it says so nowhere for machines.

    ``url`` is the page's address, None where that is unknown; what is after ``today``, and a day of
    tolerance, is not believed. Where nothing says more than "date", which many set to the last
    change, an earlier day that stands below ``headline`` goes before it.
    """
    latest = today + datetime.timedelta(days=1)
    said: list[Moment] = []
    strong = False
    for value, clear in _published(tree, records, article, url):
        stated = moment(value)
        if stated is not None and _day(stated) <= latest:
            strong = strong or (clear and not said)
            said.append(stated)
    if not said:
        return None
    below = None if strong else _labelled(tree, latest) or _below(tree, headline, latest)
    if below is not None and 0 < (_day(said[0]) - below).days <= _CHANGED_WITHIN:
        return below
    return _shown(tree, _local(said[0], said, url))


def _below(tree: HtmlElement, headline: str, latest: datetime.date) -> datetime.date | None:
    """Return the first day in a short line between the headline and the text below it."""
    key = squash(headline)
    heads = (h for h in tree.iter("h1", "h2") if key and key in squash(h.text_content()))
    if (head := next(heads, None)) is None:
        return None
    language = _locale(tree).language
    for text in head.xpath("following::text()[normalize-space()]")[:_BELOW]:
        line = clean(text)
        element = text.getparent()
        if len(line) >= _PARAGRAPH and element.tag == "p":
            break
        unread = element.tag in ("script", "style", "option")
        if unread or len(line) > _DAY_LINE or _CHANGED.search(line) or _NOT.search(_marks(element)):
            continue
        if (date := _first(line, language, latest)) is not None:
            return date
    return None


def _first(line: str, language: str, latest: datetime.date) -> datetime.date | None:
    """Return the first day in a line that is no later than ``latest``."""
    numbers = [(m["y"] or m["year"], m["m"] or m["month"], m["d"] or m["day"])
               for m in _NUMBERS.finditer(line)]  # fmt: skip
    days = [tuple(map(int, parts)) for parts in numbers]
    for code in dict.fromkeys((language, "en")):
        days += [(y, m, d) for y, m, d in named_dates.dates(line, code) if y and d]
    dates = (_date(year, month, day) for year, month, day in days)
    return next((date for date in dates if date is not None and date <= latest), None)


def _shown(tree: HtmlElement, first: Moment) -> Moment:
    """Return the day that readers see in place of a time in UTC which is of another day.

    The page must show the day before or after, as a time zone explains it, and not the one in UTC.
    """
    if not isinstance(first, datetime.datetime) or first.utcoffset():
        return first
    days = {(first + datetime.timedelta(hours=hours)).date() for hours in (-12, 14)}
    others = days - {first.date()}
    if not others:
        return first
    locale, text = _locale(tree), _words(tree)
    seen = [day for day in others if any(form in text for form in _forms(day, locale))]
    if len(seen) == 1 and not any(form in text for form in _forms(first.date(), locale)):
        return seen[0]
    return first


def _forms(day: datetime.date, locale: Locale) -> list[str]:
    """Return how a page may write a day, with its year."""
    short = format_date(day, "d MMMM", locale=locale)
    numbers = (f"{day:%d/%m/%Y}", f"{day:%d.%m.%Y}", f"{day:%d-%m-%Y}", f"{day:%Y-%m-%d}",
               f"{day:%Y/%m/%d}", f"{day:%Y.%m.%d}")  # fmt: skip
    words = [f"{short} {day.year}", f"{short}, {day.year}", f"{short} de {day.year}"]
    for form in ("long", "medium"):
        words.append(format_date(day, form, locale=locale))
    words.append(format_date(day, "MMMM d, y", locale=locale))
    return [*numbers, *(word.casefold() for word in words)]


def _local(first: Moment, said: Iterable[Moment], url: str | None) -> Moment:
    """Return the time of publication on the publisher's clock, where the page lets it be known.

    A time in UTC may be of another day than the one that readers see. The page may say the same
    moment with an offset; or its address has the day before or after, as a time zone explains it.
    """
    if not isinstance(first, datetime.datetime) or first.utcoffset():
        return first
    for value in said:
        if isinstance(value, datetime.datetime) and value == first and value.utcoffset():
            return value
    match = _IN_ADDRESS.search(url or "")
    day = moment("-".join(match.groups())) if match else None
    zones = ((first + datetime.timedelta(hours=hours)).date() for hours in (-12, 14))
    return day if day is not None and day != first.date() and day in zones else first


def modified(records: Records, article: Record | None) -> Moment | None:
    """Return when the page was last changed, as it says; None where it does not."""
    stated = [clean(article.get("dateModified"))] if article else []
    values = map(moment, [*stated, *records.values(*_MODIFIED)])
    return next((value for value in values if value is not None), None)


def _day(value: Moment) -> datetime.date:
    return value.date() if isinstance(value, datetime.datetime) else value


def _published(
    tree: HtmlElement, records: Records, article: Record | None, url: str | None
) -> Iterator[tuple[str, bool]]:
    """Yield what a page says of its day, and whether that is for sure the one of publication."""
    if article is not None:
        yield clean(article.get("datePublished")), True
    yield from ((value, True) for value in records.values(*_PUBLISHED[:3]))
    # A list of other stories may have such days, too, above the article's own.
    days = sorted(tree.iterfind(".//*[@itemprop='datePublished']"), key=_is_apart)
    yield from ((clean(e.get("content") or e.get("datetime") or e.text), True) for e in days)
    for name in _PUBLISHED[3:]:
        yield from ((value, name not in _UNCLEAR) for value in records.values(name))
    yield from ((clean(e.get("datetime") or e.text), False) for e in _times(tree))
    if article is not None:
        yield clean(article.get("dateCreated")), True
    if match := _IN_ADDRESS.search(url or ""):
        yield "-".join(match.groups()), True


def _times(tree: HtmlElement) -> Iterable[HtmlElement]:
    """Yield ``<time>`` elements that say when the article was published."""
    elements = [e for e in tree.iter("time") if not _NOT.search(_marks(e))]
    first = [
        e for e in elements if e.get("pubdate") is not None or e.get("itemprop") == "datePublished"
    ]
    return [*first, *[e for e in elements if _near_head(e)][:1]]


def _marks(element: HtmlElement) -> str:
    around = [element, *list(element.iterancestors())[:4]]
    return " ".join(f"{e.tag} {e.get('class') or ''} {e.get('id') or ''}" for e in around)


def _near_head(element: HtmlElement) -> bool:
    """Tell whether an element stands with the page's heading: under the same article or header."""
    for parent in list(element.iterancestors())[:6]:
        if parent.tag in ("article", "main"):
            return True
        near = parent.tag == "header" or _SHOWN.search(parent.get("class") or "")
        if near and parent.find(".//h1") is not None:
            return True
    return False


def _is_apart(element: HtmlElement) -> bool:
    """Tell whether an element describes a thing of its own, without a heading of the page in it."""
    scopes = (parent for parent in element.iterancestors() if parent.get("itemscope") is not None)
    return (scope := next(scopes, None)) is not None and scope.find(".//h1") is None


def _stamped(tree: HtmlElement) -> datetime.date | None:
    """Return the first day that stands with a time of day in a short line: a byline has one."""
    for text in tree.xpath("//body//text()[contains(., ':') or contains(., '：')]"):
        match = _STAMP.search(text) if len(text) <= _STAMP_LINE else None
        element = text.getparent()
        if match is None or element.tag in ("script", "style", "option"):
            continue
        if _NOT.search(_marks(element)):
            continue
        year, month, day = (match["y"], match["m"], match["d"]) if match["y"] else (
            match["year"], match["month"], match["day"])  # fmt: skip
        try:
            return datetime.date(int(year), int(month), int(day))
        except ValueError:
            continue
    return None


def _labelled(tree: HtmlElement, today: datetime.date) -> datetime.date | None:
    """Return the first day that a short line says the page was published on: "Posted: 5 May …"."""
    language = _locale(tree).language
    for text in tree.xpath("//body//text()[normalize-space()]"):
        line = clean(text)
        if len(text) > _STAMP_LINE or not _LABEL.match(line):
            continue
        element = text.getparent()
        if element.tag in ("script", "style", "option") or _COMMENTS.search(_marks(element)):
            continue
        if re.fullmatch(r"[^\d]*", line):  # the day stands in an element of its own
            line = clean(" ".join(element.getparent().itertext()))[:_STAMP_LINE]
        if (date := _first(line, language, today)) is not None:
            return date
    return None


def _date(year: int, month: int, day: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day)
    except ValueError:
        return None


def searched(
    tree: HtmlElement, url: str | None, today: datetime.date, headline: str = ""
) -> Moment | None:
    """Return the day that the page shows with a time, or that htmldate finds: a guess.

    htmldate looks at the page's address ``url``, too. What stands below ``headline`` goes first. A
    day that stands with a time counts up to the one after ``today``, which it is already in the
    east.

    Scripts are left out: what they say was read already, or is of another article.
    """
    latest = today + datetime.timedelta(days=1)
    looks: tuple[Callable[[], datetime.date | None], ...] = (
        lambda: _labelled(tree, latest), lambda: _below(tree, headline, latest),
        lambda: _stamped(tree),
    )  # fmt: skip
    for look in looks:
        if (day := look()) is not None and day <= latest and day.year >= _FIRST_YEAR:
            return day
    return _guessed(tree, url)


def _guessed(tree: HtmlElement, url: str | None) -> datetime.date | None:
    """Return the day that htmldate finds, where it is a day that the page has."""
    from htmldate import find_date  # noqa: PLC0415 - an optional extra

    copy = deepcopy(tree)
    etree.strip_elements(copy, "script", with_tail=False)
    try:
        guess = find_date(copy, original_date=True, url=url)
    except (ValueError, TypeError, AttributeError, RecursionError):
        return None
    day = moment(guess) if guess else None
    if day is None or (day.month, day.day) == (1, 1) or day.year < _FIRST_YEAR:
        return None  # a year alone, as in a notice of copyright; what the page is about
    # Of a month alone it makes the first one, or the day that the clock has: where the page has
    # neither, the day is none of its own.
    if day.day == datetime.date.today().day:  # noqa: DTZ011 - as htmldate has it
        return day if _has_number(copy, _day(day)) else None
    return day if day.day > 1 or _has_day(tree, _day(day), url) else None


def _has_number(tree: HtmlElement, day: datetime.date) -> bool:
    """Tell whether the number of ``day`` stands near its year somewhere in a page."""
    number, year = rf"(?<!\d)0?{day.day}(?!\d)", day.year
    near = rf"{number}.{{0,20}}{year}|{year}.{{0,20}}{number}|{year}{day.month:02}{day.day:02}"
    return re.search(near, etree.tostring(tree, encoding="unicode"), re.DOTALL) is not None


def _has_day(tree: HtmlElement, day: datetime.date, url: str | None) -> bool:
    """Tell whether a page shows ``day`` in full, or has it in its address."""
    match = _IN_ADDRESS.search(url or "")
    if match and moment("-".join(match.groups())) == day:
        return True
    return any(map(_words(tree).__contains__, _forms(day, _locale(tree))))


def _locale(tree: HtmlElement) -> Locale:
    """Return the language that a page says it is in; English where it says none that is known."""
    try:
        return Locale.parse(tree.get("lang") or "en", sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def _words(tree: HtmlElement) -> str:
    """Return what a page shows, folded."""
    return " ".join(
        " ".join(tree.xpath("//body//text()[not(ancestor::script)]")).split()
    ).casefold()
