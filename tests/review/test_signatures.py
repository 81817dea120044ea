"""Review marks: what one signature covers, and what breaks it."""

from __future__ import annotations

import hashlib
import json
import textwrap

import pytest
from conftest import DAY
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.errors import SummariesError
from service.review import signatures
from service.review.signatures import Words

WORDS = Words("uk", "hurt", "{n} person", "{n} people", ("одна", "дві", "п’ять"))
KEY = b"sixteen bytes or more"


def holds(words: Words, mark: signatures.Mark, key: bytes | None = None) -> bool:
    return bool(signatures.fitting(words, [mark], key))


def test_a_signature_holds_under_the_words_it_was_given() -> None:
    """Signing and checking agree, and the comment survives being written and read."""
    mark = signatures.sign(WORDS, "Jane Doe", DAY)
    assert signatures.marks([str(mark)]) == [mark]
    assert holds(WORDS, mark)


@pytest.mark.parametrize(
    "change",
    [
        {"locale": "ru"},
        {"context": "killed"},
        {"context": None},
        {"singular": "{n} person."},
        {"plural": None},
        {"plural": "{n} folks"},
        {"strings": ("одна", "дві", "п’ят")},
        {"strings": ("одна", "дві", "п’ять\u200b")},
        {"strings": ("дві", "одна", "п’ять")},
        {"strings": ("одна", "дві")},
        {"strings": ("одна", "двіп’ять", "")},
        {"grounds": ["n", [["n", "5", "decimal"]], []]},
    ],
)
def test_any_other_words_break_it(change: dict[str, object]) -> None:
    """Another language, context, source, letter, hidden character or order was not signed."""
    mark = signatures.sign(WORDS, "Jane Doe", DAY)
    assert not holds(replace(WORDS, **change), mark)  # type: ignore[arg-type]


def test_another_name_or_date_breaks_it() -> None:
    """Nobody can move a signature to another person or day."""
    mark = signatures.sign(WORDS, "Jane Doe", DAY)
    assert not holds(WORDS, replace(mark, name="John Doe"))
    assert not holds(WORDS, replace(mark, date="2026-11-23"))
    assert not holds(WORDS, replace(mark, date="2026-02-31"))


def test_figures_and_evidence_are_under_the_editors_signature() -> None:
    """In the source language a corrected figure, or another quote, needs a new signature."""
    signed = replace(WORDS, locale="en", grounds=["n", [["n", "5", "decimal"]], ["Five people"]])
    mark = signatures.sign(signed, "Jane Doe", DAY)
    corrected = ["n", [["n", "6", "decimal"]], ["Five people"]]
    other_quote = ["n", [["n", "5", "decimal"]], ["Fifty people"]]
    assert holds(signed, mark)
    assert not holds(replace(signed, grounds=corrected), mark)
    assert not holds(replace(signed, grounds=other_quote), mark)


def test_other_line_ends_and_compositions_are_the_same_words() -> None:
    """CRLF and decomposed letters, which tools and systems exchange, change nothing."""
    mark = signatures.sign(replace(WORDS, strings=("één\nregel",)), "Jane Doe", DAY)
    assert holds(replace(WORDS, strings=("e\u0301e\u0301n\r\nregel",)), mark)


@pytest.mark.parametrize("width", [20, 40, 76])
def test_a_mark_survives_being_wrapped_over_lines(width: int) -> None:
    """Tools re-wrap comments; the mark is read all the same."""
    mark = signatures.sign(WORDS, "Jane Dorothea van der Doe", DAY)
    lines = textwrap.wrap(f"Nice. {mark}", width, break_long_words=False, break_on_hyphens=False)
    assert signatures.marks(lines) == [mark]


def test_one_fitting_mark_among_stale_ones_is_enough() -> None:
    """Old signatures count for nothing, and take nothing away."""
    good = signatures.sign(WORDS, "Jane Doe", DAY)
    stale = signatures.sign(replace(WORDS, strings=("x",)), "John Doe", DAY)
    assert signatures.fitting(WORDS, signatures.marks([str(stale), str(good)]), None) == [good]


def test_with_a_key_only_keyed_marks_count() -> None:
    """Whoever lacks the key cannot sign, and plain marks no longer count."""
    plain, keyed = (
        signatures.sign(WORDS, "Jane Doe", DAY),
        signatures.sign(WORDS, "Jane Doe", DAY, KEY),
    )
    assert holds(WORDS, keyed, KEY)
    assert not holds(WORDS, plain, KEY)
    assert not holds(WORDS, keyed, b"another key of a thief")
    assert not holds(WORDS, keyed)
    assert not holds(WORDS, replace(keyed, keyed=False))
    assert "; hmac:" in str(keyed)


@pytest.mark.parametrize("name", ["", "  ", "a;b", "x" * 101, "Jane\u202eDoe", "a\x00b"])
def test_a_name_that_a_mark_cannot_carry_is_refused(name: str) -> None:
    """The error names the rule."""
    with pytest.raises(SummariesError, match="cannot sign"):
        signatures.sign(WORDS, name, DAY)


def test_a_rejection_keeps_its_reason() -> None:
    """The reason is read back, wrapped or not, and does not swallow the next comment's mark."""
    mark = signatures.sign(WORDS, "Jane Doe", DAY)
    comments = ["rejected-by: John Doe; date: 2026-11-20; reason: the name", "is wrong", str(mark)]
    (note,) = signatures.notes(comments)
    assert (note.kind, note.name, note.reason) == ("rejected", "John Doe", "the name is wrong")


@given(st.lists(st.text(max_size=80), max_size=6))
def test_no_comment_makes_reading_marks_fail(comments: list[str]) -> None:
    """Translators may write anything."""
    signatures.marks(comments)
    signatures.notes(comments)


@given(st.text(min_size=1, max_size=40), st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_a_digest_covers_what_it_always_has(singular: str, strings: list[str]) -> None:
    """Compact JSON: signatures of every version hold under every other."""
    words = Words("uk", None, singular, None, tuple(strings), ["n", [["n", "5", "decimal"]], []])
    texts = [signatures.normalise(string) for string in strings]
    parts = [
        signatures.VERSION,
        "uk",
        "J",
        "2026-01-01",
        None,
        signatures.normalise(singular),
        None,
        texts,
    ]
    covered = json.dumps([*parts, words.grounds], ensure_ascii=False, separators=(",", ":"))
    digest = hashlib.sha256(covered.encode()).hexdigest()[: signatures.DIGITS]
    assert words.digest("J", "2026-01-01") == digest


@given(st.text(min_size=1), st.text(min_size=1))
def test_different_words_have_different_digests(one: str, other: str) -> None:
    """Unless they are the same text in another composition or with other line ends."""
    same = signatures.normalise(one) == signatures.normalise(other)
    left, right = (
        replace(WORDS, strings=(text,)).digest("J", "2026-01-01") for text in (one, other)
    )
    assert (left == right) is same
