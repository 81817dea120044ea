"""What changed of the sentences that readers had, and what was decided to tell them of it. Pure.

A change is decided about once: by a correction note, by a *same meaning* line, or by a line that
says why no note is needed. A figure that changed by itself is told by the standard sentence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from ..content.messages import Source, statement_of
from ..errors import SummariesError
from . import signatures, status
from .decisions import SignedLine
from .ledger import Ledger

FIGURE = "the standard sentence tells the figure"


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that readers had, and what is in its place now.

    ``before`` is what was signed in the source, ``now`` the texts of today, empty where the
    statement was taken out. ``signed`` tells whether today's are signed. ``decided`` says how the
    change is told, empty where nobody has decided that yet.
    """

    statement: str
    before: SignedLine
    now: tuple[str, ...]
    signed: bool
    decided: str = ""

    @property
    def old(self) -> tuple[str, str | None]:
        """The msgid and msgid_plural of before."""
        return self.before.words.singular, self.before.words.plural


def changes(source: Source, known: Ledger, since: datetime.datetime) -> Iterator[Change]:
    """Yield what changed of the sentences of ``source`` since readers first had any, at ``since``.

    ``known`` are the article's signatures. Of each sentence the oldest change comes first.
    """
    here = {message.id: message for message in source.summary}
    gone = [
        message for locale, message in sorted({s.words.key for s in known.by_digest.values()})
        if locale == source.language and message not in here and not statement_of(message)
    ]  # fmt: skip
    for name in [*here, *gone]:
        lines = [
            line for line in reversed(known.of(source.language, name))
            if known.objection(line) is None and known.rejection(line) is None
        ]  # fmt: skip
        for before, after in pairwise(lines):
            moment = signatures.moment(after.signature.date)
            if _differs(before, after) and moment is not None and moment >= since:
                yield _change(name, before, after, known)
        if not lines:
            continue
        last = lines[-1]
        if (message := here.get(name)) is None:
            yield Change(name, last, (), True, decided(known, name, last, None))
            continue
        words = status.words_of(message, source.language, source, message.forms)
        decided_for = (words.strings, words.inputs and words.inputs.facts)
        if decided_for != (last.words.strings, last.words.inputs and last.words.inputs.facts):
            pair = (message.singular, message.plural)
            how = decided(known, name, last, pair)
            if not how and words.strings == last.words.strings:
                how = FIGURE
            yield Change(name, last, words.strings, False, how)


def _differs(before: SignedLine, after: SignedLine) -> bool:
    old, new = before.words, after.words
    return (old.strings, old.inputs and old.inputs.facts) != (
        new.strings, new.inputs and new.inputs.facts,
    )  # fmt: skip


def _change(name: str, before: SignedLine, after: SignedLine, known: Ledger) -> Change:
    how = decided(known, name, before, (after.words.singular, after.words.plural))
    if not how and before.words.strings == after.words.strings:
        how = FIGURE
    return Change(name, before, after.words.strings, True, how)


def decided(
    known: Ledger, name: str, before: SignedLine, after: tuple[str, str | None] | None
) -> str:
    """Say what was decided about a change; nothing where nobody did."""
    for decision in known.decisions():
        if decision.statement == name and decision.is_about(before.words):
            said = f"note {decision.note}" if decision.note else f"no note: {decision.because}"
            return f"{said} ({decision.line.name}, {decision.line.at:%Y-%m-%d})"
    old = (before.words.singular, before.words.plural)
    for line, was, now in known.same_meaning(name, "all"):
        if (was, now) == (old, after):
            return f"same meaning ({line.name}, {line.at:%Y-%m-%d})"
    return ""


def find(changes: Sequence[Change], slug: str, statement: str | None) -> Change:
    """Return the newest change of ``statement``, or the one that waits for a decision.

    Raises SummariesError where there is none, or where several wait and none is named.
    """
    if statement is None:
        waiting = [change for change in changes if not change.decided]
        names = dict.fromkeys(change.statement for change in waiting)
        if len(names) == 1:
            return waiting[-1]
        if not names:
            raise SummariesError(
                f"no change of “{slug}” waits for a decision: change the sentence in summary.toml "
                "first, or name one with --statement"
            )
        raise SummariesError(f"several sentences changed: --statement {' or '.join(names)}")
    several = [change for change in changes if change.statement == statement]
    if not several:
        raise SummariesError(
            f"“{statement}” of “{slug}” is as readers have had it all along: change it in "
            "summary.toml first"
        )
    return several[-1]
