"""What the desk keeps of an article's files, and that it never keeps what was replaced."""

from __future__ import annotations

import os
import time
from pathlib import Path

from conftest import ARTICLE, SUMMARY

from service.desk.kept_project import KeptProject

SLUG = "harbor-fire"


def test_an_article_is_read_again_when_either_file_changes(tmp_path: Path) -> None:
    """Nobody signs over figures, evidence or words that stood there a moment ago."""
    folder = tmp_path / "articles" / SLUG
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(ARTICLE)
    summary = folder / "summary.toml"
    summary.write_text(SUMMARY)
    past = time.time() - 100
    for path in folder.iterdir():
        os.utime(path, (past, past))
    project = KeptProject(tmp_path / "articles", tmp_path / "locales", tmp_path / "journal")
    first = project.article(SLUG)
    assert project.article(SLUG) is first
    # Of the same size, in place, and with the time put back: its change time still tells.
    summary.write_text(SUMMARY.replace("Warehouse fire in", "Warehouse FIRE in"))
    os.utime(summary, (past, past))
    assert project.article(SLUG).source.messages[0].singular == "Warehouse FIRE in the harbor"
    (folder / "article.txt").write_text(f"{ARTICLE}More.\n")
    assert project.article(SLUG).text.endswith("More.\n")


def test_what_was_written_just_now_is_not_kept(tmp_path: Path) -> None:
    """Two writes within one tick of the file system's clock look alike."""
    folder = tmp_path / "articles" / SLUG
    folder.mkdir(parents=True)
    (folder / "article.txt").write_text(ARTICLE)
    (folder / "summary.toml").write_text(SUMMARY)
    project = KeptProject(tmp_path / "articles", tmp_path / "locales", tmp_path / "journal")
    assert project.article(SLUG) is not project.article(SLUG)
