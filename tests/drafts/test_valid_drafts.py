"""Every draft is valid by the project's own reader, whatever figures its article has."""

from __future__ import annotations

import datetime
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.content import article
from service.content.messages import Message
from service.drafts import proposal
from service.drafts.sentences.anaphora import points_back
from service.review import checks

pytest.importorskip("sentencex")

TODAY = datetime.date(2025, 3, 7)
FIGURES = st.sampled_from([
    "12 percent", "12%", "3.5 %", "14:30", "3 March", "March 3, 2025", "2024", "1,200", "1.200",
    "1 200", "3–1", "10–12", "flight LH 455", "+49 30 1234", "£1.2bn", "$4 million", "5.", "007",
    "½", "1st", "F-16", "١٢", "１２", "[sic]", "{braces}", "\\", "a < b",
    "“He left,”", "[3](#x)", "[3](4 men)", "nine", "500+", "±3", "800×600", "800 × 600",
    "n\ufffdne", "Nоrton",
])  # fmt: skip
BEGINNINGS = st.sampled_from([
    "The harbour in Norton took", "He took", "It took", "Police said", "Она взяла", "Er nahm",
    "Among 40 people,", "“This is it,” said Rosa and took",
])  # fmt: skip
SENTENCES = st.builds(
    "{} {} the {} {}{}".format,
    BEGINNINGS,
    FIGURES,
    st.sampled_from(["quay and", "people of the town with", "road (built in 1987) by"]),
    FIGURES,
    st.sampled_from([" after a long night at sea.", "!", " on Tuesday, as she said."]),
)


@given(
    st.lists(SENTENCES, min_size=1, max_size=12),
    st.sampled_from(["en", "de", "uk", "ja", "ar", "fr", "zh_Hans"]),
    FIGURES,
)
@settings(deadline=None, max_examples=60)
def test_every_draft_is_valid(sentences: list[str], language: str, figure: str) -> None:
    """It loads, no placeholder is refused, no fact is unused, its brief has two to three."""
    text = f"Quay opens with {figure}\n" + "\n".join(sentences) + "\n"
    found = proposal.propose(text, language, 8, TODAY, published=TODAY)
    with tempfile.TemporaryDirectory() as folder:
        room = Path(folder).resolve() / "articles" / "quay"
        room.mkdir(parents=True)
        (room / "article.txt").write_text(text, "utf-8")
        (room / "summary.toml").write_text(proposal.to_toml(found), "utf-8")
        if not found.statements:
            return
        read = article.load(room)
    statements: list[Message] = [m for m in read.source.messages if m.context != "headline"]
    assert len(statements) == len(found.statements)
    assert sum(m.brief for m in statements) <= 3
    assert any(m.brief for m in statements)
    for message in read.source.messages:
        used = frozenset({*message.facts, *message.texts})
        subject = checks.Subject(
            language, message.singular, None, (message.singular,), used, statement=True
        )
        assert checks.unsafe(subject) == []
    assert not any(points_back(statement.text, language) for statement in found.statements)


def test_a_sentence_with_markup_is_not_proposed() -> None:
    """The check refuses marks of HTML, in a statement and in the headline."""
    text = (
        "Quay <b>opens</b> now\nThe town warns of letters from “Port <your name>” in the harbour.\n"
        "The quay in the town of Norton was closed for repairs, the town said.\n"
        "People waited for two long winters, according to the same report.\n"
    )
    proposed = proposal.propose(text, "en", 5, TODAY)
    words = [proposed.headline, *(statement.text for statement in proposed.statements)]
    assert len(words) == 3 and not any("<" in word for word in words)


@pytest.mark.parametrize("words", ["500+ people", "a 4×4 car", "N\ufffdrton people", "Nоrton"])
def test_a_sentence_that_check_refuses_is_not_proposed(words: str) -> None:
    """A sign against a figure, a letter that was lost, and one of another script."""
    other = "The quay in the town of Quayside was closed for repairs, the town said."
    text = f"Quay opens for {words}\nThe harbour counted {words} on the quay at noon.\n{other}\n"
    proposed = proposal.propose(text, "en", 5, TODAY)
    assert [statement.text for statement in proposed.statements] == [other]
    assert proposed.headline.startswith("Quay opens for")
    headline = checks.Subject("en", proposed.headline, None, (proposed.headline,), frozenset())
    assert checks.unsafe(headline) == []


def test_dates_are_read_with_the_articles_own_day() -> None:
    """An article of January that says "29 December" means the one before."""
    text = "Quay opens\nThe quay in the town of Norton was closed on 29 December for repairs.\n"
    found = proposal.propose(
        text, "en", 5, datetime.date(2026, 11, 26), published=datetime.date(2024, 1, 3)
    )
    (figure,) = found.figures.values()
    assert figure.fact.value == datetime.date(2023, 12, 29) and figure.guessed


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "12 percent"), ("en", "12%"), ("de", "12 Prozent"), ("uk", "12 відсотків"),
     ("fr", "12 %"), ("pl", "12 procent"), ("it", "12 per cento"), ("es", "12 por ciento")],
)  # fmt: skip
def test_a_percentage_is_one(language: str, words: str) -> None:
    """Written with the sign or in a word."""
    text = f"Quay\nNorton, Norton, Norton, Norton, Norton {words} Norton.\n"
    found = proposal.propose(text, language, 5, TODAY)
    (figure,) = found.figures.values()
    assert (figure.fact.value, figure.fact.format) == (12, "percent")
