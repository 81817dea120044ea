"""What a CDN in front of the site spares it, and how soon a withdrawal is with everybody.

    python benchmarks/cdn.py [--write] [--seconds 40] [--capacity 20000]

Simulates the readers of a large site, once the caches are warm, at nodes that keep what the
program's own headers let them; sets the formula for such caches beside it; and asks a real nginx
whether it is a cache of that kind. --write writes docs/benchmarks-cdn.md. Some five minutes.
"""

from __future__ import annotations

import argparse
import math
import platform
import sys
from collections import Counter
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import cdn_nginx
from cdn_cache import News, Rules, Tally, hits, questions, simulate, traffic, waits, zipf

from service import web

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks-cdn.md"
WARM, SEED = 20, 5
OURS = Rules(web.CDN_FRESH, web.CDN_STALE)


TEXT = """# A CDN in front, simulated

Written by `python benchmarks/cdn.py --write`, Python {python}: {seconds} seconds, once the caches
are warm. In brackets what the formula says. Two of the assumptions were checked with a real nginx;
no real CDN was asked.

## Assumed

- {base.readers:,} readers a minute with {base.answers} answers each, {requests:,.0f} requests a
  second, independent of each other (a Poisson process).
- {base.articles:,} articles in {base.languages} languages. The n-th most wanted article gets
  1/n^{base.skew} of what the first gets, the n-th language 1/n (Zipf’s law), and each article is
  as wanted in every language. Studies of web caches found 0.6 to 0.9 (Breslau and others, 1999);
  readers of news are more alike on a day with one topic.
- {base.nodes} nodes, with readers by 1/n as well. Each keeps {room:.0f} GB, and lets go first of
  what was not asked for longest; a page is {base.page:,} bytes.
- The header is obeyed: `CDN-Cache-Control: {header}`.
  Requests for what is being fetched wait for that one fetch.
- {negotiated:.0f} % of the answers depend on the reader’s language (`/`, `/articles/{{slug}}`): no
  CDN keeps them.
- A shield is one more cache, which all nodes ask; it says how old its words are (`Age`).
- The origin answers after {trip:.0f} ms and does not fail. Its limit is {capacity:,.0f} requests a
  second.

## What follows

{table}

Rows in brackets alone are the formula’s: so long a time was not simulated. (A shield’s row counts
in brackets what the origin is asked, as if all readers asked the shield.)

A node at which λ requests a second arrive for a page that is fresh for T seconds asks for it
λ/(1+λT) times a second: a hit rate of λT/(1+λT). With S seconds in which it may be stale,
e^(−λS)/(1+λT) of the readers wait. At {fresh:.0f} seconds a page that is asked for once a second at
a node has {often:.0f} % hits, one that is asked for once a minute {seldom:.0f} %, and of the
{copies:,} copies that the nodes could have most are asked for less often than that.

## News

An article that nobody has yet gets twice all other requests, within ten seconds; the origin takes
200 ms.

{news}

## Checked with nginx

A real nginx with `proxy_cache` (lock, background update), and the words of the header above in
`Cache-Control`, which it reads. Its origin answers after {delay:.0f} ms. Each request was sent when
the simulation has it; the caches were empty.

{nginx}
"""


@dataclass(frozen=True)
class Assumed:
    """What is assumed of readers, site and CDN."""

    readers: int = 1_000_000  # a minute
    # Answers for each reader: a page, and now and then a second one.
    answers: float = 1.2
    # Those of them that depend on the reader's language: no CDN keeps them.
    negotiated: float = 0.1
    articles: int = 10_000
    languages: int = 12
    # How unequal the articles are: the n-th most wanted gets 1/n^skew of what the first gets.
    skew: float = 0.9
    nodes: int = 50
    shield: bool = False
    # Bytes of a page as it is sent, and how many of them a node keeps.
    page: int = 7_400
    room: float = 1e9
    # Seconds to the origin and back.
    trip: float = 0.1

    @property
    def rate(self) -> float:
        """Return the requests a second whose answers a CDN may keep."""
        return self.readers / 60 * self.answers * (1 - self.negotiated)

    @property
    def passed(self) -> float:
        """Return the requests a second that no CDN answers."""
        return self.readers / 60 * self.answers * self.negotiated


@cache
def shares(articles: int, languages: int, skew: float) -> tuple[float, ...]:
    """Return the share of each edition in the requests."""
    several = zipf(languages, 1.0)
    return tuple(one * two for one in zipf(articles, skew) for two in several)


