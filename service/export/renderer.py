"""Makes the parts of an export: asks the real application, in one process or several."""

from __future__ import annotations

import io
import multiprocessing
import re
import signal
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from datetime import tzinfo
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import Headers
from werkzeug.test import Client, create_environ, run_wsgi_app

from .. import processes
from ..editions import store
from ..editions.index import Entry
from ..editions.lazy_editions import UnavailableError, Value
from ..editions.repository import EditionRepository
from ..editions.snapshot import Snapshot
from ..errors import SummariesError
from ..web.app import create_app
from ..web.cached_response import ENCODINGS, CachedResponse
from . import server_configs, urls
from .manifest import Done, Folder
from .moment import Moment
from .plan import RULES, Part
from .urls import Address

SITE = "site"
# From the work of so many articles on, every core works, each on so many parts at a time.
MANY, SHARE = 25, 25
# What web servers look for beside a file, for each encoding that the window may compress with.
SUFFIXES = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
_CARD = re.compile(rb'property="og:image" content="[^"]*?(/[^/"]+/[^/"]+/card-[0-9a-f]+\.png)"')


@dataclass(frozen=True, slots=True)
class Job:
    """What makers have to know, in whichever process they work."""

    root: Path
    moment: Moment
    software: str
    verify: bool


class Window:
    """The real application over what is published at one moment."""

    def __init__(self, moment: Moment, library: EditionRepository | None = None) -> None:
        # Nobody counts, logs or limits these requests.
        self._app = create_app({"RATE_LIMIT": "0", "METRICS": "0", "ACCESS_LOG": "0"})
        self._library: EditionRepository = library or self._app.extensions["summaries"]
        self._library.files.begin()
        self._missed: UnavailableError | None = None
        self.show(moment)
        # Behind everything that keeps or counts answers.
        self._wsgi = lambda environ, start: Flask.wsgi_app(self._app, environ, start)
        self._environ = create_environ()
        self.client = Client(self._wsgi, use_cookies=False)  # as any reader
        self.zone: tzinfo = self._app.config["TIMEZONE"]

    def show(self, moment: Moment) -> None:
        """Answer as things are at ``moment`` from now on."""
        self._moment = moment
        self.view = moment.view(self._take)
        self._app.extensions["summaries"] = _Still(self.view)

    def ask(self, address: Address) -> CachedResponse:
        """Return the answer at ``address``.

        Raises SummariesError when it is another than is expected there, or lacks an edition that
        cannot be read now.
        """
        path, _, query = address.path.partition("?")
        environ = self._environ | {
            "REQUEST_METHOD": address.method, "PATH_INFO": path, "QUERY_STRING": query,
            "wsgi.input": io.BytesIO(),
        }  # fmt: skip
        if address.accept:
            environ["HTTP_ACCEPT"] = address.accept
        parts, status, headers = run_wsgi_app(self._wsgi, environ, buffered=True)
        if (missed := self._missed) is not None:
            self._missed = None
            raise SummariesError(
                f"{missed}.json cannot be read now: nothing was removed from the former "
                "export; export again when it can"
            )
        if not status.startswith(f"{address.status} "):
            raise SummariesError(
                f"{address.path} was answered with {status[:3]}, not {address.status}: "
                "nothing was removed from the former export; “summaries serve” logs the reason"
            )
        return CachedResponse(status, Headers(headers), b"".join(parts))

    def _entry(self, slug: str, name: str) -> Entry | None:
        text = self._moment.texts.get(slug) if name == store.ORIGINAL else None
        return text or self._moment.entries.get(slug, {}).get(name)

    def _take(self, slug: str, name: str) -> Value:
        try:
            return self._library.take(slug, name, self._entry(slug, name))
        except UnavailableError as error:
            # A page would be made without it, and nothing would tell the next export.
            self._missed = error
            raise


class _Still:
    """Stands in for the library: always the same view."""

    def __init__(self, view: Snapshot) -> None:
        self._view = view

    def view(self) -> Snapshot:
        """Return the view."""
        return self._view


