"""What people decided, read from lines of a journal: signatures, rejections, corrections. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Any

import msgspec
from msgspec import Struct

from ..content.facts import Fact
from ..content.messages import statement_of
from . import signatures
from .journal import Line
from .signatures import Signature, Words

SIGNED, REJECTED, SAME_MEANING, SEEN = "signed", "rejected", "same-meaning", "seen"
RENAMED = "renamed"
LOSS_ACCEPTED = "loss-accepted"
CORRECTED = "corrected"  # what readers are told of a change, or why nothing
OUTLET_CHANGED = "outlet-changed"  # the outlet changed its article, and readers are told so
SAVED = "saved"  # words that wait for a signature: for people to look at, nothing rests on it

# A source's ``msgid`` and its plural.
SourceText = tuple[str, str | None]


class SignedLine(Struct, frozen=True):
    """What was signed, by whom, and in which lines: their places in the journal's order.

    One is written. Whoever copies it cannot sign, but can write what the copy knows of: so a
    signature knows only what all of its lines know.
    """

    words: Words
    signature: Signature
    line: Line
    places: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Rejection:
    """A ``rejected`` line: the digest of the words, who rejected them, and why."""

    words: str
    name: str
    reason: str
    keep: bool
    line: Line
    place: int


@dataclass(frozen=True, slots=True)
class Decision:
    """A ``corrected`` line: what readers are told of a change of ``statement``, or why nothing.

    ``strings`` and ``facts`` are those that were wrong, as they were signed in the source; ``of``
    is the digest of that signature, empty in lines of before there was one: words may come back,
    and be changed again. ``note`` is the id of the correction note; where there is none,
    ``because`` says why.
    """

    statement: str
    note: str
    because: str
    strings: tuple[str, ...]
    facts: tuple[Mapping[str, Any], ...]
    line: Line
    of: str = ""

    def is_about(self, words: Words, digests: Set[str]) -> bool:
        """Tell whether ``words``, of the source, are those that were wrong.

        ``digests`` are those of the signatures under them until other words took their place.
        """
        if self.of:
            return self.of in digests
        facts = words.inputs.facts if words.inputs else ()
        return words.strings == self.strings and list(facts) == list(self.facts)


@dataclass(frozen=True, slots=True)
class OutletChange:
    """An ``outlet-changed`` line: readers are told of a change of the article, or no more.

    ``paragraphs`` are the digests of the outlet's new text, empty where ``changed`` is False: that
    takes back every such line that it knows of.
    """

    changed: bool
    paragraphs: tuple[str, ...]
    line: Line
    place: int


def question(words: Words, check: str, text: str) -> dict[str, Any]:
    """Return the fields of a line that answers what ``check`` asked, ``text``, about ``words``."""
    return {
        "words": words.digest(), "source": [words.singular, words.plural],
        "check": check, "text": text,
    }  # fmt: skip


def question_key(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what tells one question that was answered from another, whatever ``fields`` are."""
    return tuple(repr(fields.get(key)) for key in ("words", "source", "check", "text"))


def source_text(data: Any) -> SourceText:
    """Return the source that ``data``, of a ``same-meaning`` line, is: msgid and msgid_plural.

    Raises TypeError, ValueError for anything else.
    """
    if not isinstance(data, list):
        raise TypeError("no source")
    singular, plural = data
    if not isinstance(singular, str) or not (plural is None or isinstance(plural, str)):
        raise ValueError("no source")
    return singular, plural


def read_signed(line: Line, place: int) -> SignedLine | None:
    """Return what a line says was signed; None for a line that does not fit itself.

    ``place`` is the line's number in the journal's order, counted from 0.
    """
    try:
        words, signature = signatures.read_payload(line.fields["payload"])
        proof = line.fields.get("proof", "")
    except (KeyError, ValueError):
        return None
    if signature.name != line.name or not isinstance(proof, str):
        return None
    if proof:
        signature = msgspec.structs.replace(signature, proof=proof)
    return SignedLine(words, signature, line, (place,))


def read_rejection(line: Line, place: int) -> Rejection | None:
    """Return what a ``rejected`` line says; None for one that says nothing usable.

    ``place`` is as in :func:`read_signed`.
    """
    words, reason = line.fields.get("words"), line.fields.get("reason", "")
    if not isinstance(words, str) or not isinstance(reason, str):
        return None
    return Rejection(words, line.name, reason, line.fields.get("keep") is not False, line, place)


def outlet_changed(paragraphs: Sequence[str] | None) -> dict[str, Any]:
    """Return the fields of a line that tells of a change to the text of ``paragraphs``, digests.

    None takes back what was told.
    """
    return {"changed": paragraphs is not None, "paragraphs": list(paragraphs or ())}


def read_outlet_change(line: Line, place: int) -> OutletChange | None:
    """Return what an ``outlet-changed`` line says; None for one that says nothing usable.

    ``place`` is as in :func:`read_signed`.
    """
    changed, paragraphs = line.fields.get("changed"), line.fields.get("paragraphs")
    if not isinstance(changed, bool) or not isinstance(paragraphs, list):
        return None
    if not all(isinstance(digest, str) for digest in paragraphs) or changed != bool(paragraphs):
        return None
    return OutletChange(changed, tuple(paragraphs), line, place)


def wrong(words: Words) -> dict[str, Any]:
    """Return the fields by which a ``corrected`` line names the words and figures of a source."""
    facts = words.inputs.facts if words.inputs else ()
    return {"msgstr": list(words.strings), "facts": [dict(fact) for fact in facts]}


def read_decision(line: Line) -> Decision | None:
    """Return what a ``corrected`` line says; None for one that says nothing usable."""
    fields = line.fields
    try:
        statement, note, because = (fields[key] for key in ("statement", "note", "because"))
        old = fields["old"]
        strings, facts = tuple(old["msgstr"]), tuple(old["facts"])
        for fact in facts:
            Fact.from_inputs(fact)
    except (KeyError, TypeError, ValueError, ArithmeticError, AttributeError):
        return None  # a line that is none must not keep the others from readers
    of = fields.get("of", "")
    texts = (statement, note, because, of, *strings)
    if not all(isinstance(text, str) for text in texts):
        return None
    if note and statement_of(note) != statement:
        return None
    return Decision(statement, note, because, strings, facts, line, of)
