"""Sign and reject messages on a signer's behalf: the one way marks are written.

A signature is a line of the journal and a mark in the catalog. Both are written under the catalog's
lock, after what was shown was compared with what is there now.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec

from .. import catalog
from ..catalog import Catalog, Edit, other_versions
from ..content.messages import Source
from ..errors import ConflictError, SummariesError
from . import decisions, journal, ledger, marks, signatures
from .keys import PrivateKey
from .ledger import Ledger
from .marks import Note
from .policy import Policy
from .project import Project
from .shown import same_version, unchanged
from .signatures import Signature, Via, Words
from .status import MessageStatus, drafter_of, same_placeholders, translator_of

Key = tuple[str | None, str]


def _certainly() -> None:
    """Let everybody write who may when it begins."""


@dataclass(frozen=True, slots=True)
class Reviewer:
    """Who signs, through what, and with which key, if any.

    ``still`` is asked under the catalog's lock, right before anything is written: it raises
    SummariesError for who may not write any more.
    """

    name: str
    via: Via = "cli"
    key: PrivateKey | None = None
    still: Callable[[], None] = _certainly


def sign(
    project: Project,
    source: Source,
    locale: str,
    status: MessageStatus | Sequence[MessageStatus],
    who: Reviewer,
    now: datetime.datetime,
    *,
    versions: Mapping[str, str] | None = None,
) -> None:
    """Put the signature of ``who`` under the words of ``status``, exactly as they were shown.

    Several messages of one catalog are one write. Clears ``fuzzy`` and the previous source, and
    takes away marks that no longer fit and the rejection that this answers. ``versions`` are those
    of what was shown, by message id, where ``status`` was read later. Raises SummariesError, and
    writes nothing, when something blocks a message or ``who`` may not sign it; ConflictError when
    words, figures, evidence or who may sign changed since they were shown, or another program
    saves the catalog again and again. Its text says whether the journal has the signature.
    """
    several = [status] if isinstance(status, MessageStatus) else list(status)
    policy = project.policy_of(source.domain)
    for one in several:
        _check(one, locale)
        if blocking := [o for o in one.objections if o.level == "error"]:
            raise SummariesError(f"“{one.message.id}” cannot be signed: {blocking[0].text}")
        same_version(project, source, one, versions)
    made: list[tuple[Words, Signature]] = []

    def change(current: Catalog) -> Mapping[Key, Edit]:
        who.still()
        known = project.ledger(source.domain, policy)
        unchanged(project, source, locale, several)
        if not made:  # asked again, when another program saved the file meanwhile, it is the same
            made.extend(
                _signature(one, current, known, policy, who, now, source) for one in several
            )
            lines = [
                journal.NewLine(decisions.SIGNED, signature.name, now, _fields(words, signature))
                for words, signature in made
            ]
            journal.append_all(project.journal_of(source.domain), source.domain, lines)
        return {
            one.message.key: _signed(one, words, signature, known)
            for one, (words, signature) in zip(several, made, strict=True)
        }

    try:
        _write(project, source, locale, several, change)
    except ConflictError as error:
        if not made:
            raise
        raise error.after(
            "the journal has your signature under the words you saw, and it counts, but the "
            "catalog does not show it"
        ) from error


def reject(
    project: Project,
    source: Source,
    locale: str,
    status: MessageStatus,
    who: Reviewer,
    now: datetime.datetime,
    reason: str,
    *,
    keep: bool = True,
) -> None:
    """Put the rejection of ``who``, with its ``reason``, on the words of ``status``; marks go.

    With ``keep``, readers who have the words keep them until others are signed; without it they go
    down. Raises SummariesError when ``who`` may not review this language, ConflictError when the
    words changed meanwhile.
    """
    _check(status, locale)
    reason, words = signatures.check_reason(reason), status.words
    assert words is not None and status.entry is not None  # checked above
    if objection := project.policy_of(source.domain).objection(
        who.name, locale, signatures.timestamp(now), None, article=_is_article(source)
    ):
        raise SummariesError(f"“{status.message.id}” cannot be rejected: {objection}")
    date = signatures.timestamp(now)
    note = Note("rejected", signatures.check_name(who.name), date, reason, words.digest())
    entry, fields = status.entry, {
        "words": words.digest(), "locale": locale, "message": status.message.id, "reason": reason,
        "keep": keep,
    }  # fmt: skip

    written: list[journal.Line] = []

    def change(_found: Catalog) -> Mapping[Key, Edit]:
        who.still()
        if not written:
            lines = [journal.NewLine(decisions.REJECTED, note.name, now, fields, who.key)]
            written.extend(
                journal.append_all(project.journal_of(source.domain), source.domain, lines)
            )
        comments = [c for c in entry.comments if not marks.review_marks([c])]
        return {entry.key: Edit(comments=[*comments, str(note)])}

    try:
        _write(project, source, locale, [status], change)
    except ConflictError as error:
        if not written:
            raise
        raise error.after(
            "the journal has your rejection of the words you saw, and it counts, but the catalog "
            "does not show it"
        ) from error


def same_meaning(
    project: Project,
    source: Source,
    old: tuple[str, str | None],
    status: MessageStatus,
    who: Reviewer,
    now: datetime.datetime,
    locale: str = "all",
) -> None:
    """Record that the present source of ``status`` means what the source ``old`` did.

    Translations that were signed for ``old`` stay signed, in ``locale`` or in all. Raises
    SummariesError when ``who`` may not sign the source, or the placeholders differ.
    """
    message = status.message
    new = (message.singular, message.plural)
    if objection := line_objection(project, source, source.language, who, now):
        raise SummariesError(f"“{message.id}” cannot be carried over: {objection}")
    if not same_placeholders(old, new):
        raise SummariesError(
            f"“{message.id}” has other placeholders than before: have it translated again"
        )
    fields = {
        "locale": locale, "msgctxt": message.context, "old": list(old), "new": list(new),
        "count": message.count,
    }  # fmt: skip
    name = signatures.check_name(who.name)
    line = journal.NewLine(decisions.SAME_MEANING, name, now, fields, who.key)
    journal.append_all(project.journal_of(source.domain), source.domain, [line])


def answer(
    project: Project,
    source: Source,
    locale: str,
    status: MessageStatus,
    check: str,
    text: str,
    because: str,
    who: Reviewer,
    now: datetime.datetime,
) -> None:
    """Record that a warning of ``check`` about the words of ``status`` does not apply, and why.

    ``text`` is the warning's, ``because`` a sentence. It is not shown again while the words stay.

    Raises SummariesError when ``who`` may not sign this language.
    """
    _check(status, locale)
    assert status.words is not None
    if objection := line_objection(project, source, locale, who, now):
        raise SummariesError(f"“{status.message.id}” cannot be answered: {objection}")
    fields = decisions.question(status.words, check, text) | {
        "locale": locale,
        "message": status.message.id,
        "because": signatures.check_reason(because),
    }
    line = journal.NewLine(decisions.SEEN, signatures.check_name(who.name), now, fields, who.key)
    journal.append_all(project.journal_of(source.domain), source.domain, [line])


def line_objection(
    project: Project, source: Source, locale: str, who: Reviewer, now: datetime.datetime
) -> str | None:
    """Say why a line that gives something would not count; None when it would."""
    policy = project.policy_of(source.domain)
    return may_write(policy, locale, who, now, article=_is_article(source))


def may_write(
    policy: Policy, locale: str, who: Reviewer, now: datetime.datetime, *, article: bool = True
) -> str | None:
    """Say why such a line would not count by ``policy``; None when it would.

    ``article`` is False for the interface's journal.
    """
    trial = b"may this key sign?"
    return policy.objection(
        who.name, locale, signatures.timestamp(now), None, article=article,
        content=trial, proof=who.key.sign(trial) if who.key else "", desk=who.via == "desk",
    )  # fmt: skip


def _is_article(source: Source) -> bool:
    return source.whole is not None


def _check(status: MessageStatus, locale: str) -> None:
    """Raise SummariesError unless ``status`` has words of the present source."""
    entry = status.entry
    if entry is None or not entry.translated:
        raise SummariesError(f"“{status.message.id}” has no text in {locale}: translate it first")
    if status.words is None or (entry.key, entry.plural) != (
        status.message.key, status.message.plural
    ):  # fmt: skip
        raise SummariesError(
            f"“{status.message.id}” in {locale} is of an older source: run “summaries update” first"
        )


def _signature(
    status: MessageStatus, current: Catalog, known: Ledger, policy: Policy, who: Reviewer,
    now: datetime.datetime, source: Source,
) -> tuple[Words, Signature]:  # fmt: skip
    """Return what is signed, and the signature. Raises SummariesError when it would not count."""
    words, entry = status.words, status.entry
    assert words is not None and entry is not None
    translator = None
    if current.locale != source.language:
        named = translator_of(entry, current, words, known)
        translator = policy.signer(named) if named else None
    # Never the same twice: a second look within the second is dated to the next. (Not to after the
    # last one: a clock that was ahead once would leave nobody any date to sign with.)
    dates = known.dates(words, who.name)
    while signatures.timestamp(now) in dates:
        now += datetime.timedelta(seconds=1)
    signature = signatures.make(
        words, who.name, policy.kind(who.name), who.via, now,
        draft_by=drafter_of(entry), translated_by=translator,
    )  # fmt: skip
    if who.key is not None:
        proof = who.key.sign(signatures.payload(words, signature))
        signature = msgspec.structs.replace(signature, proof=proof)
    if reason := ledger.objection(policy, words, signature, article=_is_article(source)):
        raise SummariesError(f"“{status.message.id}” cannot be signed: {reason}")
    return words, signature


def _fields(words: Words, signature: Signature) -> dict[str, Any]:
    """Return the fields of the journal's line for one signature."""
    fields: dict[str, Any] = {"payload": msgspec.json.decode(signatures.payload(words, signature))}
    if signature.proof:
        fields["proof"] = signature.proof
    return fields


