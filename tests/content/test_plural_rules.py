"""The pinned plural rules, held against CLDR."""

from __future__ import annotations

import pytest
from babel import Locale, localedata

from service.content import plural_rules

# All languages that CLDR has, and one locale with a rule of its own.
LANGUAGES = sorted({name.split("_")[0] for name in localedata.locale_identifiers()})
NUMBERS = [
    *range(300), 1000, 1001, 1011, 2000, 9999, 10_000, 20_000, 21_000, 40_000, 100_000, 123_456,
    1_000_000, 1_100_000, 2_000_000,
]  # fmt: skip
# CLDR's form for whole millions, which facts never use.
MILLIONS = ["fr", "es", "it", "pt", "ca", "lld", "scn", "vec", "ht", "pt_PT"]


@pytest.mark.parametrize("locale", [*LANGUAGES, "pt_PT"])
def test_numbers_share_a_form_exactly_when_cldr_puts_them_in_one_category(locale: str) -> None:
    """Two numbers take the same msgstr if, and only if, CLDR gives them the same category."""
    category, pinned = Locale.parse(locale).plural_form, plural_rules.rule(locale)
    named = {n: category(n) for n in NUMBERS}
    if locale in MILLIONS:
        named = {n: "other" if name == "many" else name for n, name in named.items()}
    pairs = {(named[n], pinned.index(n)) for n in NUMBERS}
    categories, forms = zip(*pairs, strict=True)
    assert len(pairs) == len(set(categories)) == len(set(forms)) == pinned.nplurals


def test_arabic_has_its_six_forms_in_the_order_of_gettext() -> None:
    """11 to 99 take form 4 and 100 takes form 5: Babel's own table has them the other way round."""
    pinned = plural_rules.rule("ar")
    assert [pinned.index(n) for n in (0, 1, 2, 3, 10, 11, 99, 100, 102, 103)] == [
        0, 1, 2, 3, 3, 4, 4, 5, 5, 3,
    ]  # fmt: skip


@pytest.mark.parametrize(
    "written",
    [
        "nplurals=3; plural=n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2;",
        "nplurals=3; plural=(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2)",
        " plural=(n==1?0:n%10>=2&&n%10<=4&&(n%100<10||n%100>=20)?1:2) ; nplurals = 3 ",
    ],
)
def test_the_same_rule_in_other_words_is_accepted(written: str) -> None:
    """Every tool writes the Polish rule its own way; all of them are the Polish rule."""
    assert plural_rules.mapping(written, "pl") is None


@pytest.mark.parametrize(
    "written",
    [
        "nplurals=2; plural=(n != 1);",
        "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 ? 1 : 2);",
        "nplurals=10000000; plural=0;",
        "nplurals=-1; plural=0;",
        "nplurals=3; plural=n/0;",
        "nplurals=3; plural=__import__('os');",
        "nplurals=3; plural=" + "(" * 5000 + "n" + ")" * 5000 + ";",
        "nplurals=INTEGER; plural=EXPRESSION;",
        "plural=0;",
        "",
    ],
)
def test_another_rule_or_no_rule_is_refused(written: str) -> None:
    """A header that would choose other forms than Polish has is refused, whatever it contains."""
    with pytest.raises(plural_rules.PluralError):
        plural_rules.mapping(written, "pl")


@pytest.mark.parametrize(("written", "forms"), [
    # Transifex: 14 with 2 to 4
    ("nplurals=4; plural=(n==1 ? 0 : (n%10>=2 && n%10<=4) && (n%100<12 || n%100>=14) ? 1 : n!=1 && "
     "(n%10>=0 && n%10<=1) || (n%10>=5 && n%10<=9) || (n%100>=12 && n%100<=14) ? 2 : 3);",
     (0, 1, 2)),
    # 21 as 1, 31 right: one number of 99
    ("nplurals=3; plural=(n==1 || n==21 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : "
     "2);", (0, 1, 2)),
    ("nplurals=3; plural=(n==1 || n==21 || n==31 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>="
     "20) ? 1 : 2);", None),
    # Ukrainian: 21, 31 … 91 as 1
    (plural_rules.rule("uk").header, None),
    # Two of our forms would get the same words.
    ("nplurals=2; plural=(n==1 ? 0 : 1);", None),
])  # fmt: skip
def test_a_rule_may_get_one_number_wrong(written: str, forms: tuple[int, ...] | None) -> None:
    """The words were written for the others; a rule that is wrong more often is another one."""
    if forms is None:
        with pytest.raises(plural_rules.PluralError, match="is not a rule of pl"):
            plural_rules.mapping(written, "pl")
    else:
        assert plural_rules.mapping(written, "pl") == forms


@pytest.mark.parametrize(("locale", "written", "forms"), [
    # msginit's: 10 is counted as 2, and 0 has a form of its own
    ("lv", "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n != 0 ? 1 : 2);", (1, 0, 1)),
    ("ga", "nplurals=3; plural=n==1 ? 0 : n==2 ? 1 : 2;", (0, 1, 2, 2, 2)),
    ("he", "nplurals=2; plural=(n != 1);", (0, 1, 1)),
    # Wagtail's and Django's
    ("cy", "nplurals=4; plural=(n==1) ? 0 : (n==2) ? 1 : (n != 8 && n != 11) ? 2 : 3;",
     (2, 0, 1, 2, 2, 2)),
    ("is", "nplurals=2; plural=(n != 1);", (0, 1)),
    ("lv", "nplurals=2; plural=(n != 1);", None),
])  # fmt: skip
def test_a_known_rule_that_tells_apart_less_is_taken_by_value(
    locale: str, written: str, forms: tuple[int, ...] | None
) -> None:
    """Each number keeps the words that it has in the tool; other rules are refused as before."""
    if forms is None:
        with pytest.raises(plural_rules.PluralError, match=f"is not a rule of {locale}"):
            plural_rules.mapping(written, locale)
    else:
        assert plural_rules.mapping(written, locale) == forms


def test_what_is_no_language_is_named() -> None:
    """The error says which name is none."""
    with pytest.raises(plural_rules.PluralError, match="“qqq” is not a locale"):
        plural_rules.rule("qqq")


def test_fractions_take_the_last_form() -> None:
    """2.5 is never counted like 2."""
    assert plural_rules.rule("uk").index(2.5) == 2
