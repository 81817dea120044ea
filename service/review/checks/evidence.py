"""A statement in the source language says what its evidence says, and no more.

As a translation is held against its source, but the evidence may say more than the statement:
what is left out is seldom wrong, what is added nearly always. Placeholders are not looked at here:
each fact is held against its own quote when the summary is read.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from ...content import lexicon, number_senses, number_words
from ...content.lexicon import Lexicon
from ...errors import Level
from . import measures, names, numbers, quotations
from .attribution import SAY, has, negates, turned
from .base import Check, Subject, words_only

# Nouns have capitals in these languages.
_CAPITAL_NOUNS = frozenset({"de", "lb"})
# A denial or reserve of the evidence is the statement's matter when it has so many of its words.
_SAME_MATTER = 0.5
# These are about a whole statement, the other kinds of reserve about a figure.
_DOUBTS = frozenset({"alleged", "likely"})
_ENDS = re.compile(r"(?<=[.!?。！？؟])[”»」\"]?\s+|(?<=[。！？])")


def evidence_numbers(subject: Subject) -> Iterator[str]:
    """Every number that the statement says in words or digits is in its evidence."""
    words = lexicon.of(subject.language)
    for text, evidence in _held(subject):
        allowed = numbers.stated(evidence, subject.language, words)
        ordinals = number_senses.ordinals(evidence, subject.language)
        allowed |= {value for said in ordinals for value in said.values}
        allowed |= {-value for value in allowed}  # "shrank by 2 per cent": signs are asked about
        for figure in number_words.find(text, subject.language):
            # One and two are in many idioms ("both", "one of"); from three on it is a count.
            if figure.word and max(figure.values) < 3:
                continue
            if not figure.among(allowed):
                yield f"“{figure.text}” is a number that the evidence does not have: correct it"


def evidence_stated(subject: Subject) -> Iterator[str]:
    """A value that the quote does not spell out ("on Tuesday") is what a person reads in it."""
    if not _applies(subject):
        return
    for fact in subject.facts.values():
        if fact.stated and not fact.occurs_in(fact.stated, subject.language):
            said = f"{fact.render(subject.language)} ({fact.described()})"
            yield f"does “{fact.stated}” in the evidence say {said}? Confirm it"


def evidence_quotations(subject: Subject) -> Iterator[str]:
    """What stands in quotation marks is in the evidence, word for word."""
    if not _applies(subject):
        return
    evidence = _letters("\n".join(subject.evidence))
    for form in subject.strings:
        text = words_only(form, "\n")
        for quotation in quotations.ANY.findall(text):
            # What an editor left out or put in stands in dots or brackets.
            parts = re.split(r"…|\.{3}|\[[^\]]*\]|\n", quotation[1:-1])
            if any(_letters(part) not in evidence for part in parts):
                yield f"{quotation} is not in the evidence: quote word for word"


def evidence_units(subject: Subject) -> Iterator[str]:
    """Units and currencies are those of the evidence."""
    words = lexicon.of(subject.language)
    for text, evidence in _held(subject) if words else ():
        assert words is not None
        wanted = measures.units_of(evidence, words, spelled=True)
        # A placeholder may stand for a year of the calendar: {year}年.
        known = measures.units_of(evidence, words, spelled=True, calendar=True)
        for unit in sorted(measures.units_of(text, words) - known if wanted else ()):
            units = ", ".join(sorted(wanted))
            yield f"the unit {unit} is not in the evidence ({units}): correct it"
        wanted = measures.present(words.currencies, evidence)
        for currency in sorted(measures.present(words.currencies, text) - wanted):
            yield f"the evidence has no amount in {currency}: correct it"


def evidence_names(subject: Subject) -> Iterator[str]:
    """Names and acronyms of the statement are in its evidence, or in the article's headline."""
    for text, quotes in _held(subject):
        evidence = f"{subject.title}\n{quotes}"
        there = {_stem(word) for word in re.findall(r"[^\W\d_]+", evidence)}
        flat = f" {lexicon.fold(evidence)} "
        for name in dict.fromkeys(_names(text, subject.language)):
            if _stem(name) not in there and lexicon.fold(name) not in flat:
                yield f"“{name}” is not in the evidence: check the name, or quote what has it"


def _names(text: str, language: str) -> Iterator[str]:
    """Yield acronyms, and words with a capital that begin no sentence."""
    yield from names.ACRONYM.findall(text)
    if lexicon.language_of(language) in _CAPITAL_NOUNS:
        return
    for match in re.finditer(r"[^\W\d_]{3,}", text):
        word, before = match.group(), text[: match.start()].rstrip("“”„«»‘’'\"( ")
        if word[0].isupper() and word[1:].islower() and before and before[-1] not in ".!?:…":
            yield word


