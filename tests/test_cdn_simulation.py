"""The caches that ``benchmarks/cdn.py`` simulates: docs/benchmarks-cdn.md rests on them."""

from __future__ import annotations

import importlib.util
import math
import sys
from types import ModuleType

import pytest
from conftest import ROOT

from service import web

BOUND = web.CDN_FRESH + web.CDN_STALE


@pytest.fixture(scope="module")
def cdn() -> ModuleType:
    """``benchmarks/cdn_cache.py``."""
    path = ROOT / "benchmarks" / "cdn_cache.py"
    spec = importlib.util.spec_from_file_location("benchmark_cdn_cache", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("rate", [0.05, 0.5, 3.0])
@pytest.mark.parametrize(("fresh", "stale"), [(2.0, 0.0), (2.0, 10.0), (30.0, 60.0)])
def test_the_simulation_is_the_formula(
    cdn: ModuleType, rate: float, fresh: float, stale: float
) -> None:
    """Two ways to the same figures, for one page at one node and an origin that answers at once."""
    seconds = round(5_000 / rate)
    requests = cdn.traffic(rate, [1.0], [1.0], seconds, 1)
    tally, _origin = cdn.simulate(requests, cdn.Rules(fresh, stale, trip=0.0), 1, {})
    assert tally.asked / seconds == pytest.approx(cdn.questions(rate, fresh), rel=0.05)
    waited = cdn.waits(rate, fresh, stale) * tally.requests
    assert tally.waited == pytest.approx(waited, rel=0.1, abs=25)
    if not stale:
        assert tally.fresh / tally.requests == pytest.approx(cdn.hits(rate, fresh), abs=0.01)


@pytest.mark.parametrize("shield", [False, True])
@pytest.mark.parametrize("joined", [False, True])
def test_no_reader_gets_words_that_are_older_than_the_header_allows(
    cdn: ModuleType, shield: bool, joined: bool
) -> None:
    """However many caches there are; and none gets withdrawn words after that time."""
    changed = dict.fromkeys(range(50), 60.0)
    requests = cdn.traffic(40.0, cdn.zipf(50, 0.9), cdn.zipf(5, 1.0), 200, 2)
    rules = cdn.Rules(web.CDN_FRESH, web.CDN_STALE, joined=joined)
    tally, _origin = cdn.simulate(requests, rules, 5, changed, shield=shield)
    assert tally.late > 0 and 0 < tally.last <= BOUND
    assert web.CDN_FRESH < tally.oldest <= BOUND


def test_requests_for_what_is_being_fetched_wait_for_it(cdn: ModuleType) -> None:
    """Else news that everybody wants at once is asked of the origin by everybody."""
    requests = [(0.001 * number, 0, 7) for number in range(100)]
    asked = {
        joined: cdn.simulate(iter(requests), cdn.Rules(2, trip=1.0, joined=joined), 1, {})[1].asked
        for joined in (True, False)
    }
    assert asked == {True: 1, False: 100}


def test_a_stale_copy_is_given_out_while_the_origin_is_asked_once(cdn: ModuleType) -> None:
    """Nobody waits, and the next copy counts from when the origin had it."""
    tally = cdn.Tally()
    cache = cdn.Cache(cdn.Rules(2, 10, trip=1.0), tally, {})
    for at in (0.0, 3.0, 3.5, 4.0, 5.4, 5.45):
        cache.ask(at, 0)
    # Written at 0.5; asked again at 3.0, so that the next is of 3.5, here from 4.0 on.
    assert (tally.waited, tally.stale, tally.fresh, tally.asked) == (1, 2, 3, 2)


def test_what_does_not_fit_is_fetched_whole_again(cdn: ModuleType) -> None:
    """The copy that was asked for longest ago makes room."""
    tally = cdn.Tally()
    cache = cdn.Cache(cdn.Rules(100, most=2, trip=0.0), tally, {})
    for at, name in enumerate([1, 2, 1, 3, 1, 2]):
        cache.ask(float(at), name)
    assert (tally.fresh, tally.whole) == (2, 4)


def test_a_shield_is_asked_in_place_of_the_origin(cdn: ModuleType) -> None:
    """Once for all nodes that ask within the time for which it is fresh."""
    requests = [(0.01 * node, node, 0) for node in range(20)]
    for shield, expected in ((False, 20), (True, 1)):
        _nodes, origin = cdn.simulate(iter(requests), cdn.Rules(2, trip=0.0), 20, {}, shield=shield)
        assert origin.asked == expected


def test_words_from_a_shield_are_as_old_as_they_are(cdn: ModuleType) -> None:
    """The time that they lay there counts: two caches keep a withdrawal no longer than one."""
    requests = [(0.0, 0, 0), (11.0, 1, 0), (11.5, 1, 0)]
    nodes, _origin = cdn.simulate(
        iter(requests), cdn.Rules(2, 10, trip=0.0), 2, {0: 5.0}, shield=True
    )
    assert (nodes.oldest, nodes.late, nodes.last) == (11.5, 2, 6.5)


def test_traffic_is_as_much_and_as_unequal_as_it_should_be(cdn: ModuleType) -> None:
    """The rate, the shares of pages and nodes, the news; in the order of time."""
    news = cdn.News(3, 50.0, 40.0, 10.0)
    several = list(cdn.traffic(200.0, [0.5, 0.3, 0.2], [0.75, 0.25], 100, 3, news))
    assert several == sorted(several, key=lambda each: each[0])
    before = [each for each in several if each[0] < 50]
    assert len(before) == pytest.approx(10_000, rel=0.05)
    for name, share in enumerate((0.5, 0.3, 0.2)):
        found = sum(each[2] == name for each in before) / len(before)
        assert found == pytest.approx(share, abs=0.03)
    assert sum(e[1] == 0 for e in several) / len(several) == pytest.approx(0.75, abs=0.03)
    assert not any(each[2] == 3 for each in before)
    assert sum(each[2] == 3 for each in several) == pytest.approx(40 * 45, rel=0.1)
    assert math.isclose(sum(cdn.zipf(1000, 0.9)), 1.0)
