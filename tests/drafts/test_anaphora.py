"""No proposed statement begins with a word that only the sentence before explains."""

from __future__ import annotations

import pytest

from service.drafts.anaphora import points_back


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "He said the measure would help."), ("en", "“It was dark,” the driver said."),
        ("en", "But they left."), ("en", "His wife stayed."), ("en", "This was refused."),
        ("de", "Er kam nicht."), ("de", "Und sie blieben."), ("de", "Seine Frau blieb."),
        ("uk", "Це сталося вночі."), ("uk", "Він не прийшов."), ("uk", "А вона лишилася."),
        ("fr", "Elle est venue."), ("fr", "C’est fini."), ("es", "Él no vino."),
        ("it", "Questo è vero."), ("pl", "To się stało."), ("ro", "Acesta a venit."),
        ("tr", "Bu doğru."),
        ("ja", "彼は来なかった。"), ("zh_Hans", "他没有来。"), ("ar", "وهو لم يأت."),
    ],
)  # fmt: skip
def test_what_points_back_is_seen(language: str, sentence: str) -> None:
    """In each of the twelve languages, also behind a quotation mark or a link word."""
    assert points_back(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Henry left."), ("en", "Items were found."), ("en", "Thistle grows."),
        ("de", "Erst am Abend kam Hilfe."), ("de", "Der Hafen öffnet."), ("uk", "Центр відкрили."),
        ("fr", "L’île est loin."), ("es", "El puerto abrió."), ("pl", "Tomasz wrócił."),
        ("ja", "港は再開した。"), ("zh_Hans", "港口重新开放。"), ("vi", "Ông ấy đã đến."),
    ],
)  # fmt: skip
def test_other_sentences_stand(language: str, sentence: str) -> None:
    """A name or an article that begins with the same letters is none."""
    assert not points_back(sentence, language)
