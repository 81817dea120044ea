"""What people decided about one article: ``journal/<slug>.jsonl``, one JSON object a line.

Lines are only ever added. git merges the file with its union driver, so the order of lines means
nothing and a line may stand twice. Each line names the lines that its writer knew of and that no
other line had named (``parents``), so lines form a graph: it says which line knows of which.

One thing is taken out: a ``redacted`` line names lines whose words had to go. They stay in the
graph under their digests, without words, even where a merge brings an old file's line back.

The first part of this module is pure; :func:`read` and :func:`append` are all that touch files.
"""

from __future__ import annotations

import contextlib
import datetime
import errno
import hashlib
import heapq
import json
import os
import re
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from ..errors import Finding, InputError
from ..files import locked, made_folder, refused, replace_bytes, sync, write_bytes
from .keys import PrivateKey

VERSION = 1
ENDING = ".jsonl"
# Bytes of one line (an article that is shown whole is in its headline's) and of one file, and lines
# of one file. An article that is signed a hundred times over in twelve languages stays below.
MAX_LINE, MAX_FILE, MAX_LINES = 4 * 1024 * 1024, 32 * 1024 * 1024, 200_000
# So many heads fit into one line; those left out are named by a later line.
MAX_PARENTS = 500
MAX_DEPTH = 16
MAX_FINDINGS = 20
# Bytes before the place read up to: where they differ, the file was rewritten in its place.
_CHECKED = 4096
# Numbers that every JSON reader keeps exactly (RFC 8259, section 6).
_LARGEST = 2**53 - 1
_DIGEST = re.compile(r"[0-9a-f]{32}")
_KIND = re.compile(r"[a-z][a-z-]{0,39}")
_TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", re.ASCII)
_COMMON = ("version", "kind", "parents", "at", "slug", "name")
REDACTED = "redacted"
NO_NAME = "[redacted]"
# What stays of a line whose words went, by its kind: what its effect rests on, none of it prose. So
# a withdrawal or a rejection still counts; a signature without its words does not.
_KEPT: dict[str, tuple[str, ...]] = {
    "withdrawn": ("locale",),
    "undone": ("of",),
    "loss-accepted": ("of",),
    "rejected": ("words", "keep", "locale", "message"),
    "renamed": ("from", "to"),
    "signed": ("locale", "message"),
    "saved": ("locale", "message"),
    "seen": ("locale", "message"),
    REDACTED: ("lines",),
}
# git joins what two people added, instead of asking which of the two to keep.
_ATTRIBUTES = "*.jsonl merge=union\n"


class LineError(ValueError):
    """A line that cannot be used; the text says why."""


@dataclass(frozen=True, slots=True)
class Line:
    """One decision: who decided what about which article, when, and knowing of what.

    ``digest`` is the first 32 hex digits of SHA-256 over the canonical JSON. ``at`` is in UTC, to
    the second. ``fields`` are those of the kind.
    """

    digest: str
    kind: str
    parents: tuple[str, ...]
    at: datetime.datetime
    slug: str
    name: str
    fields: Mapping[str, Any]
    redacted: str = ""


def canonical(data: Mapping[str, Any]) -> bytes:
    """Return ``data`` as JSON with sorted keys and without spaces, in UTF-8.

    Raises ValueError for half characters (lone surrogates), TypeError for what JSON has not.
    """
    text = json.dumps(
        data, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False
    )
    return text.encode()


def make(
    slug: str,
    kind: str,
    name: str,
    at: datetime.datetime,
    parents: Iterable[str],
    fields: Mapping[str, Any],
) -> tuple[Line, bytes]:
    """Return a new line and its bytes, without the end of line.

    Raises :class:`LineError` for what :func:`parse` would not take back.
    """
    data = {
        "version": VERSION, "kind": kind, "parents": sorted(parents),
        "at": at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"), "slug": slug,
        "name": name,
    }  # fmt: skip
    if overlap := data.keys() & fields.keys():
        raise LineError(f"“{min(overlap)}” is no field of a kind")
    try:
        content = canonical(data | dict(fields))
    except (ValueError, TypeError, RecursionError) as error:
        raise LineError("it cannot be written as JSON") from error
    return parse(content, slug), content


