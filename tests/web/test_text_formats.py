"""One edition as text and Markdown: the same words, and nothing in them is markup."""

from __future__ import annotations

import lxml.html
import pytest
from conftest import SUMMARY, Newsroom
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from service.web.text_formats import escape

ADDRESS = "/api/v1/articles/harbor-fire/summary"
ACTIVE = "\\`*_{}[]()#+-=.!<>|&~^$:;'\"0123456789 ab\t/@\n\r"


def rendered(markdown: str) -> lxml.html.HtmlElement:
    """Return what GitHub's kind of Markdown, with tables and links of its own, makes of it."""
    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    return lxml.html.fromstring(f"<div>{reader.render(markdown)}</div>")


def said(element: lxml.html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


@given(st.text(st.sampled_from(ACTIVE), min_size=1, max_size=40).filter(str.strip))
@example("2024. Fire")
@example("- <b>x</b> [a](b) **c** `d` &amp; ~~e~~")
@example("=== \n ---")
def test_words_stay_words(words: str) -> None:
    """In a paragraph, a heading, a list item and a quotation: shown as they are, no markup."""
    for shape, tags in [
        ("{}", ["p"]), ("# {}", ["h1"]), ("1. {}", ["ol", "li"]), ("1. a\n\n   > {}", None),
    ]:  # fmt: skip
        document = rendered(shape.format(escape(words)))
        lead = "a " if tags is None else ""
        assert said(document) == lead + " ".join(words.split())
        if tags:
            assert [e.tag for e in document.iterdescendants()] == tags


def test_an_edition_as_markdown(newsroom: Newsroom) -> None:
    """Headline, numbered sentences with their evidence, who signed, in the edition's language."""
    window = newsroom.client(BASE_URL="https://news.example")
    answer = window.get(f"{ADDRESS}?lang=uk&format=markdown", headers={"Accept-Language": "de"})
    assert answer.content_type == "text/markdown; charset=utf-8"
    assert answer.headers["Content-Language"] == "uk"
    document = rendered(answer.text)
    assert said(document.find("h1")) == "Пожежа складу в порту"
    items = document.findall("ol/li")
    assert [said(item.find("p")) for item in items] == [
        "3 травня у порту згорів склад, повідомили пожежники.",
        "Постраждало 5 людей, втрачено близько 1 200 тонн зерна.",
    ]
    assert said(items[1].find("blockquote")).startswith("Five people were hurt")
    assert "Jane Doe" in said(document)
    assert "https://news.example/uk/harbor-fire" in said(document)
    assert "Checked" not in said(document)


def test_an_edition_as_text(newsroom: Newsroom) -> None:
    """The same without evidence, and without any markup."""
    answer = newsroom.client().get(ADDRESS, headers={"Accept": "text/plain"})
    assert answer.content_type == "text/plain; charset=utf-8"
    headline, first, second, about = answer.text.strip().split("\n\n")
    whose, signed, *_rest = about.splitlines()
    assert headline == "Warehouse fire in the harbor"
    assert first == "1. A warehouse burned down in the harbor on May 3, the fire service said."
    assert second == "2. 5 people were hurt, and about 1,200 tons of grain were lost."
    assert whose == "Summary of “Fire in the harbor”"
    assert signed == "Checked on November 22, 2026 by Jane Doe"


def test_an_edition_as_html_stands_alone(newsroom: Newsroom) -> None:
    """In its language whatever the reader's is; only words and links."""
    answer = newsroom.client().get(
        f"{ADDRESS}?lang=uk", headers={"Accept": "text/html,*/*;q=0.1", "Accept-Language": "en"}
    )
    assert answer.content_type == "text/html; charset=utf-8"
    document = lxml.html.document_fromstring(answer.data)
    assert document.get("lang") == "uk"
    assert said(document.find(".//h1")) == "Пожежа складу в порту"
    assert not document.findall(".//header")


@pytest.mark.parametrize(
    ("accept", "kind"),
    [
        ("", "application/json"),
        ("*/*", "application/json"),
        ("application/*", "application/json"),
        ("text/markdown, application/json;q=0.5", "text/markdown; charset=utf-8"),
        ("text/html,application/xml;q=0.9,*/*;q=0.8", "text/html; charset=utf-8"),
        ("text/plain;q=0.2, text/html;q=0.1", "text/plain; charset=utf-8"),
    ],
)  # fmt: skip
def test_the_format_follows_accept(newsroom: Newsroom, accept: str, kind: str) -> None:
    """And caches are told that it does; a named format wins and does not vary."""
    window = newsroom.client()
    headers = {"Accept": accept} if accept else {}
    answer = window.get(f"{ADDRESS}?lang=en", headers=headers)
    assert (answer.status_code, answer.content_type) == (200, kind)
    assert answer.headers["Vary"] in ("Accept", "Accept, Accept-Encoding")
    named = window.get(f"{ADDRESS}?lang=en&format=json", headers={"Accept": "text/html"})
    assert named.content_type == "application/json"
    assert named.headers["Vary"] == "Accept-Encoding"


def test_an_unknown_format_is_told_what_there_is(newsroom: Newsroom) -> None:
    """406 for a header, 400 for a parameter, both with the formats that exist."""
    window = newsroom.client()
    answer = window.get(ADDRESS, headers={"Accept": "application/pdf"})
    assert (answer.status_code, answer.content_type) == (406, "application/problem+json")
    assert "text/markdown" in answer.json["detail"]
    answer = window.get(f"{ADDRESS}?format=pdf")
    assert answer.status_code == 400
    assert "markdown" in answer.json["detail"]


def test_markup_in_an_article_stays_text(newsroom: Newsroom) -> None:
    """What looks like Markdown in signed words is shown, not obeyed."""
    odd = "*Fire* in the [harbor](http://evil.example) _now_ ~~then~~ | `here`"
    # A bracket that begins no written form is written with a backslash.
    summary = SUMMARY.replace("Warehouse fire in the harbor", odd.replace("[", r"\\["))
    newsroom.write("harbor-fire", summary)
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    newsroom.publish()
    answer = newsroom.client().get(f"{ADDRESS}?lang=en&format=markdown")
    heading = rendered(answer.text).find("h1")
    assert said(heading) == odd
    assert not list(heading.iterdescendants())
