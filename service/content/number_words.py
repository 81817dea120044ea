"""Figures in running text: every number that a text states, by value, with its readings.

Digits of any script count, with the separators of the text's language (CLDR, through Babel), and
numbers spelled out (CLDR's rules, through unicode-rbnf, and the inflected forms of the lexicon).
"""

from __future__ import annotations

import itertools
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from babel import Locale
from babel.numbers import get_decimal_symbol
from unicode_rbnf import RbnfEngine

from . import lexicon
from .lexicon import UNSPACED, Lexicon, fold

_SPACES = "\u00a0\u202f\u2009 "
_TOKEN = re.compile(
    rf"\d+(?:[.,'\u2019\u066b\u066c]\d+|[{_SPACES}]\d{{3}}(?!\d))*"  # 1,234.5  1 234  5.3.2024
)
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
_KANJI = {c: n for n, c in enumerate("〇一二三四五六七八九")} | {"零": 0, "两": 2, "兩": 2}
_KANJI_UNITS = {"十": 10, "百": 100, "千": 1000}
_KANJI_MYRIADS = {"万": 10**4, "億": 10**8, "亿": 10**8, "兆": 10**12}
_KANJI_NUMBER = re.compile(f"[{''.join([*_KANJI, *_KANJI_UNITS, *_KANJI_MYRIADS])}]+")
_VAGUE = "数几幾第余多来上过近"
# "3分の1" is a third, "三分之一" as well.
_PARTS = re.compile(r"([\d一二三四五六七八九十]{1,3})分[の之]([\d一二三四五六七八九十]{1,3})")
# Between a figure and the word that multiplies it: "5 de milioane", "５百万", "1,5-Milliarden".
GAP = r"[\s-]*(?:de\s+|di\s+)?"
# Letters right after the digits: 12k, 1.5m, £1.2bn. In English a lower-case m is also a metre.
_LETTERS = re.compile(r"(k|m|bn|b|tn)(?![^\W_])")
_FACTORS = {"k": 10**3, "m": 10**6, "bn": 10**9, "b": 10**9, "tn": 10**12}
_FRACTIONS = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_BEFORE_SIGN = " \t\u00a0\u202f([{“„«\"'’‘:，、（"
_MINUS = re.compile(rf"(?:^|[{re.escape(_BEFORE_SIGN)}\s])[-\u2212\u2013\u2010\uff0d][$€£¥₴₺₹%٪]?$")
# Between the two numbers of a range, beside the words of the lexicon.
_DASH = r"\s*[-\u2010-\u2014~\u301c\uff5e]\s*"
# Before "hundred" or "thousand" alone: it is not one of them.
_SEVERAL = re.compile(
    r"(?:several|few|some|many|mehrere|einige|plusieurs|quelques|vari[oa]s|algun[oa]s|alcuni"
    r"|alcune|divers[ei]|kilka|parę|câteva|mai multe|birkaç|кілька|декілька|بضع|عدة)\s+$"
)
# What stands between tens and units where both are inflected: двадцятьох п’яти. Arabic has the
# units first.
_COMPOUNDS = {"uk": " ", "pl": " ", "ru": " ", "ar": " و"}
# So many digits are no number of a text.
_MAX_DIGITS = 60


@dataclass(frozen=True, slots=True)
class Figure:
    """A stretch of text that states a number; ``readings`` are the values it can mean.

    A reading has several values when the stretch may be several numbers (5.3.2024). ``base``
    are the digits before a magnitude word was applied, or a sign. ``name`` says that it is part of
    the name of a thing (F-16). ``start`` and ``end`` are its place in the prepared text.
    """

    text: str
    readings: tuple[tuple[Decimal, ...], ...]
    word: bool = False
    base: tuple[Decimal, ...] = ()
    name: bool = False
    start: int = 0
    end: int = 0

    def among(self, values: set[Decimal]) -> bool:
        """Tell whether ``values`` has all the numbers of one of the readings."""
        return any(all(value in values for value in reading) for reading in self.readings)

    @property
    def values(self) -> set[Decimal]:
        """All values of all readings."""
        return {value for reading in self.readings for value in reading}


