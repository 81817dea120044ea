"""Thousands of articles, and what disks and clocks do: readers keep the last reviewed words."""

from __future__ import annotations

import datetime
import itertools
import os
import re
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import REVIEWERS, SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient

from service import processes
from service.editions import (
    article_publisher,
    edition_reader,
    file_scan,
    index,
    publisher,
    publisher_key,
    store,
)
from service.editions.article_publisher import ArticlePublisher
from service.editions.lazy_editions import UnavailableError
from service.editions.model import Withdrawn
from service.editions.publisher import Publisher
from service.editions.repository import EditionRepository
from service.review.project import Project
from service.web.views import feeds

FIRE = "повідомили пожежники"


def more(room: Newsroom, *slugs: str) -> None:
    """Publish further articles, in both languages."""
    for slug in slugs:
        room.write(slug, SUMMARY.replace("Warehouse fire", f"Fire of {slug.replace('-', ' ')}"))
    room.update()
    for slug in slugs:
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en")
        room.sign(slug, "uk")
        room.now += datetime.timedelta(minutes=1)
        room.publish()


def state(window: FlaskClient) -> str:
    status: str = window.get("/readyz").json["status"]
    return status


def held(window: FlaskClient) -> EditionRepository:
    found: EditionRepository = window.application.extensions["summaries"]
    return found


def test_an_index_cannot_vouch_for_words(newsroom: Newsroom) -> None:
    """Whoever writes into the index that a changed edition is fine: nobody gets to read it."""
    path = store.path(newsroom.editions, "harbor-fire", "uk")
    path.write_text(path.read_text().replace(FIRE, "нічого не сталося"))
    reader = index.Reader(newsroom.editions)
    lines = reader.news()
    line = [line for line in lines if line.slug == "harbor-fire"][-1]
    status = path.stat()
    old = line.files["uk"]
    line.files["uk"] = index.Entry(
        file_scan.stamp(status), status.st_size, "current", "en", old.published, old.updated,
        old.serial,
    )  # fmt: skip
    reader.write(lines, publisher_key.load(newsroom.folder / "published"))
    window = newsroom.client()
    answer = window.get("/uk/harbor-fire")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "нічого не сталося" not in answer.text
    assert '<html lang="uk"' in answer.text
    assert window.get("/uk/").status_code == window.get("/uk/feed.atom").status_code == 200
    assert window.get("/en/harbor-fire").status_code == 200
    assert "harbor-fire/uk.json" in window.get("/readyz").json["problems"][0]
    (newsroom.editions / index.FILE).unlink()
    Publisher(newsroom.project, newsroom.editions).publish()
    assert FIRE in window.get("/uk/harbor-fire").text
    assert state(window) == "ready"


@pytest.mark.parametrize(
    "content",
    [b"", b"\xff" * 500, b"[" * 100_000, None, "cut", "twice"],
    ids=lambda value: repr(value)[:12],
)
def test_the_index_can_be_lost_at_any_time(newsroom: Newsroom, content: bytes | str | None) -> None:
    """Deleted, overwritten, cut off in the middle of a line: readers and publisher go on."""
    path = newsroom.editions / index.FILE
    running = newsroom.client()
    assert running.get("/uk/harbor-fire").status_code == 200
    whole = path.read_bytes()
    path.unlink()
    if content is not None:
        kinds = {"cut": whole[:-20], "twice": whole + whole}
        path.write_bytes(content if isinstance(content, bytes) else kinds[content])
    for window in (running, newsroom.client()):
        assert FIRE in window.get("/uk/harbor-fire").text
        assert state(window) == "ready"
    newsroom.publisher = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    assert not newsroom.publish().written
    newsroom.sign("harbor-fire", "uk", "fire", name="John Doe")
    newsroom.publish()
    for window in (running, newsroom.client()):
        assert "John Doe" in window.get("/uk/harbor-fire").text


