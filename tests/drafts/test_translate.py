"""Translation drafts: what survives, what is left empty, and whose words are never touched."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from conftest import DAY, Newsroom
from drafting import Told

from service import catalog
from service.catalog import Edit
from service.drafts import translate, writer
from service.drafts.engine import Limits
from service.drafts.models.api import Task
from service.drafts.translate import Translation
from service.review.glossary import Term

LIMITS = Limits(30, 100, 0)
GERMAN = {
    "Warehouse fire in the harbor": "Lagerhausbrand im Hafen",
    "A warehouse burned down in the harbor on May 3, the fire service said.":
        "Im Hafen ist am 3. Mai ein Lagerhaus abgebrannt, teilte die Feuerwehr mit.",
    "1 person was hurt, and about 1,200 tons of grain were lost.":
        "1 Mensch wurde verletzt, etwa 1.200 Tonnen Getreide gingen verloren.",
    "2 people were hurt, and about 1,200 tons of grain were lost.":
        "2 Menschen wurden verletzt, etwa 1200 Tonnen Getreide gingen verloren.",
}  # fmt: skip


def draft(room: Newsroom, say, locale: str = "de", follows: bool = False) -> dict[str, Translation]:  # type: ignore[no-untyped-def]
    """Return the drafts by message."""
    source = room.project.source("harbor-fire")
    model = Told(say)
    model.follows = follows
    found = translate.translate(source.messages, "en", locale, model, LIMITS)
    return {item.message.id: item for item in found}


def learned(task: Task) -> str:
    return GERMAN[task.text]


def test_figures_become_placeholders_again_and_each_plural_form_is_asked_for(
    newsroom: Newsroom,
) -> None:
    """Dates and numbers as German writes them, with and without separators."""
    found = draft(newsroom, learned)
    assert found["fire"].strings == (
        "Im Hafen ist am {day} ein Lagerhaus abgebrannt, teilte die Feuerwehr mit.",
    )
    assert found["hurt"].strings == (
        "{hurt} Mensch wurde verletzt, etwa {tons} Tonnen Getreide gingen verloren.",
        "{hurt} Menschen wurden verletzt, etwa {tons} Tonnen Getreide gingen verloren.",
    )


def test_ukrainian_is_asked_for_three_forms(newsroom: Newsroom) -> None:
    """With numbers that take them."""
    asked: list[str] = []
    draft(newsroom, lambda task: asked.append(task.text) or "", "uk")
    assert [text.split()[0] for text in asked if "hurt" in text] == ["21", "2", "5"]


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ("", "the model wrote nothing"),
        ("Im Hafen ist am 4. Mai ein Lagerhaus abgebrannt, teilte die Feuerwehr mit.", "{day}"),
        ("Im Hafen ist am 3. Mai ein Lagerhaus abgebrannt.", "who says this"),
        ("Im Hafen ist am 3. Mai kein Lagerhaus abgebrannt, teilte die Feuerwehr mit.", "negation"),
        ("Im Hafen sind am 3. Mai 7 Lagerhäuser abgebrannt, teilte die Feuerwehr mit.", "“7”"),
        ("A warehouse burned down in the harbor on 3. Mai, the fire service said.", "German"),
        ("Am 3. Mai <b>brannte</b> ein Lagerhaus im Hafen, teilte die Feuerwehr mit.", "markup"),
        ("Am 3. Mai " + "brannte ein Lagerhaus " * 20, "repeated itself"),
        ("Am 3. Mai {x} brannte ein Lagerhaus im Hafen, teilte die Feuerwehr mit.", "{"),
    ],
)
def test_what_fails_is_told_and_left_empty(newsroom: Newsroom, said: str, reason: str) -> None:
    """Nothing wrong is written."""
    found = draft(newsroom, lambda task: said if "burned" in task.text else learned(task))
    if reason != "{":
        assert found["fire"].strings is None
        assert any(reason in text for text in found["fire"].reasons)
    else:
        assert "{{x}}" in (found["fire"].strings or ("{{x}}",))[0]
    assert found["headline"].strings == ("Lagerhausbrand im Hafen",)


def test_a_model_that_follows_is_asked_again_to_keep_the_placeholder(newsroom: Newsroom) -> None:
    """Where it does not write the date as its language does."""
    kept = "Im Hafen ist am {day} ein Lagerhaus abgebrannt, teilte die Feuerwehr mit."

    def say(task: Task) -> str:
        if "{day}" in task.text:
            assert "{braces}" in task.instruction
            return kept
        return "Am 3.5. brannte es, teilte die Feuerwehr mit." if "burn" in task.text else "Brand"

    assert draft(newsroom, say, follows=True)["fire"].strings == (kept,)


def test_glossary_names_are_given_and_checked(newsroom: Newsroom) -> None:
    """A draft without the accepted form is left empty."""
    source = newsroom.project.source("harbor-fire")
    term = Term("harbor", ("harbor",), ("Hafen",))
    for word, good in (("Hafen", True), ("Port", False)):
        told = Told(lambda task, word=word: GERMAN[task.text].replace("Hafen", word))
        found = translate.translate(source.messages[:1], "en", "de", told, LIMITS, (term,))
        assert "harbor = Hafen" in told.tasks[0].instruction
        assert (found[0].strings is not None) == good


def test_drafts_are_fuzzy_say_who_made_them_and_are_never_served(newsroom: Newsroom) -> None:
    """The catalog of a new language, and nothing on the site."""
    source = newsroom.project.source("harbor-fire")
    opened = writer.open_messages(newsroom.project, source, "de", again=False)
    assert len(opened.free) == 3 and opened.left == ()
    drafts = list(draft(newsroom, learned).values())
    written = writer.write_translations(
        newsroom.project, source, "de", drafts, "evil; model-by: x", DAY
    )
    assert written == ["headline", "fire", "hurt"]
    text = newsroom.path("harbor-fire", "de").read_text()
    assert text.count("#, fuzzy") == 3
    assert "# draft-by: evil, model-by x; date: 2026-11-22; words:" in text
    newsroom.publish()
    assert newsroom.states()["de"] == "incomplete"
    # What is drafted is not drafted again, unless asked for.
    assert writer.open_messages(newsroom.project, source, "de", again=False).free == ()
    assert len(writer.open_messages(newsroom.project, source, "de", again=True).free) == 3


@pytest.mark.parametrize(
    ("strings", "comments", "fuzzy"),
    [
        (["Brand im Hafen"], [], False),
        (["Brand im Hafen"], [], True),
        (["Brand im Hafen"], ["draft-by: old; date: 2026-11-01"], True),
        ([""], ["reviewed-by: Jane; date: 2026-11-01; sha256:" + "0" * 32], False),
    ],
)
def test_words_and_marks_of_people_are_left_alone(
    newsroom: Newsroom, strings: list[str], comments: list[str], fuzzy: bool
) -> None:
    """Also half-finished ones, a draft that somebody changed, and a stale mark."""
    source = newsroom.project.source("harbor-fire")
    newsroom.update("de")
    key = source.messages[0].key
    path = newsroom.path("harbor-fire", "de")
    change = Edit(strings=strings, comments=comments, fuzzy=fuzzy)
    catalog.edit(path, "de", "de", lambda _found: ({key: change}, ()))
    before = path.read_bytes()
    assert writer.open_messages(newsroom.project, source, "de", again=True).left == ("headline",)
    item = Translation(source.messages[0], ("Feuer",))
    assert writer.write_translations(newsroom.project, source, "de", [item], "m", DAY) == []
    assert path.read_bytes() == before


def test_a_draft_that_a_person_changed_is_theirs(newsroom: Newsroom) -> None:
    """One letter is enough."""
    source = newsroom.project.source("harbor-fire")
    newsroom.update("de")
    item = Translation(source.messages[0], ("Feuer im Hafen",))
    day = datetime.date(2026, 11, 1)
    assert writer.write_translations(newsroom.project, source, "de", [item], "m", day)
    path: Path = newsroom.path("harbor-fire", "de")
    newsroom.replace(path, "Feuer im Hafen", "Feuer am Hafen")
    assert writer.open_messages(newsroom.project, source, "de", again=True).left == ("headline",)
