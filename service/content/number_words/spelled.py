"""Numbers in words: CLDR’s rules, through unicode-rbnf, and the inflected forms of the lexicon."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator
from decimal import Decimal
from functools import lru_cache

from babel import Locale

from .. import lexicon
from ..lexicon import UNSPACED, Lexicon, fold
from .figure import Figure, without
from .kanji import MYRIADS, NUMERALS, PARTS, UNITS, VAGUE, kanji, ratio
from .magnitudes import and_a_half, multiplier

# What stands between tens and units where both are inflected: двадцятьох п’яти. Arabic has the
# units first.
_COMPOUNDS = {"uk": " ", "pl": " ", "ru": " ", "ar": " و"}
# "zweitausendfünfhundert", "duemilacinquecento": one word in German and Italian.
_THOUSAND = re.compile(r"tausend|mila|mille")
# How old somebody is, in one word: ventunenne, siedemnastolatek, тридцятирічний.
_AGED = {
    "it": ("enne", "enni"),
    "pl": ("letni", "letnia", "letnie", "letniego", "letniej", "letniemu", "letnim", "letnich",
           "letnimi", "letnią", "latek", "latka", "latkowi", "latkiem", "latki", "latków",
           "latkom", "latką", "latkę"),
    "uk": ("річний", "річна", "річне", "річні", "річного", "річної", "річному", "річній",
           "річним", "річною", "річних", "річними", "річну"),
}  # fmt: skip
_POLISH = ("", "jedno", "dwu", "trzy", "cztero", "pięcio", "sześcio", "siedmio", "ośmio",
           "dziewięcio", "dziesięcio", "jedenasto", "dwunasto", "trzynasto", "czternasto",
           "piętnasto", "szesnasto", "siedemnasto", "osiemnasto", "dziewiętnasto")  # fmt: skip
_POLISH_TENS = ("", "", "dwudziesto", "trzydziesto", "czterdziesto", "pięćdziesięcio",
                "sześćdziesięcio", "siedemdziesięcio", "osiemdziesięcio",
                "dziewięćdziesięcio")  # fmt: skip
_UKRAINIAN = ("", "одно", "дво", "три", "чотири", "п’яти", "шести", "семи", "восьми", "дев’яти",
              "десяти", "одинадцяти", "дванадцяти", "тринадцяти", "чотирнадцяти", "п’ятнадцяти",
              "шістнадцяти", "сімнадцяти", "вісімнадцяти", "дев’ятнадцяти")  # fmt: skip
_UKRAINIAN_TENS = ("", "", "двадцяти", "тридцяти", "сорока", "п’ятдесяти", "шістдесяти",
                   "сімдесяти", "вісімдесяти", "дев’яносто")  # fmt: skip
# Endings of Turkish numbers: cases, “of them” (on ikisi) with its cases, “each”, “is”, “was”; A is
# a or e, I is ı, i, u or ü, and what stands in brackets is there behind a vowel. Plurals are
# decades: “otuzlarında”, in the thirties.
_TURKISH = (
    "(y)I",
    "(y)A",
    "DA",
    "DAn",
    "(n)In",
    "(y)lA",
    "(s)I",
    "(s)InI",
    "(s)InA",
    "(s)IndA",
    "(s)IndAn",
    "(s)InIn",
    "(s)IylA",
    "(ş)Ar",
    "DIr",
    "(y)DI",
)
# Before "hundred" or "thousand" alone: it is not one of them.
SEVERAL = re.compile(
    r"(?:several|few|some|many|mehrere|einige|plusieurs|quelques|vari[oa]s|algun[oa]s|alcuni"
    r"|alcune|divers[ei]|kilka|parę|câteva|mai multe|birkaç|кілька|декілька|بضع|عدة)\s+$"
)
_POWERS = frozenset(Decimal(10**power) for power in range(2, 13))
_ALONE = {"ein": 1, "hundert": 100, "cento": 100}


def in_words(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    """Yield the numbers that ``text``, prepared by the lexicon, spells out."""
    language = lexicon.language_of(locale)
    fractions = list(_fractions(text, words)) if words else []
    yield from fractions
    text = without(text, fractions)
    if language in UNSPACED:
        ratios = [ratio(parts) for parts in PARTS.finditer(text) if not parts[1].isdigit()]
        yield from ratios
        yield from kanji(without(text, ratios), words)
        return
    table = number_words(language)
    tokens = list(_tokens(text, table))
    index = 0
    total: Decimal | None = None
    while index < len(tokens):
        start = tokens[index].start()
        size, value = _longest(tokens, index, table, text)
        leading = 0
        if not size:
            leading, past = _leading(tokens, index, text, words)
            if leading:
                size, value = _longest(tokens, past, table, text)
            if not size or not 0 < value < leading:
                index += 1
                continue
            index = past
        end = tokens[index + size - 1].end()
        index += size
        total, scale = Decimal(leading), leading or None
        while True:
            number = Decimal(value)
            if value < 10**3:
                number, end = and_a_half(text, end, number, 1, words)
            stop, factor = multiplier(text, end, words, locale)
            end = _end_of_word(text, stop) if factor > 1 else max(end, stop)
            number, end = and_a_half(
                text, end, number * factor, factor if factor > 1 else max(value, 1), words
            )
            total += number
            while index < len(tokens) and tokens[index].start() < end:
                index += 1
            # "one thousand nine hundred": a smaller number goes on.
            size, value = _longest(tokens, index, table, text) if index < len(tokens) else (0, 0)
            following = tokens[index].start() if index < len(tokens) else end
            unit = factor if factor > 1 else int(number)
            if (
                unit < 10**3 or not size or value >= unit
                or not text[end:following].isspace() or (scale and unit >= scale)
            ):  # fmt: skip
                break
            end, scale = tokens[index + size - 1].end(), unit
            index += size
        total, end = _ordinal_unit(text, end, total, words)
        while index < len(tokens) and tokens[index].start() < end:
            index += 1
        # “Mehrere hunderttausend” is no count.
        if not (total in _POWERS and SEVERAL.search(text[max(start - 16, 0) : start])):
            yield Figure(text[start:end], ((total,),), True, (), False, start, end)


def _ordinal_unit(
    text: str, end: int, number: Decimal, words: Lexicon | None
) -> tuple[Decimal, int]:
    """Add an ordinal below ten to a ``number`` of tens, in Ukrainian and Russian: двадцять восьма.

    ``number`` was read up to ``end`` in ``text``. Returns the number and where it ends now.
    """
    if words and words.language in ("uk", "ru") and 20 <= number < 100 and not number % 10:
        for pattern, value in words.ordinals:
            unit = pattern.match(text, end + 1) if value < 10 else None
            if unit and text[end].isspace():
                return number + value, unit.end()
    return number, end


def _fractions(text: str, words: Lexicon) -> Iterator[Figure]:
    """Yield the shares that are in words; half a million is 500,000."""
    # The mixed ones first: "one and a half" is no half.
    for share in sorted(words.fractions, reverse=True):
        for match in words.fractions[share].finditer(text):
            start, end = match.span()
            before = text[max(start - 12, 0) : end]
            if (
                share == Decimal("0.5")
                and words.halves
                and any(half.end() == len(before) for half in words.halves.finditer(before))
            ):
                continue
            if any(text.startswith(n, start) for n in words.numbers if n.startswith(match.group())):
                continue  # "half a dozen" is a number of its own
            stop, factor = multiplier(text, _past_article(text, end), words)
            readings = ((share * factor,),) if factor > 1 else ((share,), (share * 100,))
            end = stop if factor > 1 else end
            figure = Figure(text[start:end], readings, True, (), False, start, end)
            text = without(text, [figure])
            yield figure


def _past_article(text: str, position: int) -> int:
    indefinite = re.compile(r"\s+(?:an?|un|une|uno|una|ein|eine|einer)(?=\s)").match(text, position)
    return indefinite.end() if indefinite else position


def _tokens(text: str, table: dict[str, int]) -> Iterator[re.Match[str]]:
    """Yield the words of ``text``; of "six-point" and "tier-two" the number alone."""
    first, last = re.compile(r"[^\W\d_]+"), re.compile(r"(?<=-)[^\W\d_]+$")
    for token in re.finditer(r"[^\W\d_]+(?:[-\u2019][^\W\d_]+)*", text):
        if "-" in token.group() and token.group() not in table:
            head = first.match(text, token.start())
            tail = last.search(text[: token.end()], token.start())
            token = next((part for part in (head, tail) if part and part[0] in table), token)  # noqa: PLW2901
        yield token


def _leading(
    tokens: list[re.Match[str]], index: int, text: str, words: Lexicon | None
) -> tuple[int, int]:
    """Return a thousand or more that a word alone is, and the index of the token behind it.

    0 where there is none, or where no number can go on behind it: "mil doscientos" is 1,200.
    """
    start, best = tokens[index].start(), (0, 0)
    for value, pattern in words.bare.items() if words else ():
        match = pattern.match(text, start) if value >= 10**3 else None
        if match and match.end() > best[0]:
            best = match.end(), value
    past = next((i for i, token in enumerate(tokens) if token.start() >= best[0]), len(tokens))
    if not best[1] or past == len(tokens) or not text[best[0] : tokens[past].start()].isspace():
        return 0, index
    return best[1], past


def _end_of_word(text: str, position: int) -> int:
    """Return where the word that ``text`` has at ``position`` ends: its case has an ending."""
    while text[position - 1 : position].isalpha() and text[position : position + 1].isalpha():
        position += 1
    return position


def _longest(
    tokens: list[re.Match[str]], index: int, table: dict[str, int], text: str
) -> tuple[int, int]:
    for size in (5, 4, 3, 2, 1):
        part = tokens[index : index + size]
        phrase = " ".join(token.group() for token in part)
        # Arabic writes “and” onto the second of two numbers: ثلاثة وأربعة.
        # or onto one of two words: وثماني عشرة.
        joined = size > 1 or (index and tokens[index - 1].group() in table)
        if joined and phrase not in table:
            phrase = phrase.removeprefix("و")
        if len(part) == size and phrase in table:
            between = (text[a.end() : b.start()] for a, b in itertools.pairwise(part))
            if all(gap.isspace() for gap in between):
                return size, table[phrase]
    value = _joined(tokens[index].group(), table)
    return (1, value) if value else (0, 0)


def _joined(word: str, table: dict[str, int]) -> int:
    """Return the thousands that German or Italian writes as one ``word``; 0 where it is none."""
    for match in _THOUSAND.finditer(word):
        number, rest = word[: match.start()], word[match.end() :].removeprefix("und")
        parts = [table.get(part) or _ALONE.get(part) for part in (number or "ein", rest) if part]
        if (number or rest) and all(parts):
            thousands, *ones = (part or 0 for part in parts)
            return thousands * 10**3 + sum(ones)
    return 0


@lru_cache(maxsize=32)
def number_words(language: str) -> dict[str, int]:
    """Return the numbers from 2 to 999 as ``language`` spells them, folded."""
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - slow to load, and few texts need it

    words = lexicon.of(language)
    table: dict[str, int] = {}
    try:
        engine = RbnfEngine.for_language(Locale.parse(language).language)
        for number in range(2, 1000):
            for ruleset, text in engine.format_number(number).text_by_ruleset.items():
                if "cardinal" in ruleset or ruleset == "spellout-numbering":
                    spelled = fold(text).replace("\u00ad", "")
                    table.setdefault(spelled, number)
                    for also in _also(spelled, language):
                        table.setdefault(also, number)
    except ValueError:
        pass
    table |= dict(_ages(table, language))
    if words:
        table.update(words.numbers)
        table |= dict(_compounds(table, language))
        for word, number in list(table.items()):
            for inflected in _inflected(word, language):
                table.setdefault(inflected, number)
        for word in words.ambiguous:
            table.pop(word, None)
    return table


def _also(spelled: str, language: str) -> Iterator[str]:
    """Yield how news copy spells a number as well, beside CLDR's way."""
    if language == "en":  # the rules are American
        british = spelled.replace("hundred ", "hundred and ")
        for each in (british, *(way.replace("-", " ") for way in (spelled, british))):
            yield each
            if each.startswith("one hundred "):
                yield each.replace("one", "a", 1)
    elif language == "fr":  # as before the spelling of 1990
        yield spelled.replace("-et-", " et ")
        if spelled.endswith(("cents", "vingts")):  # before another number: deux cent mille
            yield spelled[:-1]


