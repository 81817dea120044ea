"""What an operator sets, and what a wrong value does: stop the start with one sentence."""

from __future__ import annotations

import datetime
import os
import subprocess
import sys
import urllib.request
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import lxml.html
import pytest
from browser import serving, with_interface
from click.testing import Result
from conftest import LOCALES, ROOT, SLUG, Newsroom, as_slug
from flask import Flask
from flask.testing import FlaskClient
from lxml.html import HtmlElement

from service import create_app
from service.cli import workshop
from service.content import environment
from service.content.environment import load as load_settings
from service.editions import store
from service.editions.model import Edition
from service.editions.repository import EditionRepository
from service.errors import SettingsError
from service.settings import Settings

SUMMARIES = Path(sys.executable).parent / "summaries"
BASE = "https://news.example"


def said(element: HtmlElement) -> str:
    return " ".join(element.text_content().split())


def open_page(window: FlaskClient, path: str) -> HtmlElement:
    answer = window.get(path)
    assert answer.status_code == 200
    return lxml.html.document_fromstring(answer.data)


# --- wrong values --------------------------------------------------------------------------------

ZONE = "is not a time zone: write one such as Europe/Kyiv"
FRAMES = "does not say who may embed summaries: write *, none, or origins such as"
NO_ZONES = ["Europe/Kyjiw", "Europe", "../../etc/passwd", "/etc/localtime", "tzdata.zi", "+02:00",
            "Kyiv Ukraine", "x" * 5000]  # fmt: skip
NO_FRAMES = ["'self'", "'none'", "NONE", "all", "news.example", "https://", "https:", "data:",
             "//news.example", "https://news.example/", "https://news.example/path", "https://*",
             "https://a.example,https://b.example", "https://a.example;", "* none", "* *",
             "https://a.example; script-src *", "none https://a.example", "https://a.example *",
             "https://a.*.example", "https://user@a.example", "https://a.example:port",
             "https://новини.example", "javascript:alert(1)", "ftp://a.example",
             "https://a.example\r\nSet-Cookie:a=b"]  # fmt: skip
WRONG = [
    *(("TIMEZONE", value, ZONE) for value in NO_ZONES),
    *(("FRAME_ANCESTORS", value, FRAMES) for value in NO_FRAMES),
    ("LOG_FORMAT", "xml", "is not known: write text or json"),
    ("FONTS", __file__, "is not a folder: name a folder, or unset it"),
    *(("CONTACT", value, "is no address: write corrections@example.org, or https://") for value in (
        "us", "us@", "@example.org", "javascript:alert(1)", "mailto:a@b.example?cc=c@d.example",
        "a@b.example?subject=x", "https://a.example/\">", "ftp://a.example", "https://", "a b@c.de",
    )),
    *(("EDITIONS", value, "write one such as s3://bucket/prefix") for value in (
        "s3://", "s3:///x", "s3://Bucket", "s3://bucket/a b", "s3://key:secret@bucket/x",
        "gs://bucket", "https://bucket.example.org/x",
    )),
    ("SITE_NAME", "N" * 61, "must be a name of at most 60 characters"),
    ("SITE_NAME", "Hidden\u202eName", "must be a name of at most 60 characters"),
    *((name, f"https://{text}", sentence)
      for name, sentence in (("BASE_URL", "is not the address of a site"),
                             ("IMPRINT", "is no address of a page"), ("CONTACT", "is no address"))
      for text in ("a.example/\x01", "a.example/\x7f", "a.example/\u202e", "user:word@a.example/",
                   "a.example\\@b.example", "a.example/`", "a.example/a b", "a.example/<x>")),
]  # fmt: skip


@pytest.mark.parametrize(("name", "value", "sentence"), WRONG)
def test_a_wrong_value_is_told_in_one_sentence(name: str, value: str, sentence: str) -> None:
    """With the setting's name, what was written, and what to write instead."""
    with pytest.raises(SettingsError) as raised:
        create_app({name: value})
    text = str(raised.value)
    assert text.startswith(f"SUMMARIES_{name}=")
    assert sentence in text
    assert "\n" not in text and "\r" not in text


