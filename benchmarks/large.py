"""Measure a large newsroom: 1, 100, 1,000 and 10,000 articles in twelve languages.

python benchmarks/large.py FOLDER [--sizes 1,100,1000,10000] [--locales en,ar,ja,uk] [--full 10000]
                                  [--write]

FOLDER takes up to 8 GB. Above --full articles nothing is published from scratch: the editions are
there already, as in a newsroom that starts its service again. --write writes
docs/benchmarks-large.md, with --locales the part of it about 100,000 articles in four languages
(--sizes 100000: some 25 GB, an hour).
"""

from __future__ import annotations

import argparse
import datetime
import json
import multiprocessing
import os
import platform
import random
import re
import resource
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import msgspec
import newsroom
import polib
from babel.messages.pofile import read_po
from status import FIRST, make

from service import catalog
from service.editions import index, publisher_key
from service.editions.project_scan import ProjectScanner
from service.editions.publisher import Publisher
from service.editions.repository import EditionRepository
from service.review import sign as sign_module
from service.review.project import Project

PAGE = newsroom.ROOT / "docs" / "benchmarks-large.md"
FEWER = "## In four languages"
REMARKS = "## What this run says"
WALK = 10_000
SAMPLE = 600
ROWS = {
    "make": "the workshop made, s",
    "babel": "Babel parses them, 2 processes, s",
    "polib": "polib parses them, 2 processes, s",
    "ours": "our strict reader parses them, 2 processes, s",
    "publish": "full publish, empty `editions/`, s",
    "quiet": "publish again by a new process, nothing changed, s",
    "ready": "`summaries serve` to ready, s",
    "worker": "memory of a worker when ready, MB",
    "cold": "first request of a cold edition, ms",
    "warm": "the same page again, ms",
    "index": "index page, first request, ms",
    "feed": "feed, first request, ms",
    "sitemap": "sitemap (or its index), ms",
    "part": "largest part of the sitemap, ms",
    "kilobytes": "… its size, kB",
    "read": "200 cold editions, mean, ms",
    "worker_after": "memory of a worker after these, MB",
    "walk": "10,000 pages at random, mean, ms",
    "worker_walked": "memory of a worker after these, MB",
    "signature": "one signature live, s",
    "round": "publisher notices and publishes one changed catalog, s",
    "refresh": "window takes over one changed edition, ms",
    "idle": "publisher at rest, share of a core, %",
}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--sizes", default="1,100,1000,10000")
    parser.add_argument("--locales", default="")
    parser.add_argument("--full", type=int, default=10_000)
    parser.add_argument("--write", action="store_true")
    given = parser.parse_args()
    if given.locales:
        newsroom.LOCALES[:] = given.locales.split(",")
    results: dict[int, dict[str, float]] = {}
    for size in map(int, given.sizes.split(",")):
        results[size] = measure(given.folder / str(size), size, full=size <= given.full)
        sys.stdout.write(json.dumps({size: results[size]}) + "\n")
        sys.stdout.flush()
    page = report(results)
    sys.stdout.write(page)
    if given.write:
        # What people wrote about a run stays, for people to bring in line with the new one, and
        # so does the run in other languages.
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        _twelve, _, remarks = old.partition(f"\n{REMARKS}")
        twelve, _, four = _twelve.partition(f"\n{FEWER}")
        page = f"{twelve}\n{FEWER}{page}" if given.locales else f"{page}\n{FEWER}{four}"
        PAGE.write_text(f"{page}\n{REMARKS}{remarks}", encoding="utf-8")


def named(number: int) -> str:
    """Return the name of an article of the workshop, counted from 0."""
    return newsroom.slug(FIRST + number)


def measure(folder: Path, size: int, *, full: bool = True) -> dict[str, float]:
    """Return what was measured with ``size`` articles in ``folder``.

    Unless ``full``, the editions that are made with the workshop are used.
    """
    folder.mkdir(parents=True, exist_ok=True)
    found: dict[str, float] = {}
    with timed(found, "make"):
        project = make(folder, size).project
    parse(project, found)
    editions = folder / "editions"
    if full:
        for made in (editions, publisher_key.beside(editions)):
            shutil.rmtree(made, ignore_errors=True)
        with timed(found, "publish"):
            Publisher(project, editions).publish()
    else:
        note(project, editions)
    publisher = Publisher(project, editions)
    with timed(found, "quiet"):
        done = publisher.publish()
    assert not done.written, done.written[:3]
    inside(project, publisher, editions, size, found)
    served(project, editions, size, found)
    return found


