"""What ``summaries check`` measures of a summary, and what it leaves alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import ARTICLE, SUMMARY, Newsroom

from service.review.measures import measure, words_in

LONG = ARTICLE + "The wind blew from the sea all night, and boats stayed in the harbor. " * 40
GOOD = (
    SUMMARY.replace('show = "all"\n', 'show = "quotes"\n')
    .replace('id = "hurt"', 'id = "hurt"\nbrief = true')
    .replace('id = "fire"', 'id = "fire"\nbrief = true')
    .replace("about {tons} tons", "about [a thousand]({tons}) tons")
)
WORDS = "The harbor of the town was full of boats and of people who had come to see it"


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    return Newsroom(tmp_path)


def measured(room: Newsroom, summary: str, text: str = LONG) -> dict[str, str]:
    room.write(summary=summary, text=text)
    found = measure(room.project.article("harbor-fire"))
    assert all(finding.level == "warning" and finding.line for finding in found)
    return {finding.check: finding.text for finding in found}


def test_a_good_summary_has_no_finding(room: Newsroom) -> None:
    """Two short statements that say the figure, each one claim."""
    assert measured(room, GOOD) == {}


@pytest.mark.parametrize(
    ("old", "new", "check", "said"),
    [
        ('id = "fire"\nbrief = true', 'id = "fire"', "brief", "in the brief: 1; 2 to 4"),
        ('text = "A warehouse', f'text = "{WORDS}. {WORDS}. {WORDS}. {WORDS}. {WORDS}. A warehouse',
         "brief", "words: say it in at most 75"),
        ('text = "A warehouse', f'text = "{WORDS} and {WORDS} and a warehouse', "sentence",
         "words: say it in at most 25"),
        ("[a thousand]({tons})", "{tons}", "plurals", "{hurt} and {tons} each rule a plural"),
        ("{day}, the fire service said.", "{day}; they said so.", "claims", "split this"),
        ('show = "quotes"', 'show = "all"', "licence", "which licence"),
    ],
)  # fmt: skip
def test_what_is_out_of_measure_is_named(
    room: Newsroom, old: str, new: str, check: str, said: str
) -> None:
    """With the measure, at its statement's line."""
    assert old in GOOD
    assert said in measured(room, GOOD.replace(old, new, 1))[check]


def test_a_summary_has_at_most_two_fifths_of_its_article(room: Newsroom) -> None:
    """Else it is a rewrite."""
    more = "".join(
        f'[[statements]]\nid = "s{i}"\ntext = "{WORDS}."\nevidence = ["on May 3"]\n'
        for i in range(20)
    )
    assert "at most 40% of it" in measured(room, GOOD + more)["share"]


def test_the_brief_has_the_articles_main_figure(room: Newsroom) -> None:
    """One of those in its headline and first paragraph; where none is there, any."""
    text = LONG.replace("A warehouse", "First about 1,200 tons of grain were lost. A warehouse")
    assert "brief" not in measured(room, GOOD, text)
    only = GOOD.replace("[a thousand]({tons}) tons", "much")
    more = '[[statements]]\nid = "t"\ntext = "{tons} tons."\nevidence = ["on May 3"]\n'
    brief = only.replace("[[statements]]", f"{more}[[statements]]", 1)
    assert "main figures ({tons})" in measured(room, brief, text)["brief"]


def test_without_a_brief_its_measures_are_silent(room: Newsroom) -> None:
    """Summaries of before have none."""
    assert "brief" not in measured(room, SUMMARY)


@pytest.mark.parametrize(
    ("text", "language", "count"),
    [
        ("Five people were hurt – all of them.", "en", 7),
        ("五人が死亡した。", "ja", 4),
        ("北约谴责袭击，5人死亡", "zh_Hans", 6),
        ("NATOは声明を出した", "ja", 5),
    ],
)
def test_words_are_counted_as_the_language_writes(text: str, language: str, count: int) -> None:
    """In Chinese and Japanese two characters are a word."""
    assert words_in(text, language) == count
