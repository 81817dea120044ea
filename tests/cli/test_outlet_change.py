"""``summaries correct --outlet-changed``: readers are told that the outlet changed its article."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest
from click.testing import Result
from conftest import ARTICLE, Newsroom
from lxml import html

from service.editions import store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.review import journal

SLUG = "harbor-fire"
BY = ("--name", "Jane Doe")
SAYS, TAKES_BACK = ("--outlet-changed", *BY), ("--outlet-unchanged", *BY)
ENGLISH = (
    "Note of November 24, 2026: the outlet has changed its article. "
    "This summary rests on the earlier text."
)
UKRAINIAN = "Примітка від 24 листопада 2026 року: видання змінило свою статтю."
DAY = datetime.timedelta(days=1)
Run = Callable[..., Result]


@pytest.fixture
def later(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """The newsroom two days after its article went up; commands have its clock."""
    newsroom.now += 2 * DAY
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)
    return newsroom


@pytest.fixture
def changed(later: Newsroom, run: Run) -> Newsroom:
    """The same after the outlet said that six people were hurt, not five."""
    assert again(later, run, "Five people were hurt", "Six people were hurt").exit_code == 1
    return later


@pytest.fixture
def noticed(changed: Newsroom, run: Run) -> Newsroom:
    """The same after readers were told so."""
    result = run("correct", SLUG, *SAYS)
    assert result.exit_code == 0, result.output
    changed.publish()
    return changed


def again(room: Newsroom, run: Run, old: str, new: str) -> Result:
    """Put the outlet's new text in."""
    page = room.folder / "new.txt"
    assert old in ARTICLE
    page.write_text(ARTICLE.replace(old, new))
    return run("new", str(page), "--again", SLUG)


def notices(room: Newsroom, path: str) -> list[str]:
    document = html.document_fromstring(room.client().get(path).get_data(as_text=True))
    return [" ".join(part.text_content().split()) for part in document.find_class("notice")]


def summary(room: Newsroom, locale: str) -> dict[str, object]:
    answer: dict[str, object] = (
        room.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}").json
    )
    return answer


def days(room: Newsroom) -> list[object]:
    """Return what the API says of the notice, in English and Ukrainian."""
    return [summary(room, locale)["outlet_changed"] for locale in ("en", "uk")]


def in_line(room: Newsroom, word: str = "Six", value: int = 6) -> None:
    """Bring the summary in line with the outlet's new text, and sign it."""
    path = room.articles / SLUG / "summary.toml"
    room.replace(path, "Five people", f"{word} people")
    room.replace(path, "value = 5", f"value = {value}")
    room.update()
    room.sign(SLUG, "en")
    room.publish()


def test_readers_are_told_once_the_editor_says_so(changed: Newsroom, run: Run) -> None:
    """Though the summary cannot be used with the new text: on pages, in frame, feed, API, text."""
    changed.publish()
    assert days(changed) == [None, None]
    assert "outlet" not in " ".join(notices(changed, f"/en/{SLUG}"))
    before = summary(changed, "uk")
    result = run("correct", SLUG, *SAYS)
    assert (result.exit_code, result.stderr) == (0, "")
    assert f"commit: journal/{SLUG}.jsonl" in result.output
    changed.publish()
    assert days(changed) == ["2026-11-24", "2026-11-24"]
    assert ENGLISH in notices(changed, f"/en/{SLUG}")
    assert UKRAINIAN in " ".join(notices(changed, f"/uk/{SLUG}"))
    assert ENGLISH in notices(changed, f"/en/{SLUG}/embed")
    after = summary(changed, "uk")
    assert (after["headline"], after["statements"]) == (before["headline"], before["statements"])
    assert after["revision"] == int(str(before["revision"])) + 1
    assert str(after["updated"]).startswith("2026-11-24")
    window = changed.client()
    feed = ElementTree.fromstring(window.get("/en/feed.atom").data)
    assert ENGLISH in " ".join(feed.itertext())
    for kind in ("text", "markdown"):
        assert ENGLISH in window.get(
            f"/api/v1/articles/{SLUG}/summary?lang=en&format={kind}"
        ).get_data(as_text=True)  # fmt: skip


