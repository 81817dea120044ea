"""A statement of the source says what its evidence says: figures, quotations, names, denials."""

from __future__ import annotations

import csv
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest
from conftest import ARTICLE, SUMMARY, Newsroom

from service.content.facts import Fact
from service.errors import SummariesError
from service.review import checks
from service.review.checks import Subject

KILLED = "At least five people were killed and over 100 injured, police said."


def found(text: str, *evidence: str, language: str = "en", title: str = "") -> set[str]:
    """Return the names of the checks that object to ``text`` over ``evidence``."""
    subject = Subject(
        language, text, None, (text,), frozenset(), None, language, True, (),
        evidence=evidence, title=title,
    )  # fmt: skip
    return {o.check for o in checks.run(subject) if o.check.startswith("evidence")}


@pytest.mark.parametrize(
    ("text", "evidence", "said"),
    [
        # numbers
        ("At least seven people were killed.", KILLED, "numbers"),
        ("At least five people were killed.", KILLED, ""),
        ("At least six people were killed and over {x} injured.", KILLED, "numbers"),
        ("The fire lasted three days.", "The fire lasted for 3 days.", ""),
        ("One of the men left.", "A man left.", ""),
        # quotations
        ("He called it “a great shame.”", 'He called it "a great shame".', ""),
        ("He called it “a small shame.”", 'He called it "a great shame".', "quotations"),
        ("“A … shame,” he said.", 'He said it was "a great and lasting shame".', ""),
        ("He said “we will not leave.”", "He said they would not leave.", "quotations"),
        # units and currencies
        ("It cost {x} euros.", "It cost $5 million.", "units"),
        ("It cost {x} dollars.", "It cost $5 million.", ""),
        ("It is {x} miles long.", "It is 5 kilometers long.", "units"),
        ("They walked {x} hours.", "They walked 3 miles in two hours.", ""),
        # hedges at an amount
        ("It cost about {x}.", "It was built for about £95m.", ""),
        # names
        ("The minister met Kuleba in Warsaw.", "The minister met Dmytro Kuleba.", "names"),
        ("The Polish minister met Kuleba.", "Poland’s minister met Dmytro Kuleba.", ""),
        ("Ukraine asked NATO for help.", "Ukrainian officials asked the alliance.", "names"),
        # denials
        ("The mayor said the port was closed.", "The mayor said the port was not closed.",
         "negation"),
        ("The mayor did not see the fire.", "The mayor saw the fire.", "negation"),
        ("The mayor did not see the fire.", "The mayor never saw the fire.", ""),
        ("The port burned down.", "The port burned down. Nobody knows why, it is said.", ""),
        # reserve
        ("Five people were killed and over 100 injured.", KILLED, "hedges"),
        ("Reportedly the port was closed.", "The port was closed.", "hedges"),
        ("More than five people were killed.", "Five people were killed.", "hedges"),
    ],
)  # fmt: skip
def test_what_the_evidence_does_not_have_is_named(text: str, evidence: str, said: str) -> None:
    """And nothing else is: what is left out is seldom wrong."""
    assert found(text, evidence) == ({f"evidence-{said}"} if said else set())


@pytest.mark.parametrize(
    ("language", "text", "evidence", "said"),
    [
        ("uk", "Загинули сім людей.", "Загинули п’ять людей.", {"evidence-numbers"}),
        ("uk", "Загинули п’ять людей.", "Загинули 5 людей.", set()),
        ("de", "Sieben Menschen starben.", "Fünf Menschen starben.", {"evidence-numbers"}),
        ("fr", "Le maire a dit « demain ».", "Le maire a dit « toujours ».",
         {"evidence-quotations"}),
        ("ja", "七人が死亡した。", "五人が死亡した。", {"evidence-numbers"}),
        ("ja", "五人が死亡した。", "５人が死亡した。", set()),
        ("pl", "Zginęło siedem osób.", "Zginęło pięć osób.", {"evidence-numbers"}),
        ("zh_Hans", "{x}年有{x}。", "2003年有5%。", set()),
        ("zh_Hans", "{x}公里有{x}。", "2003年有5%。", {"evidence-units"}),
    ],
)  # fmt: skip
def test_a_source_in_another_language_is_held_against_its_evidence(
    language: str, text: str, evidence: str, said: set[str]
) -> None:
    """The words come from the same lexicons."""
    assert found(text, evidence, language=language) == said


PAIRS = Path(__file__).with_name("evidence_pairs.tsv")
# What these pairs are not about: who, in which direction, how surely.
OTHER = {"evidence-hedges", "evidence-opposites", "evidence-names"}


def _pairs() -> list[dict[str, str]]:
    with PAIRS.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))


@pytest.mark.parametrize("language", sorted({pair["language"] for pair in _pairs()}))
def test_numbers_in_words_mean_what_they_do_in_the_evidence(language: str) -> None:
    """Thousands for hundreds, minus 40 for 40, tripled, third, per cent: 13 languages.

    What the evidence contradicts blocks, what it does not say is a question, the rest is silent.
    """
    for pair in (pair for pair in _pairs() if pair["language"] == language):
        text, evidence = pair["statement"], (pair["evidence"],)
        subject = Subject(
            language, text, None, (text,), frozenset(), None, language, True, evidence=evidence
        )
        levels = {o.level for o in checks.run(subject) if o.check not in OTHER}
        said = "blocks" if "error" in levels else "asks" if levels else "silent"
        assert said == pair["says"], pair


