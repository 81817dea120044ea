"""Statements as HTML: where their lines may break, and where not."""

from __future__ import annotations

import datetime
import html
import re
from dataclasses import replace
from typing import Any

import msgspec
import pytest
from conftest import SLUG, Newsroom

from service.content.facts import Fact
from service.editions import store
from service.editions.model import Edition
from service.web import phrases, statement_html
from service.web.statement_html import figure

RANGES = """
en | £33–36 million | <span class="whole">£33–36</span> million
uk | 10–12% | <span class="whole">10–12%</span>
ja | 3300万～3600万ポンド | 3300万～3600万ポンド
de | 38 bis 42 Millionen | 38 bis 42 Millionen
en | <5–6> | <span class="whole">&lt;5–6&gt;</span>
de | <b>5 bis 6 | &lt;b&gt;5 bis 6
"""


def headline(page: str) -> str:
    match = re.search(r"<h1>(.*?)</h1>", page, re.S)
    assert match
    return match[1]


@pytest.mark.parametrize("language", ["ja", "zh-Hans"])
def test_a_headline_without_spaces_breaks_between_phrases(
    bundled_window: Any, language: str
) -> None:
    """Marked for the browser; the text itself, and so each copy of it, stays clean."""
    pytest.importorskip("budoux")
    page = bundled_window.get(f"/{language}/{SLUG}").get_data(as_text=True)
    markup = headline(page)
    assert 'class="phrases"' in markup
    assert markup.count("<wbr>") >= 3
    title = re.search(r'property="og:title" content="(.*?)"', page)
    assert title
    assert html.unescape(re.sub(r"<[^>]+>", "", markup)) == html.unescape(title[1])
    assert markup in bundled_window.get(f"/{language}/").get_data(as_text=True)


def test_a_headline_with_spaces_needs_no_marks(bundled_window: Any) -> None:
    """Its words are where lines break."""
    assert "<wbr>" not in bundled_window.get(f"/uk/{SLUG}").get_data(as_text=True)


@pytest.mark.parametrize(
    ("language", "text", "written"),
    [
        ("uk", "удари по Україні та обіцяє", "удари по·Україні та·обіцяє"),
        ("uk", "У НАТО й п’ять об’єктів", "У·НАТО й·п’ять об’єктів"),
        ("pl", "w Polsce i o Rosji", "w·Polsce i·o·Rosji"),
        ("pl", "do Polski", "do Polski"),
        ("en", "a fire in a harbor", "a fire in a harbor"),
        ("uk", "5 осіб", "5 осіб"),
    ],
)
def test_no_line_of_a_headline_ends_with_its_shortest_words(
    language: str, text: str, written: str
) -> None:
    """As printers have it in these languages."""
    assert phrases.bound(text, language).replace("\u00a0", "·") == written


def test_a_bound_headline_stays_the_signed_one(bundled_window: Any) -> None:
    """Space for space; titles, descriptions and the API have it as it was signed."""
    page = bundled_window.get(f"/uk/{SLUG}").get_data(as_text=True)
    title = re.search(r'property="og:title" content="(.*?)"', page)
    assert title and "\u00a0" not in title[1]
    assert "\u00a0" in headline(page)
    assert headline(page).replace("\u00a0", " ") == title[1]


def test_without_budoux_a_headline_is_as_it_was(
    bundled_window: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A browser breaks it where it likes."""

    def absent(_script: str) -> None:
        raise ImportError

    phrases.breaks.cache_clear()
    monkeypatch.setattr(phrases, "parser", absent)
    try:
        assert phrases.breaks("北约谴责俄罗斯袭击乌克兰", "zh_Hans") == frozenset()
    finally:
        phrases.breaks.cache_clear()


@pytest.mark.parametrize(
    ("text", "written"),
    [tuple(p.strip() for p in row.split("|"))[1:] for row in RANGES.strip().splitlines()],
)
def test_what_a_dash_joins_stays_in_one_line(text: str, written: str) -> None:
    """Numbers of a range are not torn apart."""
    value = (datetime.time(5), datetime.time(6))
    assert figure(Fact("f", value, "time"), text) == f'<data value="05:00/06:00">{written}</data>'


@pytest.mark.parametrize("breaks", [frozenset(), frozenset({2})])
def test_words_and_names_are_text_and_never_markup(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch, breaks: frozenset[int]
) -> None:
    """Whatever an article quotes or its publisher is called, the page keeps its structure."""
    monkeypatch.setattr(statement_html, "breaks", lambda _text, _locale: breaks)
    edition = store.load(store.path(newsroom.editions, "harbor-fire", "en"))
    assert isinstance(edition, Edition)
    head = edition.content.statements[0]
    text = '{outlet}: "AT&T" <script>'
    replaced = msgspec.structs.replace
    whole = dict(head.source.whole or {}) | {"article": {"outlet": "<b>A&B"}}
    head = replaced(
        head, source=replaced(head.source, whole=whole),
        target=replaced(head.target, strings=(text,)),
    )  # fmt: skip
    edition = replace(edition, content=replace(edition.content, statements=(head,)))
    for markup in (statement_html.read(edition, head), statement_html.headline(edition)):
        plain = re.sub(r"</?(?:bdi|wbr|span)[^>]*>", "", str(markup))
        assert plain == "&lt;b&gt;A&amp;B: &#34;AT&amp;T&#34; &lt;script&gt;"


def test_links_to_a_sentence_do_not_carry_what_a_reader_asked_for(newsroom: Newsroom) -> None:
    """Whoever gets such a link did not ask for the language that is missing."""
    window = newsroom.client(BASE_URL="https://news.example")
    moved = window.get("/articles/harbor-fire", headers={"Accept-Language": "ka"})
    assert moved.location.endswith("?requested=ka")
    page = window.get(moved.location, headers={"Accept-Language": "ka"}).get_data(as_text=True)
    assert "Georgian" in page
    assert "requested=" not in page
    assert 'class="self" href="/en/harbor-fire#' in page
    plain = window.get("/en/harbor-fire").get_data(as_text=True)
    assert 'class="self" href="/en/harbor-fire#' in plain
    asked = window.get("/en/?requested=ka", headers={"Accept-Language": "ka"})
    listed = asked.get_data(as_text=True)
    assert "Georgian" in listed
    assert "requested=" not in listed
