"""When a page was published and changed: what it says for machines first, then what it shows."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Iterator

from lxml.html import HtmlElement

from .model import Moment
from .moments import IN_ADDRESS, day_of, moment
from .records import Record, Records, clean
from .shown_days import OTHER_THINGS, as_shown, below_headline, labelled, marks_of

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
# So many days before the last change, at most, a day is taken for the one of publication.
_CHANGED_WITHIN = 366
_SHOWN = re.compile(r"publi|posted|date|time|byline|meta|entry|erschien|veröff", re.IGNORECASE)


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
        if stated is not None and day_of(stated) <= latest:
            strong = strong or (clear and not said)
            said.append(stated)
    if not said:
        return None
    below = None if strong else labelled(tree, latest) or below_headline(tree, headline, latest)
    if below is not None and 0 < (day_of(said[0]) - below).days <= _CHANGED_WITHIN:
        return below
    return as_shown(tree, _local(said[0], said, url))


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
    match = IN_ADDRESS.search(url or "")
    day = moment("-".join(match.groups())) if match else None
    zones = ((first + datetime.timedelta(hours=hours)).date() for hours in (-12, 14))
    return day if day is not None and day != first.date() and day in zones else first


def modified(records: Records, article: Record | None) -> Moment | None:
    """Return when the page was last changed, as it says; None where it does not."""
    stated = [clean(article.get("dateModified"))] if article else []
    values = map(moment, [*stated, *records.values(*_MODIFIED)])
    return next((value for value in values if value is not None), None)


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
    if match := IN_ADDRESS.search(url or ""):
        yield "-".join(match.groups()), True


def _times(tree: HtmlElement) -> Iterable[HtmlElement]:
    """Yield ``<time>`` elements that say when the article was published."""
    elements = [e for e in tree.iter("time") if not OTHER_THINGS.search(marks_of(e))]
    first = [
        e for e in elements if e.get("pubdate") is not None or e.get("itemprop") == "datePublished"
    ]
    return [*first, *[e for e in elements if _near_head(e)][:1]]


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
