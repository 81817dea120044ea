"""Writing PO files: one message changes, nothing else does, and nothing gets lost."""

from __future__ import annotations

import contextlib
import difflib
import fcntl
import itertools
import multiprocessing
import os
import random
import re
import resource
import signal
import stat
import sys
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import pytest
from conftest import UKRAINIAN, Newsroom, without_root
from test_roundtrip import ALL_REVIEWED, DOMAIN, OTHER_WORDS, TOOLS, states, use

from service import catalog, files, processes
from service.catalog import Edit, Entry
from service.editions import file_scan
from service.errors import ConflictError, SummariesError
from service.review import sign as sign_module
from service.review.sign import Reviewer
from service.review.status import MessageStatus

Change = Callable[[catalog.Catalog], tuple[dict[tuple[str | None, str], Edit], list[Entry]]]
WRITTEN_BY = ["the service", "the service, cut short", *TOOLS]
FORK = multiprocessing.get_context("fork")
EDITS = 500

forks = pytest.mark.filterwarnings("ignore:This process .* is multi-threaded:DeprecationWarning")


@pytest.fixture
def path(newsroom: Newsroom) -> Path:
    """The Ukrainian catalog of the small article, with what catalogs have beside messages."""
    path = newsroom.path(DOMAIN, "uk")
    newsroom.replace(path, '"Language: uk\\n"', '"Language: uk\\n"\n"X-Desk: harbor\\n"')
    newsroom.replace(path, "# reviewed-by", f"# {'a long note, ' * 9}\n#\n# reviewed-by")
    flags = '#, python-brace-format{}\nmsgctxt "fire"'
    newsroom.replace(path, flags.format(""), "#: a.py:1\n" + flags.format(", x-checked"))
    gone = '\n# a note\n#~ msgctxt "gone"\n#~ msgid "It rained."\n#~ msgstr "Падав дощ."\n'
    path.write_bytes(path.read_bytes() + gone.encode())
    return path


def rewrite(path: Path, by: str, tool: Callable[[str], str]) -> None:
    """Have the catalog as somebody else's tool writes it."""
    if by in TOOLS:
        use(by, path, tool)
    elif by == "the service, cut short":
        path.write_bytes(path.read_bytes()[: path.read_bytes().index(b"\n\n# a note")])


def change(path: Path, message: str, **parts: object) -> None:
    """Edit one message of a catalog."""
    catalog.edit(path, path.name, "uk", changing(message, **parts))


def changing(message: str, **parts: object) -> Change:
    """Return a change of one message, as ``catalog.edit`` takes it."""

    def plan(current: catalog.Catalog) -> tuple[dict[tuple[str | None, str], Edit], list[Entry]]:
        entry = current.find(message)
        assert entry is not None
        return {entry.key: Edit(**parts)}, []  # type: ignore[arg-type]

    return plan


def around(content: bytes, message: str) -> tuple[bytes, bytes]:
    """Return what stands before and after a message: its lines are those without a gap."""
    at = content.index(f'msgctxt "{message}"'.encode())
    gaps = [gap.span() for gap in re.finditer(rb"(?:\r\n){2}|\r\r|\n\n", content)]
    start = max(end for _, end in gaps if end <= at)
    return content[:start], content[min([s for s, _ in gaps if s > at], default=len(content)) :]


def differences(old: bytes, new: bytes) -> tuple[list[str], list[str]]:
    """Return the lines taken away and the lines added, without their ends."""
    lines = list(difflib.ndiff(old.decode().splitlines(), new.decode().splitlines()))
    return [s[2:] for s in lines if s[0] == "-"], [s[2:] for s in lines if s[0] == "+"]


# --- small diffs ---------------------------------------------------------------------------------


