"""Ordinals from the eleventh to the hundredth in words: CLDR's rules, and what they do not have.

CLDR spells no ordinals for Romanian, Polish and Ukrainian; here they are made of their stems.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from .. import lexicon
from ..lexicon import UNSPACED, fold
from .spelled import number_words

# Below that the lexicons list them, with words that are ordinals only sometimes.
_FIRST = 11
# The second parts of Romanian ordinals, masculine and feminine: al douăzeci și unulea, a … una.
_ROMANIAN = (
    ("unulea", "una"), ("doilea", "doua"), ("treilea", "treia"), ("patrulea", "patra"),
    ("cincilea", "cincea"), ("șaselea", "șasea"), ("șaptelea", "șaptea"), ("optulea", "opta"),
    ("nouălea", "noua"),
)  # fmt: skip
_POLISH = ("pierwsz", "drug", "trzec", "czwart", "piąt", "szóst", "siódm", "ósm", "dziewiąt")
_POLISH_TEENS = ("jedenast", "dwunast", "trzynast", "czternast", "piętnast", "szesnast",
                 "siedemnast", "osiemnast", "dziewiętnast")  # fmt: skip
_POLISH_TENS = ("dwudziest", "trzydziest", "czterdziest", "pięćdziesiąt", "sześćdziesiąt",
                "siedemdziesiąt", "osiemdziesiąt", "dziewięćdziesiąt", "setn")  # fmt: skip
_POLISH_ENDINGS = ("y", "a", "e", "ego", "ej", "emu", "ą", "ym", "ych", "ymi", "i", "ia", "ie",
                   "iego", "iej", "iemu", "ią", "im", "ich", "imi")  # fmt: skip
_UKRAINIAN = ("перш", "друг", "трет", "четверт", "п’ят", "шост", "сьом", "восьм", "дев’ят")
_UKRAINIAN_TEENS = ("одинадцят", "дванадцят", "тринадцят", "чотирнадцят", "п’ятнадцят",
                    "шістнадцят", "сімнадцят", "вісімнадцят", "дев’ятнадцят")  # fmt: skip
_UKRAINIAN_TENS = ("двадцят", "тридцят", "сороков", "п’ятдесят", "шістдесят", "сімдесят",
                   "вісімдесят", "дев’яност", "сот")  # fmt: skip
_UKRAINIAN_ENDINGS = ("ий", "а", "е", "і", "ого", "ої", "ому", "ій", "у", "ою", "им", "их", "ими",
                      "я", "є", "ього", "ьої", "ьому", "ю", "ьою", "ім", "іх", "іми")  # fmt: skip
# “And” and “in”, written onto the next word.
_CLITIC = re.compile(r"^[وفبلك](?=ال)")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2019][^\W\d_]+)*")


def ordinal_values(text: str, language: str) -> set[int]:
    """Return which ordinals from 11 to 100 ``text``, in ``language``, has in words.

    >>> ordinal_values("in the nineteenth century, her twenty-first book", "en")
    {19, 21}
    """
    language = lexicon.language_of(language)
    if language in UNSPACED:  # written with numerals, as any number
        return set()
    table = _ordinals(language)
    words = [match.group() for match in _WORD.finditer(lexicon.prepare(text))]
    values: set[int] = set()
    index = 0
    while index < len(words):
        # The longest, so that "vingt et unième" is no "unième".
        for size in (4, 3, 2, 1):
            phrase = " ".join(words[index : index + size])
            if language == "ar" and phrase not in table:
                phrase = _CLITIC.sub("", phrase)
            if phrase in table:
                values.add(table[phrase])
                index += size - 1
                break
        index += 1
    return values


@lru_cache(maxsize=32)
def _ordinals(language: str) -> dict[str, int]:
    """Return the ordinals from 11 to 100 as ``language`` spells them, folded."""
    table: dict[str, int] = {}
    for phrase, number in (*_by_rules(language), *_made(language)):
        words = " ".join(fold(phrase).replace("\u00ad", "").split())
        table.setdefault(words, number)
        if language == "fr":  # as before the spelling of 1990
            table.setdefault(words.replace("-et-", " et "), number)
    return table


def _by_rules(language: str) -> Iterator[tuple[str, int]]:
    # Slow to load, and few texts need it.
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415
    from unicode_rbnf.engine import NoRuleForNumberError  # noqa: PLC0415

    try:
        engine = RbnfEngine.for_language(language)
        names = [name for name in engine.rulesets if name.startswith("spellout-ordinal")]
        for number in range(_FIRST, 101) if names else ():
            result = engine.format_number(number, ruleset_names=names)
            yield from ((text, number) for text in result.text_by_ruleset.values())
    except (ValueError, NoRuleForNumberError):
        return


def _made(language: str) -> Iterator[tuple[str, int]]:
    if language == "ro":
        yield from _romanian()
    if language == "pl":
        yield from _slavic(_POLISH, _POLISH_TEENS, _POLISH_TENS, _POLISH_ENDINGS, None)
    if language == "uk":
        spelled = reversed(number_words("uk").items())  # CLDR's own word comes first
        cardinals = {n: word for word, n in spelled if not n % 10 and n < 100}
        yield from _slavic(
            _UKRAINIAN, _UKRAINIAN_TEENS, _UKRAINIAN_TENS, _UKRAINIAN_ENDINGS, cardinals
        )


def _romanian() -> Iterator[tuple[str, int]]:
    yield from (("al o sutălea", 100), ("a o suta", 100))
    for cardinal, number in number_words("ro").items():
        if _FIRST <= number < 100 and " " not in cardinal:
            # unsprezece: al unsprezecelea, a unsprezecea; douăzeci: al douăzecilea, a douăzecea
            stem = cardinal.removesuffix("i") + "e" if cardinal.endswith("zeci") else cardinal
            yield from ((f"al {cardinal}lea", number), (f"a {stem}a", number))
            if number >= 20 and not number % 10:
                for unit, (masculine, feminine) in enumerate(_ROMANIAN, 1):
                    yield f"al {cardinal} și {masculine}", number + unit
                    yield f"a {cardinal} și {feminine}", number + unit


def _slavic(
    units: tuple[str, ...], teens: tuple[str, ...], tens: tuple[str, ...],
    endings: tuple[str, ...], cardinals: dict[int, str] | None,
) -> Iterator[tuple[str, int]]:  # fmt: skip
    """Yield ordinals of stems and endings.

    Before a unit stands the ``cardinals``' ten, or, with None, the ordinal in the same case.
    """
    for ending in endings:
        yield from ((stem + ending, _FIRST + i) for i, stem in enumerate(teens))
        for i, stem in enumerate(tens, 2):
            yield stem + ending, i * 10
            for unit, small in enumerate(units if i < 10 else (), 1):
                if cardinals is not None:
                    yield f"{cardinals[i * 10]} {small}{ending}", i * 10 + unit
                else:
                    for other in endings:
                        yield f"{stem}{ending} {small}{other}", i * 10 + unit
