"""Where every article stands, kept from one ``summaries status`` to the next.

Derived from the workshop's files, in the user's cache folder: it can be deleted at any time, and
nothing that goes live looks into it. What was read of an article counts as long as every file that
it was read from is the same by path, inode, size and times.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import os
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from zlib import crc32

import msgspec

from ..content import ui_strings
from ..files import STEP, cache_folder, write_bytes
from ..review import journal, policy
from ..review.project import Project
from . import build_id, file_scan, publication_log, publisher_key
from .article_status import ArticleStatus

# Files that changed within this time, in seconds before a look, may change again without another
# time: file systems count in steps of up to two seconds.
SETTLED = STEP


class Kept(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """What is kept of one article: of which files it was read, and until when it is true."""

    stamp: int
    status: ArticleStatus
    until: datetime.datetime | None = None


class _File(msgspec.Struct, array_like=True, frozen=True):
    """The file: what everything in it rests on, when it was written, and the articles."""

    ground: str
    at: datetime.datetime
    articles: dict[str, Kept]


class FileStamps:
    """The files of a workshop and its editions by identity, each article's as one number.

    ``slugs`` are the articles, sorted.
    """

    def __init__(self, project: Project, editions: Path, published: Path) -> None:
        self._stamps: defaultdict[str, int] = defaultdict(int)
        self._recent: set[str] = set()
        self._limit = int((time.time() - SETTLED) * 1e9)
        self._journals: dict[str, int] = {}
        self.slugs: list[str] = []
        languages = project.languages()
        catalogs = [project.path("", name).parent for name in languages]
        self._interface(project, languages)
        for folder in catalogs:
            self._flat(folder, ".po")
        self._flat(published, publication_log.ENDING)
        self._journals = self._flat(project.journal, journal.ENDING)
        self._folders(editions, (".json",))
        self.slugs = sorted(self._folders(project.articles, (".toml", ".txt"), "summary.toml"))
        signers = [file_scan.stamp_of(root / policy.FILE) for root in (
            project.locales, project.interface)]  # fmt: skip
        keys = [file_scan.stamp_of(path) for path in (
            editions / publisher_key.PUBLIC, published / publisher_key.PRIVATE,
            published / publisher_key.EARLIER)]  # fmt: skip
        self.ground = f"{build_id.package_digest()} {languages} {signers} {keys}"

    def of(self, slug: str, formerly: Iterable[str] = ()) -> int | None:
        """Return the stamp of an article that once had the slugs ``formerly``.

        None while one of its files is too new to tell a change of it.
        """
        if slug in self._recent or any(name in self._recent for name in formerly):
            return None
        return hash((self._stamps[slug], *(self._journals.get(name, 0) for name in formerly)))

    def _interface(self, project: Project, languages: list[str]) -> None:
        own = project.own_interface()
        for root in dict.fromkeys((project, own)):
            for locale in languages:
                path = root.path(ui_strings.DOMAIN, locale)
                with contextlib.suppress(OSError):
                    self._add(ui_strings.DOMAIN, _salt(str(path)), path.stat())
        place = journal.path(project.journal_of(ui_strings.DOMAIN), ui_strings.DOMAIN)
        with contextlib.suppress(OSError):
            self._add(ui_strings.DOMAIN, _salt(str(place)), place.stat())

    def _add(self, slug: str, salt: int, status: os.stat_result) -> int:
        """Take in one file; ``salt`` tells it from the article's others. Returns its stamp."""
        changed, written = status.st_ctime_ns, status.st_mtime_ns
        # Sums, since folders are read in any order.
        stamp = hash((salt, written, changed, status.st_size, status.st_ino, status.st_dev))
        self._stamps[slug] += stamp
        if changed > self._limit or written > self._limit:
            self._recent.add(slug)
        return stamp

    def _flat(self, folder: Path, ending: str) -> dict[str, int]:
        """Take in a folder that has a file for each article; return their stamps."""
        stamps: dict[str, int] = {}
        size, salt, limit = -len(ending), _salt(str(folder)), self._limit
        sums, recent = self._stamps, self._recent
        with contextlib.suppress(OSError), _Entries(folder) as entries:
            for entry in entries:  # some 300,000 files in a large newsroom, so all in one place
                name = entry.name
                if name.endswith(ending):
                    try:
                        status = entry.stat()
                    except OSError:
                        continue
                    changed, written = status.st_ctime_ns, status.st_mtime_ns
                    stamp = hash(
                        (salt, written, changed, status.st_size, status.st_ino, status.st_dev)
                    )
                    slug = name[:size]
                    stamps[slug] = stamp
                    sums[slug] += stamp
                    if changed > limit or written > limit:
                        recent.add(slug)
        return stamps

    def _folders(self, root: Path, ending: tuple[str, ...], named: str = "") -> list[str]:
        """Take in a folder that has a folder for each article.

        Returns those of them that have a file ``named`` so.
        """
        having: list[str] = []
        limit = self._limit
        with contextlib.suppress(OSError), _Entries(root) as folders:
            for folder in folders:
                slug, total, newest = folder.name, 0, 0
                try:
                    with _Entries(f"{root}/{slug}") as files:
                        for entry in files:
                            name = entry.name
                            if name.endswith(ending):
                                if name == named:
                                    having.append(slug)
                                status = entry.stat()
                                changed, written = status.st_ctime_ns, status.st_mtime_ns
                                total += hash(
                                    (_salt(name), written, changed, status.st_size, status.st_ino,
                                     status.st_dev)
                                )  # fmt: skip
                                if changed > newest or written > newest:
                                    newest = max(changed, written)
                except OSError:
                    newest = limit + 1  # looked into again each time
                self._stamps[slug] += total
                if newest > limit:
                    self._recent.add(slug)
        return having


