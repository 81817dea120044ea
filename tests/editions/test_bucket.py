"""Editions in a bucket: what windows elsewhere show while stores, cables and people fail."""

from __future__ import annotations

import contextlib
import datetime
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store
from test_live import eventually

from service.editions import index, removing, store
from service.editions.bucket import (
    Bucket,
    BucketError,
    NoObjectError,
    Object,
    layout,
    uploading,
    window_copy,
)
from service.editions.bucket.copy_folder import CopyFolder
from service.editions.bucket.index_parts import BucketIndex
from service.editions.bucket.uploading import Uploader
from service.editions.bucket.window_copy import BucketFiles
from service.editions.lazy_editions import UnavailableError
from service.editions.model import Edition, Withdrawn
from service.editions.repository import EditionRepository
from service.errors import SummariesError
from service.review.keys import PrivateKey

PATIENCE = 30.0


@pytest.fixture
def address(request: pytest.FixtureRequest, seaweed: Store) -> str:
    return f"s3://{BUCKET}/{request.node.name[:60].strip('_[]')}"


@pytest.fixture
def own(seaweed: Store, address: str, monkeypatch: pytest.MonkeyPatch) -> Bucket:
    """The same bucket, past the cable."""
    before = os.environ["AWS_ENDPOINT_URL"]
    monkeypatch.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{seaweed.port}")
    bucket = Bucket(address)
    list(bucket.objects())  # opens it
    monkeypatch.setenv("AWS_ENDPOINT_URL", before)
    return bucket


class Reader:
    """A window on another machine, asked when the test wants it."""

    def __init__(self, folder: Path, address: str) -> None:
        folder.mkdir(exist_ok=True)
        self.files = BucketFiles(folder, address)
        self.files._process = os.getpid()  # no thread: the test asks
        self.files._quick._answer = 0.5
        self.files._bucket._answer = 1.5
        self.library = EditionRepository(folder, interval=0, files=self.files)

    def ask(self) -> None:
        self.files._try()

    def words(self, locale: str = "uk", slug: str = "harbor-fire") -> str:
        """Return the headline that readers get, what is in its place, or why there is none."""
        try:
            edition = self.library.view().articles.get(slug, {}).get(locale)
        except UnavailableError:
            return "unavailable"
        if isinstance(edition, Edition):
            return edition.content.statements[0].target.strings[0]
        return "withdrawn" if isinstance(edition, Withdrawn) else "nothing"


@pytest.fixture
def reader(tmp_path: Path, address: str) -> Reader:
    return Reader(tmp_path / "copies", address)


@pytest.fixture
def newsroom_up(newsroom: Newsroom) -> Newsroom:
    newsroom.write()
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.translate("harbor-fire", "uk", UKRAINIAN)
    newsroom.sign("harbor-fire", "uk")
    newsroom.publisher.publish()
    return newsroom


@pytest.fixture
def uploader(newsroom_up: Newsroom, address: str) -> Uploader:
    return Uploader(newsroom_up.editions, Bucket(address))


# Those that the tests' newsroom has an interface in.
LANGUAGES = 3
FIRST, SECOND = UKRAINIAN["headline"][0], "Пожежа в порту: згорів склад"


def correct(newsroom: Newsroom, headline: str = SECOND) -> None:
    """Sign another headline, and publish it."""
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [headline]})
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()


def test_a_window_shows_what_was_signed_and_changes_with_it(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader
) -> None:
    """First words, a new edition, a withdrawal and its end, without a folder in common."""
    assert uploader.bring() > 0
    reader.ask()
    assert (reader.words(), len(reader.library.view().languages)) == (FIRST, LANGUAGES)
    correct(newsroom_up)
    assert uploader.bring() == 1, "only what changed goes up"
    reader.ask()
    assert reader.words() == SECOND
    digest = newsroom_up.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom_up.publish()
    uploader.bring()
    reader.ask()
    assert (reader.words(), reader.words("en") != "nothing") == ("withdrawn", True)
    newsroom_up.undo(digest)
    newsroom_up.publish()
    uploader.bring()
    reader.ask()
    assert reader.words() == SECOND
    assert reader.library.view().problems == ()


