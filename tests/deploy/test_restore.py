"""The restore drill of docs/deploy.md: git and one folder bring back what a lost machine had."""

from __future__ import annotations

import datetime
import shutil
import subprocess
from pathlib import Path

import pytest
from conftest import UKRAINIAN, Newsroom

from service.editions import publisher_key
from service.review import journal

SLUG = "harbor-fire"
WORKSHOP = ("articles", "locales", "journal")


def git(folder: Path, *words: str) -> None:
    who = ("-c", "user.name=Jane Doe", "-c", "user.email=jane@example.org")
    subprocess.run(["git", *who, *words], cwd=folder, check=True, capture_output=True)


def pages(room: Newsroom) -> dict[str, bytes]:
    """What readers get: pages, lists, feeds and the API, byte by byte."""
    window = room.client()
    paths = ["/en/", "/uk/", "/sitemap.xml", "/api/v1/articles", f"/api/v1/articles/{SLUG}"]
    for lang in ("en", "uk"):
        paths += [f"/{lang}/{SLUG}", f"/{lang}/feed.atom"]
    return {path: window.get(path).data for path in paths}


@pytest.fixture
def life(newsroom: Newsroom) -> Newsroom:
    """A newsroom with a past: a correction, a withdrawal that was taken back, one that stands."""

    def later() -> None:
        newsroom.now += datetime.timedelta(hours=26)

    later()
    digest = newsroom.withdraw(SLUG, "uk", "The mayor was misquoted.")
    newsroom.publish()
    later()
    newsroom.undo(digest)
    newsroom.publish()
    later()
    newsroom.translate(SLUG, "uk", UKRAINIAN | {"headline": ["Пожежа в порту: згорів склад"]})
    newsroom.sign(SLUG, "uk")
    newsroom.publish()
    later()
    newsroom.write("old-fire")
    newsroom.update()
    newsroom.sign("old-fire", "en")
    newsroom.publish()
    newsroom.withdraw("old-fire", "all", "It was another harbor.")
    newsroom.publish()
    # And words that wait, while readers have those before.
    newsroom.translate(SLUG, "uk", UKRAINIAN | {"headline": ["Ще не підписано"]})
    newsroom.publish()
    return newsroom


def test_a_lost_machine_comes_back_from_git_and_the_publishers_folder(
    life: Newsroom, tmp_path: Path
) -> None:
    """Every page, date, revision and signature is what it was, words that moved on included."""
    before, signed = pages(life), journal.read(life.journal, SLUG).lines
    remote, new = tmp_path / "remote.git", tmp_path / "new"
    git(tmp_path, "init", "--bare", "-q", str(remote))
    git(life.folder, "init", "-q", "-b", "main")
    git(life.folder, "add", *WORKSHOP)
    git(life.folder, "commit", "-qm", "The day's work")
    git(life.folder, "push", "-q", str(remote), "main")
    published = publisher_key.beside(life.editions)
    shutil.copytree(published, tmp_path / "backup")
    for name in (*WORKSHOP, "editions", published.name, ".git"):
        shutil.rmtree(life.folder / name)

    git(tmp_path, "clone", "-q", "-b", "main", str(remote), str(new))
    shutil.copytree(tmp_path / "backup", new / published.name)
    shutil.copytree(life.interface, new / "interface")
    restored = Newsroom(new)
    restored.now = life.now + datetime.timedelta(days=40)
    report = restored.publisher.publish()
    assert report.problems == []
    assert pages(restored) == before
    assert journal.read(restored.journal, SLUG).lines == signed


def test_without_the_publishers_folder_the_words_come_back_under_todays_date(
    life: Newsroom, tmp_path: Path
) -> None:
    """As the page says: no signed word is lost with it, revisions and days are."""
    before = pages(life)
    for folder in (life.editions, publisher_key.beside(life.editions)):
        shutil.rmtree(folder)
    restored = Newsroom(life.folder)
    restored.now = life.now + datetime.timedelta(days=40)
    restored.publish()
    after = pages(restored)
    for several in (before, after):
        assert "згорів склад".encode() in several[f"/api/v1/articles/{SLUG}"]
    assert restored.client().get("/en/old-fire").status_code == 410
