"""Translators on a server: LibreTranslate and whatever speaks its protocol, and DeepL.

Written from their documentation (https://docs.libretranslate.com and
https://developers.deepl.com), with the standard library alone. They translate, and do nothing else.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from babel import Locale

from ...errors import SummariesError
from . import translation_tags
from .api import Answer, Progress, Task
from .json_server import JsonServer, RefusedError, is_outside

LIBRETRANSLATE, DEEPL = "libretranslate", "deepl"
# Texts in one request: DeepL takes 50.
_TOGETHER = 20
_CHARACTERS = 2.5
# DeepL's own names of target languages, where the language's code is not it.
_DEEPL_TARGETS = {
    "en": "EN-US", "en_GB": "EN-GB", "pt": "PT-PT", "pt_BR": "PT-BR", "zh": "ZH-HANS",
    "zh_Hans": "ZH-HANS", "zh_Hant": "ZH-HANT", "no": "NB",
}  # fmt: skip
_LIBRE_CODES = {
    "zh_Hans": ("zh-Hans", "zh"), "zh_Hant": ("zh-Hant", "zt"), "pt_BR": ("pt-BR", "pb"),
    "no": ("nb",),
}  # fmt: skip


def is_service(text: str) -> bool:
    """Tell whether ``text`` names one of these: ``deepl``, ``libretranslate:ADDRESS``."""
    return text.partition(":")[0] in (LIBRETRANSLATE, DEEPL)


def address_of(text: str, key: str) -> str:
    """Return the address of the service that ``text`` names; with DeepL it depends on the ``key``.

    Raises :class:`SummariesError` for what has none.

    >>> address_of("libretranslate:http://127.0.0.1:5000/", "")
    'http://127.0.0.1:5000'
    """
    kind, _, address = text.partition(":")
    if kind == DEEPL and not address:
        # Keys of the free plan end so, and have a server of their own.
        return "https://api-free.deepl.com" if key.endswith(":fx") else "https://api.deepl.com"
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
        raise SummariesError(
            f"“{text}” has no server's address: write {kind}:http://127.0.0.1:5000"
        )
    return address.rstrip("/")


def is_remote(text: str, key: str = "") -> bool:
    """Tell whether what the translator or model ``text`` is sent leaves the house.

    ``key`` is as in :func:`address_of`.

    >>> is_remote("libretranslate:http://127.0.0.1:5000"), is_remote("deepl", "a-key")
    (False, True)
    """
    if is_service(text):
        return is_outside(address_of(text, key))
    return text.startswith(("http://", "https://")) and is_outside(text.partition("#")[0])


def connect(text: str, key: str, seconds: float) -> _Service:
    """Return the service that ``text`` names. Raises :class:`SummariesError` where none is.

    ``key`` is the one that it wants, empty without, and ``seconds`` how long an answer may take.
    """
    address = address_of(text, key)
    return (DeepL if text.startswith(DEEPL) else LibreTranslate)(address, key, seconds)


class _Service:
    """What both have in common."""

    follows = False
    tags = False
    window: int | None = None
    name = ""

    def __init__(self, address: str, key: str, seconds: float) -> None:
        self.address, self._key = address, key
        self._server = self._connected(seconds)

    def _connected(self, seconds: float) -> JsonServer:
        raise NotImplementedError

    @property
    def settings(self) -> Mapping[str, Any]:
        """Which server it is."""
        return {"server": self.address}

    def size(self, task: Task) -> int:
        """Return about how many tokens ``task`` has."""
        return int(len(task.text) / _CHARACTERS) + 1

    def generate(
        self,
        tasks: Sequence[Task],
        limit_tokens: int,  # noqa: ARG002 - the service's own matter
        limit_seconds: float,
        seed: int,  # noqa: ARG002
        progress: Progress | None = None,
    ) -> list[Answer]:
        """Translate ``tasks``; see :class:`~service.drafts.models.api.Model`."""
        if any(task.kind != "translate" for task in tasks):
            raise SummariesError(f"{self.name} only translates: name it with --translator")
        end = time.monotonic() + limit_seconds
        answers: dict[int, Answer] = {}
        groups: dict[tuple[str, str, bool], list[int]] = {}
        for index, task in enumerate(tasks):
            groups.setdefault((task.source, task.target, task.tagged), []).append(index)
        for places in groups.values():
            with self._prepared([tasks[i] for i in places], end) as options:
                for batch in _batched(places):
                    replies = self._batch([tasks[i] for i in batch], options, end)
                    answers.update(zip(batch, replies, strict=True))
                    if progress:
                        progress(len(batch))
        return [answers[index] for index in range(len(tasks))]

    @contextlib.contextmanager
    def _prepared(self, tasks: Sequence[Task], end: float) -> Iterator[dict[str, Any]]:  # noqa: ARG002
        """Yield what a request for ``tasks`` says beside their texts."""
        yield {}

    def _batch(self, tasks: Sequence[Task], options: dict[str, Any], end: float) -> list[Answer]:
        if time.monotonic() >= end:
            return [Answer("", "time")] * len(tasks)
        try:
            texts = self._texts(tasks, options, end)
        except TimeoutError:
            return [Answer("", "time")] * len(tasks)
        if len(texts) != len(tasks) or not all(isinstance(text, str) for text in texts):
            raise SummariesError(f"{self.address} answered without a translation of each text")
        return [Answer(text) for text in texts]

    def _texts(self, tasks: Sequence[Task], options: dict[str, Any], end: float) -> list[Any]:
        raise NotImplementedError


def _batched(places: Sequence[int]) -> Iterator[tuple[int, ...]]:
    for start in range(0, len(places), _TOGETHER):
        yield tuple(places[start : start + _TOGETHER])


class LibreTranslate(_Service):
    """LibreTranslate, or another server with its protocol."""

    name = LIBRETRANSLATE
    # Braces mostly come back as they are; what does not is told.
    follows = True

    def _connected(self, seconds: float) -> JsonServer:
        server = JsonServer(self.address, {}, f"write {LIBRETRANSLATE}:http://host:5000")
        said = server.ask("/languages", None, time.monotonic() + seconds)
        if not isinstance(said, list) or not all(
            isinstance(item, dict) and isinstance(item.get("code"), str) for item in said
        ):
            raise SummariesError(
                f"{self.address} does not list its languages: write {LIBRETRANSLATE}:http://host:5000"
            )
        self._languages = {
            item["code"]: [t for t in item.get("targets") or [] if isinstance(t, str)]
            for item in said
        }
        return server

    def _code(self, locale: str, known: Sequence[str]) -> str | None:
        language = Locale.parse(locale).language
        codes = (*_LIBRE_CODES.get(locale, ()), locale.replace("_", "-"), language)
        return next((code for code in codes if code in known), None)

    def _texts(self, tasks: Sequence[Task], options: dict[str, Any], end: float) -> list[Any]:  # noqa: ARG002
        first = tasks[0]
        source = self._code(first.source, list(self._languages))
        # Some servers do not list targets: then all languages are.
        targets = self._languages.get(source or "") or list(self._languages)
        target = self._code(first.target, targets)
        if source is None or target is None:
            raise SummariesError(
                f"{self.address} does not translate from {first.source} into {first.target}. "
                f"It has: {', '.join(sorted(self._languages))}"
            )
        body: dict[str, Any] = {
            "q": [task.text for task in tasks], "source": source, "target": target,
            "format": "text",
        }  # fmt: skip
        if self._key:
            body["api_key"] = self._key
        said = self._server.ask("/translate", body, end)
        texts = said.get("translatedText") if isinstance(said, dict) else None
        return texts if isinstance(texts, list) else [texts]


class DeepL(_Service):
    """DeepL's API."""

    name = DEEPL
    tags = True

    def _connected(self, seconds: float) -> JsonServer:  # noqa: ARG002 - asked at the first text
        if not self._key:
            raise SummariesError("DeepL wants a key: set SUMMARIES_MODEL_KEY")
        headers = {"Authorization": f"DeepL-Auth-Key {self._key}"}
        return JsonServer(self.address, headers, "write deepl, or deepl:https://host")

    @contextlib.contextmanager
    def _prepared(self, tasks: Sequence[Task], end: float) -> Iterator[dict[str, Any]]:
        """Make a glossary of the tasks' terms, yield its id, and take it away again."""
        first = tasks[0]
        source = Locale.parse(first.source).language
        options: dict[str, Any] = {
            "source_lang": {"no": "NB"}.get(source, source.upper()),
            "target_lang": _DEEPL_TARGETS.get(first.target)
            or Locale.parse(first.target).language.upper(),
        }  # fmt: skip
        if first.tagged:
            options |= {"tag_handling": "xml", "ignore_tags": [translation_tags.KEPT]}
        terms = dict(pair for task in tasks for pair in task.terms)
        glossary = self._glossary(terms, options, end) if terms else None
        try:
            yield options | ({"glossary_id": glossary} if glossary else {})
        finally:
            if glossary:
                with contextlib.suppress(SummariesError, TimeoutError):
                    self._server.ask(f"/v2/glossaries/{glossary}", None, end + 10, "DELETE")

    def _glossary(
        self, terms: Mapping[str, str], options: Mapping[str, Any], end: float
    ) -> str | None:
        """Return the id of a glossary made for these terms; None for a pair that has none."""
        rows = [(_cell(name), _cell(form)) for name, form in sorted(terms.items())]
        body = {
            "name": "summaries", "source_lang": options["source_lang"].lower(),
            "target_lang": options["target_lang"].partition("-")[0].lower(),
            "entries": "\n".join(f"{name}\t{form}" for name, form in rows),
            "entries_format": "tsv",
        }  # fmt: skip
        try:
            said = self._server.ask("/v2/glossaries", body, end)
        except RefusedError as error:
            if error.code == 400:
                return None  # the pair of languages has no glossaries
            raise self._said(error) from error
        glossary = said.get("glossary_id") if isinstance(said, dict) else None
        return glossary if isinstance(glossary, str) else None

    def _texts(self, tasks: Sequence[Task], options: dict[str, Any], end: float) -> list[Any]:
        body = {"text": [task.text for task in tasks], **options}
        try:
            said = self._server.ask("/v2/translate", body, end)
        except RefusedError as error:
            raise self._said(error) from error
        texts = said.get("translations") if isinstance(said, dict) else None
        return [item.get("text") if isinstance(item, dict) else None for item in texts or []]

    def _said(self, error: RefusedError) -> SummariesError:
        if error.code == 456:  # DeepL's own
            return SummariesError(
                "DeepL's quota is used up: wait for the next month, or pay for more"
            )
        if error.code == 429:
            return SummariesError("DeepL asks for patience: try again in a minute")
        return error


def _cell(text: str) -> str:
    return " ".join(text.split())
