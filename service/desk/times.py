"""Moments as the desk's pages show them."""

from __future__ import annotations

import datetime
import time
from functools import lru_cache

from .guard import settings
from .language import current

_HOUR = 60  # minutes


def day(seconds: float) -> str:
    """Return the day and minute of ``seconds``, a time since 1970, in the newsroom's time zone."""
    moment = datetime.datetime.fromtimestamp(seconds, settings().timezone)
    return moment.strftime("%Y-%m-%d %H:%M")


def age(seconds: float) -> str:
    """Return how long ago ``seconds``, a time since 1970, was: “3 days”, in the desk's language."""
    minutes = max(1, int((time.time() - seconds) // 60))
    return _ago(minutes if minutes < 2 * _HOUR else minutes // _HOUR * _HOUR, current())


@lru_cache(maxsize=4096)
def _ago(minutes: int, locale: str) -> str:
    from babel.dates import format_timedelta  # noqa: PLC0415

    return format_timedelta(
        datetime.timedelta(minutes=minutes), granularity="minute", locale=locale
    )
