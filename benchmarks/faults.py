"""Ten minutes of a newsroom that publishes, with readers, and what breaks meanwhile.

python benchmarks/faults.py FOLDER [--minutes 10] [--rate 200] [--articles 200] [--bucket] [--write]

Starts ``summaries serve`` with two workers and a publisher. Readers ask for a mixture of pages,
RATE a second; somebody signs a headline every two seconds and waits until readers have it; every
half minute an article is withdrawn, and brought back. Meanwhile a worker and the publisher are
killed (SIGKILL), the publisher cannot write for twenty seconds, and 10,000 connections are opened
and left idle. As browsers do, a reader asks once more where a connection that was open already
ends without an answer. Prints what readers saw, how soon signatures and withdrawals were live, and
the memory and the descriptors of the processes. Ends with status 1 when a reader got no whole
answer, or a wrong one. Linux. --write writes docs/benchmarks-faults.md.

--bucket: publisher and window are two machines with a bucket between them, in a real S3 store
(SeaweedFS). Every page is asked for once before. Then the store does not answer for twenty
seconds, or is gone, in place of the first two faults that concern files.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime
import http.client
import os
import random
import resource
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "tests"))
sys.path.insert(0, str(Path(__file__).parent))

import load
import newsroom
from object_store import BUCKET, KEY, SECRET, Store
from status import FIRST, Newsroom, make

from service.review import sign as sign_module

PAGE = newsroom.ROOT / "docs" / "benchmarks-faults.md"
READERS, WORKERS, IDLE = 16, 2, 10_000
# Seconds that a fault stays, and within which an answer is said to have come during it.
STAYS = 20.0
GONE = 410
BUCKET_PART, REMARKS = "## With a bucket between two machines", "## What this says"
BETWEEN = "`summaries publish --watch` uploads, "


@dataclass(frozen=True)
class Answer:
    """One answer: when it came, how long it took (both in seconds), what it was, and of what."""

    at: float
    took: float
    what: str
    path: str


@dataclass
class Log:
    """What everybody saw. ``live`` and ``down`` are seconds until readers had it, by time."""

    answers: list[Answer] = field(default_factory=list)
    live: list[tuple[float, float]] = field(default_factory=list)
    down: list[tuple[float, float]] = field(default_factory=list)
    faults: list[tuple[float, str]] = field(default_factory=list)
    stopped: threading.Event = field(default_factory=threading.Event)
    began: float = field(default_factory=time.monotonic)

    def now(self) -> float:
        """Return how many seconds the run has lasted."""
        return time.monotonic() - self.began


def pages(size: int, chance: random.Random) -> Iterator[tuple[str, int]]:
    """Yield paths and the status that each is to have, as readers ask: some articles often."""
    numbers = range(size)
    weights = [1 / (place + 1) for place in numbers]  # Zipf's law
    kinds = {
        "/{lang}/{slug}": 70, "/{lang}/": 8, "/api/v1/articles/{slug}": 6, "/articles/{slug}": 6,
        "/{lang}/feed.atom": 3, "/articles/{slug}/source": 3, "/sitemap.xml": 1,
        "/{lang}/no-such-article": 3,
    }  # fmt: skip
    while True:
        (kind,) = chance.choices(list(kinds), list(kinds.values()))
        (number,) = chance.choices(numbers, weights)
        lang = chance.choice(newsroom.LOCALES).replace("_", "-")
        status = 404 if "no-such" in kind else 302 if kind == "/articles/{slug}" else 200
        yield kind.format(lang=lang, slug=newsroom.slug(FIRST + number)), status


class Reader:
    """One reader: asks on one connection, and opens another when it ends."""

    def __init__(self, port: int, log: Log, seed: int, rate: float, size: int) -> None:
        self._port, self._log, self._every = port, log, 1 / rate
        self._pages = pages(size, random.Random(seed))  # noqa: S311 - the same each time
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)

    def run(self) -> None:
        """Ask until the run is stopped."""
        due = time.monotonic()
        while not self._log.stopped.is_set():
            path, status = next(self._pages)
            began = time.monotonic()
            what = self._ask(path, status)
            took = time.monotonic() - began
            self._log.answers.append(Answer(self._log.now(), took, what, path))
            due = max(due + self._every, time.monotonic() - 1)
            time.sleep(max(0.0, due - time.monotonic()))
        self._connection.close()

    def _ask(self, path: str, status: int) -> str:
        was_open = self._connection.sock is not None
        what = self._once(path, status)
        if what == "nothing" and was_open:
            return "asked again" if self._once(path, status) == "right" else "nothing"
        return what

    def _once(self, path: str, status: int) -> str:
        try:
            self._connection.request("GET", path, headers={"Accept-Language": "uk, en;q=0.5"})
            answer = self._connection.getresponse()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return "nothing"
        try:
            body = answer.read()
        except (OSError, http.client.HTTPException):
            self._connection.close()
            return "broken"
        html = "html" in answer.headers.get("Content-Type", "")
        if html and body and not body.rstrip().endswith(b"</html>"):
            return "broken"
        # What is withdrawn at the moment is answered so.
        return "right" if answer.status in (status, GONE) else f"wrong: {answer.status}"


def get(port: int, path: str) -> tuple[int, bytes]:
    """Return status and body; 0 where nothing came."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(connection), contextlib.suppress(OSError, http.client.HTTPException):
        connection.request("GET", path)
        answer = connection.getresponse()
        return answer.status, answer.read()
    return 0, b""


