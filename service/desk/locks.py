"""Waiting for a lock that another program holds, but not without end: a page has to be answered."""

from __future__ import annotations

import time
from pathlib import Path

from ..errors import SummariesError
from ..files import locked
from .language import gettext as _

PATIENCE, _PAUSE = 4.0, 0.05


def wait_for(folder: Path) -> None:
    """Wait until ``folder`` is free to be written.

    Raises SummariesError when another process still holds its lock after PATIENCE seconds.
    """
    until = time.monotonic() + PATIENCE
    while folder.is_dir():
        try:
            with locked(folder, wait=False):
                return
        except BlockingIOError as error:
            if time.monotonic() > until:
                raise SummariesError(
                    _("Another program is writing these catalogs and does not end. "
                      "Nothing was written. Try again in a moment.")
                ) from error  # fmt: skip
        time.sleep(_PAUSE)
