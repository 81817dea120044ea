"""What is wrong with something a person wrote, and the errors that carry it.

SummariesError                a person can put this right; str() is one sentence with the remedy
├── InputError                a file cannot be used; carries its findings
├── ConflictError             somebody else changed the same message in the meantime
└── SettingsError             a setting has a value that cannot be used
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Literal

Level = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong, where it is, and what to do about it.

    ``check`` is the short name of the rule; ``path`` is relative to its folder setting, so that
    it can be shown to anybody; ``line`` counts from 1; ``message`` is the msgctxt (or msgid)
    concerned. An ``error`` keeps an edition from being published, a ``warning`` does not.
    """

    check: str
    text: str
    path: str = ""
    line: int | None = None
    message: str | None = None
    level: Level = "error"

    def __str__(self) -> str:
        where = f"{self.path}:{self.line}" if self.line else self.path
        who = f"[{self.message}] " if self.message else ""
        return f"{where}: {self.level}: {who}{self.text}" if where else f"{who}{self.text}"

    def to_json(self) -> dict[str, object]:
        """Return the finding as JSON-ready data."""
        return asdict(self)


class SummariesError(Exception):
    """Base of every error that a person can put right; its text is one sentence with the remedy."""


class InputError(SummariesError):
    """A file cannot be used. ``findings`` says why, with file and line."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(str(finding) for finding in self.findings))


class ConflictError(SummariesError):
    """A message changed on disk since it was read; nothing was written.

    Unless its text says what was (:meth:`after`).
    """

    NOTHING = "nothing was written"

    def after(self, written: str) -> ConflictError:
        """Return the error of somebody who had written something, as ``written`` says."""
        text = str(self)
        if self.NOTHING in text:
            return ConflictError(text.replace(self.NOTHING, written))
        return ConflictError(f"{text}; {written}")


class BusyError(SummariesError):
    """Another process writes there for too long; nothing was written."""


class SettingsError(SummariesError):
    """A setting has a value that cannot be used."""
