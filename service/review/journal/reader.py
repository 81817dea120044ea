"""Read a journal's file: whole, or only what was added since.

A line that cannot be used is a finding, and the others count.
"""

from __future__ import annotations

import errno
import os
from dataclasses import dataclass, field
from pathlib import Path

from ...errors import Finding, InputError
from ...files import UnusableFileError, open_regular
from .line import Line, LineError, parse
from .redacted import REDACTED, stand_ins, without_words

ENDING = ".jsonl"
# Bytes and lines of one file. An article that is signed a hundred times over in twelve languages
# stays below.
MAX_FILE, MAX_LINES = 32 * 1024 * 1024, 200_000
MAX_FINDINGS = 20
# Bytes before the place read up to: where they differ, the file was rewritten in its place.
_CHECKED = 4096


@dataclass(frozen=True, slots=True)
class Tail:
    """How far a file was read: its inode, the place, the number of lines, the bytes before it.

    ``last`` is a line after that place which was read without its end, and counted. ``redacted``
    are the digests of lines whose words went.
    """

    inode: int
    offset: int
    lines: int
    before: bytes
    last: bytes = b""
    redacted: frozenset[str] = frozenset()


@dataclass(slots=True)
class Reading:
    """Lines of one file.

    ``whole`` tells whether they are all that it has, or what was added since. ``unfinished`` is
    about a last line without its end, which the next reading reads again. ``returned`` are the
    digests of redacted lines whose words are in the file.
    """

    lines: list[Line] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    unfinished: list[Finding] = field(default_factory=list)
    tail: Tail | None = None
    whole: bool = True
    returned: frozenset[str] = frozenset()


def path(folder: Path, slug: str) -> Path:
    """Return where in ``folder`` the journal of ``slug`` is, or would be."""
    return folder / f"{slug}{ENDING}"


def shown(folder: Path, slug: str) -> str:
    """Return how messages name that file in ``folder``."""
    return f"{folder.name}/{slug}{ENDING}"


def read(folder: Path, slug: str, since: Tail | None = None) -> Reading:
    """Return the lines of ``slug``'s journal in ``folder``; after ``since`` new ones, if possible.

    A journal that is not there has no lines.

    A line that cannot be used is a finding, and the others count. Raises
    :class:`~service.errors.InputError` when the file itself cannot be used: a link, no regular
    file, too large, not readable.
    """
    named = shown(folder, slug)
    try:
        descriptor = open_file(path(folder, slug), os.O_RDONLY, named)
    except FileNotFoundError:
        return Reading()
    except OSError as error:
        raise _unusable(named, f"cannot be read: {error.strerror}") from error
    try:
        return read_open(descriptor, slug, named, since)
    except OSError as error:
        raise _unusable(named, f"cannot be read: {error.strerror}") from error
    finally:
        os.close(descriptor)


def open_file(file: Path, flags: int, named: str) -> int:
    """Return a descriptor of ``file``, a journal's, never of what a link leads to.

    ``flags`` are those of ``os.open``. ``named`` is how findings name it. Raises OSError, or
    InputError for what is no such file.
    """
    try:
        return open_regular(file, flags | os.O_NOFOLLOW, most=MAX_FILE)
    except UnusableFileError as error:
        raise _unusable(named, str(error)) from error
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _unusable(named, "is a symbolic link: put the file itself there") from error
        raise


def read_open(descriptor: int, slug: str, named: str, since: Tail | None) -> Reading:
    """Return the lines of the journal that is open as ``descriptor``, as :func:`read` does.

    ``named`` is how findings name the file. Raises OSError and InputError.
    """
    status = os.fstat(descriptor)
    grown = (
        since is not None
        and since.inode == status.st_ino
        and since.offset <= status.st_size
        and _unchanged(descriptor, since)
    )
    start, known_lines = (since.offset, since.lines) if grown and since is not None else (0, 0)
    content = _rest(descriptor, start)
    end = content.rfind(b"\n") + 1
    count = known_lines + content.count(b"\n", 0, end)
    if count > MAX_LINES:
        raise _unusable(named, f"has more than {MAX_LINES} lines")
    reading = Reading(whole=not grown)
    first = known_lines + 1
    _take(content[:end].split(b"\n")[:-1], first, slug, named, reading.lines, reading.findings)
    finished = len(reading.lines)
    _take([content[end:]], count + 1, slug, named, reading.lines, reading.unfinished)
    last = content[end:] if len(reading.lines) > finished else b""
    if grown and since is not None and (
        any(line.kind == REDACTED or line.digest in since.redacted for line in reading.lines)
    ):  # fmt: skip
        return read_open(descriptor, slug, named, None)  # what was read before has other words now
    replaced = stand_ins(reading.lines) if not grown else {}
    if replaced:
        reading.returned = frozenset(x.digest for x in reading.lines if x.digest in replaced)
        reading.lines = without_words(reading.lines, replaced)
    if reading.returned:
        reading.findings.append(Finding("journal", _came_back(len(reading.returned)), named))
    known = since.redacted if grown and since is not None else frozenset(replaced)
    offset = start + end
    before = os.pread(descriptor, min(_CHECKED, offset), max(0, offset - _CHECKED))
    reading.tail = Tail(status.st_ino, offset, count, before, last, known)
    return reading


def _came_back(count: int) -> str:
    return (
        f"words that were redacted are in {count} of its lines again, from an older copy: they do "
        "not count; “summaries redact --again” takes them out of the file"
    )


def _unchanged(descriptor: int, since: Tail) -> bool:
    """Tell whether what was read is still there, as far as one looks back."""
    size = len(since.before)
    if os.pread(descriptor, size, since.offset - size) != since.before:
        return False
    # Somebody may have written on in the last line, which then is another one.
    last = since.last
    return not last or os.pread(descriptor, len(last) + 1, since.offset) in (last, last + b"\n")


def _rest(descriptor: int, offset: int) -> bytes:
    parts = []
    while offset <= MAX_FILE and (part := os.pread(descriptor, 1 << 20, offset)):
        parts.append(part)
        offset += len(part)
    return b"".join(parts)


def _take(
    contents: list[bytes], first: int, slug: str, named: str, lines: list[Line],
    findings: list[Finding],
) -> None:  # fmt: skip
    """Put what ``contents`` hold into ``lines``, and what is wrong with them into ``findings``."""
    bad = 0
    for number, content in enumerate(contents, first):
        text = content.removeprefix(b"\xef\xbb\xbf") if number == 1 else content
        if not text.strip():
            continue
        try:
            lines.append(parse(text, slug))
        except LineError as error:
            bad += 1
            if bad <= MAX_FINDINGS:
                reason = f"this line of the journal does not count: {error}"
                findings.append(Finding("journal", reason, named, number))
    if bad > MAX_FINDINGS:
        more = f"{bad - MAX_FINDINGS} more lines of the journal do not count"
        findings.append(Finding("journal", more, named))


def _unusable(named: str, text: str) -> InputError:
    return InputError([Finding("journal", f"the journal {text}", named)])
