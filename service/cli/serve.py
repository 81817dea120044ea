"""``summaries serve``: the window, with the publisher and the review desk beside it."""

from __future__ import annotations

import contextlib
import gc
import logging
import os
from pathlib import Path

import click

from ..editions.repository import EditionRepository
from ..errors import SummariesError
from ..web import logs, metrics_folder
from ..web.app import create_app
from . import commands, http_server, terminal, workshop
from .supervisor import supervised

log = logging.getLogger(__name__)


@click.command(cls=commands.Command)
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
    stop = http_server.Stop()
    settings = workshop.settings()
    logs.configure(settings.log_format)
    if not settings.base_url:
        _without_base_url(host, port)
    app = create_app()  # a wrong setting stops the start here, in one sentence
    if publisher is None:
        publisher = settings.articles.is_dir() and settings.locales.is_dir()
    http_server.claim(host, port)
    library: EditionRepository = app.extensions["summaries"]
    # Workers ask a bucket, each after it was forked.
    snapshot = library.here()
    # Where readers are served from a bucket, “publish” asks that first.
    if publisher and not settings.bucket and (not snapshot.languages or snapshot.problems):
        # Readers wait for this once, on the first day and after an upgrade; else they have what
        # was published last until the publisher is through.
        workshop.publisher(settings).publish()
        snapshot = library.here()
    elif publisher:
        settings.editions.mkdir(parents=True, exist_ok=True)
        _check_writable(settings.editions)
    snapshot.put_in_order()
    gc.collect()
    gc.freeze()  # collecting would touch, and so copy, what the workers share
    terminal.echo(f"Serving on http://{host}:{port} – press Ctrl-C to stop", err=True)
    with contextlib.ExitStack() as stack:
        if publisher:
            stack.enter_context(supervised("publish", "--watch"))
        if publisher and settings.desk:  # with --no-publisher there are readers only
            # It prints its own address.
            stack.enter_context(supervised("desk", "--host", host))
        if settings.metrics:
            stack.enter_context(metrics_folder.shared())
        http_server.serve(app, host, port, workers, stop)


def _without_base_url(host: str, port: int) -> None:
    """Use the address listened on, where that is what readers open; else tell what is missing."""
    if host in ("127.0.0.1", "localhost"):
        os.environ["SUMMARIES_BASE_URL"] = f"http://{host}:{port}"
    else:
        log.warning(
            "SUMMARIES_BASE_URL is not set: pages name no social card and no link to share, "
            "and there is no sitemap"
        )


def _check_writable(folder: Path) -> None:
    """Raise SummariesError unless files can be written in ``folder``."""
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SummariesError(
            f"the folder {folder} cannot be written: let this user write it, or run with "
            "--no-publisher and publish elsewhere"
        )
