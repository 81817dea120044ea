"""Which language a reader gets over HTTP: address, then what they picked, then their browser."""

from __future__ import annotations

import datetime
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import lxml.etree
import lxml.html
import polib
import pytest
from browser import with_interface
from conftest import UKRAINIAN, Newsroom
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.exceptions import TooManyRequests
from werkzeug.http import parse_date
from werkzeug.test import Client, TestResponse

from service import create_app
from service.review.project import INTERFACE

BASE = "https://news.example"
SUMMARY_OF = "/api/v1/articles/harbor-fire/summary"
BOTH = "Accept-Language, Cookie"
YEAR = 365 * 24 * 3600
REASON = "It was false."


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Pages in four languages; the fire in two, one article withdrawn in one, one everywhere."""
    room = with_interface(tmp_path_factory.mktemp("town"), "en", "uk", "de", "zh_Hans")
    slugs = ("harbor-fire", "port-reopens", "port-sold")
    for slug in slugs:
        room.write(slug)
    room.withdraw("port-reopens", "uk", REASON)
    room.withdraw("port-sold", "all", REASON)
    room.update()
    for slug in slugs:
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en")
        room.sign(slug, "uk")
    assert not room.publish().problems
    return room


@pytest.fixture(scope="module")
def shared(town: Newsroom) -> FlaskClient:
    """A window for readers who keep no cookies."""
    return town.client(BASE_URL=BASE).application.test_client(use_cookies=False)


@pytest.fixture
def reader(shared: FlaskClient) -> FlaskClient:
    """A browser that has not been here before."""
    return shared.application.test_client()


def ask(client: FlaskClient, path: str, languages: str = "", cookie: str = "") -> TestResponse:
    """Get ``path`` as a reader of ``languages``, with a ``Cookie`` header if there is one."""
    headers = {"Accept-Language": languages} if languages else {}
    extra = {"HTTP_COOKIE": cookie} if cookie else {}
    return client.get(path, headers=headers, environ_overrides=extra, buffered=True)


def page(answer: TestResponse) -> HtmlElement:
    assert answer.content_type == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(answer.data)


def language(answer: TestResponse) -> str:
    return str(page(answer).get("lang"))


def varies(answer: TestResponse) -> str | None:
    """Return what an answer varies by, apart from how it is compressed."""
    vary = re.sub("(, )?Accept-Encoding$", "", answer.headers.get("Vary", ""))
    assert "Accept-Encoding" not in vary
    return vary or None


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def words(locale: str, english: str) -> str:
    """Return a text of the interface in ``locale``."""
    path = INTERFACE / locale / "LC_MESSAGES" / "service.po"
    return next(e.msgstr for e in polib.pofile(str(path)) if e.msgid == english)


# --- what is remembered --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("path", "tag", "location"),
    [
        ("/uk/", "uk", "/uk/"),
        ("/zh-Hans/", "zh-Hans", "/zh-Hans/"),
        ("/en/harbor-fire", "en", "/en/harbor-fire"),
        ("/uk/harbor-fire", "uk", "/uk/harbor-fire"),
    ],
)
@pytest.mark.parametrize("base", [BASE, "http://news.example", ""])
def test_picking_a_language_sets_the_one_cookie(
    town: Newsroom, path: str, tag: str, location: str, base: str
) -> None:
    """For a year, out of reach of scripts and of other sites, encrypted where the site is."""
    answer = town.client(BASE_URL=base).get(f"{path}?remember=1", headers={"Accept-Language": "de"})
    assert (answer.status_code, answer.headers["Location"]) == (303, location)
    assert answer.headers["Cache-Control"] == "no-store"
    (cookie,) = answer.headers.getlist("Set-Cookie")
    first, *rest = cookie.split("; ")
    assert first == f"language={tag}"
    attributes = {part.partition("=")[0].lower(): part.partition("=")[2] for part in rest}
    assert attributes.pop("max-age") == str(YEAR)
    expires = parse_date(attributes.pop("expires", None))
    assert expires is None or expires > datetime.datetime(2026, 1, 1, tzinfo=datetime.UTC)
    secure = {"secure": ""} if base.startswith("https:") else {}
    assert attributes == {"httponly": "", "samesite": "Lax", "path": "/"} | secure


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/", 302),
        ("/articles/harbor-fire", 302),
        ("/articles/harbor-fire/source", 200),
        ("/articles/harbor-fire/source?lang=uk", 200),
        ("/UK/", 308),
        ("/UK/harbor-fire", 308),
        ("/uk", 308),
        ("/de/harbor-fire", 404),
        ("/uk/nothing", 404),
        ("/xx/", 404),
        ("/uk/port-reopens", 410),
        ("/uk/harbor-fire/embed", 200),
        ("/uk/feed.atom", 200),
        ("/sitemap.xml", 200),
        ("/robots.txt", 200),
        ("/healthz", 200),
        ("/api/v1/", 200),
        ("/api/v1/articles", 200),
        (f"{SUMMARY_OF}?lang=uk", 200),
        ("/static/icon.svg", 200),
    ],
)
def test_nothing_else_remembers(shared: FlaskClient, path: str, status: int) -> None:
    """Least of all a language in which there is nothing to read."""
    answer = ask(shared, f"{path}{'&' if '?' in path else '?'}remember=1", "de")
    assert answer.status_code == status
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize(
    "query", ["remember=0", "remember=", "remember", "remember=11", "x=remember"]
)
@pytest.mark.parametrize("path", ["/uk/", "/uk/harbor-fire"])
def test_only_the_link_that_pages_have_remembers(
    shared: FlaskClient, path: str, query: str
) -> None:
    """Nothing that only looks like it, and might mean the opposite."""
    answer = ask(shared, f"{path}?{query}", "de")
    assert answer.status_code == 200
    assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_only_who_follows_the_link_is_remembered(shared: FlaskClient, method: str) -> None:
    """Not who sends a form from elsewhere."""
    answer = shared.open("/uk/?remember=1", method=method)
    assert answer.status_code in (200, 405)
    assert "Set-Cookie" not in answer.headers


LINK = re.compile(r"(?:href|src|content)=[\"']([^\"']+)[\"']|<loc>([^<]+)</loc>")


def links(answer: TestResponse) -> Iterator[str]:
    """Yield the addresses of this site that a page, a feed or a sitemap has, escapes undone."""
    if not answer.content_type.startswith(("text/html", "application/atom", "application/xml")):
        return
    for match in LINK.finditer(answer.text):
        address = (match[1] or match[2]).replace("&amp;", "&").removeprefix(BASE)
        if address.startswith("/"):
            yield address.partition("#")[0]


def crawl(client: FlaskClient, start: list[str]) -> dict[str, TestResponse]:
    """Return the answers of all addresses that can be reached, without picking a language."""
    answers: dict[str, TestResponse] = {}
    waiting = list(start)
    while waiting:
        path = waiting.pop()
        if path in answers:
            continue
        answers[path] = answer = ask(client, path, "uk", cookie="language=de")
        waiting += [link for link in links(answer) if "remember=" not in link]
        if location := answer.headers.get("Location"):
            waiting.append(location)
    return answers


def test_no_page_of_the_site_sets_a_cookie(shared: FlaskClient) -> None:
    """All that links lead to, and what programs ask for; nor does any link lead to nothing."""
    start = ["/", "/sitemap.xml", "/robots.txt", "/healthz", "/readyz", "/api/v1/openapi.json",
             "/api/v1/articles", "/api/v1/languages", SUMMARY_OF, "/uk/harbor-fire/embed",
             "/articles/harbor-fire", "/articles/port-sold", "/nothing", "/de/nothing/embed",
             "/uk/port-reopens", "/zh-Hans/", "/xx/", "/api/nothing"]  # fmt: skip
    answers = crawl(shared, start)
    assert len(answers) > 40
    wrong = ("/nothing", "/de/nothing/embed", "/uk/port-reopens", "/xx/", "/api/nothing")
    for path, answer in answers.items():
        assert "Set-Cookie" not in answer.headers, path
        reached = path not in wrong and "port-sold" not in path and "nato-" not in path
        assert answer.status_code < 400 or not reached, path
    assert not [link for link in answers if "remember=" in link]


HERE = "http://localhost"  # the host that the test client names


@pytest.mark.parametrize(
    ("before", "path", "tag"),
    [
        ("/en/harbor-fire", "/uk/harbor-fire", "uk"),
        ("/de/", "/zh-Hans/", "zh-Hans"),
        ("/de/harbor-fire", "/en/harbor-fire", "en"),  # from the page that says what there is
        ("/articles/harbor-fire/source?lang=en", "/articles/harbor-fire/source?lang=uk", "uk"),
        ("/en/harbor-fire?evidence=all", "/uk/harbor-fire", "uk"),
    ],
)
@pytest.mark.parametrize("base", [BASE, ""])
def test_the_page_that_the_switch_leads_to_remembers_its_language(
    town: Newsroom, before: str, path: str, tag: str, base: str
) -> None:
    """No redirect stands in front; nor does any cache keep the answer, which is the same page."""
    window = town.client(BASE_URL=base)
    plain = window.get(path)
    answer = window.get(path, headers={"Referer": f"{HERE}{before}"})
    assert (answer.status_code, answer.data) == (200, plain.data)
    (cookie,) = answer.headers.getlist("Set-Cookie")
    first, *rest = cookie.split("; ")
    assert first == f"language={tag}"
    assert {"HttpOnly", "Path=/", "SameSite=Lax", f"Max-Age={YEAR}"} <= set(rest)
    assert ("Secure" in rest) == base.startswith("https:")
    assert answer.headers["Cache-Control"] == "private, no-cache"
    assert "CDN-Cache-Control" not in answer.headers
    assert window.get("/", headers={"Accept-Language": "de"}).headers["Location"] == f"/{tag}/"
    # Once is enough, and the next reader gets none of it.
    again = window.get(path, headers={"Referer": f"{HERE}{before}"})
    other = window.application.test_client().get(path)
    for later in (again, other):
        assert "Set-Cookie" not in later.headers
        assert later.headers["CDN-Cache-Control"] == plain.headers["CDN-Cache-Control"]


def test_a_page_that_the_browser_still_has_is_remembered_too(shared: FlaskClient) -> None:
    """It is told that the page is as it was, and what to remember."""
    path, before = "/uk/harbor-fire", {"Referer": f"{HERE}/en/harbor-fire"}
    etag = ask(shared, path).headers["ETag"]
    answer = shared.get(path, headers=before | {"If-None-Match": etag})
    assert answer.status_code == 304
    assert answer.headers["Set-Cookie"].startswith("language=uk;")


@pytest.mark.parametrize(
    ("before", "path"),
    [
        ("https://elsewhere.example/en/harbor-fire", "/uk/harbor-fire"),
        (f"{HERE}.evil.example/en/", "/uk/"),
        (f"{HERE}/uk/", "/uk/harbor-fire"),
        (f"{HERE}/articles/harbor-fire", "/uk/harbor-fire"),
        (f"{HERE}/xx/harbor-fire", "/uk/harbor-fire"),
        (f"{HERE}/articles/harbor-fire/source", "/uk/harbor-fire"),
        (f"{HERE}/en/harbor-fire", "/uk/harbor-fire/embed"),
        (f"{HERE}/en/harbor-fire", "/uk/feed.atom"),
        (f"{HERE}/en/harbor-fire", "/uk/nothing"),
        (f"{HERE}/en/harbor-fire", "/de/harbor-fire"),
        (f"{HERE}/en/port-reopens", "/uk/port-reopens"),
        (f"{HERE}/en/harbor-fire", f"{SUMMARY_OF}?lang=uk"),
        ("http://[", "/uk/"),
        (f"{HERE}/en/" + "a" * 5000, "/uk/"),
        ("", "/uk/"),
    ],
)
def test_nothing_is_remembered_of_who_picked_nothing(
    shared: FlaskClient, before: str, path: str
) -> None:
    """Who comes from elsewhere, stays in a language, or gets no page."""
    answer = shared.get(path, headers={"Referer": before}, buffered=True)
    assert "Set-Cookie" not in answer.headers
    assert "private" not in answer.headers["Cache-Control"]


# --- what follows it -----------------------------------------------------------------------------


@pytest.mark.parametrize("start", ["/uk/", "/uk/harbor-fire"])
def test_a_reader_who_picked_a_language_stays_in_it(reader: FlaskClient, start: str) -> None:
    """At the front door, on shared links, and where the address names no language."""
    assert reader.get(f"{start}?remember=1", follow_redirects=True).request.path == start
    for path, location in (("/", "/uk/"), ("/articles/harbor-fire", "/uk/harbor-fire")):
        answer = ask(reader, path, "de,en;q=0.5")
        assert (answer.status_code, answer.headers["Location"]) == (302, location)
    for path, status in [
        ("/nothing", 404), ("/articles/nothing", 404), ("/xx/", 404),
        ("/articles/harbor-fire/source", 200), ("/articles/port-sold/source", 410),
    ]:  # fmt: skip
        answer = ask(reader, path, "de")
        assert (answer.status_code, language(answer)) == (status, "uk")
        assert varies(answer) == BOTH


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/de/", "de"),
        ("/en/harbor-fire", "en"),
        ("/de/harbor-fire", "de"),
        ("/zh-Hans/nothing", "zh-Hans"),
        ("/en/harbor-fire/embed", "en"),
        ("/articles/harbor-fire/source?lang=de", "de"),
    ],
)
def test_an_address_wins_over_what_was_picked(reader: FlaskClient, path: str, tag: str) -> None:
    """Who follows a link gets the page that was shared, and no cache has to ask who they are."""
    reader.get("/uk/?remember=1")
    answer = ask(reader, path, "uk")
    assert language(answer) == tag
    assert varies(answer) is None
    assert not page(answer).find_class("notice")


def test_a_reader_may_pick_again(reader: FlaskClient) -> None:
    """The last pick counts."""
    for tag in ("uk", "de", "zh-Hans", "en"):
        reader.get(f"/{tag}/?remember=1")
        assert ask(reader, "/", "uk").headers["Location"] == f"/{tag}/"


def test_the_api_knows_no_cookies(reader: FlaskClient) -> None:
    """A program gets what it asks for, and caches need not tell its users apart."""
    reader.get("/uk/?remember=1")
    for path in (SUMMARY_OF, "/api/v1/articles", "/api/v1/", "/api/v1/nothing"):
        answer = ask(reader, path, "de,en;q=0.5")
        assert answer.data == ask(reader.application.test_client(), path, "de,en;q=0.5").data
        assert "Cookie" not in (varies(answer) or "")
    answer = ask(reader, SUMMARY_OF, "en")
    assert (answer.json["language"], answer.json["requested_language"]) == ("en", "en")
    html = ask(reader, f"{SUMMARY_OF}?format=html", "en")
    assert (language(html), varies(html)) == ("en", "Accept-Language")


@pytest.mark.parametrize(
    ("picked", "languages", "location", "name"),
    [
        ("de", "fr,uk;q=0.5", "/uk/harbor-fire?requested=de", "німецька"),
        ("de", "uk", "/uk/harbor-fire?requested=de", "німецька"),
        ("zh-Hans", "en", "/en/harbor-fire?requested=zh-Hans", "Chinese (Simplified)"),
        ("de", "fr", "/en/harbor-fire?requested=de", "German"),
        ("de", "", "/en/harbor-fire?requested=de", "German"),
    ],
)
def test_an_article_without_the_picked_language_falls_through_to_the_browsers(
    reader: FlaskClient, picked: str, languages: str, location: str, name: str
) -> None:
    """And the page says so."""
    reader.get(f"/{picked}/?remember=1")
    answer = ask(reader, "/articles/harbor-fire", languages)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
    (notice,) = page(ask(reader, location, languages)).find_class("notice")
    assert name in said(notice)


INVALID = ["x" * 100_000, "-", "*", ",", ";", "=", "a,b,c", "\x00\x01\x7f", "\t", '"', '"\\', "é",
           "ї", "<script>alert(1)</script>", "../../etc/passwd", "%0d%0aSet-Cookie:a=b", "{{7*7}}",
           "ru_" * 9, "x-evil", "i-evil", "de-evil" * 900, '"\\303\\251"', '"\\000"', "q=0",
           "0"]  # fmt: skip


@pytest.mark.parametrize("value", INVALID)
def test_an_invalid_cookie_breaks_nothing(shared: FlaskClient, value: str) -> None:
    """The browser's languages count, and no page shows anything of it."""
    sent = f"a=b; language={value.encode().decode('latin-1')}; c"
    for path, expected in (("/", "/uk/"), ("/articles/harbor-fire", "/uk/harbor-fire")):
        answer = ask(shared, path, "uk", sent)
        assert answer.status_code == 302
        location, _, query = answer.headers["Location"].partition("?")
        assert location == expected
        assert re.fullmatch("(requested=[A-Za-z0-9-]{1,40})?", query)
        after = ask(shared, answer.headers["Location"], "uk", sent)
        assert after.status_code == 200
        assert not re.search("evil|alert|passwd|49", after.text)
    answer = ask(shared, "/nothing", "uk", sent)
    assert (answer.status_code, language(answer)) == (404, "uk")
    assert ask(shared, SUMMARY_OF, "uk", sent).json["requested_language"] == "uk"


