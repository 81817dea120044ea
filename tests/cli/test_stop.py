"""However and whenever the service is ended: at once, silently, and nothing of it stays."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import Newsroom
from test_live import PATIENCE, SUMMARIES, eventually, get

Start = Callable[..., tuple["subprocess.Popen[str]", int]]


@pytest.fixture
def environment(newsroom: Newsroom) -> dict[str, str]:
    names = ("articles", "locales", "journal", "editions", "published")
    return os.environ | {f"SUMMARIES_{name.upper()}": str(newsroom.folder / name) for name in names}


@pytest.fixture
def start(newsroom: Newsroom, environment: dict[str, str]) -> Iterator[Start]:
    """Return a function that starts ``summaries serve`` with two workers, without waiting for it.

    Whatever a test leaves behind is killed in the end.
    """
    running: list[subprocess.Popen[str]] = []
    # Whoever runs the tests in the background has Ctrl-C ignored, and so would the service.
    before = signal.signal(signal.SIGINT, signal.default_int_handler)

    def serve(*before: str) -> tuple[subprocess.Popen[str], int]:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            port = probe.getsockname()[1]
        words = [*before, str(SUMMARIES), "serve", "--workers", "2", "--port", str(port)]
        running.append(
            subprocess.Popen(
                words, env=environment, text=True, start_new_session=True,
                stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            )
        )  # fmt: skip
        return running[-1], port

    yield serve
    signal.signal(signal.SIGINT, before)
    for process in running:
        process.kill()
        for other in ours(newsroom):
            os.kill(other, signal.SIGKILL)
        process.wait()
        if process.stderr is not None:
            process.stderr.close()


def ours(newsroom: Newsroom) -> set[int]:
    """Return all processes that have this newsroom's folders among their settings."""
    mark = f"SUMMARIES_EDITIONS={newsroom.editions}\0".encode()
    processes = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                if mark in (entry / "environ").read_bytes():
                    processes.add(int(entry.name))
            except OSError:
                continue
    return processes


def catches(process: int, number: int) -> bool:
    """Tell whether a process has a function for a signal."""
    status = Path(f"/proc/{process}/status").read_text()
    (caught,) = (line.split()[1] for line in status.splitlines() if line.startswith("SigCgt"))
    return bool(int(caught, 16) >> (number - 1) & 1)


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_a_command_that_is_still_loading_ends_without_a_traceback(
    start: Start, number: int
) -> None:
    """By the signal, as shells and service managers expect it."""
    process, _port = start()
    assert eventually(PATIENCE, lambda: catches(process.pid, signal.SIGTERM))
    process.send_signal(number)
    _out, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, said) == (-number, "")


@pytest.mark.parametrize(
    ("number", "processes"),
    [(signal.SIGTERM, 2), (signal.SIGTERM, 3), (signal.SIGTERM, 4), (signal.SIGINT, 3),
     (signal.SIGHUP, 4)],
)  # fmt: skip
def test_told_to_stop_while_a_process_starts_it_ends_with_all_of_them(
    newsroom: Newsroom, start: Start, number: int, processes: int
) -> None:
    """The publisher is there first, then one worker, then the other: each hears it in time, even
    before it serves, and nobody has to be killed."""
    process, _port = start()
    assert eventually(PATIENCE, lambda: len(ours(newsroom)) >= processes)
    process.send_signal(number)
    _out, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 0, said
    assert ours(newsroom) == set()
    # A worker that does not hear is killed after five seconds, with a warning.
    assert [line for line in said.splitlines() if not line.startswith("Serving on ")] == []


def test_a_worker_that_does_not_end_is_killed_and_the_log_says_so(
    newsroom: Newsroom, start: Start
) -> None:
    """Before the container would be, with everything in it."""
    process, port = start()
    assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)
    (worker, *_) = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    os.kill(int(worker), signal.SIGSTOP)
    process.terminate()
    _out, said = process.communicate(timeout=PATIENCE)
    assert (process.returncode, ours(newsroom)) == (0, set())
    assert f"worker {worker} did not end its answers in time; killing it" in said


