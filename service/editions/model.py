"""Editions: the value that readers get, and how sources and catalogs become one. Pure.

:func:`compose` makes the content of an edition when every message is reviewed; :func:`succeed`
turns content into the next edition; :func:`keep` says what becomes of one that cannot be replaced.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from msgspec import Struct

from ..content import plural_rules
from ..content.article import HEADLINE
from ..content.facts import Fact
from ..content.messages import Source
from ..content.placeholders import Segment, fill
from ..content.unsafe_characters import visible
from ..review import signatures
from ..review.signatures import PEOPLE, Mark, Note, Signer
from ..review.status import MessageStatus

# No signature covers a comment: what it says of a model can be a name, but no sentence.
_MODEL = re.compile(r"[A-Za-z0-9][A-Za-z0-9._:/+-]{0,99}")

_LONGEST_HEADLINE = 500

State = Literal["current", "pending", "outdated"]


class Signed(Struct, frozen=True, rename={"strings": "msgstr"}):
    """Words in one language, with the marks that fit them."""

    strings: tuple[str, ...]
    marks: tuple[Mark, ...]


class Statement(
    Struct,
    frozen=True,
    rename={"context": "msgctxt", "singular": "msgid", "plural": "msgid_plural"},
):
    """One message of an edition: the source's words, the edition's words, both signed."""

    context: str | None
    singular: str
    plural: str | None
    count: str | None
    evidence: tuple[str, ...]
    source: Signed
    target: Signed

    @property
    def id(self) -> str:
        """The msgctxt, or the msgid where there is none."""
        return self.context or self.singular


@dataclass(frozen=True, slots=True)
class Content:
    """What an edition says: its words, figures, evidence and signatures, apart from its history."""

    domain: str
    locale: str
    language: str
    facts: Mapping[str, Fact]
    statements: tuple[Statement, ...]
    drafted_by: tuple[str, ...] = ()
    translated_by: tuple[Signer, ...] = ()

    def said(self) -> tuple[object, ...]:
        """Return what readers see of it: two contents that say the same need no new revision."""
        return dict(self.facts), [(s.id, s.evidence, s.target.strings) for s in self.statements]

    def rests_on(self) -> tuple[object, ...]:
        """Return the source's words and figures behind it."""
        facts = {name: fact.grounds() for name, fact in self.facts.items()}
        return facts, [(s.id, s.singular, s.plural) for s in self.statements]


@dataclass(frozen=True, slots=True)
class Correction:
    """A figure that changed between two revisions."""

    date: datetime.date
    old: Fact
    new: Fact


