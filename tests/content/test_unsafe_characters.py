"""Characters that must not be in a text: whatever is typed, the judgement comes back."""

import sys
import unicodedata

from service.content.unsafe_characters import forbidden, visible

ASSIGNED = [c for c in map(chr, range(sys.maxunicode + 1)) if unicodedata.category(c) != "Cn"]


def test_every_character_is_judged_wherever_it_stands() -> None:
    """Alone, first and last in a text, twice in a row, between letters of two directions."""
    for character in ASSIGNED:
        for text in (character, f"{character}a", f"a{character}", character * 2, f"ب{character}ب"):
            assert all(line.startswith("U+") for line in forbidden(text))
            visible(text)


def test_a_mongolian_selector_is_allowed_after_a_mongolian_letter_only() -> None:
    """U+180B chooses the shape of the letter before it (UAX 44); elsewhere it is nothing."""
    assert list(forbidden("\u1820\u180b")) == []
    for text in ("\u180b", "\u180b\u1820", "a\u180b"):
        assert [line[:6] for line in forbidden(text)] == ["U+180B"]
