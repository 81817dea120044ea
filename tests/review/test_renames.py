"""What journals say of an article's names, whoever wrote them."""

from __future__ import annotations

import datetime
from itertools import pairwise
from pathlib import Path

from service.review import journal, renames

NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
NAMES = [f"fire-{number}" for number in range(renames.MOST + 1)]


def rename(folder: Path, old: str, new: str) -> None:
    journal.append(folder, old, renames.RENAMED, "Jane Doe", NOON, {"to": new})


def test_the_oldest_address_leads_to_the_name_of_today(tmp_path: Path) -> None:
    """Over as many renames as count; names that lead in a circle end."""
    for old, new in pairwise(NAMES):
        rename(tmp_path, old, new)
    assert {renames.name_today(tmp_path, name) for name in NAMES[:-1]} == {NAMES[-1]}
    assert renames.name_today(tmp_path, NAMES[-1]) == ""
    rename(tmp_path, NAMES[1], NAMES[0])
    assert renames.name_today(tmp_path, NAMES[0]) == NAMES[1]
