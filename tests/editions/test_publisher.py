"""The life of an edition: what readers get while people work on the catalogs."""

from __future__ import annotations

import datetime
import errno
import json
import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from conftest import REVIEWERS, UKRAINIAN, Newsroom

from service import processes
from service.editions import article_publisher, index, publication_log, store
from service.editions.model import Edition, Withdrawn
from service.editions.publisher import Publisher
from service.review import journal, signatures, status
from service.review.keys import PrivateKey

FIRE = UKRAINIAN["fire"][0]


def edition(room: Newsroom, locale: str = "uk") -> Edition:
    found = store.load(store.path(room.editions, "harbor-fire", locale))
    assert isinstance(found, Edition)
    return found


def reads(room: Newsroom, locale: str = "uk") -> list[str]:
    found = edition(room, locale)
    return ["".join(s.text for s in found.read(m)) for m in found.content.statements]


def correct(room: Newsroom, words: str, value: int, before: str = "Five") -> None:
    """“Five people were hurt” becomes ``words``, in the article, the fact and its quotes."""
    for name in ("article.txt", "summary.toml"):
        room.replace(room.articles / "harbor-fire" / name, f"{before} people were hurt", words)
    old = {"Five": 5, "Six": 6}[before]
    room.replace(
        room.articles / "harbor-fire" / "summary.toml", f"value = {old}\n", f"value = {value}\n"
    )
    room.update()


def test_signed_words_are_published_with_figures_in_the_readers_language(
    newsroom: Newsroom,
) -> None:
    """Plural form, month and thousands separator are Ukrainian's own."""
    assert reads(newsroom) == [
        "Пожежа складу в порту",
        "3 травня у порту згорів склад, повідомили пожежники.",
        "Постраждало 5 людей, втрачено близько 1\u00a0200 тонн зерна.",
    ]
    assert newsroom.states() == {"en": "current", "uk": "current", "de": "incomplete"}


def test_nothing_is_published_before_every_message_is_signed(newsroom: Newsroom) -> None:
    """A summary without a brief has no statement to spare, in the source as in a translation."""
    newsroom.write("mill-fire")
    newsroom.update()
    newsroom.translate("mill-fire", "uk", UKRAINIAN)
    newsroom.sign("mill-fire", "uk")
    newsroom.sign("mill-fire", "en", "headline", "fire")
    newsroom.publish()
    assert set(newsroom.states("mill-fire").values()) == {"incomplete"}
    newsroom.sign("mill-fire", "en", "hurt")
    newsroom.publish()
    assert newsroom.states("mill-fire") == {"en": "current", "uk": "current", "de": "incomplete"}


def test_what_the_journal_has_is_signed_also_without_its_mark(newsroom: Newsroom) -> None:
    """Readers keep the words; the catalog is behind, and the state says that work waits."""
    path = newsroom.path("harbor-fire", "uk")
    lines = [line for line in path.read_text().splitlines() if "reviewed-by" not in line]
    path.write_text("\n".join(lines) + "\n")
    before = reads(newsroom)
    shutil.rmtree(newsroom.editions)
    newsroom.publish()
    assert reads(newsroom) == before
    assert newsroom.states() == {"en": "current", "uk": "pending", "de": "incomplete"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("повідомили пожежники", "повідомив мер"),
        ("T12:00:00Z; sha256:", "T12:00:00Z; sha256:0"),
        ("reviewed-by: Jane Doe; date: 2026-11-22T12:00:00Z", "reviewed-by: Jane Doe; date: "),
        ('msgctxt "fire"', 'msgctxt "blaze"'),
        ('#, python-brace-format\nmsgctxt "fire"', '#, fuzzy, python-brace-format\nmsgctxt "fire"'),
        ('#, python-brace-format\nmsgctxt "fire"', '# , fuzzy\nmsgctxt "fire"'),
        ('#, python-brace-format\nmsgctxt "fire"', '#= Fuzzy\nmsgctxt "fire"'),
    ],
)
def test_an_unsigned_change_waits_and_readers_keep_the_signed_words(
    newsroom: Newsroom, old: str, new: str
) -> None:
    """Whatever was touched, readers keep what was signed, and the state says that work waits."""
    before = reads(newsroom)
    newsroom.replace(newsroom.path("harbor-fire", "uk"), old, new)
    newsroom.publish()
    assert reads(newsroom) == before
    assert edition(newsroom).state == "pending"
    assert newsroom.states()["en"] == "current"


