"""A real server under load: told to stop, or with a worker shot dead."""

from __future__ import annotations

import contextlib
import http.client
import os
import signal
import socket
import subprocess
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Newsroom
from test_live import PATIENCE, SUMMARIES, eventually, get

PATH = "/uk/harbor-fire"
CLIENTS = 8


class Readers:
    """Clients that ask for one page again and again, and count what they get.

    ``broken`` answers began and did not end, or are not the page; ``refused`` ones never began.
    """

    def __init__(self, port: int) -> None:
        self.port = port
        self.got: Counter[str] = Counter()
        self.done = threading.Event()
        status, self.page = get(f"http://127.0.0.1:{port}{PATH}")
        assert status == 200
        self.threads = [threading.Thread(target=self._read) for _ in range(CLIENTS)]

    def __enter__(self) -> Readers:
        for thread in self.threads:
            thread.start()
        self.more(50 * CLIENTS)
        return self

    def __exit__(self, *_error: object) -> None:
        self.done.set()
        for thread in self.threads:
            thread.join(PATIENCE)

    def more(self, answers: int) -> None:
        """Wait until that many more whole answers have come."""
        wanted = self.got["whole"] + answers
        assert eventually(PATIENCE, lambda: self.got["whole"] >= wanted), self.got

    def _read(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection):
            while not self.done.is_set():
                self.got[self._ask(connection)] += 1

    def _ask(self, connection: http.client.HTTPConnection) -> str:
        try:
            connection.request("GET", PATH)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            # Nothing came: a client, and any proxy, asks again on a new connection.
            connection.close()
            return "refused"
        try:
            with answer:
                whole = answer.status == 200 and answer.read().decode() == self.page
        except (OSError, http.client.HTTPException, UnicodeError):
            whole = False
        return "whole" if whole else "broken"


@pytest.fixture
def serve(newsroom: Newsroom) -> Iterator[Callable[..., tuple[subprocess.Popen[bytes], int]]]:
    """Return a function that starts ``summaries serve``: its process and its port."""
    running: list[subprocess.Popen[bytes]] = []

    def start(*words: str) -> tuple[subprocess.Popen[bytes], int]:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        names = ("articles", "locales", "journal", "editions", "published")
        environment = os.environ | {
            f"SUMMARIES_{name.upper()}": str(newsroom.folder / name) for name in names
        }
        process = subprocess.Popen(
            [SUMMARIES, "serve", *words], env=environment | {"PORT": str(port)},
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        running.append(process)
        address = f"http://127.0.0.1:{port}"
        assert eventually(PATIENCE, lambda: get(f"{address}/healthz")[0] == 200)
        return process, port

    yield start
    for process in running:
        if process.poll() is None:
            process.terminate()
            process.wait(20)


def workers(process: subprocess.Popen[bytes]) -> set[int]:
    """Return the server's processes without the publisher, which runs another command."""
    command = Path(f"/proc/{process.pid}/cmdline").read_bytes()
    children = set()
    for task in Path(f"/proc/{process.pid}/task").iterdir():
        with contextlib.suppress(OSError):  # it has ended meanwhile
            for child in (task / "children").read_text().split():
                with contextlib.suppress(OSError):
                    if Path(f"/proc/{child}/cmdline").read_bytes() == command:
                        children.add(int(child))
    return children


def test_told_to_stop_under_load_it_ends_every_answer_that_began(serve) -> None:  # type: ignore[no-untyped-def]
    """With status 0; nobody has half a page, and connections that say nothing hold nobody up."""
    process, port = serve("--workers", "2", "--no-publisher")
    with Readers(port) as readers, socket.create_connection(("127.0.0.1", port)):
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert readers.got["broken"] == 0, readers.got
    with pytest.raises(OSError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_worker_killed_under_load_is_replaced(serve) -> None:  # type: ignore[no-untyped-def]
    """The other one goes on answering meanwhile, and those who were cut off get the page again."""
    process, port = serve("--workers", "2", "--no-publisher")
    assert eventually(PATIENCE, lambda: len(workers(process)) == 2)
    with Readers(port) as readers:
        before = workers(process)
        os.kill(min(before), signal.SIGKILL)
        readers.more(50 * CLIENTS)
        assert eventually(PATIENCE, lambda: len(workers(process) - before) == 1)
        assert len(workers(process)) == 2
        # Whatever was cut off, was so by the kill: from now on there is nothing more of it.
        readers.more(CLIENTS)
        lost = readers.got["broken"] + readers.got["refused"]
        readers.more(50 * CLIENTS)
        assert readers.got["broken"] + readers.got["refused"] == lost
    assert process.poll() is None


def test_a_worker_killed_again_and_again_does_not_end_the_service(serve) -> None:  # type: ignore[no-untyped-def]
    """Memory may be short for a while; the service is there again without anybody's help."""
    process, port = serve("--no-publisher")
    killed: set[int] = set()

    def kill() -> bool:
        for worker in workers(process) - killed:
            os.kill(worker, signal.SIGKILL)
            killed.add(worker)
        return len(killed) >= 3

    assert eventually(PATIENCE, kill)
    assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}{PATH}")[0] == 200)
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_it_stops_in_spite_of_a_request_that_never_ends(serve) -> None:  # type: ignore[no-untyped-def]
    """By itself and with status 0, before Docker kills it."""
    process, port = serve("--no-publisher")
    with socket.create_connection(("127.0.0.1", port)) as half:
        half.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-")
        process.terminate()
        assert process.wait(PATIENCE) == 0
