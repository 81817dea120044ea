"""Keep ``editions/`` true while the workshop changes. The only writer of editions.

An edition is replaced when every message of its article, in its language and in the source, is
signed; until then readers keep the one they have. Nothing but a person's withdrawal removes one:
that is acted on first in every round, and in the midst of long ones.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

import msgspec

from ..content import ui_strings
from ..errors import Finding
from ..files import FolderNames, sweep_up
from ..processes import locked
from ..review import backlog
from ..review.keys import PrivateKey
from ..review.policy import Policy
from ..review.project import Project
from . import publication_log, publisher_key, store, takedown
from .article_publisher import ArticlePublisher, PublishedArticles
from .index import Line
from .plan import now
from .project_scan import ProjectScanner
from .publisher_index import PublisherIndex
from .takedown import Outcome, Register
from .withdrawal import Withdrawal

log = logging.getLogger(__name__)

# Heartbeat interval in seconds, and the time between two looks at what changes during a long round.
SIGN, ACT = 10.0, 0.5
# Seconds that a round lasts at least before something else is published first.
ROUND = 1.0
# Articles without a source that one report names.
NAMED = 100


@dataclass(slots=True)
class Report:
    """What one round of publishing did: the editions written, and the files it could not use."""

    written: list[str] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


class Publisher:
    """Publishes the editions of one workshop into one folder.

    What was published, and from which files, is noted in the folder's index, so that only what
    changed since is looked into, also by the next process. Without the index everything is. The
    key that it signs with is in ``published``, by default beside the editions; it is read, or
    made, when something is to be written.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
        published: Path | None = None,
    ) -> None:
        self.project = project
        self.editions = editions
        self.published = published or publisher_key.beside(editions)
        self._clock = clock
        self._scanner = ProjectScanner(project, editions)
        self._articles = ArticlePublisher(project, editions, clock, self.published)
        self._index = PublisherIndex(editions, lambda: self._key)
        self._fresh = False
        self._waiting: set[str] = set()
        self._slugs: list[str] = []
        self._reported: tuple[object, ...] | None = None
        self._signed = self._acted = float("-inf")
        self._register = Register(project, editions, lambda: self._articles.key, self.published)
        self._taken_down: list[str] = []
        self._failed: dict[str, Finding] = {}
        # What changed or was settled while this round goes on, and waits for the next one.
        self._late: set[str] = set()
        # Of it, what changed in the workshop: the next round begins with that.
        self._first: set[str] = set()
        # In this round, what the files of each article come to (ProjectScanner.digest_of).
        self._digests: dict[str, str] = {}
        # When what waits for its time may go up, or what is dated ahead comes to count, by article.
        self._due: dict[str, datetime.datetime] = {}

    @property
    def _key(self) -> PrivateKey:
        return self._articles.key

    def publish(self) -> Report:
        """Bring every edition up to date, under the folder's lock, and return what was done.

        A file that cannot be used is reported, and what it feeds stays as readers have it. Raises
        OSError when the editions folder cannot be written.
        """
        self._act()
        self._look(everything=True)
        report = self._round()
        store.update_heartbeat(self.editions)
        return report

    def poll(self) -> Report | None:
        """Publish what changed in the workshop since the last call; None when nothing did."""
        self._act()
        self._look()
        due = self._waiting or not self._fresh or self._reported is None
        report = self._round(yielding=True) if due else None
        self._show_alive()
        return report

    # --- withdrawals: neither articles nor catalogs are looked at -----------------------------

    def _act(self) -> None:
        """Carry out what changed of withdrawals since the last call, under the folder's lock."""
        first = self._acted == float("-inf")
        due = [] if first else self._withdrawals_due()
        if first or due:
            try:
                self._prepare()
                with locked(self.editions):
                    self._read_index()
                    self._take_down(self._withdrawals_due() if first else due)
            except Exception:
                for slug in due:  # the next call is about them, too
                    self._register.again(slug)
                raise
        self._acted = time.monotonic()

    def _withdrawals_due(self) -> list[str]:
        return self._register.due(self._index.lines, self._clock())

    def _prepare(self) -> None:
        """Make the editions folder, with the public half of this publisher's key in it.

        Raises SummariesError where another publisher's is: its editions would not be believed.
        """
        self.editions.mkdir(parents=True, exist_ok=True)
        publisher_key.announce(self.editions, self._key)

    def _take_down(self, slugs: list[str]) -> None:
        for slug in slugs:
            try:
                self._settle(slug)
            except Exception as error:  # the others go down all the same
                text = f"its withdrawals cannot be carried out ({error}); trying again"
                finding = Finding("withdrawn", text, f"{self.editions.name}/{slug}")
                if self._failed.get(slug) != finding:
                    # What a disk refuses needs no traceback.
                    log.error("%s", finding, exc_info=not isinstance(error, OSError))
                    self._failed[slug], self._reported = finding, None
                self._register.again(slug)
        self._acted = time.monotonic()

    def _settle(self, slug: str, more: Sequence[Withdrawal] = ()) -> Outcome:
        """Carry out what is withdrawn of one article, and note it in the index."""
        moment, before = self._clock(), self._index.lines.get(slug)
        known = self._register.judge(slug, before, moment, more)
        done = self._register.carry_out(slug, known, before, moment.tzinfo)
        line = before or Line(slug, {})
        kept = {name: entry for name, entry in line.files.items() if name not in done.gone}
        least = {n: e.serial + 1 for n, e in line.files.items() if n in done.gone and e.serial}
        line = msgspec.structs.replace(line, least=line.least | least)
        new = msgspec.structs.replace(line.with_files(kept | done.files), known=known)
        if new != before:
            quiet = not new.files and (not known.withdrawals or self._articles.is_timed(slug, []))
            if quiet and (before is None or slug in self._index.unlisted):
                self._index.unlisted.add(slug)
            self._index.note([msgspec.structs.replace(new, seen="")])
            self._scanner.forget(slug)
            self._waiting.add(slug)
            self._late.add(slug)
        wrong = next(iter(done.problems), None)
        if new != before or done.written or wrong != self._failed.get(slug):
            self._reported = None
        self._failed.pop(slug, None)
        if wrong:
            self._failed[slug] = wrong
        self._taken_down += done.written
        return done

    def settle(
        self, slug: str, more: Sequence[Withdrawal] = (), *, publish: bool = False
    ) -> list[Finding]:
        """Carry out what is withdrawn of one article now, in this process.

        If ``publish``, publish the article as well. Returns what stood against it.

        ``more`` are withdrawals that could not be written into the journal. Raises OSError when the
        editions folder is not there or cannot be written, BlockingIOError while another process
        works on it.
        """
        self.editions.stat()  # no key is made for a folder that is not there
        publisher_key.announce(self.editions, self._key)
        with locked(self.editions, wait=False):
            self._read_index()
            problems = self._settle(slug, more).problems
            problems += _findings(self._index.lines[slug].known.problems)
            if publish and slug in self.project:
                before = {slug: self._index.lines[slug]}
                done = self._articles.publish_articles([slug], before)
                self._index.note(
                    self._listed([self._index.complete(line, "") for line in done.lines], done)
                )
                problems += _findings(p for line in done.lines for p in line.problems)
            return problems

    def redact(self, slug: str, texts: Sequence[str]) -> int:
        """Take ``texts`` out of the reasons that the log of ``slug`` has, and out of the index.

        The journal's are redacted already, and the notices settled. Returns how many reasons went.
        Raises OSError, and BlockingIOError while another process publishes.
        """
        if not publication_log.path(self.published, slug).exists():
            return 0
        with locked(self.editions, wait=False):
            count = publication_log.redact(self.published, slug, texts, self._key)
            if count:
                self._read_index()
                self._index.write()
            return count

    def _read_index(self) -> None:
        for slug in self._index.read():
            self._register.again(slug)  # by another process: an earlier one, a command
            self._waiting.add(slug)

    # --- everything else ----------------------------------------------------------------------

    def _show_alive(self) -> None:
        if time.monotonic() - self._signed >= SIGN:
            store.update_heartbeat(self.editions)
            self._signed = time.monotonic()

    def _look(self, *, everything: bool = False) -> None:
        """Note which articles wait for a round."""
        waiting, before = self._waiting, self._slugs
        waiting.update(self._scanner.changes(self._index.lines, everything=everything))
        now = self._clock()
        waiting.update(slug for slug, due in self._due.items() if due <= now)
        self._slugs = self._scanner.slugs
        if before is not self._slugs and not set(before) <= set(self._slugs):
            self._reported = None  # an article is gone: what is up of it is to be named
        if waiting:
            waiting.intersection_update(self._slugs)

    def _round(self, *, yielding: bool = False) -> Report:
        """Publish the articles that wait, under the folder's lock.

        Those that changed while the last round went on come first. ``yielding``: a long round ends
        when something else changes, and the next one goes on with the rest.
        """
        self._prepare()
        with locked(self.editions):
            self._read_index()
            self._late.clear()
            slugs = self._scanner.slugs
            if not self._fresh:  # what an earlier process published counts
                self._waiting.update(slugs)
                store.sweep(self.editions)
                sweep_up(self.published)
                self._fresh = True
            ground = self._scanner.inputs_digest()
            policy_now = self.project.policy_or_nobody()
            people_may = policy_now.people_only
            if not people_may:
                store.doubt_people_only(self.editions, self._key)
            report = Report()
            stopped = self._interrupted() if yielding else lambda: False
            try:
                due = self._due_now(slugs, ground, stopped)
                for done in self._articles.publish_all(due, self._index.lines, stopped):
                    report.written += done.written
                    report.problems += done.resolved
                    lines = [
                        self._index.complete(x, self._digests.get(x.slug, "")) for x in done.lines
                    ]
                    self._index.note(self._listed(lines, done))
                    for line in lines:
                        self._scanner.forget(line.slug)
                        if takedown.forgotten(line):
                            self._register.again(line.slug)
                    self._waiting.difference_update(done.slugs)
                    self._show_alive()
                    self._attend()
            finally:  # what changed or was settled meanwhile has its turn
                self._waiting |= self._late
                self._digests = {}
            self._index.shorten()
            report.problems += self._report(policy_now, people_may)
            report.written[:0], self._taken_down = self._taken_down, []
        return report

    def _due_now(self, slugs: list[str], ground: str, stopped: Callable[[], bool]) -> Iterator[str]:
        """Yield those of ``slugs`` that are to be published, as long as not ``stopped()``.

        ``ground`` is what all have in common (:meth:`ProjectScanner.inputs_digest`).
        """
        first, self._first = self._first, set()
        for slug in chain(
            (slug for slug in slugs if slug in first),
            (slug for slug in slugs if slug not in first),
        ):
            if slug not in self._waiting:
                continue
            if stopped():
                return
            self._digests[slug] = self._scanner.digest_of(slug, ground)
            if self._is_current(slug, self._digests[slug]):
                self._waiting.discard(slug)
                self._attend()
            else:
                yield slug

    def _attend(self) -> None:
        """Every so often in a long round: act on withdrawals, and see what else changed."""
        if time.monotonic() - self._acted >= ACT:
            self._take_down(self._withdrawals_due())
            changed = self._scanner.input_changes()
            self._first |= changed
            self._late |= changed

    def _interrupted(self) -> Callable[[], bool]:
        """Return what tells whether this round is to end for what changed meanwhile.

        It lasts :data:`ROUND` seconds at least, so that the rest gets on as well.
        """
        until = time.monotonic() + ROUND
        return lambda: bool(self._first) and time.monotonic() >= until

    def _report(self, policy_now: Policy, people_may: bool) -> list[Finding]:
        """Write the report for windows where it changed, and return all that is wrong.

        What is wrong with articles that must not be known yet is for the workshop alone.
        """
        slugs = self._scanner.slugs
        findings = chain(
            (self._index.lines[s].problems for s in slugs if s in self._index.lines),
            (line.known.problems for line in self._index.lines.values()),
        )
        own = [self._index.lines[slug] for slug in self._index.unlisted]
        hushed = _findings(chain(*(p for x in own for p in (x.problems, x.known.problems))))
        every = [*self._orphans(), *self._failed.values(), *_findings(chain(*findings))]
        left = [problem for problem in dict.fromkeys(every) if problem not in hushed]
        unsigned = backlog.by_locale(
            self._index.lines[s].waiting
            for s in slugs
            if s in self._index.lines and s not in self._index.unlisted
        )
        people = people_may and self._people_did()
        signers = policy_now.published()
        if (left, unsigned, people, signers) != self._reported:
            self._reported = None  # so that it is tried again
            store.save_report(self.editions, left, unsigned, people, signers, self._key)
            self._reported = left, unsigned, people, signers
        return [*left, *hushed]

    def _listed(self, lines: list[Line], done: PublishedArticles) -> list[Line]:
        """Return ``lines`` as they are noted, having noted which of them no window may hear of."""
        for line in lines:
            self._due.pop(line.slug, None)
            if line.slug in done.quiet:
                self._index.hide(line.slug)
            else:
                self._index.unlisted.discard(line.slug)
        self._due |= done.due
        return [
            # What another process has to look into as well, when the time comes.
            msgspec.structs.replace(line, seen="")
            if line.slug in done.due and line.slug not in self._index.unlisted
            else line
            for line in lines
        ]

    def _orphans(self) -> Iterator[Finding]:
        """Name what is up of articles that are no longer in the workshop."""
        gone = sorted(self._index.lines.keys() - set(self._scanner.slugs))
        for slug in gone[:NAMED]:  # of a folder that is not mounted, enough are named
            states = {n: e.state for n, e in self._index.lines[slug].files.items()}
            names = sorted(n for n, s in states.items() if s not in ("withdrawn", "text"))
            if names and (self.editions / slug).is_dir():
                text = takedown.orphan(self.project, slug, names)
                yield Finding("orphan", text, f"{self.editions.name}/{slug}")

    def _people_did(self) -> bool:
        """Tell whether people checked every article that is up, also of those without a source."""
        up = (slug for slug in FolderNames(self.editions).get() if slug != ui_strings.DOMAIN)
        return all(slug in self._index.lines and self._index.lines[slug].people for slug in up)

    def _is_current(self, slug: str, inputs: str) -> bool:
        """Tell whether nothing changed since the article's line was written, or fell due."""
        if slug in self._due and self._due[slug] <= self._clock():
            return False
        return self._scanner.is_current(self._index.lines.get(slug), slug, inputs)

    def run(self, stopped: Callable[[], bool], interval: float = 0.5) -> None:
        """Poll every ``interval`` seconds until ``stopped()``, whatever happens in between.

        Raises SettingsError or OSError at once when the publisher's key cannot be used.
        """
        failure = ""
        self._key  # noqa: B018 - read, or made
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


def _findings(problems: Iterable[Mapping[str, object]]) -> list[Finding]:
    return [Finding(**each) for each in problems]  # type: ignore[arg-type]
