"""What can be served at one moment: a view of many editions, most of them not read yet."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import lru_cache
from typing import Any, Generic, TypeVar, overload

from ..content import ui_strings
from ..review.backlog import Backlog
from . import store
from .index import Entry
from .model import Edition, Original, Withdrawn
from .ui_translations import UITranslations

Value = Edition | Withdrawn | Original
E = TypeVar("E")
V = TypeVar("V")
# When something was published, or the day on which it was corrected, and which article it is.
Place = tuple[date, str]
# In place of a locale: any of them. And when what nobody can read now was first up.
ANY, NEVER = "", datetime.min.replace(tzinfo=UTC)
Entries = Mapping[str, Mapping[str, Entry]]
Keys = Callable[[str, str, Entries], list[Place]]
# How far a page looks for a neighbour that can be read.
REACH = 3


class UnavailableError(Exception):
    """An edition is there, but cannot be read or verified now: neither served, nor denied."""


class _Shelved(Mapping[str, V], Generic[E, V]):
    """Values by name, each read when it is taken; ``entries`` are what is known of them before."""

    entries: Mapping[str, E]

    def __contains__(self, name: object) -> bool:
        return name in self.entries

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class LazyEditions(_Shelved[Entry, Edition | Withdrawn]):
    """One article's editions by locale. Each is read and verified when it is taken.

    Taking one raises :class:`UnavailableError` when that fails.
    """

    def __init__(self, entries: Mapping[str, Entry], take: Callable[[str], Value]) -> None:
        self.entries = entries
        self._take = take

    def __getitem__(self, locale: str) -> Edition | Withdrawn:
        self.entries[locale]  # KeyError for what is not there
        value = self._take(locale)
        assert not isinstance(value, Original)
        return value


class Articles(_Shelved[Mapping[str, Entry], Mapping[str, Edition | Withdrawn]]):
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
        found = kept.get(locale)
        if found is None:
            places = (keys(slug, locale, self.entries) for slug in self.entries)
            kept[locale] = found = sorted(place for several in places for place in several)
        return found

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


class Originals(_Shelved[Entry, Original]):
    """The texts of the articles that readers may see, each read when it is taken.

    One that cannot be read now is in it, but not to be had: no edition is kept back for its sake.
    """

    def __init__(self, entries: Mapping[str, Entry], take: Callable[[str, str], Value]) -> None:
        self.entries = entries
        self._take = take

    def __getitem__(self, slug: str) -> Original:
        self.entries[slug]  # KeyError for what is not there
        try:
            value = self._take(slug, store.ORIGINAL)
        except UnavailableError as error:
            raise KeyError(slug) from error
        assert isinstance(value, Original)
        return value


class Editions(Mapping[str, Edition]):
    """The editions among one article's values: those that are not withdrawn."""

    def __init__(self, found: Mapping[str, Edition | Withdrawn]) -> None:
        self._found = found
        self._locales = [
            locale for locale, entry in _listed(found).items()
            if not isinstance(entry, Withdrawn) and entry.state != "withdrawn"
        ]  # fmt: skip

    def __getitem__(self, locale: str) -> Edition:
        if locale not in self._locales:
            raise KeyError(locale)
        value = self._found[locale]
        if not isinstance(value, Edition):
            raise KeyError(locale)
        return value

    def __contains__(self, locale: object) -> bool:
        return locale in self._locales

    def __iter__(self) -> Iterator[str]:
        return iter(self._locales)

    def __len__(self) -> int:
        return len(self._locales)


def _listed(
    found: Mapping[str, Edition | Withdrawn],
) -> Mapping[str, Entry | Edition | Withdrawn]:
    return found.entries if isinstance(found, LazyEditions) else found


class Listing(Sequence[Edition]):
    """The editions of one language, newest first. What a slice holds is read when it is taken.

    One that cannot be read is left out of its slice: it must not take the others down.
    """

    def __init__(self, slugs: Sequence[str], take: Callable[[str], Edition | None]) -> None:
        self._slugs = slugs
        self._take = take

    def __len__(self) -> int:
        return len(self._slugs)

    @overload
    def __getitem__(self, position: int) -> Edition: ...
    @overload
    def __getitem__(self, position: slice) -> list[Edition]: ...
    def __getitem__(self, position: int | slice) -> Edition | list[Edition]:
        if isinstance(position, slice):
            return [e for e in map(self._take, self._slugs[position]) if e is not None]
        found = self._take(self._slugs[position])
        if found is None:
            raise UnavailableError(self._slugs[position])
        return found


