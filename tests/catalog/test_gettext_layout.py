"""Catalogs are laid out as GNU gettext's own tools lay them out."""

from __future__ import annotations

import subprocess
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service import catalog
from service.catalog import Edit, Entry

Tool = Callable[[str], str]

# A sentence or two of each script, with what is hard to break: quotes, dashes, digits, brackets.
SENTENCES = [
    "قُتل خمسة أشخاص على الأقل وأُصيب أكثر من 100 في هجوم وقع في 2 يناير 2024، بحسب السلطات.",
    "Mindestens fünf Menschen wurden getötet, mehr als 100 verletzt, teilte sie „heute“ mit.",
    "¿Cuántos? Al menos cinco personas murieron y más de 100 resultaron heridas (día 2).",
    "« Au moins cinq personnes ont été tuées », a dit le ministère ; plus de 100 blessées.",
    'לפחות חמישה בני אדם נהרגו ויותר מ-100 נפצעו בתקיפה ב־2 בינואר, אמר דובר צה"ל.',
    "1月2日の攻撃で少なくとも5人が死亡し、100人以上が負傷した。「防空を強化する」と述べた。",
    "1월 2일 공격으로 최소 5명이 숨지고 100명 이상이 다쳤다고 당국이 “발표”했다.",
    "มีผู้เสียชีวิตอย่างน้อยห้าคนและบาดเจ็บกว่า 100 คนในการโจมตีเมื่อวันที่ 2 มกราคม",
    "Щонайменше [п’ятеро]({killed}) людей загинули, понад 100 поранено — 2 січня 2024 року.",
    "1月2日的袭击造成至少5人死亡、100多人受伤。北约表示，将继续加强防空能力（见下文）……",
]
# What texts are made of where breaking them is not plain.
PIECES = [
    *SENTENCES, *"a1 -–—/\\\"'“”«»()[]{}$%€.,:;!?…·\n\t\r", "\n\n", " \n", "{killed}", "{{",
    "\u00a0", "\u200b", "\u200d", "\u2060", "\u0301", "\ufeff", "…", "。", "「", "ー", "々", "％",
    "🇺🇦", "👍🏽", "👨‍👩‍👧", "א-", "가", "가", "https://example.org/a/b?c=d&e=f", "co-operate",
    "100 %",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(
        st.characters(exclude_categories=["Cs", "Cn", "Cc", "Co", "Zl", "Zp"], max_codepoint=0x10FF)
    ),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.tuples(st.integers(50, 90), st.sampled_from(PIECES)).map(lambda x: "n" * x[0] + x[1]),
)
WORDS = TEXTS.filter(bool)
COMMENTS = st.lists(
    TEXTS.map(lambda text: " ".join(text.split())) | st.just("folder D:\\"), max_size=3
)
FLAGS = st.sets(st.sampled_from(["fuzzy", "python-brace-format"])).map(frozenset)


@st.composite
def entries(draw: st.DrawFn) -> Entry:
    plural = draw(st.none() | WORDS)
    count = 1 if plural is None else 3
    strings = draw(st.lists(TEXTS, min_size=count, max_size=count))
    # gettext's tools call a message whose first form is empty a message without text.
    strings = strings if strings[0] else [""] * count
    return catalog.new_entry(
        (draw(st.none() | WORDS), draw(WORDS)), plural,
        strings, comments=draw(COMMENTS), extracted=draw(COMMENTS), flags=draw(FLAGS),
    )  # fmt: skip


@pytest.fixture(scope="session")
def msgcat(tool: Tool) -> Callable[[bytes], bytes]:
    """Return what ``msgcat`` makes of a file, changing nothing."""
    program = tool("msgcat")

    def run(content: bytes) -> bytes:
        done = subprocess.run([program, "-"], input=content, capture_output=True, check=False)
        assert done.returncode == 0, done.stderr.decode()
        return done.stdout

    return run


@settings(max_examples=200, deadline=None)
@given(st.lists(entries(), min_size=1, max_size=6, unique_by=lambda entry: entry.key))
def test_msgcat_changes_nothing_of_what_is_written(
    msgcat: Callable[[bytes], bytes], new: list[Entry]
) -> None:
    """Any text, in any script, is broken into lines where gettext breaks it."""
    content = catalog.create("harbor", "uk", new)
    assert msgcat(content).decode() == content.decode()


@settings(max_examples=200, deadline=None)
@given(
    st.lists(entries(), min_size=3, max_size=6, unique_by=lambda entry: entry.key),
    entries(), st.sampled_from(["words", "source", "obsolete"]),
)  # fmt: skip
def test_msgcat_changes_nothing_of_what_is_edited(
    msgcat: Callable[[bytes], bytes], old: list[Entry], new: Entry, what: str
) -> None:
    """New words, a new source with the old one kept, a message that goes, one that comes."""
    *first, added = old
    current = catalog.parse(catalog.create("harbor", "uk", first), "harbor.po", "uk")
    entry = current.entries[0]
    change = Edit(obsolete=True)
    if what == "words":
        strings = [new.strings[0]] * len(entry.strings)
        change = Edit(strings=strings, comments=new.comments, fuzzy=not entry.fuzzy)
    elif what == "source":
        previous = catalog.previous_lines(entry)
        source = (f"{new.singular}.", None if entry.plural is None else new.singular)
        change = Edit(source=source, previous=previous, fuzzy=True)
    content = catalog.apply(current, {entry.key: change}, [added])
    assert msgcat(content).decode() == content.decode()
    again = catalog.parse(content, "harbor.po", "uk")
    content = catalog.apply(again, {again.entries[-1].key: Edit(obsolete=True)}, [])
    assert msgcat(content).decode() == content.decode()
