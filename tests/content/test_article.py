"""Articles and summaries: what is accepted, and what is said when something is not."""

from __future__ import annotations

import datetime
from decimal import Decimal

import pytest
from conftest import ARTICLE, ROOT, SLUG, SUMMARY, Newsroom
from hypothesis import given
from hypothesis import strategies as st

from service.content import article
from service.content.article_text import fold
from service.content.facts import Fact
from service.errors import InputError


@pytest.fixture
def room(tmp_path) -> Newsroom:  # type: ignore[no-untyped-def]
    return Newsroom(tmp_path)


def findings(room: Newsroom, summary: str, text: str = ARTICLE) -> list[str]:
    room.write(summary=summary, text=text)
    with pytest.raises(InputError) as caught:
        room.project.article("harbor-fire")
    return [str(finding) for finding in caught.value.findings]


def test_the_bundled_article_has_nine_statements_all_with_evidence() -> None:
    """Each statement quotes the article; the headline comes first."""
    found = article.load(ROOT / "articles" / SLUG)
    statements = [m for m in found.source.messages if m.id != "headline"]
    assert found.source.messages[0].id == "headline"
    assert len(statements) == 9
    for statement in statements:
        assert statement.evidence
        assert all(quote in fold(found.text) for quote in statement.evidence)


def test_no_text_of_the_bundled_summary_has_a_number_outside_facts() -> None:
    """Digits live in facts, so that they cannot differ between languages."""
    found = article.load(ROOT / "articles" / SLUG)
    texts = [text for m in found.source.messages for text in (m.singular, m.plural or "")]
    assert not any(c.isdigit() for text in texts for c in text)


def test_a_summary_is_read_in_its_own_order(room: Newsroom) -> None:
    """Headline, then statements as written; plural forms in the order of the language."""
    room.write()
    messages = room.project.article("harbor-fire").source.messages
    assert [m.id for m in messages] == ["headline", "fire", "hurt"]
    assert messages[2].plural is not None
    assert messages[2].singular.startswith("{hurt} person was")
    assert messages[2].plural.startswith("{hurt} people were")


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('evidence = ["A ware', 'evidence = ["The ware', "the article does not say"),
        ('quote = "on May 3"', 'quote = "on May 4"', "the article does not say"),
        ("value = 1200", "value = 1300", "1300 does not occur in its quote"),
        ("value = 2024-05-03", "value = 2024-06-03", "2024-06-03 does not occur"),
        ("value = 5", "value = 6", "6 does not occur in its quote"),
        ("{day}, the fire", "{dya}, the fire", "there is no fact “dya”"),
        ("{day}, the fire", "{day!r}, the fire", "is not a placeholder"),
        ("{day}, the fire", "{day}, at 9 the fire", "numbers and dates belong in facts"),
        ('id = "hurt"', 'id = "fire"', "needs an id of its own"),
        ('count = "hurt"', 'count = "day"', "is not a plain number among the facts"),
        ('one = "{hurt} person', 'two = "{hurt} person', "plural form missing: one"),
        ('headline = "Warehouse fire in the harbor"', "", "headline is missing"),
        ('language = "en"', 'language = "tlh"', "cannot be used"),
        ('format = "day-month"', 'format = "weekday"', "format must be one of"),
        ("value = 1200", "value = true", "value must be a number or a date"),
        ("value = 1200", "value = 1e400", "at most 30 digits"),
        ("[facts.tons]", "[facts.Tons]", "lower-case name"),
        ("[facts.day]", "[facts.day", "not valid TOML"),
    ],
)
def test_a_mistake_is_named_with_its_remedy(room: Newsroom, old: str, new: str, said: str) -> None:
    """Every mistake an editor can make in a summary is one sentence that names it."""
    assert old in SUMMARY
    assert any(said in text for text in findings(room, SUMMARY.replace(old, new, 1)))


def test_a_mistake_names_its_line(room: Newsroom) -> None:
    """The line of the fact is in the message, as compilers write it."""
    (text,) = findings(room, SUMMARY.replace("value = 1200", "value = 1300"))
    assert text.startswith("articles/harbor-fire/summary.toml:16: error: [tons]")


def test_all_mistakes_are_told_at_once(room: Newsroom) -> None:
    """Nobody has to run the check three times for three mistakes."""
    broken = SUMMARY.replace("value = 1200", "value = 1300").replace("{day}, the", "{dya}, the")
    assert len(findings(room, broken)) == 3  # and the fact that is no longer used


