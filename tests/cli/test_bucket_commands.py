"""Commands that take words down, where windows read a bucket: they tell it themselves."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import UKRAINIAN, Newsroom
from object_store import BUCKET, Cable, Store

from service.editions.bucket import Bucket, NoObjectError

NAME = ("--name", "Jane Doe")
PAGE = "harbor-fire/uk.json"


@pytest.fixture
def bucket(
    request: pytest.FixtureRequest, seaweed: Store, newsroom: Newsroom,
    run: Callable[..., Result], monkeypatch: pytest.MonkeyPatch,
) -> Bucket:  # fmt: skip
    """A bucket with what a newsroom published."""
    digest = hashlib.sha256(request.node.name.encode()).hexdigest()[:16]
    address = f"s3://{BUCKET}/commands-{digest}"
    monkeypatch.setenv("SUMMARIES_EDITIONS", address)
    monkeypatch.setenv("SUMMARIES_BUCKET_FOLDER", str(newsroom.folder / "bucket"))
    newsroom.write()
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.translate("harbor-fire", "uk", UKRAINIAN)
    newsroom.sign("harbor-fire", "uk")
    assert run("publish").exit_code == 0
    bucket = Bucket(address)
    assert '"withdrawn"' not in text(bucket) != ""
    return bucket


def text(bucket: Bucket, key: str = PAGE) -> str:
    """Return an object's text; nothing where there is none."""
    try:
        there = bucket.get(key)
    except NoObjectError:
        return ""
    assert there is not None
    return there.content.decode()


def test_withdraw_and_its_undoing_are_in_the_bucket_when_the_command_ends(
    bucket: Bucket, run: Callable[..., Result]
) -> None:
    """No publisher has to run."""
    words = text(bucket)
    done = run("withdraw", "harbor-fire", "--locale", "uk", "--reason", "A mistake.", *NAME)
    assert done.exit_code == 0 and f"Windows that read {bucket.address}" in done.stdout
    assert "A mistake." in text(bucket) != words
    assert run("withdraw", "harbor-fire", "--locale", "uk", "--undo", *NAME).exit_code == 0
    assert UKRAINIAN["headline"][0] in text(bucket)


def test_remove_is_in_the_bucket_when_the_command_ends(
    bucket: Bucket, run: Callable[..., Result]
) -> None:
    """In every language."""
    assert run("remove", "harbor-fire", "--yes", *NAME).exit_code == 0
    for key in (PAGE, "harbor-fire/en.json"):
        assert UKRAINIAN["headline"][0] not in text(bucket, key)


def test_rename_is_in_the_bucket_when_the_command_ends(
    bucket: Bucket, run: Callable[..., Result]
) -> None:
    """Under the new address, and no longer under the old one."""
    assert run("rename", "harbor-fire", "dock-fire", *NAME).exit_code == 0
    assert UKRAINIAN["headline"][0] in text(bucket, "dock-fire/uk.json")
    assert UKRAINIAN["headline"][0] not in text(bucket)


def test_redact_is_in_the_bucket_when_the_command_ends(
    bucket: Bucket, run: Callable[..., Result]
) -> None:
    """What readers had of the words is taken down there, too."""
    done = run("redact", UKRAINIAN["headline"][0], "--reason", "Order 12", "--yes", *NAME)
    assert "uk is withdrawn" in done.stdout, done.output
    assert UKRAINIAN["headline"][0] not in text(bucket) != ""


@pytest.mark.parametrize(
    "words",
    [("withdraw", "harbor-fire"), ("remove", "harbor-fire", "--yes"),
     ("rename", "harbor-fire", "dock-fire"),
     ("redact", UKRAINIAN["headline"][0], "--reason", "x", "--yes")],
    ids=lambda words: words[0],
)  # fmt: skip
def test_a_bucket_that_was_not_told_is_an_error_that_says_who_tells_it(
    bucket: Bucket, run: Callable[..., Result], cable: Cable, words: tuple[str, ...]
) -> None:
    """The words are down here, and go there with the next publish."""
    before = text(bucket)
    cable.cut()
    done = run(*words, *NAME)
    assert done.exit_code == 1
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("Error: ")]
    assert f"windows that read {bucket.address} were not told: " in line
    assert "“summaries publish” tells them" in line
    cable.mend()
    assert text(bucket) == before
    assert run("publish").exit_code == 0
    assert text(bucket) != before
