"""Commands for operators: serve, publish."""

from __future__ import annotations

import logging
import os
import threading

import click

from .. import create_app
from ..publisher import Publisher
from . import common


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

    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(levelname)s %(message)s")
    settings = common.settings()
    create_app()  # a wrong setting stops the start here, in one sentence, not in a worker
    if publisher is None:
        publisher = settings.articles.is_dir() and settings.locales.is_dir()
    stop = threading.Event()
    if publisher:
        keeper = Publisher(common.workshop(settings), settings.editions)
        keeper.publish()  # the first readers find it all; a folder problem stops the start
        threading.Thread(target=keeper.run, args=(stop,), name="publisher", daemon=True).start()
    click.echo(f"Serving on http://{host}:{port} – press Ctrl-C to stop", err=True)
    server = Granian(
        "service:create_app", factory=True, interface=Interfaces.WSGI, address=host, port=port,
        workers=workers, log_dictconfig=_quiet(), respawn_failed_workers=True, websockets=False,
    )  # fmt: skip
    try:
        server.serve()
    finally:
        stop.set()


def _quiet() -> dict[str, object]:
    """Leave the server's own start and stop lines out, warnings in."""
    level = os.environ.get("SUMMARIES_LOG_LEVEL", "WARNING").upper()
    return {"loggers": {"_granian": {"level": level}}}


@click.command(cls=common.Command)
def publish() -> None:
    """Publish every edition that is completely signed, once.

    Example: summaries publish
    """
    settings = common.settings()
    report = Publisher(common.workshop(settings), settings.editions).publish()
    for name in report.written:
        click.echo(f"published {name}")
    if not report.written:
        click.echo("nothing to publish: readers have every signed word")
    for problem in report.problems:
        click.echo(str(problem), err=True)
    if report.problems:
        click.get_current_context().exit(common.FINDINGS)
