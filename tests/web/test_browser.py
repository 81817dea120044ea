"""A real browser, without JavaScript, on a phone's narrow screen and on a wide one."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from browser import fits_the_screen, serving, with_interface
from conftest import UKRAINIAN

from service.web.cached_response import ENCODINGS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Request

# German is here for its long words, Arabic for its direction; pages exist in Chinese, too.
GERMAN = {
    "headline": ["Lagerhausgroßbrand im Binnenschifffahrtshafengelände"],
    "fire": ["Am {day} brannte im Hafen ein Getreidelagerhaus ab, so die Berufsfeuerwehr."],
    "hurt": [
        "{hurt} Mensch wurde verletzt, rund {tons} Tonnen Getreide gingen verloren.",
        "{hurt} Menschen wurden verletzt, rund {tons} Tonnen Getreide gingen verloren.",
    ],
}
ARABIC = {
    "headline": ["حريق في مستودع بالميناء"],
    "fire": ["احترق مستودع في الميناء يوم {day}، بحسب فرق الإطفاء."],
    "hurt": [
        "لم يصب أحد ({hurt})، وفُقد نحو {tons} طن من الحبوب.",
        "أصيب شخص واحد ({hurt})، وفُقد نحو {tons} طن من الحبوب.",
        "أصيب شخصان ({hurt})، وفُقد نحو {tons} طن من الحبوب.",
        "أصيب {hurt} أشخاص، وفُقد نحو {tons} طن من الحبوب.",
        "أصيب {hurt} شخصًا، وفُقد نحو {tons} طن من الحبوب.",
        "أصيب {hurt} شخص، وفُقد نحو {tons} طن من الحبوب.",
    ],
}
HEADLINES = {
    "en": "Warehouse fire in the harbor",
    "ar": ARABIC["headline"][0],
    "de": GERMAN["headline"][0],
    "uk": UKRAINIAN["headline"][0],
}
QUOTE = "Five people were hurt, and about 1,200 tons of grain were lost."


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that publishes the small article in four languages."""
    room = with_interface(tmp_path_factory.mktemp("site"), *HEADLINES, "zh_Hans")
    room.write()
    room.update()
    for locale, texts in (("uk", UKRAINIAN), ("de", GERMAN), ("ar", ARABIC)):
        room.translate("harbor-fire", locale, texts)
    for locale in HEADLINES:
        room.sign("harbor-fire", locale)
    with serving(room) as address:
        yield address


@pytest.fixture(scope="module", params=[320, 1280], ids=["phone", "desktop"])
def tab(browser: Browser, site: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A Ukrainian reader's browser on a screen of that width, with JavaScript off."""
    context = browser.new_context(
        java_script_enabled=False,
        viewport={"width": request.param, "height": 640},
        base_url=site,
        locale="uk-UA",
    )
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page, site: str) -> Iterator[Page]:
    """The same, watched: it asks no other host for anything, and loads all that it asks for."""
    asked: list[Request] = []

    def note(request: Request) -> None:
        asked.append(request)

    tab.on("request", note)
    yield tab
    tab.remove_listener("request", note)
    assert asked
    assert not [request.url for request in asked if not request.url.startswith(f"{site}/")]
    # The browser itself gives the icon up when it leaves a page.
    given_up = (f"{site}/static/icon.svg", "net::ERR_ABORTED")
    failed = [(request.url, request.failure) for request in asked if request.failure]
    assert not [each for each in failed if each != given_up]


def headline_of(page: Page) -> str:
    """Return the headline; its shortest words are bound to the next by a space of their own."""
    return page.locator("h1").inner_text().replace("\u00a0", " ")