def test_readers_who_come_while_every_worker_is_gone_are_answered(start: Start) -> None:
    """They wait for the next worker; none is turned away, and none waits in vain for a dead one."""
    process, port = start()
    assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    process.send_signal(signal.SIGSTOP)  # nobody is replaced yet
    for child in children:
        os.kill(int(child), signal.SIGKILL)
    assert eventually(PATIENCE, lambda: all(map(ended, children)))
    with socket.create_connection(("127.0.0.1", port), timeout=PATIENCE) as reader:
        reader.sendall(b"GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
        process.send_signal(signal.SIGCONT)
        assert reader.recv(64).startswith(b"HTTP/1.1 200 ")


def ended(process: str) -> bool:
    """Tell whether a process is no more, though nobody may have asked for its status yet."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_told_while_it_begins_to_wait_it_ends() -> None:
    """What a server waits for is locked for that moment, and a signal may come just then.

    It is told twice at least: one that is at something else may forget the first time.
    """
    code = (
        "import signal, threading\n"
        "from service.cli import http_server\n"
        "told = threading.Condition(threading.Lock())\n"
        "def tell():\n"
        "    with told: told.notify_all()\n"
        "stop = http_server.Stop()\n"
        "stop.then(tell)\n"
        "with told:\n"
        "    signal.raise_signal(signal.SIGTERM)\n"
        "    told.wait()\n"
        "    told.wait()\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=PATIENCE)


def test_ctrl_c_and_a_closed_terminal_reach_all_processes_and_end_them_once(
    newsroom: Newsroom, start: Start
) -> None:
    """No worker ends before the first process knows why."""
    for number in (signal.SIGINT, signal.SIGHUP):
        process, port = start()
        assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)  # noqa: B023 - asked now
        os.killpg(process.pid, number)
        _out, said = process.communicate(timeout=PATIENCE)
        assert process.returncode == 0, said
        assert len(said.splitlines()) == 1, said
        assert ours(newsroom) == set()


def test_under_nohup_a_closed_terminal_ends_nothing(
    start: Start, tool: Callable[[str], str]
) -> None:
    """What was ignored before the start stays ignored, in the workers too."""
    process, port = start(tool("nohup"))
    address = f"http://127.0.0.1:{port}/healthz"
    assert eventually(PATIENCE, lambda: get(address)[0] == 200)
    os.killpg(process.pid, signal.SIGHUP)
    assert all(get(address)[0] == 200 for _ in range(20))
    process.terminate()
    assert process.wait(PATIENCE) == 0


def test_killed_outright_it_leaves_neither_workers_nor_a_publisher(
    newsroom: Newsroom, start: Start
) -> None:
    """Nobody can clean up after SIGKILL, so each ends by itself; the port is free again."""
    process, port = start()
    assert eventually(PATIENCE, lambda: get(f"http://127.0.0.1:{port}/healthz")[0] == 200)
    assert eventually(PATIENCE, lambda: len(ours(newsroom)) == 4)
    # One connection says nothing, another has half a request: neither holds a worker up.
    with socket.create_connection(("127.0.0.1", port)), socket.create_connection(
        ("127.0.0.1", port)
    ) as half:  # fmt: skip
        half.sendall(b"GET / HTTP/1.1\r\nHost: a\r\nX-")
        process.kill()
        assert eventually(PATIENCE, lambda: ours(newsroom) == set())
    socket.create_server(("127.0.0.1", port)).close()


def test_killed_while_its_publisher_starts_it_leaves_none(newsroom: Newsroom, start: Start) -> None:
    """Also one that had not looked yet whose child it is."""
    process, _port = start()
    assert eventually(PATIENCE, lambda: len(ours(newsroom)) >= 2)
    process.kill()
    assert eventually(PATIENCE, lambda: ours(newsroom) == set())


def test_a_publisher_killed_over_many_articles_leaves_none_of_its_processes(
    newsroom: Newsroom, environment: dict[str, str]
) -> None:
    """Those that share the work wait for more of it from each other's pipes, and so without end."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    newsroom.sign("harbor-fire", "uk")
    for n in range(6):
        newsroom.write(f"later-{n}")
    news = (newsroom.editions / "harbor-fire" / "uk.json").read_bytes()
    code = (
        "from service import cli\n"
        "from service.editions import article_publisher\n"
        "article_publisher.MANY = article_publisher.PART = 1\n"
        "if __name__ == '__main__': cli.main(['publish', '--watch'])"
    )
    script = newsroom.folder / "publish.py"
    script.write_text(code)
    with subprocess.Popen([sys.executable, script], env=environment) as process:
        try:
            path = newsroom.editions / "harbor-fire" / "uk.json"
            assert eventually(PATIENCE, lambda: path.read_bytes() != news)
            assert len(ours(newsroom)) > 1
        finally:
            process.kill()
    assert eventually(PATIENCE, lambda: ours(newsroom) == set())
