"""How pages look: no word gets lost, every script has its own ways, and nothing weighs much."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from itertools import product
from typing import TYPE_CHECKING, Any

import pytest
from browser import (
    add_bundled,
    contrast,
    fits_the_screen,
    luminance,
    serving,
    style,
    with_interface,
)
from conftest import LOCALES, SLUG, Newsroom

from service.content.locales import tag

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page, Request

LANGUAGES = [tag(locale) for locale in LOCALES]
EDITION = f"/{{}}/{SLUG}"

# Nobody writes so; no page may break if somebody does. Words of 100 letters, names as long.
WORDS = {
    "en": ("Donaudampfschifffahrtsgesellschaft" * 3)[:100],
    "ar": ("والاستثمارات" * 9)[:100],
    "ja": ("アイスランドグリーンランド" * 8)[:100],
}
HEADLINES = {
    "en": ("Parliament debates harbor reconstruction " * 8)[:299] + "s",
    "ar": ("البرلمان يناقش إعادة إعمار الميناء " * 9)[:299] + "ء",
    # With an ideographic space, as headlines have it between their parts.
    "ja": ("議会は港の再建について　議論を続けている" * 16)[:300],
}
STATEMENTS = {
    "en": "There is much to show for it.",
    "ar": "هناك ما يثبت ذلك.",
    "ja": "それを示すものは多い。",
}
NAME = "سارة الخطيب"
QUOTES = [f"Quotation {number} names a {WORDS['en']}." for number in range(1, 21)]
ARTICLE = "\n".join(["Harbor", *QUOTES])

LONG = f"""language = "en"
headline = "{HEADLINES["en"]}"

[article]
show = "all"

[[statements]]
id = "word"
text = "{WORDS["en"]}"
evidence = ["{QUOTES[0]}"]

[[statements]]
id = "many"
text = "{STATEMENTS["en"]}"
evidence = {QUOTES}
"""
SHORT = f"""language = "en"
headline = "{WORDS["en"]}"

[article]
show = "all"

[[statements]]
id = "only"
text = "{STATEMENTS["en"]}"
evidence = ["{QUOTES[0]}"]
"""
# Several statements may rest on one passage.
SHARED = 'language = "en"\nheadline = "Harbor"\n[article]\nshow = "all"\n' + "".join(
    f'[[statements]]\nid = "{name}"\ntext = "{STATEMENTS["en"]}"\nevidence = ["{QUOTES[0]}"]\n'
    for name in ("first", "second", "third", "fourth")
)

HOSTILE = {
    "index": "/{}/",
    "edition": "/{}/long",
    "one statement": "/{}/short",
    "source": "/articles/long/source?lang={}",
    "withdrawn": "/{}/gone",
    "embed": "/{}/long/embed",
    "embedded word": "/{}/short/embed",
}
SCREENS = [(320, 640), (320, 256), (1280, 640)]
# WCAG 1.4.12 (text spacing) and 1.4.4 (text of twice the size), as a reader's own styles.
STYLES = {
    "as it is": "",
    "spaced": """
        * { line-height: 1.5 !important; letter-spacing: .12em !important;
            word-spacing: .16em !important }
        p { margin-block-end: 2em !important }""",
    "large": "html { font-size: 200% !important }",
}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the bundled article, and words that hardly fit a page."""
    room = with_interface(tmp_path_factory.mktemp("site"), *LOCALES)
    for slug, summary in (("long", LONG), ("short", SHORT), ("gone", SHORT)):
        room.write(slug, summary, ARTICLE)
    room.withdraw("gone", reason=WORDS["en"])
    room.write("names", SHORT, ARTICLE)
    room.write("shared", SHARED, ARTICLE)
    room.update()
    for language in WORDS:
        add_hostile(room, language)
    room.sign("shared", "en")
    add_bundled(room)
    with serving(room) as address:
        yield address


def add_hostile(room: Newsroom, language: str) -> None:
    """Translate the long and the short article, and sign them with the longest of names."""
    word, statement = [WORDS[language]], [STATEMENTS[language]]
    texts = {
        "long": {"headline": [HEADLINES[language]], "word": word, "many": statement},
        "short": {"headline": word, "only": statement},
        "names": {"headline": statement, "only": statement},
    }
    for slug, translations in texts.items():
        if language != "en":
            room.translate(slug, language, translations)
        room.sign(slug, language, name=NAME if slug == "names" else WORDS[language])


@pytest.fixture(scope="module")
def tab(browser: Browser, site: str) -> Iterator[Page]:
    """A browser, as the last test left it."""
    context = browser.new_context(base_url=site, locale="ka")
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """The same with a wide window, so that a line holds a sentence, and without wishes."""
    tab.set_viewport_size({"width": 1280, "height": 640})
    tab.emulate_media(media="screen", color_scheme="light", reduced_motion="no-preference")
    return tab


