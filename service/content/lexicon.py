"""The words of each language that content checks look for, read from ``lexicons/<language>.toml``.

``lexicons/README.md`` says what each list is for and how its entries are written.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from ..errors import SummariesError
from . import lexicon_patterns

# In these languages words are not separated by spaces.
UNSPACED = frozenset({"ja", "zh"})


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words.

    ``negative`` are words that may stand for a negation, ``innocent`` those that only look like
    one (a group ``whole`` for phrases without a gap); ``counterparts`` are those of ``negative``
    that both languages have for the same ("only", "without"); ``opposites`` are verbs that report
    one thing or its contrary (``denied``, ``admitted``);
    ``reserve`` are words that make a statement a condition, a plan or a wish; ``conjunctions``
    join the parts of a sentence; ``titles``, and the characters that are ``transliterated``, tell
    names where no capitals do (``drafts/sentences/naming.py``); ``loose`` are words of a source
    that a translation may say as a figure ("dozen"); ``bare`` are numbers that a word alone may be
    ("cent"), ``fractions`` are shares in words, ``halves`` add one to the number before them,
    ``joins`` stand between the numbers of a range, ``minus`` before and ``below_zero`` after what
    is less than nothing; ``rates`` say how often, by the time ("day").
    """

    language: str
    attribution: re.Pattern[str] | None
    hedges: Mapping[str, re.Pattern[str]]
    negation: re.Pattern[str] | None
    innocent: re.Pattern[str] | None
    negative: re.Pattern[str] | None
    counterparts: Mapping[str, re.Pattern[str]]
    opposites: Mapping[str, re.Pattern[str]]
    reserve: re.Pattern[str] | None
    conjunctions: re.Pattern[str] | None
    scales: re.Pattern[str] | None
    magnitudes: tuple[tuple[re.Pattern[str], int], ...]
    currencies: Mapping[str, re.Pattern[str]]
    units: Mapping[str, re.Pattern[str]]
    acronyms: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    bare: Mapping[int, re.Pattern[str]]
    fractions: Mapping[Decimal, re.Pattern[str]]
    halves: re.Pattern[str] | None
    joins: re.Pattern[str] | None
    minus: re.Pattern[str] | None
    below_zero: re.Pattern[str] | None
    percent_before: re.Pattern[str] | None
    rough: tuple[tuple[re.Pattern[str], Decimal], ...]
    multiples: tuple[tuple[re.Pattern[str], Decimal], ...]
    ordinals: tuple[tuple[re.Pattern[str], Decimal], ...]
    rates: Mapping[str, re.Pattern[str]]
    counters: str
    loose: tuple[tuple[re.Pattern[str], Sequence[int]], ...] | None
    ambiguous: frozenset[str]
    common: frozenset[str]
    doubles: frozenset[str]
    titles: Mapping[str, tuple[str, ...]]
    transliterated: frozenset[str]
    quotes: tuple[str, ...]
    ratio: tuple[float, float]


@lru_cache(maxsize=256)
def language_of(locale: str) -> str:
    """Return the language of ``locale``: its lexicon serves all its countries and scripts.

    >>> language_of("zh_Hans"), language_of("pt_BR")
    ('zh', 'pt')
    """
    return Locale.parse(locale).language


def of(locale: str) -> Lexicon | None:
    """Return the lexicon for ``locale``, or None when its language has none."""
    return _load(language_of(locale))


@lru_cache(maxsize=64)
def _load(language: str) -> Lexicon | None:
    path = files(__package__) / "lexicons" / f"{language}.toml"
    return parse(path.read_text(encoding="utf-8"), language) if path.is_file() else None


