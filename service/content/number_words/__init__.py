"""Figures in running text: every number that a text states, by value, with its readings.

Digits of any script count, with the separators of the text's language (CLDR, through Babel), and
numbers spelled out (CLDR's rules, through unicode-rbnf, and the inflected forms of the lexicon).

============== ==============================================================
``search``     all figures of a text; whether a text states a number
``figure``     one figure, and the numbers it can mean
``digits``     numbers in digits, with the separators of their language
``spelled``    numbers in words
``ordinals``   ordinals in words, from the eleventh on
``kanji``      numbers in Chinese numerals
``magnitudes`` what multiplies a number: thousand, million, “and a half”
============== ==============================================================
"""

from .digits import below_zero
from .figure import Figure
from .kanji import value_of
from .magnitudes import GAP, multiplier
from .ordinals import ordinal_values
from .search import find, has_names_only, states
from .spelled import number_words as by_word

__all__ = [
    "GAP", "Figure", "below_zero", "by_word", "find", "has_names_only", "multiplier",
    "ordinal_values", "states", "value_of",
]  # fmt: skip
