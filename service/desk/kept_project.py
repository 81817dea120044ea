"""The workshop's folders, with articles and journals kept until their files change.

A save or a signature asks for each of them several times.
"""

from __future__ import annotations

import datetime
import threading
import time
from collections import OrderedDict
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from ..content import ui_strings
from ..content.article import Article
from ..editions.file_scan import stamp, stamp_of
from ..files import STEP
from ..review import journal, renames
from ..review.journal import Journal
from ..review.ledger import Ledger
from ..review.policy import Policy
from ..review.project import Project

# Articles that are kept.
_MOST = 50
_V = TypeVar("_V")


@dataclass(frozen=True, slots=True)
class _Kept:
    stamp: int | None
    policy: Policy
    lines: Journal
    ledger: Ledger


class KeptProject(Project):
    """A project that reads an article or a journal again when it changed."""

    def __post_init__(self) -> None:
        super().__post_init__()
        object.__setattr__(self, "_kept", OrderedDict())
        object.__setattr__(self, "_articles", OrderedDict())
        object.__setattr__(self, "_lock", threading.Lock())

    def article(self, slug: str) -> Article:
        """Read one article, as :meth:`Project.article` does."""
        kept: OrderedDict[str, tuple[object, Article]] = self._articles  # type: ignore[attr-defined]
        folder = self.articles / slug
        # Asked before the files are read: what is written meanwhile is seen at the next look.
        stamp = _stamp(folder)
        old = kept.get(slug)
        if old and stamp is not None and old[0] == stamp:
            return old[1]
        article = super().article(slug)
        if stamp is not None:
            with self._lock:  # type: ignore[attr-defined]
                _put(kept, slug, (stamp, article))
        return article

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
            now = datetime.datetime.now(datetime.UTC)
            renamed = renames.read(folder, domain, policy, now)
            lines = Journal(renamed.lines)
            ledger = Ledger(lines, policy, now=now, formerly=renamed.formerly)
            # What several journals say is read each time: any of them may have changed. So is what
            # is dated in the future: it may come to count without a change.
            kept_at = None if renamed.formerly or ledger.true_until() else stamp
            new = _Kept(kept_at, policy, lines, ledger)
            _put(kept, domain, new)
            return new


def _stamp(folder: Path) -> tuple[int, int] | None:
    """Return what changes when an article or its summary does; None while it may change unseen.

    File systems count time in steps: what is written twice within one may look the same.
    """
    stamps = []
    for name in ("article.txt", "summary.toml"):
        try:
            status = (folder / name).stat()
        except OSError:
            return None
        if abs(time.time() - status.st_mtime) < STEP:
            return None
        stamps.append(stamp(status))
    return stamps[0], stamps[1]


def _put(kept: OrderedDict[str, _V], name: str, value: _V) -> None:
    """Keep ``value``, and no more than the newest ones."""
    kept[name] = value
    kept.move_to_end(name)
    while len(kept) > _MOST:
        kept.popitem(last=False)
