"""A window's copy of what a publisher keeps in a bucket, in a folder of this machine.

The folder has the publisher's index, whole, and of the editions those that somebody asked for:
``<slug>/<locale>.<stamp>.json``, with the stamp that the index names. Of the processes that serve
from one folder one, whoever holds its lock, asks the bucket once a second what changed. What was
copied before is fetched then, so that it is there when it is asked for, and stays where that
fails: readers keep it. Each file is the publisher's before it is kept, and verified whole, like
any edition, before a reader sees it.
"""

from __future__ import annotations

import logging
import os
import threading
import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, wait
from pathlib import Path

from ...content import ui_strings
from ...errors import SummariesError
from ...files import write_bytes
from ...processes import locked
from .. import index, publisher_key, store
from ..file_scan import Stamps
from ..index import Entry, Line
from ..lazy_editions import UnavailableError
from ..verification import EditionError
from . import layout
from .copy_folder import CopyFolder
from .layout import State
from .object_storage import Bucket, BucketError, NoObjectError

log = logging.getLogger(__name__)

# Seconds between two questions, and for which one that changed waits for editions that were copied
# before; the others follow. Objects that are fetched at the same time.
INTERVAL, FIRST, AT_ONCE = 1.0, 2.0, 16
# Seconds that a reader waits for an edition that was not copied yet.
READER = 2.0
# Parts of an index: their names and sizes.
Parts = tuple[tuple[str, int], ...]
# An article, the name of a file, and what the index says of it.
Wanted = tuple[str, str, Entry]


class _OutdatedError(BucketError):
    """What a state names is no longer there: the publisher wrote another one meanwhile."""