def find(text: str, locale: str) -> list[Figure]:
    """Return the figures that ``text``, in ``locale``, states in digits or in words."""
    words = lexicon.of(locale)
    marked = _NAME.sub(_hide, text)
    folded = lexicon.prepare(marked)
    found = list(_digits(folded, locale, words))
    # Whatever is read already is no word any more.
    rest = _without(folded, found)
    found += _spelled_out(rest, locale, words)
    return [*found, *_names(text, marked)]


def states(value: int | Decimal, text: str, language: str) -> bool:
    """Tell whether ``text``, in ``language``, states the number ``value``.

    In digits or in words, with its sign and all of its magnitude; not as part of a name. Beside
    what :func:`find` reads, CLDR's own spelling of the value counts.
    """
    text = " ".join(unicodedata.normalize("NFC", text).split())
    number = Decimal(value)
    figures = find(text, language)
    for figure in figures:
        if not figure.name and any(_same(number, each) for each in figure.values):
            return True
    rest = _without(lexicon.prepare(_NAME.sub(_hide, text)), figures)
    if any(_has_words(rest, words) for words in _spelled(value, language)):
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
    """Tell whether every digit of ``text`` is part of the name of a thing: F-16, COVID-19."""
    return not re.search(r"\d", _NAME.sub("", text))


def _hide(name: re.Match[str]) -> str:
    return re.sub(r"[\d-]", "x", name.group())


def _names(text: str, marked: str) -> Iterator[Figure]:
    if text != marked:
        for name in _NAME.finditer(text):
            values = [tuple(_decimal(_ascii(d)) for d in re.findall(r"\d+", name.group()))]
            yield Figure(name.group(), tuple(values), name=True)


def _without(folded: str, figures: Iterable[Figure]) -> str:
    """Return the text with figures blanked: what is left keeps its place."""
    for figure in figures:
        blank = " " * (figure.end - figure.start)
        folded = folded[: figure.start] + blank + folded[figure.end :]
    return folded


