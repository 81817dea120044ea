"""Which lines of a journal know of which, in an order that answers at once."""

from __future__ import annotations

from collections.abc import Sequence

from .graph import Journal

_NONE = frozenset[int]()


class Order:
    """The lines of a journal in order, and which knows of which.

    Most journals are a chain: a line's ancestors are all lines before it, which one number says.
    """

    def __init__(self, journal: Journal) -> None:
        self.lines = list(journal)
        self.place = {line.digest: at for at, line in enumerate(self.lines)}
        # Of each line: it knows all lines before this number, and these others.
        self._known: list[tuple[int, frozenset[int]]] = []
        for line in self.lines:
            parents = [self.place[p] for p in line.parents if p in self.place]
            self._known.append(self._union(parents))

    def _union(self, parents: Sequence[int]) -> tuple[int, frozenset[int]]:
        if len(parents) == 1 and self._known[parents[0]] == (parents[0], _NONE):
            return parents[0] + 1, _NONE  # a link of a chain
        until = max((self._known[at][0] for at in parents), default=0)
        more = {at for at in parents if at >= until}
        more.update(other for at in parents for other in self._known[at][1] if other >= until)
        while until in more:
            more.discard(until)
            until += 1
        return until, frozenset(more)

    def knows(self, line: int, other: int) -> bool:
        """Tell whether the line at place ``line`` knows of the one at ``other``."""
        until, more = self._known[line]
        return other < until or other in more
