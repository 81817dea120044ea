"""What people say and ask about sentences, in an article's journal, until it is settled. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from dataclasses import dataclass

from ..review.journal import Line

# Kinds of lines. What is settled are the comments about the same sentence that stand before.
COMMENT, SETTLED = "comment", "settled"


@dataclass(frozen=True, slots=True)
class Comment:
    """What somebody said about a sentence in ``locale``; ``settled`` is who closed it, if any."""

    locale: str
    message: str
    name: str
    at: datetime.datetime
    text: str
    settled: str = ""


def read(lines: Iterable[Line]) -> list[Comment]:
    """Return the comments in the ``lines`` of a journal, in their order."""
    settled: list[Comment] = []
    waiting: dict[tuple[str, str], list[Comment]] = {}
    for line in lines:
        if line.kind not in (COMMENT, SETTLED):
            continue
        locale, message, text = (line.fields.get(key) for key in ("locale", "message", "text"))
        if not isinstance(locale, str) or not isinstance(message, str):
            continue
        if line.kind == SETTLED:
            settled += [
                Comment(c.locale, c.message, c.name, c.at, c.text, line.name)
                for c in waiting.pop((locale, message), ())
            ]
        elif isinstance(text, str):
            comment = Comment(locale, message, line.name, line.at, text)
            waiting.setdefault((locale, message), []).append(comment)
    left = [comment for several in waiting.values() for comment in several]
    return sorted([*settled, *left], key=lambda comment: comment.at)
