"""Numbers in digits of any script, with the separators of their language (CLDR, through Babel)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from babel.numbers import get_decimal_symbol

from ..lexicon import UNSPACED, Lexicon
from .figure import Figure
from .kanji import PARTS, ratio
from .magnitudes import and_a_half, multiplier, skip_gap

_SPACES = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    # 1,234.5  1 234  5.3.2024  30،000  １７５，０００
    rf"\d+(?:(?:[.,'\u2019\u066b\u066c\uff0e]|[\u060c\uff0c](?=\d{{3}}(?!\d)))\d+"
    rf"|[{_SPACES}]\d{{3}}(?!\d))*"
)
# Letters right after the digits: 12k, 1.5m, £1.2bn. In English a lower-case m is also a metre.
_LETTERS = re.compile(r"(k|m|bn|b|tn)(?![^\W_])")
_VERSION = re.compile(r"(?<![\d.,$€£¥₹])\d{3}\.\d\d$")
_FACTORS = {"k": 10**3, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_BEFORE_SIGN = " \t\u00a0\u202f([{“„«\"'’‘:，、（"
# Without spaces between words a sign stands right behind one: 降至−40度.
_MINUS = re.compile(
    rf"(?:(?:^|[{re.escape(_BEFORE_SIGN)}\s])[-\u2212\u2013\u2010\uff0d]"
    r"|(?<=[\u3040-\u30ff\u3400-\u9fff])[\u2212\uff0d])[$€£¥₴₺₹%٪]?$"
)
# Square and cubic metres where the raised figure is written level: km2, г/м3.
_EXPONENT = re.compile(r"(?<![^\W\d_])(?:[kcdmhксдмг]|да)?[mм]$")
# “Some ten”, “some thousand”: 数10億, but not in 参加者数10人, where 数 counts something.
_SOME = re.compile(r"(?<![\u3400-\u9fff])[数數几幾]$")
# The dash of a range with one of its spaces only, or a sign: 1986 –1988.
_AFTER_NUMBER = re.compile(rf"\d[{_SPACES}]+[-\u2010\u2013]$")
# Between the two numbers of a range, beside the words of the lexicon.
_DASH = r"\s*[-\u2010-\u2014~\u301c\uff5e]\s*"
_ONTO_NAME = re.compile(r"[^\W\d_]-$")
# So many digits are no number of a text.
_MAX_DIGITS = 60


def in_digits(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    """Yield the numbers that ``text``, prepared by the lexicon, has in digits."""
    position = 0
    figures: list[tuple[Figure, int]] = []
    while match := _TOKEN.search(text, position):
        unspaced = words is not None and words.language in UNSPACED
        if _is_no_number(text, match, unspaced):
            position = match.end()
            continue
        parts = PARTS.search(text, max(match.start() - 3, 0), match.end() + 6)
        if unspaced and parts and parts.start() == match.start():
            position = parts.end()
            figures.append((ratio(parts), 1))
            continue
        figure, factor = _number(text, match, locale, words)
        position = figure.end
        figures.append((figure, factor))
    yield from _shared(text, figures, words)


def _is_no_number(text: str, match: re.Match[str], unspaced: bool) -> bool:
    """Tell whether the digits of ``match`` are part of a unit, or of a rough number: km2, 数10."""
    before = text[max(match.start() - 4, 0) : match.start()]
    digits = ascii_digits(match.group())
    return (digits in ("2", "3") and _EXPONENT.search(before) is not None) or (
        unspaced and digits in ("10", "100", "1000") and _SOME.search(before) is not None
    )


def _number(
    text: str, match: re.Match[str], locale: str, words: Lexicon | None
) -> tuple[Figure, int]:
    """Return the figure that begins with the digits of ``match``, and its magnitude."""
    readings = _readings(match.group(), locale)
    base: tuple[Decimal, ...] = ()
    end = match.end()
    if text[end : end + 1] and text[end] in _FRACTIONS:
        more = Decimal(str(unicodedata.numeric(text[end]))) if text[end] not in "⅓⅔" else None
        more = more if more is not None else Decimal(1 if text[end] == "⅓" else 2) / 3
        readings, end = [(readings[0][0] + more,)], end + 1
    elif (added := and_a_half(text, end, readings[0][0], 1, words))[1] > end:
        readings, end = [(added[0],), *readings], added[1]
    elif slash := re.compile(r" (\d)/([1-9])(?!\d)").match(text, end):  # 2 1/2
        whole, part, of = readings[0][0], Decimal(slash[1]), Decimal(slash[2])
        readings = [(whole + part / of,), (whole, part, of)]
        end = slash.end()
    plain = readings
    letters = _letters(text, end)
    factor = 1
    if letters and (letters[1] == "k" or (words and words.language == "en")):
        factor, end = _FACTORS[letters[1]], letters.end()
    else:
        end, factor = multiplier(text, end, words, locale)
    if factor != 1:
        base = tuple(value for reading in readings for value in reading)
        readings = [tuple(v * factor for v in r) for r in readings if len(r) == 1]
        end, readings = _tail(text, end, factor, readings, words)
        if readings and (added := and_a_half(text, end, readings[0][0], factor, words))[1] > end:
            readings, end = [(added[0],)], added[1]
        # The last of a name: SARS-CoV-2 million.
        if (letters and letters[1] == "m") or _ONTO_NAME.search(text[: match.start()]):
            readings += plain
    sign = _MINUS.search(text[: match.start()], max(match.start() - 4, 0))
    if sign and re.match(r":\d", text[end:]):
        sign = None  # a ratio, behind a dash: –4:3
    if sign:
        base = (*base, *(value for reading in readings for value in reading))
        below = [tuple(-v for v in r) for r in readings if len(r) == 1]
        either = _AFTER_NUMBER.search(text[: match.start()], max(match.start() - 5, 0))
        readings = [*below, *readings] if either else below or readings
    elif words and below_zero(text, match.start(), end, words):
        readings += [tuple(-v for v in r) for r in readings if len(r) == 1]
    start = match.start()
    if sign:  # its sign is part of it
        start = sign.end() - len(sign.group().lstrip(_BEFORE_SIGN))
    return (
        Figure(text[start:end].strip(), tuple(readings), base=base, start=start, end=end),
        factor,
    )


def _letters(text: str, end: int) -> re.Match[str] | None:
    """Return the letters of a magnitude at ``end``; “802.11b and 802.11g” are names."""
    letters = _LETTERS.match(text, end)
    return None if letters and letters[1] == "b" and _VERSION.search(text[:end]) else letters


def below_zero(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Tell whether words make the number a negative one: "minus 40", "40 degrees below zero".

    ``text`` is prepared, the number stands from ``start`` to ``end``. "Al menos 40", "au moins 40"
    are no minus.
    """
    before, after = text[max(start - 24, 0) : start].rstrip(), text[end : end + 30]
    if least := words.hedges.get("at_least"):
        before = least.sub("", before)
    return bool(
        (
            words.minus
            and any(
                m.end() == len(before) and not before[: m.start()][-1:].isdigit()  # 胜20负7
                for m in words.minus.finditer(before)
            )
        )
        or (words.below_zero and words.below_zero.search(re.split(r"[.,;]", after)[0]))
    )


