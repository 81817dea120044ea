"""What all commands share: how errors are told, the output formats, the workshop."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import functools
import os
import socket
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import click
import msgspec

from ..content.messages import Source
from ..content.unsafe_characters import forbidden
from ..editions import publisher_key
from ..editions.bucket import Bucket
from ..editions.bucket_upload import Uploader
from ..editions.plan import now
from ..editions.publisher import Publisher
from ..errors import Finding, InputError, SettingsError, SummariesError
from ..files import FULL
from ..review import keys
from ..review.keys import PrivateKey
from ..review.project import Project
from ..settings import Settings
from ..web.app import load_settings
from . import user_language

FINDINGS, WRONG_USE = 1, 2
ENGLISH = "en"
TRANSLATIONS = Path(__file__).parent.parent / "desk" / "translations"
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


def in_user_language(text: str) -> str:
    """Return ``text``, which another room says, in the user's language, or else in English."""
    return into_user_language()(text)


def into_user_language() -> Callable[[str], str]:
    """Return what :func:`in_user_language` does, for whoever has thousands of texts."""
    locale = _locale(tuple(os.environ.get(name, "") for name in user_language.NAMES))
    if locale == ENGLISH:
        return str
    # The desk's strings have them. Nobody who reads English waits for the desk's libraries.
    from ..desk import said_texts  # noqa: PLC0415

    return functools.partial(said_texts.in_language, locale=locale)


@lru_cache(maxsize=8)
def _locale(values: tuple[str, ...]) -> str:
    environment = dict(zip(user_language.NAMES, values, strict=True))
    if not any(environment.values()):
        return ENGLISH
    languages = [path.name for path in TRANSLATIONS.iterdir() if path.is_dir()]
    return user_language.wanted(environment, [*languages, ENGLISH], ENGLISH)


def finding_line(finding: Finding) -> str:
    """Return a finding as a line: its text in the user's language, the rest as programs read it."""
    return str(dataclasses.replace(finding, text=in_user_language(finding.text)))


def clean(text: object) -> str:
    """Return ``text`` as a terminal may show it: nothing in it moves the cursor or hides words.

    Control and invisible characters, which a file can hold, show as their code points.
    """
    said = str(text)
    hidden = {
        ord(c): f"<U+{ord(c):04X}>" for c in set(said) - {"\n", "\t"} if next(forbidden(c), None)
    }
    return said.translate(hidden) if hidden else said


def echo(text: object = "", *, err: bool = False, raw: bool = False) -> None:
    """Print ``text``, cleaned, in the user's language; with ``err`` on standard error.

    ``raw`` says that it is in that language already, or that a program reads it.
    """
    click.echo(clean(text if raw else in_user_language(str(text))), err=err)


def echo_data(data: str | bytes) -> None:
    """Print ``data``, UTF-8, as it is for a program that reads it; cleaned for a terminal."""
    if sys.stdout.isatty():
        data = clean(data if isinstance(data, str) else data.decode())
    click.echo(data, nl=False)


def secho(text: object, *, err: bool = False, **style: Any) -> None:
    """Print ``text`` in a style of Click's, cleaned, in the user's language.

    With ``err`` on standard error.
    """
    click.secho(clean(in_user_language(str(text))), err=err, **style)


def confirm(question: str, **options: Any) -> bool:
    """Ask ``question``, in the user's language, that is answered with y or n."""
    return click.confirm(clean(in_user_language(question)), **options)


def prompt(question: str, *, twice: bool = False, **options: Any) -> Any:
    """Ask ``question``, in the user's language, for words; ``twice``, as one cannot see them."""
    again = in_user_language("Repeat for confirmation") if twice else False
    return click.prompt(clean(in_user_language(question)), confirmation_prompt=again, **options)


def settings() -> Settings:
    """Return the settings of this run."""
    return load_settings()


def project(config: Settings, *, check: bool = True) -> Project:
    """Return the workshop that ``config`` names.

    Raises SettingsError when a folder is missing, unless ``check`` is off.
    """
    for name, folder in (("ARTICLES", config.articles), ("LOCALES", config.locales)):
        if check and not folder.is_dir():
            raise SettingsError(
                f"there is no folder {folder}: run this where your articles and locales are, "
                f"or set SUMMARIES_{name}"
            )
    return Project(config.articles, config.locales, config.journal)


