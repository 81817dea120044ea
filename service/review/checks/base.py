"""What checks look at, and what they answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from msgspec import Struct

from ...content import plural_rules
from ...content.placeholders import PlaceholderError, names, parse
from ...errors import Level
from ..glossary import Term


class Subject(Struct, frozen=True):
    """A message and its texts in one locale, as the checks see them.

    ``language`` is the source's. ``statement`` tells sentences of a summary from the interface's
    labels: a label has no sentences to count. ``glossary`` has the accepted names.
    """

    locale: str
    singular: str
    plural: str | None
    strings: tuple[str, ...]
    placeholders: frozenset[str]
    count: str | None = None
    language: str = "en"
    statement: bool = False
    glossary: tuple[Term, ...] = ()

    def expected(self, index: int) -> list[list[str]]:
        """Return the placeholders, sorted, that form ``index`` may have.

        Those of the singular or of the plural; and without the count where the form stands for one
        number only, which many languages then say in a word (Arabic duals).
        """
        given = [sorted(names(text)) for text in (self.plural, self.singular) if text is not None]
        if self.count and len(plural_rules.rule(self.locale).examples(index)) == 1:
            given += [[name for name in all_ if name != self.count] for all_ in given]
        return given

    @property
    def translated(self) -> bool:
        """Whether the texts are in another language than the source."""
        return self.locale != self.language

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each form with the source text it renders: the plural's, or the singular's.

        A form that stands for one number renders the singular.
        """
        for index, text in enumerate(self.strings):
            if not text.strip():
                continue
            source = self.plural or self.singular
            if self.plural and 1 in plural_rules.rule(self.locale).examples(index):
                source = self.singular
            yield source, text


Check = Callable[[Subject], Iterator[str]]


class Objection(Struct, frozen=True):
    """What one check holds against a message."""

    check: str
    level: Level
    text: str


def words_only(text: str, replacement: str = " ") -> str:
    """Return ``text`` with every placeholder replaced; as it is when its braces are wrong."""
    try:
        return "".join(replacement if s.name else s.text for s in parse(text))
    except PlaceholderError:
        return text
