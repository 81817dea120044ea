"""A new version of an article: what of the summary still stands on it."""

from __future__ import annotations

from conftest import ARTICLE, Newsroom

from service.content.article import Article
from service.review import article_change
from service.review.article_change import Change

SLUG = "harbor-fire"


def change(room: Newsroom, *edits: tuple[str, str]) -> Change:
    article: Article = room.project.article(SLUG)
    text = ARTICLE
    for old, new in edits:
        assert old in text
        text = text.replace(old, new)
    return article_change.compare(article, text)


def test_white_space_is_no_change(newsroom: Newsroom) -> None:
    """Another outlet's system breaks lines elsewhere, and puts blank ones in between."""
    found = change(newsroom, ("\n", "\n\n"), ("on May 3", "on  May\u00a03"))
    assert found.nothing or found.stands


def test_a_paragraph_that_nothing_rests_on_changes_nothing(newsroom: Newsroom) -> None:
    found = change(newsroom, ('"within ten days."', '"within two weeks."'))
    assert found.stands
    assert found.removed != found.added
    assert any("two weeks" in text for text in found.added)


def test_a_changed_figure_is_shown_where_it_stands_now(newsroom: Newsroom) -> None:
    """With the passage, and whether the old value is still in it."""
    found = change(newsroom, ("Five people were hurt", "Six people were hurt"))
    (fact,) = found.facts
    assert (fact.name, fact.holds) == ("hurt", False)
    assert fact.nearest.startswith("Six people were hurt")
    assert [moved.name for moved in found.statements] == ["hurt"]


def test_a_reworded_sentence_keeps_its_figure(newsroom: Newsroom) -> None:
    found = change(
        newsroom, ("about 1,200 tons of grain were lost", "some 1,200 tons of grain burned")
    )
    (fact,) = found.facts
    assert (fact.name, fact.holds) == ("tons", True)


def test_what_was_taken_out_is_nowhere(newsroom: Newsroom) -> None:
    """No passage on another matter is offered in its place."""
    found = change(
        newsroom,
        ("Five people were hurt, and about 1,200 tons of grain were lost.\n", ""),
    )
    assert {moved.nearest for moved in (*found.facts, *found.statements)} == {""}
    assert {moved.name for moved in found.facts} == {"hurt", "tons"}
