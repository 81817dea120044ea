"""Secret addresses of feeds: one for each person and language, kept by their digests, revocable.

A token lets its holder read one feed and nothing else.
"""

from __future__ import annotations

import secrets
import time
from dataclasses import dataclass

from .memory import Memory, digest_of

# Of one person.
MOST = 50
_SCHEMA = """
create table if not exists feed (
  digest text primary key, name text not null, locale text not null, at real not null);
"""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed of what waits in ``locale`` for ``name``; made at ``at`` (seconds of the epoch)."""

    digest: str
    name: str
    locale: str
    at: float


class FeedTokens:
    """The table of feeds in the desk's memory."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        with memory.open() as db:
            db.executescript(_SCHEMA)

    def make(self, name: str, locale: str) -> str:
        """Make a feed of ``locale`` for the user ``name``, and return its token.

        Nothing tells the token again.
        """
        token = secrets.token_urlsafe(24)
        with self._memory.open() as db:
            db.execute(
                "insert into feed values (?, ?, ?, ?)",
                (digest_of(token), name, locale, time.time()),
            )
            db.execute(
                "delete from feed where name = ? and digest not in "
                "(select digest from feed where name = ? order by at desc limit ?)",
                (name, name, MOST),
            )
        return token

    def find(self, token: str) -> Feed | None:
        """Return the feed of a ``token``, as its address has it; None where there is none."""
        with self._memory.open() as db:
            row = db.execute("select * from feed where digest = ?", (digest_of(token),)).fetchone()
        return Feed(*row) if row else None

    def of(self, name: str) -> list[Feed]:
        """Return the feeds of the user ``name``, newest first."""
        with self._memory.open() as db:
            rows = db.execute(
                "select * from feed where name = ? order by at desc", (name,)
            ).fetchall()
        return [Feed(*row) for row in rows]

    def end(self, name: str, digest: str) -> None:
        """End the feed of the user ``name`` whose token has this ``digest``."""
        with self._memory.open() as db:
            db.execute("delete from feed where name = ? and digest = ?", (name, digest))
