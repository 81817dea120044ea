"""The days of a month in words: “the first of January”, “am ersten Januar”, “le premier janvier”.

Romance languages and Turkish count days in cardinals, the others in ordinals. Pure.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from .lexicon import fold

if TYPE_CHECKING:
    from unicode_rbnf import RbnfEngine

_CARDINALS = frozenset({"fr", "es", "it", "ro", "tr"})
_FIRST = {"fr": ("premier",), "es": ("primero",), "it": ("primo",), "ro": ("întâi", "întîi"),
          "tr": ()}  # fmt: skip
_DE = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
# The ordinals up to 20, and 30; what stands before those up to ten for 21 to 31.
_ORDINALS = {
    "en": ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth "
           "thirteenth fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth twentieth",
           "thirtieth", "twenty-", "thirty-"),
    "pl": ("pierwszego drugiego trzeciego czwartego piątego szóstego siódmego ósmego dziewiątego "
           "dziesiątego jedenastego dwunastego trzynastego czternastego piętnastego szesnastego "
           "siedemnastego osiemnastego dziewiętnastego dwudziestego",
           "trzydziestego", "dwudziestego ", "trzydziestego "),
    "uk": ("першого другого третього четвертого п’ятого шостого сьомого восьмого дев’ятого "
           "десятого одинадцятого дванадцятого тринадцятого чотирнадцятого п’ятнадцятого "
           "шістнадцятого сімнадцятого вісімнадцятого дев’ятнадцятого двадцятого",
           "тридцятого", "двадцять ", "тридцять "),
    "ru": ("первого второго третьего четвертого пятого шестого седьмого восьмого девятого "
           "десятого одиннадцатого двенадцатого тринадцатого четырнадцатого пятнадцатого "
           "шестнадцатого семнадцатого восемнадцатого девятнадцатого двадцатого",
           "тридцатого", "двадцать ", "тридцать "),
}  # fmt: skip
_AR = "الأول الثاني الثالث الرابع الخامس السادس السابع الثامن التاسع العاشر"


@lru_cache(maxsize=32)
def of_month(language: str) -> dict[str, int]:
    """Return the words for the days, folded, as they stand before or after a month's name.

    >>> of_month("de")["einundzwanzigsten"], of_month("uk")["двадцять першого"]
    (21, 21)
    """
    words = {fold(word): number for word, number in _of_month(language)}
    return dict(sorted(words.items(), key=lambda item: -len(item[0])))


def _of_month(language: str) -> list[tuple[str, int]]:
    if language in _CARDINALS:
        spelled = [(word, n) for n in range(1, 32) for word in _cardinals(n, language)]
        return [*spelled, *((word, 1) for word in _FIRST[language])]
    if language == "de":
        stems = [
            (_DE.get(n) or f"{_cardinal(n)}{'t' if n < 20 else 'st'}", n) for n in range(1, 32)
        ]
        return [(stem + ending, n) for stem, n in stems for ending in ("e", "en", "er", "es", "em")]
    if language == "ar":
        return _arabic()
    if language not in _ORDINALS:
        return []
    upto, thirtieth, twenty, thirty = _ORDINALS[language]
    words = list(enumerate(upto.split(), 1))
    words += [(20 + n, twenty + word) for n, word in words[:9]]
    return [(word, n) for n, word in [*words, (30, thirtieth), (31, thirty + words[0][1])]]


def _arabic() -> list[tuple[str, int]]:
    units = list(enumerate(_AR.split(), 1))
    above = [(n, "الحادي" if n == 1 else word) for n, word in units[:9]]
    tens = ((20, "العشرين"), (20, "العشرون"), (30, "الثلاثين"), (30, "الثلاثون"))
    return [
        *((word, n) for n, word in units),
        *((f"{word} عشر", n + 10) for n, word in above),
        *((ten, base) for base, ten in tens),
        *((f"{word} و{ten}", base + n) for base, ten in tens for n, word in above if base + n < 32),
    ]


def _cardinals(number: int, language: str) -> set[str]:
    texts = _engine(language).format_number(number).text_by_ruleset
    plain = {text.replace("\u00ad", "") for text in texts.values()}
    return plain | {text.replace("-et-", " et ") for text in plain}  # as before 1990


def _cardinal(number: int) -> str:
    text = _engine("de").format_number(number).text_by_ruleset["spellout-numbering"]
    return text.replace("\u00ad", "")


def _engine(language: str) -> RbnfEngine:
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - slow to load, and few texts need it

    return RbnfEngine.for_language(language)