def test_a_restart_opens_no_catalog_that_did_not_change(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With thousands of articles the service would not be back for minutes."""
    more(newsroom, "mill-fire")
    opened: list[str] = []
    read = Project.catalog

    def catalog(self: Project, domain: str, locale: str):  # type: ignore[no-untyped-def]
        opened.append(domain)
        return read(self, domain, locale)

    monkeypatch.setattr(Project, "catalog", catalog)
    assert not Publisher(newsroom.project, newsroom.editions).publish().written
    assert opened == []
    os.utime(newsroom.path("mill-fire", "uk"), ns=(1, 1))
    Publisher(newsroom.project, newsroom.editions).publish()
    assert set(opened) == {"mill-fire"}


def test_a_broken_catalog_is_still_named_after_a_restart(newsroom: Newsroom) -> None:
    """Though nobody opened it again."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), 'msgstr "', "msgstr ")
    assert newsroom.publish().problems
    again = Publisher(newsroom.project, newsroom.editions).publish()
    assert again.problems[0].path == "locales/uk/LC_MESSAGES/harbor-fire.po"
    assert state(newsroom.client()) == "degraded"


def test_a_changed_policy_concerns_every_article(newsroom: Newsroom) -> None:
    """Whose signature counts is not in the articles' own files."""
    newsroom.appoint('[[reviewers]]\nname = "Ann Smith"\nkind = "person"\nlanguages = ["*"]\n')
    newsroom.publish()
    assert store.load(store.path(newsroom.editions, "harbor-fire", "uk")).state == "pending"


def test_the_least_recently_read_editions_are_evicted(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Memory has a bound, and every page is served all the same."""
    slugs = [f"fire-{letter}" for letter in "abcdefgh"]
    more(newsroom, *slugs)
    monkeypatch.setattr(edition_reader, "MOST_BYTES", 20_000)
    window = newsroom.client(BASE_URL="https://example.org")
    for _round in range(2):
        for slug, language in itertools.product(slugs, ("uk", "en")):
            assert window.get(f"/{language}/{slug}").status_code == 200
        assert held(window)._reader.memory.size <= 20_000
    assert len(re.findall("<entry>", window.get("/uk/feed.atom").text)) == 9


def test_what_its_file_cannot_give_back_is_evicted_last(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Readers keep the words of a broken file, however much is read after it."""
    slugs = [f"fire-{letter}" for letter in "abcdefgh"]
    more(newsroom, *slugs)
    monkeypatch.setattr(edition_reader, "MOST_BYTES", 20_000)
    window = newsroom.client()
    assert FIRE in window.get("/uk/harbor-fire").text
    store.path(newsroom.editions, "harbor-fire", "uk").write_text("{")
    assert state(window) == "degraded"
    for slug, language in itertools.product(slugs, ("uk", "en")):
        assert window.get(f"/{language}/{slug}").status_code == 200
    assert FIRE in window.get("/uk/harbor-fire?again").text


def test_a_folder_that_disappears_takes_down_nothing_that_was_read(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was not is neither denied nor invented: come again. When the folder is back, all is."""
    more(newsroom, "mill-fire")
    monkeypatch.setattr(EditionRepository, "_read_ahead", lambda _self, _until: None)
    window = newsroom.client()
    assert window.get("/uk/harbor-fire").status_code == 200
    elsewhere = newsroom.folder / "elsewhere"
    for leave in (lambda: None, newsroom.editions.mkdir):
        newsroom.editions.rename(elsewhere)
        leave()  # where a volume was, there is an empty folder or none
        assert FIRE in window.get("/uk/harbor-fire").text
        answer = window.get("/en/mill-fire")
        assert (answer.status_code, answer.headers["Cache-Control"]) == (503, "no-store")
        # What there is in other languages cannot be told now.
        assert window.get("/de/mill-fire").status_code == 503
        assert int(answer.headers["Retry-After"]) > 0
        held(window)._reader.memory._held.pop(("harbor-fire", "_article"), None)
        assert window.get(f"/uk/harbor-fire?{leave}").status_code == 200
        assert window.get(f"/articles/harbor-fire/source?lang=uk&{leave}").status_code == 503
        answer = window.get("/api/v1/articles/mill-fire/summary?lang=en")
        assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
        ready = window.get("/readyz")
        assert (ready.status_code, ready.json["status"]) == (200, "degraded")
        assert "is gone" in ready.json["problems"][0]
        if newsroom.editions.exists():
            newsroom.editions.rmdir()
        elsewhere.rename(newsroom.editions)
        assert state(window) == "ready"
        assert window.get("/uk/harbor-fire").status_code == 200
    assert window.get("/en/mill-fire").status_code == 200


def test_a_full_disk_harms_no_edition(newsroom: Newsroom) -> None:
    """One sentence for the operator, the old words for readers, the new ones once there is room."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), FIRE, "кажуть пожежники")
    newsroom.sign("harbor-fire", "uk", "fire")
    before = {path: path.read_bytes() for path in newsroom.editions.rglob("*.json")}
    folders = {
        f"SUMMARIES_{name.upper()}": str(newsroom.folder / name)
        for name in ("articles", "locales", "journal", "editions", "published")
    }

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1000, resource.RLIM_INFINITY))

    def publish(limit: bool) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [Path(sys.executable).parent / "summaries", "publish"], env=os.environ | folders,
            preexec_fn=full if limit else None, capture_output=True, text=True, timeout=60,
            check=False,
        )  # fmt: skip

    done = publish(limit=True)
    assert (done.returncode, "Traceback" in done.stderr) == (1, False)
    assert "File too large" in done.stderr
    assert {path: path.read_bytes() for path in newsroom.editions.rglob("*.json")} == before
    assert not list(newsroom.editions.rglob("*.tmp"))
    assert FIRE in newsroom.client().get("/uk/harbor-fire").text
    assert publish(limit=False).returncode == 0
    assert "кажуть пожежники" in newsroom.client().get("/uk/harbor-fire").text


