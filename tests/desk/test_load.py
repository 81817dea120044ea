"""The desk under load, and while the process that serves it is killed."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest
from conftest import ROOT
from flask import Flask

from service.content import lexicon
from service.content.number_words import spelled
from service.desk.warm import warm

from .conftest import REVIEWER, SLUG, Person


@pytest.fixture(scope="module")
def desk_load() -> ModuleType:
    """``benchmarks/desk_load.py``, which does the same with fifty people and 2,000 saves."""
    path = ROOT / "benchmarks" / "desk_load.py"
    spec = importlib.util.spec_from_file_location("benchmark_desk_load", path)
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_what_was_acknowledged_is_kept(
    desk_load: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eight people, a worker killed every twenty saves: file = journal = git, whatever was said."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    folder = tmp_path / "load"
    desk_load.make(folder, 4, 8, repository=True)
    load = desk_load.save_all(folder, 8, 120, after=20)
    assert load.lost == []
    assert (len(load.acknowledged), load.kills) == (120, 6)


def test_a_lost_save_would_be_seen(
    desk_load: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The comparison itself: a line taken out of the journal is a loss."""
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", "/dev/null")
    folder = tmp_path / "load"
    desk_load.make(folder, 1, 1, repository=True)
    load = desk_load.save_all(folder, 1, 2)
    assert load.lost == []
    path = folder / "journal" / "story-0.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-1]))
    assert len(desk_load.compare(folder, load)) == 2


def test_a_replaced_worker_has_everything_loaded(app: Flask) -> None:
    """A bench in a new worker reads no lexicon and compiles no template: nobody waits for that."""
    warm(app, app.extensions["project"])
    lexicons, numbers = (
        cached.cache_info().misses for cached in (lexicon._load, spelled.number_words)
    )
    templates = len(app.jinja_env.cache or {})
    person = Person(app, REVIEWER)
    assert "Headline" in person.page(f"/desk/uk/{SLUG}")
    assert lexicon._load.cache_info().misses == lexicons
    assert spelled.number_words.cache_info().misses == numbers
    assert len(app.jinja_env.cache or {}) == templates
