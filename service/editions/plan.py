"""What readers have of every article in every language, and what they get next. Writes nothing."""

from __future__ import annotations

import contextlib
import datetime
import logging
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from ..content import ui_strings
from ..content.article import Article
from ..content.article_text import digests, fold
from ..content.messages import Source
from ..errors import Finding, InputError
from ..files import is_there
from ..review import article_version, marks, renames
from ..review.ledger import Ledger
from ..review.policy import NOBODY, Policy
from ..review.project import Project
from ..review.status import MessageStatus
from . import (
    compose,
    edition_folder,
    embargo,
    index,
    plan_findings,
    publisher_key,
    store,
    takedown,
)
from .article_history import ArticleHistory
from .compose import Composer
from .edition_plan import EditionPlan
from .index import Line
from .model import Edition, Withdrawn
from .next_editions import NextEditions
from .plan_findings import KEPT
from .verification import EditionError
from .withdrawal import NOTHING_KNOWN, Known

log = logging.getLogger(__name__)


def now(zone: datetime.tzinfo = datetime.UTC) -> datetime.datetime:
    """Return the time to enter into editions: whole seconds, in the newsroom's time zone."""
    return datetime.datetime.now(zone).replace(microsecond=0)


class Planner:
    """Looks at one workshop and its editions, at one time: who may sign is read once.

    ``known`` says what is withdrawn of an article; without it the journal and the publisher's index
    are read, and what is wrong with the journal is among the findings. ``lines`` says what the
    index has of an article: an older file that was put back does not count, and where a line of
    the journal is gone nothing new goes up.
    """

    def __init__(
        self,
        project: Project,
        editions: Path,
        clock: Callable[[], datetime.datetime] = now,
        known: Callable[[str], Known] | None = None,
        published: Path | None = None,
        lines: Callable[[str], Line | None] | None = None,
    ) -> None:
        self.project = project
        self.editions = editions
        self.published = published or publisher_key.beside(editions)
        self._clock = clock
        self._lines = lines or index.lines_of(editions)
        self._known = known or takedown.remembering(project, editions, clock, self._lines)
        self._tells = known is None
        self._policies: dict[str, Policy] = {}

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
                problems += [Finding(**problem) for problem in known.problems]  # type: ignore[arg-type]
            article = self._read(slug, problems)
            if article is None:
                return [], problems
            return self._rows(article.source, article, known, problems), problems
        except Exception as error:  # one article must not stop the others
            log.exception("the article %s cannot be looked at", slug)
            label = f"{self.project.articles.name}/{slug}"
            return [], [*problems, plan_findings.fault(error, label, KEPT)]

    def _read(self, slug: str, problems: list[Finding]) -> Article | None:
        """Read an article; None where it cannot be used, which is among ``problems``.

        A summary that rests on an earlier text of its article can be used: what readers get is
        what was signed.
        """
        try:
            return self.project.article(slug)
        except InputError as error:
            problems += [replace(f, text=f"{f.text}; {KEPT}") for f in error.findings]
        with contextlib.suppress(InputError):
            return article_version.read(self.project, slug)
        return None

    def _rows(
        self, source: Source, article: Article | None, known: Known, problems: list[Finding]
    ) -> list[EditionPlan]:
        domain, moment = source.domain, self._clock()
        ledger = self._ledger(domain, moment, problems)
        if domain in ledger.renamed and (to := self._heir(domain, moment)):
            problems.append(plan_findings.given_away(self.project, domain, to))
            return []
        locales = sorted(self.project.languages(domain), key=lambda name: name != source.language)
        before = {name: self._before(domain, name, problems) for name in locales}
        problems += self._without_catalog(domain, locales)
        lost = [name for name in locales if before[name] is None]
        line = self._lines(domain)
        serials = line.serials() if line else {}
        history = ArticleHistory(self.editions, self.published, domain, problems, serials)
        statuses = {
            name: self._assess(source, name, ledger, before[name], problems) for name in locales
        }
        composer = Composer(domain, source.language, ledger, _marked(statuses.values()))
        if article is None:
            composer = replace(
                composer, over=self._own_interface(source, statuses, moment, problems)
            )
        before |= {name: history.restore(name, composer) for name in lost}
        former = {
            name: history.under(ledger.formerly, name, composer)
            for name in locales
            # What went down under the present name had come after all that was up under others.
            if before[name] is None and ledger.formerly and not history.knows(name)
        }
        several = (*before.values(), *former.values())
        live = {d: m for edition in several for d, m in compose.live(edition).items()}
        live = {d: one for d, one in live.items() if not ledger.revoked(one)}
        composer = replace(composer, live=live)
        if article is not None:
            composer = replace(composer, texts=self._texts(article, composer))
        due = embargo.due(composer, article, moment)
        until = _true_until(composer)
        gone = self._gone(domain, ledger, known, problems) if article is not None else []
        following = NextEditions(
            self.project, source, composer, known, history, moment, due, gone, problems
        )
        rows = [
            EditionPlan(
                source, name, statuses[name], before[name],
                following.after(name, statuses[name], before[name], former.get(name)), article,
                name in lost and before[name] is not None, due,
                objections=_outdated_signers(ledger, before[name]), formerly=ledger.formerly,
                ledger=ledger, true_until=until, lines_gone=bool(gone),
            )
            for name in locales
        ]  # fmt: skip
        return embargo.at_once(rows, embargo.together(composer, article), known)

    def _gone(
        self, domain: str, ledger: Ledger, known: Known, problems: list[Finding]
    ) -> list[str]:  # fmt: skip
        """Return the lines of a journal that the publisher knew, and that are gone or moved.

        Without withdrawals that a signer took back since, who knew of them all the same.
        """
        line = self._lines(domain)
        answered = {withdrawal.digest for withdrawal in known.withdrawals if withdrawal.undone}
        gone = ledger.gone(line.heads, line.absent) if line else []
        gone = [digest for digest in gone if digest not in answered]
        if gone:
            what = "it was there when something was last published"
            problems.append(plan_findings.gone(self.project, domain, what, gone[0]))
        return gone

    def _heir(self, slug: str, moment: datetime.datetime) -> str:
        """Return the article that once was called ``slug``; nothing where none was."""
        policy = self._policies[slug]
        return renames.heir(self.project.journal, slug, self.project, policy, moment)

    def _texts(self, article: Article, composer: Composer) -> tuple[str, ...]:
        """Return the article's text, folded, and the one that the newest whole was signed for.

        While nobody signed a change, that is the one that readers have; nothing where it is gone.
        """
        newest = next(composer.whole(), None)
        signed = (newest.words.whole or {}).get("paragraphs") if newest else None
        texts, paragraphs = [article.text], (article.source.whole or {}).get("paragraphs")
        if signed != paragraphs:
            with contextlib.suppress(InputError, EditionError):
                kept = store.path(self.editions, article.slug, store.ORIGINAL)
                texts.append(store.load_original(kept).text)
                paragraphs = digests(texts[-1])
        return tuple(map(fold, texts)) if signed == paragraphs else ()

    def _own_interface(
        self, source: Source, statuses_of: dict[str, list[MessageStatus] | None],
        moment: datetime.datetime, problems: list[Finding],
    ) -> Composer | None:  # fmt: skip
        """Return what composes a newsroom's own words for the interface, if it has any.

        Puts into ``statuses_of`` where its messages stand.
        """
        own, domain = self.project.own_interface(), source.domain
        names = [name for name in statuses_of if self.project.has_own_interface(name)]
        if not names:
            return None
        ledger = own.ledger(domain, self.project.policy_or_nobody(), moment)
        statuses = {}
        for name in names:
            try:
                statuses[name] = own.assess(source, name, thorough=False, known=ledger)
            except InputError as error:
                problems += [replace(f, text=f"{f.text}; {KEPT}") for f in error.findings]
                continue
            statuses_of[name] = _preferred(statuses[name], statuses_of[name])
        return Composer(domain, source.language, ledger, _marked(statuses.values()))

    def _without_catalog(self, domain: str, locales: Sequence[str]) -> Iterator[Finding]:
        """Name the languages that are up though their folder of catalogs is gone."""
        if domain == ui_strings.DOMAIN:
            return
        for name in sorted(
            set(edition_folder.locales_or_none(self.editions, domain)) - set(locales)
        ):
            edition = edition_folder.load(self.editions, domain, name)
            if isinstance(edition, Edition):
                text = (
                    f"is not there; readers keep revision {edition.revision}: put the folder back, "
                    f"or run “summaries withdraw {domain} --locale {name}”"
                )
                yield Finding("catalog", text, self.project.shown(domain, name))

    def _ledger(self, domain: str, moment: datetime.datetime, problems: list[Finding]) -> Ledger:
        """Return the signatures of ``domain``; what cannot be read is among ``problems``."""
        try:
            policy: Policy = self._policies.get(domain) or self.project.policy_of(domain)
        except InputError as error:
            problems += [
                replace(finding, text=f"{finding.text}; {KEPT}") for finding in error.findings
            ]
            policy = NOBODY
        self._policies[domain] = policy
        return self.project.ledger(domain, policy, moment)

    def _assess(
        self,
        source: Source,
        locale: str,
        ledger: Ledger,
        before: Edition | Withdrawn | None,
        problems: list[Finding],
    ) -> list[MessageStatus] | None:
        try:
            # What compares words with their source was asked before they were signed.
            return self.project.assess(source, locale, thorough=False, known=ledger)
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
            label = self.project.shown(source.domain, locale)
            log.exception("%s cannot be looked at", label)
            so = self._meanwhile(source.domain, locale, before)
            problems.append(plan_findings.fault(error, label, so))
            return None

    def _meanwhile(self, domain: str, locale: str, before: Edition | Withdrawn | None) -> str:
        """Say what readers have as long as a catalog cannot be used."""
        if isinstance(before, Withdrawn):
            return "it stays withdrawn"
        if before is not None:
            return f"readers keep revision {before.revision}"
        there = is_there(store.path(self.editions, domain, locale))
        return KEPT if there else "there is no edition of it yet"

    def _before(
        self, domain: str, locale: str, problems: list[Finding]
    ) -> Edition | Withdrawn | None:
        """Return what readers have now; a file that fails verification counts as missing."""
        path = store.path(self.editions, domain, locale)
        if not is_there(path):
            return None
        try:
            edition = store.load(path)
            line = self._lines(domain)
            if line is not None and edition.serial < line.serials().get(locale, 0):
                raise EditionError("it is older than what was published last, a copy put back")
            return edition
        except (InputError, EditionError) as error:
            label = f"{domain}/{locale}.json"
            text = f"cannot be used: {error}; sign what waits, or put a copy of it back"
            problems.append(Finding("edition", text, label))
            return None


