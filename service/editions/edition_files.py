"""Where the files of editions are: in the folder itself, or elsewhere with copies in the folder."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Protocol

from ..files import FolderNames
from . import file_scan, store
from .file_scan import Stamps
from .index import Entry, Line


class EditionFiles(Protocol):
    """The files that a window serves, each below the name of its article."""

    def begin(self) -> None:
        """Keep what is on this machine current from now on, in this process."""

    def refresh(self) -> None:
        """Bring what is on this machine up to date now. Raises SummariesError, OSError."""

    def names(self, lines: Sequence[Line], *, whole: bool) -> list[str]:
        """Return the articles of which there are files, sorted.

        It is the same list as long as it says the same. ``lines`` are those that the publisher
        added to its index, all there are if ``whole``.
        """

    def stamps(self, slug: str, noted: Mapping[str, Entry]) -> Stamps:
        """Return the stamps of an article's files by name; ``noted`` is what is known of them."""

    def open(self, slug: str, name: str, entry: Entry | None) -> tuple[Path, int | None]:
        """Return the path of the file ``name``, without ``.json``, if it is there, and its stamp.

        ``entry`` is the index's, None where it has none. Raises
        :class:`~service.editions.lazy_editions.UnavailableError` where it cannot be had now,
        :class:`~service.editions.verification.EditionError` where it is another's.
        """

    def troubles(self) -> tuple[str, ...]:
        """Return what operators are to know, a sentence each."""

    def answered(self) -> float:
        """Return when a bucket last answered, in seconds since 1970; 0 where there is none."""


def _has(names: Sequence[str], name: str) -> bool:
    """Tell whether ``name`` is one of ``names``, which are sorted."""
    at = bisect_left(names, name)
    return at < len(names) and names[at] == name


class FolderFiles:
    """The files of the folder that the publisher writes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._names = FolderNames(folder)

    def begin(self) -> None:
        """Do nothing: the publisher keeps it current."""

    def refresh(self) -> None:
        """Do nothing, as above."""

    def names(self, lines: Sequence[Line], *, whole: bool) -> list[str]:  # noqa: ARG002
        """Return the names of the folders, among them those of new ``lines``, ``whole`` or not."""
        names = self._names.get()
        if any(line.files and not _has(names, line.slug) for line in lines):
            # A network's file system tells of a new folder later than of the index.
            names = self._names.get(again=True)
        return names

    def stamps(self, slug: str, noted: Mapping[str, Entry]) -> Stamps:  # noqa: ARG002
        """Return the stamps that the files have now, whatever is ``noted`` of them."""
        return file_scan.stamps(self._folder / slug, (".json",))

    def open(self, slug: str, name: str, entry: Entry | None) -> tuple[Path, int | None]:  # noqa: ARG002
        """Return where the file ``name`` is or should be, and its stamp, None where it is not."""
        path = store.path(self._folder, slug, name)
        return path, file_scan.stamp_of(path)

    def troubles(self) -> tuple[str, ...]:
        """Return nothing: what is wrong with a file is found when it is read."""
        return ()

    def answered(self) -> float:
        """Return 0: there is no bucket."""
        return 0.0
