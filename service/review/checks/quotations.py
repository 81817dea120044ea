"""Quotations: as many as in the source, between the language's own marks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from ...content import lexicon
from ...content.lexicon import UNSPACED
from ...errors import Level
from .base import Check, Subject

ALL_MARKS = '"“”„‟«»「」『』＂〝〞〟'
# Straight marks and every language's pairs: what may be a quotation, well written or not.
ANY = re.compile(
    r'"[^"]+"|“[^“”]+”|„[^„“”]+[“”]|«[^«»]+»|»[^«»]+«|「[^「」]+」|『[^『』]+』|《[^《》]+》|”[^”]+”'
)


# Single marks, which are apostrophes as well: a quotation that may be there, and is not asked for.
SINGLE = re.compile(r"(?<!\w)['\u2018](?=\w).+?(?<=[\w.,!?])['\u2019](?!\w)|‚[^‚‘’]+[‘’]|‹[^‹›]+›")


# One that goes on in the next sentence: Clayton said: 'She was late.
_OPENS = re.compile(r"[:,]\s['\u2018](?=\w)[^'\u2019]*(?:\w['\u2019]\w[^'\u2019]*)*$")
_NEARLY_ALL = 0.9


def quotations(subject: Subject) -> Iterator[str]:
    """What somebody says in quotation marks is quoted here, and nobody is quoted who is not there.

    Names of ships, weapons or newspapers may be quoted in one language only: up to three words (or
    ten characters where words are not separated) count as such, and titles, in capitals. A term in
    quotation marks that nobody says may lose them. A quotation may be split in two, or joined.
    """
    if not subject.translated:
        return
    for source, text in subject.pairs():
        wanted, present = ANY.findall(source), ANY.findall(text)
        spoken = [q for q in _spoken(source) if not _is_title(q)]
        if not _says(source, subject.language):
            spoken = [q for q in spoken if not _is_name(q, subject.language)]
        if len(present) + len(SINGLE.findall(text)) + is_open(text) < len(spoken) and not (
            present and _quoted_part(text) >= _NEARLY_ALL * _quoted_part(source)
        ):
            yield (
                f"the source has {_count(len(wanted))} and this has {len(present)}: "
                "put the quoted words in quotation marks"
            )
            continue
        loose, open_ = (
            len(SINGLE.findall(source)),
            is_open(source) or _OPENS.search(source) is not None,
        )
        added = [q for q in present if not _is_phrase(q, subject.locale)]
        if len(added) > 2 * len(wanted) + loose + open_ and _says(source, subject.language):
            yield (
                f"this has {_count(len(added))} and the source has {len(wanted)}: "
                "quote only what the source quotes"
            )


def _quoted_part(text: str) -> float:
    """Return how much of ``text`` stands in quotation marks, as a share."""
    return sum(map(len, ANY.findall(text))) / len(text)


def is_quoted(text: str) -> bool:
    """Tell whether something in ``text`` stands in quotation marks, or in one of two."""
    return any(c in ALL_MARKS for c in text)


def _says(text: str, language: str) -> bool:
    """Tell whether somebody says something in ``text``; True without a lexicon."""
    words = lexicon.of(language)
    if words is None or words.attribution is None:
        return True
    return words.attribution.search(lexicon.prepare(text)) is not None


def _spoken(source: str) -> list[str]:
    """Return the quotations; one that goes on behind its speaker as one: “…,” he said, “…”."""
    spoken: list[str] = []
    end = 0
    for match in ANY.finditer(source):
        between = source[end : match.start()]
        inner = spoken[-1][1:-1].rstrip() if spoken else ""
        goes_on = inner.endswith((",", "،", "、", "，")) or between.lstrip().startswith(",")
        if spoken and goes_on and not re.search(r"[.!?。]\s", between):
            spoken[-1] += match.group()
        else:
            spoken.append(match.group())
        end = match.end()
    return spoken


def _count(number: int) -> str:
    return f"{number} quotation{'s' if number != 1 else ''}"


def _is_name(quotation: str, locale: str) -> bool:
    inner = quotation[1:-1].strip()
    if (
        quotation[0] in "《『"
    ):  # Chinese and Japanese have marks for titles, quoted elsewhere or not
        return True
    if lexicon.language_of(locale) in UNSPACED:
        return len(inner) <= 10
    return len(inner.split()) <= 3


def _is_phrase(quotation: str, locale: str) -> bool:
    """Tell whether it is so short that it may be a name or a title in this language."""
    if quotation[0] in "《『" or (quotation.isascii() and locale not in ("en",)):
        return True
    inner = quotation[1:-1].strip()
    if lexicon.language_of(locale) in UNSPACED:
        return len(inner) <= 15
    return len(inner.split()) <= 5


def _is_title(quotation: str) -> bool:
    """Tell whether the words, but for short ones, have capitals: The Last Palace, 60 Minutes."""
    words = re.findall(r"[^\W_]+", quotation)
    return all(word[0].isupper() or word.isdigit() for word in words if len(word) > 3) and any(
        word[0].isupper() and not word.isupper() for word in words
    )


def marks(subject: Subject) -> Iterator[str]:
    """Quotation marks are the language's own, and closed."""
    words = lexicon.of(subject.locale)
    if words is None:
        return
    for source, text in subject.pairs():
        rest = _own(words.quotes).sub(" ", text)
        # Inner quotations stand inside outer ones.
        inner = "".join(q[1:-1] for q in _own(words.quotes).findall(text))
        rest += _own(words.quotes).sub(" ", inner)
        # A quotation that begins or ends in another sentence is open here as it is in the source.
        allowed = "".join(words.quotes) if is_open(source) else ""
        for mark in sorted({c for c in rest if c in ALL_MARKS and c not in allowed}):
            own = words.quotes[0]
            yield f"{mark} is not used so in this language: write {own[0]}…{own[1]}"


def is_open(source: str) -> bool:
    """Tell whether a quotation of ``source`` has one of its two marks only."""
    return any(c in ALL_MARKS for c in ANY.sub(" ", source))


@lru_cache(maxsize=32)
def _own(pairs: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile(
        "|".join(f"{re.escape(p[0])}[^{re.escape(p[0])}{re.escape(p[1])}]+{re.escape(p[1])}"
                 for p in pairs)
    )  # fmt: skip


QUOTATIONS: dict[str, tuple[Level, Check]] = {
    "quotations": ("warning", quotations),
    "quotation-marks": ("warning", marks),
}
