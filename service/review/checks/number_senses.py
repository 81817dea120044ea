"""How many in words that are no count, below zero or above, per cent or not: as the source has it.

A statement is held against its evidence, a translation against its source. What the other text
contradicts blocks; what it only does not say, in words that these checks know, is a question.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from ...content import number_senses, number_words
from ...content.lexicon import language_of
from ...content.number_senses import Said
from ...content.placeholders import PlaceholderError, parse
from ...errors import Level
from .base import Check, Subject, without_dashes

# A rough number contradicts others from this many times their size on.
_MUCH_MORE = 10
# "Hundreds" may be 90 or so, and are no hundred times as many.
_NEARLY = Decimal("0.8")
_MANY = 100
# Between two figures of the evidence, "doubled" may be 1.85 or 2.15 times.
_ABOUT = Decimal("0.15")
# 第十一 is no 第十.
_NUMERALS = tuple("一二三四五六七八九十百")
_SHARES = {"percent": "per cent", "points": "percentage points", "": "a plain number"}


def contradicted(subject: Subject) -> Iterator[str]:
    """Rough numbers, multiples and ordinals do not contradict the evidence’s."""
    for text, evidence, language in _against_evidence(subject):
        there = number_senses.rough(evidence, language)
        for said in number_senses.rough(text, language):
            if there and _exceeds(said, there) and not _is_size(said, evidence, language):
                yield f"“{said.text}” is more than the evidence says ({_listed(there)}): correct it"
        others = number_senses.multiples(evidence, language)
        for said in _new_multiples(text, evidence, language) if others else ():
            yield f"the evidence says “{_listed(others)}”, this “{said.text}”: correct it"
        places = number_senses.ordinals(evidence, language)
        for said in _new_ordinals(text, evidence, language):
            if said.about and any(said.about == other.about for other in places):
                yield f"the evidence says “{_listed(places)}”, this “{said.text}”: correct it"


def unsupported(subject: Subject) -> Iterator[str]:
    """Rough numbers, multiples, ordinals, signs and per cent are the evidence’s."""
    refused = bool(list(contradicted(subject)))
    for text, evidence, language in _against_evidence(subject):
        if not refused:
            for said in number_senses.rough(text, language):
                if not _is_rough(said, evidence, language):
                    yield f"does the evidence say “{said.text}”? Confirm it"
            for said in _new_multiples(text, evidence, language):
                yield f"does the evidence say “{said.text}”? Confirm it"
            for said in _new_ordinals(text, evidence, language):
                yield f"does the evidence say “{said.text}”? Confirm it"
        yield from _signs(text, language, evidence, language, "evidence")
        yield from _shares(text, evidence, language)


def senses(subject: Subject) -> Iterator[str]:
    """Rough numbers, multiples and signs are the source’s: no “thousands” for “hundreds”."""
    if not subject.translated:
        return
    for source, text in subject.pairs():
        language, locale = subject.language, subject.locale
        there = number_senses.rough(source, language)
        for said in number_senses.rough(text, locale):
            if there and _differs(said, there) and not _is_size(said, source, language):
                yield f"the source says “{_listed(there)}”, this “{said.text}”: check the number"
        others = number_senses.multiples(source, language)
        for said in number_senses.multiples(text, locale) if others else ():
            if not any(said.values & other.values for other in others):
                yield f"the source says “{_listed(others)}”, this “{said.text}”: check the number"
        yield from _replaced_ordinals(source, language, text, locale)
        yield from _signs(without_dashes(text), locale, source, language, "source")


def _replaced_ordinals(source: str, language: str, text: str, locale: str) -> Iterator[str]:
    """Yield where the source's only ordinal was replaced: “fourth” for “third”.

    “Second” is a time as well, and “third” a part.
    """
    there, here = (
        [said for said in number_senses.ordinals(*pair) if said.about[:1] not in _NUMERALS]
        for pair in ((source, language), (text, locale))
    )
    said, others = ({v for o in each for v in o.values} for each in (there, here))
    said |= number_senses.sizes(source, language)
    said |= set(map(Decimal, number_words.ordinal_values(source, language)))
    # Of “twenty-second” the lexicons know the second half.
    read = set(map(Decimal, number_words.ordinal_values(text, locale)))
    read |= number_senses.sizes(text, locale)
    if len(there) == 1 and others and not others & said and not said & read:
        yield f"the source says “{_listed(there)}”, this “{_listed(here)}”: check the number"


def _against_evidence(subject: Subject) -> Iterator[tuple[str, str, str]]:
    """Yield each form as readers see it, the evidence, and their language."""
    if not subject.translated and subject.evidence:
        evidence = "\n".join(subject.evidence)
        for form in subject.strings:
            yield _shown(form, subject), evidence, language_of(subject.language)


def _shown(form: str, subject: Subject) -> str:
    """Return ``form`` with the numbers of its facts written; other placeholders as ``{x}``."""
    try:
        segments = parse(form)
    except PlaceholderError:
        return form
    parts = []
    for segment in segments:
        fact = subject.facts.get(segment.name or "")
        if segment.words is not None:
            parts.append(segment.words)
        elif fact is not None and fact.kind == "number":
            parts.append(fact.render(subject.language))
        else:
            parts.append("{x}" if segment.name else segment.text)
    return "".join(parts)


def _exceeds(said: Said, there: list[Said]) -> bool:
    return min(said.values) >= _MUCH_MORE * max(max(other.values) for other in there)


def _differs(said: Said, there: list[Said]) -> bool:
    """Tell whether every rough number of ``there`` is another power of ten, or more than that."""
    ours = min(said.values)
    return all(
        ours >= _MUCH_MORE * max(other.values) or min(other.values) >= _MUCH_MORE * ours
        for other in there
    )


def _is_size(said: Said, other: str, language: str) -> bool:
    """Tell whether a figure of ``other`` is about as large as ``said``."""
    least = min(said.values)
    sizes = number_senses.sizes(other, language)
    return any(_NEARLY * least <= size < _MANY * least for size in sizes)


def _is_rough(said: Said, evidence: str, language: str) -> bool:
    there = number_senses.rough(evidence, language)
    same = bool(there) and not _differs(said, there)
    return same or _is_size(said, evidence, language)


def _new_multiples(text: str, evidence: str, language: str) -> Iterator[Said]:
    """Yield the multiples of ``text`` that neither words nor figures of the evidence bear out."""
    there = {v for said in number_senses.multiples(evidence, language) for v in said.values}
    sizes = number_senses.sizes(evidence, language, parts=True)
    for said in number_senses.multiples(text, language):
        if not any(_is_multiple(value, there, sizes) for value in said.values):
            yield said


def _is_multiple(value: Decimal, there: set[Decimal], sizes: set[Decimal]) -> bool:
    # In figures: "three times", "300 per cent", "up 200 per cent", "from 20 to 60".
    plain = {value, value * 100, abs(value - 1) * 100}
    return (
        value in there
        or bool(plain & sizes)
        or any(
            one and abs(other / one - value) <= _ABOUT * value for one in sizes for other in sizes
        )
    )


def _new_ordinals(text: str, evidence: str, language: str) -> Iterator[Said]:
    there = {v for said in number_senses.ordinals(evidence, language) for v in said.values}
    there |= number_senses.sizes(evidence, language)
    for said in number_senses.ordinals(text, language):
        if not said.values & there:
            yield said


def _signs(text: str, language: str, other: str, others: str, name: str) -> Iterator[str]:
    there = number_senses.signs(other, others)
    for size, here in number_senses.signs(text, language).items():
        if size in there and not here & there[size]:
            below = True in there[size]
            if name == "evidence":
                yield (
                    f"{size:f} is below zero in the evidence, and not here: check the sign" if below
                    else f"{size:f} is above zero in the evidence, and not here: check the sign"
                )  # fmt: skip
            else:
                yield (
                    f"{size:f} is below zero in the source, and not here: check the sign" if below
                    else f"{size:f} is above zero in the source, and not here: check the sign"
                )  # fmt: skip


def _shares(text: str, evidence: str, language: str) -> Iterator[str]:
    there = number_senses.shares(evidence, language)
    for size, here in number_senses.shares(text, language).items():
        kinds = there.get(size, here)
        # "Percent" beside "points" is a unit's matter, and blocks.
        if not here & kinds and "" in here | kinds:
            said, ours = (" or ".join(_SHARES[k] for k in sorted(each)) for each in (kinds, here))
            yield f"{size:f} is {said} in the evidence, and {ours} here: check it"


def _listed(said: list[Said]) -> str:
    return ", ".join(dict.fromkeys(each.text for each in said))


NUMBER_SENSES: dict[str, tuple[Level, Check]] = {
    "evidence-amounts": ("error", contradicted),
    "evidence-senses": ("warning", unsupported),
    "number-senses": ("warning", senses),
}
