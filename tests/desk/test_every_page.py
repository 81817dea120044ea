"""Every page of the desk, from its URL map: with assistive technology, and enlarged four times."""

from __future__ import annotations

from collections.abc import Callable
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from browser import fits_the_screen, missing
from conftest import ARTICLE, Newsroom
from flask import Flask, template_rendered

from desk.conftest import (
    ADMINISTRATOR,
    EDITOR,
    PASSWORD,
    REVIEWER,
    SLUG,
    Person,
    desk_of,
    settings_of,
)
from service.desk.app import create_app
from service.desk.drills import Drills, Item
from service.desk.memory import Memory

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice", "experimental"]
# 1280 by 1024 pixels enlarged four times (WCAG 1.4.10) have so many of their own.
ENLARGED = {"width": 320, "height": 256}
# Each page that is asked for by GET: who looks at it, and where.
PAGES = {
    "queue.show": (REVIEWER, ""), "board.show": (REVIEWER, "board"),
    "bench.show": (REVIEWER, f"uk/{SLUG}?open=hurt"),
    "bench.past": (REVIEWER, f"uk/{SLUG}/history?message=fire"),
    "bench.similar": (REVIEWER, f"uk/{SLUG}/similar?message=fire"),
    "bench.article": (REVIEWER, f"uk/{SLUG}/article?message=fire"),
    "bench.whole": (REVIEWER, f"uk/{SLUG}/page"),
    "bench.read_through": (REVIEWER, f"uk/{SLUG}/read"),
    "bench.terms": (REVIEWER, f"uk/{SLUG}/glossary"), "sent_back.show": (REVIEWER, "sent-back"),
    "drill.show": (EDITOR, "drills"), "drill.part": (REVIEWER, "drills/DRILL"),
    "articles.new": (EDITOR, "new"), "articles.edit": (EDITOR, f"articles/{SLUG}"),
    "articles.draft": (EDITOR, f"articles/{SLUG}/draft"),
    "articles.corrections": (EDITOR, f"articles/{SLUG}/corrections"),
    "people.show": (ADMINISTRATOR, "people"), "entrance.sign_in": ("", "sign-in"),
}  # fmt: skip
# No pages: files, redirects, a feed.
OTHERS = {
    "static", "queue.without_slash", "sent_back.feed", "entrance.elsewhere", "entrance.back",
    "health.heartbeat",
}  # fmt: skip
# Pages that answer a form, or what is not there: where its form is, and which.
ANSWERS = {
    "version.html": (EDITOR, f"articles/{SLUG}", "version"),
    "outcome.html": (EDITOR, f"articles/{SLUG}", "withdraw"),
    "error.html": (REVIEWER, "nothing-here", ""),
}
FIELDS = {
    "version": {"article": ARTICLE.replace("Five people", "Six people")},
    "withdraw": {"reason": "It was a drill.", "locale": "all"},
}


@pytest.fixture
def ready(staffed: Newsroom) -> tuple[Newsroom, str]:
    """A newsroom whose article is up, corrected since, with a glossary, and a drill's id."""
    app = create_app(settings_of(staffed))
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    staffed.publish()
    staffed.replace(staffed.articles / SLUG / "summary.toml", 'text = "A warehouse burned',
                    'text = "A warehouse has burned')  # fmt: skip
    staffed.update()
    (staffed.locales / "uk" / "glossary.toml").write_text('[terms]\n"harbor" = ["порт"]\n')
    Person(app, REVIEWER).decide("comment", "hurt", comment="Чому?")
    Person(app, REVIEWER).decide("reject", "hurt", common="2")
    item = Item(
        "Fire in 5 days", "en", "Пожежа за 6 днів", ("Fire in 5 days",), ("5",), 8, "figure"
    )
    drills = Drills(Memory(staffed.folder / "desk"))
    drill = drills.start("uk", [item])
    done = drills.start("uk", [item])
    drills.next(done, EDITOR)
    drills.answer(done, EDITOR, 0, wrong=True)
    return staffed, drill


