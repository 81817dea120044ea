"""A new machine, an older backup, and a bucket that has what was decided since."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store, free_ports
from test_bucket import Reader

from service.cli import http_server
from service.editions import publisher_key, removing, renaming
from service.editions.bucket import Bucket, restoring, uploading
from service.editions.bucket.uploading import Uploader
from service.editions.index import Entry, Line
from service.editions.withdrawal import Known, Withdrawal
from service.errors import SummariesError
from service.review.sign import Reviewer

SECOND = "Пожежа в порту: згорів склад"


@pytest.fixture
def address(request: pytest.FixtureRequest, seaweed: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    # The machine before this one wrote a moment ago, and is gone.
    monkeypatch.setattr(uploading, "SILENCE", 0.0)
    return f"s3://{BUCKET}/restore-{abs(hash(request.node.name))}"


def uploader(room: Newsroom, address: str) -> Uploader:
    """What brings a newsroom's editions to the bucket, with its publisher's key."""
    return Uploader(room.editions, Bucket(address, again=0), publisher_key.beside(room.editions))


@pytest.fixture
def lost(newsroom: Newsroom, address: str, tmp_path: Path) -> Newsroom:
    """A newsroom that was backed up, went on, and whose machine is gone then."""
    first = uploader(newsroom, address)
    first.prepare()
    first.bring()
    shutil.copytree(
        newsroom.folder, tmp_path.with_name(f"{tmp_path.name}-backup"),
        ignore=shutil.ignore_patterns("editions", "copies*"),
    )  # fmt: skip
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [SECOND]})
    newsroom.sign("harbor-fire", "uk")
    newsroom.withdraw("harbor-fire", "en", "The mayor was misquoted.")
    newsroom.publish()
    first.bring()
    return newsroom


@pytest.fixture
def restored(lost: Newsroom, tmp_path: Path) -> Newsroom:
    """The same newsroom on a new machine: from the backup, without editions."""
    room = Newsroom(tmp_path.with_name(f"{tmp_path.name}-backup"))
    room.now = lost.now + datetime.timedelta(hours=1)
    return room


def test_what_was_signed_and_withdrawn_after_the_backup_stays_so(
    lost: Newsroom, restored: Newsroom, address: str, tmp_path: Path
) -> None:
    """Readers keep the newest signed words, nothing withdrawn comes back, and people are told."""
    again = uploader(restored, address)
    assert again.prepare() >= 2
    report = restored.publisher.publish()
    assert any("a line of the journal is gone" in problem.text for problem in report.problems)
    again.bring()
    reader = Reader(tmp_path / "copies", address)
    reader.ask()
    assert (reader.words("uk"), reader.words("en")) == (SECOND, "withdrawn")
    # Somebody finds the journal of the lost machine, and its catalogs.
    for folder in ("journal", "locales"):
        shutil.copytree(lost.folder / folder, restored.folder / folder, dirs_exist_ok=True)
    restored.now += datetime.timedelta(hours=1)
    assert restored.publisher.publish().problems == []
    again.bring()
    reader.ask()
    assert (reader.words("uk"), reader.words("en")) == (SECOND, "withdrawn")


def test_an_article_that_the_backup_does_not_have_stays_up(
    lost: Newsroom, restored: Newsroom, address: str, tmp_path: Path
) -> None:
    """Its summary was signed, and readers have it: only people may take it down."""
    lost.write("second-fire")
    lost.update()
    lost.sign("second-fire", "en")
    lost.publish()
    uploader(lost, address).bring()
    again = uploader(restored, address)
    again.prepare()
    report = restored.publisher.publish()
    assert any("the article is gone, and readers still get it" in p.text for p in report.problems)
    again.bring()
    reader = Reader(tmp_path / "copies", address)
    reader.ask()
    assert reader.words("en", "second-fire") not in ("nothing", "unavailable", "withdrawn")


def test_a_new_machine_publishes_nothing_before_the_bucket_answers(
    lost: Newsroom, restored: Newsroom, address: str, cable: Cable, tmp_path: Path
) -> None:
    """What it published would count as newer than the withdrawal that it does not know."""
    cable.cut()
    again = uploader(restored, address)
    with pytest.raises(SummariesError, match="does not answer"):
        again.prepare()
    asked: list[bool] = []

    def stopped() -> bool:
        asked.append(True)
        return len(asked) > 3

    assert not again.prepared(stopped)
    cable.mend()
    assert again.prepared(lambda: False)
    restored.publish()
    again.bring()
    reader = Reader(tmp_path / "copies", address)
    reader.ask()
    assert reader.words("en") == "withdrawn"
    # A machine that the bucket knows goes on when it does not answer.
    cable.cut()
    assert uploader(restored, address).prepare() == 0


def test_what_somebody_altered_in_the_bucket_is_not_brought_back(
    lost: Newsroom, restored: Newsroom, address: str, tmp_path: Path
) -> None:
    """Neither an edition nor an index that the publisher did not sign."""
    bucket = Bucket(address)
    genuine = bucket.get("harbor-fire/uk.json")
    assert genuine is not None
    forged = genuine.content.replace(SECOND.encode(), "Порт знищено".encode())
    bucket.put("harbor-fire/uk.json", forged)
    again = uploader(restored, address)
    again.prepare()
    file = restored.editions / "harbor-fire" / "uk.json"
    assert not file.exists() or "знищено" not in file.read_text()
    restored.publish()
    again.bring()
    reader = Reader(tmp_path / "copies", address)
    reader.ask()
    assert reader.words("uk") == "nothing", "not those of the backup, which were corrected since"
    assert reader.words("en") == "withdrawn"


def test_nothing_is_uploaded_over_what_is_newer(
    lost: Newsroom, restored: Newsroom, address: str
) -> None:
    """A command without the publisher's key says what to do."""
    restored.publish()
    with pytest.raises(SummariesError, match="run “summaries publish”, which brings them back"):
        Uploader(restored.editions, Bucket(address)).bring()