def _tail(
    text: str, end: int, factor: int, readings: list[tuple[Decimal, ...]], words: Lexicon | None
) -> tuple[int, list[tuple[Decimal, ...]]]:
    """Add what follows a magnitude: 1億2000万, 1万5000, "2 milyon 500 bin", "4 bin 300"."""
    unspaced = bool(words and words.language in UNSPACED)
    language = words.language if words else ""
    while match := _TOKEN.match(text, _past_and(text, skip_gap(text, end), language)):
        stop, more = multiplier(text, match.end(), words)
        if unspaced and more == 1 and match.start() > end:
            break  # "1 万 5 千" goes on, "1万 5人" does not
        number = ascii_digits(match.group())
        rest = factor == 10**3 and more == 1 and (language == "tr" or len(number) == 3)
        if "." in number or not (unspaced or rest or 10**3 <= more < factor) or more >= factor:
            break
        extra = Decimal(re.sub(r"\D", "", number)) * more
        if extra >= factor:
            break
        # Two numbers, maybe: “4 آلاف و300”.
        apart = [(reading[0], extra) for reading in readings[:1] if rest]
        readings = [*((reading[0] + extra,) for reading in readings[:1]), *apart]
        end, factor = stop, more
        if more == 1:
            break
    return end, readings


def _past_and(text: str, position: int, language: str) -> int:
    """Return where the “and” ends that Arabic writes onto a number: 4 آلاف و300."""
    return position + (language == "ar" and text.startswith("و", position))


