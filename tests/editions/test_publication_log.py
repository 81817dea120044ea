"""The publisher's log: since when words were up, and what was corrected, survives a lost folder."""

from __future__ import annotations

import datetime
import json
import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Newsroom

from service.editions import index, publication_log, publisher_key, renaming, store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.review import journal
from service.review.keys import PrivateKey
from service.review.sign import Reviewer

Run = Callable[..., Result]
SLUG = "harbor-fire"
DAY = datetime.timedelta(days=1)


def files(newsroom: Newsroom) -> dict[str, bytes]:
    """Return the content of all edition files of the article, by locale."""
    return {p.stem: p.read_bytes() for p in sorted((newsroom.editions / SLUG).glob("*.json"))}


def lose(newsroom: Newsroom) -> None:
    """Delete the editions folder, as a new machine has it, and start another publisher."""
    shutil.rmtree(newsroom.editions)
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publish()


def correct(newsroom: Newsroom, day: datetime.timedelta = DAY) -> None:
    """Correct a figure ``day`` later; one signature in the source brings it to all languages."""
    newsroom.now += day
    newsroom.replace(newsroom.articles / SLUG / "article.txt", "Five people", "Six people")
    newsroom.replace(newsroom.articles / SLUG / "summary.toml", "Five people", "Six people")
    newsroom.replace(newsroom.articles / SLUG / "summary.toml", "value = 5", "value = 6")
    newsroom.update()
    newsroom.sign(SLUG, "en")
    newsroom.publish()


def answer(newsroom: Newsroom, locale: str = "uk") -> dict[str, object]:
    data: dict[str, object] = (
        newsroom.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}").json
    )
    return data


def log_of(newsroom: Newsroom) -> Path:
    return publication_log.path(newsroom.folder / "published", SLUG)


def test_a_lost_folder_comes_back_byte_for_byte(newsroom: Newsroom) -> None:
    """Dates, revisions and corrections are those of before, on any later day."""
    correct(newsroom)
    before = files(newsroom)
    assert len(answer(newsroom)["corrections"]) == 1  # type: ignore[arg-type]
    newsroom.now += 30 * DAY
    lose(newsroom)
    assert files(newsroom) == before


def test_what_readers_had_comes_back_though_the_catalog_has_moved_on(newsroom: Newsroom) -> None:
    """Words that wait for a signature take nothing away, and neither does a list of signers."""
    newsroom.replace(newsroom.path(SLUG, "uk"), "повідомили пожежники", "повідомив мер")
    newsroom.appoint('[[reviewers]]\nname = "John Doe"\nkind = "person"\nlanguages = ["*"]\n')
    newsroom.publish()
    before = answer(newsroom)
    lose(newsroom)
    assert answer(newsroom) == before
    assert before["state"] == "pending"


def test_a_file_that_was_damaged_is_written_again(newsroom: Newsroom) -> None:
    """With the revision that it had."""
    correct(newsroom)
    path = store.path(newsroom.editions, SLUG, "uk")
    before = path.read_bytes()
    path.write_bytes(before[:-100])
    newsroom.publish()
    assert path.read_bytes() == before


def test_the_first_publication_stays_the_first_after_a_withdrawal(newsroom: Newsroom) -> None:
    """An article that is up again is not news; its corrections are still told."""
    correct(newsroom)
    first = answer(newsroom)
    newsroom.now += DAY
    digest = newsroom.withdraw(SLUG)
    newsroom.publish()
    newsroom.now += DAY
    newsroom.undo(digest)
    newsroom.publish()
    again = answer(newsroom)
    assert again["published"] == first["published"]
    assert again["corrections"] == first["corrections"]
    assert again["revision"] == first["revision"] + 1  # type: ignore[operator]


def test_a_withdrawn_article_stays_down_without_editions_and_line(newsroom: Newsroom) -> None:
    """The log alone knows of it then."""
    newsroom.withdraw(SLUG)
    newsroom.publish()
    lines = journal.path(newsroom.journal, SLUG).read_bytes().splitlines(keepends=True)
    journal.path(newsroom.journal, SLUG).write_bytes(b"".join(lines[:-1]))
    lose(newsroom)
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410


def a_folder(log: Path) -> None:
    log.mkdir()
    (log / "notes").touch()


IN_ITS_PLACE: dict[str, Callable[[Path], None]] = {
    "a link to itself": lambda log: log.symlink_to(log.name),
    "a link to nothing": lambda log: log.symlink_to("nothing"),
    "a link to a file": lambda log: log.symlink_to(log.with_name("service.jsonl")),
    "a link to a folder": lambda log: log.symlink_to("."),
    "a folder": a_folder,
    "a pipe": os.mkfifo,
}


