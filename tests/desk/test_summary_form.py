"""The form of a summary: every key of the file, times and zones, and two edits put together."""

from __future__ import annotations

import dataclasses
import datetime
import re
import urllib.request
from zoneinfo import ZoneInfo

import pytest
from browser import PATIENCE
from conftest import ROOT, SUMMARY, Newsroom
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st
from werkzeug.test import encode_multipart

from desk.conftest import EDITOR, PASSWORD, SLUG, Person, desk_of, everything, settings_of
from desk.test_editing import opened, summary_fields
from service.content import article, correction_notes, fact_table, publication, statement_table
from service.desk import guard, summary_form
from service.desk.app import create_app
from service.errors import InputError

DAY = datetime.date(2024, 5, 3)
KYIV = ZoneInfo("Europe/Kyiv")


def accepted() -> set[str]:
    """Return every key that the reader of ``summary.toml`` accepts, with the table it is of."""
    tables = {"article", "facts", "statements", "corrections"}
    return (
        (set(article.KEYS) - tables)
        | {f"article.{key}" for key in publication.KEYS}
        | {f"facts.{key}" for key in fact_table.KEYS}
        | {f"statements.{key}" for key in statement_table.KEYS}
        | {f"corrections.{key}" for key in correction_notes.KEYS}
    )


# Which field of a page's form has a key, and what is typed into it.
FIELDS = {
    "headline": ("headline", "Fire at the port"),
    "publish_at": ("publish_at", "2031-05-03T10:30"),
    "together": ("together-uk", "1"), "topics": ("topics", "fires, ports"),
    "follows": ("follows", "older-story"),
    "article.outlet": ("article-outlet", "The Daily"),
    "article.url": ("article-url", "https://daily.example/fire"),
    "article.published": ("article-published", "2024-05-04"),
    "article.authors": ("article-authors", "Ann Smith\r\nО. Коваль"),
    "article.licence": ("article-licence", "CC-BY-4.0"), "article.show": ("article-show", "quotes"),
    "facts.value": ("fTONS-value", "1200.0"), "facts.format": ("fTONS-format", "plain"),
    "facts.currency": ("fTONS-currency", "USD"), "facts.unit": ("fTONS-unit", "ton"),
    "facts.zone": ("fTONS-zone", "Europe/Kyiv"), "facts.quote": ("fTONS-quote", "about 1,200 tons"),
    "facts.stated": ("fTONS-stated", "1,200"),
    "statements.brief": ("s1-brief", "1"), "statements.text": ("s1-text", "A warehouse burned."),
    "statements.count": ("s2-count", ""), "statements.evidence": ("s1-evidence", "A warehouse"),
    "statements.comment": ("s1-comment", "The port of Odesa."),
    **{f"statements.{key}": (f"s2-{key}", "Many were hurt.") for key in statement_table.CATEGORIES},
}  # fmt: skip


def not_in_the_form() -> dict[str, str]:
    """Return the keys that docs/desk.md says the form lacks, each with its reason."""
    text = (ROOT / "docs" / "desk.md").read_text()
    table = text.partition("| key the form lacks |")[2].partition("\n\n")[0]
    rows = re.findall(r"^ *\| (`[^|]+`) \| ([^|]+) \|$", table, re.MULTILINE)
    return {key: reason for keys, reason in rows for key in re.findall("`([^`]+)`", keys)}


