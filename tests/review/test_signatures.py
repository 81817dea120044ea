"""Signatures: what one covers, what breaks it, and how its mark survives in a catalog."""

from __future__ import annotations

import base64
import datetime
import hashlib
import json
import shutil
import struct
import subprocess
import time
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from service.errors import SummariesError
from service.review import keys, marks, signatures
from service.review.keys import PrivateKey
from service.review.marks import Mark, Note
from service.review.signatures import Signature, Signer, SourceInputs, Words

NOW = datetime.datetime(2026, 11, 22, 14, 3, 27, tzinfo=datetime.UTC)
FACT = {"name": "n", "type": "number", "value": "5", "format": "decimal"}
WORDS = Words("uk", "fire", "{n} fires", None, ("{n} пожеж",), (FACT,))
SOURCE = Words(
    "en", "headline", "Fire", None, ("Fire",), (), SourceInputs("n", (FACT,), ("a fire",)),
    {"slug": "harbor-fire", "ids": ["fire"]},
)  # fmt: skip


def sign(words: Words = WORDS, name: str = "Jane Doe") -> Signature:
    """Return a signature by a person, from the command line."""
    return signatures.make(words, name, "person", "cli", NOW)


def test_a_signature_holds_under_the_words_it_was_given() -> None:
    """The same words, read again, carry it."""
    assert sign().fits(WORDS)
    assert sign(SOURCE).fits(SOURCE)


@pytest.mark.parametrize(
    "change",
    [
        {"locale": "ar"}, {"context": "flood"}, {"context": None}, {"singular": "{n} flames"},
        {"plural": "{n} fires"}, {"strings": ("{n} пожежі",)}, {"strings": ("{n} пожеж", "")},
        {"strings": ("{n} пожеж\u200b",)}, {"facts": ()}, {"facts": (FACT | {"value": "6"},)},
        {"facts": (FACT | {"format": "plain"},)}, {"inputs": SourceInputs()},
    ],
)  # fmt: skip
def test_any_other_words_break_it(change: dict[str, object]) -> None:
    """A letter, an invisible character, another message, language or figure is not signed."""
    assert not sign().fits(replace(WORDS, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"inputs": SourceInputs(None, (FACT,), ("a fire",))},
        {"inputs": SourceInputs("n", (FACT | {"value": "50"},), ("a fire",))},
        {"inputs": SourceInputs("n", (FACT,), ("a flood",))},
        {"inputs": SourceInputs("n", (FACT,), ())},
        {"whole": {"slug": "another", "ids": ["fire"]}},
        {"whole": {"slug": "harbor-fire", "ids": []}},
        {"whole": None},
    ],
)
def test_the_source_signs_figures_evidence_and_the_whole(change: dict[str, object]) -> None:
    """Nobody corrects a figure, swaps a quote or takes a statement out under a signature."""
    assert not sign(SOURCE).fits(replace(SOURCE, **change))


@pytest.mark.parametrize(
    "change",
    [
        {"name": "John Doe"},
        {"kind": "team"},
        {"via": "desk"},
        {"date": "2026-11-22T14:03:28Z"},
        {"draft_by": "some-model"},
        {"translated_by": Signer("Ann", "person")},
    ],
)
def test_who_signed_and_who_made_the_words_is_signed(change: dict[str, object]) -> None:
    """A name, a kind or a date in an edition file cannot be another than the signed one."""
    assert not replace(sign(), **change).fits(WORDS)


def test_other_line_ends_and_compositions_are_the_same_words() -> None:
    """What an editor on another system writes needs no new signature."""
    composed = replace(WORDS, strings=("één\nregel",))
    assert sign(composed).fits(replace(WORDS, strings=("e\u0301e\u0301n\r\nregel",)))


