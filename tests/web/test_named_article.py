"""Whose article a summary is of, as far as that is known: pages, feeds, frames, data, text."""

from __future__ import annotations

import datetime
import json
import re
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from browser import with_interface
from conftest import LOCALES, Newsroom
from flask.testing import FlaskClient
from lxml.html import HtmlElement

BASE = "https://sums.example"
TITLE = "Rate cut surprises <markets>"
OUTLET = "Example Daily"
URL = "https://daily.example/2024/01/rates?a=1&b=2"
TEXT = f"""{TITLE}
The central bank cut its key rate to 3.5 percent on January 3.
"Inflation is lower than we thought," the governor said.
Two of nine members voted against it.
The next meeting is in March.
"""
WHOSE = f"""[article]
outlet = "{OUTLET}"
url = "{URL}"
published = 2024-01-04T00:30:00+02:00
authors = ["Jane Roe", "يوسف حداد"]
licence = "CC-BY-4.0"
show = "all"
"""
SUMMARY = """language = "en"
headline = "Central bank cuts its key rate"

{whose}
[facts.day]
value = 2024-01-03
quote = "on January 3"

[facts.against]
value = 2
quote = "Two of nine members voted against it"

[[statements]]
id = "next"
text = "The bank meets again in March."
evidence = ["The next meeting is in March."]

[[statements]]
id = "cut"
brief = true
text = "{{outlet}} says the central bank cut its key rate on {{day}}."
evidence = ["The central bank cut its key rate to 3.5 percent on January 3."]

[[statements]]
id = "why"
brief = true
text = "The governor said inflation was lower than expected."
evidence = ['"Inflation is lower than we thought," the governor said.']

[[statements]]
id = "votes"
count = "against"
one = "{{against}} member voted against it."
other = "{{against}} members voted against it."
evidence = ["Two of nine members voted against it."]
"""
GERMAN = {
    "headline": ["Zentralbank senkt den Leitzins"],
    "cut": ["{outlet} zufolge hat die Zentralbank den Leitzins am {day} gesenkt."],
    "why": ["Die Inflation sei niedriger als erwartet, sagte der Gouverneur."],
    "next": ["Die Bank tagt im März wieder."],
    "votes": ["{against} Mitglied stimmte dagegen.", "{against} Mitglieder stimmten dagegen."],
}
BRIEF = [
    "Example Daily says the central bank cut its key rate on January 3, 2024.",
    "The governor said inflation was lower than expected.",
]
DETAILS = ["The bank meets again in March.", "2 members voted against it."]
EN, DE = "/en/rates", "/de/rates"
API = "/api/v1/articles/rates/summary"


def room_with(folder: Path, whose: str = WHOSE, text: str = TEXT) -> Newsroom:
    """Return a newsroom with the article, signed in English and, but for a detail, in German."""
    room = with_interface(folder, *LOCALES)
    who = "{outlet}" if "outlet" in whose else "Someone"
    summary = SUMMARY.format(whose=whose).replace("{outlet}", who)
    room.write("rates", summary, text)
    room.update()
    room.translate("rates", "de", GERMAN | {"cut": [GERMAN["cut"][0].replace("{outlet}", who)]})
    room.sign("rates", "en")
    room.sign("rates", "de", "headline", "cut", "why", "next")
    assert not room.publish().problems
    return room


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """That newsroom. No test may change it."""
    return room_with(tmp_path_factory.mktemp("room"))


@pytest.fixture(scope="module")
def window(room: Newsroom) -> FlaskClient:
    """Its window."""
    return room.client(BASE_URL=BASE, CONTACT="errors@sums.example")


def open_page(window: FlaskClient, path: str) -> HtmlElement:
    answer = window.get(path)
    assert answer.status_code == 200
    return lxml.html.document_fromstring(answer.data)


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def data_of(window: FlaskClient, path: str) -> dict[str, Any]:
    (script,) = open_page(window, path).xpath("//script/text()")
    read: dict[str, Any] = json.loads(script)
    return read


