"""The HTTP server: its worker processes, and the signals that end them."""

from __future__ import annotations

import logging
import multiprocessing
import os
import queue
import resource
import signal
import socket
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType
from typing import TYPE_CHECKING

from flask import Flask

from .. import processes
from ..errors import SummariesError
from ..web import logs

if TYPE_CHECKING:
    from granian.server import MPServer

log = logging.getLogger(__name__)

# Threads of a worker that run Python: answers take well under a millisecond of it each, so more
# would only wait for each other.
THREADS = 4
# Who has not sent the head of a request by then is let go; so is a connection that waits for its
# next one. (Behind a proxy: its own idle connections may last no longer.)
HEAD_SECONDS = 10
# Browsers send 1 to 4 kB. Larger ones get 431 from the server itself.
LARGEST_HEAD = 128 * 1024
# A worker's connections at once, idle ones among them. Each takes a file; some stay for the rest.
MOST_CONNECTIONS, SPARE_FILES = 65_536, 128
# Connections that the kernel keeps until a worker takes them; more are asked to try again.
BACKLOG = 4096
# Seconds in which a worker that is told to stop may finish its answers: well below the ten after
# which Docker kills everything.
STOP_SECONDS = 5
# And what it has when the first process was killed: nobody can know why, the port may be wanted.
ORPHAN_SECONDS = 2
# Seconds between two times that a worker tells the server in it to stop.
REMIND = 0.05
# A closed terminal (SIGHUP) ends the service like Ctrl-C and whoever manages services.
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)

# The window that the first process makes before it forks its workers, and its number. They share
# its memory, and one that has to be replaced is there at once.
_made: Flask
_main: int


class Stop:
    """Hears the signals that end the service, from now on, in this process alone.

    While it starts, one raises SystemExit: there is nothing yet that had to end first. Afterwards
    they are for :meth:`then`.
    """

    def __init__(self) -> None:
        self.requested = False
        self._then: Callable[[], None] | None = None
        # SimpleQueue.put may be called again while it runs, so it is safe in a signal handler.
        self._heard: queue.SimpleQueue[int] = queue.SimpleQueue()
        # What was ignored from outside stays so (nohup).
        self._ignored = {n for n in SIGNALS if signal.getsignal(n) == signal.SIG_IGN}
        for number in SIGNALS:
            if number not in self._ignored:
                signal.signal(number, self.hear)

    def hear(self, number: int, _frame: FrameType | None = None) -> None:
        """Take the signal ``number``; the handler of all three."""
        if number in self._ignored:
            return
        self.requested = True
        if self._then is None:
            raise SystemExit(0)
        self._heard.put(number)

    def then(self, act: Callable[[], None]) -> None:
        """Call ``act`` when told to stop, again and again, from a thread of its own.

        Not from the signal: what a server waits for is locked for a moment while it begins to wait,
        and a signal in that moment would wait for the thread that it has interrupted. Again, since
        a server that is at something else may forget what it was told. Workers that are still there
        after STOP_SECONDS are killed.
        """
        first, self._then = self._then is None, act
        if first:
            threading.Thread(target=self._act, name="stop", daemon=True).start()

    def _act(self) -> None:
        self._heard.get()
        until = time.monotonic() + STOP_SECONDS
        while self._then is not None:
            self._then()
            time.sleep(REMIND)
            for worker in multiprocessing.active_children() if time.monotonic() > until else ():
                log.warning("worker %s did not end its answers in time; killing it", worker.pid)
                worker.kill()


