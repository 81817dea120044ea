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
        _put_in_place(tree)
    except (etree.LxmlError, ValueError, AssertionError) as error:
        raise SummariesError("there is no text in this page: give its text instead") from error
    return Page(tree, encoding, notes)


def _put_in_place(tree: html.HtmlElement) -> None:
    """Move what React sends late to where it belongs, as its script does in a browser.

    A part that was not ready comes at the end of the page, in a hidden ``<div id="S:1">``; its
    place is ``<template id="B:1">`` or ``"P:1"``. https://react.dev/reference/react-dom/server
    """
    for part in tree.xpath("//div[@hidden and starts-with(@id, 'S:')]"):
        number = part.get("id")[2:]
        places = tree.xpath("//template[@id=$b or @id=$p]", b=f"B:{number}", p=f"P:{number}")
        del part.attrib["hidden"]
        if places and part not in places[0].iterancestors():
            places[0].addnext(part)


def _tree(text: str) -> tuple[html.HtmlElement, bool]:
    """Return the tree of a page, and whether it was cut: libxml2 goes 256 elements deep."""
    parser = html.HTMLParser(remove_comments=True, remove_pis=True)
    tree = html.document_fromstring(text, parser=parser)
    return tree, any("depth" in entry.message for entry in parser.error_log)
