"""Pages of a list: what is new changes the newest page and no other."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import chain
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st

from service.editions import list_pages
from service.editions.snapshot import Snapshot


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


@given(
    st.dictionaries(
        st.from_regex("[a-z]{1,6}", fullmatch=True),
        st.integers(0, 490 * 24).map(
            lambda hours: datetime(2025, 11, 1, tzinfo=UTC) + timedelta(hours=hours)
        ),
    ),
    st.sampled_from(["UTC", "Europe/Kyiv", "Pacific/Auckland", "America/St_Johns"]),
)
def test_every_summary_is_in_the_list_of_its_own_month(
    days: dict[str, datetime], zone: str
) -> None:
    """Of the month that the newsroom's calendar has, each once, the newest first."""
    snapshot = Published(days=days)
    months = snapshot.months("en", ZoneInfo(zone))
    listed = snapshot.slugs("en")
    assert [slug for part in months.values() for slug in listed[part]] == listed
    assert list(months) == sorted(months, reverse=True)
    for first, part in months.items():
        local = [days[slug].astimezone(ZoneInfo(zone)) for slug in listed[part]]
        assert {(day.year, day.month) for day in local} == {(first.year, first.month)}


@dataclass(frozen=True, slots=True)
class Published(Snapshot):
    """What is up, by when it went up; nothing else of it matters here."""

    days: dict[str, datetime] = field(default_factory=dict)

    def _order(self, locale: str) -> list[tuple[date, str]]:
        return sorted((day, slug) for slug, day in self.days.items())


def test_a_month_leads_to_those_beside_it_and_the_newest_page_to_the_last_twelve() -> None:
    """A numbered page of the whole list leads to none, so that it stays as it is."""
    months = [date(year, number, 1) for year in (2026, 2025) for number in range(12, 0, -1)]
    assert list_pages.months(months, None, None) == months[:12]
    assert list_pages.months(months, 1, None) == []
    assert list_pages.months(months[:1], None, None) == []
    assert list_pages.months(months, None, months[5]) == [months[4], months[6]]
    assert list_pages.months(months, None, months[0]) == [months[1]]
    assert list_pages.months(months, 2, months[-1]) == [months[-2]]
