"""Taking an article down never fails, and says what is true, whatever state its files are in."""

from __future__ import annotations

import datetime
import fcntl
import json
import os
import resource
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import SUMMARY, UKRAINIAN, Newsroom, without_root

from service.editions import index, store, takedown, withdrawing
from service.editions.article_publisher import ArticlePublisher
from service.editions.publisher import Publisher
from service.review import journal

SLUG = "harbor-fire"
BY = ("--name", "Jane Doe")
Run = Callable[..., Result]


def signers(room: Newsroom, **languages: list[str]) -> None:
    """Say who may sign: names with underscores for spaces."""
    room.appoint(
        "".join(
            f'[[reviewers]]\nname = "{name.replace("_", " ")}"\nkind = "person"\n'
            f"languages = {json.dumps(tags)}\n"
            for name, tags in languages.items()
        )
    )


def answers(room: Newsroom) -> dict[str, int]:
    window = room.client()
    return {lang: window.get(f"/{lang}/{SLUG}").status_code for lang in ("en", "uk")}


def poll(room: Newsroom) -> list[str]:
    """Look once, and once more for what the first round left; return what is wrong."""
    reports = [room.publisher.poll(), room.publisher.poll()]
    return [str(problem) for report in reports if report for problem in report.problems]


# --- every broken state --------------------------------------------------------------------------


def quote_no_longer_fits(room: Newsroom) -> None:
    room.replace(room.articles / SLUG / "article.txt", "Five people were hurt", "Nobody was hurt")


def toml_syntax_error(room: Newsroom) -> None:
    (room.articles / SLUG / "summary.toml").write_text('headline = "\n[[')


def old_table(room: Newsroom) -> None:
    room.write(summary=f'{SUMMARY}\n[withdrawn]\nuk = "No."\n')


def article_gone(room: Newsroom) -> None:
    shutil.rmtree(room.articles / SLUG)


def articles_gone(room: Newsroom) -> None:
    shutil.rmtree(room.articles)


def locale_gone(room: Newsroom) -> None:
    shutil.rmtree(room.locales / "uk")


def locales_gone(room: Newsroom) -> None:
    shutil.rmtree(room.locales)


def reviewers_broken(room: Newsroom) -> None:
    (room.locales / "reviewers.toml").write_text("[reviewers")


def other_article_bad(room: Newsroom) -> None:
    room.write("mill-fire", SUMMARY.replace("value = 5\n", f"value = {'9' * 4301}\n"))
    (room.articles / "fair").mkdir()
    (room.articles / "fair" / "summary.toml").mkdir()


def other_journal_bad(room: Newsroom) -> None:
    room.journal.mkdir(exist_ok=True)
    (room.journal / "mill-fire.jsonl").mkdir()
    (room.journal / "a-fire.jsonl").write_bytes(b"[" * 60_000)


def journal_torn(room: Newsroom) -> None:
    room.journal.mkdir(exist_ok=True)
    with journal.path(room.journal, SLUG).open("ab") as out:
        out.write(b'{"kind":"undone","of":"')


def index_gone(room: Newsroom) -> None:
    (room.editions / index.FILE).unlink()


def edition_broken(room: Newsroom) -> None:
    store.path(room.editions, SLUG, "uk").write_text("{")


def locales_file(room: Newsroom) -> None:
    shutil.rmtree(room.locales)
    room.locales.write_text("not a folder")


# What breaks, and the languages that are up again once the withdrawal is taken back.
STATES = {
    quote_no_longer_fits: (),
    toml_syntax_error: (),
    old_table: (),
    article_gone: (),
    articles_gone: (),
    locale_gone: ("en",),
    locales_gone: (),
    reviewers_broken: (),
    other_article_bad: ("en", "uk"),
    other_journal_bad: ("en", "uk"),
    journal_torn: ("en", "uk"),
    index_gone: ("en", "uk"),
    edition_broken: ("en", "uk"),
}
broken = pytest.mark.parametrize("spoil", STATES, ids=[state.__name__ for state in STATES])


