"""A proposed summary: the statements, what they rest on, and how they were made; as TOML. Pure."""

from __future__ import annotations

import datetime
import hashlib
import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import tomlkit
from tomlkit.items import Table

from ..content.article_text import fold
from ..content.unsafe_characters import forbidden, lookalikes, visible
from ..review import measures
from ..review.checks import structure
from .engine import Engine, Material, Written, extracts
from .figures import Figure, Figures, anchor, fact_toml
from .models.api import Progress
from .sentences import selection
from .sentences.anaphora import points_back
from .sentences.splitting import MAX_HEADLINE, Sentence, headlines, split

METHOD = "extract"
# As publishers hyphenate; the reader of quotes takes it, too.
_HYPHEN = "\u00ad"
# How many statements are proposed as the brief, and how few a brief can have.
BRIEF, _LEAST = 3, measures.BRIEF_STATEMENTS[0]


@dataclass(frozen=True, slots=True)
class Statement:
    """A proposed sentence: its text with placeholders, its evidence, and remarks to the editor."""

    id: str
    text: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...] = ()
    brief: bool = False


@dataclass(frozen=True, slots=True)
class Proposal:
    """A summary as proposed. ``settings`` is all that one needs to make it again.

    ``notes`` tells the editor what to look at.
    """

    language: str
    headline: str
    statements: tuple[Statement, ...]
    figures: Mapping[str, Figure]
    engine: str
    settings: Mapping[str, Any]
    date: datetime.date
    notes: tuple[str, ...] = ()
    model: str = ""

    @property
    def maker(self) -> str:
        """What made it, as catalogs name it: the model, or the method without one."""
        return self.model or self.engine

    def digest(self) -> str:
        """Return what tells whether a person has changed anything since."""
        return digest(self.headline, [(s.id, s.text, list(s.evidence)) for s in self.statements])


def digest(headline: str, statements: Sequence[tuple[str, str, list[str]]]) -> str:
    """Return the digest of a summary's words: of SHA-256, the first 16 hexadecimal digits.

    Of ``headline`` and ``statements``: id, text and evidence of each.
    """
    words = json.dumps([headline, [list(s) for s in statements]], ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:16]


def propose(
    text: str,
    language: str,
    count: int,
    today: datetime.date,
    *,
    engine: Engine | None = None,
    progress: Progress | None = None,
    published: datetime.date | None = None,
) -> Proposal:
    """Return a proposal of at most ``count`` statements for ``text``, an article's.

    The article's own sentences, or what ``engine`` makes of them. A sentence whose figures cannot
    all be facts is replaced by the next. Where the text is of several articles, each statement says
    from which it is. ``progress`` is given how many sentences are done. ``published`` is the
    article's own day, by which its dates are read.
    """
    first, _, body = text.strip().partition("\n")
    notes = []
    near = published or anchor(text, language, today)
    figures = Figures(language, near, published)
    title = fold(first)
    if len(title) > MAX_HEADLINE:
        notes.append("the article begins without a headline: write one")
        title, body = title[:MAX_HEADLINE].rsplit(" ", 1)[0], text
    headline = figures.replace(title)
    if headline is None:
        headline = " ".join(word for word in title.split() if _is_plain(word))
        notes.append("the headline's figures could not be made facts: write it again")
    usable, dropped = _usable(split(body or text, language), replace(figures, by_name={}))
    if dropped:
        notes.append(f"{dropped} sentences have figures that cannot be facts, such as a score 3–1")
    chosen, how = selection.choose(usable, count)
    material = Material(language, usable, chosen)
    written, remarks = engine.write(material, progress) if engine else (extracts(material), [])
    written = _within(_placed(written, usable, headlines(text)), text, language)
    statements = _briefed(list(_statements(written, figures)), language)
    settings: dict[str, Any] = {"statements": count, **how}
    settings |= dict(engine.settings) if engine else {}
    return Proposal(
        language, headline, tuple(statements), figures.by_name,
        engine.name if engine else METHOD, settings, today, (*notes, *remarks),
        engine.model if engine else "",
    )  # fmt: skip


def _placed(
    written: Sequence[Written], sentences: Sequence[Sentence], titles: Sequence[str]
) -> list[Written]:
    """Return ``written`` with notes of which article each rests on, where there are several."""
    if len(titles) < 2:
        return list(written)
    parts = {sentence.text: sentence.part for sentence in reversed(sentences)}
    return [
        replace(item, notes=(f"from “{titles[part]}”", *item.notes))
        if item.evidence and (part := parts.get(item.evidence[0])) is not None
        else item
        for item in written
    ]


