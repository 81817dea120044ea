"""How facts read in running text: as each language's news agencies write them."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

import pytest
from babel import Locale, localedata
from conftest import LOCALES
from hypothesis import given
from hypothesis import strategies as st

from service.content import quantity_text
from service.content.facts import Fact
from service.content.placeholders import fill


def fact(text: str) -> Fact:
    """Return the fact that a row says: value, ".." and the end of a range, what it is, format."""
    value, *words = text.split()
    values = [_value(each) for each in value.split("..")]
    extras: dict[str, Any] = {}
    dated = isinstance(values[0], datetime.date)
    style = {datetime.date: "long", datetime.time: "time"}.get(type(values[0]), "decimal")
    for word in words:
        if "/" in word and word[0].isupper():
            extras["zone"] = word
        elif word.isupper():
            extras["currency"] = word
        elif word in quantity_text.UNITS and word != "percent" and (word != "year" or not dated):
            extras["unit"] = word
        else:
            style = word
    return Fact("x", (values[0], values[1]) if len(values) > 1 else values[0], style, **extras)


def _value(text: str) -> Any:
    if ":" in text:
        return datetime.time.fromisoformat(text)
    if text.count("-") > 1:
        return datetime.date.fromisoformat(text)
    return Decimal(text) if "." in text else int(text)


RENDERINGS = """
uk | 2027-03-01 month-year | березня 2027 року
uk | 2027-09-30 | 30 вересня 2027 року
uk | 2024-01-02..2024-01-05 | 2–5 січня 2024 року
uk | 2023-12-30..2024-01-02 | 30 грудня 2023 року – 2 січня 2024 року
uk | 2027-03-01..2027-04-01 month-year | березня–квітня 2027 року
pl | 2027-03-01 month-year | marca 2027
pl | 2024-03-05 day-month | 5 marca
fr | 2024-01-01 day-month | 1er janvier
fr | 2024-01-02 day-month | 2 janvier
fr | 2024-01-01..2024-01-05 | 1er–5 janvier 2024
it | 2024-01-08 day-month | 8 gennaio
it | 2024-01-01 day-month | 1º gennaio
de | 2024-01-02..2024-01-05 | 2.–5. Januar 2024
de | 2024-01-30..2024-02-02 day-month | 30. Januar – 2. Februar
en | 2024-01-02..2024-01-05 | January 2–5, 2024
en | 2024-01-30..2024-02-02 | January 30 – February 2, 2024
en | 2023-12-30..2024-01-02 | December 30, 2023 – January 2, 2024
en | 2026-01-01..2028-01-01 year | 2026–2028
es | 2024-01-02..2024-01-05 day-month | 2-5 de enero
ja | 2024-01-02..2024-01-05 | 2024年1月2日～5日
ja | 2024-01-30..2024-02-02 day-month | 1月30日～2月2日
ja | 2026-01-01 year | 2026年
zh_Hans | 2024-01-02..2024-01-05 | 2024年1月2日至5日
zh_Hans | 2024-01-02 month-year | 2024年1月
ar | 2024-01-02..2024-01-05 day-month | 2 إلى 5 يناير
ar | 2024-01-02 | 2 يناير 2024
ar_LB | 2024-01-02 day-month | 2 كانون الثاني
tr | 2024-01-02 | 2 Ocak 2024
ro | 2024-01-02 day-month | 2 ianuarie
cs | 2027-03-01 month-year | března 2027
pt_BR | 2024-01-01 day-month | 1º de janeiro
en | 2.50 GBP | £2.50
en | 2.5 GBP | £2.50
en | -5 USD | -$5
en | 1200000000 GBP compact | £1.2 billion
en | 1200000000..1300000000 GBP compact | £1.2–1.3 billion
en | 800000000..1200000000 GBP compact | £800 million – £1.2 billion
en | 5 PLN | 5 zlotys
en | 100 CHF | 100 Swiss francs
en | 10000 compact | 10,000
en | 1500000 compact | 1.5 million
de | 2.50 EUR | 2,50 Euro
de | 1200000000 GBP compact | 1,2 Milliarden Pfund
de | 1 USD | 1 Dollar
fr | 1200000000 EUR compact | 1,2 milliard d’euros
fr | 25000000 USD compact | 25 millions de dollars
fr | 5 GBP | 5 livres
es | 1200000000 EUR compact | 1200 millones de euros
es | 1 EUR | 1 euro
it | 1200000000 EUR compact | 1,2 miliardi di euro
it | 2000000000000 compact | 2.000 miliardi
ja | 1200000000 GBP compact | 12億ポンド
ja | 1200000000..1300000000 GBP compact | 12億～13億ポンド
ja | 10000 compact | 1万
ja | 12500 compact | 1万2500
ja | 187500000 GBP compact | 1億8750万ポンド
ja | 1230000000000 JPY compact | 1兆2300億円
ja | 150000000..187500000 GBP compact | 1億5000万～1億8750万ポンド
ja | -15000 compact | -1万5000
zh_Hans | 187500000 GBP compact | 1.875亿英镑
ko | 187500000 compact | 1억 8750만
ja | 25000000 compact | 2500万
ja | 2000000000000 JPY compact | 2兆円
zh_Hans | 10000 compact | 1万
zh_Hans | 1200000000 GBP compact | 12亿英镑
zh_Hans | 10000..20000 compact | 1万至2万
pl | 1200000000 USD compact | 1,2 miliarda dolarów
pl | 5 PLN | 5 złotych
pl | 2 PLN | 2 złote
ro | 25000000 EUR compact | 25 de milioane de euro
tr | 1200000000 TRY compact | 1,2 milyar lira
uk | 1200000000 UAH compact | 1,2 мільярда гривень
uk | 2 UAH | 2 гривні
uk | 10000 compact | 10 тисяч
ar | 10000 compact | 10 آلاف
ar | 1200000000 USD compact | 1.2 مليار دولار
en | 12.5 percent | 12.5%
en | 12.50 percent | 12.50%
de | 12.5 percent | 12,5 %
de | 8..10 percent | 8–10 %
fr | 8..10 percent | 8–10 %
en | 8..10 percent | 8–10%
uk | 8..10 percent | 8–10%
es | 8..10 percent | 8-10 %
ja | 8..10 percent | 8～10%
zh_Hans | 8..10 percent | 8%至10%
tr | 8 percent | %8
tr | -5 percent | -%5
ar | 8..10 percent | 8 إلى 10%
en | 2.50 | 2.50
en | 1200 | 1,200
en | 2027 plain | 2027
de | 1200 | 1.200
es | 1200 | 1200
es | 12000 | 12.000
pl | 1200 | 1200
pl | 12000 | 12 000
fr | 12000 | 12 000
en | -40 celsius | -40 degrees Celsius
uk | -40 celsius | -40 градусів Цельсія
uk | 5 kilometer | 5 кілометрів
uk | 2.5 kilometer | 2,5 кілометра
pl | 2 kilometer | 2 kilometry
ja | 5 kilometer | 5キロメートル
zh_Hans | 5 kilometer | 5公里
en | 8..10 kilometer | 8–10 kilometers
fr | 1200000 tonne compact | 1,2 million de tonnes
ar | 5 kilometer | 5 كيلومترات
ro | 40 kilometer | 40 de kilometri
en | 10:05 | 10:05 a.m.
en | 10:00 | 10 a.m.
en | 14:30 | 2:30 p.m.
en | 12:00 | noon
en | 10:05..11:30 | 10:05–11:30 a.m.
en | 10:05..14:30 | 10:05 a.m. – 2:30 p.m.
en_GB | 14:30 | 14:30
de | 10:05 | 10:05 Uhr
de | 10:05..11:30 | 10:05–11:30 Uhr
fr | 10:05 | 10h05
fr | 10:00 | 10 heures
uk | 09:05 | 9:05
uk | 14:30 | 14:30
es | 14:30 | 14:30
it | 09:05 | 9:05
pl | 14:30 | 14:30
ro | 14:30 | 14:30
tr | 14:30 | 14:30
ja | 10:05 | 午前10時5分
ja | 14:05 | 午後2時5分
ja | 12:05 | 午後0時5分
zh_Hans | 10:05 | 10时05分
it | 3..4 day | 3-4 giorni
it | 2 year | 2 anni
it | 5 tonne | 5 tonnellate
tr | 2 year | 2 yıl
ar | 3..4 day | 3 إلى 4 أيام
ar | 1..2 year | 1 إلى 2 سنة
ar | 2 year | سنتان
uk | 5 tonne | 5 тонн
de | 1200 ton | 1.200 Tonnen
fr | 3 ton | 3 tonnes
es | 1200 ton | 1200 toneladas
pl | 3 ton | 3 tony
ro | 5 ton | 5 tone
tr | 5 ton | 5 ton
ja | 1200 ton | 1,200トン
it | 5 ton | 5 tonnellate
ar | 3 ton | 3 أطنان
ar | 3 tonne | 3 أطنان
en | 1200 ton | 1,200 tons
en | 1200 tonne | 1,200 metric tons
uk | 2 tonne | 2 тонни
uk | 3..4 day | 3–4 дні
ro | 5 tonne | 5 tone
zh_Hans | 5 tonne | 5吨
fr | 2 day | 2 jours
de | 40000000000 UAH compact | 40 Milliarden Hrywnja
tr | 1000000 PLN compact | 1 milyon zloti
tr | 40000000000 UAH compact | 40 milyar grivna
en | 500 JPY | 500 yen
en | 7.10 CNY | 7.10 yuan
en | -250 USD | -$250
pl | 1000000 PLN compact | 1 milion złotych
es | 1500000000..2000000000 EUR compact | 1500-2000 millones de euros
ja | 1500000000..2000000000 EUR compact | 15億～20億ユーロ
ru | 2027-03-01 month-year | марта 2027 года
pl | 2027-03-01..2027-05-01 month-year | marca–maja 2027
uk | 2026-12-30..2027-01-02 | 30 грудня 2026 року – 2 січня 2027 року
ja | 2024-01-01..2027-01-01 year | 2024年～2027年
it | 2027-03-01 | 1º marzo 2027
fr | 2027-03-01..2027-03-05 | 1er–5 mars 2027
en | 00:00 | midnight
fr | 00:00 | 0 heure
fr | 01:00 | 1 heure
fr | 09:00..17:00 | 9–17 heures
de | 09:00..17:00 | 9:00–17:00 Uhr
zh_Hans | 00:30 | 0时30分
ar | 12:00 | 12:00 ظهرًا
en | 14:30 Europe/Kyiv | 2:30 p.m. Kyiv time
en | 14:30 America/New_York | 2:30 p.m. Eastern time
en | 14:30 Etc/GMT | 2:30 p.m. GMT
en | 05:40..11:15 Europe/London | 5:40–11:15 a.m. London time
en_GB | 14:30 Etc/UTC | 14:30 UTC
de | 14:30 Europe/Kyiv | 14:30 Uhr Kiewer Zeit
de | 14:30 Etc/GMT | 14:30 Uhr GMT
de | 14:30 Australia/Sydney | 14:30 Uhr (Ortszeit Sydney)
fr | 14:30 Europe/London | 14h30 (heure de Londres)
fr | 14:30 Europe/Istanbul | 14h30 (heure d’Istanbul)
es | 14:30 Europe/London | 14:30 hora de Londres
it | 14:30 Europe/London | 14:30 ora di Londra
pl | 14:30 Europe/Warsaw | 14:30 czasu polskiego
pl | 14:30 Australia/Sydney | 14:30 czasu lokalnego (Sydney)
ro | 14:30 Europe/Kyiv | 14:30 (ora Kievului)
tr | 14:30 Europe/London | Londra saatiyle 14:30
uk | 14:30 Europe/Kyiv | 14:30 за Києвом
uk | 14:30 Etc/UTC | 14:30 за Гринвічем
uk | 14:30 Australia/Sydney | 14:30 за місцевим часом (Сідней)
ar | 14:30 Europe/London | 2:30 بعد الظهر بتوقيت لندن
ja | 14:30 Asia/Tokyo | 日本時間午後2時30分
ja | 14:30 Etc/GMT | グリニッジ標準時午後2時30分
ja | 14:30 Europe/Kyiv | キーウ時間午後2時30分
zh_Hans | 14:30 Asia/Shanghai | 北京时间14时30分
zh_Hans | 14:30 Europe/London | 伦敦时间14时30分
uk | 14:30 Europe/Kiev | 14:30 за Києвом
ar | 10:05 | 10:05 صباحًا
"""


def plain(text: str) -> str:
    """Return ``text`` with plain spaces and without marks of direction."""
    for space in "\u00a0\u202f":
        text = text.replace(space, " ")
    return text.replace("\u200e", "").replace("\u200f", "")


@pytest.mark.parametrize(
    ("locale", "said", "reads"),
    [tuple(part.strip() for part in row.split("|")) for row in RENDERINGS.strip().splitlines()],
)
def test_a_fact_reads_as_the_language_writes_it(locale: str, said: str, reads: str) -> None:
    """Case, order, scale words, signs, separators; nothing is rounded."""
    assert plain(fact(said).render(locale)) == reads


KINDS = [
    "1200", "-2.50", "12.5 percent", "2027 plain", "1234567 compact", "1200000000 GBP compact",
    "8..10", "8..10 percent", "1000000..2500000 EUR compact", "2.5 kilometer", "3..4 kilometer",
    "2027-03-01", "2027-03-01 day-month", "2027-03-01 month-year", "2027-03-01 year",
    "2027-03-01..2027-03-05", "2027-03-01..2027-04-05 day-month", "2027-03-01..2028-03-05",
    "2027-03-01..2027-05-05 month-year", "2027-03-01..2028-05-05 year", "10:05", "10:05..14:30",
    "10:05 Europe/Kyiv",
]  # fmt: skip


def test_every_kind_is_written_in_every_locale_of_cldr() -> None:
    """Whatever language a newsroom adds; with the value, and no pattern left over."""
    for name in localedata.locale_identifiers():
        if Locale.parse(name).language in ("ff", "en") and "_" in name and len(name) > 5:
            continue  # scripts and countries that only repeat others
        for said in KINDS:
            text = fact(said).render(name)
            assert text.strip() and not set("{}¤;") & set(text), (name, said, text)


@pytest.mark.parametrize("locale", LOCALES)
def test_no_unit_goes_without_its_word(locale: str) -> None:
    """CLDR has some words in their short form alone: a number without its unit is another fact."""
    for unit in quantity_text.UNITS - {"percent", "permille"}:
        for value in (3, Decimal("1.5"), 100):
            text = Fact("x", value, "decimal", unit=unit).render(locale)
            number = Fact("x", value, "decimal").render(locale)
            assert number in text and len(text.replace(number, "").strip()) > 0, (unit, text)


def test_a_full_stop_is_written_once() -> None:
    """A value that ends with one shares it with its sentence; three dots stay three."""
    time = fact("10:05")

    def reads(text: str) -> str:
        return "".join(s.text for s in fill(text, lambda _name: time.render("en")))

    assert reads("It began at {x}.") == "It began at 10:05 a.m."
    assert reads("It began at {x}, he said.") == "It began at 10:05 a.m., he said."
    assert reads("It began at {x} ...") == "It began at 10:05 a.m. ..."
    assert reads("It began at {x}...") == "It began at 10:05 a.m...."
    assert reads("It began at [8 a.m.]({x}). It ended.") == "It began at 8 a.m. It ended."


@given(
    st.decimals(-(10**12), 10**12, allow_nan=False, places=3),
    st.sampled_from([*LOCALES, "sv", "hi"]),
    st.sampled_from(["decimal", "plain", "percent", "compact"]),
)
def test_no_digit_is_lost(value: Decimal, locale: str, style: str) -> None:
    """All of them stand there, in their order, whatever the format."""
    digits = "".join(c for c in Fact("x", value, style).render(locale) if c.isdigit())
    assert digits.strip("0") == str(abs(value)).replace(".", "").strip("0")
