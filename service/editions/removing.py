"""Remove an article for good: editions go down, its files leave the workshop, the journal stays.

The journal and the notices in place of the editions (410) are never removed.
"""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path

from ..errors import SummariesError
from ..files import FolderNames
from ..processes import locked
from ..review import journal, renames
from ..review.keys import PrivateKey
from ..review.project import Project
from . import edition_folder, takedown, withdrawing
from .publisher import Publisher
from .withdrawal import ALL
from .withdrawing import Outcome


def files(project: Project, slug: str) -> list[Path]:
    """Return what the workshop has of an article beside its journal: folder, template, catalogs."""
    paths = [project.articles / slug, project.locales / f"{slug}.pot"]
    paths += sorted(project.locales.glob(f"*/LC_MESSAGES/{slug}.po"))
    return [path for path in paths if path.exists() or path.is_symlink()]


def remove(
    publisher: Publisher, slug: str, reason: str, name: str, now: datetime.datetime,
    key: PrivateKey | None = None,
) -> tuple[Outcome, Path | None]:  # fmt: skip
    """Withdraw ``slug`` in all languages, and move its files out of the workshop.

    ``reason`` is a sentence for readers, ``name`` who says so. Its journal notes that it was
    removed. The files go into ``removed/<slug>`` beside the articles' folder, where nothing looks
    for them.

    Returns what readers get now, and that folder; None, and the files stay, where a language could
    not be taken down. Raises SummariesError, and changes nothing, where the folder is there
    already; OSError when the files cannot be moved.
    """
    with locked(publisher.project.articles):
        return _remove(publisher, slug, reason, name, now, key)


def _remove(
    publisher: Publisher, slug: str, reason: str, name: str, now: datetime.datetime,
    key: PrivateKey | None,
) -> tuple[Outcome, Path | None]:  # fmt: skip
    project = publisher.project
    place = project.articles.parent / "removed" / slug
    if place.exists():
        raise SummariesError(
            f"{place} is there already, from an earlier removal: move it away first"
        )
    outcome = withdrawing.take_down(publisher, slug, ALL, reason, name, now, key)
    if outcome.failures:
        return outcome, None
    journal.append(project.journal, slug, renames.REMOVED, name, now, {}, key)
    for path in files(project, slug):
        root = project.articles if path == project.articles / slug else project.locales
        target = place / root.name / path.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        path.rename(target)
    # What was never up gets no notice any more: there is nothing to publish it from.
    outcome.languages = {n: t for n, t in outcome.languages.items() if t != withdrawing.NEVER_UP}
    return outcome, place


def orphans(
    project: Project, editions: Path, known: Iterable[str] | None = None
) -> dict[str, list[str]]:  # fmt: skip
    """Return the locales in which an article is up though its folder is gone, by slug.

    ``known`` are the articles that are there, looked for where they are not given.
    """
    known = set(project.slugs() if known is None else known)
    left_over: dict[str, list[str]] = {}
    for slug in FolderNames(editions).get():  # what is up has a folder there
        if slug not in known and takedown.journaled(slug):
            names = edition_folder.up(editions, slug)
            left_over |= {slug: names} if names else {}
    return left_over
