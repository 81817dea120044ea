"""The documents say what the program does."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
from collections.abc import Iterator

import click
import pytest
from conftest import ROOT

from service import cli
from service.settings import Settings


def commands(group: click.Group) -> Iterator[click.Command]:
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None, name
        yield command
        if isinstance(command, click.Group):
            yield from commands(command)


def test_the_reference_of_commands_is_current() -> None:
    """Every command and option is in docs/command-line.md, as --help says it."""
    command = [sys.executable, ROOT / "tools" / "command_line.py"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_every_setting_is_in_the_reference() -> None:
    """Whoever looks a setting up finds it beside the commands."""
    page = (ROOT / "docs" / "command-line.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`SUMMARIES_([A-Z_]+)`", page.partition("## Settings")[2]))
    fields = dataclasses.fields(Settings)
    assert {f.metadata.get("setting", f.name.upper()) for f in fields} <= listed
    assert "REVIEWER" in listed  # read by the commands alone


@pytest.mark.parametrize("command", list(commands(cli.main)), ids=lambda command: str(command.name))
def test_every_option_says_what_it_is_for(command: click.Command) -> None:
    """Whoever reads --help finds no option unexplained."""
    for option in command.params:
        if isinstance(option, click.Option) and not option.hidden:
            assert option.help, option.name


def test_every_promise_names_tests_that_there_are() -> None:
    """The table of docs/security.md: a promise without a test is none."""
    text = (ROOT / "docs" / "security.md").read_text()
    heading = "## What is promised, how it is kept, how it is tested\n\n"
    table = text.partition(heading)[2].partition("\n\n")[0].splitlines()
    assert table[:2] == ["| promise | kept by | tested in |", "|---|---|---|"]
    for row in table[2:]:
        promise, _kept, tested = row.strip("|").split(" | ")
        named = re.findall(r"`(tests/[^`]+)`", tested)
        assert named, promise
        for name in named:
            assert "\ndef test_" in (ROOT / name).read_text(), f"{promise}: {name}"
