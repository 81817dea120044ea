"""Write a PO file: changed messages under its lock, every other line as it was."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import ConflictError, Finding, InputError
from ..files import MAX_BYTES, locked, read_bytes, write_bytes
from .changes import apply, convert
from .charsets import transcode
from .entry_text import Edit
from .model import Catalog, Entry
from .reader import parse


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


def convert_file(
    path: Path, shown: str, locale: str, *, charset: str | None = None, root: Path | None = None
) -> bool:
    """Rewrite the catalog at ``path`` in UTF-8 and under our plural rule; tell whether it changed.

    It is read in ``charset``, without one in that which its header names. What is signed stays
    signed. Raises InputError when it cannot be used.
    """
    with locked(path.resolve().parent):
        content = read_bytes(path, shown, root)
        converted = convert(parse(transcode(content, shown, charset), shown, locale))
        parse(converted, shown, locale)
        if converted == content:
            return False
        write_bytes(path, converted)
        return True


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
