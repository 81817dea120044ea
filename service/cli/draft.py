"""The command draft: propose a summary, and translations, for people to correct and sign."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

import click

from ..content import plural_rules
from ..content.locales import is_locale
from ..errors import SettingsError, SummariesError
from ..settings import Settings
from . import commands, draft_steps, terminal, workshop
from .draft_steps import Wish
from .new import language_option, private_option, slug_option, with_option
from .taking_in import take_in, today

if TYPE_CHECKING:
    from ..drafts.jobs import Job, Kit, Steps
    from ..drafts.models.api import Progress

ENGINES = ("extract", "generate")


@click.command(cls=commands.Command)
@click.argument("article", metavar="FILE|-|URL|SLUG", required=False)
@slug_option
@language_option
@with_option
@private_option
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Every article that has no summary yet, instead of one.",
)
@click.option(
    "--statements",
    type=click.IntRange(1, 20),
    default=8,
    show_default=True,
    help="How many sentences at most, three of them as the brief.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="extract",
    show_default=True,
    help="extract: the article's own sentences. generate: written by --model.",
)
@click.option(
    "--model",
    metavar="PATH|NAME|URL",
    help="A folder, a GGUF file, an installed package, a name on the hub, or the address "
    "of an OpenAI-compatible server (http://host:port/v1).",
)
@click.option("--translate", metavar="LOCALE,…", help="Draft translations, too.")
@click.option(
    "--translator",
    metavar="PATH|NAME|URL",
    help="What translates: a model, “deepl”, or “libretranslate:http://host:5000”. "
    "[default: --model]",
)
@click.option(
    "--remote",
    is_flag=True,
    help="Let a server outside this house see text that is under embargo, too.",
)
@click.option(
    "--seed",
    type=click.IntRange(0),
    default=0,
    show_default=True,
    help="For a server that samples; a local model never does.",
)
@click.option(
    "--max-seconds",
    type=click.FloatRange(1, 86400),
    default=120,
    show_default=True,
    help="How long a model may take for one article or language.",
)
@click.option(
    "--max-tokens",
    type=click.IntRange(16, 4096),
    default=300,
    show_default=True,
    help="How long one answer of a model may be.",
)
@click.option(
    "--ray",
    metavar="ADDRESS",
    help="With --all: draft on a Ray cluster, at host:port or “auto”; “local” starts one.",
)
@click.option(
    "--workers",
    type=click.IntRange(1),
    help="With --ray: how many at most. [default: one for each processor, or GPU]",
)
@click.option("--dry-run", is_flag=True, help="Show the draft, write nothing.")
def draft(
    article: str | None,
    slug: str | None,
    language: str | None,
    others: tuple[str, ...],
    allow_private: bool,
    everything: bool,
    statements: int,
    engine: str,
    model: str | None,
    translate: str | None,
    translator: str | None,
    remote: bool,
    seed: int,
    max_seconds: float,
    max_tokens: int,
    ray: str | None,
    workers: int | None,
    dry_run: bool,
) -> None:
    """Propose a summary of an article, for a person to correct and sign.

    Everything it writes is fuzzy and says what made it: no reader sees it. It never touches what a
    person wrote or signed.

    Example: summaries draft story.txt --statements 6
    """
    from ..drafts.engine import Limits  # noqa: PLC0415 - only this command needs it
    from ..drafts.jobs import Kit  # noqa: PLC0415

    if (article is None) == (not everything):
        raise click.UsageError("name one article, or --all")
    if others and article is None:
        raise click.UsageError("--with goes with one article, not with --all")
    if (ray and not everything) or (workers and not ray):
        raise click.UsageError("--ray goes with --all, and --workers with --ray")
    locales = tuple(dict.fromkeys(part.strip() for part in (translate or "").split(",") if part))
    settings = workshop.settings()
    kit = Kit(
        engine, model, (translator or model) if locales else None,
        Limits(max_seconds, max_tokens, seed), settings.model_key,
    )  # fmt: skip
    project = workshop.project(settings)
    _check(kit, locales, settings)
    outside = None if remote else kit.outside
    wish = Wish(statements, locales, today(settings), dry_run, outside, workshop.moment(settings))
    if article is not None:
        taken = take_in(project, article, slug, language, others, allow_private)
        _here([(taken.name, draft_steps.draft(project, taken, wish))], kit, None)
        return
    names = sorted(p.parent.name for p in project.articles.glob("*/article.txt"))
    works = [(name, draft_steps.resume(project, name, language, wish)) for name in names]
    failed: list[str] = []
    if ray is None:
        _here(works, kit, failed)
    else:
        _there(works, kit, failed, ray, workers)
    if failed:
        raise SummariesError(
            f"{len(failed)} of {len(names)} articles could not be drafted: see above"
        )


def _check(kit: Kit, locales: tuple[str, ...], settings: Settings) -> None:
    """Raise UsageError or SettingsError where the options do not go together."""
    for locale in locales:
        if not is_locale(locale):
            raise click.UsageError(f"“{locale}” is not a locale, such as uk or zh_Hans")
        try:
            plural_rules.rule(locale)
        except plural_rules.PluralError as error:
            raise click.UsageError(str(error)) from error
    if kit.engine != "extract" and kit.model is None:
        raise click.UsageError(f"--engine {kit.engine} needs a model: name it with --model")
    if locales and kit.translator is None:
        raise click.UsageError("--translate needs a model: name it with --model or --translator")
    if kit.model and kit.engine == "extract" and not locales:
        raise click.UsageError("--model is for --engine generate, or for --translate")
    if kit.models and not settings.drafts:
        raise SettingsError("drafts from a model are switched off: set SUMMARIES_DRAFTS=1")


def _here(works: Iterable[tuple[str, Steps]], kit: Kit, failed: list[str] | None) -> None:
    """Draft articles one after the other, with models loaded once, when the first needs them.

    The names of those that fail go to ``failed``; without it the first failure is raised.
    """
    from ..drafts.jobs import Worker, advance  # noqa: PLC0415 - only this command needs it

    worker: Worker | None = None
    for name, work in works:
        job: Job | None = None
        with _telling(name, failed):
            job = advance(work)
        while job is not None:
            # What is wrong with a model is wrong for all articles.
            worker = worker or Worker(kit, _say)
            asked, job = job, None
            with _telling(name, failed):
                label = f"{name} {getattr(asked, 'locale', '')}".rstrip()
                with _bar(label, asked.size) as progress:
                    result = worker.run(asked, progress)
                job = advance(work, result)


def _there(
    works: Sequence[tuple[str, Steps]], kit: Kit, failed: list[str], ray: str, workers: int | None
) -> None:
    """Draft articles on a Ray cluster; the names of those that fail go to ``failed``."""
    from ..drafts import ray_pool  # noqa: PLC0415 - only this command needs it

    ray_pool.check_address(ray)
    begun, ended = time.monotonic(), 0

    def count(_name: str) -> None:
        nonlocal ended
        ended += 1
        minutes = (time.monotonic() - begun) / ended * (len(works) - ended) / 60
        if sys.stderr.isatty():
            _say(f"{ended} of {len(works)} articles, about {minutes:.0f} min left")

    def fail(name: str, error: Exception) -> None:
        with _telling(name, failed):
            raise error
        count(name)

    with ray_pool.Pool(ray, kit, _say, workers) as pool:
        pool.work(works, fail, count)


@contextlib.contextmanager
def _telling(name: str, failed: list[str] | None) -> Iterator[None]:
    """Say what is wrong with an article, and go on; without ``failed``, it is raised."""
    try:
        yield
    except (SummariesError, OSError) as error:
        if failed is None:
            raise
        failed.append(name)
        terminal.echo(f"{name}: {error}", err=True)


def _say(text: str) -> None:
    terminal.echo(text, err=True)


@contextlib.contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    """Show a bar with an estimate on a terminal, and yield what moves it."""
    hidden = not sys.stderr.isatty() or not length
    with click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=hidden, show_eta=True
    ) as bar:
        yield bar.update
