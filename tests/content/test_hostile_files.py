"""Files that would stall, crash or trick who reads them: each is one finding, at once."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import ARTICLE, SUMMARY, Newsroom

from service.content.toml_text import MAX_TOML_BYTES, parse_toml
from service.desk import app as desk_app
from service.desk.people import People
from service.editions import index, publication_log, publisher_key
from service.editions.repository import EditionRepository
from service.errors import InputError, SummariesError
from service.review import glossary, journal, merge_source, policy, policy_file

NAME = "harbor-fire"


def at(*parts: str) -> Callable[[Newsroom], Path]:
    """Return what finds the file ``parts`` in a newsroom's folder."""
    return lambda room: room.folder.joinpath(*parts)


def finds(read: Callable[[Newsroom], object]) -> Callable[[Newsroom], list[str]]:
    """Return what reads with ``read``, and says which findings or which error came of it."""

    def findings(room: Newsroom) -> list[str]:
        try:
            result = read(room)
        except SummariesError as error:
            return str(error).splitlines()
        # A journal, a log and a window go on without what is wrong, and name it.
        several = (getattr(result, name, ()) for name in ("findings", "unfinished", "problems"))
        return [str(finding) for found in several for finding in found]

    return findings


def update(room: Newsroom) -> object:
    return merge_source.update(room.project, room.project.source(NAME), ["uk"])


def log_findings(room: Newsroom) -> object:
    return publication_log.read(room.folder / "published", NAME, ())


# Each kind of file: where it is, and what reads it.
KINDS: dict[str, tuple[Callable[[Newsroom], Path], Callable[[Newsroom], object]]] = {
    "summary.toml": (at("articles", NAME, "summary.toml"), lambda room: room.project.article(NAME)),
    "article.txt": (at("articles", NAME, "article.txt"), lambda room: room.project.article(NAME)),
    "reviewers.toml": (at("locales", policy.FILE), lambda room: policy_file.load(room.locales)),
    "glossary.toml": (
        at("locales", "uk", glossary.NAME), lambda room: glossary.load(room.locales, "uk", "en"),
    ),
    "list of signers that a site publishes": (
        at("signers.json"), lambda room: policy_file.load_file(room.folder / "signers.json"),
    ),
    "users.toml": (at("desk", "users.toml"), lambda room: People(room.folder / "desk").all()),
    "catalog": (
        at("locales", "uk", "LC_MESSAGES", f"{NAME}.po"),
        lambda room: room.project.catalog(NAME, "uk"),
    ),
    "catalog that is brought in line": (
        at("locales", "uk", "LC_MESSAGES", f"{NAME}.po"), update,
    ),
    "interface's catalog": (
        at("interface", "uk", "LC_MESSAGES", "service.po"),
        lambda room: room.project.catalog("service", "uk"),
    ),
    "newsroom's own words for the interface": (
        at("locales", "uk", "LC_MESSAGES", "service.po"),
        lambda room: room.project.own_interface().catalog("service", "uk"),
    ),
    "journal": (at("journal", f"{NAME}.jsonl"), lambda room: journal.read(room.journal, NAME)),
    "edition": (
        at("editions", NAME, "uk.json"),
        lambda room: EditionRepository(room.editions).view(),
    ),
    "publisher's log": (at("published", f"{NAME}.jsonl"), log_findings),
    "publisher's key": (
        at("published", publisher_key.PRIVATE),
        lambda room: publisher_key.load(room.folder / "published"),
    ),
    "desk's key": (at("desk", desk_app.KEY), lambda room: desk_app.load_key(room.folder / "desk")),
}  # fmt: skip
# Seven contents that are wrong in every kind of file; the link is to something that is there.
EVIL: dict[str, Callable[[Path], object]] = {
    "too large": lambda path: path.write_bytes(b"# a comment\n" * 7_000_000),
    "nested deep": lambda path: path.write_text('{"a": ' * 1000 + "[" * 200_000),
    "link": lambda path: path.symlink_to("/etc/passwd"),
    "named pipe": os.mkfifo,
    "not UTF-8": lambda path: path.write_bytes(b"\xff\xfe = 1\n"),
    "NUL bytes": lambda path: path.write_bytes(b'a = "\x00\x07"\nmsgid "\x00"\n\xe2\x80'),
    "directory": Path.mkdir,
}
# The last one is a name that no file system has.
MORE_LINKS = ("/proc/self/environ", "/nowhere/at/all", "/dev/zero", "itself", "x" * 300)


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    found = Newsroom(tmp_path)
    found.write()
    (tmp_path / "desk").mkdir(mode=0o700)
    return found


