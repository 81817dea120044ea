"""Figures are the source's: by value, across separators, digit systems and number words.

Most figures of a summary are placeholders, so a figure in the words of a translation is one that
its source has in words too, or one that nobody keeps true. Sources without a lexicon are not
judged.
"""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal

from babel.dates import get_month_names

from ...content import date_words, lexicon, number_senses, number_words, time_words
from ...content.lexicon import UNSPACED, Lexicon
from ...errors import Level
from .base import Check, Subject, without_addresses, without_dashes

_AFTERNOON = re.compile(r"(?<![^\W\d])p\.?m\b")
# "5:00" for "5 a.m."; 1つ, 2か国 are words, and a majority (過半数) is no half.
_FULL_HOUR = re.compile(r"00")
_IDIOMS = re.compile(
    r"(?<![\d１-９.,])[12１２](?:つ|[かカヵヶケ]?国|者)"
    r"|(?<![\d１-９.,])[1１](?:[かカヵヶケ]月|年間?|週間|日)|過半数"
    # Alone: “1人では”.
    r"|(?<![\d１-９.,])[1１]人で[はもの、]"
    # “Per hour”, “a head”.
    r"|(?<![\d１-９.,])[1１]\w{1,3}?(?:当たり|あたり|につき)"
    # “On all sides”, “keep your eyes open”, in Turkish.
    r"|\bdört bir (?:yan|taraf|köşe)\w*|\bgöz\w* dört aç\w*|\bdört baş\w* mamur\b"
)
# What stands after a figure in English, maybe behind the second of a range, and what it is in
# metres, kilometres, centimetres, kilograms, litres or hectares.
_RANGE = r"(?:\s*(?:to|or|and|-|\u2013)\s*\d[\d.,]*)?[\s-]*(?:an? )?"
_IMPERIAL = tuple(
    (re.compile(rf"{_RANGE}(?:{words})(?!\w)"), factor)
    for words, factor in (
        ("miles?|mi|mph", "1.609"), ("foot|feet|ft", "0.3048"), ("inch|inches", "2.54"),
        ("yards?", "0.9144"), ("pounds?|lbs?", "0.4536"), ("ounces?|oz", "28.35"),
        ("acres?", "0.4047"), ("gallons?", "3.785"), ("(?:square|sq) mi(?:les?)?", "2.59"),
    )
)  # fmt: skip
# American copy leaves out the "Fahrenheit"; of a difference, or "in the 80s", the rest.
_FAHRENHEIT = re.compile(
    rf"{_RANGE}(?:degrees?(?! c)|(?:degrees? )?(?:°\s*)?f(?:ahrenheit)?(?!\w)|s(?!\w))"
)
_ONE = re.compile(r"(?<!\w)(?:an?|per) (?=(?:miles?|foot|yard|pound|acre|gallon|ounce|inch)(?!\w))")
# "5.30pm", "1980s", "in his 40s", "6-foot-6": as English writes times, decades and heights.
_CLOCK = re.compile(r"(?i)(?<![\d.])(\d{1,2})\.(\d\d)(?=\s?[ap]\.?m)")
# “1200 GMT” is a time of day.
_FOUR_DIGITS = re.compile(
    r"(?<![\d.,:])([01]\d|2[0-3])([0-5]\d)(?=\s(?:GMT|UTC|BST|CES?T|E[SD]T|hours|hrs|local time)\b)"
)
_YEARS = re.compile(r"(?<![\d.,])(1\d|20)(\d\d)[-–/~〜～](\d\d)(?![\d-])")
# N585 million is an amount, with the letter of a currency, and not the name of a thing.
_SECOND_YEAR = re.compile(
    r"(?<![\d.,])([1１]\d|[2２][0０])(\d\d)\s?年?(?:から|至|到|[-–〜～])\s?(\d\d)(?=\s?年)"
)
_CURRENCY = re.compile(
    r"(?<!\w)[A-Z]{1,3}(?=\d[\d.,]*\s?(?:thousand|million|billion|trillion|crore|lakh)\b)"
)
_DECADE = re.compile(r"(?<!\d)(?:(?:1\d|20)?(\d0))\u2019?s(?!\w)")
_CENTURY = re.compile(r"(?<!\d)(1\d|20)\d0\u2019?s(?!\w)")
# 9/11 is also written 911; 60、70年代 as 6、70年代.
_DAY = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")
# How long a race took, 4:41.30, may be 4分41秒30.
_LAP = re.compile(r"(?<![\d:.])(\d{1,2}):(\d\d)\.(\d\d)(?!\d|\.\d)")
_TENS = re.compile(r"(?<!\d)([1-9])([、,])(?=[1-9]0\s?(?:年代|多|岁|歳|代))")
_DECADES = re.compile(r"[\s-]decades?(?!\w)")
_HEIGHT = re.compile(r"[- ](?:foot|feet)[- ]$")
_HALF = Decimal("0.5")
# In English, of which no list has them: they are in too many idioms.
_FEW = tuple(
    (value, re.compile(rf"(?<![\w-])(?:{words})(?![\w-])"))
    for value, words in ((1, "one|single"), (2, "two|both|twins?|pair|couple"))
)
# Compounds, which no capital letters tell: carbon dioxide, water, methane, particles.
_FORMULA = re.compile(r"(?:[CNS]?O[2２3３]|H[2２]O|N[2２]O|CH[4４]|NH[3３]|SF[6６])(?![0-9])")
# Kings, wars, centuries: “Louis XIV”, “World War II”, “the starting XV”.
_ROMAN = re.compile(r"(?<![\w.-])(?=[IVXLC]{2})(C{0,3})(XC|XL|L?X{0,3})(IX|IV|V?I{0,3})(?![\w-])")
# One letter is one behind a name, or behind what is numbered so: “Charles V”, “type I”. “She and
# I”, “When I” and “Jane I am” have the pronoun, and “on X” a company.
_ROMAN_LETTER = re.compile(
    r"(?:(?P<title>\b(?i:war|type|part|phase|class|stage|level|chapter|act|volume|book|article|title"
    r"|division|category|group|grade|tier|step|section|round|league|formula|schedule|king|queen"
    r"|pope|emperor|empress|tsar))|(?P<name>\b[A-Z][a-z]{2,})) "
    r"(?P<letter>[IVX])(?![\w’'-])"
    r"(?! (?:am|have|do|don|think|thought|know|knew|want|believe|mean)\b)"
)
_ROMAN_LETTERS = {"I": 1, "V": 5, "X": 10}
# A capital at the beginning of a sentence, or a word of the calendar, makes no name.
_CALENDAR = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun|to|yester)day|tonight|today|tomorrow|\w+ly"
    r"|january|february|march|april|may|june|july|august|september|october|november|december"
    r"|when|where|while|what|which|whenever|then|there|here|now|once|since|because|after|before"
    r"|until|although|though|however|instead|maybe|perhaps|sometimes|often|never|always|did|does"
    r"|can|could|should|would|may|might|must|shall|will|how|why|who|yes|well|also|thus|and|but"
    r"|if|so|as|that|this|these|those|all|everything|anything|nothing|ever|even|every|next|last"
)
_ROMAN_TENS = ("", "X", "XX", "XXX", "XL", "L", "LX", "LXX", "LXXX", "XC")
_ROMAN_UNITS = ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")
# “5 gigatons” are five thousand million tons.
_PREFIXED = re.compile(r"[\s-]*(kilo|mega|giga|tera)(?:ton|watt|byte|hertz|joule|litre|liter)")
_PREFIXES = {"kilo": 10**3, "mega": 10**6, "giga": 10**9, "tera": 10**12}
# Languages halve the day and the globe with the word for a half.
_MIDDLE = re.compile(r"\b(?:afternoon|hemisphere|radius|midday|midweek|middle)\b")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)(?!\w)")
_COINS = re.compile(r"\bcents?\b")
# Stand in “per cent”, or in every number from eleven on.
_PER_CENT = frozenset({"cent", "cento", "ciento", "cien", "yüz", "on", "مائة", "مئة", "عشر"})


