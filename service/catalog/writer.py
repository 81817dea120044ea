"""Write single messages of a PO file, leaving every other line as it was."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from ..content import plural_rules
from ..errors import ConflictError, Finding, InputError
from ..files import MAX_BYTES, locked, read_bytes, write_bytes
from . import layout
from .model import Catalog, Entry
from .parser import parts
from .reader import parse

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


def edit(
    path: Path,
    shown: str,
    locale: str,
    change: Callable[[Catalog], tuple[dict[tuple[str | None, str], Edit], Iterable[Entry]]],
    *,
    expected: Iterable[Entry] = (),
    root: Path | None = None,
) -> Catalog:
    """Change messages of the catalog at ``path`` under its lock, and return it as it is then.

    ``change`` gets the catalog as it stands and returns the edits by (msgctxt, msgid), and new
    entries to append. Every one of ``expected``, the entries as the person saw them, must still
    be the same, else :class:`ConflictError` says what both sides have, and nothing is written.
    The file is replaced atomically, and only if its content changes.
    """
    with locked(path.resolve().parent):
        content = read_bytes(path, shown, root)
        catalog = parse(content, shown, locale)
        for seen in expected:
            _compare(seen, catalog.get(seen.key), shown)
        edits, additions = change(catalog)
        if gone := [key for key in edits if catalog.get(key) is None]:
            raise ConflictError(
                f"{shown}: message “{gone[0][0] or gone[0][1]}” is gone; nothing was written: "
                "look at the file again"
            )
        try:
            written = apply(catalog, edits, additions)
        except UnicodeEncodeError as error:
            text = "a text has half a character (a lone surrogate), which no file can hold"
            raise InputError([Finding("encoding", text, shown)]) from error
        if written == content:
            return catalog
        if len(written) > MAX_BYTES:
            text = f"would grow over {MAX_BYTES // 1024**2} MiB and could not be read again"
            raise InputError([Finding("size", text, shown)])
        result = parse(written, shown, locale)  # never leave a file that the reader refuses
        write_bytes(path, written)
        return result


def _compare(seen: Entry, now: Entry | None, shown: str) -> None:
    if now is not None and now.state == seen.state:
        return
    raise ConflictError(
        f"{shown}: message “{seen.id}” changed while it was open; nothing was written. "
        f"You had: {_told(seen)} — it is now: {_told(now) if now else '(the message is gone)'} — "
        "look at it again and repeat what you did"
    )


def _told(entry: Entry) -> str:
    """Return all that somebody may have changed of an entry, in one line."""
    flags = f" [{', '.join(sorted(entry.flags))}]" if entry.flags else ""
    notes = f" # {' '.join(entry.comments)}" if entry.comments else ""
    return (" | ".join(entry.strings) or "(empty)") + flags + notes


def apply(
    catalog: Catalog,
    edits: dict[tuple[str | None, str], Edit],
    additions: Iterable[Entry] = (),
) -> bytes:
    """Return the bytes of ``catalog`` with ``edits`` made and ``additions`` appended."""
    lines = catalog.lines
    newline = catalog.newline
    additions = list(additions)
    # gettext refuses a file that has a message twice, even where one of them is obsolete.
    replaced = {key for key, change in edits.items() if change.obsolete}
    replaced |= {addition.key for addition in additions}
    gone = [e for e in catalog.obsolete if e.key in replaced and catalog.get(e.key) is not e]
    obsolete = [e for e in catalog.entries if (c := edits.get(e.key)) is not None and c.obsolete]
    ended = not lines or lines[-1].endswith(("\r", "\n"))
    if not ended:
        lines[-1] += newline
    # As gettext's tools have it: new messages after the others, obsolete ones last.
    place = len(lines)
    if catalog.obsolete:
        place = min(e.start for e in catalog.obsolete)
    if catalog.entries:
        place = catalog.entries[-1].end
    for entry in sorted(gone, key=lambda entry: -entry.start):
        _take_out(lines, entry)
        place = min(place, len(lines))
    blocks = [(place, entry_lines(addition)) for addition in additions]
    # Without words there is nothing to keep, and gettext's tools would not.
    kept = [e for e in obsolete if any(e.strings)]
    blocks += [(len(lines), _obsolete_lines(e, edits[e.key])) for e in kept]
    for at, block in reversed(blocks):
        _put_in(lines, at, [line + newline for line in block], newline)
    for entry in reversed(catalog.entries):
        if entry in obsolete:
            _take_out(lines, entry)
        elif change := edits.get(entry.key):
            new = _changed(entry, lines[entry.start : entry.end], change, newline)
            lines[entry.start : entry.end] = new
    if not ended and not blocks and lines:
        lines[-1] = lines[-1].rstrip("\r\n")  # a missing final newline stays missing
    return (b"\xef\xbb\xbf" if catalog.bom else b"") + "".join(lines).encode()


def _take_out(lines: list[str], entry: Entry) -> None:
    """Take the lines of ``entry`` out, and the blank one that set it apart."""
    start, end = entry.start, entry.end
    if start and not lines[start - 1].strip() and (end == len(lines) or not lines[end].strip()):
        start -= 1
    del lines[start:end]


def _put_in(lines: list[str], at: int, block: list[str], newline: str) -> None:
    """Put the lines of an entry in before the line ``at``, set apart by blank lines."""
    if at and lines[at - 1].strip():
        block = [newline, *block]
    if at < len(lines) and lines[at].strip():
        block = [*block, newline]
    lines[at:at] = block


def _obsolete_lines(entry: Entry, change: Edit) -> list[str]:
    """Return ``entry`` as obsolete: with its words, the translator's comments and its flags."""
    comments = entry.comments if change.comments is None else change.comments
    flags = _flags(entry, change)
    kept = new_entry(entry.key, entry.plural, entry.strings, comments=comments, flags=flags)
    return entry_lines(kept, "#~ ")


