"""Dates and times read out of running text."""

from __future__ import annotations

import datetime

import pytest
from conftest import LOCALES
from hypothesis import given
from hypothesis import strategies as st

from service.content import date_words
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
NOT_DATES = """
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
"""
NOT_TIMES = """
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
    [(*row, True) for row in rows(DATES)] + [(*row, False) for row in rows(NOT_DATES)],
)
def test_a_quote_states_the_date(
    language: str, day: str, style: str, quote: str, there: bool
) -> None:
    """The parts that the format shows, together; and no other year beside them."""
    fact = Fact("d", datetime.date.fromisoformat(day), style)
    assert fact.occurs_in(quote, language) is there


@pytest.mark.parametrize(
    ("language", "time", "quote", "there"),
    [(*row, True) for row in rows(TIMES)] + [(*row, False) for row in rows(NOT_TIMES)],
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
        assert all(0 <= hour < 24 and 0 <= minute < 60 for hour, minute in date_words.times(text))