@lru_cache(maxsize=8)
def _ordered(locales: frozenset[str]) -> tuple[str, ...]:
    return tuple(sorted(locales, key=lambda locale: (locale != ui_strings.LANGUAGE, locale)))


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Everything that can be served at one moment.

    ``articles`` maps slugs to locales to editions; only languages whose interface is published are
    in it. ``originals`` has the texts of the articles that readers may see. For operators,
    ``problems`` names what is degraded, and ``waiting``, by locale, what nobody signed yet.
    ``people_only`` tells that only people may sign articles here, and that they checked each.
    ``signers`` is the list of those who may sign. ``formerly`` has the earlier slugs of articles
    that were renamed, the last one first. ``generation`` counts the views of one library.
    """

    interfaces: Mapping[str, UITranslations] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, Edition | Withdrawn]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    waiting: Mapping[str, Backlog] = field(default_factory=dict)
    generation: int = 0
    people_only: bool = False
    signers: Mapping[str, Any] = field(default_factory=lambda: store.NO_SIGNERS)
    formerly: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The locales that pages exist in, the interface's own language first."""
        return list(_ordered(frozenset(self.interfaces)))

    def moved(self, slug: str) -> str:
        """Return the slug that an article has now that was called ``slug``.

        Nothing where no article was, or another one has that name.
        """
        return "" if slug in self.articles else self.renamed().get(slug, "")

    def renamed(self) -> dict[str, str]:
        """Return the slugs that articles had earlier, each with the one that its article has now.

        A name that another article has by now is not among them.
        """
        found: dict[str, str] = {}
        for new, earlier in self.formerly.items():
            for old in earlier:
                if new in self.articles and old not in self.articles:
                    found.setdefault(old, new)
        return found

    def first_slug(self, slug: str) -> str:
        """Return the slug under which an article first went up."""
        return (slug, *self.formerly.get(slug, ()))[-1]

    def editions(self, slug: str) -> Mapping[str, Edition]:
        """Return the editions of an article by locale, without withdrawn ones."""
        return Editions(self.articles.get(slug, {}))

    def listed(self, slug: str) -> Mapping[str, Entry | Edition | Withdrawn]:
        """Return what is known of an article's editions, withdrawn ones too, without reading them.

        Editions, and the entries that stand for them, have ``state``, ``published``, ``updated``.
        """
        return _listed(self.articles.get(slug, {}))

    def states(self) -> Counter[tuple[str, str]]:
        """Count editions by state and locale."""
        return Counter(
            ("withdrawn" if isinstance(value, Withdrawn) else value.state, locale)
            for slug in self.articles
            for locale, value in self.listed(slug).items()
        )

    def source_language(self, slug: str) -> str:
        """Return the locale of the language that a known article is written in."""
        value = next(iter(self.listed(slug).values()))
        return value.content.language if isinstance(value, Edition) else value.language

    def in_language(self, locale: str) -> Sequence[Edition]:
        """Return all editions in ``locale``, newest first."""

        def take(slug: str) -> Edition | None:
            try:
                return self.editions(slug).get(locale)
            except UnavailableError:
                return None

        return Listing(self.slugs(locale), take)

    def slugs(self, locale: str) -> list[str]:
        """Return the articles with an edition in ``locale``, newest first."""
        return [slug for _published, slug in reversed(self._order(locale))]

    def first_published(self) -> list[str]:
        """Return all articles, in the order in which each was first up in any language.

        A new one is the last, so that pages of this list stay as they are when it comes.
        """
        if isinstance(self.articles, Articles):
            return self.articles.first_published()
        found = ((slug, self.editions(slug).values()) for slug in self.articles)
        keys = [(min((e.published for e in values), default=NEVER), slug) for slug, values in found]
        return [slug for _published, slug in sorted(keys)]

    def around(self, slug: str, locale: str) -> list[str]:
        """Return the articles that are neighbours of ``slug``'s edition in ``locale``.

        Only those whose editions can be read.
        """
        older, newer = self._beside(slug, locale)
        return [*older[:1], *newer[:1]]

    def neighbours(self, slug: str, locale: str) -> tuple[Edition | None, Edition | None]:
        """Return the editions published before and after the one of ``slug`` in ``locale``."""
        older, newer = self._beside(slug, locale)
        return self._first(locale, older), self._first(locale, newer)

    def _beside(self, slug: str, locale: str) -> tuple[list[str], list[str]]:
        """Return the articles before and after ``slug``, nearest first, as far as REACH."""
        order = self._order(locale)
        entry = self.listed(slug)[locale]
        assert not isinstance(entry, Withdrawn)
        if entry.published is None:
            return [], []
        at = bisect_left(order, (entry.published, slug))
        older, newer = order[max(0, at - REACH) : at], order[at + 1 : at + 1 + REACH]
        return [key[1] for key in reversed(older)], [key[1] for key in newer]

    def _first(self, locale: str, slugs: list[str]) -> Edition | None:
        for slug in slugs:
            try:
                if found := self.editions(slug).get(locale):
                    return found
            except UnavailableError:
                continue
        return None

    def corrected(self, locale: str) -> list[Place]:
        """Return the days of corrections in ``locale``, and of which article, newest first."""
        if isinstance(self.articles, Articles):
            return list(reversed(self.articles.corrections(locale)))
        found = ((slug, self.editions(slug).get(locale)) for slug in self.articles)
        days = ({(c.date, slug) for c in e.corrections} for slug, e in found if e)
        return sorted((place for several in days for place in several), reverse=True)

    def _order(self, locale: str) -> list[Place]:
        if isinstance(self.articles, Articles):
            return self.articles.order(locale)
        found = ((slug, self.editions(slug).get(locale)) for slug in self.articles)
        return sorted((e.published, slug) for slug, e in found if e)
