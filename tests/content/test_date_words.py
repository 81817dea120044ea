"""Dates and times read out of running text."""

from __future__ import annotations

import datetime

import pytest
from conftest import LOCALES
from hypothesis import given
from hypothesis import strategies as st

from service.content import date_words, time_words
from service.content.facts import Fact

DATES = """
en | 2024-01-02 | day-month | on Jan. 2
en | 2024-01-02 | day-month | the 2nd of January
en | 2024-02-02 | day-month | from January 30 to February 2
en | 2024-01-02 | day-month | January 2–5
en | 2024-01-05 | day-month | January 2–5
en | 2024-01-05 | day-month | on 2 and 5 January
en | 2024-01-02 | long | 1/2/2024
en | 2024-05-03 | long | on May 3, the court said of 2019
en | 2026-01-01 | year | in 2026
en | 2026-09-30 | long | September 30, 2026
de | 2024-01-02 | day-month | vom 2. bis 5. Januar
de | 2024-01-02 | long | 02.01.2024
uk | 2027-03-01 | month-year | у березні 2027 року
uk | 2024-01-02 | long | 2 січня
pl | 2027-03-05 | long | 5 marca 2027 r.
pl | 2027-03-01 | month-year | w marcu
fr | 2024-01-01 | day-month | le 1er janvier
es | 2024-01-02 | long | 2 de enero de 2024
tr | 2024-03-08 | day-month | 8 Mart’ta
ar | 2024-01-02 | day-month | 2 كانون الثاني
ar | 2024-01-02 | day-month | ٢ كانون الثاني/يناير
ar | 2024-01-02 | day-month | في 2 يناير
ar | 2024-01-02 | day-month | 2 جانفي
ja | 2024-01-02 | day-month | 1月2日
ja | 2024-01-05 | day-month | 1月2日から5日まで
zh | 2024-01-02 | long | 2024年1月2日
en | 2026-01-02 | long | Jan. 2, 2026
en | 2026-01-02 | long | 2 January 2026
en | 2026-01-02 | long | January 2nd, 2026
en | 2026-01-02 | day-month | on the 2nd of January
en | 2026-09-05 | day-month | Sept. 5
en | 2026-01-02 | long | 2026-01-02
en | 2026-05-01 | month-year | in May 2026
en | 2026-05-01 | year | in 2026
en | 2026-01-02 | long | 01/02/2026
de | 2026-01-02 | long | am 2. Januar 2026
de | 2026-01-02 | long | 2.1.2026
de | 2026-01-02 | long | 02.01.2026
de | 2026-01-02 | day-month | am 2. Jänner
de | 2026-03-01 | month-year | im März 2026
fr | 2026-01-01 | long | le 1er janvier 2026
fr | 2026-02-02 | day-month | 2 février
fr | 2026-02-02 | day-month | 2 févr.
es | 2026-01-02 | long | 2 de enero de 2026
es | 2026-09-02 | day-month | 2 de setiembre
it | 2026-01-01 | day-month | il 1º gennaio
it | 2026-01-08 | day-month | l’8 gennaio
pl | 2026-01-02 | long | 2 stycznia 2026 r.
pl | 2026-01-02 | month-year | w styczniu 2026
ro | 2026-01-02 | long | 2 ianuarie 2026
tr | 2026-01-02 | long | 2 Ocak 2026
tr | 2026-01-02 | day-month | 2 Ocak’ta
uk | 2026-01-02 | long | 2 січня 2026 року
uk | 2026-01-02 | month-year | у січні 2026 року
uk | 2026-01-02 | long | 02.01.2026
ja | 2026-01-02 | long | 2026年1月2日
ja | 2026-01-02 | day-month | 1月2日
ja | 2026-01-02 | long | 令和8年1月2日
zh | 2026-01-02 | long | 2026年1月2日
zh | 2026-01-02 | day-month | 1月2号
ar | 2026-01-02 | long | 2 يناير 2026
ar | 2026-01-02 | long | 2 كانون الثاني/يناير 2026
ar | 2026-01-02 | long | ٢ يناير ٢٠٢٦
"""
IN_WORDS = """
en | 2026-01-01 | day-month | on the first of January
en | 2026-01-21 | day-month | January the twenty-first
en | 2026-01-02 | long | on the second of January 2026
de | 2026-01-01 | day-month | am ersten Januar
de | 2026-01-21 | day-month | der einundzwanzigste Januar
de | 2026-01-05 | day-month | vom ersten bis fünften Januar
de | 2026-01-01 | day-month | vom ersten bis fünften Januar
fr | 2026-01-01 | day-month | le premier janvier
fr | 2026-01-02 | long | le deux janvier 2026
fr | 2026-01-21 | day-month | le vingt et un janvier
es | 2026-01-01 | day-month | el primero de enero
es | 2026-01-01 | day-month | el uno de enero
es | 2026-01-15 | day-month | el quince de enero
it | 2026-01-01 | day-month | il primo gennaio
it | 2026-01-11 | day-month | l’undici gennaio
ro | 2026-01-01 | day-month | la întâi ianuarie
pl | 2026-01-01 | day-month | pierwszego stycznia
pl | 2026-01-22 | day-month | dwudziestego drugiego stycznia
uk | 2026-01-01 | day-month | першого січня
uk | 2026-01-23 | day-month | двадцять третього січня
tr | 2026-01-02 | day-month | iki Ocak’ta
ar | 2026-01-01 | day-month | في الأول من يناير
ar | 2026-01-21 | day-month | الحادي والعشرين من يناير
ar | 2026-01-02 | day-month | 2 من كانون الثاني
ja | 2026-01-02 | day-month | 一月二日
zh | 2026-12-21 | long | 二〇二六年十二月二十一日
"""
NOT_DATES = """
en | 2026-01-02 | day-month | the second person in January
en | 2026-05-01 | day-month | the first may have died
de | 2026-01-01 | day-month | am einundzwanzigsten Januar
uk | 2026-01-03 | day-month | двадцять третього січня
ar | 2026-01-01 | day-month | الحادي والعشرين من يناير
ja | 2026-01-02 | day-month | 一月十二日
en | 1999-09-30 | long | September 30, 2026
en | 2024-01-02 | day-month | January 12
en | 2024-01-02 | day-month | February 2
en | 2024-05-03 | day-month | 3 people may have died on 5 boats
uk | 2027-03-01 | month-year | у березні 2026 року
ro | 2024-01-02 | long | 2 ianuarie 2023
zh | 2024-01-02 | long | 2023年1月2日
ja | 2024-01-02 | day-month | 1月12日
"""
TIMES = """
en | 14:30 | 2:30 p.m.
en | 00:15 | 12:15 a.m.
en | 12:30 | 12:30 p.m.
en | 10:00 | 10 a.m.
en | 22:00 | 10 p.m.
en | 12:00 | at noon
en | 10:05 | at 10:05
de | 14:30 | um 14.30 Uhr
de | 10:00 | um 10 Uhr
fr | 14:30 | à 14h30
pl | 14:30 | o godz. 14.30
uk | 14:30 | о 14:30
ja | 10:05 | 午前10時5分
ja | 14:05 | 午後2時5分
zh | 14:30 | 下午2时30分
ar | 14:30 | الساعة 2:30 بعد الظهر
en | 14:30 | 2.30pm
en | 14:30 | 14:30
en | 14:00 | 2 p.m.
en | 12:00 | noon
en | 00:00 | midnight
en | 14:30 | 1430 GMT
de | 14:30 | 14.30 Uhr
de | 14:00 | 14 Uhr
fr | 14:30 | 14h30
fr | 14:00 | 14 heures
fr | 14:30 | 14 h 30
es | 14:30 | 14.30 horas
it | 14:30 | alle 14,30
it | 14:30 | 14.30
pl | 14:30 | 14.30
pl | 14:00 | godz. 14
ro | 14:30 | 14.30
tr | 14:30 | 14.30’da
uk | 14:00 | о 14-й
ja | 14:30 | 午後2時30分
ja | 14:30 | 午後2時半
ja | 14:00 | 午後2時
ja | 02:00 | 午前2時
zh | 14:30 | 14时30分
ar | 14:30 | الساعة 14:30
ar | 14:30 | 2:30 بعد الظهر
tr | 20:30 | akşam 8:30
it | 09:00 | alle 9 di mattina
ro | 23:30 | la 11:30 noaptea
"""
SPELLED = """
en | 14:30 | at half past two
en | 14:30 | at half past two in the afternoon
en | 14:30 | at half-past 2
en | 17:45 | a quarter to six
en | 17:15 | at quarter past five that evening
en | 05:50 | ten minutes to six
en | 14:30 | at two-thirty
en | 07:00 | at seven in the morning
en | 18:00 | six o’clock
en | 19:00 | seven p.m.
de | 14:30 | um halb drei
de | 14:30 | gegen halb 3 Uhr
de | 02:30 | nachts um halb drei
de | 00:30 | um halb eins
de | 17:45 | um Viertel vor sechs
de | 17:15 | um Viertel nach fünf
de | 14:25 | um fünf vor halb drei
de | 14:30 | um vierzehn Uhr dreißig
de | 05:00 | um fünf Uhr
de | 17:10 | um zehn nach fünf
fr | 14:30 | à deux heures et demie
fr | 14:30 | à quatorze heures trente
fr | 12:30 | à midi et demi
fr | 05:45 | vers six heures moins le quart
fr | 17:15 | à cinq heures et quart de l’après-midi
fr | 05:00 | à cinq heures du matin
es | 14:30 | a las dos y media de la tarde
es | 17:45 | a las seis menos cuarto
es | 13:15 | a la una y cuarto
es | 05:00 | a las cinco de la madrugada
es | 17:20 | a las cinco y veinte
it | 14:30 | alle due e mezza
it | 17:45 | alle sei meno un quarto
it | 13:00 | all’una del pomeriggio
it | 12:30 | a mezzogiorno e mezzo
it | 15:45 | alle tre e tre quarti
ro | 14:30 | la ora două și jumătate
ro | 17:45 | la șase fără un sfert
ro | 05:00 | la cinci dimineața
pl | 14:30 | o wpół do trzeciej
pl | 17:45 | za kwadrans szósta
pl | 17:15 | kwadrans po piątej
pl | 05:00 | o piątej rano
pl | 14:30 | o czternastej trzydzieści
pl | 17:50 | za dziesięć szósta
uk | 14:30 | о пів на третю
uk | 14:30 | о пів на 3
uk | 14:15 | о чверть на третю
uk | 17:45 | за чверть шоста
uk | 05:00 | о п’ятій ранку
uk | 14:30 | о чотирнадцятій тридцять
uk | 14:00 | о чотирнадцятій годині
tr | 14:30 | saat iki buçukta
tr | 14:30 | öğleden sonra iki buçukta
tr | 17:45 | altıya çeyrek kala
tr | 17:15 | beşi çeyrek geçe
tr | 05:00 | sabah saat beşte
tr | 12:30 | saat yarımda
ar | 14:30 | الساعة الثانية والنصف
ar | 14:30 | في الثانية والنصف بعد الظهر
ar | 17:45 | في السادسة إلا ربعا
ar | 05:00 | في الخامسة صباحا
ar | 17:15 | في الخامسة والربع عصرا
ar | 10:05 | في العاشرة وخمس دقائق
ja | 14:30 | 午後二時半
ja | 02:30 | 二時半
ja | 10:15 | 午前十時十五分
zh | 14:30 | 下午两点半
zh | 14:30 | 下午二时三十分
zh | 17:45 | 下午差一刻六点
zh | 10:15 | 上午十点一刻
zh | 20:00 | 晚上八点
"""
NOT_TIMES = """
en | 14:30 | half the two million
en | 05:00 | five people
en | 14:30 | at half past three
en | 05:50 | from ten to six people
en | 02:30 | at half past two in the afternoon
de | 03:00 | um halb drei
de | 14:30 | eine halbe Stunde, drei Leute
de | 05:00 | vor fünf Jahren
fr | 05:00 | cinq heures de retard
fr | 12:00 | à trois heures de l’après-midi
es | 05:00 | a las cinco personas heridas
it | 05:00 | alle cinque vittime
ro | 05:00 | la cinci oameni
pl | 14:30 | pół roku, trzeciej osobie
uk | 14:30 | пів третього року
uk | 03:00 | о пів на третю
tr | 02:30 | iki buçuk milyon
tr | 12:00 | öğleden sonra iki buçukta
ar | 12:00 | الثانية بعد الظهر
ar | 05:00 | في المرتبة الخامسة
zh | 03:00 | 提出三点建议
zh | 02:00 | 两点半
en | 02:30 | 2:30 p.m.
en | 10:00 | 10 people
en | 10:05 | 10:50
de | 14:30 | 14,30 Euro
en | 14:30 | 1430 people
it | 14:30 | 14,30 euro
uk | 14:00 | о 14 людях
"""