def one_finding(room: Newsroom, kind: str, place: Callable[[Path], object]) -> None:
    """Put what ``place`` makes in the file's stead, and read it."""
    where, read = KINDS[kind]
    path = where(room)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    place(path)
    said = finds(read)(room)
    assert said
    assert any(path.name in text or NAME in text for text in said)
    assert all(len(text) < 500 and "root:" not in text and "PATH=" not in text for text in said)


@pytest.mark.timeout(60)
@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_content_is_a_finding(room: Newsroom, kind: str, evil: str) -> None:
    """No file of the workshop leads elsewhere, stalls its reader, or ends it."""
    one_finding(room, kind, EVIL[evil])


@pytest.mark.timeout(60)
@pytest.mark.parametrize("evil", [*EVIL, "nested deep, in its place"])
def test_hostile_content_in_the_index_is_passed_over(room: Newsroom, evil: str) -> None:
    """The index is derived: what cannot be used of it is written again, and windows do without."""
    room.editions.mkdir()
    if evil in EVIL:
        EVIL[evil](room.editions / index.FILE)
    else:
        lines = b'{"index":' + b"[" * 100_000 + b"\n"
        (room.editions / index.FILE).write_bytes(index._head(room.editions) + lines + index._ROOT)
    reader = index.Reader(room.editions, None)
    assert reader.news() == []
    assert not reader.sound


@pytest.mark.timeout(60)
@pytest.mark.parametrize("target", MORE_LINKS)
@pytest.mark.parametrize("kind", [kind for kind in KINDS if "publisher" not in kind])
def test_a_link_to_a_device_or_to_nothing_is_a_finding(
    room: Newsroom, kind: str, target: str
) -> None:
    """Neither a process's secrets nor an endless file are read through a link."""
    one_finding(room, kind, lambda path: linked(path, target))


def linked(path: Path, target: str) -> None:
    """Put a link to ``target``, or to itself, at ``path``."""
    path.symlink_to(path.name if target == "itself" else target)


@pytest.mark.parametrize("target", MORE_LINKS)
def test_a_link_in_any_folder_stops_nobody(
    newsroom: Newsroom, run: Callable[..., Result], target: str
) -> None:
    """Whatever it leads to: another article's words go up, and no command ends in a traceback."""
    folders = [path for path in newsroom.folder.rglob("*") if path.is_dir()]
    for folder in folders:
        if "interface" not in folder.parts:
            for name in ("odd", "odd.po", "odd.pot", "odd.toml", "odd.jsonl", "fr"):
                linked(folder / name, target)
    (newsroom.articles / "odd-fire").mkdir()
    linked(newsroom.articles / "odd-fire" / "summary.toml", target)
    newsroom.translate(NAME, "uk", {"headline": ["Пожежа в порту"]})
    newsroom.sign(NAME, "uk", "headline")
    newsroom.publish()
    assert "Пожежа в порту" in newsroom.client().get(f"/uk/{NAME}").text
    for words in (("status",), ("check",), ("update",), ("review", "uk", "--article", NAME)):
        assert run(*words, stdin="").exit_code in (0, 1), words


def test_nothing_is_written_through_a_link_that_leads_out(newsroom: Newsroom) -> None:
    """Whichever file of a newsroom it stands for, be it a folder above it, and whoever writes."""
    folder, outside = newsroom.folder, newsroom.folder.parent / "outside"
    # The folders of the settings themselves may be links: an operator names them.
    several = [path for path in sorted(folder.glob("*/**/*")) if path.parts[-2] != "interface"
               and "interface" not in path.parts]  # fmt: skip
    assert {"harbor-fire.pot", "_index.jsonl", "publisher.key"} <= {path.name for path in several}
    for path in several:
        kept = path.with_name(f"{path.name}.kept")
        path.rename(kept)
        shutil.rmtree(outside, ignore_errors=True)
        outside.mkdir()
        (outside / "file").write_text("precious")
        path.symlink_to(outside if kept.is_dir() else outside / "file")
        for write in (newsroom.update, newsroom.publish):
            with contextlib.suppress(SummariesError, OSError):
                write()
        assert (outside / "file").read_text() == "precious", path
        assert [left.name for left in outside.iterdir()] == ["file"], path
        path.unlink() if path.is_symlink() or path.is_file() else shutil.rmtree(path)
        kept.rename(path)


