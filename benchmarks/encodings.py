"""Measure the forms in which pages are kept: how small they are, and how long making them takes.

python benchmarks/encodings.py    prints the table of docs/benchmarks.md

All pages, feeds and API answers of the bundled article, in every language. Times are of the
processor, for one page, the best of three rounds.
"""

from __future__ import annotations

import gzip
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import brotli

from service import create_app
from service.content.locales import tag
from service.editions.publisher import Publisher
from service.review.project import Project
from service.web.cached_response import ENCODINGS

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

ROOT = Path(__file__).parent.parent
SLUG = "nato-condemns-attacks-on-ukraine"
ROUNDS = 3
HEADING = """| encoding | edition page, bytes | ms | other answers, bytes | ms |
|---|---|---|---|---|"""


def ways() -> dict[str, Callable[[bytes], bytes]]:
    """Return what is compared, by name; an asterisk marks what the window does."""
    found: dict[str, Callable[[bytes], bytes]] = {}
    for name, encode in ENCODINGS.items():
        found[f"{name} *"] = encode
        if name == "br":
            found["br 5"] = lambda body: brotli.compress(body, quality=5)
            found["br 11"] = lambda body: brotli.compress(body, quality=11)
        if name == "zstd":
            for level in (3, 9, 12, 19):
                found[f"zstd {level}"] = lambda body, level=level: zstd.compress(body, level)
        if name == "gzip":
            found["gzip 6"] = lambda body: gzip.compress(body, 6)
    return found


def answers(folder: Path) -> tuple[list[bytes], list[bytes]]:
    """Return the edition pages, and everything else there is in a language."""
    project = Project(ROOT / "articles", ROOT / "locales")
    Publisher(project, folder).publish()
    client = create_app({"EDITIONS": str(folder), "RATE_LIMIT": "0"}).test_client()
    pages, others = [], []
    for language in map(tag, project.languages()):
        pages.append(client.get(f"/{language}/{SLUG}").data)
        others += [
            client.get(path).data
            for path in (
                f"/{language}/", f"/articles/{SLUG}/source?lang={language}",
                f"/api/v1/articles/{SLUG}/summary?lang={language}",
            )
        ]  # fmt: skip
    return pages, others


def measure(encode: Callable[[bytes], bytes], bodies: list[bytes]) -> tuple[float, float]:
    """Return the mean size of ``bodies`` encoded, and the time for one in ms."""
    times = []
    for _round in range(ROUNDS):
        begun = time.process_time()
        made = [encode(body) for body in bodies]
        times.append(time.process_time() - begun)
    return sum(map(len, made)) / len(made), 1000 * min(times) / len(made)


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as name:
        pages, others = answers(Path(name))
    print(HEADING)  # noqa: T201
    for name, encode in {"none": bytes, **ways()}.items():
        row = [f"{size:,.0f} | {ms:.2f}" for size, ms in
               (measure(encode, bodies) for bodies in (pages, others))]  # fmt: skip
        print(f"| {name} | {row[0]} | {row[1]} |")  # noqa: T201


if __name__ == "__main__":
    main()
