"""What changed of the sentences that readers had, and what was decided to tell them of it. Pure.

A change is decided about once: by a correction note, by a *same meaning* line, or by a line that
says why no note is needed. A figure that changed by itself is told by the standard sentence.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby, pairwise

from ..content.messages import Source, statement_of
from ..errors import SummariesError
from . import signatures, status
from .decisions import SignedLine
from .ledger import Ledger
from .signatures import Words

FIGURE = "the standard sentence tells the figure"


@dataclass(frozen=True, slots=True)
class Change:
    """A sentence that readers had, and what is in its place now.

    ``before`` is what was signed in the source, ``now`` the texts of today, empty where the
    statement was taken out. ``signed`` tells whether today's are signed. ``digests`` are those of
    the signatures under the words of before, up to this change. ``decided`` says how the change is
    told, empty where nobody has decided that yet.
    """

    statement: str
    before: SignedLine
    now: tuple[str, ...]
    signed: bool
    digests: frozenset[str] = frozenset()
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
        runs = list(_runs(lines))
        for run, (after, *_) in pairwise(runs):
            moment = signatures.moment(after.signature.date)
            if moment is not None and moment >= since:
                yield _change(known, name, run, after.words, signed=True)
        if not runs:
            continue
        message, last = here.get(name), runs[-1]
        if message is None:
            yield _change(known, name, last, None, signed=True)
            continue
        words = status.words_of(message, source.language, source, message.forms)
        if _said(words) != _said(last[-1].words):
            yield _change(known, name, last, words, signed=False)


def _runs(lines: Iterable[SignedLine]) -> Iterator[list[SignedLine]]:
    """Yield the signatures in a row that are under the same words and figures."""
    for _words, several in groupby(lines, key=lambda line: _said(line.words)):
        yield list(several)


def _said(words: Words) -> tuple[object, ...]:
    return words.strings, words.inputs and words.inputs.facts


def _change(
    known: Ledger, name: str, run: list[SignedLine], now: Words | None, *, signed: bool
) -> Change:
    digests = frozenset(line.signature.digest for line in run)
    strings = now.strings if now else ()
    change = Change(name, run[-1], strings, signed, digests)
    how = decided(known, change, (now.singular, now.plural) if now else None)
    if not how and now and strings == change.before.words.strings:
        how = FIGURE
    return replace(change, decided=how)


def decided(known: Ledger, change: Change, after: tuple[str, str | None] | None) -> str:
    """Say what was decided about a change; nothing where nobody did.

    ``after`` are the msgid and msgid_plural of today, None where the statement was taken out.
    """
    for decision in known.decisions():
        about = decision.is_about(change.before.words, change.digests)
        if decision.statement == change.statement and about:
            said = f"note {decision.note}" if decision.note else f"no note: {decision.because}"
            return f"{said} ({decision.line.name}, {decision.line.at:%Y-%m-%d})"
    for line, was, now in known.same_meaning(change.statement, "all"):
        if (was, now) == (change.old, after):
            return f"same meaning ({line.name}, {line.at:%Y-%m-%d})"
    return ""


def find(several: Sequence[Change], slug: str, statement: str | None) -> Change:
    """Return the newest change of ``statement`` that waits for a decision, or else the newest.

    Raises SummariesError where there is none, or where several wait and none is named.
    """
    if statement is None:
        waiting = [change for change in several if not change.decided]
        names = dict.fromkeys(change.statement for change in waiting)
        if len(names) == 1:
            return waiting[-1]
        if not names:
            raise SummariesError(
                f"no change of “{slug}” waits for a decision: change the sentence in summary.toml "
                "first, or name one with --statement"
            )
        raise SummariesError(f"several sentences changed: --statement {' or '.join(names)}")
    several = [change for change in several if change.statement == statement]
    if not several:
        raise SummariesError(
            f"“{statement}” of “{slug}” is as readers have had it all along: change it in "
            "summary.toml first"
        )
    return ([change for change in several if not change.decided] or several)[-1]
