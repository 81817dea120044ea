"""A full disk, and a lock that nobody gives back: one sentence from every command, and no loss."""

from __future__ import annotations

import contextlib
import fcntl
import os
import resource
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from conftest import SUMMARY, Newsroom

from service import processes
from service.content.article import HEADLINE
from service.drafts import writer
from service.drafts.translate import Translation
from service.review import journal

SLUG = "harbor-fire"
TEXT = "A story about the harbor\n\nA second warehouse burned down in the harbor on Monday.\n"


@contextlib.contextmanager
def at_most(size: int) -> Iterator[None]:
    """Let no file grow beyond ``size`` bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def holding(folder: Path) -> Iterator[None]:
    """Hold the lock of a folder, as a program that hangs."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def contents(room: Newsroom) -> dict[Path, bytes | None]:
    """Return every file and folder of the workshop; None for folders."""
    roots = (room.articles, room.locales, room.journal, room.folder / "out")
    return {
        path: path.read_bytes() if path.is_file() else None
        for root in roots
        for path in (root, *root.rglob("*"))
        if path.exists()
    }


Prepare = Callable[[Newsroom], list[str]]


def new(room: Newsroom) -> list[str]:
    """An article is taken in."""
    page = room.folder / "story.txt"
    page.write_text(TEXT)
    return ["new", str(page), "--slug", "second-fire"]


def new_again(room: Newsroom) -> list[str]:
    """The outlet changed its article."""
    page = room.folder / "story.txt"
    page.write_text(
        (room.articles / SLUG / "article.txt").read_text() + "\nThe port is open again.\n"
    )
    return ["new", str(page), "--again", SLUG]


def update(room: Newsroom) -> list[str]:
    """A statement was reworded."""
    room.write(summary=SUMMARY.replace('text = "A warehouse', 'text = "One warehouse'))
    return ["update"]


def update_locale(room: Newsroom) -> list[str]:
    """A language is added."""
    return ["update", "--locale", "pl"]


def catalog_import(room: Newsroom) -> list[str]:
    """A translation comes back."""
    file = room.folder / "uk.csv"
    if not file.exists():
        shutil.copy(room.folder / "exported.csv", file)
        file.write_text(file.read_text().replace("пожежники", "рятувальники"))
    return ["catalog", "import", "uk", str(file), "--translator", "John Doe"]


def merge(room: Newsroom) -> list[str]:
    """A copy of a catalog comes back by mail."""
    path = room.path(SLUG, "uk")
    for name, old, changed in (("sent.po", "", ""), ("back.po", "пожежники", "рятувальники")):
        (room.folder / name).write_text(
            path.read_text().replace(old, changed) if old else path.read_text()
        )
    return [
        "merge",
        "uk",
        SLUG,
        str(room.folder / "back.po"),
        "--base",
        str(room.folder / "sent.po"),
    ]


def convert(room: Newsroom) -> list[str]:
    """A catalog in another charset."""
    path = room.path(SLUG, "uk")
    text = path.read_text().replace("charset=UTF-8", "charset=KOI8-U")
    path.write_bytes(text.encode("koi8-u", "ignore"))
    return ["catalog", "convert", "uk", "--article", SLUG]


def review(room: Newsroom) -> list[str]:
    """A sentence is signed."""
    return ["review", "uk", "--article", SLUG, "--message", "fire", "--reviewer", "John Doe"]


def reject(room: Newsroom) -> list[str]:
    """A sentence is rejected."""
    return [*review(room), "--reject", "a word is missing"]


def withdraw(room: Newsroom) -> list[str]:
    """An article is withdrawn."""
    return ["withdraw", SLUG, "--name", "Jane Doe"]


def redact(room: Newsroom) -> list[str]:
    """A name is taken out."""
    return ["redact", "Jane Doe", "--reason", "an order", "--name", "John Doe", "--yes"]


