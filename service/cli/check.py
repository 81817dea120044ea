"""``summaries check``: what is wrong with articles and catalogs, and where."""

from __future__ import annotations

import click

from ..content.messages import Source
from ..content.ui_strings import DOMAIN
from ..errors import Finding, InputError
from ..review import checks, status, summary_check
from ..review.ledger import Ledger
from ..review.project import Project
from . import commands, terminal, workshop


@click.command(cls=commands.Command)
@click.argument("locales", nargs=-1, metavar="[LOCALE]...")
@commands.article_option
@click.option("--strict", is_flag=True, help="Exit with 1 on warnings, too.")
@commands.format_option("github")
def check(locales: tuple[str, ...], article: str | None, strict: bool, style: str) -> None:
    """Check articles and catalogs: what is wrong, where, and what to do.

    Example: summaries check uk pl
    """
    settings = workshop.settings()
    project, now = workshop.project(settings), workshop.moment(settings)
    wanted = workshop.locales(project, locales)
    findings: list[Finding] = []
    try:
        project.policy()
    except InputError as error:
        findings += error.findings
    for domain in [article] if article else project.slugs():
        try:
            (source,) = workshop.sources(project, domain)
        except InputError as error:
            findings += error.findings
            continue
        known = project.ledger(domain)
        own = [] if domain == DOMAIN else summary_check.check(project.article(domain), known, now)
        findings += own
        said = {(finding.message, finding.check, finding.text) for finding in own}
        for locale in wanted:
            problems = _findings(project, source, locale, known)
            # What the summary says wrong is said once, where it can be corrected.
            findings += [f for f in problems if (f.message, f.check, f.text) not in said]
    if style == "json":
        terminal.echo_json([finding.to_json() for finding in findings])
    elif style == "github":
        for finding in findings:
            terminal.echo(_annotation(finding), raw=True)
    else:
        for finding in findings:
            terminal.echo(terminal.finding_line(finding), raw=True)
        if note := checks.note():
            terminal.echo(f"note: {note}", err=True)
        errors = sum(finding.level == "error" for finding in findings)
        numbers = (
            terminal.counted(errors, "error"), terminal.counted(len(findings) - errors, "warning"),
            terminal.counted(len(wanted), "language"),
        )  # fmt: skip
        terminal.echo("{}, {} in {}".format(*numbers))
    if any(finding.level == "error" or strict for finding in findings):
        click.get_current_context().exit(commands.FINDINGS)


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


def _findings(project: Project, source: Source, locale: str, known: Ledger) -> list[Finding]:
    try:
        assessments = project.assess(source, locale, known=known)
    except InputError as error:
        return list(error.findings)
    label = project.shown(source.domain, locale)
    text = status.outdated_marks(assessments or (), source.domain, locale)
    outdated = [Finding("signatures", text, label, level="warning")] if text else []
    return outdated + [
        Finding(o.check, o.text, label, a.entry.line if a.entry else None, a.message.id, o.level)
        for a in assessments or ()
        for o in a.objections
    ]
