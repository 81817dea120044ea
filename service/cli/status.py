"""``summaries status``: where every article stands in every language."""

from __future__ import annotations

import datetime
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from ..editions import removing, takedown
from ..editions.edition_plan import EditionPlan
from ..editions.model import Edition
from ..editions.plan import Planner
from ..errors import Finding
from ..review import source_changes
from ..review.policy import FILE, Policy
from ..review.project import Project
from ..review.status import outdated_marks
from . import common

COUNTED = ("reviewed", "translated", "draft", "rejected", "missing")


@click.command(cls=common.Command)
@common.article_option
@common.format_option()
def status(article: str | None, style: str) -> None:
    """Show where every article stands in every language.

    Example: summaries status --format json
    """
    settings = common.settings()
    project = common.project(settings)
    if article:
        common.sources(project, article)
    planner = Planner(project, settings.editions, published=settings.published)
    rows: list[EditionPlan] = []
    problems: list[Finding] = []
    for slug in [article] if article else planner.slugs():
        plans, wrong = planner.article(slug)
        rows += plans
        problems += wrong
    if article is None:
        problems += _orphans(project, settings.editions)
    undecided = _undecided(project, rows)
    policy, problems = project.policy_or_nobody(), list(dict.fromkeys(problems))
    if style == "json":
        reported = [problem.to_json() for problem in problems]
        signers = {"models": policy.models, "open": policy.open}
        common.echo_json(
            {
                "articles": [_row(row) for row in rows],
                "signers": signers,
                "problems": reported,
                "undecided": undecided,
            }
        )
    else:
        _show(rows, undecided)
        for line in _signers(policy):
            common.echo(line)
        for problem in problems:
            common.echo(str(problem), err=True)
    if problems:
        click.get_current_context().exit(common.FINDINGS)


def _show(rows: list[EditionPlan], undecided: dict[str, list[str]]) -> None:
    domain = ""
    for row in rows:
        if row.source.domain != domain:
            domain = row.source.domain
            common.echo(f"{domain} ({len(row.source.messages)} messages)")
        common.echo(f"  {row.locale:<9}{row.describe():<42}{_counts(row)}")
        if text := _outdated(row):
            common.echo(f"  {'':<9}{text}")
        for text in row.objections:
            common.echo(f"  {'':<9}up, but to be signed again: {text}")
        for name in undecided.get(domain, ()) if row.locale == row.source.language else ():
            text = f"{name}: changed since readers had it, with neither note nor reason"
            common.echo(f"  {'':<9}{text} (summaries correct {domain})")


def _orphans(project: Project, editions: Path) -> Iterator[Finding]:
    """Name what readers still get of articles that are no longer here."""
    for slug, names in removing.orphans(project, editions).items():
        yield Finding("orphan", takedown.orphan(slug, names), f"{editions.name}/{slug}")


def _undecided(project: Project, rows: list[EditionPlan]) -> dict[str, list[str]]:
    """Return, by article, the sentences that changed since readers had them.

    And of which nobody has said what readers are to be told.
    """
    up: dict[str, datetime.datetime] = {}
    sources = {}
    for row in rows:
        if row.article is not None and isinstance(row.before, Edition):
            slug, published = row.source.domain, row.before.published
            up[slug], sources[slug] = min(published, up.get(slug, published)), row.source
    undecided: dict[str, list[str]] = {}
    for slug, since in up.items():
        changes = source_changes.changes(sources[slug], project.ledger(slug), since)
        names = dict.fromkeys(change.statement for change in changes if not change.decided)
        undecided |= {slug: list(names)} if names else {}
    return undecided


def _signers(policy: Policy) -> Iterator[str]:
    """Say what a reader would want to know of those who may sign."""
    if policy.models:
        yield f"models may sign here: models = true in {FILE}"
    if policy.open:
        yield f"anybody may sign here: open = true in {FILE}"


def _counter(row: EditionPlan) -> Counter[str]:
    return Counter(assessment.state for assessment in row.assessments or ())


def _counts(row: EditionPlan) -> str:
    if row.assessments is None:
        return "no catalog that can be read"
    counts = _counter(row)
    return ", ".join(f"{counts[state]} {state}" for state in COUNTED if counts[state])


def _outdated(row: EditionPlan) -> str | None:
    return outdated_marks(row.assessments or (), row.source.domain, row.locale)


def _row(row: EditionPlan) -> dict[str, object]:
    counts = _counter(row)
    return {
        "article": row.source.domain,
        "locale": row.locale,
        "state": row.state,
        "revision": row.after.revision if row.after else None,
        "outdated_marks": _outdated(row) is not None,
        "sign_again": list(row.objections),
        "messages": {state: counts[state] for state in COUNTED},
        "waiting": [
            {"message": a.message.id, "state": a.state}
            for a in row.assessments or ()
            if not a.ready
        ],
    }
