"""The reverse proxy of docker-compose.yml's profile "edge": a real nginx before a real window."""

from __future__ import annotations

import http.client
import http.server
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import ClassVar

import pytest
from browser import PATIENCE, missing, serving
from conftest import ROOT, Newsroom

EDGE = ROOT / "deploy" / "edge"
PAGE = "/uk/harbor-fire"


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    body: bytes


@dataclass
class Edge:
    """An nginx on this machine, and the window behind it."""

    window: str
    http: int
    https: int
    folder: Path
    process: subprocess.Popen[bytes]

    def get(self, path: str, **headers: str) -> Answer:
        """Ask over TLS."""
        context = ssl.create_default_context(cafile=str(self.folder / "run" / "tls.crt"))
        return ask(http.client.HTTPSConnection("localhost", self.https, context=context), path,
                   headers)  # fmt: skip

    def get_plainly(self, path: str) -> Answer:
        """Ask without TLS."""
        return ask(http.client.HTTPConnection("localhost", self.http), path, {})


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


@pytest.fixture
def edge(newsroom: Newsroom, tool: Callable[[str], str]) -> Iterator[Edge]:
    """Start both, on ports that are free."""
    for name in ("openssl", "nginx"):
        tool(name)
    with serving(newsroom) as window:
        yield from started(window)


def started(window: str) -> Generator[Edge, None, None]:
    """Run nginx before the window at an address, as its image does."""
    ports = free_port(), free_port()
    # Nobody's, as in the image: root's folders are closed to nginx's workers.
    folder = Path(tempfile.mkdtemp())
    for name in ("entrypoint.sh", "nginx.conf"):
        shutil.copy(EDGE / name, folder)
    nobody = 65534 if os.geteuid() == 0 else None
    if nobody:
        for path in (folder, *folder.iterdir()):
            os.chown(path, nobody, nobody)
    environment = os.environ | {
        "EDGE_WINDOW": window.removeprefix("http://"), "EDGE_FOLDER": str(folder / "run"),
        "EDGE_HTTP": f"127.0.0.1:{ports[0]}", "EDGE_HTTPS": f"127.0.0.1:{ports[1]}",
        "EDGE_CERTIFICATE": str(folder / "none"),
    }  # fmt: skip
    process = subprocess.Popen(
        ["sh", folder / "entrypoint.sh"], env=environment, user=nobody, group=nobody, umask=0o022
    )
    found = Edge(window, *ports, folder, process)
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                if found.get_plainly("/healthz").status < 300:
                    break
            except OSError:
                assert process.poll() is None
                assert time.monotonic() < deadline
        yield found
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0
        shutil.rmtree(folder)


def test_readers_get_the_window_over_tls(edge: Edge, newsroom: Newsroom) -> None:
    """The same bytes, compressed as the window does it; from the network's side nothing else."""
    plain, packed = edge.get(PAGE), edge.get(PAGE, Accept_Encoding="gzip, br")
    port = int(edge.window.rpartition(":")[2])
    direct = ask(http.client.HTTPConnection("127.0.0.1", port), PAGE, {"Accept-Encoding": "br"})
    assert packed.body == direct.body
    for name in ("ETag", "Content-Encoding", "Vary", "Cache-Control", "Content-Security-Policy"):
        assert packed.headers[name] == direct.headers[name]
    assert packed.headers["Content-Encoding"] == "br"
    assert plain.headers["Content-Encoding"] is None
    assert "Пожежа" in plain.body.decode()
    assert edge.get(PAGE, If_None_Match=plain.headers["ETag"]).status == 304
    assert "max-age" in plain.headers["Strict-Transport-Security"]
    assert plain.headers["Server"] == "nginx"
    # Without TLS there is only the way there.
    moved = edge.get_plainly(PAGE)
    assert (moved.status, moved.headers["Location"]) == (308, f"https://localhost{PAGE}")
    # Operators ask the window itself.
    assert [edge.get(path).status for path in ("/metrics", "/readyz")] == [404, 404]


