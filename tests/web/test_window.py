"""The window over HTTP: what readers, feed readers, programs and attackers are answered."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import quote, unquote
from xml.etree import ElementTree

import brotli
import jsonschema_rs
import lxml.html
import polib
import pytest
from conftest import ARTICLE, UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from service.content import ui_strings
from service.review.project import INTERFACE

BASE = "https://news.example"
REASON = "The <b>mayor</b> was never asked."
LANGUAGES = {
    "en": "English", "ar": "العربية", "de": "Deutsch", "uk": "українська", "zh-Hans": "中文 (简体)",
}  # fmt: skip


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """Pages in five languages; the fire in English and Ukrainian, two articles withdrawn."""
    room = Newsroom(tmp_path_factory.mktemp("town"))
    for locale in ("en", "uk", "de", "ar", "zh_Hans"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    slugs = ("harbor-fire", "port-reopens", "port-sold")
    for slug in slugs:
        room.write(slug)
    room.withdraw("port-reopens", "uk", REASON, datetime.date(2026, 11, 20))
    room.withdraw("port-sold", "all", REASON, datetime.date(2026, 11, 21))
    room.update()
    for slug in slugs:
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en", name="Jane Doe")
        room.sign(slug, "uk", name="Олена О'Коваль <ok>")
    assert not room.publish().problems
    return room


@pytest.fixture(scope="module")
def window(town: Newsroom) -> FlaskClient:
    """The window of that town. No test may change anything behind it."""
    return town.client(BASE_URL=BASE)


def ask(window: FlaskClient, path: str, languages: str = "", **more: Any) -> TestResponse:
    """Get ``path`` as a reader of ``languages`` whose Host header somebody forged."""
    headers = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
    headers |= {"Accept-Language": languages} | more.pop("headers", {})
    return window.open(path, headers=headers, buffered=True, **more)


def page(answer: TestResponse) -> HtmlElement:
    assert answer.content_type == "text/html; charset=utf-8"
    return lxml.html.document_fromstring(answer.data)


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def text_of(document: HtmlElement, path: str) -> str:
    (element,) = document.xpath(path)
    return said(element)


def messages(locale: str) -> dict[str, str]:
    """Return the interface's words in ``locale`` by their English ones."""
    path = INTERFACE / locale / "LC_MESSAGES" / "service.po"
    return {entry.msgid: entry.msgstr for entry in polib.pofile(str(path))}


# --- where readers are sent ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("languages", "location"),
    [
        ("", "/en/"),
        ("uk", "/uk/"),
        ("uk-UA,ru;q=0.9", "/uk/"),
        ("zh-CN", "/zh-Hans/"),
        ("ka,de;q=0.5", "/de/?requested=ka"),
        ("zh-TW", "/en/?requested=zh-TW"),
        ("<script>", "/en/"),
    ],
)
def test_the_front_door_leads_to_the_readers_language(
    window: FlaskClient, languages: str, location: str
) -> None:
    """Not into a shared cache's language, nor to the host that a forged header names."""
    answer = ask(window, "/", languages)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
    assert answer.headers["Vary"] == "Accept-Language, Cookie"


@pytest.mark.parametrize(
    ("languages", "location"),
    [
        ("uk", "/uk/harbor-fire"),
        ("pl,uk;q=0.3", "/uk/harbor-fire?requested=pl"),
        ("de", "/en/harbor-fire?requested=de"),
        ("", "/en/harbor-fire"),
    ],
)
def test_a_shared_link_leads_to_the_readers_best_edition(
    window: FlaskClient, languages: str, location: str
) -> None:
    """Only to a language that this article has, whatever languages the site has."""
    answer = ask(window, "/articles/harbor-fire", languages)
    assert (answer.status_code, answer.headers["Location"]) == (302, location)
    assert answer.headers["Vary"] == "Accept-Language, Cookie"


def test_a_shared_link_does_not_lead_to_a_withdrawn_edition(window: FlaskClient) -> None:
    """Another language of the article is still there to be read."""
    answer = ask(window, "/articles/port-reopens", "uk", follow_redirects=True)
    assert answer.status_code == 200
    assert answer.request.path == "/en/port-reopens"


def test_a_shared_link_to_an_article_withdrawn_everywhere_says_why(window: FlaskClient) -> None:
    """The reader learns that it was withdrawn, not that it is missing in their language."""
    answer = ask(window, "/articles/port-sold", "uk", follow_redirects=True)
    assert answer.status_code == 410
    assert REASON in said(page(answer))


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/UK/", "/uk/"),
        ("/uk-UA/", "/uk/"),
        ("/zh-CN/", "/zh-Hans/"),
        ("/zh_Hans/", "/zh-Hans/"),
        ("/ZH-hans/", "/zh-Hans/"),
        ("/UK/harbor-fire", "/uk/harbor-fire"),
        ("/zh-CN/harbor-fire", "/zh-Hans/harbor-fire"),
        ("/uk", "/uk/"),
        ("/uk//harbor-fire", "/uk/harbor-fire"),
    ],
)
def test_every_spelling_of_an_address_leads_to_the_one(
    window: FlaskClient, path: str, location: str
) -> None:
    """For good, for every reader alike, and never to the host of a forged header."""
    answer = ask(window, path, "de")
    assert (answer.status_code, answer.headers["Location"]) == (308, location)
    assert answer.headers.get("Vary") in (None, "Accept-Encoding")


@pytest.mark.parametrize(
    ("path", "served", "wanted"),
    [
        ("/en/?requested=ka", "en", "Georgian"),
        ("/uk/?requested=ka", "uk", "грузинська"),
        ("/uk/harbor-fire?requested=zh-TW", "uk", "китайська (традиційна, Тайвань)"),
        ("/en/harbor-fire?requested=ht", "en", "Haitian Creole"),
        ("/ar/?requested=de", "ar", "الألمانية"),
    ],
)
def test_a_page_says_so_when_it_is_not_in_the_language_that_was_asked_for(
    window: FlaskClient, path: str, served: str, wanted: str
) -> None:
    """In the page's own words, with both languages named."""
    start = messages(served)[
        "You asked for: {requested}. There is no such version; you are reading: {shown}."
    ].partition("{requested}")[0]
    answer = ask(window, path, path.partition("requested=")[2])
    notice = text_of(page(answer), "//main/p[@class='notice']")
    assert notice.startswith(start + wanted)
    assert answer.headers["Vary"] == "Accept-Language, Cookie, Accept-Encoding"