@broken
def test_the_command_takes_down_whatever_is_broken(
    newsroom: Newsroom, run: Run, spoil: Callable[[Newsroom], None]
) -> None:
    """Every language, at once, confirmed; and the publisher, wherever it stands, agrees."""
    spoil(newsroom)
    result = run("withdraw", SLUG, "--reason", "It was false.", *BY)
    assert answers(newsroom) == {"en": 410, "uk": 410}
    assert (result.exit_code, "withdrawn: readers get the notice (410)" in result.stdout) == (
        0, True,
    )  # fmt: skip
    assert "within 0.5 seconds (SUMMARIES_REFRESH)" in result.stdout
    assert "exports" in result.stdout
    poll(newsroom)
    Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now).publish()
    assert answers(newsroom) == {"en": 410, "uk": 410}


@pytest.mark.parametrize("spoil", [*STATES, locales_file])
@pytest.mark.parametrize("fresh", [False, True], ids=["watching", "started"])
def test_the_publisher_takes_down_whatever_is_broken(
    newsroom: Newsroom, spoil: Callable[[Newsroom], None], fresh: bool
) -> None:
    """In its next poll, or as the first thing that a new one does."""
    newsroom.publisher.poll()
    spoil(newsroom)
    newsroom.publisher.poll()
    newsroom.withdraw(reason="It was false.")
    if fresh:
        newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}


@broken
def test_taking_it_back_says_what_is_up_and_what_stays_down(
    newsroom: Newsroom, run: Run, spoil: Callable[[Newsroom], None]
) -> None:
    """For each language; 0 only if all of them are up; the publisher does the same by itself."""
    newsroom.withdraw(reason="It was false.")
    newsroom.publish()
    if spoil is edition_broken:
        store.path(newsroom.editions, SLUG, "uk").write_text("{")
        newsroom.publish()
    else:
        spoil(newsroom)
    before = journal.path(newsroom.journal, SLUG).read_bytes()
    result = run("withdraw", SLUG, "--undo", *BY)
    up = STATES[spoil]
    assert {lang for lang, status in answers(newsroom).items() if status == 200} == set(up)
    assert result.exit_code == (0 if len(up) == 2 else 1)
    if spoil in (reviewers_broken, locales_gone):
        assert "locales/reviewers.toml" in result.output
        assert journal.path(newsroom.journal, SLUG).read_bytes() == before
    else:
        for lang in ("en", "uk"):
            assert f"  {lang}: {'up' if lang in up else 'stays down'}" in result.stdout
    poll(newsroom)
    assert {lang for lang, status in answers(newsroom).items() if status == 200} == set(up)


@broken
def test_the_publisher_brings_back_what_it_can(
    newsroom: Newsroom, spoil: Callable[[Newsroom], None]
) -> None:
    """No more than what is in order, and no less."""
    digest = newsroom.withdraw()
    newsroom.publish()
    spoil(newsroom)
    newsroom.publisher.poll()
    newsroom.undo(digest)
    poll(newsroom)
    found = answers(newsroom)
    assert {lang for lang, status in found.items() if status == 200} == set(STATES[spoil])


def test_a_workshop_that_cannot_be_looked_at_keeps_nothing_up(newsroom: Newsroom) -> None:
    """The rest of the round fails; withdrawals were first."""
    shutil.rmtree(newsroom.locales)
    newsroom.locales.symlink_to(newsroom.locales)  # a loop: whoever looks gets an error
    newsroom.withdraw()
    with pytest.raises(OSError, match="symbolic links"):
        newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_an_older_edition_put_back_is_replaced_in_the_next_poll(newsroom: Newsroom) -> None:
    """Renamed into its place or written over it, by whoever restores a backup."""
    path = store.path(newsroom.editions, SLUG, "uk")
    old = path.read_bytes()
    article_gone(newsroom)
    newsroom.withdraw(locale="uk")
    newsroom.publisher.poll()
    for restore in (path.write_bytes, lambda content: path.unlink() or path.write_bytes(content)):
        assert answers(newsroom) == {"en": 200, "uk": 410}
        restore(old)
        assert answers(newsroom)["uk"] != 200
        report = newsroom.publisher.poll()
        assert report is not None and report.written == [f"{SLUG}/uk (withdrawn, revision 1)"]
    assert answers(newsroom) == {"en": 200, "uk": 410}


def test_the_articles_text_goes_and_nothing_is_written_twice(newsroom: Newsroom) -> None:
    """A quiet newsroom costs nothing, also with something withdrawn."""
    assert store.path(newsroom.editions, SLUG, store.ORIGINAL).exists()
    article_gone(newsroom)
    newsroom.withdraw()
    newsroom.publisher.poll()
    assert not store.path(newsroom.editions, SLUG, store.ORIGINAL).exists()
    poll(newsroom)
    size = (newsroom.editions / index.FILE).stat().st_size
    assert newsroom.publisher.poll() is None
    assert (newsroom.editions / index.FILE).stat().st_size == size


