"""What may be left out of a sentence, so that what remains is still a sentence, and still true.

Words that only link a sentence to the one before; brackets; a clause between commas, or after the
last one; single words and times; what goes on to the end. Which words begin these is in the
``[asides]`` of a language's lexicon:

``links``     link to the sentence before, at the beginning or between commas ("however"), ``light``
              also without commas ("also"), ``openings`` only at the beginning ("but")
``clauses``   begin a clause between commas, or after the last one; never one that says which of
              several is meant; ``endings`` only after the last comma: they may go on with a list
``spare``     single words, ``times`` relative times: not after a word of ``holds``
``tails``     begin what goes on to the end, ``places`` a short one, unless one of ``scopes`` stands
              before: what is said of the first, of all, or of two together
``joins``     go on with a list, so that what was a clause may be one of its members
``never``     begin no clause, ``bound`` no tail

What the guard would miss (a number, a name, a quotation, a negation, a hedge, a condition, who says
it) is never offered, nor anything in a language without a lexicon. Pure.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, pairwise

from ..content import lexicon
from ..content import number_words as numbers
from ..content.lexicon import UNSPACED, Lexicon
from ..review.checks.attribution import has, negates
from ..review.checks.quotations import ANY
from . import guard
from .tokens import capital, words

# What remains has at least so many words, or characters where words are not separated.
LEAST_WORDS, LEAST_CHARACTERS = 6, 12
# Read off some 450 cuts of news sentences in English. After a clause between commas the verb is
# nearly certain, and without it much less so, also where nothing is torn off.
LEAST, LEAST_ENCLOSED, SURE = -2.0, -9.0, -math.inf
# So many cuts of a sentence are taken from so many that are looked at; what is longer is none.
MOST, _TRIED, LONGEST = 12, 40, 1000
# Words in what goes on to the end: in a clause, and in a place or the like; in what commas enclose.
_TAIL, _PLACE, _ENCLOSED = 25, 6, 3
# What has fewer words ("on Friday evening") is no clause by itself: nobody can have said it.
_SAID = 5
_COMMA = re.compile(r"(?<!\d)[,،](?!\d)|(?<=\d)[,،](?=\s)|[、，]")
_BRACKETS = re.compile(r"\s?\([^()]*\)|\s?\[[^][]*\]|（[^（）]*）")
_END = re.compile(r"[.!?…。！？｡؟]+['\"”’»«›‹“」』）)\]]*$")
# Single marks, which are apostrophes, too; a quotation that goes on, or comes from, elsewhere.
_SINGLE = re.compile(r"(?<!\w)['‘](?=\S).*?(?:(?<=\S)['’](?!\w)|$)")
_OPEN = re.compile(r"[“„«「『][^”“»」』]*$|\"[^\"]*$")
_CLOSED = re.compile(r"^[^“„«「『]*[”»」』]|^[^'‘]*[.,!?]['’](?!\w)")
# No clause reaches over one of these.
_WALL = re.compile(
    r"[;:–—()\[\]{}（）«»„“”\"「」『』。！？؟]|\s--?\s|[.!?](?=\s)|(?<!\w)['‘’]|['’](?!\w)"
)


@dataclass(frozen=True, slots=True)
class Cut:
    """A stretch of a sentence that may go: from ``start`` to ``end``, in characters.

    ``joint`` stands there instead: nothing, or a comma where either may be right. ``least`` is how
    likely what follows must be without it, compared with it (natural logarithm); minus infinity
    where the grammar bears it in any case.
    """

    start: int
    end: int
    joint: str = ""
    least: float = LEAST


def find(sentence: str, language: str) -> list[Cut]:
    """Return the cuts that ``sentence`` bears, each by itself."""
    known = lexicon.of(language)
    if known is None or len(sentence) > LONGEST:
        return []
    quoted = list(_quoted(sentence))
    cuts: list[Cut] = []
    for cut in islice(dict.fromkeys(_offered(sentence, language, known)), _TRIED):
        free = not any(cut.start < until and cut.end > since for since, until in quoted)
        if free and len(cuts) < MOST and bears(sentence, [cut], language):
            cuts.append(cut)
    return cuts


def without(sentence: str, cuts: Sequence[Cut], language: str) -> str:
    """Return ``sentence`` without ``cuts``, which do not overlap, beginning with a capital."""
    text, place = "", 0
    for cut in sorted(cuts, key=lambda c: c.start):
        text += sentence[place : cut.start] + cut.joint
        place = cut.end
    text += sentence[place:]
    return capital(text, language) if cuts else text


def bears(sentence: str, cuts: Sequence[Cut], language: str) -> bool:
    """Tell whether ``sentence`` without ``cuts`` is long enough, and the guard misses nothing.

    Cuts that overlap are never borne.
    """
    ordered = sorted(cuts, key=lambda c: c.start)
    if any(one.end > other.start for one, other in pairwise(ordered)):
        return False
    left = without(sentence, cuts, language)
    if lexicon.language_of(language) in UNSPACED:
        enough = len(left) >= LEAST_CHARACTERS
    else:
        enough = len(words(left)) >= LEAST_WORDS
    return enough and not guard.shortened(left, sentence, language)


def _offered(sentence: str, language: str, known: Lexicon) -> Iterator[Cut]:
    """Yield what the punctuation and the lexicon offer, the shortest kinds first."""
    yield from _links(sentence, known)
    for match in _BRACKETS.finditer(sentence):
        yield Cut(*match.span())
    yield from _spare(sentence, known)
    if lexicon.language_of(language) not in UNSPACED:
        yield from _asides(sentence, language, known)
        yield from _tails(sentence, language, known)


def _quoted(sentence: str) -> Iterator[tuple[int, int]]:
    """Yield where somebody's own words stand, also where a mark opens or closes out of sight."""
    for pattern in (ANY, _SINGLE, _OPEN, _CLOSED):
        yield from (match.span() for match in pattern.finditer(sentence))


