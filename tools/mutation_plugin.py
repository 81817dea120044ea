"""A pytest plugin for ``tools/mutation.py``: no test finds what another left in a cache.

A function below a cache would else be seen in the first test alone that asks for something. Tests
that are quick come first, so that a mutant ends early.
"""

from __future__ import annotations

import functools
import json
import os
import sys
from pathlib import Path

import pytest

# What mutmut measured; relative to the folder where it runs the tests.
STATISTICS = Path("mutmut-stats.json")
_CACHED = type(functools.lru_cache(lambda: None))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Sort the tests, those that took the least time first; of a clean run, take a few.

    The run in which mutmut measures them has shown that they all pass.
    """
    if STATISTICS.exists():
        seconds = json.loads(STATISTICS.read_text(encoding="utf-8"))["duration_by_test"]
        items.sort(key=lambda item: seconds.get(item.nodeid, 0.0))
    if os.environ.get("MUTANT_UNDER_TEST") == "":
        del items[10:]


def pytest_runtest_setup() -> None:
    """Empty every cache of the program before a test."""
    for name, module in list(sys.modules.items()):
        if name.partition(".")[0] == "service":
            for value in list(vars(module).values()):
                if isinstance(value, _CACHED):
                    value.cache_clear()