def numbers(subject: Subject) -> Iterator[str]:
    """Every number of the translation is one of the source's."""
    words = lexicon.of(subject.language)
    if not subject.translated or words is None or words.loose is None:
        return
    lost = next(missing(subject), "") or next(_unspoken(subject), "")
    counts = lost or _counts(subject)
    yield from (
        f"“{figure.text}” is a number that the source does not have: correct it"
        for figure, certain in _new(subject, words)
        if certain and (lost or not figure.word) and (counts or not _is_small(figure, subject))
    )


def added(subject: Subject) -> Iterator[str]:
    """No number is added that may be meant so: “all four” sums up, “100 %” says “fully”.

    A weekday may become a date, and a thing be called by its name: “(W3C)”.
    """
    words = lexicon.of(subject.language)
    if not subject.translated or words is None or words.loose is None:
        return
    if next(numbers(subject), ""):
        return
    for figure, _ in _new(subject, words):
        yield f"“{figure.text}” is a number that the source does not have: is it meant?"
    # “Neuf” may be new; where the source’s seven is nowhere, it may be nine.
    own = lexicon.of(subject.locale)
    if own and own.ambiguous and any(True for _ in _unspoken(subject)):
        for _source, text in subject.pairs():
            for word in sorted(own.ambiguous - _PER_CENT):
                if re.search(rf"(?<!\w){re.escape(word)}(?!\w)", lexicon.prepare(text)):
                    yield f"“{word}” is a number that the source does not have: is it meant?"


