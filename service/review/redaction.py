"""Take words, or a person's name, out of journals: a court's order, a person's right.

What stays of a line is its digest, its place in the graph, and what its effect rests on; a
``redacted`` line says who had the words taken out, when and why (see :mod:`service.review.journal`,
which keeps them out of what is read from then on).
"""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from ..errors import InputError, SummariesError
from ..files import read_bytes
from . import journal
from .journal import Line, LineError
from .keys import PrivateKey

# Characters: anything shorter stands in half of all sentences.
SHORTEST = 3
MAX_REASON = 500
# So many lines are named by one redaction: some 250 bytes each, far below a line's most.
_AT_ONCE = 5000
# Bytes of a file that is looked into for words that stand elsewhere.
_MAX_FILE = 32 * 1024 * 1024


def check(texts: Sequence[str], reason: str, name: str) -> None:
    """Raise SummariesError unless ``texts`` can be taken out for ``reason`` by ``name``."""
    if short := [text for text in texts if len(text.strip()) < SHORTEST]:
        raise SummariesError(f"“{short[0]}” is too short: give at least {SHORTEST} characters")
    if not reason.strip() or len(reason) > MAX_REASON:
        raise SummariesError(f"say why, in at most {MAX_REASON} characters: --reason")
    if journal.mentions([reason, name], texts):
        raise SummariesError(
            "the reason, or the name of who redacts, has the very words that are to go: they would "
            "stay in the note; word it without them"
        )


def slugs(folder: Path) -> list[str]:
    """Return the articles that have a journal in ``folder``, sorted."""
    with contextlib.suppress(OSError):
        return sorted(path.stem for path in folder.glob(f"*{journal.ENDING}"))
    return []


def lines(folder: Path, slug: str, texts: Sequence[str]) -> list[Line]:
    """Return the lines of ``slug``'s journal in ``folder`` in which one of ``texts`` stands.

    Raises InputError when the journal cannot be read.
    """
    return [
        line
        for line in journal.read(folder, slug).lines
        if journal.mentions([line.name, dict(line.fields)], texts)
    ]


def remainders(
    folder: Path, slug: str, redacted: Iterable[Line], texts: Sequence[str]
) -> list[dict[str, Any]]:  # fmt: skip
    """Return what stays of the lines ``redacted`` of a journal in ``folder`` without ``texts``.

    Raises SummariesError where the words are part of that, such as a message's id.
    """
    try:
        return [journal.remainder(line, texts) for line in redacted]
    except LineError as error:
        raise SummariesError(f"{journal.shown(folder, slug)}: {error}") from error


def redact(
    folder: Path, slug: str, texts: Sequence[str], name: str, at: datetime.datetime, reason: str,
    key: PrivateKey | None = None,
) -> int:  # fmt: skip
    """Take ``texts`` out of ``slug``'s journal in ``folder``; return how many lines lost words.

    ``name`` is who does it and ``reason`` a sentence why, for the journal. The note is on the disk
    before the words go, and lines that cannot be used go whole. Raises SummariesError as
    :func:`remainders` does, OSError when the file cannot be written.
    """
    left = remainders(folder, slug, lines(folder, slug, texts), texts)
    for start in range(0, len(left), _AT_ONCE):
        fields = {"reason": reason, "lines": left[start : start + _AT_ONCE]}
        journal.append(folder, slug, journal.REDACTED, name, at, fields, key)
    return max(journal.take_out(folder, slug, texts), len(left))


def elsewhere(folders: Iterable[Path], texts: Sequence[str]) -> Iterator[Path]:
    """Yield the files below ``folders`` that still have one of ``texts`` in them, sorted."""
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            if any(part == ".git" for part in path.parts):
                continue
            with contextlib.suppress(InputError):
                content = read_bytes(path, path.name, most=_MAX_FILE).decode(errors="replace")
                if journal.mentions(content, texts):
                    yield path