def _preferred(
    own: list[MessageStatus] | None, program: list[MessageStatus] | None
) -> list[MessageStatus] | None:
    """Return where each message stands.

    In the newsroom's catalog where that has signed it, or has other words for it; else in the
    program's.
    """
    if own is None or program is None:
        return own or program

    def words(status: MessageStatus) -> tuple[str, ...]:
        return status.entry.strings if status.entry else ()

    return [
        one if one.ready or (any(words(one)) and words(one) != words(other)) else other
        for one, other in zip(own, program, strict=True)
    ]


def _outdated_signers(ledger: Ledger, before: Edition | Withdrawn | None) -> tuple[str, ...]:
    """Say why signatures of what is up would not count if it went up today."""
    signed = (ledger.by_digest.get(digest) for digest in compose.live(before))
    objections = (ledger.objection(one) for one in signed if one is not None)
    return tuple(dict.fromkeys(filter(None, objections)))


def _true_until(composer: Composer) -> datetime.datetime | None:
    """Return when something that is dated ahead comes to count; None where nothing will."""
    ledgers = [composer.ledger, *([composer.over.ledger] if composer.over else [])]
    return min(filter(None, (ledger.true_until() for ledger in ledgers)), default=None)


def _marked(several: Iterable[list[MessageStatus] | None]) -> frozenset[str]:
    """Return the digests of all marks that stand in catalogs."""
    entries = [status.entry for statuses in several for status in statuses or () if status.entry]
    return frozenset(
        mark.digest for entry in entries for mark in marks.review_marks(entry.comments)
    )
