"""Two people's versions of a catalog become one, and git does it by itself."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from conftest import Newsroom
from hypothesis import given, settings
from hypothesis import strategies as st

from service import catalog
from service.catalog import Catalog, Edit, Entry

KEYS: list[tuple[str | None, str]] = [("a", "A"), ("b", "B"), ("c", "C"), (None, "D"), ("e", "E")]


def made(entries: list[Entry]) -> Catalog:
    return catalog.parse(catalog.create("harbor", "uk", entries), "uk/harbor.po", "uk")


@st.composite
def versions(draw: st.DrawFn) -> Catalog:
    """Return a catalog with some of the messages, in any state."""
    entries = []
    for key in KEYS:
        text = draw(st.sampled_from([None, "", "one", "two", "three\nlines\\"]))
        if text is not None:
            plural = "As" if key[0] == "a" else None
            strings = [text, f"{text} ", text] if plural and text else [text] * (3 if plural else 1)
            notes = draw(st.lists(st.sampled_from(["x", "y", "z"]), unique=True, max_size=2))
            flags = frozenset(draw(st.sets(st.just("fuzzy"))))
            entries.append(catalog.new_entry(key, plural, strings, comments=notes, flags=flags))
    return made(entries)


def merge(base: Catalog | None, ours: Catalog, theirs: Catalog) -> tuple[Catalog, tuple[str, ...]]:
    merged = catalog.merge(base, ours, theirs)
    return catalog.parse(merged.content, "uk/harbor.po", "uk"), merged.both


def all_words(entry: Entry) -> str:
    """Return all words of an entry, those in its comments too."""
    return "\n".join((*entry.strings, *catalog.other_versions(entry.comments)))


@settings(max_examples=300, deadline=None)
@given(st.none() | versions(), versions(), versions())
def test_no_words_that_somebody_wrote_are_lost(
    base: Catalog | None, ours: Catalog, theirs: Catalog
) -> None:
    """What a side changed is in what comes out: as text, or in a comment."""
    merged, _both = merge(base, ours, theirs)
    before = {entry.key: entry for entry in base.entries} if base else {}
    for side in (ours, theirs):
        for entry in side.entries:
            old = before.get(entry.key)
            if any(entry.strings) and (old is None or old.strings != entry.strings):
                out = merged.get(entry.key)
                assert out is not None
                words = (
                    all_words(out).replace("\\n", "\n").replace("\\\\", "\\").replace("\\ .", "\\")
                )
                assert all(text.strip() in words for text in entry.strings)


@settings(max_examples=200, deadline=None)
@given(versions(), versions())
def test_what_one_side_alone_changed_is_taken_as_it_is(base: Catalog, other: Catalog) -> None:
    """Whichever side it is; what nobody changed stays, and nothing is doubled."""
    for ours, theirs in ((base, other), (other, base), (other, other)):
        merged, both = merge(base, ours, theirs)
        assert both == ()
        wanted = {e.key: e.state for e in other.entries}
        assert {e.key: e.state for e in merged.entries} == wanted


def edited(current: Catalog, key: tuple[str | None, str], change: Edit) -> Catalog:
    return catalog.parse(catalog.apply(current, {key: change}), current.path, "uk")


BASE = made([catalog.new_entry(("a", "A"), None, ["один"], comments=["reviewed-by: Old; date: x"])])
A = ("a", "A")


def test_the_signed_one_of_two_versions_is_the_text() -> None:
    """Readers may have it; the other one waits in a comment."""
    mark = "reviewed-by: Jane Doe; date: 2026-11-22T14:03:27Z; sha256:" + "0" * 32
    plain = edited(BASE, A, Edit(strings=["два"], comments=[]))
    signed = edited(BASE, A, Edit(strings=["три"], comments=[mark]))
    for ours, theirs in ((plain, signed), (signed, plain)):
        merged, both = merge(BASE, ours, theirs)
        assert both == ("a",)
        assert merged.entries[0].strings == ("три",)
        assert merged.entries[0].comments == (mark, "other version: два")


def test_marks_of_two_people_under_the_same_words_are_both_there() -> None:
    """Two signatures are no conflict."""
    ours = edited(BASE, A, Edit(comments=["reviewed-by: Jane; date: 1"]))
    theirs = edited(BASE, A, Edit(comments=["reviewed-by: John; date: 2"]))
    merged, both = merge(BASE, ours, theirs)
    assert both == ()
    assert merged.entries[0].comments == (
        "reviewed-by: Jane; date: 1",
        "reviewed-by: John; date: 2",
    )


def test_words_for_a_source_that_changed_meanwhile_are_a_draft() -> None:
    """The update of one side and the edit of the other: the words are of the source before."""
    change = Edit(source=("A!", None), fuzzy=True, previous=['msgid "A"'])
    updated = edited(BASE, A, change)
    translated = edited(BASE, A, Edit(strings=["два"], comments=[]))
    for ours, theirs in ((updated, translated), (translated, updated)):
        merged, both = merge(BASE, ours, theirs)
        (entry,) = merged.entries
        assert (entry.singular, entry.strings, both) == ("A!", ("два",), ())
        assert entry.fuzzy and entry.previous_source == ("A", None)


def test_headers_never_conflict() -> None:
    """The later revision's fields win; those that one side added are kept."""
    text = catalog.create("harbor", "uk", []).decode()
    base = text.replace(
        '"Language: uk', '"PO-Revision-Date: 2026-01-01 10:00+0000\\n"\n"Language: uk'
    )
    ours = base.replace("2026-01-01", "2026-01-02").replace("Translator: ", "Translator: Ann")
    theirs = base.replace("2026-01-01", "2026-01-03").replace("Translator: ", "Translator: Bo")
    theirs = theirs.replace('"Language: uk', '"X-Generator: Poedit 3\\n"\n"Language: uk')
    merged, _both = merge(*(catalog.parse(x.encode(), "a", "uk") for x in (base, ours, theirs)))
    assert merged.header["last-translator"] == "Bo"
    assert merged.header["po-revision-date"].startswith("2026-01-03")
    assert merged.header["x-generator"] == "Poedit 3"


