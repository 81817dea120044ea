"""The page with an article's own text: all of it, just the evidence marked, never a forged word."""

from __future__ import annotations

import datetime
import json
import os
import re
import shutil
import tomllib
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import lxml.html
import polib
import pytest
from browser import with_interface
from conftest import ARTICLE, LOCALES, ROOT, SLUG, SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from service.content.unsafe_characters import forbidden, visible
from service.review import journal
from service.review.keys import PrivateKey
from service.review.project import INTERFACE

BASE = "https://news.example"
SOURCE = "/articles/harbor-fire/source"
EDITION = "/{}/harbor-fire"
API = "/api/v1/articles/harbor-fire/summary?lang={}"
FILE = "harbor-fire/_article.json"
EVIDENCE = {
    "fire": ["A warehouse burned down in the harbor on May 3, the fire service said."],
    "hurt": ["Five people were hurt, and about 1,200 tons of grain were lost."],
}


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """The small newsroom, made once. Tests work on copies, or leave it as it was."""
    room = with_interface(tmp_path_factory.mktemp("made"), "en", "uk", "de")
    room.write()
    room.update()
    room.translate("harbor-fire", "uk", UKRAINIAN)
    room.sign("harbor-fire", "en")
    room.sign("harbor-fire", "uk")
    assert not room.publish().problems
    return room


@pytest.fixture
def newsroom(made: Newsroom, tmp_path: Path) -> Newsroom:
    """A copy of that newsroom."""
    shutil.copytree(made.folder, tmp_path, dirs_exist_ok=True)
    return Newsroom(tmp_path)


@pytest.fixture(scope="module")
def window(made: Newsroom) -> FlaskClient:
    """Its window, for tests that only look."""
    return made.client(BASE_URL=BASE)


def resign(room: Newsroom) -> None:
    """Let the editor sign the article's text, as it is now, with the headline."""
    room.update()
    room.sign("harbor-fire", "en", "headline")


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(answer: TestResponse) -> HtmlElement:
    assert answer.status_code == 200
    return lxml.html.document_fromstring(answer.data)


def words(locale: str, english: str) -> str:
    """Return a text of the interface in ``locale``."""
    path = INTERFACE / locale / "LC_MESSAGES" / "service.po"
    return next(e.msgstr for e in polib.pofile(str(path)) if e.msgid == english)


def squeeze(text: str) -> str:
    """Return ``text`` without white space: how it is broken into lines is not ours to test."""
    return "".join(text.split())


@dataclass
class Reading:
    """What a reader sees of an article, white space apart, and where in it what stands."""

    text: str = ""
    marked: list[bool] = field(default_factory=list)
    begins: dict[str, int] = field(default_factory=dict)
    back: dict[tuple[str, int], str] = field(default_factory=dict)

    def add(self, element: HtmlElement, parts: list[str], marked: bool = False) -> None:
        here = len(self.marked)
        if name := element.get("id"):
            assert name not in self.begins
            self.begins[name] = here
        if "back" in element.classes:
            self.back[element.get("href").partition("#")[2], here] = said(element)
            return
        inside = marked or element.tag == "mark"
        self._say(element.text, parts, inside)
        for child in element:
            self.add(child, parts, inside)
            self._say(child.tail, parts, inside)

    def _say(self, text: str | None, parts: list[str], marked: bool) -> None:
        parts.append(squeeze(text or ""))
        self.marked += [marked] * len(parts[-1])


def read(document: HtmlElement) -> Reading:
    """Read the article on a page."""
    (article,) = document.find_class("source")
    parts: list[str] = []
    reading = Reading()
    reading.add(article, parts)
    reading.text = "".join(parts)
    return reading


def quotes(document: HtmlElement, text: str, evidence: Mapping[str, Sequence[str]]) -> Reading:
    """Assert that of ``text`` a page shows its first line and the ``evidence``, and no more."""
    reading = read(document)
    rest = "".join(c for c, on in zip(reading.text, reading.marked, strict=True) if not on)
    # The first line may be evidence itself.
    assert rest.replace("…", "") in ("", squeeze(text.partition("\n")[0]))
    for passages in evidence.values():
        assert all(squeeze(visible(quote)) in reading.text for quote in passages)
    return reading


