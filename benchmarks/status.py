"""Measure `summaries status` in a large newsroom: the first time, and after that.

python benchmarks/status.py FOLDER [--sizes 100,1000,10000] [--first 1000] [--write]

Each workshop has articles in twelve languages, all signed and published: one is really made, the
others are its files with other letters behind every message, each digest computed and each of the
publisher's signatures made again. FOLDER takes some 6 GB. Above --first articles the first run is
left out, which takes a tenth of a second of a processor for each article: what it would keep is
made of what is kept of one of them. --write writes docs/benchmarks-status.md.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import json
import multiprocessing
import os
import platform
import re
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec

sys.path.insert(0, str(Path(__file__).parent))

import newsroom

from service.editions import (
    article_status,
    file_scan,
    index,
    publication_log,
    publisher_key,
    store,
    takedown,
)
from service.editions.plan import Planner
from service.editions.publisher import Publisher
from service.editions.status_cache import FileStamps, StatusCache
from service.review.keys import PrivateKey
from service.review.project import Project

PAGE = newsroom.ROOT / "docs" / "benchmarks-status.md"
# Numbers of six digits, so that all letters are as long, and catalogs laid out as the first is.
FIRST = 100_000
_DIGEST = re.compile(rb"\b[0-9a-f]{32}\b")
_PAYLOAD = re.compile(rb'"payload":(\{.*\}),"slug":')
LATER = 3
ROWS = {
    "start": "start of Python alone (`summaries --help`)",
    "first": "first run",
    "again": "again, nothing changed",
    "one": "after a change of one catalog",
    "hundred": "after a change of 100 catalogs",
    "json": "`--format json`, nothing changed",
}


@dataclass(frozen=True)
class Newsroom:
    """One workshop with its editions, as the settings name them."""

    folder: Path

    @property
    def project(self) -> Project:
        """Its articles, catalogs and journals."""
        return Project(self.folder / "articles", self.folder / "locales")

    @property
    def editions(self) -> Path:
        """What readers have."""
        return self.folder / "editions"

    @property
    def published(self) -> Path:
        """The publisher's log and key."""
        return publisher_key.beside(self.editions)

    def environment(self) -> dict[str, str]:
        """Return the environment of a command that works here, with a cache of its own."""
        folders = {
            "ARTICLES": self.project.articles, "LOCALES": self.project.locales,
            "JOURNAL": self.project.journal, "EDITIONS": self.editions,
        }  # fmt: skip
        named = {f"SUMMARIES_{name}": str(path) for name, path in folders.items()}
        # With bytecode kept, as an installation has it, but not in the source's own folders.
        kept = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
        beside = {"PYTHONPYCACHEPREFIX": str(self.folder / "bytecode")}
        return kept | named | beside | {"XDG_CACHE_HOME": str(self.folder / "cache")}


