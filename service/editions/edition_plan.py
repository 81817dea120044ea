"""One article in one language: what readers have of it, and what they get next. Pure."""

from __future__ import annotations

import datetime
from dataclasses import dataclass

from ..content.article import Article
from ..content.messages import Source
from ..review.ledger import Ledger
from ..review.status import MessageStatus
from .model import Edition, Withdrawn


@dataclass(frozen=True, slots=True)
class EditionPlan:
    """One article in one language: where its messages stand, what readers have, and get next.

    ``assessments`` is None when the catalog is missing or cannot be used. ``article`` is None for
    the interface. ``lost`` tells that the file of ``before`` is gone or cannot be used: it is known
    from the publisher's log and the journal. ``due`` is when what is signed may go up, if not yet,
    ``waits_for`` are the locales without which it does not. ``objections`` say which signatures of
    what is up would not count today, by the list of signers. ``formerly`` are the article's earlier
    slugs, the last one first. ``ledger`` are the article's signatures, ``true_until`` is when
    one of them, or a line of the journal, that is dated ahead comes to count. ``lines_gone`` tells
    that a line of the journal that the publisher knew is not there, so nothing new goes up.
    """

    source: Source
    locale: str
    assessments: list[MessageStatus] | None
    before: Edition | Withdrawn | None
    after: Edition | Withdrawn | None
    article: Article | None = None
    lost: bool = False
    due: datetime.datetime | None = None
    waits_for: tuple[str, ...] = ()
    objections: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()
    ledger: Ledger | None = None
    true_until: datetime.datetime | None = None
    lines_gone: bool = False

    @property
    def state(self) -> str:
        """``current``, ``pending``, ``outdated``, ``withdrawn`` or ``incomplete``."""
        if isinstance(self.after, Withdrawn):
            return "withdrawn"
        return self.after.state if self.after else "incomplete"

    @property
    def outlet_changed(self) -> datetime.date | None:
        """The day of the notice that the outlet changed its article, where readers get one."""
        notice = self.after.outlet_changed if isinstance(self.after, Edition) else None
        return notice.date if notice else None

    def describe(self) -> str:
        """Return the state, with the revision where readers have one."""
        if self.after is None:
            return f"{self.state}{self._held()}"
        up = self.before is not None and self.before.revision == self.after.revision
        up = up and not self.lost
        waiting = "" if up or isinstance(self.after, Withdrawn) else ", to be published"
        return f"{self.state}, revision {self.after.revision}{waiting}{self._held()}"

    def _held(self) -> str:
        if self.due is not None:
            return f", goes up at {self.due.isoformat(sep=' ', timespec='minutes')}"
        return f", waits for {', '.join(self.waits_for)}" if self.waits_for else ""
