"""Saving and signing what was shown: nobody's words are lost, nothing unseen is signed."""

from __future__ import annotations

import errno
import fcntl
import multiprocessing
import os
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service import catalog, files, processes
from service.catalog import Edit
from service.content import ui_strings
from service.content.messages import Source
from service.errors import BusyError, ConflictError, SummariesError
from service.review import history, journal, marks, saving, sign
from service.review.journal import Journal
from service.review.shown import version
from service.review.sign import Reviewer
from service.review.status import MessageStatus

SLUG = "harbor-fire"
OTHER = ["{day} у порту згорів дотла склад, повідомили пожежники."]
JANE = Reviewer("Jane Doe")
FORK = multiprocessing.get_context("fork")


def look(room: Newsroom, message: str) -> tuple[Source, MessageStatus]:
    """Return the message as somebody who opens it now sees it."""
    source = room.project.source(SLUG)
    found = room.project.assess(source, "uk") or []
    return source, next(seen for seen in found if seen.message.id == message)


def corrected(room: Newsroom) -> None:
    """Correct a figure in the article, which plain placeholders follow by themselves."""
    folder = room.articles / SLUG
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "1,200", "1,300")
    room.replace(folder / "summary.toml", "value = 1200", "value = 1300")


def save(room: Newsroom, message: str, words: list[str], **more: object) -> None:
    """Save new words for a message as it stands now."""
    source, seen = look(room, message)
    saving.save(room.project, source, "uk", [(seen, words)], "John Doe", room.now, **more)  # type: ignore[arg-type]


def test_saved_words_say_who_translated_them_and_wait_for_a_signature(newsroom: Newsroom) -> None:
    """The comment names the words by their digest; the mark of other words goes."""
    save(newsroom, "fire", OTHER)
    _source, seen = look(newsroom, "fire")
    assert seen.state == "translated" and list(seen.strings) == OTHER
    assert seen.entry is not None and seen.words is not None
    (note,) = marks.notes(seen.entry.comments)
    assert (note.kind, note.name, note.digest) == ("translated", "John Doe", seen.words.digest())
    assert not marks.review_marks(seen.entry.comments)
    assert look(newsroom, "hurt")[1].state == "reviewed"


def test_the_previous_source_stays_until_the_words_are_signed(newsroom: Newsroom) -> None:
    """A reviewer still sees what the translation was made from."""
    newsroom.replace(newsroom.articles / SLUG / "summary.toml", "on {day}, the", "on {day}, its")
    newsroom.update()
    assert look(newsroom, "fire")[1].state == "draft"
    save(newsroom, "fire", OTHER)
    source, seen = look(newsroom, "fire")
    assert seen.entry is not None and seen.entry.previous_source is not None
    sign.sign(newsroom.project, source, "uk", seen, JANE, newsroom.now)
    assert look(newsroom, "fire")[1].entry.previous == ()  # type: ignore[union-attr]


def test_several_messages_are_one_write_and_each_is_in_the_journal(newsroom: Newsroom) -> None:
    """Half of a run is never there; the life of a message tells who saved what."""
    source, fire = look(newsroom, "fire")
    _source, hurt = look(newsroom, "hurt")
    words = [text.replace("Постраж", "Пораж") for text in UKRAINIAN["hurt"]]
    both = [(fire, OTHER), (hurt, words)]
    saving.save(newsroom.project, source, "uk", both, "John Doe", newsroom.now)
    lines = Journal(journal.read(newsroom.journal, SLUG).lines)
    told = history.events(lines, newsroom.project.ledger(SLUG), "uk", "hurt")
    assert [(event.what, event.name) for event in told][-1] == ("saved", "John Doe")
    assert list(told[-1].strings) == words
    with pytest.raises(SummariesError, match=r"has 3 forms, not 2\. Your words: a — b"):
        save(newsroom, "hurt", ["a", "b"])
    newsroom.publish()
    assert newsroom.states()["uk"] == "pending"


