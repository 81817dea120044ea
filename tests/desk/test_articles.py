"""What editors do: take in an article, write its summary, withdraw it, see where all stands."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from conftest import ARTICLE, Newsroom
from flask import Flask

from desk.conftest import (
    ADMINISTRATOR,
    EDITOR,
    REVIEWER,
    SLUG,
    TRANSLATOR,
    Person,
    everything,
    settings_of,
)
from service.desk.app import create_app

TEXT = "Bridge opens in June\nThe bridge opens on June 3, the mayor said.\n"


def summary_form(jane: Person, text: str = "") -> dict[str, str]:
    """Return the form of the article's page, with another summary."""
    page = jane.page(f"/desk/articles/{SLUG}")
    version = page.partition('name="version" value="')[2].partition('"')[0]
    return {"csrf": jane.token(), "version": version, "summary": text}


@pytest.mark.parametrize("how", ["pasted", "text file", "HTML page"])
def test_an_article_is_taken_in(staffed: Newsroom, app: Flask, how: str) -> None:
    """Pasted or uploaded, as “summaries new” takes it: its text, and a summary to be written."""
    jane = Person(app, EDITOR)
    data: dict[str, Any] = {"csrf": jane.token(), "language": "en"}
    if how == "pasted":
        data["article"] = TEXT.replace("\n", "\r\n")
    elif how == "text file":
        data["file"] = (io.BytesIO(TEXT.encode()), "story.txt")
    else:
        title, text = TEXT.splitlines()
        page = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>"
        page += f"<p>{text}</p></article></body></html>"
        data["file"] = (io.BytesIO(page.encode()), "story.html")
    answer = jane.client.post("/desk/new", data=data)
    assert answer.headers["Location"] == "/desk/articles/bridge-opens-in-june?done=taken"
    folder = staffed.articles / "bridge-opens-in-june"
    assert (folder / "article.txt").read_text().split() == TEXT.split()
    assert 'language = "en"' in (folder / "summary.toml").read_text()
    assert "The bridge opens on June 3" in jane.page(answer.headers["Location"])


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"article": ""}, "Paste the article, choose a file, or"),
        ({"article": "x" * (2 * 1024 * 1024 + 1)}, "larger than 2 MiB"),
        ({"slug": "../etc"}, "lower-case"),
        ({"slug": "service"}, "service"),
        ({"language": "klingon!"}, "such as uk"),
        ({"article": "Інша стаття\nТекст.", "slug": SLUG}, "already"),
    ],
)
def test_what_cannot_be_taken_in(
    staffed: Newsroom, app: Flask, change: dict[str, str], said: str
) -> None:
    """A clear sentence, and the form as it was filled in."""
    jane, before = Person(app, EDITOR), everything(staffed)
    data = {"csrf": jane.token(), "article": TEXT, "language": "en"} | change
    answer = jane.post("/desk/new", data)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, everything(staffed)) == (422, before)
    assert said in page
    assert change.get("article", TEXT).strip()[:1000] in page


def test_a_form_that_is_too_large(app: Flask) -> None:
    """Forty megabytes are refused before they are read."""
    jane = Person(app, EDITOR)
    answer = jane.post("/desk/new", {"csrf": jane.token(), "article": "x" * 40_000_000})
    assert answer.status_code == 413


def test_one_broken_catalog_does_not_hold_up_the_others(staffed: Newsroom, app: Flask) -> None:
    """A summary is saved, the other languages follow, and the page says which one did not."""
    jane, broken = Person(app, EDITOR), staffed.path(SLUG, "de")
    broken.write_text("msgid broken")
    text = (staffed.articles / SLUG / "summary.toml").read_text()
    new = text.replace("Warehouse fire in the harbor", "Fire in the harbor")
    answer = jane.post(f"/desk/articles/{SLUG}/summary", summary_form(jane, new))
    assert answer.status_code == 422
    page = answer.get_data(as_text=True)
    assert "Saved. Some catalogs cannot be brought in line" in page and "de" in page
    assert 'msgid "Fire in the harbor"' in staffed.path(SLUG, "uk").read_text()
    assert broken.read_text() == "msgid broken"


