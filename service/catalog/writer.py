"""Write single messages of a PO file, leaving every other line as it was."""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import escape, normalize

from ..content import plural_rules
from ..errors import ConflictError, Finding, InputError
from ..files import MAX_BYTES, locked, read_bytes, write_bytes
from .model import Catalog, Entry
from .parser import parts
from .reader import parse

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
    entries = sorted((*catalog.entries, *catalog.obsolete), key=lambda entry: -entry.start)
    for entry in entries:
        if catalog.get(entry.key) is not entry:
            if entry.key in replaced:
                del lines[entry.start : entry.end]
        elif change := edits.get(entry.key):
            final = lines[entry.end - 1]
            new = _changed(entry, lines[entry.start : entry.end], change, newline)
            if not final.endswith(("\r", "\n")) and new:
                new[-1] = new[-1].rstrip("\r\n")  # a missing final newline stays missing
            lines[entry.start : entry.end] = new
    for addition in additions:
        if lines and not lines[-1].endswith(("\r", "\n")):
            lines[-1] += newline
        if lines and lines[-1].strip():
            lines.append(newline)
        lines += [line + newline for line in entry_lines(addition)]
    return (b"\xef\xbb\xbf" if catalog.bom else b"") + "".join(lines).encode()


def _changed(entry: Entry, old: list[str], change: Edit, newline: str) -> list[str]:
    """Return the lines of ``entry``, which are ``old``, with the ``change`` made."""
    lines = [(line.kind, line.text) for line in parts(old)]
    if not lines[-1][1].endswith(("\r", "\n")):
        lines[-1] = ("msgstr", lines[-1][1] + newline)

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
        put("msgid", _string("msgid", singular))
        put("msgid_plural", _string("msgid_plural", plural) if plural is not None else [])
    if change.strings is not None and tuple(change.strings) != entry.strings:
        put("msgstr", _msgstr(change.strings, plural is not None))
    if change.obsolete:
        return [
            f"#~ {text}" if kind.startswith("msg") else text
            for kind, text in lines
            if kind in ("#", "#,") or kind.startswith("msg")
        ]
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
    """Return comment lines; a line break in a text cannot start a line of another kind."""
    return [f"{prefix} {part}".rstrip() for text in texts for part in re.split(r"\r\n|\r|\n", text)]


def _flag_line(flags: Iterable[str]) -> str:
    return "#, " + ", ".join(sorted(flags, key=lambda flag: (flag != "fuzzy", flag)))


def _flags(entry: Entry, change: Edit) -> frozenset[str]:
    flags = change.flags if change.flags is not None else entry.flags
    if change.fuzzy is None:
        return flags
    return flags | {"fuzzy"} if change.fuzzy else flags - {"fuzzy"}


def _string(keyword: str, text: str) -> list[str]:
    # Babel's own wrapping, the one that pybabel and most catalogs have; it escapes only what is
    # needed. Short texts stay on one line.
    if len(text) < 68 and "\n" not in text:
        return [f"{keyword} {escape(text)}"]
    return f"{keyword} {normalize(text, width=76)}".split("\n")


def _msgstr(strings: Sequence[str], plural: bool) -> list[str]:
    if not plural:
        return _string("msgstr", strings[0])
    return [
        line for index, text in enumerate(strings) for line in _string(f"msgstr[{index}]", text)
    ]


def previous_lines(entry: Entry) -> list[str]:
    """Return the ``#|`` texts that keep ``entry``'s source when it is about to change."""
    lines = _string("msgid", entry.singular)
    if entry.plural is not None:
        lines += _string("msgid_plural", entry.plural)
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


def entry_lines(entry: Entry) -> list[str]:
    """Return ``entry`` as PO lines without line ends."""
    lines = _comment_lines("#", entry.comments)
    lines += _comment_lines("#.", entry.extracted)
    if entry.flags:
        lines.append(_flag_line(entry.flags))
    if entry.context is not None:
        lines += _string("msgctxt", entry.context)
    lines += _string("msgid", entry.singular)
    if entry.plural is not None:
        lines += _string("msgid_plural", entry.plural)
    return lines + _msgstr(entry.strings, entry.plural is not None)


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
    lines = ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields.items())]
    for entry in entries:
        lines += ["", *entry_lines(entry)]
    return ("\n".join(lines) + "\n").encode()
