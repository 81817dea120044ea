"""Moments as the desk's pages show them."""

from __future__ import annotations

import datetime
import time

from ..content import quantity_text
from .guard import settings
from .language import current

# Units that an age is told in once it has two of them, with their minutes.
_UNITS = (("day", 24 * 60), ("hour", 60))


def day(seconds: float) -> str:
    """Return the day and minute of ``seconds``, a time since 1970, in the newsroom's time zone."""
    moment = datetime.datetime.fromtimestamp(seconds, settings().timezone)
    return moment.strftime("%Y-%m-%d %H:%M")


def age(seconds: float) -> str:
    """Return how long ago ``seconds``, a time since 1970, was: “3 days”, in the desk's language."""
    minutes = max(1, int((time.time() - seconds) // 60))
    for unit, length in _UNITS:
        if minutes >= 2 * length:
            return _amount(minutes // length, unit)
    return _amount(minutes, "minute")


def _amount(number: int, unit: str) -> str:
    return quantity_text.quantity((number,), "decimal", None, unit, current())