def main() -> None:
    """Make the workshops, measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="100,1000,10000")
    parser.add_argument("--first", type=int, default=1000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    results = {}
    for size in map(int, given.sizes.split(",")):
        results[size] = measure(
            make(given.folder / str(size), size), size, first=size <= given.first
        )
        sys.stdout.write(json.dumps({size: results[size]}) + "\n")
        sys.stdout.flush()
    page = report(results)
    sys.stdout.write(page)
    if given.write:
        PAGE.write_text(page, encoding="utf-8")


# --- the workshop -----------------------------------------------------------------------------


def make(folder: Path, size: int) -> Newsroom:
    """Return a newsroom of ``size`` articles in ``folder``; one that is there is used again."""
    made = Newsroom(folder)
    if (folder / "complete").exists():
        return made
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    project = made.project
    for locale in newsroom.LOCALES:
        project.path("", locale).parent.mkdir(parents=True)
    (project.locales / "reviewers.toml").write_text(newsroom.REVIEWERS, encoding="utf-8")
    project.articles.mkdir()
    newsroom._article(project, FIRST)
    Publisher(project, made.editions).publish()
    with ProcessPoolExecutor(mp_context=multiprocessing.get_context("spawn")) as pool:
        numbers = range(FIRST + 1, FIRST + size)
        lines = list(pool.map(partial(_copy, folder), numbers, chunksize=50))
    reader = index.Reader(made.editions)
    reader.write([*reader.news(), *lines], publisher_key.load(made.published))
    (folder / "complete").touch()
    return made


@lru_cache(maxsize=1)
def _first(folder: Path) -> tuple[dict[Path, bytes], index.Line]:
    """Return the files of the first article by their place below ``folder``, and its line."""
    slug = newsroom.slug(FIRST)
    paths = [path for path in folder.rglob("*") if slug in str(path.relative_to(folder))]
    files = {path.relative_to(folder): path.read_bytes() for path in paths if path.is_file()}
    lines = index.Reader(folder / "editions").news()
    return files, next(line for line in lines if line.slug == slug)


def _copy(folder: Path, number: int) -> index.Line:
    """Write the files of article ``number``; return its line of the index."""
    made, slug = Newsroom(folder), newsroom.slug(number)
    files, line = _first(folder)
    key = publisher_key.load(made.published)
    digests: dict[bytes, bytes] = {}

    def renamed(content: bytes) -> bytes:
        content = content.replace(newsroom.slug(FIRST).encode(), slug.encode())
        old, new = (f"({newsroom._letters(n)})".encode() for n in (FIRST, number))
        content = content.replace(old, new)
        return _DIGEST.sub(lambda found: digests.get(found[0], found[0]), content)

    ordered = sorted(files.items(), key=lambda item: item[0].parts[0] != "journal")
    for place, content in ordered:
        target = folder / str(place).replace(newsroom.slug(FIRST), slug)
        target.parent.mkdir(exist_ok=True)
        if place.parts[0] == "journal":
            lines = (_line(one, renamed, digests) for one in content.splitlines())
            target.write_bytes(b"".join(lines))
        else:
            target.write_bytes(_sealed(place.parts[0], renamed(content), key))
    entries = {}
    for name, entry in line.files.items():
        status = store.path(made.editions, slug, name).stat()
        entries[name] = msgspec.structs.replace(
            entry, stamp=file_scan.stamp(status), size=status.st_size
        )
    known = msgspec.structs.replace(line.known, stamp=takedown.stamp(made.project, slug, False))
    heads = sorted(digests.get(head.encode(), head.encode()).decode() for head in line.heads)
    return msgspec.structs.replace(
        line, slug=slug, files=entries, seen="", known=known, heads=heads
    )


def _sealed(kind: str, content: bytes, key: PrivateKey) -> bytes:
    """Return what the publisher signs signed again; everything else as it is."""
    if kind == "editions":
        return store._dump(store.seal(msgspec.json.decode(content), key))
    if kind == "published":
        data = msgspec.json.decode(content)
        del data["proof"]
        proof = key.sign(publication_log._CANONICAL.encode(data))
        return publication_log._CANONICAL.encode({**data, "proof": proof}) + b"\n"
    return content


def _line(line: bytes, renamed: Callable[[bytes], bytes], digests: dict[bytes, bytes]) -> bytes:
    """Return a line of the journal under its new name; note what its digests are now."""
    new = renamed(line)
    digests[_digest(line)] = _digest(new)
    if (old_payload := _PAYLOAD.search(line)) and (payload := _PAYLOAD.search(new)):
        digests[_digest(old_payload[1])] = _digest(payload[1])
    return new + b"\n"


def _digest(content: bytes) -> bytes:
    return hashlib.sha256(content).hexdigest()[:32].encode()


# --- measuring --------------------------------------------------------------------------------


def measure(made: Newsroom, size: int, *, first: bool) -> dict[str, float]:
    """Return what was measured: seconds by the clock, and of the processors (``.cpu``)."""
    found: dict[str, float] = {}
    best(found, "start", lambda: summaries(made, "--help"))
    shutil.rmtree(made.folder / "cache", ignore_errors=True)
    time.sleep(3)  # what was made just now is not kept
    if first:
        with timed(found, "first"):
            text = status(made)
    else:
        keep(made)
        text = status(made)
    assert text.count("current, revision 1 ") == (size + 1) * len(newsroom.LOCALES), text[-2000:]
    assert best(found, "again", lambda: status(made)) == text
    best(found, "json", lambda: status(made, "--format", "json"))
    for name, count in (("one", 1), ("hundred", min(100, size))):

        def changed(count: int = count) -> str:
            touch(made, count)
            return status(made)

        assert best(found, name, changed) == text
    return found


def keep(made: Newsroom) -> None:
    """Keep for every article what is read of the first one, under the stamps of its own files."""
    stamps = FileStamps(made.project, made.editions, made.published)
    clock = datetime.datetime.now(ZoneInfo("UTC")).replace(microsecond=0)
    os.environ["XDG_CACHE_HOME"] = str(made.folder / "cache")
    cache = StatusCache(made.project, made.editions, stamps, clock)
    planner = Planner(made.project, made.editions)
    one = article_status.read(planner.article(newsroom.slug(FIRST))[0])
    assert one is not None
    for slug in stamps.slugs:
        cache.put(msgspec.structs.replace(one, slug=slug), None)
    cache.save()


def touch(made: Newsroom, count: int) -> None:
    """Save the Ukrainian catalogs of ``count`` articles again, without a change."""
    for number in range(count):
        path = made.project.path(newsroom.slug(FIRST + number), "uk")
        other = path.with_suffix(".new")
        other.write_bytes(path.read_bytes())
        other.replace(path)


def status(made: Newsroom, *options: str) -> str:
    """Return what `summaries status` prints."""
    return summaries(made, "status", *options)


def summaries(made: Newsroom, *words: str) -> str:
    """Return what a command prints."""
    command = [sys.executable, "-m", "service", *words]
    done = subprocess.run(  # noqa: S603 - our own words only
        command, env=made.environment(), capture_output=True, text=True, check=True
    )
    return done.stdout


def best(found: dict[str, float], name: str, work: Callable[[], str]) -> str:
    """Note under ``name`` the best of a few runs, by processor time; return what it printed."""
    runs = []
    for _run in range(LATER):
        one: dict[str, float] = {}
        with timed(one, name):
            text = work()
        runs.append(one)
    found |= min(runs, key=lambda one: one[f"{name}.cpu"])
    return text


@contextmanager
def timed(found: dict[str, float], name: str) -> Iterator[None]:
    """Note how many seconds the block took, and its ended processes of the processors."""
    start, used = time.perf_counter(), _cpu()
    yield
    found[name], found[f"{name}.cpu"] = time.perf_counter() - start, _cpu() - used


def _cpu() -> float:
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def report(results: dict[int, dict[str, float]]) -> str:
    """Return the page."""
    lines = [
        "# `summaries status`, measured",
        "",
        "Written by `python benchmarks/status.py FOLDER --write`: a whole command, start of Python",
        "included, in workshops of articles in twelve languages, all signed and published. Seconds",
        "by the clock; in brackets, of the processors. Of all runs but the first, the best of",
        f"{LATER}. {os.cpu_count()} cores, Python {platform.python_version()}. In the last 15",
        f"minutes of the run {os.getloadavg()[2]:.1f} processes wanted to run at a time: above the",
        "number of cores, the brackets tell more.",
        "",
        "| articles × 12 languages | " + " | ".join(f"{size:,}" for size in results) + " |",
        "|---|" + "---:|" * len(results),
    ]
    for name, label in ROWS.items():
        cells = [
            f"{one[name]:.2f} ({one[f'{name}.cpu']:.2f})" if name in one else "–"
            for one in results.values()
        ]
        lines.append(f"| {label} | " + " | ".join(cells) + " |")
    lines += [
        "",
        "Python has its bytecode, as it has of an installed package.",
        "",
        "The first run reads every article, catalog, journal and edition. Later ones ask every",
        "file for its size, times and inode, and read what belongs to those that changed.",
        "“–” was not measured: where the first run is left out, what it would keep is made of what",
        "is kept of one article, under the stamps of each article's own files.",
    ]
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    main()
