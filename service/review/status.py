"""Where one message of one catalog stands, and why it is not further. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from ..catalog import Catalog, Entry
from ..content.messages import Message
from . import checks, signatures
from .glossary import Term
from .policy import ANYBODY, Policy
from .signatures import Mark, Words

MessageState = Literal["missing", "draft", "translated", "rejected", "reviewed"]


class MessageStatus(Struct, frozen=True):
    """Where one message of one catalog stands, and why it is not further.

    ``strings`` are the entry's, as they are signed and served.
    """

    message: Message
    state: MessageState
    entry: Entry | None = None
    strings: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    objections: tuple[checks.Objection, ...] = ()

    @property
    def ready(self) -> bool:
        """Whether the message may be published: signed, and nothing blocks it."""
        blocked = self.objections and any(o.level == "error" for o in self.objections)
        return self.state == "reviewed" and not blocked


def words_of(message: Message, locale: str, language: str, strings: Sequence[str]) -> Words:
    """Return what a signature under ``strings`` covers, the source being in ``language``."""
    grounds = message.grounds() if locale == language else None
    normalised = tuple(signatures.normalise(string) for string in strings)
    return Words(locale, message.context, message.singular, message.plural, normalised, grounds)


def message_status(
    message: Message,
    catalog: Catalog,
    language: str,
    key: bytes | None,
    *,
    policy: Policy = ANYBODY,
    glossary: tuple[Term, ...] | None = None,
    thorough: bool = True,
) -> MessageStatus:
    """Say where ``message`` stands in ``catalog``, for a source written in ``language``.

    Marks that ``policy`` does not let count are warned about. ``thorough`` runs all checks, with
    the names in ``glossary``; else only those of structure, which is all that publishing asks.
    """
    entry = catalog.get(message.key)
    if entry is None or entry.plural != message.plural:
        stale = catalog.find(message.context) if message.context else entry
        return MessageStatus(message, "missing" if stale is None else "draft", stale)
    if not entry.translated:
        return MessageStatus(message, "missing", entry)
    words = words_of(message, catalog.locale, language, entry.strings)
    run = checks.run if thorough else checks.unsafe
    objections = tuple(run(subject_of(message, words, language, glossary)))
    if catalog.locale == language and words.strings != message.forms:
        text = "the source catalog must repeat the summary: run “summaries update”"
        objections += (checks.Objection("source", "error", text),)
    translators = None
    if policy.four_eyes and catalog.locale != language:
        translators = translators_of(entry, catalog)
    marks: tuple[Mark, ...] = ()
    holding, rejected = signatures.verdict(words, entry.comments, key)
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
    return MessageStatus(message, state, entry, words.strings, marks, objections)


def presentable(seen: MessageStatus) -> bool:
    """Tell whether a message's words can be shown at all: structure and placeholders are sound."""
    return (
        seen.entry is not None
        and seen.entry.key == seen.message.key
        and not any(o.level == "error" and o.check in checks.SAFETY for o in seen.objections)
    )


def reviewed_before(seen: MessageStatus, locale: str, language: str, key: bytes | None) -> bool:
    """Tell whether a draft's words were signed for the source it was translated from (``#|``).

    Then only the source changed, and a person can judge whether the translation still says it.
    """
    entry = seen.entry
    if entry is None or entry.previous_source is None or not entry.translated:
        return False
    singular, plural = entry.previous_source
    strings = tuple(signatures.normalise(string) for string in entry.strings)
    words = Words(locale, seen.message.context, singular, plural, strings)
    return locale != language and bool(
        signatures.fitting(words, signatures.marks(entry.comments), key)
    )


def translators_of(entry: Entry, catalog: Catalog) -> frozenset[str]:
    """Return who translated an entry: its own comment says so, else the file's header."""
    named = {note.name for note in signatures.notes(entry.comments) if note.kind == "translated"}
    header = catalog.header.get("last-translator", "").partition("<")[0].strip()
    return frozenset(named or ({header} if header else ()))


def subject_of(
    message: Message, words: Words, language: str = "en", glossary: tuple[Term, ...] | None = None
) -> checks.Subject:
    """Return what the checks look at: ``message`` in the words of one locale."""
    return checks.Subject(
        words.locale, message.singular, message.plural, words.strings,
        frozenset(message.placeholders), message.count, language,
        message.context is not None, glossary or (), message.facts, message.with_year,
        message.evidence, message.title,
    )  # fmt: skip