def _signed(status: MessageStatus, words: Words, signature: Signature, known: Ledger) -> Edit:
    entry = status.entry
    assert entry is not None
    comments = [c for c in entry.comments if not _superseded(c, words, signature, known)]
    return Edit(
        comments=[*comments, signature.mark], fuzzy=False, previous=() if entry.previous else None
    )


def _superseded(comment: str, words: Words, new: Signature, known: Ledger) -> bool:
    """Tell whether a comment line is nothing but a stale mark, or an answered rejection.

    The signer's own mark is replaced by the new one. Lines that a tool wrapped are left alone:
    stale marks count for nothing anyway.
    """
    if other_versions([comment]):  # the signer saw both
        return True
    parsed = marks.read([comment])
    if len(parsed) != 1 or str(parsed[0]) != comment:
        stale = marks.review_marks([comment])
        return len(stale) == 1 and stale[0].outdated
    (only,) = parsed
    if isinstance(only, Note):
        return only.kind == "rejected"
    signed = known.by_digest.get(only.digest)
    return only.name == new.name or signed is None or signed.words != words


def _write(
    project: Project, source: Source, locale: str, several: Sequence[MessageStatus],
    change: Callable[[Catalog], Mapping[Key, Edit]],
) -> None:  # fmt: skip
    expected = [status.entry for status in several if status.entry is not None]
    catalog.edit(
        project.path(source.domain, locale), project.shown(source.domain, locale), locale,
        lambda current: (dict(change(current)), ()), expected=expected,
        root=project.root(source.domain),
    )  # fmt: skip
