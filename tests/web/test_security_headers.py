"""Safe by default: what every answer carries, and that nothing is ever debugged in public."""

from __future__ import annotations

import contextlib
import datetime
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom
from flask import Flask
from flask.testing import FlaskClient
from test_rate_limit import anew, free_port, serving, until
from werkzeug.test import TestResponse

from service import create_app
from service.errors import SettingsError
from service.web.rate_limit import LARGEST_BODY, LONGEST_ADDRESS

BIN = Path(sys.executable).parent
REASON = "It was wrong."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """One article, and one that was withdrawn in Ukrainian."""
    room = Newsroom(tmp_path_factory.mktemp("town"))
    for locale in ("en", "uk", "de"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    for slug in ("harbor-fire", "port-sold"):
        room.write(slug)
    room.withdraw("port-sold", "uk", REASON, datetime.date(2026, 11, 20))
    room.update()
    for slug in ("harbor-fire", "port-sold"):
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en")
        room.sign(slug, "uk")
    room.publish()
    return room


@pytest.fixture(scope="module")
def window(town: Newsroom) -> FlaskClient:
    """Its window, at an address with TLS; some addresses answer with a fault or a refusal."""
    app = town.client(BASE_URL="https://news.example").application

    def fail(**_words: object) -> None:
        raise RuntimeError("secret")

    app.add_url_rule("/fault", "fault", fail)
    app.add_url_rule("/api/v1/fault", "api_fault", fail)
    return app.test_client()


ARGUMENTS = {
    "language": "uk", "slug": "harbor-fire", "version": "0123456789abcdef", "number": "1",
    "filename": "icon.svg", "ends": "svg", "first": datetime.date(2026, 11, 1),
}  # fmt: skip


def addresses(app: Flask) -> Iterator[str]:
    """Return an address for every route that there is, so that no new one is forgotten."""
    for rule in app.url_map.iter_rules():
        _host, path = rule.build({n: ARGUMENTS[n] for n in rule.arguments}) or ("", "")
        yield path


# What happens, and the address for it: every kind of error and redirect.
CASES: list[tuple[str, int, dict[str, object]]] = [
    ("/", 302, {}),
    ("/articles/harbor-fire", 302, {}),
    ("/UK/harbor-fire", 308, {}),
    ("/uk", 308, {}),
    ("/uk/?remember=1", 303, {}),
    ("/uk/harbor-fire", 304, {"headers": {"If-None-Match": "*"}}),
    *((path, 412, {"headers": {"If-Match": '"none"'}})
      for path in ("/uk/harbor-fire", "/uk/harbor-fire/embed", "/api/v1/articles", "/uk/feed.atom",
                   "/static/icon.svg")),
    ("/uk/harbor-fire", 200, {"method": "HEAD"}),
    ("/uk/harbor-fire", 405, {"method": "POST"}),
    ("/uk/harbor-fire", 200, {"method": "OPTIONS"}),
    ("/uk/harbor-fire", 406, {"headers": {"Accept": "image/png"}}),
    ("/uk/nothing", 404, {}),
    ("/de/harbor-fire", 404, {}),
    ("/nothing/at/all", 404, {}),
    ("/static/nothing", 404, {}),
    ("/uk/port-sold", 410, {}),
    ("/uk/port-sold/embed", 410, {}),
    ("/uk/nothing/embed", 404, {}),
    ("/uk/harbor-fire", 413, {"data": b"x" * (LARGEST_BODY + 1), "method": "POST"}),
    (f"/?{'x' * LONGEST_ADDRESS}", 414, {}),
    ("/fault", 500, {}),
    ("/api/v1/fault", 500, {}),
    ("/api/v1/", 200, {}),
    ("/api/v1/articles?limit=0", 400, {}),
    ("/api/v1/articles/nothing", 404, {}),
    ("/api/v1/articles/harbor-fire", 405, {"method": "DELETE"}),
    ("/api/v1/articles/port-sold/summary?lang=uk", 410, {}),
    *((f"/api/v1/articles/harbor-fire/summary?lang=uk&format={kind}", 200, {})
      for kind in ("json", "html", "text", "markdown")),
]  # fmt: skip


def policy(answer: TestResponse) -> dict[str, list[str]]:
    """Return the Content-Security-Policy by directive."""
    (header,) = answer.headers.getlist("Content-Security-Policy")
    return {name: sources for name, *sources in (part.split() for part in header.split(";"))}


def assert_safe(answer: TestResponse, path: str) -> None:
    """Hold one answer against what every one of them promises."""
    framed = path.partition("?")[0].endswith("/embed")
    directives = policy(answer)
    assert directives.pop("frame-ancestors") == (["*"] if framed else ["'none'"])
    (style,) = directives.pop("style-src")
    assert style.startswith("'sha256-")
    assert directives == {
        "default-src": ["'none'"], "img-src": ["'self'"], "base-uri": ["'none'"],
        "form-action": ["'none'"],
    }  # fmt: skip
    headers = answer.headers
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["Strict-Transport-Security"] == "max-age=31536000"
    assert "camera=()" in headers["Permissions-Policy"]
    others = ("/api/", "/static/", "/sitemap", "/robots.txt", "/.well-known/")
    shared = framed or path.startswith(others) or path.endswith((".png", ".atom"))
    wanted = "cross-origin" if shared and "nothing/at" not in path else "same-origin"
    assert headers["Cross-Origin-Resource-Policy"] == wanted
    assert ("Access-Control-Allow-Origin" in headers) == path.startswith("/api/")
    assert "Cache-Control" in headers
    content = answer.get_data()
    assert b"secret" not in content and b"Traceback" not in content


def test_every_route_says_what_browsers_may_do_with_it(window: FlaskClient) -> None:
    """Whichever routes there are: this asks the application, not a list."""
    paths = list(addresses(window.application))
    assert len(paths) >= 17
    for path in paths:
        assert_safe(window.get(path, buffered=True), path)


@pytest.mark.parametrize(
    ("path", "status", "more"), CASES, ids=[f"{c[1]}-{c[0][:40]}" for c in CASES]
)
def test_so_does_every_error_and_redirect(
    window: FlaskClient, path: str, status: int, more: dict[str, object]
) -> None:
    """An error page is a page, and may be framed by those who may frame what it is about."""
    answer = window.open(path, buffered=True, **{"method": "GET"} | more)
    assert answer.status_code == status
    assert_safe(answer, path)


def test_so_does_a_refusal(town: Newsroom) -> None:
    """Who asks too often is no less protected."""
    window = town.client(BASE_URL="https://news.example", RATE_LIMIT="1/hour")
    for path in ("/", "/api/v1/nothing", "/uk/nothing/embed"):
        window.get(anew(path))
        answer = window.get(anew(path))
        assert answer.status_code == 429
        assert_safe(answer, path)


def test_tls_is_demanded_only_where_readers_come_with_it(town: Newsroom) -> None:
    """Else a machine of one's own could not be opened for a year."""
    for base in ("", "http://127.0.0.1:8000"):
        answer = town.client(BASE_URL=base).get("/uk/harbor-fire")
        assert "Strict-Transport-Security" not in answer.headers


# --- no debugging in public ----------------------------------------------------------------------

SWITCHES = [
    "DEBUG", "TESTING", "PROPAGATE_EXCEPTIONS", "TRAP_HTTP_EXCEPTIONS", "TRAP_BAD_REQUEST_ERRORS",
    "EXPLAIN_TEMPLATE_LOADING", "TEMPLATES_AUTO_RELOAD", "PROVIDE_AUTOMATIC_OPTIONS",
    "APPLICATION_ROOT", "SERVER_NAME", "TRUSTED_HOSTS", "MAX_CONTENT_LENGTH", "SECRET_KEY",
]  # fmt: skip


def test_no_setting_of_flasks_can_be_switched_from_outside(
    town: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """All at once, and a view that fails: the reader gets the page for it and nothing of ours."""
    plain = create_app({"EDITIONS": str(town.editions)})
    for name in SWITCHES:
        monkeypatch.setenv(f"SUMMARIES_{name}", "1")
    app = create_app({"EDITIONS": str(town.editions)})
    assert {n: app.config[n] for n in Flask.default_config} == {
        n: plain.config[n] for n in Flask.default_config
    }
    assert not app.debug and not app.testing

    def fail(**_words: object) -> None:
        raise RuntimeError("secret")

    app.view_functions["pages.edition"] = app.view_functions["api.articles"] = fail
    for path in ("/uk/harbor-fire", "/api/v1/articles"):
        answer = app.test_client().get(path)
        assert answer.status_code == 500
        assert "secret" not in answer.text and "Traceback" not in answer.text
        assert len(answer.headers["Content-Security-Policy"]) > 100
    for path in ("/console", "/?__debugger__=yes&cmd=resource&f=debugger.js"):
        assert b"ebugger" not in app.test_client().get(path, follow_redirects=True).data


@pytest.mark.parametrize("value", ["1", "true", "yes", "on"])
def test_debugging_stops_the_start(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    """With one sentence."""
    monkeypatch.setenv("FLASK_DEBUG", value)
    with pytest.raises(SettingsError, match="FLASK_DEBUG would show our code to readers: unset it"):
        create_app()
    monkeypatch.setenv("FLASK_DEBUG", "0")
    create_app()


@pytest.mark.parametrize(
    "words",
    [["summaries", "serve", "--no-publisher"], ["flask", "--app", "service", "--debug", "run"],
     ["flask", "--app", "service", "run", "--debug"]],
)  # fmt: skip
def test_no_command_serves_a_debugger(newsroom: Newsroom, words: list[str]) -> None:
    """Neither ours nor Flask's own: it ends before it listens."""
    debug = {} if words[0] == "flask" else {"FLASK_DEBUG": "1"}
    program, *rest = words
    result = subprocess.run(
        [BIN / program, *rest, "--port", str(free_port())],
        env=os.environ | {"SUMMARIES_EDITIONS": str(newsroom.editions)} | debug,
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode != 0
    assert "FLASK_DEBUG would show our code to readers: unset it" in result.stderr
    assert "Debugger PIN" not in result.stderr + result.stdout


# --- clients that are slow, or send half, or too much --------------------------------------------

HEAD = b"GET /uk/harbor-fire HTTP/1.1\r\nHost: test\r\n"
# More than the server takes at once unless it is told to take more, fewer than any limit of files.
CROWD = 1400
# Longer than a slow client may take, shorter than the time that it would take by default.
PATIENCE = 25


def reader(port: int) -> int:
    """Return what a reader gets on a connection of their own; 0 for nothing within two seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=2)
    try:
        connection.request("GET", "/uk/harbor-fire")
        answer = connection.getresponse()
        return answer.status if answer.read().endswith(b"</html>") else 0
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def opened(port: int, first: bytes) -> socket.socket:
    """Return a connection on which ``first`` was sent, or as much as the server cared to read."""
    line = socket.create_connection(("127.0.0.1", port), timeout=5)
    with contextlib.suppress(BrokenPipeError, ConnectionResetError):
        line.sendall(first)
    return line


def answered(port: int, request: bytes) -> bytes:
    """Return the status line of the answer to a whole request."""
    with opened(port, request) as line, line.makefile("rb") as answer:
        try:
            return answer.readline()
        except ConnectionResetError:  # closed with some of the request unread
            return b""


@pytest.fixture(scope="module")
def port(town: Newsroom) -> Iterator[int]:
    """The port of a server of that town."""
    with serving(town) as listening:
        yield listening


def test_slow_and_silent_clients_keep_nobody_waiting_and_are_let_go(port: int) -> None:
    """Hundreds of each kind at once; the others read on, and after ten seconds they are gone."""
    kinds = [b"", b"GET /uk/ HT", HEAD, HEAD + b"\r\n", b"PRI * HTTP/2.0\r\n"]
    with contextlib.ExitStack() as crowd:
        lines = [crowd.enter_context(opened(port, kinds[n % len(kinds)])) for n in range(CROWD)]
        assert [reader(port) for _ in range(5)] == [200] * 5
        assert until(lambda: all(map(closed, lines)), PATIENCE)
    assert reader(port) == 200


def closed(line: socket.socket) -> bool:
    """Tell whether the other side has closed a connection, having read what it sent."""
    line.setblocking(False)
    try:
        while line.recv(65536):
            pass
    except BlockingIOError:
        time.sleep(0.001)
        return False
    except OSError:
        pass
    return True


def test_what_is_too_large_or_broken_is_refused_and_nobody_else_notices(port: int) -> None:
    """By the server itself, before anything of ours sees it."""
    end = b"Connection: close\r\n\r\n"
    cases = [
        (HEAD + b"X: " + b"y" * 1_000_000 + b"\r\n" + end, b"431"),
        (HEAD + b"X: y\r\n" * 200 + end, b"431"),
        (HEAD.replace(b"harbor", b"x" * 70_000) + end, b"414"),
        (HEAD.replace(b"harbor", b"x" * 40_000) + end, b"414"),
        (HEAD + b"X-Forwarded-For : 192.0.2.1\r\n" + end, b"400"),
        (HEAD + b"Content-Length: 5\r\nContent-Length: 6\r\n" + end, b"400"),
        (b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" * 20 + b"\r\n\r\n", b"400"),
        (HEAD.replace(b"GET", b"POST") + b"Content-Length: 99999999999\r\n" + end, b"413"),
        (HEAD + b"X: " + b"y" * 60_000 + b"\r\n" + end, b"200"),
    ]
    for request, status in cases:
        # A server that closes with much unread may take its own answer along.
        response = answered(port, request) or b"- 431"
        assert response.split()[1] == status, request[:80]
        assert reader(port) == 200
