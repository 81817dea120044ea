"""The desk in a real browser: two people at once, keys, text that is kept."""

from __future__ import annotations

import datetime
import re
import time
from typing import TYPE_CHECKING, Any

import pytest
from browser import PATIENCE, serving
from conftest import ARTICLE, SUMMARY, UKRAINIAN, Newsroom

from desk.conftest import EDITOR, PASSWORD, REVIEWER, TRANSLATOR, desk_of, staff
from service.desk import guard

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

SLUG = "fire-in-the-harbor"
QUOTE = "A warehouse burned down in the harbor on May 3, the fire service said."
NEW = "У порту {day} згорів склад, сказали пожежники."


@pytest.fixture
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with people and without an article."""
    room = Newsroom(tmp_path_factory.mktemp("desk"))
    for locale in ("en", "uk"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    room.journal.mkdir()
    staff(room)
    room.now = datetime.datetime.now(datetime.UTC)
    return room


@pytest.fixture
def filled(room: Newsroom) -> Newsroom:
    """That newsroom with an article that is translated, and signed by nobody."""
    room.write(SLUG)
    room.update()
    room.translate(SLUG, "uk", UKRAINIAN)
    return room


class Seat:
    """Somebody at a browser of their own; what it complains of is kept."""

    def __init__(self, browser: Browser, desk: str, name: str, **more: Any) -> None:
        self.page: Page = browser.new_context(**more).new_page()
        self.complaints: list[str] = []
        self.page.on("console", lambda m: self.complaints.append(m.text))
        self.page.on("pageerror", lambda e: self.complaints.append(str(e)))
        self.desk = desk
        self.sign_in(name)

    def sign_in(self, name: str) -> None:
        self.page.goto(f"{self.desk}/desk/")
        self.page.get_by_label("Name").fill(name)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        assert self.page.url == f"{self.desk}/desk/"

    def follow(self, link: str) -> None:
        """Click a link, and wait for the page's script: a key before it is loaded does nothing."""
        self.page.get_by_role("link", name=link).click()
        self.page.wait_for_load_state()

    def said(self, text: str) -> None:
        """Wait until the page says ``text`` where it says what became of something."""
        self.page.locator("#said", has_text=text).wait_for()

    def signed(self, message: str) -> None:
        """Wait until the sentence ``message`` shows that it is signed."""
        self.page.locator(f"#s-{message} .state", has_text="✓").wait_for(state="attached")

    def sign(self, *messages: str) -> None:
        """Sign sentences of the bench by their buttons, one after the other."""
        for message in messages:
            sentence = f"[id='s-{message}']"
            if not self.page.locator(f"{sentence}[open]").count():
                self.page.locator(f"{sentence} > summary").click()
            # The answer is waited for: a mark from before may still be there.
            with self.page.expect_response(lambda answer: answer.request.method == "POST"):
                self.page.locator(f"{sentence} [data-key=sign]").click()
            self.page.locator(f"{sentence} .state", has_text="✓").wait_for(state="attached")

    def opened(self, message: str) -> None:
        """Wait until the sentence ``message`` is the open one, and has the focus."""
        self.page.locator(f"#s-{message}[open]").wait_for()
        self.page.wait_for_function(
            "id => document.activeElement?.closest('details.sentence')?.id === id",
            arg=f"s-{message}",
        )


