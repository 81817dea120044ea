"""Whoever follows docs/tutorial.md sees what it shows: its commands run in order."""

from __future__ import annotations

import contextlib
import os
import re
import shlex
import socket
import subprocess
import time
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from browser import PATIENCE, SUMMARIES, wait_until_ready
from conftest import ROOT

PAGE = ROOT / "docs" / "tutorial.md"
HOME = "/home/nora"
SITE = "http://127.0.0.1:8000"
BLOCK = re.compile(
    r"(?:^<!-- (?P<note>[^\n]+) -->\n)?^```(?P<kind>\w+)\n(?P<text>.*?)^```$", re.M | re.S
)
ENTRY = re.compile(r'^msgctxt "(.+)"\n((?:msgstr.*\n)+)', re.M)
ANSWER = re.compile(r"^(\[s\]ign, .* \[n\]: )(\w)$", re.M)
# What depends on the day of the run, in the forms in which it is printed.
TIMES = re.compile(r"\d{4}-\d\d-\d\d(?:T\d\d:?\d\d:?\d\dZ)?|\d{1,2}\s[а-яіїє]+\s\d{4}\sроку")
# Readers get what was signed within seconds, so what only reads is asked until it shows.
READS = ("curl", "summaries status")


@dataclass
class Terminal:
    """One shell: its folder and its variables go from a command to the next."""

    home: Path
    port: int
    folder: Path = field(init=False)
    env: dict[str, str] = field(init=False)
    server: subprocess.Popen[bytes] | None = None

    def __post_init__(self) -> None:
        self.folder = self.home
        people = dict.fromkeys(
            [f"GIT_{who}_{what}" for who in ("AUTHOR", "COMMITTER") for what in ("NAME", "EMAIL")],
            "nora@courier.example",
        )
        path = f"{SUMMARIES.parent}{os.pathsep}{os.environ['PATH']}"
        self.env = os.environ | people | {"PATH": path, "COLUMNS": "200", "HOME": str(self.home)}

    def run(self, command: str, answers: str) -> str:
        """Return what ``command`` prints on both streams."""
        kept = self.home / "variables"
        script = f'{self.here(command)}\n{{ pwd; env -0; }} > "{kept}"'
        done = subprocess.run(
            ["bash", "-c", script], cwd=self.folder, env=self.env, input=answers, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=PATIENCE, check=False,
        )  # fmt: skip
        place, _, variables = kept.read_text().partition("\n")
        self.folder = Path(place)
        self.env = dict(pair.split("=", 1) for pair in variables.split("\0") if pair)
        return done.stdout

    def serve(self, command: str) -> str:
        """Start ``command`` and leave it running; return its first line."""
        words = [*shlex.split(command), "--port", str(self.port)]
        log = self.home / "server.log"
        with log.open("w") as file:
            self.server = subprocess.Popen(
                words, cwd=self.folder, env=self.env, stdout=file, stderr=file
            )
        wait_until_ready(self.here(f"{SITE}/readyz"), self.server)
        return log.read_text().partition("\n")[0]

    def here(self, text: str) -> str:
        """Put the test's own port in place of the page's."""
        return text.replace(SITE, f"http://127.0.0.1:{self.port}")

    def normal(self, text: str) -> str:
        """Return output without what another day, folder or port changes; nor answers typed."""
        text = self.here(text).replace(HOME, str(self.home))
        lines = ANSWER.sub(r"\1", text).replace("[n]: ", "[n]: \n").splitlines()
        return "\n".join(TIMES.sub("DAY", line.rstrip()) for line in lines if line.strip())


def commands(text: str) -> Iterator[tuple[str, str]]:
    """Yield each command of a block, and the output shown below it."""
    for part in re.split(r"^\$ ", text, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        yield command, output


def translate(path: Path, text: str) -> None:
    """Write the ``msgstr`` lines shown into the messages of a catalog, as an editor would."""
    catalog = path.read_text()
    for name, strings in ENTRY.findall(text):
        entry = re.compile(rf'(msgctxt "{name}"\n(?:(?!msgstr).*\n)+)(?:msgstr.*\n)+')
        catalog, count = entry.subn(lambda old, new=strings: old[1] + new, catalog)
        assert count == 1, name
    path.write_text(catalog)


def follow(terminal: Terminal, command: str, output: str) -> None:
    """Run ``command``, and see that it prints ``output``."""
    answers = "".join(f"{answer}\n" for _, answer in ANSWER.findall(output))
    end = time.monotonic() + PATIENCE
    while (got := terminal.normal(terminal.run(command, answers))) != terminal.normal(output):
        assert command.startswith(READS) and time.monotonic() < end, f"{command} printed:\n{got}"
        if terminal.server:
            with contextlib.suppress(subprocess.TimeoutExpired):
                terminal.server.wait(0.2)


def test_every_command_of_the_tutorial_does_what_it_shows(
    tmp_path: Path, tool: Callable[[str], str]
) -> None:
    """A newsroom that follows the page gets each line of output that the page shows."""
    for program in ("bash", "curl", "git", "sed"):
        tool(program)
    page = PAGE.read_text(encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    terminal = Terminal(tmp_path, port)
    try:
        for block in BLOCK.finditer(page):
            note, kind, text = block["note"] or "", block["kind"], block["text"]
            what, _, name = note.partition(": ")
            if what == "file":
                (terminal.folder / name).write_text(text, encoding="utf-8")
            elif what == "translate":
                translate(terminal.folder / name, text)
            elif note == "second terminal":
                ((command, output),) = commands(text)
                assert terminal.normal(terminal.serve(command)) == terminal.normal(output)
            else:
                assert kind == "console", text
                for command, output in commands(text):
                    follow(terminal, command, output)
        # The pages that the text sends a reader to.
        for address in re.findall(rf"<({SITE}/[^>]*)>", page):
            with urllib.request.urlopen(terminal.here(address)) as answer:
                assert "Alderbrook" in answer.read().decode()
    finally:
        if terminal.server:
            terminal.server.terminate()
            terminal.server.wait(PATIENCE)
