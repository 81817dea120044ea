"""Where one message of one catalog stands, and why it is not further. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal

import msgspec
from msgspec import Struct

from ..catalog import Catalog, Entry, other_versions
from ..content.article import HEADLINE
from ..content.messages import Message, Source
from ..content.placeholders import names
from . import checks, marks, signatures
from .glossary import Term
from .ledger import Ledger
from .signatures import Signature, SourceInputs, Words

MessageState = Literal["missing", "draft", "translated", "rejected", "reviewed"]


class MessageStatus(Struct, frozen=True):
    """Where one message of one catalog stands, and why it is not further.

    ``strings`` are the entry's, as they are signed and served; ``words`` are what a signature
    under them covers. ``reason`` is why they were rejected.
    """

    message: Message
    state: MessageState
    entry: Entry | None = None
    strings: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()
    objections: tuple[checks.Objection, ...] = ()
    words: Words | None = None
    reason: str = ""

    @property
    def ready(self) -> bool:
        """Whether the message may be published: signed, and nothing blocks it."""
        blocked = self.objections and any(o.level == "error" for o in self.objections)
        return self.state == "reviewed" and not blocked


def words_of(message: Message, locale: str, source: Source, strings: Sequence[str]) -> Words:
    """Return what a signature under ``strings`` in ``locale`` covers."""
    normalised = tuple(signatures.normalise(string) for string in strings)
    written = tuple(fact.signed_inputs() for fact in message.written_facts(normalised))
    inputs = whole = None
    if locale == source.language and message.context is not None:
        facts = tuple(message.facts[name].source_inputs() for name in sorted(message.facts))
        inputs = SourceInputs(message.count, facts, tuple(message.evidence))
        whole = source.whole if message.context == HEADLINE else None
    return Words(
        locale, message.context, message.singular, message.plural, normalised, written, inputs,
        whole,
    )  # fmt: skip


def message_status(
    message: Message,
    catalog: Catalog,
    source: Source,
    ledger: Ledger,
    *,
    glossary: tuple[Term, ...] | None = None,
    thorough: bool = True,
    measured: Iterable[checks.Objection] = (),
) -> MessageStatus:
    """Say where ``message`` of ``source`` stands in ``catalog``, whose signatures ``ledger`` has.

    ``thorough`` runs all checks, with the names in ``glossary``; else only those of structure,
    which is all that publishing asks. ``measured`` is what is out of measure at this message.
    Warnings that a signer answered are left out.
    """
    entry = catalog.get(message.key)
    if entry is None or entry.plural != message.plural:
        stale = catalog.find(message.context) if message.context else entry
        return MessageStatus(message, "missing" if stale is None else "draft", stale)
    if not entry.translated:
        return MessageStatus(message, "missing", entry)
    locale, language = catalog.locale, source.language
    words = words_of(message, locale, source, entry.strings)
    run = checks.run if thorough else checks.unsafe
    objections = (
        *run(subject_of(message, locale, words.strings, language, glossary)),
        *measured,
    )
    if locale == language and words.strings != message.forms:
        text = "the source catalog must repeat the summary: run “summaries update”"
        objections += (checks.Objection("source", "error", text),)
    objections = tuple(
        o for o in objections
        if o.level != "warning" or ledger.answered(words, o.check, o.text) is None
    )  # fmt: skip
    counting, warnings = _marked(words, entry, ledger)
    objections += tuple(checks.Objection("signatures", "warning", text) for text in warnings)
    if other := other_versions(entry.comments):
        text = f"another person wrote: {' | '.join(other)}; keep one, and take the comment away"
        objections += (checks.Objection("merge", "warning", text),)
    rejection = ledger.rejected(words)
    state: MessageState = "translated"
    if entry.fuzzy:
        state, counting = "draft", ()
    elif counting:
        state = "reviewed"
    elif rejection is not None:
        state = "rejected"
    reason = rejection.reason if rejection is not None and state == "rejected" else ""
    return MessageStatus(
        message, state, entry, words.strings, counting, objections, words, reason
    )  # fmt: skip


def _marked(words: Words, entry: Entry, ledger: Ledger) -> tuple[tuple[Signature, ...], list[str]]:
    """Return the signatures that an entry's marks name and that count, and why others do not."""
    by_digest: dict[str, Signature] = {}
    warnings = []
    for mark in marks.review_marks(entry.comments):
        if mark.outdated:
            continue  # once for all of the catalog, see outdated_marks
        signed = ledger.by_digest.get(mark.digest)
        if signed is None:
            warnings.append(
                f"signed by {mark.name}, but the journal’s line is not here: "
                "commit the journal with the catalog"
            )
        elif signed.words == words or _means(signed.words, words, ledger):
            if reason := ledger.objection(signed):
                warnings.append(f"the signature does not count: {reason}")
            elif later := ledger.replaced(signed):
                warnings.append(
                    f"the signature of {mark.name} does not count: {later.signature.name} signed "
                    f"other words later, on {later.signature.date[:10]}"
                )
            elif ledger.rejection(signed) is None:
                by_digest[signed.signature.name] = ledger.shown(signed)
    return tuple(by_digest.values()), list(dict.fromkeys(warnings))