def shows(document: HtmlElement, text: str, evidence: Mapping[str, Sequence[str]]) -> Reading:
    """Assert that a page shows all of ``text``, with exactly ``evidence`` marked and numbered."""
    reading = read(document)
    whole = reading.text == squeeze(visible(unicodedata.normalize("NFC", text)))
    assert whole  # a variable, because the difference of two megabytes helps nobody
    expected = [False] * len(reading.text)
    for number, (name, quotes) in enumerate(evidence.items(), 1):
        spans = [(reading.text.find(q), len(q)) for q in map(squeeze, map(visible, quotes))]
        places = sorted((at, at + size) for at, size in spans if at >= 0)
        for start, end in places:
            expected[start:end] = [True] * (end - start)
            assert reading.back[name, end] == str(number)
        assert reading.begins.get(name) == (places[0][0] if places else None)
    exact = reading.marked == expected
    assert exact
    assert {name for name, _ in reading.back} == set(reading.begins) <= set(evidence)
    return reading


def evidence_of(window: FlaskClient, slug: str, tag: str) -> dict[str, list[str]]:
    """Return the quotes of every statement, by its id."""
    answer = window.get(f"/api/v1/articles/{slug}/summary?lang={tag}")
    return {s["id"]: s["evidence"] for s in answer.json["statements"]}


# --- what is marked, and where the links lead ----------------------------------------------------


def test_the_article_is_there_word_for_word_with_the_evidence_marked(window: FlaskClient) -> None:
    """What no statement rests on is not marked; the headline is the heading."""
    document = page(window.get(f"{SOURCE}?lang=uk"))
    shows(document, ARTICLE, EVIDENCE)
    (heading,) = document.xpath("//article[@class='source']/h2")
    assert said(heading) == "Fire in the harbor"
    paragraphs = document.xpath("//article[@class='source']/p")
    assert len(paragraphs) == 3
    assert said(paragraphs[2]) == 'The mayor said the port will reopen "within ten days."'


@pytest.mark.parametrize("locale", LOCALES)
def test_every_quote_of_the_bundled_article_is_marked_at_its_place(
    bundled_window: FlaskClient, locale: str
) -> None:
    """The same passages in every language, and each number leads back to its statement."""
    tag = locale.replace("_", "-")
    document = page(bundled_window.get(f"/articles/{SLUG}/source?lang={tag}"))
    text = (ROOT / "articles" / SLUG / "article.txt").read_text()
    quotes(document, text, evidence_of(bundled_window, SLUG, tag))
    links_meet(bundled_window, document, f"/{tag}/{SLUG}", f"/articles/{SLUG}/source?lang={tag}")
    labels = {link.get("aria-label") for link in document.find_class("back")}
    label = words(locale, "Sentence {number} of the summary")
    assert labels == {label.format(number=n) for n in range(1, len(labels) + 1)}
    assert {link.get("lang") for link in document.find_class("back")} == {tag}


def links_meet(window: FlaskClient, document: HtmlElement, edition: str, here: str) -> None:
    """Assert that both pages link to parts of each other that exist, once each."""
    other = page(window.get(edition))
    back = [link.get("href").partition("#") for link in document.find_class("back")]
    assert {address for address, _, _ in back} == {edition}
    to_here = [a.get("href").partition("#") for a in other.xpath("//a[@class='show']")]
    assert {address for address, _, _ in to_here} == {here}
    for one, links in ((other, back), (document, to_here)):
        ids = one.xpath("//@id")
        assert len(ids) == len(set(ids))
        assert {name for _, _, name in links} <= set(ids)
    statements = other.xpath("//ol[@class='statements']/li/@id")
    own = other.xpath("//ol[@class='statements']/li//a[@class='self']/@href")
    assert own == [f"{edition}#{name}" for name in statements]
    assert [name for _, _, name in to_here] == statements


@pytest.mark.parametrize("name", ["content", "page-content", "other-languages", "main", "source"])
def test_a_statement_may_have_any_name(newsroom: Newsroom, name: str) -> None:
    """It is not mistaken for a part of the page."""
    newsroom.write(summary=SUMMARY.replace('id = "fire"', f'id = "{name}"'))
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.publish()
    window = newsroom.client()
    here = f"{SOURCE}?lang=en"
    document = page(window.get(here))
    links_meet(window, document, EDITION.format("en"), here)
    shows(document, ARTICLE, {name: EVIDENCE["fire"], "hurt": EVIDENCE["hurt"]})


def test_a_tab_joins_no_words(newsroom: Newsroom) -> None:
    """White space is folded before the text is signed: what shows must read the same."""
    newsroom.write(text=ARTICLE.replace("Fire in", "Fire\tin").replace("port will", "port\twill"))
    newsroom.publish()
    page = newsroom.client().get("/articles/harbor-fire/source?lang=en").text
    assert "Fire in the harbor" in page
    assert "the port will reopen" in page


