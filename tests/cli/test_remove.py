"""``summaries remove``, and articles that are gone while readers still get them."""

from __future__ import annotations

import json
import shutil

import pytest
from conftest import Newsroom

from service.editions.publisher import Publisher
from service.review import journal
from service.review.keys import PrivateKey

SLUG = "harbor-fire"
BY = ("--name", "Jane Doe", "--yes")


def test_an_article_is_removed_for_good(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """410 in every language with the reason, nothing left in the workshop but its history."""
    result = run("remove", SLUG, "--reason", "Retracted by its outlet.", *BY)
    assert result.exit_code == 0, result.output
    window = newsroom.client()
    for locale in ("en", "uk"):
        answer = window.get(f"/{locale}/{SLUG}")
        assert answer.status_code == 410
        assert "Retracted by its outlet." in answer.text
    assert not (newsroom.articles / SLUG).exists()
    assert not newsroom.path(SLUG, "uk").exists()
    assert not (newsroom.locales / f"{SLUG}.pot").exists()
    assert (newsroom.folder / "removed" / SLUG / "articles" / SLUG / "summary.toml").exists()
    assert (newsroom.folder / "removed" / SLUG / "locales/uk/LC_MESSAGES" / f"{SLUG}.po").exists()
    kinds = [line.kind for line in journal.read(newsroom.journal, SLUG).lines]
    assert kinds[-2:] == ["withdrawn", "removed"]
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410
    assert run("status").exit_code == 0


def test_what_was_removed_stays_gone_for_good_without_its_editions(
    newsroom: Newsroom, run, monkeypatch: pytest.MonkeyPatch  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """An empty editions folder gets the notices back, with their day, reason and revision."""
    newsroom.appoint('[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["en"]\n')
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)
    run("remove", SLUG, "--reason", "Retracted by its outlet.", *BY)
    newsroom.publish()
    address = f"/api/v1/articles/{SLUG}/summary?lang="
    before = {n: newsroom.client().get(f"{address}{n}").json for n in ("en", "uk")}
    assert before["uk"]["status"] == 410
    shutil.rmtree(newsroom.editions)
    for _round in range(2):
        Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now).publish()
        after = {n: newsroom.client().get(f"{address}{n}").json for n in ("en", "uk")}
        assert after == before
        assert "Retracted by its outlet." in newsroom.client().get(f"/uk/{SLUG}").text


def test_what_was_removed_does_not_come_back(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Not by an undo, and a second removal says that there is nothing more."""
    run("remove", SLUG, *BY)
    result = run("withdraw", SLUG, "--undo", "--name", "Jane Doe")
    assert result.exit_code == 1
    assert "was removed for good" in result.stderr
    assert "is there already" in run("remove", SLUG, *BY).stderr


def test_a_removal_is_asked_about(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Whoever says no, or nothing, changes nothing."""
    result = run("remove", SLUG, "--name", "Jane Doe")
    assert result.exit_code == 1
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200
    assert (newsroom.articles / SLUG).exists()
    assert run("remove", "no-such", *BY).exit_code == 2
    assert run("remove", SLUG, "--yes").exit_code == 2


def test_an_article_whose_folder_is_gone_is_named(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Readers keep it; status and /readyz say so with the command, and it can be removed."""
    shutil.rmtree(newsroom.articles / SLUG)
    newsroom.publish()
    result = run("status")
    assert result.exit_code == 1
    assert f"run “summaries remove {SLUG}”" in result.stderr
    window = newsroom.client()
    assert window.get(f"/uk/{SLUG}").status_code == 200
    assert any(SLUG in text for text in window.get("/readyz").json["problems"])
    assert run("remove", SLUG, *BY).exit_code == 0
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 410
    assert run("status").exit_code == 0


@pytest.mark.parametrize("with_key", [True, False])
def test_who_has_a_key_withdraws_and_brings_back_with_it(
    newsroom: Newsroom, run, tmp_path, with_key: bool  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """Without it the article goes down, too; its reason is not shown, nor is it brought back."""
    key = PrivateKey.generate()
    newsroom.appoint(
        '[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\n'
        f'key = "{key.public}"\n'
    )
    file = tmp_path / "key"
    file.write_bytes(_openssh(key))
    more = ("--key", str(file)) if with_key else ()
    words = ("--name", "Jane Doe", *more)
    run("withdraw", SLUG, "--reason", "The quotation was false.", *words)
    answer = newsroom.client().get(f"/uk/{SLUG}")
    assert answer.status_code == 410
    assert ("The quotation was false." in answer.text) is with_key
    result = run("withdraw", SLUG, "--undo", *words)
    assert ("use --key" in result.stderr) is not with_key
    lines = [json.loads(x) for x in journal.path(newsroom.journal, SLUG).read_text().splitlines()]
    assert (lines[-1]["kind"] == "undone") is with_key


def _openssh(key: PrivateKey) -> bytes:
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (
        Ed25519PrivateKey,
    )

    return Ed25519PrivateKey.from_private_bytes(key.seed).private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.OpenSSH,
        serialization.NoEncryption(),
    )