@pytest.fixture
def git(
    newsroom: Newsroom, tool: Callable[[str], str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> Callable[..., str]:
    """Return a function that runs git in a repository of the newsroom, which is set up to merge."""
    program = tool("git")
    scripts = tmp_path / "bin"
    scripts.mkdir()
    command = scripts / "summaries"
    command.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m service "$@"\n')
    command.chmod(0o755)
    monkeypatch.setenv("PATH", f"{scripts}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("PYTHONPATH", str(Path(catalog.__file__).parents[2]))
    for name in ("AUTHOR", "COMMITTER"):
        monkeypatch.setenv(f"GIT_{name}_NAME", "Jane")
        monkeypatch.setenv(f"GIT_{name}_EMAIL", "jane@example.org")
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)

    def run(*arguments: str, fails: bool = False) -> str:
        done = subprocess.run(
            [program, *arguments], cwd=newsroom.folder, capture_output=True, text=True, check=False
        )
        assert (done.returncode != 0) is fails, done.stdout + done.stderr
        return done.stdout + done.stderr

    run("init", "-q", "-b", "main")
    (newsroom.folder / ".gitignore").write_text("editions/\nbin/\ninterface/\n")
    monkeypatch.chdir(newsroom.folder)
    return run


def commit(git: Callable[..., str], text: str) -> None:
    git("add", "-A")
    git("commit", "-q", "-m", text)


@pytest.mark.parametrize("way", ["merge", "rebase", "cherry-pick"])
def test_git_merges_two_branches_by_message(
    newsroom: Newsroom, git: Callable[..., str], run, way: str
) -> None:  # type: ignore[no-untyped-def]
    """One signs a message, another changes its neighbour, both headers differ, both journals grow:
    no conflict; the same message changed twice keeps both versions, and check says so."""
    path = newsroom.path("harbor-fire", "uk")
    newsroom.unsign("harbor-fire", "uk", "hurt")
    assert "commit .gitattributes and .gitignore" in run("merge-driver", "--install").output
    assert "*.mo" in (newsroom.folder / ".gitignore").read_text().split()
    assert "merge=union" in (newsroom.folder / ".gitattributes").read_text()
    commit(git, "start")
    git("checkout", "-q", "-b", "other")
    newsroom.replace(path, "Пожежа складу в порту", "Пожежа на складі в порту")
    newsroom.replace(path, "повідомили пожежники", "сказали пожежники")
    newsroom.replace(path, '"Language-Team: \\n"', '"Language-Team: B\\n"')
    newsroom.sign("harbor-fire", "uk", "headline")
    commit(git, "theirs")
    git("checkout", "-q", "main")
    newsroom.replace(path, "повідомили пожежники", "кажуть пожежники")
    newsroom.replace(path, '"Language-Team: \\n"', '"Language-Team: A\\n"')
    newsroom.sign("harbor-fire", "uk", "hurt")
    commit(git, "ours")
    output = git(*{"merge": ["merge", "other", "-m", "both"], "rebase": ["rebase", "other"],
                   "cherry-pick": ["cherry-pick", "other"]}[way])  # fmt: skip
    assert "[fire] was changed by both" in output
    assert git("status", "--porcelain") == ""
    merged = catalog.read(path, "uk.po", "uk")
    fire = merged.find("fire")
    assert fire is not None
    both = all_words(fire)
    assert "сказали пожежники" in both and "кажуть пожежники" in both
    states = {a.message.id: a.state for a in newsroom.project.assess(
        newsroom.project.source("harbor-fire"), "uk") or []}  # fmt: skip
    assert states == {"headline": "reviewed", "fire": "translated", "hurt": "reviewed"}
    assert "[fire] another person wrote: {day}" in run("check", "uk").output
    newsroom.sign("harbor-fire", "uk", "fire")
    assert "another person wrote" not in run("check", "uk").output


def test_a_broken_catalog_is_merged_as_git_does_it(
    newsroom: Newsroom, git: Callable[..., str], run
) -> None:  # type: ignore[no-untyped-def]
    """With conflict markers, for a person; the sentence says what was broken."""
    path = newsroom.path("harbor-fire", "uk")
    run("merge-driver", "--install")
    commit(git, "start")
    git("checkout", "-q", "-b", "other")
    newsroom.replace(path, 'msgstr "Пожежа складу в порту"', "msgstr Пожежа в порту")
    commit(git, "theirs")
    git("checkout", "-q", "main")
    newsroom.replace(path, "Пожежа складу в порту", "Пожежа на складі")
    commit(git, "ours")
    output = git("merge", "other", fails=True)
    assert "is neither a comment, a keyword nor a string" in output
    assert "<<<<<<< ours" in path.read_text() and ">>>>>>> theirs" in path.read_text()


def test_a_copy_that_came_back_is_merged(newsroom: Newsroom, run, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    """An agency's file, made from what was sent; meanwhile another message changed here."""
    path = newsroom.path("harbor-fire", "uk")
    sent, returned = tmp_path / "sent.po", tmp_path / "returned.po"
    sent.write_bytes(path.read_bytes())
    returned.write_text(path.read_text().replace("повідомили пожежники", "сказали пожежники"))
    newsroom.replace(path, "Пожежа складу", "Пожежа на складі")
    result = run("merge", "uk", "harbor-fire", str(returned), "--base", str(sent))
    assert result.exit_code == 0, result.output
    text = path.read_text()
    assert "сказали пожежники" in text and "Пожежа на складі" in text
    assert "other version" not in text


def test_weblate_keeps_its_own_driver(newsroom: Newsroom, git: Callable[..., str], run) -> None:  # type: ignore[no-untyped-def]
    """A driver named in .gitattributes takes the place of the one that Weblate has for *.po in all
    its clones, which knows no “summaries” and then merges line by line: with --local this clone
    alone names it. A line of somebody else's stays as it is."""
    weblates = newsroom.folder / "attributes"
    weblates.write_text("*.po merge=weblate-merge-gettext-po\n")
    attributes = newsroom.folder / ".gitattributes"
    attributes.write_bytes(b"*.png binary\r\n")

    def driver(*options: str) -> str:
        said = git(*options, "check-attr", "merge", "locales/uk/LC_MESSAGES/harbor-fire.po")
        return said.strip().rpartition(" ")[2]

    theirs = ("-c", f"core.attributesFile={weblates}", f"--git-dir={newsroom.folder / 'bare.git'}",
              f"--work-tree={newsroom.folder}")  # fmt: skip
    git("init", "-q", "--bare", "bare.git")
    run("merge-driver", "--install")
    assert (driver(), driver(*theirs)) == ("summaries", "summaries")
    assert "next: commit .gitattributes" in run("merge-driver", "--install", "--local").output
    assert (driver(), driver(*theirs)) == ("summaries", "weblate-merge-gettext-po")
    assert attributes.read_bytes() == b"*.png binary\r\n/journal/*.jsonl merge=union\n"
    assert "next:" not in run("merge-driver", "--install", "--local").output
