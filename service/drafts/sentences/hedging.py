"""Whether a sentence says what it takes over as its passage says it: by whom, how surely, or not.

Pure. Who says it is asked of the sentence as a whole. Negations, doubts and reserves (a condition,
a plan, a wish) are asked for three times, so that one that is lost is missed although another is
still there: of the whole; part by part, to the next comma or "and", where most of a part's words
are taken over; and between two words that follow one another in both. Hedges of figures are asked
for at their figures.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import partial
from itertools import pairwise

from ...content import lexicon
from ...content import number_words as numbers
from ...content.lexicon import Lexicon
from ...review.checks.attribution import SAY, has
from .tokens import Word, content, supported, words

# Hedges that stand at a figure: they matter where the figure is taken over.
_OF_FIGURES = frozenset({"about", "at_least", "at_most", "more_than", "less_than"})
# Characters before and after a hedge in which its figure stands.
_BEFORE, _AFTER = 12, 30
# A part is taken over where this share of its words is.
_TAKEN = 2 / 3
_WALL = re.compile(r"(?<!\d)[,،](?!\d)|[;:()–—«»„“”\"「」『』、，。！？؟]|[.!?](?=\s)|\s--?\s")


@dataclass(frozen=True, slots=True)
class _Claim:
    """Something that a text may say; what is wrong if the sentence loses it, or adds it."""

    times: Callable[[str], int]
    lost: str
    added: str

    def seen(self, text: str) -> bool:
        """Tell whether ``text`` says it at all."""
        return self.times(text) > 0


def compared(
    sentence: str, evidence: Sequence[str], language: str, known: Lexicon
) -> Iterator[str]:
    """Yield what ``sentence`` says more or less surely than ``evidence``, sentence by sentence."""
    drawn = _drawn(sentence, evidence, language)
    passage, whole = " ".join(drawn), " ".join(evidence)
    attribution, *claims = _claims(known)
    for claim in (attribution, *claims):
        theirs, ours = claim.seen(passage), claim.seen(sentence)
        if theirs and not ours:
            yield claim.lost
        elif ours and not claim.seen(whole):
            yield claim.added
        elif claim is not attribution and ours:
            own = _seams(claim, [sentence], language)
            if _fewer(own, _seams(claim, drawn, language), language) or any(
                _loses(claim, sentence, each, language, known) for each in drawn
            ):
                yield claim.lost
            if _fewer(_seams(claim, evidence, language), own, language):
                yield claim.added
    yield from _figures(sentence, passage, whole, language, known)


def _bare(text: str) -> str:
    """Return ``text`` without currency signs before figures: "around £70" is around a figure."""
    return re.sub(r"[$€£¥₴₺₽]\s?(?=\d)", "", text)


def _claims(known: Lexicon) -> Iterator[_Claim]:
    yield _Claim(
        lambda text: _times(known.attribution, text),
        "the passage says who says this, and it does not",
        "it says that somebody said this, and the passage does not",
    )
    for kind, pattern in known.hedges.items():
        if kind not in _OF_FIGURES:
            lost, added = _hedge(kind)
            yield _Claim(partial(_times, pattern), lost, added)
    yield _Claim(
        lambda text: _times(known.negation, _guilty(text, known)),
        "the passage has a negation, and it has none",
        "it has a negation, and the passage has none",
    )
    yield _Claim(
        lambda text: _times(known.reserve, text),
        "the passage has a condition, a plan or a wish, and it states a fact",
        "it has a condition, a plan or a wish, and the passage has none",
    )


def _times(pattern: re.Pattern[str] | None, text: str) -> int:
    return sum(1 for _ in pattern.finditer(lexicon.prepare(text))) if pattern else 0


def _guilty(text: str, known: Lexicon) -> str:
    folded = lexicon.prepare(text)
    return known.innocent.sub(" ", folded) if known.innocent else folded


def _hedge(kind: str) -> tuple[str, str]:
    return (
        f"the passage says {SAY[kind]}, and it does not",
        f"it says {SAY[kind]}, and the passage does not",
    )


def _drawn(sentence: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return the sentences of ``evidence`` that ``sentence`` takes a word from that no other has.

    All, if there is none: what else stands in the evidence is none of the sentence's business.
    """
    ours = content(sentence, language)
    theirs = [words(each) for each in evidence]
    held = [[supported(w, each, language, name=False) for each in theirs] for w in ours]
    only = {where.index(True) for where in held if sum(where) == 1}
    if not only and held:
        counts = [sum(where[i] for where in held) for i in range(len(evidence))]
        only = {counts.index(max(counts))}
    return [each for i, each in enumerate(evidence) if i in only or not held]


