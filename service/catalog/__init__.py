"""PO catalogs: read one file strictly, write one message without touching its neighbours.

- ``model``: what a catalog and an entry are
- ``reader``: text to model, strict where gettext is, stricter where PO libraries guess
- ``writer``: edits of single entries, conflict detection, new files
"""

from .model import Catalog, Entry
from .reader import parse, read
from .writer import Edit, create, edit, new_entry, previous_lines

__all__ = [
    "Catalog",
    "Edit",
    "Entry",
    "create",
    "edit",
    "new_entry",
    "parse",
    "previous_lines",
    "read",
]
