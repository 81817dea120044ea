"""Who published a page: the names it gives, weighed with its address and its title. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from .records import Record, Records, clean, names
from .titles import SEPARATOR, squash

MAX_OUTLET = 100
# A company's name, which readers do not know it by.
_COMPANY = re.compile(
    r"\b(?:ag|gmbh|kg|s\.?l\.?|s\.?a\.?(?:s|u)?|s\.?p\.?a|s\.?r\.?l|ltd|limited|inc|llc|plc|pty|corp(?:oration)?|"
    r"sp\. z o\.o|a\.?s|oyj?|ab|b\.?v|n\.?v)\.?(?:\s*&.*)?$|株式会社|有限公司",
    re.IGNORECASE,
)
# So many words that are the page's whole title, too, are its headline.
_TITLE_WORDS = 6
_LIKE_ADDRESS = re.compile(r"^(?:https?://|www\.|@)|^\S+/\S*$", re.IGNORECASE)


def site_names(records: Records, article: Record | None = None, title: str = "") -> list[str]:
    """Return the names that a page gives its publisher, the most reliable kind first.

    ``title`` is the page's.
    """
    of_site = list(_of_site(records, title))
    if article is not None:
        of_site += names(article.get("publisher") or article.get("provider") or [])
    for item in records.articles:
        of_site += names(item.get("publisher") or [])
    for item in records.sites:
        of_site += names(item)
    of_site += records.values(
        "application-name", "apple-mobile-web-app-title", "dc.publisher", "dcterms.publisher",
        "publisher", "citation_journal_title", "copyright",
    )  # fmt: skip
    of_site += (name.lstrip("@") for name in records.values("twitter:site"))
    return list(dict.fromkeys(name for name in of_site if squash(name) and len(name) <= MAX_OUTLET))


def choose(
    records: Records, article: Record | None, title: str, url: str | None
) -> tuple[str | None, bool]:
    """Return the outlet's name, and whether it is no more than the address.

    Each name that the page gives counts, more where others agree with it. The last part of
    ``title``, the page's, is one where the address has it, too. ``url`` is the page's address, None
    where that is unknown.
    """
    host = host_name(url)
    weights: dict[str, float] = {}
    spellings: dict[str, str] = {}
    for weight, name in _named(records, article, title, host):
        key = squash(name)
        if not key or len(name) > MAX_OUTLET or _LIKE_ADDRESS.search(name):
            continue
        part = 0.2 if _COMPANY.search(name) else 1
        weights[key] = weights.get(key, 0) + weight * part
        spellings.setdefault(key, name)
    if weights:
        for key in weights:
            if host and key in squash(host):
                weights[key] += 1
        return spellings[max(weights, key=lambda key: weights[key])], False
    return (host, True) if host else (None, False)


def _of_site(records: Records, title: str) -> Iterator[str]:
    """Yield the site's names for cards; some write the story's title there."""
    for name in records.values("og:site_name"):
        if squash(name) != squash(title) or len(name.split()) < _TITLE_WORDS:
            yield name


def _named(
    records: Records, article: Record | None, title: str, host: str | None
) -> Iterator[tuple[float, str]]:
    for name in _of_site(records, title):
        yield 3, name
    if article is not None:
        for name in names(article.get("publisher") or []):
            yield 2.5, name
    for item in records.sites:
        kinds = item.get("@type")
        for name in names(item):
            yield (1.5 if "WebSite" in str(kinds) else 1), name
    for name in records.values("application-name", "apple-mobile-web-app-title"):
        yield 1, name
    for name in records.values("dc.publisher", "dcterms.publisher", "publisher"):
        yield 1.5, name
    parts = SEPARATOR.split(title)
    for part in parts[-1:] + parts[:1] if len(parts) > 1 else ():
        key = squash(part)
        if host and key and (key in squash(host) or squash(host.split(".")[0]) == key):
            yield 1.5, part


def host_name(url: str | None) -> str | None:
    """Return the host of the address ``url``, without what is the same everywhere, if it has one.

    >>> host_name("https://www.example.org/fire")
    'example.org'
    """
    try:
        host = urlsplit(url or "").hostname
    except ValueError:
        return None
    return clean(re.sub(r"^(?:www\d?|m|amp|mobile)\.", "", host)) if host else None
