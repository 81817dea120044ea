"""Workers on a Ray cluster: each loads the models once, and drafts one job after the other.

The workers may be on other machines: they get text and settings, and give back plain data. What is
asked and what is written stays with the caller.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import shutil
import socket
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import version
from itertools import islice
from typing import Any

from ..errors import SummariesError
from .jobs import Job, Kit, Result, Steps, Worker, advance

LOCAL, AUTO = "local", "auto"
INSTALL = "pip install 'multilingual-summary-service[ray]'"
_PACKAGE = "multilingual-summary-service"
_ADDRESS = re.compile(r"(?:ray://)?(?P<host>\[[\da-fA-F:]+\]|[\w.-]+):(?P<port>\d{1,5})")
# How often a job is given to a worker before it is given up, and how many workers may die while
# they load before all is.
TRIES = 3
# Seconds that a worker may take to start and load, and that a job may take beyond the model's time
# (a model may be asked twice). Then it hangs, and is as good as dead.
STARTING, GRACE = 600.0, 300.0
_LOOK = 1.0


@dataclass(frozen=True, slots=True)
class Ready:
    """A worker that has loaded all models: where it is, how long that took, and its version."""

    host: str
    pid: int
    seconds: float
    version: str


class Remote:
    """A worker as it lives on the cluster. What a person can put right is returned, not raised."""

    def __init__(self, kit: Kit) -> None:
        self._kit = kit
        self._worker: Worker | None = None

    def load(self) -> Ready | str:
        """Load the models; return what was loaded where, or what is wrong."""
        start = time.monotonic()
        try:
            self._worker = Worker(self._kit, lambda _said: None)
        except SummariesError as error:
            return f"{socket.gethostname()}: {error}"
        seconds = time.monotonic() - start
        return Ready(socket.gethostname(), os.getpid(), seconds, version(_PACKAGE))

    def run(self, job: Job) -> Result | str:
        """Return the result of ``job``, or why there is none."""
        assert self._worker is not None
        try:
            return self._worker.run(job)
        except SummariesError as error:
            return str(error)


@dataclass(slots=True)
class _Task:
    """An article under way: what to ask for next, and how often its worker died."""

    name: str
    steps: Steps
    job: Job
    deaths: int = 0


@dataclass(slots=True)
class _Hand:
    """A worker as seen from here; without a task, and until loaded, it is not to be asked."""

    actor: Any
    answer: Any
    until: float
    loaded: bool = False
    task: _Task | None = None


class Pool:
    """A cluster's workers, for as long as they are needed: a context manager."""

    def __init__(
        self,
        address: str,
        kit: Kit,
        say: Callable[[str], None],
        workers: int | None = None,
        *,
        ready: Callable[[Ready], None] | None = None,
        grace: float = GRACE,
    ) -> None:
        """``workers`` is how many there are at most; by default one for each processor, or GPU.

        ``say`` is told what an operator should know, ``ready`` of each worker.
        """
        self._address, self._kit, self._say, self._workers = address, kit, say, workers
        self._ready = ready or (lambda _found: None)
        self._limit = 2 * kit.limits.seconds + grace
        self._hands: list[_Hand] = []
        self._dead = 0
        self._ray: Any = None
        self._folder = ""

    def __enter__(self) -> Pool:
        return self

    def __exit__(self, *_error: object) -> None:
        """Stop all workers, and leave the cluster."""
        if self._ray is not None:
            for hand in self._hands:
                self._kill(hand)
            self._ray.shutdown()
        if self._folder:
            shutil.rmtree(self._folder, ignore_errors=True)

    def work(
        self,
        works: Iterable[tuple[str, Steps]],
        failed: Callable[[str, Exception], None],
        done: Callable[[str], None],
    ) -> None:
        """Do all ``works``, an article's name and its steps each; ``failed`` or ``done`` says it.

        Nothing is started when there is nothing to do. Raises SummariesError when the cluster
        cannot be reached, or no worker can be had there.
        """
        tasks = self._tasks(works, failed, done)
        waiting = deque(islice(tasks, 1))
        if not waiting:
            return
        size = self._connect()
        waiting += islice(tasks, size - 1)
        for _ in range(len(waiting)):
            self._start()
        while True:
            for hand in [h for h in self._hands if h.loaded and h.task is None]:
                waiting += islice(tasks, 0 if waiting else 1)
                if waiting:
                    self._ask(hand, waiting.popleft())
            if not waiting and all(hand.task is None for hand in self._hands):
                return
            for task, result in self._results():
                if result is None:
                    waiting += self._again(task, failed)
                elif isinstance(result, str):
                    failed(task.name, SummariesError(result))
                else:
                    # What was begun is finished first.
                    waiting.extendleft(self._next(task.name, task.steps, result, failed, done))

    def _tasks(
        self,
        works: Iterable[tuple[str, Steps]],
        failed: Callable[[str, Exception], None],
        done: Callable[[str], None],
    ) -> Iterator[_Task]:
        """Yield what there is to do, each article's first job, as it is asked for."""
        for name, steps in works:
            yield from self._next(name, steps, None, failed, done)

    def _next(
        self,
        name: str,
        steps: Steps,
        result: Result | None,
        failed: Callable[[str, Exception], None],
        done: Callable[[str], None],
    ) -> list[_Task]:
        """Return the article's next job; nothing when it is done, or failed."""
        try:
            job = advance(steps, result)
        except (SummariesError, OSError) as error:
            failed(name, error)
            return []
        if job is None:
            done(name)
            return []
        return [_Task(name, steps, job)]

    def _again(self, task: _Task, failed: Callable[[str, Exception], None]) -> list[_Task]:
        """Return a job whose worker died, to be tried again; nothing when that happened often."""
        task.deaths += 1
        if task.deaths < TRIES:
            self._say(f"a worker died over {task.name}: it is tried again")
            return [task]
        why = f"{TRIES} workers died over it, or took too long: perhaps they lack memory"
        failed(task.name, SummariesError(why))
        return []

    def _connect(self) -> int:
        """Join the cluster; return how many workers there may be."""
        self._ray = _ray(self._address)
        own: dict[str, Any] = {}
        if self._address == LOCAL:
            self._folder = tempfile.mkdtemp(prefix="ray")
            own = {"include_dashboard": False, "_temp_dir": self._folder}
        try:
            self._ray.init(address=self._address, log_to_driver=False, logging_level="error", **own)
        except Exception as error:  # Ray raises many kinds
            raise SummariesError(
                f"the Ray cluster “{self._address}” cannot be joined ({_first(error)}): run this "
                "on one of its machines, with its RAY_AUTH_TOKEN if it has one"
            ) from error
        resources = self._ray.cluster_resources()
        self._gpus = bool(self._kit.models) and resources.get("GPU", 0) >= 1
        places = int(resources.get("GPU" if self._gpus else "CPU", 0))
        if not places:
            raise SummariesError("the Ray cluster has no processors: add a machine that has")
        return min(places, self._workers or places)

    def _start(self) -> None:
        """Start a worker, and have it load."""
        options = {"num_cpus": 1, "num_gpus": int(self._gpus), "max_restarts": 0}
        actor = self._ray.remote(Remote).options(**options).remote(self._kit)
        until = time.monotonic() + STARTING
        self._hands.append(_Hand(actor, actor.load.remote(), until))

    def _ask(self, hand: _Hand, task: _Task) -> None:
        hand.task, hand.answer = task, hand.actor.run.remote(task.job)
        hand.until = time.monotonic() + self._limit

    def _results(self) -> list[tuple[_Task, Result | str | None]]:
        """Wait a moment; return the jobs that came to an end, with None for a worker's death."""
        asked = {hand.answer: hand for hand in self._hands if hand.answer is not None}
        answered, _ = self._ray.wait(list(asked), num_returns=1, timeout=_LOOK)
        results: list[tuple[_Task, Result | str | None]] = []
        for answer in answered:
            hand = asked[answer]
            try:
                result = self._ray.get(answer)
            except self._ray.exceptions.RayTaskError as error:
                result = f"unexpected: {_first(error.cause)}"
            except self._ray.exceptions.RayError as error:
                results += self._lose(hand, _first(error))
                continue
            hand.answer = None
            if hand.task is not None:
                results.append((hand.task, result))
                hand.task = None
            else:
                self._greet(hand, result)
        for hand in self._hands[:]:
            if hand.answer is not None and time.monotonic() > hand.until:
                results += self._lose(hand, "it did not answer in time")
        return results

    def _greet(self, hand: _Hand, said: Ready | str) -> None:
        """Take note of a worker that has loaded. Raises SummariesError when it could not."""
        if isinstance(said, str):
            raise SummariesError(f"a worker cannot start: {said}")
        if said.version != version(_PACKAGE):
            raise SummariesError(
                f"the worker on {said.host} has version {said.version}, this is "
                f"{version(_PACKAGE)}: install the same on all machines"
            )
        hand.loaded, self._dead = True, 0
        loaded = f" (loaded in {said.seconds:.1f} s)" if self._kit.models else ""
        self._say(f"worker ready on {said.host}{loaded}")
        self._ready(said)

    def _lose(self, hand: _Hand, why: str) -> list[tuple[_Task, None]]:
        """Put another worker in the place of a dead one; return the job that it had."""
        self._kill(hand)
        self._hands.remove(hand)
        if hand.task is None:
            self._dead += 1
            if self._dead >= TRIES:
                raise SummariesError(
                    f"no worker can be started ({why}): see that the cluster has a free processor, "
                    f"enough memory, and {_PACKAGE} {version(_PACKAGE)} on every machine"
                )
        self._start()
        return [] if hand.task is None else [(hand.task, None)]

    def _kill(self, hand: _Hand) -> None:
        with contextlib.suppress(Exception):  # it is gone already, or the cluster is
            self._ray.kill(hand.actor)


