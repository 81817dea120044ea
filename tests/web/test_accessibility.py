"""Every kind of page as assistive technology and keyboards meet it, in all bundled languages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from importlib.resources import files
from importlib.util import find_spec
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import pytest
from browser import add_bundled, contrast, missing, serving, with_interface
from conftest import LOCALES, SLUG, Newsroom

from service.content.locales import tag
from service.editions.list_pages import SIZE

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

LANGUAGES = [tag(locale) for locale in LOCALES]

# No rule of these is left out. Best practices and the experimental rules are no part of WCAG, and
# hold here all the same.
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# The rules that look at colours. The others would find in the dark what they find in the light.
COLOURS = ["color-contrast", "link-in-text-block"]

SOURCE = """language = "{language}"
headline = "{text}"

[article]
show = "all"

[[statements]]
id = "fire"
text = "{text}."
evidence = ["{text}."]
"""
FIRES = {"en": "A warehouse burned down", "uk": "У порту згорів склад"}
REASON = "The mayor was not asked."

# By kind: {0} is the language of the page, {1} another one.
PAGES = {
    "index": "/{0}/?requested=ka",
    "older page": "/{0}/?page=1",
    "empty index": "/{0}/",
    "edition": f"/{{0}}/{SLUG}",
    "changed": "/{0}/changed",
    "source": f"/articles/{SLUG}/source?lang={{0}}",
    "unknown": "/{0}/nothing",
    "missing": "/{0}/fire-{1}",
    "withdrawn": "/{0}/withdrawn",
    "wrong method": "/{0}/",
    "embed": "/{0}/changed/embed",
    "missing embed": "/{0}/fire-{1}/embed",
    "withdrawn embed": "/{0}/withdrawn/embed",
    "programs": "/api/v1/",
}
# The page for programmers is in English, whoever reads it. In frames, errors are said in the same
# words as on whole pages.
FEWER = {"programs": ["en"], "missing embed": ["ar", "uk"], "withdrawn embed": ["ar", "uk"]}
IN_ALL = [(kind, language) for kind in PAGES for language in FEWER.get(kind, LANGUAGES)]
# Structure is the template's, whatever the words are.
IN_BOTH_DIRECTIONS = [pair for pair in IN_ALL if pair[1] in ("ar", "uk") or pair[0] == "programs"]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has every kind of page in all languages, but empty ones."""
    room = with_interface(tmp_path_factory.mktemp("site"), *LOCALES)
    add_changed(room, "changed")
    for language, text in FIRES.items():
        summary = SOURCE.format(language=language, text=text)
        room.write(f"fire-{language}", summary, f"{text}.")
    room.update()
    for language in FIRES:
        room.sign(f"fire-{language}", language)
    for slug in (SLUG, "withdrawn", *(f"further-{number}" for number in range(2 * SIZE))):
        add_bundled(room, slug)
    room.withdraw("withdrawn", reason=REASON)
    with serving(room) as address:
        yield address


