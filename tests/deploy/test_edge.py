"""The reverse proxy of docker-compose.yml's profile "edge": a real nginx before a real window."""

from __future__ import annotations

import http.client
import http.server
import itertools
import os
import re
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

import compose
import pytest
from browser import PATIENCE, missing, serving
from conftest import ROOT, Newsroom
from desk.conftest import desk_of

EDGE = ROOT / "deploy" / "edge"
PAGE = "/uk/harbor-fire"
# What X-Cache says of an answer that was there: fresh, or old while a new one is fetched.
KEPT = ("HIT", "STALE", "UPDATING")


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


class Client:
    """Asks over TLS, on one connection for as long as that stays, from an address of its own."""

    def __init__(self, edge: Edge, source: str) -> None:
        context = ssl.create_default_context(cafile=str(edge.folder / "run" / "tls.crt"))
        # IPv4, as the address is; the certificate is for this name.
        self._connection = http.client.HTTPSConnection(
            "localhost", edge.https, context=context, source_address=(source, 0), timeout=PATIENCE
        )

    def get(self, path: str, **headers: str) -> Answer:
        """Ask for one address."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self._connection.request("GET", path, headers=named)
        answer = self._connection.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    def close(self) -> None:
        """End the connection."""
        self._connection.close()


def ask(connection: http.client.HTTPConnection, path: str, headers: dict[str, str]) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    connection.request("GET", path, headers=named)
    answer = connection.getresponse()
    found = Answer(answer.status, answer.headers, answer.read())
    connection.close()
    return found


@pytest.fixture
def shipped(
    newsroom: Newsroom, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Edge]:
    """Both with the settings that docker-compose.yml gives them."""
    for name in ("openssl", "nginx"):
        tool(name)
    # An hour, so that no count begins again while the test runs.
    chosen = {"SUMMARIES_BASE_URL": "https://summaries.example.org",
              "SUMMARIES_RATE_LIMIT": "3000/hour"}  # fmt: skip
    for name, value in compose.environment("window", chosen).items():
        monkeypatch.setenv(name, value)
    settings = compose.environment("edge", chosen)
    with serving(newsroom) as window:
        yield from started(window, **settings)


@pytest.fixture
def edge(
    newsroom: Newsroom, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> Iterator[Edge]:
    """Start both, on ports that are free."""
    for name in ("openssl", "nginx"):
        tool(name)
    monkeypatch.setenv("SUMMARIES_BASE_URL", "https://summaries.example.org")
    with serving(newsroom) as window:
        yield from started(window)


def started(window: str, **settings: str) -> Generator[Edge, None, None]:
    """Run nginx before the window at an address, as its image does, with settings of its own."""
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
    } | settings  # fmt: skip
    log = folder / "log"
    with log.open("wb") as told:
        process = subprocess.Popen(
            ["sh", folder / "entrypoint.sh"], env=environment, user=nobody, group=nobody,
            umask=0o022, stderr=told,
        )  # fmt: skip
    found = Edge(window, *ports, folder, process)
    deadline = time.monotonic() + PATIENCE
    try:
        while True:
            try:
                if found.get_plainly("/healthz").status < 300:
                    break
            except OSError:
                assert process.poll() is None, log.read_text()
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
    assert len(plain.headers.get_all("Strict-Transport-Security", [])) == 1
    assert plain.headers["Server"] == "nginx"
    # Without TLS there is only the way there.
    moved = edge.get_plainly(PAGE)
    assert (moved.status, moved.headers["Location"]) == (308, f"https://localhost{PAGE}")
    # Operators ask the window itself.
    assert [edge.get(path).status for path in ("/metrics", "/readyz")] == [404, 404]


def test_the_desk_stands_behind_the_edge(
    newsroom: Newsroom, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is named, and nowhere else: forms get through, cookies are for TLS alone."""
    for name in ("openssl", "nginx"):
        tool(name)
    monkeypatch.setenv("SUMMARIES_TRUSTED_PROXIES", "1")
    with serving(newsroom) as window, desk_of(newsroom) as desk:
        for edge in started(window, EDGE_DESK=desk.removeprefix("http://")):
            page = edge.get("/desk/sign-in")
            cookie = page.headers["Set-Cookie"]
            assert page.status == 200 and "Secure" in cookie
            token = page.body.decode().partition('name="csrf" value="')[2].partition('"')[0]
            context = ssl.create_default_context(cafile=str(edge.folder / "run" / "tls.crt"))
            sent = http.client.HTTPSConnection("localhost", edge.https, context=context)
            sent.request(
                "POST", "/desk/sign-in", f"csrf={token}&name=x&password={'y' * 100_000}",
                {"Cookie": cookie.partition(";")[0], "Origin": f"https://localhost:{edge.https}",
                 "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            assert sent.getresponse().status == 422
            sent.close()
        for edge in started(window):
            assert edge.get("/desk/sign-in").status == 404


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
    # Who picked a language gets a cookie, alone, and alone is led by it.
    for _round in range(2):
        picked = edge.get("/de/?remember=1")
        assert (picked.status, picked.headers["Location"]) == (303, "/de/")
        assert "language=de" in picked.headers["Set-Cookie"]
        for cookie, path in (("language=de", "/de/"), ("language=en", "/en/")):
            led = edge.get("/", Accept_Language="uk", Cookie=cookie)
            assert led.headers["Location"] == path
        assert edge.get("/", Accept_Language="uk").headers["Location"] == "/uk/"
        for cookie in ("language=de", ""):
            page = edge.get(PAGE, Cookie=cookie)
            assert page.headers["Set-Cookie"] is None
            assert "Пожежа" in page.body.decode()


def test_what_is_kept_is_the_windows_own_answer(edge: Edge) -> None:
    """Plain or packed, with all that the window says to readers and to caches further on."""
    port = int(edge.window.rpartition(":")[2])
    for coding in ("br", "identity"):
        direct = ask(
            http.client.HTTPConnection("127.0.0.1", port), PAGE, {"Accept-Encoding": coding}
        )
        first, again = (edge.get(PAGE, Accept_Encoding=coding, X_Request_ID=f"reader-{number}")
                        for number in range(2))  # fmt: skip
        assert first.headers["X-Cache"] == "MISS"
        assert again.headers["X-Cache"] in KEPT
        assert [a.headers["X-Request-ID"] for a in (first, again)] == ["reader-0", "reader-1"]
        for answer in (first, again):
            told = {name.lower(): value for name, value in answer.headers.items()}
            said = {name.lower(): value for name, value in direct.headers.items()}
            assert answer.body == direct.body
            for name in ("date", "server", "x-cache", "strict-transport-security", "connection",
                         "x-request-id"):  # fmt: skip
                told.pop(name, None), said.pop(name, None)
            assert told == said
    known = edge.get(PAGE, If_None_Match=again.headers["ETag"])
    assert (known.status, known.headers["Cache-Control"]) == (304, "no-cache")


def test_a_withdrawal_shows_soon_and_for_good(edge: Edge, newsroom: Newsroom) -> None:
    """Also to readers for whom the page was fetched a moment ago, and when the window is gone."""
    assert [edge.get(PAGE).status for _ in range(3)] == [200, 200, 200]
    newsroom.withdraw(locale="uk", reason="The harbor had no fire.")
    newsroom.publish()
    gone = until(edge, lambda answer: answer.status == 410)
    assert "The harbor had no fire." in gone.body.decode()
    # It has taken the place of the page: no cache falls back on what it had before.
    again = edge.get(PAGE)
    assert (again.status, again.headers["X-Cache"] in KEPT) == (410, True)


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


class Origin(http.server.ThreadingHTTPServer):
    """A window that says what it is told to, and writes down what it was asked."""

    status = 200
    body = b"whole"
    told: ClassVar[dict[str, str]] = {"ETag": '"1"', "Cache-Control": "max-age=60"}

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        super().__init__(("127.0.0.1", 0), Witness)


class Witness(http.server.BaseHTTPRequestHandler):
    """One request to it."""

    server: Origin

    def do_GET(self) -> None:
        """Answer anything."""
        origin = self.server
        origin.heard.append([f"{name}: {value}" for name, value in self.headers.items()])
        known = self.headers["If-None-Match"] == origin.told.get("ETag", "none")
        self.send_response(304 if known else origin.status)
        for name, value in origin.told.items():
            self.send_header(name, value)
        if not known:
            self.send_header("Content-Length", str(len(origin.body)))
        self.end_headers()
        self.wfile.write(b"" if known else origin.body)

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def witness(tool: Callable[[str], str]) -> Iterator[Origin]:
    """The window of ``witnessed``."""
    for name in ("openssl", "nginx"):
        tool(name)
    with Origin() as window:
        threading.Thread(target=window.serve_forever, daemon=True).start()
        yield window
        window.shutdown()


@pytest.fixture
def witnessed(witness: Origin) -> Iterator[Edge]:
    """An edge before a window that tells what it heard."""
    yield from started(f"http://127.0.0.1:{witness.server_port}")


def until(edge: Edge, wanted: Callable[[Answer], bool], path: str = PAGE) -> Answer:
    """Ask again and again, until the answer is the one wanted."""
    deadline = time.monotonic() + PATIENCE
    while not wanted(answer := edge.get(path)):
        assert time.monotonic() < deadline, (answer.status, answer.headers["X-Cache"])
    return answer


def test_nobody_says_for_others_where_they_come_from(witnessed: Edge, witness: Origin) -> None:
    """X-Forwarded-* is nginx's word: what the client wrote there does not come through."""
    witnessed.get("/en/", X_Forwarded_For="6.6.6.6", X_Forwarded_Proto="gopher",
                  X_Forwarded_Host="evil.example", Forwarded="for=6.6.6.6")  # fmt: skip
    heard = witness.heard[-1]
    told = {line for line in heard if line.lower().startswith(("x-forwarded", "forwarded"))}
    assert told == {
        "X-Forwarded-For: 127.0.0.1", "X-Forwarded-Proto: https",
        f"X-Forwarded-Host: localhost:{witnessed.https}",
    }  # fmt: skip
    assert f"Host: localhost:{witnessed.https}" in heard


def test_only_a_cdn_that_is_named_says_who_the_reader_is(witness: Origin) -> None:
    """The last address that is none of its own, without a port; the window gets that one alone."""
    for edge in started(
        f"http://127.0.0.1:{witness.server_port}",
        EDGE_TRUSTED_PROXIES="127.0.0.2 198.51.100.0/24 2001:db8::/32",
    ):
        for source, sent, heard in (
            ("127.0.0.2", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
            ("127.0.0.2", "6.6.6.6, 203.0.113.9:5123", "203.0.113.9"),
            ("127.0.0.2", "6.6.6.6, 203.0.113.9, 198.51.100.7", "203.0.113.9"),
            ("127.0.0.2", "[2001:db9::1]:443", "2001:db9::1"),
            ("127.0.0.2", "unknown", "127.0.0.2"),
            ("127.0.0.1", "6.6.6.6, 203.0.113.9", "127.0.0.1"),
        ):
            client = Client(edge, source)
            client.get(f"/en/?{sent}".replace(" ", ""), X_Forwarded_For=sent)
            client.close()
            assert f"X-Forwarded-For: {heard}" in witness.heard[-1]


@pytest.mark.parametrize("value", ["example.org", "10.0.0.0/8;", "10.0.0.0/8 @", "unix:"])
def test_a_proxy_that_is_no_address_stops_the_edge(
    value: str, tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """With one sentence, before nginx reads it."""
    tool("openssl")
    done = subprocess.run(
        ["sh", EDGE / "entrypoint.sh"],
        capture_output=True, text=True, timeout=PATIENCE, check=False,
        env=os.environ | {"EDGE_FOLDER": str(tmp_path), "EDGE_TRUSTED_PROXIES": value,
                          "EDGE_CERTIFICATE": str(EDGE / "nginx.conf")},
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.startswith("edge: EDGE_TRUSTED_PROXIES has ")
    assert done.stderr.endswith("write addresses or networks such as 192.0.2.0/24, "
                                "with spaces between them\n")  # fmt: skip


def test_every_request_has_a_name_that_the_window_logs(witnessed: Edge, witness: Origin) -> None:
    """The reader's own if it is a sound one."""
    for sent in ("", "reader 1", "reader-1"):
        answer = witnessed.get(f"/en/?{len(sent)}", X_Request_ID=sent)
        identity = answer.headers["X-Request-ID"]
        assert f"X-Request-ID: {identity}" in witness.heard[-1]
        assert (identity == sent) == (sent == "reader-1")
        assert re.fullmatch("[0-9a-f]{32}|reader-1", identity)


def test_what_one_reader_has_already_is_no_answer_for_others(witnessed: Edge) -> None:
    """An answer without words (304) is never kept; the whole one is, and answers both."""
    assert witnessed.get("/en/", If_None_Match='"1"').status == 304
    seen = [witnessed.get("/en/") for _ in range(2)]
    assert [(a.status, a.body, a.headers["X-Cache"]) for a in seen] == [
        (200, b"whole", "MISS"), (200, b"whole", "HIT"),
    ]  # fmt: skip
    kept = witnessed.get("/en/", If_None_Match='"1"')
    assert (kept.status, kept.headers["X-Cache"]) == (304, "HIT")


HIDDEN = ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/./metrics", "/en/../metrics",
          "/metrics?x=1", "/readyz", "/%72eadyz"]  # fmt: skip


def test_one_client_locks_out_no_other(shipped: Edge) -> None:
    """As shipped: 9,000 mistyped addresses bring refusals to the client that asks for them."""
    greedy, reader = Client(shipped, "127.0.0.1"), Client(shipped, "127.0.0.2")
    assert [reader.get(PAGE).status for _ in range(2)] == [200, 200]
    reader.close()  # nginx would, after a while
    found = [
        # Whatever it claims about where it comes from.
        greedy.get(f"/uk/mistyped-{number}", X_Forwarded_For=f"203.0.113.{number % 250}").status
        for number in range(9_000)
    ]
    # One worker makes 3,000 answers for one address in the time that is set.
    assert found == [404] * 3_000 + [429] * 6_000
    numbers = itertools.count()
    for path, status in [("/", 302), ("/uk/mistyped", 404), ("/api/v1/articles", 200)] * 10:
        address = f"{path}?n={next(numbers)}"
        assert (greedy.get(address).status, reader.get(address).status) == (429, status)
    for client in (greedy, reader):
        # A page is for all. Neither nginx nor the window has let it go for mistyped addresses.
        page = client.get(PAGE)
        assert (page.status, page.headers["X-Cache"] != "MISS") == (200, True)
        assert not any(b"summaries_" in client.get(path).body for path in HIDDEN)
    assert {reader.get(path).status for path in HIDDEN} == {404}
    # They are there for who reaches the window's own port: this machine.
    port = int(shipped.window.rpartition(":")[2])
    elsewhere = http.client.HTTPConnection("127.0.0.1", port, source_address=("127.0.0.3", 0))
    answer = ask(elsewhere, "/metrics", {})
    assert (answer.status, b"summaries_" in answer.body) == (200, True)
    for client in (greedy, reader):
        client.close()


def words(cdn: str, etag: str) -> dict[str, str]:
    """Return the headers with which the window sends words, with a word of its own to caches."""
    return {
        "Cache-Control": "no-cache", "CDN-Cache-Control": cdn, "ETag": f'"{etag}"',
        "Vary": "Accept-Encoding",
    }  # fmt: skip


# What the window says to caches, with less patience: a second, and one more.
BRIEFLY = "max-age=1, stale-while-revalidate=1, stale-if-error=86400"


@pytest.mark.parametrize("status", [200, 404, 410, 500])
def test_no_page_outlives_what_came_after_it(witnessed: Edge, witness: Origin, status: int) -> None:
    """Other words, a withdrawal, an error: they show soon. What is gone does not come back."""
    witness.told = words(BRIEFLY, "1")
    assert witnessed.get(PAGE).body == b"whole"
    witness.status, witness.body = status, b"other"
    # The window marks words, new ones and those that withdraw, but no errors.
    witness.told = words(BRIEFLY, "2") if status in (200, 410) else {"Cache-Control": "no-cache"}
    answer = until(witnessed, lambda answer: answer.body != b"whole")
    assert (answer.status, answer.body) == (status, b"other")
    assert {witnessed.get(PAGE).body for _ in range(20)} == {b"other"}
    if status not in (404, 410):
        return
    # Not even when there is nobody to ask.
    witness.shutdown()
    witness.server_close()
    bodies = []
    wanted = ("STALE", "UPDATING") if status == 410 else ("EXPIRED",)
    until(witnessed, lambda answer: not bodies.append(answer.body)
          and answer.headers["X-Cache"] in wanted)  # fmt: skip
    assert b"whole" not in bodies


class Inside(http.client.HTTPConnection):
    """A connection to the server behind the edge's cache."""

    def connect(self) -> None:
        """Connect to its socket in the folder that is the host."""
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.connect(f"{self.host}/inside")


def test_how_long_the_edge_keeps_a_page_is_what_the_documentation_says(edge: Edge) -> None:
    """Two seconds, ten more while it is fetched again, ten minutes without a window."""
    answer = ask(Inside(str(edge.folder / "run")), PAGE, {"Host": "localhost"})
    assert answer.headers["Cache-Control"] == (
        "max-age=2, stale-while-revalidate=10, stale-if-error=600"
    )


def test_readers_keep_their_pages_for_a_while_without_a_window(
    witnessed: Edge, witness: Origin
) -> None:
    """For as long as the window has allowed, and not without end."""
    witness.told = words("max-age=1, stale-while-revalidate=0, stale-if-error=2", "1")
    assert witnessed.get(PAGE).body == b"whole"
    witness.shutdown()
    witness.server_close()
    assert until(witnessed, lambda answer: answer.headers["X-Cache"] == "STALE").body == b"whole"
    assert until(witnessed, lambda answer: answer.body != b"whole").status == 502
    assert {witnessed.get(PAGE).status for _ in range(20)} == {502}


def test_an_error_is_never_kept(witnessed: Edge, witness: Origin) -> None:
    """Nor is what the window keeps to itself: each of them is asked for again."""
    for status in (404, 429, 500, 503):
        witness.status = status
        for said in ({"Cache-Control": "no-cache"}, {"Cache-Control": "no-store"}, {}):
            witness.told = said
            asked = len(witness.heard)
            assert [witnessed.get(PAGE).status for _ in range(2)] == [status] * 2
            assert len(witness.heard) == asked + 2
    witness.status, witness.told = 200, Origin.told
    assert witnessed.get(PAGE).status == 200


def test_who_reloads_gets_the_newest_words_and_so_does_everybody(
    witnessed: Edge, witness: Origin
) -> None:
    """An editor sees a correction at once, and need not wait for others to."""
    witness.told = words("max-age=600", "1")
    assert witnessed.get(PAGE).body == b"whole"
    witness.body, witness.told = b"other", words("max-age=600", "2")
    assert witnessed.get(PAGE).body == b"whole"
    reloaded = witnessed.get(PAGE, Cache_Control="max-age=0", If_None_Match='"1"')
    assert (reloaded.status, reloaded.body) == (200, b"other")
    answer = witnessed.get(PAGE)
    assert (answer.body, answer.headers["X-Cache"]) == (b"other", "HIT")


def test_made_up_queries_take_no_room(witnessed: Edge, witness: Origin) -> None:
    """Anybody can make any number of them."""
    asked = len(witness.heard)
    for path in (f"{PAGE}?a=1", f"{PAGE}?a=1"):
        assert witnessed.get(path).headers["X-Cache"] == "MISS"
    assert len(witness.heard) == asked + 2