def test_a_withdrawal_takes_effect_in_the_midst_of_a_long_round(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It does not wait for thousands of articles; nor is an edition made before it put up after."""
    monkeypatch.setattr("service.editions.publisher.ACT", 0.0)
    for slug in ("a-fire", "z-fire"):
        newsroom.write(slug)
    newsroom.update()
    for slug in ("a-fire", "z-fire"):
        newsroom.sign(slug, "en")
    seen: list[dict[str, int]] = []

    at_once = ArticlePublisher.publish_articles

    def slowly(self, slugs, before):  # type: ignore[no-untyped-def]
        if slugs == ["a-fire"] and not seen:
            newsroom.withdraw(SLUG)
            newsroom.withdraw("a-fire")
        if slugs == ["z-fire"]:
            seen.append(answers(newsroom))
        return at_once(self, slugs, before)

    monkeypatch.setattr(ArticlePublisher, "publish_articles", slowly)
    publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    publisher.publish()
    assert seen == [{"en": 410, "uk": 410}]
    assert not store.path(newsroom.editions, "a-fire", "en").exists()
    publisher.poll()
    assert newsroom.client().get("/en/a-fire").status_code == 410
    assert newsroom.client().get("/en/z-fire").status_code == 200


def test_many_articles_are_taken_down_and_published_by_every_core(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The processes that publish know what is withdrawn."""
    monkeypatch.setattr("service.editions.article_publisher.MANY", 2)
    monkeypatch.setattr("service.editions.article_publisher.PART", 1)
    newsroom.write("mill-fire")
    newsroom.update()
    newsroom.sign("mill-fire", "en")
    digest = newsroom.withdraw(SLUG, reason="It was false.")
    publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    shutil.rmtree(newsroom.editions)
    assert not publisher.publish().problems
    window = newsroom.client()
    assert "It was false." in window.get(f"/uk/{SLUG}").text
    assert window.get("/en/mill-fire").status_code == 200
    newsroom.undo(digest)
    publisher.publish()
    assert answers(newsroom) == {"en": 200, "uk": 200}


# --- who, and why --------------------------------------------------------------------------------


def test_anybody_takes_down_but_only_a_signers_reason_is_shown(
    newsroom: Newsroom, run: Run
) -> None:
    """The others' readers get the standard sentence alone; the command says so."""
    signers(newsroom, Jane_Doe=["en"], Ann=["de"])
    result = run("withdraw", SLUG, "--reason", "BUY THIS", "--name", "Ann")
    assert (result.exit_code, answers(newsroom)) == (0, {"en": 410, "uk": 410})
    assert "“Ann” may not sign this article" in result.stderr
    window = newsroom.client()
    for address in (f"/uk/{SLUG}", f"/api/v1/articles/{SLUG}"):
        assert "BUY THIS" not in window.get(address).text
    assert "<blockquote" not in window.get(f"/uk/{SLUG}").text
    answer = window.get(f"/api/v1/articles/{SLUG}/summary?lang=uk")
    assert (answer.status_code, answer.json["reason"]) == (410, "")
    assert run("withdraw", SLUG, "--reason", "It was false.", *BY).exit_code == 0
    assert "It was false." in newsroom.client().get(f"/uk/{SLUG}").text


@pytest.mark.parametrize(
    ("languages", "locale", "counts"),
    [
        (["en"], "all", True),
        (["en"], "uk", True),
        (["uk"], "uk", True),
        (["uk"], "all", False),
        (["de"], "uk", False),
        (["*"], "all", True),
    ],
)
def test_only_signers_of_the_source_or_the_language_bring_back(
    newsroom: Newsroom, run: Run, languages: list[str], locale: str, counts: bool
) -> None:
    """By the command, which refuses and writes nothing, and by a line in the journal."""
    signers(newsroom, Jane_Doe=["*"], Ann=languages)
    newsroom.publish()
    digest = newsroom.withdraw(locale=locale)
    newsroom.publish()
    newsroom.undo(digest, name="Ann")
    poll(newsroom)
    assert (answers(newsroom)["uk"] == 200) == counts
    digest = newsroom.withdraw(locale=locale)
    poll(newsroom)
    before = journal.path(newsroom.journal, SLUG).read_bytes()
    result = run("withdraw", SLUG, "--undo", "--name", "Ann")
    assert (result.exit_code == 0) == counts
    assert (journal.path(newsroom.journal, SLUG).read_bytes() != before) == counts


def test_what_was_brought_back_stays_up_whatever_becomes_of_the_signers_list(
    newsroom: Newsroom,
) -> None:
    """A change of that list concerns what comes next; no page goes down for it."""
    signers(newsroom, Jane_Doe=["*"])
    newsroom.undo(newsroom.withdraw())
    newsroom.publish()
    assert answers(newsroom) == {"en": 200, "uk": 200}
    reviewers_broken(newsroom)
    poll(newsroom)
    assert answers(newsroom) == {"en": 200, "uk": 200}
    Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now).publish()
    assert answers(newsroom) == {"en": 200, "uk": 200}


