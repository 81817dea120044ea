"""What waits where: articles by languages, kept current by looking at what changed on disk.

It is all read from the files, in the background where there is much of it. What was read is kept
with the stamps of its files (:mod:`.board_index`), so that the next start reads only what changed.
"""

from __future__ import annotations

import hashlib
import os
import threading
import time
from collections.abc import Iterable, Sequence

from ..content.article import HEADLINE
from ..editions.file_scan import FileScanner
from ..errors import InputError
from ..review.policy import FILE as REVIEWERS
from ..review.policy import Policy
from ..review.project import Project
from ..review.status import MessageStatus
from . import comments
from .board_index import BoardIndex, Known, Row
from .similar import Sentences

# Seconds that a page waits for the board to be current; the rest is done behind it.
BUDGET = 0.4
_PAUSE = 0.05
# Another number where rows say something else of the same files: then all is read again.
_FORMAT = 2


class Board:
    """Rows by article and language. Several threads may ask."""

    def __init__(self, project: Project, sentences: Sentences, index: BoardIndex) -> None:
        """Read the articles of ``project``, and put what is signed into ``sentences``.

        ``index`` has what an earlier desk read of them.
        """
        self._project = project
        self._sentences, self._index = sentences, index
        self._known: dict[str, Known] | None = None  # of an earlier desk, until it is compared
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
        """Return every row, or those of ``locales``, unless that is None."""
        wanted = None if locales is None else set(locales)
        return [
            row
            for rows in list(self._rows.values())
            for locale, row in list(rows.items())
            if wanted is None or locale in wanted
        ]

    def begin(self) -> None:
        """Begin to read, in a thread, before anybody asks."""
        threading.Thread(target=self.refresh, name="board", daemon=True).start()

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
        self._forget(self._rows.keys() - set(articles.values()))
        folders = [str(project.locales), str(project.journal), *catalogs, *articles]
        changed = self._scanner.changes(folders, turn=(0, 2000))
        everything = REVIEWERS in changed.get(str(project.locales), ()) or renewed
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

    def _forget(self, slugs: Iterable[str]) -> None:
        """Forget articles that are gone."""
        gone = list(slugs)
        for slug in gone:
            self._rows.pop(slug, None)
        if gone:
            self._sentences.remove(gone)
            self._index.remove(gone)

    def _read(self, until: float) -> None:
        """Read what waits, until then."""
        if self._known is None:
            self._known = self._index.load()
            self._forget(self._known.keys() - self._waiting.keys() - self._rows.keys())
        policy = self._project.policy_or_nobody()
        fresh: dict[str, Known] = {}
        signed: list[tuple[str, str, Sequence[MessageStatus]]] = []
        while self._waiting and time.monotonic() < until:
            slug = next(iter(self._waiting))
            locales = self._waiting.pop(slug)
            stamp = self._stamp(slug)
            known = self._known.pop(slug, None)
            if known is not None and known.stamp == stamp:
                self._rows[slug] = dict(known.rows)
                continue
            if not (self._project.articles / slug / "summary.toml").exists():
                self._forget({slug} if known else self._rows.keys() & {slug})
                continue
            self._rows[slug] = self._rows_of(slug, locales, policy, signed)
            fresh[slug] = Known(stamp, self._rows[slug])
        # First the sentences: a desk that ends in between reads these articles again.
        self._sentences.put(signed)
        self._index.put(fresh)

    def _stamp(self, slug: str) -> str:
        """Return what is another one when any file changed that an article's rows come from."""
        project, files = self._project, self._scanner
        catalogs = [
            (name, files[f"{project.locales}/{name}/LC_MESSAGES"].get(f"{slug}.po"))
            for name in self._locales
        ]
        parts = (
            _FORMAT, sorted(files[f"{project.articles}/{slug}"].items()), catalogs,
            files[str(project.journal)].get(f"{slug}.jsonl"),
            files[str(project.locales)].get(REVIEWERS),
        )  # fmt: skip
        return hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()

    def _rows_of(
        self, slug: str, locales: Iterable[str], policy: Policy,
        signed: list[tuple[str, str, Sequence[MessageStatus]]],
    ) -> dict[str, Row]:  # fmt: skip
        """Return the rows of an article, read again in ``locales``; add to ``signed``."""
        rows = dict(self._rows.get(slug, {}))
        try:
            source = self._project.source(slug)
            known = self._project.ledger(slug, policy)
        except InputError as error:
            problem = str(error.findings[0]) if error.findings else str(error)
            return {"": Row(slug, "", slug, problem=problem)}
        rows.pop("", None)
        title = next((m.singular for m in source.messages if m.context == HEADLINE), slug)
        needed = {message.id for message in source.needed}
        said = [c for c in comments.read(known.lines) if not c.settled]
        for locale in locales:
            asked = [comment.at.timestamp() for comment in said if comment.locale == locale]
            try:
                statuses = self._project.assess(source, locale, thorough=False, known=known)
            except InputError as error:
                problem = str(error.findings[0]) if error.findings else str(error)
                rows[locale] = Row(slug, locale, title, source.language, problem=problem)
                continue
            if statuses is None:
                rows.pop(locale, None)
                continue
            signed.append((slug, locale, statuses))
            states = [seen.state for seen in statuses]
            rows[locale] = Row(
                slug, locale, title, source.language,
                sum(seen.ready for seen in statuses), len(statuses),
                sum(not seen.ready for seen in statuses if seen.message.id in needed),
                states.count("translated"), states.count("missing") + states.count("draft"),
                states.count("rejected"), _modified(self._project.path(slug, locale)),
                asked=len(asked), asked_since=min(asked, default=0.0),
            )  # fmt: skip
        return rows


def _modified(path: os.PathLike[str]) -> float:
    try:
        return os.stat(path).st_mtime  # noqa: PTH116 - asked of every catalog
    except OSError:
        return 0.0