def test_an_article_that_is_not_utf8_names_the_line(room: Newsroom) -> None:
    """Latin-1 is refused, never guessed at."""
    room.write()
    path = room.articles / "harbor-fire" / "article.txt"
    path.write_bytes("First line\nR\u00e9union\n".encode("latin-1"))
    with pytest.raises(InputError, match=r"harbor-fire/article\.txt:2: .*UTF-8"):
        room.project.article("harbor-fire")


def test_a_link_out_of_the_way_and_a_missing_file_are_errors_not_crashes(room: Newsroom) -> None:
    """A folder in place of article.txt is reported like any other mistake."""
    room.write()
    path = room.articles / "harbor-fire" / "article.txt"
    path.unlink()
    path.mkdir()
    with pytest.raises(InputError, match=r"article\.txt"):
        room.project.article("harbor-fire")


@pytest.mark.parametrize(
    ("value", "quote", "language", "found"),
    [
        (10, "all ten of them", "en", True),
        (10, "it happens often", "en", False),
        (10, "the tenth one", "en", False),
        (21, "twenty-one people", "en", True),
        (1, "21 people", "en", False),
        (10000, "over 10,000 troops", "en", True),
        (10000, "über 10.000 Soldaten", "de", True),
        (10, "über 10.000 Soldaten", "de", False),
        (1500000, "some 1.5 million people", "en", True),
        (1500000, "rund 1,5 Millionen Menschen", "de", True),
        (Decimal("2.5"), "grew by 2.5 percent", "en", True),
        (Decimal("2.5"), "wuchs um 2,5 Prozent", "de", True),
        (25, "grew by 2.5 percent", "en", False),
        (5, "п\u2019ять людей загинули", "uk", True),
        (5, "5 人が死亡", "ja", True),
        (5, "五人が死亡", "ja", True),
        (120000, "约12万人", "zh_Hans", True),
        (12000, "约12万人", "zh_Hans", False),
        (7, "åtte skip", "nb", False),
        (2024, "in 2024", "en", True),
    ],
)
def test_a_number_is_found_as_its_language_writes_it(
    value: int | Decimal, quote: str, language: str, found: bool
) -> None:
    """Digits with that language's separators, words, and millions count; parts of others do not."""
    assert Fact("x", value, "decimal").occurs_in(quote, language) is found


@pytest.mark.parametrize(
    ("style", "quote", "language", "found"),
    [
        ("day-month", "on January 2", "en", True),
        ("day-month", "on Jan. 2", "en", True),
        ("day-month", "on January 12", "en", False),
        ("day-month", "on February 2", "en", False),
        ("long", "2 січня", "uk", True),
        ("long", "2024-01-02", "en", True),
        ("month-year", "in January", "en", True),
        ("day-month", "1月2日", "ja", True),
    ],
)
def test_a_date_is_found_as_its_language_writes_it(
    style: str, quote: str, language: str, found: bool
) -> None:
    """Day and month must be there; the year may follow from the context."""
    fact = Fact("d", datetime.date(2024, 1, 2), style)  # type: ignore[arg-type]
    assert fact.occurs_in(quote, language) is found


@given(st.integers(-(10**12), 10**12), st.sampled_from(["en", "de", "fr", "pl", "ar", "ja", "uk"]))
def test_what_a_language_writes_is_read_back(value: int, locale: str) -> None:
    """A number rendered for readers of a language occurs in that rendering."""
    fact = Fact("n", abs(value), "decimal")
    assert fact.occurs_in(f"x {fact.render(locale)} y", locale)


@given(st.text(max_size=200))
def test_any_text_as_a_summary_is_an_article_or_findings(text: str) -> None:
    """No text makes the reader fail in another way than by saying what is wrong."""
    import tempfile
    from pathlib import Path

    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "some-article"
        folder.mkdir()
        (folder / "article.txt").write_text(ARTICLE)
        (folder / "summary.toml").write_bytes(text.encode("utf-8", "surrogatepass"))
        with pytest.raises(InputError):
            article.load(folder)


def test_a_text_that_no_window_could_read_is_refused(newsroom: Newsroom) -> None:
    """Instead of being published again and again, and never shown."""
    newsroom.write(text=ARTICLE + "It went on and on.\n" * 150_000)
    assert "larger than 2 MiB" in str(newsroom.publish().problems[0])
    assert newsroom.client().get("/articles/harbor-fire/source?lang=en").status_code == 200
