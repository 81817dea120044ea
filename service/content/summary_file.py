"""A ``summary.toml`` while it is read: its text, its data, and what was found wrong so far."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from ..errors import Finding
from .article_text import fold
from .toml_text import unknown_keys
from .unsafe_characters import forbidden

# What a corrupted file has wrong is not worth more.
MAX_FINDINGS = 200


class SummaryFile:
    """The file ``path`` (as messages name it) with the content ``text``, ``data`` in TOML.

    ``article`` is the article's text, folded, in which quotes are looked up.
    """

    def __init__(self, path: str, text: str, data: Mapping[str, Any], article: str) -> None:
        self.path, self.text, self.data, self.article = path, text, data, article
        self.findings: list[Finding] = []
        self._lines: dict[str, int] | None = None

    def fail(self, check: str, text: str, name: str | None = None) -> None:
        """Note what is wrong; ``name`` is the fact, statement or key concerned, None for the file.

        ``check`` is the kind of finding, ``text`` what is wrong with the remedy.
        """
        if len(self.findings) < MAX_FINDINGS:
            line = self.line(name) if name else None
            self.findings.append(Finding(check, text, self.path, line, name))

    def line(self, name: str) -> int | None:
        """Return the line where the statement, fact or key ``name`` is written, counted from 1."""
        if self._lines is None:
            self._lines = {}
            for number, line in enumerate(self.text.split("\n"), 1):
                if match := _NAMED.match(line):
                    self._lines.setdefault(next(filter(None, match.groups())), number)
        return self._lines.get(name)

    def only(self, table: Mapping[str, Any], known: Iterable[str], where: str | None) -> None:
        """Fail for each key of ``table`` that is not ``known``; ``where`` names what it is of."""
        for key, text in unknown_keys(table, known):
            self.fail("keys", f"{where}: {text}" if where else text, key)

    def plain(self, value: Any, name: str, most: int) -> str | None:
        """Return ``value`` as one line of plain text; None, having failed, when it is none.

        ``name`` is what the finding calls it, and ``most`` how many characters it may have.
        """
        if not isinstance(value, str) or not (folded := fold(value)):
            self.fail("text", f"{name} must be a text", name)
        elif len(folded) > most:
            self.fail("text", f"{name} is longer than {most} characters: shorten it", name)
        elif hidden := next(forbidden(folded), None):
            self.fail("text", f"{name} has {hidden} in it: remove it", name)
        else:
            return folded
        return None

    def quoted(self, value: Any, check: str, name: str) -> str | None:
        """Return ``value`` folded when the article has it word for word; else None, failed.

        ``check`` and ``name`` are those of :meth:`fail`.
        """
        folded = fold(value) if isinstance(value, str) else ""
        if not folded:
            self.fail(check, "a quote must be text", name)
        elif folded not in self.article:
            excerpt = folded if len(folded) <= 200 else f"{folded[:199]}…"
            self.fail(check, f"the article does not say “{excerpt}”: quote it word for word", name)
        elif hidden := next(forbidden(folded, "\u00ad"), None):  # as publishers hyphenate
            self.fail(check, f"the article has {hidden} in it: remove it there", name)
        else:
            return folded
        return None


_NAMED = re.compile(
    r"""\s*(?:id\s*=\s*["']([^"']+)["']|\[facts\.([\w-]+)\]|\[+([\w-]+)\]|facts\.([\w-]+)\b|([\w-]+)\s*=)"""
)