def _is_small(figure: number_words.Figure, subject: Subject) -> bool:
    """Tell whether ``figure`` is what most languages write in a word: 3か国 for “Tri Nations”."""
    return lexicon.language_of(subject.locale) in UNSPACED and all(
        value in range(2, 10) for value in figure.values
    )


def _counts(subject: Subject) -> bool:
    """Tell whether the source counts one or two that the translation does not have."""
    for source, text in subject.pairs():
        said = {v for f in number_words.find(text, subject.locale) for v in f.values}
        for value, words in _FEW:
            if (
                words.search(lexicon.prepare(source))
                and Decimal(value) not in said
                and not number_words.states(value, text, subject.locale)
            ):
                return True
    return False


def _unspoken(subject: Subject) -> Iterator[Decimal]:
    """Yield the numbers that the source says in words and the translation does not say."""
    for source, text in subject.pairs():
        figures = number_words.find(text, subject.locale)
        said = Counter(value for figure in figures for value in figure.values)
        months = _months(source, subject.language)
        said -= Counter(months)  # 3月 says March, and not how many
        values = set(said)
        for figure in number_words.find(_plain(source), subject.language):
            if not figure.word or max(figure.values) < 3 or figure.values & values:
                continue
            others = figure.values - months
            if not any(number_words.states(v, text, subject.locale) for v in others):
                yield max(figure.values)