def _shared(
    text: str, figures: list[tuple[Figure, int]], words: Lexicon | None
) -> Iterator[Figure]:
    """Give the first number of a range the magnitude of the second, as one reading."""
    joins = words.joins.pattern if words and words.joins else r"(?!)"
    between = re.compile(rf"{_DASH}[$€£¥]?|\s*(?:{joins})\s*[$€£¥]?")
    for index, (figure, factor) in enumerate(figures):
        if factor == 1 and index + 1 < len(figures):
            following, larger = figures[index + 1]
            gap = text[figure.end : following.start]
            if larger != 1 and len(gap) < 12 and between.fullmatch(gap):
                more = tuple((r[0] * larger,) for r in figure.readings if len(r) == 1)
                figure = replace(figure, readings=(*figure.readings, *more))  # noqa: PLW2901
        yield figure


def ascii_digits(token: str) -> str:
    """Return ``token`` with the digits of any script as ASCII ones.

    >>> ascii_digits("٤٢")
    '42'
    """
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token)


def _readings(token: str, locale: str) -> list[tuple[Decimal, ...]]:
    """Return what ``token`` can mean, the language's own reading first."""
    readings = _own_readings(token, locale)
    # Arabic newspapers write both ways: 76.000 and 76,000 for a thousand, 2.5 and 2,5.
    parts = re.split(r"[.,]", ascii_digits(token))
    if locale[:2] == "ar" and len(parts) > 1 and all(part.isdecimal() for part in parts):
        if all(len(part) == 3 for part in parts[1:]):
            readings.append((to_decimal("".join(parts)),))
        elif len(parts) == 2:
            readings.append((to_decimal(".".join(parts)),))
    return readings


def _own_readings(token: str, locale: str) -> list[tuple[Decimal, ...]]:
    plain = ascii_digits(token).replace("\u066b", ".d").replace("\u066c", "")
    plain = plain.replace("\uff0c", ",").replace("\uff0e", ".")
    if ".d" in plain:  # Arabic separators have one meaning only
        return [(to_decimal(plain.replace(".d", ".")),)]
    parts = re.split(r"\D", plain)
    separators = re.findall(r"\D", plain)
    readings: list[tuple[Decimal, ...]] = []
    grouped = all(len(part) == 3 for part in parts[1:])
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    if not separators:
        return [(to_decimal(plain),)]
    if re.fullmatch(r"\d{1,2}(?:,\d\d)+,\d{3}", plain):  # as in India: 1,00,000
        return [(to_decimal(plain.replace(",", "")),)]
    if grouped and len(set(separators)) == 1 and separators[0] != decimal and len(parts[0]) < 4:
        readings.append((to_decimal("".join(parts)),))
        if separators[0] not in _SPACES:
            return readings
    elif len(set(separators[:-1])) <= 1 and separators.count(separators[-1]) == 1:
        thousands = len(parts) == 2 or all(len(part) == 3 for part in parts[1:-1])
        if thousands and separators[-1] in ".,":
            readings.append((to_decimal("".join(parts[:-1]) + "." + parts[-1]),))
            if separators[-1] == decimal:
                return readings
    return [*readings, tuple(to_decimal(part) for part in parts)]


def to_decimal(text: str) -> Decimal:
    """Return the number that ``text`` is, exact in arithmetic; -1 where it is none.

    >>> to_decimal("2.50"), to_decimal("2,50")
    (Decimal('2.50'), Decimal('-1'))
    """
    try:
        return Decimal(text) if len(text) <= _MAX_DIGITS else Decimal(-1)
    except InvalidOperation:
        return Decimal(-1)