@cache
def grouped(assumed: Assumed) -> list[tuple[float, int]]:
    """Return the shares that editions have at nodes: alike ones as one, and how many."""
    counts: Counter[int] = Counter()
    totals: dict[int, float] = {}
    nodes = zipf(1 if assumed.shield else assumed.nodes, 1.0)
    for share in shares(assumed.articles, assumed.languages, assumed.skew):
        for node in nodes:
            group = round(math.log(share * node) * 20)
            counts[group] += 1
            totals[group] = totals.get(group, 0.0) + share * node
    return [(totals[group] / count, count) for group, count in counts.items()]


def run(assumed: Assumed, rules: Rules, seconds: int, news: float = 0.0) -> tuple[Tally, Tally]:
    """Return what the nodes did in ``seconds``, once warm, and what the origin was asked.

    All words are withdrawn after a third of the time. With ``news``, from then on one article that
    nobody has yet gets so many times all other requests, within ten seconds.
    """
    objects = shares(assumed.articles, assumed.languages, assumed.skew)
    change = WARM + seconds / 3
    fresh = News(len(objects), change, news * assumed.rate, 10) if news else None
    requests = traffic(assumed.rate, objects, zipf(assumed.nodes, 1.0), WARM + seconds, SEED, fresh)
    kept = replace(rules, most=assumed.room // assumed.page, trip=assumed.trip)
    changed = {} if news else dict.fromkeys(range(len(objects)), change)
    return simulate(requests, kept, assumed.nodes, changed, WARM, shield=assumed.shield)


def expected(assumed: Assumed, rules: Rules) -> tuple[float, float]:
    """Return by the formula: questions to the origin a second, the share of requests that wait.

    Of a shield it is the former alone, as if all readers asked it.
    """
    groups = [
        (assumed.rate * share, count) for share, count in grouped(replace(assumed, readers=1))
    ]
    asked = sum(count * questions(rate, rules.fresh) for rate, count in groups)
    slow = sum(count * rate * waits(rate, rules.fresh, rules.stale) for rate, count in groups)
    return asked, slow / assumed.rate


def limit(assumed: Assumed, rules: Rules, capacity: float) -> float:
    """Return the readers a minute at which the origin is asked ``capacity`` times a second."""
    low, high = 1e3, 1e10
    while high / low > 1.01:
        middle = math.sqrt(low * high)
        now = replace(assumed, readers=round(middle))
        below = expected(now, rules)[0] + now.passed < capacity
        low, high = (middle, high) if below else (low, middle)
    return low


def row(name: str, assumed: Assumed, rules: Rules, seconds: int, capacity: float) -> str:
    """Return a line of the table."""
    asked, waiting = expected(assumed, rules)
    at_once, most = 100 * abs(1 - waiting), limit(assumed, rules, capacity) / 1e6
    if rules.fresh + rules.stale > seconds / 2:  # the simulation is too short to say it
        bound = f"≤ {rules.fresh + rules.stale:.0f}"
        answered = "–" if assumed.shield else f"({at_once:.1f})"
        cells = [answered, f"({asked:,.0f})", f"({asked + assumed.passed:,.0f})", "–",
                 bound, bound, "–"]  # fmt: skip
    else:
        nodes, origin = run(assumed, rules, seconds)
        cells = [
            f"{100 * (1 - nodes.waited / nodes.requests):.1f}"
            + ("" if assumed.shield else f" ({at_once:.1f})"),
            f"{origin.asked / seconds:,.0f} ({asked:,.0f})",
            f"{origin.asked / seconds + assumed.passed:,.0f}",
            f"{origin.whole / seconds * assumed.page * 8 / 1e6:,.0f}",
            f"{nodes.oldest:.1f}", f"{nodes.last:.1f}", f"{100 * nodes.late / nodes.requests:.2f}",
        ]  # fmt: skip
    return f"| {name} | {' | '.join(cells)} | {most:,.1f} |"


def table(seconds: int, capacity: float) -> list[str]:
    """Return the table of what follows from what."""
    base = Assumed()
    cases = [
        ("no `CDN-Cache-Control`: asks each time", base, Rules(0)),
        ("**ours: 2 s, 10 s stale**", base, OURS),
        ("… 10 nodes", replace(base, nodes=10), OURS),
        ("… 200 nodes", replace(base, nodes=200), OURS),
        ("… 50 nodes and a shield", replace(base, shield=True), OURS),
        ("… readers less alike (skew 0.7)", replace(base, skew=0.7), OURS),
        ("… readers more alike (skew 1.2)", replace(base, skew=1.2), OURS),
        ("… 1,000 articles", replace(base, articles=1000), OURS),
        ("… a node keeps 10 MB", replace(base, room=1e7), OURS),
        ("… nothing stale", base, Rules(web.CDN_FRESH)),
        ("10 s, 60 s stale", base, Rules(10, 60)),
        ("60 s, 600 s stale", base, Rules(60, 600)),
        ("60 s, 600 s stale, and a shield", replace(base, shield=True), Rules(60, 600)),
    ]
    return [
        "| case | answered at once, % | questions a second | with what is negotiated "
        "| bodies, Mbit/s | oldest words, s | last reader after a withdrawal, s "
        "| of the readers, % | readers a minute at the limit, million |",
        "|---|" + "---:|" * 8,
        *(row(name, assumed, rules, seconds, capacity) for name, assumed, rules in cases),
    ]


def breaking(seconds: int) -> list[str]:
    """Return what an article that everybody wants at once does."""
    lines = [
        "| case | questions a second before | in the worst second | answered at once, % |",
        "|---|---:|---:|---:|",
    ]
    base = replace(Assumed(), trip=0.2)
    for name, assumed, rules in (
        ("requests for what is being fetched wait for it", base, OURS),
        ("each of them asks", base, replace(OURS, joined=False)),
        ("they wait, and there is a shield", replace(base, shield=True), OURS),
    ):
        nodes, origin = run(assumed, rules, seconds, 2.0)
        change = WARM + seconds // 3
        before = [n for second, n in origin.by_second.items() if second < change]
        worst = max(n for second, n in origin.by_second.items() if second >= change)
        lines.append(
            f"| {name} | {sum(before) / len(before):,.0f} | {worst:,} "
            f"| {100 * (1 - nodes.waited / nodes.requests):.1f} |"
        )
    return lines


def checked(seconds: int) -> list[str]:
    """Ask a real nginx; return what it did beside the simulation and the formula."""
    count, rate = 24, 80.0
    objects = zipf(count, 1.2)
    requests = list(traffic(rate, objects, [1.0], seconds, SEED))
    change = seconds / 2
    seen = cdn_nginx.watch(web.CDN, requests, change)
    # nginx counts whole seconds: what is fresh for two is so until the third has begun.
    rules = Rules(web.CDN_FRESH + 0.5, web.CDN_STALE, trip=cdn_nginx.TRIP)
    lines = [
        "| requests a second for an address | answered at once by nginx, % | by the simulation "
        "| by the formula | questions to nginx’s origin | by the simulation | by the formula |",
        "|---|" + "---:|" * 6,
    ]
    for first, last in ((0, 1), (1, 4), (4, 12), (12, count)):
        members = range(first, last)
        mine = [request for request in requests if request[2] in members]
        told, _origin = simulate(iter(mine), rules, 1, {})
        rates = [rate * objects[name] for name in members]
        slow = sum(r * waits(r, rules.fresh, rules.stale) for r in rates) / sum(rates)
        asked = sum(questions(r, rules.fresh) for r in rates) * seconds
        spared = sum(seen.spared[n] for n in members) / sum(seen.requests[n] for n in members)
        lines.append(
            f"| {min(rates):.1f}–{max(rates):.1f} | {100 * spared:.1f} "
            f"| {100 * (1 - told.waited / told.requests):.1f} | {100 * (1 - slow):.1f} "
            f"| {sum(seen.asked[n] for n in members)} | {told.asked} | {asked:.0f} |"
        )
    bound = web.CDN_FRESH + web.CDN_STALE
    lines += [
        "",
        f"The oldest words that nginx gave out were {seen.oldest:.1f} s old; the last reader of",
        f"withdrawn ones came {seen.last:.1f} s after the withdrawal. Allowed are {bound} s,",
        "and one more since nginx counts whole seconds. Of 200 requests at once for a new page",
        f"{seen.together} came through to the origin.",
    ]
    return lines


def page(seconds: int, capacity: float) -> str:
    """Return docs/benchmarks-cdn.md."""
    base = Assumed()
    return TEXT.format(
        python=platform.python_version(), seconds=seconds, base=base, capacity=capacity,
        requests=base.readers / 60 * base.answers, negotiated=100 * base.negotiated,
        room=base.room / 1e9, trip=1000 * base.trip, header=web.CDN,
        often=100 * hits(1.0, OURS.fresh), seldom=100 * hits(1 / 60, OURS.fresh),
        fresh=OURS.fresh, copies=base.articles * base.languages * base.nodes,
        table="\n".join(table(seconds, capacity)), news="\n".join(breaking(seconds)),
        delay=1000 * cdn_nginx.TRIP, nginx="\n".join(checked(max(seconds, 40))),
    )  # fmt: skip


def main() -> None:
    """Simulate, ask, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--seconds", type=int, default=40)
    parser.add_argument("--capacity", type=float, default=20_000)
    given = parser.parse_args()
    text = page(given.seconds, given.capacity)
    sys.stdout.write(text)
    if given.write:
        old = PAGE.read_text(encoding="utf-8") if PAGE.exists() else ""
        PAGE.write_text(text + "".join(old.partition("\n## What this says")[1:]), encoding="utf-8")


if __name__ == "__main__":
    main()
