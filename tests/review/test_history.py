"""``summaries history``: the life of a message, from the journal alone."""

from __future__ import annotations

import datetime
import json
import shutil

import pytest
from conftest import ROOT, SLUG, Newsroom

from service.review import journal, sign
from service.review.sign import Reviewer

HOUR = datetime.timedelta(hours=1)
ADDRESS = "uk/harbor-fire/fire"


def live(room: Newsroom) -> None:
    """Reject, reword and sign the Ukrainian “fire”, an hour each, after Jane signed it at noon."""
    source, path = room.project.source("harbor-fire"), room.path("harbor-fire", "uk")
    room.now += HOUR
    seen = next(a for a in room.project.assess(source, "uk") or () if a.message.id == "fire")
    john = Reviewer("John Doe")
    sign.reject(room.project, source, "uk", seen, john, room.now, "not firemen", keep=False)
    room.replace(path, "пожежники", "рятувальники")
    room.now += HOUR
    room.sign("harbor-fire", "uk", "fire", name="John Doe")


def test_a_message_is_signed_rejected_replaced(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """By whom, when, and which words changed."""
    live(newsroom)
    words = "{day} у порту згорів склад, повідомили"
    assert run("history", ADDRESS).output.splitlines() == [
        "2026-11-22T12:00:00Z  signed by Jane Doe (person)",
        f"    words: {words} пожежники.",
        "    does not count: rejected by John Doe on 2026-11-22T13:00:00Z",
        "2026-11-22T13:00:00Z  rejected by John Doe",
        "    reason: not firemen",
        "    readers do not keep these words",
        f"    words: {words} пожежники.",
        "2026-11-22T14:00:00Z  signed by John Doe (person)",
        f"    words before: {words} [-пожежники-].",
        f"    words now:    {words} {{+рятувальники+}}.",
        "    counts",
    ]
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "рятувальники", "люди")
    newsroom.sign("harbor-fire", "uk", "fire")
    said = "does not count: replaced by Jane Doe on 2026-11-22T14:00:00Z"
    assert said in run("history", ADDRESS).output


def test_it_needs_neither_article_nor_catalog(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The journal outlives both."""
    live(newsroom)
    before = run("history", ADDRESS).output
    shutil.rmtree(newsroom.articles)
    shutil.rmtree(newsroom.locales / "uk")
    assert run("history", ADDRESS).output == before


def test_the_same_meaning_and_answers_are_told(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A correction of the source, and why a warning does not apply."""
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, 'text = "A warehouse burned', 'text = "A warehouse burnt')
    newsroom.update()
    newsroom.sign("harbor-fire", "en", "fire")
    jane = ("--reviewer", "Jane Doe")
    assert run("review", "en", "--same-meaning", "fire", *jane).exit_code == 0
    for locale in ("uk", "en"):
        lines = run("history", f"{locale}/harbor-fire/fire").output.splitlines()
        at = next(n for n, line in enumerate(lines) if "said to mean the same by Jane Doe" in line)
        assert "source before: A warehouse [-burned-] down" in lines[at + 1]
        assert "source now:    A warehouse {+burnt+} down" in lines[at + 2]
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "людина, втрачено", "людина,  втрачено")
    assert run("review", "uk", "--seen", "hurt", "as the song has it", *jane).exit_code == 0
    told = run("history", "uk/harbor-fire/hurt").output
    assert "seen by Jane Doe" in told
    assert "because: as the song has it" in told


def test_as_json_it_has_the_same(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """For whoever counts or draws it."""
    live(newsroom)
    found = json.loads(run("history", ADDRESS, "--format", "json").output)
    assert [(e["what"], e["name"]) for e in found] == [
        ("signed", "Jane Doe"), ("rejected", "John Doe"), ("signed", "John Doe"),
    ]  # fmt: skip
    assert found[2]["before"] == found[0]["strings"]


def test_a_copied_line_is_named_as_one(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Somebody wrote a signature's line a second time: it gives nothing, and is seen."""
    lines = journal.read(newsroom.journal, "harbor-fire").lines
    line = next(x for x in lines if x.fields["payload"]["msgctxt"] == "fire")
    journal.append(newsroom.journal, "harbor-fire", "signed", line.name, newsroom.now, line.fields)
    assert (
        "a copy of what was signed on 2026-11-22T12:00:00Z"
        in run("history", "en/harbor-fire/fire").output
    )


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("uk", "name the message as LOCALE/ARTICLE/MESSAGE"),
        ("uk/harbor-fire", "name the message as"),
        ("../harbor-fire/fire", "name the message as"),
        ("uk/no-such/fire", "journal/no-such.jsonl has no signature in it"),
        ("uk/../fire", "has no signature in it"),
        ("uk/harbor-fire/frie", "uk/harbor-fire/fire, "),
    ],
)
def test_what_is_not_there_is_said_in_a_sentence(run, address: str, said: str) -> None:  # type: ignore[no-untyped-def]
    """With what there is instead."""
    result = run("history", address)
    assert (result.exit_code, said in result.output) == (2, True)


def test_a_damaged_journal_is_told_as_far_as_it_goes(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """And said to be damaged."""
    live(newsroom)
    file = newsroom.journal / "harbor-fire.jsonl"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join([*lines[:-2], b"torn\n", lines[-1]]))
    result = run("history", ADDRESS)
    assert result.exit_code == 1
    assert "signed by John Doe" in result.output
    assert "this line of the journal does not count" in result.output
    assert "1 lines that others name are not here" in result.output


def test_nothing_in_a_journal_moves_the_cursor(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A reason is text that anybody may have written."""
    fields = {"words": "0" * 32, "locale": "uk", "message": "fire", "reason": "a\x1b[2Jb\x1b[H"}
    journal.append(newsroom.journal, "harbor-fire", "rejected", "x\x1b]0;", newsroom.now, fields)
    result = run("history", ADDRESS)
    assert "\x1b" not in result.output
    assert "reason: a<U+001B>[2Jb" in result.output


def test_the_bundle_s_own_messages_have_one(run, monkeypatch: pytest.MonkeyPatch) -> None:  # type: ignore[no-untyped-def]
    """Who translated the interface and the article is in the journal, too."""
    for name in ("articles", "locales", "journal"):
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(ROOT / name))
    assert "signed by Claude (model)" in run("history", f"uk/{SLUG}/headline").output
    assert "signed by Claude (model)" in run("history", "uk/service/Languages").output
