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


def quotations(subject: Subject) -> Iterator[str]:
    """What stands between quotation marks in the source does so here, and nothing else does.

    Names of ships, weapons or newspapers may be quoted in one language only: up to three words (or
    ten characters where words are not separated) count as such, and titles, in capitals.
    """
    if not subject.translated:
        return
    for source, text in subject.pairs():
        wanted, present = ANY.findall(source), ANY.findall(text)
        long_given = [q for q in present if not _is_name(q, subject.locale)]
        long_wanted = [q for q in wanted if not _is_name(q, subject.language)]
        loose, open_ = len(SINGLE.findall(source)), _open(source)
        spoken = [q for q in wanted if not _is_title(q)]
        if len(present) + len(SINGLE.findall(text)) + _open(text) < len(spoken):
            yield (
                f"the source has {_count(len(wanted))} and this has {len(present)}: "
                "put the quoted words in quotation marks"
            )
        elif len(long_given) > max(len(wanted), len(long_wanted)) + loose + open_:
            yield (
                f"this has {_count(len(long_given))} and the source has {len(wanted)}: "
                "quote only what the source quotes"
            )


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
        allowed = "".join(words.quotes) if _open(source) else ""
        for mark in sorted({c for c in rest if c in ALL_MARKS and c not in allowed}):
            own = words.quotes[0]
            yield f"{mark} is not used so in this language: write {own[0]}…{own[1]}"


def _open(source: str) -> bool:
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
