"""Signing in by OpenID Connect: a real provider over loopback, and tokens that prove nothing."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import replace
from importlib.util import find_spec
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from browser import PATIENCE, missing, wait_until_ready
from conftest import Newsroom
from flask import Flask
from werkzeug.test import TestResponse

from desk.conftest import EDITOR, PASSWORD, REVIEWER, SLUG, Person, settings_of
from service.desk import groups
from service.desk.app import create_app
from service.desk.people import People
from service.errors import SettingsError

pytest.importorskip("authlib", reason="the extra oidc is not installed")
pytest.importorskip("joserfc", reason="the extra oidc is not installed")

USERS: dict[str, dict[str, Any]] = {
    "u-1": {"name": "Марія Шевченко", "groups": ["uk-desk", "cooks"]},
    "u-2": {"name": "Nobody Special", "groups": ["cooks"]},
    "u-3": {"name": REVIEWER, "groups": ["uk-desk"]},
    "u-4": {"name": "Mаria Root", "groups": ["uk-desk"]},  # with a Cyrillic а
    "u-5": {"name": "One Group", "groups": "editors"},
}
ROLES = "uk-desk=reviewer:uk; editors=editor"


@pytest.fixture(scope="module")
def provider() -> Iterator[str]:
    """An OpenID Connect provider, in a process of its own."""
    if find_spec("oidc_provider_mock") is None:  # importing it would warn of what it uses
        missing("oidc-provider-mock")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    words = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "-p", str(port)]
    for subject, claims in USERS.items():
        words += ["--user-claims", json.dumps({"sub": subject, **claims})]
    process = subprocess.Popen(
        [*words, "--require-nonce", "true"], env=os.environ,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    issuer = f"http://127.0.0.1:{port}"
    try:
        wait_until_ready(f"{issuer}/.well-known/openid-configuration", process)
        yield issuer
    finally:
        process.terminate()
        process.wait(PATIENCE)


def desk_at(room: Newsroom, issuer: str, **more: Any) -> Flask:
    """Return a desk that people enter through the provider."""
    settings = replace(
        settings_of(room), desk_oidc_issuer=issuer, desk_oidc_client_id="the-desk",
        desk_oidc_client_secret="of the desk", desk_oidc_roles=ROLES,
    )  # fmt: skip
    return create_app(replace(settings, **more))


def leave(person: Person, following: str = "") -> str:
    """Go to the provider; return the address there."""
    answer = person.client.get(f"/desk/sign-in/elsewhere?next={following}")
    assert answer.status_code == 303
    return answer.headers["Location"]


class _Stay(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *_words: Any, **_more: Any) -> None:
        return None


def consent(address: str, subject: str) -> str:
    """Sign in at the provider as ``subject``; return the path that it sends one back to."""
    form = f"sub={subject}".encode()
    if subject == "deny":
        form = b"action=deny"
    try:
        urllib.request.build_opener(_Stay).open(address, form, timeout=PATIENCE)
    except urllib.error.HTTPError as error:
        location = urlsplit(error.headers["Location"])
        return f"{location.path}?{location.query}"
    raise AssertionError("no redirect")


def enter(app: Flask, subject: str, following: str = "") -> tuple[Person, TestResponse]:
    """Sign in as ``subject`` in a new browser."""
    person = Person(app)
    return person, person.client.get(consent(leave(person, following), subject))


def test_signing_in_at_the_provider(staffed: Newsroom, provider: str) -> None:
    """Groups become roles; what is signed has the person's name; the entrance has a link."""
    app = desk_at(staffed, provider)
    assert "/desk/sign-in/elsewhere" in Person(app).page("/desk/sign-in")
    maria, answer = enter(app, "u-1", "/desk/board")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/desk/board")
    assert "Марія Шевченко" in maria.page("/desk/")
    assert maria.decide("comment", "fire", comment="Чому?").status_code == 303
    assert '"Марія Шевченко"' in (staffed.journal / f"{SLUG}.jsonl").read_text()
    assert maria.client.get("/desk/new").status_code == 403
    user = People(staffed.folder / "desk").find("Марія Шевченко")
    assert user is not None and (user.roles, user.languages) == (("reviewer",), ("uk",))
    assert enter(app, "u-5")[0].client.get("/desk/new").status_code == 200


