"""Plural rules, pinned: the same number chooses the same form in every release.

There is one for every language that CLDR has. The expressions of widespread languages are the ones
that GNU gettext's documentation lists; the tests hold all of them against the CLDR rules that Babel
ships. Babel's own gettext table is not used: it gives Turkish one form and swaps two Arabic ones.
French, Spanish, Italian and Portuguese keep gettext's two forms; CLDR's third one is for whole
millions in compact notation, which facts never use.

Other tools write other rules for the same language. Where theirs says the same of every number, or
tells apart more or fewer of them, :func:`mapping` says which of its forms each of ours takes.
"""

from __future__ import annotations

import gettext
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale, UnknownLocaleError

# Also of every language for which CLDR has no plural rule: there it says the same (its root).
_ONE = "nplurals=1; plural=0;"
_NOT_ONE = "nplurals=2; plural=(n != 1);"
_OVER_ONE = "nplurals=2; plural=(n > 1);"
_EAST_SLAVIC = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
    "n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
)
_CZECH = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"
_DUAL = "nplurals=3; plural=(n==1 ? 0 : n==2 ? 1 : 2);"
_ZERO_ONE = "nplurals=3; plural=(n==0 ? 0 : n==1 ? 1 : 2);"
_SLOVENE = "nplurals=4; plural=(n%100==1 ? 0 : n%100==2 ? 1 : n%100==3 || n%100==4 ? 2 : 3);"
_LATVIAN = (
    "nplurals=3; plural=(n%10==1 && n%100!=11 ? 1 : n%10==0 || (n%100>=11 && n%100<=19) ? 0 : 2);"
)

_FAMILIES = (
    (
        "af an asa ast az bal bem bez bg brx ca ce cgg chr ckb da de dv ee el en eo es et eu fi "
        "fo fur fy gl gsw ha haw hu ia io it jgo jmc ka kaj kcg kk kkj kl ks ksb ku ky lb lg lij "
        "lld mas mgo ml mn mr nah nb nd ne nl nn nnh no nr ny nyn om or os pap ps rm rof rwk saq "
        "sc scn sd sdh seh sn so sq ss ssy st sv sw syr ta te teo tig tk tn tr ts ug ur uz ve vec "
        "vo vun wae xh xog yi",
        _NOT_ONE,
    ),
    (
        "ak am as bho bn csw doi fa ff fr gu guw hi ht hy kab kn ln mg nso pa pcm pt si ti wa zu",
        _OVER_ONE,
    ),
    ("uk ru be sr hr bs sh", _EAST_SLAVIC),
    ("cs sk", _CZECH),
    ("he iu naq sat se sma smi smj smn sms", _DUAL),
    ("blo ksh lag", _ZERO_ONE),
    ("sl dsb hsb", _SLOVENE),
    ("lv prg", _LATVIAN),
    ("ceb fil", "nplurals=2; plural=(n%10==4 || n%10==6 || n%10==9);"),
    ("is mk", "nplurals=2; plural=(n%10!=1 || n%100==11);"),
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
    "br": (
        "nplurals=5; plural=(n%10==1 && n%100!=11 && n%100!=71 && n%100!=91 ? 0 : "
        "n%10==2 && n%100!=12 && n%100!=72 && n%100!=92 ? 1 : "
        "(n%10==3 || n%10==4 || n%10==9) && (n%100<10 || n%100>19) && (n%100<70 || n%100>79) && "
        "n%100<90 ? 2 : n!=0 && n%1000000==0 ? 3 : 4);"
    ),
    "cy": "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n==3 ? 3 : n==6 ? 4 : 5);",
    "ga": "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n>2 && n<7 ? 2 : n>6 && n<11 ? 3 : 4);",
    "gd": (
        "nplurals=4; plural=(n==1 || n==11 ? 0 : n==2 || n==12 ? 1 : n>2 && n<20 ? 2 : 3);"
    ),
    "gv": (
        "nplurals=4; plural=(n%10==1 ? 0 : n%10==2 ? 1 : n%20==0 ? 2 : 3);"
    ),
    "kw": (
        "nplurals=6; plural=(n==0 ? 0 : n==1 ? 1 : n%20==2 || n%1000==0 && "
        "(n%100000>=1000 && n%100000<=20000 || n%100000==40000 || n%100000==60000 || "
        "n%100000==80000) || n%1000000==100000 ? 2 : n%20==3 ? 3 : n%20==1 ? 4 : 5);"
    ),
    "lt": (
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : "
        "n%10>=2 && (n%100<10 || n%100>=20) ? 1 : 2);"
    ),
    "mt": (
        "nplurals=5; plural=(n==1 ? 0 : n==2 ? 1 : n==0 || (n%100>=3 && n%100<=10) ? 2 : "
        "n%100>=11 && n%100<=19 ? 3 : 4);"
    ),
    "shi": "nplurals=3; plural=(n<=1 ? 0 : n<=10 ? 1 : 2);",
    "tzm": "nplurals=2; plural=(n>1 && (n<11 || n>99));",
}  # fmt: skip
# Languages whose nouns stay as they are after a number: older tools give them one form.
_NOUNS_STAY = frozenset({"hu", "tr", "az", "ka", "kk", "ky", "uz", "fa"})

