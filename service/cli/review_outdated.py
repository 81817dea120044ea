"""``summaries review LOCALE --outdated``: carry translations over a change of the source."""

from __future__ import annotations

import datetime
import difflib
import re

import click

from ..content.messages import Source
from ..review import sign, status
from ..review.project import Project
from ..review.status import MessageStatus


def carry_over(
    project: Project,
    sources: list[Source],
    locale: str,
    name: str,
    today: datetime.date,
    *,
    ask: bool,
    wanted: frozenset[str] = frozenset(),
) -> int:
    """Show every message whose source changed under signed words, and sign them in one go.

    Returns how many were signed. Messages that were never signed are not offered.
    """
    found = [
        (source, seen)
        for source in sources
        for seen in project.assess(source, locale) or ()
        if seen.state == "draft"
        and (not wanted or seen.message.id in wanted)
        and status.reviewed_before(seen, locale, source.language, project.key)
    ]
    if not found:
        click.echo(f"no signed translation in {locale} waits for a change of its source")
        return 0
    for source, seen in found:
        _show(source, seen)
    click.echo()
    question = f"Do all {len(found)} translations still say what the source says? Sign them"
    if ask and not click.confirm(question, default=False):
        return 0
    for source, seen in found:
        sign.sign(project, source, locale, seen, name, today)
    return len(found)


def _show(source: Source, seen: MessageStatus) -> None:
    entry, message = seen.entry, seen.message
    assert entry is not None and entry.previous_source is not None
    click.echo()
    click.secho(f"{source.domain} · {message.id}", bold=True)
    for old, new in zip(entry.previous_source, (message.singular, message.plural), strict=True):
        if old or new:
            before, after = compare(old or "", new or "")
            click.echo(f"  before: {before}")
            click.echo(f"  now:    {after}")
    for text in entry.strings:
        click.secho(f"  stays:  {text}", fg="cyan")


def compare(old: str, new: str) -> tuple[str, str]:
    """Return both texts with the words that differ marked: ``[-old-]`` and ``{+new+}``."""
    left, right = (re.findall(r"\w+|\W", text) for text in (old, new))
    before, after = [], []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        was, is_now = "".join(left[i:j]), "".join(right[k:m])
        before.append(was if kind == "equal" or not was else f"[-{was}-]")
        after.append(is_now if kind == "equal" or not is_now else f"{{+{is_now}+}}")
    return "".join(before), "".join(after)
