"""Characters that must not be in a text: whatever is typed, the judgement comes back."""

import re
import sys
import unicodedata

import pytest

from service.content import unsafe_characters
from service.content.unsafe_characters import forbidden, lookalikes, visible

# Marks of no script (Unicode's blocks of combining diacritical marks), and selectors.
OF_ALL = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe00-\ufe2f]")
ASSIGNED = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cn"]


def test_every_character_is_judged_wherever_it_stands() -> None:
    """Alone, first and last in a text, twice in a row, between letters of two directions."""
    for character in ASSIGNED:
        for text in (character, f"{character}a", f"a{character}", character * 2, f"ب{character}ب"):
            assert all(line.startswith("U+") for line in forbidden(text))
            visible(text)


def test_a_quick_look_misses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is cleared by its set of characters alone would pass the patterns, too."""
    texts = [text for c in ASSIGNED for text in (f"{c}a", f"a{c}", c * 2)]
    quick = [list(forbidden(text)) for text in texts]
    mixed = [list(lookalikes(text)) for text in texts]
    monkeypatch.setattr(unsafe_characters, "_RARE", frozenset(ASSIGNED))
    monkeypatch.setattr(unsafe_characters, "_LETTERS", (frozenset(ASSIGNED),) * 2)
    for text, said, words in zip(texts, quick, mixed, strict=True):
        assert (list(forbidden(text)), list(lookalikes(text))) == (said, words), ascii(text)


def test_a_mongolian_selector_is_allowed_after_a_mongolian_letter_only() -> None:
    """U+180B chooses the shape of the letter before it (UAX 44); elsewhere it is nothing."""
    assert list(forbidden("\u1820\u180b")) == []
    for text in ("\u180b", "\u180b\u1820", "a\u180b"):
        assert [line[:6] for line in forbidden(text)] == ["U+180B"]


MARKS = [c for c in ASSIGNED if unicodedata.category(c) == "Mn" and not OF_ALL.match(c)]


@pytest.mark.parametrize("letter", ["a", "ж", "ω", "字", "ب", "ह", "7"])
def test_a_mark_of_another_script_is_forbidden(letter: str) -> None:
    """It looks like a part of the letter, or like dirt: ก's vowel on a Latin e."""
    script = unicodedata.name(letter).split()[0]
    unseen = []
    for mark in MARKS:
        name = unicodedata.name(mark)
        of_india = letter == "ह" and name.startswith("VEDIC")
        if script in name or of_india or name.startswith(("IDEOGRAPHIC", "VARIATION")):
            continue
        if not list(forbidden(f"{letter}{mark}{letter}")):
            unseen.append(name)
    assert unseen == []


@pytest.mark.parametrize(
    "text",
    ["हिन्दी में", "สวัสดีชาวโลก", "שָׁלוֹם", "اَلْعَرَبِيَّةُ", "カ\u3099 か\u3099 ﾊﾟ", "ខ្មែរ", "မြန်မာ", "བོད་ཡིག",
     "বাংলা ১ম", "தமிழ் நாடு", "සිංහල", "ދިވެހި", "ܫܠܳܡܐ", "ਪੰਜਾਬੀ", "ᬩᬮᬶ", "Ґ\u0483", "cafe\u0301 й", "ڪَ"],
)  # fmt: skip
def test_words_keep_the_marks_of_their_own_script(text: str) -> None:
    """Vowels, tones and cantillation are how these are written."""
    assert list(forbidden(text)) == []


def test_what_stands_for_a_lost_letter_is_forbidden_and_is_seen() -> None:
    """U+FFFD: bytes were read in another encoding. A text of others is shown with it."""
    assert list(forbidden("caf\ufffd")) and visible("caf\ufffd") == "caf\ufffd"
    assert list(forbidden("two\u1680words"))