def test_every_withdrawal_has_to_be_answered(newsroom: Newsroom, run: Run) -> None:
    """Two people took it down; --undo answers both, a single line one of them."""
    first = newsroom.withdraw(locale="uk")
    newsroom.withdraw(locale="uk", name="Ann")
    newsroom.undo(first)
    newsroom.publish()
    assert answers(newsroom) == {"en": 200, "uk": 410}
    assert run("withdraw", SLUG, "--locale", "uk", "--undo", *BY).exit_code == 0
    assert answers(newsroom) == {"en": 200, "uk": 200}


def test_one_language_is_not_brought_back_out_of_a_withdrawal_of_all(
    newsroom: Newsroom, run: Run
) -> None:
    """The others would come up with it; the sentence says what to do."""
    assert run("withdraw", SLUG, *BY).exit_code == 0
    result = run("withdraw", SLUG, "--locale", "uk", "--undo", *BY)
    assert result.exit_code == 1
    assert "was withdrawn in all languages" in result.stderr and "Jane Doe" in result.stderr
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_what_is_dated_in_the_future_brings_nothing_back(newsroom: Newsroom) -> None:
    """Whoever wrote it: a day ahead is a clock, two are none."""
    digest = newsroom.withdraw()
    newsroom.now += datetime.timedelta(days=2)
    newsroom.undo(digest)
    newsroom.now -= datetime.timedelta(days=2)
    newsroom.publish()
    assert answers(newsroom) == {"en": 410, "uk": 410}
    newsroom.now += datetime.timedelta(hours=12)
    newsroom.undo(digest)
    newsroom.now -= datetime.timedelta(hours=12)
    newsroom.publish()
    assert answers(newsroom) == {"en": 200, "uk": 200}


def test_undo_of_all_answers_those_of_single_languages(newsroom: Newsroom, run: Run) -> None:
    """All is up again means all."""
    assert run("withdraw", SLUG, "--locale", "uk", *BY).exit_code == 0
    assert run("withdraw", SLUG, *BY).exit_code == 0
    result = run("withdraw", SLUG, "--undo", *BY)
    assert (result.exit_code, answers(newsroom)) == (0, {"en": 200, "uk": 200})
    assert "  en: up: readers get revision 2\n  uk: up: readers get revision 2\n" in result.stdout
    assert run("withdraw", SLUG, "--undo", *BY).exit_code == 1


def test_undo_says_what_waits_for_a_signature(newsroom: Newsroom, run: Run) -> None:
    """Words that were rejected meanwhile do not come up with it."""
    newsroom.withdraw()
    newsroom.publish()
    newsroom.reject(SLUG, "uk", "headline", "It names the wrong port.")
    result = run("withdraw", SLUG, "--undo", *BY)
    assert result.exit_code == 1
    assert "  uk: stays down for as long as rejected words are there: headline" in result.stdout
    assert answers(newsroom) == {"en": 200, "uk": 410}


def test_undo_brings_back_the_signed_words(newsroom: Newsroom, run: Run) -> None:
    """Words that were changed meanwhile, and not signed, do not come up with it."""
    newsroom.withdraw()
    newsroom.publish()
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили пожежники", "повідомив мер")
    result = run("withdraw", SLUG, "--undo", *BY)
    assert (result.exit_code, answers(newsroom)) == (0, {"en": 200, "uk": 200})
    assert "повідомили пожежники" in newsroom.client().get(f"/uk/{SLUG}").text


