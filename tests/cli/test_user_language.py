"""What a command says is wrong, in the language of who runs it."""

from __future__ import annotations

import ast
from collections.abc import Callable

import pytest
from click.testing import Result
from conftest import ROOT, Newsroom
from desk.test_language import texts

from service.cli.user_language import wanted
from service.desk import said_texts

LANGUAGES = ("en", "uk", "zh_Hans")


@pytest.mark.parametrize(("environment", "language"), [
    ({}, "en"), ({"LANG": "uk_UA.UTF-8"}, "uk"), ({"LANG": "uk"}, "uk"),
    ({"LANG": "de_DE.UTF-8"}, "en"), ({"LANGUAGE": "uk"}, "en"),
    ({"LANGUAGE": "uk", "LANG": "C"}, "en"),
    ({"LANGUAGE": "fr:uk:en", "LANG": "C.UTF-8"}, "uk"),
    ({"LANGUAGE": "en", "LANG": "uk_UA"}, "en"),
    ({"LC_ALL": "C", "LANG": "uk_UA.UTF-8"}, "en"),
    ({"LC_MESSAGES": "uk_UA@x", "LANG": "de"}, "uk"),
    ({"LC_ALL": "", "LANG": "uk_UA.UTF-8"}, "uk"), ({"LANG": "zh_Hans"}, "zh_Hans"),
])  # fmt: skip
def test_the_language_is_the_one_that_gettext_takes(
    environment: dict[str, str], language: str
) -> None:
    """So that one setting holds for msgfmt and for us."""
    assert wanted(environment, LANGUAGES, "en") == language


@pytest.mark.parametrize(("setting", "checked", "refused"), [
    ("uk_UA.UTF-8", "числа «7» немає в оригіналі: виправте", "бракує msgstr"),
    ("C.UTF-8", "“7” is a number that the source does not have", "its msgstr is missing"),
])  # fmt: skip
def test_check_speaks_the_users_language(
    newsroom: Newsroom,
    run: Callable[..., Result],
    monkeypatch: pytest.MonkeyPatch,
    setting: str,
    checked: str,
    refused: str,
) -> None:
    """Place, level and message stay as editors and scripts look for them; so does JSON."""
    monkeypatch.setenv("LC_ALL", setting)
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, "Пожежа складу в порту", "Пожежа 7 складів у порту")
    said = run("check", "uk").output
    assert checked in said and "error: [headline] " in said
    assert "is a number that the source does not have" in run("check", "--format", "json").output
    newsroom.replace(path, 'msgstr "Пожежа 7 складів у порту"\n', "")
    assert refused in run("check", "uk").output


def test_what_a_catalog_is_refused_for_can_be_translated() -> None:
    """Whoever adds a reason adds it to the texts."""
    sentences = set()
    for name in ("parser", "reader"):
        tree = ast.parse((ROOT / "service" / "catalog" / f"{name}.py").read_text())
        for node in ast.walk(tree):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "StopError":
                sentences |= {text for text in texts(node.args[-1]) if " " in text}
    assert len(sentences) > 10
    assert [text for text in sorted(sentences) if said_texts.fits(text) is None] == []