@pytest.mark.parametrize("damage", ["lost", "cut", "altered"])
def test_a_damaged_index_is_no_reason_to_publish_the_backup_over_it(
    lost: Newsroom, restored: Newsroom, address: str, tmp_path: Path, damage: str
) -> None:
    """What readers have is not known then: people are told, and nothing withdrawn comes back."""
    bucket = Bucket(address)
    parts = [each.key for each in bucket.objects() if each.key.startswith("_index/")]
    for key in parts[:1]:
        part = bucket.get(key)
        assert part is not None
        if damage == "lost":
            bucket.delete([key])
        else:
            cut = damage == "cut"
            bucket.put(key, part.content[:-20] if cut else part.content.replace(b"cur", b"cua", 1))
    with pytest.raises(SummariesError, match="damaged"):
        uploader(restored, address).prepare()
    assert not (restored.editions / "harbor-fire").exists()
    bucket.delete(["_state.json"])
    assert uploader(restored, address).prepare() == 0, "as the message says"


def test_a_forgotten_key_is_asked_for_before_another_one_is_made(
    lost: Newsroom, restored: Newsroom, address: str
) -> None:
    """A new one would have to be taken away again before the right one can be put back."""
    folder = publisher_key.beside(restored.editions)
    key = (folder / publisher_key.PRIVATE).read_bytes()
    (folder / publisher_key.PRIVATE).unlink()
    with pytest.raises(SummariesError, match="put that key back"):
        uploader(restored, address).prepare()
    (folder / publisher_key.PRIVATE).write_bytes(key)
    assert uploader(restored, address).prepare() >= 2