def note(project: Project, editions: Path) -> None:
    """Note in the index what the editions were made of, as who published them did."""
    reader = index.Reader(editions)
    lines = {line.slug: line for line in reader.news()}
    scanner = ProjectScanner(project, editions)
    scanner.changes(lines, everything=True)
    ground = scanner.inputs_digest()
    seen = {slug: scanner.digest_of(slug, ground) for slug in lines}
    new = [msgspec.structs.replace(line, seen=seen[slug]) for slug, line in lines.items()]
    reader.write(new, publisher_key.load(publisher_key.beside(editions)))


@contextmanager
def timed(found: dict[str, float], name: str, scale: float = 1) -> Iterator[None]:
    """Note under ``name`` how many seconds (times ``scale``) the block took.

    Beside it stands what it took of the processors, its ended processes included.
    """
    start, used = time.perf_counter(), cpu()
    yield
    found[name] = (time.perf_counter() - start) * scale
    found[f"{name}.cpu"] = (cpu() - used) * scale


def cpu() -> float:
    """Return the processor time of this process and those it waited for."""
    both = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in both)


def parse(project: Project, found: dict[str, float]) -> None:
    """Measure how long two processes parse all catalogs, from a sample of them."""
    paths = sorted(project.locales.glob("*/LC_MESSAGES/nato*.po"))
    sample = (paths * SAMPLE)[:SAMPLE] if len(paths) < SAMPLE else paths[:: len(paths) // SAMPLE]
    for name in ("babel", "polib", "ours"):
        with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
            list(pool.map(_nothing, range(8)))
            start = time.perf_counter()
            used = sum(pool.map(_parse, [name] * len(sample), sample, chunksize=25))
            found[name] = (time.perf_counter() - start) * len(paths) / len(sample)
            found[f"{name}.cpu"] = used * len(paths) / len(sample)


def _nothing(_number: int) -> None:
    time.sleep(0.02)


def _parse(name: str, path: Path) -> float:
    start = time.process_time()
    if name == "babel":
        with path.open("rb") as file:
            read_po(file)
    elif name == "polib":
        polib.pofile(str(path))
    else:
        catalog.read(path, path.name, path.parents[1].name)
    return time.process_time() - start


def sign(project: Project, slug: str, name: str) -> None:
    """Let ``name`` sign the Ukrainian headline of ``slug``, too."""
    source = project.source(slug)
    seen = (project.assess(source, "uk") or [])[0]
    now = datetime.datetime.now(datetime.UTC)
    sign_module.sign(project, source, "uk", seen, sign_module.Reviewer(name), now)


def inside(
    project: Project, publisher: Publisher, editions: Path, size: int, found: dict[str, float]
) -> None:
    """Measure publisher and library by themselves."""
    publisher.poll()
    found["idle"] = 0.0
    start = time.process_time()
    for _round in range(4):
        publisher.poll()
    # A round every half second.
    found["idle"] = (time.process_time() - start) / 4 / 0.5 * 100
    library = EditionRepository(editions)
    library.view()
    name = f"John {newsroom._letters(int(time.time()))}"
    sign(project, named(size // 2), name)
    with timed(found, "round"):
        report = publisher.poll()
    assert report is not None and not report.problems
    time.sleep(0.6)
    with timed(found, "refresh", 1000):
        view = library.view()
    edition = view.articles[named(size // 2)]["uk"]
    assert name in {s.name for s in edition.reviewers}, (
        "the window has not taken over the signature"
    )


def get(url: str) -> tuple[int, bytes]:
    """Return status and body."""
    try:
        with urllib.request.urlopen(url, timeout=60) as answer:  # noqa: S310 - our own server
            return answer.status, answer.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()
    except OSError:
        return 0, b""


def until(holds: Callable[[], bool], seconds: float = 600) -> None:
    """Wait for ``holds``."""
    deadline = time.monotonic() + seconds
    while not holds():
        if time.monotonic() > deadline:
            raise TimeoutError
        time.sleep(0.01)


def served(project: Project, editions: Path, size: int, found: dict[str, float]) -> None:
    """Measure ``summaries serve`` with one worker, from outside."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    folders = {"ARTICLES": project.articles, "LOCALES": project.locales, "EDITIONS": editions,
               "JOURNAL": project.journal, "PUBLISHED": publisher_key.beside(editions)}  # fmt: skip
    environment = os.environ | {f"SUMMARIES_{name}": str(path) for name, path in folders.items()}
    environment["SUMMARIES_RATE_LIMIT"] = "0"
    base = f"http://127.0.0.1:{port}"
    with timed(found, "ready"):
        process = subprocess.Popen(  # noqa: S603 - our own words only
            [sys.executable, "-m", "service", "serve", "--port", str(port)], env=environment,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        until(lambda: get(f"{base}/readyz")[0] == 200)
    try:
        found["worker"] = memory(process.pid)
        cold = named(size * 2 // 3)
        for name, path in (
            ("cold", f"/uk/{cold}"), ("warm", f"/uk/{cold}"), ("index", "/uk/"),
            ("feed", "/uk/feed.atom"), ("sitemap", "/sitemap.xml"),
        ):  # fmt: skip
            with timed(found, name, 1000):
                status, body = get(base + path)
            assert status == 200, (path, status)
        parts = re.findall(rb"<sitemap><loc>(.*?)</loc>", body)
        with timed(found, "part", 1000):
            status, body = get(parts[0].decode() if parts else f"{base}/sitemap.xml")
        assert status == 200
        found["kilobytes"] = len(body) / 1000
        wanted = [named(n * size // 200) for n in range(200)]
        with timed(found, "read", 1000 / 200):
            for position, slug in enumerate(wanted):
                locale = newsroom.LOCALES[position % len(newsroom.LOCALES)]
                status, _body = get(f"{base}/{locale.replace('_', '-')}/{slug}")
                assert status == 200, slug
        found["worker_after"] = memory(process.pid)
        if size * len(newsroom.LOCALES) > WALK:
            chance = random.Random(1)  # noqa: S311 - the same pages each time
            with timed(found, "walk", 1000 / WALK):
                for _page in range(WALK):
                    locale = chance.choice(newsroom.LOCALES).replace("_", "-")
                    status, _body = get(f"{base}/{locale}/{named(chance.randrange(size))}")
                    assert status == 200
            found["worker_walked"] = memory(process.pid)
        slug, name = named(size // 3), f"Joan {newsroom._letters(int(time.time()))}"
        sign(project, slug, name)
        with timed(found, "signature"):
            until(lambda: name.encode() in get(f"{base}/uk/{slug}")[1], 60)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def memory(parent: int) -> float:
    """Return the resident memory, in MB, of the largest child process that is no publisher."""
    most = 0.0
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            status = (folder / "status").read_text()
            words = (folder / "cmdline").read_text()
        except OSError:
            continue
        if f"\nPPid:\t{parent}\n" in status and "publish" not in words:
            size = re.search(r"VmRSS:\s+(\d+) kB", status)
            most = max(most, int(size[1]) / 1000 if size else 0)
    return most


def report(results: dict[int, dict[str, float]]) -> str:
    """Return the page."""
    sizes = list(results)
    load = os.getloadavg()
    count = len(newsroom.LOCALES)
    lines = [
        *(
            ["# A large newsroom, measured", "", "Written by `make bench-large` "
             "(`benchmarks/large.py`): articles in twelve languages, all"]
            if count == 12 else
            ["", "", f"Written by the same script, `--locales {','.join(newsroom.LOCALES)}`; all"]
        ),
        "catalogs signed. Seconds are wall-clock time; in brackets, what was used of the",
        f"processors. {os.cpu_count()} cores, Python {platform.python_version()}. In the last 15",
        f"minutes of the run {load[2]:.1f} processes wanted to run at a time: above the number of",
        "cores, the machine was busy with other things as well, and the brackets tell more.",
        "",
        f"| articles × {count} languages | " + " | ".join(f"{size:,}" for size in sizes) + " |",
        "|---|" + "---:|" * len(sizes),
    ]  # fmt: skip
    for name, label in ROWS.items():
        cells = [cell(found, name) for found in results.values()]
        if set(cells) != {"–"}:
            lines.append(f"| {label} | " + " | ".join(cells) + " |")
    return "\n".join([*lines, ""])


def cell(found: dict[str, float], name: str) -> str:
    """Return one number, and the processor time beside it."""
    if name not in found:
        return "–"
    used = found.get(f"{name}.cpu")
    text = number(found[name])
    own = name in ("make", "babel", "polib", "ours", "publish", "quiet", "round")
    return f"{text} ({number(used)})" if used is not None and own else text


def number(value: float) -> str:
    """Return ``value`` with two or three digits that count."""
    return f"{value:,.0f}" if value >= 100 else f"{value:.1f}" if value >= 10 else f"{value:.2f}"


if __name__ == "__main__":
    main()
