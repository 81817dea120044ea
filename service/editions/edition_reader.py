"""Reads and verifies the files of editions for a window, and holds what was read in memory."""

from __future__ import annotations

import logging
from collections.abc import Container, Sequence
from pathlib import Path

import msgspec

from ..content import ui_strings
from ..errors import InputError
from . import index, store
from .cache import EditionCache, Held, Place
from .edition_files import EditionFiles
from .index import Entry
from .lazy_editions import UnavailableError, Value
from .model import Edition, Original, Withdrawn
from .refused_files import RefusedFiles
from .ui_translations import UITranslations
from .verification import EditionError

log = logging.getLogger(__name__)

# Bytes of edition files whose contents are held in memory; objects take some five times that.
MOST_BYTES = 12 * 1024 * 1024


class OlderFileError(EditionError):
    """The file is one that the publisher has replaced since: a copy was put back."""


class EditionReader:
    """Reads single files of the editions in ``folder``; those it cannot use are in ``refused``.

    ``files`` says where the files come from. ``trusted`` are the publisher's keys, where they are
    given. ``interfaces`` are the languages of the interface that readers have now. Safe to share
    between threads as far as :meth:`take` goes.
    """

    def __init__(self, folder: Path, files: EditionFiles, trusted: Sequence[str] | None) -> None:
        self._folder = folder
        self._files = files
        self._trusted = trusted
        self.refused = RefusedFiles()
        self.memory = EditionCache(MOST_BYTES, self.refused)
        self.interfaces: Container[str] = ()

    def verify(
        self, place: Place, stamp: int | None, before: Entry | None, noted: Entry | None,
        least: int = 0,
    ) -> Entry | None:  # fmt: skip
        """Read and verify the file at ``place``, for which nobody vouched; return what it is.

        ``stamp`` is the file's. Returns None when it is refused, also for being older than what was
        there ``before``, or what the publisher ``noted``, or for having a smaller serial than
        ``least``.
        """
        entry = before or noted
        if entry is not None and stamp is not None:
            entry = msgspec.structs.replace(entry, stamp=stamp)
        serial = max([least, *(e.serial for e in (before, noted) if e is not None)])
        try:
            path, _stamp = self._files.open(*place, entry)
            value = self._load(place, path, serial)
        except (InputError, EditionError) as error:
            self._refuse(place, stamp, error)
            return None
        except UnavailableError:
            return None
        size = _size(path)
        self.refused.remove(place)
        self.memory.put(place, Held(stamp, size, value))
        return index.entry(value, stamp or 0, size)

    def take(self, place: Place, entry: Entry | None) -> Value:
        """Return what the file at ``place`` holds, from memory or read and checked.

        ``entry`` is what is known of it. When the file can no longer be used, what was read of it
        before is served on. Raises :class:`UnavailableError` when nothing was, or it was evicted.
        """
        held = self.memory.get(place)
        if held is not None and entry is not None and _serial(held.value) < entry.serial:
            held = None
        if held is not None and (entry is None or held.stamp == entry.stamp):
            return held.value
        if held is not None and place in self.refused:
            return held.value
        stamp = entry.stamp if entry else None
        try:
            path, stamp = self._files.open(*place, entry)
            value = self._load(place, path, entry.serial if entry else 0)
        except (InputError, EditionError, UnavailableError) as error:
            if stamp is not None and not isinstance(error, UnavailableError):
                self._refuse(place, stamp, error)
            if held is not None:
                return held.value
            raise UnavailableError("/".join(place)) from error
        if self.refused.is_unchanged(place, stamp):
            self.refused.remove(place)
        size = entry.size if entry else _size(path)
        self.memory.put(place, Held(stamp, size, value))
        return value

    def _load(self, place: Place, path: Path, serial: int) -> Value:
        slug, name = place
        if name == store.ORIGINAL:
            return store.load_original(path, self._trusted)
        value = store.load(path, self._trusted, name)
        if value.serial < serial:
            raise OlderFileError("it is older than what the publisher wrote last, a copy put back")
        if slug == ui_strings.DOMAIN:
            _complete(value)
        return value

    def _refuse(self, place: Place, stamp: int | None, error: Exception) -> None:
        older = isinstance(error, OlderFileError) or self.refused.is_older(place)
        name = store.shown(store.path(self._folder, *place))
        problem = f"{name} is not served: {error}"
        if kept := self._kept(place, older=older):
            problem = f"{name} cannot be used: {error}; readers keep {kept}, from memory"
        if self.refused.add(place, stamp, problem, older=older):
            log.error("%s", problem)

    def _kept(self, place: Place, *, older: bool) -> str:
        """Say what readers still get of a file that can no longer be used; empty if nothing."""
        slug, name = place
        held = self.memory.get(place)
        if held is not None and not older:
            value = held.value
            return "it" if isinstance(value, Original) else f"revision {value.revision}"
        return "it" if slug == ui_strings.DOMAIN and name in self.interfaces else ""


def _serial(value: Value) -> int:
    return 0 if isinstance(value, Original) else value.serial


def _size(path: Path) -> int:
    try:
        return path.stat().st_size
    except OSError:
        return 0


def _complete(value: Edition | Withdrawn) -> None:
    """Raise EditionError unless ``value`` is an interface with every string that pages need."""
    lacking = ["all of it"]
    if isinstance(value, Edition):
        lacking = UITranslations(value).lacks(ui_strings.source())
    if lacking:
        raise EditionError(
            f"the interface lacks “{lacking[0]}”: run this version's publisher, "
            "or translate and sign it"
        )
