"""The stories that a feed lists: RSS, Atom, or a sitemap of Google News. Pure.

Entities are never expanded and nothing is fetched; what is broken is read as far as it goes, as
feeds on the web are.
"""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import re
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

from lxml import etree

from ...content.article_text import fold
from ...content.unsafe_characters import visible
from ...errors import SummariesError
from . import opening

_MOST = 10_000
_LONG = 2000
_LONG_KEY = 300
_TRACKING = ("utm_", "at_", "fbclid", "gclid", "mc_", "cmp", "ns_", "xtor", "ref_src")
_ENGLISH = "JanFebMarAprMayJunJulAugSepOctNovDec"
_YEAR_FIRST = re.compile(
    r"(\d{4})[/.-](\d\d?)[/.-](\d\d?)(?:[ T]+(\d\d?):(\d\d)(?::(\d\d))?)?", re.ASCII
)
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]+\.?,?\s+)?(?P<day>\d\d?)\s+(?P<month>[^\W\d_]+)\.?\s+(?P<rest>\d{4}.*)"
)
_FEED_TYPES = ("application/rss+xml", "application/atom+xml")


@dataclass(frozen=True, slots=True)
class Entry:
    """A story as a feed lists it: its address, what identifies it there, its title and time."""

    url: str
    key: str
    title: str = ""
    moment: datetime.datetime | None = None


def read(data: bytes, base: str | None, latest: int) -> list[Entry]:
    """Return the ``latest`` stories of ``data``, a feed, the newest first; as listed without times.

    ``base`` is the feed's own address. An entry without an address of the web is left out, and of
    several with one address the first stays. Raises :class:`SummariesError` for what is no feed, or
    declares entities.
    """
    root = _root(data, base)
    base = base or _home(root)
    entries: dict[str, Entry] = {}
    for element in root.iter("{*}item", "{*}entry", "{*}url"):
        entry = _entry(element, base)
        if entry is not None:
            entries.setdefault(same(entry.url), entry)
        if len(entries) >= _MOST:
            break
    stories = list(entries.values())
    if not stories:
        raise SummariesError("the feed lists no story with an address: look at it in a browser")
    oldest = datetime.datetime.min.replace(tzinfo=datetime.UTC)
    if any(entry.moment for entry in stories):
        stories.sort(key=lambda entry: entry.moment or oldest, reverse=True)
    return stories[:latest]


def same(url: str) -> str:
    """Return what ``url`` has in common with other addresses of its page.

    That is host and path, without the scheme, a mark at the end, and what only counts visits.

    >>> same("https://www.Example.org/fire/?utm_source=mail&id=7#comments")
    'example.org/fire?id=7'
    """
    try:
        parts = urlsplit(url.strip())
        query = parse_qsl(parts.query, keep_blank_values=True)
    except ValueError:
        return url
    kept = sorted(pair for pair in query if not pair[0].casefold().startswith(_TRACKING))
    host = (parts.netloc or "").casefold().removeprefix("www.")
    return f"{host}{parts.path.rstrip('/')}?{urlencode(kept)}".rstrip("?")


def _root(data: bytes, base: str | None) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=True, remove_comments=True,
        remove_pis=True, huge_tree=False,
    )  # fmt: skip
    try:
        root = etree.fromstring(data.lstrip(), parser)
    except (etree.XMLSyntaxError, ValueError):
        root = None
    if root is None:
        raise SummariesError(
            "this is no feed: give the address of an RSS or Atom feed, or of a news sitemap"
        )
    dtd = root.getroottree().docinfo.internalDTD
    if dtd is not None and next(iter(dtd.iterentities()), None) is not None:
        raise SummariesError("the feed declares entities, which no feed needs: it is not read")
    kind = etree.QName(root).localname.casefold() if isinstance(root.tag, str) else ""
    if kind == "sitemapindex":
        raise SummariesError("this is a list of sitemaps: give the address of the news sitemap")
    if kind not in ("rss", "rdf", "feed", "urlset", "channel"):
        doors = [
            urljoin(base or "", link.get("href") or "")
            for link in root.iterfind(".//{*}link[@rel='alternate']")
            if (link.get("type") or "").casefold() in _FEED_TYPES and link.get("href")
        ]
        remedy = f"its feed is at {doors[0][:200]}" if doors else "give the address of its feed"
        raise SummariesError(f"this is no feed but something else (<{kind[:40]}>): {remedy}")
    return root


