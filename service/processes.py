"""Processes: how many cores there are for them, their locks, and how one ends with its parent.

Asking once a second whether the parent is there needs nothing of the system; its own way
(``PR_SET_PDEATHSIG``) looks at the thread that started the child, not at the process, and misses a
parent that was quicker to end.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import threading
import time
from collections.abc import Iterator
from contextvars import ContextVar
from pathlib import Path

from .errors import BusyError

INTERVAL = 1.0
# How long to wait for another process that writes: a catalog takes some milliseconds.
LOCK_SECONDS = 30.0
_patience: ContextVar[float | None] = ContextVar("patience", default=None)


def cores() -> int:
    """Return how many processor cores this process may use; 1 where the system does not say."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def gone(parent: int) -> bool:
    """Tell whether the process ``parent``, which started this one, has ended."""
    return os.getppid() != parent


def exit_with_parent(parent: int) -> None:
    """Let this process end within a second of ``parent``, whatever it is at.

    For processes that leave no half-done work behind, since all they write is written at once.
    """
    threading.Thread(target=_exit_with_parent, args=(parent,), name="parent", daemon=True).start()


def _exit_with_parent(parent: int) -> None:
    while not gone(parent):
        time.sleep(INTERVAL)
    os._exit(1)


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
