"""An article as it arrives: text or an HTML page, from a file, standard input, or an address."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass, replace

from ..content.article import MAX_TEXT
from ..content.article_text import fold
from ..content.unsafe_characters import visible
from ..errors import SummariesError
from . import intake
from .intake import About, Story
from .sentences.splitting import PART


@dataclass(frozen=True, slots=True)
class Incoming:
    """An article as it arrived: its text, headline first, and what its page says of it.

    ``language`` is a locale, None where it cannot be told. ``page`` is the page itself, None for
    plain text. ``notes`` tell the editor what to look at.
    """

    text: str
    language: str | None = None
    about: About | None = None
    kicker: str | None = None
    page: bytes | None = None
    notes: tuple[str, ...] = ()


def read(
    data: bytes,
    name: str = "the article",
    url: str | None = None,
    charset: str | None = None,
    today: datetime.date | None = None,
) -> Incoming:
    """Return the article in ``data``, plain text or an HTML page, packed with gzip or not.

    ``name`` is what messages call it, ``url`` where it came from, ``charset`` the encoding that
    HTTP named. Raises :class:`SummariesError` when it holds no article, is larger than 10 MiB, or
    is a page and the extra that reads pages is missing.
    """
    data, url, inner = intake.unwrapped(intake.bounded(data, name), url)
    charset = inner or charset
    intake.check_kind(data, name)
    if intake.is_html(data):
        story = _story(data, url, charset, today)
        lines = _lines(story.text)
        page = data
        incoming = Incoming("", story.language, story.about, story.kicker, page, story.notes)
    else:
        text, _, notes = intake.decode(data, charset)
        lines, incoming = _lines(text), Incoming("", notes=notes)
    if not lines:
        raise SummariesError("there is no text in it: give the article as text, or as an HTML page")
    text = "\n".join(lines) + "\n"
    if len(text.encode()) > MAX_TEXT:
        raise SummariesError(f"the text of {name} is larger than 2 MiB: give the article alone")
    return replace(incoming, text=text, language=incoming.language or _told(text))


def _lines(text: str) -> list[str]:
    folded = (fold(visible(line)) for line in text.splitlines())
    return [line for line in folded if line]


def _story(data: bytes, url: str | None, charset: str | None, today: datetime.date | None) -> Story:
    try:
        return intake.read(data, url, header=charset, today=today)
    except ImportError as error:
        raise SummariesError(
            "HTML pages cannot be read: pip install 'multilingual-summary-service[drafting]', "
            "or give the article as text"
        ) from error


def _told(text: str) -> str | None:
    try:
        return intake.tell(text)[0]
    except ImportError as error:
        raise SummariesError(
            "the article's language cannot be told: name it with --language, "
            "or pip install 'multilingual-summary-service[checks]'"
        ) from error


def join(texts: Sequence[str]) -> str:
    """Return ``texts``, articles on one event, as :func:`read` returns each, as one text.

    A line with ⁂ alone stands between them. Raises :class:`SummariesError` when one is there twice,
    or when they are too much for one article.
    """
    if len(set(texts)) < len(texts):
        raise SummariesError("two of the articles are the same: name each of them once")
    text = f"{PART}\n".join(texts)
    if len(text.encode()) > MAX_TEXT:
        raise SummariesError(
            f"the articles are larger than {MAX_TEXT // 1024**2} MiB together: give fewer of them"
        )
    return text
