"""Files: bounded reads, and writes that are whole or not at all."""

from __future__ import annotations

import contextlib
import ctypes
import errno
import os
import re
import stat
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path

from .errors import Finding, InputError

# A catalog of one article has some ten kilobytes; a hundred times the largest seen is plenty.
MAX_BYTES = 4 * 1024 * 1024

# What a disk says that has no room for a file: it is full, a quota or a limit is reached.
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)

# What mkstemp makes of a name: no other program names its files so. And how old a file is, in
# seconds, when nobody writes it any more.
_ENDING = ".summaries.tmp"
_TEMPORARY = re.compile(r"\..+\.[a-z0-9_]{8}" + re.escape(_ENDING), re.DOTALL)
_LEFT_BEHIND = 3600
# Seconds for which a folder whose time is new is read at every look: file systems count in steps of
# up to two seconds, and what changes within one step does not change the time again.
STEP = 2.5
# Seconds after which the names in a folder are read again, whatever its time says.
RELIST = 10.0
# So many files wait for the disk at the same time: file systems then write them together.
_AT_ONCE = 8
# When this process looked for such files, by folder; more folders are not remembered.
_swept: dict[Path, float] = {}
_MOST_SWEPT = 10_000


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


class FolderNames:
    """The names of the folders in ``root``, read again when its own time changes."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._names: list[str] = []
        self._stamp: object = None
        self._since = self._read = float("-inf")

    def get(self, *, again: bool = False) -> list[str]:
        """Return the names, sorted: the same list as long as nothing changed.

        There are none where the folder is not there. With ``again`` they are read in any case.
        """
        now = time.monotonic()
        try:
            status = self._root.stat()
            stamp = (status.st_mtime_ns, status.st_ino, status.st_dev)
            if stamp != self._stamp:
                self._stamp, self._since = stamp, now
            if again or now - self._since < STEP or now - self._read >= RELIST:
                names, self._read = folders(self._root), now
                self._names = self._names if names == self._names else names
        except OSError:
            self._stamp, self._names = None, []
        return self._names


@lru_cache(maxsize=8)
def folder_names(root: Path) -> FolderNames:
    """Return what knows the names of the folders in ``root``, one for each process."""
    return FolderNames(root)


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
    name = _temporary(path, content, _mode(path), durable=durable)
    try:
        name.replace(path)
    except BaseException:
        _remove(name)
        raise
    if durable:  # what can be derived again has a keeper, who sweeps up after all writers
        _sweep_up_hourly(path.parent)


def write_all(contents: Mapping[Path, bytes]) -> None:
    """Replace several files as :func:`write_bytes` does, waiting for the disk once for them all.

    ``contents`` are what they are to hold. Each is whole on the disk before it has its name, so
    that a power cut leaves the old file or the new; when this returns, the names are on the disk,
    too. Raises OSError; then some files are replaced and the others unharmed.
    """
    names: dict[Path, Path] = {}
    try:
        for path, content in contents.items():
            names[path] = _temporary(path, content, _mode(path), durable=False)
        sync_all(names.values())
        for path in contents:
            names.pop(path).replace(path)
    finally:
        for name in names.values():
            _remove(name)
    folders_written = dict.fromkeys(path.parent for path in contents)
    sync_all(folders_written)
    for folder in folders_written:
        _sweep_up_hourly(folder)


def _mode(path: Path) -> int:
    """Return the permissions of a file that takes the place of ``path``."""
    with contextlib.suppress(FileNotFoundError):
        status = path.lstat()
        if not stat.S_ISLNK(status.st_mode):
            return stat.S_IMODE(status.st_mode)
    return 0o644


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


def sync(path: Path) -> None:
    """Wait until ``path``, a file or the names in a folder, is on the disk. Raises OSError."""
    descriptor = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync_all(paths: Iterable[Path]) -> None:
    """Wait until ``paths``, files and folders, are on the disk, for all at once. Raises OSError."""
    several = list(dict.fromkeys(paths))
    if len(several) < 2:  # no thread for one
        for path in several:
            sync(path)
        return
    with ThreadPoolExecutor(min(_AT_ONCE, len(several))) as pool:
        list(pool.map(sync, several))
