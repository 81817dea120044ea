"""The figures of a sentence as facts with their quotes, and placeholders in their place.

A statement must not have figures of its own; a sentence whose figures cannot all be made facts is
not proposed. Pure.
"""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal

from ...content import lexicon, number_words
from ...content.fact_table import other_year
from ...content.facts import Fact
from ...content.placeholders import MAX_WORDS, PlaceholderError, Segment, parse, write
from ...review import checks
from ...review.checks import quotations, structure
from . import amounts, clock_times, day_words, named_dates
from .reading import Reading

_NAME = re.compile(r"[a-z][a-z0-9]*")
# Short words that say nothing of what is counted.
_NO_NAMES = frozenset({"and", "for", "more", "less", "than", "out", "to", "or", "per"})
# What is a year, where nothing says that it is another number.
_YEARS = (1800, 2100)
# How many words on either side make a quote that shows what a figure is about.
_AROUND = 5
# Latin letters that are no other letter with a mark.
_LATIN = str.maketrans({"ı": "i", "ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe"})
# The number of a point in a list: "(2) The council …".
_NUMBERED = re.compile(r"^\s*(?:[(（]\d{1,2}[)）]|\d{1,2}[)）])\s*")
_BRACKETS = re.compile(r"\s?[(（][^()（）]*[)）]")
# What may stand between a weekday and the date that it is: "Tuesday, 2 January".
_ADJACENT = re.compile(r"[\s,.(（、，]*(?:the|den|dem|le|el|il|l’|de)?\s*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Figure:
    """A fact as proposed: with the quote that states it, and what the editor has to check of it."""

    fact: Fact
    quote: str
    doubt: str = ""

    @property
    def guessed(self) -> bool:
        """Whether a part of the value is not said in the quote."""
        return bool(self.doubt)


@dataclass(slots=True)
class Figures:
    """Collects the facts of one summary, so that each has one name and a date is named once.

    ``today`` stands for the day of the article: a date without a year is the one next to it
    (:func:`named_dates.anchor`). ``published`` is its day of publication where that is known:
    only then "on Tuesday" becomes a date.
    """

    language: str
    today: datetime.date
    published: datetime.date | None = None
    by_name: dict[str, Figure] = field(default_factory=dict)
    # Each passage is looked through once, however many figures are looked for in it.
    _known: dict[str, tuple[Reading, ...]] = field(default_factory=dict, repr=False, compare=False)

    def replace(self, sentence: str, evidence: Sequence[str] = ()) -> str | None:
        """Return ``sentence`` with placeholders for its figures; None when one cannot be a fact.

        Quotes are the words about the figure: of the sentence itself, which the article then has,
        or of ``evidence`` where the sentence is in other words. A bracket with a figure that cannot
        be a fact is left out. Nothing is kept of a sentence that cannot be used: with braces, or
        with mark-up.
        """
        if "{" in sentence or "}" in sentence or structure.tags(sentence):
            return None
        kept = dict(self.by_name)
        whole = sentence
        sentence = self._without_brackets(_NUMBERED.sub("", sentence))
        evidence = evidence or ([whole] if whole != sentence else [])
        text, position = "", 0
        used: set[str] = set()
        for reading in self._readings(sentence):
            segments = self._replaced(sentence, reading, evidence)
            if segments is None:
                self.by_name = kept
                return None
            text += write([Segment(sentence[position : reading.start]), *segments])
            used |= {segment.name for segment in segments if segment.name}
            position = reading.end
        text += write([Segment(sentence[position:])])
        rest = re.sub(r"\[[^\]]*\]\(\{\w+\}\)|{\w+}", " ", text)
        bare = number_words.has_names_only(rest, self.language)
        if not bare or not self._agrees(used, evidence or [sentence], text):
            self.by_name = kept
            return None
        return text

    def collect(self, sentence: str) -> None:
        """Keep the facts of ``sentence``; what cannot be one costs none of the others."""
        if "{" in sentence or "}" in sentence:
            return
        for reading in self._readings(sentence):
            self._replaced(sentence, reading, ())

    def _without_brackets(self, sentence: str) -> str:
        """Return ``sentence`` without the brackets that have a figure that cannot be a fact."""
        for match in reversed(list(_BRACKETS.finditer(sentence))):
            inside = [r for r in self._readings(sentence) if match.start() <= r.start < match.end()]
            if any(reading.fact("fact") is None for reading in inside):
                sentence = sentence[: match.start()] + sentence[match.end() :]
        return sentence

    def _replaced(
        self, sentence: str, reading: Reading, evidence: Sequence[str]
    ) -> list[Segment] | None:
        """Return what stands for the words of ``reading``; None where it cannot be a fact."""
        start, end = reading.start, reading.end
        words = sentence[start:end]
        quote, written = self._own_quote(sentence, reading), words
        if evidence and (quoted := self._quote(reading, evidence)):
            quote = written = quoted
        if evidence and not any(quote in passage for passage in evidence):
            return None
        style = _style(reading, written, self.language)
        name = self._enter(replace(reading, format=style), quote, sentence[end:])
        if name is None:
            return None
        fact = self.by_name[name].fact
        if _stays(reading, fact, words, self.language):
            if not _can_stay(fact, words, self.language, reading.stated):
                return None if reading.frame is None else [Segment(name, name)]
            return [Segment(name, name, words)]
        before, _, after = (reading.frame or "{}").partition("{}")
        segments = [Segment(before), Segment(name, name), Segment(after)]
        return [segment for segment in segments if segment.text]

    def _agrees(self, used: Iterable[str], passages: Sequence[str], text: str) -> bool:
        """Tell whether summaries can have a text: no date of it has another year in its quotes."""
        figures = [self.by_name[name] for name in used]
        return _is_safe(text, self.language) and not any(
            other_year(figure.fact, words, self.language)
            for figure in figures
            if not figure.fact.stated
            for words in (figure.quote, *passages)
        )

    def _own_quote(self, sentence: str, reading: Reading) -> str:
        """Return the words of ``sentence`` about a figure, with the month where days share one."""
        quote = _around(sentence, reading.start, reading.end)
        if reading.stated or not isinstance(next(iter(reading.values), None), datetime.date):
            return quote
        fact = reading.fact("date")
        if fact is None or fact.occurs_in(quote, self.language):
            return quote
        return _around(sentence, reading.start, reading.end, 2 * _AROUND)

    def _quote(self, reading: Reading, evidence: Sequence[str]) -> str | None:
        """Return the words about a figure in ``evidence``; a whole sentence that spells it out."""
        for passage in evidence:
            for known in self._readings(passage):
                if known.value == reading.value and known.stated == reading.stated:
                    return _around(passage, known.start, known.end)
        fact = replace(reading, stated=None).fact("number")
        if fact is None or reading.stated:
            return None
        return next((p for p in evidence if fact.occurs_in(p, self.language)), None)

    def _readings(self, sentence: str) -> tuple[Reading, ...]:
        """Return what dates, times and numbers say, from left to right, each word once."""
        if sentence not in self._known:
            self._known[sentence] = tuple(self._read(sentence))
        return self._known[sentence]

    def _read(self, sentence: str) -> list[Reading]:
        dates = list(named_dates.find(sentence, self.language, self.today))
        readings = list(dates)
        for reading in self._inferred(sentence):
            if not any(_touch(sentence, reading, date) for date in dates):
                _add(readings, reading)
        for reading in clock_times.find(sentence, self.language):
            _add(readings, reading)
        for reading in amounts.find(sentence, self.language):
            _add(readings, reading)
        return sorted(readings, key=lambda reading: reading.start)

    def _inferred(self, sentence: str) -> Iterator[Reading]:
        if self.published is None:
            return
        quoted = [match.span() for match in quotations.ANY.finditer(sentence)]
        for reading in day_words.find(sentence, self.language, self.published):
            inside = any(start < reading.start < end for start, end in quoted)
            yield replace(reading, frame=None) if inside else reading  # word for word

    def _enter(self, reading: Reading, quote: str, after: str) -> str | None:
        """Keep the fact of ``reading``, and return its name; None where it is none."""
        name = self._name(reading, after)
        fact = reading.fact(name)
        if fact is None or not (fact.stated or fact.occurs_in(quote, self.language)):
            return None
        figure = Figure(fact, quote, reading.doubt)
        for known, other in self.by_name.items():
            if isinstance(fact.value, datetime.date) and (
                (other.fact.value, other.fact.format) == (fact.value, fact.format)
            ):
                if other.fact.stated and not fact.stated:  # what is said is better than inferred
                    self.by_name[known] = replace(figure, fact=replace(fact, name=known))
                return known
        self.by_name[name] = figure
        return name

    def _name(self, reading: Reading, after: str) -> str:
        """Return a name that says what is counted, where a word in Latin letters follows."""
        value = reading.values[0] if reading.values else None
        if isinstance(value, datetime.date):
            base = "date"
        elif isinstance(value, datetime.time):
            base = "time"
        elif reading.currency:
            base = "amount"
        elif reading.format == "percent":
            base = "percent"
        elif reading.unit:
            base = reading.unit.replace("-", "_")
        else:
            base = _counted(after, self.language)
        name, number = base, 2
        while name in self.by_name:
            name, number = f"{base}_{number}", number + 1
        return name


def _counted(after: str, language: str) -> str:
    """Return the word that follows a number, if it says what is counted."""
    known = lexicon.of(language)
    word = re.match(r"[\s-]*([^\W\d_]{3,})", after)
    if word is None or (known and lexicon.fold(word[1]) in known.common):
        return "number"
    folded = unicodedata.normalize("NFKD", word[1].casefold().translate(_LATIN))
    name = _NAME.match("".join(c for c in folded if c.isascii()))
    base = name.group() if name and len(name.group()) > 2 else "number"
    return "number" if base in _NO_NAMES else base


def _add(readings: list[Reading], reading: Reading) -> None:
    if not any(known.start < reading.end and reading.start < known.end for known in readings):
        readings.append(reading)


def _touch(sentence: str, one: Reading, other: Reading) -> bool:
    """Tell whether two readings are one date: "Tuesday, 2 January"."""
    first, second = sorted((one, other), key=lambda reading: reading.start)
    if first.end > second.start:
        return True
    return _ADJACENT.fullmatch(sentence[first.end : second.start]) is not None


def _is_safe(text: str, language: str) -> bool:
    """Tell whether the reader of statements takes ``text``, and no check of structure refuses it.

    "{people}+" and "4×{metres}" would read as other values; a character may be lost, or of another
    script.
    """
    try:
        used = frozenset(segment.name for segment in parse(text) if segment.name)
    except PlaceholderError:
        return False
    subject = checks.Subject(language, text, None, (text,), used, statement=True)
    return not any(objection.level == "error" for objection in checks.unsafe(subject))


def _style(reading: Reading, quote: str, language: str) -> str:
    """Return ``plain`` for a number that the article writes without separators: a year, a model.

    Spanish and Polish write all numbers of four digits so: what may be a year is written as one
    in every language, since "2,017" would be no year.
    """
    value = reading.value
    if (
        isinstance(value, int) and reading.format == "decimal" and value >= 1000
        and not (reading.currency or reading.unit)
    ):  # fmt: skip
        bare = re.search(rf"(?<!\d){value}(?!\d)", quote)
        year = _YEARS[0] <= value <= _YEARS[1]
        if bare and (year or Fact("number", value, "decimal").render(language) != str(value)):
            return "plain"
    return reading.format


def _stays(reading: Reading, fact: Fact, words: str, language: str) -> bool:
    """Tell whether the article's words stay: where the language's rules would write others.

    Abbreviations and signs are written out; a word with its ending is the grammar's.
    """
    if reading.frame is None:
        return True
    if reading.frame != "{}" or fact.kind != "number" or fact.format == "percent":
        return False
    rendered = _bare(fact.render(language))
    if re.search(r"[\u3040-\u9fff]", words):
        return rendered != _bare(words)
    if fact.currency is None and re.search(r"\d[.,]\d{0,5}0(?!\d)", words):
        return _bare(fact.render(language)) != _bare(words)  # “0.50 calibre”, “4.00%”
    if fact.currency and lexicon.language_of(language) == "en":
        return False  # with its sign: $1.5 million
    # A short word may be an abbreviation.
    own = set(re.findall(r"[^\W\d_]+", fact.render(language).casefold()))
    return any(word not in own for word in re.findall(r"[^\W\d_]{4,}(?![\w.])", words.casefold()))


def _bare(text: str) -> str:
    return re.sub(r"[\s\u00a0\u202f-]", "", text.casefold().replace("'", "’"))


def _can_stay(fact: Fact, words: str, language: str, stated: str | None) -> bool:
    """Tell whether ``words`` can be a written form of ``fact`` that reads as no other value."""
    if len(words) > MAX_WORDS or words != words.strip() or re.search(r"[\[\]{}<>\\]", words):
        return False
    if stated:
        return True
    if fact.kind != "number":
        return fact.occurs_in(words, language)
    own = {Decimal(value) for value in fact.values if isinstance(value, int | Decimal)}
    own |= {value / 100 for value in own} if fact.format == "percent" else set()
    figures = [f for f in number_words.find(words, language) if not f.name]
    return fact.occurs_in(words, language) and all(figure.among(own) for figure in figures)


def _around(sentence: str, start: int, end: int, words: int = _AROUND) -> str:
    """Return the words about a figure, word for word: ``words`` of them on either side."""
    before = [m.start() for m in re.finditer(r"\S+", sentence[:start])][-words:]
    after = [m.end() for m in re.finditer(r"\S+", sentence[end:])][:words]
    return sentence[before[0] if before else 0 : end + after[-1] if after else len(sentence)]
