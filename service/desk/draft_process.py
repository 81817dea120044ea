"""The process that drafts one article, started by the desk: a page never waits for a model.

It reads one JSON object from standard input and writes one for each step to standard output. It
writes into the workshop at the end of a step, all at once; ended before, it leaves nothing behind.
"""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from .. import processes
from ..drafts import article_table, jobs, writer
from ..drafts.engine import Limits
from ..errors import SummariesError
from ..files import read_text
from ..review import glossary
from ..review.project import Project

Tell = Callable[[dict[str, Any]], None]
# Seconds that a model may take for one language.
SECONDS = 600


@dataclasses.dataclass(frozen=True, slots=True)
class Order:
    """What is to be drafted: ``count`` statements, unless it is 0, and translations."""

    articles: str
    locales_folder: str
    journal: str
    slug: str
    language: str
    today: str
    count: int = 0
    locales: tuple[str, ...] = ()
    translator: str = ""
    key: str = dataclasses.field(default="", repr=False)


def carry_out(order: Order, tell: Tell) -> None:
    """Draft what ``order`` says, and ``tell`` what is done. Raises SummariesError."""
    project = Project(Path(order.articles), Path(order.locales_folder), Path(order.journal))
    today = datetime.date.fromisoformat(order.today)
    kit = jobs.Kit(translator=order.translator or None, limits=Limits(SECONDS), key=order.key)
    worker = jobs.Worker(kit, lambda text: tell({"note": text}))
    if order.count:
        _summary(project, order, today, worker, tell)
    source = project.source(order.slug) if order.locales else None
    for locale in order.locales:
        assert source is not None
        opened = writer.open_messages(project, source, locale, True, dry_run=False)
        if not opened.free:
            tell({"note": f"{locale}: nothing is free to be drafted"})
            continue
        terms = glossary.load(project.locales, locale, source.language)
        job = jobs.Translations(opened.free, source.language, locale, terms)
        made = worker.run(job, _counting(tell, locale, job.size))
        assert isinstance(made, jobs.Made)
        for item in made.drafts:
            for reason in item.reasons:
                tell({"note": f"{locale} {item.message.id}: {reason}"})
        written = writer.write_translations(project, source, locale, made.drafts, made.maker, today)
        tell({"note": f"{locale}: {len(written)} of {len(opened.free)}"})


def _summary(
    project: Project, order: Order, today: datetime.date, worker: jobs.Worker, tell: Tell
) -> None:
    folder = project.articles / order.slug
    writer.check_free(project, order.slug)
    text = read_text(folder / "article.txt", f"{order.slug}/article.txt", project.articles)
    about = None
    if (folder / "summary.toml").exists():
        about = article_table.kept(
            read_text(folder / "summary.toml", f"{order.slug}/summary.toml", project.articles)
        )
    job = jobs.Summary(text, order.language, order.count, today, article_table.day(about))
    result = worker.run(job, _counting(tell, order.language, job.size))
    assert not isinstance(result, jobs.Made)
    if not result.statements:
        raise SummariesError(
            "the article has no complete sentence that could stand in a summary: write it yourself"
        )
    for note in result.notes:
        tell({"note": note})
    for statement in result.statements:
        for note in statement.notes:
            tell({"note": f"{statement.id}: {note}"})
    writer.write(project, order.slug, result, about)
    tell({"done": len(result.statements), "of": len(result.statements), "what": order.language})


def _counting(tell: Tell, what: str, size: int) -> Callable[[int], None]:
    done = 0

    def progress(more: int) -> None:
        nonlocal done
        done += more
        tell({"done": min(done, size), "of": size, "what": what})

    return progress


def main() -> None:
    """Carry out the order on standard input."""
    processes.exit_with_parent(os.getppid())
    data = json.loads(sys.stdin.readline())
    data["locales"] = tuple(data["locales"])

    def tell(line: dict[str, Any]) -> None:
        print(json.dumps(line), flush=True)  # noqa: T201 - this is how it answers

    try:
        carry_out(Order(**data), tell)
    except (SummariesError, OSError) as error:
        tell({"error": str(error)})
        sys.exit(1)
    tell({"finished": True})


if __name__ == "__main__":
    main()
