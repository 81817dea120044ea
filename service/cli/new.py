"""The command new: take in an article, or the stories of a feed."""

from __future__ import annotations

import click

from ..review import article_version
from . import commands, new_again, terminal, workshop
from .new_feed import take_in_feed
from .taking_in import put, take_in, tell

language_option = click.option(
    "--language", metavar="LOCALE", help="The article's language. [default: told from its text]"
)
slug_option = click.option(
    "--slug", help="Its name in addresses. [default: from the headline, or the page's address]"
)
with_option = click.option(
    "--with",
    "others",
    multiple=True,
    type=click.Path(exists=True, dir_okay=False),
    metavar="FILE",
    help="Another article on the same event, to be summarised together. Can be repeated.",
)


private_option = click.option(
    "--allow-private",
    is_flag=True,
    help="Fetch an address of a private network, too: a staging server, an intranet.",
)


@click.command(cls=commands.Command)
@click.argument("article", metavar="FILE|-|URL", required=False)
@slug_option
@language_option
@with_option
@private_option
@click.option(
    "--feed",
    metavar="URL|FILE",
    help="Take in the stories that a feed lists: RSS, Atom, or a news sitemap.",
)
@click.option(
    "--latest",
    type=click.IntRange(1, 200),
    default=20,
    show_default=True,
    help="With --feed: how many stories, the newest first.",
)
@click.option(
    "--again",
    metavar="SLUG",
    help="Put the new text of this article in, and show what of its summary stands.",
)
def new(
    article: str | None,
    slug: str | None,
    language: str | None,
    others: tuple[str, ...],
    allow_private: bool,
    feed: str | None,
    latest: int,
    again: str | None,
) -> None:
    """Take in an article, and prepare a summary to be written by a person.

    It is a text file, an HTML page saved to disk, - for standard input, or an address to fetch
    (http or https). A page gives headline, outlet, authors, day, address and licence, too. With
    --again SLUG the summary stays, and readers keep it; exit status 1 when it no longer stands.
    --feed takes in the stories of a feed, each once; exit status 1 when one could not be.

    Example: summaries new story.html --slug port-reopens
    """
    if (article is None) == (feed is None):
        raise click.UsageError("give one article, or a feed with --feed")
    if feed is not None and (slug or others or again):
        raise click.UsageError(
            "--feed takes in stories one by one: leave --slug, --with and --again"
        )
    settings = workshop.settings()
    project = workshop.project(settings)
    if article is None:
        assert feed is not None
        if not take_in_feed(project, settings, feed, latest, language, allow_private):
            click.get_current_context().exit(commands.FINDINGS)
        return
    if again is not None:
        workshop.check_article(project, again)
        language = article_version.read(project, again).source.language
        taken = take_in(project, article, again, language, others, allow_private)
        tell(taken)
        if not new_again.again(
            project, settings.editions, again, taken.text, workshop.moment(settings)
        ):
            click.get_current_context().exit(commands.FINDINGS)
        return
    taken = take_in(project, article, slug, language, others, allow_private)
    path = put(project, settings, taken)
    tell(taken)
    terminal.echo(
        f"{taken.name}: wrote {path.parent.name}/article.txt and summary.toml ({taken.language})"
    )
    terminal.echo(f"Write the statements into {path}, then: summaries check, summaries update")
