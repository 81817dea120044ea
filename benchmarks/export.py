"""How fast is an export, and what does it take? Copies the bundled article under many names.

    python benchmarks/export.py [ARTICLES …]     (100 without)

Prints, for a first export and for a second one when nothing changed: answers, seconds, seconds of
processor time, answers per second of either, files, megabytes, and the most memory used. Social
cards are left out: each takes a while to draw, once.
"""

from __future__ import annotations

import datetime
import os
import resource
import subprocess
import sys
import tempfile
import time
from dataclasses import replace
from pathlib import Path

from service import export, shelf
from service.edition import Edition, Withdrawn
from service.publisher import Publisher
from service.workshop import Workshop

ROOT = Path(__file__).parent.parent
HEADING = (" articles   answers  seconds    cpu  answers/s  answers/cpu-s   written unchanged "
           "    MB  memory")  # fmt: skip
SLUG = "nato-condemns-attacks-on-ukraine"


def copy(editions: Path, number: int) -> None:
    """Publish the bundled article under ``number - 1`` more names, a minute between them."""
    originals = [shelf.load(file, None) for file in sorted((editions / SLUG).glob("[!_]*.json"))]
    text = shelf.load_original(editions / SLUG / "_article.json", None)
    for count in range(1, number):
        slug, later = f"article-{count:05}", datetime.timedelta(minutes=count)
        shelf.save(editions, replace(text, domain=slug), None)
        for value in originals:
            assert isinstance(value, Edition) and not isinstance(value, Withdrawn)
            content, published = replace(value.content, domain=slug), value.published + later
            moved = replace(value, content=content, published=published, updated=published)
            shelf.save(editions, moved, None)


def measure(folder: Path) -> str:
    """Export into ``folder`` and return the row for it."""
    before = time.process_time()
    report = export.export(folder)
    megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
    busy = time.process_time() - before
    rates = f"{report.answers / report.seconds:10.0f} {report.answers / busy:14.0f}"
    return (f"{report.answers:9} {report.seconds:8.1f} {busy:6.1f} {rates} {report.written:9} "
            f"{report.unchanged:9} {size:6.0f} {megabytes:7.0f}")  # fmt: skip


def main() -> None:
    """Measure, each size in a process of its own."""
    if sys.argv[1:2] == ["--measure"]:
        print(measure(Path(sys.argv[2])), flush=True)  # noqa: T201
        return
    print(HEADING)  # noqa: T201
    for number in map(int, sys.argv[1:] or ["100"]):
        with tempfile.TemporaryDirectory() as name:
            editions = Path(name) / "editions"
            Publisher(Workshop(ROOT / "articles", ROOT / "locales"), editions).publish()
            copy(editions, number)
            settings = {"SUMMARIES_EDITIONS": str(editions), "SUMMARIES_FONTS": name,
                        "SUMMARIES_BASE_URL": "https://summaries.example.org"}  # fmt: skip
            for _run in range(2):
                command = [sys.executable, __file__, "--measure", f"{name}/out"]
                done = subprocess.run(  # noqa: S603 - our own words
                    command, env=os.environ | settings, check=True, capture_output=True, text=True
                )
                print(f"{number:9} {done.stdout.rstrip()}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