def _changed(entry: Entry, old: list[str], change: Edit, newline: str) -> list[str]:
    """Return the lines of ``entry``, which are ``old``, with the ``change`` made."""
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
    if list(comments[: len(kept)]) != kept:  # another order: write them all anew
        result, new = [row for row in lines if row[0] != "#"], list(comments)
    place = max((i + 1 for i, (kind, _) in enumerate(result) if kind == "#"), default=0)
    result[place:place] = [("#", text + newline) for text in _comment_lines("#", new)]
    return result


def _comment_lines(prefix: str, texts: Iterable[str]) -> list[str]:
    """Return comment lines; a line break in a text cannot start a line of another kind.

    gettext joins the next line to one that ends in a backslash, so a full stop is set after it.
    """
    found = [f"{prefix} {part}".rstrip() for text in texts for part in re.split(_BREAK, text)]
    return [f"{line} ." if line.endswith("\\") else line for line in found]


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
    """Return an entry that is in no file yet, for :func:`edit` and :func:`create`."""
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


def create(
    domain: str,
    locale: str | None,
    entries: Iterable[Entry],
    date: datetime.datetime | None = None,
) -> bytes:
    """Return a new catalog for ``locale``, made on ``date``, or a template when both are None."""
    fields = {
        "Project-Id-Version": domain,
        "Report-Msgid-Bugs-To": "",
        **({"PO-Revision-Date": f"{date:%Y-%m-%d %H:%M%z}"} if date else {}),
        "Last-Translator": "",
        "Language-Team": "",
        "Language": locale or "",
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
    }
    if locale:
        fields["Plural-Forms"] = plural_rules.rule(locale).header
    header = "".join(f"{name}: {value}\n" for name, value in fields.items())
    lines = ['msgid ""', *layout.lines("msgstr", header)]
    for entry in entries:
        lines += ["", *entry_lines(entry)]
    return ("\n".join(lines) + "\n").encode()
