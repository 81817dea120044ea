"""Review marks: a signature under exactly one message's words. Pure: no files, no clock.

A mark is a translator comment, because comments are what every PO tool keeps::

    # reviewed-by: Jane Doe; date: 2026-11-22; sha256:0123456789abcdef0123456789abcdef

The digest covers the locale of the file's place, the name, the date, msgctxt, msgid, msgid_plural
and every msgstr form; in the source language also what the statement rests on (the values of its
facts and its evidence). With a key it is an HMAC, and then only such marks count.
"""

from __future__ import annotations

import datetime
import hashlib
import hmac
import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Literal

import msgspec
from msgspec import Struct

from ..errors import SummariesError

# What a signer is. A team is people who answer together; “unlisted” is a name that the list of
# signers does not have, of which nobody can say what stands behind it.
Kind = Literal["person", "team", "model", "unlisted"]
KINDS: tuple[Kind, ...] = ("person", "team", "model", "unlisted")
PEOPLE = frozenset[Kind]({"person", "team"})

VERSION = "summaries/1"
# No hyphen in either: tools that re-wrap comments break lines after hyphens.
PLAIN, KEYED = "sha256", "hmac"
# 128 bits of the digest: as strong against a second text as anybody needs, and short enough that
# no PO tool has to break the line for its sake.
DIGITS = 32

_WHO = r"-by: ?((?:(?!-by:)[^;]){1,200}); date: ?(\d{4}-\d\d-\d\d)"
_STATEMENT = re.compile(
    rf"reviewed{_WHO}; (sha256|hmac): ?([0-9a-f]{{32,64}})\b"
    rf"|(draft|translated|rejected){_WHO}(?:; sha256: ?([0-9a-f]{{32}}))?"
    r"(?:; reason: ?(.*?)(?= (?:reviewed|draft|translated|rejected)-by:|$))?",
    re.ASCII,
)
# Some tools break lines after hyphens: "Anne-Marie" comes back as "Anne-" and "Marie".
_BROKEN = re.compile(r"(?<=[^\W\d_])- ")


def normalise(text: str) -> str:
    """Return ``text`` as it is signed and served: NFC, line ends folded to LF, nothing else."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return unicodedata.normalize("NFC", text)


class Words(Struct, frozen=True):
    """What one signature covers. ``grounds`` is None except in the source language."""

    locale: str
    context: str | None
    singular: str
    plural: str | None
    strings: tuple[str, ...]
    grounds: Sequence[object] | None = None

    def digest(self, name: str, date: str, key: bytes | None = None) -> str:
        """Return the digest that binds ``name`` and ``date`` (ISO 8601) to these words, in hex."""
        parts: list[object] = [
            VERSION,
            self.locale,
            normalise(name),
            date,
            None if self.context is None else normalise(self.context),
            normalise(self.singular),
            None if self.plural is None else normalise(self.plural),
            [normalise(string) for string in self.strings],
        ]
        if self.grounds is not None:
            parts.append(self.grounds)
        payload = msgspec.json.encode(parts)
        if key is None:
            return hashlib.sha256(payload).hexdigest()[:DIGITS]
        return hmac.digest(key, payload, "sha256").hex()[:DIGITS]


class Signer(Struct, frozen=True):
    """A name under words, and what it stands for."""

    name: str
    kind: Kind

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Signer:
        """Read a name of an edition file. Raises KeyError or ValueError for anything else."""
        name = data["name"]
        if not isinstance(name, str):
            raise ValueError("a name is text")
        return cls(name, _kind(data["kind"]))


class Mark(Struct, frozen=True):
    """A signature as it stands in a file; whether it holds, :meth:`fits` tells.

    ``kind`` is what the list of signers says of the name. No digest covers it.
    """

    name: str
    date: str
    digest: str
    keyed: bool = False
    kind: Kind = "unlisted"

    def __str__(self) -> str:
        kind = KEYED if self.keyed else PLAIN
        return f"reviewed-by: {self.name}; date: {self.date}; {kind}:{self.digest}"

    def fits(self, words: Words, key: bytes | None) -> bool:
        """Tell whether this is a signature under exactly ``words``.

        With a ``key`` only keyed marks count, without one only plain marks can be checked.
        """
        if self.keyed != (key is not None) or not valid_date(self.date):
            return False
        return hmac.compare_digest(words.digest(self.name, self.date, key), self.digest[:DIGITS])

    @classmethod
    def from_json(cls, data: dict[str, object]) -> Mark:
        """Read a mark of an edition file. Raises KeyError or ValueError for anything else."""
        name, date, digest = data["name"], data["date"], data["digest"]
        if not (isinstance(name, str) and isinstance(date, str) and isinstance(digest, str)):
            raise ValueError("a mark has text fields")
        try:
            good = digest.isascii() and check_name(name) == name
        except SummariesError as error:
            raise ValueError(str(error)) from error
        if not good:
            raise ValueError("not a mark")
        return cls(name, date, digest, data["keyed"] is True, _kind(data["kind"]))


def _kind(value: object) -> Kind:
    for kind in KINDS:
        if value == kind:
            return kind
    raise ValueError(f"{value!r:.40} is no kind of signer")


class Note(Struct, frozen=True):
    """Another comment of that shape: ``kind`` is draft, translated or rejected.

    A rejection carries the digest of the words it rejects: when they change, it is answered.
    """

    kind: str
    name: str
    date: str
    reason: str = ""
    digest: str = ""

    def __str__(self) -> str:
        digest = f"; {PLAIN}:{self.digest}" if self.digest else ""
        reason = f"; reason: {self.reason}" if self.reason else ""
        return f"{self.kind}-by: {self.name}; date: {self.date}{digest}{reason}"

    def rejects(self, words: Words) -> bool:
        """Tell whether this is a rejection of exactly ``words``, or of whatever stands there."""
        if self.kind != "rejected":
            return False
        return not self.digest or self.digest == words.digest(self.name, self.date)


def valid_date(text: str) -> bool:
    """Tell whether ``text`` is a calendar date, ISO 8601."""
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def statements(comments: Iterable[str]) -> list[Mark | Note]:
    """Return all marks and notes in an entry's translator comments, in order.

    Comment lines are joined with a space first, since tools re-wrap them. A name that may have
    been broken after a hyphen gives two marks; the digest tells which one was signed.
    """
    return list(_statements(tuple(comments)))


@lru_cache(maxsize=256)
def _statements(comments: tuple[str, ...]) -> tuple[Mark | Note, ...]:
    """Read all comments. Kept, as the same is asked of an entry several times in a row."""
    found: list[Mark | Note] = []
    text = " ".join(" ".join(comments).split())
    for match in _STATEMENT.finditer(text):
        name, date, kind, digest, noted, who, when, rejected, reason = match.groups()
        if noted:
            note = Note(noted, who.strip(), when, (reason or "").strip(), rejected or "")
            found.append(note)
        else:
            readings = _readings(name.strip())
            found += [Mark(reading, date, digest, kind == KEYED) for reading in readings]
    return tuple(found)


def _readings(name: str) -> list[str]:
    """Return the names that ``name`` may have been before a tool broke its line after a hyphen."""
    if "- " not in name:
        return [name]
    breaks = list(_BROKEN.finditer(name))[:4]
    single = [name[: match.start()] + "-" + name[match.end() :] for match in breaks]
    return list(dict.fromkeys((name, *single, _BROKEN.sub("-", name))))


def marks(comments: Iterable[str]) -> list[Mark]:
    """Return the marks in an entry's translator comments, fitting or stale, in order."""
    return [statement for statement in statements(comments) if isinstance(statement, Mark)]


