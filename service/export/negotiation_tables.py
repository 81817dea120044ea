"""What a web server needs to negotiate as the live service does: distances and names, as tables.

A web server knows no CLDR. But few languages matter for those of a site: the ones within reach of
one of them, under a hundred. Their distances fit into a table, and so do the names of the languages
that readers may ask for. All of it is asked of the live negotiation itself, tag by tag.
"""

from __future__ import annotations

import itertools
from functools import lru_cache

import langcodes
from babel import Locale
from babel.localedata import locale_identifiers
from langcodes.data_dicts import LANGUAGE_DISTANCES, LANGUAGE_REPLACEMENTS

from ..content.locales import tag
from ..web.negotiation import canonical, display_name, distances

# The position of the language that a tag means (-1: it means none), then positions and distances
# of all within reach, by turns.
Row = tuple[int, ...]
OTHER = "*"
# A region that no language counts as its own.
_NOBODYS = "aq"


@lru_cache(maxsize=4)
def table(languages: tuple[str, ...]) -> dict[str, Row]:
    """Return the rows of all tags that mean, or are near, one of ``languages`` (locales).

    Keys are ``uk``, ``uk-ua``, ``zh-hant-hk``; ``uk-*`` is ``uk`` with a region that has no row of
    its own. An empty row means none, where ``*`` would mean one.
    """
    regions = [str(name).lower() for name in Locale("en").territories]
    known = {*Locale("en").languages, *LANGUAGE_DISTANCES}
    codes = [code for code in known if code.isalpha() and _row(code, languages)]
    scripts = {langcodes.get(tag(name)).maximize().script for name in languages}
    stems = {*codes, *(f"{code}-{script}".lower() for code in codes for script in scripts)}
    stems |= {"-".join(n.lower().split("_")[:2]) for n in locale_identifiers() if _scripted(n)}
    rows: dict[str, Row] = {}
    for stem in sorted(stems):
        plain, usual = _row(stem, languages), _row(f"{stem}-{_NOBODYS}", languages)
        if not plain and not usual:
            continue
        rows |= {stem: plain, f"{stem}-{OTHER}": usual}
        for region in regions:
            row = _row(f"{stem}-{region}", languages)
            if row != usual:
                rows[f"{stem}-{region}"] = row
    return rows


@lru_cache(maxsize=4)
def aliases(languages: tuple[str, ...]) -> dict[str, str]:
    """Return other codes of ``languages``, those in the table: ``ukr`` is ``uk``, say.

    >>> aliases(("uk", "ro"))
    {'mo': 'ro', 'mol': 'ro', 'ron': 'ro', 'rum': 'ro', 'ukr': 'uk'}
    """
    meant = {code: langcodes.get(code).language or code for code in LANGUAGE_REPLACEMENTS}
    rows = table(languages)
    return {
        code: name
        for code, name in sorted(meant.items())
        if code != name and name in rows and _row(code, languages) == rows[name]
    }


@lru_cache(maxsize=64)
def names(locale: str) -> dict[str, str]:
    """Return what ``locale`` calls the languages readers may ask for, by tag in small letters."""
    known = [name.split("_") for name in locale_identifiers()]
    tags = {tag(name) for name in (*Locale("en").languages, *locale_identifiers())}
    tags |= {f"{parts[0]}-{parts[-1]}" for parts in known if len(parts) > 1}  # zh-TW, of zh_Hant_TW
    display_names = ((name.lower(), display_name(name, locale)) for name in sorted(tags))
    return {name: display for name, display in display_names if display}


def leading_to(languages: tuple[str, ...]) -> dict[str, list[str]]:
    """Return, for each of ``languages``, the tags that lead to it, for rules that match prefixes.

    The more particular ones come first within a language. Tags that say no more than a shorter one
    are left out.
    """
    tags: dict[str, list[str]] = {name: [] for name in languages}
    rows = table(languages)
    for key, row in rows.items():
        shorter = rows.get(key.rpartition("-")[0])
        if row and not key.endswith(OTHER) and not (shorter and nearest(shorter) == nearest(row)):
            tags[languages[nearest(row)]].append(key)
    for code, name in aliases(languages).items():
        if code.isalpha():
            tags[languages[nearest(rows[name])]].append(code)
    return tags


def regions(code: str) -> list[str]:
    """Return the regions in which CLDR knows the language ``code`` to be written, sorted."""
    known = (name.lower().split("_") for name in locale_identifiers())
    return sorted({p[-1] for p in known if p[0] == code and len(p) > 1 and len(p[-1]) in (2, 3)})


def nearest(row: Row) -> int:
    """Return the position of the nearest language of a row that is not empty."""
    return min(zip(row[2::2], row[1::2], strict=True))[1]


def _scripted(identifier: str) -> bool:
    parts = identifier.split("_")
    return len(parts) > 1 and len(parts[1]) == 4


def _row(name: str, languages: tuple[str, ...]) -> Row:
    near = distances(name, languages)
    if not near:
        return ()
    meant = canonical(name, languages)
    pairs = ((languages.index(locale), far) for locale, far in near.items())
    return (languages.index(meant) if meant else -1, *itertools.chain.from_iterable(pairs))
