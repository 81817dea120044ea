"""Files that are no catalogs, disks that are full: one clear error, and nobody's work is lost."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Newsroom, without_root

from service.errors import InputError


def huge(path: Path) -> None:
    path.unlink()
    with path.open("wb") as file:
        file.truncate(200 * 1024 * 1024)


def many_messages(path: Path) -> None:
    with path.open("ab") as file:
        file.writelines(b'\nmsgid "%d"\nmsgstr "a"\n' % n for n in range(100_000))


def link_out(path: Path) -> None:
    path.rename(path.parents[4] / "secret.po")
    path.symlink_to(path.parents[4] / "secret.po")


def folder_linked_out(path: Path) -> None:
    elsewhere = path.parents[4] / "elsewhere"
    path.parent.rename(elsewhere)
    path.parent.symlink_to(elsewhere)
    path.write_bytes(path.read_bytes() + b"\n")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


def pipe(path: Path) -> None:
    path.unlink()
    os.mkfifo(path)


def dangling(path: Path) -> None:
    path.unlink()
    path.symlink_to("nowhere.po")


BAD: list[tuple[Callable[[Path], None], str]] = [
    (huge, "larger than 4 MiB"),
    (many_messages, "more than 20000 messages"),
    (link_out, "symbolic link out of its folder"),
    (folder_linked_out, "symbolic link out of its folder"),
    (folder, "is not a regular file"),
    (pipe, "not a regular file"),
    (dangling, "cannot be read"),
]


@pytest.mark.parametrize(("spoil", "said"), BAD)
def test_what_is_no_catalog_is_named_and_takes_nothing_down(
    newsroom: Newsroom, spoil: Callable[[Path], None], said: str
) -> None:
    """One error with the file's name; the edition stays; the other language is published."""
    spoil(newsroom.path("harbor-fire", "uk"))
    (problem,) = newsroom.publish().problems
    assert problem.path == "locales/uk/LC_MESSAGES/harbor-fire.po"
    assert said in problem.text
    assert newsroom.client().get("/uk/harbor-fire").status_code == 200
    assert newsroom.states()["en"] == "current"


def test_a_message_of_a_megabyte_is_read_and_refused_by_nobody(newsroom: Newsroom) -> None:
    """It is large, not wrong: it waits for a reviewer like any other."""
    newsroom.replace(
        newsroom.path("harbor-fire", "uk"), "пожежники.", "пожежники. " + "ще " * 300_000
    )
    assert not newsroom.publish().problems
    assert newsroom.states()["uk"] == "pending"


def test_a_link_inside_the_folder_is_fine(newsroom: Newsroom) -> None:
    """git-sync and Kubernetes put links where files are; a signature is written through them."""
    path = newsroom.path("harbor-fire", "uk")
    real = path.with_name("real.po")
    path.rename(real)
    path.symlink_to(real.name)
    newsroom.sign("harbor-fire", "uk", "fire", name="John Doe")
    assert path.is_symlink()
    assert "John Doe" in real.read_text()


def test_a_file_that_may_not_be_read_is_named(newsroom: Newsroom) -> None:
    """The system's reason is in the error."""
    newsroom.path("harbor-fire", "uk").chmod(0)
    with without_root(newsroom.folder), pytest.raises(InputError, match="Permission denied"):
        newsroom.project.catalog("harbor-fire", "uk")