def test_the_notice_goes_once_the_summary_is_signed_for_the_new_text(noticed: Newsroom) -> None:
    """In every language, whose figures follow; the day's revision stays in the record."""
    noticed.now += DAY
    in_line(noticed)
    assert days(noticed) == [None, None]
    assert "outlet" not in " ".join(notices(noticed, f"/en/{SLUG}"))
    assert "6 людей" in str(summary(noticed, "uk")["statements"])


def test_another_signature_under_the_old_text_leaves_it(noticed: Newsroom) -> None:
    """Who signs the headline over the earlier text signs nothing newer."""
    new = (noticed.articles / SLUG / "article.txt").read_text()
    (noticed.articles / SLUG / "article.txt").write_text(ARTICLE)
    noticed.now += DAY
    noticed.sign(SLUG, "en", "headline", name="John Doe")
    (noticed.articles / SLUG / "article.txt").write_text(new)
    noticed.publish()
    assert days(noticed) == ["2026-11-24", "2026-11-24"]


def test_a_language_that_stays_behind_says_that_the_summary_was_changed(
    noticed: Newsroom,
) -> None:
    """A sentence that changes with the new text is outdated where it is not translated."""
    path = noticed.articles / SLUG / "summary.toml"
    noticed.replace(path, "{hurt} people were hurt", "{hurt} people were injured")
    noticed.replace(path, "{hurt} person was hurt", "{hurt} person was injured")
    in_line(noticed)
    assert summary(noticed, "uk")["state"] == "outdated"
    assert days(noticed) == [None, None]


def test_it_is_taken_back(noticed: Newsroom, run: Run) -> None:
    result = run("correct", SLUG, *TAKES_BACK)
    assert (result.exit_code, result.stderr) == (0, "")
    noticed.publish()
    assert days(noticed) == [None, None]
    assert "nothing to take back" in run("correct", SLUG, *TAKES_BACK).stderr
    noticed.now += DAY
    assert run("correct", SLUG, *SAYS).exit_code == 0  # the editor thinks again
    noticed.publish()
    assert days(noticed) == ["2026-11-25", "2026-11-25"]


def test_the_outlet_goes_back_to_its_earlier_text(noticed: Newsroom, run: Run) -> None:
    """The summary rests on what is there: the command says how to take the notice back."""
    noticed.now += DAY
    result = again(noticed, run, "the", "the")
    assert f"summaries correct {SLUG} --outlet-unchanged" in result.output
    assert "it is signed for that text" in result.output
    assert "summaries review" not in result.output
    assert run("correct", SLUG, *TAKES_BACK).exit_code == 0
    noticed.publish()
    assert days(noticed) == [None, None]


def test_the_outlet_changes_its_text_once_more(noticed: Newsroom, run: Run) -> None:
    """That may be told again: the notice has the later day; one takes back both."""
    noticed.now += DAY
    result = again(noticed, run, "Five people were hurt", "Seven people were hurt")
    assert f"summaries correct {SLUG} --outlet-changed" in result.output
    assert run("correct", SLUG, *SAYS).exit_code == 0
    noticed.publish()
    assert days(noticed) == ["2026-11-25", "2026-11-25"]
    assert run("correct", SLUG, *TAKES_BACK).exit_code == 0
    noticed.publish()
    assert days(noticed) == [None, None]


def test_it_is_signed_for_a_text_that_is_newer_still(noticed: Newsroom, run: Run) -> None:
    """Of which nobody said anything: it rests on what the outlet has now."""
    noticed.now += DAY
    again(noticed, run, "Five people were hurt", "Seven people were hurt")
    in_line(noticed, "Seven", 7)
    assert days(noticed) == [None, None]


