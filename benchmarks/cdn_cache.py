"""A cache of a CDN, and the traffic that it gets, as arithmetic. Pure; all times in seconds.

``fresh`` is for how long a copy is given out without a question (``max-age``), ``stale`` for how
much longer while the question is on its way (``stale-while-revalidate``, RFC 5861).
"""

from __future__ import annotations

import itertools
import math
import random
from collections import Counter, OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

# A request: when, at which node, and for which object.
Request = tuple[float, int, int]


def questions(rate: float, fresh: float) -> float:
    """Return how often a second a node asks the origin for an object.

    ``rate`` requests arrive a second, as a Poisson process. A cycle is the time for which a copy is
    fresh, and the time until the next request. What may be given out stale does not change it.
    """
    return rate / (1 + rate * fresh)


def hits(rate: float, fresh: float) -> float:
    """Return the share of requests that a fresh copy answers: λT / (1 + λT)."""
    return rate * fresh / (1 + rate * fresh)


def waits(rate: float, fresh: float, stale: float) -> float:
    """Return the share of requests that wait: after a time in which nobody asked for too long."""
    return math.exp(-rate * stale) / (1 + rate * fresh)


def zipf(count: int, exponent: float) -> list[float]:
    """Return the shares of ``count`` things, the most wanted first."""
    weights = [1 / place**exponent for place in range(1, count + 1)]
    total = sum(weights)
    return [weight / total for weight in weights]


@dataclass(frozen=True)
class Rules:
    """How a cache keeps copies.

    ``most`` copies fit; ``trip`` is how long the origin takes to answer. ``joined``: requests for
    what is being fetched wait for that one fetch, else each asks.
    """

    fresh: float
    stale: float = 0.0
    most: float = math.inf
    trip: float = 0.05
    joined: bool = True


@dataclass
class Tally:
    """What became of the requests.

    ``waited`` for the origin. ``asked`` counts questions to it, ``whole`` those answered with a
    body (the others are 304). ``oldest`` is the age of the oldest words that anybody got. Of words
    that were withdrawn: ``late`` readers got them after that, the last ``last`` seconds after.
    """

    requests: int = 0
    fresh: int = 0
    stale: int = 0
    waited: int = 0
    asked: int = 0
    whole: int = 0
    oldest: float = 0.0
    late: int = 0
    last: float = 0.0
    by_second: Counter[int] = field(default_factory=Counter)


@dataclass(slots=True)
class _Copy:
    """A copy, here from ``arrives`` on, as the origin had it at ``written``.

    Until then there is the one before it, written at ``before``, if any.
    """

    written: float
    arrives: float
    before: float


class Cache:
    """One node, to be asked in the order of time. What it does is added to ``tally``.

    ``changed`` says when the words of an object became others, or were withdrawn. ``behind`` is
    the cache that it asks in the origin's place; the age of words counts from the origin on
    (``Age``, RFC 9111).
    """

    def __init__(
        self, rules: Rules, tally: Tally, changed: Mapping[int, float], behind: Cache | None = None
    ) -> None:
        self.tally = tally
        self._rules, self._changed, self._behind = rules, changed, behind
        self._copies: OrderedDict[int, _Copy] = OrderedDict()

    def ask(self, at: float, name: int) -> float:
        """Answer a request for the object ``name`` at the time ``at``.

        Return when the origin had the words that are the answer.
        """
        written = self._words(at, name)
        self.tally.requests += 1
        self.tally.oldest = max(self.tally.oldest, at - written)
        changed = self._changed.get(name)
        if changed is not None and written < changed < at:
            self.tally.late += 1
            self.tally.last = max(self.tally.last, at - changed)
        return written

    def _words(self, at: float, name: int) -> float:
        tally, rules = self.tally, self._rules
        copy = self._copies.get(name)
        if copy is None:
            tally.waited += 1
            copy = self._copies[name] = self._fetch(at, name, -math.inf)
            if len(self._copies) > rules.most:
                self._copies.popitem(last=False)
            return copy.written
        self._copies.move_to_end(name)
        under_way = copy.arrives > at
        written = copy.before if under_way else copy.written
        age = at - written
        if age > rules.fresh and not under_way:
            copy = self._copies[name] = self._fetch(at, name, written)
        if age <= rules.fresh:
            tally.fresh += 1
        elif age <= rules.fresh + rules.stale:
            tally.stale += 1
        else:
            tally.waited += 1
            if under_way and not rules.joined:
                self._fetch(at, name, copy.before)
            return copy.written
        return written

    def _fetch(self, at: float, name: int, before: float) -> _Copy:
        """Ask the origin; its words are those of the middle of the trip."""
        written = at + self._rules.trip / 2
        if self._behind is not None:
            written = min(written, self._behind.ask(written, name))
        self.tally.asked += 1
        self.tally.by_second[int(at)] += 1
        if before == -math.inf or before < self._changed.get(name, -math.inf) <= written:
            self.tally.whole += 1
        return _Copy(written, at + self._rules.trip, before)


@dataclass(frozen=True)
class News:
    """What everybody wants: the object ``name``, from ``begin`` on.

    It gets ``more`` requests a second, reached within ``climb`` seconds.
    """

    name: int
    begin: float
    more: float
    climb: float


def traffic(
    rate: float, objects: Sequence[float], nodes: Sequence[float], seconds: int, seed: int,
    news: News | None = None,
) -> Iterator[Request]:  # fmt: skip
    """Yield requests as they arrive: ``rate`` a second, at random (Poisson).

    ``objects`` and ``nodes`` are the shares of each; which node is asked does not depend on what is
    asked for.
    """
    chance = random.Random(seed)  # noqa: S311 - traffic, not a secret
    wanted = list(itertools.accumulate(objects))
    places = list(itertools.accumulate(nodes))
    names, homes = range(len(objects)), range(len(nodes))
    for second in range(seconds):
        count = _poisson(chance, rate)
        several = chance.choices(names, cum_weights=wanted, k=count)
        if news:
            grown = (second + 0.5 - news.begin) / news.climb
            several += [news.name] * _poisson(chance, news.more * min(max(grown, 0.0), 1.0))
            chance.shuffle(several)
        times = sorted(second + chance.random() for _ in several)
        asked = chance.choices(homes, cum_weights=places, k=len(several))
        yield from zip(times, asked, several, strict=True)


def _poisson(chance: random.Random, mean: float) -> int:
    """Return a number of events whose mean is ``mean``; for many of them, by the normal law."""
    if mean > 500:
        return max(0, round(chance.gauss(mean, math.sqrt(mean))))
    count, left = 0, chance.expovariate(1) if mean else math.inf
    while left < mean:
        count, left = count + 1, left + chance.expovariate(1)
    return count


def simulate(
    requests: Iterator[Request], rules: Rules, nodes: int, changed: Mapping[int, float],
    begin: float = 0.0, *, shield: bool = False,
) -> tuple[Tally, Tally]:  # fmt: skip
    """Return what ``nodes`` caches did with ``requests``, and what the origin was asked.

    What was before ``begin`` only warms. With ``shield`` the nodes ask one more cache, and that one
    the origin; else both are the same.
    """
    behind = Cache(rules, Tally(), changed) if shield else None
    tally = warming = Tally()
    caches = [Cache(rules, tally, changed, behind) for _ in range(nodes)]
    for at, node, name in requests:
        if tally is warming and at >= begin:
            tally = Tally()
            for cache in caches:
                cache.tally = tally
            if behind is not None:
                behind.tally = Tally()
        caches[node].ask(at, name)
    return tally, behind.tally if behind is not None else tally