def test_nothing_new_is_one_question_and_no_upload(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, cable: Cable
) -> None:
    """At rest a publisher writes nothing, and a window asks for one small object."""
    uploader.bring()
    reader.ask()
    cable.bytes = 0
    assert uploader.bring() == 0
    assert cable.bytes == 0
    reader.ask()
    assert cable.bytes < 3000


@pytest.mark.timeout(120)
def test_readers_keep_the_last_words_while_the_bucket_is_away(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, cable: Cable
) -> None:
    """Cut, silent, or its server ended: pages stay, operators are told, and it goes on after it."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    for trouble in (cable.cut, cable.silence):
        trouble()
        reader.ask()
        assert reader.words() == FIRST
        (problem,) = reader.library.view().problems
        assert "does not answer" in problem and "AWS_ENDPOINT_URL" in problem
        cable.mend()
        reader.ask()
        assert reader.library.view().problems == ()
    cable.cut()
    correct(newsroom_up)
    with pytest.raises(BucketError, match="does not answer"):
        uploader.bring()
    cable.mend()
    uploader.bring()
    reader.ask()
    assert reader.words() == SECOND


def test_a_window_that_starts_while_the_bucket_is_away_has_its_copies(
    uploader: Uploader, reader: Reader, cable: Cable, tmp_path: Path, address: str
) -> None:
    """What somebody read before is there after a restart, what nobody read is not denied."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    for copy in (tmp_path / "copies" / "harbor-fire").glob("en.*"):
        copy.unlink()
    cable.cut()
    again = Reader(tmp_path / "copies", address)
    again.ask()
    assert len(again.library.view().languages) == LANGUAGES
    assert (again.words("uk"), again.words("en")) == (FIRST, "unavailable")


def test_a_store_that_vanished_takes_nothing_down(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, own: Bucket
) -> None:
    """Every object gone, as by a rule that expires them: the publisher puts it right."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    own.delete([each.key for each in own.objects()])
    reader.ask()
    assert reader.words() == FIRST
    assert "nothing is published" in reader.library.view().problems[0]
    Uploader(newsroom_up.editions, own).bring()
    reader.ask()
    assert (reader.words(), reader.library.view().problems) == (FIRST, ())


def test_a_tampered_edition_is_never_shown(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, own: Bucket
) -> None:
    """Not to who had the one before, who keeps that, nor to who had none, and both say so."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    correct(newsroom_up)
    uploader.bring()
    genuine = own.get("harbor-fire/uk.json").content
    own.put("harbor-fire/uk.json", genuine.replace(SECOND.encode(), "Порт знищено".encode()))
    reader.ask()
    assert reader.words() == FIRST
    assert any("harbor-fire/uk.json is not served" in p for p in reader.library.view().problems)
    fresh = Reader(reader.library.folder.with_name("others"), uploader._bucket.address)
    fresh.ask()
    assert fresh.words() == "unavailable"
    assert any("checksum" in problem for problem in fresh.library.view().problems)
    own.put("harbor-fire/uk.json", genuine)
    for each in (reader, fresh):
        each.ask()
        each.library.view()
        assert (each.words(), each.library.view().problems) == (SECOND, ())


def test_an_older_edition_or_index_put_back_is_not_believed(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, own: Bucket
) -> None:
    """Who can write to the bucket cannot bring back what was withdrawn."""
    uploader.bring()
    kept = {each.key: own.get(each.key).content for each in own.objects()}
    reader.ask()
    assert reader.words() == FIRST
    newsroom_up.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom_up.publish()
    uploader.bring()
    own.put("harbor-fire/uk.json", kept["harbor-fire/uk.json"])
    reader.ask()
    assert reader.words() == "unavailable", "taken down, though its reason is not there"
    for key, content in kept.items():
        own.put(key, content)
    reader.ask()
    assert reader.words() == "unavailable"


