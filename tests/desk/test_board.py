"""The board: current with the files, and quick again after another start."""

from __future__ import annotations

import pytest
from conftest import Newsroom
from flask import Flask

from desk.conftest import REVIEWER, SLUG, Person, settings_of
from service.desk.app import create_app
from service.desk.board import Board
from service.desk.memory import Memory
from service.review.project import Project


def row(app: Flask, locale: str = "uk") -> tuple[int, int]:
    """Return how many of an article's messages are signed, of how many."""
    board: Board = app.extensions["board"]
    board.refresh(60)
    entry = board.rows(SLUG)[locale]
    return entry.signed, entry.total


def test_the_next_start_reads_only_what_changed(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten thousand articles are there at once; what was signed meanwhile is counted."""
    staffed.write("second")
    staffed.update()
    assert row(app) == (0, 3)
    asked: list[str] = []
    real = Project.source

    def source(self: Project, domain: str) -> object:
        asked.append(domain)
        return real(self, domain)

    oksana = Person(app, REVIEWER)
    oksana.decide("sign", "fire")
    again = create_app(settings_of(staffed))
    monkeypatch.setattr(Project, "source", source)
    assert row(again) == (1, 3)
    assert set(asked) == {SLUG}
    assert again.extensions["board"].slugs() == [SLUG, "second"]


def test_who_may_sign_changes_every_row(staffed: Newsroom, app: Flask) -> None:
    """Also where that happened while no desk ran."""
    Person(app, REVIEWER).decide("sign", "fire")
    assert row(app) == (1, 3)
    text = (staffed.locales / "reviewers.toml").read_text()
    staffed.appoint(text.replace('languages = ["uk"]', 'languages = ["pl"]'))
    assert row(create_app(settings_of(staffed))) == (0, 3)


def test_an_article_that_went_meanwhile_is_nowhere(staffed: Newsroom, app: Flask) -> None:
    """Neither on the board nor among similar sentences."""
    staffed.write("second")
    staffed.update()
    oksana = Person(app, REVIEWER)
    oksana.decide("sign", "fire")
    assert row(app) == (1, 3)
    for path in (staffed.articles / SLUG).iterdir():
        path.unlink()
    (staffed.articles / SLUG).rmdir()
    again = create_app(settings_of(staffed))
    board: Board = again.extensions["board"]
    board.refresh(60)
    assert board.slugs() == ["second"]
    words = staffed.project.source("second").messages[1].singular
    assert again.extensions["sentences"].like(words, "uk", "") == []


def test_what_another_version_kept_is_read_again(staffed: Newsroom, app: Flask) -> None:
    """Rows that cannot be understood are as good as lost."""
    assert row(app) == (0, 3)
    memory: Memory = app.extensions["memory"]
    with memory.open() as db:
        db.execute("update board_index set rows = '[{\"slug\": 1}]'")
    assert row(create_app(settings_of(staffed))) == (0, 3)
