"""The ``[article]`` table of a ``summary.toml``: what a page says, and what not. Pure."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping

import tomlkit
from tomlkit.exceptions import TOMLKitError
from tomlkit.items import Table

from ..content.article_text import fold
from ..content.locales import is_locale
from ..content.toml_text import check_toml
from ..content.unsafe_characters import visible
from ..errors import InputError
from .intake import About

_MISSING = {
    "outlet": 'outlet = "…"',
    "url": 'url = "https://…"',
    "published": "published = 2024-01-04",
    "authors": 'authors = ["…"]',
    "licence": 'licence = "CC-BY-4.0", or a sentence',
}


# Before what identifies a story in the feed that it came from, so that it is not taken in twice.
_ENTRY = "Entry of the feed: "


def table(about: About, kicker: str | None = None, entry: str | None = None) -> Table:
    """Return the table for what is known; a comment stands for each thing that is not.

    ``kicker`` is the line above the headline, if the page has one; ``entry`` is what identifies the
    story in the feed that it came from.
    """
    new_table = tomlkit.table()
    values: dict[str, object] = {
        "outlet": about.outlet, "url": about.url, "published": about.published,
        "authors": list(about.authors), "licence": about.licence,
    }  # fmt: skip
    for key, value in values.items():
        if not value:
            new_table.add(tomlkit.comment(f"The page does not say: {_MISSING[key]}"))
            continue
        if key == "outlet" and about.by_address:
            new_table.add(
                tomlkit.comment("The page names no outlet, this is its address: correct it.")
            )
        new_table[key] = _plain(value)
    for line in _remarks(about, kicker):
        new_table.add(tomlkit.comment(fold(visible(line))))
    if entry:
        new_table.add(tomlkit.comment(_ENTRY + fold(visible(entry))))
    return new_table


def identities(content: str) -> tuple[str | None, str | None]:
    """Return the address and the feed's entry that ``content``, a ``summary.toml``, names.

    None for what it does not say.
    """
    entry = next(
        (
            line.partition(_ENTRY)[2]
            for line in content.splitlines()
            if line.startswith(f"# {_ENTRY}")
        ),
        None,
    )
    kept_table = kept(content)
    url = kept_table.unwrap().get("url") if kept_table is not None else None
    return (url if isinstance(url, str) else None), entry


def _plain(value: object) -> object:
    if isinstance(value, str):
        return fold(visible(value))
    if isinstance(value, list):
        return [fold(visible(str(item))) for item in value]
    return value


def _remarks(about: About, kicker: str | None) -> Iterator[str]:
    """Yield what the page says that the table has no key for."""
    if kicker:
        yield f"Above the headline stands: {kicker}"
    if about.section:
        yield f"Section: {about.section}"
    if about.modified and about.modified != about.published:
        yield f"Last changed: {about.modified.isoformat()}"


def kept(content: str) -> Table | None:
    """Return the table of ``content``, a ``summary.toml``, with its comments; None without one."""
    table = _parsed(content).get("article")
    return table if isinstance(table, Table) else None


def language(content: str) -> str | None:
    """Return the locale that ``content``, a ``summary.toml``, is in; None where it says none."""
    value = _parsed(content).get("language")
    return str(value) if isinstance(value, str) and is_locale(value) else None


def _parsed(content: str) -> Mapping[str, object]:
    """Return what ``content`` says; nothing where it cannot be read."""
    try:
        check_toml(content, "summary.toml")
        return tomlkit.parse(content)
    except (InputError, TOMLKitError):
        return {}


def day(kept_table: Table | None) -> datetime.date | None:
    """Return the day of publication that the table says; None where it says none."""
    value = kept_table.unwrap().get("published") if kept_table is not None else None
    if isinstance(value, datetime.datetime):
        return value.date()
    return value if isinstance(value, datetime.date) else None