@pytest.mark.parametrize("languages", ["", "uk", "uk,ka;q=0.9", "*", "zh-Hant"])
def test_a_reader_who_was_sent_such_an_address_does_not_read_of_another_ones_wish(
    window: FlaskClient, languages: str
) -> None:
    """The notice says “You asked for”: to whom it is not true, it is not shown."""
    for path in ("/en/?requested=ka", "/uk/harbor-fire?requested=zh-TW"):
        answer = ask(window, path, languages)
        assert not page(answer).find_class("notice")
        assert "Accept-Language" in answer.headers["Vary"]


@pytest.mark.parametrize("path", ["/uk/?requested=uk", "/uk/harbor-fire?requested=uk-UA", "/uk/"])
def test_a_page_in_the_language_that_was_asked_for_has_no_notice(
    window: FlaskClient, path: str
) -> None:
    """Whoever shares such an address does not trouble those who follow it."""
    assert not page(ask(window, path)).find_class("notice")


@pytest.mark.parametrize(
    "requested",
    [
        "evil", "x-evil", "i-evil", "de-evil1", "ka-x-evil", "en-a-evil", "ka-EVIL", "xx", "qaa",
        "<evil>", '"evil=', "&quot;evil", "{evil}", "%00evil", "%E2%80%AEevil", "%ED%A0%80evil",
        "evil" * 5000, "-", "*", ";", "de;q=evil", "und-evil", "de@evil", "de_evil",
    ],
)  # fmt: skip
def test_nothing_of_a_forged_note_is_shown(window: FlaskClient, requested: str) -> None:
    """An address cannot put words on the page, nor break it."""
    for path in ("/uk/", "/uk/harbor-fire"):
        answer = ask(window, f"{path}?requested={requested}", quote(unquote(requested), " *;=,"))
        assert answer.status_code == 200
        assert "evil" not in answer.text.lower()


# --- the edition -----------------------------------------------------------------------------

SENTENCES = {
    "en": [
        "A warehouse burned down in the harbor on May 3, the fire service said.",
        "5 people were hurt, and about 1,200 tons of grain were lost.",
    ],
    "uk": [
        "3 травня у порту згорів склад, повідомили пожежники.",
        "Постраждало 5 людей, втрачено близько 1 200 тонн зерна.",
    ],
}
EVIDENCE = [
    "A warehouse burned down in the harbor on May 3, the fire service said.",
    "Five people were hurt, and about 1,200 tons of grain were lost.",
]
HEADLINES = {"en": "Warehouse fire in the harbor", "uk": "Пожежа складу в порту"}


@pytest.mark.parametrize("language", ["en", "uk"])
def test_an_edition_says_each_statement_once_in_its_language(
    window: FlaskClient, language: str
) -> None:
    """Headline in title and heading, the sentences in the order of the article."""
    document = page(ask(window, f"/{language}/harbor-fire"))
    assert (document.get("lang"), document.get("dir")) == (language, "ltr")
    assert text_of(document, "//h1") == HEADLINES[language]
    assert text_of(document, "//title").startswith(HEADLINES[language])
    sentences = [said(p) for p in document.xpath("//ol[@class='statements']/li/p[1]")]
    assert sentences == SENTENCES[language]
    assert [li.get("id") for li in document.xpath("//ol/li")] == ["fire", "hurt"]
    for sentence in SENTENCES["uk"]:
        assert said(document.body).count(sentence) == (language == "uk")


@pytest.mark.parametrize("language", ["en", "uk"])
def test_every_statement_unfolds_the_passage_it_rests_on(
    window: FlaskClient, language: str
) -> None:
    """Word for word in the article's language, marked as such for screen readers."""
    document = page(ask(window, f"/{language}/harbor-fire"))
    quotes = document.xpath("//ol/li/details[summary]//blockquote")
    assert [said(quote) for quote in quotes] == EVIDENCE
    assert {(quote.get("lang"), quote.get("dir")) for quote in quotes} == {("en", "ltr")}
    label = messages(language)["Evidence for sentence {number}"]
    names = [said(name) for name in document.xpath("//ol//summary/span[@class='unseen']")]
    assert names == [label.format(number=number) for number in (1, 2)]
    numbers = [said(name) for name in document.xpath("//ol//summary/span[@aria-hidden='true']")]
    assert numbers == ["1", "2"]


def test_figures_and_dates_can_be_read_by_programs(window: FlaskClient) -> None:
    """The same values in every language, beside how each language writes them."""
    for language in ("en", "uk"):
        document = page(ask(window, f"/{language}/harbor-fire"))
        assert document.xpath("//li/p/time/@datetime") == ["2024-05-03"]
        assert document.xpath("//li/p/data/@value") == ["5", "1200"]


def test_an_edition_names_who_reviewed_it_and_when(window: FlaskClient) -> None:
    """The person and the day of the signature; a name is text, never markup."""
    signed = page(ask(window, "/uk/harbor-fire")).find_class("signed")[0]
    assert "Олена О'Коваль <ok>" in said(signed)
    assert signed.xpath("time/@datetime") == ["2026-11-22"]
    assert "22 листопада 2026" in said(signed)


def test_the_language_switch_stays_on_the_article(window: FlaskClient) -> None:
    """Languages by their own names; those without an edition are marked and lead nowhere."""
    (nav,) = page(ask(window, "/uk/harbor-fire")).find_class("languages")
    links = {a.get("hreflang"): a for a in nav.iter("a")}
    assert {tag: a.get("href") for tag, a in links.items()} == {
        "en": "/en/harbor-fire",
        "uk": "/uk/harbor-fire",
    }
    assert all((a.get("lang"), said(a)) == (tag, LANGUAGES[tag]) for tag, a in links.items())
    assert [tag for tag, a in links.items() if a.get("aria-current")] == ["uk"]
    missing = {li.xpath("bdi/@lang")[0]: said(li) for li in nav.xpath(".//li[not(a)]")}
    note = messages("uk")["not available"]
    expected = {tag: f"{LANGUAGES[tag]} {note}" for tag in ("ar", "de", "zh-Hans")}
    assert missing == expected


