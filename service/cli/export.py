"""The command that writes the site as files."""

from __future__ import annotations

import contextlib
import logging
import sys
import time
from pathlib import Path

import click

from .. import export as exporting
from ..errors import SettingsError, SummariesError
from ..web import logs
from . import common
from .supervisor import stopped

log = logging.getLogger(__name__)

# Seconds between two looks at the editions, and after a failure: what is published is up in this
# time, and in that which it takes to write it.
INTERVAL, PATIENCE = 0.25, 5.0


@click.command(cls=common.Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--verify", is_flag=True,
    help="Read every file to see whether it is as it was written; without it, size and time tell.",
)  # fmt: skip
@click.option(
    "--watch", is_flag=True, help="Go on, and write what changes within seconds, until stopped."
)
@click.option("--with-parent", type=int, hidden=True)
@common.format_option()
def export(folder: Path, verify: bool, watch: bool, with_parent: int | None, style: str) -> None:
    """Write the published site into FOLDER, as files for any web server.

    A second export makes only what changed. The rules for nginx, Caddy and hosts of Netlify's
    kind are written, too; docs/export.md says how to use them. Needs SUMMARIES_BASE_URL.

    Example: summaries export public
    """
    if watch:
        if verify:
            raise click.UsageError("--verify reads every file once: leave out --watch")
        _watch(folder, with_parent)
        return
    with contextlib.ExitStack() as stack:
        last = None

        def progress(done: int, of: int) -> None:
            nonlocal last
            if style != "text" or not sys.stderr.isatty():
                return
            if last is None:
                bar = click.progressbar(length=of, label="exporting", file=sys.stderr)
                last = stack.enter_context(bar)
            last.update(done - last.pos)

        report = exporting.export(folder, progress, verify=verify)
    if style == "json":
        common.echo_json(report.to_json())
    else:
        if report.rules:
            common.echo("the rules changed: let nginx or Caddy read them again")
        common.echo(
            f"{report.written} files written, {report.unchanged} unchanged, "
            f"{report.removed} removed, in {report.seconds:.1f} s"
        )
    for problem in report.problems:
        common.echo(problem, err=True)
    if report.kept:
        common.echo(
            f"{report.kept} files of the last export were kept, although nothing belongs there "
            "now: that may be because of what is named above. Put it right and export again",
            err=True,
        )
    if report.unmanaged:
        common.echo(
            f"{report.unmanaged} files in {folder / 'site'} were not written by an export: "
            "remove those that do not belong to the site",
            err=True,
        )
    if report.problems:
        click.get_current_context().exit(common.FINDINGS)


def _watch(folder: Path, parent: int | None) -> None:
    """Keep the export in ``folder`` current until a signal comes."""
    logs.configure(common.settings().log_format)
    until, live, failure = stopped(parent), exporting.LiveExport(folder), ""
    try:
        while not until():
            pause = INTERVAL
            try:
                report = live.refresh()
            except SettingsError:
                raise
            except (SummariesError, OSError) as error:
                if str(error) != failure:  # said once, not at every attempt
                    log.error("%s; trying again", error)
                failure, pause = str(error), PATIENCE
            else:
                failure = ""
                if report is not None:
                    log.info(
                        "exported: %d files written, %d removed, in %.1f s",
                        report.written, report.removed, report.seconds,
                    )  # fmt: skip
                if report is not None and report.rules:
                    log.info("the rules changed: let nginx or Caddy read them again")
            end = time.monotonic() + pause
            while not until() and time.monotonic() < end:
                time.sleep(INTERVAL)
    finally:
        live.close()