@pytest.mark.parametrize("cookie", ["language", "language=", "=", ";;;", "language=;language=uk",
                                    "Language=uk", "lang=uk", "language =uk"])  # fmt: skip
def test_half_a_cookie_breaks_nothing(shared: FlaskClient, cookie: str) -> None:
    """It counts as missing, or as the whole one."""
    answer = ask(shared, "/", "de", cookie)
    assert answer.status_code == 302
    assert answer.headers["Location"] in ("/de/", "/uk/")


@pytest.mark.parametrize("spelling", ["uk", "UK", "uk-UA", '"uk"'])
def test_a_picked_language_may_be_spelt_in_any_way(shared: FlaskClient, spelling: str) -> None:
    """Browsers and proxies keep what they were given, but for quotes."""
    assert ask(shared, "/", "de", f"language={spelling}").headers["Location"] == "/uk/"


@pytest.mark.parametrize("value", ["ka", "pl", "xx", "qaa"])
def test_a_picked_language_that_is_gone_is_ignored(shared: FlaskClient, value: str) -> None:
    """The site had it once; the browser's languages are next, and the reader is told."""
    answer = ask(shared, "/", "uk,de", f"language={value}")
    assert answer.headers["Location"] == f"/uk/?requested={value}"


# --- what caches are told ------------------------------------------------------------------------