# Rules that tell apart fewer numbers than CLDR's, and that tools write for these languages all the
# same: gettext's own msginit, Babel, Qt, Django's and GNOME's translators. Each of our forms takes
# the words that such a rule has for its numbers.
_COARSER = {
    "lv": ("nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);",),
    "ga": (_DUAL,),
    "gv": (_DUAL,),
    "he": (_NOT_ONE,),
    "se": (_NOT_ONE,),
    "sat": (_NOT_ONE,),
    "is": (_NOT_ONE,),
    "mk": ("nplurals=3; plural=(n%100==1 ? 0 : n%100==2 ? 1 : 2);", _NOT_ONE),
    "br": (_OVER_ONE,),
    "fil": (_OVER_ONE,),
    "kw": (
        _DUAL, "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n == 3) ? 2 : 3;", _NOT_ONE,
    ),
    "cy": (
        "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
        "nplurals=5; plural=(n==0 ? 0 : n==1 ? 1 : (n>=2 && n<=5) ? 2 : n==6 ? 3 : 4);",
        "nplurals=2; plural=(n==2) ? 1 : 0;",
    ),
    "mt": (
        "nplurals=4; plural=(n==1 ? 0 : n==0 || (n%100>1 && n%100<11) ? 1 : "
        "(n%100>10 && n%100<20) ? 2 : 3);",
        "nplurals=4; plural=(n==1 ? 0 : n==0 || (n%100>=1 && n%100<=10) ? 1 : "
        "(n%100>10 && n%100<20) ? 2 : 3);",
    ),
    "dsb": (_EAST_SLAVIC,),
    "hsb": (_EAST_SLAVIC,),
    "hy": (_ONE,),
    "om": (_ONE,),
    "ug": (_ONE,),
}  # fmt: skip
# Two expressions are the same rule when they agree on these: every rule above depends on n itself
# below 20, on n modulo 10 and 100, and on whole thousands and millions.
_PROBES = (
    *range(221), 1000, 1001, 1002, 1003, 1005, 1011, 1021, 2000, 10_000, 20_000, 21_000, 40_000,
    100_000, 200_000, 1_000_000, 1_100_000, 2_000_000,
)  # fmt: skip
# The numbers that a form is written for first of all.
_USUAL = range(1, 100)
# Up to here two numbers of one form seldom have different words in another rule.
_SMALL = 20
# So many of them another tool's expression may get wrong.
_SLIPS = 1


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
        """Return the first numbers, at ``most`` so many, that take the plural form ``index``.

        >>> rule("uk").examples(1)
        [2, 3, 4, 22, 23, 24]
        """
        return _examples(self, index)[:most]


@lru_cache(maxsize=1024)
def _examples(rule: PluralRule, index: int) -> list[int]:
    return [n for n in _PROBES if rule.index(n) == index]


