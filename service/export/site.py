"""Bring the folder of an export up to date: all of it, or what a change of editions concerns."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..content import environment
from ..content.locales import tag
from ..editions import build_id, repository
from ..editions.snapshot import Snapshot
from ..errors import SettingsError, SummariesError
from ..processes import locked
from ..settings import Settings
from ..web.views import api, feeds
from . import inputs_digest, plan, urls
from .manifest import Done, Folder
from .moment import Moment
from .renderer import SITE, Job, Maker, each

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What an export did: answers rendered, files, seconds.

    ``kept``: files of former exports that are no longer part of the site, but were left because
    ``problems`` (edition files that cannot be served) may be why. ``unmanaged``: files in the site
    that no export wrote, where the manifest is new or everything is verified. ``rules``: whether
    web servers have to read their rules again.
    """

    answers: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    unmanaged: int = 0
    rules: bool = False
    seconds: float = 0.0
    problems: tuple[str, ...] = ()

    def to_json(self) -> dict[str, object]:
        """Return the report as JSON-ready data."""
        return {**asdict(self), "seconds": round(self.seconds, 2)}


def export(
    root: Path, progress: Progress = lambda _done, _all: None, *, verify: bool = False
) -> Report:
    """Bring the export in the folder ``root`` up to date with the published editions.

    ``progress`` is called with the parts done, and how many there are. New content is written
    first, rules after it, and what is gone is removed last, so that an export that fails leaves
    every file of the former one in place, or newer. With ``verify`` every file is read to see
    whether it is as it was written. Raises SettingsError without SUMMARIES_BASE_URL, SummariesError
    for what a person has to put right, OSError.
    """
    settings = _settings()
    library = repository.of(settings)
    library.files.refresh()
    return _export(root, settings, library.view(), progress, verify=verify)


