"""Take an article into the workshop: what the commands new and draft have in common."""

from __future__ import annotations

import datetime
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from ..content.locales import is_locale
from ..errors import SummariesError
from ..files import read_text
from ..review.project import Project
from ..settings import Settings
from . import terminal

if TYPE_CHECKING:
    from tomlkit.items import Table

    from ..drafts.article_import import Incoming


@dataclass(frozen=True, slots=True)
class Taken:
    """An article in the workshop, or on its way there.

    ``article`` is its ``[article]`` table, ``notes`` what the editor should look at, ``page`` what
    it came from, to be kept beside it.
    """

    name: str
    text: str
    language: str
    article: Table | None = None
    notes: tuple[str, ...] = ()
    page: bytes | None = None

    @property
    def url(self) -> str | None:
        """The article's own address, where it is known."""
        url = self.article.unwrap().get("url") if self.article is not None else None
        return url if isinstance(url, str) else None

    @property
    def published(self) -> datetime.date | None:
        """The article's own day, by which its dates are read."""
        from ..drafts import article_table  # noqa: PLC0415 - only these commands need it

        return article_table.day(self.article)


def put(project: Project, settings: Settings, taken: Taken) -> Path:
    """Write an article and the outline of its summary, and return the summary's path.

    Raises SummariesError where another article, or a person's summary, has the name.
    """
    from ..drafts import outline, writer  # noqa: PLC0415 - only these commands need it

    if (project.articles / taken.name / "summary.toml").exists():
        writer.check_free(project, taken.name)
    content = outline.outline(
        taken.text, taken.language, today(settings), taken.article, taken.notes
    )
    writer.add_article(project, taken.name, taken.text, taken.page)
    return writer.write_summary(project, taken.name, content)


def tell(taken: Taken) -> None:
    """Say on stderr what the editor should look at."""
    for note in taken.notes:
        terminal.echo(f"note: {taken.name}: {note}", err=True)


def take_in(
    project: Project,
    origin: str,
    slug: str | Callable[[str, str], str] | None,
    language: str | None,
    others: tuple[str, ...] = (),
    allow_private: bool = False,
    entry: str | None = None,
) -> Taken:
    """Return an article as it is to be put into the workshop; nothing is written.

    ``origin`` is a file, - for standard input, an address, or the name of an article in the
    workshop; ``others`` are files of articles on the same event, which become part of the text.
    ``slug`` is its name, or what makes one of a headline and its locale; without one it is the
    headline's in Latin letters, where that has none the page's address's, else one of the text.
    ``entry`` identifies it in a feed.
    Addresses inside the own network are refused without ``allow_private``. ``language`` is the
    article's; None has it told from the summary that is there, or from the text.
    """
    from ..drafts import article_import, article_table, intake, slugs  # noqa: PLC0415 - only these

    path = project.articles / origin / "article.txt"
    known = "/" not in origin and origin not in ("-", "", ".", "..") and path.exists()
    if known and others:
        raise click.UsageError(
            f"{origin} is in the workshop already: --with is for taking in articles together"
        )
    if language is not None and not is_locale(language):
        raise click.UsageError(f"“{language}” is not a locale, such as uk or zh_Hans")
    first = _incoming(path if known else Path(origin), origin, allow_private)
    parts = [first, *(_incoming(Path(other), other, allow_private) for other in others)]
    summary = project.articles / origin / "summary.toml"
    table = settled = None
    if known and summary.exists():
        written = read_text(summary, f"{origin}/summary.toml", project.articles)
        table, settled = article_table.kept(written), article_table.language(written)
    spoken = language or settled or _language(parts, (origin, *others))
    text = article_import.join([part.text for part in parts])
    headline = text.partition("\n")[0]
    address = first.about.url if first.about is not None else None
    name = origin if known else slug(headline, spoken) if callable(slug) else slug
    name = name or next(slugs.proposed(headline, spoken, address), slugs.of_content(text))
    slugs.check(name)
    if first.about is not None:
        table = article_table.table(first.about, first.kicker, entry)
    elif entry is not None:  # plain text has an address, too, where a feed lists it
        table = article_table.table(intake.About(url=origin), None, entry)
    page = first.page if not others else None
    return Taken(name, text, spoken, table, first.notes, page)


def _language(parts: list[Incoming], names: tuple[str, ...]) -> str:
    """Return the language that all ``parts`` are in."""
    first = parts[0].language
    for name, part in zip(names, parts, strict=True):
        if part.language is None or first is None:
            raise SummariesError(f"the language of {name} cannot be told: name it with --language")
        if part.language != first:
            raise SummariesError(
                f"{names[0]} is in {first}, {name} in {part.language}: give articles in one "
                "language, or name it with --language"
            )
    assert first is not None
    return first


def _incoming(path: Path, origin: str, allow_private: bool) -> Incoming:
    """Read, or fetch, one article."""
    from ..drafts import article_import, intake  # noqa: PLC0415 - only these commands need it

    if intake.is_address(origin):
        fetched = intake.fetch(origin, allow_private=allow_private)
        return article_import.read(fetched.data, origin, fetched.url, fetched.charset)
    if origin == "-":
        return article_import.read(
            sys.stdin.buffer.read(intake.MAX_PAGE + 1), "what standard input has"
        )
    try:
        with path.open("rb") as file:
            return article_import.read(file.read(intake.MAX_PAGE + 1), path.name)
    except FileNotFoundError:
        raise click.UsageError(
            f"there is no file and no article “{origin}”: name one of them"
        ) from None
    except IsADirectoryError:
        raise click.UsageError(f"{origin} is a folder: name a file in it") from None


def today(settings: Settings) -> datetime.date:
    """Return the newsroom's day."""
    return datetime.datetime.now(settings.timezone).date()
