"""Signing, answering and carrying over, as the command line does it, with and without a key."""

from __future__ import annotations

import datetime
import re
from pathlib import Path

import pytest
from conftest import Newsroom

from service.errors import ConflictError, SummariesError
from service.review import journal, keys, sign, signatures
from service.review.keys import PrivateKey
from service.review.sign import Reviewer

KEY, OTHER = PrivateKey(b"jane".ljust(32)), PrivateKey(b"mallory".ljust(32))
KEYED = (
    f'[[reviewers]]\nname = "Jane Doe"\nkind = "person"\nlanguages = ["*"]\nkey = "{KEY.public}"\n'
)
JANE = ("--reviewer", "Jane Doe")


def key_file(folder: Path, key: PrivateKey, passphrase: bytes = b"") -> Path:
    """Write a private key as ``ssh-keygen`` does."""
    ed25519 = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.ed25519")
    serialization = pytest.importorskip("cryptography.hazmat.primitives.serialization")
    if passphrase:
        locked = serialization.BestAvailableEncryption(passphrase)
    else:
        locked = serialization.NoEncryption()
    file = folder / "id_ed25519"
    file.write_bytes(
        ed25519.Ed25519PrivateKey.from_private_bytes(key.seed).private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.OpenSSH, locked
        )
    )
    return file


def lines(room: Newsroom, kind: str) -> list[journal.Line]:
    """Return the lines of one kind in the small article's journal."""
    return [x for x in journal.read(room.journal, "harbor-fire").lines if x.kind == kind]


# --- warnings ---------------------------------------------------------------------------------


def test_an_answered_warning_is_shown_no_more_while_the_words_stay(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, assess
) -> None:
    """By check, status and review alike; other words are checked again."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, "згорів склад", "згорів  склад")
    assert [o.check for o in assess("uk", "fire").objections] == ["spacing"]
    asked = "there is a double space"
    assert asked in run("check", "uk").output
    result = run("review", "uk", "--seen", "fire", "as in the original", *JANE)
    assert "fire: answered: " in result.output
    assert assess("uk", "fire").objections == ()
    assert asked not in run("check", "uk").output
    newsroom.replace(path, "згорів  склад", "згорів  сарай")
    assert [o.check for o in assess("uk", "fire").objections] == ["spacing"]
    assert asked in run("check", "uk").output


def test_an_answer_about_the_summary_holds_for_its_file_too(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Check looks at summary.toml before any catalog; it is the same question."""
    newsroom.replace(newsroom.articles / "harbor-fire" / "summary.toml", "about {tons}", "{tons}")
    newsroom.update()
    asked = "the evidence says “about” or “nearly”"
    assert run("check").output.count(asked) == 1
    assert run("review", "en", "--seen", "hurt", "it was weighed", *JANE).exit_code == 0
    assert asked not in run("check").output


def test_what_is_out_of_measure_is_answered_once(newsroom: Newsroom, run, assess) -> None:  # type: ignore[no-untyped-def]
    """A brief of one statement, a licence that is not said: while the words stay, not again."""
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(summary, 'id = "fire"', 'id = "fire"\nbrief = true')
    newsroom.update()
    short, unsaid = "statements in the brief: 1;", "say in [article] under which licence"
    shown = run("review", "en", "--reviewer", "Jane Doe", stdin="q\n").output
    assert unsaid in shown
    for text in (short, unsaid):
        assert run("check").output.count(text) == 1
    for name in ("fire", "headline"):
        assert run("review", "en", "--seen", name, "it is a short one", *JANE).exit_code == 0
    assert assess("en", "fire").objections == assess("en", "headline").objections == ()
    for text in (short, unsaid):
        assert text not in run("check", "--strict").output
    newsroom.replace(summary, 'text = "A warehouse', 'text = "One warehouse')
    newsroom.update()
    assert short in run("check").output
    assert unsaid not in run("check").output
    assert assess("uk", "fire").objections == ()


