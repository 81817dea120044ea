"""Telling readers what was wrong, or why nothing needs to be told, at the desk."""

from __future__ import annotations

import re

import pytest
from conftest import ARTICLE, Newsroom
from flask import Flask
from werkzeug.test import TestResponse

from desk.conftest import EDITOR, REVIEWER, SLUG, Person, everything
from service.review import journal

PATH = f"/desk/articles/{SLUG}/corrections"
NOTICE = "the outlet has changed its article"
NOTE = "An earlier version named the wrong place."
OLD, NEW = "burned down in the harbor", "burned down in the town"


@pytest.fixture
def corrected(staffed: Newsroom, app: Flask) -> Newsroom:
    """The newsroom after an article went up and an editor changed a sentence of it."""
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        person = Person(app, name)
        for message in ("headline", "fire", "hurt"):
            person.decide("sign", message, locale)
    staffed.publish()
    jane = Person(app, EDITOR)
    assert "Every sentence is as readers first had it." in jane.page(PATH)
    staffed.replace(staffed.articles / SLUG / "summary.toml", f'text = "A warehouse {OLD}',
                    f'text = "A warehouse {NEW}')  # fmt: skip
    return staffed


def send(jane: Person, **changes: str) -> TestResponse:
    """Send the page's form."""
    match = re.search(r'name="version" value="([0-9a-f]+)"', jane.page(PATH))
    assert match
    return jane.post(PATH, {"csrf": jane.token(), "version": match[1]} | changes)


def test_a_note_is_written_signed_and_read(corrected: Newsroom, app: Flask) -> None:
    """From the article's page to the reader, without a command."""
    jane = Person(app, EDITOR)
    assert "1 sentence differs from what readers had." in jane.page(f"/desk/articles/{SLUG}")
    page = jane.page(PATH)
    assert "<del>harbor</del><ins>town</ins>" in page
    answer = send(jane, how="note", note=NOTE)
    assert answer.headers["Location"] == f"/desk/en/{SLUG}?open=fire/1&done=noted#s-fire/1"
    assert f'note = "{NOTE}"' in (corrected.articles / SLUG / "summary.toml").read_text()
    page = jane.page(f"/desk/en/{SLUG}?open=fire/1")
    assert NOTE in page and "Correction note · <bdi>fire/1</bdi>" in page
    for message in ("fire", "fire/1", "headline"):
        assert jane.decide("sign", message, "en").status_code == 303
    corrected.publish()
    assert NOTE in corrected.client().get(f"/en/{SLUG}").get_data(as_text=True)
    assert "note fire/1 (Jane Doe" in jane.page(PATH)
    assert "differs from what readers had" not in jane.page(f"/desk/articles/{SLUG}")


def test_why_nothing_is_told(corrected: Newsroom, app: Flask) -> None:
    """The journal says it, by name; the page does from then on."""
    jane = Person(app, EDITOR)
    assert send(jane, how="none", because="The town is the harbor.").status_code == 303
    assert "no note: The town is the harbor. (Jane Doe" in jane.page(PATH)
    (line,) = [x for x in journal.read(corrected.journal, SLUG).lines if x.kind == "corrected"]
    assert (line.name, line.fields["because"]) == (EDITOR, "The town is the harbor.")
    assert "decided that no correction note is needed" in jane.page(
        f"/desk/en/{SLUG}/history?message=fire"
    )


def test_a_typo_keeps_translations_signed(corrected: Newsroom, app: Flask) -> None:
    """The Ukrainian words need no second signature."""
    jane = Person(app, EDITOR)
    assert send(jane, how="typo").status_code == 303
    assert "same meaning (Jane Doe" in jane.page(PATH)
    assert "3 of 3 signed" in Person(app, REVIEWER).page(f"/desk/uk/{SLUG}")


@pytest.mark.parametrize(
    ("form", "status", "said"),
    [
        ({"how": "note", "note": " "}, 422, "Write what was wrong"),
        ({"how": "note", "note": "It was {day}."}, 422, "has no placeholders"),
        ({"how": "note", "note": "<b>wrong</b>"}, 422, "cannot be a correction note"),
        ({"how": "none", "because": ""}, 422, "needs a reason"),
        ({"because": "Kept."}, 422, "Choose what readers are told."),
        ({"how": "note", "note": NOTE, "version": "0" * 32}, 409, "changed while it was open"),
    ],
)
def test_what_cannot_be_decided(
    corrected: Newsroom, app: Flask, form: dict[str, str], status: int, said: str
) -> None:
    """A clear sentence; what was typed stands in the form, and nothing is written."""
    jane, before = Person(app, EDITOR), everything(corrected)
    answer = send(jane, **form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, everything(corrected)) == (status, before)
    assert said in page
    typed = form.get("note", "").strip() or form.get("because", "")
    if status == 422:
        assert typed.replace("<", "&lt;").replace(">", "&gt;") in page


def test_before_anything_is_up(staffed: Newsroom, app: Flask) -> None:
    """Nobody read what was wrong: the page says so."""
    assert "No language of “harbor-fire” is up" in Person(app, EDITOR).page(PATH)


def test_readers_are_told_that_the_outlet_changed_its_article(
    corrected: Newsroom, app: Flask
) -> None:
    """From the page that shows the new text to the reader, and back, without a command."""
    jane, article = Person(app, EDITOR), f"/desk/articles/{SLUG}"
    assert "Tell readers that the outlet" not in jane.page(article)
    said = jane.post(f"{article}/outlet-changed", {"csrf": jane.token(), "changed": "1"})
    assert said.status_code == 422
    assert "put the outlet" in said.get_data(as_text=True)
    text = ARTICLE.replace("Five people were hurt", "Six people were hurt")
    taken = jane.post(f"{article}/version", {"csrf": jane.token(), "article": text})
    for page in (taken.get_data(as_text=True), jane.page(article)):
        assert "Tell readers that the outlet changed its article" in page
    answer = jane.post(f"{article}/outlet-changed", {"csrf": jane.token(), "changed": "1"})
    assert answer.headers["Location"] == f"{article}?done=told"
    page = jane.page(f"{article}?done=told")
    assert "Written. Readers are told" in page
    assert f"<bdi>{EDITOR}</bdi>" in page and "Tell readers no more" in page
    assert "Does the change matter" not in page
    corrected.publish()
    assert NOTICE in corrected.client().get(f"/en/{SLUG}").get_data(as_text=True)
    answer = jane.post(f"{article}/outlet-changed", {"csrf": jane.token(), "changed": "0"})
    assert answer.headers["Location"] == f"{article}?done=not-told"
    corrected.publish()
    assert NOTICE not in corrected.client().get(f"/en/{SLUG}").get_data(as_text=True)
    (corrected.articles / SLUG / "article.txt").write_text(ARTICLE)
    page = jane.page(f"/desk/en/{SLUG}/history?message=headline")
    assert page.index("had readers told that") < page.index("had readers told no more that")
    lines = journal.read(corrected.journal, SLUG).lines
    said_by = [(x.name, x.fields["changed"]) for x in lines if x.kind == "outlet-changed"]
    assert said_by == [(EDITOR, True), (EDITOR, False)]
