"""The command for reviewers: look at each waiting message, and sign it, skip it, or edit it."""

from __future__ import annotations

import click

from ..content import plural_rules
from ..content.messages import Message, Source
from ..content.placeholders import PlaceholderError, fill
from ..errors import SummariesError
from ..review import sign
from ..review.project import Project
from ..review.signatures import check_name
from ..review.signatures import notes as review_notes
from ..review.status import MessageStatus
from . import common
from .review_outdated import carry_over


@click.command(cls=common.Command)
@click.argument("locale")
@common.article_option
@click.option("--message", "messages", metavar="ID", multiple=True,
              help="Sign this message without asking. May be repeated.")  # fmt: skip
@click.option("--all", "everything", is_flag=True,
              help="Sign all translated messages without asking, but no drafts.")  # fmt: skip
@click.option("--outdated", is_flag=True,
              help="Carry signed translations over a change of their source.")  # fmt: skip
@click.option("--reject", metavar="REASON",
              help="Reject the messages named with --message, for this reason.")  # fmt: skip
@click.option("--reviewer", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who signs.")
def review(
    locale: str,
    article: str | None,
    messages: tuple[str, ...],
    everything: bool,
    outdated: bool,
    reject: str | None,
    reviewer: str | None,
) -> None:
    """Review the messages of one language that wait for a signature.

    Without --message or --all it shows each one with its source, facts and evidence, and asks.
    With --outdated it shows the old and the new source of translations that were signed for the
    old one, side by side, and one answer signs them all.

    Example: summaries review uk --article some-article --reviewer "Jane Doe"
    """
    if messages and everything:
        raise click.UsageError("use either --message or --all")
    if reject is not None and (not messages or outdated):
        raise click.UsageError("--reject goes with --message")
    project = common.project(common.settings())
    common.locales(project, (locale,))
    listed = bool(messages or everything)
    if reviewer is None:
        if listed:
            raise click.UsageError("say who signs: --reviewer NAME")
        reviewer = click.prompt("Your name, as it will be shown to readers")
    name = check_name(reviewer or "")
    sources = common.sources(project, article)
    if outdated:
        wanted = frozenset(messages)
        signed = carry_over(
            project, sources, locale, name, common.today(), ask=not listed, wanted=wanted
        )
        click.echo(f"signed {signed} messages in {locale} as {name}")
    elif reject is not None:
        _reject_listed(project, sources, locale, messages, name, reject)
    elif listed:
        _sign_listed(project, sources, locale, messages, name)
    else:
        _ask(project, sources, locale, name)


def _sign_listed(
    project: Project, sources: list[Source], locale: str, wanted: tuple[str, ...], name: str
) -> None:
    signed, missed, left = 0, set(wanted), 0
    for source in sources:
        for seen in project.assess(source, locale) or ():
            if wanted and seen.message.id not in missed:
                continue
            missed.discard(seen.message.id)
            if seen.state == "reviewed" and not wanted:
                continue
            if not wanted and seen.state not in ("translated", "reviewed"):
                click.echo(
                    f"left alone: {source.domain} {seen.message.id} ({seen.state})", err=True
                )
                left += 1
                continue
            sign.sign(project, source, locale, seen, name, common.today())
            signed += 1
    if missed:
        raise click.UsageError(f"no such message: {', '.join(sorted(missed))}")
    click.echo(f"signed {signed} messages in {locale} as {name}")
    if left:
        click.get_current_context().exit(common.FINDINGS)


def _reject_listed(
    project: Project,
    sources: list[Source],
    locale: str,
    wanted: tuple[str, ...],
    name: str,
    reason: str,
) -> None:
    missed = set(wanted)
    for source in sources:
        for seen in project.assess(source, locale) or ():
            if seen.message.id in missed:
                sign.reject(project, source, locale, seen, name, common.today(), reason)
                missed.discard(seen.message.id)
    if missed:
        raise click.UsageError(f"no such message: {', '.join(sorted(missed))}")
    click.echo(f"rejected {len(wanted)} messages in {locale} as {name}")


def _ask(project: Project, sources: list[Source], locale: str, name: str) -> None:
    signed = waiting = 0
    for source in sources:
        for message in source.messages:
            seen = _find(project, source, locale, message)
            while seen is not None and not seen.ready:
                _show(source, locale, seen)
                waiting += 1
                answer = click.prompt(
                    "[s]ign, [r]eject, [n]ext, [e]dit, [q]uit",
                    type=click.Choice(["s", "r", "n", "e", "q"]), show_choices=False, default="n",
                )  # fmt: skip
                if answer == "q":
                    click.echo(f"signed {signed} messages in {locale} as {name}")
                    return
                if answer == "n":
                    break
                if answer == "e":
                    click.edit(filename=str(project.path(source.domain, locale)))
                elif _done(project, source, locale, seen, name, answer):
                    signed += answer == "s"
                    break
                seen = _find(project, source, locale, message)
    if not waiting:
        click.echo(f"nothing waits for review in {locale}")
    click.echo(f"signed {signed} messages in {locale} as {name}")


def _done(
    project: Project, source: Source, locale: str, seen: MessageStatus, name: str, answer: str
) -> bool:
    """Sign or reject; False, having said why, when that cannot be done."""
    try:
        if answer == "s":
            sign.sign(project, source, locale, seen, name, common.today())
        else:
            reason = click.prompt("What has to change")
            sign.reject(project, source, locale, seen, name, common.today(), reason)
    except SummariesError as error:
        click.secho(str(error), fg="red", err=True)
        return False
    return True


def _find(project: Project, source: Source, locale: str, message: Message) -> MessageStatus | None:
    """Return the message as it stands now: the editor may have been at work in between."""
    found = project.assess(source, locale) or []
    return next((a for a in found if a.message.key == message.key), None)


def _show(source: Source, locale: str, seen: MessageStatus) -> None:
    message = seen.message
    click.echo()
    click.secho(f"{source.domain} · {message.id} · {locale} · {seen.state}", bold=True)
    for label, text in (("source", message.singular), ("plural", message.plural)):
        if text:
            click.echo(f"  {label}: {text}")
    for fact in message.facts.values():
        click.echo(f"  {{{fact.name}}} = {fact.render(locale)}  ({fact.shown()})")
    for quote in message.evidence:
        click.echo(f"  evidence: {quote}")
    if seen.entry is not None:
        for line in seen.entry.previous:
            click.echo(f"  before: {line}")
        for index, text in enumerate(seen.entry.strings):
            click.secho(
                f"  {_label(message, locale, index)}: {_reads(message, text, locale, index)}",
                fg="cyan",
            )
        for note in review_notes(seen.entry.comments):
            click.echo(f"  {note}")
    for objection in seen.objections:
        click.secho(f"  {objection.level}: {objection.text}", fg="red")


def _label(message: Message, locale: str, index: int) -> str:
    if message.plural is None:
        return "reads"
    return f"reads for {', '.join(map(str, plural_rules.rule(locale).examples(index, 3)))}"


def _reads(message: Message, text: str, locale: str, index: int) -> str:
    """Return a text as readers will see it; a plural form with a number that takes it."""

    def value(name: str) -> str:
        if name == message.count:
            fact = message.facts[name]
            rule = plural_rules.rule(locale)
            if rule.index(fact.value) != index:  # type: ignore[arg-type]
                return str(rule.examples(index, 3)[-1])
        return message.value(name, locale)

    try:
        return "".join(segment.text for segment in fill(text, value))
    except PlaceholderError:
        return text
