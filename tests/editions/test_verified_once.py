"""What is not read, and not verified again: counted, not timed."""

from __future__ import annotations

import base64
import datetime
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import ROOT, UKRAINIAN, Newsroom
from nacl.signing import VerifyKey

from service.editions import store
from service.editions.publisher import Publisher
from service.editions.repository import EditionRepository
from service.review import keys
from service.review.keys import PrivateKey

SLUG, OTHER = "harbor-fire", "mill-fire"
KEY = PrivateKey(bytes(range(32)))
# Names every file that the window opens from before its first import until it is ready.
START = """
import sys
opened = []
sys.addaudithook(lambda event, args: opened.append(str(args[0])) if event == "open" else None)
from service import create_app
window = create_app().test_client()
assert window.get("/readyz").status_code == 200
assert window.get("/uk/harbor-fire").status_code == 200
print("\\n".join(opened))
"""


@pytest.fixture
def keyed(tmp_path: Path) -> Newsroom:
    """A newsroom of two articles in two languages whose signer has a key."""
    room = Newsroom(tmp_path)
    entry = f'name = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\nkey = "{KEY.public}"'
    room.appoint(f"[[reviewers]]\n{entry}\n")
    for locale in ("en", "uk"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    for slug in (SLUG, OTHER):
        room.write(slug)
    room.update()
    for slug in (SLUG, OTHER):
        room.translate(slug, "uk", UKRAINIAN)
        for locale in ("en", "uk"):
            room.sign(slug, locale, key=KEY)
    assert not room.publish().problems
    return room


def test_the_start_of_a_window_opens_no_journal_and_no_catalog(keyed: Newsroom) -> None:
    """It is ready from the editions alone, however long the journals are."""
    folders = {name.upper(): keyed.folder / name
               for name in ("articles", "locales", "journal", "editions", "published")}  # fmt: skip
    env = os.environ | {f"SUMMARIES_{name}": str(path) for name, path in folders.items()}
    command = [sys.executable, "-c", START]
    done = subprocess.run(command, env=env, capture_output=True, text=True, check=True, cwd=ROOT)
    opened = done.stdout.splitlines()
    assert str(store.path(keyed.editions, SLUG, "uk")) in opened
    for name in ("articles", "locales", "journal", "published"):
        assert [path for path in opened if path.startswith(str(folders[name.upper()]))] == []


@pytest.fixture
def verified(monkeypatch: pytest.MonkeyPatch) -> list[tuple[bytes, bytes]]:
    """The ed25519 verifications that are made from now on: what was signed, and the signature."""
    keys._valid.cache_clear()
    found: list[tuple[bytes, bytes]] = []

    class Counting(VerifyKey):
        def verify(self, content: bytes, signature: bytes) -> bytes:  # type: ignore[override]
            found.append((content, signature))
            return super().verify(content, signature)

    monkeypatch.setattr(keys, "VerifyKey", Counting)
    return found


def test_the_publisher_verifies_nothing_again_that_did_not_change(
    keyed: Newsroom, verified: list[tuple[bytes, bytes]]
) -> None:
    """A further round verifies nothing; the next process what its index and report rest on."""
    keyed.publish()
    assert not verified
    keyed.publisher = Publisher(keyed.project, keyed.editions, lambda: keyed.now)
    keyed.publish()
    assert len(verified) <= 2  # by its own key: what it noted; none of the twelve by a reviewer's
    keyed.now += datetime.timedelta(hours=1)
    keyed.replace(keyed.path(OTHER, "uk"), "повідомили пожежники", "кажуть пожежники")
    keyed.sign(OTHER, "uk", "fire", key=KEY)
    keyed.publish()
    assert keyed.states(OTHER)["uk"] == "current"
    assert verified and len(verified) == len(set(verified))


def test_a_window_verifies_each_signature_once_for_all_readers_and_languages(
    keyed: Newsroom, verified: list[tuple[bytes, bytes]]
) -> None:
    """The source's are in every language's edition; later readers and looks verify nothing."""
    repository = EditionRepository(keyed.editions, interval=0)
    for _reader in range(3):
        for slug in (SLUG, OTHER):
            assert set(repository.view().editions(slug)) == {"en", "uk"}
            for locale in ("en", "uk"):
                repository.take(slug, locale)
    assert len(verified) == len(set(verified))
    assert {proof for _content, proof in verified} >= set(proofs(keyed))


def proofs(room: Newsroom) -> Iterator[bytes]:
    """Yield the signatures of reviewers in the journals."""
    for path in room.journal.glob("*.jsonl"):
        for line in path.read_text().splitlines():
            yield base64.b64decode(json.loads(line)["proof"])
