"""The window's view of ``editions/``: verified, fresh, swapped whole. Never reads a PO file.

What there is, is known of every file; the words of an edition are read and verified when somebody
asks for them, and those longest unused give way.
"""

from __future__ import annotations

import logging
import threading
import time
from bisect import bisect_left, insort
from collections import Counter, OrderedDict, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import overload

from . import index, interface, look, shelf
from .edition import Edition, Original, Withdrawn
from .finding import InputError
from .index import Entry
from .interface import Interface
from .queue import Waiting
from .record import EditionError

log = logging.getLogger(__name__)

Value = Edition | Withdrawn | Original
# The publisher's report: its file, what it could not use, what waits for signatures.
Told = tuple[int | None, tuple[str, ...], Mapping[str, Waiting]]
# Of a look at the folder: the share of the time that it may take, and at the start the seconds for
# reading editions ahead of their first readers.
SHARE = 0.05
HEAD_START = 0.5
# Bytes of edition files whose contents are held in memory; objects take some five times that.
MOST_BYTES = 12 * 1024 * 1024
# How many changes can be asked for one by one.
REMEMBERED = 1000


class UnavailableError(Exception):
    """An edition is there, but cannot be read or verified now: neither served, nor denied."""


class Rack(Mapping[str, Edition | Withdrawn]):
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

    def __iter__(self) -> Iterator[str]:
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)


class Articles(Mapping[str, Mapping[str, Edition | Withdrawn]]):
    """All articles that have something to show, by slug, and their order in each language."""

    def __init__(
        self,
        entries: Mapping[str, Mapping[str, Entry]],
        take: Callable[[str, str], Value],
        before: Articles | None = None,
        changed: frozenset[str] = frozenset(),
    ) -> None:
        self._entries = entries
        self._take = take
        self._order: dict[str, list[tuple[datetime, str]]] = {}
        if before is not None:
            for locale, keys in before._order.items():
                self._order[locale] = _moved(keys, locale, before._entries, entries, changed)

    def __getitem__(self, slug: str) -> Rack:
        return Rack(self._entries[slug], lambda locale: self._take(slug, locale))

    def __contains__(self, slug: object) -> bool:
        return slug in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)

    def order(self, locale: str) -> list[tuple[datetime, str]]:
        """Return when and what was published in ``locale``, oldest first."""
        found = self._order.get(locale)
        if found is None:
            keys = (_key(slug, locale, self._entries) for slug in self._entries)
            self._order[locale] = found = sorted(key for key in keys if key)
        return found

    def around(self, slug: str) -> Iterator[str]:
        """Yield the articles before and after ``slug`` in every language asked for so far."""
        for locale, keys in list(self._order.items()):
            key = _key(slug, locale, self._entries)
            if key:
                position = bisect_left(keys, key)
                yield from (k[1] for k in keys[max(0, position - 1) : position + 2])


def _key(
    slug: str, locale: str, entries: Mapping[str, Mapping[str, Entry]]
) -> tuple[datetime, str] | None:
    entry = entries.get(slug, {}).get(locale)
    return (entry.published, slug) if entry is not None and entry.published else None


def _moved(
    keys: list[tuple[datetime, str]],
    locale: str,
    before: Mapping[str, Mapping[str, Entry]],
    after: Mapping[str, Mapping[str, Entry]],
    changed: frozenset[str],
) -> list[tuple[datetime, str]]:
    """Return the order ``keys`` with ``changed`` articles at their new places."""
    moves = [(_key(slug, locale, before), _key(slug, locale, after)) for slug in changed]
    moves = [(old, new) for old, new in moves if old != new]
    if not moves:
        return keys
    keys = keys.copy()
    for old, new in moves:
        if old:
            del keys[bisect_left(keys, old)]
        if new:
            insort(keys, new)
    return keys


class Originals(Mapping[str, Original]):
    """The texts of the articles that readers may see, each read when it is taken.

    One that cannot be read now is in it, but not to be had: no edition is kept back for its sake.
    """

    def __init__(self, entries: Mapping[str, Entry], take: Callable[[str, str], Value]) -> None:
        self._entries = entries
        self._take = take

    def __getitem__(self, slug: str) -> Original:
        self._entries[slug]  # KeyError for what is not there
        try:
            value = self._take(slug, shelf.ORIGINAL)
        except UnavailableError as error:
            raise KeyError(slug) from error
        assert isinstance(value, Original)
        return value

    def __contains__(self, slug: object) -> bool:
        return slug in self._entries

    def __iter__(self) -> Iterator[str]:
        return iter(self._entries)

    def __len__(self) -> int:
        return len(self._entries)


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
    return found.entries if isinstance(found, Rack) else found


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