def _new(subject: Subject, words: Lexicon) -> Iterator[tuple[number_words.Figure, bool]]:
    """Yield the figures of the translation that the source does not have, and whether none may be.

    What stands in words, says “fully”, is part of a name or of a date where the source has none,
    may be meant so.
    """
    for source, text in subject.pairs():
        allowed = stated(source, subject.language, words)
        allowed |= _dotted_times(source, subject.language)
        allowed |= {v for hour, minute in _same_times(subject, source, text)
                    for v in (Decimal(hour), Decimal(hour % 12 + 1), Decimal(minute),
                              Decimal(60 - minute))}  # fmt: skip
        meant = _maybe_meant(subject, source, text)
        designated = any(f.name for f in number_words.find(source, subject.language))
        converted = conversions(source) if subject.language == "en" else []
        # One and two are in many idioms ("both", "one of"); from three on it is a count.
        plain = _IDIOMS.sub(" ", _plain(text))
        names = lexicon.fold(source)
        for figure in number_words.find(plain, subject.locale):
            # “Stu Rothenberg” is no hundred in Polish.
            if figure.word and re.search(rf"(?<!\w){re.escape(figure.text)}(?!\w)", names):
                continue
            if (figure.word and max(figure.values) < 3) or _FULL_HOUR.fullmatch(figure.text):
                continue
            if _COINS.search(names) and {value / 100 for value in figure.values} & allowed:
                continue  # “quatre cents” are four cents
            if figure.name and _FORMULA.match(figure.text):
                continue
            if figure.among(allowed) or is_converted(figure.values, converted):
                continue
            yield figure, not ((figure.name and not designated) or figure.among(meant))


def _maybe_meant(subject: Subject, source: str, text: str) -> set[Decimal]:
    """Return numbers that a translation may add: those of a date for a weekday, and 100 %."""
    meant: set[Decimal] = set()
    if not any(mention.days for mention in date_words.mentions(source, subject.language)):
        for mention in date_words.mentions(text, subject.locale):
            if mention.month and mention.days:
                parts = (mention.month, mention.year or mention.month, *mention.days)
                meant |= set(map(Decimal, parts))
    if "percent" in number_senses.shares(text, subject.locale).get(Decimal(100), ()):
        meant.add(Decimal(100))
    return meant


def _dotted_times(text: str, language: str) -> set[Decimal]:
    """Return the times of day that ``text`` names, as a number with a full stop: 19.30."""
    return {
        Decimal(f"{each}.{minute:02}")
        for hour, minute in time_words.times(_plain(text), language)
        for each in (hour, hour % 12, hour % 12 + 12)
    }


def _same_times(subject: Subject, source: str, text: str) -> set[tuple[int, int]]:
    """Return the times of day that both texts name, of twelve hours or twenty-four."""
    ours = time_words.times(text, subject.locale)
    theirs = time_words.times(_plain(source), subject.language)
    halves = {(hour % 12, minute) for hour, minute in theirs}
    return {(hour, minute) for hour, minute in ours if (hour % 12, minute) in halves}


def conversions(source: str) -> list[Decimal]:
    """Return what the miles, feet, inches, … of ``source``, an English text, are in metric units.

    >>> conversions("a tunnel of 2 miles")
    [Decimal('3.218')]
    """
    text = lexicon.prepare(source)
    values = []
    for figure in number_words.find(source, "en"):
        values += _metric(figure.values, text, figure.end)
    for match in _ONE.finditer(text):
        values += _metric([Decimal(1)], text, match.end())
    return values


def _metric(values: Iterable[Decimal], text: str, end: int) -> list[Decimal]:
    """Return what ``values`` are in metric units, if an imperial one stands at ``end``."""
    metric: list[Decimal] = []
    for pattern, factor in _IMPERIAL:
        if pattern.match(text, end):
            metric += [value * Decimal(factor) for value in values]
            if factor in ("0.3048", "0.9144"):  # feet and yards, in centimetres
                metric += [value * Decimal(factor) * 100 for value in values]
    if _FAHRENHEIT.match(text, end):
        if text.startswith("s", end):  # “in the 80s”: up to 89
            values = {*values, *(value + 9 for value in values)}
        metric += [(value - 32) / Decimal("1.8") for value in values]
        metric += [value / Decimal("1.8") for value in values]
    return metric


def is_converted(values: Iterable[Decimal], converted: Sequence[Decimal]) -> bool:
    """Tell whether one of ``values`` is one of ``converted``, rounded as news copy rounds."""
    return any(
        abs(value - other) <= abs(other) / 10 or value in (int(other), int(other) + 1)
        for value in values
        for other in converted
    )


