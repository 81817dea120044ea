"""Processes: how many cores there are for them, and how one ends with its parent.

Asking once a second whether the parent is there needs nothing of the system; its own way
(``PR_SET_PDEATHSIG``) looks at the thread that started the child, not at the process, and misses a
parent that was quicker to end.
"""

from __future__ import annotations

import os
import threading
import time

INTERVAL = 1.0


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
