"""Put articles and proposals into the workshop: never over a person's work, never signed."""

from __future__ import annotations

import datetime
import gzip
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tomlkit.items import Table

from .. import catalog
from ..catalog import Edit, Entry
from ..content.messages import Message, Source
from ..content.toml_text import parse_toml
from ..errors import InputError, SummariesError
from ..files import made_folder, read_text, write_bytes
from ..processes import locked
from ..review import marks, renames, signatures
from ..review.marks import Note
from ..review.merge_source import update
from ..review.project import Project
from .proposal import Proposal, digest, to_toml
from .translate import Translation

PAGE = "article.html.gz"


@dataclass(frozen=True, slots=True)
class Written:
    """What was written, and the messages that were left alone because people had been at them."""

    paths: tuple[Path, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Openness:
    """Messages that a draft may be written for, and the names of those that are people's."""

    free: tuple[Message, ...]
    left: tuple[str, ...]


def add_article(project: Project, slug: str, text: str, page: bytes | None = None) -> Path:
    """Make the folder of a new article with its ``text``, and return the folder.

    ``page``, where the text came from one, is kept beside it as ``article.html.gz``: everything can
    be taken from it again. Raises :class:`SummariesError` when the article is there already with
    another text, or when the name is that of one that was removed or renamed.
    """
    folder = project.articles / slug
    path = folder / "article.txt"
    if not path.exists() and (objection := renames.given_away(project.journal, slug)):
        raise SummariesError(objection)
    with made_folder(folder), locked(folder):
        if path.exists() and read_text(path, f"{slug}/article.txt", project.articles) != text:
            raise SummariesError(
                f"there is another article “{slug}” already: name this one with --slug"
            )
        if not path.exists():
            _add(path, text, page)
    return folder


def _add(path: Path, text: str, page: bytes | None) -> None:
    """Write an article's text and its page, or neither."""
    kept = path.with_name(PAGE)
    try:
        if page is not None:
            write_bytes(kept, gzip.compress(page, mtime=0))
        write_bytes(path, text.encode())
    except OSError:
        kept.unlink(missing_ok=True)
        raise


def write_summary(project: Project, slug: str, content: str) -> Path:
    """Write ``content`` as ``summary.toml`` in the folder of ``slug``, unless a person's is there.

    A draft that nobody changed is replaced by a new one. Raises :class:`SummariesError` otherwise.
    """
    path = project.articles / slug / "summary.toml"
    with locked(path.parent):
        check_free(project, slug)
        write_bytes(path, content.encode())
    return path


def write(
    project: Project,
    slug: str,
    proposal: Proposal,
    article: Table | None = None,
    notes: Sequence[str] = (),
) -> Written:
    """Write a proposal: the summary, and its catalog in the article's language, all of it fuzzy.

    ``article`` and ``notes`` go into the summary as :func:`proposal.to_toml` has them. Raises
    :class:`SummariesError` when somebody worked on the summary already.
    """
    path = write_summary(project, slug, to_toml(proposal, article, notes))
    source = project.source(slug)
    changed = update(project, source, [source.language])
    note = str(Note("draft", _maker(proposal.maker), proposal.date.isoformat()))
    left: list[str] = []

    def mark(current: catalog.Catalog) -> tuple[dict[tuple[str | None, str], Edit], tuple[()]]:
        edits = {}
        for message in source.messages:
            entry = current.get(message.key)
            if entry is None:
                continue
            if marks.review_marks(entry.comments):
                left.append(message.id)
                continue
            kept = _without_drafts(entry.comments)
            edits[entry.key] = Edit(comments=[*kept, note], fuzzy=True)
        return edits, ()

    target = project.path(slug, source.language)
    catalog.edit(
        target, project.shown(slug, source.language), source.language, mark, root=project.locales
    )
    return Written((path, *changed), tuple(left))


def is_free(project: Project, slug: str) -> bool:
    """Tell whether a draft of the summary can be written without touching a person's work."""
    path = project.articles / slug / "summary.toml"
    if not path.exists():
        return True
    return _untouched(read_text(path, f"{slug}/summary.toml", project.articles))


def check_free(project: Project, slug: str) -> None:
    """Raise :class:`SummariesError` when the summary is a person's work."""
    if not is_free(project, slug):
        raise SummariesError(
            f"{slug}/summary.toml is somebody's work: nothing was written. "
            "Move it away to draft again"
        )


def is_empty(project: Project, slug: str) -> bool:
    """Tell whether an article has no statement yet, drafted or written."""
    path = project.articles / slug / "summary.toml"
    if not path.exists():
        return True
    content = read_text(path, f"{slug}/summary.toml", project.articles)
    return _untouched(content) and not parse_toml(content, slug).get("statements")


def open_messages(
    project: Project, source: Source, locale: str, again: bool, dry_run: bool = False
) -> Openness:
    """Return the messages that a draft may be written for, and those that are people's.

    The catalog is made, or brought in line, first, but not in a ``dry_run``. With ``again``
    untouched drafts are open, too.
    """
    if not dry_run:
        update(project, source, [locale])
    current = project.catalog(source.domain, locale)
    free, left = [], []
    for message in source.messages:
        entry = current.get(message.key) if current else None
        if entry is not None and _persons(entry, locale):
            left.append(message.id)
        elif entry is None or again or not entry.translated:
            free.append(message)
    return Openness(tuple(free), tuple(left))


def write_translations(
    project: Project,
    source: Source,
    locale: str,
    drafts: Sequence[Translation],
    maker: str,
    date: datetime.date,
) -> list[str]:
    """Write drafted messages, fuzzy and with what made them; return the ids that were written.

    ``maker`` is the name of the model or service. What a person has put there meanwhile stays.
    """
    name, day = _maker(maker), date.isoformat()
    written: list[str] = []

    def put(current: catalog.Catalog) -> tuple[dict[tuple[str | None, str], Edit], tuple[()]]:
        edits = {}
        for draft in drafts:
            entry = current.get(draft.message.key)
            if entry is None or draft.strings is None or _persons(entry, locale):
                continue
            words = signatures.Words(locale, *entry.key, entry.plural, draft.strings)
            note = Note("draft", name, day, digest=words.digest())
            edits[entry.key] = Edit(
                comments=[*_without_drafts(entry.comments), str(note)],
                fuzzy=True, strings=draft.strings, previous=() if entry.previous else None,
            )  # fmt: skip
            written.append(draft.message.id)
        return edits, ()

    path, label = project.path(source.domain, locale), project.shown(source.domain, locale)
    catalog.edit(path, label, locale, put, root=project.locales)
    return written


def _persons(entry: Entry, locale: str) -> bool:
    """Tell whether an entry has words of a person, or a mark: all but a draft as it was written."""
    if marks.review_marks(entry.comments):
        return True
    if not any(string.strip() for string in entry.strings):
        return False
    words = signatures.Words(locale, *entry.key, entry.plural, entry.strings)
    drafted = [note for note in marks.notes(entry.comments) if note.kind == "draft"]
    return not entry.fuzzy or not any(note.digest == words.digest() for note in drafted)


def _without_drafts(comments: Sequence[str]) -> list[str]:
    return [c for c in comments if not any(note.kind == "draft" for note in marks.notes([c]))]


def _maker(name: str) -> str:
    """Return the name of a model as a comment can carry it."""
    plain = "".join(c for c in name.replace(";", ",").replace("-by:", "-by") if c.isprintable())
    return plain[:100].strip() or "model"


def _untouched(content: str) -> bool:
    """Tell whether a ``summary.toml`` is empty of statements, or a draft as it was written."""
    try:
        data = parse_toml(content, "summary.toml")
    except InputError:
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
