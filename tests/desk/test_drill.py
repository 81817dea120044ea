"""The drill: errors in copies of signed sentences, and what share of them people find."""

from __future__ import annotations

import dataclasses
import importlib.util
import random
import re

import pytest
from conftest import ROOT, SUMMARY, UKRAINIAN, Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, TRANSLATOR, Person, everything, settings_of
from service.content.facts import Fact
from service.content.placeholders import Segment
from service.desk import drills as drills_module
from service.desk.app import create_app
from service.desk.drills import EVERY, Drills, Item, draw
from service.desk.seeded_errors import KINDS, seed
from service.errors import SummariesError

FACTS = {"dead": Fact("dead", 5, "decimal"), "hurt": Fact("hurt", 134, "decimal")}
SENTENCES = {
    "uk": [
        Segment("Загинуло "), Segment("5", "dead"), Segment(" людей, поранено "),
        Segment("134", "hurt"), Segment(". Учора Варшава не відповіла, повідомили в поліції."),
    ],
    "de": [
        Segment("Die Polizei in "), Segment("Hamburg zählte "), Segment("5", "dead"),
        Segment(" Tote und nicht "), Segment("134", "hurt"), Segment(", sagte ein Sprecher."),
    ],
    "ar": [
        Segment("قُتل "), Segment("٥", "dead"), Segment(" ولم يُصب "), Segment("١٣٤", "hurt"),
        Segment("، بحسب الشرطة."),
    ],
}  # fmt: skip
OTHERS = {"uk": ["Уряд у Києві чекає, а Кишинева немає. Там Полтава."],
          "de": ["Man sah in Luxemburg und Freiburg nichts."], "ar": []}  # fmt: skip


def made(kind: str, locale: str) -> str | None:
    """Return a sentence with an error of a kind, the same each time."""
    return seed(
        kind, SENTENCES[locale], FACTS, locale, OTHERS[locale], random.Random(1)
    )  # fmt: skip


@pytest.mark.parametrize("locale", SENTENCES)
@pytest.mark.parametrize("kind", KINDS)
def test_an_error_is_another_sentence_of_the_same_language(kind: str, locale: str) -> None:
    """One thing is wrong, and the rest stands as it was."""
    text, wrong = "".join(s.text for s in SENTENCES[locale]), made(kind, locale)
    if kind == "name" and locale == "ar":
        assert wrong is None  # no capitals to know a name by
        return
    assert wrong is not None and wrong != text
    match kind:
        case "figure":
            assert len(wrong) == len(text)
            assert sum(a != b for a, b in zip(text, wrong, strict=True)) == 1
        case "placeholder":
            assert re.findall(r"\d+", wrong) == re.findall(r"\d+", text)[::-1]
        case "name":
            changed = set(wrong.split()) ^ set(text.split())
            assert len(changed) == 2 and all(word[0].isupper() for word in changed)
        case _:
            assert set(re.findall(r"\w+", wrong.casefold())) < set(
                re.findall(r"\w+", text.casefold())
            )
            assert wrong[0] == wrong[0].upper()


def test_nothing_is_made_where_nothing_can_be() -> None:
    """Neither a figure nor a name, a negation or who says so."""
    plain = [Segment("тиха ніч у місті")]
    assert all(seed(kind, plain, {}, "uk", [], random.Random(1)) is None for kind in KINDS)


def items(count: int) -> list[Item]:
    return [Item(f"Source {n}", "en", f"Речення {n}", (), (), 10) for n in range(count)]


def test_what_the_docs_say_of_the_checks_is_counted() -> None:
    """The table of docs/desk.md is what the script prints: of a program, and of every error."""
    path = ROOT / "benchmarks" / "drill_errors.py"
    spec = importlib.util.spec_from_file_location("benchmark_drill_errors", path)
    assert spec and spec.loader
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    rows = re.findall(
        r"^\| .* \| (\d+ of \d+) \|$", (ROOT / "docs/desk.md").read_text(), re.MULTILINE
    )
    assert [f"{caught} of {made}" for _kind, caught, made in script.rows()] == rows


def test_a_third_is_wrong_and_no_sentence_is_there_twice() -> None:
    """Evenly of each kind, in any order."""
    sound = items(30)
    seeded = [dataclasses.replace(i, text=f"{i.text} {k}", kind=k) for i in sound for k in KINDS]
    drawn = draw(sound, seeded, 15)
    assert len(drawn) == len({item.source for item in drawn}) == 15
    assert sorted(item.kind for item in drawn if item.kind) == sorted(KINDS)
    assert len(KINDS) == 15 // EVERY
    with pytest.raises(SummariesError, match="a drill needs 6 signed sentences"):
        draw(sound[:5], seeded, 15)


