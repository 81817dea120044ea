"""Parse untrusted XML: document types, entities and deep nesting are refused."""

from __future__ import annotations

from typing import NoReturn
from xml.etree.ElementTree import Element, TreeBuilder
from xml.parsers import expat

from ...errors import Finding, InputError

# XLIFF needs eight levels, and some for nested inline elements.
MAX_DEPTH = 64


class _RefusedError(Exception):
    """What the document has that it must not have."""


class _Guard:
    """Builds the tree, and stops at the first thing that has no place in an exchange file."""

    def __init__(self) -> None:
        self.builder = TreeBuilder()
        self.depth = 0
        self.parser = expat.ParserCreate(namespace_separator="}")
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self.start
        self.parser.EndElementHandler = self.end
        self.parser.CharacterDataHandler = self.builder.data
        # Entities are declared in a document type only: without one there is nothing to expand
        # and nothing to fetch. It is refused before any of its content is read.
        self.parser.StartDoctypeDeclHandler = self.doctype
        self.parser.EntityDeclHandler = self.doctype
        self.parser.ExternalEntityRefHandler = self.doctype

    def start(self, name: str, attributes: dict[str, str]) -> None:
        self.depth += 1
        if self.depth > MAX_DEPTH:
            raise _RefusedError(f"has elements nested deeper than {MAX_DEPTH}: this is not XLIFF")
        named = {_clark(key): value for key, value in attributes.items()}
        self.builder.start(_clark(name), named)

    def end(self, name: str) -> None:
        self.depth -= 1
        self.builder.end(_clark(name))

    def doctype(self, *_details: object) -> NoReturn:
        raise _RefusedError("has a DOCTYPE, which XLIFF does not: save it without one")


def _clark(name: str) -> str:
    """Return a name as ElementTree writes it: ``{namespace}local``."""
    return "{" + name if "}" in name else name


def parse(content: bytes, label: str) -> Element:
    """Return the root element of the XML document ``content``, named ``label`` in messages.

    Raises :class:`InputError`, with file and line, for what is not well-formed, has a document
    type (and with it entities), is nested absurdly, or is in an encoding expat does not know.
    """
    guard = _Guard()
    try:
        guard.parser.Parse(content, True)
        return guard.builder.close()
    except _RefusedError as refused:
        problem = str(refused)
    except expat.ExpatError as error:
        problem = f"is not well-formed XML ({expat.ErrorString(error.code)}): export it again"
    except (LookupError, ValueError):
        problem = "is in an encoding that cannot be read: save it as UTF-8"
    line = guard.parser.CurrentLineNumber
    raise InputError([Finding("syntax", problem, label, line)])
