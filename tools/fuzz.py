"""Run property tests with new seeds for as long as asked: ``python tools/fuzz.py SECONDS FILE…``.

Each round prints its seed; ``python tools/fuzz.py --seed N FILE…`` runs that round again. A round
that has begun is brought to its end. The first failure ends it all, with pytest's exit status.
"""

from __future__ import annotations

import argparse
import secrets
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).parent.parent


def run(seed: int, files: list[str]) -> int:
    """Run one round of the property tests in ``files``, and return pytest's exit status."""
    print(f"seed {seed}", flush=True)  # noqa: T201
    command = [
        sys.executable, "-m", "pytest", "-q", "-x", "-m", "hypothesis", "-p", "no:cacheprovider",
        "--hypothesis-profile", "fuzz", "--hypothesis-seed", str(seed), *files,
    ]  # fmt: skip
    return subprocess.run(command, cwd=ROOT, check=False).returncode  # noqa: S603


def main() -> int:
    """Run rounds until the time is up or one fails, and return the exit status."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seed", type=int, help="run one round, with this seed")
    parser.add_argument("words", nargs="+", metavar="SECONDS FILE…")
    arguments = parser.parse_args()
    if arguments.seed is not None:
        return run(arguments.seed, arguments.words)
    seconds, *files = arguments.words
    end = time.monotonic() + float(seconds)
    status = 0
    while status == 0 and time.monotonic() < end:
        status = run(secrets.randbits(32), files)
    return status


if __name__ == "__main__":
    sys.exit(main())
