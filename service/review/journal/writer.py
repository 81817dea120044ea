"""Add lines to a journal's file under its folder's lock, and take redacted ones out."""

from __future__ import annotations

import contextlib
import datetime
import errno
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...files import made_folder, read_bytes, refused, replace_bytes, sync, write_bytes
from ...processes import locked
from ..keys import PrivateKey
from .graph import Journal
from .line import Line, LineError, make, parse
from .reader import MAX_FILE, open_file, path, read, read_open, shown
from .redacted import mentions

# So many heads fit into one line; those left out are named by a later line.
MAX_PARENTS = 500
# git joins what two people added, instead of asking which of the two to keep.
_ATTRIBUTES = "*.jsonl merge=union\n"


@dataclass(frozen=True, slots=True)
class NewLine:
    """A line to be added.

    Its kind, who decides, when, the fields of the kind, and a key to sign the line with, if
    there is one.
    """

    kind: str
    name: str
    at: datetime.datetime
    fields: Mapping[str, Any]
    key: PrivateKey | None = None


def append(
    folder: Path,
    slug: str,
    kind: str,
    name: str,
    at: datetime.datetime,
    fields: Mapping[str, Any],
    key: PrivateKey | None = None,
) -> Line:
    """Add one line to ``slug``'s journal, as :func:`append_all` does, and return it.

    ``kind``, ``name``, ``at`` and ``fields`` are those of :class:`NewLine`, ``folder`` is the
    journal's.
    """
    return append_all(folder, slug, [NewLine(kind, name, at, fields, key)])[0]


def append_all(folder: Path, slug: str, new_lines: Sequence[NewLine]) -> list[Line]:
    """Add lines to ``slug``'s journal in ``folder``, on the disk when this returns; return them.

    The first names the heads of what is there as its parents, each other the one before it. A last
    line without its end is ended first. Raises OSError when that cannot be done,
    :class:`~service.errors.InputError` when the file is none that can be added to,
    :class:`LineError` for a line that would not be read back.
    """
    if not folder.exists():
        with made_folder(folder):
            write_bytes(folder / ".gitattributes", _ATTRIBUTES.encode())
            sync(folder.parent)
    with locked(folder), refused(path(folder, slug)):
        for _try in range(5):
            lines, inode = _append(folder, slug, new_lines)
            # git, or an editor, may have put another file in its place meanwhile.
            if _inode(path(folder, slug)) == inode or (
                lines[-1].digest in Journal(read(folder, slug).lines)
            ):
                break
        else:
            raise OSError(errno.EBUSY, "another program replaces it all the time", str(folder))
        _take_out(folder, slug)
        # A file that grows leaves its folder as it was; publishers look at folders first.
        os.utime(folder)
    return lines


def take_out(folder: Path, slug: str, torn: Sequence[str] = ()) -> int:
    """Take lines that were redacted out of ``slug``'s file in ``folder``.

    Lines that cannot be used, in which one of the texts ``torn`` stands, go as well. Returns how
    many went.

    Raises OSError, the file being unharmed, and InputError as :func:`read` does.
    """
    with locked(folder):
        count = _take_out(folder, slug, torn)
        if count:
            os.utime(folder)
        return count


def _take_out(folder: Path, slug: str, torn: Sequence[str] = ()) -> int:
    file = path(folder, slug)
    for _try in range(5):
        reading = read(folder, slug)
        if not (reading.returned or torn):
            return 0
        content = read_bytes(file, shown(folder, slug), most=MAX_FILE)
        kept = [
            line for line in content.splitlines(keepends=True)
            if not _goes(line, slug, reading.returned, torn)
        ]  # fmt: skip
        count = content.count(b"\n") - sum(line.count(b"\n") for line in kept)
        new = b"".join(kept)
        if new == content or replace_bytes(file, new, content) is None:
            return count
    raise OSError(errno.EBUSY, "another program replaces it all the time", str(folder))


def _goes(content: bytes, slug: str, redacted: frozenset[str], torn: Sequence[str]) -> bool:
    text = content.removeprefix(b"\xef\xbb\xbf").strip()
    try:
        return parse(text, slug).digest in redacted
    except LineError:
        return mentions(content.decode(errors="replace"), torn)


def _inode(file: Path) -> int:
    try:
        return file.lstat().st_ino
    except FileNotFoundError:
        return -1


def _append(folder: Path, slug: str, new_lines: Sequence[NewLine]) -> tuple[list[Line], int]:
    """Write lines; return them, and the inode of the file that they are in."""
    file, named = path(folder, slug), shown(folder, slug)
    descriptor = open_file(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, named)
    try:
        status = os.fstat(descriptor)
        reading = read_open(descriptor, slug, named, None)
        parents, lines, written = _parents(reading.lines), [], []
        for new in new_lines:
            line, content = _signed_line(slug, new, parents)
            lines.append(line)
            written.append(content + b"\n")
            parents = [line.digest]
        ended = not status.st_size or os.pread(descriptor, 1, status.st_size - 1) == b"\n"
        _write(descriptor, (b"" if ended else b"\n") + b"".join(written), status.st_size)
        if not status.st_size:
            sync(folder)
        return lines, status.st_ino
    finally:
        os.close(descriptor)


def _signed_line(slug: str, new: NewLine, parents: list[str]) -> tuple[Line, bytes]:
    """Return a new line and its bytes, with a proof where ``new`` has a key."""
    line, content = make(slug, new.kind, new.name, new.at, parents, new.fields)
    if new.key is None:
        return line, content
    fields = {**new.fields, "proof": new.key.sign(content)}
    return make(slug, new.kind, new.name, new.at, parents, fields)


def _parents(lines: list[Line]) -> list[str]:
    known = Journal(lines)
    heads = known.heads
    if len(heads) > MAX_PARENTS:
        newest = sorted((known[digest] for digest in heads), key=lambda x: (x.at, x.digest))
        heads = [line.digest for line in newest[-MAX_PARENTS:]]
    return heads


def _write(descriptor: int, content: bytes, size: int) -> None:
    """Write ``content`` at the end, or leave the file as long as it was (``size``)."""
    try:
        written = os.write(descriptor, content)
        if written < len(content):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        os.fsync(descriptor)
    except OSError:
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, size)
        raise
