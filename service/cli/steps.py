"""What drafting one article takes, step by step: read, have it drafted, write, and say so.

Only here are files read and written, and only on the machine where the command runs.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from ..finding import SummariesError
from ..workshop import Workshop
from .intake import take_in

if TYPE_CHECKING:
    from ..drafts.job import Made, Steps
    from ..drafts.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted for each article."""

    statements: int
    locales: tuple[str, ...]
    today: datetime.date
    dry_run: bool


def draft(shop: Workshop, taken: tuple[str, str, str], wish: Wish) -> Steps:
    """Draft one article (its name, text and language), and its translations."""
    from ..drafts import job, proposal, writing  # noqa: PLC0415 - only this command needs it

    name, text, spoken = taken
    known = (shop.articles / name / "article.txt").exists()
    if known and wish.locales and not writing.is_free(shop, name):
        click.echo(f"left alone: {name} summary.toml (somebody's work)", err=True)
        yield from _translate(shop, name, wish, again=True)
        return
    if known and not wish.dry_run:
        writing.check_free(shop, name)
    found: Proposal = yield job.Summary(text, spoken, wish.statements, wish.today)
    if not found.statements:
        raise SummariesError(
            "the article has no complete sentence that could stand in a summary: "
            "use “summaries new”, and write it yourself"
        )
    for note in found.notes:
        click.echo(f"note: {name}: {note}", err=True)
    for statement in found.statements:
        for note in statement.notes:
            click.echo(f"note: {name} {statement.id}: {note}", err=True)
    if wish.dry_run:
        click.echo(proposal.to_toml(found), nl=False)
        return
    writing.add_article(shop, name, text)
    written = writing.write(shop, name, found)
    for identifier in written.left:
        click.echo(f"left alone: {name} {identifier} (signed)", err=True)
    click.echo(
        f"{name}: drafted {len(found.statements)} statements ({found.maker}), nothing signed"
    )
    click.echo(f"Correct {written.paths[0]}, then: summaries update, summaries review {spoken}")
    yield from _translate(shop, name, wish, again=True)


def resume(shop: Workshop, name: str, language: str | None, wish: Wish) -> Steps:
    """Draft what an article lacks; what is drafted is not drafted again."""
    from ..drafts import writing  # noqa: PLC0415 - only this command needs it

    if writing.is_empty(shop, name):
        yield from draft(shop, take_in(shop, name, None, language, keep=False), wish)
    else:
        yield from _translate(shop, name, wish, again=False)


def _translate(shop: Workshop, name: str, wish: Wish, again: bool) -> Steps:
    """Draft the translations of an article's messages; say what was left alone, and what failed."""
    from .. import glossary  # noqa: PLC0415 - only this command needs it
    from ..drafts import job, writing  # noqa: PLC0415

    if not wish.locales:
        return
    source = shop.source(name)
    for locale in wish.locales:
        if locale == source.language:
            click.echo(f"{name}: it is in {locale} itself: nothing to translate", err=True)
            continue
        terms = glossary.load(shop.locales, locale, source.language)
        opened = writing.open_messages(shop, source, locale, again, dry_run=wish.dry_run)
        for identifier in opened.left:
            click.echo(f"left alone: {locale} {name} {identifier} (somebody's words)", err=True)
        if not opened.free:
            continue
        made: Made = yield job.Translations(opened.free, source.language, locale, terms)
        for item in made.drafts:
            for reason in item.reasons:
                kind = "left empty" if item.strings is None else "note"
                click.echo(f"{kind}: {locale} {name} {item.message.id}: {reason}", err=True)
        if wish.dry_run:
            for item in made.drafts:
                click.echo(f"{item.message.id}: {' | '.join(item.strings or ('(empty)',))}")
            continue
        written = writing.write_translations(
            shop, source, locale, made.drafts, made.maker, wish.today
        )
        click.echo(f"{name}: drafted {len(written)} of {len(opened.free)} messages in {locale}")
