"""``summaries redact``: words or a name go from the journals."""

from __future__ import annotations

import contextlib
from pathlib import Path

import click
from msgspec import to_builtins

from ..editions import compose, edition_folder, withdrawing
from ..editions.model import Edition
from ..editions.publisher import Publisher
from ..errors import SummariesError
from ..review import journal, redaction, signatures
from ..review.journal import Line
from ..review.signatures import check_name
from . import commands, terminal, workshop
from .withdraw import after

_COMMIT = (
    "; commit the journals, and have every clone pull before it pushes; git's history, backups and "
    "other copies keep the words until they are cleaned (docs/operations.md)"
)


@click.command(cls=commands.Command)
@click.argument("texts", metavar="[WORDS]…", nargs=-1)
@click.option("--article", metavar="SLUG", help="Only this article's journal. Default: all.")
@click.option("--reason", default="", help="Why; it stays in the journal, without the words.")
@click.option("--name", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who redacts.")
@commands.key_option
@click.option("--yes", is_flag=True, help="Do not ask.")
@click.option("--again", is_flag=True,
              help="Take out what was redacted and came back with an older copy.")  # fmt: skip
def redact(
    texts: tuple[str, ...], article: str | None, reason: str, name: str | None, key: Path | None,
    yes: bool, again: bool,
) -> None:  # fmt: skip
    """Take words, or a person's name, out of the journals, for good.

    Every line that has them loses all of its words; its digest stays, and a dated note of who and
    why. Give each spelling and each form of a name. Without WORDS they are asked for, so that no
    shell keeps them. What readers have of these lines is taken down first, after one question.

    Example: summaries redact "Jane Doe" --reason "Order 12/2026 of the court" --name "John Doe"
    """
    settings = workshop.settings()
    publisher = workshop.publisher(settings, check=False)
    folder = publisher.project.journal
    known = redaction.slugs(folder)
    if article is not None and article not in known:
        raise click.UsageError(f"there is no journal of “{article}”. There are: {', '.join(known)}")
    wanted = known if article is None else [article]
    if again:
        count = sum(journal.take_out(folder, slug) for slug in wanted)
        terminal.echo(f"{count} lines taken out again" + (_COMMIT if count else ""))
        return
    if name is None:
        raise click.UsageError("say who redacts: --name NAME, or SUMMARIES_REVIEWER")
    name = check_name(name)
    texts = texts or (terminal.prompt("Words that go", hide_input=True),)
    redaction.check(texts, reason, name)
    lines = _found(folder, wanted, texts)
    up = {
        slug: still_up for slug in lines if (still_up := _up(publisher, slug, texts, lines[slug]))
    }
    if lines and not yes:
        places = "; ".join(f"{slug} ({', '.join(still_up)})" for slug, still_up in up.items())
        first = f"Readers have them: {places}. Take that down, then redact" if up else "Redact"
        terminal.confirm(f"{first} these lines, for good?", abort=True)
    private, now = workshop.private_key(key), workshop.moment(settings)
    for slug, locales in up.items():
        for locale in locales:
            done = withdrawing.take_down(publisher, slug, locale, "", name, now, private)
            if done.failures:
                raise SummariesError(f"nothing was redacted: {slug}: {'; '.join(done.failures)}")
            terminal.echo(f"{slug}: {locale} is withdrawn")
    total = 0
    for slug in wanted:
        if count := redaction.redact(folder, slug, texts, name, now, reason, private):
            with contextlib.suppress(OSError):  # a publisher at work does it in its next round
                publisher.settle(slug)
            terminal.echo(f"{slug}: {count} lines redacted")
        total += count
        _redact_log(publisher, slug, texts)
    terminal.echo(_COMMIT.removeprefix("; ") if total else "no journal has these words")
    if up:
        terminal.echo(after(settings))
    _left(publisher, texts, workshop.upload_now(settings))


def _redact_log(publisher: Publisher, slug: str, texts: tuple[str, ...]) -> None:
    """Take the words out of the publisher's log as well: notices are made again from it."""
    try:
        if count := publisher.redact(slug, texts):
            terminal.echo(f"{slug}: {count} reasons redacted in the publisher’s log")
    except BlockingIOError:
        terminal.echo(
            f"{slug}: a publisher is at work, and its log keeps the words: stop it, and run this "
            "again", err=True,
        )  # fmt: skip


def _found(folder: Path, wanted: list[str], texts: tuple[str, ...]) -> dict[str, list[Line]]:
    """Return the lines that are to go, by article; print how many there are."""
    lines_of = {slug: lines for slug in wanted if (lines := redaction.lines(folder, slug, texts))}
    for slug, lines in lines_of.items():
        redaction.remainders(folder, slug, lines, texts)  # before anything is taken down
        terminal.echo(f"{journal.shown(folder, slug)}: {len(lines)} lines")
    return lines_of


def _left(publisher: Publisher, texts: tuple[str, ...], untold: list[str]) -> None:
    """Say which files have the words still, and who was not told; end with 1 if there is any."""
    project = publisher.project
    folders = (project.articles, project.locales, project.journal, publisher.editions,
               publisher.published)  # fmt: skip
    if left := [str(path) for path in redaction.elsewhere(folders, texts)]:
        terminal.echo(f"the words stand in these files still: {', '.join(left)}", err=True)
    for text in untold:
        terminal.echo(f"Error: {text}", err=True)
    if left or untold:
        click.get_current_context().exit(commands.FINDINGS)


def _up(publisher: Publisher, slug: str, texts: tuple[str, ...], lines: list[Line]) -> list[str]:
    """Return the locales in which readers have what is to go."""
    digests = set()
    for line in lines:
        with contextlib.suppress(KeyError, ValueError):
            digests.add(signatures.read_payload(line.fields["payload"])[1].digest)
    addresses = []
    for locale in edition_folder.locales_or_none(publisher.editions, slug):
        edition = edition_folder.load(publisher.editions, slug, locale)
        if isinstance(edition, Edition) and (
            digests & compose.live(edition).keys()
            or journal.mentions(to_builtins(edition.content), texts)
        ):
            addresses.append(locale)
    return addresses
