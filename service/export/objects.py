"""The site in object storage: names and headers of objects, and what is uploaded of a folder.

A CDN asks the store for a reader's address, so an object is called like the address that it is the
answer to: ``uk/harbor-fire``, not ``uk/harbor-fire.html``. A list is ``uk/index.html``, the index
document of a folder. A store sends what it has, whatever a reader accepts: so objects are not
compressed; CDNs do that. Every object says in its metadata that an export wrote it, so that an
export that remembers nothing touches no other's.
"""

from __future__ import annotations

import contextlib
import hashlib
import re
import sqlite3
import time
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from ..editions.bucket import Bucket, NoObjectError
from ..errors import SummariesError
from ..processes import locked
from ..web import openapi
from ..web.schemas import PREFIX
from ..web.views import pages
from .manifest import MANIFEST, Folder
from .renderer import SITE, SUFFIXES

UPLOADED = "uploaded.sqlite"
# In the metadata of an object: that an export wrote it.
OURS = {"summaries": "export"}
# Objects that are written at the same time, and parts whose objects are.
AT_ONCE, PARTS = 16, 100
_API = PREFIX[1:]
# Files of the site whose addresses have no ending.
_BARE = re.compile(
    rf"(?P<page>(?!api/)[A-Za-z]{{2,3}}(?:-[A-Za-z0-9]+)*(?:/(?!_|index\.html)[^/]+)+)\.html"
    rf"|(?P<answer>{_API}/(?:articles|languages|articles/[^_/]+))\.json"
)
# Rules of other hosts, and the live service's own notes for nginx.
_NOT_SERVED = re.compile(r"_headers|_redirects|_notes/.*")
_TYPES = {
    ".html": "text/html; charset=utf-8",
    ".json": openapi.JSON,
    ".atom": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".md": "text/markdown; charset=utf-8",
    ".png": "image/png",
    ".svg": "image/svg+xml; charset=utf-8",
    ".webp": "image/webp",
}
_SCHEMA = """
CREATE TABLE IF NOT EXISTS parts (name TEXT PRIMARY KEY, seal BLOB);
CREATE TABLE IF NOT EXISTS objects (key TEXT PRIMARY KEY, part TEXT, digest BLOB, tag TEXT);
CREATE INDEX IF NOT EXISTS of_part ON objects (part);
CREATE TABLE IF NOT EXISTS known (address TEXT PRIMARY KEY);
"""


def key(file: str) -> str:
    """Return the key of ``file``, a path in the site; empty for one that is not uploaded.

    >>> key("uk/harbor-fire.html"), key("uk/index.html"), key("uk/harbor-fire.html.br")
    ('uk/harbor-fire', 'uk/index.html', '')
    """
    if _NOT_SERVED.fullmatch(file) or file.endswith(tuple(SUFFIXES.values())):
        return ""
    match = _BARE.fullmatch(file)
    return (match["page"] or match["answer"]) if match else file


def headers(file: str) -> dict[str, str]:
    """Return what a store sends along with ``file``, a path in the site, as the live site does."""
    ending = Path(file).suffix
    kind = _TYPES.get(ending, "application/octet-stream")
    if ending == ".json" and file.startswith("_errors/"):
        kind = openapi.PROBLEM
    if file.startswith(".well-known/"):
        kind = "application/json"
    keep = pages.FOREVER if _lasting(file) else "no-cache"
    return {"Content-Type": kind, "Cache-Control": keep}


def _lasting(file: str) -> bool:
    """Tell whether a file never changes: another content has another name."""
    return bool(re.search(r"/card-[0-9a-f]+\.png$|^static/(?!icon\.svg).+", file))


@dataclass(slots=True)
class Upload:
    """What an upload did: objects written, found as they should be, removed, seconds.

    ``unmanaged``: objects there that no export wrote; counted when the store's list was read.
    """

    written: int = 0
    unchanged: int = 0
    removed: int = 0
    unmanaged: int = 0
    seconds: float = 0.0


@dataclass(frozen=True, slots=True)
class _Wanted:
    """An object as it should be: the file that it is made of; ``kept`` as it is, if it is there."""

    part: str
    file: str
    digest: bytes
    kept: bool


