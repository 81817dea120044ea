"""``summaries rename``: another address, the same article."""

from __future__ import annotations

import datetime
import re
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import SUMMARY, UKRAINIAN, Newsroom

from service.editions import renaming, store
from service.editions.plan import Planner
from service.review import journal
from service.review.sign import Reviewer

OLD, NEW = "harbor-fire", "warehouse-fire"
BY = ("--name", "Jane Doe")


@pytest.fixture(autouse=True)
def _clock(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands have the newsroom's clock: what they write is not ahead of its publisher."""
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)


def summary(newsroom: Newsroom, slug: str, locale: str = "uk") -> dict[str, object]:
    answer: dict[str, object] = (
        newsroom.client().get(f"/api/v1/articles/{slug}/summary?lang={locale}").json
    )
    return answer


def test_readers_of_the_old_address_are_sent_on(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """In every language, page, API, embed and source alike, with their query; to one address."""
    result = run("rename", OLD, NEW, *BY)
    assert result.exit_code == 0, result.output
    window = newsroom.client()
    for path in (
        "/uk/{}", "/en/{}", "/uk/{}/embed", "/articles/{}", "/articles/{}/source?lang=uk",
        "/api/v1/articles/{}", "/api/v1/articles/{}/summary?lang=uk&format=text",
    ):  # fmt: skip
        answer = window.get(path.format(OLD))
        assert (answer.status_code, answer.headers["Location"]) == (308, path.format(NEW)), path
        assert window.get(path.format(NEW), follow_redirects=True).status_code == 200, path
    assert OLD not in window.get("/uk/").text
    assert OLD not in window.get("/sitemap.xml").text
    assert not store.path(newsroom.editions, OLD, "uk").exists()
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 308


def test_one_signature_is_enough(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The source's headline; every other signature is read on from the old journal."""
    before = journal.read(newsroom.journal, OLD).lines
    run("rename", OLD, NEW, *BY)
    lines = journal.read(newsroom.journal, NEW).lines
    assert [line.kind for line in lines] == ["renamed", "signed"]
    assert [x.kind for x in journal.read(newsroom.journal, OLD).lines[len(before) :]] == ["renamed"]
    assert newsroom.states(NEW) == {"en": "current", "uk": "current", "de": "incomplete"}
    assert run("status").exit_code == 0


def test_dates_corrections_and_the_feeds_entry_stay(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """An article with another address is not news."""
    newsroom.now += datetime.timedelta(days=1)
    folder = newsroom.articles / OLD
    newsroom.replace(folder / "article.txt", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "value = 5", "value = 6")
    newsroom.update()
    newsroom.sign(OLD, "en")
    newsroom.publish()
    before, feed = summary(newsroom, OLD), newsroom.client().get("/uk/feed.atom").text
    run("rename", OLD, NEW, *BY)
    after = summary(newsroom, NEW)
    assert (after["published"], after["corrections"]) == (
        before["published"], before["corrections"],
    )  # fmt: skip
    assert after["statements"] == before["statements"]

    def ids(text: str) -> list[str]:
        return [line.strip() for line in text.splitlines() if "<id>" in line]

    assert ids(newsroom.client().get("/uk/feed.atom").text) == ids(feed)


def test_twice_renamed_leads_to_the_last_name(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    run("rename", OLD, NEW, *BY)
    assert run("rename", NEW, "port-fire", *BY).exit_code == 0
    window = newsroom.client()
    for slug in (OLD, NEW):
        assert window.get(f"/uk/{slug}").headers["Location"] == "/uk/port-fire"
    assert window.get("/uk/port-fire").status_code == 200


@pytest.mark.parametrize(
    ("new", "said"),
    [
        ("Bad Name", "lower-case letters"),
        ("service", "lower-case letters"),
        (OLD, "has that name already"),
        ("mill-fire", "choose another name"),
        ("was-here", "choose another name"),
    ],
)
def test_a_name_that_cannot_be_given_changes_nothing(newsroom: Newsroom, run, new, said) -> None:  # type: ignore[no-untyped-def]
    """One sentence, and everything is where it was."""
    newsroom.write("mill-fire", SUMMARY)
    journal.append(newsroom.journal, "was-here", "removed", "Jane Doe", newsroom.now, {})
    result = run("rename", OLD, new, *BY)
    assert result.exit_code == 1
    assert said in result.stderr
    assert (newsroom.articles / OLD).exists()
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 200


def test_who_may_not_sign_the_source_renames_nothing(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Nor does a line in a journal of a name that may not."""
    newsroom.appoint('[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n')
    result = run("rename", OLD, NEW, "--name", "Mallory")
    assert result.exit_code == 1
    assert "not listed" in result.stderr
    at = newsroom.now
    journal.append(newsroom.journal, NEW, "renamed", "Mallory", at, {"from": OLD})
    newsroom.articles.joinpath(OLD).rename(newsroom.articles / NEW)
    for locale in ("en", "uk"):
        newsroom.path(OLD, locale).rename(newsroom.path(NEW, locale))
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{NEW}").status_code == 404


def test_a_rename_that_is_dated_in_the_future_does_not_count(newsroom: Newsroom) -> None:
    """As nothing else that gives something: not until its day."""
    at = newsroom.now + datetime.timedelta(days=3)
    journal.append(newsroom.journal, NEW, "renamed", "Jane Doe", at, {"from": OLD})
    newsroom.articles.joinpath(OLD).rename(newsroom.articles / NEW)
    for locale in ("en", "uk"):
        newsroom.path(OLD, locale).rename(newsroom.path(NEW, locale))
    newsroom.sign(NEW, "en", "headline")
    for moment, state in ((newsroom.now, "incomplete"), (at, "current")):
        planner = Planner(newsroom.project, newsroom.editions, lambda moment=moment: moment)
        rows, _problems = planner.article(NEW)
        assert {row.locale: row.state for row in rows}["uk"] == state


def test_signatures_are_judged_by_the_time_of_the_rename(tmp_path: Path) -> None:
    """Not by another clock: what is signed then was signed."""
    room = Newsroom(tmp_path / "later")
    room.now = datetime.datetime(2099, 1, 1, tzinfo=datetime.UTC)
    (room.locales / "en" / "LC_MESSAGES").mkdir(parents=True)
    room.write(OLD)
    room.update()
    room.sign(OLD, "en")
    room.publish()
    later = room.now + datetime.timedelta(hours=1)
    assert renaming.rename(room.publisher, OLD, NEW, Reviewer("Jane Doe"), later) == []
    assert room.client().get(f"/en/{NEW}").status_code == 200


def test_a_withdrawn_article_is_not_renamed_into_sight(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    newsroom.withdraw(OLD, "uk")
    newsroom.publish()
    assert "take that back first" in run("rename", OLD, NEW, *BY).stderr
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 410


def test_a_rename_that_was_interrupted_goes_on(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Its files half moved, and nothing signed yet."""
    journal.append(newsroom.journal, NEW, "renamed", "Jane Doe", newsroom.now, {"from": OLD})
    newsroom.articles.joinpath(OLD).rename(newsroom.articles / NEW)
    result = run("rename", OLD, NEW, *BY)
    assert result.exit_code == 0, result.output
    assert newsroom.client().get(f"/uk/{NEW}").status_code == 200
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 308


def test_the_old_name_leads_commands_to_the_new_one(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    run("rename", OLD, NEW, *BY)
    assert f"is called “{NEW}” now" in run("withdraw", OLD, *BY).stderr
    run("rename", NEW, "third-name", *BY)
    assert f"“{OLD}” is called “third-name” now" in run("withdraw", OLD, *BY).stderr


def test_history_goes_on_under_the_new_name(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """What was signed under the old one is told; the rename is no gap in it."""
    run("rename", OLD, NEW, *BY)
    newsroom.translate(NEW, "uk", {"headline": ["Пожежа на складі"]})
    newsroom.sign(NEW, "uk", "headline")
    result = run("history", f"uk/{NEW}/headline")
    assert result.exit_code == 0, result.output
    assert "Пожежа складу в порту" in result.output
    assert "words now:    Пожежа {+на+} {+складі+}" in result.output
    assert run("history", f"uk/{NEW}/fire").exit_code == 0


@pytest.mark.parametrize("command", ["withdraw", "remove"])
def test_what_is_up_under_the_old_name_goes_down_with_the_new_one(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, command: str
) -> None:
    """The headline was not signed when it was renamed: readers have the old address."""
    newsroom.replace(
        newsroom.articles / OLD / "summary.toml", 'headline = "Ware', 'headline = "A ware'
    )
    newsroom.update()
    run("rename", OLD, NEW, *BY)
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 200
    more = ("--yes",) if command == "remove" else ()
    result = run(command, NEW, "--reason", "It was false.", *BY, *more)
    assert result.exit_code == 0, result.output
    assert f"uk, as {OLD}: withdrawn: readers get the notice (410)" in result.output
    answer = newsroom.client().get(f"/uk/{OLD}")
    assert (answer.status_code, "It was false." in answer.text) == (410, True)
    assert run("status").exit_code == 0


def test_a_name_that_was_given_up_is_not_taken_back(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Caches and readers remember that it leads elsewhere (308): back and forth would be a loop."""
    run("rename", OLD, NEW, *BY)
    result = run("rename", NEW, OLD, *BY)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert f"“{OLD}” was this article's name before" in result.stderr
    assert newsroom.client().get(f"/uk/{OLD}").headers["Location"] == f"/uk/{NEW}"
    assert newsroom.client().get(f"/uk/{NEW}").status_code == 200


def test_what_is_rejected_after_a_rename_brings_nothing_older_back(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run
) -> None:
    """Words from under the earlier name had been replaced: they stay away, in an empty folder too.

    Signed again, it goes on from what was up: the day it went up, its revision, its corrections.
    """
    assert run("rename", OLD, NEW, *BY).exit_code == 0
    first = summary(newsroom, NEW)
    newsroom.now += datetime.timedelta(days=1)
    folder = newsroom.articles / NEW
    newsroom.replace(folder / "article.txt", "1,200", "1,300")
    newsroom.replace(folder / "summary.toml", "1,200", "1,300")
    newsroom.replace(folder / "summary.toml", "value = 1200", "value = 1300")
    newsroom.update()
    newsroom.sign(NEW, "en")
    newsroom.translate(NEW, "uk", {"fire": ["{day} у порту вночі згорів склад, кажуть пожежники."]})
    newsroom.sign(NEW, "uk", "fire")
    newsroom.publish()
    before = summary(newsroom, NEW)
    newsroom.reject(NEW, "uk", "fire", "Nobody said so.", keep=False)
    for _ in range(2):
        newsroom.publish()
        assert newsroom.client().get(f"/uk/{NEW}").status_code == 404
    for file in (newsroom.editions / NEW).glob("*.json"):
        file.unlink()
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{NEW}").status_code == 404
    newsroom.now += datetime.timedelta(days=1)
    newsroom.translate(NEW, "uk", {"fire": ["{day} у порту згорів склад, кажуть пожежники."]})
    newsroom.sign(NEW, "uk", "fire")
    newsroom.publish()
    after = summary(newsroom, NEW)
    assert after["published"] == first["published"]
    assert after["corrections"] == before["corrections"] != []
    assert after["revision"] == int(str(before["revision"])) + 1


def test_a_new_name_that_waits_for_a_signature_is_not_called_gone(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run
) -> None:
    """Readers keep the old address; who is told to remove it would take the article down."""
    newsroom.replace(newsroom.articles / OLD / "article.txt", "within ten days", "within two weeks")
    assert run("rename", OLD, NEW, *BY).exit_code == 1
    report = newsroom.publish()
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 200
    for said in (str(report.problems), run("status").stderr):
        assert f"is called “{NEW}” now" in said and "remove" not in said
    newsroom.sign(NEW, "en", "headline")
    assert newsroom.publish().problems == []
    assert newsroom.client().get(f"/uk/{OLD}").status_code == 308


def reuse(newsroom: Newsroom) -> None:
    """Make another article under the old name by hand, with a statement of the same id; sign it."""
    text = "Flood in the valley\nThe river rose by a metre on Monday, the mayor said.\n"
    newsroom.write(
        OLD,
        'language = "en"\nheadline = "Flood in the valley"\n[[statements]]\nid = "fire"\n'
        'text = "The river rose, the mayor said."\n'
        'evidence = ["The river rose by a metre on Monday, the mayor said."]\n',
        text,
    )
    newsroom.update()
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.sign(OLD, "en")


@pytest.mark.parametrize("again", [True, False])
def test_no_other_article_gets_its_sentences_in_by_the_old_name(
    newsroom: Newsroom, run: Callable[..., object], again: bool
) -> None:
    """Nor what comes after the rename, whoever signs it; nor does it take the old address."""
    run("rename", OLD, NEW, *BY)
    before = [summary(newsroom, NEW, locale)["statements"] for locale in ("en", "uk")]
    reuse(newsroom)
    if not again:  # the article's files changed as well: it is looked into in any case
        (newsroom.articles / NEW / "summary.toml").touch()
    report = newsroom.publish()
    assert [summary(newsroom, NEW, locale)["statements"] for locale in ("en", "uk")] == before
    assert newsroom.client().get(f"/en/{OLD}").headers["Location"] == f"/en/{NEW}"
    (problem,) = report.problems
    assert f"is an earlier name of “{NEW}”" in str(problem)
    shutil.rmtree(newsroom.articles / NEW)  # a rename that was taken back, as in git
    (newsroom.articles / OLD / "summary.toml").touch()
    newsroom.publish()
    assert newsroom.client().get(f"/en/{OLD}").status_code == 200


def test_what_another_branch_signed_under_the_old_name_counts(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """It did not know of the rename, and came by a merge."""
    path = journal.path(newsroom.journal, OLD)
    known = path.read_bytes()
    words = ["{day} у порту згорів склад, сказали пожежники."]
    newsroom.translate(OLD, "uk", {"fire": words})
    newsroom.sign(OLD, "uk", "fire")
    branch = path.read_bytes().removeprefix(known)
    path.write_bytes(known)
    run("rename", OLD, NEW, *BY)
    path.write_bytes(path.read_bytes() + branch)
    (newsroom.articles / NEW / "summary.toml").touch()
    newsroom.publish()
    assert "сказали" in str(summary(newsroom, NEW)["statements"])


def test_two_articles_of_one_earlier_name_are_two_entries(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Two people renamed it, each on their branch: readers of feeds get both, each as its own."""
    folders = [newsroom.articles, newsroom.journal, newsroom.locales]
    for folder in folders:
        shutil.copytree(folder, newsroom.folder / "branch" / folder.name)
    run("rename", OLD, NEW, *BY)
    branch = Newsroom(newsroom.folder / "branch")
    renaming.rename(branch.publisher, OLD, "port-fire", Reviewer("Jane Doe"), newsroom.now)
    for folder in folders:
        shutil.copytree(branch.folder / folder.name, folder, dirs_exist_ok=True)
    newsroom.publish()
    ids = re.findall("<id>(.*)</id>", newsroom.client().get("/uk/feed.atom").text)
    assert len(ids) == len(set(ids)) == 3


def test_a_rename_of_which_only_half_arrived_takes_nothing_down(newsroom: Newsroom) -> None:
    """A commit has the new name, and not what the old journal says of it: both stay up."""
    folders = [newsroom.articles, newsroom.journal, newsroom.locales]
    for folder in folders:
        shutil.copytree(folder, newsroom.folder / "branch" / folder.name)
    branch = Newsroom(newsroom.folder / "branch")
    renaming.rename(branch.publisher, OLD, NEW, Reviewer("Jane Doe"), newsroom.now)
    for folder in folders:
        without = shutil.ignore_patterns(f"{OLD}*")
        shutil.copytree(branch.folder / folder.name, folder, ignore=without, dirs_exist_ok=True)
    newsroom.publish()
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.translate(NEW, "uk", UKRAINIAN | {"headline": ["Пожежа в порту: згорів склад"]})
    newsroom.sign(NEW, "uk")
    newsroom.publish()
    window = newsroom.client()
    assert window.get(f"/uk/{NEW}").status_code == 200
    assert window.get(f"/uk/{OLD}").status_code == 200


def test_an_old_journal_that_is_put_back_undoes_no_rename(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The publisher knew that the article has another name: its readers are still sent there."""
    folders = [newsroom.articles, newsroom.journal, newsroom.locales]
    for folder in folders:
        shutil.copytree(folder, newsroom.folder / "backup" / folder.name)
    run("rename", OLD, NEW, *BY)
    for folder in folders:
        backup = newsroom.folder / "backup" / folder.name
        shutil.copytree(backup, folder, dirs_exist_ok=True)
    problems = newsroom.publish().problems
    assert any("a line of the journal is gone" in problem.text for problem in problems)
    window = newsroom.client()
    assert window.get(f"/uk/{NEW}").status_code == 200
    assert window.get(f"/uk/{OLD}").status_code == 308
