"""What other sites make of a summary: search engines, social networks, frames, feed readers."""

from __future__ import annotations

import datetime
import json
import re
import struct
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import lxml.etree
import lxml.html
import msgspec
import pytest
from browser import missing, with_interface
from conftest import LOCALES, REVIEWERS, SLUG, SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import HtmlElement
from werkzeug.test import TestResponse

from service import create_app
from service.content.placeholders import Segment, write
from service.content.unsafe_characters import forbidden
from service.editions.model import Edition, Original
from service.editions.repository import EditionRepository
from service.editions.snapshot import Snapshot
from service.review.signatures import Signature, Signer

BASE = "https://news.example"
TAGS = [locale.replace("_", "-") for locale in LOCALES]
FONTS = Path("/usr/share/fonts")
HEADLINE = "Fire & \"smoke\" in 'the' harbor > anything \\ else"
TRANSLATOR = "Олена О'Коваль <ok>"


def in_town(folder: Path) -> Newsroom:
    """Return a newsroom with articles that are current, outdated, withdrawn, and oddly named."""
    room = with_interface(folder, "en", "uk", "de", "ar")
    slugs = ("harbor-fire", "mill-fire", "port-reopens", "port-sold")
    for slug in slugs:
        room.write(slug)
    room.withdraw("port-reopens", "uk", "It was false.", datetime.date(2026, 11, 20))
    room.withdraw("port-sold", "all", "All of it.", datetime.date(2026, 11, 20))
    title = json.dumps(HEADLINE)
    room.write("quoted", SUMMARY.replace('"Warehouse fire in the harbor"', title))
    room.update()
    for slug in (*slugs, "quoted"):
        room.translate(slug, "uk", UKRAINIAN)
        credit(room, slug, "fire", TRANSLATOR)
        room.sign(slug, "en")
        room.sign(slug, "uk", "headline", name="Іван Франко")
        room.sign(slug, "uk", "fire", "hurt")
    room.publish()
    room.now += datetime.timedelta(days=2)
    summary = room.articles / "mill-fire" / "summary.toml"
    room.replace(summary, "{day}, the fire service", "{day}, the fire brigade")
    room.update()
    room.sign("mill-fire", "en")
    assert not room.publish().problems
    assert room.states("mill-fire")["uk"] == "outdated"
    return room


def credit(room: Newsroom, slug: str, message: str, name: str) -> None:
    """Name the translator of a message, as the people in translators' tools do."""
    line = f'msgctxt "{message}"'
    comment = f"# translated-by: {name}; date: 2026-11-20\n"
    room.replace(room.path(slug, "uk"), line, comment + line)


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """That newsroom. No test may change it."""
    return in_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def window(town: Newsroom) -> FlaskClient:
    """Its window."""
    return town.client(BASE_URL=BASE)


@pytest.fixture(scope="module")
def world(bundled_window: FlaskClient) -> FlaskClient:
    """A window with the bundled article in all languages, and a public address."""
    editions = bundled_window.application.config["EDITIONS"]
    return create_app({"EDITIONS": editions, "REFRESH": "0", "BASE_URL": BASE}).test_client()


@pytest.fixture(scope="module")
def fonts() -> Path:
    """Debian's fonts, or a reason not to test."""
    for name in ("NotoSerif-Bold.ttf", "NotoNaskhArabic-Bold.ttf", "NotoSerifCJK-Bold.ttc"):
        if next(FONTS.rglob(name), None) is None:
            missing(f"{name} (Debian: fonts-noto-core, fonts-noto-cjk)")
    return FONTS


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def page(answer: TestResponse) -> HtmlElement:
    assert answer.status_code == 200, answer.text
    return lxml.html.document_fromstring(answer.data)


def open_page(window: FlaskClient, path: str) -> HtmlElement:
    return page(window.get(path))


def meta(document: HtmlElement, name: str) -> list[str]:
    contents: list[str] = document.xpath("//meta[@property=$n or @name=$n]/@content", n=name)
    return contents


def data_of(window: FlaskClient, path: str) -> dict[str, Any]:
    """Return the JSON-LD of a page."""
    (script,) = open_page(window, path).xpath("//script")
    assert script.get("type") == "application/ld+json"
    json_ld: dict[str, Any] = json.loads(script.text)
    return json_ld


def summary_of(window: FlaskClient, path: str) -> dict[str, Any]:
    """Return what the API says about the edition at ``path``."""
    _, tag, slug = path.split("/")
    summary: dict[str, Any] = window.get(f"/api/v1/articles/{slug}/summary?lang={tag}").json
    return summary


# --- JSON-LD -------------------------------------------------------------------------------------

EDITIONS = ["/en/harbor-fire", "/uk/harbor-fire", "/uk/mill-fire", "/en/port-reopens", "/en/quoted"]


TYPES = {"person": "Person", "team": "Organization", "model": "SoftwareApplication"}


def typed(signer: dict[str, str]) -> dict[str, str]:
    """Return a signer of the API as JSON-LD has it: of an unlisted one, only the name is known."""
    named = {"name": signer["name"]}
    return {"@type": TYPES[signer["kind"]], **named} if signer["kind"] in TYPES else named


def brief_of(summary: dict[str, Any]) -> str:
    """Return the sentences of the brief as one text; all of a summary that names none."""
    brief = [s["text"] for s in summary["statements"] if s["brief"]]
    space = "" if summary["language"] in ("ja", "zh-Hans") else " "
    return space.join(brief or [s["text"] for s in summary["statements"]])


