"""The command that writes the site as files."""

from __future__ import annotations

import contextlib
import hashlib
import logging
import sys
import time
from dataclasses import asdict
from pathlib import Path

import click

from .. import export as exporting
from ..editions.bucket import Bucket
from ..errors import SettingsError, SummariesError
from ..files import write_bytes
from ..settings import check_bucket
from ..web import logs
from . import commands, terminal, workshop
from .supervisor import stopped

log = logging.getLogger(__name__)

# Seconds between two looks at the editions, and after a failure: what is published is up in this
# time, and in that which it takes to write it.
INTERVAL, PATIENCE = 0.25, 5.0
# What monitoring may read of an export that is kept current, in its folder, beside the site; and
# after how many seconds it is written again.
METRICS, EVERY = "export.prom", 10.0


@click.command(cls=commands.Command)
@click.argument("target", metavar="FOLDER|s3://BUCKET/PREFIX")
@click.option(
    "--work", "work", type=click.Path(file_okay=False, path_type=Path), metavar="FOLDER",
    help="With s3://, make the files in this folder; keep it: the next export needs it.",
)  # fmt: skip
@click.option(
    "--verify", is_flag=True,
    help="Read every file to see whether it is as it was written; without it, size and time tell.",
)  # fmt: skip
@click.option(
    "--watch", is_flag=True, help="Go on, and write what changes within seconds, until stopped."
)
@click.option("--with-parent", type=int, hidden=True)
@commands.format_option()
def export(
    target: str, work: Path | None, verify: bool, watch: bool, with_parent: int | None, style: str
) -> None:
    """Write the published site into FOLDER, as files for any web server, or into object storage.

    A second export makes only what changed. The rules for nginx, Caddy and hosts of Netlify's
    kind are written, too; docs/export.md says how to use them. Needs SUMMARIES_BASE_URL.

    Example: summaries export public
    """
    folder, site = _places(target, work)
    if watch:
        if verify:
            raise click.UsageError("--verify reads every file once: leave out --watch")
        _watch(folder, site, with_parent)
        return
    with contextlib.ExitStack() as stack:
        last = None

        def progress(done: int, of: int) -> None:
            nonlocal last
            if style != "text" or not sys.stderr.isatty():
                return
            if last is None:
                label = terminal.in_user_language("exporting")
                bar = click.progressbar(length=of, label=label, file=sys.stderr)
                last = stack.enter_context(bar)
            last.update(done - last.pos)

        report = exporting.export(folder, progress, verify=verify)
    upload = site.bring(verify=verify) if site is not None else None
    if style == "json":
        terminal.echo_json(report.to_json() | ({"upload": asdict(upload)} if upload else {}))
    else:
        _show(report, folder, target, upload)
    _warn(report, folder, target, upload)
    if report.problems:
        click.get_current_context().exit(commands.FINDINGS)


def _show(
    report: exporting.Report, folder: Path, target: str, upload: exporting.Upload | None
) -> None:
    """Print what an export did, and what comes next."""
    if report.rules and upload is None:
        terminal.echo("the rules changed: let nginx or Caddy read them again")
    terminal.echo(
        f"{report.written} files written, {report.unchanged} unchanged, "
        f"{report.removed} removed, in {report.seconds:.1f} s"
    )
    if upload:
        terminal.echo(
            f"{target}: {upload.written} objects written, {upload.unchanged} unchanged, "
            f"{upload.removed} removed, in {upload.seconds:.1f} s"
        )
    elif report.written or report.removed:
        terminal.echo(f"next: let a server show {folder / 'site'} (docs/export.md)")


def _warn(
    report: exporting.Report, folder: Path, target: str, upload: exporting.Upload | None
) -> None:
    """Print what is wrong with an export, or does not belong to it, on standard error."""
    if upload and upload.unmanaged:
        terminal.echo(
            f"{upload.unmanaged} objects in {target} were not written by an export: "
            "remove those that do not belong to the site",
            err=True,
        )
    for problem in report.problems:
        terminal.echo(problem, err=True)
    if report.kept:
        terminal.echo(
            f"{report.kept} files of the last export were kept, although nothing belongs there "
            "now: that may be because of what is named above. Put it right and export again",
            err=True,
        )
    if report.unmanaged:
        terminal.echo(
            f"{report.unmanaged} files in {folder / 'site'} were not written by an export: "
            "remove those that do not belong to the site",
            err=True,
        )


def _places(target: str, work: Path | None) -> tuple[Path, exporting.Site | None]:
    """Return the folder that the files are made in, and where they are uploaded from there."""
    if "://" not in target:
        if work is not None:
            raise click.UsageError("--work is for s3://; the files are made in FOLDER itself")
        if Path(target).is_file():
            raise click.UsageError(f"{target} is a file: name a folder, or s3://bucket/prefix")
        return Path(target), None
    address = check_bucket(target, "“summaries export”")
    digest = hashlib.sha256(address.encode()).hexdigest()[:12]
    folder = work or workshop.settings().bucket_folder / f"site-{digest}"
    return folder, exporting.Site(folder, Bucket(address))


def _watch(folder: Path, site: exporting.Site | None, parent: int | None) -> None:
    """Keep the export in ``folder``, and the ``site`` uploaded from it, current until a signal."""
    logs.configure(workshop.settings().log_format)
    until, live, failure = stopped(parent), exporting.LiveExport(folder), ""
    due, noted = site is not None, float("-inf")
    try:
        while not until():
            pause = INTERVAL
            try:
                report = live.refresh()
                due = due or (site is not None and report is not None)
                if due and site is not None:
                    upload, due = site.bring(), False
                    log.info(
                        "uploaded: %d objects written, %d removed, in %.1f s",
                        upload.written, upload.removed, upload.seconds,
                    )  # fmt: skip
            except SettingsError:
                raise
            except (SummariesError, OSError) as error:
                if str(error) != failure:  # said once, not at every attempt
                    log.error("%s; trying again", error)
                failure, pause = str(error), PATIENCE
                _take_down(site)
            else:
                failure = ""
                if time.monotonic() - noted >= EVERY:
                    noted = _note(folder)
                if report is not None:
                    log.info(
                        "exported: %d files written, %d removed, in %.1f s",
                        report.written, report.removed, report.seconds,
                    )  # fmt: skip
                if report is not None and report.rules and site is None:
                    log.info("the rules changed: let nginx or Caddy read them again")
            end = time.monotonic() + pause
            while not until() and time.monotonic() < end:
                time.sleep(INTERVAL)
    finally:
        live.close()


def _note(folder: Path) -> float:
    """Write that the export is current, as Prometheus reads it; return when, monotonically."""
    text = (
        "# HELP summaries_export_current_timestamp_seconds When the export last was as published.\n"
        "# TYPE summaries_export_current_timestamp_seconds gauge\n"
        f"summaries_export_current_timestamp_seconds {time.time():.0f}\n"
    )
    with contextlib.suppress(OSError):  # then it gets old, which is the sign
        write_bytes(folder / METRICS, text.encode(), durable=False)
    return time.monotonic()


def _take_down(site: exporting.Site | None) -> None:
    """Remove what was withdrawn from object storage, where the rest cannot be brought."""
    with contextlib.suppress(SummariesError, OSError):  # what is in the way was said
        if site is not None and (count := site.take_down()):
            log.info("removed %d objects", count)