@pytest.mark.parametrize(
    ("text", "evidence", "fact", "said"),
    [
        ("Support was {x}.", "Support was 45 percent.", Fact("x", 45, "decimal"), "senses"),
        ("Support was {x}.", "Support was 45 percent.", Fact("x", 45, "percent"), ""),
        ("Support was {x} percent.", "Support was 45 percent.", Fact("x", 45, "decimal"), ""),
        ("Support was {x}.", "45 people supported it.", Fact("x", 45, "percent"), "senses"),
        ("It was {x}.", "It was minus 40 degrees.", Fact("x", 40, "decimal", unit="celsius"),
         "senses"),
        ("It was {x}.", "It was minus 40 degrees.", Fact("x", -40, "decimal", unit="celsius"), ""),
        ("{x} people left by bus.", "Hundreds left, 72 by bus.", Fact("x", 72, "decimal"), ""),
        ("It cost {x} billion.", "It cost 1.5 billion.", Fact("x", Decimal("1.5"), "decimal"), ""),
    ],
)  # fmt: skip
def test_a_fact_means_what_its_number_does_in_the_evidence(
    text: str, evidence: str, fact: Fact, said: str
) -> None:
    """The sign and the per cent of a placeholder are the fact’s."""
    subject = Subject(
        "en", text, None, (text,), frozenset({"x"}), None, "en", True, facts={"x": fact},
        evidence=(evidence,),
    )  # fmt: skip
    found = {o.check for o in checks.run(subject)}
    assert found == ({f"evidence-{said}"} if said else set())


@pytest.mark.parametrize(
    ("locale", "source", "text", "asked"),
    [
        ("uk", "Thousands of homes burned.", "Згоріли сотні будинків.", True),
        ("uk", "Thousands of homes burned.", "Згоріли тисячі будинків.", False),
        ("uk", "Some 4,000 homes burned.", "Згоріли тисячі будинків.", False),
        ("de", "Exports doubled.", "Die Exporte verdreifachten sich.", True),
        ("de", "Exports doubled.", "Die Exporte stiegen auf das Doppelte.", False),
        ("es", "It was minus 40.", "Hubo 40 grados.", True),
        ("es", "At least 40 died.", "Murieron al menos 40.", False),
        ("zh_Hans", "He won 20 and lost 7.", "他20胜7负。", False),
    ],
)
def test_a_translation_is_asked_about_rough_numbers_multiples_and_signs(
    locale: str, source: str, text: str, asked: bool
) -> None:
    """A question, never a block; a newsroom may say “thousands” for 4,000."""
    found = checks.run(Subject(locale, source, None, (text,), frozenset(), statement=True))
    assert any(o.check == "number-senses" for o in found) is asked


def test_the_article_s_headline_names_who_acts() -> None:
    """A statement may say NATO where the passage says “the Alliance”."""
    assert found("In short, NATO said so.", "The Alliance said so.", title="NATO reacts") == set()


def test_a_wrong_toll_is_refused(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """“Seven” over “five” is neither passed by the check nor signed."""
    summary = SUMMARY.replace("A warehouse burned", "Seven warehouses burned", 1)
    newsroom.write(summary=summary)
    result = run("check")
    assert result.exit_code == 1
    assert "summary.toml:" in result.output
    assert result.output.count("“seven” is a number that the evidence does not have") == 1
    newsroom.update()
    assert run("check").output.count("“seven” is a number") == 1
    with pytest.raises(SummariesError, match="evidence does not have"):
        newsroom.sign("harbor-fire", "en", "fire")


def test_the_case_that_was_seen(tmp_path: Path) -> None:
    """At least seven people, over “at least five people were killed”."""
    room = Newsroom(tmp_path)
    text = (
        'language = "en"\nheadline = "Attack kills many"\n[[statements]]\nid = "casualties"\n'
        'text = "At least seven people were killed."\n'
        'evidence = ["At least five people were killed"]\n'
    )
    assert tomllib.loads(text)
    room.write(summary=text, text=f"Attack\n{KILLED}\n{ARTICLE}")
    room.update("en")
    with pytest.raises(SummariesError, match="“seven” is a number"):
        room.sign("harbor-fire", "en")


@pytest.mark.parametrize(
    ("locale", "source", "text", "turned"),
    [
        ("de", "The mayor denied the charge.", "Der Bürgermeister gab den Vorwurf zu.", True),
        ("de", "The mayor denied the charge.", "Der Bürgermeister bestritt den Vorwurf.", False),
        ("uk", "The mayor denied the charge.", "Мер визнав звинувачення.", True),
        ("uk", "The mayor denied the charge.", "Мер заперечив звинувачення.", False),
        ("ja", "Police arrested the man.", "警察は男性を釈放した。", True),
        ("zh_Hans", "Prices rose.", "价格下跌。", True),
        ("zh_Hans", "Prices rose and then fell.", "价格先涨后下跌。", False),
    ],
)
def test_the_contrary_of_the_source_is_asked_about(
    locale: str, source: str, text: str, turned: bool
) -> None:
    """Who turns “denied” into “admitted” keeps every figure and name, and says the contrary."""
    found = checks.run(Subject(locale, source, None, (text,), frozenset(), statement=True))
    assert ("opposites" in {objection.check for objection in found}) is turned
