"""The list of a month: what went up in it, in the newsroom's time, and how a reader gets there."""

from __future__ import annotations

import datetime

import lxml.html
import pytest
from conftest import Newsroom
from flask.testing import FlaskClient

from service.editions import list_pages

# In Kyiv the second is a day, a month and a year later than in London.
MOMENTS = {
    "old-fire": datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC),
    "night-fire": datetime.datetime(2026, 12, 31, 22, 30, tzinfo=datetime.UTC),
    "late-fire": datetime.datetime(2027, 2, 3, 9, tzinfo=datetime.UTC),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Articles that went up in three months, with pages in four languages."""
    room = Newsroom(tmp_path_factory.mktemp("town"))
    for locale in ("en", "uk", "pl", "ja"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
    for slug, moment in MOMENTS.items():
        room.now = moment
        room.write(slug)
        room.update()
        room.sign(slug, "en")
        assert not room.publish().problems
    return room


def listed(window: FlaskClient, path: str) -> tuple[str, list[str], list[str]]:
    """Return a list's heading, the articles on it, and the months that it links to."""
    answer = window.get(path)
    assert answer.status_code == 200
    page = lxml.html.document_fromstring(answer.data)
    articles = [link.get("href").rpartition("/")[2] for link in page.iterfind(".//h3/a")]
    months = [link.get("href") for link in page.iterfind(".//ul[@class='months']//a")]
    return page.findtext(".//h1") or "", articles, months


def test_a_reader_goes_from_month_to_month(town: Newsroom) -> None:
    """The newest page leads to every month, each month to those beside it."""
    window = town.client(TIMEZONE="Europe/London")
    february, december, november = "/en/2027/02", "/en/2026/12", "/en/2026/11"
    assert listed(window, "/en/")[2] == [february, december, november]
    assert listed(window, february) == (
        "All summaries\xa0– February 2027", ["late-fire"], [december],
    )  # fmt: skip
    assert listed(window, december)[1:] == (["night-fire"], [february, november])
    assert listed(window, november)[1:] == (["old-fire"], [december])
    for other in ("/en/2027/01", "/uk/2026/11", "/en/2026/13"):
        assert window.get(other).status_code == 404


def test_a_month_is_the_newsrooms(town: Newsroom) -> None:
    """At half past midnight in Kyiv the new year has begun."""
    window = town.client(TIMEZONE="Europe/Kyiv")
    assert listed(window, "/en/2027/01")[1] == ["night-fire"]
    assert window.get("/en/2026/12").status_code == 404


def test_a_month_is_read_in_parts_like_the_whole_list(
    town: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its pages are numbered from the oldest."""
    monkeypatch.setattr(list_pages, "SIZE", 1)
    town.now = MOMENTS["late-fire"] + datetime.timedelta(days=1)
    for slug in ("second-fire", "third-fire"):
        town.now += datetime.timedelta(days=1)
        town.write(slug)
        town.update()
        town.sign(slug, "en")
        town.publish()
    window = town.client()
    assert listed(window, "/en/2027/02")[1] == ["third-fire"]
    assert listed(window, "/en/2027/02?page=1")[1] == ["late-fire"]
    assert "/en/2027/02?page=2" in window.get("/en/2027/02").text
    assert window.get("/en/2027/02?page=3").status_code == 404


@pytest.mark.parametrize(
    ("language", "month"),
    [
        ("uk", "листопад 2026"),
        ("pl", "listopad 2026"),
        ("ja", "2026年11月"),
        ("en", "November 2026"),
    ],
)
def test_a_month_is_named_as_a_heading_names_it(town: Newsroom, language: str, month: str) -> None:
    """In the nominative, and without the abbreviation for “year”."""
    window = town.client()
    with window.application.test_request_context(f"/{language}/"):
        render = window.application.jinja_env.globals["written_month"]
        assert render(datetime.date(2026, 11, 1)) == month  # type: ignore[operator]
