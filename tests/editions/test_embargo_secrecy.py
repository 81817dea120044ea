"""Before its time, nothing outside the workshop tells of an article: answers, files, logs."""

from __future__ import annotations

import datetime
import logging
import re

import pytest
from conftest import SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient

from service import export
from service.editions.publisher import Publisher

SLUG, NEW = "harbor-fire", "mill-fire"
TIME = datetime.datetime(2026, 11, 22, 14, tzinfo=datetime.UTC)
SECOND = datetime.timedelta(seconds=1)
LOCALES = ("en", "uk", "de")
# What is listed, or not there, may be kept so long by anybody: an embargo ends at most so late.
LATEST = 15
ADDRESSES = [
    *(f"/{locale}/{path}" for locale in LOCALES for path in ("", "feed.atom", "corrections")),
    *(f"/{locale}/{SLUG}" for locale in ("en", "uk")), f"/articles/{SLUG}", f"/uk/{SLUG}/embed",
    f"/articles/{SLUG}/source", "/sitemap.xml", "/robots.txt", "/readyz", "/healthz", "/metrics",
    "/.well-known/summaries-signers.json", "/api/v1/languages", "/api/v1/articles",
    f"/api/v1/articles/{SLUG}", f"/api/v1/articles/{SLUG}/summary?lang=uk", "/api/v1/openapi.json",
]  # fmt: skip


def embargoed(newsroom: Newsroom, slug: str = NEW) -> None:
    """Sign an article in two languages that goes up at TIME."""
    head = "publish_at = 2026-11-22T16:00:00+02:00\n"
    newsroom.write(slug, head + SUMMARY.replace("Warehouse fire", "Mill fire"))
    newsroom.update()
    texts = UKRAINIAN | {"headline": ["Пожежа на млині"]}
    newsroom.translate(slug, "uk", texts)
    for locale in ("en", "uk"):
        newsroom.sign(slug, locale)


def window_of(newsroom: Newsroom) -> FlaskClient:
    return newsroom.client(BASE_URL="https://news.example", METRICS="1")  # type: ignore[no-any-return]


def answers(newsroom: Newsroom) -> dict[str, str]:
    """Return what readers and programs get, but for times of the asking."""
    window = window_of(newsroom)
    found = {path: window.get(path).get_data(as_text=True) for path in ADDRESSES}
    # How long ago the publisher worked, and what was counted of the requests themselves.
    found["/metrics"] = "\n".join(
        line for line in found["/metrics"].splitlines()
        if line.startswith("summaries_") and "request" not in line and "second" not in line
    )  # fmt: skip
    found["/readyz"] = re.sub(r"\d+(\.\d+)?", "0", found["/readyz"])
    return found


def test_no_answer_differs_before_its_time(newsroom: Newsroom) -> None:
    """Lists, feeds, sitemap, API, neighbours, metrics: as if the article were not there."""
    newsroom.publish()
    before = answers(newsroom)
    embargoed(newsroom)
    newsroom.publish()
    newsroom.now = TIME - SECOND
    newsroom.publisher.poll()
    assert answers(newsroom) == before
    newsroom.now = TIME
    newsroom.publisher.poll()
    after = answers(newsroom)
    assert {path for path in ADDRESSES if NEW in after[path]} >= {
        "/en/", "/uk/", "/uk/feed.atom", "/sitemap.xml", "/api/v1/articles", f"/uk/{SLUG}",
    }  # fmt: skip


def test_its_own_address_is_that_of_nothing(newsroom: Newsroom) -> None:
    """404 in every form, word for word as for a name that was never given."""
    embargoed(newsroom)
    newsroom.publish()
    window = window_of(newsroom)
    for path in (
        "/uk/{}", "/de/{}", "/uk/{}/embed", "/articles/{}", "/articles/{}/source", "/articles/{}/",
        "/uk/{}/card-0000000000000000.png", "/api/v1/articles/{}",
        "/api/v1/articles/{}/summary?lang=uk",
    ):  # fmt: skip
        found, nothing = (window.get(path.format(slug)) for slug in (NEW, "nothing-here"))
        assert found.status_code == nothing.status_code == 404, path
        text = found.get_data(as_text=True).replace(NEW, "nothing-here")
        assert text == nothing.get_data(as_text=True), path


