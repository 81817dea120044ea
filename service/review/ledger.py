"""What a journal says of signatures: which count, and which words readers last had signed. Pure.

A signature counts when its line is in the journal, its signer may sign, no later signature of the
message has other words, and its words were not rejected since. *Later* is what the journal's graph
says: a line is later than another when it knows of it (DESIGN, "A mark counts").
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Any

import msgspec

from ..content.facts import Fact
from ..content.messages import statement_of
from . import signatures
from .journal import Journal, Line
from .policy import Policy
from .signatures import Signature, Words

SIGNED, REJECTED, SAME_MEANING, SEEN = "signed", "rejected", "same-meaning", "seen"
LOSS_ACCEPTED = "loss-accepted"
CORRECTED = "corrected"  # what readers are told of a change, or why nothing
SAVED = "saved"  # words that wait for a signature: for people to look at, nothing rests on it
# A source whose text was corrected more often without a new translation is to be translated again.
MOST_LINKS = 8
# How far ahead a clock may be.
TOLERANCE = datetime.timedelta(days=1)


@dataclass(frozen=True, slots=True)
class SignedLine:
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


class Order:
    """The lines of a journal in order, and which knows of which.

    Most journals are a chain: a line's ancestors are all lines before it, which one number says.
    """

    def __init__(self, journal: Journal) -> None:
        self.lines = list(journal)
        self.place = {line.digest: at for at, line in enumerate(self.lines)}
        # Of each line: it knows all lines before this number, and these others.
        self._known: list[tuple[int, frozenset[int]]] = []
        for line in self.lines:
            parents = [self.place[p] for p in line.parents if p in self.place]
            self._known.append(self._union(parents))

    def _union(self, parents: Sequence[int]) -> tuple[int, frozenset[int]]:
        until = max((self._known[at][0] for at in parents), default=0)
        more = {at for at in parents if at >= until}
        more.update(other for at in parents for other in self._known[at][1] if other >= until)
        while until in more:
            more.discard(until)
            until += 1
        return until, frozenset(more)

    def knows(self, line: int, other: int) -> bool:
        """Tell whether the line at place ``line`` knows of the one at ``other``."""
        until, more = self._known[line]
        return other < until or other in more


class Ledger:
    """The signatures of one article's journal, as ``policy`` lets them count.

    ``article`` is False for the interface, whose signatures by models
    always count. Signatures that are dated more than a day after ``now`` do not. ``formerly`` are
    the article's earlier slugs, the last one first.
    """

    def __init__(
        self,
        journal: Journal,
        policy: Policy,
        *,
        article: bool = True,
        now: datetime.datetime | None = None,
        formerly: tuple[str, ...] = (),
    ) -> None:
        self._policy = policy
        self.formerly = formerly
        self._article = article
        self._now = now
        self._order = Order(journal)
        self.by_digest: dict[str, SignedLine] = {}
        self._by_key: dict[tuple[str, str], list[SignedLine]] = {}
        self._rejections: dict[str, list[Rejection]] = {}
        self._meanings: list[Line] = []
        self._seen: dict[tuple[Any, ...], list[Line]] = {}
        self._losses: list[Line] = []
        self._decisions: list[Decision] = []
        self._allowed: dict[str, str | None] = {}
        for place, line in enumerate(self._order.lines):
            self._read(line, place)

    def _read(self, line: Line, place: int) -> None:
        if line.kind == SIGNED:
            found = _signed(line, place)
            if found is not None:
                self._add(found)
        elif line.kind == REJECTED:
            rejection = _rejection(line, place)
            if rejection is not None:
                self._rejections.setdefault(rejection.words, []).append(rejection)
        elif line.kind == SAME_MEANING:
            self._meanings.append(line)
        elif line.kind == LOSS_ACCEPTED:
            self._losses.append(line)
        elif line.kind == CORRECTED:
            decision = _decision(line)
            if decision is not None:
                self._decisions.append(decision)
        elif line.kind == SEEN:
            self._seen.setdefault(_question(line.fields), []).append(line)

    def lost(self, digests: Iterable[str]) -> list[str]:
        """Return those of ``digests`` whose lines are not in the journal.

        Without those of which a signer of the source has said that they are lost.
        """
        missing = [digest for digest in digests if digest not in self.by_digest]
        if not missing:
            return []
        accepted: set[str] = set()
        for line in self._losses:
            of = line.fields.get("of")
            if isinstance(of, list) and not self.line_objection(line, *self.source_languages):
                accepted.update(digest for digest in of if isinstance(digest, str))
        return [digest for digest in missing if digest not in accepted]

    def _add(self, found: SignedLine) -> None:
        digest, several = found.signature.digest, self._by_key.setdefault(found.words.key, [])
        if (first := self.by_digest.get(digest)) is not None:
            several.remove(first)
            if not self.shown(first).proof:  # a copy need not have it, or have a good one
                first = replace(first, signature=found.signature)
            found = replace(first, places=(*first.places, *found.places))
        self.by_digest[digest] = found
        several.append(found)
        several.sort(key=lambda signed: signed.places[0])

    @property
    def source_languages(self) -> list[str]:
        """The languages in which a whole was signed: that of the source, in most articles one."""
        found = [s.words.locale for s in self.by_digest.values() if s.words.inputs is not None]
        return list(dict.fromkeys(found)) or (["en"] if not self._article else [])

    def objection(self, signed: SignedLine) -> str | None:
        """Say why a signature does not count by the list of signers; None when it does."""
        digest = signed.signature.digest
        if digest not in self._allowed:
            self._allowed[digest] = self._judge(signed)
        return self._allowed[digest]

    def _judge(self, signed: SignedLine) -> str | None:
        return objection(
            self._policy, signed.words, signed.signature, article=self._article, now=self._now
        )

    def _knows(self, signed: SignedLine, place: int) -> bool:
        return all(self._order.knows(at, place) for at in signed.places)

    def revoked(self, signature: Signature) -> bool:
        """Tell whether the list of signers takes down what ``signature`` is under."""
        return self._policy.takes_down(signature)

    def rejection(self, signed: SignedLine) -> Rejection | None:
        """Return the newest rejection of a signature's words that it does not answer, if any."""
        return self._unanswered(signed.words, [signed])

    def rejected(self, words: Words) -> Rejection | None:
        """Return the newest rejection of ``words`` that no signature answers which may count."""
        answers = [
            signed
            for signed in self._by_key.get(words.key, ())
            if signed.words.strings == words.strings and self.objection(signed) is None
        ]
        return self._unanswered(words, answers)

    def _unanswered(self, words: Words, answers: Sequence[SignedLine]) -> Rejection | None:
        for rejection in reversed(self._rejections.get(words.digest(), ())):
            if not any(self._knows(signed, rejection.place) for signed in answers):
                return rejection
        return None

    def replaced(self, signed: SignedLine) -> SignedLine | None:
        """Return the later signature with other words that took the place of this one."""
        for other in reversed(self._by_key.get(signed.words.key, ())):
            if (
                other.words != signed.words
                and self.is_known(signed, [other])
                and self.objection(other) is None
            ):
                return other
        return None

    def counts(self, signed: SignedLine) -> bool:
        """Tell whether a signature counts."""
        return (
            self.objection(signed) is None
            and self.rejection(signed) is None
            and self.replaced(signed) is None
        )

    def of(self, locale: str, message: str) -> list[SignedLine]:
        """Return all signatures of a message, newest first.

        Those that were replaced or rejected are among them, and those whose signer may not sign: an
        edition may have to go back to the source that a translation was made from, but must not go
        behind a rejection, and what is up stays when the list of signers changes.
        """
        return list(reversed(self._by_key.get((locale, message), ())))

    def is_known(self, signed: SignedLine, others: Iterable[SignedLine]) -> bool:
        """Tell whether one of ``others`` knows of ``signed``."""
        return any(self._knows(other, at) for other in others for at in signed.places)

    def standing(self, words: Words) -> list[SignedLine]:
        """Return the signatures under exactly ``words`` that count, oldest first."""
        return [
            signed
            for signed in self._by_key.get(words.key, ())
            if signed.words == words and self.counts(signed)
        ]

    def shown(self, signed: SignedLine) -> Signature:
        """Return a signature as editions carry it: with the public key that its proof fits."""
        signature = signed.signature
        content = signatures.payload(signed.words, signature)
        key = self._policy.key(signature.name, content, signature.proof)
        return msgspec.structs.replace(signature, key=key, proof=signature.proof if key else "")

    def dates(self, words: Words, name: str) -> frozenset[str]:
        """Return when ``name`` signed the message of ``words``, whatever its words were."""
        found = self._by_key.get(words.key, ())
        return frozenset(s.signature.date for s in found if s.signature.name == name)

    def same_meaning(self, message: str, locale: str) -> list[tuple[Line, Source, Source]]:
        """Return what was said of a message's source: that a new text means what an old one did.

        Only of those who may sign the source, oldest first: the line, the old and the new source.
        """
        found = []
        for line in self._meanings:
            try:
                data = line.fields
                if data["msgctxt"] != message or data["locale"] not in (locale, "all"):
                    continue
                old, new = _source(data["old"]), _source(data["new"])
            except (KeyError, TypeError, ValueError):
                continue
            if self.line_objection(line, *self.source_languages) is None:
                found.append((line, old, new))
        return found

    def line_objection(self, line: Line, *locales: str) -> str | None:
        """Say why a line that gives something does not count; None when it does.

        Whoever may sign one of ``locales`` may write it.
        """
        return self._policy.line_objection(line, *locales, article=self._article)

    def decisions(self) -> list[Decision]:
        """Return what was decided to tell of changes.

        Oldest first, by those who may sign the source.
        """
        return [
            decision for decision in self._decisions
            if self.line_objection(decision.line, *self.source_languages) is None
        ]  # fmt: skip

    def carries(self, message: str, locale: str, old: Source, new: Source) -> list[Line] | None:
        """Return the lines that lead from the source ``old`` of a translation to ``new``.

        An empty list where they are the same; None where nothing leads there in few enough steps.
        """
        links = self.same_meaning(message, locale)
        steps: dict[Source, list[Line]] = {old: []}
        waiting = [old]
        while waiting:
            here = waiting.pop(0)
            if here == new:
                return steps[here]
            if len(steps[here]) == MOST_LINKS:
                continue
            for line, before, after in links:
                if before == here and after not in steps:
                    steps[after] = [*steps[here], line]
                    waiting.append(after)
        return None

    def answered(self, words: Words, check: str, text: str) -> Line | None:
        """Return the line by which a signer answered the question ``text`` about ``words``.

        An answer is about a translation of one source: of another, the question is a new one.
        """
        asked = _question(question(words, check, text))
        for line in reversed(self._seen.get(asked, ())):
            if self.line_objection(line, words.locale) is None:
                return line
        return None


