"""Models on a server: whatever speaks the OpenAI-compatible HTTP API (vLLM, llama.cpp, Ollama).

Only the standard library is needed, so this works without any extra. An answer is read up to a
limit of bytes and seconds, whatever the server thinks of the limits that it was told.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from typing import Any
from urllib.parse import urlsplit

from ...errors import SummariesError
from .api import Answer, Progress, Stop, Task, answer_text, check_fit
from .json_server import JsonServer

# Requests at a time: servers batch what comes together.
_TOGETHER = 4
_REMEDY = "write http://host:port/v1"
# No language writes a token in more characters, on average over a text.
_TOKEN_CHARACTERS = 12
# About the least characters to a token: sizes are estimated so, and rather too large.
_CHARACTERS = 2.5


def connect(address: str, key: str = "", seconds: float = 60) -> ServedModel:
    """Return the model that is served at ``address`` (``http://host:port/v1``).

    ``key`` is sent as a bearer token, nothing where it is empty; ``seconds`` is how long the answer
    may take. ``#NAME`` after it chooses one of several. Raises :class:`SummariesError` when nothing
    answers there, or what answers is no such server.
    """
    address, _, wanted = address.partition("#")
    parts = urlsplit(address)
    if not parts.hostname or parts.query or parts.username:
        raise SummariesError(f"“{address}” is no server's address: write http://host:port/v1")
    server = JsonServer(
        address.rstrip("/"), {"Authorization": f"Bearer {key}"} if key else {}, _REMEDY
    )
    listed = server.ask("/models", None, time.monotonic() + seconds)
    models = listed.get("data") if isinstance(listed, dict) else None
    if not isinstance(models, list) or not all(
        isinstance(model, dict) and isinstance(model.get("id"), str) for model in models
    ):
        raise SummariesError(f"{address} does not list its models: write http://host:port/v1")
    chosen = next((m for m in models if m["id"] == wanted), None) if wanted else None
    if not wanted and models:
        chosen = models[0]
    if chosen is None:
        named = ", ".join(m["id"] for m in models) or "none"
        raise SummariesError(f"{address} has no model “{wanted}”. It has: {named}")
    window = chosen.get("max_model_len")
    return ServedModel(server, chosen["id"], window if isinstance(window, int) else None)


class ServedModel:
    """A model on a server."""

    follows = True
    tags = False

    def __init__(self, server: JsonServer, name: str, window: int | None) -> None:
        """Use the model that ``server`` calls ``name``."""
        self._server = server
        self.name = name
        self.window = window

    @property
    def settings(self) -> Mapping[str, Any]:
        """What the server is told about decoding, and which server it is."""
        return {"sampling": False, "temperature": 0, "server": self._server.address}

    def size(self, task: Task) -> int:
        """Return about how many tokens ``task`` takes, rather too many than too few."""
        text = "".join(turn["content"] for turn in task.turns())
        unspaced = sum(1 for character in text if character >= "\u2e80")
        return int(unspaced + (len(text) - unspaced) / _CHARACTERS) + 16

    def generate(
        self,
        tasks: Sequence[Task],
        limit_tokens: int,
        limit_seconds: float,
        seed: int,
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Answer ``tasks``; see :class:`~service.drafts.models.api.Model`."""
        check_fit(self, tasks, limit_tokens)
        end = time.monotonic() + limit_seconds
        pool = ThreadPoolExecutor(_TOGETHER)
        try:
            asked = {
                pool.submit(self._answer, task, limit_tokens, end, seed): index
                for index, task in enumerate(tasks)
            }
            answers: dict[int, Answer] = {}
            for done in as_completed(asked):
                answers[asked[done]] = done.result()
                if progress:
                    progress(1)
        finally:
            # Whoever interrupts need not wait for the server.
            pool.shutdown(wait=False, cancel_futures=True)
        return [answers[index] for index in range(len(tasks))]

    def _answer(self, task: Task, limit_tokens: int, end: float, seed: int) -> Answer:
        if time.monotonic() >= end:
            return Answer("", "time")
        body = {
            "model": self.name, "messages": task.turns(), "max_tokens": limit_tokens,
            "temperature": 0, "seed": seed, "stream": False,
        }  # fmt: skip
        try:
            reply = self._server.ask("/chat/completions", body, end)
        except TimeoutError:
            return Answer("", "time")
        try:
            (choice, *_rest) = reply["choices"]
            text, reason = choice["message"]["content"], choice.get("finish_reason")
        except (KeyError, TypeError, ValueError) as error:
            raise SummariesError(
                f"{self._server.address} answered without a text: is it an OpenAI-compatible "
                "server of a chat model?"
            ) from error
        text = answer_text(text if isinstance(text, str) else "")
        stop: Stop = "length" if reason == "length" else "end"
        if len(text) > limit_tokens * _TOKEN_CHARACTERS:
            text, stop = "", "length"
        return Answer(text, stop)