def test_a_window_with_a_workshop_leaves_publishing_to_who_asks_the_bucket(
    lost: Newsroom, restored: Newsroom, address: str, monkeypatch: pytest.MonkeyPatch,
    run: Callable[..., Result],
) -> None:  # fmt: skip
    """“summaries serve” on a new machine starts a publisher, too: it must not be first."""
    places = ("articles", "locales", "journal", "published")
    for name in places:
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(restored.folder / name))
    monkeypatch.setenv("SUMMARIES_EDITIONS", address)
    monkeypatch.setenv("SUMMARIES_BUCKET_FOLDER", str(restored.folder / "bucket"))
    monkeypatch.setattr(http_server, "serve", lambda *_words: None)
    module = importlib.import_module("service.cli.serve")  # the room has the command of that name
    monkeypatch.setattr(module, "supervised", lambda *_words: contextlib.nullcontext())
    done = run("serve", "--port", str(free_ports(1)[0]))
    assert done.exit_code == 0, done.output
    assert not list((restored.folder / "bucket").glob("editions/harbor-fire/*.json"))


class Machines:
    """Machines of one newsroom, each begun from a backup, and their bucket."""

    def __init__(self, address: str, folder: Path, reader: Reader) -> None:
        self._address, self._folder, self._reader = address, folder, reader

    def back_up(self, room: Newsroom, *, editions: bool) -> Path:
        """Upload what ``room`` published, and copy its folder, with the ``editions`` or without."""
        self.upload(room)
        backup = self._folder / f"backup-{len(list(self._folder.iterdir()))}"
        without = ("copies*",) if editions else ("editions", "copies*", "_writer")
        shutil.copytree(room.folder, backup, ignore=shutil.ignore_patterns(*without))
        return backup

    def upload(self, room: Newsroom) -> None:
        room.publish()
        uploader(room, self._address).bring()

    def begin(self, backup: Path, now: datetime.datetime) -> Newsroom:
        """Begin on a new machine with ``backup``, as “summaries publish” does."""
        machine = self._folder / f"machine-{len(list(self._folder.iterdir()))}"
        room = Newsroom(shutil.copytree(backup, machine))
        room.now = now + datetime.timedelta(hours=1)
        again = uploader(room, self._address)
        again.prepare()
        room.publish()
        again.bring()
        return room

    def answers(self, room: Newsroom, *locales: str, slug: str = "harbor-fire") -> list[int]:
        """Return what readers get, who must get the same from the bucket."""
        self._reader.ask()
        window = room.client()
        codes = [window.get(f"/{name}/{slug}").status_code for name in locales]
        words = [self._reader.words(name, slug) for name in locales]
        kinds = {"nothing": 404, "withdrawn": 410}
        assert [kinds.get(each, 200) for each in words] == codes
        return codes


@pytest.fixture
def machines(address: str, tmp_path_factory: pytest.TempPathFactory) -> Machines:
    folder = tmp_path_factory.mktemp("machines")
    return Machines(address, folder, Reader(tmp_path_factory.mktemp("copies"), address))


GERMAN = {
    "headline": ["Lagerhaus im Hafen abgebrannt"],
    "fire": ["Am {day} brannte im Hafen ein Lagerhaus ab, teilte die Feuerwehr mit."],
    "hurt": [
        "{hurt} Person wurde verletzt, etwa {tons} Tonnen Getreide gingen verloren.",
        "{hurt} Personen wurden verletzt, etwa {tons} Tonnen Getreide gingen verloren.",
    ],
}
WITH_EDITIONS = pytest.mark.parametrize("editions", [True, False])


