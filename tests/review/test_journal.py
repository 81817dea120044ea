"""The journal's lines and files: nothing is lost, nothing is believed, nothing stops a reader."""

from __future__ import annotations

import datetime
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from service.errors import InputError
from service.review import journal, keys
from service.review.journal import Journal, Line, LineError, writer

SLUG = "harbor-fire"
NOON = datetime.datetime(2026, 11, 22, 12, tzinfo=datetime.UTC)
REUSED = settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | texts,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=6,
)
times = st.integers(0, 4 * 10**9).map(
    lambda seconds: datetime.datetime.fromtimestamp(seconds, datetime.UTC)
)
extra = st.dictionaries(texts.map("x-{}".format), values, max_size=3)


def add(folder: Path, seconds: int = 0, **fields: Any) -> Line:
    at = NOON + datetime.timedelta(seconds=seconds)
    return journal.append(folder, SLUG, "withdrawn", "Jane Doe", at, fields)


def file(folder: Path) -> Path:
    return journal.path(folder, SLUG)


@given(times, texts.filter(bool), extra)
def test_a_line_is_read_back_as_it_was_made(at: datetime.datetime, name: str, fields: Any) -> None:
    """Whatever its fields; the digest is that of the canonical JSON, however it is laid out."""
    line, content = journal.make(SLUG, "seen", name, at, (), fields)
    assert (line.kind, line.name, line.at, line.fields) == ("seen", name, at, fields)
    assert line.digest == hashlib.sha256(content).hexdigest()[:32]
    assert b"\n" not in content
    data = json.loads(content)
    other = dict(reversed(data.items()))
    assert journal.parse(json.dumps(other, indent=1).encode(), SLUG) == line


def test_a_line_keeps_its_name_however_an_editor_lays_it_out() -> None:
    """Parents and catalogs name it by SHA-256 over this form of JSON, today and in ten years."""
    content = (
        '{"at":"2026-11-22T12:00:00Z","kind":"seen","n":[1,{"a":true}],"name":"Оля",'
        '"parents":[],"slug":"harbor-fire","version":1}'
    ).encode()
    line, made = journal.make(SLUG, "seen", "Оля", NOON, (), {"n": [1, {"a": True}]})
    assert made == content
    assert line.digest == hashlib.sha256(content).hexdigest()[:32]
    spaced = json.dumps(json.loads(content), indent=1)
    assert journal.parse(spaced.encode(), SLUG) == line