def question(words: Words, check: str, text: str) -> dict[str, Any]:
    """Return the fields of a line that answers what ``check`` asked, ``text``, about ``words``."""
    return {
        "words": words.digest(), "source": [words.singular, words.plural],
        "check": check, "text": text,
    }  # fmt: skip


def _question(fields: Mapping[str, Any]) -> tuple[Any, ...]:
    return tuple(repr(fields.get(key)) for key in ("words", "source", "check", "text"))


# msgid and msgid_plural.
Source = tuple[str, str | None]


def _source(data: Any) -> Source:
    if not isinstance(data, list):
        raise TypeError("no source")
    singular, plural = data
    if not isinstance(singular, str) or not (plural is None or isinstance(plural, str)):
        raise ValueError("no source")
    return singular, plural


def _signed(line: Line, place: int) -> SignedLine | None:
    """Return what a line says was signed; None for a line that does not fit itself."""
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


def _rejection(line: Line, place: int) -> Rejection | None:
    words, reason = line.fields.get("words"), line.fields.get("reason", "")
    if not isinstance(words, str) or not isinstance(reason, str):
        return None
    return Rejection(words, line.name, reason, line.fields.get("keep") is not False, line, place)


def wrong(words: Words) -> dict[str, Any]:
    """Return the fields by which a ``corrected`` line names the words and figures of a source."""
    facts = words.inputs.facts if words.inputs else ()
    return {"msgstr": list(words.strings), "facts": [dict(fact) for fact in facts]}


def _decision(line: Line) -> Decision | None:
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


def objection(
    policy: Policy,
    words: Words,
    signature: Signature,
    *,
    article: bool,
    now: datetime.datetime | None = None,
) -> str | None:
    """Say why the list of signers lets a signature under ``words`` not count; None if it does."""
    signed_at = signatures.moment(signature.date)
    # The interface is trusted as the program is, whatever the clock says.
    ahead = article and now is not None and signed_at is not None and signed_at > now + TOLERANCE
    if signed_at is None or ahead:
        return f"its date, {signature.date}, is in the future"
    translators = None
    if words.inputs is None and article:
        translators = frozenset({signature.translated_by.name} if signature.translated_by else ())
    reason = policy.objection(
        signature.name, words.locale, signature.date, translators, article=article,
        content=signatures.payload(words, signature), proof=signature.proof,
        desk=signature.via == "desk",
    )  # fmt: skip
    if reason is None and signature.kind != (kind := policy.kind(signature.name)):
        return f"“{signature.name}” signed as {signature.kind}, and is listed as {kind}"
    return reason