def says_what_the_api_says(window: FlaskClient, path: str) -> None:
    data, summary = data_of(window, path), summary_of(window, path)
    assert (data["@context"], data["@type"]) == ("https://schema.org", "NewsArticle")
    assert data["@id"] == data["url"] == data["mainEntityOfPage"] == BASE + path == summary["url"]
    assert data["headline"] == summary["headline"]
    assert data["description"] == brief_of(summary)
    site = {"@type": "Organization", "name": data["isPartOf"]["name"], "url": BASE}
    assert data["author"] == data["publisher"] == site
    assert data["inLanguage"] == summary["language"]
    assert summary["reviewers"] != []
    for name, field in (("editor", "reviewers"), ("translator", "translated_by")):
        assert data.get(name, []) == [typed(s) for s in summary[field] if s["kind"] != "model"]
    models = [s for f in ("reviewers", "translated_by") for s in summary[f] if s["kind"] == "model"]
    contributors = [json.dumps(contributor) for contributor in data.get("contributor", ())]
    assert contributors == list(dict.fromkeys(json.dumps(typed(model)) for model in models))
    assert data["version"] == summary["revision"]
    for name, field in (("datePublished", "published"), ("dateModified", "updated")):
        moment = datetime.datetime.fromisoformat(data[name])
        assert moment == datetime.datetime.fromisoformat(summary[field])
        assert moment.tzinfo is not None
    quotes = [quote for s in summary["statements"] for quote in s["evidence"]]
    assert [c["text"] for c in data["citation"]] == list(dict.fromkeys(quotes))
    about = {(c["@type"], c["inLanguage"]) for c in data["citation"]}
    assert about == {("Quotation", summary["source_language"])}
    assert data["isBasedOn"]["@type"] == "NewsArticle"
    assert data["isBasedOn"]["inLanguage"] == summary["source_language"]
    address = data["isBasedOn"]["url"].removeprefix(BASE)
    assert data["isBasedOn"]["headline"] in said(open_page(window, address))


@pytest.mark.parametrize("path", EDITIONS)
def test_a_search_engine_is_told_what_a_program_is(window: FlaskClient, path: str) -> None:
    """The same words, people, days and passages as in the API."""
    says_what_the_api_says(window, path)


@pytest.mark.parametrize("tag", TAGS)
def test_a_search_engine_is_told_of_the_bundled_editions(world: FlaskClient, tag: str) -> None:
    """In every language; the translations and their original name each other."""
    path = f"/{tag}/{SLUG}"
    says_what_the_api_says(world, path)
    data, source = data_of(world, path), data_of(world, f"/en/{SLUG}")
    if tag == "en":
        others = {f"{BASE}/{other}/{SLUG}" for other in TAGS if other != "en"}
        assert {work["@id"] for work in data["workTranslation"]} == others
        assert "translationOfWork" not in data
    else:
        assert data["translationOfWork"] == {"@id": source["@id"]}
        assert {"@id": data["@id"]} in source["workTranslation"]
        assert "workTranslation" not in data


def test_a_withdrawn_edition_is_no_translation(window: FlaskClient) -> None:
    """Nor is one that never was."""
    assert "workTranslation" not in data_of(window, "/en/port-reopens")
    translations = data_of(window, "/en/harbor-fire")["workTranslation"]
    assert translations == [{"@id": f"{BASE}/uk/harbor-fire"}]


def test_a_translation_of_a_withdrawn_source_names_no_original(newsroom: Newsroom) -> None:
    """It would lead to nothing."""
    newsroom.withdraw(locale="en", reason="False.")
    newsroom.publish()
    data = data_of(newsroom.client(BASE_URL=BASE), "/uk/harbor-fire")
    assert "translationOfWork" not in data
    assert set(data["isBasedOn"]) == {"@type", "inLanguage"}


def test_a_correction_is_told_to_search_engines(newsroom: Newsroom) -> None:
    """With its day, the old figure and the new, in the language of the edition."""
    window = newsroom.client(BASE_URL=BASE)
    assert "correction" not in data_of(window, "/uk/harbor-fire")
    folder = newsroom.articles / "harbor-fire"
    newsroom.replace(folder / "article.txt", "1,200 tons", "1,500 tons")
    for old, new in (("1,200 tons", "1,500 tons"), ("value = 1200", "value = 1500")):
        newsroom.replace(folder / "summary.toml", old, new)
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.now += datetime.timedelta(days=3)
    newsroom.publish()
    (correction,) = data_of(window, "/uk/harbor-fire")["correction"]
    (api_correction,) = summary_of(window, "/uk/harbor-fire")["corrections"]
    assert (correction["@type"], correction["datePublished"]) == ("CorrectionComment", "2026-11-25")
    assert "1\u00a0200" in correction["text"]
    assert correction["text"].endswith("1\u00a0500.")
    assert (api_correction["date"], api_correction["old"]["text"]) == ("2026-11-25", "1\u00a0200")
    says_what_the_api_says(window, "/uk/harbor-fire")


