"""Numbers read out of running text, as news agencies of each language write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import LOCALES
from hypothesis import given
from hypothesis import strategies as st

from service.content import number_words
from service.content.facts import Fact

STATED = """
en | 1500000 | 1.5m people
en | 1500000 | 1.5M
en | 12000 | 12k
en | 100 | a hundred people
en | 1000 | a thousand homes
en | 12 | a dozen
en | 24 | two dozen children
en | 6 | half a dozen shops
en | 2.5 | two and a half percent
en | 2.5 | 2½ years
en | 2.5 | 2 1/2 years
en | 2500000 | two and a half million
en | 1500000 | one and a half million
en | 1500000 | a million and a half
en | 500000 | half a million people
en | 50 | half of the voters
en | 0.5 | half of the voters
en | 33 | a third of the voters
en | 0.33 | one third
en | 66.7 | two-thirds
en | 75 | three quarters
en | 100000 | 1 lakh people
en | 100000 | Rs 1,00,000
en | 10000000 | 1 crore rupees
en | 1000000000000 | 1 lakh crore
en | 12000000000 | £12bn
en | 1200000000 | between £1.2bn and £1.3bn
en | 1300000000 | between £1.2bn and £1.3bn
en | 1200000000 | £1.2-1.3bn
en | 8000000 | 8 to 10 million
en | 8 | 8–10 percent
en | 10 | 8–10 percent
en | -40 | minus 40 degrees
en | -40 | –40 °C
en | -40 | fell to 40 degrees below zero
en | -5 | (-5 points)
en | 1999 | one thousand nine hundred and ninety-nine
en | 250000 | two hundred and fifty thousand
en | 1 | one person
en | 1234567.89 | 1,234,567.89
de | 1500000 | 1,5 Mio. Euro
de | 1200000000 | 1,2 Mrd. Euro
de | 1500000 | anderthalb Millionen
de | 2500000 | zweieinhalb Millionen Menschen
de | 8 | acht Menschen
de | 100 | hundert Menschen
de | -40 | minus 40 Grad
de | 66.67 | zwei Drittel
de | 1234567.5 | 1.234.567,5
fr | 1200000000 | 1,2 milliard d’euros
fr | 80 | quatre-vingts personnes
fr | 100 | cent personnes
fr | 2500000 | deux millions et demi
fr | 33 | un tiers des électeurs
fr | 12000 | 12 000 habitants
es | 1200000000 | 1.200 millones de euros
es | 500000 | medio millón de personas
es | 1000 | mil personas
es | 2500000 | dos millones y medio
it | 10000 | 10mila soldati
it | 2500000 | due milioni e mezzo
it | 100 | cento persone
pl | 10000 | 10 tys. żołnierzy
pl | 1500000 | 1,5 mln
pl | 1200000000 | 1,2 mld zł
pl | 1500000 | półtora miliona
pl | 5 | pięcioro dzieci
pl | 5 | pięciu żołnierzy
pl | 12 | dwunastu osób
ro | 25000000 | 25 de milioane
ro | 2500000 | două milioane și jumătate
tr | 2500000 | 2,5 milyon
tr | 2500000 | iki buçuk milyon kişi
tr | 2500000 | 2 milyon 500 bin
tr | 72 | füzelerin 72’si
tr | 100 | yüz kişi
uk | 1500000 | 1,5 млн
uk | 1200000000 | 1,2 млрд грн
uk | 10000 | 10 тис. осіб
uk | 5 | п’ятеро людей
uk | 5 | п'ятьох людей
uk | 1500 | півтори тисячі
uk | 1000 | тисячу людей
uk | -40 | мінус 40 градусів
uk | 50 | половина виборців
ja | 15000 | 1万5000人
ja | 15000 | 1万5千人
ja | 15000 | 1 万 5 千ドル
ja | 1200000000000 | 1兆2000億円
ja | 120050000 | 1億2005万人
ja | 15000 | 一万五千人
ja | 5 | 五人が死亡
ja | -40 | 氷点下40度
ja | 33 | 3分の1
ja | 12000 | １万２０００人
zh | 12000 | 1.2万人
zh | 300000000 | 三亿人
zh | 0.5 | 一半
zh | 33 | 三分之一
ar | 10000 | 10 آلاف جندي
ar | 10000 | ١٠٬٠٠٠ جندي
ar | 1.5 | ١٫٥ في المئة
ar | 10000 | عشرة آلاف جندي
ar | 2000 | ألفا جندي
ar | 2000000 | مليوني شخص
ar | 1500000 | 1.5 مليون
ar | 10 | و10 أشخاص
sv | 1500000 | 1,5 miljoner
nl | 1500000 | 1,5 miljoen
"""
NOT_STATED = """
en | 7 | the G7 leaders
en | 5 | the H5N1 virus
en | 16 | F-16 jets
en | 19 | COVID-19
en | 19 | Covid-19
en | 300 | the S-300 system
en | 5 | a 5G network
en | 17 | flight MH17
uk | 300 | комплекс С-300
uk | 101 | ракети Х-101
en | 1.5 | 1.5 million
en | 1200 | £1.2bn
en | 10 | 10k
en | 2 | two million
en | 2 | two and a half percent
en | 0.5 | two and a half percent
en | 40 | –40 °C
en | 3 | a third
en | 100 | several hundred people
de | 100 | mehrere hundert Menschen
uk | 100 | кілька сотень людей
de | 1234 | 1,234 Prozent
ja | 5 | 1万5000人
ja | 1000 | 数千人
ja | 3 | 三亿人
"""


def rows(table: str) -> list[tuple[str, Decimal, str]]:
    found = []
    for row in table.strip().splitlines():
        language, value, quote = row.split(" | ")
        found.append((language, Decimal(value), quote))
    return found


@pytest.mark.parametrize(("language", "value", "quote"), rows(STATED))
def test_a_quote_states_the_value(language: str, value: Decimal, quote: str) -> None:
    """In digits of any script, in words, with magnitudes, halves, shares and signs."""
    assert number_words.states(value, quote, language)


@pytest.mark.parametrize(("language", "value", "quote"), rows(NOT_STATED))
def test_a_quote_does_not_state_the_value(language: str, value: Decimal, quote: str) -> None:
    """Nothing is cut out of a name, a larger number, or a sign off a number."""
    assert not number_words.states(value, quote, language)


@pytest.mark.parametrize(
    ("text", "only"),
    [
        ("An F-16 of the G7 and COVID-19", True),
        ("Since mid-2024", False),
        ("Post-2020", False),
        ("It cost $5", False),
        ("In 2024 the G7", False),
        ("5 G", False),
        ("Т-72 та Су-57", True),
        ("و10", False),
    ],
)
def test_names_of_things_are_told_from_numbers(text: str, only: bool) -> None:
    """A statement may name an F-16, and must not write a year."""
    assert number_words.has_names_only(text) is only


def test_names_of_things_still_count_for_translations() -> None:
    """The G7 of the source is no G20."""
    (figure,) = number_words.find("the G20 met", "en")
    assert figure.name and not figure.among({Decimal(7)}) and figure.among({Decimal(20)})


@given(
    st.decimals(-(10**13), 10**13, allow_nan=False, places=2),
    st.sampled_from([*LOCALES, "sv", "nl"]),
    st.sampled_from(["decimal", "plain", "percent", "compact"]),
)
def test_what_a_fact_reads_is_read_back(value: Decimal, locale: str, style: str) -> None:
    """Whatever a page shows of a number, the reader finds that number in it."""
    shorter = value.normalize() if value % 1 else value.to_integral_value()
    fact = Fact("x", int(shorter) if shorter % 1 == 0 else shorter, style)
    assert fact.occurs_in(f"x {fact.render(locale)} y", locale)


@given(
    st.text(st.sampled_from("0123456789.,-–½ kmbn/万億千百半分のand half million٫٬٣"), max_size=60),
    st.sampled_from(LOCALES),
)
def test_any_text_is_read(text: str, locale: str) -> None:
    """Every figure stands where it says, and no two have a place in common."""
    end = -1
    found = [f for f in number_words.find(text, locale) if not f.name]
    for figure in sorted(found, key=lambda f: f.start):
        assert end <= figure.start < figure.end
        assert figure.readings and all(v.is_finite() for v in figure.values)
        end = figure.end
