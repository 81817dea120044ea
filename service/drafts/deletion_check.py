"""What a sentence that was shortened lost, and whether only words were left out of it. Pure.

Reasons are plain sentences for an editor. All of this needs the language's lexicon.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import takewhile

from ..content import lexicon
from ..content import number_words as numbers
from ..content.lexicon import UNSPACED, Lexicon
from ..content.lexicon_patterns import ENDING
from ..review.checks.quotations import ANY
from .hedging import bare
from .tokens import Word, quoted, supported, words


def lost(sentence: str, source: str, language: str, known: Lexicon) -> Iterator[str]:
    """Yield what the source has and the shortened sentence no longer has."""
    kept = {v for figure in numbers.find(sentence, language) for v in figure.values}
    for figure in numbers.find(source, language):
        if not figure.among(kept):
            yield f"the number “{figure.text}” is lost"
    ours, theirs = words(sentence), words(source)
    for place, word in enumerate(theirs):
        # At the beginning any word has a capital, and may be a name.
        named = word.name or (not place and word.text[0].isupper())
        if (
            named
            and word.folded not in known.common
            and not _links(word.folded, place, known)
            and not supported(word, ours, language)
        ):
            yield f"the name “{word.text}” is lost"
    kept_words = [quoted(q) for q in ANY.findall(sentence)]
    for quotation in ANY.findall(source):
        if quoted(quotation) not in kept_words:
            yield f"the quotation {quotation} is lost, or cut"
    for pattern, what in (
        (known.negation, "negation"), (known.negative, "restriction"), (known.reserve, "condition"),
        (known.attribution, "attribution"), *((p, "reserve") for p in known.hedges.values()),
    ):  # fmt: skip
        missing = _matches(pattern, source) - _matches(pattern, sentence)
        # One and two letters are beginnings of many a word ("un…"), but not in Arabic.
        short = 1 if lexicon.language_of(language) == "ar" else 4
        for (token, ending), _times in missing.items():
            # As an ending it says little ("-less").
            little = ending or len(token) < short or _links(token, 1, known)
            if what != "restriction" or not little:
                yield f"the {what} “{token.strip()}” is lost"


def _links(word: str, place: int, known: Lexicon) -> bool:
    """Tell whether a folded word, or several, only link their sentence to the one before."""
    kinds = ("links", "light") if place else ("links", "light", "openings")
    return any(pattern.fullmatch(word) for kind in kinds if (pattern := known.asides.get(kind)))


def _matches(pattern: re.Pattern[str] | None, text: str) -> Counter[tuple[str, bool]]:
    """Return what ``pattern`` finds, each with whether it is the ending of a word; how often."""
    folded = lexicon.prepare(bare(text))
    return Counter(
        (m.group(), bool(pattern and ENDING in pattern.groupindex and m[ENDING]))
        for m in (pattern.finditer(folded) if pattern else ())
    )


def torn(sentence: str, source: str, language: str, known: Lexicon) -> Iterator[str]:
    """Yield what shows that words were added, moved, or cut out of the middle of a phrase."""
    if lexicon.language_of(language) in UNSPACED:
        if not _pieces(re.sub(r"\W", "", sentence), re.sub(r"\W", "", source)):
            yield "it has more than the words of the source in their order"
        return
    theirs = words(source)
    ours = [word.folded for word in words(sentence)]
    kept, extra = _kept(ours, theirs)
    if extra:
        yield f"“{extra}” is not a word of the source at this place"
        return
    # Words that stand in what was left out, too, can be told from those in several ways.
    same = sum(
        1
        for _ in takewhile(lambda pair: pair[0] == pair[1].folded, zip(ours, theirs, strict=False))
    )
    ways = [kept, _last(ours, theirs, 0), _last(ours, theirs, same)]
    yield from min((list(_cuts(theirs, way, known)) for way in ways), key=len)


def _cuts(theirs: Sequence[Word], kept: Sequence[bool], known: Lexicon) -> Iterator[str]:
    """Yield where leaving out all of ``theirs`` but ``kept`` tears a phrase apart."""
    for place, word in enumerate(theirs):
        if not kept[place]:
            continue
        before = theirs[place - 1] if place and not word.apart else None
        if before is None or kept[place - 1] or _links(before.folded, place - 1, known):
            continue
        # A preposition or a title cut off in front of what it belongs to changes who did what.
        if before.folded in known.common:
            yield f"“{before.text}” is cut off in front of “{word.text}”"
        elif word.name or word.figure:
            yield f"“{before.text}” in front of “{word.text}” is lost"
    for word, after, there in zip(theirs, theirs[1:], kept[1:], strict=False):
        if word.figure and not there and not after.apart:
            yield f"“{after.text}” after “{word.text}” is lost"


def _kept(ours: Sequence[str], theirs: Sequence[Word]) -> tuple[list[bool], str]:
    """Return which of ``theirs`` are kept, and the first of ``ours`` that is out of order."""
    kept, place = [False] * len(theirs), 0
    for word in ours:
        while place < len(theirs) and theirs[place].folded != word:
            place += 1
        if place == len(theirs):
            return kept, word
        kept[place] = True
        place += 1
    return kept, ""


def _last(ours: Sequence[str], theirs: Sequence[Word], same: int) -> list[bool]:
    """Return which of ``theirs`` are kept if, after the first ``same``, the last ones are."""
    rest, _extra = _kept(ours[same:][::-1], theirs[same:][::-1])
    return [True] * same + rest[::-1]


def _pieces(ours: str, theirs: str, least: int = 3) -> bool:
    """Tell whether ``ours`` is made of pieces of ``theirs``, in order, none too short."""
    place = 0
    while ours:
        size = len(ours)
        while size and ours[:size] not in theirs[place:]:
            size -= 1
        if size < min(least, len(ours)) or not size:
            return False
        place = theirs.index(ours[:size], place) + size
        ours = ours[size:]
    return True
