"""``summaries status``: where every article stands in every language."""

from __future__ import annotations

import datetime
import time
from collections.abc import Callable, Iterator
from functools import lru_cache

import click

from ..content import ui_strings
from ..editions import article_status, publisher_key, removing, takedown
from ..editions.article_status import COUNTED, ArticleStatus, LanguageStatus
from ..editions.bucket import upload_outcome
from ..editions.plan import Planner
from ..editions.status_cache import FileStamps, StatusCache
from ..errors import Finding
from ..review.policy import FILE, Policy
from ..review.project import Project
from ..settings import Settings
from . import commands, terminal, workshop

# Seconds after which what was read is kept, in case the command is stopped before its end.
KEEP = 15.0


@click.command(cls=commands.Command)
@commands.article_option
@commands.format_option()
def status(article: str | None, style: str) -> None:
    """Show where every article stands in every language.

    What was read of an article is kept in the user's cache folder, so that the next run reads only
    what changed.

    Example: summaries status --format json
    """
    settings = workshop.settings()
    project = workshop.project(settings)
    problems: list[Finding] = []
    if article:
        workshop.check_article(project, article)
        rows, problems = _planner(project, settings).article(article)
        articles = list(filter(None, [article_status.read(rows)]))
    else:
        articles = _all(project, settings, problems)
    stuck, since = upload_outcome.read(settings.editions) if settings.bucket else ("", 0.0)
    if stuck:
        at = datetime.datetime.fromtimestamp(since, settings.timezone)
        text = f"not uploaded since {at:%Y-%m-%d %H:%M:%S}: {stuck}"
        problems.append(Finding("upload", text))
    policy, problems = project.policy_or_nobody(), list(dict.fromkeys(problems))
    if style == "json":
        terminal.echo_json(
            {
                "articles": [_row(one, row) for one in articles for row in one.languages],
                "signers": {"models": policy.models, "open": policy.open},
                "problems": [problem.to_json() for problem in problems],
                "undecided": {one.slug: list(one.undecided) for one in articles if one.undecided},
            }
        )
    else:
        said = terminal.into_user_language()
        lines = [line for one in articles for line in _lines(one, said)]
        if lines := [*lines, *_signers(policy)]:
            terminal.echo("\n".join(lines), raw=True)
        for problem in problems:
            terminal.echo(terminal.finding_line(problem), err=True, raw=True)
    if problems:
        click.get_current_context().exit(commands.FINDINGS)


def _planner(project: Project, settings: Settings) -> Planner:
    return Planner(project, settings.editions, published=settings.published)


def _all(project: Project, settings: Settings, problems: list[Finding]) -> list[ArticleStatus]:
    """Return where the interface and all articles stand; what is wrong goes to ``problems``."""
    editions = settings.editions
    stamps = FileStamps(project, editions, settings.published or publisher_key.beside(editions))
    now = workshop.moment(settings)
    cache = StatusCache(project, editions, stamps, now)
    planner = _planner(project, settings)
    articles: list[ArticleStatus] = []
    saved = time.monotonic()
    for slug in [ui_strings.DOMAIN, *stamps.slugs]:
        one = cache.get(slug)
        if one is None:
            rows, wrong = planner.article(slug)
            problems += wrong
            one = article_status.read(rows)
            if one is not None:
                cache.put(one, article_status.until(rows, wrong, now))
            if time.monotonic() - saved > KEEP:
                cache.save()
                saved = time.monotonic()
        if one is not None:
            articles.append(one)
    cache.save()
    for slug, names in removing.orphans(project, editions, stamps.slugs).items():
        text = takedown.orphan(project, slug, names)
        problems.append(Finding("orphan", text, f"{editions.name}/{slug}"))
    return articles


def _lines(one: ArticleStatus, said: Callable[[str], str]) -> Iterator[str]:
    # Each part on its own: the same few come back in thousands of lines.
    yield said(f"{one.slug} ({one.messages} messages)")
    # Two spaces behind the longest name: zh_Hant_HK.
    wide = max((9, *(len(row.locale) + 2 for row in one.languages)))
    for row in one.languages:
        yield f"  {row.locale:<{wide}}{said(row.described) + '  ':<42}{_counts(row.counts)}"
        if row.outdated:
            yield f"  {'':<{wide}}{said(row.outdated)}"
        if row.outlet_changed:
            text = f"readers are told that the outlet changed its article ({row.outlet_changed})"
            yield f"  {'':<{wide}}{said(text)}"
        for text in row.sign_again:
            yield f"  {'':<{wide}}{said(f'up, but to be signed again: {text}')}"
        for name in one.undecided if row.locale == one.language else ():
            text = f"{name}: changed since readers had it, with neither note nor reason"
            yield f"  {'':<{wide}}{said(f'{text} (summaries correct {one.slug})')}"


def _signers(policy: Policy) -> Iterator[str]:
    """Say what a reader would want to know of those who may sign."""
    if policy.models:
        yield terminal.in_user_language(f"models may sign here: models = true in {FILE}")
    if policy.open:
        yield terminal.in_user_language(f"anybody may sign here: open = true in {FILE}")


@lru_cache(maxsize=4096)
def _counts(counts: tuple[int, ...] | None) -> str:
    if counts is None:
        return terminal.in_user_language("no catalog that can be read")
    return ", ".join(
        terminal.in_user_language(f"{count} {state}")
        for state, count in zip(COUNTED, counts, strict=True)
        if count
    )


def _row(one: ArticleStatus, row: LanguageStatus) -> dict[str, object]:
    return {
        "article": one.slug,
        "locale": row.locale,
        "state": row.state,
        "revision": row.revision,
        "outdated_marks": row.outdated is not None,
        "sign_again": list(row.sign_again),
        "outlet_changed": row.outlet_changed and row.outlet_changed.isoformat(),
        "messages": dict(zip(COUNTED, row.counts or (0,) * len(COUNTED), strict=True)),
        "waiting": [{"message": name, "state": state} for name, state in row.waiting],
    }
