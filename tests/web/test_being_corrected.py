"""Wherever readers or programs get an old figure, it is said that it is being corrected."""

from __future__ import annotations

import datetime
import json
import re
from collections.abc import Callable

import pytest
from conftest import ARTICLE, SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from lxml import etree, html

from service.content.article import HEADLINE

SLUG, BASE = "market-fire", "https://news.example"
EARLIER, LATER = "harbor-fire", "later-fire"
WORDS = {
    HEADLINE: ["Пожежа [третього травня]({day})"],
    "fire": ["[Третього травня]({day}) згорів склад, повідомили пожежники."],
    "hurt": [
        "Постраждала {hurt} людина, втрачено [1200]({tons}) тонн зерна.",
        "Постраждали {hurt} людини, втрачено [1200]({tons}) тонн зерна.",
        "Постраждало {hurt} людей, втрачено [1200]({tons}) тонн зерна.",
    ],
}
RIGHT = {HEADLINE: ["Пожежа {day}"]}
OLD = ("третього травня", "Третього травня", "1200")


@pytest.fixture
def correcting(newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch) -> Newsroom:
    """The newsroom while old figures are up in Ukrainian, in words; one figure was corrected."""
    monkeypatch.setattr("service.web.views.cards._possible", lambda _card, _fonts: True)
    summary, text = SUMMARY.replace('"Warehouse fire in', '"Fire on {day} in'), ARTICLE
    for slug in (EARLIER, SLUG, LATER):
        newsroom.write(slug, summary, text)
        newsroom.update()
        newsroom.translate(slug, "uk", WORDS if slug == SLUG else UKRAINIAN | RIGHT)
        sign(newsroom, slug)
        newsroom.now += datetime.timedelta(days=1)
        newsroom.publish()
    window = newsroom.client(BASE_URL=BASE)
    assert "og:image" in head(window, "property")
    for old, new in (("Five people", "Six people"), ("value = 5\n", "value = 6\n")):
        summary, text = summary.replace(old, new), text.replace(old, new)
    newsroom.write(SLUG, summary, text)
    sign(newsroom, SLUG)
    newsroom.publish()
    for old, new in (
        ("May 3", "May 4"), ("2024-05-03", "2024-05-04"), ("1,200", "1,300"), ("1200", "1300"),
    ):  # fmt: skip
        summary, text = summary.replace(old, new), text.replace(old, new)
    newsroom.write(SLUG, summary, text)
    newsroom.update()
    newsroom.sign(SLUG, "en")
    newsroom.publish()
    return newsroom


def sign(newsroom: Newsroom, slug: str) -> None:
    newsroom.update()
    for locale in ("en", "uk"):
        newsroom.sign(slug, locale)


def head(window: FlaskClient, attribute: str, address: str = f"/uk/{SLUG}") -> dict[str, str]:
    """Return the contents of a page's ``<meta>``, by the name that ``attribute`` has."""
    page = html.document_fromstring(window.get(address).text)
    metas = page.xpath(f"//meta[@{attribute}]")
    return {meta.get(attribute): meta.get("content") for meta in metas}


def body(window: FlaskClient, address: str) -> str:
    """Return all words below ``<body>``."""
    (page,) = html.document_fromstring(window.get(address).text).xpath("//body")
    for hidden in page.xpath(".//details[@class='embed']"):
        hidden.drop_tree()  # code for other sites
    return str(page.text_content())


def title(window: FlaskClient, address: str) -> str:
    return str(html.document_fromstring(window.get(address).text).findtext(".//title"))


def linked_data(window: FlaskClient) -> dict[str, str]:
    page = html.document_fromstring(window.get(f"/uk/{SLUG}").text)
    data: dict[str, str] = json.loads(page.xpath("string(//script)"))
    return data


def feed(window: FlaskClient, what: str) -> str:
    tree = etree.fromstring(window.get("/uk/feed.atom").data)
    names = {"a": "http://www.w3.org/2005/Atom"}
    (entry,) = tree.xpath(f"//a:entry[contains(a:link/@href, '/{SLUG}')]", namespaces=names)
    return " ".join(entry.xpath(f"a:{what}//text()", namespaces=names))


