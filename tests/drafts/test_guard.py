"""What a guard lets through, and what it does not, in every language of the site."""

from __future__ import annotations

import re

import pytest
from conftest import LOCALES, ROOT, SLUG
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content.facts import Fact
from service.content.placeholders import fill
from service.drafts.sentences import guard
from service.review.project import Project


def _sentences() -> list[tuple[str, str]]:
    """Return the bundled statements of every language, with their figures filled in."""
    project = Project(ROOT / "articles", ROOT / "locales")
    found = []
    for locale in LOCALES:
        catalog = project.catalog(SLUG, locale)
        assert catalog is not None
        facts = project.article(SLUG).facts

        def value(name: str, locale: str = locale, facts: dict[str, Fact] = facts) -> str:  # type: ignore[assignment]
            return facts[name].render(locale)

        for entry in catalog.entries:
            text = "".join(segment.text for segment in fill(entry.strings[-1], value))
            found.append((locale, text))
    return found


SENTENCES = _sentences()
ENGLISH = [text for locale, text in SENTENCES if locale == "en"]
SPACED = [(locale, text) for locale, text in SENTENCES if locale not in ("ja", "zh_Hans")]


@pytest.mark.parametrize(("locale", "text"), SENTENCES)
def test_a_sentence_rests_on_itself(locale: str, text: str) -> None:
    """Nothing is held against the article's own words."""
    assert guard.grounded(text, [text], locale) == []


@given(st.sampled_from(SENTENCES), st.integers(3, 10**6))
@settings(deadline=None, max_examples=150)
def test_a_number_that_the_passage_lacks_is_told(case: tuple[str, str], number: int) -> None:
    """By value, wherever it stands."""
    locale, text = case
    if str(number) in re.sub(r"(?<=\d)[.,\s](?=\d)", "", text):
        return
    assert guard.grounded(f"{number}: {text}", [text], locale) != []


@given(st.sampled_from(SENTENCES), st.sampled_from(SENTENCES))
@settings(deadline=None, max_examples=150)
def test_another_sentence_is_no_evidence(one: tuple[str, str], other: tuple[str, str]) -> None:
    """A sentence of one language never rests on a passage in another script."""
    scripts = {"ar": 1, "uk": 2, "ja": 3, "zh_Hans": 3}
    if scripts.get(one[0], 0) != scripts.get(other[0], 0):
        assert guard.grounded(one[1], [other[1]], one[0]) != []


PASSAGE = (
    "Around £70 was paid to at least five workers in Lviv on May 3, the mayor said, but the port "
    'will not reopen "within ten days" after 1.5 million tons were lost.'
)


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("At least six workers in Lviv were paid around £70, the mayor said.", "number “six”"),
        ("1.5 tons were lost, but the port will not reopen, the mayor said.", "number “1.5”"),
        ("Five workers in Lviv were paid around £70, the mayor said.", "“at least”"),
        ("£70 was paid to at least five workers in Lviv, the mayor said.", "“about”"),
        ("Around £70 was paid in Odesa, the mayor said.", "name “Odesa”"),
        ("Zelensky paid workers in Lviv around £70, the mayor said.", "name “Zelensky”"),
        ("On May 4 the port will not reopen, the mayor said.", "date"),
        ("On May 3, 2024 the port will not reopen, the mayor said.", "date"),
        ("On Monday the port will not reopen, the mayor said.", "Monday"),
        ('The port will not reopen "within three weeks", the mayor said.', "quotation"),
        ('The port will not reopen "within ten days, the mayor said.', "not closed"),
        ("The port will not reopen.", "who says this"),
        ("The port will reopen, the mayor said.", "negation"),
        ("At least five workers in Lviv were paid €70, the mayor said.", "currency EUR"),
        ("The weather in the mountains is lovely, the mayor said.", "something else"),
        ("", "says nothing"),
    ],
)
def test_what_is_not_in_the_passage_is_named(sentence: str, reason: str) -> None:
    """In plain words, with the word that is wrong."""
    assert any(reason in said for said in guard.grounded(sentence, [PASSAGE], "en"))


