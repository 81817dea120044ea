"""Where words end of which a lexicon knows the beginning. Pure."""

from __future__ import annotations

import re

from ...content import lexicon


def word_end(sentence: str, end: int, code: str) -> int:
    """Return where the word of ``sentence`` ends whose beginning, up to ``end``, a lexicon knows.

    With "Million" in the lexicon, "Millionen" goes on; ``code`` is the sentence's language.
    """
    if code in lexicon.UNSPACED or not sentence[end - 1 : end].isalpha():
        return end
    letters = re.compile(r"[^\W\d_]*").match(sentence, end)
    return letters.end() if letters else end