def test_translators_are_named_beside_those_who_signed(newsroom: Newsroom) -> None:
    """On the page, in a frame, in the data and in the API; who did most of it comes first."""
    for message, name in [
        ("headline", "Іван Франко"), ("fire", TRANSLATOR), ("hurt", TRANSLATOR),
    ]:  # fmt: skip
        credit(newsroom, "harbor-fire", message, name)
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    window = newsroom.client(BASE_URL=BASE)
    # A comment alone credits nobody: no signature covers it.
    assert summary_of(window, "/uk/harbor-fire")["translated_by"] == []
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    # Nor does a name that nobody knows. Who may be named is in a file.
    assert summary_of(window, "/uk/harbor-fire")["translated_by"] == []
    listed = f'[[translators]]\nname = "{TRANSLATOR}"\nkind = "team"\n'
    listed += '[[translators]]\nname = "Ivan Franko"\nkind = "person"\nalso = ["Іван Франко"]\n'
    newsroom.appoint(REVIEWERS + listed)
    newsroom.sign("harbor-fire", "uk")
    newsroom.publish()
    names = [{"name": TRANSLATOR, "kind": "team"}, {"name": "Ivan Franko", "kind": "person"}]
    assert summary_of(window, "/uk/harbor-fire")["translated_by"] == names
    assert data_of(window, "/uk/harbor-fire")["translator"] == [typed(name) for name in names]
    html = "/api/v1/articles/harbor-fire/summary?lang=uk&format=html"
    for path in ("/uk/harbor-fire", "/uk/harbor-fire/embed", html):
        signed = open_page(window, path).find_class("signed")
        assert [b.text for b in signed[0].iter("bdi")] == ["Jane Doe"]
        assert [b.text for b in signed[1].iter("bdi")] == [TRANSLATOR, "Ivan Franko"]
    assert len(open_page(window, "/en/harbor-fire").find_class("signed")) == 1
    assert "translator" not in data_of(window, "/en/harbor-fire")


@pytest.mark.parametrize(
    "name", ["Ev\u202eil", "Ze\u200bro", "Ne\u0085xt", "Es\x1bc", "Pri\ue000vate", "Is\u2067olate"]
)
def test_nobody_has_characters_in_their_name_that_cannot_be_seen(
    newsroom: Newsroom, name: str
) -> None:
    """No signature covers a translator's name, so it must not be able to do anything."""
    credit(newsroom, "harbor-fire", "fire", name)
    newsroom.appoint(f'[[translators]]\nname = {json.dumps(name)}\nkind = "person"\n')
    assert "cannot be seen" in str(newsroom.publish().problems[0])
    newsroom.appoint(REVIEWERS)
    newsroom.publish()
    window = newsroom.client()
    for path in ("/uk/harbor-fire", "/api/v1/articles/harbor-fire/summary?lang=uk"):
        assert not list(forbidden(window.get(path).text, "\n"))


# Pieces that end a script, a comment, an attribute, a string or an element, and harmless ones.
PIECES = ["</script", "</script>", "<script>", "<!--", "-->", "<![CDATA[", "]]>", "\u2028",
          "\u2029", '"', "'", "\\", "&", "&lt;", "&#60;", "\\u003c/script>", "</textarea>",
          "</code></pre>", "<", ">", "/", "=", "`", "a", "é", "ب", "\U0001f525", " ",
          "\u00a0"]  # fmt: skip
WORDS = st.lists(st.sampled_from(PIECES), min_size=1, max_size=12).map("".join)


def say(library: EditionRepository, view: Snapshot, words: str) -> None:
    """Make ``library`` hold an edition that says nothing but ``words``, past every gate."""
    edition = view.articles["harbor-fire"]["uk"]
    assert isinstance(edition, Edition)
    statements = tuple(
        msgspec.structs.replace(
            statement,
            evidence=(words,) * len(statement.evidence),
            target=msgspec.structs.replace(
                statement.target,
                strings=(write([Segment(words)]),) * len(statement.target.strings),
                signatures=(
                    Signature(
                        words,
                        "person",
                        "cli",
                        "2026-11-22T12:00:00Z",
                        "",
                        translated_by=Signer(words, "team"),
                    ),
                ),
            ),
        )
        for statement in edition.content.statements
    )
    content = replace(edition.content, statements=statements)
    originals = {"harbor-fire": Original("harbor-fire", "en", f"a{words}")}
    articles = {"harbor-fire": {"uk": replace(edition, content=content)}}
    library._swap(replace(view, articles=articles, originals=originals), None)


@pytest.fixture(scope="module")
def puppet(
    town: Newsroom, tmp_path_factory: pytest.TempPathFactory
) -> tuple[FlaskClient, Snapshot]:
    """A window of which a test says the words, and what it has without."""
    fonts = str(tmp_path_factory.mktemp("none"))
    window = town.client(BASE_URL=BASE, FONTS=fonts, REFRESH="60")
    return window, window.application.extensions["summaries"].view()


@given(words=WORDS.filter(str.strip))
def test_no_words_break_out_of_where_they_stand(
    puppet: tuple[FlaskClient, Snapshot], words: str
) -> None:
    """Whatever was signed: it is the same words in the data, the tags, the snippet and the feed."""
    window, view = puppet
    say(window.application.extensions["summaries"], view, words)
    answer = window.get("/uk/harbor-fire")
    (script,) = re.findall('<script type="application/ld\\+json">(.*?)</script>', answer.text, re.S)
    assert "<" not in script
    data = json.loads(script)
    assert data["headline"] == words
    assert data["description"] == f"{words} {words}"
    assert data["editor"] == [{"@type": "Person", "name": words}]
    assert data["translator"] == [{"@type": "Organization", "name": words}]
    assert [quote["text"] for quote in data["citation"]] == [words]
    assert "headline" not in data["isBasedOn"]  # that text was not signed
    document = page(answer)
    assert len(document.xpath("//script")) == 1
    assert not document.xpath("//comment() | //iframe | //textarea")
    assert meta(document, "og:title") == [words]
    for name in ("og:description", "description"):
        assert meta(document, name) == [f"{words} {words}"]
    headline = document.xpath("//h1")[0].text_content()  # its line may not break after an "a"
    assert headline.replace("\xa0", " ") == words.replace("\xa0", " ")
    assert frame(document).get("title") == words
    feed = lxml.etree.fromstring(window.get("/uk/feed.atom").data)
    (entry,) = feed.findall(f"{ATOM}entry")
    assert entry.findtext(f"{ATOM}title") == entry.findtext(f"{ATOM}author/{ATOM}name") == words
    assert [li.text for li in entry.iter(f"{XHTML}li")] == [words, words]


