"""Measure how fast the window answers, beside nginx and Flask, for docs/benchmarks.md.

python benchmarks/speed.py            print it
python benchmarks/speed.py --write    write it (“make bench” does)

Linux, with two processor cores, wrk, nginx and taskset; gunicorn and pyuwsgi in the environment.
"""

from __future__ import annotations

import contextlib
import datetime
import http.client
import importlib.metadata
import os
import platform
import re
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from load import BIN, CONNECTIONS, Clients, Result, Server, free_port, memory, running, wait

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- make bench -->", "<!-- end of make bench -->"
ROUNDS, SECONDS, STARTS = 3, 2, 3
SLUG = "nato-condemns-attacks-on-ukraine"
EDITION = f"/uk/{SLUG}"
API = f"/api/v1/articles/{SLUG}/summary?lang=uk"
LINK = f"/articles/{SLUG}"
# What a browser of today sends, as far as an answer depends on it.
BROWSER = [
    "Accept: text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8",
    "Accept-Encoding: gzip, deflate, br, zstd",
    "Accept-Language: uk,en;q=0.5",
]

NGINX = """
daemon off; worker_processes 1; pid {folder}/pid; error_log stderr crit;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000000;
  open_file_cache max=100; open_file_cache_valid 60s;
  client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/fastcgi; uwsgi_temp_path {folder}/uwsgi; scgi_temp_path {folder}/scgi;
  server {{
    listen 127.0.0.1:{port} backlog=1024; root {folder};
    location / {{ default_type "text/html; charset=utf-8"; {headers} try_files /answer =404; }}
  }}
}}
"""


@dataclass
class Subject:
    """One thing that is measured: what is asked of which server, and what came of it."""

    name: str
    server: Server
    path: str
    headers: list[str]
    results: list[Result]

    def middle(self, of: Callable[[Result], float]) -> float:
        """Return the median over the rounds."""
        return statistics.median(map(of, self.results))

    @property
    def rate(self) -> float:
        """Answers per second."""
        return self.middle(lambda result: result.rate)

    @property
    def cpu(self) -> float:
        """Processor time of the server for one answer, in µs."""
        return self.middle(lambda result: result.cpu)

    @property
    def p99(self) -> float:
        """The latency that one answer in a hundred is slower than, in ms."""
        return self.middle(lambda result: result.p99)


def ratio(one: Subject, other: Subject) -> float:
    """Return how many times as fast as ``other`` is ``one``.

    By the rates, or by the processor time of an answer where that says less: on a busy machine
    rates are luck, and where wrk is the slower side, they flatter the slower server.
    """
    return min(one.rate / other.rate, other.cpu / one.cpu)


@dataclass(frozen=True)
class Stops:
    """What became of eight clients' requests when a server was stopped, or lost a worker.

    The server was told to stop, or one of its two workers was killed.
    """

    status: int
    seconds: float
    broken: int
    lost: int


def commands(folder: Path, workers: int = 1) -> dict[str, list[str | Path]]:
    """Return how each server is started, with PORT for its port."""
    count = str(workers)
    granian: list[str | Path] = [BIN / "granian", "--port", "PORT", "--no-ws", "--log-level",
                                 "error", "--working-dir", Path(__file__).parent]  # fmt: skip
    gunicorn: list[str | Path] = [BIN / "gunicorn", "--bind", "127.0.0.1:PORT", "--worker-class",
                                  "gthread", "--threads", "4", "--log-level", "error",
                                  "--workers", count, "--chdir", Path(__file__).parent]  # fmt: skip
    uwsgi: list[str | Path] = [BIN / "uwsgi", "--http11-socket", "127.0.0.1:PORT", "--master",
                               "--processes", count, "--threads", str(CONNECTIONS + 4),
                               "--disable-logging", "--listen", "100",
                               "--need-app", "--hook-master-start",
                               "unix_signal:15 gracefully_kill_them_all"]  # fmt: skip
    threads = ["--blocking-threads", "4"]
    return {
        "window": [BIN / "summaries", "serve", "--no-publisher", "--workers", count],
        "nginx": ["nginx", "-p", f"{folder}/", "-c", "nginx.conf"],
        "hello on granian": [*granian, "--interface", "wsgi", *threads, "hello:hello"],
        "hello on gunicorn": [*gunicorn, "hello:hello"],
        "constant, WSGI": [*granian, "--interface", "wsgi", *threads, "hello:wsgi"],
        "constant, RSGI": [*granian, "--interface", "rsgi", "hello:rsgi"],
        "window on gunicorn": [*gunicorn, "service:create_app()"],
        "window on uWSGI": [*uwsgi, "--module", "service:create_app()"],
    }


