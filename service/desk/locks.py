"""Waiting for a lock that another program holds, but not without end: a page has to be answered."""

from __future__ import annotations

import time
from pathlib import Path

from ..errors import SummariesError
from ..processes import lock_patience, locked
from .language import gettext as _

PATIENCE, _PAUSE = 4.0, 0.05


def wait_for(*folders: Path) -> None:
    """Wait until ``folders`` are free to be written, one after the other.

    What is written then waits no longer for a lock that is taken in between. Raises SummariesError
    when another process still holds one after PATIENCE seconds.
    """
    until = time.monotonic() + PATIENCE
    lock_patience(PATIENCE)
    for folder in folders:
        while folder.is_dir():
            try:
                with locked(folder, wait=False):
                    break
            except BlockingIOError as error:
                if time.monotonic() > until:
                    raise SummariesError(busy()) from error
            time.sleep(_PAUSE)


def busy() -> str:
    """Say that another program holds a lock."""
    return _(
        "Another program is writing these catalogs and does not end. "
        "Nothing was written. Try again in a moment."
    )
