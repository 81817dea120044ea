"""A new machine, an older backup, and a bucket that has what was signed and withdrawn since."""

from __future__ import annotations

import datetime
import shutil
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store
from test_bucket import Reader

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
    folder = publisher_key.beside(room.editions)
    return Uploader(room.editions, Bucket(address, again=0), lambda: publisher_key.load(folder))


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
