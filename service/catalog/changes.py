"""A catalog's text with messages changed, added or made obsolete. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from ..content import plural_rules
from . import layout
from .entry_text import Edit, changed, entry_lines, obsolete_lines
from .model import Catalog, Entry
from .reader import forms_taken, parse, raw_entries


def apply(
    catalog: Catalog,
    edits: dict[tuple[str | None, str], Edit],
    additions: Iterable[Entry] = (),
) -> bytes:
    """Return the bytes of ``catalog`` with ``edits`` made and ``additions`` appended."""
    additions = list(additions)
    if catalog.forms is not None and (
        _reshapes(edits, catalog) or any(a.plural for a in additions)
    ):
        before = catalog
        catalog = parse(convert(catalog), catalog.path, catalog.locale)
        edits = {key: _with_lost(change, before, catalog, key) for key, change in edits.items()}
    lines = catalog.lines
    newline = catalog.newline
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
    blocks += [(len(lines), obsolete_lines(e, edits[e.key])) for e in kept]
    for at, block in reversed(blocks):
        _put_in(lines, at, [line + newline for line in block], newline)
    for entry in reversed(catalog.entries):
        if (change := edits.get(entry.key)) is None:
            continue
        if change.obsolete:
            _take_out(lines, entry)
        else:
            new = changed(entry, lines[entry.start : entry.end], change, newline)
            lines[entry.start : entry.end] = new
    if not ended and not blocks and lines:
        lines[-1] = lines[-1].rstrip("\r\n")  # a missing final newline stays missing
    return (b"\xef\xbb\xbf" if catalog.bom else b"") + "".join(lines).encode()


def _reshapes(edits: Mapping[tuple[str | None, str], Edit], catalog: Catalog) -> bool:
    """Tell whether an edit writes plural forms, which then have to be those of our rule."""
    return any(
        (entry := catalog.get(key)) is not None
        and (entry.plural is not None or (change.source is not None and change.source[1]))
        and (change.strings is not None or change.source is not None)
        for key, change in edits.items()
    )


def _with_lost(
    change: Edit, before: Catalog, after: Catalog, key: tuple[str | None, str]
) -> Edit:  # fmt: skip
    """Return ``change`` with the comments that a conversion added to its entry."""
    old, new = before.get(key), after.get(key)
    if change.comments is None or old is None or new is None:
        return change
    added = new.comments[len(old.comments) :]
    return replace(change, comments=[*change.comments, *added])


def convert(catalog: Catalog) -> bytes:
    """Return the bytes of ``catalog`` under our plural rule: its header, and each message's forms.

    Words of a form that ours does not have are kept in a comment. A field that says nothing is
    filled in. What has our rule already stays as it is, byte for byte.
    """
    field = catalog.header.get("plural-forms")
    if catalog.forms is None and (field is None or not plural_rules.says_nothing(field)):
        return (b"\xef\xbb\xbf" if catalog.bom else b"") + catalog.text.encode()
    lines, newline = catalog.lines, catalog.newline
    ended = lines[-1].endswith(("\r", "\n"))
    if not ended:
        lines[-1] += newline
    raw = raw_entries(catalog.text) if catalog.forms is not None else [catalog.top]
    for entry in reversed(raw):
        if entry.key == (None, ""):
            rule = plural_rules.rule(catalog.locale).header
            text = with_field(entry.strings[0], "Plural-Forms", rule)
            change = Edit(strings=[text])
        elif entry.plural is None or catalog.forms is None:
            continue
        else:
            strings = list(forms_taken(entry.strings, catalog.forms, len(catalog.forms)))
            lost = [t for t in dict.fromkeys(entry.strings) if t.strip() and t not in strings]
            comments = [*entry.comments, *(f"was: {text}" for text in lost)] if lost else None
            change = Edit(strings=strings, comments=comments)
        block = lines[entry.start : entry.end]
        lines[entry.start : entry.end] = changed(entry, block, change, newline)
    if not ended:
        lines[-1] = lines[-1].rstrip("\r\n")
    return (b"\xef\xbb\xbf" if catalog.bom else b"") + "".join(lines).encode()


def with_field(header: str, name: str, value: str) -> str:
    r"""Return ``header``, its text, with the field ``name`` set to ``value``; a new one comes last.

    >>> with_field("Language: uk\nX-Generator: Poedit\n", "Language", "pl")
    'Language: pl\nX-Generator: Poedit\n'
    """
    field = re.compile(rf"^{re.escape(name)}[ \t]*:[^\n]*$", re.IGNORECASE | re.MULTILINE)
    line = f"{name}: {value}".rstrip() if value else f"{name}: "
    if field.search(header):
        return field.sub(lambda _found: line, header, count=1)
    return f"{header}{'' if not header or header.endswith(chr(10)) else chr(10)}{line}\n"


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
