"""Whatever happens to a workshop's files: no unsigned word, no traceback, no other article."""

from __future__ import annotations

import functools
import logging
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from click.testing import CliRunner
from conftest import UKRAINIAN, Newsroom
from hypothesis import strategies as st

from service import cli
from service.content import ui_strings
from service.editions import store
from service.editions.model import Edition
from service.editions.publisher import Publisher
from service.editions.repository import EditionRepository
from service.editions.snapshot import UnavailableError
from service.review.project import Project

SLUG, OTHER = "harbor-fire", "mill-fire"
NAMES = ("en", "uk")
HOSTILE = [
    b"", b"\x00", b"\xff\xfe", b'"', b"\\", b"\n", b"[[", b"= =", b"{}", b"}", b"msgid", b"#,",
    b"#~ ", b"\xe2\x80\xae", b"1e25", b"9" * 5000, b"[" * 500, b"\xed\xa0\x80", b"\r", b"fuzzy",
    b"9999-12-31T23:59:59-23:59", b"-", b"1e999999999", b"null", b"\x1b[2J",
]  # fmt: skip
GLOSSARY = '[terms]\nharbor = ["порт", "порту"]\nmayor = ["мер", "мера"]\n'
OWN = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=UTF-8\\n"
"Language: uk\\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && "
"n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);\\n"

msgid "In brief"
msgstr "Стисло"
"""


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Newsroom:
    """A newsroom with two articles that are up in two languages, and all kinds of files."""
    folder = tmp_path_factory.mktemp("edits") / "good"
    Newsroom(folder)
    for path in (folder / "interface").iterdir():  # copied for each example
        if path.is_dir() and path.name not in (*NAMES, "journal"):
            shutil.rmtree(path)
    room = Newsroom(folder)
    for locale in NAMES:
        (room.locales / locale / "LC_MESSAGES").mkdir(parents=True)
    (room.locales / "uk" / "glossary.toml").write_text(GLOSSARY)
    for slug in (SLUG, OTHER):
        room.write(slug)
    room.update()
    for slug in (SLUG, OTHER):
        room.translate(slug, "uk", UKRAINIAN)
        for locale in NAMES:
            room.sign(slug, locale)
    assert not room.publish().problems
    (room.path("service", "uk")).parent.mkdir(parents=True, exist_ok=True)
    (room.locales / "uk" / "LC_MESSAGES" / "service.po").write_text(OWN)
    assert not room.publish().problems
    return room


def own(room: Newsroom) -> list[Path]:
    """Return the files of one article, relative to the newsroom."""
    found = [
        room.articles / SLUG / "article.txt", room.articles / SLUG / "summary.toml",
        room.journal / f"{SLUG}.jsonl", room.locales / f"{SLUG}.pot",
        *(room.path(SLUG, locale) for locale in NAMES),
        room.folder / "published" / f"{SLUG}.jsonl",
        *(room.editions / SLUG / f"{name}.json" for name in (*NAMES, store.ORIGINAL)),
    ]  # fmt: skip
    return [path.relative_to(room.folder) for path in found]


def shared(room: Newsroom) -> list[Path]:
    """Return the files that all articles rest on, relative to the newsroom."""
    found = [
        room.locales / "reviewers.toml", room.locales / "uk" / "glossary.toml",
        room.locales / "uk" / "LC_MESSAGES" / "service.po",
        *(path for path in sorted(room.interface.rglob("*")) if path.is_file()),
        room.folder / "published" / "service.jsonl", room.folder / "published" / "publisher.key",
        room.editions / "_index.jsonl", room.editions / "_publisher.json",
        room.editions / "_publisher.pub", *sorted((room.editions / "service").iterdir()),
    ]  # fmt: skip
    return [path.relative_to(room.folder) for path in found]


def texts(editions: Path, slug: str) -> dict[str, list[str]]:
    """Return what the window of ``editions`` has of one article: its sentences, by locale."""
    found = {}
    for locale, edition in EditionRepository(editions, interval=0).view().editions(slug).items():
        read = [edition.read(statement) for statement in edition.content.statements]
        found[locale] = ["".join(segment.text for segment in segments) for segments in read]
    return found


def interface(editions: Path) -> dict[str, dict[str, tuple[str, ...]]]:
    """Return the interface's words that the window of ``editions`` has, by locale and message."""
    repository, found = EditionRepository(editions, interval=0), {}
    for locale in repository.view().interfaces:
        try:
            value = repository.take(ui_strings.DOMAIN, locale)
        except UnavailableError:
            continue
        assert isinstance(value, Edition)
        found[locale] = {s.id: s.target.strings for s in value.content.statements}
    return found


