"""The folder that an export keeps: what is its own in there, and what each file was made of.

The manifest (an SQLite file) has a sheet for each part of the site: what its files were made of,
and of each file its digest, size and time. So the next export makes only those parts again whose
sources changed, touches only files whose content did, removes only what is its own, and finds what
somebody altered. It is on the disk, not in memory: a large site has two million files.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import sqlite3
from collections.abc import Iterator, Mapping
from pathlib import Path

import msgspec

from ..errors import SummariesError
from ..files import sweep_up, write_bytes

MANIFEST = "manifest.sqlite"
# Another number whenever the manifest becomes another.
_VERSION = 2
_SCHEMA = """CREATE TABLE parts
(name TEXT PRIMARY KEY, made_of TEXT, stale INTEGER, seal BLOB, sheet BLOB)"""
# Seconds that a process waits while another one writes into the manifest.
_PATIENCE = 60


class File(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One file: the digest of its content (none while it is being written), its size and time.

    It is ``stale`` when it is no longer part of the site and has not been removed yet.
    """

    digest: bytes
    size: int
    mtime: int
    stale: bool = False


class Sheet(msgspec.Struct, frozen=True):
    """The files of one part, by path, and the software that made them."""

    software: str = ""
    files: dict[str, File] = {}


class Done(msgspec.Struct):
    """What was done: answers rendered, files written, found as they should be, and removed."""

    answers: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0

    def add(self, other: Done) -> None:
        """Add what else was done."""
        self.answers += other.answers
        self.written += other.written
        self.unchanged += other.unchanged
        self.removed += other.removed