VARY = [
    ("/", BOTH),
    ("/articles/harbor-fire", BOTH),
    ("/articles/port-sold", BOTH),
    ("/articles/nothing", BOTH),
    ("/articles/harbor-fire/source", BOTH),
    ("/articles/harbor-fire/source?lang=xx", BOTH),
    ("/articles/port-sold/source", BOTH),
    ("/nothing", BOTH),
    ("/xx/harbor-fire", BOTH),
    ("/static/nothing", BOTH),
    ("/articles/harbor-fire/source?lang=uk", None),
    ("/articles/port-sold/source?lang=uk", None),
    ("/uk/", None),
    ("/uk/?requested=de", BOTH),
    ("/uk/?requested=uk", None),
    ("/uk/?remember=1", None),
    ("/uk", None),
    ("/UK/", None),
    ("/uk/harbor-fire", None),
    ("/de/harbor-fire", None),
    ("/uk/port-reopens", None),
    ("/uk/nothing", None),
    ("/uk/harbor-fire/embed", None),
    ("/uk/feed.atom", None),
    ("/sitemap.xml", None),
    ("/robots.txt", None),
    ("/healthz", None),
    ("/readyz", None),
    ("/static/icon.svg", None),
    ("/api/v1/", None),
    ("/api/v1/articles", None),
    ("/api/v1/openapi.json", None),
    ("/api/v1/nothing", None),
    (f"{SUMMARY_OF}?lang=uk&format=html", None),
    (f"{SUMMARY_OF}?lang=uk", "Accept"),
    (f"{SUMMARY_OF}?lang=de", "Accept"),
    (f"{SUMMARY_OF}?format=json", "Accept-Language"),
    (SUMMARY_OF, "Accept, Accept-Language"),
]


