"""No proposed statement begins with a word that only the sentence before explains."""

from __future__ import annotations

import pytest

from service.drafts.sentences.anaphora import points_back


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "However, the plan failed."), ("en", "But the council refused to pay."),
        ("en", "According to him, the port is open."), ("en", "In their view, Norton wins."),
        ("en", "The 47-year-old was taken to Norton."), ("en", "“But we need help."),
        ("en", "We have to go on.”"), ("en", "“…and we stay,” the mayor said."),
        ("de", "Allerdings bleibt der Hafen zu."), ("de", "Nach ihren Angaben ist er offen."),
        ("de", "Der 47-Jährige starb in Norden."), ("de", "Hierzu sagte Müller nichts."),
        ("fr", "Selon elle, le port est ouvert."), ("fr", "En revanche, le port ferme."),
        ("es", "Sin embargo, el plan fracasó."), ("es", "«Estamos contentos», dijo."),
        ("es", "Por eso cierra el puerto."), ("it", "Secondo lui il porto apre."),
        ("it", "«Siamo felici», ha detto."), ("it", "Quest’ultimo ha rifiutato."),
        ("pl", "Jednak plan się nie udał."), ("pl", "– Cieszymy się – powiedział."),
        ("pl", "Chodzi o drogi plan."), ("ro", "În opinia sa, portul e deschis."),
        ("ro", "„Suntem fericiți”, a spus el."), ("tr", "Ancak plan başarısız oldu."),
        ("tr", "“Mutluyuz” dedi."), ("uk", "Про це повідомила поліція."),
        ("uk", "За його словами, порт відкритий."), ("uk", "Натомість порт закрили."),
        ("ar", "ومع ذلك أغلق الميناء."), ("ar", "لكن الخطة فشلت."),
        ("ja", "しかし、計画は失敗した。"), ("ja", "これを受け、市は支払った。"),
        ("zh_Hans", "“我们很高兴，”他说。"),
        ("zh_Hans", "然而，计划失败了。"), ("zh_Hans", "后者拒绝了。"),
    ],
)  # fmt: skip
def test_what_answers_an_earlier_sentence_does_not_stand_alone(
    language: str, sentence: str
) -> None:
    """Contrast and consequence, "according to him", half of a quotation, nobody who speaks."""
    assert points_back(sentence, language)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "Instead of paying, the council of Norton closed the port."),
        ("en", "“We are happy,” the mayor said."),
        ("de", "„Wir sind froh“, sagte die Bürgermeisterin."),
        ("de", "Laut Polizei starb niemand."),
        ("fr", "« Nous sommes heureux », a déclaré la maire."), ("fr", "Selon Rosa Doe, il pleut."),
        ("es", "«Estamos contentos», dijo la alcaldesa."),
        ("it", "Invece di pagare, Norton chiude."),
        ("pl", "„Cieszymy się” – powiedziała burmistrz."), ("ro", "„Da”, a spus primarul."),
        ("tr", "“Mutluyuz” diyen başkan güldü."), ("uk", "«Ми раді», — сказала мерка."),
        ("uk", "У цьому році порт закрили."), ("uk", "За словами мера, порт відкритий."),
        ("sv", "”Vi är glada”, säger borgmästaren."), ("ar", "وقال الوزير إن الميناء مفتوح."),
        ("ja", "市長は「うれしい」と話した。"), ("zh_Hans", "“我们很高兴，”市长说。"),
        ("zh_Hans", "但丁的作品展出。"),
    ],
)  # fmt: skip
def test_what_names_its_own_stands(language: str, sentence: str) -> None:
    """A quotation whose speaker is named, a source that is, a year that is told."""
    assert not points_back(sentence, language)


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
