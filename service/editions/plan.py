"""What readers have of every article in every language, and what they get next. Writes nothing."""

from __future__ import annotations

import datetime
import logging
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
from . import model, store, takedown, withdrawal
from .model import Edition, Withdrawn
from .verification import EditionError
from .withdrawal import NOTHING_KNOWN, Known

log = logging.getLogger(__name__)

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
    """Looks at one workshop and its editions, at one time: who may sign is read once.

    ``known`` says what is withdrawn of an article; without it the journal and the publisher's index
    are read, and what is wrong with the journal is among the findings.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
        known: Callable[[str], Known] | None = None,
    ) -> None:
        self.project = project
        self.editions = editions
        self._clock = clock
        self._known = known or takedown.remembering(project, editions, clock)
        self._tells = known is None
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
            return self._rows(ui_strings.source(), None, NOTHING_KNOWN, problems), problems
        try:
            known = self._known(slug)
            if self._tells:
                problems += [Finding(**found) for found in known.problems]  # type: ignore[arg-type]
            article = self.project.article(slug)
            return self._rows(article.source, article, known, problems), problems
        except InputError as error:
            return [], [
                *problems, *(replace(f, text=f"{f.text}; {KEPT}") for f in error.findings),
            ]  # fmt: skip
        except Exception as error:  # one article must not stop the others
            log.exception("the article %s cannot be looked at", slug)
            return [], [*problems, _fault(error, f"{self.project.articles.name}/{slug}", KEPT)]

    def _rows(
        self, source: Source, article: Article | None, known: Known, problems: list[Finding]
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
            if open_ := known.open(locale):
                after: Edition | Withdrawn | None = withdrawal.stand_in(
                    source.domain, locale, source.language, open_, before, self._clock().tzinfo
                )
            elif isinstance(before, Withdrawn) and not withdrawal.accounted(before, known):
                after = before
                problems.append(_unaccounted(source.domain, locale))
            else:
                after = self._next(source, origin, target, before, original, locale)
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
        except Exception as error:  # one language must not stop the others
            shown = self.project.shown(source.domain, locale)
            log.exception("%s cannot be looked at", shown)
            problems.append(_fault(error, shown, self._meanwhile(source.domain, locale, before)))
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
        origin: list[MessageStatus] | None,
        target: list[MessageStatus] | None,
        before: Edition | Withdrawn | None,
        original: Edition | None,
        locale: str,
    ) -> Edition | Withdrawn | None:
        """Return what readers get next in ``locale``; None when there is nothing for them yet."""
        content = None
        if origin and target:
            assert self._policy is not None  # it was asked for the assessments
            content = model.compose(source, origin, target, locale, self._policy.known)
        if content is not None:
            return model.succeed(content, before, self._clock())
        if isinstance(before, Edition):
            return model.keep(before, original)
        # What was never up leaves no notice behind when its withdrawal is taken back.
        return before if before and before.revision else None

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


def _fault(error: Exception, shown: str, meanwhile: str) -> Finding:
    text = f"cannot be used ({type(error).__name__}; the log says where); {meanwhile}"
    return Finding("file", text, shown)


def _unaccounted(domain: str, locale: str) -> Finding:
    text = (
        "it is withdrawn, but no line of the journal says so: it stays withdrawn; put the line "
        f"back, or run “summaries withdraw {domain} --locale {locale}” and the same with --undo"
    )
    return Finding("withdrawn", text, f"{domain}/{locale}.json")
