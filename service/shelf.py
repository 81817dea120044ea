"""Edition files on disk: ``<folder>/<domain>/<locale>.json``, and the publisher's report."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from . import edition
from .edition import Edition, EditionError, Withdrawn
from .files import read_bytes, write_bytes
from .finding import Finding, InputError

REPORT = "_publisher.json"


def path(folder: Path, domain: str, locale: str) -> Path:
    """Return where the edition of ``domain`` in ``locale`` is, or would be."""
    return folder / domain / f"{locale}.json"


def files(folder: Path) -> list[Path]:
    """Return all edition files below ``folder``, sorted."""
    return sorted(folder.glob("*/*.json"))


def load(file: Path, key: bytes | None) -> Edition | Withdrawn:
    """Read and verify the edition file at ``file``; its place says what it must be.

    Raises :class:`~service.finding.InputError` or :class:`~service.edition.EditionError`.
    """
    content = read_bytes(file, f"{file.parent.name}/{file.name}")
    try:
        data = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise EditionError(f"not JSON: {error}") from error
    return edition.verify(data, file.parent.name, file.stem, key)


def save(folder: Path, value: Edition | Withdrawn) -> None:
    """Write ``value`` to its place, atomically."""
    content = value.content if isinstance(value, Edition) else value
    file = path(folder, content.domain, content.locale)
    file.parent.mkdir(exist_ok=True)
    write_bytes(file, _dump(edition.to_json(value)))


def save_report(folder: Path, problems: Sequence[Finding]) -> None:
    """Write what the publisher could not use, for windows that do not see the workshop."""
    write_bytes(folder / REPORT, _dump({"problems": [str(problem) for problem in problems]}))


def load_report(folder: Path) -> tuple[str, ...]:
    """Return what the publisher could not use, one sentence each."""
    try:
        problems = json.loads(read_bytes(folder / REPORT, REPORT))["problems"]
        return tuple(str(problem) for problem in problems)
    except (InputError, ValueError, TypeError, KeyError) as error:
        return (f"{REPORT} cannot be read: {error}",)


def _dump(data: Any) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1) + "\n").encode()
