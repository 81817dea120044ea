"""What the publisher knows of each article, as its index says, and how that is written down."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import msgspec

from ..review.keys import PrivateKey
from . import file_scan, index
from .index import Line
from .withdrawal import NOTHING_KNOWN


class PublisherIndex:
    """The index of the folder ``editions``, whose lines ``key()``, the publisher's, signs.

    ``lines`` are those of all articles, by slug; ``unlisted`` the articles of which the index has
    none: nothing of them is up, and they wait for their time, or were not looked into yet. The
    caller holds the folder's lock.
    """

    def __init__(self, editions: Path, key: Callable[[], PrivateKey]) -> None:
        self._editions, self._key = editions, key
        self._reader = index.Reader(editions)
        self.lines: dict[str, Line] = {}
        self.unlisted: set[str] = set()

    def read(self) -> Iterator[str]:
        """Read what was added to it; yield the articles of which it knows other withdrawals."""
        for line in self._reader.news():
            before = self.lines.get(line.slug)
            self.lines[line.slug] = line
            if line.known != (before.known if before else NOTHING_KNOWN):
                yield line.slug

    def note(self, lines: list[Line]) -> None:
        """Tell windows, and the next publisher, of articles that were brought up to date."""
        listed = [line for line in lines if line.slug not in self.unlisted]
        self.lines |= {line.slug: line for line in lines if line.slug in self.unlisted}
        if not self._reader.sound:
            self.write(*listed)
        elif listed:
            self._reader.append(listed, self._key())
        for line in self._reader.news():
            self.lines[line.slug] = line

    def write(self, *more: Line) -> None:
        """Replace the index by one that has one line of each article, of ``more`` those."""
        lines = self.lines | {line.slug: line for line in more}
        listed = (line for slug, line in lines.items() if slug not in self.unlisted)
        self._reader.write(listed, self._key())

    def shorten(self) -> None:
        """Write it again where most of its lines no longer count."""
        if self._reader.lines > 2 * len(self.lines) + 1000:
            self.write()
            self._reader.news()

    def hide(self, slug: str) -> None:
        """Have no line of an article from now on, as no window may hear of it."""
        if slug not in self.unlisted:
            self.unlisted.add(slug)
            if slug in self.lines:  # from before its editor set a time
                self.write()

    def complete(self, line: Line, inputs: str) -> Line:
        """Return a line for what was published of an article, made of ``inputs``, a digest.

        It has what is withdrawn, and the files that were left alone, as those of an article that
        cannot be used now.
        """
        before = self.lines.get(line.slug)
        if before is None:
            return msgspec.structs.replace(line, seen=inputs)
        there = file_scan.stamps(self._editions / line.slug, (".json",))
        left = {n: e for n, e in before.files.items() if there.get(f"{n}.json") == e.stamp}
        # Of an article that cannot be read nothing is known but what was: it is as it was, or not.
        same = bool(left) and not line.files and left == before.files
        people = before.people if same else line.people
        line = line.with_files(left | line.files, before)
        return msgspec.structs.replace(line, seen=inputs, known=before.known, people=people)
