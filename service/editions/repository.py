"""The window's view of ``editions/``: verified, fresh, swapped whole. Never reads a PO file.

What there is, is known of every file; the words of an edition are read and verified when somebody
asks for them, and the least recently used are evicted.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

from ..content import ui_strings
from ..review.backlog import Backlog
from ..settings import Settings
from . import file_scan, index, store
from .article_order import Articles
from .bucket.window_copy import BucketFiles
from .cache import Place
from .edition_files import EditionFiles, FolderFiles
from .edition_reader import EditionReader
from .index import Entry, Line
from .lazy_editions import Originals, UnavailableError, Value
from .model import Edition
from .snapshot import Snapshot
from .ui_translations import UITranslations

log = logging.getLogger(__name__)


class PublisherReport(NamedTuple):
    """The publisher's report.

    Its file, what it could not use, what waits for signatures, whether only people sign here,
    and who may.
    """

    stamp: int | None
    problems: tuple[str, ...]
    waiting: Mapping[str, Backlog]
    people_only: bool
    signers: Mapping[str, Any]


NO_REPORT = PublisherReport(None, (), {}, False, store.NO_SIGNERS)
# Of a look at the folder: the share of the time that it may take, and at the start the seconds for
# reading editions ahead of their first readers.
SHARE = 0.05
HEAD_START = 0.5
# Seconds for which the first look at a large folder asks whether files are as the index says.
START = 1.0
# How many changes can be asked for one by one.
REMEMBERED = 1000


class EditionRepository:
    """Keeps a :class:`Snapshot` of a folder true. Safe to share between threads.

    ``interval`` is how old a view may be, in seconds, before :meth:`view` looks at the folder
    again; only one thread does, the others go on with the view they have. In a large folder a look
    reads what the publisher noted in its index, and goes through the files themselves bit by bit;
    with an interval of 0 it goes through all of them every time. ``files`` are those of the folder
    unless they come from elsewhere, a copy of each being in the folder.
    """

    def __init__(
        self,
        folder: Path,
        trusted: Sequence[str] | None = None,
        interval: float = 0.5,
        clock: Callable[[], float] = time.monotonic,
        files: EditionFiles | None = None,
    ) -> None:
        self.folder = folder
        self.files = files or FolderFiles(folder)
        # Whether the publisher's key is a given one, and not the one that lies beside the editions.
        self.pinned = bool(trusted)
        self._trusted = trusted or None
        self._interval = interval
        self._clock = clock
        self._lock = threading.Lock()
        self._looked = float("-inf")
        self._view = Snapshot()
        self._started = self._gone = False
        self._index = index.Reader(folder, self._trusted)
        self._entries: dict[str, dict[str, Entry]] = {}
        self._shown: dict[str, dict[str, Entry]] = {}
        self._texts: dict[str, Entry] = {}
        self._reader = EditionReader(folder, self.files, self._trusted)
        self._refused = self._reader.refused
        self._formerly: dict[str, tuple[str, ...]] = {}
        self._least: dict[str, dict[str, int]] = {}
        self._report = NO_REPORT
        # Told of every new view: its outcome, and the seconds that it took.
        self.reloaded: Callable[[str, float], None] = lambda _outcome, _seconds: None
        self._interfaces: dict[str, UITranslations] = {}
        self._troubles: tuple[str, ...] = ()
        self._turn: Iterator[str] = iter(())
        self._listed: list[str] | None = None
        self._present: frozenset[str] = frozenset()
        self._changed: set[str] = set()
        self._vouched: dict[str, dict[str, Entry]] = {}
        self._ahead: Iterator[Place] = iter(())
        self._changes: deque[tuple[int, frozenset[str] | None]] = deque(maxlen=REMEMBERED)

    def view(self) -> Snapshot:
        """Return what can be served now, at most ``interval`` seconds old."""
        self.files.begin()
        return self.here()

    def here(self) -> Snapshot:
        """Return the view of what is on this machine; nothing is fetched from elsewhere.

        For a process that will be forked.
        """
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
        articles: frozenset[str] = frozenset()
        for number, slugs in reversed(self._changes):
            if number <= generation:
                return articles
            if slugs is None:
                return None
            articles |= slugs
        return articles if generation >= self._view.generation else None

    # --- what there is ------------------------------------------------------------------------

    def _refresh(self) -> None:
        first, self._started = not self._started, True
        budget = float("inf") if first or not self._interval else self._interval * SHARE
        until = self._clock() + budget
        lines = self._index.news()
        names = self.files.names(lines, whole=self._index.whole)
        if not names and self._entries:
            # A folder that disappears (an unmounted volume) is no withdrawal: keep what is up.
            if not self._gone:
                problem = f"the editions folder {self.folder.name} is gone; serving from memory"
                self._swap(replace(self._view, problems=(problem,)), None)
            self._gone = True
            return
        trusting = self._clock() + START if first and self._interval else float("inf")
        # What a look learnt is kept where it fails midway: the next one goes on from there.
        for slug in self._look(names, lines, until, trusting):
            self._changed.add(slug)
        changed = self._changed
        if first:
            self._ahead = ((slug, name) for slug in names for name in self._names(slug))
            until = self._clock() + HEAD_START
        self._read_ahead(until)
        report = self._read_report()
        troubles = self.files.troubles()
        troubled = self._refused.changed or troubles != self._troubles
        self._troubles = troubles
        if changed or self._gone or troubled or report != self._report or first:
            self._gone, self._refused.changed, self._report = False, False, report
            self._compose(changed)
            self._changed = set()

    def _look(
        self, names: list[str], lines: list[Line], until: float, trusting: float
    ) -> Iterator[str]:
        """Look at what the publisher noted, at what is gone, and at others while there is time.

        From ``trusting`` on, by the clock, what is noted is taken for what is there. Yields the
        articles that changed.
        """
        vouched, least = self._vouched, self._least
        # Of most articles nothing.
        least.update((line.slug, line.least) for line in lines if line.least or line.slug in least)
        for line in lines:
            vouched[line.slug] = line.files
            if line.formerly:
                self._formerly[line.slug] = tuple(line.formerly)
        gone: set[str] = set()
        if names is not self._listed:  # twice a second, a hundred thousand names take a while
            known = self._entries.keys() | self._texts.keys() | self._refused.articles()
            self._present = frozenset(names)
            gone = known - self._present
        present = self._present
        for slug in (*gone, *(vouched.keys() & present)):
            if self._clock() >= trusting:
                # Each is verified when it is read; what is not as noted is seen in its turn.
                if self._put(slug, vouched.get(slug, {})):
                    yield slug
            elif self._interval and self._is_known(slug, vouched.get(slug)):
                continue  # the index was written again, and says the same
            elif self._scan(slug, vouched.get(slug, {})):
                yield slug
        self._listed, self._vouched = names, {}
        for _each in names:
            slug = next(self._turn, "")
            if not slug:
                self._turn = iter(names)
                slug = next(self._turn)
            if slug in present and slug not in vouched and self._scan(slug):
                yield slug
            if self._clock() >= until:
                break

    def _names(self, slug: str) -> list[str]:
        text = [store.ORIGINAL] if slug in self._texts else []
        return [*self._entries.get(slug, ()), *text]

    def _known(self, slug: str) -> dict[str, Entry]:
        text = {store.ORIGINAL: self._texts[slug]} if slug in self._texts else {}
        return self._entries.get(slug, {}) | text

    def _is_known(self, slug: str, files: Mapping[str, Entry] | None) -> bool:
        return not self._refused.names(slug) and files == self._known(slug)

    def _put(self, slug: str, files: dict[str, Entry]) -> bool:
        """Note that ``files`` are those of ``slug``; tell whether that is news."""
        if files == self._known(slug):
            return False
        files = dict(sorted(files.items()))
        text = files.pop(store.ORIGINAL, None)
        if text is not None:
            self._texts[slug] = text
        else:
            self._texts.pop(slug, None)
        if files:
            self._entries[slug] = files
        else:
            self._entries.pop(slug, None)
        return True

    def _scan(self, slug: str, noted: Mapping[str, Entry] | None = None) -> bool:
        """Look at the files of one article; tell whether anything changed.

        A file that is neither as it was, nor as the publisher ``noted`` it just now, is read and
        verified now.
        """
        before, vouched = self._known(slug), noted or {}
        files: dict[str, Entry] = {}
        refused = False
        there = self.files.stamps(slug, before if noted is None else noted)
        for file, stamp in there.items():
            name = file.removesuffix(".json")
            place, entry = (slug, name), before.get(name)
            if entry is not None and entry.stamp == stamp:
                files[name] = entry
                if not self._refused.is_unchanged(place, stamp):
                    refused = self._refused.remove(place) or refused
            elif name in vouched and vouched[name].stamp == stamp:
                files[name] = vouched[name]
                self._refused.remove(place)
            elif self._refused.is_unchanged(place, stamp):
                if entry is not None:
                    files[name] = entry
            elif value := self._reader.verify(
                place, stamp, entry, vouched.get(name), self._least.get(slug, {}).get(name, 0)
            ):
                files[name] = value
                refused = True
            else:
                refused = True
                if self._refused.is_older(place) and name in vouched:
                    files[name] = vouched[name]  # what there is now, though it cannot be read
                elif entry is not None:  # readers keep what they have
                    files[name] = entry
        gone = [name for name in self._refused.names(slug) if f"{name}.json" not in there]
        for name in gone:
            self._refused.remove((slug, name))
        return self._put(slug, files) or refused or bool(gone)

    def _read_report(self) -> PublisherReport:
        stamp = file_scan.stamp_of(self.folder / store.REPORT)
        if stamp is None:
            return NO_REPORT
        if stamp == self._report.stamp:
            return self._report
        people = store.load_people_only(self.folder, self._trusted)
        signers = store.load_signers(self.folder, self._trusted)
        report = store.load_report(self.folder)
        return PublisherReport(stamp, report, store.load_waiting(self.folder), people, signers)

    # --- what is served -----------------------------------------------------------------------

    def _compose(self, changed: set[str]) -> None:
        """Make the next view, of which the articles ``changed``."""
        reported, waiting = self._report.problems, self._report.waiting
        people = self._report.people_only
        everything = ui_strings.DOMAIN in changed or not self._interfaces
        everything = everything or people != self._view.people_only  # every page says it
        if everything:
            self._read_interfaces()
            changed = {*self._entries, *self._shown}
        self._shown = self._shown.copy()
        for slug in sorted(changed - {ui_strings.DOMAIN}):  # lists are put in order faster then
            servable = self._entries.get(slug, {})
            if not servable.keys() <= self._interfaces.keys():
                servable = {n: e for n, e in servable.items() if n in self._interfaces}
            if servable:
                self._shown[slug] = servable
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
        problems = (*self._troubles, *self._refused.reasons(), *reported)
        originals = Originals(self._texts.copy(), self.take)
        view = Snapshot(
            self._interfaces, articles, problems, originals, waiting, people_only=people,
            signers=self._report.signers, formerly=self._formerly.copy(),
        )  # fmt: skip
        self._swap(view, touched)

    def _swap(self, view: Snapshot, changed: frozenset[str] | None) -> None:
        number = self._view.generation + 1
        self._changes.append((number, changed))
        self._view = replace(view, generation=number)

    def _read_interfaces(self) -> None:
        interfaces: dict[str, UITranslations] = {}
        for locale in self._entries.get(ui_strings.DOMAIN, {}):
            try:
                value = self.take(ui_strings.DOMAIN, locale)
            except UnavailableError:
                if locale in self._interfaces:
                    interfaces[locale] = self._interfaces[locale]
                continue
            if isinstance(value, Edition):
                interfaces[locale] = UITranslations(value)
        self._interfaces = self._reader.interfaces = interfaces

    def take(self, slug: str, name: str, entry: Entry | None = None) -> Value:
        """Return what the file ``name``, without ``.json``, holds, from memory or read and checked.

        ``entry`` is what is known of it, where that was found out elsewhere. When the file can no
        longer be used, what was read of it before is served on. Raises :class:`UnavailableError`
        when nothing was, or it was evicted.
        """
        return self._reader.take((slug, name), entry or self._known(slug).get(name))

    def _read_ahead(self, until: float) -> None:
        """Read what was not asked for yet, while there is room.

        What is in memory survives a folder that disappears, and a file that is broken is
        named before a reader finds it.
        """
        while self._reader.memory.roomy and self._clock() < until:
            place = next(self._ahead, None)
            if place is None:
                return
            if place not in self._reader.memory and place[1] in self._names(place[0]):
                try:
                    self.take(*place)
                except UnavailableError:
                    continue


def of(settings: Settings, interval: float = 0.5) -> EditionRepository:
    """Return what serves the editions that ``settings`` name, in a folder or a bucket.

    ``interval`` is how many seconds may pass before it looks again.
    """
    if not settings.bucket:
        return EditionRepository(settings.editions, settings.publisher_keys, interval)
    files = BucketFiles(settings.copies, settings.bucket, settings.publisher_keys)
    return EditionRepository(settings.copies, settings.publisher_keys, interval, files=files)
