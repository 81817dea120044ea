"""``summaries rename``: an article gets another name."""

from __future__ import annotations

from pathlib import Path

import click

from ..editions import renaming
from ..review.sign import Reviewer
from ..review.signatures import check_name
from . import commands, terminal, workshop
from .withdraw import check_slug


@click.command(cls=commands.Command)
@click.argument("old")
@click.argument("new")
@click.option("--name", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who renames it.")
@commands.key_option
def rename(old: str, new: str, name: str | None, key: Path | None) -> None:
    """Give an article another name, that is, another address.

    Readers of the old address are sent on (308), feeds keep its entry, dates and corrections stay.
    The name given signs the source's headline again, which covers the address; nothing else has to
    be signed.

    Example: summaries rename some-article better-name --name "Jane Doe"
    """
    if name is None:
        raise click.UsageError("say who renames it: --name NAME, or SUMMARIES_REVIEWER")
    settings = workshop.settings()
    publisher = workshop.publisher(settings)
    check_slug(publisher.project, settings, old)
    who = Reviewer(check_name(name), key=workshop.private_key(key))
    left = renaming.rename(publisher, old, new, who, workshop.moment(settings))
    terminal.echo(f"{old} is called {new} now: its folder, its catalogs, and one signature")
    terminal.echo(
        f"commit together: articles/{new}, locales, journal/{old}.jsonl, journal/{new}.jsonl"
    )
    left += [f"Error: {text}" for text in workshop.upload_now(settings)]
    for text in left:
        terminal.echo(text, err=True)
    if left:
        click.get_current_context().exit(commands.FINDINGS)
