"""Figures become facts: every one, with its quote, and back again."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content import article, number_words
from service.content.facts import Fact
from service.content.placeholders import fill
from service.drafts.figures import Figures, anchor

TODAY = datetime.date(2024, 6, 1)
# The word that follows a number is no part of it in any of these.
LANGUAGES = {"en": "people", "de": "Menschen", "fr": "personnes", "uk": "людей", "pl": "osób",
             "es": "personas", "it": "persone", "tr": "insan", "ro": "oameni"}  # fmt: skip


def rendered(text: str, figures: Figures) -> str:
    """Return ``text`` with the facts in place of its placeholders, as a reader sees it."""
    facts = {name: figure.fact for name, figure in figures.by_name.items()}
    return "".join(s.text for s in fill(text, lambda n: facts[n].render(figures.language)))


def plain(text: str) -> str:
    return re.sub(r"[\u00a0\u202f]", " ", text)


@given(st.sampled_from(sorted(LANGUAGES)), st.lists(st.integers(0, 10**7), min_size=1, max_size=3),
       st.dates(datetime.date(1990, 1, 1), datetime.date(2024, 5, 31)))  # fmt: skip
@settings(deadline=None, max_examples=200)
def test_a_sentence_comes_back_from_its_placeholders(
    language: str, numbers: list[int], date: datetime.date
) -> None:
    """Written as the language writes them: the same sentence, and valid facts."""
    word = LANGUAGES[language]
    parts = [f"{Fact('n', n, 'decimal').render(language)} {word}" for n in numbers]
    sentence = f"A {', '.join(parts)}, B {Fact('d', date, 'long').render(language)}."
    figures = Figures(language, TODAY)
    text = figures.replace(sentence)
    assert text is not None and not re.search(r"\d", re.sub(r"{\w+}", "", text))
    assert plain(rendered(text, figures)) == plain(sentence)
    for figure in figures.by_name.values():
        assert figure.quote in sentence and figure.fact.occurs_in(figure.quote, language)


def test_a_count_is_not_a_year_that_stands_beside_it() -> None:
    """Each keeps its separators."""
    figures = Figures("de", TODAY)
    text = figures.replace("Es kamen 1.990 Menschen, wie zuletzt 1990.")
    assert text is not None
    assert rendered(text, figures) == "Es kamen 1.990 Menschen, wie zuletzt 1990."


@given(st.text(st.sampled_from("0123456789.,:% abAB{}-/'")), st.sampled_from(sorted(LANGUAGES)))
@settings(deadline=None, max_examples=300)
def test_whatever_stands_there_no_digit_stays_and_no_value_is_invented(
    text: str, language: str
) -> None:
    """A sentence is refused, or all its figures are facts that their quotes state."""
    figures = Figures(language, TODAY)
    found = figures.replace(text)
    if found is None:
        assert figures.by_name == {}
        return
    # What is written otherwise than the fact is, is a written form: its words are the article's.
    bare = re.sub(r"\[[^\]]*\]\(\{\w+\}\)|{\w+}", " ", found)
    assert number_words.has_names_only(bare, language)
    for figure in figures.by_name.values():
        assert figure.quote in text and figure.fact.occurs_in(figure.quote, language)


@pytest.mark.parametrize(
    ("language", "sentence", "wanted"),
    [
        ("en", "On January 2, 72 of 99 missiles fell.", ["2024-01-02", "72", "99"]),
        ("en", "An F-16 cost 1.5 million in 2023.", ["1500000", "2023"]),
        ("uk", "2 січня 2024 року збили 72 ракети.", ["2024-01-02", "72"]),
        ("ja", "2024年1月2日に72発。", ["2024-01-02", "72"]),
        ("de", "Am 2. Januar starben 1.200 Menschen.", ["2024-01-02", "1200"]),
        ("en", "It began at 10:05.", ["10:05"]),
        ("en", "It ended 10:05.", None),
        ("en", "Agent 007 came.", None),
        ("en", "A {brace}.", None),
    ],
)
def test_examples(language: str, sentence: str, wanted: list[str] | None) -> None:
    """Dates, names of things, and what cannot be a fact."""
    figures = Figures(language, datetime.date(2024, 1, 5))
    text = figures.replace(sentence)
    if wanted is None:
        assert text is None
    else:
        assert [figure.fact.shown() for figure in figures.by_name.values()] == wanted


def test_quotes_come_from_the_evidence_where_the_words_are_others(tmp_path: Path) -> None:
    """The article does not have the model's words; a number spelled out is found, too."""
    figures = Figures("en", TODAY)
    evidence = "The police said that twelve men and 30 women were hurt on May 3."
    text = figures.replace("12 men were hurt, with 30 women.", [evidence])
    assert text == "{men} men were hurt, with {women} women."
    assert figures.by_name["men"].quote == evidence
    assert "30 women were hurt" in figures.by_name["women"].quote
    assert figures.replace("13 men were hurt.", [evidence]) is None
    (tmp_path / "x").mkdir()
    (tmp_path / "x" / "article.txt").write_text(evidence)
    facts = "".join(
        f'[facts.{name}]\nvalue = {f.fact.shown()}\nquote = "{f.quote}"\n'
        for name, f in figures.by_name.items()
    )
    (tmp_path / "x" / "summary.toml").write_text(
        f'language = "en"\nheadline = "Hurt"\n{facts}[[statements]]\nid = "a"\ntext = "{text}"\n'
        f'evidence = ["{evidence}"]\n'
    )
    assert len(article.load(tmp_path / "x").facts) == 2


