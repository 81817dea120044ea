"""``summaries user``: who may use the review desk."""

from __future__ import annotations

import sys

import click

from ..content.messages import Source
from ..desk.memory import Memory
from ..desk.people import People, User, missing_entry
from ..desk.roles import ROLES
from ..errors import InputError, SummariesError
from ..review.project import Project
from ..settings import Settings
from . import commands, terminal, workshop

_password = click.option(
    "--password-stdin", is_flag=True, help="Read the password from standard input: its first line."
)


@click.group(cls=commands.Group)
def user() -> None:
    """Add, list and remove the people of the review desk.

    A role lets somebody in; only locales/reviewers.toml lets somebody sign.

    Example: summaries user list
    """


@user.command(cls=commands.Command)
@click.argument("name")
@click.option("--role", "roles", type=click.Choice(ROLES), multiple=True, required=True,
              help="What they do. May be repeated.")  # fmt: skip
@click.option("--language", "languages", metavar="LOCALE", multiple=True,
              help="In which languages; * for all. May be repeated.")  # fmt: skip
@_password
def add(
    name: str, roles: tuple[str, ...], languages: tuple[str, ...], password_stdin: bool
) -> None:
    """Add somebody, and say which entry of reviewers.toml they lack.

    Example: summaries user add "Jane Doe" --role reviewer --language uk
    """
    settings = workshop.settings()
    people = People(settings.desk_folder)
    made = people.add(name, roles, languages, _asked(password_stdin))
    terminal.echo(f"added {made.name}: {_told(made)}")
    terminal.echo(
        f"next: they sign in at the review desk, port {settings.desk_port}: summaries desk"
    )
    if lacking := _missing(settings, made):
        terminal.echo(lacking, err=True)


@user.command("list", cls=commands.Command)
@commands.format_option()
def list_(style: str) -> None:
    """List the people of the desk.

    Example: summaries user list --format json
    """
    settings = workshop.settings()
    users = People(settings.desk_folder).all()
    if style == "json":
        terminal.echo_json(
            [
                {"name": u.name, "roles": u.roles, "languages": u.languages,
                 "missing": _missing(settings, u)}
                for u in users
            ]
        )  # fmt: skip
        return
    for one in users:
        terminal.echo(f"{one.name}: {_told(one)}")
        if lacking := _missing(settings, one):
            terminal.echo(f"  {lacking}".replace("\n", "\n  "))
    if not users:
        terminal.echo(f"nobody yet: {FIRST}")


@user.command(cls=commands.Command)
@click.argument("name")
def remove(name: str) -> None:
    """Remove somebody; their sessions end at once. What they signed stays.

    Example: summaries user remove "Jane Doe"
    """
    settings = workshop.settings()
    People(settings.desk_folder).remove(name)
    memory = Memory(settings.desk_folder)
    memory.make()
    memory.end_all(name)
    terminal.echo(
        f"removed {name}; while reviewers.toml has an entry of theirs, signatures in their name "
        "count: end it there with “revoked” or “until”"
    )


@user.command(cls=commands.Command)
@click.argument("name")
@_password
def password(name: str, password_stdin: bool) -> None:
    """Give somebody another password; their sessions end at once.

    Example: summaries user password "Jane Doe"
    """
    People(workshop.settings().desk_folder).set_password(name, _asked(password_stdin))
    terminal.echo(f"{name} has another password, and signs in again with it: hand it over yourself")


FIRST = (
    'summaries user add "Jane Doe" --role administrator --role editor --language uk '
    "makes the first person"
)


def _asked(stdin: bool) -> str:
    if not stdin:
        password: str = terminal.prompt("Password", twice=True, hide_input=True)
        return password
    line = sys.stdin.readline(4096)
    if not line.strip():
        raise SummariesError("standard input has no password: write it in the first line")
    return line.rstrip("\r\n")


def _told(one: User) -> str:
    where = f" ({', '.join(one.languages)})" if one.languages else ""
    return f"{', '.join(one.roles)}{where}"


def _missing(settings: Settings, one: User) -> str | None:
    """Return which entry of reviewers.toml somebody lacks, as far as that file can be used."""
    project = Project(settings.articles, settings.locales, settings.journal)
    try:
        policy = project.policy()
    except InputError as error:
        signs = {"reviewer", "editor"} & set(one.roles)
        return str(error) if signs else None
    return missing_entry(one, policy, sorted({s.language for s in _sources(project)}))


def _sources(project: Project) -> list[Source]:
    sources = []
    for slug in project.slugs()[:50]:
        try:
            sources.append(project.source(slug))
        except InputError:
            continue
    return sources
