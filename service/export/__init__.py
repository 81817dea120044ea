"""The whole site as files, for any web server: rendered by the window, negotiated by rules.

Every file is an answer of the real application. The folder that is made:

- ``site/``: the answers, most under their address, each with compressed twins; what no address has
  of its own (errors, further pages) under names with an underscore, which no article can have.
  ``_headers`` and ``_redirects`` are for hosts of Netlify's kind.
- ``nginx/``, ``caddy/``: rules for these servers.
- ``manifest.sqlite``: what an export wrote, see :mod:`.folder`.
"""

from __future__ import annotations

import re
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from werkzeug.datastructures import Headers

from ..application import create_app
from ..edition import Withdrawn
from ..files import locked
from ..finding import SettingsError, SummariesError
from ..front import ENCODINGS, Kept
from ..library import Library
from ..negotiation import tag
from ..view import View
from ..web import api, pages
from . import addresses, rules
from .addresses import Address
from .folder import Folder

SITE = "site"
SITEMAP = "/sitemap.xml"
_PART = re.compile(rb"(/sitemap-[0-9]+\.xml)</loc>")
TWINS = {"br": ".br", "zstd": ".zst", "gzip": ".gz"}
# Compressing lets go of the interpreter's lock: it fills a second core while pages are rendered.
_COMPRESSORS, _AHEAD = 2, 64
_CARD = re.compile(rb'property="og:image" content="[^"]*?(/[^/"]+/[^/"]+/card-[0-9a-f]+\.png)"')


@dataclass(slots=True)
class Report:
    """What an export did: answers rendered, files, seconds.

    ``kept``: files of former exports that are no longer part of the site, but were left because
    ``problems`` (edition files that cannot be served) may be why. ``rules``: whether web servers
    have to read their rules again.
    """

    answers: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    rules: bool = False
    seconds: float = 0.0
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON-ready data."""
        return {**asdict(self), "seconds": round(self.seconds, 2)}


def export(root: Path, progress: Callable[[int, int], None] = lambda _done, _all: None) -> Report:
    """Bring the export in the folder ``root`` up to date with the published editions.

    ``progress`` is called with the articles done, and how many there are. New content is written
    first, rules after it, and what is gone is removed last, so that an export that fails leaves
    every file of the former one in place, or newer. Raises SettingsError without
    SUMMARIES_BASE_URL, SummariesError for what a person has to mend, OSError.
    """
    started = time.monotonic()
    app = create_app({"RATE_LIMIT": "0"})
    if not app.config["BASE_URL"]:
        raise SettingsError(
            "an export needs SUMMARIES_BASE_URL, the address that the site will have: "
            "set it, as in SUMMARIES_BASE_URL=https://summaries.example.org"
        )
    library: Library = app.extensions["summaries"]
    view = library.view()
    if not view.languages:
        raise SummariesError(
            f"nothing is published in {library.folder}: run “summaries publish” first, "
            "or set SUMMARIES_EDITIONS"
        )
    # One view for all of it: what is signed meanwhile is for the next export.
    app.extensions["summaries"] = _Still(view)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        folder = Folder(root)
        try:
            report = _Export(app, view, folder).run(progress)
        finally:
            folder.close()
    report.seconds = time.monotonic() - started
    return report


class _Still:
    """Stands in for the library: always the same view."""

    def __init__(self, view: View) -> None:
        self._view = view

    def view(self) -> View:
        """Return the view."""
        return self._view


class _Export:
    """One run."""

    def __init__(self, app: Flask, view: View, folder: Folder) -> None:
        self._client = app.test_client(use_cookies=False)
        self._app, self._view, self._folder = app, view, folder
        self._pool = ThreadPoolExecutor(_COMPRESSORS)
        self._waiting: deque[Future[None]] = deque()
        self._answers = 0

    def run(self, progress: Callable[[int, int], None]) -> Report:
        """Export everything."""
        view, folder = self._view, self._folder
        with self._pool:
            for address in addresses.shared(view, pages.PER_PAGE, api.LIMIT):
                body = self._export(address)
                for part in _PART.findall(body) if address.path == SITEMAP else ():
                    self._export(Address(part.decode(), part.decode()[1:]))
            for done, slug in enumerate(sorted(view.articles)):
                progress(done, len(view.articles))
                self._article(slug)
            while self._waiting:
                self._waiting.popleft().result()
        progress(len(view.articles), len(view.articles))
        changed = [folder.put(path, text) for path, text in rules.files(self._client, view)]
        if view.problems:
            # An edition file that cannot be read is no withdrawal; only a person's word is.
            for slug, found in view.articles.items():
                for name in (name for name, value in found.items() if isinstance(value, Withdrawn)):
                    for start in addresses.of_edition(slug, tag(name)):
                        folder.clean(f"{SITE}/{start}")
        else:
            folder.clean()
        return Report(
            self._answers, folder.written, folder.unchanged, folder.removed, folder.stale(),
            any(changed), problems=view.problems,
        )  # fmt: skip

    def _article(self, slug: str) -> None:
        if slug == "index":
            raise SummariesError(
                "an article called “index” cannot be exported, its page would have the file name "
                "of the list of summaries: give it another name"
            )
        for address in addresses.of_article(self._view, slug):
            body = self._export(address)
            if found := _CARD.search(body):
                self._export(addresses.card(found[1].decode()))

    def _export(self, address: Address) -> bytes:
        """Export one answer and return its body; what is final and there is not asked for."""
        file = f"{SITE}/{address.file}"
        if address.final and self._folder.has(file):
            return b""
        headers = {"Accept": address.accept} if address.accept else {}
        answer = self._client.open(address.path, method=address.method, headers=headers)
        if answer.status_code != address.status:
            raise SummariesError(
                f"{address.path} was answered with {answer.status_code}, not {address.status}: "
                "nothing was removed from the former export; “summaries serve” logs the reason"
            )
        self._answers += 1
        kept = Kept(answer.status, Headers(answer.headers), answer.data)
        self._waiting.append(self._pool.submit(self._write, file, kept))
        if len(self._waiting) > _AHEAD:
            self._waiting.popleft().result()
        body: bytes = answer.data
        return body

    def _write(self, file: str, kept: Kept) -> None:
        """Write an answer, its twins first: an interrupted export must not leave old ones to it."""
        twins = TWINS if kept.compressible else {}
        body = kept.form("identity").body
        same = self._folder.holds(file, body)
        for encoding, suffix in TWINS.items():
            if encoding not in twins:
                self._folder.drop(file + suffix)
            elif not (same and self._folder.has(file + suffix)):
                self._folder.put(file + suffix, kept.form(encoding).body)
        if not same:
            self._folder.put(file, body)


assert set(TWINS) == set(ENCODINGS)
