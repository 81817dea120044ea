"""Noticing changes: nothing is missed for long, and a look at rest takes little."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace

import pytest
from conftest import Newsroom
from hypothesis import given, settings
from hypothesis import strategies as st

from service import files
from service.editions import file_scan
from service.editions.file_scan import FileScanner
from service.files import FolderNames

OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["write", "replace", "remove", "empty"]),
        st.sampled_from(["a", "b", "c"]),
        st.sampled_from(["1.po", "2.po", "3.txt"]),
    ),
    max_size=12,
)


def change(root: Path, what: str, folder: str, name: str, text: str) -> None:
    """Do what people and programs do to files."""
    path = root / folder / name
    if what == "empty":
        shutil.rmtree(root / folder, ignore_errors=True)
        return
    path.parent.mkdir(exist_ok=True)
    if what == "write":
        path.write_text(text)
    elif what == "replace":
        other = path.with_suffix(".tmp")
        other.write_text(text)
        other.replace(path)
    else:
        path.unlink(missing_ok=True)


@settings(max_examples=25, deadline=None)
@given(operations=OPERATIONS, turn=st.tuples(st.integers(1, 3), st.integers(1, 4)))
def test_whatever_happens_to_files_is_noticed_in_a_few_looks(
    operations: list[tuple[str, str, str]], turn: tuple[int, int]
) -> None:
    """Also what is written where it is, in a folder whose time stays, and folders that go."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        for name in "abc":
            (root / name).mkdir()
        scanner, always, others = FileScanner(".po"), [f"{root}/a"], [f"{root}/b", f"{root}/c"]
        scanner.changes(always, others, turn)
        for number, (what, where, name) in enumerate(operations):
            before = file_scan.stamps(f"{root}/{where}", (".po",))
            change(root, what, where, name, "x" * number)
            after = file_scan.stamps(f"{root}/{where}", (".po",))
            wanted = {name for name, _stamp in before.items() ^ after.items()}
            noticed: set[str] = set()
            for _look in range(8):  # three folders, at most six files, one of each at a time
                noticed |= scanner.changes(always, others, turn).get(f"{root}/{where}", set())
            assert wanted <= noticed
            known = {name: mark for name, mark in scanner[f"{root}/{where}"].items() if mark}
            assert known == after


def test_a_folder_that_is_looked_at_every_time_shows_a_new_file_at_once(tmp_path: Path) -> None:
    """However many others wait for their turn."""
    others = [str(tmp_path / f"other-{number}") for number in range(50)]
    for folder in (tmp_path / "first", *map(Path, others)):
        folder.mkdir()
    scanner = FileScanner(".po")
    scanner.changes([str(tmp_path / "first")], others, (1, 0))
    (tmp_path / "first" / "uk.po").write_text("")
    assert scanner.changes([str(tmp_path / "first")], others, (1, 0)) == {
        str(tmp_path / "first"): {"uk.po"}
    }


def test_two_changes_within_one_step_of_the_clock_are_both_seen(tmp_path: Path) -> None:
    """Some file systems count in seconds: the folder's time is the same after the second change."""
    scanner = FileScanner(".po")
    scanner.changes([str(tmp_path)], (), (0, 0))
    (tmp_path / "uk.po").write_text("")
    status = tmp_path.stat()
    assert scanner.changes([str(tmp_path)], (), (0, 0))
    (tmp_path / "pl.po").write_text("")
    os.utime(tmp_path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert scanner.changes([str(tmp_path)], (), (0, 0)) == {str(tmp_path): {"pl.po"}}


def test_a_look_at_rest_asks_for_as_many_files_as_it_may(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However large the newsroom is."""
    folders = [str(tmp_path / f"{number}") for number in range(100)]
    for folder in folders:
        Path(folder).mkdir()
        for name in range(5):
            (Path(folder) / f"{name}.po").write_text("")
            os.utime(Path(folder), (1, 1))
    scanner = FileScanner(".po")
    scanner.changes((), folders, (7, 11))
    asked: list[object] = []
    counted = SimpleNamespace(
        stat=lambda path: asked.append(path) or Path(path).stat(), scandir=os.scandir
    )
    monkeypatch.setattr(file_scan, "os", counted)
    assert scanner.changes((), folders, (7, 11)) == {}
    assert len(asked) == 7 + 11


def test_the_list_of_folders_is_the_same_object_while_it_says_the_same(tmp_path: Path) -> None:
    """What is made of it need not be made again."""
    names = FolderNames(tmp_path)
    (tmp_path / "b").mkdir()
    first = names.get()
    assert first == ["b"]
    assert names.get(again=True) is first
    (tmp_path / "a").mkdir()
    assert names.get() == ["a", "b"]
    shutil.rmtree(tmp_path)
    assert names.get() == []


def test_the_folder_of_catalogs_is_not_listed_again_for_each_article(
    newsroom: Newsroom, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred thousand templates stand in it: so each article took 45 ms more."""
    moment = time.monotonic()
    listed: list[object] = []
    listing = files.folders
    monkeypatch.setattr(files, "folders", lambda root: (listed.append(root), listing(root))[1])
    newsroom.project.languages()  # its time is new: read again for some seconds
    monkeypatch.setattr(files.time, "monotonic", lambda: moment + 5)
    listed.clear()
    for _article in range(50):
        assert newsroom.project.languages() == ["de", "en", "uk"]
    assert len(listed) <= 1
    (newsroom.locales / "pl").mkdir()
    assert newsroom.project.languages() == ["de", "en", "pl", "uk"], "a new language at once"
    shutil.rmtree(newsroom.locales / "de")
    assert newsroom.project.languages() == ["en", "pl", "uk"]
