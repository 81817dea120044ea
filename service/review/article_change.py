"""What a new version of an article means for its summary: which quotes and figures stand. Pure.

An outlet changes its text; the summary rests on the old one. Nothing is decided here: an editor
sees what changed, and where a quote that is gone may stand now.
"""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from dataclasses import dataclass

from ..content.article import Article
from ..content.article_text import fold, paragraphs

# Below this share of common words a passage is no version of the quote (found by trying: rewritten
# sentences share half of their words, sentences on another matter a third at most).
_ALIKE = 0.5
_SENTENCE = re.compile(r"(?<=[.!?…。！？؟])[\"”»’)]*\s+|(?<=[。！？])")


@dataclass(frozen=True, slots=True)
class Moved:
    """A quote that the new text does not have: of which statement or fact, and what stands nearest.

    ``nearest`` is empty where nothing is like it. ``holds`` tells of a fact whether its value is in
    that passage.
    """

    name: str
    quote: str
    nearest: str = ""
    holds: bool | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """What differs between two versions of an article.

    ``removed`` and ``added`` are paragraphs; ``statements`` and ``facts`` are the quotes that do
    not stand any more.
    """

    removed: tuple[str, ...]
    added: tuple[str, ...]
    statements: tuple[Moved, ...]
    facts: tuple[Moved, ...]

    @property
    def nothing(self) -> bool:
        """Whether the texts are the same, white space aside."""
        return not self.removed and not self.added

    @property
    def stands(self) -> bool:
        """Whether all that the summary rests on is in the new text."""
        return not self.statements and not self.facts


def compare(article: Article, text: str) -> Change:
    """Return what the new ``text`` of ``article`` changes."""
    old, new = paragraphs(article.text), paragraphs(text)
    matcher = difflib.SequenceMatcher(a=old, b=new, autojunk=False)
    removed: list[str] = []
    added: list[str] = []
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            removed += old[i:j]
            added += new[k:m]
    folded, sentences = fold(text), list(_sentences(new))
    statements = [
        Moved(message.id, quote, _nearest(quote, sentences))
        for message in article.source.messages
        for quote in message.evidence
        if quote not in folded
    ]
    facts = []
    values = {n: f for message in article.source.messages for n, f in message.facts.items()}
    for name, quote in article.quotes.items():
        if quote in folded or name not in values:
            continue
        nearest = _nearest(quote, sentences)
        holds = values[name].occurs_in(nearest, article.source.language) if nearest else None
        facts.append(Moved(name, quote, nearest, holds))
    return Change(tuple(removed), tuple(added), tuple(dict.fromkeys(statements)), tuple(facts))


def _sentences(lines: list[str]) -> Iterator[str]:
    for line in lines:
        yield from filter(None, (part.strip() for part in _SENTENCE.split(line)))


def nearest(quote: str, text: str) -> str:
    """Return the sentence of ``text`` that is most like ``quote``; nothing when none is like it.

    >>> nearest("Five people died", "A ship burned. At least five people died. It sank.")
    'At least five people died.'
    """
    return _nearest(quote, list(_sentences(paragraphs(text))))


def _nearest(quote: str, sentences: list[str]) -> str:
    """Return the sentence that has most of the words of ``quote``; nothing when none is like it."""
    words = _words(quote)
    best, nearest = _ALIKE, ""
    matcher = difflib.SequenceMatcher(autojunk=False)
    matcher.set_seq2(words)
    for sentence in sentences:
        matcher.set_seq1(_words(sentence))
        common = sum(block.size for block in matcher.get_matching_blocks())
        share = common / len(words) if words else 0.0
        if share > best:
            best, nearest = share, sentence
    return nearest


def _words(text: str) -> list[str]:
    # Where no spaces separate words, characters are compared.
    return re.findall(
        r"[\u3040-\u30ff\u3400-\u9fff]|[^\W\u3040-\u30ff\u3400-\u9fff]+", text.casefold()
    )