def rows(table: str) -> list[tuple[str, ...]]:
    return [tuple(row.split(" | ")) for row in table.strip().splitlines()]


@pytest.mark.parametrize(
    ("language", "day", "style", "quote", "there"),
    [(*row, True) for row in rows(DATES.rstrip() + IN_WORDS)]
    + [(*row, False) for row in rows(NOT_DATES)],
)
def test_a_quote_states_the_date(
    language: str, day: str, style: str, quote: str, there: bool
) -> None:
    """The parts that the format shows, together; and no other year beside them."""
    fact = Fact("d", datetime.date.fromisoformat(day), style)
    assert fact.occurs_in(quote, language) is there


@pytest.mark.parametrize(
    ("language", "time", "quote", "there"),
    [(*row, True) for row in rows(TIMES.rstrip() + SPELLED)]
    + [(*row, False) for row in rows(NOT_TIMES)],
)
def test_a_quote_states_the_time(language: str, time: str, quote: str, there: bool) -> None:
    """To the minute, and in the right half of the day."""
    fact = Fact("t", datetime.time.fromisoformat(time), "time")
    assert fact.occurs_in(quote, language) is there


@given(
    st.dates(datetime.date(1600, 1, 1), datetime.date(2099, 12, 31)),
    st.sampled_from([*LOCALES, "sv", "cs", "pt_BR"]),
    st.sampled_from(["long", "day-month", "month-year", "year"]),
)
def test_what_a_date_reads_is_read_back(day: datetime.date, locale: str, style: str) -> None:
    """In every language and format."""
    fact = Fact("d", day, style)
    assert fact.occurs_in(f"x {fact.render(locale)} y", locale)


