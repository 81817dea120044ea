"""What a guard lets through, and what it does not, in every language of the site."""

from __future__ import annotations

import re

import pytest
from conftest import LOCALES, ROOT, SLUG
from hypothesis import given, settings
from hypothesis import strategies as st

from service.checks import lexicon
from service.drafts import guard
from service.fact import Fact
from service.placeholder import fill
from service.workshop import Workshop


def _sentences() -> list[tuple[str, str]]:
    """Return the bundled statements of every language, with their figures filled in."""
    shop = Workshop(ROOT / "articles", ROOT / "locales")
    found = []
    for locale in LOCALES:
        catalog = shop.catalog(SLUG, locale)
        assert catalog is not None
        facts = shop.article(SLUG).facts

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
    assert guard.shortened(text, text, locale) == []


@given(st.sampled_from(SENTENCES), st.integers(3, 10**6))
@settings(deadline=None, max_examples=150)
def test_a_number_that_the_passage_lacks_is_told(case: tuple[str, str], number: int) -> None:
    """By value, wherever it stands."""
    locale, text = case
    if str(number) in re.sub(r"(?<=\d)[.,\s](?=\d)", "", text):
        return
    assert guard.grounded(f"{number}: {text}", [text], locale) != []


def test_a_quotation_mark_alone_is_not_left_out() -> None:
    """French sets them apart with spaces: leaving one out leaves every word as it was."""
    text = "Le maire a dit que le port « rouvrira dans dix jours » et remercié les pompiers."
    assert guard.shortened(text, text, "fr") == []
    assert guard.shortened(text.replace(" »", ""), text, "fr") != []
    assert guard.shortened(text.replace("« ", "").replace(" »", ""), text, "fr") != []


@given(st.sampled_from(SPACED), st.data())
@settings(deadline=None, max_examples=300)
def test_what_a_shortened_sentence_may_be(case: tuple[str, str], data: st.DataObject) -> None:
    """Whatever words are left out: names, numbers, negations and quotations are all still there."""
    locale, text = case
    words = text.split()
    start = data.draw(st.integers(0, len(words) - 1))
    end = data.draw(st.integers(start + 1, len(words)))
    short = " ".join(words[:start] + words[end:])
    if guard.shortened(short, text, locale):
        return
    left_out = " ".join(words[start:end])
    assert not any(map(str.isdigit, left_out))
    assert not any(c in left_out for c in "“”„«»")
    known = lexicon.of(locale)
    assert known is not None
    for pattern in (known.negation, known.attribution, known.reserve):
        before = len(pattern.findall(lexicon.prepare(text))) if pattern else 0
        after = len(pattern.findall(lexicon.prepare(short))) if pattern else 0
        assert before <= after  # what is left may read as one more ("communiqué de presse")


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


SOURCE = (
    "The former head of the council, who met reporters for hours, finally denied on May 3 that "
    "five of the wounded soldiers came from Lviv, his office said."
)


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (", his office said", "", "who says this"),
        ("finally denied", "said", "denied"),
        ("former head of the ", "", "of"),
        ("five of ", "", "number “five” is lost"),
        (" from Lviv", "", "“Lviv” is lost"),
        ("finally", "angrily", "“angrily”"),
        ("The former head of the council, who met reporters", "Reporters met the head", ""),
    ],
)
def test_a_shortening_that_loses_or_adds_is_refused(old: str, new: str, reason: str) -> None:
    """Who says it, a denial, a number, a name, a phrase that is torn apart, a word of its own."""
    assert old in SOURCE
    reasons = guard.shortened(SOURCE.replace(old, new), SOURCE, "en")
    assert any(reason in said for said in reasons)


def test_leaving_out_what_does_not_matter_is_accepted() -> None:
    """A clause between commas, an adverb."""
    short = SOURCE.replace(", who met reporters for hours,", "").replace("finally ", "")
    assert guard.shortened(short, SOURCE, "en") == []
    source = "Die alte Brücke, die lange gesperrt war, stürzte am Freitag in Dresden ein."
    short = "Die alte Brücke stürzte am Freitag in Dresden ein."
    assert guard.shortened(short, source, "de") == []


def test_without_a_lexicon_nothing_is_shortened() -> None:
    """Nobody could tell a lost negation."""
    assert guard.shortened("Bron föll.", "Den gamla bron föll.", "sv") != []


def test_words_that_the_evidence_lacks_are_shown_to_the_reviewer() -> None:
    """They are not wrong by themselves."""
    assert guard.novel("The mayor spoke of money.", [PASSAGE], "en") == ["spoke", "money"]