def test_what_blocks_is_not_answered_away(newsroom: Newsroom, run, assess) -> None:  # type: ignore[no-untyped-def]
    """Nor is what is said of signatures: both are for doing something about."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "{day} у порту", "{dya} у порту")
    run("review", "uk", "--seen", "fire", "never mind", *JANE)
    assert any(o.level == "error" for o in assess("uk", "fire").objections)
    newsroom.appoint(KEYED.replace('"*"', '"en"'))
    (warning,) = assess("uk", "headline").objections
    assert warning.check == "signatures"
    newsroom.appoint(KEYED)
    result = run("review", "uk", "--seen", "headline", "never mind", *JANE)
    assert "there is no warning about “headline”" in result.output


# --- keys -------------------------------------------------------------------------------------


@pytest.mark.parametrize("passphrase", ["", "sesame"])
def test_a_signature_with_a_key_counts_where_one_is_asked_for(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, assess, passphrase: str
) -> None:
    """An encrypted key asks once; readers get the proof and the public key."""
    newsroom.appoint(KEYED)
    assert assess("uk", "fire").state == "translated"
    refused = run("review", "uk", "--all", *JANE)
    assert refused.exit_code == 1
    assert "has a key for “Jane Doe”, and this is not signed with it: use --key" in refused.output
    file = key_file(newsroom.folder, KEY, passphrase.encode())
    given = ("review", "uk", "--all", *JANE, "--key", str(file))
    result = run(*given, stdin=f"{passphrase}\n")
    assert "signed 3 messages" in result.output
    assert result.output.count("Passphrase") == bool(passphrase)
    seen = assess("uk", "fire")
    (signature,) = seen.signatures
    content = signatures.payload(seen.words, signature)
    assert keys.verify(content, signature.proof, [signature.key]) == KEY.public


@pytest.mark.parametrize("key", [None, OTHER])
def test_another_key_or_none_writes_nothing_under_a_name_with_a_key(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, assess, key: PrivateKey | None
) -> None:
    """A line that would not count is refused, instead of written and passed over."""
    newsroom.appoint(KEYED)
    source, seen = newsroom.project.source("harbor-fire"), assess("en", "fire")
    who, before = Reviewer("Jane Doe", key=key), lines(newsroom, "signed")
    for act in (
        lambda: sign.sign(newsroom.project, source, "en", seen, who, newsroom.now),
        lambda: sign.same_meaning(
            newsroom.project, source, ("A {day}", None), seen, who, newsroom.now
        ),
        lambda: sign.answer(
            newsroom.project, source, "en", seen, "spacing", "?", "so", who, newsroom.now
        ),
    ):
        with pytest.raises(SummariesError, match="use --key"):
            act()
    assert lines(newsroom, "signed") == before
    assert lines(newsroom, "seen") == lines(newsroom, "same-meaning") == []


def test_answers_and_the_same_meaning_are_signed_with_the_key(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run
) -> None:
    """And count."""
    newsroom.appoint(KEYED)
    key = ("--key", str(key_file(newsroom.folder, KEY)))
    summary = newsroom.articles / "harbor-fire" / "summary.toml"
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "згорів склад", "згорів  склад")
    for locale in ("en", "uk"):
        run("review", locale, "--all", *JANE, *key)
    newsroom.replace(summary, 'text = "A warehouse burned', 'text = "A warehouse burnt')
    newsroom.update()
    assert run("review", "en", "--all", *JANE, *key).exit_code == 0
    assert run("review", "en", "--same-meaning", "fire", *JANE, *key).exit_code == 0
    assert run("review", "uk", "--seen", "fire", "an idiom", *JANE, *key).exit_code == 0
    (line,) = lines(newsroom, "same-meaning")
    (old, new) = (tuple(line.fields[name]) for name in ("old", "new"))
    known = newsroom.project.ledger("harbor-fire")
    assert known.carries("fire", "uk", old, new) is not None
    assert "double space" not in run("check", "uk").output


# --- dates and names --------------------------------------------------------------------------


def test_a_second_look_within_the_second_is_a_second_signature(newsroom: Newsroom) -> None:
    """Never the same date twice for one signer and message."""
    newsroom.sign("harbor-fire", "uk", "fire")
    newsroom.sign("harbor-fire", "uk", "fire")
    dates = [
        line.fields["payload"]["date"]
        for line in lines(newsroom, "signed")
        if (line.fields["payload"]["locale"], line.fields["payload"]["msgctxt"]) == ("uk", "fire")
    ]
    assert len(dates) == len(set(dates)) == 3


@pytest.mark.parametrize("year", [2400, 9999])
def test_a_date_that_no_clock_showed_is_not_carried_on(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, assess, year: int
) -> None:
    """A line of the far future in the journal does not keep its signer from signing today."""
    seen = assess("uk", "fire")
    future = datetime.datetime(year, 12, 31, 23, 59, 59, tzinfo=datetime.UTC)
    made = signatures.make(seen.words, "Jane Doe", "person", "cli", future)
    fields = sign._fields(seen.words, made)
    journal.append(newsroom.journal, "harbor-fire", "signed", "Jane Doe", newsroom.now, fields)
    newsroom.sign("harbor-fire", "uk", "fire")
    (signature,) = assess("uk", "fire").signatures
    assert signature.date.startswith("2026-11-22T12:00:0")


def test_a_name_is_written_as_it_is_signed(newsroom: Newsroom, assess) -> None:  # type: ignore[no-untyped-def]
    """Two spaces, or an accent in two characters, are no second person."""
    newsroom.sign("harbor-fire", "uk", "fire", name="Rene\u0301  Doe")
    assert "René Doe" in [signature.name for signature in assess("uk", "fire").signatures]


# --- marks of the first version ---------------------------------------------------------------


def first_version(room: Newsroom) -> None:
    """Make all marks of the Ukrainian catalog as version 1 wrote them."""
    path = room.path("harbor-fire", "uk")
    text = re.sub(
        r"(reviewed-by: [^;]+; date: \d{4}-\d\d-\d\d)T\d\d:\d\d:\d\dZ", r"\1", path.read_text()
    )
    path.write_text(text)


def test_marks_of_the_first_version_are_one_sentence_with_the_command(  # type: ignore[no-untyped-def]
    newsroom: Newsroom, run, assess
) -> None:
    """For each catalog once, not for each of its messages; the command does it."""
    first_version(newsroom)
    command = "summaries review uk --article harbor-fire --all --reviewer NAME"
    for name in ("check", "status"):
        said = run(name).output
        assert said.count("of an earlier version") == 1
        assert command in said
    assert assess("uk", "fire").objections == ()
    assert run(*command.replace("NAME", "J").split()[1:]).exit_code == 0
    for name in ("check", "status"):
        assert "of an earlier version" not in run(name).output
    assert assess("uk", "fire").state == "reviewed"


def test_a_rejection_of_words_that_changed_meanwhile_is_in_no_journal(newsroom: Newsroom) -> None:
    """And is not said to be."""
    source = newsroom.project.source("harbor-fire")
    path = journal.path(newsroom.journal, "harbor-fire")
    statuses = newsroom.project.assess(source, "uk") or []
    (status,) = (one for one in statuses if one.message.id == "headline")
    newsroom.translate("harbor-fire", "uk", {"headline": ["Пожежа на складі"]})
    before, who = path.read_bytes(), Reviewer("Jane Doe")
    with pytest.raises(ConflictError, match="nothing was written") as caught:
        sign.reject(newsroom.project, source, "uk", status, who, newsroom.now, "It is false.")
    assert "the journal has" not in str(caught.value)
    assert path.read_bytes() == before