def _inflected(spelled: str, language: str) -> Iterator[str]:
    """Yield ``spelled``, a number, with what ``language`` writes together with it."""
    # "On" is ten, and "onu" is it; "lest" is no number either.
    if language == "ar" and len(spelled) > 4:
        yield from (clitic + spelled for clitic in ("ب", "ل", "ك"))
    if language == "ar" and " " in spelled:  # the fifteen, the twenty-five
        first, *rest = spelled.split(" ")
        rest = [re.sub("^و", "وال", word) for word in rest]
        for article in ("ال", "وال", "بال", "لل", "كال", "فال"):
            yield " ".join((article + first, *rest))
    if language == "tr" and spelled not in ("on", "altı", "yedi", "yüz"):
        yield from (fold(_turkish(spelled, ending)) for ending in _TURKISH)


def _turkish(word: str, ending: str) -> str:
    """Return ``word`` with ``ending``, in harmony: dört and (s)IndAn are dördünden."""
    vowel = next((letter for letter in reversed(word) if letter in "aıeiöüou"), "a")
    ends_in_vowel = word[-1] in "aıeiöüou"
    ending = re.sub(r"\((.)\)", r"\1" if ends_in_vowel else "", ending)
    if word.endswith("dört") and ending[0] in "AI":
        word = word[:-1] + "d"
    ending = ending.replace("D", "t" if word[-1] in "çfhkpsşt" else "d", 1).replace("D", "d")
    high = {"a": "ı", "ı": "ı", "e": "i", "i": "i", "o": "u", "u": "u", "ö": "ü", "ü": "ü"}[vowel]
    ending = ending.replace("A", "a" if vowel in "aıou" else "e")
    # An ending's own vowels are in harmony with its last one before: otuzundan, dördünden.
    first = re.search("[aeI]", ending)
    if first and first.group() != "I":
        rest = {"a": "ı", "e": "i"}[first.group()]
        return word + ending.replace("I", rest)
    return word + ending.replace("I", high)


