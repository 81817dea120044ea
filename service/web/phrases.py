"""Where a headline's lines may end.

In Japanese and Chinese between phrases, told by BudouX. In Ukrainian, Polish and some others not
after the shortest words, as their printers have it: such a word goes with the one that follows.

BudouX comes with the ``cards`` extra. Without it a browser breaks such a line between any two
characters.
"""

from __future__ import annotations

import importlib
import re
from functools import lru_cache
from typing import Any

# BudouX's models by script, Thai's among them, which cards need and browsers break by themselves.
MODELS = {"Jpan": "japanese", "Hans": "simplified_chinese", "Hant": "traditional_chinese",
          "Thai": "thai"}  # fmt: skip
_SCRIPTS = {"ja": "Jpan", "zh": "Hans", "zh_Hant": "Hant", "zh_TW": "Hant", "zh_HK": "Hant"}


# How long the words are that no line ends with.
_SHORT = dict.fromkeys(("be", "bg", "ru", "uk"), 2) | dict.fromkeys(("cs", "pl", "sk"), 1)


def bound(text: str, locale: str) -> str:
    r"""Return ``text`` with a space that does not break after each of its shortest words.

    >>> bound("ринок і порт", "uk")
    'ринок і\xa0порт'
    """
    longest = _SHORT.get(locale.partition("_")[0])
    if not longest:
        return text
    return re.sub(rf"(?<![\w’'-])([^\W\d_]{{1,{longest}}}) (?=\S)", "\\1\u00a0", text)


@lru_cache(maxsize=4)
def parser(script: str) -> Any:
    """Return BudouX's parser for ``script`` (ISO 15924), None for one that has no model.

    Raises ImportError where BudouX is not installed.
    """
    if script not in MODELS:
        return None
    return getattr(importlib.import_module("budoux"), f"load_default_{MODELS[script]}_parser")()


@lru_cache(maxsize=1024)
def breaks(text: str, locale: str) -> frozenset[int]:
    """Return the places in ``text`` where a phrase begins, as counts of the characters before.

    Empty for languages that write spaces, and where BudouX is not installed.
    """
    script = _SCRIPTS.get(locale) or _SCRIPTS.get(locale.partition("_")[0])
    try:
        phrase_parser = parser(script) if script else None
    except ImportError:
        return frozenset()
    if phrase_parser is None:
        return frozenset()
    places: set[int] = set()
    place = 0
    for word in re.findall(r"\S+\s*|\s+", text):  # a line may end after a space anyway
        for index, phrase in enumerate(phrase_parser.parse(word)):
            places |= {place} if index else set()
            place += len(phrase)
    return frozenset(places)