@pytest.mark.parametrize("put", IN_ITS_PLACE.values(), ids=IN_ITS_PLACE)
def test_what_is_no_file_in_the_place_of_a_log_stops_nobody(
    newsroom: Newsroom, put: Callable[[Path], None]
) -> None:
    """On a new machine all goes up; an article with it is corrected, and goes down."""
    newsroom.write("mill-fire")
    newsroom.update()
    newsroom.sign("mill-fire", "en")
    newsroom.publish()
    log, before = log_of(newsroom), log_of(newsroom).with_name("service.jsonl").read_bytes()
    log.unlink()
    put(log)
    lose(newsroom)
    assert newsroom.client().get("/en/mill-fire").status_code == 200
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200
    assert log.is_file() and not log.is_symlink()
    log.unlink()
    put(log)
    newsroom.withdraw()
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410
    other = log.with_name("service.jsonl").read_bytes()
    assert other.startswith(before) and SLUG.encode() not in other


@pytest.mark.parametrize("damage", ["torn", "forged", "another key", "another article", "gone"])
def test_only_lines_of_this_publisher_count(newsroom: Newsroom, damage: str) -> None:
    """A line that is none of its own is named, and the words go up without it."""
    correct(newsroom)
    path = log_of(newsroom)
    whole = path.read_bytes()
    if damage == "torn":
        path.write_bytes(whole[:-40])
    elif damage == "forged":
        path.write_bytes(whole.replace(b"2026-11-22T12", b"1999-11-22T12"))
    elif damage == "another key":
        first = json.loads(whole.splitlines()[0])
        path.unlink()
        publication_log.append(path.parent, SLUG, {"uk": None}, [], PrivateKey.generate())
        path.write_bytes(path.read_bytes() + json.dumps(first | {"slug": "x"}).encode())
    elif damage == "another article":
        path.write_bytes(whole.replace(b"harbor-fire", b"harbor-firf"))
    else:
        path.unlink()
    lose(newsroom)
    assert "1999" not in str(answer(newsroom))
    assert answer(newsroom)["state"] == "current"
    problems = [str(found) for found in newsroom.publish().problems]
    assert any("published/harbor-fire.jsonl" in text for text in problems) is (damage != "gone")
    # The next line stands on its own, and is read.
    newsroom.sign(SLUG, "uk", "fire", name="John Doe")
    newsroom.publish()
    before = files(newsroom)
    lose(newsroom)
    assert files(newsroom) == before


def test_the_log_of_an_earlier_key_counts_where_its_public_half_is_kept(newsroom: Newsroom) -> None:
    """A lost key costs no history."""
    correct(newsroom)
    before = answer(newsroom)
    published = newsroom.folder / "published"
    old = publisher_key.load(published).public
    (published / publisher_key.PRIVATE).unlink()
    (published / publisher_key.EARLIER).write_text(f"{old}\n")
    lose(newsroom)
    assert answer(newsroom) == before


def test_an_older_edition_that_is_put_back_is_not_served(newsroom: Newsroom) -> None:
    """Neither over a withdrawal nor over a correction, by a window that stands alone."""
    path = store.path(newsroom.editions, SLUG, "uk")
    old = path.read_bytes()
    correct(newsroom)
    newer = path.read_bytes()
    window = newsroom.client()
    assert "6" in window.get(f"/uk/{SLUG}").text
    path.write_bytes(old)
    for each in (window, newsroom.client()):
        assert "постраждало 5" not in each.get(f"/uk/{SLUG}").text.lower()
    assert any("copy put back" in p for p in window.get("/readyz").json["problems"])
    newsroom.publish()
    assert path.read_bytes() == newer
    newsroom.withdraw(SLUG)
    newsroom.publish()
    path.write_bytes(newer)
    for each in (window, newsroom.client()):
        assert each.get(f"/uk/{SLUG}").status_code != 200
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410


@pytest.mark.parametrize("at_once", [True, False])
def test_an_older_edition_is_not_served_while_its_article_cannot_be_read(
    newsroom: Newsroom, at_once: bool
) -> None:
    """Nor is one in the place of a file that was lost meanwhile; the newest comes back after."""
    path = store.path(newsroom.editions, SLUG, "uk")
    old = path.read_bytes()
    correct(newsroom)
    newer = path.read_bytes()
    summary = newsroom.articles / SLUG / "summary.toml"
    whole = summary.read_bytes()
    summary.write_bytes(whole[:-1] + b"[[")
    path.unlink()
    if not at_once:
        newsroom.publish()
    path.write_bytes(old)
    newsroom.publish()
    assert "постраждало 5" not in newsroom.client().get(f"/uk/{SLUG}").text.lower()
    assert "6 people" in newsroom.client().get(f"/en/{SLUG}").text
    path.write_bytes(newer)
    assert "постраждало 6" in newsroom.client().get(f"/uk/{SLUG}").text.lower()
    path.write_bytes(old)
    summary.write_bytes(whole)
    newsroom.publish()
    assert path.read_bytes() == newer


