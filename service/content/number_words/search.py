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
from .spelled import SEVERAL, has_words, in_words, spelled

# Names of things that have a number in them: G7, H5N1, F-16, COVID-19, С-300, 5G, flight LH 455.
# Arabic and Hebrew write short words onto a number, Turkish and Finnish endings: no names.
_LETTER = "A-Za-z\u00c0-\u024f\u0370-\u052f"
# Rand, ringgit and rupees stand before amounts: R7.5bn, RM1,200, Rs500 crore. R500 may be a car.
_AMOUNT = (
    r"R[Mps]?\d[\d.,]*(?:[.,]\d|[ \u00a0]?(?:bn|billion|mn?|million|trillion|crore|lakh)(?!\w))"
)
_DIGIT = re.compile(r"\d")
_NAME = re.compile(
    # Chinese and Japanese write it onto the word before.
    rf"(?<![\d_{_LETTER}])(?:(?!(?i:mid|pre|post|non|sub|over|under|anti|ex|till|bis|seit)-)"
    rf"(?!{_AMOUNT})(?=[{_LETTER}]*[A-Z\u0391-\u03a9\u0400-\u042f])[{_LETTER}]{{1,12}}-?\d+[{_LETTER}\d-]*"
    r"|\d{1,2}[GD](?![\w])|(?i:covid)-?\d+"
    r"|(?i:flights?|flug(?:es|s|nummer)?|vol|vuelo|volo|lot(?:u|em)?|rejsu?|zborul(?:ui)?|zbor|рейс\w*)"
    r"\s[A-Z\d]{2}\s?\d{2,4}(?![\d.,]))"
)
# Names with their number behind a space. Capitals alone tell none ("in March 15 people", "gave
# Ukraine 30 drones"): it is known, stands behind "a" ("a Boeing 737"), or is in Latin letters amid
# another script. What is counted, measured or a share is no name.
_KNOWN = (
    r"Windows\s(?:[378]|1[01])|Boeing\s7\d7(?:-\d{1,4}[A-Z]{0,3})?|Fahrenheit\s451|Apollo\s1?\d|Artemis\s\d|Android\s1?\d"
    r"|(?:i(?:Phone|Pad|OS|PadOS)|macOS|watchOS|PlayStation|Xbox|ChatGPT)\s\d{1,3}"
    r"|(?:Formula|Formel|Formule|F[oó]rmula|Formuła|Formül|Формул[аиіуоюєйе]{1,2})\s1|Ligue\s[12]"
    r"|Боїнг[\s-]7\d7|Боинг[\s-]7\d7"
    # Indexes of shares.
    r"|S&P\s[1456]00|(?:Nasdaq|NASDAQ)[\s-]100|CAC\s40|SBF\s120|(?:Ibex|IBEX)\s35|FTSE\s(?:100|250|350)"
    r"|(?:(?:Euro|EURO)\s)?(?:Stoxx|STOXX)\s(?:50|600)|Nikkei[\s-]225|BIST\s(?:30|50|100)|Russell\s[123]000"
    r"|CSI\s300|ASX\s200|TSX\s60|Nifty\s50|WIG\s20"
    r"|(?:ستاندرد آند بورز|فوتسي|كاك|ناسداك|نيكاي|نيكي)\s(?:500|100|40|225)"
)
# The same in scripts that tell no names by capitals; what follows may be written onto it.
_AIRCRAFT = (
    r"(?:波音|空客|空中客车|ボーイング|エアバス|보잉|에어버스|(?:بوينغ|بوينج|إيرباص|ايرباص)\s?)"
    r"[A-Z]?\d{3}(?:-\d{1,4}[A-Z]{0,3})?(?!\d|[.,]\d)"
    r"|(?:日経(?:平均)?|沪深|标普|标准普尔|纳斯达克|富时)(?:225|300|500|100)(?!\d|[.,]\d|[点円])"
)
_ARTICLES = {
    "en": ("a", "an"), "fr": ("un", "une"), "es": ("un", "una"), "it": ("un", "una", "uno"),
    "pt": ("um", "uma"), "ro": ("un", "o"), "nl": ("een",), "sv": ("en", "ett"),
    "da": ("en", "et"), "nb": ("en", "et"), "no": ("en", "et"),
}  # fmt: skip
_DAYS = (
    r"(?!(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|\w+day)\b)"
)
_BESIDE = r"(?=\s?(?:$|[,;!?)»”\"\]。、，！？（(はがをのにとで的型和与]|\.(?!\d)))"
_OTHER_SCRIPTS = ("uk", "ru", "bg", "el", "ar", "fa", "he", "ja", "zh", "ko", "th")
# Behind the number: a time, a distance, a lead in points; a word that it is joined to.
_MEASURED = (
    r"(?!-[a-z]|[ \u00a0](?:hours?|minut|days?|weeks?|months?|years?|points?|miles?|kilom|met[er]"
    r"|heures?|jours?|semaines?|mois|ans?\b|horas?|d[ií]as?|semanas?|meses|a[ñn]os?|pun[tc]|giorni"
    r"|settimane|mesi|anni|ore\b|pontos|(?:de\s)?(?:ani|zile|luni|ore)\b|uren|dagen|weken|maanden|jaar"
    r"|timm?[ae]r|dag[ae]r?|veckor|uge[rn]|uker|månader|måneder|år\b))"
)
# A share, a sum, a score, a time of day, a part of a larger number.
_ENDS = (
    r"(?![\w%°€$£٪]|[.,:/–-]\d|\s?(?:[%°€$£٪]|percent|per\s?cent|prozent|pour\s?cent|por\s?ciento"
    r"|procent|відсот|процент|thousand|million|billion|mill?i|mil\b|mln|mld|mrd|mio|bn\b|тис|млн|млрд"
    r"|euro|dollar))"
)


