"""The ``summaries`` command, as people and scripts use it."""

from __future__ import annotations

import errno
import json
import os
import re
from pathlib import Path

import click
import pytest
from click.testing import CliRunner
from conftest import Newsroom

from service import cli
from service.review import merge_source

FIRE = "{day} у порту згорів склад, повідомили пожежники."


@pytest.mark.parametrize("name", sorted(cli.COMMANDS))
def test_every_command_explains_itself_with_an_example(name: str, run) -> None:  # type: ignore[no-untyped-def]
    """--help says what the command does, and shows one use of it that parses."""
    text = run(name, "--help").output
    assert "Example: summaries " + name in text


def test_status_shows_where_everything_stands(run) -> None:  # type: ignore[no-untyped-def]
    """States and counts, for people and for scripts."""
    assert "uk       current, revision 1" in run("status").output
    data = json.loads(run("status", "--format", "json", "--article", "harbor-fire").output)
    (row,) = [row for row in data["articles"] if row["locale"] == "uk"]
    assert (row["state"], row["messages"]["reviewed"]) == ("current", 3)


def test_a_change_that_waits_shows_as_pending(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Status names the message that waits."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    assert (
        "uk       pending, revision 1                       2 reviewed, 1 translated"
        in run("status").output
    )
    data = json.loads(run("status", "--format", "json").output)
    waiting = [
        r["waiting"]
        for r in data["articles"]
        if (r["article"], r["locale"]) == ("harbor-fire", "uk")
    ]
    assert waiting == [[{"message": "fire", "state": "translated"}]]


