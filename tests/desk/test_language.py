"""The desk in the language of who works there."""

from __future__ import annotations

import ast
import itertools
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

from conftest import ROOT, Newsroom
from flask import Flask

from desk.conftest import REVIEWER, SLUG, Person
from service import catalog
from service.desk import said_texts
from service.desk.language import DOMAIN, FOLDER, LANGUAGES

_PLACE = re.compile(r"%\(\w+\)s")


def test_the_catalogs_have_every_string() -> None:
    """A string that is added to a page is in the template and in each catalog."""
    command = [sys.executable, ROOT / "tools" / "desk_strings.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stderr


def test_ukrainian_is_complete(tool: Callable[[str], str]) -> None:
    """Every string is translated, with the same placeholders."""
    assert LANGUAGES == ("en", "uk")
    path = FOLDER / "uk" / "LC_MESSAGES" / f"{DOMAIN}.po"
    for entry in catalog.read(path, path.name, "uk").entries:
        assert entry.translated and not entry.fuzzy, entry.singular
        for text in entry.strings:
            assert sorted(_PLACE.findall(text)) == sorted(_PLACE.findall(entry.singular))
    done = subprocess.run(
        [tool("msgfmt"), "-c", "-o", "/dev/null", path], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


def test_pages_speak_the_browsers_language(app: Flask) -> None:
    """Until another one is chosen; errors are said in it, too."""
    oksana = Person(app, REVIEWER)
    oksana.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "uk-UA,uk;q=0.9,en;q=0.5"
    page = oksana.page(f"/desk/uk/{SLUG}")
    assert '<html lang="uk"' in page and "Підписати й далі" in page
    assert "з’явиться, коли буде підписано ще 3" in page
    assert "Такої сторінки немає." in oksana.page("/desk/nothing")
    oksana.post("/desk/language", {"language": "en", "next": "/desk/"})
    assert "My queue" in oksana.page("/desk/")


def texts(node: ast.AST) -> Iterator[str]:
    """Yield the texts that an expression can be, with “X” for what is put into it."""
    match node:
        case ast.Constant(value=str(text)):
            yield text
        case ast.IfExp(body=one, orelse=other):
            yield from texts(one)
            yield from texts(other)
        case ast.FormattedValue(value=ast.IfExp() as value):
            yield from texts(value)
        case ast.FormattedValue():
            yield "X"
        case ast.JoinedStr(values=parts):
            for several in itertools.product(*(list(texts(part)) for part in parts)):
                yield "".join(several)


def said_by_checks() -> Iterator[str]:
    """Yield every sentence that a check of translations or of a summary can say."""
    for path in (*(ROOT / "service" / "review" / "checks").glob("*.py"),
                 ROOT / "service" / "review" / "measures.py"):  # fmt: skip
        for node in ast.walk(ast.parse(path.read_text())):
            value = node.value if isinstance(node, ast.Yield) else None
            yield from (text for text in texts(value or ast.Pass()) if " " in text)


def test_what_the_checks_say_can_be_translated() -> None:
    """Whoever adds a check adds its sentence to the desk's, or reviewers read English."""
    sentences = set(said_by_checks())
    assert len(sentences) > 60
    assert [text for text in sorted(sentences) if said_texts.fits(text) is None] == []


def test_what_a_check_says_is_in_the_readers_language(staffed: Newsroom, app: Flask) -> None:
    """With what stands in it; the form still names the question as the journal does."""
    oksana = Person(app, REVIEWER)
    oksana.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = "uk"
    oksana.decide("save", "fire", text_0="{day} у порту згоріло 7 складів, сказали пожежники.")
    page = oksana.page(f"/desk/uk/{SLUG}?open=fire")
    assert "числа «7» немає в оригіналі: виправте" in page
    answer = oksana.decide("sign", "fire")
    assert "«fire» не можна підписати: числа «7» немає в оригіналі" in answer.get_data(as_text=True)
    oksana.post("/desk/language", {"language": "en", "next": "/desk/"})
    assert "is a number that the source does not have" in oksana.page(f"/desk/uk/{SLUG}?open=fire")


def test_what_is_not_known_stays_english(app: Flask) -> None:
    """And says that it is, for who listens to it."""
    with app.test_request_context(headers={"Accept-Language": "uk"}):
        assert said_texts.shown("something <new>") == (
            '<span lang="en" dir="ltr">something &lt;new&gt;</span>'
        )
        deep = "“fire” cannot be signed: “NAME” is not listed in reviewers.toml"
        assert said_texts.said(deep) == "«fire» не можна підписати: «NAME» немає в reviewers.toml"
