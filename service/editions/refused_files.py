"""Which files of an editions folder a window refuses, and why."""

from __future__ import annotations

from collections.abc import Container, Iterable

from .cache import Place


class RefusedFiles(Container[Place]):
    """The files that cannot be served as they are, each with its stamp when it was refused.

    ``changed`` says that a reason came or went since somebody set it to False.
    """

    def __init__(self) -> None:
        self._stamps: dict[Place, int | None] = {}
        self._reasons: dict[Place, str] = {}
        self._older: set[Place] = set()
        self._names: dict[str, set[str]] = {}
        self.changed = False

    def __contains__(self, place: object) -> bool:
        """Tell whether the file at ``place`` is refused."""
        return place in self._stamps

    def add(self, place: Place, stamp: int | None, reason: str, *, older: bool = False) -> bool:
        """Refuse the file at ``place`` as it is at ``stamp``; tell whether ``reason`` is new.

        ``reason`` is a sentence for operators. ``older``: it is a file that the
        publisher has replaced since.
        """
        slug, name = place
        self._stamps[place] = stamp
        self._names.setdefault(slug, set()).add(name)
        if older:
            self._older.add(place)
        is_new = self._reasons.get(place) != reason
        self._reasons[place] = reason
        self.changed = self.changed or is_new
        return is_new

    def remove(self, place: Place) -> bool:
        """Refuse the file at ``place`` no longer; tell whether it was refused."""
        slug, name = place
        if place not in self._stamps:
            return False
        del self._stamps[place], self._reasons[place]
        self._older.discard(place)
        self._names[slug].discard(name)
        if not self._names[slug]:
            del self._names[slug]
        self.changed = True
        return True

    def is_unchanged(self, place: Place, stamp: int | None) -> bool:
        """Tell whether the file at ``place`` was refused as it is at ``stamp``."""
        return place in self._stamps and self._stamps[place] == stamp

    def is_older(self, place: Place) -> bool:
        """Tell whether the file at ``place`` is refused because a newer one was there."""
        return place in self._older

    def articles(self) -> frozenset[str]:
        """Return the articles of which a file is refused."""
        return frozenset(self._names)

    def names(self, slug: str) -> tuple[str, ...]:
        """Return the names of the files of the article ``slug`` that are refused."""
        return tuple(self._names.get(slug, ()))

    def reasons(self) -> Iterable[str]:
        """Return a sentence for each file, in the order in which they were refused first."""
        return self._reasons.values()
