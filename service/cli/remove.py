"""``summaries remove``: an article goes for good."""

from __future__ import annotations

from pathlib import Path

import click

from ..editions import removing, withdrawal
from ..review.signatures import check_name
from . import commands, terminal, workshop
from .withdraw import after, check_slug, report


@click.command(cls=commands.Command)
@click.argument("slug")
@click.option("--reason", help="Why; readers see it if --name may sign the article.")
@click.option("--name", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who removes it.")
@commands.key_option
@click.option("--yes", is_flag=True, help="Do not ask.")
def remove(slug: str, reason: str | None, name: str | None, key: Path | None, yes: bool) -> None:
    """Remove an article for good: readers get 410, its files leave the workshop.

    They are moved to removed/SLUG beside the articles' folder; the journal stays where it is.

    Example: summaries remove some-article --reason "Retracted by its outlet." --name "Jane Doe"
    """
    if len(withdrawal.clean(reason or "", None)) > withdrawal.MAX_REASON:
        raise click.UsageError(f"--reason has more than {withdrawal.MAX_REASON} characters")
    if name is None:
        raise click.UsageError("say who removes it: --name NAME, or SUMMARIES_REVIEWER")
    name = check_name(name)
    settings = workshop.settings()
    publisher = workshop.publisher(settings, check=False)
    check_slug(publisher.project, settings, slug)
    if not yes:
        terminal.confirm(f"Remove {slug} in every language, for good?", abort=True)
    private, now = workshop.private_key(key), workshop.moment(settings)
    outcome, place = removing.remove(publisher, slug, reason or "", name, now, private)
    if place is not None:
        terminal.echo(f"its files are in {place}; commit the removal with journal/{slug}.jsonl")
    else:
        terminal.echo("its files stay until every language is down: repeat the command", err=True)
    report(settings, publisher, slug, outcome, after(settings))