def test_the_next_step_is_printed(later: Newsroom, run: Run) -> None:
    """By the command that takes the new text in, and by the list of what changed."""
    result = again(later, run, '"within ten days."', '"within two weeks."')
    step = f"summaries correct {SLUG} --outlet-changed --name NAME"
    assert (result.exit_code, step in result.output) == (0, True)
    assert step in run("correct", SLUG).output
    assert run("correct", SLUG, *SAYS).exit_code == 0
    assert step not in run("correct", SLUG).output


def test_status_and_history_tell_of_it(noticed: Newsroom, run: Run) -> None:
    """Who said it, when; and that it was taken back."""
    said = "readers are told that the outlet changed its article (2026-11-24)"
    assert run("status", "--article", SLUG).output.count(said) == 2
    rows = json.loads(run("status", "--format", "json").stdout)["articles"]
    days = {row["locale"]: row["outlet_changed"] for row in rows if row["article"] == SLUG}
    assert days == {"en": "2026-11-24", "uk": "2026-11-24", "de": None}
    run("correct", SLUG, *TAKES_BACK)
    lines = run("history", f"en/{SLUG}/headline").output.splitlines()
    assert lines[-2:] == [
        "2026-11-24T12:00:00Z  readers told that the outlet changed its article, by Jane Doe",
        "2026-11-24T12:00:00Z  readers told no more that the outlet changed its article, "
        "by Jane Doe",
    ]
    events = json.loads(run("history", f"en/{SLUG}/headline", "--format", "json").stdout)
    assert [event["changed"] for event in events[-2:]] == [True, False]
    assert "outlet" not in run("history", f"uk/{SLUG}/headline").output
    assert run("status", "--article", SLUG).output.count(said) == 0


def test_it_survives_an_empty_editions_folder(noticed: Newsroom) -> None:
    """The day, the revision, the time are those of before."""
    before = {n: store.load(store.path(noticed.editions, SLUG, n)) for n in ("en", "uk")}
    for file in noticed.editions.rglob("*.json"):
        file.unlink()
    noticed.now += 30 * DAY
    Publisher(noticed.project, noticed.editions, lambda: noticed.now).publish()
    after = {n: store.load(store.path(noticed.editions, SLUG, n)) for n in ("en", "uk")}
    assert before == after
    assert days(noticed) == ["2026-11-24", "2026-11-24"]


