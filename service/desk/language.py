"""The desk's own language: its gettext catalog ``desk``. English is in the source."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from flask import g, request

from .. import catalog
from ..content import plural_rules

DOMAIN = "desk"
ENGLISH = "en"
FOLDER = Path(__file__).parent / "translations"
LANGUAGES = (ENGLISH, *sorted(path.name for path in FOLDER.iterdir() if path.is_dir()))
COOKIE = "desk-language"
_METHODS = [("**.py", "python"), ("templates/**.html", "jinja2.ext:babel_extract")]


@lru_cache(maxsize=1)
def strings() -> list[tuple[str, str | None]]:
    """Return the desk's strings, singular and plural, in the order of their files."""
    from babel.messages.extract import extract_from_dir  # noqa: PLC0415 - a tool's, not a page's

    keywords = {"_": None, "N_": None, "ngettext": (1, 2), "NN_": (1, 2)}
    entries = extract_from_dir(FOLDER.parent, _METHODS, keywords=keywords)
    texts: dict[str, str | None] = {}
    for _file, _line, text, _comments, _context in sorted(entries, key=lambda row: row[:2]):
        singular, plural = (text, None) if isinstance(text, str) else (text[0], text[1])
        if singular:
            texts[singular] = plural or texts.get(singular)
    return list(texts.items())


@lru_cache(maxsize=8)
def _texts(locale: str) -> dict[str, tuple[str, ...]]:
    path = FOLDER / locale / "LC_MESSAGES" / f"{DOMAIN}.po"
    texts = catalog.read(path, path.name, locale)
    return {e.singular: e.strings for e in texts.entries if e.translated and not e.fuzzy}


def current() -> str:
    """Return the language of this answer: as chosen, else as the browser asks."""
    if "language" not in g:
        chosen = request.cookies.get(COOKIE, "")
        asked = request.accept_languages.best_match(LANGUAGES)
        g.language = chosen if chosen in LANGUAGES else asked or ENGLISH
    value: str = g.language
    return value


def gettext(text: str) -> str:
    """Return ``text`` in the language of this answer."""
    return text_in(text, current())


def text_in(text: str, locale: str) -> str:
    """Return ``text`` in ``locale``, one of the desk's languages."""
    texts = None if locale == ENGLISH else _texts(locale).get(text)
    return texts[0] if texts else text


def ngettext(singular: str, plural: str, number: int) -> str:
    """Return the form for ``number`` of ``singular`` or ``plural`` in the language of this answer.

    Both are in English, as a msgid is.
    """
    return number_in(singular, plural, number, current())


def number_in(singular: str, plural: str, number: int, locale: str) -> str:
    """Return the form for ``number`` of ``singular`` or ``plural``, both in English, in ``locale``.

    ``locale`` is one of the desk's languages.
    """
    texts = None if locale == ENGLISH else _texts(locale).get(singular)
    if texts and len(texts) > 1:
        return texts[plural_rules.rule(locale).index(number)]
    return singular if number == 1 else plural


def N_(text: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark ``text`` for extraction and return it unchanged."""
    return text


def NN_(singular: str, plural: str) -> tuple[str, str]:  # noqa: N802 - as N_, of two forms
    """Mark a text, ``singular`` and ``plural``, that agrees with its number ``%(num)s``.

    Returns both forms unchanged.
    """
    return singular, plural