def missing(subject: Subject) -> Iterator[str]:
    """Every number that the source has in digits is in the translation."""
    if not subject.translated:
        return
    for source, text in subject.pairs():
        present = {
            v for f in number_words.find(text, subject.locale) for v in {*f.values, *f.base}
        } | _months(text, subject.locale)  # fmt: skip
        # “1922–26” in both, which the source means as 1926.
        present |= {v for f in number_words.find(_plain(text), subject.locale) for v in f.values}
        if {v for day in _DAY.finditer(source) for v in (Decimal(day[1] + day[2]),)} & present:
            present |= {Decimal(v) for day in _DAY.finditer(source) for v in day.groups()}
        for lap in _LAP.finditer(source):
            if {Decimal(part) for part in lap.groups()[1:]} <= present:
                present.add(Decimal(f"{lap[2]}.{lap[3]}"))
        if _COINS.search(lexicon.fold(source)):
            present |= {value / 100 for value in present}
        # The fifth channel, for Channel 5.
        ordinals = number_senses.ordinals(text, subject.locale)
        present |= {value for said in ordinals for value in said.values}
        folded = lexicon.prepare(_plain(source))
        if _AFTERNOON.search(folded):
            present |= {value - 12 for value in present if value > 12}
        present |= {v for hour, minute in _same_times(subject, source, text)
                    for v in (Decimal(hour), Decimal(hour % 12), Decimal(minute))}  # fmt: skip
        for figure in number_words.find(_plain(source), subject.language):
            # Languages write "12th" in words, one as an article, and WW1 in full.
            if (
                figure.word or figure.name or figure.values <= {Decimal(1)}
                or figure.among(present) or _ORDINAL.match(folded, figure.end)
            ):  # fmt: skip
                continue
            if subject.language == "en" and (
                _DECADE.match(folded, figure.start)
                or _HEIGHT.search(folded[: figure.start])
                or _FULL_HOUR.fullmatch(figure.text)
            ):
                continue  # in words, in metres, or left out
            if any(number_words.states(v, text, subject.locale) for v in figure.values):
                continue  # in a word that is a number only sometimes, such as "elf"
            if not (
                _rendered_metric(figure, source, present)
                or _halved(figure, text, present, subject)
                or _is_magnitude(figure, text, subject.locale)
            ):
                yield f"“{figure.text}” of the source is missing: add the number"


def _is_magnitude(figure: number_words.Figure, text: str, locale: str) -> bool:
    """Tell whether ``figure`` is a magnitude that ``text`` says: 1bn, "мільярд доларів"."""
    words = lexicon.of(locale)
    return words is not None and any(
        factor >= 10**6 and factor in figure.values and pattern.search(lexicon.prepare(text))
        for pattern, factor in words.magnitudes
    )


def _halved(
    figure: number_words.Figure, text: str, present: set[Decimal], subject: Subject
) -> bool:
    """Tell whether the half of ``figure`` stands behind what is counted: 6 capturas y media."""
    words = lexicon.of(subject.locale)
    if words is None or words.halves is None or not words.halves.search(lexicon.prepare(text)):
        return False
    return any(value % 1 == _HALF and int(value) in present for value in figure.values)


def _rendered_metric(figure: number_words.Figure, source: str, present: set[Decimal]) -> bool:
    """Tell whether ``present`` has what ``figure`` of an English source is in metric units."""
    text = lexicon.prepare(source)
    return is_converted(present, _metric(figure.values, text, figure.end))


def _plain(text: str) -> str:
    """Return ``text`` without addresses; times with a colon, 1950–53 in full, N585 as N 585."""
    text = _YEARS.sub(r"\1\2–\1\3", without_dashes(without_addresses(text)))
    text = _SECOND_YEAR.sub(_in_full, text)
    text = _FOUR_DIGITS.sub(r"\1:\2", text)
    text = _TENS.sub(r"\g<1>0\2", _CURRENCY.sub(r"\g<0> ", text))
    return _CLOCK.sub(r"\1:\2", text)


