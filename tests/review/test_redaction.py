"""Words and names that had to go stay gone: from the journal, from editions, after merges."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import Newsroom

from service.editions import edition_folder
from service.editions.model import Withdrawn
from service.editions.publisher import Publisher
from service.review import journal, redaction
from service.review.journal import Journal

SLUG = "harbor-fire"
WORDS = "пожежники"
WHY = ("--reason", "Order 12/2026", "--name", "John Doe", "--yes")


def file(room: Newsroom) -> Path:
    return journal.path(room.journal, SLUG)


def lines(room: Newsroom) -> list[journal.Line]:
    return journal.read(room.journal, SLUG).lines


@pytest.fixture
def git(newsroom: Newsroom, tool: Callable[[str], str]) -> Callable[..., None]:
    """Return a function that runs git in the newsroom, where all is committed."""
    program = [tool("git"), "-C", str(newsroom.folder), "-c", "user.name=J",
               "-c", "user.email=j@example.org"]  # fmt: skip

    def call(*words: str) -> None:
        subprocess.run([*program, *words], check=True, capture_output=True)

    call("init", "-b", "main"), call("add", "journal"), call("commit", "-m", "one")
    return call


def test_words_go_and_their_digest_and_a_note_stay(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The edition is taken down first; the other lines, and the graph, are as they were."""
    newsroom.publisher.poll()
    before = {line.digest: line for line in lines(newsroom)}
    gone = {d for d, line in before.items() if journal.mentions(dict(line.fields), [WORDS])}
    assert gone
    result = run("redact", WORDS, *WHY)
    assert "harbor-fire: uk is withdrawn" in result.output
    assert WORDS not in file(newsroom).read_text()
    assert "locales/uk/LC_MESSAGES/harbor-fire.po" in result.output, "the catalog has them still"
    assert result.exit_code == 1
    graph = Journal(lines(newsroom))
    assert graph.missing == []
    for digest, line in before.items():
        assert graph[digest].parents == line.parents
        assert bool(graph[digest].redacted) == (digest in gone)
    assert {d for d in before if graph[d] == before[d]} == before.keys() - gone
    told = run("history", "uk/harbor-fire/fire").output
    assert "its words were redacted by John Doe on 2026-" in told
    assert "Order 12/2026" in told
    client = newsroom.client()
    assert client.get("/uk/harbor-fire").status_code == 410
    assert client.get("/en/harbor-fire").status_code == 200