def test_nobody_keeps_a_list_or_a_404_for_longer_than_a_quarter_minute(newsroom: Newsroom) -> None:
    """What browsers and CDNs may keep, with what they may show while they ask again."""
    embargoed(newsroom)
    newsroom.publish()
    window = window_of(newsroom)
    for path in (
        "/uk/", "/uk/feed.atom", "/uk/corrections", "/sitemap.xml", "/api/v1/articles",
        "/api/v1/languages", f"/uk/{SLUG}", f"/uk/{NEW}", f"/articles/{NEW}", f"/uk/{NEW}/embed",
        f"/api/v1/articles/{NEW}", f"/api/v1/articles/{NEW}/summary?lang=uk",
    ):  # fmt: skip
        headers = window.get(path).headers
        for name in ("Cache-Control", "CDN-Cache-Control"):
            kept = headers.get(name, "")
            lasting = re.findall(r"(?:max-age|s-maxage|stale-while-revalidate)=(\d+)", kept)
            assert sum(map(int, lasting)) <= LATEST, (path, name, kept)
            assert lasting or "no-" in kept or not kept, (path, name, kept)


@pytest.mark.parametrize("event", ["signed", "withdrawn", "withdrawn and undone", "rejected"])
def test_files_and_logs_do_not_name_it(
    newsroom: Newsroom, run, caplog: pytest.LogCaptureFixture, monkeypatch, event: str
) -> None:  # type: ignore[no-untyped-def]
    """Editions, index, report, publisher's log, what programs log, an export; whatever editors do
    with it meanwhile. (What a command says to the editor is in the workshop.)"""
    monkeypatch.setattr("service.cli.workshop.now", lambda _zone: newsroom.now)
    newsroom.publish()
    embargoed(newsroom)
    caplog.set_level(logging.DEBUG)
    newsroom.publish()
    if event != "signed":
        by = ("--name", "Jane Doe")
        if event == "rejected":
            newsroom.reject(NEW, "uk", "fire", "Wrong.", keep=False)
        else:
            assert run("withdraw", NEW, "--reason", "Not yet.", *by).exit_code == 0
        newsroom.publish()
        if event == "withdrawn and undone":
            run("withdraw", NEW, "--undo", *by)
    restarted = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    restarted.publish()
    restarted.poll()
    roots = (newsroom.editions, newsroom.folder / "published")
    files = [path for root in roots for path in root.rglob("*") if path.is_file()]
    named = [str(p) for p in files if NEW in str(p) or NEW.encode() in p.read_bytes()]
    assert named == []
    window = window_of(newsroom)
    assert [path for path in ADDRESSES if NEW in window.get(path).text] == []
    assert window.get(f"/uk/{NEW}").status_code == 404
    assert [r.getMessage() for r in caplog.records if NEW in r.getMessage()] == []
    monkeypatch.setenv("SUMMARIES_BASE_URL", "https://news.example")
    target = newsroom.folder / "out"
    export.export(target)
    found = [str(p) for p in target.rglob("*") if NEW in p.name or _has(p)]
    assert found == []
    newsroom.now = TIME
    restarted.poll()
    status = {locale: window.get(f"/{locale}/{NEW}").status_code for locale in ("en", "uk")}
    expected = {
        "signed": {"en": 200, "uk": 200}, "withdrawn and undone": {"en": 200, "uk": 200},
        "withdrawn": {"en": 410, "uk": 410}, "rejected": {"en": 200, "uk": 404},
    }  # fmt: skip
    assert status == expected[event]


def _has(path) -> bool:  # type: ignore[no-untyped-def]
    return path.is_file() and NEW.encode() in path.read_bytes()
