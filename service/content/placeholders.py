"""Placeholders in message texts: ``{name}``, and ``{{`` and ``}}`` for literal braces.

Nothing here calls ``str.format``: a translator's text is data. Everything that ``str.format``
would accept beyond a plain lower-case name (attributes, indexes, conversions, format
specifications, nesting, positions) is refused.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct

# Every alternative begins with a character of its own, so that re skips to the next of those.
_TOKEN = re.compile(r"\{(?:\{|([a-z][a-z0-9_]*)\})|\}\}|\{|\}|\uff5b|\uff5d")


class PlaceholderError(ValueError):
    """A text has a brace that is not a plain placeholder."""


class Segment(Struct, frozen=True):
    """A stretch of a text: literal, or (with ``name``) the value of a placeholder."""

    text: str
    name: str | None = None


@lru_cache(maxsize=2048)
def parse(text: str) -> tuple[Segment, ...]:
    """Split ``text`` into literal stretches and placeholders.

    Placeholder segments have the name as their text. Raises :class:`PlaceholderError` for a brace
    that is neither doubled nor part of ``{name}``, full-width braces included.
    """
    segments: list[Segment] = []
    literal: list[str] = []
    position = 0
    for match in _TOKEN.finditer(text):
        literal.append(text[position : match.start()])
        position = match.end()
        token, name = match.group(0, 1)
        if len(token) == 1:
            excerpt = text[match.start() : match.start() + 30]
            raise PlaceholderError(
                f"the brace at “{excerpt}” is not a placeholder: "
                "write {name} with a name that the source has, or {{ and }} for the characters"
            )
        if name:
            if any(literal):
                segments.append(Segment("".join(literal)))
            segments.append(Segment(name, name))
            literal = []
        else:
            literal.append(token[0])
    literal.append(text[position:])
    if any(literal):
        segments.append(Segment("".join(literal)))
    return tuple(segments)


@lru_cache(maxsize=2048)
def names(text: str) -> tuple[str, ...]:
    """Return the placeholder names of ``text`` in order, repeats included.

    Raises :class:`PlaceholderError` as :func:`parse` does.
    """
    found = _TOKEN.findall(text)  # the names, and nothing where other braces stand
    if not all(found):
        parse(text)
    return tuple(filter(None, found))


def fill(text: str, value: Callable[[str], str]) -> Iterable[Segment]:
    """Yield the segments of ``text``, placeholders replaced in one pass by ``value(name)``."""
    for segment in parse(text):
        yield Segment(value(segment.name), segment.name) if segment.name else segment
