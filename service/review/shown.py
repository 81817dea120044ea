"""What somebody saw of a message before deciding: as a version that a form carries; and saving
words that somebody typed, exactly where they saw what was there."""

from __future__ import annotations

import datetime
import hashlib
from collections.abc import Mapping, Sequence

from msgspec import json

from .. import catalog
from ..catalog import Catalog, Edit
from ..content.messages import Source
from ..errors import ConflictError, SummariesError
from . import checks, journal, signatures, status
from .policy import Policy
from .project import Project
from .sign import Reviewer
from .signatures import Note
from .status import MessageStatus

SAVED = "saved"
# Characters of one message in all its forms; the checks call 2,000 in one too long for a sentence.
MOST = 10_000
# The parts of a version, in their order.
PARTS = ("source", "words", "facts", "evidence", "policy")
_DIGITS = 10


def version(seen: MessageStatus, policy: Policy) -> str:
    """Return the version of everything that is shown of a message: five digests with dots."""
    message, entry = seen.message, seen.entry
    state = None if entry is None else (*entry.state[:-1], sorted(entry.flags))
    facts = [
        (name, fact.shown(), fact.signed_inputs()) for name, fact in sorted(message.facts.items())
    ]
    rules = (policy.models, policy.four_eyes, policy.open, policy.usable)
    parts = (
        (message.singular, message.plural, message.count, message.forms),
        (seen.state, state, [signature.digest for signature in seen.signatures]),
        (facts, sorted(message.texts.items())),
        message.evidence,
        rules,
    )
    return ".".join(
        hashlib.sha256(json.encode(part, order="sorted")).hexdigest()[:_DIGITS] for part in parts
    )


def moved(before: str, now: str) -> list[str]:
    """Return the parts in which two versions differ; all of them where ``before`` is none."""
    old, new = before.split("."), now.split(".")
    if len(old) != len(PARTS):
        return list(PARTS)
    return [name for name, one, two in zip(PARTS, old, new, strict=True) if one != two]


def save(
    project: Project,
    source: Source,
    locale: str,
    seen: MessageStatus,
    strings: Sequence[str],
    who: Reviewer,
    now: datetime.datetime,
) -> None:
    """Put the words ``strings`` of ``who`` in the place of those in ``seen``; they wait for review.

    The message gets a ``translated-by`` comment for exactly these words, marks that no longer fit
    go, the previous source stays until it is signed. Raises SummariesError for words that no
    edition could carry; ConflictError, having written nothing, when words, figures or evidence
    changed since they were read.
    """
    entry, message = seen.entry, seen.message
    if locale == source.language:
        raise SummariesError(f"“{message.id}” is in the article's own language: edit its summary")
    if entry is None or entry.key != message.key or entry.plural != message.plural:
        raise SummariesError(
            f"“{message.id}” in {locale} is of an older source: run “summaries update” first"
        )
    normalised = [signatures.normalise(text) for text in strings]
    if len(normalised) != len(entry.strings):
        raise SummariesError(f"“{message.id}” has {len(entry.strings)} forms in {locale}")
    if sum(map(len, normalised)) > MOST:
        raise SummariesError(f"a sentence has at most {MOST:,} characters: shorten it")
    if not all(map(str.strip, normalised)):
        raise SummariesError(f"“{message.id}” needs words in each of its forms")
    subject = status.subject_of(message, locale, normalised, source.language)
    if wrong := checks.unsafe(subject):
        raise SummariesError(f"“{message.id}” cannot be saved: {wrong[0].text}")
    words = status.words_of(message, locale, source, normalised)
    name = signatures.check_name(who.name)
    note = Note("translated", name, signatures.timestamp(now), "", words.digest())
    comments = [c for c in entry.comments if not _of_other_words(c)]
    edit = Edit(strings=normalised, fuzzy=False, comments=[*comments, str(note)])
    fields = {"locale": locale, "message": message.id, "words": words.digest()}

    def change(_found: Catalog) -> tuple[dict[tuple[str | None, str], Edit], tuple[()]]:
        who.still()
        check_source(project, source, [seen])
        line = journal.Draft(SAVED, name, now, fields)
        journal.append_all(project.journal_of(source.domain), source.domain, [line])
        return {entry.key: edit}, ()

    catalog.edit(
        project.path(source.domain, locale), project.shown(source.domain, locale), locale, change,
        expected=[entry], root=project.root(source.domain),
    )  # fmt: skip


def check_source(project: Project, source: Source, several: Sequence[MessageStatus]) -> None:
    """Raise ConflictError unless source, figures and evidence are what was shown."""
    messages: Mapping[str, object] = {
        message.id: message for message in project.source(source.domain).messages
    }
    for seen in several:
        if messages.get(seen.message.id) != seen.message:
            raise ConflictError(
                f"“{seen.message.id}”: its source, figures or evidence changed while it was open; "
                "nothing was written: look at it again"
            )


def _of_other_words(comment: str) -> bool:
    """Tell whether a comment line is nothing but a mark or a note of who translated it before."""
    found = signatures.read_comments([comment])
    if len(found) != 1 or str(found[0]) != comment:
        return False
    (only,) = found
    return not isinstance(only, Note) or only.kind == "translated"
