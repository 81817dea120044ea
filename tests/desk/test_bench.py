"""Reading a sentence beside its source, and saving, signing, rejecting it, without scripts."""

from __future__ import annotations

import contextlib
import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import Newsroom
from flask import Flask

from desk.conftest import (
    EDITOR,
    REVIEWER,
    SLUG,
    TRANSLATOR,
    Person,
    everything,
    fields,
    settings_of,
)
from service import files, processes
from service.catalog import writer
from service.desk.app import create_app
from service.desk.pace import Pace
from service.review import journal, redaction
from service.review.project import Project

NEW = "У порту {day} згорів склад, сказали пожежники."


def state(room: Newsroom, locale: str, message: str) -> str:
    """Return where a message stands, as everybody else sees it."""
    statuses = Project(room.articles, room.locales, room.journal).assess(
        room.project.source(SLUG), locale
    )
    return next(status.state for status in statuses or () if status.message.id == message)


def lines(room: Newsroom, kind: str) -> list[journal.Line]:
    """Return the journal's lines of a kind."""
    return [line for line in journal.read(room.journal, SLUG).lines if line.kind == kind]


def test_signing_goes_on_to_the_next(staffed: Newsroom, app: Flask) -> None:
    """One action signs as shown and opens what waits next; the journal says it was at the desk."""
    oksana = Person(app, REVIEWER)
    answer = oksana.decide("sign", "headline")
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("?open=fire&done=signed#s-fire")
    assert state(staffed, "uk", "headline") == "reviewed"
    (line,) = lines(staffed, "signed")
    payload = line.fields["payload"]
    assert (payload["name"], payload["via"]) == (REVIEWER, "desk")
    assert line.fields["proof"]
    assert "✓ signed" in oksana.page(f"/desk/uk/{SLUG}")


def test_a_correction_is_saved_and_signed_in_one_action(staffed: Newsroom, app: Flask) -> None:
    """Who corrects and signs is named as the translator of the new words."""
    oksana = Person(app, REVIEWER)
    assert oksana.decide("sign", "fire", text_0=NEW).status_code == 303
    assert state(staffed, "uk", "fire") == "reviewed"
    text = staffed.path(SLUG, "uk").read_text()
    assert f"# translated-by: {REVIEWER}; date: " in text
    assert "сказали пожежники" in text


def test_a_translator_saves_and_a_reviewer_signs(staffed: Newsroom, app: Flask) -> None:
    """Saved words wait; readers' words change only when they are signed."""
    ann, oksana = Person(app, TRANSLATOR), Person(app, REVIEWER)
    oksana.decide("sign", "fire")
    assert ann.decide("save", "fire", text_0=NEW).status_code == 303
    assert state(staffed, "uk", "fire") == "translated"
    assert [line.name for line in lines(staffed, "saved")] == [TRANSLATOR]
    page = oksana.page(f"/desk/uk/{SLUG}?open=fire")
    assert "<del>повідомили</del><ins>сказали</ins>" in page
    oksana.decide("sign", "fire")
    assert state(staffed, "uk", "fire") == "reviewed"


def test_rejecting_takes_a_reason(staffed: Newsroom, app: Flask) -> None:
    """A key and a digit: the translator reads why."""
    oksana = Person(app, REVIEWER)
    before = everything(staffed)
    assert oksana.decide("reject", "fire").status_code == 422
    assert everything(staffed) == before
    assert oksana.decide("reject", "fire", common="2").status_code == 303
    assert state(staffed, "uk", "fire") == "rejected"
    assert "A figure, name or date is wrong." in Person(app, TRANSLATOR).page(f"/desk/uk/{SLUG}")
    assert lines(staffed, "rejected")[0].fields["keep"] is True
    assert oksana.decide("reject", "headline", reason="Ні", down="1").status_code == 303
    assert lines(staffed, "rejected")[-1].fields["keep"] is False


def test_a_signature_is_taken_back(staffed: Newsroom, app: Flask) -> None:
    """One's own, and nobody else's."""
    oksana = Person(app, REVIEWER)
    assert oksana.decide("take-back", "fire").status_code == 422
    oksana.decide("sign", "fire")
    assert oksana.decide("take-back", "fire").status_code == 303
    assert state(staffed, "uk", "fire") == "rejected"
    oksana.decide("sign", "fire")
    assert state(staffed, "uk", "fire") == "reviewed"