class Folder:
    """The export in ``root``, for one process; several can work on different parts at once.

    With ``verify``, files are read, instead of believed to be as they were when their size and time
    are. Everything here raises SummariesError when the manifest cannot be used, and OSError.
    """

    def __init__(self, root: Path, *, verify: bool = False) -> None:
        self.root = root
        self._verify = verify
        self._own: set[str] = set()  # folders that no link leads to
        self._decode = msgspec.msgpack.Decoder(Sheet).decode
        with self._usable():
            self._manifest = sqlite3.connect(
                root / MANIFEST, timeout=_PATIENCE, isolation_level=None, check_same_thread=False
            )
            self._manifest.execute("PRAGMA journal_mode = WAL")
            # After a power cut the manifest is whole, if some moments old; and a file whose size or
            # time is not the manifest's is made again.
            self._manifest.execute("PRAGMA synchronous = NORMAL")
            version = self._manifest.execute("PRAGMA user_version").fetchone()[0]
            tables = self._manifest.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
            if version != _VERSION and tables:
                raise SummariesError(
                    f"{root} was made by another version of this program: "
                    "move the folder away, or name another one"
                )
            if not tables:
                self._manifest.execute(f"PRAGMA user_version = {_VERSION}")
                self._manifest.execute(_SCHEMA)

    def close(self) -> None:
        """Close the manifest."""
        self._manifest.close()

    def made_of(self) -> dict[str, str]:
        """Return what each part was made of, by name; empty for one that is not whole."""
        with self._usable():
            return dict(self._manifest.execute("SELECT name, made_of FROM parts"))

    def sheet(self, name: str) -> tuple[str, Sheet]:
        """Return what the part ``name`` was made of, and its sheet; empty ones without it."""
        with self._usable():
            question = "SELECT made_of, seal, sheet FROM parts WHERE name = ?"
            row = self._manifest.execute(question, (name,)).fetchone()
            if row is None:
                return "", Sheet()
            made_of, checksum, content = row
            if checksum != _seal(name, made_of, content):
                raise sqlite3.DatabaseError(f"the sheet of {name} was altered")
            return made_of, self._decode(content)

    def stands(self, sheet: Sheet) -> bool:
        """Tell whether every file of a part is there, as it was written."""
        return all(file.stale or self._is(path, file) for path, file in sheet.files.items())

    def has(self, path: str, sheet: Sheet) -> bool:
        """Tell whether ``path`` is a file of the part, there, and as it was written."""
        file = sheet.files.get(path)
        return file is not None and self._is(path, file)

    def holds(self, path: str, content: bytes, sheet: Sheet) -> bool:
        """Tell whether the file ``path`` :meth:`has`, and it is ``content``."""
        file = sheet.files.get(path)
        return file is not None and file.digest == _digest(content) and self._is(path, file)

    def bring(
        self, name: str, made_of: str, software: str, wanted: Mapping[str, bytes | None]
    ) -> Done:
        """Make the files of the part ``name`` be ``wanted``: content by path, in this order.

        ``made_of`` and ``software`` are what tells whether it has to be made again. None stands for
        the content that a file of the part has. Files of the part that are not wanted any more are
        left for :meth:`clean`. Raises SummariesError when somebody else's file is in the way; the
        files that were there are whole then.
        """
        before, sheet = self.sheet(name)
        done = Done()
        files: dict[str, File] = {}
        changed: dict[str, bytes] = {}
        for path, content in wanted.items():
            self._check_folder(path)
            if kept := self._found(path, content, sheet.files.get(path)):
                files[path] = kept
                done.unchanged += 1
            else:
                assert content is not None
                self._claim(path, sheet)
                changed[path] = content
        stale = {
            path: msgspec.structs.replace(file, stale=True)
            for path, file in sheet.files.items()
            if path not in wanted
        }
        if changed:
            # They are ours before they are there: whatever happens next, no export takes one of
            # them for an unmanaged file, or for whole.
            there = {path: sheet.files.get(path, File(b"", 0, 0)) for path in changed}
            self._save(name, "", Sheet("", stale | files | there))
        for path in [path for path in stale if path.rpartition(".")[0] in wanted]:
            done.removed += self._unlink(path)  # a page's twin must not outlive what it was
            del stale[path]
        for path, content in changed.items():
            files[path] = self._write(path, content)
        done.written = len(changed)
        now = Sheet(software, stale | files)
        if changed or (before, sheet) != (made_of, now):
            self._save(name, made_of, now)
        return done

    def clean(self, parts: frozenset[str], only: tuple[str, ...] | None = None) -> int:
        """Remove the files of parts that are not among ``parts``, and stale ones of others.

        With ``only``, no more than those whose paths start so. Returns how many were removed.
        """
        with self._usable():
            rows = self._manifest.execute("SELECT name, stale FROM parts").fetchall()
        removed = 0
        for name in [name for name, stale in rows if stale or name not in parts]:
            made_of, sheet = self.sheet(name)
            left = dict(sheet.files)
            if name not in parts:
                made_of = ""
                left = {p: msgspec.structs.replace(f, stale=True) for p, f in left.items()}
            for path in [path for path, file in left.items() if file.stale]:
                if only is None or path.startswith(only):
                    removed += self._unlink(path)
                    del left[path]
            if left != sheet.files:
                self._save(name, made_of, Sheet(sheet.software, left))
        return removed

    def take_down(self, name: str, starts: tuple[str, ...]) -> int:
        """Remove the files of the part ``name`` whose paths start with one of ``starts``.

        Returns how many there were. The part is to be made again then.
        """
        _made_of, sheet = self.sheet(name)
        left = {p: file for p, file in sheet.files.items() if not p.startswith(starts)}
        if len(left) == len(sheet.files):
            return 0
        removed = sum(self._unlink(path) for path in sheet.files if path not in left)
        self._save(name, "", Sheet(sheet.software, left))
        return removed

    def stale(self) -> int:
        """Return how many files are here that are no longer part of the site."""
        with self._usable():
            total = self._manifest.execute("SELECT total(stale) FROM parts").fetchone()[0]
        return int(total)

    def unmanaged(self, below: str) -> int:
        """Return how many files below the folder ``below`` no export wrote, as far as is known."""
        with self._usable():
            names = [name for (name,) in self._manifest.execute("SELECT name FROM parts")]
        ours = sum(
            path.startswith(f"{below}/") for name in names for path in self.sheet(name)[1].files
        )
        there = sum(len(files) for _folder, _folders, files in os.walk(self.root / below))
        return max(0, there - ours)

    def _found(self, path: str, content: bytes | None, known: File | None) -> File | None:
        """Return the file at ``path``, as the manifest has to have it, if it holds ``content``."""
        if content is None:
            return known and msgspec.structs.replace(known, stale=False)
        digest = _digest(content)
        if known and known.digest == digest and self._is(path, known):
            return msgspec.structs.replace(known, stale=False)
        there = self._stat(path)
        if there and there[0] == len(content) and self._reads(path, digest):
            return File(digest, *there)
        return None

    def _is(self, path: str, file: File) -> bool:
        if not file.digest or self._stat(path) != (file.size, file.mtime):
            return False
        return not self._verify or self._reads(path, file.digest)

    def _reads(self, path: str, digest: bytes) -> bool:
        target = self.root / path
        if target.is_symlink() or not target.is_file():
            return False
        with target.open("rb") as file:
            return hashlib.file_digest(file, "sha256").digest() == digest

    def _claim(self, path: str, sheet: Sheet) -> None:
        """Raise SummariesError when ``path`` is a file that no export wrote."""
        if path in sheet.files or not self._stat(path):
            return
        with self._usable():
            names = [name for (name,) in self._manifest.execute("SELECT name FROM parts")]
        if not any(path in self.sheet(name)[1].files for name in names):
            raise SummariesError(
                f"{self.root / path} was not written by an export: move it away, "
                "or name another folder"
            )

    def _check_folder(self, path: str) -> None:
        """Raise SummariesError where a link stands in the place of a folder above ``path``.

        What it leads to is not the export's to write, nor to remove. What an export that was killed
        left in these folders goes.
        """
        folder = path.rpartition("/")[0]
        if not folder or folder in self._own:
            return
        self._check_folder(folder)
        if (self.root / folder).is_symlink():
            raise SummariesError(
                f"{self.root / folder} is a symbolic link: take it away, the export makes a folder"
            )
        self._own.add(folder)
        sweep_up(self.root / folder)

    def _write(self, path: str, content: bytes) -> File:
        there, target = self._stat(path), self.root / path
        try:
            write_bytes(target, content, durable=False)
        except FileNotFoundError:
            target.parent.mkdir(parents=True, exist_ok=True)
            write_bytes(target, content, durable=False)
        now = self._stat(path)
        assert now
        # Web servers make ETags of size and seconds: the new file must not look like the old one.
        if there and now[1] // 10**9 <= there[1] // 10**9:
            later = (there[1] // 10**9 + 1) * 10**9
            os.utime(target, ns=(later, later))
            now = (now[0], later)
        return File(_digest(content), *now)

    def _save(self, name: str, made_of: str, sheet: Sheet) -> None:
        content = msgspec.msgpack.encode(sheet)
        stale = sum(file.stale for file in sheet.files.values())
        with self._usable():
            if not sheet.files:
                self._manifest.execute("DELETE FROM parts WHERE name = ?", (name,))
                return
            self._manifest.execute(
                "INSERT OR REPLACE INTO parts VALUES (?, ?, ?, ?, ?)",
                (name, made_of, stale, _seal(name, made_of, content), content),
            )

    def _stat(self, path: str) -> tuple[int, int] | None:
        try:
            status = os.lstat(f"{self.root}/{path}")  # asked two million times of a large site
        except FileNotFoundError:
            return None
        except NotADirectoryError as error:
            raise SummariesError(
                f"{self.root / path} cannot be made, a file is in its way: "
                "move that away, or name another folder"
            ) from error
        return status.st_size, status.st_mtime_ns

    def _unlink(self, path: str) -> int:
        self._check_folder(path)
        target = self.root / path
        gone = 0
        with contextlib.suppress(FileNotFoundError):
            target.unlink()
            gone = 1
        for parent in target.parents:
            if parent == self.root:
                break
            try:
                parent.rmdir()
            except OSError:  # something is left in it
                break
        return gone

    @contextlib.contextmanager
    def _usable(self) -> Iterator[None]:
        try:
            yield
        except (sqlite3.Error, msgspec.MsgspecError) as error:
            raise SummariesError(
                f"{self.root / MANIFEST} cannot be used ({error}): make room if the disk is full, "
                "else move the whole folder away and export again"
            ) from error


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _seal(name: str, made_of: str, content: bytes) -> bytes:
    return hashlib.sha256(f"{name}\0{made_of}\0".encode() + content).digest()[:16]