def test_a_notice_for_a_language_that_was_never_up_goes_with_the_withdrawal(
    newsroom: Newsroom,
) -> None:
    """It was not withdrawn there: it never was there."""
    digest = newsroom.withdraw()
    newsroom.publish()
    assert newsroom.client().get(f"/de/{SLUG}").status_code == 410
    newsroom.undo(digest)
    newsroom.publish()
    assert newsroom.client().get(f"/de/{SLUG}").status_code == 404
    assert newsroom.states()["de"] == "incomplete"


# --- lines that are gone, and odd ones -----------------------------------------------------------


def forget_withdrawals(room: Newsroom) -> None:
    """Put a journal back that knows of the signatures alone."""
    path = journal.path(room.journal, SLUG)
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(line for line in lines if json.loads(line)["kind"] == "signed"))


def without_index(room: Newsroom) -> None:
    room.publisher = Publisher(room.project, room.editions, lambda: room.now)
    index_gone(room)


def restarted(room: Newsroom) -> None:
    room.publisher = Publisher(room.project, room.editions, lambda: room.now)


@pytest.mark.parametrize("forget", [lambda _room: None, restarted])
def test_what_brings_back_and_is_dated_ahead_does_so_when_its_day_comes(
    newsroom: Newsroom, forget: Callable[[Newsroom], None]
) -> None:
    """Without a change of any file, also by a process that was started meanwhile."""
    digest = newsroom.withdraw()
    newsroom.now += datetime.timedelta(days=3)
    newsroom.undo(digest)
    newsroom.now -= datetime.timedelta(days=3)
    newsroom.publish()
    forget(newsroom)
    poll(newsroom)
    assert answers(newsroom) == {"en": 410, "uk": 410}
    newsroom.now += datetime.timedelta(days=2)
    poll(newsroom)
    assert answers(newsroom) == {"en": 200, "uk": 200}


@pytest.mark.parametrize("forget", [lambda _room: None, restarted, without_index])
@pytest.mark.parametrize("locale", ["uk", "all"])
def test_a_withdrawal_whose_line_is_gone_stays_in_force_and_can_be_taken_back(
    newsroom: Newsroom, run: Run, locale: str, forget: Callable[[Newsroom], None]
) -> None:
    """The publisher remembers; without its index, the edition files do. /readyz says so."""
    newsroom.withdraw(locale=locale, reason="It was false.")
    newsroom.publish()
    down = {"en": 410 if locale == "all" else 200, "uk": 410}
    forget_withdrawals(newsroom)
    forget(newsroom)
    found = " ".join(poll(newsroom))
    assert "of the journal" in found
    assert answers(newsroom) == down
    assert "of the journal" in " ".join(newsroom.client().get("/readyz").json["problems"])
    newsroom.publish()
    assert answers(newsroom) == down
    result = run("withdraw", SLUG, "--undo", *BY)
    assert (result.exit_code, answers(newsroom)) == (0, {"en": 200, "uk": 200})


def test_a_torn_line_is_the_articles_finding_alone(newsroom: Newsroom, run: Run) -> None:
    """With file and line; the lines before and after it count."""
    digest = newsroom.withdraw()
    torn = len(journal.path(newsroom.journal, SLUG).read_bytes().splitlines()) + 1
    journal_torn(newsroom)
    found = poll(newsroom)
    assert any(f"journal/harbor-fire.jsonl:{torn}: error" in problem for problem in found)
    newsroom.undo(digest)
    assert any(f"journal/harbor-fire.jsonl:{torn}: error" in found for found in poll(newsroom))
    assert answers(newsroom) == {"en": 200, "uk": 200}
    assert f"journal/harbor-fire.jsonl:{torn}" in run("status").output


def test_a_journal_that_cannot_be_read_brings_nothing_back(newsroom: Newsroom) -> None:
    """A link in its place is not followed; what was known stays in force."""
    newsroom.withdraw()
    newsroom.publish()
    path = journal.path(newsroom.journal, SLUG)
    path.unlink()
    path.symlink_to("nowhere")
    assert any("is a symbolic link" in problem for problem in poll(newsroom))
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_a_withdrawal_dated_in_the_future_is_of_the_day_it_was_seen(newsroom: Newsroom) -> None:
    """And stays of that day."""
    newsroom.withdraw(day=datetime.date(2031, 1, 1))
    newsroom.publish()
    assert "2026-11-22" in newsroom.client().get(f"/en/{SLUG}").text
    newsroom.now += datetime.timedelta(days=3)
    restarted(newsroom)
    newsroom.withdraw(locale="uk", day=datetime.date(2020, 1, 1))
    newsroom.publish()
    assert "2026-11-22" in newsroom.client().get(f"/en/{SLUG}").text
    assert "2031" not in newsroom.client().get(f"/uk/{SLUG}").text


