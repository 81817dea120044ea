"""What readers do: find their language, read, check a claim, share it, and come back."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import polib
import pytest
from browser import add_bundled, serving, with_interface
from conftest import LOCALES, ROOT, SLUG

from service.content.locales import tag

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

LANGUAGES = [tag(locale) for locale in LOCALES]
# Nobody's browser says that it wants simplified characters; it names the country.
SPOKEN = {"zh-Hans": "zh-CN", "uk": "uk-UA", "de": "de-AT"}
# The claim to check, and the number of its sentence.
CLAIM, NUMBER = "december", 7


def headline(language: str) -> str:
    """Return the article's headline as its translator wrote it."""
    name = language.replace("-", "_")
    entries = polib.pofile(str(ROOT / "locales" / name / "LC_MESSAGES" / f"{SLUG}.po"))
    return next(entry.msgstr for entry in entries if entry.msgctxt == "headline")


HEADLINES = {language: headline(language) for language in LANGUAGES}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the bundled article."""
    room = with_interface(tmp_path_factory.mktemp("site"), *LOCALES)
    add_bundled(room)
    with serving(room) as address:
        yield address


# How many places before an element the Tab key stops at, while nothing is unfolded.
STOPS_BEFORE = """e => {
    const stops = [...document.querySelectorAll("a, summary")];
    return stops.filter(stop => stop.checkVisibility()).indexOf(e);
}"""


class Reader:
    """A person with a browser of their own, in which they have never been here."""

    def __init__(self, page: Page, site: str) -> None:
        self.page, self.site = page, site

    def open(self, address: str) -> None:
        """Type an address."""
        self.page.goto(address)

    def is_at(self, path: str) -> None:
        """Wait until the browser shows ``path``, and nothing but it."""
        self.page.wait_for_url(self.site + path)

    def reads(self, language: str) -> None:
        """Make sure that it is the article, in ``language``."""
        assert self.page.locator("html").get_attribute("lang") == language
        assert self.page.locator("h1").inner_text().replace("\u00a0", " ") == HEADLINES[language]

    def cookies(self) -> dict[str, str]:
        """Return all that the browser remembers of any site."""
        return {cookie["name"]: cookie["value"] for cookie in self.page.context.cookies()}

    def tab_to(self, element: Locator) -> None:
        """Press the Tab key as often as it takes to get to ``element`` from the top."""
        for _ in range(element.evaluate(STOPS_BEFORE) + 1):
            self.page.keyboard.press("Tab")
        assert element.evaluate("e => e === document.activeElement")

    def sees(self, element: Locator) -> None:
        """Wait until all of ``element`` is on the screen."""
        from playwright.sync_api import expect

        expect(element).to_be_in_viewport(ratio=1)

    def picks(self, language: str) -> None:
        """Pick a language in the language switch: one answer, and no redirect before it."""
        self.page.locator("nav.languages summary").click()
        with self.page.expect_response(lambda answer: f"/{language}/" in answer.url) as info:
            self.page.locator(f"nav.languages a[hreflang={language}]").click()
        assert info.value.status == 200


Arrive = Callable[..., Reader]


@pytest.fixture
def arrive(browser: Browser, site: str) -> Iterator[Arrive]:
    """Return a function that makes a reader, with a screen of some width, and scripts or none."""
    with contextlib.ExitStack() as stack:

        def arrive(spoken: str, width: int = 320, scripts: bool = False) -> Reader:
            context = browser.new_context(
                java_script_enabled=scripts,
                viewport={"width": width, "height": 640},
                base_url=site,
                locale=SPOKEN.get(spoken, spoken),
            )
            stack.callback(context.close)
            return Reader(context.new_page(), site)

        yield arrive


# Every language on both screens, and with and without scripts; both screens in both ways.
JOURNEYS = [
    (language, width, scripts)
    for number, language in enumerate(LANGUAGES)
    for width, scripts in ((320, number % 2 == 0), (1280, number % 2 == 1))
]


@pytest.mark.parametrize(("language", "width", "scripts"), JOURNEYS)
def test_a_reader_finds_reads_checks_shares_and_comes_back(
    arrive: Arrive, language: str, width: int, scripts: bool
) -> None:
    """And so does the friend who gets the link and speaks another language."""
    reader = arrive(language, width, scripts)
    find_and_read(reader, language)
    check(reader, language)
    go_back_and_forth(reader, language)
    address = reader.page.locator("a.address").inner_text()
    assert address == f"{reader.site}/articles/{SLUG}"
    assert reader.cookies() == {}
    others = [*LANGUAGES, *LANGUAGES][LANGUAGES.index(language) + 1 :]
    friend = arrive(others[0], width, scripts)
    friend.open(address)
    friend.is_at(f"/{others[0]}/{SLUG}")
    friend.reads(others[0])
    pick_and_come_back(friend, others[0], others[1], address)


def find_and_read(reader: Reader, language: str) -> None:
    """From the front door to the article."""
    reader.open("/")
    reader.is_at(f"/{language}/")
    reader.page.locator("h3 a").click()
    reader.is_at(f"/{language}/{SLUG}")
    reader.reads(language)


def check(reader: Reader, language: str) -> None:
    """Unfold the evidence without a mouse, see it in the article, and return to the sentence."""
    page = reader.page
    evidence = page.locator(f"#{CLAIM} blockquote").first
    assert not evidence.is_visible()
    reader.tab_to(page.locator(f"#{CLAIM} summary"))
    page.keyboard.press("Enter")
    evidence.wait_for()  # visible, or the test times out
    quote = evidence.inner_text()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    reader.is_at(f"/articles/{SLUG}/source?lang={language}#{CLAIM}")
    assert page.locator("html").get_attribute("lang") == language
    passage = page.locator(f"#{CLAIM} mark")
    assert passage.inner_text() == quote
    assert passage.evaluate("e => parseFloat(getComputedStyle(e).outlineWidth)") > 0
    reader.sees(passage)
    page.locator("a.back", has_text=re.compile(f"^{NUMBER}$")).first.click()
    reader.is_at(f"/{language}/{SLUG}#{CLAIM}")
    assert page.locator(".statements > li").nth(NUMBER - 1).get_attribute("id") == CLAIM
    reader.sees(page.locator(f"#{CLAIM} > p"))


def go_back_and_forth(reader: Reader, language: str) -> None:
    """Every step was a page of its own: the browser's own buttons go through them."""
    source = f"/articles/{SLUG}/source?lang={language}#{CLAIM}"
    steps = [f"/{language}/", f"/{language}/{SLUG}", source, f"/{language}/{SLUG}#{CLAIM}"]
    for step in steps[-2::-1]:
        reader.page.go_back()
        reader.is_at(step)
    for step in steps[1:]:
        reader.page.go_forward()
        reader.is_at(step)
    reader.reads(language)


