"""Commands for operators: serve, publish."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
import resource
import signal
import subprocess
import sys
import threading
import time

import click
from flask import Flask

from .. import create_app, logs, metrics
from ..library import Library
from ..publisher import Publisher
from . import common

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

# The window that this process made before it forks its workers. They share its memory, and one
# that has to be replaced is there at once.
_made: Flask | None = None


def window() -> Flask:
    """Return the window that a worker serves."""
    return _made or create_app()


@click.command(cls=common.Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8000, envvar="PORT", show_default=True,
    help="Port to listen on.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Worker processes."
)
@click.option(
    "--publisher/--no-publisher", default=None,
    help="Publish signed words as they come. [default: when the articles folder is there]",
)  # fmt: skip
def serve(host: str, port: int, workers: int, publisher: bool | None) -> None:
    """Serve the pages, and publish what gets signed meanwhile.

    Example: summaries serve --port 8000 --workers 2
    """
    settings = common.settings()
    logs.configure(settings.log_format)
    if not settings.base_url:
        _without_base_url(host, port)
    global _made  # noqa: PLW0603 - the server takes names only, and calls what they name
    _made = create_app()  # a wrong setting stops the start here, in one sentence
    if publisher is None:
        publisher = settings.articles.is_dir() and settings.locales.is_dir()
    common.claim(host, port)
    library: Library = _made.extensions["summaries"]
    found = library.view()
    if publisher and (not found.languages or found.problems):
        # Readers wait for this once, on the first day and after an upgrade; else they have what
        # was published last until the publisher is through.
        common.publisher(settings).publish()
        library.view()
    elif publisher:
        common.writable(settings.editions)
    gc.collect()
    gc.freeze()  # collecting would touch, and so copy, what the workers share
    click.echo(f"Serving on http://{host}:{port} – press Ctrl-C to stop", err=True)
    stop = threading.Event()
    supervisor = threading.Thread(target=_supervise, args=(stop,), daemon=True)
    if publisher:
        supervisor.start()
    try:
        with metrics.shared() if settings.metrics else contextlib.nullcontext():
            _serve(host, port, workers)
    finally:
        stop.set()
        if publisher:
            supervisor.join(timeout=5)


def _serve(host: str, port: int, workers: int) -> None:
    """Serve until told to stop, however often a worker ends."""
    # Only this command needs the server, and loading it takes longer than the others run.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import HTTPModes, Interfaces  # noqa: PLC0415
    from granian.http import HTTP1Settings  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    told = False
    while not told:
        server = Granian(
            f"{__name__}:{window.__name__}", factory=True, interface=Interfaces.WSGI,
            address=host, port=port, workers=workers, blocking_threads=THREADS,
            log_level=LogLevels.warning, websockets=False,
            respawn_failed_workers=True, workers_kill_timeout=STOP_SECONDS,
            log_dictconfig=logs.for_server(),
            # HTTP/1 alone: where the server has to find out the version first, it waits for ever.
            http=HTTPModes.http1, http1_settings=HTTP1Settings(
                header_read_timeout=HEAD_SECONDS * 1000, max_buffer_size=LARGEST_HEAD
            ),
            # The server's word for how many connections it takes before it lets others wait.
            backpressure=_connections(), backlog=BACKLOG,
        )  # fmt: skip
        try:
            server.serve()
            told = True
        except SystemExit:  # it gives up on a worker that ends twice within seconds
            told = server.interrupt_signal
        if not told:
            log.error("a worker ended again and again; starting all of them anew")
            time.sleep(0.5)
            told = server.interrupt_signal


def _connections() -> int:
    """Return how many connections a worker may hold, having raised the limit of open files."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = MOST_CONNECTIONS + SPARE_FILES
    files = wanted if hard == resource.RLIM_INFINITY else min(hard, wanted)
    if soft != resource.RLIM_INFINITY and soft < files:
        resource.setrlimit(resource.RLIMIT_NOFILE, (files, hard))
    return max(files - SPARE_FILES, SPARE_FILES)


def _without_base_url(host: str, port: int) -> None:
    """Use the address listened on, where that is what readers open; else tell what is missing."""
    if host in ("127.0.0.1", "localhost"):
        os.environ["SUMMARIES_BASE_URL"] = f"http://{host}:{port}"
    else:
        log.warning(
            "SUMMARIES_BASE_URL is not set: pages name no social card and no link to share, "
            "and there is no sitemap"
        )


def _supervise(stop: threading.Event) -> None:
    """Keep a publisher running beside the server, in a process of its own, until ``stop``.

    Not in a thread: the server forks its workers, and a fork must not copy a publisher half way
    through a round.
    """
    command = [sys.executable, "-m", "service", "publish", "--watch", "--with-parent"]
    while not stop.is_set():
        # In a group of its own: Ctrl-C is for the server, which then ends the publisher.
        with subprocess.Popen(command, process_group=0) as process:  # noqa: S603 - our own words
            while process.poll() is None and not stop.wait(0.2):
                pass
            process.terminate()
        if not stop.is_set():
            log.error("the publisher ended with status %s; starting it again", process.returncode)
            stop.wait(1)


@click.command(cls=common.Command)
@click.option("--watch", is_flag=True, help="Go on, and publish what gets signed, until stopped.")
@click.option("--with-parent", is_flag=True, hidden=True)
def publish(watch: bool, with_parent: bool) -> None:
    """Publish every edition that is completely signed.

    Example: summaries publish --watch
    """
    settings = common.settings()
    publisher = common.publisher(settings)
    if watch:
        logs.configure(settings.log_format)
        _watch(publisher, os.getppid() if with_parent else None)
        return
    report = publisher.publish()
    for name in report.written:
        click.echo(f"published {name}")
    if not report.written:
        click.echo("nothing to publish: readers have every signed word")
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problems:
        click.get_current_context().exit(common.FINDINGS)


def _watch(publisher: Publisher, parent: int | None) -> None:
    """Publish until a signal comes, or until ``parent`` is no longer this process's parent."""
    stopped = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stopped.set())
    publisher.run(lambda: stopped.is_set() or parent not in (None, os.getppid()))