@pytest.mark.parametrize(
    "fields", [{}, {"locale": 1}, {"locale": ["uk"]}, {"locale": "xx"}, {"locale": "\x1b[2J"}]
)
def test_a_withdrawal_of_nothing_takes_nothing_down(
    newsroom: Newsroom, fields: dict[str, object]
) -> None:
    """It is no reason for a traceback, either."""
    journal.append(newsroom.journal, SLUG, "withdrawn", "J", newsroom.now, fields)
    journal.append(newsroom.journal, SLUG, "undone", "J", newsroom.now, {"of": fields})
    journal.append(newsroom.journal, SLUG, "later-kind", "J", newsroom.now, fields)
    poll(newsroom)
    assert answers(newsroom) == {"en": 200, "uk": 200}


@pytest.mark.parametrize("reason", [None, 5, ["x"], "x" * 5000, "\0\u202e\x1b[2J"])
def test_an_odd_reason_takes_down_all_the_same(newsroom: Newsroom, reason: object) -> None:
    """Readers see 500 characters of it at most, and none that cannot be seen."""
    fields = {"locale": "all", "reason": reason}
    journal.append(newsroom.journal, SLUG, "withdrawn", "Jane Doe", newsroom.now, fields)
    poll(newsroom)
    assert answers(newsroom) == {"en": 410, "uk": 410}
    shown = newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang=uk").json["reason"]
    assert len(shown) <= 500 and shown.isprintable()


def test_a_journal_of_the_interface_or_of_no_name_is_left_alone(newsroom: Newsroom) -> None:
    """What cannot be an article takes no page down."""
    for name in ("service", "A B", "..", "x" * 200):
        (newsroom.journal / f"{name}.jsonl").write_text("{")
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили", "сказали")
    newsroom.sign(SLUG, "uk", "fire")
    report = newsroom.publisher.poll()
    assert report is not None and report.written == [f"{SLUG}/uk (current, revision 2)"]


# --- the command where it cannot do everything ---------------------------------------------------


def test_without_the_editions_the_line_stays_and_the_command_says_so(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As on an editor's own machine: the publisher acts once it has the journal."""
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.folder / "nowhere"))
    result = run("withdraw", SLUG, *BY)
    assert result.exit_code == 1
    assert "the publisher acts once it sees the journal" in result.stderr
    assert len(result.stderr.splitlines()) == 1
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}
    assert not (newsroom.folder / "nowhere").exists()


def test_editions_that_cannot_be_written_are_said(newsroom: Newsroom, run: Run) -> None:
    """1, and the languages that are still up; nothing is claimed."""
    newsroom.journal.chmod(0o777)
    journal.path(newsroom.journal, SLUG).chmod(0o666)
    with without_root(newsroom.folder):
        result = run("withdraw", SLUG, *BY)
    assert result.exit_code == 1
    assert "not withdrawn yet: en, uk" in result.stderr
    assert "Permission denied" in result.stderr
    assert "  uk: up: readers get revision 1" in result.stdout
    assert answers(newsroom) == {"en": 200, "uk": 200}
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_a_notice_that_cannot_be_written_removes_the_edition(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A full disk keeps no page up; when there is room again the notice comes."""
    real = store.write_all

    def full(contents: dict[Path, bytes]) -> None:
        if any(path.name == "uk.json" for path in contents):
            raise OSError(28, "No space left on device")
        real(contents)

    newsroom.withdraw()
    with monkeypatch.context() as patch:
        patch.setattr(store, "write_all", full)
        article_gone(newsroom)
        found = poll(newsroom)
        assert any("No space left on device" in problem for problem in found)
        assert answers(newsroom) == {"en": 410, "uk": 404}


def test_a_journal_that_cannot_be_written_takes_down_all_the_same(
    newsroom: Newsroom, run: Run
) -> None:
    """As inside a container whose journal is read-only: 1, but readers get nothing of it."""
    path = journal.path(newsroom.journal, SLUG)
    good = path.read_bytes()
    path.unlink()
    path.symlink_to(newsroom.folder / "secret")
    result = run("withdraw", SLUG, *BY)
    assert result.exit_code == 1
    assert "the journal cannot be written" in result.stderr
    assert not (newsroom.folder / "secret").exists()
    assert answers(newsroom) == {"en": 410, "uk": 410}
    path.unlink()
    path.write_bytes(good)
    assert any("a line of the journal is gone" in problem for problem in poll(newsroom))
    newsroom.publish()
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_where_nothing_can_be_written_nothing_is_claimed(newsroom: Newsroom, run: Run) -> None:
    """A disk without room for anything: neither journal nor index has it, and it says so."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        result = run("withdraw", SLUG, "--reason", "It was false.", *BY)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert result.exit_code == 1
    assert "nothing remembers the withdrawal" in result.stderr
    assert "may not sign" not in result.stderr and "commit:" not in result.stdout
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 200, "uk": 200}


