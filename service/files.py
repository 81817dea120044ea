"""Files: bounded reads, TOML that cannot stall its reader, atomic writes, locks."""

from __future__ import annotations

import contextlib
import ctypes
import decimal
import difflib
import errno
import fcntl
import os
import re
import stat
import tempfile
import time
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from contextvars import ContextVar
from pathlib import Path
from typing import Any

from .errors import BusyError, Finding, InputError

# A catalog of one article has some ten kilobytes; a hundred times the largest seen is plenty.
MAX_BYTES = 4 * 1024 * 1024

# How long to wait for another process that writes: a catalog takes some milliseconds.
LOCK_SECONDS = 30.0
_patience: ContextVar[float | None] = ContextVar("patience", default=None)

# What a disk says that has no room for a file: it is full, a quota or a limit is reached.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# TOML is read by people and written by them: a summary has some twenty kilobytes. tomllib takes
# time that grows with the square of a key's parts and of a number's digits, so both are bounded.
MAX_TOML_BYTES = 512 * 1024
MAX_TOML_DEPTH = 16
MAX_TOML_WORD = 100
MAX_TOML_KEYS = 10_000
# Groups are not possessive, see catalog/fast_parser.py: Python 3.11.2 would end such strings early.
_TOML_TOKEN = re.compile(
    r"""
      (?P<string>
        \"{3} (?:[^\"\\]++|\\.|"{1,2}(?!"))* (?:"{3,5}|\\?\Z)
      | '{3} (?:[^']++|'{1,2}(?!'))* (?:'{3,5}|\Z)
      | " (?:[^"\\\n]++|\\[^\n])* "?
      | ' [^'\n]*+ '?
      )
    | \#[^\n]*+
    | (?P<word>[^\s\[\]{}=,.\#"']++)
    | (?P<mark>[\[\]{}=.])
    """,
    re.VERBOSE | re.DOTALL,
)
# What mkstemp makes of a name: no other program names its files so. And how old a file is, in
# seconds, when nobody writes it any more.
_ENDING = ".summaries.tmp"
_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}" + re.escape(_ENDING), re.DOTALL)
_LEFT_BEHIND = 3600
# When this process looked for such files, by folder; more folders are not remembered.
_swept: dict[Path, float] = {}
_MOST_SWEPT = 10_000
_TOML_PLACE = re.compile(r" \(at line (\d+), column \d+\)$")


class UnusableFileError(ValueError):
    """A file that is not opened; the text goes on after its name."""


def open_regular(path: Path, flags: int = os.O_RDONLY, *, most: int = MAX_BYTES) -> int:
    """Return a descriptor of the regular file ``path``, which has at most ``most`` bytes.

    ``flags`` are those of ``os.open``. Every file of the workshop, the publisher and the desk is
    opened here. Nobody waits for a named pipe in a file's place. Raises OSError, and
    :class:`UnusableFileError` for what is no regular file, or larger.
    """
    descriptor = os.open(path, flags | os.O_NONBLOCK | os.O_CLOEXEC, 0o644)
    status = os.fstat(descriptor)
    if stat.S_ISREG(status.st_mode) and status.st_size <= most:
        return descriptor
    os.close(descriptor)
    if not stat.S_ISREG(status.st_mode):
        raise UnusableFileError("is not a regular file")
    raise UnusableFileError(f"is larger than {most // 1024**2} MiB: make it smaller")


def read_bytes(
    path: Path, label: str, root: Path | None = None, *, most: int = MAX_BYTES
) -> bytes:  # fmt: skip
    """Return the content of ``path``, at most ``most`` bytes.

    ``label`` is how messages name the file. With ``root``, a symbolic link that leads out of it is
    refused. Raises :class:`InputError` when there is no such regular, readable file; its cause is
    then the OSError.
    """
    try:
        if root is not None:
            check_inside(path, label, root)
        with os.fdopen(open_regular(path, most=most), "rb") as file:
            size = os.fstat(file.fileno()).st_size
            # Room is made for as much as is asked for: not four megabytes for every small file.
            content = file.read(size + 1)
            if len(content) > size:  # it grew meanwhile
                content += file.read(most)
        if len(content) > most:
            raise UnusableFileError(f"is larger than {most // 1024**2} MiB: make it smaller")
    except UnusableFileError as error:
        raise _unusable(label, str(error)) from error
    except OSError as error:
        raise _unusable(label, f"cannot be read: {error.strerror}") from error
    return content


def check_inside(path: Path, label: str, root: Path) -> None:
    """Raise :class:`InputError` where symbolic links lead to ``path`` out of the folder ``root``.

    ``label`` is how messages name the file, which need not be there yet.
    """
    if _leads_out(path, root):
        raise _unusable(label, "is a symbolic link out of its folder: put the file itself there")