def test_passages_may_overlap_touch_and_run_over_lines(newsroom: Newsroom) -> None:
    """Each statement has its number at the end of each of its passages."""
    quotes = {
        "one": ["harbor on May 3, the fire service said. Five people", "Fire in the harbor"],
        "two": ["the fire service said.", "Five people were hurt"],
        "three": ["people were hurt, and about", "within ten days."],
        "four": ["Fire in the harbor A warehouse"],
    }
    show(newsroom, ARTICLE, quotes)


def test_of_a_text_that_stands_there_twice_the_first_is_marked(newsroom: Newsroom) -> None:
    """A reader who follows a link is not left to choose."""
    text = ARTICLE + "Five people were hurt, and about 1,200 tons of grain were lost.\n"
    reading = show(newsroom, text, EVIDENCE)
    assert reading.text.count(squeeze(EVIDENCE["hurt"][0])) == 2


def show(room: Newsroom, text: str, quotes: Mapping[str, Sequence[str]]) -> Reading:
    """Publish ``text`` with a statement for each of ``quotes``, and read the page."""
    facts = SUMMARY.partition("[[statements]]")[0]
    lines = [facts.partition("[facts.day]")[0]]
    for name, passages in quotes.items():
        evidence = json.dumps(list(passages))
        lines.append(f'[[statements]]\nid = "{name}"\ntext = "It burned."\nevidence = {evidence}\n')
    room.write("harbor-fire", "\n".join(lines), text)
    room.update()
    room.sign("harbor-fire", "en")
    assert not room.publish().problems
    return shows(page(room.client().get(f"{SOURCE}?lang=en")), text, quotes)


NEGOTIATED = "Accept-Language, Cookie"

# --- in which language ---------------------------------------------------------------------------


ENGLISH = {"uk": "англійська", "en": "English", "de": "Englisch"}


@pytest.mark.parametrize(
    ("query", "languages", "tag", "edition", "vary"),
    [
        ("?lang=uk", "de", "uk", "uk", None),
        ("?lang=en", "uk", "en", "en", None),
        ("?lang=de", "uk", "de", "en", None),
        ("", "uk-UA,de;q=0.5", "uk", "uk", NEGOTIATED),
        ("", "de", "de", "en", NEGOTIATED),
        ("", "ka", "en", "en", NEGOTIATED),
        ("?lang=xx", "uk", "uk", "uk", NEGOTIATED),
        ("?lang=", "uk", "uk", "uk", NEGOTIATED),
        ("?lang=<script>", "uk", "uk", "uk", NEGOTIATED),
        ("?lang=" + "uk-" * 9000, "uk", "uk", "uk", NEGOTIATED),
        ("?lang=service", "uk", "uk", "uk", NEGOTIATED),
    ],
)
def test_the_frame_is_in_the_readers_language_and_the_text_in_its_own(
    window: FlaskClient, query: str, languages: str, tag: str, edition: str, vary: str | None
) -> None:
    """By the address, else negotiated; only then do caches have to tell readers apart."""
    answer = window.get(SOURCE + query, headers={"Accept-Language": languages})
    document = page(answer)
    assert (document.get("lang"), document.get("dir")) == (tag, "ltr")
    (article,) = document.find_class("source")
    assert (article.get("lang"), article.get("dir")) == ("en", "ltr")
    assert {a.get("href").partition("#")[0] for a in document.find_class("back")} == {
        EDITION.format(edition)
    }
    assert said(document.find(".//h1")) == words(tag, "{name} ({detail})").format(
        name=words(tag, "Original article"), detail=ENGLISH[tag]
    )
    assert answer.headers["Vary"] == ", ".join([*filter(None, [vary]), "Accept-Encoding"])


ARABIC = 'language = "ar"\nheadline = "حريق في الميناء"\n[article]\nshow = "all"\n'
ARABIC += '[[statements]]\nid = "fire"\n'
ARABIC += 'text = "احترق مستودع، بحسب فرق الإطفاء."\nevidence = ["احترق مستودع في الميناء"]\n'


@pytest.mark.parametrize(("tag", "direction"), [("en", "ltr"), ("ar", "rtl")])
def test_an_article_keeps_its_direction(tmp_path: Path, tag: str, direction: str) -> None:
    """Also on a page that reads the other way."""
    room = with_interface(tmp_path, "en", "ar")
    text = "حريق في الميناء\nاحترق مستودع في الميناء، بحسب فرق الإطفاء.\n"
    room.write("hariq", ARABIC, text)
    room.update()
    room.sign("hariq", "ar")
    assert not room.publish().problems
    document = page(room.client().get(f"/articles/hariq/source?lang={tag}"))
    assert (document.get("lang"), document.get("dir")) == (tag, direction)
    (article,) = document.find_class("source")
    assert (article.get("lang"), article.get("dir")) == ("ar", "rtl")
    shows(document, text, {"fire": ["احترق مستودع في الميناء"]})
    (link,) = document.xpath("//nav[@class='turn']//a")
    assert link.get("href") == "/ar/hariq"