def until(log: Log, holds: Callable[[], bool]) -> float | None:
    """Wait until ``holds``; return how long it took, None where the run was over before."""
    began = time.monotonic()
    while not holds():
        if log.stopped.is_set():
            return None
        time.sleep(0.05)
    return time.monotonic() - began


def signing(made: Newsroom, port: int, log: Log, size: int) -> None:
    """Sign the Ukrainian headline of one article after the other."""
    number = 0
    while not log.stopped.wait(2):
        number += 1
        slug, name = newsroom.slug(FIRST + number % size), f"Ann {newsroom._letters(number)}"
        source = made.project.source(slug)
        status = (made.project.assess(source, "uk") or [])[0]
        now = datetime.datetime.now(datetime.UTC)
        at = log.now()
        sign_module.sign(made.project, source, "uk", status, sign_module.Reviewer(name), now)
        path = f"/uk/{slug}"
        took = until(log, lambda p=path, n=name: n.encode() in get(port, p)[1] or
                     get(port, p)[0] == GONE)  # fmt: skip
        if took is not None:
            log.live.append((at, took))


def withdrawing(service: Service, port: int, log: Log, size: int) -> None:
    """Withdraw one article after the other, and bring it back."""
    number = size // 2
    while not log.stopped.wait(10):
        number += 1
        slug = newsroom.slug(FIRST + number % size)
        for more, status in (((), GONE), (("--undo",), 200)):
            at = log.now()
            words = [sys.executable, "-m", "service", "withdraw", slug, "--name", newsroom.SIGNER]
            subprocess.Popen(  # noqa: S603 - our own words
                [*words, *more], env=service.environment, stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            ).wait()  # fmt: skip
            took = until(log, lambda s=slug, w=status: get(port, f"/uk/{s}")[0] == w)
            if took is not None and not more:
                log.down.append((at, log.now() - at))
            if log.stopped.wait(10):
                return


def children(pid: int) -> dict[int, str]:
    """Return the processes that ``pid`` started, with the words each was started with."""
    there = {}
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if f"\nPPid:\t{pid}\n" in (folder / "status").read_text():
                there[int(folder.name)] = (folder / "cmdline").read_text().replace("\0", " ")
    return there


