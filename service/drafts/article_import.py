"""An article as it arrives: text or an HTML page, from a file, standard input, or an address."""

from __future__ import annotations

import datetime
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass, replace
from urllib.parse import unquote, urlsplit

from ..content.article import MAX_TEXT, PAGES, RESERVED, SLUG
from ..content.article_text import fold
from ..content.unsafe_characters import visible
from ..errors import SummariesError
from . import intake
from .intake import About, Story
from .sentence_split import PART

MOST_WORDS = 8
# Parts of addresses that every story of a site has.
_NO_STORY = frozenset(
    [
        "index",
        "default",
        "article",
        "articles",
        "story",
        "stories",
        "news",
        "detail",
        "view",
        "amp",
        "home",
    ]
)


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


def slug(headline: str) -> str | None:
    """Return a name for addresses from ``headline``; None when it has too few Latin letters.

    >>> slug("Fire in the Harbor: Five Dead!")
    'fire-in-the-harbor-five-dead'
    >>> slug("Пожежа в порту")
    """
    folded = unicodedata.normalize("NFKD", headline.casefold().replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]|['’]", "", folded))
    letters = sum(map(len, words))
    name = "-".join(words[:MOST_WORDS])
    if letters * 2 < sum(map(str.isalnum, headline)) or not SLUG.fullmatch(name):
        return None
    return None if name in RESERVED | PAGES else name


def slug_of_address(url: str | None) -> str | None:
    """Return a name from the last telling part of ``url``, a story's; None where it has none.

    >>> slug_of_address("https://news.example/sport/2026/pozhezha_v_portu.html?id=1")
    'pozhezha-v-portu'
    >>> slug_of_address("https://news.example/index.html")
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return None
    for part in reversed(path.split("/")):
        words = re.sub(r"[-_+\s]+", " ", re.sub(r"\.\w{1,5}$", "", part))
        if words.casefold() not in _NO_STORY and (name := slug(words)):
            return name
    return None


def check_slug(name: str) -> None:
    """Raise :class:`SummariesError` unless an article can have the name ``name``."""
    if not SLUG.fullmatch(name) or name in RESERVED | PAGES:
        raise SummariesError(
            f"“{name}” cannot be an article's name: use lower-case Latin words joined by hyphens"
        )
