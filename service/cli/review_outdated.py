"""``summaries review LOCALE --outdated``: carry translations over a change of the source."""

from __future__ import annotations

import datetime
import difflib
import re

from ..content.messages import Source
from ..review import sign
from ..review.project import Project
from ..review.sign import Reviewer
from ..review.status import MessageStatus, signed_before
from . import terminal


def carry_over(
    project: Project,
    sources: list[Source],
    locale: str,
    who: Reviewer,
    now: datetime.datetime,
    *,
    ask: bool,
    wanted: frozenset[str] = frozenset(),
) -> int:
    """Show every message whose source changed under signed words, and sign them in one go.

    ``ask`` asks before it signs; ``wanted`` are the ids of messages, all where it is empty. Returns
    how many were signed. Messages that were never signed are not offered.
    """
    changes = [
        (source, status)
        for source in sources
        for status in project.assess(source, locale) or ()
        if status.state == "draft"
        and (not wanted or status.message.id in wanted)
        and signed_before(status, locale, source, project.ledger(source.domain))
    ]
    if not changes:
        terminal.echo(f"no signed translation in {locale} waits for a change of its source")
        return 0
    for source, status in changes:
        _show(source, status)
    terminal.echo()
    question = (
        f"Do all {len(changes)} translations still say what the source says? Sign them"
        if len(changes) > 1
        else "Does the translation still say what the source says? Sign it"
    )
    if ask and not terminal.confirm(question, default=False):
        return 0
    for source in sources:
        if batch := [status for other, status in changes if other is source]:
            sign.sign(project, source, locale, batch, who, now)
    return len(changes)


def _show(source: Source, status: MessageStatus) -> None:
    entry, message = status.entry, status.message
    assert entry is not None and entry.previous_source is not None
    terminal.echo()
    terminal.secho(f"{source.domain} · {message.id}", bold=True)
    for old, new in zip(entry.previous_source, (message.singular, message.plural), strict=True):
        if old or new:
            before, after = compare(old or "", new or "")
            terminal.echo(f"  before: {before}")
            terminal.echo(f"  now:    {after}")
    for text in entry.strings:
        terminal.secho(f"  stays:  {text}", fg="cyan")


def compare(old: str, new: str) -> tuple[str, str]:
    """Return both texts with the words that differ marked: ``[-old-]`` and ``{+new+}``.

    >>> compare("five died", "six died")
    ('[-five-] died', '{+six+} died')
    """
    left, right = (re.findall(r"\w+|\W", text) for text in (old, new))
    before, after = [], []
    for kind, i, j, k, m in difflib.SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        was, is_now = "".join(left[i:j]), "".join(right[k:m])
        before.append(was if kind == "equal" or not was else f"[-{was}-]")
        after.append(is_now if kind == "equal" or not is_now else f"{{+{is_now}+}}")
    return "".join(before), "".join(after)