@given(st.times().map(lambda t: t.replace(second=0, microsecond=0)), st.sampled_from(LOCALES))
def test_what_a_time_reads_is_read_back(time: datetime.time, locale: str) -> None:
    """Twelve hours and twenty-four."""
    fact = Fact("t", time, "time")
    assert fact.occurs_in(f"x {fact.render(locale)} y", locale)


@given(st.text(st.sampled_from("0123456789./-: JanuarypmMärzh月日年"), max_size=50))
def test_any_text_is_read(text: str) -> None:
    """What stands there names days that can be, or none."""
    for language in LOCALES:
        assert all(m.month is not None for m in date_words.mentions(text, language))
        assert all(
            0 <= hour < 24 and 0 <= minute < 60 for hour, minute in time_words.times(text, language)
        )


@pytest.mark.parametrize(
    ("language", "text", "days"),
    [
        ("de", "Die Montage der Anlage begann am Freitag.", {4}),
        ("de", "Am Montagabend brannte es.", {0}),
        ("ro", "A murit după trei luni.", set()),
        ("ro", "Cele 6 luni de zile au trecut.", set()),
        ("ro", "Vine luni, la ora 5.", {0}),
        ("zh", "他一周一次来。", set()),
        ("zh", "周一下午下雨。", {0}),
        ("tr", "Şirketin pazar payı arttı.", set()),
        ("tr", "Geçen pazar günü yağdı.", {6}),
    ],
)
def test_a_word_that_is_also_another_names_a_weekday_only_where_it_is_one(
    language: str, text: str, days: set[int]
) -> None:
    """“Luni” are months, “pazar” is a market, too: nobody is asked about another day for them."""
    assert date_words.weekdays(text, language) == days
