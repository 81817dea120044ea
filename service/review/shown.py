"""What a person saw of a message when deciding about it, as one short text to compare with."""

from __future__ import annotations

import contextlib
import hashlib
from collections.abc import Iterable, Mapping

import msgspec

from ..content.messages import Source
from ..errors import ConflictError, InputError
from ..files import read_bytes
from .policy import FILE
from .project import Project
from .status import MessageStatus, words_of

# The parts of a version, in their order.
PARTS = ("source", "words", "facts", "evidence", "policy")
_DIGITS = 10


def version(project: Project, domain: str, status: MessageStatus) -> str:
    """Return the version of all that is shown of a message: another one when any of it changes.

    Five digests with dots (``PARTS``): its texts in the source and what the headline covers beside;
    in the translation, with comments, flags and signatures; the facts and their values; the
    evidence; and the file that says who may sign.
    """
    message, entry, words = status.message, status.entry, status.words
    policy = b""
    with contextlib.suppress(InputError):
        policy = read_bytes(project.root(domain) / FILE, FILE)
    parts = (
        (domain, message.context, message.singular, message.plural, message.forms, message.count,
         message.comments, message.brief, message.title, words.whole if words else None),
        (status.state, entry and (*entry.state[:-1], sorted(entry.flags)),
         [signature.digest for signature in status.signatures]),
        ([fact.signed_inputs() for _name, fact in sorted(message.facts.items())],
         sorted(message.texts.items()), sorted(message.with_year)),
        message.evidence,
        hashlib.sha256(policy).hexdigest(),
    )  # fmt: skip
    return ".".join(
        hashlib.sha256(msgspec.json.encode(part, order="sorted")).hexdigest()[:_DIGITS]
        for part in parts
    )


def moved(before: str, now: str) -> list[str]:
    """Return the parts in which two versions differ; all of them where ``before`` is none.

    ``now`` is the present one, as :func:`version` returns it.

    >>> moved("a.b.c.d.e", "a.x.c.d.e"), len(moved("", "a.b.c.d.e"))
    (['words'], 5)
    """
    old, new = before.split("."), now.split(".")
    if len(old) != len(PARTS):
        return list(PARTS)
    return [name for name, one, two in zip(PARTS, old, new, strict=True) if one != two]


def same_version(
    project: Project, source: Source, status: MessageStatus, versions: Mapping[str, str] | None
) -> None:
    """Raise ConflictError unless ``status`` is the version that was shown, where that is known.

    ``versions`` are the versions of what was shown, by message id.
    """
    wanted = (versions or {}).get(status.message.id)
    if wanted is not None and wanted != version(project, source.domain, status):
        raise ConflictError(
            f"“{status.message.id}” is not what was shown any more: its words, figures, evidence "
            "or who may sign changed while it was open; nothing was written: look at it again"
        )


def unchanged(
    project: Project, source: Source, locale: str, several: Iterable[MessageStatus]
) -> None:
    """Raise ConflictError when figures, evidence or article are not what was shown any more."""
    now = project.source(source.domain)
    messages = {message.id: message for message in now.messages}
    for status in several:
        message = messages.get(status.message.id)
        if (
            message is None
            or message != status.message
            or (status.words and words_of(message, locale, now, status.strings) != status.words)
        ):
            raise ConflictError(
                f"“{status.message.id}”: its source, figures or evidence changed while it was open"
                "; nothing was written: look at it again"
            )