def test_search_engines_find_the_other_languages(window: FlaskClient) -> None:
    """Absolute addresses of what exists, and the negotiated one as the default."""
    document = page(ask(window, "/uk/harbor-fire?requested=ka"))
    links = document.xpath("//link[@rel='alternate'][@hreflang]")
    assert {link.get("hreflang"): link.get("href") for link in links} == {
        "en": f"{BASE}/en/harbor-fire",
        "uk": f"{BASE}/uk/harbor-fire",
        "x-default": f"{BASE}/articles/harbor-fire",
    }
    assert document.xpath("//link[@rel='canonical']/@href") == [f"{BASE}/uk/harbor-fire"]


@pytest.mark.parametrize(("language", "direction"), [("uk", "ltr"), ("ar", "rtl")])
def test_the_index_lists_the_editions_of_its_language(
    window: FlaskClient, language: str, direction: str
) -> None:
    """Its own only; an empty one says so; the direction is that of the script."""
    document = page(ask(window, f"/{language}/"))
    assert (document.get("lang"), document.get("dir")) == (language, direction)
    assert document.xpath("//h3/a/@href") == ["/uk/harbor-fire"] * (language == "uk")
    empty = messages(language)["No summary has been published in this language yet."]
    assert (empty in said(document)) == (language == "ar")
    links = {a.get("hreflang"): said(a) for a in document.xpath("//nav[@class='languages']//a")}
    assert links == LANGUAGES


def test_editions_that_follow_each_other_are_linked(window: FlaskClient) -> None:
    """From a summary to the one before and the one after, in the same language."""
    first, second = (
        page(ask(window, f"/en/{slug}")).xpath("//a[@rel='prev' or @rel='next']/@href")
        for slug in ("harbor-fire", "port-reopens")
    )
    assert (first, second) == (["/en/port-reopens"], ["/en/harbor-fire"])


def test_an_outdated_edition_says_since_when(newsroom: Newsroom) -> None:
    """The old signed words stay up with a dated notice, and other languages mark it."""
    window = newsroom.client()
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, "{day}, the fire service", "{day}, the fire brigade")
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.now += datetime.timedelta(days=2)
    newsroom.publish()
    document = page(ask(window, "/uk/harbor-fire"))
    (notice,) = document.find_class("notice")
    assert notice.xpath("time/@datetime") == ["2026-11-24"]
    assert [said(p) for p in document.xpath("//ol/li/p[1]")] == SENTENCES["uk"]
    (mark,) = page(ask(window, "/en/harbor-fire")).xpath("//li[a[@hreflang='uk']]/span")
    assert said(mark) == messages("en")["being updated"]
    summary_of = ask(window, "/api/v1/articles/harbor-fire/summary?lang=uk").json
    assert (summary_of["state"], summary_of["outdated_since"]) == ("outdated", "2026-11-24")


def test_a_corrected_figure_is_owned_up_to_in_every_language(newsroom: Newsroom) -> None:
    """One signature under the source, and each edition shows the new figure, the old, the day."""
    window = newsroom.client()
    folder = newsroom.articles / "harbor-fire"
    newsroom.replace(folder / "article.txt", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "Five people", "Six people")
    newsroom.replace(folder / "summary.toml", "value = 5", "value = 6")
    newsroom.publish()
    assert "5 людей" in said(page(ask(window, "/uk/harbor-fire")))
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.publish()
    for language in ("en", "uk"):
        document = page(ask(window, f"/{language}/harbor-fire"))
        assert document.xpath("//ol/li/p[1]/data/@value") == ["6", "1200"]
        (corrections,) = document.find_class("corrections")
        (sentence,) = document.find_class("correction")
        assert sentence.getparent().get("id") == "hurt"
        for line in (corrections.find("ul/li"), sentence):
            assert [said(figure) for figure in line.iter("data")] == ["5", "6"]
            assert line.xpath(".//time/@datetime") == ["2026-11-22"]


# --- what is not there -----------------------------------------------------------------------


@pytest.mark.parametrize("language", ["ar", "de", "zh-Hans"])
def test_a_missing_edition_says_so_and_offers_the_others(
    window: FlaskClient, language: str
) -> None:
    """In the reader's language, never in English under its address."""
    answer = ask(window, f"/{language}/harbor-fire", "en")
    document = page(answer)
    assert (answer.status_code, document.get("lang")) == (404, language)
    title = messages(language.replace("-", "_"))["This summary is not available in this language"]
    assert text_of(document, "//h1") == title
    (offered,) = document.find_class("available")
    assert [(a.get("href"), said(a)) for a in offered.iter("a")] == [
        ("/en/harbor-fire", "English"),
        ("/uk/harbor-fire", "українська"),
    ]


def test_a_withdrawn_edition_is_not_offered(window: FlaskClient) -> None:
    """The list of other languages has what can be read."""
    (offered,) = page(ask(window, "/de/port-reopens")).find_class("available")
    assert offered.xpath(".//a/@href") == ["/en/port-reopens"]


