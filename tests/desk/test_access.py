"""Who gets in, and what each role may do: every route of the URL map, as everybody."""

from __future__ import annotations

import re
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from conftest import Newsroom
from flask import Flask
from werkzeug.routing import Rule

from desk.conftest import (
    ADMINISTRATOR,
    EDITOR,
    PASSWORD,
    PEOPLE,
    REVIEWER,
    SLUG,
    TRANSLATOR,
    Person,
    everything,
    settings_of,
)
from service.desk.app import CONTENT_SECURITY_POLICY, create_app
from service.desk.drills import Drills, Item
from service.desk.memory import FILE
from service.desk.people import People

NOBODY = ""
# What a route takes, by its endpoint: who may, in Ukrainian; and a form that would do something.
ALL = {TRANSLATOR, REVIEWER, EDITOR, ADMINISTRATOR}
READS = ALL
SAVES = {TRANSLATOR, REVIEWER, EDITOR}
SIGNS = {REVIEWER}  # the editor's languages are English, the source, and Polish
MAY: dict[str, set[str]] = {
    "queue.show": ALL, "queue.without_slash": ALL, "entrance.leave": ALL, "bench.show": READS,
    "bench.past": READS, "bench.article": READS, "bench.whole": READS,
    "bench.similar": READS, "bench.terms": READS,
    "board.show": ALL, "bench.save": SAVES, "bench.typed": SAVES,
    "bench.forget": SAVES, "bench.comment": SAVES, "bench.settle": SAVES,
    "bench.put_signature": SIGNS, "bench.read_through": SIGNS, "bench.sign_ticked": SIGNS,
    "bench.reject": SIGNS, "bench.take_back": SIGNS, "bench.answer": SIGNS,
    **{f"sent_back.{name}": ALL for name in ("show", "make_feed", "end_feed")},
    **{f"articles.{name}": {EDITOR} for name in
       ("new", "take_in", "edit", "save", "save_form", "keep", "add_language", "put_version",
        "withdraw", "bring_back", "rename", "remove", "draft", "start_draft", "cancel_draft",
        "corrections", "decide", "tell_of_outlet")},
    "drill.show": ALL, "drill.part": ALL, "drill.answer": ALL, "drill.start": {EDITOR},
    "drill.end": {EDITOR},
    **{f"people.{name}": {ADMINISTRATOR} for name in
       ("show", "add", "set_roles", "set_password", "remove", "end_sessions")},
}  # fmt: skip
OPEN = {
    "static", "sent_back.feed", "entrance.sign_in", "entrance.enter", "entrance.choose",
    "entrance.elsewhere", "entrance.back", "push_hook.pushed", "health.heartbeat",
}  # fmt: skip
WORDS = {"message": "fire", "text-0": "У порту {day} згорів склад, сказали пожежники."}
FORMS: dict[str, dict[str, Any]] = {
    "bench.save": WORDS, "bench.typed": WORDS, "bench.forget": WORDS, "bench.put_signature": WORDS,
    "bench.comment": WORDS | {"comment": "Чому?"}, "bench.settle": WORDS,
    "bench.reject": WORDS | {"common": "1"}, "bench.sign_ticked": {},
    "bench.take_back": WORDS, "bench.answer": WORDS, "entrance.leave": {},
    "articles.take_in": {"article": "Bridge opens\nA bridge opened on May 3.", "language": "en"},
    "articles.save": {"summary": 'headline = "Other"'}, "articles.add_language": {"locale": "fr"},
    "articles.save_form": {"headline": "Other"}, "articles.keep": {"headline": "Other"},
    "articles.put_version": {"article": "Fire\nNothing burned."},
    "drill.start": {"locale": "uk"}, "drill.answer": {"number": "0", "verdict": "right"},
    "drill.end": {},
    "articles.decide": {"how": "none", "because": "A typo."},
    "articles.tell_of_outlet": {"changed": "1"},
    "articles.start_draft": {"summary": "1"}, "articles.cancel_draft": {},
    "sent_back.make_feed": {"locale": "uk"}, "sent_back.end_feed": {"feed": "x"},
    "articles.rename": {"name": "other-name"}, "articles.remove": {"name": SLUG},
    "articles.withdraw": {"reason": "False.", "locale": "all"},
    "articles.bring_back": {"locale": "all"},
    "people.add": {"name": "Eve", "roles": ["administrator"], "password": PASSWORD},
    "people.set_roles": {"name": TRANSLATOR, "roles": ["reviewer"], "languages": "uk"},
    "people.set_password": {"name": TRANSLATOR, "password": "another long one"},
    "people.remove": {"name": TRANSLATOR}, "people.end_sessions": {"name": TRANSLATOR},
}  # fmt: skip


