"""What a form of the bench carries about one message, and the writing of its words."""

from __future__ import annotations

import contextlib
import functools
import sqlite3
from collections.abc import Sequence

from flask import request

from ...content.messages import Message
from ...errors import ConflictError, SummariesError
from ...review import saving, shown, signatures
from ...review.sign import Reviewer
from ...review.status import MessageStatus
from .. import workshop
from ..guard import check, clock, desk_key, memory, user
from ..language import gettext as _
from ..roles import Action
from ..sentence import texts


class MessageForm:
    """What a form about one message carries."""

    def __init__(self, tag: str, slug: str) -> None:
        self.bench = workshop.load(slug, workshop.locale_of(tag))
        self.message: Message = self.bench.message(request.form.get("message", ""))
        self.status: MessageStatus = self.bench.status(self.message)
        self.version = request.form.get("version", "")
        self.strings = _numbered("text-")
        self.base = _numbered("base-")
        self.changed = bool(self.strings) and self.strings != texts(self.status, self.bench.locale)

    def check_version(self) -> None:
        """Raise ConflictError unless all is still as it was shown."""
        moved = shown.moved(self.version, self.bench.version(self.message))
        if moved:
            raise MovedError(moved)

    def who(self, action: Action) -> Reviewer:
        """Return who writes, with the desk's key; asked once more under the lock."""
        return Reviewer(user().name, "desk", desk_key(), functools.partial(check, action))

    def write(self, action: Action) -> None:
        """Save the words that were typed; they wait for review."""
        if not all(map(str.strip, self.strings)):
            if len(self.strings) > 1:
                raise SummariesError(_("Each plural form needs words. Fill in all of them."))
            raise SummariesError(_("The field is empty. Write the words first."))
        who = self.who(action)
        try:
            saving.save(
                self.bench.project, self.bench.source, self.bench.locale,
                [(self.status, self.strings)], who.name, clock(), still=who.still,
            )  # fmt: skip
        except SummariesError as error:
            # The field has the words, and the desk its own sentence for a full disk.
            raise (error.__cause__ if isinstance(error.__cause__, OSError) else error) from None

    def again(self) -> None:
        """Read the files again after something was written."""
        self.bench = workshop.load(self.bench.slug, self.bench.locale)
        self.message = self.bench.message(self.message.id)
        self.status = self.bench.status(self.message)

    def keep(self) -> None:
        """Keep what was typed, if it can be kept."""
        if self.changed:
            with contextlib.suppress(sqlite3.Error):
                memory().type(
                    user().name, self.bench.slug, self.bench.locale, self.message.id,
                    self.version, self.strings, self.base,
                )  # fmt: skip

    def forget(self) -> None:
        """Forget what was typed: it is written."""
        with contextlib.suppress(sqlite3.Error):
            memory().forget(user().name, self.bench.slug, self.bench.locale, self.message.id)


class MovedError(ConflictError):
    """Something of a message changed since its form was made: ``parts`` says what."""

    def __init__(self, parts: Sequence[str]) -> None:
        self.parts = parts
        super().__init__(
            _("This sentence changed while it was open. Nothing was written. Look at it again.")
        )


def _numbered(prefix: str) -> tuple[str, ...]:
    texts: list[str] = []
    while (text := request.form.get(f"{prefix}{len(texts)}")) is not None and len(texts) < 10:
        # Browsers send line ends as CRLF.
        texts.append(signatures.normalise(text).rstrip("\n"))
    return tuple(texts)
