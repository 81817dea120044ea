"""The sentences of an article: whole, verbatim, and without headings."""

from __future__ import annotations

import pytest
from conftest import ROOT, SLUG
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.article_text import fold
from service.drafts.sentences.splitting import split


@pytest.mark.parametrize(
    ("language", "text", "count"),
    [
        ("en", "Dr. J. Smith arrived. He left at once.", 2),
        ("uk", "Прибув В. Зеленський, ок. 10 осіб. Це вул. Шевченка.", 2),
        ("pl", "Było tam m.in. ok. 10 osób. Potem wyszli.", 2),
        ("de", "Er kam am 3. Mai. Sie blieb.", 2),
        ("ja", "橋が閉鎖された。住民は避難した。", 2),
        ("ar", "أغلق الجسر. هل يفتح قريبا؟", 2),
        ("en", 'He said: "It is over. We go home." They left.', 2),
        ("en", "The call began at 9:30 a.m. London time. He spoke.", 2),
        ("en", "He left at 9:30 a.m. The call began.", 2),
        ("en", "A heading\nA line without an end, and\nA sentence.", 1),
        ("en", "", 0),
        ("en", "...\n!!!\n", 0),
    ],
)
def test_what_is_a_sentence(language: str, text: str, count: int) -> None:
    """Initials, abbreviations and speech stay whole; headings and unfinished lines are left out."""
    assert len(split(text, language)) == count


@given(st.text(max_size=300), st.sampled_from(["en", "uk", "de", "ja", "ar"]))
@settings(deadline=None)
def test_sentences_are_words_of_the_article(text: str, language: str) -> None:
    """Whatever the text: in order, verbatim but for white space."""
    folded, place = fold(text), 0
    for sentence in split(text, language):
        place = folded.index(sentence.text, place)


def test_headings_of_the_bundled_article_are_left_out() -> None:
    """No statement could be made of them."""
    text = (ROOT / "articles" / SLUG / "article.txt").read_text()
    found = [sentence.text for sentence in split(text, "en")]
    assert "Massive rocket strikes by Russia on Ukraine" not in found and len(found) > 12
