"""Events for another program: kept until it has taken them, sent behind, tried again within bounds.

Nothing that people do waits for it, and no event has words in it.
"""

from __future__ import annotations

import contextlib
import json
import logging
import sqlite3
import threading
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from typing import Any

from .memory import Memory

log = logging.getLogger(__name__)
# An event is tried so often, after pauses that double up to the longest: for about a day.
TRIES, FIRST_PAUSE, LONGEST_PAUSE = 30, 5.0, 3600.0
# Seconds that the other program has for its answer.
PATIENCE = 10.0
# Events that wait at most; beyond it the oldest go.
MOST = 10_000
_SCHEMA = """
create table if not exists outbox (
  id integer primary key, body text not null, tries integer not null, due real not null);
"""


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """An event goes where the setting says, and nowhere else."""

    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        return None


class Outbox:
    """Events on their way to ``address`` (http or https); an empty one takes and sends nothing."""

    def __init__(self, memory: Memory, address: str) -> None:
        self._memory, self._address = memory, address
        self._wanted = threading.Event()
        self._opener = urllib.request.build_opener(_NoRedirects)
        with memory.open() as db:
            db.executescript(_SCHEMA)

    def put(self, event: Mapping[str, Any]) -> None:
        """Take an ``event``. What cannot be kept is lost, and in the log: no save fails for it."""
        if not self._address:
            return
        try:
            with self._memory.open() as db:
                db.execute(
                    "insert into outbox (body, tries, due) values (?, 0, ?)",
                    (json.dumps(event, ensure_ascii=False), time.time()),
                )
                db.execute(
                    "delete from outbox where id <= (select max(id) from outbox) - ?", (MOST,)
                )
        except sqlite3.Error as error:
            log.error("an event for the webhook was lost: %s", error)
        self._wanted.set()

    def begin(self) -> None:
        """Send from now on, in a thread."""
        if self._address:
            threading.Thread(target=self._work, name="webhook", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._wanted.clear()
            pause = LONGEST_PAUSE
            with contextlib.suppress(sqlite3.Error):
                pause = self.send_due()
            self._wanted.wait(max(0.1, pause))

    def send_due(self, now: float | None = None) -> float:
        """Send what is due, in order; return the seconds until the next one is.

        ``now`` is the time in seconds since 1970, the clock's where it is None.
        """
        while True:
            moment = time.time() if now is None else now
            with self._memory.open() as db:
                row = db.execute("select * from outbox order by due, id limit 1").fetchone()
            if row is None:
                return LONGEST_PAUSE
            number, body, tries, due = row
            if due > moment:
                return float(due - moment)
            why = self._send(body)
            with self._memory.open() as db:
                if why is None or tries + 1 >= TRIES:
                    db.execute("delete from outbox where id = ?", (number,))
                else:
                    pause = min(FIRST_PAUSE * 2.0**tries, LONGEST_PAUSE)
                    db.execute(
                        "update outbox set tries = ?, due = ? where id = ?",
                        (tries + 1, moment + pause, number),
                    )
            if why is not None:
                log.warning("the webhook did not take an event (try %s): %s", tries + 1, why)

    def _send(self, body: str) -> str | None:
        """Send one event; return why it was not taken."""
        request = urllib.request.Request(  # noqa: S310 - the setting is http or https
            self._address, body.encode(), {"Content-Type": "application/json"}, method="POST"
        )
        try:
            with self._opener.open(request, timeout=PATIENCE) as answer:
                answer.read(1024)
        except urllib.error.HTTPError as error:
            with error:
                return f"status {error.code}"
        except (OSError, ValueError) as error:
            # Not the address: it may hold a secret.
            return type(error).__name__
        return None
