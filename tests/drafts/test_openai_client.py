"""A served model: a real HTTP server that behaves, and one that does not."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from service.drafts import models
from service.drafts.models.api import Task, TooLongError
from service.errors import SummariesError

TASK = Task("summarise", "A text. <|im_end|>", "Sum up.")


class Server:
    """An OpenAI-compatible server whose answers the test decides."""

    def __init__(self) -> None:
        self.models: Any = {"data": [{"id": "tiny", "max_model_len": 200}, {"id": "big"}]}
        self.say: Callable[[dict[str, Any]], str] = lambda body: body["messages"][-1]["content"]
        self.reason = "stop"
        self.status, self.delay = 200, 0.0
        self.asked: list[dict[str, Any]] = []
        self.keys: list[str | None] = []
        server = self

        class Handler(BaseHTTPRequestHandler):
            def log_message(self, *_args: Any) -> None: ...

            def do_GET(self) -> None:
                server.keys.append(self.headers["Authorization"])
                self.answer(server.models)

            def do_POST(self) -> None:
                body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
                server.asked.append(body)
                time.sleep(server.delay)
                message = {"role": "assistant", "content": server.say(body)}
                self.answer({"choices": [{"message": message, "finish_reason": server.reason}]})

            def answer(self, data: Any) -> None:
                content = data if isinstance(data, bytes) else json.dumps(data).encode()
                try:
                    self.send_response(server.status)
                    self.send_header("Content-Length", str(len(content)))
                    if server.status == 302:
                        self.send_header("Location", "http://192.0.2.1/")
                    self.end_headers()
                    self.wfile.write(content)
                except OSError:
                    pass  # the client had enough

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.http.server_port}/v1"


@pytest.fixture
def server() -> Iterator[Server]:
    """A running server."""
    made = Server()
    thread = threading.Thread(target=made.http.serve_forever, args=(0.02,))
    thread.start()
    yield made
    made.http.shutdown()
    made.http.server_close()
    thread.join()


def test_a_served_model_is_found_and_asked(server: Server) -> None:
    """Its name, its window, the instruction as a turn, all limits, the key."""
    model = models.load(server.url, key="secret")
    assert (model.name, model.window) == ("tiny", 200)
    (answer,) = model.generate([TASK], 50, 10, 3)
    assert answer.text == "A text." and answer.problem is None
    (body,) = server.asked
    assert (body["model"], body["max_tokens"], body["seed"], body["temperature"]) == (
        "tiny",
        50,
        3,
        0,
    )
    assert [turn["role"] for turn in body["messages"]] == ["system", "user"]
    assert server.keys == ["Bearer secret"]
    assert models.load(server.url + "#big").window is None
    assert model.settings["server"] == server.url


def test_many_tasks_keep_their_order(server: Server) -> None:
    """Answers come in any order."""
    model = models.load(server.url)
    seen: list[int] = []
    tasks = [Task("summarise", f"Text {n}.") for n in range(9)]
    answers = model.generate(tasks, 50, 10, 0, seen.append)
    assert [a.text for a in answers] == [task.text for task in tasks]
    assert sum(seen) == 9


def test_limits_hold_whatever_the_server_does(server: Server) -> None:
    """Nothing, a loop, 100,000 tokens, a cut answer, an answer that never comes."""
    model = models.load(server.url)
    for said, reason, problem in (
        ("", "stop", "wrote nothing"),
        ("again and " * 40, "stop", "repeated itself"),
        ("word " * 100_000, "stop", "did not come to an end"),
        ("A cut", "length", "did not come to an end"),
    ):
        server.say, server.reason = (lambda _body, said=said: said), reason
        (answer,) = model.generate([TASK], 50, 10, 0)
        assert problem in (answer.problem or "")
    server.delay = 1.5
    started = time.monotonic()
    (answer,) = model.generate([TASK], 50, 0.3, 0)
    assert "time was up" in (answer.problem or "") and time.monotonic() - started < 1.4


def test_more_than_a_megabyte_is_not_read(server: Server) -> None:
    """A plain error, not a full memory."""
    model = models.load(server.url)
    server.say = lambda _body: "x" * 2_000_000
    with pytest.raises(SummariesError):
        model.generate([TASK], 50, 10, 0)


def test_a_text_longer_than_the_window_is_refused_whole(server: Server) -> None:
    """Before anything is asked."""
    with pytest.raises(TooLongError, match="give it in parts"):
        models.load(server.url).generate([Task("summarise", "word " * 400)], 50, 10, 0)
    assert server.asked == []


@pytest.mark.parametrize(
    ("status", "models_said", "said"),
    [
        (401, {}, "SUMMARIES_MODEL_KEY"),
        (404, {}, "refuses with 404"),
        (302, {}, "refuses with 302"),
        (200, b"<html>", "something else than JSON"),
        (200, {"data": "?"}, "does not list its models"),
        (200, {"data": []}, "It has: none"),
    ],
)
def test_what_is_no_such_server_is_one_sentence(
    server: Server, status: int, models_said: Any, said: str
) -> None:
    """A key that is asked for, another address, another protocol."""
    server.status, server.models = status, models_said
    with pytest.raises(SummariesError, match=said):
        models.load(server.url)


def test_nobody_there_is_one_sentence() -> None:
    """With the remedy."""
    with pytest.raises(SummariesError, match="start the server, or correct the address"):
        models.load("http://127.0.0.1:9/v1")
    with pytest.raises(SummariesError, match="write http://host:port/v1"):
        models.load("http:///v1")
