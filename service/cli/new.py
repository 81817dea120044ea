"""Take in a new article: the command new, and what draft shares with it."""

from __future__ import annotations

import datetime
import sys
from pathlib import Path

import click

from ..content.locales import is_locale
from ..errors import SummariesError
from ..review.project import Project
from ..settings import Settings
from . import common

language_option = click.option(
    "--language", metavar="LOCALE", help="The article's language. [default: told from its text]"
)
slug_option = click.option("--slug", help="Its name in addresses. [default: from the headline]")
with_option = click.option(
    "--with",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Another article on the same event, to be summarised together. Can be repeated.",
)


@click.command(cls=common.Command)
@click.argument("article", type=click.Path(exists=True, dir_okay=False, allow_dash=True))
@slug_option
@language_option
@with_option
def new(article: str, slug: str | None, language: str | None, others: tuple[str, ...]) -> None:
    """Take in an article, and prepare a summary to be written by a person.

    ARTICLE is a text file, an HTML page saved to disk, or - for standard input.

    Example: summaries new story.html --slug port-reopens
    """
    from ..drafts import outline, writer  # noqa: PLC0415 - only these commands need it

    settings = common.settings()
    project = common.project(settings)
    name, text, spoken = take_in(project, article, slug, language, others)
    content = outline.outline(text, spoken, today(settings))
    path = writer.write_summary(project, name, content)
    common.echo(f"{name}: wrote {path.parent.name}/article.txt and summary.toml ({spoken})")
    common.echo(f"Write the statements into {path}, then: summaries check, summaries update")


def take_in(
    project: Project,
    given: str,
    slug: str | None,
    language: str | None,
    others: tuple[str, ...] = (),
    keep: bool = True,
) -> tuple[str, str, str]:
    """Return name, text and language of an article; put a new one into the workshop if ``keep``.

    ``given`` is a file, - for standard input, or the name of an article in the workshop; ``others``
    are files of articles on the same event, which become part of the text.
    """
    from ..drafts import article_import, writer  # noqa: PLC0415 - only these commands need it

    path = project.articles / given / "article.txt"
    known = "/" not in given and given not in ("-", "", ".", "..") and path.exists()
    if known and others:
        raise click.UsageError(
            f"{given} is in the workshop already: --with is for taking in articles together"
        )
    if language is not None and not is_locale(language):
        raise click.UsageError(f"“{language}” is not a locale, such as uk or zh_Hans")
    texts = [article_import.read(_content(path if known else Path(given), given))]
    texts += [article_import.read(_content(Path(other), other)) for other in others]
    spoken = language or _language(texts, (given, *others))
    text = article_import.join(texts)
    name = given if known else slug or article_import.slug(text.partition("\n")[0])
    if name is None:
        raise click.UsageError("the headline gives no name in Latin letters: name it with --slug")
    article_import.check_slug(name)
    if keep and not known:
        writer.add_article(project, name, text)
    return name, text, spoken


def _language(texts: list[str], names: tuple[str, ...]) -> str:
    """Return the language that all ``texts`` are in."""
    from ..drafts import article_import  # noqa: PLC0415 - only these commands need it

    first, *others = [article_import.language(text) for text in texts]
    for name, found in zip(names[1:], others, strict=True):
        if found != first:
            raise SummariesError(
                f"{names[0]} is in {first}, {name} in {found}: give articles in one language, "
                "or name it with --language"
            )
    return first


def _content(path: Path, given: str) -> str:
    try:
        data = sys.stdin.buffer.read(_MOST) if given == "-" else _read(path)
    except FileNotFoundError:
        raise click.UsageError(
            f"there is no file and no article “{given}”: name one of them"
        ) from None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise SummariesError(f"{given} is not UTF-8 text: save it as UTF-8") from error


_MOST = 2 * 1024 * 1024 + 1


def _read(path: Path) -> bytes:
    with path.open("rb") as file:
        data = file.read(_MOST)
    if len(data) == _MOST:
        raise SummariesError(f"{path.name} is larger than 2 MiB: give the article alone")
    return data


def today(settings: Settings) -> datetime.date:
    return datetime.datetime.now(settings.timezone).date()
