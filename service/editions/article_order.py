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
Keys = Callable[[str, str, Entries], list[Place]]


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

    def _sorted(self, kept: dict[str, list[Place]], keys: Keys, locale: str) -> list[Place]:
        places_kept = kept.get(locale)
        if places_kept is None:
            places = (keys(slug, locale, self.entries) for slug in self.entries)
            kept[locale] = places_kept = sorted(place for several in places for place in several)
        return places_kept

    def around(self, slug: str) -> Iterator[str]:
        """Yield the articles before and after ``slug`` in every language asked for so far."""
        for locale, keys in list(self._order.items()):
            for key in _published(slug, locale, self.entries):
                position = bisect_left(keys, key)
                yield from (k[1] for k in keys[max(0, position - 1) : position + 2])


def _published(slug: str, locale: str, entries: Entries) -> list[Place]:
    if locale == ANY:
        dates = [e.published for e in entries.get(slug, {}).values() if e.published]
        return [(min(dates, default=NEVER), slug)] if slug in entries else []
    entry = entries.get(slug, {}).get(locale)
    return [(entry.published, slug)] if entry is not None and entry.published else []


def _corrected(slug: str, locale: str, entries: Entries) -> list[Place]:
    entry = entries.get(slug, {}).get(locale)
    return [] if entry is None else [(day, slug) for day in entry.corrected]


def _moved(
    places: list[Place],
    keys: Keys,
    locale: str,
    before: Entries,
    after: Entries,
    changed: frozenset[str],
) -> list[Place]:
    """Return ``places``, in order, with ``changed`` articles at their new ones."""
    moves = [(keys(slug, locale, before), keys(slug, locale, after)) for slug in changed]
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
