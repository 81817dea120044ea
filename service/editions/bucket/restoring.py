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

from ...errors import InputError
from ...files import read_bytes, write_bytes
from ...processes import locked
from ...review.keys import PrivateKey
from .. import file_scan, index, publisher_key, store
from ..index import Entry, Line
from ..verification import EditionError
from ..withdrawal import Known
from . import layout
from .object_storage import Bucket, BucketError, NoObjectError

# Objects that are read at the same time.
AT_ONCE = 16


def newer(theirs: Iterable[Line], mine: Mapping[str, Line]) -> list[Line]:
    """Return those of ``theirs``, a bucket's index, that know more than a folder does.

    Of a newer file, of one that went down, of a withdrawal, or of a line of the journal. ``mine``
    are the lines of the folder's own index, by slug.
    """
    last = {line.slug: line for line in theirs}
    return [
        line for slug, line in last.items() if _knows_more(line, mine.get(slug) or Line(slug, {}))
    ]


def _knows_more(line: Line, before: Line) -> bool:
    own, undone = before.serials(), {w.digest: w.undone for w in before.known.withdrawals}
    return (
        any(_is_newer(name, entry, before) for name, entry in line.files.items() if entry.serial)
        or any(serial > own.get(name, 0) for name, serial in line.least.items())
        or any(bool(w.undone) > bool(undone.get(w.digest)) for w in line.known.withdrawals)
        or any(w.digest not in undone for w in line.known.withdrawals)
        or not set(line.heads) <= set(before.heads)
    )


def _is_newer(name: str, entry: Entry, before: Line) -> bool:
    """Tell whether the file of ``entry`` is newer than the one that ``before`` has, or had.

    A file without a serial, such as an article's text, is.
    """
    own = before.files.get(name)
    if own is not None:
        return entry.serial > own.serial or not entry.serial
    return entry.serial >= before.least.get(name, 0) or not entry.serial


def damaged(bucket: Bucket) -> BucketError:
    """Return the error for an index in ``bucket`` that is not as its publisher left it."""
    return BucketError(
        f"the index in {bucket.address} is damaged, so what readers have is not known: to publish "
        f"what this machine has all the same, remove {layout.STATE} there"
    )


def restore(editions: Path, bucket: Bucket, content: bytes, key: PrivateKey) -> int:
    """Bring ``editions`` to what is newer in ``bucket``; return how many edition files changed.

    ``content`` is the bucket's index. What ``key``, the publisher's, has not signed counts for
    nothing.
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
            own.counter = max(own.counter, layout.counter(content))
            own.write([*(mine | {line.slug: line for line, _count in done}).values()], key)
        return sum(count for _line, count in done)


def _signed(content: bytes, key: PrivateKey) -> list[Line]:
    """Return the lines of ``content``, an index, that the publisher signed with ``key``."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        publisher_key.announce(folder, key)
        (folder / index.FILE).write_bytes(content)
        return index.Reader(folder, [key.public]).news()


def _serial(path: Path, key: PrivateKey) -> int:
    """Return the serial of the file at ``path``; -1 where there is none that ``key`` signed."""
    try:
        return store.check(read_bytes(path, store.shown(path)), [key.public])
    except (InputError, EditionError):
        return -1


def _content(bucket: Bucket, name: str, least: int, key: PrivateKey) -> bytes | None:
    """Return the object ``name``; None where it is lost, altered or older than ``least``."""
    try:
        answer = bucket.get(name)
        if answer is None or store.check(answer.content, [key.public]) < least:
            return None
    except (NoObjectError, EditionError):
        return None
    return answer.content


def _bring(
    editions: Path, bucket: Bucket, line: Line, mine: Mapping[str, Line], key: PrivateKey
) -> tuple[Line, int]:
    """Make the files of an article what ``line`` says where that is newer.

    Returns the line as it is true of the folder, and how many files changed. What is older than a
    file that the line has, or that went down, goes, also where the newer one cannot be had.
    """
    before = mine.get(line.slug) or Line(line.slug, {})
    files: dict[str, Entry] = dict(before.files)
    least = {name: serial for name, serial in line.least.items() if name not in line.files}
    count = 0
    for name, entry in line.files.items():
        if not _is_newer(name, entry, before):
            continue
        path = store.path(editions, line.slug, name)
        here = _serial(path, key)
        if not here >= entry.serial > 0:  # the index may have been lost alone
            where = layout.key(line.slug, name)
            content = _content(bucket, where, max(here, entry.serial), key)
            if content is None:  # windows do not show it either
                least[name] = entry.serial
                continue
            path.parent.mkdir(exist_ok=True)
            write_bytes(path, content, durable=False)
            count += 1
        status = path.stat()
        files[name] = msgspec.structs.replace(
            entry, stamp=file_scan.stamp(status), size=status.st_size
        )
    for name, serial in least.items():
        path = store.path(editions, line.slug, name)
        if _serial(path, key) < serial:
            count += path.exists()
            path.unlink(missing_ok=True)
            files.pop(name, None)
    # What the folder has of the journal may lack what the bucket's publisher knew, and the reverse.
    absent = [digest for digest in line.absent if digest in before.absent or not before.heads]
    return msgspec.structs.replace(
        line.with_files(files, before), seen="", known=_known(line.known, before.known),
        heads=sorted({*line.heads, *before.heads}),
        absent=absent if line.heads else before.absent,
    ), count  # fmt: skip


def _known(theirs: Known, mine: Known) -> Known:
    """Return what either knows of withdrawals: each of them, and of each whether it is undone."""
    by_digest = {withdrawal.digest: withdrawal for withdrawal in mine.withdrawals}
    for withdrawal in theirs.withdrawals:
        own = by_digest.get(withdrawal.digest, withdrawal)
        undone = withdrawal.undone or own.undone
        by_digest[own.digest] = msgspec.structs.replace(withdrawal, undone=undone)
    return msgspec.structs.replace(theirs, stamp="", withdrawals=[*by_digest.values()])
