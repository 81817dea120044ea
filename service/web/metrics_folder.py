"""The folder in which the processes that serve count together, for ``prometheus_client``.

Each process holds one pair of files in it, by a lock that ends with it; whatever takes its place
goes on with the counters of the one that it replaces.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from ..errors import SummariesError

# ``prometheus_client`` reads the name of the folder from here.
FOLDER = "PROMETHEUS_MULTIPROC_DIR"
# Bytes of a process's files, some 2,500 values each. They are taken from the disk beforehand:
# where a mapped file finds the disk full, the process is killed.
_FILE_BYTES = 512 * 1024
_FILES = ("counter", "histogram")


@contextlib.contextmanager
def shared() -> Iterator[None]:
    """Let this process and those it forks count together, in a folder that goes at the end.

    Raises SummariesError where there is no folder for temporary files.
    """
    if FOLDER in os.environ:  # the operator's own
        yield
        return
    try:
        folder = tempfile.mkdtemp(prefix="summaries-metrics-")
    except OSError as error:
        raise SummariesError(
            f"metrics need a folder for temporary files ({error.strerror}): mount one at /tmp, "
            "name another in TMPDIR, or unset SUMMARIES_METRICS"
        ) from error
    os.environ[FOLDER] = folder
    try:
        yield
    finally:
        del os.environ[FOLDER]
        shutil.rmtree(folder, ignore_errors=True)


class Place:
    """One pair of files in ``folder`` for this process, as long as it lives."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._holder, self._number, self._file = 0, 0, -1

    def __call__(self) -> int:
        """Return the number of the place: what names this process's files.

        Raises OSError where they cannot be made.
        """
        me = os.getpid()
        if self._holder != me:
            self._number = next(n for n in range(10_000) if self._claim(n))
            for name in _FILES:
                file = os.open(
                    self._folder / f"{name}_{self._number}.db", os.O_RDWR | os.O_CREAT, 0o600
                )
                try:
                    os.posix_fallocate(file, 0, _FILE_BYTES)
                finally:
                    os.close(file)
            self._holder = me
        return self._number

    def _claim(self, number: int) -> bool:
        file = os.open(self._folder / f"{number}.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            os.close(file)
            return False
        self._file = file  # held open, and so locked, until the process ends
        return True
