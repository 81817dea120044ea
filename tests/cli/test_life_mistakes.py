"""What goes wrong in the life of an article: one clear sentence, and nothing half done."""

from __future__ import annotations

import datetime
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Newsroom

from service.editions import renaming
from service.editions.publisher import Publisher
from service.errors import SummariesError
from service.review.sign import Reviewer

SLUG = "harbor-fire"
BY = ("--name", "Jane Doe")
DAY = datetime.timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands have the newsroom's clock."""
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)


def files(newsroom: Newsroom) -> dict[Path, bytes]:
    roots = (newsroom.articles, newsroom.locales, newsroom.journal, newsroom.editions)
    return {p: p.read_bytes() for root in roots for p in root.rglob("*") if p.is_file()}


def summary(newsroom: Newsroom, locale: str = "uk", slug: str = SLUG) -> dict[str, object]:
    address = f"/api/v1/articles/{slug}/summary?lang={locale}"
    answer: dict[str, object] = newsroom.client().get(address).json
    return answer


def test_of_two_editors_who_rename_at_once_one_does(newsroom: Newsroom) -> None:
    """The other learns the new name; the article is in one place, and up there."""

    def rename(new: str) -> str:
        publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
        try:
            renaming.rename(publisher, SLUG, new, Reviewer("Jane Doe"), newsroom.now)
        except SummariesError as error:
            return str(error)
        return ""

    names = ["port-fire", "warehouse-fire"]
    with ThreadPoolExecutor(2) as pool:
        said = dict(zip(names, pool.map(rename, names), strict=True))
    (done,) = (name for name in names if not said[name])
    (other,) = (name for name in names if said[name])
    assert said[other] == f"“{SLUG}” is called “{done}” now"
    assert newsroom.project.slugs() == [done]
    newsroom.publish()
    assert summary(newsroom, slug=done)["revision"]
    assert newsroom.client().get(f"/uk/{other}").status_code == 404


@pytest.mark.parametrize("name", ["corrections", "search"])
def test_no_article_takes_the_name_of_a_page(newsroom: Newsroom, run, name: str) -> None:  # type: ignore[no-untyped-def]
    """Its page would stand in the way of the site's own."""
    before = files(newsroom)
    result = run("rename", SLUG, name, *BY)
    assert (result.exit_code, files(newsroom)) == (1, before)
    assert f"a page of its own called “{name}”" in result.stderr
    newsroom.write(name)
    assert f"a page of its own called “{name}”" in run("check").output


def test_an_embargo_in_the_past_is_asked_about_before_it_is_signed(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """It holds nothing back; whoever wrote it may have meant another year."""
    path = newsroom.articles / SLUG / "summary.toml"
    newsroom.replace(path, "language =", "publish_at = 2025-11-23T06:00:00Z\nlanguage =")
    newsroom.update()
    result = run("check")
    (said,) = (line for line in result.output.splitlines() if "publish_at" in line)
    assert "2025-11-23 06:00+00:00, has passed" in said
    assert ": warning: " in said
    newsroom.sign(SLUG, "en")
    newsroom.publish()
    assert "publish_at" not in run("check").output
    assert newsroom.states() == {"en": "current", "uk": "current", "de": "incomplete"}


def test_an_undo_after_a_new_signature_brings_the_newest_words(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """And says so; a second undo has nothing to take back, and writes nothing."""
    run("withdraw", SLUG, "--locale", "uk", "--reason", "False.", *BY)
    newsroom.now += DAY
    newsroom.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад, кажуть пожежники."]})
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410
    result = run("withdraw", SLUG, "--locale", "uk", "--undo", *BY)
    assert result.exit_code == 0, result.output
    answer = summary(newsroom)
    assert f"  uk: up: readers get revision {answer['revision']}" in result.stdout
    assert "кажуть пожежники" in str(answer["statements"])
    before = files(newsroom)
    again = run("withdraw", SLUG, "--locale", "uk", "--undo", *BY)
    assert (again.exit_code, files(newsroom)) == (1, before)
    assert (
        again.stderr == f"Error: “{SLUG}” is not withdrawn in uk: there is nothing to take back\n"
    )


def test_a_clock_that_was_set_back_makes_nothing_older(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A correction by it is not dated before what it corrects; a withdrawal counts all the same."""
    newsroom.now += DAY
    newsroom.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад, кажуть пожежники."]})
    newsroom.sign(SLUG, "uk", "fire")
    newsroom.publish()
    before = summary(newsroom)
    newsroom.now -= 3 * DAY
    folder = newsroom.articles / SLUG
    newsroom.replace(folder / "article.txt", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "value = 5", "value = 6")
    newsroom.update()
    newsroom.sign(SLUG, "en")
    newsroom.publish()
    after = summary(newsroom)
    assert after["revision"] == int(str(before["revision"])) + 1
    assert (after["published"], after["updated"]) == (before["published"], before["updated"])
    assert [c["date"] for c in after["corrections"]] == [str(before["updated"])[:10]]  # type: ignore[attr-defined]
    assert run("withdraw", SLUG, "--reason", "False.", *BY).exit_code == 0
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410


@pytest.mark.parametrize("command", ["new", "draft"])
def test_no_new_article_takes_a_name_that_was_given_away(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, command: str
) -> None:
    """Its page would never go up: readers of it are sent on, or told that it is gone."""
    page = newsroom.folder / "page.txt"
    page.write_text("A bridge opens\nA bridge opened in the town on Monday, the mayor said.\n")
    assert run("rename", SLUG, "warehouse-fire", *BY).exit_code == 0
    take_in = (command, str(page), "--language", "en", "--slug")
    result = run(*take_in, SLUG)
    assert (result.exit_code, "an earlier name of “warehouse-fire”" in result.stderr) == (1, True)
    assert run("remove", "warehouse-fire", "--reason", "It was false.", *BY, "--yes").exit_code == 0
    result = run(*take_in, "warehouse-fire")
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "was removed for good (2026-11-22, by Jane Doe)" in result.stderr
    assert list(newsroom.articles.iterdir()) == []
    assert run(*take_in, "bridge-opens").exit_code == 0
