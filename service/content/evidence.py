"""Passages: where in an article's text the evidence stands. Pure."""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from .article_text import fold
from .unsafe_characters import visible


@dataclass(frozen=True, slots=True)
class Passage:
    """A piece of a paragraph; ``ids`` names the statements that rest on it.

    ``starts`` names those whose first quotation begins with it.
    """

    text: str
    ids: tuple[str, ...] = ()
    starts: tuple[str, ...] = ()


def highlight(text: str, evidence: Mapping[str, Sequence[str]]) -> list[list[Passage]]:
    """Return ``text`` in paragraphs (its lines that are not empty) of passages.

    ``evidence`` maps the statements' ids to their quotes. A quote is found as in an article that is
    checked: Unicode-normalised, white space folded, so it may run over several lines. Of a text
    that stands several times in the article, the first is meant. Characters that must not be in a
    text are left out; what the article no longer says is not marked.
    """
    text = unicodedata.normalize("NFC", text)
    folded, places = _fold(text)
    spans: list[tuple[int, int, str]] = []
    starts: dict[int, list[str]] = {}
    for name, quotes in evidence.items():
        spots = [(folded.find(quote), len(quote)) for quote in map(fold, quotes) if quote]
        here = [
            (places[at], places[at + size - 1] + 1, name) for at, size in sorted(spots) if at >= 0
        ]
        spans += here
        if here:
            starts.setdefault(here[0][0], []).append(name)
    paragraphs, at = [], 0
    for line in text.splitlines(keepends=True):
        if line.strip():
            paragraphs.append(list(_passages(line.rstrip(), at, spans, starts)))
        at += len(line)
    return paragraphs


def statements_quoted(text: str, evidence: Mapping[str, Sequence[str]]) -> frozenset[str]:
    """Return the ids of the statements with a quote that ``text`` has.

    ``evidence`` are the quotes of each, by id. White space makes no difference.

    >>> statements_quoted("Fire in the harbor", {"a": ["in  the harbor"], "b": ["rain"]})
    frozenset({'a'})
    """
    folded = fold(text)
    return frozenset(
        name for name, quotes in evidence.items() if any(q and fold(q) in folded for q in quotes)
    )


def _fold(text: str) -> tuple[str, list[int]]:
    """Return ``text`` with white space folded, and where each of its characters stands in it."""
    parts: list[str] = []
    places: list[int] = []
    for word in re.finditer(r"\S+", text):
        if parts:
            parts.append(" ")
            places.append(word.start() - 1)
        parts.append(word.group())
        places.extend(range(word.start(), word.end()))
    return "".join(parts), places


def _passages(
    line: str, start: int, spans: list[tuple[int, int, str]], starts: dict[int, list[str]]
) -> Iterator[Passage]:
    end = start + len(line)
    here = [span for span in spans if span[0] < end and span[1] > start]
    edges = {start, end, *(min(max(edge, start), end) for a, b, _ in here for edge in (a, b))}
    for left, right in itertools.pairwise(sorted(edges)):
        ids = tuple(dict.fromkeys(name for a, b, name in here if a <= left and right <= b))
        yield Passage(visible(line[left - start : right - start]), ids, tuple(starts.get(left, ())))


ELLIPSIS = "…"


def quotes_only(paragraphs: Iterable[list[Passage]]) -> list[list[Passage]]:
    """Return the passages that statements rest on, in their paragraphs; an ellipsis for the rest.

    ``paragraphs`` are those of :func:`highlight`. Several that have no such passage are one
    ellipsis.
    """
    shortened: list[list[Passage]] = []
    for paragraph in paragraphs:
        quoted: list[Passage] = []
        for passage in paragraph:
            if passage.ids:
                quoted.append(passage)
            elif passage.text.strip() and not (quoted and quoted[-1].text.strip() == ELLIPSIS):
                quoted.append(Passage(f" {ELLIPSIS} " if quoted else f"{ELLIPSIS} "))
            elif not passage.text.strip():
                quoted.append(passage)
        if any(passage.ids for passage in quoted):
            shortened.append(quoted)
        elif not shortened or shortened[-1] != [Passage(ELLIPSIS)]:
            shortened.append([Passage(ELLIPSIS)])
    return shortened
