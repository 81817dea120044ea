"""Give an article another name: its files, its journal, and one signature under the new whole."""

from __future__ import annotations

import contextlib
import datetime
from pathlib import Path

from ..content.article import HEADLINE, PAGES, RESERVED, SLUG
from ..content.messages import Source
from ..errors import SummariesError
from ..processes import locked
from ..review import journal, renames, sign, signatures
from ..review.decisions import RENAMED
from ..review.project import Project
from ..review.sign import Reviewer
from ..review.status import MessageStatus
from . import edition_folder, removing, takedown, withdrawing
from .publisher import Publisher

Move = tuple[Path, Path]


def rename(
    publisher: Publisher, old: str, new: str, who: Reviewer, now: datetime.datetime
) -> list[str]:
    """Rename ``old`` to ``new``, and return what is left to do, a sentence each.

    The source's headline is signed for the new name where it was signed before.

    A rename that was interrupted goes on where it stopped. Raises SummariesError, and changes
    nothing, when that cannot be done; OSError when the files cannot be moved, and then those that
    were moved are back.
    """
    with locked(publisher.project.articles):
        return _rename(publisher, old, new, who, now)


def _rename(
    publisher: Publisher, old: str, new: str, who: Reviewer, now: datetime.datetime
) -> list[str]:
    project = publisher.project
    if (to := renames.renamed_to(project.journal, old)) not in ("", new) and old not in project:
        raise SummariesError(f"“{old}” is called “{to}” now")
    begun = _begun(project, old, new)
    name = old if (project.articles / old).exists() else new
    article = project.article(name)
    language = article.source.language
    _check(publisher, old, new, language, who, now, begun=begun)
    by_id = _statuses(project, article.source, now)
    signed = name == new or (HEADLINE in by_id and by_id[HEADLINE].ready)
    if not begun:
        journal.append(project.journal, new, RENAMED, who.name, now, {"from": old}, who.key)
    if renames.renamed_to(project.journal, old) != new:
        journal.append(project.journal, old, RENAMED, who.name, now, {"to": new}, who.key)
    _move([(path, _renamed(path, old, new)) for path in removing.files(project, old)])
    left = _sign(project, new, language, who, now) if signed else []
    left += [
        f"{slug} follows “{old}”: change follows in its summary.toml, and sign its headline"
        for slug in project.slugs()
        if _follows(project, slug) == old
    ]
    with contextlib.suppress(OSError, BlockingIOError, SummariesError):
        publisher.settle(new, publish=True)
    up = edition_folder.up(publisher.editions, old)
    if up and not edition_folder.up(publisher.editions, new):
        names = ", ".join(up)
        left.append(f"readers keep the old address ({names}) until something is up at the new one")
    if not signed:
        left.append(f"sign the headline in {language}: it was not signed before either")
    return left


def _check(
    publisher: Publisher, old: str, new: str, language: str, who: Reviewer,
    now: datetime.datetime, *, begun: bool,
) -> None:  # fmt: skip
    project = publisher.project
    if new in PAGES:
        raise SummariesError(f"the site has a page of its own called “{new}”: choose another name")
    if not SLUG.fullmatch(new) or new in RESERVED:
        raise SummariesError(
            f"“{new}” cannot be an article's name: lower-case letters, digits and single hyphens"
        )
    if new == old:
        raise SummariesError(f"“{old}” has that name already")
    formerly = renames.read(project.journal, old, project.policy_or_nobody(), now).formerly
    if not begun and new in formerly:
        raise SummariesError(
            f"“{new}” was this article's name before: whoever comes by it is sent on to “{old}”, "
            "so it is not given again; choose another name"
        )
    if not begun and new in withdrawing.slugs(project, publisher.editions):
        raise SummariesError(f"there is or was something called “{new}”: choose another name")
    known = takedown.remembering(project, publisher.editions, lambda: now)(old)
    if open_ := known.open():
        raise SummariesError(
            f"“{old}” is withdrawn ({open_[0].locale}): take that back first, or remove it"
        )
    there = {name for name in project.languages() if project.path(old, name).exists()}
    up = () if begun else edition_folder.up(publisher.editions, old)
    if lost := [name for name in up if name not in there]:
        raise SummariesError(
            f"“{old}” is up in {', '.join(lost)}, and that catalog is not here: put it back, or "
            f"withdraw the language: “summaries withdraw {old} --locale {lost[0]}”"
        )
    policy = project.policy()
    date = signatures.timestamp(now)
    if reason := policy.objection(who.name, language, date, None, article=True):
        raise SummariesError(f"renaming needs who may sign the source: {reason}")
    if who.key is None and policy.has_key(who.name):
        raise SummariesError(f"the list of signers has a key for “{who.name}”: use --key")


def _begun(project: Project, old: str, new: str) -> bool:
    """Tell whether this very rename was begun before."""
    with contextlib.suppress(SummariesError):
        first = next(iter(journal.read(project.journal, new).lines), None)
        return first is not None and first.kind == RENAMED and first.fields.get("from") == old
    return False


def _renamed(path: Path, old: str, new: str) -> Path:
    return path.with_name(new if path.name == old else f"{new}{path.suffix}")


def _move(moves: list[Move]) -> None:
    done: list[Move] = []
    try:
        for source, target in moves:
            if target.exists():
                raise FileExistsError(17, "is there already: move it away", str(target))
            source.rename(target)
            done.append((source, target))
    except OSError:
        for source, target in reversed(done):
            target.rename(source)
        raise


def _sign(
    project: Project, slug: str, language: str, who: Reviewer, now: datetime.datetime
) -> list[str]:
    """Sign the source's headline, whose words are as they were."""
    source = project.source(slug)
    by_id = _statuses(project, source, now)
    headline = by_id.get(HEADLINE)
    if headline is None or headline.ready:
        return []
    try:
        sign.sign(project, source, language, headline, who, now)
    except SummariesError as error:
        return [f"sign the headline in {language}: {error}"]
    return []


def _statuses(
    project: Project, source: Source, now: datetime.datetime
) -> dict[str, MessageStatus]:  # fmt: skip
    """Return where the messages of an article stand in its own language at ``now``, by id."""
    known = project.ledger(source.domain, now=now)
    statuses = project.assess(source, source.language, known=known) or []
    return {one.message.id: one for one in statuses}


def _follows(project: Project, slug: str) -> str | None:
    with contextlib.suppress(SummariesError):
        return project.article(slug).follows
    return None


def hint(project: Project, slug: str) -> str:
    """Return a sentence about the new name of ``slug``; nothing where it has none."""
    to = renames.name_today(project.journal, slug)
    return f"“{slug}” is called “{to}” now" if to else ""
