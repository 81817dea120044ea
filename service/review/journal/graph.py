"""The lines of one article as a graph: which line knows of which."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator

from .line import Line


class Journal:
    """The lines of one article as a graph; a line that stands twice is there once."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._lines = {line.digest: line for line in lines}

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, digest: object) -> bool:
        return digest in self._lines

    def __getitem__(self, digest: str) -> Line:
        return self._lines[digest]

    def __iter__(self) -> Iterator[Line]:
        """Yield parents before children.

        Of lines that may go either way the earlier one comes first, then the one whose
        digest is smaller.
        """
        left = {d: sum(p in self._lines for p in line.parents) for d, line in self._lines.items()}
        children: dict[str, list[str]] = {}
        for digest, line in self._lines.items():
            for parent in line.parents:
                children.setdefault(parent, []).append(digest)
        free = [(self._lines[d].at, d) for d, count in left.items() if not count]
        heapq.heapify(free)
        while free:
            _at, digest = heapq.heappop(free)
            yield self._lines[digest]
            for child in children.get(digest, ()):
                left[child] -= 1
                if not left[child]:
                    heapq.heappush(free, (self._lines[child].at, child))

    @property
    def heads(self) -> list[str]:
        """The digests that no line names as its parent, sorted."""
        named = {parent for line in self._lines.values() for parent in line.parents}
        return sorted(self._lines.keys() - named)

    @property
    def missing(self) -> list[str]:
        """The digests of parents that are not here, sorted: lines that are gone."""
        named = {parent for line in self._lines.values() for parent in line.parents}
        return sorted(named - self._lines.keys())

    def ancestors(self, digest: str) -> frozenset[str]:
        """Return the digests of all lines that the line ``digest`` knows of.

        As far as they are here.
        """
        known: set[str] = set()
        wanted = [digest]
        while wanted:
            line = self._lines.get(wanted.pop())
            new = [p for p in line.parents if p not in known] if line else []
            known.update(new)
            wanted += new
        return frozenset(known)

    def knows(self, digest: str, other: str) -> bool:
        """Tell whether the line ``digest`` knows of the line ``other``."""
        return other in self.ancestors(digest)