@dataclass(frozen=True, slots=True)
class View:
    """Everything that can be served at one moment.

    ``articles`` maps slugs to locales to editions; only languages whose interface is published are
    in it. ``originals`` has the texts of the articles that readers may see. For operators,
    ``problems`` names what is degraded, and ``waiting``, by locale, what nobody signed yet.
    ``generation`` counts the views of one library.
    """

    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, Edition | Withdrawn]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)
    generation: int = 0

    @property
    def languages(self) -> list[str]:
        """The locales that pages exist in, the interface's own language first."""
        return sorted(self.interfaces, key=lambda locale: (locale != interface.LANGUAGE, locale))

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

        return Listing([slug for _published, slug in reversed(self._order(locale))], take)

    def neighbours(self, slug: str, locale: str) -> tuple[Edition | None, Edition | None]:
        """Return the editions published before and after the one of ``slug`` in ``locale``."""
        order = self._order(locale)
        entry = self.listed(slug)[locale]
        assert not isinstance(entry, Withdrawn)
        if entry.published is None:
            return None, None
        position = bisect_left(order, (entry.published, slug))
        return (
            self._first(locale, (order[p][1] for p in range(position - 1, -1, -1))),
            self._first(locale, (order[p][1] for p in range(position + 1, len(order)))),
        )

    def _first(self, locale: str, slugs: Iterator[str]) -> Edition | None:
        for slug, _few in zip(slugs, range(3), strict=False):
            try:
                if found := self.editions(slug).get(locale):
                    return found
            except UnavailableError:
                continue
        return None

    def _order(self, locale: str) -> list[tuple[datetime, str]]:
        if isinstance(self.articles, Articles):
            return self.articles.order(locale)
        found = ((slug, self.editions(slug).get(locale)) for slug in self.articles)
        return sorted((e.published, slug) for slug, e in found if e)


@dataclass(frozen=True, slots=True)
class _Held:
    mark: int | None
    size: int
    value: Value


