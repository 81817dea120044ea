"""How alike texts are: their words, counted and weighed (TF-IDF). Pure."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

# Without spaces between words, pairs of characters stand in for them.
_WORD = re.compile(
    r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
    r"|[^\W_\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]+"
)
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\u0e00-\u0e7f]")
# From what is counted (a word, a dimension) to its weight; of length one.
Vector = Mapping[Any, float]


def words(text: str) -> list[str]:
    """Return the words of ``text``, in lower case, as likeness counts them."""
    terms: list[str] = []
    for word in _WORD.findall(text.casefold()):
        if _UNSPACED.match(word) and len(word) > 1:
            terms += [word[i : i + 2] for i in range(len(word) - 1)]
        else:
            terms.append(word)
    return terms


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


def _unit(weights: Mapping[Any, float]) -> dict[Any, float]:
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {word: weight / length for word, weight in weights.items()}
