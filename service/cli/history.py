"""``summaries history``: what became of one message, from the journal."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path

import click
import msgspec

from ..content.locales import is_locale
from ..editions import compose, edition_folder, index
from ..errors import InputError, SummariesError
from ..review import history as message_history
from ..review import journal, renames, signatures
from ..review.decisions import LOSS_ACCEPTED
from ..review.history import Event
from ..review.journal import Journal
from ..review.ledger import Ledger
from ..review.project import Project
from ..review.signatures import check_name
from . import commands, terminal, workshop
from .review_outdated import compare

_FORM = "LOCALE/ARTICLE/MESSAGE, such as uk/some-article/headline"


@click.command(cls=commands.Command)
@click.argument("message", metavar="LOCALE/ARTICLE/MESSAGE")
@click.option("--accept-loss", is_flag=True,
              help="Of an article: go on without journal lines that are gone.")  # fmt: skip
@commands.reviewer_options
@commands.format_option()
def history(
    message: str, accept_loss: bool, reviewer: str | None, key: Path | None, style: str
) -> None:
    """Show what became of a message: signed, rejected, replaced, by whom and when.

    All of it is from the journal; article and catalog may be gone. Words that differ from those
    signed before stand in [-…-] and {+…+}. Exit status 1 when the journal is damaged.

    With --accept-loss SLUG, a signer of the source says that lines which the publisher knew are
    lost: then what is signed goes up again.

    Example: summaries history uk/some-article/headline
    """
    if accept_loss:
        _accept_loss(message, reviewer, key)
        return
    parts = message.split("/", 2)
    if len(parts) < 3 or not all(parts) or not is_locale(parts[0]):
        raise click.UsageError(f"name the message as {_FORM}")
    locale, slug, name = parts
    project = workshop.project(workshop.settings(), check=False)
    lines, problems = _read(project, slug)
    known = project.ledger(slug)
    events = message_history.events(lines, known, locale, name)
    if not events and not problems:
        raise click.UsageError(_nothing(project, slug, known, message))
    if style == "json":
        terminal.echo_json([msgspec.to_builtins(event) for event in events])
    else:
        for event in events:
            for line in _described(event):
                terminal.echo(line)
    for problem in problems:
        terminal.echo(problem, err=True)
    if problems:
        click.get_current_context().exit(commands.FINDINGS)


def _accept_loss(slug: str, name: str | None, key: Path | None) -> None:
    if name is None:
        raise click.UsageError("say who accepts it: --reviewer NAME, or SUMMARIES_REVIEWER")
    settings = workshop.settings()
    project, now = workshop.project(settings), workshop.moment(settings)
    known = project.ledger(slug)
    editions = (
        edition_folder.load(settings.editions, slug, locale)
        for locale in edition_folder.locales_or_none(settings.editions, slug)
    )
    lost = {digest for each in editions for digest in known.lost(compose.rests_on(each))}
    if line := index.lines_of(settings.editions)(slug):
        lost.update(known.gone(line.heads, line.absent))
    if not lost:
        raise click.UsageError(f"no line that the publisher knew of “{slug}” is gone")
    policy, name = project.policy(), check_name(name)
    for language in known.source_languages:
        date = signatures.timestamp(now)
        if reason := policy.objection(name, language, date, None, article=True):
            raise SummariesError(f"only who may sign the source accepts a loss: {reason}")
    if key is None and policy.has_key(name):
        raise SummariesError(f"the list of signers has a key for “{name}”: use --key")
    private = workshop.private_key(key)
    journal.append(project.journal, slug, LOSS_ACCEPTED, name, now, {"of": sorted(lost)}, private)
    terminal.echo(f"{len(lost)} lost lines accepted; what is signed goes up in the next round")
    terminal.echo(f"commit: {journal.shown(project.journal, slug)}")


def _read(project: Project, slug: str) -> tuple[Journal, list[str]]:
    """Return the journal of ``slug``, under all of its names, and what is wrong with it."""
    folder = project.journal_of(slug)
    now = datetime.datetime.now(datetime.UTC)
    renamed = renames.read(folder, slug, project.policy_or_nobody(), now)
    problems: list[str] = []
    for name in (slug, *renamed.formerly):
        try:
            reading = journal.read(folder, name)
        except InputError as error:
            problems += map(str, error.findings)
            continue
        problems += map(str, (*reading.findings, *reading.unfinished))
        if count := len(Journal(reading.lines).missing):
            problems.append(
                f"{journal.shown(folder, name)}: {count} lines that others name are not here: this "
                "is not all; put them back from git or a copy"
            )
    return Journal(renamed.lines), problems


def _nothing(project: Project, slug: str, known: Ledger, message: str) -> str:
    names = ["/".join((locale, slug, name)) for locale, name in message_history.messages(known)]
    file = journal.shown(project.journal_of(slug), slug)
    if not names:
        return f"{file} has no signature in it"
    more = ", …" if len(names) > 20 else ""
    return f"{file} has nothing of {message}. There are: {', '.join(names[:20])}{more}"


def _described(event: Event) -> Iterator[str]:
    """Yield the lines that tell of one event."""
    who = event.name
    if event.kind:
        who += f" ({event.kind}{', with a key' if event.with_key else ''})"
    verb = {"same-meaning": "said to mean the same"}.get(event.what, event.what)
    if event.what == "outlet-changed":
        so = "readers told" if event.changed else "readers told no more"
        verb = f"{so} that the outlet changed its article,"
    yield f"{event.date}  {verb} by {who}"
    if event.redacted:
        note = event.redacted
        yield f"    its words were redacted by {note.name} on {note.date}: {note.reason}"
    elif event.what == "rejected":
        yield f"    reason: {event.text}"
    if event.what == "rejected" and not event.keep:
        yield "    readers do not keep these words"
    if event.source and event.source_before:
        yield from _changed("source", event.source_before, event.source)
    if event.before and event.before != event.strings:
        yield from _changed("words", event.before, event.strings)
    else:
        yield from (f"    words: {text}" for text in event.strings)
    if event.what == "corrected":
        yield f"    note: {event.asked}" if event.asked else f"    no note: {event.text}"
    if event.what == "seen" and not event.redacted:
        yield f"    asked: {event.asked}"
        yield f"    because: {event.text}"
    if event.objection:
        yield f"    does not count: {event.objection}"
    elif event.what == "signed" and not event.redacted:
        yield "    counts"


def _changed(
    label: str, before: tuple[str | None, ...], now: tuple[str | None, ...]
) -> Iterator[str]:  # fmt: skip
    for old, new in zip_longest(before, now, fillvalue=None):
        if old != new:
            was, is_now = compare(old or "", new or "")
            yield f"    {label} before: {was}"
            yield f"    {label} now:    {is_now}"