def test_from_a_new_article_to_a_readers_page(browser: Browser, room: Newsroom) -> None:
    """An editor and a reviewer, at once, and nothing is said in the console."""
    with desk_of(room) as desk, serving(room) as site:
        jane = Seat(browser, desk, EDITOR)
        oksana = Seat(browser, desk, REVIEWER)
        assert oksana.page.get_by_text("Nothing waits for you.").is_visible()

        jane.page.get_by_role("link", name="New article").click()
        jane.page.get_by_label("The article:").fill(ARTICLE)
        jane.page.get_by_label("Its language").fill("en")
        jane.page.get_by_role("button", name="Take it in").click()
        jane.page.get_by_text("The file itself").click()
        jane.page.get_by_label("summary.toml").fill(SUMMARY)
        jane.page.get_by_role("button", name="Save the file").click()
        jane.said("The catalogs are in line with it.")
        jane.follow("English")
        jane.page.locator("#s-headline summary").first.focus()
        for message in ("headline", "fire", "hurt"):
            jane.page.keyboard.press("Control+Enter")
            jane.signed(message)
            jane.said("Signed.")

        oksana.page.reload()
        oksana.follow("Warehouse fire")
        for message, texts in UKRAINIAN.items():
            for index, text in enumerate(texts):
                oksana.page.locator(f"#t-{message}-{index}").fill(text)
            oksana.page.keyboard.press("Control+Enter")
            oksana.said("Saved and signed.")
            oksana.page.wait_for_function(
                "id => document.querySelector(`#s-${id} .state`).textContent.includes('✓')",
                arg=message,
            )
        assert oksana.page.locator("#foot").inner_text().startswith("3 of 3 signed")

        assert not room.publish().problems
        reader = browser.new_page()
        reader.goto(f"{site}/uk/{SLUG}")
        assert reader.get_by_role("heading", name="Пожежа складу в порту").is_visible()
        assert REVIEWER in reader.inner_text("body")

        jane.page.goto(f"{desk}/desk/articles/{SLUG}")
        jane.page.locator("summary", has_text="Withdraw").click()
        jane.page.locator("#reason").fill("The fire was a drill.")
        jane.page.get_by_role("button", name="Withdraw now").click()
        assert "withdrawn" in jane.page.inner_text("main")
        shows(reader, f"{site}/uk/{SLUG}", 410)
        assert (jane.complaints, oksana.complaints) == ([], [])


def shows(reader: Page, address: str, status: int, text: str = "") -> None:
    """Load a page until it is as it has to be: the window sees an edition a moment later."""
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        answer = reader.goto(address)
        if answer and answer.status == status and text in reader.inner_text("body"):
            return
        reader.wait_for_timeout(100)
    pytest.fail(f"{address} is not {status} “{text}”")


def take_in(jane: Seat, room: Newsroom) -> str:
    """Take in an article, write its summary and sign it; return the statement's id."""
    page = jane.page
    page.get_by_role("link", name="New article").click()
    page.locator("#article").fill(ARTICLE)
    page.get_by_role("button", name="Take it in").click()
    page.locator("#headline").fill("Warehouse fire in the harbor")
    page.locator("textarea[name$=-text]").first.fill(QUOTE)
    page.locator("textarea[name$=-evidence]").first.fill(QUOTE)
    page.get_by_role("button", name="Save", exact=True).click()
    jane.said("The catalogs are in line with it.")
    page.get_by_role("link", name="Next: read it once more").click()
    (_headline, fire) = [message.id for message in room.project.source(SLUG).messages]
    jane.sign("headline", fire)
    return fire


def correct(jane: Seat, statement: str) -> None:
    """Change a sentence that readers have, and tell them what was wrong."""
    page = jane.page
    page.goto(f"{jane.desk}/desk/articles/{SLUG}")
    field = page.locator("textarea[name=s1-text]")
    field.fill(field.input_value().replace("in the harbor", "in the old harbor"))
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Say what was wrong").click()
    page.get_by_label("The note:").fill("An earlier version left out which harbor it was.")
    page.get_by_role("button", name="Decide").click()
    jane.said("The note is written.")
    jane.sign(f"{statement}/1", statement)


def test_an_editor_needs_no_command_line(browser: Browser, room: Newsroom) -> None:
    """An article, its page, a correction, another name, down, up again, and gone, in a browser."""
    new = "warehouse-burns"
    with desk_of(room) as desk, serving(room) as site:
        jane = Seat(browser, desk, EDITOR)
        page, reader = jane.page, browser.new_page()

        statement = take_in(jane, room)
        room.publish()
        shows(reader, f"{site}/en/{SLUG}", 200)
        correct(jane, statement)
        room.publish()
        shows(reader, f"{site}/en/{SLUG}", 200, "left out which harbor it was")

        page.goto(f"{desk}/desk/articles/{SLUG}")
        page.locator("summary", has_text="Another name").click()
        page.get_by_label("New name").fill(new)
        page.get_by_role("button", name="Rename").click()
        jane.said("It has its new name.")
        room.publish()
        shows(reader, f"{site}/en/{new}", 200)
        shows(reader, f"{site}/en/{SLUG}", 200)
        assert reader.url == f"{site}/en/{new}"

        page.locator("summary", has_text="Withdraw").click()
        page.locator("#reason").fill("The fire was a drill.")
        page.get_by_role("button", name="Withdraw now").click()
        assert "withdrawn: readers get the notice" in page.inner_text("main")
        shows(reader, f"{site}/en/{new}", 410)
        page.get_by_role("link", name="The article and its summary").click()
        page.get_by_role("button", name="Take withdrawals back").click()
        assert "up: readers get revision" in page.inner_text("main")
        shows(reader, f"{site}/en/{new}", 200)

        page.get_by_role("link", name="The article and its summary").click()
        page.locator("summary", has_text="Remove for good").click()
        page.get_by_label("To be sure, type its name").fill(new)
        page.get_by_role("button", name="Remove for good").click()
        assert "Its files have left the workshop." in page.inner_text("main")
        shows(reader, f"{site}/en/{new}", 410)
        assert not (room.articles / new).exists()
        assert jane.complaints == []


