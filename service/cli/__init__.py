"""The ``summaries`` command: thin commands over the rest of the package."""

from __future__ import annotations

import click

from .articles import withdraw
from .catalogs import check, status, update
from .drafting import draft
from .exporting import export
from .intake import new
from .interchange import catalog
from .previewing import preview
from .reviewing import review
from .serving import publish, serve

__all__ = [
    "catalog",
    "check",
    "draft",
    "export",
    "main",
    "new",
    "preview",
    "publish",
    "review",
    "serve",
    "status",
    "update",
    "withdraw",
]


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="multilingual-summary-service")
def main() -> None:
    """Serve reviewed summaries of news articles in many languages.

    Folders and keys come from SUMMARIES_… environment variables; see the README.
    """


for command in (
    serve, publish, check, status, update, review, withdraw, catalog, preview, new, draft,
    export,
):  # fmt: skip
    main.add_command(command)
