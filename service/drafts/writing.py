"""Put articles and proposals into the workshop: never over a person's work, never signed."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from .. import catalog, review
from ..catalog import Edit
from ..files import locked, read_text, write_bytes
from ..finding import SummariesError
from ..review import Note
from ..update import update
from ..workshop import Workshop
from .proposal import Proposal, digest, to_toml


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the messages that were left alone because people had been at them."""

    paths: tuple[Path, ...]
    left: tuple[str, ...]


def add_article(workshop: Workshop, slug: str, text: str) -> Path:
    """Make the folder of a new article with its text, and return the folder.

    Raises :class:`SummariesError` when the article is there already with another text.
    """
    folder = workshop.articles / slug
    path = folder / "article.txt"
    folder.mkdir(parents=True, exist_ok=True)
    with locked(folder):
        if path.exists() and read_text(path, f"{slug}/article.txt") != text:
            raise SummariesError(
                f"there is another article “{slug}” already: name this one with --slug"
            )
        if not path.exists():
            write_bytes(path, text.encode())
    return folder


def write_summary(workshop: Workshop, slug: str, content: str) -> Path:
    """Write ``summary.toml`` in the folder of ``slug``, unless a person's is there.

    A draft that nobody changed gives way to a new one. Raises :class:`SummariesError` otherwise.
    """
    path = workshop.articles / slug / "summary.toml"
    with locked(path.parent):
        if path.exists() and not _untouched(read_text(path, f"{slug}/summary.toml")):
            raise SummariesError(
                f"{slug}/summary.toml is somebody's work: nothing was written. "
                "Move it away to draft anew"
            )
        write_bytes(path, content.encode())
    return path


def write(workshop: Workshop, slug: str, proposal: Proposal) -> Written:
    """Write a proposal: the summary, and its catalog in the article's language, all of it fuzzy.

    Raises :class:`SummariesError` when somebody worked on the summary already.
    """
    path = write_summary(workshop, slug, to_toml(proposal))
    source = workshop.source(slug)
    changed = update(workshop, source, [source.language])
    note = str(Note("draft", proposal.engine, proposal.date.isoformat()))
    left: list[str] = []

    def mark(found: catalog.Catalog) -> tuple[dict[tuple[str | None, str], Edit], tuple[()]]:
        edits = {}
        for message in source.messages:
            entry = found.get(message.key)
            if entry is None:
                continue
            if review.marks(entry.comments):
                left.append(message.id)
                continue
            kept = [
                c for c in entry.comments if not any(n.kind == "draft" for n in review.notes([c]))
            ]
            edits[entry.key] = Edit(comments=[*kept, note], fuzzy=True)
        return edits, ()

    target = workshop.path(slug, source.language)
    catalog.edit(
        target, workshop.shown(slug, source.language), source.language, mark, root=workshop.locales
    )
    return Written((path, *changed), tuple(left))


def _untouched(content: str) -> bool:
    """Tell whether a ``summary.toml`` is empty of statements, or a draft as it was written."""
    try:
        data: dict[str, Any] = tomllib.loads(content)
    except tomllib.TOMLDecodeError:
        return False
    statements = data.get("statements")
    if not statements:
        return "draft" in data or "facts" not in data
    draft = data.get("draft")
    if not isinstance(draft, dict) or not isinstance(statements, list):
        return False
    try:
        words = [(s["id"], s["text"], list(s["evidence"])) for s in statements]
    except (KeyError, TypeError):
        return False
    return draft.get("digest") == digest(str(data.get("headline")), words)
