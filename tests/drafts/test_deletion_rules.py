"""What may be left out of a sentence, and what a model may decide about it, whatever it thinks."""

from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.lexicon import of
from service.drafts import deletion_rules, guard
from service.drafts.engine import Limits, Material, Written
from service.drafts.sentence_split import Sentence
from service.drafts.shorten import Shortener
from service.drafts.tokens import words
from service.review.checks.attribution import negates

CLAUSE = "The old bridge in Arlen, which many people used every day, was closed on May 3."
# A sentence of each language, and it without everything that it can do without.
BEARS = [
    ("en", CLAUSE, "The old bridge in Arlen was closed on May 3."),
    ("en", "But the mayor of Arlen also closed the old bridge (built by hand).",
     "The mayor of Arlen closed the old bridge."),
    ("en", "The mayor of Arlen closed the bridge yesterday after a long night of storms.",
     "The mayor of Arlen closed the bridge."),
    ("en", "However, the mayor of Arlen closed the old bridge.",
     "The mayor of Arlen closed the old bridge."),
    ("de", "Aber der Bürgermeister hat zudem die alte Brücke am Freitag gesperrt.",
     "Der Bürgermeister hat die alte Brücke am Freitag gesperrt."),
    ("es", "El puente viejo, que se construyó a mano, también quedó cerrado en mayo.",
     "El puente viejo también quedó cerrado en mayo."),
    ("fr", "Le vieux pont, qui servait chaque jour, est également fermé depuis mai.",
     "Le vieux pont est fermé depuis mai."),
    ("it", "Il vecchio ponte, che serviva ogni giorno, è inoltre chiuso da maggio.",
     "Il vecchio ponte è chiuso da maggio."),
    ("ro", "Podul vechi, care era folosit zilnic, este totuși închis din mai.",
     "Podul vechi este închis din mai."),
    ("pl", "Burmistrz zamknął ponadto w piątek rano stary most, w tym drogę.",
     "Burmistrz zamknął w piątek rano stary most."),
    ("uk", "Але міська рада, після чого всі пішли, закрила старий міст за річкою, зокрема дорогу.",
     "Міська рада закрила старий міст за річкою."),
    ("tr", "Belediye ayrıca eski köprüyü cuma sabahı trafiğe kapattı.",
     "Belediye eski köprüyü cuma sabahı trafiğe kapattı."),
    ("ar", "أغلقت البلدية الجسر القديم، الذي بناه العمال، أيضا أمام الجميع.",
     "أغلقت البلدية الجسر القديم أيضا أمام الجميع."),
    ("ja", "しかし、市は古い橋をすべての車に対して閉鎖した。",
     "市は古い橋をすべての車に対して閉鎖した。"),
    ("zh_Hans", "此外，市政府对所有车辆关闭了城里的那座旧桥。",
     "市政府对所有车辆关闭了城里的那座旧桥。"),
]  # fmt: skip


class Moody:
    """A model that finds texts as likely as it is told."""

    name, window, follows = "moody", None, False

    def __init__(self, moods: Sequence[float] | None) -> None:
        self.moods, self.settings = moods, {"sampling": False}

    def likelihoods(
        self, passages: Sequence[tuple[str, str]], source: str, limit_seconds: float
    ) -> list[float] | None:
        assert limit_seconds > 0 and all(source.endswith(rest) for _, rest in passages[1::2])
        if self.moods is None:
            return None
        return [self.moods[i % len(self.moods)] for i in range(len(passages))]


def shorten(text: str, language: str, model: Moody, seconds: float = 60) -> Written:
    """Return what the engine makes of one sentence."""
    material = Material(language, [], [Sentence(text, 0, 0)])
    (found,), _notes = Shortener(model, Limits(seconds)).write(material)  # type: ignore[arg-type]
    assert found.evidence == (text,)
    return found


