"""Find the figures of a text, and tell whether it states a number."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from .. import lexicon
from .digits import ascii_digits, in_digits, to_decimal
from .figure import Figure, without
from .spelled import has_words, in_words, spelled

# Names of things that have a number in them: G7, H5N1, F-16, COVID-19, С-300, 5G, flight LH 455.
# Arabic and Hebrew write short words onto a number, Turkish and Finnish endings: no names.
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f"
_NAME = re.compile(
    rf"(?<![\w{_LETTER}])(?:(?!(?i:mid|pre|post|non|sub|over|under|anti|ex|till|bis|seit)-)"
    rf"(?=[{_LETTER}]*[A-Z\u0391-\u03a9\u0400-\u042f])[{_LETTER}]{{1,12}}-?\d+[{_LETTER}\d-]*"
    r"|\d{1,2}[GD](?![\w])|(?i:covid)-?\d+"
    r"|(?i:flights?|flug(?:es|s|nummer)?|vol|vuelo|volo|lot(?:u|em)?|rejsu?|zborul(?:ui)?|zbor|рейс\w*)"
    r"\s[A-Z\d]{2}\s?\d{2,4}(?![\d.,]))"
)
# Before "hundred" or "thousand" alone: it is not one of them.
_SEVERAL = re.compile(
    r"(?:several|few|some|many|mehrere|einige|plusieurs|quelques|vari[oa]s|algun[oa]s|alcuni"
    r"|alcune|divers[ei]|kilka|parę|câteva|mai multe|birkaç|кілька|декілька|بضع|عدة)\s+$"
)


def find(text: str, locale: str) -> list[Figure]:
    """Return the figures that ``text``, in ``locale``, states in digits or in words."""
    return list(_figures(text, locale))


# Several checks ask the same of the same words, and a bench asks again after each key.
@lru_cache(maxsize=4096)
def _figures(text: str, locale: str) -> tuple[Figure, ...]:
    words = lexicon.of(locale)
    marked = _NAME.sub(_hide, text)
    folded = lexicon.prepare(marked)
    figures = list(in_digits(folded, locale, words))
    # Whatever is read already is no word any more.
    rest = without(folded, figures)
    figures += in_words(rest, locale, words)
    return (*figures, *_names(text, marked))


def states(value: int | Decimal, text: str, language: str) -> bool:
    """Tell whether ``text``, in ``language``, states the number ``value``.

    In digits or in words, with its sign and all of its magnitude; not as part of a name. Beside
    what :func:`find` reads, CLDR's own spelling of the value counts.

    >>> states(1200, "about 1,200 tons", "en"), states(5, "five people", "en")
    (True, True)
    >>> states(5, "G5", "en")
    False
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    number = Decimal(value)
    figures = find(text, language)
    for figure in figures:
        if not figure.name and any(_same(number, each) for each in figure.values):
            return True
    rest = without(lexicon.prepare(_NAME.sub(_hide, text)), figures)
    if any(has_words(rest, words) for words in spelled(value, language)):
        return True
    known = lexicon.of(language)
    alone = known.bare.get(int(value)) if known and value == int(value) else None
    return alone is not None and any(
        not _SEVERAL.search(rest[: match.start()]) for match in alone.finditer(rest)
    )


def _same(number: Decimal, reading: Decimal) -> bool:
    """Compare with a reading; with a fraction that has no end ("a third"), as far as it goes."""
    if number == reading:
        return True
    exponent = number.as_tuple().exponent
    return (
        len(reading.as_tuple().digits) >= 28
        and isinstance(exponent, int)
        and round(reading, max(-exponent, 0)) == number
    )


def has_names_only(text: str) -> bool:
    """Tell whether every digit of ``text`` is part of the name of a thing: F-16, COVID-19.

    >>> has_names_only("an F-16 flew"), has_names_only("16 flew")
    (True, False)
    """
    return not re.search(r"\d", _NAME.sub("", text))


def _hide(name: re.Match[str]) -> str:
    return re.sub(r"[\d-]", "x", name.group())


def _names(text: str, marked: str) -> Iterator[Figure]:
    if text != marked:
        for name in _NAME.finditer(text):
            values = [tuple(to_decimal(ascii_digits(d)) for d in re.findall(r"\d+", name.group()))]
            yield Figure(name.group(), tuple(values), name=True)
