"""What people decided about one article: ``journal/<slug>.jsonl``, one JSON object a line.

Lines are only ever added. git merges the file with its union driver, so the order of lines means
nothing and a line may stand twice. Each line names the lines that its writer knew of and that no
other line had named (``parents``), so lines form a graph: it says which line knows of which. One
thing is taken out: the words of lines that a ``redacted`` line names.

============ ============================================================
``line``     one line: its fields, its canonical bytes, its digest (pure)
``graph``    the lines of one article as a graph (pure)
``order``    the same, so that asking which line knows of which is quick (pure)
``redacted`` what stays of a line whose words went (pure)
``reader``   reads the file, whole or what was added since
``writer``   adds lines under the lock, and takes redacted ones out
============ ============================================================
"""

from .graph import Journal
from .line import (
    DIGEST,
    MAX_DEPTH,
    MAX_LINE,
    VERSION,
    Line,
    LineError,
    canonical,
    make,
    parse,
    proven,
)
from .order import Order
from .reader import ENDING, MAX_FILE, MAX_FINDINGS, MAX_LINES, Reading, Tail, path, read, shown
from .redacted import NO_NAME, REDACTED, mentions, remainder
from .writer import MAX_PARENTS, NewLine, append, append_all, take_out

__all__ = [
    "DIGEST",
    "ENDING",
    "MAX_DEPTH",
    "MAX_FILE",
    "MAX_FINDINGS",
    "MAX_LINE",
    "MAX_LINES",
    "MAX_PARENTS",
    "NO_NAME",
    "REDACTED",
    "VERSION",
    "Journal",
    "Line",
    "LineError",
    "NewLine",
    "Order",
    "Reading",
    "Tail",
    "append",
    "append_all",
    "canonical",
    "make",
    "mentions",
    "parse",
    "path",
    "proven",
    "read",
    "remainder",
    "shown",
    "take_out",
]