def role(words: str) -> str:
    """Return what a process is that was started with ``words``."""
    return "publisher" if " publish " in words else "worker" if " serve " in words else ""


def sizes(pid: int) -> dict[str, tuple[float, int]]:
    """Return resident memory in MB, and open descriptors: the largest worker's, the publisher's."""
    most: dict[str, tuple[float, int]] = {}
    for child, words in children(pid).items():
        with contextlib.suppress(OSError):
            one = (load.memory(child)[1], len(list(Path(f"/proc/{child}/fd").iterdir())))
            if role(words):
                most[role(words)] = max(most.get(role(words), (0.0, 0)), one)
    return most


@dataclass
class Service:
    """What runs: the windows' first process, and the environment of a command where it publishes.

    ``publisher`` is its own first process, and ``store`` the bucket's, where windows are elsewhere.
    """

    windows: subprocess.Popen[bytes]
    environment: dict[str, str]
    publisher: subprocess.Popen[bytes] | None = None
    store: Store | None = None

    def one(self, wanted: str) -> int:
        """Return the process of a ``wanted``: a worker, the publisher."""
        if wanted == "publisher" and self.publisher:
            return self.publisher.pid
        while True:
            for child, words in children(self.windows.pid).items():
                if role(words) == wanted:
                    return child
            time.sleep(0.1)

    def sizes(self) -> dict[str, tuple[float, int]]:
        """Return memory and descriptors by role, as :func:`sizes` does."""
        most = sizes(self.windows.pid)
        if self.publisher:
            pid = self.publisher.pid
            files = len(list(Path(f"/proc/{pid}/fd").iterdir()))
            most["publisher"] = load.memory(pid)[1], files
        return most

    def end(self) -> None:
        """Stop everything."""
        for process in (self.windows, self.publisher):
            if process:
                process.send_signal(signal.SIGTERM)
                process.wait(30)
        if self.store:
            self.store.stop()


def command(*words: str, environment: dict[str, str], log: Path) -> subprocess.Popen[bytes]:
    """Start ``summaries`` with ``words``; what it says is added to ``log``."""
    with log.open("ab") as said:
        return subprocess.Popen(  # noqa: S603 - our own words
            [sys.executable, "-m", "service", *words], env=environment,
            stdout=subprocess.DEVNULL, stderr=said,
        )  # fmt: skip


def start(made: Newsroom, port: int, *, bucket: bool) -> Service:
    """Start windows and a publisher, on one machine or, with a ``bucket``, on two."""
    folder, own = made.folder, made.environment() | {"SUMMARIES_RATE_LIMIT": "0"}
    words = ["serve", "--port", str(port), "--workers", str(WORKERS)]
    if not bucket:
        return Service(command(*words, environment=own, log=folder / "log"), own)
    for name in ("store", "publisher", "window"):
        shutil.rmtree(folder / name, ignore_errors=True)
    os.environ.update(
        AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_REGION="us-east-1",
    )  # fmt: skip
    store = Store(folder / "store")
    os.environ["AWS_ENDPOINT_URL"] = f"http://127.0.0.1:{store.port}"
    store.start()
    own = made.environment() | {
        "SUMMARIES_RATE_LIMIT": "0", "SUMMARIES_EDITIONS": f"s3://{BUCKET}/run",
        "SUMMARIES_PUBLISHED": str(made.published),
        "SUMMARIES_BUCKET_FOLDER": str(folder / "publisher"),
    }  # fmt: skip
    shutil.copytree(made.editions, folder / "publisher" / "editions")
    publisher = command("publish", "--watch", environment=own, log=folder / "publisher.log")
    elsewhere = own | {"SUMMARIES_BUCKET_FOLDER": str(folder / "window")}
    windows = command(*words, "--no-publisher", environment=elsewhere, log=folder / "log")
    return Service(windows, own, publisher, store)


