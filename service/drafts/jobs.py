"""One piece of drafting as plain data, in and out: the same here and on another machine.

Whoever asks reads and writes the files. A worker has models, and sees text and settings only.
"""

from __future__ import annotations

import datetime
from collections.abc import Callable, Generator
from dataclasses import dataclass, field
from typing import Any

from ..content.messages import Message
from ..review.glossary import Term
from . import generate, models, proposal, translate
from .engine import Engine, Limits
from .models import translation_services
from .models.api import Model, Progress

EXTRACT, GENERATE = proposal.METHOD, generate.NAME


@dataclass(frozen=True, slots=True)
class Kit:
    """What a worker loads, by name, and how much of it may be used. ``key`` is for a server."""

    engine: str = EXTRACT
    model: str | None = None
    translator: str | None = None
    limits: Limits = field(default_factory=Limits)
    key: str = field(default="", repr=False)

    @property
    def models(self) -> list[str]:
        """The names of all models of it, each once."""
        named = (self.model if self.engine != EXTRACT else None, self.translator)
        return list(dict.fromkeys(name for name in named if name))

    @property
    def outside(self) -> str | None:
        """The name of one that sends what it is given out of the house; None where none does."""
        remote = (name for name in self.models if translation_services.is_remote(name, self.key))
        return next(remote, None)


@dataclass(frozen=True, slots=True)
class Summary:
    """Asks for a summary of an article's text: answered with a :class:`proposal.Proposal`."""

    text: str
    language: str
    count: int
    today: datetime.date
    published: datetime.date | None = None

    @property
    def size(self) -> int:
        """How many things there are to make, for a bar."""
        return self.count


@dataclass(frozen=True, slots=True)
class Translations:
    """Asks for messages of a source in ``language`` in ``locale``: answered with :class:`Made`."""

    messages: tuple[Message, ...]
    language: str
    locale: str
    terms: tuple[Term, ...]

    @property
    def size(self) -> int:
        """How many things there are to make, for a bar."""
        return len(self.messages)


@dataclass(frozen=True, slots=True)
class Made:
    """Drafted messages, and the name of the model that made them."""

    drafts: tuple[translate.Translation, ...]
    maker: str


Job = Summary | Translations
Result = proposal.Proposal | Made
# What is to be done for one article: asks for one job after the other, and is sent the results.
Steps = Generator[Job, Any, None]


class Worker:
    """Models, loaded once, and what they are loaded for."""

    def __init__(self, kit: Kit, say: Callable[[str], None]) -> None:
        """Load all models of ``kit``; ``say`` is told of each.

        Raises SummariesError for what cannot be loaded.
        """
        self._limits = kit.limits
        loaded: dict[str, Model] = {}

        def load(model: str) -> Model:
            if model not in loaded:
                say(f"loading {model} …")
                loaded[model] = models.load(model, kit.key, kit.limits.seconds)
            return loaded[model]

        self._engine: Engine | None = None
        if kit.engine != EXTRACT and kit.model:
            self._engine = generate.Generator(load(kit.model), kit.limits)
        self._translator = load(kit.translator) if kit.translator else None

    def run(self, job: Job, progress: Progress | None = None) -> Result:
        """Return what ``job`` asks for. Raises SummariesError when that cannot be made."""
        if isinstance(job, Summary):
            return proposal.propose(
                job.text, job.language, job.count, job.today,
                engine=self._engine, progress=progress, published=job.published,
            )  # fmt: skip
        assert self._translator is not None
        drafts = translate.translate(
            job.messages, job.language, job.locale, self._translator, self._limits, job.terms,
            progress,
        )  # fmt: skip
        return Made(tuple(drafts), self._translator.name)


def advance(steps: Steps, result: Result | None = None) -> Job | None:
    """Send ``steps`` the result of the last job; return the next one, None when all is done."""
    try:
        return steps.send(result)
    except StopIteration:
        return None