@pytest.mark.parametrize(("path", "vary"), VARY)
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_an_answer_varies_by_exactly_what_it_was_made_from(
    shared: FlaskClient, path: str, vary: str | None, method: str
) -> None:
    """Else a cache would give one reader another's language, or keep a page for each reader."""
    answer = shared.open(path, method=method, buffered=True)
    assert varies(answer) == vary
    if tag := answer.headers.get("ETag"):
        again = shared.open(path, method=method, headers={"If-None-Match": tag}, buffered=True)
        assert (again.status_code, varies(again)) == (304, vary)
    # The proof: what is not named does not matter.
    others = {
        "Accept-Language": "uk,de;q=0.5",
        "Cookie": "language=zh-Hans",
        "Accept": "text/plain",
    }
    others = {name: value for name, value in others.items() if name not in (vary or "")}
    if not path.startswith(("/api/", "/healthz", "/readyz", "/robots", "/s")):
        others.pop("Accept", None)  # pages refuse, see below
    if answer.status_code != 303:
        other = shared.open(path, method=method, headers=others, buffered=True)
        assert other.data == answer.data
        assert other.headers.get("Location") == answer.headers.get("Location")


UNALIKE = ("Vary", "Date", "X-Request-ID")
LONG = "*/*;q=0.1, " + "image/x-nothing, " * 40
ACCEPT = ["", "*/*", "text/html", "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
          "application/json", "application/json;q=0, text/html;q=0.1", "text/plain, */*;q=0.1",
          "text/*;q=0.5, text/markdown", "text/html;q=0, */*", "*/*;q=0", "image/png", "text/htmlx",
          "TEXT/PLAIN", "application/json; charset=utf-8", "text/html;q=0", ", ,",
          f"{LONG}text/plain", f"{LONG}text/html"]  # fmt: skip
