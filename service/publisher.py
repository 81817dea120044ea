"""Keep ``editions/`` true while the workshop changes. The only writer of editions.

An edition is replaced when every message of its article, in its language and in the source, is
signed; until then readers keep the one they have. Nothing but a person's withdrawal removes one.
"""

from __future__ import annotations

import datetime
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from . import edition, interface, queue, shelf
from .article import Article
from .assessment import Assessment
from .edition import Edition, Original, Withdrawn
from .files import Fingerprint, fingerprints, locked
from .finding import Finding, InputError
from .message import Source
from .queue import Queue, Waiting
from .record import EditionError
from .workshop import Workshop

log = logging.getLogger(__name__)


@dataclass(slots=True)
class Report:
    """What one round of publishing did: the editions written, and the files it could not use."""

    written: list[str] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Row:
    """One article in one language: where its messages stand, what readers have, and get next.

    ``assessments`` is None when the catalog is missing or cannot be used. ``article`` is None for
    the interface.
    """

    source: Source
    locale: str
    assessments: list[Assessment] | None
    before: Edition | Withdrawn | None
    after: Edition | Withdrawn | None
    article: Article | None = None

    @property
    def state(self) -> str:
        """``current``, ``pending``, ``outdated``, ``withdrawn`` or ``incomplete``."""
        if isinstance(self.after, Withdrawn):
            return "withdrawn"
        return self.after.state if self.after else "incomplete"

    def describe(self) -> str:
        """Return the state, with the revision where readers have one."""
        if self.after is None:
            return self.state
        up = self.before is not None and self.before.revision == self.after.revision
        waiting = "" if up or isinstance(self.after, Withdrawn) else ", to be published"
        return f"{self.state}, revision {self.after.revision}{waiting}"


def now(zone: datetime.tzinfo = datetime.UTC) -> datetime.datetime:
    """Return the time to enter into editions: whole seconds, in the newsroom's time zone."""
    return datetime.datetime.now(zone).replace(microsecond=0)


