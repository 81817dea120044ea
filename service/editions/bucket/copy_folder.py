"""The folder of a window's copy: which versions of a file are in it, what its bucket said last."""

from __future__ import annotations

import json
import os
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from ...errors import InputError
from ...files import UnusableFileError, folders, open_regular, read_bytes, write_bytes
from .. import file_scan, index

# What the bucket said last. Its time is that of the bucket's last answer.
ANSWER = "_bucket.json"


class CopyFolder:
    """Copies of edition files in ``folder``: ``<slug>/<locale>.<stamp>.json``."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._troubles: tuple[object, tuple[str, ...]] = (None, ())

    def path(self, slug: str, name: str, stamp: int) -> Path:
        """Return where the copy with ``stamp`` of the file ``name`` is, or would be."""
        return self._folder / slug / f"{name}.{stamp & 0xFFFFFFFFFFFFFFFF:016x}.json"

    def stamps(self, slug: str) -> dict[str, list[int]]:
        """Return the stamps of the copies that there are of an article, by the file's name."""
        by_name: dict[str, list[int]] = {}
        with suppress(OSError), os.scandir(self._folder / slug) as entries:
            for each in entries:
                name, _, rest = each.name.partition(".")
                with suppress(ValueError):
                    number = int(rest.removesuffix(".json"), 16)
                    signed = number - 2**64 if number >= 2**63 else number
                    by_name.setdefault(name, []).append(signed)
        return by_name

    def drop(self, slug: str, name: str, keep: int | None) -> None:
        """Remove the copies of the file ``name`` but the one with the stamp ``keep``."""
        for stamp in self.stamps(slug).get(name, ()):
            if stamp != keep:
                self.path(slug, name, stamp).unlink(missing_ok=True)

    def slugs(self) -> list[str]:
        """Return the articles that have copies, sorted."""
        with suppress(OSError):
            return folders(self._folder)
        return []

    def content(self, name: str, start: int = 0) -> bytes:
        """Return what is in the file ``name`` from byte ``start`` on.

        Nothing where it cannot be read.
        """
        try:
            descriptor = open_regular(self._folder / name, most=index.MAX_FILE)
            with os.fdopen(descriptor, "rb") as file:
                file.seek(start)
                return file.read()
        except (OSError, UnusableFileError):
            return b""

    def troubles(self) -> tuple[str, ...]:
        """Return what was last in the way of the process that asks the bucket."""
        stamp = file_scan.stamp_of(self._folder / ANSWER)
        if stamp != self._troubles[0]:
            self._troubles = stamp, self._read_troubles()
        return self._troubles[1]

    def _read_troubles(self) -> tuple[str, ...]:
        try:
            problems = json.loads(read_bytes(self._folder / ANSWER, ANSWER))["problems"]
            return tuple(str(problem) for problem in problems)
        except (InputError, ValueError, TypeError, KeyError):
            return ()

    def note_troubles(self, problems: Sequence[str]) -> None:
        """Keep ``problems``, a sentence each, for all processes of this machine. Raises OSError."""
        content = json.dumps({"problems": problems}).encode()
        write_bytes(self._folder / ANSWER, content, durable=False)

    def note_answer(self) -> None:
        """Note that the bucket answered just now. Raises OSError."""
        (self._folder / ANSWER).touch()

    def answered(self) -> float:
        """Return when the bucket last answered, in seconds since 1970; 0 if it never did."""
        try:
            return (self._folder / ANSWER).stat().st_mtime
        except OSError:
            return 0.0
