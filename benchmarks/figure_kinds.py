"""Which figures of pages become facts of their kind: part of ``make bench-intake``.

Nobody has written down the facts of these pages. So plain patterns, other ones than the program's,
find what can only be of one kind ("12 %", "€ 4"), and each must come out as such a fact. What they
do not find is not measured; what is no quantity (a score, a phone number) must not come out.
"""

from __future__ import annotations

import datetime
import re
from collections import Counter
from collections.abc import Iterator, Mapping

from service.content.facts import Fact
from service.drafts.figures import Figures
from service.drafts.intake import Story
from service.drafts.sentences.splitting import split

_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "percent": re.compile(r"\d\s?[%％](?!\w)"),
    "currency": re.compile(r"[$€£]\s?\d|\d\s?[€£]|\d\s(?:euros?|Euro|dollars?|Dollar)\b"),
    "unit": re.compile(r"\d\s?(?:km|kg|°C|km²)(?![\w/])|\d\s(?:kilometers?|Kilometer)\b"),
    "time": re.compile(r"\b(?:at|um|à|las|alle|saat|ora)\s(?:[01]?\d|2[0-3]):[0-5]\d\b(?!:)"),
    "scale": re.compile(r"\d\s(?:million|billion|Millionen|Milliarden|millions|milliards|millones"
                        r"|milioni|miliardi|mln|mld|млн|млрд|milyon|milyar)\b"),
    "date": re.compile(r"\b(?:[12]?\d|3[01])\s(?:January|February|March|April|June|July|August"
                       r"|September|October|November|December|janvier|février|mars|avril|juin|juillet"
                       r"|août|septembre|octobre|novembre|décembre|січня|лютого|березня|квітня|травня)\b"),
    "weekday": re.compile(r"\b(?:on (?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day"
                          r"|am (?:Montag|Dienstag|Mittwoch|Donnerstag|Freitag|Samstag|Sonntag))"
                          r"(?!\w|,? (?:the )?\d|,? (?:[A-Z][a-z]+ \d|den))"),
    "no fact": re.compile(r"(?<![\d.,])\+\d{2}[\s\d]{8,}\d|\b\d{1,2}[-–:]\d{1,2}\s(?:win|victory"
                          r"|defeat|loss|draw|Sieg|Niederlage)\b"),
}  # fmt: skip


def measure(story: Story) -> Counter[str]:
    """Count, by kind, what the patterns find in a story ("percent"), and what is right of it."""
    counts: Counter[str] = Counter()
    language = story.language or "en"
    moment = story.about.published
    day = moment.date() if isinstance(moment, datetime.datetime) else moment
    for sentence in split(story.body, language):
        figures = Figures(language, day or datetime.date.today(), day)  # noqa: DTZ011
        found = {kind: len(p.findall(sentence.text)) for kind, p in _PATTERNS.items()}
        if not any(found.values()):
            continue
        figures.collect(sentence.text)
        facts = [figure.fact for figure in figures.by_name.values()]
        for kind, mentions in found.items():
            if kind == "weekday" and day is None:
                continue
            made = sum(_is(kind, fact) * len(fact.values) for fact in facts)
            # A date that a sentence names twice is one fact.
            right = min(mentions, 1 if kind in ("date", "weekday") and made else made)
            mentioned = 1 if mentions and kind in ("date", "weekday") else mentions
            if kind == "no fact":
                seen = _PATTERNS[kind].findall(sentence.text)
                right = mentions - sum(_makes_fact(words, facts) for words in seen)
            counts[kind] += mentioned
            counts[f"{kind} right"] += right
    return counts


def _is(kind: str, fact: Fact) -> bool:
    if kind == "percent":
        return fact.format == "percent"
    if kind == "currency":
        return fact.currency is not None
    if kind == "unit":
        return fact.unit is not None
    if kind == "scale":
        return fact.format == "compact"
    if kind == "weekday":
        return fact.kind == "date" and fact.stated is not None
    return fact.kind == kind


def _makes_fact(words: str, facts: list[Fact]) -> bool:
    digits = [int(part) for part in re.findall(r"\d+", words)][:2]
    return any(list(fact.values) == digits for fact in facts)


def table(counts: Mapping[str, Counter[str]]) -> Iterator[str]:
    """Yield the lines of the table: sets of pages, kinds, shares that are right."""
    yield "\n### Figures that became facts of their kind, in per cent (of how many)\n"
    yield "| pages | " + " | ".join(_PATTERNS) + " |"
    yield "|---" * (len(_PATTERNS) + 1) + "|"
    for name, found in counts.items():
        shares = (
            f"{100 * found[f'{kind} right'] / found[kind]:.1f} ({found[kind]})"
            if found[kind]
            else "–"
            for kind in _PATTERNS
        )
        yield f"| {name} | " + " | ".join(shares) + " |"
