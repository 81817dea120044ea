"""What a model is asked and what it answers, whatever runs it. Pure.

Text of an article is data. It stands between delimiters, and what a chat template would read as a
turn of its own is taken out of it; what it makes a model write is for ``guard`` to judge.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, Protocol

from ...errors import SummariesError

Kind = Literal["summarise", "translate"]
Stop = Literal["end", "length", "time", "loop"]
Progress = Callable[[int], None]

# The marks of the usual chat templates: <|im_end|>, </s>, [INST], <start_of_turn>, <<SYS>>.
_TURNS = re.compile(
    r"<[|｜][^<>\n]{0,60}[|｜]>|</?s>|\[/?(?:INST|SYSTEM_PROMPT|AVAILABLE_TOOLS)\]|<</?SYS>>"
    r"|<(?:start|end)_of_turn>|</?(?:think|text|article|tool_call)>",
    re.IGNORECASE,
)
_THOUGHT = re.compile(r"<think>.*?(?:</think>|\Z)", re.DOTALL)
# A passage that stands this often in a row is a loop; shorter ones must be longer in all.
_TIMES, _LONGEST, _LEAST = 3, 64, 18


class TooLongError(SummariesError):
    """A text does not fit into the model's window; nothing of it was cut off."""


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to write: what to do, and the text it is about.

    ``frame`` stands around the text, so that a model sees where it begins and ends. ``source`` and
    ``target`` are locales, for a translation; ``terms`` are names of the source with what they are
    called in the target; ``tagged`` says that the text is XML (:mod:`.translation_tags`).
    """

    kind: Kind
    text: str
    instruction: str = ""
    frame: tuple[str, str] = ("", "")
    source: str = ""
    target: str = ""
    terms: tuple[tuple[str, str], ...] = ()
    tagged: bool = False

    def turns(self) -> list[dict[str, str]]:
        """Return the task as a chat: instruction, then the text."""
        chat = [{"role": "system", "content": self.instruction}] if self.instruction else []
        return [*chat, {"role": "user", "content": self._framed()}]

    def plain(self) -> str:
        """Return the task as running text, for a model that only goes on with what it is given."""
        parts = [self.instruction] if self.instruction else []
        return "\n\n".join([*parts, f"Text: {self._framed()}\nAnswer:"])

    def _framed(self) -> str:
        return self.frame[0] + clean(self.text) + self.frame[1]


@dataclass(frozen=True, slots=True)
class Answer:
    """What a model wrote, and why it stopped."""

    text: str
    stop: Stop = "end"

    @property
    def problem(self) -> str | None:
        """Why the answer cannot be used, in words; None when it can be looked at."""
        if self.stop == "time":
            return "the time was up before the model was done"
        if self.stop == "loop" or loops(self.text):
            return "the model repeated itself"
        if self.stop == "length":
            return "the model did not come to an end"
        return None if self.text.strip() else "the model wrote nothing"


class Model(Protocol):
    """A model that writes.

    ``window`` is how many tokens it can look at, None where unknown; ``follows`` tells whether it
    does what it is told in words, or only what it was trained for; ``tags`` whether it keeps the
    tags of XML.
    """

    name: str
    window: int | None
    follows: bool
    tags: bool

    @property
    def settings(self) -> Mapping[str, Any]:
        """All that decides what it writes, for the record."""

    def size(self, task: Task) -> int:
        """Return how many tokens of the window ``task`` takes."""

    def generate(
        self,
        tasks: Sequence[Task],
        limit_tokens: int,
        limit_seconds: float,
        seed: int,
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Return an answer for each task, none longer than ``limit_tokens``.

        The same ``seed`` makes the same choices, where the model can. When ``limit_seconds`` are
        over, what is not done yet is answered with ``time``. ``progress`` is told how many answers
        came in. Raises :class:`TooLongError` before anything is written when a task does not fit,
        SummariesError when the model cannot work.
        """


def clean(text: str) -> str:
    """Return ``text`` without what chat templates and our delimiters would read as more than words.

    Repeated until nothing is left, so that taking one mark out cannot make another.
    """
    while (shorter := _TURNS.sub(" ", text)) != text:
        text = shorter
    return text


def answer_text(written: str) -> str:
    """Return ``written``, what a model wrote, without its thoughts and the space around it.

    >>> answer_text("<think>Five or six?</think> Five people died. ")
    'Five people died.'
    """
    return _THOUGHT.sub("", written).strip()


def loops(text: str) -> bool:
    """Tell whether ``text`` ends in a passage that it repeats over and over."""
    words = text.split()
    # Where words are not separated, and where one character is repeated, look at characters.
    return repeats(words[-3 * _LONGEST :]) or repeats(list(text[-3 * _LONGEST :]), 30)


def repeats(items: Sequence[object], least: int = _LEAST) -> bool:
    """Tell whether ``items`` end with the same stretch three times, ``least`` items in all."""
    size = len(items)
    for period in range(1, min(_LONGEST, size // _TIMES) + 1):
        span = max(period * _TIMES, least)
        if size >= span and all(
            items[-i] == items[-i - period] for i in range(1, span - period + 1)
        ):
            return True
    return False


def check_fit(model: Model, tasks: Sequence[Task], room: int) -> None:
    """Raise :class:`TooLongError` unless every task leaves ``room`` tokens for its answer."""
    if model.window is None:
        return
    for task in tasks:
        size = model.size(task)
        if size + room > model.window:
            raise TooLongError(
                f"a text of {size} tokens does not fit into the window of {model.name} "
                f"({model.window} tokens, {room} of them for the answer): give it in parts"
            )
