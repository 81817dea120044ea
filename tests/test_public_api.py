"""What docs/public-api.md promises is there, and nothing more is promised than it says."""

from __future__ import annotations

import importlib
import re
import tomllib

import click
import pytest
from conftest import ROOT

import service
from service import cli, create_app
from service.review import journal

PAGE = (ROOT / "docs" / "public-api.md").read_text(encoding="utf-8")
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_page_lists_the_names_that_the_package_exports() -> None:
    """Whoever imports more than the page says has been warned."""
    named = re.findall(r"^\| `service\.(\w+)\(", PAGE, re.M)
    assert named == service.__all__


def test_there_is_one_command_and_flask_has_each_of_its_commands() -> None:
    """``summaries X`` and ``flask --app service X`` are the same, but for serving."""
    assert PROJECT["scripts"] == {"summaries": "service.__main__:main"}
    points = PROJECT["entry-points"]["flask.commands"]
    context = click.Context(cli.main)
    assert set(points) == set(cli.main.list_commands(context)) - {"serve"}
    for name, place in points.items():
        module, _, attribute = place.partition(":")
        command = getattr(importlib.import_module(module), attribute)
        assert command is cli.main.get_command(context, name)


def test_every_address_of_the_page_is_answered_by_a_route() -> None:
    """An address that people link to does not disappear by mistake."""
    rules = {
        re.sub(r"<(?:\w+:)?(\w+)>", r"<\1>", r.rule) for r in create_app().url_map.iter_rules()
    }
    table = PAGE.partition("## HTTP")[2].partition("## Files")[0]
    listed = re.findall(r"`(/[^`]+)`", "\n".join(re.findall(r"^\| (`.+?) \|", table, re.M)))
    assert listed and set(listed) <= rules
    assert "/api/v1/openapi.json" in rules


def test_every_setting_that_the_program_reads_is_documented() -> None:
    """An operator finds each SUMMARIES_… variable in the README, and none that does nothing."""
    text = (ROOT / "service" / "settings.py").read_text(encoding="utf-8")
    read = set(re.findall(r'\(config, "([A-Z_]+)"', text))
    for file in (ROOT / "service" / "cli").glob("*.py"):
        read |= set(re.findall(r'envvar="SUMMARIES_([A-Z_]+)"', file.read_text(encoding="utf-8")))
    listed = set(re.findall(r"`SUMMARIES_([A-Z_]+)`", README.partition("## Settings")[2]))
    assert read == listed


@pytest.mark.parametrize("page", re.findall(r"\]\(([\w./-]+\.md)", PAGE))
def test_each_format_is_described(page: str) -> None:
    """The pages that describe what is public are there."""
    assert (ROOT / "docs" / page).is_file()


def test_the_journal_has_the_version_that_the_page_names() -> None:
    """Another format of the journal needs another number on the page."""
    assert re.findall(r'"version": (\d+)', PAGE) == [str(journal.VERSION)]