def serve(app: Flask, host: str, port: int, workers: int, stop: Stop) -> None:
    """Serve ``app`` until told to stop, however often a worker ends.

    ``host`` is the address to listen on, ``port`` its port, and ``workers`` how many processes
    answer.
    """
    # Only this command needs the server, and loading it takes longer than the others run.
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    global _made, _main
    _made, _main = app, os.getpid()
    # Signals are blocked in a new worker until its handler is there (see ``window``).
    os.register_at_fork(
        before=partial(signal.pthread_sigmask, signal.SIG_BLOCK, SIGNALS),
        after_in_parent=partial(signal.pthread_sigmask, signal.SIG_UNBLOCK, SIGNALS),
    )
    while not stop.requested:
        server = _one_queue()(
            f"{__name__}:{window.__name__}", factory=True, interface=Interfaces.WSGI,
            address=host, port=port, workers=workers, blocking_threads=THREADS,
            log_level=LogLevels.warning, websockets=False,
            # Whoever does not end is killed by ``stop``: the server's own way says at times that it
            # had to kill one that has just ended.
            respawn_failed_workers=True, workers_kill_timeout=None,
            log_dictconfig=logs.for_server(),
            # HTTP/1 alone: where the server has to find the version out, it waits without end.
            http=HTTPModes.http1, http1_settings=HTTP1Settings(
                header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=LARGEST_HEAD
            ),
            # The server's word for how many connections it takes before it lets others wait.
            backpressure=_connections(), backlog=BACKLOG,
        )  # fmt: skip
        stop.then(server.signal_handler_interrupt)
        for name in ("signal_handler_interrupt", "signal_handler_reload"):
            setattr(server, name, stop.hear)  # it takes the signals for these
        try:
            server.serve()
            break
        except SystemExit:  # it gives up on a worker that ends twice within seconds
            if not stop.requested:
                log.error("a worker ended again and again; starting all of them again")
                time.sleep(0.5)


def _one_queue() -> type[MPServer]:
    """Return the server, all of whose workers take new connections from one queue.

    Granian 2.8 gives each worker a queue of its own on Linux, which is lost with a worker that is
    killed, unless the system's net.ipv4.tcp_migrate_req is 1 (docs/decisions/0053-one-queue.md). On
    other systems it shares one, and so does this class; with one worker, the first process keeps
    what comes until there is another.
    """
    from granian.net import SocketSpec  # type: ignore[attr-defined]  # noqa: PLC0415
    from granian.server import MPServer  # noqa: PLC0415 - see ``serve``

    class Server(MPServer):
        def _init_shared_socket(self) -> None:
            holder = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
            self._shd, self._sfd = holder, holder.get_fd()  # type: ignore[assignment]
            self._sso = socket.socket(fileno=self._sfd)
            self._sso.set_inheritable(True)

    return Server


def window() -> Flask:
    """Return the window that a worker serves, in the worker."""
    # One thread hears for the worker, and SIGTERM only: Ctrl-C and a closed terminal reach all
    # processes, but the first one tells the others. The server's own ways lose a signal that comes
    # before it serves: Python forgets one right after the fork, the handler forked from the first
    # process does nothing here, and the worker's own is set before there is anything to stop.
    threading.Thread(target=_listen, name="signals", daemon=True).start()
    for begin in _made.extensions.get("begin", ()):
        begin()
    return _made


def _listen() -> None:
    """Wait until this worker is told to stop, or until the first process is gone; then stop it."""
    received = None
    while received is None and not processes.gone(_main):
        received = signal.sigtimedwait((signal.SIGTERM,), processes.INTERVAL)
    # The first process kills a worker that an answer, or half a request, keeps from ending. Where
    # that one is gone the kernel does it: the server may hold everything in Python up.
    signal.alarm(ORPHAN_SECONDS if processes.gone(_main) else STOP_SECONDS + 1)
    while True:
        handler = signal.getsignal(signal.SIGTERM)
        if callable(handler):
            handler(signal.SIGTERM, None)
        time.sleep(REMIND)


def _connections() -> int:
    """Return how many connections a worker may hold, having raised the limit of open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(files - SPARE_FILES, SPARE_FILES)


def claim(host: str, port: int) -> None:
    """Raise SummariesError unless ``port`` of the address ``host`` is free.

    The server itself would share a taken port with whoever has it, and readers would get answers
    from either.
    """
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise SummariesError(
            f"port {port} of {host} cannot be listened on ({error.strerror}): "
            "stop what uses it, or choose another with --port"
        ) from error
