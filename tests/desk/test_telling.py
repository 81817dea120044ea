"""Telling people: what was sent back to them, feeds, and events for another program."""

from __future__ import annotations

import json
import re
import sqlite3
import threading
from collections.abc import Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.etree import ElementTree

import pytest
from conftest import SUMMARY, Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, TRANSLATOR, Person, everything, settings_of
from desk.test_access import routes
from service.desk.app import create_app
from service.desk.memory import FILE
from service.desk.outbox import FIRST_PAUSE, MOST, TRIES, Outbox
from service.desk.people import People
from service.desk.publications import Publications
from service.errors import SettingsError
from service.settings import Settings

ATOM = "{http://www.w3.org/2005/Atom}"
NEW = "У порту {day} згорів склад, сказали пожежники."
EMBARGOED = SUMMARY.replace("[article]", "publish_at = 2099-01-01T10:00:00Z\n\n[article]", 1)


def make_feed(person: Person, locale: str = "uk") -> str:
    """Make a feed, and return its path."""
    data = {"csrf": person.token(), "locale": locale}
    page = person.post("/desk/sent-back/feeds", data).get_data(as_text=True)
    match = re.search(r"http://localhost(/desk/feed/[\w-]+\.atom)", page)
    assert match
    return match[1]


# --- what was sent back --------------------------------------------------------------------------


def test_a_translator_learns_what_was_rejected_and_why(staffed: Newsroom, app: Flask) -> None:
    """With the reason, until other words are saved; nobody else's list has it."""
    ann, oksana = Person(app, TRANSLATOR), Person(app, REVIEWER)
    assert "Nothing was sent back to you." in ann.page("/desk/sent-back")
    ann.decide("save", "fire", text_0=NEW)
    oksana.decide("reject", "fire", common="2")
    page = ann.page("/desk/sent-back")
    assert "A figure, name or date is wrong." in page and NEW in page and REVIEWER in page
    assert "Nothing was sent back" in oksana.page("/desk/sent-back")
    ann.decide("save", "fire", text_0=NEW.replace("сказали", "повідомили"))
    assert "Nothing was sent back to you." in ann.page("/desk/sent-back")


# --- feeds ---------------------------------------------------------------------------------------


