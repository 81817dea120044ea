"""What becomes of an edition when its inputs change. Pure.

:func:`succeed` puts new content in its place and tells readers what was corrected with it.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from ..content.article import HEADLINE
from ..content.facts import Fact
from .model import Content, Correction, Edition, OutletNotice, State, Statement, Withdrawn


class OfferedNote(Struct, frozen=True):
    """A correction note that the source's editor signed, for the editions that it concerns.

    ``strings`` and ``facts`` are those of the statement that was wrong, as the source's editor had
    signed it; ``at`` is when the note was written.
    """

    id: str
    statement: str
    strings: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    at: datetime.datetime

    def is_wrong(self, statement: Statement) -> bool:
        """Tell whether ``statement`` still has the words and figures that the note corrects."""
        facts = {name: fact.source_inputs() for name, fact in statement.facts.items()}
        wrong = {str(fact.get("name")): dict(fact) for fact in self.facts}
        return statement.source.strings == self.strings and facts == wrong

    def corrects(self, statement: Statement) -> bool:
        """Tell whether ``statement`` is the one of the note, as it was when it was wrong."""
        return statement.id == self.statement and self.is_wrong(statement)

    def figure(self, name: str) -> Fact | None:
        """Return the figure ``name`` as it was wrong; None where the statement had none of it."""
        facts = (Fact.from_inputs(fact) for fact in self.facts if fact.get("name") == name)
        return next(facts, None)


def succeed(
    content: Content,
    before: Edition | Withdrawn | None,
    now: datetime.datetime,
    *,
    state: State = "current",
    missing: tuple[str, ...] = (),
    earlier: Edition | None = None,
    notes: Sequence[OfferedNote] = (),
    words: Mapping[str, Statement] = MappingProxyType({}),
) -> Edition:
    """Return the edition that puts ``content`` in the place of ``before``, in ``state``.

    ``missing`` are the ids of details that are not signed yet. What says the same keeps its
    revision and date; changed figures, and what ``notes`` say, are entered as corrections.
    ``words`` are the notes that are signed in this language, by id: what readers were told once
    they are told for as long as it is signed. The day since when an edition is outdated is that of
    the first round that found it so. ``earlier`` is the edition that was up before a withdrawal, or
    under another slug: when it first went up, and what was corrected in it, stays true.
    """
    since = None
    if state == "outdated":
        since = (before.outdated_since if isinstance(before, Edition) else None) or now.date()
    last = before or earlier
    revision = last.revision + 1 if last else 1
    if not isinstance(before, Edition):
        if earlier is None:
            return Edition(content, revision, now, now, state, since, (), missing)
        previous = earlier
    else:
        previous = before
    now = max(now, previous.updated)  # a clock that was set back makes nothing older than it was
    corrections = _corrections(content, previous, notes, now.date())
    entered = dict.fromkeys(correction.note for correction in corrections)
    content = replace(content, notes=tuple(words[name] for name in entered if name in words))
    same = previous is before and previous.content.said() == content.said()
    if same and previous.corrections == corrections:
        return replace(
            previous, content=content, state=state, outdated_since=since, missing=missing
        )
    return Edition(content, revision, previous.published, now, state, since, corrections, missing)


def _corrections(
    content: Content, before: Edition, notes: Sequence[OfferedNote], today: datetime.date
) -> tuple[Correction, ...]:
    """Return what readers of ``content`` are told was corrected, oldest first."""
    old = before.content.facts
    corrections = [*before.corrections]
    corrections += [
        Correction(today, old[name], fact)
        for name, fact in content.facts.items()
        if name in old and old[name] != fact
    ]
    known = {correction.note for correction in corrections}
    for at, note in enumerate(notes):
        if note.id in known:
            continue
        now = next((s for s in content.statements if s.id == note.statement), None)
        undone = next((n for n in reversed(notes[:at]) if now and n.corrects(now)), None)
        # Who never had what that note corrected never had what this one puts right.
        if (undone is None or undone.id in known) and _is_due(note, now, content, before):
            _enter(corrections, note, undone, today)
            known.add(note.id)
    return tuple(corrections)


def _is_due(note: OfferedNote, now: Statement | None, content: Content, before: Edition) -> bool:
    """Tell whether readers of this edition had what ``note`` corrects, and have it no more.

    ``now`` is the statement as they have it now.
    """
    was = next((s for s in before.content.statements if s.id == note.statement), None)
    if before.published > note.at and not (was and note.is_wrong(was)):
        return False  # its readers never saw what was wrong
    if now is None:  # the statement was taken out, or is not signed here
        return note.statement not in (content.whole or {}).get("ids", ())
    return was is not None and not now.outdated and not note.is_wrong(now)


def _enter(
    corrections: list[Correction],
    note: OfferedNote,
    undone: OfferedNote | None,
    today: datetime.date,
) -> None:
    """Enter ``note``: at the figures that it is about, or for itself.

    ``undone`` is the earlier note whose wrong words are put back.
    """
    seen: set[str] = set()
    at_figure = False
    for at in range(len(corrections) - 1, -1, -1):
        entry = corrections[at]
        if entry.old is None or entry.old.name in seen:
            continue
        seen.add(entry.old.name)
        if not entry.note and note.figure(entry.old.name) == entry.old:
            corrections[at] = replace(entry, note=note.id)
            at_figure = True
    if not at_figure:
        corrections.append(Correction(today, note=note.id, back=undone.id if undone else ""))


def without(before: Edition, down: Iterable[str], now: datetime.datetime) -> Edition | None:
    """Return ``before`` without the statements and notes ``down``, as its next revision.

    ``before`` itself where none is in it, None where headline or brief, or nothing else, is among
    them.
    """
    down, content = set(down), before.content
    notes = tuple(note for note in content.notes if note.id not in down)
    gone = {s.id for s in content.statements} & down
    left = tuple(s for s in content.statements if s.id not in gone)
    spared = all(s.id not in gone or not (s.brief or s.id == HEADLINE) for s in content.statements)
    if not gone and notes == content.notes:
        return before
    if gone and (not spared or len(left) < 2):
        return None
    return replace(
        before, content=replace(content, statements=left, notes=notes),
        revision=before.revision + 1, updated=now, missing=(*before.missing, *sorted(gone)),
    )  # fmt: skip


def noticed(
    after: Edition, before: Edition | Withdrawn | None, notice: OutletNotice | None,
    now: datetime.datetime,
) -> Edition:  # fmt: skip
    """Return ``after``, which follows ``before``, with ``notice``, or without one.

    Readers are told something else than before: that is a revision of its own, where nothing else
    made one.
    """
    if after.outlet_changed == notice:
        return after
    after = replace(after, outlet_changed=notice)
    if before is None or before.revision != after.revision:
        return after
    return replace(after, revision=after.revision + 1, updated=max(now, after.updated))


def keep(before: Edition) -> Edition:
    """Return ``before`` as it stays while nothing can be put in its place."""
    return before if before.state == "outdated" else replace(before, state="pending")
