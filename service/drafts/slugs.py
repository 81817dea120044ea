"""Slugs: the names that articles get in addresses."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote, urlsplit

from anyascii import anyascii

from ..content.article import PAGES, RESERVED, SLUG
from ..errors import SummariesError

MOST_WORDS = 8
# Parts of addresses that every story of a site has.
_NO_STORY = frozenset({
    "index", "default", "article", "articles", "story", "stories", "news", "detail", "view", "amp",
    "home",
})  # fmt: skip
# Scripts of letters, as Unicode names them, that are read in Latin letters everywhere. Characters
# of words and syllables, and scripts without vowels, give names that nobody can read.
_ALPHABETS = ("CYRILLIC", "GREEK", "ARMENIAN", "GEORGIAN", "HANGUL")
# Ukraine's own rules, where the library has Russia's: resolution 55 of the Cabinet of Ministers,
# 27 January 2010. At the beginning of a word, and inside it.
_UKRAINIAN_FIRST = {"є": "ye", "ї": "yi", "й": "y", "ю": "yu", "я": "ya"}
_UKRAINIAN = {
    "зг": "zgh", "г": "h", "и": "y", "є": "ie", "ї": "i", "й": "i", "ю": "iu", "я": "ia",
}  # fmt: skip
_UKRAINIAN_LETTERS = re.compile("|".join(_UKRAINIAN))


def proposed(headline: str, language: str, address: str | None) -> Iterator[str]:
    """Yield slugs for an article in ``language``, a locale, the best one first.

    They are the ``headline``'s, that of the page's ``address``, where an outlet of another
    alphabet has written Latin letters, and the headline's in Latin letters.

    >>> list(proposed("Пожежа в порту", "uk", "https://news.example/2026/pozhezha"))
    ['pozhezha', 'pozhezha-v-portu']
    """
    names = (_slug(headline.casefold()), of_address(address), of_headline(headline, language))
    yield from filter(None, names)


def of_headline(headline: str, language: str = "") -> str | None:
    """Return a slug of a ``headline`` in ``language``, a locale; None when it has too few letters.

    Letters of other alphabets are written in Latin ones; Chinese, Arabic and such are not.

    >>> of_headline("Fire in the Harbor: Five Dead!")
    'fire-in-the-harbor-five-dead'
    >>> of_headline("Пожежа в порту Києва", "uk"), of_headline("Пожар в порту", "ru")
    ('pozhezha-v-portu-kyieva', 'pozhar-v-portu')
    >>> of_headline("港で火災、5人死亡", "ja")
    """
    return _slug(_latin(unicodedata.normalize("NFC", headline).casefold(), language))


def _slug(text: str) -> str | None:
    folded = unicodedata.normalize("NFKD", text.replace("ß", "ss"))
    words = re.findall(r"[a-z0-9]+", re.sub(r"[^\x00-\x7f]|['’\"]", "", folded))
    letters = sum(map(len, words))
    name = "-".join(words[:MOST_WORDS])
    if letters * 2 < sum(map(str.isalnum, text)) or not SLUG.fullmatch(name):
        return None
    return None if name in RESERVED | PAGES else name


def of_address(url: str | None) -> str | None:
    """Return a slug of the last telling part of ``url``, a story's; None where it has none.

    >>> of_address("https://news.example/sport/2026/pozhezha_v_portu.html?id=1")
    'pozhezha-v-portu'
    >>> of_address("https://news.example/index.html")
    """
    try:
        path = unquote(urlsplit(url or "").path)
    except ValueError:
        return None
    for part in reversed(path.split("/")):
        words = re.sub(r"[-_+\s]+", " ", re.sub(r"\.\w{1,5}$", "", part))
        if words.casefold() not in _NO_STORY and (name := _slug(words.casefold())):
            return name
    return None


def of_content(text: str) -> str:
    """Return a slug for a story of which ``text``, the story or its address, is all there is.

    >>> of_content("火災")
    'story-7be020a7b0'
    """
    return f"story-{hashlib.sha256(text.encode()).hexdigest()[:10]}"


def check(name: str) -> None:
    """Raise :class:`SummariesError` unless an article can have the slug ``name``."""
    if not SLUG.fullmatch(name) or name in RESERVED | PAGES:
        raise SummariesError(
            f"“{name}” cannot be an article's name: use lower-case Latin words joined by hyphens"
        )


def _latin(text: str, language: str) -> str:
    """Return ``text``, in lower case, with the letters of other alphabets in Latin ones."""
    if language.partition("_")[0] == "uk":
        text = re.sub(r"ь|(?<=\w)['’ʼ](?=\w)", "", text)
        text = re.sub(r"\b[єїйюя]", lambda match: _UKRAINIAN_FIRST[match.group()], text)
        text = _UKRAINIAN_LETTERS.sub(lambda match: _UKRAINIAN[match.group()], text)
    return "".join(
        anyascii(one).casefold() if not one.isascii() and _is_of_an_alphabet(one) else one
        for one in text
    )


def _is_of_an_alphabet(character: str) -> bool:
    return unicodedata.name(character, "").startswith(_ALPHABETS)