@pytest.fixture
def app(staffed: Newsroom) -> Flask:
    """The desk with everything that settings switch on: it has the most routes."""
    subprocess.run(["git", "init", "--quiet", staffed.folder], check=True)
    more: dict[str, Any] = {
        "git": True, "git_hook_secret": "sixteen or more characters", "drafts": True,
        "desk_translator": "a-model", "desk_webhook": "https://hook.example.org/",
    }  # fmt: skip
    return create_app(replace(settings_of(staffed), **more))


def routes(app: Flask, *methods: str) -> Iterator[tuple[str, str, Rule]]:
    """Yield method and address of every route, in Ukrainian."""
    for rule in app.url_map.iter_rules():
        for method in sorted((rule.methods or set()) & set(methods)):
            path = rule.rule.replace("<tag>", "uk").replace("<slug>", SLUG)
            path = path.replace("<drill>", drill(app))
            for name in ("/history", "/similar", "uk/harbor-fire/article"):
                path = path.replace(name, f"{name}?message=fire")
            yield method, path, rule


def drill(app: Flask) -> str:
    """Return the id of a drill in Ukrainian, which there is."""
    drills: Drills = app.extensions["drills"]
    sentence = Item("Fire", "en", "Пожежа", ("Fire in the harbor",), (), 2)
    return next((d.id for d in drills.all()), "") or drills.start("uk", [sentence])


def ask(person: Person, method: str, path: str, data: dict[str, Any]) -> int:
    return person.client.open(path, method=method, data=data or None).status_code


def filled(person: Person, endpoint: str) -> dict[str, Any]:
    """Return the form of a route as somebody who may open its page would send it."""
    data = dict(FORMS[endpoint])
    if endpoint.startswith("bench."):
        data = person.form("uk", "fire") | data
    if endpoint == "bench.sign_ticked":
        data["read-fire"] = data["version"]
    if endpoint in ("articles.save", "articles.save_form"):
        page = person.page(f"/desk/articles/{SLUG}")
        data["version"] = page.partition('name="version" value="')[2].partition('"')[0]
    return data


def test_every_route_is_in_the_table(app: Flask) -> None:
    """A new route says who may use it, and there is a form that tries it."""
    endpoints = {rule.endpoint for _method, _path, rule in routes(app, "GET", "POST")}
    assert endpoints == MAY.keys() | OPEN
    posts = {rule.endpoint for _method, _path, rule in routes(app, "POST")}
    assert posts == FORMS.keys() | {"entrance.enter", "entrance.choose", "push_hook.pushed"}


def test_nobody_at_the_desk_speaks_for_the_repositorys_host(app: Flask) -> None:
    """The hook listens to a signature: no role and no form's token is one."""
    answers = set()
    for name in (NOBODY, *sorted(ALL)):
        person = Person(app, name)
        data = {"csrf": person.token()} if name else {}
        answers.add(ask(person, "POST", "/desk/hooks/push", data))
    assert answers == {403}


def test_roles_by_routes(staffed: Newsroom, app: Flask) -> None:
    """Each form is sent, whole and with the sender's own token, as every role and as nobody."""
    people = {name: Person(app, name) for name in ALL} | {NOBODY: Person(app)}
    may = {name: sorted(MAY[name] - {ADMINISTRATOR} or MAY[name])[0] for name in FORMS}
    forms = {endpoint: filled(people[name], endpoint) for endpoint, name in may.items()}
    wrong = []
    for method, path, rule in routes(app, "GET", "POST"):
        endpoint = rule.endpoint
        if endpoint in OPEN:
            continue
        for name, person in people.items():
            if name in MAY[endpoint] and method == "POST":
                continue  # what may be done is for the tests of what it does
            before = everything(staffed)
            data = dict(forms[endpoint]) if method == "POST" else {}
            if data and name:
                data["csrf"] = person.token()
            status = ask(person, method, path, data)
            good = {200, 303, 308} if name in MAY[endpoint] else {403}
            if name == NOBODY:
                good = {303} if method == "GET" else {401}
            if status not in good or everything(staffed) != before:
                wrong.append((method, path, name, status))
    assert wrong == []


