"""What a sentence that a model wrote must keep of the passage it rests on. Pure.

Numbers by value, dates, names, quotations, who says it, how surely, and whether it is denied. Such
a guard sees the surface: about a third of what is wrong passes it, so it warns and never approves.
Reasons are plain sentences for an editor; no reasons means that nothing was found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import takewhile

from babel.dates import get_day_names

from ..checks import figures as numbers
from ..checks import lexicon
from ..checks.claims import SAY, has, negates
from ..checks.lexicon import UNSPACED, Lexicon
from ..checks.numbers import present, units_of
from ..checks.quotations import ALL_MARKS, ANY
from ..checks.shape import repeated
from . import figures
from .wording import Word, content, differing, supported, words

# Hedges that stand at a figure: they matter where the figure is taken over.
_OF_FIGURES = frozenset({"about", "at_least", "at_most", "more_than", "less_than"})
# A sentence with a larger share of words that the passage lacks says something else.
_FOREIGN = 0.34


def grounded(sentence: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return why ``sentence`` does not rest on ``evidence``, sentences of the article.

    Both are in ``language``. What only a lexicon knows (attribution, hedges, negation) is not
    judged in a language without one.
    """
    passage = " ".join(evidence)
    found = [
        *_numbers(sentence, passage, language), *_dates(sentence, passage, language),
        *_names(sentence, passage, language), *_quotations(sentence, passage),
        *_wording(sentence, passage, language),
    ]  # fmt: skip
    # A phrase of four words that comes back is no longer language.
    if (again := repeated(sentence, language)) and again != repeated(passage, language):
        found.append(f"it repeats “{again}”")
    if known := lexicon.of(language):
        found += _measures(sentence, passage, known)
        found += _attribution(sentence, passage, known)
        found += _hedges(sentence, passage, language, known)
        found += _negation(sentence, passage, known)
        found += _reserve(sentence, passage, known)
    return list(dict.fromkeys(found))


def novel(sentence: str, evidence: Sequence[str], language: str) -> list[str]:
    """Return the words of ``sentence`` that no word of ``evidence`` stands for: to be looked at."""
    passage = " ".join(evidence)
    return [w.text for w in differing(sentence, passage, language)]


def shortened(sentence: str, source: str, language: str) -> list[str]:
    """Return why ``sentence`` is not ``source`` with words left out, and nothing else lost.

    Only deletions are allowed, and none of a number, a date, a name, a quotation, a negation, a
    hedge, a condition, or who says it; nor one that tears a phrase apart ("relatives of" in
    front of a name). Needs the language's lexicon: without one nobody can tell.
    """
    known = lexicon.of(language)
    if known is None:
        return [unknown(language)]
    if words(sentence) == words(source) and _marks(sentence) == _marks(source):
        return []
    found = grounded(sentence, [source], language)
    found += _lost(sentence, source, language, known)
    found += _torn(sentence, source, language, known)
    return list(dict.fromkeys(found))


def unknown(language: str) -> str:
    """Return why nothing can be left out in ``language``."""
    return f"there is no lexicon for “{language}” that would tell what must stay"


def _numbers(sentence: str, passage: str, language: str) -> Iterator[str]:
    values = {v for figure in numbers.find(passage, language) for v in figure.values}
    for figure in numbers.find(sentence, language):
        # One and two are in many idioms ("both", "one of"); from three on it is a count.
        if not (figure.word and max(figure.values) < 3) and not figure.among(values):
            yield f"the number “{figure.text}” is not in the passage"


def _dates(sentence: str, passage: str, language: str) -> Iterator[str]:
    known = figures.dates(passage, language)
    for year, month, day in figures.dates(sentence, language):
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


def _quotations(sentence: str, passage: str) -> Iterator[str]:
    quoted = [_plain(q) for q in ANY.findall(passage)]
    for quotation in ANY.findall(sentence):
        if not any(_plain(quotation) in q for q in quoted):
            yield f"the quotation {quotation} is not in the passage"
    if _open(sentence) > _open(passage):
        yield "a quotation in it is not closed"


def _plain(quotation: str) -> str:
    inner = quotation.strip(ALL_MARKS + " \u00a0\u202f").rstrip(".,;:!?…。、，")
    return " ".join(lexicon.fold(inner).split())


