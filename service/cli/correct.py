"""``summaries correct``: tell readers what was wrong, or say why nothing needs to be told."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from ..editions import correcting, outlet_notice
from ..errors import SummariesError
from ..review import journal, sign, source_changes
from ..review.project import Project
from ..review.sign import Reviewer
from ..review.signatures import check_name
from ..review.source_changes import Change
from ..settings import Settings
from . import commands, terminal, workshop
from .review_outdated import compare
from .withdraw import check_slug

_ASKED = """

# What was wrong before? One or two sentences for readers, without figures in placeholders.
# Lines that begin with # are left out; an empty text changes nothing.
"""


@click.command(cls=commands.Command)
@click.argument("slug")
@click.option("--statement", metavar="ID", help="The sentence that changed.")
@click.option("--note", metavar="TEXT", help="What was wrong before, in the source language.")
@click.option("--typo", is_flag=True, help="It means what it meant: translations stay signed.")
@click.option("--no-note", metavar="WHY", help="Why readers need not be told.")
@click.option(
    "--outlet-changed",
    is_flag=True,
    help="The outlet changed its article: readers are told until the summary is signed "
    "for the new text.",
)
@click.option("--outlet-unchanged", is_flag=True, help="Take that back.")  # fmt: skip
@click.option("--name", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who decides.")
@commands.key_option
@click.option("--yes", is_flag=True, help="Sign the sentence and the note without asking.")
def correct(
    slug: str, statement: str | None, note: str | None, typo: bool, no_note: str | None,
    outlet_changed: bool, outlet_unchanged: bool, name: str | None, key: Path | None, yes: bool,
) -> None:  # fmt: skip
    """Tell readers of a correction, in words, or say why they need not be told.

    Change the sentence or the figure in summary.toml first. The note is a message like others: it
    is signed in the source language and translated. Until a translation is signed, its readers see
    the standard sentence. Without options it lists what changed and what was decided about it, and
    ends with 1 where anything is left to decide.

    With --outlet-changed readers of the signed summary are told that the outlet has changed its
    article since: say so after “summaries new --again”, where the change matters to them.

    Example: summaries correct some-article --statement damage --note "An earlier version named the
    wrong town." --name "Jane Doe"
    """
    about_outlet = outlet_changed or outlet_unchanged
    ways = (note is not None, typo, no_note is not None, outlet_changed, outlet_unchanged)
    if sum(ways) > 1:
        raise click.UsageError(
            "use one of --note, --typo, --no-note, --outlet-changed and --outlet-unchanged"
        )
    if about_outlet and statement is not None:
        raise click.UsageError("the outlet's change is of the whole article: leave --statement out")
    settings = workshop.settings()
    project, now = workshop.project(settings), workshop.moment(settings)
    check_slug(project, settings, slug)
    if about_outlet:
        _tell_of_outlet(project, settings, slug, _signer(name, key), changed=outlet_changed)
        return
    decides = statement or typo or note is not None or no_note is not None
    if not decides and (step := outlet_notice.next_step(project, settings.editions, slug)):
        terminal.echo(step)
    changes = correcting.changes(project, settings.editions, slug, now)
    if not decides:
        _list(slug, changes)
        return
    who = _signer(name, key)
    change = source_changes.find(changes, slug, statement)
    _show(change)
    written = ""
    if typo:
        correcting.typo(project, slug, change, who, now)
        terminal.echo(f"{change.statement}: the same meaning, says {who.name}; no note")
    elif no_note is not None:
        correcting.waive(project, slug, change, no_note, who, now)
        terminal.echo(f"{change.statement}: no note, says {who.name}: {no_note}")
    else:
        text = note if note is not None else _asked()
        written = correcting.add_note(project, slug, change, text, who, now)
        terminal.echo(f"{written}: {text}")
    left = correcting.tell_translators(project, slug)
    left += _sign(project, settings, slug, change, written, who, yes=yes)
    terminal.echo(f"commit together: articles/{slug}, locales, journal/{slug}.jsonl")
    for text in left:
        terminal.echo(text, err=True)
    if left:
        click.get_current_context().exit(commands.FINDINGS)


def _signer(name: str | None, key: Path | None) -> Reviewer:
    if name is None:
        raise click.UsageError("say who decides: --name NAME, or SUMMARIES_REVIEWER")
    return Reviewer(check_name(name), key=workshop.private_key(key))


def _tell_of_outlet(
    project: Project, settings: Settings, slug: str, who: Reviewer, *, changed: bool
) -> None:
    """Have readers told that the outlet changed its article, or no more."""
    now = workshop.moment(settings)
    if changed:
        outlet_notice.tell(project, settings.editions, slug, who, now)
        terminal.echo(
            f"{slug}: the publisher tells readers that the outlet changed its article, says "
            f"{who.name}, until the summary is signed for the new text"
        )
    else:
        outlet_notice.take_back(project, settings.editions, slug, who, now)
        terminal.echo(
            f"{slug}: the publisher tells readers no more that the outlet changed its article, "
            f"says {who.name}"
        )
    terminal.echo(f"commit: {journal.shown(project.journal, slug)}")


def _list(slug: str, changes: list[Change]) -> None:
    for change in changes:
        _show(change)
        decision = change.decided or f"summaries correct {slug} --statement {change.statement}"
        terminal.echo(f"  {'told' if change.decided else 'undecided'}: {decision}")
    if not changes:
        terminal.echo(f"{slug}: every sentence is as readers first had it")
    if any(not change.decided for change in changes):
        click.get_current_context().exit(commands.FINDINGS)


def _show(change: Change) -> None:
    terminal.secho(change.statement, bold=True)
    if not change.now:
        terminal.echo(f"  taken out: {' | '.join(change.before.words.strings)}")
    elif change.now == change.before.words.strings:
        terminal.echo(f"  {' | '.join(change.now)}: its figures changed")
    else:
        for old, new in zip(change.before.words.strings, change.now, strict=False):
            if old != new:
                before, after = compare(old, new)
                terminal.echo(f"  before: {before}")
                terminal.echo(f"  now:    {after}")


def _asked() -> str:
    """Return the note that is written in an editor."""
    text = click.edit(terminal.in_user_language(_ASKED)) or ""
    lines = [line for line in text.splitlines() if not line.startswith("#")]
    if note := " ".join(" ".join(lines).split()):
        return note
    raise SummariesError("nothing was written: use --note, --typo or --no-note")


def _sign(
    project: Project, settings: Settings, slug: str, change: Change, note: str, who: Reviewer,
    *, yes: bool,
) -> list[str]:  # fmt: skip
    """Sign what the source still lacks, if its editor says so; return what is left to do."""
    language = project.source(slug).language
    waiting = correcting.unsigned(project, slug, change, note)
    names = ", ".join(status.message.id for status in waiting)
    by_hand = f"sign {names} in {language}: summaries review {language} --article {slug}"
    if not waiting:
        return []
    for status in waiting:
        terminal.echo(f"  {status.message.id}: {' | '.join(status.strings)}")
        for objection in status.objections:
            terminal.secho(f"  {objection.level}: {objection.text}", fg="red")
    if not yes and not (
        sys.stdin.isatty() and terminal.confirm(f"Sign {names} in {language} as {who.name}?")
    ):
        return [by_hand]
    try:
        sign.sign(project, project.source(slug), language, waiting, who, workshop.moment(settings))
    except SummariesError as error:
        return [f"{error}; {by_hand}"]
    terminal.echo(f"signed {names} in {language} as {who.name}")
    return []