def test_a_clock_that_jumps_loses_no_signature(newsroom: Newsroom) -> None:
    """Back or forth, by days: what is signed is published, and windows show it."""
    window = newsroom.client()
    words = [FIRE, "кажуть пожежники", "пишуть пожежники", "вважають пожежники"]
    for (old, new), days in zip(itertools.pairwise(words), (-400, 4000, -3600), strict=True):
        newsroom.now += datetime.timedelta(days=days)
        path = newsroom.path("harbor-fire", "uk")
        newsroom.replace(path, old, new)
        newsroom.sign("harbor-fire", "uk", "fire")
        at = int(newsroom.now.timestamp() * 1e9)
        os.utime(path, ns=(at, at))
        newsroom.publish()
        os.utime(store.path(newsroom.editions, "harbor-fire", "uk"), ns=(at, at))
        for path_of in ("/uk/harbor-fire", "/uk/", "/uk/feed.atom"):
            answer = window.get(path_of)
            assert answer.status_code == 200
        assert new in window.get("/uk/harbor-fire").text
    assert state(window) == "ready"


def test_a_catalog_replaced_a_thousand_times(newsroom: Newsroom) -> None:
    """Whole, in part, unsigned: no reader sees anything but signed words, the last at the end."""
    path = newsroom.path("harbor-fire", "uk")
    good = path.read_bytes()
    unsigned = good.replace(FIRE.encode(), "нічого не сталося".encode())
    window = newsroom.client()
    for number in range(1000):
        content = (good, unsigned, good[: number * 7 % len(good)], b"")[number % 4]
        if number % 3:
            path.write_bytes(content)
        else:
            path.with_suffix(".new").write_bytes(content)
            path.with_suffix(".new").replace(path)
        if number % 33 == 0:
            newsroom.publisher.poll()
            answer = window.get("/uk/harbor-fire")
            assert answer.status_code == 200
            assert FIRE in answer.text
            assert "нічого не сталося" not in answer.text
    path.write_bytes(good)
    newsroom.publisher.poll()
    assert state(window) == "ready"
    assert newsroom.states()["uk"] == "current"