@pytest.mark.parametrize(
    "spoil",
    [
        lambda data: data | {"version": 2},
        lambda data: data | {"version": True},
        lambda data: data | {"slug": "mill-fire"},
        lambda data: data | {"at": "2026-02-31T00:00:00Z"},
        lambda data: data | {"at": "2026-11-22T14:03:27+02:00"},
        lambda data: data | {"parents": ["b" * 32, "a" * 32]},
        lambda data: data | {"parents": ["a" * 32, "a" * 32]},
        lambda data: data | {"parents": "a" * 32},
        lambda data: data | {"parents": [["a"]]},
        lambda data: data | {"name": ""},
        lambda data: data | {"kind": ["withdrawn"]},
        lambda data: data | {"more": 1.5},
        lambda data: data | {"more": 2**53},
        lambda data: data | {"more": float("nan")},
        lambda data: data | {"more": "\ud800"},
        lambda data: data | {"more": "x" * journal.MAX_LINE},
        lambda data: {key: value for key, value in data.items() if key != "name"},
        lambda data: [data],
    ],
)
def test_what_is_no_line_is_refused(spoil: Callable[[dict[str, Any]], Any]) -> None:
    """Each with one sentence, written as we write it or otherwise."""
    _line, content = journal.make(SLUG, "withdrawn", "Jane Doe", NOON, (), {})
    spoiled = spoil(json.loads(content))
    ours = json.dumps(spoiled, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    for text in (json.dumps(spoiled), ours):
        with pytest.raises(LineError, match="it"):
            journal.parse(text.encode(errors="surrogatepass"), SLUG)


HOSTILE = [
    b"[" * 60_000,
    b'{"a":' * 12_000,
    b"9" * 5000,
    b'{"version":' + b"9" * 5000 + b"}",
    b"1e999",
    b'"\\ud800"',
    b"\xff\xfe",
    b'{"kind":"withdrawn","kind":"undone"}',
    b"\x00" * 100,
    b"x" * 1_000_000,
    b"\r\r\r",
    b'{"a":' * 12 + b"[" * 12 + b"]" * 12 + b"}" * 12,
]


@pytest.mark.parametrize("content", HOSTILE, ids=range(len(HOSTILE)))
def test_a_hostile_line_is_a_finding_and_the_others_count(tmp_path: Path, content: bytes) -> None:
    """With the file and the line's number."""
    first = add(tmp_path, 1)
    with file(tmp_path).open("ab") as out:
        out.write(content + b"\n")
    second = add(tmp_path, 2)
    found = journal.read(tmp_path, SLUG)
    assert [line.digest for line in found.lines] == [first.digest, second.digest]
    assert second.parents == (first.digest,)
    if content.strip():
        assert [(f.path, f.line) for f in found.findings] == [
            (f"{tmp_path.name}/harbor-fire.jsonl", 2)
        ]


@REUSED
@given(st.lists(st.binary(max_size=60) | st.sampled_from(HOSTILE[2:9]), max_size=6))
def test_no_file_makes_a_reader_fail(tmp_path: Path, parts: list[bytes]) -> None:
    """Whatever stands in it, a line that is added afterwards counts."""
    tmp_path.mkdir(exist_ok=True)
    file(tmp_path).write_bytes(b"\n".join(parts))
    journal.read(tmp_path, SLUG)
    line = add(tmp_path)
    assert line in journal.read(tmp_path, SLUG).lines


def test_a_line_cut_at_any_place_costs_that_line_alone(tmp_path: Path) -> None:
    """A crash in the middle of a write: the others count, and the next writer ends it first."""
    first = add(tmp_path, 1)
    size = file(tmp_path).stat().st_size
    second = add(tmp_path, 2)
    whole = file(tmp_path).read_bytes()
    for cut in range(size, len(whole)):
        file(tmp_path).write_bytes(whole[:cut])
        found = journal.read(tmp_path, SLUG)
        there = [first] if cut < len(whole) - 1 else [first, second]
        assert found.lines == there
        assert len(found.unfinished) == (size < cut < len(whole) - 1)
        third = add(tmp_path, 3)
        assert third.parents == (there[-1].digest,)
        assert journal.read(tmp_path, SLUG).lines == [*there, third]


@REUSED
@given(st.data())
def test_reading_from_where_it_grew_gives_what_reading_all_of_it_gives(
    tmp_path: Path, data: st.DataObject
) -> None:
    """Whether it grew, was cut, was replaced or was written over in its place."""
    path = file(tmp_path)
    path.unlink(missing_ok=True)
    tail, lines, findings = None, [], []
    for number in range(data.draw(st.integers(1, 6))):
        match data.draw(st.sampled_from(["add", "add", "torn", "cut", "replace", "over"])):
            case "add":
                add(tmp_path, number)
            case "torn":
                with path.open("ab") as out:
                    out.write(b'{"kind":')
            case "cut" if path.exists():
                content = path.read_bytes()
                os.truncate(path, data.draw(st.integers(0, len(content))))
            case "replace":
                path.unlink(missing_ok=True)
                add(tmp_path, 100 + number)
            case "over" if path.exists():
                content = path.read_bytes()
                path.write_bytes(content.replace(b"Jane", b"John"))
        found = journal.read(tmp_path, SLUG, tail)
        if found.whole:
            lines, findings = [], []
        tail = found.tail
        # The last line may be read once more: it is the same line.
        lines += [line.digest for line in found.lines]
        findings += found.findings
        fresh = journal.read(tmp_path, SLUG)
        assert set(lines) == {line.digest for line in fresh.lines}
        assert [*findings, *found.unfinished] == [*fresh.findings, *fresh.unfinished]


def test_a_last_line_that_somebody_writes_on_in_is_no_longer_the_one_it_was(tmp_path: Path) -> None:
    """An editor left out its end, and another program added to it: the line is gone."""
    line = add(tmp_path)
    path = file(tmp_path)
    path.write_bytes(path.read_bytes()[:-1])
    tail = journal.read(tmp_path, SLUG).tail
    assert journal.read(tmp_path, SLUG, tail).lines == [line]
    path.write_bytes(path.read_bytes())
    with path.open("ab") as out:
        out.write(b"torn")
    found = journal.read(tmp_path, SLUG, tail)
    assert (found.lines, found.whole, len(found.unfinished)) == ([], True, 1)


def test_a_line_that_was_half_written_is_read_alone_once_it_is_whole(tmp_path: Path) -> None:
    """A publisher that looks in between need not read a long journal again."""
    path = file(tmp_path)
    first, second = add(tmp_path, 1), add(tmp_path, 2)
    content = path.read_bytes()
    path.write_bytes(content[:-9])
    tail = journal.read(tmp_path, SLUG).tail
    with path.open("ab") as out:
        out.write(content[-9:])
    later = journal.read(tmp_path, SLUG, tail)
    assert (later.lines, later.whole) == ([second], False)
    assert journal.read(tmp_path, SLUG).lines == [first, second]


@given(st.data())
def test_the_order_of_lines_in_the_file_means_nothing(data: st.DataObject) -> None:
    """Nor do lines that stand twice, as git's union driver may leave them."""
    lines: list[Line] = []
    for number in range(data.draw(st.integers(1, 8))):
        known = [line for line in lines if data.draw(st.booleans())]
        at = NOON + datetime.timedelta(seconds=data.draw(st.integers(-3, 3)))
        heads = Journal(known).heads
        lines.append(journal.make(SLUG, "seen", "Jane Doe", at, heads, {"n": number})[0])
    wanted = list(Journal(lines))
    mixed = data.draw(st.permutations([*lines, *data.draw(st.lists(st.sampled_from(lines)))]))
    found = Journal(mixed)
    assert list(found) == wanted
    assert found.heads == Journal(lines).heads and not found.missing
    place = {line.digest: position for position, line in enumerate(found)}
    for line in lines:
        ancestors = found.ancestors(line.digest)
        assert ancestors == set(line.parents).union(*map(found.ancestors, line.parents))
        assert all(place[other] < place[line.digest] for other in ancestors)
        assert all(found.knows(line.digest, other) for other in ancestors)
        assert not found.knows(line.digest, line.digest)


def test_two_clones_merged_know_of_each_other_afterwards(tmp_path: Path) -> None:
    """Lines written apart do not know of each other; the next line knows of both."""
    start = add(tmp_path / "one", 0)
    (tmp_path / "two").mkdir()
    file(tmp_path / "two").write_bytes(file(tmp_path / "one").read_bytes())
    mine, theirs = add(tmp_path / "one", 1), add(tmp_path / "two", 2)
    with file(tmp_path / "one").open("ab") as out:
        out.write(file(tmp_path / "two").read_bytes())
    merged = Journal(journal.read(tmp_path / "one", SLUG).lines)
    assert merged.heads == sorted([mine.digest, theirs.digest])
    assert not merged.knows(mine.digest, theirs.digest)
    last = add(tmp_path / "one", 3)
    found = Journal(journal.read(tmp_path / "one", SLUG).lines)
    assert found.ancestors(last.digest) == {start.digest, mine.digest, theirs.digest}
    assert "merge=union" in (tmp_path / "one" / ".gitattributes").read_text()


def test_git_merges_what_two_people_added(tmp_path: Path, tool: Callable[[str], str]) -> None:
    """No conflict, no line lost: the folder brings the rule along."""
    git = [tool("git"), "-C", str(tmp_path), "-c", "user.name=J", "-c", "user.email=j@example.org"]

    def run(*words: str) -> None:
        subprocess.run([*git, *words], check=True, capture_output=True)

    folder = tmp_path / "journal"
    run("init", "-b", "main")
    lines = [add(folder, 0)]
    run("add", "."), run("commit", "-m", "one")
    run("checkout", "-b", "other")
    lines.append(add(folder, 1))
    run("commit", "-am", "two"), run("checkout", "main")
    lines.append(add(folder, 2))
    run("commit", "-am", "three"), run("merge", "other")
    assert {line.digest for line in lines} == {x.digest for x in journal.read(folder, SLUG).lines}


def link(path: Path) -> None:
    path.rename(path.parent / "elsewhere")
    path.symlink_to("elsewhere")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def huge(path: Path) -> None:
    os.truncate(path, journal.MAX_FILE + 1)


def lines_without_end(path: Path) -> None:
    path.write_bytes(b"\n" * (journal.MAX_LINES + 1))


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (link, "is a symbolic link"),
        (folder, "directory|regular"),
        (pipe, "is not a regular file"),
        (huge, "is larger than 32 MiB"),
        (lines_without_end, "has more than 200000 lines"),
    ],
)
def test_what_is_no_journal_is_neither_followed_nor_written(
    tmp_path: Path, spoil: Callable[[Path], None], said: str
) -> None:
    """One finding with the file's name."""
    add(tmp_path)
    spoil(file(tmp_path))
    before = sorted((p.name, p.lstat().st_size) for p in tmp_path.iterdir())
    with pytest.raises(InputError, match=said):
        journal.read(tmp_path, SLUG)
    with pytest.raises((InputError, IsADirectoryError)):
        add(tmp_path, 1)
    assert before == sorted((p.name, p.lstat().st_size) for p in tmp_path.iterdir())


