"""The examples in docstrings are true: each is run, and its result is what stands below it."""

from __future__ import annotations

import doctest
import importlib
from pathlib import Path

import pytest
from conftest import ROOT

FILES = [f for f in sorted((ROOT / "service").rglob("*.py")) if ">>>" in f.read_text("utf-8")]


def examples(file: Path) -> list[doctest.DocTest]:
    """Return the examples in the docstrings of ``file``, also of functions that keep results."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    module = importlib.import_module(".".join(parts[:-1] if parts[-1] == "__init__" else parts))
    kept = [value for value in vars(module).values() if hasattr(value, "cache_info")]
    own = [value for value in kept if value.__module__ == module.__name__]
    finder = doctest.DocTestFinder(exclude_empty=True)
    tests = [test for place in (module, *own) for test in finder.find(place, module=module)]
    return [test for test in tests if test.examples]


@pytest.mark.parametrize("file", FILES, ids=lambda file: str(file.relative_to(ROOT / "service")))
def test_examples_are_true(file: Path) -> None:
    """Whoever copies an example gets what the docstring says."""
    tests = {test.docstring: test for test in examples(file)}
    runner = doctest.DocTestRunner()
    said: list[str] = []
    for test in tests.values():
        runner.run(test, out=said.append)
    assert said == []
    assert runner.tries == file.read_text(encoding="utf-8").count(">>> ")


def test_there_are_examples_where_one_says_more_than_words() -> None:
    """A newcomer finds some in each room that turns texts into other texts."""
    rooms = {file.relative_to(ROOT / "service").parts[0] for file in FILES}
    assert {"content", "review", "web", "editions"} <= rooms
    assert len(FILES) >= 60