def test_warnings_are_answered(staffed: Newsroom, app: Flask) -> None:
    """What was looked at, and why, is not asked again while the words stay."""
    oksana = Person(app, REVIEWER)
    oksana.decide("save", "fire", text_0="{day} у порту згорів склад.")
    page = oksana.page(f"/desk/uk/{SLUG}?open=fire")
    form = page.partition('class="answer"')[2].partition("</form>")[0]
    assert form
    data = fields(page, "fire")
    for name in ("check", "warning"):
        data[name] = html.unescape(form.partition(f'name="{name}" value="')[2].partition('"')[0])
    before = page.count('class="answer"')
    answer = oksana.post(f"/desk/uk/{SLUG}/seen", data | {"because": "Так у джерелі."})
    assert answer.status_code == 303
    assert oksana.page(f"/desk/uk/{SLUG}").count('class="answer"') == before - 1


def test_comments_stay_with_the_sentence(staffed: Newsroom, app: Flask) -> None:
    """A question is there for everybody who reads that sentence."""
    Person(app, TRANSLATOR).decide("comment", "fire", comment="Чи це <b>той</b> склад?")
    page = Person(app, REVIEWER).page(f"/desk/uk/{SLUG}")
    assert "Чи це &lt;b&gt;той&lt;/b&gt; склад?" in page
    assert lines(staffed, "comment")[0].name == TRANSLATOR


def test_the_whole_page_and_the_article_are_one_click_away(staffed: Newsroom, app: Flask) -> None:
    """As readers will see it, before anybody signed; and where in the article a sentence rests."""
    oksana = Person(app, REVIEWER)
    bench = oksana.page(f"/desk/uk/{SLUG}")
    for address in (f"/desk/uk/{SLUG}/page", f"/desk/uk/{SLUG}/article?message=hurt#here"):
        assert f'href="{address}"' in bench
    answer = oksana.client.get(f"/desk/uk/{SLUG}/page")
    page = answer.get_data(as_text=True)
    assert "3 травня у порту згорів склад" in page and 'class="notice preview"' in page
    assert "style-src 'sha256-" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store" and "Set-Cookie" not in answer.headers
    assert (
        re.findall('(?:href|src)="/(?!desk/static)[^"]*"', page) == []
    )  # the desk has none of these addresses
    text = oksana.page(f"/desk/uk/{SLUG}/article?message=hurt")
    assert '<mark id="here">Five people were hurt, and about 1,200 tons of grain were lost.' in text
    assert oksana.client.get(f"/desk/uk/{SLUG}/article?message=x").status_code == 404
    staffed.path(SLUG, "uk").write_text("broken")
    broken = oksana.client.get(f"/desk/uk/{SLUG}/page")
    assert broken.status_code == 422 and f"{SLUG}.po" in broken.get_data(as_text=True)


def test_marks_of_direction_are_named(staffed: Newsroom, app: Flask) -> None:
    """Nobody sees them in a field, and they turn the words around."""
    oksana = Person(app, REVIEWER)
    form = oksana.form("uk", "fire")
    words = "У порту \u200f{day}\u200e згорів склад, сказали пожежники."
    reads = oksana.post(f"/desk/uk/{SLUG}/typed", form | {"text-0": words}).json["reads"]  # type: ignore[index]
    assert re.findall(r'<bdi class="examples" lang="en">(\w+)</bdi>', reads) == ["RLM", "LRM"]
    reads = oksana.post(f"/desk/uk/{SLUG}/typed", form).json["reads"]  # type: ignore[index]
    assert "Marks of direction" not in reads


def test_the_source_is_signed_on_its_own_bench(staffed: Newsroom, app: Flask) -> None:
    """An editor signs the source; its words are the summary's, so there is no field."""
    jane = Person(app, EDITOR)
    page = jane.page(f"/desk/en/{SLUG}")
    assert "<textarea" not in page.partition('class="words"')[2].partition("</form>")[0]
    for message in ("headline", "fire", "hurt"):
        assert jane.decide("sign", message, "en").status_code == 303
    assert state(staffed, "en", "headline") == "reviewed"
    assert jane.decide("save", "fire", "en", text_0="Other.").status_code == 422


