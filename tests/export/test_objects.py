"""The site in object storage: every address with the window's headers, and only what changed."""

from __future__ import annotations

import datetime
import os
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store
from test_live import PATIENCE, SUMMARIES, eventually

from service import export
from service.editions import publisher_key
from service.editions.bucket import Bucket, BucketError, NoObjectError
from service.editions.repository import EditionRepository
from service.export import objects, urls
from service.export.manifest import Folder
from service.web.views import api, feeds

PAGE, OTHER = "uk/harbor-fire", "Пожежа в порту: згорів склад"


@pytest.fixture
def address(request: pytest.FixtureRequest, seaweed: Store) -> str:
    return f"s3://{BUCKET}/{request.node.name[:60].strip('_[]')}"


@pytest.fixture
def bucket(address: str) -> Bucket:
    """The bucket, past whatever is between it and the export."""
    bucket = Bucket(address)
    assert list(bucket.objects()) == []  # opens it
    return bucket


@pytest.fixture(autouse=True)
def _settings(
    monkeypatch: pytest.MonkeyPatch, newsroom: Newsroom, tmp_path: Path, bucket: Bucket
) -> None:
    (tmp_path / "fonts").mkdir()
    monkeypatch.setenv("SUMMARIES_BASE_URL", "https://summaries.example.org")
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
    monkeypatch.setenv("SUMMARIES_FONTS", str(tmp_path / "fonts"))  # no cards: they take a while
    monkeypatch.setenv("SUMMARIES_BUCKET_FOLDER", str(tmp_path / "bucket"))


def text(bucket: Bucket, key: str) -> str:
    """Return an object's text; nothing where there is none."""
    try:
        there = bucket.get(key)
    except NoObjectError:
        return ""
    assert there is not None
    return there.content.decode()


def test_every_address_without_a_query_is_an_object_as_the_window_answers(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result]
) -> None:
    """Under its own name, with the window's body, type and lifetime; nothing is compressed."""
    done = run("export", bucket.address)
    assert done.exit_code == 0, done.output
    view = EditionRepository(newsroom.editions, interval=0).view()
    client = newsroom.client(BASE_URL="https://summaries.example.org", FONTS="/nowhere")
    addresses = list(
        urls.shared(view, urls.Sizes(feeds.MOST, api.LIMIT, feeds.parts(view), datetime.UTC))
    )
    addresses += urls.of_article(view, "harbor-fire")
    asked = 0
    for each in addresses:
        answer = client.open(each.path, method=each.method,
                             headers={"Accept": each.accept} if each.accept else {})  # fmt: skip
        name = objects.key(each.file)
        if "?" not in each.path and each.status == 200:
            assert name in (each.path[1:], f"{each.path[1:]}index.html")
        sent = bucket.metadata(name)
        assert sent["Content-Type"] == answer.headers["Content-Type"], each
        if each.status == 200:
            assert sent["Cache-Control"] == answer.headers["Cache-Control"], each
        assert "Content-Encoding" not in sent
        assert text(bucket, name) == answer.get_data(as_text=True), each
        asked += 1
    assert asked > 50
    assert len(list(bucket.objects())) == asked
    keys = {each.key for each in bucket.objects()}
    assert not any(key.endswith((".br", ".gz", ".zst", ".conf", ".sqlite")) for key in keys)


def test_only_what_changed_is_uploaded_and_a_withdrawal_goes_in_its_round(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result]
) -> None:
    """And nobody else's object is touched."""
    run("export", bucket.address)
    bucket.put("uk/notes.txt", b"somebody else's")
    before = {each.key: each.tag for each in bucket.objects()}
    assert " 0 objects written" in run("export", bucket.address).stdout
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [OTHER]})
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    run("export", bucket.address)
    after = {each.key: each.tag for each in bucket.objects()}
    assert OTHER in text(bucket, PAGE)
    assert 0 < sum(before[key] != after[key] for key in before) < len(before) / 2
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.publish()
    assert run("export", bucket.address).exit_code == 0
    keys = {each.key for each in bucket.objects()}
    assert PAGE not in keys and f"{PAGE}/embed" not in keys
    assert "A mistake." in text(bucket, "_errors/410/uk/harbor-fire.html")
    assert text(bucket, "uk/notes.txt") == "somebody else's"


def test_a_withdrawal_goes_though_what_follows_cannot_be_uploaded(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result], cable: Cable
) -> None:
    """An upload that is cut removed nothing that is up, and the next one goes on."""
    cable.after = 20_000
    done = run("export", bucket.address)
    assert done.exit_code == 1 and "does not answer" in done.stderr
    assert "Traceback" not in done.output
    cable.after = None
    cable.mend()
    assert run("export", bucket.address).exit_code == 0
    assert UKRAINIAN["headline"][0] in text(bucket, PAGE)
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.publish()
    cable.cut()
    assert run("export", bucket.address).exit_code == 1
    cable.mend()
    assert run("export", bucket.address).exit_code == 0
    assert text(bucket, PAGE) == ""


