"""What other rooms of the program say, in the desk's language: checks, refusals, outcomes.

The command line says the same texts in the language of its user.

They say it in English, and the journal names a question by its English words. So a text is
compared with the patterns of :mod:`service.desk.said`, and what stands in its places goes into the
translation. What no pattern fits stays English, whole; ``tools/said_literals.py`` lists it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from markupsafe import Markup

from . import said as texts
from .language import ENGLISH, current, number_in, text_in

_PLACE = re.compile(r"%\((\w+)\)s")
_NUMBER = "num"
# In these places stands a number with its noun.
_AMOUNTS = frozenset(("errors", "languages", "warnings"))
# In these stands one word; a name in quotation marks can be anything.
_WORDS = frozenset(("again", "all", "count", "locale", "slug"))
_DEPTH = 6  # a line that quotes a refusal that quotes a finding that quotes a value
# What stands in these places is somebody's words, or a name: it is said as it is. So is what
# stands in quotation marks.
_VERBATIM = frozenset(
    ("again", "id", "locale", "name", "names", "new", "old", "path", "quote", "said", "slug",
     "text", "value", "words")
)  # fmt: skip
_PREFIX = re.compile(r"(?!https?:)([^\s“”]+:)(\s+)(.+)", re.DOTALL)
_LEAD = re.compile(r"\w+: +")
_LISTS = ("\n", "; ", ", ")


def _allowed(name: str, *, quoted: bool) -> str:
    """Return the expression for what may stand in a place."""
    if name == _NUMBER:
        return r"\d[\d,]*"
    if name in _AMOUNTS:
        return r"\d+ \w+"
    if quoted:
        return "[^“”]+?"
    return r"\S+" if name in _WORDS else ".+?"


@dataclass(frozen=True)
class Pattern:
    """One text with places: ``%(num)s`` is a number that the words agree with."""

    text: str
    singular: str
    plural: str | None = None

    @cached_property
    def literals(self) -> tuple[str, ...]:
        """What stands between the places, the longest first."""
        return tuple(sorted(filter(None, _PLACE.split(self.text)[::2]), key=len, reverse=True))

    @cached_property
    def regex(self) -> re.Pattern[str]:
        """The text as an expression with a group for each place."""
        pattern, parts = "", _PLACE.split(self.text)
        for literal, name in zip(parts[::2], [*parts[1::2], ""], strict=True):
            pattern += re.escape(literal)
            # A name in quotation marks ends with them: else one sentence fits another's beginning.
            quoted = literal.endswith("“")
            pattern += f"(?P<{name}>{_allowed(name, quoted=quoted)})" if name else ""
        return re.compile(pattern, re.DOTALL)

    @cached_property
    def verbatim(self) -> frozenset[str]:
        """The places whose content is said as it is."""
        return _VERBATIM.union(re.findall(r"“%\((\w+)\)s”", self.text))

    def match(self, text: str) -> Mapping[str, str] | None:
        """Return what stands in the places, where ``text`` fits."""
        if not all(literal in text for literal in self.literals):
            return None  # before anything is compiled: there are hundreds of patterns
        match = self.regex.fullmatch(text)
        return match.groupdict() if match else None

    def in_language(self, locale: str, values: Mapping[str, str]) -> str:
        """Return the text in ``locale``, its places still in it; ``values`` have its number."""
        if self.plural is None:
            return text_in(self.singular, locale)
        number = int(values[_NUMBER].replace(",", ""))
        return number_in(self.singular, self.plural, number, locale)


@lru_cache(maxsize=1)
def patterns() -> tuple[Pattern, ...]:
    """Return all patterns, the most particular first: the first that fits is taken."""
    known = [Pattern(text, text) for text in texts.TEXTS]
    known += [Pattern(text, pair[0], pair[1]) for pair in texts.COUNTED for text in pair]
    return tuple(sorted(known, key=lambda one: -sum(map(len, one.literals))))


@lru_cache(maxsize=1)
def _leads() -> Mapping[str, Pattern]:
    """Return the patterns of one word, a colon, and what it is about, by these words."""
    return {
        pattern.literals[0]: pattern
        for pattern in patterns()
        if len(pattern.literals) == 1 and _LEAD.fullmatch(pattern.text.partition("%")[0])
    }


def _fitting(text: str) -> tuple[Pattern, Mapping[str, str]] | None:
    lead = _LEAD.match(text)
    if lead and (first := _leads().get(lead[0])) and (values := first.match(text)) is not None:
        return first, values  # “Error: ” stands before whatever is wrong
    for pattern in patterns():
        if (values := pattern.match(text)) is not None:
            return pattern, values
    return None


def fits(text: str) -> str | None:
    """Return the pattern that ``text`` fits; None where there is none."""
    fitting = _fitting(text)
    return fitting and fitting[0].text


def translated(text: str) -> str | None:
    """Return ``text`` in the language of this answer; None where it has none but English."""
    return _translated(text, current(), _DEPTH)


@lru_cache(maxsize=4096)
def _translated(text: str, locale: str, depth: int) -> str | None:
    if locale == ENGLISH or not depth:
        return None
    body = text.strip()
    if body != text:
        inner = _translated(body, locale, depth) if body else None
        return inner and text.replace(body, inner, 1)
    lines = text.split("\n")
    if len(lines) > 1 and all(each := list(_parts(lines, locale, depth - 1))):
        return "\n".join(filter(None, each))
    if (fitting := _fitting(text)) is None:
        return _composed(text, locale, depth - 1)
    pattern, values = fitting
    now = pattern.in_language(locale, values)
    return None if now == pattern.text else _filled(now, pattern, values, locale, depth)


def _filled(text: str, pattern: Pattern, values: Mapping[str, str], locale: str, depth: int) -> str:
    """Put values, translated where they are texts themselves, into the places of ``text``."""
    now = {
        name: value if name in pattern.verbatim else _translated(value, locale, depth - 1) or value
        for name, value in values.items()
    }
    return _PLACE.sub(lambda place: now[place[1]], text)


def _composed(text: str, locale: str, depth: int) -> str | None:
    """Return a text that is several, each in ``locale``; None where one of them is not known.

    Several are joined by line breaks, semicolons or commas; a file or a name can stand before one.
    """
    for joint in _LISTS:
        parts = text.split(joint)
        if len(parts) > 1:
            now = list(_parts(parts, locale, depth))
            if joint == "\n" or all(now):
                if not any(now):
                    return None
                return joint.join(new or old for new, old in zip(now, parts, strict=True))
    if (match := _PREFIX.fullmatch(text)) and (rest := _translated(match[3], locale, depth)):
        return match[1] + match[2] + rest
    return None


def _parts(parts: list[str], locale: str, depth: int) -> Iterator[str | None]:
    return (_translated(part, locale, depth) for part in parts)


def in_language(text: str, locale: str) -> str:
    """Return ``text`` in ``locale``, one of the desk's languages; in English where it has none."""
    return _translated(text, locale, _DEPTH) or text


def said(text: str) -> str:
    """Return ``text`` as the page says it: in the reader's language where that is known."""
    return translated(text) or text


def shown(text: str) -> Markup:
    """Return ``text`` as markup, which says that it is English where it is not translated."""
    if (translation := translated(text)) is not None:
        return Markup('<span dir="auto">{}</span>').format(translation)
    return Markup('<span lang="en" dir="ltr">{}</span>').format(text)
