"""Likely subtags and distances are CLDR's: for every tag as langcodes has them."""

from __future__ import annotations

import random

import langcodes
import pytest
from babel import Locale
from babel.localedata import locale_identifiers
from langcodes import language_distance as theirs
from langcodes.data_dicts import LANGUAGE_REPLACEMENTS, LIKELY_SUBTAGS

from service.web.language_distance import Triple, distance, maximize

ENGLISH = Locale("en")
LANGUAGES = [str(name).replace("_", "-") for name in ENGLISH.languages]
TERRITORIES, SCRIPTS = list(map(str, ENGLISH.territories)), list(map(str, ENGLISH.scripts))
ODD = (
    "root", "und", "und-CH", "x-private", "a", "abcd", "EN-us", "en_GB", "en-gb-oed", "zh-min",
    "zh-min-nan", "zh-yue", "zh-cmn-Hans-CN", "i-klingon", "i-default", "sgn-US", "ar-arb", "12",
    "ms-zsm", "en-US-posix", "sr-ME", "sh-QU", "no-bok", "art-lojban", "hak-CN", "en-QU", "de-1996",
    "uk-u-co-phonebk", "uk-x-home", "-", "", "uk--UA", "en-US-GB", "zh-Hans-Hant",
)  # fmt: skip


def as_langcodes_has_it(name: str) -> Triple | str | None:
    try:
        parsed = langcodes.get(name)
        full = parsed.maximize()
    except ValueError:
        return "no tag"
    if not parsed.language or parsed.language == "root" or not full.language:
        return None
    return full.language, full.script or "", full.territory or ""


def as_we_have_it(name: str) -> Triple | str | None:
    try:
        return maximize(name)
    except ValueError:
        return "no tag"


def tags() -> list[str]:
    """Return all tags that CLDR knows, and combinations that nobody thought of."""
    chance = random.Random(13)
    known = [*LANGUAGE_REPLACEMENTS, *LIKELY_SUBTAGS, *LANGUAGES, *ODD]
    known += [name.replace("_", "-") for name in locale_identifiers()]
    for language in LANGUAGES:
        known += [f"{language}-{territory}" for territory in chance.sample(TERRITORIES, 5)]
        known += [f"{language}-{s}-{chance.choice(TERRITORIES)}" for s in chance.sample(SCRIPTS, 3)]
    return known


def test_likely_subtags_are_those_of_cldr() -> None:
    """A tag that a browser sends means the same language as to other programs that ask CLDR."""
    assert [n for n in tags() if as_we_have_it(n) != as_langcodes_has_it(n)] == []


@pytest.mark.parametrize(
    "language", ["en-Latn", "es-Latn", "pt-Latn", "ar-Arab", "zh-Hant", "fr-Latn", "zh-Hans"]
)
def test_territories_are_as_far_apart_as_cldr_says(language: str) -> None:
    """An Austrian reader is as near to Switzerland as to Germany; Mexico is near to Peru."""
    code, script = language.split("-")
    for one in TERRITORIES:
        for other in TERRITORIES:
            pair = (code, script, one), (code, script, other)
            assert distance(*pair) == theirs._tuple_distance(*pair), pair


def test_languages_are_as_far_apart_as_cldr_says() -> None:
    """Norwegian and Danish are near, Ukrainian and Arabic are not."""
    chance = random.Random(13)
    triples = sorted({own for name in tags() if isinstance(own := as_we_have_it(name), tuple)})
    for _ in range(50_000):
        pair = chance.choice(triples), chance.choice(triples)
        assert distance(*pair) == theirs._tuple_distance(*pair), pair
