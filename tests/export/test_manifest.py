"""The export as a folder: what a second one touches, removes, refuses, and what it survives."""

from __future__ import annotations

import json
import os
import re
import time
from pathlib import Path

import pytest
from conftest import Newsroom

from service import export
from service.errors import SummariesError
from service.export.manifest import File, Folder
from service.web.views import feeds

# How the files of the Ukrainian edition start.
START = ("site/uk/harbor-fire", "site/api/v1/articles/harbor-fire/summary/uk.")


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch, newsroom: Newsroom) -> None:
    monkeypatch.setenv("SUMMARIES_BASE_URL", "https://summaries.example.org")
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
    monkeypatch.setenv("SUMMARIES_FONTS", str(newsroom.folder))  # no cards: they take a while


def state(folder: Path) -> dict[str, tuple[int, int]]:
    """Return what tells whether a file was touched, for all but the manifest."""
    return {
        str(path.relative_to(folder)): (path.stat().st_mtime_ns, path.stat().st_ino)
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith("manifest")
    }


def test_a_second_export_touches_only_what_changed(newsroom: Newsroom, tmp_path: Path) -> None:
    """Nothing when nothing changed; the pages that show a new word when one did."""
    folder = tmp_path / "out"
    assert export.export(folder).rules
    before = state(folder)
    again = export.export(folder)
    assert (again.written, again.removed, again.rules) == (0, 0, False)
    assert state(folder) == before
    # A clock that was set back, or two exports within a second: the next test of times is harder.
    later = time.time_ns() + 100 * 10**9
    for path in before:
        os.utime(folder / path, ns=(later, later))
    assert export.export(folder).written == 0
    before = state(folder)
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "Пожежа складу", "Велика пожежа складу")
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    export.export(folder)
    after = state(folder)
    assert after.keys() == before.keys()
    changed = {re.sub(r"\.(?:br|zst|gz)$", "", path) for path in after
               if after[path] != before[path]}  # fmt: skip
    api = "site/api/v1/articles"
    assert changed == {
        "site/uk/index.html", "site/uk/2026/11.html", "site/uk/feed.atom",
        "site/uk/harbor-fire.html",
        "site/uk/harbor-fire/embed.html",
        "site/articles/harbor-fire/source/uk.html", f"{api}.json", f"{api}/harbor-fire.json",
        *(f"{api}/harbor-fire/summary/uk.{kind}" for kind in ("json", "html", "txt", "md")),
    }  # fmt: skip
    # A web server's ETag is made of size and seconds: a new file has another second.
    for path in changed:
        assert after[path][0] // 10**9 > before[path][0] // 10**9


def test_what_is_gone_goes_and_what_is_not_ours_stays(newsroom: Newsroom, tmp_path: Path) -> None:
    """A withdrawn edition leaves its notice; an unmanaged file is neither removed nor replaced."""
    folder = tmp_path / "out"
    export.export(folder)
    (folder / "site" / "uk" / "google123.html").write_text("mine")
    newsroom.withdraw(locale="uk", reason="An error.")
    newsroom.publish()
    report = export.export(folder)
    assert report.removed > 10
    left = {str(path.relative_to(folder / "site")) for path in (folder / "site").rglob("*uk*")}
    assert "_errors/410/uk" in left
    assert [p.name for p in (folder / "site" / "uk").iterdir() if "harbor" in p.name] == []
    assert (folder / "site" / "uk" / "google123.html").read_text() == "mine"
    assert "/uk/harbor-fire /_errors/410/uk/harbor-fire.html 410" in (
        folder / "site" / "_redirects").read_text().splitlines()  # fmt: skip


def test_an_unmanaged_file_in_the_way_is_not_overwritten(tmp_path: Path) -> None:
    """The export says which file, and what to do."""
    folder = tmp_path / "out"
    (folder / "site").mkdir(parents=True)
    (folder / "site" / "robots.txt").write_text("User-agent: *\n")
    with pytest.raises(SummariesError, match=r"robots\.txt was not written by an export: move it"):
        export.export(folder)
    assert (folder / "site" / "robots.txt").read_text() == "User-agent: *\n"


@pytest.mark.parametrize("verify", [False, True])
def test_no_link_in_an_export_is_written_through(tmp_path: Path, verify: bool) -> None:
    """Neither by a link in a page's place, which goes, nor by one in the place of a folder."""
    folder, outside = tmp_path / "out", tmp_path / "outside"
    export.export(folder)
    page = folder / "site" / "uk" / "harbor-fire.html"
    content = page.read_bytes()
    page.unlink()
    outside.write_text("precious")
    page.symlink_to(outside)
    assert export.export(folder, verify=verify).written == 1
    assert outside.read_text() == "precious"
    assert not page.is_symlink()
    assert page.read_bytes() == content
    (folder / "site" / "uk").rename(tmp_path / "uk")
    (folder / "site" / "uk").symlink_to(tmp_path / "uk")
    (tmp_path / "uk" / "harbor-fire.html").write_text("precious")
    with pytest.raises(SummariesError, match="uk is a symbolic link: take it away"):
        export.export(folder, verify=verify)
    assert (tmp_path / "uk" / "harbor-fire.html").read_text() == "precious"