@pytest.mark.parametrize("name", ["SITE_NAME", "PUBLISHER", "IMPRINT", "CONTACT", "BASE_URL"])
@pytest.mark.parametrize("text", ["\u3164", "\u034f", "e" + "\u0301" * 9, "\ufe0f"])
def test_what_pages_have_as_it_is_can_be_seen(name: str, text: str) -> None:
    """Fillers, joiners and heaped marks, which Python calls printable, are named."""
    value = text if name in ("SITE_NAME", "PUBLISHER") else f"https://a.example/{text}"
    with pytest.raises(SettingsError, match=rf"SUMMARIES_{name} has what readers .* U\+"):
        load_settings({name: value})


@pytest.mark.parametrize(
    ("name", "value"),
    [("TIMEZONE", "Mars/Olympus"), ("FRAME_ANCESTORS", "everybody"), ("FONTS", __file__)],
)
@pytest.mark.parametrize("command", ["serve", "publish", "status"])
def test_a_wrong_value_stops_every_command(
    newsroom: Newsroom, command: str, name: str, value: str
) -> None:
    """With exit status 2 and one line, before anything is written or listened on."""
    folders = {f"SUMMARIES_{n.upper()}": str(newsroom.folder / n) for n in ("articles", "locales")}
    nowhere = newsroom.folder / "new"
    folders["SUMMARIES_EDITIONS"] = str(nowhere)
    result = subprocess.run(
        [SUMMARIES, command], env=os.environ | folders | {f"SUMMARIES_{name}": value},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert result.returncode == 2
    (line,) = result.stderr.splitlines()
    assert line.startswith(f"Error: SUMMARIES_{name}={value} ")
    assert result.stdout == ""
    assert not nowhere.exists()


@pytest.mark.parametrize("value", ["http://[::1", "http://[", "https://a.example:port"])
def test_an_address_that_is_none_is_told_in_one_sentence(value: str) -> None:
    """Also one that Python's own reader stumbles over."""
    with pytest.raises(SettingsError, match="is not the address of a site"):
        create_app({"BASE_URL": value})


@pytest.mark.parametrize(
    ("value", "policy"),
    [
        ("", "*"),
        ("  ", "*"),
        ("*", "*"),
        ("none", "'none'"),
        ("https://a.example", "https://a.example"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("https://*.a.example", "https://*.a.example"),
        (" https://a.example\n https://b.example ", "https://a.example https://b.example"),
        ("https://xn--80adka3ad.example", "https://xn--80adka3ad.example"),
    ],
)
def test_who_may_embed_summaries(value: str, policy: str) -> None:
    """In the terms of Content-Security-Policy, whatever white space the variable has."""
    assert load_settings({"FRAME_ANCESTORS": value}).frame_ancestors == policy


def test_settings_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """All of the new ones; unset, they are what the README says."""
    settings = load_settings()
    assert settings.timezone == ZoneInfo("UTC")
    assert (settings.frame_ancestors, settings.fonts) == ("*", Path("/usr/share/fonts"))
    monkeypatch.setenv("SUMMARIES_TIMEZONE", "Europe/Kyiv")
    monkeypatch.setenv("SUMMARIES_FRAME_ANCESTORS", "none")
    monkeypatch.setenv("SUMMARIES_FONTS", str(tmp_path))
    settings = load_settings()
    assert settings.timezone == ZoneInfo("Europe/Kyiv")
    assert (settings.frame_ancestors, settings.fonts) == ("'none'", tmp_path)


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("corrections@example.org", "mailto:corrections@example.org"),
        (" a.b+c@news.example.org ", "mailto:a.b+c@news.example.org"),
        ("https://example.org/contact?about=summaries#form", None),
        ("", None),
    ],
)
def test_where_readers_write_to(value: str, address: str | None) -> None:
    """An e-mail address becomes a link; the address of a page is one."""
    assert load_settings({"CONTACT": value}).contact == (value if address is None else address)