def parse(text: str, language: str) -> Lexicon:
    """Return the lexicon of ``language`` that ``text``, TOML, is.

    Raises :class:`SummariesError`, naming the list, for an entry that is not a pattern.
    """
    data = tomllib.loads(text)
    lookalikes = [fold(word) for word in data.get("lookalikes", [])]

    def pattern(name: str, words: Sequence[str]) -> re.Pattern[str] | None:
        try:
            folded = [fold(word) for word in words]
            # Of few, “puțin”, Putin would be one: words of denial keep their marks.
            if language == "ro" and name.startswith(("attribution", "hedges")):
                plain = (word.translate(lexicon_patterns.WITHOUT_MARKS) for word in folded)
                folded = list(dict.fromkeys([*folded, *plain]))
            return lexicon_patterns.compiled(folded, language, language not in UNSPACED, lookalikes)
        except SummariesError as error:
            raise SummariesError(f"{language}.toml, {name}: {error}") from None

    def one(name: str) -> re.Pattern[str] | None:
        return pattern(name, data.get(name, []))

    def innocent() -> re.Pattern[str] | None:
        words = data.get("innocent", [])
        parts = {
            False: [w for w in words if " * " not in w],
            True: [w for w in words if " * " in w],
        }
        each = {gap: pattern("innocent", some) for gap, some in parts.items() if some}
        named = (
            f"(?P<whole>{p.pattern})" if not gap else p.pattern for gap, p in each.items() if p
        )
        return re.compile("|".join(named)) if each else None

    def table(name: str) -> dict[str, re.Pattern[str]]:
        each = ((key, pattern(f"{name}.{key}", w)) for key, w in data.get(name, {}).items())
        return {key: compiled for key, compiled in each if compiled}

    def valued(name: str) -> tuple[tuple[re.Pattern[str], Decimal], ...]:
        each = ((words, _share(key)) for key, words in table(name).items())
        return tuple(sorted(each, key=lambda pair: -pair[1]))

    return Lexicon(
        language, one("attribution"), table("hedges"), one("negation"), innocent(),
        one("negative"), table("counterparts"), table("opposites"), one("reserve"),
        one("conjunctions"), one("scales"),
        tuple((words, int(float(value))) for value, words in table("magnitudes").items()),
        table("currencies"), table("units"),
        {name: tuple(forms) for name, forms in data.get("acronyms", {}).items()},
        {fold(form): int(value) for value, forms in data.get("numbers", {}).items()
         for form in forms},
        {int(key): words for key, words in table("bare").items()},
        {_share(key): words for key, words in table("fractions").items()},
        one("halves"), one("joins"), one("minus"), one("below_zero"), one("percent_before"),
        valued("rough"), valued("multiples"), valued("ordinals"),
        table("rates"),
        data.get("counters", ""),
        _loose(data["loose"]) if "loose" in data else None,
        frozenset(fold(word) for word in data.get("ambiguous", [])),
        frozenset(fold(word) for word in data.get("common", [])),
        frozenset(fold(word) for word in data.get("doubles", [])),
        {name: tuple(map(fold, forms)) for name, forms in data.get("titles", {}).items()},
        frozenset(data.get("transliterated", "")) - {"\n"},
        tuple(data.get("quotes", [])),
        (data["ratio"][0], data["ratio"][1]),
    )  # fmt: skip


def _loose(words: Mapping[str, Sequence[int]]) -> tuple[tuple[re.Pattern[str], Sequence[int]], ...]:
    """Return one pattern for all words that imply the same numbers."""
    by_numbers: dict[tuple[int, ...], list[str]] = {}
    for word, numbers in words.items():
        # “a” and “an” are words, and no beginnings.
        end = r"(?!\w)" if len(fold(word)) < 3 else ""
        by_numbers.setdefault(tuple(numbers), []).append(re.escape(fold(word)) + end)
    return tuple(
        (re.compile(rf"(?<!\w)(?:{'|'.join(each)})"), numbers)
        for numbers, each in by_numbers.items()
    )


def _share(text: str) -> Decimal:
    part, _, whole = text.partition("/")
    return Decimal(part) / Decimal(whole or 1)


def fold(text: str) -> str:
    """Return ``text`` as lexicons compare it: one apostrophe, no case, comma-below letters.

    >>> fold("Don't")
    'don’t'
    """
    text = text.replace("ş", "ș").replace("ţ", "ț").replace("İ", "i").casefold()
    text = text.replace("i\u0307", "i").replace("'", "\u2019")
    return text.replace("\u02bc", "\u2019").replace("\u2018", "\u2019")


def prepare(text: str) -> str:
    """Return ``text`` folded, each placeholder as ``{x}``: its name is no word of the text."""
    return fold(re.sub(r"\{\w+\}", "{x}", text))