def _links(sentence: str, known: Lexicon) -> Iterator[Cut]:
    """Yield the words that only link: at the beginning, between commas, or alone."""
    if opening := _begins(known, "openings", sentence):
        comma = re.match(r"[,،]\s*", sentence[opening:])
        yield Cut(0, opening + (comma.end() if comma else 0), least=SURE)
    for kind in ("links", "light"):
        for start, end in _places(known, kind, sentence):
            # Arabic "wa-" before it joins two parts, which would be left side by side.
            if known.language == "ar" and sentence[start] == "و":
                continue
            comma = re.match(r"\s?[,،、，]\s*", sentence[end:])
            opened = re.search(r"[,،]\s$", sentence[:start])
            alone = sentence[start - 1 : start] == " " and re.match(r"\s\w", sentence[end:])
            before, after = sentence[:start].split()[-1:], sentence[end:].lstrip()
            # Beside "and", or at the head of a clause, it may be what that goes on with.
            joined = before and (before[0][-1] in ",،" or _begins(known, "joins", before[0]))
            joined = joined or _begins(known, "joins", after)
            if not start:
                if comma:
                    yield Cut(0, end + comma.end(), least=SURE)
            elif opened and comma:
                close = end + len(comma.group().rstrip())
                yield Cut(opened.start(), close, "", LEAST_ENCLOSED)
                yield Cut(opened.start(), close, sentence[opened.start()], LEAST_ENCLOSED)
            elif kind == "light" and alone and not joined and not negates(known, sentence[:start]):
                yield Cut(start - 1, end, least=SURE)


def _spare(sentence: str, known: Lexicon) -> Iterator[Cut]:
    """Yield single words and times that may go where nothing is denied.

    "Last night" is wrong in a summary that somebody reads next year.
    """
    if negates(known, sentence) or has(known.negative, sentence):
        return
    for kind, after in (("spare", r"\s\w"), ("times", r"\s\w|[,،]\s|[.!?]$")):
        for start, end in _places(known, kind, sentence):
            before = sentence[: start - 1] if start and sentence[start - 1] == " " else ""
            held = not before[-1:].isalnum() or _begins(known, "holds", before.split()[-1])
            if not held and re.match(after, sentence[end:]):
                yield Cut(start - 1, end)