def test_an_embargo_and_languages_that_go_up_together(browser: Browser, filled: Newsroom) -> None:
    """An editor sets both in the form; readers get nothing early, then both languages at once."""
    with desk_of(filled) as desk, serving(filled) as site:
        jane, oksana = Seat(browser, desk, EDITOR, timezone_id="Asia/Tokyo"), Seat(
            browser, desk, REVIEWER
        )  # fmt: skip
        page, reader = jane.page, browser.new_page()
        page.goto(f"{desk}/desk/articles/{SLUG}")
        page.locator("summary", has_text="When it goes up").click()
        field = page.get_by_label("Not before this time, by the clock of UTC")
        field.fill("2031-01-05T06:00")
        page.get_by_label("українська").check()
        page.get_by_role("button", name="Save", exact=True).click()
        jane.said("The catalogs are in line with it.")
        text = (filled.articles / SLUG / "summary.toml").read_text()
        assert "publish_at = 2031-01-05T06:00:00" in text and 'together = ["uk"]' in text
        assert field.input_value() == "2031-01-05T06:00"
        page.goto(f"{desk}/desk/en/{SLUG}")
        jane.sign("headline", "fire", "hurt")
        filled.publish()
        shows(reader, f"{site}/en/{SLUG}", 404)

        page.goto(f"{desk}/desk/articles/{SLUG}")
        field.fill("")
        with page.expect_response("**/typed"):
            field.dispatch_event("input")
        page.reload()
        assert field.input_value() == ""  # kept, though nothing was saved
        assert page.get_by_label("українська").is_checked()
        page.get_by_role("button", name="Save", exact=True).click()
        page.goto(f"{desk}/desk/en/{SLUG}")
        jane.sign("headline")
        filled.publish()
        shows(reader, f"{site}/en/{SLUG}", 404)  # Ukrainian is not signed yet

        oksana.page.goto(f"{desk}/desk/uk/{SLUG}")
        oksana.sign("headline", "fire", "hurt")
        filled.publish()
        shows(reader, f"{site}/en/{SLUG}", 200)
        shows(reader, f"{site}/uk/{SLUG}", 200)
        assert (jane.complaints, oksana.complaints) == ([], [])


def test_what_is_too_large_to_be_sent_stays(browser: Browser, filled: Newsroom) -> None:
    """More than the desk takes is not sent: one sentence, and every field has its text."""
    with desk_of(filled) as desk:
        jane = Seat(browser, desk, EDITOR)
        page = jane.page
        page.goto(f"{desk}/desk/articles/{SLUG}")
        assert page.locator("body").get_attribute("data-most") == str(guard.LARGEST)
        page.evaluate("document.body.dataset.most = 100000")  # else browsers lay out megabytes
        page.locator("#headline").fill("ж" * 60_000)
        page.get_by_role("button", name="Save", exact=True).click()
        page.get_by_role("alert").filter(has_text="too large to be sent").wait_for()
        assert page.locator("#headline").input_value() == "ж" * 60_000
        page.locator("#headline").fill("ж" * 20_000)
        page.get_by_role("button", name="Save", exact=True).click()
        jane.said("This cannot be used yet.")
        assert all("status of 422" in text for text in jane.complaints)


def test_evidence_by_selecting(browser: Browser, room: Newsroom) -> None:
    """An editor selects words of the article, and a sentence rests on them; text is kept."""
    room.write(SLUG, summary='language = "en"\nheadline = "Fire"\n')
    with desk_of(room) as desk:
        jane = Seat(browser, desk, EDITOR)
        page = jane.page
        page.goto(f"{desk}/desk/articles/{SLUG}")
        assert not page.locator("#take").is_visible()
        page.locator("#article p", has_text="1,200 tons").select_text()
        page.get_by_role("button", name="Use what is selected").click()
        quote = "Five people were hurt, and about 1,200 tons of grain were lost."
        assert page.locator("#s101-evidence").input_value() == quote
        assert page.locator("#s101-text").input_value() == quote
        with page.expect_response("**/typed"):
            page.locator("#s101-text").fill("About 1,200 tons of grain were lost.")
        page.reload()
        jane.said("This is what you typed and did not save.")
        page.locator("#headline").fill("Warehouse burns in the harbor")
        page.keyboard.press("Control+Enter")
        jane.said("The catalogs are in line with it.")
        text = (room.articles / SLUG / "summary.toml").read_text()
        assert 'text = "About {ton} of grain were lost."' in text
        page.get_by_role("link", name="Next: read it once more").click()
        page.locator("#s-headline[open]").wait_for()
        assert jane.complaints == []


