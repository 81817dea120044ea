"""LRU cache of edition files that were read, bounded by their total size."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Container
from dataclasses import dataclass

from .lazy_editions import Value

# An article, and the name of one of its files.
Place = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Held:
    """What one file said: ``stamp`` and ``size`` (bytes) are the file's when it was read."""

    stamp: int | None
    size: int
    value: Value


class EditionCache:
    """Holds what was read of files of ``most`` bytes together. Safe to share between threads.

    ``size`` is how many bytes they are now. ``kept`` are the places whose files cannot be read any
    more: what is held of them stays as long as there is anything else.
    """

    def __init__(self, most: int, kept: Container[Place]) -> None:
        self._most = most
        self._kept = kept
        self._held: OrderedDict[Place, Held] = OrderedDict()
        self.size = 0
        self._lock = threading.Lock()

    def __contains__(self, place: Place) -> bool:
        return place in self._held

    @property
    def roomy(self) -> bool:
        """Whether a quarter of the room is left."""
        return self.size < self._most * 3 // 4

    def get(self, place: Place) -> Held | None:
        """Return what is held of ``place``; it counts as asked for."""
        with self._lock:
            held = self._held.get(place)
            if held is not None:
                self._held.move_to_end(place)
            return held

    def put(self, place: Place, held: Held) -> None:
        """Hold what was read of ``place``, and let others go for it."""
        with self._lock:
            old = self._held.pop(place, None)
            self._held[place] = held
            self.size += held.size - (old.size if old else 0)
            while self.size > self._most and len(self._held) > 1:
                free = (place for place in self._held if place not in self._kept)
                away = next(free, next(iter(self._held)))
                self.size -= self._held.pop(away).size