@contextlib.contextmanager
def fault(kind: str, service: Service, port: int) -> Iterator[None]:
    """Break something, and put it right afterwards where it does not by itself."""
    store = service.store.process if service.store else None
    if kind == "the publisher cannot write":
        child = service.one("publisher")
        # Every write to a file fails, as on a full disk.
        before = resource.prlimit(child, resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))
        yield
        with contextlib.suppress(ProcessLookupError):
            resource.prlimit(child, resource.RLIMIT_FSIZE, before)
    elif kind == "idle connections":
        several = []
        for _number in range(IDLE):
            several.append(socket.create_connection(("127.0.0.1", port)))
        yield
        for idle in several:
            idle.close()
    elif kind == "the bucket does not answer" and store:
        store.send_signal(signal.SIGSTOP)
        yield
        store.send_signal(signal.SIGCONT)
    elif kind == "the bucket is gone" and service.store:
        service.store.stop()
        yield
        service.store.start()
    else:
        os.kill(service.one(kind.removesuffix(" killed")), signal.SIGKILL)
        if kind == "publisher killed" and service.publisher:  # as whoever manages services does
            service.publisher.wait()
            log = Path(service.environment["SUMMARIES_BUCKET_FOLDER"]).parent / "publisher.log"
            service.publisher = command(
                "publish", "--watch", environment=service.environment, log=log
            )
        yield


FAULTS = ["worker killed", "publisher killed", "the publisher cannot write", "idle connections",
          "worker killed", "publisher killed"]  # fmt: skip
WITH_BUCKET = ["the bucket does not answer", "the bucket is gone", "worker killed",
               "the bucket does not answer", "publisher killed", "the bucket is gone"]  # fmt: skip


def ask_everything(port: int, size: int) -> None:
    """Ask for every page once: of pages that nobody asked for, a window has no copy."""
    kinds = ("/{lang}/{slug}", "/api/v1/articles/{slug}", "/articles/{slug}/source")
    for number in range(size):
        slug = newsroom.slug(FIRST + number)
        for kind in kinds:
            for lang in newsroom.LOCALES if "{lang}" in kind else ("",):
                path = kind.format(lang=lang.replace("_", "-"), slug=slug)
                while get(port, path)[0] != 200:  # it comes into the bucket bit by bit
                    time.sleep(0.5)


def run(folder: Path, minutes: float, rate: float, size: int, *, bucket: bool) -> str:
    """Measure; return the page. Raises SystemExit with 1 when a reader was not served."""
    most = resource.getrlimit(resource.RLIMIT_NOFILE)[1]
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    made = make(folder, size)
    port = load.free_port()
    faults = WITH_BUCKET if bucket else FAULTS
    log = Log()
    service = start(made, port, bucket=bucket)
    try:
        while get(port, "/readyz")[0] != 200:
            time.sleep(0.1)
        if bucket:
            ask_everything(port, size)
        log.began = time.monotonic()
        readers = [Reader(port, log, seed, rate / READERS, size) for seed in range(READERS)]
        threads = [threading.Thread(target=reader.run) for reader in readers]
        threads += [
            threading.Thread(target=signing, args=(made, port, log, size)),
            threading.Thread(target=withdrawing, args=(service, port, log, size)),
        ]
        for thread in threads:
            thread.start()
        share = minutes * 60 / (len(faults) + 2)
        time.sleep(share)
        before = service.sizes()
        for kind in faults:
            log.faults.append((log.now(), kind))
            with fault(kind, service, port):
                time.sleep(min(STAYS, share / 2))
            time.sleep(share - min(STAYS, share / 2))
        time.sleep(share)
        after = service.sizes()
        log.stopped.set()
        for thread in threads:
            thread.join()
    finally:
        log.stopped.set()
        service.end()
    text, failed = report(log, before, after, size, bucket=bucket)
    if failed:
        sys.stdout.write(text)
        raise SystemExit(1)
    return text


