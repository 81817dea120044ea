"""The interface's own strings: extracted from this package, translated and signed like others."""

from __future__ import annotations

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from babel.messages.extract import extract_from_dir
from markupsafe import Markup, escape

from .edition import Edition
from .message import Message, Source
from .placeholder import fill

DOMAIN = "service"
LANGUAGE = "en"
_PACKAGE = Path(__file__).parent
_METHODS = [("web/**.py", "python"), ("web/templates/**", "jinja2.ext:babel_extract")]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark ``message`` for extraction and return it unchanged."""
    return message


@lru_cache(maxsize=1)
def source() -> Source:
    """Return the messages that this version of the interface has, in the order of their files.

    They are read from the package's own templates and views, so a template file cannot fall behind.
    """
    notes: dict[str, list[str]] = {}
    found = extract_from_dir(
        _PACKAGE, _METHODS, keywords={"_": None, "N_": None}, comment_tags=("NOTE:",),
        strip_comment_tags=True,
    )  # fmt: skip
    for _file, _line, text, comments, _context in sorted(found, key=lambda row: (row[0], row[1])):
        if isinstance(text, str):
            notes.setdefault(text, []).extend(c for c in comments if c not in notes.get(text, []))
    messages = [
        Message(None, text, forms=(text,), comments=tuple(note)) for text, note in notes.items()
    ]
    return Source(DOMAIN, LANGUAGE, tuple(messages))


class Interface:
    """The interface in one language, as pages use it. Built from a verified edition."""

    def __init__(self, edition: Edition) -> None:
        self.locale = edition.locale
        self._texts = {
            statement.singular: statement.target.strings[0]
            for statement in edition.content.statements
        }
        self._plain: dict[str, Markup] = {}

    @property
    def texts(self) -> Mapping[str, str]:
        """Every string, by its English words."""
        return self._texts

    def lacks(self, wanted: Source) -> list[str]:
        """Return the messages of ``wanted`` that this interface does not have."""
        return [m.singular for m in wanted.messages if m.singular not in self._texts]

    def text(self, message: str, values: Mapping[str, object] | None = None) -> Markup:
        """Return ``message`` in this language as safe HTML, placeholders filled with ``values``.

        Values are escaped unless they are Markup already.
        """
        if not values and message in self._plain:  # most of what a page says is the same on all
            return self._plain[message]
        given = values or {}
        parts = fill(self._texts[message], lambda name: escape(given[name]))
        found = Markup("").join(escape(segment.text) for segment in parts)
        if not values:
            self._plain[message] = found
        return found

    def plain(self, message: str, values: Mapping[str, object] | None = None) -> str:
        """Return ``message`` in this language as plain text, filled with ``values``."""
        given = values or {}
        parts = fill(self._texts[message], lambda name: str(given[name]))
        return "".join(segment.text for segment in parts)
