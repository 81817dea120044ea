"""What becomes of the service when it is told to stop while it starts, at any moment.

    python benchmarks/stops.py [--moments 40] [--seconds 1.6] [--workers 2]

Starts ``summaries serve`` on a free port of the loopback device, with a publisher and the bundled
articles, MOMENTS times for each of SIGTERM, SIGINT (Ctrl-C), SIGHUP (a closed terminal) and
SIGKILL, and sends the signal a little later each time: from at once to SECONDS after the start.
Prints a table: how it ended, the longest time until it had, and until all of its processes had.
Ends with status 1 when one had to be killed, stayed, or wrote a traceback. (Python's own start,
some hundredths of a second, answers Ctrl-C with one; those are counted apart.)

On Linux: orphans become children of this program, so that none is overlooked.
"""

from __future__ import annotations

import argparse
import ctypes
import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

import click

ROOT = Path(__file__).parent.parent
SUMMARIES = Path(sys.executable).parent / "summaries"
SIGNALS = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGKILL)
PATIENCE = 20.0
# Seconds in which Python itself starts, before it runs anything of ours.
PYTHON = 0.1
SUBREAPER = 36  # PR_SET_CHILD_SUBREAPER of prctl(2)


@dataclass
class Seen:
    """What became of the service under one signal."""

    ends: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    last: float = 0.0
    stayed: int = 0
    killed: int = 0
    tracebacks: int = 0
    python: int = 0


def children() -> list[int]:
    """Return the processes that are this one's children, orphans among them."""
    tasks = Path("/proc/self/task").iterdir()
    return [int(child) for task in tasks for child in (task / "children").read_text().split()]


def attempt(number: signal.Signals, moment: float, workers: int, log: Path, seen: Seen) -> None:
    """Start the service, send it the signal ``moment`` seconds later, and watch it end."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [SUMMARIES, "serve", "--workers", str(workers), "--port", str(port)]
    with log.open("wb") as file:
        process = subprocess.Popen(words, stdout=file, stderr=file)  # noqa: S603 - our own words
    time.sleep(moment)
    process.send_signal(number)
    sent = time.monotonic()
    try:
        status = process.wait(PATIENCE)
        seen.ends[signal.Signals(-status).name if status < 0 else str(status)] += 1
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
        seen.ends["never"] += 1
        seen.stayed += 1
    seen.slowest = max(seen.slowest, time.monotonic() - sent)
    while left := children():
        if time.monotonic() - sent > PATIENCE:
            seen.stayed += 1
            for orphan in left:
                os.kill(orphan, signal.SIGKILL)
        for orphan in left:
            os.waitpid(orphan, os.WNOHANG)
        time.sleep(0.01)
    seen.last = max(seen.last, time.monotonic() - sent)
    said = log.read_text()
    seen.killed += "killing it" in said
    if "Traceback" in said and number == signal.SIGINT and moment < PYTHON:
        seen.python += 1
    else:
        seen.tracebacks += "Traceback" in said


def main() -> int:
    """Try every signal at every moment, print the table, and say whether all ended well."""
    arguments = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    arguments.add_argument("--moments", type=int, default=40)
    arguments.add_argument("--seconds", type=float, default=1.6)
    arguments.add_argument("--workers", type=int, default=2)
    chosen = arguments.parse_args()
    ctypes.CDLL(None).prctl(SUBREAPER, 1, 0, 0, 0)
    for name in [name for name in os.environ if name.startswith("SUMMARIES_")]:
        del os.environ[name]
    heads = ("signal", "ended by", "ended within, s", "all within, s", "stayed", "killed",
             "tracebacks", "of Python's start")  # fmt: skip
    click.echo(f"| {' | '.join(heads)} |\n|{' --- |' * len(heads)}")
    bad = 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["SUMMARIES_ARTICLES"] = str(ROOT / "articles")
        os.environ["SUMMARIES_LOCALES"] = str(ROOT / "locales")
        os.environ["SUMMARIES_EDITIONS"] = f"{folder}/editions"
        subprocess.run([SUMMARIES, "publish"], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        for number in SIGNALS:
            seen = Seen()
            for n in range(chosen.moments):
                moment = chosen.seconds * n / chosen.moments
                attempt(number, moment, chosen.workers, Path(folder) / "log", seen)
            ends = ", ".join(f"{end}: {count}" for end, count in seen.ends.most_common())
            cells = (number.name, ends, f"{seen.slowest:.2f}", f"{seen.last:.2f}", seen.stayed,
                     seen.killed, seen.tracebacks, seen.python)  # fmt: skip
            click.echo(f"| {' | '.join(map(str, cells))} |")
            bad += seen.stayed + seen.killed + seen.tracebacks
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
