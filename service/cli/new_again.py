"""``summaries new --again``: the outlet changed an article that is in the workshop."""

from __future__ import annotations

import datetime
from pathlib import Path

from ..content.article import HEADLINE
from ..editions import outlet_notice
from ..review import article_version
from ..review.article_change import Moved
from ..review.project import Project
from . import terminal
from .review_outdated import compare


def again(
    project: Project, editions: Path, slug: str, text: str, now: datetime.datetime
) -> bool:  # fmt: skip
    """Put ``text`` in the place of the article's, and print what an editor has to decide.

    The old text stays beside it. Returns whether what is left to do is a signature and nothing
    else.

    Raises SummariesError, and changes nothing, when the texts are the same or the article cannot
    be used.
    """
    before, change, kept = article_version.put(project, slug, text, now)
    terminal.echo(f"{slug}: the new text is in article.txt, the one before in earlier/{kept}")
    for paragraph in change.removed:
        terminal.echo(f"- {paragraph}")
    for paragraph in change.added:
        terminal.echo(f"+ {paragraph}")
    for moved in change.statements:
        _show(f"evidence of “{moved.name}”", moved)
    for moved in change.facts:
        _show(f"quote of the fact {moved.name}", moved)
    if change.stands and _signed(project, slug):
        terminal.echo(
            "all that the summary rests on is in the new text, and it is signed for that text"
        )
        terminal.echo(f"commit: articles/{slug}")
    elif change.stands:
        terminal.echo(
            "all that the summary rests on is in the new text. Readers keep the signed summary; "
            f"sign its headline for the new text: summaries review {before.source.language} "
            f"--article {slug}"
        )
    else:
        terminal.echo(
            "readers keep the signed summary. Bring summary.toml in line with the new text, then: "
            "summaries check, summaries update, summaries review"
        )
    if step := outlet_notice.next_step(project, editions, slug):
        terminal.echo(step)
    return change.stands


def _signed(project: Project, slug: str) -> bool:
    """Tell whether the headline is signed for the text that the article has now."""
    source = project.source(slug)
    seen = project.assess(source, source.language, thorough=False) or []
    return any(one.message.id == HEADLINE and one.ready for one in seen)


def _show(what: str, moved: Moved) -> None:
    if not moved.nearest:
        terminal.echo(f"{what} is gone: “{moved.quote}”. Change or take out what rests on it")
        return
    old, new = compare(moved.quote, moved.nearest)
    holds = {None: "", True: "; its value is still there", False: "; its value is not"}
    terminal.echo(f"{what} stands differently{holds[moved.holds]}:")
    terminal.echo(f"  was: {old}")
    terminal.echo(f"  is:  {new}")