def test_every_key_is_editable_or_listed_with_the_reason(staffed: Newsroom, app: Flask) -> None:
    """Whatever the reader accepts: a field of the page writes it, or the docs say why none does."""
    reasons = not_in_the_form()
    assert accepted() == FIELDS.keys() | reasons.keys()
    assert not FIELDS.keys() & reasons.keys()
    assert all(len(reason.split()) > 3 for reason in reasons.values())
    there = opened(Person(app, EDITOR))
    page = Person(app, EDITOR).page(f"/desk/articles/{SLUG}")
    tons = next(n for n in "123456789" if there.get(f"f{n}-name") == "tons")
    before = summary_form.read(SUMMARY)
    for key, (field, value) in FIELDS.items():
        name = field.replace("TONS", tons)
        category = key.rpartition(".")[2]
        if category in statement_table.CATEGORIES and category not in ("one", "other"):
            continue  # a language has the forms that it has; the page shows those
        assert f'name="{name}"' in page, key
        form = there | {name: value}
        if there.get(name) == value:
            del form[name]
        now = summary_form.read(summary_form.write(SUMMARY, summary_form.sent(form), DAY))
        assert now != before, key


def test_a_form_with_every_key_changes_nothing(staffed: Newsroom) -> None:
    """Not a byte, whatever keys the file has and in whatever zone the desk is."""
    text = """language = "en"
publish_at = 2031-10-26T03:30:15.5+02:00   # after the vote
together = [ "uk" , "de" ]
headline = "Fire"
topics = ["fires"]
follows = "older"

[article]
outlet = "Daily"
published = 2024-01-04T10:30:00+02:00
authors = ["A B", "C D"]
show = "all"
url = "https://x.example/"
licence = "CC-BY-4.0"

[facts.opens]
# Check it.
value = 10:05:00
zone = "Europe/Kyiv"
quote = "at 10:05"
stated = "10:05"

[[statements]]
id = "a"
text = "It opens at {opens}."
evidence = ["at 10:05"]
comment = '''Two
lines.'''
"""
    staffed.write("whole", text="Fire\nIt opens at 10:05, at 10:05.\n", summary=text)
    for zone in ("UTC", "Europe/Kyiv", "America/New_York", "Asia/Kathmandu"):
        app = create_app(dataclasses.replace(settings_of(staffed), timezone=ZoneInfo(zone)))
        jane = Person(app, EDITOR)
        answer = jane.post("/desk/articles/whole/form", opened(jane, "whole"))
        assert (staffed.articles / "whole" / "summary.toml").read_text() == text, zone
        assert answer.status_code in (303, 422), zone


def test_a_form_of_a_new_article_adds_no_keys(staffed: Newsroom, app: Flask) -> None:
    """What a list has chosen anyway is no edit: the file has no table that says nothing."""
    text = SUMMARY.partition("[article]")[0] + "[facts" + SUMMARY.partition("[facts")[2]
    assert "[article]" in SUMMARY and "[article]" not in text
    path = staffed.articles / SLUG / "summary.toml"
    path.write_text(text)
    jane = Person(app, EDITOR)
    assert opened(jane)["article-show"] == "quotes"
    assert jane.post(f"/desk/articles/{SLUG}/form", opened(jane)).status_code == 303
    assert path.read_text() == text


# --- when it goes up, and with what --------------------------------------------------------------


def test_an_embargo_is_by_the_newsrooms_clock(staffed: Newsroom) -> None:
    """The page says whose clock it is; the file has the offset of that day."""
    kyiv = dataclasses.replace(settings_of(staffed), timezone=KYIV)
    jane = Person(create_app(kyiv), EDITOR)
    assert "by the clock of <bdi>Europe/Kyiv</bdi>" in jane.page(f"/desk/articles/{SLUG}")
    for typed, offset in (("2031-01-05T06:00", "+02:00"), ("2031-07-05T06:00", "+03:00")):
        form = opened(jane) | {"publish_at": typed, "together-uk": "1", "topics": "fires, ports"}
        assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
        there = staffed.project.article(SLUG)
        assert there.publish_at == datetime.datetime.fromisoformat(f"{typed}:00{offset}")
        assert f"{typed}:00{offset}" in (staffed.articles / SLUG / "summary.toml").read_text()
        assert (there.together, there.topics) == (("uk",), ("fires", "ports"))
        assert opened(jane)["publish_at"] == typed
    empty = {k: v for k, v in opened(jane).items() if k != "together-uk"}
    empty |= {"publish_at": "", "topics": ""}
    assert jane.post(f"/desk/articles/{SLUG}/form", empty).status_code == 303
    assert (staffed.articles / SLUG / "summary.toml").read_text() == SUMMARY


