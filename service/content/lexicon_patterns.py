"""The lexicons' patterns (see ``lexicons/README.md``) as regular expressions. Pure.

What is matched is folded text, as ``lexicon.fold`` returns it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from ..errors import SummariesError

# Words that "*" alone may stand for. Long enough for "teilte die Polizei am Freitag in einer
# gemeinsamen Erklärung mit"; what is further apart is seldom one phrase.
GAP = 8
# One-letter words that Arabic writes together with the next one: and, so, with, to, as, and "the".
_CLITICS = r"(?:[وف]?[بلك]?(?:ال)?|[وف]?لل)"
# Between the words of a gap: no end of a sentence; the full stop of "3. Mai" is none.
_BETWEEN = r"(?:[^\w.!?…؟]|(?<=\d)\.(?=\s))+"
_GAP = rf"{_BETWEEN}(?:\w+{_BETWEEN}){{0,{GAP}}}?"
# Arabic marks vowels where a word could be read otherwise: صرّح is صرح.
VOWEL_MARKS = "\u0640\u064b-\u0652\u0670"
# Much Romanian copy is written without them: “a anuntat” is “a anunțat”.
WITHOUT_MARKS = str.maketrans("ăâîșț", "aaist")
_FIGURE = r"(?:[$€£¥₴₺₹]\s?)?(?:\{\w+\}|\d)"


def compiled(
    words: Sequence[str], language: str, spaced: bool, but: Iterable[str] = ()
) -> re.Pattern[str] | None:
    """Return one expression for folded ``words``, None for none.

    ``spaced``: words of ``language`` are separated; ``but`` are folded words in which no pattern
    that begins with ``*`` is seen. Raises :class:`SummariesError` for what is not a pattern.
    """
    for word in words:
        _validate(word, spaced)
    plain = [word for word in words if not _is_ending(word)]
    endings = [word for word in words if _is_ending(word)]
    patterns = [_one(word, language, spaced) for word in plain]
    if endings:
        never = "|".join(re.escape(word) for word in but)
        guard = rf"(?!(?:{never})(?!\w))" if never else ""
        each = "|".join(_one(word, language, spaced) for word in endings)
        patterns.append(rf"(?:(?<!\w){guard}\w*?(?:{each}))")
    return re.compile("|".join(patterns)) if patterns else None


def _is_ending(word: str) -> bool:
    """Tell whether any beginning goes before ``word``; before a mark it always does."""
    return word.startswith("*") and re.match(r"\w", word.strip("*#")) is not None


def _validate(word: str, spaced: bool) -> None:
    parts = word.split(" ")
    if not word or not all(parts) or "\t" in word or "\n" in word:
        raise SummariesError(f"“{word}”: write words with one space between them")
    if "*" in word and not spaced:
        raise SummariesError(
            f"“{word}”: without spaces between words “*” says nothing; leave it out"
        )
    if "**" in word or not word.strip("*"):
        raise SummariesError(f"“{word}”: write one “*” beside letters, or alone between two words")
    if "*" in (parts[0], parts[-1]) or " * * " in word:
        raise SummariesError(f"“{word}”: “*” alone stands between two words")
    if any("#" in part and part != "#" for part in parts) or "#" in parts[1:-1]:
        raise SummariesError(f"“{word}”: “#” stands alone, as the first or the last word")


def _one(word: str, language: str, spaced: bool) -> str:
    """Return the expression for one pattern, without the beginning that any ending has."""
    first = word.strip("*#").lstrip()
    if not spaced or not re.match(r"\w", first):
        return _words(word.strip("*"))
    if language == "ar":
        return _arabic(word)
    before = "" if word.startswith(("*", "#")) else r"(?<!\w)"
    after = "" if word.endswith(("*", "#")) else r"(?!\w)"
    return before + _words(word.strip("*")) + after


def _arabic(word: str) -> str:
    """Return the expression for an Arabic pattern: with any vowel marks, and a figure behind it."""
    plain = re.sub(f"[{VOWEL_MARKS}]", "", word)
    expression = re.sub(r"([\u0621-\u064a])", rf"\1[{VOWEL_MARKS}]*", _words(plain.strip("*")))
    expression = expression.replace(r"\w*", rf"[\w{VOWEL_MARKS}]*")
    before = "" if word.startswith(("*", "#")) else rf"(?<![\w{VOWEL_MARKS}]){_CLITICS}"
    # A figure may stand against the word before it: حوالي200.
    after = "" if word.endswith(("*", "#")) else rf"(?![^\W\d]|[{VOWEL_MARKS}])"
    return before + expression + after


def _words(phrase: str) -> str:
    """Return the expression for words with spaces, gaps, and parts of words between them."""
    each = [
        _FIGURE if part == "#" else r"\w*".join(map(re.escape, part.split("*")))
        for part in re.split(r" (?:\* )?", phrase)
    ]
    gaps = re.findall(r" (?:\* )?", phrase)
    between = [_GAP if "*" in gap else r"\s+" for gap in gaps]
    return "".join(a + b for a, b in zip(each, [*between, ""], strict=True))
