"""publish_at and together: nothing is up, or known outside the workshop, before its time."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from conftest import SUMMARY, UKRAINIAN, Newsroom

from service.editions.publisher import Publisher

NEW = "mill-fire"
HOUR = datetime.timedelta(hours=1)


def embargoed(newsroom: Newsroom, head: str, slug: str = NEW) -> None:
    """Write an article with ``head`` above its summary, signed in English and Ukrainian."""
    newsroom.write(slug, f"{head}\n{SUMMARY}")
    newsroom.update()
    newsroom.translate(slug, "uk", UKRAINIAN)
    for locale in ("en", "uk"):
        newsroom.sign(slug, locale)


def restart(newsroom: Newsroom) -> None:
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)


def traces(newsroom: Newsroom, slug: str = NEW) -> list[str]:
    """Return the files of the editions folder, and of the publisher's, that know of ``slug``."""
    found: list[str] = []
    for root in (newsroom.editions, newsroom.folder / "published"):
        files = (path for path in root.rglob("*") if path.is_file())
        found += [str(p) for p in files if slug in str(p) or slug.encode() in p.read_bytes()]
    return found


def statuses(newsroom: Newsroom, slug: str = NEW) -> list[int]:
    window = newsroom.client()
    return [window.get(f"/{locale}/{slug}").status_code for locale in ("en", "uk")]


def test_an_embargo_ends_to_the_second_and_without_a_change(newsroom: Newsroom) -> None:
    """Signed long before, and up at the first look after its time, in every language."""
    embargoed(newsroom, "publish_at = 2026-11-22T16:00:00+02:00")  # 14:00 UTC
    newsroom.publish()
    assert statuses(newsroom) == [404, 404]
    newsroom.now = datetime.datetime(2026, 11, 22, 13, 59, 59, tzinfo=datetime.UTC)
    newsroom.publisher.poll()
    assert statuses(newsroom) == [404, 404]
    newsroom.now = datetime.datetime(2026, 11, 22, 14, 0, 0, tzinfo=datetime.UTC)
    newsroom.publisher.poll()
    assert statuses(newsroom) == [200, 200]
    answer = newsroom.client().get(f"/api/v1/articles/{NEW}/summary?lang=uk").json
    assert answer["published"].startswith("2026-11-22T14:00:00")


@pytest.mark.parametrize("known", ["from the start", "later", "broken", "restarted"])
def test_nothing_outside_the_workshop_knows_of_it(newsroom: Newsroom, known: str) -> None:
    """No edition, line of the index, log, report or answer, whatever state its files are in."""
    head = "publish_at = 2026-11-23T06:00:00+01:00"
    if known == "later":  # it waited for signatures, as an ordinary article, until now
        newsroom.write(NEW)
        newsroom.update()
        newsroom.publish()
        assert traces(newsroom)
    embargoed(newsroom, head)
    if known == "broken":
        newsroom.replace(newsroom.articles / NEW / "summary.toml", "headline =", "headline = =")
    report = newsroom.publish()
    if known == "restarted":
        restart(newsroom)
        newsroom.publish()
        newsroom.sign(NEW, "uk", "fire", name="John Doe")
        newsroom.publish()
    assert traces(newsroom) == []
    assert NEW not in newsroom.client().get("/readyz").text
    assert any(NEW in str(problem) for problem in report.problems) is (known == "broken")


def test_an_embargo_that_is_written_but_not_signed_holds_back(newsroom: Newsroom) -> None:
    """To hold back needs no signature; to let go needs one under the whole."""
    embargoed(newsroom, "")
    newsroom.replace(
        newsroom.articles / NEW / "summary.toml", "language =",
        "publish_at = 2026-11-23T06:00:00Z\nlanguage =",
    )  # fmt: skip
    newsroom.publish()
    assert statuses(newsroom) == [404, 404]


def test_a_signed_embargo_is_not_lifted_by_a_line_in_a_file(newsroom: Newsroom) -> None:
    """Whoever takes the line away has not signed."""
    embargoed(newsroom, "publish_at = 2026-11-23T06:00:00Z")
    newsroom.replace(
        newsroom.articles / NEW / "summary.toml", "publish_at = 2026-11-23T06:00:00Z\n", ""
    )
    newsroom.publish()
    assert statuses(newsroom) == [404, 404]
    newsroom.sign(NEW, "en")
    newsroom.publish()
    assert statuses(newsroom) == [200, 200]


