"""Who published an article, where, when, by whom, and what of it readers may see: ``[article]``."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from .summary_file import SummaryFile

Show = Literal["quotes", "all"]
KEYS = ("outlet", "url", "published", "authors", "licence", "show")
MAX_AUTHORS = 50
_URL = re.compile(r"https?://[^\s/?#\"<>\\^`{|}]+(?:[/?#][^\s\"<>\\^`{|}]*)?")


@dataclass(frozen=True, slots=True)
class Publication:
    """Where an article was published first; what is not known is None.

    ``published`` is a date, or a time with its offset. ``licence`` is an SPDX identifier such as
    ``CC-BY-4.0``, or a sentence. ``show`` is what readers may see of the article's own text: the
    quoted passages, or ``all``.
    """

    outlet: str | None = None
    url: str | None = None
    published: datetime.date | datetime.datetime | None = None
    authors: tuple[str, ...] = ()
    licence: str | None = None
    show: Show = "quotes"

    def to_json(self) -> dict[str, object]:
        """Return it as JSON-ready data, but for ``show``, which is no fact about the article."""
        return {
            "outlet": self.outlet, "url": self.url,
            "published": self.published.isoformat() if self.published else None,
            "authors": list(self.authors), "licence": self.licence,
        }  # fmt: skip


def read(file: SummaryFile, table: Any) -> Publication:
    """Return what ``[article]`` says; what is wrong becomes findings of ``file``.

    ``table`` is what TOML has there, of any type.
    """
    if not isinstance(table, dict):
        file.fail("article", "[article] must be a table: outlet, url, published, …", "article")
        return Publication()
    file.only(table, KEYS, "[article]")
    texts = {
        key: file.plain(table[key], key, most)
        for key, most in (("outlet", 100), ("licence", 1000))
        if key in table
    }
    show = table.get("show", "quotes")
    if show not in ("quotes", "all"):
        file.fail("article", 'show must be "quotes" or "all"', "show")
        show = "quotes"
    return Publication(
        texts.get("outlet"), _url(file, table), _published(file, table), _authors(file, table),
        texts.get("licence"), show,
    )  # fmt: skip


def _url(file: SummaryFile, table: Mapping[str, Any]) -> str | None:
    if "url" not in table:
        return None
    url = file.plain(table["url"], "url", 2000)
    if url is not None and not _URL.fullmatch(url):
        file.fail("article", "url must be an address that begins with https:// or http://", "url")
        return None
    return url


def _published(file: SummaryFile, table: Mapping[str, Any]) -> datetime.date | None:
    value = table.get("published")
    aware = not isinstance(value, datetime.datetime) or value.tzinfo is not None
    if isinstance(value, datetime.date | None) and aware:
        return value
    text = "published must be a date, or a time with its offset: 2024-01-04T10:30:00+02:00"
    file.fail("article", text, "published")
    return None


def _authors(file: SummaryFile, table: Mapping[str, Any]) -> tuple[str, ...]:
    authors = table.get("authors", [])
    if not isinstance(authors, list) or len(authors) > MAX_AUTHORS:
        file.fail("article", f"authors must be a list of at most {MAX_AUTHORS} names", "authors")
        return ()
    return tuple(name for a in authors if (name := file.plain(a, "authors", 100)) is not None)