def _ages(table: dict[str, int], language: str) -> Iterator[tuple[str, int]]:
    """Yield the words of ``language`` for who is so many years old, with the number of each.

    ``table`` has its numbers in words.
    """
    for word, number in table.items() if language == "it" else ():
        if 10 < number < 100 and "\u00ad" not in word:
            bare = word.replace("é", "e")
            for stem in {bare, bare[:-1]}:
                yield from ((stem + ending, number) for ending in _AGED["it"])
    for small, tens, own in (
        (_POLISH, _POLISH_TENS, "pl"), (_UKRAINIAN, _UKRAINIAN_TENS, "uk"),
    ):  # fmt: skip
        for number in range(2, 100) if language == own else ():
            stem = small[number] if number < 20 else tens[number // 10] + small[number % 10]
            yield from ((stem + ending, number) for ending in _AGED[own])


def _compounds(table: dict[str, int], language: str) -> Iterator[tuple[str, int]]:
    """Yield numbers of two words that CLDR does not spell: their cases, and English hundreds."""
    joint = _COMPOUNDS.get(language)
    if joint is not None:
        units = [(word, n) for word, n in table.items() if 0 < n < 10 and " " not in word]
        for word, ten in table.items():
            if 20 <= ten < 100 and not ten % 10 and " " not in word:
                order = [(word, unit) if language != "ar" else (unit, word) for unit, _n in units]
                for (first, second), (_unit, n) in zip(order, units, strict=True):
                    yield f"{first}{joint}{second}", ten + n
    if language == "en":  # fifteen hundred
        for word, n in table.items():
            if 10 < n < 100 and n % 10:
                yield f"{word} hundred", n * 100


@lru_cache(maxsize=1024)
def spelled(value: int | Decimal, language: str) -> frozenset[str]:
    """Return how CLDR spells ``value`` out.

    >>> sorted(spelled(21, "de"))
    ['einundzwanzig']
    """
    from unicode_rbnf import RbnfEngine  # noqa: PLC0415 - as above
    from unicode_rbnf.engine import NoRuleForNumberError  # noqa: PLC0415

    try:
        engine = RbnfEngine.for_language(lexicon.language_of(language))
        texts = engine.format_number(value).text_by_ruleset.items()
    except (ValueError, ArithmeticError, NoRuleForNumberError):  # for the language, or the number
        return frozenset()
    # Other rulesets say years or ordinals: "tenth" is not ten.
    return frozenset(
        text.replace("\u00ad", "") for ruleset, text in texts
        if "cardinal" in ruleset or ruleset == "spellout-numbering"
    )  # fmt: skip


def has_words(folded: str, words: str) -> bool:
    """Tell whether ``folded`` has ``words`` as words of their own, not as part of others."""
    wanted = " ".join(fold(words).split())
    # Chinese and Japanese write no spaces; elsewhere "ten" must not be found in "often".
    before, after = r"\b", r"\b"
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", wanted):
        numerals = "".join([*NUMERALS, *UNITS, *MYRIADS])
        before, after = rf"(?<![\d{VAGUE}{numerals}])", rf"(?![\d{VAGUE}{numerals}])"
    return bool(wanted) and re.search(before + re.escape(wanted) + after, folded) is not None