class _Entries:
    """The entries of a folder, each to be asked from there and not along its whole path.

    The system looks up one name for a file then, and not every folder above it as well.
    """

    def __init__(self, folder: str | Path) -> None:
        self._descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)

    def __enter__(self) -> Iterator[os.DirEntry[str]]:
        try:
            self._entries = os.scandir(self._descriptor)
        except OSError:
            os.close(self._descriptor)
            raise
        return self._entries

    def __exit__(self, *_exception: object) -> None:
        self._entries.close()
        os.close(self._descriptor)


@lru_cache(maxsize=1024)
def _salt(place: str) -> int:
    # Of text itself each process has another hash.
    return crc32(place.encode(errors="replace"))


class StatusCache:
    """What is known of articles from earlier runs; of ``project`` and ``editions`` alone.

    ``now`` is the time it is. What cannot be read, or kept, is as good as not there.
    """

    def __init__(
        self, project: Project, editions: Path, stamps: FileStamps, now: datetime.datetime
    ) -> None:
        self._stamps, self._now = stamps, now
        self._ground = f"{stamps.ground} {now.tzinfo}"
        places = (project.articles, project.locales, project.journal, editions)
        named = hashlib.sha256("\0".join(str(path.absolute()) for path in places).encode())
        self._path = Path(f"status-{named.hexdigest()[:16]}.msgpack")
        self._articles: dict[str, Kept] = {}
        self._changed = False
        with contextlib.suppress(OSError, RuntimeError, msgspec.MsgspecError, UnicodeDecodeError):
            self._path = cache_folder() / self._path
            kept = msgspec.msgpack.decode(self._path.read_bytes(), type=_File)
            if kept.ground == self._ground and kept.at <= now:
                self._articles = kept.articles

    def get(self, slug: str) -> ArticleStatus | None:
        """Return where ``slug`` stands; None where that has to be read from its files."""
        kept = self._articles.get(slug)
        if kept is None or (kept.until is not None and kept.until <= self._now):
            return None
        return kept.status if kept.stamp == self._stamps.of(slug, kept.status.formerly) else None

    def put(self, status: ArticleStatus, until: datetime.datetime | None) -> None:
        """Keep what was read of an article, which is true until a file changes, or ``until``."""
        stamp = self._stamps.of(status.slug, status.formerly)
        if stamp is not None and (until is None or until > self._now):
            self._articles[status.slug] = Kept(stamp, status, until)
            self._changed = True

    def save(self) -> None:
        """Write what is kept of articles that are still there, if anything is new."""
        if not self._changed:
            return
        there = {ui_strings.DOMAIN, *self._stamps.slugs}
        kept = {slug: one for slug, one in self._articles.items() if slug in there}
        content = msgspec.msgpack.encode(_File(self._ground, self._now, kept))
        with contextlib.suppress(OSError, RuntimeError):
            folder = cache_folder()
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            if not self._path.exists():
                self._path.touch(mode=0o600)  # it tells of what is under embargo
            write_bytes(self._path, content, durable=False)
            self._changed = False
