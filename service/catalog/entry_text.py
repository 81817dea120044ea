"""One entry of a PO file as lines: new, or changed where a message changed. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from . import layout
from .model import Entry
from .parser import parts

_BREAK = re.compile(r"\r\n|\r|\n")
_ORDER = ("#", "#.", "#:", "#,", "#|", "msgctxt", "msgid", "msgid_plural", "msgstr")


@dataclass(frozen=True, slots=True)
class Edit:
    """What changes in one entry; None leaves a part as it is.

    ``comments`` and ``extracted`` replace the translator and extracted comments, ``fuzzy`` sets or
    clears the flag, ``previous`` replaces the previous source (empty: clears it), ``source`` is a
    new (msgid, msgid_plural), ``strings`` are the new msgstr forms. ``obsolete`` turns the
    entry into ``#~`` lines.
    """

    comments: Sequence[str] | None = None
    extracted: Sequence[str] | None = None
    fuzzy: bool | None = None
    flags: frozenset[str] | None = None
    previous: Sequence[str] | None = None
    source: tuple[str, str | None] | None = None
    strings: Sequence[str] | None = None
    obsolete: bool = False


def changed(entry: Entry, old: list[str], change: Edit, newline: str) -> list[str]:
    """Return the lines of ``entry``, which are ``old``, with the ``change`` made.

    ``newline`` is what lines of the file end with.
    """
    lines = [(line.kind, line.text) for line in parts(old)]

    def put(kind: str, new: Iterable[str]) -> None:
        """Put ``new`` lines where those of ``kind`` are, or where gettext would have them."""
        rank = _ORDER.index(kind)
        later = (i for i, (k, _) in enumerate(lines) if _ORDER.index(k) > rank)
        there = (i for i, (k, _) in enumerate(lines) if k == kind)
        place = next(there, next(later, len(lines)))
        kept = [(k, text) for k, text in lines[place:] if k != kind]
        lines[place:] = [(kind, text + newline) for text in new] + kept

    if change.comments is not None:
        lines[:] = _commented(lines, entry, change.comments, newline)
    if change.extracted is not None:
        put("#.", _comment_lines("#.", change.extracted))
    flags = _flags(entry, change)
    if flags != entry.flags:
        put("#,", [_flag_line(flags)] if flags else [])
    if change.previous is not None:
        put("#|", _comment_lines("#|", change.previous))
    plural = entry.plural
    if change.source is not None and change.source != (entry.singular, entry.plural):
        singular, plural = change.source
        put("msgid", layout.lines("msgid", singular))
        put("msgid_plural", layout.lines("msgid_plural", plural) if plural is not None else [])
    if change.strings is not None and tuple(change.strings) != entry.strings:
        put("msgstr", _msgstr(change.strings, plural is not None))
    return [text for _kind, text in lines]


def _commented(
    lines: list[tuple[str, str]], entry: Entry, comments: Sequence[str], newline: str
) -> list[tuple[str, str]]:
    """Return ``lines`` with the translator comments ``comments``: others go, new ones come last."""
    wanted = Counter(comments)
    texts = iter(entry.comments)
    kept: list[str] = []
    result: list[tuple[str, str]] = []
    for kind, text in lines:
        if kind == "#":
            comment = next(texts)
            if not wanted[comment]:
                continue
            wanted[comment] -= 1
            kept.append(comment)
        result.append((kind, text))
    new = list(comments[len(kept) :])
    if list(comments[: len(kept)]) != kept:  # another order: write them all again
        result, new = [row for row in lines if row[0] != "#"], list(comments)
    place = max((i + 1 for i, (kind, _) in enumerate(result) if kind == "#"), default=0)
    result[place:place] = [("#", text + newline) for text in _comment_lines("#", new)]
    return result


def _comment_lines(prefix: str, texts: Iterable[str]) -> list[str]:
    """Return comment lines; a line break in a text cannot start a line of another kind.

    gettext joins the next line to one that ends in a backslash, so a full stop is set after it.
    """
    lines = [f"{prefix} {part}".rstrip() for text in texts for part in re.split(_BREAK, text)]
    return [f"{line} ." if line.endswith("\\") else line for line in lines]


def _flag_line(flags: Iterable[str]) -> str:
    return "#, " + ", ".join(sorted(flags, key=lambda flag: (flag != "fuzzy", flag)))


def _flags(entry: Entry, change: Edit) -> frozenset[str]:
    flags = change.flags if change.flags is not None else entry.flags
    if change.fuzzy is not None:
        flags = flags | {"fuzzy"} if change.fuzzy else flags - {"fuzzy"}
    return _with_text(flags, entry.strings if change.strings is None else change.strings)


def _with_text(flags: frozenset[str], strings: Iterable[str]) -> frozenset[str]:
    """Return the flags of a message with these forms: as for gettext, nothing is a fuzzy text."""
    return flags if any(strings) else flags - {"fuzzy"}


def _msgstr(strings: Sequence[str], plural: bool, prefix: str = "") -> list[str]:
    if not plural:
        return layout.lines("msgstr", strings[0], prefix)
    return [
        line
        for index, text in enumerate(strings)
        for line in layout.lines(f"msgstr[{index}]", text, prefix)
    ]


def previous_lines(entry: Entry) -> list[str]:
    """Return the ``#|`` texts that keep ``entry``'s source when it is about to change."""
    return [line.removeprefix("#| ") for line in _source_lines(entry, "#| ")]


def _source_lines(entry: Entry, prefix: str) -> list[str]:
    lines = layout.lines("msgid", entry.singular, prefix)
    if entry.plural is not None:
        lines += layout.lines("msgid_plural", entry.plural, prefix)
    return lines


def new_entry(
    key: tuple[str | None, str],
    plural: str | None,
    strings: Sequence[str],
    *,
    extracted: Sequence[str] = (),
    comments: Sequence[str] = (),
    flags: frozenset[str] = frozenset(),
) -> Entry:
    """Return an entry that is in no file yet, for :func:`.edit` and :func:`.create`.

    ``key`` is msgctxt, or None, and msgid; ``plural`` the msgid_plural, ``strings`` the msgstr by
    index. ``extracted`` and ``comments`` are lines without ``#.`` and ``#``, ``flags`` without
    commas.
    """
    return Entry(
        key[0], key[1], plural, tuple(strings), tuple(comments), tuple(extracted), flags, (), -1,
        -1, 0,
    )  # fmt: skip


def entry_lines(entry: Entry, prefix: str = "") -> list[str]:
    """Return ``entry`` as PO lines without line ends; ``prefix`` stands before its strings."""
    lines = _comment_lines("#", entry.comments)
    lines += _comment_lines("#.", entry.extracted)
    if flags := _with_text(entry.flags, entry.strings):
        lines.append(_flag_line(flags))
    if entry.context is not None:
        lines += layout.lines("msgctxt", entry.context, prefix)
    lines += _source_lines(entry, prefix)
    return lines + _msgstr(entry.strings, entry.plural is not None, prefix)


def obsolete_lines(entry: Entry, change: Edit) -> list[str]:
    """Return ``entry`` as obsolete: with its words, the translator's comments and its flags."""
    comments = entry.comments if change.comments is None else change.comments
    flags = _flags(entry, change)
    kept = new_entry(entry.key, entry.plural, entry.strings, comments=comments, flags=flags)
    return entry_lines(kept, "#~ ")
