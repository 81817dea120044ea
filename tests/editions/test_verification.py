"""The last gate: files in ``editions/`` that somebody, or a failing disk, has tampered with.

Whatever such a file says, readers see signed words or none, and the operator learns its name.
"""

from __future__ import annotations

import contextlib
import copy
import datetime
import functools
import itertools
import json
import operator
import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import lxml.html
import pytest
from conftest import SUMMARY, UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st

from service.editions import publisher_key, store
from service.editions.repository import EditionRepository
from service.review import signatures
from service.review.keys import PrivateKey
from service.review.signatures import SourceInputs, Words

Json = Any
PAGES = ["/{}/", "/{}/harbor-fire", "/{}/nothing", "/{}/feed.atom"]
SHARED = ["/", "/articles/harbor-fire", "/sitemap.xml", "/robots.txt", "/api/v1/languages",
          "/api/v1/articles", "/api/v1/articles/harbor-fire"]  # fmt: skip
TICKS = itertools.count(1)


class EditionsFolder:
    """A newsroom's published editions, in the hands of somebody who may write there."""

    def __init__(self, room: Newsroom) -> None:
        self.folder = room.editions
        self.publish, self.sealed = room.publish, room.sealed
        self.good = {path: path.read_bytes() for path in sorted(self.folder.rglob("*.json"))}
        # What starts again is the library; a new Flask application would only cost time.
        self._running, self._fresh = room.client(), room.client()
        self.shown = {tag: signed_part(self._running, tag) for tag in ("uk", "en")}

    def path(self, name: str) -> Path:
        return self.folder / f"{name}.json"

    def data(self, name: str = "harbor-fire/uk") -> Json:
        """Return what the file ``name`` said when it was published."""
        return json.loads(self.good[self.path(name)])

    def put(self, content: Json, name: str = "harbor-fire/uk") -> None:
        """Write ``content`` (bytes, or data) in the place of the file ``name``."""
        path = self.path(name)
        if isinstance(content, dict):
            with contextlib.suppress(UnicodeEncodeError):  # no signature is over half a character
                # As if the publisher's own key were stolen: the reviewers' signatures still hold.
                content = json.loads(self.sealed(content))
        path.write_bytes(content if isinstance(content, bytes) else json.dumps(content).encode())
        # Two writes within one tick of the disk's clock must not look like one.
        os.utime(path, ns=(next(TICKS), next(TICKS)))

    def restore(self) -> None:
        """Put everything back as it was published."""
        for path in self.folder.glob("*/*"):
            if path.is_dir() and not path.is_symlink():
                path.rmdir()
            elif path not in self.good or not path.is_file():
                path.unlink()
        for path, content in self.good.items():
            if not path.exists() or path.read_bytes() != content:
                self.put(content, str(path.relative_to(self.folder).with_suffix("")))

    def running(self) -> FlaskClient:
        """Return the window that has already shown everything to readers."""
        return self._running

    def fresh(self) -> FlaskClient:
        """Return a window that has seen nothing yet."""
        self._fresh.application.extensions["summaries"] = EditionRepository(self.folder, interval=0)
        return self._fresh


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> EditionsFolder:
    """The small article in English and Ukrainian, a second one, and pages in German, too."""
    room = Newsroom(tmp_path_factory.mktemp("town"))
    for locale in ("en", "uk", "de"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    room.write()
    room.write("port-sold", SUMMARY.replace("Warehouse fire", "Port sold"))
    room.update()
    for slug in ("harbor-fire", "port-sold"):
        room.translate(slug, "uk", UKRAINIAN)
        room.sign(slug, "en")
        room.sign(slug, "uk")
    room.publish()
    return EditionsFolder(room)


@pytest.fixture
def shelf(town: EditionsFolder) -> Iterator[EditionsFolder]:
    """All of it as it was published."""
    town.restore()
    assert town.running().get("/readyz").json["status"] == "ready"
    yield town


def signed_part(window: FlaskClient, language: str) -> tuple[int, Json, str]:
    """Return the status of an edition, and all that a person's signature stands for."""
    data = window.get(f"/api/v1/articles/harbor-fire/summary?lang={language}").json
    names = ("language", "headline", "statements", "reviewers", "reviewed_on")
    answer = window.get(f"/{language}/harbor-fire")
    html = re.search("<h1>.*?</h1>", answer.text), re.search("(?s)<ol.*?</ol>", answer.text)
    shown = "".join(match.group() for match in html if match)
    return answer.status_code, {name: data.get(name) for name in names}, shown


def assert_refused(shelf: EditionsFolder, name: str = "harbor-fire/uk") -> None:
    """Assert that readers see nothing of the tampered file ``name``, and the operator its name.

    The running window shows what it showed before; a fresh one says, in the language of the
    address, that there is no such edition; readers of the other language notice nothing.
    """
    running, fresh = shelf.running(), shelf.fresh()
    language = name.rpartition("/")[2]
    other = "en" if language == "uk" else "uk"
    answer = fresh.get(f"/{language}/harbor-fire")
    assert answer.status_code == 404
    assert f'<html lang="{language}"' in answer.text
    for window in (running, fresh):
        ready = window.get("/readyz")
        assert (ready.status_code, ready.json["status"]) == (200, "degraded")
        assert any(f"{name}.json" in problem for problem in ready.json["problems"])
    assert {tag: signed_part(running, tag) for tag in shelf.shown} == shelf.shown
    assert signed_part(fresh, other) == shelf.shown[other]


def edit(data: Json, *path: str | int) -> Callable[[Callable[[Json], Json]], Json]:
    """Return a function that changes the node of ``data`` at ``path`` and returns ``data``."""

    def change(function: Callable[[Json], Json]) -> Json:
        node = data
        for step in path[:-1]:
            node = node[step]
        node[path[-1]] = function(node[path[-1]])
        return data

    return change


def one_letter(text: str) -> str:
    return text.replace("о", "a", 1) if "о" in text else text[:-2] + "x" + text[-1]


HURT = ("messages", 2)
WHOLE = ("messages", 0, "source", "whole")
NODES: dict[str, tuple[str | int, ...]] = {
    "the headline": ("messages", 0, "target", "msgstr", 0),
    "a statement": ("messages", 1, "target", "msgstr", 0),
    "a plural form that is not shown today": (*HURT, "target", "msgstr", 0),
    "a figure": (*HURT, "facts", 0, "value"),
    "a date": ("messages", 1, "facts", 0, "value"),
    "evidence": ("messages", 1, "evidence", 0),
    "a reviewer's name": ("messages", 1, "target", "marks", 0, "name"),
    "a reviewer's kind": ("messages", 1, "target", "marks", 0, "kind"),
    "the editor's name": ("messages", 1, "source", "marks", 0, "name"),
    "the day of a review": ("messages", 1, "target", "marks", 0, "date"),
    "a signature": ("messages", 1, "target", "marks", 0, "digest"),
    "the source's words": ("messages", 1, "source", "msgstr", 0),
    "the source's text": ("messages", 1, "msgid"),
    "the source's plural": (*HURT, "msgid_plural"),
    "a statement's name": ("messages", 1, "msgctxt"),
    "the fact that counts": (*HURT, "count"),
    "the article that was signed": (*WHOLE, "slug"),
    "the language that was signed": (*WHOLE, "language"),
    "a paragraph of the article": (*WHOLE, "paragraphs", 2),
    "an id of the summary": (*WHOLE, "ids", 1),
    "what readers may see of it": (*WHOLE, "show"),
    "the language": ("locale",),
    "the article": ("domain",),
    "the source language": ("language",),
    "the format": ("format",),
}


@pytest.mark.parametrize("node", NODES)
def test_one_changed_letter_is_enough(shelf: EditionsFolder, node: str) -> None:
    """Words, figures, dates, evidence, names: nobody signed them so."""
    shelf.put(edit(shelf.data(), *NODES[node])(one_letter))
    assert_refused(shelf)


MARK = ("messages", 1, "target", "marks", 0)
FIGURE = (*HURT, "facts", 0)


@pytest.mark.parametrize(
    ("node", "value"),
    [
        ((*FIGURE, "value"), "50"),
        ((*FIGURE, "value"), "5.0"),
        ((*FIGURE, "value"), "9" * 59),
        ((*FIGURE, "value"), "1e9"),
        ((*FIGURE, "value"), "٥٠"),
        ((*FIGURE, "value"), 5),
        ((*FIGURE, "value"), "\ud800"),
        ((*FIGURE, "format"), "percent"),
        ((*FIGURE, "format"), "\ud800"),
        ((*FIGURE, "name"), "tons"),
        (FIGURE, {"name": "hurt", "type": "date", "value": "2024-05-03", "format": "long"}),
        (FIGURE, None),
        (("messages", 1, "facts", 0, "format"), "long"),
        (("messages", 1, "facts", 0, "value"), "2024-05-04"),
        ((*HURT, "facts"), []),
        ((*HURT, "facts"), {}),
        (("messages", 1, "msgctxt"), None),
        (("messages", 1, "msgctxt"), "headline"),
        (("messages", 1, "msgctxt"), "\ud800"),
        (("messages", 1, "msgid"), "{downed.__class__}"),
        (("messages", 1, "msgid"), "{\ud800"),
        (("messages", 1, "evidence"), []),
        (("messages", 1, "evidence"), ["Eight people died."]),
        (("messages", 1, "target", "msgstr"), []),
        (("messages", 1, "target", "msgstr", 0), "\ud800"),
        (("messages", 1, "target", "marks"), []),
        (("messages", 1, "target", "facts"), [{"name": "hurt"}]),
        (("messages", 1, "target", "source"), ["A fire.", None]),
        (("messages", 1, "target", "whole"), {}),
        (("messages", 1, "source", "marks"), []),
        (("messages", 1, "source", "whole"), {"slug": "harbor-fire"}),
        (("messages", 1, "meanings"), [{}]),
        (("messages", 1, "meanings"), None),
        (("messages", 1, "corrected"), ["hurt"]),
        (("messages", 1, "brief"), False),
        (("messages", 0, "brief"), True),
        ((*MARK, "name"), ""),
        ((*MARK, "name"), "Jane; Doe"),
        ((*MARK, "name"), "Jane\u202eDoe"),
        ((*MARK, "name"), "\ud800"),
        ((*MARK, "name"), "J" * 1000),
        ((*MARK, "kind"), "team"),
        ((*MARK, "kind"), "editor"),
        ((*MARK, "via"), "desk"),
        ((*MARK, "draft_by"), "a-model-7b"),
        ((*MARK, "translated_by"), {"name": "Ann", "kind": "person"}),
        ((*MARK, "date"), "2026-11-22"),
        ((*MARK, "date"), "2026-11-31T12:00:00Z"),
        ((*MARK, "date"), "2026-11-22T12:00:01Z"),
        ((*MARK, "date"), "\ud800"),
        ((*MARK, "digest"), "é" * 32),
        ((*MARK, "digest"), ""),
        ((*MARK, "proof"), "AAAA"),
        ((*MARK, "proof"), "A" * 86 + "=="),
        ((*MARK, "key"), "ssh-ed25519 AAAA"),
        ((*MARK, "key"), PrivateKey(bytes(32)).public),
        ((*HURT, "count"), "day"),
        ((*HURT, "count"), "tons"),
        ((*HURT, "count"), None),
        ((*HURT, "msgid_plural"), None),
        (WHOLE, None),
        (WHOLE, {}),
        ((*WHOLE, "slug"), "port-sold"),
        ((*WHOLE, "ids"), ["hurt", "fire"]),
        ((*WHOLE, "ids"), ["fire", "hurt", "more"]),
        ((*WHOLE, "brief"), ["fire"]),
        ((*WHOLE, "paragraphs"), []),
        ((*WHOLE, "show"), "quotes"),
        ((*WHOLE, "article"), {"outlet": "Example Daily"}),
        (("newer",), {}),
        (("newer",), {"msgid": "Fire", "inputs": {}, "source": {}}),
        (("language",), "xx"),
        (("language",), ""),
        (("language",), "uk"),
        (("language",), "../en"),
        (("locale",), "en"),
        (("state",), "outdated"),
        (("state",), "draft"),
        (("state",), "withdrawn"),
        (("outdated_since",), "yesterday"),
        (("revision",), 0),
        (("revision",), -1),
        (("revision",), True),
        (("revision",), 1.5),
        (("revision",), 10**4000),
        (("published",), "2026-11-22T12:00:00"),
        (("published",), 1763812800),
        (("updated",), None),
        (("corrections",), [{}]),
        (("corrections",), None),
        (("missing",), [None]),
        (("missing",), None),
        (("messages",), []),
        (("messages",), {}),
        (("messages", 0), None),
    ],
    ids=lambda value: repr(value)[:30],
)
def test_a_value_of_another_kind_is_refused(
    shelf: EditionsFolder, node: tuple[str | int, ...], value: Json
) -> None:
    """Wrong types, wrong names, numbers out of every range, texts that are none."""
    data = shelf.data()
    parent = functools.reduce(operator.getitem, node[:-1], data)
    parent[node[-1]] = value
    shelf.put(data)
    assert_refused(shelf)


@pytest.mark.parametrize(
    "change",
    [
        lambda messages: messages[:2],
        lambda messages: [messages[0], messages[2]],
        lambda messages: [messages[0], messages[2], messages[1]],
        lambda messages: [*messages[1:], messages[0]],
    ],
    ids=["the last one removed", "the first one removed", "reordered", "headline last"],
)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_the_summary_is_signed_as_a_whole(
    shelf: EditionsFolder, language: str, change: Callable[[Json], Json]
) -> None:
    """Statements that were signed one by one, and are not those of the signed summary."""
    data = shelf.data(f"harbor-fire/{language}")
    data["messages"] = change(data["messages"])
    shelf.put(data, f"harbor-fire/{language}")
    assert_refused(shelf, f"harbor-fire/{language}")


def test_another_articles_whole_does_not_fit(shelf: EditionsFolder) -> None:
    """Its slug is signed: neither the headline nor all of another article goes up under this."""
    other = shelf.data("port-sold/uk")
    headline = copy.deepcopy(other["messages"][0])
    shelf.put(edit(shelf.data(), "messages", 0)(lambda _old: headline))
    assert_refused(shelf)
    shelf.put(other | {"domain": "harbor-fire"})
    assert_refused(shelf)


def test_a_whole_from_elsewhere_in_the_place_of_the_newer_does_not_fit(
    shelf: EditionsFolder,
) -> None:
    """What is in force is held against the article, wherever the file says it."""
    for name in ("port-sold/uk", "harbor-fire/en"):
        headline = copy.deepcopy(shelf.data(name)["messages"][0])
        part = headline["source"]
        if name == "harbor-fire/en":
            part["whole"]["ids"] = ["hurt"]
        inputs = {"count": None, "facts": [], "evidence": []}
        shelf.put(
            shelf.data() | {"newer": {"msgid": headline["msgid"], "inputs": inputs, "source": part}}
        )
        assert_refused(shelf)


def test_only_the_publisher_writes_editions(shelf: EditionsFolder) -> None:
    """Sealed by another key, with another file's seal, or without one."""
    forger, data = PrivateKey.generate(), shelf.data()
    proof, checksum = (shelf.data("port-sold/uk")[name] for name in ("proof", "checksum"))
    bare = {k: v for k, v in data.items() if k not in ("proof", "checksum")}
    for forged in (
        store.seal(bare, forger), data | {"proof": proof}, data | {"proof": ""},
        data | {"proof": None}, data | {"proof": "A" * 86 + "=="}, data | {"checksum": checksum},
        bare, bare | {"checksum": store.checksum(bare).hex()},
    ):  # fmt: skip
        shelf.put(json.dumps(forged).encode())
        assert_refused(shelf)


def test_an_articles_text_is_the_publishers_alone(newsroom: Newsroom) -> None:
    """Passages in another order say something else, though each of them was signed."""
    path = store.path(newsroom.editions, "harbor-fire", store.ORIGINAL)
    data = json.loads(path.read_text())
    data["text"] = "\n".join(reversed(data["text"].splitlines()))
    bare = {k: v for k, v in data.items() if k not in ("proof", "checksum")}
    for key, status in (
        (PrivateKey.generate(), 404), (publisher_key.load(newsroom.folder / "published"), 200),
    ):  # fmt: skip
        path.write_text(json.dumps(store.seal(bare, key)))
        assert newsroom.client().get("/articles/harbor-fire/source").status_code == status


def test_who_may_sign_is_said_by_the_publisher_alone(newsroom: Newsroom) -> None:
    """Readers are told so, and that people alone signed: nobody else's report counts."""
    report = newsroom.editions / store.REPORT
    data = json.loads(report.read_text())
    assert store.load_signers(newsroom.editions) == data["signers"] != store.NO_SIGNERS
    assert data["people_only"] is False
    bare = {k: v for k, v in data.items() if k not in ("proof", "checksum")}
    for key, only in (
        (PrivateKey.generate(), False), (publisher_key.load(newsroom.folder / "published"), True),
    ):  # fmt: skip
        report.write_text(json.dumps(store.seal(bare | {"people_only": True}, key)))
        assert store.load_people_only(newsroom.editions) is only
        assert (store.load_signers(newsroom.editions) != store.NO_SIGNERS) is only


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-32-le"])
@pytest.mark.parametrize("escaped", [True, False], ids=["escaped", "raw"])
def test_half_a_character_is_refused_in_any_encoding(
    shelf: EditionsFolder, encoding: str, escaped: bool
) -> None:
    """JSON comes in several encodings; what cannot be sent must not reach an answer."""
    data = edit(shelf.data(), *NODES["the source's text"])(lambda _old: "{\ud800")
    shelf.put(json.dumps(data, ensure_ascii=escaped).encode(encoding, "surrogatepass"))
    shelf.publish()
    shelf.put(json.dumps(data, ensure_ascii=escaped).encode(encoding, "surrogatepass"))
    assert_refused(shelf)


@pytest.mark.parametrize("lost", [[0], [1, 2], [0, 1, 2]], ids=["headline", "statements", "all"])
def test_an_edition_without_headline_or_statements_is_refused(
    shelf: EditionsFolder, lost: list[int]
) -> None:
    """Every page that shows it needs both."""
    data = shelf.data()
    data["messages"] = [m for index, m in enumerate(data["messages"]) if index not in lost]
    shelf.put(data)
    assert_refused(shelf)


def test_a_statement_twice_is_refused(shelf: EditionsFolder) -> None:
    """Each statement is said once."""
    data = shelf.data()
    data["messages"].append(data["messages"][1])
    shelf.put(data)
    assert_refused(shelf)


@pytest.mark.parametrize(
    "content",
    [
        b"", b"null", b"[]", b'"text"', b"NaN", b"{", b"{}", b"\xff\xfe\x00", b"\x00" * 1000,
        b"[" * 100_000, b'{"a":' * 100_000, b'{"format": "summaries-edition/1"}',
        b'{"revision": 1' + b"0" * 10_000 + b"}", b" " * 5_000_000,
        b"msgid \"\"\nmsgstr \"\"\n", b"<html></html>",
    ],
    ids=lambda content: repr(content[:20]),
)  # fmt: skip
def test_a_file_that_is_no_edition_is_refused(shelf: EditionsFolder, content: bytes) -> None:
    """Empty, cut off, huge, nested without end, another format."""
    shelf.put(content)
    assert_refused(shelf)


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_file_cut_off_is_refused(shelf: EditionsFolder, share: float) -> None:
    """As a full disk leaves it behind."""
    content = shelf.good[shelf.path("harbor-fire/uk")]
    shelf.put(content[: int(len(content) * share)])
    assert_refused(shelf)


@pytest.mark.parametrize("other", ["harbor-fire/en", "port-sold/uk", "service/uk", "service/en"])
def test_another_languages_or_articles_file_is_refused(shelf: EditionsFolder, other: str) -> None:
    """Signed words, but not for this place: no silent English."""
    shelf.put(shelf.good[shelf.path(other)])
    assert_refused(shelf)


@pytest.mark.parametrize("other", ["harbor-fire/en", "service/uk"])
def test_another_file_that_claims_to_belong_here_is_refused(
    shelf: EditionsFolder, other: str
) -> None:
    """The marks know the language; an interface has no headline."""
    shelf.put(shelf.data(other) | {"domain": "harbor-fire", "locale": "uk"})
    assert_refused(shelf)


def folder(path: Path) -> None:
    path.mkdir()


def pipe(path: Path) -> None:
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.symlink_to("nowhere")


def loop(path: Path) -> None:
    path.symlink_to(path.name)


@pytest.mark.parametrize("make", [folder, pipe, dangling, loop])
def test_what_is_no_file_is_refused(shelf: EditionsFolder, make: Callable[[Path], None]) -> None:
    """A folder, a named pipe or a link to nowhere neither stalls nor breaks a window."""
    path = shelf.path("harbor-fire/uk")
    path.unlink()
    make(path)
    assert_refused(shelf)


@pytest.mark.parametrize(
    "name", ["harbor-fire/xx", "harbor-fire/en.bak", "nobody/uk", "harbor-fire/\udcff", "x y/.uk"]
)
def test_a_file_with_a_name_of_its_own_is_not_served(shelf: EditionsFolder, name: str) -> None:
    """Backups and files of others change nothing for readers, and the operator is told."""
    shelf.path(name).parent.mkdir(exist_ok=True)
    shelf.put(shelf.good[shelf.path("harbor-fire/uk")], name)
    window = shelf.fresh()
    assert window.get("/uk/harbor-fire").status_code == 200
    assert window.get("/nobody/uk").status_code in (308, 404)
    ready = window.get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (200, "degraded")
    assert len(ready.json["problems"]) == 1


# --- with marks that fit -----------------------------------------------------------------------


def sign_again(data: Json) -> Json:
    """Let somebody sign whatever ``data`` says: what is no proof of who, anybody can make."""
    for entry in data["messages"]:
        inputs = SourceInputs(entry["count"], tuple(entry["facts"]), tuple(entry["evidence"]))
        for side, locale in (("source", data["language"]), ("target", data["locale"])):
            part = entry[side]
            words = Words(
                locale, entry["msgctxt"], entry["msgid"], entry["msgid_plural"],
                tuple(part["msgstr"]), tuple(part.get("facts", ())),
                inputs if locale == data["language"] else None, part.get("whole"),
            )  # fmt: skip
            now = datetime.datetime(2026, 11, 22, tzinfo=datetime.UTC)
            part["marks"] = [signatures.make(words, "Eve", "person", "cli", now).to_json()]
    return data


def test_signing_again_is_signing(shelf: EditionsFolder) -> None:
    """The marks that the tests below make do fit: what is refused there is not refused for them."""
    data = sign_again(edit(shelf.data(), *NODES["the headline"])(lambda _: "Пожежа"))
    shelf.put(data)
    answer = shelf.fresh().get("/uk/harbor-fire")
    assert answer.status_code == 200
    assert "Eve" in answer.text


FORBIDDEN = [
    "{downed.__class__}", "{day.__class__.__mro__}", "{day[0]}", "{day!r}", "{day:>999999999}",
    "{0}", "{}", "{{day}", "｛day｝", "{day}", "{hurt}", "{nobody}", "{self}", "%(day)s", "${day}",
    "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "</h1><b>", "<!-- ", "&#x202e;",
    "&lt;script&gt;", "\u202etrop eht ni eriF", "\u2066Fire", "\u202aFire", "Fi\u200bre",
    "\ufeffFire", "Fire\x00", "Fire\x1b[31m", "Fire\u2028", "Fire\ue000", "Fire\nFire", "", " ",
    "\u00a0", "\u2060", "Cafe\u0301",
]  # fmt: skip


@pytest.mark.parametrize("text", FORBIDDEN)
@pytest.mark.parametrize("language", ["uk", "en"])
def test_a_signature_does_not_open_the_gate_for_traps(
    shelf: EditionsFolder, language: str, text: str
) -> None:
    """Placeholders with a reach, markup, invisible and overriding characters: signed or not."""
    data = shelf.data(f"harbor-fire/{language}")
    data["messages"][0]["target"]["msgstr"] = [text]
    if language == "en":
        data["messages"][0]["source"]["msgstr"] = [text]
    shelf.put(sign_again(data), f"harbor-fire/{language}")
    assert_refused(shelf, f"harbor-fire/{language}")


@pytest.mark.parametrize(
    "text", ["{downed.__class__}", "{nobody} did it", "{day!r}", "<script>x</script>", "\ud800"]
)
def test_a_trap_in_both_languages_is_refused_as_well(shelf: EditionsFolder, text: str) -> None:
    """Source and translation agree with each other, and have no value for it."""
    data = shelf.data()
    entry = data["messages"][0]
    entry["msgid"], entry["source"]["msgstr"], entry["target"]["msgstr"] = text, [text], [text]
    shelf.put(sign_again(data) if text.isprintable() else data)
    assert_refused(shelf)


def test_the_source_language_says_what_the_source_says(shelf: EditionsFolder) -> None:
    """Its own edition has the words that the translations rest on, and no other signed ones."""
    data = edit(shelf.data("harbor-fire/en"), *NODES["the headline"])(lambda _: "Port on fire")
    shelf.put(sign_again(data), "harbor-fire/en")
    assert_refused(shelf, "harbor-fire/en")


@pytest.mark.parametrize(
    "node",
    [("messages", 1, "evidence", 0), ("messages", 1, "msgctxt"), ("messages", 1, "msgid")],
    ids=["evidence", "msgctxt", "msgid"],
)
@pytest.mark.parametrize("text", ['"><script>alert(1)</script>', "' onclick='alert(1)", "{{7*7}}"])
def test_signed_markup_elsewhere_is_text_at_most(
    shelf: EditionsFolder, node: tuple[str | int, ...], text: str
) -> None:
    """An article may be about markup; quoting it makes no element and no attribute."""
    shelf.put(sign_again(edit(shelf.data(), *node)(lambda old: old + text)))
    window = shelf.fresh()
    for path in ("/uk/", "/uk/harbor-fire", "/uk/feed.atom"):
        answer = window.get(path)
        assert answer.status_code in (200, 404)
        document = lxml.html.document_fromstring(answer.data)
        assert {e.get("type") for e in document.iter("script")} <= {"application/ld+json"}
        assert not [name for e in document.iter() for name in e.attrib if name.startswith("on")]
        assert "49" not in answer.text


def test_a_window_that_pins_another_key_shows_nothing(newsroom: Newsroom) -> None:
    """It believes no other publisher, whatever key lies beside the editions."""
    window = newsroom.client(PUBLISHER_KEYS=PrivateKey.generate().public)
    ready = window.get("/readyz")
    assert (ready.status_code, ready.json["status"]) == (503, "unavailable")
    assert any("harbor-fire/uk.json" in problem for problem in ready.json["problems"])
    assert window.get("/uk/harbor-fire").status_code == 503


def test_a_window_that_pins_the_key_shows_all(newsroom: Newsroom) -> None:
    """Two keys may count, while one takes the other's place."""
    own = (newsroom.editions / "_publisher.pub").read_text().strip()
    window = newsroom.client(PUBLISHER_KEYS=f"{PrivateKey.generate().public},{own}")
    assert window.get("/uk/harbor-fire").status_code == 200
    assert window.get("/readyz").json["publisher_key"] == "pinned"
    assert newsroom.client().get("/readyz").json["publisher_key"] == "not pinned"


# --- the interface -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [
        lambda data: edit(data, "messages", 3, "target", "msgstr", 0)(one_letter),
        lambda data: data | {"messages": data["messages"][1:]},
        lambda data: data | {"state": "withdrawn", "reason": "x", "date": "2026-11-22"},
    ],
    ids=["a letter changed", "a message missing", "withdrawn"],
)
def test_a_tampered_interface_is_not_shown(
    shelf: EditionsFolder, change: Callable[[Json], Json]
) -> None:
    """Who runs keeps the signed interface; who starts does without the language, and says so."""
    good = shelf.running().get("/uk/harbor-fire").data
    shelf.put(change(shelf.data("service/uk")), "service/uk")
    assert shelf.running().get("/uk/harbor-fire").data == good
    fresh = shelf.fresh()
    answer = fresh.get("/uk/harbor-fire", headers={"Accept-Language": "de"})
    assert answer.status_code == 404
    assert '<html lang="de"' in answer.text
    assert fresh.get("/en/harbor-fire").status_code == 200
    for window in (shelf.running(), fresh):
        ready = window.get("/readyz").json
        assert ready["status"] == "degraded"
        assert any("service/uk.json" in problem for problem in ready["problems"])


