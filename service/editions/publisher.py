"""Keep ``editions/`` true while the workshop changes. The only writer of editions.

An edition is replaced when every message of its article, in its language and in the source, is
signed; until then readers keep the one they have. Nothing but a person's withdrawal removes one.
"""

from __future__ import annotations

import contextlib
import datetime
import gc
import hashlib
import logging
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field
from itertools import chain, repeat
from pathlib import Path

import msgspec

from .. import processes
from ..content import ui_strings
from ..content.article import Article
from ..errors import Finding, InputError
from ..files import locked
from ..review import backlog, policy
from ..review.backlog import Backlog
from ..review.project import Project
from . import build_id, file_scan, index, store
from .file_scan import FileScanner
from .index import Line
from .model import Edition, Original, Withdrawn
from .plan import EditionPlan, Planner, now
from .verification import EditionError

log = logging.getLogger(__name__)

# Seconds that a look at the workshop may take beyond what it has to: a sixteenth of the time
# between two. A third of it goes to the editions, which nobody else should change.
SHARE = 0.03
# Seconds between two signs that it works.
SIGN = 10.0
# What waited for a signature, by article and locale.
Backlogs = Mapping[str, Mapping[str, Backlog]]
# From so many articles on, every core works, each on so many at a time.
MANY, PART = 100, 25


@dataclass(slots=True)
class Report:
    """What one round of publishing did: the editions written, and the files it could not use."""

    written: list[str] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


@dataclass(slots=True)
class PublishedArticles:
    """Some articles that were published: lines for the index, names of the editions written.

    ``resolved`` are the problems that are none any more: edition files that were replaced.
    """

    lines: list[Line] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    resolved: list[Finding] = field(default_factory=list)


