"""Editions: the value that readers get, how sources and catalogs become one, or why not. Pure.

:func:`assess` says where one message of one catalog stands; :func:`compose` makes the content of an
edition when every message is reviewed; :func:`succeed` turns content into the next edition;
:func:`verify` is the last gate before readers and trusts nothing that a file says.
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal

from . import checks, plurals, review
from .article import HEADLINE, RESERVED
from .catalog import Catalog, Entry
from .fact import Fact
from .glossary import Term
from .message import Message, Source
from .placeholder import PlaceholderError, Segment, fill, names
from .review import Mark, Words
from .reviewers import ANYBODY, Policy

FORMAT = "summaries-edition/1"
MAX_REVISION = 10**9
MessageState = Literal["missing", "draft", "translated", "rejected", "reviewed"]
State = Literal["current", "pending", "outdated"]


class EditionError(ValueError):
    """An edition file that must not be served; the text says why."""


@dataclass(frozen=True, slots=True)
class Assessment:
    """Where one message of one catalog stands, and why it is not further."""

    message: Message
    state: MessageState
    entry: Entry | None = None
    marks: tuple[Mark, ...] = ()
    objections: tuple[checks.Objection, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the message may be published: signed, and nothing blocks it."""
        return self.state == "reviewed" and not any(o.level == "error" for o in self.objections)


def words_of(message: Message, locale: str, language: str, strings: Sequence[str]) -> Words:
    """Return what a signature under ``strings`` covers, the source being in ``language``."""
    grounds = message.grounds() if locale == language else None
    normalised = tuple(review.normalise(string) for string in strings)
    return Words(locale, message.context, message.singular, message.plural, normalised, grounds)


def assess(
    message: Message,
    catalog: Catalog,
    language: str,
    key: bytes | None,
    *,
    policy: Policy = ANYBODY,
    glossary: tuple[Term, ...] | None = None,
    thorough: bool = True,
) -> Assessment:
    """Say where ``message`` stands in ``catalog``, for a source written in ``language``.

    Marks that ``policy`` does not let count are warned about. ``thorough`` runs all checks, with
    the names in ``glossary``; else only those of structure, which is all that publishing asks.
    """
    entry = catalog.get(message.key)
    if entry is None or entry.plural != message.plural:
        stale = catalog.find(message.context) if message.context else entry
        return Assessment(message, "missing" if stale is None else "draft", stale)
    if not entry.translated:
        return Assessment(message, "missing", entry)
    words = words_of(message, catalog.locale, language, entry.strings)
    run = checks.run if thorough else checks.unsafe
    objections = tuple(run(_subject(message, words, language, glossary)))
    if catalog.locale == language and words.strings != message.forms:
        text = "the source catalog must repeat the summary: run “summaries update”"
        objections += (checks.Objection("source", "error", text),)
    translators = None if catalog.locale == language else translators_of(entry, catalog)
    marks: tuple[Mark, ...] = ()
    holding, rejected = review.verdict(words, entry.comments, key)
    for mark in holding:
        if reason := policy.objection(mark.name, catalog.locale, translators):
            text = f"the signature does not count: {reason}"
            objections += (checks.Objection("reviewers", "warning", text),)
        else:
            marks += (mark,)
    state: MessageState = "translated"
    if entry.fuzzy:
        state, marks = "draft", ()
    elif marks:
        state = "reviewed"
    elif rejected:
        state = "rejected"
    return Assessment(message, state, entry, marks, objections)


def presentable(seen: Assessment) -> bool:
    """Tell whether a message's words can be shown at all: structure and placeholders are sound."""
    return (
        seen.entry is not None
        and seen.entry.key == seen.message.key
        and not any(o.level == "error" and o.check in checks.SAFETY for o in seen.objections)
    )


def reviewed_before(seen: Assessment, locale: str, language: str, key: bytes | None) -> bool:
    """Tell whether a draft's words were signed for the source it was translated from (``#|``).

    Then only the source changed, and a person can judge whether the translation still says it.
    """
    entry = seen.entry
    if entry is None or entry.previous_source is None or not entry.translated:
        return False
    singular, plural = entry.previous_source
    strings = tuple(review.normalise(string) for string in entry.strings)
    words = Words(locale, seen.message.context, singular, plural, strings)
    return locale != language and bool(review.fitting(words, review.marks(entry.comments), key))


def translators_of(entry: Entry, catalog: Catalog) -> frozenset[str]:
    """Return who translated an entry: its own comment says so, else the file's header."""
    named = {note.name for note in review.notes(entry.comments) if note.kind == "translated"}
    header = catalog.header.get("last-translator", "").partition("<")[0].strip()
    return frozenset(named or ({header} if header else ()))