def test_a_link_inside_the_articles_may_stand(room: Newsroom) -> None:
    """As some tools mount folders; what is read is still below the folder."""
    (room.articles / "shared.txt").write_text(ARTICLE)
    article = at("articles", NAME, "article.txt")(room)
    article.unlink()
    article.symlink_to("../shared.txt")
    assert room.project.article("harbor-fire").text == ARTICLE


N = MAX_TOML_BYTES - 100
BOMBS = {
    "dotted key": "a." * 100_000 + "b = 1\n",
    "dotted key with spaces": "a . " * 50_000 + "b = 1\n",
    "quoted dotted key": '"a".' * 50_000 + "b = 1\n",
    "dotted table": "[" + "a." * 100_000 + "b]\n",
    "one megabyte of hexadecimal": "a = 0x" + "f" * 1_000_000,
    "hexadecimal": "a = 0x" + "f" * N,
    "number": "a = " + "9" * 4301,
    "fraction": "a = 1." + "9" * N,
    "exponent": "a = 1e99999999999999999999",
    "arrays": "a = " + "[" * 200_000,
    "inline tables": "a = " + "{a=" * 100_000,
    "many tables": "".join(f"[t{i}]\n" for i in range(40_000)),
    "many keys": "".join(f"k{i}=1\n" for i in range(40_000)),
    "behind strings": '"""' + '"""""\n' * 3 + "a = 0x" + "f" * N,
    "open string": '"""' + '\\"""' * 100_000 + "\na." * 10_000,
}


@pytest.mark.parametrize("bomb", BOMBS)
def test_toml_that_would_stall_its_parser_is_refused_before(bomb: str) -> None:
    """The parser's time grows with the square of these: some would take minutes."""
    code = (
        "import sys, resource; resource.setrlimit(resource.RLIMIT_CPU, (5, 5))\n"
        "from service.content.toml_text import parse_toml\nfrom service.errors import InputError\n"
        "try: parse_toml(sys.stdin.read(), 'x.toml')\n"
        "except InputError as error: print(len(error.findings), str(error)[:20])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], input=BOMBS[bomb], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith("1 x.toml")


def test_a_file_of_the_usual_kind_passes() -> None:
    """Long strings, comments, dates and nested tables are what people write."""
    text = SUMMARY + '# ""\'\'[[\n[draft]\nx = """a.b.c.d""""\ny = [[1.5], {a.b = 2024-01-01}]\n'
    data = parse_toml(text, "x.toml")
    assert data["draft"]["x"] == 'a.b.c.d"'
    assert str(data["draft"]["y"][0][0]) == "1.5"
    # Brackets in a string of several lines nest nothing, whatever quotes stand beside them.
    for quotes in ("'''", '"""'):
        for inside in ("it's ''{}'", 'so "called" {}', '""{}', "\\\\{}"):
            said = inside.format("[" * 20)
            assert "[" * 20 in parse_toml(f"a = {quotes}{said} {quotes}", "x.toml")["a"]


FACT = '[facts.f{0}]\nvalue = 5\nquote = "Five people were hurt"\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (SUMMARY + "".join(FACT.format(i) for i in range(3000)), "more than 200 facts"),
        (SUMMARY.replace("evidence = [", "evidence = [" + '"on May 3",' * 20_000), "1000 quotes"),
        (SUMMARY + '[[statements]]\nid = "a"\n' * 200, "more than 100 statements"),
        (SUMMARY.replace("[facts.day]", "[facts." + "d" * 60 + "]"), "needs a lower-case name"),
        (SUMMARY.replace("in the harbor on", "in " * 1000), "at most 2000 characters"),
        ("".join(f'k{i} = "a"\n' for i in range(3000)) + SUMMARY, "there is no key “k0”"),
    ],
)
def test_a_summary_has_bounds(room: Newsroom, text: str, said: str) -> None:
    """5,000 facts or 20,000 quotes took the publisher more than a minute."""
    room.write(summary=text)
    with pytest.raises(InputError) as caught:
        room.project.article("harbor-fire")
    assert said in str(caught.value)
    assert len(caught.value.findings) <= 200
