"""Read and validate an article and its summary (``article.txt``, ``summary.toml``)."""

from __future__ import annotations

import datetime
import hashlib
import re
import tomllib
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from ..errors import Finding, InputError
from ..files import read_text
from . import plural_rules
from .facts import Fact
from .messages import Message, Source
from .placeholders import PlaceholderError, names
from .unsafe_characters import forbidden

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_NAME = re.compile(r"[a-z][a-z0-9_]*")
_ID = re.compile(r"[a-z][a-z0-9-]*")
HEADLINE = "headline"
# With room for what JSON adds, the edition file stays below what a window reads.
MAX_TEXT = 2 * 1024 * 1024
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
# Domains that are not articles: the interface, and what the publisher keeps beside editions.
RESERVED = frozenset({"service"})


@dataclass(frozen=True, slots=True)
class Article:
    """An article and its summary in the article's own language.

    ``text`` is the article verbatim; ``publish_source`` says whether readers may see all of it.
    """

    slug: str
    text: str
    source: Source
    facts: Mapping[str, Fact]
    publish_source: bool = True


def fold(text: str) -> str:
    """Return ``text`` NFC-normalised with white space folded, as quotes are compared."""
    return " ".join(unicodedata.normalize("NFC", text).split())


def digests(text: str) -> list[str]:
    """Return the digest of each paragraph of ``text``: the first 32 hex digits of SHA-256.

    A paragraph is a line that is not empty, white space folded.
    """
    lines = (fold(line) for line in text.splitlines())
    return [hashlib.sha256(line.encode()).hexdigest()[:32] for line in lines if line]


def find(folder: Path) -> list[Path]:
    """Return the folders below ``folder`` that hold a summary, sorted by slug."""
    try:
        return sorted(
            path for path in folder.iterdir() if path.is_dir() and (path / "summary.toml").exists()
        )
    except FileNotFoundError:
        return []


def load(folder: Path) -> Article:
    """Read the article in ``folder``, named by its slug.

    Raises :class:`InputError` with every finding when anything in it cannot be used: broken TOML,
    evidence that the article does not have, a fact that its quote does not state, an unknown
    placeholder.
    """
    reader = _Reader(folder)
    try:
        return reader.read()
    except InputError:
        raise
    except Exception as error:  # whatever it is: one article must not stop the others
        text = f"cannot be read ({type(error).__name__}): look for a number or a text of odd size"
        raise InputError([Finding("article", text, reader.path)]) from error


