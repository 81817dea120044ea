"""Publish single articles: plan the editions of each, log what changes, write the files."""

from __future__ import annotations

import contextlib
import datetime
import gc
import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from .. import processes
from ..errors import Finding, InputError
from ..files import is_there, read_bytes
from ..review import backlog, journal, renames
from ..review.backlog import Backlog
from ..review.journal import Journal
from ..review.keys import PrivateKey
from ..review.project import Project
from . import edition_folder, file_scan, index, publication_log, publisher_key, store, takedown
from .edition_plan import EditionPlan
from .index import Line
from .model import Edition, Original, Withdrawn
from .plan import Planner
from .verification import EditionError
from .withdrawal import NOTHING_KNOWN

if TYPE_CHECKING:
    from concurrent.futures import Future

# From so many articles on, every core works, each on so many at a time; these wait for the disk
# together.
MANY, PART = 100, 10


@dataclass(slots=True)
class PublishedArticles:
    """Some articles, ``slugs``, that were published: lines for the index, names of the editions.

    ``written`` are the editions that changed. ``resolved`` are the problems that are none any more:
    edition files that were replaced. ``due`` says when what waits for its time may go up, or what
    is dated ahead comes to count, ``quiet`` which articles no window may hear of.
    """

    slugs: list[str]
    lines: list[Line] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    resolved: list[Finding] = field(default_factory=list)
    due: dict[str, datetime.datetime] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)