def test_a_full_disk_on_which_taking_down_makes_room_keeps_the_line(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The editions go first; then the journal has room for the line."""
    folder = newsroom.editions / SLUG

    def where_there_is_room(write: Callable[..., object]) -> Callable[..., object]:
        def attempt(*args: object, **more: object) -> object:
            if full:
                full.clear() if not any(folder.glob("*.json")) else None
                raise OSError(28, "No space left on device")
            return write(*args, **more)

        return attempt

    full = [True]
    monkeypatch.setattr(journal, "append", where_there_is_room(journal.append))
    monkeypatch.setattr(store, "write_all", where_there_is_room(store.write_all))
    monkeypatch.setattr(index.Reader, "append", where_there_is_room(index.Reader.append))
    result = run("withdraw", SLUG, "--reason", "It was false.", *BY)
    assert result.exit_code == 0
    assert f"commit: journal/{SLUG}.jsonl" in result.stdout
    assert newsroom.withdrawn()
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_a_publisher_at_work_is_waited_for_and_then_left_to_it(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It holds the folder; the command does not hang."""
    monkeypatch.setattr(withdrawing, "PATIENCE", 0.0)
    holder = os.open(newsroom.editions, os.O_RDONLY)
    fcntl.flock(holder, fcntl.LOCK_EX)
    try:
        result = run("withdraw", SLUG, *BY)
    finally:
        os.close(holder)
    assert result.exit_code == 1
    assert "a publisher is at work on them" in result.stderr
    newsroom.publisher.poll()
    assert answers(newsroom) == {"en": 410, "uk": 410}


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("harbour-fire", *BY), "Near it: harbor-fire"),
        (("../harbor-fire", *BY), "neither journal, article, catalog nor edition"),
        (("service", *BY), "neither journal, article, catalog nor edition"),
        ((SLUG, "--locale", "xx", *BY), "There are: de, en, uk"),
        ((SLUG,), "say who withdraws"),
        ((SLUG, "--undo", "--reason", "No.", *BY), "--reason does not go with --undo"),
        ((SLUG, "--reason", "x" * 501, *BY), "more than 500 characters"),
    ],
)
def test_wrong_use_is_one_sentence_and_writes_nothing(
    newsroom: Newsroom, run: Run, words: tuple[str, ...], said: str
) -> None:
    """With what there is instead."""
    before = {path: path.read_bytes() for path in newsroom.journal.iterdir()}
    result = run("withdraw", *words)
    assert (result.exit_code, said in result.stderr) == (2, True)
    assert {path: path.read_bytes() for path in newsroom.journal.iterdir()} == before


def test_an_orphan_can_be_withdrawn(newsroom: Newsroom, run: Run) -> None:
    """Its article was moved away, catalogs and all; only the edition is left."""
    article_gone(newsroom)
    for locale in ("en", "uk", "de"):
        newsroom.path(SLUG, locale).unlink()
    assert run("withdraw", SLUG, *BY).exit_code == 0
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_an_orphan_is_named_as_soon_as_its_folder_is_gone(newsroom: Newsroom) -> None:
    """In /readyz, without another change; and no more once the folder is back."""
    newsroom.publisher.poll()
    kept = newsroom.folder / "kept"
    (newsroom.articles / SLUG).rename(kept)
    newsroom.publisher.poll()
    (problem,) = newsroom.client().get("/readyz").json["problems"]
    assert "the article is gone, and readers still get it (en, uk)" in str(problem)
    kept.rename(newsroom.articles / SLUG)
    newsroom.publisher.poll()
    assert newsroom.client().get("/readyz").json["problems"] == []