@pytest.fixture(scope="module")
def empty(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a server that has the interface in all languages, and nothing to read."""
    with serving(with_interface(tmp_path_factory.mktemp("empty"), *LOCALES)) as address:
        yield address


def add_changed(room: Newsroom, slug: str) -> None:
    """Add an article that a model drafted, with a corrected figure, outdated but in English."""
    add_bundled(room, slug)
    notes = "# draft-by: a model; date: 2026-11-20\n# translated-by: Ada B.; date: 2026-11-21\n"
    for locale in LOCALES:
        room.replace(room.path(slug, locale), 'msgctxt "kuleba"', f'{notes}msgctxt "kuleba"')
        room.sign(slug, locale, "kuleba", name="Claude")
    room.publish()
    summary, article = (room.articles / slug / name for name in ("summary.toml", "article.txt"))
    for path in (summary, article):
        room.replace(path, "over 100 injured", "over 120 injured")
    room.replace(summary, "value = 100\n", "value = 120\n")
    room.replace(summary, "[100]({injured})", "[120]({injured})")
    publish_signed(room, slug)
    room.replace(summary, 'combat drones and long-range missiles."\n', 'drones and missiles."\n')
    publish_signed(room, slug)
    states = room.states(slug)
    assert states == dict.fromkeys(LOCALES, "outdated") | {"en": "current"}


def publish_signed(room: Newsroom, slug: str) -> None:
    """Publish what changed in the source, signed there, and nowhere else."""
    room.update()
    room.sign(slug, "en")
    room.publish()


@pytest.fixture(scope="module")
def axe() -> str:
    """The program that looks for faults, as its package ships it."""
    if find_spec("axe_playwright_python") is None:
        missing("axe-playwright-python")
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def tab(browser: Browser, site: str, axe: str) -> Iterator[Page]:
    """A phone's browser: where things are closest to each other. The pages' policy is not axe's."""
    screen = {"width": 320, "height": 640}
    context = browser.new_context(base_url=site, viewport=screen, locale="ka")
    context.add_init_script(axe)
    yield context.new_page()
    context.close()


@pytest.fixture
def page(tab: Page) -> Page:
    """The same, by day."""
    tab.emulate_media(color_scheme="light")
    return tab


Visit = Callable[[str, str], None]


@pytest.fixture
def visit(page: Page, empty: str) -> Visit:
    """Return a function that opens a kind of page in a language, with all unfolded that folds."""

    def visit(kind: str, language: str) -> None:
        path = PAGES[kind].format(language, "uk" if language == "en" else "en")
        if kind == "wrong method":
            post(page, path)
        else:
            page.goto(empty + path if kind == "empty index" else path)
        assert page.locator("html").get_attribute("lang") == language
        # The language switch unfolds over the page: it has a test of its own.
        page.evaluate("document.querySelectorAll('main details').forEach(e => e.open = true)")

    return visit


def post(page: Page, path: str) -> None:
    """Send a form to ``path``, as another site can."""
    page.goto("/healthz")
    address = page.url.replace("/healthz", path)
    page.goto("about:blank")
    page.evaluate(
        """address => {
            const form = document.createElement("form");
            form.method = "post";
            form.action = address;
            document.body.append(form);
            form.submit();
        }""",
        address,
    )
    page.wait_for_url(address)


AUDIT = """async ([rules, part]) => {
    const options = {runOnly: rules, resultTypes: ["violations", "incomplete"]};
    const {violations, incomplete, passes} = await axe.run(part, options);
    const told = rule => rule.nodes.map(n => `${rule.id}: ${n.html}\\n${n.failureSummary}`);
    return [[...violations, ...incomplete].flatMap(told), passes.map(rule => rule.id)];
}"""


def audit(
    page: Page, rules: list[str] | dict[str, Any], part: str = "html"
) -> tuple[list[str], set[str]]:
    """Return what axe finds in a part of the page, or cannot tell, and the rules found kept."""
    violations, kept = page.evaluate(AUDIT, [rules, part])
    return violations, set(kept)


# Of a page of few words axe takes the ligatures of an Arabic font for icons, and judges no ink.
# Their style is that of the other pages, which it judges in Arabic, too.
FEW_WORDS = {"empty index", "unknown", "wrong method"}


def unjudged(kind: str, language: str) -> set[str]:
    """Return the rules that axe may leave out on a page."""
    return {"color-contrast"} if language == "ar" and kind in FEW_WORDS else set()


@pytest.mark.parametrize(("kind", "language"), IN_ALL)
def test_axe_finds_nothing(page: Page, visit: Visit, kind: str, language: str) -> None:
    """Nothing wrong, and nothing that it could not tell."""
    visit(kind, language)
    violations, kept = audit(page, STANDARD)
    assert not violations
    assert {"color-contrast", "target-size", "page-has-heading-one"} <= kept | unjudged(
        kind, language
    )


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", ["index", "edition", "changed", "source"])
def test_axe_finds_nothing_in_the_language_switch(
    page: Page, visit: Visit, kind: str, language: str, scheme: str
) -> None:
    """While it is unfolded, in front of the page."""
    visit(kind, language)
    page.emulate_media(color_scheme=scheme)
    page.locator("nav.languages summary").click()
    violations, kept = audit(page, STANDARD, "nav.languages")
    assert not violations
    assert {"color-contrast", "target-size"} <= kept


@pytest.mark.parametrize(("kind", "language"), IN_ALL)
def test_axe_finds_nothing_in_the_dark(page: Page, visit: Visit, kind: str, language: str) -> None:
    """Every ink is dark enough by day, and light enough by night."""
    visit(kind, language)
    page.emulate_media(color_scheme="dark")
    violations, kept = audit(page, {"type": "rule", "values": COLOURS})
    assert not violations
    assert "color-contrast" in kept | unjudged(kind, language)


@pytest.mark.parametrize(("kind", "language"), IN_BOTH_DIRECTIONS)
def test_headings_make_an_outline(page: Page, visit: Visit, kind: str, language: str) -> None:
    """One first heading, no level left out, a name for every menu, and no id given twice."""
    visit(kind, language)
    levels = page.evaluate(
        "[...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map(e => +e.tagName[1])"
    )
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    named = page.get_by_role("navigation", name=re.compile("."))
    assert named.count() == page.locator("nav").count()
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map(e => e.id)")
    assert len(set(ids)) == len(ids)


FOREIGN = """[...document.querySelectorAll("blockquote, article.source, li a[hreflang]")].map(e => {
    const style = getComputedStyle(e);
    return [e.lang, e.dir, style.direction];
})"""


@pytest.mark.parametrize(("kind", "language"), IN_BOTH_DIRECTIONS)
def test_what_is_in_another_language_says_so(
    page: Page, visit: Visit, kind: str, language: str
) -> None:
    """Or a screen reader reads English with an Arabic voice, and its full stop goes to the left."""
    visit(kind, language)
    for named, direction, rendered in page.evaluate(FOREIGN):
        assert named in LANGUAGES
        assert direction == rendered == ("rtl" if named == "ar" else "ltr")
    if kind in ("edition", "changed", "source", "withdrawn", "withdrawn embed"):
        assert "en" in {named for named, *_ in page.evaluate(FOREIGN)}


# Words of the Latin alphabet that neither an element of another language holds, nor one that
# keeps them apart. Abbreviations, and the format called Atom, belong to the text around them.
LATIN = """() => {
    const found = [];
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) {
        const node = walker.currentNode;
        const inside = node.parentElement.closest("[lang]:not(html), bdi, [dir=ltr]");
        if (!inside && /\\p{Script=Latin}{5}/u.test(node.data)) found.push(node.data);
    }
    return found;
}"""


@pytest.mark.parametrize("kind", [kind for kind in PAGES if kind != "programs"])
def test_no_latin_word_stands_free_in_arabic(page: Page, visit: Visit, kind: str) -> None:
    """Names, addresses and code are kept apart, so that they cannot turn the words around them."""
    visit(kind, "ar")
    assert not page.evaluate(LATIN)


STOPS = "a[href], summary, [tabindex]"
# Those that are not folded away.
VISIBLE = f"[...document.querySelectorAll('{STOPS}')].filter(e => e.checkVisibility())"
# Where the focus is among the stops, how it is outlined, and what is behind the outline.
FOCUS = f"""() => {{
    const e = document.activeElement;
    const style = getComputedStyle(e);
    const box = e.getBoundingClientRect();
    return {{
        stop: {VISIBLE}.indexOf(e),
        outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
        contrast: [style.outlineColor, getComputedStyle(document.documentElement).backgroundColor],
        seen: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
    }};
}}"""


@pytest.mark.parametrize(("kind", "language"), IN_BOTH_DIRECTIONS)
def test_the_tab_key_stops_everywhere_in_order(
    page: Page, visit: Visit, kind: str, language: str
) -> None:
    """At links and at what unfolds, at nothing else; where one is can be seen, by day and night."""
    visit(kind, language)
    page.emulate_media(color_scheme="dark" if language == "ar" else "light")
    number = page.evaluate(f"{VISIBLE}.length")
    assert number > 0
    assert page.locator(STOPS).count() == page.locator("a[href], summary").count()
    for stop in range(number):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        assert focus["stop"] == stop
        assert focus["outlined"]
        assert contrast(*focus["contrast"]) >= 3
        assert focus["seen"]
    page.keyboard.press("Tab")
    assert page.evaluate(FOCUS)["stop"] in (-1, 0)