def publisher(config: Settings, *, check: bool = True) -> Publisher:
    """Return the publisher of the workshop that ``config`` names; ``check`` as for workshop."""
    clock = functools.partial(now, config.timezone)
    return Publisher(project(config, check=check), config.editions, clock, config.published)


def uploader(config: Settings) -> Uploader:
    """Return what brings the publisher's editions to the bucket that ``config`` names."""
    published = config.published or publisher_key.beside(config.editions)
    return Uploader(config.editions, Bucket(config.bucket), published)


def upload(config: Settings) -> None:
    """Upload what changed of the editions, where windows get them from a bucket.

    Raises SummariesError where that fails: what is published is on this machine then.
    """
    if config.bucket:
        count = uploader(config).bring_and_note()
        if count:
            echo(f"uploaded {count} edition files to {config.bucket}")


def upload_now(config: Settings) -> list[str]:
    """Upload what a command changed, right away; return what stood in the way, in one sentence.

    Nothing where windows need no bucket, or it was told.
    """
    try:
        upload(config)
    except (SummariesError, OSError) as error:
        return [
            f"windows that read {config.bucket} were not told: {error}; “summaries publish” tells "
            "them, and where “summaries publish --watch” runs it does so as soon as it can"
        ]
    return []


def writable(folder: Path) -> None:
    """Raise SummariesError unless files can be written in ``folder``."""
    if not os.access(folder, os.W_OK | os.X_OK):
        raise SummariesError(
            f"the folder {folder} cannot be written: let this user write it, or run with "
            "--no-publisher and publish elsewhere"
        )


def moment(config: Settings) -> datetime.datetime:
    """Return the time it is, in the newsroom's time zone."""
    return now(config.timezone)


def sources(project: Project, article: str | None) -> list[Source]:
    """Return the sources of all articles and the interface, or of ``article`` alone.

    Raises UsageError for an unknown article, InputError for one that cannot be used.
    """
    if article is None:  # the interface is part of the program, and is not theirs to sign
        return [project.source(name) for name in project.slugs()]
    check_article(project, article)
    return [project.source(article)]


def check_article(project: Project, article: str) -> None:
    """Raise UsageError for an ``article``, its slug, that is not there."""
    known = ["service", *project.slugs()]
    if article not in known:
        raise click.UsageError(f"there is no article “{article}”. There are: {', '.join(known)}")


def locales(project: Project, wanted: tuple[str, ...]) -> list[str]:
    """Return ``wanted`` locales, or all. Raises UsageError for one that has no catalogs."""
    known = project.languages()
    for name in wanted:
        if name not in known:
            raise click.UsageError(
                f"there are no catalogs for “{name}”. There are: {', '.join(known)}"
            )
    return list(wanted) or known


def check_locale(project: Project, sources: list[Source], locale: str) -> None:
    """Raise UsageError unless one of ``sources`` has a catalog in ``locale``."""
    known = sorted({name for s in sources for name in project.languages(s.domain)})
    if locale not in known:
        raise click.UsageError(
            f"there are no catalogs for “{locale}”. There are: {', '.join(known)}"
        )


def private_key(path: Path | None) -> PrivateKey | None:
    """Return the key in ``path``, if there is one; ask for the passphrase of an encrypted one."""
    if path is None:
        return None
    return keys.load(path, lambda: prompt(f"Passphrase of {path}", hide_input=True))


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


def echo_json(data: Any) -> None:
    """Print ``data`` as JSON."""
    # json.dumps with an indent is Python alone: two seconds for a newsroom of 10,000 articles.
    echo(msgspec.json.format(msgspec.json.encode(data), indent=1).decode(), raw=True)


def claim(host: str, port: int) -> None:
    """Raise SummariesError unless ``port`` of the address ``host`` is free.

    The server itself would share a taken port with whoever has it, and readers would get answers
    from either.
    """
    try:
        socket.create_server((host, port)).close()
    except OSError as error:
        raise SummariesError(
            f"port {port} of {host} cannot be listened on ({error.strerror}): "
            "stop what uses it, or choose another with --port"
        ) from error


def counted(number: int, noun: str) -> str:
    """Return ``number`` with its ``noun``, in the plural where it is not one.

    >>> counted(1, "message"), counted(3, "message")
    ('1 message', '3 messages')
    """
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
