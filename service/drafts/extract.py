"""Choose an article's own sentences for a summary: those that say most of what matters. Pure.

Every word, and every pair of neighbouring words, has a chance of being in a summary that a person
would write. A logistic regression estimates it from where in the article the word is, how often,
and in what sentences; no language is known to it. The sentences chosen are those that together
have the best ROUGE that these chances let one expect. No model is needed: the weights below are
all there is, ``benchmarks/train_drafts.py`` writes them, and what they are worth is measured in
``docs/drafting.md``.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import mul

from .sentence_split import Sentence
from .tfidf import Vector, centre, likeness, weigh, words

# So alike that the second says nothing new.
SAME = 0.95
# Beyond this the later sentences of a very long text are not looked at.
MOST = 3000
# Looked at are the first sentences, twice as many as asked for at least, and the most central of
# the later ones.
_FIRST, _CENTRAL = 12, 4
# News tells the most important first: how fast that fades, in sentences.
_FADING = 6
# A sentence with fewer words says too little alone, one with more too much at once.
_SHORT, _LONG = 6, 60
_SPEECH = re.compile("^['‘]|[\"“”„«»‘「」『』]")

# What speaks for a word, or for a pair of words, to be in a summary:
# times           logarithm of the number of sentences that have it
# first           logarithm of the place of the first of them
# sentences       logarithm of the number of sentences in the article
# central         how central the most central of its sentences is, beyond the mean
# early name      how often it has a capital within sentences, faded by its first place
# speech          the part of its sentences that quote somebody
# early           1 at the first sentence, fading
# last            where in the article it is last, from 0 to 1
# lead            the part of the first three sentences that have it
# long and often  the product of "long" and "times"
# long            its length in letters, from 0 to 1
# opening         1 if the first sentence has it
# often           as "times", for a word; for a pair, the mean over its two words
# begins          where in the article it is first, from 0 to 1
# Below, what each counts for in the logarithm of the odds, for a word and for a pair; and for the
# length of a summary: exp(a + b * log(words of the article)). Learned from 147 news articles in
# 13 languages, 90 of them English, with the summaries or standfirsts they were published with.
# BEGIN weights, written by benchmarks/train_drafts.py
WEIGHTS = (
    ("times", 0.4808, 0.7455),
    ("first", 0.0613, -0.1085),
    ("sentences", -0.6198, -0.6278),
    ("central", 4.2395, 4.372),
    ("early name", 0.7722, 1.1338),
    ("speech", -0.7894, -0.8546),
    ("early", 0.7528, 0.4948),
    ("last", -0.6566, -0.5185),
    ("lead", 1.1031, 1.3571),
    ("long and often", 0.7891, 1.6228),
    ("long", -0.7579, -0.6),
    ("opening", -0.429, -0.6771),
    ("often", 0.4808, 0.2306),
    ("begins", -0.4285, -0.6197),
    ("constant", -0.9675, -1.5012),
)
LENGTH = (1.074, 0.3825)
# END weights

Gram = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Weights:
    """What is learned: for words, for pairs of words (the constant last), and for the length."""

    words: Sequence[float]
    pairs: Sequence[float]
    length: tuple[float, float]


LEARNED = Weights(tuple(w for _, w, _ in WEIGHTS), tuple(w for _, _, w in WEIGHTS), LENGTH)


def choose(
    sentences: Sequence[Sentence],
    count: int,
    vectors: Sequence[Vector] | None = None,
    learned: Weights = LEARNED,
) -> list[Sentence]:
    """Return at most ``count`` of ``sentences``, in the article's order.

    ``vectors``, one for each sentence, say how alike they are (an encoder's); without them words
    are counted (TF-IDF).

    Begins with the first ones and exchanges one for another while that makes the summary better.
    Questions, and sentences that are very
    short or very long, are taken only where there are too few others.
    """
    if count < 1 or not sentences:
        return []
    article = Article(sentences[:MOST], vectors)
    pool = _pool(article, count)
    worth = _worth(article, pool, learned)
    return [article.sentences[index] for index in sorted(_exchange(pool, count, worth))]


def fingerprint() -> str:
    """Return what tells the learned weights from others, to enter into drafts."""
    return hashlib.sha256(repr(LEARNED).encode()).hexdigest()[:12]


class Article:
    """An article's sentences, counted once."""

    def __init__(
        self, sentences: Sequence[Sentence], vectors: Sequence[Vector] | None = None
    ) -> None:
        self.sentences = sentences
        self.words = [words(sentence.text) for sentence in sentences]
        self.vectors = weigh(self.words) if vectors is None else vectors
        middle = centre(self.vectors)
        self.central = [likeness(vector, middle) for vector in self.vectors]
        self.speech = [bool(_SPEECH.search(sentence.text)) for sentence in sentences]
        self.capital = _capital(sentences)
        self.singles: list[list[Gram]] = [
            [(word,) for word in words_of_one] for words_of_one in self.words
        ]
        self.pairs: list[list[Gram]] = [list(pairwise(words_of_one)) for words_of_one in self.words]
        self._times = Counter(word for words_of_one in self.words for word in set(words_of_one))
        self._mean = sum(self.central) / max(len(self.central), 1)

    def features(
        self, grams: Sequence[Sequence[Gram]], pool: Iterable[int]
    ) -> Iterator[tuple[Gram, list[float]]]:
        """Yield those of ``grams``, a list for each sentence, that the sentences of the pool have.

        With each comes what speaks for it, in the order of ``WEIGHTS``.
        """
        places: dict[Gram, list[int]] = {gram: [] for place in pool for gram in grams[place]}
        for index, several in enumerate(grams):
            for gram in places.keys() & set(several):
                places[gram].append(index)
        for gram in sorted(places):
            yield gram, self._features(gram, places[gram])

    def _features(self, gram: Gram, places: Sequence[int]) -> list[float]:
        total, first, size = len(self.sentences), places[0], len(gram)
        times, early = math.log(len(places)), math.exp(-first / _FADING)
        length = sum(min(len(word), 10) for word in gram) / size / 10
        return [
            times,
            math.log1p(first),
            math.log(total),
            max(self.central[place] for place in places) - self._mean,
            sum(self.capital.get(word, 0.0) for word in gram) / size * early,
            sum(self.speech[place] for place in places) / len(places),
            early,
            places[-1] / total,
            sum(place < 3 for place in places) / 3,
            length * times,
            length,
            float(first == 0),
            sum(math.log(self._times[word]) for word in gram) / size,
            first / total,
        ]


def _pool(article: Article, count: int) -> list[int]:
    """Return the places of the sentences to choose from; if they are too few, the others too."""
    suited = [i for i, s in enumerate(article.sentences) if suits(s.text, len(article.words[i]))]
    first = max(_FIRST, 2 * count)
    central = sorted(suited[first:], key=lambda i: -article.central[i])
    pool = _distinct(article, suited[:first] + sorted(central[:_CENTRAL]))
    if len(pool) < count:
        others = sorted(set(range(len(article.sentences))) - set(suited))
        pool = _distinct(article, pool + others)[:count]
    return pool


def _distinct(article: Article, places: Iterable[int]) -> list[int]:
    kept: list[int] = []
    for place in places:
        vector = article.vectors[place]
        if all(likeness(vector, article.vectors[other]) <= SAME for other in kept):
            kept.append(place)
    return kept


def _worth(
    article: Article, pool: Sequence[int], learned: Weights
) -> Callable[[frozenset[int]], float]:
    """Return what tells the points of ROUGE that a set of sentences of the pool may expect.

    The mean of ROUGE-1, 2 and L; with whole sentences the first and the last are much the same.
    """
    constant, slope = learned.length
    total = max(sum(map(len, article.words)), 1)
    length = math.exp(constant + slope * math.log(total))
    kinds = [
        (2 / 3, _chances(article, article.singles, learned.words, pool), article.singles),
        (1 / 3, _chances(article, article.pairs, learned.pairs, pool), article.pairs),
    ]

    def worth(places: frozenset[int]) -> float:
        points = 0.0
        for part, chances, grams in kinds:
            covered = {gram for place in places for gram in grams[place]}
            size = sum(len(grams[place]) for place in places)
            points += part * 200 * math.fsum(chances[gram] for gram in covered) / (size + length)
        return points

    return worth


def _chances(
    article: Article, grams: Sequence[Sequence[Gram]], weights: Sequence[float], pool: Iterable[int]
) -> dict[Gram, float]:
    """Return the chance of each gram of the pool to be in the summary."""
    *factors, constant = weights
    return {
        gram: 1 / (1 + math.exp(-constant - sum(map(mul, factors, values))))
        for gram, values in article.features(grams, pool)
    }


def _exchange(
    pool: Sequence[int], count: int, worth: Callable[[frozenset[int]], float]
) -> frozenset[int]:
    """Return the best summary that exchanging one sentence at a time leads to."""
    best = frozenset(pool[:count])
    points = worth(best)
    while True:
        others = [best - {old} | {new} for old in sorted(best) for new in pool if new not in best]
        better = max(others, key=worth, default=best)
        if worth(better) <= points + 1e-9:
            return best
        best, points = better, worth(better)


def _capital(sentences: Sequence[Sentence]) -> dict[str, float]:
    """Return how often each word begins with a capital where no sentence begins."""
    total: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for sentence in sentences:
        for word in re.findall(r"[^\W_]+", sentence.text)[1:]:
            total[word.casefold()] += 1
            capital[word.casefold()] += word[0].isupper()
    return {word: capital[word] / times for word, times in total.items()}


def suits(text: str, length: int) -> bool:
    """Tell whether a sentence of ``length`` words can stand in a summary: no question, not long."""
    asks = text.rstrip("\"'”»").endswith(("?", "？", "؟"))
    return _SHORT <= length <= _LONG and not asks
