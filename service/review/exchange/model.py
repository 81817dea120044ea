"""What travels between a catalog and another tool: parts (one article each) of units (one text)."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ...content import plural_rules
from ...content.messages import Message, Source
from ...errors import SummariesError
from .. import marks, merge_source, signatures
from ..status import MessageStatus

FORMATS = ("xliff", "xliff2", "csv", "json")

_BASE = re.compile(r"v[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Note:
    """Something a translator should know; ``author`` is developer or reviewer."""

    author: str
    text: str


@dataclass(frozen=True, slots=True)
class Unit:
    """One text of one message: the whole message, or its plural form ``form``.

    ``state`` is a message state, or None where a file does not say. ``base`` is the fingerprint of
    what the catalog had at the export (:func:`fingerprint`), None where a tool lost it. ``values``
    are the placeholders' values as readers see them. ``source_mark`` stands for the source where a
    format has no place for it (:func:`source_mark`), and is empty where the file does not say.
    ``tool_sets_state`` is False where the state is a cell of a table, which stays as it was
    exported while somebody rewrites the words beside it.
    """

    id: str
    form: int | None
    source: str
    target: str = ""
    state: str | None = None
    base: str | None = None
    notes: tuple[Note, ...] = ()
    values: Mapping[str, str] = field(default_factory=dict)
    source_mark: str | None = None
    tool_sets_state: bool = True


@dataclass(frozen=True, slots=True)
class Part:
    """The units of one article (or the interface) in one language.

    ``language`` and ``source_language`` are as the file gives them, None where it does not.
    """

    domain: str
    source_language: str | None
    language: str | None
    units: tuple[Unit, ...]


def unit_id(message: Message) -> str:
    """Return the id of ``message`` in exports: its msgctxt, else a digest of its msgid.

    A msgctxt never has a colon (``article`` sees to that), so the two cannot meet.
    """
    if message.context is not None:
        return message.context
    return f"msgid:{hashlib.sha256(message.singular.encode()).hexdigest()[:24]}"


def fingerprint(draft: bool, text: str) -> str:
    """Return what tells whether ``text`` or its being a ``draft`` changed since the export.

    The letter in front keeps spreadsheets from taking it for a number.
    """
    data = json.dumps([draft, signatures.normalise(text)])
    return "v" + hashlib.sha256(data.encode()).hexdigest()[:16]


def source_mark(text: str) -> str:
    """Return what tells ``text``, a source's, from others, for formats without a place for it."""
    return "s" + hashlib.sha256(signatures.normalise(text).encode()).hexdigest()[:16]


def valid_base(text: str | None) -> str | None:
    """Return ``text`` if it is a fingerprint, else None: then the file does not say."""
    return text if text and _BASE.fullmatch(text) else None


def part(source: Source, assessments: Sequence[MessageStatus], locale: str, label: str) -> Part:
    """Return what the catalog ``label`` of ``source`` in ``locale`` sends to other tools.

    Raises SummariesError when the catalog does not have the source's messages as they are now.
    """
    units: list[Unit] = []
    for status in assessments:
        if status.entry is None or (status.entry.key, status.entry.plural) != (
            status.message.key,
            status.message.plural,
        ):
            raise SummariesError(
                f"{label} does not have “{status.message.id}” as the article has it now: "
                "run “summaries update” first"
            )
        units += _units(status, locale)
    return Part(source.domain, source.language, locale, tuple(units))


def _units(status: MessageStatus, locale: str) -> list[Unit]:
    entry, message = status.entry, status.message
    assert entry is not None
    notes = [Note("developer", line) for line in merge_source.extracted(message, locale)]
    notes += [
        Note(
            "reviewer", f"Rejected by {note.name} on {note.date[:10]}: {note.reason or 'no reason'}"
        )
        for note in marks.notes(entry.comments)
        if note.kind == "rejected"
    ]
    values = {name: message.value(name, locale) for name in (*message.facts, *message.texts)}
    units = []
    for index, text in enumerate(entry.strings):
        state: str = "missing" if not text.strip() else status.state
        if text.strip() and status.state == "missing":  # only other forms of it are missing
            state = "draft" if entry.fuzzy else "translated"
        base = fingerprint(state == "draft", text)
        form = None if message.plural is None else index
        about = [] if form is None else _about(message, locale, form)
        units.append(
            Unit(unit_id(message), form, _source(message, index, len(entry.strings)), text, state,
                 base, (*about, *notes), values)
        )  # fmt: skip
    return units


def _source(message: Message, index: int, count: int) -> str:
    """Return the source that goes with a form.

    As in the XLIFF guide for PO, the first form has the singular, the others the plural. Where the
    language has one form only, that form says it for all numbers, so it gets the plural.
    """
    if message.plural is None or (index == 0 and count > 1):
        return message.singular
    return message.plural


def _about(message: Message, locale: str, form: int) -> list[Note]:
    examples = [str(number) for number in plural_rules.rule(locale).examples(form, 7)]
    numbers = ", ".join(examples if len(examples) < 7 else [*examples[:6], "…"])
    texts = (
        f"Form [{form}] is for {{{message.count}}} = {numbers}" if numbers else "",
        f"Singular: {message.singular}",
        f"Plural: {message.plural}",
    )
    return [Note("developer", text) for text in texts if text]
