"""Numbers in running text with what they count: per cent, currency, unit, scale, range. Pure.

A score (3–1), a phone number, a number after a stroke cannot be facts; a flight number is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal

from babel import Locale

from ...content import lexicon, number_words
from ...content.lexicon import Lexicon
from ...content.number_words import Figure
from . import ages, currencies, ranges, seasons, unit_signs, units
from .ranges import Amount
from .reading import Reading
from .word_ends import word_end

_SPACE = r"[\s\u00a0\u202f]?"
# What makes a percentage, behind the number, beside the sign.
_PERCENT_WORDS = {
    "en": r"percent|per\scent|pct", "de": r"prozent", "fr": r"pour\s?cent",
    "es": r"por\s?ciento", "it": r"per\s?cento", "pl": r"procent\w*|proc\.",
    "ro": r"la\ssut[ăa]|procente|procent", "uk": r"відсот\w+|процент\w+|відс\.",
    "ru": r"процент\w+", "ar": r"(?:في|ب)\s?ال?(?:مئة|مائة)|بالمئة|بالمائة", "ja": r"パーセント",
    "nl": r"procent", "sv": r"procent", "da": r"procent", "nb": r"prosent", "pt": r"por\scento",
}  # fmt: skip
_POINTS = {
    "en": r"[\s-]points?\b", "pl": r"\s?punkt", "de": r"punkt", "uk": r"\sпункт", "ru": r"\sпункт",
}  # fmt: skip
_PERCENT_BEFORE = re.compile(r"(?:%|yüzde\s|百分之|٪)$", re.IGNORECASE)
# Where a bare 4月 is April: as a number it would be none of its own.
_MONTHS = frozenset({"ja", "zh"})
# Rupees onto the number, of whichever country: the word stays.
_RUPEES = re.compile(r"(?<!\w)Rs(?=\d)")
# What no number stands against; Chinese and Japanese write words onto it.
_FREE = r"(?<![0-9A-Za-z\u00c0-\u052f.,])"
_PHONE = re.compile(
    rf"{_FREE}(?<!\d[\s\u00a0\u202f])(?:\+\d{{1,3}}|\(0?\d{{2,5}}\)|00?[1-9]\d{{0,4}})"
    r"(?:[\s().\u00a0/-]{1,2}\d{2,}){1,5}(?:[\s\u00a0-]\d)?(?![0-9A-Za-z\u00c0-\u052f])"
    # Three groups or more that are no thousands: 91 123 45 67.
    rf"|{_FREE}(?!\d{{1,3}}(?:[\s\u00a0\u202f]\d{{3}})+(?!\d))"
    r"\d{2,4}(?:[ \u00a0]\d{2,4}){2,5}(?![\d\w%]|[.,]\d)"
    r"|(?<![\w.,-])\(?\d{3}\)?[-\s.]\d{3}[-.]\d{4}(?!\d)|(?<!\w)\+\d{7,}"
)
_STROKE = re.compile(
    r"(?<![\w.,/:])\d+(?:/\d+)+(?![\w/])|(?<![\w.,/:])\d{1,3}:\d{1,3}(?![\w:])"
    # How long a runner took: 2:04:38, 1:23.45.
    r"|(?<![\w.,/:])\d{1,2}(?::\d\d){2}(?:[.,]\d{1,3})?(?![\w:])"
    r"|(?<![\w.,/:])\d{1,2}:\d\d[.,]\d{1,3}(?![\w:])"
    # A score in Chinese and Japanese; a quarter or a part of the year in months.
    r"|(?<![\d.])\d{1,3}[比対]\d{1,3}(?![\d.])|(?<![\d.])\d{1,2}[~～〜・―－‐-–-]\d{1,2}(?=月)"
)
_ORDINAL = {
    "en": r"(?:st|nd|rd|th)\b", "fr": r"(?:ers?|re|ères?|e|es|ème|èmes|nde?)\b",
    "es": r"\.?[ºª°]|\.?(?:er|ro|ra|do|da|to|ta|mo|ma|vo|va|no|na)\b", "it": r"[º°ª]",
    "ro": r"-(?:lea|a|ul)\b", "uk": r"-(?:й|го|ї|му|ій|та|ша|га|тя|те|ті|х|м|а|я|е|шу|ту)\b",
    "pl": r"-(?:go|szy|sza|ci|ty|ta|mu)\b", "tr": r"[’'](?:[iıuü]?nc[iıuü]\w*)|\.(?=\s[a-zçğıöşü])",
    "de": r"\.(?=\s[A-ZÄÖÜa-zäöü]\w)",
}  # fmt: skip
# The longest short form of a unit: mph.
_SHORT = 3
# What follows an English unit that stands by itself; any other word may be what it describes.
_BEFORE_NOUN = re.compile(
    r"\s(?:\(|(?!(?:of|from|away|to|in|on|at|and|or|per|by|for|with|was|were|is|are|has|had|fell|north\w*"
    r"|south\w*|east\w*|west\w*|long|high|deep|wide|tall|above|below|under|off|inside|outside|apart"
    r"|across|behind|ahead|before|after|into|out|up|down|between|as|than|but|while|when|where|which"
    r"|who|that|because|if|so|then|since|until|during|near|along|around|about|over|through|it|he"
    r"|she|they|less|more|each|every|today|yesterday|a|an|the)\b)[a-z])"
)
_DEGREE = re.compile(r"º(?=\s?[CF](?!\w))")
# Where the word for a year follows the year: "2023 року" is no 2,023 years.
_DATED = frozenset({"uk", "ru", "be", "bg", "pl", "cs"})
# Languages in which a full stop is no decimal mark.
_COMMA = frozenset({"de", "fr", "es", "it", "pl", "ro", "tr", "uk", "ru", "pt", "nl", "cs"})
# A suffix that Turkish writes onto a number hangs on its sound.
_SUFFIX = re.compile(r"[’'][a-zçğıöşü]+")


def find(sentence: str, language: str) -> Iterator[Reading]:
    """Yield the numbers of ``sentence`` that are written in digits; those in names stay out."""
    sentence = _even(sentence)
    rupees = {match.end() for match in _RUPEES.finditer(sentence)}
    sentence = _RUPEES.sub("R ", sentence)
    if len(lexicon.prepare(sentence)) != len(sentence):
        return  # places would not fit: its digits keep it from being used
    known = lexicon.of(language)
    code = Locale.parse(language).language
    spans = list(seasons.find(sentence))
    unfit = spans + [
        Reading(*match.span())
        for pattern in (_PHONE, _STROKE)
        for match in pattern.finditer(sentence)
        if not any(s.start < match.end() and match.start() < s.end for s in spans)
    ]
    yield from unfit
    amounts: list[Amount] = []
    for figure in number_words.find(sentence, language):
        inside = any(u.start < figure.end and figure.start < u.end for u in unfit)
        if figure.name or figure.word or inside:
            continue
        if not figure.readings:
            # Two numbers side by side that are none together: "bis 2026 220 Milliarden".
            yield Reading(figure.start, figure.end)
            continue
        if scale := _temperature(sentence, figure, known, code):
            amounts.append(scale)
            continue
        if _is_glued(sentence, figure, code):
            yield Reading(figure.start, figure.end)
            continue
        if len(figure.readings[0]) == 1 and not re.match(r"[-\u2212\u2013]?0\d", figure.text):
            amounts.append(_amount(sentence, figure, known, code))
            continue
        for part in re.finditer(r"\d+", sentence[figure.start : figure.end]):
            at = figure.start + part.start()
            digits = part.group()
            # Unless writing it again would lose a zero.
            value = int(digits) if digits == str(int(digits)) else None
            yield Reading(at, at + len(digits), value, "plain")
    amounts.sort(key=lambda amount: amount.reading.start)
    for joined in ranges.joined(sentence, _whole(sentence, amounts), code):
        reading = _without_stop(sentence, joined)
        # Elsewhere "Rs500" is a name: its words state the number.
        words = sentence[reading.start : reading.end]
        yield replace(reading, stated=words) if reading.start in rupees else reading


def _without_stop(sentence: str, reading: Reading) -> Reading:
    """Return ``reading`` without the full stop that its abbreviation shares with the sentence."""
    ends = re.fullmatch(r"[”“\"»’')]*\s*", sentence[reading.end :]) is not None
    shares = ends and reading.frame is not None and sentence[reading.end - 1] == "."
    return replace(reading, end=reading.end - 1) if shares else reading


def _whole(sentence: str, amounts: Sequence[Amount]) -> list[Amount]:
    """Return ``amounts`` with those as one that are one number in parts: "3 milyon 250 bin"."""
    whole: list[Amount] = []
    for amount in amounts:
        one = whole[-1] if whole else None
        apart = one is None or not sentence[one.reading.end : amount.figure.start].isspace()
        if one is None or apart or not one.scaled or one.reading.currency or not one.figure.base:
            whole.append(amount)
            continue
        first, second = one.reading, amount.reading
        scale = one.figure.readings[0][0] / one.figure.base[0] if one.figure.base[0] else 0
        value: int | None = None
        low, high = first.value, second.value
        if (
            isinstance(low, int) and isinstance(high, int) and 0 < high < scale
            and second.format in ("compact", "decimal")
        ):  # fmt: skip
            value = low + high
        words = sentence[first.start : second.end]
        reading = Reading(
            first.start, second.end, value, "decimal", second.currency, second.unit, None,
            words if value is not None else None,
        )  # fmt: skip
        whole[-1] = replace(amount, reading=reading)
    return whole


def _temperature(sentence: str, figure: Figure, known: Lexicon | None, code: str) -> Amount | None:
    """Return a temperature as English news writes it, "30C"; None where the number is none."""
    scale = unit_signs.temperature(sentence, figure.end) if code == "en" else None
    if scale is None or len(figure.readings[0]) != 1:
        return None
    unit, end = scale
    reading = Reading(figure.start, end, _plain(figure.readings[0][0]), unit=unit)
    return Amount(figure, _below_zero(sentence, figure, reading, known))


def _plain(value: Decimal) -> int | Decimal:
    return int(value) if value == value.to_integral_value() else value.normalize()


def _is_glued(sentence: str, figure: Figure, code: str) -> bool:
    """Tell whether a number is a part of something else: a model (6T, 5K), o₂, "2 ½", a month.

    Or the year of an era, what stands behind the point of a number with letters before it (R7.5),
    or the end of a name (harbour1).
    """
    before, after = sentence[: figure.start], sentence[figure.end :]
    words = sentence[figure.start : figure.end]
    if re.search(r"[₀-₉]", words) or re.match(r"[₀-₉]|\s?[¼-¾⅐-⅞]", after):
        return True
    if code in _MONTHS and re.match(r"[月日]", after):
        return True
    if re.search(
        r"\d[A-Za-z]{1,3}$|[A-Za-z]\d+[.,]$|\b[a-z]{3,}$|(?:平成|令和|昭和|民[国國])$", before
    ):
        return True
    if re.search(r"[A-Za-z]$", before) and code in lexicon.UNSPACED:
        return True
    sign = currencies.BEFORE.search(sentence, 0, figure.start)
    model = re.fullmatch(r"1?\d[BKMT]", words) and not sign and not currencies.CODE.match(after)
    letters = re.match(r"(?:[A-Z](?![A-Za-z.])|[a-z]{1,3}\d)", after)
    return bool(model or (letters and words[-1:].isdigit()))


def _even(sentence: str) -> str:
    """Return ``sentence`` with a letter for each that folding makes two of: ß, İ, ﬁ.

    The signs ℃ and ℉ stay telling: they become small capitals. Spanish writes ºC for °C.
    """
    sentence = _DEGREE.sub("°", sentence)
    for sign, letter in unit_signs.LETTERS.items():
        sentence = sentence.replace(sign, letter)
    return "".join(c if len(lexicon.fold(c)) == 1 else lexicon.fold(c)[0] for c in sentence)


def _amount(sentence: str, figure: Figure, known: Lexicon | None, code: str) -> Amount:
    """Return a figure with its sign, currency or unit."""
    values = figure.readings[0]
    scaled = bool(figure.base) and abs(values[0]) not in map(abs, figure.base)
    start, end = figure.start, word_end(sentence, figure.end, code)
    # To the last digit, "93 bin 973" is no rounded number.
    exact = any(len(each) > 1 for each in figure.readings)
    style = "compact" if scaled and not exact else "decimal"
    reading = Reading(start, end, _plain(values[0]), style)
    compound = scaled and re.match(r"\d[\d.,]*[-\u2010\u2011]", sentence[start:end])
    if compound and not currencies.BEFORE.search(sentence, 0, start):
        return Amount(figure, replace(reading, frame=None), scaled)  # 1,5-Millionen-Euro-Bau
    if not scaled and (percent := _percent(sentence, start, end, code)):
        return Amount(figure, replace(reading, format="percent", start=percent[0], end=percent[1]))
    if money := currencies.find(sentence, start, end, known, code):
        currency, start, end = money
        return Amount(figure, replace(reading, currency=currency, start=start, end=end), scaled)
    short = scaled and code == "en" and figure.text[-1:] == "m"
    if short and unit_signs.are_metres(sentence, figure.end):
        metres = Reading(start, figure.end, _plain(figure.base[0]), unit="meter")
        return Amount(figure, metres)
    return Amount(figure, _counted(sentence, figure, reading, known, code), scaled)


def _counted(
    sentence: str, figure: Figure, reading: Reading, known: Lexicon | None, code: str
) -> Reading:
    """Return ``reading`` with its unit, or as words that stay: an ordinal, what has a suffix."""
    start, end = reading.start, reading.end
    ordinal = re.compile(_ORDINAL.get(code, r"(?!)")).match(sentence, end)
    if ordinal and not re.match(r"°\s?[CF](?!\w)", sentence[end:]):
        # "34. Woche" is no 34 weeks.
        counted = units.find(sentence, ordinal.end(), known, code)
        return replace(
            reading, end=counted[1] if counted else ordinal.end(), format="decimal", frame=None
        )
    if code == "tr" and (suffix := _SUFFIX.match(sentence, end)):
        return replace(reading, end=suffix.end(), frame=None)
    unit = units.find(sentence, end, known, code)
    if unit is None:
        # "Version 17.2" is no decimal where decimals have a comma: as it stands, everywhere.
        version = code in _COMMA and re.fullmatch(r"\d+\.\d{1,2}", figure.text)
        return replace(reading, frame=None) if version else reading
    name, stop = unit
    if name == "year" and (
        _is_of_calendar(sentence, figure, code)
        or ages.is_age(sentence, start, stop, int(figure.readings[0][0]), code)
    ):
        return reading
    signed = code in lexicon.UNSPACED and re.search(r"[-\u2212\uff0d]$", sentence[:start])
    if signed and name in ("celsius", "fahrenheit") and figure.text[:1].isdigit():
        return Reading(start, stop)  # its sign stands behind a word: 为-15℃
    # “Two 120 mm rounds”: written out, it would be “120-millimeter”.
    short = code == "en" and len(sentence[figure.end : stop].strip("\u00a0 ")) <= _SHORT
    frame = None if short and _BEFORE_NOUN.match(sentence, stop) else "{}"
    return _below_zero(sentence, figure, replace(reading, unit=name, end=stop, frame=frame), known)


def _below_zero(sentence: str, figure: Figure, reading: Reading, known: Lexicon | None) -> Reading:
    """Return ``reading``, of a temperature with its minus in a word before it: "minus 5 °C"."""
    below = len(figure.readings) > 1 and figure.readings[1] == (-figure.readings[0][0],)
    if reading.unit not in ("celsius", "fahrenheit") or not below or not known or not known.minus:
        return reading
    before = lexicon.fold(sentence[: reading.start]).rstrip()
    signs = [match for match in known.minus.finditer(before) if match.end() == len(before)]
    if not signs:
        return reading
    return replace(reading, start=signs[0].start(), value=_plain(figure.readings[1][0]))


def _is_of_calendar(sentence: str, figure: Figure, code: str) -> bool:
    """Tell whether a number before the word for a year is one: "2023 roku".

    In Turkish "yılı", "yılları" and their cases are of years; "2000 yıl" are two thousand.
    """
    # The dash of a range may have been read as a minus.
    if not re.fullmatch(r"[-–−]?(?:1[5-9]|20)\d\d", sentence[figure.start : figure.end]):
        return False
    return code in _DATED or (
        code == "tr" and re.match(r"\s?yıl(?:ı|ları)", sentence[figure.end :]) is not None
    )


def _percent(sentence: str, start: int, end: int, code: str) -> tuple[int, int] | None:
    """Return from where to where a percentage goes; None where the number is none."""
    if before := _PERCENT_BEFORE.search(sentence, 0, start):
        return before.start(), end
    words = _PERCENT_WORDS.get(code, r"(?!)")
    ends = "" if code in lexicon.UNSPACED else r"(?![^\W\d_])"
    pattern = rf"{_SPACE}(?:%|٪|％)|[\s\u00a0-]?(?:{words}){ends}"
    sign = re.compile(pattern, re.IGNORECASE).match(sentence, end)
    if sign is None:
        return None
    points = re.compile(_POINTS.get(code, r"(?!)"), re.IGNORECASE)
    return None if points.match(sentence, sign.end()) else (start, sign.end())
