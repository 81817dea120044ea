"""Articles that were renamed: the journal of the new name goes on from that of the old one.

Its ``renamed`` line {from: the old slug} counts when its name may sign the source and its date is
not in the future. What was signed
under the old name is then signed under the new one as well, but for the source's headline, which
covers the slug: so a rename costs one signature. What was written under the old name knowing of the
rename is about something else, and does not count: the old name is not given again.
"""

from __future__ import annotations

import datetime
from collections.abc import Container
from dataclasses import dataclass
from pathlib import Path

from msgspec import structs

from ..content.article import SLUG
from ..errors import InputError
from . import journal
from .decisions import REJECTED, RENAMED
from .journal import Journal, Line, Order
from .ledger import Ledger
from .policy import Policy

REMOVED = "removed"
# An article that was renamed more often is signed again.
MOST = 8


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of an article's journal and of those it goes on from, newest name first."""

    lines: list[Line]
    formerly: tuple[str, ...] = ()


def read(folder: Path, slug: str, policy: Policy, now: datetime.datetime) -> Lines:
    """Return what the journals in ``folder`` say of ``slug``, under all of its names.

    What cannot be read of a journal counts for nothing, nor what is dated after ``now``.
    """
    current = _read(folder, slug)
    all_lines, names = list(current), [slug]
    while len(names) <= MOST and (link := _link(current, names)):
        current = _before(_read(folder, link.fields["from"]), names[-1])
        known = Ledger(Journal(current), policy, now=now)
        languages = known.source_languages
        if not languages or known.line_objection(link, *languages) is not None:
            break
        # Whatever is signed under the new name knows of everything that was under the old one.
        parents = tuple(sorted({*link.parents, *Journal(current).heads}))
        all_lines = [
            structs.replace(line, parents=parents) if line is link else line for line in all_lines
        ]
        all_lines += current
        names.append(link.fields["from"])
    return Lines(all_lines, tuple(names[1:]))


def heir(
    folder: Path, slug: str, articles: Container[str], policy: Policy, now: datetime.datetime
) -> str:
    """Return which of ``articles`` once was called ``slug``; nothing where none was.

    ``folder`` is that of the journals, ``policy`` says who may sign: by another's line no article
    is renamed.
    """
    to = name_today(folder, slug)
    there = to in articles and slug in read(folder, to, policy, now).formerly
    return to if there else ""


def renamed_to(folder: Path, slug: str) -> str:
    """Return the name that ``slug`` got last by the journals in ``folder``; nothing where none."""
    targets = [x.fields.get("to") for x in _read(folder, slug) if x.kind == RENAMED]
    return next((to for to in reversed(targets) if isinstance(to, str) and to != slug), "")


def name_today(folder: Path, slug: str) -> str:
    """Return the name that ``slug`` has after every rename in ``folder``'s journals, or nothing."""
    names = [slug]
    while len(names) <= MOST and (to := renamed_to(folder, names[-1])) not in ("", *names):
        names.append(to)
    return names[-1] if len(names) > 1 else ""


def given_away(folder: Path, slug: str) -> str:
    """Say why no new article may have the name ``slug``; nothing where one may.

    ``folder`` is that of the journals. Readers of what was removed are told so for good, those of
    an earlier name are sent on.
    """
    other = "take the article in under another name"
    if removed := [line for line in _read(folder, slug) if line.kind == REMOVED]:
        last = removed[-1]
        return f"“{slug}” was removed for good ({last.at:%Y-%m-%d}, by {last.name}): {other}"
    if to := name_today(folder, slug):
        return f"“{slug}” is an earlier name of “{to}”, to which its readers are sent on: {other}"
    return ""


def _before(lines: list[Line], to: str) -> list[Line]:
    """Return ``lines``, of a journal, without those that know that the article is called ``to``.

    A rejection stays, as whatever takes away.
    """
    order = Order(Journal(lines))
    ends = [
        order.place[line.digest] for line in lines
        if line.kind == RENAMED and line.fields.get("to") == to
    ]  # fmt: skip
    return [
        line for line in lines
        if line.kind == REJECTED
        or not any(order.knows(order.place[line.digest], end) for end in ends)
    ]  # fmt: skip


def _link(lines: list[Line], names: list[str]) -> Line | None:
    for line in lines:
        old = line.fields.get("from")
        if line.kind == RENAMED and isinstance(old, str) and SLUG.fullmatch(old):
            return line if old not in names else None
    return None


def _read(folder: Path, slug: str) -> list[Line]:
    try:
        return journal.read(folder, slug).lines
    except InputError:
        return []
