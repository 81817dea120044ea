"""The board: current with the files, and quick again after another start."""

from __future__ import annotations

import re

import pytest
from conftest import Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, TRANSLATOR, Person, settings_of
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


def test_questions_stand_on_board_and_queue_until_they_are_settled(
    staffed: Newsroom, app: Flask
) -> None:
    """With their age, for whoever reads the language, and the editor; what was said stays."""
    ann, jane = Person(app, TRANSLATOR), Person(app, EDITOR)
    for text in ("Чому?", "Який склад?"):
        ann.decide("comment", "fire", comment=text)
    for page in ("/desk/board", "/desk/"):
        text = jane.page(page)
        assert "2 comments" in text and "1 minute" in text, page
    assert "2 коментарі" in ann.client.get(
        "/desk/board", headers={"Accept-Language": "uk"}
    ).get_data(as_text=True)
    bench = jane.page(f"/desk/uk/{SLUG}")
    newest = re.findall(r'name="newest" value="([^"]+)"', bench)[-1]
    form = jane.form("uk", "fire") | {"newest": newest}
    assert jane.post(f"/desk/uk/{SLUG}/settle", form | {"newest": "2020-01-01"}).status_code == 409
    assert jane.post(f"/desk/uk/{SLUG}/settle", form).status_code == 303
    assert jane.post(f"/desk/uk/{SLUG}/settle", form).status_code == 409
    for page in ("/desk/board", "/desk/"):
        assert "comment" not in jane.page(page), page
    bench = jane.page(f"/desk/uk/{SLUG}")
    assert "2 comments that are settled" in bench and "Який склад?" in bench
    ann.decide("comment", "fire", comment="І ще одне.")
    assert "1 comment" in jane.page("/desk/board")


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
