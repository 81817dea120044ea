"""``summaries new --again``: the outlet changed its text."""

from __future__ import annotations

import datetime
from pathlib import Path

import pytest
from conftest import ARTICLE, Newsroom

SLUG = "harbor-fire"


@pytest.fixture(autouse=True)
def _clock(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """Commands have the newsroom's clock."""
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)


def again(run, tmp_path: Path, old: str, new: str):  # type: ignore[no-untyped-def]
    page = tmp_path / "new.txt"
    assert old in ARTICLE
    page.write_text(ARTICLE.replace(old, new))
    return run("new", str(page), "--again", SLUG)


def test_an_editor_sees_what_changed_and_readers_keep_the_summary(
    newsroom: Newsroom, run, tmp_path: Path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """Old and new passage, word by word; both texts are kept."""
    result = again(run, tmp_path, "Five people were hurt", "Six people were hurt")
    assert result.exit_code == 1
    assert "- Five people were hurt" in result.output and "+ Six people" in result.output
    assert "quote of the fact hurt stands differently; its value is not" in result.output
    assert "[-Five-]" in result.output and "{+Six+}" in result.output
    folder = newsroom.articles / SLUG
    assert "Six people" in (folder / "article.txt").read_text()
    (kept,) = (folder / "earlier").iterdir()
    assert kept.read_text() == ARTICLE
    newsroom.publish()
    window = newsroom.client()
    assert "Постраждало 5 людей" in window.get(f"/uk/{SLUG}").text
    assert run("check").exit_code == 1


def test_a_change_that_nothing_rests_on_needs_one_signature(
    newsroom: Newsroom, run, tmp_path: Path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """The headline's, which covers the article's text."""
    result = again(run, tmp_path, '"within ten days."', '"within two weeks."')
    assert result.exit_code == 0
    assert f"summaries review en --article {SLUG}" in result.output
    newsroom.publish()
    assert newsroom.client().get(f"/uk/{SLUG}").status_code == 200
    newsroom.sign(SLUG, "en", "headline")
    newsroom.publish()
    assert newsroom.states()["en"] == "current"
    assert "two weeks" in newsroom.client().get(f"/articles/{SLUG}/source?lang=en").text


def test_the_same_text_changes_nothing(newsroom: Newsroom, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    result = again(run, tmp_path, "the", "the")
    assert result.exit_code == 1
    assert "nothing was written" in result.stderr
    assert not (newsroom.articles / SLUG / "earlier").exists()
    assert run("new", str(tmp_path / "new.txt"), "--again", "no-such").exit_code == 2


def test_a_text_that_changes_once_more_goes_in_before_the_summary_is_in_line(
    newsroom: Newsroom, run, tmp_path: Path  # type: ignore[no-untyped-def]
) -> None:  # fmt: skip
    """What the summary rests on is compared with the newest text; all texts are kept."""
    again(run, tmp_path, "Five people were hurt", "Six people were hurt")
    newsroom.now += datetime.timedelta(hours=1)
    result = again(run, tmp_path, "Five people were hurt", "Seven people were hurt")
    assert (result.exit_code, result.stderr) == (1, ""), result.output
    assert "- Six people" in result.output and "+ Seven people" in result.output
    assert "[-Five-]" in result.output and "{+Seven+}" in result.output
    assert len(list((newsroom.articles / SLUG / "earlier").iterdir())) == 2
    result = again(run, tmp_path, "the", "the")
    assert "all that the summary rests on is in the new text" in result.output
    assert run("check").exit_code == 0
