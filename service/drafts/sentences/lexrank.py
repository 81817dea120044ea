"""Choose the sentences that several articles on one event agree in. Pure.

LexRank in its continuous form (Erkan and Radev, Journal of Artificial Intelligence Research 22,
2004): every sentence is tied to every other by their cosine, and counts for as much as those that
it is alike count for. One article says each thing once, and place tells most; several say what
matters again and again. Place still counts, in each of the articles. What is alike to a sentence
that was chosen steps back (maximal marginal relevance, Carbonell and Goldstein 1998).
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from operator import mul
from typing import Any

from .splitting import Sentence, asks
from .tfidf import Vector, weigh, words

METHOD = "graph"
# So alike that the second says nothing new.
_SAME = 0.95
# A sentence with fewer words says too little alone, one with more too much at once.
_SHORT, _LONG_SENTENCE = 6, 60
# A text of more sentences is no longer one news article, marked as several or not.
LONG = 100
# How much of its weight a sentence has from others; the rest it has from its place.
_DAMPING = 0.85
# The first sentence of an article starts with this much more than its last ones, and how fast that
# fades, in sentences.
_EARLY, _FADING = 3, 6
# How much centrality counts beside being new.
_BALANCE = 0.7
# Beyond this the later sentences of each article are not looked at: the time grows with the square.
_MOST = 600
_ROUNDS, _NEAR = 100, 1e-7


def is_for(sentences: Sequence[Sentence]) -> bool:
    """Tell whether ``sentences`` are of several articles, or of a text too long to be one."""
    return len(sentences) > LONG or any(s.part != sentences[0].part for s in sentences)


def choose(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """Return at most ``count`` of ``sentences``, in their order.

    Questions, and very short or long sentences, come last.
    """
    places, ranks = _looked_at(sentences)
    counted = [words(sentences[place].text) for place in places]
    alike = _likenesses(weigh(counted))
    weights = centrality(alike, [1 + (_EARLY - 1) * math.exp(-rank / _FADING) for rank in ranks])
    suited = [
        i for i, place in enumerate(places) if _suits(sentences[place].text, len(counted[i]))
    ]  # fmt: skip
    others = [i for i in range(len(places)) if i not in set(suited)]
    chosen: list[int] = []
    for pool in (suited, others):
        chosen = _choose(chosen, pool, count, weights, alike)
    return [sentences[places[i]] for i in sorted(chosen)]


def _suits(text: str, length: int) -> bool:
    """Tell whether a sentence of ``length`` words can stand in a summary: no question, not long."""
    return _SHORT <= length <= _LONG_SENTENCE and not asks(text)


def settings() -> Mapping[str, float | str]:
    """Return all that decides the choice, for the record."""
    return {"method": METHOD, "damping": _DAMPING, "balance": _BALANCE, "early": _EARLY}


def centrality(alike: Sequence[Sequence[float]], prior: Sequence[float]) -> list[float]:
    """Return the weight of each sentence, the greatest 1: where a walk along likenesses ends up.

    ``alike`` is symmetrical and has no negative likeness; with each step the walk may start again,
    where ``prior`` says.
    """
    total = math.fsum(prior)
    start = [value / total for value in prior]
    # What a sentence has is shared out by likeness. What one that is alike to nothing has would go
    # to where walks begin, which makes all weights greater by the same factor: it is left out.
    sums = [math.fsum(row) for row in alike]
    weights = start
    for _round in range(_ROUNDS):
        shares = [w / whole if whole else 0.0 for w, whole in zip(weights, sums, strict=True)]
        scores = [
            (1 - _DAMPING) * begin + _DAMPING * sum(map(mul, shares, row))
            for begin, row in zip(start, alike, strict=True)
        ]
        moved = sum(abs(a - b) for a, b in zip(scores, weights, strict=True))
        weights = scores
        if moved < _NEAR:
            break
    most = max(weights, default=1.0)
    return [weight / most for weight in weights]


def _looked_at(sentences: Sequence[Sentence]) -> tuple[list[int], list[int]]:
    """Return which sentences are looked at, and the place of each in its own article."""
    times: Counter[int] = Counter()
    ranks = []
    for sentence in sentences:
        ranks.append(times[sentence.part])
        times[sentence.part] += 1
    places = sorted(sorted(range(len(sentences)), key=ranks.__getitem__)[:_MOST])
    return places, [ranks[place] for place in places]


def _likenesses(vectors: Sequence[Vector]) -> list[list[float]]:
    """Return the cosines of all pairs, word by word, which is faster than pair by pair."""
    size = len(vectors)
    alike = [[0.0] * size for _ in vectors]
    having: dict[Any, list[tuple[int, float]]] = defaultdict(list)
    for i, vector in enumerate(vectors):
        row = alike[i]
        for word, weight in vector.items():
            for j, other in having[word]:
                row[j] += weight * other
            having[word].append((i, weight))
    for i, row in enumerate(alike):
        for j in range(i):
            row[j] = alike[j][i] = max(row[j], 0.0)
    return alike


def _choose(
    chosen: Sequence[int],
    pool: Sequence[int],
    count: int,
    weights: Sequence[float],
    alike: Sequence[Sequence[float]],
) -> list[int]:
    """Return ``chosen`` and the best of ``pool``, ``count`` in all, none that says the same."""
    places = list(chosen)
    left = list(pool)
    while len(places) < count:
        known = {i: max((alike[i][j] for j in places), default=0.0) for i in left}
        left = [i for i in left if known[i] <= _SAME]
        if not left:
            break
        best = max(left, key=lambda i: _BALANCE * weights[i] - (1 - _BALANCE) * known[i])
        places.append(best)
        left.remove(best)
    return places