@WITH_EDITIONS
@pytest.mark.parametrize("withdrawn", [True, False])
def test_what_went_down_after_the_backup_stays_down(
    newsroom: Newsroom, machines: Machines, editions: bool, withdrawn: bool
) -> None:
    """Its words were rejected, and readers were not to keep them; nothing else may have changed."""
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.reject("harbor-fire", "uk", "headline", "It is false.", keep=False)
    if withdrawn:
        newsroom.withdraw("harbor-fire", "en")
    machines.upload(newsroom)
    codes = [404, 410] if withdrawn else [404, 200]
    assert machines.answers(newsroom, "uk", "en") == codes
    room = machines.begin(backup, newsroom.now)
    assert machines.answers(room, "uk", "en") == codes
    assert not (room.editions / "harbor-fire" / "uk.json").exists()
    room = machines.begin(backup, room.now)  # and that machine is lost as well
    assert machines.answers(room, "uk", "en") == codes
    # Somebody finds the journal, and the words are signed again.
    for name in ("journal", "locales"):
        shutil.copytree(newsroom.folder / name, room.folder / name, dirs_exist_ok=True)
    machines.upload(room)
    assert machines.answers(room, "uk", "en") == codes
    room.sign("harbor-fire", "uk", "headline")
    machines.upload(room)
    assert machines.answers(room, "uk", "en") == [200, codes[1]]


