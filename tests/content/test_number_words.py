"""Numbers read out of running text, as news agencies of each language write them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from conftest import LOCALES
from hypothesis import given
from hypothesis import strategies as st

from service.content import number_words
from service.content.facts import Fact
from service.content.number_words import ordinal_values

STATED = """
en | 1500000 | 1.5m people
en | 666 | six hundred and sixty six people
en | 35 | Thirty five men
en | 300000000000 | a loss of $300+ billion
tr | 4300 | 4 bin 300 hasta
ar | 4300 | 4 آلاف و300 شخص
uk | 3200 | 3 тис. 200 осіб
fr | 32900000000 | 32,9 Md$
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
de | 2000 | zweitausend Menschen
de | 100000 | hunderttausend Euro
de | 23400 | dreiundzwanzigtausendvierhundert Euro
de | 100 | hundert Menschen
de | -40 | minus 40 Grad
de | 66.67 | zwei Drittel
de | 1234567.5 | 1.234.567,5
fr | 1200000000 | 1,2 milliard d’euros
fr | 80 | quatre-vingts personnes
fr | 1200 | mille deux cents personnes
fr | 1200000 | un million deux cent mille habitants
fr | 80000 | quatre-vingt mille spectateurs
fr | 100 | cent personnes
fr | 2500000 | deux millions et demi
fr | 33 | un tiers des électeurs
fr | 12000 | 12 000 habitants
es | 1200000000 | 1.200 millones de euros
es | 500000 | medio millón de personas
es | 1000 | mil personas
es | 1200 | mil doscientos euros
es | 2500000 | dos millones y medio
it | 10000 | 10mila soldati
it | 2500000 | due milioni e mezzo
it | 100 | cento persone
it | 2500 | duemilacinquecento persone
it | 1200 | milleduecento euro
pl | 10000 | 10 tys. żołnierzy
pl | 1500000 | 1,5 mln
pl | 1200000000 | 1,2 mld zł
pl | 1500000 | półtora miliona
pl | 5 | pięcioro dzieci
pl | 1200 | tysiąc dwieście ton
pl | 2200 | dwa tysiące dwieście osób
pl | 5 | pięciu żołnierzy
pl | 12 | dwunastu osób
ro | 25000000 | 25 de milioane
ro | 2500000 | două milioane și jumătate
ro | 1200 | o mie două sute de tone
tr | 2500000 | 2,5 milyon
tr | 2500000 | iki buçuk milyon kişi
tr | 2500000 | 2 milyon 500 bin
tr | 72 | füzelerin 72’si
tr | 100 | yüz kişi
tr | 1200 | bin iki yüz kişi
uk | 1500000 | 1,5 млн
uk | 1200000000 | 1,2 млрд грн
uk | 10000 | 10 тис. осіб
uk | 5 | п’ятеро людей
uk | 5 | п'ятьох людей
uk | 1500 | півтори тисячі
uk | 1000 | тисячу людей
uk | 1200 | тисячу двісті тонн
uk | 2200 | дві тисячі двісті осіб
uk | 1200000 | мільйон двісті тисяч гривень
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
en | 1200000000 | $1.2B deal
en | 3000000000000 | a $3 trillion budget
en | 3500000000000 | $3.5tn
en | 36 | three dozen
en | 1500 | fifteen hundred soldiers
en | 0.25 | a quarter of a point
en | 25 | a quarter of households
en | 12.5 | 12.5 per cent
en | -3.2 | down -3.2%
en | 1000000 | one million
en | 700000 | 700,000
en | 700000 | 700 000
en | 45 | forty-five
en | 101 | a hundred and one
en | 5 | five-year plan
en | 60 | sixty percent
de | 1500 | 1.500 Menschen
de | 1500 | 1500 Menschen
de | 25 | fünfundzwanzig Tote
de | 100000 | hunderttausend Menschen
de | 33 | ein Drittel der Wähler
de | 50 | die Hälfte der Wähler
de | 75 | drei Viertel
de | 12 | ein Dutzend Schiffe
de | 2000000 | zwei Millionen
de | 1200000000000 | 1,2 Billionen Euro
de | 500000 | eine halbe Million
de | 1000 | tausend Soldaten
de | 1 | einen Toten
fr | 1500000 | 1,5 million d’euros
fr | 2000000000 | deux milliards d’euros
fr | 91 | quatre-vingt-onze morts
fr | 71 | soixante et onze
fr | 12 | une douzaine de blessés
fr | 50 | la moitié des électeurs
fr | 1200 | 1.200 soldats
fr | 1200 | 1 200 soldats
fr | 10000 | dix mille soldats
fr | 1500000 | un million et demi de personnes
fr | 1200000000 | 1,2 Md€
es | 1500000 | 1,5 millones de personas
es | 2000000000 | 2.000 millones de euros
es | 10000 | 10 mil soldados
es | 21 | veintiún muertos
es | 500 | quinientos soldados
es | 12 | una docena de heridos
es | 50 | la mitad de los votantes
es | 33 | un tercio
es | 1500000 | un millón y medio
es | 31 | treinta y un heridos
it | 1500000 | 1,5 milioni di euro
it | 2000000000 | due miliardi di euro
it | 28 | ventotto morti
it | 10000 | diecimila soldati
it | 12 | una dozzina di feriti
it | 50 | metà degli elettori
it | 33 | un terzo degli elettori
it | 500000 | mezzo milione di persone
it | 1500000 | un milione e mezzo di persone
it | 21 | ventuno feriti
it | 1500000000 | 1,5 mld di euro
pl | 1500000 | 1,5 mln zł
pl | 2500000000 | 2,5 mld euro
pl | 12 | dwanaście osób
pl | 100 | sto osób
pl | 250000 | dwieście pięćdziesiąt tysięcy
pl | 50 | połowa wyborców
pl | 33 | jedna trzecia wyborców
pl | 1500000 | półtora miliona osób
pl | 500000 | pół miliona osób
pl | 2 | dwie osoby
pl | 3 | troje dzieci
ro | 1500000 | 1,5 milioane de euro
ro | 2000000000 | două miliarde de euro
ro | 20 | douăzeci de persoane
ro | 35 | treizeci și cinci de persoane
ro | 10000 | zece mii de soldați
ro | 50 | jumătate dintre alegători
ro | 33 | o treime dintre alegători
ro | 12 | o duzină de răniți
ro | 500000 | jumătate de milion de oameni
ro | 1200 | 1.200 de soldați
ro | 100 | o sută de persoane
tr | 1500000 | 1,5 milyon kişi
tr | 2000000000 | 2 milyar dolar
tr | 25 | yirmi beş kişi
tr | 10000 | 10 bin asker
tr | 10000 | on bin asker
tr | 50 | seçmenlerin yarısı
tr | 33 | üçte biri
tr | 12 | bir düzine
tr | 500000 | yarım milyon kişi
tr | 1500000 | bir buçuk milyon kişi
uk | 1500000 | 1,5 мільйона гривень
uk | 2000000000 | два мільярди гривень
uk | 2500000000 | 2,5 млрд грн
uk | 25 | двадцять п’ять осіб
uk | 25 | двадцятьох п'яти осіб
uk | 10000 | десять тисяч військових
uk | 33 | третина виборців
uk | 33 | одна третина
uk | 500000 | пів мільйона людей
uk | 500000 | півмільйона людей
uk | 1500000 | півтора мільйона людей
uk | 7 | семеро людей
uk | 12 | дванадцятеро дітей
uk | 100 | сто осіб
ja | 30000 | 3万人
ja | 35000 | 3.5万人
ja | 250000 | 25万人
ja | 50 | 半数
ja | 50 | 有権者の半分
ja | 67 | 3分の2
ja | 1234 | 1,234人
ja | 20000000 | 2千万人
ja | 20000000 | 2000万人
ja | 12.5 | 12.5％
ja | 10 | 十人
zh | 30000 | 3万人
zh | 1500000 | 150万人
zh | 15000 | 1.5万名士兵
zh | 2 | 两人死亡
zh | 25 | 二十五人
zh | 100 | 一百人
zh | 12.5 | 12.5%
zh | 12.5 | 百分之十二点五
zh | 67 | 三分之二
zh | 120000000 | 1.2亿美元
zh | 10000 | 一万多名士兵
ar | 5 | خمسة أشخاص
ar | 25 | خمسة وعشرين شخصًا
ar | 100 | مئة شخص
ar | 100 | مائة شخص
ar | 50 | نصف الناخبين
ar | 33 | ثلث الناخبين
ar | 3000000 | ثلاثة ملايين شخص
ar | 2000000000 | ملياري دولار
ar | 1200000000 | 1,2 مليار دولار
ar | 15000 | 15 ألف جندي
ar | 15 | خمسة عشر شخصًا
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
uk | 200 | тисячу двісті тонн
es | 200 | mil doscientos euros
pl | 2000 | dwa tysiące dwieście osób
fr | 1000002 | un million deux cent mille habitants
en | 100 | several hundred people
de | 100 | mehrere hundert Menschen
uk | 100 | кілька сотень людей
de | 1234 | 1,234 Prozent
ja | 5 | 1万5000人
ja | 1000 | 数千人
ja | 3 | 三亿人
en | 3 | the third time
en | 2000 | a couple of thousand
uk | 12 | десяток
en | 750 | three-quarters of a thousand
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
    assert number_words.has_names_only(text, "en") is only


