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
        ("en", "On Tuesday, he told reporters that the port would open."),
        ("en", "In London, she met the mayor."), ("en", "“It will open,” he said."),
        ("en", "Asked about the delay, they declined to comment."),
        ("en", "The pair were arrested."), ("en", "Another was hurt."),
        ("de", "Am Dienstag sagte er, der Hafen öffne."), ("fr", "« Il ouvrira », a-t-il déclaré."),
        ("fr", "En 2020, elle a quitté la ville."), ("es", "Dijo que el puerto abrirá."),
        ("it", "Ha aggiunto che il porto aprirà."), ("pl", "Dodała, że port zostanie otwarty."),
        ("ro", "A adăugat că portul se va deschide."), ("uk", "Додав, що порт відкриють."),
        ("uk", "У вівторок, він заявив про це."), ("ar", "وقال إن الميناء سيفتح."),
        ("zh_Hans", "表示港口将开放。"), ("ja", "「再開する」と述べた。"),
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
        ("en", "When Smith arrived, he said nothing."), ("en", "“Work begins now,” said Ann Lee."),
        ("en", "The mayor, who is ill, said he would come."),
        ("en", "After Norton won, it rained."), ("es", "Dijo el alcalde que el puerto abrirá."),
        ("de", "Der Minister sagte, dass er kommt."), ("de", "Am Montag gab es Regen."),
        ("fr", "Le maire a dit qu’il viendrait."), ("uk", "Мер сказав, що він прийде."),
        ("ar", "قال الوزير إن الميناء سيفتح."), ("ja", "市長は「再開する」と述べた。"),
        ("zh_Hans", "市长表示港口将开放。"),
        ("ja", "港は再開した。"), ("zh_Hans", "港口重新开放。"), ("vi", "Ông ấy đã đến."),
    ],
)  # fmt: skip
def test_other_sentences_stand(language: str, sentence: str) -> None:
    """A name or an article that begins with the same letters is none."""
    assert not points_back(sentence, language)
