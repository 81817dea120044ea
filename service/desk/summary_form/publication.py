"""Who published the article, where and when: the table ``[article]`` as fields. Pure."""

from __future__ import annotations

import contextlib
import datetime
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import tomlkit

from .fields import lines, posted, put, put_list, refused, text_of, texts_of

TEXTS = ("outlet", "url", "licence", "show")
_PREFIX = "article-"


@dataclass(frozen=True, slots=True)
class PublicationFields:
    """``published`` is a day, or a time with its offset; ``show`` is empty for the default."""

    outlet: str = ""
    url: str = ""
    published: str = ""
    authors: tuple[str, ...] = ()
    licence: str = ""
    show: str = ""


def read(data: Mapping[str, Any]) -> PublicationFields:
    """Return what ``data``, a summary, says of its article."""
    table = data.get("article")
    table = table if isinstance(table, dict) else {}
    published = table.get("published")
    return PublicationFields(
        published="" if published is None else str(published),
        authors=texts_of(table.get("authors")),
        **{key: text_of(table.get(key)) for key in TEXTS},
    )


def sent(form: Mapping[str, str]) -> PublicationFields | None:
    """Return what the fields of a posted ``form`` say; None where it has none of these."""
    if f"{_PREFIX}outlet" not in form:
        return None
    return PublicationFields(
        published=posted(form, f"{_PREFIX}published") or "",
        authors=lines(form.get(f"{_PREFIX}authors", "")),
        **{key: posted(form, f"{_PREFIX}{key}") or "" for key in TEXTS},
    )


def write(document: Any, publication: PublicationFields) -> None:
    """Write what is said of the article into ``document``, the summary.

    Raises InputError for a day that is none.
    """
    there = read(document)
    if publication.show == "quotes" and not there.show:  # what is so anyway need not be written
        publication = replace(publication, show="")
    if publication == there:
        return
    table = document.get("article")
    if not isinstance(table, dict):
        document["article"] = tomlkit.table()
        table = document["article"]
    for key in TEXTS:
        put(table, key, getattr(publication, key))
    put_list(table, "authors", publication.authors)
    if publication.published != there.published:
        if publication.published:
            table["published"] = _day(publication.published)
        else:
            table.pop("published", None)


def _day(text: str) -> datetime.date:
    with contextlib.suppress(ValueError):
        return datetime.date.fromisoformat(text)
    with contextlib.suppress(ValueError):
        moment = datetime.datetime.fromisoformat(text)
        if moment.tzinfo is not None:
            return moment
    said = "published must be a date, or a time with its offset: 2024-01-04T10:30:00+02:00"
    raise refused("article", said, "published")