def _digits(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    position = 0
    found: list[tuple[Figure, int]] = []
    while match := _TOKEN.search(text, position):
        parts = _PARTS.search(text, max(match.start() - 3, 0), match.end() + 6)
        unspaced = words is not None and words.language in UNSPACED
        if unspaced and parts and parts.start() == match.start():
            position = parts.end()
            found.append((_ratio(parts), 1))
            continue
        figure, factor = _number(text, match, locale, words)
        position = figure.end
        found.append((figure, factor))
    yield from _shared(text, found, words)


def _ratio(parts: re.Match[str]) -> Figure:
    """Return what "3分の1" says: a third, and so 33 per cent."""
    whole, part = (
        _kanji_value(each) if each[0] in _KANJI or each[0] in _KANJI_UNITS else int(each)
        for each in parts.groups()
    )
    share = Decimal(part) / (whole or 1)
    return Figure(
        parts.group(), ((share,), (share * 100,), (Decimal(whole), Decimal(part))),
        start=parts.start(), end=parts.end(),
    )  # fmt: skip


def _number(
    text: str, match: re.Match[str], locale: str, words: Lexicon | None
) -> tuple[Figure, int]:
    """Return the figure that begins with the digits of ``match``, and its magnitude."""
    readings = _readings(match.group(), locale)
    base: tuple[Decimal, ...] = ()
    end = match.end()
    if text[end : end + 1] and text[end] in _FRACTIONS:
        more = Decimal(str(unicodedata.numeric(text[end]))) if text[end] not in "⅓⅔" else None
        more = more if more is not None else Decimal(1 if text[end] == "⅓" else 2) / 3
        readings, end = [(readings[0][0] + more,)], end + 1
    elif (added := _and_a_half(text, end, readings[0][0], 1, words))[1] > end:
        readings, end = [(added[0],), *readings], added[1]
    elif slash := re.compile(r" (\d)/([1-9])(?!\d)").match(text, end):  # 2 1/2
        whole, part, of = readings[0][0], Decimal(slash[1]), Decimal(slash[2])
        readings = [(whole + part / of,), (whole, part, of)]
        end = slash.end()
    plain = readings
    letters = _LETTERS.match(text, end)
    factor = 1
    if letters and (letters[1] == "k" or (words and words.language == "en")):
        factor, end = _FACTORS[letters[1]], letters.end()
    else:
        end, factor = multiplier(text, end, words, locale)
    if factor != 1:
        base = tuple(value for reading in readings for value in reading)
        readings = [tuple(v * factor for v in r) for r in readings if len(r) == 1]
        end, readings = _tail(text, end, factor, readings, words)
        if readings and (added := _and_a_half(text, end, readings[0][0], factor, words))[1] > end:
            readings, end = [(added[0],)], added[1]
        if letters and letters[1] == "m":
            readings += plain
    sign = _MINUS.search(text[: match.start()], max(match.start() - 4, 0))
    if sign:
        base = (*base, *(value for reading in readings for value in reading))
        readings = [tuple(-v for v in r) for r in readings if len(r) == 1] or readings
    elif words and _below(text, match.start(), end, words):
        readings += [tuple(-v for v in r) for r in readings if len(r) == 1]
    start = match.start()
    if sign:  # its sign is part of it
        start = sign.end() - len(sign.group().lstrip(_BEFORE_SIGN))
    return (
        Figure(text[start:end].strip(), tuple(readings), base=base, start=start, end=end),
        factor,
    )


def _below(text: str, start: int, end: int, words: Lexicon) -> bool:
    """Tell whether words make the number a negative one: "minus 40", "40 degrees below zero"."""
    before, after = text[max(start - 12, 0) : start], text[end : end + 30]
    return bool(
        (words.minus and any(m.end() >= len(before.rstrip()) for m in words.minus.finditer(before)))
        or (words.below_zero and words.below_zero.search(re.split(r"[.,;]", after)[0]))
    )


def _gap(text: str, position: int) -> int:
    found = re.compile(r"[\s-]*").match(text, position)
    return found.end() if found else position


def _tail(
    text: str, end: int, factor: int, readings: list[tuple[Decimal, ...]], words: Lexicon | None
) -> tuple[int, list[tuple[Decimal, ...]]]:
    """Add what follows a magnitude: 1億2000万, 1万5000, "2 milyon 500 bin"."""
    unspaced = bool(words and words.language in UNSPACED)
    while match := _TOKEN.match(text, _gap(text, end)):
        stop, more = multiplier(text, match.end(), words)
        if unspaced and more == 1 and match.start() > end:
            break  # "1 万 5 千" goes on, "1万 5人" does not
        number = _ascii(match.group())
        if "." in number or not (unspaced or 10**3 <= more < factor) or more >= factor:
            break
        extra = Decimal(re.sub(r"\D", "", number)) * more
        if extra >= factor:
            break
        readings = [(reading[0] + extra,) for reading in readings[:1]]
        end, factor = stop, more
        if more == 1:
            break
    return end, readings


def _shared(text: str, found: list[tuple[Figure, int]], words: Lexicon | None) -> Iterator[Figure]:
    """Give the first number of a range the magnitude of the second, as one reading."""
    joins = words.joins.pattern if words and words.joins else r"(?!)"
    between = re.compile(rf"{_DASH}[$€£¥]?|\s*(?:{joins})\s*[$€£¥]?")
    for index, (figure, factor) in enumerate(found):
        if factor == 1 and index + 1 < len(found):
            following, larger = found[index + 1]
            gap = text[figure.end : following.start]
            if larger != 1 and len(gap) < 12 and between.fullmatch(gap):
                more = tuple((r[0] * larger,) for r in figure.readings if len(r) == 1)
                figure = replace(figure, readings=(*figure.readings, *more))  # noqa: PLW2901
        yield figure


def multiplier(
    text: str, position: int, words: Lexicon | None, locale: str = ""
) -> tuple[int, int]:
    """Return where the magnitude word at ``position`` ends, and its factor, or 1.

    The words are those of the lexicon; for a ``locale`` without one, CLDR's.
    """
    gap = re.compile(GAP).match(text, position)
    assert gap is not None
    best = (position, 1)
    for pattern, factor in words.magnitudes if words else _scale_words(locale):
        for start in {gap.end(), position}:
            # From here on, so that what is written onto the digits counts: 10mila.
            found = pattern.match(text[start : start + 40])
            if found and start + found.end() > best[0]:
                best = start + found.end(), factor
    if best[1] == 10**5 or best[1] == 10**7:  # "1 lakh crore"
        end, more = multiplier(text, best[0], words)
        return end, best[1] * more
    return best


def _ascii(token: str) -> str:
    return "".join(str(unicodedata.decimal(c)) if c.isdecimal() else c for c in token)


def _readings(token: str, locale: str) -> list[tuple[Decimal, ...]]:
    """Return what ``token`` can mean, the language's own reading first."""
    plain = _ascii(token).replace("\u066b", ".d").replace("\u066c", "")
    if ".d" in plain:  # Arabic separators have one meaning only
        return [(_decimal(plain.replace(".d", ".")),)]
    parts = re.split(r"\D", plain)
    separators = re.findall(r"\D", plain)
    found: list[tuple[Decimal, ...]] = []
    grouped = all(len(part) == 3 for part in parts[1:])
    decimal = get_decimal_symbol(locale, numbering_system="latn")
    if not separators:
        return [(_decimal(plain),)]
    if re.fullmatch(r"\d{1,2}(?:,\d\d)+,\d{3}", plain):  # as in India: 1,00,000
        return [(_decimal(plain.replace(",", "")),)]
    if grouped and len(set(separators)) == 1 and separators[0] != decimal and len(parts[0]) < 4:
        found.append((_decimal("".join(parts)),))
        if separators[0] not in _SPACES:
            return found
    elif len(set(separators[:-1])) <= 1 and separators.count(separators[-1]) == 1:
        thousands = len(parts) == 2 or all(len(part) == 3 for part in parts[1:-1])
        if thousands and separators[-1] in ".,":
            found.append((_decimal("".join(parts[:-1]) + "." + parts[-1]),))
            if separators[-1] == decimal:
                return found
    return [*found, tuple(_decimal(part) for part in parts)]


def _decimal(text: str) -> Decimal:
    """Return the number, so that arithmetic with it is exact; -1 where it is none."""
    try:
        return Decimal(text) if len(text) <= _MAX_DIGITS else Decimal(-1)
    except InvalidOperation:
        return Decimal(-1)


def _spelled_out(text: str, locale: str, words: Lexicon | None) -> Iterator[Figure]:
    language = lexicon.language_of(locale)
    fractions = list(_fractions(text, words)) if words else []
    yield from fractions
    text = _without(text, fractions)
    if language in UNSPACED:
        ratios = [_ratio(parts) for parts in _PARTS.finditer(text) if not parts[1].isdigit()]
        yield from ratios
        yield from _kanji(_without(text, ratios), words)
        return
    table = number_words(language)
    tokens = list(_tokens(text, table))
    index = 0
    total: Decimal | None = None
    while index < len(tokens):
        size, value = _longest(tokens, index, table, text)
        if not size:
            index += 1
            continue
        start, end = tokens[index].start(), tokens[index + size - 1].end()
        index += size
        total, scale = Decimal(0), None
        while True:
            number = Decimal(value)
            if value < 10**3:
                number, end = _and_a_half(text, end, number, 1, words)
            stop, factor = multiplier(text, end, words, locale)
            end = max(end, stop)
            number, end = _and_a_half(
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
        yield Figure(text[start:end], ((total,),), True, (), False, start, end)


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
            text = _without(text, [figure])
            yield figure


def _and_a_half(
    text: str, end: int, number: Decimal, unit: int, words: Lexicon | None
) -> tuple[Decimal, int]:
    """Add what "and a half" after a number stands for: "two and a half", "due milioni e mezzo"."""
    if words and words.halves and (half := words.halves.match(text, _gap(text, end))):
        return number + Decimal(unit) / 2, half.end()
    return number, end


def _past_article(text: str, position: int) -> int:
    found = re.compile(r"\s+(?:an?|un|une|uno|una|ein|eine|einer)(?=\s)").match(text, position)
    return found.end() if found else position


def _tokens(text: str, table: dict[str, int]) -> Iterator[re.Match[str]]:
    """Yield the words of ``text``; of "six-point" the number alone."""
    first = re.compile(r"[^\W\d_]+")
    for token in re.finditer(r"[^\W\d_]+(?:[-\u2019][^\W\d_]+)*", text):
        head = first.match(text, token.start())
        split = "-" in token.group() and token.group() not in table and head and head[0] in table
        yield head if split and head else token


def _longest(
    tokens: list[re.Match[str]], index: int, table: dict[str, int], text: str
) -> tuple[int, int]:
    for size in (5, 4, 3, 2, 1):
        part = tokens[index : index + size]
        phrase = " ".join(token.group() for token in part)
        if len(part) == size and phrase in table:
            between = (text[a.end() : b.start()] for a, b in itertools.pairwise(part))
            if all(gap.isspace() for gap in between):
                return size, table[phrase]
    return 0, 0


@lru_cache(maxsize=32)
def number_words(language: str) -> dict[str, int]:
    """Return the numbers from 2 to 999 as ``language`` spells them, folded."""
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
    if words:
        table.update(words.numbers)
        table |= dict(_compounds(table, language))
        for word in words.ambiguous:
            table.pop(word, None)
    return table


def _also(spelled: str, language: str) -> Iterator[str]:
    """Yield how news copy spells a number as well, beside CLDR's way."""
    if language == "en":  # the rules are American
        british = spelled.replace("hundred ", "hundred and ")
        yield british
        if british.startswith("one hundred "):
            yield british.replace("one", "a", 1)
    elif language == "fr":  # as before the spelling of 1990
        yield spelled.replace("-et-", " et ")


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


def _kanji(text: str, words: Lexicon | None) -> Iterator[Figure]:
    """Yield Chinese numerals, where a counter follows: elsewhere they are parts of words."""
    counters = words.counters if words else ""
    for match in _KANJI_NUMBER.finditer(text):
        after, before = text[match.end() : match.end() + 1], text[: match.start()][-1:]
        if after == "多" and text[match.end() + 1 : match.end() + 2] in counters:
            after = text[match.end() : match.end() + 2]  # over ten thousand: 一万多名, as 1万多名
        if not after or after[-1] not in counters or (before and before in _VAGUE + "0123456789"):
            continue
        if not any(character in _KANJI for character in match.group()) and match.group() != "十":
            continue  # "hundreds of people" is 百人 too
        value = Decimal(_kanji_value(match.group()))
        end = match.end() + len(after)
        yield Figure(match.group() + after, ((value,),), True, (), False, match.start(), end)


def _kanji_value(text: str) -> int:
    total = section = digit = 0
    for character in text:
        if character in _KANJI:
            digit = digit * 10 + _KANJI[character]
        elif character in _KANJI_UNITS:
            section, digit = section + (digit or 1) * _KANJI_UNITS[character], 0
        else:
            total, section, digit = (
                total + (section + digit or 1) * _KANJI_MYRIADS[character], 0, 0,
            )  # fmt: skip
    return total + section + digit


@lru_cache(maxsize=1024)
def _spelled(value: int | Decimal, language: str) -> frozenset[str]:
    """Return how CLDR spells ``value`` out."""
    try:
        engine = RbnfEngine.for_language(lexicon.language_of(language))
        texts = engine.format_number(value).text_by_ruleset.items()
    except (ValueError, ArithmeticError):  # no file for the language, or no rules in it
        return frozenset()
    # Other rulesets say years or ordinals: "tenth" is not ten.
    return frozenset(
        text.replace("\u00ad", "") for ruleset, text in texts
        if "cardinal" in ruleset or ruleset == "spellout-numbering"
    )  # fmt: skip


@lru_cache(maxsize=64)
def _scale_words(locale: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    """Return CLDR's words for a thousand, a million and so on, the longest first."""
    if not locale:
        return ()
    formats = Locale.parse(locale).compact_decimal_formats
    found: dict[str, int] = {}
    for patterns in (formats.get("long") or {}).values():
        for power, pattern in patterns.items():
            word = fold(re.sub(r"0+", "", pattern.pattern)).strip("\u00a0 '\u202f")
            zeros = pattern.pattern.count("0")
            if zeros and len(word) > 2:
                found[word] = int(power) // 10 ** (zeros - 1)
    ordered = sorted(found, key=len, reverse=True)
    return tuple((re.compile(rf"{re.escape(w)}(?!\w)"), found[w]) for w in ordered)


def _has_words(folded: str, words: str) -> bool:
    wanted = " ".join(fold(words).split())
    # Chinese and Japanese write no spaces; elsewhere "ten" must not be found in "often".
    before, after = r"\b", r"\b"
    if re.search(r"[\u3040-\u30ff\u3400-\u9fff]", wanted):
        numerals = "".join([*_KANJI, *_KANJI_UNITS, *_KANJI_MYRIADS])
        before, after = rf"(?<![\d{_VAGUE}{numerals}])", rf"(?![\d{_VAGUE}{numerals}])"
    return bool(wanted) and re.search(before + re.escape(wanted) + after, folded) is not None
