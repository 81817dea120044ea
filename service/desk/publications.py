"""What went up, down or out of date since one last looked: read from the publisher's log.

The lines have no words, only states and digests (:mod:`service.editions.publication_log`).
"""

from __future__ import annotations

import contextlib
import json
import logging
import os
import sqlite3
import threading
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from ..content.locales import tag
from ..editions.publication_log import ENDING, MAX_FILE
from ..files import open_regular
from .memory import Memory

log = logging.getLogger(__name__)
# Seconds between two looks.
INTERVAL = 2.0
_DOWN = ("withdrawn", "gone")
_SCHEMA = """
create table if not exists publication (
  slug text primary key, size integer not null, states text not null);
create table if not exists publications_begun (at real not null);
"""
Event = Mapping[str, Any]


class Publications:
    """Follows the logs in ``folder``, and remembers how far."""

    def __init__(self, memory: Memory, folder: Path, base: str = "") -> None:
        self._memory, self._folder, self._base = memory, folder, base
        self._stop = threading.Event()
        with memory.open() as db:
            db.executescript(_SCHEMA)

    def begin(self, tell: Callable[[Event], None]) -> None:
        """Look again and again, in a thread, and ``tell`` each event."""
        threading.Thread(target=self._work, args=(tell,), name="publications", daemon=True).start()

    def _work(self, tell: Callable[[Event], None]) -> None:
        while not self._stop.wait(INTERVAL):
            try:
                for event in self.news():
                    tell(event)
            except (OSError, sqlite3.Error, ValueError) as error:
                log.error("the publisher's log cannot be followed: %s", error)

    def news(self) -> Iterator[Event]:
        """Yield what happened since the last time. The first time nothing did."""
        with self._memory.open() as db:
            first = db.execute("select count(*) from publications_begun").fetchone()[0] == 0
            rows = db.execute("select slug, size, states from publication").fetchall()
        known = {slug: (size, json.loads(states)) for slug, size, states in rows}
        for path in sorted(self._folder.glob(f"*{ENDING}")):
            slug = path.name.removesuffix(ENDING)
            size, states = known.get(slug, (0, {}))
            if path.stat().st_size == size:
                continue
            events, size, states = _read(path, size, states)
            with self._memory.open() as db:
                db.execute(
                    "insert or replace into publication values (?, ?, ?)",
                    (slug, size, json.dumps(states)),
                )
            if not first:
                for event in events:
                    yield {"slug": slug, **self._address(slug, event)}
        if first:
            with self._memory.open() as db:
                db.execute("insert into publications_begun values (0)")

    def _address(self, slug: str, event: Event) -> Event:
        if not self._base or event["event"] == "down":
            return event
        return {**event, "address": f"{self._base}/{event['language']}/{slug}"}


def _read(
    path: Path, size: int, states: Mapping[str, list[Any]]
) -> tuple[list[Event], int, dict[str, list[Any]]]:
    """Return the events in the whole lines after ``size`` bytes, and how far they reach."""
    with os.fdopen(open_regular(path, most=MAX_FILE), "rb") as file:
        if os.fstat(file.fileno()).st_size < size:
            size = 0
        file.seek(size)
        content = file.read()
    whole = content.rpartition(b"\n")[0] + (b"\n" if b"\n" in content else b"")
    events: list[Event] = []
    now_up = dict(states)
    for line in whole.splitlines():
        with contextlib.suppress(ValueError, KeyError, TypeError, AttributeError, RecursionError):
            data = json.loads(line)
            for locale, record in data["editions"].items():
                now = [record["state"], record.get("revision", 0)]
                what = _event(now_up.get(locale), now)
                now_up[locale] = now
                if what:
                    events.append(
                        {"event": what, "language": tag(locale), "revision": now[1],
                         "serial": data["serial"]}
                    )  # fmt: skip
    return events, size + len(whole), now_up


def _event(before: list[Any] | None, now: list[Any]) -> str:
    """Return what a new state means: up, down, outdated, or nothing."""
    was_up = before is not None and before[0] not in _DOWN
    if now[0] in _DOWN:
        return "down" if was_up else ""
    if now[0] == "outdated" and was_up and before is not None and before[0] != "outdated":
        return "outdated"
    return "" if was_up and before is not None and before[1] == now[1] else "up"