class Publisher:
    """Publishes the editions of one workshop into one folder.

    What was published, and from which files, is noted in the folder's index, so that only what
    changed since is looked into, also by the next process. Without the index everything is.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
    ) -> None:
        self.project = project
        self.editions = editions
        self._clock = clock
        self._inputs, self._outputs = FileScanner(".po", ".toml", ".txt"), FileScanner(".json")
        self._index = index.Reader(editions, project.key)
        self._lines: dict[str, Line] = {}
        self._slugs: list[str] = []
        self._catalogs: list[str] = []
        self._fresh = False
        self._waiting: set[str] = set()
        self._reported: tuple[list[Finding], dict[str, Backlog]] | None = None
        self._signed = float("-inf")

    def publish(self) -> Report:
        """Bring every edition up to date, under the folder's lock, and return what was done.

        A file that cannot be used is reported, and what it feeds stays as readers have it. Raises
        OSError when the editions folder cannot be written.
        """
        self._look(float("inf"))
        report = self._round()
        store.update_heartbeat(self.editions)
        return report

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

    def poll(self) -> Report | None:
        """Publish what changed in the workshop since the last call; None when nothing did."""
        self._look(SHARE)
        due = self._waiting or not self._fresh or self._reported is None
        report = self._round() if due else None
        self._show_alive()
        return report

    def _show_alive(self) -> None:
        if time.monotonic() - self._signed >= SIGN:
            store.update_heartbeat(self.editions)
            self._signed = time.monotonic()

    def _look(self, budget: float) -> None:
        """Note which articles wait for a round, for about ``budget`` seconds."""
        project, waiting = self.project, self._waiting
        catalogs = self._catalogs = [
            str(project.path("", loc).parent) for loc in project.languages()
        ]
        articles = {f"{project.articles}/{name}": name for name in _folders(project.articles)}
        changes = self._inputs.changes([str(project.locales), *catalogs, *articles], budget)
        self._slugs = [ui_strings.DOMAIN]
        self._slugs += [n for path, n in articles.items() if "summary.toml" in self._inputs[path]]
        for folder, names in changes.items():
            if folder == str(project.locales):
                waiting.update(self._slugs if policy.FILE in names else ())
            elif folder in articles:
                waiting.add(articles[folder])
            else:
                waiting.update(name.removesuffix(".po") for name in names if name.endswith(".po"))
        editions = {f"{self.editions}/{slug}": slug for slug in self._slugs}
        for folder in self._outputs.changes(editions, budget / 3, in_turn=True):
            slug = editions.get(folder)
            line = self._lines.get(slug) if slug else None
            if slug and (line is None or self._outputs[folder] != _stamps(line)):
                waiting.add(slug)
        waiting.intersection_update(self._slugs)

    def _round(self) -> Report:
        """Publish the articles that wait, under the folder's lock."""
        self.editions.mkdir(parents=True, exist_ok=True)
        with locked(self.editions):
            for line in self._index.news():
                self._lines[line.slug] = line
            slugs = self._slugs
            if not self._fresh:  # what an earlier process published counts
                self._waiting.update(slugs)
            ground = self._inputs_digest()
            seen = {slug: self._digest_of(slug, ground) for slug in self._waiting}
            waiting = [s for s in slugs if s in self._waiting and not self._is_current(s, seen[s])]
            report = Report()
            for done in self._publish_articles(waiting):
                report.written += done.written
                report.problems += done.resolved
                lines = [msgspec.structs.replace(line, seen=seen[line.slug]) for line in done.lines]
                self._note(lines)
                for line in lines:
                    self._outputs.forget(f"{self.editions}/{line.slug}")
                self._waiting.difference_update(line.slug for line in lines)
                self._show_alive()
            self._waiting.clear()
            self._fresh = True
            if self._index.lines > 2 * len(self._lines) + 1000:
                index.write(self.editions, self._lines.values(), self.project.key)
                self._index.news()
            found = (self._lines[slug].problems for slug in slugs if slug in self._lines)
            left = list(dict.fromkeys(Finding(**p) for p in chain(*found)))  # type: ignore[arg-type]
            unsigned = backlog.by_locale(self._lines[s].waiting for s in slugs if s in self._lines)
            if (left, unsigned) != self._reported:
                self._reported = None  # so that it is tried again
                store.save_report(self.editions, left, unsigned)
                self._reported = left, unsigned
            report.problems += left
        return report

    def _is_current(self, slug: str, seen: str) -> bool:
        """Tell whether nothing changed since the article's line was written."""
        line = self._lines.get(slug)
        outputs = self._outputs[f"{self.editions}/{slug}"]
        return line is not None and line.seen == seen and outputs == _stamps(line)

    def _note(self, lines: list[Line]) -> None:
        """Tell windows, and the next publisher, of articles that were brought up to date."""
        if not self._index.sound:
            kept = (
                line for slug, line in self._lines.items() if slug not in {x.slug for x in lines}
            )
            index.write(self.editions, [*kept, *lines], self.project.key)
        else:
            index.append(self.editions, lines)
        for line in self._index.news():
            self._lines[line.slug] = line

    def _inputs_digest(self) -> str:
        """Return what every edition depends on besides its own files, and the review key."""
        return (
            f"{build_id.package_digest()} {file_scan.stamp_of(self.project.locales / policy.FILE)}"
        )

    def _digest_of(self, slug: str, ground: str) -> str:
        """Return what tells whether any file changed that the editions of ``slug`` are made of."""
        name = f"{slug}.po"
        made_of: list[object] = [ground]
        made_of += sorted(self._inputs[f"{self.project.articles}/{slug}"].items())
        made_of += [(folder, self._inputs[folder].get(name)) for folder in self._catalogs]
        return hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]

    def _publish_articles(self, slugs: list[str]) -> Iterator[PublishedArticles]:
        """Publish ``slugs``: in this process, or a large number of them in one for each core."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if len(slugs) < MANY or cores == 1:
            for slug in slugs:
                yield self.publish_articles([slug], self._backlogs([slug]))
            return
        moment = self._clock()
        parts = [slugs[at : at + PART] for at in range(0, len(slugs), PART)]
        context = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks
        with ProcessPoolExecutor(cores, context, _begin, (os.getpid(),)) as pool:
            given = repeat((self.project, self.editions, moment))
            yield from pool.map(_publish_part, given, parts, map(self._backlogs, parts))
        os.sync()  # those processes did not wait for the disk

    def _backlogs(self, slugs: list[str]) -> Backlogs:
        lines = (self._lines[slug] for slug in slugs if slug in self._lines)
        return {line.slug: line.waiting for line in lines if line.waiting}

    def publish_articles(
        self, slugs: list[str], backlogs: Backlogs, *, durable: bool = True
    ) -> PublishedArticles:
        """Publish ``slugs`` and return their lines for the index, without ``seen``."""
        done = PublishedArticles()
        survey = Planner(self.project, self.editions, self._clock)
        for slug in slugs:
            saved: set[str] = set()
            unsigned: dict[str, Backlog] = {}
            files: dict[str, Edition | Withdrawn | Original] = {}
            rows, problems = survey.article(slug)
            for row in rows:
                if found := self._unsigned(row, backlogs.get(slug, {}).get(row.locale)):
                    unsigned[row.locale] = found
                if row.after is not None and row.after != row.before:
                    store.save(self.editions, row.after, self.project.key, durable=durable)
                    name = f"{row.source.domain}/{row.locale}"
                    done.written.append(f"{name} ({row.state}, revision {row.after.revision})")
                    saved.add(f"{name}.json")
                if row.after is not None:
                    files[row.locale] = row.after
                if row.article is not None and row.locale == row.source.language:
                    original = self._publish_original(row, row.article, durable)
                    if original:
                        files[store.ORIGINAL] = original
            done.resolved += [problem for problem in problems if problem.path in saved]
            left = [problem for problem in problems if problem.path not in saved]
            line = self._line(slug, files, left)
            done.lines.append(msgspec.structs.replace(line, waiting=unsigned))
        return done

    def _line(
        self, slug: str, values: dict[str, Edition | Withdrawn | Original], left: list[Finding]
    ) -> Line:
        files = {}
        for name, value in values.items():
            status = store.path(self.editions, slug, name).stat()
            files[name] = index.entry(value, file_scan.stamp(status), status.st_size)
        return Line(slug, files, problems=[asdict(problem) for problem in left])

    def run(self, stopped: Callable[[], bool], interval: float = 0.5) -> None:
        """Poll every ``interval`` seconds until ``stopped()``, whatever happens in between."""
        failure = ""
        while not stopped():
            try:
                report = self.poll()
            except Exception as error:
                if str(error) != failure:  # said once, not at every attempt
                    log.exception("publishing failed; readers keep what they have, trying again")
                failure = str(error)
            else:
                failure = ""
                for problem in report.problems if report else ():
                    log.error("%s", problem)
                for name in report.written if report else ():
                    log.info("published %s", name)
            time.sleep(interval)

    def _publish_original(
        self, row: EditionPlan, article: Article, durable: bool
    ) -> Original | None:
        """Keep the article's own text beside its editions: while readers may see it, as it was
        when the source's edition was last current. Returns what readers have."""
        path = store.path(self.editions, article.slug, store.ORIGINAL)
        if article.publication.show != "all" or isinstance(row.after, Withdrawn):
            path.unlink(missing_ok=True)
            return None
        before: Original | None = None
        if path.exists():
            with contextlib.suppress(InputError, EditionError):
                before = store.load_original(path, self.project.key)
        if row.after is None or row.after.state != "current":
            return before
        original = Original(article.slug, article.source.language, article.text)
        if original != before:
            store.save(self.editions, original, self.project.key, durable=durable)
        return original


def _begin(first: int) -> None:
    """Make ready a process that publishes for the process ``first``."""
    processes.exit_with_parent(first)
    # Articles leave no cycles behind: looking for them took one part in twelve of the time.
    gc.freeze()
    gc.set_threshold(100_000)


def _publish_part(
    given: tuple[Project, Path, datetime.datetime], slugs: list[str], backlogs: Backlogs
) -> PublishedArticles:
    """Publish ``slugs`` in a process of their own."""
    project, editions, moment = given
    return Publisher(project, editions, lambda: moment).publish_articles(
        slugs, backlogs, durable=False
    )


def _folders(root: Path) -> list[str]:
    try:
        return file_scan.folders(root)
    except OSError:
        return []


def _stamps(line: Line) -> file_scan.Stamps:
    return {f"{name}.json": entry.stamp for name, entry in line.files.items()}