def _subject(
    message: Message, words: Words, language: str = "en", glossary: tuple[Term, ...] | None = None
) -> checks.Subject:
    return checks.Subject(
        words.locale, message.singular, message.plural, words.strings,
        frozenset(message.placeholders), message.count, language,
        message.context is not None, glossary or (),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Signed:
    """Words in one language, with the marks that fit them."""

    strings: tuple[str, ...]
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Statement:
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
    def reviewers(self) -> list[str]:
        """The names under the words of this language, those with most messages first."""
        marks = [mark.name for s in self.content.statements for mark in s.target.marks]
        return sorted(set(marks), key=lambda name: (-marks.count(name), name))

    @property
    def reviewed_on(self) -> datetime.date:
        """The day of the newest signature under this language's words."""
        newest = max(mark.date for s in self.content.statements for mark in s.target.marks)
        return datetime.date.fromisoformat(newest)

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
            index = plurals.rule(self.locale).index(value)  # type: ignore[arg-type]
        return tuple(fill(strings[index], lambda name: facts[name].render(self.locale)))


@dataclass(frozen=True, slots=True)
class Withdrawn:
    """What stands in place of an edition that a person took down."""

    domain: str
    locale: str
    language: str
    reason: str
    date: datetime.date
    revision: int = 0


def compose(
    source: Source, origin: Sequence[Assessment], target: Sequence[Assessment], locale: str
) -> Content | None:
    """Return the content of the edition in ``locale``, or None unless all of it is signed.

    ``origin`` and ``target`` assess every message of ``source`` in the source language's catalog
    and in the one of ``locale`` (the same list for the source language itself).
    """
    if not source.messages or not all(a.ready for a in (*origin, *target)):
        return None
    statements = [
        Statement(
            message.context, message.singular, message.plural, message.count, message.evidence,
            _signed(first), _signed(second),
        )
        for message, first, second in zip(source.messages, origin, target, strict=True)
    ]  # fmt: skip
    facts = {name: fact for message in source.messages for name, fact in message.facts.items()}
    models = {
        note.name
        for a in target
        if a.entry
        for note in review.notes(a.entry.comments)
        if note.kind == "draft"
    }
    return Content(
        source.domain, locale, source.language, facts, tuple(statements), tuple(sorted(models))
    )


def _signed(assessment: Assessment) -> Signed:
    assert assessment.entry is not None
    strings = tuple(review.normalise(string) for string in assessment.entry.strings)
    return Signed(strings, assessment.marks)


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


# --- the file ------------------------------------------------------------------------------------


def to_json(value: Edition | Withdrawn) -> dict[str, Any]:
    """Return an edition, or what stands in its place, as JSON-ready data."""
    if isinstance(value, Withdrawn):
        return {
            "format": FORMAT, "domain": value.domain, "locale": value.locale,
            "language": value.language, "state": "withdrawn", "date": value.date.isoformat(),
            "reason": value.reason, "revision": value.revision,
        }  # fmt: skip
    content = value.content
    return {
        "format": FORMAT,
        "domain": content.domain,
        "locale": content.locale,
        "language": content.language,
        "state": value.state,
        "outdated_since": value.outdated_since.isoformat() if value.outdated_since else None,
        "revision": value.revision,
        "published": value.published.isoformat(timespec="seconds"),
        "updated": value.updated.isoformat(timespec="seconds"),
        "corrections": [
            {
                "date": c.date.isoformat(), "fact": c.new.name,
                "old": c.old.to_json(), "new": c.new.to_json(),
            }
            for c in value.corrections
        ],
        "drafted_by": list(content.drafted_by),
        "facts": {name: fact.to_json() for name, fact in content.facts.items()},
        "messages": [
            {
                "msgctxt": s.context, "msgid": s.singular, "msgid_plural": s.plural,
                "count": s.count, "evidence": list(s.evidence),
                "source": _signed_to_json(s.source), "target": _signed_to_json(s.target),
            }
            for s in content.statements
        ],
    }  # fmt: skip


def _signed_to_json(signed: Signed) -> dict[str, Any]:
    return {"msgstr": list(signed.strings), "marks": [mark.to_json() for mark in signed.marks]}


@dataclass(slots=True)
class _Verifier:
    """Reads one edition's data, believing nothing."""

    domain: str
    locale: str
    language: str
    key: bytes | None
    facts: dict[str, Fact] = field(default_factory=dict)

    def statement(self, data: dict[str, Any]) -> Statement:
        context, singular = _text(data["msgctxt"], True), _text(data["msgid"])
        plural, count = _text(data["msgid_plural"], True), _text(data["count"], True)
        evidence = tuple(_text(quote) or "" for quote in data["evidence"])
        assert singular is not None
        placeholders = {n for text in (singular, plural or "") for n in names(text)}
        if (self.domain in RESERVED) != (context is None):
            raise EditionError("it mixes an article and the interface")
        if context is not None and (unknown := placeholders - self.facts.keys()):
            raise EditionError(f"message “{context}” uses “{min(unknown)}”, which is no fact")
        used = {
            n: self.facts[n]
            for n in sorted({*placeholders, *([count] if count else [])} & self.facts.keys())
        }
        if (plural is None) != (count is None):
            raise EditionError(
                f"message “{context}” has plural forms without a count, or the reverse"
            )
        if count is not None and (
            count not in used or isinstance(used[count].value, datetime.date)
        ):
            raise EditionError(f"message “{context}” counts “{count}”, which is not a number")
        message = Message(context, singular, plural, (), count, used, evidence)
        source = self.signed(message, self.language, data["source"])
        target = self.signed(message, self.locale, data["target"])
        if self.locale == self.language and source.strings != target.strings:
            raise EditionError(f"message “{message.id}” differs from the signed source")
        return Statement(context, singular, plural, count, evidence, source, target)

    def signed(self, message: Message, locale: str, data: dict[str, Any]) -> Signed:
        strings = tuple(_text(text) or "" for text in data["msgstr"])
        words = words_of(message, locale, self.language, strings)
        if words.strings != strings:
            raise EditionError(f"message “{message.id}” is not NFC-normalised")
        marks = tuple(Mark.from_json(mark) for mark in data["marks"])
        fitting = tuple(review.fitting(words, marks, self.key))
        if not fitting:
            raise EditionError(f"nobody signed the words of message “{message.id}” ({locale})")
        if objections := checks.unsafe(_subject(message, words)):
            raise EditionError(f"message “{message.id}” ({locale}): {objections[0].text}")
        return Signed(strings, fitting)


def _text(value: object, optional: bool = False) -> str | None:
    if isinstance(value, str) or (optional and value is None):
        return value
    raise EditionError(f"text expected, not {value!r:.40}")


def verify(data: Any, domain: str, locale: str, key: bytes | None) -> Edition | Withdrawn:
    """Return the edition of ``domain`` in ``locale`` that ``data`` (parsed JSON) holds.

    The last gate: every word must carry a mark that fits, in this language and in the source, and
    nothing may block it. Raises :class:`EditionError` otherwise; marks that do not fit are dropped.
    """
    try:
        if data["format"] != FORMAT:
            raise EditionError(f"format {data['format']!r:.40} is not {FORMAT}")
        if (data["domain"], data["locale"]) != (domain, locale):
            raise EditionError("it belongs to another article or language")
        language = _text(data["language"]) or ""
        plurals.rule(language)
        if data["state"] == "withdrawn":
            return Withdrawn(
                domain, locale, language, _text(data["reason"]) or "",
                datetime.date.fromisoformat(data["date"]), int(data["revision"]),
            )  # fmt: skip
        return _verified(data, domain, locale, language, key)
    except EditionError:
        raise
    except PlaceholderError as error:
        raise EditionError(str(error)) from error
    except (
        KeyError,
        TypeError,
        ValueError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise EditionError(f"not an edition file: {type(error).__name__}: {error}") from error


def _verified(
    data: dict[str, Any], domain: str, locale: str, language: str, key: bytes | None
) -> Edition:
    facts = {name: Fact.from_json(name, entry) for name, entry in data["facts"].items()}
    verifier = _Verifier(domain, locale, language, key, facts)
    statements = tuple(verifier.statement(entry) for entry in data["messages"])
    if not statements or len({s.id for s in statements}) != len(statements):
        raise EditionError("it has no messages, or one twice")
    if domain not in RESERVED and (statements[0].context != HEADLINE or len(statements) == 1):
        raise EditionError("it lacks its headline, or has nothing else")
    corrections = tuple(
        Correction(
            datetime.date.fromisoformat(entry["date"]),
            Fact.from_json(entry["fact"], entry["old"]),
            Fact.from_json(entry["fact"], entry["new"]),
        )
        for entry in data["corrections"]
    )
    since = data["outdated_since"]
    state = data["state"]
    if state not in ("current", "pending", "outdated") or (state == "outdated") != bool(since):
        raise EditionError("its state is not one")
    if type(data["revision"]) is not int or not 1 <= data["revision"] < MAX_REVISION:
        raise EditionError("its revision is not one")
    published, updated = (
        datetime.datetime.fromisoformat(data[k]) for k in ("published", "updated")
    )
    if published.tzinfo is None or updated.tzinfo is None:
        raise EditionError("its times have no time zone")
    drafted_by = tuple(_text(model) or "" for model in data["drafted_by"])
    content = Content(domain, locale, language, facts, statements, drafted_by)
    return Edition(
        content, data["revision"], published, updated, state,
        datetime.date.fromisoformat(since) if since else None, corrections,
    )  # fmt: skip
