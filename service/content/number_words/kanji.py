"""Numbers in Chinese numerals, and shares as Chinese and Japanese write them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal

from ..lexicon import Lexicon
from .figure import Figure

NUMERALS = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
MYRIADS = {"万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_KANJI_NUMBER = re.compile(f"[{''.join([*NUMERALS, *UNITS, *MYRIADS])}]+")
# The last numeral is part of this word: a weekday, “only”.
_GLUED = re.compile("(?:周|星期|礼拜|禮拜|週)[一二三四五六]$|[唯统統同]一$")
VAGUE = "数几幾第余多来上过近"
# "3分の1" is a third, "三分之一" as well.
PARTS = re.compile(r"([\d一二三四五六七八九十]{1,3})分[の之]([\d一二三四五六七八九十]{1,3})")


def ratio(parts: re.Match[str]) -> Figure:
    """Return what ``parts``, as "3分の1", say: a third, and so 33 per cent."""
    whole, part = (
        value_of(each) if each[0] in NUMERALS or each[0] in UNITS else int(each)
        for each in parts.groups()
    )
    share = Decimal(part) / (whole or 1)
    return Figure(
        parts.group(), ((share,), (share * 100,), (Decimal(whole), Decimal(part))),
        start=parts.start(), end=parts.end(),
    )  # fmt: skip


def kanji(text: str, words: Lexicon | None) -> Iterator[Figure]:
    """Yield the Chinese numerals of ``text`` before a counter: others are parts of words."""
    counters = words.counters if words else ""
    for match in _KANJI_NUMBER.finditer(text):
        after, before = text[match.end() : match.end() + 1], text[: match.start()][-1:]
        if after == "多" and text[match.end() + 1 : match.end() + 2] in counters:
            after = text[match.end() : match.end() + 2]  # over ten thousand: 一万多名, as 1万多名
        if not after or after[-1] not in counters or (before and before in VAGUE + "0123456789"):
            continue
        if not any(character in NUMERALS for character in match.group()) and match.group() != "十":
            continue  # "hundreds of people" is 百人 too
        start, end = match.start(), match.end() + len(after)
        numeral = match.group()
        if _GLUED.search(text[:start] + numeral[0]):  # 周五一名, 唯一一个
            start, numeral = start + 1, numeral[1:]
        if not numeral:
            continue
        values = [value_of(numeral)]
        if len(numeral) == 2 and set(numeral) <= NUMERALS.keys() - {"〇", "零"}:  # 五六名, 5 or 6
            values = [NUMERALS[each] for each in numeral]
        readings = tuple((Decimal(value),) for value in values)
        yield Figure(text[start:end], readings, True, (), False, start, end)


def value_of(text: str) -> int:
    """Return the number that the numerals of ``text`` write.

    >>> value_of("三百二十一"), value_of("五百万"), value_of("二〇二六")
    (321, 5000000, 2026)
    """
    total = section = digit = 0
    for character in text:
        if character in NUMERALS:
            digit = digit * 10 + NUMERALS[character]
        elif character in UNITS:
            section, digit = section + (digit or 1) * UNITS[character], 0
        else:
            total, section, digit = (
                total + (section + digit or 1) * MYRIADS[character], 0, 0,
            )  # fmt: skip
    return total + section + digit
