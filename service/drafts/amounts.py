"""Numbers in running text with what they count: per cent, currency, unit, scale, range. Pure.

A score (3–1), a phone number, a number after a stroke cannot be facts; a flight number is a name.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from babel import Locale, localedata

from ..content import facts, lexicon, number_words, quantity_text
from ..content.lexicon import Lexicon
from ..content.number_words import Figure
from . import unit_signs
from .reading import Reading

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
# CLDR's units that the lexicons name, and those whose short forms say nothing else.
_UNITS = {
    "kilometres": "kilometer", "miles": "mile", "metres": "meter", "feet": "foot",
    "kilograms": "kilogram", "tonnes": "tonne", "hours": "hour", "minutes": "minute",
    "days": "day", "weeks": "week", "months": "month", "years": "year", "pounds_weight": "pound",
}  # fmt: skip
_SHORT = frozenset({
    "kilometer", "centimeter", "millimeter", "kilogram", "milligram", "square-kilometer",
    "square-meter", "kilometer-per-hour", "celsius", "fahrenheit", "kilowatt", "megawatt",
    "gigawatt", "kilowatt-hour", "gigabyte", "megabyte", "terabyte", "hectare", "hectopascal",
    "mile-per-hour", "cubic-meter",
})  # fmt: skip
# An angle, a number of its own kind, or a word that says something else in news.
_NOT_UNITS = frozenset({
    "degree", "percent", "permille", "bit", "bar", "second", "pound", "pint", "light-speed",
    "g-force", "karat", "carat", "knot", "ounce",
})  # fmt: skip
_PREFIXED = {"A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
             "S$": "SGD", "US$": "USD", "R$": "BRL", "MX$": "MXN", "N$": "NAD",
             "R": "ZAR", "RM": "MYR", "₹": "INR", "₩": "KRW", "₪": "ILS", "₫": "VND", "₱": "PHP",
             "₦": "NGN"}  # fmt: skip
_BEFORE = re.compile(
    r"(?<![\w$])(?P<sign>[A-Z]{0,2}[$€£¥₴₺₽₹₩₪₫₱₦]|RM)[\s\u00a0]?$|(?<![\w$])(?P<rand>R)$|(?<![\w$])(?P<code>[A-Z]{3})[\s\u00a0]$"
)
_CODE = re.compile(r"[\s\u00a0](?P<code>[A-Z]{3})(?!\w)")
# What only a language's own country means by the word.
_OWN = {
    "ro": ("RON", re.compile(rf"{_SPACE}(?:de\s)?lei(?!\w)")),
    "zh": ("CNY", re.compile(r"元")),
}
# Where a bare 4月 is April: as a number it would be none of its own.
_MONTHS = frozenset({"ja", "zh"})
_DASH = re.compile(r"\s?[-‐-―－~～〜]\s?[$€£¥]?|至")
_NOT_JOINED = {
    "en": r"from\s", "fr": r"d(?:e\s|[’'])", "es": r"de(?:l\s|\s)", "it": r"da(?:l(?:l[’'])?)?\s?",
    "uk": r"із?\s|з\s", "pl": r"z\s|ze\s", "ro": r"de\sla\s", "ar": r"من\s",
}  # fmt: skip
_TO = {"en": r"to", "de": r"bis", "fr": r"à", "es": r"a", "it": r"a", "pl": r"do", "uk": r"до",
       "ro": r"la|până\sla", "tr": r"ila", "ar": r"إلى", "zh": r"到", "ja": r"(?!)"}  # fmt: skip
_BETWEEN = {"en": (r"between\s", r"and"), "de": (r"zwischen\s", r"und"), "fr": (r"entre\s", r"et"),
            "es": (r"entre\s", r"y"), "it": (r"(?:tra|fra)\s", r"e"), "pl": (r"między\s", r"a|i"),
            "uk": (r"між\s", r"і|й|та"), "ro": (r"între\s", r"și|şi"), "ar": (r"بين\s", r"و"),
            "tr": (r"", r"ile|ve")}  # fmt: skip
# Between two small numbers with a dash these make a score.
_SPORT = re.compile(
    r"(?<!\w)(?:w[io]n|wins|winning|won|lost|lose|loses|beat|beats|beaten|defeat\w*|drew|draw|drawn"
    r"|victory|match|score\w*|goals?|half-time|aggregate|tie|sieg\w*|siegte|gewann\w*|gewonnen"
    r"|verlor\w*|unentschieden|niederlage|tor\w*|spiel\w*|victoire|défaite|battu\w*|gagn\w+|match"
    r"|perd\w+|victoria|derrot\w+|gan[óa]\w*|empat\w+|partido|vittoria|sconfitt\w+|batt\w+|vin[ct]\w+"
    r"|pareggi\w+|wygra\w+|przegra\w+|pokona\w+|zremisowa\w+|mecz\w*|victori\w+|învins\w*|câștig\w+"
    r"|pierdut|egal\w*|meci\w*|yendi|mağlup|galibiyet\w*|berabere|maç\w*|перем\w+|виграл?\w*|програ\w+"
    r"|поразк\w+|нічи\w+|матч\w*|рахунк\w+)(?!\w)|فاز|خسر|تعادل|هزم|مباراة|勝|敗|引き分け|试合|試合|比分|击败|战胜|胜",
    re.IGNORECASE,
)
_MOST_SCORED = 200
# Years from and to, the second one with two digits: a season, a budget's year, a war. With a stroke
# it is the next year only, and with a hyphen 2025-12 is a month.
_SEASON = re.compile(
    r"(?<![0-9A-Za-z\u00c0-\u052f./:-])(?P<low>1[5-9]\d\d|20\d\d)(?P<sign>\s?[‐-―－~～/]\s?|-)(?P<high>\d\d)"
    r"(?![\d%/:]|[-‐-―.,]\d|[A-Za-z])"
)
_MONTHS_A_YEAR, _LONGEST_SPAN = 12, 50
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
# Where the word for a year follows the year: "2023 року" is no 2,023 years.
_DATED = frozenset({"uk", "ru", "be", "bg", "pl", "cs"})
# Languages in which a full stop is no decimal mark.
_COMMA = frozenset({"de", "fr", "es", "it", "pl", "ro", "tr", "uk", "ru", "pt", "nl", "cs"})
# A suffix that Turkish writes onto a number hangs on its sound.
_SUFFIX = re.compile(r"[’'][a-zçğıöşü]+")


@dataclass(frozen=True, slots=True)
class _Amount:
    """A number as it was read: its figure, and how far it goes with what it counts."""

    figure: Figure
    reading: Reading
    scaled: bool = False


def find(sentence: str, language: str) -> Iterator[Reading]:
    """Yield the numbers of ``sentence`` that are written in digits; those in names stay out."""
    sentence = _even(sentence)
    rupees = {match.end() for match in _RUPEES.finditer(sentence)}
    sentence = _RUPEES.sub("R ", sentence)
    if len(lexicon.prepare(sentence)) != len(sentence):
        return  # places would not fit: its digits keep it from being used
    known = lexicon.of(language)
    code = Locale.parse(language).language
    seasons = list(_seasons(sentence))
    unfit = seasons + [
        Reading(*match.span())
        for pattern in (_PHONE, _STROKE)
        for match in pattern.finditer(sentence)
        if not any(s.start < match.end() and match.start() < s.end for s in seasons)
    ]
    yield from unfit
    amounts: list[_Amount] = []
    for figure in number_words.find(sentence, language):
        inside = any(u.start < figure.end and figure.start < u.end for u in unfit)
        if figure.name or figure.word or inside:
            continue
        if not figure.readings:
            # Two numbers side by side that are none together: "bis 2026 220 Milliarden".
            yield Reading(figure.start, figure.end)
            continue
        if scale := _temperature(sentence, figure, code):
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
    for reading in _joined(sentence, _whole(sentence, amounts), code):
        # Elsewhere "Rs500" is a name: its words state the number.
        words = sentence[reading.start : reading.end]
        yield replace(reading, stated=words) if reading.start in rupees else reading


def _seasons(sentence: str) -> Iterator[Reading]:
    """Yield the years from and to of which the second has two digits: "2025/26", "1914–18".

    What looks like them and is a month, or the number of a section, can be no fact.
    """
    for match in _SEASON.finditer(sentence):
        low, sign = int(match["low"]), match["sign"].strip()
        high = low - low % 100 + int(match["high"])
        high += 100 if high < low and high % 100 == 0 else 0
        following = high == low + 1
        month = sign == "-" and int(match["high"]) <= _MONTHS_A_YEAR
        span = sign != "/" and not month and 0 < high - low <= _LONGEST_SPAN
        words = match.group()
        if following or span:
            yield Reading(*match.span(), (low, high), "plain", frame=None, stated=words)
        else:
            yield Reading(*match.span())


def _whole(sentence: str, amounts: Sequence[_Amount]) -> list[_Amount]:
    """Return ``amounts`` with those as one that are one number in parts: "3 milyon 250 bin"."""
    whole: list[_Amount] = []
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


def _temperature(sentence: str, figure: Figure, code: str) -> _Amount | None:
    """Return a temperature as English news writes it, "30C"; None where the number is none."""
    scale = unit_signs.temperature(sentence, figure.end) if code == "en" else None
    if scale is None or len(figure.readings[0]) != 1:
        return None
    unit, end = scale
    return _Amount(figure, Reading(figure.start, end, _plain(figure.readings[0][0]), unit=unit))


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
    sign = _BEFORE.search(sentence, 0, figure.start)
    model = re.fullmatch(r"1?\d[BKMT]", words) and not sign and not _CODE.match(after)
    letters = re.match(r"(?:[A-Z](?![A-Za-z.])|[a-z]{1,3}\d)", after)
    return bool(model or (letters and words[-1:].isdigit()))


def _even(sentence: str) -> str:
    """Return ``sentence`` with a letter for each that folding makes two of: ß, İ, ﬁ.

    The signs ℃ and ℉ stay telling: they become small capitals.
    """
    for sign, letter in unit_signs.LETTERS.items():
        sentence = sentence.replace(sign, letter)
    return "".join(c if len(lexicon.fold(c)) == 1 else lexicon.fold(c)[0] for c in sentence)


def _amount(sentence: str, figure: Figure, known: Lexicon | None, code: str) -> _Amount:
    """Return a figure with its sign, currency or unit."""
    values = figure.readings[0]
    scaled = bool(figure.base) and abs(values[0]) not in map(abs, figure.base)
    start, end = figure.start, _word_end(sentence, figure.end, code)
    reading = Reading(start, end, _plain(values[0]), "compact" if scaled else "decimal")
    if not scaled and (percent := _percent(sentence, start, end, code)):
        return _Amount(figure, replace(reading, format="percent", start=percent[0], end=percent[1]))
    if money := _currency(sentence, start, end, known, code):
        currency, start, end = money
        return _Amount(figure, replace(reading, currency=currency, start=start, end=end), scaled)
    short = scaled and code == "en" and figure.text[-1:] == "m"
    if short and unit_signs.are_metres(sentence, figure.end):
        metres = Reading(start, figure.end, _plain(figure.base[0]), unit="meter")
        return _Amount(figure, metres)
    return _Amount(figure, _counted(sentence, figure, reading, known, code), scaled)


def _counted(
    sentence: str, figure: Figure, reading: Reading, known: Lexicon | None, code: str
) -> Reading:
    """Return ``reading`` with its unit, or as words that stay: an ordinal, what has a suffix."""
    start, end = reading.start, reading.end
    if ordinal := re.compile(_ORDINAL.get(code, r"(?!)")).match(sentence, end):
        # "34. Woche" is no 34 weeks.
        counted = _unit(sentence, ordinal.end(), known, code)
        return replace(
            reading, end=counted[1] if counted else ordinal.end(), format="decimal", frame=None
        )
    if code == "tr" and (suffix := _SUFFIX.match(sentence, end)):
        return replace(reading, end=suffix.end(), frame=None)
    unit = _unit(sentence, end, known, code)
    if unit is None:
        # "Version 17.2" is no decimal where decimals have a comma: as it stands, everywhere.
        version = code in _COMMA and re.fullmatch(r"\d+\.\d{1,2}", figure.text)
        return replace(reading, frame=None) if version else reading
    name, stop = unit
    if name == "year" and _is_of_calendar(sentence, figure, code):
        return reading
    signed = code in lexicon.UNSPACED and re.search(r"[-\u2212\uff0d]$", sentence[:start])
    if signed and name in ("celsius", "fahrenheit") and figure.text[:1].isdigit():
        return Reading(start, stop)  # its sign stands behind a word: 为-15℃
    return replace(reading, unit=name, end=stop)


def _is_of_calendar(sentence: str, figure: Figure, code: str) -> bool:
    """Tell whether a number before the word for a year is one: "2023 roku".

    In Turkish "yılı" and its cases are of a year; "2000 yıl" are two thousand.
    """
    if not re.fullmatch(r"(?:1[5-9]|20)\d\d", sentence[figure.start : figure.end]):
        return False
    return code in _DATED or (
        code == "tr" and re.match(r"\s?yılı", sentence[figure.end :]) is not None
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


def _currency(
    sentence: str, start: int, end: int, known: Lexicon | None, code: str
) -> tuple[str, int, int] | None:
    """Return the ISO 4217 code of an amount, and from where to where it goes with its name."""
    if before := _BEFORE.search(sentence, 0, start):
        sign, name = before["sign"] or before["rand"] or "", before["code"]
        currency = (
            name or _PREFIXED.get(sign) or _signs(known).get(sign[-1:] if len(sign) == 1 else "")
        )
        if currency in facts.currencies():
            return currency, before.start(), end
    if (after := _CODE.match(sentence, end)) and after["code"] in facts.currencies():
        return after["code"], start, after.end()
    if (own := _OWN.get(code)) and (after := own[1].match(sentence, end)):
        return own[0], start, after.end()
    folded = lexicon.fold(sentence)
    # "49,- Euro" is a round price.
    gap = re.compile(rf"(?:,[-–—]{{1,2}})?{_SPACE}(?:(?:de|di|d[’'])\s?)?").match(folded, end)
    for place in (gap.end() if gap else end, end):
        best: tuple[int, str] | None = None
        for name, pattern in (known.currencies if known else {}).items():
            # From here on, so that what is written onto the digits counts: 10ドル.
            match = pattern.match(folded[place : place + 40])
            if match and match.end() and (best is None or match.end() > best[0]):
                best = match.end(), name
        if best:
            return best[1], start, _word_end(sentence, place + best[0], code)
    return None


def _word_end(sentence: str, end: int, code: str) -> int:
    """Return where the word ends that a lexicon knows the beginning of: "Million", "Millionen"."""
    if code in lexicon.UNSPACED or not sentence[end - 1 : end].isalpha():
        return end
    letters = re.compile(r"[^\W\d_]*").match(sentence, end)
    return letters.end() if letters else end


@lru_cache(maxsize=32)
def _unit_words(code: str) -> tuple[tuple[str, str], ...]:
    """Return CLDR's words for units in a language, folded, the longest first."""
    data = localedata.load(code)
    units: dict[str, str] = {}
    for key, lengths in data["unit_patterns"].items():
        unit = key.partition("-")[2]
        if unit not in quantity_text.UNITS or unit in _NOT_UNITS:
            continue
        for length, forms in lengths.items():
            if length == "narrow" or (length == "short" and unit not in _SHORT):
                continue
            for category, pattern in forms.items():
                if category in ("per", "gender", "case") or "{0}" not in str(pattern):
                    continue
                word = lexicon.fold(str(pattern).replace("{0}", "").strip(" \u00a0\u202f"))
                word = word.removeprefix("de ")
                if word and (len(word) > 1 or not word.isascii()):
                    units.setdefault(word, unit)
    return tuple(sorted(units.items(), key=lambda pair: -len(pair[0])))