@pytest.mark.parametrize("cores", [1, 2])
def test_a_signature_does_not_wait_for_a_long_round(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, cores: int
) -> None:
    """All is published again as the list of signers changed; what is signed meanwhile comes first.

    The rest follows, each article once, also where it takes the work of several processes.
    """
    slugs = [f"{letter}-fire" for letter in "abcdefghij"]
    more(newsroom, *slugs)
    for name, value in (("ACT", 0.0), ("ROUND", 0.0)):
        monkeypatch.setattr(publisher, name, value)
    monkeypatch.setattr(article_publisher, "MANY", 2 if cores > 1 else 100)
    monkeypatch.setattr(article_publisher, "PART", 1)
    monkeypatch.setattr(processes, "cores", lambda: cores)
    begun: list[str] = []
    plan = ArticlePublisher.publish_all

    def recorded(self: ArticlePublisher, waiting: Iterable[str], *more: Any) -> Iterator[Any]:
        for done in plan(self, waiting, *more):
            begun.extend(done.slugs)
            if len(begun) == 1:
                path = newsroom.path("j-fire", "uk")
                newsroom.replace(path, FIRE, "кажуть пожежники")
                newsroom.sign("j-fire", "uk", "fire")
            yield done

    monkeypatch.setattr(ArticlePublisher, "publish_all", recorded)
    newsroom.appoint(f"# Somebody joined.\n{REVIEWERS}")
    newsroom.now += datetime.timedelta(hours=1)
    newsroom.publisher.poll()
    first = len(begun)
    assert begun[0] not in ("", "j-fire") and first < len(slugs)
    report = newsroom.publisher.poll()
    assert report is not None and report.written == ["j-fire/uk (current, revision 2)"]
    assert begun[first] == "j-fire"
    while newsroom.publisher.poll():
        pass
    assert sorted(begun) == sorted([*slugs, "harbor-fire", "service"])


def test_a_window_learns_which_articles_changed(newsroom: Newsroom) -> None:
    """Pages of others need not be made again: those that name the changed one as a neighbour do."""
    more(newsroom, "b-fire", "c-fire", "d-fire", "e-fire")
    found = EditionRepository(newsroom.editions, interval=0)
    before = found.view()
    for language in ("uk", "en"):
        assert len(before.in_language(language)) == 5
    newsroom.sign("c-fire", "uk", "fire", name="John Doe")
    newsroom.publish()
    assert found.view().generation > before.generation
    assert found.changes(before.generation) == {"b-fire", "c-fire", "d-fire"}
    assert found.changes(found.view().generation) == frozenset()
    assert found.changes(-1) is None
    before = found.view()
    newsroom.translate("service", "uk", {"Corrections": ["Виправлене"]})
    newsroom.sign("service", "uk", "Corrections", name="Claude")
    newsroom.publish()
    found.view()
    assert found.changes(before.generation) is None


def test_lists_follow_what_is_published_withdrawn_and_removed(newsroom: Newsroom) -> None:
    """In their order, though only what changed is put in its place."""
    more(newsroom, "b-fire", "c-fire")
    window = newsroom.client()

    def listed() -> list[str]:
        return re.findall(r'<h3><a href="/uk/([a-z-]+)"', window.get("/uk/").text)

    assert listed() == ["c-fire", "b-fire", "harbor-fire"]
    more(newsroom, "d-fire")
    assert listed() == ["d-fire", "c-fire", "b-fire", "harbor-fire"]
    newsroom.withdraw("c-fire", "uk", "The quotation was false.")
    newsroom.publish()
    assert listed() == ["d-fire", "b-fire", "harbor-fire"]
    assert window.get("/uk/c-fire").status_code == 410
    shutil.rmtree(newsroom.articles / "b-fire")
    shutil.rmtree(newsroom.editions / "b-fire")
    assert listed() == ["d-fire", "harbor-fire"]
    page = window.get("/uk/d-fire").text
    assert 'rel="prev" href="/uk/harbor-fire"' in page


