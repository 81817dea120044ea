"""What holds signed words back: the time an article goes up, the languages it waits for. Pure."""

from __future__ import annotations

import datetime
from dataclasses import replace

from ..content.article import Article
from . import compose, succession
from .compose import Composer
from .edition_plan import EditionPlan
from .model import Edition, Withdrawn
from .withdrawal import Known


def held(
    composer: Composer, before: Edition | Withdrawn | None, earlier: Edition | None,
    moment: datetime.datetime,
) -> Edition | Withdrawn | None:  # fmt: skip
    """Return what readers get while the newest summary waits for its time.

    A withdrawal that is taken back brings back what was up before it.
    """
    if isinstance(before, Edition):
        return succession.keep(before)
    whole = (earlier.content.whole if earlier else None) or {}
    own = whole.get("slug") == composer.domain  # not signed under another name
    if earlier is not None and own and not compose.taken_down(earlier, composer.ledger):
        return succession.succeed(
            earlier.content, before, moment, state="pending", missing=earlier.missing,
            earlier=earlier,
        )  # fmt: skip
    # What was never up leaves no notice behind when its withdrawal is taken back.
    return before if before and before.revision else None


def due(
    composer: Composer, article: Article | None, now: datetime.datetime
) -> datetime.datetime | None:
    """Return when the newest summary may go up, if that is not yet.

    As it was signed, or as its editor has written it since, whichever is later: to hold
    something back needs no signature.
    """
    if article is None:
        return None
    signed = next((s.words.whole for s in composer.whole()), None) or {}
    times = (
        [datetime.datetime.fromisoformat(signed["publish_at"])] if signed.get("publish_at") else []
    )
    times += [article.publish_at] if article.publish_at else []
    latest = max(times, default=now)
    return latest.astimezone(now.tzinfo) if latest > now else None


def together(composer: Composer, article: Article | None) -> tuple[str, ...]:
    """Return the locales without which an article does not go up, as signed and as written."""
    if article is None:
        return ()
    signed = next((s.words.whole for s in composer.whole()), None) or {}
    return tuple(dict.fromkeys([*signed.get("together", ()), *article.together]))


def at_once(rows: list[EditionPlan], locales: tuple[str, ...], known: Known) -> list[EditionPlan]:
    """Hold back what was never up until every locale of ``locales`` is ready or withdrawn."""
    ready = {row.locale for row in rows if isinstance(row.after, Edition)}
    lacking = tuple(x for x in locales if x not in ready and not known.open(x))
    if not lacking:
        return rows
    return [
        replace(row, after=None, waits_for=lacking)
        if row.before is None and isinstance(row.after, Edition)
        else row
        for row in rows
    ]
