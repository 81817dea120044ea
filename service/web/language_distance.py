"""How far two languages are apart, by CLDR: likely subtags, and distances for matching. Pure.

The data are those of langcodes. Its own functions keep every tag and every pair that they ever saw,
and what clients send must not fill the memory; these keep nothing. The rules are those of UTS 35,
“Likely Subtags” and “Language Matching”; tests compare each with langcodes.
"""

from __future__ import annotations

from langcodes.data_dicts import (
    LANGUAGE_DISTANCES,
    LANGUAGE_REPLACEMENTS,
    LIKELY_SUBTAGS,
    NORMALIZED_MACROLANGUAGES,
    TERRITORY_REPLACEMENTS,
)
from langcodes.language_distance import AMERICAS, CNSAR, LATIN_AMERICA, MAGHREB, US
from langcodes.tag_parser import parse_tag

# Language, script and territory, such as ("uk", "Cyrl", "UA").
Triple = tuple[str, str, str]
# Where nothing matches: another language, another script.
_OTHER_LANGUAGE = LANGUAGE_DISTANCES["*"]["*"]
_OTHER_SCRIPT = LANGUAGE_DISTANCES["*_*"]["*_*"]
# Another territory; in another part of the world that shares the language's spelling; the one
# spelling that is used in most of the Commonwealth; and Latin America as a whole.
_OTHER_TERRITORY, _OTHER_CLUSTER, _COMMONWEALTH, _INSIDE = 4, 5, 3, 1
# What of a tag likely subtags are looked up by: language, script, territory.
_LOOKUPS = ((0, 1, 2), (0, 2), (0, 1), (0,), (1,), ())


def maximize(name: str) -> Triple | None:
    """Return language, script and territory of ``name``, a tag; CLDR says what is likely missing.

    Deprecated codes are replaced. None for a tag that names no language. Raises ValueError for what
    is no tag.

    >>> maximize("zh-TW"), maximize("iw"), maximize("und-CH")
    (('zh', 'Hant', 'TW'), ('he', 'Hebr', 'IL'), None)
    """
    parts_of_tag = _parts(name)
    if not parts_of_tag[0] or parts_of_tag[0] in ("und", "root"):
        return None
    macro = (NORMALIZED_MACROLANGUAGES.get(parts_of_tag[0], parts_of_tag[0]), *parts_of_tag[1:])
    for kept in _LOOKUPS:
        for parts in (parts_of_tag, macro):
            tag = "-".join(
                part or "und" for at, part in enumerate(parts) if at == 0 or (at in kept and part)
            )
            tag = tag if 0 in kept else f"und{tag.removeprefix(parts[0])}"
            if subtags := LIKELY_SUBTAGS.get(tag):
                likely = dict(_subtags(subtags))
                return (
                    parts_of_tag[0],
                    parts_of_tag[1] or likely["script"],
                    parts_of_tag[2] or likely["territory"],
                )
    return None


def _parts(name: str) -> Triple:
    """Return what ``name`` says of language, script and territory, deprecated codes replaced."""
    name = LANGUAGE_REPLACEMENTS.get(name.lower().replace("_", "-"), name)
    parts = {"language": "", "script": "", "territory": ""}

    def replaced(code: str) -> bool:
        other = LANGUAGE_REPLACEMENTS.get(code.lower())
        if other is not None:
            new = zip(parts, _parts(other), strict=True)
            parts.update((kind, value) for kind, value in new if value)
        return other is not None

    for kind, value in _subtags(name):
        if kind == "extlang":
            if parts["language"]:
                replaced(f"{parts['language']}-{value}")
        elif kind == "language":
            if value != "und" and not replaced(value):
                parts["language"] = value
        elif kind == "grandfathered":
            parts["language"] = value
        elif kind == "territory":
            parts["territory"] = TERRITORY_REPLACEMENTS.get(value.lower(), value)
        elif kind == "script":
            parts["script"] = value
    return parts["language"], parts["script"], parts["territory"]


def _subtags(tag: str) -> list[tuple[str, str]]:
    """Return each subtag with its kind. Raises ValueError for what is no tag."""
    return list(parse_tag(tag))  # type: ignore[no-untyped-call] # langcodes has no types for it


def distance(desired: Triple, supported: Triple) -> int:
    """Return how far ``supported`` is from what a reader wants: 0 is the same, 134 the farthest.

    >>> distance(("en", "Latn", "AU"), ("en", "Latn", "GB"))
    3
    """
    total = 0
    if desired[0] != supported[0]:
        near = LANGUAGE_DISTANCES.get(desired[0], {})
        total += near.get(supported[0], _OTHER_LANGUAGE)
    scripts = f"{desired[0]}_{desired[1]}", f"{supported[0]}_{supported[1]}"
    if desired[1] != supported[1]:
        total += LANGUAGE_DISTANCES.get(scripts[0], {}).get(scripts[1], _OTHER_SCRIPT)
    if desired[2] != supported[2]:
        total += _territory(desired, supported) if scripts[0] == scripts[1] else _OTHER_TERRITORY
    return total


def _territory(desired: Triple, supported: Triple) -> int:
    """Return how far two territories of one language in one script are apart."""
    language, script, wanted = desired
    there = supported[2]
    if language == "en":
        if (wanted == "GB" and there not in US) or (there == "GB" and wanted not in US):
            return _COMMONWEALTH
        cluster = US
    elif language == "ar":
        cluster = MAGHREB
    elif wanted in LATIN_AMERICA and there == "419":
        return _INSIDE
    elif language in ("es", "pt"):
        cluster = AMERICAS
    elif (language, script) == ("zh", "Hant"):
        cluster = CNSAR
    else:
        return _OTHER_TERRITORY
    return _OTHER_CLUSTER if (wanted in cluster) != (there in cluster) else _OTHER_TERRITORY