def test_readers_get_what_was_signed_at_the_desk(staffed: Newsroom, app: Flask) -> None:
    """From the desk to the page: nothing else has to be done."""
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    assert staffed.publish().problems == []
    page = staffed.client().get(f"/uk/{SLUG}").get_data(as_text=True)
    assert "Пожежа складу в порту" in page
    assert REVIEWER in page


# --- conflicts -----------------------------------------------------------------------------------


def test_an_older_version_shows_base_theirs_and_mine(staffed: Newsroom, app: Flask) -> None:
    """Nobody's words go over another's unseen; the ones typed are in the field."""
    ann, oksana = Person(app, TRANSLATOR), Person(app, REVIEWER)
    form = ann.form("uk", "fire")
    oksana.decide("save", "fire", text_0=NEW)
    before = everything(staffed)
    mine = form | {"text-0": "Моє {day} речення."}
    answer = ann.post(f"/desk/uk/{SLUG}/save", mine)
    assert answer.status_code == 409
    assert everything(staffed) == before
    page = answer.get_data(as_text=True)
    conflict = page.partition("conflict")[2].partition("</dl>")[0]
    assert [form["base-0"] in conflict, NEW in conflict, "Моє {day} речення." in conflict] == [
        True, True, True,
    ]  # fmt: skip
    again = fields(page, "fire")
    assert again["text-0"] == "Моє {day} речення."
    assert ann.post(f"/desk/uk/{SLUG}/save", again).status_code == 303
    assert "Моє {day} речення." in staffed.path(SLUG, "uk").read_text()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("value = 1200", "value = 1300"),
        ('evidence = ["A warehouse burned down in the harbor on May 3, the', 'evidence = ["the'),
    ],
)
def test_moved_figures_and_evidence_are_a_conflict(
    staffed: Newsroom, app: Flask, old: str, new: str
) -> None:
    """Nobody signs beside a figure or a quote that they were not shown."""
    oksana = Person(app, REVIEWER)
    message = "hurt" if "value" in old else "fire"
    form = oksana.form("uk", message)
    for name in ("summary.toml", "article.txt"):
        path = staffed.articles / SLUG / name
        path.write_text(path.read_text().replace(old, new).replace("1,200 tons", "1,300 tons"))
        if old.startswith("evidence"):
            path.write_text(path.read_text().replace("1,300 tons", "1,200 tons"))
    before = everything(staffed)
    answer = oksana.post(f"/desk/uk/{SLUG}/sign", form)
    assert answer.status_code == 409
    assert everything(staffed) == before
    assert oksana.decide("sign", message).status_code == 303


