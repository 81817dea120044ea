"""Commits of what is written at the desk: real git, a real remote."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from conftest import Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, TRANSLATOR, Person, settings_of
from service.desk.app import create_app
from service.desk.git_queue import GitQueue
from service.errors import SummariesError

NEW = "У порту {day} згорів склад, сказали пожежники."
ATTRIBUTES = """/locales/**/*.po merge=summaries
/locales/*.pot merge=summaries
/journal/*.jsonl merge=union
"""


def git(folder: Path, *words: str) -> str:
    """Run git in ``folder``."""
    done = subprocess.run(
        ["git", "-c", "core.quotePath=false", *words], cwd=folder, capture_output=True, text=True,
        check=True,
    )  # fmt: skip
    return done.stdout.strip()


@pytest.fixture
def repository(staffed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The newsroom as a repository, whose committer is the desk's machine."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    root = staffed.folder
    staffed.journal.mkdir(exist_ok=True)
    (root / ".gitignore").write_text("/editions\n/published\n/interface\n/clone\n/*.git\n")
    (root / ".gitattributes").write_text(ATTRIBUTES)
    git(root, "init", "-q", "-b", "main")
    git(root, "config", "user.name", "Desk Machine")
    git(root, "config", "user.email", "desk@news.example")
    git(root, "add", "-A")
    git(root, "commit", "-qm", "Begin")
    return root


@pytest.fixture
def committing(staffed: Newsroom, repository: Path) -> Flask:
    """A desk that commits when the test says so."""
    return create_app(replace(settings_of(staffed), git=True))


def queue_of(app: Flask) -> GitQueue:
    queue: GitQueue = app.extensions["git"]
    return queue


@pytest.fixture
def remote(repository: Path, tmp_path: Path) -> Path:
    """A bare remote that the newsroom's branch follows."""
    bare = tmp_path / "remote.git"
    git(repository, "init", "-q", "--bare", "-b", "main", str(bare))
    git(repository, "remote", "add", "origin", str(bare))
    git(repository, "push", "-qu", "origin", "main")
    return bare


def colleague(remote: Path, tmp_path: Path) -> Path:
    """Return a clone that somebody works in with an editor of PO files."""
    clone = tmp_path / "clone"
    git(tmp_path, "clone", "-q", str(remote), str(clone))
    git(clone, "config", "user.name", "Po Editor")
    git(clone, "config", "user.email", "po@news.example")
    return clone


def test_a_save_is_a_commit_of_its_author(
    staffed: Newsroom, repository: Path, committing: Flask
) -> None:
    """The committer is the one that git is configured with; the desk's folder stays out."""
    Person(committing, TRANSLATOR).decide("save", "fire", text_0=NEW)
    queue_of(committing).round()
    Person(committing, REVIEWER).decide("sign", "headline")
    queue_of(committing).round()
    rows = git(repository, "log", "--format=%an|%cn|%s").splitlines()
    assert rows == [
        f"{REVIEWER}|Desk Machine|{SLUG}: put signature uk",
        f"{TRANSLATOR}|Desk Machine|{SLUG}: save uk", "Desk Machine|Desk Machine|Begin",
    ]  # fmt: skip
    assert git(repository, "status", "--porcelain") == ""
    assert "users.toml" not in git(repository, "log", "--name-only", "--format=")
    journal = git(repository, "show", f"HEAD:journal/{SLUG}.jsonl")
    assert journal == (staffed.journal / f"{SLUG}.jsonl").read_text().strip()
    assert queue_of(committing).problem == ""


def test_two_people_in_one_commit(repository: Path, committing: Flask) -> None:
    """Whoever was quicker than git is named with the other."""
    Person(committing, TRANSLATOR).decide("save", "fire", text_0=NEW)
    Person(committing, REVIEWER).decide("sign", "headline")
    queue_of(committing).round()
    assert git(repository, "log", "-1", "--format=%an") == TRANSLATOR
    assert f"Co-authored-by: {REVIEWER} <" in git(repository, "log", "-1", "--format=%B")


def test_what_was_written_while_no_desk_ran(
    staffed: Newsroom, repository: Path, committing: Flask
) -> None:
    """Is committed at the next start, with the author that the journal names."""
    Person(committing, REVIEWER).decide("sign", "fire")
    again = create_app(replace(settings_of(staffed), git=True))
    queue_of(again).round()
    assert git(repository, "log", "-1", "--format=%an|%s") == f"{REVIEWER}|{SLUG}: write"
    assert git(repository, "status", "--porcelain") == ""


def test_a_new_article_and_its_removal_are_commits(
    staffed: Newsroom, repository: Path, committing: Flask
) -> None:
    """Also with names that are no plain letters, and with files that go."""
    jane = Person(committing, EDITOR)
    data = {"csrf": jane.token(), "article": "Bridge opens\nIt opens.", "language": "en"}
    jane.post("/desk/new", data)
    queue_of(committing).round()
    assert "articles/bridge-opens/article.txt" in git(repository, "ls-files")
    assert git(repository, "log", "-1", "--format=%an|%s") == f"{EDITOR}|bridge-opens: take in"
    page = {"csrf": jane.token(), "name": "bridge-opens", "reason": ""}
    jane.post("/desk/articles/bridge-opens/remove", page)
    queue_of(committing).round()
    assert "articles/bridge-opens" not in git(repository, "ls-files")


def test_what_is_saved_and_not_all_in_line_has_its_author(
    staffed: Newsroom, repository: Path, committing: Flask
) -> None:
    """The answer says which catalog is broken; the commit says who saved."""
    jane = Person(committing, EDITOR)
    staffed.path(SLUG, "de").write_text("msgid broken")
    page = jane.page(f"/desk/articles/{SLUG}")
    version = page.partition('name="version" value="')[2].partition('"')[0]
    text = (staffed.articles / SLUG / "summary.toml").read_text().replace("Warehouse", "Depot")
    form = {"csrf": jane.token(), "version": version, "summary": text}
    assert jane.post(f"/desk/articles/{SLUG}/summary", form).status_code == 422
    queue_of(committing).round()
    assert git(repository, "log", "-1", "--format=%an|%s") == f"{EDITOR}|{SLUG}: save"


def test_hooks_run_and_their_refusal_locks_nobody_out(
    staffed: Newsroom, repository: Path, committing: Flask
) -> None:
    """Saves go on; editors see why; once the hook agrees, all of it is committed."""
    hook = repository / ".git" / "hooks" / "pre-commit"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\necho 'not on a Sunday' >&2\nexit 1\n")
    hook.chmod(0o755)
    oksana, jane = Person(committing, REVIEWER), Person(committing, EDITOR)
    for message in ("headline", "fire"):
        assert oksana.decide("sign", message).status_code == 303
        queue_of(committing).round()
    assert "not on a Sunday" in jane.page("/desk/")
    assert "not on a Sunday" not in oksana.page("/desk/")
    hook.unlink()
    queue_of(committing).round()
    assert git(repository, "log", "-1", "--format=%an") == REVIEWER
    assert git(repository, "status", "--porcelain") == ""
    assert "not on a Sunday" not in jane.page("/desk/")


def test_two_sites_meet(
    staffed: Newsroom, repository: Path, committing: Flask, remote: Path, tmp_path: Path
) -> None:
    """Both changed other messages of one catalog: merged by message, and pushed."""
    clone = colleague(remote, tmp_path)
    path = clone / "locales" / "uk" / "LC_MESSAGES" / f"{SLUG}.po"
    path.write_text(path.read_text().replace("Пожежа складу в порту", "Пожежа в порту"))
    git(clone, "commit", "-qam", "Shorter")
    git(clone, "push", "-q")
    Person(committing, TRANSLATOR).decide("save", "fire", text_0=NEW)
    queue_of(committing).round()
    assert queue_of(committing).problem == ""
    text = staffed.path(SLUG, "uk").read_text()
    assert "Пожежа в порту" in text and "сказали пожежники" in text
    assert git(remote, "rev-parse", "main") == git(repository, "rev-parse", "HEAD")
    assert git(repository, "status", "--porcelain") == ""


def test_a_conflict_locks_nobody_out(
    staffed: Newsroom, repository: Path, committing: Flask, remote: Path, tmp_path: Path
) -> None:
    """The same line of an article on both sides: said, undone, and work goes on."""
    clone = colleague(remote, tmp_path)
    theirs = clone / "articles" / SLUG / "article.txt"
    theirs.write_text(theirs.read_text().replace("The mayor", "The governor"))
    git(clone, "commit", "-qam", "Theirs")
    git(clone, "push", "-q")
    mine = repository / "articles" / SLUG / "article.txt"
    mine.write_text(mine.read_text().replace("The mayor", "The minister"))
    queue_of(committing).round()
    assert f"articles/{SLUG}/article.txt" in queue_of(committing).problem
    assert "The minister" in mine.read_text()
    assert not (repository / ".git" / "MERGE_HEAD").exists()
    assert Person(committing, REVIEWER).decide("sign", "fire").status_code == 303
    queue_of(committing).round()
    assert git(repository, "log", "-1", "--format=%an") == REVIEWER
    git(clone, "revert", "--no-edit", "HEAD")
    git(clone, "push", "-q")
    queue_of(committing).round()
    assert queue_of(committing).problem == ""
    assert git(remote, "rev-parse", "main") == git(repository, "rev-parse", "HEAD")


def test_a_remote_that_is_away(
    staffed: Newsroom, repository: Path, committing: Flask, remote: Path
) -> None:
    """Commits stay here until it is back."""
    remote.rename(remote.with_name("elsewhere.git"))
    Person(committing, REVIEWER).decide("sign", "fire")
    queue_of(committing).round()
    assert queue_of(committing).problem
    assert git(repository, "log", "-1", "--format=%an") == REVIEWER
    remote.with_name("elsewhere.git").rename(remote)
    queue_of(committing).round()
    assert git(remote, "rev-parse", "main") == git(repository, "rev-parse", "HEAD")


def test_a_folder_in_no_repository(staffed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Stops the start, with the remedy."""
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(staffed.folder.parent))
    with pytest.raises(SummariesError, match="git init"):
        create_app(replace(settings_of(staffed), git=True))
