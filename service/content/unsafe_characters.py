"""Characters that must not be in a text: they cannot be seen, or they make others lie."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

# Invisible characters that text may need: directional marks (not overrides), soft hyphen, and in
# the scripts whose shaping uses them the joiners.
_ALLOWED_FORMAT = frozenset("\u200e\u200f\u061c\u00ad")
_JOINERS = frozenset("\u200c\u200d")
_JOINING_SCRIPTS = ("ARABIC", "SYRIAC", "DEVANAGARI", "BENGALI", "GUJARATI", "GURMUKHI", "ORIYA",
                    "TAMIL", "TELUGU", "KANNADA", "MALAYALAM", "SINHALA", "MONGOLIAN")  # fmt: skip


def forbidden(text: str, allowed: str = "") -> Iterator[str]:
    """Yield every forbidden character of ``text``, as people can look it up.

    Forbidden are control characters, bidirectional overrides and isolates, invisible format
    characters, private and unassigned ones. ``allowed`` names exceptions.
    """
    if text.isprintable():  # nearly always, and asked of every text that is published or loaded
        return
    for position, character in enumerate(text):
        if not character.isprintable() and character not in allowed and _bad(text, position):
            yield f"U+{ord(character):04X} ({unicodedata.name(character, 'control character')})"


def visible(text: str) -> str:
    """Return ``text`` without its forbidden characters."""
    if text.isprintable():
        return text
    return "".join(c for position, c in enumerate(text) if not _bad(text, position))


def _bad(text: str, position: int) -> bool:
    character = text[position]
    category = unicodedata.category(character)
    if category == "Cf":
        joins = character in _JOINERS and _joins(text, position)
        return character not in _ALLOWED_FORMAT and not joins
    return category in ("Cc", "Cs", "Co", "Cn", "Zl", "Zp")


def _joins(text: str, position: int) -> bool:
    around = text[max(0, position - 1) : position] + text[position + 1 : position + 2]
    return any(unicodedata.name(c, "").startswith(_JOINING_SCRIPTS) for c in around)
