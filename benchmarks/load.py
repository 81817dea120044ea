"""Servers on loopback, started, loaded and looked at from outside. Linux, wrk, taskset."""

from __future__ import annotations

import contextlib
import http.client
import os
import re
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

# The core that servers run on, and the one that asks them.
SERVER, CLIENT = "0", "1"
CONNECTIONS = 16
_UNITS = {"us": 0.001, "ms": 1.0, "s": 1000.0, "m": 60000.0}
BIN = Path(sys.executable).parent


@dataclass(frozen=True)
class Result:
    """What wrk saw in one run.

    Answers per second, latencies in ms, how many were wrong, and the processor time that the
    server took for one answer, in µs.
    """

    rate: float
    median: float
    p99: float
    wrong: int
    cpu: float


class Server:
    """A running server, pinned to its core. ``command`` may say PORT.

    ``secure`` is the port that is asked over TLS, where there is one. ``counted`` names the
    programs whose processor time counts; all, where there is none.
    """

    secure, counted = 0, ""

    def __init__(
        self, command: Sequence[str | Path], env: Mapping[str, str], ready: str, port: int = 0
    ) -> None:
        self.port = port or free_port()
        words = [str(word).replace("PORT", str(self.port)) for word in command]
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - as long as the server
        began = time.monotonic()
        self.process = subprocess.Popen(  # noqa: S603 - our own words
            ["taskset", "-c", SERVER, *words],  # noqa: S607
            env={**os.environ, **env, "PORT": str(self.port)},
            stdout=subprocess.DEVNULL, stderr=self._errors, process_group=0,
        )  # fmt: skip
        while not self.asked(ready):
            if self.process.poll() is not None or time.monotonic() - began > 30:
                self.stop()
                self._errors.seek(0)
                sys.exit(f"{words[0]} does not answer: {self._errors.read().decode()}")
            time.sleep(0.002)
        self.started = time.monotonic() - began

    def asked(self, path: str) -> bool:
        """Tell whether ``path`` is answered with a success."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        with contextlib.closing(connection), contextlib.suppress(OSError):
            connection.request("GET", path)
            return connection.getresponse().status < 400
        return False

    def workers(self) -> list[int]:
        """Return the processes that answer: without the one that only starts them, if it does."""
        family = _family(self.process.pid)
        command = Path(f"/proc/{self.process.pid}/cmdline").read_bytes()
        same = [pid for pid in family[1:] if _read(f"/proc/{pid}/cmdline") == command]
        return same or family

    def load(self, path: str, headers: Sequence[str] = (), seconds: int = 2) -> Result:
        """Ask for ``path`` as fast as it is answered, for some seconds."""
        named = [word for header in headers for word in ("-H", header)]
        place = (
            f"https://127.0.0.1:{self.secure}" if self.secure else f"http://127.0.0.1:{self.port}"
        )
        before, address = _cpu(self.process.pid, self.counted), f"{place}{path}"
        output = subprocess.run(  # noqa: S603 - our own words
            ["taskset", "-c", CLIENT, "wrk", "-t1", f"-c{CONNECTIONS}", f"-d{seconds}s",  # noqa: S607
             "--latency", *named, address],
            capture_output=True, text=True, check=True,
        ).stdout  # fmt: skip
        cpu = _cpu(self.process.pid, self.counted) - before
        done = re.search(r"(\d+) requests in ([\d.]+)(\w+)", output)
        latency = dict(re.findall(r"(50|99)%\s+([\d.]+\w+)", output))
        assert done
        count, length = int(done[1]), float(done[2]) * _UNITS[done[3]] / 1000
        wrong = sum(map(int, re.findall(r"(?:responses: |connect |read |timeout )(\d+)", output)))
        return Result(count / length, _ms(latency["50"]), _ms(latency["99"]), wrong,
                      cpu / max(count, 1) * 1e6)  # fmt: skip

    def stop(self) -> tuple[int, float]:
        """Tell it to stop; return its exit status, and how long it took, in seconds."""
        began = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        try:
            status = self.process.wait(20)
        except subprocess.TimeoutExpired:
            os.killpg(self.process.pid, signal.SIGKILL)
            status = self.process.wait()
        return status, time.monotonic() - began


class Clients:
    """Threads that ask a server for one page on and on.

    ``got`` counts whole and broken answers, and requests that nothing came back for.
    """

    def __init__(self, server: Server, path: str, count: int = 8) -> None:
        self._server, self._path = server, path
        self.got: Counter[str] = Counter()
        self._done = threading.Event()
        self._threads = [threading.Thread(target=self._run) for _ in range(count)]

    def __enter__(self) -> Clients:
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._done.set()
        for thread in self._threads:
            thread.join()

    def wait(self, answers: int) -> None:
        """Wait for that many more whole answers."""
        wanted = self.got["whole"] + answers
        wait(lambda: self.got["whole"] >= wanted)

    def _run(self) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self._server.port, timeout=10)
        with contextlib.closing(connection):
            while not self._done.is_set():
                self.got[self._ask(connection)] += 1

    def _ask(self, connection: http.client.HTTPConnection) -> str:
        try:
            connection.request("GET", self._path)
            answer = connection.getresponse()
        except (OSError, http.client.HTTPException):
            connection.close()
            time.sleep(0.002)
            return "nothing"
        try:
            with answer:
                whole = answer.status == 200 and len(answer.read()) > 0
        except (OSError, http.client.HTTPException):
            whole = False
        return "whole" if whole else "broken"


def wait(holds: Callable[[], bool], seconds: float = 20) -> float:
    """Wait until ``holds``; return how long it took, in seconds."""
    began = time.monotonic()
    while not holds() and time.monotonic() - began < seconds:
        time.sleep(0.005)
    return time.monotonic() - began


def memory(pid: int) -> tuple[float, float]:
    """Return a process's proportional and resident set sizes, in MB."""
    found = dict(re.findall(r"(\w+):\s+(\d+) kB", _read(f"/proc/{pid}/smaps_rollup").decode()))
    return int(found["Pss"]) / 1024, int(found["Rss"]) / 1024


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


@contextlib.contextmanager
def running(
    command: Sequence[str | Path], env: Mapping[str, str], ready: str, port: int = 0
) -> Iterator[Server]:
    """Run a server for a while."""
    server = Server(command, env, ready, port)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


def _ms(text: str) -> float:
    number, unit = re.fullmatch(r"([\d.]+)(\w+)", text).groups()  # type: ignore[union-attr]
    return float(number) * _UNITS[unit]


def _read(path: str) -> bytes:
    try:
        return Path(path).read_bytes()
    except OSError:  # the process has ended
        return b""


def _family(pid: int) -> list[int]:
    found = [pid]
    with contextlib.suppress(OSError):
        for task in Path(f"/proc/{pid}/task").iterdir():
            for child in _read(str(task / "children")).split():
                found += _family(int(child))
    return found


def _cpu(pid: int, counted: str) -> float:
    """Return the processor time that a process and its children took so far, in seconds."""
    total = 0
    for member in _family(pid):
        if counted and _read(f"/proc/{member}/comm").decode().strip() != counted:
            continue
        with contextlib.suppress(OSError):
            for task in Path(f"/proc/{member}/task").iterdir():
                total += int((_read(str(task / "schedstat")).split() or [b"0"])[0])
    return total / 1e9
