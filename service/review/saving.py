"""Save a translator's words: the one way by which people's words get into a catalog.

What was shown is compared with what is there now, under the catalog's lock; where anything of it
changed, nothing is written, and the error has the words, so that they are not lost.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping, Sequence

from .. import catalog
from ..catalog import Catalog, Edit, Entry
from ..content.messages import Source
from ..errors import BusyError, ConflictError, SummariesError
from ..files import FULL
from . import checks, decisions, journal, marks, signatures
from .marks import Note
from .project import Project
from .shown import same_version, unchanged
from .status import MessageStatus, subject_of, words_of

# Characters of one message in all its forms; the checks call 2,000 in one too long for a sentence.
MOST = 10_000


def save(
    project: Project,
    source: Source,
    locale: str,
    words: Sequence[tuple[MessageStatus, Sequence[str]]],
    name: str,
    now: datetime.datetime,
    *,
    versions: Mapping[str, str] | None = None,
    still: Callable[[], None] = lambda: None,
) -> Catalog:
    """Save new ``words``, each for a message as it was status, as translated by ``name``.

    Several messages are one write. They wait for a signature then: ``fuzzy`` goes, marks that no
    longer fit go, the previous source (``#|``) and a rejection stay until they are signed.
    ``versions`` are those of what was shown, by message id, where ``status`` was read later;
    ``still`` raises SummariesError, under the catalog's lock, for who may not write any more.
    Raises ConflictError when anything that was shown has changed, SummariesError when the words
    cannot be saved; both have the words in their text, and nothing is written.
    """
    name = signatures.check_name(name)
    if locale == source.language:
        raise SummariesError(
            f"{locale} is the language of the source: its words are in summary.toml; "
            "change them there, then run “summaries update”"
        )
    words = [(status, [*map(signatures.normalise, strings)]) for status, strings in words]
    for status, strings in words:
        _check(status, strings, versions, project, source, locale)
    lines: list[journal.NewLine] = []
    again: list[journal.NewLine] = []

    def change(current: Catalog) -> tuple[dict[tuple[str | None, str], Edit], tuple[()]]:
        still()
        unchanged(project, source, locale, [status for status, _strings in words])
        edits: dict[tuple[str | None, str], Edit] = {}
        lines.clear()
        again.clear()
        for status, strings in words:
            entry = current.get(status.message.key)
            if entry is None:
                continue
            digest = words_of(status.message, locale, source, strings).digest()
            line = saved(status, locale, strings, name, now, digest)
            if entry.strings != tuple(strings):
                edits[entry.key] = _edit(entry, strings, name, now, digest)
                lines.append(line)
            elif is_noted(entry, name, digest):
                again.append(line)
        return edits, ()

    said = " — ".join(text for _seen, strings in words for text in strings)
    try:
        result = catalog.edit(
            project.path(source.domain, locale), project.shown(source.domain, locale), locale,
            change, expected=[s.entry for s, _strings in words if s.entry is not None],
            root=project.root(source.domain),
        )  # fmt: skip
        lines += missing(project, source, again)
        if lines:
            journal.append_all(project.journal_of(source.domain), source.domain, lines)
    except (ConflictError, BusyError) as error:
        raise ConflictError(f"{error}. Your words: {said}") from error
    except OSError as error:
        if error.errno not in FULL:
            raise
        raise SummariesError(
            f"the disk is full: make room and save again. Your words: {said}"
        ) from error
    return result


def _check(
    status: MessageStatus, strings: Sequence[str], versions: Mapping[str, str] | None,
    project: Project, source: Source, locale: str,
) -> None:  # fmt: skip
    said = " — ".join(strings)
    if status.entry is None or status.entry.key != status.message.key:
        raise SummariesError(
            f"“{status.message.id}” is of an older source: run “summaries update” first. "
            f"Your words: {said}"
        )
    if len(strings) != len(status.entry.strings):
        raise SummariesError(
            f"“{status.message.id}” has {len(status.entry.strings)} forms, not {len(strings)}. "
            f"Your words: {said}"
        )
    if sum(map(len, strings)) > MOST:
        raise SummariesError(f"a sentence has at most {MOST:,} characters: shorten it")
    if not all(map(str.strip, strings)):
        raise SummariesError(f"“{status.message.id}” needs words in each of its forms: {said}")
    try:
        same_version(project, source, status, versions)
        unchanged(project, source, locale, [status])
    except ConflictError as error:
        raise ConflictError(f"{error}. Your words: {said}") from error
    subject = subject_of(status.message, locale, tuple(strings), source.language)
    if wrong := checks.unsafe(subject):
        raise SummariesError(
            f"“{status.message.id}” cannot be saved: {wrong[0].text}. Your words: {said}"
        )


def _edit(
    entry: Entry, strings: Sequence[str], name: str, now: datetime.datetime, digest: str
) -> Edit:  # fmt: skip
    comments = translated(entry.comments, name, now, digest)
    return Edit(strings=strings, fuzzy=False, comments=comments)


def translated(
    comments: Sequence[str], name: str, now: datetime.datetime, digest: str
) -> list[str]:  # fmt: skip
    """Return ``comments`` of an entry once ``name`` has translated it, in words of this ``digest``.

    The words' digest is named, marks and who translated before go.
    """
    note = Note("translated", name, signatures.timestamp(now), digest=digest)
    return [*(comment for comment in comments if not _replaced(comment)), str(note)]


def saved(
    status: MessageStatus, locale: str, strings: Sequence[str], name: str, now: datetime.datetime,
    digest: str,
) -> journal.NewLine:  # fmt: skip
    """Return the journal's line that says that ``name`` saved words, which wait for a signature.

    ``strings`` are the words, by index of msgstr, and ``digest`` is theirs.
    """
    fields = {
        "locale": locale, "message": status.message.id, "words": digest, "strings": list(strings),
    }  # fmt: skip
    return journal.NewLine(decisions.SAVED, name, now, fields)


def is_noted(entry: Entry, name: str, digest: str) -> bool:
    """Tell whether a catalog says that ``name`` translated an entry's words, by this ``digest``."""
    notes = (note for note in marks.read(entry.comments) if isinstance(note, Note))
    return any((n.kind, n.name, n.digest) == ("translated", name, digest) for n in notes)


def missing(
    project: Project, source: Source, lines: Sequence[journal.NewLine]
) -> list[journal.NewLine]:  # fmt: skip
    """Return which of ``lines`` the journal lacks.

    A process that ended between catalog and journal left the words without their line. Whoever
    saves them again, having had no answer, must not be told that they are saved without it.
    """
    if not lines:
        return []
    there = journal.read(project.journal_of(source.domain), source.domain).lines
    known = {(x.fields.get("message"), x.fields.get("locale"), x.fields.get("words"))
             for x in there if x.kind == decisions.SAVED}  # fmt: skip
    return [
        line for line in lines
        if (line.fields["message"], line.fields["locale"], line.fields["words"]) not in known
    ]  # fmt: skip


def _replaced(comment: str) -> bool:
    """Tell whether a comment is nothing but a mark, who translated, or another's version."""
    if catalog.other_versions([comment]):
        return True
    parsed = marks.read([comment])
    return len(parsed) == 1 and (
        str(parsed[0]) == comment
        and (not isinstance(parsed[0], Note) or parsed[0].kind == "translated")
    )
