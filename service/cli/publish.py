"""``summaries publish``: write every edition that is completely signed."""

from __future__ import annotations

import signal

import click

from .. import processes
from ..editions.publisher import Publisher
from ..web import logs
from . import common


@click.command(cls=common.Command)
@click.option("--watch", is_flag=True, help="Go on, and publish what gets signed, until stopped.")
@click.option("--with-parent", type=int, hidden=True)
def publish(watch: bool, with_parent: int | None) -> None:
    """Publish every edition that is completely signed.

    Example: summaries publish --watch
    """
    settings = common.settings()
    publisher = common.publisher(settings)
    if watch:
        logs.configure(settings.log_format)
        _watch(publisher, with_parent)
        return
    report = publisher.publish()
    for name in report.written:
        common.echo(f"published {name}")
    if not report.written:
        common.echo("nothing to publish: all editions are up to date")
    for problem in report.problems:
        common.echo(str(problem), err=True)
    if report.problems:
        click.get_current_context().exit(common.FINDINGS)


def _watch(publisher: Publisher, with_parent: int | None) -> None:
    """Publish until a signal comes, or until the process ``with_parent``, if any, is gone."""
    heard: list[int] = []  # no Event: a second signal would wait for its lock, without end
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda number, _frame: heard.append(number))
    publisher.run(lambda: bool(heard) or (with_parent is not None and processes.gone(with_parent)))