WRITERS: list[tuple[Prepare, str]] = [
    (new, ""), (new_again, f"articles/{SLUG}"), (update, "locales/uk/LC_MESSAGES"),
    (update_locale, ""), (catalog_import, "locales/uk/LC_MESSAGES"),
    (merge, "locales/uk/LC_MESSAGES"), (convert, "locales/uk/LC_MESSAGES"),
    (review, "locales/uk/LC_MESSAGES"), (reject, "locales/uk/LC_MESSAGES"),
    (withdraw, "journal"), (redact, "journal"),
]  # fmt: skip


@pytest.fixture
def room(newsroom: Newsroom, run) -> Newsroom:  # type: ignore[no-untyped-def]
    """The small newsroom, with an export of its Ukrainian catalog."""
    out = newsroom.folder / "exported.csv"
    run("catalog", "export", "uk", "--format", "csv", "--article", SLUG, "--output", str(out))
    return newsroom


# Withdrawals are carried out as far as they can be, and say themselves what is left to do.
@pytest.mark.parametrize(
    "prepare", [one for one, lock in WRITERS if lock != "journal"], ids=lambda one: one.__name__
)
def test_a_full_disk_is_one_sentence_and_nothing_is_half_written(
    prepare: Prepare, room: Newsroom, run
) -> None:  # type: ignore[no-untyped-def]
    """Every file is as it was, no folder and no temporary file is left; then it works."""
    command = prepare(room)
    before = contents(room)
    with at_most(10):
        result = run(*command)
    assert result.exit_code == 1, result.output
    said = [line for line in result.output.splitlines() if "disk is full" in line]
    assert len(said) == 1 and "make room" in said[0], result.output
    assert contents(room) == before
    result = run(*command)
    assert "disk is full" not in result.output and contents(room) != before


@pytest.mark.parametrize(
    ("prepare", "folder"), [pytest.param(*one, id=one[0].__name__) for one in WRITERS if one[1]]
)
def test_who_holds_a_lock_is_named_by_every_command(
    prepare: Prepare, folder: str, room: Newsroom, run, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """The wait has an end, and nothing was written."""
    command, place = prepare(room), room.folder / folder

    def there() -> dict[Path, bytes | None]:
        return {path: content for path, content in contents(room).items() if place in path.parents}

    before = there()
    monkeypatch.setattr(processes, "LOCK_SECONDS", 0.01)
    with holding(place):
        result = run(*command)
    assert result.exit_code == 1, result.output
    assert f"process {os.getpid()} (" in result.output and "nothing was written" in result.output
    assert there() == before


def test_what_an_import_wrote_is_in_the_journal_when_it_runs_again(room: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The disk was full between catalog and journal: the words are there, the line follows."""
    command = catalog_import(room)
    log = journal.path(room.journal, SLUG)
    size = log.stat().st_size
    assert room.path(SLUG, "uk").stat().st_size + 200 < size
    with at_most(size + 10):
        result = run(*command)
    assert result.exit_code == 1 and "journal/harbor-fire.jsonl: the disk is full" in result.output
    assert "рятувальники" in room.path(SLUG, "uk").read_text()
    assert log.stat().st_size == size
    run(*command)
    last = journal.read(room.journal, SLUG).lines[-1]
    assert (last.kind, last.name, last.fields["message"]) == ("saved", "John Doe", "fire")
    after = log.read_bytes()
    run(*command)
    assert log.read_bytes() == after  # once


def test_a_full_disk_loses_no_draft_of_a_translation(room: Newsroom) -> None:
    """The catalog is as it was; what a person wrote meanwhile stays."""
    source = room.project.source(SLUG)
    room.update("pl")
    (message,) = (one for one in source.messages if one.id == HEADLINE)
    before, day = contents(room), room.now.date()

    def write() -> list[str]:
        draft = Translation(message, ("Pożar",))
        return writer.write_translations(room.project, source, "pl", [draft], "a model", day)

    with at_most(10), pytest.raises(OSError) as refused:
        write()
    assert refused.value.filename == str(room.path(SLUG, "pl"))
    assert contents(room) == before
    assert write() == [HEADLINE]
