"""The process that started this one: a child ends when its parent is gone.

Asking once a second needs nothing of the system; its own way (``PR_SET_PDEATHSIG``) looks at the
thread that started the child, not at the process, and misses a parent that was quicker to end.
"""

from __future__ import annotations

import os
import threading
import time

INTERVAL = 1.0


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
