"""What ``summaries status`` keeps from one run to the next is never older than the files."""

from __future__ import annotations

import ast
import datetime
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ROOT, SUMMARY, UKRAINIAN, Newsroom, without_root

from service.editions import plan, publisher_key, renaming, status_cache
from service.review import journal
from service.review.sign import Reviewer

Status = Callable[[], str]


@pytest.fixture
def looked(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The articles that were read from their files; files that just changed are kept as well."""
    found: list[str] = []
    article = plan.Planner.article

    def noted(self: plan.Planner, slug: str):  # type: ignore[no-untyped-def]
        found.append(slug)
        return article(self, slug)

    monkeypatch.setattr(plan.Planner, "article", noted)
    monkeypatch.setattr(status_cache, "SETTLED", -3600.0)
    return found


@pytest.fixture
def status(run, newsroom: Newsroom) -> Status:  # type: ignore[no-untyped-def]
    """Return a function that says what status prints, the same with and without a cache."""

    def both() -> str:
        kept = run("status")
        shutil.move(newsroom.folder / "cache", newsroom.folder / "aside")
        fresh = run("status")
        shutil.rmtree(newsroom.folder / "cache", ignore_errors=True)  # where nothing can be kept
        shutil.move(newsroom.folder / "aside", newsroom.folder / "cache")
        assert (kept.output, kept.exit_code) == (fresh.output, fresh.exit_code)
        return str(kept.output)

    return both


def test_what_did_not_change_is_not_read_again(run, looked: list[str], newsroom: Newsroom) -> None:  # type: ignore[no-untyped-def]
    """The second run reads nothing, the third one article: what changed, however many there are."""
    newsroom.write("harbor-fires", SUMMARY.replace("Warehouse fire", "Warehouse fires"))
    newsroom.update()
    first = run("status").output
    assert sorted(looked) == ["harbor-fire", "harbor-fires", "service"]
    looked.clear()
    assert run("status").output == first
    assert looked == []
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    assert "2 reviewed, 1 translated" in run("status").output
    assert looked == ["harbor-fire"]


def change_catalog(room: Newsroom) -> None:
    """A translator saves other words of the same length, in the same file."""
    path = room.path("harbor-fire", "uk")
    path.write_bytes(path.read_bytes().replace("складу".encode(), "складi".encode(), 1))


def sign(room: Newsroom) -> None:
    """A second reviewer signs."""
    room.sign("harbor-fire", "uk", name="John Doe")


def reject(room: Newsroom) -> None:
    """A reviewer takes a sentence back."""
    room.reject("harbor-fire", "uk", "fire", "a word is missing", keep=False)


def withdraw(room: Newsroom) -> None:
    """An editor takes the article down, and nothing carries it out yet."""
    room.withdraw()


def edit_summary(room: Newsroom) -> None:
    """An editor rewords a statement."""
    path = room.articles / "harbor-fire" / "summary.toml"
    path.write_text(path.read_text().replace("A warehouse burned", "One warehouse burned"))


def break_article(room: Newsroom) -> None:
    """The article no longer has its evidence."""
    path = room.articles / "harbor-fire" / "article.txt"
    path.write_text(path.read_text().replace("A warehouse burned", "One warehouse burned"))


def drop_signer(room: Newsroom) -> None:
    """A signer is no longer listed."""
    room.appoint("models = true\n")


def damage_edition(room: Newsroom) -> None:
    """An edition file is damaged where it lies."""
    path = room.editions / "harbor-fire" / "uk.json"
    path.write_bytes(path.read_bytes().replace(b"current", b"pending", 1))


def lose_edition(room: Newsroom) -> None:
    """An edition file is gone."""
    (room.editions / "harbor-fire" / "uk.json").unlink()


def lose_log(room: Newsroom) -> None:
    """An edition is gone, and the publisher's log after it."""
    (room.editions / "harbor-fire" / "uk.json").unlink()
    (room.folder / "published" / "harbor-fire.jsonl").unlink()


def lose_journal(room: Newsroom) -> None:
    """The journal is gone."""
    journal.path(room.journal, "harbor-fire").unlink()


def lose_language(room: Newsroom) -> None:
    """A language's folder is gone."""
    shutil.rmtree(room.locales / "uk")


def lose_article(room: Newsroom) -> None:
    """An article's folder is gone while readers have it."""
    shutil.rmtree(room.articles / "harbor-fire")


def other_key(room: Newsroom) -> None:
    """Another publisher's key is beside the editions."""
    (room.editions / publisher_key.PUBLIC).unlink()


def own_interface(room: Newsroom) -> None:
    """The newsroom gets words of its own for the interface."""
    shutil.copy(room.interface / "uk/LC_MESSAGES/service.po", room.path("harbor-fire", "uk").parent)


CHANGES = (
    change_catalog, sign, reject, withdraw, edit_summary, break_article, drop_signer,
    damage_edition, lose_edition, lose_log, lose_journal, lose_language, lose_article, other_key,
    own_interface,
)  # fmt: skip


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_every_change_shows_at_once(
    change: Callable[[Newsroom], None], looked: list[str], newsroom: Newsroom, status: Status
) -> None:
    """Whatever file changes, status says what it says without a cache, also when it comes back."""
    newsroom.publish()
    before = status()
    kept = newsroom.folder / "kept"
    shutil.copytree(newsroom.folder, kept, ignore=shutil.ignore_patterns("cache"))
    change(newsroom)
    status()
    for name in ("articles", "locales", "journal", "editions", "published"):
        shutil.rmtree(newsroom.folder / name)
        shutil.copytree(kept / name, newsroom.folder / name)
    assert status() == before


def test_a_renamed_article_depends_on_its_old_journal(
    looked: list[str], newsroom: Newsroom, status: Status
) -> None:
    """What was signed under the old name is in that journal: a change of it shows."""
    newsroom.publish()
    renaming.rename(
        newsroom.publisher, "harbor-fire", "port-fire", Reviewer("Jane Doe"), newsroom.now
    )
    before = status()
    assert "port-fire" in before
    path = journal.path(newsroom.journal, "harbor-fire")
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    looked.clear()
    assert status() != before
    assert looked[0] == "port-fire"


def test_a_file_that_just_changed_is_read_again(
    run, looked: list[str], newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """A second change in the same step of the disk's clock leaves no trace but the content."""
    monkeypatch.setattr(status_cache, "SETTLED", 3600.0)
    run("status")
    looked.clear()
    run("status")
    assert "harbor-fire" in looked


def test_an_article_under_embargo_is_read_again_when_its_time_has_come(
    run, looked: list[str], newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """It is kept until then: no file changes when the time comes."""
    due = datetime.datetime(2999, 1, 1, tzinfo=datetime.UTC)
    newsroom.write("port-fire", SUMMARY.replace("[article]", f"publish_at = {due}\n[article]"))
    newsroom.update()
    newsroom.translate("port-fire", "uk", UKRAINIAN)
    newsroom.sign("port-fire", "en")
    newsroom.sign("port-fire", "uk")
    assert "goes up at 2999-01-01" in run("status").output
    looked.clear()
    assert "goes up at 2999-01-01" in run("status").output
    assert looked == []
    monkeypatch.setattr(plan, "now", due.astimezone)
    monkeypatch.setattr("service.cli.workshop.now", due.astimezone)
    run("status")
    assert "port-fire" in looked


@pytest.mark.parametrize("content", [b"", b"\x93", b"\xff" * 99, b"{}"])
def test_a_damaged_cache_counts_as_missing(
    content: bytes, run, looked: list[str], newsroom: Newsroom
) -> None:  # type: ignore[no-untyped-def]
    """Nobody has to know that there is one."""
    first = run("status").output
    (file,) = (newsroom.folder / "cache").iterdir()
    assert file.stat().st_mode & 0o777 == 0o600
    file.write_bytes(content)
    assert run("status").output == first
    looked.clear()
    assert run("status").output == first
    assert looked == []


def test_status_works_where_nothing_can_be_kept(run, looked: list[str], newsroom: Newsroom) -> None:  # type: ignore[no-untyped-def]
    """A home that cannot be written costs time only."""
    first = run("status").output
    shutil.rmtree(newsroom.folder / "cache")
    (newsroom.folder / "cache").mkdir(mode=0o500)
    with without_root(newsroom.folder):
        assert run("status").output == first
    assert not list((newsroom.folder / "cache").iterdir())


def test_what_goes_live_never_looks_into_the_cache() -> None:
    """Only the command that tells imports it: publisher, desk and window do not."""
    importers = []
    for file in sorted((ROOT / "service").rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.ImportFrom):
                names = [node.module or "", *(alias.name for alias in node.names)]
                if any(name.split(".")[-1] == "status_cache" for name in names):
                    importers.append(file.relative_to(ROOT / "service"))
    assert importers == [Path("cli/status.py")]
