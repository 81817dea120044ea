"""Write a PO file: changed messages under its lock, every other line as it was."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable
from pathlib import Path

from ..errors import ConflictError, Finding, InputError
from ..files import MAX_BYTES, read_bytes, replace_bytes
from ..processes import locked
from .changes import apply, convert
from .charsets import transcode
from .entry_text import Edit
from .merge import Merged, merge
from .model import Catalog, Entry
from .reader import parse

Key = tuple[str | None, str]
# How often another program may save a file while it is being changed.
_TRIES = 20


def edit(
    path: Path,
    label: str,
    locale: str,
    change: Callable[[Catalog], tuple[dict[Key, Edit], Iterable[Entry]]],
    *,
    expected: Iterable[Entry] = (),
    root: Path | None = None,
) -> Catalog:
    """Change messages of the catalog at ``path`` under its lock, and return it as it is then.

    ``change`` gets the catalog as it stands and returns the edits by (msgctxt, msgid), and new
    entries to append. It is asked again when another program saved the file in the meantime, so
    that both are there. Every one of ``expected``, the entries as the person saw them, must still
    be the same, else :class:`ConflictError` says what both sides have, and nothing is written.
    The file is replaced atomically, and only if its content changes.
    """
    expected = list(expected)
    with locked(Path(os.path.realpath(path)).parent):
        for _try in range(_TRIES):
            content = read_bytes(path, label, root)
            catalog = parse(content, label, locale)
            for entry in expected:
                _compare(entry, catalog.get(entry.key), label)
            written = _written(catalog, *change(catalog))
            if written == content:
                return catalog
            result = parse(written, label, locale)  # never leave a file that the reader refuses
            if replace_bytes(path, written, content) is None:
                return result
    raise ConflictError(
        f"{label}: another program saves it all the time; nothing was written: close it first"
    )


def _written(catalog: Catalog, edits: dict[Key, Edit], additions: Iterable[Entry]) -> bytes:
    """Return the bytes of ``catalog`` with the changes made, if they can be a catalog."""
    label = catalog.path
    if gone := [key for key in edits if catalog.get(key) is None]:
        raise ConflictError(
            f"{label}: message “{gone[0][0] or gone[0][1]}” is gone; nothing was written: "
            "look at the file again"
        )
    try:
        written = apply(catalog, edits, additions)
    except UnicodeEncodeError as error:
        text = "a text has half a character (a lone surrogate), which no file can hold"
        raise InputError([Finding("encoding", text, label)]) from error
    if len(written) > MAX_BYTES:
        text = f"would grow over {MAX_BYTES // 1024**2} MiB and could not be read again"
        raise InputError([Finding("size", text, label)])
    return written


def merge_file(
    path: Path, label: str, base: Catalog | None, theirs: Catalog, root: Path | None = None
) -> Merged:
    """Merge what ``theirs`` changed since ``base`` into the catalog at ``path``, and return that.

    Raises InputError when it cannot be used, ConflictError when another program saves it meanwhile.
    """
    with locked(Path(os.path.realpath(path)).parent):
        content = read_bytes(path, label, root)
        merged = merge(base, parse(content, label, theirs.locale), theirs)
        parse(merged.content, label, theirs.locale)
        if replace_bytes(path, merged.content, content) is not None:
            raise ConflictError(f"{label}: another program saved it meanwhile: run this again")
    return merged


def convert_file(
    path: Path, label: str, locale: str, *, charset: str | None = None, root: Path | None = None
) -> bool:
    """Rewrite the catalog at ``path`` in UTF-8 and under our plural rule; tell whether it changed.

    It is read in ``charset``, without one in that which its header names. What is signed stays
    signed. Raises InputError when it cannot be used.
    """
    with locked(Path(os.path.realpath(path)).parent):
        content = read_bytes(path, label, root)
        converted = convert(parse(transcode(content, label, charset), label, locale))
        parse(converted, label, locale)
        if converted == content:
            return False
        if replace_bytes(path, converted, content) is not None:
            raise ConflictError(f"{label}: another program saved it meanwhile: run this again")
        return True


def _compare(expected: Entry, now: Entry | None, label: str) -> None:
    if now is not None and now.state == expected.state:
        return
    raise ConflictError(
        f"{label}: message “{expected.id}” changed while it was open; nothing was written. "
        f"You had: {_told(expected)} — it is now: "
        f"{_told(now) if now else '(the message is gone)'} — look "
        "at it again and repeat what you did"
    )


def _told(entry: Entry) -> str:
    """Return all that somebody may have changed of an entry, in one line."""
    flags = f" [{', '.join(sorted(entry.flags))}]" if entry.flags else ""
    notes = f" # {' '.join(entry.comments)}" if entry.comments else ""
    return (" | ".join(entry.strings) or "(empty)") + flags + notes