def test_an_empty_editions_folder_gets_no_redacted_words(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Nor does undoing the withdrawal bring them: they have no signature any more."""
    newsroom.publisher.poll()
    run("redact", WORDS, *WHY)
    shutil.rmtree(newsroom.editions)
    newsroom.editions.mkdir()
    newsroom.now = max(line.at for line in lines(newsroom))
    again = Newsroom(newsroom.folder)
    again.now = newsroom.now
    again.publisher.poll()
    assert all(WORDS not in path.read_text() for path in again.editions.rglob("*.json"))
    assert again.client().get("/uk/harbor-fire").status_code == 410
    assert run("verify", str(again.editions / SLUG)).exit_code == 0
    undone = run("withdraw", SLUG, "--undo", "--name", "Jane Doe")
    assert "uk: stays down" in undone.output
    again.translate(SLUG, "uk", {"fire": ["{day} у порту згорів склад, кажуть рятувальники."]})
    again.sign(SLUG, "uk", "fire")
    again.publisher.poll()
    again.publisher.poll()
    assert again.client().get("/uk/harbor-fire").status_code == 200


def test_a_name_goes_from_the_reason_of_a_withdrawal(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """From journal, notice, index and log: editions that are made again have none of it."""
    newsroom.publish()
    run("withdraw", "harbor-fire", "--name", "Jane Doe", "--reason", "Ivan Petrov was named")
    newsroom.publish()
    words = ("redact", "Ivan Petrov", "--reason", "an order", "--name", "John Doe", "--yes")
    done = run(*words)
    assert "reasons redacted in the publisher’s log" in done.output and done.exit_code == 0

    def left() -> list[Path]:
        folders = (newsroom.journal, newsroom.editions, newsroom.folder / "published")
        files = [path for folder in folders for path in folder.rglob("*") if path.is_file()]
        return [path for path in files if b"Ivan" in path.read_bytes()]

    assert left() == []
    shutil.rmtree(newsroom.editions)
    again = Publisher(newsroom.project, newsroom.editions, lambda: newsroom.now)
    assert again.publish().problems == []
    notice = edition_folder.load(newsroom.editions, "harbor-fire", "uk")
    assert isinstance(notice, Withdrawn) and notice.reason == "" and left() == []


def test_history_says_that_words_were_redacted(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Who had it done, when and why; the words are not there."""
    words = ("redact", "згорів склад", "--reason", "an order", "--name", "John Doe", "--yes")
    run(*words)
    told = run("history", "uk/harbor-fire/fire").output
    assert "its words were redacted by John Doe on " in told and ": an order" in told
    assert "згорів" not in told


def test_a_name_goes_from_who_signed(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A person's right; a rejection of theirs still counts, and so does a withdrawal."""
    newsroom.reject(SLUG, "uk", "fire", "not firemen", keep=False, name="John Doe")
    newsroom.withdraw(SLUG, "en", name="John Doe")
    newsroom.publisher.poll()
    result = run("redact", "john  DOE", "--reason", "asked for", "--name", "Jane Doe", "--yes")
    assert "2 lines redacted" in result.output
    assert "John Doe" not in file(newsroom).read_text()
    newsroom.publisher.poll()
    assert newsroom.client().get("/en/harbor-fire").status_code == 410
    told = run("history", "uk/harbor-fire/fire").output
    assert "rejected by [redacted]" in told
    source = newsroom.project.source(SLUG)
    known = newsroom.project.ledger(SLUG)
    seen = next(s for s in newsroom.project.assess(source, "uk") or () if s.message.id == "fire")
    assert seen.words is not None
    assert known.rejected(seen.words) is not None


@pytest.mark.parametrize("way", ["merge", "rebase"])
def test_a_merge_of_an_older_copy_never_brings_them_back(
    newsroom: Newsroom, git: Callable[..., None], run: Callable[..., Any], way: str
) -> None:
    """git's union driver writes both sides: readers see the note, and a writer cleans the file."""
    last = lines(newsroom)[-1].fields["payload"]
    words, address = last["msgstr"][0][:40], f"{last['locale']}/{SLUG}/{last['msgctxt']}"
    git("checkout", "-b", "other")
    newsroom.reject(SLUG, "uk", "headline", "too long")
    (rejected,) = (line for line in lines(newsroom) if line.kind == "rejected")
    git("commit", "-am", "two"), git("checkout", "main")
    run("redact", words, WORDS, *WHY)
    git("commit", "-am", "three")
    if way == "merge":
        git("merge", "other")
    else:
        git("checkout", "other"), git("rebase", "main")
    found = journal.read(newsroom.journal, SLUG)
    assert words in file(newsroom).read_text(), "else this tries nothing"
    assert rejected.digest in {line.digest for line in found.lines}
    assert not any(journal.mentions(dict(x.fields), [WORDS, words]) for x in found.lines)
    assert "“summaries redact --again” takes them out" in str(found.findings)
    assert Journal(found.lines).missing == []
    assert "redacted by John Doe" in run("history", address).output
    assert "lines taken out again" in run("redact", "--again").output
    assert words not in file(newsroom).read_text()
    after = journal.read(newsroom.journal, SLUG)
    assert {x.digest for x in after.lines} == {x.digest for x in found.lines}
    assert not after.findings


def test_the_next_writer_takes_out_what_came_back(newsroom: Newsroom) -> None:
    """Whoever signs or rejects, without being asked."""
    old = file(newsroom).read_bytes()
    at = newsroom.now
    count = redaction.redact(newsroom.journal, SLUG, [WORDS], "John Doe", at, "asked for")
    file(newsroom).write_bytes(file(newsroom).read_bytes() + old)
    newsroom.reject(SLUG, "uk", "headline", "too long")
    assert count
    assert WORDS not in file(newsroom).read_text()


def test_a_reader_that_goes_on_sees_no_words_either(newsroom: Newsroom) -> None:
    """The publisher reads what was added: a note about what it has read, or words that are back."""
    first = journal.read(newsroom.journal, SLUG)
    old = file(newsroom).read_bytes()
    redaction.redact(newsroom.journal, SLUG, [WORDS], "John Doe", newsroom.now, "asked for")
    note = file(newsroom).read_bytes().splitlines(keepends=True)[-1]
    file(newsroom).write_bytes(old)
    first = journal.read(newsroom.journal, SLUG)
    with file(newsroom).open("ab") as out:
        out.write(note)
    second = journal.read(newsroom.journal, SLUG, first.tail)
    assert second.whole
    assert not any(journal.mentions(dict(x.fields), [WORDS]) for x in second.lines)
    with file(newsroom).open("ab") as out:
        out.write(old)
    third = journal.read(newsroom.journal, SLUG, second.tail)
    assert not any(journal.mentions(dict(x.fields), [WORDS]) for x in third.lines)
    assert {f.path for f in third.findings} == {journal.shown(newsroom.journal, SLUG)}


def test_a_redaction_loses_a_name_by_another(newsroom: Newsroom) -> None:
    """Names of those who redacted, and those that a note kept, can go as well."""
    old = file(newsroom).read_bytes()
    at = newsroom.now
    redaction.redact(newsroom.journal, SLUG, [WORDS], "John Doe", at, "asked for")
    noted = file(newsroom).read_bytes()
    for name in ("Jane Doe", "John Doe"):
        redaction.redact(newsroom.journal, SLUG, [name], "Ann Lee", at, "asked for, too")
    file(newsroom).write_bytes(file(newsroom).read_bytes() + noted + old)
    found = journal.read(newsroom.journal, SLUG).lines
    assert not any(journal.mentions([x.name, dict(x.fields)], ["Doe", WORDS]) for x in found)
    journal.take_out(newsroom.journal, SLUG)
    assert "Doe" not in file(newsroom).read_text()


@pytest.mark.parametrize("fields", [{}, {"lines": 7}, {"lines": None}])
def test_words_go_from_a_note_that_names_no_lines(
    newsroom: Newsroom, fields: dict[str, Any]
) -> None:
    """Whoever wrote it: a line that is no list of lines must not keep the words."""
    at = newsroom.now
    journal.append(
        newsroom.journal, SLUG, "redacted", "Ann Lee", at, {"reason": "Ivan Petrov asked"} | fields
    )
    assert redaction.redact(newsroom.journal, SLUG, ["Ivan Petrov"], "John Doe", at, "asked") == 1
    assert "Petrov" not in file(newsroom).read_text()


def test_where_words_are_left_is_said_but_for_git_s_own_files(tmp_path: Path) -> None:
    """What a person can clean by hand; git's files are cleaned by git."""
    for name in (".git/COMMIT_EDITMSG", "locales/uk.po", "articles/fire.txt", "notes.txt"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text("so said Ivan Petrov" if name != "notes.txt" else "nothing")
    left = [str(path.relative_to(tmp_path)) for path in redaction.elsewhere([tmp_path], ["PETROV"])]
    assert left == ["articles/fire.txt", "locales/uk.po"]


def test_a_forged_note_undoes_no_withdrawal_and_hides_no_line(newsroom: Newsroom) -> None:
    """Where the line is there, its own kind and place count; a cycle makes no line vanish."""
    newsroom.withdraw(SLUG, "uk")
    down = lines(newsroom)[-1]
    end = journal.append(newsroom.journal, SLUG, "seen", "Ann Lee", newsroom.now, {})
    forged = journal.remainder(down, ["no such"]) | {
        "kind": "saved", "parents": [end.digest], "fields": {},
    }  # fmt: skip
    lost = forged | {"digest": "a" * 32}
    fields = {"reason": "", "lines": [forged, lost, 7, {"digest": "b" * 32}, None]}
    content = file(newsroom).read_bytes()
    note = journal.make(SLUG, "redacted", "Mallory", newsroom.now, [end.digest], fields)[1]
    file(newsroom).write_bytes(content + note + b"\n")
    found = {line.digest: line for line in lines(newsroom)}
    assert found[down.digest].kind == "withdrawn"
    assert found[down.digest].fields == {"locale": "uk"}
    only = {**forged, "digest": lines(newsroom)[0].digest, "parents": [end.digest]}
    first = file(newsroom).read_bytes().splitlines(keepends=True)
    note = journal.make(SLUG, "redacted", "Mallory", newsroom.now, [end.digest],
                        {"reason": "", "lines": [only]})[1]  # fmt: skip
    file(newsroom).write_bytes(b"".join(first[1:]) + note + b"\n")
    every = lines(newsroom)
    assert len(list(Journal(every))) == len({line.digest for line in every})


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("redact", "no", *WHY), "is too short"),
        (("redact", WORDS, "--name", "John Doe"), "say why"),
        (("redact", WORDS, "--reason", "x"), "say who redacts"),
        (("redact", WORDS, "--reason", "Пожежники!", "--name", "J D"), "the very words that are"),
        (("redact", "headline", *WHY), "part of an id or an address"),
        (("redact", WORDS, "--article", "no-such", *WHY), "There are: harbor-fire"),
        (("redact", "nobody has this", *WHY), "no journal has these words"),
    ],
)
def test_what_cannot_go_is_said_and_nothing_is_written(
    newsroom: Newsroom, run: Callable[..., Any], words: tuple[str, ...], said: str
) -> None:
    """With the remedy, and before anything is taken down."""
    before = file(newsroom).read_bytes()
    assert said in run(*words).output
    assert file(newsroom).read_bytes() == before


def test_one_question_is_asked_and_no_leaves_all_as_it_was(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The words may be typed, so that no shell keeps them."""
    newsroom.publisher.poll()
    before = file(newsroom).read_bytes()
    result = run("redact", *WHY[:-1], stdin=f"{WORDS}\nn\n")
    assert "Readers have them: harbor-fire (uk). Take that down, then redact" in result.output
    assert (result.exit_code, file(newsroom).read_bytes()) == (1, before)
    run("redact", *WHY[:-1], stdin=f"{WORDS}\ny\n")
    assert WORDS not in file(newsroom).read_text()
    assert json.loads(file(newsroom).read_bytes().splitlines()[-1])["reason"] == "Order 12/2026"
