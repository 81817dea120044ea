"""Brings what the publisher wrote into its folder to a bucket, for windows on other machines.

Edition files first, then the index, then the state that names it, and what is no longer needed is
removed last: an upload that is interrupted leaves readers what they had.
"""

from __future__ import annotations

import json
import logging
import os
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import msgspec

from ..errors import InputError, SummariesError
from ..files import UnusableFileError, open_regular, read_bytes, write_bytes
from ..processes import locked
from ..review.keys import PrivateKey
from . import bucket_files, bucket_restore, file_scan, index, publisher_key, store
from .bucket import Bucket, MovedOnError, NoObjectError, Object
from .bucket_files import State
from .index import Entry, Line

log = logging.getLogger(__name__)

# Objects that are written at the same time.
AT_ONCE = 16
# Seconds between two looks at the folder, and the longest after failures.
INTERVAL, PATIENCE = 0.25, 5.0
# Seconds after which another publisher that wrote nothing is taken to be gone; each says that it
# is alive every ten.
SILENCE = 30.0
# In the editions folder: who it is, and what the last upload came to.
WRITER, OUTCOME = "_writer", "_upload.json"


class Uploader:
    """Uploads what is in the folder ``editions``, and later what changed there.

    With the publisher's key, which is in ``published``, it first brings back what the bucket has
    and the folder lacks, as on a new machine; without it, it uploads nothing then.
    """

    def __init__(self, editions: Path, bucket: Bucket, published: Path | None = None) -> None:
        self._editions, self._bucket, self._published = editions, bucket, published
        self._reader = index.Reader(editions)
        self._state: State | None = None
        self._tag = ""
        # By article: the stamps of the files that are in the bucket, of those its index lists.
        self._sent: dict[str, dict[str, int]] = {}
        self._gone: set[str] = set()
        # What was looked at when index and state went up last.
        self._seen: object = None
        self._waiting: dict[str, Line] = {}

    def bring(self) -> int:
        """Upload what changed since the last call; return how many edition files went up or down.

        Raises SummariesError where the bucket cannot be used or is another publisher's, and
        OSError. What was not uploaded then is in the next call.
        """
        if not publisher_key.public(self._editions):
            return 0  # nothing was published yet
        with locked(self._editions.parent):  # the publisher goes on meanwhile
            try:
                return self._bring()
            except MovedOnError:
                # By another process of this machine, such as “summaries withdraw”: what it left
                # there is where this one goes on. Or by another publisher, which that finds out.
                self._state = None
            try:
                return self._bring()
            except MovedOnError:
                self._state = None
                raise

    def _bring(self) -> int:
        if self._state is None:
            self._begin()
        news = self._reader.news()
        if self._reader.whole:
            self._waiting = {slug: Line(slug, {}) for slug in self._sent}
        self._waiting |= {line.slug: line for line in news}
        changed = [
            (slug, name, entry)
            for slug, line in self._waiting.items()
            for name, entry in line.files.items()
            if self._sent.get(slug, {}).get(name) != entry.stamp
        ]
        # What is withdrawn first.
        changed.sort(key=lambda row: row[2].state != "withdrawn")
        with ThreadPoolExecutor(AT_ONCE) as pool:
            list(pool.map(self._put, changed))
        before = len(self._gone)
        for slug, line in self._waiting.items():
            gone = self._sent.pop(slug, {}).keys() - line.files.keys()
            self._gone |= {bucket_files.key(slug, name) for name in gone}
            if line.files:
                self._sent[slug] = {name: entry.stamp for name, entry in line.files.items()}
        self._waiting = {}
        beside = [file_scan.stamp_of(self._editions / name) for name in bucket_files.BESIDE]
        seen = (self._reader.read, store.heartbeat(self._editions), beside)
        if seen != self._seen or self._gone:
            self._finish()
            self._seen = seen
        return len(changed) + max(0, len(self._gone) - before)

    def _put(self, row: tuple[str, str, Entry]) -> None:
        slug, name, _entry = row
        path = store.path(self._editions, slug, name)
        content = read_bytes(path, store.shown(path))
        headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
        key = bucket_files.key(slug, name)
        self._bucket.put(key, content, headers)
        self._gone.discard(key)  # it came back

    def _begin(self) -> int:
        """Learn what is in the bucket already; return how many files were brought back from it."""
        public, back = publisher_key.public(self._editions), 0
        state, self._tag = State(bucket_files.FORMAT, ""), ""
        if (kept := self._there(bucket_files.STATE)) is not None:
            there = bucket_files.read_state(kept.content)
            if there is None:
                raise SummariesError(
                    f"{self._bucket.address}/{bucket_files.STATE} was not written by this version "
                    "of the program: use another prefix"
                )
            state, self._tag = there, kept.tag
        theirs = self._there(publisher_key.PUBLIC)
        if theirs is not None and theirs.content.decode(errors="replace").strip() not in public:
            raise self._another()
        silent = time.time() - state.alive
        if state.writer not in ("", self._writer()) and silent < SILENCE:
            raise SummariesError(
                f"another publisher wrote to {self._bucket.address} {max(0, silent):.0f} seconds "
                f"ago: stop one of the two (this one goes on {SILENCE:.0f} seconds after the other "
                "has ended)"
            )
        content = self._local(sum(size for _name, size in state.parts))
        if not _is(content, state):
            parts = [self._there(f"{bucket_files.PARTS}{name}") for name, _size in state.parts]
            # What a lost part lists goes up again.
            content = b"".join(part.content for part in parts if part)
            if theirs is not None:  # else its key was said to be lost
                back = self._restore(content, state)
        self._sent, self._gone = {}, set(state.gone)
        for line in bucket_files.lines(content):
            self._sent[line.slug] = {name: entry.stamp for name, entry in line.files.items()}
        if not self._writer():  # from now on it has all that the bucket has
            write_bytes(self._editions / WRITER, f"{secrets.token_hex(8)}\n".encode())
        self._reader, self._state = index.Reader(self._editions), state
        self._seen = None
        return back

    def prepare(self) -> int:
        """Bring back what the bucket has and the folder lacks; return how many edition files.

        Called before anything is published, so that it is published in view of that. A folder that
        the bucket knows may go on when the bucket does not answer, a new one may not: what it
        published would count as newer than what was withdrawn before its time.

        Raises SummariesError where the bucket cannot be used, OSError.
        """
        self._editions.mkdir(parents=True, exist_ok=True)
        with locked(self._editions.parent):
            try:
                if not publisher_key.public(self._editions):
                    self._is_ours()
                publisher_key.announce(self._editions, self._private_key())
                return self._begin()
            except Exception as error:
                _note(self._editions, self._bucket.address, str(error))
                if self._writer() and isinstance(error, SummariesError):
                    return 0  # the upload says what is wrong
                raise

    def _private_key(self) -> PrivateKey:
        assert self._published is not None  # who publishes has it
        return publisher_key.load(self._published)

    def _is_ours(self) -> None:
        """Raise SummariesError where the bucket's publisher has a key that is not here.

        Asked before a new key is made, which would stand in the way of the right one.
        """
        theirs = self._there(publisher_key.PUBLIC)
        if theirs is not None and self._published and not publisher_key.is_there(self._published):
            raise self._another()

    def _another(self) -> SummariesError:
        return SummariesError(
            f"{self._bucket.address} holds what another publisher’s key signed: put that key "
            f"back as {publisher_key.PRIVATE} in SUMMARIES_PUBLISHED, or use another prefix; "
            f"if the key is lost, remove {publisher_key.PUBLIC} there"
        )

    def prepared(self, stopped: Callable[[], bool]) -> bool:
        """Try to :meth:`prepare` until that is done; False where ``stopped()`` came first."""
        failure, pause = "", INTERVAL
        while not stopped():
            try:
                self.prepare()
            except (SummariesError, OSError) as error:
                if str(error) != failure:  # said once, not at every attempt
                    log.error("nothing is published yet: %s", error)
                failure, pause = str(error), min(2 * pause, PATIENCE)
            else:
                return True
            _pause(pause, stopped)
        return False

    def _restore(self, content: bytes, state: State) -> int:
        """Bring back what ``content``, the bucket's index, has newer than the folder's."""
        mine = index.Reader(self._editions)
        lines = {line.slug: line for line in mine.news()}
        if state.writer == self._writer() and mine.counter >= bucket_files.counter(content):
            return 0  # this folder wrote it, and went on
        if not _is(content, state):
            raise bucket_restore.damaged(self._bucket)
        if not bucket_restore.newer(bucket_files.lines(content), lines):
            return 0
        if self._published is None:
            raise SummariesError(
                f"{self._bucket.address} has editions that are newer than those of this machine: "
                "run “summaries publish”, which brings them back first"
            )
        count = bucket_restore.restore(self._editions, self._bucket, content, self._private_key())
        if count:
            log.warning(
                "brought back %d edition files that only %s had", count, self._bucket.address
            )
        return count

    def _there(self, key: str) -> Object | None:
        try:
            return self._bucket.get(key)
        except NoObjectError:
            return None

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

    def _writer(self) -> str:
        """Return what names this folder, also to the next process; nothing for a new folder."""
        try:
            return read_bytes(self._editions / WRITER, WRITER).decode(errors="replace").strip()
        except InputError:
            return ""

    def _finish(self) -> None:
        """Upload index and state, if they are not what is there, and remove what is gone."""
        state = self._state
        assert state is not None
        beside = dict(state.beside)
        for name in bucket_files.BESIDE:
            try:
                content = read_bytes(self._editions / name, name)
            except InputError:
                continue
            if beside.get(name) != (digest := bucket_files.digest(content)):
                self._bucket.put(name, content, {"Cache-Control": "no-cache"})
                beside[name] = digest
        parts = self._parts(state)
        kept = {f"{bucket_files.PARTS}{name}" for name, _size in parts}
        self._gone |= {f"{bucket_files.PARTS}{name}" for name, _size in state.parts}
        self._gone -= kept
        # What is gone is named until it is removed, for whoever goes on where this process ends.
        new = State(
            bucket_files.FORMAT, self._writer(), store.heartbeat(self._editions) or 0.0, parts,
            beside, tuple(sorted(self._gone)),
        )  # fmt: skip
        if new != state:
            self._write(new)
        if self._gone:
            self._bucket.delete(sorted(self._gone))
            self._gone = set()
            self._write(msgspec.structs.replace(new, gone=()))

    def _write(self, state: State) -> None:
        content = msgspec.json.encode(state)
        headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
        self._tag = self._bucket.put(bucket_files.STATE, content, headers, instead=self._tag)
        self._state = state

    def _parts(self, state: State) -> tuple[tuple[str, int], ...]:
        """Upload what is new of the index; return the parts that it has then.

        A part that is smaller than what comes behind it becomes one with that, so that there are
        few, and none is written often.
        """
        inode, size = self._reader.read
        parts = list(state.parts)
        start = sum(length for _name, length in parts)
        # The last part signs those before it.
        last = self._local(start, start - parts[-1][1]) if parts else b""
        if parts and bucket_files.digest(last) != parts[-1][0]:
            parts, start = [], 0  # the index was written again
        tail = self._local(size, start, inode)
        while tail and parts and parts[-1][1] <= len(tail) <= bucket_files.PART - parts[-1][1]:
            start -= parts.pop()[1]
            tail = self._local(size, start, inode)
        if inode < 0 or len(tail) != size - start:
            return state.parts  # it is not there, or being written again: next time
        for at in range(0, len(tail), bucket_files.PART):
            content = tail[at : at + bucket_files.PART]
            name = bucket_files.digest(content)
            self._bucket.put(f"{bucket_files.PARTS}{name}", content)
            parts.append((name, len(content)))
        return tuple(parts)

    def bring_and_note(self) -> int:
        """:meth:`bring`, and leave in the folder what it came to, for “summaries status”."""
        try:
            count = self.bring()
        except Exception as error:
            if str(error) != outcome(self._editions)[0]:
                _note(self._editions, self._bucket.address, str(error))
            raise
        if outcome(self._editions)[0]:
            _note(self._editions, self._bucket.address, "")
        return count

    def keep(self, stopped: Callable[[], bool]) -> None:
        """Upload what changes until ``stopped()``, whatever happens in between."""
        failure, pause = "", INTERVAL
        while not stopped():
            try:
                count = self.bring_and_note()
            except Exception as error:
                said = str(error)
                if said != failure:  # said once, not at every attempt
                    known = isinstance(error, SummariesError | OSError)
                    log.error("not uploaded: %s", said, exc_info=not known)
                failure, pause = said, min(2 * pause, PATIENCE)
            else:
                if count:
                    log.info("uploaded %d edition files to %s", count, self._bucket.address)
                failure, pause = "", INTERVAL
            _pause(pause, stopped)

    def started(self, stopped: Callable[[], bool]) -> threading.Thread:
        """Return a thread that runs :meth:`keep` until ``stopped`` returns true."""
        thread = threading.Thread(target=self.keep, args=(stopped,), name="upload", daemon=True)
        thread.start()
        return thread


def _pause(seconds: float, stopped: Callable[[], bool]) -> None:
    end = time.monotonic() + seconds
    while not stopped() and time.monotonic() < end:
        time.sleep(INTERVAL)


def _is(content: bytes, state: State) -> bool:
    """Tell whether ``content`` begins with the parts of ``state``."""
    at = 0
    for name, size in state.parts:
        if bucket_files.digest(content[at : at + size]) != name:
            return False
        at += size
    return True


def _note(editions: Path, address: str, problem: str) -> None:
    try:
        outcome = {"bucket": address, "since": int(time.time()), "problem": problem}
        write_bytes(editions / OUTCOME, json.dumps(outcome).encode(), durable=False)
    except OSError:
        return  # the log has it


def outcome(editions: Path) -> tuple[str, float]:
    """Return what stood in the way of the last upload, and since when; empty where nothing did."""
    try:
        data = json.loads(read_bytes(editions / OUTCOME, OUTCOME))
        return str(data["problem"]), float(data["since"])
    except (InputError, ValueError, TypeError, KeyError):
        return "", 0.0
