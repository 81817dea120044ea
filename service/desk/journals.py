"""The workshop's folders, with what was read of journals kept: they only grow, and a signature
would read one several times."""

from __future__ import annotations

import datetime
import threading
from collections import OrderedDict
from dataclasses import dataclass

from ..content import ui_strings
from ..errors import InputError
from ..review import journal
from ..review.journal import Journal, Line, Tail
from ..review.ledger import Ledger
from ..review.policy import Policy
from ..review.project import Project

# Articles whose journals are kept.
_MOST = 50


@dataclass(slots=True)
class _Kept:
    tail: Tail | None
    lines: dict[str, Line]
    policy: Policy
    ledger: Ledger


class KeptJournals(Project):
    """A project that reads of a journal only what was added since it was read last."""

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
        """Return the lines of a journal."""
        return Journal(list(self._read(domain, policy).lines.values()))

    def _read(self, domain: str, policy: Policy | None) -> _Kept:
        policy = self.policy_or_nobody(domain) if policy is None else policy
        kept: OrderedDict[str, _Kept] = self._kept  # type: ignore[attr-defined]
        with self._lock:  # type: ignore[attr-defined]
            old = kept.get(domain)
            try:
                reading = journal.read(self.journal_of(domain), domain, old.tail if old else None)
            except InputError:  # it counts for nothing, as where it is published
                reading = journal.Reading()
            lines = dict(old.lines) if old and not reading.whole else {}
            before = len(lines)
            lines.update({line.digest: line for line in reading.lines})
            if old and not reading.whole and len(lines) == before and old.policy == policy:
                old.tail = reading.tail
                return old
            ledger = Ledger(Journal(list(lines.values())), policy)
            kept[domain] = found = _Kept(reading.tail, lines, policy, ledger)
            kept.move_to_end(domain)
            while len(kept) > _MOST:
                kept.popitem(last=False)
            return found
