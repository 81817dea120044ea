"""What a machine can hold against a message. Each check is one short function; nothing is hidden.

A check takes a :class:`Subject` and yields what is wrong in plain sentences. Checks of level
``error`` keep a message from being signed and an edition from being published, whatever marks it
carries; a ``warning`` is shown to the reviewer.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from html.entities import html5

from . import plurals
from .finding import Level
from .placeholder import PlaceholderError, names

# Invisible characters that text may need: directional marks (not overrides), soft hyphen, word
# joiner, and in the scripts whose shaping uses them the joiners.
_ALLOWED_FORMAT = frozenset("\u200e\u200f\u061c\u00ad\u2060")
_JOINERS = frozenset("\u200c\u200d")
_JOINING_SCRIPTS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "ORIYA",
                    "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MONGOLIAN")  # fmt: skip
_TAG = re.compile(r"<\s*(?:[/!?]\s*)?[A-Za-z]|<!")
_REFERENCE = re.compile(r"&(#\d+|#[xX][0-9A-Fa-f]+|[A-Za-z][A-Za-z0-9]*);")


@dataclass(frozen=True, slots=True)
class Subject:
    """A message and its texts in one locale, as the checks see them."""

    locale: str
    singular: str
    plural: str | None
    strings: tuple[str, ...]
    placeholders: frozenset[str]
    count: str | None = None

    def expected(self, index: int) -> list[Counter[str]]:
        """Return the placeholder counts that form ``index`` may have.

        Those of the singular or of the plural; and without the count where the form stands for one
        number only, which many languages then say in a word (Arabic duals).
        """
        counts = [Counter(names(text)) for text in (self.plural, self.singular) if text is not None]
        if self.count and len(plurals.rule(self.locale).examples(index)) == 1:
            counts += [Counter({n: c for n, c in k.items() if n != self.count}) for k in counts]
        return counts


Check = Callable[[Subject], Iterator[str]]


def empty(subject: Subject) -> Iterator[str]:
    """Every form has text."""
    for index, text in enumerate(subject.strings):
        if not text.strip():
            yield f"form {index} is empty" if subject.plural else "the translation is empty"


def plural_forms(subject: Subject) -> Iterator[str]:
    """There are exactly the forms that the language has."""
    expected = plurals.rule(subject.locale).nplurals if subject.plural is not None else 1
    if len(subject.strings) != expected:
        yield f"has {len(subject.strings)} forms, {subject.locale} has {expected}"


def placeholders(subject: Subject) -> Iterator[str]:
    """Placeholders are plain names, the source's own, each as often as in the source."""
    for index, text in enumerate(subject.strings):
        if not text.strip():
            continue
        try:
            given = Counter(names(text))
        except PlaceholderError as error:
            yield str(error)
            continue
        allowed = subject.expected(index)
        if given in allowed:
            continue
        expected = allowed[0]
        for name in sorted((given - expected).keys() | (expected - given).keys()):
            if name not in subject.placeholders:
                yield f"{{{name}}} is not a placeholder of the source"
            elif not given[name]:
                yield f"{{{name}}} is missing"
            else:
                yield f"{{{name}}} stands {given[name]} times, in the source {expected[name]}"


def conversions(subject: Subject) -> Iterator[str]:
    """Nothing looks like another language's placeholder (``%s``, ``%(name)s``, ``${name}``)."""
    pattern = re.compile(r"%\([A-Za-z_]\w*\)[a-z]|%[sdifr](?![^\W\d_])|\$\{")
    allowed = set(pattern.findall(subject.singular + (subject.plural or "")))
    for text in subject.strings:
        for found in pattern.findall(text):
            if found not in allowed:
                yield f"“{found}” is not a placeholder here: use {{name}}"


def markup(subject: Subject) -> Iterator[str]:
    """Texts are plain text: no tags, no character references."""
    for text in subject.strings:
        found = [match.group() for match in _TAG.finditer(text)]
        found += [
            match.group()
            for match in _REFERENCE.finditer(text)
            if match[1].startswith("#") or f"{match[1]};" in html5
        ]
        for excerpt in found:
            yield f"“{excerpt}” begins markup: write plain text"


def controls(subject: Subject) -> Iterator[str]:
    """No control character, bidirectional override or invisible character that hides something."""
    for text in subject.strings:
        for position, character in enumerate(text):
            category = unicodedata.category(character)
            if character in "\n\t":
                bad = character not in subject.singular
            elif category == "Cf":
                bad = character not in _ALLOWED_FORMAT and not (
                    character in _JOINERS and _joins(text, position)
                )
            else:
                bad = category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")
            if bad:
                name = unicodedata.name(character, "control character")
                yield f"U+{ord(character):04X} ({name}) is not allowed: remove it"


def _joins(text: str, position: int) -> bool:
    around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
    return any(unicodedata.name(c, "").startswith(_JOINING_SCRIPTS) for c in around)


CHECKS: dict[str, tuple[Level, Check]] = {
    "empty": ("error", empty),
    "plural-forms": ("error", plural_forms),
    "placeholders": ("error", placeholders),
    "conversions": ("error", conversions),
    "markup": ("error", markup),
    "controls": ("error", controls),
}


@dataclass(frozen=True, slots=True)
class Objection:
    """What one check holds against a message."""

    check: str
    level: Level
    text: str


def run(subject: Subject) -> list[Objection]:
    """Run every check over ``subject`` and return all objections."""
    return [
        Objection(name, level, text)
        for name, (level, check) in CHECKS.items()
        for text in dict.fromkeys(check(subject))
    ]


def blocking(subject: Subject) -> list[Objection]:
    """Return the objections that keep the message from readers."""
    return [objection for objection in run(subject) if objection.level == "error"]
