"""The currency of a number in running text: its sign, its ISO 4217 code, its name. Pure."""

from __future__ import annotations

import re
from functools import lru_cache

from ...content import facts, lexicon
from ...content.lexicon import Lexicon
from .word_ends import word_end

_SPACE = r"[\s\u00a0\u202f]?"
_PREFIXED = {"A$": "AUD", "AU$": "AUD", "C$": "CAD", "CA$": "CAD", "NZ$": "NZD", "HK$": "HKD",
             "S$": "SGD", "US$": "USD", "R$": "BRL", "MX$": "MXN", "N$": "NAD",
             "R": "ZAR", "RM": "MYR", "₹": "INR", "₩": "KRW", "₪": "ILS", "₫": "VND", "₱": "PHP",
             "₦": "NGN"}  # fmt: skip
BEFORE = re.compile(
    r"(?<![\w$])(?P<sign>[A-Z]{0,2}[$€£¥₴₺₽₹₩₪₫₱₦]|RM)[\s\u00a0]?$|(?<![\w$])(?P<rand>R)$|(?<![\w$])(?P<code>[A-Z]{3})[\s\u00a0]$"
)
CODE = re.compile(r"[\s\u00a0](?P<code>[A-Z]{3})(?!\w)")
# What only a language's own country means by the word.
_OWN = {
    "ro": ("RON", re.compile(rf"{_SPACE}(?:de\s)?lei(?!\w)")),
    "zh": ("CNY", re.compile(r"元")),
}


def find(
    sentence: str, start: int, end: int, known: Lexicon | None, code: str
) -> tuple[str, int, int] | None:
    """Return the ISO 4217 code of an amount, and from where to where it goes with its name.

    None without a currency. The number stands from ``start`` to ``end`` of ``sentence``, whose
    language is ``code``; ``known`` are that language's words.
    """
    if before := BEFORE.search(sentence, 0, start):
        sign, name = before["sign"] or before["rand"] or "", before["code"]
        currency = (
            name or _PREFIXED.get(sign) or _signs(known).get(sign[-1:] if len(sign) == 1 else "")
        )
        if currency in facts.currencies():
            return currency, before.start(), end
    if (after := CODE.match(sentence, end)) and after["code"] in facts.currencies():
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
            return best[1], start, word_end(sentence, place + best[0], code)
    return None


@lru_cache(maxsize=64)
def _signs_of(language: str) -> dict[str, str]:
    known = lexicon.of(language)
    signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₺": "TRY", "₽": "RUB"}
    for name, pattern in (known.currencies if known else {}).items():
        signs |= {sign: name for sign in signs if pattern.fullmatch(sign)}
    return signs


def _signs(known: Lexicon | None) -> dict[str, str]:
    return _signs_of(known.language if known else "und")