def pick_and_come_back(reader: Reader, language: str, picked: str, address: str) -> None:
    """What was picked is remembered, and nothing else; the address of a page still wins."""
    assert reader.cookies() == {}
    reader.picks(picked)
    reader.is_at(f"/{picked}/{SLUG}")
    reader.reads(picked)
    assert reader.cookies() == {"language": picked}
    reader.page.go_back()
    reader.is_at(f"/{language}/{SLUG}")
    reader.reads(language)
    reader.open("/")
    reader.is_at(f"/{picked}/")
    reader.open(address)
    reader.is_at(f"/{picked}/{SLUG}")
    reader.open(f"/{picked}/nothing")
    assert reader.page.locator("html").get_attribute("lang") == picked
    assert reader.cookies() == {"language": picked}


def test_a_reader_of_no_language_that_there_is_learns_so(arrive: Arrive) -> None:
    """They get the source's language, and the notice names theirs; until they pick one."""
    reader = arrive("ka")
    reader.open("/")
    reader.is_at("/en/?requested=ka")
    assert "Georgian" in reader.page.locator(".notice").inner_text()
    reader.open(f"/articles/{SLUG}")
    reader.is_at(f"/en/{SLUG}?requested=ka")
    assert "Georgian" in reader.page.locator(".notice").inner_text()
    reader.reads("en")
    assert reader.cookies() == {}
    reader.picks("tr")
    reader.is_at(f"/tr/{SLUG}")
    assert not reader.page.locator(".notice").count()
    reader.open("/")
    reader.is_at("/tr/")
    assert not reader.page.locator(".notice").count()


def test_another_site_can_show_the_summary(arrive: Arrive) -> None:
    """With the code to copy from the page; its links lead here, in a window of their own."""
    reader = arrive("ar")
    reader.open(f"/ar/{SLUG}")
    reader.page.locator(".embed summary").click()
    code = reader.page.locator(".embed code").inner_text()
    # To Chromium, a site on this machine that shows another one here is suspicious.
    reader.page.context.grant_permissions(["local-network-access"])
    other = reader.site.replace("127.0.0.1", "localhost")
    embedding = f"<!doctype html><title>Another site</title>{code}"
    reader.page.route(
        f"{other}/", lambda route: route.fulfill(body=embedding, content_type="text/html")
    )
    reader.open(f"{other}/")
    frame = reader.page.frame_locator("iframe")
    assert frame.locator("h1").inner_text() == HEADLINES["ar"]
    assert frame.locator("html").get_attribute("dir") == "rtl"
    assert frame.locator(".statements > li").count() == 3
    with reader.page.expect_popup() as info:
        frame.locator("h1 a").click()
    Reader(info.value, reader.site).is_at(f"/ar/{SLUG}")
    assert reader.cookies() == {}