@pytest.mark.parametrize("name", Settings.__dataclass_fields__)
def test_an_empty_variable_is_one_that_is_not_set(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Compose and Kubernetes pass each setting on, whether it has a value or not."""
    variable = f"SUMMARIES_{name.upper()}"
    monkeypatch.delenv(variable, raising=False)
    unset = load_settings()
    for value in ("", "  "):
        monkeypatch.setenv(variable, value)
        assert load_settings() == unset


def test_every_setting_is_in_the_readme() -> None:
    """By the name that an operator writes."""
    readme = (ROOT / "README.md").read_text()
    for name, field in Settings.__dataclass_fields__.items():
        setting = field.metadata.get("setting", name.upper())
        assert f"SUMMARIES_{setting}`" in readme, name


# --- the newsroom's days -------------------------------------------------------------------------

EVENING = datetime.datetime(2026, 11, 22, 20, tzinfo=datetime.UTC)  # the morning of the 23rd there
Run = Callable[..., Result]


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> list[datetime.datetime]:
    """The moment at which the publisher works, as its last element."""
    moments = [EVENING]

    def now(zone: datetime.tzinfo) -> datetime.datetime:
        return moments[-1].astimezone(zone)

    monkeypatch.setattr(workshop, "now", now)
    return moments


def correct(room: Newsroom) -> None:
    """Correct a figure, and sign it."""
    folder = room.articles / "harbor-fire"
    for name in ("article.txt", "summary.toml"):
        room.replace(folder / name, "Five people", "Six people")
    room.replace(folder / "summary.toml", "value = 5", "value = 6")
    room.update()
    room.sign("harbor-fire", "en")


@pytest.mark.parametrize(
    ("zone", "day", "text"),
    [
        ("Asia/Tokyo", "2026-11-23", "November 23, 2026"),
        ("UTC", "2026-11-22", "November 22, 2026"),
        ("America/Los_Angeles", "2026-11-22", "November 22, 2026"),
        (None, "2026-11-22", "November 22, 2026"),
    ],
)
def test_the_days_on_the_pages_are_the_newsrooms(
    newsroom: Newsroom,
    run: Run,
    clock: list[datetime.datetime],
    monkeypatch: pytest.MonkeyPatch,
    zone: str | None,
    day: str,
    text: str,
) -> None:
    """Of publication, update and correction; moments for programs stay the same moments."""
    if zone:
        monkeypatch.setenv("SUMMARIES_TIMEZONE", zone)
    for path in (newsroom.editions / "harbor-fire").iterdir():
        path.unlink()
    (newsroom.folder / "published" / "harbor-fire.jsonl").unlink()
    assert run("publish").exit_code == 0
    clock.append(EVENING + datetime.timedelta(minutes=1))
    correct(newsroom)
    assert run("publish").exit_code == 0
    window = newsroom.client(**({"TIMEZONE": zone} if zone else {}))
    document = open_page(window, "/en/harbor-fire")
    about = [said(p) for p in document.xpath("//footer[@class='about']/p")]
    assert f"Published: {text}" in about
    assert f"Updated: {text}" in about
    corrected = f"Corrected on {text}: an earlier version said 5 instead of 6."
    assert said(document.find("body")).count(corrected) == 2  # at the sentence, and at the end
    days = document.xpath("//footer[@class='about']/p[not(@class)]//time/@datetime")
    assert days == [day, day]
    assert document.xpath("//section[@class='corrections']//time/@datetime") == [day]
    index = open_page(window, "/en/")
    assert [said(p) for p in index.find_class("day")] == [text]
    data = window.get("/api/v1/articles/harbor-fire/summary?lang=en").json
    assert datetime.datetime.fromisoformat(data["published"]) == EVENING
    assert data["corrections"][0]["date"] == day
    (moment,) = document.xpath("//meta[@property='article:published_time']/@content")
    assert datetime.datetime.fromisoformat(moment) == EVENING
    for kind in ("text", "markdown"):
        address = f"/api/v1/articles/harbor-fire/summary?lang=en&format={kind}"
        assert f"Published: {text}" in window.get(address).text


def test_a_newsroom_that_moves_shows_all_days_in_its_new_zone(newsroom: Newsroom) -> None:
    """Editions keep moments, not days."""
    for path in (newsroom.editions / "harbor-fire").iterdir():
        path.unlink()
    (newsroom.folder / "published" / "harbor-fire.jsonl").unlink()
    newsroom.now = EVENING
    newsroom.publish()
    for zone, text in (("Asia/Tokyo", "November 23, 2026"), ("UTC", "November 22, 2026")):
        document = open_page(newsroom.client(TIMEZONE=zone), "/en/harbor-fire")
        assert f"Published: {text}" in said(document)


def test_an_edition_is_outdated_since_a_day_of_the_newsroom(
    newsroom: Newsroom, run: Run, clock: list[datetime.datetime], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The day on which the source moved on, there."""
    monkeypatch.setenv("SUMMARIES_TIMEZONE", "Asia/Tokyo")
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, "{day}, the fire service", "{day}, the fire brigade")
    newsroom.update()
    newsroom.sign("harbor-fire", "en")
    assert run("publish").exit_code == 0
    document = open_page(newsroom.client(TIMEZONE="Asia/Tokyo"), "/uk/harbor-fire")
    (notice,) = document.find_class("notice")
    assert notice.xpath("time/@datetime") == ["2026-11-23"]


