"""A time as publishers write it for machines. Pure."""

from __future__ import annotations

import datetime
import re
from email.utils import parsedate_to_datetime

from .model import Moment

_ISO = re.compile(
    r"((?:19|20)\d\d)[-/.](\d\d?)[-/.](\d\d?)(?:[T ]+(\d\d?):(\d\d)(?::(\d\d)(?:[.,]\d+)?)?"
    r"\s*(Z|UTC|GMT|[+-]\d\d:?\d\d|[+-]\d\d)?)?(?!\d)",
    re.IGNORECASE,
)
_COMPACT = re.compile(
    r"((?:19|20)\d\d)(\d\d)(\d\d)(?:T?(\d\d)(\d\d)(\d\d)?\d*(Z|[+-]\d\d:?\d\d)?)?"
)
IN_ADDRESS = re.compile(r"/((?:19|20)\d\d)[/-]?(\d\d)[/-]?(\d\d)(?=\D|$)")


def moment(text: str) -> Moment | None:
    """Return what ``text`` says as a time with its offset; a day where no offset is said.

    Read are ISO 8601 as publishers write it, RFC 5322 and seconds since 1970. None where it is none
    of these, or no day of any calendar.
    """
    text = text.strip()
    if match := _ISO.search(text) or _COMPACT.fullmatch(text):
        return _moment(match)
    if re.fullmatch(r"\d{10}(?:\d{3})?", text):
        return datetime.datetime.fromtimestamp(int(text[:10]), datetime.UTC)
    try:
        value = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return value if value.tzinfo else value.date()


def _moment(match: re.Match[str]) -> Moment | None:
    year, month, day, hour, minute, second, zone = match.groups()
    try:
        date = datetime.date(int(year), int(month), int(day))
        if hour is None or not zone:
            return date
        sign = zone.upper().replace("UTC", "Z").replace("GMT", "Z")
        offset = datetime.timedelta()
        if sign != "Z":
            digits = sign[1:].replace(":", "").ljust(4, "0")
            offset = datetime.timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
            offset = -offset if sign[0] == "-" else offset
        return datetime.datetime(
            date.year, date.month, date.day, int(hour), int(minute), int(second or 0),
            tzinfo=datetime.timezone(offset) if offset else datetime.UTC,
        )  # fmt: skip
    except ValueError:
        return None


def day_of(value: Moment) -> datetime.date:
    """Return the day of a time, on its own clock."""
    return value.date() if isinstance(value, datetime.datetime) else value
