"""Merge two versions of a catalog message by message, as git merges a file line by line. Pure.

A message that one side changed is taken from that side, with its marks. One that both changed keeps
both versions: one as its text, the other in comments (:data:`OTHER`). A header never conflicts.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from .changes import apply, convert, with_field
from .entry_text import Edit, changed, new_entry, obsolete_lines, previous_lines
from .model import Catalog, Entry, split
from .reader import parse

# "other version [0]: text" is a comment with a form that another person wrote at the same time.
OTHER = re.compile(r"other version(?: \[(\d+)\])?: (.*)")
_MARK = re.compile(r"reviewed-by: ")

T = TypeVar("T")
Identity = tuple[str | None, str]


@dataclass(frozen=True, slots=True)
class Merged:
    """The bytes of a merged catalog, and the messages that both sides changed.

    ``both`` names each message as people call it.
    """

    content: bytes
    both: tuple[str, ...]


def merge(base: Catalog | None, ours: Catalog, theirs: Catalog) -> Merged:
    """Return ``ours`` with what ``theirs`` changed since ``base``; None where there was nothing.

    Nothing that either side wrote is lost.
    """
    if ours.forms is not None:
        ours = parse(convert(ours), ours.path, ours.locale)
    before = _by_identity(base.entries) if base is not None else {}
    mine, yours = _by_identity(ours.entries), _by_identity(theirs.entries)
    edits: dict[Identity, Edit] = {}
    additions: list[Entry] = []
    both: list[str] = []
    for identity, other in yours.items():
        old, own = before.get(identity), mine.get(identity)
        if own is None:
            if old is None or _content(other) != _content(old):
                additions.append(other)
        elif _content(own) != _content(other) and (
            old is None or _content(other) != _content(old)
        ):  # fmt: skip
            edits[own.key], doubled = _three_ways(old, own, other)
            both += [own.id] if doubled else []
    for identity, own in mine.items():
        old = before.get(identity)
        if identity not in yours and old is not None and _content(own) == _content(old):
            edits[own.key] = Edit(obsolete=True)
    here = {entry.key for entry in (*ours.entries, *ours.obsolete, *additions)}
    content = apply(ours, edits, additions)
    content = _with_top(content, ours, base, theirs)
    return Merged(_with_obsolete(content, theirs.obsolete, here), tuple(both))


def _by_identity(entries: Iterable[Entry]) -> dict[Identity, Entry]:
    """Return entries by their msgctxt where it is theirs alone, so that a new msgid is the same."""
    entries = list(entries)
    contexts = Counter(entry.context for entry in entries)
    return {
        (entry.context, "" if entry.context is not None and contexts[entry.context] == 1
         else entry.singular): entry
        for entry in entries
    }  # fmt: skip


def _content(entry: Entry) -> tuple[object, ...]:
    return (
        entry.key, entry.plural, entry.strings, entry.comments, entry.extracted, entry.flags,
        entry.previous,
    )  # fmt: skip


def _three_ways(old: Entry | None, own: Entry, other: Entry) -> tuple[Edit, bool]:
    """Return what of ``own`` changes so that ``other``'s changes are in it.

    The second value tells whether both changed the words.
    """
    words = other.strings != own.strings
    theirs = words and (old is None or other.strings != old.strings)
    doubled = theirs and (old is None or own.strings != old.strings) and any(own.strings)
    if doubled and not any(other.strings):
        theirs = doubled = False
    taken, kept = (other, own) if theirs else (own, other)
    if doubled and not _signed(other) and not (own.fuzzy and not other.fuzzy):
        taken, kept = own, other
    before = old.comments if old is not None else ()
    if words:  # marks and notes are about the words that they stand with
        comments = list(taken.comments)
        about = [c for c in kept.comments if "-by: " not in c and c not in before]
        comments += [c for c in about if c not in comments]
        fuzzy = taken.fuzzy
        previous = taken.previous
    else:
        comments = _joined(before, own.comments, other.comments)
        fuzzy = _pick(None if old is None else old.fuzzy, own.fuzzy, other.fuzzy)
        previous = _pick(None if old is None else old.previous, own.previous, other.previous)
    if doubled:
        comments += [c for c in _other_version(kept) if c not in comments]
    source = _pick(None if old is None else _source(old), _source(own), _source(other))
    if (source[1] is None) != (taken.plural is None):  # its forms would not be those of the words
        source = _source(taken)
    elif source != _source(taken):  # the words are of the source before
        fuzzy, previous = True, taken.previous or tuple(previous_lines(taken))
    flags = _pick(None if old is None else old.flags, own.flags, other.flags) - {"fuzzy"}
    extracted = _pick(None if old is None else old.extracted, own.extracted, other.extracted)
    return Edit(
        comments=comments, fuzzy=fuzzy, flags=flags, extracted=extracted,
        previous=previous if previous != own.previous else None, source=source,
        strings=taken.strings,
    ), doubled  # fmt: skip


def _source(entry: Entry) -> tuple[str, str | None]:
    return entry.singular, entry.plural


def _pick(old: T | None, own: T, other: T) -> T:
    """Return the side that changed; ours where both did."""
    return other if own == old else own


def _joined(before: Iterable[str], own: Iterable[str], other: Iterable[str]) -> list[str]:
    """Return our comments without those that they took away, and with those that they added."""
    own, other, before = list(own), list(other), list(before)
    if own == before:
        return other
    kept = [comment for comment in own if comment in other or comment not in before]
    return [*kept, *(c for c in other if c not in kept and c not in before)]


def _signed(entry: Entry) -> bool:
    return any(_MARK.match(comment) for comment in entry.comments) and not entry.fuzzy


def _other_version(entry: Entry) -> list[str]:
    """Return the words of ``entry`` as comments, each form in one line."""
    escaped = [text.replace("\\", "\\\\").replace("\n", "\\n") for text in entry.strings]
    if entry.plural is None:
        return [f"other version: {escaped[0]}"]
    return [f"other version [{index}]: {text}" for index, text in enumerate(escaped)]


def other_versions(comments: Iterable[str]) -> list[str]:
    """Return the words that ``comments``, a translator's, keep of another version."""
    return [match[2] for comment in comments if (match := OTHER.fullmatch(comment))]