# --- Open Graph and the card ---------------------------------------------------------------------


@pytest.mark.parametrize("path", EDITIONS)
def test_a_social_network_is_told_what_a_reader_sees(window: FlaskClient, path: str) -> None:
    """Title, brief, languages and days, each once."""
    document, summary = open_page(window, path), summary_of(window, path)
    assert meta(document, "og:title") == [summary["headline"]] == [said(document.find(".//h1"))]
    assert meta(document, "og:description") == [brief_of(summary)]
    assert meta(document, "og:type") == ["article"]
    assert meta(document, "og:url") == [BASE + path]
    assert meta(document, "og:site_name") == [said(document.find_class("name")[0])]
    locales = {"en": "en_US", "uk": "uk_UA"}
    assert meta(document, "og:locale") == [locales[summary["language"]]]
    others = [locales[t] for t in summary["available_languages"] if t != summary["language"]]
    assert meta(document, "og:locale:alternate") == others
    for name, field in (("published_time", "published"), ("modified_time", "updated")):
        (moment,) = meta(document, f"article:{name}")
        api_moment = datetime.datetime.fromisoformat(summary[field])
        assert datetime.datetime.fromisoformat(moment) == api_moment


def card_of(window: FlaskClient, path: str) -> str | None:
    """Return the address of the card that a page names; None where it names none."""
    document = open_page(window, path)
    addresses = meta(document, "og:image")
    rest = {name: meta(document, f"og:image:{name}") for name in ("type", "width", "height", "alt")}
    twitter = meta(document, "twitter:card")
    if not addresses:
        assert not any(rest.values()) and not twitter
        return None
    assert rest == {
        "type": ["image/png"], "width": ["1200"], "height": ["630"],
        "alt": [said(document.find(".//h1"))],
    }  # fmt: skip
    assert twitter == ["summary_large_image"]
    (address,) = addresses
    assert address.startswith(f"{BASE}{path}/card-")
    return str(address).removeprefix(BASE)


def is_card(answer: TestResponse) -> bool:
    """Tell whether this is a card that may be kept for good, and nothing that a browser runs."""
    head = answer.data[:24]
    assert answer.content_type == "image/png"
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not {"Vary", "Set-Cookie"} & set(answer.headers.keys())
    assert (head[:8], head[12:16]) == (b"\x89PNG\r\n\x1a\n", b"IHDR")
    return struct.unpack(">II", head[16:24]) == (1200, 630)


@pytest.mark.parametrize("tag", TAGS)
def test_every_bundled_edition_has_a_card(world: FlaskClient, fonts: Path, tag: str) -> None:
    """An image of 1200 by 630 pixels, whoever asks and whatever they accept."""
    address = card_of(world, f"/{tag}/{SLUG}")
    assert address is not None
    assert data_of(world, f"/{tag}/{SLUG}")["image"] == BASE + address
    headers = {"Accept": "image/*", "Accept-Language": "ka", "Cookie": "language=de"}
    answer = world.get(address, headers=headers)
    assert answer.status_code == 200
    assert is_card(answer)
    head = world.head(address)
    assert (head.status_code, head.data) == (200, b"")


def test_the_card_changes_its_address_with_the_headline(newsroom: Newsroom, fonts: Path) -> None:
    """When the new one is signed; the old address is gone, and that is not kept for good."""
    window = newsroom.client(BASE_URL=BASE)
    old = card_of(window, "/uk/harbor-fire")
    assert old is not None
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа в порту"]})
    newsroom.publish()
    assert card_of(window, "/uk/harbor-fire") == old
    newsroom.sign("harbor-fire", "uk", "headline")
    newsroom.publish()
    new = card_of(window, "/uk/harbor-fire")
    assert new not in (None, old)
    assert is_card(window.get(new))
    answer = window.get(old)
    assert answer.status_code == 404
    assert answer.headers["Cache-Control"] == "no-cache"
    newsroom.sign("harbor-fire", "uk", "fire", name="Іван Франко")
    newsroom.publish()
    assert card_of(window, "/uk/harbor-fire") == new


def reword(newsroom: Newsroom) -> None:
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа в порту"]})
    newsroom.sign("harbor-fire", "uk", "headline")


def take_down(newsroom: Newsroom) -> None:
    newsroom.reject("harbor-fire", "uk", "headline", "It was no fire.", keep=False)


def rename_in_the_source(newsroom: Newsroom) -> None:
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, "Warehouse fire in the harbor", "Fire in the harbor")
    newsroom.update()
    newsroom.sign("harbor-fire", "en")


@pytest.mark.parametrize(
    ("do", "tag", "status"),
    [
        (lambda room: room.withdraw(), "en", 410),
        (lambda room: room.withdraw(locale="uk"), "uk", 410),
        (reword, "uk", 404),
        (rename_in_the_source, "en", 404),
        (take_down, "uk", 404),
    ],
    ids=["withdrawn", "withdrawn in one language", "reworded", "reworded source", "rejected"],
)
def test_a_card_goes_with_its_words(
    newsroom: Newsroom, fonts: Path, do: Callable[[Newsroom], object], tag: str, status: int
) -> None:
    """Also for whoever has the image and asks whether it is still the same."""
    window = newsroom.client(BASE_URL=BASE)
    old = card_of(window, f"/{tag}/harbor-fire")
    assert old is not None
    for _ in range(2):  # drawn, and kept
        answer = window.get(old)
        assert is_card(answer)
    do(newsroom)
    newsroom.publish()
    etag = answer.headers.get("ETag", "*")
    for headers in ({}, {"If-None-Match": etag}, {"If-None-Match": "*"}, {"Range": "bytes=0-9"}):
        for ask in (window.get, window.head):
            gone = ask(old, headers=headers)
            assert gone.status_code == status
            assert gone.content_type != "image/png"
            assert "immutable" not in gone.headers["Cache-Control"]


