"""From an article to a reader's page: by keyboard alone, without scripts, in Arabic, on a phone."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

import pytest
from conftest import ARTICLE, Newsroom

from desk.conftest import EDITOR, PASSWORD, REVIEWER, desk_of, staff
from service.desk.people import People

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SLUG = "fire-in-the-harbor"
QUOTE = "A warehouse burned down in the harbor on May 3, the fire service said."
ARABIC = {
    "headline": "احتراق مستودع في الميناء",
    # As people type it: a Latin name first, an isolated placeholder, a mark of its own direction.
    "fire": "احترق مستودع في الميناء في {day}، بحسب رجال الإطفاء.",
}


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with an editor, a reviewer of Arabic, and no article."""
    room = Newsroom(tmp_path_factory.mktemp("journey"))
    for locale in ("en", "ar"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    room.journal.mkdir()
    staff(room)
    text = (room.locales / "reviewers.toml").read_text()
    room.appoint(text.replace('languages = ["uk"]', 'languages = ["ar"]'))
    People(room.folder / "desk").set_roles(REVIEWER, ["reviewer"], ["ar"])
    room.now = datetime.datetime.now(datetime.UTC)
    return room


class Hands:
    """Somebody who has a keyboard and no mouse. What the browser complains of is kept."""

    def __init__(
        self, browser: Browser, desk: str, name: str, *, scripts: bool, narrow: bool
    ) -> None:
        size = {"width": 320, "height": 256} if narrow else {"width": 1280, "height": 800}
        context = browser.new_context(
            java_script_enabled=scripts, viewport=size,  # type: ignore[arg-type]
            device_scale_factor=4 if narrow else 1, locale="en",
        )  # fmt: skip
        self.page: Page = context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.page.goto(f"{desk}/desk/")
        self.write(self.page.locator("input[name=name]"), name)
        self.write(self.page.locator("input[name=password]"), PASSWORD)
        self.press(self.page.locator("main button").first)

    def reach(self, place: Locator) -> None:
        """Go to ``place`` by the Tab key, from wherever the focus is; fail where it never comes."""
        wanted = place.element_handle()
        for _step in range(300):
            # A page without scripts can be asked by the browser all the same.
            if wanted.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"no key leads to {place}")

    def write(self, place: Locator, text: str) -> None:
        """Type ``text`` into a field, in the place of what stands there."""
        self.reach(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.insert_text(text)

    def compose(self, place: Locator, text: str) -> None:
        """Write ``text`` with an input method: word by word, each composed and then taken."""
        self.reach(place)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.press("Delete")
        session = self.page.context.new_cdp_session(self.page)
        for word in text.split(" "):
            for end in range(1, len(word) + 1):
                session.send(
                    "Input.imeSetComposition",
                    {"text": word[:end], "selectionStart": end, "selectionEnd": end},
                )
            session.send("Input.insertText", {"text": word if text.endswith(word) else f"{word} "})
        session.detach()

    def press(self, place: Locator) -> None:
        """Press a button, a link or a summary by Enter."""
        self.reach(place)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")


@pytest.mark.parametrize("narrow", [False, True], ids=["wide", "400%"])
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_by_keyboard_alone(browser: Browser, room: Newsroom, scripts: bool, narrow: bool) -> None:
    """An article, its summary, its Arabic by an input method, and both signed, without a mouse."""
    with desk_of(room) as desk:
        jane = Hands(browser, desk, EDITOR, scripts=scripts, narrow=narrow)
        page = jane.page
        jane.press(page.get_by_role("link", name="New article"))
        jane.write(page.locator("#article"), ARTICLE)
        jane.write(page.locator("#locale"), "en")
        jane.press(page.get_by_role("button", name="Take it in"))
        jane.write(page.locator("#headline"), "Warehouse fire in the harbor")
        jane.write(page.locator("textarea[name$=-text]").first, QUOTE)
        jane.write(page.locator("textarea[name$=-evidence]").first, QUOTE)
        jane.press(page.get_by_role("button", name="Save", exact=True))
        jane.press(page.get_by_role("link", name="Next: read it once more"))
        sign(jane, scripts)

        huda = Hands(browser, desk, REVIEWER, scripts=scripts, narrow=narrow)
        huda.press(huda.page.get_by_role("link", name="Warehouse fire"))
        names = [
            str(e.get_attribute("data-id")) for e in huda.page.locator("details.sentence").all()
        ]
        assert names[0] == "headline" and len(names) == 2
        texts = dict(zip(names, ARABIC.values(), strict=True))
        (fact,) = room.project.article(SLUG).facts
        texts[names[1]] = texts[names[1]].replace("{day}", f"{{{fact}}}")
        for name, text in texts.items():
            field = huda.page.locator(f"#t-{name}-0")
            huda.compose(field, text)
            assert field.input_value() == text
            assert field.evaluate("e => getComputedStyle(e).direction") == "rtl"
            sign_one(huda, name, scripts)
        assert (jane.complaints, huda.complaints) == ([], [])
    assert not room.publish().problems
    reader = room.client().get(f"/ar/{SLUG}").get_data(as_text=True)
    assert ARABIC["headline"] in reader and "3 مايو" in reader
    assert REVIEWER in reader


def sign(who: Hands, scripts: bool) -> None:
    """Sign every sentence of the source."""
    names = [str(e.get_attribute("data-id")) for e in who.page.locator("details.sentence").all()]
    for name in names:
        sign_one(who, name, scripts)


def sign_one(who: Hands, name: str, scripts: bool) -> None:
    """Sign a sentence that is open: by its key, or by its button."""
    button = who.page.locator(f"#s-{name} [data-key=sign]")
    if scripts:
        if not who.page.evaluate("n => document.activeElement.closest('#s-' + n) !== null", name):
            who.reach(button)
        who.page.keyboard.press("Control+Enter")
        who.page.locator(f"#s-{name} .state", has_text="✓").wait_for(state="attached")
    else:
        who.press(button)
        assert "✓" in str(who.page.locator(f"#s-{name} .state").text_content())
