"""Dates as sentences name them: several days of one month, from one to another, in which year."""

from __future__ import annotations

import datetime

import pytest

from service.content.placeholders import fill
from service.drafts.figures import NO_YEAR, Figures

DAY = datetime.date(2026, 11, 26)


def read(language: str, sentence: str) -> tuple[list[str], str | None]:
    """Return the dates of ``sentence``, and the statement that readers would see."""
    figures = Figures(language, DAY, DAY)
    text = figures.replace(sentence)
    facts = {name: figure.fact for name, figure in figures.by_name.items()}
    dates = [fact.shown() for fact in facts.values() if fact.kind == "date"]
    if text is None:
        return dates, None
    statement = "".join(s.text for s in fill(text, lambda name: facts[name].render(language)))
    return dates, statement.replace("\u202f", " ").replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("language", "sentence", "wanted", "statement"),
    [
        ("en", "It was held on 3 and 4 December.", ["2026-12-03", "2026-12-04"],
         "It was held on December 3 and December 4."),
        ("en", "The 1st, 2nd and 3rd of December were dry.",
         ["2026-12-01", "2026-12-02", "2026-12-03"],
         "The December 1, December 2 and December 3 were dry."),
        ("en", "It fell on May 1st.", ["2026-05-01"], "It fell on May 1."),
        ("en", "It runs from November 14-20.", ["2026-11-14/2026-11-20"],
         "It runs from November 14–20."),
        ("en", "It ran on Dec 3–5, 2025.", ["2025-12-03/2025-12-05"],
         "It ran on December 3–5, 2025."),
        ("de", "Vom 3. bis zum 9. November 2025 war es so.", ["2025-11-03", "2025-11-09"],
         "Vom 3. November bis zum 9. November 2025 war es so."),
        ("de", "Am 1. und 2. Dezember ist frei.", ["2026-12-01", "2026-12-02"],
         "Am 1. Dezember und 2. Dezember ist frei."),
        ("fr", "Du 1er au 5 décembre, il pleut.", ["2026-12-01", "2026-12-05"],
         "Du 1er décembre au 5 décembre, il pleut."),
        ("es", "Del 3 al 9 de diciembre llueve.", ["2026-12-03", "2026-12-09"],
         "Del 3 de diciembre al 9 de diciembre llueve."),
        ("it", "Si sciopera l’8 e l’11 dicembre.", ["2026-12-08", "2026-12-11"],
         "Si sciopera l’8 dicembre e l’11 dicembre."),
        ("pl", "W dniach 3–5 grudnia padało.", ["2026-12-03/2026-12-05"],
         "W dniach 3–5 grudnia padało."),
        ("ro", "Între 3 și 9 noiembrie a plouat.", ["2026-11-03", "2026-11-09"],
         "Între 3 noiembrie și 9 noiembrie a plouat."),
        ("tr", "11 ve 12 Aralık günlerinde yağmur var.", ["2026-12-11", "2026-12-12"],
         "11 Aralık ve 12 Aralık günlerinde yağmur var."),
        ("uk", "З 3 по 9 грудня було сухо.", ["2026-12-03", "2026-12-09"],
         "З 3 грудня по 9 грудня було сухо."),
        ("ar", "هطل المطر بين 3 و9 نوفمبر.", ["2026-11-03", "2026-11-09"],
         "هطل المطر بين 3 نوفمبر و9 نوفمبر."),
        ("ar", "بدأ في 13 ديسمبر2018 هناك.", ["2018-12-13"], "بدأ في 13 ديسمبر 2018 هناك."),
        ("ja", "12月3日から5日まで開かれる。", ["2026-12-03", "2026-12-05"],
         "12月3日から12月5日まで開かれる。"),
        ("ja", "11月3～5日に行われた。", ["2026-11-03/2026-11-05"], "11月3日～5日に行われた。"),
        ("zh_Hans", "12月3日至5日举行。", ["2026-12-03", "2026-12-05"],
         "12月3日至12月5日举行。"),
        ("zh_Hans", "11月3-5日举行。", ["2026-11-03/2026-11-05"], "11月3日至5日举行。"),
    ],
)  # fmt: skip
def test_days_that_share_a_month_are_dates(
    language: str, sentence: str, wanted: list[str], statement: str
) -> None:
    """Each of them: “from 3 to 9 November” names no number 3."""
    assert read(language, sentence) == (wanted, statement)


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "On May 3 and 20 people died."), ("en", "In 2 of 9 November storms it fell."),
        ("de", "Am 3. November und 9 Stunden danach war es vorbei."),
        ("fr", "Le 3 avril et 20 ans après, ils sont venus."),
    ],
)  # fmt: skip
def test_a_number_beside_a_date_is_no_day(language: str, sentence: str) -> None:
    """Of two that stand side by side only one may be a day."""
    assert len(read(language, sentence)[0]) == 1


