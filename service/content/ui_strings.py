"""The interface's own strings: extracted from this package, translated and signed like others."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

from .messages import Message, Source

DOMAIN = "service"
LANGUAGE = "en"
_PACKAGE = Path(__file__).parent.parent
_METHODS = [("web/**.py", "python"), ("web/templates/**", "jinja2.ext:babel_extract")]


def N_(message: str) -> str:  # noqa: N802 - gettext's own name for "mark, do not translate yet"
    """Mark ``message`` for extraction and return it unchanged."""
    return message


@lru_cache(maxsize=1)
def source() -> Source:
    """Return the messages that this version of the interface has, in the order of their files.

    They are read from the package's own templates and views, so a template file cannot fall behind.
    """
    from babel.messages.extract import extract_from_dir  # noqa: PLC0415 - slow to load

    notes: dict[str, list[str]] = {}
    strings = extract_from_dir(
        _PACKAGE, _METHODS, keywords={"_": None, "N_": None}, comment_tags=("NOTE:",),
        strip_comment_tags=True,
    )  # fmt: skip
    for _file, _line, text, comments, _context in sorted(strings, key=lambda row: (row[0], row[1])):
        if isinstance(text, str):
            notes.setdefault(text, []).extend(c for c in comments if c not in notes.get(text, []))
    messages = [
        Message(None, text, forms=(text,), comments=tuple(note)) for text, note in notes.items()
    ]
    return Source(DOMAIN, LANGUAGE, tuple(messages))