def test_no_two_editions_share_a_card(window: FlaskClient, fonts: Path) -> None:
    """Not even with one headline: the address names language and article."""
    cards = [card_of(window, path) for path in EDITIONS]
    assert None not in cards
    assert len(set(cards)) == len(EDITIONS)


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/en/harbor-fire/card-0123456789abcdef.png", 404),
        ("/en/harbor-fire/card-.png", 404),
        ("/en/harbor-fire/card-%00.png", 404),
        ("/en/harbor-fire/card-../../x.png", 404),
        ("/en/harbor-fire/card.png", 404),
        ("/de/harbor-fire/{name}", 404),
        ("/EN/harbor-fire/{name}", 404),
        ("/xx/harbor-fire/{name}", 404),
        ("/uk/harbor-fire/{name}", 404),
        ("/en/nothing/{name}", 404),
        ("/en/mill-fire/{name}", 200),  # the same headline in the same language
        ("/uk/port-reopens/{name}", 410),
    ],
)
def test_there_are_no_other_cards(window: FlaskClient, fonts: Path, path: str, status: int) -> None:
    """Nobody can have words drawn that are not signed, nor one image under many addresses."""
    name = (card_of(window, "/en/harbor-fire") or "").rpartition("/")[2]
    answer = window.get(path.format(name=name), follow_redirects=True)
    assert answer.status_code == status
    assert "immutable" not in answer.headers["Cache-Control"] or status == 200


def test_without_fonts_no_page_names_a_card(town: Newsroom, fonts: Path, tmp_path: Path) -> None:
    """And the address that there would be with them is not found; all else is as it was."""
    with_fonts = town.client(BASE_URL=BASE)
    address = card_of(with_fonts, "/uk/harbor-fire")
    for folder in (tmp_path, tmp_path / "nowhere"):
        without = town.client(BASE_URL=BASE, FONTS=str(folder))
        assert card_of(without, "/uk/harbor-fire") is None
        assert without.get(address).status_code == 404
        assert meta(open_page(without, "/uk/harbor-fire"), "og:url") == [f"{BASE}/uk/harbor-fire"]
        json_ld = data_of(with_fonts, "/uk/harbor-fire")
        assert json_ld.pop("image") == BASE + address
        assert data_of(without, "/uk/harbor-fire") == json_ld


def test_without_a_public_address_no_page_names_a_card(town: Newsroom, fonts: Path) -> None:
    """Social networks do not follow an address without a host."""
    window = town.client()
    assert card_of(window, "/uk/harbor-fire") is None
    document = open_page(window, "/uk/harbor-fire")
    assert not meta(document, "og:url")
    assert meta(document, "og:title") == [UKRAINIAN["headline"][0]]
    assert not document.find_class("embed")


# --- hreflang and canonical ----------------------------------------------------------------------


def alternates(document: HtmlElement) -> dict[str, str]:
    """Return the page's hreflang links; each language may be there once only."""
    links = [
        (link.get("hreflang"), link.get("href")) for link in document.xpath("//link[@hreflang]")
    ]
    assert len(dict(links)) == len(links)
    return dict(links)


def own(document: HtmlElement) -> str:
    (address,) = document.xpath("//link[@rel='canonical']/@href")
    return str(address)


@pytest.mark.parametrize("name", [SLUG, ""])
def test_all_languages_of_a_page_name_each_other(world: FlaskClient, name: str) -> None:
    """The same complete set on each, which names itself, and a default for everybody else."""
    everywhere = f"/articles/{name}" if name else "/"
    wanted = {tag: f"{BASE}/{tag}/{name}" for tag in TAGS}
    for tag, address in wanted.items():
        document = open_page(world, address.removeprefix(BASE))
        assert alternates(document) == wanted | {"x-default": BASE + everywhere}
        assert own(document) == address
        assert document.get("lang") == tag
        answer = world.get(everywhere, headers={"Accept-Language": tag})
        assert (answer.status_code, answer.headers["Location"]) == (302, f"/{tag}/{name}")


def test_the_sitemap_says_the_same(world: FlaskClient, window: FlaskClient) -> None:
    """Search engines may look at either."""
    sitemap = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
    for site in (world, window):
        root = lxml.etree.fromstring(site.get("/sitemap.xml").data)
        for url in root.iter(f"{sitemap}url"):
            address = url.findtext(f"{sitemap}loc")
            document = open_page(site, address.removeprefix(BASE))
            assert own(document) == address
            links = {e.get("hreflang"): e.get("href") for e in url.iter(f"{XHTML}link")}
            if url.find(f"{sitemap}lastmod") is not None:
                assert links == alternates(document)
                modified = meta(document, "article:modified_time")
                assert [url.findtext(f"{sitemap}lastmod")] == modified


def test_what_cannot_be_read_is_in_no_set(window: FlaskClient) -> None:
    """Neither withdrawn editions nor missing ones: not on pages, in data or in the sitemap."""
    document = open_page(window, "/en/port-reopens")
    assert set(alternates(document)) == {"en", "x-default"}
    assert set(alternates(open_page(window, "/uk/mill-fire"))) == {"en", "uk", "x-default"}
    assert meta(document, "og:locale:alternate") == []
    sitemap = window.get("/sitemap.xml").text
    assert f"{BASE}/en/port-reopens" in sitemap
    for path in ("/uk/port-reopens", "/en/port-sold", "/articles/port-sold", "/de/harbor-fire"):
        assert path not in sitemap
    for path in ("/uk/port-reopens", "/de/harbor-fire", "/en/port-sold", "/en/nothing"):
        answer = window.get(path)
        assert answer.status_code in (404, 410)
        assert not lxml.html.document_fromstring(answer.data).xpath(
            "//link[@hreflang or @rel='canonical']"
        )