@pytest.mark.parametrize(
    "path",
    [
        "/uk/nothing-here", "/uk/nothing-here/", "/uk/harbor-fire/x", "/uk/service", "/uk/feed.xml",
        "/uk/%2e%2e", "/uk/..", "/uk/%2e%2e%2fservice", "/uk/../../../etc/passwd", "/uk/%00",
        "/uk/harbor-fire%00", "/uk/%ff%fe", "/uk/%ED%A0%80", "/uk/" + "a" * 20_000, "/uk/harbor%20",
        "/uk/HARBOR-FIRE", "/uk/<script>alert(1)</script>", "/uk/{{7*7}}", "/uk/%0d%0aX-Evil:%201",
        "/uk/uk.json", "/uk/_publisher.json",
    ],
)  # fmt: skip
def test_an_unknown_article_is_not_found_in_the_language_of_the_address(
    window: FlaskClient, path: str
) -> None:
    """A page that says so, and that repeats nothing of the address."""
    answer = ask(window, path, "de")
    document = page(answer)
    assert (answer.status_code, document.get("lang")) == (404, "uk")
    assert text_of(document, "//h1") == messages("uk")["Page not found"]
    assert not re.search("script>|7\\*7|49|aaaa|root:|evil", answer.text, re.IGNORECASE)


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/uk/harbor-fire/", "/uk/harbor-fire"),
        ("/UK/harbor-fire/", "/uk/harbor-fire"),
        ("/de/harbor-fire/", "/de/harbor-fire"),  # where it says that there is none
        ("/articles/harbor-fire/", "/articles/harbor-fire"),
        ("/uk", "/uk/"),
    ],
)
def test_a_slash_too_many_or_too_few_leads_to_the_page(
    window: FlaskClient, path: str, location: str
) -> None:
    """For good, as people type addresses either way."""
    answer = ask(window, path, "uk")
    assert (answer.status_code, answer.headers["Location"]) == (308, location)


def test_an_icon_is_where_programs_look_for_it(window: FlaskClient) -> None:
    """An image of the old kind: who asks for this address knows no other."""
    answer = ask(window, "/favicon.ico")
    assert answer.status_code == 200
    assert answer.data[:6] == b"\x00\x00\x01\x00\x01\x00"
    assert answer.content_type.startswith("image/")
    assert "Vary" not in answer.headers


@pytest.mark.parametrize("path", ["/uk/nothing", "/de/harbor-fire", "/uk/port-reopens"])
def test_what_is_not_there_is_compressed_too(window: FlaskClient, path: str) -> None:
    """These pages are as long as others; caches are told that the forms differ."""
    plain = ask(window, path)
    packed = window.get(path, headers={"Accept-Encoding": "br"})
    assert packed.status_code == plain.status_code in (404, 410)
    assert packed.headers["Content-Encoding"] == "br"
    assert "Accept-Encoding" in packed.headers["Vary"]
    assert brotli.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data) / 2
    assert "ETag" not in packed.headers


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/uk/", "uk"),
        ("/uk/harbor-fire", "uk"),
        ("/uk/harbor-fire/embed", "uk"),
        ("/uk/feed.atom", "uk"),
        ("/articles/harbor-fire/source?lang=uk", "uk"),
        ("/zh-Hans/nothing", "zh-Hans"),
        ("/de/harbor-fire", "de"),
        ("/uk/port-reopens", "uk"),
        ("/api/v1/", "en"),
    ],
)
def test_an_answer_in_a_language_says_which(window: FlaskClient, path: str, language: str) -> None:
    """In a header, for programs; and pages when they were changed."""
    answer = ask(window, path, "de")
    assert answer.headers["Content-Language"] == language
    assert (answer.last_modified is not None) == (answer.status_code == 200)


@pytest.mark.parametrize(
    "path",
    [
        "/xx/", "/xx/harbor-fire", "/pl/harbor-fire", "/zh-TW/", "/nothing/", "/und/", "/%00/",
        "/%2e%2e/", "/../", "/" + "a" * 20_000 + "/", "/de" + "-1abc" * 4000 + "/nothing",
        "/articles/", "/articles/nothing", "/xx/feed.atom", "/static/", "/static/nothing",
        "/static/%2e%2e/__init__.py", "/static/../api.py", "/static/..%2f..%2fsettings.py",
    ],
)  # fmt: skip
def test_an_unknown_address_is_not_found_in_the_readers_language(
    window: FlaskClient, path: str
) -> None:
    """The address names no language, so the browser's counts."""
    answer = ask(window, path, "uk", follow_redirects=True)
    assert answer.status_code == 404
    assert page(answer).get("lang") == "uk"
    assert "aaaa" not in answer.text
    assert "import" not in answer.text


def test_a_withdrawn_edition_is_gone_with_date_and_reason(window: FlaskClient) -> None:
    """The editors' words as they wrote them, in their language; the others still offered."""
    answer = ask(window, "/uk/port-reopens")
    document = page(answer)
    assert (answer.status_code, document.get("lang")) == (410, "uk")
    assert text_of(document, "//h1") == messages("uk")["Summary withdrawn"]
    assert document.xpath("//main//time/@datetime") == ["2026-11-20"]
    assert text_of(document, "//blockquote[@lang='en'][@dir='ltr']") == REASON
    assert document.find_class("available")[0].xpath(".//a/@href") == ["/en/port-reopens"]
    assert SENTENCES["uk"][0] not in said(document)


def test_a_withdrawn_edition_is_in_no_list(window: FlaskClient) -> None:
    """Index, feed and sitemap have forgotten it."""
    for path in ("/uk/", "/uk/feed.atom", "/sitemap.xml"):
        assert "/uk/port-reopens" not in ask(window, path).text


# --- HTTP ------------------------------------------------------------------------------------

PAGES = ["/uk/", "/uk/harbor-fire", "/uk/feed.atom", "/sitemap.xml", "/robots.txt", "/healthz",
         "/readyz", "/static/icon.svg", "/api/v1/articles", "/api/v1/openapi.json"]  # fmt: skip
CACHED = [path for path in PAGES if path not in ("/robots.txt", "/healthz", "/readyz")]
ERRORS = ["/uk/nothing", "/de/harbor-fire", "/uk/port-reopens", "/api/v1/nothing", "/static/no"]
REDIRECTS = ["/", "/uk", "/UK/", "/articles/harbor-fire"]


@pytest.mark.parametrize("path", [*PAGES, *ERRORS, *REDIRECTS])
@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
def test_every_answer_is_told_to_browsers_as_harmless(
    window: FlaskClient, path: str, method: str
) -> None:
    """No scripts, no frames, no guessing of types, no cookies: errors and redirects included."""
    headers = ask(window, path, method=method).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert headers["Cache-Control"] in ("no-cache", "no-store")
    assert "Set-Cookie" not in headers


