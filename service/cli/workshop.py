"""The workshop, the publisher and the bucket that the settings name, for all commands."""

from __future__ import annotations

import datetime
import functools
from pathlib import Path

import click

from ..content import environment
from ..content.messages import Source
from ..editions import publisher_key
from ..editions.bucket import Bucket
from ..editions.bucket.uploading import Uploader
from ..editions.plan import now
from ..editions.publisher import Publisher
from ..errors import SettingsError, SummariesError
from ..review import keys
from ..review.keys import PrivateKey
from ..review.project import Project
from ..settings import Settings
from .terminal import echo, prompt


def settings() -> Settings:
    """Return the settings of this run."""
    return environment.load()


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
