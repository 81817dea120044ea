"""The words of a sentence, as a guard compares them: names, figures, and words that say something.

Pure. Where words are not separated, pairs of characters stand for them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, field

from ...content import lexicon
from ...review.checks.quotations import ALL_MARKS

_WORD = re.compile(r"[^\W_]+(?:[-’'.&/][^\W_]+)*|[$€£¥₴₺₽%]")
# Where no capitals show a name: katakana, and Latin letters, also wide ones.
_NAME = re.compile(r"[\u30a1-\u30fa\u30fc]{2,}|[A-Za-zＡ-Ｚａ-ｚ][A-Za-zＡ-Ｚａ-ｚ0-9０-９-]+")
_UNSPACED = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]")
# What keeps two words from being one phrase.
_BREAK = re.compile(r"[,;:()–—«»„“”\"「」。、，]|\s-\s")
# These don't inflect their names; the others may change up to three letters at the end.
_FIXED = frozenset({"en", "es", "fr", "it", "pt", "nl", "ca"})
_ENDING = 3


@dataclass(frozen=True, slots=True)
class Word:
    """A word as written and folded, and where it starts.

    ``apart``: a comma or the like stands before it.
    """

    text: str
    folded: str
    name: bool
    apart: bool
    start: int = field(compare=False)

    @property
    def end(self) -> int:
        """Where the next character is."""
        return self.start + len(self.text)

    @property
    def figure(self) -> bool:
        """Whether it has digits."""
        return any(map(str.isdigit, self.text))


def words(text: str) -> list[Word]:
    """Return the words of ``text`` in order."""
    tokens: list[Word] = []
    end = 0
    for match in _WORD.finditer(text):
        between = text[end : match.start()]
        end = match.end()
        word = match.group()
        if _UNSPACED.search(word):
            tokens += _unspaced(word, bool(_BREAK.search(between)), match.start())
            continue
        begins = not tokens or bool(re.search(r"[.!?:…\"“„«]\s*$", between))
        folded = re.sub(r"(?:\u2019s|s\u2019)$", "", _folded(word))
        apart = bool(_BREAK.search(between))
        tokens.append(Word(word, folded, _is_name(word, begins), apart, match.start()))
    return tokens


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
    own = lexicon.language_of(language)
    exact = own in lexicon.UNSPACED or (name and own in _FIXED)
    return any(
        word.folded == other.folded or (not exact and _alike(word.folded, other.folded))
        for other in others
    ) or any(part == word.folded for other in others for part in re.split(r"[-/’.]", other.folded))


def quoted(quotation: str) -> str:
    """Return the words of ``quotation``, without its marks and the stop before the last one."""
    inner = quotation.strip(ALL_MARKS + " \u00a0\u202f").rstrip(".,;:!?…。、，")
    return " ".join(lexicon.fold(inner).split())


def _folded(word: str) -> str:
    """Return ``word`` folded, wide letters as narrow ones."""
    return lexicon.fold(unicodedata.normalize("NFKC", word))


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


def _unspaced(run: str, apart: bool, start: int) -> list[Word]:
    names = list(_NAME.finditer(run))
    tokens = [Word(m.group(), _folded(m.group()), True, False, start + m.start()) for m in names]
    edges = [0, *(edge for m in names for edge in m.span()), len(run)]
    for since, until in zip(edges[::2], edges[1::2], strict=True):
        part = run[since:until]
        for i in range(max(1, len(part) - 1) if part else 0):
            pair = part[i : i + 2]
            tokens.append(Word(pair, pair, False, apart, start + since + i))
    return sorted(tokens, key=lambda word: word.start)