def test_no_page_is_missing(ready: tuple[Newsroom, str]) -> None:
    """A new page, or a new template, is in the tables, or this fails."""
    room, drill = ready
    app = create_app(settings_of(room))
    gets = {r.endpoint for r in app.url_map.iter_rules() if "GET" in (r.methods or ())}
    assert gets == PAGES.keys() | OTHERS
    rendered: set[str] = set()

    def note(_app: Flask, template: Any, **_more: Any) -> None:
        rendered.add(template.name)

    people = {name: Person(app, name) for name in {name for name, _path in PAGES.values()}}
    with template_rendered.connected_to(note, app):
        for name, path in PAGES.values():
            people[name].page(f"/desk/{path.replace('DRILL', drill)}")
        for name, path, form in ANSWERS.values():
            data = {"csrf": people[name].token(), **FIELDS.get(form, {})}
            address = f"/desk/{path}/{form}" if form else f"/desk/{path}"
            people[name].post(address, data) if form else people[name].page(address)
    folder = Path(app.root_path) / "templates"
    pages = {path.name for path in folder.glob("[!_]*.html")} - {"base.html"}
    assert {name for name in rendered if not name.startswith("_")} == pages


@pytest.fixture(scope="module")
def axe() -> Callable[[Page], list[str]]:
    """Return a function that runs axe-core on a page."""
    if find_spec("axe_playwright_python") is None:
        missing("axe-playwright-python")
    script = files("axe_playwright_python").joinpath("axe.min.js").read_text()

    def run(page: Page) -> list[str]:
        page.evaluate(script)
        report = page.evaluate(
            "tags => axe.run(document, {runOnly: {type: 'tag', values: tags}})", STANDARD
        )
        return [
            f"{v['id']}: {node['html'][:200]}" for v in report["violations"] for node in v["nodes"]
        ]

    return run


@pytest.mark.parametrize("language", ["en", "uk"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_page_with_assistive_technology(
    browser: Browser, ready: tuple[Newsroom, str], axe: Callable[[Page], list[str]], scheme: Any,
    language: str,
) -> None:  # fmt: skip
    """axe finds nothing on any page, and a screen that is enlarged four times is wide enough."""
    room, drill = ready
    problems: list[str] = []

    def look(page: Page, where: str) -> None:
        page.evaluate("document.querySelectorAll('details').forEach(d => d.open = true)")
        problems.extend(f"{where}: {one}" for one in axe(page))
        if not fits_the_screen(page):
            problems.append(f"{where}: wider than the screen")

    with desk_of(room) as desk:
        seats: dict[str, Page] = {}
        for name in ("", REVIEWER, ADMINISTRATOR, EDITOR):
            page = browser.new_context(
                bypass_csp=True, color_scheme=scheme, viewport=ENLARGED, locale=language,  # type: ignore[arg-type]
                device_scale_factor=4,
            ).new_page()  # fmt: skip
            page.goto(f"{desk}/desk/sign-in")
            if name:
                page.locator("input[name=name]").fill(name)
                page.locator("input[name=password]").fill(PASSWORD)
                page.locator("main button").first.click()
            seats[name] = page
        for name, path in PAGES.values():
            seats[name].goto(f"{desk}/desk/{path.replace('DRILL', drill)}")
            look(seats[name], path)
        for template, (name, path, form) in ANSWERS.items():
            seats[name].goto(f"{desk}/desk/{path}")
            if form:
                seats[name].evaluate(
                    """([action, fields]) => {
                        const form = document.querySelector(`form[action$="/${action}"]`);
                        form.closest("details").open = true;
                        for (const [key, value] of Object.entries(fields))
                            form.elements[key].value = value;
                        form.requestSubmit();
                    }""",
                    [form, FIELDS[form]],
                )
                seats[name].wait_for_url(f"**/{form}")
            look(seats[name], template)
        for page in seats.values():
            page.context.close()
    assert problems == []
