"""The pinned plural rules, held against CLDR."""

from __future__ import annotations

import pytest
from babel import Locale

from service.content import plural_rules

PINNED = sorted(
    {language for languages, _ in plural_rules._FAMILIES for language in languages.split()}
)
OTHERS = ["pl", "ro", "ar", "he", "lt", "lv", "sl", "pt_PT"]
NUMBERS = [*range(300), 1000, 1001, 1011, 9999, 10_000, 123_456]


@pytest.mark.parametrize("locale", PINNED + OTHERS)
def test_numbers_share_a_form_exactly_when_cldr_puts_them_in_one_category(locale: str) -> None:
    """Two numbers take the same msgstr if, and only if, CLDR gives them the same category."""
    category, pinned = Locale.parse(locale).plural_form, plural_rules.rule(locale)
    pairs = {(category(n), pinned.index(n)) for n in NUMBERS}
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
    plural_rules.check_header(written, "pl")


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
        plural_rules.check_header(written, "pl")


def test_a_language_without_a_pinned_rule_is_named() -> None:
    """The error says which language, and what to do."""
    with pytest.raises(plural_rules.PluralError, match=r"sw.*service/plurals\.py"):
        plural_rules.rule("sw")


def test_fractions_take_the_last_form() -> None:
    """2.5 is never counted like 2."""
    assert plural_rules.rule("uk").index(2.5) == 2
