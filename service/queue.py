"""What waits for a signature, and since when. Pure.

A message waits when it has words that nobody signed: neither drafts, which wait for a translator,
nor what is missing. The clock of a catalog starts when the publisher first sees such a message in
it (for what it finds when it starts: when the file was last written), and stops when none is left.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .assessment import Assessment


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many messages wait, and since when the oldest does."""

    messages: int
    since: datetime.datetime


Queue = dict[tuple[str, str], Waiting]


def waiting(assessments: Sequence[Assessment] | None) -> int:
    """Return how many messages of a catalog wait for a signature."""
    return sum(seen.state == "translated" for seen in assessments or ())


def by_locale(queue: Mapping[tuple[str, str], Waiting]) -> dict[str, Waiting]:
    """Return what waits in each locale, from what waits by domain and locale."""
    found: dict[str, Waiting] = {}
    for (_domain, locale), new in queue.items():
        old = found.get(locale, Waiting(0, new.since))
        found[locale] = Waiting(old.messages + new.messages, min(old.since, new.since))
    return dict(sorted(found.items()))


def to_json(found: Mapping[str, Waiting]) -> dict[str, Any]:
    """Return what waits in each locale as JSON-ready data."""
    return {
        locale: {"messages": entry.messages, "since": entry.since.isoformat(timespec="seconds")}
        for locale, entry in found.items()
    }


def from_json(data: Mapping[str, Any]) -> dict[str, Waiting]:
    """Read what :func:`to_json` made. Raises KeyError, TypeError, ValueError, AttributeError."""
    found = {}
    for locale, entry in data.items():
        since = datetime.datetime.fromisoformat(entry["since"])
        if since.tzinfo is None:
            raise ValueError("a time without a time zone")
        found[locale] = Waiting(int(entry["messages"]), since)
    return found
