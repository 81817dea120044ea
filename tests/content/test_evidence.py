"""Where the evidence stands in an article: every letter once, and just the quotes marked."""

from __future__ import annotations

import unicodedata

from conftest import ROOT, SLUG
from hypothesis import given
from hypothesis import strategies as st

from service.content import article, evidence
from service.content.article_text import fold
from service.content.evidence import Passage
from service.content.unsafe_characters import visible

TEXT = "Fire in the harbor\n\nA warehouse burned  down.\nFive people were hurt, he said. Fire!\n"
WORDS = st.text(st.sampled_from("ab é\u0301\u00a0\n\r\u2028\u202e\t<&"), max_size=60)


def marked(text: str, quotes: dict[str, list[str]], name: str) -> str:
    """Return what is marked for one statement, white space folded."""
    found = [p.text for line in evidence.highlight(text, quotes) for p in line if name in p.ids]
    return fold(" ".join(found))


def test_a_quote_is_marked_and_nothing_else() -> None:
    """In its paragraph, which keeps the rest of its words."""
    assert evidence.highlight(TEXT, {"hurt": ["Five people were hurt"]}) == [
        [Passage("Fire in the harbor")],
        [Passage("A warehouse burned  down.")],
        [
            Passage("Five people were hurt", ("hurt",), ("hurt",)),
            Passage(", he said. Fire!"),
        ],
    ]


def test_passages_of_two_statements_may_overlap() -> None:
    """Each piece names all statements that rest on it."""
    quotes = {"one": ["A warehouse burned down."], "two": ["warehouse burned"]}
    assert evidence.highlight(TEXT, quotes)[1] == [
        Passage("A ", ("one",), ("one",)),
        Passage("warehouse burned", ("one", "two"), ("two",)),
        Passage("  down.", ("one",)),
    ]


def test_a_quote_may_run_over_paragraphs() -> None:
    """It is marked in both, and begins once."""
    found = evidence.highlight(TEXT, {"all": ["burned down. Five people"]})
    pieces = [(p.text, p.starts) for line in found for p in line if p.ids]
    assert pieces == [("burned  down.", ("all",)), ("Five people", ())]


def test_the_first_of_equal_texts_is_meant() -> None:
    """And what the article no longer says is not marked."""
    assert marked(TEXT, {"a": ["Fire", "Flood"]}, "a") == "Fire"
    assert evidence.highlight(TEXT, {"a": ["Fire"]})[0][0].ids == ("a",)


def test_every_quote_of_the_bundled_article_is_found() -> None:
    """Whole, and in the order of the article."""
    found = article.load(ROOT / "articles" / SLUG)
    quotes = {m.id: list(m.evidence) for m in found.source.messages if m.evidence}
    for name, texts in quotes.items():
        inside = marked(found.text, quotes, name)
        assert all(fold(text) in inside for text in texts), name


def bare(text: str) -> str:
    """Return ``text`` without white space."""
    return fold(fold(text).replace(" ", ""))


@given(WORDS, st.integers(0, 60), st.integers(1, 20))
def test_no_letter_is_lost_and_no_quote_is_missed(text: str, start: int, size: int) -> None:
    """Whatever the article's white space, accents and invisible characters are."""
    quote = fold(text)[start : start + size].strip()
    found = evidence.highlight(text, {"it": [quote]})
    shown = "".join(p.text for line in found for p in line)
    # Without a space between them, a letter and an accent become one.
    assert bare(shown) == bare(visible(unicodedata.normalize("NFC", text)))
    assert bare(marked(text, {"it": [quote]}, "it")) == bare(visible(quote))
