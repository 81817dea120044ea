"""Which format a file has, and the way into each."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from ..files import MAX_BYTES
from ..finding import SummariesError
from . import table, xliff
from .model import Part


def dump(parts: Sequence[Part], style: str) -> bytes:
    """Return ``parts`` as a file of format ``style`` (one of ``FORMATS``).

    Raises SummariesError when it would be larger than :func:`load` takes.
    """
    content = xliff.write(parts) if style == "xliff" else table.write(parts)
    if len(content) > MAX_BYTES:
        raise SummariesError(
            f"the export would be larger than {MAX_BYTES // 1024**2} MiB: "
            "export one article at a time with --article"
        )
    return content


def load(content: bytes, shown: str, style: str | None = None) -> list[Part]:
    """Read an export back from ``content``; ``shown`` is how messages name the file.

    Without ``style``, the name's ending says which format it is, else the content does. Raises
    InputError for anything that is not such a file.
    """
    if style is None:
        style = guess(shown, content)
    return xliff.read(content, shown) if style == "xliff" else table.read(content, shown)


def guess(name: str, content: bytes) -> str:
    """Return the format of a file by its name, or where that does not say by its content."""
    known = {".xlf": "xliff", ".xliff": "xliff", ".csv": "csv"}.get(PurePath(name).suffix.lower())
    if known:
        return known
    start = content[:64].replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n")
    return "xliff" if start.startswith(b"<") else "csv"