def _marks(text: str) -> list[str]:
    return [character for character in text if character in ALL_MARKS]


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
    for kind, given, had in (
        ("unit", units_of(sentence, known), units_of(passage, known)),
        ("currency", present(known.currencies, sentence), present(known.currencies, passage)),
    ):
        for name in sorted(given - had):
            yield f"the {kind} {name} is not in the passage"


def _attribution(sentence: str, passage: str, known: Lexicon) -> Iterator[str]:
    theirs, ours = has(known.attribution, passage), has(known.attribution, sentence)
    if theirs and not ours:
        yield "the passage says who says this, and it does not"
    if ours and not theirs:
        yield "it says that somebody said this, and the passage does not"


def _hedges(sentence: str, passage: str, language: str, known: Lexicon) -> Iterator[str]:
    sentence, passage = _bare(sentence), _bare(passage)
    values = {v for figure in numbers.find(sentence, language) for v in figure.values}
    for kind, pattern in known.hedges.items():
        theirs, ours = has(pattern, passage), has(pattern, sentence)
        if ours and not theirs:
            yield f"it says {SAY[kind]}, and the passage does not"
        if theirs and not ours and _matters(kind, pattern, passage, values, language):
            yield f"the passage says {SAY[kind]}, and it does not"


def _matters(
    kind: str, pattern: re.Pattern[str], passage: str, values: set[Decimal], language: str
) -> bool:
    """Tell whether a hedge of ``passage`` belongs to what the sentence takes over."""
    if kind not in _OF_FIGURES:
        return True
    folded = lexicon.prepare(passage)
    for match in pattern.finditer(folded):
        near = numbers.find(folded[max(0, match.start() - 12) : match.end() + 30], language)
        if not near or any(value in values for figure in near for value in figure.values):
            return True
    return False


def _bare(text: str) -> str:
    """Return ``text`` without currency signs before figures: "around £70" is around a figure."""
    return re.sub(r"[$€£¥₴₺₽]\s?(?=\d)", "", text)


def _negation(sentence: str, passage: str, known: Lexicon) -> Iterator[str]:
    theirs, ours = negates(known, passage), negates(known, sentence)
    if theirs and not ours:
        yield "the passage has a negation, and it has none"
    if ours and not theirs:
        yield "it has a negation, and the passage has none"


def _reserve(sentence: str, passage: str, known: Lexicon) -> Iterator[str]:
    theirs, ours = has(known.reserve, passage), has(known.reserve, sentence)
    if theirs and not ours:
        yield "the passage has a condition, a plan or a wish, and it states a fact"
    if ours and not theirs:
        yield "it has a condition, a plan or a wish, and the passage has none"


def _lost(sentence: str, source: str, language: str, known: Lexicon) -> Iterator[str]:
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
    quoted = [_plain(q) for q in ANY.findall(sentence)]
    for quotation in ANY.findall(source):
        if _plain(quotation) not in quoted:
            yield f"the quotation {quotation} is lost, or cut"
    for pattern, what in (
        (known.negation, "negation"), (known.negative, "restriction"), (known.reserve, "condition"),
        (known.attribution, "attribution"), *((p, "reserve") for p in known.hedges.values()),
    ):  # fmt: skip
        missing = _matches(pattern, source) - _matches(pattern, sentence)
        # One and two letters are beginnings of many a word ("un…"), but not in Arabic.
        short = 1 if lexicon.language_of(language) == "ar" else 4
        for lost in missing:
            if what == "restriction" and (len(lost) < short or _links(lost, 1, known)):
                continue
            yield f"the {what} “{lost.strip()}” is lost"


def _links(word: str, place: int, known: Lexicon) -> bool:
    """Tell whether a folded word, or several, only link their sentence to the one before."""
    kinds = ("links", "light") if place else ("links", "light", "openings")
    return any(pattern.fullmatch(word) for kind in kinds if (pattern := known.asides.get(kind)))


def _matches(pattern: re.Pattern[str] | None, text: str) -> Counter[str]:
    folded = lexicon.prepare(_bare(text))
    # What begins inside a word is an ending that says little ("-less").
    return Counter(
        m.group()
        for m in (pattern.finditer(folded) if pattern else ())
        if not folded[m.start() - 1 : m.start()].isalnum() or not m.group()[:1].isascii()
    )


def _torn(sentence: str, source: str, language: str, known: Lexicon) -> Iterator[str]:
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