def check_address(address: str) -> None:
    """Raise SummariesError unless ``address`` can be a cluster's."""
    if address not in (LOCAL, AUTO) and not _ADDRESS.fullmatch(address):
        raise SummariesError(
            f"“{address}” is not the address of a Ray cluster: "
            "give host:port, “auto” for the one of this machine, or “local” to start one"
        )


def _ray(address: str) -> Any:
    """Return the library, told to keep to itself. Raises SummariesError when nobody answers."""
    settings = {
        "RAY_USAGE_STATS_ENABLED": "0",
        "RAY_ACCEL_ENV_VAR_OVERRIDE_ON_ZERO": "0",
    }
    match = _ADDRESS.fullmatch(address)
    host = match["host"].strip("[]") if match else address
    if host in (LOCAL, "localhost", "127.0.0.1"):
        # Ray would put the machine's outer address in its place, and listen there.
        settings["RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER"] = "0"
    if address == LOCAL:
        # Nobody else on this machine is to give it work.
        settings |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": secrets.token_hex(32)}
    # They are read once, when the library is loaded.
    for name, value in settings.items():
        os.environ.setdefault(name, value)
    try:
        import ray  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SummariesError(f"--ray needs Ray: {INSTALL}") from error
    if match:
        try:
            # Ray itself would wait for minutes.
            socket.create_connection((host, int(match["port"])), 5).close()
        except (OSError, OverflowError) as error:
            raise SummariesError(
                f"no Ray cluster answers at {address}: start one with “ray start --head”, "
                "or use --ray local"
            ) from error
    return ray


def _first(error: BaseException) -> str:
    """Return kind and first line of an error that is not ours."""
    lines = str(error).strip().splitlines() or [""]
    return f"{type(error).__name__}: {lines[0].strip()[:200]}".rstrip(": ")
