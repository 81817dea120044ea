"""The edge of docker-compose.yml: a real nginx over an export that is kept current, and a window.

That it answers as the window does is tried address by address in ``tests/export/test_export.py``.
"""

from __future__ import annotations

import contextlib
import http.client
import http.server
import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import compose
import pytest
from browser import PATIENCE, SUMMARIES, serving, wait_until_ready
from conftest import UKRAINIAN, Newsroom
from desk.conftest import desk_of
from edge import EDGE, Answer, Client, Edge, ask, free_port, public_folder, started

from service import export

PAGE = "/uk/harbor-fire"
BASE_URL = "https://summaries.example.org"
HIDDEN = ["/metrics", "/metrics/", "//metrics", "/%6detrics", "/./metrics", "/en/../metrics",
          "/metrics?x=1", "/readyz", "/%72eadyz"]  # fmt: skip
# What an export has no file for.
BEHIND = ["/api/v1/articles?limit=7", "/api/v1/articles?limit=7&after=harbor-fire", "/favicon.ico",
          f"{PAGE}?evidence=all", "/api/v1/articles/harbor-fire/summary?lang=uk&part=brief",
          "/api/v1/articles/harbor-fire/summary?part=nothing"]  # fmt: skip


@pytest.fixture
def folder() -> Iterator[Path]:
    """The volume that compose mounts for the export."""
    found = public_folder()
    yield found
    shutil.rmtree(found)


