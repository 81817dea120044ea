"""The folder that an export keeps: what is its own in there, and what of it changed.

The manifest (an SQLite file) holds every file that an export wrote, with its digest, so that the
next one touches only what changed, removes only what is its own, and finds what somebody altered.
It is on the disk, not in memory: a large site has a million files.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
import threading
from pathlib import Path

from ..files import write_bytes
from ..finding import SummariesError

MANIFEST = "manifest.sqlite"
_SCHEMA = """CREATE TABLE IF NOT EXISTS files
(path TEXT PRIMARY KEY, digest BLOB, size INTEGER, mtime INTEGER, run INTEGER) WITHOUT ROWID"""


class Folder:
    """One run of an export into ``root``. Safe to share between threads."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.written = self.unchanged = self.removed = 0
        self._lock = threading.Lock()
        self._manifest = sqlite3.connect(root / MANIFEST, check_same_thread=False)
        # An interrupted program loses nothing by that; after a power cut a file whose size or time
        # is not the manifest's is written again.
        self._manifest.execute("PRAGMA journal_mode = WAL")
        self._manifest.execute("PRAGMA synchronous = OFF")
        self._manifest.execute(_SCHEMA)
        last = self._manifest.execute("SELECT max(run) FROM files").fetchone()[0]
        self._run = (last or 0) + 1

    def has(self, path: str) -> bool:
        """Tell whether an earlier run wrote ``path`` and it is still so; then this run keeps it."""
        row = self._row(path)
        if row is None or row[0] is None or self._stat(path) != row[1:]:
            return False
        self._seen(path)
        return True

    def holds(self, path: str, content: bytes) -> bool:
        """Tell whether ``path`` holds ``content`` already; then this run keeps it."""
        digest = hashlib.sha256(content).digest()
        row, there = self._row(path), self._stat(path)
        if row and row[0] == digest and there == row[1:]:
            self._seen(path)
            return True
        if there and there[0] == len(content) and self._is(self.root / path, digest):
            self._enter(path, digest)
            self.unchanged += 1
            return True
        return False

    def put(self, path: str, content: bytes) -> bool:
        """Make ``path`` hold ``content``; return whether it had to be written.

        Raises SummariesError when somebody else's file is there, OSError when it cannot be written;
        the old file is whole then.
        """
        if self.holds(path, content):
            return False
        digest = hashlib.sha256(content).digest()
        there, target = self._stat(path), self.root / path
        if there and self._row(path) is None:
            raise SummariesError(
                f"{target} was not written by an export: move it away, or name another folder"
            )
        # It is ours before it is there: whatever happens next, no run will take it for a stranger.
        self._enter(path, None)
        target.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(target, content, durable=False)
        # Web servers make ETags of size and seconds: the new file must not look like the old one.
        if there and target.stat().st_mtime_ns // 10**9 <= there[1] // 10**9:
            later = (there[1] // 10**9 + 1) * 10**9
            os.utime(target, ns=(later, later))
        self._enter(path, digest)
        with self._lock:
            self.written += 1
        return True

    def drop(self, path: str) -> None:
        """Remove ``path`` if an export wrote it."""
        with self._lock:
            gone = self._manifest.execute("DELETE FROM files WHERE path = ?", (path,)).rowcount
            self._manifest.commit()
        if gone:
            self._unlink(path)

    def stale(self) -> int:
        """Return how many files of earlier runs this one has not seen."""
        question = "SELECT count(*) FROM files WHERE run < ?"
        found: int = self._manifest.execute(question, (self._run,)).fetchone()[0]
        return found

    def clean(self, start: str = "") -> None:
        """Remove the files of earlier runs that this one has not seen.

        With ``start``, only those whose path starts so.
        """
        question = "SELECT path FROM files WHERE run < ? AND path >= ? AND path < ? LIMIT 1000"
        span = (self._run, start, start + "\U0010ffff")
        while rows := self._manifest.execute(question, span).fetchall():
            for (path,) in rows:
                self.drop(path)

    def close(self) -> None:
        """Save the manifest."""
        self._manifest.commit()
        self._manifest.close()

    def _row(self, path: str) -> tuple[bytes | None, int, int] | None:
        question = "SELECT digest, size, mtime FROM files WHERE path = ?"
        with self._lock:
            found: tuple[bytes | None, int, int] | None = self._manifest.execute(
                question, (path,)
            ).fetchone()
        return found

    def _enter(self, path: str, digest: bytes | None) -> None:
        size, mtime = self._stat(path) or (0, 0)
        with self._lock:
            self._manifest.execute(
                "INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)",
                (path, digest, size, mtime, self._run),
            )
            self._manifest.commit()

    def _seen(self, path: str) -> None:
        with self._lock:
            self._manifest.execute("UPDATE files SET run = ? WHERE path = ?", (self._run, path))
            self.unchanged += 1

    def _stat(self, path: str) -> tuple[int, int] | None:
        try:
            status = (self.root / path).lstat()
        except FileNotFoundError:
            return None
        except NotADirectoryError as error:
            raise SummariesError(
                f"{self.root / path} cannot be made, a file is in its way: "
                "move that away, or name another folder"
            ) from error
        return status.st_size, status.st_mtime_ns

    def _is(self, target: Path, digest: bytes) -> bool:
        if target.is_symlink() or not target.is_file():
            return False
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == digest

    def _unlink(self, path: str) -> None:
        target = self.root / path
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
            self.removed += 1
        for parent in target.parents:
            if parent == self.root:
                break
            try:
                parent.rmdir()
            except OSError:  # something is left in it
                break
