"""Intake: a page as a publisher served it becomes an article's text and what is known of it.

The doors are :func:`read`, for what is there, and :func:`fetch`, for what has to be fetched first.
Packages that read HTML are loaded when a page is read: plain text needs none of them.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from .download import Fetched, fetch, is_address, is_public
from .encoding import MAX_PAGE, bounded, check_kind, decode, is_html, unwrapped
from .language import tell
from .model import About, Story

if TYPE_CHECKING:
    from .feed import Entry

__all__ = [
    "MAX_PAGE", "About", "Fetched", "Story", "bounded", "check_kind", "decode", "fetch",
    "is_address", "is_html", "is_public", "read", "read_feed", "same_address", "tell", "unwrapped",
]  # fmt: skip


def read(
    data: bytes,
    url: str | None = None,
    *,
    header: str | None = None,
    today: datetime.date | None = None,
) -> Story:
    """Return the article in ``data``, the bytes of a page.

    ``url`` is where the page came from, None where that is unknown, ``header`` the encoding that
    HTTP named; dates after ``today`` are not believed. Raises SummariesError where the
    page has no article: it is empty, a wall, or a list of stories; ImportError where the extra that
    reads pages is missing.
    """
    from .story import read as read_story  # noqa: PLC0415 - needs the extra

    return read_story(data, url, header=header, today=today)


def read_feed(data: bytes, base: str | None, latest: int) -> list[Entry]:
    """Return the ``latest`` stories that ``data``, a feed's bytes, lists, the newest first.

    ``base`` is the feed's own address, None where it is a file. Raises SummariesError for
    what is no feed; ImportError where the extra that reads pages is missing.
    """
    from .feed import read as read_entries  # noqa: PLC0415 - needs the extra

    return read_entries(data, base, latest)


def same_address(url: str) -> str:
    """Return what ``url`` has in common with other addresses of its page."""
    from .feed import same  # noqa: PLC0415 - needs the extra

    return same(url)