class Maker:
    """Makes parts, in one process."""

    def __init__(self, job: Job, library: EditionRepository | None = None) -> None:
        self._job, self._library = job, library
        self._folder = Folder(job.root, verify=job.verify)
        self._opened: Window | None = None

    def make(self, part: Part) -> Done:
        """Bring one part up to date. Raises SummariesError and OSError."""
        made_of, sheet = self._folder.sheet(part.name)
        if made_of == part.made_of and self._folder.stands(sheet):
            return Done(unchanged=sum(not file.stale for file in sheet.files.values()))
        done, wanted = Done(), self._rules() if part.name == RULES else {}
        waiting = self._addresses(part)
        while waiting:
            address = waiting.pop(0)
            file = f"{SITE}/{address.file}"
            if address.final and self._folder.has(file, sheet):
                wanted[file] = None
                continue
            kept = self._window().ask(address)
            done.answers += 1
            body = kept.form("identity").body
            same = sheet.software == self._job.software and self._folder.holds(file, body, sheet)
            # Twins come first: an interrupted export must not leave old ones to a new page.
            for encoding in ENCODINGS if kept.compressible else ():
                twin = file + SUFFIXES[encoding]
                there = same and self._folder.has(twin, sheet)
                wanted[twin] = None if there else kept.form(encoding).body
            wanted[file] = None if same else body
            if part.address is None and (card := _CARD.search(body)):
                waiting.append(urls.card(card[1].decode()))
        done.add(self._folder.bring(part.name, part.made_of, self._job.software, wanted))
        return done

    def go_on(self, job: Job) -> None:
        """Make the parts of ``job`` from now on, in the same folder."""
        self._job = job
        if self._opened is not None:
            self._opened.show(job.moment)

    def close(self) -> None:
        """Close the folder."""
        self._folder.close()

    def _window(self) -> Window:
        if self._opened is None:
            self._opened = Window(self._job.moment, self._library)
        return self._opened

    def _addresses(self, part: Part) -> list[Address]:
        if part.name == RULES:
            return []
        if part.address is not None:
            return [part.address]
        return list(urls.of_article(self._window().view, part.name))

    def _rules(self) -> dict[str, bytes | None]:
        window = self._window()
        return dict(server_configs.files(window.client, window.view, window.zone))


def each(job: Job, parts: list[Part], last: Part, work: float) -> Iterator[tuple[int, Done]]:
    """Make ``parts``: in this process or, when there is much ``work``, in one for each core.

    Then the part ``last``. Yields how many parts were done, and what was done to them. Raises
    SummariesError and OSError.
    """
    cores = processes.cores()
    maker = Maker(job)
    try:
        if work < MANY or cores == 1:
            yield from ((1, maker.make(part)) for part in parts)
        else:
            yield from _shared_out(job, parts, cores)
        yield 1, maker.make(last)
    finally:
        maker.close()


def _shared_out(job: Job, parts: list[Part], cores: int) -> Iterator[tuple[int, Done]]:
    shares = [parts[at : at + SHARE] for at in range(0, len(parts), SHARE)]
    context = multiprocessing.get_context("spawn")  # a fork would copy other threads' locks
    with ProcessPoolExecutor(cores, context, _start, (job,)) as pool:
        try:
            for share, done in zip(shares, pool.map(_make, shares), strict=True):
                yield len(share), done
        except BrokenProcessPool as error:
            raise SummariesError(
                "a process of the export was ended from outside, for want of memory perhaps: "
                "export again, it goes on where this one stopped"
            ) from error
        finally:
            pool.shutdown(cancel_futures=True)


_makers: list[Maker] = []
_jobs: list[Job] = []


def _start(job: Job) -> None:
    """Prepare a process of the pool."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # it ends with the one that started it
    if (main := multiprocessing.parent_process()) and main.pid:
        processes.exit_with_parent(main.pid)
    _jobs.append(job)


def _make(parts: list[Part]) -> Done:
    if not _makers:
        _makers.append(Maker(_jobs[0]))
    done = Done()
    for part in parts:
        done.add(_makers[0].make(part))
    return done