def test_an_export_has_it(
    noticed: Newsroom, tmp_path: Path, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its page, as the window has it; and it goes with the next export after it is taken back."""
    monkeypatch.setenv("SUMMARIES_BASE_URL", "https://news.example")
    out = tmp_path / "site"

    def exported() -> str:
        run("export", str(out))
        page = out / "site" / "en" / f"{SLUG}.html"
        return " ".join(html.document_fromstring(page.read_text()).text_content().split())

    assert ENGLISH in exported()
    assert run("correct", SLUG, *TAKES_BACK).exit_code == 0
    noticed.publish()
    assert "outlet has changed" not in exported()


# --- what an editor can get wrong ---------------------------------------------------------------


def test_it_is_said_twice(noticed: Newsroom, run: Run) -> None:
    result = run("correct", SLUG, *SAYS)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "told already" in result.stderr and "Jane Doe, 2026-11-24" in result.stderr


def test_there_is_no_new_text(later: Newsroom, run: Run) -> None:
    result = run("correct", SLUG, *SAYS)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert f"summaries new --again {SLUG} FILE" in result.stderr


def test_it_was_never_said(changed: Newsroom, run: Run) -> None:
    result = run("correct", SLUG, *TAKES_BACK)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "there is nothing to take back" in result.stderr


def test_the_article_is_withdrawn(changed: Newsroom, run: Run) -> None:
    changed.withdraw(reason="It was false.")
    changed.publish()
    for option in (SAYS, TAKES_BACK):
        result = run("correct", SLUG, *option)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert "is withdrawn (2026-11-24)" in result.stderr


def test_nothing_is_up(changed: Newsroom, run: Run) -> None:
    for file in (changed.editions / SLUG).glob("*.json"):
        file.unlink()
    result = run("correct", SLUG, *SAYS)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "no language of “harbor-fire” is up" in result.stderr


def test_who_says_it_may_not_sign(changed: Newsroom, run: Run) -> None:
    """One sentence; the journal is as it was."""
    changed.appoint(
        '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["en", "uk"]\n'
        '[[reviewers]]\nname = "Ann Smith"\nkind = "person"\nlanguages = ["uk"]\n'
    )
    before = journal.path(changed.journal, SLUG).read_bytes()
    for name, said in (("Nobody", "is not listed"), ("Ann Smith", "may not sign en")):
        result = run("correct", SLUG, "--outlet-changed", "--name", name)
        assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
        assert said in result.stderr
    assert journal.path(changed.journal, SLUG).read_bytes() == before
    result = run("correct", SLUG, "--outlet-changed")
    assert (result.exit_code, "say who decides" in result.stderr) == (2, True)


def test_one_thing_at_a_time(changed: Newsroom, run: Run) -> None:
    for more in (("--outlet-unchanged",), ("--typo",), ("--note", "x"), ("--statement", "hurt")):
        assert run("correct", SLUG, *SAYS, *more).exit_code == 2


def test_the_article_is_gone(changed: Newsroom, run: Run) -> None:
    (changed.articles / SLUG).rename(changed.folder / "elsewhere")
    result = run("correct", SLUG, *SAYS)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "put its folder back" in result.stderr


def test_a_clock_that_was_set_back(changed: Newsroom, run: Run) -> None:
    """The notice is not older than the summary that it stands above."""
    now = changed.now
    changed.now = now - 400 * DAY
    assert run("correct", SLUG, *SAYS).exit_code == 0
    changed.now = now
    changed.publish()
    assert days(changed) == ["2026-11-22", "2026-11-22"]


# --- what others can do to the journal ----------------------------------------------------------


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"changed": True}, {"changed": "yes", "paragraphs": ["x"]},
        {"changed": True, "paragraphs": [1]}, {"changed": True, "paragraphs": []},
        {"changed": True, "paragraphs": "0" * 32}, {"changed": None, "paragraphs": None},
    ],
)  # fmt: skip
def test_a_line_that_says_nothing_usable(changed: Newsroom, fields: dict[str, object]) -> None:
    journal.append(changed.journal, SLUG, "outlet-changed", "Jane Doe", changed.now, fields)
    changed.publish()
    assert days(changed) == [None, None]


@pytest.mark.parametrize("name", ["Nobody", "Ann Smith"])
def test_a_line_of_somebody_who_may_not_sign_the_source(changed: Newsroom, name: str) -> None:
    """Neither the notice nor its end."""
    changed.appoint(
        '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["en", "uk"]\n'
        '[[reviewers]]\nname = "Ann Smith"\nkind = "person"\nlanguages = ["uk"]\n'
    )
    says = {"changed": True, "paragraphs": ["0" * 32]}
    ends = {"changed": False, "paragraphs": []}
    journal.append(changed.journal, SLUG, "outlet-changed", name, changed.now, says)
    changed.publish()
    assert days(changed) == [None, None]
    journal.append(changed.journal, SLUG, "outlet-changed", "Jane Doe", changed.now, says)
    journal.append(changed.journal, SLUG, "outlet-changed", name, changed.now, ends)
    changed.publish()
    assert days(changed) == ["2026-11-24", "2026-11-24"]


def test_who_said_it_leaves_the_list_of_signers(noticed: Newsroom) -> None:
    """What is up stays up."""
    noticed.appoint('[[reviewers]]\nname = "John Doe"\nkind = "person"\nlanguages = ["*"]\n')
    noticed.publish()
    assert days(noticed) == ["2026-11-24", "2026-11-24"]


def test_its_line_is_taken_out_of_the_journal(noticed: Newsroom, run: Run) -> None:
    """Readers keep the notice, the operator is told; a signer may go on without the line."""
    path = journal.path(noticed.journal, SLUG)
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:-1]))
    report = noticed.publish()
    assert "a line of the journal is gone: the notice of the outlet’s change" in str(
        [problem.text for problem in report.problems]
    )
    assert days(noticed) == ["2026-11-24", "2026-11-24"]
    result = run("history", "--accept-loss", SLUG, "--reviewer", "Jane Doe")
    assert result.exit_code == 0, result.output
    noticed.publish()
    assert days(noticed) == [None, None]


def test_of_two_that_do_not_know_of_each_other_the_notice_stands(
    noticed: Newsroom, run: Run
) -> None:
    """Two editors at once: one says it again, one takes the first back. Readers are told."""
    path = journal.path(noticed.journal, SLUG)
    before = path.read_bytes()
    assert run("correct", SLUG, *TAKES_BACK).exit_code == 0
    taken_back = path.read_bytes()[len(before) :]
    path.write_bytes(before)
    again(noticed, run, "Five people were hurt", "Seven people were hurt")
    assert run("correct", SLUG, *SAYS).exit_code == 0
    path.write_bytes(path.read_bytes() + taken_back)
    noticed.publish()
    assert days(noticed) == ["2026-11-24", "2026-11-24"]


# --- what is up otherwise -----------------------------------------------------------------------


def test_a_withdrawal_and_its_end(noticed: Newsroom, run: Run) -> None:
    """A notice of a withdrawal has no other; brought back, the summary has its own again."""
    digest = noticed.withdraw(reason="It was false.")
    noticed.publish()
    page = noticed.client().get(f"/en/{SLUG}")
    assert (page.status_code, "outlet has changed" in page.get_data(as_text=True)) == (410, False)
    noticed.undo(digest)
    noticed.publish()
    assert days(noticed) == ["2026-11-24", "2026-11-24"]


def test_a_rename_keeps_it(changed: Newsroom, run: Run) -> None:
    """The new name's headline is signed for the earlier text, or not at all."""
    page = changed.folder / "new.txt"
    page.write_text(ARTICLE.replace('"within ten days."', '"within two weeks."'))
    assert run("new", str(page), "--again", SLUG).exit_code == 0
    assert run("correct", SLUG, *SAYS).exit_code == 0
    changed.publish()
    result = run("rename", SLUG, "warehouse-fire", *BY)
    assert "sign the headline in en" in result.output + result.stderr
    changed.publish()
    assert days(changed) == ["2026-11-24", "2026-11-24"]


def test_a_summary_that_waits_for_its_time(changed: Newsroom, run: Run) -> None:
    """What is up while the next version waits has the notice meanwhile."""
    path = changed.articles / SLUG / "summary.toml"
    changed.replace(path, 'language = "en"\n',
                    'language = "en"\npublish_at = 2026-12-01T06:00:00+01:00\n')  # fmt: skip
    assert run("correct", SLUG, *SAYS).exit_code == 0
    changed.publish()
    assert days(changed) == ["2026-11-24", "2026-11-24"]
    in_line(changed)
    assert days(changed) == ["2026-11-24", "2026-11-24"]
    changed.now = datetime.datetime(2026, 12, 1, 6, tzinfo=datetime.UTC)
    changed.publish()
    assert days(changed) == [None, None]


def test_an_edition_without_the_field_is_read(newsroom: Newsroom) -> None:
    """Editions and logs that were written before there was a notice."""
    path = store.path(newsroom.editions, SLUG, "en")
    data = json.loads(path.read_bytes())
    del data["outlet_changed"]
    data.pop("proof", None), data.pop("key", None)
    path.write_bytes(newsroom.sealed(data))
    edition = store.load(path)
    assert isinstance(edition, Edition) and edition.outlet_changed is None
