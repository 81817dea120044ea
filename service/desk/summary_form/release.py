"""When an article goes up, and with what: the languages, topics and story that go with it. Pure."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from .fields import line, posted, put, put_list, refused, text_of, texts_of

KEYS = ("publish_at", "together", "topics", "follows")
_TOGETHER = "together-"
# What people write between the words of a list, in any script that a newsroom here writes.
_COMMA = re.compile("[,;،؛、，\n]")


@dataclass(frozen=True, slots=True)
class Release:
    """``publish_at`` is by the newsroom's clock, as a field of a form has a time."""

    publish_at: str = ""
    together: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    follows: str = ""


def read(data: Mapping[str, Any], zone: datetime.tzinfo) -> Release:
    """Return what ``data``, a summary, says, with its time by the clock of ``zone``."""
    return Release(
        _by_clock(data.get("publish_at"), zone),
        tuple(dict.fromkeys(texts_of(data.get("together")))),
        tuple(dict.fromkeys(texts_of(data.get("topics")))),
        text_of(data.get("follows")),
    )


def sent(form: Mapping[str, str]) -> Release | None:
    """Return what the fields of a posted ``form`` say; None where it has none of these."""
    if "publish_at" not in form:
        return None
    return Release(
        form["publish_at"].strip(),
        tuple(
            name.removeprefix(_TOGETHER)
            for name, value in form.items()
            if name.startswith(_TOGETHER) and value
        ),
        tuple(dict.fromkeys(filter(None, map(line, _COMMA.split(form.get("topics", "")))))),
        # Of an address, as somebody copied it from a page, the last part.
        (posted(form, "follows") or "").rstrip("/").rpartition("/")[2],
    )


def write(document: Any, release: Release, zone: datetime.tzinfo) -> None:
    """Write ``release`` into ``document``, the summary, its time by the clock of ``zone``.

    Raises InputError for a time that is none, or that the clock never shows.
    """
    there = read(document, zone)
    if release.publish_at != there.publish_at:
        if release.publish_at:
            document["publish_at"] = _moment(release.publish_at, zone)
        else:
            document.pop("publish_at", None)
    if set(release.together) != set(there.together):
        put_list(document, "together", release.together)
    if release.topics != there.topics:
        put_list(document, "topics", release.topics)
    put(document, "follows", release.follows)


def _by_clock(value: Any, zone: datetime.tzinfo) -> str:
    """Return the time of ``value``, of any type, as a field shows it: 2026-11-22T06:00."""
    if not isinstance(value, datetime.datetime) or value.tzinfo is None:
        return text_of(value) if value is None or isinstance(value, str) else str(value)
    try:
        local = value.astimezone(zone).replace(tzinfo=None)
    except OverflowError:
        return value.isoformat()
    exact = local.second or local.microsecond
    return local.isoformat(timespec="auto" if exact else "minutes")


def _moment(text: str, zone: datetime.tzinfo) -> datetime.datetime:
    """Return the moment when the clock of ``zone`` shows ``text``, which may have an offset.

    Where the clock shows it twice, it is the later one: nothing goes up before its time.
    """
    try:
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
        moment = moment.replace(tzinfo=zone, fold=1)
        seen = moment.astimezone(datetime.UTC).astimezone(zone)
    except (ValueError, OverflowError):
        raise refused(
            "publish_at",
            f"“{text[:40]}” is no time: write day and time as 2026-11-22 06:00",
            "publish_at",
        ) from None
    if seen.replace(tzinfo=None) != moment.replace(tzinfo=None):
        raise refused(
            "publish_at",
            f"the clock skips “{text[:40]}”, as it goes forward then: choose another time",
            "publish_at",
        )
    # With its offset: the file says the same moment wherever it is read.
    return moment.replace(tzinfo=datetime.timezone(moment.utcoffset() or datetime.timedelta()))