def test_an_edition_that_went_down_is_not_served_when_a_copy_is_put_back(
    newsroom: Newsroom,
) -> None:
    """Its words were rejected, and readers were not to keep them."""
    path = store.path(newsroom.editions, SLUG, "uk")
    old = path.read_bytes()
    newsroom.reject(SLUG, "uk", "headline", "It is false.", keep=False)
    newsroom.publish()
    window = newsroom.client()
    path.write_bytes(old)
    for each in (window, newsroom.client()):
        assert each.get(f"/uk/{SLUG}").status_code == 404
    newsroom.publish()
    newsroom.sign(SLUG, "uk", "headline")
    newsroom.publish()
    assert window.get(f"/uk/{SLUG}").status_code == 200


@pytest.mark.parametrize("linked", [False, True])
def test_a_line_that_is_moved_in_the_journal_brings_nothing_back(
    newsroom: Newsroom, run: Run, linked: bool
) -> None:
    """Whoever writes the journal needs no key for it, but neither the words nor a note change.

    All after it may be ``linked`` again, too. The publisher knows which lines there were.
    """
    path = journal.path(newsroom.journal, SLUG)
    old = path.read_bytes().splitlines()
    correct(newsroom)
    whole, before = path.read_bytes(), [answer(newsroom, locale) for locale in ("en", "uk")]
    lines = [journal.parse(content, SLUG) for content in whole.splitlines()]
    digests = {journal.parse(content, SLUG).digest for content in old}
    names = [("en", "headline"), ("en", "hurt")]

    def is_moved(line: journal.Line) -> bool:
        payload = line.fields.get("payload", {})
        return line.digest in digests and (payload.get("locale"), payload["msgctxt"]) in names

    written: list[bytes] = []
    parents: list[str] = []
    for line in sorted(lines, key=is_moved):
        known = parents if linked or is_moved(line) else line.parents
        new, content = journal.make(SLUG, line.kind, line.name, line.at, known, line.fields)
        written.append(content + b"\n")
        parents = [new.digest]
    path.write_bytes(b"".join(written))
    for publisher in (newsroom.publisher, Publisher(newsroom.project, newsroom.editions)):
        publisher.publish()
        assert "a line of the journal is gone" in run("status").output
        now = [answer(newsroom, locale) for locale in ("en", "uk")]
        for a, b in zip(before, now, strict=True):
            assert all(a[k] == b[k] for k in ("headline", "statements", "corrections", "revision"))
    result = run("history", SLUG, "--accept-loss", "--reviewer", "Jane Doe")
    assert result.exit_code == 0, result.output
    newsroom.publish()
    assert "a line of the journal is gone" not in run("status").output


def test_a_rejection_that_is_taken_out_of_the_journal_brings_no_words_back(
    newsroom: Newsroom,
) -> None:
    """Nor does anything else go up until the line is back; then all goes on."""
    path = journal.path(newsroom.journal, SLUG)
    before = path.read_bytes()
    newsroom.reject(SLUG, "uk", "headline", "It is false.", keep=False)
    newsroom.publish()
    rejected = path.read_bytes()
    path.write_bytes(before)
    assert any("a line of the journal is gone" in str(p) for p in newsroom.publish().problems)
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 404
    path.write_bytes(rejected)
    newsroom.sign(SLUG, "uk", "headline")
    assert not newsroom.publish().problems
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200


def test_what_is_put_under_an_earlier_name_does_not_go_up(newsroom: Newsroom) -> None:
    """Its readers are sent on to the article that had the name, dates and all; people are told."""
    first = newsroom.now
    newsroom.now += DAY
    catalogs = {name: newsroom.path(SLUG, name).read_bytes() for name in ("en", "uk")}
    renaming.rename(newsroom.publisher, SLUG, "port-fire", Reviewer("Jane Doe"), newsroom.now)
    newsroom.write(SLUG)
    for name, content in catalogs.items():
        newsroom.path(SLUG, name).write_bytes(content)
    (problem,) = newsroom.publish().problems
    assert "is an earlier name of “port-fire”" in problem.text
    answer = newsroom.client().get(f"/uk/{SLUG}")
    assert (answer.status_code, answer.location) == (308, "/uk/port-fire")
    edition = store.load(store.path(newsroom.editions, "port-fire", "uk"))
    assert isinstance(edition, Edition)
    assert (edition.published, edition.revision) == (first, 2)