SUMMARY_OF = f"/api/v1/articles/{SLUG}/summary?lang=uk"
PAGE = f"/uk/{SLUG}"
# What readers and programs get as words, by where it stands; and how many old figures it has.
TOLD: dict[str, tuple[int, Callable[[FlaskClient], str]]] = {
    "page": (3, lambda window: body(window, PAGE)),
    "title": (1, lambda window: title(window, PAGE)),
    "meta description": (2, lambda window: head(window, "name")["description"]),
    "og:title": (1, lambda window: head(window, "property")["og:title"]),
    "og:description": (2, lambda window: head(window, "property")["og:description"]),
    "JSON-LD headline": (1, lambda window: linked_data(window)["headline"]),
    "JSON-LD description": (2, lambda window: linked_data(window)["description"]),
    "frame": (3, lambda window: body(window, f"{PAGE}/embed")),
    "frame's title": (1, lambda window: title(window, f"{PAGE}/embed")),
    "list": (2, lambda window: body(window, "/uk/")),
    "month": (2, lambda window: body(window, "/uk/2026/11")),
    "corrections": (2, lambda window: body(window, "/uk/corrections")),
    "link from the article before": (1, lambda window: body(window, f"/uk/{EARLIER}")),
    "link from the article after": (1, lambda window: body(window, f"/uk/{LATER}")),
    "link from the source": (1, lambda window: body(window, f"/articles/{SLUG}/source?lang=uk")),
    "no edition": (1, lambda window: body(window, f"/de/{SLUG}")),
    "feed title": (1, lambda window: feed(window, "title")),
    "feed summary": (2, lambda window: feed(window, "summary")),
    "feed content": (2, lambda window: feed(window, "content")),
    "text": (3, lambda window: window.get(f"{SUMMARY_OF}&format=text").text),
    "brief as text": (3, lambda window: window.get(f"{SUMMARY_OF}&part=brief&format=text").text),
    "Markdown": (3, lambda window: window.get(f"{SUMMARY_OF}&format=markdown").text),
    "HTML": (3, lambda window: body(window, f"{SUMMARY_OF}&format=html")),
}


@pytest.mark.parametrize("where", TOLD)
def test_an_old_figure_never_stands_without_the_remark(correcting: Newsroom, where: str) -> None:
    """As many remarks as old figures, each with the figure as the sentence has it."""
    window = correcting.client(BASE_URL=BASE)
    if where == "no edition":  # the page there shows the headline of a language that there is
        correcting.withdraw(SLUG, "en")
        correcting.publish()
    notice = correcting.project.catalog("service", "uk")
    assert notice is not None
    entry = next(e for e in notice.entries if e.singular.startswith("Being corrected in this"))
    remark = re.escape(entry.strings[0]).replace(re.escape("{figure}"), f"({'|'.join(OLD)})")
    number, words = TOLD[where]
    text = " ".join(words(window).split())
    remarks = re.findall(remark, text)
    rest = re.sub(remark, "", text)
    assert sum(map(rest.count, OLD)) == number, text
    assert all(rest.count(figure) <= remarks.count(figure) for figure in OLD), text


def test_programs_are_told_which_facts_are_old(correcting: Newsroom) -> None:
    """In the answers of the API, of one article and in the list."""
    window = correcting.client(BASE_URL=BASE)
    summary = window.get(SUMMARY_OF).json
    about = {s["id"]: s["being_corrected"] for s in summary["statements"]}
    assert about == {"fire": ["day"], "hurt": ["tons"]}
    articles = window.get("/api/v1/articles").json["articles"]
    listed = {article["slug"]: article["editions"]["uk"] for article in articles}
    for entry in (summary, listed[SLUG]):
        assert entry["headline_being_corrected"] == ["day"]
    assert listed[LATER]["headline_being_corrected"] == []


def test_no_card_shows_an_old_figure(correcting: Newsroom) -> None:
    """An image goes from hand to hand without its page: there is none until the words are right."""
    window = correcting.client(BASE_URL=BASE)
    assert "og:image" not in head(window, "property")
    assert "image" not in linked_data(window)
    assert "og:image" in head(window, "property", f"/uk/{LATER}")
    correcting.translate(SLUG, "uk", {HEADLINE: ["Пожежа [четвертого травня]({day})"]})
    correcting.sign(SLUG, "uk", HEADLINE)
    correcting.publish()
    assert "og:image" in head(window, "property")