def _asides(sentence: str, language: str, known: Lexicon) -> Iterator[Cut]:
    """Yield clauses between commas, or between the last comma and the end.

    Not what follows who says it, which is all that is said; nor a clause that goes on behind
    something put into it ("who slept, police said, …"): where it ends then, no comma tells.
    "That" and its like begin no clause here, after whichever comma: what they begin is what is
    said. And in Arabic, where many leave the second comma out, nothing that may go on beyond it.
    """
    open_ended = lexicon.language_of(language) == "ar"
    ending = _END.search(sentence)
    end = ending.start() if ending else len(sentence)
    commas = [match.start() for match in _COMMA.finditer(sentence, 0, end)]
    for number, comma in enumerate(commas):
        inside = sentence[comma + 1 : end].lstrip()
        clause = _begins(known, "clauses", inside)
        if _begins(known, "never", inside) or not (clause or _begins(known, "endings", inside)):
            continue
        if comma == commas[-1]:
            reported = _told(sentence[:comma], known)
            if reported or (clause and open_ended):
                continue
            if not _WALL.search(sentence[comma:end] + " "):
                yield Cut(comma, end)
        elif clause:
            close = commas[number + 1]
            rest, enclosed = sentence[close + 1 : end].lstrip(), sentence[comma + 1 : close]
            listed = any(_begins(known, kind, rest) for kind in ("joins", "clauses", "endings"))
            walled = _WALL.search(enclosed + " ")
            inserted = number + 2 < len(commas) and _inserted(
                sentence[close + 1 : commas[number + 2]].strip(), known
            )
            if not (listed or walled or inserted) and len(enclosed.split()) >= _ENCLOSED:
                yield Cut(comma, close + 1, "", LEAST_ENCLOSED)
                yield Cut(comma, close + 1, sentence[close], LEAST_ENCLOSED)


def _inserted(clause: str, known: Lexicon) -> bool:
    """Tell whether ``clause`` only says who says it, or links."""
    link = any(_begins(known, kind, clause) >= len(clause) for kind in ("links", "light"))
    return link or (len(clause.split()) < _SAID and has(known.attribution, clause))


def _told(before: str, known: Lexicon) -> bool:
    """Tell whether what comes after ``before`` may be all that somebody says.

    It is not where another clause than the one with who says it is long enough to be what is said.
    """
    clauses = _COMMA.split(before)
    for number, clause in enumerate(clauses):
        if has(known.attribution, clause):
            said = clauses[:number] + clauses[number + 1 :]
            return all(len(each.split()) < _SAID for each in said)
    return False


def _tails(sentence: str, language: str, known: Lexicon) -> Iterator[Cut]:
    """Yield what goes on to the end, or to the comma before who says it.

    What is true with a second part, a time or a place is true without it; unless something is
    denied, asked for or counted, or said of all, or of the first of its kind.
    """
    ending = _END.search(sentence)
    if not ending or any(has(p, sentence) for p in (known.reserve, known.negative, known.negation)):
        return
    ends = [ending.start()]
    commas = [match.start() for match in _COMMA.finditer(sentence)]
    if commas and has(known.attribution, sentence[commas[-1] :]):
        ends.append(commas[-1])
    begins = [(start, _TAIL) for start, _end in _places(known, "tails", sentence)]
    begins += [(start, _PLACE) for start, _end in _places(known, "places", sentence)]
    for start, most in begins:
        before = sentence[: max(0, start - 1)]
        near = " ".join(before.split()[-8:])
        if (
            not before[-1:].isalnum()
            or _begins(known, "bound", sentence[start:])
            or has(known.asides.get("scopes"), before)
            or numbers.find(near, language)
        ):
            continue
        for end in ends:
            inside = sentence[start:end]
            walled = _WALL.search(inside + " ") or _COMMA.search(inside)
            if not walled and 1 < len(inside.split()) <= most:
                yield Cut(start - 1, end)


def _begins(known: Lexicon, kind: str, text: str) -> int:
    """Return where what ``text`` begins with ends, with the space after it; 0 if it does not."""
    pattern, folded = known.asides.get(kind), lexicon.fold(text[:60])
    match = pattern.search(folded) if pattern else None
    # "*ing" may begin anywhere in the first word.
    if not match or not (not match.start() or folded[: match.start()].isalpha()):
        return 0
    rest = text[match.end() :]
    return match.end() + len(rest) - len(rest.lstrip())


def _places(known: Lexicon, kind: str, text: str) -> Iterator[tuple[int, int]]:
    """Yield where words of a kind stand, provided that folding keeps places."""
    pattern, folded = known.asides.get(kind), lexicon.fold(text)
    if pattern and len(folded) == len(text):
        yield from (match.span() for match in pattern.finditer(folded))
