"""What every address answers with, by the list of routes: a new route is looked at as well."""

from __future__ import annotations

import datetime
from email.utils import parsedate_to_datetime

import pytest
from conftest import Newsroom
from flask.testing import FlaskClient
from werkzeug.routing import Rule

from service.editions import edition_reader

SLUG = "harbor-fire"
DAY, NONE = datetime.timedelta(days=1), datetime.timedelta()
VALUES: dict[str, object] = {
    "language": "uk", "slug": SLUG, "number": "1", "filename": "icon.svg", "version": "0",
    "ends": "png", "first": datetime.date(2026, 11, 1),
}  # fmt: skip
# In no one language, or about the moment: what they say of the time, if anything, is their own.
OTHERS = {
    "health.heartbeat", "health.ready", "metrics.metrics", "signers.signers", "feeds.robots",
    "feeds.sitemap", "feeds.sitemap_part", "api.description", "api.languages", "static",
    "pages.favicon", "pages.logo",
}  # fmt: skip
# In all languages at once.
EVERY_LANGUAGE = {"api.articles", "api.article"}


def rules(window: FlaskClient) -> list[Rule]:
    return [rule for rule in window.application.url_map.iter_rules() if rule.endpoint not in OTHERS]


def address(rule: Rule) -> str:
    """Return an address of the route, in Ukrainian where it has a language."""
    with_values = rule.build({name: VALUES[name] for name in rule.arguments})
    assert with_values is not None, rule
    lang = "?lang=uk" if rule.endpoint in ("pages.source", "api.summary") else ""
    return with_values[1] + lang


def window_of(newsroom: Newsroom) -> FlaskClient:
    """Return a window in which every edition is a day newer than the interface's words."""
    newsroom.publish()
    newsroom.now += DAY
    newsroom.translate(SLUG, "uk", {"headline": ["Пожежа на складі"]})
    newsroom.sign(SLUG, "uk", "headline")
    newsroom.publish()
    return newsroom.client(BASE_URL="https://news.example", METRICS="1")


def test_every_answer_in_one_language_says_which(newsroom: Newsroom) -> None:
    """Pages, lists, feeds, frames, errors; the API's description is in English."""
    window = window_of(newsroom)
    for rule in rules(window):
        answer = window.get(address(rule), headers={"Accept-Language": "uk"})
        if 300 <= answer.status_code < 400 or rule.endpoint in EVERY_LANGUAGE:
            assert "Content-Language" not in answer.headers, rule
            continue
        wanted = "en" if rule.endpoint == "api.documentation" else "uk"
        assert answer.headers.get("Content-Language") == wanted, (rule, answer.status)


def test_every_answer_says_when_it_changed_last(newsroom: Newsroom) -> None:
    """By the edition that it shows; the description of the API by the interface's own words."""
    window = window_of(newsroom)
    endpoints = set()
    for rule in rules(window):
        answer = window.get(address(rule), headers={"Accept-Language": "uk"})
        if answer.status_code == 200:
            changed = parsedate_to_datetime(answer.headers["Last-Modified"])
            words = rule.endpoint in ("api.documentation", "pages.corrections")
            assert changed == newsroom.now - (DAY if words else NONE), rule
            again = window.get(address(rule), headers={"If-None-Match": answer.headers["ETag"]})
            assert (again.status_code, again.headers["Last-Modified"]) == (
                304, answer.headers["Last-Modified"],
            ), rule  # fmt: skip
            endpoints.add(rule.endpoint)
    assert endpoints >= {
        "pages.index", "pages.edition", "pages.embed", "pages.source", "pages.corrections",
        "feeds.atom", "api.documentation", "api.articles", "api.article", "api.summary",
    }  # fmt: skip


@pytest.mark.parametrize("path", ["/de/", "/de/corrections", "/de/feed.atom"])
def test_a_list_of_nothing_is_dated_too(newsroom: Newsroom, path: str) -> None:
    """There is no German edition: the page has the interface's words alone."""
    answer = window_of(newsroom).get(path)
    assert answer.status_code == 200
    assert parsedate_to_datetime(answer.headers["Last-Modified"]) == newsroom.now - DAY
    assert answer.headers["Content-Language"] == "de"


@pytest.mark.parametrize("locales", [("uk",), ("en",), ("uk", "en"), ("all",)])
@pytest.mark.parametrize("back", [False, True])
def test_no_answer_fails_in_the_moment_of_a_withdrawal(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, locales: tuple[str, ...], back: bool
) -> None:
    """Nor when it is taken back: until it looks again a window knows the names of before.

    Files that are not in memory are read, and are newer. The withdrawn edition itself is gone at
    once; what cannot be said for a moment is asked again.
    """
    monkeypatch.setattr(edition_reader, "MOST_BYTES", 1)
    if back:
        digests = [newsroom.withdraw(SLUG, each, "Wrong.") for each in locales]
        newsroom.publish()
    window = newsroom.client(BASE_URL="https://news.example", METRICS="1", REFRESH="60")
    assert window.get("/uk/").status_code == 200
    if back:
        for digest in digests:
            newsroom.undo(digest)
    else:
        for each in locales:
            newsroom.withdraw(SLUG, each, "Wrong.")
    newsroom.publish()
    for rule in rules(window):
        for language in ("uk", "en"):
            path = (
                address(rule).replace("/uk", f"/{language}").replace("lang=uk", f"lang={language}")
            )
            for asked in dict.fromkeys((path, path.partition("?")[0])):
                answer = window.get(asked, headers={"Accept-Language": language})
                assert answer.status_code != 500, (asked, answer.text)
                if answer.status_code == 503:
                    assert back and answer.headers["Retry-After"], asked
                if rule.endpoint in ("pages.edition", "pages.embed") and not back:
                    gone = {language, "all"} & set(locales)
                    assert answer.status_code == (410 if gone else 200), asked
