"""Another program saves the catalog all the time while messages are signed: nothing is lost."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result
from conftest import Newsroom

from service.review import journal

SLUG = "harbor-fire"
ROUNDS = 12
# An editor that saves atomically, 30 times a second or without a pause, each time with the next
# number in a comment.
# It counts what it saved and does not find again. (For a moment, while two files change places, it
# may meet the older one.)
EDITOR = r"""
import os, pathlib, re, select, sys
path, pause, number, lost = pathlib.Path(sys.argv[1]), float(sys.argv[2]), 0, 0
def there():
    found = re.search(r"^# outside: (\d+)$", path.read_text(), re.MULTILINE)
    return int(found[1]) if found else 0
while not select.select([sys.stdin], [], [], pause)[0]:
    for _look in range(2000):
        if there() == number:
            break
    else:
        lost += 1
    text = re.sub(r"^# outside: \d+\n", "", path.read_text(), flags=re.MULTILINE)
    number += 1
    new = path.with_name(".outside")
    new.write_text(text.replace('msgctxt "hurt"', f'# outside: {number}\nmsgctxt "hurt"'))
    os.replace(new, path)
    if number == 1:
        print("begun", flush=True)
print(number, lost)
"""


def editor(path: Path, pause: float) -> subprocess.Popen[str]:
    """Start the editor, and return it once it has saved."""
    process = subprocess.Popen(
        [sys.executable, "-c", EDITOR, str(path), str(pause)], text=True,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    return process


@pytest.mark.parametrize("pause", [1 / 30, 0])
def test_what_another_program_saves_while_messages_are_signed_is_not_lost(
    newsroom: Newsroom, run: Callable[..., Result], pause: float
) -> None:
    """Neither its saves nor the signatures; words are never those of a half-written file.

    Who is refused is told whether the signature is in the journal all the same, where it counts.
    """
    path = newsroom.path(SLUG, "uk")
    before = re.findall(r"^msgstr.*$", path.read_text(), re.MULTILINE)

    def noted() -> int:
        return len(journal.path(newsroom.journal, SLUG).read_text().splitlines())

    lines = noted()
    process = editor(path, pause)
    signed = refused = 0
    try:
        for turn in range(ROUNDS):
            # Every third time the message that the other program has its hands on.
            names = ["hurt"] if turn % 3 == 2 else ["headline", "fire"]
            wanted = [word for name in names for word in ("--message", name)]
            there = noted()
            result = run("review", "uk", "--article", SLUG, "--reviewer", "Jane Doe", *wanted)
            if result.exit_code == 0:
                signed += len(names)
            else:
                refused += 1
                shown = re.search(r"outside: (\d+) — it is now: .*outside: (\d+) — ", result.stderr)
                both = shown is not None and shown[1] != shown[2]
                # What the reviewer had in hand is given back in any case.
                assert both or re.search(
                    r"another program saves it all the time|(written|show it)\. You had: ",
                    result.stderr,
                )
                counts = "the journal has your signature" in result.stderr
                assert counts == (noted() > there)
                assert counts != ("nothing was written" in result.stderr)
    finally:
        last, _errors = process.communicate("stop\n")
    number, lost = map(int, last.split())
    assert lost == 0
    text = path.read_text()
    assert f"# outside: {number}\n" in text
    assert re.findall(r"^msgstr.*$", text, re.MULTILINE) == before
    assert (signed or not pause) and signed + refused >= ROUNDS
    assert noted() - lines >= signed
