"""Signed sentences that are like another one, and the glossary."""

from __future__ import annotations

from conftest import SUMMARY, UKRAINIAN, Newsroom
from flask import Flask

from desk.conftest import REVIEWER, SLUG, Person
from service.desk.memory import Memory
from service.desk.similar import ALIKE, Sentences


def second(room: Newsroom) -> None:
    """Write another article with nearly the same sentence."""
    text = SUMMARY.replace("A warehouse burned down in the harbor on {day}, the fire",
                           "A warehouse burned down in the town on {day}, the fire")  # fmt: skip
    room.write("second", summary=text)
    room.update()


def test_what_was_signed_for_nearly_the_same_words(staffed: Newsroom, app: Flask) -> None:
    """Once it is signed, with what differs; never of the article itself."""
    second(staffed)
    oksana = Person(app, REVIEWER)
    path = "/desk/uk/second/similar?message=fire"
    oksana.page("/desk/board")
    assert "No signed sentence is like it." in oksana.page(path)
    oksana.decide("sign", "fire")
    oksana.page("/desk/board")
    page = oksana.page(path)
    assert UKRAINIAN["fire"][0] in page
    assert "<ins>harbor</ins>" in page and "<del>town</del>" in page
    assert f'href="/desk/uk/{SLUG}?open=fire#s-fire"' in page
    assert "No signed sentence" in oksana.page(f"/desk/uk/{SLUG}/similar?message=fire")
    part = oksana.client.get(path, headers={"X-Desk": "1"}).get_data(as_text=True)
    assert "<html" not in part and UKRAINIAN["fire"][0] in part


def test_what_is_not_signed_any_more_is_not_offered(staffed: Newsroom, app: Flask) -> None:
    """Rejected words are no model for others."""
    second(staffed)
    oksana = Person(app, REVIEWER)
    oksana.decide("sign", "fire")
    oksana.decide("reject", "fire", common="1")
    oksana.page("/desk/board")
    assert "No signed sentence" in oksana.page("/desk/uk/second/similar?message=fire")


def test_odd_words_break_no_query(staffed: Newsroom, app: Flask) -> None:
    """Quotation marks, operators of the index, and nothing at all."""
    memory: Memory = app.extensions["memory"]
    sentences = Sentences(memory)
    for text in ('"', "NEAR(a b)", "x OR", "* ' --", "", "数字", "a" * 5000, "\0"):
        assert sentences.like(text, "uk", "") == []
    assert 0 < ALIKE < 1


def test_the_glossary_of_a_language(staffed: Newsroom, app: Flask) -> None:
    """All of it, or where it would be."""
    oksana = Person(app, REVIEWER)
    assert "This language has no glossary." in oksana.page(f"/desk/uk/{SLUG}/glossary")
    text = '[terms]\n"fire service" = ["пожежники", "пожежників"]\n'
    (staffed.locales / "uk" / "glossary.toml").write_text(text)
    assert "пожежники, пожежників" in oksana.page(f"/desk/uk/{SLUG}/glossary")
