"""What “summaries verify” looks at: files, folders, answers and pages at an address."""

from __future__ import annotations

import datetime
import json
import urllib.error
import urllib.request
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from ..content.article import RESERVED
from ..editions import proofs
from ..editions.proofs import Verified
from ..errors import InputError, SummariesError
from ..files import read_bytes
from ..review.policy import Policy

# Bytes of an answer or page, and seconds to wait for it.
MAX_ANSWER, PATIENCE = 8 * 1024 * 1024, 20
_HIDDEN = frozenset({"script", "style", "template", "head"})


class _Page(HTMLParser):
    """The visible text of a page, and the address of the same edition as JSON."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.answer = ""
        self._hidden: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "link" and (attributes.get("rel"), attributes.get("type")) == (
            "alternate", "application/json",
        ):  # fmt: skip
            self.answer = attributes.get("href") or ""
        if tag in _HIDDEN:
            self._hidden.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            self._hidden.remove(tag)

    def handle_data(self, data: str) -> None:
        if not self._hidden:
            self.texts.append(data)


def verified(target: str, policy: Policy, now: datetime.datetime) -> Iterator[Verified]:
    """Yield what became of every edition at ``target``: a file, a folder or an address.

    Raises SummariesError when there is nothing that could be verified.
    """
    if urlsplit(target).scheme in ("http", "https"):
        yield _address(target, policy, now)
        return
    path = Path(target)
    if not path.is_dir():
        verified_one = _data(json_of(read_bytes(path, target)), target, policy, now)
        if verified_one is None:
            raise SummariesError(f"{target} is neither an edition nor the API's answer about one")
        yield verified_one
        return
    some = False
    for file in sorted(path.rglob("*.json")):
        label = str(file.relative_to(path))
        try:
            data = json_of(read_bytes(file, label, path))
        except (InputError, SummariesError) as error:
            yield Verified(label, problem=str(error))
            continue
        if verified_one := _data(data, label, policy, now):
            some = True
            yield verified_one
    if not some:
        raise SummariesError(f"{target} has no editions in it: name a folder of editions or a site")


def json_of(content: bytes) -> Any:
    """Return parsed JSON. Raises SummariesError when it is none."""
    try:
        return json.loads(content)
    except (ValueError, RecursionError) as error:
        raise SummariesError(f"not JSON: {type(error).__name__}") from error


def _data(data: Any, label: str, policy: Policy, now: datetime.datetime) -> Verified | None:
    """Return what became of an edition file or an answer.

    None for any other file, and for the interface, which is part of the program.
    """
    if not isinstance(data, dict):
        return None
    if proofs.RECORD in data:
        return proofs.answer(data, policy, now, label)
    if "locale" in data and "domain" in data and data["domain"] not in RESERVED:
        return proofs.edition_file(data, policy, now, label)
    return None


def _address(address: str, policy: Policy, now: datetime.datetime) -> Verified:
    kind, content, address = _get(address)
    if kind != "text/html":
        return proofs.answer(json_of(content), policy, now, address)
    page = _Page()
    page.feed(content.decode("utf-8", "replace"))
    if not page.answer:
        raise SummariesError(f"{address} is no page of an edition: it names no answer of the API")
    other = urljoin(address, page.answer)
    if urlsplit(other)[:2] != urlsplit(address)[:2]:
        raise SummariesError(f"{address} names an answer at another site: {other[:200]}")
    _kind, content, other = _get(other)
    answer = proofs.answer(json_of(content), policy, now, other)
    return proofs.page("".join(page.texts), answer, address)


def _get(address: str) -> tuple[str, bytes, str]:
    """Return media type, content and final address. Raises SummariesError."""
    headers = {"Accept": "application/json, text/html;q=0.5"}
    wanted = urllib.request.Request(address, headers=headers)  # noqa: S310 - http(s) only
    try:
        with urllib.request.urlopen(wanted, timeout=PATIENCE) as answer:  # noqa: S310 - http(s) only
            content = answer.read(MAX_ANSWER + 1)
            kind, final = answer.headers.get_content_type(), answer.url
    except (OSError, ValueError) as error:
        raise SummariesError(f"{address} cannot be read: {error}") from error
    if len(content) > MAX_ANSWER:
        raise SummariesError(f"{address} is larger than {MAX_ANSWER // 1024 // 1024} MiB")
    return kind, content, final
