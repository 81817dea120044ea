"""What a sentence that a model wrote must keep of the passage it rests on. Pure.

Numbers by value, dates, names, quotations, who says it, how surely, and whether it is denied. Such
a guard sees the surface: about a third of what is wrong passes it, so it warns and never approves.
Reasons are plain sentences for an editor; no reasons means that nothing was found.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from babel.dates import get_day_names

from ...content import lexicon
from ...content import number_words as numbers
from ...content.lexicon import UNSPACED, Lexicon
from ...review.checks.length import repeated
from ...review.checks.measures import present, units_of
from ...review.checks.quotations import ALL_MARKS, ANY
from ..figures import named_dates
from . import hedging, naming
from .tokens import Word, content, differing, quoted, supported, words

# A sentence with a larger share of words that the passage lacks says something else.
_FOREIGN = 0.34


def grounded(sentence: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return why ``sentence`` does not rest on ``evidence``, sentences of the article.

    Both are in ``language``. What only a lexicon knows (attribution, hedges, negation) is not
    judged in a language without one.
    """
    passage = " ".join(evidence)
    problems = [
        *_numbers(sentence, passage, language), *_dates(sentence, passage, language),
        *_names(sentence, passage, language), *_quotations(sentence, passage),
        *_wording(sentence, passage, language),
    ]  # fmt: skip
    # A phrase of four words that comes back is no longer language.
    if (again := repeated(sentence, language)) and again != repeated(passage, language):
        problems.append(f"it repeats “{again}”")
    if known := lexicon.of(language):
        problems += _measures(sentence, passage, known)
        problems += hedging.compared(sentence, evidence, language, known)
    return list(dict.fromkeys(problems))


def novel(sentence: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return the words of ``sentence`` that no word of ``evidence`` stands for: to be looked at."""
    passage = " ".join(evidence)
    foreign = differing(sentence, passage, language)
    if lexicon.language_of(language) not in UNSPACED:
        return [word.text for word in foreign]
    return list(_gathered(foreign, sentence, passage))


def _gathered(foreign: Sequence[Word], sentence: str, passage: str) -> Iterator[str]:
    """Yield pairs of characters that overlap as one, without the edges that ``passage`` has."""
    runs: list[tuple[int, int]] = []
    for word in foreign:
        if word.name:
            yield word.text
        elif runs and word.start < runs[-1][1]:
            runs[-1] = (runs[-1][0], word.end)
        else:
            runs.append((word.start, word.end))
    for start, end in runs:
        # Pairs reach over into the words beside them.
        since, until = start + (sentence[start] in passage), end - (sentence[end - 1] in passage)
        if since < until:
            yield sentence[since:until]


def _numbers(sentence: str, passage: str, language: str) -> Iterator[str]:
    values = {v for figure in numbers.find(passage, language) for v in figure.values}
    for figure in numbers.find(sentence, language):
        # One and two are in many idioms ("both", "one of"); from three on it is a count.
        if not (figure.word and max(figure.values) < 3) and not figure.among(values):
            yield f"the number “{figure.text}” is not in the passage"


def _dates(sentence: str, passage: str, language: str) -> Iterator[str]:
    known = named_dates.dates(passage, language)
    for year, month, day in named_dates.dates(sentence, language):
        if not any(
            month == m and (day is None or day == d) and (year is None or year == y)
            for y, m, d in known
        ):
            yield "a date of it is not in the passage"
    theirs = lexicon.fold(passage)
    for name in get_day_names("wide", locale=language).values():
        stem = lexicon.fold(name)[:5]
        day_of = rf"(?<!\w){re.escape(stem)}"
        if re.search(day_of, lexicon.fold(sentence)) and not re.search(day_of, theirs):
            yield f"the day “{name}” is not in the passage"


def _names(sentence: str, passage: str, language: str) -> Iterator[str]:
    theirs = words(passage)
    known = lexicon.of(language)
    for word in words(sentence):
        # At the beginning any word has a capital: one that the passage lacks may be a name.
        named = word.name or (
            word.text[0].isupper() and known is not None and word.folded not in known.common
        )
        if named and not supported(word, theirs, language, name=word.name):
            yield f"the name “{word.text}” is not in the passage"
    for name in naming.unknown(sentence, passage, language, known) if known else ():
        yield f"the name “{name}” is not in the passage"


def _quotations(sentence: str, passage: str) -> Iterator[str]:
    theirs = [quoted(q) for q in ANY.findall(passage)]
    for quotation in ANY.findall(sentence):
        if not any(quoted(quotation) in q for q in theirs):
            yield f"the quotation {quotation} is not in the passage"
    if _open(sentence) > _open(passage):
        yield "a quotation in it is not closed"


def _open(text: str) -> int:
    return sum(1 for c in ANY.sub(" ", text) if c in ALL_MARKS)


def _wording(sentence: str, passage: str, language: str) -> Iterator[str]:
    own = content(sentence, language)
    foreign = differing(sentence, passage, language)
    if own and len(foreign) > len(own) * _FOREIGN:
        some = ", ".join(f"“{word.text}”" for word in foreign[:4])
        yield f"it says something else than the passage ({some})"
    elif not own:
        yield "it says nothing"


def _measures(sentence: str, passage: str, known: Lexicon) -> Iterator[str]:
    for kind, written, had in (
        ("unit", units_of(sentence, known), units_of(passage, known)),
        ("currency", present(known.currencies, sentence), present(known.currencies, passage)),
    ):
        for name in sorted(written - had):
            yield f"the {kind} {name} is not in the passage"