def test_passwords_do_not_open_such_an_entry(staffed: Newsroom, provider: str) -> None:
    """Nor does what stands in a password's place in the file; others sign in as before."""
    app = desk_at(staffed, provider)
    enter(app, "u-1")
    user = People(staffed.folder / "desk").find("Марія Шевченко")
    assert user is not None
    for password in (user.password, "", PASSWORD):
        assert Person(app).sign_in(user.name, password).status_code == 422
    assert Person(app).sign_in(EDITOR).status_code == 303


def test_whoever_is_in_no_group_stays_out(staffed: Newsroom, provider: str) -> None:
    """And who has left all groups is no user any more, sessions included."""
    app = desk_at(staffed, provider)
    _nobody, answer = enter(app, "u-2")
    assert answer.status_code == 403
    maria, _answer = enter(app, "u-1")
    assert maria.client.get("/desk/").status_code == 200
    app.extensions["openid"].grants = groups.parse("editors=editor")
    assert enter(app, "u-1")[1].status_code == 403
    assert maria.client.get("/desk/").status_code == 303
    assert People(staffed.folder / "desk").find("Марія Шевченко") is None


@pytest.mark.parametrize("subject", ["u-3", "u-4"])
def test_nobody_becomes_somebody_else(staffed: Newsroom, provider: str, subject: str) -> None:
    """By the name that the provider has for them."""
    People(staffed.folder / "desk").add("Maria Root", ["editor"], [], PASSWORD)
    before = (staffed.folder / "desk" / "users.toml").read_bytes()
    person, answer = enter(desk_at(staffed, provider), subject)
    assert answer.status_code == 422
    assert person.client.get("/desk/").status_code == 303
    assert (staffed.folder / "desk" / "users.toml").read_bytes() == before


def test_a_name_stays_when_the_provider_changes_it(staffed: Newsroom) -> None:
    """Readers know the old one; it is the same person by the identity."""
    people = People(staffed.folder / "desk")
    people.enter("https://id.example 7", "Ada Kowalska", ["translator"], ["pl"])
    again = people.enter("https://id.example 7", "Ada Nowak", ["reviewer"], ["pl"])
    assert again is not None and (again.name, again.roles) == ("Ada Kowalska", ("reviewer",))


