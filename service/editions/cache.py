"""LRU caches bounded by the size of what they hold; that of edition files that were read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Container, Hashable, Iterable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from .lazy_editions import Value

# An article, and the name of one of its files.
Place = tuple[str, str]


class Sized(Protocol):
    """What knows its own ``size`` in bytes."""

    @property
    def size(self) -> int: ...  # noqa: D102


K = TypeVar("K", bound=Hashable)
V = TypeVar("V", bound=Sized)


class LruCache(Generic[K, V]):
    """Holds values of ``most`` bytes together, or one; evicts the least recently used.

    ``size`` is how many bytes they are now. Keys in ``spared`` are evicted only where there is
    nothing else. Not thread-safe.
    """

    def __init__(self, most: int, spared: Container[K] = ()) -> None:
        self._most = most
        self._spared = spared
        self._held: OrderedDict[K, V] = OrderedDict()
        self.size = 0

    def __contains__(self, key: K) -> bool:
        return key in self._held

    def get(self, key: K) -> V | None:
        """Return what is held under ``key``; it counts as used."""
        value = self._held.get(key)
        if value is not None:
            self._held.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Hold ``value``, and evict others to make room."""
        self.drop(key)
        self._held[key] = value
        self.size += value.size
        while self.size > self._most and len(self._held) > 1:
            free = (key for key in self._held if key not in self._spared)
            self.drop(next(free, next(iter(self._held))))

    def drop(self, key: K) -> None:
        """Hold nothing under ``key`` any more."""
        if (value := self._held.pop(key, None)) is not None:
            self.size -= value.size

    def items(self) -> Iterable[tuple[K, V]]:
        """Return all keys and values, the least recently used first."""
        return list(self._held.items())


@dataclass(frozen=True, slots=True)
class Held:
    """What one file said: ``stamp`` and ``size`` (bytes) are the file's when it was read."""

    stamp: int | None
    size: int
    value: Value


class EditionCache(LruCache[Place, Held]):
    """What was read of files of ``most`` bytes together. Safe to share between threads.

    The files at ``spared`` cannot be read any more: what is held of them stays as long as there is
    anything else.
    """

    def __init__(self, most: int, spared: Container[Place]) -> None:
        super().__init__(most, spared)
        self._lock = threading.Lock()

    @property
    def roomy(self) -> bool:
        """Whether a quarter of the room is left."""
        return self.size < self._most * 3 // 4

    def get(self, key: Place) -> Held | None:
        """Return what is held of the file at ``key``; it counts as used."""
        with self._lock:
            return super().get(key)

    def put(self, key: Place, value: Held) -> None:
        """Hold what was read of the file at ``key``, and evict others to make room."""
        with self._lock:
            super().put(key, value)