def notes(comments: Iterable[str]) -> list[Note]:
    """Return the draft, translation and rejection comments of an entry, in order."""
    return [statement for statement in statements(comments) if isinstance(statement, Note)]


def verdict(words: Words, comments: Iterable[str], key: bytes | None) -> tuple[list[Mark], bool]:
    """Return the marks that hold for ``words``, and whether the last word on them is a rejection.

    What was said last counts: a rejection ends the marks before it, a mark answers it.
    """
    holding: list[Mark] = []
    rejected = False
    for statement in statements(comments):
        if isinstance(statement, Note):
            if statement.rejects(words):
                holding, rejected = [], True
        elif statement.fits(words, key):
            holding.append(statement)
            rejected = False
    return holding, rejected


def fitting(words: Words, candidates: Iterable[Mark], key: bytes | None) -> list[Mark]:
    """Return those of ``candidates`` that sign exactly ``words``."""
    return [mark for mark in candidates if mark.fits(words, key)]


def check_name(name: str) -> str:
    """Return ``name`` as a mark can carry it. Raises SummariesError when it cannot."""
    folded = " ".join(normalise(name).split())
    if not folded or ";" in folded or len(folded) > 100 or not folded.isprintable():
        raise SummariesError(
            f"“{name}” cannot sign: a name has 1 to 100 printable characters and no semicolon"
        )
    return folded


def sign(words: Words, name: str, date: datetime.date, key: bytes | None = None) -> Mark:
    """Return ``name``'s mark under ``words``. Raises SummariesError for a name that cannot sign."""
    name = check_name(name)
    day = date.isoformat()
    return Mark(name, day, words.digest(name, day, key), key is not None)


def reject(words: Words, name: str, date: datetime.date, reason: str) -> Note:
    """Return ``name``'s rejection of ``words``. Raises SummariesError without a reason."""
    name, reason = check_name(name), " ".join(normalise(reason).split())
    if not reason or not reason.isprintable() or "-by:" in reason:
        raise SummariesError("a rejection needs a reason: say what has to change, without a mark")
    day = date.isoformat()
    return Note("rejected", name, day, reason, words.digest(name, day))
