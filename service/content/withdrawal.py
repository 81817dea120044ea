"""A person's explicit taking down of an article, as ``[withdrawn]`` in ``summary.toml`` says it."""

from __future__ import annotations

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .article_text import fold
from .summary_file import SummaryFile
from .unsafe_characters import visible


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """A person's explicit taking down: the reason that readers see, and the date if given."""

    reason: str
    date: datetime.date | None = None


def read(file: SummaryFile, table: Any) -> Iterator[tuple[str, Withdrawal]]:
    """Yield the withdrawals by locale (or ``all``); what is wrong becomes findings of ``file``."""
    if not isinstance(table, dict):
        file.fail("withdrawn", "[withdrawn] must map a locale, or all, to a reason")
        return
    for key, entry in table.items():
        data = {"reason": entry} if isinstance(entry, str) else entry
        reason = data.get("reason") if isinstance(data, dict) else None
        date = data.get("date") if isinstance(data, dict) else None
        if not isinstance(reason, str) or not reason.strip():
            file.fail("withdrawn", "a withdrawal needs the reason that readers see", key)
            continue
        if isinstance(date, datetime.datetime) or not isinstance(date, datetime.date | None):
            file.fail("withdrawn", "the date of a withdrawal is written as 2024-01-31", key)
            continue
        # Cleaned, not refused: what is to go down goes down.
        yield key, Withdrawal(fold(visible(reason)), date)
