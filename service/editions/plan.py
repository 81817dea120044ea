"""What readers have of every article in every language, and what they get next. Writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from ..content import ui_strings
from ..content.article import Article
from ..content.messages import Source
from ..errors import Finding, InputError
from ..review.policy import Policy
from ..review.project import Project
from ..review.status import MessageStatus
from . import model, store
from .model import Edition, Withdrawn
from .verification import EditionError

KEPT = "readers keep what they have"


def now(zone: datetime.tzinfo = datetime.UTC) -> datetime.datetime:
    """Return the time to enter into editions: whole seconds, in the newsroom's time zone."""
    return datetime.datetime.now(zone).replace(microsecond=0)


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """One article in one language: where its messages stand, what readers have, and get next.

    ``assessments`` is None when the catalog is missing or cannot be used. ``article`` is None for
    the interface.
    """

    source: Source
    locale: str
    assessments: list[MessageStatus] | None
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


class Planner:
    """Looks at one workshop and its editions, at one time: who may sign is read once."""

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
    ) -> None:
        self.project = project
        self.editions = editions
        self._clock = clock
        self._policy: Policy | None = None

    def slugs(self) -> list[str]:
        """Return what can be asked about: the interface's domain, then all articles."""
        return [ui_strings.DOMAIN, *self.project.slugs()]

    def article(self, slug: str) -> tuple[list[EditionPlan], list[Finding]]:
        """Return where one article (or the interface) stands, a row for each language.

        The source language comes first. The findings are about files that could not be used, and
        say what readers have meanwhile.
        """
        problems: list[Finding] = []
        if slug == ui_strings.DOMAIN:
            return self._rows(ui_strings.source(), None, problems), problems
        try:
            article = self.project.article(slug)
        except InputError as error:
            return [], [replace(f, text=f"{f.text}; {KEPT}") for f in error.findings]
        return self._rows(article.source, article, problems), problems

    def _rows(
        self, source: Source, article: Article | None, problems: list[Finding]
    ) -> list[EditionPlan]:
        rows: list[EditionPlan] = []
        origin: list[MessageStatus] | None = None
        original: Edition | None = None
        locales = self.project.languages()
        for locale in sorted(locales, key=lambda locale: locale != source.language):
            before = self._before(source.domain, locale, problems)
            target = self._assess(source, locale, before, problems)
            if locale == source.language:
                origin = target
            after = self._next(source, article, origin, target, before, original, locale)
            if locale == source.language and isinstance(after, Edition):
                original = after
            rows.append(EditionPlan(source, locale, target, before, after, article))
        return rows

    def _assess(
        self,
        source: Source,
        locale: str,
        before: Edition | Withdrawn | None,
        problems: list[Finding],
    ) -> list[MessageStatus] | None:
        try:
            # What compares words with their source was asked before they were signed.
            if self._policy is None:
                self._policy = self.project.policy()
            return self.project.assess(source, locale, thorough=False, policy=self._policy)
        except InputError as error:
            own = f"{source.domain}.po"
            for finding in error.findings:
                # What concerns all languages alike is to be said once.
                so = (
                    self._meanwhile(source.domain, locale, before)
                    if finding.path.endswith(own)
                    else KEPT
                )
                problems.append(replace(finding, text=f"{finding.text}; {so}"))
            return None

    def _meanwhile(self, domain: str, locale: str, before: Edition | Withdrawn | None) -> str:
        """Say what readers have as long as a catalog cannot be used."""
        if isinstance(before, Withdrawn):
            return "it stays withdrawn"
        if before is not None:
            return f"readers keep revision {before.revision}"
        there = store.path(self.editions, domain, locale).exists()
        return KEPT if there else "there is no edition of it yet"

    def _next(
        self,
        source: Source,
        article: Article | None,
        origin: list[MessageStatus] | None,
        target: list[MessageStatus] | None,
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
            assert self._policy is not None  # it was asked for the assessments
            content = model.compose(source, origin, target, locale, self._policy.known)
        if content is not None:
            return model.succeed(content, before, self._clock())
        if isinstance(before, Edition):
            return model.keep(before, original)
        return before

    def _before(
        self, domain: str, locale: str, problems: list[Finding]
    ) -> Edition | Withdrawn | None:
        """Return what readers have now; a file that fails verification is as good as none."""
        path = store.path(self.editions, domain, locale)
        if not path.exists():
            return None
        try:
            return store.load(path, self.project.key)
        except (InputError, EditionError) as error:
            shown = f"{domain}/{locale}.json"
            text = f"cannot be used: {error}; sign what waits, or put a copy of it back"
            problems.append(Finding("edition", text, shown))
            return None
