"""The command that writes the site as files."""

from __future__ import annotations

import contextlib
import sys
from pathlib import Path

import click

from .. import export as exporting
from . import common


@click.command(cls=common.Command)
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--verify", is_flag=True,
    help="Read every file to see whether it is as it was written; without it, size and time tell.",
)  # fmt: skip
@common.format_option()
def export(folder: Path, verify: bool, style: str) -> None:
    """Write the published site into FOLDER, as files for any web server.

    A second export makes only what changed. The rules for nginx, Caddy and hosts of Netlify's
    kind are written, too; docs/export.md says how to use them. Needs SUMMARIES_BASE_URL.

    Example: summaries export public
    """
    with contextlib.ExitStack() as stack:
        shown = None

        def progress(done: int, of: int) -> None:
            nonlocal shown
            if style != "text" or not sys.stderr.isatty():
                return
            if shown is None:
                bar = click.progressbar(length=of, label="exporting", file=sys.stderr)
                shown = stack.enter_context(bar)
            shown.update(done - shown.pos)

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