class BucketFiles:
    """The files of the editions in ``bucket``, with copies in ``folder``.

    ``trusted`` are the publisher's public keys; without it the one in the bucket counts. Safe to
    share between threads; not to be used by a process that will be forked.
    """

    def __init__(
        self, folder: Path, address: str, trusted: Sequence[str] = (), interval: float = INTERVAL
    ) -> None:
        self._folder, self._address = folder, address
        self._copies = CopyFolder(folder)
        self._trusted, self._interval = tuple(trusted), max(interval, 0.05)
        self._bucket = Bucket(address)
        # For readers: one attempt, no patience.
        self._quick = Bucket(address, answer=READER, again=0)
        self._process = 0
        self._names: set[str] = set()
        self._sorted: list[str] = []
        self._tag = ""
        # Those that the copy of the index is made of; nothing where that is not known.
        self._parts: Parts = ()
        self._owed: dict[tuple[str, str], Entry] = {}
        self._bad: dict[tuple[str, str], str] = {}
        # Files that threads are fetching, some of them longer than a round.
        self._flights: set[tuple[str, str, int]] = set()
        self._paying = threading.Lock()
        self._said: tuple[str, ...] | None = None

    # --- for a window, see :class:`.edition_files.EditionFiles` ---------------------------------

    def begin(self) -> None:
        """Keep the copy current from now on, by a thread of this process."""
        if self._process != os.getpid():
            self._process = os.getpid()
            threading.Thread(target=self._keep, name="bucket", daemon=True).start()

    def names(self, lines: Sequence[Line], *, whole: bool) -> list[str]:
        """Return the articles that the index lists, sorted.

        ``lines`` are new ones of it, all there are if ``whole``.
        """
        if lines:
            names = set() if whole else set(self._names)
            names.difference_update(line.slug for line in lines if not line.files)
            names.update(line.slug for line in lines if line.files)
            if names != self._names:
                self._names, self._sorted = names, sorted(names)
        return self._sorted

    def stamps(self, slug: str, noted: Mapping[str, Entry]) -> Stamps:
        """Return the stamps that the index names; ``noted`` are its entries, by file.

        Of a file that was copied before, and could not be fetched since, the stamp of that copy.
        """
        copies = self._copies.stamps(slug)
        by_name: Stamps = {}
        for name, entry in noted.items():
            have = copies.get(name, ())
            old = have and entry.stamp not in have and entry.state != "withdrawn"
            by_name[f"{name}.json"] = max(have) if old else entry.stamp
        return by_name

    def open(self, slug: str, name: str, entry: Entry | None) -> tuple[Path, int | None]:
        """Return the path of a file's copy, fetched where there is none, and its stamp.

        ``name`` is the file's, without ``.json``.
        """
        if entry is None:
            raise UnavailableError(f"{slug}/{name}")
        path = self._copies.path(slug, name, entry.stamp)
        if not path.exists():
            if self._process != os.getpid() or self._quick.silent:
                raise UnavailableError(f"{slug}/{name}")
            try:
                self._fetch(self._quick, slug, name, entry)
            except (BucketError, OSError) as error:
                raise UnavailableError(f"{slug}/{name}") from error
        return path, entry.stamp

    def troubles(self) -> tuple[str, ...]:
        """Return what the process that asks the bucket last found in the way."""
        return self._copies.troubles()

    # --- the copy ---------------------------------------------------------------------------------

    def refresh(self) -> None:
        """Bring the copy up to date now. Raises SummariesError where that fails."""
        self._folder.mkdir(parents=True, exist_ok=True)
        try:
            with locked(self._folder, wait=False):
                self._tag, self._parts = "", ()
                self._ask()
        except BlockingIOError:  # another process does, all the time
            began = time.time()
            while self.answered() < began:
                if time.time() - began > 2 * self._interval + 3:
                    raise BucketError(
                        "; ".join(self.troubles())
                        or f"{self._address} does not answer in time: "
                        "see whether AWS_ENDPOINT_URL is right"
                    ) from None
                time.sleep(0.05)

    def answered(self) -> float:
        """Return when the bucket last answered, in seconds since 1970; 0 if it never did."""
        return self._copies.answered()

    def _keep(self) -> None:
        """Hold the folder's lock, and ask the bucket again and again."""
        while True:
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                with locked(self._folder, wait=False):
                    self._tag, self._parts = "", ()
                    while True:
                        self._try()
                        time.sleep(self._interval)
            except BlockingIOError:
                pass  # another process does it
            except Exception as error:
                said = (f"{self._folder} cannot be written ({error}): make room, or name another "
                        "folder in SUMMARIES_BUCKET_FOLDER",)  # fmt: skip
                if said != self._said:
                    log.exception("%s", said[0])
                    self._said = said
            time.sleep(self._interval)

    def _try(self) -> None:
        problems: tuple[str, ...] = ()
        try:
            self._ask()
        except SummariesError as error:
            problems = (f"{error}; readers get what was copied before",)
        problems += tuple(self._bad.values())
        if problems != self._said:
            for problem in problems:
                log.error("%s", problem)
            self._copies.note_troubles(problems)
            self._said = problems
        if not problems[: len(problems) - len(self._bad)]:
            self._copies.note_answer()

    def _ask(self) -> None:
        """Ask for what changed, and fetch it. The folder's lock is held. Raises SummariesError."""
        try:
            self._ask_once()
        except _OutdatedError:  # a publisher put others in their place meanwhile
            self._ask_once()
        if self._owed:
            self._fetch_all([(slug, name, e) for (slug, name), e in list(self._owed.items())])

    def _ask_once(self) -> None:
        try:
            answer = self._bucket.get(layout.STATE, self._tag)
        except NoObjectError as error:
            raise BucketError(
                f"nothing is published in {self._address}: run “summaries publish” with the same "
                "SUMMARIES_EDITIONS"
            ) from error
        if answer is not None:
            state = layout.read_state(answer.content)
            if state is None:
                raise BucketError(
                    f"{self._address}/{layout.STATE} was not written by this version of the "
                    "program: update publisher and windows"
                )
            self._beside(state)
            self._index(state)
            self._tag = answer.tag
            if state.alive:
                (self._folder / store.HEARTBEAT).touch()
                os.utime(self._folder / store.HEARTBEAT, (state.alive, state.alive))

    def _beside(self, state: State) -> None:
        for name in layout.BESIDE:
            wanted = state.beside.get(name)
            if wanted is None or layout.digest(self._copies.content(name)) == wanted:
                continue
            answer = self._bucket.get(name)
            # Another one is that of a state that is being written: it comes with the next answer.
            if answer is not None and layout.digest(answer.content) == wanted:
                write_bytes(self._folder / name, answer.content, durable=False)

    def _index(self, state: State) -> None:
        """Bring the copy of the index to what ``state`` names, with what was copied before."""
        path = self._folder / index.FILE
        same = _same(self._parts, state.parts)
        at = sum(size for _name, size in state.parts[:same])
        here = self._copies.content(index.FILE, at)
        if not self._parts:  # of an earlier process
            same, at = _read_parts(here, state.parts)
            here = here[at:]
        if not here and same == len(state.parts):
            self._parts = state.parts
            return
        new = []
        for name, size in state.parts[same:]:
            try:
                answer = self._bucket.get(f"{layout.PARTS}{name}")
            except NoObjectError as error:
                raise _OutdatedError(str(error)) from error
            if answer is None or len(answer.content) != size:
                raise BucketError(f"{self._address}/{layout.PARTS}{name} is damaged: "
                                  "remove it, and let the publisher upload it again")  # fmt: skip
            new.append(answer.content)
        content = b"".join(new)
        added = at + len(here) > 0 and content.startswith(here)
        # Else the publisher wrote it again.
        content = content[len(here) :] if added else self._copies.content(index.FILE)[:at] + content
        lines = {line.slug: line for line in layout.lines(content)}
        self._follow(lines)
        self._parts = ()
        if added:
            with path.open("ab") as file:
                file.write(content)
        else:
            write_bytes(path, content, durable=False)
        self._parts = state.parts
        self._sweep(lines, whole=not added)

    def _follow(self, lines: Mapping[str, Line]) -> None:
        """Fetch the files of ``lines`` that were copied before, and those that every page needs."""
        wanted: list[Wanted] = []
        for slug, line in lines.items():
            copies = self._copies.stamps(slug)
            for name, entry in line.files.items():
                have = copies.get(name, ())
                if entry.stamp not in have and (have or slug == ui_strings.DOMAIN):
                    wanted.append((slug, name, entry))
        self._fetch_all(wanted)

    def _fetch_all(self, wanted: Sequence[Wanted]) -> None:
        """Fetch files; what is not there in time, or is another's, is owed."""
        with self._paying:
            self._owed |= {(slug, name): entry for slug, name, entry in wanted}
        pool = ThreadPoolExecutor(AT_ONCE)
        # What is withdrawn first.
        ordered = sorted(wanted, key=lambda each: each[2].state != "withdrawn")
        jobs = [pool.submit(self._pay, *each) for each in ordered]
        wait(jobs, FIRST)
        pool.shutdown(wait=False, cancel_futures=True)

    def _pay(self, slug: str, name: str, entry: Entry) -> None:
        """Fetch one file that is owed, unless another thread is at it, or it no longer is."""
        which, flight = (slug, name), (slug, name, entry.stamp)
        with self._paying:
            if self._owed.get(which) != entry or flight in self._flights:
                return
            self._flights.add(flight)
        try:
            self._fetch(self._bucket, slug, name, entry)
        except NoObjectError as error:
            self._bad[which] = f"{error}; readers keep the copy before it, if there is one"
        except EditionError as error:
            where = layout.key(slug, name)
            self._bad[which] = (
                f"{self._address}/{where} is not served: {error}; readers keep the copy before it, "
                "if there is one"
            )
        except (BucketError, OSError):
            return  # said of the whole bucket, or folder
        else:
            self._take(slug, name, entry)
        finally:
            with self._paying:
                self._flights.discard(flight)

    def _take(self, slug: str, name: str, entry: Entry) -> None:
        """Let the copy that was fetched take the place of others."""
        with self._paying:
            if self._owed.get((slug, name)) != entry:
                # It took so long that something newer, or nothing, belongs there by now.
                self._copies.path(slug, name, entry.stamp).unlink(missing_ok=True)
                return
            self._bad.pop((slug, name), None)
            self._owed.pop((slug, name), None)
            self._copies.drop(slug, name, entry.stamp)

    def _fetch(self, bucket: Bucket, slug: str, name: str, entry: Entry) -> None:
        """Copy one file. Raises BucketError, OSError, and EditionError for another's file."""
        answer = bucket.get(layout.key(slug, name))
        assert answer is not None
        trusted = self._trusted or publisher_key.public(self._folder)
        serial = store.check(answer.content, trusted)
        if name != store.ORIGINAL and serial < entry.serial:
            raise EditionError("it is older than what the publisher wrote last")
        path = self._copies.path(slug, name, entry.stamp)
        path.parent.mkdir(parents=True, exist_ok=True)
        write_bytes(path, answer.content, durable=False)

    def _sweep(self, lines: Mapping[str, Line], *, whole: bool) -> None:
        """Remove the copies of what is no longer up; if ``whole``, of all that no line names."""
        for slug in lines.keys() | (set(self._copies.slugs()) if whole else set()):
            files = lines[slug].files if slug in lines else {}
            owed = {name for other, name in list(self._owed) if other == slug}
            for name in (self._copies.stamps(slug).keys() | owed) - files.keys():
                with self._paying:
                    self._owed.pop((slug, name), None)
                    self._bad.pop((slug, name), None)
                    self._copies.drop(slug, name, None)


def _same(some: Parts, others: Parts) -> int:
    """Return how many parts are the same, from the first one on."""
    return next((n for n, (a, b) in enumerate(zip(some, others, strict=False)) if a != b),
                min(len(some), len(others)))  # fmt: skip


def _read_parts(content: bytes, parts: Parts) -> tuple[int, int]:
    """Return how many of ``parts`` the index ``content`` begins with, and their bytes together."""
    at = 0
    for count, (name, size) in enumerate(parts):
        if layout.digest(content[at : at + size]) != name:
            return count, at
        at += size
    return len(parts), at