KEPT = ["/", "/uk/", "/uk/harbor-fire", "/uk/harbor-fire/embed", "/articles/harbor-fire/source",
        "/articles/harbor-fire/source?lang=uk", "/nothing", "/uk/feed.atom", "/uk/port-reopens",
        "/de/harbor-fire", "/api/v1/", SUMMARY_OF, "/api/v1/articles", f"{SUMMARY_OF}?lang=uk",
        f"{SUMMARY_OF}?lang=uk&format=html", "/static/icon.svg"]  # fmt: skip


@pytest.mark.parametrize("path", KEPT)
def test_an_answer_does_not_depend_on_who_asked_before(shared: FlaskClient, path: str) -> None:
    """What is kept for one reader is another's only where it would have been made the same."""
    readers = [{"Accept": accept} if accept else {} for accept in ACCEPT]
    readers += [{"Accept-Language": "uk"}, {"Accept-Language": "de"}, {"Cookie": "language=uk"}]
    # The application itself, without whatever stands before it.
    bare = Client(functools.partial(Flask.wsgi_app, shared.application), use_cookies=False)
    alone = [whole(bare.get(path, headers=headers, buffered=True)) for headers in readers]
    for number, first in enumerate(readers):
        # An address that nobody has asked for yet, for the same answer.
        fresh = f"{path}{'&' if '?' in path else '?'}number={number}"
        shared.get(fresh, headers=first, buffered=True)
        for second, expected in zip(readers, alone, strict=True):
            answer = whole(shared.get(fresh, headers=second, buffered=True))
            assert answer == expected, (first, second)


