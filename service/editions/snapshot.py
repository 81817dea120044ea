"""What can be served at one moment: all editions, the interface, and what operators are to know."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, tzinfo
from functools import lru_cache
from typing import Any

from ..content import ui_strings
from ..review.backlog import Backlog
from . import store
from .article_order import NEVER, Articles, Place
from .index import Entry
from .lazy_editions import Editions, Listing, UnavailableError, listed
from .model import Edition, Original, Withdrawn
from .ui_translations import UITranslations

# How far a page looks for a neighbour that can be read.
REACH = 3


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
        moves: dict[str, str] = {}
        for new, earlier in self.formerly.items():
            for old in earlier:
                if new in self.articles and old not in self.articles:
                    moves.setdefault(old, new)
        return moves

    def first_slug(self, slug: str) -> str:
        """Return the slug under which an article first went up.

        One that no other article has, or goes on from: what feeds name an entry by is its own.
        """
        for old in reversed(self.formerly.get(slug, ())):
            heirs = [s for s, names in self.formerly.items() if old in names and s in self.articles]
            if old not in self.articles and slug == min(heirs, default=slug):
                return old
        return slug

    def editions(self, slug: str) -> Editions:
        """Return the editions of an article by locale, without withdrawn ones."""
        return Editions(self.articles.get(slug, {}))

    def withdrawal(self, slug: str) -> Withdrawn:
        """Return what readers are told of a known article that has no edition.

        Raises :class:`UnavailableError` where one came back since this view was made.
        """
        for value in self.articles[slug].values():
            if isinstance(value, Withdrawn):
                return value
        raise UnavailableError(slug)

    def listed(self, slug: str) -> Mapping[str, Entry | Edition | Withdrawn]:
        """Return what is known of an article's editions, withdrawn ones too, without reading them.

        Editions, and the entries that stand for them, have ``state``, ``published``, ``updated``.
        """
        return listed(self.articles.get(slug, {}))

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

    def months(self, locale: str, zone: tzinfo) -> dict[date, slice]:
        """Return the months in which editions in ``locale`` went up, the newest first.

        Each by its first day in ``zone``, with the part of :meth:`slugs` and :meth:`in_language`
        that is of it.
        """
        order, months = self._order(locale), {}
        end = len(order)
        while end:
            moment = order[end - 1][0]
            assert isinstance(moment, datetime)
            day = moment.astimezone(zone).date().replace(day=1)
            start = bisect_left(order, (datetime(day.year, day.month, 1, tzinfo=zone), ""))
            months[day] = slice(len(order) - end, len(order) - start)
            end = start
        return months

    def first_published(self) -> list[str]:
        """Return all articles, in the order in which each was first up in any language.

        A new one is the last, so that pages of this list stay as they are when it comes.
        """
        if isinstance(self.articles, Articles):
            return self.articles.first_published()
        editions = ((slug, self.editions(slug).values()) for slug in self.articles)
        keys = [
            (min((e.published for e in values), default=NEVER), slug) for slug, values in editions
        ]
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
                if edition := self.editions(slug).get(locale):
                    return edition
            except UnavailableError:
                continue
        return None

    def put_in_order(self) -> None:
        """Put all lists in order now, for a process that will be forked: its children share it."""
        for locale in self.languages:
            self._order(locale)
        self.first_published()

    def corrected(self, locale: str) -> list[Place]:
        """Return the days of corrections in ``locale``, and of which article, newest first."""
        if isinstance(self.articles, Articles):
            return list(reversed(self.articles.corrections(locale)))
        editions = ((slug, self.editions(slug).get(locale)) for slug in self.articles)
        days = ({(c.date, slug) for c in e.corrections} for slug, e in editions if e)
        return sorted((place for several in days for place in several), reverse=True)

    def _order(self, locale: str) -> list[Place]:
        if isinstance(self.articles, Articles):
            return self.articles.order(locale)
        editions = ((slug, self.editions(slug).get(locale)) for slug in self.articles)
        return sorted((e.published, slug) for slug, e in editions if e)