def test_a_negotiated_answer_stays_the_readers_own(edge: Edge) -> None:
    """The cache gives nobody another reader's language, encoding or format."""
    asked = [("uk", "/uk/"), ("en", "/en/"), ("uk", "/uk/"), ("de", "/de/")]
    for language, path in asked:
        answer = edge.get("/", Accept_Language=language)
        assert answer.headers["Location"].partition("?")[0] == path
        assert "Accept-Language" in answer.headers["Vary"]
    address = "/api/v1/articles/harbor-fire/summary?lang=uk"
    for kind in ("application/json", "text/plain", "application/json", "text/markdown"):
        assert edge.get(address, Accept=kind).headers["Content-Type"].startswith(kind)
    for coding in ("br", "gzip", "identity", "br"):
        answer = edge.get(PAGE, Accept_Encoding=coding)
        assert (answer.headers["Content-Encoding"] or "identity") == coding


def test_a_withdrawal_shows_at_once(edge: Edge, newsroom: Newsroom) -> None:
    """Also to readers for whom the page was fetched a moment ago; nothing old is kept."""
    assert [edge.get(PAGE).status for _ in range(3)] == [200, 200, 200]
    file = newsroom.articles / "harbor-fire" / "summary.toml"
    file.write_text(file.read_text() + '\n[withdrawn]\nuk = "The harbor had no fire."\n')
    newsroom.publish()
    deadline = time.monotonic() + PATIENCE
    while edge.get(PAGE).status == 200 and time.monotonic() < deadline:
        pass
    gone = edge.get(PAGE)
    assert gone.status == 410
    assert "The harbor had no fire." in gone.body.decode()


def test_what_never_changes_is_kept(edge: Edge) -> None:
    """An answer that says it may be kept is asked for once."""
    first = ask_card(edge)
    if first is None:
        missing("fonts-noto-core (for social cards)")
        return
    assert (first.status, first.headers["X-Cache"]) == (200, "MISS")
    again = ask_card(edge)
    assert again is not None
    assert (again.headers["X-Cache"], again.body) == ("HIT", first.body)


def ask_card(edge: Edge) -> Answer | None:
    page = edge.get(PAGE).body.decode()
    _before, found, rest = page.partition('property="og:image" content="')
    path = rest.split('"')[0].removeprefix(edge.window)
    return edge.get(path) if found else None


class Witness(http.server.BaseHTTPRequestHandler):
    """A window that writes down what it was asked. Its one page may be kept."""

    heard: ClassVar[list[str]] = []

    def do_GET(self) -> None:
        """Answer anything."""
        self.heard[:] = [f"{name}: {value}" for name, value in self.headers.items()]
        known = self.headers["If-None-Match"] == '"1"'
        self.send_response(304 if known else 200)
        for name, value in (("ETag", '"1"'), ("Cache-Control", "max-age=60")):
            self.send_header(name, value)
        if not known:
            self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"" if known else b"whole")

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def witnessed(tool: Callable[[str], str]) -> Iterator[Edge]:
    """An edge before a window that tells what it heard."""
    for name in ("openssl", "nginx"):
        tool(name)
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Witness) as window:
        threading.Thread(target=window.serve_forever, daemon=True).start()
        yield from started(f"http://127.0.0.1:{window.server_port}")
        window.shutdown()


def test_nobody_says_for_others_where_they_come_from(witnessed: Edge) -> None:
    """X-Forwarded-* is nginx's word: what the client wrote there does not come through."""
    witnessed.get("/en/", X_Forwarded_For="6.6.6.6", X_Forwarded_Proto="gopher",
                  X_Forwarded_Host="evil.example", Forwarded="for=6.6.6.6")  # fmt: skip
    told = {line for line in Witness.heard if line.lower().startswith(("x-", "forwarded"))}
    assert told == {
        "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https",
        f"X-Forwarded-Host: localhost:{witnessed.https}",
    }  # fmt: skip


def test_what_one_reader_has_already_is_no_answer_for_others(witnessed: Edge) -> None:
    """An answer without words (304) is never kept; the whole one is, and answers both."""
    assert witnessed.get("/en/", If_None_Match='"1"').status == 304
    seen = [witnessed.get("/en/") for _ in range(2)]
    assert [(a.status, a.body, a.headers["X-Cache"]) for a in seen] == [
        (200, b"whole", "MISS"), (200, b"whole", "HIT"),
    ]  # fmt: skip
    kept = witnessed.get("/en/", If_None_Match='"1"')
    assert (kept.status, kept.headers["X-Cache"]) == (304, "HIT")