def test_the_switch_offers_the_languages_that_have_an_edition(window: FlaskClient) -> None:
    """On this page, without remembering anything; one address is the page's own."""
    document = page(window.get(f"{SOURCE}?lang=uk"))
    links = document.xpath("//nav[@class='languages']//a")
    assert {a.get("hreflang"): a.get("href") for a in links} == {
        "en": f"{SOURCE}?lang=en",
        "uk": f"{SOURCE}?lang=uk",
    }
    assert [a.get("hreflang") for a in links if a.get("aria-current")] == ["uk"]
    assert document.xpath("//link[@rel='canonical']/@href") == [BASE + SOURCE]


def test_the_page_obeys_its_own_policy(window: FlaskClient) -> None:
    """No script, nothing from elsewhere, not in frames; asked for again, it is not sent again."""
    answer = window.get(f"{SOURCE}?lang=uk")
    document = page(answer)
    assert not document.xpath("//script | //iframe | //form | //*[@style]")
    assert all(a.startswith(("/", "#")) for a in document.xpath("//a/@href | //@src"))
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    again = window.get(f"{SOURCE}?lang=uk", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert window.get(f"{SOURCE}?lang=en").headers["ETag"] != answer.headers["ETag"]
    assert window.post(f"{SOURCE}?lang=uk").status_code == 405
    refused = window.get(f"{SOURCE}?lang=uk", headers={"Accept": "application/json"})
    assert refused.status_code == 406


@pytest.mark.parametrize("path", ["/articles/nothing/source", "/articles/service/source",
                                  "/articles/_article/source", f"{SOURCE}/"])  # fmt: skip
def test_there_is_no_text_of_what_is_no_article(window: FlaskClient, path: str) -> None:
    """Not of the interface either."""
    assert window.get(path, follow_redirects=True).status_code == 404


# --- what an editor decides ----------------------------------------------------------------------


def traces(window: FlaskClient, tag: str = "uk") -> list[str]:
    """Return what on the edition's page, in its data and in the API leads to the article's text."""
    document = page(window.get(EDITION.format(tag)))
    data = json.loads(document.xpath("//script")[0].text)
    links = [link for link in document.xpath("//a/@href") if "/source" in link]
    links += [str(data["isBasedOn"][name]) for name in ("url", "headline") if name in
              data["isBasedOn"]]  # fmt: skip
    address = window.get(API.format(tag)).json["source_url"]
    return [*links, *([address] if address else [])]


def test_an_editor_shows_the_passages_alone_and_all_again(newsroom: Newsroom) -> None:
    """Once it is signed; the passages stay in their order, an ellipsis stands for the rest."""
    window = newsroom.client(BASE_URL=BASE)
    before = window.get(f"{SOURCE}?lang=uk").data
    assert "mayor" in before.decode()
    newsroom.write(summary=SUMMARY.replace('show = "all"', 'show = "quotes"'))
    newsroom.update()
    newsroom.publish()
    assert window.get(f"{SOURCE}?lang=uk").data == before  # not signed yet
    newsroom.sign("harbor-fire", "en", "headline")
    newsroom.publish()
    document = page(window.get(f"{SOURCE}?lang=uk"))
    quotes(document, ARTICLE, EVIDENCE)
    assert "mayor" not in said(document)
    newsroom.write()
    resign(newsroom)
    newsroom.publish()
    assert "mayor" in said(page(window.get(f"{SOURCE}?lang=uk")))


def test_a_text_that_nobody_signed_shows_no_more_than_the_evidence(newsroom: Newsroom) -> None:
    """A text put in the place of the article's, sealed as it is: neither title nor sentence."""
    data = json.loads((newsroom.editions / FILE).read_bytes())
    text = f"Mayor sets fire\n{ARTICLE}{LIE}\n"
    (newsroom.editions / FILE).write_bytes(newsroom.sealed(data | {"text": text}))
    window = newsroom.client(BASE_URL=BASE)
    document = page(window.get(f"{SOURCE}?lang=uk"))
    quotes(document, "", EVIDENCE)
    edition = window.get(EDITION.format("uk")).text
    for lie in ("Mayor sets fire", LIE):
        assert lie not in said(document)
        assert lie not in edition


@pytest.mark.parametrize("value", ['"no"', "0", "[]", '"false"'])
def test_a_mistyped_switch_changes_nothing_and_is_reported(newsroom: Newsroom, value: str) -> None:
    """Neither up nor down is guessed."""
    newsroom.write(summary=SUMMARY.replace('"all"', value))
    (problem,) = newsroom.publish().problems
    assert 'show must be "quotes" or "all"' in str(problem)
    assert newsroom.client().get(SOURCE).status_code == 200


def test_an_article_withdrawn_everywhere_is_gone_there(newsroom: Newsroom) -> None:
    """410 with the editors' reason; its text is not even kept; undone, it is back."""
    window = newsroom.client()
    digest = newsroom.withdraw(reason="It was <b>false</b>.")
    newsroom.publish()
    answer = window.get(f"{SOURCE}?lang=uk")
    document = lxml.html.document_fromstring(answer.data)
    assert (answer.status_code, document.get("lang")) == (410, "uk")
    assert said(document.find(".//blockquote")) == "It was <b>false</b>."
    assert "warehouse" not in answer.text.lower()
    assert not (newsroom.editions / FILE).exists()
    newsroom.undo(digest)
    newsroom.publish()
    shows(page(window.get(f"{SOURCE}?lang=uk")), ARTICLE, EVIDENCE)


def test_an_article_withdrawn_in_one_language_keeps_its_text(newsroom: Newsroom) -> None:
    """The readers of that language get the passages of the source's summary."""
    window = newsroom.client()
    newsroom.withdraw(locale="uk", reason="Badly translated.")
    newsroom.publish()
    document = page(window.get(f"{SOURCE}?lang=uk"))
    shows(document, ARTICLE, EVIDENCE)
    assert {a.get("href").partition("#")[0] for a in document.find_class("back")} == {
        EDITION.format("en")
    }
    assert document.xpath("//nav[@class='languages']//a/@hreflang") == ["en"]


def test_a_withdrawn_source_takes_its_text_with_it(newsroom: Newsroom) -> None:
    """While a translation is still up, without links to it."""
    window = newsroom.client()
    newsroom.withdraw(locale="en", reason="The article was false.")
    newsroom.publish()
    assert window.get(f"{SOURCE}?lang=uk").status_code == 404
    assert traces(window) == []


# --- while people work ---------------------------------------------------------------------------


def broken_summary(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "summary.toml").write_text("headline = ")


def no_summary(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "summary.toml").unlink()


def half_an_article(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "article.txt").write_text(ARTICLE[:150])


def no_article(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "article.txt").unlink()


def not_utf8(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "article.txt").write_bytes(ARTICLE.encode("utf-16"))


def another_quote(room: Newsroom) -> None:
    folder = room.articles / "harbor-fire"
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "the fire service said", "the fire brigade said")


