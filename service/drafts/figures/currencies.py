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
# Words of another country behind a currency's name make another currency of it: "dollars
# canadiens". And those that say what it is anyway are a part of the name: "francs suisses".
_OTHERS = re.compile(
    r"canad|kanad|канад|كندي|austral|австрал|أسترالي|n[ée]o-?z[ée]l|neozel|nowozel|новозел|نيوزيلن"
    r"|hong|гонконг|ta[iï]w|tajw|тайв|تايوان|singap|singhap|сінгап|سنغاف|jama[ií]|liber|namib"
    r"|[ée]g[yi][pz]|egipsk|єгип|مصري|liban|لبناني|syri|siri|sirie|сирі|سوري|s[ou]{1,2}dan|судан|سوداني"
    r"|chypr|cypr|irland|cfa|cfp|belg|fran[cç]|frances|congol|rwand|biélor|bielor|białorus|білорус"
)
_OWN_WORDS = {
    "USD": re.compile(r"am[ée]ric|estadoun|amerykańsk|american|америк|[أا]م[ي]?ر[ي]?كي"),
    "GBP": re.compile(r"sterling|esterlin|szterling|britan|británic|brytyjsk|британ|[إا]سترليني"),
    "CHF": re.compile(r"suiss|suiz|svizzer|szwajcarsk|elve[țţ]i|швейцар|سويسري"),
    "TRY": re.compile(r"tur[cqk]|tureck|турец|تركي"),
    "JPY": re.compile(r"japon|giappon|япон|ياباني"),
    "CNY": re.compile(r"chino|cines|chińsk|китай|صيني"),
    "RUB": re.compile(r"russ|rus[oe]|rosyjsk|росій|روسي"),
}
# “247 milliards de dollars de Taïwan”, “dollari di Hong Kong”.
_OF = re.compile(r"\s(?:de|du|di|del|della)\s(?=[A-ZÀ-Þ])")
_NEXT = re.compile(r"\s(?P<word>[^\W\d_]+(?:-[^\W\d_]+)?)")


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
            return _qualified(sentence, best[1], start, word_end(sentence, place + best[0], code))
    return None


def _qualified(sentence: str, currency: str, start: int, end: int) -> tuple[str, int, int] | None:
    """Return ``currency`` with the words from ``start`` to ``end`` and the adjective behind them.

    None where that makes another currency of it.
    """
    if not sentence[end - 1 : end].isalpha():
        return currency, start, end
    following = _NEXT.match(sentence, end)
    word = lexicon.fold(following["word"]) if following else ""
    own = _OWN_WORDS.get(currency)
    if following and own and own.match(word):
        return currency, start, following.end()
    if _OTHERS.match(word) or _OF.match(sentence, end):
        return None
    return currency, start, end


@lru_cache(maxsize=64)
def _signs_of(language: str) -> dict[str, str]:
    known = lexicon.of(language)
    signs = {"$": "USD", "€": "EUR", "£": "GBP", "¥": "JPY", "₴": "UAH", "₺": "TRY", "₽": "RUB"}
    for name, pattern in (known.currencies if known else {}).items():
        signs |= {sign: name for sign in signs if pattern.fullmatch(sign)}
    return signs


def _signs(known: Lexicon | None) -> dict[str, str]:
    return _signs_of(known.language if known else "und")
