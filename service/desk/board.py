"""What waits where: articles by languages, kept current by looking at what changed on disk.

Nothing is stored: it is all read from the files, in the background where there is much of it.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass

from ..content.article import HEADLINE
from ..editions.file_scan import FileScanner
from ..errors import InputError
from ..review.project import Project
from .similar import Sentences

# Seconds that a page waits for the board to be current; the rest is done behind it.
BUDGET = 0.4
_PAUSE = 0.05


@dataclass(frozen=True, slots=True)
class Row:
    """An article in one language: how many messages are in which state.

    ``needed`` is how many readers still wait for; ``since`` when the catalog was last written
    (seconds of the epoch); ``problem`` says why it cannot be read.
    """

    slug: str
    locale: str
    title: str = ""
    source: str = ""
    signed: int = 0
    total: int = 0
    needed: int = 0
    translated: int = 0
    missing: int = 0
    rejected: int = 0
    since: float = 0.0
    problem: str = ""

    @property
    def open(self) -> int:
        """How many messages are not signed."""
        return self.total - self.signed


class Board:
    """Rows by article and language. Several threads may ask."""

    def __init__(self, project: Project, sentences: Sentences | None = None) -> None:
        """Read the articles of ``project``, and put what is signed into ``sentences``."""
        self._project = project
        self._sentences = sentences
        self._scanner = FileScanner(".po", ".jsonl", ".toml", ".txt")
        self._lock = threading.Lock()
        self._rows: dict[str, dict[str, Row]] = {}
        self._waiting: dict[str, set[str]] = {}
        self._locales: list[str] = []
        self._behind: threading.Thread | None = None

    @property
    def left(self) -> int:
        """How many articles have changed and are not read yet."""
        return len(self._waiting)

    @property
    def locales(self) -> list[str]:
        """All languages that there are."""
        return self._locales

    def slugs(self) -> list[str]:
        """Return all articles that were read, by name."""
        return sorted(self._rows)

    def rows(self, slug: str) -> dict[str, Row]:
        """Return what is known of an article, by locale."""
        return self._rows.get(slug, {})

    def all(self, locales: Iterable[str] | None = None) -> list[Row]:
        """Return every row, or those of some languages."""
        wanted = None if locales is None else set(locales)
        return [
            row
            for rows in list(self._rows.values())
            for locale, row in list(rows.items())
            if wanted is None or locale in wanted
        ]

    def refresh(self, budget: float = BUDGET) -> None:
        """Read what changed, for about ``budget`` seconds; go on behind if that is not enough."""
        until = time.monotonic() + budget
        if not self._lock.acquire(timeout=budget):
            return
        try:
            self._scan()
            self._read(until)
        finally:
            self._lock.release()
        if self._waiting and (self._behind is None or not self._behind.is_alive()):
            self._behind = threading.Thread(target=self._catch_up, name="board", daemon=True)
            self._behind.start()

    def _catch_up(self) -> None:
        while self._waiting:
            with self._lock:
                self._read(time.monotonic() + _PAUSE)
            time.sleep(_PAUSE / 5)

    def _scan(self) -> None:
        project = self._project
        locales = project.languages()
        renewed = locales != self._locales
        self._locales = locales
        catalogs = {f"{project.locales}/{name}/LC_MESSAGES": name for name in locales}
        articles = {}
        try:
            with os.scandir(project.articles) as entries:
                articles = {entry.path: entry.name for entry in entries if entry.is_dir()}
        except OSError:
            articles = {}
        for slug in self._rows.keys() - set(articles.values()):
            del self._rows[slug]
        folders = [str(project.locales), str(project.journal), *catalogs, *articles]
        changed = self._scanner.changes(folders, turn=(0, 2000))
        everything = "reviewers.toml" in changed.get(str(project.locales), ()) or renewed
        for slug in articles.values() if everything else ():
            self._waiting.setdefault(slug, set()).update(locales)
        for folder, names in changed.items():
            if folder in articles:
                self._waiting.setdefault(articles[folder], set()).update(locales)
            for name in names:
                slug = name.rpartition(".")[0]
                if folder in catalogs:
                    self._waiting.setdefault(slug, set()).add(catalogs[folder])
                elif folder == str(project.journal):
                    self._waiting.setdefault(slug, set()).update(locales)

    def _read(self, until: float) -> None:
        policy = self._project.policy_or_nobody()
        while self._waiting and time.monotonic() < until:
            slug = next(iter(self._waiting))
            locales = self._waiting.pop(slug)
            if not (self._project.articles / slug / "summary.toml").exists():
                self._rows.pop(slug, None)
                continue
            rows = dict(self._rows.get(slug, {}))
            try:
                source = self._project.source(slug)
                known = self._project.ledger(slug, policy)
            except InputError as error:
                problem = str(error.findings[0]) if error.findings else str(error)
                self._rows[slug] = {"": Row(slug, "", slug, problem=problem)}
                continue
            rows.pop("", None)
            title = next((m.singular for m in source.messages if m.context == HEADLINE), slug)
            needed = {message.id for message in source.needed}
            for locale in locales:
                row = Row(slug, locale, title, source.language, total=len(source.messages))
                try:
                    statuses = self._project.assess(source, locale, thorough=False, known=known)
                except InputError as error:
                    problem = str(error.findings[0]) if error.findings else str(error)
                    rows[locale] = Row(slug, locale, title, source.language, problem=problem)
                    continue
                if statuses is None:
                    rows.pop(locale, None)
                    continue
                if self._sentences:
                    self._sentences.put(slug, locale, statuses)
                states = [status.state for status in statuses]
                path = self._project.path(slug, locale)
                rows[locale] = Row(
                    slug, locale, title, source.language,
                    sum(status.ready for status in statuses), len(statuses),
                    sum(not status.ready for status in statuses if status.message.id in needed),
                    states.count("translated"), states.count("missing") + states.count("draft"),
                    states.count("rejected"), _modified(path), row.problem,
                )  # fmt: skip
            self._rows[slug] = rows


def _modified(path: os.PathLike[str]) -> float:
    try:
        return os.stat(path).st_mtime  # noqa: PTH116 - asked of every catalog
    except OSError:
        return 0.0