def test_a_withdrawal_goes_though_nothing_can_be_written_there(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Credentials that may delete but not write, a quota: the page goes ahead of the notice."""
    assert run("export", bucket.address).exit_code == 0
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.publish()

    def full(*_words: object, **_more: object) -> str:
        raise BucketError("the quota is used up")

    with monkeypatch.context() as patch:
        patch.setattr(Bucket, "put", full)
        assert run("export", bucket.address).exit_code == 1
    assert text(bucket, PAGE) == "" and text(bucket, f"{PAGE}/embed") == ""
    assert run("export", bucket.address).exit_code == 0
    assert "A mistake." in text(bucket, "_errors/410/uk/harbor-fire.html")


def test_a_withdrawal_goes_though_the_folder_is_full(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result], tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    """What left the folder leaves the store, and nothing else does."""
    work = tmp_path / "work"
    assert run("export", bucket.address, "--work", work).exit_code == 0
    keys = {each.key for each in bucket.objects()}
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.publish()

    def full(*_words: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_write", full)
        with pytest.raises(OSError, match="No space"):
            export.export(work)
    assert export.Site(work, bucket).take_down() > 1
    gone = keys - {each.key for each in bucket.objects()}
    assert PAGE in gone and all("uk" in key and "harbor-fire" in key for key in gone)
    assert run("export", bucket.address, "--work", work).exit_code == 0


def test_an_export_that_remembers_nothing_finds_what_is_its_own(
    newsroom: Newsroom, bucket: Bucket, run: Callable[..., Result], tmp_path: Path
) -> None:
    """From a new machine: what is right stays, what is gone goes, another's object stops it."""
    run("export", bucket.address)
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.publish()
    shutil.rmtree(tmp_path / "bucket")
    bucket.put("uk/notes.txt", b"somebody else's")
    done = run("export", bucket.address)
    assert done.exit_code == 0 and "1 objects in" in done.stderr
    assert text(bucket, PAGE) == "" and text(bucket, "uk/notes.txt")
    assert " 0 objects written" in run("export", bucket.address).stdout
    shutil.rmtree(tmp_path / "bucket")
    bucket.put("en/harbor-fire", b"somebody else's page")
    done = run("export", bucket.address)
    assert done.exit_code == 1
    assert "en/harbor-fire was not written by an export: move it away" in done.stderr
    assert text(bucket, "en/harbor-fire") == "somebody else's page"


def test_a_page_is_written_after_what_is_below_its_name(
    bucket: Bucket, run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A store that keeps objects as files makes a folder of it, and can lose one of both."""
    put, steps = Bucket.put, list[str]()

    def slow(self: Bucket, name: str, *words: Any, **more: Any) -> str:
        steps.append(f"begin {name}")
        tag = put(self, name, *words, **more)
        steps.append(f"end {name}")
        return tag

    monkeypatch.setattr(Bucket, "put", slow)
    assert run("export", bucket.address).exit_code == 0
    below = [step for step in steps if step.startswith(f"end {PAGE}/")]
    assert below
    assert all(steps.index(step) < steps.index(f"begin {PAGE}") for step in below)


def test_verify_puts_right_what_somebody_altered_or_removed(
    bucket: Bucket, run: Callable[..., Result]
) -> None:
    run("export", bucket.address)
    whole = {each.key: each.tag for each in bucket.objects()}
    bucket.put(PAGE, b"<p>Everything is fine.", objects.OURS)
    bucket.delete(["en/index.html"])
    assert " 0 objects written" in run("export", bucket.address).stdout
    assert " 2 objects written" in run("export", "--verify", bucket.address).stdout
    assert {each.key: each.tag for each in bucket.objects()} == whole


@pytest.mark.parametrize("place", ["s3://", "s3://UPPER/x", "gs://bucket/x", "s3://bucket/a b"])
def test_an_address_that_is_none_is_refused_in_one_sentence(
    run: Callable[..., Result], place: str
) -> None:
    done = run("export", place)
    assert done.exit_code == 2
    assert "write one such as s3://bucket/prefix" in done.stderr


def test_one_work_folder_is_for_one_place(
    bucket: Bucket, run: Callable[..., Result], tmp_path: Path
) -> None:
    words = ("--work", str(tmp_path / "work"))
    assert run("export", bucket.address, *words).exit_code == 0
    done = run("export", f"{bucket.address}/elsewhere", *words)
    assert done.exit_code == 1 and "name another in --work" in done.stderr
    assert run("export", str(tmp_path / "out"), *words).exit_code == 2


def test_what_is_signed_or_withdrawn_is_soon_in_the_bucket(
    newsroom: Newsroom, bucket: Bucket
) -> None:
    """By “publish --watch --export s3://”, from editions in another bucket."""
    names = ("articles", "locales", "journal", "published")
    places = {f"SUMMARIES_{name.upper()}": str(newsroom.folder / name) for name in names}
    places["SUMMARIES_EDITIONS"] = f"{bucket.address}/editions"
    site = Bucket(f"{bucket.address}/site")
    words = [str(SUMMARIES), "publish", "--watch", "--export", site.address]
    process = subprocess.Popen(words, env=os.environ | places, stderr=subprocess.DEVNULL)
    try:
        assert eventually(PATIENCE, lambda: UKRAINIAN["headline"][0] in text(site, PAGE))
        newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": [OTHER]})
        newsroom.sign("harbor-fire", "uk")
        assert eventually(PATIENCE, lambda: OTHER in text(site, PAGE))
        newsroom.withdraw("harbor-fire", "uk", "A mistake.")
        assert eventually(PATIENCE, lambda: text(site, PAGE) == "")
    finally:
        process.terminate()
        assert process.wait(PATIENCE) == 0
    assert publisher_key.public(newsroom.folder / "bucket" / "editions")
    with pytest.raises(BucketError):
        Bucket(f"s3://{BUCKET}-none/x").get("a")
