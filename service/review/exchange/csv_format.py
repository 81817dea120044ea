"""CSV (RFC 4180) for spreadsheet programs: one row for each text.

UTF-8 with a byte order mark, without which Excel reads another encoding. Read back with or without
one, with commas, semicolons or tabs, any line ends, columns in any order. A cell that a spreadsheet
would take for a formula (OWASP, "CSV Injection") gets an apostrophe in front, and loses it again
when it comes back.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Literal

from ...content.locales import tag
from ...errors import Finding, InputError
from ...files import MAX_BYTES, decode
from .model import Part, Unit, fingerprint, valid_base

COLUMNS = (
    "article", "id", "form", "source", "translation", "state", "notes", "language", "base",
)  # fmt: skip
_NEEDED = {"article", "id", "form", "source", "translation"}
_STATES = ("draft", "translated", "rejected", "reviewed")

# What begins a formula, full-width signs and leading blanks included. Apostrophes in front are
# part of it, so that a text which has one of its own keeps it: each way adds or takes exactly one.
_FORMULA = r"(?:\s*[=+\-@＝＋－＠]|[\t\r\n])"
_RISKY = re.compile(rf"'*{_FORMULA}")
_GUARDED = re.compile(rf"'+{_FORMULA}")
# Two characters, which some tools write for a line break, and which may be meant as they are.
_NEWLINE = re.compile(r"(?:\\r)?\\n")
Newline = Literal["line", "literal"]


def write(parts: Sequence[Part]) -> bytes:
    """Return ``parts`` as one table, UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for part in parts:
        for unit in part.units:
            row = (
                part.domain, unit.id, "" if unit.form is None else str(unit.form), unit.source,
                unit.target, unit.state or "", "\n".join(note.text for note in unit.notes),
                tag(part.language or ""), unit.base or "",
            )  # fmt: skip
            writer.writerow([guard(cell) for cell in row])
    return text.getvalue().encode("utf-8-sig")


def guard(cell: str) -> str:
    """Return ``cell`` so that no spreadsheet takes it for a formula.

    >>> guard("=1+1"), guard("Fire")
    ("'=1+1", 'Fire')
    """
    return f"'{cell}" if _RISKY.match(cell) else cell


def unguard(cell: str) -> str:
    """Return ``cell`` as it was before :func:`guard`."""
    return cell[1:] if _GUARDED.match(cell) else cell


def read(content: bytes, label: str) -> list[Part]:
    """Read a table from ``content``, a file's bytes.

    The columns article, id, form, source and translation must be there. Raises InputError, which
    calls the file ``label``, for what is not such a table.
    """
    units: dict[tuple[str, str | None], list[Unit]] = {}
    for row in _rows(decode(content, label), label):
        form = row["form"].strip()
        state = row.get("state", "").strip().lower()
        unit = Unit(
            row["id"].strip(),
            None if not form else int(form) if re.fullmatch(r"[0-9]{1,2}", form) else -1,
            row["source"],
            row["translation"],
            state if state in _STATES else None,
            valid_base(row.get("base", "").strip()),
            tool_sets_state=False,
        )
        language = row.get("language", "").strip() or None
        units.setdefault((row["article"].strip(), language), []).append(unit)
    return [
        Part(domain, None, language, tuple(several))
        for (domain, language), several in units.items()
    ]


def newlines(parts: Sequence[Part], how: Newline | None, shown: str) -> list[Part]:
    """Return ``parts`` with every written line break, a backslash and an n, as ``how`` says.

    ``line`` makes each a line break, ``literal`` leaves it. Raises InputError where nothing is said
    and a text has one that was not exported so, and that its source has not. ``shown`` is how the
    error names the file.
    """
    asked = [unit for part in parts for unit in part.units if _is_ambiguous(unit)]
    if asked and how is None:
        several = f", and {len(asked) - 1} more" if len(asked) > 1 else ""
        text = (
            "the text has “\\n”, a backslash and an n: say what is meant with --newline line, for "
            f"line breaks, or --newline literal{several}; nothing was taken in"
        )
        raise InputError([Finding("newline", text, shown, None, asked[0].id)])
    if how != "line":
        return list(parts)
    return [replace(part, units=tuple(map(_broken, part.units))) for part in parts]


def _is_ambiguous(unit: Unit) -> bool:
    exported = {fingerprint(draft, unit.target) for draft in (True, False)}
    written = _NEWLINE.search(unit.target) and not _NEWLINE.search(unit.source)
    return bool(written) and unit.base not in exported


def _broken(unit: Unit) -> Unit:
    if not _is_ambiguous(unit):
        return unit
    return replace(unit, target=_NEWLINE.sub("\n", unit.target))


def _rows(text: str, shown: str) -> Iterator[dict[str, str]]:
    """Yield the rows below the header by column name, the cells as they were before the export."""
    # The module's limit is for all of the process; files are capped before they get here.
    csv.field_size_limit(MAX_BYTES)
    first, _end, rest = text.partition("\n")
    if re.fullmatch(r"sep=.\s*", first):  # Excel's own way to say it
        text = rest
    delimiter, header = _header(text, shown)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        next(reader)
        for cells in reader:
            if any(cell.strip() for cell in cells):
                _no_more(cells, header, shown, reader.line_num)
                padded = [*cells, *[""] * (len(header) - len(cells))]
                yield dict(zip(header, map(unguard, padded), strict=False))
    except csv.Error as error:
        problem = f"is not a table that can be read ({error}): save it as CSV again"
        raise InputError([Finding("syntax", problem, shown, reader.line_num)]) from None


def _no_more(cells: list[str], header: list[str], shown: str, line: int) -> None:
    """Raise InputError where a row has more than ``header`` names: part of a text would be lost.

    Spreadsheet programs add empty cells.
    """
    if any(cell.strip() for cell in cells[len(header) :]):
        problem = (
            f"has {len(cells)} cells in a row, and the first row names {len(header)}: put texts "
            "with the separator in them in quotation marks; nothing was taken in"
        )
        raise InputError([Finding("syntax", problem, shown, line)])


def _header(text: str, label: str) -> tuple[str, list[str]]:
    """Return the delimiter and the column names."""
    line = re.split(r"[\r\n]", text, maxsplit=1)[0]
    for delimiter in ",;\t":
        names = [name.strip(" \"'").lower() for name in line.split(delimiter)]
        if names and set(names) >= _NEEDED:
            twice = next((name for name in names if name and names.count(name) > 1), None)
            if twice is not None:
                problem = f"names the column “{twice}” twice: leave one of them"
                raise InputError([Finding("format", problem, label, 1)])
            return delimiter, names
    missing = ", ".join(sorted(_NEEDED))
    problem = f"needs a first row that names its columns: {missing}; export it again"
    raise InputError([Finding("format", problem, label, 1)])
