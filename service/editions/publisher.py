"""Keep ``editions/`` true while the workshop changes. The only writer of editions.

An edition is replaced when every message of its article, in its language and in the source, is
signed; until then readers keep the one they have. Nothing but a person's withdrawal removes one:
that is acted on first in every round, and in the midst of long ones.
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
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import asdict, dataclass, field, replace
from functools import cached_property
from itertools import chain, repeat
from pathlib import Path

import msgspec

from .. import processes
from ..content import ui_strings
from ..content.article import Article
from ..content.article_text import digests
from ..errors import Finding, InputError
from ..files import locked, read_bytes
from ..review import backlog, journal, policy
from ..review.backlog import Backlog
from ..review.keys import PrivateKey
from ..review.project import Project
from . import build_id, file_scan, index, publication_log, publisher_key, store, takedown
from .file_scan import FileScanner
from .index import Line
from .model import Edition, Original, Withdrawn
from .plan import EditionPlan, Planner, now
from .takedown import Outcome, Register
from .verification import EditionError
from .withdrawal import NOTHING_KNOWN, Withdrawal

log = logging.getLogger(__name__)

# Seconds that a look at the workshop may take beyond what it has to: a sixteenth of the time
# between two. A third of it goes to the editions, which nobody else should change.
SHARE = 0.03
# Seconds between two signs that it works, and between two looks at withdrawals in a long round.
SIGN, ACT = 10.0, 0.5
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

    ``resolved`` are the problems that are none any more: edition files that were replaced. ``due``
    says when what waits for its time may go up, ``quiet`` which articles no window may hear of.
    """

    lines: list[Line] = field(default_factory=list)
    written: list[str] = field(default_factory=list)
    resolved: list[Finding] = field(default_factory=list)
    due: dict[str, datetime.datetime] = field(default_factory=dict)
    quiet: set[str] = field(default_factory=set)


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
        self._inputs, self._outputs = FileScanner(".po", ".toml", ".txt"), FileScanner(".json")
        self._journals = FileScanner(journal.ENDING)
        self._index = index.Reader(editions)
        self._lines: dict[str, Line] = {}
        self._slugs: list[str] = []
        self._catalogs: list[str] = []
        self._fresh = False
        self._waiting: set[str] = set()
        self._reported: tuple[object, ...] | None = None
        self._signed = self._acted = float("-inf")
        self._register = Register(project, editions, lambda: self._key, self.published)
        self._taken_down: list[str] = []
        self._failed: dict[str, Finding] = {}
        self._late: set[str] = set()
        # When what waits for its time may go up, and the articles of which the index has no line:
        # nothing of them is up, and they wait for their time, or were not looked into yet.
        self._due: dict[str, datetime.datetime] = {}
        self._unlisted: set[str] = set()

    @cached_property
    def _key(self) -> PrivateKey:
        """The publisher's key, read when it is first needed: a withdrawal's line comes before."""
        return publisher_key.load(self.published)

    def publish(self) -> Report:
        """Bring every edition up to date, under the folder's lock, and return what was done.

        A file that cannot be used is reported, and what it feeds stays as readers have it. Raises
        OSError when the editions folder cannot be written.
        """
        self._act()
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
        self._act()
        self._look(SHARE)
        due = self._waiting or not self._fresh or self._reported is None
        report = self._round() if due else None
        self._show_alive()
        return report

    # --- withdrawals: neither articles nor catalogs are looked at -----------------------------

    def _act(self) -> None:
        """Carry out what changed of withdrawals since the last call, under the folder's lock."""
        first = self._acted == float("-inf")
        due = [] if first else self._register.due(self._lines)
        if first or due:
            try:
                self._prepare()
                with locked(self.editions):
                    self._read_index()
                    self._take_down(self._register.due(self._lines) if first else due)
            except Exception:
                for slug in due:  # the next call is about them, too
                    self._register.again(slug)
                raise
        self._acted = time.monotonic()

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
        moment, before = self._clock(), self._lines.get(slug)
        known = self._register.judge(slug, before, moment, more)
        done = self._register.carry_out(slug, known, before, moment.tzinfo)
        line = before or Line(slug, {})
        kept = {name: entry for name, entry in line.files.items() if name not in done.gone}
        new = msgspec.structs.replace(line, files=kept | done.files, known=known)
        if new != before:
            quiet = not new.files and (not known.withdrawals or self._timed(slug, []))
            if quiet and (before is None or slug in self._unlisted):
                self._unlisted.add(slug)
            self._note([msgspec.structs.replace(new, seen="")])
            self._outputs.forget(f"{self.editions}/{slug}")
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
        """Carry out what is withdrawn of one article now, in this process; if ``publish``, publish
        the article as well. Returns what stood against it.

        ``more`` are withdrawals that could not be written into the journal. Raises OSError when the
        editions folder is not there or cannot be written, BlockingIOError while another process
        works on it.
        """
        self.editions.stat()  # no key is made for a folder that is not there
        publisher_key.announce(self.editions, self._key)
        with locked(self.editions, wait=False):
            self._read_index()
            problems = self._settle(slug, more).problems
            problems += _findings(self._lines[slug].known.problems)
            if publish and slug in self.project.slugs():
                done = self.publish_articles([slug], self._of([slug]))
                self._note(self._listed([self._complete(line, "") for line in done.lines], done))
                problems += _findings(p for line in done.lines for p in line.problems)
            return problems

    def _read_index(self) -> None:
        for line in self._index.news():
            before = self._lines.get(line.slug)
            if line.known != (before.known if before else NOTHING_KNOWN):
                self._register.again(line.slug)  # by another process: an earlier one, a command
                self._waiting.add(line.slug)
            self._lines[line.slug] = line

    def _of(self, slugs: Iterable[str]) -> dict[str, Line]:
        return {slug: self._lines[slug] for slug in slugs if slug in self._lines}

    # --- everything else ----------------------------------------------------------------------

    def _show_alive(self) -> None:
        if time.monotonic() - self._signed >= SIGN:
            store.update_heartbeat(self.editions)
            self._signed = time.monotonic()

    def _look(self, budget: float) -> None:
        """Note which articles wait for a round, for about ``budget`` seconds."""
        project, waiting = self.project, self._waiting
        catalogs = self._catalogs = [
            str(project.path(domain, locale).parent)
            for domain in ("", ui_strings.DOMAIN)
            for locale in project.languages(domain)
        ]
        journals = [str(project.journal), str(project.journal_of(ui_strings.DOMAIN))]
        articles = {f"{project.articles}/{name}": name for name in _folders(project.articles)}
        settings = [str(project.locales), str(project.interface)]
        changes = self._inputs.changes([*settings, *catalogs, *articles], budget)
        # All of them every time: a line that is added to a file leaves its folder as it was.
        for names in self._journals.changes(journals, float("inf")).values():
            waiting.update(name.removesuffix(journal.ENDING) for name in names)
        self._slugs = [ui_strings.DOMAIN]
        self._slugs += [n for path, n in articles.items() if "summary.toml" in self._inputs[path]]
        for folder, names in changes.items():
            if folder in settings:
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
        now = self._clock()
        waiting.update(slug for slug, due in self._due.items() if due <= now)
        waiting.intersection_update(self._slugs)

    def _round(self) -> Report:
        """Publish the articles that wait, under the folder's lock."""
        self._prepare()
        with locked(self.editions):
            self._read_index()
            self._late.clear()
            slugs = self._slugs
            if not self._fresh:  # what an earlier process published counts
                self._waiting.update(slugs)
                store.sweep(self.editions)
            ground = self._inputs_digest()
            policy_now = self.project.policy_or_nobody()
            people_may = policy_now.people_only
            if not people_may:
                store.doubt_people_only(self.editions, self._key)
            seen = {slug: self._digest_of(slug, ground) for slug in self._waiting}
            waiting = [s for s in slugs if s in self._waiting and not self._is_current(s, seen[s])]
            report = Report()
            for done in self._publish_articles(waiting):
                report.written += done.written
                report.problems += done.resolved
                lines = [self._complete(line, seen.get(line.slug, "")) for line in done.lines]
                self._note(self._listed(lines, done))
                for line in lines:
                    self._outputs.forget(f"{self.editions}/{line.slug}")
                    if takedown.forgotten(line):
                        self._register.again(line.slug)
                self._waiting.difference_update(line.slug for line in lines)
                self._show_alive()
                if time.monotonic() - self._acted >= ACT:
                    self._take_down(self._register.due(self._lines))
            self._waiting = self._late.copy()  # what was settled meanwhile has its turn
            self._fresh = True
            if self._index.lines > 2 * len(self._lines) + 1000:
                self._write_index()
                self._index.news()
            found = chain(
                (self._lines[s].problems for s in slugs if s in self._lines),
                (line.known.problems for line in self._lines.values()),
            )
            own = [self._lines[slug] for slug in self._unlisted]  # for the workshop alone
            hushed = _findings(chain(*(p for x in own for p in (x.problems, x.known.problems))))
            left = list(
                dict.fromkeys([*self._orphans(), *self._failed.values(), *_findings(chain(*found))])
            )
            left = [problem for problem in left if problem not in hushed]
            unsigned = backlog.by_locale(
                self._lines[s].waiting
                for s in slugs
                if s in self._lines and s not in self._unlisted
            )
            people = people_may and self._people_did()
            signers = policy_now.published()
            if (left, unsigned, people, signers) != self._reported:
                self._reported = None  # so that it is tried again
                store.save_report(self.editions, left, unsigned, people, signers, self._key)
                self._reported = left, unsigned, people, signers
            report.problems += [*left, *hushed]
            report.written[:0], self._taken_down = self._taken_down, []
        return report

    def _listed(self, lines: list[Line], done: PublishedArticles) -> list[Line]:
        """Return ``lines`` as they are noted, having noted which of them no window may hear of."""
        for line in lines:
            self._due.pop(line.slug, None)
            if line.slug not in done.quiet:
                self._unlisted.discard(line.slug)
            elif line.slug not in self._unlisted:
                self._unlisted.add(line.slug)
                if line.slug in self._lines:  # from before its editor set a time
                    self._write_index()
        self._due |= done.due
        return [
            # What another process has to look into as well, when the time comes.
            msgspec.structs.replace(line, seen="")
            if line.slug in done.due and line.slug not in self._unlisted
            else line
            for line in lines
        ]

    def _write_index(self, *more: Line) -> None:
        lines = self._lines | {line.slug: line for line in more}
        listed = (line for slug, line in lines.items() if slug not in self._unlisted)
        self._index.write(listed, self._key)

    def _orphans(self) -> Iterator[Finding]:
        """Name what is up of articles that are no longer in the workshop."""
        gone = sorted(self._lines.keys() - set(self._slugs))
        for slug in gone[:MANY]:  # of a folder that is not mounted, enough are named
            states = {n: e.state for n, e in self._lines[slug].files.items()}
            names = sorted(n for n, s in states.items() if s not in ("withdrawn", "text"))
            if names and (self.editions / slug).is_dir():
                text = takedown.orphan(slug, names)
                yield Finding("orphan", text, f"{self.editions.name}/{slug}")

    def _people_did(self) -> bool:
        """Tell whether people checked every article that is up, also of those without a source."""
        up = (slug for slug in _folders(self.editions) if slug != ui_strings.DOMAIN)
        return all(slug in self._lines and self._lines[slug].people for slug in up)

    def _is_current(self, slug: str, seen: str) -> bool:
        """Tell whether nothing changed since the article's line was written."""
        if slug in self._due and self._due[slug] <= self._clock():
            return False
        line = self._lines.get(slug)
        outputs = self._outputs[f"{self.editions}/{slug}"]
        return line is not None and line.seen == seen and outputs == _stamps(line)

    def _complete(self, line: Line, seen: str) -> Line:
        """Return a line for the index of what was published: with what it was made of, with what is
        withdrawn, and with the files that were left alone, as those of an article that cannot be
        used now."""
        before = self._lines.get(line.slug)
        if before is None:
            return msgspec.structs.replace(line, seen=seen)
        there = file_scan.stamps(self.editions / line.slug, (".json",))
        left = {n: e for n, e in before.files.items() if there.get(f"{n}.json") == e.stamp}
        return msgspec.structs.replace(line, seen=seen, files=left | line.files, known=before.known)

    def _note(self, lines: list[Line]) -> None:
        """Tell windows, and the next publisher, of articles that were brought up to date."""
        told = [line for line in lines if line.slug not in self._unlisted]
        self._lines |= {line.slug: line for line in lines if line.slug in self._unlisted}
        if not self._index.sound:
            self._write_index(*told)
        elif told:
            self._index.append(told, self._key)
        for line in self._index.news():
            self._lines[line.slug] = line

    def _inputs_digest(self) -> str:
        """Return what every edition depends on besides its own files."""
        signers = [self.project.locales / policy.FILE, self.project.interface / policy.FILE]
        return f"{build_id.package_digest()} {[file_scan.stamp_of(file) for file in signers]}"

    def _digest_of(self, slug: str, ground: str) -> str:
        """Return what tells whether any file changed that the editions of ``slug`` are made of."""
        name = f"{slug}.po"
        made_of: list[object] = [ground]
        made_of += sorted(self._inputs[f"{self.project.articles}/{slug}"].items())
        made_of += [(folder, self._inputs[folder].get(name)) for folder in self._catalogs]
        for lines in dict.fromkeys((self.project.journal_of(slug), self.project.journal)):
            made_of.append(self._journals[str(lines)].get(f"{slug}{journal.ENDING}"))
        return hashlib.sha256(repr(made_of).encode()).hexdigest()[:32]

    def _publish_articles(self, slugs: list[str]) -> Iterator[PublishedArticles]:
        """Publish ``slugs``: in this process, or a large number of them in one for each core."""
        cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
        if len(slugs) < MANY or cores == 1:
            for slug in slugs:
                yield self.publish_articles([slug], self._of([slug]))
            return
        moment = self._clock()
        parts = [slugs[at : at + PART] for at in range(0, len(slugs), PART)]
        context = multiprocessing.get_context("spawn")  # a fork would copy the threads' locks
        with ProcessPoolExecutor(cores, context, _begin, (os.getpid(),)) as pool:
            given = repeat((self.project, self.editions, self.published, moment))
            yield from pool.map(_publish_part, given, parts, map(self._of, parts))
        os.sync()  # those processes did not wait for the disk

    def publish_articles(
        self,
        slugs: list[str],
        before: Mapping[str, Line],
        *,
        durable: bool = True,
    ) -> PublishedArticles:
        """Publish ``slugs`` and return their lines for the index, without ``seen`` and ``known``.

        ``before`` are the lines that they have in it. An article whose withdrawals are no longer
        those known there is left for the next round.
        """
        done = PublishedArticles()
        survey = Planner(
            self.project, self.editions, self._clock,
            lambda slug: before[slug].known if slug in before else NOTHING_KNOWN, self.published,
            lambda slug: before[slug].files if slug in before else {},
        )  # fmt: skip
        for slug in slugs:
            saved: set[str] = set()
            unsigned: dict[str, Backlog] = {}
            files: dict[str, Edition | Withdrawn | Original] = {}
            rows, problems = survey.article(slug)
            line = before.get(slug)
            own, waited = (line.known, line.waiting) if line else (NOTHING_KNOWN, {})
            if takedown.stamp(self.project, slug, bool(own.withdrawals)) != own.stamp:
                continue
            rows = self._numbered(slug, rows, durable)
            for row in rows:
                if found := self._unsigned(row, waited.get(row.locale)):
                    unsigned[row.locale] = found
                if row.after is not None and (row.after != row.before or row.lost):
                    store.save(self.editions, row.after, self._key, durable=durable)
                    name = f"{row.source.domain}/{row.locale}"
                    done.written.append(f"{name} ({row.state}, revision {row.after.revision})")
                    saved.add(f"{name}.json")
                if row.after is not None:
                    files[row.locale] = row.after
                elif row.before is not None:
                    # A notice of what was never up is taken back, or rejected words go down.
                    store.path(self.editions, slug, row.locale).unlink(missing_ok=True)
                if row.article is not None and row.locale == row.source.language:
                    original = self._publish_original(row, row.article, durable)
                    if original:
                        files[store.ORIGINAL] = original
            done.resolved += [problem for problem in problems if problem.path in saved]
            left = [problem for problem in problems if problem.path not in saved]
            if due := next((row.due for row in rows if row.due), None):
                done.due[slug] = due
            if not files and (due or not rows) and self._timed(slug, rows):
                done.quiet.add(slug)
            former = next((list(row.formerly) for row in rows), [])
            line = msgspec.structs.replace(self._line(slug, files, left), formerly=former)
            done.lines.append(msgspec.structs.replace(line, waiting=unsigned))
            if any(isinstance(row.after, Edition) for row in rows):
                done.lines += self._moved_from(former)
        return done

    def _moved_from(self, slugs: Iterable[str]) -> Iterator[Line]:
        """Take away what is up under the earlier ``slugs`` of an article that is up."""
        for slug in slugs:
            if slug in self.project.slugs():
                continue  # another article has that name now
            for name in takedown.editions_of(self.editions, slug):
                store.path(self.editions, slug, name).unlink(missing_ok=True)
            store.path(self.editions, slug, store.ORIGINAL).unlink(missing_ok=True)
            with contextlib.suppress(OSError):
                (self.editions / slug).rmdir()
            yield Line(slug, {})

    def _timed(self, slug: str, rows: list[EditionPlan]) -> bool:
        """Tell whether an article has, or where it cannot be read may have, a time to go up at."""
        if rows:
            return any(row.due for row in rows)
        with contextlib.suppress(OSError, InputError):
            summary = self.project.articles / slug / "summary.toml"
            return b"publish_at" in read_bytes(summary, summary.name)
        return False

    def _numbered(self, slug: str, rows: list[EditionPlan], durable: bool) -> list[EditionPlan]:
        """Note in the log what changes, and return the rows with the serial to write it under."""
        changed = {row.locale: row.after for row in rows if row.after != row.before}
        if not changed:
            return rows
        before = [row.before for row in rows]
        serial = publication_log.append(
            self.published, slug, changed, before, self._key, durable=durable
        )
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
        told = [asdict(problem) for problem in left]
        return Line(slug, files, problems=told, people=people)

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

    def _publish_original(
        self, row: EditionPlan, article: Article, durable: bool
    ) -> Original | None:
        """Keep the article's own text beside its editions: while readers may see it, as the
        source's edition was signed over it. Returns what readers have."""
        path = store.path(self.editions, article.slug, store.ORIGINAL)
        if isinstance(row.after, Withdrawn):
            path.unlink(missing_ok=True)
            return None
        before: Original | None = None
        if path.exists():
            with contextlib.suppress(InputError, EditionError):
                before = store.load_original(path)
        if row.after is None:
            return before
        whole = row.after.content.whole or {}
        if whole.get("paragraphs") != digests(article.text):
            return before  # the text was changed, and the change is not signed
        original = Original(article.slug, article.source.language, article.text)
        if original != before:
            store.save(self.editions, original, self._key, durable=durable)
        return original


def _begin(first: int) -> None:
    """Make ready a process that publishes for the process ``first``."""
    processes.exit_with_parent(first)
    # Articles leave no cycles behind: looking for them took one part in twelve of the time.
    gc.freeze()
    gc.set_threshold(100_000)


def _publish_part(
    given: tuple[Project, Path, Path, datetime.datetime],
    slugs: list[str],
    before: Mapping[str, Line],
) -> PublishedArticles:
    """Publish ``slugs`` in a process of their own."""
    project, editions, published, moment = given
    return Publisher(project, editions, lambda: moment, published).publish_articles(
        slugs, before, durable=False
    )


def _folders(root: Path) -> list[str]:
    try:
        return file_scan.folders(root)
    except OSError:
        return []


def _stamps(line: Line) -> file_scan.Stamps:
    return {f"{name}.json": entry.stamp for name, entry in line.files.items()}


def _findings(found: Iterable[Mapping[str, object]]) -> list[Finding]:
    return [Finding(**each) for each in found]  # type: ignore[arg-type]