def unfold(page: Page) -> None:
    """Open everything that folds."""
    page.evaluate("document.querySelectorAll('details').forEach(e => e.open = true)")


# The words that are cut off by the edges of the screen, or by those of an element around them.
LOST = """() => {
    const lost = [];
    const edge = document.documentElement.clientWidth;
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        // A list shows three lines of a headline, and the page all of it.
        if (!node.data.trim() || node.parentElement.closest(".skip, .unseen, h3 a")) continue;
        const out = box => box.left < -1 || box.right > edge + 1;
        // Word by word: a space at the end of a line, wide in Japanese, may hang over the edge.
        for (const word of node.data.matchAll(/\\S+/g)) {
            const range = document.createRange();
            range.setStart(node, word.index);
            range.setEnd(node, word.index + word[0].length);
            if ([...range.getClientRects()].some(out)) lost.push(word[0]);
        }
    }
    for (const e of document.querySelectorAll("body, body *")) {
        const cut = getComputedStyle(e).overflow !== "visible";
        const over = e.scrollWidth > e.clientWidth || e.scrollHeight > e.clientHeight;
        if (cut && over && !e.matches(".unseen, h3 a")) lost.push(e.outerHTML);
    }
    return lost;
}"""


def hold_against_all_screens(page: Page) -> None:
    """Look at the page on every screen, with every reader's own styles."""
    unfold(page)
    for (width, height), (name, css) in product(SCREENS, STYLES.items()):
        page.set_viewport_size({"width": width, "height": height})
        style(page, css)
        assert fits_the_screen(page), (width, height, name)
        assert not page.evaluate(LOST), (width, height, name)


@pytest.mark.parametrize("language", WORDS)
@pytest.mark.parametrize("kind", HOSTILE)
def test_no_word_is_too_long_for_a_page(page: Page, kind: str, language: str) -> None:
    """On a phone, at 400 % zoom, with wide spacing or large text: it scrolls down, not sideways."""
    page.goto(HOSTILE[kind].format(language))
    assert page.locator("html").get_attribute("lang") == language
    hold_against_all_screens(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [EDITION, "/{}/", "/{}/nothing", "/{}/gone"])
def test_every_language_fits_every_screen(page: Page, path: str, language: str) -> None:
    """With the words that it really has."""
    page.goto(path.format(language))
    hold_against_all_screens(page)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("path", [EDITION, "/{}/", "/{}/nothing", "/{}/gone"])
