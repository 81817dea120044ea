"""What an edition says, from the signatures in a journal: which source, which translation. Pure.

An edition carries the newest signed whole whose headline and brief are signed in its language; each
further statement joins when it is signed there, too. Of each message it takes the newest signed
translation that fits a signed source, and the newest source that it fits: so a corrected figure
reaches every language at once, and words that wait for others stay as they were signed.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field

from ..content.article import HEADLINE
from ..content.article_text import fold
from ..content.facts import Fact
from ..content.messages import NOTE_ID, Source, placeholders_of
from ..review import checks
from ..review.decisions import Rejection, SignedLine
from ..review.ledger import Ledger
from ..review.signatures import Signature
from .model import Content, Edition, Headline, Meaning, Signed, Statement
from .succession import OfferedNote

# Signed words, and the rejection of them that nobody answered, if any.
Judged = tuple[SignedLine, Rejection | None]


@dataclass(frozen=True, slots=True)
class Composition:
    """What the signatures make of an edition.

    ``content`` is None while headline or brief is not signed. ``missing`` are the ids of details
    that are not signed in this language; ``behind`` tells that the source has moved on. ``notes``
    are the correction notes that are signed in the source, ``words`` those that are signed in this
    language, too, by id.
    """

    content: Content | None = None
    missing: tuple[str, ...] = ()
    behind: bool = False
    notes: tuple[OfferedNote, ...] = ()
    words: Mapping[str, Statement] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Composer:
    """Composes the editions of one article, or of the interface.

    ``marked`` are the digests of the marks that stand in the catalogs: of two signatures that do
    not know of each other, the one in the catalog counts. ``live`` are the signatures that readers
    have, by digest: rejected words stay up only if they are, and the rejection says so; and what is
    up stays up when the list of signers changes. ``over`` has a newsroom's own words for messages
    of the interface, which come before the program's. ``texts`` are those that
    the whole was signed for and that the workshop has, where both are known: a source that rests on
    what is in neither was signed for another article, and does not count unless it is up.
    """

    domain: str
    language: str
    ledger: Ledger
    marked: Set[str] = frozenset()
    live: Mapping[str, Signature] = field(default_factory=dict)
    over: Composer | None = None
    texts: tuple[str, ...] = ()
    # What was found out about the source, which each of the languages asks again.
    _judged: dict[str, list[Judged]] = field(default_factory=dict, init=False, compare=False)
    _standing: dict[str, tuple[Signature, ...]] = field(
        default_factory=dict, init=False, compare=False
    )
    _facts: dict[str, dict[str, Fact]] = field(default_factory=dict, init=False, compare=False)

    def whole(self) -> Iterator[SignedLine]:
        """Yield the signed headlines of the source with the whole that they cover, newest first."""
        for signed in self._newest(self.language, HEADLINE):
            whole = signed.words.whole
            if whole is not None and whole.get("slug") == self.domain:
                yield signed

    def compose(self, locale: str) -> Composition:
        """Return the edition in ``locale`` of an article."""
        newest: SignedLine | None = None
        for headline in self.whole():
            newest = newest or headline
            whole, latest = headline.words.whole or {}, newest.words.whole or {}
            ids = [name for name in whole["ids"] if name in latest["ids"]]
            # A summary that names no brief has no statement to spare.
            brief = [HEADLINE, *(name for name in ids if name in (whole["brief"] or ids))]
            pairs = {name: self._pair(locale, name) for name in [HEADLINE, *ids]}
            if any(pairs[name] for name in ids) and all(pairs[name] for name in brief):
                return self._composition(locale, headline, newest, ids, pairs)
        return Composition(behind=newest is not None)

    def _composition(
        self, locale: str, headline: SignedLine, newest: SignedLine, ids: Sequence[str],
        pairs: Mapping[str, Statement | None],
    ) -> Composition:  # fmt: skip
        whole, latest = headline.words.whole or {}, newest.words.whole or {}
        brief = frozenset(whole["brief"] or ids)
        there = [pairs[name] for name in [HEADLINE, *ids]]
        statements = tuple(
            statement.with_brief(statement.id in brief) for statement in there if statement
        )
        # Signed in the source and not here: what of the newest whole a reader does not get yet.
        lacking = [
            name for name in latest["ids"]
            if self._source(name) is not None and not pairs.get(name)
        ]  # fmt: skip
        behind = headline is not newest or any(s.outdated for s in statements)
        gone = set(whole["ids"]) - set(latest["ids"])
        content = Content(
            self.domain, locale, self.language, statements, _newer(headline, statements[0], self),
            _headline(newest, self) if gone else None,
        )  # fmt: skip
        notes, words = tuple(self._notes()), self._words_of_notes(locale)
        return Composition(content, tuple(lacking), behind, notes, words)

    def _notes(self) -> Iterator[OfferedNote]:
        """Yield the correction notes that the source's editor wrote and signed, oldest first."""
        for decision in self.ledger.decisions(self.live):
            if decision.note and self._source(decision.note) is not None:
                yield OfferedNote(
                    decision.note, decision.statement, decision.strings, decision.facts,
                    decision.line.at,
                )  # fmt: skip

    def _words_of_notes(self, locale: str) -> dict[str, Statement]:
        """Return the correction notes that are signed in ``locale``, by id.

        Whether a line of the journal orders them or not: who loses that line takes back nothing of
        what readers were told.
        """
        names = [n for n in self.ledger.messages(self.language) if NOTE_ID.fullmatch(n)]
        pairs = {name: self._pair(locale, name) for name in names if self._source(name)}
        return {name: pair for name, pair in pairs.items() if pair is not None}

    def interface(self, locale: str, source: Source) -> Composition:
        """Return the interface in ``locale``: complete, or none."""
        pairs = [self._pair(locale, m.id) for m in source.messages]
        statements = tuple(pair for pair in pairs if pair is not None)
        if not statements or len(statements) < len(pairs):
            return Composition()
        return Composition(Content(self.domain, locale, self.language, statements))

    def _source(self, name: str) -> SignedLine | None:
        """Return the newest signature of a message's source; None where it was rejected."""
        newest = next(iter(self._sources(name)), None)
        return newest[0] if newest and self._stands(*newest) else None

    def _sources(self, name: str) -> list[Judged]:
        """Return the signatures of a message's source, newest first, and what rejects each."""
        if name not in self._judged:
            newest = self._newest(self.language, name)
            self._judged[name] = [(s, self.ledger.rejection(s)) for s in newest]
        return self._judged[name]

    def _stands(self, signed: SignedLine, rejection: Rejection | None) -> bool:
        """Tell whether words are not rejected, or up for as long as the rejection lets them."""
        return rejection is None or (rejection.keep and signed.signature.digest in self.live)

    def _newest(self, locale: str, name: str) -> list[SignedLine]:
        """Return the allowed signatures of a message, newest first.

        Signatures that do not know of each other: the one that a catalog has comes first.
        """
        newest = [
            signed for signed in self.ledger.of(locale, name)
            if signed.signature.digest in self.live
            or (self.ledger.objection(signed) is None and self._is_of_this_article(signed))
        ]  # fmt: skip
        tops = [s for s in newest if not self.ledger.is_known(s, newest)]
        if len(tops) > 1:
            tops.sort(key=lambda s: s.signature.digest not in self.marked)
            newest = [*tops, *(s for s in newest if s not in tops)]
        return newest

    def _is_of_this_article(self, signed: SignedLine) -> bool:
        """Tell whether the article has the evidence that a signed source rests on."""
        inputs = signed.words.inputs
        if not self.texts or inputs is None:
            return True
        return all(any(fold(quote) in text for text in self.texts) for quote in inputs.evidence)

    def _pair(self, locale: str, name: str) -> Statement | None:
        """Return a message as readers get it: the translation, and the source that it fits."""
        sources = self._sources(name)
        if self.over is not None and locale != self.language:
            own = self.over.fit(locale, name, sources)
            if own is not None:
                return own
        return self.fit(locale, name, sources)

    def fit(self, locale: str, name: str, sources: Sequence[Judged]) -> Statement | None:
        """Return the newest translation of ``name``, an id, that fits one of ``sources``, with it.

        What rejected words had replaced does not come back: behind a rejection, of the translation
        or of the source that it fits, only what readers have at present stays with them.
        """
        newest = next((s for s, rejection in sources if self._stands(s, rejection)), None)
        behind = False
        for target in self._newest(locale, name):
            rejected = self.ledger.rejection(target)
            for source, rejection in sources:
                chain = self._chain(name, locale, target, source)
                if chain is None or not self._same_figures(target, source):
                    continue
                if checks.unsafe(_subject(target, source)):
                    continue  # signed under rules that knew less
                if not (self._stands(target, rejected) and self._stands(source, rejection)):
                    behind = True
                elif not behind or self._is_live(source, target):
                    return self._statement(source, target, newest or source, chain)
        return None

    def _is_live(self, *several: SignedLine) -> bool:
        return all(signed.signature.digest in self.live for signed in several)

    def statement(
        self, locale: str, source: Sequence[str], target: Sequence[str]
    ) -> Statement | None:
        """Return the message that was up with the signatures ``source`` and ``target``.

        Each is named by digests; None where the journal has none of them any more.
        """
        signed = [
            next((self.ledger.by_digest[d] for d in digests if d in self.ledger.by_digest), None)
            for digests in (source, target)
        ]
        if signed[0] is None or signed[1] is None:
            return None
        chain = self._chain(signed[1].words.context or signed[1].words.singular, locale, signed[1],
                            signed[0])  # fmt: skip
        return None if chain is None else self._statement(signed[0], signed[1], signed[0], chain)

    def headline(self, digests: Sequence[str]) -> Headline | None:
        """Return the source's headline that one of ``digests`` signs, as above."""
        known = [d for d in digests if d in self.ledger.by_digest]
        return _headline(self.ledger.by_digest[known[0]], self) if known else None

    def _chain(
        self, name: str, locale: str, target: SignedLine, source: SignedLine
    ) -> tuple[Meaning, ...] | None:
        old = (target.words.singular, target.words.plural)
        new = (source.words.singular, source.words.plural)
        if old == new:
            return ()
        if locale == self.language:
            return None
        lines = self.ledger.carries(name, locale, old, new)
        return None if lines is None else tuple(map(Meaning.of, lines))

    def _statement(
        self, source: SignedLine, target: SignedLine, newest: SignedLine,
        chain: tuple[Meaning, ...],
    ) -> Statement:  # fmt: skip
        words, inputs, facts = source.words, source.words.inputs, self._facts_of(source)
        corrected: tuple[str, ...] = ()
        if newest is not source and newest.words.inputs is not None:
            now = {data["name"]: data for data in newest.words.inputs.facts}
            corrected = tuple(
                name for name, fact in facts.items()
                if name in now and Fact.from_inputs(now[name]) != fact
            )  # fmt: skip
        return Statement(
            words.context, words.singular, words.plural, inputs.count if inputs else None,
            inputs.evidence if inputs else (), facts,
            Signed(words.strings, self.all(source), words.facts, None, words.whole),
            Signed(
                target.words.strings, self.all(target), target.words.facts,
                (target.words.singular, target.words.plural) if chain else None,
                target.words.whole,
            ),
            chain, newest is not source, corrected,
        )  # fmt: skip

    def _facts_of(self, source: SignedLine) -> dict[str, Fact]:
        """Return the facts of a signed source by name."""
        own = source.signature.digest
        if own not in self._facts:
            inputs = source.words.inputs
            self._facts[own] = {
                data["name"]: Fact.from_inputs(data) for data in (inputs.facts if inputs else ())
            }
        return self._facts[own]

    def _same_figures(self, target: SignedLine, source: SignedLine) -> bool:
        """Tell whether the figures in a translation's written forms are those of the source."""
        facts = target.words.facts
        if not facts:
            return True
        now = self._facts_of(source)
        return all(now.get(data["name"]) == Fact.from_inputs(data) for data in facts)

    def all(self, signed: SignedLine) -> tuple[Signature, ...]:
        """Return all signatures under the same words that count, oldest first."""
        own = signed.signature.digest
        if own not in self._standing:
            counting = [self.ledger.shown(s) for s in self.ledger.standing(signed.words)]
            self._standing[own] = tuple(
                counting or (self.live.get(own) or self.ledger.shown(signed),)
            )
        return self._standing[own]


