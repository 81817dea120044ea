"""Measure the drafts' guard on articles: what it says without reason, and what it misses.

python -m benchmarks.guard FILE.jsonl

FILE has one JSON object a line: {"id", "lang", "article", "reference"}. False alarms: each sentence
of an article held against itself, alone and with a neighbour. What is missed: of each two or more
reserves (or hedges of a kind) in a sentence one is taken out, and the rest held against the whole.
People's summaries are held against the sentences they are most like, as a model's are: much in them
is really not there, so the share only tells whether a change of the guard makes it say more.
"""

from __future__ import annotations

import json
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path

from service.content import lexicon
from service.drafts.sentences import guard, tfidf
from service.drafts.sentences.splitting import split

# Sentences of an article that are looked at, and how alike a summary's sentence must be to one.
MOST, LIKE = 60, 0.15


def against(sentences: Sequence[str], place: int) -> Iterator[Sequence[str]]:
    """Yield a sentence alone, with the one before, and with the one after."""
    yield sentences[place : place + 1]
    yield sentences[max(0, place - 1) : place + 1]
    yield sentences[place : place + 2]


def shortages(sentence: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the sentence without one of its reserves or hedges, where it has two of a kind."""
    known, folded = lexicon.of(language), lexicon.prepare(sentence)
    if known is None or len(folded) != len(sentence):
        return
    kinds = [("reserves", known.reserve), *(("hedges", p) for p in known.hedges.values())]
    for kind, pattern in kinds:
        found = list(pattern.finditer(folded)) if pattern else []
        for match in found if len(found) > 1 else ():
            start, end = match.span()
            while start and folded[start - 1].isalnum():
                start -= 1
            while end < len(folded) and folded[end].isalnum() and not folded[end - 1].isdigit():
                end += 1
            end -= folded[end - 1].isdigit()  # "about #" has the figure's first digit
            yield kind, " ".join((sentence[:start] + sentence[end:]).split())


def summaries(reference: Sequence[str], sentences: Sequence[str], language: str) -> Iterator[bool]:
    """Yield, for each sentence of a summary, whether the guard has something against it."""
    vectors = tfidf.weigh([tfidf.words(text) for text in [*sentences, *reference]])
    for number, text in enumerate(reference):
        own = vectors[len(sentences) + number]
        scores = [tfidf.likeness(own, vectors[i]) for i in range(len(sentences))]
        ranked = sorted(range(len(sentences)), key=lambda i: -scores[i])
        if not ranked or scores[ranked[0]] < LIKE:
            continue
        others = [i for i in (ranked[0] - 1, ranked[0] + 1, *ranked[1:3]) if 0 <= i < len(scores)]
        tried = [[ranked[0]], *(sorted((ranked[0], i)) for i in others)]
        yield all(guard.grounded(text, [sentences[i] for i in t], language) for t in tried)


def main() -> int:
    """Print the counts."""
    counts: Counter[str] = Counter()
    for line in Path(sys.argv[1]).read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        language = row["lang"]
        sentences = [s.text for s in split(row["article"], language)][:MOST]
        for place, text in enumerate(sentences):
            for number, evidence in enumerate(against(sentences, place)):
                kind = "with a neighbour" if number else "alone"
                counts[f"{kind}, all"] += 1
                counts[f"{kind}, warned of"] += bool(guard.grounded(text, evidence, language))
            for kind, left in shortages(text, language):
                counts[f"{kind} taken out, all"] += 1
                counts[f"{kind} taken out, told"] += bool(guard.grounded(left, [text], language))
        if lexicon.of(language):
            reference = [s.text for s in split(row["reference"], language)]
            for wrong in summaries(reference, sentences, language):
                counts["sentences of people's summaries, all"] += 1
                counts["sentences of people's summaries, warned of"] += wrong
    for name, count in sorted(counts.items()):
        print(f"{name}: {count}")  # noqa: T201
    return 0


if __name__ == "__main__":
    sys.exit(main())
