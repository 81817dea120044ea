"""Programs that really run (`make test-tools`): Poedit saves our catalogs, msgcat writes them.

Poedit is Debian's, under Xvfb, its keys pressed by xdotool.
"""

from __future__ import annotations

import difflib
import os
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import ROOT, SLUG

from service import catalog
from service.review.project import INTERFACE

pytestmark = pytest.mark.skipif(
    not os.environ.get("SUMMARIES_TEST_TOOLS"), reason="make test-tools runs these"
)
CATALOGS = sorted([*ROOT.glob("locales/*/LC_MESSAGES/*.po"), *INTERFACE.glob("*/LC_MESSAGES/*.po")])
# Seconds for a window to come up on a machine that is busy.
PATIENCE = 120


def changed(before: str, after: str) -> list[str]:
    """Return the lines that are not in both, with their signs."""
    lines = difflib.unified_diff(before.splitlines(), after.splitlines(), lineterm="", n=0)
    return [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")]


@pytest.fixture
def screen(tool: Callable[[str], str], tmp_path: Path) -> Iterator[dict[str, str]]:
    """An X server of its own, and a home without anybody's settings."""
    reader, writer = os.pipe()
    command = [
        tool("Xvfb"),
        "-displayfd",
        str(writer),
        "-screen",
        "0",
        "1280x1024x24",
        "-nolisten",
        "tcp",
    ]
    server = subprocess.Popen(command, pass_fds=[writer], stderr=subprocess.DEVNULL)
    os.close(writer)
    with os.fdopen(reader) as file:
        display = file.readline().strip()
    home = tmp_path / "home"
    (home / ".config" / "poedit").mkdir(parents=True)
    (home / ".config" / "poedit" / "config").write_text(
        "translator_name=Ann Smith\ntranslator_email=ann@example.org\n"
        # "Preserve formatting of existing files" off, and lines broken at 79 (Advanced): else it
        # guesses a width from the longest line, wrongly where letters have no or two columns.
        "keep_crlf=0\nwrap_po_files=1\nwrap_po_files_width=79\n"
    )
    yield {
        "PATH": os.environ["PATH"],
        "DISPLAY": f":{display}",
        "HOME": str(home),
        "LANG": "C.UTF-8",
    }
    server.send_signal(signal.SIGTERM)
    server.wait(30)


def until(holds: Callable[[], object], what: str) -> None:
    """Wait until something holds."""
    end = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < end, what
        time.sleep(0.2)


def poedit_saves(file: Path, screen: dict[str, str], tool: Callable[[str], str]) -> None:
    """Open ``file`` in Poedit, save it without a change, and end Poedit."""
    xdotool = tool("xdotool")

    def asked(*words: str) -> str:
        done = subprocess.run(
            [xdotool, *words], env=screen, capture_output=True, text=True, check=False
        )
        return done.stdout.strip()

    before = file.stat().st_mtime_ns, file.stat().st_ino
    program = subprocess.Popen(
        [tool("poedit"), str(file)], env=screen, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        until(lambda: asked("search", "--onlyvisible", "--name", "Poedit"), "no window came up")
        time.sleep(3)

        def saved() -> bool:
            for window in asked("search", "--onlyvisible", "--name", "Poedit").split():
                asked("windowfocus", window)
                asked("key", "--clearmodifiers", "ctrl+s")
            time.sleep(1)
            return (file.stat().st_mtime_ns, file.stat().st_ino) != before

        until(saved, "Poedit did not save")
        time.sleep(2)
    finally:
        program.terminate()
        program.wait(60)


@pytest.mark.parametrize("locale", ["uk", "ar", "zh_Hans"])
def test_poedit_saves_no_more_than_its_header(
    locale: str, screen: dict[str, str], tool: Callable[[str], str], tmp_path: Path
) -> None:
    """At most four lines are new: its name, who translated, and when."""
    file = tmp_path / f"{SLUG}.po"
    shutil.copy(ROOT / f"locales/{locale}/LC_MESSAGES/{SLUG}.po", file)
    before = file.read_text()
    poedit_saves(file, screen, tool)
    lines = changed(before, file.read_text())
    print(f"\n{locale}: {len(lines)} lines", *lines, sep="\n  ")  # noqa: T201
    new = [line for line in lines if line[0] == "+" and not line.startswith('+"Language: ')]
    assert len(new) <= 4, lines  # and it writes zh for zh_Hans
    saved = catalog.read(file, file.name, locale)
    was = catalog.read(ROOT / f"locales/{locale}/LC_MESSAGES/{SLUG}.po", file.name, locale)
    assert [entry.state for entry in saved.entries] == [entry.state for entry in was.entries]
    assert all(line[1:2] == '"' for line in lines), lines  # of the header


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_msgcat_leaves_every_line(path: Path, tool: Callable[[str], str]) -> None:
    """What we write is laid out as GNU gettext lays it out."""
    done = subprocess.run([tool("msgcat"), str(path)], capture_output=True, text=True, check=True)
    assert changed(path.read_text(), done.stdout) == []


@pytest.mark.parametrize("path", CATALOGS, ids=lambda path: f"{path.parents[1].name}-{path.stem}")
def test_weblates_format_layer_keeps_lines_marks_and_reasons(
    path: Path, library: Callable[[str], Any]
) -> None:
    """Translate-toolkit, wrapped as gettext wraps: no line of its own; an edit is one message's.

    The marks and a rejection's reason are what Weblate shows as the translator's comment.
    """
    storage = library("translate.storage.pypo").pofile
    reason = "# rejected-by: Jane Doe; date: 2026-11-22; reason: too long\n"
    header, first, rest = path.read_text().partition("\n\n")
    before = header + first + reason + rest
    store = storage.parsestring(before.encode())
    store.wrapper.width = 77
    assert changed(before, bytes(store).decode()) == []
    units = [unit for unit in store.units if not unit.isheader()]
    comments = "\n".join(unit.getnotes("translator") for unit in units)
    assert "reason: too long" in comments and comments.count("reviewed-by: ") == before.count(
        "# reviewed-by: "
    )
    edited = units[0]
    mark, words = edited.getnotes("translator"), f"{edited.target}!"
    edited.target = words
    after = storage.parsestring(bytes(store))
    (again,) = [unit for unit in after.units if unit.target == words]
    assert again.getnotes("translator") == mark
    lines = changed(before, bytes(store).decode())
    assert lines and not [line for line in lines if line[1:2] == "#"], lines