def prepare(folder: Path) -> dict[str, str]:
    """Publish the bundled article into ``folder``; return the environment to serve it with."""
    env = {
        "SUMMARIES_ARTICLES": str(ROOT / "articles"), "SUMMARIES_LOCALES": str(ROOT / "locales"),
        "SUMMARIES_EDITIONS": str(folder / "editions"), "BENCH_ANSWER": str(folder / "answer"),
        "SUMMARIES_BASE_URL": "https://summaries.example.org",
    }  # fmt: skip
    subprocess.run([BIN / "summaries", "publish"],  # noqa: S603 - our own words
                   env=os.environ | env, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    return env


def save(server: Server, folder: Path) -> tuple[int, str, int]:
    """Save an edition page as a browser gets it, with its headers, and have nginx serve it.

    Returns the page's size, its ETag, and the port of nginx.
    """
    connection = http.client.HTTPConnection("127.0.0.1", server.port)
    with contextlib.closing(connection):
        connection.request("GET", EDITION, headers=dict(h.split(": ", 1) for h in BROWSER))
        answer = connection.getresponse()
        body = answer.read()
    (folder / "answer").write_bytes(body)
    own = ("server", "date", "content-length")
    headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in own]
    (folder / "answer.headers").write_text("\n".join(f"{n}: {v}" for n, v in headers))
    shown = [(n, v) for n, v in headers if n.lower() not in ("content-type", "etag")]
    lines = " ".join(f'add_header {name} "{value}";' for name, value in shown)
    port = free_port()
    (folder / "nginx.conf").write_text(NGINX.format(folder=folder, port=port, headers=lines))
    return len(body), dict(headers)["etag"], port


def stops(command: list[str | Path], env: dict[str, str]) -> Stops:
    """Stop a server with two workers under load, and kill one of another's."""
    with running(command, env, EDITION) as server, Clients(server, EDITION) as clients:
        clients.wait(100)
        status, seconds = server.stop()
    with running(command, env, EDITION) as server, Clients(server, EDITION) as killed:
        wait(lambda: len(server.workers()) == 2)
        killed.wait(100)
        before = set(server.workers())
        os.kill(max(before), signal.SIGKILL)
        wait(lambda: len(set(server.workers()) - before) >= 1)
        killed.wait(100)
        lost = killed.got["broken"] + killed.got["nothing"]
    return Stops(status, seconds, clients.got["broken"], lost)


def starts(command: list[str | Path], env: dict[str, str]) -> float:
    """Return the time from the start of the process to its first edition page, in seconds."""

    def once() -> float:
        with running(command, env, EDITION) as server:
            return server.started

    return statistics.median(once() for _ in range(STARTS))


def size(name: str) -> str:
    """Return what an installed package takes, in MB."""
    files = importlib.metadata.files(name) or []
    found = [Path(str(file.locate())) for file in files]
    return f"{sum(p.stat().st_size for p in found if p.is_file()) / 1e6:.1f}"