def read_text(path: Path, label: str, root: Path | None = None) -> str:
    """Return the content of ``path`` as text; it must be UTF-8, a byte order mark is taken off."""
    return decode(read_bytes(path, label, root), label)


def read_toml(path: Path, label: str, root: Path | None = None) -> dict[str, Any]:
    """Return the TOML document at ``path``; decimal numbers keep their digits (``Decimal``).

    The one door for every TOML file that a person writes. As :func:`read_bytes`, and raises
    :class:`InputError`, with the line, for what is too large, nested too deep, or not TOML.
    """
    return parse_toml(read_text(path, label, root), label)


def parse_toml(text: str, label: str) -> dict[str, Any]:
    """Return the TOML document that ``text`` is, as :func:`read_toml` does.

    >>> parse_toml('value = 2.50', "summary.toml")
    {'value': Decimal('2.50')}
    """
    check_toml(text, label)
    try:
        return tomllib.loads(text, parse_float=_decimal)
    except (ValueError, RecursionError) as error:
        said = str(error)
        place = _TOML_PLACE.search(said)
        line = int(place[1]) if place else text.count("\n") + 1
        what = f"not valid TOML: {_TOML_PLACE.sub('', said)}"
        raise InputError([Finding("toml", what, label, line)]) from error


def check_toml(text: str, label: str) -> None:
    """Raise :class:`InputError` when ``text`` is too large, or would stall who parses it.

    To be asked before tomlkit, too, whose time grows likewise.
    """
    if len(text) > MAX_TOML_BYTES:
        raise _unusable(label, f"is larger than {MAX_TOML_BYTES // 1024} KiB: shorten it")
    if problem := _toml_bomb(text):
        line, what = problem
        raise InputError([Finding("toml", what, label, line)])


