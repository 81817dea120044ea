"""What the board knew when the desk ended, in its memory: a start reads again what has changed.

Of each article the stamp of its files, and its rows. It may be lost: the board reads everything.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import msgspec

from .memory import Memory

_SCHEMA = """
create table if not exists board_index (
  slug text primary key, stamp text not null, rows text not null);
"""


@dataclass(frozen=True, slots=True)
class Row:
    """An article in one language: how many messages are in which state.

    ``needed`` is how many readers still wait for; ``since`` when the catalog was last written
    (seconds of the epoch); ``problem`` says why it cannot be read. ``asked`` is how many
    comments are not settled, ``asked_since`` when the oldest of them was written.
    """

    slug: str
    locale: str
    title: str = ""
    source: str = ""
    signed: int = 0
    total: int = 0
    needed: int = 0
    translated: int = 0
    missing: int = 0
    rejected: int = 0
    since: float = 0.0
    problem: str = ""
    asked: int = 0
    asked_since: float = 0.0

    @property
    def open(self) -> int:
        """How many messages are not signed."""
        return self.total - self.signed


@dataclass(frozen=True, slots=True)
class Known:
    """The rows of an article by locale, and the stamp that its files had."""

    stamp: str
    rows: Mapping[str, Row]


class BoardIndex:
    """The rows of all articles, kept. Where SQLite cannot be used it keeps nothing."""

    def __init__(self, memory: Memory) -> None:
        """Make the table in ``memory`` where there is none."""
        self._memory = memory
        with contextlib.suppress(sqlite3.Error), memory.open() as db:
            db.executescript(_SCHEMA)

    def load(self) -> dict[str, Known]:
        """Return what is kept, by slug."""
        try:
            with self._memory.open() as db:
                kept = db.execute("select slug, stamp, rows from board_index").fetchall()
            return {
                slug: Known(stamp, {row.locale: row for row in _rows(text)})
                for slug, stamp, text in kept
            }
        except (sqlite3.Error, msgspec.MsgspecError):  # of another version of the desk
            return {}

    def put(self, known: Mapping[str, Known]) -> None:
        """Keep what is ``known`` of some articles, by slug, in the place of what was."""
        rows = [
            (slug, one.stamp, msgspec.json.encode(list(one.rows.values())).decode())
            for slug, one in known.items()
        ]
        with contextlib.suppress(sqlite3.Error), self._memory.open() as db:
            db.executemany("insert or replace into board_index values (?, ?, ?)", rows)

    def remove(self, slugs: Iterable[str]) -> None:
        """Forget the articles ``slugs``, which are gone."""
        with contextlib.suppress(sqlite3.Error), self._memory.open() as db:
            db.executemany("delete from board_index where slug = ?", [(slug,) for slug in slugs])


def _rows(text: str) -> list[Row]:
    return msgspec.json.decode(text, type=list[Row])
