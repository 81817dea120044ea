"""The interface's strings in one language, built from a verified edition."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup, escape

from ..content.messages import Source
from ..content.placeholders import fill, plain
from .model import Edition


class UITranslations:
    """The interface in one language, as pages use it. Built from a verified edition.

    ``updated`` is when its words changed last.
    """

    def __init__(self, edition: Edition) -> None:
        self.locale, self.updated = edition.locale, edition.updated
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
        arguments = values or {}
        parts = fill(self._texts[message], lambda name: escape(arguments[name]))
        markup = Markup("").join(escape(segment.text) for segment in parts)
        if not values:
            self._plain[message] = markup
        return markup

    def plain(self, message: str, values: Mapping[str, object] | None = None) -> str:
        """Return ``message`` in this language as plain text, filled with ``values``."""
        arguments = values or {}
        parts = fill(self._texts[message], lambda name: str(arguments[name]))
        return plain(parts)