@pytest.mark.parametrize(
    "path",
    ["/uk/harbor-fire?requested=ka", "/uk/harbor-fire?x=1", "/uk/harbor-fire?page=7",
     "/uk/?requested=de", "/uk/harbor-fire/embed",
     "/api/v1/articles/harbor-fire/summary?lang=uk&format=html"],
)  # fmt: skip
def test_every_other_address_names_the_one(window: FlaskClient, path: str) -> None:
    """So that links to it count for it."""
    wanted = "/uk/" if path.startswith("/uk/?") else "/uk/harbor-fire"
    assert own(open_page(window, path)) == BASE + wanted


FORGED = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Host": "evil.example",
          "Forwarded": "host=evil.example", "X-Forwarded-Server": "evil.example",
          "X-Original-URL": "/evil.example", "X-Forwarded-Prefix": "/evil.example",
          "X-Forwarded-Proto": "evil", "Origin": "https://evil.example",
          "Referer": "https://evil.example/"}  # fmt: skip
SHARED = ["/", "/uk", "/UK/", "/uk/", "/uk/harbor-fire", "/uk/harbor-fire/embed",
          "/articles/quoted", "/uk//harbor-fire",
          "/articles/harbor-fire/source?lang=uk", "/uk/feed.atom", "/UK/feed.atom", "/sitemap.xml",
          "/robots.txt", "/api/v1/", "/api/v1/openapi.json", "/api/v1/articles?limit=1",
          "/api/v1/articles/harbor-fire", "/api/v1/articles/harbor-fire/summary?lang=uk",
          "/api/v1/articles/harbor-fire/summary?lang=uk&format=text",
          "/api/v1/articles/harbor-fire/summary?lang=uk&format=markdown",
          "/api/v1/articles/harbor-fire/summary?lang=uk&format=html", "/uk/nothing",
          "/uk/port-reopens", "/uk/?remember=1", "/api/v1/articles/"]  # fmt: skip


@pytest.fixture(scope="module")
def windows(town: Newsroom, window: FlaskClient) -> dict[str, FlaskClient]:
    """One window with a public address, one without."""
    return {BASE: window, "": town.client()}


@pytest.mark.parametrize("base", [BASE, ""])
@pytest.mark.parametrize("path", SHARED)
def test_a_forged_host_is_nowhere(windows: dict[str, FlaskClient], path: str, base: str) -> None:
    """Neither in a page nor in a header, so no cache can be made to keep it."""
    answer = windows[base].get(path, headers=FORGED)
    assert answer.status_code < 500
    assert "evil" not in answer.text
    assert "evil" not in str(answer.headers)
    assert answer.data == windows[base].get(path).data


@pytest.mark.parametrize("host", ["", "<script>", "a b", '"', "[::1", "x" * 9000, "a:99999", "é"])
def test_a_host_that_is_none_breaks_nothing(window: FlaskClient, host: str) -> None:
    """The answer is the same, or the request is refused."""
    # A page that is made for every reader by itself: a kept one would not look at the host at all.
    path = "/articles/harbor-fire/source"
    answer = window.get(path, environ_overrides={"HTTP_HOST": host})
    assert answer.status_code in (200, 400)
    assert host == "" or len(host) == 1 or host not in answer.text


# --- the frame -----------------------------------------------------------------------------------


def ancestors(answer: TestResponse) -> str:
    """Return who may frame an answer; nobody may say otherwise in another way."""
    assert "X-Frame-Options" not in answer.headers
    policy = answer.headers.getlist("Content-Security-Policy")
    (sources,) = re.findall("frame-ancestors ([^;]*)", ";".join(policy))
    assert policy[0].startswith("default-src 'none'; style-src 'sha256-")
    return str(sources)


FRAMED = [
    ("/uk/harbor-fire/embed", 200),
    ("/uk/mill-fire/embed", 200),
    ("/uk/port-reopens/embed", 410),
    ("/en/port-sold/embed", 410),
    ("/de/harbor-fire/embed", 404),
    ("/uk/nothing/embed", 404),
    ("/xx/harbor-fire/embed", 404),
    ("/UK/harbor-fire/embed", 308),
]
UNFRAMED = ["/", "/uk/", "/uk/harbor-fire", "/articles/harbor-fire", "/uk/feed.atom",
            "/sitemap.xml",
            "/articles/harbor-fire/source?lang=uk", "/api/v1/", "/api/v1/articles", "/uk/nothing",
            "/api/v1/articles/harbor-fire/summary?lang=uk&format=html", "/uk/port-reopens",
            "/uk/harbor-fire/embed/x", "/embed", "/uk/embed", "/healthz", "/static/icon.svg",
            "/uk/harbor-fire?embed", "/uk/harbor-fire/card-0.png"]  # fmt: skip