def _newer(headline: SignedLine, headline_up: Statement, composer: Composer) -> Headline | None:
    """Return the headline whose whole is in force, unless it is the one that is shown."""
    return (
        None if headline.words.whole == headline_up.source.whole else _headline(headline, composer)
    )


def _headline(headline: SignedLine, composer: Composer) -> Headline | None:
    words = headline.words
    if words.inputs is None:
        return None
    signed = Signed(words.strings, composer.all(headline), words.facts, None, words.whole)
    return Headline(words.singular, words.inputs, signed)


def _subject(target: SignedLine, source: SignedLine) -> checks.Subject:
    """Return what the checks of structure look at."""
    words, inputs = source.words, source.words.inputs
    return checks.Subject(
        target.words.locale, words.singular, words.plural, target.words.strings,
        placeholders_of(words.singular, words.plural), inputs.count if inputs else None,
        statement=words.context is not None,
    )  # fmt: skip


def taken_down(edition: object, ledger: Ledger) -> list[str]:
    """Return the ids of what readers have with ``edition`` though it has to go down.

    A rejection takes it down, or all signatures under it, in the source or here, are by a key
    that was revoked so.
    """
    if not isinstance(edition, Edition):
        return []
    down = []
    for statement in (*edition.content.statements, *edition.content.notes):
        digests = [x.digest for s in (statement.source, statement.target) for x in s.signatures]
        rejections = (ledger.rejection(s) for d in digests if (s := ledger.by_digest.get(d)))
        rejected = any(rejection and not rejection.keep for rejection in rejections)
        if rejected or any(
            all(map(ledger.revoked, signed.signatures))
            for signed in (statement.source, statement.target)
        ):
            down.append(statement.id)
    return down


def live(edition: object) -> dict[str, Signature]:
    """Return the signatures that readers have with ``edition``, source and target, by digest."""
    if not isinstance(edition, Edition):
        return {}
    content = edition.content
    several = (*content.statements, *content.notes)
    signed = [part for s in several for part in (s.source, s.target)]
    signed += [headline.signed for headline in (content.newer, content.latest) if headline]
    return {one.digest: one for part in signed for one in part.signatures}


def rests_on(edition: object) -> list[str]:
    """Return the digests of all that ``edition`` has from the journal: signatures, and a notice."""
    notice = edition.outlet_changed if isinstance(edition, Edition) else None
    return [*live(edition), *([notice.line] if notice else ())]
