"""The words of each language that content checks look for, read from ``data/<language>.toml``.

A pattern there is a word or phrase; ``*`` at its end stands for any ending, at its beginning for
any beginning; ``#`` stands for a figure or a placeholder. Case does not matter.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files

from babel import Locale

# In these languages words are not separated by spaces.
UNSPACED = frozenset({"ja", "zh"})
# One-letter words that Arabic writes together with the next one: and, so, with, to, as, and "the".
_CLITICS = r"(?:[وف]?[بلك]?(?:ال)?|[وف]?لل)"


@dataclass(frozen=True, slots=True)
class Lexicon:
    """One language's words.

    ``negative`` are words that may stand for a negation, ``innocent`` those that only look like
    one; ``reserve`` are words that make a statement a condition, a plan or a wish; ``asides`` tell
    what may be left out of a sentence (``drafts/cuts.py``); ``loose`` are words of a source that a
    translation may say as a figure ("dozen").
    """

    language: str
    attribution: re.Pattern[str] | None
    hedges: Mapping[str, re.Pattern[str]]
    negation: re.Pattern[str] | None
    innocent: re.Pattern[str] | None
    negative: re.Pattern[str] | None
    reserve: re.Pattern[str] | None
    asides: Mapping[str, re.Pattern[str]]
    magnitudes: tuple[tuple[re.Pattern[str], int], ...]
    currencies: Mapping[str, re.Pattern[str]]
    units: Mapping[str, re.Pattern[str]]
    acronyms: Mapping[str, tuple[str, ...]]
    numbers: Mapping[str, int]
    counters: str
    loose: Mapping[str, tuple[int, ...]] | None
    ambiguous: frozenset[str]
    common: frozenset[str]
    doubles: frozenset[str]
    quotes: tuple[str, ...]
    ratio: tuple[float, float]


def language_of(locale: str) -> str:
    """Return the language of ``locale``: its lexicon serves all its countries and scripts."""
    return Locale.parse(locale).language


def of(locale: str) -> Lexicon | None:
    """Return the lexicon for ``locale``, or None when its language has none."""
    return _load(language_of(locale))


@lru_cache(maxsize=64)
def _load(language: str) -> Lexicon | None:
    path = files(__package__) / "data" / f"{language}.toml"
    if not path.is_file():
        return None
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    magnitudes = data.get("magnitudes", {})
    return Lexicon(
        language,
        _pattern(data.get("attribution", []), language),
        _patterns(data.get("hedges", {}), language),
        _pattern(data.get("negation", []), language),
        _pattern(data.get("innocent", []), language),
        _pattern(data.get("negative", []), language),
        _pattern(data.get("reserve", []), language),
        _patterns(data.get("asides", {}), language),
        tuple(
            (compiled, int(float(value)))
            for value, words in magnitudes.items()
            if (compiled := _pattern(words, language))
        ),
        _patterns(data.get("currencies", {}), language),
        _patterns(data.get("units", {}), language),
        {name: tuple(forms) for name, forms in data.get("acronyms", {}).items()},
        {fold(form): int(value) for value, forms in data.get("numbers", {}).items()
         for form in forms},
        data.get("counters", ""),
        {fold(w): tuple(v) for w, v in data["loose"].items()} if "loose" in data else None,
        frozenset(fold(word) for word in data.get("ambiguous", [])),
        frozenset(fold(word) for word in data.get("common", [])),
        frozenset(fold(word) for word in data.get("doubles", [])),
        tuple(data.get("quotes", [])),
        (data["ratio"][0], data["ratio"][1]),
    )  # fmt: skip


def fold(text: str) -> str:
    """Return ``text`` as lexicons compare it: one apostrophe, no case, comma-below letters."""
    text = text.replace("ş", "ș").replace("ţ", "ț").replace("İ", "i")
    return re.sub("['\u02bc\u2018]", "\u2019", text.casefold().replace("i\u0307", "i"))


def prepare(text: str) -> str:
    """Return ``text`` folded, each placeholder as ``{x}``: its name is no word of the text."""
    return fold(re.sub(r"\{\w+\}", "{x}", text))


def _patterns(table: Mapping[str, list[str]], language: str) -> dict[str, re.Pattern[str]]:
    return {name: p for name, words in table.items() if (p := _pattern(words, language))}


def _pattern(words: list[str], language: str) -> re.Pattern[str] | None:
    """Compile ``words`` into one expression over folded text."""
    return re.compile("|".join(_one(word, language) for word in words)) if words else None


def _one(word: str, language: str) -> str:
    starts, ends = word.startswith("*"), word.endswith("*")
    body = re.escape(fold(word.strip("*"))).replace(r"\ ", r"\s+")
    body = body.replace(r"\#", r"(?:\{\w+\}|\d)")
    if language in UNSPACED or not re.match(r"\w", word.strip("*#")):
        return body
    before = "" if starts else (r"(?<!\w)" + (_CLITICS if language == "ar" else ""))
    after = "" if ends else r"(?!\w)"
    return before + body + after if not word.endswith("#") else before + body
