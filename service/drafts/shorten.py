"""Shorten the chosen sentences with a model: what a small one does best.

A model that runs here does not write: ``cuts`` offers what a sentence can do without, and the model
reads it with and without, and tells where what follows still follows. It can leave out, and nothing
else. A served model writes; what it writes is taken only where words were left out and nothing that
matters with them (``guard.shortened``). Else the extract stands, and the draft says why.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

from ..content import lexicon
from . import deletion_rules, guard
from .deletion_rules import Cut
from .engine import Engine, Material, Written
from .model_api import Answer, Progress, Reader, Task
from .tokens import capital

NAME = "shorten"
# Shorter sentences have nothing to spare.
LEAST_WORDS = 12
_INSTRUCTION = (
    "Shorten the sentence. Use only its own words, in their order: leave words out, add none. "
    "Keep every name, number, date and quotation, and who says it."
)
_EXAMPLES = (
    (
        "The city council, which met for more than six hours on Tuesday evening, finally approved "
        "the new budget, according to its spokesman Peter Lang.",
        "The city council, which met for more than six hours on Tuesday, approved the budget, "
        "according to its spokesman Peter Lang.",
    ),
    (
        "At least 12 people were seriously injured when the old wooden bridge near the village of "
        "Arlen suddenly collapsed, as local police officers said.",
        "At least 12 people were injured when the bridge near the village of Arlen collapsed, "
        "as police said.",
    ),
)


class Shortener(Engine):
    """The engine ``shorten``."""

    name = NAME

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides what it writes."""
        values = super().settings
        return (
            {
                **values,
                "least": deletion_rules.LEAST,
                "least_enclosed": deletion_rules.LEAST_ENCLOSED,
            }
            if isinstance(self._model, Reader)
            else values
        )

    def write(
        self, material: Material, progress: Progress | None = None
    ) -> tuple[list[Written], list[str]]:
        """Return the chosen sentences, shortened where that went well."""
        read = isinstance(self._model, Reader)
        sentences = (self._read if read else self._written)(material, progress)
        kept = sum(1 for written in sentences if written.text == written.evidence[0])
        notes = [f"{kept} of {len(sentences)} sentences stand as in the article"] if kept else []
        if read and lexicon.of(material.language) is None:
            notes.append(f"not shortened: {guard.unknown(material.language)}")
        return sentences, notes

    def _read(self, material: Material, progress: Progress | None) -> list[Written]:
        """Return the chosen sentences without what the model does not miss."""
        end = time.monotonic() + self._limits.seconds
        sentences = []
        for sentence in material.chosen:
            sentences.append(self._cut(sentence.text, material.language, end - time.monotonic()))
            if progress:
                progress(1)
        return sentences

    def _cut(self, source: str, language: str, seconds: float) -> Written:
        offered = deletion_rules.find(source, language)
        asked = [cut for cut in offered if cut.least > deletion_rules.SURE]
        losses: Sequence[float] | None = []
        if asked:
            losses = self._losses(source, language, asked, seconds) if seconds > 0 else None
        notes: tuple[str, ...] = ()
        if losses is None:
            notes, losses = ("not read by the model: the time was up, or it is too long",), []
        fine = [(loss, cut) for loss, cut in zip(losses, asked, strict=False) if loss >= cut.least]
        best = [cut for _loss, cut in sorted(fine, key=lambda pair: -pair[0])]
        taken: list[Cut] = []
        for cut in [cut for cut in offered if cut not in asked] + best:
            if deletion_rules.bears(source, [*taken, cut], language):
                taken.append(cut)
        return Written(deletion_rules.without(source, taken, language), (source,), notes)

    def _losses(
        self, source: str, language: str, asked: Sequence[Cut], seconds: float
    ) -> list[float] | None:
        """Return how much likelier what follows a cut is without what was cut than with it."""
        assert isinstance(self._model, Reader)
        passages = []
        for cut in asked:
            without = deletion_rules.without(source, [cut], language)
            head = source[: cut.start] + cut.joint
            passages.append((without[: len(head)], without[len(head) :]))
            passages.append((source[: cut.end], source[cut.end :]))
        losses = self._model.likelihoods(passages, source, seconds)
        if losses is None:
            return None
        return [short - full for short, full in zip(losses[::2], losses[1::2], strict=True)]

    def _written(self, material: Material, progress: Progress | None) -> list[Written]:
        """Return the chosen sentences as the model writes them, where that holds."""
        tasks, places = [], []
        for place, sentence in enumerate(material.chosen):
            if len(sentence.text.split()) >= LEAST_WORDS or _unspaced(sentence.text):
                tasks.append(_task(sentence.text, material))
                places.append(place)
        if progress:
            progress(len(material.chosen) - len(tasks))
        answers = dict(zip(places, self._answers(tasks, progress), strict=True))
        return [
            _judged(sentence.text, answers.get(place), material.language)
            for place, sentence in enumerate(material.chosen)
        ]

    def _answers(self, tasks: list[Task], progress: Progress | None) -> list[Answer | None]:
        """Return an answer for each task; None for one that the model cannot look at."""
        fits = [self._fits(task) for task in tasks]
        limits = self._limits
        answers = iter(
            self._model.generate(
                [task for task, fine in zip(tasks, fits, strict=True) if fine],
                limits.tokens, limits.seconds, limits.seed, progress,
            )
        )  # fmt: skip
        return [next(answers) if fine else None for fine in fits]

    def _fits(self, task: Task) -> bool:
        window = self._model.window
        return window is None or self._model.size(task) + self._limits.tokens <= window


def _task(sentence: str, material: Material) -> Task:
    if material.language.startswith("en"):
        return Task("shorten", sentence, _INSTRUCTION, _EXAMPLES)
    # Examples in English would have a small model answer in English.
    return Task("shorten", sentence, f"{_INSTRUCTION} Answer in {material.spoken}.")


def _judged(source: str, answer: Answer | None, language: str) -> Written:
    """Return the shortened sentence, or its source with the reasons against it."""
    if answer is None:
        return Written(source, (source,))
    text = " ".join(answer.text.split()).strip('"') if '"' not in source else answer.text.strip()
    if problem := answer.problem:
        return Written(source, (source,), (f"not shortened: {problem}",))
    if len(text) >= len(source):
        return Written(source, (source,))
    text = _ended(text, source, language)
    if reasons := guard.shortened(text, source, language):
        return Written(source, (source,), (f"not shortened: {'; '.join(reasons)}",))
    return Written(text, (source,))


def _ended(text: str, source: str, language: str) -> str:
    """Return ``text`` beginning and ending as a sentence does."""
    end = source.rstrip("\"'”’»«“」』)")[-1:]
    if text[-1:].isalnum() and not end.isalnum():
        text += end
    return capital(text, language)


def _unspaced(text: str) -> bool:
    return len(text) > 30 and len(text.split()) < len(text) / 15