def test_check_passes_on_good_files_and_names_what_is_wrong(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Exit status 0 and 1; file, line, message and remedy."""
    assert run("check").exit_code == 0
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "{day} у порту", "{day.real} у порту")
    result = run("check", "uk")
    assert result.exit_code == 1
    assert "locales/uk/LC_MESSAGES/harbor-fire.po:" in result.output
    assert "[fire]" in result.output and "write {name}" in result.output
    findings = json.loads(run("check", "--format", "json").output)
    (finding, *_rest) = [f for f in findings if f["level"] == "error"]
    assert (finding["check"], finding["message"]) == ("placeholders", "fire")


def test_a_broken_file_is_a_finding_with_its_line(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """No traceback, and the other languages are still reported."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), 'msgstr "Пож', "msgstr Пож")
    result = run("check")
    assert result.exit_code == 1
    assert "locales/uk/LC_MESSAGES/harbor-fire.po:" in result.output
    status = run("status")
    assert status.exit_code == 1
    assert "no catalog that can be read" in status.output


def test_signing_from_a_script(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """One message, signed by name, goes live with the next publish."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "повідомили", "сказали")
    words = ["review", "uk", "--article", "harbor-fire", "--message", "fire"]
    assert run(*words).exit_code == 2  # nobody named
    result = run(*words, "--reviewer", "Jane Doe")
    assert result.output.splitlines() == [
        "signed 1 message in uk as Jane Doe",
        "commit together: locales/uk/LC_MESSAGES/harbor-fire.po, journal/harbor-fire.jsonl",
    ]
    assert "published harbor-fire/uk (current, revision 2)" in run("publish").output


def test_signing_everything_leaves_drafts_alone(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A fuzzy message is nobody's to sign in passing."""
    newsroom.replace(newsroom.path("harbor-fire", "uk"), "#, python-brace-format\nmsgctxt \"fire\"",
                     "#, fuzzy, python-brace-format\nmsgctxt \"fire\"")  # fmt: skip
    result = run("review", "uk", "--all", "--reviewer", "Jane Doe", "--article", "harbor-fire")
    assert result.exit_code == 1
    assert "left alone: harbor-fire fire (draft)" in result.output
    assert newsroom.states()["uk"] == "pending"


def test_a_message_that_does_not_exist_is_named(run) -> None:  # type: ignore[no-untyped-def]
    """Nothing is signed by a typing error."""
    result = run("review", "uk", "--message", "frie", "--reviewer", "Jane Doe")
    assert result.exit_code == 2
    assert "no such message: frie" in result.output


def test_reviewing_shows_source_facts_evidence_and_the_words_as_they_will_read(
    newsroom: Newsroom,
    run,  # type: ignore[no-untyped-def]
) -> None:
    """The reviewer sees all of it, signs one message, and goes on to the next."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, "повідомили", "сказали")
    newsroom.replace(path, "Постраждало", "Поранено")
    result = run("review", "uk", "--article", "harbor-fire", stdin="Jane Doe\ns\nn\n")
    assert "reads: 3 травня у порту згорів склад, сказали пожежники." in result.output
    assert "reads for 0, 5, 6: Поранено 5 людей" in result.output
    assert "reads for 1, 21, 31: Постраждала 31 людина" in result.output
    assert "evidence: A warehouse burned down in the harbor on May 3" in result.output
    assert result.output.endswith(
        "signed 1 message in uk as Jane Doe\ncommit together: "
        "locales/uk/LC_MESSAGES/harbor-fire.po, journal/harbor-fire.jsonl\n"
    )
    assert newsroom.states()["uk"] == "pending"


def test_a_blocked_message_cannot_be_signed(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The error says what blocks it, and the file stays as it was."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.replace(path, "{day} у порту", "у порту")
    before = path.read_bytes()
    result = run("review", "uk", "--message", "fire", "--reviewer", "Jane Doe")
    assert result.exit_code == 1
    assert "“fire” cannot be signed: {day} is missing" in result.output
    assert path.read_bytes() == before


def test_a_full_disk_leaves_no_half_made_language(
    newsroom: Newsroom, run, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    """The folder goes again with the catalog that could not be written."""

    def full(_path: Path, _content: bytes) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(merge_source, "write_bytes", full)
    result = run("update", "--locale", "sw")
    assert result.exit_code == 1 and "the disk is full" in result.output
    assert not (newsroom.locales / "sw").exists()


def test_every_language_of_cldr_can_be_added(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """Also those that no catalog here is in yet; a tag of BCP 47 is answered with the locale."""
    assert run("update", *(f"--locale={name}" for name in ("sw", "ga", "kw", "tok"))).exit_code == 0
    assert run("check", "sw", "ga", "kw", "tok").exit_code == 0
    assert "did you mean zh_Hans?" in run("update", "--locale", "zh-Hans").output
    assert "did you mean zh_Hans?" in run("update", "--locale", "zh_CN").output
    assert "did you mean sr_Latn?" in run("update", "--locale", "sr@latin").output


def test_convert_says_what_it_did(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """A tool's rule becomes ours; what is signed stays signed."""
    path = newsroom.path("harbor-fire", "uk")
    theirs = "nplurals=4; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && "
    theirs += "(n%100<12 || n%100>14) ? 1 : n%10==0 || n%10>=5 || n%100>=11 && n%100<=14 ? 2: 3);"
    text = re.sub(r'"Plural-Forms:.*?;\\n"', lambda _: f'"Plural-Forms: {theirs}\\n"',
                  path.read_text(), count=1, flags=re.DOTALL)  # fmt: skip
    path.write_text(re.sub(r'(msgstr\[2\] "[^\n]*\n)', r'\1msgstr[3] ""\n', text))
    before = run("status", "--article", "harbor-fire").output
    result = run("catalog", "convert", "uk")
    assert "converted locales/uk/LC_MESSAGES/harbor-fire.po" in result.output
    assert "next: summaries check uk" in result.output
    assert "nplurals=3" in path.read_text() and "msgstr[3]" not in path.read_text()
    assert run("status", "--article", "harbor-fire").output == before
    assert run("catalog", "convert", "uk").output == "nothing to convert\n"


def test_update_makes_a_new_language_and_says_when_there_is_nothing_to_do(
    newsroom: Newsroom,
    run,  # type: ignore[no-untyped-def]
) -> None:
    """The new catalog tells its translator the figures, the plural forms and the evidence."""
    assert "nothing to update" in run("update").output
    assert run("update", "--locale", "he").exit_code == 0
    text = newsroom.path("harbor-fire", "he").read_text()
    assert "#. {day} = 3 במאי (2024-05-03)" in text
    assert "#. Forms for {hurt} = [0]: 1; [1]: 2; [2]: 0, 3" in text
    assert "#. Evidence: A warehouse burned down" in text
    assert run("update", "--locale", "klingon").exit_code == 2


def test_an_article_in_a_new_language_gets_its_own_catalog(newsroom: Newsroom, run) -> None:  # type: ignore[no-untyped-def]
    """The editor of a Polish article finds where to sign it."""
    newsroom.write(
        "pozar",
        'language = "pl"\nheadline = "Pożar w porcie"\n[[statements]]\nid = "fire"\n'
        'text = "Spłonął magazyn."\nevidence = ["Spłonął magazyn."]\n',
        "Pożar\nSpłonął magazyn.\n",
    )
    assert run("update").exit_code == 0
    assert 'msgstr "Spłonął magazyn."' in newsroom.path("pozar", "pl").read_text()
    assert run("review", "pl", "--article", "pozar", "--all", "--reviewer", "J").exit_code == 0
    newsroom.publish()
    assert newsroom.states("pozar")["pl"] == "current"


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("DRAFTS", "maybe", "is not a switch: write 1 or 0"),
        ("BASE_URL", "example.org", "is not the address of a site"),
        ("PUBLISHER_KEYS", "short", "is no public key"),
        ("ARTICLES", "/dev/null", "is not a folder"),
        ("REFRESH", "soon", "is not a number of seconds"),
        ("LOCALES", "/nonexistent/locales", "set SUMMARIES_LOCALES"),
    ],
)
def test_a_wrong_setting_stops_with_one_sentence(  # type: ignore[no-untyped-def]
    name: str, value: str, said: str, run, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Exit status 2, the variable's name, the remedy; no traceback."""
    monkeypatch.setenv(f"SUMMARIES_{name}", value)
    result = run("status")
    assert result.exit_code == 2
    assert said in result.output
    assert len(result.output.strip().splitlines()) == 1


def test_an_editions_folder_that_cannot_be_written_is_one_sentence(run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """publish names the path and what the system said."""
    os.environ["SUMMARIES_EDITIONS"] = str(
        tmp_path / "articles" / "harbor-fire" / "article.txt" / "x"
    )
    result = run("publish")
    assert result.exit_code == 1
    assert result.output.startswith("Error: ") and len(result.output.splitlines()) == 1


def test_the_same_commands_work_under_flask(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """``flask --app service status`` is ``summaries status``."""
    from flask.cli import FlaskGroup

    from service import create_app

    for name in ("articles", "locales", "journal", "editions", "published"):
        monkeypatch.setenv(f"SUMMARIES_{name.upper()}", str(newsroom.folder / name))
    group: click.Group = FlaskGroup(create_app=create_app)
    result = CliRunner().invoke(group, ["status"])
    assert "uk       current, revision 1" in result.output
