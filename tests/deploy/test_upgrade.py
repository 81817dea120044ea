"""An upgrade, and the way back, between an earlier version of the program and the present one."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from conftest import LOCALES, ROOT, SLUG, Newsroom

# The newest version that was handed over before this test was written. Another one takes its place
# when CHANGELOG.md names a new format of files under “Breaking”.
EARLIER = "e4453b4"
# What a window of either version says of an article, in all languages: its words and its state.
ASK = """
import json, sys
from service.web.app import create_app
client = create_app({"EDITIONS": sys.argv[1], "RATE_LIMIT": "0"}).test_client()
said = {}
for lang in sys.argv[3:]:
    page = client.get(f"/{lang}/{sys.argv[2]}")
    answer = client.get(f"/api/v1/articles/{sys.argv[2]}/summary?lang={lang}&format=json")
    words = answer.json.get("statements", ())
    said[lang] = [page.status_code, answer.status_code, [each["text"] for each in words]]
json.dump(said, sys.stdout)
"""


@pytest.fixture(scope="module")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the earlier version's code."""
    folder = tmp_path_factory.mktemp("earlier")
    packed = folder / "earlier.zip"
    words = ["git", "-C", str(ROOT), "archive", "-o", str(packed), EARLIER, "service"]
    if subprocess.run(words, capture_output=True, check=False).returncode:
        pytest.skip("the earlier version is not here: a clone without its history")
    shutil.unpack_archive(packed, folder)
    return folder


@pytest.fixture
def room(bundled: Newsroom) -> Newsroom:
    return bundled


def run(code: Path, room: Newsroom, *words: str) -> str:
    """Run a version's Python in the newsroom; return what it prints."""
    places = ("articles", "locales", "journal", "editions", "published")
    named = {f"SUMMARIES_{name.upper()}": str(room.folder / name) for name in places}
    done = subprocess.run(
        [sys.executable, *words], env=os.environ | named | {"PYTHONPATH": str(code)}, cwd=code,
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    return done.stdout


def answers(code: Path, room: Newsroom) -> dict[str, list[Any]]:
    """What a window of the version in ``code`` tells readers of the article."""
    langs = [locale.replace("_", "-") for locale in LOCALES]
    answer: dict[str, list[Any]] = json.loads(
        run(code, room, "-c", ASK, str(room.editions), SLUG, *langs)
    )
    return answer


def test_readers_get_the_same_words_through_an_upgrade_and_back(
    room: Newsroom, earlier: Path
) -> None:
    """Publisher first, then windows, as docs/deploy.md says; and the other way round."""
    run(earlier, room, "-m", "service", "publish")
    before = answers(earlier, room)
    assert all(status == 200 and words for status, _status, words in before.values())
    run(ROOT, room, "-m", "service", "publish")
    assert answers(earlier, room) == before, "an older window reads on"
    assert answers(ROOT, room) == before
    # A day's work with the new version: a withdrawal, and an edition that is up again.
    withdraw = ("-m", "service", "withdraw", SLUG, "--name", "Claude")
    run(ROOT, room, *withdraw, "--locale", "uk", "--reason", "A mistake.")
    during = answers(ROOT, room)
    assert during["uk"] != before["uk"] and during["ar"] == before["ar"]
    assert answers(earlier, room) == during
    run(earlier, room, "-m", "service", "publish")
    assert answers(earlier, room) == during, "the way back"
    run(earlier, room, *withdraw, "--undo")
    assert answers(earlier, room) == before == answers(ROOT, room)
