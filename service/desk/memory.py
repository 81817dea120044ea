"""What may be lost: sessions, and the text that people are typing. SQLite, in the desk's folder.

Files and journal are the truth. A session is kept by the digest of its identity, so whoever reads
the file can use none.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from .people import User, make_folder

FILE = "memory.sqlite3"
# Seconds without a request after which a session ends, and after which it ends in any case.
IDLE, LONGEST = 12 * 3600, 7 * 24 * 3600
# Seconds for which typed text is kept.
TYPED = 90 * 24 * 3600
# Seconds after which somebody who typed is not there any more.
PRESENT = 300
# Of one person, so that nobody fills the disk: the oldest go first.
MOST_TYPED = 2000
_SCHEMA = """
create table if not exists session (
  digest text primary key, name text not null, seal text not null, csrf text not null,
  started real not null, used real not null);
create table if not exists typed (
  name text not null, slug text not null, locale text not null, message text not null,
  version text not null, strings text not null, base text not null, at real not null,
  primary key (name, slug, locale, message));
"""


@dataclass(frozen=True, slots=True)
class Session:
    """Somebody who signed in. ``csrf`` goes into every form; ``seal`` is the password's."""

    digest: str
    name: str
    seal: str
    csrf: str
    started: float
    used: float

    def valid(self, now: float) -> bool:
        """Tell whether the session still holds at ``now`` (seconds of the epoch)."""
        return now - self.used < IDLE and now - self.started < LONGEST


@dataclass(frozen=True, slots=True)
class Typed:
    """Text that somebody typed and did not save: from which version, and what it was then."""

    message: str
    version: str
    strings: tuple[str, ...]
    base: tuple[str, ...]


class Memory:
    """The desk's SQLite file. Raises sqlite3.Error where it cannot be used."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE

    def make(self) -> None:
        """Make the file where there is none, for its own user alone."""
        make_folder(self._path.parent)
        os.close(os.open(self._path, os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600))
        with self.open() as db:
            db.execute("pragma journal_mode = wal")
            db.executescript(_SCHEMA)

    @contextlib.contextmanager
    def open(self) -> Iterator[sqlite3.Connection]:
        """Open the file for one transaction; other modules keep their tables in it, too."""
        # One for each use: workers fork, and threads come and go.
        db = sqlite3.connect(self._path, timeout=2)
        try:
            db.execute("pragma synchronous = normal")
            with db:
                yield db
        finally:
            db.close()

    def start(self, user: User) -> tuple[str, Session]:
        """Start a session, and return the identity that its cookie carries, and the session."""
        identity, now = secrets.token_urlsafe(32), time.time()
        session = Session(
            digest_of(identity), user.name, user.seal, secrets.token_urlsafe(24), now, now
        )
        with self.open() as db:
            db.execute("delete from session where started < ?", (now - 2 * LONGEST,))
            db.execute("delete from typed where at < ?", (now - TYPED,))
            db.execute(
                "insert into session values (?, ?, ?, ?, ?, ?)",
                (session.digest, session.name, session.seal, session.csrf, now, now),
            )
        return identity, session

    def session(self, identity: str) -> Session | None:
        """Return the session with this ``identity``, whether it still holds or not."""
        with self.open() as db:
            row = db.execute(
                "select * from session where digest = ?", (digest_of(identity),)
            ).fetchone()
            session = Session(*row) if row else None
            if session and session.valid(time.time()) and time.time() - session.used > 60:
                db.execute(
                    "update session set used = ? where digest = ?", (time.time(), session.digest)
                )
        return session

    def end(self, session: Session) -> None:
        """End one session."""
        with self.open() as db:
            db.execute("delete from session where digest = ?", (session.digest,))

    def end_all(self, name: str) -> int:
        """End all sessions of the user ``name``, and return how many there were."""
        with self.open() as db:
            return db.execute("delete from session where name = ?", (name,)).rowcount

    def sessions(self) -> dict[str, int]:
        """Return how many sessions each user has."""
        since = time.time() - IDLE
        with self.open() as db:
            rows = db.execute(
                "select name, count(*) from session where used > ? group by name", (since,)
            ).fetchall()
        return dict(rows)

    def type(
        self, name: str, slug: str, locale: str, message: str, version: str,
        strings: Sequence[str], base: Sequence[str],
    ) -> None:  # fmt: skip
        """Keep what ``name`` typed into ``message``, an id: ``strings``, by index of msgstr.

        ``version`` is that of what was shown, and ``base`` the words that were in the fields then.
        """
        with self.open() as db:
            db.execute(
                "insert or replace into typed values (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    name, slug, locale, message, version, json.dumps(list(strings)),
                    json.dumps(list(base)), time.time(),
                ),
            )  # fmt: skip
            db.execute(
                "delete from typed where name = ? and at < (select at from typed where name = ? "
                "order by at desc limit 1 offset ?)",
                (name, name, MOST_TYPED),
            )

    def typed(self, name: str, slug: str, locale: str) -> Mapping[str, Typed]:
        """Return what ``name`` typed and did not save, by message."""
        with self.open() as db:
            rows = db.execute(
                "select message, version, strings, base from typed "
                "where name = ? and slug = ? and locale = ?",
                (name, slug, locale),
            ).fetchall()
        return {
            row[0]: Typed(row[0], row[1], tuple(json.loads(row[2])), tuple(json.loads(row[3])))
            for row in rows
        }

    def typing(self, slug: str, locale: str, but: str) -> dict[str, list[str]]:
        """Return who types into which message just now, apart from ``but``."""
        with self.open() as db:
            rows = db.execute(
                "select message, name from typed "
                "where slug = ? and locale = ? and name != ? and at > ? order by name",
                (slug, locale, but, time.time() - PRESENT),
            ).fetchall()
        names: dict[str, list[str]] = {}
        for message, name in rows:
            names.setdefault(message, []).append(name)
        return names

    def places(self, name: str) -> list[tuple[str, str]]:
        """Return the articles and locales in which ``name`` has text that was not saved."""
        with self.open() as db:
            rows = db.execute(
                "select distinct slug, locale from typed where name = ? order by slug, locale",
                (name,),
            ).fetchall()
        return [(slug, locale) for slug, locale in rows]

    def rename(self, old: str, new: str) -> None:
        """Let what was typed into the article ``old``, a slug, be of ``new``: its name today."""
        with self.open() as db:
            db.execute("update or ignore typed set slug = ? where slug = ?", (new, old))

    def forget(self, name: str, slug: str, locale: str, message: str) -> None:
        """Forget what ``name`` typed into ``message``, an id: it is saved."""
        with self.open() as db:
            db.execute(
                "delete from typed where name = ? and slug = ? and locale = ? and message = ?",
                (name, slug, locale, message),
            )


def digest_of(identity: str) -> str:
    """Return what is kept of ``identity``, something secret: its SHA-256 in hexadecimal digits."""
    return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()