def test_what_a_killed_export_left_is_swept_up(tmp_path: Path) -> None:
    """A web server would give it to whoever asks."""
    folder = tmp_path / "out"
    export.export(folder)
    left = folder / "site" / "uk" / ".harbor-fire.html.o_3n2x0q.summaries.tmp"
    left.write_text("half")
    os.utime(left, (1, 1))
    (folder / "site" / "uk" / "harbor-fire.html").unlink()
    export.export(folder)
    assert not left.exists()


def test_an_altered_file_is_put_right(tmp_path: Path) -> None:
    """Only signed words are served: what somebody wrote into an exported page does not stay."""
    folder = tmp_path / "out"
    export.export(folder)
    page = folder / "site" / "uk" / "harbor-fire.html"
    content = page.read_bytes()
    page.write_bytes(content.replace("Пожежа".encode(), "Свято!".encode()))
    (folder / "site" / "uk" / "harbor-fire.html.gz").unlink()
    assert export.export(folder).written == 2
    assert page.read_bytes() == content


def test_an_edition_that_cannot_be_read_takes_no_page_down(
    newsroom: Newsroom, tmp_path: Path, run
) -> None:
    """The last export's page stays and the report says so; a withdrawal still takes effect."""
    folder = tmp_path / "out"
    assert run("export", str(folder)).exit_code == 0
    (newsroom.editions / "harbor-fire" / "uk.json").write_text("{")
    result = run("export", str(folder))
    assert result.exit_code == 1
    assert "harbor-fire/uk.json is not served" in result.stderr
    assert "were kept" in result.stderr
    assert (folder / "site" / "uk" / "harbor-fire.html").exists()
    newsroom.publish()
    newsroom.withdraw(locale="uk", reason="An error.")
    newsroom.publish()
    (newsroom.editions / "harbor-fire" / "en.json").write_text("{")
    assert run("export", str(folder)).exit_code == 1
    assert not (folder / "site" / "uk" / "harbor-fire.html").exists()
    assert (folder / "site" / "en" / "harbor-fire.html").exists()


@pytest.mark.parametrize("room", [0, 9])
@pytest.mark.parametrize("live", [False, True])
def test_a_failed_export_leaves_the_former_one_whole_but_what_is_withdrawn(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, room: int, live: bool
) -> None:
    """A full disk: every file is the old one or the new one; the next run goes on.

    What a person took down goes even though nothing can be written.
    """
    folder = tmp_path / "out"
    monkeypatch.setenv("SUMMARIES_REFRESH", "0")
    watching = export.LiveExport(folder)
    bring = watching.refresh if live else lambda: export.export(folder)
    bring()
    before = set(state(folder))
    newsroom.withdraw(locale="uk", reason="An error.")
    newsroom.publish()
    real, left = Folder._write, iter(range(room))

    def full(self: Folder, path: str, content: bytes) -> File:
        if next(left, None) is None:
            raise OSError(28, "No space left on device", path)
        return real(self, path, content)

    with monkeypatch.context() as patch:
        patch.setattr(Folder, "_write", full)
        with pytest.raises(OSError, match="No space left"):
            bring()
    down = {path for path in before if path.startswith(START)}
    assert {"site/uk/harbor-fire.html", "site/uk/harbor-fire.html.br"} < down
    assert down.isdisjoint(state(folder))
    pages = {path for path in before - down if not path.endswith((".br", ".zst", ".gz"))}
    assert pages <= set(state(folder))
    assert not [path for path in state(folder) if path.endswith(".tmp")]
    assert (report := bring()) and report.written
    assert (folder / "site" / "_errors" / "410" / "uk" / "harbor-fire.html").exists()
    assert export.export(folder).written == 0
    watching.close()


def test_the_command_reports(tmp_path: Path, run, monkeypatch: pytest.MonkeyPatch) -> None:
    """In words and as JSON; without an address or anything published it says what to do."""
    folder = str(tmp_path / "out")
    assert "files written" in run("export", folder).stdout
    report = json.loads(run("export", folder, "--format", "json").stdout)
    assert (report["written"], report["answers"]) == (0, 0) and report["unchanged"] > 90
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(tmp_path / "none"))
    result = run("export", folder)
    assert result.exit_code == 1 and "nothing is published" in result.stderr
    monkeypatch.delenv("SUMMARIES_BASE_URL")
    result = run("export", folder)
    assert result.exit_code == 2 and "set it, as in SUMMARIES_BASE_URL=https" in result.stderr
    assert list((tmp_path / "out").iterdir())


def test_a_large_sitemap_is_exported_with_its_parts(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The index names files that are there, and every page is in one of them."""
    for slug in ("b-fire", "c-fire"):
        newsroom.write(slug)
        newsroom.update("en")
        newsroom.sign(slug, "en")
    newsroom.publish()
    export.export(tmp_path / "whole")
    monkeypatch.setattr(feeds, "MOST_LISTED", 4)
    export.export(tmp_path / "parts")
    site = "https://summaries.example.org"

    def listed(file: Path) -> list[str]:
        return re.findall(f"<loc>{site}(.*?)</loc>", file.read_text())

    parts = [tmp_path / f"parts/site{path}" for path in listed(tmp_path / "parts/site/sitemap.xml")]
    assert len(parts) == 3
    found = sorted(path for part in parts for path in listed(part))
    assert found == sorted(listed(tmp_path / "whole/site/sitemap.xml"))
