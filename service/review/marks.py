"""Comments in a catalog about signatures and drafts: marks, and notes of the same shape. Pure.

A *review mark* is a translator comment, because comments are what every PO tool keeps::

    # reviewed-by: Jane Doe; date: 2026-11-22T14:03:27Z; sha256:0123456789abcdef0123456789abcdef

It names the line of the journal that holds the *signature* by its digest.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

from .signatures import DIGITS, mark_text

_NAME = r"-by: ?((?:(?!-by:)[^;]){1,200}); date: ?(\d{4}-\d\d-\d\d(?:T\d\d:\d\d:\d\dZ)?)"
_COMMENT = re.compile(
    rf"reviewed{_NAME}; (?:sha256|hmac): ?([0-9a-f]{{32,64}})\b"
    rf"|(draft|translated|rejected){_NAME}(?:; (?:sha256|words): ?([0-9a-f]{{32}}))?"
    r"(?:; reason: ?(.*?)(?= (?:reviewed|draft|translated|rejected)-by:|$))?",
    re.ASCII,
)
# Some tools break lines after hyphens: "Anne-Marie" comes back as "Anne-" and "Marie".
_BROKEN = re.compile(r"(?<=[^\W\d_])- ")


class Mark(Struct, frozen=True):
    """A review mark as it stands in a catalog; the journal tells which signature it names.

    ``date`` without a time is of version 1, which covered less: such a mark counts for nothing.
    """

    name: str
    date: str
    digest: str

    @property
    def outdated(self) -> bool:
        """Whether the mark was written by version 1 of this software."""
        return "T" not in self.date

    def __str__(self) -> str:
        return mark_text(self.name, self.date, self.digest)


class Note(Struct, frozen=True):
    """Another comment of that shape: ``kind`` is draft, translated or rejected.

    ``digest`` names the words that it is about, where the comment says so.
    """

    kind: str
    name: str
    date: str
    reason: str = ""
    digest: str = ""

    def __str__(self) -> str:
        digest = f"; words:{self.digest}" if self.digest else ""
        reason = f"; reason: {self.reason}" if self.reason else ""
        return f"{self.kind}-by: {self.name}; date: {self.date}{digest}{reason}"


def read(comments: Iterable[str]) -> list[Mark | Note]:
    """Return all marks and notes in ``comments``, a translator's of an entry, in order.

    Comment lines are joined with a space first, since tools re-wrap them. A name that may have been
    broken after a hyphen gives two marks; the digest tells which one was signed.
    """
    return list(_read(tuple(comments)))


@lru_cache(maxsize=256)
def _read(comments: tuple[str, ...]) -> tuple[Mark | Note, ...]:
    """Read all comments. Kept, as the same is asked of an entry several times in a row."""
    parsed: list[Mark | Note] = []
    text = " ".join(" ".join(comments).split())
    for match in _COMMENT.finditer(text):
        name, date, named, kind, noted, when, words, reason = match.groups()
        if kind:
            parsed.append(Note(kind, noted.strip(), when, (reason or "").strip(), words or ""))
        else:
            readings = _readings(name.strip())
            parsed += [Mark(reading, date, named[:DIGITS]) for reading in readings]
    return tuple(parsed)


def _readings(name: str) -> list[str]:
    """Return the names that ``name`` may have been before a tool broke its line after a hyphen."""
    if "- " not in name:
        return [name]
    breaks = list(_BROKEN.finditer(name))[:4]
    single = [name[: match.start()] + "-" + name[match.end() :] for match in breaks]
    return list(dict.fromkeys((name, *single, _BROKEN.sub("-", name))))


def review_marks(comments: Iterable[str]) -> list[Mark]:
    """Return the marks in ``comments``, a translator's of an entry, fitting or stale, in order.

    >>> comment = f"reviewed-by: Jane Doe; date: 2026-11-22T14:03:27Z; sha256:{32 * '0'}"
    >>> [mark.name for mark in review_marks([comment])]
    ['Jane Doe']
    """
    return [mark for mark in read(comments) if isinstance(mark, Mark)]


def notes(comments: Iterable[str]) -> list[Note]:
    """Return what ``comments`` of an entry say of draft, translation and rejection, in order."""
    return [note for note in read(comments) if isinstance(note, Note)]
