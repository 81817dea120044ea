"""A push at the repository's host, or from Weblate, that the desk is told of: real git."""

# ruff: noqa: F811 - fixtures of another module

from __future__ import annotations

import base64
import contextlib
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.request import Request, urlopen

import pytest
from conftest import Newsroom
from flask import Flask
from werkzeug.datastructures import Headers

from desk.conftest import SLUG, TRANSLATOR, Person, desk_of, everything, settings_of
from desk.test_git import NEW, colleague, git, queue_of, remote, repository  # noqa: F401
from service.desk.app import create_app
from service.desk.git_queue import INTERVAL
from service.desk.push_signatures import signed
from service.errors import SettingsError
from service.settings import Settings

HOOK = "/desk/hooks/push"
SECRET = base64.b64encode(b"a secret of thirty-two bytes, ok").decode()
BODY = b'{"ref": "refs/heads/main"}'


def github(secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    """Return what GitHub, Gitea and Forgejo send with ``body``."""
    digest = hmac.new(secret.encode(), body, hashlib.sha256).hexdigest()
    return {"X-Hub-Signature-256": f"sha256={digest}"}


def bitbucket() -> dict[str, str]:
    """Return what Bitbucket sends."""
    return {"X-Hub-Signature": github()["X-Hub-Signature-256"]}


def gitlab() -> dict[str, str]:
    """Return what GitLab sends with a secret token."""
    return {"X-Gitlab-Token": SECRET}


def weblate(secret: str = SECRET, body: bytes = BODY) -> dict[str, str]:
    """Return what Weblate's webhook add-on sends: whole seconds are signed, a fraction is sent."""
    key = base64.b64decode(secret.removeprefix("whsec_"))
    digest = hmac.new(key, b"8f1d.1764233000." + body, hashlib.sha256).digest()
    return {
        "webhook-id": "8f1d", "webhook-timestamp": "1764233000.518",
        "webhook-signature": "v1," + base64.b64encode(digest).decode(),
    }  # fmt: skip


PROOFS = [github(), bitbucket(), gitlab(), weblate()]


@pytest.fixture
def hooked(staffed: Newsroom, repository: Path) -> Flask:
    """A desk that may be called, whose queue runs when the test says so."""
    return create_app(replace(settings_of(staffed), git=True, git_hook_secret=SECRET))


def call(app: Flask, headers: Mapping[str, str], body: bytes = BODY) -> int:
    """Call the hook as a host does."""
    answer = app.test_client().post(
        HOOK, data=body, headers=dict(headers), content_type="application/json"
    )
    assert answer.is_json
    return answer.status_code


def shorter(remote: Path, tmp_path: Path) -> None:
    """Push another headline, as Weblate does what somebody translated there."""
    clone = colleague(remote, tmp_path)
    path = clone / "locales" / "uk" / "LC_MESSAGES" / f"{SLUG}.po"
    path.write_text(path.read_text().replace("Пожежа складу в порту", "Пожежа в порту"))
    git(clone, "commit", "-qam", "Translated using Weblate (Ukrainian)")
    git(clone, "push", "-q")


def test_a_push_is_pulled_long_before_the_minute_is_over(
    staffed: Newsroom,
    repository: Path,
    remote: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A desk that runs, with an upstream branch that nobody looked at since its start."""
    monkeypatch.setenv("SUMMARIES_GIT", "1")
    monkeypatch.setenv("SUMMARIES_GIT_HOOK_SECRET", SECRET)
    shorter(remote, tmp_path)
    clone, path = tmp_path / "clone", staffed.path(SLUG, "uk")
    with desk_of(staffed) as address:
        wait_for(lambda: "Пожежа в порту" in path.read_text())  # its first look
        time.sleep(0.5)
        theirs = clone / "locales" / "uk" / "LC_MESSAGES" / f"{SLUG}.po"
        theirs.write_text(theirs.read_text().replace("Пожежа в порту", "Порт горить"))
        git(clone, "commit", "-qam", "Translated using Weblate (Ukrainian)")
        git(clone, "push", "-q")
        time.sleep(1)
        assert "Порт горить" not in path.read_text()
        request = Request(f"{address}{HOOK}", BODY, github())
        with urlopen(request, timeout=10) as answer:
            assert answer.status == 202
        wait_for(lambda: "Порт горить" in path.read_text())


def wait_for(done: Callable[[], bool]) -> None:
    """Wait for half the time after which the desk looks by itself, at most."""
    end = time.monotonic() + INTERVAL / 2
    while time.monotonic() < end:
        with contextlib.suppress(FileNotFoundError):  # git takes a file away first
            if done():
                return
        time.sleep(0.05)
    raise AssertionError


@pytest.mark.parametrize("proof", PROOFS, ids=["github", "bitbucket", "gitlab", "weblate"])
def test_each_host_proves_itself_in_its_own_way(hooked: Flask, proof: Mapping[str, str]) -> None:
    """The desk looks at the repository for each."""
    assert not queue_of(hooked)._wanted.is_set()
    assert call(hooked, proof) == 202
    assert queue_of(hooked)._wanted.is_set()


def test_both_sides_of_one_catalog(
    staffed: Newsroom,
    hooked: Flask,
    remote: Path,
    tmp_path: Path,
) -> None:
    """One message changed in Weblate, another at the desk: both are there, here and there."""
    shorter(remote, tmp_path)
    Person(hooked, TRANSLATOR).decide("save", "fire", text_0=NEW)
    assert call(hooked, weblate()) == 202
    queue_of(hooked).round()
    text = staffed.path(SLUG, "uk").read_text()
    assert "Пожежа в порту" in text and "сказали пожежники" in text
    assert git(remote, "show", f"main:locales/uk/LC_MESSAGES/{SLUG}.po") == text.strip()


@pytest.mark.parametrize("headers", [
    {}, github("another secret, of no use"), github(body=b"{}"), weblate(body=b"{}"),
    weblate(base64.b64encode(b"another").decode()), {"X-Gitlab-Token": ""},
    {"X-Gitlab-Token": SECRET[:-1]}, {"X-Hub-Signature-256": "sha256="},
    {"X-Hub-Signature-256": "sha256=\xff"}, weblate() | {"webhook-timestamp": "1764233001"},
    weblate() | {"webhook-id": ""}, weblate() | {"webhook-signature": ""},
    weblate() | {"webhook-signature": "v1a," + weblate()["webhook-signature"][3:]},
])  # fmt: skip
def test_nobody_else_is_listened_to(
    staffed: Newsroom,
    hooked: Flask,
    remote: Path,
    headers: Mapping[str, str],
) -> None:
    """Nothing is looked at, and the answer says what is missing."""
    before = everything(staffed)
    queue_of(hooked)._wanted.clear()
    assert call(hooked, headers) == 403
    assert not queue_of(hooked)._wanted.is_set()
    assert everything(staffed) == before


def test_a_secret_that_is_no_base64_signs_for_git_hosts_alone() -> None:
    """Weblate refuses such a secret by itself; an empty key would be everybody's."""
    assert signed("sixteen and more!", Headers(github("sixteen and more!")), BODY)
    assert not signed("sixteen and more!", Headers(weblate()), BODY)
    assert not signed("whsec_", Headers(weblate("")), BODY)
    assert signed(f"whsec_{SECRET}", Headers(weblate(f"whsec_{SECRET}")), BODY)


def test_there_is_no_such_address_unless_there_is_a_secret(app: Flask) -> None:
    """Off by default."""
    assert app.test_client().post(HOOK, data=BODY, headers=github()).status_code in (404, 405)


@pytest.mark.parametrize(("secret", "git_too", "said"), [
    ("short", "1", "16 characters"), ("with some space in it", "1", "16 characters"),
    (SECRET, "0", "set SUMMARIES_GIT=1"),
])  # fmt: skip
def test_a_secret_of_no_use_stops_the_start(
    tmp_path: Path, secret: str, git_too: str, said: str
) -> None:
    """With the remedy, and without the secret."""
    with pytest.raises(SettingsError, match=said) as error:
        Settings.from_mapping({"GIT": git_too, "GIT_HOOK_SECRET": secret}, tmp_path)
    assert secret not in str(error.value)
    right = Settings.from_mapping({"GIT": "1", "GIT_HOOK_SECRET": SECRET}, tmp_path)
    assert right.git_hook_secret == SECRET and SECRET not in repr(right)
