"""What blocks a message, and what must not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.content import placeholders
from service.review import checks
from service.review.checks import Subject


def subject(*strings: str, locale: str = "uk", plural: bool = False) -> Subject:
    return Subject(
        locale,
        "{n} missile of {all} on {day}",
        "{n} missiles of {all} on {day}" if plural else None,
        strings,
        frozenset({"n", "all", "day"}),
        "n" if plural else None,
    )


def names(found: Subject) -> set[str]:
    return {objection.check for objection in checks.unsafe(found)}


GOOD = "{day}: {n} із {all}"


@pytest.mark.parametrize(
    ("text", "check"),
    [
        ("", "empty"),
        (" \u00a0 ", "empty"),
        ("{n} із {all}", "placeholders"),
        ("{day}: {n} із {all} {all}", "placeholders"),
        ("{day}: {n} із {all} {downed}", "placeholders"),
        ("{day}: {n.__class__} із {all}", "placeholders"),
        ("{day}: {n!r:>999999999} із {all}", "placeholders"),
        ("{day}: {n:.2000000000f} із {all}", "placeholders"),
        ("{day}: {0} {n} із {all}", "placeholders"),
        ("{day}: { n } із {all}", "placeholders"),
        ("{day}: {n} із {all} {", "placeholders"),
        ("{day}: {n} із {all} }", "placeholders"),
        ("{day}: {{n}} із {all}", "placeholders"),
        ("{day}: \uff5bn\uff5d {n} із {all}", "placeholders"),
        (GOOD + " %s", "conversions"),
        (GOOD + " %(name)s", "conversions"),
        (GOOD + " ${HOME}", "placeholders"),
        (GOOD + " <script>alert(1)</script>", "markup"),
        (GOOD + " </p>", "markup"),
        (GOOD + " <!-- x -->", "markup"),
        (GOOD + " &lt;b&gt;", "markup"),
        (GOOD + " \u202egnp.exe", "controls"),
        (GOOD + " \u2066x\u2069", "controls"),
        (GOOD + " a\u200bb", "controls"),
        (GOOD + "\x1b[31m", "controls"),
        (GOOD + "\n", "controls"),
        (GOOD + "\U000e0041", "controls"),
        (GOOD + "\u2028", "controls"),
        (GOOD + "a\u200db", "controls"),
        (GOOD + "\u200f", "controls"),
        (GOOD + " كييف\u200f\u200f", "controls"),
        (GOOD + "ра\u3164кет", "controls"),
        (GOOD + "ра\u034fкет", "controls"),
        (GOOD + "\uffa0", "controls"),
        (GOOD + "a\ufe0f", "controls"),
        (GOOD + "р\u00adа\u00adкет", "controls"),
        (GOOD + "х" + "\u0301\u0302\u0303\u0304\u0305", "controls"),
        (GOOD + "х" + "\u0301" * 60, "controls"),
        (GOOD + " ракeт", "mixed-scripts"),
        (GOOD + " СOVID", "mixed-scripts"),
        (GOOD + " Путiн", "mixed-scripts"),
        (GOOD + " Νew", "mixed-scripts"),
        (GOOD + " ոews", "mixed-scripts"),
        (GOOD + " ᎪBC", "mixed-scripts"),
        (GOOD + " 2О26", "mixed-scripts"),
        (GOOD + " 1l5", "mixed-scripts"),
        (GOOD + " 10I,500", "mixed-scripts"),
        # struck through, enclosed, on no letter, blank, of a formula
        (GOOD + " р\u0336а\u0336кет", "controls"),
        (GOOD + " ракет\u0338", "controls"),
        (GOOD + " 5\u20e3", "controls"),
        (GOOD + " р\u0488", "controls"),
        ("{day}: {n}\u0336 із {all}", "controls"),
        ("{day}: {n}\u0301 із {all}", "controls"),
        (GOOD + " 5\u0332", "controls"),
        (GOOD + " \u0308", "controls"),
        (GOOD + " \u2800", "controls"),
        (GOOD + " ра\u2800кет", "controls"),
        (GOOD + " \ufffc", "controls"),
        (GOOD + " \U0001d5f1\U0001d5f2\U0001d5fb\U0001d5f6\U0001d5f2\U0001d5f1", "controls"),
        # what passes for a digit at a placeholder
        *[
            (f"{{day}}: {at} із {{all}}", "adjoining")
            for at in (
                "l{n}",
                "I{n}",
                "O{n}",
                "ll{n}",
                "І{n}",
                "Ӏ{n}",
                "О{n}",
                "ο{n}",
                "Օ{n}",
                "Ⅰ{n}",
                "|{n}",
                "З{n}",
                "б{n}",
                "ا{n}",
                "{n}I",
                "{n}О",
                "{n}о",
                "{n}OO",
                "{n}|",
            )
        ],
    ],
)
def test_what_must_never_reach_a_reader_blocks(text: str, check: str) -> None:
    """Each hazard is refused under its own name."""
    assert check in names(subject(text))


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD + ", 50% більше, і це < ніж 5 > 3 & інше",
        GOOD + " {{дужки}}",
        GOOD + " – «лапки» ’",
        GOOD + " می\u200cخواهم",
        GOOD + " كييف\u200f",
        GOOD + " 葛\U000e0100城",
        GOOD + " ❤\ufe0f",
        GOOD + " Telegram-канал, IT-компанія, YouTube’у, iPhoneом",
        GOOD + " 5 μm, 3 kΩ, NF-κB",
        GOOD + " Việt Nam",
        GOOD + " nicht\u00adtrennend",
        GOOD + " Q&A; R&D",
        GOOD + " a ≠ b, a =\u0338 b",
        GOOD + " за\u0301мок, ки\u0301їв, e\u0301, Choctaw a\u0332, t\u035cs, o\u0302\u0323",
        GOOD + " O157:H7, O2, B2O, IL-6, H2O, 5l",
        GOOD + " Telegramի, Wi-Fi-ի",
        GOOD + " 3 ℓ, 5 ℃, №\u00a05, ①",
        "{day}: {n}б із {all}",
        "{day}: {n}l із {all}",
        "{day}: l’{n} із {all}",
        "{day}: all’{n} із {all}",
        "{day}: Vol{n} із {all}",
    ],
)
def test_ordinary_text_passes(text: str) -> None:
    """Percent signs, comparison signs, literal braces and a script's own joiners are just text."""
    assert not names(subject(text))


