"""``summaries correct``: readers are told what was wrong, in words, in their language."""

from __future__ import annotations

import dataclasses
import datetime
import json
import shutil
from itertools import cycle
from pathlib import Path
from xml.etree import ElementTree

import pytest
from conftest import Newsroom
from lxml import html

from service.content.environment import load as load_settings
from service.editions import store
from service.editions.model import Correction, Edition
from service.editions.publisher import Publisher
from service.review import journal
from service.web import preview

SLUG = "harbor-fire"
NOTE = "An earlier version said that five people were hurt; there were six."
UKRAINIAN = "У попередній версії йшлося про п’ятьох постраждалих; їх було шестеро."
GERMAN = {
    "headline": ["Brand im Hafen"],
    "fire": ["Am {day} brannte im Hafen ein Lagerhaus ab, teilte die Feuerwehr mit."],
    "hurt": [
        "{hurt} Person verletzt, {tons} Tonnen.",
        "{hurt} Personen verletzt, {tons} Tonnen.",
    ],
}
BY = ("--name", "Jane Doe", "--yes")
BASE = "https://news.example"


@pytest.fixture
def later(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """The newsroom two days after its article went up; commands have its clock."""
    newsroom.now += datetime.timedelta(days=2)
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)
    return newsroom


def figure(newsroom: Newsroom, old: str, new: str, was: str, now: str) -> None:
    """Correct the figure of the article and of its summary, as an editor does."""
    folder = newsroom.articles / SLUG
    newsroom.replace(folder / "article.txt", was, now)
    newsroom.replace(folder / "summary.toml", was, now)
    newsroom.replace(folder / "summary.toml", f"value = {old}", f"value = {new}")


def sentence(newsroom: Newsroom, old: str, new: str) -> None:
    """Correct a word of the sentence about the fire."""
    path = newsroom.articles / SLUG / "summary.toml"
    text = "A warehouse burned down in the harbor on {day}, the fire service said."
    newsroom.replace(path, f'text = "{text}"', f'text = "{text.replace(old, new)}"')


def summary(newsroom: Newsroom, locale: str) -> dict[str, object]:
    address = f"/api/v1/articles/{SLUG}/summary?lang={locale}"
    answer: dict[str, object] = newsroom.client().get(address).json
    return answer


def corrections(newsroom: Newsroom, locale: str) -> list[dict[str, object]]:
    entries = summary(newsroom, locale)["corrections"]
    assert isinstance(entries, list)
    return entries


def page(newsroom: Newsroom, path: str) -> html.HtmlElement:
    answer = newsroom.client(BASE_URL=BASE).get(path)
    assert answer.status_code == 200, path
    return html.document_fromstring(answer.get_data(as_text=True))


