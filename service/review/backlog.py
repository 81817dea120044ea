"""What waits for a signature, and since when. Pure.

A message waits when it has words that nobody signed: neither drafts, which wait for a translator,
nor what is missing. The clock of a catalog starts when the publisher first sees such a message in
it (for what it never saw before: when the file was last written), and stops when none is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .status import MessageStatus


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many messages wait, and since when the oldest does."""

    messages: int
    since: datetime.datetime


def waiting(assessments: Sequence[MessageStatus] | None) -> int:
    """Return how many messages of a catalog wait for a signature."""
    return sum(status.state == "translated" for status in assessments or ())


def by_locale(articles: Iterable[Mapping[str, Backlog]]) -> dict[str, Backlog]:
    """Return what waits in each locale, from what waits in each locale of each of ``articles``."""
    backlogs: dict[str, Backlog] = {}
    for article in articles:
        for locale, new in article.items():
            old = backlogs.get(locale, Backlog(0, new.since))
            backlogs[locale] = Backlog(old.messages + new.messages, min(old.since, new.since))
    return dict(sorted(backlogs.items()))


def to_json(backlogs: Mapping[str, Backlog]) -> dict[str, Any]:
    """Return ``backlogs``, what waits in each locale, as JSON-ready data."""
    return {
        locale: {"messages": entry.messages, "since": entry.since.isoformat(timespec="seconds")}
        for locale, entry in backlogs.items()
    }


def from_json(data: Mapping[str, Any]) -> dict[str, Backlog]:
    """Read ``data``, what :func:`to_json` made.

    Raises KeyError, TypeError, ValueError, AttributeError for anything else.
    """
    backlogs = {}
    for locale, entry in data.items():
        since = datetime.datetime.fromisoformat(entry["since"])
        if since.tzinfo is None:
            raise ValueError("a time without a time zone")
        backlogs[locale] = Backlog(int(entry["messages"]), since)
    return backlogs
