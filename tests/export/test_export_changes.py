"""The export of what changed: after whatever happened, the folder is what a new one would be."""

from __future__ import annotations

import datetime
import os
import random
import shutil
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import REVIEWERS, SUMMARY, UKRAINIAN, Newsroom

from service import export
from service.editions import build_id, list_pages
from service.errors import SummariesError
from service.export import inputs_digest, renderer
from service.export.manifest import MANIFEST, File, Folder
from service.settings import Settings
from service.web import social_card
from service.web.social_card import Card, CardError
from service.web.views import api, feeds

ADDRESS = "https://summaries.example.org"
FONTS = Path("/usr/share/fonts")


@pytest.fixture(autouse=True)
def _site(monkeypatch: pytest.MonkeyPatch, newsroom: Newsroom, tmp_path: Path) -> None:
    fonts = tmp_path / "fonts"
    fonts.mkdir()
    monkeypatch.setenv("SUMMARIES_BASE_URL", ADDRESS)
    monkeypatch.setenv("SUMMARIES_EDITIONS", str(newsroom.editions))
    monkeypatch.setenv("SUMMARIES_FONTS", str(fonts))  # no cards: they take a while


def files(folder: Path) -> dict[str, bytes]:
    """Return everything that an export wrote, but for what it keeps for itself."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(MANIFEST)
    }


def differences(newsroom: Newsroom, folder: Path) -> list[str]:
    """Return which files of the export in ``folder`` a new export would not have so."""
    fresh = newsroom.folder / "fresh"
    shutil.rmtree(fresh, ignore_errors=True)
    export.export(fresh)
    old, new = files(folder), files(fresh)
    return sorted(path for path in old.keys() | new.keys() if old.get(path) != new.get(path))


# What people do to a newsroom; the rest is done to an export.
LIVE = {"appear", "reword", "correct", "withdraw", "hide", "vanish", "speak", "appoint"}


class Life:
    """What happens to a newsroom and its export, by chance but the same each time."""

    def __init__(self, newsroom: Newsroom, folder: Path, patch: pytest.MonkeyPatch, seed: int):
        self.room, self.folder, self.patch = newsroom, folder, patch
        self.chance = random.Random(seed)
        self.count = 0

    def deeds(self) -> list[Callable[[], str]]:
        """Return everything that can happen, some of it twice, in an order of chance."""
        found = [
            self.appear, self.appear, self.reword, self.reword, self.correct, self.withdraw,
            self.withdraw, self.hide, self.vanish, self.set, self.speak, self.tamper, self.remove,
            self.interrupt, self.appoint,
        ]  # fmt: skip
        self.chance.shuffle(found)
        return found

    def some(self) -> str:
        """Return an article."""
        return self.chance.choice(self.room.project.slugs() or [self.appear()])

    def appear(self) -> str:
        """An article is new, in one language or in two."""
        slug = f"{self.chance.choice('abcxyz')}-fire-{self.count}"
        where = f"in the {'old ' * self.count}port"
        self.room.write(slug, SUMMARY.replace("in the harbor", where, 1))
        self.room.update()
        self.room.sign(slug, "en")
        if self.chance.random() < 0.7:
            self.room.translate(slug, "uk", UKRAINIAN)
            self.room.sign(slug, "uk")
        return slug

    def reword(self) -> str:
        """A headline is translated again: pages, lists, and the neighbours' links change."""
        slug = self.some()
        self.room.translate(
            slug, "uk", UKRAINIAN | {"headline": ["Велика " * self.count + "пожежа"]}
        )
        self.room.sign(slug, "uk")
        return f"reword {slug}"

    def correct(self) -> str:
        """A figure is corrected in the source: other languages follow, or are outdated."""
        slug = self.some()
        path = self.room.articles / slug / "summary.toml"
        path.write_text(path.read_text().replace("{day}, ", "{day}, again, "))
        self.room.update()
        self.room.sign(slug, "en")
        return f"correct {slug}"

    def withdraw(self) -> str:
        """An edition is withdrawn, or comes back."""
        slug = self.some()
        what = self.chance.choice(["uk", "en", "all"])
        digests = self.room.withdrawn(slug)
        for digest in digests:
            self.room.undo(digest, slug)
        if not digests:
            self.room.withdraw(slug, what, f"Mistake {self.count}.")
        return f"withdraw {slug} {what}"

    def hide(self) -> str:
        """The article's own text is not shown any more, or again."""
        slug = self.some()
        path = self.room.articles / slug / "summary.toml"
        text, shown, hidden = path.read_text(), 'show = "all"', 'show = "quotes"'
        path.write_text(
            text.replace(shown, hidden) if shown in text else text.replace(hidden, shown)
        )
        return f"hide {slug}"

    def vanish(self) -> str:
        """An article and its editions are deleted by hand."""
        slug = self.some()
        shutil.rmtree(self.room.articles / slug)
        shutil.rmtree(self.room.editions / slug, ignore_errors=True)
        return f"vanish {slug}"

    def set(self) -> str:
        """The operator changes a setting."""
        name, value = self.chance.choice([
            ("BASE_URL", ADDRESS), ("BASE_URL", "http://other.example"), ("TIMEZONE", "Asia/Tokyo"),
            ("TIMEZONE", "UTC"), ("FRAME_ANCESTORS", "https://a.example"),
        ])  # fmt: skip
        self.patch.setenv(f"SUMMARIES_{name}", value)
        return f"{name}={value}"

    def speak(self) -> str:
        """The site gets another language."""
        locale = self.chance.choice(["fr", "pl"])
        (self.room.locales / locale / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        return f"speak {locale}"

    def appoint(self) -> str:
        """Only people may sign from now on, which every page says."""
        self.room.appoint(REVIEWERS.replace("= true", "= false"))
        return "appoint"

    def tamper(self) -> str:
        """Somebody edits an exported file."""
        path = self.chance.choice(sorted(p for p in self.folder.rglob("site/**/*") if p.is_file()))
        path.write_bytes(path.read_bytes() + b"!")
        return f"tamper {path.name}"

    def remove(self) -> str:
        """Somebody deletes an exported folder or file."""
        path = self.chance.choice(sorted(self.folder.rglob("site/**/*")))
        shutil.rmtree(path) if path.is_dir() else path.unlink()
        return f"remove {path.name}"

    def interrupt(self) -> str:
        """An export ends half way."""
        slug = self.appear()
        self.room.publish()
        real, left = Folder._write, iter(range(self.chance.randrange(30)))

        def full(folder: Folder, path: str, content: bytes) -> File:
            if next(left, None) is None:
                raise OSError(28, "No space left on device", path)
            return real(folder, path, content)

        with self.patch.context() as patch:
            patch.setattr(Folder, "_write", full)
            with pytest.raises(OSError, match="No space left"):
                export.export(self.folder)
        return f"interrupted with {slug}"


@pytest.mark.parametrize("seed", [1])
def test_whatever_happened_the_export_is_what_a_new_one_would_be(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Byte for byte, and nothing else is there; another export then has nothing to do."""
    for module, name in ((list_pages, "SIZE"), (api, "LIMIT"), (feeds, "MOST")):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(feeds, "MOST_LISTED", 8)
    folder = tmp_path / "out"
    life = Life(newsroom, folder, monkeypatch, seed)
    export.export(folder)
    told = []
    for deed in life.deeds():
        life.count += 1
        newsroom.now += datetime.timedelta(minutes=1)
        told.append(deed())
        newsroom.publish()
        export.export(folder)
        assert differences(newsroom, folder) == [], told
        again = export.export(folder)
        assert (again.answers, again.written, again.removed) == (0, 0, 0), told


@pytest.mark.parametrize("seed", [1, 2])
def test_a_live_export_is_what_a_new_one_would_be(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Byte for byte, whatever people do; and a look at what did not change does nothing."""
    for module, name in ((list_pages, "SIZE"), (api, "LIMIT"), (feeds, "MOST")):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(feeds, "MOST_LISTED", 8)
    monkeypatch.setenv("SUMMARIES_REFRESH", "0")
    folder = tmp_path / "out"
    life, live = Life(newsroom, folder, monkeypatch, seed), export.LiveExport(folder)
    live.refresh()
    told = []
    for deed in [d for d in life.deeds() if d.__name__ in LIVE]:
        life.count += 1
        newsroom.now += datetime.timedelta(minutes=1)
        told.append(deed())
        newsroom.publish()
        live.refresh()
        assert differences(newsroom, folder) == [], told
        assert live.refresh() is None, told
    live.close()


def test_a_live_export_makes_what_changed_and_nothing_else(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many articles there are: these are not even looked at."""
    monkeypatch.setenv("SUMMARIES_REFRESH", "0")
    life = Life(newsroom, tmp_path / "out", monkeypatch, 3)
    slugs = []
    for life.count in range(6):
        newsroom.now += datetime.timedelta(minutes=1)
        slugs.append(life.appear())
        newsroom.publish()
    live = export.LiveExport(tmp_path / "out")
    live.refresh()
    made: list[str] = []
    real = renderer.Maker.make
    monkeypatch.setattr(
        renderer.Maker, "make", lambda self, part: made.append(part.name) or real(self, part)
    )
    newsroom.withdraw(slugs[2], "uk", "A mistake.")
    newsroom.publish()
    report = live.refresh()
    assert report is not None
    assert slugs[2] in made
    assert len([name for name in made if name in slugs]) <= 3  # and its neighbours
    live.close()


def test_what_was_kept_while_a_file_was_broken_stays_when_it_is_corrected(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """It is part of the site again, not what is left of a former one."""
    folder = tmp_path / "out"
    export.export(folder)
    edition = newsroom.editions / "harbor-fire" / "uk.json"
    content = edition.read_bytes()
    edition.write_text("{")
    assert export.export(folder).kept > 0
    edition.write_bytes(content)
    assert export.export(folder).kept == 0
    assert differences(newsroom, folder) == []


def test_many_articles_are_made_in_several_processes(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With the same outcome; and what goes wrong in one of them is said as ever."""
    folder = tmp_path / "out"
    export.export(folder)
    newsroom.now += datetime.timedelta(minutes=1)
    newsroom.write("second-fire")
    newsroom.update()
    newsroom.sign("second-fire", "en")
    newsroom.publish()
    with monkeypatch.context() as patch:
        patch.setattr(renderer, "MANY", 1)
        patch.setattr(renderer, "SHARE", 5)
        assert export.export(folder).answers > 20
        (tmp_path / "other" / "site" / "uk").mkdir(parents=True)
        (tmp_path / "other" / "site" / "uk" / "harbor-fire.html").write_text("mine")
        with pytest.raises(SummariesError, match=r"harbor-fire\.html was not written by an export"):
            export.export(tmp_path / "other")
    assert differences(newsroom, folder) == []


def test_the_manifest_says_which_software_made_a_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another version makes everything again, and leaves alone what it would write as it is."""
    first = export.export(tmp_path)
    monkeypatch.setattr(build_id, "environment_digest", lambda: "another")
    again = export.export(tmp_path)
    assert (again.answers, again.written) == (first.answers, 0)


def test_each_encoding_of_the_window_has_a_twin(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What the window learns to compress with, the export has, too, and no more than that.

    A twin of what a page was goes with it, even while nothing else is removed.
    """
    (newsroom.editions / "harbor-fire" / "de.json").write_text("{")
    export.export(tmp_path)
    page = tmp_path / "site" / "uk" / "harbor-fire.html"
    monkeypatch.setattr(build_id, "environment_digest", lambda: "another")
    monkeypatch.setattr(renderer, "ENCODINGS", {"zstd": lambda body: b"zstd" + body})
    monkeypatch.setattr(
        "service.web.cached_response.ENCODINGS", {"zstd": lambda body: b"zstd" + body}
    )
    export.export(tmp_path)
    assert page.with_name("harbor-fire.html.zst").read_bytes() == b"zstd" + page.read_bytes()
    twins = {path.suffix for path in page.parent.glob("harbor-fire.html.*")}
    assert twins == {".zst"}


@pytest.mark.parametrize(
    "damage",
    [
        "UPDATE parts SET made_of = 'x'",
        "UPDATE parts SET sheet = substr(sheet, 1, 50)",
        "UPDATE parts SET name = name || 'x' WHERE name LIKE 'uk%'",
        "PRAGMA user_version = 1",
    ],
)
def test_a_manifest_that_was_altered_is_not_believed(tmp_path: Path, damage: str) -> None:
    """The export says what to do, and touches nothing."""
    export.export(tmp_path)
    before = files(tmp_path)
    with sqlite3.connect(tmp_path / MANIFEST) as manifest:
        manifest.execute(damage)
    manifest.close()
    with pytest.raises(SummariesError, match=r"move the (whole )?folder away"):
        export.export(tmp_path)
    assert files(tmp_path) == before


def test_a_torn_manifest_is_not_believed(tmp_path: Path) -> None:
    """Neither is one that is no database at all."""
    export.export(tmp_path)
    (tmp_path / MANIFEST).write_bytes(b"x" * 5000)
    with pytest.raises(SummariesError, match=f"{MANIFEST} cannot be used"):
        export.export(tmp_path)


def test_without_a_manifest_what_was_there_is_named(
    newsroom: Newsroom, tmp_path: Path, run: Callable[..., Result]
) -> None:
    """What is as it should be is taken over; what does not belong there is for a person to judge:
    a page of an edition that was withdrawn since must not stay unnoticed."""
    folder = tmp_path / "out"
    export.export(folder)
    (folder / MANIFEST).unlink()
    newsroom.withdraw(reason="Mistake.")
    newsroom.publish()
    (folder / "site").rename(tmp_path / "site")
    (folder / "site" / "uk").mkdir(parents=True)
    shutil.copy(tmp_path / "site" / "uk" / "harbor-fire.html", folder / "site" / "uk")
    shutil.copy(tmp_path / "site" / "robots.txt", folder / "site")
    result = run("export", str(folder))
    assert "1 files in" in result.stderr and "remove those that do not belong" in result.stderr
    assert "files in" not in run("export", str(folder)).stderr


def test_verify_reads_what_size_and_time_do_not_tell(tmp_path: Path, run) -> None:
    """Somebody altered a page and hid it well."""
    folder = tmp_path / "out"
    export.export(folder)
    page = folder / "site" / "uk" / "harbor-fire.html"
    content, status = page.read_bytes(), page.stat()
    page.write_bytes(content[::-1])
    os.utime(page, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert export.export(folder).written == 0
    assert "1 files written" in run("export", str(folder), "--verify").stdout
    assert page.read_bytes() == content


def test_cards_are_drawn_once_for_the_words_on_them(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A new headline gets a new card and the old one goes; another version draws none again."""
    try:
        social_card.check(Card("uk", "Пожежа", "Огляди"), FONTS)
    except CardError as error:
        pytest.fail(str(error)) if os.environ.get("CI") else pytest.skip(str(error))
    monkeypatch.setenv("SUMMARIES_FONTS", str(FONTS))
    folder = tmp_path / "out"
    export.export(folder)
    before = {path: path.stat() for path in folder.rglob("card-*.png")}
    assert sorted(path.parent.parent.name for path in before) == ["en", "uk"]
    monkeypatch.setattr(build_id, "environment_digest", lambda: "another")
    export.export(folder)
    assert {path: path.stat() for path in folder.rglob("card-*.png")} == before
    newsroom.translate("harbor-fire", "uk", UKRAINIAN | {"headline": ["Пожежа"]})
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    report = export.export(folder)
    after = set(folder.rglob("card-*.png"))
    assert report.removed and len(after) == 2
    assert len(after - before.keys()) == len(before.keys() - after) == 1


def test_settings_that_no_page_shows_are_known(newsroom: Newsroom, tmp_path: Path) -> None:
    """Each name is one of a setting: whatever is new counts until somebody says otherwise."""
    assert set(Settings.__dataclass_fields__) > inputs_digest.UNSEEN
    assert {"base_url", "timezone", "fonts", "frame_ancestors"}.isdisjoint(inputs_digest.UNSEEN)


def test_a_new_article_leaves_the_pages_of_lists_as_they_are(
    newsroom: Newsroom, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only the newest page, the feed, and the last parts of the sitemap and the API's list change.

    And the page of the article before it, which links to the next one.
    """
    for module, name in ((list_pages, "SIZE"), (api, "LIMIT")):
        monkeypatch.setattr(module, name, 2)
    monkeypatch.setattr(feeds, "MOST_LISTED", 4)
    folder, clock = tmp_path / "out", iter(range(60))

    def publish(slug: str) -> dict[str, bytes]:
        newsroom.now += datetime.timedelta(minutes=1)
        newsroom.write(slug, SUMMARY.replace("in the harbor", f"in port {'i' * next(clock)}", 1))
        newsroom.update()
        newsroom.sign(slug, "en")
        newsroom.publish()
        export.export(folder)
        return files(folder / "site")

    for slug in ("m-fire", "b-fire", "x-fire", "a-fire", "y-fire"):
        before = publish(slug)
    after = publish("c-fire")
    changed = {path for path in before if before[path] != after.get(path)}
    assert "en/_page/1.html" in before
    lists = {path for path in changed if "-fire" not in path.rsplit("/", 1)[-1]}
    assert {path for path in lists if not path.endswith((".gz", ".br", ".zst"))} == {
        "api/v1/languages.json",
        "en/feed.atom",
        "en/index.html",
        "en/2026/11.html",
        "sitemap.xml",  # there is one part more
        "_redirects",  # Netlify's rules name the languages that an article lacks
    }
    others = {path for path in changed - lists if "y-fire" not in path}
    assert {path.partition(".json")[0] for path in others} == {"api/v1/_after/x-fire"}
