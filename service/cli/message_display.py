"""A message as a reviewer sees it in a terminal: source, facts, evidence, words, objections."""

from __future__ import annotations

from ..content import plural_rules
from ..content.messages import Message, Source
from ..content.placeholders import PlaceholderError, fill, plain
from ..review import marks
from ..review.status import MessageStatus
from . import terminal


def show(source: Source, status: MessageStatus, locale: str) -> None:
    """Print one message with all that a reviewer has to see before signing it."""
    message = status.message
    terminal.echo()
    state = terminal.in_user_language(status.state)
    terminal.secho(f"{source.domain} · {message.id} · {locale} · {state}", bold=True)
    for label, text in (("source", message.singular), ("plural", message.plural)):
        if text:
            terminal.echo(f"  {label}: {text}")
    for fact in message.facts.values():
        terminal.echo(f"  {{{fact.name}}} = {fact.render(locale)}  ({fact.described()})")
    for quote in message.evidence:
        terminal.echo(f"  evidence: {quote}")
    if status.entry is not None:
        for line in status.entry.previous:
            terminal.echo(f"  before: {line}")
        for index, text in enumerate(status.entry.strings):
            terminal.secho(
                f"  {_label(message, locale, index)}: {_reads(message, text, locale, index)}",
                fg="cyan",
            )
        for note in marks.notes(status.entry.comments):
            terminal.echo(f"  {note}")
    if status.reason:
        terminal.secho(f"  rejected: {status.reason}", fg="red")
    for objection in status.objections:
        said = terminal.in_user_language(objection.text)
        terminal.secho(f"  {objection.level}: {said}", fg="red")


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
        return plain(fill(text, value))
    except PlaceholderError:
        return text
