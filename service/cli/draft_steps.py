"""What drafting one article takes, step by step: read, have it drafted, write, and say so.

Only here are files read and written, and only on the machine where the command runs.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ..errors import SummariesError
from ..review.project import Project
from . import terminal
from .taking_in import Taken, take_in, tell

if TYPE_CHECKING:
    from ..drafts.jobs import Made, Steps
    from ..drafts.proposal import Proposal


@dataclass(frozen=True, slots=True)
class Wish:
    """What is wanted for each article.

    ``outside`` names what would send text out of the house and may not see what is under embargo.
    """

    statements: int
    locales: tuple[str, ...]
    today: datetime.date
    dry_run: bool
    outside: str | None = None
    now: datetime.datetime | None = None


def draft(project: Project, taken: Taken, wish: Wish) -> Steps:
    """Draft one article, and its translations."""
    from ..drafts import jobs, proposal, writer  # noqa: PLC0415 - only this command needs it

    name, spoken = taken.name, taken.language
    known = (project.articles / name / "article.txt").exists()
    if known and (project.articles / name / "summary.toml").exists():
        _check_embargo(project, name, wish)
    if known and wish.locales and not writer.is_free(project, name):
        terminal.echo(f"left alone: {name} summary.toml (somebody's work)", err=True)
        yield from _translate(project, name, wish, again=True)
        return
    if known and not wish.dry_run:
        writer.check_free(project, name)
    answer: Proposal = yield jobs.Summary(
        taken.text, spoken, wish.statements, wish.today, taken.published
    )
    if not answer.statements:
        raise SummariesError(
            "the article has no complete sentence that could stand in a summary: "
            "use “summaries new”, and write it yourself"
        )
    tell(taken)
    for note in answer.notes:
        terminal.echo(f"note: {name}: {note}", err=True)
    for statement in answer.statements:
        for note in statement.notes:
            terminal.echo(f"note: {name} {statement.id}: {note}", err=True)
    if wish.dry_run:
        terminal.echo_data(proposal.to_toml(answer, taken.article, taken.notes))
        return
    writer.add_article(project, name, taken.text, taken.page)
    written = writer.write(project, name, answer, taken.article, taken.notes)
    for identifier in written.left:
        terminal.echo(f"left alone: {name} {identifier} (signed)", err=True)
    terminal.echo(
        f"{name}: drafted {len(answer.statements)} statements ({answer.maker}), nothing signed"
    )
    terminal.echo(f"Correct {written.paths[0]}, then: summaries update, summaries review {spoken}")
    yield from _translate(project, name, wish, again=True)


def resume(project: Project, name: str, language: str | None, wish: Wish) -> Steps:
    """Draft what the article ``name`` lacks; what is drafted is not drafted again.

    ``language`` is the article's, where somebody named it; None has it told from the text.
    """
    from ..drafts import writer  # noqa: PLC0415 - only this command needs it

    if writer.is_empty(project, name):
        yield from draft(project, take_in(project, name, None, language), wish)
    else:
        yield from _translate(project, name, wish, again=False)


def _translate(project: Project, name: str, wish: Wish, again: bool) -> Steps:
    """Draft the translations of an article's messages; say what was left alone, and what failed."""
    from ..drafts import jobs, writer  # noqa: PLC0415
    from ..review import glossary  # noqa: PLC0415 - only this command needs it

    if not wish.locales:
        return
    source = project.source(name)
    _check_embargo(project, name, wish)
    for locale in wish.locales:
        if locale == source.language:
            terminal.echo(f"{name}: it is in {locale} itself: nothing to translate", err=True)
            continue
        terms = glossary.load(project.locales, locale, source.language)
        opened = writer.open_messages(project, source, locale, again, dry_run=wish.dry_run)
        for identifier in opened.left:
            terminal.echo(f"left alone: {locale} {name} {identifier} (somebody's words)", err=True)
        if not opened.free:
            continue
        made: Made = yield jobs.Translations(opened.free, source.language, locale, terms)
        for item in made.drafts:
            for reason in item.reasons:
                kind = "left empty" if item.strings is None else "note"
                terminal.echo(f"{kind}: {locale} {name} {item.message.id}: {reason}", err=True)
        if wish.dry_run:
            for item in made.drafts:
                terminal.echo(f"{item.message.id}: {' | '.join(item.strings or ('(empty)',))}")
            continue
        written = writer.write_translations(
            project, source, locale, made.drafts, made.maker, wish.today
        )
        terminal.echo(f"{name}: drafted {len(written)} of {len(opened.free)} messages in {locale}")
        if written:
            terminal.echo(f"next: summaries review {locale} --article {name}")


def _check_embargo(project: Project, name: str, wish: Wish) -> None:
    """Raise SummariesError where an article under embargo would be sent out of the house."""
    if wish.outside is None:
        return
    until = project.article(name).publish_at
    if until is not None and (wish.now is None or until > wish.now):
        raise SummariesError(
            f"{name} is under embargo until {until.isoformat()}, and {wish.outside} is outside "
            "this house: use a model that runs here, or --remote if it may see the text"
        )