class LiveExport:
    """An export that is kept current: whole at first, then only what each new view changes.

    Raises SettingsError without SUMMARIES_BASE_URL.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._settings = _settings()
        self._repository = repository.of(self._settings, self._settings.refresh)
        self._generation: int | None = None
        self._ground = ""
        self._changes: plan.Changes | None = None
        self._maker: Maker | None = None

    def refresh(self) -> Report | None:
        """Write what changed since the last call; return None where nothing did.

        Raises SummariesError and OSError as :func:`export`; the next call tries again.
        """
        if self._generation is None:
            self._repository.files.refresh()
        view = self._repository.view()
        if view.generation == self._generation:
            return None
        for name in view.languages:
            view.slugs(name)  # of an order that somebody asked for, neighbours are known
        ground = inputs_digest.of(self._settings, view)
        changed = None
        if self._generation is not None and ground == self._ground:
            changed = self._repository.changes(self._generation)
        if changed is None or self._changes is None:
            report = _export(self._root, self._settings, view, lambda _done, _all: None)
            self._changes = plan.Changes(Moment.of(view), _sizes(view, self._settings))
        elif changed:
            report = self._bring(view, ground, changed)
        else:
            report = None
        self._generation, self._ground = view.generation, ground
        return report

    def _bring(self, view: Snapshot, ground: str, changed: frozenset[str]) -> Report:
        assert self._changes is not None
        started = time.monotonic()
        job = Job(self._root, Moment.of(view), build_id.environment_digest(), verify=False)
        if self._maker is None:
            self._maker = Maker(job, self._repository)
        self._maker.go_on(job)
        changes, self._changes = self._changes, None  # where this fails, everything is looked at
        parts = changes.parts(job.moment, view, ground, _sizes(view, self._settings), changed)
        with locked(self._root):
            folder = Folder(self._root)
            try:
                gone = _take_down(folder, job.moment, changed)
                done = [Done(removed=gone), *(self._maker.make(part) for part in parts)]
                report = _report(job, changes.names, folder, done)
                report.rules = bool(parts) and parts[-1].name == plan.RULES and done[-1].written > 0
            finally:
                folder.close()
        self._changes = changes
        report.seconds = time.monotonic() - started
        return report

    def close(self) -> None:
        """Close the folder."""
        if self._maker is not None:
            self._maker.close()


def _settings() -> Settings:
    settings = environment.load()
    if not settings.base_url:
        raise SettingsError(
            "an export needs SUMMARIES_BASE_URL, the address that the site will have: "
            "set it, as in SUMMARIES_BASE_URL=https://summaries.example.org"
        )
    return settings


def _sizes(view: Snapshot, settings: Settings) -> urls.Sizes:
    images = [f"/static/{settings.site_logo}"] if settings.site_logo else []
    return urls.Sizes(feeds.MOST, api.LIMIT, feeds.parts(view), settings.timezone, images)


def _export(
    root: Path, settings: Settings, view: Snapshot, progress: Progress, *, verify: bool = False
) -> Report:
    started = time.monotonic()
    if not view.languages:
        raise SummariesError(
            f"nothing is published in {settings.bucket or settings.editions}: run “summaries "
            "publish” first, or set SUMMARIES_EDITIONS"
        )
    if "index" in view.articles:
        raise SummariesError(
            "an article called “index” cannot be exported, its page would have the file name "
            "of the list of summaries: give it another name"
        )
    # What is signed from now on is for the next export.
    job = Job(root, Moment.of(view), build_id.environment_digest(), verify)
    ground = inputs_digest.of(settings, view)
    parts = plan.parts(job.moment, ground, _sizes(view, settings))
    rules = plan.rules(job.moment, ground)
    root.mkdir(parents=True, exist_ok=True)
    with locked(root):
        folder = Folder(root, verify=verify)
        try:
            report = _run(job, parts, rules, folder, progress)
        finally:
            folder.close()
    report.seconds = time.monotonic() - started
    return report


def _run(
    job: Job, parts: list[plan.Part], rules: plan.Part, folder: Folder, progress: Progress
) -> Report:
    gone = _take_down(folder, job.moment, job.moment.entries)
    before = folder.made_of()
    there = (job.root / SITE).exists()
    waiting = [part for part in parts if before.get(part.name) != part.made_of]
    articles = sum(part.address is None for part in waiting)
    # In articles, as far as processor time goes: lists take less, and a look at what stands little.
    work = articles + (len(waiting) - articles) / 10 + len(parts) / 200
    finished, everything = 0, len(parts) + 1
    progress(finished, everything)
    done = [Done(removed=gone)]
    for count, last in each(job, parts, rules, work):
        done.append(last)
        finished += count
        progress(finished, everything)
    names = frozenset(part.name for part in (*parts, rules))
    report = _report(job, names, folder, done)
    report.rules = done[-1].written > 0
    if job.verify or (there and not before):
        report.unmanaged = folder.unmanaged(SITE)
    return report


def _report(job: Job, names: frozenset[str], folder: Folder, done: list[Done]) -> Report:
    """Remove what belongs to none of the parts ``names``, and return what was done in all."""
    total = Done()
    for part in done:
        total.add(part)
    total.removed += folder.clean(names, _withdrawn(job.moment) if job.moment.problems else None)
    return Report(
        total.answers, total.written, total.unchanged, total.removed, folder.stale(),
        problems=job.moment.problems,
    )  # fmt: skip


def _take_down(folder: Folder, moment: Moment, slugs: Iterable[str]) -> int:
    """Remove what readers may not see any more of the articles ``slugs``; return how many files.

    This comes ahead of everything that may fail: readers get 404 then, until there is the notice.
    """
    removed = 0
    for slug in slugs:
        values = moment.entries.get(slug, {})
        gone = [tag(name) for name, entry in values.items() if entry.state == "withdrawn"]
        starts = [start for language in gone for start in urls.of_edition(slug, language)]
        if gone and len(gone) == len(values):
            starts.append(urls.source_texts(slug))
        if starts:
            removed += folder.take_down(slug, tuple(f"{SITE}/{start}" for start in starts))
    return removed


def _withdrawn(moment: Moment) -> tuple[str, ...]:
    """Return how the paths of withdrawn editions' files start.

    An edition file that cannot be read is no withdrawal; only a person's word is.
    """
    return tuple(
        f"{SITE}/{start}"
        for slug, values in moment.entries.items()
        for name, entry in values.items()
        if entry.state == "withdrawn"
        for start in urls.of_edition(slug, tag(name))
    )