def test_words_that_the_evidence_lacks_are_shown_to_the_reviewer() -> None:
    """They are not wrong by themselves."""
    assert guard.novel("The mayor spoke of money.", [PASSAGE], "en") == ["spoke", "money"]


TWO = [
    ("en", "The mayor may resign in May, and the council might close the old bridge.",
     "The mayor may resign in May, and the council closed the old bridge.", "condition"),
    ("en", "The club said it would pay the workers if it can sell the old ground.",
     "The club said it would pay the workers if it sells the old ground.", "condition"),
    ("en", "The allegedly drunk driver fled, and the reportedly stolen car burned in Arlen.",
     "The allegedly drunk driver fled, and the stolen car burned in Arlen.", "“alleged”"),
    ("en", "At least five people died and at least 100 workers were injured in Arlen.",
     "At least five people died and 100 workers were injured in Arlen.", "“at least”"),
    ("en", "The police did not stop the bus, and the driver did not wear a belt.",
     "The police did not stop the bus, and the driver did wear a belt.", "negation"),
    ("de", "Die Brücke könnte im Mai öffnen, und die Schule soll im Juni umziehen.",
     "Die Brücke könnte im Mai öffnen, und die Schule ist im Juni umgezogen.", "condition"),
    ("it", "Il ponte riaprirà a maggio e la scuola chiuderà a giugno.",
     "Il ponte riaprirà a maggio e la scuola ha chiuso a giugno.", "condition"),
    ("es", "El puente reabrirá en mayo y la escuela vieja cerrará en junio.",
     "El puente reabrirá en mayo y la escuela vieja cerró en junio.", "condition"),
    ("fr", "Le pont rouvrira en mai et la vieille école fermera en juin.",
     "Le pont rouvrira en mai et la vieille école a fermé en juin.", "condition"),
    ("tr", "Köprü mayısta açılacak ve eski okul haziranda kapanacak.",
     "Köprü mayısta açılacak ve eski okul haziranda kapandı.", "condition"),
    ("uk", "Міст може відкритися у травні, а стара школа може закритися у червні.",
     "Міст може відкритися у травні, а стара школа закрилася у червні.", "condition"),
    ("pl", "Most może zostać otwarty w maju, a stara szkoła ma zostać zamknięta w czerwcu.",
     "Most może zostać otwarty w maju, a stara szkoła została zamknięta w czerwcu.", "condition"),
]  # fmt: skip


@pytest.mark.parametrize(("language", "two", "one", "reason"), TWO)
def test_one_of_two_reserves_that_is_lost_or_added_is_missed(
    language: str, two: str, one: str, reason: str
) -> None:
    """The other one does not cover for it."""
    assert guard.grounded(two, [two], language) == []
    assert any(reason in said for said in guard.grounded(one, [two], language))
    # The verb is another word then; where it is not, what is added is seen, too.
    if reason != "condition":
        assert any(reason in said for said in guard.grounded(two, [one], language))


def test_a_reserve_that_is_added_to_another_is_told() -> None:
    """Between the same two words, where the passage has none."""
    plain = "The mayor may resign in May, and the council closed the old bridge."
    assert guard.grounded(plain, [plain], "en") == []
    added = plain.replace("council closed", "council possibly closed")
    assert any("“likely”" in said for said in guard.grounded(added, [plain], "en"))
    more = plain.replace("council closed", "council should have closed")
    assert any("condition" in said for said in guard.grounded(more, [plain], "en"))


