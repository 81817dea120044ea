"""Written forms from translation to correction: read back, made fuzzy, kept by other tools."""

from __future__ import annotations

import datetime
import re
from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import SUMMARY, UKRAINIAN, Newsroom

from service.catalog import Edit, edit
from service.content.facts import Fact
from service.review import checks, exchange
from service.review.checks import Subject

WORDS = {
    **UKRAINIAN,
    "hurt": [text.replace("{hurt}", "[п’ятеро]({hurt})") for text in UKRAINIAN["hurt"][:2]]
    + ["Постраждало [п’ять]({hurt}) людей, втрачено близько {tons} тонн зерна."],
}


@pytest.fixture
def room(newsroom: Newsroom) -> Newsroom:
    """The newsroom, with a written form in the Ukrainian translation of one message."""
    newsroom.translate("harbor-fire", "uk", WORDS)
    newsroom.update("uk", "de")
    newsroom.sign("harbor-fire", "uk")
    return newsroom


def correct(room: Newsroom, number: int = 6, summary: str = SUMMARY) -> None:
    """Correct the number of the hurt, in the article and in its summary."""
    word = {6: "Six", 7: "Seven"}[number]
    text = (room.articles / "harbor-fire" / "article.txt").read_text()
    for old in ("Five", "Six"):
        text = text.replace(f"{old} people", f"{word} people")
    changed = summary.replace("value = 5", f"value = {number}").replace(
        "Five people", f"{word} people"
    )
    room.write(summary=changed, text=text)


def states(room: Newsroom, locale: str) -> dict[str, str]:
    found = room.project.assess(room.project.source("harbor-fire"), locale)
    return {seen.message.id: seen.state for seen in found or ()}


def entry(room: Newsroom, locale: str, name: str):  # type: ignore[no-untyped-def]
    found = room.project.catalog("harbor-fire", locale)
    assert found is not None
    return found.find(name)


def test_readers_see_the_words(room: Newsroom) -> None:
    """In place of the number, and only in the form that says so."""
    room.publish()
    page = room.client().get("/uk/harbor-fire").text
    assert "п’ять</data> людей" in page and "]({" not in page


def test_a_corrected_figure_makes_its_written_forms_fuzzy_and_nothing_else(room: Newsroom) -> None:
    """With a note of the old value, once; the plain placeholders follow by themselves."""
    correct(room)
    room.update()
    assert states(room, "uk") == {"headline": "reviewed", "fire": "reviewed", "hurt": "draft"}
    assert states(room, "en")["hurt"] == "translated"  # its figures are what the editor signs
    assert "was: {hurt} = 5" in entry(room, "uk", "hurt").comments
    assert entry(room, "uk", "hurt").strings == tuple(WORDS["hurt"])
    assert room.update() == []
    correct(room, 7)
    room.update()
    assert [c for c in entry(room, "uk", "hurt").comments if "was:" in c] == ["was: {hurt} = 5"]


def test_the_note_goes_when_a_translator_has_answered(room: Newsroom) -> None:
    """Fuzzy cleared: the words are of the new value."""
    correct(room)
    room.update()
    new = [text.replace("п’ят", "шест").replace("п’ять", "шість") for text in WORDS["hurt"]]
    room.translate("harbor-fire", "uk", {"hurt": new})
    room.update()
    assert not [c for c in entry(room, "uk", "hurt").comments if "was:" in c]


def test_the_sources_own_words_wait_unless_they_were_corrected(room: Newsroom) -> None:
    """An editor who leaves “[Five]” over a six is asked; one who wrote “[Six]” is not."""
    summary = SUMMARY.replace('other = "{hurt}', 'other = "[Five]({hurt})')
    room.write(summary=summary)
    room.update()
    room.sign("harbor-fire", "en")
    assert entry(room, "en", "hurt").singular.startswith("{hurt} person")
    correct(room, summary=summary)
    room.update()
    assert entry(room, "en", "hurt").fuzzy
    assert "was: {hurt} = 5" in entry(room, "en", "hurt").comments
    correct(room, summary=summary.replace("[Five]", "[Six]"))
    room.update()
    assert not entry(room, "en", "hurt").fuzzy
    assert entry(room, "uk", "hurt").fuzzy


def test_the_template_shows_values_and_evidence(room: Newsroom) -> None:
    """As they print, and what they are; a translator sees them in any editor."""
    lines = entry(room, "uk", "hurt").extracted
    assert "{hurt} = 5" in lines and "{tons} = 1\u00a0200 (1200)" in lines
    assert any(line.startswith("Evidence: Five people were hurt") for line in lines)


FACTS = {
    "n": Fact("n", 5, "decimal"), "all": Fact("all", 99, "decimal"),
    "day": Fact("day", datetime.date(2027, 3, 8), "day-month"),
    "month": Fact("month", datetime.date(2027, 3, 1), "month-year"),
}  # fmt: skip


