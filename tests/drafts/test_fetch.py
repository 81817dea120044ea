"""Fetching: only what was asked for, only from where it may come, within bounds. Real servers."""

from __future__ import annotations

import gzip
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from service.drafts import intake
from service.drafts.intake.download import is_public
from service.errors import SummariesError

PAGE = "<!doctype html><title>Кай</title><p>Ein Kai.</p>".encode("cp1251", "replace")


class Handler(BaseHTTPRequestHandler):
    """Answers by path."""

    def do_GET(self) -> None:
        """Answer."""
        name = self.path.strip("/")
        if name.startswith("to-"):
            targets = {
                "to-page": "/page", "to-loop": "/to-loop", "to-file": "file:///etc/passwd",
                "to-metadata": "http://169.254.169.254/latest", "to-utf8": "/ä?q=ü",
            }  # fmt: skip
            self.send_response(302)
            self.send_header("Location", targets[name])
            self.end_headers()
            return
        if name.isdigit():
            self.send_response(int(name))
            self.end_headers()
            return
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=windows-1251")
        if name in ("gzip", "bomb"):
            self.send_header("Content-Encoding", "gzip")
        self.end_headers()
        if name == "endless":
            self._endless(b"x" * 65536)
        elif name == "bomb":
            self.wfile.write(gzip.compress(bytes(50 * 1024 * 1024)))
        elif name == "slow":
            self.wfile.write(b"x")
            self.wfile.flush()
            self.server.stop.wait(20)  # type: ignore[attr-defined]
        else:
            self.wfile.write(gzip.compress(PAGE) if name == "gzip" else PAGE)

    def _endless(self, chunk: bytes) -> None:
        try:
            while True:
                self.wfile.write(chunk)
        except OSError:
            return

    def log_message(self, *_args: object) -> None:
        """Say nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    """A server on the loopback address."""
    found = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.daemon_threads = True
    found.stop = threading.Event()  # type: ignore[attr-defined]
    thread = threading.Thread(target=found.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{found.server_port}"
    found.stop.set()  # type: ignore[attr-defined]
    found.shutdown()
    found.server_close()
    thread.join()


@pytest.mark.parametrize("path", ["page", "gzip", "to-page", "to-utf8"])
def test_a_page_is_fetched(server: str, path: str) -> None:
    """With its encoding, and where it was in the end."""
    found = intake.fetch(f"{server}/{path}", allow_private=True)
    assert (found.data, found.charset) == (PAGE, "windows-1251")
    assert found.url.endswith("/page") == (path in ("page", "to-page"))


@pytest.mark.parametrize(
    ("path", "message"),
    [
        ("to-loop", "leads on and on"),
        ("to-file", "only http"),
        ("endless", "larger than 10 MiB"),
        ("bomb", "larger than 10 MiB"),
        ("403", "does not give the page to programs"),
        ("404", "no such page"),
        ("500", "answers with an error"),
    ],
)
def test_what_cannot_be_fetched_is_said_in_a_sentence(server: str, path: str, message: str) -> None:
    """With the remedy."""
    with pytest.raises(SummariesError, match=message) as error:
        intake.fetch(f"{server}/{path}", allow_private=True)
    assert ":" in str(error.value)


def test_a_slow_server_is_left(server: str) -> None:
    """However often it sends a byte: the time in all is bounded."""
    with pytest.raises(SummariesError, match="takes too long"):
        intake.fetch(f"{server}/slow", allow_private=True, seconds=0.5)


def test_a_private_network_is_asked_for_by_name(server: str) -> None:
    """The first address, and each that a redirect leads to; a name that leads there, too."""
    urls = (
        server, server.replace("127.0.0.1", "localhost"), "http://[::1]/", "http://10.0.0.1",
        "http://169.254.169.254/", "http://0/", "http://2130706433/", "http://0x7f.1/",
    )  # fmt: skip
    for url in urls:
        with pytest.raises(SummariesError, match=r"--allow-private|no host|does not answer"):
            intake.fetch(url)


def test_a_redirect_is_checked_like_the_first_address(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A public page that leads into the private network is not followed."""
    monkeypatch.setattr("service.drafts.intake.download.is_public", lambda a: a == "127.0.0.1")
    with pytest.raises(SummariesError, match="--allow-private"):
        intake.fetch(f"{server}/to-metadata")


def test_the_address_that_was_checked_is_the_one_connected_to(
    server: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A name is looked up once: a second answer, which could be another, is never used."""
    port = int(server.rpartition(":")[2])
    real, asked = socket.getaddrinfo, []

    def look_up(host: str, *args: object, **kwargs: object) -> list[tuple]:  # type: ignore[type-arg]
        asked.append(host)
        answer = "127.0.0.1" if host == "rebind.example" else host
        return real(answer, *args, **kwargs)  # type: ignore[arg-type, return-value]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    assert intake.fetch(f"http://rebind.example:{port}/page", allow_private=True).data == PAGE
    assert asked.count("rebind.example") == 1


@pytest.mark.parametrize(
    ("address", "public"),
    [
        ("93.184.216.34", True), ("2606:2800:220:1::1", True), ("127.0.0.1", False),
        ("10.1.2.3", False), ("192.168.0.1", False), ("169.254.169.254", False), ("::1", False),
        ("fe80::1%eth0", False), ("fd00::1", False), ("::ffff:127.0.0.1", False),
        ("0.0.0.0", False), ("64:ff9b::7f00:1", False), ("2002:7f00:1::", False),
        ("224.0.0.1", False), ("100.64.0.1", False), ("240.0.0.1", False), ("nonsense", False),
    ],
)  # fmt: skip
def test_which_addresses_are_public(address: str, public: bool) -> None:
    """IPv4 inside IPv6 is judged as what it leads to."""
    assert is_public(address) == public


@pytest.mark.parametrize("url", ["http://", "http://u:p@harbour.example/", "http://a:99999/",
                                 "http://[::1", "https://" + "a" * 300 + ".example/"])  # fmt: skip
def test_odd_addresses_are_refused(url: str) -> None:
    """One sentence, no traceback."""
    with pytest.raises(SummariesError):
        intake.fetch(url)