def unknown_keys(table: Mapping[str, Any], known: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Yield each key of ``table`` that is not ``known``, with a sentence that names the nearest.

    Of many, only the first ten: what a corrupted file has is not worth more.

    >>> [text for _key, text in unknown_keys({"headlin": 1}, ["headline", "language"])]
    ['there is no key “headlin”: did you mean “headline”?']
    """
    names = sorted(known)
    for key in [key for key in table if key not in names][:10]:
        short = key if len(key) <= 40 else f"{key[:39]}…"
        near = difflib.get_close_matches(short, names, 1)
        remedy = f"did you mean “{near[0]}”?" if near else f"known are {', '.join(names)}"
        yield key, f"there is no key “{short}”: {remedy}"


def _decimal(text: str) -> decimal.Decimal:
    try:
        return decimal.Decimal(text)
    except decimal.InvalidOperation:
        raise ValueError(f"“{text}” is not a number that can be used") from None


def _toml_bomb(text: str) -> tuple[int, str] | None:
    """Return line and reason when parsing ``text`` could take long; None when it cannot.

    Looks at tokens only, each once. What is not TOML passes: the parser says so.
    """
    depth = parts = keys = 0
    joined = False  # after a dot
    for token in _TOML_TOKEN.finditer(text):
        what, problem = token.group(), ""
        if token["mark"] is None:
            if token["word"] is None and token["string"] is None:
                continue  # a comment
            parts, joined = (parts + 1 if joined else 1), False
            if parts > MAX_TOML_DEPTH:
                problem = f"a key has more than {MAX_TOML_DEPTH} parts"
            elif token["word"] is not None and len(what) > MAX_TOML_WORD:
                problem = f"a key or number has more than {MAX_TOML_WORD} characters"
        elif what == ".":
            joined = True
        elif what in "[{":
            keys += depth == 0  # a table, or an array
            depth += 1
            if depth > MAX_TOML_DEPTH:
                problem = f"it is nested more than {MAX_TOML_DEPTH} deep"
        elif what in "]}":
            depth = max(depth - 1, 0)
        elif what == "=":
            keys += 1
        if keys > MAX_TOML_KEYS:
            problem = f"it has more than {MAX_TOML_KEYS} keys"
        if problem:
            return text.count("\n", 0, token.start()) + 1, f"{problem}: shorten it"
    return None


def decode(content: bytes, label: str) -> str:
    """Return ``content`` decoded. Raises :class:`InputError` naming the line that is not UTF-8."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = len(re.findall(rb"\r\n|\n|\r", content[: error.start])) + 1
        text = "is not UTF-8: save it again in that encoding"
        raise InputError([Finding("encoding", text, label, line)]) from error


def _leads_out(path: Path, root: Path) -> bool:
    """Tell whether a symbolic link leads from ``root``, under which ``path`` is, out of it."""
    here, top = str(path), str(root)
    if os.pardir not in here:
        # Asked of every catalog: without a link below the root, the folders above do not matter.
        while len(here) > len(top) and not os.path.islink(here):  # noqa: PTH114
            here = os.path.dirname(here)  # noqa: PTH120
        if here == top:
            return False
    # Not Path.resolve, which ends where links lead in a circle: who opens the file is told so.
    return not Path(os.path.realpath(path)).is_relative_to(os.path.realpath(root))


def folders(root: str | Path) -> list[str]:
    """Return the names of the folders in ``root``, sorted. Raises OSError when it is not there.

    What cannot be asked, such as a link in a circle, is none: it must not keep others from readers.
    """
    names = []
    with os.scandir(root) as entries:
        for entry in entries:
            with contextlib.suppress(OSError):
                if entry.is_dir():
                    names.append(entry.name)
    return sorted(names)


def is_there(path: Path) -> bool:
    """Tell whether there is something at ``path``; what cannot be asked counts as nothing.

    As Path.exists, which raises OSError for a link to a name that is too long.
    """
    return os.path.exists(path)  # noqa: PTH110


def _unusable(label: str, text: str) -> InputError:
    return InputError([Finding("file", text, label)])


def write_bytes(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Replace ``path`` with ``content`` at once: readers see the old file or the new, whole.

    Unless ``durable``, the disk may take its time, which is for what can be derived again. The new
    file keeps the old one's permissions. A symbolic link is replaced: what it leads to is nobody's
    to write. What killed writers left beside ``path`` goes. Raises OSError, the old file being
    unharmed, when that fails.
    """
    mode = 0o644
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        mode = mode if stat.S_ISLNK(status.st_mode) else stat.S_IMODE(status.st_mode)
    name = _temporary(path, content, mode, durable=durable)
    try:
        name.replace(path)
    except BaseException:
        _remove(name)
        raise
    if durable:  # what can be derived again has a keeper, who sweeps up after all writers
        _sweep_up_hourly(path.parent)


def replace_bytes(path: Path, content: bytes, expected: bytes) -> bytes | None:
    """Replace ``path``, read as ``expected``, by ``content``, as :func:`write_bytes` does.

    A symbolic link is written through: whoever read the file knows where it leads. Returns None;
    or, when another program saved it in the meantime, what that has saved, which then is in its
    place again, and nothing was written. Raises OSError as :func:`write_bytes` does.
    """
    path, mode = _target(path)
    _sweep_up_hourly(path.parent)
    name = _temporary(path, content, mode)
    try:
        # What comes out may be all that there is of what another program saved: under this name it
        # stays, even if we are killed, until it was looked at.
        name = name.rename(name.with_suffix(".swap"))
        if not _exchange(name, path):
            return _replace_kept(path, name, content, expected)
        came = name.read_bytes()
        if came == expected:
            return None
        # Put it back; what comes out then is ours, or somebody saved over that, and so on.
        ours, theirs = content, came
        while _exchange(name, path):
            came = name.read_bytes()
            if came == ours:
                break
            ours, theirs = theirs, came
        return theirs
    finally:
        _remove(name)


def _replace_kept(path: Path, new: Path, content: bytes, expected: bytes) -> bytes | None:
    """As :func:`replace_bytes`, where names cannot be exchanged: a link keeps the old file."""
    kept = new.with_suffix(".old")
    try:
        os.link(path, kept)
    except OSError:  # not on this file system
        kept = path
    try:
        came = kept.read_bytes()
        if came != expected:
            return came
        new.replace(path)
        came = expected if kept == path else kept.read_bytes()
        if came == expected:
            return None
        if path.read_bytes() == content:
            kept.replace(path)
        return came
    finally:
        if kept != path:
            _remove(kept)


def _exchange(one: Path, two: Path) -> bool:
    """Let two files change places at once; False where the system cannot. Raises OSError."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    here, exchange = -100, 2  # AT_FDCWD, RENAME_EXCHANGE of Linux
    if rename(here, os.fsencode(one), here, os.fsencode(two), exchange) == 0:
        return True
    number = ctypes.get_errno()
    if number in (errno.EINVAL, errno.ENOSYS, errno.EXDEV, errno.EOPNOTSUPP):
        return False
    raise OSError(number, os.strerror(number), str(two))


def _target(path: Path) -> tuple[Path, int]:
    """Return the file that is written for ``path``, through a link, and its permissions."""
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            path = Path(os.path.realpath(path))
            status = path.stat()
        return path, stat.S_IMODE(status.st_mode)
    return path, 0o644


def _temporary(path: Path, content: bytes, mode: int, *, durable: bool = True) -> Path:
    """Write ``content`` into a new file beside ``path``, and return it. Leaves none on error."""
    with refused(path):
        return _written(path, content, mode, durable=durable)


@contextlib.contextmanager
def refused(path: Path) -> Iterator[None]:
    """Let an OSError say that it is about ``path``, whichever name or descriptor was used."""
    try:
        yield
    except OSError as error:
        error.filename = str(path)
        raise


def _written(path: Path, content: bytes, mode: int, *, durable: bool) -> Path:
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", suffix=_ENDING, dir=path.parent)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fchmod(file.fileno(), mode)
            if durable:
                os.fsync(file.fileno())
    except BaseException:
        _remove(Path(name))
        raise
    return Path(name)


def sweep_up(folder: Path) -> None:
    """Remove the temporary files that killed writers left in ``folder`` more than an hour ago.

    Nothing where there is no such folder, or where the system does not let it.
    """
    old = time.time() - _LEFT_BEHIND
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY.fullmatch(entry.name):
                with contextlib.suppress(OSError):
                    if entry.stat(follow_symlinks=False).st_mtime < old:
                        os.unlink(entry.path)  # noqa: PTH108 - as scandir


def _sweep_up_hourly(folder: Path) -> None:
    """Sweep ``folder`` up, unless this process did within the hour."""
    now = time.monotonic()
    if now - _swept.get(folder, float("-inf")) < _LEFT_BEHIND:
        return
    if len(_swept) >= _MOST_SWEPT:
        _swept.clear()
    _swept[folder] = now
    sweep_up(folder)


def _remove(path: Path) -> None:
    with contextlib.suppress(FileNotFoundError):
        path.unlink()


@contextlib.contextmanager
def made_folder(folder: Path) -> Iterator[None]:
    """Make ``folder`` for what is written into it; where nothing comes of it, take it away."""
    made = []
    for path in (folder, *folder.parents):
        if path.exists():
            break
        made.append(path)
    folder.mkdir(parents=True, exist_ok=True)
    try:
        yield
    except BaseException:
        for path in made:
            with contextlib.suppress(OSError):  # somebody else uses it by now
                path.rmdir()
        raise


def cache_folder() -> Path:
    """Return the user's folder for what can be derived again (XDG Base Directory Specification).

    It need not be there. Raises RuntimeError where the user has no home.
    """
    base = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
    return Path(base) / "multilingual-summary-service"


def sync(folder: Path) -> None:
    """Wait until the names in ``folder`` are on the disk. Raises OSError."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def lock_patience(seconds: float) -> None:
    """Have this thread wait at most ``seconds`` for a lock: somebody waits for its answer."""
    _patience.set(seconds)


@contextlib.contextmanager
def locked(folder: Path, *, wait: bool = True) -> Iterator[None]:
    """Hold the exclusive lock of ``folder`` among all processes that write below it.

    The lock sits on the folder itself (flock), so it leaves no file behind for git to find and ends
    with its holder. Waits :data:`LOCK_SECONDS`, or as long as :func:`lock_patience` says, then
    raises :class:`BusyError`, which says who has it. Unless ``wait``, raises BlockingIOError when
    another process holds it.
    """
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _lock(descriptor, folder, (_patience.get() or LOCK_SECONDS) if wait else 0)
        yield
    finally:
        # Closing alone would not do: a child forked meanwhile shares the lock through its copy.
        fcntl.flock(descriptor, fcntl.LOCK_UN)
        os.close(descriptor)


def _lock(descriptor: int, folder: Path, seconds: float) -> None:
    until, pause = time.monotonic() + seconds, 0.001
    while True:
        try:
            return fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if not seconds:
                raise
            if time.monotonic() > until:
                raise BusyError(
                    f"{folder}: {_holder(descriptor)} has been writing there for {seconds:g} "
                    "seconds; nothing was written: try again when it has ended"
                ) from None
            time.sleep(pause)
            pause = min(2 * pause, 0.05)


def _holder(descriptor: int) -> str:
    """Return who holds the lock, as far as Linux says: its process and what that runs."""
    status = os.fstat(descriptor)
    device = f"{os.major(status.st_dev):02x}:{os.minor(status.st_dev):02x}:{status.st_ino}"
    with contextlib.suppress(OSError):
        for line in Path("/proc/locks").read_text(encoding="ascii").splitlines():
            fields = line.split()
            if "->" not in fields and fields[1:2] == ["FLOCK"] and fields[5:6] == [device]:
                command = Path(f"/proc/{fields[4]}/cmdline").read_bytes().replace(b"\0", b" ")
                return f"process {fields[4]} ({command.decode(errors='replace').strip()[:100]})"
    return "another process"
