"""Logs: an operator finds the request that a reader complains about, and nobody writes lines in."""

from __future__ import annotations

import io
import json
import logging
import re
from collections.abc import Iterator

import pytest
from conftest import Newsroom
from flask import request

from service import create_app
from service.web import logs
from service.web.instrumentation import Instrumentation
from service.web.logs import AccessLog

MADE = re.compile(r"[0-9a-f]{22}")


class Written:
    """What goes to the log, in the format that a test chooses."""

    def __init__(self) -> None:
        self.stream = io.StringIO()
        self.handler = logging.StreamHandler(self.stream)

    def style(self, name: str) -> None:
        self.handler.setFormatter(logs.Json() if name == "json" else logs.Text())

    def lines(self) -> list[str]:
        return self.stream.getvalue().split("\n")


@pytest.fixture
def written() -> Iterator[Written]:
    """The log of one test."""
    log = Written()
    logging.getLogger().addHandler(log.handler)
    yield log
    logging.getLogger().removeHandler(log.handler)


def broken(newsroom: Newsroom):  # type: ignore[no-untyped-def]
    """Return a window in which everything fails, with the address in the exception's text."""
    app = create_app({"EDITIONS": str(newsroom.editions), "REFRESH": "0"})

    @app.before_request
    def fail() -> None:
        raise ZeroDivisionError(request.path)

    return app.test_client()


def test_every_answer_has_an_identity(newsroom: Newsroom) -> None:
    """Its own, also when its bytes were kept; one that a proxy gave is passed through."""
    window = newsroom.client()
    made = [window.get("/uk/harbor-fire").headers["X-Request-ID"] for _ in range(3)]
    made += [window.get(path).headers["X-Request-ID"] for path in ("/", "/nowhere", "/healthz")]
    assert all(MADE.fullmatch(identity) for identity in made)
    assert len(set(made)) == len(made)
    for identity in (
        "7b2e1f0a-9c1d-4c7e-8d2f-000000000001",
        "Root=1-67891233-abcdef012345",
        "a" * 128,
    ):
        answer = window.get("/uk/harbor-fire", headers={"X-Request-ID": identity})
        assert answer.headers.getlist("X-Request-ID") == [identity]


def test_an_identity_that_could_harm_a_log_is_replaced(newsroom: Newsroom) -> None:
    """Its length and characters are few."""
    window = newsroom.client()
    for sent in ("", " ", "a b", "a" * 129, "<script>", 'a"b', "a\x00b", "é", "-a", "a,b", "a\n",
                  "${jndi:x}", "\u0661"):  # fmt: skip
        environ = {"HTTP_X_REQUEST_ID": sent}
        answer = window.get("/uk/harbor-fire", environ_overrides=environ)
        assert MADE.fullmatch(answer.headers["X-Request-ID"])


def test_an_error_line_names_its_request(newsroom: Newsroom, written: Written) -> None:
    """The reader can quote it from the answer's header; as JSON, the traceback is in the line."""
    window = broken(newsroom)
    for style in ("text", "json"):
        written.style(style)
        answer = window.get("/x", headers={"X-Request-ID": f"proxy-{style}"})
        assert answer.status_code == 500
        assert answer.headers["X-Request-ID"] == f"proxy-{style}"
    text, *more, last, _end = written.lines()
    assert text.endswith("[request proxy-text]")
    assert any("ZeroDivisionError" in line for line in more)
    line = json.loads(last)
    assert (line["level"], line["request_id"]) == ("error", "proxy-json")
    assert "ZeroDivisionError" in line["exception"]


def test_a_request_cannot_write_lines_of_its_own(newsroom: Newsroom, written: Written) -> None:
    """A line break in an address stays inside its line, also where an exception quotes it."""
    window = broken(newsroom)
    for style in ("text", "json"):
        written.style(style)
        window.get("/x%0A2026-11-22T00:00:00Z ERROR forged%E2%80%A8 %1B[31m")
    lines = written.lines()
    assert sum("forged" in line for line in lines) == 3  # its line, its traceback, as JSON
    assert not any(line.startswith("2026-11-22T00:00:00Z") for line in lines)
    assert "\x1b" not in written.stream.getvalue()


def test_the_access_log_names_requests_and_no_readers(newsroom: Newsroom) -> None:
    """One line each, kept answers too; no address, no query, no forged line."""
    paths = ("/uk/harbor-fire", "/uk/harbor-fire", "/uk/harbor-fire?from=me%40mail.example",
             "/x%0Aforged", "/" + "y" * 5000)  # fmt: skip
    window = newsroom.client()
    front = window.application.wsgi_app._app
    reader = {"REMOTE_ADDR": "9.8.7.6"}
    for style in ("text", "json"):
        stream = io.StringIO()
        access_log = AccessLog(style, stream)
        window.application.wsgi_app = Instrumentation(front, [access_log])
        for path in paths:
            window.get(path, headers={"X-Request-ID": "one"}, environ_overrides=reader)
        access_log.flush()
        lines = stream.getvalue().splitlines()
        assert len(lines) == len(paths)
        assert max(map(len, lines)) < 1000
        for line in lines:
            assert "one" in line
            assert not any(secret in line for secret in ("9.8.7.6", "mail"))
        if style == "json":
            second = json.loads(lines[1])  # of kept bytes
            assert (second["path"], second["status"]) == ("/uk/harbor-fire", 200)
            assert (second["route"], second["language"]) == ("/<lang:language>/<slug>", "uk")
