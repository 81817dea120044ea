"""What a journal says of signatures: which count, and which words readers last had signed. Pure.

A signature counts when its line is in the journal, its signer may sign, no later signature of the
message has other words, and its words were not rejected since. *Later* is what the journal's graph
says: a line is later than another when it knows of it (DESIGN, "A mark counts").
"""

from __future__ import annotations

import datetime
from collections.abc import Container, Iterable, Sequence
from typing import Any

import msgspec

from . import signatures
from .decisions import (
    CORRECTED,
    LOSS_ACCEPTED,
    OUTLET_CHANGED,
    REJECTED,
    RENAMED,
    SAME_MEANING,
    SEEN,
    SIGNED,
    Decision,
    OutletChange,
    Rejection,
    SignedLine,
    SourceText,
    question,
    question_key,
    read_decision,
    read_outlet_change,
    read_rejection,
    read_signed,
    source_text,
)
from .journal import Journal, Line, Order
from .policy import Policy
from .signatures import Signature, Words

# A source whose text was corrected more often without a new translation is to be translated again.
MOST_LINKS = 8
# How far ahead a clock may be.
TOLERANCE = datetime.timedelta(days=1)


class Ledger:
    """The signatures of one article's journal, as ``policy`` lets them count.

    ``article`` is False for the interface, whose signatures by models
    always count. Signatures that are dated more than a day after ``now`` do not. ``formerly`` are
    the article's earlier slugs, the last one first; ``renamed`` are the slugs whose journals say
    that the article has another name. ``outlet_changes`` are the lines that tell of a change of the
    article by its outlet, by digest (:mod:`.outlet_changes` says which one is in force).
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
        self._journal, self._order = journal, Order(journal)
        self.by_digest: dict[str, SignedLine] = {}
        self._by_key: dict[tuple[str, str], list[SignedLine]] = {}
        self._rejections: dict[str, list[Rejection]] = {}
        self._meanings: list[Line] = []
        self._seen: dict[tuple[Any, ...], list[Line]] = {}
        self._losses: list[Line] = []
        self._decisions: list[Decision] = []
        self.outlet_changes: dict[str, OutletChange] = {}
        self.renamed: set[str] = set()
        self._allowed: dict[str, str | None] = {}
        for place, line in enumerate(self._order.lines):
            self._read(line, place)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that it was read from, in their order."""
        return self._order.lines

    def _read(self, line: Line, place: int) -> None:
        if line.kind == SIGNED:
            signed = read_signed(line, place)
            if signed is not None:
                self._add(signed)
        elif line.kind == REJECTED:
            rejection = read_rejection(line, place)
            if rejection is not None:
                self._rejections.setdefault(rejection.words, []).append(rejection)
        elif line.kind == SAME_MEANING:
            self._meanings.append(line)
        elif line.kind == LOSS_ACCEPTED:
            self._losses.append(line)
        elif line.kind == CORRECTED:
            decision = read_decision(line)
            if decision is not None:
                self._decisions.append(decision)
        elif line.kind == OUTLET_CHANGED:
            change = read_outlet_change(line, place)
            if change is not None:
                self.outlet_changes[line.digest] = change
        elif line.kind == RENAMED and "to" in line.fields:
            self.renamed.add(line.slug)
        elif line.kind == SEEN:
            self._seen.setdefault(question_key(line.fields), []).append(line)

    def true_until(self) -> datetime.datetime | None:
        """Return when something that is dated ahead comes to count; None where nothing will.

        Until then, what counts changes with files alone.
        """
        if not self._article or self._now is None:
            return None
        signed = (signatures.moment(s.signature.date) for s in self.by_digest.values())
        dated = [*(line.at for line in self._order.lines), *filter(None, signed)]
        return first_ahead(dated, self._now)

    @property
    def heads(self) -> list[str]:
        """The digests of the lines that no other line names, sorted."""
        return self._journal.heads

    @property
    def absent(self) -> list[str]:
        """The digests of lines that are named and not here, sorted."""
        return self._journal.missing

    def gone(self, heads: Sequence[str], absent: Iterable[str]) -> list[str]:
        """Return the digests of lines that were here, and are not, or not in their place.

        ``heads`` and ``absent`` are what was so earlier; without a head nothing is known. Whoever
        takes a line out or moves it leaves it named without being there, or writes all after it
        again, under other digests. Without those that a signer of the source said are lost.
        """
        if not heads:
            return []
        return self.lost([*heads, *(d for d in self.absent if d not in set(absent))])

    def lost(self, digests: Iterable[str]) -> list[str]:
        """Return those of ``digests`` whose lines are not in the journal.

        They are of signatures, or of lines. Without those of which a signer of the source has said
        that they are lost.
        """
        missing = [d for d in digests if d not in self.by_digest and d not in self._journal]
        if not missing:
            return []
        accepted: set[str] = set()
        for line in self._losses:
            of = line.fields.get("of")
            if isinstance(of, list) and not self.line_objection(line, *self.source_languages):
                accepted.update(digest for digest in of if isinstance(digest, str))
        return [digest for digest in missing if digest not in accepted]

    def _add(self, one: SignedLine) -> None:
        digest, several = one.signature.digest, self._by_key.setdefault(one.words.key, [])
        if (first := self.by_digest.get(digest)) is not None:
            several.remove(first)
            if not self.shown(first).proof:  # a copy need not have it, or have a good one
                first = msgspec.structs.replace(first, signature=one.signature)
            one = msgspec.structs.replace(first, places=(*first.places, *one.places))
        self.by_digest[digest] = one
        several.append(one)
        several.sort(key=lambda signed: signed.places[0])

    @property
    def source_languages(self) -> list[str]:
        """The languages in which a whole was signed: that of the source, in most articles one."""
        locales = [s.words.locale for s in self.by_digest.values() if s.words.inputs is not None]
        return list(dict.fromkeys(locales)) or (["en"] if not self._article else [])

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
        if not self._rejections:  # of most articles nothing ever was, and a digest takes a while
            return None
        answers = [
            signed
            for signed in self._by_key.get(words.key, ())
            if signed.words.strings == words.strings and self.objection(signed) is None
        ]
        return self._unanswered(words, answers)

    def _unanswered(self, words: Words, answers: Sequence[SignedLine]) -> Rejection | None:
        if not self._rejections:  # as above
            return None
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
        """Return all signatures of ``message``, an id, newest first.

        Those that were replaced or rejected are among them, and those whose signer may not sign: an
        edition may have to go back to the source that a translation was made from, but must not go
        behind a rejection, and what is up stays when the list of signers changes.
        """
        return list(reversed(self._by_key.get((locale, message), ())))

    def messages(self, locale: str) -> list[str]:
        """Return the ids of the messages that were ever signed in ``locale``."""
        return [message for language, message in self._by_key if language == locale]

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
        if not signature.proof:
            return signature if not signature.key else msgspec.structs.replace(signature, key="")
        content = signatures.payload(signed.words, signature)
        key = self._policy.key(signature.name, content, signature.proof)
        return msgspec.structs.replace(signature, key=key, proof=signature.proof if key else "")

    def dates(self, words: Words, name: str) -> frozenset[str]:
        """Return when ``name`` signed the message of ``words``, whatever its words were."""
        lines = self._by_key.get(words.key, ())
        return frozenset(s.signature.date for s in lines if s.signature.name == name)

    def same_meaning(self, message: str, locale: str) -> list[tuple[Line, SourceText, SourceText]]:
        """Return what was said of the source of ``message``, an id: that it means what the old did.

        Only of those who may sign the source, oldest first: the line, the old and the new source.
        """
        meanings = []
        for line in self._meanings:
            try:
                data = line.fields
                if data["msgctxt"] != message or data["locale"] not in (locale, "all"):
                    continue
                old, new = source_text(data["old"]), source_text(data["new"])
            except (KeyError, TypeError, ValueError):
                continue
            if self.line_objection(line, *self.source_languages) is None:
                meanings.append((line, old, new))
        return meanings

    def line_objection(self, line: Line, *locales: str) -> str | None:
        """Say why a line that gives something does not count; None when it does.

        Whoever may sign one of ``locales`` may write it.
        """
        if self._article and self._now is not None and ahead(line.at, self._now):
            return f"its date, {signatures.timestamp(line.at)}, is in the future"
        return self._policy.line_objection(line, *locales, article=self._article)

    def decisions(self, live: Container[str] = frozenset()) -> list[Decision]:
        """Return what was decided to tell of changes.

        Oldest first, by those who may sign the source; a note that readers have stays with them
        whatever the list of signers says now: ``live`` are the digests of its signatures.
        """
        languages = self.source_languages

        def stays(decision: Decision) -> bool:
            notes = (one for name in languages for one in self.of(name, decision.note))
            return any(one.signature.digest in live for one in notes)

        return [
            decision for decision in self._decisions
            if stays(decision) or self.line_objection(decision.line, *languages) is None
        ]  # fmt: skip

    def knows(self, place: int, other: int) -> bool:
        """Tell whether the line at ``place`` knows of the one at ``other``."""
        return self._order.knows(place, other)

    def carries(
        self, message: str, locale: str, old: SourceText, new: SourceText
    ) -> list[Line] | None:
        """Return the lines that lead from source ``old`` of the message with this id to ``new``.

        ``message`` is the id. An empty list where they are the same; None where nothing leads there
        in few enough steps.
        """
        links = self.same_meaning(message, locale)
        steps: dict[SourceText, list[Line]] = {old: []}
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

        ``check`` is the check that asks. An answer is about a translation of one source: of
        another, the question is a new one.
        """
        asked = question_key(question(words, check, text))
        for line in reversed(self._seen.get(asked, ())):
            if self.line_objection(line, words.locale) is None:
                return line
        return None


def ahead(at: datetime.datetime, now: datetime.datetime) -> bool:
    """Tell whether ``at`` is in the future, by more than a clock may be wrong."""
    return at > now + TOLERANCE


def first_ahead(
    dated: Iterable[datetime.datetime], now: datetime.datetime
) -> datetime.datetime | None:
    """Return when the first of ``dated`` that is in the future is so no more; None where none is.

    >>> day = datetime.datetime(2026, 11, 22)
    >>> first_ahead([day, day.replace(day=30), day.replace(day=28)], day)
    datetime.datetime(2026, 11, 27, 0, 0)
    """
    first = min((at for at in dated if ahead(at, now)), default=None)
    return first - TOLERANCE if first else None


def objection(
    policy: Policy,
    words: Words,
    signature: Signature,
    *,
    article: bool,
    now: datetime.datetime | None = None,
) -> str | None:
    """Say why the list of signers lets a signature under ``words`` not count; None if it does.

    ``article`` is False for words of the interface.
    """
    signed_at = signatures.moment(signature.date)
    # The interface is trusted as the program is, whatever the clock says.
    if signed_at is None or (article and now is not None and ahead(signed_at, now)):
        return f"its date, {signature.date}, is in the future"
    translators = None
    if words.inputs is None and article:
        translators = frozenset({signature.translated_by.name} if signature.translated_by else ())
    reason = policy.objection(
        signature.name, words.locale, signature.date, translators, article=article,
        # Without a proof nobody looks at what it would be of.
        content=signatures.payload(words, signature) if signature.proof else b"",
        proof=signature.proof, desk=signature.via == "desk",
    )  # fmt: skip
    if reason is None and signature.kind != (kind := policy.kind(signature.name)):
        return f"“{signature.name}” signed as {signature.kind}, and is listed as {kind}"
    return reason
