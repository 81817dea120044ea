"""Files that would stall, crash or trick who reads them: each is one finding, at once."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import ARTICLE, SUMMARY, Newsroom

from service.errors import InputError
from service.files import MAX_TOML_BYTES, parse_toml
from service.review import glossary, policy, policy_file


def summary(room: Newsroom) -> Path:
    return room.articles / "harbor-fire" / "summary.toml"


def article(room: Newsroom) -> Path:
    return room.articles / "harbor-fire" / "article.txt"


def reviewers(room: Newsroom) -> Path:
    return room.locales / policy.FILE


def terms(room: Newsroom) -> Path:
    path = room.locales / "uk" / glossary.NAME
    path.parent.mkdir(exist_ok=True)
    return path


def po(room: Newsroom) -> Path:
    path = room.path("harbor-fire", "uk")
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


# Each kind of file: where it is, and what reads it.
KINDS: dict[str, tuple[Callable[[Newsroom], Path], Callable[[Newsroom], object]]] = {
    "summary.toml": (summary, lambda room: room.project.article("harbor-fire")),
    "article.txt": (article, lambda room: room.project.article("harbor-fire")),
    "reviewers.toml": (reviewers, lambda room: policy_file.load(room.locales)),
    "glossary.toml": (terms, lambda room: glossary.load(room.locales, "uk", "en")),
    "a catalog": (po, lambda room: room.project.catalog("harbor-fire", "uk")),
}
# Seven contents that are wrong in every kind of file.
EVIL: dict[str, bytes | str] = {
    "link out": "/etc/hostname",
    "link to a process": "/proc/self/environ",
    "link to nothing": "/nowhere/at/all",
    "device": "/dev/zero",
    "not UTF-8": b"\xff\xfe = 1\n",
    "too large": b"# comment\n" * 500_000,
    "control characters": b'a = "\x00\x07"\nmsgid "\x00"\n\xe2\x80',
}


@pytest.fixture
def room(tmp_path: Path) -> Newsroom:
    found = Newsroom(tmp_path)
    found.write()
    return found


@pytest.mark.parametrize("evil", EVIL)
@pytest.mark.parametrize("kind", KINDS)
def test_hostile_content_is_one_finding(room: Newsroom, kind: str, evil: str) -> None:
    """No file below the project's folders leads elsewhere, stalls its reader, or ends it."""
    place, read = KINDS[kind]
    path, content = place(room), EVIL[evil]
    path.unlink(missing_ok=True)
    if isinstance(content, str):
        path.symlink_to(content)
    else:
        path.write_bytes(content)
    with pytest.raises(InputError) as caught:
        read(room)
    text = str(caught.value)
    assert path.name in text
    assert "PATH=" not in text and "\n" not in text


def test_a_pipe_in_a_files_place_holds_nobody_up(room: Newsroom) -> None:
    """It is no regular file; nobody waits for a writer."""
    for place, read in KINDS.values():
        path = place(room)
        content = path.read_bytes() if path.exists() else None
        path.unlink(missing_ok=True)
        os.mkfifo(path)
        with pytest.raises(InputError, match="not a regular file"):
            read(room)
        path.unlink()
        if content is not None:
            path.write_bytes(content)


def test_a_link_inside_the_articles_may_stand(room: Newsroom) -> None:
    """As some tools mount folders; what is read is still below the folder."""
    (room.articles / "shared.txt").write_text(ARTICLE)
    article(room).unlink()
    article(room).symlink_to("../shared.txt")
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
        "from service.files import parse_toml\nfrom service.errors import InputError\n"
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