class _Reader:
    """Collects findings while it turns the two files into an :class:`Article`."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.slug = folder.name
        self.shown = f"{folder.parent.name}/{folder.name}"
        self.path = f"{self.shown}/summary.toml"
        self.findings: list[Finding] = []
        self.toml = ""
        self.article = ""
        self.language = "en"

    def read(self) -> Article:
        if not SLUG.fullmatch(self.slug) or self.slug in RESERVED:
            self.fail("slug", "the folder's name must be lower-case words joined by hyphens")
        text = read_text(self.folder / "article.txt", f"{self.shown}/article.txt")
        if len(text.encode()) > MAX_TEXT:
            self.fail("article", "article.txt is larger than 2 MiB: give the article alone")
        self.toml = read_text(self.folder / "summary.toml", self.path)
        try:
            data = tomllib.loads(self.toml, parse_float=Decimal)
        except (ValueError, ArithmeticError, RecursionError) as error:  # also of long numbers
            raise InputError([Finding("toml", f"not valid TOML: {error}", self.path)]) from error
        self.article = fold(text)
        self.language = self._language(data)
        facts = dict(self._facts(data.get("facts", {})))
        messages = tuple(self._messages(data, facts))
        if "withdrawn" in data:
            text = (
                "withdrawals are not kept here: use “summaries withdraw "
                f"{self.slug}”, then take [withdrawn] out"
            )
            self.fail("withdrawn", text, "withdrawn")
        publish_source = data.get("publish_source", True)
        if not isinstance(publish_source, bool):
            self.fail("source", "publish_source must be true or false", "publish_source")
        used = {name for message in messages for name in message.facts}
        for name in facts.keys() - used:
            self.fail("facts", f"fact “{name}” is not used by any statement: remove it", name)
        if self.findings:
            raise InputError(self.findings)
        whole = self._whole(text, messages, "all" if publish_source else "quotes")
        source = Source(self.slug, self.language, messages, whole)
        return Article(self.slug, text, source, facts, publish_source)

    def _whole(self, text: str, messages: tuple[Message, ...], show: str) -> dict[str, Any]:
        """Return what the headline's signature covers beyond its words, JSON-ready."""
        return {
            "slug": self.slug,
            "language": self.language,
            "paragraphs": digests(text),
            "ids": [m.id for m in messages if m.context != HEADLINE],
            "brief": [],
            "show": show,
        }

    def fail(self, check: str, text: str, name: str | None = None) -> None:
        line = self._line(name) if name else None
        self.findings.append(Finding(check, text, self.path, line, name))

    def _line(self, name: str) -> int | None:
        named = re.escape(name)
        pattern = (
            rf"^\s*(?:id\s*=\s*[\"']{named}[\"']|\[facts\.{named}\]|\[{named}[].]|{named}\s*=)"
        )
        match = re.search(pattern, self.toml, re.MULTILINE)
        return self.toml.count("\n", 0, match.start() + len(match.group())) + 1 if match else None

    def _language(self, data: dict[str, Any]) -> str:
        language = data.get("language")
        try:
            locale = Locale.parse(str(language), sep="-" if "-" in str(language) else "_")
            plural_rules.rule(str(locale))
        except (UnknownLocaleError, ValueError) as error:
            self.fail("language", f"language = {language!r} cannot be used: {error}", "language")
            return "en"
        return str(locale)

    def _facts(self, table: Any) -> Iterator[tuple[str, Fact]]:
        if not isinstance(table, dict):
            self.fail("facts", "[facts] must hold one table per fact")
            return
        for name, data in table.items():
            if not _NAME.fullmatch(name) or not isinstance(data, dict):
                self.fail("facts", f"fact “{name}” needs a lower-case name and a table", name)
                continue
            value = data.get("value")
            is_date = isinstance(value, datetime.date)
            if not isinstance(value, int | Decimal | datetime.date) or isinstance(
                value, bool | datetime.datetime
            ):
                self.fail("facts", "value must be a number or a date such as 2024-01-02", name)
                continue
            try:
                fact = Fact(name, value, data.get("format", "long" if is_date else "decimal"))
            except ValueError as error:
                self.fail("facts", str(error), name)
                continue
            quote = data.get("quote")
            if not isinstance(quote, str) or not quote.strip():
                self.fail("facts", "a fact needs a quote of the article that states it", name)
            elif fold(quote) not in self.article:
                self.fail(
                    "facts",
                    f"the article does not say “{fold(quote)}”: quote it word for word",
                    name,
                )
            elif not fact.occurs_in(quote, self.language):
                self.fail(
                    "facts", f"{fact.shown()} does not occur in its quote “{fold(quote)}”", name
                )
            yield name, fact

    def _messages(self, data: dict[str, Any], facts: dict[str, Fact]) -> Iterator[Message]:
        headline = data.get("headline")
        if isinstance(headline, str) and headline.strip():
            yield self._message(HEADLINE, (headline,), None, (), facts)
        else:
            self.fail("headline", 'headline is missing: write headline = "…"')
        statements = data.get("statements")
        if not isinstance(statements, list) or not statements:
            self.fail("statements", "a summary needs at least one [[statements]] table")
            return
        seen = {HEADLINE}
        for number, entry in enumerate(statements, 1):
            if not isinstance(entry, dict):
                self.fail("statements", f"statement {number} is not a table")
                continue
            name = entry.get("id")
            if not isinstance(name, str) or not _ID.fullmatch(name) or name in seen:
                self.fail(
                    "statements", f'statement {number} needs an id of its own, such as "casualties"'
                )
                continue
            seen.add(name)
            forms, count = self._forms(name, entry, facts)
            if forms:
                yield self._message(
                    name, forms, count, tuple(self._evidence(name, entry)), facts, entry
                )

    def _forms(
        self, name: str, data: dict[str, Any], facts: dict[str, Fact]
    ) -> tuple[tuple[str, ...], str | None]:
        """Return the source's texts, in the order of its plural forms, and the counting fact."""
        text, count = data.get("text"), data.get("count")
        if count is None:
            if isinstance(text, str) and text.strip():
                return (text,), None
            self.fail(
                "statements", "a statement needs a text, or a count with its plural forms", name
            )
            return (), None
        fact = facts.get(count) if isinstance(count, str) else None
        if fact is None or isinstance(fact.value, datetime.date):
            self.fail("statements", f"count = {count!r} is not a number among the facts", name)
            return (), None
        given = {key: data[key] for key in CATEGORIES if key in data}
        needed = self._categories()
        if text is not None or any(
            not isinstance(form, str) or not form.strip() for form in given.values()
        ):
            self.fail(
                "statements", "a counted statement has one text per plural form and no “text”", name
            )
            return (), None
        missing = [key for key in needed if key not in given]
        if missing:
            self.fail("statements", f"plural form missing: {', '.join(missing)}", name)
            return (), None
        return tuple(given[key] for key in needed), count

    def _categories(self) -> list[str]:
        """The CLDR plural categories of the language's pinned forms, in the order of the forms."""
        pinned = plural_rules.rule(self.language)
        category = Locale.parse(self.language).plural_form
        return [category(pinned.examples(index)[0]) for index in range(pinned.nplurals)]

    def _evidence(self, name: str, data: dict[str, Any]) -> Iterator[str]:
        evidence = data.get("evidence")
        if not isinstance(evidence, list) or not evidence:
            self.fail(
                "evidence", "a statement needs evidence: quotes of the article it rests on", name
            )
            return
        for quote in evidence:
            if not isinstance(quote, str) or not quote.strip():
                self.fail("evidence", "evidence must be text", name)
            elif fold(quote) not in self.article:
                self.fail(
                    "evidence",
                    f"the article does not say “{fold(quote)}”: quote it word for word",
                    name,
                )
            elif hidden := next(forbidden(fold(quote)), None):
                self.fail("evidence", f"the article has {hidden} in it: remove it there", name)
            else:
                yield fold(quote)

    def _message(
        self,
        name: str,
        forms: tuple[str, ...],
        count: str | None,
        evidence: tuple[str, ...],
        facts: dict[str, Fact],
        data: Mapping[str, Any] | None = None,
    ) -> Message:
        forms = tuple(unicodedata.normalize("NFC", " ".join(form.split())) for form in forms)
        used: set[str] = set()
        for form in forms:
            try:
                used |= set(names(form))
            except PlaceholderError as error:
                self.fail("placeholders", str(error), name)
            if re.search(r"\d", form):
                self.fail("facts", "numbers and dates belong in facts: use a placeholder", name)
        for unknown in used - facts.keys():
            self.fail("placeholders", f"there is no fact “{unknown}” for {{{unknown}}}", name)
        if count:
            used.add(count)
        note = (data or {}).get("comment")
        return Message(
            context=name,
            singular=forms[0],
            plural=forms[-1] if count else None,
            forms=forms,
            count=count,
            facts={key: facts[key] for key in sorted(used & facts.keys())},
            evidence=evidence,
            comments=(note,) if isinstance(note, str) else (),
        )