def parse(content: bytes, slug: str) -> Line:
    """Return the line that ``content`` holds, in the journal of ``slug``.

    Believes nothing: raises :class:`LineError` for whatever is not a line.
    """
    if len(content) > MAX_LINE:
        raise LineError(f"it is longer than {MAX_LINE // 1024} KiB")
    try:
        data = json.loads(
            content.decode(), object_pairs_hook=_once, parse_float=_no_fraction,
            parse_constant=_no_fraction,
        )  # fmt: skip
        _bounded(data, 0)
        digest = hashlib.sha256(canonical(data)).hexdigest()[:32]
    except LineError:
        raise
    except UnicodeDecodeError as error:
        raise LineError("it is not UTF-8") from error
    except UnicodeEncodeError as error:
        raise LineError("it has half characters (lone surrogates)") from error
    except (ValueError, TypeError, RecursionError) as error:
        raise LineError("it is no JSON object, or only part of one") from error
    return _line(data, digest, slug)


def _line(data: Any, digest: str, slug: str) -> Line:
    if not isinstance(data, dict):
        raise LineError("it is no JSON object")
    if missing := [name for name in _COMMON if name not in data]:
        raise LineError(f"it has no “{missing[0]}”")
    version, kind, parents, at, about, name = (data[key] for key in _COMMON)
    if type(version) is not int or version != VERSION:
        raise LineError(f"its version is not {VERSION}: a newer version of this software reads it")
    if not isinstance(kind, str) or not _KIND.fullmatch(kind):
        raise LineError("its kind is not a lower-case word")
    if not isinstance(parents, list) or not all(
        isinstance(parent, str) and _DIGEST.fullmatch(parent) for parent in parents
    ):
        raise LineError("its parents are not a list of digests")
    if parents != sorted(set(parents)):
        raise LineError("its parents are not sorted, or one is there twice")
    if not isinstance(name, str) or not 1 <= len(name) <= 200:
        raise LineError("its name is not a text of 1 to 200 characters")
    if about != slug:
        raise LineError("it is of another article")
    fields = {key: value for key, value in data.items() if key not in _COMMON}
    return Line(digest, kind, tuple(parents), _time(at), slug, name, fields)


def _time(text: Any) -> datetime.datetime:
    if isinstance(text, str) and _TIME.fullmatch(text):
        with contextlib.suppress(ValueError):  # a day or an hour that does not exist
            return datetime.datetime.fromisoformat(text)
    raise LineError("its time is not written like 2026-11-22T14:03:27Z")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        raise LineError("it has a key twice")
    return found


def _no_fraction(_text: str) -> None:
    raise LineError("it has a number with a fraction: numbers that matter are kept as text")


def _bounded(value: Any, depth: int) -> None:
    if depth > MAX_DEPTH:
        raise LineError(f"it is nested more than {MAX_DEPTH} deep")
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            _bounded(part, depth + 1)
    elif isinstance(value, int) and abs(value) > _LARGEST:
        raise LineError("it has a number that is too large")


