"""The publisher's index in a bucket: its parts, and the state that names them and is written last.

Whoever reads the bucket goes by the state, so what it does not name yet is not there for them.
"""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import msgspec

from ...errors import InputError, SummariesError
from ...files import UnusableFileError, open_regular, read_bytes
from .. import index, store
from . import layout
from .layout import State
from .object_storage import Bucket, NoObjectError


class BucketIndex:
    """The index of the folder ``editions`` in ``bucket``, as its ``state`` says."""

    def __init__(self, editions: Path, bucket: Bucket) -> None:
        self._editions, self._bucket = editions, bucket
        self.state, self._tag = State(layout.FORMAT, ""), ""

    def load_state(self) -> State:
        """Return the state that is in the bucket, an empty one where there is none.

        Raises SummariesError where it is not of this format.
        """
        try:
            kept = self._bucket.get(layout.STATE)
        except NoObjectError:
            kept = None
        if kept is not None:
            state = layout.read_state(kept.content)
            if state is None:
                raise SummariesError(
                    f"{self._bucket.address}/{layout.STATE} was not written by this version "
                    "of the program: use another prefix"
                )
            self.state, self._tag = state, kept.tag
        return self.state

    def content(self) -> tuple[bytes, bool]:
        """Return the index that the state names, and whether the folder has it as well.

        What a lost part of it lists is not in it, and goes up again.
        """
        content = self._local(sum(size for _name, size in self.state.parts))
        if self.names(content):
            return content, True
        return b"".join(self._part(name) for name, _size in self.state.parts), False

    def names(self, content: bytes) -> bool:
        """Tell whether ``content`` begins with the parts that the state names."""
        at = 0
        for name, size in self.state.parts:
            if layout.digest(content[at : at + size]) != name:
                return False
            at += size
        return True

    def write(self, writer: str, read: tuple[int, int], gone: Iterable[str]) -> None:
        """Upload index and state, if they are not what is there, then remove what is ``gone``.

        ``writer`` names the folder that writes. ``read`` is the index file's inode and the number
        of its bytes that are to go up. ``gone`` are keys.
        """
        state, beside = self.state, dict(self.state.beside)
        for name in layout.BESIDE:
            try:
                content = read_bytes(self._editions / name, name)
            except InputError:
                continue
            if beside.get(name) != (digest := layout.digest(content)):
                self._bucket.put(name, content, {"Cache-Control": "no-cache"})
                beside[name] = digest
        parts = self._upload_parts(*read)
        before = {f"{layout.PARTS}{name}" for name, _size in state.parts}
        # Parts that an interrupted write left; an edition file may have come back since.
        before |= {key for key in state.gone if key.startswith(layout.PARTS)}
        leaving = {*gone, *before} - {f"{layout.PARTS}{name}" for name, _size in parts}
        # What is gone is named until it is removed, for whoever goes on where this process ends.
        new = State(
            layout.FORMAT, writer, store.heartbeat(self._editions) or 0.0, parts,
            beside, tuple(sorted(leaving)),
        )  # fmt: skip
        if new != state:
            self._write_state(new)
        if leaving:
            self._bucket.delete(sorted(leaving))
            self._write_state(msgspec.structs.replace(new, gone=()))

    def _write_state(self, state: State) -> None:
        content = msgspec.json.encode(state)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
        self._tag = self._bucket.put(layout.STATE, content, headers, instead=self._tag)
        self.state = state

    def _upload_parts(self, inode: int, size: int) -> tuple[tuple[str, int], ...]:
        """Upload what is new of the index; return the parts that it has then.

        A part that is smaller than what comes behind it becomes one with that, so that there are
        few, and none is written often.
        """
        parts = list(self.state.parts)
        start = sum(length for _name, length in parts)
        # The last part signs those before it.
        last = self._local(start, start - parts[-1][1]) if parts else b""
        if parts and layout.digest(last) != parts[-1][0]:
            parts, start = [], 0  # the index was written again
        while parts and parts[-1][1] <= size - start <= layout.PART - parts[-1][1]:
            start -= parts.pop()[1]
        tail = self._local(size, start, inode)
        if inode < 0 or len(tail) != size - start:
            return self.state.parts  # it is not there, or being written again: next time
        for at in range(0, len(tail), layout.PART):
            content = tail[at : at + layout.PART]
            name = layout.digest(content)
            self._bucket.put(f"{layout.PARTS}{name}", content)
            parts.append((name, len(content)))
        return tuple(parts)

    def _part(self, name: str) -> bytes:
        try:
            part = self._bucket.get(f"{layout.PARTS}{name}")
        except NoObjectError:
            return b""
        return part.content if part else b""

    def _local(self, size: int, start: int = 0, inode: int | None = None) -> bytes:
        """Return the folder's index from ``start`` up to ``size`` bytes, as much as there is.

        Nothing where the file is no longer ``inode``.
        """
        try:
            descriptor = open_regular(self._editions / index.FILE, most=index.MAX_FILE)
        except (OSError, UnusableFileError):
            return b""
        with os.fdopen(descriptor, "rb") as file:
            if inode is not None and os.fstat(descriptor).st_ino != inode:
                return b""
            file.seek(start)
            return file.read(size - start)