def origin(document: HtmlElement) -> HtmlElement:
    (line,) = document.find_class("origin")
    return line


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (EN, f"Summary of “{TITLE}”, {OUTLET}, January 4, 2024"),
        (DE, f"Zusammenfassung von „{TITLE}“, {OUTLET}, 4. Januar 2024"),
    ],
)
def test_a_page_names_the_article_above_the_headline(
    window: FlaskClient, path: str, line: str
) -> None:
    """Title, outlet and day, as its publisher dates it; the title in its language, as a link."""
    for address in (path, f"{path}/embed", f"{API}?lang={path[1:3]}&format=html"):
        document = open_page(window, address)
        element = origin(document)
        assert said(element) == line
        assert element.getnext().tag == "h1"
        (link,) = element.iter("a")
        assert (link.text, link.get("href"), link.get("lang")) == (TITLE, URL, "en")
        assert link.get("dir") == "ltr"
        assert element.xpath("time/@datetime") == ["2024-01-04"]
    # In a list it is no link: the headline below is.
    listed = origin(open_page(window, path[:4]))
    assert said(listed) == line
    assert not listed.xpath(".//a")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_line_is_in_every_language(room: Newsroom, window: FlaskClient, locale: str) -> None:
    """With that language's own quotation marks, and title, outlet and year as they are."""
    from service.web import article, request_context

    edition = window.application.extensions["summaries"].view().articles["rates"]["en"]
    with window.application.test_request_context("/"):
        request_context.speak(locale)
        line = str(article.in_html(edition))
    text = re.sub("<[^>]*>", "", line).replace("&lt;", "<").replace("&gt;", ">")
    assert TITLE in text and OUTLET in text and "2024" in text
    before, after = text.partition(TITLE)[0][-2:].strip(), text.partition(TITLE)[2][:2].strip()
    assert (before[-1:], after[:1]) in {
        ("“", "”"), ("„", "“"), ("„", "”"), ("«", "»"), ("「", "」"), ("《", "》")
    }  # fmt: skip


KNOWN = {
    "": f"Summary of “{TITLE}”",
    f'outlet = "{OUTLET}"': f"Summary of “{TITLE}”, {OUTLET}",
    "published = 2024-01-04": f"Summary of “{TITLE}”, January 4, 2024",
    f'outlet = "{OUTLET}"\npublished = 2024-01-04': f"Summary of “{TITLE}”, {OUTLET}, "
    "January 4, 2024",
}


@pytest.mark.parametrize("keys", KNOWN)
def test_what_is_not_known_is_left_out(tmp_path: Path, keys: str) -> None:
    """And without the outlet's address, the title leads to our page with the passages."""
    room = room_with(tmp_path, f"[article]\n{keys}\n")
    window = room.client(BASE_URL=BASE)
    element = origin(open_page(window, EN))
    assert said(element) == KNOWN[keys]
    assert element.xpath("a/@href") == ["/articles/rates/source?lang=en"]
    data = data_of(window, EN)["isBasedOn"]
    assert data["url"] == f"{BASE}/articles/rates/source"
    assert "license" not in data and "author" not in data
    text = window.get(f"{API}?lang=en&format=text").text
    assert KNOWN[keys] in text


# A first line that is no headline.
UNTITLED = TEXT.replace(TITLE, "Word " * 120)


def test_where_nothing_is_known_there_is_no_line(tmp_path: Path) -> None:
    """Not even a title: the first line is too long to be one."""
    window = room_with(tmp_path, "[article]\n", UNTITLED).client(BASE_URL=BASE)
    for path in (EN, f"{EN}/embed"):
        assert not open_page(window, path).find_class("origin")
    assert "Summary of" not in window.get(f"{API}?lang=en&format=text").text
    assert "headline" not in data_of(window, EN)["isBasedOn"]


def test_without_a_title_the_outlet_is_the_link(tmp_path: Path) -> None:
    """And the line says what it leads to."""
    window = room_with(tmp_path, WHOSE, UNTITLED).client(BASE_URL=BASE)
    element = origin(open_page(window, DE))
    assert said(element) == f"Originalartikel: {OUTLET}, 4. Januar 2024"
    assert [(a.get("href"), said(a)) for a in element.iter("a")] == [(URL, OUTLET)]


