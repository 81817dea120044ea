"""The sentences of an article, verbatim, with those left out that cannot stand alone."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from ...content.article_text import fold
from ...errors import SummariesError

# What a sentence ends with, before closing quotation marks and brackets.
_END = re.compile(r"[.!?…。！？｡؟۔।॥։]['\"”’»«›‹“」』）)\]]*$")
# A single capital before a full stop is an initial; these letter groups are abbreviations that the
# splitter does not know (Polish, Ukrainian, Russian, Czech, Romanian, Turkish, Spanish, French).
_INITIAL = re.compile(r"(?:^|[\s(„“\"«])[^\W\d_]\.$")
_ABBREVIATED = re.compile(
    r"(?:^|[\s(])(?:m\.in|dr|prof|np|tzw|ok|ul|im|inż|mgr|gen|płk|tys|mln|mld|nr|św|wg|"
    r"ок|вул|ім|ст|проф|акад|тис|млн|млрд|грн|напр|див|обл|просп|ген|рр|т\. зв|"
    r"ул|им|руб|тыс|долл|č|např|tzv|mil|str|nr|sf|Sn|vb|Sra|Sr|Dra|Mme|Mlle|MM)\.$",
    re.IGNORECASE,
)
# "9:30 a.m. London time", "5 p.m. EST": a time of day and whose it is.
_HALF_DAY = re.compile(r"\b[ap]\.m\.$")
_ZONE = re.compile(r"(?:[A-Z]\w+ ){1,2}time\b|[A-Z]{2,4}\b")
# Stands alone on a line between articles on one event that were put into one text; the next line is
# the headline of the next. It says so to readers of any language, and no article has it by chance.
PART = "⁂"
# A first line that is longer is no headline.
MAX_HEADLINE = 200
# A quotation of several sentences stays whole up to this length.
_SPEECH = 400
# The splitter's cost grows with the line; no paragraph of an article is longer.
_LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its words with white space folded, its paragraph, its place in the article.

    ``part`` counts the articles that the text was put together from.
    """

    text: str
    paragraph: int
    place: int
    part: int = 0


def split(text: str, language: str) -> list[Sentence]:
    """Return the sentences of ``text``, in order; headings and unfinished lines are left out.

    ``text`` begins after the headline; those of further articles in it are left out. Each sentence
    is found word for word in the article, so it can be quoted as evidence. Raises
    :class:`SummariesError` when the splitter is not installed.

    >>> [s.text for s in split("Fire broke out in the harbor. Mr. Reed saw it.", "en")]
    ['Fire broke out in the harbor.', 'Mr. Reed saw it.']
    """
    sentences: list[Sentence] = []
    lines = [line for line in unicodedata.normalize("NFC", text).splitlines() if line.strip()]
    part, begins = 0, False
    for paragraph, line in enumerate(lines):
        if line.strip() == PART:
            part, begins = part + 1, True
            continue
        if begins:
            begins = False
            if len(fold(line)) <= MAX_HEADLINE:
                continue
        for words in _parts(fold(line)[:_LONGEST], language):
            if _END.search(words) and any(map(str.isalpha, words)):
                sentences.append(Sentence(words, paragraph, len(sentences), part))
    return sentences


def headlines(text: str) -> list[str]:
    """Return the first line of ``text``, and of each further article in it; long ones in part."""
    lines = [fold(line)[:MAX_HEADLINE] for line in text.splitlines() if line.strip()]
    return lines[:1] + [after for line, after in pairwise(lines) if line == PART]


def _parts(line: str, language: str) -> Iterator[str]:
    """Yield the sentences of one line, with what belongs together joined again."""
    whole = ""
    for part in _segment(line, language):
        if whole and not _goes_on(whole, part):
            yield whole.strip()
            whole = ""
        whole += part
    if whole.strip():
        yield whole.strip()


def _goes_on(before: str, after: str) -> bool:
    """Tell whether ``after`` is not a new sentence: an initial, an abbreviation, speech goes on."""
    before, after = before.rstrip(), after.lstrip()
    if not after:
        return True
    starts_low = after.lstrip("—–-, ")[:1].islower()
    return bool(
        starts_low
        or _INITIAL.search(before)
        or _ABBREVIATED.search(before)
        or (_HALF_DAY.search(before) and _ZONE.match(after))
        or (before.endswith(("」", "』")) and after[0] in "とっなのは、")
        or not any(map(str.isalnum, after))
        or (len(before) < _SPEECH and _is_open(before))
    )


def _is_open(text: str) -> bool:
    """Tell whether a quotation begins in ``text`` and does not end there."""
    pairs = (("“", "”"), ("„", "”“"), ("«", "»"), ("「", "」"), ("『", "』"))
    return text.count('"') % 2 == 1 or any(
        text.count(left) > sum(map(text.count, right)) for left, right in pairs
    )


def _segment(line: str, language: str) -> list[str]:
    try:
        from sentencex import segment  # type: ignore[import-untyped]  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise SummariesError(
            "sentences cannot be told apart: pip install 'multilingual-summary-service[checks]'"
        ) from error
    return list(segment(language, line))


def asks(text: str) -> bool:
    """Tell whether ``text``, a sentence, is a question.

    >>> asks("“Who pays?”"), asks("Nobody knows who pays.")
    (True, False)
    """
    return text.rstrip("\"'”»").endswith(("?", "？", "؟"))
