"""Sign and reject messages on a signer's behalf: the one way marks are written."""

from __future__ import annotations

import datetime

from .. import catalog
from ..catalog import Edit
from ..content.messages import Source
from ..errors import SummariesError
from . import signatures, status
from .project import Project
from .status import MessageStatus


def sign(
    project: Project,
    source: Source,
    locale: str,
    seen: MessageStatus,
    name: str,
    date: datetime.date,
) -> None:
    """Put ``name``'s mark under the words of ``seen``, exactly as they were shown.

    Clears ``fuzzy`` and the previous source, and takes away marks that no longer fit and the
    rejection that this answers. Raises SummariesError when something blocks the message or
    ``name`` may not sign it, and ConflictError when the words changed since they were read.
    """
    words = _words(source, locale, seen)
    if blocking := [o for o in seen.objections if o.level == "error"]:
        raise SummariesError(f"“{seen.message.id}” cannot be signed: {blocking[0].text}")
    mark = signatures.sign(words, name, date, project.key)
    found = project.catalog(source.domain, locale)
    assert seen.entry is not None
    translators = None
    if locale != source.language and found is not None:
        translators = status.translators_of(seen.entry, found)
    article = seen.message.context is not None
    policy = project.policy()
    if reason := policy.objection(mark.name, locale, mark.date, translators, article=article):
        raise SummariesError(f"“{seen.message.id}” cannot be signed: {reason}")
    entry = seen.entry
    comments = [c for c in entry.comments if not _superseded(c, words, project.key, mark)]
    change = Edit(
        comments=[*comments, str(mark)], fuzzy=False, previous=() if entry.previous else None
    )
    _write(project, source, locale, seen, change)


def reject(
    project: Project,
    source: Source,
    locale: str,
    seen: MessageStatus,
    name: str,
    date: datetime.date,
    reason: str,
) -> None:
    """Put ``name``'s rejection, with its reason, on the words of ``seen``; their marks go.

    It stays on the message until the words change and are signed. Raises SummariesError when
    ``name`` may not review this language, ConflictError when the words changed meanwhile.
    """
    words = _words(source, locale, seen)
    note = signatures.reject(words, name, date, reason)
    article = seen.message.context is not None
    policy = project.policy()
    if objection := policy.objection(note.name, locale, note.date, None, article=article):
        raise SummariesError(f"“{seen.message.id}” cannot be rejected: {objection}")
    assert seen.entry is not None
    comments = [c for c in seen.entry.comments if not signatures.marks([c])]
    _write(project, source, locale, seen, Edit(comments=[*comments, str(note)]))


def _words(source: Source, locale: str, seen: MessageStatus) -> signatures.Words:
    entry = seen.entry
    if entry is None or not entry.translated:
        raise SummariesError(f"“{seen.message.id}” has no text in {locale}: translate it first")
    if entry.key != seen.message.key or entry.plural != seen.message.plural:
        raise SummariesError(
            f"“{seen.message.id}” in {locale} is of an older source: run “summaries update” first"
        )
    return status.words_of(seen.message, locale, source.language, entry.strings)


def _write(
    project: Project, source: Source, locale: str, seen: MessageStatus, change: Edit
) -> None:
    assert seen.entry is not None
    entry = seen.entry
    catalog.edit(
        project.path(source.domain, locale), project.shown(source.domain, locale), locale,
        lambda _found: ({entry.key: change}, ()), expected=[entry], root=project.locales,
    )  # fmt: skip


def _superseded(
    comment: str, words: signatures.Words, key: bytes | None, new: signatures.Mark
) -> bool:
    """Tell whether a comment line is nothing but a stale mark, or an answered rejection.

    The signer's own fitting mark gives way to the new one. Lines that a tool wrapped are left
    alone: stale marks count for nothing anyway.
    """
    found = signatures.marks([comment])
    if len(found) == 1 and str(found[0]) == comment:
        return not found[0].fits(words, key) or found[0].name == new.name
    answered = signatures.notes([comment])
    return len(answered) == 1 and answered[0].kind == "rejected" and str(answered[0]) == comment