def report(
    log: Log,
    before: dict[str, tuple[float, int]],
    after: dict[str, tuple[float, int]],
    size: int,
    *,
    bucket: bool,
) -> tuple[str, int]:
    """Return the page, and how many readers were not served."""
    length = max(answer.at for answer in log.answers)
    bad = [answer for answer in log.answers if answer.what not in ("right", "asked again")]
    lines = [
        BUCKET_PART if bucket else "# What readers see while things break",
        "",
        f"Written by `python benchmarks/faults.py FOLDER{' --bucket' * bucket} --write` on "
        f"{datetime.date.today()}: {BETWEEN if bucket else ''}"  # noqa: DTZ011
        f"`summaries serve` with {WORKERS} workers and",
        f"{size} articles in {len(newsroom.LOCALES)} languages, for {length / 60:.0f} minutes. "
        f"{len(log.answers):,} requests, {len(log.answers) / length:,.0f} a second, "
        f"by {READERS} readers; {len(log.live)} signatures, {len(log.down)}",
        f"withdrawals. Load average {os.getloadavg()[1]:.1f} on {os.cpu_count()} cores: above 2 "
        "the machine had other work, too.",
        "",
        "| while | requests | p50, ms | p99, ms | asked again | no whole answer, or a wrong one "
        "| a signature is live after, s (slowest) | a withdrawal, s (slowest) |",
        "|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    spans = [(at, at + STAYS, kind) for at, kind in log.faults]

    def during(moment: float) -> str:
        return next((kind for start, end, kind in spans if start <= moment < end), "all is well")

    for kind in ["all is well", *dict.fromkeys(kind for _at, kind in log.faults)]:
        several = [answer for answer in log.answers if during(answer.at) == kind]
        times = sorted(answer.took * 1000 for answer in several) or [0.0]
        again = sum(answer.what == "asked again" for answer in several)
        failed = sum(answer in bad for answer in several)
        slowest = [
            max((took for at, took in part if during(at) == kind), default=None)
            for part in (log.live, log.down)
        ]
        cells = ["–" if value is None else f"{value:.1f}" for value in slowest]
        lines.append(
            f"| {kind} | {len(several):,} | {times[len(times) // 2]:.1f} "
            f"| {times[len(times) * 99 // 100]:.1f} | {again} | {failed} "
            f"| {cells[0]} | {cells[1]} |"
        )
    lines += ["", "| process | memory at the start, MB | at the end | descriptors at the start | "
              "at the end |", "|---|---:|---:|---:|---:|"]  # fmt: skip
    for name in ("worker", "publisher"):
        (one, few), (other, many) = before.get(name, (0, 0)), after.get(name, (0, 0))
        lines.append(f"| {name} | {one:.0f} | {other:.0f} | {few} | {many} |")
    for answer in bad:
        since = min((answer.at - at for at, _kind in log.faults if answer.at >= at), default=-1)
        what = f"{answer.what}, {answer.took:.2f} s, {since:.2f} s after a fault: {answer.path}"
        lines += ["", what]
    return "\n".join([*lines, ""]), len(bad)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--minutes", type=float, default=10)
    parser.add_argument("--rate", type=float, default=200)
    parser.add_argument("--articles", type=int, default=200)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--bucket", action="store_true")
    given = parser.parse_args()
    page = run(given.folder, given.minutes, given.rate, given.articles, bucket=given.bucket)
    sys.stdout.write(page)
    if given.write:
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        remarks = "".join(old.partition(f"\n{REMARKS}")[1:])
        first, *more = old.partition(f"\n{REMARKS}")[0].partition(f"\n{BUCKET_PART}")
        second = page if given.bucket else "".join(more).removeprefix("\n")
        parts = [first.rstrip() + "\n" if given.bucket else page, second]
        PAGE.write_text("\n".join(filter(None, parts)).rstrip() + "\n" + remarks, encoding="utf-8")


if __name__ == "__main__":
    main()