@pytest.mark.parametrize(
    "content",
    [b"", b"{}", b"[]", b'"x"', b"[" * 100_000, b'{"problems":' + b"[" * 100_000, b"\xff",
     b'{"problems": null}', b'{"problems": "x"}', b'{"problems": ["\\ud800"]}',
     b'{"problems": [null, {"a": 1}]}'],
    ids=lambda content: repr(content[:30]),
)  # fmt: skip
def test_a_tampered_report_of_the_publisher_concerns_the_operator_only(
    shelf: EditionsFolder, content: bytes
) -> None:
    """Readers do not depend on that file, whatever it says."""
    shelf.put(content, "_publisher")
    for window in (shelf.running(), shelf.fresh()):
        ready = window.get("/readyz")
        assert (ready.status_code, ready.json["status"]) == (200, "degraded")
        assert {tag: signed_part(window, tag) for tag in shelf.shown} == shelf.shown


# --- whatever else -----------------------------------------------------------------------------


def places(data: Json, place: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Yield the path of every node of ``data``."""
    if place:
        yield place
    if isinstance(data, dict | list):
        for step in data if isinstance(data, dict) else range(len(data)):
            yield from places(data[step], (*place, step))


ANY_TEXT = st.one_of(
    st.text(st.characters(), max_size=20),
    st.sampled_from(["uk", "en", "xx", "", "outdated", "pending", "withdrawn", "{\ud800", "a;b",
                     "2026-11-22", "0001-01-01T00:00:00+23:59", "hurt", "day", "headline", "-0",
                     "<b>", "{hurt}", "decimal", "percent", "number", "date", "9" * 40]),
)  # fmt: skip
ANY_JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.sampled_from([10**30, -(10**400), 2**63, 1e308, float("nan"), float("inf")])
    | st.floats()
    | ANY_TEXT,
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(ANY_TEXT, children, max_size=3)
    ),
    max_leaves=5,
)


@pytest.mark.parametrize("name", ["harbor-fire/uk", "harbor-fire/en", "service/uk"])
def test_any_node_may_become_anything(shelf: EditionsFolder, name: str) -> None:
    """No page fails, no unsigned word shows, the other language stays as it is."""
    running, original = shelf.running(), shelf.data(name)
    good = shelf.shown
    language = name.rpartition("/")[2]
    other = "en" if language == "uk" else "uk"

    @settings(max_examples=50, deadline=None, database=None)
    @given(st.sampled_from(list(places(original))), st.one_of(st.just([]), st.tuples(ANY_JSON)))
    def check(place: tuple[str | int, ...], value: Sequence[Json]) -> None:
        data = copy.deepcopy(original)
        *way, last = place
        node = functools.reduce(operator.getitem, way, data)
        if value:
            node[last] = value[0]
        else:
            del node[last]
        shelf.put(data, name)
        assert signed_part(running, language) == good[language]
        fresh = shelf.fresh()
        for path in (*SHARED, *(path.format(language) for path in PAGES)):
            assert fresh.get(path, headers={"Accept-Language": language}).status_code < 500
        found = signed_part(fresh, language)
        assert signed_part(fresh, other) == good[other]
        problems = fresh.get("/readyz").json["problems"]
        if found[0] == 200:
            assert found == good[language]
        else:
            assert found[0] == 404
            assert any(f"{name}.json" in problem for problem in problems)
        shelf.restore()

    check()


def test_the_publisher_replaces_what_was_tampered_with(shelf: EditionsFolder) -> None:
    """A file that is refused is derived again from the signed catalogs."""
    shelf.put(edit(shelf.data(), *NODES["a statement"])(one_letter))
    shelf.put(b"{", "harbor-fire/en")
    shelf.put(
        edit(shelf.data("service/uk"), "messages", 3, "msgid")(lambda _: "{\ud800"), "service/uk"
    )
    shelf.publish()
    fresh = shelf.fresh()
    assert {tag: signed_part(fresh, tag) for tag in shelf.shown} == shelf.shown
    shelf.publish()
    assert fresh.get("/readyz").json["status"] == "ready"