def _stem(word: str) -> str:
    """Return what inflections and derivations of a name have in common: Poland, Polish."""
    folded = "".join(
        c for c in unicodedata.normalize("NFD", lexicon.fold(word)) if not unicodedata.combining(c)
    )
    return folded[:4] if len(folded) > 6 else folded[:3]


def evidence_negation(subject: Subject) -> Iterator[str]:
    """The statement denies what the evidence denies, and nothing else."""
    words = lexicon.of(subject.language)
    for text, evidence in _held(subject) if words else ():
        assert words is not None
        denied = negates(words, text)
        if denied and not negates(words, evidence) and not has(words.negative, evidence):
            yield "this has a negation, the evidence has none: check the meaning"
        if denied or has(words.negative, text):
            continue
        if any(negates(words, part) for part in _same_matter(text, evidence, words)):
            yield "the evidence has a negation (“not”, “no”), this has none: check the meaning"


def evidence_opposites(subject: Subject) -> Iterator[str]:
    """What the evidence denies is not admitted here, and what rose there does not fall."""
    words = lexicon.of(subject.language)
    for text, evidence in _held(subject) if words else ():
        for said, contrary in turned(evidence, text, words, words):
            yield f"the evidence says “{said}”, this says “{contrary}”: check the meaning"


def evidence_hedges(subject: Subject) -> Iterator[str]:
    """What the evidence says with reserve is not stated flatly, and no reserve is added."""
    words = lexicon.of(subject.language)
    for text, evidence in _held(subject) if words else ():
        assert words is not None
        near = "\n".join(_same_matter(text, evidence, words))
        ours, theirs = _hedges(words, text), _hedges(words, near)
        # Of two hedged figures the statement may have one; each that it has keeps its hedge.
        bare = _figures(near, subject.language) - len(theirs - _DOUBTS)
        kept = min(_figures(text, subject.language) - max(bare, 0), len(theirs - _DOUBTS))
        lost = set()
        if len(ours - _DOUBTS) < kept:
            lost |= theirs - _DOUBTS - ours
        if theirs & _DOUBTS and not ours & _DOUBTS:
            lost |= theirs & _DOUBTS
        for kind in sorted(lost):
            yield f"the evidence says {SAY[kind]}: say it here too"
        if not _hedges(words, evidence):
            for kind in sorted(ours):
                yield f"this says {SAY[kind]}, the evidence does not: check it"


def _figures(text: str, language: str) -> int:
    """Return how many figures and placeholders ``text`` has."""
    return text.count("{x}") + len(number_words.find(text.replace("{x}", " "), language))


def _hedges(words: Lexicon, text: str) -> set[str]:
    """Return the kinds of reserve that ``text`` has."""
    return {kind for kind, pattern in words.hedges.items() if has(pattern, text)}


def _applies(subject: Subject) -> bool:
    return not subject.translated and bool(subject.evidence)


def _held(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield each form's words, placeholders as ``{x}``, with the evidence."""
    if _applies(subject):
        evidence = "\n".join(subject.evidence)
        for text in subject.strings:
            yield words_only(text, "{x}"), evidence


def _same_matter(text: str, evidence: str, words: Lexicon) -> list[str]:
    """Return the sentences of ``evidence`` that say much of what ``text`` says."""
    ours = _content(text, words)
    passages = []
    for part in (p for quote in evidence.split("\n") for p in _ENDS.split(quote)):
        theirs = _content(part, words)
        if theirs and len(ours & theirs) >= _SAME_MATTER * min(len(ours), len(theirs)):
            passages.append(part)
    return passages


def _content(text: str, words: Lexicon) -> set[str]:
    """Return the words of ``text`` that are not among the commonest, without their endings."""
    if words.language in lexicon.UNSPACED:
        return {text[i : i + 2] for i in range(len(text) - 1) if text[i : i + 2].isalpha()}
    return {
        word[: max(4, len(word) - 2)]
        for word in re.findall(r"[^\W\d_]+", lexicon.fold(text))
        if len(word) > 2 and word not in words.common
    }


def _letters(text: str) -> str:
    """Return ``text`` as quotations compare: no case, letters and figures with one space."""
    return " ".join(re.findall(r"[^\W_]+", lexicon.fold(unicodedata.normalize("NFC", text))))


EVIDENCE: dict[str, tuple[Level, Check]] = {
    "evidence-numbers": ("error", evidence_numbers),
    "evidence-stated": ("warning", evidence_stated),
    "evidence-quotations": ("error", evidence_quotations),
    "evidence-units": ("error", evidence_units),
    "evidence-names": ("warning", evidence_names),
    "evidence-negation": ("warning", evidence_negation),
    "evidence-opposites": ("warning", evidence_opposites),
    "evidence-hedges": ("warning", evidence_hedges),
}