def test_words_whose_process_ended_before_the_journal_are_noted_when_saved_again(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever had no answer saves again: the answer then is true of the journal as well, once."""

    def ended(*_given: object) -> None:
        raise KeyboardInterrupt  # as good as a kill: nothing of ours catches it

    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(journal, "append_all", ended)
        save(newsroom, "fire", OTHER)
    assert OTHER not in saved_words(newsroom)
    for _time in range(2):
        save(newsroom, "fire", OTHER)
        assert saved_words(newsroom).count(OTHER) == 1


def test_words_of_the_interface_are_noted_once_in_its_own_journal(newsroom: Newsroom) -> None:
    """However often they are saved: whoever signs the interface looks there."""
    project = newsroom.project
    source = project.source(ui_strings.DOMAIN)
    wanted = next(m.id for m in source.messages if m.plural is None and "{" not in m.singular)
    for _time in range(2):
        several = project.assess(source, "uk") or []
        seen = next(one for one in several if one.message.id == wanted)
        saving.save(project, source, "uk", [(seen, ["Слова"])], "John Doe", newsroom.now)
    lines = journal.read(project.journal_of(ui_strings.DOMAIN), ui_strings.DOMAIN).lines
    assert [line.fields.get("strings") for line in lines].count(["Слова"]) == 1
    assert not journal.path(newsroom.journal, ui_strings.DOMAIN).exists()


def test_words_of_another_program_are_nobodys_for_being_saved_unchanged(
    newsroom: Newsroom,
) -> None:
    """Who presses “save” and changed nothing has translated nothing."""
    _source, seen = look(newsroom, "fire")
    before = saved_words(newsroom)
    save(newsroom, "fire", list(seen.strings))
    assert saved_words(newsroom) == before


def saved_words(room: Newsroom) -> list[list[str]]:
    """Return the words that the journal says were saved, the oldest first."""
    lines = journal.read(room.project.journal, SLUG).lines
    return [line.fields["strings"] for line in lines if line.kind == "saved"]


def test_the_source_is_not_saved_past_the_summary(newsroom: Newsroom) -> None:
    """Its words are in summary.toml, where its evidence is."""
    source = newsroom.project.source(SLUG)
    (seen, *_rest) = newsroom.project.assess(source, "en") or []
    with pytest.raises(SummariesError, match=r"its words are in summary\.toml"):
        saving.save(newsroom.project, source, "en", [(seen, ["a"])], "John Doe", newsroom.now)


def test_a_figure_that_changes_while_a_message_is_open_is_not_signed(newsroom: Newsroom) -> None:
    """The reviewer saw 1,200: a signature would be under 1,300."""
    newsroom.unsign(SLUG, "uk", "hurt")
    source, seen = look(newsroom, "hurt")
    before = newsroom.path(SLUG, "uk").read_bytes()
    corrected(newsroom)
    with pytest.raises(ConflictError, match="figures or evidence changed while it was open"):
        sign.sign(newsroom.project, source, "uk", seen, JANE, newsroom.now)
    with pytest.raises(ConflictError, match="Your words: Одна — дві — п’ять"):
        words = ["Одна", "дві", "п’ять"]
        saving.save(newsroom.project, source, "uk", [(seen, words)], "John Doe", newsroom.now)
    assert newsroom.path(SLUG, "uk").read_bytes() == before


@pytest.mark.parametrize("what", ["figure", "evidence", "words", "comment", "policy"])
def test_the_version_of_what_was_shown_covers_all_of_it(newsroom: Newsroom, what: str) -> None:
    """A form that was open in a browser is held against what is there when it comes back."""
    newsroom.unsign(SLUG, "uk", "hurt")
    shown = version(newsroom.project, SLUG, look(newsroom, "hurt")[1])
    assert shown == version(newsroom.project, SLUG, look(newsroom, "hurt")[1])
    if what == "figure":
        corrected(newsroom)
    elif what == "evidence":
        quote = ', "A warehouse burned down in the harbor on May 3, the fire service said."]'
        path = newsroom.articles / SLUG / "summary.toml"
        newsroom.replace(path, 'grain were lost."]', 'grain were lost."' + quote)
    elif what == "words":
        newsroom.replace(newsroom.path(SLUG, "uk"), "втрачено близько", "втрачено майже")
    elif what == "comment":
        newsroom.replace(newsroom.path(SLUG, "uk"), "#. {hurt}", "# so it is\n#. {hurt}")
    else:
        newsroom.appoint("models = false\nopen = true\n")
    source, seen = look(newsroom, "hurt")
    versions = {"hurt": shown}
    with pytest.raises(ConflictError, match="not what was shown any more"):
        sign.sign(newsroom.project, source, "uk", seen, JANE, newsroom.now, versions=versions)
    with pytest.raises(ConflictError, match=r"not what was shown any more.*Your words: "):
        save(newsroom, "hurt", list(seen.strings), versions=versions)


def test_a_full_disk_is_told_in_a_sentence_that_gives_the_words_back(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing typed is lost, and the catalog is as it was."""
    before = newsroom.path(SLUG, "uk").read_bytes()

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(files.os, "fsync", full)
    with pytest.raises(SummariesError, match=r"the disk is full: make room.*Your words: \{day\} у"):
        save(newsroom, "fire", OTHER)
    assert newsroom.path(SLUG, "uk").read_bytes() == before


def test_what_is_saved_is_on_the_disk(newsroom: Newsroom, synced: set[int]) -> None:
    """A power cut takes back neither the words nor the journal's line about them."""
    save(newsroom, "fire", OTHER)
    path = newsroom.path(SLUG, "uk")
    log = journal.path(newsroom.project.journal, SLUG)
    assert {path.stat().st_ino, log.stat().st_ino} <= synced
    synced.clear()
    folder = newsroom.folder / "elsewhere"
    journal.append(folder, SLUG, "withdrawn", "Jane Doe", newsroom.now, {})
    assert {folder.stat().st_ino, newsroom.folder.stat().st_ino} <= synced  # the names as well


def test_who_holds_a_lock_for_too_long_is_named(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The wait ends, the words come back, and nothing was written."""
    monkeypatch.setattr(processes, "LOCK_SECONDS", 0.01)
    folder = newsroom.path(SLUG, "uk").parent
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        with (
            pytest.raises(BusyError, match=rf"process {os.getpid()} \(.*python"),
            processes.locked(folder),
        ):
            pass
        with pytest.raises(
            ConflictError, match=r"try again when it has ended\. Your words: \{day\}"
        ):
            save(newsroom, "fire", OTHER)
    finally:
        os.close(descriptor)
    save(newsroom, "fire", OTHER)


@pytest.mark.parametrize("exchanges", [True, False])
def test_what_another_program_saves_meanwhile_is_there_with_ours(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, exchanges: bool
) -> None:
    """Poedit knows no lock: both its change and ours are in the file, whatever came first."""
    path, times = newsroom.path(SLUG, "uk"), iter(range(3))
    if not exchanges:
        monkeypatch.setattr(files, "_exchange", lambda _one, _two: False)
    write = files._temporary

    def late(target: Path, content: bytes, *more: int, **rest: bool) -> Path:
        name = write(target, content, *more, **rest)
        if (number := next(times, None)) is not None:
            text = path.read_text().replace("Пожежа", f"Пожежа {number}")
            other = path.with_suffix(".theirs")
            other.write_text(text)
            other.replace(path)
        return name

    monkeypatch.setattr(files, "_temporary", late)
    save(newsroom, "fire", OTHER)
    found = catalog.read(path, "uk.po", "uk")
    assert "Пожежа 2 1 0 складу" in found.entries[0].strings[0]
    assert list(found.find("fire").strings) == OTHER  # type: ignore[union-attr]
    assert sorted(name.name for name in path.parent.iterdir()) == [f"{SLUG}.po"]


def test_the_same_message_saved_by_another_program_is_not_overwritten(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its words stay in the file; ours come back in the error."""
    path, write = newsroom.path(SLUG, "uk"), files._temporary

    def late(target: Path, content: bytes, *more: int, **rest: bool) -> Path:
        name = write(target, content, *more, **rest)
        other = path.with_suffix(".theirs")
        other.write_text(path.read_text().replace("згорів склад", "вигорів склад"))
        other.replace(path)
        return name

    monkeypatch.setattr(files, "_temporary", late)
    with pytest.raises(
        ConflictError,
        match=r"^locales/uk/LC_MESSAGES/harbor-fire\.po: .*it is now: \{day\} у порту вигорів.*"
        r"Your words: \{day\}",
    ):
        save(newsroom, "fire", OTHER)
    assert "вигорів склад" in path.read_text()


def save_for_ever(path: Path, began: object, stop: object, done: object) -> None:
    """Save the file as an editor does that knows no lock: read, change, rename; count what went."""
    number = 0
    while not stop.is_set():  # type: ignore[attr-defined]
        number += 1
        before = path.read_bytes()
        marked = before.replace(b'"X-Theirs: ', f'"X-Theirs: {number},'.encode())
        other = path.with_suffix(".theirs")
        other.write_bytes(marked)
        other.replace(path)
        began.set()  # type: ignore[attr-defined]
    done.value = number  # type: ignore[attr-defined]


@pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")
def test_no_save_of_a_program_without_locks_is_lost(newsroom: Newsroom) -> None:
    """It writes without a pause while edits of ours go on: its last words are there."""
    path = newsroom.path(SLUG, "uk")
    newsroom.replace(path, '"Language: uk\\n"', '"Language: uk\\n"\n"X-Theirs: \\n"')
    for number in range(2):
        began, stop, done = FORK.Event(), FORK.Event(), FORK.Value("i", 0)
        other = FORK.Process(target=save_for_ever, args=(path, began, stop, done))
        other.start()
        assert began.wait(60)
        for edit in range(4):
            note = f"note {number} {edit}"

            def change(found: catalog.Catalog, note: str = note):  # type: ignore[no-untyped-def]
                entry = found.find("fire")
                return {entry.key: Edit(comments=[*entry.comments, note])}, ()  # type: ignore[union-attr]

            try:
                catalog.edit(path, "uk.po", "uk", change)
            except ConflictError as error:
                assert "saves it all the time" in str(error)
        stop.set()
        other.join()
        last = catalog.read(path, "uk.po", "uk").header["x-theirs"].split(",")
        assert int(last[0]) == done.value
        newsroom.replace(path, f'"X-Theirs: {",".join(last)}', '"X-Theirs: ')


@given(st.lists(st.binary(max_size=8), min_size=1, max_size=4))
def test_what_was_saved_meanwhile_is_given_back_and_stays(
    tmp_path_factory: pytest.TempPathFactory, saves: list[bytes]
) -> None:
    """Only what was read is replaced."""
    path = tmp_path_factory.mktemp("files") / "a"
    path.write_bytes(saves[-1])
    found = files.replace_bytes(path, b"ours, longer than others", saves[0])
    if saves[0] == saves[-1]:
        assert found is None and path.read_bytes() == b"ours, longer than others"
    else:
        assert found == path.read_bytes() == saves[-1]
    assert list(path.parent.iterdir()) == [path]
