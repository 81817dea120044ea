"""Write single messages of a PO file, leaving every other line as it was."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from babel.messages.pofile import escape, normalize

from .. import plurals
from ..files import locked, read_bytes, write_bytes
from ..finding import ConflictError
from .model import Catalog, Entry, Line
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
        written = apply(catalog, edits, additions)
        if written == content:
            return catalog
        result = parse(written, shown, locale)  # never leave a file that the reader refuses
        write_bytes(path, written)
        return result


def _compare(seen: Entry, now: Entry | None, shown: str) -> None:
    if now is not None and now.state == seen.state:
        return
    there = " | ".join(now.strings) if now else "(the message is gone)"
    raise ConflictError(
        f"{shown}: message “{seen.id}” changed while it was open; nothing was written. "
        f"You had: {' | '.join(seen.strings) or '(empty)'} — it is now: {there or '(empty)'} — "
        "look at it again and repeat what you did"
    )


def apply(
    catalog: Catalog,
    edits: dict[tuple[str | None, str], Edit],
    additions: Iterable[Entry] = (),
) -> bytes:
    """Return the bytes of ``catalog`` with ``edits`` made and ``additions`` appended."""
    lines: list[str] = list(catalog.lines)
    newline = catalog.newline
    for entry in sorted(catalog.entries, key=lambda entry: -entry.start):
        if change := edits.get(entry.key):
            final = lines[entry.end - 1]
            new = _changed(entry, change, newline)
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


def _changed(entry: Entry, change: Edit, newline: str) -> list[str]:
    parts: dict[str, list[str]] = {kind: [] for kind in _ORDER}
    for line in entry.lines:
        parts[line.kind].append(line.text)
    if not any(text.endswith(("\r", "\n")) for text in parts["msgstr"][-1:]):
        parts["msgstr"][-1] += newline

    def put(kind: str, new: Iterable[str]) -> None:
        parts[kind] = [text + newline for text in new]

    if change.comments is not None and tuple(change.comments) != entry.comments:
        kept = dict(zip(entry.comments, parts["#"], strict=True))
        parts["#"] = [kept.get(text, f"# {text}".rstrip() + newline) for text in change.comments]
    if change.extracted is not None:
        put("#.", (f"#. {text}".rstrip() for text in change.extracted))
    flags = _flags(entry, change)
    if flags != entry.flags:
        put(
            "#,",
            ["#, " + ", ".join(sorted(flags, key=lambda flag: (flag != "fuzzy", flag)))]
            if flags
            else [],
        )
    if change.previous is not None:
        put("#|", (f"#| {text}" for text in change.previous))
    if change.source is not None and change.source != (entry.singular, entry.plural):
        put("msgid", _string("msgid", change.source[0]))
        put(
            "msgid_plural",
            _string("msgid_plural", change.source[1]) if change.source[1] is not None else [],
        )
    if change.strings is not None and tuple(change.strings) != entry.strings:
        plural = entry.plural if change.source is None else change.source[1]
        put("msgstr", _msgstr(change.strings, plural is not None))
    if change.obsolete:
        kept_lines = [*parts["#"], *parts["#,"]]
        strings = [
            text for kind in ("msgctxt", "msgid", "msgid_plural", "msgstr") for text in parts[kind]
        ]
        return kept_lines + [f"#~ {text}" for text in strings]
    order = list(dict.fromkeys([line.kind for line in entry.lines]))
    comments = [kind for kind in order if kind.startswith("#")]
    # Kinds that the entry did not have yet go where gettext's own tools put them.
    comments += [kind for kind in _ORDER if kind.startswith("#") and kind not in order]
    if sorted(order, key=_ORDER.index) == order:
        comments.sort(key=_ORDER.index)
    return [text for kind in [*comments, *_ORDER[5:]] for text in parts[kind]]


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
    lines = tuple(Line("#.", text) for text in extracted)
    return Entry(
        key[0], key[1], plural, tuple(strings), tuple(comments), flags, (), -1, -1, lines, 0
    )


def entry_lines(entry: Entry) -> list[str]:
    """Return ``entry`` as PO lines without line ends."""
    lines = [f"# {text}".rstrip() for text in entry.comments]
    lines += [f"#. {line.text}".rstrip() for line in entry.lines if line.kind == "#."]
    if entry.flags:
        lines.append(
            "#, " + ", ".join(sorted(entry.flags, key=lambda flag: (flag != "fuzzy", flag)))
        )
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
        fields["Plural-Forms"] = plurals.rule(locale).header
    lines = ['msgid ""', 'msgstr ""', *(f'"{name}: {value}\\n"' for name, value in fields.items())]
    for entry in entries:
        lines += ["", *entry_lines(entry)]
    return ("\n".join(lines) + "\n").encode()
