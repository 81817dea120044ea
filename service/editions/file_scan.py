"""Notice what changed below many folders without looking at every file every time.

Works on every volume (NFS, bind mounts, links swapped by git-sync): nothing waits for
notifications. A folder whose own time changed is looked at first, since that is what a file
replaced, added or removed does; the others have their turn, as many as the time allows.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

# The marks of the files of one folder, by name; None for what cannot be asked.
Stamps = dict[str, int | None]


def stamp(status: os.stat_result) -> int:
    """Return what changes whenever a file is written or replaced.

    Numbers are hashed the same in every process, so marks can be kept; where they are not (another
    Python), everything merely looks changed once.
    """
    return hash((status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))


def stamp_of(path: str | Path) -> int | None:
    """Return the mark of the file at ``path``; None when it is not there or cannot be asked."""
    try:
        return stamp(Path(path).stat())
    except (OSError, ValueError):
        return None


def stamps(folder: str | Path, ending: tuple[str, ...]) -> Stamps:
    """Return the marks of the files in ``folder`` whose names end so; none when it is not there."""
    found: Stamps = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ending):
                    try:
                        found[entry.name] = stamp(entry.stat())
                    except OSError:
                        found[entry.name] = None
    except OSError:
        return {}
    return found


def folders(root: str | Path) -> list[str]:
    """Return the names of the folders in ``root``, sorted. Raises OSError when it is not there."""
    with os.scandir(root) as entries:
        return sorted(entry.name for entry in entries if entry.is_dir())


class FileScanner:
    """Remembers the marks of the files in many folders.

    ``ending`` is how the names end that count.
    """

    def __init__(self, *ending: str) -> None:
        self._ending = ending
        self._known: dict[str, tuple[int, Stamps]] = {}
        self._turn: Iterator[str] = iter(())

    def __getitem__(self, folder: str) -> Stamps:
        """Return the marks in ``folder`` as they were when it was looked at last."""
        return self._known[folder][1] if folder in self._known else {}

    def forget(self, folder: str) -> None:
        """Look at ``folder`` as if for the first time next time."""
        self._known.pop(folder, None)

    def changes(
        self, paths: Iterable[str], budget: float, *, in_turn: bool = False
    ) -> dict[str, set[str]]:
        """Look at the folders ``paths`` for about ``budget`` seconds.

        Returns the names of the files that are new, gone or changed, by folder; a folder not known
        before is among them in any case. Those whose own
        time changed are looked at whatever it takes, unless all wait ``in_turn``.
        """
        paths = list(paths)
        until = time.monotonic() + budget
        found: dict[str, set[str]] = {}
        looked: set[str] = set()
        for path in paths:
            if in_turn and path in self._known:
                continue
            try:
                touched = os.stat(path).st_mtime_ns  # noqa: PTH116 - asked 20,000 times a second
            except OSError:
                touched = -1
            if path not in self._known or self._known[path][0] != touched:
                self._at(path, touched, found)
                looked.add(path)
        wanted = frozenset(paths)
        for path in self._known.keys() - wanted:
            gone = set(self._known.pop(path)[1])
            if gone:
                found[path] = gone
        left = len(paths)
        while left and time.monotonic() < until:
            following = next(self._turn, None)
            if following is None:
                self._turn = iter(paths)
            elif following in wanted:
                left -= 1
                if following not in looked:
                    self._at(following, self._known[following][0], found)
        return found

    def _at(self, path: str, touched: int, found: dict[str, set[str]]) -> None:
        known, before, now = path in self._known, self[path], stamps(path, self._ending)
        # The time was asked before the files: what comes in between is seen at the next look.
        self._known[path] = (touched, now)
        if not known or before != now:
            changed = {name for name, _stamp in before.items() ^ now.items()}
            found.setdefault(path, set()).update(changed)
