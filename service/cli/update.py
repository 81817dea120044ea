"""``summaries update``: bring templates and catalogs in line with the sources."""

from __future__ import annotations

import click

from ..content import ui_strings
from ..content.locales import is_locale, nearest
from ..review import merge_source as updating
from . import commands, terminal, workshop


@click.command(cls=commands.Command)
@click.option("--locale", "new", metavar="LOCALE", multiple=True,
              help="Also make catalogs for this new language. May be repeated.")  # fmt: skip
@click.option("--interface", metavar="LOCALE", multiple=True,
              help="Also make a catalog of the interface's words here, service.po.")  # fmt: skip
@commands.article_option
def update(new: tuple[str, ...], interface: tuple[str, ...], article: str | None) -> None:
    """Bring templates and catalogs in line with the articles.

    Any language that CLDR knows can be added. Its pages show once the interface is signed in it,
    too: for a language that the program does not have, and for other words than the program's,
    there is --interface.

    Example: summaries update --locale he
    """
    project = workshop.project(workshop.settings())
    for name in (*new, *interface):
        if not is_locale(name):
            meant = nearest(name)
            remedy = (
                f"did you mean {meant}?" if meant
                else "write it as CLDR does, such as uk, pt_BR or zh_Hans"
            )  # fmt: skip
            raise click.UsageError(f"“{name}” is not a locale: {remedy}")
    changed = 0
    if interface:
        own = project.own_interface()
        for path in updating.update(own, ui_strings.source(), dict.fromkeys(interface)):
            terminal.echo(f"updated {path.relative_to(project.locales.parent)}")
            changed += 1
        terminal.echo(
            f"next: translate {ui_strings.DOMAIN}.po, then “summaries review {interface[0]} "
            f"--article {ui_strings.DOMAIN}”"
        )
    sources = workshop.sources(project, article)
    # The source language's own catalog carries the editor's signature: it is always there.
    wanted = dict.fromkeys([*project.languages(), *new, *(source.language for source in sources)])
    for source in sources:
        for path in updating.update(project, source, wanted):
            terminal.echo(f"updated {path.relative_to(project.locales.parent)}")
            changed += 1
    if not changed:
        terminal.echo("nothing to update: templates and catalogs are in line with their sources")
    elif new:
        terminal.echo(f"next: translate, then “summaries review {new[0]}”")
    else:
        terminal.echo("next: “summaries status” says what waits for a translator or a signature")
