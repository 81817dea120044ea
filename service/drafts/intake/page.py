"""A page as it was served becomes a tree."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree, html

from ...errors import SummariesError
from .encoding import decode

# What elements are nested in that say nothing of their text; and what else may go on too deep.
_INNER = "div|span|font|center|b|i|em|strong|small|big|section"
_BOXES = re.compile(rf"</?(?:{_INNER})\b[^>]*>", re.IGNORECASE)
_ALL_BOXES = re.compile(
    rf"</?(?:{_INNER}|table|tbody|tr|t[dh]|[uod]l|li|d[dt]|blockquote|article|main|a|u|s)\b[^>]*>",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Page:
    """A parsed page, its encoding, and remarks on how it had to be read."""

    tree: html.HtmlElement
    encoding: str
    notes: tuple[str, ...] = ()


def parse(data: bytes, header: str | None = None) -> Page:
    """Return the page in ``data``; ``header`` is the encoding that HTTP's Content-Type names.

    Raises :class:`SummariesError` when nothing in it can be read as HTML.
    """
    text, encoding, notes = decode(data, header)
    # libxml2 refuses a string with an encoding declaration of its own.
    text = re.sub(r"^\s*<\?xml[^>]*\?>", "", text).replace("\x00", "")
    try:
        tree, deep = _tree(text)
        if deep:
            tree, deep = _tree(_BOXES.sub(" ", text))
            if deep:
                tree, _ = _tree(_ALL_BOXES.sub(" ", text))
            notes = (*notes, "the page nests too deeply: look whether its text is whole")
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SummariesError("there is no text in this page: give its text instead") from error
    return Page(tree, encoding, notes)


def _tree(text: str) -> tuple[html.HtmlElement, bool]:
    """Return the tree of a page, and whether it was cut: libxml2 goes 256 elements deep."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(text, parser=parser)
    return tree, any("depth" in entry.message for entry in parser.error_log)