@pytest.mark.parametrize(
    ("language", "text", "only"),
    [
        ("en", "The Windows 11 update", True),
        ("en", "The Boeing 737 MAX", True),
        ("en", "He read Fahrenheit 451", True),
        ("de", "Die Apollo 11 und das iPhone 16 Pro", True),
        ("en", "A Category 5 hurricane", True),
        ("fr", "un Airbus 320", True),
        ("uk", "літак Airbus 320, що летів", True),
        ("en", "Germany 2024 was warm", False),
        ("en", "In March 15 people came", False),
        ("en", "It gave Ukraine 30 drones", False),
        ("en", "A March 15 deadline", False),
        ("en", "A Labour 20-point lead", False),
        ("en", "A Berlin 12 hours later", False),
        ("es", "un Madrid 30 años más joven", False),
        ("sv", "en Volvo 240 från Norton", True),
        ("en", "It gave a Boeing 3-0", False),
        ("de", "an Russland 30 Panzer", False),
        ("de", "Im Jahr 30 Tote", False),
        ("uk", "Tesla 30 жовтня", False),
        ("en", "On Windows 11 percent ran it", False),
        ("en", "R7.5bn", False),
    ],
)
def test_a_number_behind_a_name_is_part_of_it_only_where_nothing_is_counted(
    language: str, text: str, only: bool
) -> None:
    """Windows 11 is a name; a capital before a number says nothing by itself."""
    assert number_words.has_names_only(text, language) is only


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


@pytest.mark.parametrize(
    ("language", "text", "values"),
    [
        ("en", "the nineteenth century, the twenty-first round", {19, 21}),
        ("ro", "al unsprezecelea atac, a treizecea, a douăzeci și una", {11, 21, 30}),
        ("pl", "w dziewiętnastym wieku, dwudziesta pierwsza", {19, 21}),
        ("uk", "у дев’ятнадцятому столітті, двадцять перший", {19, 21}),
        ("fr", "le vingt et unième", {21}),
        ("ar", "القرن التاسع عشر والحادية والعشرون", {19, 21}),
        ("tr", "yirmi üçüncü", {23}),
        ("de", "am einundzwanzigsten", {21}),
    ],
)
def test_ordinals_above_ten_are_read(language: str, text: str, values: set[int]) -> None:
    """CLDR's, and those of languages for which CLDR has no rules."""
    assert ordinal_values(text, language) == values
