"""The command for reviewers: look at each waiting message, and sign it, skip it, or edit it."""

from __future__ import annotations

from pathlib import Path

import click

from ..content import ui_strings
from ..content.messages import Source
from ..editions import correcting
from ..review.project import Project
from ..review.sign import Reviewer
from ..review.signatures import check_name
from . import commands, terminal, workshop
from .review_outdated import carry_over
from .review_session import ReviewSession


@click.command(cls=commands.Command)
@click.argument("locale")
@commands.article_option
@click.option("--message", "messages", metavar="ID", multiple=True,
              help="Sign this message without asking. May be repeated.")  # fmt: skip
@click.option("--all", "everything", is_flag=True,
              help="Sign all translated messages without asking, but no drafts.")  # fmt: skip
@click.option("--outdated", is_flag=True,
              help="Carry signed translations over a change of their source.")  # fmt: skip
@click.option("--reject", metavar="REASON",
              help="Reject the messages named with --message, for this reason.")  # fmt: skip
@click.option("--keep/--take-down", default=None,
              help="With --reject, of words that readers have: they keep them until others are "
              "signed, or they go down at once.")  # fmt: skip
@click.option("--same-meaning", metavar="ID", multiple=True,
              help="In the source: say that a message means what its signed text before did, so "
              "that translations stay signed. May be repeated.")  # fmt: skip
@click.option("--seen", nargs=2, metavar="ID BECAUSE",
              help="Answer the warnings about a message: looked at, because …")  # fmt: skip
@commands.reviewer_options
def review(
    locale: str,
    article: str | None,
    messages: tuple[str, ...],
    everything: bool,
    outdated: bool,
    reject: str | None,
    keep: bool | None,
    same_meaning: tuple[str, ...],
    seen: tuple[str, str] | None,
    reviewer: str | None,
    key: Path | None,
) -> None:
    """Review the messages of one language that wait for a signature.

    Without --message or --all it shows each one with its source, facts and evidence, and asks.
    With --outdated it shows the old and the new source of translations that were signed for the
    old one, side by side, and one answer signs them all. Of an article in its own language, the
    catalogs are brought in line with summary.toml first.

    Example: summaries review uk --article some-article --reviewer "Jane Doe"
    """
    if messages and everything:
        raise click.UsageError("use either --message or --all")
    if reject is not None and (not messages or outdated):
        raise click.UsageError("--reject goes with --message")
    if keep is not None and reject is None:
        raise click.UsageError("--keep and --take-down go with --reject")
    settings = workshop.settings()
    project = workshop.project(settings)
    sources = workshop.sources(project, article)
    if article == ui_strings.DOMAIN and project.has_own_interface(locale):
        project = project.own_interface()
    if article is not None:
        _in_line(project, sources[0], locale)
    workshop.check_locale(project, sources, locale)
    listed = bool(messages or everything or same_meaning or seen)
    if reviewer is None and listed:
        raise click.UsageError("say who signs: --reviewer NAME")
    name = check_name(reviewer or terminal.prompt("Your name, as it will be shown to readers"))
    session = ReviewSession(
        project,
        settings,
        locale,
        Reviewer(name, key=workshop.private_key(key)),
        asks=not (listed or reject or outdated),
    )
    if same_meaning:
        session.carry_meaning(sources, same_meaning)
    elif seen:
        session.answer(sources, *seen)
    elif outdated:
        wanted = frozenset(messages)
        signed = carry_over(
            project, sources, locale, session.who, session.now(), ask=not listed, wanted=wanted
        )
        terminal.echo(f"signed {terminal.counted(signed, 'message')} in {locale} as {name}")
        session.tell_next(sources, signed)
    elif reject is not None:
        session.reject_listed(sources, messages, reject, keep)
    elif listed:
        session.sign_listed(sources, messages)
    else:
        session.ask(sources)


def _in_line(project: Project, source: Source, locale: str) -> None:
    """Bring the catalogs in line with summary.toml.

    The editor comes from there, and signs what it says now.
    """
    if locale == source.language and source.domain != ui_strings.DOMAIN:
        for text in correcting.tell_translators(project, source.domain):
            terminal.echo(text, err=True)
