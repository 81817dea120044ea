"""The article's own text for its page: what readers may see of it, with the quotes highlighted."""

from __future__ import annotations

from functools import lru_cache

from ..content import evidence
from ..content.evidence import Passage
from ..editions.model import Edition
from .request_context import ordered

# A statement's id, and its passages of the article.
Quotes = tuple[tuple[str, tuple[str, ...]], ...]


def quotes_of(edition: Edition) -> Quotes:
    """Return the passages that each statement rests on, in the order of the page."""
    return tuple((statement.id, statement.evidence) for statement in ordered(edition))


# The editions of one article rest on the same quotes: looking for them once is enough for all.
@lru_cache(maxsize=16)
def statements_quoted(text: str, quotes: Quotes) -> frozenset[str]:
    """Return the ids of the statements with a passage that ``text`` has."""
    return evidence.statements_quoted(text, dict(quotes))


@lru_cache(maxsize=16)
def paragraphs(text: str, quotes: Quotes, everything: bool, title: str) -> list[list[Passage]]:
    """Return ``text``, the article, as readers may see it: ``everything``, or the quoted passages.

    ``title`` is the article's own, if its text begins with it; then it is shown in any case.
    """
    highlighted = evidence.highlight(text, dict(quotes))
    if everything:
        return highlighted
    head, rest = (highlighted[:1], highlighted[1:]) if title else ([], highlighted)
    return head + evidence.quotes_only(rest)