@functools.cache
def as_signed(read: Callable[..., Any], *words: object) -> Any:
    """Return what ``read`` says of the newsroom that nobody edits, read once."""
    return read(*words)


def command(folder: Path, *words: str) -> None:
    """Run a command in the newsroom at ``folder``: what it finds is said without a traceback."""
    names = ("articles", "locales", "journal", "editions", "published")
    env = {f"SUMMARIES_{name.upper()}": str(folder / name) for name in names}
    with pytest.MonkeyPatch.context() as patch:
        own = functools.partial(Project, interface=folder / "interface")
        patch.setattr("service.cli.common.Project", own)
        result = CliRunner().invoke(cli.main, words, env=env)
    assert isinstance(result.exception, SystemExit | None), result.exception
    assert "Traceback" not in result.output
    assert "the log says where" not in result.output
    assert "of odd size" not in result.output


@pytest.fixture
def faults() -> Iterator[list[str]]:
    """The tracebacks that are logged meanwhile."""
    found: list[str] = []

    class Handler(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            if record.exc_info:
                found.append(logging.Formatter().format(record))

    handler, logger = Handler(), logging.getLogger("service")
    logger.addHandler(handler)
    yield found
    logger.removeHandler(handler)


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


# Its end is the number of examples: some minutes where other tests have the processor, too.
@pytest.mark.timeout(0)
@hypothesis.given(st.data())
@hypothesis.settings(
    max_examples=max(200, hypothesis.settings.default.max_examples), deadline=None,
    suppress_health_check=list(hypothesis.HealthCheck),
)  # fmt: skip
def test_random_edits_bring_no_unsigned_word_up(
    room: Newsroom, tmp_path_factory: pytest.TempPathFactory, faults: list[str], data: st.DataObject
) -> None:
    """Edits of any of the files, up to three at once, over what is up and on a new machine."""
    faults.clear()
    folder = tmp_path_factory.mktemp("edited") / "room"
    shutil.copytree(room.folder, folder)
    if data.draw(st.booleans(), "on a new machine"):
        shutil.rmtree(folder / "editions")
    every = st.sampled_from(own(room)) | st.sampled_from(shared(room))
    changed = data.draw(st.lists(every, min_size=1, max_size=3, unique=True), "files")
    for path in changed:
        if (folder / path).exists():
            (folder / path).write_bytes(edited((folder / path).read_bytes(), data))
    if data.draw(st.booleans(), "before the publisher"):
        held(room, folder, changed)
    command(folder, "publish")
    held(room, folder, changed)
    command(folder, data.draw(st.sampled_from(["status", "check", "update"]), "command"))
    assert not faults
    shutil.rmtree(folder.parent)


def held(room: Newsroom, folder: Path, changed: Sequence[Path]) -> None:
    """Hold what readers get at ``folder`` against what was signed."""
    if not (folder / "editions").is_dir():
        return
    signed = as_signed(interface, room.editions)
    for locale, words in interface(folder / "editions").items():
        assert words.items() <= signed[locale].items()
    for slug in (SLUG, OTHER):
        before, now = as_signed(texts, room.editions, slug), texts(folder / "editions", slug)
        for locale, sentences in now.items():
            assert set(sentences) <= set(before[locale])
        if slug == OTHER and not set(changed) & set(shared(room)):
            assert now == before or not (folder / "editions" / OTHER).is_dir()


@pytest.mark.parametrize("which", range(7))
def test_a_file_that_was_cut_off_anywhere_takes_nothing_down(
    room: Newsroom, tmp_path: Path, which: int
) -> None:
    """At every 37th byte (every 370th of the journal, which is the longest)."""
    path = own(room)[which] if which < 6 else Path("locales/reviewers.toml")
    signed, other = texts(room.editions, SLUG), texts(room.editions, OTHER)
    folder = tmp_path / "room"
    shutil.copytree(room.folder, folder)
    whole = (folder / path).read_bytes()
    copy = Newsroom(folder)
    copy.now = room.now
    copy.publisher = Publisher(copy.project, copy.editions, lambda: copy.now)
    for at in range(0, len(whole), 37 if len(whole) < 4000 else 370):
        (folder / path).write_bytes(whole[:at])
        copy.publish()
        assert texts(folder / "editions", SLUG) == signed
        assert texts(folder / "editions", OTHER) == other