def _unit(sentence: str, end: int, known: Lexicon | None, code: str) -> tuple[str, int] | None:
    """Return the CLDR unit that follows a number, and where its word ends."""
    if signed := unit_signs.match(sentence, end, code):
        return signed
    if code == "ar" and re.match(r"\sال", sentence[end:]):
        return None  # "the next month": what is counted has no article
    folded = lexicon.fold(sentence)
    gap = re.compile(r"[\s\u00a0\u202f]?(?:de\s)?").match(folded, end)
    place = gap.end() if gap else end
    best: tuple[int, str] | None = None
    unspaced = code in lexicon.UNSPACED
    for word, unit in _unit_words(code):
        stop = place + len(word)
        bare = unspaced or not folded[stop : stop + 1].isalnum()
        if folded.startswith(word, place) and bare:
            best = stop, unit
            break
    for key, pattern in (known.units if known else {}).items():
        match = pattern.match(folded[place : place + 40]) if key in _UNITS else None
        # A single letter may be a million.
        if (
            match
            and match.end() > (2 if code == "en" else 0)
            and (best is None or place + match.end() > best[0])
        ):
            best = place + match.end(), _UNITS[key]
    if (
        best is None
        or (code == "zh" and best[1] == "year")
        or sentence[best[0] : best[0] + 1] == "-"
    ):
        return None  # 2024年 is a date
    if re.match(r"[’'][a-zçğıöşü]", sentence[best[0] :]) and code == "tr":
        return None
    return best[1], _word_end(sentence, best[0], code)