@pytest.mark.parametrize("by", WRITTEN_BY)
def test_signing_adds_one_line_to_its_message(
    newsroom: Newsroom, path: Path, tool: Callable[[str], str], by: str
) -> None:
    """Whoever wrote the file: the diff is the signature, every other byte stays."""
    rewrite(path, by, tool)
    for message in UKRAINIAN:
        old = path.read_bytes()
        newsroom.sign(DOMAIN, "uk", message, name="John Doe")
        before, after = around(old, message)
        assert path.read_bytes().startswith(before)
        assert path.read_bytes().endswith(after)
        removed, (added,) = differences(old, path.read_bytes())
        assert removed == []
        assert added.startswith("# reviewed-by: John Doe; date: 2026-11-22T12:00:00Z; sha256:")
    assert states(newsroom) == ALL_REVIEWED


@pytest.mark.parametrize("by", WRITTEN_BY)
def test_editing_changes_the_translation_s_lines_only(
    path: Path, tool: Callable[[str], str], by: str
) -> None:
    """Whoever wrote the file: the diff is the new msgstr, every other byte stays."""
    rewrite(path, by, tool)
    for message, texts in UKRAINIAN.items():
        old = path.read_bytes()
        change(path, message, strings=[f"Уточнено: {text}" for text in texts])
        before, after = around(old, message)
        assert path.read_bytes().startswith(before)
        assert path.read_bytes().endswith(after)
        removed, added = differences(old, path.read_bytes())
        assert all(line.startswith(("msgstr", '"')) for line in removed + added)


@pytest.mark.parametrize("by", WRITTEN_BY)
def test_what_changes_nothing_writes_nothing(
    path: Path, tool: Callable[[str], str], by: str
) -> None:
    """Saving a message as it is leaves the file alone: no new bytes, no new modification time."""
    rewrite(path, by, tool)
    before = file_scan.stamp_of(path)
    for message in UKRAINIAN:
        (entry,) = (e for e in catalog.read(path, "x", "uk").entries if e.context == message)
        change(path, message, strings=entry.strings, comments=entry.comments, fuzzy=False)
    assert file_scan.stamp_of(path) == before


def test_signing_a_draft_takes_away_what_made_it_one_and_nothing_else(
    newsroom: Newsroom, path: Path
) -> None:
    """Gone are fuzzy, the previous source and the stale signature; other flags stay."""
    change(path, "fire", strings=OTHER_WORDS, fuzzy=True, previous=['msgid "It burned."'])
    old = path.read_bytes()
    newsroom.sign(DOMAIN, "uk", "fire")
    removed, added = differences(old, path.read_bytes())
    assert [line.partition(":")[0] for line in added] == [
        "# reviewed-by", "#, python-brace-format, x-checked",
    ]  # fmt: skip
    assert [line.partition(":")[0] for line in removed] == [
        "# reviewed-by", "#, fuzzy, python-brace-format, x-checked", '#| msgid "It burned."',
    ]  # fmt: skip


@pytest.mark.parametrize(
    "comments",
    [
        "#. extracted\n# a note\n",
        "# a note\n#. extracted\n# a note on that\n",
        "#, no-wrap\n# a note\n#: a.py:1\n# another\n#, x-checked\n",
        "# a note\n\n# after a gap\n",
        "#\n\n#\n# a note\n",
    ],
    ids=["extracted first", "a note below", "all mixed", "a gap", "empty comments"],
)
@pytest.mark.parametrize("signed", [False, True], ids=["editing", "signing"])
def test_comments_stay_where_people_put_them(
    newsroom: Newsroom, comments: str, signed: bool
) -> None:
    """Comments in an order of their own are no reason for a larger diff."""
    path = newsroom.path(DOMAIN, "uk")
    newsroom.replace(path, 'msgctxt "headline"', f'{comments}msgctxt "headline"')
    old = path.read_bytes()
    if signed:
        newsroom.sign(DOMAIN, "uk", "headline", name="John Doe")
    else:
        change(path, "headline", strings=["Пожежа в порту"])
    removed, added = differences(old, path.read_bytes())
    assert len(added) == 1
    assert removed == ([] if signed else ['msgstr "Пожежа складу в порту"'])