def _with_top(content: bytes, ours: Catalog, base: Catalog | None, theirs: Catalog) -> bytes:
    """Return the catalog ``content``, ours but for its messages, with the merged header."""
    mine, yours = _fields(ours), _fields(theirs)
    old = _fields(base) if base is not None else {}
    later = _date(theirs) > _date(ours)
    text = ours.top.strings[0]
    for name, value in yours.items():
        if name.lower() in ("plural-forms", "content-type", "content-transfer-encoding"):
            continue
        if (name not in mine and name not in old) or (
            value not in (mine.get(name, value), old.get(name))
            and (later or mine[name] == old.get(name))
        ):
            text = with_field(text, name, value)
    notes = _joined(
        base.top.comments if base is not None else (), ours.top.comments, theirs.top.comments
    )  # fmt: skip
    change = Edit(comments=notes, strings=[text])
    lines = split(content.decode("utf-8-sig"))
    # Messages come after the header: its lines are where they were.
    block = changed(ours.top, lines[ours.top.start : ours.top.end], change, ours.newline)
    lines[ours.top.start : ours.top.end] = block
    return (b"\xef\xbb\xbf" if ours.bom else b"") + "".join(lines).encode()


def _fields(catalog: Catalog) -> Mapping[str, str]:
    rows = (row.partition(":") for row in catalog.top.strings[0].split("\n"))
    return {name.strip(): value.strip() for name, colon, value in rows if colon}


def _date(catalog: Catalog) -> str:
    return catalog.header.get("po-revision-date", "")


def _with_obsolete(content: bytes, obsolete: Iterable[Entry], here: set[Identity]) -> bytes:
    """Return ``content`` with the obsolete messages that it has not."""
    text = content.decode()
    newline = "\r\n" if "\r\n" in text else "\n"
    for entry in obsolete:
        if entry.key not in here and any(entry.strings):
            kept = new_entry(entry.key, entry.plural, entry.strings, comments=entry.comments,
                             flags=entry.flags)  # fmt: skip
            end = "" if text.endswith(("\n", "\r")) else newline
            text += end + newline + newline.join(obsolete_lines(kept, Edit())) + newline
    return text.encode()
