"""Brings what the publisher wrote into its folder to a bucket, for windows on other machines.

Edition files first, then the index, then the state that names it, and what is no longer needed is
removed last: an upload that is interrupted leaves readers what they had.
"""

from __future__ import annotations

import logging
import secrets
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from ...errors import InputError, SummariesError
from ...files import read_bytes, write_bytes
from ...processes import locked
from ...review.keys import PrivateKey
from .. import file_scan, index, publisher_key, store
from ..index import Entry, Line
from . import layout, restoring, upload_outcome
from .index_parts import BucketIndex
from .object_storage import Bucket, MovedOnError, NoObjectError

log = logging.getLogger(__name__)

# Objects that are written at the same time.
AT_ONCE = 16
# Seconds between two looks at the folder, and the longest after failures.
INTERVAL, PATIENCE = 0.25, 5.0
# Seconds after which another publisher that wrote nothing is taken to be gone; each says that it
# is alive every ten.
SILENCE = 30.0
# In the editions folder: who it is.
WRITER = "_writer"


class Uploader:
    """Uploads what is in the folder ``editions``, and later what changed there.

    With the publisher's key, which is in ``published``, it first brings back what the bucket has
    and the folder lacks, as on a new machine; without it, it uploads nothing then.
    """

    def __init__(self, editions: Path, bucket: Bucket, published: Path | None = None) -> None:
        self._editions, self._bucket, self._published = editions, bucket, published
        self._reader = index.Reader(editions)
        self._index: BucketIndex | None = None
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
                self._index = None
            try:
                return self._bring()
            except MovedOnError:
                self._index = None
                raise

    def _bring(self) -> int:
        if self._index is None:
            self._begin()
        assert self._index is not None
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
            self._gone |= {layout.key(slug, name) for name in gone}
            if line.files:
                self._sent[slug] = {name: entry.stamp for name, entry in line.files.items()}
        self._waiting = {}
        beside = [file_scan.stamp_of(self._editions / name) for name in layout.BESIDE]
        seen = (self._reader.read, store.heartbeat(self._editions), beside)
        if seen != self._seen or self._gone:
            self._index.write(self._writer(), self._reader.read, self._gone)
            self._gone = set()
            self._seen = seen
        return len(changed) + max(0, len(self._gone) - before)

    def _put(self, row: tuple[str, str, Entry]) -> None:
        slug, name, _entry = row
        path = store.path(self._editions, slug, name)
        content = read_bytes(path, store.shown(path))
        headers = {"Content-Type": "application/json", "Cache-Control": "no-cache"}
        key = layout.key(slug, name)
        self._bucket.put(key, content, headers)
        self._gone.discard(key)  # it came back

    def _begin(self) -> int:
        """Learn what is in the bucket already; return how many files changed to what it has."""
        public, back = publisher_key.public(self._editions), 0
        there = BucketIndex(self._editions, self._bucket)
        state = there.load_state()
        theirs = self._public()
        if theirs is not None and theirs not in public:
            raise self._another()
        silent = time.time() - state.alive
        if state.writer not in ("", self._writer()) and silent < SILENCE:
            raise SummariesError(
                f"another publisher wrote to {self._bucket.address} {max(0, silent):.0f} seconds "
                f"ago: stop one of the two (this one goes on {SILENCE:.0f} seconds after the other "
                "has ended)"
            )
        content, is_here = there.content()
        if not is_here and theirs is not None:  # else its key was said to be lost
            back = self._restore(there, content)
        self._sent, self._gone = {}, set(state.gone)
        for line in layout.lines(content):
            self._sent[line.slug] = {name: entry.stamp for name, entry in line.files.items()}
        if not self._writer():  # from now on it has all that the bucket has
            write_bytes(self._editions / WRITER, f"{secrets.token_hex(8)}\n".encode())
        self._reader, self._index = index.Reader(self._editions), there
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
                upload_outcome.write(self._editions, self._bucket.address, str(error))
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
        if (
            self._public() is not None
            and self._published
            and not publisher_key.is_there(self._published)
        ):
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

    def _restore(self, theirs: BucketIndex, content: bytes) -> int:
        """Bring back what ``content``, read of the bucket's index, has newer than the folder's."""
        mine = index.Reader(self._editions)
        lines = {line.slug: line for line in mine.news()}
        if theirs.state.writer == self._writer() and mine.counter >= layout.counter(content):
            return 0  # this folder wrote it, and went on
        if not theirs.names(content):
            raise restoring.damaged(self._bucket)
        if not restoring.newer(layout.lines(content), lines):
            return 0
        if self._published is None:
            raise SummariesError(
                f"{self._bucket.address} has editions that are newer than those of this machine: "
                "run “summaries publish”, which brings them back first"
            )
        count = restoring.restore(self._editions, self._bucket, content, self._private_key())
        if count:
            log.warning("brought %d edition files to what %s has", count, self._bucket.address)
        return count

    def _public(self) -> str | None:
        """Return the public key that is in the bucket."""
        try:
            kept = self._bucket.get(publisher_key.PUBLIC)
        except NoObjectError:
            return None
        return kept.content.decode(errors="replace").strip() if kept else None

    def _writer(self) -> str:
        """Return what names this folder, also to the next process; nothing for a new folder."""
        try:
            return read_bytes(self._editions / WRITER, WRITER).decode(errors="replace").strip()
        except InputError:
            return ""

    def bring_and_note(self) -> int:
        """:meth:`bring`, and leave in the folder what it came to, for “summaries status”."""
        try:
            count = self.bring()
        except Exception as error:
            if str(error) != upload_outcome.read(self._editions)[0]:
                upload_outcome.write(self._editions, self._bucket.address, str(error))
            raise
        if upload_outcome.read(self._editions)[0]:
            upload_outcome.write(self._editions, self._bucket.address, "")
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