def test_a_new_message_goes_to_the_end_of_a_file_without_a_final_line_end(path: Path) -> None:
    """The last line before it is kept whole, and a gap parts the two."""
    rewrite(path, "the service, cut short", lambda name: name)
    old = path.read_bytes()
    new = catalog.new_entry(("port", "It reopens."), None, ["Він відкриється."])
    catalog.edit(path, path.name, "uk", lambda _found: ({}, [new]))
    added = '\n\nmsgctxt "port"\nmsgid "It reopens."\nmsgstr "Він відкриється."\n'
    assert path.read_bytes() == old + added.encode()


def test_permissions_and_links_stay(path: Path) -> None:
    """A catalog shared with a group stays shared; a linked one is written where it lies."""
    path.chmod(0o664)
    link = path.with_name("link.po")
    link.symlink_to(path.name)
    change(link, "headline", strings=["Пожежа в порту"])
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o664
    assert "Пожежа в порту" in path.read_text()


# --- nothing gets in -----------------------------------------------------------------------------


@pytest.mark.parametrize("end", ["\n", "\r"], ids=["LF", "CR"])
@pytest.mark.parametrize("part", ["comments", "extracted"])
def test_a_comment_cannot_become_a_message(path: Path, part: str, end: str) -> None:
    """A reason pasted with line breaks stays a comment, or is refused: it never adds a message."""

    def said() -> list[object]:
        current = catalog.read(path, path.name, "uk")
        return [(entry.key, entry.strings, entry.flags) for entry in current.entries]

    before = said()
    text = end.join(["so", "", 'msgctxt "evil"', 'msgid "a"', 'msgstr "b"', "", "#, fuzzy"])
    with contextlib.suppress(SummariesError, ValueError):
        change(path, "fire", **{part: [text]})
    assert said() == before


@pytest.mark.parametrize(
    ("text", "why"),
    [("\0", "NUL"), ("\ud800", "a text has half a character")],
    ids=["NUL", "half a character"],
)
def test_a_text_that_no_file_can_hold_is_refused(path: Path, text: str, why: str) -> None:
    """Whoever sends it is told why; the file stays."""
    before = path.read_bytes()
    with pytest.raises(SummariesError, match=why):
        change(path, "fire", strings=[text])
    assert path.read_bytes() == before


# --- nothing gets lost ---------------------------------------------------------------------------


def status_of(room: Newsroom, message: str) -> MessageStatus:
    """Return a Ukrainian message as the reviewer's page shows it now."""
    source = room.project.source(DOMAIN)
    return next(a for a in room.project.assess(source, "uk") or () if a.message.id == message)


def sign(room: Newsroom, status: MessageStatus) -> None:
    """Sign what was shown."""
    sign_module.sign(
        room.project, room.project.source(DOMAIN), "uk", status, Reviewer("John Doe"), room.now
    )


def test_signing_words_that_changed_meanwhile_is_refused_with_both_texts(
    newsroom: Newsroom, path: Path
) -> None:
    """The reviewer is shown what they read and what it is now, and nothing was written."""
    status = status_of(newsroom, "fire")
    newsroom.translate(DOMAIN, "uk", {"fire": OTHER_WORDS})
    before = path.read_bytes()
    with pytest.raises(ConflictError) as caught:
        sign(newsroom, status)
    for text in (*UKRAINIAN["fire"], *OTHER_WORDS, f"uk/LC_MESSAGES/{DOMAIN}.po", "“fire”"):
        assert text in str(caught.value)
    assert path.read_bytes() == before


def test_signing_a_message_that_is_gone_is_refused(newsroom: Newsroom, path: Path) -> None:
    """The error says so, with the words that the reviewer had."""
    status = status_of(newsroom, "hurt")
    change(path, "hurt", obsolete=True)
    before = path.read_bytes()
    with pytest.raises(ConflictError, match="the message is gone") as caught:
        sign(newsroom, status)
    assert all(text in str(caught.value) for text in UKRAINIAN["hurt"])
    assert path.read_bytes() == before


