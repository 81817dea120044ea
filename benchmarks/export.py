"""How fast is an export, and what does it take? Exports a large newsroom of benchmarks/newsroom.py.

    python benchmarks/export.py [ARTICLES …] [--in FOLDER]     (100 without; in a temporary folder)

Prints, for each number of articles in twelve languages, four exports: the first; one when nothing
changed; one when a headline was signed in one language; one when an article is new in all of them.
Of each: answers rendered, seconds, seconds of processor time in all processes, files written and
left alone, and for the first its megabytes; the most memory that the first process used, and each
of the others. Social cards are left out: each takes a while to draw, once.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import resource
import subprocess
import sys
import tempfile
from contextlib import nullcontext
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

import large
import newsroom

from service import export
from service.editions.publisher import Publisher
from service.review.project import Project

HEADING = (" articles  export    answers  seconds     cpu  answers/s   written  unchanged  removed"
           "      MB  memory  each")  # fmt: skip
RUNS = ("first", "again", "signed", "new")


def measure(folder: Path) -> dict[str, float]:
    """Export into ``folder`` and return what it took."""
    report = export.export(folder)
    mine, others = (
        resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    busy = sum(usage.ru_utime + usage.ru_stime for usage in (mine, others))
    return {
        "answers": report.answers, "seconds": report.seconds, "cpu": busy,
        "written": report.written, "unchanged": report.unchanged, "removed": report.removed,
        "memory": peak(), "each": others.ru_maxrss / 1024,
    }  # fmt: skip


def peak() -> float:
    """Return the most megabytes that this process had.

    What getrusage says of it counts in the process that it was forked from.

    What getrusage says of it counts in the process that it was forked from.
    """
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+)", status)[1]) / 1024  # type: ignore[index]


def row(number: int, name: str, found: dict[str, float], size: float | None) -> str:
    """Return a line of the table."""
    megabytes = f"{size:8.0f}" if size is not None else " " * 8
    return (f"{number:9} {name:7} {found['answers']:9.0f} {found['seconds']:8.1f} "
            f"{found['cpu']:7.1f} {found['answers'] / found['seconds']:10.0f} "
            f"{found['written']:9.0f} {found['unchanged']:10.0f} {found['removed']:8.0f} "
            f"{megabytes} {found['memory']:7.0f} {found['each']:5.0f}")  # fmt: skip


def change(project: Project, editions: Path, folder: Path, name: str, number: int) -> None:
    """Change what the export ``name`` is about."""
    if name == "signed":
        large.sign(project, newsroom.slug(number // 2), "John Roe")
    elif name == "new":
        newsroom.make(folder, number + 1)
    if name in ("signed", "new"):
        Publisher(project, editions).publish()


def run(folder: Path, number: int) -> None:
    """Measure with ``number`` articles, each export in a process of its own."""
    project, editions, target = newsroom.make(folder, number), folder / "editions", folder / "out"
    Publisher(project, editions).publish()
    (folder / "fonts").mkdir(exist_ok=True)
    settings = {"SUMMARIES_EDITIONS": str(editions), "SUMMARIES_FONTS": str(folder / "fonts"),
                "SUMMARIES_BASE_URL": "https://summaries.example.org"}  # fmt: skip
    for name in RUNS:
        change(project, editions, folder, name, number)
        command = [sys.executable, __file__, "--measure", str(target)]
        done = subprocess.run(  # noqa: S603 - our own words
            command, env=os.environ | settings, check=True, stdout=subprocess.PIPE, text=True
        )
        size = None
        if name == "first":
            size = sum(f.stat().st_size for f in target.rglob("*") if f.is_file()) / 1e6
        print(row(number, name, json.loads(done.stdout), size), flush=True)  # noqa: T201


def main() -> None:
    """Measure each size."""
    parser = argparse.ArgumentParser()
    parser.add_argument("articles", type=int, nargs="*", default=[100])
    parser.add_argument("--in", dest="folder", type=Path)
    parser.add_argument("--measure", type=Path)
    given = parser.parse_args()
    if given.measure:
        print(json.dumps(measure(given.measure)))  # noqa: T201
        return
    print(HEADING)  # noqa: T201
    for number in given.articles:
        place = nullcontext(str(given.folder / str(number))) if given.folder else None
        with place or tempfile.TemporaryDirectory() as name:
            Path(name).mkdir(parents=True, exist_ok=True)
            run(Path(name), number)


if __name__ == "__main__":
    main()
