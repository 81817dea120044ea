"""Kinds of facts: what they may be, what is signed of them, and that nothing else is let in."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest

from service.content import article
from service.content.article import Article
from service.content.facts import Fact
from service.errors import InputError

TEXT = """Brewery closes

The sale brought between £1.2bn and £1.3bn, the brewery said on January 30, 2024.
A pint costs £2.50 in the F-16 bar, 12.50 percent more than in 2023, and it opens at 10:05 a.m.
It was –40 °C on the 12 kilometers to the harbor from January 30 to February 2; a shipload came.
"""
SUMMARY = """language = "en"
headline = "Brewery closes"

[article]
outlet = "Example Daily"
published = 2024-02-03

{facts}
[[statements]]
id = "all"
text = "In the F-16 bar of {{outlet}}: {uses}."
evidence = ["The sale brought between £1.2bn and £1.3bn"]
"""
FACTS = {
    "sale": 'value = [1.20e9, 1.30e9]\ncurrency = "GBP"\nformat = "compact"\n'
    'quote = "between £1.2bn and £1.3bn"',
    "pint": 'value = 2.50\ncurrency = "GBP"\nquote = "A pint costs £2.50"',
    "rise": 'value = 12.50\nformat = "percent"\nquote = "12.50 percent more"',
    "opens": 'value = 10:05:00\nzone = "Europe/London"\nquote = "it opens at 10:05 a.m."',
    "cold": 'value = -40\nunit = "celsius"\nquote = "–40 °C"',
    "way": 'value = 12\nunit = "kilometer"\nquote = "the 12 kilometers"',
    "days": 'value = [2024-01-30, 2024-02-02]\nformat = "day-month"\n'
    'quote = "from January 30 to February 2"',
    "year": 'value = 2023-01-01\nformat = "year"\nquote = "than in 2023"',
    "load": 'value = 700\nquote = "a shipload came"\nstated = "a shipload"',
}


@pytest.fixture
def read(tmp_path: Path) -> Callable[[dict[str, str]], Article]:
    """Reads a summary with these facts, each used once."""

    def load(tables: dict[str, str]) -> Article:
        folder = tmp_path / "some-article"
        folder.mkdir(exist_ok=True)
        (folder / "article.txt").write_text(TEXT)
        facts = "".join(f"[facts.{name}]\n{table}\n\n" for name, table in tables.items())
        uses = ", ".join(f"{{{name}}}" for name in tables)
        (folder / "summary.toml").write_text(SUMMARY.format(facts=facts, uses=uses))
        return article.load(folder)

    return load


def findings(read: Callable[[dict[str, str]], Article], tables: dict[str, str]) -> str:
    with pytest.raises(InputError) as caught:
        read(tables)
    return "\n".join(finding.text for finding in caught.value.findings)


def test_every_kind_is_read_and_written(read: Callable[[dict[str, str]], Article]) -> None:
    """Precision, signs, both ends of a range; a thing's name keeps its number in the text."""
    found = read(FACTS)
    said = {name: fact.render("en") for name, fact in found.facts.items()}
    assert said == {
        "sale": "£1.2–1.3 billion", "pint": "£2.50", "rise": "12.50%",
        "opens": "10:05 a.m. London time",
        "cold": "-40 degrees Celsius", "way": "12 kilometers", "days": "January 30 – February 2",
        "year": "2023", "load": "700",
    }  # fmt: skip
    assert found.source.messages[1].texts == {"outlet": "Example Daily"}
    assert found.source.messages[1].with_year == {"year"}


def test_all_of_a_fact_is_signed(read: Callable[[dict[str, str]], Article]) -> None:
    """Value, currency, unit, zone and format; what is absent leaves no key."""
    facts = read(FACTS).facts
    assert facts["sale"].signed_inputs() == {
        "name": "sale", "type": "number", "value": ["1200000000", "1300000000"],
        "format": "compact", "currency": "GBP",
    }  # fmt: skip
    assert facts["cold"].signed_inputs() == {
        "name": "cold", "type": "number", "value": "-40", "format": "decimal", "unit": "celsius",
    }  # fmt: skip
    assert facts["opens"].signed_inputs() == {
        "name": "opens", "type": "time", "value": "10:05", "format": "time",
        "zone": "Europe/London",
    }  # fmt: skip
    assert facts["load"].source_inputs() == facts["load"].signed_inputs() | {"stated": "a shipload"}
    for fact in facts.values():
        again = Fact.from_inputs(json.loads(json.dumps(fact.source_inputs())))
        assert again == fact and again.source_inputs() == fact.source_inputs()