@WITH_EDITIONS
def test_rejected_words_that_were_signed_again_after_the_backup_stay_up(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """The bucket has the edition that came back."""
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.reject("harbor-fire", "uk", "headline", "It is false.", keep=False)
    machines.upload(newsroom)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.sign("harbor-fire", "uk", "headline")
    machines.upload(newsroom)
    room = machines.begin(backup, newsroom.now)
    assert machines.answers(room, "uk", "en") == [200, 200]


@WITH_EDITIONS
def test_a_language_withdrawn_before_it_was_up_stays_so(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """No file tells of it: the index alone knows."""
    newsroom.update("de")
    newsroom.translate("harbor-fire", "de", GERMAN)
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.withdraw("harbor-fire", "de")
    machines.upload(newsroom)
    room = machines.begin(backup, newsroom.now)
    room.sign("harbor-fire", "de")
    machines.upload(room)
    assert machines.answers(room, "de", "uk") == [410, 200]


@WITH_EDITIONS
def test_words_rejected_before_they_were_up_do_not_go_up(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """Nothing that readers have changed: the index knows only that the journal has another line."""
    newsroom.update("de")
    newsroom.translate("harbor-fire", "de", GERMAN)
    newsroom.sign("harbor-fire", "de", "headline")
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.reject("harbor-fire", "de", "headline", "It is false.", keep=False)
    machines.upload(newsroom)
    room = machines.begin(backup, newsroom.now)
    room.sign("harbor-fire", "de", "fire", "hurt")
    machines.upload(room)
    assert machines.answers(room, "de", "uk") == [404, 200]


@WITH_EDITIONS
def test_an_earlier_name_does_not_come_back(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """The article has another name since the backup, and readers of the old one are sent there."""
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    renaming.rename(
        newsroom.publisher, "harbor-fire", "port-fire", Reviewer("Jane Doe"), newsroom.now
    )
    machines.upload(newsroom)
    moved = machines.answers(newsroom, "uk", "en", slug="port-fire")
    assert moved == [200, 200]
    room = machines.begin(backup, newsroom.now)
    assert machines.answers(room, "uk", "en", slug="port-fire") == [200, 200]
    assert room.client().get("/uk/harbor-fire").status_code in (301, 302, 308)


@WITH_EDITIONS
def test_a_removed_article_stays_removed(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """The backup has its files still."""
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    removing.remove(newsroom.publisher, "harbor-fire", "", "Jane Doe", newsroom.now)
    machines.upload(newsroom)
    room = machines.begin(backup, newsroom.now)
    assert machines.answers(room, "uk", "en") == [410, 410]


@WITH_EDITIONS
def test_an_article_that_was_brought_back_is_up(
    newsroom: Newsroom, machines: Machines, editions: bool
) -> None:
    """At the time of the backup it was withdrawn."""
    digest = newsroom.withdraw("harbor-fire")
    backup = machines.back_up(newsroom, editions=editions)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.undo(digest)
    machines.upload(newsroom)
    assert machines.answers(newsroom, "uk", "en") == [200, 200]
    room = machines.begin(backup, newsroom.now)
    assert machines.answers(room, "uk", "en") == [200, 200]


def test_a_loss_that_is_accepted_brings_back_no_withdrawal(
    newsroom: Newsroom, machines: Machines, run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """Rejected words are the journal's matter, and who accepts its loss lets them go up."""
    backup = machines.back_up(newsroom, editions=False)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.reject("harbor-fire", "uk", "headline", "It is false.", keep=False)
    newsroom.withdraw("harbor-fire", "en")
    machines.upload(newsroom)
    room = machines.begin(backup, newsroom.now)
    for name in ("articles", "locales", "journal", "editions", "published"):
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(room.folder / name))
    done = run("history", "harbor-fire", "--accept-loss", "--reviewer", "Jane Doe")
    assert done.exit_code == 0, done.output
    room.now = datetime.datetime.now(datetime.UTC)
    machines.upload(room)
    assert machines.answers(room, "uk", "en") == [200, 410]


def test_a_folder_that_knows_more_than_the_bucket_goes_on(
    newsroom: Newsroom, machines: Machines
) -> None:
    """It was at work while the bucket was away, and took down what the bucket still has."""
    machines.upload(newsroom)
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.reject("harbor-fire", "uk", "headline", "It is false.", keep=False)
    newsroom.publish()
    (newsroom.editions / uploading.WRITER).unlink()  # a copy of the folder, elsewhere
    room = machines.begin(newsroom.folder, newsroom.now)
    assert machines.answers(room, "uk", "en") == [404, 200]


def entry(serial: int) -> Entry:
    return Entry(1, 1, "current", "en", serial=serial)


def known(**undone: str) -> Known:
    moment = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
    return Known("", [Withdrawal(d, "uk", moment, "Jane Doe", "", u) for d, u in undone.items()])


@pytest.mark.parametrize(
    ("theirs", "mine", "more"),
    [
        ({"files": {"uk": entry(5)}}, {"files": {"uk": entry(5)}}, False),
        ({"files": {"uk": entry(5)}}, {"files": {"uk": entry(4)}}, True),
        ({"files": {"uk": entry(4)}}, {"files": {"uk": entry(5)}}, False),
        ({"files": {"uk": entry(4)}}, {"files": {}, "least": {"uk": 5}}, False),
        ({"files": {"uk": entry(5)}}, {"files": {}, "least": {"uk": 5}}, True),
        ({"files": {}, "least": {"uk": 5}}, {"files": {"uk": entry(4)}}, True),
        ({"files": {}, "least": {"uk": 5}}, {"files": {"uk": entry(5)}}, False),
        ({"files": {}, "least": {"uk": 5}}, {"files": {}, "least": {"uk": 5}}, False),
        ({"files": {}, "known": known(a="")}, {"files": {}}, True),
        ({"files": {}, "known": known(a="")}, {"files": {}, "known": known(a="b")}, False),
        ({"files": {}, "known": known(a="b")}, {"files": {}, "known": known(a="")}, True),
        ({"files": {}, "heads": ["a"]}, {"files": {}, "heads": ["b"]}, True),
        ({"files": {}, "heads": ["a"]}, {"files": {}, "heads": ["a", "b"]}, False),
        ({"files": {"uk": entry(0)}}, {"files": {"uk": entry(5)}}, False),
    ],
)  # fmt: skip
def test_a_line_that_knows_more_is_brought(
    theirs: dict[str, Any], mine: dict[str, Any], more: bool
) -> None:
    """Each thing that was decided after a backup counts alone, and nothing older does."""
    line, own = Line("harbor-fire", **theirs), Line("harbor-fire", **mine)
    assert restoring.newer([line], {"harbor-fire": own}) == ([line] if more else [])
