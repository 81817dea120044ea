"""What the last upload to a bucket came to, noted in the editions folder for `summaries status`."""

from __future__ import annotations

import json
import time
from pathlib import Path

from ...errors import InputError
from ...files import read_bytes, write_bytes

FILE = "_upload.json"


def write(editions: Path, address: str, problem: str) -> None:
    """Note in ``editions`` the ``problem`` that ``address``, a bucket, has; empty for none.

    Where it cannot be written only the log has it.
    """
    try:
        outcome = {"bucket": address, "since": int(time.time()), "problem": problem}
        write_bytes(editions / FILE, json.dumps(outcome).encode(), durable=False)
    except OSError:
        return


def read(editions: Path) -> tuple[str, float]:
    """Return what stood in the way of the last upload, and since when; empty where nothing did.

    The time is in seconds since 1970, UTC.
    """
    try:
        data = json.loads(read_bytes(editions / FILE, FILE))
        return str(data["problem"]), float(data["since"])
    except (InputError, ValueError, TypeError, KeyError):
        return "", 0.0