def test_ten_sentences_ten_keys_one_page(browser: Browser, filled: Newsroom) -> None:
    """Signing never loads the page again, says what it did, and leaves the focus on the next."""
    with desk_of(filled) as desk:
        oksana = Seat(browser, desk, REVIEWER)
        loads: list[str] = []
        oksana.page.goto(f"{desk}/desk/uk/{SLUG}")
        oksana.page.on(
            "request", lambda r: loads.append(r.url) if r.is_navigation_request() else None
        )
        oksana.page.locator("#t-headline-0").focus()
        for message in ("fire", "hurt"):
            oksana.page.keyboard.press("Control+Enter")
            oksana.opened(message)
        oksana.page.keyboard.press("Control+Enter")
        oksana.page.locator("#foot", has_text="3 of 3 signed").wait_for()
        assert (loads, oksana.complaints) == ([], [])


def test_keys(browser: Browser, filled: Newsroom) -> None:
    """Reject by a key and a digit, take back, move, comment; letters are text inside fields."""
    with desk_of(filled) as desk:
        oksana = Seat(browser, desk, REVIEWER)
        page = oksana.page
        page.goto(f"{desk}/desk/uk/{SLUG}")
        page.locator("#t-headline-0").focus()
        page.keyboard.press("Alt+ArrowDown")
        oksana.opened("fire")
        page.keyboard.type("r")
        assert page.locator("#t-fire-0").input_value() == UKRAINIAN["fire"][0] + "r"
        page.locator("#t-fire-0").fill(UKRAINIAN["fire"][0])
        page.locator("#s-fire > summary").focus()
        page.keyboard.press("r")
        page.keyboard.press("2")
        oksana.said("Rejected.")
        assert "A figure, name or date is wrong." in page.locator("#s-fire").text_content()
        oksana.opened("hurt")
        page.keyboard.press("Alt+ArrowUp")
        oksana.opened("fire")
        page.keyboard.press("Control+Enter")
        oksana.signed("fire")
        oksana.opened("hurt")
        page.locator("#s-hurt > summary").focus()
        page.keyboard.press("u")  # of the sentence that was signed last
        oksana.said("Your signature is taken back.")
        page.locator("#s-fire > summary").focus()
        page.keyboard.press("c")
        page.keyboard.type("Чому?")
        page.keyboard.press("Control+Enter")
        oksana.said("The comment is written.")
        page.locator("#s-fire > summary").focus()
        page.keyboard.press("?")
        assert page.locator("#help[open]").is_visible()
        page.get_by_label("Single letters are keys").uncheck()
        page.locator("#s-fire > summary").focus()
        page.keyboard.press("r")
        assert not page.locator("#s-fire details.reject[open]").count()
        assert oksana.complaints == []


def test_what_a_screen_reader_speaks(browser: Browser, filled: Newsroom) -> None:
    """Each answer is spoken, also where it has the words of the one before; each field has a name.

    Tried with Orca: it was silent where a text was put in the place of the same one.
    """
    with desk_of(filled) as desk:
        oksana = Seat(browser, desk, REVIEWER)
        page = oksana.page
        queue = page.get_by_role("link", name=re.compile("Warehouse fire.* українська"))
        assert queue.count() == 1  # links out of their table: five languages have one headline
        page.goto(f"{desk}/desk/uk/{SLUG}")
        page.locator("#t-headline-0").focus()
        page.keyboard.press("Control+Enter")
        oksana.said("Signed. 1 of 3 signed.")
        oksana.opened("fire")
        page.get_by_role("textbox", name="fire Words", exact=False).fill("")
        page.evaluate(
            """() => { window.spoken = []; const said = document.getElementById("said");
            new MutationObserver(() => spoken.push(said.textContent))
              .observe(said, { childList: true }); }"""
        )
        for times in (1, 2):
            page.keyboard.press("Control+Enter")
            page.wait_for_function("n => spoken.length === n", arg=times)
        assert page.locator("#s-fire > .error").count() == 1
        assert page.evaluate("spoken") == ["The field is empty. Write the words first."] * 2
        # It is said once: beside the sentence it is no second alert.
        assert page.get_by_role("alert").count() == 0
        page.keyboard.press("Escape")
        group = page.evaluate("document.activeElement.getAttribute('aria-labelledby')")
        assert group and page.locator(f"#{group}").inner_text().startswith("Source")
        page.locator("#t-fire-0").fill(NEW)
        page.locator("#s-fire .preview", has_text="сказали пожежники").wait_for()
        # What was said of an empty field is not said of these words.
        assert page.locator("#s-fire > .error").count() == 0
        assert page.locator("#said").inner_text() == ""
        page.keyboard.press("Alt+Enter")  # out of a field, where r is a letter
        page.keyboard.press("1")
        oksana.said("Rejected.")


