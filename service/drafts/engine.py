"""What an engine gets and gives: sentences for a summary, with what each rests on. Pure."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from babel import Locale

from .models.api import Model, Progress
from .sentences.splitting import Sentence


@dataclass(frozen=True, slots=True)
class Limits:
    """What a model may take for one article: tokens for an answer, seconds for all of them."""

    seconds: float = 120
    tokens: int = 300
    seed: int = 0


@dataclass(frozen=True, slots=True)
class Material:
    """An article as engines see it: its usable sentences, and those of them an extract would be."""

    language: str
    sentences: Sequence[Sentence]
    chosen: Sequence[Sentence]

    @property
    def spoken(self) -> str:
        """The English name of the language, as models are told it."""
        return Locale.parse(self.language).get_display_name("en") or self.language


@dataclass(frozen=True, slots=True)
class Written:
    """A sentence for the summary: its words, the article's sentences it rests on, and remarks."""

    text: str
    evidence: tuple[str, ...]
    notes: tuple[str, ...] = ()


class Engine(ABC):
    """Makes the sentences of a summary from an article, with a model."""

    name: str

    def __init__(self, model: Model, limits: Limits) -> None:
        """Write with ``model`` within ``limits``."""
        self._model = model
        self._limits = limits

    @property
    def model(self) -> str:
        """The name of the model."""
        return self._model.name

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides what it writes."""
        limits = self._limits
        return {
            **self._model.settings, "seed": limits.seed, "tokens": limits.tokens,
            "seconds": limits.seconds,
        }  # fmt: skip

    @abstractmethod
    def write(
        self, material: Material, progress: Progress | None = None
    ) -> tuple[list[Written], list[str]]:
        """Return the sentences, and what the editor should know of how they came about.

        ``progress`` is told how many of the chosen sentences are done.
        """


def extracts(material: Material) -> list[Written]:
    """Return the chosen sentences as they are."""
    return [Written(sentence.text, (sentence.text,)) for sentence in material.chosen]
