"""Choosing sentences: place, centrality, nothing twice."""

from __future__ import annotations

import math

from hypothesis import given
from hypothesis import strategies as st

from service.drafts import extract, tfidf
from service.drafts.sentence_split import Sentence


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
    chosen = extract.choose(given_, count)
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
    chosen = extract.choose(sentences(same, same, other), 3)
    assert [item.text for item in chosen] == [same, other]


def test_questions_come_last_and_an_early_place_counts() -> None:
    """News tells the most important first."""
    texts = [f"Sentence about a thing called {name} of the town." for name in "abcdefgh"]
    chosen = extract.choose(sentences("Who knows what is to come of it all?", *texts), 2)
    assert [item.place for item in chosen] == [1, 2]


def test_vectors_of_an_encoder_decide_what_is_alike() -> None:
    """Words that look different may be the same to it."""
    given_ = sentences("A cat sleeps on the warm old mat.", "Kittens nap upon one cosy rug today.",
                       "The bank has raised its main rate.")  # fmt: skip
    vectors = [{0: 1.0}, {0: 1.0}, {1: 1.0}]
    assert [c.place for c in extract.choose(given_, 3, vectors)] == [0, 2]
    assert [c.place for c in extract.choose(given_, 3)] == [0, 1, 2]