def test_what_is_asked_and_proven(
    staffed: Newsroom, provider: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The code flow, with state, nonce, and PKCE by S256, whose verifier goes to the token."""
    import requests

    sent: list[str] = []
    real = requests.Session.request

    def request(self: Any, method: str, url: str, **more: Any) -> Any:
        sent.append(str(more.get("data")))
        return real(self, method, url, **more)

    monkeypatch.setattr(requests.Session, "request", request)
    person = Person(desk_at(staffed, provider))
    address = leave(person)
    asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
    assert asked["response_type"] == "code" and "openid" in asked["scope"].split()
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["state"]) >= 32 and len(asked["nonce"]) >= 32
    person.client.get(consent(address, "u-1"))
    (token,) = [text for text in sent if "code_verifier" in text]
    verifier = parse_qs(token).get("code_verifier") or [
        part.partition("': '")[2].rstrip("'}") for part in token.split(", ") if "verifier" in part
    ]
    digest = hashlib.sha256(verifier[0].encode()).digest()
    assert base64.urlsafe_b64encode(digest).rstrip(b"=").decode() == asked["code_challenge"]


def test_only_the_browser_that_began_comes_back(staffed: Newsroom, provider: str) -> None:
    """Once, soon, and with what it was sent away with."""
    app = desk_at(staffed, provider)
    person, other = Person(app), Person(app)
    path = consent(leave(person), "u-1")
    leave(other)
    assert other.client.get(path).status_code == 422
    assert person.client.get(path).status_code == 422  # it was taken by the try before
    path = consent(leave(person), "u-1")
    assert person.client.get(path).status_code == 303
    assert Person(app).client.get(path).status_code == 422
    path = consent(leave(person), "u-1")
    with app.extensions["memory"].open() as db:
        db.execute("update login set at = at - 601")
    assert person.client.get(path).status_code == 422
    assert person.client.get("/desk/sign-in/back?code=x&state=y").status_code == 422
    path = consent(leave(Person(app)), "deny")
    assert person.client.get(path).status_code == 422


def test_another_nonce_proves_nothing(staffed: Newsroom, provider: str) -> None:
    """A token that was made for another sign-in."""
    app = desk_at(staffed, provider)
    person = Person(app)
    path = consent(leave(person), "u-1")
    with app.extensions["memory"].open() as db:
        db.execute("update login set nonce = 'another'")
    assert person.client.get(path).status_code == 422
    assert person.client.get("/desk/").status_code == 303


@pytest.mark.parametrize(
    "change",
    [{"nonce": "other"}, {"nonce": None}, {"aud": "other"}, {"aud": ["the-desk", "other"]},
     {"iss": "https://evil.example"}, {"exp": 1}, {"exp": None}, {"sub": None}, {"azp": "other"},
     {"iat": 4e9}],
)  # fmt: skip
def test_claims_that_do_not_hold(staffed: Newsroom, provider: str, change: dict[str, Any]) -> None:
    """Whatever of an ID token is wrong, though its signature is right."""
    from joserfc import jwt
    from joserfc.jwk import KeySet, RSAKey

    openid = desk_at(staffed, provider).extensions["openid"]
    key = RSAKey.generate_key(2048, {"kid": "1"})
    about = {"issuer": provider}
    openid._provider = lambda again=False: (about, KeySet([key]))
    now = int(time.time())
    good = {"iss": provider, "aud": "the-desk", "sub": "u-1", "exp": now + 60, "iat": now,
            "nonce": "right"}  # fmt: skip

    def token(claims: dict[str, Any], signer: Any = key, algorithm: str = "RS256") -> str:
        header = {"alg": algorithm, "kid": "1"}
        return jwt.encode(header, claims, signer, algorithms=[algorithm])

    assert openid._claims(token(good), "right")["sub"] == "u-1"
    bad = {name: value for name, value in (good | change).items() if value is not None}
    with pytest.raises(Exception):  # noqa: B017 - of three libraries
        openid._claims(token(bad), "right")
    with pytest.raises(Exception):  # noqa: B017
        openid._claims(token(good, RSAKey.generate_key(2048, {"kid": "1"})), "right")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none"}').rstrip(b"=").decode()
    body = token(good).split(".")[1]
    with pytest.raises(Exception):  # noqa: B017
        openid._claims(f"{unsigned}.{body}.", "right")


def test_a_provider_that_is_away(staffed: Newsroom) -> None:
    """A sentence, and passwords still work."""
    app = desk_at(staffed, "http://127.0.0.1:9")
    answer = Person(app).client.get("/desk/sign-in/elsewhere")
    assert answer.status_code == 422
    assert "does not work now" in answer.get_data(as_text=True)
    assert Person(app).sign_in(EDITOR).status_code == 303


def test_without_a_provider_there_is_no_such_page(app: Flask) -> None:
    """Nor a link to it."""
    person = Person(app)
    assert person.client.get("/desk/sign-in/elsewhere").status_code == 404
    assert person.client.get("/desk/sign-in/back").status_code == 404
    assert "elsewhere" not in person.page("/desk/sign-in")


@pytest.mark.parametrize(
    "change",
    [{"desk_oidc_roles": ""}, {"desk_oidc_client_id": ""}, {"desk_oidc_roles": "a=king"},
     {"desk_oidc_roles": "a=reviewer"}, {"desk_oidc_roles": "a=reviewer:klingon!"},
     {"desk_oidc_roles": "editor"}],
)  # fmt: skip
def test_settings_that_let_nobody_in(staffed: Newsroom, change: dict[str, str]) -> None:
    """Stop the start."""
    with pytest.raises(SettingsError):
        desk_at(staffed, "https://id.example", **change)


def test_groups_add_up() -> None:
    """Somebody in two groups has what both have; others have nothing."""
    grants = groups.parse("a=reviewer:uk; b c = editor ;a=translator:pl,zh_Hans")
    assert groups.granted(grants, {"a", "b c"}) == (
        ("reviewer", "editor", "translator"), ("uk", "pl", "zh_Hans"),
    )  # fmt: skip
    assert groups.granted(grants, {"A", "c"}) == ((), ())