class Publisher:
    """Publishes the editions of one workshop into one folder."""

    def __init__(
        self,
        workshop: Workshop,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
    ) -> None:
        self.workshop = workshop
        self.editions = editions
        self._clock = clock
        self._seen: dict[Path, Fingerprint] | None = None
        self._queue: Queue = {}
        self._reported: tuple[list[Finding], dict[str, Waiting]] | None = None

    def publish(self) -> Report:
        """Bring every edition up to date, under the folder's lock, and return what was done.

        A file that cannot be used is reported, and what it feeds stays as readers have it. Raises
        OSError when the editions folder cannot be written.
        """
        self.editions.mkdir(parents=True, exist_ok=True)
        with locked(self.editions):
            report, waiting = Report(), Queue()
            for row in self.survey(report):
                if found := self._waiting(row):
                    waiting[row.source.domain, row.locale] = found
                if row.after is not None and row.after != row.before:
                    shelf.save(self.editions, row.after, self.workshop.key)
                    name = f"{row.source.domain}/{row.locale}"
                    report.written.append(f"{name} ({row.state}, revision {row.after.revision})")
                if row.article is not None and row.locale == row.source.language:
                    self._publish_original(row, row.article)
            self._queue = waiting
            told = (list(report.problems), queue.by_locale(waiting))
            if told != self._reported:
                shelf.save_report(self.editions, *told)
                self._reported = told
        return report

    def _waiting(self, row: Row) -> Waiting | None:
        """Return what of a row waits for a signature, and since when; None if nothing does."""
        place = row.source.domain, row.locale
        if row.assessments is None and place in self._queue:
            return self._queue[place]  # a file that cannot be used now has signed nothing
        messages = 0 if isinstance(row.after, Withdrawn) else queue.waiting(row.assessments)
        if not messages:
            return None
        before = self._queue.get(place)
        return Waiting(messages, before.since if before else self._written(*place))

    def _written(self, domain: str, locale: str) -> datetime.datetime:
        """Return when a catalog was last written, or now where that is not to be known."""
        moment = self._clock()
        try:
            seconds = self.workshop.path(domain, locale).stat().st_mtime
            return min(moment, datetime.datetime.fromtimestamp(int(seconds), moment.tzinfo))
        except (OSError, ValueError, OverflowError):
            return moment

    def survey(self, report: Report) -> Iterator[Row]:
        """Yield what readers have and get next, article by article and language by language.

        Writes nothing; problems are added to ``report``.
        """
        yield from self._rows(interface.source(), None, report)
        for slug in self.workshop.slugs():
            try:
                article = self.workshop.article(slug)
            except InputError as error:
                report.problems += error.findings
                continue
            yield from self._rows(article.source, article, report)

    def poll(self) -> Report | None:
        """Publish if any file of the workshop changed since the last call, else return None."""
        seen = fingerprints([*self.workshop.files(), *self._own_files()])
        if seen == self._seen:
            return None
        report = self.publish()
        # What was written just now is not a change; what a person wrote meanwhile still is.
        self._seen = {**seen, **fingerprints(self._own_files())}
        return report

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

    def _own_files(self) -> list[Path]:
        return shelf.files(self.editions)

    def _rows(self, source: Source, article: Article | None, report: Report) -> Iterator[Row]:
        origin = self._assess(source, source.language, report)
        original: Edition | None = None
        locales = self.workshop.languages()
        for locale in sorted(locales, key=lambda locale: locale != source.language):
            target = origin if locale == source.language else self._assess(source, locale, report)
            before = self._before(source.domain, locale, report)
            after = self._next(source, article, origin, target, before, original, locale)
            if locale == source.language and isinstance(after, Edition):
                original = after
            yield Row(source, locale, target, before, after, article)

    def _assess(self, source: Source, locale: str, report: Report) -> list[Assessment] | None:
        try:
            # What compares words with their source was asked before they were signed.
            return self.workshop.assess(source, locale, thorough=False)
        except InputError as error:
            report.problems += error.findings
            return None

    def _next(
        self,
        source: Source,
        article: Article | None,
        origin: list[Assessment] | None,
        target: list[Assessment] | None,
        before: Edition | Withdrawn | None,
        original: Edition | None,
        locale: str,
    ) -> Edition | Withdrawn | None:
        """Return what readers get next in ``locale``; None when there is nothing for them yet."""
        if article and (withdrawal := article.withdrawal(locale)):
            same = isinstance(before, Withdrawn) and before.reason == withdrawal.reason
            date = withdrawal.date or (before.date if same else self._clock().date())  # type: ignore[union-attr]
            revision = before.revision if before else 0
            return Withdrawn(
                source.domain, locale, source.language, withdrawal.reason, date, revision
            )
        content = None
        if origin and target:
            people = self.workshop.policy().people
            content = edition.compose(source, origin, target, locale, people)
        if content is not None:
            return edition.succeed(content, before, self._clock())
        if isinstance(before, Edition):
            return edition.keep(before, original)
        return before

    def _publish_original(self, row: Row, article: Article) -> None:
        """Keep the article's own text beside its editions: while readers may see it, as it was
        when the source's edition was last current."""
        path = shelf.path(self.editions, article.slug, shelf.ORIGINAL)
        if not article.publish_source or isinstance(row.after, Withdrawn):
            path.unlink(missing_ok=True)
        elif row.after is not None and row.after.state == "current":
            original = Original(article.slug, article.source.language, article.text)
            try:
                same = shelf.load_original(path, self.workshop.key) == original
            except (InputError, EditionError):
                same = False
            if not same:
                shelf.save(self.editions, original, self.workshop.key)

    def _before(self, domain: str, locale: str, report: Report) -> Edition | Withdrawn | None:
        """Return what readers have now; a file that fails verification is as good as none."""
        path = shelf.path(self.editions, domain, locale)
        if not path.exists():
            return None
        try:
            return shelf.load(path, self.workshop.key)
        except (InputError, EditionError) as error:
            shown = f"{domain}/{locale}.json"
            report.problems.append(Finding("edition", f"not served: {error}", shown))
            return None
