"""What an edition file says of a correction is read as it was meant."""

from __future__ import annotations

import datetime

import pytest

from service.content.facts import Fact
from service.editions import edition_json
from service.editions.model import Correction

DAY = datetime.date(2026, 11, 20)
FIVE, SIX = (
    Fact.from_json("hurt", {"type": "number", "value": value, "format": "plain"}) for value in "56"
)


@pytest.mark.parametrize(
    "correction",
    [
        Correction(DAY, FIVE, SIX), Correction(DAY, FIVE, SIX, "fire/1"),
        Correction(DAY, note="fire/1"), Correction(DAY, note="fire/2", back="fire/1"),
    ],
)  # fmt: skip
def test_a_correction_is_read_as_it_was_written(correction: Correction) -> None:
    """Its figures, its note, and the note that it puts back."""
    assert edition_json.correction(edition_json._correction(correction)) == correction


@pytest.mark.parametrize(
    "change",
    [
        {"date": "2026-13-01"}, {"date": 5}, {"note": "fire"}, {"note": "fire/1/1"},
        {"back": "fire"}, {"old": None}, {"new": {"value": "5"}}, {"fact": None, "new": {}},
    ],
)  # fmt: skip
def test_what_is_no_correction_is_refused(change: dict[str, object]) -> None:
    """Nothing half understood is told to readers."""
    data = edition_json._correction(Correction(DAY, FIVE, SIX, "fire/1")) | change
    with pytest.raises((ValueError, KeyError, TypeError)):
        edition_json.correction(data)
