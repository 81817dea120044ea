"""The unit that follows a number in running text, by CLDR, our lexicons and signs. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from babel import localedata

from ...content import lexicon, quantity_text
from ...content.lexicon import Lexicon
from . import unit_signs
from .word_ends import word_end

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
# What cases that CLDR does not list add to a unit's word: Quadratmetern, هكتارا.
_CASES = {"de": "n?", "ar": "(?:ا[\u064b]?|\u064bا)?"}
# CLDR spells English as Americans do, and has Britain's litres and metres apart.
_LOCALES = {"en": ("en", "en_GB")}
# An angle, a number of its own kind, or a word that says something else in news.
_NOT_UNITS = frozenset({
    "degree", "percent", "permille", "bit", "bar", "second", "pound", "pint", "light-speed",
    "g-force", "karat", "carat", "knot", "ounce",
})  # fmt: skip


@lru_cache(maxsize=32)
def _unit_words(code: str) -> tuple[tuple[str, str], ...]:
    """Return CLDR's words for units in a language, folded, the longest first."""
    units: dict[str, str] = {}
    patterns = [
        pattern
        for locale in _LOCALES.get(code, (code,))
        for pattern in localedata.load(locale)["unit_patterns"].items()
    ]
    for key, lengths in patterns:
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


def _is_verb(sentence: str, end: int, code: str) -> bool:
    """Tell whether "ha", which ends at ``end``, says in Spanish or Italian that somebody has."""
    return code in ("es", "it") and bool(
        re.search(r"\bha$", sentence[:end], re.IGNORECASE)
        and not re.match(r"\s?(?:[.,;:)]|$)|\sd[ei]l?\b", sentence[end:])
    )


def find(sentence: str, end: int, known: Lexicon | None, code: str) -> tuple[str, int] | None:
    """Return the CLDR unit that follows a number, and where its word ends; None without one.

    The number ends at ``end`` of ``sentence``, whose language is ``code``; ``known`` are that
    language's words.
    """
    if signed := unit_signs.match(sentence, end, code):
        return signed
    if code == "ar" and re.match(r"\sال", sentence[end:]):
        return None  # "the next month": what is counted has no article
    folded = lexicon.fold(sentence)
    gap = re.compile(r"[\s\u00a0\u202f]?(?:de\s)?").match(folded, end)
    place = gap.end() if gap else end
    best: tuple[int, str] | None = None
    unspaced = code in lexicon.UNSPACED
    case = re.compile(_CASES.get(code, ""))
    for word, unit in _unit_words(code):
        if folded.startswith(word, place):
            ending = case.match(folded, place + len(word))
            stop = ending.end() if ending else place + len(word)
            if unspaced or not folded[stop : stop + 1].isalnum():
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
    if best and best[1] == "hectare" and _is_verb(sentence, best[0], code):
        return None
    if (
        best is None
        or (code == "zh" and best[1] == "year")
        or re.match(r"-|\s?/", sentence[best[0] :])  # “160 km/s” is a speed
    ):
        return None  # 2024年 is a date
    if re.match(r"[’'][a-zçğıöşü]", sentence[best[0] :]) and code == "tr":
        return None
    return best[1], word_end(sentence, best[0], code)