def test_what_moves_under_the_lock_is_seen(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A figure that moves after the form was compared, before the line is written."""
    oksana = Person(app, REVIEWER)
    form, path = oksana.form("uk", "hurt"), staffed.articles / SLUG / "summary.toml"
    real = writer.locked

    def locked(*words: Any, **more: Any) -> Any:
        for file in (path, path.with_name("article.txt")):
            file.write_text(file.read_text().replace("1,200", "1,300").replace("1200", "1300"))
        return real(*words, **more)

    monkeypatch.setattr(writer, "locked", locked)
    before = staffed.path(SLUG, "uk").read_bytes()
    answer = oksana.post(f"/desk/uk/{SLUG}/sign", form)
    assert answer.status_code == 409
    assert staffed.path(SLUG, "uk").read_bytes() == before


# --- what is typed -------------------------------------------------------------------------------


def test_typed_text_is_kept_and_given_back(staffed: Newsroom, app: Flask) -> None:
    """It is there after signing in again, for who typed it and nobody else."""
    ann = Person(app, TRANSLATOR)
    before = everything(staffed)
    form = ann.form("uk", "fire") | {"text-0": "Напівречення {da"}
    answer = ann.post(f"/desk/uk/{SLUG}/typed", form, headers={"X-Desk": "1"})
    data = json.loads(answer.data)
    assert data["ok"] and "brace" in data["checks"]
    assert everything(staffed) == before
    ann.post("/desk/sign-out", {"csrf": ann.token()})
    again = Person(app, TRANSLATOR)
    assert again.form("uk", "fire")["text-0"] == "Напівречення {da"
    assert "did not save" in again.page("/desk/")
    assert Person(app, REVIEWER).form("uk", "fire")["text-0"] != "Напівречення {da"


def test_typed_text_meets_newer_words(staffed: Newsroom, app: Flask) -> None:
    """Somebody else saved meanwhile: the bench shows all three."""
    ann = Person(app, TRANSLATOR)
    form = ann.form("uk", "fire") | {"text-0": "Моє {day} речення."}
    ann.post(f"/desk/uk/{SLUG}/typed", form)
    Person(app, REVIEWER).decide("save", "fire", text_0=NEW)
    conflict = ann.page(f"/desk/uk/{SLUG}").partition("conflict")[2].partition("</dl>")[0]
    assert all(text in conflict for text in (form["base-0"], NEW, "Моє {day} речення."))


def test_a_form_of_an_ended_session_gives_the_text_back(staffed: Newsroom, app: Flask) -> None:
    """Nothing is written, and what was typed can be copied."""
    ann = Person(app, TRANSLATOR)
    form, before = ann.form("uk", "fire") | {"text-0": NEW}, everything(staffed)
    ann.client.delete_cookie("desk", path="/desk/")
    answer = ann.post(f"/desk/uk/{SLUG}/save", form)
    assert answer.status_code == 401
    assert NEW in answer.get_data(as_text=True)
    assert everything(staffed) == before


def test_a_full_disk_gives_the_text_back(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One sentence, no half-written file, and the words in the field."""

    def full(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(files.os, "fsync", full)
    before = staffed.path(SLUG, "uk").read_bytes()
    answer = Person(app, TRANSLATOR).decide("save", "fire", text_0=NEW)
    assert answer.status_code == 507
    page = answer.get_data(as_text=True)
    assert "The disk is full" in page and NEW in page
    assert staffed.path(SLUG, "uk").read_bytes() == before


def test_a_held_lock_is_answered(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever holds the catalogs, the page says so soon, with the text."""
    from service.desk import locks
    from service.desk.locks import PATIENCE
    from service.processes import LOCK_SECONDS, locked

    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    assert LOCK_SECONDS > 5 > PATIENCE  # seconds: what others wait, and what a page may take
    ann = Person(app, TRANSLATOR)
    staffed.journal.mkdir(exist_ok=True)
    for folder in (staffed.path(SLUG, "uk").parent, staffed.journal):
        with locked(folder):
            answer = ann.decide("save", "fire", text_0=NEW)
        page = answer.get_data(as_text=True)
        assert (answer.status_code, NEW in page) == (422, True)
        assert "Another program is writing these catalogs" in page


def test_a_lock_that_is_taken_in_between_is_answered(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was free a moment ago: still nobody waits as long as a command would."""
    from service.desk import locks
    from service.desk.views import bench

    def taken(*folders: Path) -> None:
        real(*folders)
        stack.enter_context(processes.locked(folders[0]))

    real = locks.wait_for
    monkeypatch.setattr(locks, "PATIENCE", 0.1)
    monkeypatch.setattr(bench, "wait_for", taken)
    with contextlib.ExitStack() as stack:
        answer = Person(app, REVIEWER).decide("sign", "fire")
    assert answer.status_code == 422
    assert "Another program is writing these catalogs" in answer.get_data(as_text=True)
    assert state(staffed, "uk", "fire") == "translated"


def test_another_program_that_replaces_the_file_again_and_again(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It takes no lock, and wins each time: the answer says so once, and gives the text back."""
    path, real = staffed.path(SLUG, "uk"), writer.locked
    replaced: list[int] = []

    @contextlib.contextmanager
    def locked(*words: Any, **more: Any) -> Iterator[None]:
        with real(*words, **more):
            replaced.append(len(replaced))
            text = path.read_text().replace("повідомили", f"повідомили{len(replaced)}", 1)
            path.with_suffix(".new").write_text(text)
            path.with_suffix(".new").rename(path)
            yield

    ann = Person(app, TRANSLATOR)
    form = ann.form("uk", "fire") | {"text-0": NEW}
    monkeypatch.setattr(writer, "locked", locked)
    answer = ann.post(f"/desk/uk/{SLUG}/save", form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, NEW in page) == (409, True)
    assert len(replaced) < 5
    assert lines(staffed, "saved") == []
    monkeypatch.undo()
    assert NEW in ann.page(f"/desk/uk/{SLUG}?open=fire")


# --- bad input -----------------------------------------------------------------------------------

SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize(
    "text", [SCRIPT, "я" * 1_000_000, "{day}\u202e", "{unknown}", "{day.year}", " ", "\udc80"[:0]]
)
def test_bad_words_are_refused_with_the_text(staffed: Newsroom, app: Flask, text: str) -> None:
    """A clear sentence, the field as it was typed, the catalog unharmed."""
    ann, before = Person(app, TRANSLATOR), everything(staffed)
    answer = ann.decide("save", "fire", text_0=text)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, everything(staffed)) == (422, before)
    assert SCRIPT not in page
    assert fields(page, "fire")["text-0"] == text
    assert 'role="alert"' in page


@pytest.mark.parametrize("action", ["comment", "reject", "seen"])
def test_script_in_every_other_field(staffed: Newsroom, app: Flask, action: str) -> None:
    """Whatever is typed is shown as it was typed."""
    oksana = Person(app, REVIEWER)
    typed = {"comment": SCRIPT, "reason": SCRIPT, "because": SCRIPT, "check": SCRIPT}
    oksana.decide(action, "fire", **typed)
    for path in (f"/desk/uk/{SLUG}", f"/desk/uk/{SLUG}/history?message=fire", "/desk/"):
        assert SCRIPT not in oksana.page(path)


def test_a_catalog_that_breaks_while_open(staffed: Newsroom, app: Flask) -> None:
    """Its file is left as it is, and the text is given back."""
    ann, path = Person(app, TRANSLATOR), staffed.path(SLUG, "uk")
    form = ann.form("uk", "fire") | {"text-0": NEW}
    path.write_text("msgid broken")
    answer = ann.post(f"/desk/uk/{SLUG}/save", form)
    assert answer.status_code == 422
    assert NEW in answer.get_data(as_text=True)
    assert path.read_text() == "msgid broken"
    assert ann.client.get("/desk/").status_code == 200


def test_four_eyes_hold_at_the_desk(staffed: Newsroom, app: Flask) -> None:
    """Who corrected the words does not sign them; the correction is saved."""
    staffed.appoint("four_eyes = true\n" + REVIEWERS_TWO)
    oksana = Person(app, REVIEWER)
    answer = oksana.decide("sign", "fire", text_0=NEW)
    assert answer.status_code == 422
    assert "four eyes" in answer.get_data(as_text=True)
    assert state(staffed, "uk", "fire") == "translated"
    Person(app, TRANSLATOR).decide("save", "headline", text_0="Пожежа в порту")
    assert oksana.decide("sign", "headline").status_code == 303


REVIEWERS_TWO = f"""
[[reviewers]]
name = "{REVIEWER}"
kind = "person"
languages = ["uk"]

[[translators]]
name = "{TRANSLATOR}"
kind = "person"
"""


def test_the_key_of_the_desk_proves_what_it_signed(staffed: Newsroom, app: Flask) -> None:
    """With its key listed, a copy of the name in another program does not count as the desk's."""
    key = app.extensions["key"]
    entry = f'desk_key = "{key.public}"\n{REVIEWERS_TWO}'
    staffed.appoint(entry)
    Person(app, REVIEWER).decide("sign", "fire")
    assert state(staffed, "uk", "fire") == "reviewed"
    other = type(key).generate()
    staffed.appoint(entry.replace(key.public, other.public))
    assert state(staffed, "uk", "fire") == "translated"


@pytest.mark.parametrize("desk", [True, False])
def test_a_person_with_a_key_lends_her_name_or_not(
    staffed: Newsroom, app: Flask, desk: bool
) -> None:
    """Only an entry with desk = true lets the desk sign for who has a key."""
    key = app.extensions["key"]
    own = type(key).generate().public
    lent = f'languages = ["uk"]\nkey = "{own}"\ndesk = {str(desk).lower()}'
    text = f'desk_key = "{key.public}"\n{REVIEWERS_TWO}'.replace('languages = ["uk"]', lent)
    staffed.appoint(text)
    before = everything(staffed)
    answer = Person(app, REVIEWER).decide("sign", "fire")
    assert answer.status_code == (303 if desk else 422)
    assert (state(staffed, "uk", "fire") == "reviewed") is desk
    assert desk or everything(staffed) == before


def test_the_summary_is_edited_and_catalogs_follow(staffed: Newsroom, app: Flask) -> None:
    """An editor corrects a figure without the command line."""
    jane = Person(app, EDITOR)
    page = jane.page(f"/desk/articles/{SLUG}")
    version = page.partition('name="version" value="')[2].partition('"')[0]
    path: Path = staffed.articles / SLUG / "summary.toml"
    text = path.read_text().replace('"Warehouse fire in the harbor"', '"Fire in the harbor"')
    data = {"csrf": jane.token(), "version": version, "summary": text}
    assert jane.post(f"/desk/articles/{SLUG}/summary", data).status_code == 303
    assert path.read_text() == text
    assert 'msgid "Fire in the harbor"' in staffed.path(SLUG, "uk").read_text()
    before = everything(staffed)
    assert jane.post(f"/desk/articles/{SLUG}/summary", data).status_code == 409
    broken = data | {"summary": "headline = [", "version": ""}
    answer = jane.post(f"/desk/articles/{SLUG}/summary", broken)
    assert answer.status_code == 422
    assert "headline = [" in answer.get_data(as_text=True)
    assert everything(staffed) == before


def test_a_signature_that_nobody_can_have_read_is_asked_about(staffed: Newsroom) -> None:
    """Once for each sentence, and only where the newsroom wants it."""
    app = create_app(replace(settings_of(staffed), desk_pace=True))
    oksana, before = Person(app, REVIEWER), everything(staffed)
    answer = oksana.decide("sign", "fire")
    assert (answer.status_code, everything(staffed)) == (422, before)
    assert "faster than anybody reads" in answer.get_data(as_text=True)
    assert oksana.decide("sign", "fire").status_code == 303
    assert oksana.decide("sign", "headline").status_code == 422


@pytest.mark.parametrize(("seconds", "asked"), [(0.0, True), (4.9, True), (5.1, False)])
def test_the_pace_is_that_of_reading(seconds: float, asked: bool) -> None:
    """Forty words take five seconds; so do eighty Chinese characters."""
    for texts in ([("word " * 40, "en")], [("字" * 80, "zh_Hans")]):
        pace = Pace()
        assert not pace.too_fast("a", "v", texts, 100.0)  # nobody knows since when
        pace.begin("a", 100.0)
        assert pace.too_fast("a", "v", texts, 100.0 + seconds) is asked
        assert not pace.too_fast("a", "v", texts, 100.0 + seconds)
        assert not pace.too_fast("b", "v", texts, 100.0)


def test_saving_again_what_nobody_answered_is_noted_in_the_journal(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A worker that ended between catalog and journal: the next “saved” is true of both."""

    def ended(*_given: object) -> None:
        raise KeyboardInterrupt  # as good as a kill: nothing of ours catches it

    ann = Person(app, TRANSLATOR)
    with monkeypatch.context() as patch, pytest.raises(KeyboardInterrupt):
        patch.setattr(journal, "append_all", ended)
        ann.decide("save", "fire", text_0=NEW)
    assert NEW in staffed.path(SLUG, "uk").read_text()
    assert lines(staffed, "saved") == []
    for _time in range(2):
        assert ann.decide("save", "fire", text_0=NEW).status_code == 303
        assert [line.fields["strings"] for line in lines(staffed, "saved")] == [[NEW]]


def test_the_history_says_what_was_saved_and_what_was_taken_out(
    staffed: Newsroom, app: Flask
) -> None:
    """Words that had to go are gone from the page; who had them taken out, and why, is there."""
    ann = Person(app, TRANSLATOR)
    ann.decide("save", "fire", text_0=NEW)
    path = f"/desk/uk/{SLUG}/history?message=fire"
    page = ann.page(path)
    assert re.search(r"Ann Smith</bdi>\s+saved\b", page) and "сказали" in page
    redaction.redact(staffed.journal, SLUG, ["сказали"], "John Doe", staffed.now, "Order 12/2026")
    page = ann.page(path)
    assert "сказали" not in page
    assert "The words were taken out of the journal:" in page
    assert "<bdi>John Doe</bdi>" in page and "Order 12/2026" in page


def test_one_form_for_all_numbers_names_no_numbers(staffed: Newsroom, app: Flask) -> None:
    """In Japanese “0, 1, 2” before a sentence would read as a part of it."""
    staffed.update("ja")
    jane = Person(app, EDITOR)
    assert 'class="examples"' in jane.page(f"/desk/uk/{SLUG}?open=hurt")
    page = jane.page(f"/desk/ja/{SLUG}?open=hurt")
    assert 'id="t-hurt-0"' in page and 'id="t-hurt-1"' not in page
    assert 'class="examples"' not in page and "Words for" not in page