def another_statement(room: Newsroom) -> None:
    folder = room.articles / "harbor-fire"
    room.replace(folder / "article.txt", "The mayor said", "The mayor promised")
    room.replace(folder / "summary.toml", 'the fire service said."\nev', 'they said."\nev')


def another_headline(room: Newsroom) -> None:
    folder = room.articles / "harbor-fire"
    room.replace(folder / "article.txt", "Fire in the harbor", "Blaze in the harbor")
    room.replace(folder / "summary.toml", "Warehouse fire in", "Warehouse blaze in")


def another_figure(room: Newsroom) -> None:
    folder = room.articles / "harbor-fire"
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "Five people", "Six people")
    room.replace(folder / "summary.toml", "value = 5", "value = 6")


def a_broken_catalog(room: Newsroom) -> None:
    (room.articles / "harbor-fire" / "article.txt").write_text(ARTICLE + "And so on.\n")
    room.replace(room.path("harbor-fire", "en"), 'msgid "', "msgid ")


@pytest.mark.parametrize(
    "edit",
    [
        broken_summary, no_summary, half_an_article, no_article, not_utf8, another_quote,
        another_statement, another_headline, another_figure, a_broken_catalog,
    ],
)  # fmt: skip
@pytest.mark.parametrize("prepared", [False, True])
def test_an_edit_that_nobody_signed_leaves_the_text_as_it_was(
    newsroom: Newsroom, edit: Callable[[Newsroom], None], prepared: bool
) -> None:
    """Readers see the article that the signed summary was made from, also in a new window."""
    before = newsroom.client().get(f"{SOURCE}?lang=uk").data
    edit(newsroom)
    if prepared and not newsroom.publish().problems:
        newsroom.update()
    newsroom.publish()
    assert newsroom.client().get(f"{SOURCE}?lang=uk").data == before