def test_the_payload_has_these_keys_and_no_others() -> None:
    """More keys would mean another version: what was signed can be read in ten years, too."""
    plain = {
        "version", "locale", "name", "kind", "via", "date", "draft_by", "translated_by", "msgctxt",
        "msgid", "msgid_plural", "msgstr", "facts",
    }  # fmt: skip
    assert json.loads(signatures.payload(WORDS, sign())).keys() == plain
    assert json.loads(signatures.payload(SOURCE, sign(SOURCE))).keys() == {
        *plain, "source", "whole",
    }  # fmt: skip


TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
ANY_WORDS = st.builds(
    Words,
    locale=st.sampled_from(["uk", "en"]),
    context=st.none() | TEXT,
    singular=TEXT,
    plural=st.none() | TEXT,
    strings=st.lists(TEXT, min_size=1, max_size=3).map(tuple),
)


@given(ANY_WORDS)
def test_the_digest_is_sha256_of_sorted_json(words: Words) -> None:
    """Anybody can compute it with any JSON library, and nothing else."""
    signature = sign(words)
    content = signatures.payload(words, signature)
    again = json.dumps(
        json.loads(content), ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    assert hashlib.sha256(again.encode()).hexdigest()[:32] == signature.digest


@given(ANY_WORDS)
def test_a_payload_is_read_back_as_what_was_signed(words: Words) -> None:
    """The journal's line says all of it."""
    signature = sign(words)
    data = msgspec.json.decode(signatures.payload(words, signature))
    read, signer = signatures.read_payload(data)
    assert signer == signature
    assert signature.fits(read)


@pytest.mark.parametrize("words", [WORDS, SOURCE])
@pytest.mark.parametrize("draft_by", [None, "qwen3"])
@pytest.mark.parametrize("translator", [None, Signer("Ann Smith", "team")])
def test_nothing_is_lost_on_the_way_back(
    words: Words, draft_by: str | None, translator: Signer | None
) -> None:
    """Figures, evidence, the whole, and who made the words: an edition shows what was signed."""
    signature = signatures.make(
        words, "Jane Doe", "person", "desk", NOW, draft_by=draft_by, translated_by=translator
    )
    assert (signature.draft_by, signature.translated_by) == (draft_by, translator)
    data = msgspec.json.decode(signatures.payload(words, signature))
    assert signatures.read_payload(data) == (words, signature)
    proven = msgspec.structs.replace(signature, proof="proof", key="key")
    assert signatures.read_signature(proven.to_json()) == proven


def test_the_source_is_signed_under_these_names() -> None:
    """Whoever verifies a signature with another program finds them there."""
    data = json.loads(signatures.payload(SOURCE, sign(SOURCE)))
    assert data["source"] == {"count": "n", "facts": [FACT], "evidence": ["a fire"]}
    assert data["whole"] == {"slug": "harbor-fire", "ids": ["fire"]}


def test_a_date_is_utc_wherever_it_is_signed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Neither the machine's time zone nor the signer's moves it."""
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        kyiv = NOW.astimezone(datetime.timezone(datetime.timedelta(hours=2)))
        assert signatures.timestamp(kyiv) == "2026-11-22T14:03:27Z"
        assert signatures.moment("2026-11-22T14:03:27Z") == NOW
    finally:
        monkeypatch.undo()
        time.tzset()


@pytest.mark.parametrize(
    "change",
    [
        {"version": 1},
        {"more": "keys"},
        {"msgstr": "text"},
        {"msgstr": [1]},
        {"date": "2026"},
        {"date": "2026-02-31T00:00:00Z"},
        {"kind": "robot"},
        {"via": "fax"},
        {"name": "a;b"},
        {"facts": "n"},
        {"translated_by": "Ann"},
        {"translated_by": {"name": "Ann", "kind": "robot"}},
        {"translated_by": {"name": 5, "kind": "team"}},
        {"draft_by": 5},
        {"msgid": None},
        {"source": {}},
        {"whole": []},
        {"locale": None},
        {"name": 5},
        {"name": "Jane  Doe"},
    ],
)
def test_what_is_no_payload_is_refused(change: dict[str, object]) -> None:
    """A line that somebody wrote by hand counts only if it is exactly what signing writes."""
    data = msgspec.json.decode(signatures.payload(WORDS, sign()))
    with pytest.raises(ValueError, match=r"payload|signer|text|table|signature|cannot"):
        signatures.read_payload(data | change)


@pytest.mark.parametrize("width", [20, 40, 76])
def test_a_mark_survives_being_wrapped_over_lines(width: int) -> None:
    """Tools wrap comments; the mark is read all the same."""
    signature = sign(name="Jane Dorothea van der Doe")
    words, lines = signature.mark.split(), [""]
    for word in words:
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    assert marks.review_marks(lines) == [Mark(signature.name, signature.date, signature.digest)]


NAMES = st.text(st.characters(categories=["L", "N", "Zs"], include_characters="-.'’"), max_size=40)


@given(NAMES, st.lists(st.booleans(), max_size=20))
def test_a_mark_is_read_however_it_was_wrapped(name: str, breaks: list[bool]) -> None:
    """At any of its spaces, in whatever script the name is."""
    try:
        signature = sign(name=name)
    except SummariesError:
        return
    words, lines = signature.mark.split(" "), [""]
    for at, word in enumerate(words):
        if at < len(breaks) and breaks[at]:
            lines.append(word)
        else:
            lines[-1] = f"{lines[-1]} {word}".strip()
    found = marks.review_marks(["something else", *lines, "and more"])
    assert Mark(signature.name, signature.date, signature.digest) in found


@given(
    st.lists(
        st.text(max_size=30)
        | st.sampled_from(
            ["reviewed-by: ", "Jane", "; date: 2026-11-22", "T14:03:27Z", "; sha256:", "0" * 32,
             "rejected-by: A; date: 2026-11-22; reason: ", "draft-by: ", "; words:", "- "]
        ),
        max_size=12,
    )
)  # fmt: skip
def test_no_comment_stops_the_reader(parts: list[str]) -> None:
    """Whatever people write there; and what is read is written the same way again."""
    for found in marks.read(["".join(parts)]):
        assert found in marks.read([str(found)])


def test_a_mark_whose_name_was_broken_after_a_hyphen_is_found() -> None:
    """Some tools break lines after hyphens: the digest tells which name was signed."""
    lines = ["reviewed-by: Anne-", "Marie Doe; date: 2026-11-22T14:03:27Z; sha256:" + "0" * 32]
    assert "Anne-Marie Doe" in [mark.name for mark in marks.review_marks(lines)]
    # One that has a hyphen and a space of its own as well.
    lines[1] = lines[1].replace("Doe", "(Kyiv- and Lviv)")
    names = [mark.name for mark in marks.review_marks(lines)]
    assert "Anne-Marie (Kyiv- and Lviv)" in names


def test_a_mark_of_the_first_version_is_known_as_one() -> None:
    """It signed less, so it counts for nothing, and says so."""
    (mark,) = marks.review_marks(["reviewed-by: Jane Doe; date: 2026-11-22; sha256:" + "0" * 32])
    assert mark.outdated


def test_drafts_translations_and_rejections_are_read_from_comments() -> None:
    """A PO tool shows them to the translator; they are no marks."""
    note = Note("rejected", "Jane Doe", "2026-11-22T14:03:27Z", "clumsy, I think", "0" * 32)
    assert marks.notes([str(note)]) == [note]
    assert marks.review_marks([str(note)]) == []


@pytest.mark.parametrize("name", ["", "  ", "a;b", "x" * 101, "bell\x07", "line\nbreak\x00"])
def test_a_name_that_a_mark_cannot_carry_is_refused(name: str) -> None:
    """Before anything is written."""
    with pytest.raises(SummariesError, match="cannot sign"):
        sign(name=name)


@pytest.mark.parametrize("reason", ["", "  ", "x" * 2001, "reviewed-by: me", "bell\x07"])
def test_a_reason_that_a_comment_cannot_carry_is_refused(reason: str) -> None:
    """A rejection without a reason helps no translator, and none can smuggle a mark in."""
    with pytest.raises(SummariesError, match="reason"):
        signatures.check_reason(reason)


def test_a_proof_holds_under_its_key_alone() -> None:
    """Who has only the public half can check who signed, and not sign."""
    key, other = PrivateKey.generate(), PrivateKey.generate()
    content = signatures.payload(WORDS, sign())
    proof = key.sign(content)
    assert keys.verify(content, proof, [other.public, key.public]) == key.public
    assert keys.verify(content, proof, [other.public]) is None
    assert keys.verify(content + b" ", proof, [key.public]) is None
    assert keys.verify(content, "AAAA", [key.public]) is None
    assert keys.verify(content, "not base64!", [key.public]) is None


@pytest.mark.parametrize(
    "line", ["", "ssh-rsa AAAA", "ssh-ed25519", "ssh-ed25519 AAAA", "ssh-ed25519 %%%"]
)
def test_what_is_no_ed25519_key_is_refused(line: str) -> None:
    """The sentence says what to copy."""
    with pytest.raises(SummariesError, match="public key"):
        keys.public_bytes(line)


def armored(key: bytes, proof: str) -> str:
    """Return ``proof``, made by the public ``key``, as a file of OpenSSH (PROTOCOL.sshsig)."""

    def string(content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + content

    kind = string(b"ssh-ed25519")
    parts = (kind + string(key), b"summaries", b"", b"sha512",
             kind + string(base64.b64decode(proof)))  # fmt: skip
    blob = b"SSHSIG" + struct.pack(">I", 1) + b"".join(map(string, parts))
    text = base64.encodebytes(blob).decode()
    return f"-----BEGIN SSH SIGNATURE-----\n{text}-----END SSH SIGNATURE-----\n"


def test_openssh_checks_our_proofs_and_we_read_its_keys(tmp_path: Path) -> None:
    """A signature can be verified without this software, by ssh-keygen alone."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    file = tmp_path / "id"
    make = ["ssh-keygen", "-q", "-t", "ed25519", "-N", "sesame", "-f", str(file)]
    subprocess.run(make, check=True)
    with pytest.raises(SummariesError, match="passphrase"):
        keys.load(file, lambda: "wrong")
    key = keys.load(file, lambda: "sesame")
    line = (tmp_path / "id.pub").read_text()
    assert key.public.split()[1] == line.split()[1]
    shown = subprocess.run(
        ["ssh-keygen", "-lf", str(file) + ".pub"], capture_output=True, text=True, check=True
    ).stdout
    assert keys.fingerprint(line) in shown
    content = signatures.payload(WORDS, sign())
    signature = armored(keys.public_bytes(key.public), key.sign(content))
    (tmp_path / "armored").write_text(signature)
    (tmp_path / "allowed").write_text(f"jane {line}")
    verify = ["ssh-keygen", "-Y", "verify", "-f", "allowed", "-I", "jane", "-n", "summaries"]
    subprocess.run([*verify, "-s", "armored"], input=content, cwd=tmp_path, check=True)


def test_another_kind_of_key_is_refused(tmp_path: Path) -> None:
    """The remedy is in the sentence."""
    if shutil.which("ssh-keygen") is None:
        pytest.skip("ssh-keygen is not installed")
    file = tmp_path / "id"
    make = ["ssh-keygen", "-q", "-t", "ecdsa", "-N", "", "-f", str(file)]
    subprocess.run(make, check=True)
    with pytest.raises(SummariesError, match="ed25519"):
        keys.load(file, str)
    (tmp_path / "text").write_text("no key")
    with pytest.raises(SummariesError, match="ed25519"):
        keys.load(tmp_path / "text", str)