def measure() -> str:
    """Run everything, and return the part of the page."""
    lacking = [name for name in ("wrk", "nginx", "taskset") if not shutil.which(name)]
    if lacking or len(os.sched_getaffinity(0)) < 2:
        sys.exit(f"install {', '.join(lacking)}" if lacking else "this takes two processor cores")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)  # nginx's worker is somebody else when root starts it
        env, start = prepare(folder), commands(folder)
        with contextlib.ExitStack() as stack:

            def up(which: str, path: str = EDITION, port: int = 0) -> Server:
                return stack.enter_context(running(start[which], env, path, port))

            window = up("window")
            length, etag, port = save(window, folder)
            nginx, granian, gunicorn = (
                up("nginx", "/", port), up("hello on granian", "/"), up("hello on gunicorn", "/"),
            )  # fmt: skip
            wsgi, rsgi = up("constant, WSGI", "/"), up("constant, RSGI", "/")
            on_gunicorn, on_uwsgi = up("window on gunicorn"), up("window on uWSGI")
            known = [*BROWSER, f"If-None-Match: {etag}"]
            subjects = [
                Subject("edition page", window, EDITION, BROWSER, []),
                Subject("edition page, known to the browser (304)", window, EDITION, known, []),
                Subject("API, JSON", window, API, ["Accept-Encoding: gzip"], []),
                Subject("link to share (302)", window, LINK, BROWSER, []),
                Subject("nginx, the same bytes from a file", nginx, "/", BROWSER, []),
                Subject("Flask “hello world”, granian", granian, "/", BROWSER, []),
                Subject("Flask “hello world”, gunicorn", gunicorn, "/", BROWSER, []),
                Subject("a constant, granian, WSGI", wsgi, "/", BROWSER, []),
                Subject("a constant, granian, RSGI", rsgi, "/", BROWSER, []),
                Subject("edition page, on gunicorn", on_gunicorn, EDITION, BROWSER, []),
                Subject("edition page, on uWSGI", on_uwsgi, EDITION, BROWSER, []),
            ]
            for subject in subjects:
                subject.server.load(subject.path, subject.headers, 1)
            for _round in range(ROUNDS):
                for subject in subjects:
                    loaded = subject.server.load(subject.path, subject.headers, SECONDS)
                    subject.results.append(loaded)
            sizes = {
                which: memory(server.workers()[0])
                for which, server in (
                    ("granian", window), ("gunicorn", on_gunicorn), ("uWSGI", on_uwsgi),
                )
            }  # fmt: skip
        two = commands(folder, 2)
        names = {
            "granian": "window", "gunicorn": "window on gunicorn", "uWSGI": "window on uWSGI",
        }  # fmt: skip
        stopped = {server: stops(two[command], env) for server, command in names.items()}
        publishing = [BIN / "summaries", "serve"]
        first = starts(start["window"], env), starts(publishing, env)
    return page(subjects, length, sizes, stopped, first)


def page(
    subjects: list[Subject],
    length: int,
    sizes: dict[str, tuple[float, float]],
    stopped: dict[str, Stops],
    first: tuple[float, float],
) -> str:
    """Return what was measured, in words and tables."""
    ours, known, api, link, nginx, granian, gunicorn, wsgi, rsgi, *_others = subjects
    rows = [
        f"| {s.name} | {s.rate:,.0f} | {s.rate / nginx.rate:.2f} | {s.rate / granian.rate:.1f} | "
        f"{s.rate / gunicorn.rate:.1f} | {s.middle(lambda r: r.median):.2f} | {s.p99:.2f} | "
        f"{s.cpu:.0f} | {sum(r.wrong for r in s.results)} |"
        for s in subjects
    ]
    slowest = max(s.p99 for s in (ours, known, api, link))
    aims = [
        ("edition page ÷ nginx", "at least 0.5", ratio(ours, nginx), ">=", 0.5),
        ("edition page ÷ “hello world”, same server", "at least 5", ratio(ours, granian),
         ">=", 5),
        ("edition page ÷ “hello world”, gunicorn", "at least 10", ratio(ours, gunicorn),
         ">=", 10),
        (f"slowest p99 at {CONNECTIONS} connections, ms", "under 10", slowest, "<", 10),
        ("first page after the start, s", "within 1", max(first), "<=", 1),
        ("memory of a worker, MB", "at most 80", sizes["granian"][1], "<=", 80),
    ]  # fmt: skip
    checked = [
        f"| {name} | {aim} | {found:.2f} | "
        f"{'met' if (found >= most if sign == '>=' else found <= most) else 'missed'} |"
        for name, aim, found, sign, most in aims
    ]
    packages = {"granian": "granian", "gunicorn": "gunicorn", "uWSGI": "pyuwsgi"}
    by_server = dict(zip(packages, (ours, *subjects[-2:]), strict=True))
    servers = [
        f"| {name} {importlib.metadata.version(package)} | {by_server[name].rate:,.0f} | "
        f"{by_server[name].p99:.2f} | {sizes[name][0]:.0f} | {size(package)} | "
        f"{stopped[name].status}, {stopped[name].seconds:.1f} | {stopped[name].broken} | "
        f"{stopped[name].lost} |"
        for name, package in packages.items()
    ]
    return TEXT.format(
        day=datetime.datetime.now(datetime.UTC).date(), python=platform.python_version(),
        nginx=_version("nginx", "-v"), wrk=_version("wrk", "-v"), processor=_processor(),
        connections=CONNECTIONS, rounds=ROUNDS, seconds=SECONDS, starts=STARTS,
        length=f"{length:,}", rows="\n".join(rows), aims="\n".join(checked),
        servers="\n".join(servers), pss=f"{sizes['granian'][0]:.0f}",
        share_of_core=f"{ours.rate * ours.cpu / 1e4:.0f}",
        rss=f"{sizes['granian'][1]:.0f}", alone=f"{first[0]:.2f}", publishing=f"{first[1]:.2f}",
        ceiling=f"{ratio(wsgi, granian):.1f}", share=f"{ratio(wsgi, nginx):.2f}",
        rsgi=f"{ratio(rsgi, wsgi):.2f}",
    )  # fmt: skip


