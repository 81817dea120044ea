"""PO catalogs: read one file strictly, write one message without touching its neighbours.

- ``reader``: a whole file to a catalog (``model``); ``parser`` and ``fast_parser`` read its entries
- ``changes``: the text with messages changed; ``entry_text`` and ``layout`` write their lines
- ``merge``: two versions of a catalog, message by message
- ``charsets``: catalogs in other charsets than UTF-8, on request
- ``writer``: changes a file under its lock, unless what was shown has changed
"""

from .changes import apply, convert, create
from .charsets import transcode
from .entry_text import Edit, entry_lines, new_entry, previous_lines
from .merge import Merged, merge, other_versions
from .model import Catalog, Entry
from .reader import entry_strings, parse, read
from .writer import convert_file, edit, merge_file

__all__ = [
    "Catalog",
    "Edit",
    "Entry",
    "Merged",
    "apply",
    "convert",
    "convert_file",
    "create",
    "edit",
    "entry_lines",
    "entry_strings",
    "merge",
    "merge_file",
    "new_entry",
    "other_versions",
    "parse",
    "previous_lines",
    "read",
    "transcode",
]
