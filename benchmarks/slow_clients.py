"""What clients get that behave badly, and what the others get meanwhile.

    python benchmarks/slow_clients.py [--connections 10000] [--workers 1] [--seconds 20]

Starts ``summaries serve`` on a free port of the loopback device, with the editions of the bundled
articles, and tries one kind of bad client after the other: so many CONNECTIONS at once, for at most
SECONDS, while one good reader asks for a page on a new connection, again and again. Prints what
that reader saw, when the server let the bad ones go, and the workers' memory. Ends with status 1
when the good reader ever waited longer than two seconds or got no page.

Each end of a connection takes a file: ``ulimit -Hn`` has to be larger than CONNECTIONS.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import resource
import selectors
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
SUMMARIES = Path(sys.executable).parent / "summaries"
PAGE = "/en/nato-condemns-attacks-on-ukraine"
PATIENCE = 2.0
HEAD = f"GET {PAGE} HTTP/1.1\r\nHost: test\r\n".encode()


@dataclass
class Bad:
    """A kind of bad client: what it sends at first, then every second; how many of it."""

    name: str
    first: bytes = b""
    drip: bytes = b""
    share: float = 1.0  # of the connections asked for
    reads: bool = True


KINDS = [
    Bad("connects, sends nothing"),
    Bad("half a request line", b"GET /en/ HT"),
    Bad("a header every second", HEAD, b"X: y\r\n"),
    Bad("asks once, then stays", HEAD + b"\r\n"),
    Bad("announces a body, sends a byte a second", HEAD + b"Content-Length: 60000\r\n\r\n", b"x"),
    Bad("chunks without end", HEAD + b"Transfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
    Bad("HTTP/2 without TLS", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"),
    Bad("64 kB of headers, no end", HEAD + b"X: " + b"y" * 64_000, b"y", share=0.05),
    Bad("asks 500 times, reads nothing", (HEAD + b"\r\n") * 500, share=0.02, reads=False),
]


@dataclass
class Seen:
    """What the good reader saw, and what became of the bad ones."""

    opened: int = 0
    refused: int = 0
    waits: list[float] = field(default_factory=list)
    failed: int = 0
    last_closed: float = 0.0
    left: int = 0


class Crowd:
    """Many bad clients, one thread, no blocking."""

    def __init__(self, port: int, kind: Bad) -> None:
        self._port, self._kind = port, kind
        self._open: dict[socket.socket, int] = {}  # how much of the first bytes was sent
        self._watch = selectors.DefaultSelector()
        self._since = time.monotonic()
        self.seen = Seen()

    def join(self, number: int) -> None:
        """Let ``number`` more of them connect."""
        for _ in range(number):
            bad = socket.socket()
            bad.setblocking(False)
            if not self._kind.reads:
                bad.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            try:
                with contextlib.suppress(BlockingIOError):
                    bad.connect(("127.0.0.1", self._port))
            except OSError:
                self.seen.refused += 1
                bad.close()
                continue
            self.seen.opened += 1
            self._open[bad] = 0
            self._watch.register(bad, selectors.EVENT_READ | selectors.EVENT_WRITE)

    def turn(self) -> None:
        """Send what is to be sent first, read what came, notice who was let go."""
        first = self._kind.first
        for key, events in self._watch.select(0):
            bad = key.fileobj
            assert isinstance(bad, socket.socket)
            try:
                if events & selectors.EVENT_WRITE:
                    if self._open[bad] < len(first):
                        self._open[bad] += bad.send(first[self._open[bad] :])
                    if self._open[bad] >= len(first):
                        self._watch.modify(bad, selectors.EVENT_READ)
                # One that reads nothing learns of its end only when it sends.
                if events & selectors.EVENT_READ and self._kind.reads and not bad.recv(65536):
                    self._gone(bad)
            except BlockingIOError:
                pass
            except OSError:
                self._gone(bad)

    def drip(self) -> None:
        """Send one more piece on every connection."""
        for bad, sent in list(self._open.items()):
            if self._kind.drip and sent >= len(self._kind.first):
                try:
                    bad.send(self._kind.drip)
                except BlockingIOError:
                    pass
                except OSError:
                    self._gone(bad)

    def leave(self) -> None:
        """Close what is still open."""
        self.seen.left = len(self._open)
        for bad in list(self._open):
            self._close(bad)
        self._watch.close()

    @property
    def over(self) -> bool:
        """Whether the server let all of them go."""
        return not self._open

    def _gone(self, bad: socket.socket) -> None:
        self.seen.last_closed = time.monotonic() - self._since
        self._close(bad)

    def _close(self, bad: socket.socket) -> None:
        self._watch.unregister(bad)
        del self._open[bad]
        bad.close()


def attack(port: int, kind: Bad, many: int, seconds: float) -> Seen:
    """Try one kind of bad client for at most ``seconds``; return what was seen."""
    crowd = Crowd(port, kind)
    wanted = max(1, int(many * kind.share))
    start = dripped = asked = time.monotonic()
    while time.monotonic() - start < seconds:
        missing = wanted - crowd.seen.opened - crowd.seen.refused
        crowd.join(min(200, missing))
        crowd.turn()
        now = time.monotonic()
        if now - dripped >= 1:
            crowd.drip()
            dripped = now
        if now - asked >= 0.2 or (missing <= 0 and not crowd.seen.waits):
            wait = good_reader(port)
            crowd.seen.waits.append(wait if wait is not None else PATIENCE)
            crowd.seen.failed += wait is None
            asked = now
        if missing <= 0 and crowd.over:
            break
        if missing <= 0:
            time.sleep(0.01)
    crowd.leave()
    return crowd.seen


def good_reader(port: int) -> float | None:
    """Return the seconds in which a reader on a new connection gets the page; None without it."""
    start = time.monotonic()
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}{PAGE}", timeout=PATIENCE) as answer:
            whole = answer.status == 200 and answer.read().endswith(b"</html>")
    except OSError:
        return None
    wait = time.monotonic() - start
    return wait if whole and wait < PATIENCE else None


@contextlib.contextmanager
def serving(folder: Path, workers: int) -> Iterator[tuple[int, int]]:
    """Publish the bundled articles into ``folder`` and serve them; give port and process id."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    environment = {k: v for k, v in os.environ.items() if not k.startswith("SUMMARIES_")}
    environment |= {
        "SUMMARIES_ARTICLES": str(ROOT / "articles"),
        "SUMMARIES_LOCALES": str(ROOT / "locales"),
        "SUMMARIES_EDITIONS": str(folder),
    }
    words = [SUMMARIES, "publish"]
    subprocess.run(words, env=environment, check=True, stdout=subprocess.DEVNULL)  # noqa: S603
    words = [SUMMARIES, "serve", "--no-publisher", "--workers", str(workers), "--port", str(port)]
    with subprocess.Popen(words, env=environment, stderr=subprocess.DEVNULL) as process:  # noqa: S603
        try:
            deadline = time.monotonic() + 30
            while good_reader(port) is None:
                if time.monotonic() > deadline or process.poll() is not None:
                    raise SystemExit("the server did not start")
                time.sleep(0.05)
            yield port, process.pid
        finally:
            process.terminate()