def test_signing_a_change_publishes_it_as_a_new_revision(newsroom: Newsroom) -> None:
    """Readers get the new words, and the page's date moves on; first publication does not."""
    newsroom.now += datetime.timedelta(days=1)
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили пожежники", "кажуть пожежники")
    newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.publish()
    found = edition(newsroom)
    assert "кажуть пожежники" in reads(newsroom)[1]
    assert (found.revision, found.state) == (2, "current")
    assert found.updated - found.published == datetime.timedelta(days=1)


def test_taking_an_unsigned_change_back_makes_the_edition_current_again(newsroom: Newsroom) -> None:
    """The old mark fits the old words, so nobody has to sign again, and no revision is counted."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, "повідомили пожежники", "повідомив мер")
    newsroom.publish()
    newsroom.replace(path, "повідомив мер", "повідомили пожежники")
    newsroom.publish()
    assert (edition(newsroom).state, edition(newsroom).revision) == ("current", 1)


BROKEN = [
    (b'msgstr "', b"msgstr ", "syntax"),
    (b"\xd0\x9f", b"\xff", "not UTF-8"),
    (b"nplurals=3", b"nplurals=7", "Plural-Forms"),
    (b"msgstr[2]", b"msgstr[3]", "expected"),
    (b'msgctxt "headline"', b'msgctxt "fire"', ""),
    (b"charset=UTF-8", b"charset=KOI8-U", "UTF-8"),
]


@pytest.mark.parametrize(("old", "new", "said"), BROKEN)
def test_a_broken_catalog_takes_nothing_down(
    newsroom: Newsroom, old: bytes, new: bytes, said: str
) -> None:
    """The edition stays, the file and line are reported, the other languages do not notice."""
    before = reads(newsroom)
    path = newsroom.path("harbor-fire", "uk")
    assert old in path.read_bytes()
    path.write_bytes(path.read_bytes().replace(old, new))
    report = newsroom.publish()
    assert reads(newsroom) == before
    if said:
        (problem,) = report.problems
        assert problem.path == "locales/uk/LC_MESSAGES/harbor-fire.po"
        assert problem.line
    assert newsroom.states()["en"] == "current"


def test_a_deleted_catalog_or_article_takes_nothing_down(newsroom: Newsroom) -> None:
    """Only a withdrawal does."""
    before = reads(newsroom)
    newsroom.path("harbor-fire", "uk").unlink()
    newsroom.publish()
    shutil.rmtree(newsroom.articles / "harbor-fire")
    newsroom.publish()
    assert reads(newsroom) == before


def test_a_corrected_figure_needs_one_signature_and_shows_in_every_language(
    newsroom: Newsroom,
) -> None:
    """The editor signs the source; Ukrainian follows by itself, with a dated correction."""
    newsroom.now += datetime.timedelta(days=2)
    correct(newsroom, "Six people were hurt", 6)
    newsroom.publish()
    assert "5 людей" in reads(newsroom)[2]
    assert newsroom.states()["en"] == "pending"
    newsroom.sign("harbor-fire", "en", "hurt")
    newsroom.publish()
    assert "6 людей" in reads(newsroom)[2]
    (correction,) = edition(newsroom).corrections
    assert (correction.old.value, correction.new.value) == (5, 6)
    assert correction.date == datetime.date(2026, 11, 24)


def test_every_correction_stays_for_readers_to_see(newsroom: Newsroom) -> None:
    """A second one does not hide that there was a first."""
    for day, (words, value) in enumerate([("Six", 6), ("Seven", 7)], 1):
        newsroom.now += datetime.timedelta(days=1)
        correct(newsroom, f"{words} people were hurt", value, "Five" if day == 1 else "Six")
        newsroom.sign("harbor-fire", "en", "hurt")
        newsroom.publish()
    found = edition(newsroom).corrections
    assert [(c.old.value, c.new.value, c.date.day) for c in found] == [(5, 6, 23), (6, 7, 24)]


def test_a_figure_in_another_plural_form_changes_the_form(newsroom: Newsroom) -> None:
    """One person, not one people."""
    correct(newsroom, "One person was hurt", 1)
    newsroom.sign("harbor-fire", "en", "hurt")
    newsroom.publish()
    assert reads(newsroom)[2].startswith("Постраждала 1 людина")
    assert reads(newsroom, "en")[2].startswith("1 person was hurt")


def test_a_reworded_source_outdates_the_translation_until_it_follows(newsroom: Newsroom) -> None:
    """Readers of the old words see since when; the translator finds the old source kept."""
    newsroom.now += datetime.timedelta(days=3)
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, "A warehouse burned down in", "A grain warehouse burned down in")
    summary.write_text(summary.read_text().replace('["A grain warehouse', '["A warehouse'))
    newsroom.update()
    newsroom.publish()
    assert newsroom.states() == {"en": "pending", "uk": "pending", "de": "incomplete"}
    newsroom.sign("harbor-fire", "en", "fire")
    newsroom.publish()
    found = edition(newsroom)
    assert (found.state, found.outdated_since) == ("outdated", datetime.date(2026, 11, 25))
    newsroom.now += datetime.timedelta(days=1)
    correct(newsroom, "Six people were hurt", 6)
    newsroom.sign("harbor-fire", "en", "hurt")
    newsroom.publish()
    found = edition(newsroom)
    assert (found.state, found.outdated_since) == ("outdated", datetime.date(2026, 11, 25))
    assert "A warehouse burned down" in newsroom.path("harbor-fire", "uk").read_text()
    newsroom.translate(
        "harbor-fire", "uk", {"fire": ["{day} у порту згорів зерновий склад, кажуть."]}
    )
    newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.publish()
    assert newsroom.states()["uk"] == "current"


def test_a_withdrawal_is_immediate_dated_and_can_be_taken_back(newsroom: Newsroom) -> None:
    """The reason goes to readers; afterwards the same words are up again as a new revision."""
    digest = newsroom.withdraw(locale="uk", reason="The quotation was false.")
    newsroom.publish()
    found = store.load(store.path(newsroom.editions, "harbor-fire", "uk"))
    assert isinstance(found, Withdrawn)
    assert (found.reason, found.date) == ("The quotation was false.", newsroom.now.date())
    newsroom.now += datetime.timedelta(days=1)
    assert not newsroom.publish().written  # the date stays that of the withdrawal
    newsroom.undo(digest)
    newsroom.publish()
    assert (edition(newsroom).state, edition(newsroom).revision) == ("current", 2)


def test_editions_are_derived_again_when_they_are_missing(newsroom: Newsroom) -> None:
    """An empty folder fills itself from the signed catalogs."""
    before = reads(newsroom)
    shutil.rmtree(newsroom.editions)
    newsroom.publish()
    assert reads(newsroom) == before


@pytest.mark.parametrize("most", [1, 100])
def test_a_power_cut_finds_whole_editions_that_the_log_knows(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """A name that leads to what is not on the disk yet may lead to half a file afterwards."""
    monkeypatch.setattr(article_publisher, "MANY", most)
    monkeypatch.setattr(processes, "cores", lambda: 1)
    newsroom.write("mill-fire")
    newsroom.update()
    newsroom.sign("mill-fire", "en")
    for folder in (newsroom.editions, newsroom.folder / "published"):
        shutil.rmtree(folder)
    on_disk: set[tuple[int, int]] = set()
    named: list[Path] = []
    fsync, rename = os.fsync, Path.replace

    def is_on_disk(path: Path) -> bool:
        status = path.stat()
        return (status.st_ino, status.st_size) in on_disk

    def reaches_disk(descriptor: int) -> None:
        fsync(descriptor)
        status = os.fstat(descriptor)
        on_disk.add((status.st_ino, status.st_size))

    def gets_name(file: Path, target: Path) -> Path:
        if target.parent.parent == newsroom.editions:
            log = publication_log.path(newsroom.folder / "published", target.parent.name)
            assert is_on_disk(file), target
            assert target.stem == store.ORIGINAL or is_on_disk(log), target
            on_disk.discard((target.parent.stat().st_ino, target.parent.stat().st_size))
            named.append(target)
        return rename(file, target)

    def noting(write: Callable[..., None]) -> Callable[..., None]:
        def notes(self: index.Reader, lines: Iterable[index.Line], key: PrivateKey) -> None:
            several = list(lines)
            assert all(is_on_disk(newsroom.editions / x.slug) for x in several if x.files)
            write(self, several, key)

        return notes

    monkeypatch.setattr(os, "fsync", reaches_disk)
    monkeypatch.setattr(Path, "replace", gets_name)
    monkeypatch.setattr(index.Reader, "append", noting(index.Reader.append))
    monkeypatch.setattr(index.Reader, "write", noting(index.Reader.write))
    Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now).publish()
    assert {path.stem for path in named} >= {"en", "uk", store.ORIGINAL}
    assert {path.parent.name for path in named} >= {"harbor-fire", "mill-fire"}


def test_publishing_twice_writes_nothing_the_second_time(newsroom: Newsroom) -> None:
    """No noise for those who keep editions in git."""
    files = {path: path.stat().st_mtime_ns for path in store.files(newsroom.editions)}
    assert not newsroom.publish().written
    assert files == {path: path.stat().st_mtime_ns for path in store.files(newsroom.editions)}


def test_polling_publishes_only_when_something_changed(newsroom: Newsroom) -> None:
    """A quiet newsroom costs nothing; a touched file, or a deleted edition, is noticed."""
    newsroom.publisher.poll()
    assert newsroom.publisher.poll() is None
    os.utime(newsroom.path("harbor-fire", "uk"), ns=(1, 1))
    assert newsroom.publisher.poll() is not None
    assert newsroom.publisher.poll() is None
    store.path(newsroom.editions, "harbor-fire", "uk").unlink()
    report = newsroom.publisher.poll()
    assert report is not None and len(report.written) == 1


@pytest.mark.parametrize("restarted", [False, True])
def test_what_is_dated_ahead_counts_when_its_day_comes(newsroom: Newsroom, restarted: bool) -> None:
    """To the second, and without a change of any file, also by another process."""
    ahead, second = datetime.timedelta(days=3), datetime.timedelta(seconds=1)
    newsroom.translate("harbor-fire", "uk", {"fire": [FIRE.replace("повідомили", "сказали")]})
    newsroom.now += ahead
    newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.now -= ahead
    newsroom.publish()
    if restarted:
        newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
        newsroom.publisher.poll()
    newsroom.now += ahead - datetime.timedelta(days=1) - second
    newsroom.publisher.poll()
    assert "повідомили" in reads(newsroom)[1]
    newsroom.now += second
    newsroom.publisher.poll()
    assert "сказали" in reads(newsroom)[1]
    assert newsroom.publisher.poll() is None


def test_a_name_with_a_key_signs_with_it_or_not_at_all(newsroom: Newsroom) -> None:
    """A signature without it is not published; signed again with the key, all is well."""
    key = PrivateKey.generate()
    newsroom.appoint(
        '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n'
        f'key = "{key.public}"\n'
    )
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"  # what is up stays
    shutil.rmtree(newsroom.editions)
    shutil.rmtree(newsroom.folder / "published")
    newsroom.publish()
    assert set(newsroom.states().values()) == {"incomplete"}
    for locale in ("en", "uk"):
        newsroom.sign("harbor-fire", locale, key=key)
    newsroom.publish()
    assert newsroom.states()["uk"] == "current"
    signed = [m for s in edition(newsroom).content.statements for m in s.target.signatures]
    assert {mark.key for mark in signed} == {key.public}


def test_a_tampered_edition_is_replaced_from_the_signed_catalog(newsroom: Newsroom) -> None:
    """The publisher repairs what somebody did to a file in editions/."""
    path = store.path(newsroom.editions, "harbor-fire", "uk")
    before = reads(newsroom)
    data = json.loads(path.read_text())
    data["messages"][1]["target"]["msgstr"][0] = "Неправда."
    path.write_bytes(newsroom.sealed(data))
    report = newsroom.publish()
    assert reads(newsroom) == before
    assert "nobody signed" in report.problems[0].text


def test_what_no_mark_covers_is_sealed(newsroom: Newsroom) -> None:
    """Dates, corrections, a withdrawal: one changed letter, or a statement left out, is noticed."""
    path = store.path(newsroom.editions, "harbor-fire", "uk")
    good = path.read_bytes()
    for change in (
        lambda data: data | {"published": "2020-01-01T00:00:00+00:00"},
        lambda data: data | {"missing": ["hurt"]},
        lambda data: data | {"messages": data["messages"][:2]},
        lambda data: data | {"state": "withdrawn", "reason": "x", "date": "2026-11-22"},
    ):
        path.write_text(json.dumps(change(json.loads(good))))
        assert newsroom.client().get("/uk/harbor-fire").status_code == 404
        assert "checksum mismatch" in newsroom.publish().problems[0].text
        assert path.read_bytes() == good


def test_words_that_a_check_blocks_are_not_published_even_when_signed(newsroom: Newsroom) -> None:
    """A valid signature under hostile words opens nothing."""
    source = newsroom.project.source("harbor-fire")
    message = next(m for m in source.messages if m.id == "fire")
    hostile = "{day.__class__} <script>alert(1)</script>"
    words = status.words_of(message, "uk", source, [hostile])
    made = signatures.make(words, "Jane Doe", "person", "cli", newsroom.now)
    fields = {"payload": json.loads(signatures.payload(words, made))}
    journal.append(newsroom.journal, "harbor-fire", "signed", "Jane Doe", newsroom.now, fields)
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, FIRE, hostile)
    newsroom.replace(path, 'msgctxt "fire"', f'# {made.mark}\nmsgctxt "fire"')
    newsroom.publish()
    assert "script" not in " ".join(reads(newsroom))
    assert newsroom.states()["uk"] == "pending"


def test_a_failing_disk_is_said_once_and_work_goes_on_when_it_is_back(
    newsroom: Newsroom, caplog: pytest.LogCaptureFixture
) -> None:
    """The log is not flooded, and nobody has to start the publisher again."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    newsroom.sign("harbor-fire", "uk", "fire")
    elsewhere = newsroom.folder / "elsewhere"
    newsroom.editions.rename(elsewhere)
    newsroom.editions.write_text("not a folder")
    rounds = iter(range(6))

    def stopped() -> bool:
        number = next(rounds)
        if number == 4:
            newsroom.editions.unlink()
            elsewhere.rename(newsroom.editions)
        return number == 5

    newsroom.publisher.run(stopped, interval=0)
    assert sum("publishing failed" in record.message for record in caplog.records) == 1
    assert "сказали" in reads(newsroom)[1]