def _joined(sentence: str, amounts: Sequence[_Amount], code: str) -> Iterator[Reading]:
    """Yield the readings, two as one where they are a range; a score cannot be a fact."""
    index = 0
    while index < len(amounts):
        one = amounts[index]
        two = amounts[index + 1] if index + 1 < len(amounts) else None
        joined = _range(sentence, one, two, code) if two else None
        if joined is None:
            yield one.reading
            index += 1
            continue
        yield joined
        index += 2


def _range(sentence: str, one: _Amount, two: _Amount | None, code: str) -> Reading | None:
    if two is None:
        return None
    first, second = one.reading, two.reading
    gap = sentence[max(one.figure.end, first.end) : two.figure.start]
    # "£1.2bn–£1.3bn", "10 % bis 12 %": what belongs to the first number is no gap.
    between = sentence[first.end : second.start] or gap
    if not isinstance(first.value, int | Decimal) or not isinstance(second.value, int | Decimal):
        return None
    low: int | Decimal = first.value
    high = second.value if second.value > 0 else -second.value
    dashed = bool(_DASH.fullmatch(between)) or (
        # The dash may have been read as a minus.
        two.figure.text[:1] in "-–−" and not between.strip()
    )
    if dashed and isinstance(low, int) and isinstance(high, int):
        bare = first.format == second.format == "decimal" and not (second.currency or second.unit)
        if bare and (low >= high or _SPORT.search(sentence)) and max(low, high) <= _MOST_SCORED:
            return Reading(first.start, second.end)
    worded = not dashed and _words_join(sentence, first.start, between, second.end, code)
    if not (dashed or worded):
        return None
    if two.scaled and not one.scaled and len(one.figure.readings) > 1:
        shared = one.figure.readings[-1][0]
        low = int(shared) if shared == shared.to_integral_value() else shared.normalize()
    kinds = {first.format, second.format} - {second.format, "decimal"}
    same = (
        not kinds
        and first.currency in (None, second.currency)
        and first.unit in (None, second.unit)
    )
    if first.currency and not second.currency and not second.unit and second.format != "percent":
        same = first.format in (second.format, "decimal")
    if not same or not low < high or first.frame is None or second.frame is None:
        return None
    style = "plain" if _are_years(low, high, sentence[first.start : second.end]) else second.format
    return Reading(
        first.start, second.end, (low, high), style, first.currency or second.currency,
        second.unit, "{}" if dashed else None,
    )  # fmt: skip


