"""Names that no capitals show: Arabic, Chinese, Japanese. Pure.

Nobody can find them all without a model. Found is what stands beside a title ("President …"), what
a dot joins ("弗拉基米尔·普京"), and three characters or more of those that Chinese writes foreign
names with. Katakana and Latin letters are names already for ``wording``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ...content import lexicon
from ...content.lexicon import UNSPACED, Lexicon
from .tokens import supported, words

_HAN = "\u3400-\u9fff\uf900-\ufaff々"
# These stand between a name and its title, or end the word before: no part of either.
_APART = re.compile(
    "[前元现新原副兼任总代現総同两両各该的和与在由是了被对向将為为及等年月日时時、]"
)
_DOT = re.compile(f"([{_HAN}]{{2,}})[·・‧•]([{_HAN}]{{2,}})")
# So many characters of a name are looked for: where it begins, nothing tells.
_LAST = 2
_FOREIGN = 3


def unknown(sentence: str, passage: str, language: str, known: Lexicon) -> Iterator[str]:
    """Yield the names of ``sentence`` that ``passage`` lacks, as far as they can be told.

    Both are in ``language``, whose lexicon is ``known``. Of a name in Chinese characters, what is
    yielded may be a part.
    """
    if lexicon.language_of(language) in UNSPACED:
        yield from (name for name in _written(sentence, known) if name not in passage)
    elif known.titles:
        yield from _titled(sentence, passage, language, known)


def _written(sentence: str, known: Lexicon) -> Iterator[str]:
    """Yield what Chinese characters show to be a name."""
    for match in _DOT.finditer(sentence):
        yield match[1][-_LAST:]
        yield match[2][:_LAST]
    if known.transliterated:
        yield from re.findall(f"[{''.join(known.transliterated)}]{{{_FOREIGN},}}", sentence)
    if titles := "|".join(map(re.escape, known.titles.get("after", ()))):
        for match in re.finditer(f"([{_HAN}]+?)(?:{titles})", sentence):
            run = _APART.split(match[1])[-1]
            if len(run) >= _LAST:
                yield run[-_LAST:]


def _titled(sentence: str, passage: str, language: str, known: Lexicon) -> Iterator[str]:
    """Yield the word after a title, and after adjectives, which have the article as it has."""
    theirs = words(passage)
    for title in known.titles.get("before", ()):
        for match in re.finditer(rf"(?<!\w)[وف]?[بلك]?{re.escape(title)}(?!\w)", sentence):
            for word in words(sentence[match.end() :])[:3]:
                if word.apart or word.folded in known.common or _says(word.folded, known):
                    break
                if word.folded.startswith("ال"):
                    continue
                if not supported(word, theirs, language):
                    yield word.text
                break


def _says(word: str, known: Lexicon) -> bool:
    """Tell whether ``word`` says that somebody says, denies or plans: no name."""
    patterns = (known.attribution, known.negation, known.reserve)
    return any(pattern is not None and pattern.search(word) for pattern in patterns)