@dataclass(frozen=True, slots=True)
class Edition:
    """One article's summary (or the interface) in one language, completely reviewed."""

    content: Content
    revision: int
    published: datetime.datetime
    updated: datetime.datetime
    state: State = "current"
    outdated_since: datetime.date | None = None
    corrections: tuple[Correction, ...] = ()

    @property
    def locale(self) -> str:
        """The locale, in Babel's notation."""
        return self.content.locale

    @property
    def reviewers(self) -> list[Signer]:
        """Who signed the words of this language, those with most messages first."""
        return _by_number(Signer(mark.name, mark.kind) for mark in self._marks)

    @property
    def checked_by_people(self) -> bool:
        """Whether a person or a team signed each message of this language."""
        signed = [s.target.marks for s in self.content.statements if s.target.marks]
        return bool(signed) and all(any(m.kind in PEOPLE for m in marks) for marks in signed)

    @property
    def made_by_models(self) -> bool:
        """Whether a model made these words, or alone signed them, and no person signed any."""
        kinds = {mark.kind for mark in self._marks}
        made = any(signer.kind == "model" for signer in self.content.translated_by) or self.models
        return not kinds & PEOPLE and (kinds == {"model"} or bool(kinds and made))

    @property
    def _marks(self) -> list[Mark]:
        return [mark for s in self.content.statements for mark in s.target.marks]

    @property
    def models(self) -> list[str]:
        """The models that proposed a first draft; the method without one is none."""
        return [name for name in self.content.drafted_by if name != "extract"]

    @property
    def reviewed_on(self) -> datetime.date:
        """The day of the newest signature under this language's words."""
        return datetime.date.fromisoformat(max(mark.date for mark in self._marks))

    @property
    def checked_on(self) -> datetime.date:
        """The day of the newest signature of a person or team. Raises ValueError without any."""
        dates = [mark.date for mark in self._marks if mark.kind in PEOPLE]
        return datetime.date.fromisoformat(max(dates))

    @property
    def headline(self) -> tuple[Segment, ...]:
        """The headline as it reads, in segments."""
        return next(self.read(s) for s in self.content.statements if s.context == HEADLINE)

    @property
    def statements(self) -> list[Statement]:
        """The statements below the headline, in order."""
        return [s for s in self.content.statements if s.context != HEADLINE]

    def read(self, statement: Statement) -> tuple[Segment, ...]:
        """Return ``statement`` as it reads in this language: plural form chosen, facts filled in.

        Segments with a name carry the value of that fact.
        """
        facts, strings = self.content.facts, statement.target.strings
        index = 0
        if statement.count is not None and statement.plural is not None:
            value = facts[statement.count].value
            assert not isinstance(value, datetime.date)
            index = plural_rules.rule(self.locale).index(value)  # type: ignore[arg-type]
        return tuple(fill(strings[index], lambda name: facts[name].render(self.locale)))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What stands in place of an edition that a person took down.

    ``reason`` is empty where readers see none. ``lines`` are the digests of the journal's lines
    that took it down.
    """

    domain: str
    locale: str
    language: str
    reason: str
    date: datetime.date
    revision: int = 0
    lines: tuple[str, ...] = ()


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


def compose(
    source: Source,
    origin: Sequence[MessageStatus],
    target: Sequence[MessageStatus],
    locale: str,
    known: Callable[[str], Signer | None] = lambda _name: None,
) -> Content | None:
    """Return the content of the edition in ``locale``, or None unless all of it is signed.

    Of the translators that comments name, those are credited whom ``known`` returns.

    ``origin`` and ``target`` assess every message of ``source`` in the source language's catalog
    and in the one of ``locale`` (the same list for the source language itself).
    """
    if not source.messages or not all(a.ready for a in (*origin, *target)):
        return None
    statements = [
        Statement(
            message.context, message.singular, message.plural, message.count, message.evidence,
            Signed(first.strings, first.marks), Signed(second.strings, second.marks),
        )
        for message, first, second in zip(source.messages, origin, target, strict=True)
    ]  # fmt: skip
    facts = {name: fact for message in source.messages for name, fact in message.facts.items()}
    drafted, translated = origins(target, known)
    return Content(
        source.domain, locale, source.language, facts, tuple(statements), drafted, translated
    )


def origins(
    assessments: Sequence[MessageStatus], known: Callable[[str], Signer | None]
) -> tuple[tuple[str, ...], tuple[Signer, ...]]:
    """Return the models that drafted a catalog's messages, and the translators among ``known``."""
    told = [note for a in assessments if a.entry for note in signatures.notes(a.entry.comments)]
    models = tuple(n if _MODEL.fullmatch(n) else "unnamed" for n in _drafters(told))
    translators = _by_number(known(note.name) for note in told if note.kind == "translated")
    return models, tuple(translators)


def _drafters(notes: Sequence[Note]) -> list[str]:
    """Return who drafted what ``notes`` are about, those with most messages first."""
    names = [note.name for note in notes if note.kind == "draft"]
    return sorted(set(names), key=lambda name: (-names.count(name), name))


def _by_number(signers: Iterable[Signer | None]) -> list[Signer]:
    """Return the signers without repetition, those with most messages first."""
    counts = Counter(signer for signer in signers if signer)
    return sorted(counts, key=lambda signer: (-counts[signer], signer.name, signer.kind))


def succeed(
    content: Content, before: Edition | Withdrawn | None, now: datetime.datetime
) -> Edition:
    """Return the edition that puts ``content`` in the place of ``before``.

    What says the same keeps its revision and date; changed figures are entered as corrections.
    """
    if isinstance(before, Edition) and before.content.said() == content.said():
        return replace(before, content=content, state="current", outdated_since=None)
    revision = before.revision + 1 if before else 1
    if not isinstance(before, Edition):
        return Edition(content, revision, now, now)
    old = before.content.facts
    corrections = tuple(
        Correction(now.date(), old[name], fact)
        for name, fact in content.facts.items()
        if name in old and old[name].value != fact.value
    )
    return Edition(
        content, revision, before.published, now, corrections=before.corrections + corrections
    )


def keep(before: Edition, original: Edition | None) -> Edition:
    """Return ``before`` with the state it has now that its catalog cannot replace it.

    ``original`` is the edition in the source language as readers have it: when that one has moved
    on, ``before`` is outdated, since the day of the change; else changes are merely pending.
    """
    if original and original.content.rests_on() != before.content.rests_on():
        since = before.outdated_since or original.updated.date()
        return replace(before, state="outdated", outdated_since=since)
    return replace(before, state="pending", outdated_since=None)
