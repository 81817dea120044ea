"""A newsroom's own words for the interface: other ones, and a language that the program has not."""

from __future__ import annotations

import datetime
from collections.abc import Callable

from click.testing import Result
from conftest import Newsroom

from service import catalog
from service.catalog import Edit
from service.content import ui_strings
from service.review import sign
from service.review.sign import Reviewer

Run = Callable[..., Result]
ALL = "All summaries"


def put(room: Newsroom, locale: str, texts: dict[str, str]) -> None:
    """Translate messages of the interface in the newsroom's own catalog."""
    edits = {(None, text): Edit(strings=[own], fuzzy=False) for text, own in texts.items()}
    path = room.locales / locale / "LC_MESSAGES" / "service.po"
    catalog.edit(path, "service", locale, lambda _found: (edits, ()))


def approve(room: Newsroom, locale: str, name: str = "Jane Doe") -> None:
    own, source = room.project.own_interface(), ui_strings.source()
    seen = [s for s in own.assess(source, locale) or () if s.state == "translated"]
    sign.sign(own, source, locale, seen, Reviewer(name), room.now)


def test_single_words_are_overridden_once_they_are_signed(newsroom: Newsroom, run: Run) -> None:
    """By the newsroom's signers; all other words stay the program's."""
    result = run("update", "--interface", "uk")
    assert result.exit_code == 0, result.output
    assert "summaries review uk --article service" in result.output
    put(newsroom, "uk", {ALL: "Усі наші огляди"})
    newsroom.publish()
    window = newsroom.client()
    assert "Усі наші огляди" not in window.get("/uk/harbor-fire").text
    before = window.get("/uk/harbor-fire").text
    result = run("review", "uk", "--article", "service", "--all", "--reviewer", "Jane Doe")
    assert result.exit_code == 0, result.output
    newsroom.now = datetime.datetime.now(datetime.UTC)  # the command's own
    newsroom.publish()
    after = newsroom.client().get("/uk/harbor-fire").text
    assert "Усі наші огляди" in after
    assert len(set(before.splitlines()) ^ set(after.splitlines())) <= 4
    assert (newsroom.journal / "service.jsonl").exists()


def test_who_may_not_sign_here_overrides_nothing(newsroom: Newsroom, run: Run) -> None:
    """The program's own signer does not count in a newsroom that lets no model sign."""
    run("update", "--interface", "uk")
    put(newsroom, "uk", {ALL: "Усі наші огляди"})
    approve(newsroom, "uk", "Claude")
    newsroom.appoint('[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n')
    newsroom.publish()
    text = newsroom.client().get("/uk/harbor-fire").text
    assert "Усі наші огляди" not in text
    assert newsroom.client().get("/readyz").json["status"] == "ready"


def test_a_broken_catalog_leaves_the_programs_words(newsroom: Newsroom, run: Run) -> None:
    """And is named."""
    run("update", "--interface", "uk")
    path = newsroom.locales / "uk" / "LC_MESSAGES" / "service.po"
    path.write_text('msgid "')
    (problem,) = newsroom.publish().problems
    assert "locales/uk/LC_MESSAGES/service.po" in str(problem)
    assert newsroom.client().get("/uk/harbor-fire").status_code == 200


def test_a_language_that_the_program_does_not_have(newsroom: Newsroom, run: Run) -> None:
    """Austrian German: its pages are there once all of the interface is signed, not before."""
    run("update", "--locale", "de_AT", "--interface", "de_AT")
    newsroom.translate(
        "harbor-fire", "de_AT",
        {"headline": ["Brand im Hafen"], "fire": ["Ein Lager im Hafen brannte am {day} ab, teilte "
         "die Feuerwehr mit."], "hurt": ["{hurt} Mensch wurde verletzt, {tons} Tonnen Getreide.",
         "{hurt} Menschen wurden verletzt, {tons} Tonnen Getreide."]},
    )  # fmt: skip
    newsroom.sign("harbor-fire", "de_AT")
    german = newsroom.project.catalog("service", "de")
    assert german is not None
    words = {e.singular: e.strings[0] for e in german.entries}
    last = words.popitem()
    put(newsroom, "de_AT", words)
    approve(newsroom, "de_AT")
    newsroom.publish()
    assert newsroom.client().get("/de-AT/harbor-fire").status_code != 200
    put(newsroom, "de_AT", dict([last]))
    approve(newsroom, "de_AT")
    newsroom.publish()
    answer = newsroom.client().get("/de-AT/harbor-fire")
    assert answer.status_code == 200
    assert '<html lang="de-AT"' in answer.text
    assert "Brand im Hafen" in answer.text
