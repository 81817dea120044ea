"""The words of a sentence, as a guard compares them: names, figures, and words that say something.

Pure. Where words are not separated, pairs of characters stand for them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ..checks import lexicon

_WORD = re.compile(r"[^\W_]+(?:[-’'.&/][^\W_]+)*|[$€£¥₴₺₽%]")
_KATAKANA = re.compile(r"[\u30a1-\u30fa\u30fc・]{2,}|[A-Za-z][A-Za-z0-9-]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What keeps two words from being one phrase.
_BREAK = re.compile(r"[,;:()–—«»„“”\"「」。、，]|\s-\s")
# These don't inflect their names; the others may change up to three letters at the end.
_FIXED = frozenset({"en", "es", "fr", "it", "pt", "nl", "ca"})
_ENDING = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and folded. ``apart``: a comma or the like stands before it."""

    text: str
    folded: str
    name: bool
    apart: bool

    @property
    def figure(self) -> bool:
        """Whether it has digits."""
        return any(map(str.isdigit, self.text))


def capital(text: str, language: str) -> str:
    """Return ``text`` beginning with a capital letter, as ``language`` writes it."""
    dotted = text[:1] == "i" and lexicon.language_of(language) in ("tr", "az")
    return ("İ" if dotted else text[:1].upper()) + text[1:]


def words(text: str) -> list[Word]:
    """Return the words of ``text`` in order."""
    found: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        end = match.end()
        word = match.group()
        if _UNSPACED.search(word):
            found += _unspaced(word, bool(_BREAK.search(between)))
            continue
        begins = not found or bool(re.search(r"[.!?:…\"“„«]\s*$", between))
        folded = re.sub(r"(?:\u2019s|s\u2019)$", "", lexicon.fold(word))
        found.append(Word(word, folded, _is_name(word, begins), bool(_BREAK.search(between))))
    return found


def content(text: str, language: str) -> list[Word]:
    """Return the words of ``text`` that say something: not those that every text has."""
    known = lexicon.of(language)
    common = known.common if known else frozenset()
    return [w for w in words(text) if w.folded not in common and (len(w.folded) > 1 or w.name)]


def differing(text: str, passage: str, language: str) -> list[Word]:
    """Return the content words of ``text`` that no word of ``passage`` stands for."""
    theirs = words(passage)
    return [w for w in content(text, language) if not supported(w, theirs, language, name=False)]


def supported(word: Word, others: Sequence[Word], language: str, name: bool = True) -> bool:
    """Tell whether one of ``others`` is ``word``, perhaps in another form.

    A ``name`` must stand there as it is, but for endings in languages that inflect names.
    """
    exact = name and lexicon.language_of(language) in _FIXED
    return any(
        word.folded == other.folded or (not exact and _alike(word.folded, other.folded))
        for other in others
    ) or any(part == word.folded for other in others for part in re.split(r"[-/’.]", other.folded))


def _alike(left: str, right: str) -> bool:
    """Tell whether two words may be forms of one: they differ in a short ending only."""
    if semitic := bool(re.match(r"[\u0590-\u06ff]", left)):
        left, right = _bare(left), _bare(right)
    size = max(len(left), len(right))
    needed = max(3 if semitic else 4, size - _ENDING)
    return len(left) >= 4 - semitic and left[:needed] == right[:needed]


def _bare(word: str) -> str:
    """Return an Arabic word without the one-letter words and the article joined to it."""
    return re.sub(r"^[وف]?[بلك]?(?:ال|لل)?(?=.{2})", "", word)


def _is_name(word: str, begins: bool) -> bool:
    """Tell whether ``word`` is a name, as far as capitals tell; at a beginning they tell little."""
    if not word[0].isupper():
        return any(map(str.isupper, word)) and not word.isupper()  # iPhone, al-Assad
    return not begins or sum(map(str.isupper, word)) > 1


def _unspaced(run: str, apart: bool) -> list[Word]:
    found = [Word(m.group(), m.group().casefold(), True, False) for m in _KATAKANA.finditer(run)]
    rest = [part for part in _KATAKANA.split(run) if part]
    for part in rest:
        pairs = [part[i : i + 2] for i in range(max(1, len(part) - 1))]
        found += [Word(p, p, False, apart) for p in pairs]
    return found
