"""Locales in Babel's notation (``zh_Hans``) and language tags of BCP 47 (``zh-Hans``). Pure."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

# What gettext names a script by: sr@latin.
SCRIPTS = {"latin": "Latn", "cyrillic": "Cyrl", "arabic": "Arab", "devanagari": "Deva"}


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

    gettext's modifiers are none: their names are no language tags.

    >>> is_locale("zh_Hans"), is_locale("zh-Hans"), is_locale("sr@latin")
    (True, False, False)
    """
    try:
        return str(Locale.parse(name)) == name and "@" not in name
    except (ValueError, UnknownLocaleError, TypeError):
        return False


def nearest(name: str) -> str:
    """Return the locale that ``name``, as other tools write it, means; empty where none is known.

    >>> nearest("pt-br"), nearest("zh_CN"), nearest("sr@latin"), nearest("iw"), nearest("klingon")
    ('pt_BR', 'zh_Hans', 'sr_Latn', 'he', '')
    """
    base, _, modifier = name.replace("-", "_").partition("@")
    script = SCRIPTS.get(modifier.casefold())
    try:
        language = Locale.parse(f"{base.partition('_')[0]}_{script}" if script else base)
    except (ValueError, UnknownLocaleError, TypeError):
        return ""
    name = str(language).partition("@")[0]
    if name.casefold() == base.casefold() or script or language.variant:
        return name if is_locale(name) else ""
    # CLDR's names for the countries' Chinese, and of a language that had another code.
    shorter = str(Locale(language.language, script=language.script))
    return shorter if is_locale(shorter) else ""
