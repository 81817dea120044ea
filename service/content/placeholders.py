r"""Placeholders in message texts: ``{name}``, and ``[words]({name})`` with a translator's words.

``{{`` and ``}}`` write braces, ``\[`` writes a bracket and, where one of these follows, ``\\`` a
backslash. The words are a *written form* of the value: readers see them in its place.

Nothing here calls ``str.format``: a translator's text is data. Everything that ``str.format``
would accept beyond a plain lower-case name (attributes, indexes, conversions, format
specifications, nesting, positions) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct

from .unsafe_characters import forbidden

# "the first nine months of the year 2027" has 38.
MAX_WORDS = 60

_NAME = r"[a-z][a-z0-9_]*"
_WORDS = rf"[^\[\]{{}}<>\\\r\n\t\uff5b\uff5d]{{1,{MAX_WORDS}}}"
# A written form as it stands in a text: words, name. Skip what a backslash makes plain first.
WRITTEN_FORM = rf"\[({_WORDS})\]\(\{{({_NAME})\}}\)"
ESCAPE = r"\\[\[\\]"
# Every alternative begins with a character of its own, so that re skips to the next of those, and
# what may follow is bounded or in nobody else's way: the time is linear, whatever the text.
_TOKEN = re.compile(
    rf"\{{(?:\{{|({_NAME})\}})|\[(?:({_WORDS})\]\(\{{({_NAME})\}}\))?|\\[\[\\]|\}}\}}|\{{|\}}"
    r"|[\uff5b\uff5d]|[\]\uff3d](?=[(\uff08][{\[])"
)
_BRACE = re.compile(rf"\{{(?:\{{|({_NAME})\}})|\}}\}}|\{{|\}}|\uff5b|\uff5d")


class PlaceholderError(ValueError):
    """A text has a brace or bracket that is not part of a plain placeholder."""


class Segment(Struct, frozen=True):
    """A stretch of a text: literal, or (with ``name``) a placeholder.

    ``words`` are those of a written form, None where the value is written by the rules of the
    language.
    """

    text: str
    name: str | None = None
    words: str | None = None


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Segment, ...]:
    """Split ``text`` into literal stretches and placeholders.

    Placeholder segments have the name as their text. Raises :class:`PlaceholderError` for a brace
    that is neither doubled nor part of ``{name}``, full-width braces included, and for a bracket
    that neither has a backslash before it nor is part of ``[words]({name})``.
    """
    segments: list[Segment] = []
    literal: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        literal.append(text[position : match.start()])
        position = match.end()
        token, name, words, written = match.group(0, 1, 2, 3)
        if len(token) == 1:
            raise PlaceholderError(_complaint(text, match.start()))
        if words and (problem := _unfit(words)):
            raise PlaceholderError(f"the written form “{words}” {problem}")
        if name or written:
            if any(literal):
                segments.append(Segment("".join(literal)))
            segments.append(Segment(name or written, name or written, words))
            literal = []
        else:
            literal.append(token[-1])
    literal.append(text[position:])
    if any(literal):
        segments.append(Segment("".join(literal)))
    return tuple(segments)


def _unfit(words: str) -> str | None:
    """Return what is wrong with the words of a written form, if anything is."""
    if words != words.strip():
        return "begins or ends with a space: put it outside the brackets"
    if hidden := next(forbidden(words), None):
        return f"has {hidden} in it: remove it"
    return None


def _complaint(text: str, at: int) -> str:
    """Say what is wrong with the brace or bracket at ``at``."""
    excerpt = text[at : at + 30]
    if text[at] not in "[]\uff3d":
        return (
            f"the brace at “{excerpt}” is not a placeholder: "
            "write {name} with a name that the source has, or {{ and }} for the characters"
        )
    return (
        f"the bracket at “{excerpt}” is no written form: write [words]({{name}}) with at most "
        f"{MAX_WORDS} characters, without brackets, braces or line breaks in the words; "
        "or \\[ for the character"
    )


def write(segments: Iterable[Segment]) -> str:
    """Return the text that :func:`parse` splits into ``segments``."""
    return "".join(map(_written, segments))


def _written(segment: Segment) -> str:
    if segment.name is None:
        plain = segment.text.replace("\\", "\\\\").replace("[", "\\[")
        return plain.replace("{", "{{").replace("}", "}}")
    return (
        f"{{{segment.name}}}" if segment.words is None else f"[{segment.words}]({{{segment.name}}})"
    )


@lru_cache(maxsize=2048)
def names(text: str) -> tuple[str, ...]:
    """Return the placeholder names of ``text`` in order, repeats included.

    Raises :class:`PlaceholderError` as :func:`parse` does.

    >>> names("{count} of [them]({day})")
    ('count', 'day')
    """
    if "[" in text or "]" in text or "\uff3d" in text:
        return tuple(segment.name for segment in parse(text) if segment.name)
    braced = _BRACE.findall(text)  # the names, and nothing where other braces stand
    if not all(braced):
        parse(text)
    return tuple(filter(None, braced))


def written_forms(text: str) -> tuple[Segment, ...]:
    """Return the written forms of ``text`` in order. Raises :class:`PlaceholderError`."""
    if "](" not in text:
        return ()
    return tuple(segment for segment in parse(text) if segment.words is not None)


def without_words(text: str) -> str:
    """Return ``text`` with ``{name}`` where it has a written form, as msgids have it.

    Raises :class:`PlaceholderError`.

    >>> without_words("on [Tuesday]({day})")
    'on {day}'
    """
    if "](" not in text:
        return text
    return write(Segment(s.text, s.name) for s in parse(text))


def fill(text: str, value: Callable[[str], str]) -> Iterable[Segment]:
    """Yield the segments of ``text`` as readers see them, in one pass.

    Placeholders show ``value(name)``, written forms their words; both carry the name. A value that
    ends with a full stop ("10:05 a.m.") shares it with the sentence that ends there.
    """
    stopped = False
    for segment in parse(text):
        if segment.name is None:
            shared = stopped and re.match(r"\.(?!\.)", segment.text)
            if rest := segment.text[1:] if shared else segment.text:
                yield Segment(rest)
            stopped = False
            continue
        written = value(segment.name) if segment.words is None else segment.words
        yield Segment(written, segment.name, segment.words)
        stopped = written.endswith(".")


def plain(segments: Iterable[Segment]) -> str:
    """Return the segments of a text as one text.

    >>> plain(fill("{count} people", lambda name: "1,200"))
    '1,200 people'
    """
    return "".join(segment.text for segment in segments)
