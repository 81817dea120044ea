"""Locales in Babel's notation (``zh_Hans``) and language tags of BCP 47 (``zh-Hans``). Pure."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError


def tag(locale: str) -> str:
    """Return the BCP 47 language tag of a locale in Babel's notation.

    >>> tag("zh_Hans")
    'zh-Hans'
    """
    return locale.replace("_", "-")


@lru_cache(maxsize=64)
def cldr(locale: str) -> Locale:
    """Return CLDR's data about ``locale``, as Babel has it.

    Raises babel.UnknownLocaleError or ValueError for what is none.
    """
    return Locale.parse(locale)


@lru_cache(maxsize=256)
def own_name(locale: str) -> str:
    """Return a language's name in that language.

    >>> own_name("uk")
    'українська'
    """
    return Locale.parse(locale).get_display_name(locale) or locale


@lru_cache(maxsize=1024)
def is_locale(name: str) -> bool:
    """Tell whether ``name`` is a locale in Babel's notation that CLDR knows.

    >>> is_locale("zh_Hans"), is_locale("zh-Hans")
    (True, False)
    """
    try:
        return str(Locale.parse(name)) == name
    except (ValueError, UnknownLocaleError, TypeError):
        return False
