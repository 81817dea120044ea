"""Choose an article's own sentences for a summary: by place, by centrality, and no two alike. Pure.

No model is needed. What the weights are worth is measured in ``docs/drafting.md``.
"""

from __future__ import annotations

import math
import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from .sentences import Sentence

# News tells the most important first: the weight of a sentence's place halves about every eight
# sentences. Weights after the measurements named above.
PLACE, CENTRALITY = 0.65, 0.35
_FADING = 12
# How much likeness to what is chosen already counts against a sentence.
REDUNDANCY = 0.4
# So alike that the second says nothing new.
_SAME = 0.95
# Beyond this the later sentences of a very long text are not looked at.
MOST = 3000
# Without spaces between words, pairs of characters stand in for them.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
# A sentence with fewer words says too little alone, one with more too much at once.
_SHORT, _LONG = 6, 60

# From what is counted (a word, a dimension) to its weight; of length one.
Vector = Mapping[Any, float]


@dataclass(frozen=True, slots=True)
class Chosen:
    """A sentence of the summary, and what spoke for it."""

    sentence: Sentence
    score: float
    place: float
    centrality: float


def choose(
    sentences: Sequence[Sentence], count: int, vectors: Sequence[Vector] | None = None
) -> list[Chosen]:
    """Return at most ``count`` of ``sentences``, in the article's order.

    ``vectors``, one for each sentence, say how alike they are (an encoder's); without them words
    are counted (TF-IDF).

    Greedy: the best one next, after subtracting what it repeats (maximal marginal relevance,
    Carbonell and Goldstein 1998). Questions, and sentences that are very short or very long, come
    last.
    """
    sentences = sentences[:MOST]
    if vectors is None:
        vectors = weigh([words(sentence.text) for sentence in sentences])
    middle = _centre(vectors)
    candidates: dict[int, Chosen] = {}
    for index, sentence in enumerate(sentences):
        place, centrality = math.exp(-index / _FADING), likeness(vectors[index], middle)
        penalty = 1.0 if _suits(sentence) else 0.5
        score = penalty * (PLACE * place + CENTRALITY * centrality)
        candidates[index] = Chosen(sentence, score, place, centrality)
    taken: dict[int, Chosen] = {}
    repeated = dict.fromkeys(candidates, 0.0)
    while candidates and len(taken) < count:
        best = max(candidates, key=lambda i: (candidates[i].score - REDUNDANCY * repeated[i], -i))
        chosen = candidates.pop(best)
        if repeated[best] > _SAME:
            continue
        taken[best] = chosen
        for index in candidates:
            repeated[index] = max(repeated[index], likeness(vectors[index], vectors[best]))
    return [taken[index] for index in sorted(taken)]


def words(text: str) -> list[str]:
    """Return the words of ``text``, in lower case, as likeness counts them."""
    found: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.match(word) and len(word) > 1:
            found += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            found.append(word)
    return found


def weigh(documents: Sequence[Sequence[str]]) -> list[dict[str, float]]:
    """Return the TF-IDF vectors of ``documents``, each of length one."""
    frequency = Counter(word for document in documents for word in set(document))
    vectors = []
    for document in documents:
        weights = {
            word: (1 + math.log(times)) * math.log(1 + len(documents) / frequency[word])
            for word, times in Counter(document).items()
        }
        vectors.append(_unit(weights))
    return vectors


def likeness(left: Vector, right: Vector) -> float:
    """Return the cosine of two vectors of length one."""
    if len(left) > len(right):
        left, right = right, left
    return sum(weight * right[word] for word, weight in left.items() if word in right)


def _centre(vectors: Sequence[Vector]) -> dict[Any, float]:
    total: dict[Any, float] = defaultdict(float)
    for vector in vectors:
        for word, weight in vector.items():
            total[word] += weight
    return _unit(total)


def _unit(weights: Mapping[Any, float]) -> dict[Any, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}


def _suits(sentence: Sentence) -> bool:
    size = len(words(sentence.text))
    return _SHORT <= size <= _LONG and not sentence.text.rstrip("\"'”»").endswith(("?", "？", "؟"))