def memory(process: int) -> float:
    """Return the resident memory of a server's workers in MB."""
    children = Path(f"/proc/{process}/task/{process}/children").read_text().split()
    pages = [int(Path(f"/proc/{child}/statm").read_text().split()[1]) for child in children]
    return sum(pages) * resource.getpagesize() / 1e6


def row(cells: Sequence[object]) -> None:
    """Print one row of the table."""
    click.echo(f"| {' | '.join(map(str, cells))} |")


def main() -> int:
    """Try everything, print a table, and say whether the good reader was always served."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--connections", type=int, default=10_000)
    arguments.add_argument("--workers", type=int, default=1)
    arguments.add_argument("--seconds", type=float, default=20.0)
    chosen = arguments.parse_args()
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if hard != resource.RLIM_INFINITY and hard < chosen.connections + 100:
        raise SystemExit(f"ulimit -Hn is {hard}: try --connections {hard - 200}")
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    bad_days = 0
    heads = ["client", "connections", "good reader: pages", "slowest, ms", "let go after, s",
             "left open", "memory, MB"]  # fmt: skip
    row(heads)
    row(["---"] * len(heads))
    with tempfile.TemporaryDirectory() as folder, serving(Path(folder), chosen.workers) as found:
        port, process = found
        for kind in KINDS:
            seen = attack(port, kind, chosen.connections, chosen.seconds)
            pages = f"{len(seen.waits) - seen.failed} of {len(seen.waits)}"
            gone = f"{seen.last_closed:.1f}" if seen.last_closed else "–"
            slowest = max(seen.waits, default=0) * 1000
            row([kind.name, seen.opened, pages, f"{slowest:.0f}", gone, seen.left,
                 f"{memory(process):.0f}"])  # fmt: skip
            bad_days += seen.failed > 0
    return 1 if bad_days else 0


if __name__ == "__main__":
    sys.exit(main())
