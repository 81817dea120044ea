"""Whose signatures under an edition count by a given list of signers, sentence by sentence. Pure.

This asks for no trust in who publishes: the edition is verified as a window does it, and each of
its signatures is then held against names, kinds, languages, dates and keys of the list.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from ..content.article import HEADLINE, RESERVED
from ..content.placeholders import plain
from ..review import ledger
from ..review.policy import Policy
from ..review.signatures import Signature, Words
from . import verification
from .model import Edition, Headline, Meaning, Withdrawn
from .verification import EditionError


@dataclass(frozen=True, slots=True)
class Verdict:
    """One sentence: its text as readers see it, who signed it, and why it does not hold.

    ``signed`` has locale and signature of all that counts, the source's among them. ``objections``
    is empty where the sentence is signed, in its language and in the source.
    """

    id: str
    text: str
    signed: tuple[tuple[str, Signature], ...] = ()
    objections: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """One edition: where it is, and what became of each of its sentences.

    ``problem`` says why none could be looked at.
    """

    place: str
    verdicts: tuple[Verdict, ...] = ()
    problem: str = ""
    withdrawn: bool = False

    @property
    def holds(self) -> bool:
        """Whether every sentence is signed, by whoever may."""
        return not self.problem and not any(verdict.objections for verdict in self.verdicts)


def edition_file(
    data: Any, policy: Policy, now: datetime.datetime | None = None, place: str = ""
) -> Verified:
    """Hold ``data``, the parsed JSON of an edition file, against ``policy``.

    ``now`` is the time that no signature may be after, and ``place`` how the verdict names the
    file, empty for slug and locale. The publisher's own signature, which covers dates and notices,
    is not looked at.
    """
    return read(data, policy, now, place)[1]


def read(
    data: Any, policy: Policy, now: datetime.datetime | None = None, place: str = ""
) -> tuple[Edition | Withdrawn | None, Verified]:
    """Return the edition, or notice, in ``data``, an edition file's JSON, and what became of it.

    None for what cannot be used. ``place`` and the rest are as in :func:`edition_file`.
    """
    try:
        domain, locale = data["domain"], data["locale"]
        if not isinstance(domain, str) or not isinstance(locale, str):
            raise TypeError
        place = place or f"{domain}/{locale}"
    except (KeyError, TypeError):
        return None, Verified(place, problem="it is no edition")
    try:
        value = verification.verify(data, domain, locale)
    except EditionError as error:
        return None, Verified(place, problem=str(error))
    if isinstance(value, Withdrawn):
        return value, Verified(place, withdrawn=True)
    return value, Verified(place, tuple(judge(value, policy, now)))


def judge(
    edition: Edition, policy: Policy, now: datetime.datetime | None = None
) -> Iterator[Verdict]:
    """Yield a verdict on each sentence of a verified edition, the headline first."""
    content = edition.content
    article = content.domain not in RESERVED

    def count(words: Words, signatures: tuple[Signature, ...]) -> tuple[list[Signature], list[str]]:
        reasons = {
            one: ledger.objection(policy, words, one, article=article, now=now)
            for one in signatures
        }
        held = [one for one, reason in reasons.items() if reason is None]
        against = [] if held else [f"{words.locale}: {r}" for r in reasons.values() if r]
        return held, against

    for statement in (*content.statements, *content.notes):
        signed: list[tuple[str, Signature]] = []
        objections: list[str] = []
        parts = {content.language: statement.source} | {content.locale: statement.target}
        for locale, words in verification.words_of(edition, statement).items():
            held, against = count(words, parts[locale].signatures)
            signed += [(locale, one) for one in held]
            objections += against
        objections += _carried(statement.meanings, content.language, policy)
        if statement.context == HEADLINE:
            for other in filter(None, (content.newer, content.latest)):
                objections += count(_words(other, content.language), other.signed.signatures)[1]
        text = plain(edition.read(statement))
        yield Verdict(statement.id, text, tuple(signed), tuple(dict.fromkeys(objections)))


def _words(other: Headline, language: str) -> Words:
    return Words(
        language, HEADLINE, other.singular, None, other.signed.strings, other.signed.facts,
        other.inputs, other.signed.whole,
    )  # fmt: skip


def _carried(meanings: tuple[Meaning, ...], language: str, policy: Policy) -> list[str]:
    """Return why those who said that a new source means what the old one did could not say so."""
    reasons = (policy.objection(m.name, language, m.at, None, article=True) for m in meanings)
    return [f"{language}: {reason}" for reason in reasons if reason]