def test_the_checks_are_spoken_once(browser: Browser, filled: Newsroom) -> None:
    """Findings that stay as they are while one types are not put in again."""
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        page = ann.page
        page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        field, checks = page.locator("#t-fire-0"), page.locator("#s-fire .checks")
        with page.expect_response("**/typed"):
            field.fill(NEW)
        checks.get_by_text("The checks find nothing.").wait_for()
        checks.locator("p").evaluate("e => { e.id = 'first'; }")
        field.fill(f"Вчора {NEW}")
        page.locator("#s-fire .preview", has_text="Вчора").wait_for()
        assert checks.locator("#first").count() == 1


def test_letters_on_a_keyboard_of_another_script(browser: Browser, filled: Newsroom) -> None:
    """Who has Ukrainian letters on the keys presses the same keys: к is where r is."""
    with desk_of(filled) as desk:
        oksana = Seat(browser, desk, REVIEWER)
        page = oksana.page
        page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        press = """(e, [key, code, shiftKey]) => e.dispatchEvent(new KeyboardEvent("keydown",
            { key, code, shiftKey, bubbles: true, cancelable: true }))"""
        place = page.locator("#s-fire > summary")
        place.evaluate(press, ["ö", "KeyR", False])  # a Latin letter is itself
        assert not page.locator("#s-fire details.reject[open]").count()
        place.evaluate(press, ["к", "KeyR", False])
        assert page.locator("#s-fire details.reject[open]").count()
        radio = page.locator("#s-fire input[type=radio]").first
        radio.evaluate(press, ["!", "Digit1", True])
        assert not page.locator("#s-fire form[aria-busy]").count()
        radio.evaluate(press, ["&", "Digit1", False])  # French digits
        oksana.said("Rejected.")


def test_text_is_kept_while_typing_and_checked(browser: Browser, filled: Newsroom) -> None:
    """It comes back after the browser was closed; the sentence shows as readers will see it."""
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        ann.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        ann.page.locator("#t-fire-0").fill("{day} у порту згорів склад у 7 місцях, сказали вони.")
        ann.page.locator("#s-fire .preview", has_text="3 травня у порту").wait_for()
        ann.page.locator("#s-fire .checks", has_text="“7” is a number").wait_for()
        oksana = Seat(browser, desk, REVIEWER)
        oksana.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        assert f"{TRANSLATOR}: typing here now" in oksana.page.locator("#s-fire").inner_text()
        ann.page.context.close()
        again = Seat(browser, desk, TRANSLATOR)
        again.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        assert "7 місцях" in again.page.locator("#t-fire-0").input_value()
        assert (ann.complaints, again.complaints) == ([], [])


def test_a_comment_takes_no_words_away(browser: Browser, filled: Newsroom) -> None:
    """Two things typed at one sentence: writing the one leaves the other in its field."""
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        page = ann.page
        page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        page.locator("#s-fire details.comment > summary").click()
        page.locator("#c-fire").fill("Чому?")
        page.locator("#t-fire-0").fill(NEW)
        page.get_by_role("button", name="Write the comment").click()
        ann.said("The comment is written.")
        assert page.locator("#t-fire-0").input_value() == NEW
        page.locator("#s-fire details.comment > summary").click()
        page.locator("#c-fire").fill("Ще питання")
        page.locator("#t-fire-0").focus()
        page.keyboard.press("Control+Enter")
        ann.said("Saved.")
        assert page.locator("#c-fire").input_value() == "Ще питання"
        oksana = Seat(browser, desk, REVIEWER)
        oksana.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        oksana.page.locator("#s-fire details.reject > summary").click()
        sentence = oksana.page.locator("#s-fire")
        sentence.get_by_label("3. Grammar").check()
        sentence.get_by_role("button", name="Reject", exact=True).click()
        oksana.said("Rejected.")
        assert ann.complaints == []


