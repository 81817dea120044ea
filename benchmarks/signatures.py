"""Measure what ed25519 signatures cost: the same article with plain marks and with a key.

python benchmarks/signatures.py FOLDER

FOLDER is made new: the bundled article in twelve languages, once signed without a key and once with
one. Of each, in turn within the same run: the processor time in milliseconds that loading an
edition takes, median and slowest, when nothing is known of it, and when the source's signatures are
known from another language; and pages for each second of processor time of a window that has loaded
it. The ratio tells what the key costs; the milliseconds are this machine's.
"""

from __future__ import annotations

import argparse
import datetime
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import newsroom

from service import create_app
from service.editions import store
from service.editions.publisher import Publisher
from service.review import keys, policy, sign
from service.review.keys import PrivateKey
from service.review.sign import Reviewer

ROUNDS = 20
PAGES = 2000
LATER = newsroom.NOW + datetime.timedelta(hours=1)


def make(folder: Path, key: PrivateKey | None) -> Path:
    """Make a newsroom whose article is signed, with ``key`` if given, and return its editions."""
    project = newsroom.make(folder, 1)
    if key is not None:
        entry = f'name = "{newsroom.SIGNER}"\nkind = "person"\nlanguages = ["*"]'
        text = f'[[reviewers]]\n{entry}\nkey = "{key.public}"\n'
        (project.locales / policy.FILE).write_text(text, encoding="utf-8")
        source = project.source(newsroom.slug(0))
        for locale in newsroom.LOCALES:
            seen = project.assess(source, locale, thorough=False) or []
            who = Reviewer(newsroom.SIGNER, key=key)
            sign.sign(project, source, locale, seen, who, LATER)
    editions = folder / "editions"
    Publisher(project, editions).publish()
    return editions


def load(editions: Path, forget: Callable[[], None]) -> list[float]:
    """Return the milliseconds that loading each language's edition takes; ``forget`` comes first.

    The signature of the publisher, which every edition has, is among what is verified.
    """
    found = []
    for locale in newsroom.LOCALES:
        forget()
        began = time.process_time()
        store.load(store.path(editions, newsroom.slug(0), locale))
        found.append((time.process_time() - began) * 1000)
    return found


def pages(editions: Path) -> float:
    """Return the pages a second of a window in this process, without a server in front."""
    window = create_app({"EDITIONS": str(editions), "RATE_LIMIT": "0"}).test_client()
    path = f"/uk/{newsroom.slug(0)}"
    assert window.get(path).status_code == 200
    began = time.process_time()
    for _page in range(PAGES):
        window.get(path)
    return PAGES / (time.process_time() - began)


def main() -> None:
    """Measure, and print the table."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path)
    folder = parser.parse_args().folder
    made = {
        "plain marks": make(folder / "plain", None),
        "ed25519": make(folder / "keyed", PrivateKey.generate()),
    }
    ways: dict[str, Callable[[], None]] = {
        "alone": keys._valid.cache_clear, "source known": lambda: None,
    }  # fmt: skip
    times: dict[tuple[str, str], list[float]] = {}
    rates: dict[str, list[float]] = {name: [] for name in made}
    for _round in range(ROUNDS):
        for name, editions in made.items():  # in turn: what else the machine does is shared
            for way, forget in ways.items():
                keys._valid.cache_clear()
                measured = load(editions, forget)
                # Of the second way the first language verifies the source for the others.
                times.setdefault((name, way), []).extend(measured[way != "alone" :])
    for _round in range(3):
        for name, editions in made.items():
            rates[name].append(pages(editions))
    heading = ("signed with", "loaded alone, ms (slowest)", "source known, ms", "pages/s")
    print(f"| {' | '.join(heading)} |\n|---|---|---|---|")  # noqa: T201
    for name in made:
        alone, known = (times[name, way] for way in ways)
        print(  # noqa: T201
            f"| {name} | {statistics.median(alone):.2f} ({max(alone):.2f}) "
            f"| {statistics.median(known):.2f} | {statistics.median(rates[name]):.0f} |"
        )
    plain, keyed = (
        [statistics.median(times[n, w]) for w in ways] + [statistics.median(rates[n])] for n in made
    )
    print("ratio:", *(f"{k / p:.2f}" for p, k in zip(plain, keyed, strict=True)))  # noqa: T201


if __name__ == "__main__":
    main()
