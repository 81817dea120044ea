"""The articles that can be served, in the order of each language; kept between snapshots."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime

from .index import Entry
from .lazy_editions import LazyEditions, LazyMapping, Value
from .model import Edition, Withdrawn

# When something was published, or the day on which it was corrected, and which article it is.
Place = tuple[date, str]
# In place of a locale: any of them. And when what nobody can read now was first up.
ANY, NEVER = "", datetime.min.replace(tzinfo=UTC)
Entries = Mapping[str, Mapping[str, Entry]]
# What says where the articles of some entries are in the order of a locale.
Places = Callable[[Entries, str], list[Place]]


class Articles(LazyMapping[Mapping[str, Entry], Mapping[str, Edition | Withdrawn]]):
    """All articles that have something to show, by slug, and their order in each language."""

    def __init__(
        self,
        entries: Entries,
        take: Callable[[str, str], Value],
        before: Articles | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        self.entries = entries
        self._take = take
        self._order: dict[str, list[Place]] = {}
        self._corrections: dict[str, list[Place]] = {}
        if before is not None:
            old = before.entries
            for locale, keys in before._order.items():  # noqa: SLF001 - of its own class
                self._order[locale] = _moved(keys, _published, locale, old, entries, changed)
            for locale, keys in before._corrections.items():  # noqa: SLF001
                self._corrections[locale] = _moved(keys, _corrected, locale, old, entries, changed)

    def __getitem__(self, slug: str) -> LazyEditions:
        return LazyEditions(self.entries[slug], lambda locale: self._take(slug, locale))

    def order(self, locale: str) -> list[Place]:
        """Return when and what was published in ``locale``, oldest first."""
        return self._sorted(self._order, _published, locale)

    def first_published(self) -> list[str]:
        """Return all articles, in the order in which each was first up in any language.

        Those that readers cannot read in any language now come first, by name.
        """
        return [slug for _published, slug in self.order(ANY)]

    def corrections(self, locale: str) -> list[Place]:
        """Return on which days what was corrected in ``locale``, oldest first."""
        return self._sorted(self._corrections, _corrected, locale)

    def _sorted(self, kept: dict[str, list[Place]], places: Places, locale: str) -> list[Place]:
        if locale not in kept:
            kept[locale] = sorted(places(self.entries, locale))
        return kept[locale]

    def around(self, slug: str) -> Iterator[str]:
        """Yield the articles before and after ``slug`` in every language asked for so far."""
        for locale, keys in list(self._order.items()):
            for key in _published(_only(slug, self.entries), locale):
                position = bisect_left(keys, key)
                yield from (k[1] for k in keys[max(0, position - 1) : position + 2])


def _only(slug: str, entries: Entries) -> Entries:
    return {slug: entries[slug]} if slug in entries else {}


def _published(entries: Entries, locale: str) -> list[Place]:
    if locale == ANY:
        return [
            (min([e.published for e in files.values() if e.published], default=NEVER), slug)
            for slug, files in entries.items()
        ]
    return [
        (entry.published, slug)
        for slug, files in entries.items()
        if (entry := files.get(locale)) is not None and entry.published
    ]


def _corrected(entries: Entries, locale: str) -> list[Place]:
    return [
        (day, slug)
        for slug, files in entries.items()
        if (entry := files.get(locale)) is not None
        for day in entry.corrected
    ]


def _moved(
    places: list[Place],
    places_of: Places,
    locale: str,
    before: Entries,
    after: Entries,
    changed: frozenset[str],
) -> list[Place]:
    """Return ``places``, in order, with ``changed`` articles at their new ones."""
    moves = [
        (places_of(_only(slug, before), locale), places_of(_only(slug, after), locale))
        for slug in changed
    ]
    moves = [(old, new) for old, new in moves if old != new]
    if not moves:
        return places
    places = places.copy()
    for old, new in moves:
        for place in old:
            del places[bisect_left(places, place)]
        for place in new:
            insort(places, place)
    return places
