"""The window's view of ``editions/``: verified, fresh, swapped whole. Never reads a PO file."""

from __future__ import annotations

import logging
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from . import interface, shelf
from .edition import Edition, Original, Withdrawn
from .files import Fingerprint, fingerprint
from .finding import InputError
from .interface import Interface
from .queue import Waiting
from .record import EditionError

log = logging.getLogger(__name__)

Value = Edition | Withdrawn | Original
# The publisher's report: its file, what it could not use, what waits for signatures.
Told = tuple[Fingerprint, tuple[str, ...], Mapping[str, Waiting]]


@dataclass(frozen=True, slots=True)
class View:
    """Everything that can be served at one moment.

    ``articles`` maps slugs to locales to editions; only languages whose interface is published are
    in it. ``originals`` has the texts of the articles that readers may see. For operators,
    ``problems`` names what is degraded, and ``waiting``, by locale, what nobody signed yet.
    """

    interfaces: Mapping[str, Interface] = field(default_factory=dict)
    articles: Mapping[str, Mapping[str, Edition | Withdrawn]] = field(default_factory=dict)
    problems: tuple[str, ...] = ()
    originals: Mapping[str, Original] = field(default_factory=dict)
    waiting: Mapping[str, Waiting] = field(default_factory=dict)

    @property
    def languages(self) -> list[str]:
        """The locales that pages exist in, the interface's own language first."""
        return sorted(self.interfaces, key=lambda locale: (locale != interface.LANGUAGE, locale))

    def editions(self, slug: str) -> dict[str, Edition]:
        """Return the editions of an article by locale, without withdrawn ones."""
        found = self.articles.get(slug, {})
        return {locale: e for locale, e in found.items() if isinstance(e, Edition)}

    def states(self) -> Counter[tuple[str, str]]:
        """Count editions by state and locale."""
        return Counter(
            ("withdrawn" if isinstance(value, Withdrawn) else value.state, locale)
            for found in self.articles.values()
            for locale, value in found.items()
        )

    def source_language(self, slug: str) -> str:
        """Return the locale of the language that a known article is written in."""
        value = next(iter(self.articles[slug].values()))
        return value.content.language if isinstance(value, Edition) else value.language

    def in_language(self, locale: str) -> list[Edition]:
        """Return all editions in ``locale``, newest first."""
        found = [self.editions(slug).get(locale) for slug in self.articles]
        return sorted(
            (e for e in found if e), key=lambda e: (e.published, e.content.domain), reverse=True
        )


class Library:
    """Keeps a :class:`View` of a folder true. Safe to share between threads.

    ``interval`` is how old a view may be, in seconds, before :meth:`view` looks at the folder
    again; only one thread does, the others go on with the view they have.
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
        self._gone = False
        self._files: dict[Path, tuple[Fingerprint, Value | None, str]] = {}
        self._report: Told = (None, (), {})
        # Told of every new view: its outcome, and the seconds that it took.
        self.reloaded: Callable[[str, float], None] = lambda _outcome, _seconds: None

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

    def _refresh(self) -> None:
        files: dict[Path, tuple[Fingerprint, Value | None, str]] = {}
        for path in shelf.files(self.folder):
            mark = fingerprint(path)
            known = self._files.get(path)
            if known is None or known[0] != mark:
                files[path] = self._load(path, mark, known[1] if known else None)
            else:
                files[path] = known
        report = self._read_report()
        if not files and self._files and not self.folder.is_dir():
            # A folder that disappears (an unmounted volume) is no withdrawal: keep what is up.
            problem = f"the editions folder {self.folder.name} is gone; serving from memory"
            self._view = replace(self._view, problems=(problem,))
            self._gone = True
        elif self._gone or files != self._files or report != self._report:
            self._gone, self._files, self._report = False, files, report
            self._view = self._compose()

    def _load(
        self, path: Path, mark: Fingerprint, before: Value | None
    ) -> tuple[Fingerprint, Value | None, str]:
        try:
            if path.stem == shelf.ORIGINAL:
                return mark, shelf.load_original(path, self._key), ""
            value = shelf.load(path, self._key)
            if path.parent.name == interface.DOMAIN:
                _complete(value)
            return mark, value, ""
        except (InputError, EditionError) as error:
            problem = f"{shelf.shown(path)} is not served: {error}"
            log.error("%s", problem)
            return mark, before, problem

    def _read_report(self) -> Told:
        mark = fingerprint(self.folder / shelf.REPORT)
        if mark is None or mark == self._report[0]:
            return self._report if mark else (None, (), {})
        return mark, shelf.load_report(self.folder), shelf.load_waiting(self.folder)

    def _compose(self) -> View:
        problems = [problem for _mark, _value, problem in self._files.values() if problem]
        interfaces: dict[str, Interface] = {}
        articles: dict[str, dict[str, Edition | Withdrawn]] = {}
        originals: dict[str, Original] = {}
        for path, (_mark, value, _problem) in self._files.items():
            if path.parent.name == interface.DOMAIN and isinstance(value, Edition):
                interfaces[path.stem] = Interface(value)
        for path, (_mark, value, _problem) in self._files.items():
            slug, locale = path.parent.name, path.stem
            if isinstance(value, Original):
                originals[slug] = value
            elif slug != interface.DOMAIN and value is not None and locale in interfaces:
                articles.setdefault(slug, {})[locale] = value
        _mark, reported, waiting = self._report
        return View(interfaces, articles, (*problems, *reported), originals, waiting)


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