def test_what_is_up_stays_as_it_is_until_the_next_version_is_due(newsroom: Newsroom) -> None:
    """Also its sentences that are signed again; then all changes at once."""
    slug = "harbor-fire"
    embargoed(newsroom, "publish_at = 2026-11-22T14:00:00Z", slug)
    newsroom.translate(slug, "uk", {"fire": ["{day} у порту згорів склад, сказали пожежники."]})
    newsroom.sign(slug, "uk")
    newsroom.publish()
    assert "повідомили пожежники" in newsroom.client().get(f"/uk/{slug}").text
    restart(newsroom)
    newsroom.publish()
    newsroom.now += 2 * HOUR
    newsroom.publisher.poll()
    assert "сказали пожежники" in newsroom.client().get(f"/uk/{slug}").text


def test_a_withdrawal_taken_back_brings_the_words_of_before_until_the_next_are_due(
    newsroom: Newsroom,
) -> None:
    """Neither the new ones before their time, nor none."""
    slug = "harbor-fire"
    newsroom.publish()
    embargoed(newsroom, "publish_at = 2026-11-22T14:00:00Z", slug)
    newsroom.translate(slug, "uk", {"fire": ["{day} у порту згорів склад, сказали пожежники."]})
    newsroom.sign(slug, "uk")
    down = newsroom.withdraw(slug)
    newsroom.publish()
    assert statuses(newsroom, slug) == [410, 410]
    newsroom.undo(down)
    newsroom.publish()
    assert newsroom.client().get(f"/api/v1/articles/{slug}/summary?lang=uk").json["state"] == (
        "pending"
    )
    assert "повідомили пожежники" in newsroom.client().get(f"/uk/{slug}").text
    newsroom.now += 2 * HOUR
    newsroom.publisher.poll()
    assert "сказали пожежники" in newsroom.client().get(f"/uk/{slug}").text


def test_a_clock_set_back_takes_nothing_down(newsroom: Newsroom) -> None:
    embargoed(newsroom, "publish_at = 2026-11-22T11:00:00Z")
    newsroom.publish()
    assert statuses(newsroom) == [200, 200]
    newsroom.now -= 24 * HOUR
    restart(newsroom)
    newsroom.publish()
    assert statuses(newsroom) == [200, 200]


def test_languages_that_go_up_together_wait_for_each_other(newsroom: Newsroom) -> None:
    """Nothing goes up before the last one named is signed; status says what is missing."""
    newsroom.write(NEW, f'together = ["uk", "de"]\n{SUMMARY}')
    newsroom.update("de")
    newsroom.translate(NEW, "uk", UKRAINIAN)
    newsroom.translate(
        NEW, "de",
        {"headline": ["Brand im Hafen"], "fire": ["Am {day} brannte im Hafen ein Lager ab, so die "
         "Feuerwehr."], "hurt": ["{hurt} Mensch wurde verletzt, {tons} Tonnen Getreide.",
         "{hurt} Menschen wurden verletzt, {tons} Tonnen Getreide."]},
    )  # fmt: skip
    for locale in ("en", "uk"):
        newsroom.sign(NEW, locale)
    newsroom.publish()
    assert statuses(newsroom) == [404, 404]
    newsroom.sign(NEW, "de")
    newsroom.publish()
    assert statuses(newsroom) == [200, 200]


def test_a_withdrawn_language_holds_nobody_up(newsroom: Newsroom) -> None:
    newsroom.write(NEW, f'together = ["uk", "de"]\n{SUMMARY}')
    newsroom.update("de")
    newsroom.translate(NEW, "uk", UKRAINIAN)
    for locale in ("en", "uk"):
        newsroom.sign(NEW, locale)
    newsroom.withdraw(NEW, "de")
    newsroom.publish()
    assert statuses(newsroom) == [200, 200]


def test_status_says_when_and_what_for(newsroom: Newsroom, tmp_path: Path) -> None:
    """In the newsroom's time, and which languages are missing."""
    from service.editions.plan import Planner

    embargoed(newsroom, 'publish_at = 2026-11-23T06:00:00Z\ntogether = ["uk", "de"]')
    rows, _problems = Planner(newsroom.project, newsroom.editions, lambda: newsroom.now).article(
        NEW
    )
    assert "goes up at 2026-11-23 06:00" in rows[0].describe()
    newsroom.now += 24 * HOUR
    rows, _problems = Planner(newsroom.project, newsroom.editions, lambda: newsroom.now).article(
        NEW
    )
    assert "waits for de" in rows[0].describe()
    shutil.rmtree(newsroom.editions)
