"""What is known of every edition without opening it: ``editions/_index.jsonl``.

Derived, and can be deleted at any time. It holds no words: whatever it says, an edition is read and
verified before a reader sees it. The publisher writes it, one line for each article whose files it
brought up to date, the last line counting; windows learn from its end what changed.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path

import msgspec

from ..files import write_bytes
from ..review.backlog import Backlog
from . import publisher_key
from .model import Edition, Original, Withdrawn
from .withdrawal import NOTHING_KNOWN, Known

FILE = "_index.jsonl"
FORMAT = "summaries-index/1"
ORIGINAL_STATE = "text"


class Entry(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """One edition file: its stamp (:mod:`.file_scan`), size in bytes, and what lists ask.

    ``state`` is the edition's, ``withdrawn``, or ``text`` for an article's own text.
    """

    stamp: int
    size: int
    state: str
    language: str
    published: datetime | None = None
    updated: datetime | None = None


class Line(msgspec.Struct, frozen=True):
    """One article: its files by name without ``.json``.

    ``people`` tells whether people checked every edition; ``seen`` what the files were made of,
    ``problems`` what could not be used, ``waiting`` what nobody signed yet, by locale, ``known``
    what is withdrawn: all for the publisher.
    """

    slug: str
    files: dict[str, Entry]
    seen: str = ""
    problems: list[dict[str, str | int | None]] = []
    waiting: dict[str, Backlog] = {}
    people: bool = False
    known: Known = NOTHING_KNOWN


def entry(value: Edition | Withdrawn | Original, stamp: int, size: int) -> Entry:
    """Return the entry of the file that holds ``value``."""
    if isinstance(value, Edition):
        language = value.content.language
        return Entry(stamp, size, value.state, language, value.published, value.updated)
    state = "withdrawn" if isinstance(value, Withdrawn) else ORIGINAL_STATE
    return Entry(stamp, size, state, value.language)


def _head(folder: Path) -> bytes:
    """Return the first line of an index: it names the publisher's key, since under another the
    files that it vouches for are worth nothing."""
    data = {"format": FORMAT, "key": next(iter(publisher_key.public(folder)), "")}
    return msgspec.json.encode(data) + b"\n"


class Reader:
    """Reads the index of ``folder``, and then what is added to it."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / FILE
        self._folder = folder
        self._inode = -1
        self._position = 0
        self._stamp = (-1, -1)
        self._decode = msgspec.json.Decoder(Line).decode
        self.lines = 0
        self.sound = False

    # ``sound`` tells the publisher whether lines can be added, or all has to be written anew.
    def news(self) -> list[Line]:
        """Return the lines that were not there at the last call; of a new file, all of them.

        A file that cannot be used, or is not there, has none.
        """
        try:
            with self._path.open("rb") as file:  # its end may be a line that is being written
                status = os.fstat(file.fileno())
                if (status.st_ino, status.st_size) == self._stamp:
                    return []
                self._stamp = (status.st_ino, status.st_size)
                if status.st_ino != self._inode or status.st_size < self._position:
                    self._inode, self._position, self.lines = status.st_ino, 0, 0
                    head = _head(self._folder)
                    self.sound = file.read(len(head)) == head
                    if not self.sound:
                        return []
                    self._position = len(head)
                file.seek(self._position)
                content = file.read()
        except OSError:
            self.sound, self._inode, self._stamp = False, -1, (-1, -1)
            return []
        whole = content[: content.rfind(b"\n") + 1]
        self._position += len(whole)
        try:
            found = [self._decode(line) for line in whole.splitlines()]
        except (msgspec.MsgspecError, UnicodeDecodeError):
            self.sound = False
            return []
        self.sound = self.sound and len(whole) == len(content)
        self.lines += len(found)
        return found


def append(folder: Path, lines: Iterable[Line]) -> None:
    """Add ``lines`` to the index of ``folder``. Raises OSError."""
    with (folder / FILE).open("ab") as file:
        file.write(b"".join(msgspec.json.encode(line) + b"\n" for line in lines))


def write(folder: Path, lines: Iterable[Line]) -> None:
    """Replace the index of ``folder`` by one with ``lines``. Raises OSError."""
    content = [_head(folder), *(msgspec.json.encode(line) + b"\n" for line in lines)]
    write_bytes(folder / FILE, b"".join(content), durable=False)