def test_a_signature_brings_the_new_text(newsroom: Newsroom) -> None:
    """With the statement that rests on it."""
    window = newsroom.client()
    another_statement(newsroom)
    newsroom.update()
    newsroom.publish()
    shows(page(window.get(f"{SOURCE}?lang=en")), ARTICLE, EVIDENCE)
    newsroom.sign("harbor-fire", "en")
    newsroom.publish()
    text = ARTICLE.replace("mayor said", "mayor promised")
    shows(page(window.get(f"{SOURCE}?lang=en")), text, EVIDENCE)


@pytest.fixture
def moved_on(newsroom: Newsroom) -> FlaskClient:
    """A window whose Ukrainian edition rests on a passage that the article no longer has."""
    another_quote(newsroom)
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.now += datetime.timedelta(days=1)
    assert not newsroom.publish().problems
    assert newsroom.states()["uk"] == "outdated"
    return newsroom.client()


def test_an_outdated_edition_marks_what_the_text_still_says(moved_on: FlaskClient) -> None:
    """And nothing in the place of what it does not say any more; the numbers stay."""
    text = ARTICLE.replace("the fire service said", "the fire brigade said")
    reading = shows(page(moved_on.get(f"{SOURCE}?lang=uk")), text, EVIDENCE)
    assert set(reading.begins) == {"hurt"}
    assert set(reading.back.values()) == {"2"}
    new = {"fire": [EVIDENCE["fire"][0].replace("service", "brigade")], "hurt": EVIDENCE["hurt"]}
    shows(page(moved_on.get(f"{SOURCE}?lang=en")), text, new)


def test_an_outdated_edition_links_to_no_passage_that_is_gone(moved_on: FlaskClient) -> None:
    """A link that says “show this passage” shows it."""
    links = page(moved_on.get(EDITION.format("uk"))).xpath("//a[@class='show']/@href")
    ids = page(moved_on.get(f"{SOURCE}?lang=uk")).xpath("//@id")
    assert {link.partition("#")[2] for link in links} == {"hurt"}
    assert {link.partition("#")[2] for link in links} <= set(ids)


# --- texts that somebody wrote to do harm --------------------------------------------------------

MARKUP = """</title></article><mark>all of it</mark><span id="hurt"></span>
<script>alert(1)</script><img src=x onerror=alert(1)> &amp; &lt;b&gt; {{ 7*7 }} {% raw %} %s {0}
<!-- ]]> <a class="back" href="#fire">1</a> ' " \\ \u00ad \u200e
"""


def test_markup_in_an_article_is_shown_not_obeyed(newsroom: Newsroom) -> None:
    """In its first line, too, which is the title of the page."""
    text = f"<b>Fire</b> in the harbor{MARKUP}{ARTICLE}"
    newsroom.write(text=text)
    resign(newsroom)
    newsroom.publish()
    window = newsroom.client()
    document = page(window.get(f"{SOURCE}?lang=en"))
    shows(document, text, EVIDENCE)
    assert "<b>Fire</b> in the harbor</title></article>" in said(document.find(".//title"))
    assert not document.xpath("//script | //img | //comment() | //b")
    other = page(window.get(EDITION.format("en")))
    assert json.loads(other.xpath("//script")[0].text)["isBasedOn"]["headline"] in text


HIDDEN = "\u202e\u2066\u200b\x00\x07\x1b\ufeff\ue000\U000e0041"


def test_characters_that_cannot_be_seen_are_left_out(newsroom: Newsroom) -> None:
    """Overrides of direction, NUL and the like make nobody read what is not there."""
    text = ARTICLE + f"The mayor{HIDDEN} said{HIDDEN} so.\n{HIDDEN}\n"
    newsroom.write(text=text)
    resign(newsroom)
    newsroom.publish()
    answer = newsroom.client().get(f"{SOURCE}?lang=en")
    shows(page(answer), text, EVIDENCE)
    assert not list(forbidden(answer.text, "\n"))


def test_a_headline_has_no_characters_that_cannot_be_seen(newsroom: Newsroom) -> None:
    """Neither in the title of the page nor in the data about the edition."""
    newsroom.write(text=f"Fire{HIDDEN} in the harbor\n{ARTICLE}")
    resign(newsroom)
    newsroom.publish()
    window = newsroom.client()
    assert not list(forbidden(window.get(f"{SOURCE}?lang=en").text, "\n"))
    data = page(window.get(EDITION.format("en"))).xpath("//script")[0].text
    assert json.loads(data)["isBasedOn"]["headline"] == "Fire in the harbor"


