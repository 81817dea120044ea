"""Errors put into copies of signed sentences, to see whether people find them. Pure.

Each kind is an error that real translations have. They are made in a sentence as readers see it,
figures filled in; where a kind cannot be made of a sentence, there is none.

=============== ==========================================================================
``figure``      one digit of a figure is another
``placeholder`` two figures of the sentence stand in each other's place
``name``        a name, or another capitalised word, is one of another sentence
``negation``    a word such as “not” is gone
``attribution`` the clause that says who says so is gone
=============== ==========================================================================
"""

from __future__ import annotations

import itertools
import random
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from ..content import lexicon
from ..content.facts import Fact
from ..content.placeholders import Segment

KINDS = ("figure", "placeholder", "name", "negation", "attribution")
# Between these a clause stands that says who says so; no more words than that.
_COMMAS = re.compile(r"[,،，、]\s*")
_MOST_WORDS = 9
_CONJUNCTION = 3  # letters
_WORD = re.compile(r"[^\W\d_]{3,}")
# Of so many last letters two words have the same ending, so that the sentence reads well.
_ENDING = 2


def seed(
    kind: str, segments: Sequence[Segment], facts: Mapping[str, Fact], locale: str,
    others: Sequence[str], chance: random.Random,
) -> str | None:  # fmt: skip
    """Return a sentence with an error of ``kind``; None where none can be made.

    ``segments`` are the sentence as readers see it, ``others`` sentences of the same language whose
    words may stand for a name. ``facts`` are those of the message, by name.
    """
    text = "".join(segment.text for segment in segments)
    match kind:
        case "figure":
            versions = list(_figures(segments, chance))
        case "placeholder":
            versions = list(_exchanged(segments, facts))
        case "name":
            versions = list(_names(text, others, chance))
        case "negation":
            versions = list(_without_negation(text, locale))
        case _:
            versions = list(_without_attribution(text, locale))
    versions = [one for one in versions if one != text and _WORD.search(one)]
    return chance.choice(versions) if versions else None


def _figures(segments: Sequence[Segment], chance: random.Random) -> Iterator[str]:
    for index, segment in enumerate(segments):
        places = [i for i, char in enumerate(segment.text) if char.isdecimal()]
        if segment.name is None or not places:
            continue
        # Of the last ones: a year or a number of another size is seen at once.
        at = chance.choice(places[1:][-2:] or places)
        old = unicodedata.decimal(segment.text[at])
        least = 1 if at == places[0] else 0
        new = chance.choice([digit for digit in range(least, 10) if digit != old])
        digit = chr(ord(segment.text[at]) - old + new)
        changed = f"{segment.text[:at]}{digit}{segment.text[at + 1 :]}"
        yield _joined(segments, {index: changed})


def _exchanged(segments: Sequence[Segment], facts: Mapping[str, Fact]) -> Iterator[str]:
    figures = [
        (index, segment, facts[segment.name])
        for index, segment in enumerate(segments)
        if segment.name is not None and segment.name in facts
    ]
    for (i, one, fact), (j, other, second) in itertools.combinations(figures, 2):
        same = type(fact.value) is type(second.value) and fact.format == second.format
        if same and one.text != other.text:
            yield _joined(segments, {i: other.text, j: one.text})


def _joined(segments: Sequence[Segment], changed: Mapping[int, str]) -> str:
    return "".join(changed.get(i, segment.text) for i, segment in enumerate(segments))


def _names(text: str, others: Sequence[str], chance: random.Random) -> Iterator[str]:
    known = {match.group().casefold() for match in _WORD.finditer(text)}
    pool = sorted(
        {m.group() for other in others for m in _capitalised(other)} - {""}, key=str.casefold
    )
    for match in _capitalised(text):
        word = match.group()
        fitting = [
            name for name in pool
            if name.casefold() not in known
            and name[-_ENDING:].casefold() == word[-_ENDING:].casefold()
        ]  # fmt: skip
        if fitting:
            name = chance.choice(fitting)
            yield f"{text[: match.start()]}{name}{text[match.end() :]}"


def _capitalised(text: str) -> Iterator[re.Match[str]]:
    """Yield the capitalised words that begin no sentence."""
    for match in _WORD.finditer(text):
        before = text[: match.start()].rstrip("«„“\"'( \u00a0")
        if match.group()[0].isupper() and before and before[-1] not in ".!?…:":
            yield match


def _without_negation(text: str, locale: str) -> Iterator[str]:
    words = lexicon.of(locale)
    folded = lexicon.fold(text)
    # Folding may change how long a text is; and without spaces a word is hard to take out.
    if words is None or words.negation is None or len(folded) != len(text):
        return
    if words.language in lexicon.UNSPACED:
        return
    spared = [m.span() for m in words.innocent.finditer(folded)] if words.innocent else []
    for match in words.negation.finditer(folded):
        start, end = match.span()
        if match.group() and not any(a <= start < b for a, b in spared):
            yield _without(text, start, end)


def _without_attribution(text: str, locale: str) -> Iterator[str]:
    words = lexicon.of(locale)
    if words is None or words.attribution is None:
        return
    ends = [match.span() for match in _COMMAS.finditer(text)]
    stop = len(text.rstrip(".!?。！？۔ "))
    starts = [(0, 0), *ends]
    for (comma, start), (end, after) in zip(starts, [*ends, (stop, stop)], strict=True):
        clause = text[start:end]
        short = len(clause.split()) <= _MOST_WORDS and len(clause) < stop / 2
        if not short or not words.attribution.search(lexicon.fold(clause)):
            continue
        if start == 0:
            rest = text[after:]
            first = _WORD.match(rest)
            # After a conjunction (“що”, “że”) no sentence is left.
            if words.language in lexicon.UNSPACED or (first and len(first.group()) > _CONJUNCTION):
                yield rest[:1].upper() + rest[1:]
        else:
            yield text[:comma] + text[end:]


def _without(text: str, start: int, end: int) -> str:
    rest = (
        text[end:].lstrip(" \u00a0")
        if text[:start].endswith((" ", "\u00a0")) or not start
        else text[end:]
    )
    changed = text[:start] + rest
    return changed[:1].upper() + changed[1:]
