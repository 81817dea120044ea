"""Where one article stands in every language, as ``summaries status`` tells it."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Sequence

import msgspec

from ..errors import Finding
from ..review import source_changes
from ..review.ledger import Ledger
from ..review.status import outdated_marks
from .edition_plan import EditionPlan
from .model import Edition

# The states of messages, in the order in which they are told.
COUNTED = ("reviewed", "translated", "draft", "rejected", "missing")


class LanguageStatus(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Where an article stands in one language.

    ``state`` and ``revision`` are the edition's, ``described`` says both in words. ``counts`` are
    how many messages are in each state of :data:`COUNTED`; None where no catalog can be read.
    ``waiting`` are those that cannot go up, as (id, state). ``outdated`` is the sentence about
    marks of an earlier version, ``sign_again`` says which signatures of what is up would not count
    today, ``outlet_changed`` since when readers are told that the outlet changed its article.
    """

    locale: str
    state: str
    described: str
    revision: int | None
    counts: tuple[int, int, int, int, int] | None
    waiting: tuple[tuple[str, str], ...] = ()
    outdated: str | None = None
    sign_again: tuple[str, ...] = ()
    outlet_changed: datetime.date | None = None


class ArticleStatus(msgspec.Struct, array_like=True, frozen=True, gc=False):
    """Where an article stands in every language, its own first.

    ``messages`` is how many it has. ``undecided`` are the sentences that changed since readers had
    them, and of which nobody has said what readers are to be told. ``formerly`` are its earlier
    slugs.
    """

    slug: str
    messages: int
    language: str
    languages: tuple[LanguageStatus, ...]
    undecided: tuple[str, ...] = ()
    formerly: tuple[str, ...] = ()


def read(rows: Sequence[EditionPlan]) -> ArticleStatus | None:
    """Return where the article of ``rows`` stands; None where nothing of it could be read."""
    if not rows:
        return None
    source = rows[0].source
    return ArticleStatus(
        source.domain, len(source.messages), source.language, tuple(map(_language, rows)),
        _undecided(rows), rows[0].formerly,
    )  # fmt: skip


def until(
    rows: Sequence[EditionPlan], problems: Sequence[Finding], now: datetime.datetime
) -> datetime.datetime | None:
    """Return until when ``rows`` stay true while no file changes, at the longest.

    That is ``now`` where something was wrong, which may pass; None where time changes nothing.
    """
    if problems or not rows:
        return now
    return min((at for row in rows for at in (row.due, row.true_until) if at), default=None)


def _language(row: EditionPlan) -> LanguageStatus:
    seen = row.assessments
    counts = None
    if seen is not None:
        states = Counter[str](message.state for message in seen)
        reviewed, translated, draft, rejected, missing = (states[state] for state in COUNTED)
        counts = (reviewed, translated, draft, rejected, missing)
    return LanguageStatus(
        row.locale, row.state, row.describe(), row.after.revision if row.after else None, counts,
        tuple((message.message.id, message.state) for message in seen or () if not message.ready),
        outdated_marks(seen or (), row.source.domain, row.locale), row.objections,
        row.outlet_changed,
    )  # fmt: skip


def _undecided(rows: Sequence[EditionPlan]) -> tuple[str, ...]:
    up = [row.before.published for row in rows if isinstance(row.before, Edition)]
    ledger: Ledger | None = rows[0].ledger
    if rows[0].article is None or ledger is None or not up:
        return ()
    changes = source_changes.changes(rows[0].source, ledger, min(up))
    return tuple(dict.fromkeys(change.statement for change in changes if not change.decided))