def test_forms_of_others_write_nothing(staffed: Newsroom, app: Flask) -> None:
    """Without a token, with another session's, from another site: refused, by who may, too."""
    people = {name: Person(app, name) for name in ALL}
    tokens = {name: person.token() for name, person in people.items()}
    wrong = []
    for _method, path, rule in routes(app, "POST"):
        if rule.endpoint in OPEN:
            continue
        name = sorted(MAY[rule.endpoint])[0]
        other = next(n for n in sorted(ALL) if n != name)
        data = filled(people[name], rule.endpoint)
        tries: list[tuple[dict[str, Any], dict[str, str]]] = [
            (data | {"csrf": ""}, {}), (data | {"csrf": tokens[other]}, {}),
            ({k: v for k, v in data.items() if k != "csrf"}, {}),
            (data | {"csrf": tokens[name]}, {"Origin": "https://evil.example"}),
            (data | {"csrf": tokens[name]}, {"Sec-Fetch-Site": "cross-site"}),
        ]  # fmt: skip
        for form, headers in tries:
            before = everything(staffed)
            status = people[name].post(path, form, headers=headers).status_code
            if status != 403 or everything(staffed) != before:
                wrong.append((path, headers, status))
    assert wrong == []


def test_a_role_that_is_taken_away_meanwhile(staffed: Newsroom, app: Flask) -> None:
    """What the form was made for does not matter: the role is read at each write."""
    oksana = Person(app, REVIEWER)
    form = oksana.form("uk", "fire")
    people = People(staffed.folder / "desk")
    people.set_roles(REVIEWER, ["translator"], ["uk"])
    before = staffed.path(SLUG, "uk").read_bytes()
    assert oksana.post(f"/desk/uk/{SLUG}/sign", form).status_code == 403
    people.set_roles(REVIEWER, ["reviewer"], ["pl"])
    assert oksana.post(f"/desk/uk/{SLUG}/save", form | WORDS).status_code == 403
    people.set_roles(REVIEWER, ["reviewer"], ["uk"])
    people.remove(REVIEWER)
    assert oksana.post(f"/desk/uk/{SLUG}/sign", form).status_code == 401
    assert staffed.path(SLUG, "uk").read_bytes() == before
    assert not (staffed.journal / f"{SLUG}.jsonl").exists()


