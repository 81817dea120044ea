"""What "make mutation" takes for granted is still so."""

from __future__ import annotations

import importlib.util
import re
import sys
import tomllib
from typing import Any

import pytest
from conftest import ROOT


@pytest.fixture(scope="module")
def tool() -> Any:
    """The script, as a module."""
    spec = importlib.util.spec_from_file_location("mutation", ROOT / "tools" / "mutation.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["mutation"] = module  # dataclasses look for it there
    spec.loader.exec_module(module)
    return module


def test_the_modules_that_guard_the_promise_exist(tool: Any) -> None:
    """One that is renamed must not drop to half of the mutants."""
    known = {module for room in tool.ROOMS for module in tool.modules_of(room, ())}
    assert known >= tool.GUARDS
    assert not [test for test in tool.ELSEWHERE if not (ROOT / test.partition("::")[0]).exists()]


def test_what_nobody_can_notice_is_still_in_the_code() -> None:
    """A reason is about a line; once the line changes, somebody has to look again."""
    data = tomllib.loads((ROOT / "tools" / "equivalent.toml").read_text())
    for kind in data["kind"]:
        assert kind["why"]
        for mutant in kind["mutants"]:
            text = (ROOT / "service" / f"{mutant['module']}.py").read_text()
            assert mutant["old"] in re.sub(r"\s+", " ", text), mutant


@pytest.mark.parametrize(
    ("old", "new", "wording"),
    [
        ('raise Error("it is not there")', 'raise Error("XXit is not thereXX")', True),
        ('raise Error("it is not there")', "raise Error(None)", False),
        ('data["name"]', 'data["NAME"]', False),
        ('if a == "name": say("a word")', 'if a != "name": say("a word")', False),
    ],
)
def test_a_change_of_wording_alone_is_not_tried(
    tool: Any, old: str, new: str, wording: bool
) -> None:
    """Every other change is."""
    assert tool.Mutant("service.a.x_f__mutmut_1", "a", old, new).is_wording == wording