def found(locale: str, source: str, *texts: str, year: str = "", plural: bool = False) -> set[str]:
    """Return the names of the checks that object to translations of ``source``."""
    subject = Subject(
        locale, source, source if plural else None, texts, frozenset(FACTS),
        "n" if plural else None, "en", True, (), FACTS, frozenset({year} - {""}),
    )  # fmt: skip
    return {objection.check for objection in checks.run(subject)}


@pytest.mark.parametrize(
    ("locale", "source", "text", "said"),
    [
        ("uk", "{n} people were killed.", "Загинули [п’ять]({n}) людей.", ""),
        ("uk", "{n} people were killed.", "Загинули [шість]({n}) людей.", "written-form-value"),
        ("uk", "{n} people were killed.", "Загинули [кілька]({n}) людей.", "written-form"),
        ("de", "{n} people were killed.", "Bei dem Angriff starben [fünf]({n}) Menschen.", ""),
        ("tr", "{n} people were killed.", "Saldırıda [5’i]({n}) öldürüldü.", ""),
        ("tr", "{n} people were killed.", "Saldırıda [6’sı]({n}) öldürüldü.", "written-form-value"),
        ("ja", "{n} people were killed.", "この攻撃で[5人]({n})が死亡した。", ""),
        ("it", "It ends on {day}.", "Il termine scade [l’8 marzo]({day}).", ""),
        ("it", "It ends on {day}.", "Il termine scade [l’8 maggio]({day}).", "written-form-value"),
        ("it", "It ends on {day}.", "Il termine scade [il 9 marzo]({day}).", "written-form-value"),
        ("uk", "It ends in {month}.", "Це триватиме до [березня 2027 року]({month}).", ""),
        ("uk", "It ends in {month}.", "Це триватиме до [березня 2026 року]({month}).",
         "written-form-value"),
    ],
)  # fmt: skip
def test_words_are_read_back(locale: str, source: str, text: str, said: str) -> None:
    """Another value blocks; what cannot be read is a question to the reviewer."""
    ours = {"written-form", "written-form-value"} & found(locale, source, text)
    assert ours == ({said} if said else set())


# In each language the value in its words, another value, and words that say no number.
READ_BACK = {
    "ar": ("خمسة", "ستة", "عدة"), "de": ("fünf", "sechs", "einige"),
    "es": ("cinco", "siete", "varias"),
    "fr": ("cinq", "six", "plusieurs"), "it": ("cinque", "sette", "alcune"),
    "ja": ("五人", "六人", "数人"), "pl": ("pięcioro", "sześcioro", "kilkoro"),
    "ro": ("cinci", "șase", "câteva"), "tr": ("beş", "dokuz", "birkaç"),
    "uk": ("п’ятеро", "шестеро", "кілька"), "zh_Hans": ("五人", "六人", "数人"),
}  # fmt: skip


@pytest.mark.parametrize("locale", READ_BACK)
def test_words_are_read_back_in_every_language(locale: str) -> None:
    """The value passes, another blocks, and what cannot be read is asked about by name."""
    for words, said in zip(
        READ_BACK[locale], (set(), {"written-form-value"}, {"written-form"}), strict=True
    ):
        seen = found(locale, "{n} people died.", f"x [{words}]({{n}}) x")
        assert seen & {"written-form", "written-form-value"} == said, words


def test_what_words_read_as_is_said_in_digits() -> None:
    """Whoever wrote a wrong word would learn nothing from reading it again."""
    subject = Subject(
        "uk", "{n} people died.", None, ("Загинули [шестеро]({n}).",), frozenset(FACTS), None, "en",
        True, (), FACTS,
    )  # fmt: skip
    (objection,) = (o for o in checks.run(subject) if o.check == "written-form-value")
    assert objection.text == "“шестеро” reads as 6, and {n} is 5: correct the words"


KINDS = {
    "n": Fact("n", (8, 10), "percent"), "all": Fact("all", 1_200_000_000, "compact", "GBP"),
    "day": Fact("day", (datetime.date(2027, 3, 2), datetime.date(2027, 3, 5)), "day-month"),
    "month": Fact("month", datetime.time(14, 30), "time"),
}  # fmt: skip