def test_numbers_and_dates_are_signed_as_before() -> None:
    """What is signed already keeps its signature."""
    number = Fact("killed", 5, "decimal").source_inputs()
    assert json.dumps(number, sort_keys=True) == (
        '{"format": "decimal", "name": "killed", "type": "number", "value": "5"}'
    )
    day = Fact("day", datetime.date(2024, 1, 2), "long").source_inputs()
    assert json.dumps(day, sort_keys=True) == (
        '{"format": "long", "name": "day", "type": "date", "value": "2024-01-02"}'
    )


@pytest.mark.parametrize(
    ("name", "table", "said"),
    [
        ("pint", 'value = 2.50\ncurency = "GBP"', "did you mean “currency”"),
        ("pint", 'value = 2.50\ncurrency = "gbp"', "did you mean “GBP”"),
        ("pint", 'value = 2.50\ncurrency = 7', "currency must be a text"),
        ("pint", 'value = 2.50\ncurrency = "GBP"\nunit = "kilometer"', "a currency or a unit"),
        ("pint", 'value = 2.50\ncurrency = "GBP"\nformat = "percent"', "goes with a bare number"),
        ("pint", 'value = 3.50\ncurrency = "GBP"', "3.50 does not occur in its quote"),
        ("way", 'value = 12\nunit = "kilometre"', "did you mean “kilometer”"),
        ("opens", 'value = 10:05:00\nzone = "Europe/Londn"', "did you mean “Europe/London”"),
        ("opens", 'value = 10:06:00', "10:06 does not occur"),
        ("opens", 'value = 22:05:00', "22:05 does not occur"),
        ("opens", 'value = 10:05:00\ncurrency = "GBP"', "go with numbers"),
        ("opens", 'value = 2024-01-02T10:05:00', "a time such as 10:05:00"),
        ("sale", 'value = [1.30e9, 1.20e9]', "from the smaller value to the larger"),
        ("sale", 'value = [1.20e9]', "a range of two"),
        ("sale", 'value = [1, 2, 3]', "a range of two"),
        ("sale", 'value = []', "a range of two"),
        ("sale", 'value = [1.20e9, 2024-01-02]', "a range of two"),
        ("sale", 'value = [[1], [2]]', "a range of two"),
        ("sale", 'value = [1.20e9, 1.40e9]', "does not occur in its quote"),
        ("sale", 'value = 1.25e9', "does not occur in its quote"),
        ("sale", f'value = {"9" * 5000}', "more than 100"),
        ("sale", 'value = 1e31', "at most 30 digits"),
        ("sale", 'value = nan', "must be a number"),
        ("cold", 'value = 40\nunit = "celsius"', "40 does not occur in its quote"),
        ("days", 'value = [2023-01-30, 2024-02-03]', "does not occur in its quote"),
        ("load", 'value = 700', "does not occur in its quote"),
        ("load", 'value = 700\nstated = "a boatload"', "the words of the quote"),
        ("year", 'value = 2022-01-01\nformat = "year"', "does not occur"),
        ("year", 'value = 2022\nformat = "short"', "format must be one of"),
    ],
)  # fmt: skip
def test_a_mistake_is_one_sentence(
    read: Callable[[dict[str, str]], Article], name: str, table: str, said: str
) -> None:
    """With the remedy, and a suggestion where a name is nearly right."""
    quote = next(line for line in FACTS[name].splitlines() if line.startswith("quote"))
    assert said in findings(read, {name: f"{table}\n{quote}"})


def test_no_number_is_cut_out_of_a_name(read: Callable[[dict[str, str]], Article]) -> None:
    """An F-16 is not sixteen."""
    assert "16 does not occur" in findings(
        read, {"jets": 'value = 16\nformat = "plain"\nquote = "in the F-16 bar"'}
    )


def test_a_range_and_a_date_rule_no_plural(read: Callable[[dict[str, str]], Article]) -> None:
    """The count is one number."""
    assert not read({"sale": FACTS["sale"]}).facts["sale"].selects_plural
    assert Fact("n", Decimal("2.5"), "decimal").selects_plural


@pytest.mark.parametrize(
    "data",
    [
        {"type": "number", "value": ["1"], "format": "decimal"},
        {"type": "number", "value": ["1", "2", "3"], "format": "decimal"},
        {"type": "number", "value": "1e9", "format": "decimal"},
        {"type": "number", "value": "9" * 61, "format": "decimal"},
        {"type": "number", "value": 5, "format": "decimal"},
        {"type": "number", "value": "5", "format": "long"},
        {"type": "number", "value": "5", "format": "decimal", "currency": ""},
        {"type": "number", "value": "5", "format": "decimal", "currency": ["GBP"]},
        {"type": "date", "value": "10:05", "format": "time"},
        {"type": "time", "value": "10:05", "format": "long"},
        {"type": "word", "value": "5", "format": "decimal"},
    ],
)
def test_what_no_fact_wrote_is_not_read(data: dict[str, object]) -> None:
    """An edition is untrusted until it is read."""
    with pytest.raises((ValueError, TypeError, KeyError)):
        Fact.from_json("x", data)
