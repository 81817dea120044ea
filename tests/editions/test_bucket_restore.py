"""A new machine, an older backup, and a bucket that has what was signed and withdrawn since."""

from __future__ import annotations

import contextlib
import datetime
import importlib
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store, free_ports
from test_bucket import Reader

from service.cli import http_server
from service.editions import bucket_upload, publisher_key
from service.editions.bucket import Bucket
from service.editions.bucket_upload import Uploader
from service.errors import SummariesError

SECOND = "Пожежа в порту: згорів склад"


@pytest.fixture
def address(request: pytest.FixtureRequest, seaweed: Store, monkeypatch: pytest.MonkeyPatch) -> str:
    # The machine before this one wrote a moment ago, and is gone.
    monkeypatch.setattr(bucket_upload, "SILENCE", 0.0)
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
    assert reader.words("uk") == UKRAINIAN["headline"][0], (
        "the words of the backup, which are signed"
    )
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