@pytest.mark.parametrize(
    ("days", "old"), [(-400, False), (0, False), (30, False), (31, True), (1000, True)]
)
def test_an_old_article_says_so(tmp_path: Path, days: int, old: bool) -> None:
    """More than 30 days when the edition went up, in whatever year somebody reads it."""
    room = with_interface(tmp_path, *LOCALES)
    day = room.now.date() - datetime.timedelta(days=days)
    whose = re.sub("published = .*", f"published = {day}", WHOSE)
    room.write("rates", SUMMARY.format(whose=whose), TEXT)
    room.update()
    room.sign("rates", "en")
    assert not room.publish().problems
    window = room.client(BASE_URL=BASE)
    for path in (EN, f"{EN}/embed"):
        notices = open_page(window, path).find_class("notice")
        assert [notice.xpath("time/@datetime") for notice in notices] == [[f"{day}"]] * old
    room.now += datetime.timedelta(days=1000)
    room.publish()
    assert bool(open_page(window, EN).find_class("notice")) == old


def test_the_brief_comes_first(window: FlaskClient) -> None:
    """Whatever the order in the file; the rest follows under its heading, numbered on."""
    document = open_page(window, EN)
    first, second = document.xpath("//section[ol[@class='statements']]")
    assert [said(p) for p in first.xpath("ol/li/p[1]")] == BRIEF
    assert [said(p) for p in second.xpath("ol/li/p[1]")] == DETAILS
    assert [said(s.find("h2")) for s in (first, second)] == ["In brief", "In detail"]
    assert second.xpath("ol/@start") == ["3"]
    marks = [said(n) for n in document.xpath("//ol//summary/span[@aria-hidden]")]
    assert marks == ["1", "2", "3", "4"]
    source = open_page(window, "/articles/rates/source?lang=en")
    numbers = {link.get("href"): link.text for link in source.find_class("back")}
    assert numbers[f"{EN}#cut"] == "1" and numbers[f"{EN}#next"] == "3"


def test_what_is_short_begins_with_the_brief(window: FlaskClient) -> None:
    """Description, feed, list, frame, plain text, data."""
    document = open_page(window, EN)
    for name in ("description", "og:description"):
        (description,) = document.xpath("//meta[@name=$n or @property=$n]/@content", n=name)
        assert description == " ".join(BRIEF)
    assert data_of(window, EN)["description"] == " ".join(BRIEF)
    assert said(open_page(window, "/en/").xpath("//article/p[not(@class)]")[0]) == BRIEF[0]
    framed = open_page(window, f"{EN}/embed")
    assert [said(p) for p in framed.xpath("//ol/li/p")] == BRIEF
    text = window.get(f"{API}?lang=en&format=text").text.split("\n\n")
    assert text[1:3] == [f"1. {BRIEF[0]}", f"2. {BRIEF[1]}"]
    assert text[3:6] == ["In detail", f"3. {DETAILS[0]}", f"4. {DETAILS[1]}"]
    feed = lxml.etree.fromstring(window.get("/en/feed.atom").data)
    atom = {"a": "http://www.w3.org/2005/Atom", "h": "http://www.w3.org/1999/xhtml"}
    (entry,) = feed.findall("a:entry", atom)
    assert entry.findtext("a:summary", namespaces=atom) == " ".join(BRIEF)
    assert [li.text for li in entry.iterfind(".//h:li", atom)] == BRIEF + DETAILS
    assert OUTLET in entry.findtext(".//h:p", namespaces=atom)


@pytest.mark.parametrize("kind", ["json", "html", "text", "markdown"])
def test_a_program_can_ask_for_the_brief_alone(window: FlaskClient, kind: str) -> None:
    """In every format; JSON says of each sentence whether it belongs to it."""
    whole = window.get(f"{API}?lang=en&format={kind}")
    brief = window.get(f"{API}?lang=en&format={kind}&part=brief")
    assert brief.status_code == 200
    if kind == "json":
        assert [(s["text"], s["brief"]) for s in brief.json["statements"]] == [
            (text, True) for text in BRIEF
        ]
        assert [s["text"] for s in whole.json["statements"]] == BRIEF + DETAILS
    else:
        said_of = [re.sub("<[^>]*>", "", answer.text) for answer in (whole, brief)]
        for sentence in DETAILS:
            assert [sentence in text for text in said_of] == [True, False]
    wrong = window.get(f"{API}?lang=en&part=middle")
    assert (wrong.status_code, "all, brief" in wrong.json["detail"]) == (400, True)


