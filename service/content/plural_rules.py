"""Plural rules, pinned: the same number chooses the same form in every release.

The expressions are the ones that GNU gettext's documentation lists; the tests hold them against
the CLDR rules that Babel ships. Babel's own gettext table is not used: it gives Turkish one form
and swaps two Arabic ones. French, Spanish, Italian and Portuguese keep gettext's two forms; CLDR's
third one is for whole millions in compact notation, which facts never use.
"""

from __future__ import annotations

import gettext
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

_ONE = "nplurals=1; plural=0;"
_NOT_ONE = "nplurals=2; plural=(n != 1);"
_OVER_ONE = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
_CZECH = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"

_FAMILIES = (
    ("ja zh ko vi th id ms my lo km", _ONE),
    ("en de nl sv da nb nn no fi et hu el bg ca es it eu gl sq tr az ka kk", _NOT_ONE),
    ("fr pt hy", _OVER_ONE),
    ("uk ru be sr hr bs", _EAST_SLAVIC),
    ("cs sk", _CZECH),
)
_RULES = {
    **{language: header for languages, header in _FAMILIES for language in languages.split()},
    "pt_PT": _NOT_ONE,
    "pl": (
        "nplurals=3; plural=(n==1 ? 0 : "
        "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "ro": "nplurals=3; plural=(n==1 ? 0 : (n==0 || (n%100 > 0 && n%100 < 20)) ? 1 : 2);",
    "ar": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : "
        "n%100>=3 && n%100<=10 ? 3 : n%100>=11 ? 4 : 5);"
    ),
    "he": "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);",
    "lt": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "lv": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 1 : "
        "n%10==0 || (n%100>=11 && n%100<=19) ? 0 : 2);"
    ),
    "sl": "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);",
}  # fmt: skip
# The languages that can be published.
LANGUAGES = frozenset(locale.partition("_")[0] for locale in _RULES)

# Two expressions are the same rule when they agree on these: every rule above depends on n itself
# below 20, and on n modulo 10 and 100.
_PROBES = (*range(221), 1000, 1001, 1002, 1005, 1011, 1021, 10_000, 100_000, 1_000_000)


class PluralError(ValueError):
    """A Plural-Forms value that is no plural expression, or not the rule of its language."""


@dataclass(frozen=True, slots=True)
class PluralRule:
    """The plural rule of a language: its header value, number of forms, and choice of form."""

    header: str
    nplurals: int
    _function: Callable[[int], int]

    def index(self, number: int | float) -> int:
        """Return the index of the msgstr form for ``number``; fractions take the last form."""
        if number != int(number):
            return self.nplurals - 1
        return self._function(abs(int(number)))

    def examples(self, index: int, most: int = 6) -> list[int]:
        """Return the first few numbers that take form ``index``."""
        return _examples(self, index)[:most]


@lru_cache(maxsize=1024)
def _examples(rule: PluralRule, index: int) -> list[int]:
    return [n for n in _PROBES if rule._function(n) == index]


@lru_cache(maxsize=256)
def rule(locale: str) -> PluralRule:
    """Return the pinned rule of ``locale`` (Babel notation).

    Raises :class:`PluralError` for a language whose rule is not pinned yet.
    """
    try:
        language = Locale.parse(locale).language
    except (ValueError, UnknownLocaleError) as error:
        raise PluralError(f"“{locale}” is not a locale that CLDR knows") from error
    header = _RULES.get(locale) or _RULES.get(language)
    if header is None:
        raise PluralError(
            f"no plural rule is pinned for “{locale}”: add its gettext expression to "
            "service/plurals.py"
        )
    return _parse(header)


def check_header(value: str, locale: str) -> None:
    """Raise :class:`PluralError` unless ``value`` is the rule of ``locale``, however written."""
    expected = rule(locale)
    if value == expected.header:
        return
    given = _parse(value)
    if given.nplurals != expected.nplurals or any(
        _safe(given, n) != expected.index(n) for n in _PROBES
    ):
        raise PluralError(f"Plural-Forms is not the rule of {locale}: write {expected.header}")


def _safe(given: PluralRule, number: int) -> int | None:
    try:
        return given.index(number)
    except (ZeroDivisionError, OverflowError, ValueError):
        return None


@lru_cache(maxsize=256)
def _parse(value: str) -> PluralRule:
    parts = {
        name.strip(): rest.strip()
        for name, equals, rest in (part.partition("=") for part in value.split(";"))
        if equals
    }
    count, expression = parts.get("nplurals", ""), parts.get("plural", "")
    # The digits are counted before int() sees them: nplurals=10000000 must cost nothing.
    if not (count.isascii() and count.isdigit() and len(count) == 1 and count != "0"):
        raise PluralError("Plural-Forms needs nplurals between 1 and 9")
    try:
        function = gettext.c2py(expression)
    except (ValueError, RecursionError) as error:
        raise PluralError(
            f"Plural-Forms has no plural expression that can be read: {error}"
        ) from error
    return PluralRule(value, int(count), function)