@pytest.mark.parametrize(("language", "text", "left"), BEARS)
def test_what_a_sentence_can_do_without_goes(language: str, text: str, left: str) -> None:
    """Links, clauses, brackets, times and ends, in every language that has a lexicon."""
    # Where all is equally likely, what is offered without a comma comes first.
    assert shorten(text, language, Moody([0.0])).text == left


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("The mayor, who met Ann Lee for an hour, closed the bridge in Arlen.", "Ann Lee"),
        ("The mayor, who met 12 people for an hour, closed the bridge in Arlen.", "12 people"),
        ("The mayor, which “nobody knew” for an hour, closed the bridge in Arlen.", "nobody knew"),
        ("The mayor, who was allegedly asleep, closed the bridge in Arlen.", "allegedly"),
        ("The mayor of Arlen did not close the old bridge last night.", "last night"),
        ("The mayor of Arlen closed the old bridge, as the police said.", "the police said"),
        ("Five men and women closed the old bridge in Arlen.", "and women"),
        ("The mayor of Arlen counted five men and women there.", "and women"),
        ("The mayor of Arlen saw the first bridge in the land.", "in the land"),
        ("It was impossible for the people of Arlen to travel by the old bridge.", "by the old"),
        ("The mayor of Arlen was shot dead in the film.", "in the film"),
        ("The mayor of Arlen may close the bridge after a long night.", "after a long night"),
        ("The mayor of Arlen closed the bridge in August last year.", "last year"),
        ("They met ‘in the very old bridge of Arlen today’ and after a long night.", "very old"),
        ("We were very tired when the bridge was closed,’ said the mayor of Arlen.", "very tired"),
        ("So dark was the night that the mayor of Arlen closed the bridge.", "So dark"),
        ("People came for bread but also for the butter of Arlen.", "but also"),
        ("They bought things in Arlen, including bread, butter and milk, for the night.", "butter"),
        ("Besides the mayor there were the people of Arlen and a dog.", "Besides"),
        ("The mayor bought the bread, which was old, and the butter in Arlen.", "which was old"),
    ],
)
def test_what_would_change_the_meaning_stays(text: str, kept: str) -> None:
    """Names, numbers, words of others, doubts, denials; what is counted, first, or a film."""
    assert kept in shorten(text, "en", Moody([0.0])).text


MOODS = st.lists(
    st.floats(-20, 20) | st.sampled_from([math.nan, math.inf, -math.inf]), min_size=1, max_size=8
)


@given(st.sampled_from(BEARS), st.sampled_from(BEARS), MOODS)
@settings(deadline=None, max_examples=60)
def test_whatever_the_model_thinks_words_only_go(
    case: tuple[str, str, str], other: tuple[str, str, str], moods: list[float]
) -> None:
    """The words that remain stand in the source in their order, and the guard misses nothing."""
    language, text, _left = case
    if other[0] == language:
        text = f"{text[:-1]}, {other[1][0].lower()}{other[1][1:]}"
    found = shorten(text, language, Moody(moods)).text
    theirs = iter(words(text))
    if language not in ("ja", "zh_Hans"):
        assert all(any(w.folded == t.folded for t in theirs) for w in words(found))
    assert guard.shortened(found, text, language) == []
    known = of(language)
    assert known is not None and negates(known, found) == negates(known, text)
    assert not found[0].islower()


def test_the_model_decides() -> None:
    """What it finds torn off stays; nothing to decide, nothing asked."""
    assert shorten(CLAUSE, "en", Moody([-9.5, 0.0])).text == CLAUSE
    assert shorten(CLAUSE, "en", Moody([-8.5, 0.0])).text != CLAUSE
    link = "But the mayor of Arlen closed the old bridge."
    assert shorten(link, "en", Moody(None)).text == link[4:].capitalize().replace("arlen", "Arlen")


@pytest.mark.parametrize("seconds", [60, 0])
def test_without_time_or_answer_the_extract_stands_and_says_so(seconds: float) -> None:
    """Too long for the model, or too late."""
    found = shorten(CLAUSE, "en", Moody(None if seconds else [0.0]), seconds)
    assert found.text == CLAUSE and "not read by the model" in found.notes[0]


def test_in_a_language_without_a_lexicon_nothing_goes() -> None:
    """Nobody could tell a lost negation; the editor is told."""
    text = "Den gamla bron, som många använde varje dag, stängdes i maj (för hand)."
    material = Material("sv", [], [Sentence(text, 0, 0)])
    (found,), notes = Shortener(Moody([0.0]), Limits()).write(material)  # type: ignore[arg-type]
    assert found.text == text and any("no lexicon for “sv”" in note for note in notes)