@pytest.mark.parametrize(
    ("locale", "form", "said"),
    [
        ("de", "[8 bis 10 Prozent]({n})", ""),
        ("de", "[8 bis 12 Prozent]({n})", "written-form-value"),
        ("fr", "[1,2 milliard de livres]({all})", ""),
        ("fr", "[1,2 million de livres]({all})", "written-form-value"),
        ("ja", "[12億ポンド]({all})", ""),
        ("ja", "[12万ポンド]({all})", "written-form-value"),
        ("uk", "[з 2 до 5 березня]({day})", ""),
        ("uk", "[з 2 до 6 березня]({day})", "written-form-value"),
        ("uk", "[з 2 до 5 травня]({day})", "written-form-value"),
        ("de", "[14.30 Uhr]({month})", ""),
        ("de", "[14.45 Uhr]({month})", "written-form-value"),
        ("uk", "[о пів на третю]({month})", ""),
        ("uk", "[о пів на четверту]({month})", "written-form-value"),
        ("de", "[halb drei]({month})", ""),
    ],
)
def test_every_kind_is_read_back(locale: str, form: str, said: str) -> None:
    """Ranges at both ends, scales, days with their month, times to the minute."""
    name = form.partition("{")[2].rstrip("})")
    subject = Subject(
        locale, f"It is {{{name}}}.", None, (f"x {form} x",), frozenset(KINDS), None, "en", True,
        (), KINDS,
    )  # fmt: skip
    seen = {o.check for o in checks.run(subject)} & {"written-form", "written-form-value"}
    assert seen == ({said} if said else set())


def test_only_the_form_that_readers_see_is_read_back() -> None:
    """Each plural form may have its own words; the others are of other numbers."""
    forms = ["[Одна]({n}) людина.", "[Дві]({n}) людини.", "[П’ять]({n}) людей."]
    assert not {"written-form", "written-form-value"} & found(
        "uk", "{n} died.", *forms, plural=True
    )
    forms[2] = "[Шість]({n}) людей."
    assert "written-form-value" in found("uk", "{n} died.", *forms, plural=True)


@pytest.mark.parametrize(
    ("locale", "text", "said"),
    [
        ("uk", "Збито {n}⁰ ракет.", "adjoining"),
        ("uk", "Збито {n}О ракет.", "adjoining"),
        ("uk", "Збито {n}0 ракет.", "adjoining"),
        ("uk", "Збито {n},5 ракет.", "adjoining"),
        ("uk", "Збито 1{n} ракет.", "adjoining"),
        ("uk", "Було −{n} ракет.", "adjoining"),
        ("uk", "Було -{n} ракет.", "adjoining"),
        ("uk", "Збито {n}+ ракет.", "adjoining"),
        ("uk", "Збито {n}½ ракет.", "adjoining"),
        ("ar", "أسقط {n}٠ صاروخ.", "adjoining"),
        ("ja", "{n}〇発を撃墜した。", "adjoining"),
        ("ja", "気温は−{n}度だった。", "adjoining"),
        ("uk", "Збито {n} сотні ракет.", "scales"),
        ("de", "Es wurden {n} Dutzend Raketen abgeschossen.", "scales"),
        ("ja", "{n}百人が死亡した。", "scales"),
        ("zh_Hans", "{n}多名平民死亡。", ""),
        ("uk", "Збито {n}-го числа.", ""),
        ("uk", "Це {n}-й удар по місту.", ""),
        ("tr", "Füzelerin {n}’i düşürüldü.", ""),
        ("de", "Das {n}-Punkte-Papier liegt vor.", ""),
        ("uk", "Збито {n}–{all} ракет.", ""),
        ("ja", "{day}千葉県で火災があった。", ""),
        ("uk", "Збито «{n}» (усього {n}).", ""),
    ],
)
def test_nothing_beside_a_placeholder_changes_its_value(locale: str, text: str, said: str) -> None:
    """Digits, signs, superscripts and scale words do; the suffixes of a language do not."""
    ours = {"adjoining", "scales"} & found(locale, "{n} missiles were shot down.", text)
    assert ours == ({said} if said else set())


def test_no_word_of_the_interface_and_no_outlet_has_a_written_form() -> None:
    """Their values come from elsewhere; words would hide them."""
    label = Subject("uk", "{n} languages", None, ("[п’ять]({n}) мов",), frozenset({"n"}))
    assert "written-forms" in {o.check for o in checks.unsafe(label)}
    text = Subject("uk", "{outlet} said", None, ("[Газета]({outlet})",), frozenset({"outlet"}),
                   statement=True)  # fmt: skip
    assert "written-forms" in {o.check for o in checks.unsafe(text)}


