"""Commands for editors: withdraw."""

from __future__ import annotations

import difflib
from pathlib import Path

import click

from .. import web
from ..editions import edition_folder, renaming, takedown, withdrawal, withdrawing
from ..editions.bucket import window_copy
from ..editions.publisher import Publisher
from ..editions.withdrawal import ALL
from ..editions.withdrawing import Outcome
from ..review import journal
from ..review.project import Project
from ..review.signatures import check_name
from ..settings import Settings
from . import commands, terminal, workshop


@click.command(cls=commands.Command)
@click.argument("slug")
@click.option("--locale", metavar="LOCALE", default=ALL, show_default=True,
              help="Only the edition in this language.")  # fmt: skip
@click.option("--reason", help="Why; readers see it if --name may sign the article.")
@click.option("--name", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who withdraws.")
@commands.key_option
@click.option("--undo", is_flag=True, help="Take withdrawals back.")
def withdraw(
    slug: str, locale: str, reason: str | None, name: str | None, key: Path | None, undo: bool
) -> None:
    """Take an article's editions down at once, whatever state its files are in.

    Ends with 0 when every language is confirmed, with 1 when anything is left to do.

    Example: summaries withdraw some-article --reason "The quotation was false." --name "Jane Doe"
    """
    if undo and reason is not None:
        raise click.UsageError("--reason does not go with --undo")
    if len(withdrawal.clean(reason or "", None)) > withdrawal.MAX_REASON:
        raise click.UsageError(f"--reason has more than {withdrawal.MAX_REASON} characters")
    if name is None:
        raise click.UsageError("say who withdraws: --name NAME, or SUMMARIES_REVIEWER")
    name = check_name(name)
    settings = workshop.settings()
    publisher = workshop.publisher(settings, check=False)
    project, now = publisher.project, workshop.moment(settings)
    check_slug(project, settings, slug)
    known = takedown.remembering(project, settings.editions, lambda: now)(slug)
    there = withdrawing.locales(project, settings.editions, slug, known)
    if locale not in (ALL, *there):
        raise click.UsageError(
            f"“{slug}” has neither catalog nor edition in “{locale}”. There are: {', '.join(there)}"
        )
    private = workshop.private_key(key)
    commit = f"commit: {journal.shown(project.journal, slug)}"
    if undo:
        outcome = withdrawing.bring_back(publisher, slug, locale, name, now, private)
        report(settings, publisher, slug, outcome, commit)
        return
    outcome = withdrawing.take_down(publisher, slug, locale, reason or "", name, now, private)
    more = [commit] if outcome.journaled else []
    report(settings, publisher, slug, outcome, "\n".join([*more, after(settings)]))


def check_slug(project: Project, settings: Settings, slug: str) -> None:
    """Raise UsageError, with names near it, for a slug that nothing is known of."""
    known = withdrawing.slugs(project, settings.editions)
    gone = slug not in project.slugs() and not edition_folder.locales(settings.editions, slug)
    if gone and (hint := renaming.hint(project, slug)):
        raise click.UsageError(hint)
    if slug not in known:
        near = difflib.get_close_matches(slug, known, 5, 0.4) or known[:5]
        names = f"Near it: {', '.join(near)}" if near else "There is none at all"
        raise click.UsageError(
            f"“{slug}” has neither journal, article, catalog nor edition. {names}"
        )


def report(
    settings: Settings, publisher: Publisher, slug: str, outcome: Outcome, more: str
) -> None:
    """Tell the bucket, if there is one, and print what became of an article.

    ``more`` is a last sentence for people, empty where there is none. Ends with 1 where anything is
    left to do.
    """
    failures = outcome.failures + workshop.upload_now(settings)
    terminal.echo(f"{slug}, in {publisher.editions}:")
    for locale, text in outcome.languages.items():
        terminal.echo(f"  {locale}: {text}")
    if not outcome.languages:
        terminal.echo("  no edition is there")
    if more:
        terminal.echo(more)
    for finding in dict.fromkeys(outcome.findings):
        terminal.echo(terminal.finding_line(finding), err=True, raw=True)
    for failure in failures:
        terminal.echo(f"Error: {failure}", err=True)
    if failures:
        click.get_current_context().exit(commands.FINDINGS)


def after(settings: Settings) -> str:
    """Say how long others may still show what was there, and what cannot be seen from here."""
    soon, late = web.CDN_FRESH + web.CDN_STALE, web.CDN_ERROR // 3600
    seconds = settings.refresh + (window_copy.INTERVAL if settings.bucket else 0)
    return (
        f"Windows that read {settings.bucket or 'this folder'} follow within {seconds:g} seconds "
        "(SUMMARIES_REFRESH); "
        f"caches that obey CDN-Cache-Control within {soon} more, or {late} hours while they cannot "
        "reach a window.\n"
        "Not seen from here: exports (run “summaries export” again), caches with rules of their "
        "own, windows and publishers with another editions folder, what readers have kept."
    )
