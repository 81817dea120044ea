"""What a PO catalog is: its text, and the entries that its lines make up."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from msgspec import Struct

_LINE = re.compile(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+\Z")
_END = re.compile(r"\r\n|\n|\r")
_PREVIOUS = re.compile(r'(msgctxt|msgid_plural|msgid)?\s*(".*")')


def split(text: str) -> list[str]:
    r"""Return the physical lines of ``text``, each with its end: CRLF, LF or CR, nothing else.

    >>> split("msgid \"Fire\"\r\nmsgstr \"Feuer\"\n")
    ['msgid "Fire"\r\n', 'msgstr "Feuer"\n']
    """
    if "\r" in text:
        return _LINE.findall(text)
    *lines, rest = text.split("\n")
    return [*(f"{line}\n" for line in lines), *([rest] if rest else [])]


class Entry(Struct, frozen=True):
    """One message of a catalog.

    Strings are unescaped. ``comments`` are the translator's, ``extracted`` those of the source
    (``#.``). ``start`` and ``end`` are its lines in the file (from 0, end excluded), ``line`` is
    the number of its msgid line as people count.
    """

    context: str | None
    singular: str
    plural: str | None
    strings: tuple[str, ...]
    comments: tuple[str, ...]
    extracted: tuple[str, ...]
    flags: frozenset[str]
    previous: tuple[str, ...]
    start: int
    end: int
    line: int

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies the entry within its catalog: msgctxt and msgid."""
        return self.context, self.singular

    @property
    def id(self) -> str:
        """What people call the entry: its msgctxt, or its msgid where it has none."""
        return self.context or self.singular

    @property
    def fuzzy(self) -> bool:
        """Whether the entry is marked fuzzy, in any spelling of the flag."""
        return "fuzzy" in self.flags

    @property
    def translated(self) -> bool:
        """Whether every form has text."""
        return all(map(str.strip, self.strings))

    @property
    def previous_source(self) -> tuple[str, str | None] | None:
        """The msgid and msgid_plural that the entry was translated from, if ``#|`` lines say so.

        They are for people and tools to compare with: what is in them is read leniently.
        """
        parts: dict[str, str] = {}
        keyword = ""
        if not self.previous:
            return None
        from babel.messages.pofile import denormalize  # noqa: PLC0415 - slow to load, seldom needed

        for line in self.previous:
            if match := _PREVIOUS.fullmatch(line):
                keyword = match[1] or keyword
                parts[keyword] = parts.get(keyword, "") + denormalize(match[2])
        return (parts["msgid"], parts.get("msgid_plural")) if "msgid" in parts else None

    @property
    def state(self) -> tuple[object, ...]:
        """What somebody who edits the entry saw of it: differs when anybody changed it since."""
        return self.key, self.plural, self.strings, self.comments, self.flags


@dataclass(frozen=True, slots=True)
class Catalog:
    """One catalog as it stands in its file.

    ``path`` is how messages name the file, ``locale`` comes from its place, never from its header.
    ``obsolete`` are the ``#~`` entries, of which nothing is ever published. ``top`` is the header's
    own entry. Where the header has another plural rule than ours, ``forms`` says which of the
    file's forms each of ours takes; the strings of ``entries`` are ours already.
    """

    path: str
    locale: str
    text: str
    header: dict[str, str]
    top: Entry
    entries: tuple[Entry, ...]
    obsolete: tuple[Entry, ...] = ()
    bom: bool = False
    forms: tuple[int, ...] | None = None
    by_key: dict[tuple[str | None, str], Entry] = field(default_factory=dict)

    @property
    def lines(self) -> list[str]:
        """The physical lines of the file, each with its end."""
        return split(self.text)

    @property
    def newline(self) -> str:
        """The line end that the file uses."""
        end = _END.search(self.text)
        return end.group() if end else "\n"

    def get(self, key: tuple[str | None, str]) -> Entry | None:
        """Return the entry with ``key``, its msgctxt (or None) and msgid, if there is one."""
        return self.by_key.get(key)

    def find(self, context: str) -> Entry | None:
        """Return the entry with the msgctxt ``context``, whatever its msgid, if there is one."""
        return next((entry for entry in self.entries if entry.context == context), None)
