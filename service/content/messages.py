"""Messages as the source defines them: what a translator translates and a reviewer signs."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from .facts import Fact
from .placeholders import names


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a source.

    ``context`` is the msgctxt, ``singular`` and ``plural`` are msgid and msgid_plural.
    ``forms`` are the msgstr forms of the source language's own catalog; ``count`` names the fact
    that chooses the plural form. ``facts`` holds exactly the facts that the texts use,
    ``evidence`` the quotes of the article that they rest on.
    """

    context: str | None
    singular: str
    plural: str | None = None
    forms: tuple[str, ...] = ()
    count: str | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)
    evidence: tuple[str, ...] = ()
    comments: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str | None, str]:
        """What identifies the message in a catalog: msgctxt and msgid."""
        return self.context, self.singular

    @property
    def id(self) -> str:
        """What people call the message: its msgctxt, or its msgid where it has none."""
        return self.context or self.singular

    @property
    def placeholders(self) -> set[str]:
        """The placeholder names that a translation may use."""
        return {name for text in (self.singular, self.plural or "") for name in names(text)}

    def written_facts(self, strings: Iterable[str]) -> tuple[Fact, ...]:  # noqa: ARG002 - to come
        """Return the facts that have a written form in one of ``strings``, by name."""
        return ()


@dataclass(frozen=True, slots=True)
class Source:
    """All messages of one article, or of the interface, and the language they are written in.

    ``domain`` is the gettext domain: the slug of the article, or ``service``. ``whole`` is what the
    signature under an article's headline covers beyond its words, JSON-ready.
    """

    domain: str
    language: str
    messages: tuple[Message, ...]
    whole: Mapping[str, Any] | None = None