@pytest.mark.parametrize("parts", [{"fuzzy": True}, {"comments": ["rejected-by: Joe"]}], ids=str)
def test_signing_what_somebody_doubted_meanwhile_is_refused(
    newsroom: Newsroom, path: Path, parts: dict[str, object]
) -> None:
    """A colleague's fuzzy or rejection is not overwritten unseen."""
    status = status_of(newsroom, "fire")
    change(path, "fire", **parts)
    before = path.read_bytes()
    with pytest.raises(ConflictError):
        sign(newsroom, status)
    assert path.read_bytes() == before


def test_a_change_to_another_message_is_no_conflict(newsroom: Newsroom, path: Path) -> None:
    """Two people on one file disturb each other only where they touch the same message."""
    status = status_of(newsroom, "fire")
    change(path, "headline", strings=["Пожежа в порту"])
    sign(newsroom, status)
    assert 'msgstr "Пожежа в порту"' in path.read_text()
    assert {mark.name for mark in status_of(newsroom, "fire").signatures} == {
        "Jane Doe",
        "John Doe",
    }


def add_notes(path: Path, message: str, start: object) -> None:
    """Add comments to a message, one edit each."""
    start.wait()  # type: ignore[attr-defined]
    for number in range(EDITS):

        def plan(current: catalog.Catalog, note: str = f"note {number}"):  # type: ignore[no-untyped-def]
            entry = current.find(message)
            assert entry is not None
            return {entry.key: Edit(comments=[*entry.comments, note])}, []

        catalog.edit(path, path.name, "uk", plan)