def test_a_reason_has_no_characters_that_cannot_be_seen(newsroom: Newsroom) -> None:
    """The editors' words on a withdrawal are shown clean, whatever the journal has."""
    fields = {"locale": "all", "reason": "It was \0\u202e\x1b false."}
    journal.append(newsroom.journal, "harbor-fire", "withdrawn", "Jane Doe", newsroom.now, fields)
    newsroom.publish()
    window = newsroom.client()
    for path in (f"{SOURCE}?lang=uk", EDITION.format("uk")):
        assert not list(forbidden(window.get(path).text, "\n"))


LONG = {
    "4,000 lines": "One more line.\n" * 4_000,
    "a line of a megabyte": "x" * 1_000_000 + "\n",
    "a line of words": "It went on and on. " * 50_000 + "\n",
    "empty lines": "\n" * 1_000_000,
    "spaces": " \t\u00a0" * 300_000 + "\n",
    "open tags": "<p><div>" * 100_000 + "\n",
    "one quote a thousand times": (EVIDENCE["hurt"][0] + " ") * 1000 + "\n",
    "accents": "e" + "\u0301" * 100_000 + "\n",
}


@pytest.mark.parametrize("long", LONG.values(), ids=LONG)
def test_a_text_may_be_very_long(newsroom: Newsroom, long: str) -> None:
    """All of it is there, and the passages behind it are still found."""
    head, _, rest = ARTICLE.partition("\n")
    text = f"{head}\n{long}{rest}"
    newsroom.write(text=text)
    resign(newsroom)
    assert not newsroom.publish().problems
    document = lxml.html.document_fromstring(
        newsroom.client().get(f"{SOURCE}?lang=uk").data,
        parser=lxml.html.HTMLParser(huge_tree=True, encoding="utf-8"),
    )
    shows(document, text, EVIDENCE)


@pytest.mark.parametrize(
    "end", ["\n", "\r\n", "\r", "\u2028", "\u2029", "\x0b", "\x0c", "\x85", ""]
)
def test_lines_may_end_in_any_way(newsroom: Newsroom, end: str) -> None:
    """Also the last one not at all; quotes are found over every such end."""
    text = ARTICLE.strip().replace("\n", end or "\n")
    path = newsroom.articles / "harbor-fire" / "article.txt"
    path.write_bytes(text.encode())
    assert not newsroom.publish().problems
    document = page(newsroom.client().get(f"{SOURCE}?lang=uk"))
    shows(document, text, EVIDENCE)
    assert len(document.xpath("//article[@class='source']/p")) == 3


def test_an_article_may_be_decomposed(newsroom: Newsroom) -> None:
    """Letters and accents apart, as some computers write them, are the same letters."""
    text = ARTICLE + "Le maire a été prévenu à Besançon.\n"
    show(newsroom, text, {"fire": EVIDENCE["fire"], "mayor": ["été prévenu à Besançon"]})
    decomposed = unicodedata.normalize("NFD", text)
    assert decomposed != text
    path = newsroom.articles / "harbor-fire" / "article.txt"
    path.write_text(decomposed)
    assert not newsroom.publish().problems
    document = page(newsroom.client().get(f"{SOURCE}?lang=en"))
    shows(document, text, {"fire": EVIDENCE["fire"], "mayor": ["été prévenu à Besançon"]})


# --- files that the publisher did not write ------------------------------------------------------

Json = dict[str, Any]
LIE = "The mayor set the fire himself."


def edited(data: Json, _room: Newsroom) -> bytes:
    return json.dumps(data | {"text": data["text"] + LIE}).encode()


def in_another_language(data: Json, _room: Newsroom) -> bytes:
    return json.dumps(data | {"language": "ar"}).encode()


def without_a_seal(data: Json, _room: Newsroom) -> bytes:
    return json.dumps(
        {k: v for k, v in data.items() if k not in ("checksum", "proof")} | {"text": LIE}
    ).encode()


def with_a_seal_of_another_key(data: Json, _room: Newsroom) -> bytes:
    data = data | {"text": LIE}
    return _room.sealed(data, PrivateKey.generate())


def of_another_article(data: Json, room: Newsroom) -> bytes:
    data = data | {"domain": "port-reopens", "text": LIE}
    return room.sealed(data)


def an_edition(_data: Json, room: Newsroom) -> bytes:
    return (room.editions / "harbor-fire" / "en.json").read_bytes()


def in_no_language(data: Json, room: Newsroom) -> bytes:
    data = data | {"language": "xx"}
    return room.sealed(data)