def test_figures_are_offered(browser: Browser, filled: Newsroom) -> None:
    """One click writes the placeholder, or a written form to be corrected, where one types."""
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        ann.page.goto(f"{desk}/desk/uk/{SLUG}?open=hurt")
        field = ann.page.locator("#t-hurt-1")
        field.fill("Постраждали  людини.")
        field.evaluate("e => e.setSelectionRange(12, 12)")
        row = ann.page.locator("#s-hurt .facts li", has_text="{hurt}")
        row.get_by_role("button", name="in my own words").click()
        assert field.input_value() == "Постраждали [5]({hurt}) людини."
        ann.page.locator("#s-hurt .preview", has_text="Постраждали 5 людини.").wait_for()
        assert ann.complaints == []


def test_signed_out_while_typing(browser: Browser, filled: Newsroom) -> None:
    """The text stays; after signing in again in another tab the same key writes it."""
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        ann.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        ann.page.context.clear_cookies()
        ann.page.locator("#t-fire-0").fill(NEW)
        ann.page.keyboard.press("Control+Enter")
        ann.said("You are signed out.")
        assert ann.page.locator("#t-fire-0").input_value() == NEW
        tab = ann.page.context.new_page()
        first, ann.page = ann.page, tab
        ann.sign_in(TRANSLATOR)
        first.locator("#t-fire-0").focus()
        first.keyboard.press("Control+Enter")
        first.locator("#said", has_text="Saved.").wait_for()
        assert "сказали пожежники" in filled.path(SLUG, "uk").read_text()


def test_two_people_at_one_sentence(browser: Browser, filled: Newsroom) -> None:
    """The second one sees what stood there, what stands there, and what she typed."""
    with desk_of(filled) as desk:
        ann, oksana = Seat(browser, desk, TRANSLATOR), Seat(browser, desk, REVIEWER)
        for seat in (ann, oksana):
            seat.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        ann.page.locator("#t-fire-0").fill(NEW)
        ann.page.keyboard.press("Control+Enter")
        ann.said("Saved.")
        oksana.page.locator("#t-fire-0").fill("{day} згорів склад у порту, повідомили вони.")
        oksana.page.keyboard.press("Control+Enter")
        oksana.said("changed while it was open")
        conflict = oksana.page.locator("#s-fire .conflict").inner_text()
        for text in (UKRAINIAN["fire"][0], NEW, "{day} згорів склад у порту, повідомили вони."):
            assert text in conflict
        oksana.page.keyboard.press("Control+Enter")
        oksana.said("Saved and signed.")


def test_right_to_left(browser: Browser, filled: Newsroom) -> None:
    """A field has the direction of its language, also where a text begins with Latin letters."""
    filled.update("ar")
    from service.desk.people import People

    People(filled.folder / "desk").set_roles(TRANSLATOR, ["translator"], ["ar"])
    with desk_of(filled) as desk:
        ann = Seat(browser, desk, TRANSLATOR)
        ann.page.goto(f"{desk}/desk/ar/{SLUG}?open=fire")
        field = ann.page.locator("#t-fire-0")
        field.fill("NATO: {day} احترق مستودع في الميناء")
        assert field.evaluate("e => getComputedStyle(e).direction") == "rtl"
        ann.page.locator("#s-fire .preview bdi.fact").wait_for()
        assert len(re.findall("t-hurt-", ann.page.content())) >= 6


def test_an_input_method_keeps_its_keys(browser: Browser, filled: Newsroom) -> None:
    """Enter that ends a composition signs nothing."""
    with desk_of(filled) as desk:
        oksana = Seat(browser, desk, REVIEWER)
        oksana.page.goto(f"{desk}/desk/uk/{SLUG}?open=fire")
        oksana.page.locator("#t-fire-0").dispatch_event("compositionstart")
        oksana.page.keyboard.press("Control+Enter")
        oksana.page.locator("#t-fire-0").dispatch_event("compositionend")
        assert not oksana.page.locator("form[aria-busy]").count()
        assert "reviewed-by" not in filled.path(SLUG, "uk").read_text()
        oksana.page.keyboard.press("Control+Enter")
        oksana.said("Signed.")
