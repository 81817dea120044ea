"""Commands for editors: withdraw."""

from __future__ import annotations

import click
import tomlkit
from tomlkit.items import Table

from ..content import article as articles
from ..files import locked, read_text, write_bytes
from . import common


@click.command(cls=common.Command)
@click.argument("slug")
@click.option("--locale", metavar="LOCALE", default="all", show_default=True,
              help="Only the edition in this language.")  # fmt: skip
@click.option("--reason", help="Why; readers see it.")
@click.option("--undo", is_flag=True, help="Take the withdrawal back.")
def withdraw(slug: str, locale: str, reason: str | None, undo: bool) -> None:
    """Take an article's editions down at once, with a reason.

    Example: summaries withdraw some-article --locale uk --reason "The quotation was false."
    """
    if undo == bool(reason):
        raise click.UsageError("say why with --reason, or take a withdrawal back with --undo")
    project = common.project(common.settings())
    if slug not in project.slugs():
        raise click.UsageError(
            f"there is no article “{slug}”. There are: {', '.join(project.slugs())}"
        )
    if locale != "all":
        common.locales(project, (locale,))
    path = project.articles / slug / "summary.toml"
    with locked(path.parent):
        document = tomlkit.parse(read_text(path, f"{slug}/summary.toml"))
        table = document.setdefault("withdrawn", tomlkit.table())
        assert isinstance(table, Table)
        if undo:
            if locale not in table:
                raise click.UsageError(f"“{slug}” is not withdrawn for {locale}")
            table.remove(locale)
            if not table:
                document.remove("withdrawn")
        else:
            entry = tomlkit.inline_table()
            entry.update({"date": common.today(), "reason": reason})
            table[locale] = entry
        write_bytes(path, tomlkit.dumps(document).encode())
    articles.load(path.parent)
    click.echo(f"{slug}: {locale} {'is up again once published' if undo else 'withdrawn'}")