def test_what_could_not_be_removed_is_removed_by_the_next_upload(
    newsroom_up: Newsroom, uploader: Uploader, own: Bucket, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also by another process: nothing stays that readers need no longer, and nothing they need."""
    uploader.bring()
    before = {each.key for each in own.objects()}

    def refused(_bucket: Bucket, _keys: Sequence[str]) -> None:
        raise SummariesError("the bucket lets nobody remove anything")

    for again in (uploader, Uploader(newsroom_up.editions, own)):
        (newsroom_up.editions / index.FILE).unlink()  # it is written again, in other parts
        correct(newsroom_up, f"{SECOND} {'тут' if again is uploader else 'там'}")
        with monkeypatch.context() as patch:
            patch.setattr(Bucket, "delete", refused)
            with pytest.raises(SummariesError, match="lets nobody"):
                uploader.bring()
        assert len({each.key for each in own.objects()}) > len(before)
        again.bring()
        state = layout.read_state(own.get(layout.STATE).content)
        assert state is not None and state.gone == ()
        needed = {f"{layout.PARTS}{name}" for name, _size in state.parts}
        parts = {each.key for each in own.objects() if each.key.startswith(layout.PARTS)}
        assert parts == needed


def test_an_index_that_is_written_again_meanwhile_waits_for_the_next_upload(
    newsroom_up: Newsroom, uploader: Uploader, own: Bucket
) -> None:
    """No part goes up that is of the one file by its size and of the other by its words."""
    uploader.bring()
    there = BucketIndex(newsroom_up.editions, own)
    before = there.load_state()
    file = newsroom_up.editions / index.FILE
    status = file.stat()
    other = file.with_suffix(".new")
    other.write_bytes(b"x" * (status.st_size + 100))
    other.replace(file)
    there.write(before.writer, (status.st_ino, status.st_size), ())
    assert there.load_state().parts == before.parts


def test_an_upload_that_is_cut_anywhere_leaves_a_whole_state(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, cable: Cable, own: Bucket
) -> None:
    """After any number of bytes readers have the words before or those after; the next goes on."""
    uploader.bring()
    reader.ask()
    now = FIRST
    for count, size in enumerate((1, 3000, 9000, 15_000, 25_000), 1):
        after = SECOND + " тут" * count
        correct(newsroom_up, after)
        cable.after = size
        with contextlib.suppress(SummariesError):
            Uploader(newsroom_up.editions, Bucket(uploader._bucket.address, again=0)).bring()
        cable.after = None
        cable.mend()
        reader.ask()
        assert reader.words() in (now, after)
        assert reader.library.view().problems == ()
        fresh = Reader(reader.library.folder.with_name(f"fresh{count}"), reader.files._address)
        fresh.ask()
        assert fresh.words() in (now, after), "also who has no copy"
        Uploader(newsroom_up.editions, own).bring()
        reader.ask()
        now = after
        assert (reader.words(), reader.library.view().problems) == (now, ())


def test_nothing_is_named_before_it_is_there(
    newsroom_up: Newsroom, uploader: Uploader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Editions, then the index that lists them, then the state that names it, then removals."""
    done: list[str] = []
    put, delete = uploader._bucket.put, uploader._bucket.delete
    monkeypatch.setattr(
        uploader._bucket,
        "put",
        lambda key, *more, **named: (done.append(key), put(key, *more, **named))[1],
    )
    monkeypatch.setattr(
        uploader._bucket, "delete", lambda keys: (done.append("removed"), delete(keys))[1]
    )
    for number in range(3):
        done.clear()
        if number:
            correct(newsroom_up, SECOND + " тут" * number)
        uploader.bring()
        kinds = ["edition" if "/" in key and key[0] != "_" else key.split("/")[0] for key in done]
        order = ["edition", "_publisher.pub", "_publisher.json", "_index", "_state.json", "removed"]
        until = kinds[: kinds.index("_state.json") + 1]
        assert until == sorted(until, key=order.index) and "edition" in until
        assert "removed" not in until and set(kinds[len(until) :]) <= {"removed", "_state.json"}


def test_what_is_no_longer_needed_is_removed_also_after_an_interruption(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, own: Bucket
) -> None:
    """Nothing stays but what is up: not a removed article, not parts of old indexes."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    own.put("harbor-fire/notes.txt", b"somebody else's")
    for number in range(6):
        correct(newsroom_up, SECOND + " тут" * number)
        uploader.bring()
    removing.remove(newsroom_up.publisher, "harbor-fire", "", "Jane Doe", newsroom_up.now, None)
    shutil.rmtree(newsroom_up.editions / "harbor-fire")
    newsroom_up.publisher._read_index()
    newsroom_up.publisher._index.lines.pop("harbor-fire")
    newsroom_up.publisher._index.write()

    def refuse(_keys: object) -> None:
        raise BucketError("cut")

    with pytest.MonkeyPatch.context() as patch, pytest.raises(BucketError):
        patch.setattr(uploader._bucket, "delete", refuse)
        uploader.bring()
    Uploader(newsroom_up.editions, own).bring()
    state = layout.read_state(own.get(layout.STATE).content)
    assert state is not None
    keys = {each.key for each in own.objects()}
    assert {key for key in keys if key.startswith("harbor-fire/")} == {"harbor-fire/notes.txt"}
    assert {key for key in keys if key.startswith("_index/")} == {
        f"_index/{name}" for name, _size in state.parts
    }
    reader.ask()
    assert reader.words() == "nothing"
    assert not list((reader.library.folder / "harbor-fire").glob("*.json"))


def test_the_index_goes_up_in_few_parts_and_none_often(
    newsroom_up: Newsroom, uploader: Uploader, own: Bucket
) -> None:
    """A change costs what it adds, however long the index is; and a window fetches few parts."""
    uploader.bring()
    sizes = []
    for number in range(12):
        correct(newsroom_up, SECOND + " тут" * number)
        before = {each.key for each in own.objects("_index")}
        uploader.bring()
        sizes.append(sum(e.size for e in own.objects("_index") if e.key not in before))
    assert len(list(own.objects("_index"))) <= 6
    whole = (newsroom_up.editions / "_index.jsonl").stat().st_size
    assert sum(each.size for each in own.objects("_index")) == whole
    assert sum(sizes) < 5 * (whole - sizes[0])


def test_two_publishers_do_not_take_turns(
    newsroom_up: Newsroom, uploader: Uploader, own: Bucket, tmp_path: Path
) -> None:
    """With another key never, with the same key the second waits until the first is gone."""
    store.update_heartbeat(newsroom_up.editions)
    uploader.bring()
    other = tmp_path / "machine2"
    shutil.copytree(newsroom_up.editions, other / "editions")
    (other / "editions" / uploading.WRITER).unlink()
    second = Uploader(other / "editions", own)
    with pytest.raises(SummariesError, match=r"another publisher wrote to .* stop one of the two"):
        second.bring()
    old = time.time() - 100
    os.utime(newsroom_up.editions / store.HEARTBEAT, (old, old))
    uploader.bring()
    second.bring()
    correct(newsroom_up)
    store.update_heartbeat(other / "editions")
    for _attempt in range(2):
        with pytest.raises(SummariesError, match="another publisher wrote to"):
            uploader.bring()
        second.bring()
    strange = tmp_path / "machine3" / "editions"
    strange.mkdir(parents=True)
    key = PrivateKey.generate()
    (strange / "_publisher.pub").write_text(f"{key.public}\n")
    with pytest.raises(SummariesError, match="another publisher’s key signed"):
        Uploader(strange, own).bring()


def test_a_command_uploads_beside_a_publisher_at_work(
    newsroom_up: Newsroom, uploader: Uploader, address: str, reader: Reader
) -> None:
    """“summaries withdraw” tells the bucket itself; the publisher goes on from what it left."""
    uploader.bring()
    digest = newsroom_up.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom_up.publish()
    assert Uploader(newsroom_up.editions, Bucket(address)).bring() == 1
    reader.ask()
    assert reader.words() == "withdrawn"
    newsroom_up.undo(digest)
    newsroom_up.publish()
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST


def test_an_answer_that_comes_late_takes_no_newer_words_away(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fetch that outlasts its round is not the last word about a file."""
    uploader.bring()
    reader.ask()
    assert reader.words() == FIRST
    correct(newsroom_up)
    uploader.bring()
    late, got = threading.Event(), threading.Event()
    real = reader.files._bucket.get

    def slow(key: str, *words: str) -> Object | None:
        answer = real(key, *words)
        if key == "harbor-fire/uk.json" and not got.is_set():
            got.set()
            assert late.wait(PATIENCE)
        return answer

    monkeypatch.setattr(window_copy, "FIRST", 0.1)
    monkeypatch.setattr(reader.files._bucket, "get", slow)
    reader.ask()
    assert got.is_set() and reader.words() == FIRST
    third = "Пожежа в порту: склад згорів дощенту"
    correct(newsroom_up, third)
    uploader.bring()
    monkeypatch.setattr(window_copy, "FIRST", PATIENCE)
    reader.ask()
    assert reader.words() == third
    late.set()
    assert eventually(PATIENCE, lambda: not reader.files._flights)
    assert reader.words() == third
    copies = list((reader.files._folder / "harbor-fire").glob("uk.*"))
    assert len(copies) == 1


def test_a_part_that_was_replaced_meanwhile_is_no_trouble(
    newsroom_up: Newsroom, uploader: Uploader, reader: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between a window’s question and its next one a publisher may have gone on."""
    uploader.bring()
    real = reader.files._bucket.get
    waiting = [lambda: (correct(newsroom_up), uploader.bring())]

    def moved(key: str, *words: str) -> Object | None:
        if key.startswith(layout.PARTS) and waiting:
            waiting.pop()()
            raise NoObjectError("it is not there")
        return real(key, *words)

    monkeypatch.setattr(reader.files._bucket, "get", moved)
    reader.ask()
    assert (reader.words(), reader.files.troubles()) == (SECOND, ())


@pytest.mark.parametrize(
    ("setting", "value", "said"),
    [
        ("AWS_SECRET_ACCESS_KEY", "wrong", "set AWS_SECRET_ACCESS_KEY"),
        ("AWS_ACCESS_KEY_ID", "nobody", "set AWS_ACCESS_KEY_ID"),
        ("AWS_ENDPOINT_URL", "http://127.0.0.1:9", "AWS_ENDPOINT_URL"),
        ("AWS_ENDPOINT_URL", "127.0.0.1", "AWS_ENDPOINT_URL"),
        ("", "", "there is no such bucket: create it"),
    ],
)
def test_what_an_operator_got_wrong_is_said_in_one_sentence(
    seaweed: Store, monkeypatch: pytest.MonkeyPatch, setting: str, value: str, said: str
) -> None:
    if setting:
        monkeypatch.setenv(setting, value)
    bucket = Bucket(f"s3://{BUCKET if setting else 'no-such-bucket'}/x", again=0)
    for attempt in (lambda: bucket.get("a"), lambda: bucket.put("a", b""),
                    lambda: list(bucket.objects())):  # fmt: skip
        with pytest.raises(BucketError) as error:
            attempt()
        assert said in str(error.value)
        assert "\n" not in str(error.value) and "wrong" not in str(error.value)


def test_of_several_processes_one_asks_and_another_takes_its_place(
    uploader: Uploader, address: str, tmp_path: Path
) -> None:
    """Workers of a window share the copies; when the one that asks ends, the next one does."""
    uploader.bring()
    folder = tmp_path / "copies"
    code = (
        "import sys, time; from pathlib import Path\n"
        "from service.editions.bucket.window_copy import BucketFiles\n"
        "from service.editions.repository import EditionRepository\n"
        "folder = Path(sys.argv[1]); files = BucketFiles(folder, sys.argv[2], interval=0.1)\n"
        "library = EditionRepository(folder, interval=0, files=files)\n"
        "while True: print(len(library.view().languages), flush=True); time.sleep(0.1)\n"
    )
    workers = [
        subprocess.Popen([sys.executable, "-c", code, str(folder), address],
                         stdout=subprocess.PIPE) for _ in range(2)]  # fmt: skip
    try:
        for worker in workers:
            assert worker.stdout
            assert any(line == b"%d\n" % LANGUAGES for line in worker.stdout)
        workers[0].kill()
        workers[0].wait()
        copies = CopyFolder(folder)
        before = copies.answered()
        assert eventually(PATIENCE, lambda: copies.answered() > before + 1)
    finally:
        for worker in workers:
            worker.kill()
            worker.communicate()