def test_an_hour_that_comes_twice_is_the_later_one() -> None:
    """Nothing goes up before its time: the file's offset says which of the two it is."""
    form = summary_form.sent({"publish_at": "2031-10-26T03:30"})
    text = summary_form.write('language = "en"\nheadline = "x"\n', form, DAY, KYIV)
    assert "publish_at = 2031-10-26T03:30:00+02:00" in text
    assert summary_form.read(text, KYIV).release == form.release


@pytest.mark.parametrize(
    ("field", "typed", "english", "ukrainian"),
    [
        ("publish_at", "tomorrow", "is no time: write day and time as", "— не час: напишіть"),
        ("publish_at", "2031-03-30T03:30", "the clock skips", "стрілки переводять уперед"),
        ("topics", "Foreign Policy", "topics are lower-case words", "теми — слова|topics — слова"),
        ("follows", "no-such-article", "there is no article “no-such-article” here",
         "статті «no-such-article» тут немає"),
        ("follows", SLUG, "must be the slug of another", "follows має"),
        ("follows", "No Such!", "must be the slug of another", "follows має"),
        ("together-xx_YY", "1", "together names locales", "together"),
        ("article-published", "4 January", "published must be a date", "published має"),
        ("article-url", "javascript:alert(1)", "url must be an address", "url має"),
        ("f1-zone", "Kyiv", "zone", "zone"),
        ("f1-stated", "nothing of it", "stated must be", "stated має"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said_and_given_back(
    staffed: Newsroom, field: str, typed: str, english: str, ukrainian: str
) -> None:
    """One sentence in the editor's language; nothing is written, and the words are in the field."""
    app = create_app(dataclasses.replace(settings_of(staffed), timezone=KYIV))
    jane, before = Person(app, EDITOR), everything(staffed)
    form = opened(jane) | {field: typed}
    for language, sentences in (("en", english), ("uk", ukrainian)):
        answer = jane.post(
            f"/desk/articles/{SLUG}/form", form, headers={"Accept-Language": language}
        )
        page = answer.get_data(as_text=True)
        findings = page.partition('<ul class="findings">')[2].partition("</ul>")[0]
        assert answer.status_code == 422 and everything(staffed) == before
        assert any(said in findings for said in sentences.split("|")), findings
        assert field == "f1-zone" or findings.count("<li") == 1
        assert summary_fields(page)[field] == typed


def test_an_embargo_that_is_over_is_named(staffed: Newsroom, app: Flask) -> None:
    """A wrong year would put it up at once: the page says so, as “summaries check” does."""
    jane = Person(app, EDITOR)
    form = opened(jane) | {"publish_at": "2019-01-01T06:00"}
    assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
    assert "has passed: the summary goes up as soon as" in jane.page(f"/desk/articles/{SLUG}")


def test_an_address_names_the_story_that_goes_on(staffed: Newsroom, app: Flask) -> None:
    """Whoever copies the address of the earlier article need not cut it."""
    staffed.write("older")
    jane = Person(app, EDITOR)
    form = opened(jane) | {"follows": "https://news.example/uk/older"}
    assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
    assert staffed.project.article(SLUG).follows == "older"


def test_a_refused_form_keeps_its_direction(staffed: Newsroom, app: Flask) -> None:
    """Arabic words stay right to left, and their choices of plural stay, when nothing was saved."""
    path = staffed.articles / SLUG / "summary.toml"
    path.write_text(SUMMARY.replace('language = "en"', 'language = "ar"'))
    jane = Person(app, EDITOR)
    answer = jane.post(f"/desk/articles/{SLUG}/form", opened(jane) | {"topics": "!"})
    page = answer.get_data(as_text=True)
    assert answer.status_code == 422
    assert re.search(r'<textarea id="headline"[^>]* lang="ar" dir="rtl"', page)
    assert 'name="s2-count"' in page


# --- two edits -----------------------------------------------------------------------------------


def test_what_others_changed_is_not_written_over(staffed: Newsroom, app: Flask) -> None:
    """Theirs where only they changed it, mine where both did; each field shows all three."""
    jane = Person(app, EDITOR)
    path = staffed.articles / SLUG / "summary.toml"
    mine = opened(jane) | {"headline": "Mine at the port", "publish_at": "2031-01-05T06:00"}
    theirs = SUMMARY.replace("Warehouse fire in the harbor", "Theirs at the port")
    theirs = theirs.replace("on {day}, the fire service said", "on {day}, firefighters said")
    theirs = theirs.replace(
        "headline =", 'topics = ["ports"]\npublish_at = 2031-02-05T06:00:00Z\nheadline ='
    )
    path.write_text(theirs)
    answer = jane.post(f"/desk/articles/{SLUG}/form", mine)
    page = answer.get_data(as_text=True)
    assert answer.status_code == 409 and path.read_text() == theirs
    section = re.sub(
        "<[^>]+>", " ", page.partition('aria-labelledby="changed"')[2].partition("</section>")[0]
    )
    for words in (
        "Warehouse fire in the harbor", "Theirs at the port", "Mine at the port",
        "firefighters said", "2031-02-05T06:00", "2031-01-05T06:00", "ports",
    ):  # fmt: skip
        assert words in section, words
    form = summary_fields(page)
    assert (form["headline"], form["publish_at"]) == ("Mine at the port", "2031-01-05T06:00")
    assert form["topics"] == "ports" and "firefighters said" in form["s1-text"]
    assert jane.post(f"/desk/articles/{SLUG}/form", form).status_code == 303
    text = path.read_text()
    assert "Mine at the port" in text and "firefighters said" in text and '["ports"]' in text


def test_sentences_that_others_added_or_took_out(staffed: Newsroom, app: Flask) -> None:
    """One that is new comes into my form, one that is gone leaves it unless I worked on it."""
    jane = Person(app, EDITOR)
    path = staffed.articles / SLUG / "summary.toml"
    form = opened(jane) | {"s101-text": "A new one.", "s101-evidence": "the fire service said"}
    head, first, second = (
        SUMMARY.partition("[[statements]]")[0],
        *SUMMARY.split("[[statements]]")[1:3],
    )
    extra = '\nid = "theirs"\ntext = "The port is closed."\nevidence = ["the fire service said"]\n'
    path.write_text("[[statements]]".join([head, extra, second]))
    kept = form | {"s1-text": "I worked on it."}
    for sent, ids in ((form, ["theirs", "hurt"]), (kept, ["theirs", "hurt", "fire"])):
        page = jane.post(f"/desk/articles/{SLUG}/form", sent).get_data(as_text=True)
        back = summary_form.sent(summary_fields(page))
        assert [s.id for s in back.statements if s.id] == ids
        assert "A new one." in [s.texts.get("text") for s in back.statements]
    assert first


_TEXT = st.sampled_from(["", "one", "two", "three"])
_ROW = st.tuples(_TEXT, _TEXT, st.sampled_from(["", "a, b", "c"]), _TEXT)


def form_of(headline: str, outlet: str, topics: str, words: str) -> summary_form.SummaryForm:
    """Return a form with four fields of its own."""
    posted = {"headline": headline, "publish_at": "", "topics": topics, "article-outlet": outlet}
    return summary_form.sent(posted | {"s1-id": "a", "s1-text": words})


@given(_ROW, _ROW, _ROW)
def test_no_edit_is_lost(
    base: tuple[str, ...], theirs: tuple[str, ...], mine: tuple[str, ...]
) -> None:
    """Each field is mine where I changed it, theirs where only they did; both are shown."""
    forms = [form_of(*each) for each in (base, theirs, mine)]
    together, differences = summary_form.merged(*forms)
    wanted = [m if m != b else t for b, t, m in zip(base, theirs, mine, strict=True)]
    assert together == form_of(*wanted)
    changed = [t for b, t, m in zip(base, theirs, mine, strict=True) if t not in (b, m)]
    assert sorted(d.theirs for d in differences) == sorted(t.replace(", ", "\n") for t in changed)


# --- what is large -------------------------------------------------------------------------------


@pytest.mark.parametrize("letter", ["x", "ж"])
def test_megabytes_in_several_fields(staffed: Newsroom, app: Flask, letter: str) -> None:
    """One sentence says that it is too long, and every field has its text again."""
    jane, before = Person(app, EDITOR), everything(staffed)
    names = ["headline", "s1-text", "s1-evidence", "s1-comment", "topics", "f1-quote", "f1-stated",
             "article-outlet", "article-authors", "article-licence", "s2-other"]  # fmt: skip
    form = opened(jane) | {name: f"{name} " + letter * 1_000_000 for name in names}
    boundary, body = encode_multipart(form)
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = jane.client.post(f"/desk/articles/{SLUG}/form", data=body, content_type=kind)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, everything(staffed)) == (422, before)
    assert "The summary is too long." in page
    back = summary_fields(page)
    assert {name: back[name] for name in names} == {name: form[name] for name in names}
    jane.client.post(f"/desk/articles/{SLUG}/typed", data=body, content_type=kind)
    kept = opened(jane)
    assert {name: kept[name] for name in names} == {name: form[name] for name in names}


@pytest.mark.timeout(180)
def test_megabytes_to_a_desk_that_runs(staffed: Newsroom) -> None:
    """As a browser sends them, to its own server: the sentence and the text; beyond, a sentence."""
    jar = urllib.request.HTTPCookieProcessor()
    browser = urllib.request.build_opener(jar, urllib.request.HTTPErrorProcessor())

    def ask(address: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        boundary, body = encode_multipart(form or {})
        kind = {"Content-Type": f'multipart/form-data; boundary="{boundary}"'}
        question = urllib.request.Request(address, body if form else None, kind if form else {})
        try:
            with browser.open(question, timeout=PATIENCE) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    with desk_of(staffed) as desk:
        entrance = ask(f"{desk}/desk/sign-in")[1]
        token = entrance.partition('name="csrf" value="')[2].partition('"')[0]
        person = {"csrf": token, "name": EDITOR, "password": PASSWORD}
        assert ask(f"{desk}/desk/sign-in", person)[0] == 200
        address = f"{desk}/desk/articles/{SLUG}"
        form = summary_fields(ask(address)[1])
        names = ["headline", "s1-text", "s1-evidence", "s1-comment", "f1-quote"]
        large = form | {name: f"{name} " + "ж" * 1_000_000 for name in names}
        status, page = ask(f"{address}/form", large)
        assert status == 422
        back = summary_fields(page)
        assert {name: back[name] for name in names} == {name: large[name] for name in names}
        status, page = ask(f"{address}/form", form | {"headline": "x" * (guard.LARGEST + 1)})
        assert status == 413 and "This is too large. Nothing was written." in page


def test_a_time_that_is_none_is_no_crash() -> None:
    """Whatever is typed into the field of the time is a time, or is refused."""
    for typed in (
        "9999-12-31T23:59",
        "0001-01-01T00:00",
        "2031-13-01T00:00",
        "٢٠٣١",
        "\x00",
        "24:00",
    ):
        try:
            text = summary_form.write(
                'language = "en"\n', summary_form.sent({"publish_at": typed}), DAY, KYIV
            )
        except InputError as error:
            assert "is no time" in str(error)
        else:
            assert "publish_at = " in text