@pytest.mark.parametrize(
    ("setting", "policy"),
    [
        (None, "*"),
        ("*", "*"),
        ("none", "'none'"),
        ("https://a.example", "https://a.example"),
        (
            "https://a.example  https://*.b.example:8443",
            "https://a.example https://*.b.example:8443",
        ),
    ],
)
def test_an_operator_says_who_may_frame_summaries(
    town: Newsroom, setting: str | None, policy: str
) -> None:
    """Their withdrawals and errors, too, as those have to show there; and no other page."""
    window = town.client(BASE_URL=BASE, **({"FRAME_ANCESTORS": setting} if setting else {}))
    for path, status in FRAMED:
        for method in ("GET", "HEAD"):
            answer = window.open(path, method=method, headers={"Accept-Language": "uk"})
            assert (answer.status_code, ancestors(answer)) == (status, policy)
    for path in UNFRAMED:
        assert ancestors(window.get(path, buffered=True)) == "'none'"
    again = window.get("/uk/harbor-fire/embed", headers={"If-None-Match": "*"})
    assert (again.status_code, ancestors(again)) == (304, policy)


@pytest.mark.parametrize(("path", "status"), FRAMED[:-1])
def test_a_frame_has_nothing_of_the_site_around_it(
    window: FlaskClient, path: str, status: int
) -> None:
    """Neither navigation nor script, and its links open outside."""
    answer = window.get(path, headers={"Accept-Language": "uk"})
    document = lxml.html.document_fromstring(answer.data)
    assert document.xpath("//base/@target") == ["_blank"]
    assert not document.xpath("//header | //nav | //script | //iframe | //form | //base/@href")
    assert "noindex" in document.xpath("//meta[@name='robots']/@content")
    assert document.get("lang") == (path[1:3] if path[1:3] != "xx" else "uk")
    for link in document.xpath("//a/@href"):
        assert window.get(link, follow_redirects=True).status_code == 200


def test_a_frame_says_what_the_page_says(window: FlaskClient) -> None:
    """Every sentence, who signed it, that it is outdated, and where to check it."""
    document, whole = (open_page(window, f"/uk/mill-fire{end}") for end in ("/embed", ""))
    sentences = [
        [said(p) for p in d.xpath("//ol[@class='statements']/li/p[1]")] for d in (document, whole)
    ]
    assert sentences[0] == sentences[1]
    for name in ("notice", "signed", "origin"):
        assert [said(e) for e in document.find_class(name)] == [
            said(e) for e in whole.find_class(name)
        ]
    text = "/articles/mill-fire/source?lang=uk"
    assert set(document.xpath("//a/@href")) == {"/uk/mill-fire", "/uk/", text}


def test_a_fault_in_a_frame_can_be_seen_there(town: Newsroom) -> None:
    """The apology has the frame's policy, and no navigation either."""
    window = town.client()
    window.application.view_functions["pages.embed"] = lambda **_: 1 / 0
    answer = window.get("/uk/harbor-fire/embed")
    assert (answer.status_code, ancestors(answer)) == (500, "*")
    assert not lxml.html.document_fromstring(answer.data).xpath("//header | //nav")


def frame(document: HtmlElement) -> HtmlElement:
    """Return the frame that the code on an edition's page makes, read as a browser would."""
    (code,) = document.xpath("//details[@class='embed']//pre/code")
    assert not list(code)
    (element,) = lxml.html.fragments_fromstring(code.text)
    assert element.tag == "iframe"
    assert not list(element) and not element.text and not element.tail
    assert isinstance(element, HtmlElement)
    return element


@pytest.mark.parametrize("path", [*EDITIONS, "/en/quoted", "/uk/quoted"])
def test_the_code_to_copy_makes_one_frame(window: FlaskClient, path: str) -> None:
    """With an absolute address that answers, and a title for those who cannot see it."""
    document = open_page(window, path)
    element = frame(document)
    assert set(element.keys()) == {"src", "title", "lang", "width", "height", "loading"}
    assert element.get("src") == f"{BASE}{path}/embed"
    assert element.get("title") == said(document.find(".//h1"))
    assert element.get("lang") == document.get("lang")
    answer = window.get(element.get("src").removeprefix(BASE))
    assert (answer.status_code, ancestors(answer)) == (200, "*")


# --- the feed ------------------------------------------------------------------------------------

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
ONCE = ("id", "title", "updated")
AT_MOST_ONCE = ("generator", "icon", "logo", "rights", "subtitle", "published", "summary", "source",
                "content")  # fmt: skip
FEED = {"author", "category", "contributor", "generator", "icon", "id", "link", "logo", "rights",
        "subtitle", "title", "updated", "entry"}  # fmt: skip
ENTRY = {"author", "category", "content", "contributor", "id", "link", "published", "rights",
         "source", "summary", "title", "updated"}  # fmt: skip
DATE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
Element = lxml.etree._Element


def atom(content: bytes) -> Element:
    """Return a feed of which everything that RFC 4287 demands has been checked."""
    feed = lxml.etree.fromstring(content, lxml.etree.XMLParser(resolve_entities=False))
    assert feed.tag == f"{ATOM}feed"
    check_parts(feed, FEED)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        check_parts(entry, ENTRY)
        check_content(entry)
        assert entry.findall(f"{ATOM}author") or feed.findall(f"{ATOM}author")
        assert moment(entry, "published") <= moment(entry, "updated") <= moment(feed, "updated")
    ids = [element.findtext(f"{ATOM}id") for element in (feed, *entries)]
    assert len(ids) == len(set(ids))
    (self,) = feed.xpath("*[local-name()='link'][@rel='self']")
    assert self.get("type") == "application/atom+xml"
    return feed