@pytest.fixture
def window(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A window with the settings that docker-compose.yml gives it."""
    # An hour, so that no count begins again while the test runs.
    chosen = {"SUMMARIES_BASE_URL": BASE_URL, "SUMMARIES_RATE_LIMIT": "300/hour"}
    for name, value in compose.environment("window", chosen).items():
        monkeypatch.setenv(name, value)
    with serving(newsroom) as address:
        monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
        yield address


@pytest.fixture
def edge(window: str, folder: Path) -> Iterator[Edge]:
    """An edge over a finished export, with a window behind it."""
    export.export(folder)
    yield from started(window, folder, **compose.environment("edge"))


def directly(edge: Edge, path: str, **headers: str) -> Answer:
    """Ask the window itself."""
    port = int(edge.window.rpartition(":")[2])
    return ask(http.client.HTTPConnection("127.0.0.1", port), path, headers)


def from_a_file(answer: Answer) -> bool:
    """Tell whether a file was the answer: the window names what its own answers show."""
    return answer.headers["Surrogate-Key"] is None


def test_readers_get_files_over_tls(edge: Edge) -> None:
    """Compressed ahead of time, with the window's headers, by HTTP/2; without TLS only the way."""
    for coding in ("br", "gzip", "identity"):
        answer = edge.get(PAGE, Accept_Encoding=coding)
        direct = directly(edge, PAGE, Accept_Encoding=coding)
        assert from_a_file(answer) and not from_a_file(direct)
        assert (answer.status, answer.body) == (200, direct.body)
        assert (answer.headers["Content-Encoding"] or "identity") == coding
        for name in ("Content-Security-Policy", "Strict-Transport-Security", "Referrer-Policy",
                     "X-Content-Type-Options", "Permissions-Policy", "Cache-Control",
                     "Cross-Origin-Opener-Policy", "Cross-Origin-Resource-Policy"):  # fmt: skip
            assert answer.headers.get_all(name) == direct.headers.get_all(name), name
            assert name in answer.headers
        again = edge.get(PAGE, Accept_Encoding=coding, If_None_Match=answer.headers["ETag"])
        assert again.status == 304
    assert answer.headers["Server"] == "nginx"
    context = edge.secure()
    context.set_alpn_protocols(["h2", "http/1.1"])
    connection = http.client.HTTPSConnection("localhost", edge.https, context=context)
    connection.connect()
    assert connection.sock.selected_alpn_protocol() == "h2"  # type: ignore[union-attr]
    connection.close()
    moved = edge.get_plainly(PAGE)
    assert (moved.status, moved.headers["Location"]) == (308, f"https://localhost{PAGE}")
    # Operators ask the window itself.
    for path in HIDDEN:
        assert not any(b"summaries_" in a.body for a in (edge.get(path), edge.get(path)))
        assert edge.get(path).status in (308, 404)
    assert b"summaries_" in directly(edge, "/metrics").body


@pytest.mark.parametrize("path", BEHIND)
def test_the_window_answers_what_files_cannot(edge: Edge, path: str) -> None:
    """In its own words, headers and all, for readers of any encoding."""
    for coding in ("br", "identity"):
        answer, direct = (
            ask_it(path, Accept_Encoding=coding, X_Request_ID="reader-1")
            for ask_it in (edge.get, lambda *w, **h: directly(edge, *w, **h))
        )
        own = {"date", "server", "connection", "transfer-encoding", "content-length", "vary"}
        told, said = (
            sorted((n.lower(), v) for n, v in a.headers.items() if n.lower() not in own)
            for a in (answer, direct)
        )
        assert (answer.status, told, answer.body) == (direct.status, said, direct.body)


def test_files_need_no_window(edge: Edge, folder: Path, newsroom: Newsroom) -> None:
    """Without one readers lose what only it can answer, and are told when to ask again."""
    del newsroom
    for alone in started(f"127.0.0.1:{free_port()}", folder):
        assert (alone.get(PAGE).status, alone.get("/", Accept_Language="uk").status) == (200, 302)
        for path in BEHIND:
            answer = alone.get(path)
            assert (answer.status, answer.headers["Retry-After"]) == (503, "5")
            assert answer.headers["Cache-Control"] == "no-store"
    assert edge.get(BEHIND[0]).status == 200


def test_the_first_start_needs_no_step(window: str, folder: Path) -> None:
    """The window answers until the first export is whole; from then on files do."""
    for edge in started(window, folder, **compose.environment("edge")):
        first = edge.get(PAGE)
        assert first.status == 200 and not from_a_file(first)
        assert {edge.get(path).status for path in HIDDEN} == {404}
        export.export(folder)
        assert edge.until(PAGE, from_a_file).body == first.body


def test_rules_that_nginx_does_not_take_leave_those_before(edge: Edge, folder: Path) -> None:
    """And nginx says so; the next ones count."""
    rules = folder / "nginx" / "http.conf"
    before = rules.read_text()
    rules.write_text("nonsense;")
    edge.until(PAGE, lambda answer: "[emerg]" in edge.log())
    assert edge.get("/", Accept_Language="uk").headers["Location"] == "/uk/"
    rules.write_text(before + 'map "" $summaries_test { default 1; }\n')
    with (folder / "nginx" / "server.conf").open("a") as more:
        more.write("location = /new { return 204; }\n")
    edge.until("/new", lambda answer: answer.status == 204)


def test_one_client_locks_out_no_other(edge: Edge) -> None:
    """As shipped: who asks the window for too much is refused, and nobody else."""
    greedy, reader = Client(edge, "127.0.0.1"), Client(edge, "127.0.0.2")
    found = [
        # Whatever it claims about where it comes from.
        greedy.get(f"/api/v1/articles?limit=7&n={number}",
                   X_Forwarded_For=f"203.0.113.{number % 250}").status
        for number in range(400)
    ]  # fmt: skip
    # One worker makes 300 answers for one address in the time that is set.
    assert found == [200] * 300 + [429] * 100
    for number in range(10):
        path = f"/api/v1/articles?limit=8&n={number}"
        assert (greedy.get(path).status, reader.get(path).status) == (429, 200)
    # Files are for all.
    assert [client.get(PAGE).status for client in (greedy, reader)] == [200, 200]
    greedy.close(), reader.close()


@contextlib.contextmanager
def running(newsroom: Newsroom, folder: Path, service: str, *words: str) -> Iterator[None]:
    """Run what docker-compose.yml runs as a service, with its settings, over these folders."""
    command = [
        w.replace("/data/export", str(folder)) for w in compose.services()[service]["command"]
    ]
    command = [w.replace("0.0.0.0", "127.0.0.1") for w in command]
    settings = {
        name: value.replace("/data/", f"{newsroom.folder}/")
        for name, value in compose.environment(service, {"SUMMARIES_BASE_URL": BASE_URL}).items()
    }
    process = subprocess.Popen(
        [SUMMARIES, *command[1:], *words], env=os.environ | settings, stderr=subprocess.DEVNULL,
        umask=0o022,
    )  # fmt: skip
    try:
        if service == "window":
            wait_until_ready(f"http://127.0.0.1:{words[-1]}/readyz", process)
        yield
    finally:
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


def test_what_is_signed_and_withdrawn_is_soon_at_the_edge(newsroom: Newsroom, folder: Path) -> None:
    """Publisher, export, window and nginx as compose runs them, from an empty volume on."""
    newsroom.write("dock-fire")
    newsroom.update()
    newsroom.sign("dock-fire", "en")
    page, port = "/uk/dock-fire", free_port()
    with (
        running(newsroom, folder, "publisher"), running(newsroom, folder, "export"),
        running(newsroom, folder, "window", "--port", str(port)),
    ):  # fmt: skip
        for edge in started(f"127.0.0.1:{port}", folder, **compose.environment("edge")):
            edge.until("/en/dock-fire", lambda a: a.status == 200 and from_a_file(a))
            assert edge.get(page).status == 404
            newsroom.translate("dock-fire", "uk", UKRAINIAN)
            newsroom.sign("dock-fire", "uk")
            answer = edge.until(page, lambda a: a.status == 200)
            assert from_a_file(answer) and "Пожежа" in answer.body.decode()
            newsroom.withdraw("dock-fire", "uk", reason="The harbor had no fire.")
            gone = edge.until(page, lambda a: a.status == 410)
            assert "The harbor had no fire." in gone.body.decode()
            for coding in ("br", "gzip"):
                assert edge.get(page, Accept_Encoding=coding).status == 410
            told = edge.get_plainly("/export-metrics").body.decode()
            assert "\nsummaries_export_current_timestamp_seconds " in told
            assert edge.get("/export-metrics").status == 404, "for monitoring, not for readers"


def test_compose_gives_the_export_editions_alone_and_the_edge_the_export() -> None:
    """Neither can change what it reads, nor see who signs with what."""
    found = compose.services()
    assert found["export"]["volumes"] == [
        "editions:/data/editions:ro", "copies:/data/bucket", "export:/data/export",
    ]  # fmt: skip
    assert found["export"]["network_mode"] == "none"
    assert found["edge"]["volumes"] == ["export:/data/export:ro"]
    assert found["export"]["profiles"] == found["edge"]["profiles"] == ["edge"]
    script = (EDGE / "entrypoint.sh").read_text()
    assert "export=${EDGE_EXPORT:-/data/export}" in script


def test_the_image_has_the_modules_that_the_configuration_loads() -> None:
    """From Debian's packages."""
    image = (EDGE / "Dockerfile").read_text()
    loaded = re.findall(r"^load_module @MODULES@/ngx_http_(\w+)_module\.so;",
                        (EDGE / "nginx.conf").read_text(), re.MULTILINE)  # fmt: skip
    assert loaded == ["js", "brotli_static"]
    for name in loaded:
        assert f"libnginx-mod-http-{name.replace('_', '-')} " in image


def test_the_desk_stands_behind_the_edge(
    newsroom: Newsroom, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where it is named, and nowhere else: forms get through, headers and cookies are its own."""
    monkeypatch.setenv("SUMMARIES_TRUSTED_PROXIES", "1")
    monkeypatch.setenv("SUMMARIES_BASE_URL", BASE_URL)
    with serving(newsroom) as window, desk_of(newsroom) as desk:
        monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
        export.export(folder)
        for edge in started(window, folder, EDGE_DESK=desk.removeprefix("http://")):
            page = edge.get("/desk/sign-in")
            cookie = page.headers["Set-Cookie"]
            assert page.status == 200 and "Secure" in cookie
            (policy,) = page.headers.get_all("Content-Security-Policy", [])
            assert policy != edge.get(PAGE).headers["Content-Security-Policy"]
            token = page.body.decode().partition('name="csrf" value="')[2].partition('"')[0]
            sent = http.client.HTTPSConnection("localhost", edge.https, context=edge.secure())
            sent.request(
                "POST", "/desk/sign-in", f"csrf={token}&name=x&password={'y' * 100_000}",
                {"Cookie": cookie.partition(";")[0], "Origin": f"https://localhost:{edge.https}",
                 "Content-Type": "application/x-www-form-urlencoded"},
            )  # fmt: skip
            assert sent.getresponse().status == 422
            sent.close()
            sent.putrequest("POST", "/desk/uk/harbor-fire/save")
            sent.putheader("Content-Length", str(40 * 2**20))
            sent.endheaders(b"message=fire&text-0=")
            answer = sent.getresponse()
            assert answer.status == 413 and b"nothing was saved. Go back" in answer.read()
            sent.close()
        for edge in started(window, folder):
            assert edge.get("/desk/sign-in").status == 404


class Origin(http.server.ThreadingHTTPServer):
    """A window that writes down what it was asked."""

    def __init__(self) -> None:
        self.heard: list[list[str]] = []
        super().__init__(("127.0.0.1", 0), Witness)


class Witness(http.server.BaseHTTPRequestHandler):
    """One request to it."""

    server: Origin

    def do_GET(self) -> None:
        """Answer anything."""
        self.server.heard.append([f"{name}: {value}" for name, value in self.headers.items()])
        self.send_response(200)
        self.send_header("Content-Length", "5")
        self.end_headers()
        self.wfile.write(b"whole")

    def log_message(self, *_arguments: object) -> None:
        """Stay silent."""


@pytest.fixture
def witness() -> Iterator[Origin]:
    """The window of ``witnessed``."""
    with Origin() as window:
        threading.Thread(target=window.serve_forever, daemon=True).start()
        yield window
        window.shutdown()


@pytest.fixture
def witnessed(witness: Origin, folder: Path) -> Iterator[Edge]:
    """An edge before a window that tells what it heard."""
    yield from started(f"http://127.0.0.1:{witness.server_port}", folder)


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


def test_only_a_cdn_that_is_named_says_who_the_reader_is(witness: Origin, folder: Path) -> None:
    """The last address that is none of its own, without a port; the window gets that one alone."""
    for edge in started(
        f"http://127.0.0.1:{witness.server_port}", folder,
        EDGE_TRUSTED_PROXIES="127.0.0.2 198.51.100.0/24 2001:db8::/32",
    ):  # fmt: skip
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


def test_a_file_has_the_name_of_its_request_as_well(edge: Edge) -> None:
    """Also where a script makes the answer."""
    for path in (PAGE, "/", "/uk/nothing"):
        assert edge.get(path, X_Request_ID="reader-1").headers.get_all("X-Request-ID") == [
            "reader-1"
        ]
