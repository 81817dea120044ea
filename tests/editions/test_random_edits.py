"""Whatever happens to a workshop's files: no unsigned word, no traceback, no other article."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from conftest import UKRAINIAN, Newsroom
from flask.testing import FlaskClient
from hypothesis import strategies as st

from service.editions.publisher import Publisher

SLUG, OTHER = "harbor-fire", "mill-fire"
HOSTILE = [
    b"", b"\x00", b"\xff\xfe", b'"', b"\\", b"\n", b"[[", b"= =", b"{}", b"}", b"msgid", b"#,",
    b"#~ ", b"\xe2\x80\xae", b"1e25", b"9" * 5000, b"[" * 500, b"\xed\xa0\x80", b"\r", b"fuzzy",
]  # fmt: skip


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with two articles that are up in two languages."""
    room = Newsroom(tmp_path_factory.mktemp("edits") / "good")
    for locale in ("en", "uk"):
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    for slug in (SLUG, OTHER):
        room.write(slug)
    room.update()
    for slug in (SLUG, OTHER):
        room.translate(slug, "uk", UKRAINIAN)
        for locale in ("en", "uk"):
            room.sign(slug, locale)
    assert not room.publish().problems
    return room


def files(room: Newsroom) -> list[Path]:
    """Return the files of one article, and those that all share, relative to the newsroom."""
    own = [
        room.articles / SLUG / "article.txt", room.articles / SLUG / "summary.toml",
        room.locales / "reviewers.toml", room.journal / f"{SLUG}.jsonl",
        *(room.path(SLUG, locale) for locale in ("en", "uk")),
    ]  # fmt: skip
    return [path.relative_to(room.folder) for path in own]


def texts(window: FlaskClient, slug: str) -> dict[str, Any]:
    """Return what readers get of one article: the sentences by locale, or the status."""
    found: dict[str, Any] = {}
    for locale in ("en", "uk"):
        answer = window.get(f"/api/v1/articles/{slug}/summary?lang={locale}")
        found[locale] = answer.status_code
        if answer.status_code == 200:
            data = answer.json
            found[locale] = [data["headline"], *(s["text"] for s in data["statements"])]
    return found


def edited(content: bytes, data: st.DataObject) -> bytes:
    """Return ``content`` after one edit: cut, put in, doubled, swapped or written over."""
    at = data.draw(st.integers(0, max(0, len(content) - 1)), "at")
    size = data.draw(st.integers(0, 80), "size")
    kind = data.draw(st.sampled_from(["cut", "drop", "insert", "double", "swap", "byte"]), "kind")
    if kind == "cut":
        return content[:at]
    if kind == "drop":
        return content[:at] + content[at + size :]
    if kind == "insert":
        return content[:at] + data.draw(st.sampled_from(HOSTILE), "what") + content[at:]
    if kind == "byte":
        return content[:at] + bytes([data.draw(st.integers(0, 255), "byte")]) + content[at + 1 :]
    lines = content.splitlines(keepends=True) or [b""]
    one = data.draw(st.integers(0, len(lines) - 1), "one")
    two = data.draw(st.integers(0, len(lines) - 1), "two")
    if kind == "double":
        return b"".join([*lines[: one + 1], lines[one], *lines[one + 1 :]])
    lines[one], lines[two] = lines[two], lines[one]
    return b"".join(lines)


def publish(room: Newsroom, folder: Path) -> Newsroom:
    copy = Newsroom(folder)
    copy.now = room.now
    copy.publisher = Publisher(copy.project, copy.editions, lambda: copy.now)
    copy.publish()
    return copy


@hypothesis.given(st.data())
@hypothesis.settings(
    max_examples=60, suppress_health_check=list(hypothesis.HealthCheck), deadline=None
)
def test_random_edits_bring_no_unsigned_word_up(
    room: Newsroom, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    """Edits of any of the files, up to three at once, over what is up and on a new machine."""
    signed, other = texts(room.client(), SLUG), texts(room.client(), OTHER)
    folder = tmp_path_factory.mktemp("edited") / "room"
    shutil.copytree(room.folder, folder)
    if data.draw(st.booleans(), "on a new machine"):
        shutil.rmtree(folder / "editions")
    for path in data.draw(st.lists(st.sampled_from(files(room)), min_size=1, max_size=3), "files"):
        (folder / path).write_bytes(edited((folder / path).read_bytes(), data))
    window = publish(room, folder).client()
    for locale, sentences in texts(window, SLUG).items():
        if isinstance(sentences, list):
            assert set(sentences) <= set(signed[locale])
    if Path("locales/reviewers.toml") not in [p for p in files(room) if _changed(room, folder, p)]:
        assert texts(window, OTHER) == other
    shutil.rmtree(folder.parent)


def _changed(room: Newsroom, folder: Path, path: Path) -> bool:
    return (room.folder / path).read_bytes() != (folder / path).read_bytes()


@pytest.mark.parametrize("which", range(6))
def test_a_file_that_was_cut_off_anywhere_takes_nothing_down(
    room: Newsroom, tmp_path: Path, which: int
) -> None:
    """At every 37th byte (every 370th of the journal, which is the longest)."""
    path = files(room)[which]
    signed, other = texts(room.client(), SLUG), texts(room.client(), OTHER)
    folder = tmp_path / "room"
    shutil.copytree(room.folder, folder)
    whole = (folder / path).read_bytes()
    copy = publish(room, folder)
    window = copy.client()
    for at in range(0, len(whole), 37 if len(whole) < 4000 else 370):
        (folder / path).write_bytes(whole[:at])
        copy.publish()
        assert texts(window, SLUG) == signed
        assert texts(window, OTHER) == other
