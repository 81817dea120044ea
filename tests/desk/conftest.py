"""A small newsroom with a desk, and the people who work at it."""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import html
import os
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from browser import PATIENCE, SUMMARIES, wait_until_ready
from conftest import UKRAINIAN, Newsroom
from flask import Flask
from werkzeug.test import TestResponse

from service.desk.app import create_app
from service.desk.people import People
from service.desk.views import entrance
from service.settings import Settings

SLUG = "harbor-fire"
PASSWORD = "correct horse battery"
REVIEWER, TRANSLATOR, EDITOR, ADMINISTRATOR = "Оксана Коваль", "Ann Smith", "Jane Doe", "Root Admin"
REVIEWERS = f"""
[[reviewers]]
name = "{REVIEWER}"
kind = "person"
languages = ["uk"]

[[reviewers]]
name = "{EDITOR}"
kind = "person"
languages = ["en"]

[[translators]]
name = "{TRANSLATOR}"
kind = "person"
"""
PEOPLE = {
    TRANSLATOR: ("translator", "uk"), REVIEWER: ("reviewer", "uk"), EDITOR: ("editor", "pl"),
    ADMINISTRATOR: ("administrator", "*"),
}  # fmt: skip
# Fields of one form as a page has it.
_FORM = re.compile(r"<form\b.*?</form>", re.DOTALL)
_FIELD = re.compile(r'<input type="hidden" name="([^"]*)" value="([^"]*)"')
_AREA = re.compile(r'<textarea [^>]*name="([^"]*)"[^>]*>\n?(.*?)</textarea>', re.DOTALL)


def staff(room: Newsroom) -> None:
    """Let the four people in, and list those who sign."""
    room.appoint(REVIEWERS)
    people = People(room.folder / "desk")
    for name, (role, language) in PEOPLE.items():
        people.add(name, [role], [language], PASSWORD)


def settings_of(room: Newsroom) -> Settings:
    """Return the settings of a desk in ``room``."""
    return Settings(
        room.articles, room.locales, room.journal, room.editions, desk_folder=room.folder / "desk",
        published=room.folder / "published",
    )  # fmt: skip


class Person:
    """Somebody at the desk, with a browser that runs no scripts."""

    def __init__(self, app: Flask, name: str = "") -> None:
        self.client = app.test_client()
        self.name = name
        if name:
            assert self.sign_in(name).status_code == 303

    def sign_in(self, name: str, password: str = PASSWORD, following: str = "") -> TestResponse:
        """Fill in the form of the entrance."""
        token = self.token("/desk/sign-in")
        data = {"csrf": token, "name": name, "password": password, "next": following}
        return self.client.post("/desk/sign-in", data=data)

    def token(self, path: str = "/desk/") -> str:
        """Return what the forms of a page carry."""
        match = re.search(r'name="csrf" value="([^"]*)"', self.page(path))
        assert match, path
        return html.unescape(match[1])

    def page(self, path: str) -> str:
        """Return a page as text."""
        return self.client.get(path).get_data(as_text=True)

    def form(self, locale: str, message: str) -> dict[str, str]:
        """Return the fields of the words' form of a message, as its bench has them."""
        return fields(self.page(f"/desk/{locale}/{SLUG}"), message)

    def post(self, path: str, data: Mapping[str, Any], **more: Any) -> TestResponse:
        """Send a form."""
        return self.client.post(path, data=data, **more)

    def decide(
        self, action: str, message: str, locale: str = "uk", **changes: str
    ) -> TestResponse:  # fmt: skip
        """Send the form of a message as it is on the page now, with ``changes``."""
        return self.post(
            f"/desk/{locale}/{SLUG}/{action}",
            self.form(locale, message) | {k.replace("_", "-"): v for k, v in changes.items()},
        )


def fields(page: str, message: str) -> dict[str, str]:
    """Return the fields of the words' form of ``message`` in a page."""
    for match in _FORM.finditer(page):
        form = match.group()
        values = {html.unescape(n): html.unescape(v) for n, v in _FIELD.findall(form)}
        if values.get("message") == message and 'class="words"' in form:
            return values | {html.unescape(n): html.unescape(v) for n, v in _AREA.findall(form)}
    raise AssertionError(f"no form for {message}")


def everything(room: Newsroom) -> str:
    """Return a digest of all that people write: articles, catalogs, journal."""
    digest = hashlib.sha256()
    for folder in (room.articles, room.locales, room.journal):
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                digest.update(str(path).encode() + path.read_bytes())
    people = room.folder / "desk" / "users.toml"
    digest.update(people.read_bytes() if people.exists() else b"")
    return digest.hexdigest()


@contextlib.contextmanager
def desk_of(room: Newsroom, *words: str) -> Iterator[str]:
    """Serve the desk of ``room`` in a process of its own, at the address that this gives."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    names = ("articles", "locales", "journal", "editions", "published")
    folders = {f"SUMMARIES_{name.upper()}": str(room.folder / name) for name in names}
    process = subprocess.Popen(
        [SUMMARIES, "desk", "--port", str(port), *words],
        env=os.environ | folders | {"SUMMARIES_DESK_FOLDER": str(room.folder / "desk")},
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_until_ready(f"http://127.0.0.1:{port}/desk/sign-in", process)
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(PATIENCE)


@pytest.fixture(autouse=True)
def _no_failures_before() -> None:
    """Every test has its own count of failed sign-ins."""
    entrance.limiter.cache_clear()


@pytest.fixture
def staffed(newsroom: Newsroom) -> Newsroom:
    """The small newsroom with people, its Ukrainian words translated and not signed."""
    for path in (newsroom.journal / f"{SLUG}.jsonl", newsroom.path(SLUG, "uk")):
        path.unlink()
    newsroom.forget(SLUG)
    newsroom.update()
    newsroom.translate(SLUG, "uk", UKRAINIAN)
    staff(newsroom)
    newsroom.now = datetime.datetime.now(datetime.UTC)  # what the desk signs has its own clock
    return newsroom


@pytest.fixture
def app(staffed: Newsroom) -> Flask:
    """The desk of that newsroom."""
    return create_app(settings_of(staffed))


@pytest.fixture
def catalog_text(staffed: Newsroom) -> Path:
    """The Ukrainian catalog."""
    return staffed.path(SLUG, "uk")