def test_a_full_disk_leaves_the_file_as_it_was(tmp_path: Path) -> None:
    """No half line stays behind."""
    add(tmp_path)
    before = file(tmp_path).read_bytes()
    code = (
        "import datetime, pathlib, resource, signal, sys\n"
        "from service.review import journal\n"
        "signal.signal(signal.SIGXFSZ, signal.SIG_IGN)\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({len(before) + 40}, {len(before) + 40}))\n"
        "try:\n"
        "    journal.append(pathlib.Path(sys.argv[1]), 'harbor-fire', 'withdrawn', 'Jane Doe',\n"
        "                   datetime.datetime.now(datetime.UTC), {})\n"
        "except OSError:\n"
        "    print('refused')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, tmp_path], capture_output=True, text=True, check=True
    )
    assert done.stdout == "refused\n"
    assert file(tmp_path).read_bytes() == before


def test_writers_at_once_lose_nothing(tmp_path: Path) -> None:
    """Every line knows of all before it: the lock holds among processes."""
    code = (
        "import datetime, pathlib, sys\n"
        "from service.review import journal\n"
        "print('ready', flush=True), sys.stdin.read()\n"
        "for number in range(40):\n"
        "    journal.append(pathlib.Path(sys.argv[1]), 'harbor-fire', 'seen', sys.argv[2],\n"
        "                   datetime.datetime.now(datetime.UTC), {'n': number})\n"
    )
    running = [
        subprocess.Popen(
            [sys.executable, "-c", code, tmp_path, name],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for name in ("A", "B", "C")
    ]
    for process in running:
        assert process.stdout is not None and process.stdout.readline() == b"ready\n"
    for process in running:
        assert process.stdin is not None
        process.stdin.close()  # now
    for process in running:
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait() == 0
    found = Journal(journal.read(tmp_path, SLUG).lines)
    assert len(found) == 120
    assert [len(line.parents) for line in found] == [0, *[1] * 119]


def test_a_file_that_git_replaces_meanwhile_gets_the_line_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A checkout between opening and writing must not swallow it."""
    old = add(tmp_path, 0)
    real, swapped = writer._write, []

    def swap(descriptor: int, content: bytes, size: int) -> None:
        if not swapped:
            swapped.append(True)
            fresh = tmp_path / "fresh"
            fresh.write_bytes(file(tmp_path).read_bytes())
            fresh.replace(file(tmp_path))
        real(descriptor, content, size)

    monkeypatch.setattr(writer, "_write", swap)
    line = add(tmp_path, 1)
    assert [x.digest for x in journal.read(tmp_path, SLUG).lines] == [old.digest, line.digest]


def test_thousands_of_loose_lines_do_not_make_the_next_one_too_long(tmp_path: Path) -> None:
    """It names the newest of them; the line after it names others."""
    tmp_path.mkdir(exist_ok=True)
    count = journal.MAX_PARENTS + 10
    made = [
        journal.make(SLUG, "seen", "J", NOON + datetime.timedelta(seconds=n), (), {"n": n})
        for n in range(count)
    ]
    file(tmp_path).write_bytes(b"\n".join(content for _line, content in made))
    first = add(tmp_path, count)
    assert set(first.parents) == {line.digest for line, _content in made[10:]}
    assert len(add(tmp_path, count + 1).parents) == 11


def test_a_line_made_with_a_key_says_the_same_and_is_proven_by_it_alone(tmp_path: Path) -> None:
    """Also when it is read back; a line beside it that says something else is not."""
    key = keys.PrivateKey.generate()
    add(tmp_path, 0)
    new = [journal.NewLine(kind, "Jane Doe", NOON, {"n": 1}, key) for kind in ("withdrawn", "seen")]
    journal.append_all(tmp_path, SLUG, new)
    _first, down, later = journal.read(tmp_path, SLUG).lines
    assert (down.kind, down.name, down.at, down.fields["n"]) == ("withdrawn", "Jane Doe", NOON, 1)
    assert later.parents == (down.digest,)
    proof = down.fields["proof"]
    assert keys.verify(journal.proven(down), proof, [key.public]) == key.public
    assert keys.verify(journal.proven(later), proof, [key.public]) is None


def test_a_parent_that_is_gone_is_known(tmp_path: Path) -> None:
    """A line taken out of the middle leaves its name behind."""
    first, _second = add(tmp_path, 0), add(tmp_path, 1)
    file(tmp_path).write_bytes(file(tmp_path).read_bytes().splitlines(keepends=True)[1])
    assert Journal(journal.read(tmp_path, SLUG).lines).missing == [first.digest]