@pytest.mark.parametrize(("language", "two", "one", "reason"), TWO)
def test_the_sentence_beside_it_is_another_matter(
    language: str, two: str, one: str, reason: str
) -> None:
    """What a sentence of the evidence denies or plans concerns those that take words from it."""
    beside = {"en": "The mayor of Arlen has a red car.", "uk": "Мер має червоне авто.",
              "de": "Der Bürgermeister hat ein rotes Auto.", "fr": "Le maire a une voiture rouge.",
              "it": "Il sindaco ha una macchina rossa.", "es": "El alcalde tiene un coche rojo.",
              "tr": "Başkanın kırmızı bir arabası var.", "pl": "Wóz jest tu."}  # fmt: skip
    text = beside[language]
    del one, reason
    assert guard.grounded(text, [text, two], language) == []
    assert guard.grounded(two, [text, two], language) == []


CHINESE = "乌克兰总统泽连斯基周二表示，外长库列巴与拜登·史密斯前往基辅。"
JAPANESE = "岸田文雄首相は火曜日、ウクライナのゼレンスキー大統領とキーウで会談した。"
ARABIC = "قال الرئيس الأوكراني فولوديمير زيلينسكي إن وزير الخارجية دميترو كوليبا زار كييف."


@pytest.mark.parametrize(
    ("language", "passage", "sentence", "name"),
    [
        ("zh_Hans", CHINESE, "乌克兰总统泽连斯基周二表示，外长前往基辅。", ""),
        ("zh_Hans", CHINESE, "乌克兰总统特朗普周二表示，外长库列巴前往基辅。", "特朗普"),
        ("zh_Hans", CHINESE, "乌克兰总统泽连斯基周二表示，王毅外长前往基辅。", "王毅"),
        ("zh_Hans", CHINESE, "乌克兰总统泽连斯基周二表示，外长与拜登·王五前往基辅。", "王五"),
        ("zh_Hans", CHINESE, "乌克兰总统泽连斯基周二表示，外长库列巴乘Boeing前往基辅。", "Boeing"),
        ("ja", JAPANESE, "岸田首相は火曜日、ゼレンスキー大統領とキーウで会談した。", ""),
        ("ja", JAPANESE, "石破首相は火曜日、ゼレンスキー大統領とキーウで会談した。", "石破"),
        ("ja", JAPANESE, "岸田首相は火曜日、ゼレンスカ大統領とキーウで会談した。", "ゼレンスカ"),
        ("ja", JAPANESE, "岸田首相は火曜日、ゼレンスキー大統領とリビウで会談した。", "リビウ"),
        ("ja", JAPANESE, "岸田首相は火曜日、ＮＡＴＯでゼレンスキー大統領と会談した。", "ＮＡＴＯ"),
        ("ja", JAPANESE + "ＮＡＴＯも参加した。", "岸田首相はNATOとキーウで会談した。", ""),
        ("ar", ARABIC, "قال الرئيس الأوكراني زيلينسكي إن وزير الخارجية زار كييف.", ""),
        ("ar", ARABIC, "قال الرئيس فولوديمير زيلينسكي إن كوليبا زار كييف.", ""),
        ("ar", ARABIC, "قال الرئيس الأوكراني بوتين إن وزير الخارجية زار كييف.", "بوتين"),
        ("ar", ARABIC, "قال الرئيس زيلينسكي إن وزير الخارجية لافروف زار كييف.", "لافروف"),
    ],
)
def test_names_that_no_capitals_show(language: str, passage: str, sentence: str, name: str) -> None:
    """Beside a title, with a dot, in katakana, in Latin letters, in characters for sounds."""
    said = guard.grounded(sentence, [passage], language)
    if name:
        assert f"the name “{name}” is not in the passage" in said
    else:
        assert said == []


def test_words_without_spaces_are_shown_whole() -> None:
    """An editor reads a word, not the pairs of characters it is compared by."""
    assert guard.novel("美国总统特朗普周二没有出席。", ["美国总统拜登周二没有出席。"], "zh") == [
        "特朗普"
    ]
    assert guard.novel("石破首相は会談した。", [JAPANESE], "ja") == ["石破"]
