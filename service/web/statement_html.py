"""Statements and their figures as HTML: facts recognisable, everything else escaped."""

from __future__ import annotations

import re

from markupsafe import Markup, escape
from msgspec import structs

from ..content.article import HEADLINE
from ..content.facts import Fact
from ..content.placeholders import Segment, plain
from ..content.ui_strings import LANGUAGE
from ..editions.model import Edition, Statement
from .phrases import bound, breaks
from .request_context import locale

# The ends of a range in digits, with what is written onto them: £33–36, 10–12%, 5:40–11:15.
_JOINED = re.compile(r"(\S*\d[-–～~]\d\S*)")
_BREAK = Markup("<wbr>")


def read(edition: Edition, statement: Statement) -> Markup:
    """Return a statement as HTML."""
    return Markup("").join(_segment(s, statement) for s in edition.read(statement))


def headline(edition: Edition) -> Markup:
    """Return the headline as HTML, with the places where a line may end, or may not."""
    statement = next(s for s in edition.content.statements if s.context == HEADLINE)
    segments = edition.read(statement)
    places = breaks(plain(segments), edition.locale)
    if not places:
        own = (
            s if s.name else structs.replace(s, text=bound(s.text, edition.locale))
            for s in segments
        )
        return Markup("").join(_segment(s, statement) for s in own)
    parts, start = [], 0
    for segment in segments:
        if segment.name is None:
            parts.append(_broken(segment.text, places, start))
        else:  # a figure stays in one piece
            parts += [_BREAK] if start in places else []
            parts.append(_segment(segment, statement))
        start += len(segment.text)
    return Markup('<span class="phrases">{}</span>').format(Markup("").join(parts))


def _broken(text: str, places: frozenset[int], start: int) -> Markup:
    """Return ``text``, which begins at ``start``, with the breaks at ``places``."""
    cuts = [place for place in range(len(text)) if start + place in places]
    pieces = [text[a:b] for a, b in zip([0, *cuts], [*cuts, len(text)], strict=True)]
    return _BREAK.join(pieces)


def _segment(segment: Segment, statement: Statement) -> Markup:
    if segment.name is None:
        return escape(segment.text)
    if fact := statement.facts.get(segment.name):
        return _marked(fact, segment.text)
    return Markup("<bdi>{}</bdi>").format(segment.text)  # the name of the article's publisher


def figure(fact: Fact, text: str | None = None) -> Markup:
    """Return a fact by itself, as ``text`` or as the language of the page writes it."""
    return _marked(fact, fact.render(locale() or LANGUAGE) if text is None else text)


def _marked(fact: Fact, text: str) -> Markup:
    """Return a figure with its value for programs; what a dash joins stays in one line."""
    if not isinstance(fact.value, tuple):
        if fact.kind in ("date", "time"):
            return Markup('<time datetime="{}">{}</time>').format(fact.shown(), text)
        return Markup('<data value="{}">{}</data>').format(fact.shown(), text)
    whole = Markup('<span class="whole">{}</span>')
    # Every second part is what a dash joins.
    parts = [whole.format(p) if i % 2 else p for i, p in enumerate(_JOINED.split(text))]
    return Markup('<data value="{}">{}</data>').format(fact.shown(), Markup("").join(parts))