# A part: its name, its objects as they should be, and the keys of those that are to go.
Work = tuple[str, dict[str, _Wanted], list[str]]


class Site:
    """The export in the folder ``root``, in ``bucket``."""

    def __init__(self, root: Path, bucket: Bucket) -> None:
        self._root, self._bucket = root, bucket

    def bring(self, *, verify: bool = False) -> Upload:
        """Upload what changed in the folder since the last call, and remove what is gone.

        With ``verify``, or where the folder does not know the bucket yet, the store's list is
        compared. Raises SummariesError where the bucket cannot be used or an object of somebody
        else is in the way, OSError. What was not done then is in the next call.
        """
        began, upload = time.monotonic(), Upload()
        with locked(self._root), self._opened() as notes:
            known = notes.execute("SELECT address FROM known").fetchall()
            if known and known != [(self._bucket.address,)]:
                raise SummariesError(
                    f"{self._root} is the work folder of {known[0][0]}: name another in --work"
                )
            if verify or not known:
                self._compare(notes, upload)
            self._changes(notes, upload)
            if not known:
                notes.execute("INSERT INTO known VALUES (?)", (self._bucket.address,))
            total = notes.execute("SELECT count(*) FROM objects").fetchone()[0]
        upload.unchanged = max(0, total - upload.written)
        upload.seconds = time.monotonic() - began
        return upload

    @contextlib.contextmanager
    def _opened(self) -> Iterator[sqlite3.Connection]:
        try:
            notes = sqlite3.connect(
                self._root / UPLOADED, isolation_level=None, check_same_thread=False
            )
            with contextlib.closing(notes):
                notes.executescript(_SCHEMA)
                notes.execute("ATTACH ? AS made", (str(self._root / MANIFEST),))
                yield notes
        except sqlite3.Error as error:
            raise SummariesError(
                f"{self._root / UPLOADED} cannot be used ({error}): make room if the disk is full, "
                "else remove it and export again"
            ) from error

    def _compare(self, notes: sqlite3.Connection, upload: Upload) -> None:
        """Note which objects are as they should be, by the store's own list."""
        there = {each.key: each.tag for each in self._bucket.objects()}
        noted = dict(notes.execute("SELECT key, tag FROM objects").fetchall())
        notes.execute("DELETE FROM parts")  # each is looked at
        folder = Folder(self._root)
        wanted: dict[str, _Wanted] = {}
        try:
            for name in folder.made_of():
                wanted |= self._of(folder, name)
        finally:
            folder.close()
        for name, tag in noted.items():
            if there.get(name) != tag:
                notes.execute("DELETE FROM objects WHERE key = ?", (name,))
        for name, tag in there.items():
            if noted.get(name) == tag:
                continue
            object_ = wanted.get(name)
            if object_ is not None and tag.strip('"') == self._md5(object_.file):
                row = (name, object_.part, object_.digest, tag)
                notes.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)", row)
            elif self._is_ours(name):
                # To be written again, or removed, as part of what nothing is made of.
                part = object_.part if object_ else ""
                row = (name, part, b"", tag)
                notes.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)", row)
            elif object_ is not None:
                raise SummariesError(
                    f"{self._bucket.address}/{name} was not written by an export: "
                    "move it away, or name another prefix"
                )
            else:
                upload.unmanaged += 1

    def take_down(self) -> int:
        """Remove what the folder has no longer, and nothing else; return how many objects.

        For when the folder could not be brought up to date: what a person took down has left it
        all the same. Raises as :meth:`bring`.
        """
        upload = Upload()
        with locked(self._root), self._opened() as notes:
            self._less(notes, self._changed(notes), upload)
        return upload.removed

    def _changed(self, notes: sqlite3.Connection) -> list[Work]:
        """Return the parts that are others than those that were uploaded."""
        names = notes.execute(
            "SELECT name FROM made.parts AS new WHERE NOT EXISTS (SELECT 1 FROM main.parts AS "
            "old WHERE old.name = new.name AND old.seal = new.seal)"
        ).fetchall()
        folder = Folder(self._root)
        work: list[Work] = []
        try:
            for (name,) in names:
                wanted = self._of(folder, name)
                have = notes.execute("SELECT key FROM objects WHERE part = ?", (name,)).fetchall()
                work.append((name, wanted, [key for (key,) in have if key not in wanted]))
        finally:
            folder.close()
        return work

    def _less(self, notes: sqlite3.Connection, work: list[Work], upload: Upload) -> None:
        """Remove the pages that are gone. Pictures stay until no page shows them."""
        for _name, _wanted, less in work:
            self._delete(notes, [key for key in less if not _lasting(key)], upload)

    def _changes(self, notes: sqlite3.Connection, upload: Upload) -> None:
        """Upload the parts that are others than those that were uploaded.

        What a person took down does not wait for what others wrote.
        """
        work = self._changed(notes)
        gone = [
            name for (name,) in notes.execute(
                "SELECT DISTINCT part FROM main.objects WHERE part NOT IN "
                "(SELECT name FROM made.parts)"
            )
        ]  # fmt: skip
        self._less(notes, work, upload)
        work.sort(key=lambda each: not each[2])
        with ThreadPoolExecutor(AT_ONCE) as pool:
            for at in range(0, len(work), PARTS):
                several = work[at : at + PARTS]
                self._write(notes, pool, several, upload)
                for name, wanted, _less in several:
                    self._remove(notes, name, wanted, upload)
                    notes.execute(
                        "INSERT OR REPLACE INTO main.parts "
                        "SELECT name, seal FROM made.parts WHERE name = ?", (name,),
                    )  # fmt: skip
        for name in gone:
            self._remove(notes, name, {}, upload)
            notes.execute("DELETE FROM main.parts WHERE name = ?", (name,))

    def _write(
        self, notes: sqlite3.Connection, pool: ThreadPoolExecutor, several: list[Work],
        upload: Upload,
    ) -> None:  # fmt: skip
        """Write the objects of ``several`` parts that are not as they should be."""
        due = []
        for name, wanted, _less in several:
            question = "SELECT key, digest FROM objects WHERE part = ?"
            have = dict(notes.execute(question, (name,)).fetchall())
            due += [
                (key, each) for key, each in wanted.items()
                if not each.kept and have.get(key) != each.digest
            ]  # fmt: skip
        # Stores that keep objects as files make a folder of "uk/story" for "uk/story/embed": were
        # both written at once, the page could be lost.
        folders = {str(folder) for key, _each in due for folder in PurePosixPath(key).parents}
        inner = [row for row in due if row[0] not in folders]
        for rows in (inner, [row for row in due if row[0] in folders]):
            tags = pool.map(lambda row: self._put(*row), rows)
            for (key, each), tag in zip(rows, tags, strict=True):
                noted = (key, each.part, each.digest, tag)
                notes.execute("INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?)", noted)
                upload.written += 1

    def _put(self, key: str, wanted: _Wanted) -> str:
        content = (self._root / SITE / wanted.file).read_bytes()
        return self._bucket.put(key, content, headers(wanted.file) | OURS)

    def _remove(
        self, notes: sqlite3.Connection, part: str, wanted: Mapping[str, _Wanted], upload: Upload
    ) -> None:
        """Remove the objects of a part that are not ``wanted``."""
        have = notes.execute("SELECT key FROM objects WHERE part = ?", (part,)).fetchall()
        self._delete(notes, [key for (key,) in have if key not in wanted], upload)

    def _delete(self, notes: sqlite3.Connection, keys: list[str], upload: Upload) -> None:
        self._bucket.delete(keys)
        for key in keys:
            notes.execute("DELETE FROM objects WHERE key = ?", (key,))
        upload.removed += len(keys)

    def _of(self, folder: Folder, name: str) -> dict[str, _Wanted]:
        """Return the objects of a part by key."""
        wanted = {}
        for path, file in folder.sheet(name)[1].files.items():
            within = path.removeprefix(f"{SITE}/")
            if within != path and (named := key(within)):
                wanted[named] = _Wanted(name, within, file.digest, kept=file.stale)
        return wanted

    def _md5(self, file: str) -> str:
        try:
            content = (self._root / SITE / file).read_bytes()
        except OSError:
            return ""
        return hashlib.md5(content, usedforsecurity=False).hexdigest()

    def _is_ours(self, name: str) -> bool:
        try:
            return self._bucket.metadata(name).items() >= OURS.items()
        except NoObjectError:
            return False