@pytest.mark.parametrize("language", HEADLINES)
def test_a_reader_opens_the_evidence_of_every_statement(page: Page, language: str) -> None:
    """Headline, language and direction are right, the quotation unfolds, and nothing sticks out."""
    page.goto(f"/{language}/harbor-fire")
    html = page.locator("html")
    assert html.get_attribute("lang") == language
    assert html.get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert headline_of(page) == HEADLINES[language]
    assert fits_the_screen(page)
    quote = page.locator("#hurt blockquote")
    assert not quote.is_visible()
    page.locator("#hurt summary").click()
    quote.wait_for()  # visible, or the test times out
    assert quote.inner_text().strip() == QUOTE
    assert quote.evaluate("e => getComputedStyle(e).direction") == "ltr"
    assert not page.locator("#fire blockquote").is_visible()
    assert fits_the_screen(page)


@pytest.mark.parametrize("encoding", [None, *ENCODINGS])
def test_a_browser_unpacks_every_encoding(
    browser: Browser, site: str, encoding: str | None
) -> None:
    """Brotli if it is asked for what it likes; the others if that is all it may take."""
    only = {"Accept-Encoding": encoding} if encoding else {}
    context = browser.new_context(base_url=site, extra_http_headers=only)
    tab = context.new_page()
    answer = tab.goto("/uk/harbor-fire")
    assert answer
    assert answer.header_value("Content-Encoding") == (encoding or "br")
    assert headline_of(tab) == HEADLINES["uk"]
    context.close()


def test_the_language_switch_leads_to_the_same_article(page: Page) -> None:
    """Step by step through all languages, and never back to the front page."""
    page.goto("/uk/harbor-fire")
    for language, headline in HEADLINES.items():
        page.locator("nav.languages summary").click()
        page.locator(f"nav.languages a[hreflang={language}]").click()
        page.wait_for_url(f"**/{language}/harbor-fire")
        assert headline_of(page) == headline
        assert page.locator("nav.languages [aria-current]").get_attribute("lang") == language


@pytest.mark.parametrize(
    ("path", "language"),
    [
        ("/ar/", "ar"),
        ("/de/", "de"),
        ("/de/?requested=uk-UA", "de"),
        ("/uk/nothing", "uk"),
        ("/zh-Hans/harbor-fire", "zh-Hans"),
        ("/nothing/", "uk"),
    ],
)
def test_no_other_page_sticks_out_of_the_screen(page: Page, path: str, language: str) -> None:
    """Lists, notices and errors included."""
    page.goto(path)
    assert page.locator("html").get_attribute("lang") == language
    assert fits_the_screen(page)


def test_the_front_door_opens_in_the_readers_language(page: Page) -> None:
    """The browser says Ukrainian, and from the list it is one step to the article."""
    page.goto("/")
    page.wait_for_url("**/uk/")
    page.locator("h3 a").click()
    page.wait_for_url("**/uk/harbor-fire")
    assert headline_of(page) == HEADLINES["uk"]


@pytest.mark.parametrize("language", ["uk", "ar"])
def test_a_reader_without_a_mouse_gets_to_the_content_at_once(page: Page, language: str) -> None:
    """The first stop of the Tab key is a link past the head of the page, and it can be seen."""
    page.goto(f"/{language}/harbor-fire")
    skip = page.locator("a.skip")
    assert not shown_on_screen(page)
    page.keyboard.press("Tab")
    assert skip.evaluate("e => e === document.activeElement")
    assert shown_on_screen(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**#page_content")
    # From here, the next stops are inside the content: what it sums up, how, and the evidence.
    for stop in (".origin a", ".byline a", "#fire summary"):
        page.keyboard.press("Tab")
        assert page.locator(stop).evaluate("e => e === document.activeElement")
    page.keyboard.press("Enter")
    page.locator("#fire blockquote").wait_for()  # visible, or the test times out


def shown_on_screen(page: Page) -> bool:
    """Tell whether the skip link lies within the window."""
    box = page.locator("a.skip").bounding_box()
    width = page.viewport_size["width"] if page.viewport_size else 0
    return box is not None and box["x"] >= 0 and box["x"] + box["width"] <= width