class Journal:
    """The lines of one article as a graph; a line that stands twice is there once."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        self._lines = {line.digest: line for line in lines}

    def __len__(self) -> int:
        return len(self._lines)

    def __contains__(self, digest: object) -> bool:
        return digest in self._lines

    def __getitem__(self, digest: str) -> Line:
        return self._lines[digest]

    def __iter__(self) -> Iterator[Line]:
        """Yield parents before children.

        Of lines that may go either way the earlier one comes first, then the one whose
        digest is smaller.
        """
        left = {d: sum(p in self._lines for p in line.parents) for d, line in self._lines.items()}
        children: dict[str, list[str]] = {}
        for digest, line in self._lines.items():
            for parent in line.parents:
                children.setdefault(parent, []).append(digest)
        free = [(self._lines[d].at, d) for d, count in left.items() if not count]
        heapq.heapify(free)
        while free:
            _at, digest = heapq.heappop(free)
            yield self._lines[digest]
            for child in children.get(digest, ()):
                left[child] -= 1
                if not left[child]:
                    heapq.heappush(free, (self._lines[child].at, child))

    @property
    def heads(self) -> list[str]:
        """The digests that no line names as its parent, sorted."""
        named = {parent for line in self._lines.values() for parent in line.parents}
        return sorted(self._lines.keys() - named)

    @property
    def missing(self) -> list[str]:
        """The digests of parents that are not here, sorted: lines that are gone."""
        named = {parent for line in self._lines.values() for parent in line.parents}
        return sorted(named - self._lines.keys())

    def ancestors(self, digest: str) -> frozenset[str]:
        """Return the digests of all lines that the line ``digest`` knows of.

        As far as they are here.
        """
        found: set[str] = set()
        wanted = [digest]
        while wanted:
            line = self._lines.get(wanted.pop())
            new = [p for p in line.parents if p not in found] if line else []
            found.update(new)
            wanted += new
        return frozenset(found)

    def knows(self, digest: str, other: str) -> bool:
        """Tell whether the line ``digest`` knows of the line ``other``."""
        return other in self.ancestors(digest)


# --- redaction --------------------------------------------------------------------------------


def mentions(value: Any, texts: Sequence[str]) -> bool:
    """Tell whether one of ``texts`` stands in ``value``, JSON data, or in a text inside it.

    Case, spaces and the ways to compose a letter make no difference.
    """
    wanted = [_plain(text) for text in texts]
    waiting = [value]
    while waiting:
        part = waiting.pop()
        if isinstance(part, str):
            plain = _plain(part)
            if any(text in plain for text in wanted):
                return True
        elif isinstance(part, dict):
            waiting += [*part, *part.values()]
        elif isinstance(part, list | tuple):
            waiting += part
    return False


def _plain(text: str) -> str:
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def _kept(line: Line) -> dict[str, Any]:
    """Return the fields that stay of ``line`` when its words go."""
    fields = dict(line.fields)
    payload = fields.get("payload")
    if line.kind == "signed" and isinstance(payload, dict):
        fields |= {"locale": payload.get("locale"), "message": payload.get("msgctxt")}
    return {key: fields[key] for key in _KEPT.get(line.kind, ()) if fields.get(key) is not None}


def remainder(line: Line, texts: Sequence[str]) -> dict[str, Any]:
    """Return what a ``redacted`` line keeps of ``line``, in which ``texts`` stand.

    Raises :class:`LineError` when they stand in what has to stay, such as a message's id.
    """
    fields = _kept(line)
    if line.kind == REDACTED:
        fields = {"lines": [_nameless(part, texts) for part in fields.get("lines", ())]}
    elif mentions(fields, texts):
        raise LineError(
            f"the words are part of an id or an address in the line {line.digest}, which stays: "
            "give longer words, or rename the message or the article first"
        )
    return {
        "digest": line.digest, "kind": line.kind, "parents": list(line.parents),
        "at": line.at.astimezone(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "name": NO_NAME if mentions(line.name, texts) else line.name, "fields": fields,
    }  # fmt: skip


def _nameless(data: Any, texts: Sequence[str]) -> Any:
    """Return what a redaction tells of a line, without its name if ``texts`` stand in that."""
    if isinstance(data, dict) and mentions(data.get("name"), texts):
        return data | {"name": NO_NAME}
    return data


def _stand_in(data: Any, by: Line) -> Line | None:
    """Return the line that ``data`` of the redaction ``by`` tells of; None for what is none."""
    try:
        common = {"version": VERSION, "slug": by.slug} | {
            key: data[key] for key in ("kind", "parents", "at", "name")
        }
        digest, fields = data["digest"], dict(data["fields"])
        line = _line(common, digest, by.slug)
    except (LineError, KeyError, TypeError, ValueError):
        return None
    if not isinstance(digest, str) or not _DIGEST.fullmatch(digest) or digest == by.digest:
        return None
    kept = {key: fields[key] for key in _KEPT.get(line.kind, ()) if key in fields}
    return replace(line, fields=kept, redacted=by.digest)


def _stand_ins(lines: Iterable[Line]) -> dict[str, Line]:
    """Return what stands in place of the lines that ``lines`` redact, by digest."""
    found: dict[str, Line] = {}
    waiting = [line for line in lines if line.kind == REDACTED]
    while waiting:
        by = waiting.pop(0)
        several = by.fields.get("lines")
        for data in several if isinstance(several, list) else []:
            line = _stand_in(data, by)
            if line is None:
                continue
            if (first := found.get(line.digest)) is None:
                found[line.digest] = line
                if line.kind == REDACTED:
                    waiting.append(line)
            elif line.name == NO_NAME:  # a second redaction took the name, too
                found[line.digest] = replace(first, name=NO_NAME)
    return found


def _redacted(lines: list[Line], stand_ins: Mapping[str, Line]) -> list[Line]:
    """Return ``lines`` without the words that went.

    Where a line is still there, or is again, its own kind, time and place in the graph are believed
    rather than those that its redaction tells.
    """
    there = {line.digest for line in lines}
    found = []
    for line in lines:
        if other := stand_ins.get(line.digest):
            name = other.name
            fields = other.fields if line.kind == REDACTED else _kept(line)
            line = replace(line, name=name, fields=fields, redacted=other.redacted)  # noqa: PLW2901
        found.append(line)
    found += [line for digest, line in stand_ins.items() if digest not in there]
    return _acyclic(found)


def _acyclic(lines: list[Line]) -> list[Line]:
    """Return ``lines``, those that stand in place of others without parents if a cycle were made.

    The digest of an ordinary line rules cycles out. What knows of nothing overrules nothing.
    """
    if len(list(Journal(lines))) == len({line.digest for line in lines}):
        return lines
    return [replace(line, parents=()) if line.redacted else line for line in lines]


# --- files ------------------------------------------------------------------------------------


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
    """Return where the journal of ``slug`` is, or would be."""
    return folder / f"{slug}{ENDING}"


def shown(folder: Path, slug: str) -> str:
    """Return how messages name that file."""
    return f"{folder.name}/{slug}{ENDING}"


def read(folder: Path, slug: str, since: Tail | None = None) -> Reading:
    """Return the lines of ``slug``'s journal; after ``since`` only what was added, if possible.

    A journal that is not there has no lines.

    A line that cannot be used is a finding, and the others count. Raises
    :class:`~service.errors.InputError` when the file itself cannot be used: a link, no regular
    file, too large, not readable.
    """
    named = shown(folder, slug)
    try:
        descriptor = _open(path(folder, slug), os.O_RDONLY, named)
    except FileNotFoundError:
        return Reading()
    except OSError as error:
        raise _unusable(named, f"cannot be read: {error.strerror}") from error
    try:
        return _read(descriptor, slug, named, since)
    except OSError as error:
        raise _unusable(named, f"cannot be read: {error.strerror}") from error
    finally:
        os.close(descriptor)


def _open(file: Path, flags: int, named: str) -> int:
    """Open a regular file, never through a link. Raises OSError, or InputError for a link."""
    flags |= os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
    try:
        descriptor = os.open(file, flags, 0o644)
    except OSError as error:
        if error.errno == errno.ELOOP:
            raise _unusable(named, "is a symbolic link: put the file itself there") from error
        raise
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size <= MAX_FILE:
        return descriptor
    os.close(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise _unusable(named, "is not a regular file")
    raise _unusable(named, f"is larger than {MAX_FILE // 1024**2} MiB")


def _read(descriptor: int, slug: str, named: str, since: Tail | None) -> Reading:
    status = os.fstat(descriptor)
    grown = (
        since is not None
        and since.inode == status.st_ino
        and since.offset <= status.st_size
        and _unchanged(descriptor, since)
    )
    start = since if grown and since is not None else Tail(status.st_ino, 0, 0, b"")
    content = _rest(descriptor, start.offset)
    end = content.rfind(b"\n") + 1
    count = start.lines + content.count(b"\n", 0, end)
    if count > MAX_LINES:
        raise _unusable(named, f"has more than {MAX_LINES} lines")
    found = Reading(whole=not grown)
    first = start.lines + 1
    _take(content[:end].split(b"\n")[:-1], first, slug, named, found.lines, found.findings)
    finished = len(found.lines)
    _take([content[end:]], count + 1, slug, named, found.lines, found.unfinished)
    last = content[end:] if len(found.lines) > finished else b""
    if grown and since is not None and (
        any(line.kind == REDACTED or line.digest in since.redacted for line in found.lines)
    ):  # fmt: skip
        return _read(descriptor, slug, named, None)  # what was read before has other words now
    stand_ins = _stand_ins(found.lines) if not grown else {}
    if stand_ins:
        found.returned = frozenset(x.digest for x in found.lines if x.digest in stand_ins)
        found.lines = _redacted(found.lines, stand_ins)
    if found.returned:
        found.findings.append(Finding("journal", _came_back(len(found.returned)), named))
    known = since.redacted if grown and since is not None else frozenset(stand_ins)
    offset = start.offset + end
    before = os.pread(descriptor, min(_CHECKED, offset), max(0, offset - _CHECKED))
    found.tail = Tail(status.st_ino, offset, count, before, last, known)
    return found


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


@dataclass(frozen=True, slots=True)
class Draft:
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
    """Add one line to ``slug``'s journal, as :func:`append_all` does, and return it."""
    return append_all(folder, slug, [Draft(kind, name, at, fields, key)])[0]


