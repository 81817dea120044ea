"""Catalogs for tools that do not speak gettext: out as XLIFF, CSV or JSON, and back in.

- ``model``: what travels, one unit for each text, and what a catalog sends
- ``xliff``: XLIFF 1.2 with inline placeholders; ``untrusted_xml`` reads it as untrusted
- ``xliff2``: XLIFF 2.1, likewise
- ``csv_format``: CSV that spreadsheet programs can open and save
- ``json_format``: JSON as i18next and Weblate have it
- ``importer``: what came back becomes edits; nothing is ever signed, and no newer words are lost

Where a message stands, in the words of each format (``xliff.STATES`` both ways)::

    state       XLIFF 1.2 target state    approved  XLIFF 2     CSV         other words come back as
    missing     (no target)               -         (none)      missing     -
    draft       needs-translation         -         initial     draft       draft (fuzzy)
    translated  translated                -         translated  translated  translated
    rejected    needs-review-translation  -         translated  rejected    translated
    reviewed    signed-off                yes       final       reviewed    translated: unsigned

JSON has the same words as CSV, in a note; other words come back as translated, whatever it says.

Draft is ``needs-translation`` and not ``needs-review-translation`` because that is the state that
the tools take to mean "needs work", while everything that is translated needs review here.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from ...errors import SummariesError
from ...files import MAX_BYTES
from . import csv_format, json_format, xliff, xliff2
from .csv_format import Newline
from .importer import Outcome, Translator, select, take_in
from .model import FORMATS, Part, Unit, part

__all__ = [
    "FORMATS",
    "Newline",
    "Outcome",
    "Part",
    "Translator",
    "Unit",
    "dump",
    "load",
    "part",
    "select",
    "take_in",
]


_WRITERS = {
    "xliff": xliff.write, "xliff2": xliff2.write, "csv": csv_format.write,
    "json": json_format.write,
}  # fmt: skip
_READERS = {
    "xliff": xliff.read, "xliff2": xliff2.read, "csv": csv_format.read, "json": json_format.read,
}  # fmt: skip
_ENDINGS = {".xlf": "xliff", ".xliff": "xliff", ".csv": "csv", ".json": "json"}


def dump(parts: Sequence[Part], style: str) -> bytes:
    """Return ``parts`` as a file of format ``style`` (one of ``FORMATS``).

    Raises SummariesError when it would be larger than :func:`load` takes.
    """
    content = _WRITERS[style](parts)
    if len(content) > MAX_BYTES:
        raise SummariesError(
            f"the export would be larger than {MAX_BYTES // 1024**2} MiB: "
            "export one article at a time with --article"
        )
    return content


def load(
    content: bytes, shown: str, style: str | None = None, newline: Newline | None = None
) -> list[Part]:  # fmt: skip
    """Read an export back from ``content``; ``shown`` is how messages name the file.

    Without ``style``, the name's ending says which format it is, else the content does.
    ``newline`` says what a backslash and an n are in a CSV cell. Raises InputError for anything
    that is not such a file, and for a cell that has them where nothing is said.
    """
    if style is None:
        style = guess(shown, content)
    if style == "xliff" and xliff2.is_one(content):
        style = "xliff2"
    parts = _READERS[style](content, shown)
    return csv_format.newlines(parts, newline, shown) if style == "csv" else parts


def guess(name: str, content: bytes) -> str:
    """Return the format of a file by its ``name``, or where that is silent by its ``content``.

    >>> guess("uk.xlf", b""), guess("uk", b"article,id,form,source,translation")
    ('xliff', 'csv')
    """
    if known := _ENDINGS.get(PurePath(name).suffix.lower()):
        return known
    start = content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return {b"<": "xliff", b"{": "json"}.get(start[:1], "csv")
