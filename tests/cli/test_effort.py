"""What an article costs its people: the aims of docs/effort.md, with the real commands."""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def effort() -> ModuleType:
    """The script that measures it."""
    spec = importlib.util.spec_from_file_location("effort", ROOT / "benchmarks" / "effort.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["effort"] = module
    spec.loader.exec_module(module)
    return module


def test_a_saved_page_is_live_with_three_commands(effort: ModuleType, tmp_path: Path) -> None:
    """And with nothing typed into its one file but a sentence."""
    measured = effort.from_a_page(tmp_path)
    assert measured.commands <= 3
    assert [path.name for path in measured.files] == ["summary.toml"]
    assert measured.characters < 200


def test_the_page_has_every_task(effort: ModuleType) -> None:
    """One row for each, as the script prints them; a typo is decided about once."""
    rows = re.findall(r"^\| (.+?) \| (\d+) \| (\d+) \|", effort.PAGE.read_text(), re.MULTILINE)
    commands = {task: int(count) for task, count, _files in rows}
    tasks = re.findall(r'begin\("(.+?)"\)', Path(effort.__file__).read_text())
    assert sorted(commands) == sorted(tasks)
    assert commands["a typo in the source, in twelve languages"] <= 2