def _loses(claim: _Claim, sentence: str, source: str, language: str, known: Lexicon) -> bool:
    """Tell whether a part of ``source`` is taken over without what it claims."""
    ours = words(sentence)
    parts = [(part, words(part)) for part in _parts(sentence, known)]
    for part in _parts(source, known):
        if not claim.seen(part):
            continue
        own = _own(claim, part, language)
        taken = [w for w in own if supported(w, ours, language, name=False)]
        if not own or len(taken) < len(own) * _TAKEN:
            continue
        hosts = [
            text for text, theirs in parts
            if any(supported(w, theirs, language, name=False) for w in taken)
        ]  # fmt: skip
        if not any(map(claim.seen, hosts)):
            return True
    return False


def _seams(claim: _Claim, sentences: Sequence[str], language: str) -> list[tuple[Word, Word, int]]:
    """Return each two words that follow one another, and how often the claim is between them."""
    seams = []
    for text in sentences:
        for one, two in pairwise(_own(claim, text, language)):
            seams.append((one, two, claim.times(text[one.end : two.start])))
    return seams


def _fewer(
    ours: Sequence[tuple[Word, Word, int]], theirs: Sequence[tuple[Word, Word, int]], language: str
) -> bool:
    """Tell whether two words of ``theirs`` have less between them wherever they are in ``ours``."""
    for one, two, times in theirs:
        if times:
            same = [
                have for left, right, have in ours
                if supported(one, [left], language, name=False)
                and supported(two, [right], language, name=False)
            ]  # fmt: skip
            if same and max(same) < times:
                return True
    return False


def _own(claim: _Claim, part: str, language: str) -> list[Word]:
    return [w for w in content(part, language) if not claim.seen(w.text)]


def _parts(text: str, known: Lexicon) -> list[str]:
    """Return ``text`` cut at commas and the like, and before "and"."""
    parts: list[str] = []
    joins = known.conjunctions
    for part in _WALL.split(text):
        folded = lexicon.fold(part)
        starts = [0]
        if joins and len(folded) == len(part):
            # German lists marks there, too.
            starts += [m.start() for m in joins.finditer(folded) if m.group()[:1].isalpha()]
        parts += [part[a:b] for a, b in zip(starts, [*starts[1:], len(part)], strict=True)]
    return [part for part in parts if part.strip()]


def _figures(
    sentence: str, passage: str, whole: str, language: str, known: Lexicon
) -> Iterator[str]:
    """Yield the hedges that figures have lost or gained."""
    sentence, passage, whole = _bare(sentence), _bare(passage), _bare(whole)
    values, had = _values(sentence, language), _values(whole, language)
    for kind, pattern in known.hedges.items():
        if kind not in _OF_FIGURES:
            continue
        lost, added = _hedge(kind)
        theirs, ours = has(pattern, passage), has(pattern, sentence)
        if ours and not has(pattern, whole):
            yield added
        elif theirs and not ours:
            if _matters(pattern, passage, set(values), language):
                yield lost
        elif theirs:
            hedged, hedging = (
                _hedged(pattern, passage, language),
                _hedged(pattern, sentence, language),
            )
            if any(
                values.count(v) and had.count(v) <= hedged.count(v) and v not in hedging
                for v in hedged
            ):
                yield lost
            elsewhere = _hedged(pattern, whole, language)
            if any(v in had and v not in elsewhere for v in hedging):
                yield added


def _values(text: str, language: str) -> list[Decimal]:
    return [v for figure in numbers.find(text, language) for v in figure.values]


def _matters(pattern: re.Pattern[str], passage: str, values: set[Decimal], language: str) -> bool:
    """Tell whether a hedge of ``passage`` belongs to a figure that the sentence takes over."""
    folded = lexicon.prepare(passage)
    for match in pattern.finditer(folded):
        near = numbers.find(
            folded[max(0, match.start() - _BEFORE) : match.end() + _AFTER], language
        )
        if not near or any(value in values for figure in near for value in figure.values):
            return True
    return False


def _hedged(pattern: re.Pattern[str], text: str, language: str) -> list[Decimal]:
    """Return the values of the figures that stand nearest to a hedge."""
    folded, values = lexicon.prepare(text), []
    for match in pattern.finditer(folded):
        start = max(0, match.start() - _BEFORE)
        window = folded[start : match.end() + _AFTER]
        since, until = match.start() - start, match.end() - start
        away = [
            (max(place - until, since - place - len(figure.text)), figure)
            for figure in numbers.find(window, language)
            if (place := window.find(figure.text)) >= 0
        ]
        if away:
            values += sorted(min(away, key=lambda pair: pair[0])[1].values)
    return values
