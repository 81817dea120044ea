"""Signed sentences that are like another one: what was written before for nearly the same words.

An index in the desk's memory (SQLite's FTS5), filled as the board reads catalogs. It may be lost
with the board's own: the next desk reads everything again.
"""

from __future__ import annotations

import contextlib
import difflib
import logging
import re
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from ..content.article_text import fold
from ..review.status import MessageStatus
from .memory import Memory

log = logging.getLogger(__name__)
# At this share of common words another sentence helps; below, it is one on another matter.
ALIKE = 0.5
# Found at most; looked at more closely; words asked for, the longest ones: they say most.
MOST, _CANDIDATES, _WORDS = 3, 30, 8
_SCHEMA = """
create virtual table if not exists signed using fts5
  (source, target unindexed, slug unindexed, locale unindexed, message unindexed);
create table if not exists signed_of
  (slug text, locale text, row integer, primary key (slug, locale, row));
"""


@dataclass(frozen=True, slots=True)
class Similar:
    """A signed sentence: where it is, its source's words, its own, and how alike (0 to 1)."""

    slug: str
    message: str
    source: str
    target: str
    share: float


class Sentences:
    """The index. Where SQLite has no FTS5 it finds nothing."""

    def __init__(self, memory: Memory) -> None:
        self._memory = memory
        self._usable = True
        try:
            with memory.open() as db:
                db.executescript(_SCHEMA)
        except sqlite3.OperationalError as error:
            self._usable = False
            log.warning("similar sentences cannot be found: %s", error)

    def put(self, catalogs: Sequence[tuple[str, str, Iterable[MessageStatus]]]) -> None:
        """Take what is signed of ``catalogs``, by slug and locale, in the place of what was."""
        if not self._usable or not catalogs:
            return
        with contextlib.suppress(sqlite3.Error), self._memory.open() as db:
            for slug, locale, several in catalogs:
                _remove(db, slug, locale)
                for seen in several:
                    if seen.ready:
                        words = seen.message.singular, " ¦ ".join(seen.strings)
                        row = (*words, slug, locale, seen.message.id)
                        number = db.execute(
                            "insert into signed values (?, ?, ?, ?, ?)", row
                        ).lastrowid
                        db.execute("insert into signed_of values (?, ?, ?)", (slug, locale, number))

    def remove(self, slugs: Iterable[str]) -> None:
        """Forget the sentences of ``slugs``, articles that are gone."""
        if self._usable:
            with contextlib.suppress(sqlite3.Error), self._memory.open() as db:
                for slug in slugs:
                    _remove(db, slug)

    def like(self, text: str, locale: str, but: str) -> list[Similar]:
        """Return the signed sentences in ``locale`` whose source is most like ``text``.

        ``but`` is an article that is left out: its own sentences are on the page already.
        """
        words = _words(text)
        asked = sorted(set(words), key=len, reverse=True)[:_WORDS]
        if not self._usable or not asked:
            return []
        query = " OR ".join(f'"{word}"' for word in asked)
        try:
            with self._memory.open() as db:
                rows = db.execute(
                    "select source, target, slug, message from signed where signed match ? "
                    "and locale = ? and slug != ? order by rank limit ?",
                    (query, locale, but, _CANDIDATES),
                ).fetchall()
        except sqlite3.Error:
            return []
        sentences = [
            Similar(slug, message, source, target, _share(words, _words(source)))
            for source, target, slug, message in rows
        ]
        good = sorted((s for s in sentences if s.share >= ALIKE), key=lambda s: -s.share)
        unlike = {s.target: s for s in reversed(good)}  # of the same words, the best one
        return sorted(unlike.values(), key=lambda s: -s.share)[:MOST]


def _remove(db: sqlite3.Connection, slug: str, locale: str = "") -> None:
    """Remove the sentences of an article, in one language or in all."""
    old = db.execute(
        "delete from signed_of where slug = ? and ? in (locale, '') returning row", (slug, locale)
    ).fetchall()
    db.executemany("delete from signed where rowid = ?", old)


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", fold(text).casefold())


def _share(one: list[str], other: list[str]) -> float:
    return difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
