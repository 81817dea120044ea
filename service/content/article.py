"""Read and validate an article and its summary (``article.txt``, ``summary.toml``)."""

from __future__ import annotations

import datetime
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError

from ..errors import Finding, InputError
from ..files import folders, is_there, read_text
from . import article_text, correction_notes, fact_table, plural_rules, publication
from .facts import Fact
from .locales import is_locale
from .messages import Source
from .publication import Publication
from .statement_table import HEADLINE, Statements
from .summary_file import SummaryFile
from .toml_text import parse_toml

__all__ = [
    "HEADLINE", "MAX_TEXT", "RESERVED", "SLUG", "Article", "Publication", "find", "load",
]  # fmt: skip

SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
# With room for what JSON adds, the edition file stays below what a window reads.
MAX_TEXT = 2 * 1024 * 1024
# Each is in the headline's signature, and so in every edition, with its digest.
MAX_PARAGRAPHS = 5_000
# Domains that are not articles: the interface, and what the publisher keeps beside editions.
RESERVED = frozenset({"service"})
# Pages of their own at /{lang}/…, where an article would have its page.
PAGES = frozenset({"corrections", "search"})
KEYS = (
    "language", "headline", "publish_at", "together", "topics", "follows", "article", "facts",
    "statements", "corrections", "draft", "withdrawn",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Article:
    """An article and its summary in the article's own language.

    ``text`` is the article verbatim; ``quotes`` maps the facts' names to the passages that state
    them. The summary does not go up
    before ``publish_at``, and in all locales of ``together`` at once; ``topics`` are what it is
    listed under, ``follows`` the slug of the article whose story it goes on with. ``path`` is how
    messages name ``summary.toml``, ``lines`` where each of its statements and facts stands there.
    """

    slug: str
    text: str
    source: Source
    facts: Mapping[str, Fact]
    publication: Publication = field(default_factory=Publication)
    publish_at: datetime.datetime | None = None
    together: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    follows: str | None = None
    quotes: Mapping[str, str] = field(default_factory=dict)
    path: str = ""
    lines: Mapping[str, int] = field(default_factory=dict)


def _whole(article: Article) -> dict[str, Any]:
    """Return what the headline's signature in the source language covers, JSON-ready.

    Everything that readers see of the article beyond the words of single messages: which statements
    there are and in which order, the article's paragraphs (as digests), who published it, and when
    and with what it goes up.
    """
    statements = [m for m in article.source.summary if m.context != HEADLINE]
    return {
        "slug": article.slug,
        "language": article.source.language,
        "paragraphs": article_text.digests(article.text),
        "article": article.publication.to_json(),
        "ids": [m.id for m in statements],
        "brief": [m.id for m in statements if m.brief],
        "show": article.publication.show,
        "publish_at": article.publish_at.isoformat() if article.publish_at else None,
        "together": list(article.together),
        "topics": list(article.topics),
        "follows": article.follows,
    }


def find(folder: Path) -> list[Path]:
    """Return the folders below ``folder`` that hold a summary, sorted by slug."""
    try:
        paths = [folder / name for name in folders(folder)]
        return [path for path in paths if is_there(path / "summary.toml")]
    except FileNotFoundError:
        return []


def load(folder: Path, earlier: Iterable[str] = ()) -> Article:
    """Read the article in ``folder``, named by its slug, which stands in the articles' folder.

    What the summary quotes may stand in one of the ``earlier`` texts of the article as well.

    Raises :class:`InputError` with every finding when anything in it cannot be used: broken TOML,
    a link out of the articles' folder, evidence that the article does not have, a fact that its
    quote does not state, an unknown placeholder or key.
    """
    slug, root = folder.name, folder.parent
    label = f"{root.name}/{slug}"
    path = f"{label}/summary.toml"
    text = read_text(folder / "article.txt", f"{label}/article.txt", root)
    content = read_text(folder / "summary.toml", path, root)
    said = "\n".join(map(article_text.fold, (text, *earlier)))
    file = SummaryFile(path, content, parse_toml(content, path), said)
    if not SLUG.fullmatch(slug) or slug in RESERVED:
        file.fail("slug", "the folder's name must be lower-case words joined by hyphens")
    if slug in PAGES:
        file.fail("slug", f"the site has a page of its own called “{slug}”: rename the folder")
    if len(text.encode()) > MAX_TEXT:
        file.fail("article", "article.txt is larger than 2 MiB: give the article alone")
    if len(article_text.paragraphs(text)) > MAX_PARAGRAPHS:
        most = f"{MAX_PARAGRAPHS:,}"
        file.fail("article", f"article.txt has more than {most} lines: give the article alone")
    try:
        article = _read(file, slug, text)
    except Exception as error:  # whatever it is: one article must not stop the others
        odd = f"cannot be read ({type(error).__name__}): look for a number or a text of odd size"
        raise InputError([Finding("article", odd, path)]) from error
    if file.findings:
        raise InputError(file.findings)
    return replace(article, source=replace(article.source, whole=_whole(article)))


def _read(file: SummaryFile, slug: str, text: str) -> Article:
    file.only(file.data, KEYS, None)
    language = _language(file)
    published = publication.read(file, file.data.get("article", {}))
    quoted = dict(fact_table.read(file, file.data.get("facts", {}), language))
    facts = {name: quoted_fact.fact for name, quoted_fact in quoted.items()}
    title = next(iter(article_text.paragraphs(text)), "")
    messages = tuple(Statements(file, language, facts, published, title).read())
    notes = tuple(correction_notes.read(file))
    if "withdrawn" in file.data:
        text = f"use “summaries withdraw {slug}”, then take [withdrawn] out"
        file.fail("withdrawn", f"withdrawals are not kept here: {text}", "withdrawn")
    used = {name for message in messages for name in message.facts}
    for name in sorted(facts.keys() - used):
        file.fail("facts", f"fact “{name}” is not used by any statement: remove it", name)
    for message in messages:
        for name, fact in message.facts.items():
            for quote in message.evidence:
                if year := fact_table.other_year(fact, quote, language):
                    said = f"{{{name}}} is {fact.shown()}, the evidence is about {year}"
                    file.fail("evidence", f"{said}: correct one of them", message.id)
    named = [*facts, *(message.id for message in (*messages, *notes))]
    return Article(
        slug,
        text,
        Source(slug, language, (*messages, *notes)),
        facts,
        publication=published,
        publish_at=_publish_at(file),
        together=_names(file, "together"),
        topics=_names(file, "topics"),
        follows=_follows(file, slug),
        quotes={name: quoted_fact.quote for name, quoted_fact in quoted.items()},
        path=file.path,
        lines={name: line for name in named if (line := file.line(name))},
    )


def _language(file: SummaryFile) -> str:
    language = file.data.get("language")
    try:
        locale = Locale.parse(str(language), sep="-" if "-" in str(language) else "_")
        plural_rules.rule(str(locale))
    except (UnknownLocaleError, ValueError) as error:
        setting = f"language = {language!r:.40}"
        file.fail("language", f"{setting} cannot be used: {error!s:.200}", "language")
        return "en"
    return str(locale)


def _publish_at(file: SummaryFile) -> datetime.datetime | None:
    value = file.data.get("publish_at")
    if value is None:
        return None
    if isinstance(value, datetime.datetime) and value.tzinfo is not None:
        if datetime.MINYEAR < value.year < datetime.MAXYEAR:  # it is compared in other time zones
            return value
        file.fail("publish_at", "publish_at is in a year that no clock shows", "publish_at")
        return None
    text = "publish_at must be a time with its offset: 2026-11-22T06:00:00+02:00"
    file.fail("publish_at", text, "publish_at")
    return None


def _follows(file: SummaryFile, slug: str) -> str | None:
    value = file.data.get("follows")
    if value is None or (isinstance(value, str) and SLUG.fullmatch(value) and value != slug):
        return value
    file.fail("follows", "follows must be the slug of another article", "follows")
    return None


def _names(file: SummaryFile, key: str) -> tuple[str, ...]:
    """Return a list of locales, or of topics, without repeats."""
    values = file.data.get(key, [])
    if not isinstance(values, list) or len(values) > 100:
        file.fail(key, f"{key} must be a short list", key)
        return ()
    for value in values:
        locale = isinstance(value, str) and len(value) < 40 and is_locale(value)
        if key == "together" and not locale:
            file.fail(key, f"together names locales, such as uk or zh_Hans, not {value!r:.40}", key)
        elif key == "topics" and not (
            isinstance(value, str) and len(value) <= 40 and SLUG.fullmatch(value)
        ):
            text = "topics are lower-case words joined by hyphens, such as foreign-policy"
            file.fail(key, f"{text}, not {value!r:.40}", key)
    return tuple(dict.fromkeys(value for value in values if isinstance(value, str)))
