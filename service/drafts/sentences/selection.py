"""Choose an article's own sentences for a summary. Pure.

News tells the most important first, so these are the first sentences, without those that say again
what one before said. Nothing that was tried beats them on articles that it had not seen
(``docs/drafting.md``). Of several articles on one event, those that the articles agree in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from . import lexrank, tfidf
from .splitting import Sentence, asks

METHOD = "lead"
# Sentences whose words are this much alike (the cosine of their TF-IDF vectors) say the same.
SAME = 0.6
# Beyond this the later sentences of a very long text are not looked at.
MOST = 3000


def choose(
    sentences: Sequence[Sentence], count: int
) -> tuple[list[Sentence], Mapping[str, float | str]]:
    """Return at most ``count`` of ``sentences``, in the article's order, and what decided.

    The second is for the record: the method, and its settings.
    """
    if lexrank.is_for(sentences):
        return lexrank.choose(sentences, count), lexrank.settings()
    return first(sentences, count), {"method": METHOD, "same": SAME}


def first(sentences: Sequence[Sentence], count: int) -> list[Sentence]:
    """Return the first ``count`` of ``sentences`` of which none repeats another.

    A question is taken only where there is too little else: a summary does not ask.
    """
    considered = sentences[:MOST]
    vectors = tfidf.weigh([tfidf.words(sentence.text) for sentence in considered])
    questions = [i for i, sentence in enumerate(considered) if asks(sentence.text)]
    statements = sorted(set(range(len(considered))) - set(questions))
    chosen: list[int] = []
    for place in [*statements, *questions]:
        if len(chosen) >= count:
            break
        if all(tfidf.likeness(vectors[place], vectors[other]) <= SAME for other in chosen):
            chosen.append(place)
    return [considered[place] for place in sorted(chosen)]
