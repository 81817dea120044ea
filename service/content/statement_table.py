"""The texts of a ``summary.toml``: its headline and ``[[statements]]`` become messages."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from babel import Locale

from . import number_words, plural_rules
from .article_text import fold
from .facts import Fact
from .messages import OUTLET, Message
from .placeholders import PlaceholderError, parse, without_words
from .publication import Publication
from .summary_file import SummaryFile

HEADLINE = "headline"
CATEGORIES = ("zero", "one", "two", "few", "many", "other")
KEYS = ("id", "brief", "text", "count", *CATEGORIES, "evidence", "comment")
# Every quote is looked up in the article: 100 statements with 10 quotes each are more than any has.
MAX_STATEMENTS = 100
MAX_QUOTES = 1000
MAX_TEXT = 2000
MAX_ID = 60
_ID = re.compile(r"[a-z][a-z0-9-]*")


class Statements:
    """Turns texts into messages; what is wrong becomes findings of the file."""

    def __init__(
        self,
        file: SummaryFile,
        language: str,
        facts: Mapping[str, Fact],
        publication: Publication,
        title: str,
    ) -> None:
        self.file, self.language, self.facts, self.title = file, language, facts, title
        self.texts = {OUTLET: publication.outlet} if publication.outlet else {}
        self.year = publication.published.year if publication.published else None

    def read(self) -> Iterator[Message]:
        """Yield the headline, then the statements, as written."""
        headline = self.file.data.get("headline")
        if isinstance(headline, str) and headline.strip():
            yield self._message(HEADLINE, (headline,), None, (), {})
        else:
            self.file.fail("headline", 'headline is missing: write headline = "…"')
        tables = self.file.data.get("statements")
        if not isinstance(tables, list) or not tables:
            self.file.fail("statements", "a summary needs at least one [[statements]] table")
            return
        quotes = sum(len(_list(t.get("evidence"))) for t in tables if isinstance(t, dict))
        if len(tables) > MAX_STATEMENTS or quotes > MAX_QUOTES:
            text = f"there are more than {MAX_STATEMENTS} statements, or {MAX_QUOTES} quotes"
            self.file.fail("statements", f"{text}: a summary is short")
            return
        taken = {HEADLINE}
        for number, table in enumerate(tables, 1):
            if (message := self._statement(number, table, taken)) is not None:
                yield message

    def _statement(self, number: int, table: Any, taken: set[str]) -> Message | None:
        if not isinstance(table, dict):
            self.file.fail("statements", f"statement {number} is not a table")
            return None
        name = table.get("id")
        good = isinstance(name, str) and _ID.fullmatch(name) and len(name) <= MAX_ID
        if not isinstance(name, str) or not good or name in taken:
            text = f'statement {number} needs an id of its own, such as "casualties"'
            self.file.fail("statements", text)
            return None
        taken.add(name)
        self.file.only(table, KEYS, f"statement “{name}”")
        if not isinstance(table.get("brief", False), bool):
            self.file.fail("statements", "brief must be true or false", name)
        forms, count = self._forms(name, table)
        evidence = tuple(self._evidence(name, table))
        return self._message(name, forms, count, evidence, table) if forms else None

    def _forms(self, name: str, table: Mapping[str, Any]) -> tuple[tuple[str, ...], str | None]:
        """Return the source's texts, in the order of its plural forms, and the counting fact."""
        text, count = table.get("text"), table.get("count")
        forms_in_table = {key: table[key] for key in CATEGORIES if key in table}
        if count is None:
            if isinstance(text, str) and text.strip() and not forms_in_table:
                return (text,), None
            problem = "a statement needs a text, or a count with its plural forms"
            self.file.fail("statements", problem, name)
            return (), None
        fact = self.facts.get(count) if isinstance(count, str) else None
        if fact is None or not fact.selects_plural or fact.format == "percent":
            problem = f"count = {count!r:.60} is not a plain number among the facts"
            self.file.fail("statements", problem, name)
            return (), None
        if text is not None or any(
            not isinstance(form, str) or not form.strip() for form in forms_in_table.values()
        ):
            problem = "a counted statement has one text per plural form and no “text”"
            self.file.fail("statements", problem, name)
            return (), None
        needed = categories(self.language)
        if missing := [key for key in needed if key not in forms_in_table]:
            self.file.fail("statements", f"plural form missing: {', '.join(missing)}", name)
            return (), None
        if spare := [key for key in forms_in_table if key not in needed]:
            problem = f"{self.language} has no plural form {', '.join(spare)}: remove it"
            self.file.fail("statements", problem, name)
        return tuple(forms_in_table[key] for key in needed), count

    def _evidence(self, name: str, table: Mapping[str, Any]) -> Iterator[str]:
        evidence = _list(table.get("evidence"))
        if not evidence:
            problem = "a statement needs evidence: quotes of the article it rests on"
            self.file.fail("evidence", problem, name)
        for quote in evidence:
            if (passage := self.file.quoted(quote, "evidence", name)) is not None:
                yield passage

    def _message(
        self,
        name: str,
        forms: tuple[str, ...],
        count: str | None,
        evidence: tuple[str, ...],
        table: Mapping[str, Any],
    ) -> Message:
        forms = tuple(fold(form) for form in forms)
        used = {key for form in forms for key in self._placeholders(name, form)}
        if count:
            used.add(count)
        bare = [_without_words(form) for form in forms]
        note = table.get("comment")
        if note is not None and not isinstance(note, str):
            self.file.fail("statements", "comment must be a text", name)
        facts = {key: self.facts[key] for key in sorted(used & self.facts.keys())}
        return Message(
            context=name,
            singular=bare[0],
            plural=bare[-1] if count else None,
            forms=forms,
            count=count,
            facts=facts,
            evidence=evidence,
            comments=(note,) if isinstance(note, str) else (),
            texts={key: self.texts[key] for key in used & self.texts.keys()},
            with_year=frozenset(key for key, fact in facts.items() if self._other_year(fact)),
            brief=table.get("brief") is True,
            title=self.title,
        )

    def _placeholders(self, name: str, form: str) -> set[str]:
        """Return the placeholders of a text; what is wrong with it becomes findings."""
        if len(form) > MAX_TEXT:
            self.file.fail("length", f"a text has at most {MAX_TEXT} characters: shorten it", name)
            return set()
        try:
            segments = parse(form)
        except PlaceholderError as error:
            self.file.fail("placeholders", str(error), name)
            return set()
        if any(
            segment.name is None and not number_words.has_names_only(segment.text, self.language)
            for segment in segments
        ):
            self.file.fail("facts", "numbers and dates belong in facts: use a placeholder", name)
        if any(s.name == OUTLET and s.words for s in segments):
            self.file.fail("placeholders", f"{{{OUTLET}}} takes no written form", name)
        used = {segment.name for segment in segments if segment.name}
        for unknown in sorted(used - self.facts.keys() - self.texts.keys()):
            lack = (
                "[article] has no outlet" if unknown == OUTLET else f"there is no fact “{unknown}”"
            )
            self.file.fail("placeholders", f"{lack} for {{{unknown}}}", name)
        return used

    def _other_year(self, fact: Fact) -> bool:
        """Tell whether a date lies in another year than the article."""
        return self.year is not None and any(year != self.year for year in fact.years)


def categories(language: str) -> list[str]:
    """Return the CLDR plural categories of a language's pinned forms, in the order of the forms.

    >>> categories("uk")
    ['one', 'few', 'many']
    """
    pinned = plural_rules.rule(language)
    category = Locale.parse(language).plural_form
    return [category(pinned.examples(index)[0]) for index in range(pinned.nplurals)]


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _without_words(form: str) -> str:
    try:
        return without_words(form)
    except PlaceholderError:
        return form  # said already