@pytest.mark.parametrize(("locale", "ordinal"), [("el", "{n}ο"), ("pt", "{n}o"), ("es", "{n}o")])
def test_the_ending_of_an_ordinal_is_no_nought(locale: str, ordinal: str) -> None:
    """Greek writes 5ο, Portuguese 5o; elsewhere it reads as fifty."""
    text = f"{{day}}: {ordinal} {{all}}"
    assert not names(subject(text, locale=locale))
    assert "adjoining" in names(subject(text, locale="uk"))


def test_a_form_that_stands_for_one_number_may_say_it_in_a_word() -> None:
    """Arabic's dual needs no digit; the form for 3 to 10 does."""
    zero, one, two, few, many, other = ("{day} {all} {n}",) * 6
    dual = "{day} {all} صاروخان"
    good = subject(zero, one, dual, few, many, other, locale="ar", plural=True)
    bad = subject(zero, one, two, dual, many, other, locale="ar", plural=True)
    assert not names(good)
    assert "placeholders" in names(bad)


def test_the_number_of_forms_is_the_languages() -> None:
    """Two forms are not enough for Ukrainian."""
    assert "plural-forms" in names(subject(GOOD, GOOD, plural=True))
    assert not names(subject(GOOD, GOOD, GOOD, plural=True))


@given(st.text())
def test_values_are_filled_in_once(value: str) -> None:
    """A value that looks like a placeholder stays text: formatting never happens twice."""
    filled = "".join(s.text for s in placeholders.fill("<{a}>", lambda _name: value))
    assert filled == f"<{value}>"
