"""What checks look at, and what they answer."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct, field

from ...content import plural_rules
from ...content.facts import Fact
from ...content.placeholders import PlaceholderError, Segment, names, parse, without_words
from ...errors import Level
from ..glossary import Term

# “ -29 عاما-”: two dashes that stand against what is between them are no minus.
_DASHES = re.compile(r"(?<!\S)-(?=\d[^-\n]{0,60}\w-(?:[\s.,،]|$))")
_ADDRESS = re.compile(r"(?:https?://|www\.|[\w.+-]+@)[!-~]+")


class Subject(Struct, frozen=True):
    """A message and its texts in one locale, as the checks see them.

    ``language`` is the source's. ``statement`` tells sentences of a summary from the interface's
    labels: a label has no sentences to count. ``glossary`` has the accepted names. ``facts`` are
    the values behind the placeholders, ``with_year`` names the dates that need their year,
    ``evidence`` has the quotes of the article, ``title`` its own headline.
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
    facts: Mapping[str, Fact] = field(default_factory=dict)
    with_year: frozenset[str] = frozenset()
    evidence: tuple[str, ...] = ()
    title: str = ""

    def __hash__(self) -> int:
        # Of what differs between messages; a mapping has no hash.
        return hash((self.locale, self.singular, self.strings))

    def expected(self, index: int) -> list[list[str]]:
        """Return the placeholders, sorted, that form ``index`` may have.

        Those of the singular or of the plural; and without the count where the form stands for one
        number only, which many languages then say in a word (Arabic duals).
        """
        in_source = [
            sorted(names(text)) for text in (self.plural, self.singular) if text is not None
        ]
        if self.count and len(plural_rules.rule(self.locale).examples(index)) == 1:
            in_source += [[name for name in all_ if name != self.count] for all_ in in_source]
        return in_source

    @property
    def translated(self) -> bool:
        """Whether the texts are in another language than the source."""
        return self.locale != self.language

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield each form with the source text it renders: the plural's, or the singular's.

        A form that stands for one number renders the singular. Written forms are placeholders
        here, as they are in the source: their words are a check's own matter.
        """
        for index, text in enumerate(self.strings):
            if not text.strip():
                continue
            source = self.plural or self.singular
            if self.plural and 1 in plural_rules.rule(self.locale).examples(index):
                source = self.singular
            yield source, _plain(text)

    def segments(self) -> Iterator[tuple[int, tuple[Segment, ...]]]:
        """Yield each form with a placeholder that can be read, by its index, in segments."""
        for index, text in enumerate(self.strings):
            if "{" not in text:  # asked of every text that is published or loaded
                continue
            try:
                yield index, parse(text)
            except PlaceholderError:
                continue

    def shown_form(self) -> int:
        """Return the index of the form that the present value of the count selects."""
        fact = self.facts.get(self.count or "")
        if self.plural is None or fact is None or not fact.selects_plural:
            return 0
        return plural_rules.rule(self.locale).index(fact.value)  # type: ignore[arg-type]


def _plain(text: str) -> str:
    try:
        return without_words(text)
    except PlaceholderError:
        return text


def without_addresses(text: str, replacement: str = " ") -> str:
    """Return ``text`` with ``replacement`` for every address of the web or of e-mail.

    >>> without_addresses("Write to press@example.org or see https://example.org/a.", "X")
    'Write to X or see X'
    """
    return _ADDRESS.sub(replacement, text)


def without_dashes(text: str) -> str:
    """Return ``text`` with no dash against a figure where a second one closes what it opened.

    >>> without_dashes("Jane Doe -29 years- left at -3 degrees")
    'Jane Doe - 29 years- left at -3 degrees'
    """
    return _DASHES.sub("- ", text)


Check = Callable[[Subject], Iterator[str]]


class Objection(Struct, frozen=True):
    """What one check holds against a message."""

    check: str
    level: Level
    text: str


def words_only(text: str, replacement: str = " ") -> str:
    """Return ``text`` with ``replacement`` for every placeholder; as it is when braces are wrong.

    >>> words_only("{killed} people died", "X")
    'X people died'
    """
    try:
        return "".join(replacement if s.name else s.text for s in parse(text))
    except PlaceholderError:
        return text
