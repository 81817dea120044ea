"""Shorten the chosen sentences with a model: what a small one does best.

What it writes is taken only where words were left out and nothing that matters with them
(``guard.shortened``); else the extract stands, and the draft says why.
"""

from __future__ import annotations

from . import guard
from .engine import Engine, Material, Written
from .task import Answer, Progress, Task

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

    def write(
        self, material: Material, progress: Progress | None = None
    ) -> tuple[list[Written], list[str]]:
        """Return the chosen sentences, shortened where that went well."""
        tasks, places = [], []
        for place, sentence in enumerate(material.chosen):
            if len(sentence.text.split()) >= LEAST_WORDS or _unspaced(sentence.text):
                tasks.append(_task(sentence.text, material))
                places.append(place)
        if progress:
            progress(len(material.chosen) - len(tasks))
        answers = dict(zip(places, self._answers(tasks, progress), strict=True))
        found = [
            _judged(sentence.text, answers.get(place), material.language)
            for place, sentence in enumerate(material.chosen)
        ]
        kept = sum(1 for written in found if written.text == written.evidence[0])
        notes = [f"{kept} of {len(found)} sentences stand as in the article"] if kept else []
        return found, notes

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
    text = _ended(text, source)
    if reasons := guard.shortened(text, source, language):
        return Written(source, (source,), (f"not shortened: {'; '.join(reasons)}",))
    return Written(text, (source,))


def _ended(text: str, source: str) -> str:
    """Return ``text`` beginning and ending as a sentence does."""
    end = source.rstrip("\"'”’»«“」』)")[-1:]
    if text[-1:].isalnum() and not end.isalnum():
        text += end
    return text[:1].upper() + text[1:]


def _unspaced(text: str) -> bool:
    return len(text) > 30 and len(text.split()) < len(text) / 15
