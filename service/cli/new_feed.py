"""``summaries new --feed``: the latest stories of a feed, each once."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click

from ..errors import SummariesError
from ..review import renames
from ..review.project import Project
from ..settings import Settings
from . import terminal
from .taking_in import put, take_in, tell


def take_in_feed(
    project: Project,
    settings: Settings,
    feed: str,
    latest: int,
    language: str | None,
    allow_private: bool,
) -> bool:
    """Take in the ``latest`` stories of ``feed``, an address or a file; return whether all went in.

    ``language`` is theirs, None has it told from the text. With ``allow_private`` its address and
    theirs may be inside the own network. A story that is in the workshop is left; what is wrong
    with one is said, and the next is taken. Raises SummariesError where the feed itself cannot be
    read.
    """
    from ..drafts import intake  # noqa: PLC0415 - only this command needs it
    from ..drafts.known_stories import KnownStories  # noqa: PLC0415

    data, base = _read(feed, allow_private)
    try:
        entries = intake.read_feed(data, base, latest)
        known = KnownStories(project)
    except ImportError as error:
        raise SummariesError(
            "feeds cannot be read: pip install 'multilingual-summary-service[drafting]'"
        ) from error
    lines, failed = [], 0
    for entry in entries:
        if there := known.find(entry.url, entry.key):
            lines.append(f"there already: {there} ({entry.url})")
            continue
        try:
            taken = take_in(
                project, entry.url, _Names(project, entry.url), language,
                allow_private=allow_private, entry=entry.key,
            )  # fmt: skip
            if there := known.find(taken.url):
                lines.append(f"there already: {there} ({entry.url})")
                continue
            put(project, settings, taken)
        except (SummariesError, OSError, click.UsageError) as error:
            failed += 1
            reason = error.message if isinstance(error, click.UsageError) else str(error)
            lines.append(f"not taken in: {entry.url}: {reason}")
            continue
        tell(taken)
        known.add(taken.name, taken.url, entry.key)
        known.add(taken.name, entry.url, None)
        headline = taken.text.partition("\n")[0]
        lines.append(f"new: {taken.name} ({taken.language}): {headline}")
    for line in lines:
        terminal.echo(line)
    new = sum(line.startswith("new:") for line in lines)
    terminal.echo(
        f"{len(entries)} stories: {new} new, {len(entries) - new - failed} there already, "
        f"{failed} not taken in"
    )
    if new:
        terminal.echo(
            "write the statements into each summary.toml, then: summaries check, summaries update"
        )
    return not failed


def _read(feed: str, allow_private: bool) -> tuple[bytes, str | None]:
    """Return the feed's bytes, and its address where it has one."""
    from ..drafts import intake  # noqa: PLC0415 - only this command needs it

    if intake.is_address(feed):
        fetched = intake.fetch(feed, allow_private=allow_private)
        return intake.bounded(fetched.data, "the feed"), fetched.url
    try:
        with Path(feed).open("rb") as file:
            return intake.bounded(file.read(intake.MAX_PAGE + 1), "the feed"), None
    except (FileNotFoundError, IsADirectoryError):
        raise click.UsageError(
            f"“{feed}” is no address and no file: give a feed, such as https://…/rss.xml"
        ) from None


class _Names:
    """Finds a name for a story that is free, where nobody is there to be asked for one."""

    def __init__(self, project: Project, url: str) -> None:
        self.project, self.url = project, url

    def __call__(self, headline: str, language: str) -> str:
        """Return a name from the headline, else from the address, else a digest of that."""
        return next(name for name in self._ideas(headline, language) if self._is_free(name))

    def _ideas(self, headline: str, language: str) -> Iterator[str]:
        from ..drafts import slugs  # noqa: PLC0415 - only this command needs it

        yield from slugs.proposed(headline, language, self.url)
        yield slugs.of_content(self.url)

    def _is_free(self, name: str) -> bool:
        taken = (self.project.articles / name).exists()
        taken = taken or bool(renames.given_away(self.project.journal, name))
        return not taken or name.startswith("story-")