def test_another_language(staffed: Newsroom, app: Flask) -> None:
    """An editor adds it; its translator finds it in the queue."""
    jane = Person(app, EDITOR)
    path, data = f"/desk/articles/{SLUG}/languages", {"csrf": jane.token()}
    assert jane.post(path, data | {"locale": "../x"}).status_code == 422
    assert jane.post(path, data | {"locale": "fr"}).status_code == 303
    assert staffed.path(SLUG, "fr").exists()
    assert "français" in jane.page("/desk/board")


def test_withdrawing_and_bringing_back(staffed: Newsroom, app: Flask) -> None:
    """At once, with the reason, and back again."""
    for name, locale in ((EDITOR, "en"), (REVIEWER, "uk")):
        for message in ("headline", "fire", "hurt"):
            Person(app, name).decide("sign", message, locale)
    staffed.publish()
    jane, reader = Person(app, EDITOR), staffed.client()
    data = {"csrf": jane.token(), "reason": "It was a drill.", "locale": "all"}
    answer = jane.post(f"/desk/articles/{SLUG}/withdraw", data)
    assert "with the reason “It was a drill.”" in answer.get_data(as_text=True)
    assert reader.get(f"/uk/{SLUG}").status_code == 410
    jane.post(f"/desk/articles/{SLUG}/bring-back", {"csrf": jane.token(), "locale": "all"})
    staffed.publish()
    assert reader.get(f"/uk/{SLUG}").status_code == 200


def test_the_board_is_current(staffed: Newsroom, app: Flask) -> None:
    """Whatever was written, here or in another program, the next page shows it."""
    jane, oksana = Person(app, EDITOR), Person(app, REVIEWER)
    assert ">0/3 <" in jane.page("/desk/board")
    oksana.decide("sign", "headline")
    assert ">1/3 <" in jane.page("/desk/board")
    staffed.write("second", text=ARTICLE)
    staffed.update()
    page = jane.page("/desk/board")
    assert "second" in page and "harbor-fire" in page
    assert "harbor-fire" not in jane.page("/desk/board?q=second")
    staffed.path(SLUG, "uk").write_text("msgid broken")
    assert "broken" in jane.page("/desk/board")
    (staffed.articles / "second" / "summary.toml").write_text("x = [")
    assert "summary.toml:1: error" in jane.page("/desk/board")
    assert "cannot be used" in jane.page("/desk/")


def test_everybody_sees_their_own_languages(staffed: Newsroom, app: Flask) -> None:
    """On the board as in the queue."""
    staffed.update("fr")
    assert "français" not in Person(app, REVIEWER).page("/desk/board")
    assert "français" in Person(app, ADMINISTRATOR).page("/desk/board")
    assert Person(app, TRANSLATOR).client.get(f"/desk/fr/{SLUG}").status_code == 403
    queue = Person(app, REVIEWER).page("/desk/")
    assert f'href="/desk/uk/{SLUG}"' in queue
    assert f'href="/desk/en/{SLUG}"' not in queue
    assert f'href="/desk/en/{SLUG}"' in Person(app, EDITOR).page("/desk/")


def test_a_key_that_is_none_stops_the_start(staffed: Newsroom) -> None:
    """In one sentence with the remedy: another key would prove nothing of what was signed."""
    from service.errors import SummariesError

    (staffed.folder / "desk" / "desk.key").write_text("no key")
    with pytest.raises(SummariesError, match="is not the key that the desk made"):
        create_app(settings_of(staffed))


def test_answers_for_the_script(staffed: Newsroom, app: Flask) -> None:
    """The same decision as JSON: the sentence's new page part, the next one, the foot."""
    oksana = Person(app, REVIEWER)
    form = oksana.form("uk", "headline")
    answer = oksana.post(f"/desk/uk/{SLUG}/sign", form, headers={"X-Desk": "1"})
    data = json.loads(answer.data)
    assert (data["ok"], data["next"], data["status"]) == (True, "fire", "Signed. 1 of 3 signed.")
    assert "✓ signed" in data["html"] and "1 of 3 signed" in data["foot"]
    again = oksana.post(f"/desk/uk/{SLUG}/sign", form, headers={"X-Desk": "1"})
    assert again.status_code == 409
    assert json.loads(again.data)["ok"] is False