def test_answers_are_counted_by_kind_and_by_speed(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ten words in five seconds are two a second; an answer is taken once."""
    drills: Drills = app.extensions["drills"]
    sound, wrong = items(2), dataclasses.replace(items(3)[2], kind="name")
    name = drills.start("uk", [*sound, wrong])
    clock = [1000.0]
    monkeypatch.setattr(drills_module.time, "time", lambda: clock[0])
    for person, verdicts in (("Ann", (False, True, True)), ("Bob", (False, False, False))):
        for number, verdict in enumerate(verdicts):
            assert drills.next(name, person) is not None
            clock[0] += 5
            drills.answer(name, person, number, wrong=verdict)
            drills.answer(name, person, number, wrong=not verdict)
        assert drills.next(name, person) is None
    both = drills.results(name)
    assert (both.people, both.errors.caught, both.errors.all) == (2, 1, 2)
    assert (both.alarms.caught, both.alarms.all) == (1, 4)
    assert [(s.name, s.caught, s.all) for s in both.by_speed if s.all] == [("2–4", 1, 2)]
    ann = drills.results(name, "Ann")
    assert (ann.people, ann.errors.caught, ann.errors.all) == (1, 1, 1)
    drills.end(name)
    assert drills.results(name).people == 0


@pytest.fixture
def signed(staffed: Newsroom, app: Flask) -> Newsroom:
    """The newsroom with three articles, whose Ukrainian is signed."""
    for slug in ("second", "third"):
        text = SUMMARY.replace("Warehouse fire", f"A {slug} fire")
        staffed.write(slug, summary=text.replace('text = "A', f'text = "A {slug}'))
    staffed.update()
    for slug in ("second", "third"):
        staffed.translate(slug, "uk", UKRAINIAN)
        staffed.sign(slug, "uk", name=REVIEWER)
    staffed.sign(SLUG, "uk", name=REVIEWER)
    return staffed


def started(app: Flask, jane: Person) -> str:
    answer = jane.post("/desk/drills", {"csrf": jane.token(), "locale": "uk", "size": "6"})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return answer.headers["Location"]


def test_a_drill_from_start_to_results(signed: Newsroom, app: Flask) -> None:
    """On copies: no file of the newsroom changes, and the editor sees all together, no names."""
    jane, oksana, before = Person(app, EDITOR), Person(app, REVIEWER), everything(signed)
    address = started(app, jane)
    assert address in oksana.page("/desk/drills")
    numbers = []
    for _number in range(6):
        page = oksana.page(address)
        match = re.search(r'name="number" value="(\d+)"', page)
        assert match and "These are copies" in page
        numbers.append(match[1])
        data = {"csrf": oksana.token(), "number": match[1], "verdict": "wrong"}
        assert oksana.post(address, data).status_code == 303
    assert len(set(numbers)) == 6
    own = oksana.page(address)
    assert "Errors found: 2 of 2" in own and "called wrong: 4 of 4" in own
    page = jane.page("/desk/drills")
    assert "1 person took part" in page and "Errors found: 2 of 2" in page
    assert REVIEWER not in page
    assert everything(signed) == before
    assert "Errors found" not in oksana.page("/desk/drills")
    jane.post(f"{address}/end", {"csrf": jane.token()})
    assert oksana.client.get(address).status_code == 404


def test_only_in_ones_languages(signed: Newsroom, app: Flask) -> None:
    """Somebody of another language sees nothing of it."""
    from service.desk.people import People

    address = started(app, Person(app, EDITOR))
    People(signed.folder / "desk").set_roles(TRANSLATOR, ["translator"], ["pl"])
    ann = Person(app, TRANSLATOR)
    assert address not in ann.page("/desk/drills")
    assert ann.client.get(address).status_code == 403


def test_the_pace_is_asked_about_once(signed: Newsroom) -> None:
    """As at the bench, with SUMMARIES_DESK_PACE=1; what is called wrong is not asked about."""
    app = create_app(dataclasses.replace(settings_of(signed), desk_pace=True))
    address, oksana = started(app, Person(app, EDITOR)), Person(app, REVIEWER)
    oksana.page(address)
    data = {"csrf": oksana.token(), "number": "0", "verdict": "right"}
    answer = oksana.post(address, data)
    assert answer.status_code == 422
    assert "faster than anybody reads" in answer.get_data(as_text=True)
    assert oksana.post(address, data).status_code == 303
    oksana.page(address)
    assert oksana.post(address, data | {"number": "1", "verdict": "wrong"}).status_code == 303


def test_too_little_is_signed(staffed: Newsroom, app: Flask) -> None:
    """A sentence says what is missing."""
    jane = Person(app, EDITOR)
    answer = jane.post("/desk/drills", {"csrf": jane.token(), "locale": "uk", "size": "6"})
    assert answer.status_code == 422
    assert "A drill needs 6 signed sentences" in answer.get_data(as_text=True)
