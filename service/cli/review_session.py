"""One reviewer at one language: sign, reject and answer, by list or message by message."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Iterator
from dataclasses import dataclass

import click

from ..catalog import entry_lines, entry_strings
from ..content import ui_strings
from ..content.messages import Message, Source
from ..editions import edition_folder, withdrawing
from ..editions.model import Edition
from ..errors import InputError, SummariesError
from ..review import journal, saving, sign
from ..review.project import Project
from ..review.shown import version
from ..review.sign import Reviewer
from ..review.status import MessageStatus
from ..settings import Settings
from . import commands, terminal, workshop
from .message_display import show


@dataclass(frozen=True, slots=True)
class ReviewSession:
    """Who reviews which language, where, and whether message by message in a conversation."""

    project: Project
    settings: Settings
    locale: str
    who: Reviewer
    asks: bool = False

    def now(self) -> datetime.datetime:
        """Return the time, in the newsroom's zone."""
        return workshop.moment(self.settings)

    def sign_listed(self, sources: list[Source], wanted: tuple[str, ...]) -> None:
        """Sign the messages ``wanted``, or without any all that are translated.

        There is one write for each catalog.
        """
        signed, missed, left = 0, set(wanted), 0
        for source in sources:
            batch = []
            for status in self.project.assess(source, self.locale) or ():
                if wanted and status.message.id not in missed:
                    continue
                missed.discard(status.message.id)
                if status.state == "reviewed" and not wanted:
                    continue
                if status.state == "missing" and self.project.interface_journal is not None:
                    continue  # the program has words for it
                if not wanted and status.state not in ("translated", "reviewed"):
                    where = f"{source.domain} {status.message.id}"
                    terminal.echo(f"left alone: {where} ({status.state})", err=True)
                    left += 1
                    continue
                batch.append(status)
            if batch:
                sign.sign(self.project, source, self.locale, batch, self.who, self.now())
            signed += len(batch)
        self._check(missed)
        self._tell("signed", signed)
        self.tell_next(sources, signed)
        if left:
            click.get_current_context().exit(commands.FINDINGS)

    def tell_next(self, sources: list[Source], changed: int) -> None:
        """Say what to do with the files of ``sources``, if ``changed`` messages are not none."""
        if changed:
            terminal.echo(f"commit together: {self.paths(sources)}")

    def paths(self, sources: list[Source]) -> str:
        """Return the catalogs and journals of ``sources``, as people name them."""
        files = [
            path
            for source in sources
            for path in (
                self.project.shown(source.domain, self.locale),
                journal.shown(self.project.journal_of(source.domain), source.domain),
            )
        ]
        return f"{', '.join(files[:4])}{', …' if len(files) > 4 else ''}"

    def _check(self, missed: set[str]) -> None:
        if missed:
            raise click.UsageError(f"no such message: {', '.join(sorted(missed))}")

    def _each(
        self, sources: list[Source], wanted: tuple[str, ...], locale: str = ""
    ) -> Iterator[tuple[Source, MessageStatus]]:
        missed = set(wanted)
        for source in sources:
            for status in self.project.assess(source, locale or self.locale) or ():
                if status.message.id in missed:
                    missed.discard(status.message.id)
                    yield source, status
        self._check(missed)

    def reject_listed(
        self, sources: list[Source], wanted: tuple[str, ...], reason: str, keep: bool | None
    ) -> None:
        """Reject the messages ``wanted``, by id, for ``reason``; ``keep`` as in :meth:`reject`."""
        rejected = list(self._each(sources, wanted))
        for source, seen in rejected:
            self.reject(source, seen, reason, keep)
        self._tell("rejected", len(wanted))
        self.tell_next(_of(rejected), len(rejected))

    def reject(
        self, source: Source, status: MessageStatus, reason: str, keep: bool | None = None
    ) -> None:
        """Reject a message; ask what becomes of words that readers have, unless ``keep`` says.

        ``reason`` is a sentence for the journal.
        """
        live = self._live(source, status)
        if keep is None and live:
            question = "Readers have these words. Do they keep them until others are signed?"
            ask = self.asks or sys.stdin.isatty()
            keep = not ask or terminal.confirm(
                f"{question} (no: they go down at once)", default=True
            )
        sign.reject(
            self.project, source, self.locale, status, self.who, self.now(), reason,
            keep=keep is not False,
        )  # fmt: skip
        if not live:
            if keep is not None:
                terminal.echo(f"{status.message.id}: readers do not have these words")
        elif keep:
            terminal.echo(f"{status.message.id}: readers have these words until others are signed")
        else:
            self._take_down(source, status)

    def _take_down(self, source: Source, status: MessageStatus) -> None:
        """Have the publisher act on the rejection now, and say what readers get."""
        terminal.echo(f"{status.message.id}: readers have these words no longer")
        slug = source.domain
        if slug == ui_strings.DOMAIN:
            return
        publisher = workshop.publisher(self.settings)
        outcome = withdrawing.bring_up_to_date(publisher, slug, self.now())
        for locale, text in outcome.languages.items():
            terminal.echo(f"  {locale}: {text}")
        for failure in outcome.failures:
            terminal.echo(f"Error: {failure}", err=True)
        if outcome.failures:
            click.get_current_context().exit(commands.FINDINGS)

    def _live(self, source: Source, status: MessageStatus) -> bool:
        """Tell whether readers have the words of ``status``; of the source's, in any language."""
        editions, slug = self.settings.editions, source.domain
        everywhere = self.locale == source.language
        names = edition_folder.locales_or_none(editions, slug) if everywhere else [self.locale]
        for name in names:
            edition = edition_folder.load(editions, slug, name)
            if not isinstance(edition, Edition):
                continue
            for statement in (*edition.content.statements, *edition.content.notes):
                signed = statement.source if everywhere else statement.target
                if statement.id == status.message.id and signed.strings == status.strings:
                    return True
        return False

    def carry_meaning(self, sources: list[Source], wanted: tuple[str, ...]) -> None:
        """Say of the source messages ``wanted``, by id, that they mean what their signed texts did.

        Raises UsageError where the session is not in the source language.
        """
        said = list(self._each(sources, wanted))
        for source, status in said:
            message = status.message
            if self.locale != source.language:
                raise click.UsageError(
                    f"--same-meaning is said in the source language, {source.language}"
                )
            now = (message.singular, message.plural)
            old = next(
                (
                    (line.words.singular, line.words.plural)
                    for line in self.project.ledger(source.domain).of(self.locale, message.id)
                    if (line.words.singular, line.words.plural) != now
                ),
                None,
            )
            if old is None:
                raise SummariesError(f"“{message.id}” was never signed with another text")
            sign.same_meaning(self.project, source, old, status, self.who, self.now())
            terminal.echo(f"{message.id}: “{message.singular}” means what “{old[0]}” did")
        self.tell_next(_of(said), len(said))

    def answer(self, sources: list[Source], wanted: str, because: str) -> None:
        """Answer all warnings about the message with the id ``wanted``; ``because`` says why."""
        answered = list(self._each(sources, (wanted,)))
        for source, status in answered:
            # What is said of signatures is no question about the words.
            warnings = [
                o for o in status.objections if o.level == "warning" and o.check != "signatures"
            ]
            if not warnings:
                raise SummariesError(f"there is no warning about “{wanted}” in {self.locale}")
            for warning in warnings:
                sign.answer(
                    self.project, source, self.locale, status, warning.check, warning.text,
                    because, self.who, self.now(),
                )  # fmt: skip
                terminal.echo(f"{wanted}: answered: {warning.text}")
        self.tell_next(_of(answered), len(answered))

    def ask(self, sources: list[Source]) -> None:
        """Show each message that waits, and ask what to do with it."""
        signed = waiting = changed = 0
        for source in sources:
            for message in source.messages:
                status = self._find(source.domain, message)
                while status is not None and not status[1].ready:
                    show(*status, self.locale)
                    version_shown = version(self.project, source.domain, status[1])
                    waiting += 1
                    answer = terminal.prompt(
                        "[s]ign, [r]eject, [n]ext, [e]dit, [q]uit",
                        type=click.Choice(["s", "r", "n", "e", "q"]), show_choices=False,
                        default="n",
                    )  # fmt: skip
                    if answer == "q":
                        self._tell("signed", signed)
                        self.tell_next(sources, changed)
                        return
                    if answer == "n":
                        break
                    changed += 1
                    if answer == "e":
                        self._edit(*status)
                    elif self._done(*status, answer, version_shown):
                        signed += answer == "s"
                        break
                    status = self._find(source.domain, message)
        if not waiting:
            terminal.echo(f"nothing waits for review in {self.locale}")
        self._tell("signed", signed)
        self.tell_next(sources, changed)

    def _tell(self, what: str, number: int) -> None:
        messages = terminal.counted(number, "message")
        terminal.echo(f"{what} {messages} in {self.locale} as {self.who.name}")

    def _edit(self, source: Source, status: MessageStatus) -> None:
        """Let the reviewer change the words in an editor, and save them as theirs."""
        text: str | None = "\n".join(entry_lines(status.entry)) + "\n" if status.entry else None
        while text is not None and (text := click.edit(text, extension=".po")) is not None:
            try:
                strings = entry_strings(text)
                saving.save(
                    self.project,
                    source,
                    self.locale,
                    [(status, strings)],
                    self.who.name,
                    self.now(),
                )
                return
            except InputError as error:  # the text goes back into the editor: nothing is lost
                terminal.secho(str(error), fg="red", err=True)
                if not terminal.confirm("Edit it again", default=True):
                    return
            except SummariesError as error:
                terminal.secho(str(error), fg="red", err=True)
                return

    def _done(self, source: Source, status: MessageStatus, answer: str, version_shown: str) -> bool:
        """Sign or reject; False, having said why, when that cannot be done.

        ``version_shown`` is the version of the message as the reviewer saw it.
        """
        try:
            if answer == "s":
                sign.sign(
                    self.project, source, self.locale, status, self.who, self.now(),
                    versions={status.message.id: version_shown},
                )  # fmt: skip
            else:
                self.reject(source, status, terminal.prompt("What has to change"))
        except SummariesError as error:
            terminal.secho(str(error), fg="red", err=True)
            return False
        return True

    def _find(self, domain: str, message: Message) -> tuple[Source, MessageStatus] | None:
        """Return the message as it stands now: words, figures or evidence may have changed."""
        source = self.project.source(domain)
        statuses = self.project.assess(source, self.locale) or []
        return next(((source, a) for a in statuses if a.message.id == message.id), None)


def _of(messages: list[tuple[Source, MessageStatus]]) -> list[Source]:
    """Return the sources of ``messages``, each once."""
    return list({source.domain: source for source, _status in messages}.values())
