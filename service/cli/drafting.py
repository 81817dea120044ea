"""The command draft: propose a summary, and translations, for people to correct and sign."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import click

from .. import plurals
from ..finding import SettingsError, SummariesError
from ..settings import Settings
from ..workshop import Workshop, is_locale
from . import common
from .intake import language_option, slug_option, take_in, today, with_option

if TYPE_CHECKING:
    from ..drafts.encoder import Encoder
    from ..drafts.engine import Engine, Limits
    from ..drafts.task import Model, Progress

ENGINES = ("extract", "shorten", "generate")


@dataclass(frozen=True, slots=True)
class Wish:
    """What the command line asks for."""

    engine: str
    statements: int
    model: str | None
    translator: str | None
    encoder: str | None
    locales: tuple[str, ...]
    limits: Limits
    dry_run: bool


@dataclass(frozen=True, slots=True)
class Tools:
    """Models, loaded once for all articles."""

    engine: Engine | None
    encoder: Encoder | None
    translator: Model | None


@click.command(cls=common.Command)
@click.argument("article", metavar="ARTICLE|SLUG", required=False)
@slug_option
@language_option
@with_option
@click.option(
    "--all",
    "everything",
    is_flag=True,
    help="Every article that has no summary yet, instead of one.",
)
@click.option(
    "--statements",
    type=click.IntRange(1, 20),
    default=5,
    show_default=True,
    help="How many sentences at most.",
)
@click.option(
    "--engine",
    type=click.Choice(ENGINES),
    default="extract",
    show_default=True,
    help="extract: the article's own sentences. shorten: those, shortened by --model. "
    "generate: written by --model.",
)
@click.option(
    "--model",
    metavar="PATH|NAME|URL",
    help="A folder, a GGUF file, an installed package, a name on the hub, or the address "
    "of an OpenAI-compatible server (http://host:port/v1).",
)
@click.option("--encoder", metavar="PATH|NAME", help="Tell what is central by sentence vectors.")
@click.option("--translate", metavar="LOCALE,…", help="Draft translations, too.")
@click.option(
    "--translator", metavar="PATH|NAME|URL", help="The model that translates. [default: --model]"
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
@click.option("--dry-run", is_flag=True, help="Show the draft, write nothing.")
def draft(
    article: str | None,
    slug: str | None,
    language: str | None,
    others: tuple[str, ...],
    everything: bool,
    statements: int,
    engine: str,
    model: str | None,
    encoder: str | None,
    translate: str | None,
    translator: str | None,
    seed: int,
    max_seconds: float,
    max_tokens: int,
    dry_run: bool,
) -> None:
    """Propose a summary of an article, for a person to correct and sign.

    Everything it writes is fuzzy and says what made it: no reader sees it. It never touches what a
    person wrote or signed.

    Example: summaries draft story.txt --statements 6
    """
    from ..drafts.engine import Limits  # noqa: PLC0415 - only this command needs it

    if (article is None) == (not everything):
        raise click.UsageError("name one article, or --all")
    if others and article is None:
        raise click.UsageError("--with goes with one article, not with --all")
    limits = Limits(max_seconds, max_tokens, seed)
    locales = tuple(dict.fromkeys(part.strip() for part in (translate or "").split(",") if part))
    wish = Wish(
        engine, statements, model, translator or model, encoder, locales, limits, dry_run
    )  # fmt: skip
    settings = common.settings()
    shop = common.workshop(settings)
    _check(wish, settings)
    if article is not None:
        taken = take_in(shop, article, slug, language, others, keep=False)
        _draft(shop, taken, wish, _tools(wish, settings), settings)
        return
    names = sorted(p.parent.name for p in shop.articles.glob("*/article.txt"))
    tools = _tools(wish, settings)
    failed = 0
    for name in names:
        try:
            _resume(shop, name, language, wish, tools, settings)
        except (SummariesError, OSError) as error:
            failed += 1
            click.echo(f"{name}: {error}", err=True)
    if failed:
        raise SummariesError(f"{failed} of {len(names)} articles could not be drafted: see above")


def _check(wish: Wish, settings: Settings) -> None:
    """Raise UsageError or SettingsError where the options do not go together."""
    for locale in wish.locales:
        if not is_locale(locale):
            raise click.UsageError(f"“{locale}” is not a locale, such as uk or zh_Hans")
        try:
            plurals.rule(locale)
        except plurals.PluralError as error:
            raise click.UsageError(str(error)) from error
    if wish.engine != "extract" and wish.model is None:
        raise click.UsageError(f"--engine {wish.engine} needs a model: name it with --model")
    if wish.locales and wish.translator is None:
        raise click.UsageError("--translate needs a model: name it with --model or --translator")
    if wish.model and wish.engine == "extract" and not wish.locales:
        raise click.UsageError("--model is for --engine shorten or generate, or for --translate")
    models = wish.engine != "extract" or wish.encoder or wish.locales
    if models and not settings.drafts:
        raise SettingsError("drafts from a model are switched off: set SUMMARIES_DRAFTS=1")


def _tools(wish: Wish, settings: Settings) -> Tools:
    """Load the models that are wished for, each once."""
    from ..drafts import encoder, generate, models, shorten  # noqa: PLC0415 - only here needed

    loaded: dict[str, Model] = {}

    def load(given: str) -> Model:
        if given not in loaded:
            click.echo(f"loading {given} …", err=True)
            loaded[given] = models.load(given, settings.model_key, wish.limits.seconds)
        return loaded[given]

    engine: Engine | None = None
    if wish.engine != "extract" and wish.model:
        kind = shorten.Shortener if wish.engine == "shorten" else generate.Generator
        engine = kind(load(wish.model), wish.limits)
    return Tools(
        engine,
        encoder.Encoder(wish.encoder) if wish.encoder else None,
        load(wish.translator) if wish.locales and wish.translator else None,
    )


def _draft(
    shop: Workshop, taken: tuple[str, str, str], wish: Wish, tools: Tools, settings: Settings
) -> None:
    """Draft one article, and its translations."""
    from ..drafts import proposal, writing  # noqa: PLC0415 - only this command needs it

    name, text, spoken = taken
    known = (shop.articles / name / "article.txt").exists()
    if known and wish.locales and not writing.is_free(shop, name):
        click.echo(f"left alone: {name} summary.toml (somebody's work)", err=True)
        _translate(shop, name, wish, tools, settings, again=True)
        return
    if known and not wish.dry_run:
        writing.check_free(shop, name)
    with _bar(name, wish.statements) as progress:
        found = proposal.propose(
            text, spoken, wish.statements, today(settings),
            engine=tools.engine, encoder=tools.encoder, progress=progress,
        )  # fmt: skip
    if not found.statements:
        raise SummariesError(
            "the article has no complete sentence that could stand in a summary: "
            "use “summaries new”, and write it yourself"
        )
    for note in (*found.notes, *(note for s in found.statements for note in s.notes)):
        click.echo(f"note: {note}", err=True)
    if wish.dry_run:
        click.echo(proposal.to_toml(found), nl=False)
        return
    writing.add_article(shop, name, text)
    written = writing.write(shop, name, found)
    for identifier in written.left:
        click.echo(f"left alone: {name} {identifier} (signed)", err=True)
    click.echo(
        f"{name}: drafted {len(found.statements)} statements ({found.maker}), nothing signed"
    )
    click.echo(f"Correct {written.paths[0]}, then: summaries update, summaries review {spoken}")
    _translate(shop, name, wish, tools, settings, again=True)


def _resume(
    shop: Workshop, name: str, language: str | None, wish: Wish, tools: Tools, settings: Settings
) -> None:
    """Draft what an article lacks; what is drafted is not drafted again."""
    from ..drafts import writing  # noqa: PLC0415 - only this command needs it

    if writing.is_empty(shop, name):
        _draft(shop, take_in(shop, name, None, language, keep=False), wish, tools, settings)
    else:
        _translate(shop, name, wish, tools, settings, again=False)


def _translate(
    shop: Workshop, name: str, wish: Wish, tools: Tools, settings: Settings, again: bool
) -> None:
    """Draft the translations of an article's messages; say what was left alone, and what failed."""
    from .. import glossary  # noqa: PLC0415 - only this command needs it
    from ..drafts import translate, writing  # noqa: PLC0415

    if tools.translator is None:
        return
    source = shop.source(name)
    for locale in wish.locales:
        if locale == source.language:
            click.echo(f"{name}: it is in {locale} itself: nothing to translate", err=True)
            continue
        terms = glossary.load(shop.locales, locale, source.language)
        opened = writing.open_messages(shop, source, locale, again, dry_run=wish.dry_run)
        for identifier in opened.left:
            click.echo(f"left alone: {locale} {name} {identifier} (somebody's words)", err=True)
        with _bar(f"{name} {locale}", len(opened.free)) as progress:
            drafts = translate.translate(
                opened.free, source.language, locale, tools.translator, wish.limits, terms, progress
            )
        for item in drafts:
            for reason in item.reasons:
                kind = "left empty" if item.strings is None else "note"
                click.echo(f"{kind}: {locale} {name} {item.message.id}: {reason}", err=True)
        if wish.dry_run:
            for item in drafts:
                click.echo(f"{item.message.id}: {' | '.join(item.strings or ('(empty)',))}")
            continue
        written = writing.write_translations(
            shop, source, locale, drafts, tools.translator.name, today(settings)
        )
        if opened.free:
            click.echo(f"{name}: drafted {len(written)} of {len(opened.free)} messages in {locale}")


@contextlib.contextmanager
def _bar(label: str, length: int) -> Iterator[Progress]:
    """Show a bar with an estimate on a terminal, and yield what moves it."""
    hidden = not sys.stderr.isatty() or not length
    with click.progressbar(
        length=length, label=label, file=sys.stderr, hidden=hidden, show_eta=True
    ) as bar:
        yield bar.update
