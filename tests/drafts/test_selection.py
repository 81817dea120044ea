"""Choosing an article's sentences: the first ones, nothing twice, no questions."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from service.drafts.sentences import selection, tfidf
from service.drafts.sentences.splitting import Sentence


def sentences(*texts: str) -> list[Sentence]:
    """Return texts as the sentences of an article."""
    return [Sentence(text, place, place) for place, text in enumerate(texts)]


WORDS = st.lists(
    st.sampled_from(["the", "bridge", "port", "fire", "was", "closed", "橋が"]), min_size=1
)


@given(st.lists(WORDS.map(" ".join), max_size=12), st.integers(0, 8))
def test_choices_are_the_articles_own_in_its_order(texts: list[str], count: int) -> None:
    """At most as many as asked for, none twice."""
    given_ = sentences(*texts)
    chosen = selection.first(given_, count)
    assert len(chosen) <= count
    assert chosen == sorted(chosen, key=lambda s: s.place)
    assert len(set(chosen)) == len(chosen) and set(chosen) <= set(given_)


@given(st.lists(WORDS, min_size=1, max_size=8))
def test_vectors_have_length_one(documents: list[list[str]]) -> None:
    """So that likeness is a cosine."""
    for vector in tfidf.weigh(documents):
        assert math.isclose(tfidf.likeness(vector, vector), 1)


def test_what_says_the_same_is_chosen_once() -> None:
    """The second says nothing new."""
    same = "The old bridge in the town of Arlen was closed."
    other = "A new port will be opened by the mayor in June."
    chosen = selection.first(sentences(same, same, other), 3)
    assert [item.text for item in chosen] == [same, other]


def test_the_first_sentences_are_chosen_and_questions_only_where_there_is_too_little_else() -> None:
    """News tells the most important first, and a summary does not ask."""
    article = sentences("Who knows what is to come?", "The port has closed.", "A mill burned down.")
    assert [item.place for item in selection.first(article, 2)] == [1, 2]
    assert [item.place for item in selection.first(article, 3)] == [0, 1, 2]


def test_the_record_says_how_the_sentences_were_chosen() -> None:
    """One article gives its first sentences; several give what they agree in."""
    one = sentences("The port has closed.", "A mill burned down.")
    several = [one[0], Sentence("Rain fell in the hills.", 1, 1, part=1)]
    assert selection.choose(one, 2)[1]["method"] == "lead"
    assert selection.choose(several, 2)[1]["method"] == "graph"
