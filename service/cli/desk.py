"""``summaries desk``: the review desk, on the server that the window has."""

from __future__ import annotations

import click

from .. import processes
from ..errors import InputError
from ..review import policy
from ..web import logs
from . import commands, http_server, terminal, workshop
from .user import FIRST


@click.command(cls=commands.Command)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", type=click.IntRange(1, 65535), help="Port to listen on. [default: 8001]",
    envvar="SUMMARIES_DESK_PORT",
)  # fmt: skip
@click.option("--with-parent", type=int, hidden=True)
def desk(host: str, port: int | None, with_parent: int | None) -> None:
    """Serve the review desk, where people translate and sign in a browser.

    Example: summaries desk --port 8001
    """
    # A fifth of a second, which no other command is to wait for: git runs one for each catalog.
    from ..desk.app import create_app  # noqa: PLC0415
    from ..desk.people import People  # noqa: PLC0415
    from ..desk.warm import warm  # noqa: PLC0415

    stop = http_server.Stop()
    settings = workshop.settings()
    logs.configure(settings.log_format)
    project = workshop.project(settings)
    port = port or settings.desk_port
    people = People(settings.desk_folder).all()
    app = create_app(settings)
    http_server.claim(host, port)
    warm(app, project)
    if with_parent is not None:
        processes.exit_with_parent(with_parent)
    terminal.echo(f"Review desk on http://{host}:{port}/desk/", err=True)
    if not people:
        terminal.echo(f"Nobody can sign in yet: {FIRST}", err=True)
    line = app.extensions["key"].public
    try:
        if project.policy().desk_key.split()[:2] != line.split()[:2]:
            terminal.echo(
                f"Signatures of the desk can be proven once {policy.FILE} has, above all tables:\n"
                f'desk_key = "{line}"', err=True,
            )  # fmt: skip
    except InputError as error:
        terminal.echo(str(error), err=True)
    http_server.serve(app, host, port, 1, stop)