def _statements(written: Sequence[Written], figures: Figures) -> Iterator[Statement]:
    """Yield the sentences as statements; an extract stands in for what cannot be one."""
    number = 0
    for item in written:
        text, notes = item.text, item.notes
        if points_back(text, figures.language):
            notes += (f"“{text}” begins with a word that points back: the extract stands",)
            text = item.evidence[0]
        words = figures.replace(text, item.evidence)
        if words is None and text != item.evidence[0]:
            notes += (f"“{text}” has figures that cannot be facts: the extract stands",)
            words = figures.replace(item.evidence[0])
        if words is not None:
            number += 1
            yield Statement(f"statement-{number}", words, item.evidence, notes)


def _within(written: Sequence[Written], text: str, language: str) -> list[Written]:
    """Return as many of ``written`` as a summary may have, by words; what a brief needs, always."""
    most = measures.SHARE * measures.words_in(text, language)
    total = 0
    kept: list[Written] = []
    for item in written:
        total += measures.words_in(item.text, language)
        if total <= most or len(kept) < BRIEF:
            kept.append(item)
    return kept


def _briefed(statements: Sequence[Statement], language: str) -> list[Statement]:
    """Return ``statements`` with up to three of them as the brief: the first that are not too long.

    The measure is the one that ``check`` has; two are taken even where they are too long.
    """
    total, brief = 0, 0
    with_brief = []
    for place, statement in enumerate(statements):
        words = measures.words_in(statement.text, language)
        left = len(statements) - place
        fits = total + words <= measures.BRIEF_WORDS and words <= measures.SENTENCE_WORDS
        if brief < BRIEF and (fits or left <= _LEAST - brief):
            total, brief = total + words, brief + 1
            with_brief.append(replace(statement, brief=True))
        else:
            with_brief.append(statement)
    return with_brief


def _is_plain(word: str) -> bool:
    """Tell whether ``word`` can stand in a headline: no figure, brace, tag or lost character."""
    unfit = [*forbidden(word), *lookalikes(word)]
    return not (unfit or re.search(r"[\d{}<&]", word))


def _usable(sentences: Sequence[Sentence], figures: Figures) -> tuple[list[Sentence], int]:
    alone = [
        s for s in sentences[: selection.MOST]
        if not points_back(s.text, figures.language)
        and not structure.tags(s.text) and next(forbidden(s.text, _HYPHEN), None) is None
    ]  # fmt: skip
    usable = [s for s in alone if replace(figures, by_name={}).replace(s.text) is not None]
    return usable, len(alone) - len(usable)


def to_toml(proposal: Proposal, article: Table | None = None, notes: Sequence[str] = ()) -> str:
    """Return a ``summary.toml`` that says what it is, for an editor to correct.

    ``article`` is its ``[article]`` table; ``notes`` are what was seen when it was taken in.
    """
    document = tomlkit.document()
    made = f"written by {proposal.model}" if proposal.model else "proposed by a program"
    for line in (
        f"A draft, {made} from the article's own sentences. Nobody has signed it.",
        "Make it yours: shorten, reword, attribute, cut. Then: summaries update, summaries review.",
        *notes,
        *proposal.notes,
    ):
        document.add(tomlkit.comment(fold(visible(line))))
    document.add(tomlkit.nl())
    document["language"] = proposal.language
    document["headline"] = proposal.headline
    draft = tomlkit.table()
    draft["engine"] = proposal.engine
    if proposal.model:
        draft["model"] = proposal.model
    draft.update({"date": proposal.date, "digest": proposal.digest()})
    draft["settings"] = tomlkit.inline_table()
    draft["settings"].update(dict(proposal.settings))
    document["draft"] = draft
    if article is not None:
        document["article"] = article
    if proposal.figures:
        facts = tomlkit.table(is_super_table=True)
        for name, figure in proposal.figures.items():
            facts[name] = fact_toml.commented(figure)
        document["facts"] = facts
    statements = tomlkit.aot()
    for statement in proposal.statements:
        table = tomlkit.table()
        for note in statement.notes:
            table.add(tomlkit.comment(fold(visible(note))))
        table["id"] = statement.id
        if statement.brief:
            table["brief"] = True
        table["text"] = statement.text
        table["evidence"] = list(statement.evidence)
        statements.append(table)
    if proposal.statements:
        document["statements"] = statements
    return tomlkit.dumps(document)
