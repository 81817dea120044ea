"""Commands that exchange catalogs with other tools: catalog export, catalog import."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from ..catalog import convert_file
from ..errors import SummariesError
from ..files import read_bytes, write_bytes
from ..review import exchange
from ..review.exchange import FORMATS, Newline, Outcome, Part, Translator
from ..review.signatures import check_name
from . import commands, terminal, workshop


@click.group(cls=commands.Group)
def catalog() -> None:
    """Exchange catalogs with tools that do not speak gettext.

    Example: summaries catalog export uk --format xliff --output uk.xlf
    """


@catalog.command("export", cls=commands.Command)
@click.argument("locale")
@click.option("--format", "style", type=click.Choice(FORMATS), required=True,
              help="XLIFF 1.2 or 2.1, CSV for spreadsheets, JSON as i18next has it.")  # fmt: skip
@commands.article_option
@click.option("--output", metavar="FILE", type=click.Path(dir_okay=False, path_type=Path),
              help="Where to write; standard output without it.")  # fmt: skip
def export(locale: str, style: str, article: str | None, output: Path | None) -> None:
    """Write the messages of one language, with notes, in another format.

    Example: summaries catalog export uk --format csv --article some-article --output uk.csv
    """
    if output is not None and not output.parent.is_dir():
        raise click.UsageError(f"there is no folder {output.parent}: make it first")
    project = workshop.project(workshop.settings())
    workshop.locales(project, (locale,))
    parts: list[Part] = []
    for source in workshop.sources(project, article):
        label = project.shown(source.domain, locale)
        assessments = project.assess(source, locale)
        if assessments is None:
            raise SummariesError(f"there is no {label}: run “summaries update” first")
        parts.append(exchange.part(source, assessments, locale, label))
    content = exchange.dump(parts, style)
    if output is None:
        terminal.echo_data(content)
    else:
        write_bytes(output, content)
        units = sum(len(part.units) for part in parts)
        terminal.echo(
            f"wrote {units} texts in {locale} to {output}; when it is translated: "
            f"summaries catalog import {locale} FILE --translator NAME", err=True,
        )  # fmt: skip


@catalog.command("import", cls=commands.Command)
@click.argument("locale")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--format", "style", type=click.Choice(FORMATS),
              help="What the file is, when neither its name nor its content tells.")  # fmt: skip
@commands.article_option
@click.option("--translator", metavar="NAME",
              help="Who translated it: noted at each new text, and in the journal.")  # fmt: skip
@click.option("--newline", type=click.Choice(get_args(Newline)),
              help="What a backslash and an n are in a CSV cell.")  # fmt: skip
def import_(
    locale: str, file: Path, style: str | None, article: str | None, translator: str | None,
    newline: Newline | None,
) -> None:  # fmt: skip
    """Take translations in from a file that an export made. Nothing gets signed by it.

    Changed messages wait for a reviewer; a message whose source changed, or that somebody changed
    in the catalog meanwhile, is listed and left alone.

    Example: summaries catalog import uk uk.xlf
    """
    settings = workshop.settings()
    now = workshop.moment(settings)
    who = Translator(check_name(translator), now) if translator else None
    project = workshop.project(settings)
    workshop.locales(project, (locale,))
    sources = {source.domain: source for source in workshop.sources(project, article)}
    parts = exchange.load(read_bytes(file, str(file)), str(file), style, newline)
    known = ["service", *project.slugs()]
    failed = changed = False
    for part in exchange.select(parts, locale, known, article, str(file)):
        outcome = exchange.take_in(
            project, sources[part.domain], locale, part, str(file), who or None
        )
        _report(outcome, part.domain, locale)
        failed |= any(finding.level == "error" for finding in outcome.findings)
        changed |= bool(outcome.changed)
    if changed:
        terminal.echo(f"next: summaries review {locale}")
    if failed:
        click.get_current_context().exit(commands.FINDINGS)


@catalog.command("convert", cls=commands.Command)
@click.argument("locale")
@commands.article_option
@click.option("--charset", metavar="NAME",
              help="What the files are in, where their headers do not say so.")  # fmt: skip
def convert(locale: str, article: str | None, charset: str | None) -> None:
    """Bring catalogs that other tools made under our plural rule, and into UTF-8.

    The header and the plural forms are rewritten; words of a form that is not needed are kept in a
    comment. What is signed stays signed.

    Example: summaries catalog convert uk --article some-article
    """
    project = workshop.project(workshop.settings())
    workshop.locales(project, (locale,))
    changed = 0
    for source in workshop.sources(project, article):
        path, label = project.path(source.domain, locale), project.shown(source.domain, locale)
        root = project.root(source.domain)
        if path.exists() and convert_file(path, label, locale, charset=charset, root=root):
            terminal.echo(f"converted {label}")
            changed += 1
    if changed:
        terminal.echo(f"next: summaries check {locale}")
    else:
        terminal.echo("nothing to convert")


def _report(outcome: Outcome, domain: str, locale: str) -> None:
    for finding in outcome.findings:
        terminal.echo(terminal.finding_line(finding), raw=True)
    counts = (
        f"{len(outcome.changed) - outcome.drafts} changed and waiting for a signature",
        *([f"{outcome.drafts} changed, still drafts"] if outcome.drafts else ()),
        f"{outcome.unchanged} unchanged",
        f"{len(outcome.refused)} refused",
    )
    terminal.echo(f"{domain} {locale}: {', '.join(counts)}")
