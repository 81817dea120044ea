"""Placeholders and written forms: what they say, what is refused, and that nothing stalls them."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.content import placeholders
from service.content.placeholders import MAX_WORDS, PlaceholderError, Segment
from service.content.unsafe_characters import forbidden

# What texts are made of, so that hypothesis finds the places where these meet.
PIECES = st.lists(
    st.sampled_from([
        "[", "]", "(", ")", "{", "}", "{{", "}}", "\\", "{killed}", "[five]({killed})", "](",
        "\\[", "\\\\", "five", "п’ятеро", " ", "\n", "<", "１", "［", "］", "｛", "\u202e",
        "[]({n})",
    ])
).map("".join)  # fmt: skip


def reads(text: str) -> str:
    """Return ``text`` as readers see it, where each value is 5."""
    return "".join(segment.text for segment in placeholders.fill(text, lambda _name: "5"))


@pytest.mark.parametrize(
    ("text", "seen", "names"),
    [
        ("{killed} people", "5 people", ("killed",)),
        ("[five]({killed}) people", "five people", ("killed",)),
        ("[п’ятеро]({killed})", "п’ятеро", ("killed",)),
        ("[72’si]({downed}) ve {launched}", "72’si ve 5", ("downed", "launched")),
        ("[березня 2027 року]({closing})", "березня 2027 року", ("closing",)),
        ("[1万]({troops})人", "1万人", ("troops",)),
        ("[l’8 gennaio]({day})", "l’8 gennaio", ("day",)),
        ("“He \\[the mayor] left”", "“He [the mayor] left”", ()),
        ("\\[x]: {n}", "[x]: 5", ("n",)),
        ("\\\\[five]({n})", "\\five", ("n",)),
        ("C:\\temp {{x}}", "C:\\temp {x}", ()),
        ("a] b) (c", "a] b) (c", ()),
    ],
)
def test_what_stands_in_a_text_is_seen(text: str, seen: str, names: tuple[str, ...]) -> None:
    """Readers see the words of a written form; braces and brackets can be written."""
    assert reads(text) == seen
    assert placeholders.names(text) == names


@pytest.mark.parametrize(
    "text",
    [
        "[five]", "[five](killed)", "[five] ({killed})", "[]({killed})", "[[five]({killed})",
        "[fi[ve]({killed})", "[fi{x}ve]({killed})", "[five]({killed!r})", "[five]({killed}",
        "[a\nb]({killed})", "[<b>]({killed})", "[ five]({killed})", "[five ]({killed})",
        "[fi\u202eve]({killed})", "[fi\u200bve]({killed})", f"[{'x' * (MAX_WORDS + 1)}]({{n}})",
        "five]({killed})", "［五］（{killed}）", "[five]({a}{b})", "[five]({{killed}})",
        "\\[five]({killed})", "[fi\\ve]({n})",
    ],
)  # fmt: skip
def test_what_only_looks_like_a_written_form_is_refused(text: str) -> None:
    """Else readers would see the brackets, or no value at all."""
    with pytest.raises(PlaceholderError):
        placeholders.parse(text)
    with pytest.raises(PlaceholderError):
        placeholders.names(text)


def test_a_written_form_may_have_sixty_characters_of_any_kind() -> None:
    """Digits, commas, parentheses: what a language writes a value with."""
    for words in ("x" * MAX_WORDS, "1.234,5 (etwa)", "10:05", "−40 °C"):
        assert reads(f"[{words}]({{n}})") == words


def test_message_ids_have_no_words() -> None:
    """So a corrected figure changes no message id."""
    text = "At least [five]({killed}) of {all} \\[sic] {{x}}"
    assert placeholders.without_words(text) == "At least {killed} of {all} \\[sic] {{x}}"


@given(PIECES | st.text())
def test_any_text_is_parsed_or_refused(text: str) -> None:
    """Never another error; what is parsed can be written and reads the same."""
    try:
        segments = placeholders.parse(text)
    except PlaceholderError as error:
        assert "{name}" in str(error) or "written form" in str(error)
        return
    assert placeholders.parse(placeholders.write(segments)) == segments
    assert placeholders.names(text) == tuple(s.name for s in segments if s.name)
    assert placeholders.names(placeholders.without_words(text)) == placeholders.names(text)


LETTERS = st.characters(categories=["L", "N", "Po"], exclude_characters="[]{}<>\\")
WORDS = st.text(LETTERS, min_size=1, max_size=MAX_WORDS).filter(
    lambda text: not any(forbidden(text))
)


@given(st.lists(st.text() | st.tuples(st.sampled_from(["a", "n_1"]), st.none() | WORDS)))
def test_what_is_written_is_parsed_back(parts: list[str | tuple[str, str | None]]) -> None:
    """Any literal, any words: written, and read as they were."""
    segments: list[Segment] = []
    for part in parts:
        if isinstance(part, tuple):
            segments.append(Segment(part[0], *part))
        elif part and segments and segments[-1].name is None:
            segments[-1] = Segment(segments[-1].text + part)
        elif part:
            segments.append(Segment(part))
    try:
        assert placeholders.parse(placeholders.write(segments)) == tuple(segments)
    except PlaceholderError:  # a literal may have full-width braces, or "](" before a placeholder
        literal = "".join(s.text for s in segments if s.name is None)
        assert any(c in literal for c in "｛｝](（")


@pytest.mark.parametrize(
    "unit", ["[", "]", "[[", "[x](", "[x]({", "[x]({a", "](", "\\", "{", "{a", "[" + "x" * 59 + "]"]
)
def test_a_million_characters_are_refused_at_once(unit: str) -> None:
    """The time is linear: this would not end within the life of the test otherwise."""
    text = unit * (1_000_000 // len(unit))
    for _ in range(3):
        try:
            placeholders.parse.__wrapped__(text)
        except PlaceholderError as error:
            assert len(str(error)) < 400


def test_gettext_takes_written_forms(tmp_path: Path, tool: Callable[[str], str]) -> None:
    """``msgfmt -c`` holds them against Python's own grammar, and finds the same placeholders."""
    catalog = tmp_path / "x.po"
    catalog.write_text(
        'msgid ""\nmsgstr "Language: uk\\nMIME-Version: 1.0\\n'
        'Content-Type: text/plain; charset=UTF-8\\nContent-Transfer-Encoding: 8bit\\n'
        'Project-Id-Version: x\\nPO-Revision-Date: 2026-11-22 12:00+0000\\n'
        'Last-Translator: x <x@example.org>\\nLanguage-Team: x <x@example.org>\\n"\n\n'
        '#, python-brace-format\nmsgid "{killed} of {all} \\\\[sic]"\n'
        'msgstr "[п’ятеро]({killed}) з [сотні (100)]({all}) \\\\[sic]"\n'
    )  # fmt: skip
    command = [tool("msgfmt"), "-c", "-o", "/dev/null", str(catalog)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    catalog.write_text(catalog.read_text().replace("({all})", "({al})"))
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 1