# These two zones never have the same day: they are 26 hours apart.
WEST, EAST = "Etc/GMT+12", "Etc/GMT-14"


def today(zone: str) -> datetime.date:
    return datetime.datetime.now(ZoneInfo(zone)).date()


@pytest.mark.parametrize("zone", [WEST, EAST])
def test_a_withdrawal_is_of_the_newsrooms_day(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """Readers read on which day the editors took a summary down."""
    monkeypatch.setenv("SUMMARIES_TIMEZONE", zone)
    before = today(zone)
    assert run("withdraw", "harbor-fire", "--reason", "False.", "--name", "J").exit_code == 0
    answer = newsroom.client(TIMEZONE=zone).get("/en/harbor-fire")
    assert answer.status_code == 410
    (day,) = lxml.html.document_fromstring(answer.data).xpath("//main//time/@datetime")
    assert before.isoformat() <= day <= today(zone).isoformat()


@pytest.mark.parametrize("zone", [WEST, EAST])
def test_a_signature_is_shown_on_the_newsrooms_day(
    newsroom: Newsroom, run: Run, monkeypatch: pytest.MonkeyPatch, zone: str
) -> None:
    """It stands on every page, beside the name; the mark itself is in UTC."""
    monkeypatch.setenv("SUMMARIES_TIMEZONE", zone)
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа в порту"]})
    before = today(zone)
    result = run("review", "uk", "--article", "harbor-fire", "--all", "--reviewer", "Jane Doe")
    assert result.exit_code == 0, result.output
    run("publish")
    document = lxml.html.document_fromstring(newsroom.client().get("/uk/harbor-fire").data)
    (day,) = document.xpath("//p[@class='signed']//time/@datetime")
    assert before.isoformat() <= day <= today(zone).isoformat()


# --- fonts, the public address -------------------------------------------------------------------


def test_a_folder_of_fonts_that_is_not_there_stops_nothing(
    newsroom: Newsroom, tmp_path: Path
) -> None:
    """A machine without fonts serves readers all the same, and says so in no page."""
    window = newsroom.client(BASE_URL=BASE, FONTS=str(tmp_path / "nowhere"))
    document = open_page(window, "/uk/harbor-fire")
    assert not document.xpath("//meta[starts-with(@property, 'og:image')]")
    assert window.get("/readyz").json["status"] == "ready"


def fetch(address: str, **headers: str) -> HtmlElement:
    request = urllib.request.Request(address, headers=headers)
    with urllib.request.urlopen(request, timeout=30) as answer:
        return lxml.html.document_fromstring(answer.read())


def canonical(document: HtmlElement) -> str:
    (address,) = document.xpath("//link[@rel='canonical']/@href")
    return str(address)


def test_on_ones_own_machine_all_addresses_are_whole(newsroom: Newsroom) -> None:
    """Without any setting, by the address listened on, never by what a request names."""
    with serving(newsroom) as address:
        for host in (address.partition("//")[2], "evil.example"):
            document = fetch(f"{address}/uk/harbor-fire", Host=host)
            assert canonical(document) == f"{address}/uk/harbor-fire"
            links = document.xpath("//link[@hreflang]/@href")
            assert links and all(link.startswith(f"{address}/") for link in links)
            (code,) = document.xpath("//details[@class='embed']//code")
            assert f'src="{address}/uk/harbor-fire/embed"' in code.text
        with urllib.request.urlopen(f"{address}/sitemap.xml", timeout=30) as answer:
            assert f"<loc>{address}/uk/harbor-fire</loc>" in answer.read().decode()


def test_the_public_address_that_is_set_wins(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Behind a proxy, the address listened on is nobody's."""
    monkeypatch.setenv("SUMMARIES_BASE_URL", f"{BASE}/")
    with serving(newsroom) as address:
        document = fetch(f"{address}/uk/harbor-fire")
        assert canonical(document) == f"{BASE}/uk/harbor-fire"
        assert address not in lxml.html.tostring(document).decode()


# --- many summaries ------------------------------------------------------------------------------

COUNT, PER_PAGE = 65, 20


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """A window with sixty-five articles in English, one a day, and none in German."""
    room = with_interface(tmp_path_factory.mktemp("archive"), "en", "de", "ar")
    room.write()
    room.update()
    room.sign("harbor-fire", "en")
    room.publish()
    path = store.path(room.editions, "harbor-fire", "en")
    edition = store.load(path)
    assert isinstance(edition, Edition)
    path.unlink()
    for number in range(COUNT):
        day = edition.published + datetime.timedelta(days=number)
        value = as_slug(edition, f"fire-{number:02}")
        room.save(replace(value, published=day, updated=day))
    return room.client(BASE_URL=BASE)


def slugs(document: HtmlElement) -> list[str]:
    return [href.rpartition("/")[2] for href in document.xpath("//h3/a/@href")]


def turns(document: HtmlElement) -> dict[str, str]:
    links = document.xpath("//nav[@class='turn']//a")
    assert len({link.get("rel") for link in links}) == len(links)
    return {link.get("rel"): link.get("href") for link in links}


@pytest.mark.parametrize(
    ("query", "page", "wanted"),
    [
        ("", None, {"next": "/en/?page=2"}),
        ("?page=2", 2, {"prev": "/en/", "next": "/en/?page=1"}),
        ("?page=1", 1, {"prev": "/en/?page=2"}),
    ],
)
def test_the_list_comes_in_pages_of_twenty(
    archive: FlaskClient, query: str, page: int | None, wanted: dict[str, str]
) -> None:
    """Newest first, numbered from the oldest, linked to its neighbours; the newest has the rest."""
    document = open_page(archive, f"/en/{query}")
    oldest_first = [f"fire-{number:02}" for number in range(COUNT)]
    full = range(0, 40)[(page - 1) * PER_PAGE :][:PER_PAGE] if page else range(40, COUNT)
    assert slugs(document) == [oldest_first[number] for number in reversed(full)]
    assert turns(document) == wanted
    own = f"{BASE}/en/" + (f"?page={page}" if page else "")
    assert canonical(document) == own
    number = f" – Page {page}" if page else ""
    assert said(document.find(".//title")) == f"Article summaries{number}"
    assert said(document.find(".//h1")).replace("\xa0", " ") == f"All summaries{number}"
    # Only the newest pages are each other's translations.
    assert bool(document.xpath("//link[@hreflang]")) == (page is None)


def test_following_the_links_shows_every_summary_once(archive: FlaskClient) -> None:
    """From the newest page to the oldest, and back."""
    for rel, path in (("next", "/en/"), ("prev", "/en/?page=1")):
        listed: list[str] = []
        address: str | None = path
        while address:
            document = open_page(archive, address)
            listed += slugs(document)
            assert len(listed) <= COUNT  # else it would go on without end
            address = turns(document).get(rel)
        assert sorted(listed) == [f"fire-{number:02}" for number in range(COUNT)]


PAGES = ["3", "0", "-1", "999999999", "1000000000", "99999999999999999999", "x", "", "2x", "1.0",
         "+2", " 2", "2 ", "%D9%A2", "%EF%BC%92", "%C2%B2", "0x2", "1e0", "%00", "%ED%A0%80", "2,3",
         "None", "<script>", "9" * 9000, "0000000010", "000000001" + "0" * 5000,
         "0" * 9000]  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
def test_a_page_that_there_is_not_is_not_found(archive: FlaskClient, page: str) -> None:
    """In the language of the list; nothing is guessed, and nothing breaks."""
    for language in ("en", "de"):
        answer = archive.get(f"/{language}/?page={page}")
        assert answer.status_code == 404
        document = lxml.html.document_fromstring(answer.data)
        assert document.get("lang") == language
        assert not document.xpath("//link[@rel='canonical']")


def test_an_empty_list_has_one_page(archive: FlaskClient) -> None:
    """Which says that it is empty."""
    document = open_page(archive, "/ar/")
    assert slugs(document) == []
    assert not document.find_class("turn")
    assert archive.get("/ar/?page=1").status_code == 404


def test_a_reader_who_picks_a_language_comes_to_its_first_page(archive: FlaskClient) -> None:
    """Whatever page they were on: the other language may have fewer."""
    links = open_page(archive, "/en/?page=1").xpath("//nav[@class='languages']//a/@href")
    assert links == [f"/{tag}/" for tag in ("en", "ar", "de")]


def test_summaries_of_different_pages_follow_each_other(archive: FlaskClient) -> None:
    """The last of one page leads to the first of the next."""
    links = turns(open_page(archive, "/en/fire-40"))
    assert (links["next"], links["prev"]) == ("/en/fire-41", "/en/fire-39")
    assert "next" not in turns(open_page(archive, "/en/fire-64"))
    assert "prev" not in turns(open_page(archive, "/en/fire-00"))


def test_the_bundled_list_has_one_page(bundled_window: FlaskClient) -> None:
    """And no links to others."""
    for locale in LOCALES:
        path = f"/{locale.replace('_', '-')}/"
        document = open_page(bundled_window, path)
        there = slugs(document)
        assert SLUG in there
        assert set(there) <= {folder.name for folder in (ROOT / "articles").iterdir()}
        assert not document.find_class("turn")
        assert canonical(document) == path


def test_the_settings_of_the_tests_reach_the_window(newsroom: Newsroom) -> None:
    """A test that sets nothing tests nothing."""
    window = newsroom.client(TIMEZONE="Asia/Tokyo", FRAME_ANCESTORS="none")
    config = window.application.config
    assert config["TIMEZONE"] == ZoneInfo("Asia/Tokyo")
    assert config["FRAME_ANCESTORS"] == "'none'"
    assert isinstance(window.application.extensions["summaries"], EditionRepository)


@pytest.mark.parametrize(
    ("package", "prefix"),
    [
        ("home/news/service", "usr"),
        ("venv/lib/python3.11/site-packages/service", "venv"),
        ("home/lib/python3.11/site-packages/service", "usr"),
        ("home/Lib/site-packages/service", "usr"),
        ("home/site-packages/service", "usr"),
    ],
)
def test_editions_are_where_flask_keeps_what_is_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, package: str, prefix: str
) -> None:
    """An upgrade that reads settings without Flask finds the editions that are there."""
    folder = tmp_path / package
    (folder / "content").mkdir(parents=True)
    (folder / "__init__.py").touch()
    monkeypatch.setattr(sys, "prefix", str(tmp_path / prefix))
    monkeypatch.setattr(environment, "__file__", str(folder / "content" / "environment.py"))
    monkeypatch.syspath_prepend(str(folder.parent))
    for name in [name for name in sys.modules if name.partition(".")[0] == "service"]:
        monkeypatch.delitem(sys.modules, name)
    assert str(environment.instance_folder()) == Flask("service").instance_path
