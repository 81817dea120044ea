"""The ``summaries`` command: thin commands over the rest of the package."""

from __future__ import annotations

import click

from . import commands
from .catalog import catalog
from .check import check
from .correct import correct
from .desk import desk
from .draft import draft
from .export import export
from .history import history
from .merge import merge, merge_driver
from .new import new
from .preview import preview
from .publish import publish
from .redact import redact
from .remove import remove
from .rename import rename
from .review import review
from .serve import serve
from .status import status
from .update import update
from .user import user
from .verify import verify
from .withdraw import withdraw

__all__ = [
    "catalog",
    "check",
    "correct",
    "desk",
    "draft",
    "export",
    "history",
    "main",
    "merge",
    "merge_driver",
    "new",
    "preview",
    "publish",
    "redact",
    "remove",
    "rename",
    "review",
    "serve",
    "status",
    "update",
    "user",
    "verify",
    "withdraw",
]


@click.group(cls=commands.Group, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="multilingual-summary-service")
def main() -> None:
    """Serve reviewed summaries of news articles in many languages.

    Folders and keys come from SUMMARIES_… environment variables; see the README.
    """


for command in (
    serve, publish, check, status, update, review, verify, correct, withdraw, remove, rename,
    redact,
    catalog, preview, new, draft, export, history, merge, merge_driver, desk, user,
):  # fmt: skip
    main.add_command(command)
