"""Several articles on one event: what most of them say, each of them from its beginning."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from conftest import Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service.drafts import article_import
from service.drafts.sentences import lexrank
from service.drafts.sentences.splitting import Sentence, headlines, split
from service.errors import SummariesError

FIRST = """Bridge closed in Arlen
Rain had fallen on the hills around Arlen for most of the week.
The old bridge in Arlen was closed on May 3, 2024, the police said.
"""
SECOND = """Arlen without its bridge
The police closed the old bridge in Arlen, the mayor of the town said.
The bakery on the market square has been run by one family for years.
"""
THIRD = """Who repairs the bridge?
Since the old bridge in Arlen was closed, the ferry carries the people.
The choir will sing in the church on Sunday, as it does every spring.
"""
WORDS = st.lists(
    st.sampled_from(["the", "bridge", "port", "fire", "was", "closed", "橋が"]), min_size=1
)


def sentences(*texts: str, part: int = 0) -> list[Sentence]:
    """Return texts as the sentences of an article."""
    return [Sentence(text, place, place, part) for place, text in enumerate(texts)]


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    """Three articles on one event."""
    paths = [tmp_path / f"{name}.txt" for name in "abc"]
    for path, text in zip(paths, (FIRST, SECOND, THIRD), strict=True):
        path.write_text(text)
    return [str(path) for path in paths]


@given(st.lists(WORDS.map(" ".join), max_size=12), st.integers(0, 8))
def test_choices_are_the_articles_own_in_their_order(texts: list[str], count: int) -> None:
    """At most as many as asked for, none twice."""
    given_ = sentences(*texts)
    chosen = lexrank.choose(given_, count)
    assert len(chosen) <= count
    assert chosen == sorted(chosen, key=lambda s: s.place)
    assert len(set(chosen)) == len(chosen) and set(chosen) <= set(given_)


def test_a_walk_on_a_graph_that_one_can_solve_by_hand() -> None:
    """The middle of a star has (1 + 2d) / (1 + d/2) times the weight of an end; nothing is lost."""
    star = [[0.0, 1.0, 1.0], [1.0, 0.0, 0.0], [1.0, 0.0, 0.0]]
    middle, *ends = lexrank.centrality(star, [1.0, 1.0, 1.0])
    assert middle == 1
    assert ends == pytest.approx([(1 + 0.85 / 2) / (1 + 2 * 0.85)] * 2, abs=1e-5)
    assert lexrank.centrality([[0.0, 0.0], [0.0, 0.0]], [1.0, 1.0]) == [1, 1]


def test_what_several_articles_say_is_chosen_and_said_once() -> None:
    """Not what stands first in one of them; a repetition says nothing new."""
    text = article_import.join([FIRST, SECOND, THIRD])
    found = split(text.partition("\n")[2], "en")
    assert [s.part for s in found] == [0, 0, 1, 1, 2, 2]
    assert all("bridge" in s.text and "closed" in s.text for s in lexrank.choose(found, 3))
    same = "The police closed the old bridge in Arlen on Friday."
    other = "The ferry carries the people over the river now."
    twice = sentences(same) + sentences(same, other, part=1)
    assert [s.text for s in lexrank.choose(twice, 3)] == [same, other]


def test_one_article_is_chosen_from_as_before() -> None:
    """The graph is for several, and for texts that are too long to be one."""
    few = sentences("The old bridge was closed.", "A port was opened.")
    assert not lexrank.is_for(few)
    assert lexrank.is_for(few + sentences("The bridge is closed.", part=1))
    assert lexrank.is_for(sentences(*["The old bridge was closed."] * (lexrank.LONG + 1)))


def test_a_line_marks_where_an_article_begins() -> None:
    """Headlines are no sentences, also where they end in a question mark."""
    text = article_import.join([FIRST, SECOND, THIRD])
    assert text.count("\n⁂\n") == 2
    assert headlines(text) == [t.partition("\n")[0] for t in (FIRST, SECOND, THIRD)]
    assert "Who repairs" not in " ".join(s.text for s in split(text, "en")[1:])
    assert article_import.read(text.encode()).text == text
    with pytest.raises(SummariesError, match="name each of them once"):
        article_import.join([FIRST, FIRST])


def test_articles_on_one_event_are_drafted_together(
    newsroom: Newsroom, files: list[str], run
) -> None:  # type: ignore[no-untyped-def]
    """One article, whose statements name the one they are from; a second time gives the same."""
    first, *others = files
    words = ["draft", first, *(w for other in others for w in ("--with", other)), "--statements",
             "3"]  # fmt: skip
    result = run(*words)
    assert result.exit_code == 0, result.output
    folder = newsroom.articles / "bridge-closed-in-arlen"
    assert (folder / "article.txt").read_text() == f"{FIRST}⁂\n{SECOND}⁂\n{THIRD}"
    content = (folder / "summary.toml").read_text()
    data = tomllib.loads(content)
    assert data["draft"]["settings"]["method"] == "graph"
    assert len(data["statements"]) == 3 and "# from “Arlen without its bridge”" in content
    assert len(newsroom.project.article("bridge-closed-in-arlen").source.messages) == 4
    assert run(*words).exit_code == 0 and (folder / "summary.toml").read_text() == content
    assert run("draft", "bridge-closed-in-arlen", "--statements", "3").exit_code == 0
    assert (folder / "summary.toml").read_text() == content


def test_what_cannot_be_put_together(newsroom: Newsroom, files: list[str], run) -> None:  # type: ignore[no-untyped-def]
    """Another language, an article that is there already, all articles."""
    first, second, third = files
    Path(second).write_text(
        "Brücke in Arlen gesperrt\nDie alte Brücke in Arlen wurde nach einem schweren Unfall "
        "gesperrt, teilte die Polizei am Freitag mit.\n"
    )
    result = run("draft", first, "--with", second)
    assert result.exit_code == 1 and "give articles in one language" in result.output
    assert not (newsroom.articles / "bridge-closed-in-arlen").exists()
    for words in (["draft", "harbor-fire", "--with", third], ["draft", "--all", "--with", third]):
        result = run(*words)
        assert result.exit_code == 2 and "--with" in result.output
    assert run("new", first, "--with", third).exit_code == 0
