"""What a command is: how it tells errors, its exit statuses, the options that several have."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Any

import click

from ..errors import InputError, SettingsError, SummariesError
from ..files import FULL
from .terminal import echo, finding_line

FINDINGS, WRONG_USE = 1, 2
DISK_FULL = "the disk is full; this file is as it was: make room, then run the command again"


class WrongUseError(click.UsageError):
    """Wrong use of a command, said in the user's language. Its text is English."""

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is used, and what is wrong, on standard error, not to ``file``."""
        del file
        if self.ctx is not None:
            echo(self.ctx.get_usage(), err=True)
            echo(f"Try '{self.ctx.command_path} --help' for help.\n", err=True)
        # It may say what a folder or message is called, which :func:`echo` cleans.
        echo(f"Error: {self.format_message()}", err=True)


@contextlib.contextmanager
def _wrong_use() -> Iterator[None]:
    """Have what click finds wrong said in the user's language, too."""
    try:
        yield
    except WrongUseError:
        raise
    except click.UsageError as error:
        raise WrongUseError(error.format_message(), error.ctx) from error


class Group(click.Group):
    """A command that has commands."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        with _wrong_use():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command that is named."""
        with _wrong_use():
            return super().invoke(ctx)


class Command(click.Command):
    """A command that tells errors a person can fix in plain sentences on stderr.

    Exit status: 0 fine, 1 findings or a file that cannot be used, 2 wrong use or settings.
    """

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the arguments."""
        with _wrong_use():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            with _wrong_use():
                return super().invoke(ctx)
        except click.Abort:
            echo("Aborted!", err=True)
            ctx.exit(FINDINGS)
        except SettingsError as error:
            echo(f"Error: {error}", err=True)
            ctx.exit(WRONG_USE)
        except InputError as error:
            for finding in error.findings:
                echo(finding_line(finding), err=True, raw=True)
            ctx.exit(FINDINGS)
        except SummariesError as error:
            echo(f"Error: {error}", err=True)
            ctx.exit(FINDINGS)
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            said = DISK_FULL if error.errno in FULL else error.strerror or error
            echo(f"Error: {where}{said}", err=True)
            ctx.exit(FINDINGS)


key_option = click.option(
    "--key", type=click.Path(path_type=Path, dir_okay=False), metavar="FILE",
    help="Sign with this private ed25519 key (OpenSSH).",
)  # fmt: skip


def reviewer_options(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--reviewer NAME`` and ``--key FILE`` to ``function``, a command."""
    function = key_option(function)
    return click.option(
        "--reviewer", metavar="NAME", envvar="SUMMARIES_REVIEWER", help="Who signs."
    )(function)


def format_option(*more: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Add ``--format text|json``, and ``more`` formats."""
    return click.option(
        "--format", "style", type=click.Choice(["text", "json", *more]), default="text",
        show_default=True, help="How to print the result.",
    )  # fmt: skip


def article_option(function: Callable[..., Any]) -> Callable[..., Any]:
    """Add ``--article SLUG`` to ``function``, a command."""
    return click.option(
        "--article", metavar="SLUG", help="Only this article; “service” is the interface."
    )(function)
