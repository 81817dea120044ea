"""Commands for operators: serve, publish."""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import subprocess
import sys
import threading

import click

from .. import create_app, logs, metrics
from ..publisher import Publisher
from . import common

log = logging.getLogger(__name__)

# Threads of a worker that run Python: answers take well under a millisecond of it each, so more
# would only wait for each other.
THREADS = 4


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
    # Only this command needs the server, and loading it takes longer than the others run.
    from granian import Granian  # noqa: PLC0415
    from granian.constants import Interfaces  # noqa: PLC0415
    from granian.log import LogLevels  # noqa: PLC0415

    settings = common.settings()
    logs.configure(settings.log_format)
    if not settings.base_url:
        _without_base_url(host, port)
    create_app()  # a wrong setting stops the start here, in one sentence, not in a worker
    if publisher is None:
        publisher = settings.articles.is_dir() and settings.locales.is_dir()
    common.claim(host, port)
    if publisher:
        # Once before the first reader comes; a folder that cannot be written stops the start.
        common.publisher(settings).publish()
    click.echo(f"Serving on http://{host}:{port} – press Ctrl-C to stop", err=True)
    server = Granian(
        "service:create_app", factory=True, interface=Interfaces.WSGI, address=host, port=port,
        workers=workers, blocking_threads=THREADS, log_level=LogLevels.warning,
        respawn_failed_workers=True, websockets=False, log_dictconfig=logs.for_server(),
    )  # fmt: skip
    stop = threading.Event()
    supervisor = threading.Thread(target=_supervise, args=(stop,), daemon=True)
    if publisher:
        supervisor.start()
    try:
        with metrics.shared() if settings.metrics else contextlib.nullcontext():
            server.serve()
    finally:
        stop.set()
        if publisher:
            supervisor.join(timeout=5)


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
        with subprocess.Popen(command) as process:  # noqa: S603 - our own words only
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