def text_of(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def test_a_figure_is_corrected_with_one_command(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The note shows in the source; the translation has the new figure, and the standard sentence
    until its note is signed; nothing waits for it."""
    figure(later, "5", "6", "Five people", "Six people")
    result = run("correct", SLUG, "--note", NOTE, *BY)
    assert result.exit_code == 1, result.output  # nothing to decide: the figure tells itself
    result = run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    assert result.exit_code == 0, result.output
    later.publish()
    (english,) = corrections(later, "en")
    assert (english["note"], english["statement"], english["fact"]) == (NOTE, "hurt", "hurt")
    assert english["text"] == f"Corrected on November 24, 2026. {NOTE}"
    (ukrainian,) = corrections(later, "uk")
    assert (ukrainian["note"], ukrainian["fact"]) == (None, "hurt")
    assert "5" in str(ukrainian["text"])
    assert "6 людей" in str(summary(later, "uk")["statements"])
    revision = summary(later, "uk")["revision"]
    later.translate(SLUG, "uk", {"hurt/1": [UKRAINIAN]})
    later.sign(SLUG, "uk", "hurt/1")
    later.publish()
    (ukrainian,) = corrections(later, "uk")
    assert (ukrainian["note"], ukrainian["date"]) == (UKRAINIAN, "2026-11-24")
    assert summary(later, "uk")["revision"] == int(str(revision)) + 1
    assert later.states() == {"en": "current", "uk": "current", "de": "incomplete"}


def test_a_note_stays_while_nobody_may_sign(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The list of signers is broken for a moment: what readers are told stays, and its date."""
    figure(later, "5", "6", "Five people", "Six people")
    assert run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY).exit_code == 0
    later.publish()
    before = summary(later, "en")
    later.now += datetime.timedelta(hours=1)
    later.appoint("[[")
    later.publish()
    after = summary(later, "en")
    assert corrections(later, "en")[0]["note"] == NOTE
    for name in ("corrections", "revision", "updated"):
        assert after[name] == before[name]


def test_a_corrected_sentence_is_told_everywhere(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """At the sentence and at the end, in frame, feed, API, JSON-LD, text, Markdown and list."""
    sentence(later, "A warehouse burned down in", "A grain warehouse burned down in")
    note = "An earlier version did not say what the *warehouse* held."
    assert run("correct", SLUG, "--note", note, *BY).exit_code == 0
    later.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад зерна, кажуть пожежники."]})
    later.sign(SLUG, "uk", "fire")
    later.publish()
    line = f"Corrected on November 24, 2026. {note}"
    document = page(later, f"/en/{SLUG}")
    (at_the_end,) = document.find_class("corrections")
    (at_the_sentence,) = document.get_element_by_id("fire").find_class("correction")
    assert text_of(at_the_end.find("ul/li")) == text_of(at_the_sentence) == line
    (data,) = document.xpath("//script[@type='application/ld+json']/text()")
    (comment,) = json.loads(data)["correction"]
    assert comment == {
        "@type": "CorrectionComment", "text": line, "datePublished": "2026-11-24",
    }  # fmt: skip
    (framed,) = page(later, f"/en/{SLUG}/embed").find_class("correction")
    assert text_of(framed) == line
    window = later.client(BASE_URL=BASE)
    api = window.get(f"/api/v1/articles/{SLUG}/summary?lang=en", headers={"Accept-Language": "uk"})
    assert [c["text"] for c in api.json["corrections"]] == [line]
    feed = ElementTree.fromstring(window.get("/en/feed.atom").data)
    assert line in " ".join(feed.itertext())
    summary_of = f"/api/v1/articles/{SLUG}/summary?lang=en&format="
    assert line in window.get(f"{summary_of}text").text
    assert r"what the \*warehouse\* held" in window.get(f"{summary_of}markdown").text
    listed = page(later, "/en/corrections")
    assert listed.xpath("//h2/time/@datetime") == ["2026-11-24"]
    (teaser,) = listed.find_class("teaser")
    assert [text_of(part) for part in teaser.iter("h3", "p")] == [
        "Warehouse fire in the harbor",
        "A grain warehouse burned down in the harbor on May 3, the fire service said.", line,
    ]  # fmt: skip
    assert teaser.xpath("p/a/@href") == [f"/en/{SLUG}#fire"]
    (ukrainian,) = page(later, f"/uk/{SLUG}").find_class("correction")
    assert ukrainian.text_content().startswith("Виправлено 24 листопада 2026")
    assert note not in ukrainian.text_content()


def test_two_corrections_that_cancel_out_say_so(later: Newsroom) -> None:
    """Five, six, five again: a reader is told that the first figure stands."""
    figure(later, "5", "6", "Five people", "Six people")
    later.update()
    later.sign(SLUG, "en")
    later.publish()
    later.now += datetime.timedelta(days=1)
    figure(later, "6", "5", "Six people", "Five people")
    later.update()
    later.sign(SLUG, "en")
    later.publish()
    first, second = corrections(later, "en")
    assert (first["takes_back"], second["takes_back"]) == (None, "2026-11-24")
    assert str(second["text"]).endswith("This takes back the correction of November 24, 2026.")
    lines = [
        text_of(li) for li in page(later, f"/en/{SLUG}").find_class("corrections")[0].iter("li")
    ]
    assert [line.count("takes back") for line in lines] == [0, 1]


def test_a_name_that_was_right_at_first_says_so_to_those_who_had_the_other(  # type: ignore[no-untyped-def]
    later: Newsroom, run
) -> None:
    """German never had the wrong word: it is told of neither; a third change is its own."""
    later.translate(SLUG, "de", GERMAN)
    later.sign(SLUG, "de", *GERMAN)
    later.publish()
    later.now += datetime.timedelta(days=1)
    for old, new, note in (
        ("{day}, the fire service", "{day}, the mayor", "It was the mayor who said so."),
        ("{day}, the mayor", "{day}, the fire service", "It was the fire service after all."),
    ):
        path = later.articles / SLUG / "summary.toml"
        later.replace(path, old, new)
        result = run("correct", SLUG, "--note", note, *BY)
        assert result.exit_code == 0, result.output
        later.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад."]})
        later.sign(SLUG, "uk", "fire")
        later.publish()
        later.now += datetime.timedelta(days=1)
    for locale in ("en", "uk"):
        first, second = corrections(later, locale)
        assert (first["takes_back"], second["takes_back"]) == (None, "2026-11-25")
    assert "Цим скасовано попереднє виправлення (25 листопада 2026" in str(second["text"])
    assert corrections(later, "de") == []
    later.replace(path, "{day}, the fire service", "{day}, a witness")
    listed = run("correct", SLUG)
    assert (listed.exit_code, listed.output.count("undecided")) == (1, 1), listed.output
    assert run("correct", SLUG, "--note", "It was a witness.", *BY).exit_code == 0
    later.publish()
    assert [c["takes_back"] for c in corrections(later, "en")] == [None, "2026-11-25", None]
    assert [c["statement"] for c in corrections(later, "en")] == ["fire"] * 3
    editions = [store.load(store.path(later.editions, SLUG, "en"))]
    for file in (later.editions / SLUG).glob("*.json"):
        file.unlink()
    Publisher(later.project, later.editions, lambda: later.now).publish()
    editions.append(store.load(store.path(later.editions, SLUG, "en")))
    assert editions[0].corrections == editions[1].corrections  # type: ignore[union-attr]


def test_one_note_tells_of_several_figures_at_once(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Where the note is not signed yet, each figure has its standard sentence."""
    figure(later, "5", "6", "Five people", "Six people")
    figure(later, "1200", "1300", "1,200", "1,300")
    note = "An earlier version gave five injured and 1,200 tons."
    assert run("correct", SLUG, "--statement", "hurt", "--note", note, *BY).exit_code == 0
    later.publish()
    line = f"Corrected on November 24, 2026. {note}"
    (english,) = corrections(later, "en")
    assert english["text"] == line
    assert [(f["fact"], f["old"]["text"], f["new"]["text"]) for f in english["figures"]] == [  # type: ignore[attr-defined]
        ("hurt", "5", "6"), ("tons", "1,200", "1,300"),
    ]  # fmt: skip
    assert (english["fact"], english["old"]["text"]) == ("hurt", "5")  # type: ignore[index]
    document = page(later, f"/en/{SLUG}")
    assert [text_of(li) for li in document.find_class("corrections")[0].iter("li")] == [line]
    (data,) = document.xpath("//script[@type='application/ld+json']/text()")
    assert [comment["text"] for comment in json.loads(data)["correction"]] == [line]
    assert [text_of(p) for p in page(later, "/en/corrections").find_class("correction")] == [line]
    assert [c["fact"] for c in corrections(later, "uk")] == ["hurt", "tons"]
    later.now += datetime.timedelta(days=1)
    figure(later, "6", "5", "Six people", "Five people")
    note = "Five people were hurt, as the first version said."
    assert run("correct", SLUG, "--statement", "hurt", "--note", note, *BY).exit_code == 0
    later.publish()
    assert corrections(later, "en")[1]["takes_back"] == "2026-11-24"


def test_a_typo_keeps_every_translation_and_is_decided_by_name(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """One command: the translations stay signed and current, readers are told nothing."""
    sentence(later, "the fire service said.", "the fire brigade said.")
    assert run("correct", SLUG).exit_code == 1
    result = run("correct", SLUG, "--typo", *BY)
    assert result.exit_code == 0, result.output
    later.publish()
    assert corrections(later, "en") == corrections(later, "uk") == []
    assert summary(later, "uk")["state"] == "current"
    listed = run("correct", SLUG)
    assert listed.exit_code == 0
    assert "same meaning (Jane Doe, 2026-11-24)" in listed.output


def test_a_change_without_a_note_says_why_and_who_decided(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Until somebody does, the list of changes and the status say that it is undecided."""
    sentence(later, "the fire service said.", "the mayor said.")
    later.update()
    later.sign(SLUG, "en")
    listed = run("correct", SLUG)
    assert (listed.exit_code, "undecided" in listed.output) == (1, True)
    assert "[-fire service-]" in listed.output
    assert "fire: changed since readers had it" in run("status").output
    why = "The story moved on."
    assert run("correct", SLUG, "--no-note", why, *BY).exit_code == 0
    (line,) = (x for x in journal.read(later.journal, SLUG).lines if x.kind == "corrected")
    assert (line.name, line.fields["because"], line.fields["note"]) == ("Jane Doe", why, "")
    assert f"no note: {why} (Jane Doe, 2026-11-24)" in run("correct", SLUG).output
    history = run("history", f"en/{SLUG}/fire").output
    assert "corrected by Jane Doe" in history
    assert f"no note: {why}" in history
    assert "changed since readers had it" not in run("status").output
    later.publish()
    assert corrections(later, "en") == []


def test_a_sentence_that_was_taken_out_is_told_at_the_end(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    path = later.articles / SLUG / "summary.toml"
    text = path.read_text()
    at = text.index('[[statements]]\nid = "fire"')
    end = text.index('[[statements]]\nid = "hurt"')
    text = text[:at] + text[end:]
    day = text.index("[facts.day]")
    path.write_text(text[:day] + text[text.index("[facts.hurt]") :])
    note = "An earlier version said that a warehouse burned down: it was a ship."
    result = run("correct", SLUG, "--note", note, *BY)
    assert result.exit_code == 0, result.output
    later.publish()
    (english,), (ukrainian,) = corrections(later, "en"), corrections(later, "uk")
    assert (english["note"], english["statement"]) == (note, "fire")
    assert ukrainian["note"] is None
    assert len(page(later, f"/en/{SLUG}").find_class("corrections")) == 1


def test_a_note_that_comes_after_the_figure_takes_the_place_of_the_bare_one(  # type: ignore[no-untyped-def]
    later: Newsroom, run
) -> None:
    """The figure was corrected yesterday, the words follow today: one entry, of that day."""
    figure(later, "5", "6", "Five people", "Six people")
    later.update()
    later.sign(SLUG, "en")
    later.publish()
    later.now += datetime.timedelta(days=1)
    assert run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY).exit_code == 0
    later.publish()
    (english,) = corrections(later, "en")
    assert (english["note"], english["date"]) == (NOTE, "2026-11-24")
    assert len(corrections(later, "uk")) == 1


def test_a_language_that_never_had_the_error_is_not_told_of_it(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    sentence(later, "the fire service said.", "the mayor said.")
    assert run("correct", SLUG, "--note", "It was the mayor who said so.", *BY).exit_code == 0
    later.now += datetime.timedelta(days=1)
    later.translate(SLUG, "de", GERMAN)
    later.sign(SLUG, "de", *GERMAN)
    later.publish()
    assert corrections(later, "de") == []
    later.now += datetime.timedelta(days=1)
    figure(later, "5", "6", "Five people", "Six people")
    later.update()
    later.sign(SLUG, "en")
    later.publish()
    assert [c["fact"] for c in corrections(later, "de")] == ["hurt"]
    assert [c["note"] for c in corrections(later, "en")] == ["It was the mayor who said so.", None]


def test_notes_survive_an_empty_editions_folder(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """From journal and log: words, days and revisions are those of before."""
    figure(later, "5", "6", "Five people", "Six people")
    assert run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY).exit_code == 0
    later.translate(SLUG, "uk", {"hurt/1": [UKRAINIAN]})
    later.sign(SLUG, "uk", "hurt/1")
    later.publish()
    before = {locale: summary(later, locale) for locale in ("en", "uk")}
    for file in (later.editions / SLUG).glob("*.json"):
        file.unlink()
    later.now += datetime.timedelta(days=3)
    Publisher(later.project, later.editions, lambda: later.now).publish()
    assert {locale: summary(later, locale) for locale in ("en", "uk")} == before


def test_a_note_goes_with_the_article_to_its_new_name(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.publish()
    before = corrections(later, "en")
    assert run("rename", SLUG, "port-fire", "--name", "Jane Doe").exit_code == 0
    later.publish()
    answer = later.client().get("/api/v1/articles/port-fire/summary?lang=en")
    assert answer.json["corrections"] == before


def test_translators_see_a_note_before_it_is_signed(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """In the preview, where it will stand, and not as a sentence of the summary."""
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.translate(SLUG, "uk", {"hurt/1": [UKRAINIAN]})
    app = preview.create_app(load_settings(), later.project, "uk")
    document = html.document_fromstring(app.test_client().get(f"/uk/{SLUG}").text)
    assert UKRAINIAN in text_of(document.get_element_by_id("hurt").find_class("correction")[0])
    assert len(document.xpath("//ol[@class='statements']/li")) == 2


def test_a_note_that_was_tampered_with_is_not_served(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A note is signed like any other words: the last gate looks at it."""
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.publish()
    path = store.path(later.editions, SLUG, "en")
    data = json.loads(path.read_bytes())
    data["notes"][0]["source"]["msgstr"] = ["Nothing was wrong."]
    data["notes"][0]["target"]["msgstr"] = ["Nothing was wrong."]
    path.write_bytes(later.sealed(data))
    answer = later.client().get(f"/en/{SLUG}")
    assert (answer.status_code, "Nothing was wrong" in answer.text) == (404, False)


def test_a_note_is_verified_with_the_edition_it_is_of(later: Newsroom, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """“summaries verify” holds the note of an answer and of a page against its signature."""
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.publish()
    window, site = later.client(BASE_URL=BASE), tmp_path / "site"
    (site / "en").mkdir(parents=True)
    answer, page = site / "en.json", site / "en" / f"{SLUG}.html"
    answer.write_text(window.get(f"/api/v1/articles/{SLUG}/summary?lang=en").text)
    page.write_text(window.get(f"/en/{SLUG}").text)
    assert run("verify", str(site)).exit_code == 0
    for file in (answer, page):
        whole = file.read_text()
        file.write_text(whole.replace("; there were six.", "; nobody was."))
        assert whole != file.read_text()
        assert run("verify", str(site)).exit_code == 1
        file.write_text(whole)


def test_a_rejected_note_goes_and_the_standard_sentence_stays(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.translate(SLUG, "uk", {"hurt/1": [UKRAINIAN]})
    later.sign(SLUG, "uk", "hurt/1")
    later.publish()
    later.reject(SLUG, "uk", "hurt/1", "Wrong number.", keep=False)
    later.publish()
    (ukrainian,) = corrections(later, "uk")
    assert (ukrainian["note"], ukrainian["fact"]) == (None, "hurt")
    assert later.client().get(f"/uk/{SLUG}").status_code == 200


def lose(newsroom: Newsroom, kind: str) -> None:
    """Take the lines of one kind out of the journal, as a bad merge does."""
    path = journal.path(newsroom.journal, SLUG)
    lines = path.read_bytes().splitlines(keepends=True)
    left = [line for line in lines if json.loads(line)["kind"] != kind]
    assert len(left) < len(lines)
    path.write_bytes(b"".join(left))


def test_a_note_stays_though_the_line_that_ordered_it_is_lost(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Its words are signed, and readers were told: nothing changes for them, also in a language
    where it is signed only afterwards; a note that is rejected goes all the same."""
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.publish()
    before = summary(later, "en")
    lose(later, "corrected")
    later.now += datetime.timedelta(hours=1)
    later.publish()
    after = summary(later, "en")
    assert (before["state"], after["state"]) == ("current", "pending")
    for each in (before, after):
        each["state"] = each["record"]["edition"]["state"] = ""
    assert after == before
    run("history", "--accept-loss", SLUG, "--reviewer", "Jane Doe")
    later.translate(SLUG, "uk", {"hurt/1": [UKRAINIAN]})
    later.sign(SLUG, "uk", "hurt/1")
    later.publish()
    assert corrections(later, "uk")[0]["note"] == UKRAINIAN
    later.reject(SLUG, "uk", "hurt/1", "Wrong number.", keep=True)
    later.publish()
    assert corrections(later, "uk")[0]["note"] == UKRAINIAN
    later.reject(SLUG, "uk", "hurt/1", "Wrong number, and it hurts.", keep=False)
    later.publish()
    assert corrections(later, "uk")[0]["note"] is None
    assert corrections(later, "en")[0]["note"] == NOTE


def test_a_note_whose_words_were_redacted_goes(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Also where the line that ordered it is lost."""
    figure(later, "5", "6", "Five people", "Six people")
    run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    later.publish()
    lose(later, "corrected")
    words = ("--reason", "Order 12", "--name", "Jane Doe", "--yes")
    assert "1 lines redacted" in run("redact", "there were six", *words).output
    later.publish()
    for line in later.withdrawn():
        later.undo(line)
    later.publish()
    assert "there were six" not in later.client().get(f"/en/{SLUG}").text
    shutil.rmtree(later.editions)
    later.publish()
    assert "there were six" not in later.client().get(f"/en/{SLUG}").text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--note", "It has {hurt} in it."), "has no placeholders"),
        (("--note", "It has <b>markup</b>."), "cannot be a correction note"),
        (("--statement", "nonsense", "--note", NOTE), "as readers have had it all along"),
        (("--statement", "fire", "--note", NOTE), "as readers have had it all along"),
        (("--statement", "hurt", "--typo"), "its figures changed|figures of “hurt” changed"),
    ],
)
def test_what_cannot_be_a_correction_is_one_sentence(  # type: ignore[no-untyped-def]
    later: Newsroom, run, words: tuple[str, ...], said: str
) -> None:
    """Nothing is written: neither note nor journal, nor catalogs."""
    figure(later, "5", "6", "Five people", "Six people")
    before = {p: p.read_bytes() for p in later.folder.rglob("*") if p.is_file()}
    extra = () if "--statement" in words else ("--statement", "hurt")
    result = run("correct", SLUG, *extra, *words, *BY)
    assert result.exit_code == 1
    assert any(part in result.output for part in said.split("|")), result.output
    assert result.stderr.count("\n") == 1
    assert {p: p.read_bytes() for p in later.folder.rglob("*") if p.is_file()} == before


@pytest.mark.parametrize(
    "fields",
    [
        {}, {"statement": 1, "note": [], "because": {}, "old": 3},
        {"statement": "hurt", "note": "fire/1", "because": "", "old": {"msgstr": [], "facts": []}},
        {"statement": "hurt", "note": "hurt/1", "because": "", "old": {"msgstr": [1], "facts": []}},
        {"statement": "hurt", "note": "hurt/1", "because": "",
         "old": {"msgstr": ["x"], "facts": [{"name": "hurt", "value": "many"}]}},
        {"statement": "hurt", "note": "hurt/1", "because": "",
         "old": {"msgstr": ["x"], "facts": ["hurt"]}},
    ],
)  # fmt: skip
def test_a_malformed_line_of_the_journal_stops_nothing(  # type: ignore[no-untyped-def]
    later: Newsroom, run, fields: dict[str, object]
) -> None:
    """Whoever wrote it: what is signed goes up, and the next note is told."""
    journal.append(later.journal, SLUG, "corrected", "Jane Doe", later.now, fields)
    figure(later, "5", "6", "Five people", "Six people")
    assert run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY).exit_code == 0
    assert later.publish().problems == []
    assert [c["note"] for c in corrections(later, "en")] == [NOTE]


def test_two_editors_at_once_write_one_note(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    figure(later, "5", "6", "Five people", "Six people")
    assert run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY).exit_code == 0
    before = (later.articles / SLUG / "summary.toml").read_bytes()
    second = run("correct", SLUG, "--statement", "hurt", "--note", "Another.", "--name", "John Doe")
    assert second.exit_code == 1
    assert "decided already: note hurt/1 (Jane Doe, 2026-11-24)" in second.output
    assert (later.articles / SLUG / "summary.toml").read_bytes() == before


def test_a_withdrawn_article_has_no_sentence_to_correct(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    figure(later, "5", "6", "Five people", "Six people")
    later.withdraw(reason="False.")
    later.publish()
    result = run("correct", SLUG, "--statement", "hurt", "--note", NOTE, *BY)
    assert result.exit_code == 1
    assert "is withdrawn (2026-11-24)" in result.output
    assert "[[corrections]]" not in (later.articles / SLUG / "summary.toml").read_text()


def test_who_may_not_sign_the_source_may_not_correct(later: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    later.appoint(
        '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n'
        '[[reviewers]]\nname = "Olha"\nkind = "person"\nlanguages = ["uk"]\n'
    )
    figure(later, "5", "6", "Five people", "Six people")
    result = run("correct", SLUG, "--statement", "hurt", "--note", NOTE, "--name", "Olha", "--yes")
    assert result.exit_code == 1
    assert "needs who may sign the source" in result.output
    assert "[[corrections]]" not in (later.articles / SLUG / "summary.toml").read_text()


def test_the_list_of_corrections_has_pages(later: Newsroom) -> None:
    """Newest first, numbered from the oldest, as every list; a page too many is not there."""
    window = later.client()
    assert "Nothing has been corrected" in window.get("/en/corrections").text
    assert window.get("/en/corrections?page=2").status_code == 404
    assert window.get("/EN/corrections").headers["Location"] == "/en/corrections"
    edition = store.load(store.path(later.editions, SLUG, "en"))
    assert isinstance(edition, Edition)
    fact = edition.content.facts["hurt"]
    days = [datetime.date(2026, 1, 1) + datetime.timedelta(days=n) for n in range(45)]
    other = dataclasses.replace(fact, value=4)
    told_of = tuple(
        Correction(day, *pair) for day, pair in zip(days, cycle([(fact, other), (other, fact)]))
    )
    later.save(dataclasses.replace(edition, corrections=told_of, serial=edition.serial + 1))
    later.publish()
    first, second = (page(later, f"/en/corrections{query}") for query in ("", "?page=1"))
    assert first.xpath("//h2/time/@datetime") == [str(day) for day in reversed(days[20:])]
    assert second.xpath("//h2/time/@datetime") == [str(day) for day in reversed(days[:20])]
    assert first.xpath("//a[@rel='next']/@href") == ["/en/corrections?page=1"]
    assert second.xpath("//a[@rel='prev']/@href") == ["/en/corrections"]
