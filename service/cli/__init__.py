"""The ``summaries`` command: thin commands over the rest of the package."""

from __future__ import annotations

import importlib

import click

from . import commands

# Each is in a module of its name, under its name.
COMMANDS = (
    "catalog", "check", "correct", "desk", "draft", "export", "history", "merge", "merge-driver",
    "new", "preview", "publish", "redact", "remove", "rename", "review", "serve", "status",
    "update", "user", "verify", "withdraw",
)  # fmt: skip
# Modules with more than one command.
_MODULES = {"merge-driver": "merge"}


class Commands(commands.Group):
    """The commands. Each is loaded when it is asked for: loading all takes twice as long."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of all, for ``--help``."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return the command called ``cmd_name``; None where there is none."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f".{_MODULES.get(cmd_name, cmd_name)}", __name__)
        command: click.Command = getattr(module, cmd_name.replace("-", "_"))
        return command


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="multilingual-summary-service")
def main() -> None:
    """Serve reviewed summaries of news articles in many languages.

    Folders and keys come from SUMMARIES_… environment variables; see the README.
    """