def test_a_heading_breaks_between_words(page: Page, path: str, language: str) -> None:
    """On a phone, too; of the languages with words. Not every browser can hyphenate."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path.format(language))
    style(page, "h1 { hyphens: manual !important }")
    assert page.locator("h1").evaluate(TORN) == [] or language in ("ja", "zh-Hans")


# The words, or halves of hyphenated ones, that stand on two lines.
TORN = """heading => {
    const node = document.createTreeWalker(heading, NodeFilter.SHOW_TEXT).nextNode();
    return [...node.data.matchAll(/[^\\s-]+-?/g)].filter(word => {
        const range = document.createRange();
        range.setStart(node, word.index);
        range.setEnd(node, word.index + word[0].length);
        return new Set([...range.getClientRects()].map(box => box.top)).size > 1;
    }).map(word => word[0]);
}"""

# The box around one piece of an element's own text.
BOX = """(e, piece) => {
    const walker = document.createTreeWalker(e, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const start = walker.currentNode.data.indexOf(piece);
        if (start < 0) continue;
        const range = document.createRange();
        range.setStart(walker.currentNode, start);
        range.setEnd(walker.currentNode, start + piece.length);
        return range.getBoundingClientRect().toJSON();
    }
}"""


def box(element: Locator, piece: str | None = None) -> Any:
    """Return the edges of an element, or of a piece of its text."""
    if piece is None:
        return element.evaluate("e => e.getBoundingClientRect().toJSON()")
    return element.evaluate(BOX, piece)


def computed(element: Locator, name: str) -> str:
    """Return the computed value of a property."""
    return element.evaluate("(e, name) => getComputedStyle(e).getPropertyValue(name)", name)


@pytest.mark.parametrize(("language", "start"), [("ar", "right"), ("uk", "left"), ("ja", "left")])
def test_lines_start_where_the_script_starts(page: Page, language: str, start: str) -> None:
    """Headlines and sentences alike, and what stands below them."""
    page.goto(EDITION.format(language))
    unfold(page)
    for element in ("h1", "#condemnation > p", "#condemnation .from", ".hint"):
        line = page.locator(element)
        first = line.evaluate("e => e.textContent.trim()[0]")
        assert box(line, first)[start] == pytest.approx(box(page.locator("main"))[start], abs=24)
    assert computed(page.locator("html"), "direction") == ("rtl" if start == "right" else "ltr")


def test_an_english_quotation_in_arabic_keeps_its_own_side(page: Page) -> None:
    """The bar is at the left, where its lines start, though the page starts at the right."""
    page.goto(EDITION.format("ar"))
    unfold(page)
    quote = page.locator("#condemnation blockquote").first
    assert computed(quote, "border-left-width") == "3px"
    assert computed(quote, "border-right-width") == "0px"
    assert box(quote, "North")["left"] - box(quote)["left"] < 24
    assert box(page.locator("#condemnation .from"), "من")["right"] > box(quote, "North")["right"]
    page.goto("/ar/?requested=ka")
    assert computed(page.locator(".notice"), "border-left-width") == "0px"
    assert computed(page.locator(".notice"), "border-right-width") == "4px"


def test_names_and_figures_keep_their_place_in_the_other_direction(page: Page) -> None:
    """A Latin name in Arabic, an Arabic one before a Japanese date: neither turns the rest."""
    page.goto(EDITION.format("ar"))
    name, day = page.locator(".signed bdi"), page.locator(".signed time")
    assert name.inner_text() == "Claude"
    assert box(name, "C")["right"] <= box(name, "laude")["left"] + 1
    assert box(day)["right"] <= box(name)["left"] or box(name)["right"] <= box(day)["left"]
    page.goto("/ja/names")
    name, day = page.locator(".signed bdi"), page.locator(".signed time")
    assert name.inner_text() == NAME
    assert box(name)["right"] <= box(day, "2026")["left"]
    for element in ("data", "time", "bdi"):
        page.goto(EDITION.format("ar"))
        values = {computed(e, "unicode-bidi") for e in page.locator(element).all()}
        assert values == {"isolate"}


@pytest.mark.parametrize("name", ["first", "second", "third", "fourth"])
def test_the_passage_that_a_link_leads_to_stands_out(page: Page, name: str) -> None:
    """However many statements rest on it; past the head of the page, nothing does."""
    page.goto("/articles/shared/source?lang=en")
    passage = page.locator("mark")
    assert computed(passage, "background-color") != colours(page)[1]
    assert computed(passage, "outline-style") == "none"
    weak = computed(passage, "background-color")
    page.goto(f"/articles/shared/source?lang=en#{name}")
    assert computed(passage, "background-color") not in (weak, colours(page)[1])
    assert computed(passage, "outline-style") == "solid"
    page.locator(".skip").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**#page_content")
    assert computed(passage, "outline-style") == "none"


@pytest.mark.parametrize("language", [tag for tag in LANGUAGES if tag not in ("ja", "zh-Hans")])
def test_a_date_is_in_one_piece(page: Page, language: str) -> None:
    """Below a headline on a phone, in languages that break lines between words."""
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(EDITION.format(language))
    date = page.locator(".signed time")
    assert box(date)["height"] < 1.5 * box(date, "2026")["height"]


def test_a_bracket_stays_with_what_is_in_it(page: Page) -> None:
    """In Japanese who signed is in brackets, and a line may break nearly anywhere."""
    page.goto(EDITION.format("ja"))
    signed = page.locator(".signed").first
    for width in range(240, 400, 8):
        page.set_viewport_size({"width": width, "height": 640})
        assert box(signed, "（")["top"] == pytest.approx(box(signed, "C")["top"], abs=8)
        assert box(signed, "）")["top"] == pytest.approx(box(signed, "e")["top"], abs=8)


def colours(page: Page, element: str = "html") -> tuple[str, str]:
    """Return the colour of an element's text, and the one of the page."""
    return computed(page.locator(element).first, "color"), computed(
        page.locator("html"), "background-color"
    )


@pytest.mark.parametrize(
    "path", [EDITION.format("uk"), "/uk/nothing", "/api/v1/", "/uk/long/embed"]
)
def test_pages_are_dark_for_readers_who_like_the_dark(page: Page, path: str) -> None:
    """And light for the others; the browser's own parts as well."""
    page.goto(path)
    ink, paper = map(luminance, colours(page))
    assert (ink < 0.1, paper > 0.9) == (True, True)
    page.emulate_media(color_scheme="dark")
    ink, paper = map(luminance, colours(page))
    assert (ink > 0.7, paper < 0.1) == (True, True)
    assert computed(page.locator("html"), "color-scheme") == "light dark"


