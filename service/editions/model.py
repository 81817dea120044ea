"""Editions: the value that readers get. Pure.

``compose`` makes the content, ``succession`` turns it into the next edition.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

import msgspec
from msgspec import Struct

from ..content import plural_rules
from ..content.article import HEADLINE
from ..content.article_text import digests, paragraphs
from ..content.facts import Fact
from ..content.messages import statement_of
from ..content.placeholders import Segment, fill, plain
from ..content.unsafe_characters import visible
from ..review.journal import Line
from ..review.signatures import PEOPLE, Signature, Signer, SourceInputs, moment

# What a payload says of a model is a name, but not for readers unless it looks like one.
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")
# Drafting without a model is a method, not a model.
_METHOD = "extract"
# IPTC's term for what a trained model generated, as schema.org takes it over.
BY_MODELS = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
_LONGEST_HEADLINE = 500

State = Literal["current", "pending", "outdated"]
STATES: tuple[State, ...] = ("current", "pending", "outdated")


class Signed(Struct, frozen=True):
    """Words in one language, with the signatures that fit them.

    ``facts`` are the whole facts that stand in written forms. ``source`` is the msgid and
    msgid_plural that was signed, where it is another than the statement's (see ``Meaning``).
    ``whole`` is what the source's headline covers beyond its words, and None elsewhere.
    """

    strings: tuple[str, ...]
    signatures: tuple[Signature, ...]
    facts: tuple[Mapping[str, Any], ...] = ()
    source: tuple[str, str | None] | None = None
    whole: Mapping[str, Any] | None = None


class Meaning(Struct, frozen=True):
    """A signer's word that a new source text means what the old one did."""

    old: tuple[str, str | None]
    new: tuple[str, str | None]
    name: str
    at: str

    @classmethod
    def of(cls, line: Line) -> Meaning:
        """Return what a ``same-meaning`` line of a journal says."""
        old, new = (tuple(line.fields[key]) for key in ("old", "new"))
        return cls(old, new, line.name, line.at.strftime("%Y-%m-%dT%H:%M:%SZ"))


class Statement(Struct, frozen=True):
    """One message of an edition: the source's words, the edition's words, both signed.

    ``facts`` are those of the source version that the words fit. ``outdated`` tells that the source
    has moved on, ``corrected`` names the facts whose figure is being corrected.
    """

    context: str | None
    singular: str
    plural: str | None
    count: str | None
    evidence: tuple[str, ...]
    facts: Mapping[str, Fact]
    source: Signed
    target: Signed
    meanings: tuple[Meaning, ...] = ()
    outdated: bool = False
    corrected: tuple[str, ...] = ()
    brief: bool = False

    @property
    def id(self) -> str:
        """The msgctxt, or the msgid where there is none."""
        return self.context or self.singular

    def with_brief(self, brief: bool) -> Statement:
        """Return the statement as part of the brief, or not, as ``brief`` says."""
        return msgspec.structs.replace(self, brief=brief)


class Headline(Struct, frozen=True):
    """The source's headline with the whole in force, where a translation fits an older one."""

    singular: str
    inputs: SourceInputs
    signed: Signed