def test_a_role_that_is_taken_away_under_the_lock(
    staffed: Newsroom, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """While the catalog's lock was waited for."""
    from service.catalog import writer

    oksana, real = Person(app, REVIEWER), writer.locked
    form = oksana.form("uk", "fire")

    def locked(*words: Any, **more: Any) -> Any:
        People(staffed.folder / "desk").set_roles(REVIEWER, ["translator"], ["uk"])
        return real(*words, **more)

    monkeypatch.setattr(writer, "locked", locked)
    before = staffed.path(SLUG, "uk").read_bytes()
    assert oksana.post(f"/desk/uk/{SLUG}/sign", form).status_code == 403
    assert staffed.path(SLUG, "uk").read_bytes() == before
    assert not (staffed.journal / f"{SLUG}.jsonl").exists()


def test_another_password_ends_the_sessions(staffed: Newsroom, app: Flask) -> None:
    """And so does signing out everywhere, or the administrator."""
    oksana, elsewhere, root = (
        Person(app, REVIEWER),
        Person(app, REVIEWER),
        Person(app, ADMINISTRATOR),
    )
    oksana.post("/desk/sign-out", {"csrf": oksana.token(), "all": "1"})
    assert elsewhere.client.get("/desk/").status_code == 303
    again = Person(app, REVIEWER)
    data = {"csrf": root.token(), "name": REVIEWER, "password": "another long one"}
    assert root.post("/desk/people/password", data).status_code == 303
    assert again.client.get("/desk/").status_code == 303
    assert again.sign_in(REVIEWER).status_code == 422
    assert again.sign_in(REVIEWER, "another long one").status_code == 303
    root.post("/desk/people/end-sessions", {"csrf": root.token(), "name": REVIEWER})
    assert again.client.get("/desk/").status_code == 303


# --- the entrance --------------------------------------------------------------------------------


def test_nobody_learns_which_names_there_are(app: Flask) -> None:
    """The same status, page and work for a wrong password and for a name that is not there."""
    answers = []
    for name in (REVIEWER, "Nobody Here"):
        answer = Person(app).sign_in(name, "wrong wrong wrong")
        page = answer.get_data(as_text=True).replace(name, "NAME")
        answers.append(
            (answer.status_code, page.partition("csrf")[0], page.rpartition("csrf")[2][60:])
        )
    assert answers[0] == answers[1]
    assert answers[0][0] == 422


def test_guessing_is_stopped(app: Flask) -> None:
    """After ten failures of one name, whoever tries it, known or not; another name is let in."""
    for name in (REVIEWER, "Nobody Here"):
        statuses = [Person(app).sign_in(name, f"wrong wrong {n}").status_code for n in range(12)]
        assert statuses == [422] * 10 + [429] * 2
        assert Person(app).sign_in(name.upper()).status_code == 429
    assert Person(app).sign_in(EDITOR).status_code == 303


def test_one_address_cannot_try_many_names(app: Flask) -> None:
    """Fifty failures in a quarter of an hour."""
    statuses = {Person(app).sign_in(f"Name {n}", "wrong wrong").status_code for n in range(50)}
    assert statuses == {422}
    assert Person(app).sign_in(EDITOR).status_code == 429


def test_refusals_are_in_the_language_of_the_page(app: Flask) -> None:
    """Also those that other rooms of the program say, on every page that has a form of its own."""
    ukrainian = {"Accept-Language": "uk"}
    root, jane = Person(app, ADMINISTRATOR), Person(app, EDITOR)
    tries: list[tuple[Person, str, dict[str, Any]]] = [
        (root, "people/add", {"name": "Eve", "roles": ["editor"], "password": "short"}),
        (root, "people/roles", {"name": "Nobody", "roles": ["editor"]}),
        (jane, "new", {"article": "\x00\x01\x02", "language": "en"}),
        (jane, f"articles/{SLUG}/draft", {"summary": "1"}),
    ]  # fmt: skip
    english = []
    for person, path, form in tries:
        data = form | {"csrf": person.token()}
        page = person.post(f"/desk/{path}", data, headers=ukrainian).get_data(as_text=True)
        match = re.search(r'class="error"[^>]*>([^<]*)<', page)
        if match is None or not re.search("[а-щ]{4}", match[1]):
            english.append((path, match and match[1]))
    assert english == []


def test_a_session_is_new_and_hidden(app: Flask) -> None:
    """A planted identity is not taken over; scripts and other sites never see the cookie."""
    person = Person(app)
    person.client.set_cookie("desk", "planted", path="/desk/")
    answer = person.sign_in(REVIEWER)
    (cookie,) = [c for c in answer.headers.getlist("Set-Cookie") if c.startswith("desk=")]
    assert "planted" not in cookie
    assert all(part in cookie for part in ("HttpOnly", "SameSite=Lax", "Path=/desk/"))
    stored = sqlite3.connect(app.extensions["settings"].desk_folder / FILE).execute(
        "select * from session"
    )
    assert cookie.partition("=")[2].partition(";")[0] not in str(stored.fetchall())


@pytest.mark.parametrize(
    "following",
    ["https://evil.example/", "//evil.example", "/desk//evil.example", "/other", "/desk/\\evil",
     "/desk/../x", "javascript:alert(1)"],
)  # fmt: skip
def test_signing_in_leads_nowhere_else(app: Flask, following: str) -> None:
    """Only to addresses of the desk."""
    answer = Person(app).sign_in(REVIEWER, following=following)
    assert answer.headers["Location"] == "/desk/"
    assert (
        Person(app).sign_in(REVIEWER, following="/desk/board").headers["Location"] == "/desk/board"
    )


def test_the_sign_in_form_has_to_be_ours(app: Flask) -> None:
    """Nobody is signed in by another site."""
    person = Person(app)
    data = {"csrf": "x", "name": REVIEWER, "password": PASSWORD}
    assert person.post("/desk/sign-in", data).status_code == 403
    data["csrf"] = person.token("/desk/sign-in")
    headers = {"Origin": "https://evil.example"}
    assert person.post("/desk/sign-in", data, headers=headers).status_code == 403


def test_the_first_start_names_the_command(newsroom: Newsroom) -> None:
    """Without people, the entrance says how the first one comes in."""
    page = Person(create_app(settings_of(newsroom))).page("/desk/sign-in")
    assert "summaries user add" in page


def test_headers_of_every_page(app: Flask) -> None:
    """Nothing is stored, framed, or loaded from elsewhere."""
    oksana = Person(app, REVIEWER)
    for path in ("/desk/sign-in", "/desk/", f"/desk/uk/{SLUG}", "/desk/nothing", "/desk/people"):
        headers = oksana.client.get(path).headers
        assert headers["Content-Security-Policy"] == CONTENT_SECURITY_POLICY
        assert headers["Cache-Control"] == "no-store"
    policy = CONTENT_SECURITY_POLICY.split("; ")
    assert {"default-src 'none'", "form-action 'self'", "frame-ancestors 'none'"} <= set(policy)
    assert "unsafe" not in CONTENT_SECURITY_POLICY


def test_whoever_runs_the_desk_can_ask_whether_it_answers(app: Flask) -> None:
    """At the window's address, without a session; no cookie starts one."""
    answer = Person(app).client.get("/healthz")
    assert (answer.status_code, answer.get_data(as_text=True)) == (200, "ok\n")
    assert "Set-Cookie" not in answer.headers


# --- people --------------------------------------------------------------------------------------


def test_users_toml_is_for_its_owner_and_not_for_git(staffed: Newsroom) -> None:
    """Passwords are hashes, and the folder keeps itself out of a repository."""
    path = staffed.folder / "desk" / "users.toml"
    assert path.stat().st_mode & 0o777 == 0o600
    assert PASSWORD not in path.read_text()
    assert path.read_text().count("$argon2id$v=19$m=19456,t=2,p=1$") == len(PEOPLE)
    assert "\n*\n" in (path.parent / ".gitignore").read_text()


@pytest.mark.parametrize(
    "name", ["Jаne Doe", "jane  doe", "Jane\u200b Doe", "a; b", "", "x" * 101, "Αnn Smith"]
)
def test_names_that_cannot_be_told_apart(staffed: Newsroom, name: str) -> None:
    """Cyrillic а in a Latin name, invisible characters, another case of the same name."""
    from service.errors import SummariesError

    before = everything(staffed)
    with pytest.raises(SummariesError):
        People(staffed.folder / "desk").add(name, ["editor"], ["uk"], PASSWORD)
    assert everything(staffed) == before


def test_whole_words_of_another_script_pass_for_a_name(staffed: Newsroom) -> None:
    """Where every letter is of one script, but the names look the same."""
    from service.errors import SummariesError

    people = People(staffed.folder / "desk")
    people.add("Cop", ["editor"], ["uk"], PASSWORD)
    with pytest.raises(SummariesError, match="looks like"):
        people.add("Сор", ["editor"], ["uk"], PASSWORD)


def test_the_last_administrator_stays(staffed: Newsroom, app: Flask) -> None:
    """Nobody locks the newsroom out of its own desk."""
    root, before = Person(app, ADMINISTRATOR), everything(staffed)
    data = {"csrf": root.token(), "name": ADMINISTRATOR, "roles": ["editor"], "languages": "uk"}
    assert root.post("/desk/people/remove", data).status_code == 422
    assert root.post("/desk/people/roles", data).status_code == 422
    assert everything(staffed) == before


def test_commands_for_people(run: Any, newsroom: Newsroom, monkeypatch: Any) -> None:
    """Add, list, another password, remove; what reviewers.toml lacks is said."""
    monkeypatch.setenv("SUMMARIES_DESK_FOLDER", str(newsroom.folder / "desk"))
    newsroom.appoint("")
    words = ("user", "add", "Оксана", "--role", "reviewer", "--language", "uk", "--password-stdin")
    assert run(*words, stdin="short\n").exit_code == 1
    assert run(*words, stdin="").exit_code == 1
    done = run(*words, stdin=f"{PASSWORD}\n")
    assert done.exit_code == 0
    assert 'name = "Оксана"\nkind = "person"\nlanguages = ["uk"]' in done.stderr
    assert run(*words, stdin=f"{PASSWORD}\n").exit_code == 1
    assert "reviewer (uk)" in run("user", "list").stdout
    assert '"roles"' in run("user", "list", "--format", "json").stdout
    assert run("user", "password", "Оксана", "--password-stdin", stdin="x" * 12).exit_code == 0
    assert run("user", "remove", "Nobody").exit_code == 1
    assert run("user", "remove", "Оксана").exit_code == 0
    assert "summaries user add" in run("user", "list").stdout
