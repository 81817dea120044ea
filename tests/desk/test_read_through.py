"""A whole article read on one page, and only what was ticked there signed."""

from __future__ import annotations

import re
import time
from dataclasses import replace

import pytest
from conftest import UKRAINIAN, Newsroom
from flask import Flask

from desk.conftest import EDITOR, REVIEWER, SLUG, TRANSLATOR, Person, everything, settings_of
from service.desk.app import create_app

ADDRESS = f"/desk/uk/{SLUG}/read"


def boxes(page: str) -> dict[str, str]:
    """Return the boxes of a page that can be ticked, by sentence, with the versions they carry."""
    return dict(re.findall(r'type="checkbox" name="read-([\w-]+)" value="([^"]+)"', page))


def ticked(person: Person, *names: str, page: str = "") -> dict[str, str]:
    """Return the form of the page with these sentences ticked."""
    there = boxes(page or person.page(ADDRESS))
    return {"csrf": person.token()} | {f"read-{name}": there[name] for name in names}


def signed(room: Newsroom) -> set[str]:
    """Return the sentences whose Ukrainian words are signed."""
    source = room.project.source(SLUG)
    return {s.message.id for s in room.project.assess(source, "uk") or [] if s.ready}


def test_only_what_was_ticked_is_signed(staffed: Newsroom, app: Flask) -> None:
    """Every sentence stands there with its source and evidence, and nothing is ticked before."""
    oksana = Person(app, REVIEWER)
    page = oksana.page(ADDRESS)
    assert boxes(page).keys() == {"headline", "fire", "hurt"} and " checked" not in page
    assert "the fire service said" in page and "згорів склад" in page
    assert "Five people were hurt, and about 1,200 tons of grain were lost." in page
    answer = oksana.post(ADDRESS, ticked(oksana, "headline", "hurt"))
    assert (answer.status_code, signed(staffed)) == (303, {"headline", "hurt"})
    assert boxes(oksana.page(ADDRESS)).keys() == {"fire"}
    nothing, before = oksana.post(ADDRESS, ticked(oksana)), everything(staffed)
    assert nothing.status_code == 422 and everything(staffed) == before
    assert "Tick the sentences that you have read." in nothing.get_data(as_text=True)


def test_what_moved_meanwhile_is_named_and_the_rest_is_signed(
    staffed: Newsroom, app: Flask
) -> None:
    """No signature on what was not shown; each conflict stands at its sentence, not ticked."""
    oksana, ann = Person(app, REVIEWER), Person(app, TRANSLATOR)
    form = ticked(oksana, "headline", "fire", "hurt")
    ann.decide("save", "fire", text_0="У порту {day} згорів склад, сказали пожежники.")
    answer = oksana.post(ADDRESS, form)
    page = answer.get_data(as_text=True)
    assert (answer.status_code, signed(staffed)) == (200, {"headline", "hurt"})
    assert "2 of 3 signed" in page and page.count('role="alert"') == 1
    section = page.partition('id="r-fire"')[2].partition("</section>")[0]
    assert "This sentence changed while it was open." in section and " checked" not in section
    assert "сказали пожежники" in section
    again = oksana.post(ADDRESS, ticked(oksana, "fire", page=page))
    assert (again.status_code, signed(staffed)) == (303, {"headline", "fire", "hurt"})
    old = oksana.post(ADDRESS, form)  # sent again: all of it is older than what stands there
    assert old.status_code == 409 and old.get_data(as_text=True).count('role="alert"') == 3


def test_what_cannot_be_signed_has_no_box(staffed: Newsroom, app: Flask) -> None:
    """Blocked by a check, without words, or with other words typed: at the bench, then."""
    staffed.translate(SLUG, "uk", UKRAINIAN | {"fire": ("{day} згорів склад у 7 місцях.",)})
    oksana = Person(app, REVIEWER)
    form = oksana.form("uk", "hurt") | {"text-0": "Інше речення про {hurt} людину."}
    before = ticked(oksana, "hurt")
    oksana.post(f"/desk/uk/{SLUG}/typed", form)
    page = oksana.page(ADDRESS)
    assert boxes(page).keys() == {"headline"}
    assert "You typed other words here and did not save them." in page
    refused = oksana.post(ADDRESS, before)
    assert refused.status_code == 422 and signed(staffed) == set()


def test_the_pace_counts_all_that_was_ticked(staffed: Newsroom) -> None:
    """Asked about once, with the ticks left."""
    oksana = Person(create_app(replace(settings_of(staffed), desk_pace=True)), REVIEWER)
    answer = oksana.post(ADDRESS, ticked(oksana, "headline", "fire", "hurt"))
    page = answer.get_data(as_text=True)
    assert (answer.status_code, signed(staffed)) == (422, set())
    assert "faster than anybody reads" in page and page.count(" checked") == 3
    form = ticked(oksana, "headline", "fire", "hurt", page=page)
    assert oksana.post(ADDRESS, form).status_code == 303  # asked about once
    assert signed(staffed) == {"headline", "fire", "hurt"}


def test_the_pace_of_who_takes_the_time(staffed: Newsroom, monkeypatch: pytest.MonkeyPatch) -> None:
    """What takes six seconds to read is not asked about after six; a part of it needs less."""
    oksana = Person(create_app(replace(settings_of(staffed), desk_pace=True)), REVIEWER)
    form, began = ticked(oksana, "headline", "fire", "hurt"), time.monotonic()
    monkeypatch.setattr(time, "monotonic", lambda: began + 1.5)  # of the headline alone: enough
    assert oksana.post(ADDRESS, form).status_code == 422
    only = {name: value for name, value in form.items() if name in ("csrf", "read-headline")}
    assert oksana.post(ADDRESS, only).status_code == 303
    assert signed(staffed) == {"headline"}


def test_the_source_too(staffed: Newsroom, app: Flask) -> None:
    """An editor reads the summary through; translators get their catalogs as from the bench."""
    jane, address = Person(app, EDITOR), f"/desk/en/{SLUG}/read"
    there = boxes(jane.page(address))
    form = {"csrf": jane.token()} | {f"read-{name}": version for name, version in there.items()}
    staffed.path(SLUG, "uk").unlink()
    assert jane.post(address, form).status_code == 303
    assert jane.page(address).count("✓ signed") == 3
    assert staffed.path(SLUG, "uk").exists()


def test_who_may_not_sign_gets_nothing(staffed: Newsroom, app: Flask) -> None:
    """A name that reviewers.toml does not have any more: said at each sentence, nothing written."""
    oksana = Person(app, REVIEWER)
    path = staffed.locales / "reviewers.toml"
    path.write_text(path.read_text().replace(REVIEWER, "Somebody Else"))
    before = everything(staffed)
    answer = oksana.post(ADDRESS, ticked(oksana, "headline", "fire"))
    assert answer.status_code == 422 and everything(staffed) == before
    assert answer.get_data(as_text=True).count('role="alert"') == 2