def check_parts(element: Element, known: set[str]) -> None:
    """Assert that what a feed or an entry consists of is well formed, and there often enough."""
    assert not (element.text or "").strip()
    names = [child.tag.removeprefix(ATOM) for child in element]
    assert set(names) <= known
    assert all(names.count(name) == 1 for name in ONCE)
    assert all(names.count(name) <= 1 for name in AT_MOST_ONCE)
    for child in element:
        assert not (child.tail or "").strip()
        name = child.tag.removeprefix(ATOM)
        if name in ("title", "summary", "subtitle", "rights"):
            assert child.get("type", "text") == "text"
            assert child.text.strip() and not list(child)
        elif name == "id":
            assert urlsplit(child.text).scheme and child.text == child.text.strip()
        elif name in ("updated", "published"):
            assert DATE.fullmatch(child.text)
        elif name in ("author", "contributor"):
            assert [part.tag for part in child] == [f"{ATOM}name"]
            assert child[0].text.strip()
    links = element.findall(f"{ATOM}link")
    for link in links:
        assert not list(link) and not link.text
        parts = urlsplit(link.get("href"))
        assert parts.scheme in ("http", "https") and parts.netloc and not parts.fragment
    kinds = [(k.get("rel", "alternate"), k.get("type"), k.get("hreflang")) for k in links]
    assert len(kinds) == len(set(kinds))
    assert "alternate" in {kind[0] for kind in kinds}


def check_content(entry: Element) -> None:
    """Assert that an entry's content is one XHTML division, with nothing foreign in it."""
    (content,) = entry.findall(f"{ATOM}content")
    assert dict(content.attrib) == {"type": "xhtml"}
    (division,) = content
    assert division.tag == f"{XHTML}div"
    assert not (content.text or "").strip() and not (division.tail or "").strip()
    allowed = {"div", "ol", "li", "p", "bdi", "time", "data"}
    assert {e.tag.removeprefix(XHTML) for e in division.iter()} <= allowed
    assert {name for e in division.iter() for name in e.attrib} <= {"dir", "lang"}


def moment(element: Element, name: str) -> datetime.datetime:
    return datetime.datetime.fromisoformat(element.findtext(f"{ATOM}{name}"))


def entries_of(window: FlaskClient, tag: str) -> Iterator[tuple[Element, dict[str, Any]]]:
    """Yield the entries of a language's feed, each with what the API says of its edition."""
    answer = window.get(f"/{tag}/feed.atom", headers={"Accept-Language": "ka"})
    assert answer.content_type == "application/atom+xml; charset=utf-8"
    assert answer.headers.get("Vary") in (None, "Accept-Encoding")
    feed = atom(answer.data)
    assert feed.get(XML_LANG) == tag
    addresses = {e.get("rel"): e.get("href") for e in feed.findall(f"{ATOM}link")}
    assert addresses == {"self": f"{BASE}/{tag}/feed.atom", "alternate": f"{BASE}/{tag}/"}
    for entry in feed.findall(f"{ATOM}entry"):
        (address,) = [e.get("href") for e in entry.findall(f"{ATOM}link")]
        yield entry, summary_of(window, address.removeprefix(BASE))


def is_told(entry: Element, summary: dict[str, Any]) -> None:
    assert entry.findtext(f"{ATOM}title") == summary["headline"]
    sentences = [statement["text"] for statement in summary["statements"]]
    assert ["".join(li.itertext()) for li in entry.iter(f"{XHTML}li")] == sentences
    assert entry.findtext(f"{ATOM}summary") == brief_of(summary)
    whose = [p.text for p in entry.iter(f"{XHTML}p")]
    assert len(whose) == 1 and summary["article"]["title"] in whose[0]
    names = [author.findtext(f"{ATOM}name") for author in entry.findall(f"{ATOM}author")]
    for name, signer in zip(names, summary["reviewers"], strict=True):
        assert name.startswith(signer["name"])
        assert (name != signer["name"]) == (signer["kind"] == "model")  # it says that it is one
    (division,) = entry.iter(f"{XHTML}div")
    assert division.get("dir") == summary["direction"]
    for name in ("published", "updated"):
        assert moment(entry, name) == datetime.datetime.fromisoformat(summary[name])


@pytest.mark.parametrize("tag", TAGS)
def test_the_feed_of_every_language_is_valid(world: FlaskClient, tag: str) -> None:
    """By every rule of RFC 4287, with the sentences of the edition in its direction."""
    entries = list(entries_of(world, tag))
    assert entries
    for entry, summary in entries:
        is_told(entry, summary)


@pytest.mark.parametrize(("tag", "count"), [("en", 4), ("uk", 3), ("de", 0), ("ar", 0)])
def test_a_feed_has_what_can_be_read(window: FlaskClient, tag: str, count: int) -> None:
    """Without what was withdrawn; with none, it is still a feed."""
    entries = list(entries_of(window, tag))
    assert len(entries) == count
    for entry, summary in entries:
        is_told(entry, summary)
    if tag == "en":
        assert HEADLINE in [summary["headline"] for _, summary in entries]


def test_no_two_feeds_share_an_id(window: FlaskClient) -> None:
    """A reader of two languages keeps them apart."""
    feeds = [atom(window.get(f"/{tag}/feed.atom").data) for tag in ("en", "uk", "de", "ar")]
    ids = [e.text for feed in feeds for e in feed.iter(f"{ATOM}id")]
    assert len(ids) == len(set(ids)) == 4 + 4 + 3


@pytest.mark.parametrize(
    ("path", "location"),
    [("/UK/feed.atom", "/uk/feed.atom"), ("/uk-UA/feed.atom", "/uk/feed.atom")],
)
def test_a_feed_has_one_address(window: FlaskClient, path: str, location: str) -> None:
    """Every other spelling leads there for good."""
    answer = window.get(path)
    assert (answer.status_code, answer.headers["Location"]) == (308, location)
    for missing_one in ("/xx/feed.atom", "/feed.atom", "/uk/feed.xml", "/uk/feed.atom/"):
        assert window.get(missing_one).status_code == 404
