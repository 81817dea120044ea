"""Brings back from a bucket what readers have, into a folder of editions that has less.

A new machine begins with what was backed up: a clone of the workshop, the publisher's key and log.
What was signed or withdrawn after that is in the bucket alone. Went the publisher by its backup,
and over the bucket, those words would be lost, and what was withdrawn would be up again. With the
editions back it does what it does when lines of a journal are gone: readers keep what they have,
and people are told.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from ..errors import InputError
from ..files import read_bytes, write_bytes
from ..processes import locked
from ..review.keys import PrivateKey
from . import bucket_files, file_scan, index, publisher_key, store
from .bucket import Bucket, BucketError, NoObjectError
from .index import Entry, Line
from .verification import EditionError

# Objects that are read at the same time.
AT_ONCE = 16


def newer(theirs: Iterable[Line], mine: Mapping[str, Line]) -> list[Line]:
    """Return those of ``theirs``, a bucket's index, of which a folder has an older state, or none.

    ``mine`` are the lines of the folder's own index, by slug.
    """

    def serial(slug: str, name: str) -> int:
        line = mine.get(slug)
        entry = line.files.get(name) if line else None
        return entry.serial if entry else 0

    last = {line.slug: line for line in theirs}
    return [
        line
        for slug, line in last.items()
        if any(entry.serial > serial(slug, name) for name, entry in line.files.items())
    ]


def damaged(bucket: Bucket) -> BucketError:
    """Return the error for an index in ``bucket`` that is not as its publisher left it."""
    return BucketError(
        f"the index in {bucket.address} is damaged, so what readers have is not known: to publish "
        f"what this machine has all the same, remove {bucket_files.STATE} there"
    )


def restore(editions: Path, bucket: Bucket, content: bytes, key: PrivateKey) -> int:
    """Copy from ``bucket`` into ``editions`` what is newer there; return how many edition files.

    ``content`` is the bucket's index. What ``key``, the publisher's, has not signed is left alone.
    Raises :class:`~service.editions.bucket.BucketError` where the bucket does not answer, or its
    index is not to be believed, OSError.
    """
    theirs = _signed(content, key)
    if not theirs:
        raise damaged(bucket)
    editions.mkdir(parents=True, exist_ok=True)
    publisher_key.announce(editions, key)
    with locked(editions):
        own = index.Reader(editions, [key.public])
        mine = {line.slug: line for line in own.news()}
        lines = newer(theirs, mine)
        with ThreadPoolExecutor(AT_ONCE) as pool:
            done = list(pool.map(lambda line: _bring(editions, bucket, line, mine, key), lines))
        if lines:
            # Windows that read the bucket have seen its counter.
            own.counter = max(own.counter, bucket_files.counter(content))
            own.write([*(mine | {line.slug: line for line, _count in done}).values()], key)
        return sum(count for _line, count in done)


def _signed(content: bytes, key: PrivateKey) -> list[Line]:
    """Return the lines of ``content``, an index, that the publisher signed with ``key``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publisher_key.announce(folder, key)
        (folder / index.FILE).write_bytes(content)
        return index.Reader(folder, [key.public]).news()


def _is_there(path: Path, entry: Entry, key: PrivateKey) -> bool:
    """Tell whether the file at ``path`` is as new as ``entry`` says, or newer."""
    try:
        return store.check(read_bytes(path, store.shown(path)), [key.public]) >= entry.serial > 0
    except (InputError, EditionError):
        return False


def _bring(
    editions: Path, bucket: Bucket, line: Line, mine: Mapping[str, Line], key: PrivateKey
) -> tuple[Line, int]:
    """Copy the newer files of ``line``; return it as it is true of the folder, and how many.

    All that either knows of withdrawals is known then.
    """
    count = 0
    before = mine.get(line.slug) or Line(line.slug, {})
    files: dict[str, Entry] = dict(before.files)
    for name, entry in line.files.items():
        own = files.get(name)
        if own is not None and own.serial >= entry.serial > 0:
            continue
        path = store.path(editions, line.slug, name)
        if not _is_there(path, entry, key):  # the index may have been lost alone
            try:
                content = bucket.get(bucket_files.key(line.slug, name))
                if content is None or store.check(content.content, [key.public]) < entry.serial:
                    continue
            except (NoObjectError, EditionError):
                continue  # somebody altered it: windows do not show it either
            path.parent.mkdir(exist_ok=True)
            write_bytes(path, content.content, durable=False)
            count += 1
        status = path.stat()
        files[name] = msgspec.structs.replace(
            entry, stamp=file_scan.stamp(status), size=status.st_size
        )
    there = {withdrawal.digest for withdrawal in line.known.withdrawals}
    known = msgspec.structs.replace(
        line.known,
        stamp="",
        withdrawals=[
            *line.known.withdrawals,
            *(w for w in before.known.withdrawals if w.digest not in there),
        ],
    )
    line = line.with_files(files, before)
    return msgspec.structs.replace(line, seen="", known=known), count