def _are_years(low: int | Decimal, high: int | Decimal, words: str) -> bool:
    return bool(re.fullmatch(r"(?:1[5-9]|20)\d\d\W+(?:1[5-9]|20)\d\d", words)) and low < high


def _words_join(sentence: str, start: int, between: str, end: int, code: str) -> bool:
    """Tell whether words make a range of two numbers: "10 to 12", "between 10 and 12"."""
    before, joint = sentence[:start], lexicon.fold(between).strip()
    if re.fullmatch(_TO.get(code, r"(?!)"), joint):
        changed = _NOT_JOINED.get(code)
        # "from 10 to 12" may be a change.
        return not (changed and re.search(rf"(?<!\w)(?:{changed})$", before, re.IGNORECASE))
    opening, joint_word = _BETWEEN.get(code, (r"(?!)", r"(?!)"))
    if not re.fullmatch(joint_word, joint):
        return False
    if code == "tr":
        return re.match(r"\s\w+(?:\s\w+)?\sarasında|\sarası", sentence[end:]) is not None
    return re.search(rf"(?<!\w)(?:{opening})$", before, re.IGNORECASE) is not None


@lru_cache(maxsize=64)
def _signs_of(language: str) -> dict[str, str]:
    known = lexicon.of(language)
    signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₺": "TRY", "₽": "RUB"}
    for name, pattern in (known.currencies if known else {}).items():
        signs |= {sign: name for sign in signs if pattern.fullmatch(sign)}
    return signs


def _signs(known: Lexicon | None) -> dict[str, str]:
    return _signs_of(known.language if known else "und")
