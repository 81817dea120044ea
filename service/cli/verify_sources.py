"""What “summaries verify” looks at: files, folders, answers and pages at an address."""

from __future__ import annotations

import datetime
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator, Mapping
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urljoin, urlsplit

from ..content.article import HEADLINE, RESERVED
from ..editions import answers as answers_module
from ..editions import proofs
from ..editions.proofs import Verified
from ..errors import InputError, SummariesError
from ..files import read_bytes
from ..review.policy import Policy

# Bytes of an answer or page, and seconds to wait for it.
MAX_ANSWER, PATIENCE = 8 * 1024 * 1024, 20
_HIDDEN = frozenset({"script", "style", "template", "head"})
_ANSWER = re.compile(r"/api/v1/articles/([^/?#]+)/summary\?(?:.*&)?lang=([A-Za-z0-9-]+)(?:&.*)?")


class _Page(HTMLParser):
    """The visible text of a page, its sentences, and the address of the same edition as JSON.

    ``sentences`` are the headline and the statements, each with its id, in the page's order.
    """

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []
        self.answer = ""
        self.sentences: list[tuple[str, str]] = []
        self._hidden: list[str] = []
        self._lists: list[bool] = []  # of each list around: whether it is one of statements
        self._next = ""  # the id of the statement whose paragraph is to come
        self._within = ""  # the tag of the sentence that is being read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = dict(attrs)
        if tag == "link" and (attributes.get("rel"), attributes.get("type")) == (
            "alternate", "application/json",
        ):  # fmt: skip
            self.answer = attributes.get("href") or ""
        if tag in _HIDDEN:
            self._hidden.append(tag)
        elif tag in ("ol", "ul"):
            self._lists.append("statements" in (attributes.get("class") or "").split())
        elif tag == "li" and self._lists[-1:] == [True]:
            self._next = attributes.get("id") or "-"
        elif tag == "h1":
            self.sentences.append((HEADLINE, ""))
            self._within = tag
        elif tag == "p" and self._next:
            self.sentences.append((self._next, ""))
            self._next, self._within = "", tag

    def handle_endtag(self, tag: str) -> None:
        if tag in self._hidden:
            self._hidden.remove(tag)
        elif tag in ("ol", "ul") and self._lists:
            self._lists.pop()
        elif tag == self._within:
            self._within = ""

    def handle_data(self, data: str) -> None:
        if self._hidden:
            return
        self.texts.append(data)
        if self._within:
            name, said = self.sentences[-1]
            self.sentences[-1] = name, said + data

    @property
    def edition(self) -> tuple[str, str] | None:
        """Slug and language tag of the edition that the page says it shows."""
        address = _ANSWER.search(self.answer)
        return (address[1], address[2]) if address else None


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
    some, answers = False, {}
    for file in sorted(path.rglob("*.json")):
        label = str(file.relative_to(path))
        try:
            data = json_of(read_bytes(file, label, path))
        except (InputError, SummariesError) as error:
            yield Verified(label, problem=str(error))
            continue
        if verified_one := _data(data, label, policy, now):
            some = True
            if answers_module.RECORD in data:
                answers[str(data.get("slug")), str(data.get("language"))] = data, verified_one
            yield verified_one
    if not some:
        raise SummariesError(f"{target} has no editions in it: name a folder of editions or a site")
    yield from _pages(path, answers)


def _pages(
    path: Path, answers: Mapping[tuple[str, str], tuple[Any, Verified]]
) -> Iterator[Verified]:
    """Yield what became of every page of an edition below ``path``, an exported site.

    A page is known by the answer that it names, or by its place: ``uk/harbor-fire.html``.
    """
    for file in sorted(path.rglob("*.html")):
        shown = str(file.relative_to(path))
        place = (file.stem, file.parent.name)
        try:
            page = _read_page(read_bytes(file, shown, path))
        except InputError as error:
            yield Verified(shown, problem=str(error))
            continue
        named = page.edition or (place if place in answers else None)
        if named is None:
            continue
        if named not in answers:
            yield Verified(shown, problem="the answer of the API that it names is not there")
        elif place in answers and place != named:
            yield Verified(shown, problem="it shows another edition than its place says")
        else:
            data, answered = answers[named]
            yield answers_module.page(page.sentences, "".join(page.texts), data, answered, shown)


def _read_page(content: bytes) -> _Page:
    page = _Page()
    page.feed(content.decode("utf-8", "replace"))
    page.close()
    return page


def json_of(content: bytes) -> Any:
    """Return what ``content``, the bytes of an answer or a file, is as JSON.

    Raises SummariesError when it is none.
    """
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
    if answers_module.RECORD in data:
        return answers_module.answer(data, policy, now, label)
    if "locale" in data and "domain" in data and data["domain"] not in RESERVED:
        return proofs.edition_file(data, policy, now, label)
    return None


def _address(address: str, policy: Policy, now: datetime.datetime) -> Verified:
    kind, content, address = _get(address)
    if kind != "text/html":
        brief = dict(parse_qsl(urlsplit(address).query)).get("part") == "brief"
        return answers_module.answer(json_of(content), policy, now, address, brief=brief)
    page = _read_page(content)
    if not page.answer:
        raise SummariesError(f"{address} is no page of an edition: it names no answer of the API")
    other = urljoin(address, page.answer)
    if urlsplit(other)[:2] != urlsplit(address)[:2]:
        raise SummariesError(f"{address} names an answer at another site: {other[:200]}")
    _kind, content, other = _get(other)
    data = json_of(content)
    answered = answers_module.answer(data, policy, now, other)
    return answers_module.page(page.sentences, "".join(page.texts), data, answered, address)


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
