"""What a file holds reaches a terminal cleaned: nobody signs what they do not see."""

from __future__ import annotations

import ast
import os
import pty
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import ROOT, Newsroom

SLUG = "harbor-fire"
# Moves the cursor up and writes over the line, in each way that terminals know.
EVIL = "\x1b[1A\x1b[2Kdenied\x9b2K\x07\u202e"
SEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
Run = Callable[..., Result]


def hostile_comment(room: Newsroom) -> None:
    path = room.path(SLUG, "uk")
    room.replace(path, 'msgctxt "fire"', f'# {EVIL}\n#. {EVIL}\nmsgctxt "fire"')


def hostile_words(room: Newsroom) -> None:
    room.replace(room.path(SLUG, "uk"), "повідомили пожежники", f"повідомили {EVIL} пожежники")


def hostile_summary(room: Newsroom) -> None:
    escaped = EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00")
    room.replace(room.articles / SLUG / "summary.toml", "burned down", f"burned {escaped} down")


def hostile_key(room: Newsroom) -> None:
    escaped = EVIL.encode("unicode_escape").decode().replace("\\x", "\\u00")
    text = (room.articles / SLUG / "summary.toml").read_text()
    (room.articles / SLUG / "summary.toml").write_text(f'"{escaped}" = 1\n{text}')


def hostile_article(room: Newsroom) -> None:
    room.replace(room.articles / SLUG / "article.txt", "burned down", f"burned {EVIL} down")


def hostile_journal(room: Newsroom) -> None:
    room.reject(SLUG, "uk", "fire", "Reason")
    room.withdraw(reason=EVIL, name="Jane Doe")
    room.replace(room.journal / f"{SLUG}.jsonl", '"Reason"', '"\\u001b[2K\\u009b2K\\u202e"')


def hostile_header(room: Newsroom) -> None:
    room.replace(room.path(SLUG, "uk"), '"Last-Translator: \\n"', f'"Last-Translator: {EVIL}\\n"')


def hostile_signers(room: Newsroom) -> None:
    room.appoint(f'# {EVIL}\n[[reviewers]]\nname = "\\u001b[2K"\nkind = "person"\n')


def hostile_folder(room: Newsroom) -> None:
    (room.articles / "\x1b[2K").mkdir()
    (room.locales / "\x1b[2K").mkdir()


HOSTILE = (
    hostile_comment, hostile_words, hostile_summary, hostile_key, hostile_article, hostile_journal,
    hostile_header, hostile_signers, hostile_folder,
)  # fmt: skip
COMMANDS = (
    ("status",), ("check",), ("check", "--format", "json"), ("publish",), ("history", SLUG),
    ("review", "uk", "--article", SLUG, "--all", "--reviewer", "Jane Doe"),
    ("review", "uk", "--article", "no\x1b[2K", "--reviewer", "Jane Doe"),
    ("verify", "editions"), ("update",),
)  # fmt: skip


@pytest.mark.parametrize("make", HOSTILE, ids=lambda make: make.__name__)
def test_no_command_prints_what_moves_the_cursor(
    newsroom: Newsroom, run: Run, make: Callable[[Newsroom], None]
) -> None:
    """A comment in a catalog, words, keys, an article, reasons, names: shown as code points."""
    make(newsroom)
    result = run("review", "uk", "--article", SLUG, "--reviewer", "Jane Doe", stdin="n\nn\nn\nq\n")
    by_command = {"review": SEEN.findall(result.output)}
    for words in COMMANDS:
        result = run(*words)
        assert isinstance(result.exception, SystemExit | None), words
        by_command[" ".join(words)] = SEEN.findall(result.output)
    assert not {words: marks for words, marks in by_command.items() if marks}


def test_what_came_back_from_another_tool_is_shown_cleaned(
    newsroom: Newsroom, run: Run, tmp_path: Path
) -> None:
    """What is refused of a file of an agency's is printed with its words."""
    file = tmp_path / "uk.csv"
    args = ("catalog", "export", "uk", "--format", "csv", "--article", SLUG)
    assert run(*args, "--output", str(file)).exit_code == 0
    file.write_text(file.read_text().replace("fire,", f"fire{EVIL},"))
    result = run("catalog", "import", "uk", str(file), "--translator", "Ann Smith")
    assert SEEN.findall(result.output) == []


def test_data_for_a_program_is_cleaned_where_a_terminal_shows_it(newsroom: Newsroom) -> None:
    """“summaries catalog export” without a file: a pipe gets the bytes, a terminal none of them."""
    hostile_words(newsroom)
    command = [sys.executable, "-m", "service", "catalog", "export", "uk", "--format", "csv"]
    folders = {"ARTICLES": newsroom.articles, "LOCALES": newsroom.locales,
               "JOURNAL": newsroom.journal, "EDITIONS": newsroom.editions}  # fmt: skip
    env = os.environ | {f"SUMMARIES_{name}": str(path) for name, path in folders.items()}
    piped = subprocess.run(command, env=env, capture_output=True, check=True, cwd=ROOT)
    assert b"\x1b[2K" in piped.stdout
    ours, theirs = pty.openpty()
    with os.fdopen(ours, "rb", buffering=0) as terminal:
        process = subprocess.Popen(command, env=env, stdout=theirs, stderr=theirs, cwd=ROOT)
        os.close(theirs)
        output = b""
        try:
            while chunk := terminal.read(65536):
                output += chunk
        except OSError:  # the other end was closed
            pass
        assert process.wait(60) == 0
    assert "повідомили" in output.decode()
    assert b"\x1b" not in output


def test_commands_print_through_one_door() -> None:
    """The one that cleans: no module of cli/ calls click.echo, click.secho or print by itself."""
    places = []
    for path in sorted((ROOT / "service" / "cli").glob("*.py")):
        if path.name == "terminal.py":
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call):
                called = ast.unparse(node.func)
                if called in ("click.echo", "click.secho", "print", "sys.stdout.write"):
                    places.append(f"{path.name}:{node.lineno}")
    assert places == []
