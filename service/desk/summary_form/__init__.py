"""A ``summary.toml`` as a form: what an editor decides of an article, read and written back.

Import from here; ``form`` has the whole, the other modules each a part of it.
"""

from __future__ import annotations

from .form import SummaryForm, completed, read, sent, with_missing, write
from .statements import StatementFields
from .three_way import Difference, merged

__all__ = [
    "Difference", "StatementFields", "SummaryForm", "completed", "merged", "read", "sent",
    "with_missing", "write",
]  # fmt: skip