def test_a_date_without_a_year_is_near_the_article() -> None:
    """Its latest full date that is not to come, else today."""
    text = "On December 29, 2023, it began. It may end on May 1, 2030."
    assert anchor(text, "en", TODAY) == datetime.date(2023, 12, 29)
    assert anchor("No date. February 31, 2023.", "en", TODAY) == TODAY
    figures = Figures("en", anchor(text, "en", TODAY))
    figures.replace("On January 2 it went on.")
    (found,) = figures.by_name.values()
    assert found.guessed and found.fact.value == datetime.date(2024, 1, 2)


@pytest.mark.parametrize(
    ("language", "sentence", "today", "day"),
    [
        ("en", "The council met on March 12.", "2026-11-27", "2026-03-12"),
        ("uk", "Рада зібралася 12 березня.", "2026-11-27", "2026-03-12"),
        ("en", "It has held the town since February 24.", "2022-12-20", "2022-02-24"),
        ("en", "The council will meet on March 12.", "2026-11-27", "2027-03-12"),
        ("uk", "Рада збереться 12 березня: вибори мають бути.", "2026-11-27", "2027-03-12"),
        ("en", "The law takes effect on January 1.", "2026-11-27", "2027-01-01"),
        ("en", "The war began on October 7.", "2024-01-20", "2023-10-07"),
        ("en", "The bridge opens on October 12.", "2026-06-01", "2026-10-12"),
        ("en", "It began on December 30.", "2026-01-02", "2025-12-30"),
        ("sv", "Rådet möttes den 12 mars.", "2026-11-27", "2026-03-12"),
    ],
)  # fmt: skip
def test_the_year_that_is_not_said(language: str, sentence: str, today: str, day: str) -> None:
    """That of the article, as outlets write; the one before or after it where that is near."""
    figures = Figures(language, datetime.date.fromisoformat(today))
    figures.collect(sentence)
    (figure,) = figures.by_name.values()
    assert figure.guessed and figure.fact.value == datetime.date.fromisoformat(day)


@pytest.mark.timeout(60)
def test_a_text_full_of_figures_is_read_once() -> None:
    """The time grows with the text: a long one, read for each of its figures, would never end."""
    text = "On May 3 it lost 1,200 tons, 45% of $2.5 million. " * 60
    assert Figures("en", TODAY).replace(text.strip(), [text * 2]) is not None


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("de", "Der Konzern steckt bis 2026 220 Milliarden Euro in Forschung."),
        ("ja", "会談は６月１２日に開かれた。"),
        ("ja", "会談は06月12日に開かれた。"),
    ],
)
def test_numbers_written_in_no_usual_way_raise_nothing(language: str, sentence: str) -> None:
    """Two numbers side by side, wide digits, a zero before the month: real pages have them."""
    figures = Figures(language, TODAY)
    text = figures.replace(sentence)
    if language == "ja":
        (figure,) = figures.by_name.values()
        assert text is not None and figure.fact.value == datetime.date(2024, 6, 12)
    else:
        assert text is None or "220" not in text
