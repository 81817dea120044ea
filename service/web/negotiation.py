"""Which edition a reader gets: Accept-Language against what there is, by CLDR's distances. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale

from ..content.locales import tag
from .language_distance import Triple, distance, maximize

# Browsers send a handful of ranges in some 100 bytes; past these limits a header is noise, and
# noise must cost nothing.
MAX_HEADER = 1000
MAX_RANGES = 20
# Distances beyond this are different languages (langcodes' own default, after CLDR).
THRESHOLD = 25
# The further down the reader's list, the worse: CLDR's language matching demotes every further
# desired locale by one regional difference, so that a variant of the first language ("en-AU" for
# "en-GB") still wins over an exact match of the second.
DEMOTION = 5

RANGE = re.compile(
    r"\s*(\*|[A-Za-z]{1,8}(?:[-_][A-Za-z0-9]{1,8})*)\s*"
    r"(?:;\s*[qQ]\s*=\s*([0-9]{1,3}(?:\.[0-9]*)?|\.[0-9]+)\s*)?"
)
# RFC 5646, section 4.4.1: 35 characters hold every tag in use.
MAX_TAG = 35


@dataclass(frozen=True, slots=True)
class Choice:
    """The locale that was chosen.

    ``requested`` is the language tag the reader wanted most, None when they named none. ``fits``
    is False when what they get is not that language: then the page has to say so.
    """

    locale: str
    requested: str | None
    fits: bool


def parse(header: str) -> list[str]:
    """Return the language ranges of ``header``, Accept-Language, best first, without invalid ones.

    Ranges of equal quality keep the header's order; quality 0 means "not this one" and drops it.

    >>> parse("de-AT, uk;q=0.5, nonsense=;q=x, *;q=0")
    ['de-AT', 'uk']
    """
    ranges: list[tuple[float, str]] = []
    for part in header[:MAX_HEADER].split(",")[: 2 * MAX_RANGES]:
        match = RANGE.fullmatch(part)
        if not match:
            continue
        quality = min(float(match.group(2) or 1), 1.0)
        if quality > 0:
            ranges.append((quality, match.group(1).replace("_", "-")))
    ranges.sort(key=lambda entry: -entry[0])
    return list(dict.fromkeys(name for _quality, name in ranges))[:MAX_RANGES]


def choose(header: str, available: Sequence[str], default: str) -> Choice:
    """Choose among ``available`` locales for ``header``, an Accept-Language.

    ``default`` (the source language) is for readers whose languages are all missing.

    >>> choose("de-AT, uk;q=0.5", ["en", "uk"], "en")
    Choice(locale='uk', requested='de-AT', fits=False)
    """
    return _choose(header[:MAX_HEADER], tuple(available), default)


@lru_cache(maxsize=2048)
def _choose(header: str, available: tuple[str, ...], default: str) -> Choice:
    wanted = parse(header)
    named = [name for name in wanted if name != "*"]
    supported = [(locale, _maximal(tag(locale))) for locale in available]
    best: tuple[int, str, str] | None = None
    for rank, name in enumerate(wanted):
        desired = _maximal(name) if name != "*" else None
        if desired is None:
            continue
        for locale, triple in supported:
            far = _distance(desired, triple)
            if far <= THRESHOLD and (best is None or far + DEMOTION * rank < best[0]):
                best = (far + DEMOTION * rank, locale, name)
    if best is None:
        return Choice(default, named[0] if named else None, not named)
    return Choice(best[1], named[0], same_language(named[0], best[1]))


def canonical(name: str, available: Sequence[str]) -> str | None:
    """Return the one of ``available`` that the tag ``name`` means, however it is written.

    ``zh-CN``, ``zh_hans`` and ``ZH-Hans`` all mean ``zh_Hans``; ``uk-UA`` means ``uk``. None when
    it means none of them.

    >>> canonical("zh-CN", ["en", "zh_Hans"])
    'zh_Hans'
    """
    if not RANGE.fullmatch(name) or name == "*":
        return None
    wanted = _maximal(name)
    return next(
        (
            locale
            for locale in available
            if wanted and wanted[:2] == (_maximal(tag(locale)) or ())[:2]
        ),
        None,
    )


def distances(name: str, locales: Sequence[str]) -> dict[str, int]:
    """Return how far each of ``locales`` is from the language tag ``name``; far ones are left out.

    It is what :func:`choose` compares, before a language's place in the header comes in.
    """
    desired = _maximal(name)
    if desired is None:
        return {}
    by_locale = {locale: _distance(desired, _maximal(tag(locale))) for locale in locales}
    return {locale: far for locale, far in by_locale.items() if far <= THRESHOLD}


def same_language(name: str, locale: str) -> bool:
    """Tell whether the language tag ``name`` and ``locale`` are one language in one script.

    >>> same_language("zh-TW", "zh_Hans")
    False
    """
    left, right = _maximal(name), _maximal(tag(locale))
    return left is not None and right is not None and left[:2] == right[:2]


@lru_cache(maxsize=2048)
def display_name(name: str, locale: str) -> str | None:
    """Return the name of the language ``name`` (a tag) in ``locale``; None when CLDR has none.

    >>> display_name("pt-BR", "en")
    'Portuguese (Brazil)'
    """
    full = _maximal(name)
    if full is None:
        return None
    language, script, territory = full
    names = Locale.parse(locale)
    usual = _maximal(language)
    written = name.upper().replace("_", "-").split("-")[1:]
    unusual = usual is None or script != usual[1]
    details = [names.scripts.get(script)] if unusual or script.upper() in written else []
    if territory in written:
        details.append(names.territories.get(territory))
    base = names.languages.get(language)
    inside = ", ".join(detail for detail in details if detail)
    return f"{base} ({inside})" if base and inside else base


@lru_cache(maxsize=4096)
def _maximal(name: str) -> Triple | None:
    """Return language, script and territory with CLDR's likely subtags filled in."""
    if len(name) > MAX_TAG:
        return None
    try:
        return maximize(name)
    except ValueError:
        return None


def _distance(desired: Triple, supported: Triple | None) -> int:
    return THRESHOLD + 1 if supported is None else distance(desired, supported)