def whole(answer: TestResponse) -> tuple[int, bytes, dict[str, str]]:
    """Return all of an answer, but for its time and what it says of compression."""
    headers = {name: value for name, value in answer.headers if name not in UNALIKE}
    headers["Vary"] = varies(answer) or ""
    return answer.status_code, answer.data, headers


# --- refusals ------------------------------------------------------------------------------------

NOT_AVAILABLE = "Not available in the requested format."


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/uk/", "uk"),
        ("/uk/harbor-fire", "uk"),
        ("/zh-Hans/", "zh-Hans"),
        ("/uk/harbor-fire/embed", "uk"),
        ("/articles/harbor-fire/source?lang=uk", "uk"),
        ("/articles/harbor-fire/source", "de"),
    ],
)
@pytest.mark.parametrize("accept", ["application/json", "image/*", "text/html;q=0, */*", "text/x"])
def test_a_program_that_takes_no_pages_is_refused(
    shared: FlaskClient, path: str, tag: str, accept: str
) -> None:
    """In the reader's language; no cache keeps that for those who do."""
    answer = shared.get(path, headers={"Accept": accept, "Accept-Language": "de"})
    assert (answer.status_code, language(answer)) == (406, tag)
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers
    assert said(page(answer).find(".//h1")) == words(tag.replace("-", "_"), NOT_AVAILABLE)
    assert varies(answer) == (BOTH if path.endswith("source") else None)