@dataclass(frozen=True)
class Content:
    """What an edition says: its words, figures, evidence and signatures, apart from its history.

    ``newer`` is the source's headline whose whole is in force, where that of the statements is
    an older one. ``latest`` is the newest one, where statements were taken out with it that the
    whole in force still has. The interface has no whole.
    """

    domain: str
    locale: str
    language: str
    statements: tuple[Statement, ...]
    newer: Headline | None = None
    latest: Headline | None = None
    notes: tuple[Statement, ...] = ()

    @property
    def removed(self) -> frozenset[str]:
        """The ids of the whole in force that the source's editor has taken out since."""
        if self.latest is None or self.latest.signed.whole is None:
            return frozenset()
        return frozenset((self.whole or {})["ids"]) - frozenset(self.latest.signed.whole["ids"])

    @property
    def _headline(self) -> Signed:
        """The source's headline whose whole is in force."""
        return self.newer.signed if self.newer else self.statements[0].source

    @property
    def whole(self) -> Mapping[str, Any] | None:
        """What the source's editor signed beyond the statements: ids, brief, article."""
        return self._headline.whole

    @property
    def whole_signed_at(self) -> datetime.datetime:
        """When the first of the signatures under :attr:`whole` was made, UTC."""
        return min(filter(None, (moment(one.date) for one in self._headline.signatures)))

    @property
    def outlet(self) -> str:
        """The name of who published the article; nothing where it is not known."""
        article = (self.whole or {}).get("article") or {}
        return str(article.get("outlet") or "")

    @cached_property
    def facts(self) -> Mapping[str, Fact]:
        """The facts of all statements by name; where two versions are in use, the newer one."""
        ordered = sorted(self.statements, key=lambda s: not s.outdated)
        return {name: fact for s in ordered for name, fact in s.facts.items()}

    @property
    def drafted_by(self) -> tuple[str, ...]:
        """The models and methods that proposed a first draft, those with most messages first."""
        names = [
            m.draft_by for s in self.statements for m in s.target.signatures[-1:] if m.draft_by
        ]
        counts = Counter(name if _MODEL.fullmatch(name) else "unnamed" for name in names)
        return tuple(sorted(counts, key=lambda name: (-counts[name], name)))

    @property
    def translated_by(self) -> tuple[Signer, ...]:
        """Who translated, as far as the list of signers knew, those with most messages first."""
        signers = [m.translated_by for s in self.statements for m in s.target.signatures[-1:]]
        return tuple(_by_number(t for t in signers if t and t.kind != "unlisted"))

    def shows(self, text: str) -> bool:
        """Tell whether readers may see all of the article's ``text``.

        The editor signed that, and exactly this text.
        """
        whole = self.whole or {}
        return whole.get("show") == "all" and whole.get("paragraphs") == digests(text)

    def title(self, text: str) -> str:
        """Return the first line of the article's ``text`` if it is the signed one, else nothing.

        Nothing, too, when it is too long to be a headline.
        """
        first = next(iter(paragraphs(text)), "")
        signed = (self.whole or {}).get("paragraphs") or [""]
        if not first or digests(first) != signed[:1] or len(first) > _LONGEST_HEADLINE:
            return ""
        return visible(first).strip()

    def said(self) -> tuple[object, ...]:
        """Return what readers see of it: two contents that say the same need no new revision."""
        statements = [
            (s.id, s.brief, s.evidence, s.target.strings, dict(s.facts), s.corrected)
            for s in self.statements
        ]
        return statements, self.whole, [(note.id, note.target.strings) for note in self.notes]


@dataclass(frozen=True, slots=True)
class Correction:
    """What changed between two revisions and is to be told: a figure, or what a note says.

    ``old`` and ``new`` are the figure, both None where words were corrected. ``note`` is the id of
    the correction note, empty where there is none; its words are among the content's ``notes`` as
    soon as they are signed in that language. Of several figures that one note corrects, each is a
    correction with that note. ``back`` is the id of an earlier note whose words this one puts back.
    """

    date: datetime.date
    old: Fact | None = None
    new: Fact | None = None
    note: str = ""
    back: str = ""

    def concerns(self, statement: Statement) -> bool:
        """Tell whether it is told at ``statement``."""
        if self.note and statement_of(self.note) == statement.id:
            return True
        return self.new is not None and self.new.name in statement.facts


class OutletNotice(Struct, frozen=True):
    """The notice that the outlet changed its article after the summary was signed.

    ``date`` is the day on which an editor said so, ``line`` the digest of the journal's line.
    """

    date: datetime.date
    line: str