def test_a_very_long_sentence_is_left_alone_in_no_time() -> None:
    """Whatever it is, it is no sentence; many commas are no trap."""
    long = "The mayor, who slept, also closed the bridge, which was old, " * 3000 + "he said."
    assert deletion_rules.find(long, "en") == []
    many = "The mayor, who slept, also closed the bridge, which was old, " * 30 + "he said."
    assert len(deletion_rules.find(many, "en")) <= deletion_rules.MOST


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("en", "As the army attacked the town and its people, also the rebels had to leave it."),
        ("de", "Die neue Regel gilt zudem und vor allem für kleine Betriebe in der Stadt."),
        ("pl", "Jak podała w piątek miejscowa policja, w tym wypadku zginęła młoda kobieta."),
        (
            "ar",
            "قال رئيس الوزراء البريطاني السابق بوريس جونسون، الذي استقال العام الماضي يزور كييف.",
        ),
    ],
)
def test_what_looks_like_an_aside_and_is_not_one_stays(language: str, text: str) -> None:
    """The head of a clause, one part of a pair, all that somebody says, an open clause."""
    assert shorten(text, language, Moody([0.0])).text == text


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("uk", "Мер повідомив у п’ятницю, третього травня, зокрема про закриття мосту."),
        ("pl", "Burmistrz mówił w piątek, trzeciego maja, w tym o starym moście nad rzeką."),
        ("fr", "Le maire a annoncé vendredi, trois mai, notamment la fermeture du vieux pont."),
    ],
)
def test_all_that_somebody_says_stays_after_whichever_comma(language: str, text: str) -> None:
    """A date between commas is not what was said."""
    assert shorten(text, language, Moody([0.0])).text == text


def test_what_follows_who_says_it_goes_where_something_is_said() -> None:
    """It is who says it then, and not what is said, that the clause goes with."""
    text = "Le vieux pont est fermé depuis mai, a dit le maire, qui servait le café."
    left = "Le vieux pont est fermé depuis mai, a dit le maire."
    assert shorten(text, "fr", Moody([0.0])).text == left


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "Le vieux pont, qui servait chaque jour, dit-on, aux voitures, est fermé."),
        ("en", "The mayor, who slept all night, police said, in a car, closed the bridge."),
        ("en", "The mayor, who slept all night, however, in a car, closed the bridge."),
    ],
)
def test_a_clause_that_goes_on_behind_another_stays(language: str, text: str) -> None:
    """No comma tells where it ends, and half of it may not go."""
    assert all(cut.start != text.index(",") for cut in deletion_rules.find(text, language))


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Der Bürgermeister sagte am Freitag, dass die alte Brücke wieder offen ist."),
        ("fr", "Le maire a dit, vendredi, que le vieux pont est de nouveau ouvert."),
        ("it", "Il sindaco ha detto, venerdì, che il vecchio ponte è di nuovo aperto."),
        ("es", "El alcalde dijo, el viernes, que el puente viejo está abierto de nuevo."),
        ("uk", "Мер сказав у п’ятницю, третього травня, що старий міст знову відкритий."),
    ],
)
def test_what_that_begins_stays_after_whichever_comma(language: str, text: str) -> None:
    """It is what somebody says."""
    assert shorten(text, language, Moody([0.0])).text == text


def test_an_arabic_and_joined_to_a_link_keeps_it() -> None:
    """Without it two names would stand side by side."""
    text = "أغلقت البلدية الجسر القديم وأيضا الطريق المجاور أمام السيارات."
    assert shorten(text, "ar", Moody([0.0])).text == text


def test_a_capital_is_that_of_the_language() -> None:
    """Turkish has two letters i."""
    assert deletion_rules.without("Ve itfaiye", [deletion_rules.Cut(0, 3)], "tr") == "İtfaiye"
    assert deletion_rules.without("E importante", [deletion_rules.Cut(0, 2)], "it") == "Importante"
