"""How the lexicons' entries are written, and that each finds what its authors meant."""

from __future__ import annotations

import pytest
from conftest import LOCALES

from service.content import lexicon
from service.content.lexicon_patterns import GAP, compiled
from service.errors import SummariesError


def seen(pattern: str, text: str, language: str = "en", but: tuple[str, ...] = ()) -> bool:
    """Tell whether one pattern is found in a text."""
    found = compiled([pattern], language, language not in lexicon.UNSPACED, but)
    assert found is not None
    return found.search(lexicon.prepare(text)) is not None


@pytest.mark.parametrize(
    ("pattern", "text", "language", "there"),
    [
        ("warn", "they warn us", "en", True),
        ("warn", "a warning", "en", False),
        ("warn*", "a warning", "en", True),
        ("warn*", "to forewarn", "en", False),
        ("*rà", "la scuola riaprirà domani", "it", True),
        ("*rà", "il resto", "it", False),
        ("*ebilir*", "yarın gelebilirler", "tr", True),
        ("in*able", "it was inevitable", "en", True),
        ("in*able", "it was not in the table", "en", False),
        ("projekt* ustaw*", "o projekcie ustawy", "pl", False),
        ("projek* ustaw*", "o projekcie ustawy", "pl", True),
        ("gab* * bekannt", "Das gaben die Behörden am 3. Mai bekannt", "de", True),
        ("gab* * bekannt", "Das gaben sie bekannt", "de", True),
        ("gab* * bekannt", "Das gab bekanntlich Ärger", "de", False),
        ("gab* * bekannt", "Es gab zwei Tote. Ihr Name ist bekannt", "de", False),
        ("about #", "about 70", "en", True),
        ("about #", "about {paid}", "en", True),
        ("about #", "about that", "en", False),
        ("أيضا", "وأيضا", "ar", True),
        ("صرح*", "صرّحت بذلك", "ar", True),
        ("صرّح*", "صرحت بذلك", "ar", True),
        ("عد", "عدّاد", "ar", False),
        ("حوالي", "حوالي200", "ar", True),
        ("可能", "他可能来", "zh", True),
    ],
)  # fmt: skip
def test_a_pattern_finds_what_the_readme_says(
    pattern: str, text: str, language: str, there: bool
) -> None:
    """Parts of words, gaps, figures; the table of the README, case by case."""
    assert seen(pattern, text, language) is there


def test_a_gap_is_bounded() -> None:
    """What is further apart is no phrase."""
    for between, there in ((GAP, True), (GAP + 1, False)):
        assert seen("gab* * bekannt", f"gab {'x ' * between}bekannt", "de") is there


def test_what_only_looks_alike_is_not_seen() -> None:
    """A tyrant is no future, whatever else in the sentence is one."""
    assert not seen("*ranno", "il tiranno di Siracusa", "it", ("tiranno",))
    assert seen("*ranno", "il tiranno e i suoi cadranno", "it", ("tiranno",))
    assert seen("*ranno", "attiranno", "it", ("tiranno",))


@pytest.mark.parametrize(
    ("pattern", "language"),
    [
        ("", "en"), ("*", "en"), ("said ", "en"), ("two  words", "en"), ("wor**d", "en"),
        ("* said", "en"), ("said *", "en"), ("teilt * * mit", "de"), ("about#", "en"),
        ("from # to", "en"), ("可能*", "zh"),
    ],
)  # fmt: skip
def test_what_is_no_pattern_is_refused_with_its_place(pattern: str, language: str) -> None:
    """Who edits the file reads which entry of which list it is, not a regular expression."""
    text = f'ratio = [1.0, 2.0]\n[hedges]\nabout = ["{pattern}"]\n'
    with pytest.raises(SummariesError, match=rf"^{language}.toml, hedges.about: “"):
        lexicon.parse(text, language)


FUTURES = [
    ("it", "Il ponte riaprirà a maggio.", "Il tiranno crebbe a Siracusa."),
    ("it", "I lavori termineranno a maggio.", "La città crebbe in fretta."),
    ("it", "Il sindaco firmerebbe l’accordo.", "Il sindaco ha firmato l’accordo."),
    ("es", "El puente reabrirá en mayo.", "El acuerdo con Irán se firmó en Teherán."),
    ("es", "Las obras terminarán en mayo.", "El refrán es del Corán."),
    ("fr", "Le pont rouvrira et fermera de nouveau en mai.", "Il a filmé avec sa camera."),
    ("fr", "Les travaux se termineront en mai.", "Le front et le mont sont calmes."),
    ("fr", "Le maire signerait cet accord.", "Le maire encadrait un groupe."),
    ("tr", "Köprü mayısta açılacak.", "Bursa’da bir masa ve bir arsa satıldı."),
    ("tr", "Başkan yarın konuşabilir.", "Evin temeli eski."),
    ("uk", "Міст працюватиме з травня.", "Це неприпустиме рішення."),
    ("pl", "Burmistrz podpisałby tę umowę.", "To słaby wynik."),
]  # fmt: skip


@pytest.mark.parametrize(("language", "future", "plain"), FUTURES)
def test_what_is_to_come_is_told_by_its_ending(language: str, future: str, plain: str) -> None:
    """And a noun with such an ending is none."""
    known = lexicon.of(language)
    assert known is not None and known.reserve is not None
    assert known.reserve.search(lexicon.prepare(future))
    assert not known.reserve.search(lexicon.prepare(plain))


@pytest.mark.parametrize(
    ("language", "text", "there"),
    [
        ("fr", "Une centaine de personnes sont venues.", True),
        ("fr", "Une semaine de pluie a suivi.", False),
        ("it", "Sono venute una ventina di persone.", True),
        ("it", "È venuta una signora.", False),
    ],
)
def test_a_round_count_is_no_exact_one(language: str, text: str, there: bool) -> None:
    """ "Une centaine" says "about", "une semaine" does not."""
    known = lexicon.of(language)
    assert known is not None
    assert bool(known.hedges["about"].search(lexicon.prepare(text))) is there


def test_german_verbs_in_two_parts_say_who_says_it() -> None:
    """ "Gab … bekannt" does, "es gab" does not."""
    known = lexicon.of("de")
    assert known is not None and known.attribution is not None
    told = "Das teilte die Polizei am Freitag in einer gemeinsamen Erklärung mit."
    assert known.attribution.search(lexicon.prepare(told))
    assert not known.attribution.search(lexicon.prepare("Am Freitag gab es dort zwei Tote."))
    assert not known.attribution.search(lexicon.prepare("Sie teilten das Brot."))


@pytest.mark.parametrize("locale", LOCALES)
def test_every_lexicon_can_be_read(locale: str) -> None:
    """A wrong entry would stop every check in that language."""
    assert lexicon.of(locale) is not None