@dataclass(frozen=True, slots=True)
class Edition:
    """One article's summary (or the interface) in one language, as readers see it.

    ``missing`` are the ids of details that are not signed in this language yet. ``outlet_changed``
    is None where nobody said that the article is another by now.
    """

    content: Content
    revision: int
    published: datetime.datetime
    updated: datetime.datetime
    state: State = "current"
    outdated_since: datetime.date | None = None
    corrections: tuple[Correction, ...] = ()
    missing: tuple[str, ...] = ()
    outlet_changed: OutletNotice | None = None
    # Grows with each file that is written, so that an older one, put back, is known as such.
    serial: int = field(default=0, compare=False)

    @property
    def locale(self) -> str:
        """The locale, in Babel's notation."""
        return self.content.locale

    @property
    def reviewers(self) -> list[Signer]:
        """Who signed the words of this language, those with most messages first."""
        return _by_number(Signer(signature.name, signature.kind) for signature in self._signed_by)

    @property
    def checked_by_people(self) -> bool:
        """Whether a person or a team signed each message of this language."""
        signed = [s.target.signatures for s in self.content.statements if s.target.signatures]
        return bool(signed) and all(any(s.kind in PEOPLE for s in several) for several in signed)

    @property
    def made_by_models(self) -> bool:
        """Whether a model made these words, or alone signed them, and no person signed any."""
        kinds = {signature.kind for signature in self._signed_by}
        made = any(signer.kind == "model" for signer in self.content.translated_by) or self.models
        return not kinds & PEOPLE and (kinds == {"model"} or bool(kinds and made))

    @property
    def digital_source_type(self) -> str:
        """IPTC's term for words that models made, and no person signed; else nothing."""
        return BY_MODELS if self.made_by_models else ""

    @property
    def _signed_by(self) -> list[Signature]:
        return [signature for s in self.content.statements for signature in s.target.signatures]

    @property
    def models(self) -> list[str]:
        """The models that proposed a first draft; the method without one is none."""
        return [name for name in self.content.drafted_by if name != _METHOD]

    @property
    def signed_at(self) -> datetime.datetime:
        """When the newest signature under this language's words was made, UTC."""
        return max(filter(None, (moment(signature.date) for signature in self._signed_by)))

    @property
    def checked_at(self) -> datetime.datetime:
        """When a person or team signed last, UTC. Raises ValueError when none did."""
        dates = [
            moment(signature.date) for signature in self._signed_by if signature.kind in PEOPLE
        ]
        return max(filter(None, dates))

    @property
    def headline(self) -> tuple[Segment, ...]:
        """The headline as it reads, in segments."""
        return next(self.read(s) for s in self.content.statements if s.context == HEADLINE)

    @property
    def statements(self) -> list[Statement]:
        """The statements below the headline, in order."""
        return [s for s in self.content.statements if s.context != HEADLINE]

    @property
    def brief(self) -> list[Statement]:
        """The statements of the brief, in order."""
        return [s for s in self.statements if s.brief]

    def note(self, correction: Correction) -> str:
        """Return what a correction's note says in this language; nothing until that is signed."""
        notes = (note for note in self.content.notes if note.id == correction.note)
        return next((plain(self.read(note)) for note in notes), "")

    def grouped_corrections(self) -> list[tuple[Correction, ...]]:
        """Return the corrections as readers are told of them, oldest first.

        What a note in this language says of several figures is told once.
        """
        groups: dict[object, list[Correction]] = {}
        for at, correction in enumerate(self.corrections):
            key = (correction.date, correction.note) if self.note(correction) else at
            groups.setdefault(key, []).append(correction)
        return list(map(tuple, groups.values()))

    def taken_back(self, correction: Correction) -> Correction | None:
        """Return the earlier correction of the same words or figure that this one takes back."""
        if correction.back:
            return next((c for c in self.corrections if c.note == correction.back), None)
        if correction.old is None or correction.new is None:
            return None
        earlier: Correction | None = None
        for other in self.corrections:
            if other is correction or other == correction:
                break
            if other.new is not None and other.new.name == correction.new.name:
                earlier = other
        return earlier if earlier is not None and earlier.old == correction.new else None

    def read(self, statement: Statement) -> tuple[Segment, ...]:
        """Return ``statement`` as it reads in this language: plural form chosen, facts filled in.

        Segments with a name carry the value of that fact.
        """
        facts, strings = statement.facts, statement.target.strings
        index = 0
        if statement.count is not None and statement.plural is not None:
            value = facts[statement.count].value
            index = plural_rules.rule(self.locale).index(value)  # type: ignore[arg-type]

        def show(name: str) -> str:
            return facts[name].render(self.locale) if name in facts else self.content.outlet

        return tuple(fill(strings[index], show))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What stands in place of an edition that was taken down.

    ``lines`` are the digests of the journal's lines that did it.
    """

    domain: str
    locale: str
    language: str
    reason: str
    date: datetime.date
    revision: int = 0
    lines: tuple[str, ...] = ()
    serial: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Original:
    """An article's own text, as readers may see it: what the evidence was quoted from."""

    domain: str
    language: str
    text: str

    @property
    def headline(self) -> str:
        """The first line that is not empty; nothing when it is too long to be a headline."""
        lines = (visible(line).strip() for line in self.text.splitlines())
        first = next((line for line in lines if line), "")
        return first if len(first) <= _LONGEST_HEADLINE else ""


def _by_number(signers: Iterable[Signer]) -> list[Signer]:
    """Return the signers without repetition, those with most messages first."""
    counts = Counter(signers)
    return sorted(counts, key=lambda signer: (-counts[signer], signer.name, signer.kind))
