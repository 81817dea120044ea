"""The workshop's folders, with what was read of a journal kept until its file changes.

A signature asks for it several times.
"""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from dataclasses import dataclass

from ..content import ui_strings
from ..editions.file_scan import stamp_of
from ..review import journal, renames
from ..review.journal import Journal
from ..review.ledger import Ledger
from ..review.policy import Policy
from ..review.project import Project

# Articles whose journals are kept.
_MOST = 50


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: int | None
    policy: Policy
    lines: Journal
    ledger: Ledger


class KeptJournals(Project):
    """A project that reads a journal again when it changed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "_kept", OrderedDict())
        object.__setattr__(self, "_lock", threading.Lock())

    def ledger(
        self, domain: str, policy: Policy | None = None, now: datetime.datetime | None = None
    ) -> Ledger:  # fmt: skip
        """Return the signatures in the journal of ``domain``, as :meth:`Project.ledger` does."""
        if domain == ui_strings.DOMAIN or now is not None:
            return super().ledger(domain, policy, now)
        return self._read(domain, policy).ledger

    def lines(self, domain: str, policy: Policy) -> Journal:
        """Return the lines of an article's journal, and of those it goes on from."""
        return self._read(domain, policy).lines

    def _read(self, domain: str, policy: Policy | None) -> _Kept:
        policy = self.policy_or_nobody(domain) if policy is None else policy
        kept: OrderedDict[str, _Kept] = self._kept  # type: ignore[attr-defined]
        folder = self.journal_of(domain)
        with self._lock:  # type: ignore[attr-defined]
            stamp = stamp_of(journal.path(folder, domain))
            old = kept.get(domain)
            if old and stamp is not None and (old.stamp, old.policy) == (stamp, policy):
                return old
            all_lines = renames.read(folder, domain, policy)
            lines = Journal(all_lines.lines)
            new = _Kept(
                # What several journals say is read each time: any of them may have changed.
                None if all_lines.formerly else stamp, policy, lines,
                Ledger(lines, policy, formerly=all_lines.formerly),
            )  # fmt: skip
            kept[domain] = new
            kept.move_to_end(domain)
            while len(kept) > _MOST:
                kept.popitem(last=False)
            return new