def with_a_number_for_a_text(data: Json, room: Newsroom) -> bytes:
    data = data | {"text": 7}
    return room.sealed(data)


def half_a_letter(data: Json, _room: Newsroom) -> bytes:
    return json.dumps(data | {"text": f"{LIE}\ud800"}).encode()  # no seal fits it


def half_a_file(data: Json, _room: Newsroom) -> bytes:
    return json.dumps(data).encode()[:-40]


def nothing(_data: Json, _room: Newsroom) -> bytes:
    return b""


def a_list(data: Json, _room: Newsroom) -> bytes:
    return json.dumps([data]).encode()


def nested_too_deep(_data: Json, _room: Newsroom) -> bytes:
    return b"[" * 200_000


def too_large(data: Json, room: Newsroom) -> bytes:
    data = data | {"text": LIE * 200_000}
    return room.sealed(data)


FORGERIES = [
    edited, in_another_language, without_a_seal, with_a_seal_of_another_key, of_another_article,
    an_edition, in_no_language, with_a_number_for_a_text, half_a_letter, half_a_file, nothing,
    a_list, nested_too_deep, too_large,
]  # fmt: skip


def forge(room: Newsroom, make: Callable[[Json, Newsroom], bytes]) -> None:
    path = room.editions / FILE
    path.write_bytes(make(json.loads(path.read_bytes()), room))


@pytest.mark.parametrize("make", FORGERIES)
def test_a_forged_text_is_not_served(
    newsroom: Newsroom, make: Callable[[Json, Newsroom], bytes]
) -> None:
    """Readers keep the true one; a window that starts now has none, and the operator is told."""
    running = newsroom.client()
    before = running.get(f"{SOURCE}?lang=uk").data
    forge(newsroom, make)
    assert running.get(f"{SOURCE}?lang=uk").data == before
    fresh = newsroom.client()
    assert fresh.get(f"{SOURCE}?lang=uk").status_code == 404
    assert traces(fresh) == []
    for window in (running, fresh):
        ready = window.get("/readyz")
        assert (ready.status_code, ready.json["status"]) == (200, "degraded")
        (problem,) = ready.json["problems"]
        kept = window is running
        assert problem.startswith(f"{FILE} {'cannot be used' if kept else 'is not served'}: ")
        assert problem.endswith("; readers keep it, from memory") == kept
        assert LIE not in window.get(EDITION.format("uk")).text
    newsroom.publish()
    for window in (running, fresh):
        assert window.get(f"{SOURCE}?lang=uk").data == before
        assert window.get("/readyz").json["status"] == "ready"


@pytest.mark.parametrize("kind", ["folder", "pipe", "link to nothing", "unreadable"])
def test_what_is_no_file_is_no_text(newsroom: Newsroom, kind: str) -> None:
    """And does not keep the window waiting."""
    path = newsroom.editions / FILE
    path.unlink()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    elif kind == "link to nothing":
        path.symlink_to("nowhere.json")
    else:
        path.symlink_to("/proc/self/mem")
    window = newsroom.client()
    assert window.get(f"{SOURCE}?lang=uk").status_code == 404
    assert window.get(EDITION.format("uk")).status_code == 200
    assert any(FILE in problem for problem in window.get("/readyz").json["problems"])


def test_a_text_in_the_place_of_an_edition_is_no_edition(newsroom: Newsroom) -> None:
    """Well sealed as it is."""
    content = (newsroom.editions / FILE).read_bytes()
    (newsroom.editions / "harbor-fire" / "de.json").write_bytes(content)
    window = newsroom.client()
    assert window.get(EDITION.format("de")).status_code == 404
    assert window.get(EDITION.format("uk")).status_code == 200


def test_a_text_beside_the_interface_is_nobodys(newsroom: Newsroom) -> None:
    """No page shows it."""
    data = json.loads((newsroom.editions / FILE).read_bytes()) | {"domain": "service", "text": LIE}
    path = newsroom.editions / "service" / "_article.json"
    path.write_bytes(newsroom.sealed(data))
    window = newsroom.client()
    assert window.get("/articles/service/source").status_code == 404
    assert LIE not in window.get("/uk/").text


def test_the_texts_of_the_test_are_what_they_say() -> None:
    """The evidence above is the summary's, and the Ukrainian words have its placeholders."""
    statements = tomllib.loads(SUMMARY)["statements"]
    assert {s["id"]: s["evidence"] for s in statements} == EVIDENCE
    assert all(re.search("{day}|{hurt}", text) for text in UKRAINIAN["fire"] + UKRAINIAN["hurt"])
