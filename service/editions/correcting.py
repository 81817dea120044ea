"""Correct what readers had: a note in words, a typo, or why nothing needs to be said.

The note goes into ``summary.toml`` and the source's catalog, what was decided into the journal.
"""

from __future__ import annotations

import datetime
from pathlib import Path

from ..content import correction_notes
from ..content.article import HEADLINE
from ..content.messages import Message
from ..content.toml_text import parse_toml
from ..errors import InputError, SummariesError
from ..files import read_text, write_bytes
from ..processes import locked
from ..review import (
    checks,
    decisions,
    journal,
    merge_source,
    sign,
    signatures,
    source_changes,
    status,
)
from ..review.project import Project
from ..review.sign import Reviewer
from ..review.source_changes import Change
from ..review.status import MessageStatus
from . import edition_folder, takedown
from .model import Edition

_ESCAPES = {"\\": "\\\\", '"': '\\"'}


def changes(
    project: Project, editions: Path, slug: str, now: datetime.datetime
) -> list[Change]:  # fmt: skip
    """Return what changed of the sentences of ``slug`` since readers first had any, oldest first.

    Raises InputError when the article cannot be used, SummariesError when none of it is up.
    """
    source, since = project.source(slug), first_up(editions, slug)
    if since is not None:
        return list(source_changes.changes(source, project.ledger(slug), since))
    raise not_up(
        project, editions, slug, now, "no sentence to correct",
        "nobody read what was wrong; change it, and sign it",
    )  # fmt: skip


def not_up(
    project: Project, editions: Path, slug: str, now: datetime.datetime, what: str, never: str
) -> SummariesError:
    """Return why readers have nothing of ``slug``: it is withdrawn, or not up yet.

    ``what`` they do not see beside the reason of a withdrawal; ``never`` says what follows where
    there is none.
    """
    known = takedown.remembering(project, editions, lambda: now)(slug)
    if open_ := known.open():
        return SummariesError(
            f"“{slug}” is withdrawn ({open_[0].at:%Y-%m-%d}): readers see the reason, and "
            f"{what}; take it back first: “summaries withdraw {slug} --undo”"
        )
    return SummariesError(f"no language of “{slug}” is up: {never}")


def first_up(editions: Path, slug: str) -> datetime.datetime | None:
    """Return when the first of the editions that are up went up; None where none is."""
    names = edition_folder.locales_or_none(editions, slug)
    values = [edition_folder.load(editions, slug, name) for name in names]
    return min((e.published for e in values if isinstance(e, Edition)), default=None)


def add_note(
    project: Project, slug: str, change: Change, note: str, who: Reviewer, now: datetime.datetime
) -> str:
    """Write ``note``, of a correction, into ``summary.toml``, catalogs, journal; return its id.

    Raises SummariesError, and writes nothing, when ``who`` may not sign the source, when the note
    cannot be one, or when the change has a note already.
    """
    note = " ".join(signatures.normalise(note).split())
    folder = project.articles / slug
    path, label = folder / "summary.toml", f"{project.articles.name}/{slug}/summary.toml"
    if objection := correction_notes.unfit(note):
        raise SummariesError(objection)
    message = Message(f"{change.statement}/1", note, forms=(note,))
    language = project.source(slug).language
    if unsafe := checks.unsafe(status.subject_of(message, language, (note,), language)):
        raise SummariesError(f"this cannot be a correction note: {unsafe[0].text}")
    with locked(folder):
        _check(project, slug, change, who, now)
        text = read_text(path, label, project.articles)
        tables = parse_toml(text, label).get("corrections", [])
        taken = [str(t.get("id")) for t in tables if isinstance(t, dict)]
        taken += [key[1] for key in {s.words.key for s in project.ledger(slug).by_digest.values()}]
        name = correction_notes.next_id(change.statement, taken)
        end = "" if text.endswith("\n") else "\n"
        new = f'{text}{end}\n[[corrections]]\nid = "{name}"\nnote = {_quoted(note)}\n'
        write_bytes(path, new.encode())
        try:
            source = project.source(slug)
            merge_source.update(project, source, [source.language])
            _decide(project, slug, change, name, "", who, now)
        except BaseException:
            write_bytes(path, text.encode())
            raise
    return name


def waive(
    project: Project, slug: str, change: Change, because: str, who: Reviewer, now: datetime.datetime
) -> None:
    """Write into the journal why a change needs no note; ``because`` is a sentence.

    Raises SummariesError as above.
    """
    with locked(project.articles / slug):
        _check(project, slug, change, who, now)
        _decide(project, slug, change, "", signatures.check_reason(because), who, now)


def typo(
    project: Project, slug: str, change: Change, who: Reviewer, now: datetime.datetime
) -> None:
    """Write into the journal that a sentence means what it meant: translations stay signed.

    Raises SummariesError, and writes nothing, where a figure or a placeholder changed, too.
    """
    source = project.source(slug)
    statuses = project.assess(source, source.language) or []
    status = next((s for s in statuses if s.message.id == change.statement), None)
    if status is None:
        raise SummariesError(f"“{change.statement}” was taken out: that is no typo")
    if (status.message.singular, status.message.plural) == change.old:
        raise SummariesError(
            f"the figures of “{change.statement}” changed, not its words: that is no typo"
        )
    with locked(project.articles / slug):
        _check(project, slug, change, who, now)
        sign.same_meaning(project, source, change.old, status, who, now)


def _check(
    project: Project, slug: str, change: Change, who: Reviewer, now: datetime.datetime
) -> None:
    """Raise SummariesError unless ``who`` may decide, and nobody has decided."""
    who.still()
    source = project.source(slug)
    if objection := sign.line_objection(project, source, source.language, who, now):
        raise SummariesError(f"a correction needs who may sign the source: {objection}")
    after = next(((m.singular, m.plural) for m in source.summary if m.id == change.statement), None)
    more = "; the words of a note can be changed in summary.toml, and are signed again"
    if decision := source_changes.decided(project.ledger(slug), change, after):
        more = more if decision.startswith("note ") else ""
        raise SummariesError(
            f"this change of “{change.statement}” is decided already: {decision}{more}"
        )


def _decide(
    project: Project, slug: str, change: Change, note: str, because: str, who: Reviewer,
    now: datetime.datetime,
) -> None:  # fmt: skip
    fields = {
        "statement": change.statement, "note": note, "because": because,
        "old": decisions.wrong(change.before.words), "of": change.before.signature.digest,
    }  # fmt: skip
    name = signatures.check_name(who.name)
    journal.append(project.journal, slug, decisions.CORRECTED, name, now, fields, who.key)


def _quoted(text: str) -> str:
    """Return ``text``, one line without control characters, as a TOML string."""
    return '"' + "".join(_ESCAPES.get(character, character) for character in text) + '"'


def unsigned(project: Project, slug: str, change: Change, note: str) -> list[MessageStatus]:
    """Return what the source still lacks for the correction with the id ``note`` to go up.

    The sentence, the note, and the headline where the article or what stands around it changed.
    """
    source = project.source(slug)
    wanted = {change.statement, note, HEADLINE}
    statuses = project.assess(source, source.language) or []
    return [status for status in statuses if status.message.id in wanted and not status.ready]


def tell_translators(project: Project, slug: str) -> list[str]:
    """Bring the catalogs of all languages in line; return what could not be, a sentence each."""
    source = project.source(slug)
    left = []
    for locale in dict.fromkeys([source.language, *project.languages()]):
        try:
            merge_source.update(project, source, [locale])
        except InputError as error:
            left += [f"{finding}: then run “summaries update”" for finding in error.findings]
    return left