def _home(root: etree._Element) -> str | None:
    """Return the address that a feed names as its own, or its site's; None where it names none.

    A feed that was saved has lost where it came from, and the addresses in it may go on from there.
    """
    links = [
        *root.iterfind("{*}link[@rel='self']"), *root.iterfind("{*}channel/{*}link[@rel='self']"),
        *root.iterfind("{*}link"), *root.iterfind("{*}channel/{*}link"),
    ]  # fmt: skip
    addresses = ((link.get("href") or link.text or "").strip() for link in links)
    return next((address for address in addresses if _is_address(address)), None)


def _is_address(text: str) -> bool:
    try:
        return urlsplit(text).scheme in ("http", "https") and bool(urlsplit(text).hostname)
    except ValueError:
        return False


def _entry(element: etree._Element, base: str | None) -> Entry | None:
    url = _address(element, base)
    if url is None:
        return None
    key = _text(element, "guid", "id") or url
    if len(key) > _LONG_KEY:
        key = f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    title = _text(element, "title")
    times = ("pubDate", "published", "publication_date", "date", "updated", "lastmod")
    moments = (_moment(_text(element, name)) for name in times)
    return Entry(url, key, title[:_LONG], next((m for m in moments if m), None))


def _address(element: etree._Element, base: str | None) -> str | None:
    addresses = [_text(element, "loc")]
    for link in element.iterfind("{*}link"):
        if (link.get("rel") or "alternate") == "alternate":
            addresses.append((link.get("href") or link.text or "").strip())
    guid = element.find("{*}guid")
    if guid is not None and (guid.get("isPermaLink") or "true").casefold() == "true":
        addresses.append((guid.text or "").strip())
    for text in addresses:
        try:
            # https://www.w3.org/TR/xmlbase/
            url = urljoin(urljoin(base or "", element.base or ""), text) if text else ""
        except ValueError:
            continue
        if _is_address(url) and len(url) <= _LONG:
            return url
    return None


def _text(element: etree._Element, *names: str) -> str:
    for name in names:
        child = element.find(f"{{*}}{name}")
        if child is None:
            child = element.find(f".//{{*}}{name}")
        if child is not None and child.text and (text := fold(visible(child.text))):
            return text
    return ""


def _moment(text: str) -> datetime.datetime | None:
    """Return a time as feeds write it: RFC 822 or ISO 8601; without a zone it is UTC.

    Read are also RFC 822 with the month's name in another language, 2020/1/10 14:33:00, and seconds
    since 1970.
    """
    for parse in (datetime.datetime.fromisoformat, email.utils.parsedate_to_datetime, _other):
        try:
            parsed = parse(text)
        except (ValueError, TypeError, IndexError, OverflowError):
            continue
        if parsed is None:
            continue
        try:
            zoned = parsed if parsed.tzinfo else parsed.replace(tzinfo=datetime.UTC)
            return zoned.astimezone(datetime.UTC)
        except (OverflowError, ValueError):
            continue
    return None


def _other(text: str) -> datetime.datetime | None:
    """Return a time that no standard knows, as feeds have it; None where it is none."""
    if re.fullmatch(r"\d{10}", text):
        return datetime.datetime.fromtimestamp(int(text), datetime.UTC)
    if match := _YEAR_FIRST.fullmatch(text):
        year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
        return datetime.datetime(year, month, day, hour, minute, second, tzinfo=datetime.UTC)
    match = _DAY_FIRST.match(text)
    number = opening.months().get(match["month"].casefold()) if match else None
    if match is None or number is None:
        return None
    english = _ENGLISH[3 * number - 3 : 3 * number]
    return email.utils.parsedate_to_datetime(f"{match['day']} {english} {match['rest']}")