SCREEN_ONLY = (
    "nav.languages", ".tools", "footer.site a", ".skip", ".hint", ".embed summary",
    "#resolve .links", ".byline a",
)  # fmt: skip
ON_PAPER = (
    "header.site .name", ".origin", "h1", ".signed", ".statements > li > p", "#resolve summary",
    "#resolve blockquote", "#kuleba blockquote",
    ".about > p", ".about .address", "footer.site p:first-child",
)  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_paper_gets_the_article_and_nothing_to_click(page: Page, scheme: str) -> None:
    """Black on white, from a dark screen, too; and all evidence, whatever was unfolded."""
    page.goto(EDITION.format("uk"))
    page.locator("#resolve summary").click()
    for element in SCREEN_ONLY:
        assert page.locator(element).count()
    page.emulate_media(media="print", color_scheme=scheme)
    for element in SCREEN_ONLY:
        assert not any(e.is_visible() for e in page.locator(element).all()), element
    assert colours(page) == ("rgb(0, 0, 0)", "rgb(255, 255, 255)")
    for element in ON_PAPER:
        assert all(e.is_visible() for e in page.locator(element).all()), element
        assert contrast(*colours(page, element)) >= 4.5, element


MOVING = """() => {
    const moves = (e, part) => {
        const style = getComputedStyle(e, part);
        const still = style.animationName === "none" && style.transitionDuration === "0s";
        return !still || style.scrollBehavior !== "auto";
    };
    const all = [...document.querySelectorAll("*")];
    const parts = [null, "::before", "::after", "::marker", "::details-content"];
    return all.filter(e => parts.some(part => moves(e, part))).map(e => e.outerHTML);
}"""


@pytest.mark.parametrize("motion", ["reduce", "no-preference"])
@pytest.mark.parametrize("kind", [*HOSTILE, "programs"])
def test_nothing_moves(page: Page, kind: str, motion: str) -> None:
    """For nobody, so for those whom it makes sick."""
    page.emulate_media(reduced_motion=motion)
    page.goto({**HOSTILE, "programs": "/api/v1/"}[kind].format("en"))
    unfold(page)
    assert page.evaluate(MOVING) == []
    assert page.evaluate("document.getAnimations().length") == 0


@pytest.mark.parametrize(("language", "region"), [("ja", "JP"), ("zh-Hans", "SC")])
def test_han_characters_have_the_shapes_of_their_region(
    page: Page, language: str, region: str
) -> None:
    """Japanese, Chinese and English on one page: each has its own fonts, also in the switch."""
    page.goto(EDITION.format(language))
    unfold(page)
    for element in ("h1", ".statements > li > p", ".hint", f"a[lang={language}]"):
        fonts = computed(page.locator(element).first, "font-family")
        assert f"CJK {region}" in fonts
    fonts = computed(page.locator("blockquote").first, "font-family")
    assert "Noto Serif" in fonts and "CJK" not in fonts
    other, its_region = {"ja": ("zh-Hans", "SC"), "zh-Hans": ("ja", "JP")}[language]
    fonts = computed(page.locator(f"nav.languages a[lang={other}]"), "font-family")
    assert f"CJK {its_region}" in fonts and f"CJK {region}" not in fonts


def test_lines_break_as_the_language_wants(page: Page) -> None:
    """Strictly in Japanese and Chinese; with hyphens where words are long, as in German."""
    for language in ("ja", "zh-Hans"):
        page.goto(EDITION.format(language))
        assert computed(page.locator(".statements > li > p").first, "line-break") == "strict"
    page.goto(EDITION.format("de"))
    unfold(page)
    for element in ("h1", ".statements > li > p", "blockquote"):
        assert computed(page.locator(element).first, "hyphens") == "auto"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_frame_needs_no_scrollbar(page: Page, language: str) -> None:
    """Of the height that the code to copy gives it, and as wide as high."""
    page.set_viewport_size({"width": 480, "height": 480})
    page.goto(f"{EDITION.format(language)}/embed")
    assert page.evaluate("(e => e.scrollHeight <= e.clientHeight)(document.documentElement)")


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_edition_is_light_and_comes_at_once(page: Page, site: str, language: str) -> None:
    """It fits into the first packets of a connection, and asks for nothing but its icon."""
    asked: list[str] = []

    def note(request: Request) -> None:
        asked.append(request.url)

    page.on("request", note)
    answer = page.goto(EDITION.format(language), wait_until="networkidle")
    page.remove_listener("request", note)
    assert answer is not None
    assert len(gzip.compress(answer.body())) <= 14_000
    assert set(asked) - {f"{site}/static/icon.svg"} == {site + EDITION.format(language)}
