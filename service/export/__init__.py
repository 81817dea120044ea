"""The whole site as files, for any web server: rendered by the window, negotiated by rules.

Every file is an answer of the real application. The next export makes anew what changed since.
The folder that is made:

- ``site/``: the answers, most under their address, each with compressed twins; what no address has
  of its own (errors, further pages) under names with an underscore, which no article can have.
  ``_headers`` and ``_redirects`` are for hosts of Netlify's kind.
- ``nginx/``, ``caddy/``: rules for these servers.
- ``manifest.sqlite``: what an export wrote, see :mod:`.folder`.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

from ..content.locales import tag
from ..editions import build_id
from ..editions.repository import EditionRepository
from ..errors import SettingsError, SummariesError
from ..files import locked
from ..web.app import load_settings
from ..web.views import api, feeds, pages
from . import inputs_digest, plan, urls
from .manifest import Done, Folder
from .moment import Moment
from .renderer import SITE, Job, each

Progress = Callable[[int, int], None]


@dataclass(slots=True)
class Report:
    """What an export did: answers rendered, files, seconds.

    ``kept``: files of former exports that are no longer part of the site, but were left because
    ``problems`` (edition files that cannot be served) may be why. ``strangers``: files in the site
    that no export wrote, where the manifest is new or everything is verified. ``rules``: whether
    web servers have to read their rules again.
    """

    answers: int = 0
    written: int = 0
    unchanged: int = 0
    removed: int = 0
    kept: int = 0
    strangers: int = 0
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
    for what a person has to mend, OSError.
    """
    started = time.monotonic()
    settings = load_settings()
    if not settings.base_url:
        raise SettingsError(
            "an export needs SUMMARIES_BASE_URL, the address that the site will have: "
            "set it, as in SUMMARIES_BASE_URL=https://summaries.example.org"
        )
    view = EditionRepository(settings.editions, settings.publisher_keys).view()
    if not view.languages:
        raise SummariesError(
            f"nothing is published in {settings.editions}: run “summaries publish” first, "
            "or set SUMMARIES_EDITIONS"
        )
    if "index" in view.articles:
        raise SummariesError(
            "an article called “index” cannot be exported, its page would have the file name "
            "of the list of summaries: give it another name"
        )
    # What is signed from now on is for the next export.
    images = [f"/static/{settings.site_logo}"] if settings.site_logo else []
    sizes = urls.Sizes(pages.PER_PAGE, feeds.MOST, api.LIMIT, feeds.parts(view), images)
    job = Job(root, Moment.of(view), build_id.environment_digest(), verify)
    parts = plan.parts(job.moment, inputs_digest.of(settings, view), sizes)
    rules = plan.rules(job.moment, inputs_digest.of(settings, view))
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
    before = folder.made_of()
    total = Done()
    there = (job.root / SITE).exists()
    waiting = [part for part in parts if before.get(part.name) != part.made_of]
    articles = sum(part.address is None for part in waiting)
    # In articles, as far as processor time goes: lists take less, and a look at what stands little.
    work = articles + (len(waiting) - articles) / 10 + len(parts) / 200
    finished, everything = 0, len(parts) + 1
    progress(finished, everything)
    last = Done()
    for count, last in each(job, parts, rules, work):
        total.add(last)
        finished += count
        progress(finished, everything)
    names = frozenset(part.name for part in (*parts, rules))
    total.removed += folder.clean(names, _withdrawn(job.moment) if job.moment.problems else None)
    strangers = folder.strangers(SITE) if job.verify or (there and not before) else 0
    return Report(
        total.answers, total.written, total.unchanged, total.removed, folder.stale(), strangers,
        last.written > 0, problems=job.moment.problems,
    )  # fmt: skip


def _withdrawn(moment: Moment) -> tuple[str, ...]:
    """Return how the paths of withdrawn editions' files start.

    An edition file that cannot be read is no withdrawal; only a person's word is.
    """
    return tuple(
        f"{SITE}/{start}"
        for slug, found in moment.entries.items()
        for name, entry in found.items()
        if entry.state == "withdrawn"
        for start in urls.of_edition(slug, tag(name))
    )