@pytest.mark.parametrize(
    "accept",
    ["", "*/*", "text/*", "text/html", "text/html; charset=utf-8", "text/html;charset=UTF-8;q=0.9",
     "TEXT/HTML", "application/xhtml+xml, text/html;q=0.1", "image/png, */*;q=0.01",
     "text/html, image/gif, image/jpeg, *; q=.2, */*; q=.2"],
)  # fmt: skip
def test_whoever_takes_pages_gets_them(shared: FlaskClient, accept: str) -> None:
    """However their program says so."""
    answer = shared.get("/uk/harbor-fire", headers={"Accept": accept} if accept else {})
    assert (answer.status_code, language(answer)) == (200, "uk")


def test_what_is_no_page_is_for_everybody(shared: FlaskClient) -> None:
    """Feed readers, robots and image loaders name all kinds of formats."""
    for path in (
        "/uk/feed.atom",
        "/sitemap.xml",
        "/robots.txt",
        "/static/icon.svg",
        "/healthz",
        "/",
    ):
        answer = shared.get(path, headers={"Accept": "image/png"}, buffered=True)
        assert answer.status_code in (200, 302)


WAIT = "Too many requests. Please wait a moment and try again."


@pytest.fixture(scope="module")
def busy(town: Newsroom) -> FlaskClient:
    """A window that has had enough, as an operator's rate limit would make it."""
    app = create_app({"EDITIONS": str(town.editions), "REFRESH": "0"})

    def refuse(**_words: object) -> None:
        raise TooManyRequests(retry_after=120)

    for name in app.view_functions:
        app.view_functions[name] = refuse
    return app.test_client()


@pytest.mark.parametrize(
    ("path", "tag"),
    [
        ("/", "de"),
        ("/uk/", "uk"),
        ("/uk/harbor-fire", "uk"),
        ("/uk/harbor-fire/embed", "uk"),
        ("/articles/harbor-fire", "de"),
        ("/articles/harbor-fire/source?lang=uk", "uk"),
    ],
)
def test_a_reader_who_comes_too_often_is_asked_to_wait(
    busy: FlaskClient, path: str, tag: str
) -> None:
    """In their language, for as long as the limit says; nobody else is told so from a cache."""
    answer = busy.get(path, headers={"Accept-Language": "de"})
    assert (answer.status_code, language(answer)) == (429, tag)
    assert said(page(answer).find(".//h1")) == words(tag, WAIT)
    assert answer.headers["Retry-After"] == "120"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "ETag" not in answer.headers


@pytest.mark.parametrize("path", ["/api/v1/articles", SUMMARY_OF, "/api/v1/"])
def test_a_program_that_comes_too_often_is_asked_to_wait(busy: FlaskClient, path: str) -> None:
    """As a problem that it can read, from a script of another site, too."""
    answer = busy.get(path, headers={"Accept": "text/html"})
    assert (answer.status_code, answer.content_type) == (429, "application/problem+json")
    assert (answer.json["status"], answer.json["title"]) == (429, "Too Many Requests")
    assert answer.headers["Retry-After"] == "120"
    assert answer.headers["Cache-Control"] == "no-store"
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def test_a_moment_to_come_back_at_is_kept(town: Newsroom) -> None:
    """Some limits name a time, not a number of seconds."""
    app = create_app({"EDITIONS": str(town.editions)})
    moment = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)

    def refuse(**_words: object) -> None:
        raise TooManyRequests(retry_after=moment)

    app.view_functions["pages.edition"] = app.view_functions["api.articles"] = refuse
    for path in ("/uk/harbor-fire", "/api/v1/articles"):
        answer = app.test_client().get(path)
        assert parse_date(answer.headers["Retry-After"]) == moment


def test_refusals_of_the_api_are_problems(shared: FlaskClient) -> None:
    """With the formats that there are; never kept."""
    answer = shared.get(SUMMARY_OF, headers={"Accept": "image/png"})
    assert (answer.status_code, answer.content_type) == (406, "application/problem+json")
    assert answer.headers["Cache-Control"] == "no-store"
    assert (answer.json["status"], answer.json["title"]) == (406, "Not Acceptable")


def test_before_anything_is_published_nobody_is_told_anything(tmp_path: Path) -> None:
    """There is no signed word to say it in; cookies and headers change nothing."""
    window = Newsroom(tmp_path).client()
    for path in ("/", "/uk/?remember=1", "/articles/a", "/articles/a/source", "/nothing"):
        answer = ask(window, path, "uk", "language=de")
        assert answer.status_code in (404, 503)
        assert answer.data == b""
        assert "Set-Cookie" not in answer.headers