class Library:
    """Keeps a :class:`View` of a folder true. Safe to share between threads.

    ``interval`` is how old a view may be, in seconds, before :meth:`view` looks at the folder
    again; only one thread does, the others go on with the view they have. In a large folder a look
    reads what the publisher noted in its index, and goes through the files themselves bit by bit;
    with an interval of 0 it goes through all of them every time.
    """

    def __init__(
        self,
        folder: Path,
        key: bytes | None = None,
        interval: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.folder = folder
        self._key = key
        self._interval = interval
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._view = View()
        self._started = self._gone = False
        self._index = index.Reader(folder, key)
        self._entries: dict[str, dict[str, Entry]] = {}
        self._shown: dict[str, dict[str, Entry]] = {}
        self._texts: dict[str, Entry] = {}
        self._refused: dict[tuple[str, str], int | None] = {}
        self._problems: dict[tuple[str, str], str] = {}
        self._report: Told = (None, (), {})
        # Told of every new view: its outcome, and the seconds that it took.
        self.reloaded: Callable[[str, float], None] = lambda _outcome, _seconds: None
        self._interfaces: dict[str, Interface] = {}
        self._held: OrderedDict[tuple[str, str], _Held] = OrderedDict()
        self._bytes = 0
        self._holding = threading.Lock()
        self._troubled = False
        self._turn: Iterator[str] = iter(())
        self._ahead: Iterator[tuple[str, str]] = iter(())
        self._changes: deque[tuple[int, frozenset[str] | None]] = deque(maxlen=REMEMBERED)

    def view(self) -> View:
        """Return what can be served now, at most ``interval`` seconds old."""
        if self._clock() - self._looked >= self._interval and self._lock.acquire(blocking=False):
            began, before = time.perf_counter(), self._view
            try:
                self._refresh()
                if self._view is not before:
                    outcome = "degraded" if self._view.problems else "ok"
                    self.reloaded(outcome, time.perf_counter() - began)
            except Exception:  # whatever it is, readers keep what they have
                self.reloaded("failed", time.perf_counter() - began)
                log.exception("the editions folder could not be read; serving what was there")
            finally:
                self._looked = self._clock()
                self._lock.release()
        return self._view

    def changes(self, generation: int) -> frozenset[str] | None:
        """Return the articles whose pages may have changed since the view of ``generation``.

        Among them are those beside one that changed, since a page names its neighbours. Lists,
        feeds and sitemaps change with any of them. None: everything may have changed.
        """
        found: frozenset[str] = frozenset()
        for number, slugs in reversed(self._changes):
            if number <= generation:
                return found
            if slugs is None:
                return None
            found |= slugs
        return found if generation >= self._view.generation else None

    # --- what there is ------------------------------------------------------------------------

    def _refresh(self) -> None:
        first, self._started = not self._started, True
        budget = float("inf") if first or not self._interval else self._interval * SHARE
        until = self._clock() + budget
        try:
            names = look.folders(self.folder)
        except OSError:
            names = []
        if not names and self._entries:
            # A folder that disappears (an unmounted volume) is no withdrawal: keep what is up.
            if not self._gone:
                problem = f"the editions folder {self.folder.name} is gone; serving from memory"
                self._swap(replace(self._view, problems=(problem,)), None)
            self._gone = True
            return
        changed = set(self._look(names, until))
        if first:
            self._ahead = ((slug, name) for slug in names for name in self._names(slug))
            until = self._clock() + HEAD_START
        self._read_ahead(until)
        report = self._read_report()
        if changed or self._gone or self._troubled or report != self._report or first:
            self._gone, self._troubled, self._report = False, False, report
            self._compose(changed)

    def _look(self, names: list[str], until: float) -> Iterator[str]:
        """Look at what the publisher noted, at what is gone, and at as many others as there is
        time for. Yields the articles that changed."""
        vouched = {line.slug: line.files for line in self._index.news()}
        known = self._entries.keys() | self._texts.keys() | {slug for slug, _name in self._refused}
        present = frozenset(names)
        for slug in (*(known - present), *(vouched.keys() & present)):
            if self._scan(slug, vouched.get(slug, {})):
                yield slug
        for _each in names:
            slug = next(self._turn, "")
            if not slug:
                self._turn = iter(names)
                slug = next(self._turn)
            if slug in present and slug not in vouched and self._scan(slug, {}):
                yield slug
            if self._clock() >= until:
                break

    def _names(self, slug: str) -> list[str]:
        text = [shelf.ORIGINAL] if slug in self._texts else []
        return [*self._entries.get(slug, ()), *text]

    def _known(self, slug: str) -> dict[str, Entry]:
        text = {shelf.ORIGINAL: self._texts[slug]} if slug in self._texts else {}
        return self._entries.get(slug, {}) | text

    def _put(self, slug: str, files: dict[str, Entry]) -> bool:
        """Note that ``files`` are those of ``slug``; tell whether that is news."""
        if files == self._known(slug):
            return False
        files = dict(sorted(files.items()))
        text = files.pop(shelf.ORIGINAL, None)
        if text is not None:
            self._texts[slug] = text
        else:
            self._texts.pop(slug, None)
        if files:
            self._entries[slug] = files
        else:
            self._entries.pop(slug, None)
        return True

    def _scan(self, slug: str, vouched: Mapping[str, Entry]) -> bool:
        """Look at the files of one article; tell whether anything changed.

        A file that is neither as it was, nor as the publisher noted it, is read and verified now.
        """
        before = self._known(slug)
        files: dict[str, Entry] = {}
        refused = False
        there = look.marks(self.folder / slug, (".json",))
        for file, mark in there.items():
            name = file.removesuffix(".json")
            entry = before.get(name)
            if entry is not None and entry.mark == mark:
                files[name] = entry
                if self._refused.get((slug, name), mark) != mark:
                    refused = self._accept(slug, name) or refused
            elif name in vouched and vouched[name].mark == mark:
                files[name] = vouched[name]
                self._accept(slug, name)
            elif (slug, name) in self._refused and self._refused[slug, name] == mark:
                if entry is not None:
                    files[name] = entry
            elif value := self._verify(slug, name, mark):
                files[name] = value
                refused = True
            else:
                refused = True
                if entry is not None:  # readers keep what they have
                    files[name] = entry
        gone = [(s, n) for s, n in self._refused if s == slug and f"{n}.json" not in there]
        for place in gone:
            self._accept(*place)
        return self._put(slug, files) or refused or bool(gone)

    def _verify(self, slug: str, name: str, mark: int | None) -> Entry | None:
        """Read and verify a file that nobody vouched for. Returns None when it is refused."""
        try:
            value = self._load(slug, name)
        except (InputError, EditionError) as error:
            self._refuse(slug, name, mark, error)
            return None
        try:
            size = shelf.path(self.folder, slug, name).stat().st_size
        except OSError:
            size = 0
        self._accept(slug, name)
        self._hold(slug, name, _Held(mark, size, value))
        return index.entry(value, mark or 0, size)

    def _load(self, slug: str, name: str) -> Value:
        path = shelf.path(self.folder, slug, name)
        if name == shelf.ORIGINAL:
            return shelf.load_original(path, self._key)
        value = shelf.load(path, self._key)
        if slug == interface.DOMAIN:
            _complete(value)
        return value

    def _refuse(self, slug: str, name: str, mark: int | None, error: Exception) -> None:
        path = shelf.path(self.folder, slug, name)
        problem = f"{shelf.shown(path)} is not served: {error}"
        if self._problems.get((slug, name)) != problem:
            log.error("%s", problem)
            self._troubled = True
        self._refused[slug, name] = mark
        self._problems[slug, name] = problem

    def _accept(self, slug: str, name: str) -> bool:
        """Forget that a file was refused; tell whether it was."""
        self._refused.pop((slug, name), None)
        return self._problems.pop((slug, name), None) is not None

    def _read_report(self) -> Told:
        mark = look.mark_of(self.folder / shelf.REPORT)
        if mark is None:
            return None, (), {}
        if mark == self._report[0]:
            return self._report
        return mark, shelf.load_report(self.folder), shelf.load_waiting(self.folder)

    # --- what is served -----------------------------------------------------------------------

    def _compose(self, changed: set[str]) -> None:
        """Make the next view, of which the articles ``changed``."""
        everything = interface.DOMAIN in changed or not self._interfaces
        if everything:
            self._read_interfaces()
            changed = {*self._entries, *self._shown}
        self._shown = self._shown.copy()
        for slug in changed - {interface.DOMAIN}:
            shown = {n: e for n, e in self._entries.get(slug, {}).items() if n in self._interfaces}
            if shown:
                self._shown[slug] = shown
            else:
                self._shown.pop(slug, None)
        before = self._view.articles if not everything else None
        slugs = frozenset(changed)
        if isinstance(before, Articles):
            articles = Articles(self._shown, self.take, before, slugs)
            around = (a for slug in slugs for book in (before, articles) for a in book.around(slug))
            touched: frozenset[str] | None = slugs | frozenset(around)
        else:
            articles, touched = Articles(self._shown, self.take), None
        _mark, reported, waiting = self._report
        problems = (*self._problems.values(), *reported)
        originals = Originals(self._texts.copy(), self.take)
        self._swap(View(self._interfaces, articles, problems, originals, waiting), touched)

    def _swap(self, view: View, changed: frozenset[str] | None) -> None:
        number = self._view.generation + 1
        self._changes.append((number, changed))
        self._view = replace(view, generation=number)

    def _read_interfaces(self) -> None:
        found: dict[str, Interface] = {}
        for locale in self._entries.get(interface.DOMAIN, {}):
            try:
                value = self.take(interface.DOMAIN, locale)
            except UnavailableError:
                if locale in self._interfaces:
                    found[locale] = self._interfaces[locale]
                continue
            if isinstance(value, Edition):
                found[locale] = Interface(value)
        self._interfaces = found

    def take(self, slug: str, name: str) -> Value:
        """Return what a known file holds, from memory, else read and verified.

        When the file can no longer be used, what was read of it before is served on. Raises
        :class:`UnavailableError` when nothing was, or it had to give way.
        """
        entry = self._known(slug).get(name)
        with self._holding:
            held = self._held.get((slug, name))
            if held is not None:
                self._held.move_to_end((slug, name))
        if held is not None and (entry is None or held.mark == entry.mark):
            return held.value
        if held is not None and (slug, name) in self._refused:
            return held.value
        path = shelf.path(self.folder, slug, name)
        mark = look.mark_of(path)
        try:
            value = self._load(slug, name)
        except (InputError, EditionError) as error:
            if mark is not None:
                self._refuse(slug, name, mark, error)
            if held is not None:
                return held.value
            raise UnavailableError(f"{slug}/{name}") from error
        if self._refused.get((slug, name), mark) == mark and self._accept(slug, name):
            self._troubled = True
        self._hold(slug, name, _Held(mark, entry.size if entry else 0, value))
        return value

    def _hold(self, slug: str, name: str, held: _Held) -> None:
        with self._holding:
            old = self._held.pop((slug, name), None)
            self._held[slug, name] = held
            self._bytes += held.size - (old.size if old else 0)
            while self._bytes > MOST_BYTES and len(self._held) > 1:
                self._bytes -= self._held.popitem(last=False)[1].size

    def _read_ahead(self, until: float) -> None:
        """Read what nobody asked for yet, while there is room: what is in memory survives a folder
        that disappears, and a file that is broken is named before a reader finds it."""
        while self._bytes < MOST_BYTES * 3 // 4 and self._clock() < until:
            place = next(self._ahead, None)
            if place is None:
                return
            if place not in self._held and place[1] in self._names(place[0]):
                try:
                    self.take(*place)
                except UnavailableError:
                    continue


def _complete(value: Edition | Withdrawn) -> None:
    """Raise EditionError unless ``value`` is an interface with every string that pages need."""
    lacking = ["all of it"]
    if isinstance(value, Edition):
        lacking = Interface(value).lacks(interface.source())
    if lacking:
        raise EditionError(
            f"the interface lacks “{lacking[0]}”: run this version's publisher, "
            "or translate and sign it"
        )
