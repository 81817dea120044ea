"""By which line of a journal readers are told that the outlet changed its article. Pure."""

from __future__ import annotations

from collections.abc import Sequence

from ..content.article import HEADLINE
from .decisions import OutletChange
from .ledger import Ledger


def in_force(ledger: Ledger, paragraphs: Sequence[str], up: str = "") -> OutletChange | None:
    """Return by what readers of a summary are told that its outlet changed the article since.

    ``paragraphs`` are the digests of the text that the summary is signed for: it was signed for
    that before somebody who may sign the source told of a change to another text, and nobody took
    that back. ``up`` is the digest of the line that readers are told by already, whatever the list
    of signers says now. None where they are told nothing.
    """
    text = tuple(paragraphs)
    changes = ledger.outlet_changes.values()
    for change in sorted(changes, key=lambda one: one.place, reverse=True):
        if not change.changed or change.paragraphs == text:
            continue
        if change.line.digest != up and not _may_tell(ledger, change):
            continue
        if not _taken_back(ledger, change) and _signed_before(ledger, text, change.place):
            return change
    return None


def _may_tell(ledger: Ledger, change: OutletChange) -> bool:
    return ledger.line_objection(change.line, *ledger.source_languages) is None


def _taken_back(ledger: Ledger, change: OutletChange) -> bool:
    return any(
        not other.changed and ledger.knows(other.place, change.place) and _may_tell(ledger, other)
        for other in ledger.outlet_changes.values()
    )


def _signed_before(ledger: Ledger, text: tuple[str, ...], place: int) -> bool:
    """Tell whether a headline was signed for ``text`` not knowing of the line at ``place``."""
    headlines = (s for name in ledger.source_languages for s in ledger.of(name, HEADLINE))
    return any(
        tuple((signed.words.whole or {}).get("paragraphs", ())) == text
        and not all(ledger.knows(at, place) for at in signed.places)
        for signed in headlines
    )
