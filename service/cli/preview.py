"""The command for translators who want to see the page."""

from __future__ import annotations

import click

from ..web import preview as previewing
from . import commands, http_server, terminal, workshop


@click.command(cls=commands.Command)
@click.argument("locale")
@click.option(
    "--port", type=click.IntRange(1, 65535), default=8001, show_default=True,
    help="Port to listen on, on this machine only.",
)  # fmt: skip
def preview(locale: str, port: int) -> None:
    """Show one language's pages with the words that still wait, on this machine only.

    Each page is marked as a preview, and is made from the catalogs every time you load it.

    Example: summaries preview uk
    """
    # Werkzeug's own server: one person, one machine, and only when this command runs.
    from werkzeug.serving import run_simple  # noqa: PLC0415

    settings = workshop.settings()
    project = workshop.project(settings)
    workshop.locales(project, (locale,))
    http_server.claim("127.0.0.1", port)
    app = previewing.create_app(settings, project, locale)
    terminal.echo(f"Preview on http://127.0.0.1:{port} – press Ctrl-C to stop", err=True)
    run_simple("127.0.0.1", port, app, threaded=True)
