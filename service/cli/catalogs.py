"""Commands for translators and editors: check, status, update."""

from __future__ import annotations

from collections import Counter

import click

from .. import checks
from .. import update as updating
from ..finding import Finding, InputError
from ..message import Source
from ..survey import Row, Survey
from ..workshop import Workshop, is_locale
from . import common


@click.command(cls=common.Command)
@click.argument("locales", nargs=-1, metavar="[LOCALE]...")
@common.article_option
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@common.format_option("github")
def check(locales: tuple[str, ...], article: str | None, strict: bool, style: str) -> None:
    """Check articles and catalogs: what is wrong, where, and what to do.

    Example: summaries check uk pl
    """
    shop = common.workshop(common.settings())
    wanted = common.locales(shop, locales)
    findings: list[Finding] = []
    for domain in [article] if article else ["service", *shop.slugs()]:
        try:
            (source,) = common.sources(shop, domain)
        except InputError as error:
            findings += error.findings
            continue
        for locale in wanted:
            findings += _findings(shop, source, locale)
    if style == "json":
        common.echo_json([finding.to_json() for finding in findings])
    elif style == "github":
        for finding in findings:
            click.echo(_annotation(finding))
    else:
        for finding in findings:
            click.echo(str(finding))
        if note := checks.note():
            click.echo(f"note: {note}", err=True)
        errors = sum(finding.level == "error" for finding in findings)
        click.echo(f"{errors} errors, {len(findings) - errors} warnings in {len(wanted)} languages")
    if any(finding.level == "error" or strict for finding in findings):
        click.get_current_context().exit(common.FINDINGS)


def _annotation(finding: Finding) -> str:
    """Return a finding as a workflow command of GitHub Actions, which shows it at its line."""

    def escaped(text: str, more: str = "") -> str:
        for character in "%\r\n" + more:
            text = text.replace(character, f"%{ord(character):02X}")
        return text

    place = f"file={escaped(finding.path, ':,')}" + (
        f",line={finding.line}" if finding.line else ""
    )
    title = escaped(f"{finding.check}: {finding.message or ''}".rstrip(": "), ":,")
    return f"::{finding.level} {place},title={title}::{escaped(finding.text)}"


def _findings(shop: Workshop, source: Source, locale: str) -> list[Finding]:
    try:
        assessments = shop.assess(source, locale)
    except InputError as error:
        return list(error.findings)
    shown = shop.shown(source.domain, locale)
    return [
        Finding(o.check, o.text, shown, a.entry.line if a.entry else None, a.message.id, o.level)
        for a in assessments or ()
        for o in a.objections
    ]


COUNTED = ("reviewed", "translated", "draft", "rejected", "missing")


@click.command(cls=common.Command)
@common.article_option
@common.format_option()
def status(article: str | None, style: str) -> None:
    """Show where every article stands in every language.

    Example: summaries status --format json
    """
    settings = common.settings()
    shop = common.workshop(settings)
    if article:
        common.sources(shop, article)
    survey = Survey(shop, settings.editions)
    rows: list[Row] = []
    problems: list[Finding] = []
    for slug in [article] if article else survey.slugs():
        found, wrong = survey.article(slug)
        rows += found
        problems += wrong
    if style == "json":
        told = [problem.to_json() for problem in problems]
        common.echo_json({"articles": [_row(row) for row in rows], "problems": told})
    else:
        domain = None
        for row in rows:
            if row.source.domain != domain:
                domain = row.source.domain
                click.echo(f"{domain} ({len(row.source.messages)} messages)")
            click.echo(f"  {row.locale:<9}{row.describe():<42}{_counts(row)}")
        for problem in problems:
            click.echo(str(problem), err=True)
    if problems:
        click.get_current_context().exit(common.FINDINGS)


def _counter(row: Row) -> Counter[str]:
    return Counter(assessment.state for assessment in row.assessments or ())


def _counts(row: Row) -> str:
    if row.assessments is None:
        return "no catalog that can be read"
    counts = _counter(row)
    return ", ".join(f"{counts[state]} {state}" for state in COUNTED if counts[state])


def _row(row: Row) -> dict[str, object]:
    counts = _counter(row)
    return {
        "article": row.source.domain,
        "locale": row.locale,
        "state": row.state,
        "revision": row.after.revision if row.after else None,
        "messages": {state: counts[state] for state in COUNTED},
        "waiting": [
            {"message": a.message.id, "state": a.state}
            for a in row.assessments or ()
            if not a.ready
        ],
    }


@click.command(cls=common.Command)
@click.option("--locale", "new", metavar="LOCALE", multiple=True,
              help="Also make catalogs for this new language. May be repeated.")  # fmt: skip
@common.article_option
def update(new: tuple[str, ...], article: str | None) -> None:
    """Bring templates and catalogs in line with the articles and the interface.

    Example: summaries update --locale he
    """
    shop = common.workshop(common.settings())
    for name in new:
        if not is_locale(name):
            raise click.UsageError(
                f"“{name}” is not a locale: write it as CLDR does, such as uk, pt_BR or zh_Hans"
            )
    changed = 0
    sources = common.sources(shop, article)
    # The source language's own catalog carries the editor's signature: it is always there.
    wanted = dict.fromkeys([*shop.languages(), *new, *(source.language for source in sources)])
    for source in sources:
        for path in updating.update(shop, source, wanted):
            click.echo(f"updated {path.relative_to(shop.locales.parent)}")
            changed += 1
    if not changed:
        click.echo("nothing to update: templates and catalogs are in line with their sources")