@lru_cache(maxsize=256)
def rule(locale: str) -> PluralRule:
    """Return the pinned rule of ``locale`` (Babel notation).

    Raises :class:`PluralError` for what is no locale of CLDR.

    >>> [rule("uk").index(number) for number in (1, 2, 5, 21)]
    [0, 1, 2, 0]
    """
    try:
        language = Locale.parse(locale).language
    except (ValueError, UnknownLocaleError) as error:
        raise PluralError(f"“{locale}” is not a locale that CLDR knows") from error
    return _parse(_RULES.get(locale) or _RULES.get(language) or _ONE)


@lru_cache(maxsize=256)
def mapping(value: str, locale: str) -> tuple[int, ...] | None:
    """Return, for each form of ``locale``'s rule, the form of the rule ``value`` that it takes.

    None where ``value``, a ``Plural-Forms`` field, is the rule itself, however written. Raises
    :class:`PluralError` for a rule that says something else of the language, or that is none.

    >>> mapping("nplurals=2; plural=(n == 1 ? 1 : 0);", "en")
    (1, 0)
    """
    own = rule(locale)
    if value == own.header:
        return None
    stated = _parse(value)
    chosen = {n: _safe(stated, n) for n in _PROBES}
    coarser = _is_coarser(chosen, locale)
    indexes = [_taken(own, index, chosen, coarser) for index in range(own.nplurals)]
    forms = tuple(form for form in indexes if form is not None and form < stated.nplurals)
    if len(forms) < own.nplurals or not (coarser or _alike(own, stated, forms, chosen, locale)):
        raise PluralError(f"Plural-Forms is not a rule of {locale}: write {own.header}")
    if stated.nplurals == own.nplurals and all(chosen[n] == own.index(n) for n in _PROBES):
        return None
    return forms


def _is_coarser(chosen: dict[int, int | None], locale: str) -> bool:
    """Tell whether the rule that has ``chosen`` a form for each number is a known one of fewer."""
    known = map(_parse, _COARSER.get(Locale.parse(locale).language, ()))
    return any(all(_safe(rule, n) == chosen[n] for n in _PROBES) for rule in known)


def _taken(own: PluralRule, index: int, chosen: dict[int, int | None], coarser: bool) -> int | None:
    """Return the other rule's form for most of the usual numbers that take our form ``index``.

    Of a ``coarser`` rule the small ones count: its form for 1 alone is not the one for 21.
    """
    numbers = [n for n in _PROBES if own.index(n) == index]
    usual = [n for n in numbers if n in _USUAL] or [n for n in numbers if n] or numbers
    if coarser:
        usual = [n for n in usual if n <= _SMALL] or usual
    return Counter(chosen[n] for n in usual).most_common(1)[0][0]


def _alike(
    own: PluralRule,
    stated: PluralRule,
    forms: tuple[int, ...],
    chosen: dict[int, int | None],
    locale: str,
) -> bool:
    """Tell whether a rule tells apart all usual numbers that ours tells apart.

    ``forms`` has the other rule's form for each of ours, ``chosen`` the one of each number. One
    number may be out of line: Transifex has a Polish rule that counts 14 as 4. One form for all
    numbers will do where the language's nouns do not change.
    """
    if stated.nplurals == 1 and own.nplurals > 1:
        return Locale.parse(locale).language in _NOUNS_STAY
    usual = {own.index(n) for n in _USUAL}
    owners: dict[int | None, int] = {forms[index]: index for index in usual}
    if len(owners) < len(usual):
        return False
    slips = 0
    for n in _USUAL:
        # A form that ours does without, such as one for 1 alone, is of the first number's form.
        slips += owners.setdefault(chosen[n], own.index(n)) != own.index(n)
    return slips <= _SLIPS


def forms_of(value: str) -> int:
    """Return the number of forms of the rule ``value``. Raises :class:`PluralError`.

    >>> forms_of("nplurals=2; plural=(n != 1);")
    2
    """
    return _parse(value).nplurals


def says_nothing(value: str) -> bool:
    """Tell whether ``value``, a ``Plural-Forms`` field, is empty or as a template has it.

    >>> says_nothing("nplurals=INTEGER; plural=EXPRESSION;")
    True
    """
    return not value.strip() or "INTEGER" in value or "EXPRESSION" in value


def _safe(stated: PluralRule, number: int) -> int | None:
    try:
        return stated.index(number)
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
