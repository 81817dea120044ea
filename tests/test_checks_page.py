"""What docs/checks.md says of the checks, counted again.

It takes a minute, and one version of Python is enough for it: not in ``tests/review``, which runs
on two.
"""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

from service.review import checks

ROOT = Path(__file__).parent.parent


def test_the_page_says_what_is_measured() -> None:
    """docs/checks.md is what the script prints now, and the aims are met."""
    path = ROOT / "benchmarks" / "checks.py"
    spec = importlib.util.spec_from_file_location("checks_page", path)
    assert spec is not None and spec.loader is not None
    sys.modules[spec.name] = benchmark = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(benchmark)
    tally = benchmark.measure()
    assert benchmark.PAGE.read_text(encoding="utf-8") == benchmark.page(tally), (
        "run “python benchmarks/checks.py --write”"
    )
    assert all(count >= 30 for count in tally.seeded.values())
    assert tally.blocked == 0
    for (kind, check), (found, seeded) in tally.kinds.items():
        assert checks.CHECKS[check][0] == "warning" or found == seeded, kind
    for locale in benchmark.LOCALES:
        assert tally.alarms[locale] * 100 <= 2 * tally.messages[locale]