@pytest.mark.parametrize(
    ("language", "sentence", "wanted"),
    [
        ("en", "It ran between Jan. 1 and March 31.", ["2026-01-01", "2026-03-31"]),
        ("en", "It is open from December 20 to January 5.", ["2026-12-20", "2027-01-05"]),
        ("en", "It ran from 30 December to 5 January 2025.", ["2024-12-30", "2025-01-05"]),
        ("en", "It ran from 30 December 2024 to 5 January.", ["2024-12-30", "2025-01-05"]),
        ("de", "Vom 30. Dezember bis 5. Januar ist zu.", ["2026-12-30", "2027-01-05"]),
        ("uk", "З 1 січня до 31 березня було сухо.", ["2026-01-01", "2026-03-31"]),
        ("zh_Hans", "12月30日至1月5日关闭。", ["2026-12-30", "2027-01-05"]),
    ],
)
def test_what_ends_began_before(language: str, sentence: str, wanted: list[str]) -> None:
    """Where the article leaves a year out, it is one in which the first date is the earlier."""
    assert read(language, sentence)[0] == wanted


@pytest.mark.parametrize(
    ("language", "sentence", "year"),
    [
        ("en", "The law takes effect on 1 April.", 2027),
        ("en", "It took effect on 1 April.", 2026),
        ("de", "Das Gesetz tritt am 1. April in Kraft.", 2027),
        ("de", "Das Gesetz trat am 1. April in Kraft.", 2026),
        ("fr", "La loi entre en vigueur le 1er avril.", 2027),
        ("es", "La ley entra en vigor el 1 de abril.", 2027),
        ("it", "La legge entra in vigore il 1° aprile.", 2027),
        ("pl", "Ustawa wchodzi w życie 1 kwietnia.", 2027),
        ("ro", "Legea intră în vigoare la 1 aprilie.", 2027),
        ("tr", "Yasa 1 Nisan’da yürürlüğe giriyor.", 2027),
        ("uk", "Закон набирає чинності 1 квітня.", 2027),
        ("ar", "يدخل القانون حيز التنفيذ في 1 أبريل.", 2027),
        ("ja", "法律は4月1日に施行される。", 2027), ("zh_Hans", "该法自4月1日起施行。", 2027),
    ],
)  # fmt: skip
def test_what_is_to_come_comes_after_the_article(language: str, sentence: str, year: int) -> None:
    """A law that takes effect in April does so in the next one; the editor is asked to check."""
    figures = Figures(language, DAY, DAY)
    assert figures.replace(sentence) is not None
    (figure,) = figures.by_name.values()
    assert figure.fact.values == (datetime.date(year, 4, 1),) and figure.doubt == NO_YEAR


@pytest.mark.parametrize(
    ("language", "sentence", "statement"),
    [
        ("en", "It fell on 19 December last year.", "It fell on December 19, 2025."),
        ("en", "It is on 4 April next year.", "It is on April 4, 2027."),
        ("de", "Am 19. Dezember vergangenen Jahres fiel er.", "Am 19. Dezember 2025 fiel er."),
        ("fr", "Le 19 décembre dernier, il tomba.", "Le 19 décembre 2025, il tomba."),
        ("fr", "Le 3 mars de l’année dernière.", "Le 3 mars 2025."),
        ("es", "El 19 de diciembre pasado cayó.", "El 19 de diciembre de 2025 cayó."),
        ("it", "Il 4 aprile dell’anno scorso.", "Il 4 aprile 2025."),
        ("it", "Il 4 aprile prossimo.", "Il 4 aprile 2027."),
        ("pl", "Było to 19 grudnia ubiegłego roku.", "Było to 19 grudnia 2025."),
        ("ro", "Pe 19 decembrie anul trecut a nins.", "Pe 19 decembrie 2025 a nins."),
        ("tr", "Geçen yıl 19 Aralık günü oldu.", "19 Aralık 2025 günü oldu."),
        ("tr", "Geçen yıl 19 Aralık’ta oldu.", "Geçen yıl 19 Aralık’ta oldu."),
        ("uk", "Це було 19 грудня минулого року.", "Це було 19 грудня 2025 року."),
        ("ar", "كان ذلك في 19 ديسمبر من العام الماضي.", "كان ذلك في 19 ديسمبر 2025."),
        ("ja", "昨年12月19日に起きた。", "2025年12月19日に起きた。"),
        ("zh_Hans", "去年12月19日发生。", "2025年12月19日发生。"),
        ("en", "It ran on 3–9 May last year.", "It ran on May 3–9, 2025."),
        ("en", "On 3 and 4 May last year it rained.",
         "On May 3 and May 4, 2025 it rained."),
    ],
)  # fmt: skip
def test_a_year_in_words_is_that_year(language: str, sentence: str, statement: str) -> None:
    """The words go with it, since “last year” is another one a year later."""
    assert read(language, sentence)[1] == statement
    figures = Figures(language, DAY, DAY)
    figures.collect(sentence)
    for figure in figures.by_name.values():
        assert figure.doubt and figure.fact.years <= {2025, 2027}
        stated = figure.fact.stated or str(figure.fact.values[0].day)
        assert stated in figure.quote and str(figure.fact.values[0].day) in stated


@pytest.mark.parametrize(
    "sentence", ["She won in 2:04:38 there.", "He swam it in 1:43.21 there.", "Es war 1:23,4 min."]
)
def test_how_long_a_race_took_is_no_figure(sentence: str) -> None:
    """Neither its hours nor its seconds are a number of something."""
    figures = Figures("de" if "Es" in sentence else "en", DAY, DAY)
    figures.collect(sentence)
    assert figures.by_name == {}