def test_search_engines_are_told_whose_article_it_is(window: FlaskClient) -> None:
    """With its own address, day and authors; the site answers for the summary."""
    data = data_of(window, EN)
    assert data["isBasedOn"] == {
        "@type": "NewsArticle",
        "inLanguage": "en",
        "headline": TITLE,
        "url": URL,
        "datePublished": "2024-01-04T00:30:00+02:00",
        "publisher": {"@type": "NewsMediaOrganization", "name": OUTLET},
        "author": [{"@type": "Person", "name": name} for name in ("Jane Roe", "يوسف حداد")],
    }
    site = {"@type": "Organization", "name": "Reviewed summaries", "url": BASE}
    assert data["author"] == data["publisher"] == site
    assert data["editor"] == [{"@type": "Person", "name": "Jane Doe"}]
    article = window.get(f"{API}?lang=en").json["article"]
    assert article == {
        "title": TITLE, "outlet": OUTLET, "url": URL, "published": "2024-01-04T00:30:00+02:00",
        "authors": ["Jane Roe", "يوسف حداد"], "licence": "CC-BY-4.0",
    }  # fmt: skip


def test_authors_and_licence_are_named(window: FlaskClient) -> None:
    """Under the summary, and with the article's own text; each name keeps its direction."""
    for path in (EN, "/articles/rates/source?lang=en"):
        lines = [said(p) for p in open_page(window, path).iter("p")]
        assert "Article by Jane Roe, يوسف حداد" in lines
        assert "Licence of the article: CC-BY-4.0" in lines
    names = open_page(window, DE).xpath("//footer[@class='about']//bdi/text()")
    assert {"Jane Roe", "يوسف حداد", "CC-BY-4.0"} <= set(names)


def test_a_summary_says_how_much_is_missing(window: FlaskClient) -> None:
    """As long as a detail is not signed in its language."""
    (line,) = open_page(window, DE).find_class("missing")
    assert said(line) == "Weitere Sätze in Vorbereitung: 1"
    assert not open_page(window, EN).find_class("missing")
    assert said(line) in window.get(f"{API}?lang=de&format=text").text


def test_an_error_can_be_reported(room: Newsroom, window: FlaskClient) -> None:
    """By a letter that says about which page, or on a page; where an address is set."""

    def link(window: FlaskClient) -> list[str]:
        tools = open_page(window, DE).find_class("tools")[0]
        return [a.get("href") for a in tools.iter("a") if said(a) == "Fehler melden"]

    (address,) = link(window)
    headline, page = (
        "Zentralbank%20senkt%20den%20Leitzins",
        "https%3A%2F%2Fsums.example%2Fde%2Frates",
    )
    assert address == f"mailto:errors@sums.example?subject={headline}&body={page}"
    assert link(room.client(CONTACT="https://sums.example/contact")) == [
        "https://sums.example/contact"
    ]
    assert link(room.client()) == []


def test_one_link_unfolds_all_evidence(window: FlaskClient) -> None:
    """And another folds it; search engines know one address of both."""
    folded, unfolded = open_page(window, EN), open_page(window, f"{EN}?evidence=all")
    for document, number, there in ((folded, 0, f"{EN}?evidence=all"), (unfolded, 4, EN)):
        assert len(document.xpath("//ol//details[@open]")) == number
        (hint,) = document.find_class("hint")
        assert hint.xpath("a/@href") == [there]
        assert document.xpath("//link[@rel='canonical']/@href") == [BASE + EN]


def test_a_figure_that_is_being_corrected_is_named(tmp_path: Path) -> None:
    """At its sentence, as it stands there, while other words wait for their signature."""
    room = room_with(tmp_path)
    words = ["{against} Mitglied stimmte dagegen.", "[zwei]({against}) stimmten dagegen."]
    room.translate("rates", "de", {"votes": words})
    room.sign("rates", "de", "votes")
    room.publish()
    for name in ("article.txt", "summary.toml"):
        path = room.articles / "rates" / name
        room.replace(path, "Two of nine members", "Three of nine members")
    room.replace(path, "value = 2\n", "value = 3\n")
    room.update()
    room.sign("rates", "en")
    room.publish()
    window = room.client(BASE_URL=BASE)
    (line,) = open_page(window, DE).find_class("correction")
    assert line.getparent().get("id") == "votes"
    assert said(line) == "Wird in diesem Satz gerade korrigiert: zwei"
    english = open_page(window, EN).xpath("//li[@id='votes']/p")
    assert [said(p) for p in english] == [
        "3 members voted against it.",
        "Corrected on November 22, 2026: an earlier version said 2 instead of 3.",
    ]