def _means(signed: Words, words: Words, ledger: Ledger) -> bool:
    """Tell whether ``signed`` are ``words`` of a source that means what the present one does."""
    old, new = ((w.singular, w.plural) for w in (signed, words))
    if old == new or signed.inputs is not None or signed.context is None:
        return False
    if msgspec.structs.replace(signed, singular=new[0], plural=new[1]) != words:
        return False
    return ledger.carries(signed.context, signed.locale, old, new) is not None


def outdated_marks(several: Iterable[MessageStatus], domain: str, locale: str) -> str | None:
    """Return the sentence about marks of version 1 in one catalog; None where there are none."""
    if not any(
        mark.outdated
        for status in several
        if status.state != "reviewed" and status.entry is not None
        for mark in marks.review_marks(status.entry.comments)
    ):
        return None
    return (
        "its marks are of an earlier version, which signed less, and do not count: sign again with "
        f"“summaries review {locale} --article {domain} --all --reviewer NAME”"
    )


def presentable(status: MessageStatus) -> bool:
    """Tell whether a message's words can be shown at all: structure and placeholders are sound."""
    return (
        status.entry is not None
        and status.entry.key == status.message.key
        and not any(o.level == "error" and o.check in checks.SAFETY for o in status.objections)
    )


def signed_before(status: MessageStatus, locale: str, source: Source, ledger: Ledger) -> bool:
    """Tell whether a draft's words were signed for the source it was translated from (``#|``).

    Then only the source changed, and a person can judge whether the translation still says it.
    """
    entry = status.entry
    if entry is None or entry.previous_source is None or not entry.translated:
        return False
    strings = tuple(signatures.normalise(string) for string in entry.strings)
    return locale != source.language and any(
        signed.words.strings == strings
        and (signed.words.singular, signed.words.plural) == entry.previous_source
        and ledger.rejection(signed) is None
        for signed in ledger.of(locale, status.message.id)
    )


def translator_of(entry: Entry, catalog: Catalog, words: Words, ledger: Ledger) -> str | None:
    """Return who translated an entry, as its own comment says, else the file's header.

    A comment that names other words by their digest is about those. So is one without a digest,
    when other words were signed on its day or later: it stood there already when they were.
    """
    others = (s for s in ledger.of(*words.key) if s.words.strings != words.strings)
    signed = max((other.signature.date[:10] for other in others), default="")
    named = [
        note.name
        for note in marks.notes(entry.comments)
        if note.kind == "translated"
        and (note.digest == words.digest() or (not note.digest and note.date[:10] > signed))
    ]
    header = catalog.header.get("last-translator", "").strip()
    return named[-1] if named else header or None


def drafter_of(entry: Entry) -> str | None:
    """Return the model, or method, that proposed an entry's words; None where none did."""
    named = [note.name for note in marks.notes(entry.comments) if note.kind == "draft"]
    return named[-1] if named else None


def subject_of(
    message: Message,
    locale: str,
    strings: Sequence[str],
    language: str = "en",
    glossary: tuple[Term, ...] | None = None,
) -> checks.Subject:
    """Return what the checks look at: ``message`` in ``strings``, the words of one locale."""
    return checks.Subject(
        locale, message.singular, message.plural, tuple(strings),
        message.placeholders, message.count, language,
        message.context is not None, glossary or (), message.facts, message.with_year,
        message.evidence, message.title,
    )  # fmt: skip


def same_placeholders(old: tuple[str, str | None], new: tuple[str, str | None]) -> bool:
    """Tell whether ``old`` and ``new``, each msgid and msgid_plural, have the same placeholders.

    >>> same_placeholders(("{a} died", None), ("Of them, {a} died", None))
    True
    """
    used = [{name for text in source if text for name in names(text)} for source in (old, new)]
    return used[0] == used[1] and (old[1] is None) == (new[1] is None)
