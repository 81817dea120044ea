"""Commands that merge catalogs by message: ``merge-driver``, which git runs, and ``merge``."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Collection
from pathlib import Path

import click

from .. import catalog
from ..catalog import Catalog
from ..errors import InputError, SummariesError
from ..files import read_bytes, read_text, write_bytes
from ..review.project import Project
from . import commands, terminal, workshop

_DRIVER = "summaries merge-driver %O %A %B %P"
_PLACE = re.compile(r"(?:.*/)?([A-Za-z_]+)/LC_MESSAGES/[^/]+\.po")


@click.command("merge-driver", cls=commands.Command)
@click.argument("files", nargs=-1, metavar="[BASE OURS THEIRS PATH]")
@click.option("--install", is_flag=True,
              help="Set git up here: .gitattributes, .gitignore, the driver.")  # fmt: skip
@click.option("--local", is_flag=True,
              help="With --install: name the driver in this clone alone (.git/info/attributes), "
                   "so that Weblate's clone keeps its own.")  # fmt: skip
def merge_driver(files: tuple[str, ...], install: bool, local: bool) -> None:
    """Merge two versions of a catalog for git, message by message.

    Changes of different messages never conflict, nor do headers; marks go with their words. Of a
    message that both sides changed one version is the text, the other a comment, which check
    shows. Run it with --install once in every clone, and commit .gitattributes.

    Example: summaries merge-driver --install
    """
    if install and not files:
        _install(workshop.project(workshop.settings(), check=False), local=local)
        return
    if install or local or len(files) != 4:
        raise click.UsageError("git passes four files: %O %A %B %P; or use --install")
    base, ours, theirs, label = files
    place = _PLACE.fullmatch(label)
    template = label.endswith(".pot")
    if place is None and not template:
        raise SummariesError(f"{label} is in no folder LOCALE/LC_MESSAGES: it is no catalog")
    locale = place[1] if place else "en"
    try:
        versions = [_read(Path(path), label, locale, template) for path in (base, ours, theirs)]
        if versions[1] is None or versions[2] is None:
            raise InputError([])
    except InputError as error:  # as git does it: with conflict markers, for a person
        terminal.echo(f"{error}\n{label}: merged line by line", err=True)
        command = ["git", "merge-file", "-L", "ours", "-L", "base", "-L", "theirs", ours, base]
        done = subprocess.run([*command, theirs], check=False)  # noqa: S603
        click.get_current_context().exit(1 if done.returncode else 0)
    else:
        merged = catalog.merge(versions[0], versions[1], versions[2])
        write_bytes(Path(ours), merged.content)
        _tell(merged.both, label, locale)


def _read(path: Path, label: str, locale: str, template: bool) -> Catalog | None:
    content = read_bytes(path, label)
    return catalog.parse(content, label, locale, template=template) if content.strip() else None


def _tell(both: tuple[str, ...], label: str, locale: str) -> None:
    for message in both:
        terminal.echo(f"{label}: [{message}] was changed by both: look at its comments", err=True)
    if both:
        terminal.echo(f"next: summaries check {locale}", err=True)


def _install(project: Project, *, local: bool) -> None:
    root = Path(_git("rev-parse", "--show-toplevel", folder=Path.cwd()))
    catalogs = _patterns(root, project.locales, "**/*.po merge=summaries", "*.pot merge=summaries")
    journals = _patterns(root, project.journal, "*.jsonl merge=union")
    shared, own = (journals, catalogs) if local else (journals + catalogs, [])
    path, ignored = root / ".gitattributes", root / ".gitignore"
    new = _write_lines(path, shared, without=own)
    # Poedit compiles what it saves; nothing here reads that.
    new |= _write_lines(ignored, ["*.mo"])
    # What stands here comes before .gitattributes, also before a remaining line there.
    here = root / _git("rev-parse", "--git-path", "info/attributes", folder=root)
    here.parent.mkdir(exist_ok=True)
    _write_lines(here, own)
    _git("config", "merge.summaries.name", "gettext catalogs, message by message", folder=root)
    _git("config", "merge.summaries.driver", _DRIVER, folder=root)
    terminal.echo("git merges catalogs by message here; every other clone needs this command, too")
    if new:
        terminal.echo("next: commit .gitattributes and .gitignore")


def _patterns(root: Path, folder: Path, *rules: str) -> list[str]:
    place = Path(os.path.relpath(folder.resolve(), root.resolve())).as_posix()
    if place.startswith(".."):
        terminal.echo(f"left out: {folder} is not in this repository", err=True)
        return []
    return [f"/{place}/{rule}" if place != "." else f"/{rule}" for rule in rules]


def _write_lines(path: Path, lines: list[str], without: Collection[str] = ()) -> bool:
    """Have ``lines`` in a file, and none of ``without``; tell whether that changed it."""
    before = read_text(path, path.name) if path.exists() else ""
    kept = [line for line in before.splitlines(keepends=True) if line.strip() not in without]
    text = "".join(kept)
    missing = [line for line in lines if line not in map(str.strip, kept)]
    if not missing and len(kept) == len(before.splitlines()):
        return False
    gap = "\n" if missing and text and not text.endswith("\n") else ""
    write_bytes(path, (text + gap + "".join(f"{line}\n" for line in missing)).encode())
    return True


def _git(*arguments: str, folder: Path) -> str:
    try:
        done = subprocess.run(  # noqa: S603
            ["git", *arguments], cwd=folder, capture_output=True, text=True, check=False  # noqa: S607
        )  # fmt: skip
    except FileNotFoundError:
        raise SummariesError("git is not installed: install it first") from None
    if done.returncode:
        raise SummariesError(f"git says: {done.stderr.strip() or 'it failed'}")
    return done.stdout.strip()


@click.command(cls=commands.Command)
@click.argument("locale")
@click.argument("article")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--base", type=click.Path(path_type=Path), metavar="FILE",
              help="The version that FILE was made from.")  # fmt: skip
def merge(locale: str, article: str, file: Path, base: Path | None) -> None:
    """Merge a copy of a catalog that somebody sent back into ours, message by message.

    What only one of the two changed since --base is taken; where both changed a message, one
    version is its text and the other is kept in a comment, which check shows. Without --base every
    message that differs counts as changed by both, unless it has no text here.

    Example: summaries merge uk some-article returned.po --base sent.po
    """
    project = workshop.project(workshop.settings())
    (source,) = workshop.sources(project, article)
    path, label = project.path(source.domain, locale), project.shown(source.domain, locale)
    if not path.exists():
        raise SummariesError(f"there is no {label}: run “summaries update” first")
    theirs = catalog.read(file, str(file), locale)
    old = catalog.read(base, str(base), locale) if base else None
    merged = catalog.merge_file(path, label, old, theirs, root=project.root(source.domain))
    _tell(merged.both, label, locale)
    terminal.echo(f"merged {file} into {label}")
    if not merged.both:  # else it is said what to look at
        terminal.echo(f"next: summaries review {locale} --article {article}")