class ArticlePublisher:
    """Publishes articles of one workshop into one folder, one by one, whatever the index says.

    The caller holds the folder's lock. ``published`` is the folder with the publisher's key and
    its logs.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime],
        published: Path,
    ) -> None:
        self.project = project
        self.editions = editions
        self.published = published
        self._clock = clock

    @cached_property
    def key(self) -> PrivateKey:
        """The publisher's key, read when it is first needed: a withdrawal's line comes before."""
        return publisher_key.load(self.published)

    def publish_all(
        self, slugs: Iterable[str], lines: Mapping[str, Line], stopped: Callable[[], bool]
    ) -> Iterator[PublishedArticles]:
        """Publish ``slugs``: one by one, or a large number in parts, in a process for each core.

        ``slugs`` are asked for as their turn comes, and so are ``lines``, those of the index. From
        when ``stopped()`` is true none is begun.
        """

        def before(slugs: Iterable[str]) -> dict[str, Line]:
            return {slug: lines[slug] for slug in slugs if slug in lines}

        slugs, cores = iter(slugs), processes.cores()
        first = list(islice(slugs, MANY))
        waiting = chain(first, slugs)
        size = PART if len(first) == MANY else 1

        def next_part() -> list[str]:
            return [] if stopped() else list(islice(waiting, size))

        if len(first) < MANY or cores == 1:
            while part := next_part():
                yield self.publish_articles(part, before(part))
            return
        # Slow to load, and most runs publish a few articles only.
        import multiprocessing  # noqa: PLC0415
        from concurrent.futures import ProcessPoolExecutor  # noqa: PLC0415

        moment = self._clock()
        workshop = (self.project, self.editions, self.published, moment)
        context = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks
        with ProcessPoolExecutor(cores, context, _begin, (os.getpid(),)) as pool:
            jobs: deque[Future[PublishedArticles]] = deque()
            more = True
            while more or jobs:
                while more and len(jobs) < 2 * cores:
                    if part := next_part():
                        jobs.append(pool.submit(_publish_part, workshop, part, before(part)))
                    more = bool(part)
                if jobs:
                    yield jobs.popleft().result()

    def publish_articles(self, slugs: list[str], before: Mapping[str, Line]) -> PublishedArticles:
        """Publish ``slugs`` and return their lines for the index, without ``seen`` and ``known``.

        ``before`` are the lines that they have in it. An article whose withdrawals are no longer
        those known there is left for the next round. What is returned is on the disk: the log's
        lines first, then the files, whatever a power cut leaves of them.
        """
        done = PublishedArticles(slugs)
        planner = Planner(
            self.project, self.editions, self._clock,
            lambda slug: before[slug].known if slug in before else NOTHING_KNOWN, self.published,
            before.get,
        )  # fmt: skip
        planned: dict[str, tuple[list[EditionPlan], list[Finding]]] = {}
        logged: list[str] = []
        for slug in slugs:
            rows, problems = planner.article(slug)
            known = before[slug].known if slug in before else NOTHING_KNOWN
            if takedown.stamp(self.project, slug, bool(known.withdrawals)) != known.stamp:
                continue
            changed = {row.locale: row.after for row in rows if row.after != row.before}
            if changed:
                rows = self._numbered(slug, rows, changed)
                logged.append(slug)
            planned[slug] = rows, problems
        publication_log.sync(self.published, logged)
        originals = {
            slug: self._original(slug, rows) for slug, (rows, _problems) in planned.items()
        }
        changes = [
            row.after
            for rows, _problems in planned.values()
            for row in rows
            if row.after is not None and (row.after != row.before or row.lost)
        ]
        store.save_all(
            self.editions, [*changes, *(new for _old, new in originals.values() if new)], self.key
        )
        for slug, (rows, problems) in planned.items():
            old, new = originals[slug]
            self._note(done, slug, rows, problems, new or old, before.get(slug))
        return done

    def _note(
        self, done: PublishedArticles, slug: str, rows: list[EditionPlan],
        problems: list[Finding], original: Original | None, before: Line | None,
    ) -> None:  # fmt: skip
        """Enter into ``done`` what was written of an article, and remove what readers lose of it.

        ``problems`` are what its files are not used for, ``original`` is its own text, ``before``
        its line in the index.
        """
        saved: set[str] = set()
        unsigned: dict[str, Backlog] = {}
        least: dict[str, int] = {}
        files: dict[str, Edition | Withdrawn | Original] = {}
        waited = before.waiting if before else {}
        for row in rows:
            if reason := self._unsigned(row, waited.get(row.locale)):
                unsigned[row.locale] = reason
            if row.after is not None and (row.after != row.before or row.lost):
                name = f"{row.source.domain}/{row.locale}"
                done.written.append(f"{name} ({row.state}, revision {row.after.revision})")
                saved.add(f"{name}.json")
            if row.after is not None:
                files[row.locale] = row.after
            elif row.before is not None:
                # A notice of what was never up is taken back, or rejected words go down.
                store.path(self.editions, slug, row.locale).unlink(missing_ok=True)
                least[row.locale] = row.before.serial + 1
            if row.article is not None and row.locale == row.source.language:
                if isinstance(row.after, Withdrawn):
                    store.path(self.editions, slug, store.ORIGINAL).unlink(missing_ok=True)
                elif original is not None:
                    files[store.ORIGINAL] = original
        done.resolved += [problem for problem in problems if problem.path in saved]
        left = [problem for problem in problems if problem.path not in saved]
        due = next((row.due for row in rows if row.due), None)
        times = [at for row in rows for at in (row.due, row.true_until) if at]
        if times:
            done.due[slug] = min(times)
        if not files and (due or not rows) and self.is_timed(slug, rows):
            done.quiet.add(slug)
        former = next((list(row.formerly) for row in rows), [])
        line = self._line(slug, files, left)
        line = msgspec.structs.replace(line, formerly=former, waiting=unsigned, least=least)
        done.lines.append(_remembering(line, before, rows))
        if any(isinstance(row.after, Edition) for row in rows):
            done.lines += self._moved_from(former)

    def _moved_from(self, slugs: Iterable[str]) -> Iterator[Line]:
        """Take away what is up under the earlier ``slugs`` of an article that is up."""
        for slug in slugs:
            if slug in self.project and not renames.renamed_to(self.project.journal, slug):
                continue  # by its own journal it has that name still, or again
            least: dict[str, int] = {}
            for name in edition_folder.locales(self.editions, slug):
                value = edition_folder.load(self.editions, slug, name)
                least[name] = value.serial + 1 if value else 0
                store.path(self.editions, slug, name).unlink(missing_ok=True)
            store.path(self.editions, slug, store.ORIGINAL).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                (self.editions / slug).rmdir()
            if slug not in self.project:  # else its own round says what is wrong with it
                heads: list[str] = []
                with contextlib.suppress(InputError):
                    heads = Journal(journal.read(self.project.journal, slug).lines).heads
                # Where the renamed line is gone, as on a machine that begins with an older backup,
                # nothing goes up here.
                yield Line(slug, {}, least=least, heads=heads)

    def is_timed(self, slug: str, rows: list[EditionPlan]) -> bool:
        """Tell whether an article has, or where it cannot be read may have, a time to go up at."""
        if rows:
            return any(row.due for row in rows)
        with contextlib.suppress(OSError, InputError):
            summary = self.project.articles / slug / "summary.toml"
            return b"publish_at" in read_bytes(summary, summary.name)
        return False

    def _numbered(
        self, slug: str, rows: list[EditionPlan], changed: Mapping[str, Edition | Withdrawn | None]
    ) -> list[EditionPlan]:
        """Note in the log what is ``changed``; return ``rows`` with the serial to write it under.

        ``changed`` is what readers get from now on, by locale.
        """
        before = [row.before for row in rows]
        serial = publication_log.append(self.published, slug, changed, before, self.key)
        return [
            replace(row, after=replace(row.after, serial=serial))
            if row.after and row.locale in changed
            else row
            for row in rows
        ]

    def _line(
        self, slug: str, values: dict[str, Edition | Withdrawn | Original], left: list[Finding]
    ) -> Line:
        files = {}
        for name, value in values.items():
            status = store.path(self.editions, slug, name).stat()
            files[name] = index.entry(value, file_scan.stamp(status), status.st_size)
        # Of an article that cannot be read, nothing is known of what is up.
        people = bool(values or not left)
        people &= all(v.checked_by_people for v in values.values() if isinstance(v, Edition))
        problems = [asdict(problem) for problem in left]
        return Line(slug, files, problems=problems, people=people)

    def _original(
        self, slug: str, rows: list[EditionPlan]
    ) -> tuple[Original | None, Original | None]:
        """Return the article's own text that is kept beside its editions, and a new one, if any.

        It is there while readers may see it: while the source's edition was signed over it.
        """
        row = next((row for row in rows if row.locale == row.source.language), None)
        if row is None or row.article is None or isinstance(row.after, Withdrawn):
            return None, None
        path, article = store.path(self.editions, slug, store.ORIGINAL), row.article
        before: Original | None = None
        if is_there(path):
            with contextlib.suppress(InputError, EditionError):
                before = store.load_original(path)
        if row.after is None:
            return before, None
        whole = row.after.content.whole or {}
        if whole.get("paragraphs") != (article.source.whole or {}).get("paragraphs"):
            return before, None  # the text was changed, and the change is not signed
        original = Original(slug, article.source.language, article.text)
        return before, original if original != before else None

    def _unsigned(self, row: EditionPlan, before: Backlog | None) -> Backlog | None:
        """Return what of a row waits for a signature, and since when; None if nothing does.

        ``before`` is what waited when somebody looked last.
        """
        if row.assessments is None and before:
            return before  # a file that cannot be used now has signed nothing
        messages = 0 if isinstance(row.after, Withdrawn) else backlog.waiting(row.assessments)
        if not messages:
            return None
        since = before.since if before else self._written(row.source.domain, row.locale)
        return Backlog(messages, since)

    def _written(self, domain: str, locale: str) -> datetime.datetime:
        """Return when a catalog was last written, or now where that is not to be known."""
        moment = self._clock()
        try:
            seconds = self.project.path(domain, locale).stat().st_mtime
            return min(moment, datetime.datetime.fromtimestamp(int(seconds), moment.tzinfo))
        except (OSError, ValueError, OverflowError):
            return moment


def _remembering(line: Line, before: Line | None, rows: Sequence[EditionPlan]) -> Line:
    """Return ``line`` with what is known of the journal from now on, or ``before`` if one is gone.

    ``rows`` is what was published of it.
    """
    heads, absent = (before.heads, before.absent) if before else ([], [])
    for row in rows:
        if row.ledger is not None and row.article is not None and not row.lines_gone:
            heads, absent = row.ledger.heads, row.ledger.absent
            break
    return msgspec.structs.replace(line, heads=heads, absent=absent)


def _begin(first: int) -> None:
    """Make ready a process that publishes for the process ``first``."""
    processes.exit_with_parent(first)
    # Articles leave no cycles behind: looking for them took one part in twelve of the time.
    gc.freeze()
    gc.set_threshold(100_000)


def _publish_part(
    workshop: tuple[Project, Path, Path, datetime.datetime],
    slugs: list[str],
    before: Mapping[str, Line],
) -> PublishedArticles:
    """Publish ``slugs`` in a process of their own."""
    project, editions, published, moment = workshop
    return ArticlePublisher(project, editions, lambda: moment, published).publish_articles(
        slugs, before
    )
