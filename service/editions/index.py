"""What is known of every edition without opening it: ``editions/_index.jsonl``.

Derived, and can be deleted at any time. It holds no words: whatever it says, an edition is read and
verified before a reader sees it. The publisher writes it, one line for each article whose files it
brought up to date, the last line counting; windows learn from its end what changed. What was
written at once ends in a line that signs all before it, with a counter: an older index is known
as such.
"""

from __future__ import annotations

import hashlib
import os
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path

import msgspec
from msgspec.structs import force_setattr

from ..files import UnusableFileError, open_regular, write_bytes
from ..review import keys
from ..review.backlog import Backlog
from ..review.keys import PrivateKey
from . import publisher_key
from .model import Edition, Original, Withdrawn
from .withdrawal import NOTHING_KNOWN, Known

FILE = "_index.jsonl"
FORMAT = "summaries-index/2"
ORIGINAL_STATE = "text"
# Bytes: a line has some three hundred for each language; this is hundreds of thousands of articles.
MAX_FILE = 1024**3


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One edition file: its stamp (:mod:`.file_scan`), size in bytes, and what lists ask.

    ``state`` is the edition's, ``withdrawn``, or ``text`` for an article's own text. ``serial`` is
    the edition's: a file with a smaller one is an older one that somebody put back. ``corrected``
    are the days of its corrections, oldest first.
    """

    stamp: int
    size: int
    state: str
    language: str
    published: datetime | None = None
    updated: datetime | None = None
    serial: int = 0
    corrected: tuple[date, ...] = ()


class Line(msgspec.Struct, frozen=True):
    """One article: its files by name without ``.json``.

    ``people`` tells whether people checked every edition; ``seen`` what the files were made of,
    ``problems`` what could not be used, ``waiting`` what nobody signed yet, by locale, ``known``
    what is withdrawn: all for the publisher. ``formerly`` are its earlier slugs, the last one
    first. ``least`` are the serials of files that were up and are not among its files: what is
    put there with a smaller one is an older copy. ``heads`` are the lines of its journal that no
    other named, and ``absent`` those that were named and not there, when it was last published:
    each line names what it knows of, so that they tell whether one is gone, or was moved.
    """

    slug: str
    files: dict[str, Entry]
    seen: str = ""
    problems: list[dict[str, str | int | None]] = []
    waiting: dict[str, Backlog] = {}
    people: bool = False
    known: Known = NOTHING_KNOWN
    formerly: list[str] = []
    least: dict[str, int] = {}
    heads: list[str] = []
    absent: list[str] = []

    def serials(self) -> dict[str, int]:
        """Return the serial that a file must have at least, by name."""
        return self.least | {name: entry.serial for name, entry in self.files.items()}

    def with_files(self, files: dict[str, Entry], *before: Line) -> Line:
        """Return this with ``files``; of others that it or lines ``before`` it had, the serials."""
        known: dict[str, int] = {}
        for line in (*before, self):
            for name, serial in line.serials().items():
                known[name] = max(serial, known.get(name, 0))
        least = {name: serial for name, serial in known.items() if serial and name not in files}
        return msgspec.structs.replace(self, files=files, least=least)


def lines_of(folder: Path) -> Callable[[str], Line | None]:
    """Return a function that says what the index of ``folder`` has of an article, by slug.

    The index is read when it is first asked.
    """

    @cache
    def lines() -> dict[str, Line]:
        return {line.slug: line for line in Reader(folder).news()}

    return lambda slug: lines().get(slug)


def entry(value: Edition | Withdrawn | Original, stamp: int, size: int) -> Entry:
    """Return the entry of the file that holds ``value``, of this ``stamp`` and ``size``, bytes."""
    if isinstance(value, Edition):
        language = value.content.language
        times = value.published, value.updated
        days = tuple(sorted({correction.date for correction in value.corrections}))
        return Entry(stamp, size, value.state, language, *times, value.serial, days)
    if isinstance(value, Withdrawn):
        return Entry(stamp, size, "withdrawn", value.language, serial=value.serial)
    return Entry(stamp, size, ORIGINAL_STATE, value.language)


class Root(msgspec.Struct, frozen=True):
    """The line that ends what a publisher wrote at once: it signs everything before it.

    ``root`` is a counter that only grows, ``digest`` is the SHA-256 of the file up to here.
    """

    root: int
    digest: str
    proof: str


_ROOT = b'{"root":'


def _lines(content: memoryview) -> Iterator[memoryview]:
    """Yield the lines of ``content`` that are no roots; a copy of them all would take as much."""
    data, at = content.obj, 0
    assert isinstance(data, bytes)
    while at < len(content):
        end = data.find(b"\n", at, len(content))
        end = len(content) if end < 0 else end
        if not data.startswith(_ROOT, at):
            yield content[at:end]
        at = end + 1


def _head(folder: Path) -> bytes:
    """Return the first line of an index, which names the publisher's key.

    Under another key the files that the index vouches for are worth nothing.
    """
    data = {"format": FORMAT, "key": next(iter(publisher_key.public(folder)), "")}
    return msgspec.json.encode(data) + b"\n"


def _signed(counter: int, digest: str) -> bytes:
    return f"{FORMAT} {counter} {digest}".encode()


class Reader:
    """Reads the index of ``folder``, and then what is added to it.

    ``trusted`` are the publisher's public keys; without it the one beside the editions counts.
    Lines that no root has signed yet are not there. An index whose root is older than one that was
    seen, a copy that somebody put back, is not read.
    """

    def __init__(self, folder: Path, trusted: Sequence[str] | None = None) -> None:
        self._path = folder / FILE
        self._folder = folder
        self._trusted = trusted
        self._inode = -1
        self._position = 0
        self._stamp = (-1, -1)
        self._decode = msgspec.json.Decoder(Line).decode
        self._decode_root = msgspec.json.Decoder(Root).decode
        self._hash = hashlib.sha256()
        self._same: dict[str, str] = {}
        self.lines = 0
        self.counter = 0
        self.whole = False
        self.sound = False
        self.older = False

    # ``sound`` tells the publisher whether lines can be added, or all has to be written again;
    # ``whole`` that the last news were all there is, and no article has a line but these.
    def news(self) -> list[Line]:
        """Return the lines that were not there at the last call; of a new file, all of them.

        A file that cannot be used, or is not there, has none.
        """
        self.whole = False
        try:
            # Its end may be a line that is being written.
            with os.fdopen(open_regular(self._path, most=MAX_FILE), "rb") as file:
                status = os.fstat(file.fileno())
                if (status.st_ino, status.st_size) == self._stamp:
                    return []
                self._stamp = (status.st_ino, status.st_size)
                new = status.st_ino != self._inode or status.st_size < self._position
                if new:
                    self._inode, self._position, self.lines = status.st_ino, 0, 0
                    head = _head(self._folder)
                    self.sound = file.read(len(head)) == head
                    if not self.sound:
                        return []
                    self._position = len(head)
                    self._hash = hashlib.sha256(head)
                file.seek(self._position)
                content = file.read()
        except (OSError, UnusableFileError):
            self.sound, self._inode, self._stamp = False, -1, (-1, -1)
            return []
        return self._accepted(content, new)

    def _accepted(self, content: bytes, new: bool) -> list[Line]:
        """Return the lines of ``content`` up to its last root, if that is the publisher's."""
        start = content.rfind(b"\n" + _ROOT) + 1
        if not start and not content.startswith(_ROOT):
            self.sound = self.sound and not content and not new
            return []
        end = content.find(b"\n", start) + 1
        before, whole = self._hash.copy(), memoryview(content)
        before.update(whole[:start])
        try:
            root = self._decode_root(whole[start:end])
            signed = _signed(root.root, before.hexdigest()) if end else b""
            good = root.digest == before.hexdigest() and self._trusts(signed, root.proof)
            accepted = [self._shared(self._decode(line)) for line in _lines(whole[:start])]
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            good = False
        self.older = good and root.root < self.counter
        if not good or self.older:
            self.sound, self._inode = False, -1
            return []
        before.update(whole[start:end])
        self._hash, self.counter = before, root.root
        self._position += end
        self.sound = self.sound and end == len(content)
        self.lines += len(accepted)
        self.whole = new
        return accepted

    def _shared(self, line: Line) -> Line:
        """Return ``line`` with one object for what is the same in many: of 400,000 a third less."""
        share = self._same.setdefault
        moments: dict[tuple[datetime, tzinfo | None], datetime] = {}
        for entry in line.files.values():
            force_setattr(entry, "state", share(entry.state, entry.state))
            force_setattr(entry, "language", share(entry.language, entry.language))
            for name, moment in (("published", entry.published), ("updated", entry.updated)):
                if moment is not None:
                    # The same moment in two zones is equal, and not the same to a reader.
                    key = moment, moment.tzinfo
                    force_setattr(entry, name, moments.setdefault(key, moment))
        return line

    @property
    def read(self) -> tuple[int, int]:
        """The inode of the file that was read, and how many of its bytes."""
        return self._inode, self._position

    def _trusts(self, signed: bytes, proof: str) -> bool:
        trusted = self._trusted or publisher_key.public(self._folder)
        return keys.verify(signed, proof, trusted) is not None

    def append(self, lines: Iterable[Line], key: PrivateKey) -> None:
        """Add ``lines``, and a root that ``key`` signs.

        The index is sound and was read to its end. Raises OSError.
        """
        content = b"".join(msgspec.json.encode(line) + b"\n" for line in lines)
        so_far = self._hash.copy()
        so_far.update(content)
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | os.O_NOFOLLOW
        with os.fdopen(os.open(self._path, flags, 0o644), "ab") as file:
            file.write(content + self._root(so_far.hexdigest(), key))

    def write(self, lines: Iterable[Line], key: PrivateKey) -> None:
        """Replace the index by one with ``lines``. Raises OSError."""
        parts = [_head(self._folder), *(msgspec.json.encode(line) + b"\n" for line in lines)]
        content = b"".join(parts)
        root = self._root(hashlib.sha256(content).hexdigest(), key)
        write_bytes(self._path, content + root, durable=False)

    def _root(self, digest: str, key: PrivateKey) -> bytes:
        # From the clock, so that it grows also where an earlier index is gone.
        counter = max(self.counter + 1, time.time_ns() // 1_000_000)
        root = Root(counter, digest, key.sign(_signed(counter, digest)))
        return msgspec.json.encode(root) + b"\n"
