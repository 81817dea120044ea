"""One message of an article in one language as it is shown: words, figures, what changed. Pure."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..content import plural_rules
from ..content.article import HEADLINE
from ..content.messages import Message, statement_of
from ..content.placeholders import PlaceholderError, fill
from ..review import checks, signatures
from ..review.status import MessageStatus
from .comments import Comment

_TOKEN = re.compile(r"\s+|[\u3040-\u30ff\u3400-\u9fff]|\w+|[^\w\s]")
# What turns the direction of a text, and cannot be seen in a field.
_NAMES = {"\u200e": "LRM", "\u200f": "RLM", "\u061c": "ALM"}
_DIRECTIONAL = re.compile(f"([{''.join(_NAMES)}])")
_MOST_TOKENS = 1500


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, and what it is: nothing, ``fact``, ``ins`` or ``del``."""

    text: str
    kind: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One text of a message: its form's numbers, the words, and how readers will see them."""

    index: int
    examples: str
    text: str
    base: str
    reads: tuple[Piece, ...]

    @property
    def marked(self) -> tuple[Piece, ...]:
        """The words with the names of the marks of direction in them; nothing without any."""
        parts = _DIRECTIONAL.split(self.text)
        return (
            tuple(
                Piece(_NAMES.get(part, part), "mark" if part in _NAMES else "")
                for part in parts
                if part
            )
            if len(parts) > 1
            else ()
        )


@dataclass(frozen=True, slots=True)
class Sentence:
    """One message, ready to be shown. ``version`` is of everything in it."""

    status: MessageStatus
    version: str
    brief: bool
    forms: tuple[Form, ...]
    objections: tuple[checks.Objection, ...]
    source: tuple[tuple[Piece, ...], ...]
    source_changed: bool
    source_reads: tuple[tuple[Piece, ...], ...]
    before: tuple[Piece, ...]
    terms: tuple[tuple[str, tuple[str, ...]], ...]
    comments: tuple[Comment, ...]
    typed: bool = False
    base: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()
    moved: tuple[str, ...] = ()

    @property
    def id(self) -> str:
        """The message's id."""
        return self.status.message.id

    @property
    def message(self) -> Message:
        """The message as the source has it."""
        return self.status.message

    @property
    def headline(self) -> bool:
        """Whether it is the headline."""
        return self.status.message.context == HEADLINE

    @property
    def note(self) -> bool:
        """Whether it is a correction note."""
        return bool(statement_of(self.id))

    @property
    def usable(self) -> bool:
        """Whether the catalog has the message as the source has it now, so words can be saved."""
        entry = self.status.entry
        return (
            entry is not None
            and entry.key == self.message.key
            and entry.plural == self.message.plural
        )

    @property
    def questions(self) -> list[Comment]:
        """What was said of it and is not settled."""
        return [comment for comment in self.comments if not comment.settled]

    @property
    def settled(self) -> list[Comment]:
        """What was said of it and is settled."""
        return [comment for comment in self.comments if comment.settled]

    @property
    def warnings(self) -> list[checks.Objection]:
        """What a reviewer can answer. What is said of signatures is no question about the words."""
        return [o for o in self.objections if o.level == "warning" and o.check != "signatures"]

    @property
    def signers(self) -> list[str]:
        """Who signed these words, where it counts."""
        return [signature.name for signature in self.status.signatures]


def texts(status: MessageStatus, locale: str) -> tuple[str, ...]:
    """Return what stands in a message's fields; as many texts as it has forms."""
    message, entry = status.message, status.entry
    if entry is not None and entry.key == message.key and entry.plural == message.plural:
        return tuple(signatures.normalise(text) for text in entry.strings)
    count = 1 if message.plural is None else plural_rules.rule(locale).nplurals
    return ("",) * count


def reads(message: Message, text: str, locale: str, index: int) -> Iterator[Piece]:
    """Yield ``text`` as readers will see it, with a number that takes the plural form ``index``."""

    def value(name: str) -> str:
        fact = message.facts.get(name)
        if name == message.count and fact is not None:
            rule = plural_rules.rule(locale)
            if rule.index(fact.value) != index:  # type: ignore[arg-type]
                return str(rule.examples(index, 3)[-1])
        return message.value(name, locale)

    try:
        for segment in fill(text, value):
            yield Piece(segment.text, "fact" if segment.name else "")
    except PlaceholderError:
        yield Piece(text)


def difference(old: str, new: str) -> Iterator[Piece]:
    """Yield ``new`` word by word, with what it has more and less than ``old``."""
    one, two = _TOKEN.findall(old), _TOKEN.findall(new)
    if old == new or len(one) + len(two) > _MOST_TOKENS:
        yield Piece(new)
        return
    matcher = difflib.SequenceMatcher(None, one, two, autojunk=False)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            yield Piece("".join(two[c:d]))
            continue
        if a < b:
            yield Piece("".join(one[a:b]), "del")
        if c < d:
            yield Piece("".join(two[c:d]), "ins")
