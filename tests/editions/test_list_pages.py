"""Pages of a list: what is new changes the newest page and no other."""

from __future__ import annotations

from itertools import chain

from hypothesis import given
from hypothesis import strategies as st

from service.editions import list_pages


@given(count=st.integers(0, 400))
def test_what_is_new_changes_no_numbered_page(count: int) -> None:
    """Every summary is on one page, and one more of them leaves the full pages as they are."""

    def pages(newest: int) -> dict[int | None, list[int]]:
        listed = list(reversed(range(newest)))
        numbers = [*range(1, list_pages.numbered(newest) + 1), None]
        return {number: listed[list_pages.on_page(newest, number)] for number in numbers}

    before, after = pages(count), pages(count + 1)
    assert sorted(chain.from_iterable(before.values())) == list(range(count))
    assert before[None] == [] or before[None][0] == count - 1
    assert len(before[None]) >= min(count, list_pages.SIZE)
    before.pop(None)
    assert before.items() <= after.items()