@lru_cache(maxsize=64)
def _names_of(language: str) -> re.Pattern[str]:
    """Return what finds the names with a number in a text of ``language``."""
    code = lexicon.language_of(language)
    words = [word for low in _ARTICLES.get(code, ()) for word in (low, low.capitalize())]
    patterns = [rf"(?<!\w)(?:{_KNOWN}){_ENDS}", _AIRCRAFT]
    if words:
        behind = "|".join(rf"(?<=\b{word}\s)" for word in words)
        name = rf"{_DAYS}[A-Z\u00c0-\u00de][{_LETTER}]+[ \u00a0](?!(?:19|20)\d\d)\d{{1,4}}"
        patterns.append(rf"(?:{behind}){name}{_ENDS}{_MEASURED}")
    if code in _OTHER_SCRIPTS:
        patterns.append(rf"(?<![\w])[A-Z][A-Za-z]+[ \u00a0]\d{{1,3}}{_BESIDE}")
    return re.compile(f"{_NAME.pattern}|{'|'.join(patterns)}")


def find(text: str, locale: str) -> list[Figure]:
    """Return the figures that ``text``, in ``locale``, states in digits or in words."""
    return list(_figures(text, locale))


# Several checks ask the same of the same words, and a bench asks again after each key.
@lru_cache(maxsize=4096)
def _figures(text: str, locale: str) -> tuple[Figure, ...]:
    words = lexicon.of(locale)
    marked = _names_of(locale).sub(_hide, text)
    folded = lexicon.prepare(marked)
    figures = list(in_digits(folded, locale, words))
    # Whatever is read already is no word any more.
    rest = without(folded, figures)
    figures += in_words(rest, locale, words)
    return (*figures, *_names(text, marked, locale))


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
    rest = without(lexicon.prepare(_names_of(language).sub(_hide, text)), figures)
    if any(has_words(rest, words) for words in spelled(value, language)):
        return True
    known = lexicon.of(language)
    alone = known.bare.get(int(value)) if known and value == int(value) else None
    return alone is not None and any(
        not SEVERAL.search(rest[: match.start()]) for match in alone.finditer(rest)
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


def has_names_only(text: str, language: str) -> bool:
    """Tell whether every digit of ``text`` is part of the name of a thing: F-16, a Boeing 737.

    >>> has_names_only("an F-16 flew", "en"), has_names_only("16 flew", "en")
    (True, False)
    """
    if not _DIGIT.search(text):  # nearly always, and asked of each part of a text
        return True
    return not _DIGIT.search(_names_of(language).sub("", text))


def _hide(name: re.Match[str]) -> str:
    return re.sub(r"[\d-]", "x", name.group())


def _names(text: str, marked: str, locale: str) -> Iterator[Figure]:
    if text != marked:
        for name in _names_of(locale).finditer(text):
            values = [tuple(to_decimal(ascii_digits(d)) for d in re.findall(r"\d+", name.group()))]
            yield Figure(name.group(), tuple(values), name=True)
