"""Messages as the source defines them: what a translator translates and a reviewer signs."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

from .facts import Fact
from .placeholders import PlaceholderError, names, written_forms

# The one placeholder that is no fact: the outlet's name, the same text in every language.
OUTLET = "outlet"
# The id of a correction note: the statement's, and the note's number.
NOTE_ID = re.compile(r"([a-z][a-z0-9-]*)/([1-9][0-9]{0,3})")


def statement_of(name: str) -> str:
    """Return the id of the statement that the message ``name`` is a correction note about.

    Nothing where the message is no correction note.

    >>> statement_of("hurt/1"), statement_of("hurt")
    ('hurt', '')
    """
    match = NOTE_ID.fullmatch(name)
    return match[1] if match else ""


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a source.

    ``context`` is the msgctxt, ``singular`` and ``plural`` are msgid and msgid_plural: they have
    plain placeholders only. ``forms`` are the msgstr forms of the source language's own catalog,
    with the source's written forms; ``count`` names the fact that chooses the plural form.
    ``facts`` holds exactly the facts that the texts use, ``texts`` the placeholders that are texts
    (``outlet``), ``evidence`` the quotes of the article that they rest on. ``with_year`` names the
    dates that are in another year than the article. ``brief`` says whether the statement is part
    of the brief; ``title`` is the article's own headline.
    """

    context: str | None
    singular: str
    plural: str | None = None
    forms: tuple[str, ...] = ()
    count: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()
    texts: Mapping[str, str] = field(default_factory=dict)
    with_year: frozenset[str] = frozenset()
    brief: bool = False
    title: str = ""

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies the message in a catalog: msgctxt and msgid."""
        return self.context, self.singular

    @property
    def id(self) -> str:
        """What people call the message: its msgctxt, or its msgid where it has none."""
        return self.context or self.singular

    @property
    def is_note(self) -> bool:
        """Whether this is a correction note, and no part of the summary."""
        return bool(statement_of(self.context or ""))

    @property
    def placeholders(self) -> frozenset[str]:
        """The placeholder names that a translation may use."""
        return placeholders_of(self.singular, self.plural)

    def value(self, name: str, locale: str) -> str:
        """Return what ``{name}`` shows in ``locale``; the placeholder where it has no value."""
        if name in self.facts:
            return self.facts[name].render(locale)
        return self.texts.get(name, f"{{{name}}}")

    def written_facts(self, strings: Iterable[str]) -> tuple[Fact, ...]:
        """Return the facts that have a written form in one of ``strings``, by name.

        A mark under such words covers these facts whole: words do not follow a corrected value.
        A text that is broken has none: the checks refuse it, and nobody can sign it.
        """
        written: set[str | None] = set()
        for text in strings:
            with contextlib.suppress(PlaceholderError):
                written |= {form.name for form in written_forms(text)}
        if not written:
            return ()
        return tuple(self.facts[name] for name in sorted(self.facts) if name in written)


@lru_cache(maxsize=256)  # asked for each of the languages
def placeholders_of(singular: str, plural: str | None) -> frozenset[str]:
    """Return the placeholder names in the ``singular`` and the ``plural`` text of a source.

    Raises PlaceholderError for a text that is broken.
    """
    return frozenset(name for text in (singular, plural or "") for name in names(text))


@dataclass(frozen=True, slots=True)
class Source:
    """All messages of one article, or of the interface, and the language they are written in.

    ``domain`` is the gettext domain: the slug of the article, or ``service``. The messages stand
    in the summary's order, the headline first, correction notes last. ``whole`` is what the
    signature under an article's headline covers beyond its words, JSON-ready.
    """

    domain: str
    language: str
    messages: tuple[Message, ...]
    whole: Mapping[str, Any] | None = None

    @property
    def summary(self) -> tuple[Message, ...]:
        """The messages of the summary: all but the correction notes."""
        return tuple(m for m in self.messages if not m.is_note)

    @property
    def needed(self) -> tuple[Message, ...]:
        """The messages without which nothing goes up: headline and brief; all of the interface's.

        A summary that names no brief has none of its statements to spare.
        """
        messages = self.summary
        if not any(message.brief for message in messages):
            return messages
        return tuple(m for i, m in enumerate(messages) if m.brief or i == 0)