def test_a_large_sitemap_comes_in_parts(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every page is in exactly one of them, with its alternates."""
    more(newsroom, "b-fire", "c-fire")
    window = newsroom.client(BASE_URL="https://example.org")
    whole = re.findall("<loc>(.*?)</loc>", window.get("/sitemap.xml").text)
    monkeypatch.setattr(feeds, "MOST_LISTED", 4)
    window = newsroom.client(BASE_URL="https://example.org")
    text = window.get("/sitemap.xml").text
    assert "<sitemapindex" in text
    parts = [window.get(p) for p in re.findall("<loc>https://example.org(.*?)</loc>", text)]
    assert [part.status_code for part in parts] == [200, 200, 200]
    found = [address for part in parts for address in re.findall("<loc>(.*?)</loc>", part.text)]
    assert sorted(found) == sorted(whole)
    assert window.get("/sitemap-4.xml").status_code == 404
    assert window.get("/sitemap-0.xml").status_code == 404


def test_many_articles_are_published_by_several_processes(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They give what one gives."""
    more(newsroom, "b-fire", "c-fire")
    one = {path: path.read_bytes() for path in newsroom.editions.glob("*/*.json")}
    shutil.rmtree(newsroom.editions)
    monkeypatch.setattr("service.editions.article_publisher.MANY", 2)
    monkeypatch.setattr("service.editions.article_publisher.PART", 1)
    report = newsroom.publish()
    assert len(report.written) == 9
    several = {path: path.read_bytes() for path in newsroom.editions.glob("*/*.json")}
    assert several.keys() == one.keys()
    assert state(newsroom.client()) == "ready"


def test_a_start_looks_at_some_files_and_the_looks_after_it_at_the_rest(
    newsroom: Newsroom,
) -> None:
    """400,000 editions are ready in seconds; what is not as noted is found, and never shown."""
    store.path(newsroom.editions, "harbor-fire", "uk").unlink()
    path = store.path(newsroom.editions, "harbor-fire", "en")
    path.write_text(path.read_text().replace("Warehouse", "Gas works"))
    moments = itertools.count(0.0, 2.0)  # whoever asks for the time took two seconds
    library = EditionRepository(newsroom.editions, clock=lambda: next(moments))
    editions = library.view().articles["harbor-fire"]
    assert list(editions) == ["en", "uk"], "as the publisher noted"
    for locale in editions:
        with pytest.raises(UnavailableError):
            editions[locale]
    for _look in range(20):
        editions = library.view().articles.get("harbor-fire", {})
        if "uk" not in editions:
            break
    assert "uk" not in editions
    assert any("harbor-fire/en.json" in problem for problem in library.view().problems)


def test_what_a_look_learnt_is_not_lost_when_it_fails_midway(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A withdrawal of which the publisher told in that look reaches pages that are kept, too."""
    more(newsroom, "second-fire")
    library = EditionRepository(newsroom.editions, interval=0)
    before = library.view().generation
    newsroom.withdraw("harbor-fire", "uk", "A mistake.")
    newsroom.withdraw("second-fire", "uk", "A mistake.")
    newsroom.publish()
    scan, asked = library._scan, itertools.count()

    def failing(slug: str, *noted: object) -> bool:
        if next(asked):
            raise RuntimeError("another thread")
        return scan(slug, *noted)  # type: ignore[arg-type]

    monkeypatch.setattr(library, "_scan", failing)
    library.view()
    monkeypatch.setattr(library, "_scan", scan)
    view = library.view()
    changed = library.changes(before)
    assert changed is None or {"harbor-fire", "second-fire"} <= changed
    for slug in ("harbor-fire", "second-fire"):
        assert isinstance(view.articles[slug]["uk"], Withdrawn)
