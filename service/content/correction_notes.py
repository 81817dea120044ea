"""Correction notes: each ``[[corrections]]`` table of a ``summary.toml`` becomes a message.

A note says in words what was wrong in one statement. Its id, ``casualties/2``, names the statement
and the note's number: it is the message's msgctxt, so a signature under the note covers which
sentence it is about. No id of a statement has a slash.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from .article_text import fold
from .messages import NOTE_ID, Message, statement_of
from .summary_file import SummaryFile

KEYS = ("id", "note")
MAX_NOTES = 200
# Readers see it at the sentence: as long as three sentences.
MAX_NOTE = 500


def next_id(statement: str, taken: Iterable[str]) -> str:
    """Return the id of the next note about ``statement``; ``taken`` are ids that were given.

    >>> next_id("casualties", ["casualties/1"])
    'casualties/2'
    """
    matches = filter(None, map(NOTE_ID.fullmatch, taken))
    last = max((int(one[2]) for one in matches if one[1] == statement), default=0)
    return f"{statement}/{last + 1}"


def read(file: SummaryFile) -> Iterator[Message]:
    """Yield the notes of ``[[corrections]]`` as written; what is wrong becomes findings."""
    tables = file.data.get("corrections", [])
    if not isinstance(tables, list) or len(tables) > MAX_NOTES:
        text = f"corrections are at most {MAX_NOTES} [[corrections]] tables"
        file.fail("corrections", text, "corrections")
        return
    taken: set[str] = set()
    for number, table in enumerate(tables, 1):
        if not isinstance(table, dict):
            file.fail("corrections", f"correction {number} is not a table", "corrections")
            continue
        file.only(table, KEYS, f"correction {number}")
        name = table.get("id")
        if not isinstance(name, str) or not NOTE_ID.fullmatch(name) or name in taken:
            text = f'correction {number} needs an id of its own, such as "casualties/1"'
            file.fail("corrections", f"{text}: “summaries correct” gives it one", "corrections")
            continue
        taken.add(name)
        if (note := _note(file, name, table.get("note"))) is not None:
            comment = (
                f"Correction of “{statement_of(name)}”: what was wrong before. Readers see it."
            )
            yield Message(name, note, forms=(note,), comments=(comment,))


def _note(file: SummaryFile, name: str, value: Any) -> str | None:
    text = file.plain(value, "note", MAX_NOTE)
    if text is None:
        return None
    if objection := unfit(text):
        file.fail("corrections", objection, name)
        return None
    return fold(text)


def unfit(text: str) -> str:
    """Say why ``text`` cannot be a note; nothing where it can."""
    if any(bracket in text for bracket in "{}"):
        return "a correction note has no placeholders: figures change, the note stays as it is"
    return ""
