"""``summaries publish``: write every edition that is completely signed."""

from __future__ import annotations

import contextlib

import click

from ..web import logs
from . import commands, terminal, workshop
from .supervisor import stopped, supervised


@click.command(cls=commands.Command)
@click.option("--watch", is_flag=True, help="Go on, and publish what gets signed, until stopped.")
@click.option(
    "--export", "target", metavar="FOLDER|s3://BUCKET/PREFIX",
    help="With --watch, keep an export of the site there current as well.",
)  # fmt: skip
@click.option("--with-parent", type=int, hidden=True)
def publish(watch: bool, target: str | None, with_parent: int | None) -> None:
    """Publish every edition that is completely signed.

    Example: summaries publish --watch --export public
    """
    if target is not None and not watch:
        raise click.UsageError("--export goes with --watch; once, it is “summaries export”")
    settings = workshop.settings()
    publisher = workshop.publisher(settings)
    if watch:
        logs.configure(settings.log_format)
        until = stopped(with_parent)
        with contextlib.ExitStack() as stack:
            if target is not None:
                stack.enter_context(supervised("export", target, "--watch"))
            if settings.bucket:
                uploader = workshop.uploader(settings)
                if not uploader.prepared(until):
                    return
                # In a thread: what is published and withdrawn does not wait for the network.
                uploader.started(until)
            publisher.run(until)
        return
    if settings.bucket:
        workshop.uploader(settings).prepare()
    report = publisher.publish()
    for name in report.written:
        terminal.echo(f"published {name}")
    if report.written:
        terminal.echo(
            f"next: windows that read {settings.editions} show it by themselves; for an export, "
            "run “summaries export” again"
        )
    else:
        up = "what can be published is up" if report.problems else "all editions are up to date"
        terminal.echo(f"nothing to publish: {up}")
    for problem in report.problems:
        terminal.echo(terminal.finding_line(problem), err=True, raw=True)
    workshop.upload(settings)
    if report.problems:
        click.get_current_context().exit(commands.FINDINGS)