@forks
def test_two_processes_in_one_file_lose_nothing(path: Path) -> None:
    """A thousand edits from two sides are all there, in order; a reader never sees half a file."""
    start = FORK.Barrier(2, timeout=60)
    writers = [
        FORK.Process(target=add_notes, args=(path, message, start)) for message in ("fire", "hurt")
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert len(catalog.read(path, path.name, "uk").entries) == 3
    assert [writer.exitcode for writer in writers] == [0, 0]
    current = catalog.read(path, path.name, "uk")
    for message in ("fire", "hurt"):
        notes = [text for text in current.find(message).comments if text.startswith("note")]
        assert notes == [f"note {number}" for number in range(EDITS)]


def write_for_ever(path: Path) -> None:
    """Change a message to one of two texts, again and again, until somebody ends it."""
    for text in itertools.cycle(("Пожежа в порту", "Пожежа складу в порту")):
        change(path, "headline", strings=[text])


@forks
def test_a_writer_killed_two_hundred_times_leaves_a_whole_file(path: Path) -> None:
    """Whenever the power goes, the file is one of the two versions, and the next writer gets in."""
    chance = random.Random(1)
    texts = {("Пожежа в порту",), ("Пожежа складу в порту",)}
    for _ in range(200):
        writer = FORK.Process(target=write_for_ever, args=(path,))
        writer.start()
        for _ in range(chance.randrange(1, 12)):
            assert catalog.read(path, path.name, "uk").entries[0].strings in texts
        writer.kill()
        writer.join()
        assert catalog.read(path, path.name, "uk").entries[0].strings in texts
    change(path, "headline", strings=["Пожежа"])
    assert catalog.read(path, path.name, "uk").entries[0].strings == ("Пожежа",)


def edit_and_be_killed(path: Path, step: int) -> None:
    """Edit, but end with SIGKILL at the given line of the code that locks, reads and writes."""
    left = step

    def trace(frame: FrameType, _event: str, _argument: object):  # type: ignore[no-untyped-def]
        nonlocal left
        if frame.f_code.co_filename not in (files.__file__, processes.__file__):
            return None
        left -= 1
        if left == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return trace

    sys.settrace(trace)
    change(path, "headline", strings=["Пожежа в порту"])


@forks
def test_a_process_killed_while_it_writes_leaves_the_old_file_or_the_new_and_no_lock(
    newsroom: Newsroom, path: Path
) -> None:
    """Killed at each step in turn: readers get a whole catalog, the next writer gets in."""
    old, catalogs = path.read_bytes(), sorted(newsroom.project.locales.rglob("*.po"))
    for step in itertools.count(1):
        path.write_bytes(old)
        writer = FORK.Process(target=edit_and_be_killed, args=(path, step))
        writer.start()
        writer.join()
        current = catalog.read(path, path.name, "uk")
        assert path.read_bytes() == old or "Пожежа в порту" in current.entries[0].strings
        descriptor = os.open(path.parent, os.O_RDONLY)
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        os.close(descriptor)
        if writer.exitcode == 0:
            break
        assert writer.exitcode == -signal.SIGKILL
    assert step > 30
    whole = path.read_bytes()
    assert whole != old
    assert sorted(newsroom.project.locales.rglob("*.po")) == catalogs
    left = set(path.parent.glob(".*"))
    assert left
    for file in left:
        os.utime(file, (1, 1))
    files._swept.clear()  # an hour later
    change(path, "headline", strings=["Пожежа"])
    # What may be another program's words stays, until a person has looked at it.
    still = set(path.parent.glob(".*"))
    assert {file.suffix for file in still} == {".swap"}
    assert {file.read_bytes() for file in still} <= {old, whole}


def test_what_killed_writers_left_goes_and_nothing_else(tmp_path: Path) -> None:
    """After an hour, when the next one writes there; what other programs keep is theirs."""
    names = {
        f".{file}.{letters}.summaries.tmp": False
        for file in ("article.txt", "harbor-fire.jsonl", "harbor-fire.po")
        for letters in ("o_3n2x0q", "abcdefgh")
    }
    names |= dict.fromkeys(
        (
            ".syncthing.harbor-fire.reviewed.tmp", ".harbor-fire.po.swp", "harbor-fire.po~",
            ".harbor-fire.po.o_3n2x0q.tmp", ".harbor-fire.po.o_3n2x0q.summaries.swap",
            "notes.o_3n2x0q.summaries.tmp", ".summaries.tmp",
        ),
        True,
    )  # fmt: skip
    write = {
        "new": lambda file: files.write_bytes(file, b"new"),
        "changed": lambda file: files.replace_bytes(file, b"new", b"old"),
    }
    for how, writer in write.items():
        folder = tmp_path / how
        folder.mkdir()
        for name in names:
            (folder / name).write_bytes(b"x")
            os.utime(folder / name, (1, 1))
        (young := folder / ".harbor-fire.po.zzzzzzzz.summaries.tmp").write_bytes(b"x")
        (folder / "harbor-fire.po").write_bytes(b"old")
        writer(folder / "harbor-fire.po")
        assert {name: (folder / name).exists() for name in names} == names
        assert young.exists()


@contextlib.contextmanager
def full_disk():  # type: ignore[no-untyped-def]
    """Let no file grow beyond a hundred bytes, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@contextlib.contextmanager
def read_only(folder: Path):  # type: ignore[no-untyped-def]
    """Let nobody but root write into a folder."""
    folder.chmod(0o555)
    try:
        yield
    finally:
        folder.chmod(0o755)


def test_a_full_disk_leaves_the_file_and_no_litter(path: Path) -> None:
    """The error reaches the person, the catalog is as it was, and the next edit works."""
    old, names = path.read_bytes(), sorted(path.parent.iterdir())
    with full_disk(), pytest.raises(OSError):
        change(path, "headline", strings=["Пожежа в порту"])
    assert path.read_bytes() == old
    assert sorted(path.parent.iterdir()) == names
    change(path, "headline", strings=["Пожежа в порту"])
    assert path.read_bytes() != old


def test_a_read_only_folder_leaves_the_file(newsroom: Newsroom, path: Path) -> None:
    """The error reaches the person, and the catalog is as it was."""
    old = path.read_bytes()
    with (
        read_only(path.parent),
        without_root(newsroom.folder),
        pytest.raises(PermissionError),
    ):
        change(path, "headline", strings=["Пожежа в порту"])
    assert path.read_bytes() == old
