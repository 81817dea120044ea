"""Keep another command running beside this one, in a process of its own."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator

from .. import processes

log = logging.getLogger(__name__)

# Seconds in which a publisher that is told to stop may end its round. With those that the workers
# have, still below the ten after which Docker kills everything.
ROUND_SECONDS = 3


def stopped(parent: int | None) -> Callable[[], bool]:
    """Return what tells whether SIGTERM or SIGINT came, or the process ``parent`` is gone."""
    heard: list[
        int
    ] = []  # no Event: it has a lock, for which a second signal would wait without end
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: heard.append(number))
    return lambda: bool(heard) or (parent is not None and processes.gone(parent))


@contextlib.contextmanager
def supervised(*words: str) -> Iterator[None]:
    """Keep another command running beside the server, in a process of its own: ``words``.

    Not in a thread: the server forks its workers, and a fork must not copy a publisher half way
    through a round.
    """
    stop = threading.Event()
    supervisor = threading.Thread(target=_supervise, args=(stop, words), daemon=True)
    try:
        supervisor.start()
        yield
    finally:
        stop.set()
        supervisor.join()


def _supervise(stop: threading.Event, words: tuple[str, ...]) -> None:
    command = [sys.executable, "-m", "service", *words]
    command += ["--with-parent", str(os.getpid())]
    while not stop.is_set():
        # In a group of its own: Ctrl-C is for the server, which then ends the publisher.
        with subprocess.Popen(command, process_group=0) as process:  # noqa: S603 - our own words
            while process.poll() is None and not stop.wait(0.2):
                pass
            process.terminate()
            try:
                process.wait(ROUND_SECONDS)
            except subprocess.TimeoutExpired:  # a long round; the next publisher goes on with it
                process.kill()
        if not stop.is_set():
            log.error(
                "“summaries %s” ended with status %s; starting it again",
                words[0], process.returncode,
            )  # fmt: skip
            stop.wait(1)