def test_status_and_survey_see_a_withdrawal_before_the_publisher(
    newsroom: Newsroom, run: Run
) -> None:
    """What they say is what the journal says."""
    newsroom.withdraw(locale="uk")
    assert newsroom.states()["uk"] == "withdrawn"
    assert "withdrawn" in run("status").output


# --- one bad article -----------------------------------------------------------------------------

BAD = {
    "a number of 4,301 digits": ("value = 5\n", f"value = {'9' * 4301}\n"),
    "a number with 25 noughts": ("value = 5\n", "value = 1e25\n"),
    "a number without end": ("value = 5\n", "value = 1e999999999\n"),
    "not a number": ("value = 5\n", "value = nan\n"),
    "deep nesting": ("value = 5\n", f"value = {'[' * 3000}{']' * 3000}\n"),
    "less deep nesting": ("value = 5\n", f"value = {'[' * 300}{']' * 300}\n"),
    "a date without end": ("value = 2024-05-03", "value = 9999-12-31T23:59:59.999999999Z"),
    "an old table": ('language = "en"', 'language = "en"\nwithdrawn = {uk = "No."}'),
}


@pytest.mark.parametrize(("old", "new"), BAD.values(), ids=BAD)
def test_one_bad_article_is_its_own_finding(
    newsroom: Newsroom, run: Run, old: str, new: str
) -> None:
    """publish, status and check name it; others are published, corrected and withdrawn."""
    newsroom.write("mill-fire", SUMMARY.replace(old, new))
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили", "сказали")
    newsroom.sign(SLUG, "uk", "fire")
    report = newsroom.publish()
    assert report.written == [f"{SLUG}/uk (current, revision 2)"]
    assert all("mill-fire" in problem.path for problem in report.problems) and report.problems
    for command in ("publish", "status", "check"):
        assert "mill-fire/summary.toml" in run(command).output
    assert run("withdraw", SLUG, *BY).exit_code == 0
    assert answers(newsroom) == {"en": 410, "uk": 410}


def test_whatever_goes_wrong_with_one_article_or_language_stays_there(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault of ours, too: the log has it, the report says which files; others go on."""
    from service.review.project import Project

    real = Project.assess

    def assess(self, source, locale, **words):  # type: ignore[no-untyped-def]
        if locale == "de":
            raise KeyError("no rule")
        return real(self, source, locale, **words)

    monkeypatch.setattr(Project, "assess", assess)
    newsroom.translate(SLUG, "uk", UKRAINIAN | {"headline": ["Пожежа в порту"]})
    newsroom.sign(SLUG, "uk")
    report = newsroom.publish()
    assert report.written == [f"{SLUG}/uk (current, revision 2)"]
    assert any(p.path == "locales/de/LC_MESSAGES/harbor-fire.po" for p in report.problems)


def test_the_old_table_names_the_command(newsroom: Newsroom) -> None:
    """Readers keep what they have, up or down."""
    old_table(newsroom)
    (problem,) = newsroom.publish().problems
    assert "use “summaries withdraw harbor-fire”" in problem.text
    assert answers(newsroom) == {"en": 200, "uk": 200}


def test_what_edition_files_remember_of_two_languages_is_of_all(newsroom: Newsroom) -> None:
    """A new language does not come up while its article is withdrawn."""
    newsroom.withdraw()
    newsroom.publish()
    shutil.rmtree(newsroom.journal)
    index_gone(newsroom)
    known = takedown.remembering(newsroom.project, newsroom.editions, lambda: newsroom.now)(SLUG)
    assert [entry.locale for entry in known.open()] == ["all"]


def test_people_are_told_that_a_journal_which_cannot_be_read_brings_nothing_back(
    newsroom: Newsroom,
) -> None:
    """The finding names the file, and says what readers have meanwhile."""
    newsroom.withdraw(SLUG)
    newsroom.publish()
    path = journal.path(newsroom.journal, SLUG)
    path.unlink()
    path.mkdir()
    texts = [str(problem) for problem in newsroom.publish().problems]
    assert any(f"{SLUG}.jsonl" in t and "what is withdrawn stays so" in t for t in texts)
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410