def append_all(folder: Path, slug: str, drafts: Sequence[Draft]) -> list[Line]:
    """Add lines to ``slug``'s journal, on the disk when this returns, and return them.

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
            lines, inode = _append(folder, slug, drafts)
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
    """Take lines that were redacted out of ``slug``'s file.

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
        content = file.read_bytes()
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


def _append(folder: Path, slug: str, drafts: Sequence[Draft]) -> tuple[list[Line], int]:
    """Write lines; return them, and the inode of the file that they are in."""
    file, named = path(folder, slug), shown(folder, slug)
    descriptor = _open(file, os.O_RDWR | os.O_APPEND | os.O_CREAT, named)
    try:
        status = os.fstat(descriptor)
        reading = _read(descriptor, slug, named, None)
        parents, lines, written = _parents(reading.lines), [], []
        for draft in drafts:
            line, content = _signed_line(slug, draft, parents)
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


def _signed_line(slug: str, draft: Draft, parents: list[str]) -> tuple[Line, bytes]:
    """Return a new line and its bytes, with a proof where the draft has a key."""
    line, content = make(slug, draft.kind, draft.name, draft.at, parents, draft.fields)
    if draft.key is None:
        return line, content
    fields = {**draft.fields, "proof": draft.key.sign(content)}
    return make(slug, draft.kind, draft.name, draft.at, parents, fields)


def proven(line: Line) -> bytes:
    """Return what the proof of ``line`` signs: the line without it, as canonical JSON."""
    fields = {key: value for key, value in line.fields.items() if key != "proof"}
    return make(line.slug, line.kind, line.name, line.at, line.parents, fields)[1]


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
