"""What a person saw of a message when deciding about it, as one short text to compare with."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping

import msgspec

from ..content.messages import Message, Source
from ..errors import ConflictError
from . import status
from .policy import FILE
from .project import Project
from .status import MessageStatus


def version(project: Project, domain: str, seen: MessageStatus) -> str:
    """Return the version of all that is shown of a message: another one when any of it changes.

    That is its texts in source and translation, comments and flags, the facts and their values, the
    evidence, what the headline's signature covers beside, and the file that says who may sign.
    """
    entry, words = seen.entry, seen.words
    data = [
        domain, _message(seen.message),
        None if entry is None else [
            entry.context, entry.singular, entry.plural, entry.strings, entry.comments,
            sorted(entry.flags), entry.previous,
        ],
        None if words is None else msgspec.to_builtins(words),
    ]  # fmt: skip
    policy = b""
    with contextlib.suppress(OSError):
        policy = (project.root(domain) / FILE).read_bytes()
    content = json.dumps(data, ensure_ascii=True, sort_keys=True, default=str).encode()
    return hashlib.sha256(content + b"\0" + policy).hexdigest()[:32]


def same_version(
    project: Project, source: Source, seen: MessageStatus, versions: Mapping[str, str] | None
) -> None:
    """Raise ConflictError unless ``seen`` is the version that was shown, where that is known.

    ``versions`` are the versions of what was shown, by message id.
    """
    wanted = (versions or {}).get(seen.message.id)
    if wanted is not None and wanted != version(project, source.domain, seen):
        raise ConflictError(
            f"“{seen.message.id}” is not what was shown any more: its words, figures, evidence or "
            "who may sign changed while it was open; nothing was written: look at it again"
        )


def unchanged(
    project: Project, source: Source, locale: str, several: Iterable[MessageStatus]
) -> None:
    """Raise ConflictError when figures, evidence or article are not what was shown any more."""
    now = project.source(source.domain)
    messages = {message.id: message for message in now.messages}
    for seen in several:
        message = messages.get(seen.message.id)
        if (
            message is None
            or message != seen.message
            or (seen.words and status.words_of(message, locale, now, seen.strings) != seen.words)
        ):
            raise ConflictError(
                f"“{seen.message.id}”: its source, figures or evidence changed while it was open; "
                "nothing was written: look at it again"
            )


def _message(message: Message) -> list[object]:
    facts = [message.facts[name].signed_inputs() for name in sorted(message.facts)]
    return [
        message.context, message.singular, message.plural, message.forms, message.count, facts,
        message.evidence, message.comments, dict(message.texts), sorted(message.with_year),
        message.brief, message.title,
    ]  # fmt: skip
