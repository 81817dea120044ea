"""The desk in the language of who works there."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable

from conftest import ROOT
from flask import Flask

from desk.conftest import REVIEWER, SLUG, Person
from service import catalog
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
