"""PO catalogs: read one file strictly, write one message without touching its neighbours.

- ``model``: what a catalog and an entry are
- ``lexer``: lines to entries, strict where gettext is, stricter where PO libraries guess
- ``ordinary``: the same for files as tools write them, in a quarter of the time
- ``reader``: a whole file to a catalog: header, language, plural forms, no duplicates
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