def _in_full(years: re.Match[str]) -> str:
    """Return a range of years, 1950年から53年, with the second one in full; only a later one is."""
    century, first, second = years.groups()
    if int(second) <= int(first):
        return years.group()
    return f"{years.string[years.start() : years.start(3)]}{century}{second}"


def stated(source: str, language: str, words: Lexicon | None) -> set[Decimal]:
    """Return the values that ``source`` states, and those that its words imply ("dozen")."""
    text = _plain(source)
    figures = number_words.find(text, language)
    values = {v for f in figures for v in {*f.values, *f.base}}
    # The year in a name: SS19 is the summer of 2019.
    values |= {v + 2000 for f in figures if f.name for v in f.values if 10 <= v < 100}
    values |= _months(text, language)
    values |= {Decimal(day[1] + day[2]) for day in _DAY.finditer(text)}
    values |= {Decimal(part) for lap in _LAP.finditer(text) for part in lap.groups()}
    folded = lexicon.prepare(text)
    if _AFTERNOON.search(folded):
        values |= {value + 12 for value in values if value <= 12}
    if language == "en":
        values |= {Decimal(decade[1]) for decade in _DECADE.finditer(folded)}
        # The eighties of the twentieth century.
        values |= {Decimal(int(each[1]) + 1) for each in _CENTURY.finditer(folded)}
        for figure in number_words.find(text, language):
            if _DECADES.match(folded, figure.end):
                values |= {value * 10 for value in figure.values}
            if prefix := _PREFIXED.match(folded, figure.end):
                values |= {value * _PREFIXES[prefix[1]] for value in figure.values}
        if _MIDDLE.search(folded):
            values |= {_HALF, _HALF * 100}
    values |= {Decimal(value) for value in number_words.ordinal_values(text, language)}
    # “Halve”, “tripled”: by half, three times.
    values |= {v for said in number_senses.multiples(text, language) for v in said.values}
    values |= _roman(text)
    # 6½, of which the half stands behind what is counted.
    values |= {Decimal(int(value)) for value in values if value % 1 == _HALF and value > 1}
    for said, implied in (words and words.loose) or ():
        if said.search(folded):
            values |= {Decimal(value) for value in implied}
    return values


def _roman(text: str) -> set[Decimal]:
    """Return the values of the Roman numerals of ``text``, up to 399."""
    letters = {
        Decimal(_ROMAN_LETTERS[match["letter"]])
        for match in _ROMAN_LETTER.finditer(text)
        if match["title"] or not _CALENDAR.fullmatch(match["name"].lower())
    }
    return letters | {
        Decimal(
            len(match[1]) * 100 + _ROMAN_TENS.index(match[2]) * 10 + _ROMAN_UNITS.index(match[3])
        )
        for match in _ROMAN.finditer(text)
    }


def _months(text: str, locale: str) -> set[Decimal]:
    folded = lexicon.fold(text)
    return {number for number, names in _month_names(locale) if names.search(folded)}


@functools.cache
def _month_names(locale: str) -> tuple[tuple[Decimal, re.Pattern[str]], ...]:
    """Return the names of each month: compiled once, as every text is searched for all of them."""
    names: dict[int, set[str]] = {}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, context, locale).items():
                if not name[0].isdigit():
                    names.setdefault(number, set()).add(re.escape(lexicon.fold(name)))
    return tuple(
        (Decimal(number), re.compile(rf"(?<!\w)(?:{'|'.join(sorted(each))})t?(?!\w)"))  # "Sept."
        for number, each in names.items()
    )


NUMBERS: dict[str, tuple[Level, Check]] = {
    "numbers": ("error", numbers),
    "numbers-added": ("warning", added),
    "numbers-missing": ("warning", missing),
}
