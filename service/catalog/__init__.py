"""PO catalogs: read one file strictly, write one message without touching its neighbours.

- ``reader``: a whole file to a catalog (``model``); ``parser`` and ``fast_parser`` read its entries
- ``changes``: the text with messages changed; ``entry_text`` and ``layout`` write their lines
- ``charsets``: catalogs in other charsets than UTF-8, on request
- ``writer``: changes a file under its lock, unless what was shown has changed
"""

from .changes import apply, convert, create
from .charsets import transcode
from .entry_text import Edit, new_entry, previous_lines
from .model import Catalog, Entry
from .reader import parse, read
from .writer import convert_file, edit

__all__ = [
    "Catalog",
    "Edit",
    "Entry",
    "apply",
    "convert",
    "convert_file",
    "create",
    "edit",
    "new_entry",
    "parse",
    "previous_lines",
    "read",
    "transcode",
]