@pytest.mark.parametrize(
    ("locale", "text", "asked"),
    [
        ("uk", "Збито {all} з {n} ракет.", True),
        ("uk", "Збито {n} з {all} ракет.", False),
        ("uk", "Запущено {all} ракет, з яких сили оборони збили {n}.", False),
        ("ja", "{all}発中{n}発を撃墜した。", False),
    ],
)
def test_placeholders_that_changed_places_are_asked_about(
    locale: str, text: str, asked: bool
) -> None:
    """“99 of 72” says something else than “72 of 99”."""
    assert ("placeholder-order" in found(locale, "{n} of {all} were shot down.", text)) is asked


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Це завершиться {day}.", True),
        ("Це завершиться [8 березня]({day}).", True),
        ("Це завершиться [8 березня 2027 року]({day}).", False),
        ("Це завершиться у {month}.", False),
    ],
)
def test_a_date_of_another_year_is_written_with_its_year(text: str, said: bool) -> None:
    """In every language: a reader in 2028 must not take it for that year."""
    name = "day" if "{day}" in text else "month"
    assert ("year" in found("uk", f"It ends on {{{name}}}.", text, year=name)) is said


def test_a_written_form_travels_to_other_tools_and_back(room: Newsroom) -> None:
    """A pair of tags in XLIFF, verbatim in CSV; unchanged, it changes nothing."""
    source, shown = room.project.source("harbor-fire"), "harbor-fire.po"
    before = room.path("harbor-fire", "uk").read_bytes()
    for style in ("xliff", "csv"):
        assessed = room.project.assess(source, "uk") or []
        content = exchange.dump([exchange.part(source, assessed, "uk", shown)], style)
        said = content.decode("utf-8-sig")
        if style == "xliff":
            assert '<g id="1" ctype="x-form-hurt">п’ять</g> людей' in said
        else:
            assert "[п’ять]({hurt}) людей" in said
        (part,) = exchange.load(content, f"x.{style}", style)
        outcome = exchange.take_in(room.project, source, "uk", part, "x")
        assert (outcome.changed, outcome.findings) == ([], [])
        assert room.path("harbor-fire", "uk").read_bytes() == before


@pytest.mark.parametrize(
    ("old", "new", "stands", "said"),
    [
        (
            'ctype="x-form-hurt">п’ять<',
            'ctype="x-form-hurt">п’ятеро<',
            "[п’ятеро]({hurt})",
            "is new",
        ),
        (' ctype="x-form-hurt">п’ять<', ">п’ятеро<", "[п’ятеро]({hurt})", "is new"),
        ('<g id="1" ctype="x-form-hurt">п’ять</g>', '<ph id="1">{hurt}</ph>', "{hurt}", "is gone"),
        ('<g id="1" ctype="x-form-hurt">п’ять</g>', "п’ять", "п’ять", "is gone"),
        ("п’ять</g>", "</g>", "{hurt}", "is gone"),
    ],
)
def test_no_import_drops_or_adds_a_written_form_silently(
    room: Newsroom, old: str, new: str, stands: str, said: str
) -> None:
    """Tools lose tags: what became of the words is told."""
    source = room.project.source("harbor-fire")
    assessed = room.project.assess(source, "uk") or []
    content = exchange.dump([exchange.part(source, assessed, "uk", "x")], "xliff").decode()
    assert old in content
    (part,) = exchange.load(content.replace(old, new).encode(), "x.xlf", "xliff")
    outcome = exchange.take_in(room.project, source, "uk", part, "x")
    assert outcome.changed == ["hurt"]
    assert f"Постраждало {stands} людей" in entry(room, "uk", "hurt").strings[2]
    assert any(said in note.text for note in outcome.notes)


def test_a_translators_broken_form_blocks_and_says_why(room: Newsroom) -> None:
    """Readers keep what they have."""
    key = room.project.source("harbor-fire").messages[2].key
    broken = [text.replace("]({hurt})", "] ({hurt})") for text in WORDS["hurt"]]
    edit(room.path("harbor-fire", "uk"), "x", "uk", lambda _f: ({key: Edit(strings=broken)}, ()))
    seen = (room.project.assess(room.project.source("harbor-fire"), "uk") or [])[2]
    assert "write [words]({name})" in seen.objections[0].text


@pytest.mark.parametrize("broken", ["[x](y у порту", "[x]({day} у {порту", "[ x]({day}) у порту"])
def test_a_broken_written_form_is_its_messages_finding(
    newsroom: Newsroom, run: Callable[..., Result], broken: str
) -> None:
    """With file and line; the other messages, and what readers have, stay as they are."""
    newsroom.publish()
    path = newsroom.locales / "uk" / "LC_MESSAGES" / "harbor-fire.po"
    newsroom.replace(path, "{day} у порту", broken)
    check = run("check", "uk")
    assert check.exit_code == 1
    assert re.search(r"harbor-fire\.po:\d+: error: \[fire\] the (?:bracket|written)", check.output)
    assert re.search(r"uk +pending, revision 1 +2 reviewed, 1 translated", run("status").output)
    assert (
        "“fire” cannot be signed" in run("review", "uk", "--all", "--reviewer", "Jane Doe").output
    )
    report = newsroom.publish()
    assert report.problems == [] and newsroom.states()["uk"].startswith("pending")