def test_an_older_index_that_is_put_back_is_not_read(newsroom: Newsroom) -> None:
    """A running window never goes back, not even with the older edition beside the older index."""
    path, listed = store.path(newsroom.editions, SLUG, "uk"), newsroom.editions / index.FILE
    old = path.read_bytes(), listed.read_bytes()
    window = newsroom.client()
    newsroom.withdraw(SLUG)
    newsroom.publish()
    assert window.get(f"/uk/{SLUG}").status_code == 410
    for target, content in zip((path, listed), old, strict=True):
        target.unlink()
        target.write_bytes(content)
    assert window.get(f"/uk/{SLUG}").status_code == 410
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410


def test_what_an_older_index_knows_takes_the_place_of_nothing(newsroom: Newsroom) -> None:
    """Who read the newer one takes no line of it, and reads on when the newer one is back."""
    listed = newsroom.editions / index.FILE
    reader, old = index.Reader(newsroom.editions), listed.read_bytes()
    assert reader.news()
    newsroom.withdraw(SLUG)
    newsroom.publish()
    assert reader.news()[-1].known.open()
    newer = listed.read_bytes()
    listed.unlink()
    listed.write_bytes(old)
    assert (reader.news(), reader.older) == ([], True)
    listed.unlink()
    listed.write_bytes(newer)
    assert any(line.known.open() for line in reader.news())


def test_an_index_that_no_publisher_signed_vouches_for_nothing(newsroom: Newsroom) -> None:
    """Whoever adds a line to it is not believed."""
    listed = newsroom.editions / index.FILE
    whole = listed.read_bytes()
    reader = index.Reader(newsroom.editions)
    count = len(reader.news())
    assert count
    line = next(row for row in whole.splitlines() if b'"harbor-fire"' in row)
    listed.write_bytes(whole + line.replace(b'"current"', b'"pending"') + b"\n")
    assert reader.news() == []
    assert len(index.Reader(newsroom.editions).news()) == count
    forged = whole.replace(b'"current"', b'"pending"')
    listed.write_bytes(forged)
    assert index.Reader(newsroom.editions).news() == []
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    newsroom.publish()
    assert len(index.Reader(newsroom.editions).news()) >= count - 1


def test_an_index_of_another_publisher_vouches_for_nothing(newsroom: Newsroom) -> None:
    """Whether its lines are signed with another key, or it was made for another key's files."""
    lines = index.Reader(newsroom.editions).news()
    assert lines
    index.Reader(newsroom.editions).write(lines, PrivateKey.generate())
    assert index.Reader(newsroom.editions).news() == []
    own = publisher_key.load(newsroom.folder / "published")
    index.Reader(newsroom.editions).write(lines, own)
    assert index.Reader(newsroom.editions).news() == lines
    listed = newsroom.editions / index.FILE
    listed.write_bytes(listed.read_bytes().replace(own.public.encode(), b"another", 1))
    assert index.Reader(newsroom.editions).news() == []


def test_a_publication_is_on_the_disk_before_readers_have_it(
    newsroom: Newsroom, synced: set[int]
) -> None:
    """A power cut takes back neither the log's line nor the edition."""
    correct(newsroom)
    written = [log_of(newsroom), store.path(newsroom.editions, SLUG, "uk")]
    assert {file.stat().st_ino for file in written} <= synced


def test_a_reason_that_is_redacted_leaves_the_log_and_the_others_stay(newsroom: Newsroom) -> None:
    """The line counts as before, signed again; words that stand nowhere change no byte."""
    key = publisher_key.load(newsroom.folder / "published")
    for reason in ("John Roe was misquoted.", "The port was not closed."):
        line = newsroom.withdraw(SLUG, reason=reason)
        newsroom.publish()
        newsroom.now += DAY
        newsroom.undo(line)
        newsroom.publish()
    before = log_of(newsroom).read_bytes()
    assert publication_log.redact(newsroom.folder / "published", SLUG, ["Jane Roe"], key) == 0
    assert log_of(newsroom).read_bytes() == before
    count = before.count(b"John Roe")
    assert publication_log.redact(newsroom.folder / "published", SLUG, ["John Roe"], key) == count
    after = log_of(newsroom).read_bytes()
    assert b"John Roe" not in after
    assert after.count(b"The port was not closed.") == before.count(b"The port was not") > 0
    assert publication_log.redact(newsroom.folder / "published", SLUG, ["John Roe"], key) == 0
    editions = files(newsroom)
    lose(newsroom)
    assert files(newsroom) == editions