def test_pages_say_that_only_people_sign_no_longer_than_it_is_so(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where a model may sign from now on, that is taken back before any of its words are up."""
    newsroom.appoint(REVIEWERS.replace("= true", "= false"))
    newsroom.publish()
    assert store.load_people_only(newsroom.editions)
    newsroom.appoint(REVIEWERS)

    def full(*_more: object) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    monkeypatch.setattr(newsroom.publisher._articles, "publish_all", full)
    with pytest.raises(OSError, match="no space"):
        newsroom.publish()
    assert not store.load_people_only(newsroom.editions)


def test_an_article_that_cannot_be_read_changes_no_word_on_other_pages(newsroom: Newsroom) -> None:
    """Its own are as they were; unless somebody put others there, pages say what is known."""
    newsroom.appoint(REVIEWERS.replace("= true", "= false"))
    newsroom.publish()
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, "[[statements]]", "[[statements")
    assert newsroom.publish().problems
    assert store.load_people_only(newsroom.editions)
    path = store.path(newsroom.editions, "harbor-fire", "uk")
    path.write_bytes(path.read_bytes() + b"\n")
    newsroom.publish()
    assert not store.load_people_only(newsroom.editions)


@pytest.mark.parametrize("take_down", [False, True])
def test_a_stolen_key_ends_what_comes_next_or_also_what_is_up(
    newsroom: Newsroom, take_down: bool
) -> None:
    """As the list of signers says; signed again with the new key, it is up again."""
    old, new = PrivateKey.generate(), PrivateKey.generate()
    entry = '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\nkey = "{}"\n'
    newsroom.appoint(entry.format(old.public))
    for locale in ("en", "uk"):
        newsroom.sign("harbor-fire", locale, key=old)
    newsroom.publish()
    assert newsroom.states()["uk"] == "current"
    revoked = entry.format(old.public) + "revoked = 2026-11-22\n"
    newsroom.appoint(revoked + f"take_down = {str(take_down).lower()}\n" + entry.format(new.public))
    newsroom.publish()
    status = newsroom.client().get("/uk/harbor-fire").status_code
    assert status == (404 if take_down else 200)
    for locale in ("en", "uk"):
        newsroom.now += datetime.timedelta(seconds=1)
        newsroom.sign("harbor-fire", locale, key=new)
    newsroom.publish()
    assert newsroom.states()["uk"] == "current"
    assert newsroom.client().get("/uk/harbor-fire").status_code == 200
