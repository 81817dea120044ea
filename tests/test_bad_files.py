"""Files that are no catalogs, disks that are full: one clear error, and nobody's work is lost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Newsroom

from service.finding import InputError


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
    (folder, "Is a directory"),
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
    me = os.geteuid()
    if me == 0:  # root may read everything: be nobody for a moment, where nobody may go
        for parent in (newsroom.folder, *newsroom.folder.parents[:2]):
            parent.chmod(0o755)
        os.seteuid(65534)
    try:
        with pytest.raises(InputError, match=r"harbor-fire\.po: .*Permission denied"):
            newsroom.workshop.catalog("harbor-fire", "uk")
    finally:
        os.seteuid(me)


FULL = """
import resource, signal, sys
sys.path[:0] = [{tests!r}]
from pathlib import Path
from conftest import Newsroom
room = Newsroom(Path({folder!r}))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (100, 100))
try:
    room.sign("harbor-fire", "uk", "fire", name="John Doe")
except OSError as error:
    sys.exit(f"refused: {{error.strerror}}")
"""


def test_a_full_disk_leaves_the_catalog_as_it_was(newsroom: Newsroom) -> None:
    """The write fails with the system's reason, the old file is whole, nothing is left behind."""
    path = newsroom.path("harbor-fire", "uk")
    before = path.read_bytes()
    code = FULL.format(tests=str(Path(__file__).parent), folder=str(newsroom.folder))
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert "refused: File too large" in done.stderr
    assert path.read_bytes() == before
    assert sorted(p.name for p in path.parent.iterdir()) == ["harbor-fire.po", "service.po"]
    assert resource.getrlimit(resource.RLIMIT_FSIZE)[0] == resource.RLIM_INFINITY
