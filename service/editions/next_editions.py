"""What readers get next of an article, in one language after the other. Writes nothing."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from ..content.messages import Source
from ..errors import Finding
from ..review import outlet_changes
from ..review.ledger import Ledger
from ..review.project import Project
from ..review.status import MessageStatus
from . import compose, embargo, plan_findings, succession, withdrawal
from .article_history import ArticleHistory
from .compose import Composer
from .model import Content, Edition, OutletNotice, State, Withdrawn
from .withdrawal import Known

Value = Edition | Withdrawn | None


@dataclass(frozen=True, slots=True)
class NextEditions:
    """What readers get next of one article, or the interface, at a ``moment``.

    ``composer`` has its signatures, ``known`` its withdrawals, ``history`` what was up before.
    ``due`` is when what is signed may go up, if not yet, ``gone`` are the lines of its journal that
    the publisher knew and that are not there: with any, nothing new goes up. What people are to
    know of it is added to ``problems``.
    """

    project: Project
    source: Source
    composer: Composer
    known: Known
    history: ArticleHistory
    moment: datetime.datetime
    due: datetime.datetime | None
    gone: Sequence[str]
    problems: list[Finding]

    def after(
        self, locale: str, statuses: list[MessageStatus] | None, before: Value,
        former: Edition | None,
    ) -> Value:  # fmt: skip
        """Return what takes the place of ``before`` in ``locale``; None: nothing.

        ``statuses`` is where its messages stand, None where the catalog cannot be used. ``former``
        is the last edition under an earlier slug.
        """
        domain = self.source.domain
        if open_ := self.known.open(locale):
            if self.due is not None and before is None:
                return None  # a notice would tell of it before its time
            language, zone = self.source.language, self.moment.tzinfo
            return withdrawal.stand_in(domain, locale, language, open_, before, zone)
        if isinstance(before, Withdrawn) and not withdrawal.accounted(before, self.known):
            self.problems.append(plan_findings.unaccounted(domain, locale))
            return before
        earlier = former
        if earlier is None and not isinstance(before, Edition):
            earlier = self.history.last_edition(locale, self.composer)
        return self._signed(locale, statuses, before, earlier)

    def _signed(
        self, locale: str, statuses: list[MessageStatus] | None, before: Value,
        earlier: Edition | None,
    ) -> Value:  # fmt: skip
        """Return what signatures make of ``before``, or of ``earlier``, which is up no more."""
        composer, moment = self.composer, self.moment
        if down := compose.taken_down(before, composer.ledger):
            assert isinstance(before, Edition)
            whole = self.source.whole is not None
            before = succession.without(before, down, moment) if whole else before
        lost = composer.ledger.lost(compose.rests_on(before))
        if composer.over is not None:
            lost = composer.over.ledger.lost(lost)
        if lost:
            assert isinstance(before, Edition)
            finding = plan_findings.lost(self.project, self.source.domain, lost[0], before)
            self.problems.append(finding)
        if lost or self.gone:
            return _as_it_is(before)
        if self.due is not None:  # also what would replace words that are up
            after = embargo.held(composer, before, earlier, moment)
        else:
            after = self._composed(locale, statuses, before, earlier)
        if not isinstance(after, Edition):
            return after
        notice = _outlet_notice(composer.ledger, after, before, moment)
        return succession.noticed(after, before, notice, moment)

    def _composed(
        self, locale: str, statuses: list[MessageStatus] | None, before: Value,
        earlier: Edition | None,
    ) -> Value:  # fmt: skip
        composer, source = self.composer, self.source
        interface = source.whole is None
        made = composer.interface(locale, source) if interface else composer.compose(locale)
        if made.content is None:
            return _as_it_is(before)
        state: State = "current"
        if made.behind:
            state = "outdated"
        elif statuses is None or _changed(statuses, made.content):
            state = "pending"
        return succession.succeed(
            made.content, before, self.moment, state=state, missing=made.missing, earlier=earlier,
            notes=made.notes, words=made.words,
        )  # fmt: skip


def _as_it_is(before: Value) -> Value:
    """Return ``before`` as it stays while nothing takes its place."""
    if isinstance(before, Edition):
        return succession.keep(before)
    # What was never up leaves no notice behind when its withdrawal is taken back.
    return before if before and before.revision else None


def _outlet_notice(
    ledger: Ledger, after: Edition, before: Edition | Withdrawn | None, moment: datetime.datetime
) -> OutletNotice | None:
    """Return the notice that ``after`` has of a change of its article; None where it has none."""
    paragraphs = (after.content.whole or {}).get("paragraphs", ())
    up = before.outlet_changed if isinstance(before, Edition) else None
    change = outlet_changes.in_force(ledger, paragraphs, up.line if up else "")
    if change is None:
        return None
    # A clock that was set back dates nothing before what it is about.
    at = max(change.line.at, after.content.whole_signed_at)
    return OutletNotice(at.astimezone(moment.tzinfo).date(), change.line.digest)


def _changed(statuses: list[MessageStatus], content: Content) -> bool:
    """Tell whether the catalog has other words, or none signed, for a message that is up."""
    up = {statement.id for statement in content.statements}
    return any(not status.ready and status.message.id in up for status in statuses)
