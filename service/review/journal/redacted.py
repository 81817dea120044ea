"""Lines whose words had to go: what stays of them, and what stands in their place.

A ``redacted`` line names lines by their digests. They stay in the graph without words, even where a
merge brings an old file's line back.
"""

from __future__ import annotations

import datetime
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from msgspec.structs import replace

from .graph import Journal
from .line import DIGEST, VERSION, Line, LineError, from_data

REDACTED = "redacted"
NO_NAME = "[redacted]"
# What stays of a line whose words went, by its kind: what its effect rests on, none of it prose. So
# a withdrawal or a rejection still counts; a signature without its words does not.
_KEPT: dict[str, tuple[str, ...]] = {
    "withdrawn": ("locale",),
    "undone": ("of",),
    "loss-accepted": ("of",),
    "rejected": ("words", "keep", "locale", "message"),
    "renamed": ("from", "to"),
    "outlet-changed": ("changed", "paragraphs"),
    "signed": ("locale", "message"),
    "saved": ("locale", "message"),
    "seen": ("locale", "message"),
    REDACTED: ("lines",),
}


def mentions(value: Any, texts: Sequence[str]) -> bool:
    """Tell whether one of ``texts`` stands in ``value``, JSON data, or in a text inside it.

    Case, spaces and the ways to compose a letter make no difference.

    >>> mentions({"reason": "as JANE  said"}, ["Jane said"])
    True
    """
    wanted = [_plain(text) for text in texts]
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            plain = _plain(part)
            if any(text in plain for text in wanted):
                return True
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list | tuple):
            waiting += part
    return False


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _kept(line: Line) -> dict[str, Any]:
    """Return the fields that stay of ``line`` when its words go."""
    fields = dict(line.fields)
    payload = fields.get("payload")
    if line.kind == "signed" and isinstance(payload, dict):
        fields |= {"locale": payload.get("locale"), "message": payload.get("msgctxt")}
    return {key: fields[key] for key in _KEPT.get(line.kind, ()) if fields.get(key) is not None}


def remainder(line: Line, texts: Sequence[str]) -> dict[str, Any]:
    """Return what a ``redacted`` line keeps of ``line``, in which ``texts`` stand.

    Raises :class:`LineError` when they stand in what has to stay, such as a message's id.
    """
    fields = _kept(line)
    if line.kind == REDACTED:
        several = fields.get("lines")
        parts = several if isinstance(several, list) else []
        fields = {"lines": [_nameless(part, texts) for part in parts]}
    elif mentions(fields, texts):
        raise LineError(
            f"the words are part of an id or an address in the line {line.digest}, which stays: "
            "give longer words, or rename the message or the article first"
        )
    return {
        "digest": line.digest, "kind": line.kind, "parents": list(line.parents),
        "at": line.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": NO_NAME if mentions(line.name, texts) else line.name, "fields": fields,
    }  # fmt: skip


def _nameless(data: Any, texts: Sequence[str]) -> Any:
    """Return what a redaction tells of a line, without its name if ``texts`` stand in that."""
    if isinstance(data, dict) and mentions(data.get("name"), texts):
        return data | {"name": NO_NAME}
    return data


def _stand_in(data: Any, by: Line) -> Line | None:
    """Return the line that ``data`` of the redaction ``by`` tells of; None for what is none."""
    try:
        common = {"version": VERSION, "slug": by.slug} | {
            key: data[key] for key in ("kind", "parents", "at", "name")
        }
        digest, fields = data["digest"], dict(data["fields"])
        line = from_data(common, digest, by.slug)
    except (LineError, KeyError, TypeError, ValueError):
        return None
    if not isinstance(digest, str) or not DIGEST.fullmatch(digest) or digest == by.digest:
        return None
    kept = {key: fields[key] for key in _KEPT.get(line.kind, ()) if key in fields}
    return replace(line, fields=kept, redacted=by.digest)


def stand_ins(lines: Iterable[Line]) -> dict[str, Line]:
    """Return what stands in place of the lines that ``lines`` redact, by digest."""
    by_digest: dict[str, Line] = {}
    waiting = [line for line in lines if line.kind == REDACTED]
    while waiting:
        by = waiting.pop(0)
        several = by.fields.get("lines")
        for data in several if isinstance(several, list) else []:
            line = _stand_in(data, by)
            if line is None:
                continue
            if (first := by_digest.get(line.digest)) is None:
                by_digest[line.digest] = line
                if line.kind == REDACTED:
                    waiting.append(line)
            elif line.name == NO_NAME:  # a second redaction took the name, too
                by_digest[line.digest] = replace(first, name=NO_NAME)
    return by_digest


def without_words(lines: list[Line], stand_ins: Mapping[str, Line]) -> list[Line]:
    """Return ``lines`` without the words that went; ``stand_ins`` have what stays, by digest.

    Where a line is still there, or is again, its own kind, time and place in the graph are believed
    rather than those that its redaction tells.
    """
    there = {line.digest for line in lines}
    left: list[Line] = []
    for line in lines:
        if other := stand_ins.get(line.digest):
            name = other.name
            fields = other.fields if line.kind == REDACTED else _kept(line)
            line = replace(line, name=name, fields=fields, redacted=other.redacted)  # noqa: PLW2901
        left.append(line)
    left += [line for digest, line in stand_ins.items() if digest not in there]
    return _acyclic(left)


def _acyclic(lines: list[Line]) -> list[Line]:
    """Return ``lines``, those that stand in place of others without parents if a cycle were made.

    The digest of an ordinary line rules cycles out. What knows of nothing overrules nothing.
    """
    if len(list(Journal(lines))) == len({line.digest for line in lines}):
        return lines
    return [replace(line, parents=()) if line.redacted else line for line in lines]