TEXT = """## Speed

Written by `make bench` on {day}: one worker pinned to one processor core, wrk with {connections}
connections on another; medians of {rounds} interleaved rounds of {seconds} seconds. {processor},
Python {python}, nginx {nginx}, wrk {wrk}. The page is the bundled article in Ukrainian, {length}
bytes in Brotli, asked for with the headers of a browser.

| what | answers/s | ÷ nginx | ÷ hello, same server | ÷ hello, gunicorn | p50, ms | p99, ms | CPU, µs | wrong |
|---|---|---|---|---|---|---|---|---|
{rows}

“CPU” is the server's processor time for one answer, the kernel's part included. “A constant” is an
application that returns the same bytes and headers whatever is asked: what the server alone costs.
While the edition page was asked for, its server had {share_of_core} % of its core. Where that is well below
100, other programs took the rest, and the rates are too low.

Ratios below are by rate or by processor time, whichever says less.

| aim | | measured | |
|---|---|---|---|
{aims}

The worker has {rss} MB after that load; {pss} MB when pages that it shares with its parent are
divided between them (PSS). From the start of the process to the first whole page it takes {alone} s
without a publisher, {publishing} s with one (medians of {starts}).

A constant on granian is {ceiling} times as fast as “hello world” on it, and {share} of nginx: no
application under this server can do better than that, whatever it does. Who needs more exports
the site ([export.md](export.md)): then nginx answers from files, as in the table.

### Which server

The same window, one worker. Stop: exit status and seconds after `SIGTERM`, while eight clients ask
two workers on and on; broken: how many answers began and did not end. Kill: how many of the clients'
requests got no whole answer when a worker was killed with `SIGKILL`.

| server | answers/s | p99, ms | worker, MB (PSS) | package, MB | stop | broken | kill |
|---|---|---|---|---|---|---|---|
{servers}

Granian is the choice. A connection costs it no thread, so idle and slow readers do not shut others
out, and it needs no proxy before it; gunicorn's threads take several times as long for an answer.
uWSGI is small and quick, but gives each connection a thread for as long as it stays open, is in
maintenance mode, and is under the GPL. What speaks against granian is its size, and that each of
its workers has a queue of connections of its own, which is lost with a worker that is killed.

Granian's own interface, RSGI, comes to {rsgi} of WSGI here: a task of an event loop for each answer
costs more than a thread that waits for work. So the window is plain WSGI, and runs under any
server that speaks it.
"""  # noqa: E501 - tables


def _version(program: str, option: str) -> str:
    done = subprocess.run([program, option], capture_output=True, text=True, check=False)  # noqa: S603
    found = re.search(r"\d+\.\d+\.\d+", done.stdout + done.stderr)
    return found[0] if found else ""


def _processor() -> str:
    found = re.search(r"model name\s*: (.+)", Path("/proc/cpuinfo").read_text())
    return found[1] if found else platform.machine()


def main() -> None:
    """Print what was measured, or put it in its place in the page."""
    part = f"{BEGIN}\n{measure()}{END}\n"
    if "--write" not in sys.argv:
        print(part, end="")  # noqa: T201
        return
    text = PAGE.read_text() if PAGE.exists() else "# Benchmarks\n\n"
    before, begin, rest = text.partition(BEGIN)
    after = rest.partition(f"{END}\n")[2] if begin else ""
    PAGE.write_text(before + part + after)


if __name__ == "__main__":
    main()
