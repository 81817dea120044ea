"""The editorial record: who or what made each sentence, and who answers for it.

What a newsroom shows who asks (Regulation (EU) 2024/1689, Article 50(4)): the same in the API, in
an export, and in what search engines read, and each name with the signature that proves it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from conftest import Newsroom

from service import export
from service.review.keys import PrivateKey

KEY = PrivateKey(b"jane".ljust(32))
SIGNERS = f"""models = true
[[reviewers]]
name = "Jane Doe"
kind = "person"
languages = ["en", "uk"]
key = "{KEY.public}"
[[reviewers]]
name = "Lingua"
kind = "model"
languages = ["de"]
[[translators]]
name = "Oksana"
kind = "person"
languages = ["uk"]
"""
GERMAN = {
    "headline": ["Brand im Hafen"],
    "fire": ["Am {day} brannte im Hafen ein Lagerhaus ab, teilte die Feuerwehr mit."],
    "hurt": [
        "{hurt} Person wurde verletzt, etwa {tons} Tonnen Getreide sind verloren.",
        "{hurt} Personen wurden verletzt, etwa {tons} Tonnen Getreide sind verloren.",
    ],
}
WHO = {
    "SUMMARIES_PUBLISHER": "Example Press GmbH",
    "SUMMARIES_IMPRINT": "https://x.example/imprint",
    "SUMMARIES_CONTACT": "errors@x.example",
    "SUMMARIES_BASE_URL": "https://x.example",
}
BY_MODELS = "http://cv.iptc.org/newscodes/digitalsourcetype/trainedAlgorithmicMedia"
SLUG, AT = "harbor-fire", "2026-11-22T12:00:00Z"


@pytest.fixture
def house(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """A house in which a person checks what a model drafted, and in one language nobody does."""
    newsroom.appoint(SIGNERS)
    newsroom.translate(SLUG, "de", GERMAN)
    for locale, comments in (
        (
            "uk",
            "# draft-by: lingua-1; date: 2026-11-20\n# translated-by: Oksana; date: 2026-11-21\n",
        ),
        (
            "de",
            "# draft-by: lingua-1; date: 2026-11-20\n# translated-by: Lingua; date: 2026-11-21\n",
        ),
    ):
        path = newsroom.path(SLUG, locale)
        text = re.sub("^# reviewed-by: .*\n", "", path.read_text(), flags=re.MULTILINE)
        path.write_text(re.sub("^msgctxt", f"{comments}msgctxt", text, flags=re.MULTILINE))
    for locale, name, key in (
        ("en", "Jane Doe", KEY), ("uk", "Jane Doe", KEY), ("de", "Lingua", None),
    ):  # fmt: skip
        newsroom.unsign(SLUG, locale)
        newsroom.sign(SLUG, locale, name=name, key=key)
    assert not newsroom.publish().problems
    for name, value in WHO.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
    monkeypatch.setenv("SUMMARIES_FONTS", str(newsroom.folder))  # no cards: they take a while
    return newsroom


def test_the_record_says_who_did_what_and_who_answers_for_it(house: Newsroom) -> None:
    """Of each sentence: drafted, translated, signed here and in the source, when, by which key."""
    for locale, signer, translator in (
        ("uk", ("Jane Doe", "person", KEY.public), ("Oksana", "person")),
        ("de", ("Lingua", "model", ""), ("Lingua", "model")),
    ):
        record = summary(house, locale)["record"]
        assert record["responsible"] == "Example Press GmbH"
        assert record["imprint"] == "https://x.example/imprint"
        assert record["contact"] == "mailto:errors@x.example"
        assert [s["id"] for s in record["statements"]] == ["headline", "fire", "hurt"]
        for sentence in record["statements"]:
            assert sentence["drafted_by"] == "lingua-1"
            assert tuple(sentence["translated_by"].values()) == translator
            (mark,), (source,) = sentence["reviewed"], sentence["source"]
            assert (mark["name"], mark["kind"], mark["key"]) == signer
            assert (source["name"], source["kind"], source["key"]) == (
                "Jane Doe", "person", KEY.public,
            )  # fmt: skip
            assert mark["date"] == source["date"] == AT
            assert bool(mark["proof"]) == (locale == "uk")


def test_models_alone_are_told_to_programs_as_well(house: Newsroom) -> None:
    """By IPTC's term, in JSON-LD and record alike; not where a person signed."""
    for locale, term in (("uk", None), ("de", BY_MODELS), ("en", None)):
        page = house.client().get(f"/{locale}/{SLUG}").text
        assert json_ld(page).get("digitalSourceType") == term
        assert summary(house, locale)["record"]["digital_source_type"] == term


def test_an_export_has_the_same_record(
    house: Newsroom, tmp_path: Path, run: Callable[..., Result]
) -> None:
    """Byte for byte; pages name the same, and anybody can hold it against a list of signers."""
    folder = tmp_path / "out"
    export.export(folder)
    for locale in ("en", "uk", "de"):
        (file,) = [
            path for path in (folder / "site" / "api").rglob(f"{locale}.json")
            if SLUG in str(path)
        ]  # fmt: skip
        assert json.loads(file.read_bytes()) == summary(house, locale)
        page = (folder / "site" / locale / f"{SLUG}.html").read_text()
        assert page == house.client().get(f"/{locale}/{SLUG}").text
        for said in ("Example Press GmbH", "https://x.example/imprint", "mailto:errors@x.example"):
            assert said in page
        result = run("verify", str(file), "--signers", str(house.locales / "reviewers.toml"))
        assert result.exit_code == 0, result.output
        assert "Jane Doe" in result.output or locale == "de"


@pytest.mark.parametrize("part", ["reviewed", "source", "translated_by", "drafted_by"])
def test_a_record_that_was_changed_on_the_way_is_found_out(
    house: Newsroom, tmp_path: Path, run: Callable[..., Result], part: str
) -> None:
    """Somebody makes a person of a model, or leaves out who drafted."""
    data = summary(house, "de")
    sentence = data["record"]["statements"][1]
    sentence[part] = sentence["source" if part == "reviewed" else "reviewed"]
    if part in ("translated_by", "drafted_by"):
        sentence[part] = None
    file = tmp_path / "answer.json"
    file.write_text(json.dumps(data))
    result = run("verify", str(file), "--signers", str(house.locales / "reviewers.toml"))
    assert result.exit_code == 1
    assert "“record” is not what was signed" in result.output


def summary(room: Newsroom, locale: str) -> dict[str, Any]:
    answer = room.client().get(f"/api/v1/articles/{SLUG}/summary?lang={locale}")
    assert answer.status_code == 200
    found: dict[str, Any] = answer.json
    return found


def json_ld(page: str) -> dict[str, Any]:
    (text,) = re.findall(r'ld\+json">(.*?)</script>', page, re.DOTALL)
    found: dict[str, Any] = json.loads(text)
    return found
