"""Notice what changed below many folders without looking at every file every time.

Works on every volume (NFS, bind mounts, links swapped by git-sync): nothing waits for
notifications. A folder's own time changes when a file in it is replaced, added or removed, so the
times of few folders, looked at every time, show what people sign. The rest has its turn: so many
folders and so many files in each look, which is what a look at rest costs however many there are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Collection, Iterable, Iterator
from itertools import islice
from pathlib import Path

from ..files import STEP

# The stamps of the files of one folder, by name; None for what cannot be asked.
Stamps = dict[str, int | None]


def stamp(status: os.stat_result) -> int:
    """Return what changes whenever a file is written or replaced.

    Numbers are hashed the same in every process, so stamps can be kept; where they are not (another
    Python), everything merely looks changed once.
    """
    return hash((status.st_mtime_ns, status.st_ctime_ns, status.st_size, status.st_ino))


def stamp_of(path: str | Path) -> int | None:
    """Return the stamp of the file at ``path``; None when it is not there or cannot be asked."""
    try:
        return stamp(os.stat(path))  # noqa: PTH116 - asked a thousand times a second
    except (OSError, ValueError):
        return None


def stamps(folder: str | Path, ending: tuple[str, ...]) -> Stamps:
    """Return the stamps of the files in ``folder`` whose names have this ``ending``, by name.

    Empty where there is no such folder.
    """
    by_name: Stamps = {}
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                if entry.name.endswith(ending):
                    try:
                        by_name[entry.name] = stamp(entry.stat())
                    except OSError:
                        by_name[entry.name] = None
    except OSError:
        return {}
    return by_name


class FileScanner:
    """Remembers the stamps of the files in many folders.

    ``ending`` is how the names end that count.
    """

    def __init__(self, *ending: str) -> None:
        self._ending = ending
        # By folder: its own time and inode, since when (seconds, monotonic), its files' stamps.
        self._known: dict[str, tuple[tuple[int, int], float, Stamps]] = {}
        self._wanted: tuple[list[str], Collection[str]] = ([], ())
        self._folders: Iterator[str] = iter(())
        self._files: Iterator[tuple[str, str]] = iter(())

    def __getitem__(self, folder: str) -> Stamps:
        """Return the stamps in ``folder`` as they were when it was looked at last."""
        return self._known[folder][2] if folder in self._known else {}

    def forget(self, folder: str) -> None:
        """Look at ``folder`` as if for the first time next time."""
        self._known.pop(folder, None)
        self._wanted = ([], ())

    def changes(
        self,
        always: Iterable[str],
        others: Collection[str] = (),
        turn: tuple[int, int] | None = None,
    ) -> dict[str, set[str]]:
        """Look at the folders ``always``, and at some of the ``others``.

        ``turn`` is how many of the others have their turn, and how many files, of which only the
        content may have changed; None is all. Pass the same object as ``others`` as long as they
        are the same. Returns the names of the files that are new, gone or changed, by folder; a
        folder not known before is looked at, and is among them, in any case.
        """
        always = list(always)
        changed: dict[str, set[str]] = {}
        new: list[str] = []
        if always != self._wanted[0] or others is not self._wanted[1]:
            self._wanted = (always, others)
            for path in self._known.keys() - {*always, *others}:
                if names := set(self._known.pop(path)[2]):
                    changed[path] = names
            new = [path for path in others if path not in self._known]
        chosen = others if turn is None else self._in_turn(others, turn[0])
        for path in dict.fromkeys((*always, *new, *chosen)):
            self._look(path, changed, whole=turn is None)
        if turn is not None:
            self._look_at_files(turn[1], changed)
        return changed

    def _in_turn(self, others: Collection[str], count: int) -> Iterator[str]:
        left = min(count, len(others))
        for path in islice(self._folders, left):
            left -= 1
            if path in self._known:  # else it is no longer wanted
                yield path
        if left:
            self._folders = iter(list(others))
            yield from islice(self._folders, left)

    def _look(self, path: str, by_folder: dict[str, set[str]], *, whole: bool) -> None:
        """Read the names and stamps in ``path`` where its own time changed, or if ``whole``."""
        now = time.monotonic()
        try:
            status = os.stat(path)  # noqa: PTH116 - asked a thousand times a second
            touched = (status.st_mtime_ns, status.st_ino)
        except OSError:
            touched = (0, 0)
        before = self._known.get(path)
        if before is None:
            since = now if abs(time.time() - touched[0] / 1e9) < STEP else float("-inf")
        else:
            since = before[1] if before[0] == touched else now
        if before is None or whole or now - since < STEP:
            # The time was asked before the files: what comes in between is seen at the next look.
            there, old = stamps(path, self._ending), before[2] if before else {}
            self._known[path] = (touched, since, there)
            if before is None or old != there:
                changed = {name for name, _stamp in old.items() ^ there.items()}
                by_folder.setdefault(path, set()).update(changed)

    def _look_at_files(self, count: int, changed: dict[str, set[str]]) -> None:
        """Ask ``count`` files whether they changed: a file may be written where it is."""
        turn = list(islice(self._files, count))
        if len(turn) < count:
            self._files = self._every_file()
            turn += islice(self._files, count - len(turn))
        for folder, name in turn:
            known = self[folder]
            if name not in known:
                continue
            now = stamp_of(f"{folder}/{name}")
            if now != known[name]:
                known[name] = now
                changed.setdefault(folder, set()).add(name)

    def _every_file(self) -> Iterator[tuple[str, str]]:
        for folder in list(self._known):
            for name in list(self[folder]):
                yield folder, name