@pytest.mark.parametrize("path", [*PAGES[:2], *ERRORS[:3]])
def test_a_page_works_under_its_own_policy(window: FlaskClient, path: str) -> None:
    """No inline script, style or handler that the policy would block, nothing from elsewhere."""
    answer = ask(window, path)
    document = page(answer)
    assert not document.xpath("//*[@style] | //iframe | //object | //form")
    assert set(document.xpath("//script/@type")) <= {"application/ld+json"}  # data, never run
    (style,) = document.xpath("//style")
    digest = base64.b64encode(hashlib.sha256(style.text.encode()).digest()).decode()
    assert f"style-src 'sha256-{digest}';" in answer.headers["Content-Security-Policy"]
    assert not [a for e in document.iter() for a in e.attrib if a.startswith("on")]
    for address in document.xpath("//@src | //link[@rel='icon']/@href | //a/@href"):
        assert address.startswith(("/", "#"))
    assert not document.xpath("//link[@rel='stylesheet']")


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
@pytest.mark.parametrize("path", ["/", "/uk/", "/uk/harbor-fire", "/articles/harbor-fire"])
def test_pages_are_only_read(window: FlaskClient, path: str, method: str) -> None:
    """Any other method gets a page in the reader's language, and the methods there are."""
    answer = ask(window, path, "uk", method=method)
    assert answer.status_code == 405
    assert set(answer.headers["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}
    text = messages("uk")["This address cannot be used in that way."]
    assert text_of(page(answer), "//h1") == text


@pytest.mark.parametrize("path", [*PAGES, *ERRORS, *REDIRECTS])
def test_head_is_get_without_the_body(window: FlaskClient, path: str) -> None:
    """Same status, same headers."""
    get, head = ask(window, path), ask(window, path, method="HEAD")
    assert head.status_code == get.status_code
    own = ("Date", "X-Request-ID")  # each answer has its own
    assert {k: v for k, v in head.headers if k not in own} == {
        k: v for k, v in get.headers if k not in own
    }
    assert head.data == b""


@pytest.mark.parametrize("path", CACHED)
def test_what_did_not_change_is_not_sent_twice(window: FlaskClient, path: str) -> None:
    """Feed readers and browsers that ask again get 304 and no body, with the same headers."""
    first = ask(window, path)
    again = ask(window, path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    for name in ("ETag", "Cache-Control", "Content-Security-Policy", "Vary"):
        assert again.headers.get(name) == first.headers.get(name)
    assert ask(window, path, headers={"If-None-Match": '"other"'}).status_code == 200


def test_a_new_signature_shows_to_who_asks_again(newsroom: Newsroom) -> None:
    """The page's tag changes with its words, at once."""
    window = newsroom.client()
    before = ask(window, "/uk/harbor-fire").headers["ETag"]
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа в порту"]})
    newsroom.publish()
    same = ask(window, "/uk/harbor-fire").headers["ETag"]
    newsroom.sign("harbor-fire", "uk", "headline")
    newsroom.publish()
    answer = ask(window, "/uk/harbor-fire", headers={"If-None-Match": before})
    assert same == before
    assert answer.status_code == 200
    assert text_of(page(answer), "//h1") == "Пожежа в порту"


# --- when something breaks ---------------------------------------------------------------------


@pytest.fixture
def broken(town: Newsroom, monkeypatch: pytest.MonkeyPatch) -> FlaskClient:
    """A window whose every view fails with a secret."""
    window = town.client()

    def fail(**_words: object) -> None:
        raise RuntimeError("secret-of-the-house")

    for name in window.application.view_functions:
        window.application.view_functions[name] = fail
    return window


@pytest.mark.parametrize("path", ["/uk/", "/uk/harbor-fire", "/articles/harbor-fire", "/"])
def test_a_fault_of_ours_is_told_in_the_readers_language(broken: FlaskClient, path: str) -> None:
    """An apology, and nothing of what went wrong inside."""
    answer = ask(broken, path, "uk")
    document = page(answer)
    assert (answer.status_code, document.get("lang")) == (500, "uk")
    text = messages("uk")["Something went wrong on our side. Please try again later."]
    assert text_of(document, "//h1") == text
    assert not re.search("secret|Traceback|RuntimeError|\\.py", answer.text)
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


def test_a_fault_of_ours_is_told_to_programs(broken: FlaskClient) -> None:
    """As problem details, with nothing of what went wrong inside."""
    answer = ask(broken, "/api/v1/articles")
    assert (answer.status_code, answer.content_type) == (500, "application/problem+json")
    assert answer.json["status"] == 500
    assert not re.search("secret|Traceback|RuntimeError", answer.text)


def test_even_a_fault_in_the_error_page_tells_nothing(
    broken: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 500 and an empty page, not the server's own."""
    monkeypatch.setattr("service.web.errors._page", lambda *_: 1 / 0)
    answer = ask(broken, "/uk/")
    assert (answer.status_code, answer.data) == (500, b"")


# --- no silent English -------------------------------------------------------------------------


def own_words(document: HtmlElement) -> Iterator[str]:
    """Yield all texts of a page in its own language, those of attributes included."""
    for element in document.xpath(
        "//*[@lang][not(self::html)] | //style | //script | //pre | //a[@class='address']"
    ):
        element.drop_tree()
    yield document.text_content()
    names = ("title", "aria-label", "content", "alt", "placeholder", "label")
    technical = ("viewport", "color-scheme", "robots", "twitter:card")
    machine = ("og:type", "og:locale", "og:locale:alternate", "og:url", "og:image", "article:")
    for element in document.iter():
        if element.get("name") in technical or element.get("property", "").startswith(machine):
            continue
        yield from (element.get(name, "") for name in names)


@pytest.mark.parametrize("language", ["uk", "ar", "zh-Hans"])
def test_no_page_has_english_under_another_languages_address(
    window: FlaskClient, broken: FlaskClient, language: str
) -> None:
    """Index, edition, missing, unknown, withdrawn, forbidden, failed: no Latin word but names."""
    answers = [
        ask(client, f"/{language}/{path}", "en", method=method)
        for client, path, method in [
            (window, "", "GET"),
            (window, "?requested=ka", "GET"),
            (window, "harbor-fire", "GET"),
            (window, "harbor-fire?requested=ka", "GET"),
            (window, "port-reopens", "GET"),
            (window, "port-sold", "GET"),
            (window, "nothing", "GET"),
            (window, "harbor-fire", "POST"),
            (broken, "harbor-fire", "GET"),
        ]
    ]
    for answer in answers:
        latin = set(re.findall("[A-Za-z]{2,}", " ".join(own_words(page(answer)))))
        assert latin <= {"Atom", "API", "ok"}, answer.request.path
    feed = ElementTree.fromstring(ask(window, f"/{language}/feed.atom").data)
    titles = " ".join(e.text or "" for e in feed.iter() if e.tag.endswith(("title", "summary")))
    assert not re.findall("[A-Za-z]{2,}", titles)


def test_no_german_page_has_an_english_text_of_the_interface(window: FlaskClient) -> None:
    """German and English share letters, so the texts themselves are looked for."""
    english = [m.singular.partition("{")[0] for m in ui_strings.source().messages]
    for path in ("/de/", "/de/harbor-fire", "/de/nothing", "/de/port-sold"):
        words = " ".join(" ".join(own_words(page(ask(window, path, "en")))).split())
        assert not [text for text in english if len(text) > 8 and text in words]


# --- the API -----------------------------------------------------------------------------------

SUMMARY_OF = "/api/v1/articles/harbor-fire/summary"


def test_a_program_gets_the_whole_edition(window: FlaskClient) -> None:
    """Words, evidence, figures, state, reviewers, dates and languages, as documented."""
    answer = ask(window, f"{SUMMARY_OF}?lang=uk", "en")
    data = answer.json
    assert (answer.status_code, answer.content_type) == (200, "application/json")
    assert answer.headers["Content-Language"] == "uk"
    assert answer.headers["Vary"] == "Accept, Accept-Encoding"
    assert (data["language"], data["direction"], data["source_language"]) == ("uk", "ltr", "en")
    assert data["headline"] == HEADLINES["uk"]
    assert [s["id"] for s in data["statements"]] == ["fire", "hurt"]
    assert [" ".join(s["text"].split()) for s in data["statements"]] == SENTENCES["uk"]
    assert [s["evidence"] for s in data["statements"]] == [[quote] for quote in EVIDENCE]
    assert data["statements"][1]["facts"]["hurt"] == {
        "type": "number", "value": "5", "format": "decimal", "text": "5",
    }  # fmt: skip
    assert (data["state"], data["revision"]) == ("current", 1)
    assert data["reviewers"] == [{"name": "Олена О'Коваль <ok>", "kind": "unlisted"}]
    assert data["reviewed_on"] == "2026-11-22"
    assert data["available_languages"] == ["en", "uk"]
    assert data["url"] == f"{BASE}/uk/harbor-fire"
    assert "requested_language" not in data


@pytest.mark.parametrize(
    ("languages", "language", "fits"),
    [("uk-UA", "uk", True), ("de", "en", False), ("de,uk;q=0.1", "uk", False), ("", "en", True)],
)
def test_a_program_that_names_no_language_gets_the_header_negotiated(
    window: FlaskClient, languages: str, language: str, fits: bool
) -> None:
    """And is told whether it is what was asked for, and that caches must tell apart."""
    answer = ask(window, SUMMARY_OF, languages)
    assert (answer.json["language"], answer.json["fits_request"]) == (language, fits)
    assert answer.json["requested_language"] == (languages.partition(",")[0] or None)
    assert answer.headers["Vary"] == "Accept, Accept-Language, Accept-Encoding"
    assert answer.headers["Content-Language"] == language


@pytest.mark.parametrize("spelling", ["uk", "UK", "uk-UA", "uk_UA"])
def test_a_program_may_spell_a_language_in_any_way(window: FlaskClient, spelling: str) -> None:
    """The answer has the one spelling."""
    assert ask(window, f"{SUMMARY_OF}?lang={spelling}").json["language"] == "uk"


@pytest.mark.parametrize(
    "wanted",
    ["de", "pl", "", "zh-TW", "x-klingon", "<script>", "../en", "%00", "%ED%A0%80", "a" * 9000,
     "en-1abc" + "-1abc" * 4000 + ";", "en,uk", "*"],
)  # fmt: skip
def test_a_program_never_gets_a_language_that_it_did_not_name(
    window: FlaskClient, wanted: str
) -> None:
    """404 as problem details, with the languages that there are."""
    answer = ask(window, f"{SUMMARY_OF}?lang={wanted}", "uk")
    assert (answer.status_code, answer.content_type) == (404, "application/problem+json")
    assert answer.json["available_languages"] == ["en", "uk"]


def test_a_program_learns_that_an_edition_was_withdrawn(window: FlaskClient) -> None:
    """410 with date and reason; the article's entry has them, too."""
    answer = ask(window, "/api/v1/articles/port-reopens/summary?lang=uk")
    assert (answer.status_code, answer.content_type) == (410, "application/problem+json")
    assert (answer.json["date"], answer.json["reason"]) == ("2026-11-20", REASON)
    assert answer.json["available_languages"] == ["en"]
    entry = ask(window, "/api/v1/articles/port-reopens").json
    assert entry["withdrawn"] == {"uk": {"date": "2026-11-20", "reason": REASON}}
    assert list(entry["editions"]) == ["en"]


def test_programs_can_list_languages_and_articles(window: FlaskClient) -> None:
    """Language tags, own names, directions, and how much there is to read."""
    languages = {e["language"]: e for e in ask(window, "/api/v1/languages").json["languages"]}
    assert {tag: e["name"] for tag, e in languages.items()} == LANGUAGES
    assert {tag: e["articles"] for tag, e in languages.items()} == {
        "en": 2, "uk": 1, "ar": 0, "de": 0, "zh-Hans": 0,
    }  # fmt: skip
    assert languages["ar"]["direction"] == "rtl"
    articles = ask(window, "/api/v1/articles").json["articles"]
    assert [a["slug"] for a in articles] == ["port-sold", "harbor-fire", "port-reopens"]
    assert [a["available_languages"] for a in articles] == [[], ["en", "uk"], ["en"]]


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", "/api/v1/nothing", 404),
        ("GET", "/api/", 404),
        ("GET", "/api/v2/articles", 404),
        ("GET", "/api/v1/articles/nothing", 404),
        ("GET", "/api/v1/articles/nothing/summary?lang=uk", 404),
        ("GET", "/api/v1/articles/%2e%2e/summary", 404),
        ("GET", "/api/v1/articles/%ff", 404),
        ("GET", "/api/v1/articles/" + "a" * 20_000, 404),
        ("GET", "/api/v1/articles/service/summary", 404),
        ("POST", SUMMARY_OF, 405),
        ("DELETE", "/api/v1/articles/harbor-fire", 405),
    ],
)
def test_programs_get_problem_details(
    window: FlaskClient, method: str, path: str, status: int
) -> None:
    """RFC 9457, whatever went wrong; with Allow where it was the method."""
    answer = ask(window, path, method=method)
    assert (answer.status_code, answer.content_type) == (status, "application/problem+json")
    assert answer.json["status"] == status
    assert answer.json["type"] == "about:blank"
    assert len(answer.data) < 1000
    assert ("GET" in answer.headers.get("Allow", "")) == (status == 405)


@pytest.mark.parametrize(
    "path",
    ["languages", "articles", "articles/nothing", "articles/port-reopens/summary?lang=uk", "no"],
)
def test_a_program_in_a_browser_can_read_every_answer(window: FlaskClient, path: str) -> None:
    """Of any site: errors tell it what it did wrong, and what else there is."""
    answer = ask(window, f"/api/v1/{path}", headers={"Origin": "https://other.example"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*"


def fits(name: str, value: Any, document: dict[str, Any]) -> None:
    """Assert that ``value`` is what the description calls ``name``, and nothing beside it."""
    schemas = json.loads(json.dumps(document["components"]["schemas"]))
    for schema in schemas.values():
        schema["additionalProperties"] = False
    whole = {"$ref": f"#/components/schemas/{name}", "components": {"schemas": schemas}}
    jsonschema_rs.Draft202012Validator(whole, validate_formats=True).validate(value)


EXAMPLES = [
    ("/languages", "/languages", 200),
    ("/articles", "/articles", 200),
    ("/articles", "/articles?limit=0", 400),
    ("/articles/{slug}", "/articles/port-reopens", 200),
    ("/articles/{slug}", "/articles/nothing", 404),
    ("/articles/{slug}/summary", "/articles/harbor-fire/summary", 200),
    ("/articles/{slug}/summary", "/articles/harbor-fire/summary?lang=uk", 200),
    ("/articles/{slug}/summary", "/articles/harbor-fire/summary?lang=de", 404),
    ("/articles/{slug}/summary", "/articles/nothing/summary", 404),
    ("/articles/{slug}/summary", "/articles/harbor-fire/summary?format=pdf", 400),
    ("/articles/{slug}/summary", "/articles/port-reopens/summary?lang=uk", 410),
]


@pytest.mark.parametrize(("path", "address", "status"), EXAMPLES)
def test_answers_are_what_the_description_says(
    window: FlaskClient, path: str, address: str, status: int
) -> None:
    """A client generated from the OpenAPI document can read every answer."""
    document = ask(window, "/api/v1/openapi.json").json
    answer = ask(window, f"/api/v1{address}", "ka")
    contents = document["paths"][path]["get"]["responses"][str(status)]["content"]
    assert answer.status_code == status
    schema = contents[answer.content_type]["schema"]
    fits(schema["$ref"].rpartition("/")[2], answer.json, document)


def test_an_edition_with_corrections_is_what_the_description_says(newsroom: Newsroom) -> None:
    """Outdated, corrected and drafted editions have no other shape."""
    window = newsroom.client()
    path = newsroom.editions / "harbor-fire" / "uk.json"
    data = json.loads(path.read_bytes())
    (value,) = [f for f in data["messages"][2]["facts"] if f["name"] == "hurt"]
    data["corrections"] = [
        {"date": "2026-11-23", "fact": "hurt", "old": value | {"value": "4"}, "new": value}
    ]
    data |= {"state": "outdated", "outdated_since": "2026-11-23"}
    path.write_bytes(newsroom.sealed(data))
    answer = ask(window, f"{SUMMARY_OF}?lang=uk")
    assert [c["old"]["text"] for c in answer.json["corrections"]] == ["4"]
    document = ask(window, "/api/v1/openapi.json").json
    fits("Summary", answer.json, document)


def test_the_description_has_every_address_of_the_api(window: FlaskClient) -> None:
    """And every documented answer is among the examples above."""
    document = ask(window, "/api/v1/openapi.json").json
    assert document["openapi"].startswith("3.1")
    rules = {
        re.sub("<(\\w+)>", "{\\1}", rule.rule.removeprefix("/api/v1"))
        for rule in window.application.url_map.iter_rules()
        if rule.rule.startswith("/api/v1/")
    }
    assert set(document["paths"]) == rules - {"/", "/openapi.json"}
    documented = {
        (path, int(status))
        for path, item in document["paths"].items()
        for status in item["get"]["responses"]
    }
    tried = {(path, status) for path, _address, status in EXAMPLES}
    assert documented - tried == {(path, 304) for path in rules & set(document["paths"])} | {
        ("/articles/{slug}/summary", 406),
        *((path, 429) for path in document["paths"]),  # all in their own tests
    }


# --- feed, sitemap, health ---------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"
MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"


@pytest.mark.parametrize(("language", "slugs"), [("en", 2), ("uk", 1), ("ar", 0)])
def test_a_feed_reader_gets_an_atom_feed(window: FlaskClient, language: str, slugs: int) -> None:
    """With everything that RFC 4287 demands, in one language, with absolute addresses."""
    answer = ask(window, f"/{language}/feed.atom", "de")
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert answer.headers.get("Vary") in (None, "Accept-Encoding")
    feed = ElementTree.fromstring(answer.data)
    assert feed.tag == f"{ATOM}feed"
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == language
    entries = feed.findall(f"{ATOM}entry")
    assert len(entries) == slugs
    for element in (feed, *entries):
        assert element.findtext(f"{ATOM}title")
        assert element.findtext(f"{ATOM}id", "").startswith("urn:uuid:")
        assert datetime.datetime.fromisoformat(element.findtext(f"{ATOM}updated", "")).tzinfo
        links = element.findall(f"{ATOM}link")
        assert links
        assert all(link.get("href", "").startswith(f"{BASE}/{language}/") for link in links)
    assert {link.get("rel") for link in feed.findall(f"{ATOM}link")} == {"self", "alternate"}
    assert all(entry.findtext(f"{ATOM}author/{ATOM}name") for entry in entries)
    summaries = [" ".join(entry.findtext(f"{ATOM}summary", "").split()) for entry in entries]
    assert summaries == [" ".join(SENTENCES.get(language, ()))] * len(entries)
    assert len({e.findtext(f"{ATOM}id") for e in (feed, *entries)}) == slugs + 1


def test_nothing_looks_new_to_a_feed_reader_when_the_site_moves(town: Newsroom) -> None:
    """The entries' ids do not depend on the address."""
    feeds = [
        ElementTree.fromstring(ask(town.client(BASE_URL=base), "/en/feed.atom").data)
        for base in (BASE, "https://other.example/news")
    ]
    first, second = ([e.text for e in feed.iter(f"{ATOM}id")] for feed in feeds)
    assert first == second
    assert len(first) == 3


def test_the_sitemap_lists_what_can_be_read(window: FlaskClient) -> None:
    """Absolute addresses that answer, each with its other languages."""
    answer = ask(window, "/sitemap.xml")
    assert answer.content_type == "application/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.data)
    assert root.tag == f"{MAP}urlset"
    listed = {url.findtext(f"{MAP}loc", ""): url for url in root.findall(f"{MAP}url")}
    editions = ["en/harbor-fire", "uk/harbor-fire", "en/port-reopens"]
    lists = [f"{tag}/{name}" for tag in LANGUAGES for name in ("", "corrections")]
    assert set(listed) == {f"{BASE}/{path}" for path in [*editions, *lists]}
    for address in listed:
        assert ask(window, address.removeprefix(BASE)).status_code == 200
    links = listed[f"{BASE}/uk/harbor-fire"].findall("{http://www.w3.org/1999/xhtml}link")
    assert {link.get("hreflang") for link in links} == {"en", "uk", "x-default"}
    assert datetime.datetime.fromisoformat(
        listed[f"{BASE}/uk/harbor-fire"].findtext(f"{MAP}lastmod", "")
    ).tzinfo


def test_robots_find_the_sitemap(window: FlaskClient) -> None:
    """By its public address, and not at all where none is set."""
    answer = ask(window, "/robots.txt")
    assert answer.content_type == "text/plain; charset=utf-8"
    assert f"Sitemap: {BASE}/sitemap.xml" in answer.text.splitlines()


def test_without_a_public_address_no_host_is_made_up(town: Newsroom) -> None:
    """A forged Host header reaches no page, feed, sitemap or API answer."""
    window = town.client()
    for path in ("/uk/harbor-fire", "/uk/feed.atom", "/sitemap.xml", "/robots.txt", SUMMARY_OF):
        assert "evil.example" not in ask(window, path).text


def test_an_operator_learns_that_all_is_well(newsroom: Newsroom) -> None:
    """Alive, ready, the languages, nothing degraded; nothing of it is cached."""
    window = newsroom.client()
    heartbeat, ready = ask(window, "/healthz"), ask(window, "/readyz")
    assert (heartbeat.status_code, ready.status_code) == (200, 200)
    assert heartbeat.headers["Cache-Control"] == ready.headers["Cache-Control"] == "no-store"
    assert ready.json["status"] == "ready"
    assert ready.json["problems"] == []
    assert ready.json["editions"] == 2


def test_an_operator_learns_which_catalog_is_broken(newsroom: Newsroom) -> None:
    """Degraded, file and line named, no path of the machine shown; readers notice nothing."""
    window = newsroom.client()
    newsroom.replace(newsroom.path("harbor-fire", "uk"), 'msgid "', "msgid ")
    newsroom.publish()
    answer = ask(window, "/readyz")
    assert (answer.status_code, answer.json["status"]) == (200, "degraded")
    (problem,) = answer.json["problems"]
    assert problem.startswith("locales/uk/LC_MESSAGES/harbor-fire.po:")
    assert str(newsroom.folder) not in answer.text
    assert ask(window, "/uk/harbor-fire").status_code == 200


@pytest.mark.parametrize("exists", [True, False])
def test_a_window_with_nothing_to_show_is_alive_but_not_ready(
    newsroom: Newsroom, exists: bool
) -> None:
    """Load balancers keep readers away, and no address fails."""
    newsroom.editions = newsroom.folder / "empty"
    if exists:
        newsroom.editions.mkdir()
    window = newsroom.client()
    assert ask(window, "/healthz").status_code == 200
    ready = ask(window, "/readyz")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    for path in ("/", "/uk/", "/UK/", "/uk/harbor-fire"):
        answer = ask(window, path, "uk")
        assert (answer.status_code, answer.data) == (503, b"")
    for path in ("/articles/x", "/uk/feed.atom", "/sitemap.xml", "/robots.txt", "/nothing"):
        assert ask(window, path).status_code in (200, 308, 404, 503)
    for path in ("/languages", "/articles", "/openapi.json"):
        assert ask(window, f"/api/v1{path}").status_code == 200
    assert ask(window, "/api/v1/articles/x/summary").status_code == 404


def test_readers_keep_their_pages_when_the_folder_vanishes(newsroom: Newsroom) -> None:
    """An unmounted volume is no withdrawal; the operator is told."""
    window = newsroom.client()
    good = ask(window, "/uk/harbor-fire").data
    newsroom.editions.rename(newsroom.folder / "elsewhere")
    assert ask(window, "/uk/harbor-fire").data == good
    assert ask(window, "/readyz").json["status"] == "degraded"
    (newsroom.folder / "elsewhere").rename(newsroom.editions)
    assert ask(window, "/uk/harbor-fire").data == good
    assert ask(window, "/readyz").json["status"] == "ready"


def test_articles_of_the_test_are_what_they_say() -> None:
    """The evidence above is verbatim from the article."""
    assert all(quote in ARTICLE for quote in EVIDENCE)