def test_a_feed_has_what_waits(staffed: Newsroom, app: Flask) -> None:
    """For one person in one language; what is signed leaves it."""
    oksana = Person(app, REVIEWER)
    path, stranger = make_feed(oksana), Person(app)
    answer = stranger.client.get(path)
    assert answer.mimetype == "application/atom+xml"
    feed = ElementTree.fromstring(answer.data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == "Warehouse fire in the harbor"
    link = entry.find(f"{ATOM}link")
    assert link is not None and link.get("href") == f"http://localhost/desk/uk/{SLUG}"
    for message in ("headline", "fire", "hurt"):
        oksana.decide("sign", message)
    assert not ElementTree.fromstring(stranger.client.get(path).data).findall(f"{ATOM}entry")


def test_a_leaked_feed_opens_nothing_else(staffed: Newsroom, app: Flask) -> None:
    """Its token is no session, no form's token, and no other feed."""
    oksana = Person(app, REVIEWER)
    token = make_feed(oksana).rpartition("/")[2].removesuffix(".atom")
    thief = Person(app)
    thief.client.set_cookie("desk", token, path="/desk/")
    thief.client.set_cookie("desk-start", token, path="/desk/")
    before = everything(staffed)
    for method, path, rule in routes(app, "GET", "POST"):
        if rule.endpoint in ("static", "sent_back.feed", "entrance.sign_in", "entrance.choose",
                             "health.heartbeat"):  # fmt: skip
            continue
        data = {"csrf": token, "name": REVIEWER, "password": token, "message": "fire"}
        answer = thief.client.open(
            path, method=method, data=data if method == "POST" else None,
            headers={"X-Desk-Token": token},
        )  # fmt: skip
        assert "/desk/sign-in" in answer.headers.get("Location", "/desk/sign-in")
        if rule.endpoint != "entrance.enter":
            assert answer.status_code in (303, 401, 404), path
        assert not [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("desk=")]
    assert everything(staffed) == before
    other = token[:-1] + ("y" if token.endswith("x") else "x")
    assert thief.client.get(f"/desk/feed/{other}.atom").status_code == 404
    kept = sqlite3.connect(staffed.folder / "desk" / FILE).execute("select * from feed")
    assert token not in str(kept.fetchall())


def test_a_feed_ends(staffed: Newsroom, app: Flask) -> None:
    """When its owner ends it, loses the language, or is removed."""
    oksana, stranger = Person(app, REVIEWER), Person(app)
    path = make_feed(oksana)
    people = People(staffed.folder / "desk")
    people.set_roles(REVIEWER, ["reviewer"], ["pl"])
    assert stranger.client.get(path).status_code == 404
    people.set_roles(REVIEWER, ["reviewer"], ["uk"])
    assert stranger.client.get(path).status_code == 200
    digest = re.search(r'name="feed" value="(\w+)"', oksana.page("/desk/sent-back"))
    assert digest
    data = {"csrf": oksana.token(), "feed": digest[1]}
    ann = Person(app, TRANSLATOR)
    ann.post("/desk/sent-back/feeds/end", data | {"csrf": ann.token()})
    assert stranger.client.get(path).status_code == 200
    oksana.post("/desk/sent-back/feeds/end", data)
    assert stranger.client.get(path).status_code == 404
    again = make_feed(oksana)
    people.remove(REVIEWER)
    assert stranger.client.get(again).status_code == 404


def test_a_feed_of_a_language_that_is_not_ones_own(app: Flask) -> None:
    """Is not made."""
    oksana = Person(app, REVIEWER)
    for locale in ("en", "../x", ""):
        data = {"csrf": oksana.token(), "locale": locale}
        assert oksana.post("/desk/sent-back/feeds", data).status_code == 404


def test_a_feed_says_nothing_of_an_embargo(staffed: Newsroom, app: Flask) -> None:
    """Neither headline nor name."""
    (staffed.articles / SLUG / "summary.toml").write_text(EMBARGOED)
    staffed.update()
    text = Person(app).page(make_feed(Person(app, REVIEWER)))
    assert "An article under embargo" in text
    assert SLUG not in text and "Warehouse" not in text


# --- the webhook ---------------------------------------------------------------------------------


@pytest.fixture
def hook() -> Iterator[tuple[str, list[Any], list[int]]]:
    """A program that takes events; it answers with the statuses in the list, then with 204."""
    taken: list[Any] = []
    statuses: list[int] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status = statuses.pop(0) if statuses else 204
            if status == 204:
                taken.append(json.loads(body))
            self.send_response(status)
            if status == 302:
                self.send_header("Location", "/elsewhere")
            self.end_headers()

        def log_message(self, *words: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/hook", taken, statuses
    server.shutdown()
    server.server_close()


def desk_with(room: Newsroom, address: str) -> Flask:
    """Return a desk that tells ``address``; what is due is sent when the test says so."""
    return create_app(replace(settings_of(room), desk_webhook=address))


def test_a_question_is_told_without_its_words(
    staffed: Newsroom, hook: tuple[str, list[Any], list[int]]
) -> None:
    """Where, by whom; what was asked stays here. Of an embargo not even where."""
    address, taken, _statuses = hook
    app = desk_with(staffed, address)
    Person(app, TRANSLATOR).decide("comment", "fire", comment="Чому згорів?")
    app.extensions["outbox"].send_due()
    (event,) = taken
    assert (event["event"], event["slug"], event["message"]) == ("question", SLUG, "fire")
    assert event["address"] == f"http://localhost/desk/uk/{SLUG}?open=fire"
    assert "Чому" not in json.dumps(event, ensure_ascii=False)
    (staffed.articles / SLUG / "summary.toml").write_text(EMBARGOED)
    staffed.update()
    Person(app, TRANSLATOR).decide("comment", "fire", comment="Коли?")
    app.extensions["outbox"].send_due()
    assert taken[1] == {"event": "question", "language": "uk"}


def test_up_down_and_outdated_are_told(staffed: Newsroom) -> None:
    """As the publisher notes them, each once, and nothing of before the first look."""
    (staffed.folder / "published" / f"{SLUG}.jsonl").unlink()
    app = create_app(settings_of(staffed))
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    news = Publications(app.extensions["memory"], staffed.folder / "published", "https://n.example")
    assert list(news.news()) == []
    staffed.publish()
    events = {(e["event"], e["language"]): e for e in news.news()}
    assert events.keys() == {("up", "en"), ("up", "uk")}
    assert events["up", "uk"]["address"] == f"https://n.example/uk/{SLUG}"
    assert list(news.news()) == []
    path = staffed.articles / SLUG / "summary.toml"
    path.write_text(path.read_text().replace('fire service said."\n', 'firefighters said."\n', 1))
    staffed.update()
    Person(app, EDITOR).decide("sign", "fire", "en")
    staffed.publish()
    assert {(e["event"], e["language"]) for e in news.news()} >= {("outdated", "uk")}
    staffed.withdraw(name=EDITOR)
    staffed.publish()
    downs = list(news.news())
    assert {(e["event"], e["language"]) for e in downs} == {("down", "en"), ("down", "uk")}
    assert all("address" not in event for event in downs)


def test_what_is_not_taken_is_tried_again(
    staffed: Newsroom, app: Flask, hook: tuple[str, list[Any], list[int]]
) -> None:
    """In longer and longer pauses, and not without end; a redirect is not followed."""
    address, taken, statuses = hook
    outbox = Outbox(app.extensions["memory"], address)
    statuses += [500, 302]
    outbox.put({"event": "up"})
    now = 2e9
    assert outbox.send_due(now) == FIRST_PAUSE
    assert outbox.send_due(now + FIRST_PAUSE) == 2 * FIRST_PAUSE
    outbox.send_due(now + 3 * FIRST_PAUSE)
    assert taken == [{"event": "up"}]
    gone = Outbox(app.extensions["memory"], "http://127.0.0.1:9/nothing")
    gone.put({"event": "down"})
    tries, pause = 0, 0.0
    while pause < 3600.0 or tries < 12:
        now += pause
        pause, tries = gone.send_due(now), tries + 1
        if tries > 2 * TRIES:
            break
    left = sqlite3.connect(staffed.folder / "desk" / FILE).execute("select tries from outbox")
    assert tries > TRIES or left.fetchall()[0][0] < TRIES


def test_no_save_waits_for_the_other_program(staffed: Newsroom) -> None:
    """An address where nobody listens, a memory that cannot be written: the comment is kept."""
    app = desk_with(staffed, "http://127.0.0.1:9/")
    outbox: Outbox = app.extensions["outbox"]
    with outbox._memory.open() as db:
        db.execute("drop table outbox")
    assert Person(app, TRANSLATOR).decide("comment", "fire", comment="Чому?").status_code == 303
    assert "Чому?" in (staffed.journal / f"{SLUG}.jsonl").read_text()


def test_events_do_not_fill_the_disk(app: Flask, staffed: Newsroom) -> None:
    """The oldest go first."""
    outbox = Outbox(app.extensions["memory"], "http://127.0.0.1:9/")
    with outbox._memory.open() as db:
        rows = [(n, "{}", 0, 0.0) for n in range(1, MOST + 50)]
        db.executemany("insert into outbox values (?, ?, ?, ?)", rows)
    outbox.put({"event": "up"})
    with outbox._memory.open() as db:
        assert db.execute("select count(*), min(id) from outbox").fetchone() == (MOST, 51)


@pytest.mark.parametrize("address", ["ftp://x.example/", "x.example", "http://", "https://a b/"])
def test_an_address_that_is_none(staffed: Newsroom, address: str) -> None:
    """Is refused at the start, without being told on: it may hold a secret."""
    with pytest.raises(SettingsError) as error:
        Settings.from_mapping({"DESK_WEBHOOK": address}, staffed.folder)
    assert address not in str(error.value)
